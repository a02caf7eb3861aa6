//! Fields of rows that several subjects have: words, moments, numbers of cases.

use serde::Serialize;
use serde_json::Value;

use crate::domain::words::Words;
use crate::show::Moment;

/// Gives the word of a fixed list as it stands in JSON: `due-soon` for `DueSoon`; nothing where there is none.
pub(in crate::show) fn word(of: impl Serialize) -> String {
    match serde_json::to_value(of) {
        Ok(Value::String(word)) => word,
        Ok(
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_),
        )
        | Err(_) => String::new(),
    }
}

pub(in crate::show) fn safe(words: Option<&Words>) -> String {
    words.map(Words::in_line_format).unwrap_or_default()
}

pub(in crate::show) fn optional(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

pub(in crate::show) fn moment(moment: Option<Moment>) -> String {
    moment.map(|moment| moment.rfc3339()).unwrap_or_default()
}

pub(in crate::show) fn numbers(cases: &[u64]) -> String {
    let numbers: Vec<String> = cases.iter().map(u64::to_string).collect();
    numbers.join(",")
}
