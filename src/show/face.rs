//! From a view to text: for a person, for a pipe, as JSON. Does not know where it goes.

use serde::Serialize;
use serde_json::Value;

use crate::domain::printable::Printable;
use crate::domain::words::visible;
use crate::error::Error;
use crate::paper::layout::{Sheet, lay_out};
use crate::paper::{json, markdown, page, plain};
use crate::show::case::page as cases;
use crate::show::file::Content;
use crate::show::file::ical;
use crate::show::playbook::new::page as new_playbook;
use crate::show::playbook::page as playbooks;
use crate::show::records::page as records;
use crate::show::replay::page as replay;
use crate::show::schedule::page as schedule;
use crate::show::schemas;
use crate::show::settings::page as settings;
use crate::show::tally::monitor;
use crate::show::why::page as explain;
use crate::show::{Screen, View, rows};

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

/// Renders a screen; an empty text when there is nothing to show.
///
/// # Errors
/// When a field is named that no item has.
pub fn render(screen: &Screen, face: &Face, fields: &[String]) -> Result<Printable, Unshown> {
    written(screen, face, fields).map(Printable::written_out)
}

fn written(screen: &Screen, face: &Face, fields: &[String]) -> Result<String, Unshown> {
    check_fields(&screen.view, fields)?;
    match face {
        Face::Terminal(sheet) if fields.is_empty() => Ok(lay_out(&page(screen, *sheet), *sheet)),
        Face::Plain if fields.is_empty() => Ok(rows::of(screen)),
        Face::Terminal(_) | Face::Plain => {
            let chosen = chosen(items(screen)?, fields);
            let cells = |item: Value| fields.iter().map(|name| cell(&item[name])).collect();
            let rows: Vec<Vec<String>> = chosen.into_iter().map(cells).collect();
            Ok(plain::rows(&rows))
        }
        Face::Json => envelope(screen, fields),
        Face::JsonLines => {
            let mut lines = String::new();
            for item in chosen(items(screen)?, fields) {
                lines += &json::write(&item, json::Style::Line).map_err(|_| Unshown::NotJson)?;
                lines.push('\n');
            }
            Ok(lines)
        }
    }
}

/// Renders what goes into a file.
///
/// # Errors
/// When a value cannot be put into JSON.
pub fn into_file(screen: &Screen, content: &Content) -> Result<String, Unshown> {
    match content {
        Content::Calendar(calendar) => Ok(ical::write(calendar, screen.now, &screen.zone)),
        Content::Json => written(screen, &Face::Json, &[]),
        Content::Page => {
            let page = written(screen, &Face::Terminal(Sheet::plain(FILE_WIDTH)), &[])?;
            Ok(format!("{page}\n{MADE}\n"))
        }
        Content::Markdown => {
            let page = markdown::write(&page(screen, Sheet::plain(FILE_WIDTH)));
            Ok(format!("{page}\n{MADE}\n"))
        }
    }
}

/// The last line of a page in a file, by which a later run knows that it may replace it.
const MADE: &str = "Made by amends.";

/// Says whether a file is one that an earlier run has written: every format says so somewhere.
#[must_use]
pub fn is_ours(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let head: String = text.chars().take(200).collect();
    text.trim_end().ends_with(MADE)
        || head.starts_with("# HELP amends_")
        || head.contains("\"schema\": \"amends.")
        || head.starts_with("BEGIN:VCALENDAR") && head.contains("PRODID:-//amends//")
}

/// How wide a page in a file is, in columns: what a mail program or a printer takes unbroken.
const FILE_WIDTH: usize = 80;

