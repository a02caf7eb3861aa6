//! Cases as they are shown: a row, a whole case, a plan, a brief, a change.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::deadline::{CaseState, case_state, running};
use crate::domain::case::next::predecessor;
use crate::domain::case::standing::{Shortfall, Standing, Status};
use crate::domain::case::summary::{Breach, Escalation, Next, Phase, Summary};
use crate::domain::case::{Case, Entered, Recorded};
use crate::domain::cell::Severity;
use crate::domain::event::{Cause, Outcome, Reaction, ToldLater};
use crate::domain::money::Money;
use crate::domain::plan::{Plan, Task};
use crate::domain::playbook::Part;
use crate::domain::text::Text;
use crate::domain::words::Words;
use crate::show::event::{EventItem, event_item};
use crate::show::schemas::marks::{CaseNumber, PlaybookId};
use crate::show::{Eyes, Moment};

pub(in crate::show) mod page;
mod timing;

pub use timing::{
    Commitments, DeadlineItem, PauseItem, PauseState, PromiseItem, StayedWord, SwapItem, Timing,
};

/// A case as one row.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "case")]
pub struct CaseItem {
    /// The case number.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// Whose complaint; `null` once they are forgotten or when nobody wrote it down.
    pub customer: Option<Words>,
    /// The id of the complaint type.
    #[serde(rename = "type")]
    #[schemars(with = "PlaybookId")]
    pub complaint: String,
    /// The name of the complaint type.
    pub type_name: String,
    /// The id of the tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// How much it hurt.
    pub severity: Severity,
    /// The severity that the case goes up to with its next change, because the clock has set off an escalation that
    /// raises it.
    #[schemars(extend("enum" = [Severity::Major, Severity::Severe, null]))]
    pub goes_up_to: Option<Severity>,
    /// How things stand; due-soon is the last quarter of the span to the deadline.
    pub state: CaseState,
    /// When the customer told us.
    pub told_at: Moment,
    /// The earliest deadline not met.
    pub due_at: Option<Moment>,
    /// Seconds until `due_at`; below zero when it has passed.
    pub due_in_seconds: Option<i64>,
    /// Who holds it.
    pub holder: Option<Words>,
    /// What to do next.
    pub next_step: Option<String>,
    /// The number of that step; `null` when a promise comes first.
    #[schemars(range(min = 1))]
    pub next_step_number: Option<u32>,
    /// The number of the promise that comes first, or that lapses before the apology which comes first is
    /// due.
    #[schemars(range(min = 1))]
    pub next_promise_number: Option<u32>,
    /// Whose step it is: a role, or `holder`.
    #[schemars(with = "Option<PlaybookId>")]
    pub next_step_by: Option<String>,
    /// When both halves must be done, of the complaint as it was told first.
    pub recover_at: Option<Moment>,
    /// When the customer was recovered: both halves were done, and what was told later was put right.
    pub recovered_at: Option<Moment>,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// How it ended; unknown only after an import.
    pub outcome: Option<Outcome>,
    /// How often the customer has had to get in touch.
    #[schemars(range(min = 1))]
    pub contacts: u32,
    /// Whether others can read the complaint.
    pub public: bool,
    /// What the customer is worth a year.
    pub value: Option<Money>,
    /// The name of the playbook.
    pub playbook: String,
    /// What runs on a clock beside its deadline.
    #[serde(flatten)]
    pub timing: Timing,
    /// What each role can do next.
    #[serde(skip)]
    pub own_next: Vec<Next>,
    /// What is to be done first for the next customer.
    #[serde(skip)]
    pub prevent: Option<Next>,
    /// Rungs that are set off.
    #[serde(skip)]
    pub escalated: Vec<Escalation>,
    /// Promises that are broken once their time has passed.
    #[serde(skip)]
    pub breaches: Vec<Breach>,
}

