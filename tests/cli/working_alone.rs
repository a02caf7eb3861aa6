//! One person behind everything: nobody says sorry twice, and what is the same is done once.

use serde_json::Value;

use super::shop::{CORNER, SHIPPED, Shop};
use super::terminal::seen;

/// A shop of one person, with a starter of each trade made for one role.
fn alone() -> Shop {
    let settings = "timezone = \"Europe/London\"\n[people]\nme = \"Rosa Marin\"\n";
    let shop = Shop::with_settings(settings);
    for trade in SHIPPED {
        let line =
            format!("playbook new my-{trade} --trade {trade} --role me --currency GBP --yes");
        shop.run(&line).ok();
    }
    shop
}

/// The steps of a plan that say sorry to the customer; the firm in between is somebody else.
fn apologies(plan: &Value) -> Vec<String> {
    let steps = plan["steps"].as_array().unwrap().iter();
    let sorry = steps.filter(|step| step["part"] == "acknowledge");
    let texts = sorry.map(|step| step["text"].as_str().unwrap().to_owned());
    let to_partner = |text: &str| text.contains("partner") || text.contains("who books us");
    texts
        .filter(|text| (text.contains("sorry") || text.contains("apologise")) && !to_partner(text))
        .collect()
}

#[test]
fn whatever_two_things_went_wrong_one_person_says_sorry_once() {
    let shop = alone();
    for trade in SHIPPED {
        let playbook = format!("my-{trade}");
        let shown = shop.item(&format!("playbook show {playbook}"));
        let types = shown["types"].as_array().unwrap().iter();
        let types: Vec<&str> = types.map(|one| one["id"].as_str().unwrap()).collect();
        let tier = shown["tiers"][0]["id"].as_str().unwrap();
        let rude = types.iter().find(|id| id.contains("handling")).unwrap();
        for other in types.iter().filter(|other| *other != rude) {
            for severity in ["minor", "severe"] {
                let line = format!(
                    "playbook try {playbook} --type {other} --type {rude} --tier {tier} \
                     --severity {severity}"
                );
                let plan = shop.item(&line);
                let said = apologies(&plan);
                assert_eq!(said.len(), 1, "{line}\n{said:#?}");
            }
        }
    }
}

#[test]
fn a_starter_for_one_person_is_proved_clean() {
    let shop = alone();
    for trade in SHIPPED {
        let found = shop.items(&format!("playbook check my-{trade}"));
        assert_eq!(found, [] as [Value; 0], "{trade}");
    }
}

