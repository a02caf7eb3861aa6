//! `amends playbook show --cell`: what one customer gets; and how a cell is typed.

use super::{ShowPlaybookArgs, located};
use crate::desk::library::load;
use crate::desk::planning::presence;
use crate::desk::shop::Shop;
use crate::domain::playbook::Rules;
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::suggest::did_you_mean;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::playbook::cell::PlaybookCell;
use crate::talk::complaint::quoted;
use crate::typed::YesNo;

pub(super) fn show(shop: &Shop<'_>, typed: &ShowPlaybookArgs, cell: &str) -> Result<Screen> {
    let file = typed.file.as_deref();
    let located = located(shop, file)?;
    let label = located.label();
    let loaded = load(located)?;
    let rules = loaded.playbook.rules();
    let cell = understood(rules, cell)?;
    let here = typed.here;
    let here_flag = here.map_or_else(String::new, |here| format!(" --here {}", here.word()));
    let command = format!("{} {}{here_flag}", command("try", file), flags(rules, cell));
    let playbook = loaded.playbook.when(here.map(presence));
    let shown = PlaybookCell {
        here: here.map(|here| here == YesNo::Yes),
        ..PlaybookCell::of(&playbook, cell, label, command)
    };
    Ok(shop.screen(shown))
}

/// Writes a command about the playbook that was named, or about the usual one.
pub(super) fn command(verb: &str, file: Option<&str>) -> String {
    let file = file.map(|file| format!(" {}", quoted(file)));
    format!("amends playbook {verb}{}", file.unwrap_or_default())
}

/// Writes a cell as the flags that `try` takes.
fn flags(rules: &Rules, cell: Cell) -> String {
    let [complaint, tier, severity] = words(rules, cell);
    format!("--type {complaint} --tier {tier} --severity {severity}")
}

/// Writes a cell as it is typed behind `--cell`.
pub(super) fn written(rules: &Rules, cell: Cell) -> String {
    words(rules, cell).join(",")
}

fn words(rules: &Rules, cell: Cell) -> [&str; 3] {
    [
        &rules.complaints[cell.complaint].id,
        &rules.tiers[cell.tier].id,
        cell.severity.word(),
    ]
}

/// Understands `TYPE,TIER,SEVERITY`; everything that is not of the playbook is named at once.
pub(super) fn understood(rules: &Rules, typed: &str) -> Result<Cell> {
    let words: Vec<&str> = typed.split(',').map(str::trim).collect();
    let [complaint, tier, severity] = words[..] else {
        return Err(wrong_shape(rules, typed, &words));
    };
    let found = (
        rules.complaint(complaint),
        rules.tier(tier),
        Severity::parse(severity),
    );
    match found {
        (Some(complaint), Some(tier), Some(severity)) => Ok(Cell {
            complaint,
            tier,
            severity,
        }),
        _ if words.contains(&"") || is_another_order(rules, &words) => {
            Err(wrong_shape(rules, typed, &words))
        }
        _ => Err(unknown_words(rules, complaint, tier, severity)),
    }
}

fn unknown_words(rules: &Rules, complaint: &str, tier: &str, severity: &str) -> Error {
    let types: Vec<&str> = rules.complaints.iter().map(|known| &*known.id).collect();
    let tiers: Vec<&str> = rules.tiers.iter().map(|known| &*known.id).collect();
    let words: [(&str, &str, &[&str]); 3] = [
        ("complaint type", complaint, &types),
        ("tier", tier, &tiers),
        ("severity", severity, &Severity::WORDS),
    ];
    let unknown = words.into_iter();
    let unknown = unknown.filter(|(_, word, known)| !known.contains(word));
    let mut named = Vec::new();
    let mut hints = Vec::new();
    for (what, word, known) in unknown {
        named.push(format!("no {what} `{}`", visible(word)));
        hints.push((what, did_you_mean(word, known)));
    }
    let message = format!("--cell: the playbook has {}", named.join(", "));
    let hint = match hints.as_slice() {
        [(_, only)] => only.clone(),
        several => {
            let lines = several.iter().map(|(what, hint)| format!("{what}: {hint}"));
            lines.collect::<Vec<_>>().join("; ")
        }
    };
    Error::usage(message, hint)
}

/// Whether every word is one of the playbook's, only not in its place.
fn is_another_order(rules: &Rules, typed: &[&str]) -> bool {
    let [complaint, tier, severity] = recognised(rules, typed);
    complaint.is_some() && tier.is_some() && severity.is_some()
}

fn recognised<'t>(rules: &Rules, typed: &[&'t str]) -> [Option<&'t str>; 3] {
    let first = |is: &dyn Fn(&str) -> bool| typed.iter().find(|word| is(word)).copied();
    [
        first(&|word| rules.complaint(word).is_some()),
        first(&|word| rules.tier(word).is_some()),
        first(&|word| Severity::parse(word).is_some()),
    ]
}

/// Says the right form, with every word in its place that was typed in another.
fn wrong_shape(rules: &Rules, typed: &str, typed_words: &[&str]) -> Error {
    let [complaint, tier, severity] = recognised(rules, typed_words);
    let first_type = rules.complaints.first().map_or("TYPE", |first| &first.id);
    let first_tier = rules.tiers.first().map_or("TIER", |first| &first.id);
    let form = [
        complaint.unwrap_or(first_type),
        tier.unwrap_or(first_tier),
        severity.unwrap_or("severe"),
    ];
    let message = format!("--cell: `{}` is not TYPE,TIER,SEVERITY", visible(typed));
    Error::usage(message, format!("write `--cell {}`", form.join(",")))
}