impl CaseItem {
    /// Makes a row of a summary; time has gone on since it was stored.
    #[must_use]
    pub fn of(mut summary: Summary, customer: Option<Words>, eyes: &Eyes) -> Self {
        let state = state(&summary, eyes);
        let phase = summary.outlook.take_phase(eyes.now);
        let held = phase.as_ref();
        let due_at = held.and_then(|phase| phase.due_at);
        let timing = Timing::of(&summary, held, eyes);
        let (next, own_next) = what_next(&mut summary, held);
        Self {
            case: summary.number,
            customer,
            complaint: summary.complaint.id,
            type_name: summary.complaint.name,
            tier: summary.tier.id,
            severity: summary.severity,
            goes_up_to: held.and_then(|phase| phase.goes_up_to),
            state,
            told_at: eyes.moment(summary.told_at),
            due_at: eyes.see(due_at),
            due_in_seconds: due_at.map(|at| (at - eyes.now).num_seconds()),
            holder: summary.holder.as_ref().and_then(Text::words).cloned(),
            next_step_number: next.as_ref().and_then(|next| next.step),
            next_promise_number: promise_of(next.as_ref(), held),
            next_step_by: next.as_ref().map(|next| next.by.clone()),
            next_step: next.map(|next| next.text),
            own_next,
            prevent: summary.outlook.prevent.map(|prevent| prevent.next),
            recover_at: eyes.see(summary.recover_at),
            recovered_at: eyes.see(summary.recovered_at),
            closed_at: eyes.see(summary.closed_at),
            outcome: summary.outcome,
            contacts: summary.contacts,
            public: summary.public,
            value: summary.value,
            playbook: summary.playbook,
            timing,
            breaches: summary.outlook.breaches,
            escalated: phase.map_or_else(Vec::new, |phase| phase.escalated),
        }
    }

    /// Puts what is to be done for the next customer in the place of what comes next.
    #[must_use]
    pub fn for_the_next_customer(mut self) -> Self {
        if let Some(next) = self.prevent.take() {
            (self.next_step, self.next_step_number) = (Some(next.text), next.step);
            (self.next_step_by, self.next_promise_number) = (Some(next.by), None);
        }
        self
    }

    /// Says whether a role has something to do next, and puts that in the place of what comes next of all.
    #[must_use]
    pub fn seen_by(mut self, role: &str) -> Option<Self> {
        let at = self.own_next.iter().position(|next| next.by == role)?;
        let own = self.own_next.swap_remove(at);
        (self.next_step, self.next_step_number) = (Some(own.text), own.step);
        self.next_step_by = Some(own.by);
        if own.step.is_some() {
            self.next_promise_number = None;
        }
        Some(self)
    }
}

/// The promise that comes next, or that is due before what does.
fn promise_of(next: Option<&Next>, phase: Option<&Phase>) -> Option<u32> {
    let promise = next.and_then(|next| next.promise);
    promise.or_else(|| phase?.beside)
}

/// What comes next, and what each role can do next; of a closed case what is left to do for the next
/// customer.
fn what_next(summary: &mut Summary, phase: Option<&Phase>) -> (Option<Next>, Vec<Next>) {
    let next = phase.and_then(|phase| summary.outlook.next(phase)).cloned();
    let mut own_next = phase.map_or_else(Vec::new, |phase| summary.outlook.take_own_next(phase));
    let left = summary.outlook.prevent.as_ref();
    let left = left.filter(|_| summary.outcome.is_some());
    let left = left.map(|prevent| prevent.next.clone());
    own_next.extend(left.clone());
    (next.or(left), own_next)
}

fn state(summary: &Summary, eyes: &Eyes) -> CaseState {
    if summary.outcome.is_some() {
        return CaseState::Closed;
    }
    let phase = summary.phase(eyes.now);
    let earliest = phase.and_then(|phase| phase.due_at.zip(phase.soon_at));
    let earliest = earliest.map(|(due, soon)| running(due, soon, eyes.now));
    case_state(earliest, summary.recovered_at)
}

