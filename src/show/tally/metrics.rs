//! Counts in the text format of Prometheus, for the textfile collector of its node_exporter.
//!
//! Version 0.0.4 of the format: for each metric its help, its type, its values; every line
//! ends with LF. Moments are given instead of ages, so that the file stays true while it
//! waits to be read, and a moment that there is not has no line.

use crate::domain::report::tally::CaseTally;
use crate::domain::time::zone::Instant;
use crate::domain::words::visible;
use crate::paper::page::Page;
use crate::show::tally::Metrics;
use crate::show::{JsonItem, Rows, Show, Sight};

/// Writes the whole file; the name of the shop is a label of every series, so that several shops can be told apart.
#[must_use]
pub fn text(tally: &CaseTally, shop: Option<&str>) -> String {
    let shop = shop.map(|name| format!("shop=\"{}\"", escaped(name)));
    let states = [
        ("late", tally.late),
        ("due-soon", tally.due_soon),
        ("on-track", tally.on_track),
        ("recovered", tally.recovered),
    ];
    let mut text = head("amends_cases", "Open cases by state.");
    for (state, count) in states {
        let state = format!("state=\"{state}\"");
        let labels = labels(shop.iter().chain([&state]));
        text.push_str(&format!("amends_cases{labels} {count}\n"));
    }
    text.push_str(&moment(
        "amends_next_due_timestamp_seconds",
        "The nearest deadline that can still be kept, in Unix time.",
        tally.next_due_at.map(|at| (at, labels(shop.iter()))),
    ));
    text.push_str(&moment(
        "amends_late_since_timestamp_seconds",
        "The oldest deadline that was missed and is still unmet, in Unix time.",
        tally.late_since.map(|at| (at, labels(shop.iter()))),
    ));
    text
}

fn head(name: &str, help: &str) -> String {
    format!("# HELP {name} {help}\n# TYPE {name} gauge\n")
}

fn moment(name: &str, help: &str, value: Option<(Instant, String)>) -> String {
    value.map_or_else(String::new, |(moment, labels)| {
        format!(
            "{}{name}{labels} {}\n",
            head(name, help),
            moment.timestamp()
        )
    })
}

/// `{shop="…",state="late"}`; nothing without any.
fn labels<'l>(labels: impl Iterator<Item = &'l String>) -> String {
    let labels: Vec<&str> = labels.map(String::as_str).collect();
    match labels.is_empty() {
        true => String::new(),
        false => format!("{{{}}}", labels.join(",")),
    }
}

/// The value of a label, as the format wants it: `\`, `"` and a line end escaped, and nothing that a terminal would obey.
fn escaped(text: &str) -> String {
    let text = visible(text);
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

impl Show for Metrics {
    fn name(&self) -> &'static str {
        "due-metrics"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        Page::new()
    }

    fn rows(&self) -> Rows {
        Rows::Table(Vec::new())
    }
}
