//! The script at night: never hangs, never chatters, never lies.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::shop::{ADA, BEN, PROGRAM, Shop, finish, numbers};

fn section(items: &[Value], name: &str) -> Vec<u64> {
    let sections = items[0]["sections"].as_array().unwrap();
    let found = sections.iter().find(|section| section["section"] == name);
    found.map_or_else(Vec::new, |section| {
        numbers(section["cases"].as_array().unwrap())
    })
}

/// #1 late, #2 due tomorrow, #3 recovered, #4 lost today, #5 won back today, #6 lost last week.
fn a_week() -> Shop {
    let shop = Shop::new();
    let complaint = |name: &str| ADA.replace("Ada", name);
    shop.at("2026-11-14 10:00").run(&complaint("Zoe")).ok();
    shop.run("undo").ok();
    shop.at("2026-11-21 09:00").run(ADA).ok();
    shop.at("2026-11-22 10:05").run(BEN).ok();
    for name in ["Cy", "Dan", "Eve"] {
        shop.run(&complaint(name)).ok();
    }
    for (case, steps) in [(4, 1..=3), (6, 1..=3)] {
        for step in steps {
            shop.run(&format!("done {case} --step {step}")).ok();
        }
    }
    shop.run("close 5 --outcome lost --cause process --why gone")
        .ok();
    shop.run("close 6 --outcome won-back --cause process").ok();
    shop
}

#[test]
fn the_report_is_tomorrows_to_do() {
    let shop = a_week();
    let items = shop
        .at("2026-11-22 23:00")
        .speaks("report nightly", "amends.nightly/1");
    assert_eq!(section(&items, "late")[0], 2);
    assert_eq!(section(&items, "follow-ups due"), [4]);
    assert_eq!(section(&items, "lost since yesterday"), [5]);
    assert_eq!(section(&items, "won back since yesterday"), [6]);
}

#[test]
fn yesterdays_wins_are_not_told_twice() {
    let shop = a_week();
    let items = shop.at("2026-11-23 10:06").items("report nightly");
    assert!(section(&items, "lost since yesterday").is_empty());
    assert!(section(&items, "won back since yesterday").is_empty());
}

#[test]
fn a_case_that_nobody_holds_is_named() {
    let shop = Shop::with_settings("timezone = \"Europe/London\"\nplaybook = \"corner\"\n");
    shop.playbook("corner", super::shop::CORNER);
    shop.run(ADA).ok();
    assert_eq!(
        section(&shop.items("report nightly"), "nobody holds it"),
        [1]
    );
}

#[test]
fn each_row_of_a_pipe_begins_with_its_section() {
    let rows = a_week()
        .at("2026-11-22 23:00")
        .run("report nightly")
        .ok()
        .rows();
    assert_eq!(rows[0][..2], ["late", "2"]);
}

#[test]
fn if_any_is_silent_when_there_is_nothing() {
    let shop = Shop::new();
    shop.run("report nightly --if-any").ok().is_silent();
    shop.run("report nightly --if-any --json").ok().is_silent();
    shop.run("report nightly").ok().has_no_result();
}

#[test]
fn if_any_prints_when_there_is_something() {
    let answer = Shop::with_ada().run("report nightly --if-any").ok();
    answer.shows("Ada Okafor");
    assert_eq!(answer.stderr(), "");
}

#[test]
fn a_monitor_can_ask_for_what_is_late_by_exit_code_alone() {
    let shop = a_week();
    shop.run("due --late --exit-code --if-any --json").ends(3);
    shop.run("close 2 --outcome lost --cause process --why gone")
        .ok();
    shop.at("2026-11-22 10:10")
        .run("due --late --exit-code --if-any")
        .ok()
        .is_silent();
}

#[test]
fn lines_of_json_are_items_only() {
    let shop = a_week();
    let text = shop.run("due --jsonl").ok().stdout();
    for line in text.lines() {
        let item: Value = serde_json::from_str(line).unwrap();
        assert!(item["case"].is_u64() && item.get("schema").is_none());
    }
    assert_eq!(text.lines().count(), shop.items("due").len());
    shop.run("due --within 1m --for manager --jsonl")
        .ok()
        .is_silent();
}

