//! The playbook as values: what an owner decided in advance, for whom.
//!
//! [`Rules`] is a well-formed file: every name in it is known. [`Playbook`] is
//! more: every cell has been resolved, so there is an answer for every customer.
//! Only `Playbook` is handed to the commands that plan.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::money::{Currency, Money};
use crate::domain::place::{Place, PlacedValue};
use crate::domain::playbook::cell::{Cell, Region, Space};
use crate::domain::playbook::draft::Template;
use crate::domain::playbook::finding::FindingKind;
use crate::domain::time::span::Span;

pub mod cell;
pub mod check;
pub mod draft;
pub mod drill;
pub mod effort;
pub mod finding;
pub mod replay;
pub mod role_rank;
pub mod selection;
pub mod wording;

use selection::{Resolution, Resolved};

/// One level of customer value. The order of the list is the meaning: lowest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The id used in `when` and on the command line.
    pub id: String,
    /// What people call it; the id when the file gives no name.
    pub name: String,
}

/// One kind of failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The id used in `when` and on the command line.
    pub id: String,
    /// What people call it; the id when the file gives no name.
    pub name: String,
    /// What it is called where there is little room.
    pub short: Option<String>,
    /// What a letter says sorry for: "the cake that came late"; it stands behind "I am sorry about".
    pub sorry: Option<String>,
    /// The promise to all customers that it breaks.
    pub breaks: Option<String>,
    /// Questions the intake asks for this type.
    pub ask: Vec<Question>,
    /// The experience as it should have been, step by step.
    pub ideal: Vec<String>,
}

/// A question that belongs to a complaint type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The id used by `--answer ID=TEXT`.
    pub id: String,
    /// The words to ask.
    pub text: String,
}

/// A way customers reach the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The id used by `--channel`.
    pub id: String,
    /// What people call it; the id when the file gives no name.
    pub name: String,
    /// How an answer comes about.
    pub answer: Answer,
}

/// Whether a person is there when the customer speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A person answers at once; the cell's first response applies.
    Live,
    /// Nobody is there; the published turnaround replaces the cell's first response.
    Within(Span, Place),
}

/// One reusable thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The id used in parts and by `choose`.
    pub id: String,
    /// What to do, as an instruction.
    pub text: String,
    /// A role, or `holder`.
    pub by: String,
    /// Own deadline, from told; in a follow-up, from recovery.
    pub within: Option<PlacedValue<Span>>,
    /// How long it takes somebody, in elapsed time.
    pub takes: Option<Span>,
    /// What it costs the shop.
    pub cost: Option<Money>,
    /// Something done, not only said.
    pub deed: bool,
    /// What the customer may choose between.
    pub choices: Vec<String>,
    /// Tags matched against what is known of the customer.
    pub suits: Vec<String>,
    /// The draft that goes with it.
    pub draft: Option<String>,
    /// Things to have at hand, as a checklist.
    pub needs: Vec<String>,
    /// The action that must be done before, if the plan has it.
    pub after: Option<String>,
    /// The ids of actions that it does as well where one plan would have both in the same part: one apology, one move to
    /// another room, not two.
    pub covers: Vec<String>,
    /// The part whose open steps lose their point once the customer has said yes to it.
    pub replaces: Option<Part>,
    /// For whom alone it can be done: those who are still here, or those who have gone; `None` for both.
    pub only: Option<Presence>,
    /// Prepared silently: kept out of what may be read aloud to the customer.
    pub hidden: bool,
    /// Published policy, so no surprise.
    pub standard: bool,
    /// Where it stands in the file.
    pub place: Place,
}

impl Action {
    /// Says whether two actions are the same but for their ids and where they stand.
    fn is_same(&self, other: &Self) -> bool {
        let span = |action: &Self| action.within.as_ref().map(|within| within.value);
        let plain = |action: &Self| Self {
            id: String::new(),
            within: None,
            place: other.place,
            ..action.clone()
        };
        span(self) == span(other) && plain(self) == plain(other)
    }
}

