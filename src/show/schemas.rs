//! The JSON Schema (draft-07) of what each command prints.
//!
//! The shapes lie in `schemas/*.json`, one file for each module of views, in the words of JSON
//! Schema and one of our own: `with` takes over the keys of other shapes, as `flatten` does in
//! the views. Every key of a shape is always there, as `null` when there is nothing to say. A
//! whole schema is put together when it is asked for, so that a key is described in one place.

use serde_json::{Map, Value, json};

/// Every shape, by name.
const SHAPES: [&str; 9] = [
    include_str!("schemas/common.json"),
    include_str!("schemas/cases.json"),
    include_str!("schemas/explain.json"),
    include_str!("schemas/playbooks.json"),
    include_str!("schemas/cells.json"),
    include_str!("schemas/card.json"),
    include_str!("schemas/drill.json"),
    include_str!("schemas/records.json"),
    include_str!("schemas/replay.json"),
];

/// What stands in `items`.
#[derive(Clone, Copy)]
enum Holds {
    /// Any number of items of a shape.
    Many(&'static str),
    /// Exactly one item of a shape.
    One(&'static str),
    /// There are no `items`: the whole object has this shape.
    Bare(&'static str),
}

use Holds::{Bare, Many, One};

/// The name of each schema, what it is about, and what it holds.
const SCHEMAS: [(&str, &str, Holds); 51] = [
    ("amends.board/1", "the most urgent cases", Many("case")),
    ("amends.due/1", "what is due", Many("case")),
    (
        "amends.due-metrics/1",
        "counts were written",
        One("counted"),
    ),
    ("amends.list/1", "cases found", Many("case")),
    ("amends.show/1", "one case", One("case-in-full")),
    ("amends.brief/1", "one case on one screen", One("brief")),
    ("amends.plan/1", "the steps of a case", One("plan")),
    ("amends.why/1", "where everything comes from", One("why")),
    ("amends.new/1", "a case was saved", One("new-case")),
    (
        "amends.done/1",
        "steps were done, case by case",
        Many("change"),
    ),
    ("amends.skip/1", "a step is not needed", One("change")),
    ("amends.choose/1", "a slot was filled", One("change")),
    ("amends.note/1", "a note was written", One("change")),
    ("amends.contact/1", "they got in touch", One("change")),
    ("amends.promise/1", "a promise was made", One("change")),
    ("amends.pause/1", "its clocks wait", One("change")),
    ("amends.resume/1", "its clocks go on", One("change")),
    ("amends.stayed/1", "the customer came back", One("change")),
    ("amends.gone/1", "the customer has left", One("change")),
    ("amends.assign/1", "somebody else holds it", One("change")),
    ("amends.change/1", "a case was corrected", One("change")),
    ("amends.close/1", "a case was closed", One("change")),
    ("amends.reopen/1", "a case is open again", One("change")),
    ("amends.draft/1", "a prepared message", One("message")),
    ("amends.undo/1", "taken back", One("taken-back")),
    ("amends.redo/1", "put back", One("taken-back")),
    ("amends.history/1", "what was done", Many("operation")),
    ("amends.nightly/1", "tomorrow's to-do", One("nightly")),
    (
        "amends.report-file/1",
        "a report was written to a file",
        One("report-file"),
    ),
    (
        "amends.playbook-list/1",
        "playbooks",
        Many("listed-playbook"),
    ),
    ("amends.playbook-show/1", "one playbook", One("playbook")),
    (
        "amends.playbook-cell/1",
        "what one customer gets",
        One("cell-in-full"),
    ),
    ("amends.playbook-source/1", "its text", One("file-text")),
    (
        "amends.playbook-check/1",
        "what a check found",
        Many("finding"),
    ),
    (
        "amends.playbook-matrix/1",
        "who gets what",
        Many("matrix-cell"),
    ),
    (
        "amends.playbook-card/1",
        "one page for the wall",
        One("card"),
    ),
    (
        "amends.playbook-drill/1",
        "a situation to rehearse",
        One("drill"),
    ),
    (
        "amends.playbook-unused/1",
        "what was never met",
        One("practice"),
    ),
    (
        "amends.playbook-rehearsed/1",
        "a drill was written down",
        One("rehearsed"),
    ),
    ("amends.playbook-try/1", "a plan, only tried", One("trial")),
    (
        "amends.playbook-new/1",
        "a playbook was made",
        One("new-playbook"),
    ),
    (
        "amends.playbook-replay/1",
        "past cases run through two playbooks",
        One("replay"),
    ),
    ("amends.playbook-schema/1", "a schema", One("file-text")),
    ("amends.data-path/1", "where everything is", One("paths")),
    (
        "amends.data-check/1",
        "whether the data file is whole",
        One("integrity"),
    ),
    (
        "amends.data-import/1",
        "what an import took in",
        One("import"),
    ),
    (
        "amends.config-list/1",
        "the settings of the shop",
        Many("setting"),
    ),
    ("amends.config-get/1", "one setting", One("setting")),
    (
        "amends.config-set/1",
        "a setting was changed",
        One("setting-change"),
    ),
    ("amends.schedule/1", "text to paste", One("scheduled")),
    ("amends.help/1", "a help text", One("file-text")),
];

/// What stands on standard error instead, when a command fails.
const ERROR: (&str, &str, Holds) = ("amends.error/1", "what went wrong", Bare("error"));

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
    let known = SCHEMAS.iter().chain([&ERROR]);
    let (name, about, holds) = known.into_iter().find(|(known, ..)| *known == name)?;
    let shapes = Shapes::read()?;
    let schema = shapes.schema(name, about, *holds)?;
    let text = serde_json::to_string_pretty(&schema).ok()?;
    Some(text + "\n")
}

/// Gives the keys that the items of a schema have, whether or not there is an item.
#[must_use]
pub fn keys(name: &str) -> Vec<String> {
    let holds = SCHEMAS.iter().find(|(known, ..)| *known == name);
    let shape = holds.and_then(|(_, _, holds)| match holds {
        Many(shape) | One(shape) => Shapes::read()?.expanded(shape),
        Bare(_) => None,
    });
    let properties = shape
        .as_ref()
        .and_then(|shape| shape["properties"].as_object());
    properties.map_or_else(Vec::new, |keys| keys.keys().cloned().collect())
}

/// The shapes of all files.
struct Shapes(Map<String, Value>);

impl Shapes {
    /// Reads the files; `None` only if one of them were no JSON object, which a test excludes.
    fn read() -> Option<Self> {
        let mut all = Map::new();
        for file in SHAPES {
            all.extend(serde_json::from_str::<Map<String, Value>>(file).ok()?);
        }
        Some(Self(all))
    }

    fn schema(&self, name: &str, about: &str, holds: Holds) -> Option<Value> {
        let (shape, least, most) = match holds {
            Many(shape) => (shape, None, None),
            One(shape) => (shape, Some(1), Some(1)),
            Bare(shape) => return Some(self.titled(name, about, &self.expanded(shape)?)),
        };
        let mut whole = self.expanded("envelope")?;
        let keys = whole.get_mut("properties")?;
        keys["schema"]["const"] = json!(name);
        if let (Some(least), Some(most)) = (least, most) {
            keys["items"]["minItems"] = json!(least);
            keys["items"]["maxItems"] = json!(most);
        }
        keys["items"]["items"] = json!({ "$ref": format!("#/definitions/{shape}") });
        Some(self.titled(name, about, &whole))
    }

    /// Puts the head before a schema, and behind it every definition that it leads to.
    fn titled(&self, name: &str, about: &str, body: &Value) -> Value {
        let mut schema = Map::new();
        schema.insert(
            "$schema".to_owned(),
            json!("http://json-schema.org/draft-07/schema#"),
        );
        schema.insert("title".to_owned(), json!(name));
        let about = format!("What amends prints: {about}. Complete, so without --fields.");
        schema.insert("description".to_owned(), json!(about));
        for (key, value) in body.as_object().into_iter().flatten() {
            schema.entry(key.clone()).or_insert_with(|| value.clone());
        }
        let mut definitions = Map::new();
        self.follow(body, &mut definitions);
        schema.insert("definitions".to_owned(), Value::Object(definitions));
        Value::Object(schema)
    }

    /// Collects the definitions that a schema refers to, and those that they refer to.
    fn follow(&self, schema: &Value, found: &mut Map<String, Value>) {
        let target = schema.get("$ref").and_then(Value::as_str);
        if let Some(name) = target.and_then(|target| target.strip_prefix("#/definitions/"))
            && !found.contains_key(name)
            && let Some(shape) = self.expanded(name)
        {
            found.insert(name.to_owned(), shape.clone());
            self.follow(&shape, found);
        }
        match schema {
            Value::Object(keys) => keys.values().for_each(|value| self.follow(value, found)),
            Value::Array(items) => items.iter().for_each(|value| self.follow(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Gives a shape as JSON Schema knows it.
    fn expanded(&self, name: &str) -> Option<Value> {
        let shape = self.0.get(name)?;
        if shape.get("properties").is_none() {
            return Some(shape.clone());
        }
        let mut keys = Map::new();
        self.gather(name, &mut keys)?;
        let sometimes = named(shape, "sometimes");
        let always = keys.keys();
        let always: Vec<&String> = always
            .filter(|key| !sometimes.contains(&key.as_str()))
            .collect();
        Some(json!({
            "description": shape["description"],
            "type": "object",
            "additionalProperties": false,
            "required": always,
            "properties": keys,
        }))
    }

    /// Gathers the keys of a shape behind those of the shapes it goes with.
    fn gather(&self, name: &str, keys: &mut Map<String, Value>) -> Option<()> {
        let shape = self.0.get(name)?;
        for other in named(shape, "with") {
            self.gather(other, keys)?;
        }
        keys.extend(shape.get("properties")?.as_object()?.clone());
        Some(())
    }
}

/// Gives the names that a shape lists: `with` the shapes whose keys it takes over, `sometimes` the keys that are left out
/// where they would say nothing.
fn named<'s>(shape: &'s Value, list: &str) -> Vec<&'s str> {
    let names = shape.get(list).and_then(Value::as_array);
    let names = names.into_iter().flatten();
    names.filter_map(Value::as_str).collect()
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
    fn every_shape_is_reached_from_some_schema_or_taken_over_by_another() {
        let shapes = Shapes::read().unwrap();
        let mut used: Vec<String> = vec!["envelope".to_owned(), "error".to_owned()];
        let others = shapes.0.values().flat_map(|shape| named(shape, "with"));
        used.extend(others.map(str::to_owned));
        for name in NAMES {
            used.extend(
                schema(name)["definitions"]
                    .as_object()
                    .unwrap()
                    .keys()
                    .cloned(),
            );
        }
        for name in shapes.0.keys() {
            assert!(used.contains(name), "no schema uses `{name}`");
        }
    }

    #[test]
    fn a_shape_stands_in_one_file_only() {
        let files = SHAPES.map(|file| serde_json::from_str::<Map<String, Value>>(file).unwrap());
        let all: usize = files.iter().map(Map::len).sum();
        assert_eq!(Shapes::read().unwrap().0.len(), all);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        fn check(part: &Value, definitions: &Value) {
            if let Some(target) = part.get("$ref").and_then(Value::as_str) {
                let name = target.strip_prefix("#/definitions/").unwrap();
                assert!(definitions.get(name).is_some(), "{target}");
            }
            let inner = part.as_object().into_iter().flat_map(Map::values);
            let items = part.as_array().into_iter().flatten();
            inner.chain(items).for_each(|part| check(part, definitions));
        }
        for name in NAMES {
            let schema = schema(name);
            check(&schema, &schema["definitions"]);
        }
    }

    #[test]
    fn a_shape_takes_over_the_keys_of_another() {
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
