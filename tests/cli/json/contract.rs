//! What other programs rely on since the first version, written down a second time: our own structs, that know no other
//! key. Whoever renames or removes a key of a view has to come here, and to raise a number. What came later is held by
//! the committed schemas alone (`schemas.snap`).

#![expect(dead_code, reason = "reading a value into the struct is the test")]

use amends::show::schemas;
use chrono::{DateTime, FixedOffset};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A moment by RFC 3339 with a numeric offset: `Z` would be one as well, but not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When(pub DateTime<FixedOffset>);

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let moment = DateTime::parse_from_rfc3339(&text).map_err(D::Error::custom)?;
        if text != moment.format("%Y-%m-%dT%H:%M:%S%:z").to_string() {
            return Err(D::Error::custom(format!("{text} is not in our form")));
        }
        Ok(Self(moment))
    }
}

/// The words of a fixed list.
macro_rules! words {
    ($name:ident: $($word:ident = $text:literal),+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        pub enum $name { $(#[serde(rename = $text)] $word),+ }
    };
}

words!(CaseState: Late = "late", DueSoon = "due-soon", OnTrack = "on-track",
    Recovered = "recovered", Closed = "closed");
words!(DeadlineState: Late = "late", DueSoon = "due-soon", OnTrack = "on-track",
    Met = "met", MetLate = "met-late", Replaced = "replaced", Closed = "closed");
words!(PauseState: Running = "running", Over = "over");
words!(AskedBy: Customer = "customer", Shop = "shop");
words!(Stayed: Back = "back", Gone = "gone");
words!(DayKind: Usual = "usual", Holiday = "holiday", Special = "special");
words!(Severity: Minor = "minor", Major = "major", Severe = "severe");
words!(Part: Acknowledge = "acknowledge", Fix = "fix", Dazzle = "dazzle",
    Late = "late", FollowUp = "follow_up", Prevent = "prevent");
words!(Outcome: WonBack = "won-back", Satisfied = "satisfied", NoReply = "no-reply",
    Lost = "lost", Unknown = "unknown");
words!(Shortfall: RepairOnly = "repair-only", NotRepaired = "not-repaired");
words!(StepState: Open = "open", Done = "done", NotNeeded = "not-needed", Replaced = "replaced");
words!(Reaction: Delighted = "delighted", Satisfied = "satisfied", Neutral = "neutral",
    Puzzled = "puzzled", Upset = "upset");
words!(ClockFrom: Entry = "entry", Table = "clock-table", BuiltIn = "built-in");
words!(Level: Error = "error", Warning = "warning");
words!(Scheduler: Cron = "cron", Systemd = "systemd", Windows = "windows");
words!(Format: Calendar = "ics", Json = "json", Page = "txt", Markdown = "md");
words!(PlaybookState: Ok = "ok", Refused = "refused");

/// A struct that knows its keys and no others.
macro_rules! object {
    ($name:ident { $($keys:tt)* }) => {
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($keys)* }
    };
}

/// A struct with the keys of a case in a list, and more.
macro_rules! case {
    ($name:ident { $($keys:tt)* }) => {
        object! { $name {
            pub case: u64,
            pub customer: Option<String>,
            #[serde(rename = "type")]
            pub complaint: String,
            pub type_name: String,
            pub about: String,
            pub tier: String,
            pub severity: Severity,
            pub goes_up_to: Option<Severity>,
            pub state: CaseState,
            pub told_at: When,
            pub due_at: Option<When>,
            pub due_in_seconds: Option<i64>,
            pub holder: Option<String>,
            pub next_step: Option<String>,
            pub next_step_number: Option<u32>,
            pub next_promise_number: Option<u32>,
            pub next_step_by: Option<String>,
            pub recover_at: Option<When>,
            pub recovered_at: Option<When>,
            pub closed_at: Option<When>,
            pub outcome: Option<Outcome>,
            pub contacts: u32,
            pub public: bool,
            pub value: Option<Money>,
            pub playbook: String,
            pub open_promises: Vec<OpenPromise>,
            pub paused_until: Option<When>,
            pub promise_due_at: Option<When>,
            pub review_at: Option<When>,
            pub prevent_step_number: Option<u32>,
            pub prevent_due_at: Option<When>,
            pub failed_before: Option<u64>,
            pub time_left_seconds: Option<i64>,
            pub work_left_seconds: Option<u64>,
            pub fits: Option<bool>,
            pub swaps: Vec<Swap>,
            $($keys)*
        } }
    };
}

/// A struct with the keys of a whole case, and more.
macro_rules! case_in_full {
    ($name:ident { $($keys:tt)* }) => {
        case! { $name {
            pub reach: Option<String>,
            pub also_types: Vec<String>,
            pub told_later: Vec<ToldLater>,
            pub words: Option<String>,
            pub need: Option<String>,
            pub feels: Option<String>,
            pub order: Option<String>,
            pub answers: Vec<Answer>,
            pub channel: Option<String>,
            pub here: Option<bool>,
            pub here_said_at: Option<When>,
            pub happened_at: Option<When>,
            pub entered_at: When,
            pub steps: Vec<Step>,
            pub rounds: Vec<Round>,
            pub deadlines: Vec<Deadline>,
            pub promises: Vec<Promise>,
            pub pauses: Vec<Pause>,
            pub stayed: Option<Stayed>,
            pub stayed_on: Option<String>,
            pub zone: String,
            pub events: Vec<Event>,
            pub ceiling: Option<Money>,
            pub planned_cost: Option<Money>,
            pub least_cost: Option<Money>,
            pub spent: Option<Money>,
            pub cause: Option<String>,
            pub lesson: Option<String>,
            pub closed_because: Option<String>,
            pub shortfall: Option<Shortfall>,
            pub earlier_cases: Vec<u64>,
            $($keys)*
        } }
    };
}

object! { Money { pub minor: i64, pub currency: String } }

case! { Case {} }

case_in_full! { Detail {} }

case_in_full! { Brief { pub ideal: Vec<String>, pub breaks: Option<String> } }

case_in_full! { Change { pub changed: String, pub already: bool, pub undo: String, pub remarks: Vec<String> } }

case_in_full! { NewCase {
    pub changed: String,
    pub already: bool,
    pub undo: String,
    pub remarks: Vec<String>,
    pub command_line: String,
} }

case! { Plan {
    #[serde(rename = "for")]
    pub role: Option<String>,
    pub steps: Vec<Step>,
    pub planned_cost: Option<Money>,
    pub least_cost: Option<Money>,
} }

object! { Swap { pub step: u32, pub action: String, pub next_best: Option<String> } }

object! { Promise {
    pub number: u32,
    pub text: Option<String>,
    pub made_at: When,
    pub due_at: When,
    pub kept_at: Option<When>,
    pub replaced_at: Option<When>,
    pub state: DeadlineState,
} }

object! { Pause {
    pub from: When,
    pub until: When,
    pub seconds: i64,
    pub why: Option<String>,
    pub asked_by: AskedBy,
    pub state: PauseState,
} }

object! { ToldLater {
    #[serde(rename = "type")]
    pub complaint: String,
    pub told_at: When,
} }

object! { Round {
    pub cycle: usize,
    pub from: When,
    pub until: When,
    pub done: usize,
    pub steps: usize,
    pub recovered_at: Option<When>,
    pub why: Option<String>,
} }

object! { Answer { pub id: String, pub answer: Option<String> } }

object! { Step {
    pub number: u32,
    pub cycle: usize,
    pub part: Part,
    pub action: Option<String>,
    pub text: String,
    pub by: String,
    pub person: Option<String>,
    pub due_at: When,
    pub provisional: bool,
    pub state: StepState,
    pub after: Option<u32>,
    pub failure: Option<String>,
    pub done_at: Option<When>,
    pub entered_at: Option<When>,
    pub cost: Option<Money>,
    pub spent: Option<Money>,
    pub choices: Vec<String>,
    pub choice: Option<String>,
    pub needs: Vec<String>,
    pub hidden: bool,
    pub draft: Option<String>,
    pub options: Vec<Choice>,
    pub reaction: Option<Reaction>,
    pub right: Option<bool>,
    pub note: Option<String>,
} }

object! { Choice { pub number: usize, pub action: String, pub text: String, pub cost: Option<Money> } }

object! { Deadline {
    pub name: String,
    pub cycle: usize,
    pub failure: Option<String>,
    pub due_at: When,
    pub met_at: Option<When>,
    pub late_by_seconds: Option<i64>,
    pub state: DeadlineState,
    pub provisional: bool,
} }

object! { Event { pub at: When, pub event: String, pub what: String, pub words: Option<String> } }

object! { Why {
    pub case: u64,
    pub playbook: String,
    pub text: String,
    pub file: String,
    pub cell: Cell,
    pub also_types: Vec<String>,
    pub raised_to: Option<Severity>,
    pub goes_up_to: Option<Severity>,
    pub severity: Vec<Summand>,
    pub ceiling: Option<WhyCeiling>,
    pub steps: Vec<WhyStep>,
    pub deadlines: Vec<WhyDeadline>,
    pub zone: String,
    pub zone_rules: String,
} }

object! { Line { pub line: u32, pub text: String } }

object! { Summand { pub because: String, pub levels: u32 } }

object! { WhyCeiling {
    pub amount: Money,
    pub entries: Vec<Line>,
    pub sure: Option<Money>,
    pub left_by: Option<String>,
} }

object! { WhyStep {
    pub number: u32,
    pub part: Part,
    pub text: String,
    pub entries: Vec<Line>,
    pub action: Option<Line>,
    pub slot: Option<String>,
    pub rung: Option<String>,
} }

object! { WhyDay {
    pub date: String,
    pub kind: DayKind,
    pub open: Vec<String>,
    pub seconds: u64,
} }

object! { WhyPause {
    pub from: When,
    pub until: When,
    pub seconds: i64,
    pub why: Option<String>,
    pub to: When,
} }

object! { WhyChange {
    pub at: When,
    pub seconds: i32,
    pub zone: String,
} }

object! { WhyDeadline {
    pub name: String,
    pub cycle: usize,
    pub failure: Option<String>,
    pub from: String,
    pub start: When,
    pub add: Option<String>,
    pub add_phrase: Option<String>,
    pub days: Vec<WhyDay>,
    pub sum: When,
    pub clock_changes: Vec<WhyChange>,
    pub pauses: Vec<WhyPause>,
    pub due_at: When,
    pub moved: Option<String>,
    pub source: String,
    pub lines: Vec<Line>,
    pub change: String,
} }

object! { OpenPromise { pub number: u32, pub text: Option<String>, pub due_at: When } }

object! { Message {
    pub case: u64,
    pub step: Option<u32>,
    pub kind: String,
    pub to: Option<String>,
    pub subject: String,
    pub body: String,
    pub missing: Vec<String>,
    pub others: Vec<String>,
} }

object! { TakenBack {
    pub command: String,
    pub at: When,
    pub what: Vec<String>,
    pub cases: Vec<u64>,
    pub now: Vec<Case>,
    pub already: bool,
    pub dry_run: bool,
} }

object! { Operation {
    pub at: When,
    pub command: String,
    pub cases: Vec<u64>,
    pub what: Vec<String>,
    pub words: Vec<String>,
    pub undone: bool,
} }

words!(TagWord: Escalated = "escalated", PromiseBroken = "promise-broken", SecondFailure = "second-failure");
object! { Tag {
    pub tag: TagWord,
    pub new: bool,
    pub on: String,
    pub at: When,
    pub to: Option<String>,
    pub person: Option<String>,
} }
object! { Overspending { pub spent: Money, pub ceiling: Money } }
case! { Reported { pub tags: Vec<Tag>, pub overspending: Option<Overspending> } }
object! { Section { pub section: String, pub cases: Vec<Reported> } }
object! { OpenCounts { pub late: u64, pub due_soon: u64, pub on_track: u64, pub recovered: u64 } }
object! { Announcement {
    pub case: u64,
    pub customer: Option<String>,
    pub on: String,
    pub at: When,
    pub to: Option<String>,
    pub person: Option<String>,
} }
object! { Nightly {
pub announced: Vec<Announcement>,
pub previous_run_at: Option<When>,
pub nights_missing: u64,
pub sections: Vec<Section>, pub counts: OpenCounts, pub head: Option<String>, pub zone_rules: String } }

object! { ReportFile {
    pub report: String,
    pub file: String,
    pub format: Format,
    pub deadlines: Option<u64>,
    pub cancelled: Option<u64>,
} }

object! { ListedPlaybook {
    pub name: String,
    pub title: Option<String>,
    pub file: Option<String>,
    pub default: bool,
    pub state: PlaybookState,
    pub errors: usize,
    pub warnings: usize,
} }

object! { Playbook {
    pub name: String,
    pub currency: String,
    pub reviewed: Option<String>,
    pub roles: Vec<String>,
    pub tiers: Vec<Named>,
    pub types: Vec<ComplaintType>,
    pub channels: Vec<Channel>,
    pub actions: Vec<Action>,
    pub entries: Vec<Entry>,
    pub drafts: Vec<String>,
} }

object! { Named { pub id: String, pub name: String } }

object! { ComplaintType {
    pub id: String,
    pub name: String,
    pub breaks: Option<String>,
    pub ask: Vec<Named>,
    pub ideal: Vec<String>,
} }

object! { Channel { pub id: String, pub name: String, pub live: bool, pub turnaround: Option<String> } }

object! { Action {
    pub id: String,
    pub text: String,
    pub by: String,
    pub cost: Option<Money>,
    pub within: Option<String>,
    pub takes: Option<String>,
    pub choices: Vec<String>,
    pub covers: Vec<String>,
    pub replaces: Option<Part>,
    pub only: Option<String>,
    pub line: u32,
} }

object! { Entry {
    pub line: u32,
    pub types: Vec<String>,
    pub tiers: Vec<String>,
    pub severities: Vec<Severity>,
    pub sets: Vec<String>,
} }

object! { Finding {
    pub finding: String,
    pub level: Level,
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub message: String,
    pub hint: String,
    pub cells: Vec<Hit>,
    pub against: Vec<Hit>,
    pub shown_by: Vec<String>,
    pub entries: Vec<u32>,
} }

object! { Hit {
    #[serde(rename = "type")]
    pub complaint: String,
    pub tier: String,
    pub severity: Severity,
    /// Only where other types failed as well.
    #[serde(default)]
    pub also_types: Vec<String>,
} }

object! { Cell {
    #[serde(rename = "type")]
    pub complaint: String,
    pub tier: String,
    pub severity: Severity,
} }

object! { Trial {
    pub playbook: String,
    pub types: Vec<String>,
    pub tier: String,
    pub severity: Severity,
    pub told_at: When,
    pub steps: Vec<Step>,
    pub late_steps: Vec<Step>,
    pub deadlines: Vec<TrialDeadline>,
    pub ceiling: Money,
    pub planned_cost: Money,
    pub least_cost: Money,
} }

object! { TrialDeadline {
    pub name: String,
    pub due_at: When,
    pub state: DeadlineState,
    pub provisional: bool,
} }

words!(Ours: Costs = "costs", Ceilings = "ceilings", Surprises = "surprises");

object! { ToChange { pub what: Ours, pub line: u32, pub count: u64 } }

object! { NewPlaybook {
    pub name: Option<String>,
    pub title: String,
    pub file: String,
    pub starter: String,
    pub currency: String,
    pub tiers: Vec<Named>,
    pub roles: Vec<String>,
    pub recover: String,
    pub first_response: String,
    pub change_first: Vec<ToChange>,
    pub usual: Option<String>,
    pub next: String,
    pub make_usual: Option<String>,
    pub command_line: String,
} }

object! { MatrixCell {
    #[serde(rename = "type")]
    pub complaint: String,
    pub tier: String,
    pub severity: Severity,
    pub parts: Parts<PartItem>,
    pub ceiling: CellCeiling,
    pub clocks: Clocks,
} }

/// The parts, each with what is done in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts<T> {
    pub acknowledge: Vec<T>,
    pub fix: Vec<T>,
    pub dazzle: Vec<T>,
    pub late: Vec<T>,
    pub follow_up: Vec<T>,
    pub prevent: Vec<T>,
}

