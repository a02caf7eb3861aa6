//! A case that is raised, changed, or both: what was done and decided stays, and what is shown can be done.

use serde_json::{Value, json};

use super::bad_day::{clock, deadline, hotel, of_failure, step, steps, with};
use super::shop::Shop;

/// A guest of the hotel, told at 16:00; `more` says of what, how bad and by which channel.
fn guest(more: &str) -> Shop {
    let shop = hotel();
    logged(&shop, more);
    shop
}

fn logged(shop: &Shop, more: &str) {
    shop.at("2026-11-22 16:00");
    let channel = if more.contains("--channel") {
        ""
    } else {
        "--channel desk"
    };
    shop.run(&format!(
        "new --customer Ann --reach 1 --tier first-stay --words x {channel} {more}"
    ))
    .ok();
}

/// The hotel with more in its playbook, or with lines in other places; `changes` are texts and what is put
/// in their place.
fn changed_hotel(changes: &[(&str, &str)], more: &str) -> Shop {
    let shop = hotel();
    let mut text = shop.run("playbook show hotel --source").ok().stdout();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    shop.playbook("h", format!("{text}\n{more}"));
    shop.write("shop.toml", "timezone = \"Etc/UTC\"\nplaybook = \"h\"\n");
    shop
}

fn each(shop: &Shop, moments: &[(&str, &str)]) {
    for (moment, line) in moments {
        shop.at(&format!("2026-11-{moment}")).run(line).ok();
    }
}

fn number(case: &Value, action: &str) -> u64 {
    step(case, action)["number"].as_u64().unwrap()
}

fn is_open(case: &Value, number: u64) -> bool {
    let steps = steps(case);
    let one = steps.iter().find(|one| one["number"] == number);
    one.unwrap_or_else(|| panic!("no step {number} in {case:#}"))["state"] == "open"
}

// --- What a rung asks for -----------------------------------------------------------------------

#[test]
fn a_step_of_a_rung_that_a_change_brings_out_can_be_done_and_keeps_its_number() {
    let shop = guest("--type dirty-room --severity severe");
    each(
        &shop,
        &[
            ("22 16:05", "done 1 --step 1,2"),
            ("22 16:06", "contact 1 --answered"),
            ("22 16:07", "contact 1 --answered"),
            ("22 16:08", "change 1 --severity minor"),
        ],
    );
    let case = shop.case(1);
    let fresh = number(&case, "offer-fresh-start");
    shop.at("2026-11-22 16:09").run("contact 1").ok();
    assert_eq!(number(&shop.case(1), "offer-fresh-start"), fresh);
    shop.at("2026-11-22 16:10")
        .run(&format!("done 1 --step {fresh}"))
        .ok();
    assert!(!is_open(&shop.case(1), fresh));
}

#[test]
fn a_rung_asks_for_what_is_planned_anyway_as_soon_as_for_anything_else() {
    for (severity, already_planned) in [("severe", true), ("major", false)] {
        // Without a time of its own.
        let shop = changed_hotel(
            &[(
                "within = \"2h\"\ntakes = \"20m\"\ncost = 140.00",
                "takes = \"20m\"\ncost = 140.00",
            )],
            "",
        );
        logged(&shop, &format!("--type dirty-room --severity {severity}"));
        shop.at("2026-11-22 16:05");
        let answered = shop.item("done 1 --step 1");
        let planned = steps(&answered);
        let planned = planned
            .iter()
            .any(|one| one["action"] == "offer-fresh-start");
        assert_eq!(planned, already_planned);
        shop.at("2026-11-22 21:00").run("contact 1 --answered").ok();
        let third = shop.at("2026-11-22 22:00").item("contact 1 --answered");
        let fresh = step(&third, "offer-fresh-start");
        // Within the first response of that severity, from the third call.
        let soon = if severity == "severe" {
            "11-22T22:15"
        } else {
            "11-22T22:30"
        };
        assert_eq!(clock(&fresh["due_at"]), soon, "{severity}");
        let why = shop.item("why 1");
        let name = format!("step {}", fresh["number"]);
        let deadlines = why["deadlines"].as_array().unwrap();
        let one = deadlines.iter().find(|one| one["name"] == name.as_str());
        assert_eq!(one.unwrap()["from"], "set off", "{severity}");
    }
}

