//! Why something may not be done with a case, and what to do instead.

use thiserror::Error;

use crate::domain::case::shortfall::Shortfall;
use crate::domain::case::untimely::Untimely;
use crate::domain::playbook::Part;
use crate::domain::suggest::{choices, did_you_mean, flagged, take_back};

/// Why something may not be done with a case.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The case is closed.
    #[error("#{case} is closed")]
    Closed {
        /// The case.
        case: u64,
    },
    /// The case is open.
    #[error("#{case} is open")]
    Open {
        /// The case.
        case: u64,
    },
    /// The case was over before it was imported, so it has no plan.
    #[error("#{case} was imported as history and has no plan")]
    NoPlan {
        /// The case.
        case: u64,
    },
    /// The case has no open step.
    #[error("#{case} has no open step")]
    NothingOpen {
        /// The case.
        case: u64,
    },
    /// No step of that number counts now.
    #[error("#{case} has no step {step}")]
    NoSuchStep {
        /// The case.
        case: u64,
        /// What was asked for.
        step: u32,
        /// The numbers that would do.
        open: Vec<u32>,
    },
    /// The step has been done.
    #[error("step {step} is already done")]
    AlreadyDone {
        /// The case.
        case: u64,
        /// The step.
        step: u32,
    },
    /// The step was entered as not needed.
    #[error("step {step} was entered as not needed")]
    NotNeeded {
        /// The case.
        case: u64,
        /// The step.
        step: u32,
    },
    /// The late branch has replaced the step.
    #[error("step {step} was replaced when the recovery deadline passed")]
    Replaced {
        /// The case.
        case: u64,
        /// The step.
        step: u32,
    },
    /// The step is a slot that nothing fitted.
    #[error("nothing has been chosen for step {step} yet")]
    EmptySlot {
        /// The case.
        case: u64,
        /// The step.
        step: u32,
        /// The ids of the actions that could be chosen.
        options: Vec<String>,
    },
    /// What was chosen cannot be.
    #[error(transparent)]
    Choice(#[from] BadChoice),
    /// Done later than now.
    #[error("it cannot have been done at a time that is still to come")]
    InTheFuture,
    /// Done before the customer told us.
    #[error("it cannot have been done before the customer told us")]
    BeforeTold,
    /// Done before the case was opened again.
    #[error("it cannot have been done before the case was opened again")]
    BeforeReopened,
    /// Done before there was any reason to.
    #[error("step {step} cannot have been done before it came into the plan")]
    BeforeAsked {
        /// The step.
        step: u32,
    },
    /// A contact before the first.
    #[error("they cannot have got in touch again before they told us")]
    ContactBeforeTold,
    /// Told of later than something was done or said about it.
    #[error(
        "they cannot have told you after it was entered, or after something was done about it or said"
    )]
    ToldAfter {
        /// The case.
        case: u64,
    },
    /// A step cannot be left out.
    #[error(transparent)]
    Skip(#[from] BadSkip),
    /// A pause, a promise or a review cannot be as it was asked for.
    #[error(transparent)]
    Timing(#[from] Untimely),
    /// The case cannot be closed like this.
    #[error(transparent)]
    Closing(#[from] BadClosing),
}

impl Refusal {
    /// Gives the one thing to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Closed { case } => format!("open it again: `amends reopen {case} --why \"…\"`"),
            Self::ToldAfter { case } => format!("look at what was: `amends history {case}`"),
            Self::Open { case } => format!("look at it: `amends show {case}`"),
            Self::NoPlan { case } => {
                format!("open it again to plan it: `amends reopen {case} --why \"…\"`")
            }
            Self::NothingOpen { case } => {
                format!("close it: `amends close {case} --outcome satisfied --cause process`")
            }
            Self::NoSuchStep { case, open, .. } if open.is_empty() => {
                format!("look at it: `amends show {case}`")
            }
            Self::NoSuchStep { open, .. } => format!("use {}", choices(&flagged("--step", open))),
            Self::AlreadyDone { case, .. } | Self::NotNeeded { case, .. } => take_back(*case),
            Self::Replaced { case, step } => format!(
                "if it was done in time, say when: `amends done {case} --step {step} --at \"…\"`"
            ),
            Self::EmptySlot {
                case,
                step,
                options,
            } => {
                let first = options.first().map_or("ACTION", String::as_str);
                format!("choose first: `amends choose {case} --step {step} {first}`")
            }
            Self::Choice(choice) => choice.hint(),
            Self::Closing(closing) => closing.hint(),
            Self::Skip(skip) => skip.hint(),
            Self::Timing(timing) => timing.hint(),
            Self::InTheFuture => "leave out `--at` if it was done just now".to_owned(),
            Self::BeforeTold | Self::BeforeReopened | Self::BeforeAsked { .. } => {
                "give the time at which it was done".to_owned()
            }
            Self::ContactBeforeTold => "correct `--at`, or leave it out".to_owned(),
        }
    }
}

