//! `amends playbook card`: one sheet for the wall.

use std::path::Path;

use serde_json::{Value, json};

use super::shop::{CORNER, Mistake, SHIPPED, Shop, flat};
use super::terminal::seen;

/// A sheet of paper, both sides, as plain text is printed.
const LINES: usize = 2 * 66;

/// The playbooks that come with the project.
fn shipped() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(root.join("playbooks")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|file| file.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.push(root.join("examples/bank.toml"));
    files
        .iter()
        .map(|file| file.to_str().unwrap().to_owned())
        .collect()
}

fn shop_with_everybody() -> Shop {
    let people: String = [
        "staff",
        "manager",
        "owner",
        "duty-manager",
        "workshop",
        "coordinator",
        "lead",
        "adviser",
    ]
    .iter()
    .map(|role| format!("{role} = {{ name = \"Rosa Marin-Okafor\", until = \"18:00\" }}\n"))
    .collect();
    Shop::with_settings(&format!(
        "name = \"Rosa's Bakery and Coffee House\"\n[people]\n{people}"
    ))
}

#[test]
fn every_playbook_that_comes_with_the_project_fits_one_sheet() {
    for shop in [Shop::empty(), shop_with_everybody()] {
        for file in shipped() {
            let page = shop.only_reads(&format!("playbook card {file}")).stdout();
            assert!(
                page.lines().count() <= LINES,
                "{file}: {}\n{page}",
                page.lines().count()
            );
            assert!(
                page.lines().all(|line| line.chars().count() <= 80),
                "{page}"
            );
        }
    }
}

/// Every action with its id and its text, wherever it stands in the card.
fn actions(card: &Value) -> Vec<(String, String)> {
    match card {
        Value::Object(keys) => match (keys.get("id"), keys.get("text"), keys.get("by")) {
            (Some(id), Some(text), Some(_)) => {
                vec![(
                    id.as_str().unwrap().to_owned(),
                    text.as_str().unwrap().to_owned(),
                )]
            }
            _ => keys.values().flat_map(actions).collect(),
        },
        Value::Array(items) => items.iter().flat_map(actions).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[test]
fn nothing_is_cut_to_make_it_fit() {
    let shop = Shop::empty();
    for file in shipped() {
        let card = shop.item(&format!("playbook card {file}"));
        let page = flat(&shop.run(&format!("playbook card {file}")).ok().stdout());
        for (id, text) in actions(&card) {
            // Where there is little room, how the instruction begins; three words of it say which it is.
            let begins: Vec<&str> = text
                .split([':', ';'])
                .next()
                .unwrap()
                .split_whitespace()
                .take(3)
                .collect();
            assert!(
                page.contains(&flat(&begins.join(" "))),
                "{file}: {id}\n{page}"
            );
        }
        for one in card["types"].as_array().unwrap() {
            for key in ["name", "breaks"] {
                assert!(
                    page.contains(one[key].as_str().unwrap()),
                    "{file}: {}",
                    one[key]
                );
            }
        }
        for one in card["tiers"].as_array().unwrap() {
            let most = one["ceilings"][2]["highest"]["minor"].as_i64().unwrap();
            assert!(
                page.contains(one["name"].as_str().unwrap()),
                "{file}: {}",
                one["name"]
            );
            assert!(
                page.contains(&format!("{}.{:02}", most / 100, most % 100)),
                "{file}: {most}"
            );
        }
    }
}

/// What a customer gets by the card, as action ids behind each pick.
fn by_the_card(groups: &Value, cell: &Value) -> Vec<String> {
    let mine = |crowd: &&Value| {
        let is_in = |key: &str, of: &str| crowd[key].as_array().unwrap().contains(&cell[of]);
        is_in("types", "type") && is_in("tiers", "tier") && is_in("severities", "severity")
    };
    let groups = groups.as_array().unwrap().iter();
    let mine = groups.filter(|group| {
        group["whom"]
            .as_array()
            .is_none_or(|crowds| crowds.iter().any(|crowd| mine(&crowd)))
    });
    mine.flat_map(|group| names(&group["steps"])).collect()
}

fn names(steps: &Value) -> Vec<String> {
    let steps = steps.as_array().unwrap().iter();
    steps
        .map(|step| {
            let actions = step["actions"].as_array().unwrap().iter();
            let id = |action: &Value| {
                action
                    .get("id")
                    .unwrap_or(action)
                    .as_str()
                    .unwrap()
                    .to_owned()
            };
            format!(
                "{} {}",
                step["pick"],
                actions.map(id).collect::<Vec<_>>().join("|")
            )
        })
        .collect()
}

fn own<'c>(card: &'c Value, list: &str, id: &Value) -> &'c Value {
    let mut all = card[list].as_array().unwrap().iter();
    all.find(|one| one["id"] == *id).unwrap()
}

