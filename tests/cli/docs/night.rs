//! What must hold of the example night, whatever is printed there.

use chrono::Duration;
use serde_json::Value;

use super::fortnight::{item, moment};
use super::machine::Machine;

/// The step of an action; where it stands twice, the last one told.
fn step<'a>(shown: &'a Value, action: &str) -> &'a Value {
    let steps = shown["steps"].as_array().unwrap();
    let found = steps.iter().rfind(|step| step["action"] == action);
    found.unwrap_or_else(|| panic!("no `{action}`"))
}

/// The third call brings a fresh start that is due from that call, and with it nobody waits for
/// the patches; both halves are done in time from the first call.
pub fn a_fresh_start_makes_the_patches_needless(machine: &Machine) {
    let shown = item(machine, "show 1");
    let told = moment(&shown["told_at"]);
    let third = told + Duration::minutes(50);
    let fresh = step(&shown, "fresh-start");
    assert_eq!(moment(&fresh["due_at"]), third + Duration::minutes(15));
    for patch in ["clean-again", "another-tv", "drive-them", "bring-towels"] {
        let patch = step(&shown, patch);
        assert_eq!(patch["state"], "not-needed", "{patch}");
        assert!(patch["done_at"].is_null(), "{patch}");
    }
    let done = |action| moment(&step(&shown, action)["done_at"]);
    assert!(done("send-a-car") < done("their-wine"));
    assert!(done("their-wine") < done("open-the-door"));
    assert_eq!(step(&shown, "their-wine")["choice"], "red");
    assert_eq!(moment(&shown["recover_at"]), told + Duration::hours(24));
    assert!(moment(&shown["recovered_at"]) <= told + Duration::hours(24));
    assert!(done("look-at-the-wing") > moment(&shown["closed_at"]));
    assert_eq!(shown["outcome"], "won-back");
}

/// The answer no begins a round with 24 hours of its own, and the earlier verdict stays.
pub fn a_no_begins_a_round_of_its_own(machine: &Machine) {
    let shown = item(machine, "show 2");
    let deadlines = shown["deadlines"].as_array().unwrap();
    let recover = |cycle: u32| {
        let found = deadlines
            .iter()
            .find(|one| one["name"] == "recover" && one["cycle"] == cycle);
        found.unwrap_or_else(|| panic!("no round {cycle}: {deadlines:?}"))
    };
    let told = moment(&shown["told_at"]);
    let said_no = told + Duration::hours(22);
    assert_eq!(moment(&recover(1)["due_at"]), told + Duration::hours(24));
    assert_eq!(moment(&recover(2)["due_at"]), said_no + Duration::hours(24));
    for cycle in [1, 2] {
        assert_eq!(recover(cycle)["state"], "met", "{}", recover(cycle));
    }
    assert_eq!(shown["outcome"], "satisfied");
}
