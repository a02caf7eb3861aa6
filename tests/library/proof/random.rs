//! Small random playbooks, as values and as text.

use std::fmt::Write as _;

use amends::domain::playbook as domain;
use proptest::prelude::*;

/// Two types, three tiers, three severities.
pub const TYPES: usize = 2;
pub const TIERS: usize = 3;
pub const SEVERITIES: [&str; 3] = ["minor", "major", "severe"];
/// Roles, least authority first; the last position stands for `holder`.
pub const ROLES: [&str; 4] = ["staff", "manager", "owner", "holder"];
pub const PARTS: [&str; 6] = [
    "acknowledge",
    "fix",
    "dazzle",
    "late",
    "follow_up",
    "prevent",
];

/// One thing in a part: how many are picked, from what; an action by itself is one of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    pub pick: usize,
    pub from: Vec<usize>,
    pub is_pick: bool,
}

/// Reads an item of the program as ours.
pub fn item(item: &domain::Item) -> Item {
    match item {
        domain::Item::Action(action) => Item {
            pick: 1,
            from: vec![*action],
            is_pick: false,
        },
        domain::Item::Pick { pick, from } => Item {
            pick: *pick,
            from: from.clone(),
            is_pick: true,
        },
    }
}

#[derive(Clone, Debug)]
pub struct Action {
    pub cost: i64,
    pub by: usize,
}

/// One recovery entry: whom it is for, and what it sets.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    pub types: Vec<usize>,
    pub tiers: Vec<usize>,
    pub severities: Vec<usize>,
    pub parts: [Option<Vec<Item>>; 6],
    pub also: [Option<Vec<Item>>; 6],
    pub ceiling: Option<i64>,
    pub recover: Option<u32>,
}

#[derive(Clone, Debug, Default)]
pub struct Sketch {
    pub actions: Vec<Action>,
    pub entries: Vec<Entry>,
    /// An acknowledgement that is made instead of another where a plan would have both.
    pub covers: Option<(usize, usize)>,
    allow: Option<(String, String)>,
}

impl Sketch {
    /// The same playbook with an exception for one severity.
    pub fn allowing(&self, finding: &str, severity: &str) -> Self {
        Self {
            allow: Some((finding.to_owned(), severity.to_owned())),
            ..self.clone()
        }
    }

    /// The rank of that severity; none has this one when there is no exception.
    pub fn allowed_rank(&self) -> usize {
        let severity = self.allow.as_ref().map(|(_, severity)| severity.as_str());
        let ranks = SEVERITIES.iter();
        ranks.take_while(|one| Some(**one) != severity).count()
    }

    /// The playbook as an owner would write it.
    pub fn text(&self) -> String {
        let mut text = String::from("format = 1\nname = \"Random\"\ncurrency = \"JPY\"\n");
        text.push_str("roles = [\"staff\", \"manager\", \"owner\"]\n");
        for tier in 0..TIERS {
            let _ = writeln!(text, "[[tier]]\nid = \"tier-{tier}\"");
        }
        for complaint in 0..TYPES {
            let _ = writeln!(text, "[[complaint]]\nid = \"type-{complaint}\"");
        }
        for (at, action) in self.actions.iter().enumerate() {
            let by = ROLES[action.by];
            let cost = action.cost;
            let _ = writeln!(
                text,
                "[action.do-{at}]\ndo = \"It {at}\"\nby = \"{by}\"\ncost = {cost}"
            );
            if let Some((_, covered)) = self.covers.filter(|(covering, _)| *covering == at) {
                let _ = writeln!(text, "covers = [\"do-{covered}\"]");
            }
        }
        for entry in &self.entries {
            entry.write(&mut text);
        }
        if let Some((finding, severity)) = &self.allow {
            let _ = writeln!(
                text,
                "[[allow]]\nfinding = \"{finding}\"\nwhen = {{ severity = \"{severity}\" }}\nbecause = \"so\""
            );
        }
        text
    }
}

