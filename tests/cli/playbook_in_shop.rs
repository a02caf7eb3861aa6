//! `amends playbook check` in a shop: what its opening times and its people make of a playbook.

use serde_json::{Value, json};

use super::shop::{Answer, Shop, flat};

/// A small playbook in which there is nothing to find: one kind of complaint, one tier, one entry.
const SMALL: &str = "\
format = 1
name = \"Small\"
currency = \"GBP\"
roles = [\"staff\", \"owner\"]
[clock]
recover = \"24h\"
[[tier]]
id = \"new\"
[[complaint]]
id = \"late\"
[action.sorry]
do = \"Say sorry\"
by = \"owner\"
[action.refund]
do = \"Refund it\"
by = \"staff\"
deed = true
choices = [\"today\", \"another day\"]
[action.cake]
do = \"Bring them a cake\"
by = \"staff\"
[action.card]
do = \"Write them a card\"
by = \"owner\"
[[channel]]
id = \"phone\"
live = true
[[recovery]]
acknowledge = [\"sorry\"]
fix = [\"refund\"]
dazzle = { one_of = [\"cake\", \"card\"] }
late = [\"call\"]
follow_up = [\"ask\"]
ceiling = 20.00
[action.call]
do = \"Call them\"
by = \"owner\"
[action.ask]
do = \"Ask whether it is right now\"
by = \"owner\"
";

/// Open every day but Sunday, with nobody named.
const OFFICE: &str = "\
timezone = \"Europe/London\"
playbook = \"small\"
[hours]
mon = [\"09:00-17:00\"]
tue = [\"09:00-17:00\"]
wed = [\"09:00-17:00\"]
thu = [\"09:00-17:00\"]
fri = [\"09:00-17:00\"]
sat = [\"09:00-17:00\"]
";

fn shop(playbook: &str, settings: &str) -> Shop {
    let shop = Shop::with_settings(settings);
    shop.playbook("small", playbook);
    shop
}

fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn people(lines: &str) -> String {
    edited(OFFICE, "[hours]", &format!("[people]\n{lines}\n[hours]"))
}

/// Each finding as place, kind, message and hint.
fn found(answer: &Answer) -> Vec<String> {
    let told = |row: &Vec<String>| {
        let place = row[2].rsplit('/').next().unwrap_or_default();
        format!("{} {place} {} | {}", row[1], row[3], row[4])
    };
    answer.rows().iter().map(told).collect()
}

/// A check in a shop that may have named too few people.
fn checked(playbook: &str, settings: &str) -> Answer {
    let shop = shop(playbook, settings);
    let faceless = settings.contains("[people]") && !settings.contains("staff =")
        || settings.contains("[people]") && !settings.contains("owner =");
    shop.run("playbook check")
        .ends(if faceless { 4 } else { 0 })
}

fn found_closed(answer: &Answer) -> usize {
    let found = found(answer);
    found
        .iter()
        .filter(|line| line.starts_with("closed "))
        .count()
}

#[test]
fn a_recovery_that_runs_out_while_shut_with_nobody_named_is_a_warning() {
    let shop = shop(SMALL, OFFICE);
    let answer = shop.only_reads("playbook check");
    assert_eq!(
        found(&answer),
        [
            "closed small.toml:6:11 `recover` (24 hours) runs out while you are shut and nobody named is there, \
             for a complaint told from Sat 17:00 to Sun 10:00, 17 of 168 hours of the week | \
             name somebody behind `owner` under `[people]` in shop.toml, or give `recover` longer"
        ]
    );
    assert_eq!(
        flat(&answer.stderr()),
        "note: the people behind the roles were not checked: shop.toml has no `[people]`"
    );
}

#[test]
fn a_program_gets_the_witness_and_every_cell() {
    let shop = shop(SMALL, OFFICE);
    let items = shop.speaks("playbook check", "amends.playbook-check/1");
    let [closed] = items.as_slice() else {
        panic!("{items:?}")
    };
    assert_eq!(
        (&closed["finding"], &closed["level"]),
        (&json!("closed"), &json!("warning"))
    );
    let cell = |severity| json!({"type": "late", "tier": "new", "severity": severity});
    assert_eq!(
        closed["cells"],
        json!([cell("minor"), cell("major"), cell("severe")])
    );
    assert_eq!(closed["entries"], json!([]));
    let listed = shop.items("playbook list");
    let small = listed.iter().find(|one| one["name"] == "small").unwrap();
    assert_eq!(
        (&small["warnings"], &small["state"]),
        (&json!(1), &json!("ok"))
    );
}

#[test]
fn a_longer_clock_or_somebody_named_is_enough() {
    let longer = |span| edited(SMALL, "recover = \"24h\"", &format!("recover = \"{span}\""));
    let enough = [
        (longer("41h"), OFFICE.to_owned()),
        (longer("1 open hour"), OFFICE.to_owned()),
        (SMALL.to_owned(), people("owner = \"Rosa Marin\"")),
        (SMALL.to_owned(), people("staff = \"Jo Lind\"")),
        (
            SMALL.to_owned(),
            people("staff = { name = \"Jo Lind\", until = \"18:00\" }\nowner = \"Rosa Marin\""),
        ),
        (
            edited(SMALL, "by = \"staff\"", "by = \"holder\""),
            people("owner = \"Rosa Marin\""),
        ),
    ];
    for (playbook, settings) in enough {
        let answer = checked(&playbook, &settings);
        assert_eq!(found_closed(&answer), 0, "{settings}{answer}");
    }
    let nearly = [
        (longer("40h"), OFFICE.to_owned()),
        (SMALL.to_owned(), people("driver = \"Sam Osei\"")),
        (
            SMALL.to_owned(),
            people("owner = { name = \"Rosa Marin\", until = \"20:00\" }"),
        ),
    ];
    for (playbook, settings) in nearly {
        let answer = checked(&playbook, &settings);
        assert_eq!(found_closed(&answer), 1, "{settings}{answer}");
    }
}

#[test]
fn clocks_that_stand_apart_are_causes_of_their_own() {
    let playbook = edited(SMALL, "[clock]\nrecover = \"24h\"\n", "");
    let severe = "[[recovery]]\nwhen = { severity = \"severe\" }\nclock.recover = \"12h\"\n";
    let shop = shop(
        &format!("{playbook}{severe}"),
        &people(
            "owner = { name = \"Rosa Marin\", until = \"19:00\" }\nstaff = { name = \"Jo\", until = \"18:00\" }",
        ),
    );
    assert_eq!(
        found(&shop.run("playbook check").ok()),
        [
            "closed small.toml:26:1 `recover` (24 hours) runs out while you are shut and nobody named is there, \
             for a complaint told from Sat 19:00 to Sun 10:00, 15 of 168 hours of the week | \
             give `recover` longer; `8 open hours`, say, runs only while you are open",
            "closed small.toml:41:17 `recover` (12 hours) runs out while you are shut and nobody named is there, \
             for a complaint told from Sat 19:00 to Sun 22:00 and Mon to Fri from 19:00 to 22:00, \
             42 of 168 hours of the week | \
             give `recover` longer; `8 open hours`, say, runs only while you are open",
        ]
    );
    let items = shop.items("playbook check");
    assert_eq!(items[0]["cells"].as_array().map(Vec::len), Some(2));
    assert_eq!(items[1]["entries"], json!([39]));
}

#[test]
fn what_needs_the_shop_is_skipped_without_it_and_one_line_says_so() {
    let shop = shop(
        SMALL,
        "timezone = \"Europe/London\"\nplaybook = \"small\"\n",
    );
    let answer = shop.run("playbook check").ok();
    assert_eq!(answer.stdout(), "");
    assert_eq!(
        flat(&answer.stderr()),
        "note: `closed` and the people behind the roles were not checked: \
         shop.toml has neither `[hours]` nor `[people]`"
    );
    assert_eq!(shop.run("playbook check --quiet").ok().stderr(), "");
    let nowhere = Shop::empty();
    let path = nowhere.write(
        "small.toml",
        edited(SMALL, "recover = \"24h\"", "recover = \"8 open hours\""),
    );
    let answer = nowhere.run(&format!("playbook check {}", path.display()));
    let answer = answer.ok();
    assert_eq!(answer.stdout(), "");
    answer.says("`closed`, open time against other times and the people behind the roles were not checked: there is no shop.toml");
}

fn state(shop: &Shop) -> Value {
    shop.items("playbook list")[0]["state"].clone()
}

#[test]
fn every_open_length_is_an_error_in_a_shop_without_hours() {
    let playbook = edited(
        SMALL,
        "recover = \"24h\"",
        "recover = \"8 open hours\"\nfollow_up = \"2 open days\"",
    );
    let playbook = edited(
        &playbook,
        "by = \"staff\"\n",
        "by = \"staff\"\nwithin = \"90 open minutes\"\n",
    );
    let mail =
        "[[channel]]\nid = \"mail\"\nlive = false\nturnaround = \"4 open hours\"\n[[recovery]]";
    let playbook = edited(&playbook, "[[recovery]]", mail);
    let gap = edited(&playbook, "late = [\"call\"]\n", "");
    let shop = shop(&gap, "timezone = \"Europe/London\"\nplaybook = \"small\"\n");
    let answer = shop.run("playbook check").ends(4);
    let counts = |span: &str, place: &str| {
        format!(
            "unknown small.toml:{place} `{span}` counts the time you are open, and shop.toml has no `[hours]` | \
             write your opening times below `[hours]` in shop.toml, or a length without `open`"
        )
    };
    assert_eq!(
        found(&answer)[..4],
        [
            counts("8 open hours", "6:11"),
            counts("2 open days", "7:13"),
            counts("90 open minutes", "18:10"),
            counts("4 open hours", "33:14"),
        ]
    );
    assert!(found(&answer)[4].starts_with("gap "));
    assert_eq!(state(&shop), "refused");
    shop.playbook("small", playbook);
    assert_eq!(state(&shop), "refused");
    shop.write(
        "shop.toml",
        people("staff = \"Jo Lind\"\nowner = \"Rosa Marin\""),
    );
    assert_eq!(state(&shop), "ok");
}

#[test]
fn a_role_with_something_to_do_and_nobody_behind_it_is_an_error() {
    let settings = people("driver = \"Sam Osei\"");
    let answer = shop(SMALL, &settings).run("playbook check").ends(4);
    let faceless = |role: &str, place: &str| {
        format!(
            "faceless small.toml:{place} nobody stands behind `{role}`, and it has something to do | \
             name somebody behind `{role}` under `[people]` in shop.toml"
        )
    };
    let told = found(&answer);
    assert_eq!(
        told[..2],
        [faceless("owner", "11:9"), faceless("staff", "14:9")]
    );
    let settings = people("owner = \"Rosa Marin\"\nstaff = \"The kitchen team\"");
    let answer = shop(SMALL, &settings).run("playbook check").ends(4);
    assert_eq!(
        found(&answer),
        [
            "faceless small.toml:14:9 `The kitchen team` stands behind `staff`, and a `team` is no person | \
             name one person behind `staff` under `[people]` in shop.toml"
        ]
    );
    let settings = people("owner = \"Rosa Marin\"\nstaff = \"Rosa Marin\"");
    let answer = shop(SMALL, &settings).run("playbook check").ok();
    assert_eq!(
        (answer.stdout(), answer.stderr()),
        (String::new(), String::new())
    );
}
