//! One sheet for the wall: what everybody is promised, and what to do when it goes wrong.

use schemars::JsonSchema;
use serde::Serialize;

use super::cell::{TurnaroundItem, turnarounds, written};
use super::spread::{Along, CardGroup, CardStep, Cells, Crowd, spread, whom};
use crate::domain::event::Harm;
use crate::domain::money::Money;
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::{ClockName, Part, Playbook, Rules, Rung, Trigger};
use crate::domain::time::span::Span;
use crate::show::Viewpoint;
use crate::show::schemas::marks::{DayWord, PlaybookId};

pub(in crate::show) mod page;

/// A role, and who stands behind it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-role")]
pub struct RoleItem {
    /// The role.
    #[schemars(with = "PlaybookId")]
    pub role: String,
    /// The person, when the shop has named one.
    pub person: Option<String>,
}

/// What every customer is promised; of each wait the longest, lengths of open time beside the others.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-floor")]
pub struct FloorItem {
    /// The longest that anybody waits for an answer from a person.
    pub first_response: Vec<String>,
    /// The channels where nobody is live, with the longest wait on each.
    pub turnarounds: Vec<TurnaroundItem>,
    /// The longest until both halves are done, from when they told us.
    pub recover: Vec<String>,
    /// The longest from there until somebody asks whether it is right now.
    pub follow_up: Vec<String>,
    /// Who is to be answered, or put right, sooner than that.
    pub sooner: Vec<SoonerItem>,
    /// Whether the time for both halves always runs on, also while the shop is shut.
    #[serde(skip)]
    pub runs_on: bool,
}

/// Customers for whom a clock is shorter than the longest there is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-sooner")]
pub struct SoonerItem {
    /// The clock.
    #[schemars(extend("enum" = [ClockName::FirstResponse, ClockName::Recover]))]
    pub clock: ClockName,
    /// How long they wait, in words.
    #[schemars(length(min = 1))]
    pub span: String,
    /// Who they are.
    #[schemars(length(min = 1))]
    pub whom: Option<Vec<Crowd>>,
}

/// One of the three questions about harm.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-question")]
pub struct HarmItem {
    /// What `--harm` takes.
    pub id: Harm,
    /// The question.
    pub text: &'static str,
    /// How many levels a yes adds to minor.
    #[schemars(range(min = 1))]
    pub levels: usize,
}

/// A complaint type: the promise it breaks and what is done for everybody.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-type")]
pub struct CardType {
    /// The id.
    #[schemars(with = "PlaybookId")]
    pub id: String,
    /// The name.
    pub name: String,
    /// The promise to all customers that it breaks.
    pub breaks: Option<String>,
    /// What puts it right, however bad it is; what many types have in common stands in `fix_more`.
    pub fix: Vec<CardStep>,
}

/// The most that a case of one severity may cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-ceiling")]
pub struct CardCeiling {
    /// The severity.
    pub severity: Severity,
    /// The lowest ceiling of any complaint type.
    pub lowest: Money,
    /// The highest.
    pub highest: Money,
}

/// A tier: what surprise is possible, and what it may cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-tier")]
pub struct CardTier {
    /// The id.
    #[schemars(with = "PlaybookId")]
    pub id: String,
    /// The name.
    pub name: String,
    /// What they do not expect, whatever failed and however bad it is.
    pub surprise: Vec<CardStep>,
    /// The most that a case may cost, by severity.
    #[schemars(length(min = 3, max = 3))]
    pub ceilings: Vec<CardCeiling>,
}

/// What happens when it does not go well.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-rung")]
pub struct CardRung {
    /// What sets it off, as the playbook writes it.
    #[schemars(length(min = 1))]
    pub on: String,
    /// For whom; `null` for everybody.
    #[schemars(length(min = 1))]
    pub whom: Option<Vec<Crowd>>,
    /// The role that takes over.
    #[schemars(with = "Option<PlaybookId>")]
    pub to: Option<String>,
    /// The person behind that role.
    pub person: Option<String>,
    /// Whether severity goes one level up.
    pub raise: bool,
    /// What is done.
    pub steps: Vec<CardStep>,
    /// What sets it off.
    #[serde(skip)]
    pub trigger: Trigger,
}

