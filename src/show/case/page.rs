//! Cases for a person: the board, lists, one case, a brief, what a command changed.

use crate::domain::case::deadline::{CaseState, Name};
use crate::domain::case::standing::Shortfall;
use crate::domain::count::Count;
use crate::domain::event::EventWord;
use crate::domain::event::Outcome;
use crate::domain::lapse::late_by;
use crate::domain::money::Money;
use crate::domain::suggest::joined;
use crate::domain::words::Words;
use crate::paper::page::{Block, Column, Item, Mark, Page, Table, Text};
use crate::show::Moment;
use crate::show::case::{
    Board, Brief, CaseDetail, CaseItem, CaseList, Counts, DeadlineItem, DraftView, NewCase,
    PlanView, RoundItem, StayedWord,
};
use crate::show::case::{Changes, Due, Found, StepItem};
use crate::show::phrase::{by, clock};
use crate::show::rows::{moment, optional, safe, word};
use crate::show::{Item as JsonItem, Rows, Show, Sight, each};

mod change;
mod steps;
mod timing;

pub(in crate::show) use change::{changes, new_case};
pub(in crate::show) use steps::{plan_of, quoted_choices, step_item};

use steps::{Options, plan_page};

/// The word for a state: colour is never the only signal.
fn state_text(state: CaseState) -> Text {
    match state {
        CaseState::Late => Text::late("LATE"),
        CaseState::DueSoon => Text::soon("DUE SOON"),
        CaseState::OnTrack => Text::fine("ON TRACK"),
        CaseState::Recovered => Text::fine("RECOVERED"),
        CaseState::Closed => Text::dim("CLOSED"),
    }
}

fn name(words: Option<&Words>) -> Text {
    words.map_or_else(|| Text::dim("unnamed"), Text::from)
}

/// The board: counts, the most urgent cases, and what to type next.
pub(in crate::show) fn board(board: &Board, now: Moment) -> Page {
    let page = if board.unfinished {
        Page::new()
            .paragraph(
                Text::soon("An intake is unfinished. ")
                    .then("Go on: ")
                    .add(Mark::Code, "amends new --continue"),
            )
            .gap()
    } else {
        Page::new()
    };
    if board.fresh {
        return page.then(welcome());
    }
    let page = page.paragraph(counted(&board.counts));
    if board.items.is_empty() {
        return page.gap().paragraph(
            Text::plain("Nothing is open. A complaint came in? ").add(Mark::Code, "amends new"),
        );
    }
    let shown = board.items.len() as u64;
    let page = page.gap().table(cases_table(&board.items, now)).gap();
    let more = board.counts.open().saturating_sub(shown);
    let page = if more > 0 {
        page.paragraph(Text::plain(format!("and {more} more: ")).add(Mark::Code, "amends due"))
    } else {
        page
    };
    page.paragraph(next_command(&board.items))
}

fn welcome() -> Page {
    let steps = [
        (
            "amends new",
            "take in a complaint; you are asked what is needed",
        ),
        (
            "amends playbook list",
            "the playbooks that come with the program",
        ),
        (
            "amends playbook show cafe",
            "what one of them does for whom",
        ),
        ("amends help", "everything else"),
    ];
    Page::new()
        .paragraph("No case yet. amends turns a complaint into a dated plan: put it right, do something they did not expect, both within 24 hours, and it says what is next.")
        .gap()
        .list(steps.map(|(command, what)| Item::new("-", Text::code(command)).note(what)))
}

fn counted(counts: &Counts) -> Text {
    let part = |count: u64, text: fn(String) -> Text, what: &str| {
        let words = format!("{count} {what}");
        if count == 0 {
            Text::dim(words)
        } else {
            text(words)
        }
    };
    part(counts.late, Text::late, "late")
        .then(", ")
        .then(part(counts.due_soon, Text::soon, "due soon"))
        .then(", ")
        .then(part(counts.on_track, Text::fine, "on track"))
}

fn next_command(items: &[CaseItem]) -> Text {
    let first = items.first().map_or(0, |item| item.case);
    Text::plain("Look at one: ")
        .add(Mark::Code, format!("amends show {first}"))
        .then("   Its next step is done: ")
        .add(Mark::Code, format!("amends done {first}"))
}

