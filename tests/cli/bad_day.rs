//! The method on a bad day: several failures, a third call, "it is not right", work that lost its point.
//!
//! Each test is named after what was once seen to go wrong, with its right value.

use serde_json::{Value, json};

use super::shop::{CORNER, SETTINGS, Shop};

/// A hotel of its own, with the playbook that comes with the program.
pub fn hotel() -> Shop {
    Shop::with_settings("timezone = \"Etc/UTC\"\nplaybook = \"hotel\"\n")
}

/// A guest whose room is not clean, told at 16:00.
pub fn guest(more: &str) -> Shop {
    let shop = hotel();
    shop.at("2026-11-22 16:00");
    shop.run(&format!(
        "new --customer Ada --reach 020 --type dirty-room {more} --tier first-stay \
         --severity minor --channel desk --words 'The room was not clean'"
    ))
    .ok();
    shop
}

/// A shop with more in its playbook.
pub fn with(more: &str) -> Shop {
    let shop = Shop::new();
    shop.playbook("corner", format!("{CORNER}\n{more}"));
    shop
}

pub const MINOR: &str = "new --customer Ada --type late-delivery --tier regular --severity minor \
     --channel phone --words 'Late'";

pub fn steps(case: &Value) -> Vec<Value> {
    case["steps"].as_array().unwrap().clone()
}

pub fn step(case: &Value, action: &str) -> Value {
    let steps = steps(case);
    let found = steps.into_iter().find(|step| step["action"] == action);
    found.unwrap_or_else(|| panic!("no {action} in {case:#}"))
}

fn numbers(case: &Value) -> Vec<u64> {
    let steps = steps(case);
    steps
        .iter()
        .map(|step| step["number"].as_u64().unwrap())
        .collect()
}

pub fn deadline(case: &Value, name: &str) -> Value {
    let deadlines = case["deadlines"].as_array().unwrap().iter();
    let mut named = deadlines.filter(|one| one["name"] == name && one["failure"] == Value::Null);
    named
        .next_back()
        .unwrap_or_else(|| panic!("no {name} in {case:#}"))
        .clone()
}

pub fn of_failure(case: &Value, name: &str, failure: &str) -> Value {
    let mut deadlines = case["deadlines"].as_array().unwrap().iter();
    let found = deadlines.find(|one| one["name"] == name && one["failure"] == failure);
    found
        .unwrap_or_else(|| panic!("no {name} of {failure} in {case:#}"))
        .clone()
}

pub fn clock(at: &Value) -> &str {
    &at.as_str().unwrap()[5..16]
}

// --- A third call -----------------------------------------------------------------------------

#[test]
fn a_third_call_at_ten_at_night_is_not_answered_at_four_next_day() {
    let shop = guest("");
    shop.at("2026-11-22 16:10").run("done 1").ok();
    shop.at("2026-11-22 21:35").run("contact 1 --answered").ok();
    let case = shop.at("2026-11-22 22:00").item("contact 1 --answered");
    let fresh = step(&case, "offer-fresh-start");
    assert_eq!(
        clock(&fresh["due_at"]),
        "11-23T00:00",
        "its own two hours from then"
    );
    assert_eq!(fresh["number"], 7, "the next number");
}

#[test]
fn a_raise_plans_again_at_once_and_show_why_and_plan_name_one_severity() {
    let shop = guest("");
    shop.at("2026-11-22 16:10").run("done 1").ok();
    for _ in 0..2 {
        shop.at("2026-11-22 22:00").run("contact 1 --answered").ok();
    }
    let (shown, why) = (shop.case(1), shop.item("why 1"));
    assert_eq!(shown["severity"], "major");
    assert_eq!(why["cell"]["severity"], "major");
    assert_eq!(why["raised_to"], Value::Null);
    // What major adds is there.
    let major = shop.item(
        "playbook try hotel --type dirty-room --tier first-stay --severity major --told '2026-11-22 16:00'",
    );
    for wanted in steps(&major).iter().filter(|step| step["part"] != "dazzle") {
        let action = wanted["action"].as_str().unwrap();
        assert!(
            steps(&shown).iter().any(|step| step["action"] == action),
            "{action}"
        );
    }
    assert!(!numbers(&shown).contains(&0));
}

#[test]
fn a_raise_needs_no_playbook_file_and_undo_restores_everything() {
    let shop = Shop::new();
    shop.run(MINOR).ok();
    shop.run("contact 1 --answered").ok();
    std::fs::remove_file(shop.path("playbooks/corner.toml")).unwrap();
    let before = shop.at("2026-11-22 22:00").case(1);
    let raised = shop.item("contact 1 --answered");
    assert_eq!(raised["severity"], "major");
    assert_eq!(shop.item("why 1")["cell"]["severity"], "major");
    shop.run("undo").ok();
    assert_eq!(shop.case(1), before);
    assert_eq!(shop.item("data check")["sound"], true);
    shop.run("redo").ok();
    assert_eq!(shop.case(1)["severity"], "major");
}

#[test]
fn a_raise_of_the_clock_is_announced_and_done_by_the_next_write() {
    let shop =
        with("[[escalate]]\non = \"50%\"\ndo = [\"owner-visits\"]\nto = \"owner\"\nraise = true\n");
    shop.run(MINOR).ok();
    shop.at("2026-11-22 23:00");
    let case = shop.case(1);
    assert_eq!(
        (&case["severity"], &case["goes_up_to"]),
        (&json!("minor"), &json!("major"))
    );
    for line in ["show 1", "why 1", "due"] {
        let args = line.split(' ').chain(["--json"]);
        let said = shop.run_args(args).ok().stdout();
        assert!(said.contains("\"goes_up_to\": \"major\""), "{line}: {said}");
    }
    shop.run("report nightly").ok();
    assert_eq!(
        shop.case(1)["severity"],
        "minor",
        "the night run never plans again"
    );
    let noted = shop.item("note 1 'Rang her'");
    assert_eq!(
        (&noted["severity"], &noted["goes_up_to"]),
        (&json!("major"), &Value::Null)
    );
    assert_eq!(shop.item("why 1")["cell"]["severity"], "major");
}

