//! Records for a person: history, the night report, the data file, an import.

use crate::domain::count::Count;
use crate::domain::import::State;
use crate::paper::page::{Column, Item, Mark, Page, Table, Text};
use crate::show::Moment;
use crate::show::case::page::row;
use crate::show::case::page::{cases_table, clock, promises_table, sentence};
use crate::show::case::{CaseItem, CaseTag, ReportedCase, TagWord};
use crate::show::file::{Format, ReportWord, Written};
use crate::show::records::OperationItem;
use crate::show::records::{
    Announcement, HistoryView, Imported, Integrity, Nightly, Paths, Section, SectionWord,
    StateChanged, TakenBack, TurnWord,
};
use crate::show::rows::{self, optional, safe};
use crate::show::{Item as JsonItem, Rows, Show, Sight, each};

/// What was done, newest first.
pub(in crate::show) fn history(history: &HistoryView, now: Moment) -> Page {
    if history.items.is_empty() {
        return Page::new();
    }
    let mut table = Table::new([
        Column::text("when"),
        Column::whole("command"),
        Column::whole("cases"),
        Column::text("what"),
    ])
    .titled_by(1);
    for item in &history.items {
        let what = if item.undone {
            Text::dim("taken back ").then(item.what.join("; "))
        } else {
            item.what.join("; ").into()
        };
        table.push([
            Text::plain(clock(now, item.at)),
            item.command.clone().into(),
            numbers(&item.cases).into(),
            what,
        ]);
    }
    let page = Page::new().table(table);
    if history.truncated {
        return page.gap().paragraph(
            Text::plain("There is more: ").add(Mark::Code, "amends history --limit 100"),
        );
    }
    page
}

fn numbers(cases: &[u64]) -> String {
    match cases {
        [] => String::new(),
        [only] => format!("#{only}"),
        [first, .., last] => format!("#{first} to #{last}"),
    }
}

/// What was taken back or put back.
pub(in crate::show) fn taken_back(taken: &TakenBack, now: Moment) -> Page {
    let (what, other) = match (taken.verb, taken.dry_run) {
        (TurnWord::Undo, true) => ("This would be taken back", "amends undo"),
        (TurnWord::Undo, false) => ("Taken back", "amends redo"),
        (TurnWord::Redo, _) => ("Put back", "amends undo"),
    };
    let about = match numbers(&taken.cases) {
        none if none.is_empty() => none,
        some => format!(" {some}"),
    };
    let more = if taken.truncated { " and more" } else { "" };
    let before = if taken.already { "Already done: " } else { "" };
    let title = format!(
        "{before}{what}: {}{about}{more} of {}",
        taken.command,
        clock(now, taken.at)
    );
    let to_do = match taken.dry_run {
        true => "to take it back",
        false => "to turn that round",
    };
    let mut page = Page::new()
        .paragraph(Text::strong(title))
        .list(taken.what.iter().map(|what| Item::new("-", what.as_str())));
    if !taken.now.is_empty() {
        page = page.gap().table(cases_table(&taken.now, now));
    }
    page.gap().fields([(to_do, Text::code(other))])
}

/// Tomorrow's to-do.
pub(in crate::show) fn nightly(nightly: &Nightly, now: Moment) -> Page {
    let counts = &nightly.counts;
    let mut page = Page::new().paragraph(format!(
        "{} open: {} late, {} due soon, {} on track",
        counts.open(),
        counts.late,
        counts.due_soon,
        counts.on_track
    ));
    if let Some(missing) = missing(nightly) {
        page = page.paragraph(missing);
    }
    let told = escalated(nightly, now);
    if !told.is_empty() {
        page = page.heading("Escalated").list(told);
    }
    for section in &nightly.sections {
        page = page.then(section_page(section, now));
    }
    if nightly.sections.is_empty() {
        page = page
            .gap()
            .paragraph("Nothing to do tomorrow that you do not know of.");
    }
    let head = nightly
        .head
        .clone()
        .unwrap_or_else(|| "none yet".to_owned());
    page.gap().paragraph(Text::dim(format!(
        "history {head}, zone rules {}",
        nightly.zone_rules
    )))
}

