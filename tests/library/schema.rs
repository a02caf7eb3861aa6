//! The schema that editors use accepts and refuses the same playbooks as the program, as far as
//! a schema can tell.

use std::path::{Path, PathBuf};

use amends::domain::playbook::finding::FindingLevel;
use amends::files;
use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};

use crate::draft7::violations;

const SCHEMA: &str = include_str!("../../playbooks/playbook-1.schema.json");
const CAFE: &str = include_str!("../../playbooks/cafe.toml");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

/// Every playbook that is shipped.
fn shipped() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(root.join("playbooks")).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.push(root.join("examples/bank.toml"));
    files
}

/// TOML as an editor hands it to a schema: dates become texts.
fn as_json(source: &str) -> Value {
    let table = DeTable::parse(source).unwrap();
    keys(table.get_ref())
}

fn keys(table: &DeTable<'_>) -> Value {
    let keys = table.iter();
    let keys = keys.map(|(key, value)| (key.get_ref().to_string(), one(value.get_ref())));
    Value::Object(keys.collect::<Map<_, _>>())
}

fn one(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Integer(number) => json!(number.as_str().parse::<i64>().unwrap()),
        DeValue::Float(number) => json!(number.as_str().parse::<f64>().unwrap()),
        DeValue::Boolean(flag) => json!(flag),
        DeValue::Datetime(moment) => json!(moment.to_string()),
        DeValue::Array(items) => items.iter().map(|item| one(item.get_ref())).collect(),
        DeValue::Table(table) => keys(table),
    }
}

/// What the reader holds against a playbook.
fn refusals(source: &str) -> Vec<String> {
    let Err(findings) = files::playbook::read(source.as_bytes()) else {
        return Vec::new();
    };
    let errors = findings.into_iter();
    errors
        .filter(|finding| finding.kind.level() == FindingLevel::Error)
        .map(|finding| finding.message)
        .collect()
}

/// The café playbook with one piece of text replaced, everywhere it stands.
fn edited(find: &str, put: &str) -> String {
    assert!(CAFE.contains(find), "the café playbook has no {find:?}");
    CAFE.replace(find, put)
}

#[test]
fn every_shipped_playbook_is_as_the_schema_says() {
    for file in shipped() {
        let source = std::fs::read_to_string(&file).unwrap();
        let found = violations(&schema(), &as_json(&source));
        assert!(found.is_empty(), "{}: {found:#?}", file.display());
    }
}

#[test]
fn every_shipped_playbook_names_a_schema_file_that_is_there() {
    for file in shipped() {
        let source = std::fs::read_to_string(&file).unwrap();
        let named = source
            .lines()
            .find_map(|line| line.strip_prefix("#:schema "));
        let named = named.unwrap_or_else(|| panic!("{} names none", file.display()));
        let place = file.parent().unwrap().join(named.trim());
        assert!(
            place.try_exists().unwrap(),
            "{} does not exist",
            place.display()
        );
    }
}