/// Whether the customer is still with us when they complain.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "presence")]
pub enum Presence {
    /// They are at the table, in the room, on the line with the parcel in their hands.
    Here,
    /// They have left.
    Gone,
}

impl Presence {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Here, Self::Gone];

    /// Gives the word in a playbook.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Gone => "gone",
        }
    }

    /// Reads the word in a playbook.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// Names such a customer: "a customer who has left".
    #[must_use]
    pub const fn whom(self) -> &'static str {
        match self {
            Self::Here => "a customer who is still here",
            Self::Gone => "a customer who has left",
        }
    }
}

impl Action {
    /// Says whether it can be done for such a customer; where nobody has asked, everything can.
    #[must_use]
    pub fn is_for(&self, presence: Option<Presence>) -> bool {
        let asked = self.only.zip(presence);
        asked.is_none_or(|(only, presence)| only == presence)
    }

    /// Gives how long it takes somebody, in seconds; nothing when the file does not say.
    #[must_use]
    pub fn takes_seconds(&self) -> u64 {
        self.takes.map_or(0, Span::nominal_seconds)
    }
}

/// The kinds of step.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "part")]
pub enum Part {
    /// A person answers and says sorry.
    Acknowledge,
    /// Put it right.
    Fix,
    /// What they did not expect.
    Dazzle,
    /// What replaces the unexpected half once the deadline has passed.
    Late,
    /// Is it right now?
    FollowUp,
    /// What is done for the next customer, so that it does not happen again.
    Prevent,
}

impl Part {
    /// How many there are.
    pub const COUNT: usize = 6;

    /// All of them, in the order in which they happen.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Acknowledge,
        Self::Fix,
        Self::Dazzle,
        Self::Late,
        Self::FollowUp,
        Self::Prevent,
    ];

    /// All of them, in the order in which a plan takes them in and numbers its steps: an action stands in the first
    /// part that has it, and the late branch comes last, being kept in reserve.
    pub const PLANNED: [Self; Self::COUNT] = [
        Self::Acknowledge,
        Self::Fix,
        Self::Dazzle,
        Self::FollowUp,
        Self::Prevent,
        Self::Late,
    ];

    /// Those that are for the customer who told us; every cell must have each of them.
    pub const FOR_THIS_CUSTOMER: [Self; 5] = [
        Self::Acknowledge,
        Self::Fix,
        Self::Dazzle,
        Self::Late,
        Self::FollowUp,
    ];

    /// Finds the part of a key.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.key() == key)
    }

    /// Gives the key in the playbook file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Fix => "fix",
            Self::Dazzle => "dazzle",
            Self::Late => "late",
            Self::FollowUp => "follow_up",
            Self::Prevent => "prevent",
        }
    }

    /// Gives what people call it.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Acknowledge => "the apology",
            Self::Fix => "the repair",
            Self::Dazzle => "the surprise",
            Self::Late => "what makes up for being late",
            Self::FollowUp => "the follow-up",
            Self::Prevent => "what is done for the next customer",
        }
    }
}

/// The four clocks of a cell.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "clock-name")]
pub enum ClockName {
    /// A person answers; from told.
    FirstResponse,
    /// Both halves done; from told.
    Recover,
    /// Is it right now? From recovery.
    FollowUp,
    /// Did they come back? From recovery.
    Stayed,
}

impl ClockName {
    /// All four.
    pub const ALL: [Self; 4] = [
        Self::FirstResponse,
        Self::Recover,
        Self::FollowUp,
        Self::Stayed,
    ];

    /// Gives the key in the playbook file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::Recover => "recover",
            Self::FollowUp => "follow_up",
            Self::Stayed => "stayed",
        }
    }

    /// Gives the span that lies below every playbook.
    ///
    /// 24 hours for the recovery ("about 24 hours") and a day until the follow-up are from the source texts. One hour
    /// and 90 days are ours: starting points, not research.
    #[must_use]
    pub const fn built_in(self) -> Span {
        match self {
            Self::FirstResponse => Span::Elapsed { seconds: 3_600 },
            Self::Recover => Span::Elapsed { seconds: 86_400 },
            Self::FollowUp => Span::Days { days: 1 },
            Self::Stayed => Span::Days { days: 90 },
        }
    }
}