object! { Drill {
    pub playbook: String,
    #[serde(rename = "type")]
    pub complaint: String,
    pub type_name: String,
    pub breaks: Option<String>,
    pub ask: Vec<Named>,
    pub tier: String,
    pub tier_name: String,
    pub severity: Severity,
    pub harm: Vec<HarmAnswer>,
    pub channel: Option<Named>,
    pub here: Option<bool>,
    pub seed: u32,
    pub used: bool,
    pub rehearsed: Vec<Rehearsal>,
    pub plan: Trial,
    pub ask_yourself: Vec<String>,
    pub done: String,
    pub again: String,
} }

object! { HarmAnswer { pub id: String, pub text: String, pub answer: bool } }

object! { Rehearsal { pub at: When, pub note: Option<String> } }

object! { Practice {
    pub playbook: String,
    pub cells: usize,
    pub never_used: Vec<Cell>,
    pub never_rehearsed: Vec<Cell>,
} }

object! { Rehearsed {
    pub playbook: String,
    #[serde(rename = "type")]
    pub complaint: String,
    pub tier: String,
    pub severity: Severity,
    pub at: When,
    pub note: Option<String>,
    pub already: bool,
    pub cells: usize,
    pub never_used: usize,
    pub never_rehearsed: usize,
    pub undo: String,
} }