impl Entry {
    fn write(&self, text: &mut String) {
        let list = |ids: Vec<String>| ids.join(", ");
        let types = list(
            self.types
                .iter()
                .map(|at| format!("\"type-{at}\""))
                .collect(),
        );
        let tiers = list(
            self.tiers
                .iter()
                .map(|at| format!("\"tier-{at}\""))
                .collect(),
        );
        let severities = self
            .severities
            .iter()
            .map(|at| format!("\"{}\"", SEVERITIES[*at]));
        let severities = list(severities.collect());
        let _ = writeln!(
            text,
            "[[recovery]]\nwhen = {{ complaint = [{types}], tier = [{tiers}], severity = [{severities}] }}"
        );
        for (part, (set, also)) in PARTS.iter().zip(self.parts.iter().zip(&self.also)) {
            for (key, items) in [(part.to_string(), set), (format!("also.{part}"), also)] {
                if let Some(items) = items {
                    let items = list(items.iter().map(Item::text).collect());
                    let _ = writeln!(text, "{key} = [{items}]");
                }
            }
        }
        if let Some(ceiling) = self.ceiling {
            let _ = writeln!(text, "ceiling = {ceiling}");
        }
        if let Some(hours) = self.recover {
            let _ = writeln!(text, "recover = \"{hours}h\"");
        }
    }
}

impl Item {
    fn text(&self) -> String {
        let from: Vec<String> = self.from.iter().map(|at| format!("\"do-{at}\"")).collect();
        if self.is_pick {
            format!("{{ pick = {}, from = [{}] }}", self.pick, from.join(", "))
        } else {
            from.concat()
        }
    }
}

const ACTIONS: usize = 5;

fn some_item() -> impl Strategy<Value = Item> {
    let action = (0..ACTIONS).prop_map(|at| Item {
        pick: 1,
        from: vec![at],
        is_pick: false,
    });
    let from = proptest::sample::subsequence((0..ACTIONS).collect::<Vec<_>>(), 1..=3);
    let pick = (from, 1..3_usize).prop_map(|(from, pick)| Item {
        pick: pick.min(from.len()),
        from,
        is_pick: true,
    });
    prop_oneof![3 => action, 1 => pick]
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    prop::collection::vec(some_item(), 1..3)
}

fn some_of(count: usize) -> impl Strategy<Value = Vec<usize>> {
    proptest::sample::subsequence((0..count).collect::<Vec<_>>(), 1..=count)
}

fn entry() -> impl Strategy<Value = Entry> {
    let whom = (some_of(TYPES), some_of(TIERS), some_of(3));
    let sets = (
        prop::option::of(items()),
        prop::option::of(items()),
        prop::option::of(items()),
    );
    let numbers = (prop::option::of(0..30_i64), prop::option::of(1..4_u32));
    (whom, 1..3_usize, sets, numbers).prop_map(|(whom, part, sets, numbers)| {
        let mut entry = Entry {
            types: whom.0,
            tiers: whom.1,
            severities: whom.2,
            ceiling: numbers.0,
            recover: numbers.1,
            ..Entry::default()
        };
        entry.parts[part] = sets.0;
        entry.also[part] = sets.1;
        let other = if part == 1 { 0 } else { 5 };
        if numbers.0.is_some_and(|ceiling| ceiling % 2 == 0) {
            entry.also[other] = sets.2;
        } else {
            entry.parts[other] = sets.2;
        }
        entry
    })
}

/// An entry for everybody, which may leave out a part; what is for the next customer often is.
fn base() -> impl Strategy<Value = Entry> {
    let whole = proptest::array::uniform6(items());
    (whole, 0..40_usize, prop::option::weighted(0.9, 0..30_i64)).prop_map(
        |(parts, gap, ceiling)| {
            let mut entry = Entry {
                types: (0..TYPES).collect(),
                tiers: (0..TIERS).collect(),
                severities: (0..3).collect(),
                ceiling,
                ..Entry::default()
            };
            for (at, items) in parts.into_iter().enumerate() {
                let there = at != gap && (at < 5 || gap % 2 == 0);
                entry.parts[at] = there.then_some(items);
            }
            entry
        },
    )
}

pub fn sketch() -> impl Strategy<Value = Sketch> {
    let action = (0..6_i64, 0..ROLES.len()).prop_map(|(cost, by)| Action { cost, by });
    let actions = prop::collection::vec(action, ACTIONS);
    let covers = prop::option::of((0..ACTIONS, 1..ACTIONS));
    let covers = covers.prop_map(|it| it.map(|(at, more)| (at, (at + more) % ACTIONS)));
    let entries = prop::collection::vec(entry(), 0..5);
    (actions, base(), entries, covers).prop_map(|(actions, base, mut entries, covers)| {
        entries.push(base);
        Sketch {
            actions,
            entries,
            covers,
            allow: None,
        }
    })
}