/// A playbook in which who gets what is no simple box.
fn crossed() -> String {
    let more = "\
[[recovery]]
when = { complaint = \"wrong-order\", tier = \"top\" }
also.acknowledge = [\"owner-visits\"]
also.late = [\"free-cake\"]
[[recovery]]
when = { severity = \"severe\", tier = [\"new\", \"top\"] }
also.acknowledge = [\"owner-visits\"]
also.dazzle = [\"owner-takes-over\"]
[[recovery]]
when = { complaint = \"late-delivery\", severity = \"minor\" }
also.dazzle = [\"owner-takes-over\"]
also.late = [\"free-cake\"]

[[escalate]]
on = \"contact 3\"";
    let text = CORNER.replacen("[[escalate]]\non = \"contact 3\"", more, 1);
    assert_ne!(text, CORNER);
    text.replace("= 11.00", "= 31.00")
        .replace("= 12.00", "= 32.00")
}

/// What a customer gets by the card, part by part.
fn told(card: &Value, cell: &Value) -> [(&'static str, Vec<String>); 4] {
    let mut fix = names(&own(card, "types", &cell["type"])["fix"]);
    fix.extend(by_the_card(&card["fix_more"], cell));
    let mut surprise = names(&own(card, "tiers", &cell["tier"])["surprise"]);
    surprise.extend(by_the_card(&card["surprise_more"], cell));
    [
        ("acknowledge", by_the_card(&card["apology"], cell)),
        ("fix", fix),
        ("dazzle", surprise),
        ("late", by_the_card(&card["late"], cell)),
    ]
}

/// The lowest and the highest ceiling that the card names for a customer.
fn ceilings(card: &Value, cell: &Value) -> std::ops::RangeInclusive<i64> {
    let tier = own(card, "tiers", &cell["tier"]);
    let mut all = tier["ceilings"].as_array().unwrap().iter();
    let mine = all.find(|one| one["severity"] == cell["severity"]).unwrap();
    let minor = |key: &str| mine[key]["minor"].as_i64().unwrap();
    minor("lowest")..=minor("highest")
}

#[test]
fn it_gives_every_customer_exactly_what_the_playbook_gives() {
    let shop = Shop::new();
    shop.playbook("crossed", crossed());
    for file in ["corner", "crossed", "cafe", "hotel", "services"] {
        let card = shop.item(&format!("playbook card {file}"));
        let matrix = shop.run(&format!("playbook check {file} --matrix --json"));
        for cell in matrix.into_answer().items() {
            for (part, mut told) in told(&card, &cell) {
                let mut given = names(&cell["parts"][part]);
                told.sort();
                given.sort();
                assert_eq!(told, given, "{file} {part} {cell}");
            }
            let amount = cell["ceiling"]["amount"]["minor"].as_i64().unwrap();
            assert!(ceilings(&card, &cell).contains(&amount), "{file} {cell}");
        }
    }
}

#[test]
fn everybody_is_promised_the_longest_wait_of_anybody() {
    let shop = Shop::new();
    let severe = "also.fix = [\"offer-fresh-start\"]\n";
    let faster = format!("{severe}clock = {{ first_response = \"30m\", recover = \"12h\" }}\n");
    shop.playbook("corner", CORNER.replace(severe, &faster));
    let floor = shop.item("playbook card")["floor"].clone();
    assert_eq!(floor["first_response"], json!(["1 hour"]));
    assert_eq!(floor["recover"], json!(["24 hours"]));
    assert_eq!(floor["turnarounds"][0]["channel"], "voicemail");
    shop.run("playbook card").ok().shows(
        "within 1 hour (voicemail: 2h); 30 minutes for: severe. - Within 24 hours on the clock, nights and Sundays too (12 hours for: severe), it is put right",
    );
}

#[test]
fn time_that_stands_still_at_night_is_not_called_the_clock() {
    let shop = Shop::new();
    let severe = "also.fix = [\"offer-fresh-start\"]\n";
    let open = CORNER.replace("recover        = \"24h\"", "recover = \"8 open hours\"");
    shop.playbook(
        "corner",
        open.replace(severe, &format!("{severe}clock.recover = \"20h\"\n")),
    );
    let page = flat(&shop.run("playbook card").ok().stdout());
    assert!(
        page.contains("Within 20 hours or 8 open hours it is put right"),
        "{page}"
    );
    assert!(!page.contains("Sundays"), "{page}");
}

#[test]
fn names_stand_beside_roles_in_a_shop_with_people() {
    let shop = Shop::new();
    let page = shop.run("playbook card").ok();
    page.shows("Rosa's Bakery: when we have let a customer down")
        .shows("owner: Rosa Marin")
        .shows("Third contact: the owner (Rosa Marin) takes over, one level worse. The owner goes there (owner).");
    let card = shop.item("playbook card");
    let roles = json!([
        {"role": "staff", "person": null},
        {"role": "manager", "person": null},
        {"role": "owner", "person": "Rosa Marin"},
    ]);
    assert_eq!(card["roles"], roles);
    assert_eq!(card["rungs"][0]["person"], "Rosa Marin");
    let elsewhere = Shop::empty();
    elsewhere.write("mine.toml", CORNER);
    let page = elsewhere.run("playbook card mine.toml").ok();
    page.shows("When we have let a customer down Corner café, read through on 2026-11-22 To every")
        .shows("Third contact: the owner takes over")
        .never_mentions("Rosa");
}

#[test]
fn it_has_everything_that_is_to_be_lived_from_day_one() {
    let page = Shop::new().run("playbook card").ok().stdout();
    insta::assert_snapshot!("card", page);
}

#[test]
fn its_sentences_end_where_a_sentence_can_end() {
    for playbook in SHIPPED {
        let page = flat(
            &Shop::empty()
                .run(&format!("playbook card {playbook}"))
                .ok()
                .stdout(),
        );
        // What was cut behind three words said nothing, or the opposite.
        for stump in [
            "Write out for them.",
            "Do for them yourself.",
            "Answer them by name now.",
        ] {
            assert!(!page.contains(stump), "{playbook}: {stump}\n{page}");
        }
        assert!(
            page.contains("All that one case may cost, at most: "),
            "{page}"
        );
        assert!(!page.contains("duty-manager"), "{page}");
    }
}

#[test]
fn whoever_is_meant_is_named_in_few_words() {
    let page = Shop::empty().run("playbook card cafe").ok();
    page.shows("minor or major: Speak to them, say sorry by name")
        .shows("Severe; or Rude or careless treatment or Allergen we served: Ring or meet them yourself, say sorry by name")
        .shows("Late, severe: Go there yourself,");
    let shop = Shop::new();
    shop.playbook("crossed", crossed());
    let page = shop.run("playbook card crossed").ok();
    page.shows("New face or top, severe; or Late delivery, minor: The owner takes the case over");
}

#[test]
fn a_pipe_and_a_file_get_the_page_itself() {
    let shop = Shop::new().wide(40);
    let page = shop.run("playbook card").ok().stdout();
    assert!(page.lines().any(|line| line.chars().count() > 70), "{page}");
    shop.run("playbook card --out card.txt")
        .ok()
        .shows("card.txt");
    assert_eq!(
        std::fs::read_to_string(shop.path("card.txt")).unwrap(),
        format!("{page}\nMade by amends.\n")
    );
    let written = shop
        .speaks("playbook card --out card.md", "amends.report-file/1")
        .remove(0);
    assert_eq!(
        (&written["report"], &written["format"]),
        (&json!("card"), &json!("md"))
    );
    let markdown = std::fs::read_to_string(shop.path("card.md")).unwrap();
    assert!(
        markdown.starts_with("# Rosa's Bakery: when we have let a customer down\n"),
        "{markdown}"
    );
    assert!(
        markdown.contains("\n## Say sorry first\n\n- Call, say sorry by name"),
        "{markdown}"
    );
    shop.run("playbook card --out card.json").ok();
    let stored: Value =
        serde_json::from_slice(&std::fs::read(shop.path("card.json")).unwrap()).unwrap();
    assert_eq!(stored["schema"], "amends.playbook-card/1");
    assert_eq!(stored["items"][0], shop.item("playbook card"));
}

const MISTAKES: &[Mistake] = &[
    (
        "playbook card --out card.ics",
        2,
        "--out: a card is written as `.txt`, `.md` or `.json`, not as `card.ics`",
        "`amends playbook card --out card.txt`",
    ),
    (
        "playbook card --out nowhere/card.md",
        1,
        "there is no folder",
        "make the folder first",
    ),
    (
        "playbook card crner",
        5,
        "there is no playbook `crner`",
        "did you mean `corner`?",
    ),
    ("playbook card corner cafe", 2, "does not expect `cafe`", ""),
    ("playbook crad", 2, "`crad`", "`card`"),
];

#[test]
fn mistakes_are_refused_and_leave_no_file() {
    let shop = Shop::new();
    shop.refuses_each(MISTAKES);
    shop.playbook("corner", CORNER.replace("fix = [\"make-it-again\"]", ""));
    shop.refuses("playbook card --out card.txt", 4)
        .says("amends playbook check corner");
}

#[test]
fn it_fits_every_terminal() {
    for columns in [40, 80, 200] {
        let text = seen(&Shop::empty().wide(columns), "playbook card cafe");
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(
            widest.is_some_and(|widest| widest <= usize::from(columns)),
            "{text}"
        );
        assert!(text.contains("Say sorry first"), "{text}");
    }
}