object! { Card {
    pub playbook: String,
    pub shop: Option<String>,
    pub reviewed: Option<String>,
    pub roles: Vec<RoleItem>,
    pub floor: Floor,
    pub apology: Vec<Group>,
    pub questions: Vec<Harm>,
    pub second_failure: String,
    pub types: Vec<CardType>,
    pub fix_more: Vec<Group>,
    pub tiers: Vec<CardTier>,
    pub surprise_more: Vec<Group>,
    pub late: Vec<Group>,
    pub prevent: Vec<Group>,
    pub rungs: Vec<CardRung>,
    pub say: Vec<String>,
    pub do_not_say: Vec<String>,
} }

object! { RoleItem { pub role: String, pub person: Option<String> } }

object! { Floor {
    pub first_response: Vec<String>,
    pub turnarounds: Vec<Turnaround>,
    pub recover: Vec<String>,
    pub follow_up: Vec<String>,
    pub sooner: Vec<Sooner>,
} }

object! { Sooner { pub clock: String, pub span: String, pub whom: Option<Vec<Crowd>> } }

object! { Group { pub whom: Option<Vec<Crowd>>, pub steps: Vec<CardStep> } }

object! { Crowd { pub types: Vec<String>, pub tiers: Vec<String>, pub severities: Vec<Severity> } }

