//! The JSON Schema (draft-07) of what each command prints.
//!
//! The keys, their types and what they are about stand once, in the structs that are printed; a schema is made of
//! them when it is asked for. Here it is only said which command prints what. Every key is always there, as `null`
//! when there is nothing to say, but for those that are left out where they would say nothing
//! (`skip_serializing_if`).

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use crate::show::case::{Brief, CaseDetail, CaseItem, ChangedCase, DraftView, NewCase, PlanView};
use crate::show::data::{Integrity, Paths};
use crate::show::envelope::Envelope;
use crate::show::failure::Failure;
use crate::show::file::WrittenReport;
use crate::show::history::{OperationItem, TakenBack};
use crate::show::import::ImportView;
use crate::show::nightly::Nightly;
use crate::show::playbook::card::Card;
use crate::show::playbook::cell::PlaybookCell;
use crate::show::playbook::drill::{DrillView, RehearsedView, Unused};
use crate::show::playbook::matrix::MatrixItem;
use crate::show::playbook::new::NewPlaybookView;
use crate::show::playbook::{FindingItem, PlaybookDetail, PlaybookItem, Tried};
use crate::show::replay::Replay;
use crate::show::schedule::page::Scheduled;
use crate::show::settings::{SettingChange, SettingItem};
use crate::show::tally::Metrics;
use crate::show::verbatim::VerbatimText;
use crate::show::why::Why;

pub(in crate::show) mod marks;

/// Makes a schema of a type.
type ShapeOf = fn(SchemaGenerator) -> Schema;

/// What stands in `items`.
#[derive(Clone, Copy)]
enum Holds {
    /// Any number of items.
    Many(ShapeOf),
    /// Exactly one item.
    One(ShapeOf),
    /// There are no `items`: the whole object is of the type.
    Bare(ShapeOf),
}

use Holds::{Bare, Many, One};

/// The schema of what stands around items of a type, with them.
fn items<T: JsonSchema + 'static>(generator: SchemaGenerator) -> Schema {
    generator.into_root_schema_for::<Envelope<'static, T>>()
}

/// The schema of a type that is printed as it is.
fn bare<T: JsonSchema>(generator: SchemaGenerator) -> Schema {
    generator.into_root_schema_for::<T>()
}

