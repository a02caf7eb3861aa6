//! The night report hides nothing, and looking at it changes nothing.

use std::process::Stdio;

use serde_json::{Value, json};

use super::shop::{ADA, Shop};
use super::terminal::seen;

/// The tags of a case in the report: what, on what, whether new.
fn tags(shop: &Shop, case: u64) -> Vec<(String, String, bool)> {
    let report = shop.item("report nightly");
    let sections = report["sections"].as_array().unwrap();
    let cases = sections
        .iter()
        .flat_map(|one| one["cases"].as_array().unwrap());
    let found: Vec<&Value> = cases.filter(|item| item["case"] == case).collect();
    // Wherever it stands, it has the same tags.
    let tags: Vec<&Value> = found.iter().map(|item| &item["tags"]).collect();
    assert!(tags.windows(2).all(|pair| pair[0] == pair[1]), "{tags:#?}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let tag = |tag: &Value| (text(&tag["tag"]), text(&tag["on"]), tag["new"] == true);
    let tags = tags.first().map(|tags| tags.as_array().unwrap());
    tags.into_iter().flatten().map(tag).collect()
}

/// How often a run was written down.
fn runs(shop: &Shop) -> usize {
    let history = shop.items("history --limit 1000");
    history
        .iter()
        .filter(|item| item["command"] == "report")
        .count()
}

/// Ada's case, escalated by a third contact.
fn escalated() -> Shop {
    let shop = Shop::with_ada();
    shop.run("contact 1").ok();
    shop.run("contact 1").ok();
    shop
}

#[test]
fn what_holds_is_a_tag_every_night_until_the_case_is_closed() {
    let shop = escalated();
    shop.run("promise 1 'a call' --by 12:00").ok();
    let escalation = || ("escalated".to_owned(), "contact 3".to_owned());
    let broken = || ("promise-broken".to_owned(), "promise 1".to_owned());
    shop.at("2026-11-22 22:00");
    let tonight = tags(&shop, 1);
    assert!(
        tonight.contains(&(escalation().0, escalation().1, true)),
        "{tonight:?}"
    );
    assert!(
        tonight.contains(&(broken().0, broken().1, true)),
        "{tonight:?}"
    );
    for night in ["2026-11-23 22:00", "2026-11-24 22:00", "2026-12-20 22:00"] {
        shop.at(night);
        let later = tags(&shop, 1);
        assert!(
            later.contains(&(escalation().0, escalation().1, false)),
            "{later:?}"
        );
        assert!(
            later.contains(&(broken().0, broken().1, false)),
            "{later:?}"
        );
        shop.run("report nightly").ok().shows("still holds");
    }
    shop.run("close 1 --outcome lost --cause process --why x")
        .ok();
    assert_eq!(tags(&shop, 1), []);
}

#[test]
fn a_second_failure_is_a_tag_too() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome satisfied --cause process --why x")
        .ok();
    shop.run(ADA).ok();
    let found = tags(&shop, 2);
    assert!(
        found.contains(&("second-failure".to_owned(), "#1".to_owned(), true)),
        "{found:?}"
    );
}

#[test]
fn two_reports_of_one_evening_are_the_same_however_often_it_ran() {
    let shop = escalated();
    shop.at("2026-11-22 22:00");
    let first = shop.run("report nightly --json").ok().json();
    for line in [
        "report nightly",
        "report nightly --out mail.txt",
        "report nightly --if-any",
    ] {
        shop.run(line).ok();
    }
    let mut last = shop.run("report nightly --json").ok().json();
    // That it ran is written down once, which moves the end of the history.
    last["items"][0]["head"] = first["items"][0]["head"].clone();
    assert_eq!(last, first);
    assert_eq!(runs(&shop), 1);
}

#[test]
fn what_came_about_after_the_last_run_is_new_the_next_day() {
    let shop = Shop::with_ada();
    shop.at("2026-11-22 22:00").run("report nightly").ok();
    shop.at("2026-11-23 09:00").run("contact 1").ok();
    shop.run("contact 1").ok();
    shop.at("2026-11-23 22:00");
    assert!(tags(&shop, 1).contains(&("escalated".to_owned(), "contact 3".to_owned(), true)));
    shop.at("2026-11-24 22:00");
    assert!(tags(&shop, 1).contains(&("escalated".to_owned(), "contact 3".to_owned(), false)));
}

#[test]
fn a_report_that_nobody_took_whole_is_no_run() {
    let shop = escalated();
    shop.at("2026-11-22 22:00");
    // `report nightly | mail` where there is no `mail`.
    let mut gone = shop.command();
    gone.args(["report", "nightly"]).stdout(Stdio::piped());
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    gone.stdout(writer);
    gone.status().unwrap();
    // A disk that is full.
    let mut full = shop.command();
    full.args(["report", "nightly"]);
    full.stdout(
        std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap(),
    );
    assert!(!full.status().unwrap().success());
    // A place that there is not, and a calendar, which has no room for it.
    shop.run("report nightly --out nowhere/x.txt")
        .fails_somehow();
    shop.run("report nightly --out due.ics").ok();
    // Into nothing, and one that leaves something out.
    let mut nothing = shop.command();
    nothing.args(["report", "nightly"]).stdout(Stdio::null());
    assert!(nothing.status().unwrap().success());
    for part in ["--for owner", "--late", "--within 2h"] {
        shop.run(&format!("report nightly {part}")).ok();
    }
    assert_eq!(runs(&shop), 0);
    shop.run("report nightly --out mail.txt").ok();
    assert_eq!(runs(&shop), 1);
}

#[test]
fn looking_on_a_terminal_is_no_run() {
    let shop = escalated();
    let report = seen(&shop, "report nightly");
    assert!(report.contains("new: contact 3"), "{report}");
    assert_eq!(runs(&shop), 0);
}

#[test]
fn a_day_without_a_run_is_named() {
    let shop = Shop::with_ada();
    shop.at("2026-11-20 22:00").run("report nightly").ok();
    shop.at("2026-11-21 06:00");
    assert_eq!(shop.item("report nightly")["nights_missing"], 0);
    shop.at("2026-11-24 22:00");
    let report = shop.item("report nightly");
    assert_eq!(report["nights_missing"], json!(2));
    assert_eq!(report["previous_run_at"], "2026-11-21T06:00:00+00:00");
    let page = shop.run("report nightly --out mail.txt").ok();
    drop(page);
    let page = std::fs::read_to_string(shop.path("mail.txt")).unwrap();
    assert!(
        page.contains("no report ran from Sun 22 Nov to Mon 23 Nov"),
        "{page}"
    );
}
