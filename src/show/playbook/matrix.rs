//! Who gets what, cell by cell: which entry gives each part, and which line says so.

use std::borrow::Cow;
use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::detail::ForWhom;
use crate::domain::money::Money;
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::selection::{Resolved, ResolvedItem, Sourced, ValueSource};
use crate::domain::playbook::{ClockName, Entry, Item, Part, Playbook, Rules};
use crate::domain::time::span::Span;
use crate::show::schemas::marks::{LineNumber, PlaybookId};

pub(in crate::show) mod page;

/// Something for each part, by [`Part::ALL`]; an object with the parts as its keys.
#[derive(Clone, Debug)]
pub struct ByPart<T>([T; Part::COUNT]);

impl<T> ByPart<T> {
    /// Makes it part by part.
    #[must_use]
    pub fn of(make: impl FnMut(Part) -> T) -> Self {
        Self(Part::ALL.map(make))
    }

    /// Gives what belongs to one part.
    #[must_use]
    pub const fn at(&self, part: Part) -> &T {
        &self.0[part as usize]
    }
}

/// Only for the next customer there may be nothing to do.
impl<T: JsonSchema> JsonSchema for ByPart<Vec<T>> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}-by-part", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let properties = Part::ALL.map(|part| {
            let mut of_part = generator.subschema_for::<Vec<T>>();
            if Part::FOR_THIS_CUSTOMER.contains(&part) {
                of_part.insert("minItems".to_owned(), 1.into());
            }
            (part.key().to_owned(), of_part.to_value())
        });
        object(Part::ALL.map(Part::key), properties)
    }
}

/// The schema of an object that has all of these keys.
fn object<const N: usize>(keys: [&'static str; N], properties: [(String, Value); N]) -> Schema {
    let properties: Map<String, Value> = properties.into_iter().collect();
    json_schema!({"type": "object", "required": keys.as_slice(), "properties": properties})
}

impl<T: Serialize> Serialize for ByPart<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Part::ALL.map(Part::key).iter().zip(&self.0))
    }
}

/// Something for each clock, by [`ClockName::ALL`]; an object with the clocks as its keys.
#[derive(Clone, Debug)]
pub struct ByClock<T>([T; 4]);

impl<T> ByClock<T> {
    /// Makes it clock by clock.
    #[must_use]
    pub fn of(make: impl FnMut(ClockName) -> T) -> Self {
        Self(ClockName::ALL.map(make))
    }

    /// Gives what belongs to one clock.
    #[must_use]
    pub const fn at(&self, clock: ClockName) -> &T {
        &self.0[clock as usize]
    }
}

impl<T: JsonSchema> JsonSchema for ByClock<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}-by-clock", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let properties = ClockName::ALL.map(|clock| {
            let of_clock = generator.subschema_for::<T>();
            (clock.key().to_owned(), of_clock.to_value())
        });
        object(ClockName::ALL.map(ClockName::key), properties)
    }
}

impl<T: Serialize> Serialize for ByClock<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(ClockName::ALL.map(ClockName::key).iter().zip(&self.0))
    }
}

/// An action that is always done, or a pick.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "cell-part-item")]
pub struct PartItem {
    /// The id of the action; of a pick the ids it is filled from.
    #[schemars(with = "Vec<PlaybookId>", length(min = 1))]
    pub actions: Vec<String>,
    /// How many of them a pick takes; `null` for an action that is always done.
    #[schemars(range(min = 1))]
    pub pick: Option<usize>,
    /// The lines of the entries that put it there.
    #[schemars(with = "Vec<LineNumber>", length(min = 1))]
    pub lines: Vec<u32>,
}

/// The most a plan may cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "cell-ceiling")]
pub struct CeilingItem {
    /// The amount.
    pub amount: Money,
    /// The lines of the entries that set it.
    #[schemars(with = "Vec<LineNumber>", length(min = 1))]
    pub lines: Vec<u32>,
}

/// Who says how long a clock of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "span-from")]
pub enum SpanFrom {
    /// A recovery entry.
    Entry,
    /// The table `[clock]` of the playbook.
    ClockTable,
    /// The program, because the playbook says nothing.
    BuiltIn,
}

/// One clock of a cell.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "cell-clock")]
pub struct ClockItem {
    /// How long, as the playbook writes it.
    #[schemars(length(min = 1))]
    pub span: String,
    /// The lines that set it; none when the playbook says nothing.
    #[schemars(with = "Vec<LineNumber>")]
    pub lines: Vec<u32>,
    /// Who said so.
    pub from: SpanFrom,
}

