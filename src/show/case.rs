//! Cases as they are shown, a file for each way: as one row, in a list, on the board, in full, as a plan, as a brief,
//! after a change. In each stand what is shown, its page for a person, and its rows for another program.

mod board;
mod brief;
mod change;
mod detail;
mod draft;
mod known;
mod list;
mod plan;
mod row;
mod step;
mod timing;

pub use board::{BARS, Board, Lapses, Lately};
pub use brief::Brief;
pub use change::{ChangedCase, Changes, NewCase, SavedChange};
pub use detail::{AnswerItem, CaseDetail, CustomerFacts, LaterItem, RoundItem};
pub use draft::DraftView;
pub use list::{CaseList, DueList, FoundList};
pub use plan::PlanView;
pub use row::{CaseItem, OpenPromiseItem};
pub use step::{OptionItem, StepItem, StepState};
pub use timing::{
    Commitments, DeadlineItem, PauseItem, PauseState, PromiseItem, StayedWord, SwapItem, Timing,
};

pub(in crate::show) use plan::cost;
pub(in crate::show) use row::page::{cases_roster, next_in_words, row};
pub(in crate::show) use step::page::{
    plan_of, quoted_choices, step_item, step_row, with_semicolons,
};