#[test]
fn two_rungs_that_raise_at_once_count_a_level_each_and_the_case_is_planned_once() {
    let shop =
        with("[[escalate]]\non = \"contact 3\"\ndo = [\"offer-fresh-start\"]\nraise = true\n");
    shop.run(MINOR).ok();
    shop.run("contact 1 --answered").ok();
    let raised = shop.item("contact 1 --answered");
    assert_eq!(raised["severity"], "severe");
    let events = raised["events"].as_array().unwrap().iter();
    let changed = events.filter(|event| event["event"] == "changed");
    assert_eq!(changed.count(), 1);
    assert_eq!(shop.item("data check")["sound"], true);
}

#[test]
fn the_rungs_of_the_new_plan_are_weighed_at_once_and_each_once_in_a_round() {
    let shop = with(
        "[[escalate]]\non = \"contact 2\"\nwhen = { severity = \"major and up\" }\ndo = [\"owner-takes-over\"]\n",
    );
    shop.run(MINOR).ok();
    shop.run("contact 1 --answered").ok();
    let raised = shop.item("contact 1 --answered");
    assert_eq!(raised["severity"], "major");
    let set_off = |case: &Value| {
        let events = case["events"].as_array().unwrap().iter();
        events.filter(|event| event["event"] == "escalated").count()
    };
    assert_eq!(
        set_off(&raised),
        2,
        "contact 3, and contact 2 of the new plan"
    );
    let again = shop.item("contact 1 --answered");
    assert_eq!(set_off(&again), 2);
}

#[test]
fn standing_down_lowers_the_severity_again_but_no_deadline() {
    let shop = with("[[escalate]]\non = \"late\"\ndo = [\"owner-visits\"]\nraise = true\n");
    shop.run(MINOR).ok();
    shop.run("done 1 --step 1,2").ok();
    shop.at("2026-11-23 11:00").run("note 1 hi").ok();
    let raised = shop.case(1);
    assert_eq!(raised["severity"], "major");
    let back = shop.item("done 1 --step 3 --at '2026-11-22 20:00'");
    assert_eq!(back["severity"], "minor");
    assert_eq!(shop.item("why 1")["cell"]["severity"], "minor");
    assert_eq!(
        deadline(&back, "recover")["due_at"],
        deadline(&raised, "recover")["due_at"]
    );
    assert_eq!(deadline(&back, "recover")["state"], "met");
}

#[test]
fn a_contact_after_the_first_answer_has_to_be_answered_and_is_by_the_next_apology() {
    let shop = guest("");
    let early = shop.at("2026-11-22 16:05").item("contact 1");
    assert_eq!(steps(&early).len(), 6, "an answer is owed anyway");
    shop.at("2026-11-22 16:10").run("done 1").ok();
    let later = shop
        .at("2026-11-22 17:00")
        .item("contact 1 --channel email");
    let answer = step(&later, "answer-them");
    assert_eq!(answer["part"], "acknowledge");
    assert_eq!(later["next_step_number"], answer["number"]);
    let name = format!("step {}", answer["number"]);
    assert_eq!(deadline(&later, &name)["state"], "on-track");
    let done = shop.at("2026-11-22 17:10").item("done 1");
    assert_eq!(step(&done, "answer-them")["state"], "done");
    assert_eq!(deadline(&done, &name)["state"], "met");
    shop.run("undo").ok();
    // Saying sorry for a further failure answers it as well.
    shop.run("change 1 --type dirty-room --type transport-late")
        .ok();
    let case = shop.case(1);
    let sorry = steps(&case)
        .into_iter()
        .find(|step| step["failure"] == "transport-late")
        .unwrap();
    let done = shop.item(&format!("done 1 --step {}", sorry["number"]));
    assert_eq!(step(&done, "answer-them")["state"], "done");
}

// --- A failure told later ---------------------------------------------------------------------

#[test]
fn a_failure_told_later_counts_from_when_it_was_told() {
    for line in [
        "change 1 --type dirty-room --type transport-late",
        "contact 1 --type transport-late",
    ] {
        let shop = guest("");
        shop.at("2026-11-22 16:10").run("done 1").ok();
        let before = shop.case(1);
        let case = shop.at("2026-11-22 17:00").item(line);
        let taxi = step(&case, "call-a-taxi");
        assert_eq!(
            clock(&taxi["due_at"]),
            "11-22T17:30",
            "within 30 minutes, as if logged then"
        );
        assert_eq!(taxi["failure"], "transport-late");
        assert_eq!(case["told_later"][0]["type"], "transport-late");
        assert_eq!(clock(&case["told_later"][0]["told_at"]), "11-22T17:00");
        assert_eq!(
            clock(&of_failure(&case, "first-response", "transport-late")["due_at"]),
            "11-22T17:30"
        );
        assert_eq!(
            clock(&of_failure(&case, "recover", "transport-late")["due_at"]),
            "11-23T17:00"
        );
        assert_eq!(
            deadline(&case, "recover")["due_at"],
            deadline(&before, "recover")["due_at"]
        );
        assert_eq!(deadline(&case, "first-response")["state"], "met");
    }
}