/// Cases as a table.
pub(in crate::show) fn cases_table<'c>(
    items: impl IntoIterator<Item = &'c CaseItem>,
    now: Moment,
) -> Table {
    table(items, |item| when(item, now))
}

/// Cases as a table, with how much work is left before the recovery deadline.
fn cases_with_work(items: &[CaseItem], now: Moment) -> Table {
    table(items, |item| match timing::work(item) {
        Some(work) => when(item, now).then("; ").then(work),
        None => when(item, now),
    })
}

/// Cases as a table, with the time by which each next promise has to be kept.
pub(in crate::show) fn promises_table<'c>(
    items: impl IntoIterator<Item = &'c CaseItem>,
    now: Moment,
) -> Table {
    table(items, |item| match item.timing.promise_due_at {
        Some(due) => format!("promise {}", by(now, due)).into(),
        None => when(item, now),
    })
}

fn table<'c>(
    items: impl IntoIterator<Item = &'c CaseItem>,
    when: impl Fn(&CaseItem) -> Text,
) -> Table {
    let mut table = Table::new([
        Column::whole("case"),
        Column::text("customer"),
        Column::whole("state"),
        Column::text("due"),
        Column::text("next step"),
        Column::text("holder"),
    ])
    .titled_by(0);
    for item in items {
        table.push([
            Text::strong(format!("#{}", item.case)),
            name(item.customer.as_ref()),
            state_text(item.state),
            when(item),
            next(item),
            item.holder
                .as_ref()
                .map_or_else(|| Text::dim("nobody"), Text::from),
        ]);
    }
    table
}

fn when(item: &CaseItem, now: Moment) -> Text {
    let when = match (item.due_at, item.closed_at) {
        (Some(due), _) => by(now, due).into(),
        (None, Some(closed)) => match item.timing.prevent_due_at {
            Some(due) => by(now, due).into(),
            None => format!("closed {}", clock(now, closed)).into(),
        },
        (None, None) => Text::dim("nothing due"),
    };
    let when = Text::then(when, rises(item));
    match item.timing.paused_until {
        Some(until) => when.then(format!("; paused until {}", clock(now, until))),
        None => when,
    }
}

fn next(item: &CaseItem) -> Text {
    match (&item.next_step, item.outcome) {
        (Some(step), Some(outcome)) => Text::plain(format!("for the next customer: {step}"))
            .then(Text::dim(format!("; {}", outcome.word()))),
        (None, Some(outcome)) => Text::dim(outcome.word()),
        (Some(step), None) => match (item.next_step_number, item.next_promise_number) {
            (Some(_), Some(promise)) => {
                format!("{step}; but promise {promise} is due first").into()
            }
            (Some(_) | None, _) => step.as_str().into(),
        },
        (None, None) => Text::dim("close it"),
    }
}

/// What is due, with the work against the time that is left.
pub(in crate::show) fn due(list: &CaseList, now: Moment) -> Page {
    listed(list, cases_with_work(&list.items, now)).then(swaps(&list.items))
}

/// Cases found.
pub(in crate::show) fn list(list: &CaseList, now: Moment) -> Page {
    listed(list, cases_table(&list.items, now))
}

/// What no longer fits, case by case, with the next best.
fn swaps(items: &[CaseItem]) -> Page {
    let of_case = |item: &CaseItem| {
        let case = item.case;
        let swap = move |swap| Item::new(format!("#{case}"), timing::swap(swap));
        item.timing.swaps.iter().map(swap).collect::<Vec<Item>>()
    };
    let swaps: Vec<Item> = items.iter().flat_map(of_case).collect();
    if swaps.is_empty() {
        return Page::new();
    }
    Page::new().heading("No longer fits").list(swaps)
}

fn listed(list: &CaseList, table: Table) -> Page {
    if list.items.is_empty() {
        return Page::new();
    }
    let page = Page::new().table(table);
    if list.truncated {
        return page.gap().paragraph(
            Text::soon("There are more: ")
                .then("narrow it down, or raise ")
                .add(Mark::Code, "--limit"),
        );
    }
    page
}

