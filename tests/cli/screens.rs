//! Whole screens of two cases, for whoever wants to see them here. That of a verb alone stands beside its facts.

use super::shop::{ADA, BEN, Shop};
use super::terminal::seen;

fn two_cases() -> Shop {
    let shop = Shop::new();
    shop.at("2026-11-21 09:00").run(ADA).ok();
    shop.run("done 1").ok();
    shop.at("2026-11-22 10:05").run(BEN).ok();
    shop
}

#[test]
fn the_board_as_it_is_seen() {
    insta::assert_snapshot!(seen(&two_cases(), ""), @r"
    Rosa's Bakery, Sun 22 Nov 10:05   1 late   1 on track

    #1  Ada Okafor  late delivery, major  LATE 1 h 5 min  staff: Refund the…
    #2  Ben Sato    wrong order           by 11:05        Rosa: Call, say sorry by…

    last 30 days ▁▁▁▁▁▁▁▁▁█ 2 complaints, 0 in time
    Next: amends show 1   Done: amends done 1   All of today: amends today
    ");
}

#[test]
fn a_step_entered_as_done_as_it_is_seen() {
    insta::assert_snapshot!(seen(&two_cases(), "done 2"), @"
    Step 1 of #2 is done: Call, say sorry by name, listen.

    state:            ON TRACK
    next:             step 2, staff: Make it again and take it there, by tomorrow
                      10:05, in 24 h
    both halves:      by tomorrow 10:05, in 24 h
    to take it back:  amends undo --case 2
    ");
}

#[test]
fn a_list_as_it_is_seen() {
    insta::assert_snapshot!(seen(&two_cases(), "list --all"), @r"
    #1  Ada Okafor  late delivery, major  LATE 1 h 5 min  staff: Refund the…
    #2  Ben Sato    wrong order           by 11:05        Rosa: Call, say sorry by…
    ");
}

#[test]
fn a_plan_as_it_is_seen() {
    insta::assert_snapshot!(seen(&two_cases(), "plan 1"), @r"
    #1 Ada Okafor  LATE

    Plan
    1. Call, say sorry by name, listen  done
       acknowledge, owner (Rosa Marin), yesterday 09:00
    2. Refund the delivery charge  LATE
       fix, staff, was due 09:00, 1 h 5 min ago, 4.50 GBP
    3. Handwritten note with the next order  replaced
       surprise, owner (Rosa Marin), the deadline passed, 1.00 GBP
    5. The owner calls, owns the delay, asks what would help now  LATE
       late, owner (Rosa Marin), was due 09:00, 1 h 5 min ago
    4. Ask whether it is right now, and what we should change  open
       follow up, holder (Rosa Marin), about tomorrow 09:00

    planned cost:  5.50 GBP with what is chosen, at least 5.50 GBP
    ");
}

#[test]
fn the_history_as_it_is_seen() {
    insta::assert_snapshot!(seen(&two_cases(), "history"), @"
    WHEN             COMMAND  CASES  WHAT
    10:05            new      #2     became a customer; is `new` in corner; logged
                                     as wrong-order, new, minor
    yesterday 09:00  done     #1     step 1 done
    yesterday 09:00  new      #1     became a customer; is `regular` in corner;
                                     logged as late-delivery, regular, major
    ");
}

#[test]
fn the_night_report_as_it_is_seen() {
    insta::assert_snapshot!(seen(&two_cases(), "report nightly"), @r"
    1 late, 1 due by this time tomorrow: first #1 Ada Okafor
    Rosa's Bakery, Sun 22 Nov 2026 10:05

    Do first
    #1 Ada Okafor, Late delivery, major; LATE since 09:00
       staff: Refund the delivery charge

    Due by this time tomorrow
    #2 Ben Sato, Wrong order, minor; by 11:05
       Rosa Marin: Call, say sorry by name, listen

    before you ring:          amends brief 1
    all of it, by the clock:  amends today
    ");
}