#[test]
fn what_was_told_first_stays_first_however_it_is_typed() {
    let shop = guest("");
    shop.at("2026-11-22 17:00");
    let typed = shop.item("change 1 --type transport-late --type dirty-room");
    let said = json!("they told you of dirty-room first, so it stays first");
    assert!(typed["remarks"].as_array().unwrap().contains(&said));
    let case = shop.case(1);
    assert_eq!(case["also_types"], json!(["transport-late"]));
    assert_eq!(clock(&step(&case, "call-a-taxi")["due_at"]), "11-22T17:30");
    // There and back: what was told first was told first, and what came later keeps its time.
    shop.at("2026-11-22 17:10")
        .run("change 1 --type transport-late")
        .ok();
    let back = shop
        .at("2026-11-22 17:20")
        .item("change 1 --type transport-late --type dirty-room");
    assert_eq!(back["also_types"], case["also_types"]);
    assert_eq!(back["told_later"], case["told_later"]);
}

#[test]
fn what_a_rung_brought_in_stays_its_own_when_another_names_the_same() {
    let shop = with(
        "[[escalate]]\non = \"contact 5\"\ndo = [\"owner-visits\"]\n\
         [[escalate]]\non = \"contact 2\"\ndo = [\"owner-visits\"]\n",
    );
    shop.run(MINOR).ok();
    let called = shop.item("contact 1 --answered");
    let number = step(&called, "owner-visits")["number"].clone();
    shop.run(&format!("done 1 --step {number}")).ok();
    let changed = shop.item("change 1 --severity major");
    let visit = step(&changed, "owner-visits");
    assert_eq!(
        (&visit["number"], &visit["state"]),
        (&number, &json!("done"))
    );
}

#[test]
fn a_failure_told_later_is_needed_for_recovered_and_not_for_the_verdict_in_time() {
    let shop = guest("");
    shop.at("2026-11-22 16:10")
        .run("done 1 --step 1,2,3,4,5")
        .ok();
    assert_eq!(shop.case(1)["state"], "recovered");
    let case = shop
        .at("2026-11-22 17:00")
        .item("contact 1 --answered --type transport-late");
    assert_eq!(case["recovered_at"], Value::Null);
    assert_eq!(
        deadline(&case, "recover")["state"],
        "met",
        "the verdict does not move"
    );
    let open: Vec<String> = steps(&case)
        .iter()
        .filter(|step| step["failure"] == "transport-late")
        .map(|step| step["number"].to_string())
        .collect();
    shop.at("2026-11-23 18:00");
    let done = shop.item(&format!("done 1 --step {}", open.join(",")));
    assert_eq!(clock(&done["recovered_at"]), "11-23T18:00");
    assert_eq!(deadline(&done, "recover")["state"], "met");
    assert_eq!(
        of_failure(&done, "recover", "transport-late")["state"],
        "met-late"
    );
}

#[test]
fn a_type_that_replaces_the_only_one_counts_from_the_first_telling() {
    let shop = guest("");
    let case = shop
        .at("2026-11-22 16:20")
        .item("change 1 --type transport-late");
    assert_eq!(case["told_later"], json!([]));
    assert_eq!(clock(&step(&case, "call-a-taxi")["due_at"]), "11-22T16:30");
}

#[test]
fn three_failures_set_off_their_rung_at_logging_by_a_change_and_by_a_contact() {
    let rung = "[[complaint]]\nid = \"cold\"\n[[recovery]]\nwhen = { complaint = \"cold\" }\nfix = [\"make-it-again\"]\n\
        [[escalate]]\non = \"failures 3\"\ndo = [\"owner-visits\"]\nto = \"owner\"\n";
    let all = "--type late-delivery --type wrong-order --type cold";
    let visits = |case: &Value| case["steps"].to_string().contains("owner-visits");
    let shop = with(rung);
    let logged = shop.item(&format!(
        "new --customer A {all} --tier new --severity minor --words x"
    ));
    assert!(visits(&logged));
    let shop = with(rung);
    shop.run(MINOR).ok();
    assert!(!visits(&shop.item("contact 1 --type wrong-order")));
    assert!(visits(&shop.item("contact 1 --type cold")));
    shop.run("undo").ok();
    assert!(visits(&shop.item(&format!("change 1 {all}"))));
    shop.refuses("contact 1 --type cold", 2)
        .says("part of #1 already");
}

// --- Not needed -------------------------------------------------------------------------------

#[test]
fn work_that_lost_its_point_is_skipped_and_blocks_nothing() {
    let shop = guest("--type broken-equipment");
    shop.at("2026-11-22 16:10").run("done 1").ok();
    let case = shop.case(1);
    let (mend, clean) = (step(&case, "mend-or-swap"), step(&case, "clean-it-now"));
    shop.at("2026-11-22 18:30");
    assert_eq!(shop.case(1)["state"], "late");
    shop.run(&format!("done 1 --step {}", clean["number"])).ok();
    let skipped = shop.item(&format!(
        "skip 1 --step {} --why 'She took another room'",
        mend["number"]
    ));
    let mend = step(&skipped, "mend-or-swap");
    assert_eq!(
        (&mend["state"], &mend["note"]),
        (&json!("not-needed"), &json!("She took another room"))
    );
    let name = format!("step {}", mend["number"]);
    let deadlines = skipped["deadlines"].as_array().unwrap();
    assert!(
        deadlines.iter().all(|one| one["name"] != name.as_str()),
        "never late"
    );
    shop.run("undo").ok();
    assert_eq!(step(&shop.case(1), "mend-or-swap")["state"], "open");
}

