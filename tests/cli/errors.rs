//! An error gallery: the smallest input for each message.

use super::shop::{ADA, Shop, flat};

#[test]
fn a_verb_that_was_guessed_is_answered_with_the_right_one() {
    let table = [
        ("edit", "change"),
        ("update", "change"),
        ("finish", "done"),
        ("complete", "done"),
        ("delete", "undo"),
        ("remove", "undo"),
        ("add", "new"),
        ("log", "new"),
        ("ls", "list"),
        ("search", "list"),
        ("view", "show"),
        ("status", "due"),
        ("todo", "due"),
        ("comment", "note"),
        ("check", "playbook check"),
        ("replay", "playbook replay"),
        ("import", "data import"),
        ("nightly", "report nightly"),
        ("crontab", "schedule cron"),
        ("Edit", "change"),
    ];
    let shop = Shop::with_ada();
    for (guess, right) in table {
        let said = shop.refuses(&format!("{guess} 1"), 2);
        said.says(&format!("there is no command `{guess}`"))
            .says(&format!("use `amends {right}`"));
    }
}

#[test]
fn a_mistyped_verb_is_answered_with_the_nearest() {
    let table = [
        ("nwe", "new"),
        ("dnoe", "done"),
        ("lsit", "list"),
        ("shwo", "show"),
        ("hisotry", "history"),
        ("asign", "assign"),
        ("clsoe", "close"),
        ("reopn", "reopen"),
        ("plyabook", "playbook"),
        ("DUE", "due"),
    ];
    for (typed, right) in table {
        Shop::new()
            .refuses(typed, 2)
            .says(&format!("did you mean `amends {right}`?"));
    }
}

#[test]
fn an_unknown_verb_leads_to_the_help() {
    let said = Shop::new().refuses("frobnicate", 2);
    said.says("there is no command `frobnicate`")
        .says("see `amends help`");
}

const FAR: &str = "see `amends help` for words such as `new`, `due`, `today` or `list`; a second one \
     goes with `report`, `playbook`, `data`, `config` or `schedule`";
const SEVERAL: &str = "use `amends list`, `amends playbook list` or `amends config list`";

/// What is typed, what is said to be wrong with it, and what to do.
const WRONG_PLACE: &[(&str, &str, &str)] = &[
    ("customer list", "no command `customer`", SEVERAL),
    ("customer", "no command `customer`", FAR),
    ("customer merge", "no command `customer`", FAR),
    (
        "complaint new",
        "no command `complaint`",
        "use `amends new` or",
    ),
    (
        "playbok list",
        "no command `playbok`",
        "did you mean `amends playbook list`?",
    ),
    (
        "playbok lst",
        "no command `playbok`",
        "did you mean `amends playbook list`?",
    ),
    (
        "playbok",
        "no command `playbok`",
        "did you mean `amends playbook`?",
    ),
    (
        "data list",
        "`amends data` knows no `list`",
        "use `path`, `check` or `import`",
    ),
    (
        "data nightly",
        "`amends data` knows no `nightly`",
        "use `path`, `check` or `import`",
    ),
    (
        "data --tz UTC impot x.csv",
        "`amends data` knows no",
        "use `path`, `check` or `import`",
    ),
    (
        "data",
        "`amends data` needs to know what",
        "use `path`, `check` or `import`",
    ),
    (
        "config lst",
        "`amends config` knows no `lst`",
        "use `list`, `get` or `set`",
    ),
    (
        "report nightyl",
        "`amends report` knows no",
        "use `nightly`",
    ),
    (
        "playbook repaly",
        "`amends playbook` knows no `repaly`",
        "did you mean `replay`?",
    ),
    (
        "report week",
        "`amends report` knows no `week`",
        "use `nightly`",
    ),
    (
        "overdue",
        "no command `overdue`",
        "use `amends due --late`; see `amends help due`",
    ),
    ("helpp", "no command `helpp`", "did you mean `amends help`?"),
    (
        "check",
        "no command `check`",
        "use `amends playbook check` or `amends data check`",
    ),
    (
        "chekc",
        "no command",
        "did you mean `amends playbook check` or `amends data check`?",
    ),
    (
        "get hours.mon",
        "no command `get`",
        "use `amends show` or `amends config get`",
    ),
    (
        "windows",
        "no command",
        "use `amends schedule windows`; see `amends help schedule windows`",
    ),
    (
        "--data list",
        "`amends` has no flag `--data`",
        "see `amends help`",
    ),
    (
        "playbook --tz UTC check --matirx",
        "`amends playbook check` has no flag",
        "`--matrix`",
    ),
    (
        "due due",
        "`amends due` does not expect `due`",
        "between quotes",
    ),
];