/// One thing in a part: an action, or a slot filled when a case is logged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// The action at this position in [`Rules::actions`].
    Action(usize),
    /// `pick` of the actions at these positions.
    Pick {
        /// How many are to be picked.
        pick: usize,
        /// What they are picked from, in the file's order.
        from: Vec<usize>,
    },
}

impl Item {
    /// Says whether another is the same thing to do; in which order a pick lists its options is no difference.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Pick { pick, from },
                Self::Pick {
                    pick: as_many,
                    from: others,
                },
            ) => {
                let options = |from: &[usize]| from.iter().copied().collect::<BTreeSet<usize>>();
                let as_many = pick == as_many && from.len() == others.len();
                as_many && (from == others || options(from) == options(others))
            }
            (one, other) => one == other,
        }
    }

    /// Gives every action that may come of it, in the file's order.
    #[must_use]
    pub fn actions(&self) -> &[usize] {
        match self {
            Self::Action(action) => std::slice::from_ref(action),
            Self::Pick { from, .. } => from,
        }
    }
}

/// One `[[recovery]]` entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where the entry begins.
    pub place: Place,
    /// The cells its `when` covers.
    pub region: Region,
    /// What it sets, by [`Part::ALL`].
    pub parts: [Option<PlacedValue<Vec<Item>>>; Part::COUNT],
    /// What it adds, by [`Part::ALL`].
    pub also: [Option<PlacedValue<Vec<Item>>>; Part::COUNT],
    /// The most the plan may cost.
    pub ceiling: Option<PlacedValue<Money>>,
    /// The clocks it overrides, by [`ClockName::ALL`].
    pub clocks: [Option<PlacedValue<Span>>; 4],
}

/// What sets off a rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// The customer has had to get in touch this many times; logging is the first.
    Contact(u32),
    /// The case is about this many failures.
    Failures(u32),
    /// This share of the recovery clock has passed, in percent.
    Share(u32),
    /// The recovery deadline has passed.
    Late,
    /// Something the customer was promised with a time was not done by then.
    BrokenPromise,
    /// The case was opened again.
    Reopened,
    /// The same customer was failed before, within [`Rules::second_failure`].
    SecondFailure,
}

impl Trigger {
    /// Says what set off a rung: "contact 3", "the deadline passed".
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::Contact(count) => format!("contact {count}"),
            Self::Failures(count) => format!("{count} failures"),
            Self::Share(percent) => format!("{percent}% of the time is over"),
            Self::Late => "the deadline passed".to_owned(),
            Self::BrokenPromise => "a promise was broken".to_owned(),
            Self::Reopened => "opened again".to_owned(),
            Self::SecondFailure => "failed a second time".to_owned(),
        }
    }
}

/// One `[[escalate]]` rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Where it stands.
    pub place: Place,
    /// What sets it off.
    pub on: Trigger,
    /// The cells it is for.
    pub region: Region,
    /// Positions of the actions it adds.
    pub actions: Vec<usize>,
    /// The role that takes over.
    pub to: Option<String>,
    /// Whether severity goes one level up.
    pub raise: bool,
}

/// Whom a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// The customer who complained.
    Customer,
    /// The firm between us and the end customer, whose address no case has.
    Partner,
    /// Everybody: it stands below a complaint that others can read, and tells nothing about the customer.
    Everybody,
}

impl Recipient {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Partner, Self::Everybody];

    /// Gives the word in a playbook.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Partner => "partner",
            Self::Everybody => "everybody",
        }
    }
}

/// What a message is for where the steps name none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftOccasion {
    /// It puts their choices to them: for steps that let the customer choose.
    Choices,
    /// They had to get in touch again: for the answer to that.
    FurtherContact,
}

