//! Which entry gives what to whom: the narrowest wins, part by part.
//!
//! For one cell and one part the candidates are the entries that cover the cell
//! and set the part. The value is that of the only minimal candidate; several
//! minimal ones that say the same agree. The order of the file never matters.

use std::collections::BTreeMap;

use crate::domain::cell::{Cell, Region, minimal};
use crate::domain::money::Money;
use crate::domain::playbook::{ClockName, Entry, Item, Part, Place, Rules, Set};
use crate::domain::span::Span;

/// What a cell may lack, or get two answers for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Subject {
    /// A kind of step.
    Part(Part),
    /// The most the plan may cost.
    Ceiling,
    /// A clock.
    Clock(ClockName),
}

impl Subject {
    /// Gives the key in the playbook file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Part(part) => part.key(),
            Self::Ceiling => "ceiling",
            Self::Clock(clock) => clock.key(),
        }
    }
}

/// One cause for which cells have no single answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hole {
    /// What is missing or doubtful.
    pub subject: Subject,
    /// The entries that disagree, in file order; none when nothing sets it.
    pub rivals: Vec<usize>,
    /// Every cell that is hit, in the order of [`crate::domain::cell::Space::cells`].
    pub cells: Vec<Cell>,
}

/// Where a single value came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// The minimal entries, which agree.
    Entries(Vec<usize>),
    /// The file's `[clock]` table.
    File(Place),
    /// The program: no file says anything.
    BuiltIn,
}

/// A value and where it came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Its origin.
    pub from: Source,
}

/// One item of a part, and the entries that put it there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResolvedItem {
    /// The action or pick.
    pub item: Item,
    /// Positions of the entries that gave it.
    pub entries: Vec<usize>,
}

/// What a customer in one cell gets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resolved {
    /// The items of each part, by [`Part::ALL`].
    pub parts: [Vec<ResolvedItem>; 5],
    /// The most the plan may cost.
    pub ceiling: Sourced<Money>,
    /// The clocks, by [`ClockName::ALL`].
    pub clocks: [Sourced<Span>; 4],
}

impl Resolved {
    /// Gives the items of one part.
    #[must_use]
    pub fn part(&self, part: Part) -> &[ResolvedItem] {
        &self.parts[part as usize]
    }

    /// Gives one clock.
    #[must_use]
    pub const fn clock(&self, clock: ClockName) -> &Sourced<Span> {
        &self.clocks[clock as usize]
    }
}

/// Resolves every cell of the playbook.
///
/// # Errors
/// Gives every cause for which some cell has no single answer, each with all
/// the cells it hits.
pub fn resolve_all(rules: &Rules) -> Result<Vec<Resolved>, Vec<Hole>> {
    let lookup = Lookup::new(rules);
    let mut holes: BTreeMap<(Subject, Vec<usize>), Vec<Cell>> = BTreeMap::new();
    let mut cells = Vec::with_capacity(rules.space().cells().count());
    for cell in rules.space().cells() {
        match lookup.resolve(cell) {
            Ok(resolved) => cells.push(resolved),
            Err(found) => {
                for key in found {
                    holes.entry(key).or_default().push(cell);
                }
            }
        }
    }
    if holes.is_empty() {
        return Ok(cells);
    }
    let hole = |((subject, rivals), cells)| Hole {
        subject,
        rivals,
        cells,
    };
    Err(holes.into_iter().map(hole).collect())
}

/// Says which entries give some cell its answer for a part, a ceiling or a clock.
///
/// Entries that are not in the list win nothing anywhere: they are unreachable.
#[must_use]
pub fn entries_that_win(rules: &Rules) -> Vec<bool> {
    let lookup = Lookup::new(rules);
    let mut wins = vec![false; rules.entries.len()];
    for cell in rules.space().cells() {
        for entry in lookup.winners(cell) {
            wins[entry] = true;
        }
    }
    wins
}

type Missing = Vec<(Subject, Vec<usize>)>;

/// The entries of a playbook, smallest box first, so that one pass finds the minimal ones.
struct Lookup<'a> {
    rules: &'a Rules,
    narrow_first: Vec<(usize, &'a Entry)>,
}

impl<'a> Lookup<'a> {
    fn new(rules: &'a Rules) -> Self {
        let mut narrow_first: Vec<(usize, &Entry)> = rules.entries.iter().enumerate().collect();
        narrow_first.sort_by_key(|(_, entry)| entry.region.size());
        Self {
            rules,
            narrow_first,
        }
    }

