//! The language of playbooks, seen from a file: what is read, and what each mistake is told.

use amends::domain::playbook::cell::{Cell, Severity};
use amends::domain::playbook::check::{ProofBasis, cell_name, prove};
use amends::domain::playbook::finding::{Finding, FindingKind};
use amends::domain::playbook::{ClockName, Item, Part, Playbook};
use amends::domain::time::span::Span;
use amends::files::playbook::{read, rules};
use chrono::NaiveDate;

/// The smallest playbook that is whole: one type, two tiers, one entry for everybody.
const SMALL: &str = r#"format = 1
name = "Small"
currency = "GBP"
roles = ["staff", "owner"]
[[tier]]
id = "new"
[[tier]]
id = "regular"
[[complaint]]
id = "late"
[[complaint]]
id = "cold"
[action.sorry]
do = "Say sorry"
by = "owner"
[action.refund]
do = "Refund it"
by = "staff"
cost = 4.50
[action.cake]
do = "Bring a cake"
by = "staff"
cost = 6
[[recovery]]
acknowledge = ["sorry"]
fix = ["refund"]
dazzle = ["cake"]
late = ["sorry"]
follow_up = ["sorry"]
ceiling = 20.00
"#;

fn told(finding: &Finding) -> String {
    let place = finding.place;
    format!(
        "{}:{} {}: {} | {}",
        place.line,
        place.column,
        finding.kind.word(),
        finding.message,
        finding.hint
    )
}

/// Everything that is found, without a shop.
fn everything(source: &str) -> Vec<Finding> {
    let setting = ProofBasis {
        today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default(),
        shop: None,
    };
    match rules(source.as_bytes()) {
        Ok(rules) => prove(rules, &setting).findings,
        Err(findings) => findings,
    }
}

/// What is found of the language itself, a line each; what is found of its meaning has a gallery in `findings.rs`.
fn found(source: &str) -> String {
    // The small playbook says sorry in three parts, of which the plan keeps the first.
    let language = |finding: &&Finding| {
        let idle = [FindingKind::Duplicate, FindingKind::Unreachable].contains(&finding.kind);
        finding.kind.stops_use() || idle && !finding.message.contains("left empty")
    };
    let findings = everything(source);
    let told: Vec<String> = findings.iter().filter(language).map(told).collect();
    told.join("\n")
}

/// The small playbook with one line replaced.
fn edited(line: &str, instead: &str) -> String {
    assert!(SMALL.contains(line), "{line}");
    SMALL.replacen(line, instead, 1)
}

fn small_with(more: &str) -> String {
    format!("{SMALL}{more}\n")
}

#[test]
fn the_small_playbook_is_whole() {
    assert_eq!(found(SMALL), "");
}

