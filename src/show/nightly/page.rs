//! The night report as a mail that somebody reads.

use crate::domain::count::Count;
use crate::domain::event::Outcome;
use crate::domain::report::headings::NightHeading;
use crate::domain::report::tag::TagWord;
use crate::domain::time::lapse::{Rounding, in_words};
use crate::paper::page::{ListItem, Page, Text};
use crate::show::case::{CaseItem, next_in_words, with_semicolons};
use crate::show::nightly::rows;
use crate::show::nightly::sheet::{BeginLine, PreventLine, SheetEntry};
use crate::show::nightly::{Announcement, NightSheet, Nightly, ReportedCase, TagItem};
use crate::show::phrase::{self, clock};
use crate::show::{JsonItem, Moment, Rows, Show, Sight};

/// What there is to do until the shop opens again and after that, each case once.
fn nightly(nightly: &Nightly, now: Moment) -> Page {
    let mut page = Page::new()
        .paragraph(Text::strong(subject(nightly, now)))
        .paragraph(place(&nightly.sheet, now));
    if let Some(missing) = missing(nightly) {
        page = page.paragraph(missing);
    }
    for group in &nightly.sheet.groups {
        let items = group.entries.iter();
        let items = items.map(|entry| {
            let item = listed(group.heading, entry, now);
            went_up(nightly, entry, now).fold(item, ListItem::note)
        });
        page = page.heading(title(group.heading)).list(items);
    }
    let closed = went_up_elsewhere(nightly, now);
    if !closed.is_empty() {
        page = page.heading("Went further up").list(closed);
    }
    page.then(how_to_go_on(nightly))
}

/// "2 late, 1 before you open tomorrow: first #39 Ken Oyelaran": what a mail may have as its subject.
fn subject(nightly: &Nightly, now: Moment) -> String {
    let sheet = &nightly.sheet;
    let first: Vec<&SheetEntry> = sheet.under(NightHeading::DoFirst).collect();
    let late = first.iter().filter(|entry| entry.is_late).count();
    let lapse = first.len() - late;
    let soon: Vec<&SheetEntry> = sheet.under(NightHeading::Tomorrow).collect();
    let mut parts = Vec::new();
    if late > 0 {
        parts.push(format!("{late} late"));
    }
    if lapse > 0 {
        let day = sheet.opens.map_or_else(String::new, |at| day_of(now, at));
        parts.push(format!("{lapse} before you open{day}"));
    }
    if !soon.is_empty() {
        parts.push(format!("{} due by this time tomorrow", soon.len()));
    }
    let asks: Vec<&SheetEntry> = sheet.under(NightHeading::AskWhetherRight).collect();
    if !asks.is_empty() {
        parts.push(format!("{} to ask whether it is right", asks.len()));
    }
    let next: Vec<&SheetEntry> = sheet.under(NightHeading::ForTheNextCustomer).collect();
    if !next.is_empty() {
        parts.push(format!("{} for the next customer", next.len()));
    }
    match [first, soon, asks, next].iter().flatten().next() {
        Some(entry) => format!("{}: first {}", parts.join(", "), called(entry)),
        None => quiet(nightly, now),
    }
}

/// " tomorrow", " on Mon 23 Nov"; nothing for today.
fn day_of(now: Moment, at: Moment) -> String {
    match (at.wall.date() - now.wall.date()).num_days() {
        0 => String::new(),
        1 => " tomorrow".to_owned(),
        _ => format!(" on {}", phrase::day(now, at)),
    }
}

/// "Nothing is due by this time tomorrow. 3 on track, next: #43 by Wed 15:10".
fn quiet(nightly: &Nightly, now: Moment) -> String {
    let open = nightly.counts.open();
    let next = nightly.sheet.next;
    match (open, next) {
        (0, _) => "Nothing is open.".to_owned(),
        (open, Some((case, at))) => format!(
            "Nothing is due by this time tomorrow. {open} open, next: #{case} by {}",
            clock(now, at)
        ),
        (open, None) => format!("Nothing is due. {open} open"),
    }
}

/// "#39 Ken Oyelaran".
fn called(entry: &SheetEntry) -> String {
    let item = &entry.reported.item;
    match &item.customer {
        Some(name) => format!("#{} {}", item.case, name.on_terminal()),
        None => format!("#{}", item.case),
    }
}

/// "Rosa's Bakery, Mon 23 Nov 22:00, for Tue 24 Nov (open 09:00 to 17:30)".
fn place(sheet: &NightSheet, now: Moment) -> Text {
    let mut parts: Vec<String> = sheet.shop.iter().cloned().collect();
    parts.push(now.wall.format("%a %-d %b %Y %H:%M").to_string());
    if let Some(opens) = sheet.opens {
        let day = phrase::day(now, opens);
        let until = sheet
            .closes
            .map_or_else(String::new, |at| format!(" to {}", at.wall.format("%H:%M")));
        parts.push(format!(
            "for {day} (open {}{until})",
            opens.wall.format("%H:%M")
        ));
    }
    Text::dim(parts.join(", "))
}