    fn covering(&self, cell: Cell) -> Vec<(usize, &'a Entry)> {
        let covers = |(_, entry): &&(usize, &Entry)| entry.region.covers(cell);
        self.narrow_first.iter().filter(covers).copied().collect()
    }

    fn resolve(&self, cell: Cell) -> Result<Resolved, Missing> {
        let covering = self.covering(cell);
        let mut missing = Missing::new();
        let parts = Part::ALL.map(|part| self.part(part, &covering, &mut missing));
        let ceiling = answer(&covering, |entry| entry.ceiling.as_ref());
        let ceiling = noted(ceiling, Subject::Ceiling, &mut missing);
        let clocks = ClockName::ALL.map(|clock| self.clock(clock, &covering, &mut missing));
        match ceiling {
            Some(ceiling) if missing.is_empty() => Ok(Resolved {
                parts,
                ceiling,
                clocks,
            }),
            Some(_) | None => Err(missing),
        }
    }

    fn part(
        &self,
        part: Part,
        covering: &[(usize, &'a Entry)],
        missing: &mut Missing,
    ) -> Vec<ResolvedItem> {
        let at = part as usize;
        let base = answer(covering, |entry| entry.parts[at].as_ref());
        let Some(base) = noted(base, Subject::Part(part), missing) else {
            return Vec::new();
        };
        let mut items = Vec::new();
        add(&mut items, &base.value, &entries_of(&base.from));
        let added = |(position, entry): &(usize, &'a Entry)| {
            let more = entry.also[at].as_ref()?;
            Some((*position, more))
        };
        let mut also: Vec<_> = covering.iter().filter_map(added).collect();
        also.sort_by_key(|(position, _)| *position);
        for (position, more) in also {
            add(&mut items, &more.value, &[position]);
        }
        if items.is_empty() {
            missing.push((Subject::Part(part), Vec::new()));
        }
        items
    }

    fn clock(
        &self,
        clock: ClockName,
        covering: &[(usize, &'a Entry)],
        missing: &mut Missing,
    ) -> Sourced<Span> {
        let at = clock as usize;
        match answer(covering, |entry| entry.clocks[at].as_ref()) {
            Answer::One(sourced) => return sourced,
            Answer::Several(rivals) => missing.push((Subject::Clock(clock), rivals)),
            Answer::None => {}
        }
        match &self.rules.clocks[at] {
            Some(set) => Sourced {
                value: set.value,
                from: Source::File(set.place),
            },
            None => Sourced {
                value: clock.built_in(),
                from: Source::BuiltIn,
            },
        }
    }

    fn winners(&self, cell: Cell) -> Vec<usize> {
        let covering = self.covering(cell);
        let mut winners = Vec::new();
        for at in 0..Part::ALL.len() {
            winners.extend(minimal_entries(&covering, |entry| {
                entry.parts[at].is_some()
            }));
            let adds = covering
                .iter()
                .filter(|(_, entry)| entry.also[at].is_some());
            winners.extend(adds.map(|(position, _)| *position));
        }
        winners.extend(minimal_entries(&covering, |entry| entry.ceiling.is_some()));
        for at in 0..ClockName::ALL.len() {
            winners.extend(minimal_entries(&covering, |entry| {
                entry.clocks[at].is_some()
            }));
        }
        winners
    }
}

enum Answer<T> {
    None,
    One(Sourced<T>),
    Several(Vec<usize>),
}

fn answer<'a, T: Clone + PartialEq + 'a>(
    covering: &[(usize, &'a Entry)],
    value: impl Fn(&'a Entry) -> Option<&'a Set<T>>,
) -> Answer<T> {
    let setting = covering.iter().filter_map(|(position, entry)| {
        value(entry).map(|set| (&entry.region, (*position, &set.value)))
    });
    let candidates = minimal(setting);
    let mut entries: Vec<usize> = candidates
        .iter()
        .map(|(_, (position, _))| *position)
        .collect();
    entries.sort_unstable();
    let Some((_, (_, first))) = candidates.first() else {
        return Answer::None;
    };
    if candidates.iter().any(|(_, (_, other))| other != first) {
        return Answer::Several(entries);
    }
    Answer::One(Sourced {
        value: (*first).clone(),
        from: Source::Entries(entries),
    })
}

fn minimal_entries(covering: &[(usize, &Entry)], sets: impl Fn(&Entry) -> bool) -> Vec<usize> {
    let setting = covering
        .iter()
        .filter(|(_, entry)| sets(entry))
        .map(|(position, entry)| (&entry.region, *position));
    let kept: Vec<(&Region, usize)> = minimal(setting);
    kept.into_iter().map(|(_, position)| position).collect()
}

fn noted<T>(answer: Answer<T>, subject: Subject, missing: &mut Missing) -> Option<Sourced<T>> {
    match answer {
        Answer::One(sourced) => Some(sourced),
        Answer::None => {
            missing.push((subject, Vec::new()));
            None
        }
        Answer::Several(rivals) => {
            missing.push((subject, rivals));
            None
        }
    }
}

fn entries_of(source: &Source) -> Vec<usize> {
    match source {
        Source::Entries(entries) => entries.clone(),
        Source::File(_) | Source::BuiltIn => Vec::new(),
    }
}

fn add(items: &mut Vec<ResolvedItem>, more: &[Item], entries: &[usize]) {
    for item in more {
        match items.iter_mut().find(|known| known.item == *item) {
            Some(known) => known.entries.extend(entries),
            None => items.push(ResolvedItem {
                item: item.clone(),
                entries: entries.to_vec(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::cell::{Severity, Space};
    use crate::domain::money::Currency;
    use crate::domain::playbook::{Complaint, Tier};

    const SPACE: Space = Space {
        complaints: 2,
        tiers: 3,
    };

    fn set<T>(value: T) -> Option<Set<T>> {
        let place = Place::default();
        Some(Set { value, place })
    }

    fn ceiling(minor: i64) -> Money {
        let currency = Currency::parse("GBP").unwrap();
        Money { minor, currency }
    }

    fn entry() -> impl Strategy<Value = Entry> {
        let region = (1..4_u128, 1..8_u32, 1..8_u8);
        let region = region.prop_map(|(complaints, tiers, severities)| Region {
            complaints,
            tiers,
            severities,
        });
        let fix = prop::option::of(prop::collection::vec(0..3_usize, 1..3));
        let also = prop::option::of(prop::collection::vec(0..3_usize, 1..2));
        (region, prop::option::of(0..3_i64), fix, also).prop_map(|(region, most, fix, also)| {
            let items = |actions: Vec<usize>| actions.into_iter().map(Item::Action).collect();
            let mut entry = Entry {
                place: Place::default(),
                region,
                parts: Default::default(),
                also: Default::default(),
                ceiling: most.map(ceiling).and_then(set),
                clocks: Default::default(),
            };
            entry.parts[Part::Fix as usize] = fix.map(items).and_then(set);
            entry.also[Part::Fix as usize] = also.map(items).and_then(set);
            entry
        })
    }

    /// Rules whose other parts and clocks are settled by one entry for everybody.
    fn rules(mut entries: Vec<Entry>) -> Rules {
        let mut base = Entry {
            place: Place::default(),
            region: SPACE.everything(),
            parts: Default::default(),
            also: Default::default(),
            ceiling: None,
            clocks: Default::default(),
        };
        for part in [Part::Acknowledge, Part::Dazzle, Part::Late, Part::FollowUp] {
            base.parts[part as usize] = set(vec![Item::Action(0)]);
        }
        entries.push(base);
        let complaint = |id: &str| Complaint {
            id: id.to_owned(),
            name: id.to_owned(),
            breaks: None,
            ask: Vec::new(),
            ideal: Vec::new(),
        };
        let tier = |id: &str| Tier {
            id: id.to_owned(),
            name: id.to_owned(),
        };
        Rules {
            name: "test".to_owned(),
            currency: Currency::parse("GBP").unwrap(),
            reviewed: None,
            roles: Vec::new(),
            second_failure: crate::domain::span::Span::Days { days: 90 },
            clocks: Default::default(),
            tiers: ["a", "b", "c"].map(tier).to_vec(),
            complaints: ["x", "y"].map(complaint).to_vec(),
            channels: Vec::new(),
            actions: Vec::new(),
            entries,
            rungs: Vec::new(),
            drafts: Vec::new(),
            allows: Vec::new(),
        }
    }

    /// What the specification says, read word for word: the value of the only minimal
    /// candidate, or of several that agree.
    fn by_the_book<T: Clone + PartialEq>(
        rules: &Rules,
        cell: Cell,
        value: impl Fn(&Entry) -> Option<T>,
    ) -> Result<T, bool> {
        let candidates: Vec<&Entry> = rules
            .entries
            .iter()
            .filter(|entry| entry.region.covers(cell) && value(entry).is_some())
            .collect();
        let cells = |entry: &Entry| -> Vec<Cell> {
            SPACE
                .cells()
                .filter(|cell| entry.region.covers(*cell))
                .collect()
        };
        let narrower = |a: &Entry, b: &Entry| {
            let (a, b) = (cells(a), cells(b));
            a.len() < b.len() && a.iter().all(|cell| b.contains(cell))
        };
        let minimal = candidates
            .iter()
            .filter(|entry| !candidates.iter().any(|other| narrower(other, entry)));
        let values: Vec<T> = minimal.filter_map(|entry| value(entry)).collect();
        let first = values.first().ok_or(false)?;
        if values.iter().any(|other| other != first) {
            return Err(true);
        }
        Ok(first.clone())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn every_cell_agrees_with_the_specification(entries in prop::collection::vec(entry(), 0..7)) {
            let rules = rules(entries);
            let fix = |entry: &Entry| entry.parts[Part::Fix as usize].as_ref().map(|set| set.value.clone());
            let most = |entry: &Entry| entry.ceiling.as_ref().map(|set| set.value.minor);
            let resolved = resolve_all(&rules);
            for cell in SPACE.cells() {
                let expected = (by_the_book(&rules, cell, fix), by_the_book(&rules, cell, most));
                match (&resolved, expected) {
                    (Ok(cells), (Ok(fix), Ok(most))) => {
                        let cell = &cells[SPACE.position(cell)];
                        prop_assert_eq!(cell.ceiling.value.minor, most);
                        let items: Vec<Item> = cell.part(Part::Fix).iter().map(|one| one.item.clone()).collect();
                        for item in &fix {
                            prop_assert!(items.contains(item));
                        }
                        for (at, item) in items.iter().enumerate() {
                            prop_assert!(!items[..at].contains(item), "each action once");
                        }
                    }
                    (Ok(_), _) => prop_assert!(false, "a hole was missed"),
                    (Err(holes), (fix, most)) => {
                        for (subject, value) in [(Subject::Part(Part::Fix), fix.err()), (Subject::Ceiling, most.err())] {
                            let found = holes.iter().find(|hole| hole.subject == subject && hole.cells.contains(&cell));
                            prop_assert_eq!(found.map(|hole| !hole.rivals.is_empty()), value);
                        }
                    }
                }
            }
        }

        #[test]
        fn the_order_of_the_file_never_matters(entries in prop::collection::vec(entry(), 0..6)) {
            let mut turned = entries.clone();
            turned.reverse();
            let values = |entries| resolve_all(&rules(entries)).map(|cells| {
                cells.into_iter().map(|cell| cell.ceiling.value.minor).collect::<Vec<_>>()
            });
            match (values(entries), values(turned)) {
                (Ok(one), Ok(other)) => prop_assert_eq!(one, other),
                (Err(one), Err(other)) => prop_assert_eq!(one.len(), other.len()),
                _ => prop_assert!(false, "one order has holes, the other has not"),
            }
        }

        #[test]
        fn an_entry_that_wins_nothing_can_be_removed(entries in prop::collection::vec(entry(), 1..6)) {
            let whole = rules(entries);
            let wins = entries_that_win(&whole);
            let mut kept = wins.iter();
            let mut slim = whole.clone();
            slim.entries.retain(|_| *kept.next().unwrap_or(&true));
            let values = |rules: &Rules| resolve_all(rules).ok().map(|cells| {
                cells.into_iter().map(|cell| (cell.ceiling.value.minor, cell.parts[1].len())).collect::<Vec<_>>()
            });
            prop_assert_eq!(values(&whole), values(&slim));
        }
    }

    #[test]
    fn an_empty_list_is_as_good_as_none() {
        let mut nothing = rules(Vec::new()).entries.remove(0);
        nothing.parts[Part::Fix as usize] = set(Vec::new());
        nothing.ceiling = set(ceiling(1));
        let holes = resolve_all(&rules(vec![nothing])).unwrap_err();
        assert_eq!(holes.len(), 1);
        assert_eq!(holes[0].subject, Subject::Part(Part::Fix));
        assert_eq!(holes[0].cells.len(), SPACE.cells().count());
        assert_eq!(holes[0].cells[0].severity, Severity::Minor);
    }
}