/// The page of a view, for a person.
fn page(screen: &Screen, sheet: Sheet) -> page::Page {
    let now = screen.now;
    match &screen.view {
        View::Board(board) => cases::board(board, now),
        View::Due(list) => cases::due(list, now),
        View::Monitor(tally) => verbatim(monitor::line(tally)),
        View::Metrics(_) => page::Page::new(),
        View::List(list) => cases::list(list, now),
        View::Show(case) => cases::show(case, now),
        View::Brief(brief) => cases::brief(brief, now),
        View::Plan(plan) => cases::plan(plan, now),
        View::Why(why) => explain::why(why, now),
        View::Changed(changed) => cases::changes(changed, now),
        View::Draft(draft) => cases::draft(draft),
        View::TakenBack(taken) => records::taken_back(taken, now),
        View::History(history) => records::history(history, now),
        View::Nightly(nightly) => records::nightly(nightly, now),
        View::Playbooks(list) => playbooks::list(list),
        View::Playbook(detail) => playbooks::detail(detail),
        View::NewPlaybook(made) => new_playbook::made(made),
        View::PlaybookCell(cell) => crate::show::playbook::cell::page::cell(cell),
        View::Source(source) => verbatim(source.text.clone()),
        View::Checked(checked) => playbooks::checked(checked, sheet),
        View::Matrix(matrix) => crate::show::playbook::matrix::page::matrix(matrix, sheet),
        View::Card(card) => crate::show::playbook::card::page::card(card),
        View::Drill(drill) => crate::show::playbook::drill::page::drill(drill, now),
        View::Unused(unused) => crate::show::playbook::drill::page::unused(unused),
        View::Rehearsed(rehearsed) => crate::show::playbook::drill::page::rehearsed(rehearsed),
        View::Tried(tried) => playbooks::tried(tried, now),
        View::Replayed(replay) => replay::page(replay),
        View::Paths(paths) => records::paths(paths),
        View::Integrity(integrity) => records::integrity(integrity),
        View::Imported(imported) => records::imported(imported),
        View::Settings(list) => settings::list(list),
        View::Setting(setting) => settings::one(setting),
        View::SettingSet(change) => settings::change(change),
        View::Schedule(schedule) => verbatim(schedule::text(schedule)),
        View::Written(written) => records::written(written),
    }
}

fn verbatim(text: String) -> page::Page {
    page::Page::new().block(page::Block::Verbatim(text))
}

/// The items of a view as JSON values.
fn items(screen: &Screen) -> Result<Vec<Value>, Unshown> {
    let many = |items: Result<Vec<Value>, serde_json::Error>| items.map_err(|_| Unshown::NotJson);
    many(match &screen.view {
        View::Board(board) => each(&board.items),
        View::Due(list) | View::List(list) => each(&list.items),
        View::Monitor(tally) => one(tally),
        View::Metrics(metrics) => one(metrics),
        View::Show(case) => one(case),
        View::Brief(brief) => one(brief),
        View::Plan(plan) => one(plan),
        View::Why(why) => one(why),
        View::Changed(changes) => each(&changes.items),
        View::Draft(draft) => one(draft),
        View::TakenBack(taken) => one(taken),
        View::History(history) => each(&history.items),
        View::Nightly(nightly) => one(nightly),
        View::Playbooks(list) => each(&list.items),
        View::Playbook(detail) => one(detail),
        View::NewPlaybook(made) => one(made),
        View::PlaybookCell(cell) => one(cell),
        View::Source(source) => one(source),
        View::Checked(checked) => each(&checked.items),
        View::Matrix(matrix) => each(&matrix.items),
        View::Card(card) => one(card),
        View::Drill(drill) => one(drill),
        View::Unused(unused) => one(unused),
        View::Rehearsed(rehearsed) => one(rehearsed),
        View::Tried(tried) => one(tried),
        View::Replayed(replay) => one(replay),
        View::Paths(paths) => one(paths),
        View::Integrity(integrity) => one(integrity),
        View::Imported(imported) => one(imported),
        View::Settings(list) => each(&list.items),
        View::Setting(setting) => one(setting),
        View::SettingSet(change) => one(change),
        View::Schedule(schedule) => one(&schedule::item(schedule)),
        View::Written(written) => one(written),
    })
}

