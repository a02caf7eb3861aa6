//! `amends playbook drill`: rehearse before it happens.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::shop::{ADA, BEN, CORNER, Mistake, SETTINGS, Shop, flat};
use super::terminal::seen;

fn cell(drill: &Value) -> String {
    let word = |key: &str| drill[key].as_str().unwrap();
    format!("{},{},{}", word("type"), word("tier"), word("severity"))
}

fn counts(shop: &Shop) -> (usize, usize) {
    let unused = shop.item("playbook drill --unused");
    let count = |key: &str| unused[key].as_array().unwrap().len();
    (count("never_used"), count("never_rehearsed"))
}

#[test]
fn a_drill_tells_what_to_play_and_the_plan_to_arrive_at() {
    let shop = Shop::new();
    let line = "playbook drill --cell late-delivery,top,severe --seed 4";
    let drill = shop.speaks(line, "amends.playbook-drill/1").remove(0);
    assert_eq!(drill["breaks"], "It arrives when we said");
    assert_eq!(
        drill["ask"],
        json!([{"id": "occasion", "name": "What was it for?"}])
    );
    assert_eq!(drill["harm"].as_array().unwrap().len(), 3);
    assert_eq!(drill["seed"], 4);
    assert_eq!(
        (&drill["used"], &drill["rehearsed"]),
        (&json!(false), &json!([]))
    );
    let channel = drill["channel"]["id"].as_str().unwrap();
    let tried = shop.item(&format!(
        "playbook try --type late-delivery --tier top --severity severe --channel {channel}"
    ));
    assert_eq!(drill["plan"], tried);
    let questions = drill["ask_yourself"].to_string();
    assert!(questions.contains("which they would like"), "{questions}");
}

#[test]
fn the_answers_are_those_that_make_the_severity() {
    let shop = Shop::with_ada();
    for seed in 0..12 {
        for severity in ["minor", "major", "severe"] {
            let drill = shop.item(&format!(
                "playbook drill --cell wrong-order,new,{severity} --seed {seed}"
            ));
            let harms = drill["harm"].as_array().unwrap().iter();
            let yes = harms.filter(|harm| harm["answer"] == true);
            let flags: String = yes
                .map(|harm| format!(" --harm {}", harm["id"].as_str().unwrap()))
                .collect();
            let flags = if flags.is_empty() {
                " --harm none".to_owned()
            } else {
                flags
            };
            let line = format!(
                "new --customer 'S{seed}{severity}' --type wrong-order --tier new{flags} --words x"
            );
            assert_eq!(shop.item(&line)["severity"], severity, "{flags}");
        }
    }
}

#[test]
fn the_same_seed_draws_the_same_and_others_draw_others() {
    let shop = Shop::new();
    let draw = |seed: u32| shop.item(&format!("playbook drill --seed {seed}"));
    assert_eq!(draw(11), draw(11));
    let cells: BTreeSet<String> = (0..40).map(|seed| cell(&draw(seed))).collect();
    assert!(cells.len() > 8, "{cells:?}");
    let without = shop.item("playbook drill");
    let again = without["again"]
        .as_str()
        .unwrap()
        .strip_prefix("amends ")
        .unwrap()
        .to_owned();
    assert_eq!(shop.item(&again), without);
}

#[test]
fn what_no_case_used_and_nobody_rehearsed_comes_first() {
    let shop = Shop::new();
    let whole = shop.item("playbook drill --unused");
    let cells: Vec<String> = whole["never_used"]
        .as_array()
        .unwrap()
        .iter()
        .map(cell)
        .collect();
    assert_eq!(cells.len(), 18);
    // All but one are rehearsed; of the last one there has been a case.
    let last = "late-delivery,regular,major";
    for one in cells.iter().filter(|one| *one != last) {
        shop.run(&format!("playbook drill --done --cell {one}"))
            .ok();
    }
    shop.run(ADA).ok();
    for seed in 0..6 {
        assert_eq!(
            cell(&shop.item(&format!("playbook drill --seed {seed}"))),
            last
        );
    }
    shop.run("undo").ok();
    shop.run("undo").ok();
    let fresh: BTreeSet<String> = (0..20)
        .map(|seed| cell(&shop.item(&format!("playbook drill --seed {seed}"))))
        .collect();
    assert_eq!(
        fresh,
        BTreeSet::from([last.to_owned(), "wrong-order,top,severe".to_owned()])
    );
}