/// Something that has come about in a case, and holds until it is closed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "tag")]
pub struct CaseTag {
    /// What it is.
    pub tag: TagWord,
    /// Whether it came about since the last day before this one on which a night report ran.
    pub new: bool,
    /// What set it off: contact 3, promise 1, the case of the first failure.
    #[schemars(length(min = 1))]
    pub on: String,
    /// When it came about.
    pub at: Moment,
    /// The role that takes over.
    #[schemars(with = "Option<PlaybookId>")]
    pub to: Option<String>,
    /// The person behind that role.
    pub person: Option<String>,
}

/// What can come about in a case and hold until it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "tag-word")]
pub enum TagWord {
    /// A rung was set off.
    Escalated,
    /// A promise was not kept in time.
    PromiseBroken,
    /// This customer was failed before, not long ago.
    SecondFailure,
}

/// A case in the night report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "reported-case")]
pub struct ReportedCase {
    /// The row it has in lists.
    #[serde(flatten)]
    pub item: CaseItem,
    /// What has come about in it and still holds, what is new first.
    pub tags: Vec<CaseTag>,
}

/// Several cases, and how many more there are.
#[derive(Debug, Default)]
pub struct CaseList {
    /// The cases.
    pub items: Vec<CaseItem>,
    /// Whether some were left out.
    pub truncated: bool,
}

/// What is due, most urgent first.
#[derive(Debug)]
pub struct Due(pub CaseList);

/// Cases that were looked for.
#[derive(Debug)]
pub struct Found(pub CaseList);

/// The board: what is open, most urgent first.
#[derive(Debug, Default)]
pub struct Board {
    /// The most urgent cases.
    pub items: Vec<CaseItem>,
    /// How many open cases there are by state.
    pub counts: Counts,
    /// Whether the shop has never had a case.
    pub fresh: bool,
    /// Whether an intake was begun and not finished.
    pub unfinished: bool,
}

/// Open cases by state.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "counts")]
pub struct Counts {
    /// Past a deadline.
    pub late: u64,
    /// In the last quarter of the span to a deadline.
    pub due_soon: u64,
    /// The others.
    pub on_track: u64,
}

impl Counts {
    /// All open cases.
    #[must_use]
    pub const fn open(&self) -> u64 {
        self.late + self.due_soon + self.on_track
    }
}

/// An action that a slot may be filled with.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "option")]
pub struct OptionItem {
    /// Its number for `choose`.
    #[schemars(range(min = 1))]
    pub number: usize,
    /// Its id.
    #[schemars(with = "PlaybookId")]
    pub action: String,
    /// What to do.
    pub text: String,
    /// What it costs.
    pub cost: Option<Money>,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "step-state")]
pub enum StepState {
    /// Still to be done.
    Open,
    /// Done.
    Done,
    /// Somebody said that it has no point.
    NotNeeded,
    /// Another took its place.
    Replaced,
}

/// One step of a plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "step")]
pub struct StepItem {
    /// Its number, which never shifts.
    #[schemars(range(min = 1))]
    pub number: u32,
    /// Which cycle of the case it belongs to, from 1.
    #[schemars(range(min = 1))]
    pub cycle: usize,
    /// acknowledge, fix, dazzle, late or `follow_up`.
    pub part: Part,
    /// The id of the action; `null` for a slot that nothing fitted.
    #[schemars(with = "Option<PlaybookId>")]
    pub action: Option<String>,
    /// What to do.
    #[schemars(length(min = 1))]
    pub text: String,
    /// A role, or `holder`.
    #[schemars(with = "PlaybookId")]
    pub by: String,
    /// Who stands behind that role, and until what time of day.
    pub person: Option<String>,
    /// When it is due.
    pub due_at: Moment,
    /// Whether `due_at` will move with the recovery.
    pub provisional: bool,
    /// How it stands.
    pub state: StepState,
    /// The number of the step of this plan that it comes after.
    #[schemars(range(min = 1))]
    pub after: Option<u32>,
    /// The complaint type that alone asks for it, when the customer told of that later; else `null`.
    pub failure: Option<String>,
    /// When it was done.
    pub done_at: Option<Moment>,
    /// When that was entered.
    pub entered_at: Option<Moment>,
    /// What it is planned to cost.
    pub cost: Option<Money>,
    /// What it really cost.
    pub spent: Option<Money>,
    /// What the customer may choose between.
    pub choices: Vec<String>,
    /// What the customer chose.
    pub choice: Option<String>,
    /// Things to have at hand.
    pub needs: Vec<String>,
    /// Whether it is prepared silently.
    pub hidden: bool,
    /// The draft that goes with it.
    #[schemars(with = "Option<PlaybookId>")]
    pub draft: Option<String>,
    /// What else the slot could be filled with.
    pub options: Vec<OptionItem>,
    /// How it went down.
    pub reaction: Option<Reaction>,
    /// Whether the customer says it is right now.
    pub right: Option<bool>,
    /// What was written down about it.
    pub note: Option<Words>,
    /// Whether it is open and past its time.
    #[serde(skip)]
    pub late: bool,
    /// Whether it was still open when the case was closed, and so stays undone.
    #[serde(skip)]
    pub over: bool,
}