fn each<T: Serialize>(items: &[T]) -> Result<Vec<Value>, serde_json::Error> {
    items.iter().map(serde_json::to_value).collect()
}

fn one<T: Serialize>(item: &T) -> Result<Vec<Value>, serde_json::Error> {
    Ok(vec![serde_json::to_value(item)?])
}

/// What stands around the items of every command.
#[derive(Serialize)]
struct Envelope<'s, T> {
    schema: String,
    generated_at: crate::show::Moment,
    time_zone: &'s str,
    count: usize,
    truncated: bool,
    items: &'s [T],
}

fn envelope(screen: &Screen, fields: &[String]) -> Result<String, Unshown> {
    // The item of a replay may hold a hundred thousand cases: as values they would take six times the room of the text.
    if let (View::Replayed(replay), []) = (&screen.view, fields) {
        return enveloped(screen, std::slice::from_ref(replay));
    }
    enveloped(screen, &chosen(items(screen)?, fields))
}

fn enveloped<T: Serialize>(screen: &Screen, items: &[T]) -> Result<String, Unshown> {
    let envelope = Envelope {
        schema: screen.view.schema(),
        generated_at: screen.now,
        time_zone: &screen.zone,
        count: items.len(),
        truncated: screen.is_truncated(),
        items,
    };
    let text = json::write(&envelope, json::Style::Pretty).map_err(|_| Unshown::NotJson)?;
    Ok(text + "\n")
}

/// Refuses a field that no item of this view ever has, also when there is no item now.
fn check_fields(view: &View, fields: &[String]) -> Result<(), Unshown> {
    if fields.is_empty() {
        return Ok(());
    }
    let known = schemas::keys(&view.schema());
    match fields.iter().find(|name| !known.contains(name)) {
        None => Ok(()),
        Some(name) => Err(Unshown::NoSuchField {
            name: visible(name),
            known,
        }),
    }
}

/// Keeps only the named keys of each item.
fn chosen(items: Vec<Value>, fields: &[String]) -> Vec<Value> {
    if fields.is_empty() {
        return items;
    }
    let keep = |item: Value| {
        let kept = fields.iter().map(|name| (name.clone(), item[name].clone()));
        Value::Object(kept.collect())
    };
    items.into_iter().map(keep).collect()
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

/// What went wrong, for a person.
#[must_use]
pub fn complaint(error: &Error, sheet: Sheet) -> Printable {
    use page::{Block, Page, Text};
    let mut lines = error.message.lines();
    let first = lines.next().unwrap_or_default();
    let mut page = Page::new().paragraph(Text::late("error: ").then(first));
    for line in lines {
        page = page.block(Block::Paragraph(Text::plain(line)));
    }
    let mut hints = error.hint.lines();
    if let Some(hint) = hints.next() {
        page = page.paragraph(Text::strong("to do: ").then(hint));
    }
    // A command line to paste must not be broken by us.
    let rest: Vec<&str> = hints.collect();
    if !rest.is_empty() {
        page = page.block(Block::Verbatim(rest.join("\n")));
    }
    Printable::written_out(lay_out(&page, sheet))
}

/// What went wrong, for a program.
#[must_use]
pub fn complaint_json(error: &Error) -> Printable {
    #[derive(Serialize)]
    struct Inner<'e> {
        code: &'static str,
        exit: u8,
        message: &'e str,
        hint: &'e str,
    }
    #[derive(Serialize)]
    struct Outer<'e> {
        error: Inner<'e>,
    }
    let outer = Outer {
        error: Inner {
            code: error.kind.word(),
            exit: error.kind.exit(),
            message: &error.message,
            hint: &error.hint,
        },
    };
    let line = json::write(&outer, json::Style::Line).unwrap_or_default();
    Printable::written_out(line + "\n")
}