#[test]
fn skipping_leads_to_recovered_only_beside_something_really_done() {
    let shop = with(
        "[[recovery]]\nwhen = { complaint = \"wrong-order\" }\nalso.fix = [\"refund-delivery\"]\n",
    );
    shop.run("new --customer Ben --type wrong-order --tier new --severity minor --words x")
        .ok();
    let case = shop.case(1);
    let [first, second] =
        ["make-it-again", "refund-delivery"].map(|id| step(&case, id)["number"].clone());
    let dazzle = steps(&case)
        .into_iter()
        .find(|step| step["part"] == "dazzle")
        .unwrap()["number"]
        .clone();
    shop.run(&format!("skip 1 --step {first} --why x")).ok();
    shop.refuses(&format!("skip 1 --step {second} --why x"), 2)
        .says("all that is left of the repair");
    shop.run(&format!("done 1 --step {second}")).ok();
    shop.refuses(&format!("skip 1 --step {second} --why x"), 2)
        .says("already done, so it was needed");
    shop.refuses(&format!("skip 1 --step {first} --why x"), 2)
        .says("already entered as not needed");
    shop.refuses(&format!("done 1 --step {first}"), 2)
        .says("entered as not needed");
    shop.refuses(&format!("skip 1 --step {dazzle} --why x"), 2)
        .says("the surprise");
    let done = shop.item(&format!("done 1 --step {dazzle}"));
    assert_eq!(done["state"], "recovered");
    assert_eq!(deadline(&done, "recover")["state"], "met");
}

#[test]
fn a_step_that_another_waits_for_is_not_skipped() {
    let shop = Shop::new();
    let after = CORNER.replace(
        "do = \"Make it again and take it there\"\n",
        "do = \"Make it again and take it there\"\nafter = \"refund-delivery\"\n",
    );
    shop.playbook("corner", after);
    shop.run("new --customer Ben --type late-delivery --type wrong-order --tier new --severity minor --words x").ok();
    let case = shop.case(1);
    let [refund, again] = ["refund-delivery", "make-it-again"].map(|id| step(&case, id));
    assert_eq!(again["after"], refund["number"]);
    let refused = shop.refuses(&format!("skip 1 --step {} --why x", refund["number"]), 2);
    refused.says(&format!(
        "step {} waits for step {}",
        again["number"], refund["number"]
    ));
    let early = shop.item(&format!("done 1 --step {}", again["number"]));
    let remarks = early["remarks"].to_string();
    assert!(remarks.contains("out of order"), "{remarks}");
}

#[test]
fn what_is_skipped_needs_a_step_and_a_reason() {
    let shop = Shop::with_ada();
    shop.refuses("skip 1", 2)
        .says("the step (`--step`) and a reason (`--why`)");
    shop.refuses("skip 1 --step 2", 2)
        .says("a reason (`--why`)");
    shop.refuses("skip 1 --step 9 --why x", 2)
        .says("has no step 9");
    shop.refuses("skip 1 --step 2 --why ' '", 2)
        .says("a reason");
    shop.refuses("skip 7 --step 2 --why x", 5)
        .says("no case #7");
}

/// The corner playbook whose fresh start stands in for the repair.
fn fresh_start() -> Shop {
    let shop = Shop::new();
    let offer = "do = \"Offer to start the whole order afresh\"\n";
    shop.playbook(
        "corner",
        CORNER
            .replace(offer, &format!("{offer}replaces = \"fix\"\n"))
            .replace(
                "on = \"contact 3\"\ndo = [\"owner-visits\"]",
                "on = \"contact 3\"\ndo = [\"offer-fresh-start\"]",
            ),
    );
    shop.run(MINOR).ok();
    for _ in 0..2 {
        shop.run("contact 1 --answered").ok();
    }
    shop
}

#[test]
fn a_yes_to_what_replaces_a_part_takes_the_point_of_its_open_steps() {
    let shop = fresh_start();
    let case = shop.case(1);
    let (offer, refund) = (
        step(&case, "offer-fresh-start"),
        step(&case, "refund-delivery"),
    );
    let chosen = format!("done 1 --step {} --choice 'start afresh'", offer["number"]);
    let offered = shop.item(&chosen)["remarks"].to_string();
    assert!(
        offered.contains(&format!("amends skip 1 --step {}", refund["number"])),
        "{offered}"
    );
    shop.run("undo").ok();
    let kept = shop.item(&format!("{chosen} --replace no"));
    assert_eq!(step(&kept, "refund-delivery")["state"], "open");
    shop.run("undo").ok();
    let replaced = shop.item(&format!("{chosen} --replace yes"));
    let refund = step(&replaced, "refund-delivery");
    assert_eq!(
        (&refund["state"], &refund["note"]),
        (&json!("not-needed"), &json!("Instead: start afresh"))
    );
    // One operation: one undo takes both back.
    shop.run("undo").ok();
    assert_eq!(shop.case(1), case);
    shop.run(&format!("{chosen} --replace yes")).ok();
    shop.refuses("done 1 --step 1 --replace yes", 2)
        .says("replaces nothing");
    // A rung's step is really done, so the half is.
    let dazzle = steps(&shop.case(1))
        .into_iter()
        .find(|step| step["part"] == "dazzle")
        .unwrap();
    let done = shop.item(&format!("done 1 --step 1,{}", dazzle["number"]));
    assert_eq!(done["state"], "recovered");
}

// --- Their answer counts ----------------------------------------------------------------------

/// Ada's case with both halves done.
fn recovered() -> Shop {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 1,2,3").ok();
    shop
}