/// The lines that decide one part of a cell.
#[derive(Clone, Debug, Default)]
pub struct Deciders {
    /// Those that set it; several only when they say the same.
    pub sets: Vec<u32>,
    /// Those that add to it with `also`.
    pub adds: Vec<u32>,
}

/// What one cell of a playbook gets, and the lines that say so.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "matrix-cell")]
pub struct MatrixItem {
    /// The complaint type.
    #[serde(rename = "type")]
    #[schemars(with = "PlaybookId")]
    pub complaint: String,
    /// The tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// The severity.
    pub severity: Severity,
    /// What is done, part by part.
    pub parts: ByPart<Vec<PartItem>>,
    /// The most it may cost.
    pub ceiling: CeilingItem,
    /// The clocks.
    pub clocks: ByClock<ClockItem>,
    /// What people call the complaint type.
    #[serde(skip)]
    pub type_name: String,
    /// The lines that decide each part.
    #[serde(skip)]
    pub deciders: ByPart<Deciders>,
}

/// What stands on a line that decides something.
#[derive(Clone, Debug)]
pub struct LegendItem {
    /// The line.
    pub line: u32,
    /// For whom, in words.
    pub whom: String,
    /// What it sets: the key, and the value in words.
    pub sets: Vec<(String, String)>,
}

/// Who gets what.
#[derive(Debug)]
pub struct Matrix {
    /// Every cell: by type, then tier, then severity.
    pub items: Vec<MatrixItem>,
    /// Every line that decides anything, once.
    pub legend: Vec<LegendItem>,
    /// What the playbook calls itself.
    pub name: String,
    /// The file.
    pub file: String,
    /// The command that shows one cell.
    pub command: String,
}

impl Matrix {
    /// Shows every cell; `file` and `command` say where it stands and how to look at one.
    #[must_use]
    pub fn of(playbook: &Playbook, file: String, command: String) -> Self {
        let rules = playbook.rules();
        let cells = rules.space().cells();
        let items: Vec<MatrixItem> = cells.map(|cell| item(playbook, cell)).collect();
        Self {
            legend: legend(rules, &used(&items)),
            items,
            name: rules.name.clone(),
            file,
            command,
        }
    }
}

fn item(playbook: &Playbook, cell: Cell) -> MatrixItem {
    let (rules, resolved) = (playbook.rules(), playbook.at(cell));
    let complaint = &rules.complaints[cell.complaint];
    MatrixItem {
        complaint: complaint.id.clone(),
        tier: rules.tiers[cell.tier].id.clone(),
        severity: cell.severity,
        parts: ByPart::of(|part| part_items(rules, resolved.part(part))),
        ceiling: ceiling(rules, resolved),
        clocks: clocks(rules, resolved),
        type_name: complaint.name.clone(),
        deciders: ByPart::of(|part| deciders(rules, resolved, part)),
    }
}

fn part_items(rules: &Rules, items: &[ResolvedItem]) -> Vec<PartItem> {
    let item = |resolved: &ResolvedItem| {
        let (actions, pick) = match &resolved.item {
            Item::Action(at) => (vec![*at], None),
            Item::Pick { pick, from } => (from.clone(), Some(*pick)),
        };
        let id = |at: &usize| rules.actions[*at].id.clone();
        PartItem {
            actions: actions.iter().map(id).collect(),
            pick,
            lines: entry_lines(rules, &resolved.entries),
        }
    };
    items.iter().map(item).collect()
}

