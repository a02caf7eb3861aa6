//! `amends playbook check`: what is wrong with a playbook, by itself and in this shop.

use super::located;
use crate::cli::CheckPlaybook;
use crate::commands::playbooks::Located;
use crate::commands::shop::Shop;
use crate::domain::check::{self, People};
use crate::domain::finding::{Finding, Level};
use crate::domain::playbook::{Playbook, Rules};
use crate::error::{Kind, Result};
use crate::playbook_file;
use crate::view::playbooks::{Checked, FindingItem};
use crate::view::{Screen, View};

pub(in crate::commands) fn check(shop: &Shop<'_>, typed: &CheckPlaybook) -> Result<Screen> {
    let located = located(shop, typed.file.as_deref())?;
    let file = located.label();
    let (playbook, findings) = findings(shop, &located);
    if let Some(playbook) = &playbook {
        say_what_the_shop_lacks(shop, playbook.rules());
    }
    let failed = findings
        .iter()
        .any(|finding| finding.kind.level() == Level::Error);
    let item = |finding: Finding| FindingItem::of(finding, &file);
    let rules = playbook.as_ref().map(Playbook::rules);
    let checked = Checked {
        items: findings.into_iter().map(item).collect(),
        source: String::from_utf8_lossy(&located.bytes).into_owned(),
        name: rules.map(|rules| rules.name.clone()),
        cells: rules.map_or(0, |rules| rules.space().cells().count()),
        file,
    };
    let mut screen = shop.screen(View::Checked(checked));
    if failed {
        screen.exit = Kind::Findings.exit();
    }
    Ok(screen)
}

/// Finds everything about a playbook, in this shop as far as it has said what it is like.
pub(super) fn findings(shop: &Shop<'_>, located: &Located) -> (Option<Playbook>, Vec<Finding>) {
    let rules = match playbook_file::rules(&located.bytes) {
        Ok(rules) => rules,
        Err(findings) => return (None, findings),
    };
    let mut found = match (shop.settings_file().exists(), &shop.settings.hours) {
        (true, None) => check::open_lengths(&rules),
        (true, Some(_)) | (false, _) => Vec::new(),
    };
    let playbook = match check::prove(rules) {
        Ok(playbook) => {
            found.extend(check::warnings(playbook.rules()));
            found.extend(closed(shop, &playbook));
            Some(playbook)
        }
        Err(findings) => {
            found.extend(findings);
            None
        }
    };
    check::in_order(&mut found);
    (playbook, found)
}

fn closed(shop: &Shop<'_>, playbook: &Playbook) -> Vec<Finding> {
    let people = &people(shop);
    let hours = shop.settings.hours.as_ref();
    hours.map_or_else(Vec::new, |hours| {
        check::closed(playbook, check::Shop { hours, people })
    })
}

fn people<'s>(shop: &'s Shop<'_>) -> People<'s> {
    let people = shop.settings.people.iter();
    people
        .map(|(role, person)| (role.as_str(), person.until))
        .collect()
}

/// Says what was left unchecked, and which roles nobody stands behind.
fn say_what_the_shop_lacks(shop: &Shop<'_>, rules: &Rules) {
    if !shop.settings_file().exists() {
        shop.warn("`closed` was not checked: there is no shop.toml");
    } else if shop.settings.hours.is_none() {
        shop.warn("`closed` was not checked: shop.toml has no `[hours]`");
    }
    let unnamed = check::unnamed_roles(rules, &people(shop));
    if shop.settings.people.is_empty() || unnamed.is_empty() {
        return;
    }
    let roles = if unnamed.len() == 1 { "role" } else { "roles" };
    shop.warn(format!(
        "nobody is named behind the {roles}: {}",
        unnamed.join(", ")
    ));
}