#[test]
fn not_right_begins_the_next_round_with_its_own_clock() {
    let shop = recovered();
    let case = shop
        .at("2026-11-23 11:00")
        .item("done 1 --step 4 --right no --note 'Dry again'");
    assert_eq!(case["state"], "on-track");
    let second = steps(&case);
    assert!(second.iter().all(|step| step["cycle"] == 2));
    assert_eq!(clock(&deadline(&case, "recover")["due_at"]), "11-24T11:00");
    assert!(
        case["steps"].to_string().contains("owner-takes-over"),
        "the reopened rung"
    );
    assert_eq!(case["severity"], "severe", "and what it raises");
    assert_eq!(
        (&case["rounds"][0]["cycle"], &case["rounds"][0]["why"]),
        (&json!(1), &json!("Dry again"))
    );
    let first: Vec<&Value> = case["deadlines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["cycle"] == 1)
        .collect();
    assert!(
        first
            .iter()
            .all(|one| one["state"] != "late" && one["state"] != "on-track"),
        "{first:#?}"
    );
    let numbers = numbers(&case);
    assert!(numbers.iter().all(|number| *number > 4), "{numbers:?}");
    for outcome in ["satisfied", "won-back"] {
        shop.refuses(
            &format!("close 1 --outcome {outcome} --cause process --why x"),
            2,
        )
        .says("not right");
    }
    shop.run("undo").ok();
    assert_eq!(shop.case(1)["rounds"], json!([]));
}

#[test]
fn after_a_yes_the_case_can_be_closed_as_won_back() {
    let shop = recovered();
    shop.at("2026-11-23 11:00")
        .run("done 1 --step 4 --right no")
        .ok();
    loop {
        let case = shop.case(1);
        let next = &case["next_step_number"];
        if *next == Value::Null {
            break;
        }
        let follow_up = steps(&case)
            .iter()
            .any(|step| step["number"] == *next && step["part"] == "follow_up");
        let right = if follow_up { " --right yes" } else { "" };
        shop.run(&format!("done 1{right}")).ok();
    }
    shop.run("close 1 --outcome won-back --cause process").ok();
    shop.refuses("done 1 --step 5 --right no", 2)
        .says("#1 is closed")
        .says("amends reopen 1");
}

#[test]
fn closing_names_each_open_promise_and_needs_a_reason_for_it() {
    let shop = recovered();
    shop.run("promise 1 'A call' --by 12:00").ok();
    let refused = shop.refuses("close 1 --outcome won-back --cause process", 2);
    refused
        .says("promise 1 (\"A call\", by Sun 22 Nov 12:00)")
        .says("--why");
    shop.run("close 1 --outcome won-back --cause process --why 'She rang herself'")
        .ok();
}

#[test]
fn what_is_entered_late_says_by_how_much() {
    let shop = Shop::with_ada();
    shop.run("promise 1 'A call' --by 12:00").ok();
    shop.at("2026-11-22 14:00");
    assert_eq!(
        shop.item("done 1 --promise 1")["changed"],
        "promise 1 of #1 is kept, 2 h late"
    );
    let done = shop.item("done 1");
    assert!(
        done["changed"]
            .as_str()
            .unwrap()
            .starts_with("step 1 of #1 is done, 2 h 55 min late:")
    );
    assert_eq!(deadline(&done, "first-response")["late_by_seconds"], 10_500);
}

#[test]
fn a_closed_case_has_no_late_step() {
    let shop = Shop::with_ada();
    shop.at("2026-11-22 12:00")
        .run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.at("2027-11-22 12:00");
    let shown = shop.run("show 1 --color never").ok().stdout();
    assert!(!shown.contains("365 days"), "{shown}");
    let case = shop.case(1);
    assert_eq!(
        deadline(&case, "first-response")["late_by_seconds"],
        3_300,
        "until it was closed"
    );
}

// --- Sorry before remedy ----------------------------------------------------------------------

#[test]
fn an_open_apology_is_next_whatever_is_due_earlier_and_each_role_keeps_its_own_step() {
    let shop = Shop::new();
    let refund = "do = \"Refund the delivery charge\"\n";
    shop.playbook(
        "corner",
        CORNER.replace(refund, &format!("{refund}within = \"1h\"\n")),
    );
    shop.run("new --customer Ada --type late-delivery --tier regular --severity minor --channel voicemail --words x").ok();
    let case = shop.case(1);
    assert_eq!(step(&case, "call-and-apologise")["number"], 1);
    assert_eq!(shop.item("due")["next_step_number"], 1);
    let staff = shop.item("due --for staff");
    assert_eq!(
        staff["next_step_number"],
        step(&case, "refund-delivery")["number"]
    );
    let done = shop.item("done 1 --step 2");
    assert!(
        done["remarks"].to_string().contains("sorry comes first"),
        "{done:#}"
    );
}

#[test]
fn numbers_never_shift_and_reserve_steps_take_the_next() {
    let shop = with("[[escalate]]\non = \"75%\"\ndo = [\"offer-fresh-start\"]\nto = \"owner\"\n");
    shop.run(MINOR).ok();
    assert_eq!(numbers(&shop.case(1)), [1, 2, 3, 4]);
    shop.at("2026-11-23 05:00");
    assert_eq!(step(&shop.case(1), "offer-fresh-start")["number"], 5);
    shop.at("2026-11-23 10:06");
    assert_eq!(step(&shop.case(1), "owner-calls-late")["number"], 6);
    let before = shop.case(1);
    let after = shop.item("contact 1 --answered");
    for old in steps(&before) {
        let action = old["action"].as_str().unwrap();
        assert_eq!(step(&after, action)["number"], old["number"], "{action}");
    }
    let third = shop.item("contact 1 --answered");
    assert_eq!(step(&third, "owner-visits")["number"], 7);
    let changed = shop.item("change 1 --severity severe");
    let mut all = numbers(&changed);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), steps(&changed).len());
    for old in steps(&third) {
        let action = old["action"].as_str().unwrap();
        assert_eq!(step(&changed, action)["number"], old["number"], "{action}");
    }
}

// --- For the next customer --------------------------------------------------------------------

/// The corner playbook with something to do for the next customer.
const PREVENTING: &str = "[action.correct-the-page]\ndo = \"Correct the page\"\nby = \"staff\"\nwithin = \"2h\"\ncost = 500\n\
         [[recovery]]\nprevent = [\"correct-the-page\"]\n[[recovery]]\nwhen = { tier = \"new\" }\nceiling = 11.00\n";