#[test]
fn a_word_in_the_wrong_place_is_answered_with_the_right_one() {
    let shop = Shop::with_ada();
    for (line, message, hint) in WRONG_PLACE {
        shop.refuses(line, 2).says(message).says(hint);
    }
}

#[test]
fn verbs_are_not_completed_from_their_beginning() {
    for beginning in ["do", "sho", "hist", "play"] {
        Shop::with_ada()
            .refuses(&format!("{beginning} 1"), 2)
            .says(&format!("no command `{beginning}`"));
    }
}

#[test]
fn an_unknown_flag_is_named_with_the_nearest_or_with_where_to_look() {
    let shop = Shop::with_ada();
    let table = [
        (
            "due --wihtin 2h",
            "`amends due` has no flag `--wihtin`",
            "did you mean `--within`?",
        ),
        (
            "done 1 --stp 2",
            "has no flag `--stp`",
            "did you mean `--step`?",
        ),
        (
            "list --frobnicate",
            "has no flag `--frobnicate`",
            "see `amends help list`",
        ),
        (
            "--frobnicate",
            "`amends` has no flag `--frobnicate`",
            "see `amends help`",
        ),
        ("undo -z", "has no flag `-z`", "see `amends help undo`"),
        (
            "playbook check --matirx",
            "`amends playbook check` has no flag",
            "did you mean `--matrix`?",
        ),
    ];
    for (line, message, hint) in table {
        shop.refuses(line, 2).says(message).says(hint);
    }
}

#[test]
fn a_flag_without_its_value_is_said_so() {
    let shop = Shop::with_ada();
    for (line, flag) in [
        ("due --within", "--within"),
        ("list --since", "--since"),
        ("done 1 --step", "--step"),
    ] {
        shop.refuses(line, 2)
            .says(&format!("`{flag}` needs a value"));
    }
    shop.refuses("list --color sometimes", 2)
        .says("`sometimes`")
        .says("`auto`, `always` or `never`");
}

#[test]
fn under_json_a_failure_is_one_object_on_stderr() {
    let shop = Shop::with_ada();
    let table = [
        ("show 9", 5, "not-found"),
        ("nwe", 2, "usage"),
        ("due --wihtin 1h", 2, "usage"),
        ("done 1 --step 9", 2, "usage"),
        ("new", 2, "usage"),
        ("due --tz nowhere", 2, "usage"),
        ("playbook show nope", 5, "not-found"),
    ];
    for flag in ["--json", "--jsonl"] {
        for (line, exit, code) in table {
            let answer = shop.run(&format!("{line} {flag}")).fails(exit);
            let error = answer.error();
            assert_eq!(error["code"], code, "{line}");
            assert!(!error["hint"].as_str().unwrap().is_empty(), "{line}");
            assert_eq!(answer.stderr().lines().count(), 1);
        }
    }
}

#[test]
fn the_same_message_stands_in_both_forms() {
    let shop = Shop::with_ada();
    for line in [
        "show 9",
        "nwe",
        "done 1 --step 9",
        "due --within 2",
        "note 1 ''",
    ] {
        let error = shop.run(&format!("{line} --json")).fails_somehow().error();
        let plain = shop.run(line).fails_somehow();
        plain
            .says(error["message"].as_str().unwrap())
            .says(error["hint"].as_str().unwrap());
    }
}

/// Phrases of libraries, which no person is to read.
const PHRASES: &[&str] = &[
    "invalid digit",
    "os error",
    "io error",
    "No such file",
    "invalid value",
    "unexpected argument",
    "For more information",
    "Usage:",
    "SQLITE",
    "rusqlite",
    "TOML parse",
    "unwrap",
    "panicked",
];

