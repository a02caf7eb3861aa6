//! The night report as a mail that somebody reads: a subject, each case once, and what else is true of it.

use super::shop::{ADA, BEN, CORNER, Shop, numbers};
use super::terminal::seen;

const OPEN: &str = "
[hours]
mon = [\"09:00-17:30\"]
tue = [\"09:00-17:30\"]
sun = [\"09:00-17:30\"]
";

/// A shop that is open from nine to half past five, from Sunday to Tuesday.
fn with_hours() -> Shop {
    let shop = Shop::with_settings(&format!("{}{OPEN}", super::shop::SETTINGS));
    shop.playbook("corner", CORNER);
    shop
}

/// The lines of the report that begin with this case.
fn lines_of(report: &str, case: u64) -> Vec<&str> {
    let sign = format!("#{case} ");
    report
        .lines()
        .filter(|line| line.starts_with(&sign))
        .collect()
}

#[test]
fn the_whole_page() {
    let shop = with_hours();
    shop.at("2026-11-22 09:00");
    shop.run(&format!("{ADA} --value 2400 --holder Sam")).ok();
    shop.run("promise 1 'a call from Rosa' --by 12:00").ok();
    shop.run("contact 1").ok();
    shop.run("contact 1").ok();
    shop.run(&BEN.replace("Ben Sato", "Cy Dunn")).ok();
    for step in 1..=3 {
        let line = format!("done 2 --step {step} --reaction delighted");
        shop.run(&line).ok();
    }
    shop.at("2026-11-22 17:00").run(BEN).ok();
    shop.run(&BEN.replace("Ben Sato", "Kim Vale")).ok();
    shop.run("done 4 --step 1 --spent 500").ok();
    shop.run("close 4 --outcome lost --cause process --why gone")
        .ok();
    shop.at("2026-11-22 21:00");
    insta::assert_snapshot!(seen(&shop, "report nightly"), @r#"
    2 late, 1 before you open tomorrow: first #1 Ada Okafor
    Rosa's Bakery, Sun 22 Nov 2026 21:00, for Mon 23 Nov (open 09:00 to 17:30)

    Do first
    #1 Ada Okafor, Late delivery, severe, worth 2400.00 GBP a year; LATE since 10:00
       Rosa Marin: Call, say sorry by name, listen; promise: a call from Rosa, was
       due 12:00, 9 h ago
       new: contact 3, 09:00, goes to Rosa Marin (owner); promise broken: "a call
       from Rosa", 12:00
       and 4 more steps before you open
    #3 Ben Sato, Wrong order, minor; LATE since 18:00
       Rosa Marin: Call, say sorry by name, listen
    #2 Cy Dunn, Wrong order, minor; by tomorrow 09:00
       Rosa Marin: Ask whether it is right now, and what we should change
       you open tomorrow 09:00: do it before then
       recovered in 1 min; delighted

    Lost
    #4 Kim Vale, Wrong order, minor; closed 17:00
       500.00 GBP spent, planned at most 11.00 GBP

    before you ring:          amends brief 1
    all of it, by the clock:  amends today
    "#);
}

#[test]
fn a_case_stands_on_the_page_once_however_much_is_true_of_it() {
    let shop = with_hours();
    shop.run(ADA).ok();
    shop.run("promise 1 'a call' --by 12:00").ok();
    shop.run("contact 1").ok();
    shop.run("contact 1").ok();
    for now in ["2026-11-22 11:00", "2026-11-22 21:00", "2026-11-23 23:00"] {
        let report = seen(shop.at(now), "report nightly");
        assert_eq!(lines_of(&report, 1).len(), 1, "{report}");
    }
    let report = shop.item("report nightly");
    assert!(report["sections"].as_array().unwrap().len() > 2, "{report}");
}

#[test]
fn the_first_line_says_what_presses() {
    let shop = with_hours();
    shop.at("2026-11-22 10:05").run(ADA).ok();
    for (now, subject) in [
        (
            "2026-11-22 10:06",
            "1 before you open tomorrow: first #1 Ada Okafor",
        ),
        ("2026-11-22 17:31", "1 late: first #1 Ada Okafor"),
    ] {
        let report = seen(shop.at(now), "report nightly");
        assert_eq!(report.lines().next(), Some(subject), "{report}");
    }
    for step in 1..4 {
        shop.run(&format!("done 1 --step {step}")).ok();
    }
    let report = seen(&shop, "report nightly");
    let subject = "1 to ask whether it is right: first #1 Ada Okafor";
    assert_eq!(report.lines().next(), Some(subject), "{report}");
    shop.run("close 1 --outcome satisfied --cause process --why 'they told us'")
        .ok();
    let report = seen(&shop, "report nightly");
    assert_eq!(report.lines().next(), Some("Nothing is open."), "{report}");
}

#[test]
fn what_falls_before_opening_says_when_that_is() {
    let shop = with_hours();
    shop.at("2026-11-22 16:00").run(ADA).ok();
    shop.run("done 1 --step 1").ok();
    shop.run("promise 1 'a call' --by 'tomorrow 08:40'").ok();
    let report = seen(shop.at("2026-11-22 17:00"), "report nightly");
    let first = report.lines().next().unwrap();
    assert_eq!(first, "1 before you open tomorrow: first #1 Ada Okafor");
    assert!(
        report.contains("you open tomorrow 09:00: do it today"),
        "{report}"
    );
    assert!(
        report.contains("for Mon 23 Nov (open 09:00 to 17:30)"),
        "{report}"
    );
}

#[test]
fn worth_counts_only_between_equal_deadlines() {
    let shop = Shop::new();
    let of = |name: &str, told: &str, value: u32| {
        let line = ADA.replace("Ada", name);
        shop.run(&format!("{line} --told {told} --value {value}"))
            .ok();
    };
    of("Poor", "09:30", 10);
    of("Rich", "09:30", 9_000);
    of("Early", "09:20", 1);
    let section = |items: &[serde_json::Value]| {
        let sections = items[0]["sections"].as_array().unwrap();
        numbers(sections[0]["cases"].as_array().unwrap())
    };
    assert_eq!(section(&shop.items("report nightly")), [3, 2, 1]);
    assert_eq!(numbers(&shop.items("due")), [3, 2, 1]);
    let report = seen(&shop, "report nightly");
    let (rich, poor) = (report.find("#2 Rich"), report.find("#1 Poor"));
    assert!(rich.unwrap() < poor.unwrap(), "{report}");
}

#[test]
fn more_spent_than_planned_is_said_at_once_and_at_night() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 1 --spent 2")
        .ok()
        .never_mentions("at most");
    let remarks = shop.item("done 1 --step 2 --spent 500")["remarks"].to_string();
    assert!(remarks.contains("at most"), "{remarks}");
    let report = shop.item("report nightly");
    let sections = report["sections"].as_array().unwrap();
    let over = sections
        .iter()
        .find(|one| one["section"] == "over the ceiling");
    let spent = &over.unwrap()["cases"][0]["overspending"]["spent"]["minor"];
    assert_eq!(spent, 50_200);
    let page = seen(&shop, "report nightly");
    assert!(page.contains("502.00 GBP spent, planned at most"), "{page}");
}

#[test]
fn what_a_customer_is_worth_stands_in_lists() {
    let shop = Shop::new();
    shop.run(&format!("{ADA} --value 2400")).ok();
    for line in ["list", "show 1", "brief 1", "report nightly"] {
        let page = seen(&shop, line);
        assert!(page.contains("2400.00"), "{line}\n{page}");
    }
}

#[test]
fn what_is_asked_for_is_not_mixed_with_what_went_well() {
    let shop = Shop::new();
    shop.run(BEN).ok();
    shop.run("done 1 --step 1,2,3").ok();
    shop.run("close 1 --outcome satisfied --cause process --why x")
        .ok();
    let report = shop.item("report nightly");
    assert!(
        report.to_string().contains("recovered since yesterday"),
        "{report}"
    );
    for part in ["--late", "--within 1h", "--for owner"] {
        shop.run(&format!("report nightly {part} --if-any"))
            .ok()
            .is_silent();
    }
}