/// The name of each schema, what it is about, and what it holds.
const SCHEMAS: &[(&str, &str, Holds)] = &[
    (
        "amends.board/1",
        "the most urgent cases",
        Many(items::<CaseItem>),
    ),
    ("amends.due/1", "what is due", Many(items::<CaseItem>)),
    (
        "amends.due-metrics/1",
        "counts were written",
        One(items::<Metrics>),
    ),
    ("amends.list/1", "cases found", Many(items::<CaseItem>)),
    ("amends.show/1", "one case", One(items::<CaseDetail>)),
    (
        "amends.brief/1",
        "one case on one screen",
        One(items::<Brief>),
    ),
    (
        "amends.plan/1",
        "the steps of a case",
        One(items::<PlanView>),
    ),
    (
        "amends.why/1",
        "where everything comes from",
        One(items::<Why>),
    ),
    ("amends.new/1", "a case was saved", One(items::<NewCase>)),
    (
        "amends.done/1",
        "steps were done, case by case",
        Many(items::<ChangedCase>),
    ),
    (
        "amends.skip/1",
        "a step is not needed",
        One(items::<ChangedCase>),
    ),
    (
        "amends.choose/1",
        "a slot was filled",
        One(items::<ChangedCase>),
    ),
    (
        "amends.note/1",
        "a note was written",
        One(items::<ChangedCase>),
    ),
    (
        "amends.contact/1",
        "they got in touch",
        One(items::<ChangedCase>),
    ),
    (
        "amends.promise/1",
        "a promise was made",
        One(items::<ChangedCase>),
    ),
    (
        "amends.pause/1",
        "its clocks wait",
        One(items::<ChangedCase>),
    ),
    (
        "amends.resume/1",
        "its clocks go on",
        One(items::<ChangedCase>),
    ),
    (
        "amends.stayed/1",
        "the customer came back",
        One(items::<ChangedCase>),
    ),
    (
        "amends.gone/1",
        "the customer has left",
        One(items::<ChangedCase>),
    ),
    (
        "amends.assign/1",
        "somebody else holds it",
        One(items::<ChangedCase>),
    ),
    (
        "amends.change/1",
        "a case was corrected",
        One(items::<ChangedCase>),
    ),
    (
        "amends.close/1",
        "a case was closed",
        One(items::<ChangedCase>),
    ),
    (
        "amends.reopen/1",
        "a case is open again",
        One(items::<ChangedCase>),
    ),
    (
        "amends.draft/1",
        "a prepared message",
        One(items::<DraftView>),
    ),
    ("amends.undo/1", "taken back", One(items::<TakenBack>)),
    ("amends.redo/1", "put back", One(items::<TakenBack>)),
    (
        "amends.history/1",
        "what was done",
        Many(items::<OperationItem>),
    ),
    (
        "amends.nightly/1",
        "tomorrow's to-do",
        One(items::<Nightly>),
    ),
    (
        "amends.report-file/1",
        "a report was written to a file",
        One(items::<WrittenReport>),
    ),
    (
        "amends.playbook-list/1",
        "playbooks",
        Many(items::<PlaybookItem>),
    ),
    (
        "amends.playbook-show/1",
        "one playbook",
        One(items::<PlaybookDetail>),
    ),
    (
        "amends.playbook-cell/1",
        "what one customer gets",
        One(items::<PlaybookCell>),
    ),
    (
        "amends.playbook-source/1",
        "its text",
        One(items::<VerbatimText>),
    ),
    (
        "amends.playbook-check/1",
        "what a check found",
        Many(items::<FindingItem>),
    ),
    (
        "amends.playbook-matrix/1",
        "who gets what",
        Many(items::<MatrixItem>),
    ),
    (
        "amends.playbook-card/1",
        "one page for the wall",
        One(items::<Card>),
    ),
    (
        "amends.playbook-drill/1",
        "a situation to rehearse",
        One(items::<DrillView>),
    ),
    (
        "amends.playbook-unused/1",
        "what was never met",
        One(items::<Unused>),
    ),
    (
        "amends.playbook-rehearsed/1",
        "a drill was written down",
        One(items::<RehearsedView>),
    ),
    (
        "amends.playbook-try/1",
        "a plan, only tried",
        One(items::<Tried>),
    ),
    (
        "amends.playbook-new/1",
        "a playbook was made",
        One(items::<NewPlaybookView>),
    ),
    (
        "amends.playbook-replay/1",
        "past cases run through two playbooks",
        One(items::<Replay>),
    ),
    (
        "amends.playbook-schema/1",
        "a schema",
        One(items::<VerbatimText>),
    ),
    (
        "amends.data-path/1",
        "where everything is",
        One(items::<Paths>),
    ),
    (
        "amends.data-check/1",
        "whether the data file is whole",
        One(items::<Integrity>),
    ),
    (
        "amends.data-import/1",
        "what an import took in",
        One(items::<ImportView>),
    ),
    (
        "amends.config-list/1",
        "the settings of the shop",
        Many(items::<SettingItem>),
    ),
    (
        "amends.config-get/1",
        "one setting",
        One(items::<SettingItem>),
    ),
    (
        "amends.config-set/1",
        "a setting was changed",
        One(items::<SettingChange>),
    ),
    (
        "amends.schedule/1",
        "text to paste",
        One(items::<Scheduled>),
    ),
    ("amends.help/1", "a help text", One(items::<VerbatimText>)),
];

/// What stands on standard error instead, when a command fails.
const ERROR: (&str, &str, Holds) = ("amends.error/1", "what went wrong", Bare(bare::<Failure>));

/// The names of all schemas, which stand in the key `schema` of what is printed.
pub const NAMES: [&str; SCHEMAS.len() + 1] = names();

const fn names() -> [&'static str; SCHEMAS.len() + 1] {
    let mut names = [ERROR.0; SCHEMAS.len() + 1];
    let mut at = 0;
    while at < SCHEMAS.len() {
        names[at] = SCHEMAS[at].0;
        at += 1;
    }
    names
}

/// Finds a schema by name and gives its text, with a line end behind it.
#[must_use]
pub fn find(name: &str) -> Option<String> {
    let text = serde_json::to_string_pretty(&whole(name)?).ok()?;
    Some(text + "\n")
}

/// Gives the keys that the items of a schema have, whether or not there is an item.
#[must_use]
pub fn keys(name: &str) -> Vec<String> {
    let schema = whole(name);
    let properties = schema.as_ref().and_then(|schema| {
        let item = schema.pointer("/properties/items/items/$ref")?.as_str()?;
        let item = schema.pointer(item.strip_prefix('#')?)?;
        item.get("properties")?.as_object()
    });
    properties.map_or_else(Vec::new, |keys| keys.keys().cloned().collect())
}