impl DraftOccasion {
    /// Every one of them.
    pub const ALL: [Self; 2] = [Self::Choices, Self::FurtherContact];

    /// Gives the word in a playbook.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Choices => "choices",
            Self::FurtherContact => "further-contact",
        }
    }
}

/// A prepared message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The id used by actions and by `draft --kind`.
    pub id: String,
    /// Whom it is for.
    pub to: Recipient,
    /// The steps without a draft of their own that it is for.
    pub occasion: Option<DraftOccasion>,
    /// The subject line.
    pub subject: Template,
    /// The message.
    pub body: Template,
    /// The message as the file has it, quotes, tags and all.
    pub written: PlacedValue<String>,
    /// The subject line as the file has it.
    pub headed: PlacedValue<String>,
}

/// An exception the owner intends, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// Where it stands.
    pub place: Place,
    /// The finding it silences.
    pub finding: FindingKind,
    /// The cells for which it does.
    pub region: Region,
    /// Why the owner intends it, in their words.
    pub because: String,
}

/// A well-formed playbook file: all names known, all values in range.
///
/// It may still have holes; [`selection::Resolution`] finds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The playbook's name, for people.
    pub name: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// When the owner last read it through.
    pub reviewed: Option<PlacedValue<NaiveDate>>,
    /// Roles, least authority first.
    pub roles: Vec<String>,
    /// The file's own clocks, below every entry, by [`ClockName::ALL`].
    pub clocks: [Option<PlacedValue<Span>>; 4],
    /// How long a failure is remembered: another of the same customer within it is the second.
    pub second_failure: Span,
    /// Tiers, lowest value first.
    pub tiers: Vec<Tier>,
    /// Complaint types.
    pub complaints: Vec<Complaint>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// Actions.
    pub actions: Vec<Action>,
    /// Recovery entries, in file order, which never matters.
    pub entries: Vec<Entry>,
    /// Escalation rungs.
    pub rungs: Vec<Rung>,
    /// Drafts.
    pub drafts: Vec<Draft>,
    /// Intended exceptions.
    pub allows: Vec<Allow>,
}

impl Rules {
    /// Gives the size of the playbook's space of cells.
    #[must_use]
    pub const fn space(&self) -> Space {
        Space {
            complaints: self.complaints.len(),
            tiers: self.tiers.len(),
        }
    }

    /// Gives the actions that stand in no entry and no escalation: nobody ever gets them.
    #[must_use]
    pub fn unused_actions(&self) -> Vec<usize> {
        let mut used = vec![false; self.actions.len()];
        let lists = self.entries.iter().flat_map(|entry| {
            let parts = entry.parts.iter().flatten();
            parts.chain(entry.also.iter().flatten())
        });
        for item in lists.flat_map(|set| &set.value) {
            match item {
                Item::Action(action) => used[*action] = true,
                Item::Pick { from, .. } => from.iter().for_each(|action| used[*action] = true),
            }
        }
        for action in self.rungs.iter().flat_map(|rung| &rung.actions) {
            used[*action] = true;
        }
        let unused = used.iter().enumerate().filter(|(_, used)| !**used);
        unused.map(|(at, _)| at).collect()
    }

    /// Gives for each action the first that is the same but for its id: the same words by the same role, at the same
    /// cost and in the same time are one step of a plan. One that others come after or cover stays as it is: they mean
    /// it and no other.
    #[must_use]
    pub fn same_actions(&self) -> Vec<usize> {
        let meant = |action: &Action, others: &[Action]| {
            let mut others = others.iter();
            others.any(|one| {
                one.after.as_ref() == Some(&action.id) || one.covers.contains(&action.id)
            })
        };
        let mut first: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        let mut same = Vec::with_capacity(self.actions.len());
        for (at, action) in self.actions.iter().enumerate() {
            let alike = first.entry((&action.text, &action.by)).or_default();
            let known = alike
                .iter()
                .find(|known| self.actions[**known].is_same(action));
            let known = known.filter(|_| !meant(action, &self.actions));
            same.push(known.copied().unwrap_or(at));
            alike.push(at);
        }
        same
    }

