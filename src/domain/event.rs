//! What can happen: the events a history consists of.
//!
//! An event holds numbers, ids and kinds. What a person said or is called is a
//! [`ErasableText`], whose words lie apart and can be erased.
//!
//! # A new kind of event
//! 1. Its struct, and what it tells of itself ([`Happening`]), in the file of its family; handed on below.
//! 2. Its line in the list below: its word in the data file, the version of the data file that first has it
//!    (one more than `LAST_RELEASED` in the tests of this file), and its struct. Nothing else lists the kinds.
//! 3. What it does to a case ([`TakesIn`]), beside what it changes: the compiler asks for it. One that only stands in
//!    the history takes in nothing, as [`Announced`] in `case/fold.rs`.
//!
//! The rest follows, but for the committed schemas, which name every kind: `history` and `show --json` give what it tells, and `undo`, `data check` and the version of the
//! data file need no more.
//!
//! Words and names in the data file never change: whoever renames a field gives it `#[serde(rename)]`, and a
//! new field is optional.
//!
//! Of every released version, `tests/data` keeps a file with what was said of it then: they are opened, folded, and
//! written again byte for byte by every later program.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};

use crate::domain::id::Hash;
use crate::domain::text::ErasableText;
use crate::domain::time::zone::Instant;

mod correcting;
mod customer;
mod drill;
mod ending;
mod grounds;
mod happening;
mod logging;
mod night;
mod rungs;
mod shop;
mod steps;
mod taking_in;
mod talking;
mod timing;

pub use correcting::Corrected;
pub use customer::{CustomerAdded, CustomerReach, CustomerRenamed, CustomerTier};
pub use drill::Rehearsed;
pub use ending::{Cause, Closed, Learned, Outcome, Reopened};
pub use grounds::{Grounds, Harm, Raise};
pub use happening::{Account, Happening};
pub use logging::{Changed, Facts, Logged, Named, Origin, Statement, ToldLater};
pub use night::{Announced, AnnouncedRung, NightReported};
pub use rungs::{Escalated, LateBegan, LateStep, RungStep, StoodDown};
pub use shop::{Imported, Redone, Undone};
pub use steps::{Chosen, Done, Reaction, Skipped};
pub use taking_in::{TakesIn, Unfit};
pub use talking::{Assigned, Contacted, Noted, OwedAnswer};
pub use timing::{AskedBy, Paused, PromiseKept, PromiseMade, Resumed, Reviewed, Stayed};

