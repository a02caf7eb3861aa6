//! `amends demo`: a throw-away shop, and whether everything works that its screen tells to type.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::shop::{SHIPPED, Shop, finish};
use super::terminal::seen;

/// Makes one in a folder of its own, and gives what stands on the screen and where it lies.
fn made(trade: &str) -> (Shop, String) {
    let shop = Shop::empty();
    let mut command = shop.command();
    // Where the program is not found by its name alone.
    command.env("PATH", "/usr/bin:/bin");
    command.args(["demo", "--trade", trade, "--data-dir", "here"]);
    let page = finish(command, b"").ok().stdout();
    (shop, page)
}

/// Runs a line in the throw-away shop.
fn item(shop: &Shop, line: &str) -> Vec<Value> {
    shop.items(&format!("{line} --data-dir here"))
}

#[test]
fn it_holds_cases_in_every_state_whatever_the_trade() {
    for trade in SHIPPED {
        let (shop, page) = made(trade);
        let cases = item(&shop, "list --all");
        assert_eq!(cases.len(), 11, "{trade}");
        let states = cases.iter().map(|case| case["state"].as_str().unwrap());
        let states: BTreeSet<&str> = states.collect();
        let every = ["closed", "due-soon", "late", "on-track", "recovered"];
        assert_eq!(states, BTreeSet::from(every), "{trade}");
        let outcomes = cases.iter().filter_map(|case| case["outcome"].as_str());
        let outcomes: BTreeSet<&str> = outcomes.collect();
        let every = ["lost", "satisfied", "won-back"];
        assert_eq!(outcomes, BTreeSet::from(every), "{trade}");
        // Somebody was let down twice, somebody rang three times, somebody was promised something in vain.
        let ada = item(&shop, "show 9").remove(0);
        assert_eq!(ada["contacts"], 3, "{trade}");
        assert_eq!(ada["earlier_cases"], serde_json::json!([1]));
        assert_eq!(ada["promises"][0]["state"], "late", "{trade}");
        // It is whole, and its board says the same.
        let checked = item(&shop, "data check").remove(0);
        assert_eq!(checked["sound"], true, "{trade}");
        assert!(page.contains("The board: amends\n"), "{page}");
        assert!(page.contains("A plan: amends plan 11\n"), "{page}");
    }
}

#[test]
fn what_it_tells_to_type_works_as_it_stands() {
    let (shop, page) = made("cafe");
    let lines = page.split_once("Now you\n").unwrap().1;
    let lines = lines.lines().filter_map(|line| line.split_once("  "));
    let lines: Vec<&str> = lines.map(|(_, line)| line.trim()).collect();
    assert!(lines.len() >= 5, "{page}");
    let mut script = lines.join("\n");
    // An alias is for those who type.
    script.insert_str(0, "shopt -s expand_aliases\n");
    let mut bash = Command::new("bash");
    bash.args(["-e", "-c", &script]).env_clear();
    bash.env("PATH", "/usr/bin:/bin").env("HOME", shop.folder());
    bash.env("AMENDS_NOW", "2026-11-22 10:05");
    bash.current_dir(shop.folder()).stdin(Stdio::null());
    let said = finish(bash, b"").ok();
    said.shows("Lena Fox").shows("Dear Ada Okafor");
    // The last of them threw it away.
    let left = std::fs::read_dir(shop.folder()).unwrap();
    let left = left.map(|one| one.unwrap().file_name());
    assert!(left.into_iter().all(|name| name != "here"));
}

#[test]
fn it_is_for_people_wherever_it_goes() {
    let (shop, page) = made("cafe");
    for text in ["#9", "Ada Okafor", "LATE", "2 late, ", "rm -r "] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(
        page.lines().all(|line| line.chars().count() <= 100),
        "{page}"
    );
    let there = seen(&shop, "demo --data-dir there");
    assert!(there.contains("The board: amends"), "{there}");
    let item = shop.item("demo --data-dir yonder --json");
    assert_eq!(item["cases"], 11);
    assert!(item["folder"].as_str().unwrap().ends_with("yonder"));
}

#[test]
fn a_shop_that_is_there_is_left_alone() {
    let shop = Shop::with_ada();
    // The shop of whoever tries it is no place for it, whatever the environment says.
    shop.run("demo --data-dir elsewhere").ok();
    assert_eq!(shop.items("list --all").len(), 1);
    // An own playbook by the name of a trade is not that trade.
    shop.playbook("cafe", super::shop::CORNER);
    shop.run("demo --data-dir again").ok();
    shop.write("other/playbooks/own.toml", "format = 1");
    for folder in ["other", "."] {
        shop.refuses(&format!("demo --data-dir {folder}"), 2)
            .says("there is a shop in")
            .says("a folder that does not exist yet");
    }
    shop.refuses("demo --trade bakery", 2)
        .says("there is no `bakery`")
        .says("cafe");
    shop.refuses("demo --trade hotl", 2)
        .says("did you mean `hotel`?");
}
