//! Cells and entries in an owner's words.

use crate::domain::count::Count;
use crate::domain::playbook::Rules;
use crate::domain::playbook::cell::{Cell, Region, Severity};
use crate::domain::suggest::joined;

/// Names a cell: "late-delivery, regular, severe".
#[must_use]
pub fn cell_name(rules: &Rules, cell: Cell) -> String {
    let complaint = &rules.complaints[cell.complaint].id;
    let tier = &rules.tiers[cell.tier].id;
    format!("{complaint}, {tier}, {}", cell.severity)
}

/// Names a cell in which another complaint type failed as well: "late-delivery with billing, regular, severe".
pub(super) fn pair_name(rules: &Rules, cell: Cell, further: usize) -> String {
    let complaint = &rules.complaints[cell.complaint].id;
    let further = &rules.complaints[further].id;
    let tier = &rules.tiers[cell.tier].id;
    format!("{complaint} with {further}, {tier}, {}", cell.severity)
}

/// Describes cells: as a box when they are one, or else by the first and how many more there are.
pub(super) fn described(rules: &Rules, cells: &[Cell]) -> String {
    let mut region = Region {
        complaints: 0,
        tiers: 0,
        severities: 0,
    };
    for cell in cells {
        region.complaints |= 1 << cell.complaint;
        region.tiers |= 1 << cell.tier;
        region.severities |= 1 << cell.severity as u8;
    }
    if let Some(first) = cells.first()
        && usize::try_from(region.size()).ok() != Some(cells.len())
    {
        let more = Count::irregular(cells.len() - 1, "more cell", "more cells");
        return format!("{} and {more}", cell_name(rules, *first));
    }
    let complaints = rules
        .complaints
        .iter()
        .map(|complaint| complaint.id.as_str());
    let tiers = rules.tiers.iter().map(|tier| tier.id.as_str());
    let whole = [
        some_of(complaints, region.complaints),
        some_of(tiers, region.tiers.into()),
        some_of(Severity::WORDS.into_iter(), region.severities.into()),
    ];
    let named: Vec<String> = whole.into_iter().flatten().collect();
    if named.is_empty() {
        "every customer".to_owned()
    } else {
        named.join(", ")
    }
}

/// Names the chosen ids, or nothing when all are chosen.
fn some_of<'a>(ids: impl Iterator<Item = &'a str>, mask: u128) -> Option<String> {
    let ids: Vec<&str> = ids.collect();
    let chosen: Vec<String> = ids
        .iter()
        .enumerate()
        .filter(|(at, _)| mask >> at & 1 == 1)
        .map(|(_, id)| format!("`{id}`"))
        .collect();
    (chosen.len() < ids.len()).then(|| joined(&chosen, "and"))
}

/// Names actions: "`refund` and `cake`".
pub(super) fn actions(rules: &Rules, actions: &[usize]) -> String {
    let ids: Vec<String> = actions
        .iter()
        .map(|at| format!("`{}`", rules.actions[*at].id))
        .collect();
    joined(&ids, "and")
}
