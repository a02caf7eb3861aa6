//! `amends playbook show --cell`: what one customer gets.

use serde_json::{Value, json};

use super::shop::{CORNER, Mistake, Shop};
use super::terminal::seen;

/// The number of the first line that begins like this.
fn line(begin: &str) -> usize {
    let at = CORNER.lines().position(|line| line.starts_with(begin));
    at.unwrap() + 1
}

fn ids(step: &Value) -> Vec<&str> {
    let actions = step["actions"].as_array().unwrap().iter();
    actions
        .map(|action| action["id"].as_str().unwrap())
        .collect()
}

#[test]
fn it_tells_everything_about_each_action() {
    let cell = "playbook show --cell late-delivery,top,severe";
    let shown = Shop::new().speaks(cell, "amends.playbook-cell/1").remove(0);
    assert_eq!(shown["breaks"], "It arrives when we said");
    assert_eq!(shown["tier_name"], "top");
    let call = &shown["parts"]["acknowledge"][0];
    assert_eq!(call["pick"], Value::Null);
    assert_eq!(
        call["actions"],
        json!([{
            "id": "call-and-apologise",
            "text": "Call, say sorry by name, listen",
            "by": "owner",
            "cost": null,
            "within": null,
            "takes": "10m",
            "choices": [],
            "covers": [], "replaces": null, "only": null,
            "line": line("[action.call-and-apologise]"),
        }])
    );
    let pick = &shown["parts"]["dazzle"][0];
    assert_eq!(pick["pick"], 1);
    assert_eq!(
        ids(pick),
        ["handwritten-note", "free-cake", "dinner-for-two"]
    );
    assert_eq!(
        pick["actions"][1]["choices"],
        json!(["tonight", "tomorrow morning"])
    );
    assert_eq!(
        pick["actions"][1]["cost"],
        json!({"minor": 600, "currency": "GBP"})
    );
}

#[test]
fn what_it_names_is_what_the_matrix_names() {
    let shop = Shop::new();
    for cell in shop
        .run("playbook check --matrix --json")
        .into_answer()
        .items()
    {
        let [complaint, tier, severity] =
            ["type", "tier", "severity"].map(|key| cell[key].as_str().unwrap());
        let shown = shop.item(&format!(
            "playbook show --cell {complaint},{tier},{severity}"
        ));
        assert_eq!(shown["ceiling"], cell["ceiling"]);
        assert_eq!(shown["clocks"], cell["clocks"]);
        for part in ["acknowledge", "fix", "dazzle", "late", "follow_up"] {
            let (steps, items) = (&shown["parts"][part], &cell["parts"][part]);
            let steps = steps.as_array().unwrap().iter();
            let steps: Vec<Value> = steps
                .map(|step| json!({"actions": ids(step), "pick": step["pick"], "lines": step["lines"]}))
                .collect();
            assert_eq!(json!(steps), *items, "{complaint},{tier},{severity} {part}");
        }
    }
}

#[test]
fn it_costs_at_least_what_is_sure_and_the_cheapest_of_each_pick() {
    let shop = Shop::new();
    let cost =
        |shop: &Shop| shop.item("playbook show --cell wrong-order,new,minor")["least_cost"].clone();
    // Made again 4.50, a handwritten note 1.00; the late part and the follow-up cost nothing.
    assert_eq!(cost(&shop), json!({"minor": 550, "currency": "GBP"}));
    let two = CORNER.replacen(
        "one_of = [\"handwritten",
        "pick = 2, from = [\"handwritten",
        1,
    );
    shop.playbook(
        "corner",
        two.replace("ceiling     = 11.00", "ceiling = 30.00"),
    );
    assert_eq!(cost(&shop), json!({"minor": 1_150, "currency": "GBP"}));
    // What is done anyway is not paid for twice, and cannot fill a slot.
    let twice = CORNER.replacen(
        "one_of = [\"handwritten-note\"",
        "one_of = [\"make-it-again\"",
        1,
    );
    shop.playbook("corner", twice);
    assert_eq!(cost(&shop), json!({"minor": 1_050, "currency": "GBP"}));
}

#[test]
fn the_rungs_that_apply_say_what_sets_them_off_and_what_they_add() {
    let shop = Shop::new();
    let text = CORNER.replacen(
        "[[escalate]]\non = \"reopened\"",
        "[[escalate]]\nwhen = { tier = \"top\" }\non = \"75%\"\ndo = [\"owner-visits\"]\n[[escalate]]\non = \"reopened\"",
        1,
    );
    shop.playbook("corner", text);
    let rungs = |cell: &str| {
        let shown = shop.item(&format!("playbook show --cell {cell}"));
        shown["rungs"].as_array().unwrap().clone()
    };
    let on = |rungs: &[Value]| {
        rungs
            .iter()
            .map(|rung| rung["on"].clone())
            .collect::<Vec<_>>()
    };
    let of_new = rungs("wrong-order,new,minor");
    assert_eq!(on(&of_new), ["contact 3", "reopened", "second-failure"]);
    let first = (&of_new[0]["to"], &of_new[0]["raise"], &of_new[0]["line"]);
    assert_eq!(
        first,
        (&json!("owner"), &json!(true), &json!(line("[[escalate]]")))
    );
    assert_eq!(ids(&of_new[0]), ["owner-visits"]);
    let of_top = rungs("wrong-order,top,minor");
    assert_eq!(
        on(&of_top),
        ["contact 3", "75%", "reopened", "second-failure"]
    );
}