/// One case in full.
pub(in crate::show) fn show(case: &CaseDetail, now: Moment) -> Page {
    heading(&case.item)
        .fields(facts(case, now))
        .then(words(case))
        .then(plan_page(&case.steps, now, Options::Shown))
        .then(timing::promises(&case.commitments.promises, now))
        .then(timing::pauses(&case.commitments.pauses, now))
        .then(timing::deadlines(&case.deadlines, now))
        .then(rounds(case, now))
        .then(events(case, now))
        .gap()
        .then(closing_line(case))
}

fn heading(item: &CaseItem) -> Page {
    let title = Text::strong(format!("#{} ", item.case))
        .then(name(item.customer.as_ref()))
        .then("  ")
        .then(state_text(item.state));
    Page::new().heading(title)
}

type Fact = (&'static str, Text);

fn facts(case: &CaseDetail, now: Moment) -> Vec<Fact> {
    let item = &case.item;
    let mut complaint = vec![item.complaint.clone()];
    complaint.extend(case.also_types.iter().cloned());
    let complaint = joined(&complaint, "and");
    let what = format!(
        "{} ({complaint}), {}, {}",
        item.type_name, item.tier, item.severity
    );
    let what = Text::plain(what).then(rises(item));
    let mut facts = vec![("complaint", what), ("told", told(case, now))];
    let later = case.told_later.iter();
    let later = later.map(|one| format!("{} {}", one.complaint, clock(now, one.told_at)));
    let later: Vec<String> = later.collect();
    if !later.is_empty() {
        facts.push(("told later", later.join(", ").into()));
    }
    facts.extend(
        case.happened_at
            .map(|at| ("happened", clock(now, at).into())),
    );
    facts.extend(
        item.due_at
            .map(|due| ("next deadline", by(now, due).into())),
    );
    facts.extend(timing::facts(item, now));
    facts.extend(
        item.recovered_at
            .map(|at| ("recovered", recovered(case, at, now))),
    );
    facts.extend(ending(case, now));
    let said = [
        ("reach", case.reach.as_ref()),
        ("order", case.order.as_ref()),
        ("needed", case.need.as_ref()),
        ("feels", case.feels.as_ref()),
    ];
    let said = said.into_iter();
    facts.extend(said.filter_map(|(label, words)| words.map(|words| (label, Text::from(words)))));
    facts.extend(handling(case));
    facts
}

/// ", goes up to major with your next change".
fn rises(item: &CaseItem) -> Text {
    item.goes_up_to.map_or_else(Text::new, |severity| {
        Text::soon(format!(", goes up to {severity} with your next change"))
    })
}

/// Who holds it, and what asks for care.
fn handling(case: &CaseDetail) -> Vec<Fact> {
    let item = &case.item;
    let nobody = || Text::soon("nobody");
    let mut facts = vec![(
        "holder",
        item.holder.as_ref().map_or_else(nobody, Text::from),
    )];
    if item.contacts > 1 {
        facts.push(("contacts", Text::soon(item.contacts.to_string())));
    }
    if let Some(number) = item.timing.failed_before {
        facts.push(("failed before", Text::soon(format!("#{number}"))));
    }
    if item.public {
        facts.push(("public", Text::soon("others can read it")));
    }
    if !case.earlier_cases.is_empty() {
        let numbers = case.earlier_cases.iter().map(|number| format!("#{number}"));
        facts.push(("other cases", numbers.collect::<Vec<_>>().join(", ").into()));
    }
    facts
}

fn told(case: &CaseDetail, now: Moment) -> Text {
    let told = clock(now, case.item.told_at);
    match &case.channel {
        Some(channel) => format!("{told}, by {channel}").into(),
        None => told.into(),
    }
}

fn ended(case: &CaseDetail, outcome: Outcome, now: Moment) -> Text {
    let when = case
        .item
        .closed_at
        .map(|at| clock(now, at))
        .unwrap_or_default();
    let text = Text::plain(format!("{when} {}", outcome.word()).trim().to_owned());
    match case.shortfall {
        Some(Shortfall::RepairOnly) => text.then(", ").then(Text::late("REPAIR ONLY")),
        Some(Shortfall::NotRepaired) => text.then(", ").then(Text::late("NOT PUT RIGHT")),
        None => text,
    }
}

/// How it ended, and whether they stayed.
fn ending(case: &CaseDetail, now: Moment) -> impl Iterator<Item = Fact> {
    let closed = case.item.outcome;
    let closed = closed.map(|outcome| ("closed", ended(case, outcome, now)));
    let stayed = case.commitments.stayed;
    let stayed = stayed.map(|stayed| ("stayed", came_back(case, stayed)));
    closed.into_iter().chain(stayed)
}

fn came_back(case: &CaseDetail, stayed: StayedWord) -> Text {
    match (&case.commitments.stayed_on, stayed) {
        (Some(on), StayedWord::Back) => Text::fine(format!("yes, back on {on}")),
        (Some(_) | None, StayedWord::Back | StayedWord::Gone) => Text::late("no, they have left"),
    }
}

fn words(case: &CaseDetail) -> Page {
    let mut page = Page::new();
    if let Some(words) = &case.words {
        page = page.gap().quote(words);
    }
    let answers = case.answers.iter().filter_map(|answer| {
        answer
            .answer
            .as_ref()
            .map(|words| (answer.id.clone(), Text::from(words)))
    });
    let answers: Vec<(String, Text)> = answers.collect();
    if answers.is_empty() {
        page
    } else {
        page.gap().fields(answers)
    }
}

/// Earlier rounds, a line each.
fn rounds(case: &CaseDetail, now: Moment) -> Page {
    if case.rounds.is_empty() {
        return Page::new();
    }
    let item = |round: &RoundItem| {
        let (from, until) = (clock(now, round.from), clock(now, round.until));
        let done = format!(
            "{from} to {until}: {} of {} steps done",
            round.done, round.steps
        );
        let recovered = match round.recovered_at {
            Some(at) => format!(", recovered {}", clock(now, at)),
            None => ", not recovered".to_owned(),
        };
        let mut text = Text::plain(done + &recovered);
        if let Some(why) = &round.why {
            text = text.then("; not over: ").then(why);
        }
        Item::new(format!("{}.", round.cycle), text)
    };
    let items = case.rounds.iter().map(item);
    Page::new().heading("Earlier rounds").list(items)
}

fn events(case: &CaseDetail, now: Moment) -> Page {
    let items = case.events.iter().map(|event| {
        let mut text = Text::plain(event.what.clone());
        if let Some(words) = event
            .words
            .as_ref()
            .filter(|_| event.event != EventWord::Logged)
        {
            text = text.then(": ").then(words);
        }
        Item::new(clock(now, event.at), text)
    });
    let items: Vec<Item> = items.collect();
    if items.is_empty() {
        Page::new()
    } else {
        Page::new().heading("What happened").list(items)
    }
}

/// What to type next.
fn closing_line(case: &CaseDetail) -> Page {
    let number = case.item.case;
    let (what, command) = match (case.item.next_step_number, case.item.outcome) {
        (Some(step), Some(_)) => (
            "Done for the next customer: ",
            format!("amends done {number} --step {step}"),
        ),
        (_, Some(_)) => (
            "It was not over? ",
            format!("amends reopen {number} --why \"…\""),
        ),
        (Some(_), None) => ("Its next step is done: ", format!("amends done {number}")),
        (None, None) if case.item.next_promise_number.is_some() => {
            return promise_lines(case);
        }
        (None, None) => (
            "Nothing is left to do: ",
            format!("amends close {number} --outcome won-back --cause process"),
        ),
    };
    Page::new().paragraph(Text::plain(what).add(Mark::Code, command))
}

/// What to type when a promise comes next: it is kept, or they are told that it will be later.
fn promise_lines(case: &CaseDetail) -> Page {
    let number = case.item.case;
    let promise = case.item.next_promise_number.unwrap_or(1);
    let later = format!("amends promise {number} \"…\" --by \"…\" --instead-of {promise}");
    Page::new().fields([
        ("it is kept", Text::code(format!("amends done {number}"))),
        ("it will be later", Text::code(later)),
    ])
}

/// One screen for whoever talks to the customer next.
pub(in crate::show) fn brief(brief: &Brief, now: Moment) -> Page {
    let case = &brief.case;
    let mut page = heading(&case.item);
    if let Some(words) = &case.words {
        page = page.quote(words).gap();
    }
    page = page.fields(facts(case, now));
    if let Some(breaks) = &brief.breaks {
        page = page
            .gap()
            .fields([("we promise", Text::plain(breaks.clone()))]);
    }
    if !brief.ideal.is_empty() {
        let steps = brief.ideal.iter().zip(1..);
        let items = steps.map(|(step, number)| Item::new(format!("{number}."), step.as_str()));
        page = page.heading("How it should have gone").list(items);
    }
    page.then(plan_page(&case.steps, now, Options::Hidden))
        .then(timing::promises(&case.commitments.promises, now))
        .then(timing::pauses(&case.commitments.pauses, now))
}

/// The steps of a case.
pub(in crate::show) fn plan(plan: &PlanView, now: Moment) -> Page {
    let page = heading(&plan.item).then(plan_page(&plan.steps, now, Options::Hidden));
    match (plan.planned_cost, plan.least_cost) {
        (Some(planned), Some(least)) => page
            .gap()
            .fields([("planned cost", cost((planned, "chosen"), least))]),
        (_, None) | (None, _) => page,
    }
}

/// "22.50 GBP with what is chosen, at least 18.00 GBP": the sum with each of the two fillings there are.
pub(in crate::show) fn cost((planned, filling): (Money, &str), least: Money) -> String {
    format!("{planned} with what is {filling}, at least {least}")
}

/// When they were recovered, and by how much that was late: late stays late. Every failure is judged by its own
/// deadline.
fn recovered(case: &CaseDetail, at: Moment, now: Moment) -> Text {
    let when = clock(now, at);
    let late = recoveries(case).filter_map(|one| Some((one.met_at?, one.due_at)));
    let late = late.filter_map(|(met, due)| late_by(due.at, met.at));
    match late.last() {
        Some(late) => Text::plain(when + ", ").then(Text::late(format!("LATE by {late}"))),
        None => Text::fine(when + ", in time"),
    }
}

/// The recovery deadlines of the running round: that of the complaint as it was told first, then those of the
/// failures told later.
fn recoveries(case: &CaseDetail) -> impl Iterator<Item = &DeadlineItem> {
    let round = case.deadlines.iter().map(|one| one.cycle).max();
    let mine = move |one: &&DeadlineItem| one.name == Name::Recover && Some(one.cycle) == round;
    case.deadlines.iter().filter(mine)
}

/// Begins a sentence with a capital and ends it with a full stop.
pub(in crate::show) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    let whole = first + letters.as_str();
    if whole.ends_with(['.', '?', '!', ':']) {
        whole
    } else {
        whole + "."
    }
}

