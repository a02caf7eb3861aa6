//! `amends playbook new`: a playbook of one's own.

use serde_json::{Value, json};

use super::shop::{CORNER, Mistake, SETTINGS, Shop};
use super::terminal::{answer, at_terminal};

/// A café with words of its own for everything that is asked.
const OWN: &str = "playbook new --trade cafe --name 'Zum Löwen' --tier 'Walks in' --tier Stammgast \
     --currency eur --recover 12h --first-response 45m --role helper --role boss";

fn trades() -> Vec<String> {
    let items = Shop::empty().items("playbook list");
    let name = |item: &Value| item["name"].as_str().unwrap().to_owned();
    items.iter().map(name).collect()
}

#[track_caller]
fn passes(shop: &Shop, name: &str) {
    let found = shop.items(&format!("playbook check {name}"));
    assert_eq!(found, Vec::<Value>::new(), "{name}");
}

#[test]
fn the_trade_alone_makes_a_playbook_that_passes() {
    let trades = trades();
    assert!(trades.len() >= 3, "{trades:?}");
    for trade in trades {
        let shop = Shop::empty();
        let line = format!("playbook new mine --trade {trade}");
        let made = shop.speaks(&line, "amends.playbook-new/1").remove(0);
        let next = made["next"].as_str().unwrap();
        assert_eq!(next, "amends playbook check mine");
        let file = std::fs::read_to_string(shop.path("playbooks/mine.toml")).unwrap();
        assert!(file.contains("reviewed = 2026-11-22\n"), "{file}");
        assert!(file.contains("Change these first:"), "{file}");
        passes(&shop, "mine");
    }
}