#[test]
fn what_was_met_is_counted_by_cases_and_by_drills() {
    let shop = Shop::new();
    assert_eq!(counts(&shop), (18, 18));
    shop.run(ADA).ok();
    shop.run(BEN).ok();
    assert_eq!(counts(&shop), (16, 18));
    shop.run("playbook drill --done --cell wrong-order,top,severe")
        .ok();
    shop.run("playbook drill --done --cell wrong-order,top,severe")
        .ok();
    assert_eq!(counts(&shop), (16, 17));
    insta::assert_snapshot!(seen(&shop, "playbook drill --unused"), @"
    16 of 18 cells never used; 17 never rehearsed

    Never used by a case
    TYPE           NEW            REGULAR        TOP
    late-delivery  all            minor, severe  all
    wrong-order    major, severe  all            all

    Never rehearsed
    TYPE           NEW  REGULAR  TOP
    late-delivery  all  all      all
    wrong-order    all  all      minor, major
    ");
    let rows = shop.run("playbook drill --list").ok().rows();
    assert_eq!(rows.len(), 16 + 17);
    assert_eq!(rows[0], ["never-used", "late-delivery", "new", "minor"]);
    // Another playbook has been met by nobody.
    let other = shop.item("playbook drill cafe --unused");
    assert_eq!(other["never_used"].as_array().unwrap().len(), 135);
    assert_eq!(other["never_rehearsed"].as_array().unwrap().len(), 135);
}

#[test]
fn what_the_playbook_no_longer_has_is_left_aside() {
    let shop = Shop::with_ada();
    shop.run("playbook drill --done --cell late-delivery,top,severe")
        .ok();
    shop.playbook("corner", CORNER.replace("late-delivery", "slow-delivery"));
    assert_eq!(counts(&shop), (18, 18));
}

#[test]
fn the_command_it_prints_writes_it_down() {
    let shop = Shop::new();
    shop.write("a b.toml", CORNER);
    for file in ["", "corner", "'a b.toml'"] {
        let before =
            shop.item(&format!("playbook drill {file} --unused"))["never_rehearsed"].clone();
        let drill = shop.item(&format!("playbook drill {file}"));
        shop.paste(drill["done"].as_str().unwrap()).ok();
        let after =
            shop.item(&format!("playbook drill {file} --unused"))["never_rehearsed"].clone();
        assert_eq!(
            after.as_array().unwrap().len() + 1,
            before.as_array().unwrap().len(),
            "{file}"
        );
    }
}

#[test]
fn writing_it_down_says_what_is_left_and_how_to_take_it_back() {
    let shop = Shop::new();
    let line = "playbook drill --done --cell wrong-order,new,minor --note 'Who has the key?'";
    let done = shop.speaks(line, "amends.playbook-rehearsed/1").remove(0);
    assert_eq!(cell(&done), "wrong-order,new,minor");
    assert_eq!(done["note"], "Who has the key?");
    let left = ["cells", "never_used", "never_rehearsed"].map(|key| done[key].as_u64().unwrap());
    assert_eq!(left, [18, 18, 17]);
    assert_eq!(done["undo"], "amends undo");
    shop.at("2026-11-22 11:00");
    let drill = shop.item("playbook drill --cell wrong-order,new,minor");
    assert_eq!(
        drill["rehearsed"],
        json!([{"at": "2026-11-22T10:05:00+00:00", "note": "Who has the key?"}])
    );
    let shown = flat(&seen(&shop, "playbook drill --cell wrong-order,new,minor"));
    assert!(
        shown.contains("There has been no such case. Rehearsed before: 10:05 Who has the key?"),
        "{shown}"
    );
    let shown = seen(&shop, "playbook drill --done --cell wrong-order,new,major");
    insta::assert_snapshot!(shown, @"
    Rehearsed: wrong-order, new, major.

    left:             18 of 18 cells never used, 16 never rehearsed
    the next one:     amends playbook drill
    to take it back:  amends undo
    ");
}

#[test]
fn history_tells_it_undo_takes_it_back_and_the_data_file_is_whole() {
    let shop = Shop::with_ada();
    shop.run("playbook drill --done --cell wrong-order,top,severe --note 'calm'")
        .ok();
    let last = shop.items("history").remove(0);
    assert_eq!(
        (&last["command"], &last["cases"]),
        (&json!("drill"), &json!([]))
    );
    assert_eq!(
        last["what"],
        json!(["rehearsed wrong-order, top, severe of corner"])
    );
    shop.run("data check").ok();
    let undone = shop.item("undo");
    assert_eq!(undone["command"], "drill");
    assert_eq!(counts(&shop).1, 18);
    assert_eq!(shop.items("history")[1]["undone"], true);
    shop.run("data check").ok();
    shop.run("redo").ok();
    assert_eq!(counts(&shop).1, 17);
    shop.run("data check").ok();
    // The case is as it was.
    assert_eq!(shop.items("history 1").len(), 1);
    shop.run("done 1").ok();
}

#[test]
fn looking_writes_nothing_also_where_there_is_no_shop() {
    for shop in [Shop::empty(), Shop::with_ada()] {
        shop.only_reads("playbook drill cafe");
        shop.only_reads("playbook drill cafe --seed 3 --json");
        shop.only_reads("playbook drill cafe --unused");
        shop.only_reads("playbook drill cafe --cell billing,best,severe");
    }
    let shop = Shop::empty();
    shop.write("mine.toml", CORNER);
    let unused = shop.item("playbook drill mine.toml --unused");
    assert_eq!(unused["never_used"].as_array().unwrap().len(), 18);
}

#[test]
fn the_first_drill_makes_the_shop_as_the_first_complaint_would() {
    let shop = Shop::empty();
    shop.run("playbook drill cafe --done --cell billing,best,severe")
        .ok();
    assert!(
        shop.path("amends.db").try_exists().unwrap()
            && shop.path("shop.toml").try_exists().unwrap()
    );
    assert_eq!(
        shop.item("playbook drill cafe --unused")["never_rehearsed"]
            .as_array()
            .unwrap()
            .len(),
        134
    );
    assert_eq!(shop.items("list --all").len(), 0);
}

const MISTAKES: &[Mistake] = &[
    (
        "playbook drill --done",
        2,
        "`--done` does not say what was rehearsed",
        "`amends playbook drill --done --cell late-delivery,new,minor`",
    ),
    (
        "playbook drill corner --done",
        2,
        "`--done` does not say what was rehearsed",
        "`amends playbook drill corner --done --cell late-delivery,new,minor`",
    ),
    (
        "playbook drill --note x",
        2,
        "also needs --done",
        "amends help playbook drill",
    ),
    (
        "playbook drill --seed x",
        2,
        "`x` is not a value for --seed",
        "a whole number",
    ),
    ("playbook drill --seed -1", 2, "-1", ""),
    (
        "playbook drill --unused --done",
        2,
        "cannot stand together",
        "leave one of them out",
    ),
    (
        "playbook drill --unused --cell a,b,c",
        2,
        "cannot stand together",
        "leave one of them out",
    ),
    (
        "playbook drill --done --seed 1 --cell a,b,c",
        2,
        "cannot stand together",
        "",
    ),
    (
        "playbook drill --done --cell late-delivry,top,severe",
        2,
        "no complaint type `late-delivry`",
        "did you mean `late-delivery`?",
    ),
    (
        "playbook drill --cell late-delivery",
        2,
        "is not TYPE,TIER,SEVERITY",
        "write `--cell late-delivery,new,severe`",
    ),
    (
        "playbook drill crner",
        5,
        "there is no playbook `crner`",
        "did you mean `corner`?",
    ),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = Shop::new();
    shop.refuses_each(MISTAKES);
    shop.playbook("corner", CORNER.replace("fix = [\"make-it-again\"]", ""));
    shop.refuses("playbook drill", 4)
        .says("amends playbook check corner");
    shop.refuses("playbook drill --done --cell wrong-order,new,minor", 4);
}

#[test]
fn a_pipe_gets_the_scene_and_the_steps_with_their_kind_first() {
    let rows = Shop::new()
        .run("playbook drill --cell late-delivery,new,minor --seed 1")
        .ok()
        .rows();
    let of = |kind: &str| rows.iter().filter(|row| row[0] == kind).count();
    assert_eq!(rows[0], ["cell", "late-delivery", "new", "minor"]);
    assert_eq!(
        (of("ask"), of("harm"), of("channel"), of("seed")),
        (1, 3, 1, 1)
    );
    assert_eq!((of("step"), of("late")), (4, 1));
    let done = rows.last().unwrap();
    assert_eq!(
        *done,
        [
            "done",
            "amends playbook drill --done --cell late-delivery,new,minor"
        ]
    );
}

#[test]
fn lengths_of_open_time_need_hours_as_everywhere() {
    let shop = Shop::new();
    let open = CORNER.replace("recover        = \"24h\"", "recover = \"8 open hours\"");
    shop.playbook("corner", open);
    shop.refuses("playbook drill", 2).says("`[hours]`");
    shop.write(
        "shop.toml",
        format!("{SETTINGS}[hours]\nmon = [\"09:00-17:00\"]\n"),
    );
    shop.run("playbook drill").ok();
}

#[test]
fn a_person_plays_first_and_reads_the_plan_below_a_heading() {
    let shop = Shop::with_ada();
    let shown = seen(
        &shop,
        "playbook drill --cell late-delivery,regular,major --seed 2",
    );
    insta::assert_snapshot!("drill", shown);
    let (scene, plan) = shown.split_once("Stop reading here").unwrap();
    assert!(
        !scene.contains("major") && plan.contains("major"),
        "{shown}"
    );
}

#[test]
fn it_fits_every_terminal() {
    for columns in [40, 80, 200] {
        for line in [
            "playbook drill cafe --cell billing,best,severe --seed 1",
            "playbook drill hotel --unused",
        ] {
            let text = seen(&Shop::empty().wide(columns), line);
            let shown = text.lines().filter(|line| !line.starts_with("amends "));
            let widest = shown.map(|line| line.chars().count()).max();
            assert!(
                widest.is_some_and(|widest| widest <= usize::from(columns)),
                "{text}"
            );
        }
    }
}