/// Edits that make the playbook one that neither reads.
const BROKEN: [(&str, &str); 48] = [
    ("format   = 1\n", ""),
    ("format   = 1\n", "format = 2\n"),
    ("format   = 1\n", "format = \"1\"\n"),
    ("name     = \"Neighbourhood café\"\n", ""),
    ("\"Neighbourhood café\"", "\"  \""),
    ("\"GBP\"", "\"pounds\""),
    ("= 2026-11-22", "= \"last week\""),
    ("= 2026-11-22", "= 2026-11-22T10:00:00"),
    (
        "[\"staff\", \"manager\", \"owner\"]",
        "[\"staff\", \"manager\", \"owner\", \"staff\"]",
    ),
    (
        "[\"staff\", \"manager\", \"owner\"]",
        "[\"staff\", \"manager\", \"owner\", \"The Boss\"]",
    ),
    ("[clock]\n", "[clocks]\n"),
    ("recover        = \"24h\"", "recovery = \"24h\""),
    ("recover        = \"24h\"", "recover = 24"),
    ("recover        = \"24h\"", "recover = \"24\""),
    ("recover        = \"24h\"", "recover = \"24 fortnights\""),
    ("recover        = \"24h\"", "recover = \"1d 3h\""),
    ("recover        = \"24h\"", "recover = \"1 month\""),
    ("recover        = \"24h\"", "recover = \"1.5h\""),
    ("recover        = \"24h\"", "recover = \"2 open weeks\""),
    (
        "id = \"new\"\nname = \"New face\"\n",
        "name = \"New face\"\n",
    ),
    ("id = \"new\"\n", "id = \"New face\"\n"),
    (
        "id = \"voicemail\"\nlive = false\nturnaround = \"2h\"",
        "id = \"voicemail\"\nlive = false",
    ),
    (
        "id = \"phone\"\nlive = true",
        "id = \"phone\"\nlive = true\nturnaround = \"2h\"",
    ),
    (
        "id = \"phone\"\nlive = true",
        "id = \"phone\"\nlive = \"yes\"",
    ),
    ("id = \"phone\"\nlive = true", "id = \"phone\""),
    (
        "[{ id = \"missing\", text = \"What did you get, and what did you expect?\" }]",
        "[{ id = \"missing\" }]",
    ),
    (
        "[action.card-for-a-cup]\ndo = ",
        "[action.card-for-a-cup]\ntext = ",
    ),
    ("[action.card-for-a-cup]", "[action.CardForACup]"),
    ("cost = 4.50", "cost = \"4.50\""),
    ("cost = 4.50", "cost = -4.50"),
    ("cost = 4.50", "cost = 1000000000"),
    ("deed = true\nstandard", "deed = \"yes\"\nstandard"),
    (
        "choices = [\"the time I am holding for you\", \"a time you choose\", \"no other time\"]",
        "choices = [\"a day you choose\"]",
    ),
    ("suits = [\"flowers\"]", "suits = \"flowers\""),
    ("dazzle      = { one_of = ", "dazzle      = { any_of = "),
    (
        "dazzle      = { one_of = ",
        "dazzle      = { pick = 0, from = ",
    ),
    ("dazzle      = { one_of = ", "dazzle      = { from = "),
    (
        "{ one_of = [\"card-for-a-cup\", ",
        "{ one_of = [\"treat-for-company\", \"card-for-a-cup\", ",
    ),
    ("fix  = [\"refund-delivery\"]", "fix  = \"refund-delivery\""),
    (
        "when = { complaint = [\"wrong-order\", \"poor-food\"] }",
        "when = { complaint = [] }",
    ),
    (
        "when = { complaint = \"late-delivery\" }",
        "when = { complaint = \"late-delivery and up\" }",
    ),
    (
        "tier = \"regular and up\" }",
        "tier = \"at least regular\" }",
    ),
    (
        "when = { severity = \"severe\" }",
        "when = { severity = \"above severe\" }",
    ),
    (
        "clock.first_response = \"30m\"",
        "clock.first_response = \"30m\"\nfirst_response = \"30m\"",
    ),
    ("on = \"contact 3\"", "on = \"contact 1\""),
    ("on = \"contact 3\"", "on = \"failures 0\""),
    (
        "draft = \"apology\"",
        "draft = \"apology\"\nreplaces = \"fixx\"",
    ),
    ("on = \"75%\"", "on = \"100%\""),
];

#[test]
fn what_breaks_a_playbook_is_refused_by_the_schema_and_by_the_reader() {
    for (find, put) in BROKEN {
        let source = edited(find, put);
        let schema_says = violations(&schema(), &as_json(&source));
        let reader_says = refusals(&source);
        assert!(!reader_says.is_empty(), "the reader takes {put:?}");
        assert!(
            !schema_says.is_empty(),
            "the schema takes {put:?}, the reader says {reader_says:?}"
        );
    }
}

