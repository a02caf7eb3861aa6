//! `[type]`, `[tier]`, `[severity]`, `[channel]`, `[state]`, `[outcome]`: their words, read as ours.

use std::collections::HashMap;

use toml::Spanned;
use toml::de::DeValue;

use super::columns::column;
use crate::domain::event::Outcome;
use crate::domain::import::{Aspect, ByColumn, ListState, Lookup};
use crate::domain::name::folded;
use crate::domain::playbook::Rules;
use crate::domain::playbook::cell::Severity;
use crate::files::table::{Problems, TomlTable, Worded};

/// The words of ours that an aspect may be read as.
struct OurWords<'w, T> {
    aspect: Aspect,
    words: Vec<(&'w str, T)>,
    /// What such a word is, for messages.
    what: &'static str,
}

pub(super) fn complaint(
    top: TomlTable<'_>,
    rules: &Rules,
    problems: &mut Problems<'_>,
) -> Option<Lookup<usize>> {
    let ids = rules.complaints.iter().map(|known| known.id.as_str());
    let ours = OurWords {
        aspect: Aspect::Type,
        words: ids.zip(0..).collect(),
        what: "a complaint type of the playbook",
    };
    if !top.has("type") {
        let message = "the mapping does not say how to find the complaint type".to_owned();
        let hint = "add `[type]` with a `column` and `[type.values]`, or with a `value`";
        problems.wrong(&(0..0), message, hint);
    }
    ours.lookup(top, problems)
}

pub(super) fn tier(
    top: TomlTable<'_>,
    rules: &Rules,
    problems: &mut Problems<'_>,
) -> Lookup<usize> {
    let ids = rules.tiers.iter().map(|known| known.id.as_str());
    let ours = OurWords {
        aspect: Aspect::Tier,
        words: ids.zip(0..).collect(),
        what: "a tier of the playbook",
    };
    ours.lookup(top, problems).unwrap_or(Lookup::Assumed(0))
}

