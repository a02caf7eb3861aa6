//! From a view to text: for a person, for a pipe, as JSON. Does not know where it goes.

use serde_json::Value;

use crate::domain::printable::Printable;
use crate::domain::suggest::did_you_mean;
use crate::domain::words::visible;
use crate::error::Error;
use crate::paper::layout::{Sheet, lay_out};
use crate::paper::page::Page;
use crate::paper::{json, plain};
use crate::show::envelope::Envelope;
use crate::show::{JsonItem, Rows, Screen, Show, Sight, each, schemas};

/// The face a view shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Face {
    /// For a person at a terminal.
    Terminal(Sheet),
    /// For another program: tab-separated, uncut.
    Plain,
    /// One JSON object.
    Json,
    /// One JSON object an item.
    JsonLines,
}

/// Why a view could not be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unshown {
    /// `--fields` names a key that no item has.
    #[error("--fields: there is no key `{name}`")]
    NoSuchField {
        /// What was typed.
        name: String,
        /// The keys there are.
        known: Vec<String>,
    },
    /// A value that JSON cannot hold, which would be a fault of ours.
    #[error("the result could not be put into JSON")]
    NotJson,
}

impl From<Unshown> for Error {
    fn from(unshown: Unshown) -> Self {
        let hint = match &unshown {
            Unshown::NoSuchField { name, known } => did_you_mean(name, known),
            Unshown::NotJson => "try again without `--json`".to_owned(),
        };
        Self::usage(unshown.to_string(), hint)
    }
}

/// Renders a screen; an empty text when there is nothing to show.
///
/// # Errors
/// When a field is named that no item has.
pub fn render(screen: &Screen, face: &Face, fields: &[String]) -> Result<Printable, Unshown> {
    written(screen, face, fields).map(Printable::written_out)
}

/// The same as a text that a face has not vouched for yet.
pub(in crate::show) fn written(
    screen: &Screen,
    face: &Face,
    fields: &[String],
) -> Result<String, Unshown> {
    check_fields(screen.view.as_ref(), fields)?;
    match face {
        Face::Terminal(sheet) if fields.is_empty() => Ok(lay_out(&page(screen, *sheet), *sheet)),
        Face::Plain if fields.is_empty() => Ok(match screen.view.rows() {
            Rows::Table(rows) => plain::rows(&rows),
            Rows::Text(text) => text,
        }),
        Face::Terminal(_) | Face::Plain => {
            let chosen = chosen(&screen.view.items(), fields)?;
            let cells = |item: Value| fields.iter().map(|name| cell(&item[name])).collect();
            let rows: Vec<Vec<String>> = chosen.into_iter().map(cells).collect();
            Ok(plain::rows(&rows))
        }
        Face::Json if fields.is_empty() => enveloped(screen, &screen.view.items()),
        Face::Json => {
            let chosen = chosen(&screen.view.items(), fields)?;
            enveloped(screen, &each(&chosen))
        }
        Face::JsonLines if fields.is_empty() => lines(&screen.view.items()),
        Face::JsonLines => lines(&each(&chosen(&screen.view.items(), fields)?)),
    }
}

fn lines(items: &[JsonItem<'_>]) -> Result<String, Unshown> {
    let mut lines = String::new();
    for item in items {
        item.write_to(&mut lines, json::Style::Line, 0)
            .map_err(|_| Unshown::NotJson)?;
        lines.push('\n');
    }
    Ok(lines)
}

/// The page of what is shown, for a person.
pub(in crate::show) fn page(screen: &Screen, sheet: Sheet) -> Page {
    let now = screen.now;
    screen.view.page(Sight { now, sheet })
}

/// Writes what stands around the items, and the items into it.
fn enveloped(screen: &Screen, items: &[JsonItem<'_>]) -> Result<String, Unshown> {
    let envelope = Envelope::<Value> {
        schema: schema(screen.view.as_ref()),
        generated_at: screen.now,
        time_zone: &screen.zone,
        count: items.len(),
        truncated: screen.view.more().is_some(),
        items: &[],
    };
    let style = json::Style::Pretty;
    let around = json::write(&envelope, style).map_err(|_| Unshown::NotJson)?;
    // The items come last, and there are none yet.
    let (mut text, end) = match around.rsplit_once(']') {
        Some((text, end)) => (text.to_owned(), format!("]{end}\n")),
        None => (around, "\n".to_owned()),
    };
    for (at, item) in items.iter().enumerate() {
        text += if at == 0 { "\n    " } else { ",\n    " };
        item.write_to(&mut text, style, 2)
            .map_err(|_| Unshown::NotJson)?;
    }
    if !items.is_empty() {
        text += "\n  ";
    }
    Ok(text + &end)
}

/// The name and number of its JSON schema.
fn schema(view: &dyn Show) -> String {
    schemas::name_of(view.name())
}

/// Refuses a field that no item of this view ever has, also when there is no item now.
fn check_fields(view: &dyn Show, fields: &[String]) -> Result<(), Unshown> {
    if fields.is_empty() {
        return Ok(());
    }
    let known = schemas::keys(&schema(view));
    match fields.iter().find(|name| !known.contains(name)) {
        None => Ok(()),
        Some(name) => Err(Unshown::NoSuchField {
            name: visible(name),
            known,
        }),
    }
}

/// Keeps only the named keys of each item.
fn chosen(items: &[JsonItem<'_>], fields: &[String]) -> Result<Vec<Value>, Unshown> {
    let keep = |item: &JsonItem<'_>| {
        let item = item.value().map_err(|_| Unshown::NotJson)?;
        let kept = fields.iter().map(|name| (name.clone(), item[name].clone()));
        Ok(Value::Object(kept.collect()))
    };
    items.iter().map(keep).collect()
}

/// A value as one tab-separated cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => line_safe(text),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            json::write(value, json::Style::Line).unwrap_or_default()
        }
    }
}

fn line_safe(text: &str) -> String {
    crate::domain::words::Words::new(text)
        .map_or_else(|_| visible(text), |words| words.in_line_format())
}