#[test]
fn a_step_that_a_rung_wants_at_once_is_no_later_after_a_change() {
    let shop = hotel();
    shop.at("2026-11-20 16:00");
    shop.run(
        "new --customer Ann --reach 1 --tier first-stay --words x --channel desk \
         --type dirty-room --severity minor",
    )
    .ok();
    logged(&shop, "--type handling --type dirty-room --severity severe");
    each(
        &shop,
        &[("22 16:01", "change 2 --severity severe --type dirty-room")],
    );
    let before = shop.case(2);
    each(&shop, &[("22 16:02", "change 2 --severity minor")]);
    let after = shop.case(2);
    let (before, after) = (
        step(&before, "owner-takes-over"),
        step(&after, "owner-takes-over"),
    );
    assert!(after["due_at"].as_str() <= before["due_at"].as_str());
    assert_eq!(after["number"], before["number"]);
}

// --- A verdict stays ----------------------------------------------------------------------------

#[test]
fn a_raise_takes_no_recovery_back() {
    let twice = [
        ("22 18:00", "contact 1 --answered"),
        ("22 18:30", "contact 1 --answered"),
    ];
    let shop = guest("--type dirty-room --severity major");
    each(&shop, &[("22 17:00", "done 1 --step 1,2,3,4,5")]);
    each(&shop, &twice);
    let case = shop.case(1);
    assert_eq!(deadline(&case, "recover")["state"], "met");
    assert_ne!(case["recovered_at"], Value::Null);
    // The same when the last call tells of something else as well.
    let shop = guest("--type dirty-room --severity major");
    each(&shop, &[("22 17:00", "done 1 --step 1,2,3,4,5")]);
    each(&shop, &twice[..1]);
    each(
        &shop,
        &[("22 18:30", "contact 1 --answered --type transport-late")],
    );
    assert_eq!(deadline(&shop.case(1), "recover")["state"], "met");
}

#[test]
fn a_raise_leaves_a_late_recovery_late_by_as_much() {
    let shop = guest("--type dirty-room --severity major");
    shop.at("2026-11-23 17:00");
    while shop.case(1)["recovered_at"] == Value::Null {
        shop.run("done 1").ok();
    }
    let late = deadline(&shop.case(1), "recover");
    assert_eq!(
        (&late["state"], &late["late_by_seconds"]),
        (&json!("met-late"), &json!(3_600))
    );
    each(
        &shop,
        &[
            ("23 18:00", "contact 1 --answered"),
            ("23 18:30", "contact 1 --answered"),
        ],
    );
    let case = shop.case(1);
    assert_eq!(deadline(&case, "recover"), late);
    for one in steps(&case).iter().filter(|one| one["state"] == "open") {
        assert!(
            one["due_at"].as_str() > Some("2026-11-23T18:30"),
            "late when it came: {one:#}"
        );
    }
}

#[test]
fn a_raise_takes_no_follow_up_back() {
    let shop = guest("--type internet-down --severity minor");
    each(
        &shop,
        &[
            ("22 16:30", "done 1 --step 1,2,3"),
            ("23 16:00", "done 1 --step 4,5"),
        ],
    );
    let met = deadline(&shop.case(1), "follow-up");
    assert_eq!(met["state"], "met");
    each(
        &shop,
        &[
            ("24 16:40", "contact 1 --answered"),
            ("24 16:50", "contact 1 --answered"),
        ],
    );
    let case = shop.case(1);
    assert_eq!(deadline(&case, "follow-up"), met);
    assert_ne!(case["state"], "late", "{case:#}");
}

