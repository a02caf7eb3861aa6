//! Every letter of the playbooks that come with the program, for every complaint type and every choice.
//!
//! They are put into one file to be read: `letters.txt` in the folder for files of tests (`target/tmp`).

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::shop::{SHIPPED, Shop};

/// The letters for the firm between us and the customer.
const TO_THE_PARTNER: [&str; 2] = ["word-to-partner", "how-it-ended"];

/// A shop that lacks nothing a letter could need, and works by this playbook.
fn shop(playbook: &str) -> Shop {
    let roles = Shop::empty().item(&format!("playbook show {playbook}"))["roles"].clone();
    let people = roles.as_array().unwrap().iter();
    let people: String = people
        .map(|role| format!("{} = \"Rosa Lind\"\n", role.as_str().unwrap()))
        .collect();
    Shop::with_settings(&format!(
        "name = \"Rosa's\"\ntimezone = \"Europe/London\"\nplaybook = \"{playbook}\"\n[people]\nowner = \"Rosa Lind\"\n{}",
        people.replace("owner = \"Rosa Lind\"\n", "")
    ))
}

fn ids(list: &Value) -> Vec<String> {
    let ids = list.as_array().unwrap().iter();
    ids.map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

/// What is wrong with a letter that should go out as it stands.
fn faults(draft: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let body = draft["body"].as_str().unwrap();
    let missing: Vec<&str> = draft["missing"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    if !missing.is_empty() {
        faults.push(format!("lacks {missing:?}"));
    }
    if body.contains(['[', ']']) {
        faults.push("has something to fill in".to_owned());
    }
    if body.contains("\n\n\n\n") {
        faults.push("has a hole".to_owned());
    }
    for line in body.lines().filter(|line| line.contains("sorry about")) {
        let sorry = line
            .split("sorry about")
            .nth(1)
            .unwrap()
            .split(['.', ','])
            .next()
            .unwrap();
        if sorry.contains(" or ") {
            faults.push(format!("is sorry about one thing or another:{sorry}"));
        }
    }
    let is_for_partner = TO_THE_PARTNER.contains(&draft["kind"].as_str().unwrap());
    if is_for_partner && draft["to"] != Value::Null {
        faults.push("goes to the customer".to_owned());
    }
    faults
}

#[test]
fn every_letter_could_go_out_as_it_stands() {
    let mut file = String::new();
    let mut wrong = Vec::new();
    for playbook in SHIPPED {
        let shop = shop(playbook);
        let shown = shop.item(&format!("playbook show {playbook}"));
        let tier = ids(&shown["tiers"]).remove(0);
        for (at, complaint) in ids(&shown["types"]).iter().enumerate() {
            shop.run(&format!(
                "new --customer 'Ada Okafor' --reach 'ada@example.org' --type {complaint} --tier {tier} \
                 --severity severe --words 'It went wrong' --here yes --new-case"
            ))
            .ok();
            let case = u32::try_from(at + 1).unwrap();
            let kinds = shown["drafts"].as_array().unwrap().iter();
            let kinds = kinds.map(|kind| format!("--kind {}", kind.as_str().unwrap()));
            let steps = shop.case(case)["steps"].as_array().unwrap().clone();
            let choosing = steps
                .iter()
                .filter(|step| !step["choices"].as_array().unwrap().is_empty());
            let choosing = choosing.map(|step| format!("--kind apology --step {}", step["number"]));
            for which in kinds.chain(choosing) {
                let draft = shop.item(&format!("draft {case} {which}"));
                let body = draft["body"].as_str().unwrap();
                writeln!(
                    file,
                    "=== {playbook} {complaint} {which}\n{}\n\n{body}\n",
                    draft["subject"]
                )
                .unwrap();
                let found = faults(&draft).into_iter();
                wrong.extend(found.map(|fault| format!("{playbook} {complaint} {which}: {fault}")));
            }
        }
    }
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("letters.txt");
    std::fs::write(place, file).unwrap();
    assert_eq!(wrong, Vec::<String>::new());
}

fn ids_of(list: &Value) -> Vec<String> {
    let ids = list.as_array().unwrap().iter();
    ids.map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// What is wrong with a letter of a bad day: Ada, who has a number, called twice and was promised a cake by noon.
fn faults_of_a_bad_day(letter: &Value, now: &str) -> Vec<String> {
    let mut faults = faults(letter);
    let by_phone = letter["case"] == 1;
    let (kind, body) = (
        letter["kind"].as_str().unwrap(),
        letter["body"].as_str().unwrap(),
    );
    let mut must_not = vec!["get the children", "furious"];
    if !by_phone && !TO_THE_PARTNER.contains(&kind) {
        must_not.push("ring you");
    }
    if now.ends_with("13:00") {
        must_not.push("12:00");
    }
    if now.contains("-25 ") {
        must_not.push("November");
    }
    let mut must = Vec::new();
    let owns_up = ["apology", "running-late"].contains(&kind);
    if owns_up && by_phone && now.ends_with("13:00") {
        must.push("“the cake at your door”. I did not keep it");
    }
    if kind == "apology" && by_phone {
        must.push("get in touch twice");
    }
    let has = must_not.into_iter().filter(|text| body.contains(text));
    faults.extend(has.map(|text| format!("has {text}")));
    let lacks = must.into_iter().filter(|text| !body.contains(text));
    faults.extend(lacks.map(|text| format!("lacks {text}")));
    faults
}

/// Takes in a complaint of somebody who can be reached so, and gives its number.
fn complaint(shop: &Shop, shown: &Value, (name, reach): (&str, &str)) -> u64 {
    let (tier, complaint) = (
        ids(&shown["tiers"]).remove(0),
        ids(&shown["types"]).remove(0),
    );
    let new = format!(
        "new --customer {name} --type {complaint} --tier {tier} --severity major {reach} \
         --words 'It went wrong' --need 'get the children to bed' --feels furious --new-case"
    );
    shop.item(&new)["case"].as_u64().unwrap()
}

/// The letters that are written while a case is open, of a bad day: a promise broken, a second call, the time past.
#[test]
fn on_a_bad_day_no_letter_names_a_time_that_has_passed_or_pretends() {
    for playbook in SHIPPED {
        let shop = shop(playbook);
        let shown = shop.item(&format!("playbook show {playbook}"));
        let ada = complaint(&shop, &shown, ("Ada", "--reach '020 7946 0100'"));
        let ben = complaint(&shop, &shown, ("Ben", "--reach ben@example.org"));
        let cy = complaint(&shop, &shown, ("Cy", ""));
        shop.run(&format!("contact {ada} --words 'Still nothing'"))
            .ok();
        shop.run(&format!("promise {ada} 'the cake at your door' --by 12:00"))
            .ok();
        for (now, case) in [
            ("2026-11-22 10:30", ada),
            ("2026-11-22 13:00", ada),
            ("2026-11-22 13:00", ben),
            ("2026-11-25 13:00", ada),
            ("2026-11-25 13:00", cy),
        ] {
            shop.at(now);
            for kind in ids_of(&shown["drafts"]) {
                let letter = shop.item(&format!("draft {case} --kind {kind}"));
                let faults = faults_of_a_bad_day(&letter, now);
                assert_eq!(
                    faults,
                    Vec::<String>::new(),
                    "{playbook} {kind} at {now}: {letter:#}"
                );
            }
        }
    }
}

#[test]
fn without_a_letter_that_is_due_the_next_one_is_named_and_nothing_is_pretended() {
    let shop = shop("cafe");
    shop.run(
        "new --customer Ada --reach a@example.org --type billing --tier new --severity minor \
         --words 'Twice on the bill'",
    )
    .ok();
    assert_eq!(shop.item("draft 1")["kind"], "apology");
    shop.run("done 1 --step 1").ok();
    let answer = shop.refuses("draft 1", 2);
    answer.says("no letter of #1 is due now");
    answer.says("the next letter is that of step");
    // Asked for by name it is there all the same.
    assert_eq!(shop.item("draft 1 --kind follow-up")["kind"], "follow-up");
    shop.run("close 1 --outcome lost --cause process --why 'do not write to me'")
        .ok();
    shop.refuses("draft 1", 2)
        .says("they have left, and no letter is due");
    shop.run("draft 1 --kind thank-you").ok();
}

#[test]
fn a_step_that_only_lets_them_choose_has_the_first_letter() {
    let shop = shop("cafe");
    shop.run(
        "new --customer Ada --reach a@example.org --type poor-food --tier best --severity severe \
         --words 'Cold'",
    )
    .ok();
    let case = shop.case(1);
    let steps = case["steps"].as_array().unwrap().iter();
    let mut choosing = steps.filter(|step| !step["choices"].as_array().unwrap().is_empty());
    let choosing = choosing.next().unwrap();
    for step in case["steps"].as_array().unwrap() {
        if step["number"] == choosing["number"] {
            break;
        }
        shop.run(&format!("done 1 --step {}", step["number"])).ok();
    }
    let draft = shop.item("draft 1");
    assert_eq!(draft["step"], choosing["number"]);
    assert_eq!(draft["kind"], "apology");
}

#[test]
fn a_letter_offers_nothing_that_is_over_and_gives_no_surprise_away() {
    let shop = shop("cafe");
    shop.run(
        "new --customer Ada --reach a@example.org --type poor-food --tier new --severity minor \
         --words Cold",
    )
    .ok();
    let case = shop.case(1);
    let steps = case["steps"].as_array().unwrap();
    for step in steps.iter().filter(|step| step["part"] == "dazzle") {
        let line = format!("draft 1 --step {}", step["number"]);
        shop.refuses(&line, 2).says("has no draft");
    }
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    let body = shop.item("draft 1 --kind apology")["body"].to_string();
    assert!(!body.contains("which you would like"), "{body}");
    assert!(!body.contains("November"), "{body}");
}

#[test]
fn nobody_rings_an_address_or_comes_to_a_room_that_is_left() {
    let shop = shop("hotel");
    let facts = "--type noise --tier first-stay --severity minor --words Cold";
    for (reach, does) in [
        ("'1234 Elm St, Springfield 62701'", "get back to you"),
        ("'Flat 3, 221B Baker St NW1 6XE'", "get back to you"),
        ("'+44 20 7946 0018 (evenings)'", "ring you"),
        ("'020 7946 0100'", "ring you"),
    ] {
        let number =
            shop.item(&format!("new --customer Ada --reach {reach} {facts}"))["case"].clone();
        let body = shop.item(&format!("draft {number} --kind apology"))["body"].to_string();
        assert!(body.contains(does), "{reach}: {body}");
    }
    shop.run(&format!(
        "new --customer Ben --reach 'room 212' --here yes {facts}"
    ))
    .ok();
    let here = shop.run("draft 5 --kind apology").ok();
    here.shows("come to you").never_mentions("they have left");
    shop.run("change 5 --here no").ok();
    let gone = shop.run("draft 5 --kind apology").ok();
    gone.shows("get back to you")
        .says("\"room 212\" may not reach them any more");
}