/// Makes a schema.
fn whole(name: &str) -> Option<Schema> {
    let known = SCHEMAS.iter().chain([&ERROR]);
    let (name, about, holds) = known.into_iter().find(|(known, ..)| *known == name)?;
    let (shape, only_one) = match holds {
        Many(shape) | Bare(shape) => (shape, None),
        One(shape) => (shape, Some(1)),
    };
    let mut schema = shape(generator());
    schema.insert("title".to_owned(), json!(name));
    let about = format!("What amends prints: {about}. Complete, so without --fields.");
    schema.insert("description".to_owned(), json!(about));
    if let Some(key) = schema.pointer_mut("/properties/schema") {
        key["const"] = json!(name);
    }
    if let (Some(count), Some(items)) = (only_one, schema.pointer_mut("/properties/items")) {
        items["minItems"] = json!(count);
        items["maxItems"] = json!(count);
    }
    Some(schema)
}

/// What makes schemas of types as they are printed.
fn generator() -> SchemaGenerator {
    let settings = SchemaSettings::draft07().for_serialize();
    let settings = settings.with_transform(RecursiveTransform(as_printed));
    settings.into_generator()
}

/// Says what holds for everything we print: no other key is there, and a word is one of a list. Sizes of numbers in
/// bits are a matter of Rust, and what a comment says after its first paragraph is one of ours.
fn as_printed(schema: &mut Schema) {
    schema.remove("format");
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), json!(false));
    }
    if let Some(words) = words(schema) {
        schema.remove("oneOf");
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("enum".to_owned(), words);
    }
    if let Some(Value::String(text)) = schema.get_mut("description") {
        let first = text.split("\n\n").next().unwrap_or_default();
        *text = first.split_whitespace().collect::<Vec<&str>>().join(" ");
    }
}

/// The words of a fixed list, which the derived schema gives one by one, each with its comment.
fn words(schema: &Schema) -> Option<Value> {
    let each = schema.get("oneOf")?.as_array()?.iter();
    let mut words = Vec::new();
    for one in each {
        match (one.get("const"), one.get("enum")) {
            (Some(word), None) => words.push(word.clone()),
            (None, Some(Value::Array(several))) => words.extend(several.clone()),
            (Some(_) | None, _) => return None,
        }
    }
    Some(Value::Array(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(name: &str) -> Value {
        serde_json::from_str(&find(name).unwrap()).unwrap()
    }

    #[test]
    fn every_name_has_a_schema_that_calls_itself_so() {
        for name in NAMES {
            assert_eq!(schema(name)["title"], name);
        }
        assert_eq!(find("amends.due/2"), None);
        assert_eq!(find("case"), None);
    }

    #[test]
    fn names_stand_once() {
        let unique: std::collections::BTreeSet<&str> = NAMES.into_iter().collect();
        assert_eq!(unique.len(), NAMES.len());
    }

    #[test]
    fn every_reference_leads_somewhere() {
        fn check(part: &Value, definitions: &Value) {
            if let Some(target) = part.get("$ref").and_then(Value::as_str) {
                let name = target.strip_prefix("#/definitions/").unwrap();
                assert!(definitions.get(name).is_some(), "{target}");
            }
            let inner = part
                .as_object()
                .into_iter()
                .flat_map(serde_json::Map::values);
            let items = part.as_array().into_iter().flatten();
            inner.chain(items).for_each(|part| check(part, definitions));
        }
        for name in NAMES {
            let schema = schema(name);
            check(&schema, &schema["definitions"]);
        }
    }

    #[test]
    fn a_list_of_words_is_one_and_no_other_key_is_allowed() {
        let schema = schema("amends.show/1");
        let part = &schema["definitions"]["part"];
        assert_eq!(part["enum"][4], "follow_up");
        assert_eq!(part.get("oneOf"), None);
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["definitions"]["step"]["additionalProperties"], false);
    }

    #[test]
    fn keys_are_those_of_an_item() {
        assert_eq!(keys("amends.playbook-source/1"), ["name", "text"]);
        assert_eq!(keys("amends.error/1"), Vec::<String>::new());
    }

    #[test]
    fn a_type_takes_over_the_keys_of_another() {
        let keys = schema("amends.plan/1")["definitions"]["plan"]["required"].clone();
        let keys: Vec<&str> = keys
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(keys.first(), Some(&"case"));
        assert_eq!(
            keys[keys.len() - 4..],
            ["for", "steps", "planned_cost", "least_cost"]
        );
    }
}
