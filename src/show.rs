//! What each command shows, as data: the JSON contract, and the input of every table.
//!
//! Values only. How they are worded, aligned and coloured is for `render`.

use std::collections::BTreeMap;

use chrono::Timelike;
use serde::{Serialize, Serializer};

use crate::domain::printable::Printable;
use crate::domain::when;
use crate::domain::zone::{Instant, Zone};

pub mod case;
pub mod face;
pub mod file;
mod phrase;
pub mod playbook;
pub mod records;
pub mod replay;
mod rows;
pub mod schedule;
pub mod schemas;
pub mod settings;
pub mod tally;
pub mod why;

use case::{Board, Brief, CaseDetail, CaseList, Changes, DraftView, PlanView};
use file::{Outgoing, Written};
use playbook::card::Card;
use playbook::cell::PlaybookCell;
use playbook::drill::{Drill, Rehearsed, Unused};
use playbook::matrix::Matrix;
use playbook::new::NewPlaybookView;
use playbook::{Checked, PlaybookDetail, PlaybookList, Source, Tried};
use records::{HistoryView, Imported, Integrity, Nightly, Paths, TakenBack};
use replay::Replay;
use schedule::Schedule;
use settings::{Setting, SettingChange, SettingList};
use tally::{Metrics, Tally};
use why::Why;

/// An instant together with what a clock in the shown zone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Instant,
    /// What the wall clock shows.
    pub wall: chrono::NaiveDateTime,
    /// Seconds east of Greenwich.
    pub offset: i32,
    /// Whether the wall clock shows this twice, because the clocks go back over it.
    pub twice: bool,
}

impl Moment {
    /// Sees an instant in a zone.
    #[must_use]
    pub fn of(at: Instant, zone: &Zone) -> Self {
        let (wall, offset) = zone.wall_and_offset(at);
        Self {
            at,
            wall,
            offset: offset / 60 * 60,
            twice: zone.shows_twice(wall),
        }
    }

    /// Writes it by RFC 3339, with the offset.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        let wall = self.wall.with_nanosecond(0).unwrap_or(self.wall);
        // As `%Y-%m-%dT%H:%M:%S`, without reading a pattern first, which costs five times as much.
        format!("{wall:?}{}", when::offset(self.offset))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

/// The moment and the zone everything is seen from.
#[derive(Clone, Debug)]
pub struct Eyes {
    /// Now.
    pub now: Instant,
    /// The zone times are printed in.
    pub zone: Zone,
    /// Who stands behind each role: "Sam Osei", or "Sam Osei, until 18:00".
    pub people: BTreeMap<String, String>,
}

impl Eyes {
    /// Sees an instant, where there is one.
    #[must_use]
    pub fn see(&self, at: Option<Instant>) -> Option<Moment> {
        at.map(|at| self.moment(at))
    }

