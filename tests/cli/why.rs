//! `amends why`: where each part of a plan and each deadline comes from.

use super::shop::{ADA, CORNER, Shop, flat};
use super::terminal::seen;

fn line_of(text: &str) -> u64 {
    let at = CORNER.lines().position(|line| line == text).unwrap();
    at as u64 + 1
}

#[test]
fn each_deadline_says_from_where_it_is_counted() {
    let rows = Shop::with_ada().run("why 1").ok().rows();
    assert_eq!(
        rows[0][..4],
        ["first-response", "told", "2026-11-22T10:05:00+00:00", "1h"]
    );
    assert_eq!(
        rows[1][..5],
        [
            "recover",
            "told",
            "2026-11-22T10:05:00+00:00",
            "24h",
            "2026-11-23T10:05:00+00:00"
        ]
    );
}

#[test]
fn each_part_cites_the_line_of_its_entry() {
    let shop = Shop::with_ada();
    let why = shop.speaks("why 1", "amends.why/1").remove(0);
    let text = why.to_string();
    let everybody = line_of("[[recovery]]");
    let late_delivery = line_of("when = { complaint = \"late-delivery\" }") - 1;
    for line in [everybody, late_delivery] {
        assert!(
            text.contains(&format!(":{line}")),
            "line {line} is not cited\n{why:#}"
        );
    }
}

#[test]
fn the_lines_are_cited_as_they_were_when_the_case_was_logged() {
    let shop = Shop::with_ada();
    let before = shop.item("why 1");
    shop.playbook("corner", format!("# a new first line\n\n{CORNER}"));
    assert_eq!(shop.item("why 1"), before);
}

#[test]
fn a_raised_severity_is_explained() {
    let shop = Shop::with_ada();
    let harm = ADA.replace("--severity major", "--harm cost");
    shop.run(&harm).ok();
    assert_eq!(shop.case(2)["severity"], "severe");
    let why = shop.item("why 2").to_string();
    assert!(why.contains("#1") || why.contains("second"), "{why}");
}

#[test]
fn a_change_of_the_clocks_within_a_sum_is_said_with_both_offsets() {
    let shop = Shop::new();
    shop.at("2026-10-24 21:00").run(ADA).ok();
    insta::assert_snapshot!("why", seen(&shop, "why 1"));
    let recover = &shop.item("why 1")["deadlines"][1];
    assert_eq!(
        recover["clock_changes"],
        serde_json::json!([{"at": "2026-10-25T01:00:00+00:00", "seconds": -3600, "zone": "Europe/London"}])
    );
    // Elapsed hours know no clocks but those that are printed.
    let tokyo = flat(&seen(&shop, "why 1 --tz Asia/Tokyo"));
    let sum = "recover: told 05:00 + 24 hours = tomorrow 05:00 line 11";
    assert!(tokyo.contains(sum), "{tokyo}");
    let paris = flat(&seen(&shop, "why 1 --tz Europe/Paris"));
    assert!(
        paris.contains("go back an hour on Sun 25 Oct in Europe/Paris"),
        "{paris}"
    );
    shop.at("2026-03-28 21:00")
        .run(&ADA.replace("Ada", "Cy"))
        .ok();
    let why = flat(&seen(&shop, "why 2"));
    assert!(
        why.contains("the clocks go forward an hour on Sun 29 Mar"),
        "{why}"
    );
}

#[test]
fn without_a_change_of_the_clocks_no_offset_is_printed() {
    let why = seen(&Shop::with_ada(), "why 1");
    assert!(
        !why.contains("+00:00") && !why.contains("clocks go"),
        "{why}"
    );
}

#[test]
fn a_case_that_is_not_there_is_5() {
    Shop::with_ada()
        .refuses("why 2", 5)
        .says("there is no case #2");
    Shop::empty().refuses("why 1", 5);
}

#[test]
fn reading_writes_nothing() {
    Shop::with_ada().only_reads("why 1");
    Shop::with_ada().only_reads("why 1 --json");
}