const fn title(heading: NightHeading) -> &'static str {
    match heading {
        NightHeading::DoFirst => "Do first",
        NightHeading::Tomorrow => "Due by this time tomorrow",
        NightHeading::AskWhetherRight => "Ask whether we put it right",
        NightHeading::ForTheNextCustomer => "For the next customer",
        NightHeading::AlsoOpen => "Also open",
        NightHeading::ReadyToClose => "Ready to close",
        NightHeading::DidTheyStay => "Did they stay?",
        NightHeading::GoneWell => "Gone well",
        NightHeading::Lost => "Lost",
        NightHeading::OverCeiling => "Closed, and more was spent than planned",
    }
}

/// One case: who it is and by when, what is to be done, and everything else that is true of it.
fn listed(heading: NightHeading, entry: &SheetEntry, now: Moment) -> ListItem {
    let item = &entry.reported.item;
    let name = item.customer.as_ref();
    let name = name.map_or_else(
        || Text::dim("unnamed"),
        |name| Text::strong(name.on_terminal()),
    );
    let body = name.then(about(entry)).then(when(heading, entry, now));
    let mut listed = ListItem::new(format!("#{}", item.case), body);
    if let Some(next) = next(heading, entry, now) {
        listed = listed.note(next);
    }
    for note in also(heading, entry, now) {
        listed = listed.note(note);
    }
    listed
}

/// ", cold food, severe, worth 2400.00 GBP a year".
fn about(entry: &SheetEntry) -> Text {
    let item = &entry.reported.item;
    let failed = entry.about.as_ref().unwrap_or(&item.about);
    let worth = item.value;
    let worth = worth.map_or_else(String::new, |value| format!(", worth {value} a year"));
    Text::plain(format!(", {failed}, {}{worth}", item.severity))
}

/// "; LATE since 12:00", "; by tomorrow 08:40", "; closed yesterday 17:00".
fn when(heading: NightHeading, entry: &SheetEntry, now: Moment) -> Text {
    let item = &entry.reported.item;
    let due = match heading {
        NightHeading::ForTheNextCustomer => entry.prevents.as_ref().map(|one| one.due_at),
        NightHeading::DidTheyStay
        | NightHeading::GoneWell
        | NightHeading::Lost
        | NightHeading::OverCeiling => None,
        NightHeading::DoFirst
        | NightHeading::Tomorrow
        | NightHeading::AskWhetherRight
        | NightHeading::AlsoOpen
        | NightHeading::ReadyToClose => item.due_at,
    };
    let text = Text::plain("; ");
    match (due, item.closed_at) {
        (Some(due), _) if entry.is_late => {
            text.then(Text::late(format!("LATE since {}", clock(now, due))))
        }
        (Some(due), _) if due.at < now.at => text.then(format!("was due {}", clock(now, due))),
        (Some(due), _) => text.then(format!("by {}", clock(now, due))),
        (None, Some(closed)) => text.then(format!("closed {}", clock(now, closed))),
        (None, None) => Text::new(),
    }
}

/// "Sam Osei: ring her now"; nothing where the heading says it.
fn next(heading: NightHeading, entry: &SheetEntry, now: Moment) -> Option<Text> {
    let item = &entry.reported.item;
    match heading {
        NightHeading::ForTheNextCustomer => entry
            .prevents
            .as_ref()
            .map(|one| Text::plain(format!("{}: {}", one.who, one.text))),
        NightHeading::DoFirst | NightHeading::Tomorrow | NightHeading::AlsoOpen => {
            let next = next_in_words(item, now);
            let who = entry.who.as_ref();
            Some(
                who.map_or_else(Text::new, |who| Text::plain(format!("{who}: ")))
                    .then(next),
            )
        }
        NightHeading::AskWhetherRight
        | NightHeading::ReadyToClose
        | NightHeading::DidTheyStay
        | NightHeading::GoneWell
        | NightHeading::Lost
        | NightHeading::OverCeiling => None,
    }
}

