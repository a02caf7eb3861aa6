//! What `playbook check` proves, cell by cell.
//!
//! A file is proved in one run: what makes it unusable (gaps, two answers) never hides what else is wrong, as far
//! as that can be known. Each proof has its own module and looks only at cells that have an answer.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::{Resolution, Resolved};
use crate::domain::playbook::{Playbook, Rules};
use crate::domain::time::calendar::Hours;

mod allowed;
mod answers;
mod ceiling;
mod closed;
mod digest;
mod drafts;
mod floor;
mod gestures;
mod in_words;
mod neighbours;
mod pairs;
pub(in crate::domain) mod places;
mod presence;
mod roles;
mod shop_lengths;
mod time;
pub(in crate::domain) mod week;

pub use in_words::cell_name;
pub use shop_lengths::counts_open_time;

/// Who holds a case when nobody else is named, as `new` does it.
const HOLDS: &str = "owner";

/// Somebody who stands behind a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleHolder<'s> {
    /// The name.
    pub name: &'s str,
    /// The time of day at which they leave, if they do.
    pub until: Option<NaiveTime>,
}

/// The people behind the roles; empty when the shop has not named anybody.
pub type People<'s> = BTreeMap<&'s str, RoleHolder<'s>>;

/// What a shop has said of itself that bears on its playbook.
#[derive(Clone, Copy, Debug)]
pub struct ShopFacts<'s> {
    /// When it is open.
    pub hours: Option<&'s Hours>,
    /// Who stands behind its roles.
    pub people: &'s People<'s>,
}

/// What a playbook is proved against.
#[derive(Clone, Copy, Debug)]
pub struct ProofBasis<'s> {
    /// The day of the check, which decides what is stale.
    pub today: NaiveDate,
    /// The shop; what needs one is not proved without.
    pub shop: Option<ShopFacts<'s>>,
}

impl<'s> ProofBasis<'s> {
    /// Gives the hours, when the shop has told them.
    fn hours(&self) -> Option<&'s Hours> {
        self.shop.and_then(|shop| shop.hours)
    }

    /// Gives the people, when the shop has named any.
    fn people(&self) -> Option<&'s People<'s>> {
        let people = self.shop.map(|shop| shop.people);
        people.filter(|people| !people.is_empty())
    }
}

/// What a check came to.
#[derive(Debug)]
pub struct Proof {
    /// The playbook, or the rules of a file that cannot be used as one.
    pub outcome: Result<Playbook, Rules>,
    /// What was found: errors first, each level worst first.
    pub findings: Vec<Finding>,
    /// How many exceptions were needed.
    pub allowed: usize,
}

impl Proof {
    /// Gives the rules, usable or not.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        match &self.outcome {
            Ok(playbook) => playbook.rules(),
            Err(rules) => rules,
        }
    }
}

/// The answers a playbook gives, for the cells that have one.
#[derive(Clone, Copy)]
struct Answers<'p> {
    rules: &'p Rules,
    cells: &'p [Option<Resolved>],
    /// What each action costs, in the currency's smallest unit.
    costs: &'p [i64],
    allows: &'p allowed::Allows<'p>,
}

impl<'p> Answers<'p> {
    fn at(self, cell: Cell) -> Option<&'p Resolved> {
        self.cells[self.rules.space().position(cell)].as_ref()
    }

    fn each(self) -> impl Iterator<Item = (Cell, &'p Resolved)> {
        let cells = self.rules.space().cells();
        cells.filter_map(move |cell| Some((cell, self.at(cell)?)))
    }

    /// Says whether a finding in this cell stands: the owner has not allowed it.
    fn stands(self, kind: FindingKind, cell: Cell) -> bool {
        !self.allows.cover(kind, cell)
    }

    /// Keeps the cells in which a finding stands; none when there is none.
    fn standing(self, kind: FindingKind, cells: impl Iterator<Item = Cell>) -> Option<Vec<Cell>> {
        let cells: Vec<Cell> = cells.filter(|cell| self.stands(kind, *cell)).collect();
        (!cells.is_empty()).then_some(cells)
    }

    /// Gives a finding with those of the cells in which it stands; none when it stands in none.
    fn hitting(self, finding: Finding, cells: impl Iterator<Item = Cell>) -> Option<Finding> {
        let cells = self.standing(finding.kind, cells)?;
        Some(finding.hitting(cells))
    }
}

/// Makes a playbook of rules, or says for whom they have no single answer.
///
/// # Errors
/// Gives one finding for each cause, with every cell it hits.
pub fn usable(rules: Rules) -> Result<Playbook, Vec<Finding>> {
    let resolution = Resolution::of(&rules);
    let mut findings = answers::holes(&rules, &resolution.holes);
    findings.extend(presence::gaps(&rules, &resolution.cells));
    in_order(&mut findings);
    if findings.is_empty() {
        // Whatever has no hole is whole.
        return Playbook::of(rules, resolution).map_err(|_| findings);
    }
    Err(findings)
}

/// Proves everything about rules that can be proved in this setting.
#[must_use]
pub fn prove(rules: Rules, setting: &ProofBasis<'_>) -> Proof {
    let resolution = Resolution::of(&rules);
    let allows = allowed::Allows::new(&rules);
    let costs = rules.costs();
    let answers = Answers {
        rules: &rules,
        cells: &resolution.cells,
        costs: &costs,
        allows: &allows,
    };
    let mut findings = answers::holes(&rules, &resolution.holes);
    findings.extend(answers::idle(answers, &resolution.wins));
    findings.extend(answers::duplicates(answers, &resolution.holes));
    findings.extend(answers::emptied(answers));
    let gaps = presence::gaps(&rules, &resolution.cells);
    let is_whole = gaps.is_empty();
    findings.extend(gaps);
    // Where something is missing, that is what an action nobody gets is for.
    let unused = findings.is_empty().then(|| answers::unused(&rules));
    findings.extend(unused.into_iter().flatten());
    findings.extend(presence::weighed(answers, |answers| {
        weighed(answers, setting)
    }));
    findings.extend(roles::faceless(answers, setting));
    findings.extend(drafts::wording(answers));
    findings.extend(shop_lengths::without_hours(&rules, setting));
    findings.extend(closed::closed(answers, setting));
    findings.extend(allowed::long_unread(answers, setting.today));
    findings.extend(allows.no_longer_needed(&rules, setting));
    in_order(&mut findings);
    let allowed = allows.needed();
    drop(allows);
    let outcome = if is_whole {
        Playbook::of(rules, resolution).map_err(|failed| failed.0)
    } else {
        Err(rules)
    };
    Proof {
        outcome,
        findings,
        allowed,
    }
}

/// Proves what depends on what the cells get.
fn weighed(answers: Answers<'_>, setting: &ProofBasis<'_>) -> Vec<Finding> {
    let efforts = neighbours::Efforts::of(answers);
    let mut findings = neighbours::effort_falls(answers, &efforts);
    findings.extend(neighbours::clock_lengthens(answers, setting.hours()));
    findings.extend(floor::differs(answers));
    findings.extend(ceiling::over(answers));
    let mut timing = time::TimeProof::new(answers, setting);
    findings.extend(timing.too_late());
    findings.extend(pairs::proved(answers, &mut timing, &efforts));
    findings.extend(gestures::poor(answers));
    findings
}

/// Sorts findings: errors first, then the worst kind first, and each kind by where it stands.
pub fn in_order(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.level, finding.kind, finding.place));
}
