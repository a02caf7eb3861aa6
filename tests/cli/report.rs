//! `amends report`: which reports there are. What the night report says is in `night`.

use super::shop::Shop;

#[test]
fn a_report_has_to_be_named() {
    Shop::new()
        .refuses("report", 2)
        .says("needs to know what")
        .says("`nightly`");
}

#[test]
fn an_unknown_report_is_answered_with_those_there_are() {
    Shop::new()
        .refuses("report weekly", 2)
        .says("`weekly`")
        .says("`nightly`");
}

#[test]
fn it_only_reads_where_it_cannot_write() {
    let shop = Shop::empty();
    shop.only_reads("report nightly");
}