/// What else is true of a case, a line each.
fn also(heading: NightHeading, entry: &SheetEntry, now: Moment) -> Vec<Text> {
    let opens = entry.opens.map(|opens| {
        let opens = clock(now, opens);
        // Who reads it at night has no day left.
        let when = match entry.shut {
            true => "do it before then",
            false => "do it today",
        };
        Text::soon(format!("you open {opens}: {when}"))
    });
    let prevents = entry.prevents.as_ref();
    let prevents = prevents.filter(|_| heading != NightHeading::ForTheNextCustomer);
    let item = &entry.reported.item;
    let (new, still): (Vec<_>, Vec<_>) = unsaid(&entry.reported).partition(|tag| tag.new);
    let lines = [
        opens.unwrap_or_default(),
        come_about(Text::late("new: "), &new, item, now),
        come_about(Text::dim("still: "), &still, item, now),
        with_semicolons(in_short(heading, entry, now)),
        prevents.map_or_else(Text::new, |one| prevented(one, now)),
    ];
    let begins = entry.begins.iter().map(|one| begun(one, now));
    let lines = lines.into_iter().chain(more(entry)).chain(begins);
    lines.filter(|line| !line.is_empty()).collect()
}

/// "nobody holds it", "500.00 GBP spent, planned at most 50.00 GBP", "recovered in 6 h", "delighted".
fn in_short(heading: NightHeading, entry: &SheetEntry, now: Moment) -> Vec<Text> {
    let mut short = Vec::new();
    if entry.nobody_holds_it {
        short.push(Text::soon("nobody holds it"));
    }
    if let Some(until) = entry.reported.item.timing.paused_until {
        short.push(Text::soon(format!("paused until {}", clock(now, until))));
    }
    if let Some(over) = entry.reported.overspending {
        let over = format!("{} spent, planned at most {}", over.spent, over.ceiling);
        short.push(Text::soon(over));
    }
    if let Some(seconds) = entry.recovered_after {
        let after = in_words(seconds.max(1), Rounding::Up);
        short.push(Text::fine(format!("recovered in {after}")));
        let reaction = entry.reaction;
        short.extend(reaction.map(|reaction| Text::plain(reaction.word())));
    }
    if heading == NightHeading::GoneWell && entry.reported.item.outcome == Some(Outcome::WonBack) {
        short.push(Text::fine("won back"));
    }
    short
}

/// "for the next customer, by Wed 25 Nov 10:00, Sam Osei: check the driver's list".
fn prevented(one: &PreventLine, now: Moment) -> Text {
    let due = clock(now, one.due_at);
    let due = match one.due_at.at < now.at {
        true => format!("was due {due}"),
        false => format!("by {due}"),
    };
    let (who, text) = (&one.who, &one.text);
    Text::plain(format!("for the next customer, {due}, {who}: {text}"))
}

/// "and 2 more steps before you open".
fn more(entry: &SheetEntry) -> Option<Text> {
    let more = u32::try_from(entry.also_due)
        .ok()
        .filter(|more| *more > 0)?;
    let more = Count::of(more, "more step");
    Some(Text::plain(format!("and {more} before you open")))
}

/// "from tomorrow 03:10, unless what is open is done by then, Rosa Marin: ring them yourself".
fn begun(one: &BeginLine, now: Moment) -> Text {
    let (from, who, text) = (clock(now, one.from), &one.who, &one.text);
    Text::plain(format!(
        "from {from}, unless what is open is done by then, {who}: {text}"
    ))
}

/// Those tags of a case that no other says already: an escalation at the very moment does.
fn unsaid(reported: &ReportedCase) -> impl Iterator<Item = &TagItem> {
    let said = |tag: &TagItem| {
        let mut others = reported.tags.iter();
        let same = |other: &TagItem| other.tag == TagWord::Escalated && other.at == tag.at;
        tag.tag != TagWord::Escalated && others.any(same)
    };
    reported.tags.iter().filter(move |tag| !said(tag))
}

/// "new: contact 3, 10:05, goes to Rosa Marin (owner); the deadline passed, 11:00"; nothing without any. Who takes over
/// is said once for several that go to the same.
fn come_about(sign: Text, tags: &[&TagItem], item: &CaseItem, now: Moment) -> Text {
    let mut last: Option<&String> = None;
    let words = tags.iter().map(|tag| {
        let goes = goes_to(tag.to.as_ref(), tag.person.as_ref());
        let is_news = tag.to.is_some() && last != tag.to.as_ref();
        last = tag.to.as_ref().or(last);
        let text = tag_text(item, tag, now);
        match is_news {
            true => text.then(format!(", {goes}")),
            false => text,
        }
    });
    let all = with_semicolons(words.collect());
    match all.is_empty() {
        true => all,
        false => sign.then(all),
    }
}

/// "contact 3, 10:05".
fn tag_text(item: &CaseItem, tag: &TagItem, now: Moment) -> Text {
    let what = match tag.tag {
        TagWord::PromiseBroken => broken(item, tag),
        TagWord::SecondFailure => Text::plain(format!("failed before, in {}", tag.on)),
        TagWord::Escalated => tag.on.as_str().into(),
    };
    let what = what.then(format!(", {}", clock(now, tag.at)));
    match tag.on == format!("contact {}", item.contacts) || !tag.on.starts_with("contact ") {
        true => what,
        false => what.then(format!(" ({} by now)", item.contacts)),
    }
}

