//! `amends setup`: what the shop is called, who works there, when it is open, which playbook it goes by.

use super::shop::{Mistake, Shop, flat};
use super::terminal::{answer, at_terminal, seen};

/// A machine on which nobody has set anything yet, in London.
fn fresh() -> Shop {
    let shop = Shop::empty();
    shop.run("config set timezone Europe/London").ok();
    shop
}

fn setting(shop: &Shop, key: &str) -> Option<String> {
    shop.item(&format!("config get {key}"))["value"]
        .as_str()
        .map(str::to_owned)
}

#[test]
fn everything_is_said_in_one_command() {
    let shop = fresh();
    let set = shop.speaks(
        "setup --name \"Rosa's Bakery\" --owner 'Rosa Marin' --hours 'mon-fri 9-5, sat 10am-2pm' \
         --trade café --with 'staff=Sam Osei'",
        "amends.setup/1",
    );
    assert_eq!(set[0]["key"], "name");
    for (key, value) in [
        ("name", "Rosa's Bakery"),
        ("people.owner", "Rosa Marin"),
        ("people.staff", "Sam Osei"),
        ("hours.mon", "09:00-17:00"),
        ("hours.sat", "10:00-14:00"),
        ("hours.sun", ""),
        ("playbook", "cafe"),
    ] {
        assert_eq!(setting(&shop, key).as_deref(), Some(value), "{key}");
    }
    let again = seen(&shop, "setup --name \"Rosa's Bakery\"");
    assert!(again.contains("nothing was changed"), "{again}");
    // A letter has no gap where the shop's name belongs.
    shop.run("new --customer Ada --reach a@example.org --type poor-food --tier best --severity severe --words cold")
        .ok();
    let letter = shop.item("draft 1 --kind apology");
    assert!(!letter["body"].as_str().unwrap().contains("[shop]"));
}

#[test]
fn who_works_alone_stands_behind_every_role() {
    let shop = fresh();
    shop.run("setup --trade repair --owner 'Ada Fox' --alone")
        .ok();
    let roles = shop.item("playbook show repair")["roles"].clone();
    for role in roles.as_array().unwrap() {
        let key = format!("people.{}", role.as_str().unwrap());
        assert_eq!(setting(&shop, &key).as_deref(), Some("Ada Fox"), "{key}");
    }
}

#[test]
fn another_currency_makes_a_playbook_of_ones_own() {
    let shop = fresh();
    shop.run("setup --name Rosa --trade hotel --currency gbp")
        .ok();
    assert_eq!(setting(&shop, "playbook").as_deref(), Some("my-hotel"));
    let own = shop.item("playbook show my-hotel");
    assert_eq!(own["currency"], "GBP");
    // Once more: what is there stays as it is.
    shop.run("setup --trade hotel --currency GBP").ok();
    // It is kept where only something else is said, and never another currency by the way.
    shop.run("setup --trade hotel --owner Rosa --alone").ok();
    assert_eq!(setting(&shop, "playbook").as_deref(), Some("my-hotel"));
    shop.refuses("setup --trade hotel --currency CHF", 2)
        .says("my-hotel is there already, in another currency");
    // The trade's own currency needs none.
    let usual = shop.item("playbook show hotel")["currency"].clone();
    let usual = usual.as_str().unwrap();
    shop.run(&format!("setup --trade hotel --currency {usual}"))
        .ok();
    assert_eq!(setting(&shop, "playbook").as_deref(), Some("hotel"));
}

#[test]
fn at_a_terminal_each_thing_is_asked_and_can_be_skipped() {
    let shop = fresh();
    let mut talk = at_terminal(&shop, "setup");
    answer(
        &mut talk,
        &[
            ("What is the shop called?", "Rosa's Bakery"),
            ("What are you called?", "Rosa Marin"),
            ("When are you open?", "9 to 5"),
            ("When are you open?", "mon-fri 9-5"),
            ("Which of these", "caf"),
            ("Your currency", ""),
            ("Do you do everything yourself?", "no"),
            ("Who is the staff?", "Sam Osei"),
            ("Who is the manager?", ""),
        ],
    );
    talk.exp_eof().unwrap();
    assert_eq!(setting(&shop, "hours.fri").as_deref(), Some("09:00-17:00"));
    assert_eq!(setting(&shop, "people.staff").as_deref(), Some("Sam Osei"));
    assert_eq!(setting(&shop, "people.manager"), None);
    assert_eq!(setting(&shop, "playbook").as_deref(), Some("cafe"));
    let mut talk = at_terminal(&shop, "setup");
    answer(
        &mut talk,
        &[
            ("What is the shop called?", "Other"),
            ("What are you called?", "."),
        ],
    );
    talk.exp_eof().unwrap();
    assert_eq!(setting(&shop, "name").as_deref(), Some("Rosa's Bakery"));
}