/// Makes of the list of kinds whatever goes through all of them.
///
/// A kind is `"word in the data file" shown "word on the screen" since version: Kind(Struct)`; the word on the screen
/// is left out where it is the same.
macro_rules! events {
    (@shown $word:literal) => {
        $word
    };
    (@shown $word:literal $shown:literal) => {
        $shown
    };
    // Parts the groups about a case from the others.
    (@part { $($case:tt)* } { $($other:tt)* }) => {
        events!(@fold { $($case)* } $($other)*);
    };
    (@part { $($case:tt)* } { $($other:tt)* } Case { $($group:tt)+ } $($rest:tt)*) => {
        events!(@part { $($case)* $($group)+ } { $($other)* } $($rest)*);
    };
    (@part { $($case:tt)* } { $($other:tt)* } $about:ident { $($group:tt)+ } $($rest:tt)*) => {
        events!(@part { $($case)* } { $($other)* $about { $($group)+ } } $($rest)*);
    };
    (@fold {
        $($(#[$_doc:meta])* $_word:literal $(shown $_shown:literal)? since $_since:literal: $kind:ident($body:ty),)+
    } $($_about:ident {
        $($(#[$_its_doc:meta])* $_its_word:literal $(shown $_its:literal)? since $_from:literal: $other:ident($_it:ty),)+
    })+) => {
        impl Event {
            /// Adds it to what the events of a case add up to; one about something else changes nothing there.
            ///
            /// # Errors
            /// Refuses an event that no program of ours can have written after those before it.
            pub fn add_to<S>(self, sum: &mut S, entered: Instant) -> Result<(), Unfit>
            where
                S: $(TakesIn<$body> +)+
            {
                match self {
                    $(Self::$kind(one) => sum.take_in(one, entered),)+
                    $($(Self::$other(_) => Ok(()),)+)+
                }
            }
        }
    };
    (@all $($about:ident {
        $($(#[$doc:meta])* $word:literal $(shown $shown:literal)? since $since:literal: $kind:ident($body:ty),)+
    })+) => {
        /// One thing that happened.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Event {
            $($($(#[$doc])* #[serde(rename = $word)] $kind($body),)+)+
        }

        /// What kind of event, as it is shown.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EventWord {
            $($($(#[$doc])* $kind,)+)+
        }

        impl EventWord {
            /// The words of all kinds.
            const WORDS: &[&str] = &[$($(events!(@shown $word $($shown)?)),+),+];

            /// Gives the word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $($(Self::$kind => events!(@shown $word $($shown)?),)+)+
                }
            }
        }

        impl Event {
            /// The version of the data file that has every kind.
            pub const NEWEST: u32 = newest(&[$($($since),+),+]);

            /// The words of all kinds in the data file, each with the version that first has it.
            #[cfg(test)]
            const KINDS: &[(&str, u32)] = &[$($(($word, $since)),+),+];

            /// Gives the word for its kind in the data file, with which its body begins.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self {
                    $($(Self::$kind(_) => $word,)+)+
                }
            }

            /// Gives its kind as it is shown.
            #[must_use]
            pub const fn word(&self) -> EventWord {
                match self {
                    $($(Self::$kind(_) => EventWord::$kind,)+)+
                }
            }

            /// Gives what it is about.
            #[must_use]
            pub const fn concern(&self) -> Concern {
                match self {
                    $($(Self::$kind(_) => Concern::$about,)+)+
                }
            }

            /// Tells what happened. `this_year` is left out of the dates.
            #[must_use]
            pub fn told(&self, this_year: i32) -> Account<'_> {
                match self {
                    $($(Self::$kind(one) => one.told(this_year),)+)+
                }
            }

            /// Gives every text it carries, so that the store can keep or fill in the words.
            pub fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
                match self {
                    $($(Self::$kind(one) => one.texts_mut(),)+)+
                }
            }

            /// Gives the hash of the playbook's text that it was decided by.
            #[must_use]
            pub fn decided_by(&self) -> Option<Hash> {
                match self {
                    $($(Self::$kind(one) => one.decided_by(),)+)+
                }
            }

            /// Says whether the plan of its case comes from it.
            #[must_use]
            pub fn lays_ground(&self) -> bool {
                match self {
                    $($(Self::$kind(one) => one.lays_ground(),)+)+
                }
            }
        }
    };
    ($($list:tt)+) => {
        events!(@all $($list)+);
        events!(@part {} {} $($list)+);
    };
}

events! {
    Customer {
        /// A customer became known.
        "customer-added" since 1: CustomerAdded(CustomerAdded),
        /// A customer is called otherwise than it was written down.
        "customer-renamed" since 8: CustomerRenamed(CustomerRenamed),
        /// A customer can be reached in another way than before.
        "customer-reach" since 1: CustomerReach(CustomerReach),
        /// A customer was put in a tier of a playbook.
        "customer-tier" since 1: CustomerTier(CustomerTier),
    }
    Case {
        /// A complaint was logged.
        "logged" since 1: Logged(Box<Logged>),
        /// The facts of a case were corrected, and it was planned again.
        "changed" since 1: Changed(Box<Changed>),
        /// Something about a case was typed wrongly, and put right.
        "corrected" since 8: Corrected(Box<Corrected>),
        /// A step was done.
        "done" since 1: Done(Done),
        /// A step became pointless.
        "skipped" shown "not-needed" since 4: Skipped(Skipped),
        /// A slot was filled with another action.
        "chosen" since 1: Chosen(Chosen),
        /// Something was written down.
        "noted" since 1: Noted(Noted),
        /// The customer got in touch again.
        "contacted" since 1: Contacted(Contacted),
        /// Somebody else holds the case.
        "assigned" since 1: Assigned(Assigned),
        /// A rung was set off.
        "escalated" since 1: Escalated(Escalated),
        /// The deadline had passed: what replaces the surprise came into the plan.
        "late-began" since 4: LateBegan(LateBegan),
        /// A rung that the clock had set off was not due after all: it was done in time, and entered
        /// later.
        "stood-down" since 2: StoodDown(StoodDown),
        /// The clocks that may wait do so.
        "paused" since 2: Paused(Paused),
        /// The clocks go on before the pause has ended by itself.
        "resumed" since 2: Resumed(Resumed),
        /// The customer was told that something will be done by a time.
        "promise-made" since 2: PromiseMade(PromiseMade),
        /// What they were told was done.
        "promise-kept" since 2: PromiseKept(PromiseKept),
        /// The night report told of rungs that were set off.
        "announced" since 2: Announced(Announced),
        /// It became known whether the customer stayed.
        "reviewed" since 2: Reviewed(Reviewed),
    }
    Shop {
        /// The night report was made.
        "night-reported" since 2: NightReported(NightReported),
    }
    Drills {
        /// A customer's situation was rehearsed.
        "rehearsed" since 2: Rehearsed(Rehearsed),
    }
    Case {
        /// What is changed because of it was written down before the closing.
        "learned" since 6: Learned(Learned),
        /// Nothing is left to do.
        "closed" since 1: Closed(Closed),
        /// It was not over.
        "reopened" since 1: Reopened(Box<Reopened>),
    }
    Shop {
        /// A file of complaints was taken in.
        "imported" since 1: Imported(Imported),
        /// An operation was taken back.
        "undone" since 1: Undone(Undone),
        /// An operation that had been taken back was put in place again.
        "redone" since 1: Redone(Redone),
    }
}

/// As its word.
impl Serialize for EventWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl JsonSchema for EventWord {
    fn schema_name() -> Cow<'static, str> {
        "event-word".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What kind of event.",
            "type": "string",
            "enum": Self::WORDS,
        })
    }
}

/// What a kind of event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// A case.
    Case,
    /// A customer.
    Customer,
    /// The drills of the shop.
    Drills,
    /// The shop as a whole.
    Shop,
}

