//! Several failures in one complaint, against the first of them alone: more pain never gives less.
//!
//! Random playbooks with paid apologies, short clocks, picks in every part, times of their own and a channel without a
//! person; pairs and triples of their complaint types are planned at random moments.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use amends::domain::plan::planning::{Occasion, Profile, plan};
use amends::domain::plan::{Due, Plan, Step, Task};
use amends::domain::playbook::cell::{Cell, Severity};
use amends::domain::playbook::{ClockName, Part, Playbook};
use amends::domain::time::calendar::Calendar;
use amends::domain::time::zone::{Instant, Zone};
use amends::files::playbook::read;
use chrono::TimeDelta;
use proptest::prelude::*;

use super::random::PARTS;

const TYPES: usize = 4;
const ACTIONS: usize = 9;
const ROLES: [&str; 3] = ["staff", "manager", "owner"];
/// The parts for the customer, whose steps a further failure never takes away.
const MINE: [Part; 5] = Part::FOR_THIS_CUSTOMER;

/// Actions by position, and how many of them are picked; none when all are done.
type Item = (Vec<usize>, Option<usize>);

#[derive(Clone, Debug)]
struct Action {
    cost: i64,
    by: usize,
    takes: u32,
    within: Option<u32>,
    suits: bool,
}

/// What one complaint type gives to everybody; clocks in minutes.
#[derive(Clone, Debug)]
struct Type {
    parts: Vec<Vec<Item>>,
    ceiling: i64,
    first_response: u32,
    recover: u32,
    follow_up: u32,
}

#[derive(Clone, Debug)]
struct Sketch {
    actions: Vec<Action>,
    types: Vec<Type>,
    /// Minutes from being told to being logged.
    delay: i64,
    voicemail: bool,
}

impl Sketch {
    fn text(&self) -> String {
        let mut text = String::from(
            "format = 1\nname = \"Several\"\ncurrency = \"JPY\"\nroles = [\"staff\", \"manager\", \"owner\"]\n\
             [[tier]]\nid = \"all\"\n[[channel]]\nid = \"phone\"\nlive = true\n\
             [[channel]]\nid = \"voicemail\"\nlive = false\nturnaround = \"40m\"\n",
        );
        for (at, action) in self.actions.iter().enumerate() {
            let _ = writeln!(
                text,
                "[action.do-{at}]\ndo = \"It {at}\"\nby = \"{}\"\ncost = {}\ntakes = \"{}m\"",
                ROLES[action.by], action.cost, action.takes
            );
            if let Some(within) = action.within {
                let _ = writeln!(text, "within = \"{within}m\"");
            }
            if action.suits {
                text.push_str("suits = [\"sweet\"]\n");
            }
        }
        for (at, one) in self.types.iter().enumerate() {
            let _ = writeln!(text, "[[complaint]]\nid = \"type-{at}\"");
            let _ = writeln!(text, "[[recovery]]\nwhen = {{ complaint = \"type-{at}\" }}");
            for (key, items) in PARTS.iter().zip(&one.parts) {
                let items: Vec<String> = items.iter().map(written).collect();
                let _ = writeln!(text, "{key} = [{}]", items.join(", "));
            }
            let _ = writeln!(
                text,
                "ceiling = {}\nfirst_response = \"{}m\"\nrecover = \"{}m\"\nclock = {{ follow_up = \"{}m\" }}",
                one.ceiling, one.first_response, one.recover, one.follow_up
            );
        }
        text
    }

    fn plan(&self, playbook: &Playbook, types: &[usize]) -> Plan {
        let zone = Zone::utc();
        let start = Instant::UNIX_EPOCH;
        let likes = BTreeSet::from(["sweet".to_owned()]);
        let profile = Profile {
            likes,
            ..Profile::default()
        };
        let channel = if self.voicemail { "voicemail" } else { "phone" };
        let occasion = Occasion {
            cell: Cell {
                complaint: types[0],
                tier: 0,
                severity: Severity::Minor,
            },
            more: &types[1..],
            again: None,
            start,
            now: start + TimeDelta::minutes(self.delay),
            channel: playbook.rules().channel(channel),
            calendar: Calendar::new(&zone, None),
            profile: &profile,
            presence: None,
            first_number: 1,
        };
        plan(playbook, &occasion).expect("every length has an end")
    }
}

fn written(item: &Item) -> String {
    let ids: Vec<String> = item.0.iter().map(|at| format!("\"do-{at}\"")).collect();
    match item.1 {
        None => ids.join(", "),
        Some(pick) => format!("{{ pick = {pick}, from = [{}] }}", ids.join(", ")),
    }
}

fn due(step: &Step) -> i64 {
    match step.due {
        Due::At(promised) => promised.at.timestamp(),
        Due::SetOff(due) => due.by.at.timestamp(),
        Due::WithRecovery => i64::MAX,
        Due::AfterRecovery(span) | Due::AfterSetOff(span) => {
            i64::try_from(span.nominal_seconds()).unwrap_or(i64::MAX)
        }
    }
}

fn cost(task: &Task) -> i64 {
    task.cost.map_or(0, |cost| cost.minor)
}

fn of_part(plan: &Plan, part: Part) -> impl Iterator<Item = &Step> {
    let mine = move |step: &&Step| step.part == part && step.rung.is_none();
    plan.steps.iter().filter(mine)
}

