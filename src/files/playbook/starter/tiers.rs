//! The tiers: each of the owner's gets what one of the starter's got.

use std::ops::Range;

use toml_edit::{Item, Key, Table};

use super::edits::{Edits, line_end, line_start};
use super::whom::{self, Whom};
use super::{Adaptation, UnfitStarter, quoted};
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::selection::{Resolved, ValueSource};
use crate::domain::playbook::{ClockName, Entry, Part, Tier};

/// Puts the owner's tiers in, and makes every entry, rung and exception one for the tiers that take the place of
/// those it was for.
pub(super) fn spread(work: &Adaptation<'_>, edits: &mut Edits<'_>) -> Result<(), UnfitStarter> {
    let Some(own) = &work.own.tiers else {
        return Ok(());
    };
    let old = work.rules().tiers.len();
    let got: Vec<usize> = (0..own.len())
        .map(|at| stands_for(at, own.len(), old))
        .collect();
    list(work, own, edits)?;
    let rules = work.rules();
    let entries = rules.entries.iter().map(|entry| entry.region.tiers);
    let rungs = rules.rungs.iter().map(|rung| rung.region.tiers);
    let allows = rules.allows.iter().map(|allow| allow.region.tiers);
    let lists: [(&str, Vec<u32>); 3] = [
        ("recovery", entries.collect()),
        ("escalate", rungs.collect()),
        ("allow", allows.collect()),
    ];
    for (key, masks) in lists {
        let spread = TierTables {
            key,
            masks,
            got: &got,
            own,
        };
        spread.write(work, edits)?;
    }
    Ok(())
}

/// Says which tier of the starter a tier of the owner stands for: the lowest for the lowest, the highest
/// for the highest, and those between for those between, in proportion and rather for the higher one. A
/// single tier is the lowest, so that everybody gets what everybody gets.
pub(super) fn stands_for(at: usize, own: usize, old: usize) -> usize {
    let between = old.saturating_sub(2);
    if at == 0 {
        0
    } else if at + 1 == own || between == 0 {
        old.saturating_sub(1)
    } else if own == 3 {
        between
    } else {
        1 + ((at - 1) * (between - 1)).div_ceil(own - 3)
    }
}

/// Puts the owner's list in the place of the starter's.
fn list(work: &Adaptation<'_>, own: &[Tier], edits: &mut Edits<'_>) -> Result<(), UnfitStarter> {
    let tables = work.listed("tier");
    let extents: Option<Vec<Range<usize>>> = tables.into_iter().map(extent).collect();
    let extents = extents.ok_or(UnfitStarter("tier"))?;
    let (Some(first), Some(last)) = (extents.first(), extents.last()) else {
        return Err(UnfitStarter("tier"));
    };
    let tier = |tier: &Tier| {
        let (id, name) = (quoted(&tier.id), quoted(&tier.name));
        format!("[[tier]]\nid = {id}\nname = {name}")
    };
    let text: Vec<String> = own.iter().map(tier).collect();
    edits.replace(first.start..last.end, text.join("\n"));
    Ok(())
}

/// Gives where a table stands, from its header to the end of its last value.
pub(super) fn extent(table: &Table) -> Option<Range<usize>> {
    let header = table.span()?;
    let end = table.iter().filter_map(|(_, item)| end_of(item)).max();
    Some(header.start..end.unwrap_or(header.end))
}

fn end_of(item: &Item) -> Option<usize> {
    match item {
        Item::Value(value) => value.span().map(|span| span.end),
        Item::Table(table) => table.iter().filter_map(|(_, item)| end_of(item)).max(),
        Item::None | Item::ArrayOfTables(_) => None,
    }
}

/// One list of tables that each are for some tiers.
struct TierTables<'a> {
    key: &'a str,
    /// The starter's tiers that each table is for.
    masks: Vec<u32>,
    /// The starter's tier that each of the owner's stands for.
    got: &'a [usize],
    own: &'a [Tier],
}