object! { CardStep { pub actions: Vec<StepAction>, pub pick: Option<usize> } }

object! { StepAction { pub id: String, pub text: String, pub by: String } }

object! { Harm { pub id: String, pub text: String, pub levels: usize } }

object! { CardType {
    pub id: String,
    pub name: String,
    pub breaks: Option<String>,
    pub fix: Vec<CardStep>,
} }

object! { CardTier {
    pub id: String,
    pub name: String,
    pub surprise: Vec<CardStep>,
    pub ceilings: Vec<CardCeiling>,
} }

object! { CardCeiling { pub severity: Severity, pub lowest: Money, pub highest: Money } }

object! { CardRung {
    pub on: String,
    pub whom: Option<Vec<Crowd>>,
    pub to: Option<String>,
    pub person: Option<String>,
    pub raise: bool,
    pub steps: Vec<CardStep>,
} }

object! { CellInFull {
    pub playbook: String,
    #[serde(rename = "type")]
    pub complaint: String,
    pub type_name: String,
    pub breaks: Option<String>,
    pub tier: String,
    pub tier_name: String,
    pub severity: Severity,
    pub here: Option<bool>,
    pub parts: Parts<CellStep>,
    pub ceiling: CellCeiling,
    pub least_cost: Money,
    pub clocks: Clocks,
    pub turnarounds: Vec<Turnaround>,
    pub rungs: Vec<CellRung>,
} }

