//! A row held against the case that has its reference already.

use std::fmt;

use chrono::{NaiveDateTime, NaiveTime};
use thiserror::Error;

use super::reason::quoted;
use super::{CellSaid, Precision, Row};
use crate::domain::name::folded;
use crate::domain::plan::Promised;
use crate::domain::time::zone::Zone;
use crate::domain::words::Words;

/// What was written down when a case was taken in; what was erased since is missing.
#[derive(Clone, Copy, Debug)]
pub struct TakenIn<'c> {
    /// What the customer is called.
    pub customer: Option<&'c Words>,
    /// When the customer told somebody.
    pub told: Promised,
    /// When it went wrong, if known.
    pub happened: Option<Promised>,
    /// What the customer said.
    pub words: Option<&'c Words>,
    /// What it is about.
    pub order: Option<&'c Words>,
}

/// A row whose reference a stored case has, while the two are not the same complaint.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}: {} is #{case} already, with {}", quoted(&.reference.column), quoted(&.reference.found), listed(.differences))]
pub struct OtherContent {
    /// The reference and its column.
    pub reference: CellSaid,
    /// The number of the case.
    pub case: u64,
    /// What is not the same, at least one thing.
    pub differences: Vec<Difference>,
}

impl OtherContent {
    /// Says what to do about it, as a sentence without a full stop.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "if it is another complaint, give it a reference of its own, such as one with the till before it; else leave the row out"
    }
}

/// Something in which a row and a case with the same reference differ, with what the case has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The customer.
    Customer(String),
    /// When they told, in the time of the shop.
    Told(NaiveDateTime),
    /// When it went wrong, in the time of the shop.
    Happened(NaiveDateTime),
    /// What it is about.
    Order(String),
    /// What they said.
    Words,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minute = |wall: &NaiveDateTime| wall.format("%Y-%m-%d %H:%M").to_string();
        match self {
            Self::Customer(name) => write!(f, "another customer ({})", quoted(name)),
            Self::Told(wall) => write!(f, "another moment of telling ({})", minute(wall)),
            Self::Happened(wall) => {
                write!(f, "another moment when it went wrong ({})", minute(wall))
            }
            Self::Order(order) => write!(f, "another order ({})", quoted(order)),
            Self::Words => f.write_str("other words"),
        }
    }
}

fn listed(differences: &[Difference]) -> String {
    let said: Vec<String> = differences.iter().map(ToString::to_string).collect();
    match said.split_last() {
        None => "other content".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

impl Row {
    /// Finds in what the row contradicts the case that has its reference.
    ///
    /// What only one of the two says is no contradiction: another mapping may have read fewer columns, and
    /// a person's words may have been erased. Letter case and spaces do not matter, and a date alone is the
    /// same as any moment of its day. What became of the case since is not looked at, nor what the mapping
    /// makes of the row's words.
    #[must_use]
    pub fn differs(&self, case: &TakenIn<'_>, zone: &Zone) -> Vec<Difference> {
        let other = |here: &Option<Words>, there: Option<&Words>| {
            let there = there?.as_stored();
            let here = here.as_ref()?.as_stored();
            (folded(here) != folded(there)).then(|| there.to_owned())
        };
        let happened = self.happened.zip(case.happened).filter(|(here, there)| {
            !same_moment(&Promised::new(*here, zone), Precision::Second, there)
        });
        let told = Promised::new(self.told, zone);
        [
            other(&self.customer, case.customer).map(Difference::Customer),
            (!same_moment(&told, self.told_to, &case.told))
                .then_some(Difference::Told(case.told.wall)),
            happened.map(|(_, there)| Difference::Happened(there.wall)),
            other(&self.order, case.order).map(Difference::Order),
            other(&self.words, case.words).map(|_| Difference::Words),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Says whether two moments are the same, by the instant or, should the shop have moved to another zone
/// since, by the clock; midnight is how a date alone was kept.
fn same_moment(here: &Promised, to: Precision, there: &Promised) -> bool {
    let midnight = |moment: &Promised| moment.wall.time() == NaiveTime::MIN;
    let day_alone = to == Precision::Day || midnight(here) || midnight(there);
    here.at == there.at
        || here.wall == there.wall
        || (day_alone && here.wall.date() == there.wall.date())
}
