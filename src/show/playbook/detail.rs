//! What a playbook does, and for whom.

pub(in crate::show) mod page;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::money::{Currency, Money};
use crate::domain::playbook::cell::{Region, Severity};
use crate::domain::playbook::{Action, Answer, ClockName, Entry, Part, Presence, Rules};
use crate::domain::suggest::choices;
use crate::show::schemas::marks::{DayWord, LineNumber, PlaybookId};

/// An id with its name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "named")]
pub struct NamedItem {
    /// The id.
    #[schemars(with = "PlaybookId")]
    pub id: String,
    /// The name.
    pub name: String,
}

/// A complaint type.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "complaint-type")]
pub struct TypeItem {
    /// The id.
    #[schemars(with = "PlaybookId")]
    pub id: String,
    /// The name.
    pub name: String,
    /// The promise to all customers that it breaks.
    pub breaks: Option<String>,
    /// What the intake asks; name is the question.
    pub ask: Vec<NamedItem>,
    /// How it should go.
    pub ideal: Vec<String>,
}

/// A way customers reach the shop.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "channel")]
pub struct ChannelItem {
    /// The id.
    #[schemars(with = "PlaybookId")]
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether a person answers at once.
    pub live: bool,
    /// How long an answer takes otherwise.
    pub turnaround: Option<String>,
}

/// A reusable thing to do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "action")]
pub struct ActionItem {
    /// The id.
    #[schemars(with = "PlaybookId")]
    pub id: String,
    /// What to do.
    pub text: String,
    /// A role, or `holder`.
    #[schemars(with = "PlaybookId")]
    pub by: String,
    /// What it costs.
    pub cost: Option<Money>,
    /// Its own deadline, as the playbook writes it.
    pub within: Option<String>,
    /// How long it takes somebody.
    pub takes: Option<String>,
    /// What the customer may choose between.
    pub choices: Vec<String>,
    /// Other actions that it does as well, where one plan would have both in the same part.
    #[schemars(with = "Vec<PlaybookId>")]
    pub covers: Vec<String>,
    /// The part whose open steps lose their point once the customer says yes to it.
    pub replaces: Option<Part>,
    /// For whom alone it can be done; `null` for everybody.
    pub only: Option<Presence>,
    /// The line it stands on.
    #[schemars(with = "LineNumber")]
    pub line: u32,
}

/// A recovery entry, with everybody it is for named.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "entry")]
pub struct EntryItem {
    /// The line it stands on.
    #[schemars(with = "LineNumber")]
    pub line: u32,
    /// The complaint types it is for.
    #[schemars(with = "Vec<PlaybookId>", length(min = 1))]
    pub types: Vec<String>,
    /// The tiers it is for.
    #[schemars(with = "Vec<PlaybookId>", length(min = 1))]
    pub tiers: Vec<String>,
    /// The severities it is for.
    #[schemars(length(min = 1))]
    pub severities: Vec<Severity>,
    /// The keys it sets; `also.` stands before a part it adds to, `clock.` before a clock.
    #[schemars(inner(regex(
        pattern = r"^((also\.)?(acknowledge|fix|dazzle|late|follow_up|prevent)|ceiling|clock\.(first_response|recover|follow_up|stayed))$"
    )))]
    pub sets: Vec<String>,
    /// For whom, in words.
    #[serde(skip)]
    pub whom: String,
}

/// A whole playbook.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "playbook")]
pub struct PlaybookDetail {
    /// What it calls itself.
    pub name: String,
    /// The ISO 4217 code of every amount.
    pub currency: Currency,
    /// The day the owner last read it through.
    #[schemars(with = "Option<DayWord>")]
    pub reviewed: Option<String>,
    /// Its roles, least authority first.
    #[schemars(with = "Vec<PlaybookId>")]
    pub roles: Vec<String>,
    /// Its tiers, lowest value first.
    pub tiers: Vec<NamedItem>,
    /// Its complaint types.
    pub types: Vec<TypeItem>,
    /// Its channels.
    pub channels: Vec<ChannelItem>,
    /// Its actions.
    pub actions: Vec<ActionItem>,
    /// Its recovery entries.
    pub entries: Vec<EntryItem>,
    /// The ids of its drafts.
    #[schemars(with = "Vec<PlaybookId>")]
    pub drafts: Vec<String>,
}

