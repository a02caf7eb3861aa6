//! `amends today`: everything there is to do, by clock time.

use serde_json::{Value, json};

use super::shop::{ADA, BEN, CORNER, SETTINGS, Shop, flat};
use super::terminal::seen;

/// A shop with people and hours, and Ada's case from 10:05 on a Monday.
fn shop() -> Shop {
    let shop = Shop::new();
    let people = "staff = \"Sam Osei\"\nmanager = \"Jo Lind\"\n";
    let hours: String = ["mon", "tue", "wed", "thu", "fri"]
        .iter()
        .map(|day| format!("{day} = [\"09:00-17:30\"]\n"))
        .collect();
    shop.write(
        "shop.toml",
        format!("{SETTINGS}{people}[hours]\n{hours}sat = []\nsun = []\n"),
    );
    let timed = CORNER
        .replace(
            "do = \"Refund the delivery charge\"",
            "do = \"Refund the delivery charge\"\ntakes = \"5m\"\nneeds = [\"the receipt\"]",
        )
        .replace(
            "do = \"Offer to start the whole order afresh\"",
            "do = \"Offer to start the whole order afresh\"\nafter = \"refund-delivery\"",
        );
    shop.playbook("corner", timed);
    shop.at("2026-11-23 10:05").run(ADA).ok();
    shop
}

fn texts(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["text"].as_str().unwrap())
        .collect()
}

#[test]
fn everything_to_do_stands_by_clock_time_late_first() {
    let shop = shop();
    shop.run("promise 1 'a new cake at your door' --by 11:20")
        .ok();
    shop.at("2026-11-23 11:30");
    let items = shop.speaks("today", "amends.today/1");
    assert_eq!(
        texts(&items),
        [
            "Call, say sorry by name, listen",
            "a new cake at your door",
            "Refund the delivery charge",
            "Handwritten note with the next order",
        ]
    );
    let late: Vec<bool> = items
        .iter()
        .map(|item| item["late"].as_bool().unwrap())
        .collect();
    assert_eq!(late, [true, true, false, false]);
    assert_eq!(items[1]["kind"], "promise");
    assert_eq!(
        (&items[1]["number"], &items[1]["person"]),
        (&json!(1), &json!("Rosa Marin"))
    );
    assert_eq!(items[2]["takes_seconds"], 300);
    assert_eq!(items[2]["needs"], json!(["the receipt"]));
}

#[test]
fn one_role_or_one_person_sees_their_own() {
    let shop = shop();
    for whom in ["staff", "'Sam Osei'", "'sam osei'"] {
        let items = shop.speaks(&format!("today --for {whom}"), "amends.today/1");
        assert_eq!(texts(&items), ["Refund the delivery charge"], "{whom}");
    }
    shop.refuses("today --for manger", 5)
        .says("`manger` is no role")
        .says("did you mean `manager`?");
    shop.run("today --for manager")
        .ok()
        .never_mentions("Refund");
}

#[test]
fn what_waits_says_for_which_step() {
    let shop = shop();
    shop.run("change 1 --severity severe").ok();
    let items = shop.speaks("today", "amends.today/1");
    let offer = items
        .iter()
        .find(|item| item["text"] == "Offer to start the whole order afresh");
    let refund = items
        .iter()
        .find(|item| item["text"] == "Refund the delivery charge");
    assert_eq!(offer.unwrap()["waits_for"], refund.unwrap()["number"]);
}

#[test]
fn what_falls_while_the_shop_is_shut_is_for_today() {
    let shop = shop();
    shop.run("promise 1 'a call' --by 'tomorrow 08:00'").ok();
    let items = shop.speaks("today", "amends.today/1");
    let call = items.iter().find(|item| item["kind"] == "promise").unwrap();
    assert_eq!(call["before_opening_at"], "2026-11-24T09:00:00+00:00");
    let page = seen(&shop, "today");
    assert!(flat(&page).contains("do it today"), "{page}");
    assert!(page.contains("you close at 17:30"), "{page}");
}

