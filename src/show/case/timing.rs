//! What runs on a clock beside the steps: deadlines, promises, pauses, the work against the time.

pub(in crate::show) mod page;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::Case;
use crate::domain::case::deadline::{Deadline, DeadlineName, DeadlineState};
use crate::domain::case::fit::{Fit, Instead, PickFit};
use crate::domain::case::listed::ListedCase;
use crate::domain::case::pause::Pause;
use crate::domain::case::promise::Promise;
use crate::domain::event::{AskedBy, Stayed};
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;
use crate::show::schemas::marks::{DayWord, PlaybookId};
use crate::show::{Moment, Viewpoint};

/// What runs on a clock beside the deadline of a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Timing {
    /// Until when clocks wait, while they do.
    pub paused_until: Option<Moment>,
    /// By when the next promise has to be kept.
    pub promise_due_at: Option<Moment>,
    /// By when somebody should know whether the customer stayed.
    pub review_at: Option<Moment>,
    /// The first step that is still to be done for the next customer; a closed case may have one left.
    #[schemars(range(min = 1))]
    pub prevent_step_number: Option<u32>,
    /// By when that is to be done.
    pub prevent_due_at: Option<Moment>,
    /// The case in which this customer was failed before, not long ago.
    #[schemars(range(min = 1))]
    pub failed_before: Option<u64>,
    /// Seconds until the recovery deadline that is to be met next, while there is work to do before it.
    #[schemars(range(min = 0))]
    pub time_left_seconds: Option<i64>,
    /// The least time the open steps take, in seconds, with everybody at work.
    #[schemars(range(min = 1))]
    pub work_left_seconds: Option<u64>,
    /// Whether that work still fits the time.
    pub fits: Option<bool>,
    /// What no longer fits, and the next best.
    pub swaps: Vec<SwapItem>,
}

impl Timing {
    /// Sees the clocks of a case from now.
    pub(super) fn of(case: &ListedCase, viewpoint: &Viewpoint) -> Self {
        let summary = &case.summary;
        let prevent = case.prevention();
        let fit = case.phase.as_ref().and_then(|phase| phase.fit.as_ref());
        let fit = fit.filter(|fit| fit.deadline >= viewpoint.now);
        let waits = |until: &Instant| !case.is_closed() && *until > viewpoint.now;
        Self {
            paused_until: viewpoint.see(summary.outlook.paused_until.filter(waits)),
            promise_due_at: viewpoint.see(case.promise_due_at()),
            review_at: viewpoint.see(summary.review_at),
            prevent_step_number: prevent.and_then(|prevent| prevent.next.step),
            prevent_due_at: viewpoint.see(case.prevent_due_at()),
            failed_before: summary.outlook.failed_before,
            time_left_seconds: fit.map(|fit| (fit.deadline - viewpoint.now).num_seconds()),
            work_left_seconds: fit.map(|fit| fit.work),
            fits: fit.map(|fit| fit.holds(viewpoint.now)),
            swaps: fit.map_or_else(Vec::new, |fit| swaps(fit, viewpoint)),
        }
    }
}

/// A filled slot for which there is no longer time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "swap")]
pub struct SwapItem {
    /// The step's number.
    #[schemars(range(min = 1))]
    pub step: u32,
    /// What fills it now.
    #[schemars(with = "PlaybookId")]
    pub action: String,
    /// The best that still fits; `null` when nothing on its list does.
    #[schemars(with = "Option<PlaybookId>")]
    pub next_best: Option<String>,
}

/// What should be swapped for something quicker: nothing as long as everything fits.
fn swaps(fit: &Fit, viewpoint: &Viewpoint) -> Vec<SwapItem> {
    let swaps = fit.swaps(viewpoint.now).into_iter();
    let swap = |(pick, best): (&PickFit, Option<&Instead>)| SwapItem {
        step: pick.step,
        action: pick.action.clone(),
        next_best: best.map(|best| best.action.clone()),
    };
    swaps.map(swap).collect()
}

/// One deadline of a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "deadline")]
pub struct DeadlineItem {
    /// What is due: first-response, recover, a step with a time of its own, a promise, the end of a pause,
    /// follow-up or stayed.
    pub name: DeadlineName,
    /// Which cycle of the case, from 1; every reopening begins one.
    #[schemars(range(min = 1))]
    pub cycle: usize,
    /// The complaint type it is for, when the customer told of that later.
    pub failure: Option<String>,
    /// When it is due.
    pub due_at: Moment,
    /// When it was met.
    pub met_at: Option<Moment>,
    /// By how many seconds it was missed: until it was met, or its cycle ended, or now; `null` when it was not.
    #[schemars(range(min = 1))]
    pub late_by_seconds: Option<i64>,
    /// How things stand with it.
    pub state: DeadlineState,
    /// Whether `due_at` will move with the recovery.
    pub provisional: bool,
    /// Whether its round is over, so that time passes for it no more.
    #[serde(skip)]
    pub over: bool,
}