impl TierTables<'_> {
    fn write(&self, work: &Adaptation<'_>, edits: &mut Edits<'_>) -> Result<(), UnfitStarter> {
        let tables = work.listed(self.key);
        let extents: Option<Vec<Range<usize>>> = tables.iter().map(|table| extent(table)).collect();
        let extents = extents.ok_or(UnfitStarter("when"))?;
        let goes: Vec<bool> = (0..tables.len()).map(|at| self.goes(work, at)).collect();
        take_out(work.starter.text, &extents, &goes, edits);
        for (at, table) in tables.iter().enumerate().filter(|(at, _)| !goes[*at]) {
            let mask = self.masks.get(at).copied().unwrap_or(u32::MAX);
            let whom = Whom::of(self.got, mask);
            whom::write(work, table, whom.text(self.own), edits)?;
            for key in self.dead(work, at) {
                drop_key(table, key, edits);
            }
        }
        Ok(())
    }

    /// Whether nobody is left for a table, or nothing of what it sets.
    fn goes(&self, work: &Adaptation<'_>, at: usize) -> bool {
        let mask = self.masks.get(at).copied().unwrap_or(u32::MAX);
        if !self.got.iter().any(|tier| mask >> tier & 1 == 1) {
            return true;
        }
        match work.rules().entries.get(at) {
            Some(entry) if self.key == "recovery" => {
                let adds = entry.also.iter().any(Option::is_some);
                !adds && self.dead(work, at).len() == keys_of(entry).len()
            }
            Some(_) | None => false,
        }
    }

    /// Names what an entry sets and no longer gives to anybody.
    ///
    /// It would not be idle: where an entry was narrower only by a tier that is gone, the two are now for the same
    /// customers and would disagree.
    fn dead(&self, work: &Adaptation<'_>, at: usize) -> Vec<EntryKey> {
        let Some(entry) = work
            .rules()
            .entries
            .get(at)
            .filter(|_| self.key == "recovery")
        else {
            return Vec::new();
        };
        let mut dead = keys_of(entry);
        for (complaint, tier) in (0..work.rules().complaints.len())
            .flat_map(|complaint| self.got.iter().map(move |tier| (complaint, *tier)))
        {
            for severity in Severity::ALL {
                let cell = Cell {
                    complaint,
                    tier,
                    severity,
                };
                let resolved = work.starter.playbook.at(cell);
                dead.retain(|set| !set.comes_from(at, resolved));
            }
        }
        dead
    }
}

/// Something that an entry sets.
#[derive(Clone, Copy)]
enum EntryKey {
    Part(Part),
    Ceiling,
    Clock(ClockName),
}

impl EntryKey {
    fn comes_from(self, entry: usize, resolved: &Resolved) -> bool {
        let among = |source: &ValueSource| match source {
            ValueSource::Entries(entries) => entries.contains(&entry),
            ValueSource::File(_) | ValueSource::BuiltIn => false,
        };
        match self {
            Self::Part(part) => {
                let mut items = resolved.part(part).iter();
                items.any(|item| item.entries.contains(&entry))
            }
            Self::Ceiling => among(&resolved.ceiling.from),
            Self::Clock(clock) => among(&resolved.clock(clock).from),
        }
    }
}

fn keys_of(entry: &Entry) -> Vec<EntryKey> {
    let parts = Part::ALL
        .into_iter()
        .filter(|part| entry.parts[*part as usize].is_some());
    let clocks = ClockName::ALL
        .into_iter()
        .filter(|clock| entry.clocks[*clock as usize].is_some());
    let ceiling = entry.ceiling.iter().map(|_| EntryKey::Ceiling);
    parts
        .map(EntryKey::Part)
        .chain(ceiling)
        .chain(clocks.map(EntryKey::Clock))
        .collect()
}