/// A case told in the morning, in the evening before three quarters of its time will be over while nobody is there.
fn evening() -> Shop {
    let shop = Shop::with_settings(
        "timezone = \"Europe/London\"\nplaybook = \"cafe\"\n[people]\nowner = \"Rosa\"\n\
         [hours]\nmon = [\"08:00-18:00\"]\ntue = [\"08:00-18:00\"]\n",
    );
    shop.at("2026-11-23 09:10");
    shop.run("new --customer Tom --reach t@example.org --type billing --tier new --severity minor --words x")
        .ok();
    shop.at("2026-11-23 17:00");
    shop
}

#[test]
fn what_the_clock_will_set_off_in_the_night_is_for_today() {
    let shop = evening();
    let warns = |items: Vec<Value>| {
        let mut items = items.into_iter();
        items.find(|item| item["text"].as_str().unwrap().starts_with("Tell them now"))
    };
    let ahead = warns(shop.items("today")).unwrap();
    assert_eq!(ahead["begins_at"], "2026-11-24T03:10:00+00:00");
    assert_eq!(ahead["due_at"], "2026-11-24T04:10:00+00:00");
    // It cannot be done beforehand, so it stands on its own day, and nobody can enter it as done.
    assert_eq!(ahead["before_opening_at"], Value::Null);
    assert_eq!(ahead["number"], Value::Null);
    let page = flat(&seen(&shop, "today"));
    let (_, tomorrow) = page.split_once("Tuesday 24 November").unwrap();
    assert!(
        tomorrow.contains("comes up tomorrow 03:10, unless what is open is done by then"),
        "{page}"
    );
    // Nothing that has not begun is the first to be entered as done.
    assert!(
        page.contains("The first is done: amends done 1 --step 1"),
        "{page}"
    );
    // Once it has begun it stands there as ever; put right, it never does.
    shop.at("2026-11-24 03:30");
    assert_eq!(
        warns(shop.items("today")).unwrap()["begins_at"],
        Value::Null
    );
    shop.at("2026-11-23 17:10");
    for step in shop.case(1)["steps"].as_array().unwrap() {
        if step["part"] != "follow_up" {
            shop.run(&format!("done 1 --step {}", step["number"])).ok();
        }
    }
    assert_eq!(warns(shop.items("today")), None);
}

#[test]
fn the_night_report_says_so_as_well() {
    let shop = evening();
    let night = flat(&seen(&shop, "report nightly"));
    assert!(
        night.contains(
            "from tomorrow 03:10, unless what is open is done by then, Rosa: Tell them now"
        ),
        "{night}"
    );
}

#[test]
fn what_is_due_after_somebody_has_left_says_until_when_they_are_there() {
    let settings = super::shop::SETTINGS.replace(
        "owner = \"Rosa Marin\"",
        "owner = { name = \"Rosa Marin\", until = \"10:30\" }",
    );
    let shop = Shop::with_settings(&settings);
    shop.playbook("corner", CORNER);
    shop.run(&format!("{} --holder 'Rosa Marin'", super::shop::ADA))
        .ok();
    let items = shop.items("today");
    let call = &items[0];
    assert_eq!(call["due_at"], "2026-11-22T11:05:00+00:00");
    assert_eq!(call["leaves_at"], "2026-11-22T10:30:00+00:00");
    let refund = items.iter().find(|item| item["by"] == "staff").unwrap();
    assert_eq!(refund["leaves_at"], Value::Null);
    let page = flat(&seen(&shop, "today"));
    assert!(page.contains("(Rosa Marin, until 10:30, 10 min)"), "{page}");
    // Whoever is still there when it is due is simply named.
    shop.run("promise 1 'a call' --by 10:20").ok();
    let items = shop.items("today");
    let promise = items.iter().find(|item| item["kind"] == "promise").unwrap();
    assert_eq!(promise["leaves_at"], Value::Null);
}

