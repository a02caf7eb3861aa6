//! `amends playbook check`: what is wrong with a playbook, by itself and in this shop.

use clap::Args;

use super::{located, matrix};
use crate::desk::library::Located;
use crate::desk::shop::Shop;
use crate::domain::count::Count;
use crate::domain::playbook::check::{self, People, Proof, ProofBasis, RoleHolder};
use crate::domain::playbook::finding::{Finding, FindingLevel};
use crate::domain::playbook::{Playbook, Rules};
use crate::domain::suggest::joined;
use crate::error::{Kind, Result};
use crate::files;
use crate::shell::disk;
use crate::show::Screen;
use crate::show::playbook::{Checked, FindingItem};

/// `amends playbook check`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook check                         the shop's own
  amends playbook check my-cafe.toml --json     for an editor; exit 4 on an error
  amends playbook check cafe --matrix           who gets what, from which line")]
pub struct CheckPlaybookArgs {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// Show who gets what, and which line says so
    #[arg(long)]
    pub matrix: bool,
}

pub(crate) fn check(shop: &Shop<'_>, typed: &CheckPlaybookArgs) -> Result<Screen> {
    let located = located(shop, typed.file.as_deref())?;
    let found = CheckedFile::about(shop, &located);
    let mut screen = match (typed.matrix, found.playbook()) {
        (true, Some(playbook)) => {
            say_what_else_was_found(shop, &found);
            let matrix = matrix::matrix(&located, typed.file.as_deref(), playbook);
            shop.screen(matrix)
        }
        (true, None) | (false, _) => {
            if let Some(rules) = found.rules() {
                say_what_was_not_checked(shop, rules);
            }
            shop.screen(found.shown(&located))
        }
    };
    if found.count(FindingLevel::Error) > 0 {
        screen.exit = Kind::Findings.exit();
    }
    Ok(screen)
}

/// Counts what the check found, where something else is looked at.
fn say_what_else_was_found(shop: &Shop<'_>, found: &CheckedFile) {
    let (errors, warnings) = (
        found.count(FindingLevel::Error),
        found.count(FindingLevel::Warning),
    );
    if errors + warnings > 0 {
        let errors = Count::of(errors as u64, "error");
        let warnings = Count::of(warnings as u64, "warning");
        shop.warn(format!(
            "the check found {errors}, {warnings}: look without `--matrix`"
        ));
    }
}

/// What is known of a playbook file after everything about it has been looked at.
pub(super) enum CheckedFile {
    /// It could not be read as a playbook.
    Unread(Vec<Finding>),
    /// It was proved, as far as the shop has said what it is like.
    Proved(Box<Proof>),
}

/// Whether the shop has said anything of itself; they were read before, so a look that fails means yes.
fn has_settings(shop: &Shop<'_>) -> bool {
    disk::is_there(&shop.settings_file()).unwrap_or(true)
}

impl CheckedFile {
    pub(super) fn about(shop: &Shop<'_>, located: &Located) -> Self {
        let rules = match files::playbook::rules(&located.bytes) {
            Ok(rules) => rules,
            Err(findings) => return Self::Unread(findings),
        };
        let people = people(shop);
        let told = check::ShopFacts {
            hours: shop.settings.hours.as_ref(),
            people: &people,
        };
        let setting = ProofBasis {
            today: shop.calendar().zone.wall(shop.now()).date(),
            shop: has_settings(shop).then_some(told),
        };
        Self::Proved(Box::new(check::prove(rules, &setting)))
    }

    pub(super) fn findings(&self) -> &[Finding] {
        match self {
            Self::Unread(findings) => findings,
            Self::Proved(proof) => &proof.findings,
        }
    }

    /// Gives the playbook, when it has an answer for every customer.
    fn playbook(&self) -> Option<&Playbook> {
        match self {
            Self::Unread(_) => None,
            Self::Proved(proof) => proof.outcome.as_ref().ok(),
        }
    }

    pub(super) fn rules(&self) -> Option<&Rules> {
        match self {
            Self::Unread(_) => None,
            Self::Proved(proof) => Some(proof.rules()),
        }
    }

    /// Says whether cases can be planned by it in this shop.
    pub(super) fn usable(&self) -> bool {
        let mut findings = self.findings().iter();
        !findings.any(|finding| finding.kind.stops_use())
    }

    pub(super) fn count(&self, level: FindingLevel) -> usize {
        let findings = self.findings().iter();
        findings.filter(|finding| finding.level == level).count()
    }

    fn shown(&self, located: &Located) -> Checked {
        let file = located.label();
        let item = |finding| FindingItem::of(finding, &file, self.rules());
        Checked {
            items: self.findings().iter().map(item).collect(),
            source: String::from_utf8_lossy(&located.bytes).into_owned(),
            name: self.rules().map(|rules| rules.name.clone()),
            usable: self.usable(),
            cells: self
                .rules()
                .map_or(0, |rules| rules.space().cells().count()),
            allowed: match self {
                Self::Unread(_) => 0,
                Self::Proved(proof) => proof.allowed,
            },
            file,
        }
    }
}

fn people<'s>(shop: &'s Shop<'_>) -> People<'s> {
    let people = shop.settings.people.iter();
    people
        .map(|(role, person)| {
            let name = person.name.as_str();
            let until = person.until;
            (role.as_str(), RoleHolder { name, until })
        })
        .collect()
}

/// Says in one line what was left unchecked, and why.
fn say_what_was_not_checked(shop: &Shop<'_>, rules: &Rules) {
    let mut unchecked = Vec::new();
    if shop.settings.hours.is_none() {
        unchecked.push("`closed`");
        if check::counts_open_time(rules) {
            unchecked.push("open time against other times");
        }
    }
    if shop.settings.people.is_empty() {
        unchecked.push("the people behind the roles");
    }
    let why = match (&shop.settings.hours, shop.settings.people.is_empty()) {
        _ if !has_settings(shop) => "there is no shop.toml",
        (Some(_), false) => return,
        (None, false) => "shop.toml has no `[hours]`",
        (Some(_), true) => "shop.toml has no `[people]`",
        (None, true) => "shop.toml has neither `[hours]` nor `[people]`",
    };
    let were = match unchecked.as_slice() {
        ["`closed`"] => "was",
        _ => "were",
    };
    let unchecked = joined(&unchecked, "and");
    shop.warn(format!("{unchecked} {were} not checked: {why}"));
}
