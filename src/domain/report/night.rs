//! The sections of the night report: what has something in common, most urgent first.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::deadline::CaseState;
use crate::domain::case::listed::ListedCase;
use crate::domain::event::Outcome;
use crate::domain::report::filter::CaseFilter;
use crate::domain::report::tag::TaggedCase;
use crate::domain::time::calendar::Calendar;
use crate::domain::time::zone::Instant;

/// What the cases of a section of the night report have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "section-word")]
pub enum SectionWord {
    /// What escalated, was promised and not kept, or happened to somebody again, and still holds.
    #[serde(rename = "escalated")]
    Escalated,
    /// A deadline passes while the shop is shut.
    #[serde(rename = "will lapse before you open")]
    WillLapse,
    /// A deadline has passed.
    #[serde(rename = "late")]
    Late,
    /// Both halves, or something before them, are due by this time tomorrow.
    #[serde(rename = "due in 24 hours")]
    DueIn24Hours,
    /// A promise is due by this time tomorrow, or was.
    #[serde(rename = "promises at risk")]
    PromisesAtRisk,
    /// Recovered, and to be asked whether it is right now.
    #[serde(rename = "follow-ups due")]
    FollowUpsDue,
    /// Something is still to be done for the next customer, also in cases that are closed.
    #[serde(rename = "for the next customer")]
    ForTheNextCustomer,
    /// Nobody has written down yet whether they stayed.
    #[serde(rename = "did they stay?")]
    DidTheyStay,
    /// The customer was failed before, not long ago.
    #[serde(rename = "second failures")]
    SecondFailures,
    /// Nobody holds the case.
    #[serde(rename = "nobody holds it")]
    NobodyHoldsIt,
    /// Nothing is due, and nobody is recovered.
    #[serde(rename = "no deadline")]
    NoDeadline,
    /// Nothing is left to do for this customer.
    #[serde(rename = "recovered, ready to close")]
    ReadyToClose,
    /// Closed in the last 24 hours: they have left.
    #[serde(rename = "lost since yesterday")]
    Lost,
    /// Closed in the last 24 hours: they are closer than before.
    #[serde(rename = "won back since yesterday")]
    WonBack,
    /// Recovered in the last 24 hours, and not lost since.
    #[serde(rename = "recovered since yesterday")]
    Recovered,
    /// More was spent than the plan may cost: while it is open, and when it was closed in the last 24 hours.
    #[serde(rename = "over the ceiling")]
    OverCeiling,
}

impl SectionWord {
    /// All of them, in the order in which they are read.
    pub const ALL: [Self; 16] = [
        Self::Escalated,
        Self::WillLapse,
        Self::Late,
        Self::DueIn24Hours,
        Self::PromisesAtRisk,
        Self::FollowUpsDue,
        Self::ForTheNextCustomer,
        Self::DidTheyStay,
        Self::SecondFailures,
        Self::NobodyHoldsIt,
        Self::NoDeadline,
        Self::ReadyToClose,
        Self::Lost,
        Self::WonBack,
        Self::Recovered,
        Self::OverCeiling,
    ];
}

/// What the report is about.
#[derive(Clone, Debug, Default)]
pub struct NightCases {
    /// Open cases, the earliest deadline first.
    pub open: Vec<TaggedCase>,
    /// Cases closed in the last 24 hours.
    pub closed: Vec<TaggedCase>,
    /// Closed cases of which nobody has written down whether the customer stayed, and somebody should by tomorrow.
    pub reviews: Vec<TaggedCase>,
    /// Closed cases with something left to do for the next customer.
    pub left_to_prevent: Vec<TaggedCase>,
}

/// One section: cases that have something in common, most urgent first.
#[derive(Clone, Debug)]
pub struct NightSection {
    /// What they have in common.
    pub section: SectionWord,
    /// The cases; at least one.
    pub cases: Vec<TaggedCase>,
}

impl NightSection {
    /// Gives what is asked for of it; `None` when that is nothing.
    ///
    /// Wins and losses are told whatever is asked for: they are nobody's next step.
    #[must_use]
    pub fn seen(self, filter: &CaseFilter) -> Option<Self> {
        // A closed case may still have something to be done for the next customer.
        let prevents = self.section == SectionWord::ForTheNextCustomer;
        // What went well, or was dear, in a case that is over is nothing that was asked for.
        let is_news = matches!(
            self.section,
            SectionWord::Recovered | SectionWord::OverCeiling
        );
        let seen = self
            .cases
            .into_iter()
            .filter_map(|TaggedCase { case, tags }| {
                if case.is_closed() && is_news && !filter.takes_all() {
                    return None;
                }
                let case = match case.is_closed() && !prevents {
                    true => case,
                    false => filter.seen(case)?,
                };
                Some(TaggedCase { case, tags })
            });
        let cases: Vec<TaggedCase> = seen.collect();
        (!cases.is_empty()).then_some(Self { cases, ..self })
    }
}

impl NightCases {
    /// Gives the sections that have something in them, in the order in which they are read.
    #[must_use]
    pub fn sections(&self, ahead: &Ahead) -> Vec<NightSection> {
        let section = |section| NightSection {
            section,
            cases: self.of(section, ahead),
        };
        let all = SectionWord::ALL.into_iter().map(section);
        all.filter(|one| !one.cases.is_empty()).collect()
    }

