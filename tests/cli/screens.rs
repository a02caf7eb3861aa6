//! Two whole screens, for whoever wants to see them here. Facts are tested elsewhere.

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
    insta::assert_snapshot!(seen(&two_cases(), ""), @"
    1 late, 0 due soon, 1 on track

    CASE  CUSTOMER    STATE     DUE                  NEXT STEP            HOLDER
    #1    Ada Okafor  LATE      was due 09:00, 1 h   Refund the delivery  Rosa Marin
                                5 min ago            charge
    #2    Ben Sato    ON TRACK  by 11:05, in 1 h     Call, say sorry by   Rosa Marin
                                                     name, listen

    Look at one: amends show 1   Its next step is done: amends done 1
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