#[test]
fn a_change_after_the_deadline_makes_nothing_in_time() {
    let shop = guest("--type dirty-room --severity severe");
    each(&shop, &[("22 16:10", "done 1 --step 1,2,3,4,6")]);
    let late = shop.at("2026-11-23 05:00").case(1);
    assert_eq!(deadline(&late, "recover")["state"], "late");
    let steps_of_late = steps(&late);
    let instead = steps_of_late
        .iter()
        .find(|one| one["part"] == "late")
        .unwrap();
    let instead = instead["number"].as_u64().unwrap();
    shop.run(&format!("done 1 --step {instead} --spent 45"))
        .ok();
    let changed = shop
        .at("2026-11-23 05:10")
        .item("change 1 --severity major");
    assert_ne!(deadline(&changed, "recover")["state"], "met");
    assert!(!is_open(&changed, instead), "done steps stay");
}

#[test]
fn a_deed_that_is_entered_late_counts_in_time_though_the_case_was_changed_meanwhile() {
    let shop = guest("--type dirty-room --severity minor");
    each(
        &shop,
        &[
            ("23 17:00", "change 1 --channel phone"),
            ("23 17:01", "done 1 --step 1,2,3,4,5 --at 'yesterday 17:00'"),
        ],
    );
    assert_eq!(deadline(&shop.case(1), "recover")["state"], "met");
}

#[test]
fn a_second_change_does_not_ask_again_for_an_answer_that_was_given() {
    let shop = guest("--type dirty-room --severity minor --channel email");
    each(
        &shop,
        &[
            ("22 16:10", "done 1"),
            ("22 17:00", "change 1 --severity severe"),
            ("22 17:01", "change 1 --tier regular"),
        ],
    );
    let case = shop.at("2026-11-22 20:30").case(1);
    assert_eq!(deadline(&case, "first-response")["state"], "met");
}

#[test]
fn nor_for_the_answer_to_a_failure_told_later() {
    let shop = guest("--type dirty-room --severity minor --channel email");
    each(
        &shop,
        &[
            ("22 16:10", "done 1"),
            (
                "22 16:20",
                "contact 1 --answered --type poor-meal --channel email",
            ),
        ],
    );
    let case = shop.case(1);
    let sorry = steps(&case);
    let sorry = sorry
        .iter()
        .find(|one| one["failure"] == "poor-meal" && one["part"] == "acknowledge");
    let number = &sorry.unwrap()["number"];
    shop.run(&format!("done 1 --step {number}")).ok();
    each(
        &shop,
        &[
            ("22 17:00", "change 1 --severity severe"),
            ("22 17:01", "change 1 --tier regular"),
        ],
    );
    let case = shop.at("2026-11-22 20:30").case(1);
    assert_eq!(
        of_failure(&case, "first-response", "poor-meal")["state"],
        "met"
    );
}

#[test]
fn a_contact_that_was_answered_stays_answered() {
    let shop = guest("--type dirty-room --severity minor");
    each(
        &shop,
        &[
            ("22 16:05", "done 1"),
            ("22 16:10", "contact 1"),
            ("22 16:20", "contact 1 --answered"),
        ],
    );
    let answer = number(&shop.case(1), "answer-them");
    let fresh = number(&shop.case(1), "offer-fresh-start");
    shop.at("2026-11-22 16:25")
        .run(&format!("done 1 --step {fresh}"))
        .ok();
    assert!(!is_open(&shop.case(1), answer));
    each(&shop, &[("22 16:50", "change 1 --severity severe")]);
    assert!(!is_open(&shop.case(1), answer));
}

// --- Not needed ---------------------------------------------------------------------------------

#[test]
fn a_step_beside_one_of_a_rung_can_be_skipped() {
    let shop = guest("--type internet-down --severity minor");
    each(
        &shop,
        &[
            ("22 16:05", "done 1"),
            ("22 16:06", "contact 1 --answered"),
            ("22 16:07", "contact 1 --answered"),
            ("22 16:08", "skip 1 --step 2 --why gone"),
        ],
    );
    assert!(!is_open(&shop.case(1), 2));
}