/// A section with its cases; what escalated is told apart from the others, before them.
fn section_page(section: &Section, now: Moment) -> Page {
    let cases = section.cases.iter().map(|reported| &reported.item);
    let table = match section.section {
        SectionWord::CameToAHead => return Page::new(),
        SectionWord::PromisesAtRisk => promises_table(cases, now),
        SectionWord::WillLapse
        | SectionWord::Late
        | SectionWord::DueIn24Hours
        | SectionWord::FollowUpsDue
        | SectionWord::ForTheNextCustomer
        | SectionWord::DidTheyStay
        | SectionWord::SecondFailures
        | SectionWord::NobodyHoldsIt
        | SectionWord::NoDeadline
        | SectionWord::ReadyToClose
        | SectionWord::Lost
        | SectionWord::WonBack => cases_table(cases, now),
    };
    let title = sentence(&rows::word(section.section));
    let page = Page::new().heading(title.trim_end_matches('.').to_owned());
    page.table(table)
}

/// "NIGHTS MISSING: no report ran on Sat 21 Nov"; what was new then may have been read by nobody.
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
    Some(Text::late(format!("NIGHTS MISSING: no report ran {when}")))
}

/// What has come about and still holds, and what did in cases that are closed by now.
fn escalated(nightly: &Nightly, now: Moment) -> Vec<Item> {
    let closed = nightly.announced.iter();
    let closed = closed.filter(|one| nightly.tagged(one.case).is_none());
    // An escalation at the very moment says it already.
    let said = |reported: &ReportedCase, tag: &CaseTag| {
        let mut others = reported.tags.iter();
        let same = |other: &CaseTag| other.tag == TagWord::Escalated && other.at == tag.at;
        tag.tag != TagWord::Escalated && others.any(same)
    };
    let tags = nightly
        .tags()
        .filter(|(reported, tag)| !said(reported, tag));
    let held = tags.map(|(reported, tag)| held(&reported.item, tag, now));
    let closed = closed.map(|one| announcement(one, now));
    closed.chain(held).collect()
}

/// "#41 Ada Okafor: contact 3, today 10:05; goes to owner (Rosa Marin)", of a case that is closed by now.
fn announcement(one: &Announcement, now: Moment) -> Item {
    let who = one.customer.as_ref().map_or_else(Text::new, Text::from);
    let to = goes_to(one.to.as_ref(), one.person.as_ref());
    let what = format!(": {}, {}{to}; closed since", one.on, clock(now, one.at));
    Item::new(format!("#{}", one.case), who.then(what))
}

/// "#41 Ada Okafor: new: contact 3, today 10:05; goes to owner (Rosa Marin)".
fn held(item: &CaseItem, tag: &CaseTag, now: Moment) -> Item {
    let who = item.customer.as_ref().map_or_else(Text::new, Text::from);
    let new = match tag.new {
        true => Text::late("new: "),
        false => "still: ".into(),
    };
    let to = goes_to(tag.to.as_ref(), tag.person.as_ref());
    let what = format!("{}, {}{to}", in_words(tag), clock(now, tag.at));
    Item::new(
        format!("#{}", item.case),
        who.then(": ").then(new).then(what),
    )
}

fn goes_to(role: Option<&String>, person: Option<&String>) -> String {
    match (role, person) {
        (Some(role), Some(person)) => format!("; goes to {role} ({person})"),
        (Some(role), None) => format!("; goes to {role}"),
        (None, _) => String::new(),
    }
}

fn in_words(tag: &CaseTag) -> String {
    match tag.tag {
        TagWord::PromiseBroken => format!("{} was broken", tag.on),
        TagWord::SecondFailure => format!("failed before, in {}", tag.on),
        TagWord::Escalated => tag.on.clone(),
    }
}

/// Where everything is kept.
pub(in crate::show) fn paths(paths: &Paths) -> Page {
    let state = if paths.exists { "" } else { " (not there yet)" };
    Page::new().fields([
        ("shop folder", Text::plain(paths.folder.clone())),
        (
            "data file",
            Text::plain(format!("{}{state}", paths.data_file)),
        ),
        ("settings", Text::plain(paths.settings.clone())),
        ("playbooks", Text::plain(paths.playbooks.clone())),
    ])
}