/// Edits that say the same in another way, or something else that is as good.
const FINE: [(&str, &str); 27] = [
    ("= 2026-11-22\n", "= 2026-02-28\n"),
    ("reviewed = 2026-11-22\n", ""),
    (
        "recover        = \"24h\"",
        "recover = \"1 hour 30 minutes\"",
    ),
    ("recover        = \"24h\"", "recover = \"1h30m\""),
    ("follow_up      = \"1d\"", "follow_up = \"1 week 2 days\""),
    ("stayed         = \"90d\"", "stayed = \"8 weeks\""),
    ("first_response = \"1h\" ", "first_response = \"45 min\""),
    ("[clock]\n", "[clock] # ours\n"),
    ("name = \"New face\"\n", ""),
    ("cost = 4.50", "cost = 4"),
    ("suits = [\"flowers\"]", "suits = []"),
    ("needs = [\"good paper\", \"their address\"]\n", ""),
    (
        "choices = [\"the time I am holding for you\", \"a time you choose\", \"no other time\"]",
        "choices = []",
    ),
    (
        "dazzle      = { one_of = ",
        "dazzle      = { pick = 2, from = ",
    ),
    (
        "also.dazzle = [\"owner-hands-it-over\"]",
        "also.dazzle = []",
    ),
    ("tier = \"regular and up\" }", "tier = \">= regular\" }"),
    ("tier = \"regular and up\" }", "tier = \"above new\" }"),
    (
        "tier = \"regular and up\" }",
        "tier = [\"regular\", \"best\"] }",
    ),
    (
        "when = { severity = \"major and up\" }",
        "when = { severity = \"> minor\" }",
    ),
    (
        "when = { severity = \"severe\" }",
        "when = { severity = [\"severe\"] }",
    ),
    ("clock.first_response = \"30m\"", "first_response = \"30m\""),
    ("on = \"75%\"", "on = \"99 %\""),
    ("on = \"contact 3\"", "on = \"contact 12\""),
    ("on = \"contact 3\"", "on = \"failures 2\""),
    (
        "draft = \"apology\"",
        "draft = \"apology\"\nreplaces = \"fix\"",
    ),
    (
        "when = { complaint = \"late-delivery\" }",
        "when = { complaint = \"late-delivery\" }\nprevent = [\"ask-whether-right\"]\nalso.prevent = []",
    ),
    (
        "[draft.apology]",
        "[[allow]]\nfinding = \"unreachable\"\nbecause = \"it is kept for the summer\"\n[draft.apology]",
    ),
];

#[test]
fn what_is_as_good_is_taken_by_the_schema_and_by_the_reader() {
    for (find, put) in FINE {
        let source = edited(find, put);
        let schema_says = violations(&schema(), &as_json(&source));
        assert!(schema_says.is_empty(), "{put:?}: {schema_says:?}");
        let reader_says = refusals(&source);
        assert!(reader_says.is_empty(), "{put:?}: {reader_says:?}");
    }
}

/// What only the reader can know: names that lead nowhere or stand twice, the whole of what the
/// entries say together, digits that JSON does not keep, the calendar, the language of drafts.
const BEYOND_A_SCHEMA: [(&str, &str); 17] = [
    (
        "fix  = [\"refund-delivery\"]",
        "fix  = [\"refund-everything\"]",
    ),
    ("by = \"staff\"", "by = \"barista\""),
    ("draft = \"apology\"", "draft = \"sorry\""),
    ("after = \"ask-whether-right\"", "after = \"ask-about-it\""),
    ("tier = \"best\" }", "tier = \"gold\" }"),
    ("tier = \"regular and up\" }", "tier = \"above best\" }"),
    ("to = \"owner\"", "to = \"boss\""),
    ("id = \"regular\"", "id = \"new\""),
    ("\"GBP\"", "\"ABC\""),
    ("cost = 4.50", "cost = 4.505"),
    ("cost = 4.50", "cost = 4.5e0"),
    ("= 2026-11-22", "= \"2026-11-22\""),
    ("recover        = \"24h\"", "recover = \"1h 1h\""),
    ("recover        = \"24h\"", "recover = \"999999h\""),
    (
        "dazzle      = { one_of = ",
        "dazzle      = { pick = 9, from = ",
    ),
    ("{{ customer }}", "{{ guest }}"),
    ("ceiling = 110.00", ""),
];