object! { CellStep { pub actions: Vec<Action>, pub pick: Option<usize>, pub lines: Vec<u32> } }

object! { Turnaround { pub channel: String, pub span: String, pub line: u32 } }

object! { CellRung {
    pub on: String,
    pub actions: Vec<Action>,
    pub to: Option<String>,
    pub raise: bool,
    pub line: u32,
} }

object! { PartItem { pub actions: Vec<String>, pub pick: Option<usize>, pub lines: Vec<u32> } }

object! { CellCeiling { pub amount: Money, pub lines: Vec<u32> } }

object! { Clocks {
    pub first_response: CellClock,
    pub recover: CellClock,
    pub follow_up: CellClock,
    pub stayed: CellClock,
} }

object! { CellClock { pub span: String, pub lines: Vec<u32>, pub from: ClockFrom } }

words!(ReplayVerdict: Same = "same", More = "more", Less = "less", Unanswered = "unanswered");
words!(Turn: Shorter = "shorter", Longer = "longer", Either = "either");
words!(NoAnswer: Gap = "gap", Ambiguous = "ambiguous", UnknownType = "unknown-type",
    UnknownTier = "unknown-tier");

/// A struct with the sums of a replay, and more.
macro_rules! replay_tally {
    ($name:ident { $($keys:tt)* }) => {
        object! { $name {
            pub same: u64,
            pub swapped: u64,
            pub more: u64,
            pub less: u64,
            pub unanswered: u64,
            pub cost: Both<Money>,
            pub actions: Both<u64>,
            pub clocks: [ClockTally; 4],
            $($keys)*
        } }
    };
}

