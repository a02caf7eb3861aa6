//! A small validator for JSON Schema draft-07: exactly the words that our schemas use.
//!
//! The crates that do it bring some forty others with them. A word this one does not know
//! stops the test, so no rule of a schema is ever passed over in silence.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::Regex;
use serde_json::Value;

/// Says everything in which `value` is not what `schema` asks for, each with its place.
pub fn violations(schema: &Value, value: &Value) -> Vec<String> {
    let patterns = RefCell::default();
    Root { schema, patterns }.check(schema, value, "")
}

/// The whole schema, in which `$ref` looks things up, and the patterns met so far.
struct Root<'s> {
    schema: &'s Value,
    patterns: RefCell<HashMap<String, Regex>>,
}

impl Root<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        if let Some(target) = schema.get("$ref") {
            return self.check(self.target(target), value, at);
        }
        let rules = schema.as_object().expect("a schema is an object");
        let rules = rules.iter().map(|(word, rule)| (word.as_str(), rule));
        rules
            .flat_map(|rule| self.rule(rule, schema, (value, at)))
            .collect()
    }

    fn target(&self, reference: &Value) -> &Value {
        let pointer = reference.as_str().and_then(|text| text.strip_prefix('#'));
        let target = pointer.and_then(|pointer| self.schema.pointer(pointer));
        target.unwrap_or_else(|| panic!("{reference} leads nowhere"))
    }

    fn rule(
        &self,
        (word, rule): (&str, &Value),
        schema: &Value,
        (value, at): (&Value, &str),
    ) -> Vec<String> {
        match word {
            "$schema" | "title" | "description" | "definitions" | "then" | "else" => Vec::new(),
            "properties" | "additionalProperties" | "propertyNames" | "dependencies" => {
                self.keys((word, rule), schema, (value, at))
            }
            "items" => self.each(rule, (value, at)),
            "allOf" | "anyOf" | "oneOf" | "not" | "if" => {
                self.combined((word, rule), schema, (value, at))
            }
            "pattern" if self.matches(rule, value) => Vec::new(),
            word if word != "pattern" && holds((word, rule), value) => Vec::new(),
            _ => vec![format!("at `{at}`: {word} {rule} forbids {value}")],
        }
    }

    fn matches(&self, rule: &Value, value: &Value) -> bool {
        let pattern = rule.as_str().expect("a pattern");
        let new = || Regex::new(pattern).expect("a regular expression");
        let mut patterns = self.patterns.borrow_mut();
        let regex = patterns.entry(pattern.to_owned()).or_insert_with(new);
        value.as_str().is_none_or(|text| regex.is_match(text))
    }

    fn keys(
        &self,
        (word, rule): (&str, &Value),
        schema: &Value,
        (value, at): (&Value, &str),
    ) -> Vec<String> {
        let known = |key: &str| schema["properties"].get(key).is_some();
        let of_key = |(key, inner): (&String, &Value)| match word {
            "properties" => rule.get(key).map(|rule| (rule.clone(), inner.clone())),
            "propertyNames" => Some((rule.clone(), Value::from(key.as_str()))),
            "dependencies" => rule.get(key).map(|rule| (rule.clone(), value.clone())),
            _ => (!known(key)).then(|| (rule.clone(), inner.clone())),
        };
        let keys = value.as_object().into_iter().flatten();
        keys.flat_map(|(key, inner)| {
            let at = format!("{at}/{key}");
            match of_key((key, inner)) {
                Some((Value::Bool(false), _)) => vec![format!("`{at}` is no key here")],
                Some((rule, inner)) => self.check(&rule, &inner, &at),
                None => Vec::new(),
            }
        })
        .collect()
    }

    fn each(&self, rule: &Value, (value, at): (&Value, &str)) -> Vec<String> {
        let items = value.as_array().into_iter().flatten().enumerate();
        items
            .flat_map(|(number, item)| self.check(rule, item, &format!("{at}/{number}")))
            .collect()
    }

    fn combined(
        &self,
        (word, rule): (&str, &Value),
        schema: &Value,
        (value, at): (&Value, &str),
    ) -> Vec<String> {
        let fits = |rule: &Value| self.check(rule, value, at).is_empty();
        let branches = || rule.as_array().expect("a list of schemas").iter();
        let count = |found: usize| vec![format!("at `{at}`: {value} fits {found} of {word}")];
        match word {
            "allOf" => branches()
                .flat_map(|rule| self.check(rule, value, at))
                .collect(),
            "not" if fits(rule) => vec![format!("at `{at}`: not {rule}")],
            "if" => {
                let branch = if fits(rule) { "then" } else { "else" };
                let branch = schema.get(branch);
                branch.map_or_else(Vec::new, |rule| self.check(rule, value, at))
            }
            "anyOf" | "oneOf" => match branches().filter(|rule| fits(rule)).count() {
                0 => count(0),
                several @ 2.. if word == "oneOf" => count(several),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

/// Tells whether a rule that looks at one value only is kept; rules for other types are.
fn holds((word, rule): (&str, &Value), value: &Value) -> bool {
    let number = |value: &Value| value.as_f64().expect("a number");
    let length = |text: &str| text.chars().count() as f64;
    match word {
        "type" => match rule.as_array() {
            Some(types) => types.iter().any(|one| is_of(one, value)),
            None => is_of(rule, value),
        },
        "const" => rule == value,
        "enum" => rule.as_array().expect("a list of values").contains(value),
        "required" => value.as_object().is_none_or(|keys| {
            let wanted = rule.as_array().expect("a list of keys").iter();
            wanted
                .flat_map(Value::as_str)
                .all(|key| keys.contains_key(key))
        }),
        "minItems" => value
            .as_array()
            .is_none_or(|items| items.len() as f64 >= number(rule)),
        "maxItems" => value
            .as_array()
            .is_none_or(|items| items.len() as f64 <= number(rule)),
        "uniqueItems" => value.as_array().is_none_or(|items| {
            let twice = |(at, item)| items[..at].contains(item);
            !items.iter().enumerate().any(twice)
        }),
        "minLength" => value
            .as_str()
            .is_none_or(|text| length(text) >= number(rule)),
        "minimum" => value.as_f64().is_none_or(|value| value >= number(rule)),
        "maximum" => value.as_f64().is_none_or(|value| value <= number(rule)),
        "exclusiveMaximum" => value.as_f64().is_none_or(|value| value < number(rule)),
        unknown => panic!("this validator does not know `{unknown}`"),
    }
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind.as_str().expect("the name of a type") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        unknown => panic!("there is no type `{unknown}`"),
    }
}