/// A prepared message, to be copied.
pub(in crate::show) fn draft(draft: &DraftView) -> Page {
    let to = draft.to.as_ref().map(|to| ("to", Text::from(to)));
    let subject = ("subject", Text::from(&draft.subject));
    let mut page = Page::new()
        .fields(to.into_iter().chain([subject]))
        .gap()
        .block(Block::Verbatim(draft.body.on_terminal_block()));
    if !draft.missing.is_empty() {
        let missing = Count::of(
            u32::try_from(draft.missing.len()).unwrap_or(u32::MAX),
            "name",
        );
        page = page.gap().paragraph(Text::soon(format!(
            "{missing} to fill in: {}",
            draft.missing.join(", ")
        )));
    }
    if !draft.others.is_empty() {
        page = page.gap().paragraph(Text::dim(format!(
            "Other drafts: {}",
            draft.others.join(", ")
        )));
    }
    page.paragraph(Text::dim("Read it, make it yours, and send it yourself."))
}

impl Show for Board {
    fn name(&self) -> &'static str {
        "board"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, sight: Sight) -> Page {
        board(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.items.iter().map(row).collect())
    }

    fn more(&self) -> Option<&'static str> {
        (self.counts.open() > self.items.len() as u64).then_some("`amends due` shows all of it")
    }
}