#[test]
fn work_for_the_next_customer_outlives_the_closing_and_presses_nobody() {
    let shop = with(PREVENTING);
    shop.run(MINOR).ok();
    let case = shop.case(1);
    let page = step(&case, "correct-the-page");
    assert_eq!(
        (&page["part"], clock(&page["due_at"])),
        (&json!("prevent"), "11-22T12:05")
    );
    assert_eq!(
        case["planned_cost"]["minor"], 550,
        "it stands outside the sum: {case:#}"
    );
    assert_eq!(case["next_step_number"], 1);
    shop.run("done 1 --step 1,2,3,4").ok();
    shop.at("2026-11-25 10:00");
    let late = shop.case(1);
    assert_eq!(late["state"], "recovered", "it makes no case late");
    assert_eq!(shop.items("due --late").len(), 0);
}

#[test]
fn a_closed_case_stays_in_the_list_until_that_work_is_done_or_skipped() {
    let shop = with(PREVENTING);
    shop.run(MINOR).ok();
    let page = step(&shop.case(1), "correct-the-page");
    shop.run("done 1 --step 1,2,3,4").ok();
    shop.at("2026-11-25 10:00");
    let closed = shop.item("close 1 --outcome won-back --cause process");
    assert!(
        closed["remarks"]
            .to_string()
            .contains("for the next customer"),
        "{closed:#}"
    );
    let due = shop.item("due");
    assert_eq!(
        (&due["state"], &due["next_step"]),
        (&json!("closed"), &json!("Correct the page"))
    );
    assert_eq!(shop.items("due --for owner").len(), 0);
    assert_eq!(shop.items("due --for staff").len(), 1);
    let night = shop.item("report nightly");
    assert_eq!(night["sections"][0]["section"], "for the next customer");
    assert_eq!(shop.item("data check")["sound"], true);
    let done = shop.item("done 1");
    assert_eq!(step(&done, "correct-the-page")["state"], "done");
    assert!(shop.items("due").is_empty());
    shop.run("undo").ok();
    shop.run(&format!(
        "skip 1 --step {} --why 'It is gone'",
        page["number"]
    ))
    .ok();
    assert!(shop.items("due").is_empty());
}

// --- One clock --------------------------------------------------------------------------------

#[test]
fn due_soon_is_the_last_quarter_of_the_open_time_and_the_alarm_rings_then() {
    let shop = Shop::with_settings(&format!(
        "{}[hours]\n{}",
        SETTINGS.replace("Europe/London", "Etc/UTC"),
        ["mon", "tue", "wed", "thu", "fri"]
            .map(|day| format!("{day} = [\"08:00-18:00\"]\n"))
            .concat()
    ));
    let slow = CORNER.replace(
        "first_response = \"1h\"",
        "first_response = \"4 open hours\"",
    );
    shop.playbook("corner", slow);
    shop.at("2026-11-23 17:00");
    shop.run(ADA_PLAIN).ok();
    let state =
        |moment: &str| deadline(&shop.at(moment).case(1), "first-response")["state"].clone();
    assert_eq!(
        clock(&deadline(&shop.case(1), "first-response")["due_at"]),
        "11-24T11:00"
    );
    assert_eq!(state("2026-11-24 06:30"), "on-track");
    assert_eq!(state("2026-11-24 09:59"), "on-track");
    assert_eq!(state("2026-11-24 10:00"), "due-soon");
    shop.run("report nightly --out night.ics").ok();
    let calendar = std::fs::read_to_string(shop.path("night.ics")).unwrap();
    assert!(calendar.contains("TRIGGER:-PT60M"), "{calendar}");
}

const ADA_PLAIN: &str =
    "new --customer Ada --type late-delivery --tier regular --severity minor --words x";

#[test]
fn an_apology_added_after_a_pause_is_due_with_the_recovery_as_it_was_moved() {
    let shop = hotel();
    shop.at("2026-11-23 09:00");
    shop.run("new --customer Ada --type dirty-room --tier first-stay --severity minor --words x")
        .ok();
    shop.at("2026-11-23 09:10").run("done 1").ok();
    shop.run("pause 1 --until '2026-11-25 10:00' --why away --asked-by customer")
        .ok();
    let case = shop
        .at("2026-11-25 11:00")
        .item("change 1 --severity severe");
    let recover = deadline(&case, "recover");
    let sorry = steps(&case);
    let open = sorry
        .iter()
        .filter(|step| step["part"] == "acknowledge" && step["state"] == "open");
    for step in open {
        assert_eq!(step["due_at"], recover["due_at"], "{step:#}");
    }
    assert_ne!(case["state"], "late");
    let dazzle = sorry.iter().filter(|step| step["part"] == "dazzle");
    assert!(dazzle.clone().count() > 0);
    assert!(
        dazzle.clone().all(|step| step["action"] != Value::Null),
        "it fits: {case:#}"
    );
    for why in shop.item("why 1")["deadlines"].as_array().unwrap() {
        if why["moved"] == Value::Null && why["pauses"] == json!([]) && why["add"] != Value::Null {
            assert_eq!(why["sum"], why["due_at"], "{why:#}");
        }
    }
}

#[test]
fn a_pause_plays_no_part_in_what_a_change_does_to_the_first_answer() {
    let shop = Shop::new();
    shop.playbook(
        "corner",
        format!(
            "{CORNER}\n[[recovery]]\nwhen = {{ severity = \"severe\" }}\nfirst_response = \"30m\"\n"
        ),
    );
    shop.at("2026-11-23 09:00");
    shop.run(MINOR).ok();
    shop.at("2026-11-23 09:10")
        .run("pause 1 --until 18:00 --why busy --asked-by customer")
        .ok();
    let case = shop
        .at("2026-11-23 09:40")
        .item("change 1 --severity severe");
    assert_eq!(
        clock(&deadline(&case, "first-response")["due_at"]),
        "11-23T10:00"
    );
}

