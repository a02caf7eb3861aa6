//! Which entry gives what to whom: the narrowest wins, part by part.
//!
//! For one cell and one part the candidates are the entries that cover the cell
//! and set the part. The value is that of the only minimal candidate; several
//! minimal ones that say the same agree. What `also` adds comes behind it, by whom it is for. The order of the file never
//! matters.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::money::Money;
use crate::domain::place::{Place, PlacedValue};
use crate::domain::playbook::cell::{Boxes, Cell, EntrySet, Region};
use crate::domain::playbook::{ClockName, Entry, Item, Part, Presence, Rules};
use crate::domain::time::span::Span;

/// What a cell may lack, or get two answers for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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
    /// Every cell that is hit, in the order of [`crate::domain::playbook::cell::Space::cells`].
    pub cells: Vec<Cell>,
}

/// Where a single value came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ValueSource {
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
    pub from: ValueSource,
}

/// One item of a part, and the entries that put it there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResolvedItem {
    /// The action or pick.
    pub item: Item,
    /// Positions of the entries that gave it.
    pub entries: Vec<usize>,
}

impl ResolvedItem {
    fn when(&self, rules: &Rules, presence: Presence) -> Option<Self> {
        let is_for = |at: &usize| rules.actions[*at].is_for(Some(presence));
        let item = match &self.item {
            Item::Action(at) => is_for(at).then_some(Item::Action(*at))?,
            Item::Pick { pick, from } => {
                let from: Vec<usize> = from.iter().copied().filter(is_for).collect();
                let pick = from.len().min(*pick);
                (pick > 0).then_some(Item::Pick { pick, from })?
            }
        };
        Some(Self {
            item,
            entries: self.entries.clone(),
        })
    }
}

/// What a customer in one cell gets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resolved {
    /// The items of each part, by [`Part::ALL`].
    pub parts: [Vec<ResolvedItem>; Part::COUNT],
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

    /// Gives the items of every part, in the order of [`Part::ALL`].
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.parts.iter().flatten().map(|item| &item.item)
    }

    /// Gives every action that may be done, part by part; one may come more than once.
    pub fn actions(&self) -> impl Iterator<Item = usize> + '_ {
        self.items().flat_map(|item| item.actions().iter().copied())
    }

    /// Gives what is left of it for such a customer: actions that cannot be done for them fall away, and a pick offers
    /// and asks for no more than can.
    #[must_use]
    pub fn when(&self, rules: &Rules, presence: Presence) -> Self {
        let parts = self.parts.each_ref();
        Self {
            parts: parts.map(|items| {
                let left = items.iter().filter_map(|item| item.when(rules, presence));
                left.collect()
            }),
            ..self.clone()
        }
    }

    /// Gives one clock.
    #[must_use]
    pub const fn clock(&self, clock: ClockName) -> &Sourced<Span> {
        &self.clocks[clock as usize]
    }
}

/// What every cell of a playbook gets, as far as the file gives one answer.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// In the order of [`crate::domain::playbook::cell::Space::cells`]; `None` where something is missing or doubtful.
    pub cells: Vec<Option<Resolved>>,
    /// Every cause for which some cell has no single answer, each with all the cells it hits.
    pub holes: Vec<Hole>,
    /// For each entry, whether some cell has anything from it; one without is unreachable.
    pub wins: Vec<bool>,
}

impl Resolution {
    /// Resolves every cell of the playbook.
    #[must_use]
    pub fn of(rules: &Rules) -> Self {
        let mut lookup = EntryLookup::new(rules);
        let mut holes: BTreeMap<(Subject, Vec<usize>), Vec<Cell>> = BTreeMap::new();
        let mut cells = Vec::with_capacity(rules.space().cells().count());
        for cell in rules.space().cells() {
            let resolved = lookup.resolve(cell);
            for hole in lookup.missing.drain(..) {
                holes.entry(hole).or_default().push(cell);
            }
            cells.push(resolved);
        }
        let hole = |((subject, rivals), cells)| Hole {
            subject,
            rivals,
            cells,
        };
        Self {
            cells,
            holes: holes.into_iter().map(hole).collect(),
            wins: lookup.wins,
        }
    }
}

/// The entries of a playbook, ready to be asked cell by cell.
struct EntryLookup<'a> {
    rules: &'a Rules,
    boxes: Boxes,
    /// For each entry when its additions come among others.
    turns: Vec<usize>,
    /// For each action the first that is the same but for its id.
    same: Vec<usize>,
    parts: [EntrySet; Part::COUNT],
    also: [EntrySet; Part::COUNT],
    ceiling: EntrySet,
    clocks: [EntrySet; 4],
    /// What the cell in hand lacks.
    missing: Vec<(Subject, Vec<usize>)>,
    wins: Vec<bool>,
}