#[test]
fn filters_go_together() {
    let shop = a_week();
    shop.at("2026-11-22 10:10");
    assert_eq!(
        numbers(&shop.items("due --late --within 1h --for owner")),
        [2]
    );
    assert_eq!(numbers(&shop.items("due --within 10m --for owner")), [2]);
    assert_eq!(numbers(&shop.items("due --for owner")).len(), 2);
}

#[test]
fn the_bare_environment_of_cron_is_enough() {
    let shop = Shop::with_ada();
    for line in [
        "due --json",
        "report nightly",
        "show 1",
        "done 1 --yes",
        "data check",
    ] {
        let mut command = Command::new("/usr/bin/env");
        command
            .args(["-i", "PATH=/usr/bin:/bin", PROGRAM, "--data-dir"])
            .arg(shop.folder());
        command
            .args(super::shop::split(line))
            .current_dir("/")
            .stdin(Stdio::null());
        let answer = finish(command, b"").ok();
        assert_eq!(answer.stderr(), "", "{answer}");
        answer.shows("1");
    }
}

#[test]
fn same_moment_same_bytes() {
    let shop = a_week();
    shop.run("report nightly").ok();
    for line in [
        "due --json",
        "show 2 --json",
        "history --json",
        "why 2 --json",
    ] {
        assert_eq!(
            shop.run(line).ok().stdout(),
            shop.run(line).ok().stdout(),
            "{line}"
        );
    }
}

#[test]
fn the_moment_and_the_zone_are_in_the_envelope() {
    let json = Shop::new()
        .run("due --json --tz America/New_York")
        .ok()
        .json();
    assert_eq!(json["generated_at"], json!("2026-11-22T05:05:00-05:00"));
    assert_eq!(json["time_zone"], "America/New_York");
}

#[test]
fn quiet_takes_nothing_from_the_result() {
    let shop = a_week();
    assert_eq!(
        shop.run("due --quiet").ok().stdout(),
        shop.run("due").ok().stdout()
    );
}

/// A playbook whose clock warns the manager at three quarters, within the hour.
fn with_a_warning() -> String {
    format!(
        "{}\n[action.warn-them]\ndo = \"Warn them\"\nby = \"manager\"\nwithin = \"1h\"\n\
         [[escalate]]\non = \"75%\"\ndo = [\"warn-them\"]\nto = \"manager\"\n",
        super::shop::CORNER
    )
}

#[test]
fn a_step_that_the_clock_set_off_is_due_and_late_in_every_list() {
    let shop = Shop::new();
    shop.playbook("corner", with_a_warning());
    shop.run(ADA).ok();
    shop.run("done 1").ok();
    let soon = shop.at("2026-11-23 04:30").items("due --within 1h");
    assert_eq!(numbers(&soon), [1], "step 8 is due at 05:05");
    assert_eq!(soon[0]["next_step"], "Warn them");
    shop.at("2026-11-23 05:30");
    for line in [
        "",
        "due --late",
        "list",
        "report nightly",
        "show 1",
        "plan 1",
    ] {
        let text = shop.run(&format!("{line} --json")).ok().json().to_string();
        assert!(
            text.contains("\"state\":\"late\""),
            "`{line}` hides it\n{text}"
        );
    }
    shop.run("due --late --exit-code").ends(3);
}

#[test]
fn the_lists_and_the_case_agree_at_every_hour() {
    let shop = Shop::new();
    shop.playbook("corner", with_a_warning());
    shop.run(ADA).ok();
    shop.run("done 1 --step 1").ok();
    for hour in 0..60 {
        let (day, hour) = (22 + (hour + 11) / 24, (hour + 11) % 24);
        shop.at(&format!("2026-11-{day} {hour:02}:30"));
        let (row, case) = (shop.items("due").remove(0), shop.case(1));
        for key in ["state", "due_at", "next_step_number", "recovered_at"] {
            assert_eq!(row[key], case[key], "{key} on {day} at {hour}:30");
        }
        let unmet = case["deadlines"].as_array().unwrap().iter();
        let unmet = unmet.filter(|one| one["met_at"].is_null() && one["provisional"] == false);
        let earliest = unmet.map(|one| one["due_at"].as_str().unwrap()).min();
        assert_eq!(row["due_at"].as_str(), earliest, "on {day} at {hour}:30");
    }
}
