//! What a shop is after something was tried on it, as its own program shows it.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::folder::Folder;

/// Everything that a verb of the list may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Events in the history; 0 where there is no shop yet.
    events: u64,
    /// All cases, as `list` gives them.
    cases: String,
    /// The files a person would look at, with what is in them.
    files: BTreeMap<&'static str, Vec<u8>>,
}

/// The place that a verb writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the history.
    History,
    /// In a file of this name.
    File(&'static str),
}

/// The files that the verbs write, apart from the data file.
const FILES: [&str; 3] = ["shop.toml", "playbooks/mine.toml", "due.txt"];

impl State {
    /// Asks the program itself what a shop holds.
    ///
    /// # Errors
    /// When it is not sound, or cannot be read: what was said.
    pub fn of(folder: &Folder) -> Result<Self, String> {
        let check = folder.run_briefly("data check --json");
        let events = match check.code {
            Some(0) => item(&check.result)["events"].as_u64().unwrap(),
            Some(6) if check.said.contains("there is no shop") => 0,
            _ => {
                return Err(format!(
                    "check: {:?} {}{}",
                    check.code, check.said, check.result
                ));
            }
        };
        let list = folder.run_briefly("list --all --json");
        if list.code != Some(0) {
            return Err(format!("list: {:?} {}", list.code, list.said));
        }
        let read = |name| fs::read(folder.path(name)).ok().map(|bytes| (name, bytes));
        let files = FILES.into_iter().filter_map(read).collect();
        let cases = list.result;
        Ok(Self {
            events,
            cases,
            files,
        })
    }

    /// Says whether at this place everything is as it is in `other`.
    pub fn is(&self, other: &Self, place: Place) -> bool {
        match place {
            Place::History => self.events == other.events && self.cases == other.cases,
            Place::File(name) => self.files.get(name) == other.files.get(name),
        }
    }

    /// Says whether every place is wholly as in one of the two.
    pub fn is_either(&self, before: &Self, after: &Self) -> bool {
        let places = FILES.map(Place::File).into_iter().chain([Place::History]);
        let mut either = places.map(|place| self.is(before, place) || self.is(after, place));
        either.all(|either| either)
    }

    /// What differs, in a few words for whoever looks for the cause.
    pub fn summary(&self) -> String {
        let sizes = self.files.iter().map(|(name, bytes)| (name, bytes.len()));
        let cases = self.cases.matches("\"case\": ").count();
        format!(
            "{} events, {cases} cases, files {:?}",
            self.events,
            sizes.collect::<Vec<_>>()
        )
    }
}

/// The first item of a JSON answer.
pub fn item(answer: &str) -> Value {
    let json: Value = serde_json::from_str(answer).unwrap();
    json["items"][0].clone()
}
