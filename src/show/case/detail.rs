//! A whole case.

pub(in crate::show) mod page;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::listed::ListedCase;
use crate::domain::case::reach::Reach;
use crate::domain::case::shortfall::Shortfall;
use crate::domain::case::standing::{Standing, StepStatus};
use crate::domain::case::{Case, Recorded};
use crate::domain::event::{Cause, Event, ToldLater};
use crate::domain::money::Money;
use crate::domain::plan::Plan;
use crate::domain::playbook::{Part, Presence};
use crate::domain::text::ErasableText;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;
use crate::show::case::row::CaseItem;
use crate::show::case::step::{StepItem, StepState};
use crate::show::case::timing::{Commitments, DeadlineItem};
use crate::show::event::{EventItem, event_item};
use crate::show::schemas::marks::{CaseNumber, PlaybookId};
use crate::show::{Moment, Viewpoint};

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

fn told_later(case: &Case, viewpoint: &Viewpoint) -> Vec<LaterItem> {
    let later = case.facts.later.iter();
    let item = |told: &ToldLater| LaterItem {
        complaint: told.complaint.clone(),
        told_at: viewpoint.moment(told.at),
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

fn rounds(case: &Case, viewpoint: &Viewpoint) -> Vec<RoundItem> {
    let items = case.reopened.iter().enumerate();
    items
        .filter_map(|(at, (_, why))| round(case, at, why, viewpoint))
        .collect()
}

fn round(case: &Case, at: usize, why: &ErasableText, viewpoint: &Viewpoint) -> Option<RoundItem> {
    let (cycle, next) = (case.cycles.get(at)?, case.cycles.get(at + 1)?);
    let steps = case.steps_of(cycle, viewpoint.now);
    let until = cycle.ended.unwrap_or(next.plan.start.at);
    Some(RoundItem {
        cycle: at + 1,
        from: viewpoint.moment(cycle.plan.start.at),
        until: viewpoint.moment(until),
        done: steps.iter().filter(|one| one.done_at().is_some()).count(),
        steps: steps.len(),
        recovered_at: cycle.recovered_at(until).map(|at| viewpoint.moment(at)),
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
    /// The names of all its complaint types, in the same order.
    #[serde(skip)]
    pub names: Vec<String>,
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
    /// Whether the customer was still here; `null` where nobody has asked.
    pub here: Option<bool>,
    /// When somebody said so last.
    pub here_said_at: Option<Moment>,
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
pub struct CustomerFacts {
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
    pub fn of(
        case: &Case,
        history: &[Recorded],
        customer: CustomerFacts,
        viewpoint: &Viewpoint,
    ) -> Self {
        let logged = &case.logged;
        let steps = case.steps(viewpoint.now);
        let closed = case.closed.as_ref();
        let names = case.facts.complaints.iter();
        let listed = ListedCase::at(viewpoint.now, case.summary(), customer.name);
        Self {
            item: CaseItem::of(listed, viewpoint),
            reach: customer.reach,
            names: names.clone().map(|named| named.name.clone()).collect(),
            also_types: names.skip(1).map(|named| named.id.clone()).collect(),
            words: said(&logged.said.words),
            need: said(&logged.said.need),
            feels: said(&logged.said.feels),
            order: said(&logged.said.order),
            answers: answers(case),
            channel: case.facts.channel.clone(),
            here: case.facts.presence.map(|it| it == Presence::Here),
            here_said_at: viewpoint.see(presence_said(case, history)),
            happened_at: logged.happened.map(|it| viewpoint.moment(it.at)),
            entered_at: viewpoint.moment(case.entered),
            planned_cost: cost_of(case, Plan::chosen_cost),
            least_cost: cost_of(case, Plan::least_cost),
            spent: spent(&steps),
            steps: step_items(case, &steps, viewpoint),
            rounds: rounds(case, viewpoint),
            told_later: told_later(case, viewpoint),
            deadlines: deadline_items(case, viewpoint),
            commitments: Commitments::of(case, viewpoint),
            zone: logged.zone.clone(),
            events: history
                .iter()
                .map(|one| event_item(one, viewpoint))
                .collect(),
            ceiling: case.cycle().map(|cycle| cycle.plan.ceiling.amount),
            cause: closed.and_then(|closed| closed.cause),
            lesson: lesson(case),
            closed_because: closed.and_then(|closed| said(&closed.why)),
            shortfall: case.shortfall(viewpoint.now),
            earlier_cases: customer.other_cases,
        }
    }
}

impl CaseDetail {
    /// Gives the name of one of its complaint types, or its id where the case no longer has it.
    #[must_use]
    pub fn name_of<'c>(&'c self, complaint: &'c str) -> &'c str {
        let ids = std::iter::once(&self.item.complaint).chain(&self.also_types);
        let mut named = ids.zip(&self.names);
        let name = named.find(|(id, _)| *id == complaint);
        name.map_or(complaint, |(_, name)| name)
    }

    /// Gives where somebody who has left was to be found, when it reaches nobody who is elsewhere.
    #[must_use]
    pub fn where_they_were(&self) -> Option<&Words> {
        let reach = self.reach.as_ref().filter(|_| self.here == Some(false))?;
        (Reach::of(reach.as_stored()) == Reach::Place).then_some(reach)
    }

    /// Whether they are here, as far as somebody said so today.
    #[must_use]
    pub fn is_here(&self, now: Moment) -> bool {
        let said = self.here_said_at;
        let today = said.is_some_and(|said| said.wall.date() == now.wall.date());
        self.here == Some(true) && today
    }

    /// Whether they complained where others can read it and left nothing else to answer them by.
    #[must_use]
    pub const fn only_in_public(&self) -> bool {
        self.item.public && self.reach.is_none()
    }

    /// Says whether an open step waits for nothing: neither for another, nor for what is not sure yet.
    #[must_use]
    pub fn can_be_done(&self, step: &StepItem) -> bool {
        let is_open = |one: &StepItem| one.state == StepState::Open && !one.over;
        let mut steps = self.steps.iter();
        let waits = steps.any(|one| Some(one.number) == step.after && is_open(one));
        !waits && !step.provisional
    }
}

/// When somebody said whether the customer is still here: with the telling, or by the last change of that.
fn presence_said(case: &Case, history: &[Recorded]) -> Option<Instant> {
    case.facts.presence?;
    let mut before = case.logged.facts.presence;
    let mut said = case.logged.told.at;
    for one in history {
        if let Event::Changed(changed) = &one.event
            && changed.facts.presence != before
        {
            (before, said) = (changed.facts.presence, one.at);
        }
    }
    Some(said)
}

/// What somebody said; `None` once it is erased, too.
fn said(text: &Option<ErasableText>) -> Option<Words> {
    text.as_ref()?.words().cloned()
}

/// What is changed because of it, as the closing has it, or as it was written down before.
fn lesson(case: &Case) -> Option<Words> {
    let closed = case.closed.as_ref();
    let closed = closed.and_then(|closed| said(&closed.lesson));
    closed.or_else(|| said(&case.lesson))
}

fn deadline_items(case: &Case, viewpoint: &Viewpoint) -> Vec<DeadlineItem> {
    let deadlines = case.deadlines(viewpoint.now);
    let item = |one| DeadlineItem::of(case, one, viewpoint);
    deadlines.iter().map(item).collect()
}

/// The steps of the running cycle. Once the case is closed, nothing is late any more.
fn step_items(case: &Case, steps: &[Standing<'_>], viewpoint: &Viewpoint) -> Vec<StepItem> {
    let cycle = case.cycles.len();
    let holder = case.holder.as_ref().and_then(ErasableText::words);
    let holder = holder.map(|name| name.on_terminal().to_string());
    let item = |one| {
        let item = StepItem::of(one, steps, cycle, viewpoint);
        let open = case.closed.is_none();
        let over = !open && item.state == StepState::Open && item.part != Part::Prevent;
        StepItem {
            person: item
                .person
                .or_else(|| holder.clone().filter(|_| item.by == "holder")),
            late: item.late && open,
            over,
            ..item
        }
    };
    steps.iter().map(item).collect()
}

fn answers(case: &Case) -> Vec<AnswerItem> {
    let answers = case.logged.answers.iter();
    let item = |(id, answer): &(String, ErasableText)| AnswerItem {
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

fn spent(steps: &[Standing<'_>]) -> Option<Money> {
    let amounts = steps.iter().filter_map(|one| match one.status {
        StepStatus::Done(entered) => entered.done.spent,
        StepStatus::Open | StepStatus::NotNeeded(_) | StepStatus::Replaced => None,
    });
    amounts.sum()
}
