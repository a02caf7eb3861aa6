//! Playbooks as they are shown: a list, one in full, findings, a plan that was only tried.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::calendar::Calendar;
use crate::domain::case::clock::Clock;
use crate::domain::case::deadline::{Name, State};
use crate::domain::cell::{Cell, Region, Severity};
use crate::domain::finding::{Finding, Kind, Level};
use crate::domain::money::{Currency, Money};
use crate::domain::plan::{Due, Plan, Step};
use crate::domain::playbook::{Action, Answer, ClockName, Entry, Part, Playbook, Rules};
use crate::domain::suggest::choices;
use crate::show::case::StepItem;
use crate::show::schemas::marks::{DayWord, LineNumber, PlaybookId};
use crate::show::{Eyes, Moment};

pub mod card;
pub mod cell;
pub mod drill;
pub mod matrix;
pub mod new;
pub(in crate::show) mod page;
pub mod spread;

/// Whether a playbook can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "playbook-state")]
pub enum PlaybookState {
    /// It can.
    Ok,
    /// It cannot be read, or some customer would get no answer.
    Refused,
}

/// One playbook of the shop, or one that comes with the program.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "listed-playbook")]
pub struct PlaybookItem {
    /// The name to use on the command line.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What the file calls itself; `null` when it cannot be read.
    pub title: Option<String>,
    /// The file; `null` for one that comes with the program.
    pub file: Option<String>,
    /// Whether cases use it when no other is named.
    pub default: bool,
    /// Whether it can be used.
    pub state: PlaybookState,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings were found.
    pub warnings: usize,
}

/// Playbooks.
#[derive(Debug)]
pub struct PlaybookList {
    /// Each of them.
    pub items: Vec<PlaybookItem>,
}

/// The text of a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "file-text")]
pub struct Source {
    /// The schema's name.
    #[serde(skip)]
    pub schema: &'static str,
    /// What it is the text of.
    pub name: String,
    /// The text.
    pub text: String,
}

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
    /// The part whose open steps lose their point once the customer says yes to it.
    pub replaces: Option<Part>,
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

