//! The night report as a person reads it: each case once, under the first thing that is to be done about it.

use std::collections::BTreeMap;

use crate::domain::report::night::{NightSection, SectionWord};
use crate::domain::report::tag::TaggedCase;
use crate::domain::time::zone::Instant;

/// What a person finds cases under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NightHeading {
    /// Late, or it lapses before the shop opens.
    DoFirst,
    /// Due by this time tomorrow.
    Tomorrow,
    /// To be asked whether it is right now.
    AskWhetherRight,
    /// Something is to be done for the next customer.
    ForTheNextCustomer,
    /// Nothing is due, and yet there is something to know.
    AlsoOpen,
    /// Nothing is left to do.
    ReadyToClose,
    /// Nobody has written down whether they stayed.
    DidTheyStay,
    /// Recovered or won back since yesterday.
    GoneWell,
    /// They have left since yesterday.
    Lost,
    /// Closed since yesterday, and more was spent than the plan may cost.
    OverCeiling,
}

impl NightHeading {
    /// All of them, in the order in which they are read.
    const ALL: [Self; 10] = [
        Self::DoFirst,
        Self::Tomorrow,
        Self::AskWhetherRight,
        Self::ForTheNextCustomer,
        Self::AlsoOpen,
        Self::ReadyToClose,
        Self::DidTheyStay,
        Self::GoneWell,
        Self::Lost,
        Self::OverCeiling,
    ];

    /// Gives what a case stands under: by the section that placed it. Of an open case it says that, not that it was dear.
    fn of(one: &HeadedCase, opening: Option<Instant>) -> Self {
        let due = one.tagged.case.due_at();
        let presses = due
            .zip(opening)
            .is_some_and(|(due, opening)| due <= opening);
        match one.by {
            SectionWord::OverCeiling if !one.tagged.case.is_closed() => Self::AlsoOpen,
            SectionWord::Late | SectionWord::WillLapse => Self::DoFirst,
            SectionWord::DueIn24Hours | SectionWord::PromisesAtRisk if presses => Self::DoFirst,
            SectionWord::DueIn24Hours | SectionWord::PromisesAtRisk => Self::Tomorrow,
            SectionWord::FollowUpsDue => Self::AskWhetherRight,
            SectionWord::ForTheNextCustomer => Self::ForTheNextCustomer,
            SectionWord::Escalated
            | SectionWord::SecondFailures
            | SectionWord::NobodyHoldsIt
            | SectionWord::NoDeadline => Self::AlsoOpen,
            SectionWord::ReadyToClose => Self::ReadyToClose,
            SectionWord::DidTheyStay => Self::DidTheyStay,
            SectionWord::WonBack | SectionWord::Recovered => Self::GoneWell,
            SectionWord::Lost => Self::Lost,
            SectionWord::OverCeiling => Self::OverCeiling,
        }
    }
}

/// The sections by how much they press: the first that a case stands in places it.
const BY_PRESSURE: [SectionWord; 16] = [
    SectionWord::Late,
    SectionWord::WillLapse,
    SectionWord::DueIn24Hours,
    SectionWord::PromisesAtRisk,
    SectionWord::FollowUpsDue,
    SectionWord::Lost,
    SectionWord::WonBack,
    SectionWord::ForTheNextCustomer,
    SectionWord::DidTheyStay,
    SectionWord::ReadyToClose,
    SectionWord::Escalated,
    SectionWord::SecondFailures,
    SectionWord::NobodyHoldsIt,
    SectionWord::NoDeadline,
    SectionWord::Recovered,
    SectionWord::OverCeiling,
];

/// A case where a person finds it.
#[derive(Clone, Debug)]
pub struct HeadedCase {
    /// The case, as the section has it that placed it.
    pub tagged: TaggedCase,
    /// The section that placed it.
    pub by: SectionWord,
    /// The other sections it stands in.
    pub also: Vec<SectionWord>,
}

/// The cases under one heading; at least one.
#[derive(Clone, Debug)]
pub struct HeadedCases {
    /// What they stand under.
    pub heading: NightHeading,
    /// The cases, most urgent first.
    pub cases: Vec<HeadedCase>,
}

/// Puts each case once under the heading of the section that presses most, in the order in which they are read. What is due
/// before the shop opens next comes first, whether it is shut by then or not.
#[must_use]
pub fn headed(sections: &[NightSection], opening: Option<Instant>) -> Vec<HeadedCases> {
    let mut placed: BTreeMap<u64, HeadedCase> = BTreeMap::new();
    let pressing = BY_PRESSURE
        .iter()
        .filter_map(|word| sections.iter().find(|one| one.section == *word));
    for section in pressing {
        for tagged in &section.cases {
            let number = tagged.case.summary.number;
            placed
                .entry(number)
                .and_modify(|known| known.also.push(section.section))
                .or_insert_with(|| HeadedCase {
                    tagged: tagged.clone(),
                    by: section.section,
                    also: Vec::new(),
                });
        }
    }
    let headings = NightHeading::ALL.into_iter();
    headings
        .filter_map(|heading| under(heading, &mut placed, opening))
        .collect()
}

/// Takes out what stands under a heading.
fn under(
    heading: NightHeading,
    placed: &mut BTreeMap<u64, HeadedCase>,
    opening: Option<Instant>,
) -> Option<HeadedCases> {
    let mine = placed.extract_if(.., |_, one| NightHeading::of(one, opening) == heading);
    let mut cases: Vec<HeadedCase> = mine.map(|(_, one)| one).collect();
    cases.sort_by_key(|one| one.tagged.case.urgency());
    (!cases.is_empty()).then_some(HeadedCases { heading, cases })
}