    /// Sees an instant.
    #[must_use]
    pub fn moment(&self, at: Instant) -> Moment {
        Moment::of(at, &self.zone)
    }
}

/// What a command shows.
#[derive(Debug)]
pub enum View {
    /// The board.
    Board(Board),
    /// What is due.
    Due(CaseList),
    /// What is due, as one line for a monitor; never as JSON.
    Monitor(Tally),
    /// How much is due, written into a file for Prometheus.
    Metrics(Metrics),
    /// Cases found.
    List(CaseList),
    /// One case.
    Show(Box<CaseDetail>),
    /// One case on one screen.
    Brief(Box<Brief>),
    /// The steps of a case.
    Plan(Box<PlanView>),
    /// Where everything comes from.
    Why(Box<Why>),
    /// A command changed a case, or several.
    Changed(Changes),
    /// A prepared message.
    Draft(Box<DraftView>),
    /// An operation was taken back or put back.
    TakenBack(Box<TakenBack>),
    /// What was done.
    History(HistoryView),
    /// Tomorrow's to-do.
    Nightly(Box<Nightly>),
    /// Playbooks.
    Playbooks(PlaybookList),
    /// One playbook.
    Playbook(Box<PlaybookDetail>),
    /// A playbook was made of a starter.
    NewPlaybook(Box<NewPlaybookView>),
    /// What one customer gets by a playbook.
    PlaybookCell(Box<PlaybookCell>),
    /// The text of a file.
    Source(Source),
    /// Findings of a check.
    Checked(Checked),
    /// Who gets what, cell by cell.
    Matrix(Matrix),
    /// One page for the wall.
    Card(Box<Card>),
    /// A situation to rehearse.
    Drill(Box<Drill>),
    /// What has had no case, and what no drill.
    Unused(Unused),
    /// A drill was written down.
    Rehearsed(Box<Rehearsed>),
    /// A plan that was only tried.
    Tried(Box<Tried>),
    /// Past cases run through two playbooks.
    Replayed(Box<Replay>),
    /// Where things are.
    Paths(Paths),
    /// Whether the data file is whole.
    Integrity(Integrity),
    /// What an import took in.
    Imported(Box<Imported>),
    /// The settings of the shop.
    Settings(SettingList),
    /// One setting.
    Setting(Setting),
    /// A setting was changed.
    SettingSet(Box<SettingChange>),
    /// What a scheduler is to run.
    Schedule(Schedule),
    /// A report was written to a file.
    Written(Written),
}

/// A view with the moment it was made at.
#[derive(Debug)]
pub struct Screen {
    /// What is shown.
    pub view: View,
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
    /// The file that the view is to be put into, instead of being shown.
    pub out: Option<Box<Outgoing>>,
    /// That this is a run of the night report, and how much in it is new: written down once it is out to its last
    /// byte; none for any other command.
    pub ran: Option<u64>,
}

impl View {
    /// Gives the name and number of the JSON schema.
    #[must_use]
    pub fn schema(&self) -> String {
        let name = match self {
            Self::Board(_) => "board",
            Self::Due(_) => "due",
            Self::Monitor(_) => "monitor",
            Self::Metrics(_) => "due-metrics",
            Self::List(_) => "list",
            Self::Show(_) => "show",
            Self::Brief(_) => "brief",
            Self::Plan(_) => "plan",
            Self::Why(_) => "why",
            Self::Changed(changes) => changes.verb,
            Self::Draft(_) => "draft",
            Self::TakenBack(taken) => taken.verb,
            Self::History(_) => "history",
            Self::Nightly(_) => "nightly",
            Self::Playbooks(_) => "playbook-list",
            Self::Playbook(_) => "playbook-show",
            Self::NewPlaybook(_) => "playbook-new",
            Self::PlaybookCell(_) => "playbook-cell",
            Self::Source(source) => source.schema,
            Self::Checked(_) => "playbook-check",
            Self::Matrix(_) => "playbook-matrix",
            Self::Card(_) => "playbook-card",
            Self::Drill(_) => "playbook-drill",
            Self::Unused(_) => "playbook-unused",
            Self::Rehearsed(_) => "playbook-rehearsed",
            Self::Tried(_) => "playbook-try",
            Self::Replayed(_) => "playbook-replay",
            Self::Paths(_) => "data-path",
            Self::Integrity(_) => "data-check",
            Self::Imported(_) => "data-import",
            Self::Settings(_) => "config-list",
            Self::Setting(_) => "config-get",
            Self::SettingSet(_) => "config-set",
            Self::Schedule(_) => "schedule",
            Self::Written(_) => "report-file",
        };
        format!("amends.{name}/1")
    }
}

impl Screen {
    /// Says whether there is nothing that anybody has to see; most views always have something.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        if let View::Due(list) | View::List(list) = &self.view {
            return list.items.is_empty();
        }
        if let View::History(history) = &self.view {
            return history.items.is_empty();
        }
        if let View::Nightly(nightly) = &self.view {
            return nightly.is_empty();
        }
        if let View::Integrity(integrity) = &self.view {
            return integrity.sound;
        }
        if let View::Replayed(replay) = &self.view {
            return replay.read == 0;
        }
        matches!(&self.view, View::Written(written) if written.nothing)
    }

    /// What is said on a terminal when there is nothing to show.
    #[must_use]
    pub const fn nothing(&self) -> &'static str {
        if matches!(self.view, View::Due(_)) {
            return "Nothing is due.\n";
        }
        if matches!(self.view, View::History(_)) {
            return "Nothing has been done yet.\n";
        }
        "No case was found.\n"
    }

    /// Says how the rest can be seen, where there is more than is shown.
    #[must_use]
    pub const fn how_to_see_more(&self) -> &'static str {
        if matches!(self.view, View::Board(_)) {
            return "`amends due` shows all of it";
        }
        if matches!(self.view, View::TakenBack(_)) {
            return "`amends history` names all of it";
        }
        "`--limit N` shows more"
    }

    /// Says whether there is more than is shown.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        if let View::Due(list) | View::List(list) = &self.view {
            return list.truncated;
        }
        if let View::Board(board) = &self.view {
            return board.counts.open() > board.items.len() as u64;
        }
        if let View::TakenBack(taken) = &self.view {
            return taken.truncated;
        }
        matches!(&self.view, View::History(history) if history.truncated)
    }
}