/// Gives the lines on which entries begin, each once, in their order.
pub(super) fn entry_lines(rules: &Rules, entries: &[usize]) -> Vec<u32> {
    let mut lines = Vec::with_capacity(entries.len());
    for line in entries.iter().map(|at| rules.entries[*at].place.line) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// Shows the ceiling of a cell.
pub(super) fn ceiling(rules: &Rules, resolved: &Resolved) -> CeilingItem {
    let (lines, _) = origin(rules, &resolved.ceiling.from);
    CeilingItem {
        amount: resolved.ceiling.value,
        lines,
    }
}

/// Shows the clocks of a cell.
pub(super) fn clocks(rules: &Rules, resolved: &Resolved) -> ByClock<ClockItem> {
    let item = |sourced: &Sourced<Span>| {
        let (lines, from) = origin(rules, &sourced.from);
        ClockItem {
            span: sourced.value.to_string(),
            lines,
            from,
        }
    };
    ByClock::of(|clock| item(resolved.clock(clock)))
}

fn origin(rules: &Rules, source: &ValueSource) -> (Vec<u32>, SpanFrom) {
    match source {
        ValueSource::Entries(entries) => (entry_lines(rules, entries), SpanFrom::Entry),
        ValueSource::File(place) => (vec![place.line], SpanFrom::ClockTable),
        ValueSource::BuiltIn => (Vec::new(), SpanFrom::BuiltIn),
    }
}

fn deciders(rules: &Rules, resolved: &Resolved, part: Part) -> Deciders {
    let mut deciders = Deciders::default();
    for item in resolved.part(part) {
        for at in &item.entries {
            let entry = &rules.entries[*at];
            let also = entry.also[part as usize].as_ref();
            let lines = match also.is_some_and(|also| also.value.contains(&item.item)) {
                true => &mut deciders.adds,
                false => &mut deciders.sets,
            };
            if !lines.contains(&entry.place.line) {
                lines.push(entry.place.line);
            }
        }
    }
    deciders
}

/// The lines that any cell names.
fn used(items: &[MatrixItem]) -> BTreeSet<u32> {
    let of_cell = |item: &MatrixItem| {
        let parts = Part::ALL.into_iter().flat_map(|part| item.parts.at(part));
        let parts = parts.flat_map(|one| &one.lines);
        let clocks = ClockName::ALL.into_iter();
        let clocks = clocks.flat_map(|clock| &item.clocks.at(clock).lines);
        let all = parts.chain(&item.ceiling.lines).chain(clocks);
        all.copied().collect::<Vec<u32>>()
    };
    items.iter().flat_map(of_cell).collect()
}

fn legend(rules: &Rules, used: &BTreeSet<u32>) -> Vec<LegendItem> {
    let entries = rules.entries.iter();
    let entries = entries.map(|entry| legend_of(rules, entry));
    let clocks = ClockName::ALL.into_iter().filter_map(|clock| {
        let set = rules.clocks[clock as usize].as_ref()?;
        Some(LegendItem {
            line: set.place.line,
            whom: "[clock], for everybody else".to_owned(),
            sets: vec![(clock.key().to_owned(), set.value.to_string())],
        })
    });
    let mut legend: Vec<LegendItem> = clocks.chain(entries).collect();
    legend.retain(|item| used.contains(&item.line));
    legend.sort_by_key(|item| item.line);
    // Clocks written on one line are one line of the legend.
    legend.dedup_by(|next, first| {
        let same = next.line == first.line;
        if same {
            first.sets.append(&mut next.sets);
        }
        same
    });
    legend
}

fn legend_of(rules: &Rules, entry: &Entry) -> LegendItem {
    let mut sets = Vec::new();
    for part in Part::ALL {
        let at = part as usize;
        let base = entry.parts[at].as_ref();
        sets.extend(base.map(|set| (part.key().to_owned(), in_words(rules, &set.value))));
        let also = entry.also[at].as_ref();
        let key = format!("also.{}", part.key());
        sets.extend(also.map(|set| (key, in_words(rules, &set.value))));
    }
    let ceiling = entry.ceiling.as_ref();
    sets.extend(ceiling.map(|set| ("ceiling".to_owned(), set.value.plain())));
    for clock in ClockName::ALL {
        let set = entry.clocks[clock as usize].as_ref();
        let key = format!("clock.{}", clock.key());
        sets.extend(set.map(|set| (key, set.value.to_string())));
    }
    LegendItem {
        line: entry.place.line,
        whom: ForWhom::of(rules, &entry.region).in_words(rules),
        sets,
    }
}

/// "say-sorry, one of free-cake, card".
fn in_words(rules: &Rules, items: &[Item]) -> String {
    let id = |at: &usize| rules.actions[*at].id.as_str();
    let item = |item: &Item| match item {
        Item::Action(at) => id(at).to_owned(),
        Item::Pick { pick, from } => {
            let from: Vec<&str> = from.iter().map(id).collect();
            let many = match pick {
                1 => "one".to_owned(),
                many => many.to_string(),
            };
            format!("{many} of {}", from.join(", "))
        }
    };
    let items: Vec<String> = items.iter().map(item).collect();
    items.join(", ")
}
