//! Every letter of the playbooks that come with the program, for every complaint type and every choice.
//!
//! They are put into one file to be read: `letters.txt` in the folder for files of tests (`target/tmp`).

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::shop::{SHIPPED, Shop};
use super::terminal::seen;

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

/// What is wrong with a letter that should go out as it stands. Nobody can offer where nothing is to be chosen, or
/// answer somebody who has not asked again: those letters say so, and are not ones that the program names.
fn faults(draft: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let body = draft["body"].as_str().unwrap();
    let body = body.replace("[choices]", "- something");
    let body = body.replace("[again]", "twice");
    let missing: Vec<&str> = draft["missing"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .filter(|name| !["choices", "again"].contains(name))
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
            let choosing = choosing.flat_map(|step| {
                let number = &step["number"];
                ["apology", "what-i-can-do"].map(|kind| format!("--kind {kind} --step {number}"))
            });
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
    let mut must_not = vec!["get the children", "furious", "as soon as it is done"];
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
    let owns_up = ["apology", "running-late", "short-text", "what-i-can-do"].contains(&kind);
    let broke = by_phone && now.ends_with("13:00");
    if owns_up && broke {
        must.push("“the cake at your door”");
        must.push("not keep it");
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

#[test]
fn no_letter_names_a_time_at_night_that_can_be_one_by_day() {
    let shop = shop("hotel");
    let said = |told: &str, name: &str| {
        shop.at(told);
        let case = shop.item(&format!(
            "new --customer {name} --reach b@example.org --type noise --tier first-stay \
             --severity major --words Wrong --channel phone --here yes"
        ))["case"]
            .clone();
        shop.run(&format!("done {case} --step 1,2")).ok();
        // What is left to put it right is due within four hours.
        shop.item(&format!("draft {case} --kind short-text"))["body"].to_string()
    };
    let evening = said("2026-11-22 19:00", "Ben");
    assert!(evening.contains("Sunday 22 November, 22:00"), "{evening}");
    let morning = said("2026-11-23 22:30", "Cy");
    assert!(morning.contains("Tuesday 24 November, 08:00"), "{morning}");
}

#[test]
fn a_promise_that_was_broken_is_owned_up_to_once_also_when_another_was_made() {
    let shop = shop("cafe");
    shop.run(COLD).ok();
    shop.run("done 1").ok();
    shop.run("promise 1 'the cake at your door' --by 12:00")
        .ok();
    shop.at("2026-11-22 12:30");
    shop.run("promise 1 'the cake, by taxi' --by 14:00 --instead-of 1")
        .ok();
    let letter = shop.item("draft 1");
    let body = letter["body"].as_str().unwrap();
    assert!(
        body.contains("I had told you: “the cake at your door”. I did not keep it"),
        "{body}"
    );
    assert!(
        body.contains("What I told you since stands: “the cake, by taxi”"),
        "{body}"
    );
    let step = letter["step"].clone();
    shop.run(&format!("done 1 --step {step}")).ok();
    let body = shop.item("draft 1 --kind running-late")["body"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(!body.contains("the cake at your door"), "{body}");
    assert!(
        body.contains("What I told you stands: “the cake, by taxi”"),
        "{body}"
    );
}

#[test]
fn after_a_broken_promise_one_step_leads_everywhere() {
    let shop = shop("cafe");
    shop.run(COLD).ok();
    shop.run("done 1 --step 1,2").ok();
    shop.run("promise 1 'the cake at your door' --by 12:00")
        .ok();
    shop.at("2026-11-22 12:30");
    let case = shop.case(1);
    let next = case["next_step_number"].clone();
    assert_eq!(
        case["next_promise_number"], 1,
        "the promise stands beside it"
    );
    assert_eq!(shop.item("draft 1")["step"], next);
    assert_eq!(shop.item("brief 1")["next_step_number"], next);
    assert_eq!(shop.items("due")[0]["next_step_number"], next);
    let done = shop.item("done 1");
    let said = done["changed"].as_str().unwrap();
    assert!(
        said.starts_with(&format!("step {next} of #1 is done")),
        "{said}"
    );
    // It is owned up to, and still not kept: the promise stands until it is entered.
    let done = shop.item("done 1 --promise 1");
    assert_eq!(done["changed"], "promise 1 of #1 is kept, 30 min late");
}

#[test]
fn who_had_to_get_in_touch_again_is_answered_in_other_words() {
    let shop = shop("cafe");
    shop.run(COLD).ok();
    let number = up_to_the_first_choice(&shop);
    shop.at("2026-11-22 10:20");
    shop.run("contact 1 --words 'Still nothing'").ok();
    let letter = shop.item("draft 1");
    assert_eq!(letter["kind"], "you-asked-again");
    assert_ne!(letter["step"], number);
    let body = letter["body"].as_str().unwrap();
    assert!(body.contains("get in touch twice about the food"), "{body}");
    let brief = seen(&shop, "brief 1");
    let line = format!("amends draft 1 --step {}", letter["step"]);
    assert!(brief.contains(&line), "{brief}");
}

#[test]
fn a_time_that_a_letter_names_can_be_remembered() {
    let shop = shop("cafe");
    shop.run(COLD).ok();
    let page = seen(&shop, "draft 1");
    assert!(
        page.contains("amends promise 1 \"…\" --by \"2026-11-22"),
        "{page}"
    );
    shop.run("promise 1 'a new cake' --by 17:00").ok();
    let page = seen(&shop, "draft 1");
    assert!(!page.contains("To be reminded"), "{page}");
}

#[test]
fn where_more_was_spent_by_them_the_letter_asks_how_much() {
    let shop = shop("hotel");
    shop.run(
        "new --customer Ada --reach a@example.org --type billing --tier first-stay --severity severe \
         --words Wrong",
    )
    .ok();
    let steps = shop.case(1)["steps"].clone();
    let mut steps = steps.as_array().unwrap().iter();
    let asks = steps.find(|step| step["action"] == "pay-what-it-cost");
    let letter = shop.item(&format!("draft 1 --step {}", asks.unwrap()["number"]));
    assert_eq!(letter["kind"], "what-it-cost");
}

#[test]
fn after_their_no_the_apology_says_that_it_is_not_right_yet() {
    let shop = shop("cafe");
    shop.run(COLD).ok();
    let before = shop.item("draft 1")["body"].to_string();
    shop.run("reopen 1 --why 'x'").fails(2);
    for step in shop.case(1)["steps"].as_array().unwrap() {
        if step["part"] != "follow_up" && step["part"] != "prevent" {
            shop.run(&format!("done 1 --step {}", step["number"])).ok();
        }
    }
    shop.run("done 1 --right no --note 'He has not said sorry'")
        .ok();
    let after = shop.item("draft 1")["body"].to_string();
    assert!(
        !before.contains("not right yet") && after.contains("not right yet"),
        "{after}"
    );
    let brief = seen(&shop, "brief 1");
    let brief: Vec<&str> = brief.split_whitespace().collect();
    assert!(
        brief.join(" ").contains("He has not said sorry"),
        "{brief:?}"
    );
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

/// A severe case of cold food at eleven: the owner says sorry, and what they may choose is due within the hour.
const COLD: &str = "new --customer Ada --reach a@example.org --type poor-food --tier best --severity severe \
                    --words 'Cold'";

/// The number of the first step with a choice, once all before it is done.
fn up_to_the_first_choice(shop: &Shop) -> Value {
    let case = shop.case(1);
    let steps = case["steps"].as_array().unwrap().iter();
    let chooses = |step: &&Value| !step["choices"].as_array().unwrap().is_empty();
    let number = steps.clone().find(chooses).unwrap()["number"].clone();
    for step in steps.take_while(|step| !chooses(step)) {
        shop.run(&format!("done 1 --step {}", step["number"])).ok();
    }
    number
}

#[test]
fn after_the_apology_the_next_letter_offers_and_does_not_say_it_again() {
    let shop = shop("cafe");
    shop.run(COLD).ok();
    let apology = shop.item("draft 1");
    assert_eq!(apology["kind"], "apology");
    let number = up_to_the_first_choice(&shop);
    let offer = shop.item("draft 1");
    assert_eq!(
        (&offer["step"], &offer["kind"]),
        (&number, &"what-i-can-do".into())
    );
    let body = offer["body"].as_str().unwrap();
    assert!(body.contains("- made again now\n"), "{body}");
    assert!(!body.contains("sorry"), "{body}");
    let page = seen(&shop, "draft 1");
    assert!(page.contains(&format!("for step:  {number}, ")), "{page}");
}

#[test]
fn without_a_letter_that_offers_the_first_serves() {
    let shop = shop("cafe");
    let text = shop.run("playbook show cafe --source").ok().stdout();
    shop.playbook(
        "own",
        text.replace("for = \"choices\"", "to = \"customer\""),
    );
    shop.run(&format!("{COLD} --playbook own")).ok();
    up_to_the_first_choice(&shop);
    assert_eq!(shop.item("draft 1")["kind"], "apology");
}

#[test]
fn a_letter_names_the_time_of_its_own_step() {
    let shop = shop("cafe");
    shop.run(COLD).ok();
    // The remedies are due within an hour and within two; the recovery only tomorrow.
    let said = |line: &str| shop.item(line)["body"].as_str().unwrap().to_owned();
    let apology = said("draft 1");
    assert!(
        apology.contains("write to you before Sunday 22 November, 11:05"),
        "{apology}"
    );
    let number = up_to_the_first_choice(&shop);
    let offer = said(&format!("draft 1 --step {number}"));
    assert!(
        offer.contains("write to you before Sunday 22 November, 11:05"),
        "{offer}"
    );
    // No letter promises less than the plan, as long as it can be read before that.
    shop.at("2026-11-22 10:45");
    let offer = said(&format!("draft 1 --step {number}"));
    assert!(
        offer.contains("before Sunday 22 November, 11:05"),
        "{offer}"
    );
    shop.at("2026-11-22 11:00");
    let offer = said(&format!("draft 1 --step {number}"));
    assert!(
        offer.contains("before Sunday 22 November, 11:30"),
        "{offer}"
    );
    // Nobody is woken up: what is late is said for the next time by day.
    shop.at("2026-11-22 23:40");
    let offer = said(&format!("draft 1 --step {number}"));
    assert!(
        offer.contains("before Monday 23 November, 00:15"),
        "soon is soon: {offer}"
    );
}

#[test]
fn a_promise_that_stands_takes_the_place_of_the_choices() {
    let shop = shop("cafe");
    shop.run(COLD).ok();
    shop.run("promise 1 'a new cake at your door' --by 17:00")
        .ok();
    let body = shop.item("draft 1")["body"].as_str().unwrap().to_owned();
    assert!(
        body.contains("“a new cake at your door”, by Sunday 22 November, 17:00"),
        "{body}"
    );
    assert!(!body.contains("which you would like"), "{body}");
}

/// A complaint that others can read, of the first type and tier of a playbook.
fn review(shown: &Value) -> String {
    let (tier, complaint) = (&ids(&shown["tiers"])[0], &ids(&shown["types"])[0]);
    format!("--type {complaint} --tier {tier} --severity major --words Cold --public")
}

#[test]
fn who_can_only_be_answered_in_public_gets_what_all_may_read() {
    // The sixth writes to the firm in between first.
    for playbook in SHIPPED.into_iter().filter(|one| *one != "services") {
        let shop = shop(playbook);
        let review = review(&shop.item(&format!("playbook show {playbook}")));
        shop.run(&format!("new --customer Ada --order 77 {review}"))
            .ok();
        let answer = shop.item("draft 1");
        assert_eq!(answer["kind"], "public-answer", "{playbook}");
        assert_eq!(answer["to"], Value::Null);
        let body = answer["body"].as_str().unwrap();
        assert!(!body.contains("77") && !body.contains("Ada"), "{body}");
        let words = "words for it:   amends draft 1\n";
        let brief = seen(&shop, "brief 1");
        assert_eq!(
            brief.contains(words),
            brief.contains("words for it"),
            "{brief}"
        );
        // Once that is written, nothing can go out until they write.
        for step in shop.case(1)["steps"].as_array().unwrap() {
            if step["part"] == "acknowledge" {
                shop.run(&format!("done 1 --step {}", step["number"])).ok();
            }
        }
        shop.run("draft 1").fails(2);
    }
}

#[test]
fn who_complains_in_public_and_can_be_written_to_gets_a_letter() {
    for playbook in SHIPPED.into_iter().filter(|one| *one != "services") {
        let shop = shop(playbook);
        let review = review(&shop.item(&format!("playbook show {playbook}")));
        shop.run(&format!(
            "new --customer Ben --reach b@example.org {review}"
        ))
        .ok();
        let letter = seen(&shop, "draft 1");
        assert!(
            letter.contains("amends draft 1 --kind public-answer"),
            "{letter}"
        );
        assert!(letter.contains("sorry about"), "{letter}");
        // Who writes where others read is no longer here.
        assert_eq!(shop.case(1)["here"], false);
    }
}

#[test]
fn who_was_put_right_is_not_told_that_it_takes_longer() {
    let shop = shop("cafe");
    shop.run(
        "new --customer Ada --reach a@example.org --type billing --tier new --severity minor --words x",
    )
    .ok();
    shop.run("done 1 --step 1,2").ok();
    // Three quarters of the time are over, and only the surprise is open.
    shop.at("2026-11-23 07:00");
    let steps = shop.case(1)["steps"].clone();
    let mut steps = steps.as_array().unwrap().iter();
    let warns = steps.find(|step| step["action"] == "warn-before-late");
    let number = warns.unwrap()["number"].clone();
    shop.refuses("draft 1", 2)
        .says("no letter of #1 is due now");
    let letter = shop.run(&format!("draft 1 --step {number}")).ok();
    letter.says("what went wrong is put right");
}

#[test]
fn nothing_about_a_case_stands_where_all_may_read() {
    let shop = shop("cafe");
    let text = shop.run("playbook show cafe --source").ok().stdout();
    let chatty = text.replace(
        "Thank you for saying it openly.",
        "Thank you for telling us of {{ words }}.",
    );
    assert_ne!(chatty, text);
    shop.playbook("chatty", chatty);
    shop.run("playbook check chatty")
        .ok()
        .shows("tells everybody about the case: `words`");
    shop.run("new --customer Ada --type poor-food --tier new --severity major --words Slug --public --playbook chatty")
        .ok();
    let answer = shop.item("draft 1");
    assert_eq!(answer["missing"], serde_json::json!(["words"]));
    assert!(!answer["body"].as_str().unwrap().contains("Slug"));
}

#[test]
fn one_letter_offers_and_it_names_the_choices() {
    let shop = shop("cafe");
    let text = shop.run("playbook show cafe --source").ok().stdout();
    let two = text.replace("[draft.thank-you]", "[draft.thank-you]\nfor = \"choices\"");
    shop.playbook("two", &two);
    shop.run("playbook check two")
        .ends(4)
        .shows("`what-i-can-do` is for `choices` already");
    let other = two.replacen("for = \"choices\"", "to = \"customer\"", 1);
    shop.playbook("other", other);
    shop.run("playbook check other")
        .ok()
        .shows("`thank-you` is for their choices and has none in it");
}

#[test]
fn who_is_still_here_is_spoken_to() {
    let shop = shop("cafe");
    shop.run(&format!("{COLD} --here yes")).ok();
    let letter = seen(&shop, "draft 1");
    assert!(letter.contains("say it to them"), "{letter}");
    shop.run("change 1 --here no").ok();
    let letter = seen(&shop, "draft 1");
    assert!(!letter.contains("say it to them"), "{letter}");
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