/// After a third call the apology is due with the recovery, and yet it comes before what is due earlier.
#[test]
fn what_comes_next_in_a_case_stands_before_what_is_due_earlier() {
    let shop = super::bad_day::guest("--type noise");
    shop.run("done 1").ok();
    shop.run("change 1 --severity severe").ok();
    let next = shop.case(1)["next_step_number"].clone();
    let items = shop.items("today");
    assert_eq!(items[0]["number"], next, "{items:#?}");
    let (before, due) = (&items[0]["before_at"], &items[0]["due_at"]);
    assert_eq!(before, &items[1]["due_at"]);
    assert!(before.as_str() < due.as_str(), "{before} {due}");
    let page = flat(&seen(&shop, "today"));
    assert!(page.contains("before 17:00 #1 step"), "{page}");
}

#[test]
fn who_is_still_here_and_who_can_only_be_answered_in_public_is_said() {
    let shop = super::bad_day::guest("--here yes");
    let page = flat(&seen(&shop, "today"));
    assert!(page.contains("#1 Ada: still here; 020"), "{page}");
    shop.run(
        "new --customer Cy --type noise --tier first-stay --severity minor --public --words Loud",
    )
    .ok();
    let page = flat(&seen(&shop, "today"));
    assert!(
        page.contains("no way to reach them, so answer where they wrote it: amends draft 2"),
        "{page}"
    );
    shop.at("2026-11-23 09:00");
    assert_eq!(shop.items("today")[0]["here"], false);
}

#[test]
fn what_is_due_on_another_day_stands_under_its_name() {
    let shop = shop();
    let page = seen(&shop, "today");
    let (today, tomorrow) = page.split_once("Tuesday 24 November").unwrap();
    assert!(
        !today.contains("tomorrow") && tomorrow.contains("tomorrow"),
        "{page}"
    );
}

#[test]
fn follow_ups_pauses_and_work_for_the_next_customer_are_among_them() {
    let shop = shop();
    let prevent = CORNER.replace(
        "[[recovery]]\nacknowledge",
        "[action.check-the-list]\ndo = \"Check the driver's list\"\nby = \"staff\"\n[[recovery]]\nprevent = [\"check-the-list\"]\nacknowledge",
    );
    shop.playbook("corner", prevent);
    shop.run(BEN).ok();
    shop.run("done 2 --step 1,2,3").ok();
    shop.run("pause 1 --until 14:00 --why away").ok();
    let items = shop.speaks("today --within 3d", "amends.today/1");
    let kinds: Vec<&str> = items
        .iter()
        .map(|item| item["kind"].as_str().unwrap())
        .collect();
    for kind in ["step", "follow-up", "prevent", "pause"] {
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
    }
    shop.run("close 2 --outcome satisfied --cause process").ok();
    let items = shop.speaks("today --within 3d", "amends.today/1");
    let left: Vec<&Value> = items.iter().filter(|item| item["case"] == 2).collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0]["text"], "Check the driver's list");
    assert_eq!(left[0]["about"], "Wrong order");
    shop.at("2026-12-24 10:00");
    let items = shop.speaks("today", "amends.today/1");
    let left = items.iter().find(|item| item["case"] == 2).unwrap();
    assert_eq!(
        left["late"], false,
        "what is for the next customer makes nothing late"
    );
}

#[test]
fn what_the_clock_sets_off_is_there_without_any_write() {
    let shop = shop();
    shop.run("done 1").ok();
    shop.at("2026-11-24 10:30");
    let items = shop.speaks("today", "amends.today/1");
    assert!(
        texts(&items).contains(&"The owner calls, owns the delay, asks what would help now"),
        "{items:?}"
    );
    assert!(
        !texts(&items).contains(&"Handwritten note with the next order"),
        "{items:?}"
    );
}

#[test]
fn what_the_same_person_does_twice_in_the_same_words_is_one_thing() {
    let shop = shop();
    shop.run("contact 1 --words x").ok();
    let items = shop.speaks("today", "amends.today/1");
    let mut texts = texts(&items);
    let all = texts.len();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), all);
}

