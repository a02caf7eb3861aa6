//! What `playbook check` proves, cell by cell.

use crate::domain::cell::{Cell, Region, Severity};
use crate::domain::finding::{CellName, Finding, Kind};
use crate::domain::playbook::{Entry, Place, Playbook, Rules};
use crate::domain::selection::{Hole, Subject, entries_that_win};

mod closed;
mod in_shop;

pub use closed::{People, Shop, closed};
pub use in_shop::{open_lengths, unnamed_roles};

/// Makes a playbook of rules, or says for whom they have no single answer.
///
/// # Errors
/// Gives one finding for each cause, with every cell it hits, and the warnings too:
/// an owner who has to mend the file anyway wants to see everything at once.
pub fn prove(rules: Rules) -> Result<Playbook, Vec<Finding>> {
    Playbook::prove(rules).map_err(|failed| {
        let (rules, holes) = *failed;
        let mut findings: Vec<Finding> = holes.iter().map(|hole| told(&rules, hole)).collect();
        findings.extend(warnings(&rules));
        in_order(&mut findings);
        findings
    })
}

/// Gives what is worth a look in rules that may or may not be complete.
#[must_use]
pub fn warnings(rules: &Rules) -> Vec<Finding> {
    let duplicates = duplicates(rules);
    let mut findings = unreachable(rules);
    findings.extend(duplicates);
    in_order(&mut findings);
    findings
}

/// Sorts findings: the worst kind first, and each kind by where it stands.
pub fn in_order(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.kind, finding.place));
}

fn told(rules: &Rules, hole: &Hole) -> Finding {
    let cells: Vec<CellName> = hole
        .cells
        .iter()
        .map(|cell| CellName::of(rules, *cell))
        .collect();
    let entries: Vec<Place> = hole
        .rivals
        .iter()
        .map(|at| rules.entries[*at].place)
        .collect();
    if hole.rivals.is_empty() {
        return gap(rules, hole, cells);
    }
    let key = hole.subject.key();
    let lines: Vec<String> = entries.iter().map(|place| place.line.to_string()).collect();
    Finding {
        kind: Kind::Ambiguous,
        place: set_place(
            &rules.entries[hole.rivals[hole.rivals.len() - 1]],
            hole.subject,
        ),
        message: format!(
            "the entries at lines {} disagree about `{key}`, and neither is narrower",
            and(&lines)
        ),
        hint: format!(
            "add an entry for just {} that sets `{key}`",
            described(rules, &hole.cells)
        ),
        cells,
        entries,
    }
}

fn gap(rules: &Rules, hole: &Hole, cells: Vec<CellName>) -> Finding {
    let key = hole.subject.key();
    let whom = described(rules, &hole.cells);
    Finding {
        kind: Kind::Gap,
        place: gap_place(rules, &hole.cells),
        message: format!("nothing sets `{key}` for {whom}"),
        hint: format!("set `{key}` in an entry that covers {whom}"),
        cells,
        entries: Vec::new(),
    }
}

/// The place to show for a gap: the widest entry that covers the witness, where the
/// part would most likely be written, or the top of the file.
fn gap_place(rules: &Rules, cells: &[Cell]) -> Place {
    let witness = cells.first();
    let covering = rules
        .entries
        .iter()
        .filter(|entry| witness.is_some_and(|cell| entry.region.covers(*cell)));
    let narrowest = covering.min_by_key(|entry| entry.region.size());
    narrowest.or(rules.entries.last()).map_or(
        Place {
            line: 1,
            column: 1,
            ..Place::default()
        },
        |entry| entry.place,
    )
}

fn set_place(entry: &Entry, subject: Subject) -> Place {
    let place = match subject {
        Subject::Part(part) => entry.parts[part as usize].as_ref().map(|set| set.place),
        Subject::Ceiling => entry.ceiling.as_ref().map(|set| set.place),
        Subject::Clock(clock) => entry.clocks[clock as usize].as_ref().map(|set| set.place),
    };
    place.unwrap_or(entry.place)
}

/// Describes cells as the box around them, in an owner's words.
fn described(rules: &Rules, cells: &[Cell]) -> String {
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
    (chosen.len() < ids.len()).then(|| and(&chosen))
}

fn and(words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

fn unreachable(rules: &Rules) -> Vec<Finding> {
    let wins = entries_that_win(rules);
    let idle = rules.entries.iter().zip(wins).filter(|(_, wins)| !wins);
    idle.map(|(entry, _)| Finding {
        kind: Kind::Unreachable,
        place: entry.place,
        message: "narrower entries decide everything this entry sets, so nobody ever gets it"
            .to_owned(),
        hint: "remove it, or give it a narrower `when`".to_owned(),
        cells: covered(rules, &entry.region),
        entries: vec![entry.place],
    })
    .collect()
}

fn covered(rules: &Rules, region: &Region) -> Vec<CellName> {
    let cells = rules.space().cells().filter(|cell| region.covers(*cell));
    cells.map(|cell| CellName::of(rules, cell)).collect()
}

/// Which keys an entry sets or adds to, as bits: parts, `also`, ceiling, clocks.
fn keys(entry: &Entry) -> u16 {
    let parts = entry.parts.iter().map(Option::is_some);
    let also = entry.also.iter().map(Option::is_some);
    let clocks = entry.clocks.iter().map(Option::is_some);
    let all = parts
        .chain(also)
        .chain(clocks)
        .chain([entry.ceiling.is_some()]);
    all.fold(0, |bits, set| bits << 1 | u16::from(set))
}

fn duplicates(rules: &Rules) -> Vec<Finding> {
    let mut seen: std::collections::HashMap<(Region, u16), Place> =
        std::collections::HashMap::new();
    let mut findings = Vec::new();
    for entry in &rules.entries {
        match seen.entry((entry.region, keys(entry))) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(entry.place);
            }
            std::collections::hash_map::Entry::Occupied(first) => {
                findings.push(duplicate(rules, entry, *first.get()));
            }
        }
    }
    findings
}

fn duplicate(rules: &Rules, entry: &Entry, first: Place) -> Finding {
    Finding {
        kind: Kind::Duplicate,
        place: entry.place,
        message: format!(
            "the entry at line {} is for the same customers and sets the same parts",
            first.line
        ),
        hint: "keep one of the two".to_owned(),
        cells: covered(rules, &entry.region),
        entries: vec![first, entry.place],
    }
}