#[test]
fn channels_where_nobody_is_live_are_named_with_their_turnaround() {
    let shown = Shop::new().item("playbook show --cell wrong-order,new,minor");
    let voicemail = json!([{"channel": "voicemail", "span": "2h", "line": line("turnaround")}]);
    assert_eq!(shown["turnarounds"], voicemail);
}

#[test]
fn a_person_reads_it_part_by_part() {
    let shop = Shop::new().wide(100);
    shop.write("mine.toml", CORNER);
    let shown = seen(
        &shop,
        "playbook show mine.toml --cell wrong-order,top,severe",
    );
    insta::assert_snapshot!("cell", shown);
}

#[test]
fn the_command_at_its_end_works() {
    let shop = Shop::new().wide(200);
    shop.write("a b.toml", CORNER);
    for file in ["", "corner", "'a b.toml'"] {
        let shown = seen(
            &shop,
            &format!("playbook show {file} --cell wrong-order,top,severe"),
        );
        let command = shown.lines().last().unwrap();
        assert!(command.starts_with("amends playbook try"), "{shown}");
        shop.paste(command).ok();
    }
}

#[test]
fn a_pipe_gets_a_row_for_each_thing() {
    let rows = Shop::new()
        .run("playbook show --cell late-delivery,new,severe")
        .ok()
        .rows();
    let of = |kind: &str| rows.iter().filter(|row| row[0] == kind).collect::<Vec<_>>();
    let fresh = of("action")
        .into_iter()
        .find(|row| row[4] == "offer-fresh-start");
    let expected = [
        "action",
        "fix",
        "2",
        "",
        "offer-fresh-start",
        "owner",
        "",
        "",
        "",
        "110",
    ];
    assert_eq!(fresh.unwrap()[..10], expected);
    let cake = of("action").into_iter().find(|row| row[4] == "free-cake");
    assert_eq!(
        cake.unwrap()[1..9],
        ["dazzle", "1", "1", "free-cake", "staff", "6.00", "", "40m"]
    );
    assert_eq!(*of("ceiling")[0], ["ceiling", "11.00", "GBP", "98"]);
    assert_eq!(*of("least-cost")[0], ["least-cost", "5.50", "GBP", ""]);
    assert_eq!(*of("clock")[1], ["clock", "recover", "24h", "11"]);
    assert_eq!(
        *of("rung")[1],
        ["rung", "reopened", "owner-takes-over", "122"]
    );
}

const MISTAKES: &[Mistake] = &[
    (
        "playbook show --cell late-delivry,top,severe",
        2,
        "--cell: the playbook has no complaint type `late-delivry`",
        "did you mean `late-delivery`?",
    ),
    (
        "playbook show --cell late-delivery,best,severe",
        2,
        "--cell: the playbook has no tier `best`",
        "use `new`, `regular` or `top`",
    ),
    (
        "playbook show --cell late-delivry,tpo,sever",
        2,
        "no complaint type `late-delivry`, no tier `tpo`, no severity `sever`",
        "complaint type: did you mean `late-delivery`?; tier: did you mean `top`?; severity: did you mean `severe`?",
    ),
    (
        "playbook show --cell wrong-order",
        2,
        "--cell: `wrong-order` is not TYPE,TIER,SEVERITY",
        "write `--cell wrong-order,new,severe`",
    ),
    (
        "playbook show --cell severe,top,wrong-order",
        2,
        "--cell: `severe,top,wrong-order` is not TYPE,TIER,SEVERITY",
        "write `--cell wrong-order,top,severe`",
    ),
    (
        "playbook show --cell minor,,",
        2,
        "is not TYPE,TIER,SEVERITY",
        "write `--cell late-delivery,new,minor`",
    ),
    (
        "playbook show --cell ''",
        2,
        "`` is not TYPE,TIER,SEVERITY",
        "write `--cell",
    ),
    (
        "playbook show --cell wrong-order,top,severe --source",
        2,
        "cannot stand together",
        "leave one of them out",
    ),
    (
        "playbook show crner --cell a,b,c",
        5,
        "there is no playbook `crner`",
        "did you mean `corner`?",
    ),
];

#[test]
fn mistakes_are_refused_with_the_right_form() {
    Shop::new().refuses_each(MISTAKES);
}

#[test]
fn blanks_between_the_words_do_no_harm() {
    let shop = Shop::new();
    let spaced = shop.item("playbook show --cell 'wrong-order, top, severe'");
    assert_eq!(
        spaced,
        shop.item("playbook show --cell wrong-order,top,severe")
    );
}

#[test]
fn it_needs_no_shop_writes_nothing_and_fits_every_terminal() {
    let shop = Shop::empty().wide(200);
    shop.only_reads("playbook show cafe --cell billing,best,severe");
    for columns in [40, 80, 200] {
        let shop = Shop::empty().wide(columns);
        let text = seen(&shop, "playbook show cafe --cell billing,best,severe");
        let shown = text.lines().filter(|line| !line.starts_with("amends "));
        let widest = shown.map(|line| line.chars().count()).max();
        assert!(
            widest.is_some_and(|widest| widest <= usize::from(columns)),
            "{text}"
        );
    }
}