impl Show for Due {
    fn name(&self) -> &'static str {
        "due"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.0.items)
    }

    fn page(&self, sight: Sight) -> Page {
        due(&self.0, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.0.items.iter().map(row).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.items.is_empty()
    }

    fn nothing(&self) -> &'static str {
        "Nothing is due.\n"
    }

    fn more(&self) -> Option<&'static str> {
        (self.0.truncated).then_some("`--limit N` shows more")
    }
}

impl Show for Found {
    fn name(&self) -> &'static str {
        "list"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.0.items)
    }

    fn page(&self, sight: Sight) -> Page {
        list(&self.0, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.0.items.iter().map(row).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.items.is_empty()
    }

    fn more(&self) -> Option<&'static str> {
        (self.0.truncated).then_some("`--limit N` shows more")
    }
}

impl Show for CaseDetail {
    fn name(&self) -> &'static str {
        "show"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        show(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(detail_rows(self))
    }
}

impl Show for Brief {
    fn name(&self) -> &'static str {
        "brief"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        brief(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(detail_rows(&self.case))
    }
}

impl Show for PlanView {
    fn name(&self) -> &'static str {
        "plan"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        plan(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.steps.iter().map(step_row).collect())
    }
}

impl Show for Changes {
    fn name(&self) -> &'static str {
        self.verb
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, sight: Sight) -> Page {
        changes(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(
            self.items
                .iter()
                .map(|changed| row(&changed.case.item))
                .collect(),
        )
    }
}

