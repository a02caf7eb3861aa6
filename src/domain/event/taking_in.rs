//! How events add up.

use thiserror::Error;

use crate::domain::time::zone::Instant;

/// Something that events of this kind add up to.
pub trait TakesIn<E> {
    /// Takes in one more event, entered at this moment.
    ///
    /// # Errors
    /// Refuses an event that no program of ours can have written after those before it.
    fn take_in(&mut self, event: E, entered: Instant) -> Result<(), Unfit>;
}

/// Why events do not add up to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// Something happened to a case that was not logged.
    #[error("an event comes before its case was logged")]
    NotLogged,
    /// A second logging of the same case.
    #[error("the case was logged twice")]
    LoggedTwice,
    /// A reopening or a rung without a plan.
    #[error("an event needs a plan and the case has none")]
    NoPlan,
    /// Clocks that go on although they never waited.
    #[error("the clocks go on although nothing was paused")]
    NotPaused,
    /// Something that became of a promise nobody made.
    #[error("an event is about a promise that was never made")]
    NoPromise,
}