impl StepItem {
    /// Makes a step of one that counts now, among the others of its cycle.
    #[must_use]
    pub fn of(one: &Standing<'_>, (steps, cycle): (&[Standing<'_>], usize), eyes: &Eyes) -> Self {
        let step = one.step;
        let task = step.task.as_ref();
        let (state, entered, note) = became(&one.status);
        // What answered a further contact may be another step: its notes and choices stay there.
        let own = entered.filter(|entered| entered.done.step == one.number);
        let note = note.filter(|_| own.is_some() || entered.is_none());
        let done = own.map(|entered| &entered.done);
        let texts = |pick: fn(&Task) -> &Vec<String>| task.map(pick).cloned().unwrap_or_default();
        Self {
            number: one.number,
            cycle,
            part: step.part,
            action: task.map(|task| task.action.clone()),
            text: task.map_or_else(empty_slot, |task| task.text.clone()),
            by: task.map_or_else(|| "holder".to_owned(), |task| task.by.clone()),
            person: task.and_then(|task| eyes.people.get(&task.by).cloned()),
            due_at: eyes.moment(one.due_at),
            provisional: one.provisional,
            state,
            after: comes_after(one, steps),
            failure: step.failure.clone(),
            done_at: entered.map(|entered| eyes.moment(entered.done.at)),
            entered_at: entered.map(|entered| eyes.moment(entered.entered)),
            cost: task.and_then(|task| task.cost),
            spent: done.and_then(|done| done.spent),
            choices: texts(|task| &task.choices),
            choice: done.and_then(|done| done.choice.clone()),
            needs: texts(|task| &task.needs),
            hidden: task.is_some_and(|task| task.hidden),
            draft: task.and_then(|task| task.draft.clone()),
            options: options(one),
            reaction: done.and_then(|done| done.reaction),
            right: done.and_then(|done| done.right),
            note: note.and_then(Text::words).cloned(),
            late: one.is_open() && one.can_be_late() && eyes.now > one.due_at,
            over: false,
        }
    }
}

/// What became of a step: how it stands, the entry, and what was written down about it.
fn became<'c>(status: &Status<'c>) -> (StepState, Option<&'c Entered>, Option<&'c Text>) {
    match status {
        Status::Open => (StepState::Open, None, None),
        Status::Done(entered) => (StepState::Done, Some(entered), entered.done.note.as_ref()),
        Status::NotNeeded(skipped) => (StepState::NotNeeded, None, Some(&skipped.why)),
        Status::Replaced => (StepState::Replaced, None, None),
    }
}

/// The step of the plan that another comes after, done or not.
fn comes_after(one: &Standing<'_>, steps: &[Standing<'_>]) -> Option<u32> {
    let after = one.step.task.as_ref()?.after.as_deref()?;
    let open = predecessor(one, steps).map(|before| before.number);
    let mut others = steps.iter().filter(|other| other.number != one.number);
    let any = others.find(|other| other.step.action() == Some(after));
    open.or(any.map(|before| before.number))
}