    fn of(&self, section: SectionWord, ahead: &Ahead) -> Vec<TaggedCase> {
        let (some, others): (&[TaggedCase], &[TaggedCase]) = match section {
            SectionWord::DidTheyStay => (&self.reviews, &[]),
            SectionWord::Lost | SectionWord::WonBack => (&self.closed, &[]),
            SectionWord::ForTheNextCustomer => (&self.open, &self.left_to_prevent),
            SectionWord::Recovered | SectionWord::OverCeiling => (&self.open, &self.closed),
            SectionWord::Escalated
            | SectionWord::WillLapse
            | SectionWord::Late
            | SectionWord::DueIn24Hours
            | SectionWord::PromisesAtRisk
            | SectionWord::FollowUpsDue
            | SectionWord::SecondFailures
            | SectionWord::NobodyHoldsIt
            | SectionWord::NoDeadline
            | SectionWord::ReadyToClose => (&self.open, &[]),
        };
        let all = some.iter().chain(others);
        let cases = all.filter(|one| ahead.belongs(one, section)).cloned();
        ahead.in_order(section, cases.collect())
    }
}

/// The stretches ahead that the report looks at.
#[derive(Clone, Copy, Debug)]
pub struct Ahead {
    now: Instant,
    tomorrow: Instant,
    shut: Option<Shut>,
}

/// The stretch that begins now or at the next closing, and ends when the shop opens again.
#[derive(Clone, Copy, Debug)]
struct Shut {
    from: Instant,
    until: Instant,
}

impl Shut {
    /// Looks ahead from now; `None` for a shop that has not said when it is open.
    fn next(now: Instant, calendar: Calendar<'_>) -> Option<Self> {
        calendar.hours?;
        let from = if calendar.is_open(now) {
            calendar.next_closing(now).ok()?
        } else {
            now
        };
        let until = calendar.next_opening(from).ok()?;
        Some(Self { from, until })
    }
}

impl Ahead {
    /// Looks 24 hours ahead, and to when the shop opens again.
    #[must_use]
    pub fn from(now: Instant, calendar: Calendar<'_>) -> Self {
        Self {
            now,
            tomorrow: now + TimeDelta::hours(24),
            shut: Shut::next(now, calendar),
        }
    }

    /// Gives from when to when the shop is shut next, now included; `None` for one that has not said when it is open.
    #[must_use]
    pub fn shut(&self) -> Option<(Instant, Instant)> {
        self.shut.map(|shut| (shut.from, shut.until))
    }

    /// Says whether a case that a section looks at belongs into it.
    fn belongs(&self, tagged: &TaggedCase, section: SectionWord) -> bool {
        let case = &tagged.case;
        let recovered = case.is_recovered();
        match section {
            SectionWord::Escalated => !tagged.tags.is_empty(),
            SectionWord::WillLapse => self.lapses(case),
            SectionWord::Late => case.state == CaseState::Late,
            SectionWord::DueIn24Hours => self.has_halves_due(case) && !recovered,
            SectionWord::PromisesAtRisk => self.is_by_tomorrow(case.promise_due_at()),
            SectionWord::FollowUpsDue => self.is_soon(case.due_at()) && recovered,
            SectionWord::ForTheNextCustomer => self.is_by_tomorrow(case.prevent_due_at()),
            SectionWord::DidTheyStay => true,
            SectionWord::SecondFailures => case.summary.outlook.failed_before.is_some(),
            SectionWord::NobodyHoldsIt => case.holder().is_none(),
            SectionWord::NoDeadline => case.due_at().is_none() && !recovered,
            SectionWord::ReadyToClose => case.is_ready_to_close(),
            SectionWord::Lost => case.summary.outcome == Some(Outcome::Lost),
            SectionWord::WonBack => case.summary.outcome == Some(Outcome::WonBack),
            SectionWord::Recovered => self.was_recovered_lately(case),
            SectionWord::OverCeiling => case.summary.outlook.overspending.is_some(),
        }
    }

    /// Gives the cases of a section as they stand in it.
    fn in_order(&self, section: SectionWord, mut cases: Vec<TaggedCase>) -> Vec<TaggedCase> {
        if section == SectionWord::Escalated {
            cases.sort_by_key(|tagged| tagged.tags.first().map(|tag| (!tag.new, tag.at)));
        }
        if section == SectionWord::ForTheNextCustomer {
            let cases = cases.into_iter().map(|tagged| TaggedCase {
                case: tagged.case.for_the_next_customer(),
                ..tagged
            });
            return cases.collect();
        }
        cases
    }

    fn is_soon(&self, due: Option<Instant>) -> bool {
        due.is_some_and(|due| due > self.now && due <= self.tomorrow)
    }

    fn is_by_tomorrow(&self, due: Option<Instant>) -> bool {
        due.is_some_and(|due| due <= self.tomorrow)
    }

    /// A late promise must not hide that both halves are due.
    fn has_halves_due(&self, case: &ListedCase) -> bool {
        self.is_soon(case.due_at()) || self.is_soon(case.summary.recover_at)
    }

    fn lapses(&self, case: &ListedCase) -> bool {
        let due = case.due_at().filter(|due| *due >= self.now);
        let between = |shut: Shut| due.is_some_and(|due| due >= shut.from && due <= shut.until);
        self.shut.is_some_and(between)
    }

    fn was_recovered_lately(&self, case: &ListedCase) -> bool {
        let yesterday = self.now - TimeDelta::hours(24);
        let recovered = case.summary.recovered_at;
        let lost = case.summary.outcome == Some(Outcome::Lost);
        recovered.is_some_and(|at| at >= yesterday && at <= self.now) && !lost
    }
}
