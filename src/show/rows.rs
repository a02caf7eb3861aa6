//! Fields of rows that several subjects have: words, moments, numbers of cases.

use crate::domain::words::Words;
use crate::show::Moment;

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