/// What makes libraries say it.
const MISREAD: &[&str] = &[
    "show x",
    "done 1 --step -1",
    "done 1 --spent 1.2.3",
    "list --limit -1",
    "playbook check nowhere.toml",
    "playbook check /",
    "due --within 99999999999999999999h",
    "done 1 --at 2026-99-99",
    "new --value 1e9",
    "history x",
    "note",
    "close 1 --outcome",
    "draft 1 --kind ''",
    "assign 1 ''",
    "--data-dir '' due",
    "change 1 --severity 3",
    "report nightly extra",
    "choose 1 --step x y",
    "undo undo",
];

#[test]
fn no_complaint_speaks_in_the_words_of_a_library() {
    let shop = Shop::with_ada();
    for line in MISREAD {
        let text = format!("{}", shop.run(line).fails_somehow());
        let said = text.split_once('\n').unwrap().1.to_owned();
        for phrase in PHRASES {
            assert!(!said.contains(*phrase), "`{line}` says `{phrase}`\n{said}");
        }
    }
}

#[test]
fn a_complaint_begins_in_lower_case_and_has_no_full_stop() {
    let shop = Shop::with_ada();
    for line in [
        "show 9",
        "nwe",
        "done 1 --step 9",
        "due --within 2",
        "note 1 ''",
        "undo x",
        "close 1",
        "change 1",
    ] {
        let error = shop.run(&format!("{line} --json")).fails_somehow().error();
        for key in ["message", "hint"] {
            let text = error[key].as_str().unwrap();
            assert!(!text.ends_with('.'), "{line}: {text}");
            assert!(!text.starts_with(char::is_uppercase), "{line}: {text}");
        }
    }
}

#[test]
fn long_complaints_are_broken_at_the_width_but_a_line_to_paste_is_not() {
    for columns in [40, 60, 80, 120] {
        let shop = Shop::new().wide(columns);
        let said = shop.refuses("new", 2).stderr();
        let (prose, paste): (Vec<&str>, Vec<&str>) = said
            .lines()
            .partition(|line| !line.starts_with("  amends new"));
        assert!(
            prose
                .iter()
                .all(|line| line.chars().count() <= usize::from(columns)),
            "{said}"
        );
        assert_eq!(paste.len(), 1, "{said}");
    }
}

#[test]
fn one_megabyte_of_words_is_refused_with_the_limit() {
    let shop = Shop::new();
    let line = ADA.replace("'The cake came at nine'", "-");
    let before = shop.everything();
    let million = vec![b'x'; 1_000_000];
    let said = shop.run_with_input(&line, &million).fails(2);
    said.says("--words").says("65536");
    assert_eq!(shop.everything(), before);
}

#[test]
fn the_size_that_is_named_for_too_long_a_text_is_its_real_size_or_none() {
    let line = ADA.replace("'The cake came at nine'", "-");
    let said = Shop::new()
        .run_with_input(&line, &vec![b'x'; 1_000_000])
        .fails(2);
    said.never_mentions("65537 bytes");
}

#[test]
fn words_that_are_not_utf_8_are_refused() {
    let line = ADA.replace("'The cake came at nine'", "-");
    Shop::new()
        .run_with_input(&line, b"caf\xe9")
        .fails(2)
        .says("--words")
        .says("UTF-8");
}

#[test]
fn arguments_that_are_not_utf_8_are_refused() {
    use std::os::unix::ffi::OsStringExt;
    let latin = std::ffi::OsString::from_vec(b"caf\xe9".to_vec());
    let shop = Shop::with_ada();
    let args = ["note".into(), "1".into(), latin];
    shop.run_args(args).fails(2).says("UTF-8");
}

#[test]
fn a_nul_cannot_be_kept() {
    let line = ADA.replace("'The cake came at nine'", "-");
    Shop::new()
        .run_with_input(&line, b"a\0b")
        .fails(2)
        .says("NUL")
        .says("character 2");
}

#[test]
fn a_filter_that_makes_no_sense_is_refused_also_where_there_is_nothing_to_find() {
    for line in ["list --since soon", "due --within soon", "list --limit x"] {
        Shop::empty().refuses(line, 2);
    }
}

#[test]
fn a_field_that_no_item_has_is_refused_also_where_there_is_nothing_to_find() {
    Shop::new()
        .refuses("list --fields nonsense", 2)
        .says("`nonsense`");
}