fn empty_slot() -> String {
    "Choose something they do not expect: nothing in the playbook fits".to_owned()
}

fn options(one: &Standing<'_>) -> Vec<OptionItem> {
    let numbered = one.step.options.iter().zip(1..);
    let item = |(task, number): (&Task, usize)| OptionItem {
        number,
        action: task.action.clone(),
        text: task.text.clone(),
        cost: task.cost,
    };
    numbered.map(item).collect()
}

/// The answer to one question of the complaint type.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "answer")]
pub struct AnswerItem {
    /// The question's id.
    #[schemars(with = "PlaybookId")]
    pub id: String,
    /// The answer.
    pub answer: Option<Words>,
}

/// A failure that the customer told of later.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "told-later")]
pub struct LaterItem {
    /// The id of its complaint type.
    #[serde(rename = "type")]
    #[schemars(with = "PlaybookId")]
    pub complaint: String,
    /// When they told of it.
    pub told_at: Moment,
}

fn told_later(case: &Case, eyes: &Eyes) -> Vec<LaterItem> {
    let later = case.facts.later.iter();
    let item = |told: &ToldLater| LaterItem {
        complaint: told.complaint.clone(),
        told_at: eyes.moment(told.at),
    };
    later.map(item).collect()
}

/// A round of a case that another followed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "round")]
pub struct RoundItem {
    /// Which one, from 1.
    #[schemars(range(min = 1))]
    pub cycle: usize,
    /// When it began.
    pub from: Moment,
    /// When it ended.
    pub until: Moment,
    /// How many of its steps were done.
    pub done: usize,
    /// How many steps it had.
    pub steps: usize,
    /// When the customer was recovered in it.
    pub recovered_at: Option<Moment>,
    /// Why it was not over.
    pub why: Option<Words>,
}

fn rounds(case: &Case, eyes: &Eyes) -> Vec<RoundItem> {
    let items = case.reopened.iter().enumerate();
    items
        .filter_map(|(at, (_, why))| round(case, (at, why), eyes))
        .collect()
}

fn round(case: &Case, (at, why): (usize, &Text), eyes: &Eyes) -> Option<RoundItem> {
    let (cycle, next) = (case.cycles.get(at)?, case.cycles.get(at + 1)?);
    let steps = case.steps_of(cycle, eyes.now);
    let until = cycle.ended.unwrap_or(next.plan.start.at);
    Some(RoundItem {
        cycle: at + 1,
        from: eyes.moment(cycle.plan.start.at),
        until: eyes.moment(until),
        done: steps.iter().filter(|one| one.done_at().is_some()).count(),
        steps: steps.len(),
        recovered_at: cycle.recovered_at(until).map(|at| eyes.moment(at)),
        why: why.words().cloned(),
    })
}

/// A whole case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "case-in-full")]
pub struct CaseDetail {
    /// The row it has in lists.
    #[serde(flatten)]
    pub item: CaseItem,
    /// How to reach the customer.
    pub reach: Option<Words>,
    /// Further complaint types.
    #[schemars(with = "Vec<PlaybookId>")]
    pub also_types: Vec<String>,
    /// Those of them that the customer told of later.
    pub told_later: Vec<LaterItem>,
    /// What the customer said.
    pub words: Option<Words>,
    /// What they were trying to get done.
    pub need: Option<Words>,
    /// How they feel.
    pub feels: Option<Words>,
    /// The order, booking or job.
    pub order: Option<Words>,
    /// Answers to the questions of the complaint type.
    pub answers: Vec<AnswerItem>,
    /// The channel it came by.
    #[schemars(with = "Option<PlaybookId>")]
    pub channel: Option<String>,
    /// When it went wrong.
    pub happened_at: Option<Moment>,
    /// When it was entered.
    pub entered_at: Moment,
    /// The steps that count now.
    pub steps: Vec<StepItem>,
    /// Earlier rounds, oldest first.
    pub rounds: Vec<RoundItem>,
    /// Every deadline, oldest cycle first.
    pub deadlines: Vec<DeadlineItem>,
    /// What was promised and what waited.
    #[serde(flatten)]
    pub commitments: Commitments,
    /// The zone the days of this case are counted in.
    pub zone: String,
    /// What happened, oldest first.
    pub events: Vec<EventItem>,
    /// The most the plan may cost.
    pub ceiling: Option<Money>,
    /// What the plan costs with what was chosen; escalation comes on top.
    pub planned_cost: Option<Money>,
    /// What it costs with the cheapest picks.
    pub least_cost: Option<Money>,
    /// What was really spent.
    pub spent: Option<Money>,
    /// What was behind the failure, once it is closed.
    pub cause: Option<Cause>,
    /// What is changed because of it.
    pub lesson: Option<Words>,
    /// Why it ended as it did.
    pub closed_because: Option<Words>,
    /// What was missing when it was closed without both halves.
    pub shortfall: Option<Shortfall>,
    /// Earlier cases of the same customer.
    #[schemars(with = "Vec<CaseNumber>")]
    pub earlier_cases: Vec<u64>,
}