/// A playbook on one sheet for the wall.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "card")]
pub struct Card {
    /// What the playbook calls itself.
    pub playbook: String,
    /// What the shop is called.
    pub shop: Option<String>,
    /// The day the owner last read the playbook through.
    #[schemars(with = "Option<DayWord>")]
    pub reviewed: Option<String>,
    /// Who stands behind the roles, least authority first.
    pub roles: Vec<RoleItem>,
    /// What everybody is promised.
    pub floor: FloorItem,
    /// How to say sorry, what everybody gets first.
    #[schemars(length(min = 1))]
    pub apology: Vec<CardGroup>,
    /// The three questions about harm.
    #[schemars(length(min = 3, max = 3))]
    pub questions: Vec<HarmItem>,
    /// How long a failure is remembered: another within it counts one level more.
    #[schemars(length(min = 1))]
    pub second_failure: String,
    /// What can fail.
    #[schemars(length(min = 1))]
    pub types: Vec<CardType>,
    /// What else puts it right: for some, or what many types have in common.
    pub fix_more: Vec<CardGroup>,
    /// Who they are, lowest value first.
    #[schemars(length(min = 1))]
    pub tiers: Vec<CardTier>,
    /// What else they do not expect: for some, or for everybody.
    pub surprise_more: Vec<CardGroup>,
    /// What is done instead of the surprise once the time is up.
    #[schemars(length(min = 1))]
    pub late: Vec<CardGroup>,
    /// What is done for the next customer.
    pub prevent: Vec<CardGroup>,
    /// What happens when it does not go well.
    pub rungs: Vec<CardRung>,
    /// What to say.
    #[schemars(with = "Vec<String>")]
    pub say: [&'static str; 4],
    /// What not to say.
    #[schemars(with = "Vec<String>")]
    pub do_not_say: [&'static str; 5],
}

/// What to say. Ours, after the source texts: seeds 002 and 003.
const SAY: [&str; 4] = [
    "I am sorry, and your name",
    "what it meant for them, in their words",
    "what I will do, and by when",
    "what they can choose from",
];

/// What not to say: what blames, dodges, refuses, makes small or promises too much (seed 003).
const DO_NOT_SAY: [&str; 5] = [
    "whose fault it was",
    "our policy",
    "we cannot",
    "only, just, if you feel",
    "always, never again, at once",
];

impl Card {
    /// Puts a playbook on one sheet; `shop` is what the shop is called.
    #[must_use]
    pub fn of(playbook: &Playbook, shop: Option<&str>, viewpoint: &Viewpoint) -> Self {
        let rules = playbook.rules();
        let person = |role: &String| viewpoint.people.get(role).cloned();
        let role = |role: &String| RoleItem {
            role: role.clone(),
            person: person(role),
        };
        let fix = spread(playbook, Part::Fix, Along::Types);
        let surprise = spread(playbook, Part::Dazzle, Along::Tiers);
        let everybody = |part| spread(playbook, part, Along::Everybody).groups();
        let rung = |rung: &Rung| CardRung {
            person: rung.to.as_ref().and_then(person),
            ..card_rung(rules, rung)
        };
        Self {
            playbook: rules.name.clone(),
            shop: shop.map(str::to_owned),
            reviewed: rules.reviewed.as_ref().map(|set| set.value.to_string()),
            roles: rules.roles.iter().map(role).collect(),
            floor: floor(playbook),
            apology: everybody(Part::Acknowledge),
            questions: Harm::ALL.map(question).to_vec(),
            second_failure: rules.second_failure.to_string(),
            types: types(rules, fix.each),
            fix_more: fix.more,
            tiers: tiers(playbook, surprise.each),
            surprise_more: surprise.more,
            late: everybody(Part::Late),
            prevent: everybody(Part::Prevent),
            rungs: rules.rungs.iter().map(rung).collect(),
            say: SAY,
            do_not_say: DO_NOT_SAY,
        }
    }
}

const fn question(harm: Harm) -> HarmItem {
    HarmItem {
        id: harm,
        text: harm.question(),
        levels: harm.weight(),
    }
}

fn floor(playbook: &Playbook) -> FloorItem {
    FloorItem {
        first_response: longest(playbook, ClockName::FirstResponse),
        turnarounds: turnarounds(playbook.rules()),
        recover: longest(playbook, ClockName::Recover),
        follow_up: longest(playbook, ClockName::FollowUp),
        sooner: [ClockName::FirstResponse, ClockName::Recover]
            .into_iter()
            .flat_map(|clock| sooner(playbook, clock))
            .collect(),
        runs_on: !spans(playbook, ClockName::Recover).any(Span::counts_open_time),
    }
}

/// The longest of a clock in any cell; lengths that run on and lengths of open time cannot be
/// compared, so of each kind the longest.
fn longest(playbook: &Playbook, clock: ClockName) -> Vec<String> {
    let spans: Vec<Span> = spans(playbook, clock).collect();
    let of_kind = |open: fn(&Span) -> bool| {
        let spans = spans.iter().filter(|span| open(span));
        spans.max_by_key(|span| span.nominal_seconds())
    };
    let kinds = [
        of_kind(|span| !span.counts_open_time()),
        of_kind(|span| span.counts_open_time()),
    ];
    let kinds = kinds.into_iter().flatten();
    kinds.map(|span| span.phrase()).collect()
}

/// Groups the customers whose clock is not the longest by what it is, longest first.
fn sooner(playbook: &Playbook, clock: ClockName) -> Vec<SoonerItem> {
    let rules = playbook.rules();
    let usual = longest(playbook, clock);
    let mut groups: Vec<(Span, Cells)> = Vec::new();
    for cell in rules.space().cells() {
        let span = playbook.at(cell).clock(clock).value;
        if usual.contains(&span.phrase()) {
            continue;
        }
        match groups.iter_mut().find(|(known, _)| *known == span) {
            Some((_, cells)) => cells.extend([cell]),
            None => groups.push((span, [cell].into_iter().collect())),
        }
    }
    groups.sort_by_key(|(span, _)| std::cmp::Reverse(span.nominal_seconds()));
    let item = |(span, cells): &(Span, Cells)| SoonerItem {
        clock,
        span: span.phrase(),
        whom: whom(rules, cells),
    };
    groups.iter().map(item).collect()
}

fn spans(playbook: &Playbook, clock: ClockName) -> impl Iterator<Item = Span> {
    let cells = playbook.rules().space().cells();
    cells.map(move |cell| playbook.at(cell).clock(clock).value)
}

fn types(rules: &Rules, fixes: Vec<Vec<CardStep>>) -> Vec<CardType> {
    let complaints = rules.complaints.iter().zip(fixes);
    let card_type = complaints.map(|(complaint, fix)| CardType {
        id: complaint.id.clone(),
        name: complaint.name.clone(),
        breaks: complaint.breaks.clone(),
        fix,
    });
    card_type.collect()
}

fn tiers(playbook: &Playbook, surprises: Vec<Vec<CardStep>>) -> Vec<CardTier> {
    let tiers = playbook.rules().tiers.iter().zip(surprises).enumerate();
    let card_tier = tiers.map(|(at, (tier, surprise))| CardTier {
        id: tier.id.clone(),
        name: tier.name.clone(),
        surprise,
        ceilings: Severity::ALL
            .iter()
            .filter_map(|severity| card_ceiling(playbook, at, *severity))
            .collect(),
    });
    card_tier.collect()
}

fn card_ceiling(playbook: &Playbook, tier: usize, severity: Severity) -> Option<CardCeiling> {
    let cell = |complaint| Cell {
        complaint,
        tier,
        severity,
    };
    let types = 0..playbook.rules().complaints.len();
    let amounts = types.map(|complaint| playbook.at(cell(complaint)).ceiling.value);
    let amounts: Vec<Money> = amounts.collect();
    let by_amount = |amount: &&Money| amount.minor;
    Some(CardCeiling {
        severity,
        lowest: *amounts.iter().min_by_key(by_amount)?,
        highest: *amounts.iter().max_by_key(by_amount)?,
    })
}

fn card_rung(rules: &Rules, rung: &Rung) -> CardRung {
    let cells = rules.space().cells();
    let cells = cells.filter(|cell| rung.region.covers(*cell)).collect();
    CardRung {
        on: written(rung.on),
        whom: whom(rules, &cells),
        to: rung.to.clone(),
        person: None,
        raise: rung.raise,
        steps: rung
            .actions
            .iter()
            .map(|at| CardStep::action(rules, *at))
            .collect(),
        trigger: rung.on,
    }
}
