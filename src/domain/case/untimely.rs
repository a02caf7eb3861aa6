//! Why a pause, a promise or a review cannot be as it was asked for, and what to do instead.

use chrono::{NaiveDate, NaiveDateTime};
use thiserror::Error;

use crate::domain::suggest::{choices, flagged, take_back};

/// Why a pause, a promise or a review cannot be as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Untimely {
    /// The clocks wait already.
    #[error("#{case} is paused until {}", .until.format("%Y-%m-%d %H:%M"))]
    Paused {
        /// The case.
        case: u64,
        /// The end of the pause, by the shop's wall clock.
        until: NaiveDateTime,
    },
    /// The clocks do not wait.
    #[error("#{case} is not paused")]
    NotPaused {
        /// The case.
        case: u64,
    },
    /// A pause that would be over when it begins.
    #[error("a pause ends later than now")]
    PauseOver,
    /// A pause without bounds.
    #[error("a pause lasts at most {most_days} days")]
    PauseTooLong {
        /// How many days it may last.
        most_days: i64,
    },
    /// A promise whose time is over when it is made.
    #[error("a promise has a time after the moment it is made")]
    PromiseOver,
    /// A promise nobody could mean.
    #[error("a promise lies at most a year ahead")]
    PromiseTooFar,
    /// A promise made before the complaint.
    #[error("it cannot have been promised before the customer told us")]
    PromiseBeforeTold,
    /// A delay that is none.
    #[error("that is no later than promise {number}")]
    NotLater {
        /// Its number.
        number: u32,
    },
    /// Told of a delay before there was anything to delay.
    #[error("they cannot have been told of the delay before promise {number} was made")]
    ToldBeforeMade {
        /// Its number.
        number: u32,
    },
    /// Kept before it was made.
    #[error("it cannot have been kept before it was promised")]
    KeptBeforeMade,
    /// The promise was kept.
    #[error("promise {number} is already kept")]
    AlreadyKept {
        /// The case.
        case: u64,
        /// Its number.
        number: u32,
    },
    /// No open promise of that number.
    #[error("#{case} has no open promise {number}")]
    NoSuchPromise {
        /// The case.
        case: u64,
        /// What was asked for.
        number: u32,
        /// The numbers that would do.
        open: Vec<u32>,
    },
    /// Whether they stayed is asked once it is over.
    #[error("#{case} is not recovered yet, so nobody can say whether they stayed")]
    TooEarlyToStay {
        /// The case.
        case: u64,
    },
    /// They cannot have come back before it was put right.
    #[error("`--on` lies between {from} and today")]
    StayedWhen {
        /// The day of the recovery.
        from: NaiveDate,
    },
}

impl Untimely {
    /// Gives the one thing to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Paused { case, .. } => {
                format!("let the clocks go on first: `amends resume {case}`")
            }
            Self::NotPaused { case } => {
                format!("to pause it: `amends pause {case} --until \"…\" --why \"…\"`")
            }
            Self::PauseOver => "give a time ahead, such as `--until \"in 2h\"`".to_owned(),
            Self::PauseTooLong { .. } => "give an earlier end; it can be paused again".to_owned(),
            Self::NotLater { .. } => {
                "give a later time, or leave out `--instead-of`: both then hold".to_owned()
            }
            Self::PromiseTooFar => "check the year of `--by`".to_owned(),
            Self::PromiseOver => "give a time ahead, such as `--by \"fri 17:00\"`".to_owned(),
            Self::PromiseBeforeTold | Self::ToldBeforeMade { .. } => {
                "correct `--told`, or leave it out".to_owned()
            }
            Self::KeptBeforeMade => "give the time at which it was kept".to_owned(),
            Self::NoSuchPromise { case, open, .. } if open.is_empty() => {
                format!("look at it: `amends show {case}`")
            }
            Self::NoSuchPromise { open, .. } => {
                format!("use {}", choices(&flagged("--promise", open)))
            }
            Self::TooEarlyToStay { case } => format!("look at what is open: `amends show {case}`"),
            Self::StayedWhen { .. } => {
                "give the day on which they came back, such as `today`".to_owned()
            }
            Self::AlreadyKept { case, .. } => take_back(*case),
        }
    }
}
