//! Customers who are still here, and those who have gone: `only` in a playbook, `--here` on a case.

use super::shop::{ADA, CORNER, Shop};
use super::terminal::seen;

/// The corner playbook, where dinner is only for those who are still here and the note only for those who have left.
fn asking() -> String {
    CORNER
        .replace(
            "do = \"Dinner for two\"",
            "do = \"Dinner for two\"\nonly = \"here\"",
        )
        .replace(
            "do = \"Handwritten note with the next order\"",
            "do = \"Handwritten note with the next order\"\nonly = \"gone\"",
        )
}

fn shop() -> Shop {
    let shop = Shop::new();
    shop.playbook("corner", asking());
    shop
}

/// What the surprise of case 1 may be filled with.
fn offered(shop: &Shop) -> Vec<String> {
    let case = shop.case(1);
    let mut steps = case["steps"].as_array().unwrap().iter();
    let slot = steps.find(|step| step["part"] == "dazzle").unwrap();
    let options = slot["options"].as_array().unwrap().iter();
    let ids = options.map(|option| option["action"].as_str().unwrap().to_owned());
    ids.collect()
}

#[test]
fn what_can_only_be_done_here_is_not_offered_to_those_who_have_left() {
    let shop = shop();
    shop.run(&format!("{ADA} --here no")).ok();
    assert_eq!(offered(&shop), ["handwritten-note", "free-cake"]);
    assert_eq!(shop.case(1)["here"], false);
    shop.run("change 1 --here yes").ok();
    assert_eq!(offered(&shop), ["free-cake", "dinner-for-two"]);
    assert_eq!(shop.case(1)["here"], true);
}

#[test]
fn where_nobody_has_asked_everything_is_offered() {
    let shop = shop();
    shop.run(ADA).ok();
    assert_eq!(
        offered(&shop),
        ["handwritten-note", "free-cake", "dinner-for-two"]
    );
    assert_eq!(shop.case(1)["here"], serde_json::Value::Null);
}

#[test]
fn it_can_be_tried_for_both() {
    let shop = shop();
    let line = "playbook try --type late-delivery --tier regular --severity major --here";
    shop.run(&format!("{line} yes"))
        .ok()
        .never_mentions("Handwritten");
    shop.run(&format!("{line} no"))
        .ok()
        .never_mentions("Dinner");
}

#[test]
fn a_part_that_leaves_one_of_them_with_nothing_is_a_gap() {
    let shop = shop();
    let only = asking().replace(
        "do = \"Refund the delivery charge\"",
        "do = \"Refund the delivery charge\"\nonly = \"here\"",
    );
    shop.write("lost.toml", only);
    let found = shop.run("playbook check lost.toml").ends(4);
    found
        .shows("gap")
        .shows("`fix` has nothing for a customer who has left")
        .shows("only = \"gone\"");
    shop.run("playbook try lost.toml --type late-delivery --tier new --severity minor")
        .fails(4);
}

#[test]
fn what_holds_for_one_of_them_only_is_said_of_that_one() {
    let shop = shop();
    let dear = asking().replace("cost = 9.00", "cost = 19.00");
    shop.write("dear.toml", dear.replace("\"free-cake\", ", ""));
    shop.run("playbook check dear.toml")
        .ends(4)
        .shows("for a customer who is still here: ")
        .never_mentions("for a customer who has left: ");
}

#[test]
fn another_word_is_refused_with_the_two_there_are() {
    let shop = Shop::new();
    shop.write(
        "word.toml",
        asking().replace("only = \"here\"", "only = \"hear\""),
    );
    shop.run("playbook check word.toml")
        .ends(4)
        .shows("`hear`")
        .shows("use `here` or `gone`");
    shop.refuses("change 1 --here maybe", 2).says("yes");
}

#[test]
fn the_rungs_of_the_plan_are_those_for_them() {
    let shop = Shop::new();
    let visit = CORNER.replace(
        "do = \"The owner goes there\"",
        "do = \"The owner goes there\"\nonly = \"here\"",
    );
    shop.playbook("corner", visit);
    shop.run(&format!("{ADA} --here no")).ok();
    shop.run("contact 1").ok();
    shop.run("contact 1")
        .ok()
        .never_mentions("The owner goes there");
}

