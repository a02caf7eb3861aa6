//! The night report: tomorrow's to-do.

mod page;
mod rows;
mod sheet;

pub use sheet::{NightAgenda, NightAgendas, NightSheet, SheetGroup, SheetSight};

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::spending::Overspending;
use crate::domain::money::Money;
use crate::domain::report::OpenCounts;
use crate::domain::report::night::{NightSection, SectionWord};
use crate::domain::report::tag::{CaseTag, NewEscalation, TagWord, TaggedCase};
use crate::domain::words::Words;
use crate::show::case::CaseItem;
use crate::show::schemas::marks::{CaseNumber, PlaybookId};
use crate::show::{Moment, Viewpoint};

/// Gives the name of the person behind a role, where the shop has one.
pub type NameOf<'n> = dyn Fn(&str) -> Option<String> + 'n;

/// Something that has come about in a case, and holds until it is closed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "tag")]
pub struct TagItem {
    /// What it is.
    pub tag: TagWord,
    /// Whether it came about since the last day before this one on which a night report ran.
    pub new: bool,
    /// What set it off: contact 3, promise 1, the case of the first failure.
    #[schemars(length(min = 1))]
    pub on: String,
    /// When it came about.
    pub at: Moment,
    /// The role that takes over.
    #[schemars(with = "Option<PlaybookId>")]
    pub to: Option<String>,
    /// The person behind that role.
    pub person: Option<String>,
}

impl TagItem {
    fn of(tag: CaseTag, viewpoint: &Viewpoint, name_of: &NameOf<'_>) -> Self {
        Self {
            tag: tag.tag,
            new: tag.new,
            on: tag.on,
            at: viewpoint.moment(tag.at),
            person: tag.to.as_deref().and_then(name_of),
            to: tag.to,
        }
    }
}

/// A case in the night report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "reported-case")]
pub struct ReportedCase {
    /// The row it has in lists.
    #[serde(flatten)]
    pub item: CaseItem,
    /// What has come about in it and still holds, what is new first.
    pub tags: Vec<TagItem>,
    /// What was spent beyond what the plan may cost; `null` while it was not.
    pub overspending: Option<OverspendingItem>,
}

/// That more was spent than the plan may cost.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[schemars(rename = "overspending")]
pub struct OverspendingItem {
    /// What was spent on this customer; what an escalation brought in is left out.
    pub spent: Money,
    /// The most the plan may cost.
    pub ceiling: Money,
}

impl From<Overspending> for OverspendingItem {
    fn from(it: Overspending) -> Self {
        Self {
            spent: it.spent,
            ceiling: it.ceiling,
        }
    }
}

impl ReportedCase {
    fn of(tagged: TaggedCase, viewpoint: &Viewpoint, name_of: &NameOf<'_>) -> Self {
        let tags = tagged.tags.into_iter();
        let overspending = tagged.case.summary.outlook.overspending;
        Self {
            overspending: overspending.map(OverspendingItem::from),
            item: CaseItem::of(tagged.case, viewpoint),
            tags: tags
                .map(|tag| TagItem::of(tag, viewpoint, name_of))
                .collect(),
        }
    }
}

/// One section of the night report; only those with something in them are printed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "section")]
pub struct Section {
    /// What its cases have in common.
    pub section: SectionWord,
    /// Its cases, most urgent first.
    #[schemars(length(min = 1))]
    pub cases: Vec<ReportedCase>,
}

impl Section {
    /// Makes a section to be shown of one that was decided on.
    #[must_use]
    pub fn of(section: NightSection, viewpoint: &Viewpoint, name_of: &NameOf<'_>) -> Self {
        let cases = section.cases.into_iter();
        Self {
            section: section.section,
            cases: cases
                .map(|one| ReportedCase::of(one, viewpoint, name_of))
                .collect(),
        }
    }
}

/// An escalation that is new.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "announcement")]
pub struct Announcement {
    /// The case.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// Whose.
    pub customer: Option<Words>,
    /// What set it off.
    #[schemars(length(min = 1))]
    pub on: String,
    /// When.
    pub at: Moment,
    /// The role that takes over.
    #[schemars(with = "Option<PlaybookId>")]
    pub to: Option<String>,
    /// The person behind that role.
    pub person: Option<String>,
}

impl Announcement {
    /// Makes an announcement of an escalation that is new.
    #[must_use]
    pub fn of(new: NewEscalation, viewpoint: &Viewpoint, name_of: &NameOf<'_>) -> Self {
        let TagItem {
            on, at, to, person, ..
        } = TagItem::of(new.tag, viewpoint, name_of);
        Self {
            case: new.case,
            customer: new.customer,
            on,
            at,
            to,
            person,
        }
    }
}

/// Tomorrow's to-do.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "nightly")]
pub struct Nightly {
    /// What has escalated since the last day before this one on which the report ran.
    pub announced: Vec<Announcement>,
    /// When the report was made last before today.
    pub previous_run_at: Option<Moment>,
    /// How many days of the shop there were without a report since then.
    pub nights_missing: u64,
    /// What there is to do, by what it has in common.
    pub sections: Vec<Section>,
    /// Open cases by state.
    pub counts: OpenCounts,
    /// The first digits of the head of the history, to compare with a copy; `null` before the first case.
    pub head: Option<String>,
    /// The version of the zone rules in use.
    pub zone_rules: String,
    /// The same as a person reads it: each case once.
    #[serde(skip)]
    pub sheet: NightSheet,
}

impl Nightly {
    /// Gives what has come about in open cases and still holds.
    pub fn tags(&self) -> impl Iterator<Item = (&ReportedCase, &TagItem)> {
        let holds = self
            .sections
            .iter()
            .filter(|one| one.section == SectionWord::Escalated);
        let cases = holds.flat_map(|section| &section.cases);
        cases.flat_map(|reported| reported.tags.iter().map(move |tag| (reported, tag)))
    }

    /// Says whether there is nothing to tell.
    #[must_use]
    pub const fn has_nothing(&self) -> bool {
        self.sections.is_empty() && self.announced.is_empty() && self.nights_missing == 0
    }
}