impl PlaybookDetail {
    /// Shows the rules of a playbook.
    #[must_use]
    pub fn of(rules: &Rules) -> Self {
        let complaints = rules.complaints.iter().map(|complaint| TypeItem {
            id: complaint.id.clone(),
            name: complaint.name.clone(),
            breaks: complaint.breaks.clone(),
            ask: complaint
                .ask
                .iter()
                .map(|ask| named(&ask.id, &ask.text))
                .collect(),
            ideal: complaint.ideal.clone(),
        });
        let channels = rules.channels.iter().map(|channel| ChannelItem {
            id: channel.id.clone(),
            name: channel.name.clone(),
            live: channel.answer == Answer::Live,
            turnaround: match channel.answer {
                Answer::Live => None,
                Answer::Within(span, _) => Some(span.to_string()),
            },
        });
        Self {
            name: rules.name.clone(),
            currency: rules.currency,
            reviewed: rules.reviewed.as_ref().map(|set| set.value.to_string()),
            roles: rules.roles.clone(),
            tiers: rules
                .tiers
                .iter()
                .map(|tier| named(&tier.id, &tier.name))
                .collect(),
            types: complaints.collect(),
            channels: channels.collect(),
            actions: rules.actions.iter().map(action).collect(),
            entries: rules.entries.iter().map(|one| entry(rules, one)).collect(),
            drafts: rules.drafts.iter().map(|draft| draft.id.clone()).collect(),
        }
    }
}

pub(in crate::show) fn named(id: &str, name: &str) -> NamedItem {
    NamedItem {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}

pub(in crate::show) fn action(action: &Action) -> ActionItem {
    ActionItem {
        id: action.id.clone(),
        text: action.text.clone(),
        by: action.by.clone(),
        cost: action.cost,
        within: action.within.as_ref().map(|set| set.value.to_string()),
        takes: action.takes.map(|span| span.to_string()),
        choices: action.choices.clone(),
        covers: action.covers.clone(),
        replaces: action.replaces,
        only: action.only,
        line: action.place.line,
    }
}

fn entry(rules: &Rules, entry: &Entry) -> EntryItem {
    let mut sets = Vec::new();
    for part in Part::ALL {
        sets.extend(
            entry.parts[part as usize]
                .as_ref()
                .map(|_| part.key().to_owned()),
        );
        sets.extend(
            entry.also[part as usize]
                .as_ref()
                .map(|_| format!("also.{}", part.key())),
        );
    }
    sets.extend(entry.ceiling.as_ref().map(|_| "ceiling".to_owned()));
    for clock in ClockName::ALL {
        sets.extend(
            entry.clocks[clock as usize]
                .as_ref()
                .map(|_| format!("clock.{}", clock.key())),
        );
    }
    let whom = ForWhom::of(rules, &entry.region);
    EntryItem {
        line: entry.place.line,
        whom: whom.in_words(rules),
        types: whom.types,
        tiers: whom.tiers,
        severities: whom.severities,
        sets,
    }
}

/// Whom an entry is for, by its ids.
pub(super) struct ForWhom {
    types: Vec<String>,
    tiers: Vec<String>,
    severities: Vec<Severity>,
}

impl ForWhom {
    pub(super) fn of(rules: &Rules, region: &Region) -> Self {
        let types = rules.complaints.iter().enumerate();
        let types = types.filter(|(at, _)| region.complaints >> at & 1 == 1);
        let tiers = rules.tiers.iter().enumerate();
        let tiers = tiers.filter(|(at, _)| region.tiers >> at & 1 == 1);
        let severities = Severity::ALL.into_iter();
        let severities = severities.filter(|one| region.severities >> (*one as u8) & 1 == 1);
        Self {
            types: types.map(|(_, complaint)| complaint.id.clone()).collect(),
            tiers: tiers.map(|(_, tier)| tier.id.clone()).collect(),
            severities: severities.collect(),
        }
    }

    /// "late-delivery, top or regular", or "everybody"; what is not narrowed is left out.
    pub(super) fn in_words(&self, rules: &Rules) -> String {
        let mut parts = Vec::new();
        if self.types.len() < rules.complaints.len() {
            parts.push(choices(&self.types));
        }
        if self.tiers.len() < rules.tiers.len() {
            parts.push(choices(&self.tiers));
        }
        if self.severities.len() < Severity::ALL.len() {
            let severities: Vec<&str> = self.severities.iter().map(|one| one.word()).collect();
            parts.push(choices(&severities));
        }
        if parts.is_empty() {
            "everybody".to_owned()
        } else {
            parts.join(", ")
        }
    }
}