/// What a case does not know of its customer.
#[derive(Clone, Debug, Default)]
pub struct Customer {
    /// What they are called.
    pub name: Option<Words>,
    /// How to reach them.
    pub reach: Option<Words>,
    /// Their other cases, by number.
    pub other_cases: Vec<u64>,
}

impl CaseDetail {
    /// Makes a whole case of its fold and its history.
    #[must_use]
    pub fn of(case: &Case, history: &[Recorded], (customer, eyes): (Customer, &Eyes)) -> Self {
        let said = |text: &Option<Text>| text.as_ref().and_then(Text::words).cloned();
        let logged = &case.logged;
        let steps = case.steps(eyes.now);
        let events = history.iter();
        let closed = case.closed.as_ref();
        let others = case.facts.complaints.iter().skip(1);
        Self {
            item: CaseItem::of(case.summary(), customer.name, eyes),
            reach: customer.reach,
            also_types: others.map(|named| named.id.clone()).collect(),
            words: said(&logged.said.words),
            need: said(&logged.said.need),
            feels: said(&logged.said.feels),
            order: said(&logged.said.order),
            answers: answers(case),
            channel: case.facts.channel.clone(),
            happened_at: logged.happened.map(|happened| eyes.moment(happened.at)),
            entered_at: eyes.moment(case.entered),
            planned_cost: cost_of(case, Plan::chosen_cost),
            least_cost: cost_of(case, Plan::least_cost),
            spent: sum(&steps, |one| match one.status {
                Status::Done(entered) => entered.done.spent,
                Status::Open | Status::NotNeeded(_) | Status::Replaced => None,
            }),
            steps: step_items(case, &steps, eyes),
            rounds: rounds(case, eyes),
            told_later: told_later(case, eyes),
            deadlines: deadline_items(case, eyes),
            commitments: Commitments::of(case, eyes),
            zone: logged.zone.clone(),
            events: events.map(|recorded| event_item(recorded, eyes)).collect(),
            ceiling: case.cycle().map(|cycle| cycle.plan.ceiling.amount),
            cause: closed.and_then(|closed| closed.cause),
            lesson: closed.and_then(|closed| said(&closed.lesson)),
            closed_because: closed.and_then(|closed| said(&closed.why)),
            shortfall: case.shortfall(eyes.now),
            earlier_cases: customer.other_cases,
        }
    }
}

fn deadline_items(case: &Case, eyes: &Eyes) -> Vec<DeadlineItem> {
    let deadlines = case.deadlines(eyes.now);
    let item = |one| DeadlineItem::of(case, one, eyes);
    deadlines.iter().map(item).collect()
}