/// Something by two playbooks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both<T> {
    pub before: T,
    pub after: T,
}

replay_tally! { Replay {
    pub against: String,
    pub compared_with: String,
    pub first_told_at: Option<When>,
    pub last_told_at: Option<When>,
    pub read: u64,
    pub cases: Vec<ReplayedCase>,
    pub months: Vec<ReplayedMonth>,
    pub tiers: Vec<ReplayedTier>,
    pub holes: Vec<ReplayHole>,
} }

replay_tally! { ReplayedMonth { pub month: String, pub cases: u64 } }

replay_tally! { ReplayedTier { pub tier: String, pub cases: u64 } }

object! { ClockTally { pub clock: String, pub shorter: u64, pub longer: u64 } }

object! { ReplayedCase {
    pub case: u64,
    pub told_at: When,
    #[serde(rename = "type")]
    pub complaint: String,
    pub also_types: Vec<String>,
    pub tier: String,
    pub severity: Severity,
    pub verdict: ReplayVerdict,
    pub cost: Both<Option<Money>>,
    pub actions: ReplayedActions,
    pub ceiling: Both<Option<Money>>,
    pub clocks: Vec<ReplayedClock>,
    pub falls: Vec<ReplayedChange>,
    pub rises: Vec<ReplayedChange>,
    pub reasons: Vec<String>,
} }

object! { ReplayedActions { pub added: Vec<String>, pub removed: Vec<String> } }

object! { ReplayedClock {
    pub clock: String,
    pub before: String,
    pub after: String,
    pub change: Turn,
} }

object! { ReplayedChange {
    pub measure: String,
    pub before: ReplayedAmount,
    pub after: ReplayedAmount,
    pub lines: Vec<u32>,
} }

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum ReplayedAmount {
    Money(Money),
    Count(u64),
    Word(Option<String>),
}

object! { ReplayHole {
    pub playbook: String,
    pub reason: NoAnswer,
    pub subject: String,
    pub lines: Vec<u32>,
    pub message: String,
    pub cells: Vec<Cell>,
    pub cases: Vec<u64>,
} }

object! { FileText { pub name: String, pub text: String } }

object! { Paths {
    pub folder: String,
    pub data_file: String,
    pub exists: bool,
    pub settings: String,
    pub playbooks: String,
} }

object! { Counted {
    pub file: String,
    pub late: u64,
    pub due_soon: u64,
    pub on_track: u64,
    pub recovered: u64,
    pub next_due_at: Option<When>,
    pub late_since: Option<When>,
} }

object! { Scheduled { pub kind: Scheduler, pub text: String } }

words!(Origin: ShopFile = "shop.toml", Computer = "computer", BuiltIn = "built-in",
    Environment = "environment", Flag = "flag", NotSet = "not-set");

object! { Setting {
    pub key: String,
    pub value: Option<String>,
    pub origin: Origin,
    pub line: Option<u32>,
    pub by: Option<String>,
} }

object! { SettingChange {
    pub key: String,
    pub value: Option<String>,
    pub origin: Origin,
    pub line: Option<u32>,
    pub by: Option<String>,
    pub before: Option<String>,
    pub changed: bool,
    pub file: String,
    pub back: Option<String>,
} }

object! { Integrity {
    pub data_file: String,
    pub sound: bool,
    pub events: u64,
    pub cases: u64,
    pub head: Option<String>,
    pub since_head: Option<u64>,
    pub problems: Vec<String>,
} }

object! { Import {
    pub read: u64,
    pub stored: u64,
    pub refused: Vec<RefusedRow>,
    pub already_known: u64,
    pub known: Vec<KnownRow>,
    pub state_changed: Vec<StateChanged>,
    pub dates_alone: DatesAlone,
    pub closed: u64,
    pub dry_run: bool,
    pub already: bool,
    pub defaults: Vec<String>,
    pub unused_columns: Vec<String>,
} }