/// Whether the data file is whole.
pub(in crate::show) fn integrity(integrity: &Integrity) -> Page {
    if !integrity.sound {
        let problems = integrity
            .problems
            .iter()
            .map(|problem| Item::new("-", problem.as_str()));
        return Page::new()
            .paragraph(Text::late("NOT WHOLE ").then(integrity.data_file.clone()))
            .list(problems)
            .gap()
            .paragraph("Stop writing to it, keep this file, and go back to a copy that is whole.");
    }
    let counted = format!(
        "{} and {} agree",
        Count::of(integrity.events, "event"),
        Count::of(integrity.cases, "case")
    );
    let head = integrity
        .head
        .clone()
        .unwrap_or_else(|| "none yet".to_owned());
    let since = match integrity.since_head {
        None => String::new(),
        Some(0) => ", which is the one asked for".to_owned(),
        Some(since) => format!(
            "; {} saved since the one asked for",
            Count::of(since, "event")
        ),
    };
    let line = format!("{counted}; history {head}{since}");
    Page::new().paragraph(Text::fine("OK ").then(line))
}

/// Where a report was written to.
pub(in crate::show) fn written(written: &Written) -> Page {
    let what = match written.report {
        ReportWord::Card => "card",
        ReportWord::Nightly => "report",
    };
    let holds = match written.format {
        Format::Calendar => "Deadlines for your calendar".to_owned(),
        Format::Json => format!("The {what} for a program"),
        Format::Page | Format::Markdown => format!("The {what} to read"),
    };
    let count = |count: Option<u64>| count.map_or_else(Text::new, |count| count.to_string().into());
    let page = Page::new()
        .paragraph(Text::strong(format!("{holds}: ")).then(written.file.clone()))
        .fields([
            ("still to be met", count(written.deadlines)),
            ("cancelled", count(written.cancelled)),
        ]);
    match written.cancelled {
        None | Some(0) => page,
        Some(_) => page.gap().paragraph(Text::dim(
            "What is cancelled is met or over: a calendar that has it stops ringing.",
        )),
    }
}

/// What an import took in.
pub(in crate::show) fn imported(imported: &Imported) -> Page {
    let (title, stored) = match (imported.dry_run, imported.stored) {
        (true, _) => ("Tried only: nothing was written.", "would be stored"),
        (false, 0) => ("Nothing was stored.", "stored"),
        (false, _) => ("Imported.", "stored"),
    };
    let count = |count: u64, what: &str| Text::plain(Count::of(count, what).to_string());
    let page = Page::new().paragraph(Text::strong(title)).fields([
        ("read", count(imported.read, "row")),
        (stored, count(imported.stored, "case")),
        ("of these closed", Text::plain(imported.closed.to_string())),
        ("already known", count(imported.already_known, "row")),
    ]);
    let page = page
        .then(refused(imported))
        .then(changed(imported))
        .then(known(imported))
        .then(dates_alone(imported))
        .then(assumed(imported));
    if imported.stored > 0 && !imported.dry_run {
        return page
            .gap()
            .fields([("to take it back", Text::code("amends undo"))]);
    }
    page
}

/// Every row that was refused, by line, with the reason.
fn refused(imported: &Imported) -> Page {
    if imported.refused.is_empty() {
        return Page::new();
    }
    let count = Count::of(imported.refused.len() as u64, "row");
    let rows = imported.refused.iter();
    Page::new()
        .heading(Text::late(format!("Refused: {count}")))
        .list(rows.map(|row| Item::new(format!("line {}", row.line), row.reason.as_str())))
}

/// Every known row whose state the list has changed, by line.
fn changed(imported: &Imported) -> Page {
    if imported.state_changed.is_empty() {
        return Page::new();
    }
    let item = |row: &StateChanged| {
        let (there, here) = match row.state {
            State::Closed => ("is over in the list now, and open here", "close"),
            State::Open => ("is open in the list again, and over here", "reopen"),
        };
        let what = format!("#{} {there}: `amends {here} {}`?", row.case, row.case);
        Item::new(format!("line {}", row.line), what)
    };
    Page::new()
        .heading("Known, and changed in the list since; nothing is changed here")
        .list(imported.state_changed.iter().map(item))
}

/// How many of the known rows a page names; `--json` names more.
const MOST_KNOWN: usize = 5;