impl Show for NewCase {
    fn name(&self) -> &'static str {
        "new"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        new_case(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(vec![row(&self.case.item)])
    }
}

impl Show for DraftView {
    fn name(&self) -> &'static str {
        "draft"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        draft(self)
    }

    fn rows(&self) -> Rows {
        Rows::Text(draft_text(self))
    }
}

/// case, state, due, customer, type, tier, severity, holder, next step.
pub(in crate::show) fn row(item: &CaseItem) -> Vec<String> {
    vec![
        item.case.to_string(),
        item.state.word().to_owned(),
        moment(item.due_at),
        safe(item.customer.as_ref()),
        item.complaint.clone(),
        item.tier.clone(),
        item.severity.to_string(),
        safe(item.holder.as_ref()),
        optional(item.next_step.as_ref()),
    ]
}

/// step, part, state, due, done, by, text.
pub(in crate::show) fn step_row(step: &StepItem) -> Vec<String> {
    vec![
        step.number.to_string(),
        step.part.key().to_owned(),
        word(step.state),
        step.due_at.rfc3339(),
        moment(step.done_at),
        step.by.clone(),
        step.text.clone(),
    ]
}

/// The case, then its steps, its deadlines and its events, each row with its kind first.
fn detail_rows(detail: &CaseDetail) -> Vec<Vec<String>> {
    let with = |kind: &str, row: Vec<String>| {
        std::iter::once(kind.to_owned())
            .chain(row)
            .collect::<Vec<String>>()
    };
    let mut rows = vec![with("case", row(&detail.item))];
    rows.extend(
        detail
            .words
            .iter()
            .map(|words| with("words", vec![words.in_line_format()])),
    );
    rows.extend(detail.steps.iter().map(|one| with("step", step_row(one))));
    rows.extend(detail.deadlines.iter().map(|deadline| {
        let row = vec![
            deadline.name.word(),
            word(deadline.state),
            deadline.due_at.rfc3339(),
            moment(deadline.met_at),
            deadline.cycle.to_string(),
            optional(deadline.failure.as_ref()),
        ];
        with("deadline", row)
    }));
    rows.extend(detail.events.iter().map(|event| {
        let row = vec![
            event.at.rfc3339(),
            event.what.clone(),
            safe(event.words.as_ref()),
        ];
        with("event", row)
    }));
    rows
}

/// A draft is for a mail program: the subject, an empty line, the message.
fn draft_text(draft: &DraftView) -> String {
    let body = draft.body.on_terminal_block();
    format!(
        "Subject: {}\n\n{}\n",
        draft.subject.in_line_format(),
        body.trim_end()
    )
}
