//! What a replay says of two playbooks, and what holds whatever they are.

use proptest::prelude::*;

use super::*;
use crate::domain::money::Money;
use crate::domain::place::{Place, PlacedValue};
use crate::domain::plan::planning::{Occasion, Profile, plan};
use crate::domain::playbook::cell::{Cell, Region};
use crate::domain::playbook::effort::Measure;
use crate::domain::playbook::selection::{Resolution, Subject};
use crate::domain::playbook::{ClockName, Entry, Item, Part, Playbook, Rules};
use crate::domain::time::calendar::Calendar;
use crate::domain::time::span::Span;
use crate::files;

/// Two types, two tiers, an answer for everybody.
const BASE: &str = "\
format = 1
name = \"Base\"
currency = \"GBP\"
roles = [\"staff\", \"manager\", \"owner\"]
[[tier]]
id = \"new\"
[[tier]]
id = \"top\"
[[complaint]]
id = \"late\"
[[complaint]]
id = \"wrong\"
[[channel]]
id = \"phone\"
live = true
[action.sorry]
do = \"Say sorry\"
by = \"owner\"
[action.refund]
do = \"Refund it\"
by = \"staff\"
cost = 4.00
[action.again]
do = \"Make it again\"
by = \"staff\"
cost = 3.00
[action.cake]
do = \"A cake\"
by = \"staff\"
cost = 6.00
[action.card]
do = \"A card\"
by = \"manager\"
cost = 1.00
[action.ask]
do = \"Ask\"
by = \"holder\"
[[recovery]]
acknowledge = [\"sorry\"]
dazzle = { one_of = [\"cake\", \"card\"] }
late = [\"sorry\"]
follow_up = [\"ask\"]
ceiling = 12.00
[[recovery]]
when = { complaint = \"late\" }
fix = [\"refund\"]
[[recovery]]
when = { complaint = \"wrong\" }
fix = [\"again\"]
";

fn read(text: &str) -> Rules {
    files::playbook::rules(text.as_bytes()).unwrap()
}

fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

fn line_of(text: &str, needle: &str) -> u32 {
    let mut lines = (1..).zip(text.lines());
    lines.find(|(_, line)| line.contains(needle)).unwrap().0
}

fn kind(types: &str, tier: &str) -> CaseKind {
    let mut types = types.split(' ').map(str::to_owned);
    CaseKind {
        complaint: types.next().unwrap(),
        also: types.collect(),
        tier: tier.to_owned(),
        severity: Severity::Major,
    }
}

fn past(kinds: &[CaseKind]) -> PastCases {
    let mut past = PastCases::default();
    for (number, kind) in (1..).zip(kinds) {
        let was = Was {
            complaint: &kind.complaint,
            also: &kind.also,
            tier: &kind.tier,
            severity: kind.severity,
            playbook: "base",
        };
        past.add(number, day(number * 9), was);
    }
    past
}

fn day(day: u64) -> Instant {
    Instant::UNIX_EPOCH + chrono::TimeDelta::days(day.try_into().unwrap())
}

fn replayed(before: &Rules, after: &Rules, kinds: &[CaseKind]) -> Replayed {
    let (before, after) = (Side::of(before), Side::of(after));
    Replayed::of(past(kinds), &before, &after, None)
}

/// What becomes of one case when the base playbook is changed.
fn outcome(edits: &[(&str, &str)], kind: CaseKind) -> ReplayOutcome {
    let mut replayed = replayed(&read(BASE), &read(&edited(edits)), &[kind]);
    replayed.outcomes.remove(0)
}

fn compared(edits: &[(&str, &str)], kind: CaseKind) -> Comparison {
    match outcome(edits, kind) {
        ReplayOutcome::Compared(compared) => *compared,
        ReplayOutcome::Unanswered { lacks, .. } => panic!("{lacks:?}"),
    }
}

/// The changes as text, and the verdict.
fn told(compared: &Comparison) -> (Verdict, Vec<String>) {
    let told = |change: &MeasureChange| {
        let (before, after) = (&change.before, &change.after);
        format!(
            "{} {:?} {}>{}",
            change.what.key(),
            change.goes,
            word(before),
            word(after)
        )
    };
    (
        compared.verdict(),
        compared.changes.iter().map(told).collect(),
    )
}

fn word(amount: &Amount) -> String {
    match amount {
        Amount::Money(money) => money.plain(),
        Amount::Count(count) => count.to_string(),
        Amount::Role(role) => role.clone().unwrap_or_else(|| "anybody".to_owned()),
        Amount::Length(span) => span.to_string(),
    }
}

type Edits = &'static [(&'static str, &'static str)];

/// An edit of the base playbook, what it means for a late delivery to a new face, and the changes.
const MEASURES: [(Edits, Verdict, &[&str]); 9] = [
    (
        &[("ceiling = 12.00", "ceiling = 9.00")],
        Verdict::Less,
        &["ceiling Down 12.00>9.00"],
    ),
    (
        &[("ceiling = 12.00", "ceiling = 13.00")],
        Verdict::More,
        &["ceiling Up 12.00>13.00"],
    ),
    (
        &[("fix = [\"refund\"]", "fix = [\"refund\", \"ask\"]")],
        Verdict::More,
        &["fix.actions Up 1>2"],
    ),
    (
        &[("fix = [\"refund\"]", "fix = [\"refund\", \"again\"]")],
        Verdict::More,
        &[
            "fix.spend Up 4.00>7.00",
            "fix.actions Up 1>2",
            "plan.spend Up 5.00>8.00",
            "plan.actions Up 4>5",
        ],
    ),
    (
        &[("{ one_of = [\"cake\", \"card\"] }", "[\"cake\"]")],
        Verdict::More,
        &["dazzle.spend Up 1.00>6.00", "plan.spend Up 5.00>10.00"],
    ),
    (
        &[("acknowledge = [\"sorry\"]", "acknowledge = [\"ask\"]")],
        Verdict::Less,
        &[
            "acknowledge.authority Down owner>anybody",
            "plan.actions Down 4>3",
        ],
    ),
    (
        &[(
            "fix = [\"refund\"]",
            "fix = [\"again\"]\nclock.recover = \"12h\"",
        )],
        Verdict::Less,
        &[
            "fix.spend Down 4.00>3.00",
            "plan.spend Down 5.00>4.00",
            "clock.recover Up 24h>12h",
        ],
    ),
    (
        &[(
            "[[tier]]",
            "[clock]\nfirst_response = \"61m\"\nfollow_up = \"24h\"\n[[tier]]",
        )],
        Verdict::Less,
        &["clock.first_response Down 1h>1h 1m"],
    ),
    (
        &[("\"cake\", \"card\"", "\"card\", \"cake\"")],
        Verdict::Same,
        &[],
    ),
];

#[test]
fn each_measure_is_told_by_itself() {
    for (edits, verdict, changes) in MEASURES {
        let told = told(&compared(edits, kind("late", "new")));
        assert_eq!(told.0, verdict, "{edits:?}");
        assert_eq!(told.1, changes, "{edits:?}");
    }
}

#[test]
fn what_is_changed_for_others_changes_nothing() {
    let edits = [("fix = [\"refund\"]", "fix = [\"ask\"]\nceiling = 2.00")];
    assert!(!outcome(&edits, kind("wrong", "new")).differs());
    assert!(outcome(&edits, kind("late", "new")).differs());
}

#[test]
fn an_action_in_two_parts_is_done_once_in_the_plan() {
    // The refund is the fix already: done again when it is late, it is neither another thing nor paid twice.
    let compared = compared(
        &[("late = [\"sorry\"]", "late = [\"refund\"]")],
        kind("late", "new"),
    );
    assert_eq!((compared.before.actions, compared.after.actions), (4, 4));
    assert_eq!((compared.before.cost, compared.after.cost), (500, 500));
    assert_eq!(
        told(&compared).1,
        [
            "late.spend Up 0.00>4.00",
            "late.authority Down owner>anybody"
        ]
    );
}

#[test]
fn as_much_of_something_else_is_a_swap() {
    let edits = [
        ("fix = [\"refund\"]", "fix = [\"cake\"]"),
        ("by = \"staff\"\ncost = 6.00", "by = \"staff\"\ncost = 4.00"),
    ];
    let compared = compared(&edits, kind("late", "new"));
    assert_eq!(
        (compared.verdict(), compared.is_swap()),
        (Verdict::Same, true)
    );
    assert_eq!(
        (&compared.added[..], &compared.removed[..]),
        (&["cake".to_owned()][..], &["refund".to_owned()][..])
    );
}

#[test]
fn roles_are_compared_by_what_they_are_called_not_by_their_place() {
    let roles = "roles = [\"staff\", \"manager\", \"owner\"]";
    for list in [
        "\"trainee\", \"staff\", \"manager\", \"owner\"",
        "\"staff\", \"manager\", \"owner\", \"board\"",
    ] {
        let compared = compared(
            &[(roles, &format!("roles = [{list}]"))],
            kind("late", "top"),
        );
        assert_eq!(told(&compared), (Verdict::Same, Vec::new()), "{list}");
    }
}

const CHEAPER: (&str, &str) = ("by = \"staff\"\ncost = 4.00", "by = \"staff\"\ncost = 3.50");

/// An edit of the base playbook, the types of a case, and what stands on the lines that decide the first change.
const DECIDING: [(Edits, &str, &[&str]); 6] = [
    (
        &[("ceiling = 12.00", "ceiling = 9.00")],
        "late",
        &["ceiling = 9.00"],
    ),
    (&[CHEAPER], "late", &["[action.refund]"]),
    (
        &[("fix = [\"refund\"]", "fix = [\"again\"]")],
        "late",
        &["fix = [\"again\"]"],
    ),
    (
        &[
            CHEAPER,
            ("fix = [\"refund\"]", "fix = [\"refund\", \"ask\"]"),
        ],
        "late",
        &["[action.refund]", "fix = [\"refund\", \"ask\"]"],
    ),
    (
        &[("[[tier]]", "[clock]\nrecover = \"2d\"\n[[tier]]")],
        "late",
        &["recover = \"2d\""],
    ),
    (
        &[("fix = [\"again\"]", "fix = [\"ask\"]")],
        "late wrong",
        &["fix = [\"ask\"]"],
    ),
];

#[test]
fn the_line_that_decides_is_that_of_the_key_or_of_the_action_that_changed() {
    for (edits, types, needles) in DECIDING {
        let text = edited(edits);
        let compared = compared(edits, kind(types, "new"));
        let lines = needles.iter().map(|needle| line_of(&text, needle));
        let lines: Vec<u32> = lines.collect();
        assert_eq!(compared.changes[0].lines, lines, "{edits:?}");
    }
}

#[test]
fn a_further_type_adds_its_fix_its_shorter_clock_and_what_it_leaves() {
    let edits = [(
        "fix = [\"again\"]",
        "fix = [\"again\"]\nceiling = 99.00\nclock.recover = \"9h\"",
    )];
    let compared = compared(&edits, kind("late wrong", "new"));
    let rises = ["ceiling Up 16.00>103.00", "clock.recover Up 24h>9h"];
    let rises = rises.map(str::to_owned).to_vec();
    assert_eq!(told(&compared), (Verdict::More, rises));
    assert_eq!(compared.before.cost, 400 + 300 + 100);
}

/// What is in the way of an answer for a new face, once the base playbook is changed.
fn lacks(edits: &[(&str, &str)], types: &str) -> Vec<Lack> {
    let ReplayOutcome::Unanswered { lacks, plans } = outcome(edits, kind(types, "new")) else {
        panic!("{edits:?} leaves an answer");
    };
    assert!(plans[0].is_some() && plans[1].is_none());
    let lack = |(which, lack): (WhichSide, Lack)| (which == WhichSide::After).then_some(lack);
    lacks.into_iter().map(|one| lack(one).unwrap()).collect()
}

fn no_fix(also: Option<&str>, lines: &[u32]) -> Lack {
    Lack::Hole {
        subject: Subject::Part(Part::Fix),
        also: also.map(str::to_owned),
        lines: lines.to_vec(),
    }
}

#[test]
fn whatever_is_in_the_way_of_an_answer_is_named() {
    let gone = ("[[complaint]]\nid = \"wrong\"\n", "");
    let fix = (
        "[[recovery]]\nwhen = { complaint = \"wrong\" }\nfix = [\"again\"]\n",
        "",
    );
    let no_type = [Lack::Type("wrong".to_owned())];
    assert_eq!(lacks(&[gone, fix], "wrong"), no_type);
    assert_eq!(lacks(&[gone, fix], "late wrong"), no_type);
    let renamed = [("id = \"new\"", "id = \"fresh\"")];
    assert_eq!(lacks(&renamed, "late"), [Lack::Tier("new".to_owned())]);
    assert_eq!(lacks(&[fix], "wrong"), [no_fix(None, &[])]);
    assert_eq!(lacks(&[fix], "late wrong"), [no_fix(Some("wrong"), &[])]);
    let rival = "fix = [\"again\"]\n[[recovery]]\nwhen = { tier = \"new\" }\nfix = [\"ask\"]";
    let edits = [("fix = [\"again\"]", rival)];
    let text = edited(&edits);
    let lines = ["fix = [\"again\"]", "fix = [\"ask\"]"].map(|fix| line_of(&text, fix));
    assert_eq!(lacks(&edits, "wrong"), [no_fix(None, &lines)]);
}

#[test]
fn months_are_those_of_the_shops_clock() {
    let rules = read(BASE);
    let side = Side::of(&rules);
    let mut past = past(&[]);
    let case = kind("late", "new");
    let was = Was {
        complaint: &case.complaint,
        also: &case.also,
        tier: &case.tier,
        severity: case.severity,
        playbook: "base",
    };
    let instant = |text: &str| text.parse::<Instant>().unwrap();
    past.add(1, instant("2026-06-30T22:59:59Z"), was);
    past.add(2, instant("2026-06-30T23:00:00Z"), was);
    let replayed = Replayed::of(past, &side, &side, None);
    let months = |zone: &str| {
        let months = replayed.by_month(&Zone::bundled(zone).unwrap());
        months
            .into_iter()
            .map(|(month, tally)| (month, tally.cases))
            .collect::<Vec<_>>()
    };
    assert_eq!(months("Europe/London"), [((2026, 6), 1), ((2026, 7), 1)]);
    assert_eq!(months("Europe/Paris"), [((2026, 7), 2)]);
}

fn set<T>(value: T) -> Option<PlacedValue<T>> {
    let place = Place::default();
    Some(PlacedValue { value, place })
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let action = (0..6_usize).prop_map(Item::Action);
    let from = prop::sample::subsequence(vec![0, 1, 2, 3, 4, 5], 2..5);
    let pick = (1..3_usize, from).prop_map(|(pick, from)| Item::Pick { pick, from });
    prop::collection::vec(prop_oneof![3 => action, 1 => pick], 1..4)
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        (1..4_u64).prop_map(|hours| Span::Elapsed {
            seconds: hours * 3_600
        }),
        (1..3_u32).prop_map(|days| Span::Days { days }),
        (1..3_u64).prop_map(|hours| Span::OpenTime {
            seconds: hours * 3_600
        }),
    ]
}

fn entry() -> impl Strategy<Value = Entry> {
    let region = (1..4_u128, 1..4_u32, 1..8_u8);
    let part = || prop::option::weighted(0.4, items());
    let parts = (part(), part(), part());
    let more = (
        prop::option::of(1..30_i64),
        prop::option::of(span()),
        part(),
    );
    (region, parts, more).prop_map(|(region, parts, (most, span, also))| {
        let currency = crate::domain::money::Currency::parse("GBP").unwrap();
        let mut entry = Entry {
            place: Place::default(),
            region: Region {
                complaints: region.0,
                tiers: region.1,
                severities: region.2,
            },
            parts: Default::default(),
            also: Default::default(),
            ceiling: most.and_then(|minor| set(Money { minor, currency })),
            clocks: Default::default(),
        };
        entry.parts[Part::Fix as usize] = parts.0.and_then(set);
        entry.parts[Part::Dazzle as usize] = parts.1.and_then(set);
        entry.also[Part::Fix as usize] = parts.2.and_then(set);
        entry.also[Part::FollowUp as usize] = also.and_then(set);
        entry.clocks[ClockName::Recover as usize] = span.and_then(set);
        entry
    })
}

/// Playbooks with and without holes, with other prices and roles.
fn rules() -> impl Strategy<Value = Rules> {
    let entries = prop::collection::vec(entry(), 0..4);
    let costs = prop::collection::vec(0..5_i64, 6);
    let roles = prop::sample::subsequence(vec!["trainee", "staff", "manager", "owner"], 1..4);
    (entries, costs, roles.prop_shuffle()).prop_map(|(entries, costs, roles)| {
        let mut rules = read(BASE);
        rules.roles = roles.into_iter().map(str::to_owned).collect();
        rules.entries.extend(entries);
        for (action, minor) in rules.actions.iter_mut().zip(costs) {
            let currency = rules.currency;
            action.cost = Some(Money { minor, currency });
        }
        rules
    })
}

fn kinds() -> impl Strategy<Value = Vec<CaseKind>> {
    let types = prop::sample::select(vec!["late", "wrong", "late wrong", "wrong late", "lost"]);
    let tier = prop::sample::select(vec!["new", "top", "gone"]);
    let severity = prop::sample::select(Severity::ALL.to_vec());
    let one = (types, tier, severity);
    let one = one.prop_map(|(types, tier, severity)| CaseKind {
        severity,
        ..kind(types, tier)
    });
    prop::collection::vec(one, 0..30)
}

/// The same outcome with the two playbooks changed over.
fn turned(outcome: &ReplayOutcome) -> String {
    match outcome {
        ReplayOutcome::Unanswered {
            plans: [one, other],
            lacks,
        } => {
            let turned = |(which, lack): &(WhichSide, Lack)| match which {
                WhichSide::Before => (WhichSide::After, lack.clone()),
                WhichSide::After => (WhichSide::Before, lack.clone()),
            };
            let mut lacks: Vec<_> = lacks.iter().map(turned).collect();
            lacks.sort();
            format!("{other:?} {one:?} {lacks:?}")
        }
        ReplayOutcome::Compared(compared) => {
            let turned = |change: &MeasureChange| {
                let goes = match change.goes {
                    Goes::Down => Goes::Up,
                    Goes::Up => Goes::Down,
                    Goes::Either => Goes::Either,
                };
                (
                    change.what,
                    goes,
                    change.after.clone(),
                    change.before.clone(),
                )
            };
            let mut changes: Vec<_> = compared.changes.iter().map(turned).collect();
            changes.sort_by_key(|change| change.0);
            let (mut gone, mut come) = (compared.removed.clone(), compared.added.clone());
            gone.sort();
            come.sort();
            format!(
                "{:?} {:?} {changes:?} {gone:?} {come:?}",
                compared.after, compared.before
            )
        }
    }
}

proptest! {
    #[test]
    fn a_playbook_against_itself_never_differs(rules in rules(), kinds in kinds()) {
        let replayed = replayed(&rules, &rules, &kinds);
        for outcome in &replayed.outcomes {
            match outcome {
                ReplayOutcome::Compared(compared) => {
                    prop_assert!(compared.changes.is_empty() && !compared.is_swap());
                    prop_assert_eq!(compared.before, compared.after);
                }
                ReplayOutcome::Unanswered { plans, .. } => prop_assert_eq!(plans, &[None, None]),
            }
        }
        let whole = replayed.whole();
        prop_assert_eq!(whole.same + whole.unanswered, kinds.len() as u64);
    }

    #[test]
    fn changing_the_two_over_turns_every_change_round(one in rules(), other in rules(), kinds in kinds()) {
        let (there, back) = (replayed(&one, &other, &kinds), replayed(&other, &one, &kinds));
        for (there, back) in there.outcomes.iter().zip(&back.outcomes) {
            prop_assert_eq!(turned(there), as_it_is(back));
            if let (ReplayOutcome::Compared(there), ReplayOutcome::Compared(back)) = (there, back) {
                let all = |goes| there.changes.iter().all(|change| change.goes == goes);
                let expected = match there.verdict() {
                    Verdict::Same => Verdict::Same,
                    Verdict::More => Verdict::Less,
                    Verdict::Less if all(Goes::Down) => Verdict::More,
                    Verdict::Less => Verdict::Less,
                };
                prop_assert_eq!(back.verdict(), expected);
            }
        }
    }

    #[test]
    fn sums_are_those_of_the_cases_one_by_one(one in rules(), other in rules(), kinds in kinds()) {
        let replayed = replayed(&one, &other, &kinds);
        let whole = replayed.whole();
        let mut sums = (0, 0, 0, 0);
        for case in &replayed.past.cases {
            sums.0 += 1;
            if let ReplayOutcome::Compared(compared) = replayed.outcome(case) {
                sums.1 += compared.before.cost;
                sums.2 += compared.after.actions;
                sums.3 += i64::from(compared.verdict() == Verdict::Less);
            }
        }
        let less = i64::try_from(whole.less).unwrap();
        prop_assert_eq!((whole.cases, whole.before.cost, whole.after.actions, less), sums);
        prop_assert_eq!(whole.cases, whole.same + whole.more + whole.less + whole.unanswered);
        prop_assert!(whole.swapped <= whole.same);
        for parts in [
            replayed.by_tier().into_values().collect::<Vec<_>>(),
            replayed.by_month(&Zone::utc()).into_values().collect(),
        ] {
            let sum = |of: fn(&ReplayTally) -> i64| parts.iter().map(of).sum::<i64>();
            prop_assert_eq!(sum(|tally| tally.after.cost), whole.after.cost);
            prop_assert_eq!(sum(|tally| tally.before.ceiling), whole.before.ceiling);
            let count = |of: fn(&ReplayTally) -> u64| parts.iter().map(of).sum::<u64>();
            prop_assert_eq!(count(|tally| tally.unanswered), whole.unanswered);
            let recover = |tally: &ReplayTally| tally.clock(ClockName::Recover).longer;
            prop_assert_eq!(count(recover), recover(&whole));
        }
    }

    #[test]
    fn as_many_things_are_done_as_in_a_real_plan(mut rules in rules(), kinds in kinds()) {
        for entry in &mut rules.entries {
            entry.clocks = Default::default();
        }
        let resolution = Resolution::of(&rules);
        let replayed = replayed(&rules, &rules, &kinds);
        let Ok(playbook) = Playbook::of(rules, resolution) else { return Ok(()) };
        for (kind, outcome) in replayed.past.kinds.iter().zip(&replayed.outcomes) {
            if let ReplayOutcome::Compared(compared) = outcome {
                prop_assert_eq!(compared.before.actions, planned(&playbook, kind), "{:?}", kind);
            }
        }
    }
}

/// The outcome as [`turned`] words it, but as it is.
fn as_it_is(outcome: &ReplayOutcome) -> String {
    match outcome {
        ReplayOutcome::Unanswered {
            plans: [one, other],
            lacks,
        } => {
            let mut lacks = lacks.clone();
            lacks.sort();
            format!("{one:?} {other:?} {lacks:?}")
        }
        ReplayOutcome::Compared(compared) => {
            let fact = |change: &MeasureChange| {
                (
                    change.what,
                    change.goes,
                    change.before.clone(),
                    change.after.clone(),
                )
            };
            let mut changes: Vec<_> = compared.changes.iter().map(fact).collect();
            changes.sort_by_key(|change| change.0);
            let (mut come, mut gone) = (compared.added.clone(), compared.removed.clone());
            gone.sort();
            come.sort();
            format!(
                "{:?} {:?} {changes:?} {come:?} {gone:?}",
                compared.before, compared.after
            )
        }
    }
}

/// Counts the steps of a plan made today.
fn planned(playbook: &Playbook, kind: &CaseKind) -> i64 {
    let rules = playbook.rules();
    let complaint = |id: &String| rules.complaint(id).unwrap();
    let more: Vec<usize> = kind.also.iter().map(complaint).collect();
    let zone = Zone::utc();
    let occasion = Occasion {
        cell: Cell {
            complaint: complaint(&kind.complaint),
            tier: rules.tier(&kind.tier).unwrap(),
            severity: kind.severity,
        },
        more: &more,
        again: None,
        start: day(1),
        now: day(1),
        channel: None,
        calendar: Calendar::new(&zone, None),
        profile: &Profile::default(),
        presence: None,
        first_number: 1,
    };
    let plan = plan(playbook, &occasion).unwrap();
    let steps = plan.steps.iter().filter(|step| step.rung.is_none());
    i64::try_from(steps.count()).unwrap()
}

#[test]
fn a_measure_has_a_name_of_its_own() {
    let measures = Part::ALL.map(|part| {
        [
            Measure::Spend(part),
            Measure::Actions(part),
            Measure::Authority(part),
        ]
    });
    let measures = measures
        .into_iter()
        .flatten()
        .chain([Measure::Ceiling])
        .map(What::Measure);
    let all = measures
        .chain(ClockName::ALL.map(What::Clock))
        .chain([What::PlanSpend, What::PlanActions]);
    let keys: Vec<String> = all.map(What::key).collect();
    let different: std::collections::BTreeSet<&String> = keys.iter().collect();
    assert_eq!(different.len(), keys.len());
}