#[test]
fn whoever_skips_everything_has_changed_nothing() {
    let shop = fresh();
    let mut talk = at_terminal(&shop, "setup");
    let skipped = [
        ("What is the shop called?", ""),
        ("What are you called?", ""),
        ("When are you open?", ""),
        ("Which of these", ""),
    ];
    answer(&mut talk, &skipped);
    talk.exp_string("nothing was changed").unwrap();
    talk.exp_eof().unwrap();
}

#[test]
fn a_fresh_machine_is_told_of_it() {
    let page = flat(&seen(&Shop::empty(), ""));
    assert!(page.contains("amends setup"), "{page}");
}

const MISTAKES: &[Mistake] = &[
    (
        "setup",
        2,
        "nothing was said about the shop",
        "--trade cafe",
    ),
    (
        "setup --hours '9-5'",
        2,
        "does not say for which days",
        "mon-fri 9-5",
    ),
    ("setup --trade bakery", 2, "`bakery` is not a trade", "cafe"),
    (
        "setup --with staff",
        2,
        "`staff` has no `=`",
        "--with \"staff=Sam Osei\"",
    ),
    (
        "setup --alone",
        2,
        "nobody knows what you are called",
        "--owner",
    ),
    (
        "setup --alone --owner Ada",
        2,
        "not known which roles",
        "--trade",
    ),
    (
        "setup --currency EUR",
        2,
        "no trade is named",
        "--trade cafe",
    ),
    ("setup --trade cafe --currency XYZW", 2, "--currency", "EUR"),
    ("setup --name ' '", 2, "--name: it is empty", "leave it out"),
    (
        "setup --alone --with staff=Sam",
        2,
        "cannot stand together",
        "leave one of them out",
    ),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = fresh();
    shop.refuses_each(MISTAKES);
}

#[test]
fn a_week_is_set_and_put_back_in_one_command() {
    let shop = fresh();
    let set = shop.item("config set hours 'mon-fri 9am-5pm, sat 10-14'");
    assert_eq!(set["before"], serde_json::Value::Null);
    assert_eq!(set["back"], "amends config set hours --unset");
    let changed = shop.item("config set hours 'daily 10-6'");
    let back = changed["back"].as_str().unwrap().to_owned();
    let line = back.strip_prefix("amends ").unwrap();
    shop.run(line).ok();
    assert_eq!(setting(&shop, "hours.mon").as_deref(), Some("09:00-17:00"));
    assert_eq!(setting(&shop, "hours.sat").as_deref(), Some("10:00-14:00"));
    assert_eq!(setting(&shop, "hours.sun").as_deref(), Some(""));
    shop.run("config set hours --unset").ok();
    assert_eq!(setting(&shop, "hours.mon"), None);
    shop.refuses("config set hours 'mon'", 2)
        .says("does not say from when to when");
}

#[test]
fn times_are_read_as_people_write_them() {
    let shop = fresh();
    for (typed, means) in [
        ("9am-5pm", "09:00-17:00"),
        ("'10:00 - 16:00'", "10:00-16:00"),
        ("'9-12 and 1-5'", "09:00-12:00 13:00-17:00"),
        ("closed", ""),
    ] {
        shop.run(&format!("config set hours.tue {typed}")).ok();
        shop.run("config set hours.mon 09:00-10:00").ok();
        assert_eq!(
            setting(&shop, "hours.tue").as_deref(),
            Some(means),
            "{typed}"
        );
    }
    shop.run("config set people.owner Rosa").ok();
    shop.run("config set people.owner.until 6pm").ok();
    assert_eq!(
        setting(&shop, "people.owner.until").as_deref(),
        Some("18:00")
    );
    let page = seen(&fresh(), "config set hours.mon 9-5");
    assert!(
        flat(&page).contains("the other days are closed until you set them"),
        "{page}"
    );
}