#[test]
fn everything_after_two_hyphens_is_text() {
    let shop = Shop::with_ada();
    shop.run("note 1 -- '--not-a-flag'").ok();
    let events = shop.case(1)["events"].to_string();
    assert!(events.contains("--not-a-flag"), "{}", flat(&events));
}

/// Flags with one value, given twice, in each place and form.
const TWICE: [(&str, &str); 17] = [
    (
        "plan 1 --for owner --for staff",
        "`--for` is given twice: `owner` and `staff`",
    ),
    (
        "done 1 --note a --note=b",
        "`--note` is given twice: `a` and `b`",
    ),
    (
        "done 1 --spent -1 --spent 2",
        "`--spent` is given twice: `-1` and `2`",
    ),
    (
        "note 1 x --tz UTC --tz Asia/Tokyo",
        "`--tz` is given twice: `UTC` and `Asia/Tokyo`",
    ),
    (
        "--tz UTC note 1 x --tz Asia/Tokyo",
        "`--tz` is given twice: `UTC` and `Asia/Tokyo`",
    ),
    (
        "--data-dir=a due --data-dir b",
        "`--data-dir` is given twice: `a` and `b`",
    ),
    (
        "--color never due --color always",
        "`--color` is given twice",
    ),
    ("--now 10:00 due --now 11:00", "`--now` is given twice"),
    (
        "--fields case due --fields state",
        "`--fields` is given twice",
    ),
    (
        "playbook --tz UTC list --tz UTC",
        "`--tz` is given twice: `UTC` and `UTC`",
    ),
    ("list --since mon --since tue", "`--since` is given twice"),
    ("list --sort due --sort told", "`--sort` is given twice"),
    (
        "list --limit 1 --limit 2",
        "`--limit` is given twice: `1` and `2`",
    ),
    (
        "close 1 --outcome lost --outcome lost",
        "`--outcome` is given twice",
    ),
    (
        "schedule cron --at 06:30 --at 07:30",
        "`--at` is given twice",
    ),
    ("promise 1 x --by 10:00 --by 11:00", "`--by` is given twice"),
    (
        "report nightly --out a.txt --out b.txt",
        "`--out` is given twice",
    ),
];

#[test]
fn a_flag_with_one_value_is_refused_when_it_is_given_twice() {
    let shop = Shop::with_ada();
    for (line, message) in TWICE {
        shop.refuses(line, 2)
            .says(message)
            .says("leave one of them out: it takes one value");
    }
    let long = "x".repeat(31);
    shop.refuses(&format!("done 1 --note {long} --note b"), 2)
        .says("`--note` is given twice")
        .never_mentions("xxx");
}

#[test]
fn to_a_monitor_a_flag_given_twice_is_one_line() {
    let shop = Shop::with_ada();
    for line in [
        "due --monitor --within 1h --within 2h",
        "--tz UTC due --monitor --tz UTC",
    ] {
        let answer = shop.run(line).ends(3);
        assert_eq!(answer.stdout().lines().count(), 1, "{answer}");
        answer.shows("is given twice");
    }
}

#[test]
fn a_flag_that_is_a_list_takes_several() {
    let shop = Shop::with_ada();
    let items = shop.items("list --fields case --fields state");
    assert_eq!(items[0].as_object().unwrap().len(), 2);
    for steps in ["--step 2,3", "--step 2 --step 3"] {
        let done = shop.item(&format!("done 1 {steps}"));
        assert_eq!(done["changed"], "steps 2 and 3 of #1 are done");
        shop.run("undo").ok();
    }
    shop.refuses("done 1 --step 2,x", 2)
        .says("`x` is not a value for --step");
}

#[test]
fn a_switch_given_twice_says_the_same_twice() {
    let shop = Shop::with_ada();
    for line in [
        "--json list --json --all --all",
        "due --json --late --late -q -q",
        "playbook list --json --json",
    ] {
        shop.run(line).ok().json();
    }
    shop.run("note 1 -- --tz --tz").fails(2);
    shop.run("note 1 x --tz UTC -- ").ok();
}

#[test]
fn every_command_is_named_in_what_it_lacks() {
    let shop = Shop::new();
    let all = crate::help::commands();
    for verb in all.iter().filter(|command| *command != "help") {
        shop.refuses(&format!("{verb} --no-such-flag"), 2)
            .says(&format!("`amends {verb}"));
    }
}