/// How many steps a part has, how many are filled, what its actions cost that are no picks, and the highest role of them.
fn measures(plan: &Plan, part: Part) -> [i64; 4] {
    let count = |steps: usize| i64::try_from(steps).unwrap_or(i64::MAX);
    let fixed = || of_part(plan, part).filter(|step| step.options.is_empty());
    let tasks = || fixed().filter_map(|step| step.task.as_ref());
    let rank = |task: &Task| ROLES.iter().position(|role| *role == task.by);
    let filled = of_part(plan, part).filter(|step| step.task.is_some());
    [
        count(of_part(plan, part).count()),
        if part == Part::Late {
            0
        } else {
            count(filled.count())
        },
        tasks().map(cost).sum(),
        count(tasks().filter_map(rank).max().unwrap_or(0)),
    ]
}

/// Everything that is less in the second plan than in the first.
fn lost(alone: &Plan, more: &Plan) -> Vec<String> {
    let mut lost = Vec::new();
    let mut note = |what: String, fell: bool| {
        if fell {
            lost.push(what);
        }
    };
    note(
        "ceiling".to_owned(),
        more.ceiling.amount.minor < alone.ceiling.amount.minor,
    );
    note(
        "first response".to_owned(),
        more.first_response.at > alone.first_response.at,
    );
    note("recover".to_owned(), more.recover.at > alone.recover.at);
    for clock in ClockName::ALL {
        let longer =
            more.clock(clock).span.nominal_seconds() > alone.clock(clock).span.nominal_seconds();
        note(format!("{clock:?}"), longer);
    }
    for part in MINE {
        let (before, after) = (measures(alone, part), measures(more, part));
        for (at, what) in ["steps", "filled", "spend", "authority"].iter().enumerate() {
            note(format!("{what} of {part:?}"), after[at] < before[at]);
        }
    }
    for step in alone.steps.iter().filter(|step| step.options.is_empty()) {
        let same = |other: &&Step| other.task == step.task && other.part == step.part;
        let later = more
            .steps
            .iter()
            .find(same)
            .is_some_and(|other| due(other) > due(step));
        note(format!("due of {:?}", step.part), later);
    }
    lost
}

/// Actions that stand twice in a plan; the late branch may repeat what another failure needs at once.
fn twice(plan: &Plan) -> BTreeSet<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let steps = plan.steps.iter().filter(|step| step.part != Part::Late);
    for task in steps.filter_map(|step| step.task.as_ref()) {
        *counts.entry(&task.action).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1);
    counts.into_keys().collect()
}

/// Actions that a further type needs in any case and the plan does not have, late branch aside.
fn missing(sketch: &Sketch, (plan, types): (&Plan, &[usize])) -> BTreeSet<String> {
    let steps = plan.steps.iter().filter(|step| step.part != Part::Late);
    let tasks = steps.filter_map(|step| step.task.as_ref());
    let there: BTreeSet<String> = tasks.map(|task| task.action.clone()).collect();
    let parts = types[1..]
        .iter()
        .flat_map(|at| &sketch.types[*at].parts[..2]);
    let fixed = parts.flatten().filter(|(_, pick)| pick.is_none());
    let needed = fixed.map(|(actions, _)| format!("do-{}", actions[0]));
    needed.filter(|id| !there.contains(id)).collect()
}

fn item() -> impl Strategy<Value = Item> {
    let action = (0..ACTIONS).prop_map(|at| (vec![at], None));
    let from =
        proptest::sample::subsequence((0..ACTIONS).collect::<Vec<_>>(), 1..=3).prop_shuffle();
    let pick = (from, 1..3_usize).prop_map(|(from, pick)| {
        let pick = pick.min(from.len());
        (from, Some(pick))
    });
    prop_oneof![2 => action, 1 => pick]
}

fn one_type() -> impl Strategy<Value = Type> {
    let part = || prop::collection::vec(item(), 1..3);
    let parts = (
        part(),
        part(),
        part(),
        part(),
        part(),
        prop::collection::vec(item(), 0..2),
    );
    let clocks = (10..60_u32, 40..120_u32, 30..90_u32);
    (parts, 0..60_i64, clocks).prop_map(|(parts, ceiling, clocks)| Type {
        parts: vec![parts.0, parts.1, parts.2, parts.3, parts.4, parts.5],
        ceiling,
        first_response: clocks.0,
        recover: clocks.1,
        follow_up: clocks.2,
    })
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let within = prop::option::weighted(0.3, 20..150_u32);
    let action = (0..12_i64, 0..3_usize, 1..40_u32, within, any::<bool>());
    let action = action.prop_map(|(cost, by, takes, within, suits)| Action {
        cost,
        by,
        takes,
        within,
        suits,
    });
    (
        prop::collection::vec(action, ACTIONS),
        prop::collection::vec(one_type(), TYPES),
        0..60_i64,
        any::<bool>(),
    )
        .prop_map(|(actions, types, delay, voicemail)| Sketch {
            actions,
            types,
            delay,
            voicemail,
        })
}

/// Two or three different types, in some order.
fn some_types() -> impl Strategy<Value = Vec<usize>> {
    proptest::sample::subsequence((0..TYPES).collect::<Vec<_>>(), 2..=3).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6_000, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn more_pain_never_gives_less(sketch in sketch(), types in some_types()) {
        let playbook = read(sketch.text().as_bytes()).expect("every type has every part");
        let alone = sketch.plan(&playbook, &types[..1]);
        let more = sketch.plan(&playbook, &types);
        prop_assert_eq!(lost(&alone, &more), [""; 0], "{:?}\n{}", types, sketch.text());
        prop_assert_eq!(twice(&more), BTreeSet::new(), "{:?}\n{}", types, sketch.text());
        let open = |step: &Step| step.task.is_none() && step.part != Part::Late;
        if !alone.steps.iter().any(open) {
            let missing = missing(&sketch, (&more, &types));
            prop_assert_eq!(missing, BTreeSet::new(), "{:?}\n{}", types, sketch.text());
        }
    }
}