#[test]
fn what_is_chosen_in_another_part_makes_the_repair_needless() {
    let shop = changed_hotel(
        &[(
            "[action.picnic-for-the-road]",
            "[action.picnic-for-the-road]\nreplaces = \"fix\"",
        )],
        "",
    );
    logged(&shop, "--type internet-down --severity minor");
    each(
        &shop,
        &[(
            "22 16:05",
            "choose 1 --step 4 picnic-for-the-road --replace yes",
        )],
    );
    assert!(!is_open(&shop.case(1), 2));
}

#[test]
fn a_skipped_apology_leaves_the_first_answer_to_the_other() {
    let shop = guest("--type internet-down --severity minor");
    each(
        &shop,
        &[
            ("22 17:00", "change 1 --severity severe"),
            ("22 17:01", "skip 1 --step 6 --why x"),
            ("22 17:02", "done 1"),
        ],
    );
    let case = shop.at("2026-11-24 16:00").case(1);
    let answer = deadline(&case, "first-response");
    assert_eq!(
        (&answer["state"], clock(&answer["met_at"])),
        (&json!("met-late"), "11-22T17:02")
    );
}

#[test]
fn what_was_done_for_the_next_customer_does_not_come_back_in_a_later_round() {
    let shop = with(
        "[action.look]\ndo = \"Look at the others\"\nby = \"staff\"\n\
         [[recovery]]\nwhen = { complaint = \"late-delivery\" }\nprevent = [\"look\"]\n",
    );
    shop.run(super::bad_day::MINOR).ok();
    let look = number(&shop.case(1), "look");
    shop.run(&format!("done 1 --step {look}")).ok();
    shop.run("close 1 --outcome lost --cause one-off --why x")
        .ok();
    shop.run("reopen 1 --why x").ok();
    let changed = shop.item("change 1 --severity major");
    let prevents = steps(&changed);
    assert!(
        !prevents.iter().any(|one| one["part"] == "prevent"),
        "{changed:#}"
    );
}

// --- One severity, one number -------------------------------------------------------------------

#[test]
fn a_change_that_sets_off_a_raise_is_planned_for_what_it_comes_to() {
    let shop = guest("--type dirty-room --severity major");
    each(
        &shop,
        &[(
            "22 16:05",
            "change 1 --severity minor --type dirty-room --type internet-down --type billing",
        )],
    );
    let (shown, why) = (shop.case(1), shop.item("why 1"));
    assert_eq!(shown["severity"], "major");
    assert_eq!(
        (&why["cell"]["severity"], &why["raised_to"]),
        (&json!("major"), &Value::Null)
    );
}

#[test]
fn closing_stores_what_the_clock_has_set_off_and_every_number_stays() {
    let shop = changed_hotel(&[("on = \"late\"", "on = \"late\"\nraise = true")], "");
    logged(&shop, "--type billing --severity minor");
    let before = shop.at("2026-11-23 17:00").case(1);
    assert_eq!(before["goes_up_to"], "major");
    each(
        &shop,
        &[("23 17:00", "close 1 --outcome lost --cause one-off --why x")],
    );
    let closed = shop.case(1);
    assert_eq!(closed["severity"], "major");
    assert_eq!(shop.item("why 1")["cell"]["severity"], "major");
    for one in steps(&before) {
        let number = one["number"].as_u64().unwrap();
        let after = steps(&closed);
        let after = after.iter().find(|after| after["number"] == number);
        assert_eq!(after.map(|after| &after["action"]), Some(&one["action"]));
    }
    each(&shop, &[("23 17:01", "reopen 1 --why x")]);
    let again = shop.case(1);
    let last = steps(&closed)
        .iter()
        .map(|one| one["number"].as_u64())
        .max();
    assert!(
        steps(&again)
            .iter()
            .all(|one| one["number"].as_u64() > last.unwrap())
    );
}