#[test]
fn a_cell_and_a_drill_can_be_seen_for_one_of_the_two() {
    let shop = shop();
    let cell = "--cell late-delivery,regular,major";
    let surprises = |line: &str| {
        let shown = shop.item(line).to_string();
        ["handwritten-note", "dinner-for-two"].map(|id| shown.contains(id))
    };
    let show = format!("playbook show corner {cell}");
    assert_eq!(surprises(&show), [true, true]);
    assert_eq!(surprises(&format!("{show} --here yes")), [false, true]);
    assert_eq!(surprises(&format!("{show} --here no")), [true, false]);
    let page = seen(&shop, &format!("{show} --here no"));
    assert!(page.contains("gone by now"), "{page}");
    assert!(page.contains("--here no"), "{page}");
    let drill = format!("playbook drill corner {cell}");
    assert_eq!(surprises(&format!("{drill} --here yes")), [false, true]);
    let item = shop.item(&format!("{drill} --here no"));
    assert_eq!(item["here"], false);
    let again = item["again"].as_str().unwrap();
    assert!(again.ends_with("--here no"), "{again}");
    let page = seen(&shop, &format!("{drill} --here no"));
    assert!(page.contains("they have left"), "{page}");
    // Drawn, if nobody says it; the same again is the same.
    let drawn = shop.item(&drill);
    let again = drawn["again"]
        .as_str()
        .unwrap()
        .trim_start_matches("amends ");
    assert_eq!(shop.item(again)["here"], drawn["here"]);
    shop.refuses("playbook show corner --here yes", 2);
    shop.refuses(&format!("{show} --here perhaps"), 2)
        .says("yes");
}

#[test]
fn what_a_rung_asked_for_goes_too_when_they_have_left() {
    let shop = Shop::new();
    shop.run(
        "new --playbook hotel --customer Keller --type no-hot-water --tier returning \
         --severity major --words Cold --here yes --reach 'room 9'",
    )
    .ok();
    shop.run("done 1 --step 1").ok();
    shop.at("2026-11-22 11:00");
    shop.run("contact 1 --type noise --words 'and the noise'")
        .ok();
    shop.run("contact 1 --words 'a third time'").ok();
    let offers = |shop: &Shop| {
        let case = shop.case(1);
        let steps = case["steps"].as_array().unwrap().iter();
        let open = steps.filter(|step| step["state"] == "open");
        let fresh = ["offer-fresh-start", "offer-the-stay-again"];
        let ids = open.filter_map(|step| step["action"].as_str().map(str::to_owned));
        ids.filter(|id| fresh.contains(&id.as_str()))
            .collect::<Vec<_>>()
    };
    assert_eq!(offers(&shop), ["offer-fresh-start"]);
    shop.at("2026-11-22 12:00").run("change 1 --here no").ok();
    assert_eq!(offers(&shop), ["offer-the-stay-again"]);
    shop.run("change 1 --here yes").ok();
    assert_eq!(offers(&shop), ["offer-fresh-start"]);
    shop.run("data check").ok();
}

#[test]
fn that_they_are_here_is_believed_for_the_day_it_was_said() {
    let shop = super::bad_day::guest("--here yes");
    let page = |line: &str| super::shop::flat(&super::terminal::seen(&shop, line));
    assert!(page("brief 1").contains("they are still here"));
    assert!(page("draft 1").contains("they are still here: say it to them"));
    shop.at("2026-11-23 09:00");
    assert!(page("brief 1").contains("they were still here yesterday 16:00"));
    assert!(!page("draft 1").contains("say it to them"));
    shop.run("change 1 --here no").ok();
    assert_eq!(shop.case(1)["here_said_at"], "2026-11-23T09:00:00+00:00");
    assert!(page("brief 1").contains("they have left"));
}

#[test]
fn a_step_that_comes_out_of_an_old_escalation_has_its_time_from_now() {
    let more = "
[action.parcel]
do = \"Send a parcel\"
by = \"owner\"
only = \"gone\"
deed = true
within = \"1h\"
[action.ring-the-driver]
do = \"Ring the driver\"
by = \"staff\"
deed = true
within = \"1h\"
[[recovery]]
when = { complaint = \"late-delivery\" }
also.fix = [\"ring-the-driver\"]
[[escalate]]
on = \"contact 2\"
do = [\"parcel\", \"ring-the-driver\"]
to = \"owner\"
";
    let shop = super::bad_day::with(more);
    shop.run(&format!("{} --here yes", super::bad_day::MINOR))
        .ok();
    shop.run("contact 1").ok();
    shop.at("2026-11-22 15:00");
    let due =
        |shop: &Shop, action: &str| super::bad_day::step(&shop.case(1), action)["due_at"].clone();
    shop.run("change 1 --here no").ok();
    assert_eq!(due(&shop, "parcel"), "2026-11-22T16:00:00+00:00");
    // The plan had it anyway, so the escalation asked for nothing; now it alone does.
    shop.run("change 1 --type wrong-order").ok();
    assert_eq!(due(&shop, "ring-the-driver"), "2026-11-22T16:00:00+00:00");
}