/// The first known rows, with their cases.
fn known(imported: &Imported) -> Page {
    if imported.known.is_empty() {
        return Page::new();
    }
    let first = imported.known.iter().take(MOST_KNOWN);
    let items = first.map(|row| Item::new(format!("line {}", row.line), format!("#{}", row.case)));
    let page = Page::new().heading("Known already").list(items);
    match imported.already_known.saturating_sub(MOST_KNOWN as u64) {
        0 => page,
        more => page.paragraph(Text::dim(format!("and {} more", Count::of(more, "row")))),
    }
}

/// What was taken for the dates that have no time of day.
fn dates_alone(imported: &Imported) -> Page {
    let alone = &imported.dates_alone;
    let open = format!(
        "{}: told at the start of that day, 00:00, and the clocks run from then. If the list has the time in another column, join them in the mapping: `told = [\"Date\", \"Time\"]`",
        Count::of(alone.told_open, "open case")
    );
    let closed = format!(
        "{}: told at the start of that day; no clock runs for them",
        Count::of(alone.told_closed, "closed case")
    );
    let ends = format!(
        "{}: over at the start of that day, or when the customer told if that was later",
        Count::of(alone.closed, "closed case")
    );
    let lines = [
        (alone.told_open, open),
        (alone.told_closed, closed),
        (alone.closed, ends),
    ];
    let mut lines = lines.into_iter().filter(|(rows, _)| *rows > 0).peekable();
    if lines.peek().is_none() {
        return Page::new();
    }
    Page::new()
        .heading("Dates without a time of day")
        .list(lines.map(|(_, line)| Item::new("-", line)))
}

/// What the file did not say and was filled in, and what it says that is not used.
fn assumed(imported: &Imported) -> Page {
    let mut page = Page::new();
    if !imported.defaults.is_empty() {
        let lines = imported.defaults.iter();
        page = page.heading("Filled in by a default");
        page = page.list(lines.map(|line| Item::new("-", line.as_str())));
    }
    if imported.unused_columns.is_empty() {
        return page;
    }
    let columns = imported.unused_columns.join(", ");
    page.gap()
        .paragraph(Text::dim(format!("Columns not used: {columns}")))
}

impl Show for TakenBack {
    fn name(&self) -> &'static str {
        self.verb.word()
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        taken_back(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(vec![taken_back_row(self)])
    }

    fn more(&self) -> Option<&'static str> {
        (self.truncated).then_some("`amends history` names all of it")
    }
}

impl Show for HistoryView {
    fn name(&self) -> &'static str {
        "history"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, sight: Sight) -> Page {
        history(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(history_rows(self))
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn nothing(&self) -> &'static str {
        "Nothing has been done yet.\n"
    }

    fn more(&self) -> Option<&'static str> {
        (self.truncated).then_some("`--limit N` shows more")
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
        Rows::Table(nightly_rows(self))
    }

    fn is_empty(&self) -> bool {
        self.has_nothing()
    }
}

impl Show for Paths {
    fn name(&self) -> &'static str {
        "data-path"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        paths(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(path_rows(self))
    }
}

impl Show for Integrity {
    fn name(&self) -> &'static str {
        "data-check"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        integrity(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(integrity_rows(self))
    }

    fn is_empty(&self) -> bool {
        self.sound
    }
}

impl Show for Imported {
    fn name(&self) -> &'static str {
        "data-import"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        imported(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(imported_rows(self))
    }
}

impl Show for Written {
    fn name(&self) -> &'static str {
        "report-file"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        written(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(written_rows(self))
    }

    fn is_empty(&self) -> bool {
        self.nothing
    }
}

fn history_rows(history: &HistoryView) -> Vec<Vec<String>> {
    let row = |item: &OperationItem| {
        let undone = if item.undone { "undone" } else { "" };
        vec![
            item.at.rfc3339(),
            item.command.clone(),
            rows::numbers(&item.cases),
            undone.to_owned(),
            item.what.join("; "),
        ]
    };
    history.items.iter().map(row).collect()
}