fn named(id: &str, name: &str) -> NamedItem {
    NamedItem {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}

fn action(action: &Action) -> ActionItem {
    ActionItem {
        id: action.id.clone(),
        text: action.text.clone(),
        by: action.by.clone(),
        cost: action.cost,
        within: action.within.as_ref().map(|set| set.value.to_string()),
        takes: action.takes.map(|span| span.to_string()),
        choices: action.choices.clone(),
        replaces: action.replaces,
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
struct ForWhom {
    types: Vec<String>,
    tiers: Vec<String>,
    severities: Vec<Severity>,
}

impl ForWhom {
    fn of(rules: &Rules, region: &Region) -> Self {
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
    fn in_words(&self, rules: &Rules) -> String {
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

/// The smallest description of a customer who is let down: type, tier, severity.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "cell")]
pub struct CellItem {
    /// The complaint type.
    #[serde(rename = "type")]
    #[schemars(with = "PlaybookId")]
    pub complaint: String,
    /// The tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// The severity.
    pub severity: Severity,
}

/// A cell that is hit by a finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "hit")]
pub struct HitItem {
    /// The cell.
    #[serde(flatten)]
    pub cell: CellItem,
    /// The complaint types that failed as well, in a finding about several failures in one complaint; else left
    /// out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<PlaybookId>", length(min = 1))]
    pub also_types: Vec<String>,
}

impl CellItem {
    /// Names a cell of a playbook.
    #[must_use]
    pub fn of(rules: &Rules, cell: Cell) -> Self {
        Self {
            complaint: rules.complaints[cell.complaint].id.clone(),
            tier: rules.tiers[cell.tier].id.clone(),
            severity: cell.severity,
        }
    }
}

impl HitItem {
    /// Names a cell, and the complaint type that failed as well if one did.
    fn of(rules: &Rules, cell: Cell, also: Option<&usize>) -> Self {
        let id = |at: &usize| rules.complaints[*at].id.clone();
        Self {
            cell: CellItem::of(rules, cell),
            also_types: also.map(id).into_iter().collect(),
        }
    }
}

/// One thing that is wrong with a playbook, or worth a look.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "finding")]
pub struct FindingItem {
    /// The kind of finding.
    pub finding: Kind,
    /// After an error the check ends with 4; only with syntax, unknown, gap or ambiguous can no case be planned.
    pub level: Level,
    /// The file, or the name of one that comes with the program.
    pub file: String,
    /// The line.
    #[schemars(with = "LineNumber")]
    pub line: u32,
    /// The column, in characters from 1.
    #[schemars(range(min = 1))]
    pub column: u32,
    /// What is wrong.
    #[schemars(length(min = 1))]
    pub message: String,
    /// One thing to do.
    pub hint: String,
    /// Every cell that is hit, the smallest first.
    pub cells: Vec<HitItem>,
    /// For each of them the cell it was weighed against; empty when it was weighed against none.
    pub against: Vec<HitItem>,
    /// The lines of the entries involved.
    #[schemars(with = "Vec<LineNumber>")]
    pub entries: Vec<u32>,
    /// Lines that show it: a sum that is too large, a schedule that breaks.
    pub shown_by: Vec<String>,
    /// The byte range to mark.
    #[serde(skip)]
    pub range: std::ops::Range<usize>,
    /// The byte ranges of the entries.
    #[serde(skip)]
    pub entry_ranges: Vec<std::ops::Range<usize>>,
}

impl FindingItem {
    /// Shows a finding in a file.
    #[must_use]
    pub fn of(finding: &Finding, file: &str, rules: Option<&Rules>) -> Self {
        let place = finding.place;
        let named = |cells: &[Cell]| {
            let named =
                |(at, cell): (usize, &Cell)| Some(HitItem::of(rules?, *cell, finding.also.get(at)));
            cells.iter().enumerate().filter_map(named).collect()
        };
        Self {
            finding: finding.kind,
            level: finding.level,
            file: file.to_owned(),
            line: place.line,
            column: place.column,
            message: finding.message.clone(),
            hint: finding.hint.clone(),
            cells: named(&finding.cells),
            against: named(&finding.against),
            shown_by: finding.notes.clone(),
            entries: finding.entries.iter().map(|entry| entry.line).collect(),
            range: place.start..place.end,
            entry_ranges: finding
                .entries
                .iter()
                .map(|entry| entry.start..entry.end)
                .collect(),
        }
    }
}

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// The findings, worst first.
    pub items: Vec<FindingItem>,
    /// The file.
    pub file: String,
    /// Its text, for excerpts.
    pub source: String,
    /// What the playbook calls itself, when it can be read.
    pub name: Option<String>,
    /// Whether every customer gets an answer, so that cases can be planned by it.
    pub usable: bool,
    /// How many cells it has.
    pub cells: usize,
    /// How many exceptions it allows.
    pub allowed: usize,
}

impl Checked {
    /// Counts the findings of one level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.items
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    }
}

/// A deadline of a plan that was only tried.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "trial-deadline")]
pub struct TriedDeadline {
    /// Which deadline.
    #[schemars(extend("enum" = [Name::FirstResponse, Name::Recover, Name::FollowUp, Name::Stayed]))]
    pub name: Name,
    /// When it would be due.
    pub due_at: Moment,
    /// How things stand with it: nothing has happened yet.
    #[schemars(extend("const" = State::OnTrack))]
    pub state: State,
    /// Whether it would move with the recovery.
    pub provisional: bool,
}

/// A plan that was only tried; nothing is stored.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "trial")]
pub struct Tried {
    /// What the playbook calls itself.
    pub playbook: String,
    /// The complaint types; the first decides the plan.
    #[schemars(with = "Vec<PlaybookId>", length(min = 1))]
    pub types: Vec<String>,
    /// The tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// The severity.
    pub severity: Severity,
    /// When the customer would have told us.
    pub told_at: Moment,
    /// The steps, without those held in reserve.
    pub steps: Vec<StepItem>,
    /// The steps that would replace the unexpected half after the deadline.
    pub late_steps: Vec<StepItem>,
    /// The deadlines.
    #[schemars(length(min = 2))]
    pub deadlines: Vec<TriedDeadline>,
    /// The most the plan may cost.
    pub ceiling: Money,
    /// What it costs with what is suggested.
    pub planned_cost: Money,
    /// What it costs with the cheapest picks.
    pub least_cost: Money,
}

/// What a tried plan is about.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The complaint types.
    pub types: Vec<String>,
    /// The tier.
    pub tier: String,
    /// The severity.
    pub severity: Severity,
}

/// A plan that was made and not stored, with the calendar it was made by.
#[derive(Clone, Copy, Debug)]
pub struct TriedPlan<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The shop's zone and hours.
    pub calendar: Calendar<'a>,
    /// Now, and the zone times are printed in.
    pub eyes: &'a Eyes,
}

impl Tried {
    /// Shows a plan that was made and not stored.
    #[must_use]
    pub fn of(playbook: &Playbook, trial: Trial, tried: TriedPlan<'_>) -> Self {
        let TriedPlan { plan, eyes, .. } = tried;
        let steps = |late: bool| {
            let part = move |step: &&Step| step.rung.is_none() && (step.part == Part::Late) == late;
            // What is kept in reserve takes the next numbers.
            let numbers = if late { plan.last_number() + 1.. } else { 1.. };
            let steps = plan.steps.iter().filter(part).zip(numbers);
            steps
                .map(|(step, number)| tried_step(step, number, tried))
                .collect::<Vec<_>>()
        };
        let currency = playbook.rules().currency;
        let money = |minor| Money { minor, currency };
        Self {
            playbook: playbook.rules().name.clone(),
            types: trial.types,
            tier: trial.tier,
            severity: trial.severity,
            told_at: eyes.moment(plan.start.at),
            steps: steps(false),
            late_steps: steps(true),
            deadlines: tried_deadlines(tried),
            ceiling: plan.ceiling.amount,
            planned_cost: money(plan.chosen_cost()),
            least_cost: money(plan.least_cost()),
        }
    }
}

fn tried_deadlines(tried: TriedPlan<'_>) -> Vec<TriedDeadline> {
    let TriedPlan { plan, eyes, .. } = tried;
    let after_recovery = |clock| {
        let span = plan.clock(clock).span;
        span.after(plan.recover.at, tried.calendar).ok()
    };
    let deadline = |name: Name, at, provisional| TriedDeadline {
        name,
        due_at: eyes.moment(at),
        state: State::OnTrack,
        provisional,
    };
    let mut deadlines = vec![
        deadline(Name::FirstResponse, plan.first_response.at, false),
        deadline(Name::Recover, plan.recover.at, false),
    ];
    let later = [
        (Name::FollowUp, ClockName::FollowUp),
        (Name::Stayed, ClockName::Stayed),
    ];
    deadlines.extend(
        later
            .into_iter()
            .filter_map(|(name, clock)| Some(deadline(name, after_recovery(clock)?, true))),
    );
    deadlines
}

fn tried_step(step: &Step, number: u32, tried: TriedPlan<'_>) -> StepItem {
    let TriedPlan { plan, eyes, .. } = tried;
    let (due_at, provisional) = match step.due {
        Due::At(promised) => (promised.at, false),
        Due::SetOff(due) => (due.by.at, false),
        Due::WithRecovery => (plan.recover.at, false),
        Due::AfterRecovery(span) | Due::AfterSetOff(span) => {
            let due = span.after(plan.recover.at, tried.calendar);
            (due.unwrap_or(plan.recover.at), true)
        }
    };
    let standing = crate::domain::case::standing::Standing {
        step,
        number,
        status: crate::domain::case::standing::Status::Open,
        clock: Clock::named(plan.start.at, due_at),
        due_at,
        provisional,
    };
    let after = step.task.as_ref().and_then(|task| task.after.as_deref());
    let before = plan
        .steps
        .iter()
        .find(|other| after.is_some() && other.action() == after);
    let mut item = StepItem::of(&standing, &[], 1, eyes);
    item.after = before
        .map(|before| before.number)
        .filter(|number| *number > 0);
    item.late = false;
    item
}
