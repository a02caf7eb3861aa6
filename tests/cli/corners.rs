//! Hard corners of a case that reviews have found: each was wrong once.

use super::shop::{ADA, Shop, deadline, open_steps, step};

/// A playbook whose clock rungs and contact rung each add a step, and raise.
const RUNGS: &str = "
[action.late-thing]
do = \"The late thing\"
by = \"owner\"
[action.contact-thing]
do = \"The contact thing\"
by = \"owner\"
[[escalate]]
on = \"late\"
do = [\"late-thing\"]
raise = true
[[escalate]]
on = \"contact 2\"
do = [\"contact-thing\"]
";

/// The corner playbook with rungs of our own instead of its own.
fn shop() -> Shop {
    let shop = Shop::new();
    let corner = super::shop::CORNER;
    let rungs = corner.find("[[escalate]]").unwrap();
    let rest = corner[rungs..]
        .find("[draft")
        .map_or("", |at| &corner[rungs + at..]);
    shop.playbook("corner", format!("{}{RUNGS}{rest}", &corner[..rungs]));
    shop.run(ADA).ok();
    shop
}

fn finish_all(shop: &Shop) {
    for number in [1, 2, 3] {
        shop.run(&format!("done 1 --step {number}")).ok();
    }
}

#[test]
fn a_surprise_done_in_time_and_entered_late_sets_off_no_escalation() {
    let shop = shop();
    shop.run("done 1 --step 1").ok();
    shop.run("done 1 --step 2").ok();
    shop.at("2026-11-23 20:00");
    shop.run("done 1 --step 3 --at \"2026-11-23 09:00\"").ok();
    let case = shop.case(1);
    assert_eq!(deadline(&case, "recover")["state"], "met");
    assert_eq!(case["severity"], "major");
    shop.run("show 1").ok().never_mentions("The late thing");
}

#[test]
fn a_step_added_after_the_recovery_has_a_deadline_of_its_own() {
    let shop = shop();
    finish_all(&shop);
    assert!(shop.case(1)["recovered_at"].is_string());
    shop.run("contact 1 --words again").ok();
    let case = shop.case(1);
    assert_eq!(case["next_step"], "The contact thing");
    assert!(case["due_at"].is_string());
    assert!(case["recovered_at"].is_string(), "a recovery in time stays");
    shop.at("2026-11-25 12:00");
    let report = shop.run("report nightly").ok();
    report.shows("late").never_mentions("ready to close");
    shop.run("due --late --exit-code").ends(3);
}

#[test]
fn a_late_first_response_is_met_late_after_a_change_too() {
    let shop = Shop::with_ada();
    shop.at("2026-11-22 12:00");
    shop.run("change 1 --severity severe").ok();
    for number in open_steps(&shop.case(1)) {
        let part = step(&shop.case(1), u32::try_from(number).unwrap())["part"].clone();
        if part == "acknowledge" {
            shop.run(&format!("done 1 --step {number}")).ok();
        }
    }
    assert_eq!(
        deadline(&shop.case(1), "first-response")["state"],
        "met-late"
    );
}

#[test]
fn what_was_not_due_when_a_case_was_closed_is_not_late_after_reopening() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome satisfied --cause one-off --why nothing")
        .ok();
    shop.at("2026-11-22 14:00");
    shop.run("reopen 1 --why again").ok();
    let case = shop.case(1);
    let first = case["deadlines"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["cycle"] == 1 && one["name"] == "first-response");
    assert_eq!(first.unwrap()["state"], "closed");
}

#[test]
fn a_filter_that_names_nothing_any_playbook_knows_is_refused() {
    let shop = Shop::with_ada();
    shop.refuses("list --tier regulr", 5)
        .says("did you mean `regular`?");
    shop.refuses("list --type late-delivry", 5)
        .says("did you mean `late-delivery`?");
    shop.refuses("due --for onwer", 5)
        .says("did you mean `owner`?");
}

#[test]
fn a_case_that_is_saved_says_so_when_its_result_cannot_be_written() {
    let shop = Shop::with_ada();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = shop.command();
    command.args(["note", "1", "She likes lemon"]).stdout(full);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("saved as #1, but this could not be shown"),
        "{said}"
    );
    shop.run("show 1").ok().shows("She likes lemon");
}

#[test]
fn a_pipe_in_place_of_a_file_is_refused_at_once() {
    let shop = Shop::with_ada();
    let pipe = shop.path("pipe.toml");
    std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .unwrap();
    shop.run_args(["playbook", "check", pipe.to_str().unwrap()])
        .fails(1)
        .says("not an ordinary file");
}

#[test]
fn the_night_report_takes_the_filters_and_the_ending_of_due() {
    let shop = Shop::with_ada();
    shop.at("2026-11-23 12:00");
    shop.run("report nightly --late --exit-code").ends(3);
    shop.run("report nightly --for staff --if-any --exit-code")
        .ends(0)
        .is_silent();
    let late = shop.item("report nightly --for owner --within 4h");
    assert_eq!(late["sections"][0]["cases"][0]["case"], 1);
    shop.refuses("report nightly --for onwer", 5)
        .says("did you mean `owner`?");
}