/// Takes the lines of a key out of an entry.
fn drop_key(table: &Table, set: EntryKey, edits: &mut Edits<'_>) {
    let span = |(key, item): (&Key, &Item)| {
        let end = end_of(item)?;
        Some(key.span()?.start..end)
    };
    let clock = |name: &str| {
        let apart = table.get("clock").and_then(Item::as_table);
        let apart = apart.and_then(|apart| apart.get_key_value(name));
        apart.or_else(|| table.get_key_value(name).filter(|_| name != "follow_up"))
    };
    let found = match set {
        EntryKey::Part(part) => table.get_key_value(part.key()),
        EntryKey::Ceiling => table.get_key_value("ceiling"),
        EntryKey::Clock(name) => clock(name.key()),
    };
    if let Some(range) = found.and_then(span) {
        edits.drop_lines(&range);
    }
}

/// Takes tables out with their lines. Tables that stand close together share the remark above the first of them:
/// it goes with the last of them, and an empty line with it.
pub(super) fn take_out(
    source: &str,
    extents: &[Range<usize>],
    goes: &[bool],
    edits: &mut Edits<'_>,
) {
    let lines = |range: &Range<usize>| line_start(source, range.start)..line_end(source, range.end);
    let mut at = 0;
    while at < extents.len() {
        let mut end = at + 1;
        while end < extents.len() && lines(&extents[end - 1]).end == lines(&extents[end]).start {
            end += 1;
        }
        if goes[at..end].iter().all(|goes| *goes) {
            let group = lines(&extents[at]).start..lines(&extents[end - 1]).end;
            let start = remark_above(source, group.start);
            let blank = source
                .get(group.end..)
                .is_some_and(|rest| rest.starts_with('\n'));
            edits.replace(start..group.end + usize::from(blank), "");
        } else {
            for gone in (at..end).filter(|at| goes[*at]) {
                edits.replace(lines(&extents[gone]), "");
            }
        }
        at = end;
    }
}

/// Gives where the lines begin that are a remark and stand directly above.
fn remark_above(source: &str, mut start: usize) -> usize {
    while start > 0 {
        let above = line_start(source, start - 1);
        let line = source.get(above..start).unwrap_or_default();
        if !line.trim_start().starts_with('#') {
            break;
        }
        start = above;
    }
    start
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ends_stand_for_the_ends_and_the_rest_for_what_lies_between() {
        let table: [(usize, usize, &[usize]); 12] = [
            (1, 3, &[0]),
            (2, 3, &[0, 2]),
            (3, 3, &[0, 1, 2]),
            (5, 3, &[0, 1, 1, 1, 2]),
            (1, 4, &[0]),
            (2, 4, &[0, 3]),
            (3, 4, &[0, 2, 3]),
            (4, 4, &[0, 1, 2, 3]),
            (5, 4, &[0, 1, 2, 2, 3]),
            (3, 1, &[0, 0, 0]),
            (3, 2, &[0, 1, 1]),
            (4, 6, &[0, 1, 4, 5]),
        ];
        for (own, old, expected) in table {
            let found: Vec<usize> = (0..own).map(|at| stands_for(at, own, old)).collect();
            assert_eq!(found, expected, "{own} of {old}");
        }
    }

    proptest! {
        #[test]
        fn a_higher_tier_never_stands_for_a_lower_one(own in 1..9_usize, old in 1..9_usize) {
            let found: Vec<usize> = (0..own).map(|at| stands_for(at, own, old)).collect();
            prop_assert!(found.is_sorted() && found.iter().all(|at| *at < old), "{found:?}");
        }
    }

    #[test]
    fn a_shared_remark_goes_with_the_last_that_it_is_about() {
        let source = "# both\n[[a]]\nx = 1\n[[a]]\nx = 2\n\n# alone\n[[a]]\nx = 3\n";
        let extents = [7..18, 19..30, 40..51];
        let left = |goes: [bool; 3]| {
            let mut edits = Edits::new(source);
            take_out(source, &extents, &goes, &mut edits);
            edits.applied()
        };
        assert_eq!(
            left([true, false, false]),
            "# both\n[[a]]\nx = 2\n\n# alone\n[[a]]\nx = 3\n"
        );
        assert_eq!(left([true, true, false]), "# alone\n[[a]]\nx = 3\n");
        assert_eq!(
            left([false, false, true]),
            "# both\n[[a]]\nx = 1\n[[a]]\nx = 2\n\n"
        );
    }
}