impl<'a> EntryLookup<'a> {
    fn new(rules: &'a Rules) -> Self {
        let entries = &rules.entries;
        let regions: Vec<Region> = entries.iter().map(|entry| entry.region).collect();
        let boxes = Boxes::new(rules.space(), &regions);
        let part = |part: Part| boxes.chosen(|at| entries[at].parts[part as usize].is_some());
        let also = |part: Part| boxes.chosen(|at| entries[at].also[part as usize].is_some());
        let clock =
            |clock: ClockName| boxes.chosen(|at| entries[at].clocks[clock as usize].is_some());
        Self {
            rules,
            turns: turns(rules),
            same: rules.same_actions(),
            parts: Part::ALL.map(part),
            also: Part::ALL.map(also),
            ceiling: boxes.chosen(|at| entries[at].ceiling.is_some()),
            clocks: ClockName::ALL.map(clock),
            boxes,
            missing: Vec::new(),
            wins: vec![false; entries.len()],
        }
    }

    fn resolve(&mut self, cell: Cell) -> Option<Resolved> {
        let covering = self.boxes.covering(cell);
        let parts = Part::ALL.map(|part| self.part(part, &covering));
        let ceiling = self.answer(Subject::Ceiling, &covering, |entry| entry.ceiling.as_ref());
        let clocks = ClockName::ALL.map(|clock| self.clock(clock, &covering));
        if !self.missing.is_empty() {
            return None;
        }
        Some(Resolved {
            parts,
            ceiling: ceiling?,
            clocks,
        })
    }

    /// Finds the one value that the minimal entries for a subject agree on, and notes what stands in the way of it.
    fn answer<T: Clone + PartialEq + 'a>(
        &mut self,
        subject: Subject,
        covering: &EntrySet,
        value: impl Fn(&'a Entry) -> Option<&'a PlacedValue<T>>,
    ) -> Option<Sourced<T>> {
        let mut setting = covering.clone();
        setting.intersect_with(match subject {
            Subject::Part(part) => &self.parts[part as usize],
            Subject::Ceiling => &self.ceiling,
            Subject::Clock(clock) => &self.clocks[clock as usize],
        });
        let minimal = self.boxes.minimal(&setting);
        let may_be_unset = match subject {
            Subject::Clock(_) | Subject::Part(Part::Prevent) => minimal.is_empty(),
            Subject::Part(_) | Subject::Ceiling => false,
        };
        let entries = &self.rules.entries;
        let mut values = minimal.iter().filter_map(|at| value(&entries[*at]));
        let first = values.next();
        let agreed = first.filter(|first| values.all(|other| other.value == first.value));
        for at in &minimal {
            self.wins[*at] = true;
        }
        match (agreed, subject) {
            (Some(set), _) => Some(Sourced {
                value: set.value.clone(),
                from: ValueSource::Entries(minimal),
            }),
            (None, _) if may_be_unset => None,
            (None, Subject::Part(_) | Subject::Ceiling | Subject::Clock(_)) => {
                self.missing.push((subject, minimal));
                None
            }
        }
    }

    fn part(&mut self, part: Part, covering: &EntrySet) -> Vec<ResolvedItem> {
        let subject = Subject::Part(part);
        let at = part as usize;
        let base = self.answer(subject, covering, |entry| entry.parts[at].as_ref());
        let mut adding = covering.clone();
        adding.intersect_with(&self.also[at]);
        let mut adding = self.boxes.positions(&adding);
        adding.sort_unstable_by_key(|position| self.turns[*position]);
        for position in &adding {
            self.wins[*position] = true;
        }
        let mut items = Vec::new();
        match (base, part) {
            (Some(base), _) => self.add(&mut items, &base.value, entries_of(&base.from)),
            // What is done for the next customer needs no base to be added to.
            (None, Part::Prevent) => {}
            (None, Part::Acknowledge | Part::Fix | Part::Dazzle | Part::Late | Part::FollowUp) => {
                return items;
            }
        }
        for position in adding {
            let more = self.rules.entries[position].also[at].as_ref();
            let more = more.map_or(&[][..], |set| &set.value);
            self.add(&mut items, more, &[position]);
        }
        if matches!(part, Part::Acknowledge | Part::Fix | Part::Prevent) {
            let covered = covered(&items, |one| &one.item, self.rules);
            items.retain(|one| !covered.iter().any(|at| one.item == Item::Action(*at)));
        }
        if items.is_empty() && part != Part::Prevent {
            self.missing.push((subject, Vec::new()));
        }
        items
    }