#[test]
fn what_was_said_is_in_it_in_the_owners_words() {
    let shop = Shop::empty();
    let made = shop.item(OWN);
    assert_eq!(made["name"], "zum-lowen");
    let tiers =
        json!([{"id": "walks-in", "name": "Walks in"}, {"id": "stammgast", "name": "Stammgast"}]);
    for (key, value) in [
        ("title", json!("Zum Löwen")),
        ("starter", json!("cafe")),
        ("currency", json!("EUR")),
        ("tiers", tiers),
        ("roles", json!(["helper", "boss"])),
        ("recover", json!("12h")),
        ("first_response", json!("45m")),
        ("usual", Value::Null),
        ("make_usual", json!("amends config set playbook zum-lowen")),
    ] {
        assert_eq!(made[key], value, "{key}");
    }
    passes(&shop, "zum-lowen");
    let tried =
        shop.item("playbook try zum-lowen --type late-delivery --tier stammgast --severity severe");
    let by: Vec<&Value> = tried["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["by"])
        .collect();
    assert!(by.contains(&&json!("boss")), "{by:?}");
}

#[test]
fn a_person_is_told_what_was_written_what_to_change_first_and_what_comes_next() {
    let shop = Shop::empty().wide(200);
    let folder = shop.folder().to_str().unwrap();
    let shown = super::terminal::seen(&shop, OWN).replace(folder, "SHOP");
    insta::assert_snapshot!(shown, @r"
    Zum Löwen
    written to:        SHOP/playbooks/zum-lowen.toml
    made of:           cafe
    customers:         Walks in, Stammgast
    roles:             helper, boss
    answered within:   45m
    put right within:  12h

    Change these first: they are ours, and we have never seen your shop
    what things cost:          from line 231, 46 in all
    the most a case may cost:  from line 848, 4 in all
    what surprises people:     from line 708, 16 in all

    Then
    Prove it: amends playbook check zum-lowen
    Make it the usual one: amends config set playbook zum-lowen
    To take it back, remove the file. The same as one command:
    amends playbook new --trade cafe --name 'Zum Löwen' --tier 'Walks in' --tier Stammgast --currency eur --recover 12h --first-response 45m --role helper --role boss
    ");
}

#[test]
fn what_it_says_comes_next_can_be_pasted() {
    let shop = Shop::empty();
    let made = shop.item(OWN);
    for key in ["next", "make_usual"] {
        shop.paste(made[key].as_str().unwrap()).ok();
    }
    assert_eq!(shop.item("config get playbook")["value"], "zum-lowen");
    let other = Shop::empty();
    other.paste(made["command_line"].as_str().unwrap()).ok();
    assert_eq!(
        std::fs::read(other.path("playbooks/zum-lowen.toml")).unwrap(),
        std::fs::read(shop.path("playbooks/zum-lowen.toml")).unwrap()
    );
}

#[test]
fn a_shop_gives_it_its_name_and_keeps_its_usual_playbook() {
    let shop = Shop::new();
    let made = shop.item("playbook new --trade repair");
    assert_eq!(
        (&made["title"], &made["name"]),
        (&json!("Rosa's Bakery"), &json!("rosas-bakery"))
    );
    assert_eq!(made["usual"], "corner");
    let shown = super::terminal::seen(&shop, "playbook new other --trade repair --yes");
    assert!(shown.contains("The usual one stays `corner`"), "{shown}");
}

#[cfg(unix)]
#[test]
fn it_can_be_read_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let shop = Shop::empty();
    shop.run(OWN).ok();
    let mode = |name: &str| {
        std::fs::metadata(shop.path(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(
        (mode("playbooks"), mode("playbooks/zum-lowen.toml")),
        (0o700, 0o600)
    );
    assert_eq!(
        std::fs::read_dir(shop.path("playbooks")).unwrap().count(),
        1
    );
}

#[test]
fn nothing_that_is_there_is_replaced_and_another_name_is_ready_to_paste() {
    let shop = Shop::new();
    let said = shop.refuses("playbook new corner --trade cafe", 1);
    said.says("the name `corner` is taken:")
        .says("such as `corner-2`");
    let text = said.stderr();
    let line = text.lines().last().unwrap().trim();
    assert_eq!(line, "amends playbook new corner-2 --trade cafe");
    shop.paste(line).ok();
    assert_eq!(
        std::fs::read_to_string(shop.path("playbooks/corner.toml")).unwrap(),
        CORNER
    );
    shop.refuses("playbook new --trade cafe --name Corner", 1)
        .says("such as `corner-3`");
    shop.refuses("playbook new cafe --trade cafe", 1)
        .says("it comes with amends")
        .says("such as `my-cafe`");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_something_that_is_there() {
    let shop = Shop::new();
    let link = shop.path("playbooks/gone.toml");
    std::os::unix::fs::symlink(shop.path("nowhere"), &link).unwrap();
    shop.run("playbook new gone --trade cafe")
        .fails(1)
        .says("is taken");
    let out = "playbook new --trade cafe --out playbooks/gone.toml";
    shop.run(out).fails(1).says("exists already");
    assert!(!shop.path("nowhere").try_exists().unwrap());
}

#[test]
fn out_writes_somewhere_else_or_prints() {
    let shop = Shop::new();
    shop.write("kept.toml", "mine");
    let made = shop.item("playbook new --trade hotel --role owner --out mine");
    assert_eq!(
        (&made["name"], &made["next"]),
        (&Value::Null, &json!("amends playbook check ./mine"))
    );
    shop.paste("amends playbook check ./mine").ok();
    shop.paste(made["make_usual"].as_str().unwrap()).ok();
    shop.only_reads("playbook check");
    shop.refuses("playbook new --trade hotel --out kept.toml", 1)
        .says("it exists already");
    shop.refuses("playbook new --trade hotel --out no/where.toml", 1)
        .says("there is no folder");
    let printed = shop.only_reads("playbook new --trade hotel --role owner --out -");
    let file = std::fs::read_to_string(shop.path("mine")).unwrap();
    let called =
        |text: &str| text.replace("playbook check rosas-bakery.toml", "playbook check ./mine");
    assert_eq!(called(&printed.stdout()), file);
}

#[test]
fn only_the_trade_is_missed_and_the_example_works() {
    let shop = Shop::empty();
    let said = shop.refuses("playbook new --recover 12h", 2);
    said.says("--trade: `cafe`");
    let text = said.stderr();
    shop.paste(text.lines().last().unwrap().trim()).ok();
    let error = shop.run("playbook new --json").fails(2).error();
    assert!(
        error["message"].as_str().unwrap().contains("--trade"),
        "{error}"
    );
}

const MISTAKES: &[Mistake] = &[
    (
        "playbook new --trade caffe",
        2,
        "no playbook `caffe` comes with amends",
        "did you mean `cafe`?",
    ),
    (
        "playbook new --trade cafe --tier x --tier X",
        2,
        "--tier: `X` stands twice",
        "once",
    ),
    (
        "playbook new --trade cafe --tier ''",
        2,
        "the name of a tier is missing",
        "your own words",
    ),
    (
        "playbook new --trade cafe --currency EURO",
        2,
        "`EURO` is not a currency code",
        "`EUR`",
    ),
    (
        "playbook new --trade cafe --recover 24",
        2,
        "--recover: `24` has no unit",
        "`24h`",
    ),
    (
        "playbook new --trade cafe --first-response 25h",
        2,
        "comes after everything is put right",
        "answer sooner",
    ),
    (
        "playbook new --trade cafe --role holder",
        2,
        "`holder` is whoever holds a case",
        "`staff`",
    ),
    (
        "playbook new --trade cafe --role 老板",
        2,
        "no letter from a to z",
        "such letters",
    ),
    (
        "playbook new 'My Café' --trade cafe",
        2,
        "`My Café` cannot be the name",
        "playbook new my-cafe --trade cafe",
    ),
    (
        "playbook new ../x --trade cafe",
        2,
        "`../x` cannot be the name",
        "such as `x`",
    ),
    (
        "playbook new x --trade cafe --out y",
        2,
        "cannot stand together",
        "leave one",
    ),
    (
        "playbook new --trade cafe --name ''",
        2,
        "--name: its name is missing",
        "your own words",
    ),
    ("playbook nwe", 2, "`nwe`", "`new`"),
];

#[test]
fn mistakes_are_refused() {
    Shop::empty().refuses_each(MISTAKES);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let said = Shop::empty().refuses("playbook new --trade x --currency y --recover z", 2);
    for flag in ["--trade:", "--currency:", "--recover:"] {
        said.says(flag);
    }
}

#[test]
fn what_cannot_be_done_in_time_is_refused_with_the_steps_that_take_it() {
    let shop = Shop::empty();
    shop.refuses("playbook new --trade cafe --recover 10m", 4)
        .says("nothing was written too-late: the plan for")
        .says("0:00 to 0:15 owner offer-fresh-start, due 0:10 LATE")
        .says("12 more are as late")
        .says("take more time with `--recover`");
    shop.refuses("playbook new --trade repair --first-response 10m", 4)
        .says("owner-says-sorry, due 0:10 LATE");
}

#[test]
fn a_role_that_is_no_person_is_refused() {
    Shop::empty()
        .refuses("playbook new --trade cafe --role team --role owner", 4)
        .says("faceless: `team` is no person")
        .says("such as `manager`");
}

#[test]
fn a_person_whose_times_are_too_short_can_mend_them() {
    let shop = Shop::empty();
    let mut talk = at_terminal(
        &shop,
        "playbook new mine --trade cafe --name X --tier a --currency EUR --role owner",
    );
    answer(
        &mut talk,
        &[
            ("surprise them, within [24h]", "20m"),
            ("A person answers them within [20m]", ""),
            ("surprise them, within [20m]", "12h"),
            ("A person answers them within [1h]", ""),
            ("Who works here", ""),
        ],
    );
    let end = talk.exp_eof().unwrap();
    assert!(end.contains("amends playbook check mine"), "{end}");
    assert_eq!(shop.item("playbook show mine")["roles"], json!(["owner"]));
    passes(&shop, "mine");
}

#[test]
fn what_the_shop_lacks_is_said_and_keeps_nobody_from_writing() {
    let shop = Shop::with_settings(SETTINGS);
    shop.run("playbook new --trade cafe --recover '8 open hours'")
        .ok()
        .says("note: in this shop the check finds")
        .says("`[hours]`");
}

#[test]
fn a_person_is_asked_can_go_back_and_ends_with_a_playbook() {
    let shop = Shop::empty();
    let mut talk = at_terminal(&shop, "playbook new");
    answer(
        &mut talk,
        &[
            ("Your trade", "repair"),
            ("is called [Repair workshop]", "Rad & Tat"),
            ("Your customers", "<"),
            ("is called", ""),
            ("Your customers", "New, Stammkunde"),
            ("currency [GBP]", "CHF"),
            ("put it right", "?"),
            ("put it right", ""),
            ("A person answers", ""),
            ("Who works here", "boss"),
        ],
    );
    let end = talk.exp_eof().unwrap();
    assert!(end.contains("amends playbook check rad-tat"), "{end}");
    passes(&shop, "rad-tat");
    let shown = shop.item("playbook show rad-tat");
    assert_eq!(
        (&shown["currency"], &shown["roles"]),
        (&json!("CHF"), &json!(["boss"]))
    );
}

#[test]
fn whoever_stops_has_written_nothing_and_can_go_on() {
    let shop = Shop::empty();
    let mut talk = at_terminal(&shop, "playbook new --recover 12h");
    answer(
        &mut talk,
        &[
            ("Your trade", "cafe"),
            ("is called", "Rosa"),
            ("Your customers", "."),
        ],
    );
    let end = talk.exp_eof().unwrap();
    let line = "amends playbook new --trade cafe --name Rosa --recover 12h";
    assert!(end.contains(line), "{end}");
    assert!(shop.everything().is_empty());
    shop.paste(line).ok();
}

#[test]
fn times_are_proved_by_the_hours_of_the_shop() {
    let hours =
        "timezone = \"Europe/London\"\n[hours]\nmon = [\"09:00-17:00\"]\ntue = [\"09:00-17:00\"]\n";
    let shop = Shop::with_settings(hours);
    let line = "playbook new --trade cafe --recover '1 open day' --first-response '2 open hours'";
    shop.refuses(line, 4).says("nothing was written");
}
