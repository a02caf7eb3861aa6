//! What each command shows: a subject a file, as data, which is also the JSON contract, and beside it its page for a
//! person and its rows for another program.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::domain::printable::Printable;
use crate::paper::json::Json;
use crate::paper::layout::Sheet;
use crate::paper::page::Page;
use crate::show::case::{Brief, CaseDetail, CaseItem, DraftView, NewCase, PlanView};
use crate::show::data::{Integrity, Paths};
use crate::show::demo::Demo;
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
use crate::show::schemas::{Declared, many, one};
use crate::show::settings::{SettingChange, SettingItem};
use crate::show::tally::Metrics;
use crate::show::today::TodayItem;
use crate::show::verbatim::VerbatimText;
use crate::show::why::Why;

pub mod case;
pub mod data;
pub mod demo;
mod envelope;
pub mod event;
pub mod face;
pub mod failure;
pub mod file;
pub mod history;
pub mod import;
pub mod into_file;
mod moment;
pub mod nightly;
mod phrase;
pub mod playbook;
pub mod replay;
mod rows;
pub mod schedule;
pub mod schemas;
pub mod settings;
pub mod tally;
pub mod today;
pub mod verbatim;
pub mod why;

pub use moment::{Moment, Viewpoint};

/// What each command prints as JSON; those that change a case and print it stand in
/// [`Verb`](crate::domain::verb::Verb).
const DECLARED: &[Declared] = &[
    many::<CaseItem>("board", "the most urgent cases"),
    many::<CaseItem>("due", "what is due"),
    one::<Metrics>("due-metrics", "counts were written"),
    many::<CaseItem>("list", "cases found"),
    many::<TodayItem>("today", "everything to do, by clock time"),
    one::<CaseDetail>("show", "one case"),
    one::<Brief>("brief", "one case on one screen"),
    one::<PlanView>("plan", "the steps of a case"),
    one::<Why>("why", "where everything comes from"),
    one::<NewCase>("new", "a case was saved"),
    one::<DraftView>("draft", "a prepared message"),
    one::<Demo>("demo", "a shop to try things in"),
    one::<TakenBack>("undo", "taken back"),
    one::<TakenBack>("redo", "put back"),
    many::<OperationItem>("history", "what was done"),
    one::<Nightly>("nightly", "tomorrow's to-do"),
    one::<WrittenReport>("report-file", "a report was written to a file"),
    many::<PlaybookItem>("playbook-list", "playbooks"),
    one::<PlaybookDetail>("playbook-show", "one playbook"),
    one::<PlaybookCell>("playbook-cell", "what one customer gets"),
    one::<VerbatimText>("playbook-source", "its text"),
    many::<FindingItem>("playbook-check", "what a check found"),
    many::<MatrixItem>("playbook-matrix", "who gets what"),
    one::<Card>("playbook-card", "one sheet for the wall"),
    one::<DrillView>("playbook-drill", "a situation to rehearse"),
    one::<Unused>("playbook-unused", "what was never met"),
    one::<RehearsedView>("playbook-rehearsed", "a drill was written down"),
    one::<Tried>("playbook-try", "a plan, only tried"),
    one::<NewPlaybookView>("playbook-new", "a playbook was made"),
    one::<Replay>("playbook-replay", "past cases run through two playbooks"),
    one::<VerbatimText>("playbook-schema", "a schema"),
    one::<Paths>("data-path", "where everything is"),
    one::<Integrity>("data-check", "whether the data file is whole"),
    one::<ImportView>("data-import", "what an import took in"),
    many::<SettingItem>("setup", "what was said of the shop"),
    many::<SettingItem>("config-list", "the settings of the shop"),
    one::<SettingItem>("config-get", "one setting"),
    one::<SettingChange>("config-set", "a setting was changed"),
    one::<Scheduled>("schedule", "text to paste"),
    one::<VerbatimText>("help", "a help text"),
];

/// Something that a command shows: as JSON, as a page for a person, as rows for another program.
pub trait Show: fmt::Debug {
    /// Gives the name of its JSON schema, without what is the same in all of them: `due` of `amends.due/1`.
    fn name(&self) -> &'static str;

    /// Gives what stands in `items` of its JSON.
    fn items(&self) -> Vec<JsonItem<'_>>;

    /// Writes its page for a person.
    fn page(&self, sight: Sight) -> Page;

    /// Writes its rows for another program.
    fn rows(&self) -> Rows;

    /// Says whether there is nothing that anybody has to see; most always have something.
    fn is_empty(&self) -> bool {
        false
    }

    /// Gives what is said on a terminal when there is nothing to see.
    fn nothing(&self) -> &'static str {
        "No case was found.\n"
    }

    /// Says how the rest can be seen; `None` when everything is shown.
    fn more(&self) -> Option<&'static str> {
        None
    }
}

/// One item of JSON.
pub type JsonItem<'s> = &'s dyn Json;

/// Gives the items of a list, each for itself.
pub(in crate::show) fn each<T: Serialize>(items: &[T]) -> Vec<JsonItem<'_>> {
    items.iter().map(|item| item as JsonItem<'_>).collect()
}

/// How a page is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    /// Now, as it is printed.
    pub now: Moment,
    /// What the page is written on.
    pub sheet: Sheet,
}

/// What another program reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Rows of fields.
    Table(Vec<Vec<String>>),
    /// A text that is for that program as it is, such as a message or a file.
    Text(String),
}

/// What a command gives back: what is shown, what is said beside it, and what is done about it.
#[derive(Debug)]
pub struct Screen {
    /// What is shown.
    pub view: Box<dyn Show>,
    /// Now, as it is printed.
    pub now: Moment,
    /// The zone's name.
    pub zone: String,
    /// What is said beside the result to a person who is there, a sentence each.
    pub talk: Vec<Printable>,
    /// What must be said wherever the result goes.
    pub warnings: Vec<Printable>,
    /// The exit code.
    pub exit: u8,
    /// Whether nothing at all is printed when there is nothing to show.
    pub if_any: bool,
    /// What is done once it is certain that the screen can be shown.
    pub after: Vec<Effect>,
}

/// Something that a command has done about what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A file is handed out to whoever named it; not where nothing is printed because there is nothing to show.
    HandOut {
        /// Where, absolute.
        path: PathBuf,
        /// What stands in it.
        text: String,
    },
    /// Counts are published for a program of another user.
    Publish {
        /// Where, absolute.
        path: PathBuf,
        /// What stands in it.
        text: String,
    },
    /// That the night report ran is remembered, with how much in it was new, once it is out to its last byte.
    NightRan(u64),
}

impl Screen {
    /// Says whether nothing at all is printed.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.if_any && self.view.is_empty()
    }
}
