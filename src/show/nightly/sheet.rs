//! The night as a person reads it: each case once, with everything that is true of it.

use std::collections::BTreeMap;

use crate::domain::case::agenda::Chore;
use crate::domain::case::listed::ListedCase;
use crate::domain::event::Reaction;
use crate::domain::report::day::before_opening;
use crate::domain::report::headings::{HeadedCase, HeadedCases, NightHeading};
use crate::domain::report::night::{Ahead, SectionWord};
use crate::domain::time::zone::Instant;
use crate::show::nightly::{NameOf, ReportedCase};
use crate::show::{Moment, Viewpoint};

/// What is to be done about a case before the shop opens.
#[derive(Debug, Default)]
pub struct NightAgenda {
    /// Everything that went wrong, in few words.
    pub about: String,
    /// The numbers of the steps that are due by then.
    pub due: Vec<u32>,
    /// What the clock alone sets off, each with when.
    pub begins: Vec<(Instant, Chore)>,
}

/// What is to be done about each case before the shop opens.
pub type NightAgendas = BTreeMap<u64, NightAgenda>;

/// What the cases of a night are seen with.
#[derive(Clone, Copy)]
pub struct SheetSight<'s> {
    /// The moment, and the zone of printing.
    pub viewpoint: &'s Viewpoint,
    /// Who stands behind a role.
    pub name_of: &'s NameOf<'s>,
    /// When the shop is shut next.
    pub ahead: &'s Ahead,
    /// What is to be done before it opens.
    pub agendas: &'s NightAgendas,
}

/// What a person reads of a night.
#[derive(Debug, Default)]
pub struct NightSheet {
    /// What the shop is called.
    pub shop: Option<String>,
    /// When it opens next, after it was shut.
    pub opens: Option<Moment>,
    /// When it shuts after that.
    pub closes: Option<Moment>,
    /// The case with the nearest deadline that can still be kept, and that deadline.
    pub next: Option<(u64, Moment)>,
    /// The cases under their headings.
    pub groups: Vec<SheetGroup>,
}

impl NightSheet {
    /// Gives the cases under a heading.
    pub fn under(&self, heading: NightHeading) -> impl Iterator<Item = &SheetEntry> {
        let mine = move |group: &&SheetGroup| group.heading == heading;
        self.groups
            .iter()
            .filter(mine)
            .flat_map(|group| &group.entries)
    }
}

/// The cases under one heading; at least one.
#[derive(Debug)]
pub struct SheetGroup {
    /// What they stand under.
    pub heading: NightHeading,
    /// The cases, most urgent first.
    pub entries: Vec<SheetEntry>,
}

impl SheetGroup {
    /// Sees the cases under a heading.
    #[must_use]
    pub fn of(group: HeadedCases, sight: &SheetSight<'_>) -> Self {
        let cases = group.cases.into_iter();
        Self {
            heading: group.heading,
            entries: cases.map(|one| SheetEntry::of(one, sight)).collect(),
        }
    }
}

/// One case of a night.
#[derive(Debug)]
pub struct SheetEntry {
    /// The case as it stands in its section.
    pub reported: ReportedCase,
    /// Whether a deadline has passed.
    pub is_late: bool,
    /// Whether nobody holds it.
    pub nobody_holds_it: bool,
    /// Who does what comes next.
    pub who: Option<String>,
    /// What is to be done for the next customer by this time tomorrow.
    pub prevents: Option<PreventLine>,
    /// Whether the shop is shut now.
    pub shut: bool,
    /// Everything that went wrong, in few words; `None` where nothing is to be done any more.
    pub about: Option<String>,
    /// How many more steps are due before the shop opens.
    pub also_due: usize,
    /// What the clock sets off before the shop opens, while it is not put right.
    pub begins: Vec<BeginLine>,
    /// When the shop opens, if the deadline falls before that.
    pub opens: Option<Moment>,
    /// How long after the telling they were recovered, in seconds; only in the first 24 hours after that.
    pub recovered_after: Option<i64>,
    /// How the customer took what was done last.
    pub reaction: Option<Reaction>,
}

/// Something to be done for the next customer.
#[derive(Debug)]
pub struct PreventLine {
    /// What.
    pub text: String,
    /// Who does it: a person, or a role.
    pub who: String,
    /// By when.
    pub due_at: Moment,
}

/// Something that the clock sets off before the shop opens.
#[derive(Debug)]
pub struct BeginLine {
    /// What.
    pub text: String,
    /// Who does it: a person, or a role.
    pub who: String,
    /// From when.
    pub from: Moment,
}

impl BeginLine {
    fn of(from: Instant, chore: &Chore, case: &ListedCase, sight: &SheetSight<'_>) -> Self {
        Self {
            text: chore.text.clone(),
            who: who(&chore.by, case, sight),
            from: sight.viewpoint.moment(from),
        }
    }
}

impl SheetEntry {
    fn of(one: HeadedCase, sight: &SheetSight<'_>) -> Self {
        let stands_in = |section| one.by == section || one.also.contains(&section);
        let case = &one.tagged.case;
        let is_late = stands_in(SectionWord::Late);
        let opens = case.due_at().filter(|_| !is_late);
        let opens = opens.and_then(|due| before_opening(due, sight.ahead));
        let recovered = case.summary.recovered_at;
        let recovered = recovered.filter(|_| stands_in(SectionWord::Recovered));
        let prevents = case.prevention();
        let prevents = prevents.filter(|_| stands_in(SectionWord::ForTheNextCustomer));
        let next = case.next.as_ref();
        let agenda = sight.agendas.get(&case.summary.number);
        let begins = agenda.into_iter().flat_map(|agenda| &agenda.begins);
        let first = next.and_then(|next| next.step);
        let due = agenda.into_iter().flat_map(|agenda| &agenda.due);
        Self {
            shut: sight
                .ahead
                .shut()
                .is_some_and(|(from, _)| from <= sight.viewpoint.now),
            about: agenda.map(|agenda| agenda.about.clone()),
            also_due: due.filter(|step| Some(**step) != first).count(),
            begins: begins
                .map(|(from, chore)| BeginLine::of(*from, chore, case, sight))
                .collect(),
            is_late,
            nobody_holds_it: stands_in(SectionWord::NobodyHoldsIt),
            who: next.map(|next| who(&next.by, case, sight)),
            prevents: prevents.map(|one| PreventLine {
                text: one.next.text.clone(),
                who: who(&one.next.by, case, sight),
                due_at: sight.viewpoint.moment(one.due_at),
            }),
            opens: sight.viewpoint.see(opens),
            recovered_after: recovered.map(|at| (at - case.summary.told_at).num_seconds()),
            reaction: case.summary.outlook.reaction,
            reported: ReportedCase::of(one.tagged, sight.viewpoint, sight.name_of),
        }
    }
}

/// The person behind a role, or the role.
fn who(by: &str, case: &ListedCase, sight: &SheetSight<'_>) -> String {
    let person = match by {
        "holder" => case.holder().map(|name| name.on_terminal().to_string()),
        role => (sight.name_of)(role),
    };
    let nobody = || match by {
        "holder" => "nobody yet".to_owned(),
        role => role.to_owned(),
    };
    person.unwrap_or_else(nobody)
}