#[test]
fn after_a_change_there_and_back_each_deadline_is_the_earlier_of_the_two() {
    let shop = hotel();
    for there in ["severe", "major", "minor"] {
        shop.at("2026-11-23 09:00");
        let made = shop.item(&format!(
            "new --customer 'Ada {there}' --type transport-late --tier returning --severity major --channel phone --words x"
        ));
        let number = made["case"].clone();
        shop.at("2026-11-23 09:05");
        let other = shop.item(&format!("change {number} --severity {there}"));
        let back = shop.item(&format!("change {number} --severity major"));
        for name in ["first-response", "recover"] {
            let least = [&made, &other].map(|case| deadline(case, name)["due_at"].to_string());
            let least = least.into_iter().min().unwrap();
            assert_eq!(
                deadline(&back, name)["due_at"].to_string(),
                least,
                "{there} {name}"
            );
        }
        for old in steps(&made)
            .iter()
            .filter(|step| step["part"] != "follow_up")
        {
            let now = step(&back, old["action"].as_str().unwrap());
            assert!(
                now["due_at"].as_str() <= old["due_at"].as_str(),
                "{there}: {old:#}"
            );
            // What the other plan had not comes back with a number of its own.
            let stayed = steps(&other)
                .iter()
                .any(|step| step["action"] == old["action"]);
            assert_eq!(now["number"] == old["number"], stayed, "{there}: {old:#}");
        }
    }
}

// --- In bulk ----------------------------------------------------------------------------------

#[test]
fn several_cases_or_steps_are_entered_in_one_operation_all_or_none() {
    let shop = Shop::with_ada();
    shop.run(super::shop::BEN).ok();
    let done = shop.items("done 1 2 --note both");
    assert_eq!(done.len(), 2);
    assert!(done.iter().all(|case| case["steps"][0]["state"] == "done"));
    shop.run("undo").ok();
    assert!(
        shop.items("due")
            .iter()
            .all(|case| case["next_step_number"] == 1)
    );
    shop.refuses("done 1 2 9", 5).says("no case #9");
    let steps = shop.item("done 1 --step 2 --step 3");
    assert_eq!(steps["changed"], "steps 2 and 3 of #1 are done");
    shop.refuses("done 1 --step 1,2", 2)
        .says("step 2 is already done");
    assert_eq!(shop.case(1)["next_step_number"], 1, "nothing half done");
    shop.refuses("done 1 --note a --note b", 2).says("--note");
}

#[test]
fn money_of_another_currency_is_refused() {
    let shop = Shop::with_ada();
    shop.refuses("done 1 --spent '3 EUR'", 2).says("--spent");
    shop.refuses(
        "new --customer B --type late-delivery --tier new --value '10 USD' --words x",
        2,
    )
    .says("--value");
}

// --- A failure told later gets what it would have got at once -----------------------------------

/// Two ways to put a wrong order right, of which one takes too long; `more` comes behind.
fn slow_and_quick(more: &str) -> Shop {
    with(&format!(
        "[action.bake-slowly]\ndo = \"Bake it\"\nby = \"staff\"\ntakes = \"10h\"\ndeed = true\n\
         [action.buy-one]\ndo = \"Buy one\"\nby = \"staff\"\ntakes = \"10m\"\nwithin = \"2h\"\ndeed = true\n{more}"
    ))
}

#[test]
fn a_pick_told_later_fits_its_own_time_as_if_it_were_told_at_once() {
    let shop = slow_and_quick(
        "[[recovery]]\nwhen = { complaint = \"wrong-order\", tier = \"regular and up\" }\n\
         fix = { one_of = [\"bake-slowly\", \"buy-one\"] }\nclock.recover = \"6h\"\n",
    );
    shop.run(MINOR).ok();
    let later = shop
        .at("2026-11-22 10:10")
        .item("contact 1 --type wrong-order");
    let fix = step(&later, "buy-one");
    assert_eq!(
        (clock(&fix["due_at"]), &fix["failure"]),
        ("11-22T12:10", &json!("wrong-order")),
        "its own two hours, from when they told of it"
    );
}

#[test]
fn a_raise_fills_new_slots_by_the_new_time() {
    let shop = slow_and_quick(
        "[[recovery]]\nwhen = { severity = \"severe\" }\n\
         dazzle = { one_of = [\"bake-slowly\", \"buy-one\"] }\nclock.recover = \"6h\"\n",
    );
    shop.run(MINOR).ok();
    let worse = shop
        .at("2026-11-22 10:10")
        .item("change 1 --severity severe");
    step(&worse, "buy-one");
    assert_eq!(worse["fits"], true);
}

#[test]
fn what_the_plan_has_in_another_part_is_not_done_twice_for_a_failure_told_later() {
    let shop = with(
        "[[recovery]]\nwhen = { severity = \"minor\" }\ndazzle = [\"free-cake\"]\n\
         [[recovery]]\nwhen = { complaint = \"wrong-order\", severity = \"minor\", tier = \"regular\" }\n\
         fix = [\"make-it-again\", \"free-cake\"]\n",
    );
    shop.run(MINOR).ok();
    let later = shop.item("contact 1 --answered --type wrong-order");
    let cakes = steps(&later);
    let cakes = cakes.iter().filter(|one| one["action"] == "free-cake");
    assert_eq!(cakes.count(), 1);
    // It puts the other right, so the deadline of the first does not do away with it.
    let over = shop.at("2026-11-23 10:06").case(1);
    assert_eq!(step(&over, "free-cake")["state"], "open");
    for action in ["make-it-again", "free-cake"] {
        let open = shop.case(1);
        let fixed = of_failure(&open, "recover", "wrong-order")["met_at"].clone();
        assert_eq!(fixed, Value::Null, "before {action}");
        let number = &step(&open, action)["number"];
        shop.run(&format!("done 1 --step {number}")).ok();
    }
    let done = shop.case(1);
    assert_eq!(
        of_failure(&done, "recover", "wrong-order")["state"],
        "met-late"
    );
}