/// `"a call by 12:00" was broken`, in the words of the promise while it is open.
fn broken(item: &CaseItem, tag: &TagItem) -> Text {
    let mut open = item.open_promises.iter();
    let promise = open.find(|one| tag.on == format!("promise {}", one.number));
    match promise.and_then(|one| one.text.as_ref()) {
        Some(words) => Text::plain("promise broken: \"").then(words).then("\""),
        None => Text::plain(format!("{} was broken", tag.on)),
    }
}

fn goes_to(role: Option<&String>, person: Option<&String>) -> String {
    match (role, person) {
        (Some(role), Some(person)) => format!("goes to {person} ({role})"),
        (Some(role), None) => format!("goes to {role}"),
        (None, _) => String::new(),
    }
}

/// "No report ran on Sat 21 Nov"; what was new then may have been read by nobody.
fn missing(nightly: &Nightly) -> Option<Text> {
    let missing = i64::try_from(nightly.nights_missing).ok()?;
    let previous = nightly.previous_run_at.filter(|_| missing > 0)?;
    let day = |days| {
        let day = previous.wall.date() + chrono::TimeDelta::days(days);
        day.format("%a %-d %b")
    };
    let when = match missing {
        1 => format!("on {}", day(1)),
        _ => format!("from {} to {}", day(1), day(missing)),
    };
    Some(Text::late(format!("MISSING: no report ran {when}")))
}

/// What went up since the last report in cases that stand nowhere else: closed by now, or not asked for.
fn went_up_elsewhere(nightly: &Nightly, now: Moment) -> Vec<ListItem> {
    let closed = nightly.announced.iter();
    let told = |case: u64| {
        let mut entries = nightly.sheet.groups.iter().flat_map(|group| &group.entries);
        entries.any(|entry| entry.reported.item.case == case)
    };
    let closed = closed.filter(|one| !told(one.case));
    closed.map(|one| announcement(one, now)).collect()
}

/// What went up since the last report in a case that is closed by now, behind its entry.
fn went_up(nightly: &Nightly, entry: &SheetEntry, now: Moment) -> impl Iterator<Item = Text> {
    let case = entry.reported.item.case;
    let mine = move |one: &&Announcement| one.case == case && entry.reported.tags.is_empty();
    nightly.announced.iter().filter(mine).map(move |one| {
        let what = Text::plain(format!("{}, {}", one.on, clock(now, one.at)));
        Text::late("new: ").then(what)
    })
}

/// "#41 Ada Okafor: contact 3, today 10:05, goes to Rosa Marin (owner)".
fn announcement(one: &Announcement, now: Moment) -> ListItem {
    let who = one.customer.as_ref();
    let who = who.map_or_else(|| Text::dim("unnamed"), Text::from);
    let to = goes_to(one.to.as_ref(), one.person.as_ref());
    let what = Text::plain(format!("{}, {}", one.on, clock(now, one.at)));
    let mut parts = vec![who.then(": ").then(what)];
    parts.extend((!to.is_empty()).then(|| Text::plain(to)));
    ListItem::new(format!("#{}", one.case), with_semicolons(parts))
}

/// What to type for the first of what has a command of its own.
fn how_to_go_on(nightly: &Nightly) -> Page {
    let sheet = &nightly.sheet;
    let case = |heading| {
        sheet
            .under(heading)
            .next()
            .map(|one| one.reported.item.case)
    };
    let first = case(NightHeading::DoFirst).or(case(NightHeading::Tomorrow));
    let lines = [
        first.map(|case| ("before you ring", format!("amends brief {case}"))),
        first.map(|_| ("all of it, by the clock", "amends today".to_owned())),
        case(NightHeading::AskWhetherRight).map(|case| {
            (
                "they say it is right",
                format!("amends done {case} --right yes"),
            )
        }),
        case(NightHeading::ReadyToClose).map(|case| {
            let line = format!("amends close {case}");
            ("nothing is left", line)
        }),
        case(NightHeading::DidTheyStay)
            .map(|case| ("they were back", format!("amends stayed {case} yes"))),
    ];
    let lines: Vec<(&str, Text)> = lines
        .into_iter()
        .flatten()
        .map(|(label, line)| (label, Text::code(line)))
        .collect();
    match lines.is_empty() {
        true => Page::new(),
        false => Page::new().gap().fields(lines),
    }
}

impl Show for Nightly {
    fn name(&self) -> &'static str {
        "nightly"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        nightly(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(rows::nightly(self))
    }

    fn is_empty(&self) -> bool {
        self.has_nothing()
    }
}