#[test]
fn the_example_of_the_design_passes() {
    let findings = everything(include_str!("../data/design-example.toml"));
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a gallery is as long as it is")]
fn every_mistake_has_its_place_and_one_thing_to_do() {
    let gallery = [
        (edited("format = 1", "format = 2"), "1:10 syntax: this program reads format 1 | write `format = 1` at the top"),
        (edited(r#"name = "Small""#, "name = Small"), "2:8 syntax: a text stands without quotes | put it between quotes"),
        (edited(r#"name = "Small""#, r#"name = "Small"#), "2:14 syntax: this text never ends | add the closing quote on the same line"),
        (edited(r#"name = "Small""#, r#"name "Small""#), "2:6 syntax: this key has no value | write `key = value`"),
        (edited(r#"name = "Small""#, ""), r#"1:1 syntax: the playbook has no `name` | add `name = "…"`"#),
        (edited(r#"name = "Small""#, "name = 7"), "2:8 syntax: `name` of the playbook is a number, not a text | put it between quotes"),
        (edited(r#"name = "Small""#, r#"nmae = "Small""#), r#"1:1 syntax: the playbook has no `name` | add `name = "…"`
2:1 unknown: `nmae` is not a key of the playbook | did you mean `name`?"#),
        (edited(r#"currency = "GBP""#, r#"currency = "GPB""#), "3:12 unknown: `GPB` is not a currency code | use a three-letter code such as `GBP`, `EUR` or `USD`"),
        (edited(r#"currency = "GBP""#, r#"currency = "GBP"
reviewed = "2026-11-22""#), "4:12 syntax: `reviewed` is not a date | write it as `2026-11-22`, without quotes"),
        (edited(r#"id = "regular""#, r#"id = "Regular Guest""#), "8:6 syntax: `Regular Guest` cannot be the id of a tier | use small letters, digits and `-`, such as `regular-guest`"),
        (edited(r#"id = "regular""#, r#"id = "new""#), "8:6 syntax: `new` is already the id of a tier | give it an id of its own"),
        (edited(r#"id = "regular""#, r#"id = "regular"
id = "other""#), "9:1 syntax: this is set twice | keep one of the two"),
        (edited(r#"by = "owner""#, r#"by = "boss""#), "15:6 unknown: `boss` is not one of the `roles` | use `staff`, `owner` or `holder`"),
        (edited(r#"by = "owner""#, ""), r#"13:1 syntax: the action has no `by` | add `by = "…"`"#),
        (edited("cost = 4.50", "cost = 4.505"), "19:8 syntax: `4.505` has more decimals than GBP has (2) | write at most 2 digits after the point"),
        (edited("cost = 4.50", r#"cost = "4,50""#), "19:8 syntax: `cost` of the action is a text, not an amount | write a number without quotes, such as `4.50`"),
        (edited("cost = 4.50", "cost = -1"), "19:8 syntax: `-1` is below zero | write what it costs, as an amount from 0 up"),
        (edited("cost = 4.50", "cost = 4,50"), "19:9 syntax: a comma stands in this number | write `4.50`"),
        (edited(r#"do = "Refund it""#, r#"do = "Refund it"
within = "1.5h""#), "18:10 syntax: `1.5h` is not a whole number | write `1h 30m`"),
        (edited(r#"do = "Refund it""#, r#"do = "Refund it"
withn = "1h""#), "18:1 unknown: `withn` is not a key of the action | did you mean `within`?"),
        (edited(r#"do = "Refund it""#, r#"do = "Refund it"
after = "sory""#), "18:9 unknown: `sory` is not an action of this playbook | did you mean `sorry`?"),
        (edited(r#"do = "Refund it""#, r#"do = "Refund it"
after = "refund""#), "18:9 syntax: `refund` cannot come after itself | remove `after`"),
        (edited(r#"do = "Refund it""#, r#"do = "Refund it"
replaces = "fixx""#), "18:12 unknown: `fixx` is not a part of a recovery | did you mean `fix`?"),
        (edited(r#"do = "Refund it""#, r#"do = "Refund it"
draft = "apology""#), "18:9 unknown: `apology` is not a `[draft.…]` of this playbook | there is none to name; leave it out"),
        (edited(r#"do = "Refund it""#, r#"do = "Refund it"
choices = ["one"]"#), "18:12 syntax: `one` alone is no choice | offer at least two, or remove `choices`"),
        (edited(r#"do = "Refund it""#, r#"do = "Refund it"
deed = "yes""#), "18:8 syntax: `deed` of the action is a text, not `true` or `false` | write it without quotes"),
        (edited(r#"fix = ["refund"]"#, r#"fix = ["refnd"]"#), "26:8 unknown: `refnd` is not an action of this playbook | did you mean `refund`?"),
        (edited(r#"fix = ["refund"]"#, r#"fix = "refund""#), r#"26:7 syntax: `fix` is a text, not a list of actions | write `fix = ["…"]`, or `{ one_of = ["…", "…"] }`"#),
        (edited(r#"fix = ["refund"]"#, "fix = [3]"), "26:8 syntax: this is a number, not an action | write the id of an action between quotes"),
        (edited(r#"dazzle = ["cake"]"#, "dazzle = { one_of = [] }"), "27:21 syntax: a pick needs a list of actions | write the ids of actions in `[…]`"),
        (edited(r#"dazzle = ["cake"]"#, r#"dazzle = { pick = 3, from = ["cake", "refund"] }"#), r#"27:10 syntax: `pick` must be a number from 1 to 2 | write `{ one_of = ["…", "…"] }` or `{ pick = 2, from = ["…", "…", "…"] }`"#),
        (edited(r#"dazzle = ["cake"]"#, r#"dazzle = { any = ["cake"] }"#), r#"27:10 syntax: this is no pick | write `{ one_of = ["…", "…"] }` or `{ pick = 2, from = ["…", "…", "…"] }`
27:12 unknown: `any` is not a key of a pick | use `one_of`, `pick` or `from`"#),
        (edited("ceiling = 20.00", "ceiling = 20.001"), "30:11 syntax: `20.001` has more decimals than GBP has (2) | write at most 2 digits after the point"),
        (small_with(r#"[action.check]
do = "Check the others"
by = "staff"
deed = true
[[recovery]]
prevent = ["check"]
[[recovery]]
when = { complaint = "late" }
also.prevent = { one_of = ["sorry", "check"] }"#), r#"36:11 syntax: `check` is a `deed` for this customer, and `prevent` is for the next one | move `check` to `fix`, or take `deed` off it
39:16 syntax: `check` is a `deed` for this customer, and `also.prevent` is for the next one | move `check` to `fix`, or take `deed` off it"#),
        (small_with(r#"[[recovery]]
when = { tier = "top" }
ceiling = 30"#), "32:17 unknown: `top` is not a tier of this playbook | use `new` or `regular`"),
        (small_with(r#"[[recovery]]
when = { tier = "below new" }
ceiling = 30"#), "32:17 syntax: `below new` is nobody | choose another bound, or remove the entry"),
        (small_with(r#"[[recovery]]
when = { complaint = "late and up" }
ceiling = 30"#), "32:22 syntax: complaint types have no order, so none is above another | list the ids in `[…]`"),
        (small_with(r#"[[recovery]]
when = { severty = "minor" }
ceiling = 30"#), "32:10 unknown: `severty` is not a key of `when` | did you mean `severity`?"),
        (small_with(r#"[[recovery]]
when = { severity = "bad" }
ceiling = 30"#), "32:21 unknown: `bad` is not a severity of this playbook | use `minor`, `major` or `severe`"),
        (small_with(r#"[[recovery]]
when = { tier = [] }
ceiling = 30"#), "32:17 syntax: `tier = []` is for nobody | name at least one, or leave the key out for all"),
        (small_with(r#"[[recovery]]
recover = "12h"
clock = { recover = "13h" }"#), "32:11 syntax: `recover` is set twice in this entry | keep one of the two"),
        (small_with(r#"[[channel]]
id = "phone""#), "31:1 syntax: the channel has no `live` | write `live = true` if a person answers at once, else `live = false`"),
        (small_with(r#"[[channel]]
id = "voicemail"
live = false"#), r#"31:1 syntax: the channel is not live and has no `turnaround` | say how long an answer takes: `turnaround = "2h"`"#),
        (small_with(r#"[[channel]]
id = "phone"
live = true
turnaround = "2h""#), "34:14 syntax: a live channel has no `turnaround`: a person answers at once | remove `turnaround`, or write `live = false`"),
        (small_with(r#"[[escalate]]
on = "contact one"
do = ["sorry"]"#), "32:6 syntax: `contact one` says no number behind `contact` | write a number from 2 to 99, such as `contact 3`"),
        (small_with(r#"[[escalate]]
on = "thrice"
do = ["sorry"]"#), "32:6 syntax: `thrice` is nothing that sets off an escalation | use `contact 3`, `failures 3`, `75%`, `late`, `broken-promise`, `reopened` or `second-failure`"),
        (small_with(r#"[[escalate]]
on = "failures 0"
[[escalate]]
on = "failures 1"
[[escalate]]
on = "failures many"
[[escalate]]
on = "failures 100""#), r#"32:6 syntax: `failures 0` never happens: every case has one | write a number from 2 to 99, such as `failures 3`
34:6 syntax: `failures 1` is every case: it begins with one | write a number from 2 to 99, such as `failures 3`
36:6 syntax: `failures many` says no number behind `failures` | write a number from 2 to 99, such as `failures 3`
38:6 syntax: `failures 100` is more than is ever counted | write a number from 2 to 99, such as `failures 3`"#),
        (small_with(r#"[[escalate]]
on = "late"
do = ["sory"]
to = "boss""#), r#"33:7 unknown: `sory` is not an action of this playbook | did you mean `sorry`?
34:6 unknown: `boss` is not one of the `roles` | use `staff` or `owner`"#),
        (small_with(r#"[draft.apology]
subject = "Sorry"
body = "Dear {{ custmer }}""#), "33:17 unknown: `custmer` is not a name a draft knows | did you mean `customer`?"),
        (small_with(r#"[draft.apology]
subject = "Sorry"
body = "{% for x in y %}""#), "33:12 syntax: `for x in y` is not part of the draft language | write a name with filters, such as `{{ customer }}`, or `{% if order %}`"),
        (small_with(r#"[[allow]]
finding = "gap"
because = "x""#), "32:11 unknown: `gap` is not a finding that can be allowed | use `effort-falls`, `clock-lengthens`, `floor-differs`, `over-ceiling`, `too-late`, `faceless`, `duplicate`, `unreachable`, `closed`, `no-choice`, `not-live`, `not-a-surprise`, `no-deed`, `wording` or `stale`"),
        (edited(r#"fix = ["refund"]
"#, ""), "24:1 gap: nothing sets `fix` for every customer | set `fix` in an entry that covers every customer"),
        (edited(r#"ceiling = 20.00
"#, ""), "24:1 gap: nothing sets `ceiling` for every customer | set `ceiling` in an entry that covers every customer"),
        (small_with(r#"[[recovery]]
when = { tier = "regular" }
ceiling = 30
[[recovery]]
when = { severity = "severe" }
ceiling = 40"#), "36:11 ambiguous: the entries at lines 31 and 34 disagree about `ceiling`, and neither is narrower | add an entry for just `regular`, `severe` that sets `ceiling`"),
        (small_with(r#"[[recovery]]
when = { tier = "regular" }
ceiling = 30
[[recovery]]
when = { tier = "regular and up" }
ceiling = 30"#), "34:1 duplicate: the entry at line 31 is for the same customers and sets the same parts | keep one of the two"),
        (small_with(r#"[[recovery]]
when = { tier = "regular" }
ceiling = 30
[[recovery]]
when = { tier = "regular" }
ceiling = 40
[[recovery]]
when = { tier = "regular" }
ceiling = 30
[[recovery]]
when = { tier = "regular" }
ceiling = 40"#), "42:11 ambiguous: the entries at lines 31, 34, 37 and 40 disagree about `ceiling`, and neither is narrower | decide: set `ceiling` in one of them only\n37:1 duplicate: the entry at line 31 is for the same customers and sets the same parts | keep one of the two\n40:1 duplicate: the entry at line 34 is for the same customers and sets the same parts | keep one of the two"),
        (small_with(r#"[[recovery]]
when = { complaint = ["late", "cold"], severity = "severe" }
ceiling = 30
[[recovery]]
when = { complaint = "late", severity = "severe" }
ceiling = 35
[[recovery]]
when = { complaint = "cold", severity = "severe" }
ceiling = 40"#), "31:1 unreachable: narrower entries decide everything this entry sets, so nobody ever gets it | remove it, or give it a narrower `when`"),
        ("".to_owned(), "1:1 syntax: the file is empty | begin with one that works: `amends playbook show cafe --source`"),
        ("x = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1".to_owned(), r#"1:85 syntax: this is nested too deeply | three levels are enough
1:106 syntax: this list is never closed | add `]`"#),
    ];
    for (source, expected) in gallery {
        assert_eq!(found(&source), expected, "{source}");
    }
}

#[test]
fn everything_wrong_is_told_in_one_run() {
    let source = edited("by = \"owner\"", "by = \"boss\"").replacen("\"refund\"]", "\"refnd\"]", 1);
    let source = source.replacen("20.00", "20.001", 1);
    assert_eq!(found(&source).lines().count(), 3);
}

#[test]
fn bytes_that_are_not_text_are_named_by_line() {
    let findings = read(b"format = 1\nname = \"caf\xe9\"\n").unwrap_err();
    assert_eq!(
        told(&findings[0]),
        "2:1 syntax: line 2 is not UTF-8 text | save the file as UTF-8 in your editor"
    );
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let findings = read(&vec![b'#'; 1024 * 1024 + 1]).unwrap_err();
    assert!(
        findings[0].message.contains("1048577"),
        "{}",
        findings[0].message
    );
}

#[test]
fn a_finding_names_every_cell_with_the_smallest_first() {
    let source = small_with(
        "[[recovery]]\nwhen = { tier = \"regular\" }\nceiling = 30\n\
         [[recovery]]\nwhen = { severity = \"severe\" }\nceiling = 40",
    );
    let findings = read(source.as_bytes()).unwrap_err();
    let rules = rules(source.as_bytes()).unwrap();
    let cells: Vec<String> = findings[0]
        .cells
        .iter()
        .map(|cell| cell_name(&rules, *cell))
        .collect();
    assert_eq!(cells, ["late, regular, severe", "cold, regular, severe"]);
    assert_eq!(findings[0].entries.len(), 2);
}

/// Near misses: what looks like a fault and is none.
#[test]
fn entries_that_say_the_same_agree() {
    let same = "[[recovery]]\nwhen = { tier = \"regular\" }\nceiling = 30\n\
                [[recovery]]\nwhen = { severity = \"severe\" }\nceiling = 30";
    assert_eq!(found(&small_with(same)), "");
    let settled = "[[recovery]]\nwhen = { tier = \"regular\" }\nceiling = 30\n\
                   [[recovery]]\nwhen = { severity = \"severe\" }\nceiling = 40\n\
                   [[recovery]]\nwhen = { tier = \"regular\", severity = \"severe\" }\nceiling = 50";
    assert_eq!(found(&small_with(settled)), "");
}

#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
fn small(more: &str) -> Playbook {
    read(small_with(more).as_bytes()).unwrap()
}

fn ceiling(playbook: &Playbook, tier: usize, severity: Severity) -> i64 {
    let complaint = 0;
    playbook
        .at(Cell {
            complaint,
            tier,
            severity,
        })
        .ceiling
        .value
        .minor
}

#[test]
fn the_narrowest_entry_wins_whatever_the_order() {
    let playbook = small(
        "[[recovery]]\nwhen = { tier = \"regular\", severity = \"severe\" }\nceiling = 50\n\
         [[recovery]]\nwhen = { tier = \"regular\" }\nceiling = 30",
    );
    assert_eq!(ceiling(&playbook, 0, Severity::Severe), 2_000);
    assert_eq!(ceiling(&playbook, 1, Severity::Minor), 3_000);
    assert_eq!(ceiling(&playbook, 1, Severity::Severe), 5_000);
}

#[test]
fn comparisons_look_along_the_order() {
    for (when, lifted) in [
        ("major and up", [false, true, true]),
        (">= major", [false, true, true]),
        ("above major", [false, false, true]),
        ("> major", [false, false, true]),
        ("below severe", [true, true, false]),
        ("< severe", [true, true, false]),
        ("<= minor", [true, false, false]),
        ("major and down", [true, true, false]),
    ] {
        let entry = format!("[[recovery]]\nwhen = {{ severity = \"{when}\" }}\nceiling = 30");
        let playbook = small(&entry);
        let found = Severity::ALL.map(|severity| ceiling(&playbook, 0, severity) == 3_000);
        assert_eq!(found, lifted, "{when}");
    }
}

#[test]
fn also_accumulates_and_each_action_stands_once() {
    let playbook = small(
        "[[recovery]]\nwhen = { severity = \"severe\" }\nalso.fix = [\"cake\", \"refund\"]\n\
         [[recovery]]\nwhen = { tier = \"regular\" }\nalso.fix = [\"sorry\"]",
    );
    let cell = Cell {
        complaint: 0,
        tier: 1,
        severity: Severity::Severe,
    };
    let items: Vec<&Item> = playbook
        .at(cell)
        .part(Part::Fix)
        .iter()
        .map(|one| &one.item)
        .collect();
    assert_eq!(
        items,
        [&Item::Action(1), &Item::Action(2), &Item::Action(0)]
    );
}

/// Two entries that add, and complaint types and actions, in one order and in the other.
#[test]
fn the_order_of_what_is_added_does_not_depend_on_the_file() {
    let added = "[[recovery]]\nwhen = { severity = \"severe\" }\nalso.fix = [\"cake\"]\n";
    let other = "[[recovery]]\nwhen = { tier = \"regular\" }\nalso.fix = [\"sorry\"]\n";
    let of_type = "[[recovery]]\nwhen = { complaint = \"late\" }\nalso.fix = [\"call\"]\n\
                   [action.call]\ndo = \"Call\"\nby = \"owner\"\n";
    let ids = |more: &str| {
        let playbook = small(more);
        let cell = Cell {
            complaint: 0,
            tier: 1,
            severity: Severity::Severe,
        };
        let items = playbook.at(cell).part(Part::Fix).iter();
        let actions = items.flat_map(|one| one.item.actions().to_vec());
        let ids = actions.map(|at| playbook.rules().actions[at].id.clone());
        ids.collect::<Vec<String>>()
    };
    let one = ids(&format!("{added}{other}{of_type}"));
    assert_eq!(one, ["refund", "call", "cake", "sorry"]);
    assert_eq!(one, ids(&format!("{of_type}{other}{added}")));
    assert_eq!(one, ids(&format!("{other}{added}{of_type}")));
}

#[test]
fn an_entry_overrides_the_clock_table_and_the_table_the_built_in_clocks() {
    let minutes = |minutes: u64| Span::Elapsed {
        seconds: minutes * 60,
    };
    let playbook = small(
        "[clock]\nrecover = \"20h\"\n\
         [[recovery]]\nwhen = { severity = \"severe\" }\nrecover = \"12h\"\n\
         [[recovery]]\nwhen = { severity = \"major\" }\nclock = { recover = \"16h\", follow_up = \"2d\" }",
    );
    let clock = |severity, name| {
        let (complaint, tier) = (0, 0);
        playbook
            .at(Cell {
                complaint,
                tier,
                severity,
            })
            .clock(name)
            .value
    };
    assert_eq!(clock(Severity::Minor, ClockName::Recover), minutes(20 * 60));
    assert_eq!(clock(Severity::Major, ClockName::Recover), minutes(16 * 60));
    assert_eq!(
        clock(Severity::Severe, ClockName::Recover),
        minutes(12 * 60)
    );
    assert_eq!(
        clock(Severity::Major, ClockName::FollowUp),
        Span::Days { days: 2 }
    );
    assert_eq!(
        clock(Severity::Minor, ClockName::FirstResponse),
        minutes(60)
    );
}

/// What is done for the next customer: may be left out, needs no base, and has an action of its own.
#[test]
fn what_is_for_the_next_customer_may_be_left_out_and_added_to() {
    let check = "[action.check]\ndo = \"Check the others\"\nby = \"staff\"\ncost = 900\n";
    let cell = Cell {
        complaint: 0,
        tier: 0,
        severity: Severity::Minor,
    };
    assert!(small("").at(cell).part(Part::Prevent).is_empty());
    let added = format!(
        "{check}[[recovery]]\nwhen = {{ complaint = \"late\" }}\nalso.prevent = [\"check\"]"
    );
    assert_eq!(small(&added).at(cell).part(Part::Prevent).len(), 1);
    let found = everything(&small_with(&added));
    let dear = found.iter().any(|one| one.kind == FindingKind::OverCeiling);
    assert!(!dear, "it stands outside the ceiling: {found:#?}");
    let other = Cell {
        complaint: 1,
        ..cell
    };
    assert!(small(&added).at(other).part(Part::Prevent).is_empty());
}
