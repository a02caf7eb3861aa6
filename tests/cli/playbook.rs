//! `amends playbook`: list, show, check, try, schema.

use serde_json::{Value, json};

use super::shop::{CORNER, Mistake, SETTINGS, SHIPPED, Shop, deadline, steps_of};

fn cells(finding: &Value) -> usize {
    finding["cells"].as_array().unwrap().len()
}

#[test]
fn the_shops_own_come_first_then_those_of_the_program() {
    let items = Shop::new().speaks("playbook list", "amends.playbook-list/1");
    let names: Vec<_> = items.iter().map(|one| one["name"].clone()).collect();
    let mut expected = vec!["corner"];
    expected.extend(SHIPPED);
    assert_eq!(names, expected);
    assert_eq!(
        (&items[0]["default"], &items[0]["state"]),
        (&json!(true), &json!("ok"))
    );
}

#[test]
fn one_of_the_same_name_replaces_that_of_the_program() {
    let shop = Shop::new();
    shop.playbook("cafe", CORNER);
    assert_eq!(shop.item("playbook show cafe")["name"], "Corner café");
    let items = shop.items("playbook list");
    assert_eq!(items.iter().filter(|one| one["name"] == "cafe").count(), 1);
}

#[test]
fn a_broken_one_is_listed_as_refused() {
    let shop = Shop::new();
    shop.playbook("broken", "format = 1\n");
    let items = shop.items("playbook list");
    let broken = items.iter().find(|one| one["name"] == "broken").unwrap();
    assert_eq!(broken["state"], "refused");
    assert!(broken["errors"].as_u64().unwrap() > 0);
}

#[test]
fn show_has_the_keys_others_rely_on() {
    let shown = Shop::new()
        .speaks("playbook show", "amends.playbook-show/1")
        .remove(0);
    assert_eq!(
        (&shown["name"], &shown["currency"]),
        (&json!("Corner café"), &json!("GBP"))
    );
    for (key, count) in [("tiers", 3), ("types", 2), ("actions", 11), ("entries", 5)] {
        assert_eq!(shown[key].as_array().unwrap().len(), count, "{key}");
    }
}

#[test]
fn the_source_is_the_file_byte_for_byte() {
    assert_eq!(
        Shop::new()
            .run("playbook show corner --source")
            .ok()
            .stdout(),
        CORNER
    );
}

#[test]
fn the_playbook_of_these_tests_is_proved() {
    let shop = Shop::empty();
    let path = shop.write("corner.toml", CORNER);
    let found = shop.speaks(
        &format!("playbook check {}", path.display()),
        "amends.playbook-check/1",
    );
    let kinds: Vec<_> = found
        .iter()
        .map(|one| (one["level"].clone(), one["finding"].clone()))
        .collect();
    // An option that is never offered and a draft without a next step: tests of planning and drafts need both.
    let warning = |kind: &str| (json!("warning"), json!(kind));
    assert_eq!(kinds, [warning("over-ceiling"), warning("wording")]);
}

#[test]
fn every_playbook_that_comes_with_the_program_is_proved() {
    for name in SHIPPED {
        let findings = Shop::empty().items(&format!("playbook check {name}"));
        assert_eq!(findings, Vec::<Value>::new(), "{name}");
    }
}

#[test]
fn a_gap_names_every_cell_it_hits_and_exits_4() {
    let shop = Shop::new();
    shop.playbook(
        "corner",
        CORNER.replace(
            "fix = [\"make-it-again\"]",
            "also.follow_up = [\"owner-visits\"]",
        ),
    );
    let items = shop.run("playbook check --json").ends(4).items();
    let gap = items.iter().find(|one| one["finding"] == "gap").unwrap();
    assert_eq!(gap["level"], "error");
    assert!(cells(gap) >= 6, "{gap:#}");
    assert_eq!(gap["cells"][0]["type"], "wrong-order");
    for key in "file line column message hint entries".split(' ') {
        assert!(gap.get(key).is_some(), "{key}");
    }
}

#[test]
fn two_entries_that_disagree_are_ambiguous_with_the_lines_of_both() {
    let shop = Shop::new();
    let more = "[[recovery]]\nwhen = { severity = \"severe\" }\nceiling = 30.00\n[[recovery]]\nwhen = { complaint = \"wrong-order\" }\nceiling = 31.00\n\n[[escalate]]";
    shop.playbook("corner", CORNER.replacen("[[escalate]]", more, 1));
    let items = shop.run("playbook check --json").ends(4).items();
    let found = items
        .iter()
        .find(|one| one["finding"] == "ambiguous")
        .unwrap();
    assert!(found["entries"].as_array().unwrap().len() >= 2, "{found:#}");
}

#[test]
fn a_misspelt_name_is_an_error_with_the_place_and_the_right_one() {
    let shop = Shop::new();
    shop.playbook(
        "corner",
        CORNER.replace("fix = [\"refund-delivery\"]", "fix = [\"refund-delivry\"]"),
    );
    let items = shop.run("playbook check --json").ends(4).items();
    let line = CORNER
        .lines()
        .position(|line| line.starts_with("fix = [\"refund"))
        .unwrap()
        + 1;
    let found = items.iter().find(|one| one["line"] == line).unwrap();
    assert!(
        found["hint"].as_str().unwrap().contains("refund-delivery"),
        "{found:#}"
    );
}