impl DeadlineItem {
    /// Makes an item of a deadline of a case.
    #[must_use]
    pub fn of(case: &Case, deadline: &Deadline, viewpoint: &Viewpoint) -> Self {
        Self {
            name: deadline.name,
            cycle: deadline.cycle,
            failure: case.failure_of(deadline).map(str::to_owned),
            late_by_seconds: case.late_by(deadline, viewpoint.now),
            due_at: viewpoint.moment(deadline.due_at),
            met_at: deadline.met_at.map(|at| viewpoint.moment(at)),
            state: case.deadline_state(deadline, viewpoint.now),
            provisional: deadline.provisional,
            over: case.closed.is_some() || deadline.cycle < case.cycles.len(),
        }
    }
}

/// Whether a customer stayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "stayed")]
pub enum StayedWord {
    /// They came back.
    Back,
    /// They have left.
    Gone,
}

/// What was promised to the customer and what waited, and whether they stayed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Commitments {
    /// What the customer was told with a time.
    pub promises: Vec<PromiseItem>,
    /// Stretches during which clocks waited, or wait.
    pub pauses: Vec<PauseItem>,
    /// Whether the customer stayed; `null` while nobody wrote it down.
    pub stayed: Option<StayedWord>,
    /// The day on which they came back.
    #[schemars(with = "Option<DayWord>")]
    pub stayed_on: Option<String>,
}

impl Commitments {
    /// Sees those of a case from now.
    pub(super) fn of(case: &Case, viewpoint: &Viewpoint) -> Self {
        let stayed = case.review.as_ref().map(|review| review.stayed);
        let (stayed, stayed_on) = match stayed {
            Some(Stayed::Back(on)) => (Some(StayedWord::Back), Some(on.to_string())),
            Some(Stayed::Gone) => (Some(StayedWord::Gone), None),
            None => (None, None),
        };
        Self {
            promises: promises(case, viewpoint),
            pauses: pauses(case, viewpoint),
            stayed,
            stayed_on,
        }
    }
}

/// Something the customer was told with a time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "promise")]
pub struct PromiseItem {
    /// Its number.
    #[schemars(range(min = 1))]
    pub number: u32,
    /// What was promised.
    pub text: Option<Words>,
    /// When they were told.
    pub made_at: Moment,
    /// By when.
    pub due_at: Moment,
    /// When it was kept.
    pub kept_at: Option<Moment>,
    /// When another took its place, because they were told of a delay.
    pub replaced_at: Option<Moment>,
    /// How things stand with it.
    pub state: DeadlineState,
}

fn promises(case: &Case, viewpoint: &Viewpoint) -> Vec<PromiseItem> {
    let deadlines = case.deadlines(viewpoint.now);
    let item = |promise: &Promise| {
        let made = &promise.made;
        let mut deadlines = deadlines.iter();
        let deadline = deadlines.find(|one| one.name == DeadlineName::Promise(made.promise));
        let state = deadline.map_or(DeadlineState::Closed, |one| {
            case.deadline_state(one, viewpoint.now)
        });
        PromiseItem {
            number: made.promise,
            text: made.text.words().cloned(),
            made_at: viewpoint.moment(made.made),
            due_at: viewpoint.moment(made.by.at),
            kept_at: promise.kept_at().map(|at| viewpoint.moment(at)),
            replaced_at: promise.replaced_at.map(|at| viewpoint.moment(at)),
            state,
        }
    };
    let promises = case.cycles.iter().flat_map(|cycle| &cycle.promises);
    promises.map(item).collect()
}

/// Whether a pause is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "pause-state")]
pub enum PauseState {
    /// It will end.
    Running,
    /// It has ended.
    Over,
}

/// A stretch during which some clocks wait.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "pause")]
pub struct PauseItem {
    /// From when.
    pub from: Moment,
    /// Until when: as it was asked for, or when it was ended before that.
    pub until: Moment,
    /// How long, in seconds.
    #[schemars(range(min = 0))]
    pub seconds: i64,
    /// Why.
    pub why: Option<Words>,
    /// Whose wish it is; only the customer's moves the recovery deadline.
    pub asked_by: AskedBy,
    /// Whether it is over.
    pub state: PauseState,
}

fn pauses(case: &Case, viewpoint: &Viewpoint) -> Vec<PauseItem> {
    let item = |pause: &Pause| PauseItem {
        from: viewpoint.moment(pause.paused.from),
        until: viewpoint.moment(pause.end()),
        seconds: pause.length().num_seconds(),
        why: pause.paused.why.words().cloned(),
        asked_by: pause.paused.asked_by,
        state: if pause.runs_at(viewpoint.now) {
            PauseState::Running
        } else {
            PauseState::Over
        },
    };
    let pauses = case.cycles.iter().flat_map(|cycle| &cycle.pauses);
    pauses.map(item).collect()
}