#[test]
fn what_went_wrong_is_said_as_shortly_as_the_playbook_can() {
    let shop = Shop::new();
    let short = CORNER.replace(
        "name = \"Late delivery\"",
        "name = \"Late delivery\"\nshort = \"late cake\"",
    );
    shop.playbook("corner", short);
    shop.run(ADA).ok();
    let items = shop.speaks("today", "amends.today/1");
    assert_eq!(items[0]["about"], "late cake");
    shop.run("change 1 --type wrong-order").ok();
    let items = shop.speaks("today", "amends.today/1");
    assert_eq!(items[0]["about"], "Wrong order");
}

#[test]
fn minutes_add_up_by_person_and_what_comes_later_is_counted() {
    let shop = shop();
    let page = seen(&shop, "today --within 2h");
    assert!(page.contains("1 thing, about 10 min"), "{page}");
    assert!(
        page.contains("2 things later: amends today --within 7d"),
        "{page}"
    );
    let page = seen(&shop, "today");
    assert!(page.contains("Sam Osei: 1 thing, about 5 min"), "{page}");
    assert!(page.contains("amends done 1 --step 1"), "{page}");
}

#[test]
fn a_case_with_nothing_to_do_is_not_there() {
    let shop = shop();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    assert_eq!(shop.speaks("today", "amends.today/1"), Vec::<Value>::new());
    let said = shop.run("today --plain").ok();
    assert_eq!(said.stdout(), "");
    assert_eq!(
        Shop::empty().speaks("today", "amends.today/1"),
        Vec::<Value>::new()
    );
}

#[test]
fn a_day_of_many_things_is_shown_whole() {
    let shop = shop();
    for at in 0..75 {
        let name = format!("Customer {at}");
        shop.run(&ADA.replace("Ada Okafor", &name)).ok();
    }
    let rows = shop.run("today --plain").ok().rows();
    assert_eq!(rows.len(), 76 * 3);
}

#[test]
fn mistakes_are_refused_and_reading_writes_nothing() {
    let shop = shop();
    shop.refuses("today --within soon", 2).says("--within");
    shop.only_reads("today");
    shop.only_reads("today --json");
}

#[test]
fn the_day_goes_into_a_file_to_print() {
    let shop = shop();
    let written = shop
        .speaks("today --out day.txt", "amends.report-file/1")
        .remove(0);
    assert_eq!(
        (&written["report"], &written["format"]),
        (&json!("today"), &json!("txt"))
    );
    let page = std::fs::read_to_string(shop.path("day.txt")).unwrap();
    let screen = seen(&shop, "today");
    assert!(page.starts_with(screen.lines().next().unwrap()), "{page}");
    assert!(flat(&page).contains("Refund the delivery charge"), "{page}");
    assert!(
        page.lines().all(|line| line.chars().count() <= 80),
        "{page}"
    );
    shop.run("today --out day.md --for staff").ok();
    shop.run("today --out day.json").ok();
    let file = std::fs::read_to_string(shop.path("day.json")).unwrap();
    let file: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(file["items"], json!(shop.items("today")));
    shop.refuses("today --out day.ics", 2)
        .says("a day is written as")
        .says("amends today --out today.txt");
    shop.refuses("today --out day.txt --for sommelier", 5);
    assert_eq!(std::fs::read_to_string(shop.path("day.txt")).unwrap(), page);
}

#[test]
fn a_printed_day_has_what_one_needs_to_do_it() {
    let shop = Shop::new();
    shop.at("2026-11-22 10:05");
    shop.run(&format!("{ADA} --reach '020 7946 0100' --order 'room 18'"))
        .ok();
    let page = flat(&seen(&shop, "today"));
    assert!(
        page.contains("#1 step 2, Ada Okafor, room 18: Refund"),
        "{page}"
    );
    assert!(
        page.contains("#1 Ada Okafor: 020 7946 0100; Late delivery"),
        "{page}"
    );
    let item = shop.items("today").remove(0);
    assert_eq!(
        (&item["reach"], &item["order"]),
        (&json!("020 7946 0100"), &json!("room 18"))
    );
}

#[test]
fn one_word_of_a_name_is_enough() {
    let shop = shop();
    let whole = shop.items("today --for 'Sam Osei'");
    assert!(!whole.is_empty());
    assert_eq!(shop.items("today --for sam"), whole);
}
