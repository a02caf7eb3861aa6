//! `amends plan`: who does what by when.

use super::shop::Shop;

#[test]
fn every_step_has_its_person_and_its_time() {
    let rows = Shop::with_ada().run("plan 1").ok().rows();
    let first = [
        "1",
        "acknowledge",
        "open",
        "2026-11-22T11:05:00+00:00",
        "",
        "owner",
    ];
    assert_eq!(rows[0][..6], first);
    let by: Vec<&str> = rows.iter().map(|row| row[5].as_str()).collect();
    assert_eq!(by, ["owner", "staff", "owner", "holder"]);
}

#[test]
fn one_role_sees_its_part() {
    let plan = Shop::with_ada()
        .speaks("plan 1 --for staff", "amends.plan/1")
        .remove(0);
    assert_eq!(plan["for"], "staff");
    assert_eq!(plan["steps"].as_array().unwrap().len(), 1);
}

#[test]
fn a_role_that_the_playbook_does_not_have_is_not_found() {
    let said = Shop::with_ada().refuses("plan 1 --for stff", 5);
    said.says("the playbook of #1 has no such role")
        .says("did you mean `staff`?");
}

#[test]
fn a_case_that_is_not_there_is_5() {
    Shop::empty()
        .refuses("plan 1", 5)
        .says("there is no case #1");
}

#[test]
fn reading_writes_nothing() {
    Shop::with_ada().only_reads("plan 1");
    Shop::with_ada().only_reads("plan 1 --for owner --json");
}