/// The steps of the running cycle. Once the case is closed, nothing is late any more.
fn step_items(case: &Case, steps: &[Standing<'_>], eyes: &Eyes) -> Vec<StepItem> {
    let cycle = case.cycles.len();
    let item = |one| {
        let item = StepItem::of(one, (steps, cycle), eyes);
        let open = case.closed.is_none();
        let over = !open && item.state == StepState::Open && item.part != Part::Prevent;
        StepItem {
            late: item.late && open,
            over,
            ..item
        }
    };
    steps.iter().map(item).collect()
}

fn answers(case: &Case) -> Vec<AnswerItem> {
    let answers = case.logged.answers.iter();
    let item = |(id, answer): &(String, Text)| AnswerItem {
        id: id.clone(),
        answer: answer.words().cloned(),
    };
    answers.map(item).collect()
}

/// What the plan of the running cycle costs, by one of its sums.
fn cost_of(case: &Case, sum: fn(&Plan) -> i64) -> Option<Money> {
    let plan = case.cycle()?.plan_to_pay();
    Some(Money {
        minor: sum(&plan),
        ..plan.ceiling.amount
    })
}

fn sum(steps: &[Standing<'_>], amount: impl Fn(&Standing<'_>) -> Option<Money>) -> Option<Money> {
    let counts = |one: &&Standing<'_>| !matches!(one.status, Status::Replaced);
    steps.iter().filter(counts).filter_map(amount).sum()
}

/// A case on one screen, for whoever talks to the customer next.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "brief")]
pub struct Brief {
    /// The case.
    #[serde(flatten)]
    pub case: CaseDetail,
    /// How it should have gone, step by step.
    pub ideal: Vec<String>,
    /// The promise to all customers that was broken.
    pub breaks: Option<String>,
}

/// The steps of a case, for one role or all.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "plan")]
pub struct PlanView {
    /// The row of the case.
    #[serde(flatten)]
    pub item: CaseItem,
    /// The role the steps are for; `null` for all.
    #[serde(rename = "for")]
    pub role: Option<String>,
    /// The steps.
    pub steps: Vec<StepItem>,
    /// What the whole plan costs with what was chosen; escalation comes on top.
    pub planned_cost: Option<Money>,
    /// What it costs with the cheapest picks.
    pub least_cost: Option<Money>,
}

/// What a command changed in one operation, case by case.
#[derive(Debug)]
pub struct Changes {
    /// The command's word, which is also the schema's name.
    pub verb: &'static str,
    /// Each case; at least one.
    pub items: Vec<Changed>,
}

/// What a command says of what it changed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SavedChange {
    /// What was changed, in one sentence.
    #[schemars(length(min = 1))]
    pub changed: String,
    /// Whether the same `--request` had saved it before, and nothing was saved now.
    pub already: bool,
    /// The command that takes it back, unless something came later.
    #[schemars(regex(pattern = r"^amends undo --case [0-9]+$"))]
    pub undo: String,
    /// What else there is to say, a sentence each.
    pub remarks: Vec<String>,
}

/// What a command changed, and the case after it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "change")]
pub struct Changed {
    /// What is said of it.
    #[serde(flatten)]
    pub change: SavedChange,
    /// The case after the change.
    #[serde(flatten)]
    pub case: CaseDetail,
}

/// The case that was saved.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "new-case")]
pub struct NewCase {
    /// What is said of it.
    #[serde(flatten)]
    pub change: SavedChange,
    /// The same case as one command line; left out where the same `--request` had saved it before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = r"^amends new "))]
    pub command_line: Option<String>,
    /// The case as it was saved.
    #[serde(flatten)]
    pub case: CaseDetail,
}

/// A prepared message. You send it yourself.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "message")]
pub struct DraftView {
    /// The case number.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// The id of the draft.
    #[schemars(with = "PlaybookId")]
    pub kind: String,
    /// Where to send it.
    pub to: Option<Words>,
    /// The subject line.
    pub subject: Words,
    /// The message.
    pub body: Words,
    /// The names that had no value and stand in square brackets.
    pub missing: Vec<String>,
    /// The playbook's other drafts.
    #[schemars(with = "Vec<PlaybookId>")]
    pub others: Vec<String>,
}