fn nightly_rows(nightly: &Nightly) -> Vec<Vec<String>> {
    let sections = nightly
        .sections
        .iter()
        .filter(|one| one.section != SectionWord::CameToAHead);
    let rows = sections.flat_map(|section| {
        section.cases.iter().map(|reported| {
            std::iter::once(rows::word(section.section))
                .chain(row(&reported.item))
                .collect()
        })
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let mut all: Vec<Vec<String>> = nightly.announced.iter().map(announced_row).collect();
    let still = nightly
        .tags()
        .filter(|(_, tag)| !(tag.new && tag.tag == TagWord::Escalated));
    all.extend(still.map(held_row));
    if let (Some(previous), 1..) = (nightly.previous_run_at, nightly.nights_missing) {
        all.push(vec![
            "nights missing".to_owned(),
            nightly.nights_missing.to_string(),
            previous.rfc3339(),
        ]);
    }
    all.extend(rows);
    all
}

/// The word, the case, what set it off, when, the role, the customer.
fn announced_row(one: &Announcement) -> Vec<String> {
    vec![
        "escalated".to_owned(),
        one.case.to_string(),
        one.on.clone(),
        one.at.rfc3339(),
        optional(one.to.as_ref()),
        safe(one.customer.as_ref()),
    ]
}

/// Whether it is new, the case, what it is, since when, the role, the customer.
fn held_row((reported, tag): (&ReportedCase, &CaseTag)) -> Vec<String> {
    let item = &reported.item;
    let on = match tag.tag {
        TagWord::Escalated => tag.on.clone(),
        TagWord::PromiseBroken | TagWord::SecondFailure => {
            format!("{} {}", rows::word(tag.tag), tag.on)
        }
    };
    vec![
        if tag.new { "escalated" } else { "still holds" }.to_owned(),
        item.case.to_string(),
        on,
        tag.at.rfc3339(),
        optional(tag.to.as_ref()),
        safe(item.customer.as_ref()),
    ]
}

fn integrity_rows(integrity: &Integrity) -> Vec<Vec<String>> {
    if integrity.sound {
        let head = optional(integrity.head.as_ref());
        return vec![vec![
            "ok".to_owned(),
            integrity.events.to_string(),
            integrity.cases.to_string(),
            head,
        ]];
    }
    let row = |problem: &String| vec!["problem".to_owned(), problem.clone()];
    integrity.problems.iter().map(row).collect()
}

fn imported_rows(imported: &Imported) -> Vec<Vec<String>> {
    let count = |label: &str, count: u64| vec![label.to_owned(), count.to_string()];
    let mut rows = vec![
        count("read", imported.read),
        count("stored", imported.stored),
        count("already-known", imported.already_known),
        count("told-without-time-open", imported.dates_alone.told_open),
        count("told-without-time-closed", imported.dates_alone.told_closed),
        count("closed-without-time", imported.dates_alone.closed),
    ];
    let known = imported.known.iter();
    rows.extend(known.map(|row| {
        let (line, case) = (row.line.to_string(), row.case.to_string());
        vec!["known".to_owned(), line, case]
    }));
    let changed = imported.state_changed.iter();
    rows.extend(changed.map(|row| {
        let (line, case) = (row.line.to_string(), row.case.to_string());
        let state = rows::word(row.state);
        vec!["state-changed".to_owned(), line, case, state]
    }));
    let refused = imported.refused.iter();
    rows.extend(refused.map(|row| {
        vec![
            "refused".to_owned(),
            row.line.to_string(),
            row.reason.clone(),
        ]
    }));
    rows
}

fn written_rows(written: &Written) -> Vec<Vec<String>> {
    let row = |label: &str, value: String| vec![label.to_owned(), value];
    let counts = [
        ("deadlines", written.deadlines),
        ("cancelled", written.cancelled),
    ];
    let counted = |(label, count): (&str, Option<u64>)| Some(row(label, count?.to_string()));
    let mut rows = vec![row("file", written.file.clone())];
    rows.extend(counts.into_iter().filter_map(counted));
    rows
}

fn taken_back_row(taken: &TakenBack) -> Vec<String> {
    vec![
        taken.verb.word().to_owned(),
        taken.command.clone(),
        rows::numbers(&taken.cases),
    ]
}

fn path_rows(paths: &Paths) -> Vec<Vec<String>> {
    let rows = [
        ("folder", &paths.folder),
        ("data-file", &paths.data_file),
        ("settings", &paths.settings),
        ("playbooks", &paths.playbooks),
    ];
    let row = |(label, path): (&str, &String)| vec![label.to_owned(), path.clone()];
    rows.into_iter().map(row).collect()
}