#[test]
fn a_pipe_gets_a_row_for_each_finding() {
    let shop = Shop::new();
    shop.write("half.toml", CORNER.replace("refund-delivery", "x y"));
    let rows = shop.run("playbook check half.toml").ends(4).rows();
    assert!(
        rows.iter().all(|row| row.len() == 5 && row[0] == "error"),
        "{rows:?}"
    );
    assert!(
        rows[0][2].starts_with("half.toml:"),
        "as it was typed: {rows:?}"
    );
}

#[test]
fn checking_and_trying_a_path_needs_no_shop_folder() {
    let shop = Shop::empty();
    let path = shop.write("elsewhere/mine.toml", CORNER);
    let mut command = shop.command();
    command.env("AMENDS_DATA_DIR", shop.path("not/there"));
    command.args(["playbook", "check"]).arg(&path);
    super::shop::finish(command, b"").ok();
    assert!(!shop.path("not").try_exists().unwrap());
    shop.only_reads(
        "playbook try elsewhere/mine.toml --type wrong-order --tier new --severity minor",
    );
}

#[test]
fn trying_plans_an_imagined_complaint() {
    let shop = Shop::new();
    let line = "playbook try corner --type late-delivery --tier top --severity severe --told '2026-11-20 10:05'";
    let tried = shop.speaks(line, "amends.playbook-try/1").remove(0);
    assert_eq!(steps_of(&tried, "fix").len(), 2);
    assert_eq!(
        deadline(&tried, "recover")["due_at"],
        "2026-11-21T10:05:00+00:00"
    );
    assert_eq!(tried["late_steps"][0]["action"], "owner-calls-late");
}

#[test]
fn what_is_tried_is_what_a_case_gets() {
    let shop = Shop::with_ada();
    let tried = shop.item(
        "playbook try corner --type late-delivery --tier regular --severity major --channel phone",
    );
    let mut case = shop.case(1);
    // Only a case has a holder.
    for step in case["steps"].as_array_mut().unwrap() {
        if step["by"] == "holder" {
            assert_eq!(step["person"], "Rosa Marin");
            step["person"] = Value::Null;
        }
    }
    assert_eq!(tried["steps"], case["steps"]);
}

#[test]
fn trying_names_everything_missing_at_once_and_an_example_that_works() {
    let shop = Shop::new();
    let said = shop.refuses("playbook try corner", 2);
    said.says("--type: `late-delivery` or `wrong-order`")
        .says("--tier:")
        .says("--severity:");
    let text = super::shop::flat(&said.stderr());
    let (_, example) = text.split_once("for example: `").unwrap();
    shop.paste(example.trim_end_matches('`')).ok();
}

const MISTAKES: &[Mistake] = &[
    ("playbook", 2, "needs to know what", "`check`"),
    ("playbook edit", 2, "`edit`", "`check`"),
    (
        "playbook show crner",
        5,
        "there is no playbook `crner`",
        "did you mean `corner`?",
    ),
    (
        "playbook check nowhere.toml",
        5,
        "nowhere.toml",
        "check the path",
    ),
    ("playbook check .", 5, "`.`", ""),
    (
        "playbook schema nonsense",
        5,
        "there is no schema `nonsense`",
        "",
    ),
    (
        "playbook try corner --type x --tier new --severity minor",
        2,
        "`x`",
        "`late-delivery`",
    ),
    (
        "playbook try corner --type wrong-order --tier x --severity minor",
        2,
        "`x`",
        "`regular`",
    ),
    (
        "playbook try corner --type wrong-order --tier new --severity x",
        2,
        "`x`",
        "`minor`",
    ),
    ("playbook show ../corner", 5, "../corner", ""),
];

#[test]
fn mistakes_are_refused() {
    let shop = Shop::new();
    shop.refuses_each(MISTAKES);
}

#[test]
fn a_playbook_with_an_error_is_not_shown_or_tried() {
    let shop = Shop::new();
    shop.playbook(
        "corner",
        CORNER.replace("currency = \"GBP\"", "currency = \"GPB\""),
    );
    shop.refuses("playbook show", 4)
        .says("1 error")
        .says("amends playbook check corner");
    shop.refuses(
        "playbook try --type wrong-order --tier new --severity minor",
        4,
    );
}

#[test]
fn reading_writes_nothing() {
    let shop = Shop::with_ada();
    shop.write("shop.toml", format!("{SETTINGS}staff = \"Jo Lind\"\n"));
    for line in [
        "playbook list",
        "playbook show",
        "playbook check",
        "playbook show --source",
    ] {
        shop.only_reads(line);
    }
}

#[test]
fn the_schemas_are_json() {
    let shop = Shop::new();
    let schema: Value = serde_json::from_str(&shop.run("playbook schema").ok().stdout()).unwrap();
    assert!(
        schema.as_object().is_some_and(|schema| !schema.is_empty()),
        "the schema of playbooks is empty"
    );
    let due: Value =
        serde_json::from_str(&shop.run("playbook schema amends.due/1").ok().stdout()).unwrap();
    assert!(due.is_object());
}

#[test]
fn a_forgotten_bracket_is_told_once_where_it_opens() {
    let shop = Shop::new();
    let broken = CORNER.replacen(
        "fix = [\"refund-delivery\"]",
        "fix = [\"refund-delivery\"",
        1,
    );
    let line = broken
        .lines()
        .position(|line| line == "fix = [\"refund-delivery\"")
        .unwrap()
        + 1;
    shop.playbook("corner", broken);
    let found = shop.run("playbook check --json").ends(4).items();
    let [only] = found.as_slice() else {
        panic!("{found:#?}")
    };
    assert_eq!(
        (&only["line"], &only["message"]),
        (&json!(line), &json!("this list is never closed"))
    );
}