/// A playbook in which the owner's apology is made instead of the staff's.
fn covering() -> String {
    let more = "
[action.owner-calls]
do = \"Ring them yourself, say sorry\"
by = \"owner\"
covers = [\"call-and-apologise\"]

[[recovery]]
when = { complaint = \"wrong-order\" }
acknowledge = [\"owner-calls\"]
";
    format!("{CORNER}{more}")
}

#[test]
fn an_apology_that_covers_another_stands_in_for_it() {
    let shop = Shop::new();
    let said = |shop: &Shop, types: &str| {
        let line = format!("playbook try corner {types} --tier regular --severity major");
        let plan = shop.item(&line);
        apologies(&plan)
    };
    let both = "--type late-delivery --type wrong-order";
    shop.playbook("corner", covering());
    let one = vec!["Ring them yourself, say sorry".to_owned()];
    assert_eq!(said(&shop, both), one);
    assert_eq!(said(&shop, "--type wrong-order --type late-delivery"), one);
    assert_eq!(said(&shop, "--type late-delivery").len(), 1);
    shop.playbook(
        "corner",
        covering().replace("covers = [\"call-and-apologise\"]\n", ""),
    );
    assert_eq!(said(&shop, both).len(), 2);
}

#[test]
fn a_guest_of_whom_two_things_went_wrong_is_moved_once() {
    let shop = super::bad_day::hotel();
    let moves = |types: &str| {
        let line =
            format!("playbook try hotel {types} --tier first-stay --severity major --here yes");
        let plan = shop.item(&line);
        let steps = plan["steps"].as_array().unwrap().clone();
        let fixes = steps.into_iter().filter(|step| step["part"] == "fix");
        let actions = fixes.map(|step| step["action"].as_str().unwrap().to_owned());
        let moved = |one: &String| one == "quiet-room" || one == "move-them-now";
        actions.filter(moved).collect::<Vec<_>>()
    };
    assert_eq!(moves("--type noise"), ["quiet-room"]);
    assert_eq!(moves("--type noise --type smell"), ["move-them-now"]);
    assert_eq!(moves("--type smell --type noise"), ["move-them-now"]);
}

#[test]
fn what_covers_is_held_against_what_it_covers() {
    let shop = Shop::new();
    for (from, to, said, hint) in [
        (
            "covers = [\"call-and-apologise\"]",
            "covers = [\"call-and-apologize\"]",
            "`call-and-apologize` is not an action",
            "call-and-apologise",
        ),
        (
            "covers = [\"call-and-apologise\"]",
            "covers = [\"owner-calls\"]",
            "cannot cover itself",
            "out of `covers`",
        ),
        (
            "covers = [\"call-and-apologise\"]",
            "covers = [\"call-and-apologise\"]\nonly = \"here\"",
            "is not for everybody",
            "out of `covers`",
        ),
    ] {
        shop.playbook("bad", covering().replace(from, to));
        let answer = shop.run("playbook check bad").ends(4);
        answer.shows(said);
        answer.shows(hint);
    }
}

#[test]
fn who_covers_comes_no_later_and_covers_the_rest_too() {
    let shop = Shop::new();
    let both = covering().replace(
        "[action.call-and-apologise]",
        "[action.call-and-apologise]\ncovers = [\"owner-calls\"]",
    );
    shop.playbook("bad", both);
    shop.run("playbook check bad")
        .ends(4)
        .shows("cover each other");
    // An apology that covers one covers what that one covers: then their order does not matter.
    let half = covering()
        .replace(
            "[action.call-and-apologise]",
            "[action.call-and-apologise]\ncovers = [\"say-sorry\"]",
        )
        .replace(
            "[action.owner-calls]",
            "[action.say-sorry]\ndo = \"Say sorry\"\nby = \"staff\"\nwithin = \"4h\"\n\n[action.owner-calls]",
        );
    shop.playbook("bad", half);
    let answer = shop.run("playbook check bad").ends(4);
    answer.shows("which covers `say-sorry`, and `owner-calls` does not");
    let slower = covering().replace(
        "[action.call-and-apologise]",
        "[action.call-and-apologise]\nwithin = \"20m\"",
    );
    shop.playbook("bad", slower);
    let answer = shop.run("playbook check bad").ends(4);
    answer.shows("is due later than `call-and-apologise`, which it covers");
}

/// What another action of the playbook does, under an id of its own.
const CHARGE_BACK: &str = "
[action.charge-back]
do = \"Refund the delivery charge\"
by = \"staff\"
cost = 4.50
deed = true
";

#[test]
fn the_same_words_by_the_same_role_are_one_step() {
    let twin = "
[[recovery]]
when = { complaint = \"late-delivery\", severity = \"major\" }
also.fix = [\"charge-back\"]
";
    let shop = Shop::new();
    shop.playbook("corner", format!("{CORNER}{CHARGE_BACK}{twin}"));
    let line = "playbook try corner --type late-delivery --tier regular --severity major";
    let plan = shop.item(line);
    let steps = plan["steps"].as_array().unwrap().iter();
    let refunds = steps.filter(|step| step["text"] == "Refund the delivery charge");
    assert_eq!(refunds.count(), 1, "{plan:#}");
}

#[test]
fn what_another_step_waits_for_stays_a_step_of_its_own() {
    let twin = "
[action.say-it-is-back]
do = \"Tell them that it is on its way\"
by = \"staff\"
after = \"charge-back\"

[[recovery]]
when = { complaint = \"late-delivery\", severity = \"major\" }
also.fix = [\"say-it-is-back\", \"charge-back\"]
";
    let shop = Shop::new();
    shop.playbook("corner", format!("{CORNER}{CHARGE_BACK}{twin}"));
    let line = "playbook try corner --type late-delivery --tier regular --severity major";
    let plan = shop.item(line);
    let mut steps = plan["steps"].as_array().unwrap().iter();
    let told = steps.find(|step| step["action"] == "say-it-is-back");
    assert!(told.unwrap()["after"].is_u64(), "{plan:#}");
}

#[test]
fn what_one_person_is_to_do_twice_behind_two_roles_stands_in_the_day_once() {
    let twin = "
[action.staff-calls]
do = \"Ask whether it is right now, and what we should change\"
by = \"staff\"

[[recovery]]
when = { complaint = \"late-delivery\" }
also.fix = [\"staff-calls\", \"owner-asks\"]
[action.owner-asks]
do = \"Ask whether it is right now, and what we should change\"
by = \"owner\"
";
    let of = |people: &str| {
        let settings = format!("timezone = \"Europe/London\"\nplaybook = \"corner\"\n{people}");
        let shop = Shop::with_settings(&settings);
        shop.playbook("corner", format!("{CORNER}{twin}"));
        shop.run(super::shop::ADA).ok();
        let asks = shop.items("today").into_iter();
        let asks = asks.filter(|item| item["text"].as_str().unwrap().starts_with("Ask whether"));
        let asks: Vec<Value> = asks.collect();
        let with = asks.iter().flat_map(|ask| ask["with"].as_array().unwrap());
        let mut numbers: Vec<String> = with.map(Value::to_string).collect();
        if !numbers.is_empty() {
            numbers.insert(0, asks[0]["number"].to_string());
            let said = format!("#1 steps {}, Ada", numbers.join(" and "));
            let page = seen(&shop, "today");
            assert!(page.contains(&said), "{said}: {page}");
        }
        (asks.len(), numbers)
    };
    let one = "[people]\nowner = \"Rosa\"\nstaff = \"Rosa\"\n";
    let two = "[people]\nowner = \"Rosa\"\nstaff = \"Sam\"\n";
    let ((alone, numbers), (both, apart)) = (of(one), of(two));
    assert_eq!((alone, both), (1, 2));
    assert!(apart.is_empty());
    // Both numbers are named, and done together.
    let [first, second] = numbers.as_slice() else {
        panic!("{numbers:?}")
    };
    assert_ne!(first, second);
}