object! { KnownRow { pub line: u64, pub case: u64 } }

object! { StateChanged { pub line: u64, pub case: u64, pub state: String } }

object! { DatesAlone { pub told_open: u64, pub told_closed: u64, pub closed: u64 } }

object! { RefusedRow { pub line: u64, pub reason: String } }

object! { Error { pub error: Failure } }

object! { Failure { pub code: String, pub exit: u8, pub message: String, pub hint: String } }

/// What stands around the items of every command.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope<T> {
    pub schema: String,
    pub generated_at: When,
    pub time_zone: String,
    pub count: usize,
    pub truncated: bool,
    pub items: Vec<T>,
}

/// Reads what a command printed into the structs of its schema.
pub fn read(printed: &Value) -> Result<(), String> {
    let schema = printed["schema"].as_str().unwrap_or("none");
    match schema {
        "amends.board/1" | "amends.due/1" | "amends.list/1" => as_items::<Case>(printed),
        "amends.show/1" => as_items::<Detail>(printed),
        "amends.brief/1" => as_items::<Brief>(printed),
        "amends.plan/1" => as_items::<Plan>(printed),
        "amends.why/1" => as_items::<Why>(printed),
        "amends.new/1" => as_items::<NewCase>(printed),
        "amends.done/1" | "amends.skip/1" | "amends.choose/1" | "amends.note/1"
        | "amends.contact/1" | "amends.assign/1" | "amends.change/1" | "amends.close/1"
        | "amends.reopen/1" | "amends.promise/1" | "amends.pause/1" | "amends.resume/1"
        | "amends.stayed/1" | "amends.gone/1" => as_items::<Change>(printed),
        "amends.draft/1" => as_items::<Message>(printed),
        "amends.undo/1" | "amends.redo/1" => as_items::<TakenBack>(printed),
        "amends.history/1" => as_items::<Operation>(printed),
        "amends.nightly/1" => as_items::<Nightly>(printed),
        "amends.report-file/1" => as_items::<ReportFile>(printed),
        "amends.playbook-source/1" | "amends.playbook-schema/1" | "amends.help/1" => {
            as_items::<FileText>(printed)
        }
        "amends.due-metrics/1" => as_items::<Counted>(printed),
        "amends.schedule/1" => as_items::<Scheduled>(printed),
        "amends.config-list/1" | "amends.config-get/1" => as_items::<Setting>(printed),
        "amends.config-set/1" => as_items::<SettingChange>(printed),
        "amends.data-path/1" => as_items::<Paths>(printed),
        "amends.data-check/1" => as_items::<Integrity>(printed),
        "amends.data-import/1" => as_items::<Import>(printed),
        other => of_playbooks(other, printed),
    }
}

fn of_playbooks(schema: &str, printed: &Value) -> Result<(), String> {
    match schema {
        "amends.playbook-list/1" => as_items::<ListedPlaybook>(printed),
        "amends.playbook-show/1" => as_items::<Playbook>(printed),
        "amends.playbook-check/1" => as_items::<Finding>(printed),
        "amends.playbook-card/1" => as_items::<Card>(printed),
        "amends.playbook-cell/1" => as_items::<CellInFull>(printed),
        "amends.playbook-drill/1" => as_items::<Drill>(printed),
        "amends.playbook-unused/1" => as_items::<Practice>(printed),
        "amends.playbook-rehearsed/1" => as_items::<Rehearsed>(printed),
        "amends.playbook-matrix/1" => as_items::<MatrixCell>(printed),
        "amends.playbook-replay/1" => as_items::<Replay>(printed),
        "amends.playbook-try/1" => as_items::<Trial>(printed),
        "amends.playbook-new/1" => as_items::<NewPlaybook>(printed),
        later if schemas::names().any(|name| name == later) => as_items::<Value>(printed),
        unknown => Err(format!("there is no `{unknown}`")),
    }
}

fn as_items<T: DeserializeOwned>(printed: &Value) -> Result<(), String> {
    let envelope: Envelope<T> = items(printed)?;
    if envelope.count != envelope.items.len() {
        return Err(format!("`count` is {}", envelope.count));
    }
    Ok(())
}

/// Reads an envelope of one kind of item.
pub fn items<T: DeserializeOwned>(printed: &Value) -> Result<Envelope<T>, String> {
    serde_json::from_value(printed.clone()).map_err(|error| error.to_string())
}