#[test]
fn a_pick_for_the_next_customer_stays_a_pick_when_it_is_told_later() {
    let shop = with(
        "[action.talk-it-through]\ndo = \"Talk it through\"\nby = \"owner\"\n\
         [action.correct-the-page]\ndo = \"Correct the page\"\nby = \"owner\"\n\
         [[recovery]]\nwhen = { complaint = \"wrong-order\" }\n\
         prevent = { one_of = [\"talk-it-through\", \"correct-the-page\"] }\nclock.follow_up = \"4h\"\n",
    );
    shop.run(MINOR).ok();
    let later = shop
        .at("2026-11-22 10:10")
        .item("contact 1 --type wrong-order");
    let steps = steps(&later);
    let prevent: Vec<&Value> = steps
        .iter()
        .filter(|one| one["part"] == "prevent")
        .collect();
    assert_eq!(prevent.len(), 1);
    assert_eq!(
        clock(&prevent[0]["due_at"]),
        "11-22T14:10",
        "its own four hours"
    );
}

#[test]
fn a_pause_of_the_shop_takes_no_repair_beyond_its_own_deadline() {
    let shop = guest("");
    let told = shop
        .at("2026-11-22 17:00")
        .item("contact 1 --answered --type transport-late");
    let own = of_failure(&told, "recover", "transport-late")["due_at"].clone();
    shop.at("2026-11-22 17:10")
        .run("pause 1 --until '2026-11-26 12:00' --why x")
        .ok();
    let paused = shop.case(1);
    assert_eq!(
        of_failure(&paused, "recover", "transport-late")["due_at"],
        own
    );
    for one in steps(&paused) {
        if one["failure"] == "transport-late" {
            assert!(one["due_at"].as_str() <= own.as_str(), "{one}");
        }
    }
}

#[test]
fn what_a_rung_brought_in_stays_outside_the_sum_when_the_rung_goes() {
    let shop = with(
        "[action.big-thing]\ndo = \"A big thing\"\nby = \"owner\"\ncost = 50.00\n\
         [[escalate]]\non = \"contact 2\"\nwhen = { severity = \"major and up\" }\ndo = [\"big-thing\"]\n",
    );
    shop.run(&MINOR.replace("minor", "major")).ok();
    let shown = shop.at("2026-11-22 12:00").item("contact 1 --answered");
    let (due, cost) = (
        step(&shown, "big-thing")["due_at"].clone(),
        shown["planned_cost"].clone(),
    );
    let changed = shop.item("change 1 --severity minor");
    assert_eq!(changed["planned_cost"], cost);
    assert_eq!(step(&changed, "big-thing")["due_at"], due);
    let why = shop.item("why 1");
    let deadlines = why["deadlines"].as_array().unwrap();
    let from: Vec<&Value> = deadlines.iter().map(|one| &one["from"]).collect();
    assert!(from.contains(&&json!("set off")), "{from:?}");
}

#[test]
fn why_says_from_when_a_step_counts_that_two_failures_share() {
    let shop = with(
        "[[recovery]]\nwhen = { complaint = \"late-delivery\" }\nalso.fix = [\"make-it-again\"]\n\
         [[recovery]]\nwhen = { complaint = \"wrong-order\" }\nclock.recover = \"6h\"\n",
    );
    shop.run(MINOR).ok();
    let later = shop
        .at("2026-11-22 10:10")
        .item("contact 1 --type wrong-order");
    let shared = step(&later, "make-it-again");
    assert_eq!(clock(&shared["due_at"]), "11-22T16:10");
    let why = shop.item("why 1");
    let name = format!("step {}", shared["number"]);
    let deadlines = why["deadlines"].as_array().unwrap();
    let one = deadlines.iter().find(|one| one["name"] == name.as_str());
    let one = one.unwrap();
    assert_eq!(
        (&one["from"], &one["add"], &one["moved"]),
        (&json!("told of it"), &json!("6h"), &Value::Null)
    );
}

#[test]
fn with_several_failures_a_rung_and_an_answer_take_the_shortest_first_response() {
    let shop = with(
        "[[recovery]]\nwhen = { complaint = \"wrong-order\" }\nclock.first_response = \"30m\"\n",
    );
    let both = MINOR.replace(
        "--type late-delivery",
        "--type late-delivery --type wrong-order",
    );
    shop.run(&both.replace("phone", "voicemail")).ok();
    shop.run("done 1 --step 1").ok();
    shop.run("contact 1 --answered").ok();
    let third = shop.at("2026-11-22 10:20").item("contact 1");
    assert_eq!(
        clock(&step(&third, "owner-visits")["due_at"]),
        "11-22T10:50"
    );
    assert_eq!(clock(&step(&third, "answer-them")["due_at"]), "11-22T10:50");
    let why = shop.item("why 1");
    for one in why["deadlines"].as_array().unwrap() {
        if one["from"] == "set off" || one["from"] == "got in touch" {
            assert_eq!(
                (&one["add"], &one["source"]),
                (&json!("30m"), &json!("entry"))
            );
            assert!(!one["lines"].as_array().unwrap().is_empty());
        }
    }
}

#[test]
fn the_apology_for_a_failure_told_with_a_call_answers_the_call() {
    let shop = guest("");
    shop.at("2026-11-22 16:10").run("done 1").ok();
    let told = shop
        .at("2026-11-22 17:00")
        .item("contact 1 --type transport-late");
    let steps = steps(&told);
    let open = steps
        .iter()
        .filter(|one| one["part"] == "acknowledge" && one["state"] != "done");
    let of: Vec<&Value> = open.map(|one| &one["failure"]).collect();
    assert_eq!(of, [&json!("transport-late")]);
}