/// Why a case cannot be closed like this.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadClosing {
    /// Closing without both halves and without a reason.
    #[error("#{case} {}{}", .shortfall.words(), and_promised(.promises))]
    NeedsReason {
        /// The case.
        case: u64,
        /// What it lacks.
        shortfall: Shortfall,
        /// Each open promise in words.
        promises: Vec<String>,
    },
    /// An outcome that claims what the customer's last answer denies.
    #[error("`{outcome}` says they are content, but their last answer is that it is not right")]
    NotRight {
        /// The case.
        case: u64,
        /// The outcome asked for.
        outcome: &'static str,
    },
    /// Closing with promises open and without a reason.
    #[error("#{case} still has something promised: {}", .promises.join(", "))]
    OpenPromises {
        /// The case.
        case: u64,
        /// Each open promise in words.
        promises: Vec<String>,
    },
    /// An outcome that needs both halves.
    #[error("`{outcome}` needs both halves of the recovery, and #{case} has not had them")]
    NeedsBothHalves {
        /// The case.
        case: u64,
        /// The outcome asked for.
        outcome: &'static str,
    },
}

impl BadClosing {
    /// Gives the one thing to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::NotRight { case, .. } => format!(
                "ask them again, then `amends done {case} --right yes`; or close it as `no-reply` or `lost`"
            ),
            Self::OpenPromises { case, .. } => format!(
                "keep it first (`amends done {case} --promise …`), or say why not: `amends close {case} … --why \"…\"`"
            ),
            Self::NeedsReason { case, .. } => {
                format!("say why it ends like this: `amends close {case} … --why \"…\"`")
            }
            Self::NeedsBothHalves { .. } => "use `satisfied`, `no-reply` or `lost`".to_owned(),
        }
    }
}

fn and_promised(promises: &[String]) -> String {
    if promises.is_empty() {
        return String::new();
    }
    format!(", and something is still promised: {}", promises.join(", "))
}

/// Why a step cannot be entered as not needed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadSkip {
    /// The step has been done.
    #[error("step {step} is already done, so it was needed")]
    Done {
        /// The case.
        case: u64,
        /// The step.
        step: u32,
    },
    /// The step is not needed already.
    #[error("step {step} is already entered as not needed")]
    Already {
        /// The case.
        case: u64,
        /// The step.
        step: u32,
    },
    /// Another step comes after it.
    #[error("step {waiting} waits for step {step}")]
    WaitedFor {
        /// The case.
        case: u64,
        /// The step.
        step: u32,
        /// The step that waits for it.
        waiting: u32,
    },
    /// Nothing of its part would be left.
    #[error("step {step} is all that is left of {}, and nothing of that is done yet", .part.in_words())]
    LastOfPart {
        /// The case.
        case: u64,
        /// The step.
        step: u32,
        /// Its part.
        part: Part,
    },
}

impl BadSkip {
    /// Gives the one thing to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Done { case, .. } | Self::Already { case, .. } => take_back(*case),
            Self::WaitedFor {
                case,
                step,
                waiting,
            } => format!(
                "leave out step {waiting} first, if it is pointless as well: `amends skip {case} --step {waiting} --why \"…\"`; or do step {step}"
            ),
            Self::LastOfPart { case, step, .. } => format!(
                "do it, or what stands in for it; if the case ends without it: `amends close {case} … --why \"…\"`; done already? `amends done {case} --step {step} --at \"…\"`"
            ),
        }
    }
}

/// Why something cannot be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadChoice {
    /// The step is no slot.
    #[error("step {step} is fixed by the playbook, so there is nothing to choose")]
    NotASlot {
        /// The step.
        step: u32,
    },
    /// The action is not one of the slot's.
    #[error("`{found}` is not one of the actions for step {step}")]
    NotAnOption {
        /// What was asked for.
        found: String,
        /// The step.
        step: u32,
        /// The ids that would do.
        options: Vec<String>,
    },
    /// The plan has the action already.
    #[error("`{action}` is already in the plan")]
    TwiceInPlan {
        /// The action.
        action: String,
    },
    /// The action would take the plan above its ceiling.
    #[error("with `{action}` the plan costs {cost}, above its ceiling of {ceiling}")]
    AboveCeiling {
        /// The action.
        action: String,
        /// The plan's cost with it.
        cost: String,
        /// The ceiling.
        ceiling: String,
    },
    /// The customer was not offered that.
    #[error("`{found}` is not one of the choices of step {step}")]
    NotAChoice {
        /// What was given.
        found: String,
        /// The step.
        step: u32,
        /// The choices; none when the step offers none.
        choices: Vec<String>,
    },
}

impl BadChoice {
    /// Gives the one thing to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::NotASlot { .. } => "leave out `choose`, and do the step as it stands".to_owned(),
            Self::NotAnOption { found, options, .. } => did_you_mean(found, options),
            Self::TwiceInPlan { .. } => "choose another action".to_owned(),
            Self::AboveCeiling { .. } => "choose another, or add `--yes` to spend more".to_owned(),
            Self::NotAChoice { choices, .. } if choices.is_empty() => {
                "leave out `--choice`: this step offers none".to_owned()
            }
            Self::NotAChoice { found, choices, .. } => did_you_mean(found, choices),
        }
    }
}