/// The highest of these versions.
const fn newest(versions: &[u32]) -> u32 {
    let (mut newest, mut at) = (0, 0);
    while at < versions.len() {
        if versions[at] > newest {
            newest = versions[at];
        }
        at += 1;
    }
    newest
}

impl Event {
    /// Gives what a slot was filled with.
    #[must_use]
    pub fn chosen_text(&self) -> Option<&str> {
        if let Self::Chosen(chosen) = self {
            return Some(&chosen.task.text);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every kind that a released version of the data file has, and the first that has it.
    const RELEASED: [(&str, u32); 27] = [
        ("logged", 1),
        ("changed", 1),
        ("done", 1),
        ("skipped", 4),
        ("chosen", 1),
        ("noted", 1),
        ("contacted", 1),
        ("assigned", 1),
        ("escalated", 1),
        ("late-began", 4),
        ("stood-down", 2),
        ("paused", 2),
        ("resumed", 2),
        ("promise-made", 2),
        ("promise-kept", 2),
        ("announced", 2),
        ("reviewed", 2),
        ("closed", 1),
        ("reopened", 1),
        ("customer-added", 1),
        ("customer-reach", 1),
        ("customer-tier", 1),
        ("rehearsed", 2),
        ("night-reported", 2),
        ("imported", 1),
        ("undone", 1),
        ("redone", 1),
    ];

    /// The last of these versions.
    const LAST_RELEASED: u32 = 5;

    #[test]
    fn a_released_kind_stays_and_a_new_one_says_a_new_version() {
        let released = Event::KINDS.iter().filter(|kind| kind.1 <= LAST_RELEASED);
        let released: BTreeSet<(&str, u32)> = released.copied().collect();
        assert_eq!(released, BTreeSet::from(RELEASED));
    }

    #[test]
    fn a_body_is_read_by_the_words_of_the_list() {
        let refused = serde_json::from_str::<Event>(r#"{"flown":{}}"#).unwrap_err();
        for (word, _) in Event::KINDS {
            assert!(refused.to_string().contains(&format!("`{word}`")), "{word}");
        }
        let body = r#"{"undone":"00000000000000000000000000000001"}"#;
        let event: Event = serde_json::from_str(body).unwrap();
        assert_eq!((event.kind(), event.word()), ("undone", EventWord::Undone));
        assert_eq!(serde_json::to_string(&event).unwrap(), body);
    }

    #[test]
    fn no_two_kinds_are_shown_by_the_same_word() {
        let words: BTreeSet<&str> = EventWord::WORDS.iter().copied().collect();
        assert_eq!(words.len(), Event::KINDS.len());
    }
}