#[test]
fn standing_down_lowers_the_severity_though_the_playbook_has_changed_by_a_line() {
    let share = ("on = \"75%\"", "on = \"75%\"\nraise = true");
    let shop = changed_hotel(&[share], "");
    logged(&shop, "--type billing --severity minor");
    each(&shop, &[("23 11:00", "note 1 x")]);
    assert_eq!(shop.case(1)["severity"], "major");
    let text = std::fs::read_to_string(shop.path("playbooks/h.toml")).unwrap();
    shop.playbook("h", format!("# One line more.\n{text}"));
    each(
        &shop,
        &[
            ("23 11:01", "change 1 --channel phone"),
            ("23 11:02", "done 1 --step 1,2,3,4,5 --at 09:00"),
        ],
    );
    assert_eq!(shop.case(1)["severity"], "minor");
}

// --- Times ---------------------------------------------------------------------------------------

#[test]
fn what_is_chosen_is_due_with_the_clock_that_another_failure_has_shortened() {
    let shop = changed_hotel(
        &[(
            "[action.room-for-longer]",
            "[action.room-for-longer]\nwithin = \"8h\"",
        )],
        "[[recovery]]\nwhen = { complaint = \"internet-down\", severity = \"minor\" }\nclock.recover = \"3h\"\n",
    );
    logged(
        &shop,
        "--type dirty-room --type internet-down --severity minor",
    );
    let case = shop.case(1);
    let steps = steps(&case);
    let slot = steps.iter().find(|one| one["part"] == "dazzle").unwrap();
    let chosen = shop.at("2026-11-22 16:05").item(&format!(
        "choose 1 --step {} room-for-longer",
        slot["number"]
    ));
    assert_eq!(
        clock(&step(&chosen, "room-for-longer")["due_at"]),
        "11-22T19:00"
    );
}

#[test]
fn their_answer_cannot_come_before_what_they_answer_to() {
    let shop = guest("--type dirty-room --severity minor");
    each(&shop, &[("22 16:30", "done 1 --step 1,2,3,4,5")]);
    shop.at("2026-11-22 16:40");
    shop.refuses("done 1 --right no --at 16:10", 2)
        .says("16:30");
    shop.run("done 1 --right no --at 16:35").ok();
    assert_ne!(shop.case(1)["rounds"][0]["recovered_at"], Value::Null);
}

#[test]
fn a_promise_that_was_replaced_too_late_is_late_by_so_much_and_no_more() {
    let shop = guest("--type dirty-room --severity minor");
    each(
        &shop,
        &[
            ("22 16:05", "done 1 --step 1,2,3,4,5"),
            ("22 16:06", "promise 1 c --by 17:00"),
            ("22 17:30", "promise 1 d --by 19:00 --instead-of 1"),
            ("22 18:00", "done 1 --promise 2"),
        ],
    );
    let case = shop.at("2026-11-22 20:00").case(1);
    assert_eq!(deadline(&case, "promise 1")["late_by_seconds"], 1_800);
}

#[test]
fn what_was_asked_before_the_recovery_is_no_late_follow_up() {
    let shop = guest("--type dirty-room --severity major");
    each(
        &shop,
        &[
            ("25 16:00", "done 1 --step 6"),
            ("25 16:01", "done 1 --step 7"),
        ],
    );
    assert_eq!(deadline(&shop.case(1), "follow-up")["state"], "met");
}

#[test]
fn why_adds_up_the_answer_that_a_raise_could_not_bring_forward() {
    let shop = guest("--type dirty-room --severity major");
    each(
        &shop,
        &[
            ("22 16:05", "done 1"),
            ("22 16:25", "contact 1 --answered --type transport-late"),
            ("22 16:50", "contact 1 --answered"),
        ],
    );
    let why = shop.item("why 1");
    assert_eq!(
        (&why["cell"]["severity"], &why["also_types"]),
        (&json!("severe"), &json!(["transport-late"]))
    );
    let deadlines = why["deadlines"].as_array().unwrap();
    let mut answers = deadlines
        .iter()
        .filter(|one| one["name"] == "first-response");
    let answer = answers
        .find(|one| one["failure"] == "transport-late")
        .unwrap();
    assert_eq!(
        (&answer["add"], clock(&answer["due_at"]), &answer["moved"]),
        (&json!("30m"), "11-22T16:55", &Value::Null)
    );
}