    /// Adds to a part what is not in it yet; what is the same but for its id is one.
    fn add(&self, items: &mut Vec<ResolvedItem>, more: &[Item], entries: &[usize]) {
        for item in more {
            let item = match item {
                Item::Action(action) => Item::Action(self.same[*action]),
                Item::Pick { .. } => item.clone(),
            };
            match items.iter_mut().find(|known| known.item == item) {
                Some(known) => known.entries.extend(entries),
                None => items.push(ResolvedItem {
                    item,
                    entries: entries.to_vec(),
                }),
            }
        }
    }

    fn clock(&mut self, clock: ClockName, covering: &EntrySet) -> Sourced<Span> {
        let at = clock as usize;
        let subject = Subject::Clock(clock);
        let answer = self.answer(subject, covering, |entry| entry.clocks[at].as_ref());
        if let Some(sourced) = answer {
            return sourced;
        }
        match &self.rules.clocks[at] {
            Some(set) => Sourced {
                value: set.value,
                from: ValueSource::File(set.place),
            },
            None => Sourced {
                value: clock.built_in(),
                from: ValueSource::BuiltIn,
            },
        }
    }
}

/// Finds the actions that others of one part do as well; of several that cover each other one is left.
pub fn covered<T>(items: &[T], item: impl Fn(&T) -> &Item, rules: &Rules) -> Vec<usize> {
    let actions = items.iter().filter_map(|one| match item(one) {
        Item::Action(action) => Some(*action),
        Item::Pick { .. } => None,
    });
    let actions: Vec<usize> = actions.collect();
    let mut covered: Vec<usize> = Vec::new();
    for action in &actions {
        let covers = |other: &usize| !covered.contains(other) && rules.covers(*other, *action);
        if actions.iter().any(covers) {
            covered.push(*action);
        }
    }
    covered
}

/// Says for each entry when its additions come among others: what is for every tier before what is for some, then what is
/// for every severity, then what is for every type; after that by the owner's own words. Nothing of it depends on where
/// something stands in the file, or on how many tiers and types there are.
fn turns(rules: &Rules) -> Vec<usize> {
    let all = rules.space().everything();
    let mut order: Vec<usize> = (0..rules.entries.len()).collect();
    order.sort_by_cached_key(|at| {
        let entry = &rules.entries[*at];
        let region = &entry.region;
        let some = (
            region.tiers != all.tiers,
            region.severities != all.severities,
            region.complaints != all.complaints,
        );
        let (types, added) = words(rules, entry);
        (
            some,
            types,
            Reverse((region.severities, region.tiers)),
            added,
        )
    });
    let mut turns = vec![0; order.len()];
    for (turn, at) in order.into_iter().enumerate() {
        turns[at] = turn;
    }
    turns
}

/// The complaint types an entry is for, in the order of the alphabet, and what it adds to each part.
fn words<'r>(rules: &'r Rules, entry: &Entry) -> (Vec<&'r str>, Vec<Vec<&'r str>>) {
    let types = rules.complaints.iter().enumerate();
    let types = types.filter(|(at, _)| entry.region.complaints >> at & 1 == 1);
    let mut types: Vec<&str> = types.map(|(_, complaint)| complaint.id.as_str()).collect();
    types.sort_unstable();
    let id = |at: &usize| rules.actions[*at].id.as_str();
    let added = |set: &Option<PlacedValue<Vec<Item>>>| {
        let items = set.iter().flat_map(|set| &set.value);
        items.flat_map(Item::actions).map(id).collect()
    };
    (types, entry.also.iter().map(added).collect())
}

