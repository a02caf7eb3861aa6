//! One step of a plan.

pub(in crate::show) mod page;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::Entered;
use crate::domain::case::next::predecessor;
use crate::domain::case::standing::{Standing, StepStatus};
use crate::domain::event::Reaction;
use crate::domain::money::Money;
use crate::domain::plan::Task;
use crate::domain::playbook::Part;
use crate::domain::text::ErasableText;
use crate::domain::words::Words;
use crate::show::schemas::marks::PlaybookId;
use crate::show::{Moment, Viewpoint};

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
    /// Whether it answers a customer who had to get in touch again.
    #[serde(skip)]
    pub answers_contact: bool,
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
    pub fn of(
        one: &Standing<'_>,
        steps: &[Standing<'_>],
        cycle: usize,
        viewpoint: &Viewpoint,
    ) -> Self {
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
            person: task.and_then(|task| viewpoint.people.get(&task.by).cloned()),
            due_at: viewpoint.moment(one.due_at),
            provisional: one.provisional,
            state,
            after: comes_after(one, steps),
            failure: step.failure.clone(),
            done_at: entered.map(|entered| viewpoint.moment(entered.done.at)),
            entered_at: entered.map(|entered| viewpoint.moment(entered.entered)),
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
            note: note.and_then(ErasableText::words).cloned(),
            answers_contact: step.contact.is_some(),
            late: one.is_open() && one.can_be_late() && viewpoint.now > one.due_at,
            over: false,
        }
    }
}

/// What became of a step: how it stands, the entry, and what was written down about it.
fn became<'c>(
    status: &StepStatus<'c>,
) -> (StepState, Option<&'c Entered>, Option<&'c ErasableText>) {
    match status {
        StepStatus::Open => (StepState::Open, None, None),
        StepStatus::Done(entered) => (StepState::Done, Some(entered), entered.done.note.as_ref()),
        StepStatus::NotNeeded(skipped) => (StepState::NotNeeded, None, Some(&skipped.why)),
        StepStatus::Replaced => (StepState::Replaced, None, None),
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