pub(super) fn severity(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Lookup<Severity> {
    let ours = OurWords {
        aspect: Aspect::Severity,
        words: Severity::ALL.map(|known| (known.word(), known)).to_vec(),
        what: "a severity",
    };
    let lowest = Lookup::Assumed(Severity::Minor);
    ours.lookup(top, problems).unwrap_or(lowest)
}

pub(super) fn channel(
    top: TomlTable<'_>,
    rules: &Rules,
    problems: &mut Problems<'_>,
) -> Lookup<Option<usize>> {
    let ids = rules.channels.iter().map(|known| known.id.as_str());
    let mut words: Vec<_> = ids.zip((0..).map(Some)).collect();
    // Behind the playbook's own, so that a channel of that name would go before it.
    words.push(("unknown", None));
    let ours = OurWords {
        aspect: Aspect::Channel,
        words,
        what: "a channel of the playbook",
    };
    ours.lookup(top, problems).unwrap_or(Lookup::Assumed(None))
}

pub(super) fn state(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<Lookup<ListState>> {
    let ours = OurWords {
        aspect: Aspect::State,
        words: ListState::ALL.to_vec(),
        what: "a state",
    };
    ours.lookup(top, problems)
}

pub(super) fn outcome(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Lookup<Outcome> {
    let all = [
        Outcome::WonBack,
        Outcome::Satisfied,
        Outcome::NoReply,
        Outcome::Lost,
        Outcome::Unknown,
    ];
    let ours = OurWords {
        aspect: Aspect::Outcome,
        words: all.map(|known| (known.word(), known)).to_vec(),
        what: "an outcome",
    };
    let unknown = Lookup::Assumed(Outcome::Unknown);
    ours.lookup(top, problems).unwrap_or(unknown)
}

impl<T: Copy> OurWords<'_, T> {
    fn lookup(&self, top: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<Lookup<T>> {
        let (name, _) = names(self.aspect);
        let table = top.table(self.aspect.key(), name, problems)?;
        table.only(&["value", "column", "values", "default"], problems);
        if table.has("value") {
            self.alone(table, problems);
            return self.word(table, "value", problems).map(Lookup::Always);
        }
        if !table.has("column") {
            let message = format!("{name} has neither a `column` nor a `value`");
            let hint =
                "name the `column` to look in, or one of our words as the `value` for every row";
            problems.wrong(&table.range(), message, hint);
        }
        let values = self.values(table, problems);
        let default = self.word(table, "default", problems);
        let worded = table
            .has("column")
            .then(|| table.required("column", problems));
        let column = column(&worded??, problems)?;
        Some(Lookup::Column(ByColumn {
            column,
            values,
            default,
        }))
    }

    /// Notes what makes no sense beside `value`.
    fn alone(&self, table: TomlTable<'_>, problems: &mut Problems<'_>) {
        let (name, _) = names(self.aspect);
        for key in ["column", "values", "default"] {
            if let Some(extra) = table.get(key) {
                let message = format!("{name} has both `value` and `{key}`");
                let hint = "keep `value` if every row is the same, else remove it";
                problems.wrong(&extra.span(), message, hint);
            }
        }
    }

    fn word(&self, table: TomlTable<'_>, key: &str, problems: &mut Problems<'_>) -> Option<T> {
        let worded = table.text(key, problems)?;
        self.known(&worded, problems)
    }

    fn known(&self, word: &Worded<'_>, problems: &mut Problems<'_>) -> Option<T> {
        let found = self.words.iter().find(|(known, _)| *known == word.text);
        if found.is_none() {
            let known: Vec<&str> = self.words.iter().map(|(known, _)| *known).collect();
            problems.unknown(word, self.what, &known);
        }
        found.map(|(_, ours)| *ours)
    }

    fn values(&self, table: TomlTable<'_>, problems: &mut Problems<'_>) -> HashMap<String, T> {
        let (name, values_name) = names(self.aspect);
        let Some(values) = table.table("values", values_name, problems) else {
            if !table.has("values") {
                let message = format!("{name} has no {values_name}");
                let hint = "add it, with lines such as `ours = \"theirs\"`";
                problems.wrong(&table.range(), message, hint);
            }
            return HashMap::new();
        };
        let mut theirs = TheirWords::default();
        let mut read = HashMap::new();
        for (ours, value) in values.entries() {
            let found = self.known(&ours, problems);
            for word in words(values, &ours, value, problems) {
                read.extend(theirs.add(&word, ours.text, problems).zip(found));
            }
        }
        read
    }
}

/// Words of theirs so far, folded, each with ours that it stands under, and its line.
#[derive(Default)]
struct TheirWords<'t>(HashMap<String, (&'t str, u32)>);

impl<'t> TheirWords<'t> {
    /// Takes one more that stands under `ours`, and gives it folded; `None` when it stands somewhere already.
    fn add(
        &mut self,
        Worded { text, range }: &Worded<'_>,
        ours: &'t str,
        problems: &mut Problems<'_>,
    ) -> Option<String> {
        let key = folded(text);
        let Some((other, line)) = self.0.get(&key) else {
            let line = problems.place(range).line;
            self.0.insert(key.clone(), (ours, line));
            return Some(key);
        };
        if *other != ours {
            let message =
                format!("`{text}` stands under `{ours}` and, on line {line}, under `{other}`");
            problems.wrong(range, message, "keep it under one of the two");
        }
        None
    }
}

/// Reads `ours = "theirs"` or `ours = ["theirs", …]`.
fn words<'t>(
    table: TomlTable<'t>,
    ours: &Worded<'t>,
    value: &'t Spanned<DeValue<'t>>,
    problems: &mut Problems<'_>,
) -> Vec<Worded<'t>> {
    match Worded::of(value) {
        Some(word) => vec![word],
        None => table.texts(ours.text, problems),
    }
}

/// Names the tables of an aspect for a person.
const fn names(aspect: Aspect) -> (&'static str, &'static str) {
    match aspect {
        Aspect::Type => ("`[type]`", "`[type.values]`"),
        Aspect::Tier => ("`[tier]`", "`[tier.values]`"),
        Aspect::Severity => ("`[severity]`", "`[severity.values]`"),
        Aspect::Channel => ("`[channel]`", "`[channel.values]`"),
        Aspect::State => ("`[state]`", "`[state.values]`"),
        Aspect::Outcome => ("`[outcome]`", "`[outcome.values]`"),
    }
}