#[test]
fn what_a_schema_cannot_tell_is_left_to_the_reader() {
    for (find, put) in BEYOND_A_SCHEMA {
        let source = edited(find, put);
        let schema_says = violations(&schema(), &as_json(&source));
        assert!(schema_says.is_empty(), "{put:?}: {schema_says:?}");
        assert!(!refusals(&source).is_empty(), "the reader takes {put:?}");
    }
}

#[test]
fn the_schema_explains_every_key_to_an_editor() {
    fn explain(part: &Value, place: &str) {
        for (key, inner) in part["properties"].as_object().into_iter().flatten() {
            let described = inner.get("description").is_some();
            let reference = inner.get("$ref").is_some();
            assert!(described || reference, "{place}/{key} is not explained");
            explain(inner, &format!("{place}/{key}"));
        }
    }
    let schema = schema();
    explain(&schema, "");
    for (name, definition) in schema["definitions"].as_object().unwrap() {
        explain(definition, name);
    }
}

/// A schema, a value that holds to it, and one that does not.
const WORDS: [(&str, &str, &str); 25] = [
    (r#"{"type": "integer"}"#, "1", "1.5"),
    (r#"{"type": ["string", "null"]}"#, "null", "1"),
    (r#"{"const": false}"#, "false", "0"),
    (r#"{"enum": ["a", null]}"#, "null", r#""b""#),
    (r#"{"required": ["a"]}"#, r#"{"a": 1}"#, r#"{"b": 1}"#),
    (
        r#"{"properties": {"a": {"const": 2}}}"#,
        r#"{"b": 1}"#,
        r#"{"a": 1}"#,
    ),
    (
        r#"{"properties": {"a": {}}, "additionalProperties": false}"#,
        r#"{"a": 1}"#,
        r#"{"b": 1}"#,
    ),
    (
        r#"{"additionalProperties": {"const": 2}}"#,
        r#"{"a": 2}"#,
        r#"{"a": 1}"#,
    ),
    (
        r#"{"propertyNames": {"pattern": "^a"}}"#,
        r#"{"ab": 1}"#,
        r#"{"b": 1}"#,
    ),
    (
        r#"{"dependencies": {"a": {"required": ["b"]}}}"#,
        r#"{"a": 1, "b": 1}"#,
        r#"{"a": 1}"#,
    ),
    (r#"{"items": {"type": "null"}}"#, "[null]", "[null, 1]"),
    (r#"{"minItems": 1}"#, "[1]", "[]"),
    (r#"{"maxItems": 1}"#, "[1]", "[1, 2]"),
    (r#"{"uniqueItems": true}"#, "[1, 2]", "[1, 2, 1]"),
    (r#"{"minLength": 2}"#, r#""éa""#, r#""é""#),
    (r#"{"pattern": "^[a-z]+$"}"#, r#""ab""#, r#""aB""#),
    (r#"{"minimum": 1}"#, "1", "0"),
    (r#"{"maximum": 2}"#, "2", "3"),
    (r#"{"exclusiveMaximum": 2}"#, "1.9", "2"),
    (r#"{"allOf": [{"minimum": 1}, {"maximum": 2}]}"#, "1", "3"),
    (r#"{"anyOf": [{"const": 1}, {"const": 2}]}"#, "2", "3"),
    (r#"{"oneOf": [{"minimum": 1}, {"minimum": 2}]}"#, "1", "2"),
    (r#"{"not": {"const": 1}}"#, "2", "1"),
    (
        r#"{"if": {"const": 1}, "then": {"const": 2}, "else": {"const": 3}}"#,
        "3",
        "1",
    ),
    (
        r##"{"$ref": "#/definitions/a", "definitions": {"a": {"const": 1}}}"##,
        "1",
        "2",
    ),
];

#[test]
fn the_validator_notices_what_each_word_forbids() {
    let parsed = |text| serde_json::from_str::<Value>(text).unwrap();
    for (schema, good, bad) in WORDS {
        let found = violations(&parsed(schema), &parsed(good));
        assert!(found.is_empty(), "{schema}: {found:?}");
        let found = violations(&parsed(schema), &parsed(bad));
        assert!(!found.is_empty(), "{schema} takes {bad}");
    }
}
