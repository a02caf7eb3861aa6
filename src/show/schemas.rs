//! The JSON Schema (draft-07) of what each command prints.
//!
//! The keys, their types and what they are about stand once, in the structs that are printed; a schema is made of
//! them when it is asked for. What each command prints is said in `show.rs` and, of those that change a case, in
//! [`Verb`]. Every key is always there, as `null` when there is nothing to say, but for those that are left out where
//! they would say nothing (`skip_serializing_if`).

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use crate::domain::verb::Verb;
use crate::show::DECLARED;
use crate::show::case::ChangedCase;
use crate::show::envelope::Envelope;
use crate::show::failure::Failure;

pub(in crate::show) mod marks;

/// That there is a schema, and of what.
#[derive(Clone, Copy, Debug)]
pub(in crate::show) struct Declared {
    /// Its name, without what is the same in all of them: `due` of `amends.due/1`.
    word: &'static str,
    /// What it is about.
    about: &'static str,
    /// Makes it of the types it is about.
    shape: fn(SchemaGenerator) -> Schema,
    /// Whether there is exactly one item.
    is_one: bool,
}

/// Declares what prints any number of items.
pub(in crate::show) const fn many<T: JsonSchema + 'static>(
    word: &'static str,
    about: &'static str,
) -> Declared {
    Declared {
        word,
        about,
        shape: items::<T>,
        is_one: false,
    }
}

/// Declares what prints exactly one item.
pub(in crate::show) const fn one<T: JsonSchema + 'static>(
    word: &'static str,
    about: &'static str,
) -> Declared {
    Declared {
        is_one: true,
        ..many::<T>(word, about)
    }
}

/// The schema of what stands around items of a type, with them.
fn items<T: JsonSchema + 'static>(generator: SchemaGenerator) -> Schema {
    generator.into_root_schema_for::<Envelope<'static, T>>()
}

/// What stands on standard error instead, when a command fails; there are no items.
const ERROR: Declared = Declared {
    word: "error",
    about: "what went wrong",
    shape: SchemaGenerator::into_root_schema_for::<Failure>,
    is_one: false,
};

impl Declared {
    /// A verb prints the cases it changes; `done` may change several.
    const fn of(verb: Verb) -> Self {
        Self {
            is_one: !matches!(verb, Verb::Done),
            ..many::<ChangedCase>(verb.word(), verb.has_done())
        }
    }

    fn name(self) -> String {
        name_of(self.word)
    }
}

/// Gives the whole name of a schema, which stands in the key `schema` of what is printed.
#[must_use]
pub fn name_of(word: &str) -> String {
    format!("amends.{word}/1")
}

fn declared() -> impl Iterator<Item = Declared> {
    let verbs = Verb::ALL.iter().filter(|verb| verb.changes_a_case());
    let verbs = verbs.map(|verb| Declared::of(*verb));
    DECLARED.iter().copied().chain(verbs).chain([ERROR])
}

/// Gives the names of all schemas.
pub fn names() -> impl Iterator<Item = String> {
    declared().map(Declared::name)
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
    let declared = declared().find(|known| known.name() == name)?;
    let mut schema = (declared.shape)(generator());
    schema.insert("title".to_owned(), json!(name));
    let about = declared.about;
    let about = format!("What amends prints: {about}. Complete, so without --fields.");
    schema.insert("description".to_owned(), json!(about));
    if let Some(key) = schema.pointer_mut("/properties/schema") {
        key["const"] = json!(name);
    }
    if let Some(items) = schema
        .pointer_mut("/properties/items")
        .filter(|_| declared.is_one)
    {
        items["minItems"] = json!(1);
        items["maxItems"] = json!(1);
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
        for name in names() {
            assert_eq!(schema(&name)["title"], name);
        }
        assert_eq!(find("amends.due/2"), None);
        assert_eq!(find("case"), None);
    }

    #[test]
    fn names_stand_once() {
        let unique: std::collections::BTreeSet<String> = names().collect();
        assert_eq!(unique.len(), names().count());
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
        for name in names() {
            let schema = schema(&name);
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