    /// Says whether one action says sorry for another as well, so that nobody says it twice.
    #[must_use]
    pub fn covers(&self, action: usize, other: usize) -> bool {
        let covers = &self.actions[action].covers;
        !covers.is_empty() && covers.contains(&self.actions[other].id)
    }

    /// Gives what each action costs, in the currency's smallest unit.
    #[must_use]
    pub fn costs(&self) -> Vec<i64> {
        let costs = self.actions.iter().map(|action| action.cost);
        costs
            .map(|cost| cost.map_or(0, |cost| cost.minor))
            .collect()
    }

    /// Says whether anything depends on whether the customer is still here, so that the intake has to ask.
    #[must_use]
    pub fn asks_presence(&self) -> bool {
        self.actions.iter().any(|action| action.only.is_some())
    }

    /// Gives these rules without the rungs' actions that cannot be done for such a customer.
    #[must_use]
    pub fn when(&self, presence: Presence) -> Self {
        let mut rules = self.clone();
        let is_for = |at: &usize| self.actions[*at].is_for(Some(presence));
        for rung in &mut rules.rungs {
            rung.actions.retain(is_for);
        }
        rules
    }

    /// Finds a complaint type by id.
    #[must_use]
    pub fn complaint(&self, id: &str) -> Option<usize> {
        self.complaints.iter().position(|known| known.id == id)
    }

    /// Finds a tier by id.
    #[must_use]
    pub fn tier(&self, id: &str) -> Option<usize> {
        self.tiers.iter().position(|known| known.id == id)
    }

    /// Finds a channel by id.
    #[must_use]
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|known| known.id == id)
    }

    /// Finds a draft by id.
    #[must_use]
    pub fn draft(&self, id: &str) -> Option<&Draft> {
        self.drafts.iter().find(|known| known.id == id)
    }

    /// Gives the draft for a step that names none of its own: the one for its occasion, else the first.
    #[must_use]
    pub fn draft_for(&self, occasion: DraftOccasion) -> Option<&Draft> {
        let meant = self.drafts.iter();
        let meant = meant.clone().find(|draft| draft.occasion == Some(occasion));
        meant.or(self.drafts.first())
    }

    /// Gives the answer that all may read below a complaint.
    #[must_use]
    pub fn public_answer(&self) -> Option<&Draft> {
        (self.drafts.iter()).find(|draft| draft.to == Recipient::Everybody)
    }
}

/// A playbook with an answer for every cell.
#[derive(Clone, Debug)]
pub struct Playbook {
    rules: Rules,
    cells: Vec<Resolved>,
}

impl Playbook {
    /// Makes a playbook of rules and what their cells resolve to.
    ///
    /// # Errors
    /// Gives both back when some cell has no single answer.
    pub fn of(rules: Rules, resolution: Resolution) -> Result<Self, Box<(Rules, Resolution)>> {
        let whole: Option<Vec<Resolved>> = resolution.cells.iter().cloned().collect();
        match whole {
            Some(cells) => Ok(Self { rules, cells }),
            None => Err(Box::new((rules, resolution))),
        }
    }

    /// Gives what it says for a customer who is still here, or who has gone; all of it where nobody has asked.
    #[must_use]
    pub fn when(&self, presence: Option<Presence>) -> Cow<'_, Self> {
        match presence.filter(|_| self.rules.asks_presence()) {
            None => Cow::Borrowed(self),
            Some(presence) => {
                let cells = self.cells.iter();
                Cow::Owned(Self {
                    rules: self.rules.when(presence),
                    cells: cells.map(|cell| cell.when(&self.rules, presence)).collect(),
                })
            }
        }
    }

    /// Gives the rules it was proved from.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Gives what a customer in this cell gets.
    #[must_use]
    pub fn at(&self, cell: Cell) -> &Resolved {
        &self.cells[self.rules.space().position(cell)]
    }
}