fn entries_of(source: &ValueSource) -> &[usize] {
    match source {
        ValueSource::Entries(entries) => entries,
        ValueSource::File(_) | ValueSource::BuiltIn => &[],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::money::Currency;
    use crate::domain::playbook::cell::{Severity, Space};
    use crate::domain::playbook::{Action, Complaint, Tier};

    const SPACE: Space = Space {
        complaints: 2,
        tiers: 3,
    };

    fn set<T>(value: T) -> Option<PlacedValue<T>> {
        let place = Place::default();
        Some(PlacedValue { value, place })
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

    fn action(id: &str) -> Action {
        Action {
            id: id.to_owned(),
            text: id.to_owned(),
            by: "holder".to_owned(),
            within: None,
            takes: None,
            cost: None,
            deed: false,
            choices: Vec::new(),
            suits: Vec::new(),
            covers: Vec::new(),
            draft: None,
            needs: Vec::new(),
            after: None,
            replaces: None,
            only: None,
            hidden: false,
            standard: false,
            place: Place::default(),
        }
    }

    fn complaint(id: &str) -> Complaint {
        Complaint {
            id: id.to_owned(),
            name: id.to_owned(),
            short: None,
            sorry: None,
            breaks: None,
            ask: Vec::new(),
            ideal: Vec::new(),
        }
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
        let tier = |id: &str| Tier {
            id: id.to_owned(),
            name: id.to_owned(),
        };
        Rules {
            name: "test".to_owned(),
            currency: Currency::parse("GBP").unwrap(),
            reviewed: None,
            roles: Vec::new(),
            second_failure: crate::domain::time::span::Span::Days { days: 90 },
            clocks: Default::default(),
            tiers: ["a", "b", "c"].map(tier).to_vec(),
            complaints: ["x", "y"].map(complaint).to_vec(),
            channels: Vec::new(),
            actions: ["p", "q", "r"].map(action).to_vec(),
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
            let resolution = Resolution::of(&rules);
            for cell in SPACE.cells() {
                let expected = (by_the_book(&rules, cell, fix), by_the_book(&rules, cell, most));
                match (&resolution.cells[SPACE.position(cell)], expected) {
                    (Some(cell), (Ok(fix), Ok(most))) => {
                        prop_assert_eq!(cell.ceiling.value.minor, most);
                        let items: Vec<Item> = cell.part(Part::Fix).iter().map(|one| one.item.clone()).collect();
                        for item in &fix {
                            prop_assert!(items.contains(item));
                        }
                        for (at, item) in items.iter().enumerate() {
                            prop_assert!(!items[..at].contains(item), "each action once");
                        }
                    }
                    (Some(_), _) => prop_assert!(false, "a hole was missed"),
                    (None, (fix, most)) => {
                        for (subject, value) in [(Subject::Part(Part::Fix), fix.err()), (Subject::Ceiling, most.err())] {
                            let found = resolution.holes.iter().find(|hole| hole.subject == subject && hole.cells.contains(&cell));
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
            let values = |entries| {
                let cells = Resolution::of(&rules(entries)).cells.into_iter();
                cells.map(|cell| Some(cell?.ceiling.value.minor)).collect::<Vec<_>>()
            };
            prop_assert_eq!(values(entries), values(turned));
        }

        #[test]
        fn what_is_added_comes_in_an_order_of_its_own(entries in prop::collection::vec(entry(), 0..6)) {
            let mut turned = entries.clone();
            turned.reverse();
            let fixes = |entries| {
                let cells = Resolution::of(&rules(entries)).cells.into_iter();
                let items = |cell: Resolved| cell.part(Part::Fix).iter().map(|one| one.item.clone()).collect::<Vec<_>>();
                cells.map(|cell| cell.map(items)).collect::<Vec<_>>()
            };
            prop_assert_eq!(fixes(entries), fixes(turned));
        }

        #[test]
        fn an_entry_that_wins_nothing_can_be_removed(entries in prop::collection::vec(entry(), 1..6)) {
            let whole = rules(entries);
            let wins = Resolution::of(&whole).wins;
            let mut kept = wins.iter();
            let mut slim = whole.clone();
            slim.entries.retain(|_| *kept.next().unwrap_or(&true));
            let values = |rules: &Rules| {
                let cells = Resolution::of(rules).cells.into_iter();
                cells.map(|cell| cell.map(|cell| (cell.ceiling.value.minor, cell.parts[1].len()))).collect::<Vec<_>>()
            };
            prop_assert_eq!(values(&whole), values(&slim));
        }
    }

    #[test]
    fn an_empty_list_is_as_good_as_none() {
        let mut nothing = rules(Vec::new()).entries.remove(0);
        nothing.parts[Part::Fix as usize] = set(Vec::new());
        nothing.ceiling = set(ceiling(1));
        let holes = Resolution::of(&rules(vec![nothing])).holes;
        assert_eq!(holes.len(), 1);
        assert_eq!(holes[0].subject, Subject::Part(Part::Fix));
        assert_eq!(holes[0].cells.len(), SPACE.cells().count());
        assert_eq!(holes[0].cells[0].severity, Severity::Minor);
    }
}
