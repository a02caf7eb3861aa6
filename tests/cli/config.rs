//! `amends config`: which settings hold, where each comes from, and changing one.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use super::shop::{ADA, BEN, CORNER, Mistake, SETTINGS, Shop, finish, split};

fn file(shop: &Shop) -> String {
    fs::read_to_string(shop.path("shop.toml")).unwrap()
}

/// Each setting as key, value, origin and where that is.
fn listed(shop: &Shop) -> Vec<String> {
    let items = shop.speaks("config list", "amends.config-list/1");
    let told = |item: &Value| {
        let text = |key: &str| item[key].to_string().trim_matches('"').to_owned();
        ["key", "value", "origin", "line", "by"]
            .map(text)
            .join(" | ")
    };
    items.iter().map(told).collect()
}

#[test]
fn every_setting_says_where_it_comes_from() {
    let shop = Shop::with_settings(
        "timezone = \"Europe/London\"\n[people]\nowner = { name = \"Rosa Marin\", until = \"18:00\" }\n\
         [hours]\nmon = [\"09:00-12:30\", \"13:30-17:00\"]\n[[hours.on]]\ndate = 2026-12-24\nopen = []\n",
    );
    let folder = shop.folder().display();
    assert_eq!(
        listed(&shop),
        [
            format!("folder | {folder} | environment | null | AMENDS_DATA_DIR"),
            format!("data_file | {folder}/amends.db | environment | null | AMENDS_DATA_DIR"),
            "name | null | not-set | null | null".to_owned(),
            "timezone | Europe/London | shop.toml | 1 | null".to_owned(),
            "date_order | null | not-set | null | null".to_owned(),
            "playbook | null | not-set | null | null".to_owned(),
            "people.owner | Rosa Marin | shop.toml | 3 | null".to_owned(),
            "people.owner.until | 18:00 | shop.toml | 3 | null".to_owned(),
            "hours.mon | 09:00-12:30 13:30-17:00 | shop.toml | 5 | null".to_owned(),
            "hours.tue |  | built-in | null | null".to_owned(),
            "hours.wed |  | built-in | null | null".to_owned(),
            "hours.thu |  | built-in | null | null".to_owned(),
            "hours.fri |  | built-in | null | null".to_owned(),
            "hours.sat |  | built-in | null | null".to_owned(),
            "hours.sun |  | built-in | null | null".to_owned(),
            "hours.holidays | null | not-set | null | null".to_owned(),
            "hours.on.2026-12-24 |  | shop.toml | 8 | null".to_owned(),
        ]
    );
    let rows = shop.only_reads("config list --origin").rows();
    assert_eq!(rows[3], ["timezone", "Europe/London", "shop.toml line 1"]);
    assert_eq!(rows[0][2], "environment: AMENDS_DATA_DIR");
    assert_eq!(rows[9], ["hours.tue", "", "built in"]);
    assert_eq!(shop.run("config list").ok().rows()[3].len(), 2);
}

#[test]
fn without_settings_the_zone_is_that_of_the_computer_or_of_tz() {
    let shop = Shop::empty();
    let timezone = |command: std::process::Command| {
        let mut command = command;
        command.args(["config", "get", "timezone", "--json"]);
        let item = finish(command, b"").ok().item();
        (
            item["value"].clone(),
            item["origin"].clone(),
            item["by"].clone(),
        )
    };
    let (_, origin, by) = timezone(shop.command());
    assert_eq!((origin, by), (json!("computer"), Value::Null));
    let mut command = shop.command();
    command.env("TZ", "Asia/Tokyo");
    assert_eq!(
        timezone(command),
        (json!("Asia/Tokyo"), json!("environment"), json!("TZ"))
    );
    let rows = shop
        .run("config list --origin --data-dir elsewhere")
        .ok()
        .rows();
    assert_eq!(rows[0][2], "flag: --data-dir");
    assert!(shop.everything().is_empty());
}

#[test]
fn a_pipe_gets_the_bare_value() {
    let shop = Shop::new();
    assert_eq!(
        shop.only_reads("config get name").stdout(),
        "Rosa's Bakery\n"
    );
    assert_eq!(shop.only_reads("config get date_order").stdout(), "");
    assert_eq!(shop.only_reads("config get people.driver").stdout(), "");
    let item = shop
        .speaks("config get people.owner", "amends.config-get/1")
        .remove(0);
    assert_eq!(
        (&item["value"], &item["line"]),
        (&json!("Rosa Marin"), &json!(5))
    );
}

#[test]
fn a_change_keeps_every_comment_and_says_how_to_go_back() {
    let shop = Shop::new();
    let before = SETTINGS.replace(
        "owner = \"Rosa Marin\"\n",
        "owner = \"Rosa Marin\"   # the boss\n\n# the end\n",
    );
    shop.write("shop.toml", &before);
    let item = shop
        .speaks(
            "config set people.owner 'Ada O'\\''Neil'",
            "amends.config-set/1",
        )
        .remove(0);
    assert_eq!(file(&shop), before.replace("Rosa Marin", "Ada O'Neil"));
    assert_eq!(
        (&item["value"], &item["before"], &item["changed"]),
        (&json!("Ada O'Neil"), &json!("Rosa Marin"), &json!(true))
    );
    assert_eq!(item["back"], "amends config set people.owner 'Rosa Marin'");
    shop.paste(item["back"].as_str().unwrap()).ok();
    assert_eq!(file(&shop), before);
    let same = shop.item("config set people.owner 'Rosa Marin'");
    assert_eq!(
        (&same["changed"], &same["back"]),
        (&json!(false), &Value::Null)
    );
}

#[test]
fn every_way_back_leads_back() {
    let changes = [
        "name Corner",
        "date_order day-first",
        "playbook cafe",
        "people.driver 'Sam Osei'",
        "people.owner.until 18:00",
        "people.owner --unset",
        "hours.mon '09:00-12:30 13:30-17:00'",
        "hours.sat ''",
        "hours.holidays '2026-12-25, 12-26'",
        "hours.on.2026-12-24 09:00-12:00",
        "hours.fri --unset",
        "timezone Asia/Tokyo",
    ];
    for change in changes {
        let shop = Shop::with_settings(&format!(
            "{SETTINGS}[hours]\ntue = [\"09:00-17:00\"]\nfri = []\n"
        ));
        shop.playbook("corner", super::shop::CORNER);
        let before = listed(&shop);
        let item = shop.item(&format!("config set {change}"));
        assert_ne!(listed(&shop), before, "{change}");
        shop.paste(item["back"].as_str().unwrap()).ok();
        let holds = |list: &[String]| -> Vec<String> {
            let without_line =
                |line: &String| line.rsplitn(3, " | ").nth(2).unwrap_or_default().to_owned();
            list.iter().map(without_line).collect()
        };
        assert_eq!(holds(&listed(&shop)), holds(&before), "{change}");
    }
}

#[test]
fn it_works_before_the_first_case_and_the_file_is_the_owners_alone() {
    let shop = Shop::empty();
    let mut command = shop.command();
    let folder = shop.path("new/shop");
    command
        .env("AMENDS_DATA_DIR", &folder)
        .env("TZ", "Europe/Paris");
    command.args(split("config set hours.mon '09:00-12:30 13:30-17:00'"));
    finish(command, b"").ok();
    let text = fs::read_to_string(folder.join("shop.toml")).unwrap();
    assert!(text.starts_with("# The settings of this shop."), "{text}");
    assert!(text.contains("timezone = \"Europe/Paris\""), "{text}");
    assert!(
        text.ends_with("\n[hours]\nmon = [\"09:00-12:30\", \"13:30-17:00\"]\n"),
        "{text}"
    );
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode(&folder), mode(&folder.join("shop.toml"))),
        (0o700, 0o600)
    );
}

#[test]
fn what_is_set_holds_for_the_next_command() {
    let shop = Shop::new();
    shop.run("config set people.owner 'Ada Lind'").ok();
    shop.run(ADA).ok();
    assert_eq!(shop.case(1)["holder"], "Ada Lind");
}

#[test]
fn a_new_zone_says_how_many_open_cases_keep_theirs() {
    let shop = Shop::with_ada();
    let due = shop.case(1)["due_at"].clone();
    let said = shop.run("config set timezone Asia/Tokyo").ok();
    said.says("note: 1 open case keeps the zone of when it was logged: no deadline moves");
    let instant =
        |text: &Value| chrono::DateTime::parse_from_rfc3339(text.as_str().unwrap()).unwrap();
    assert_eq!(instant(&shop.case(1)["due_at"]), instant(&due));
    shop.run(BEN).ok();
    let said = shop.run("config set timezone Europe/London").ok();
    said.says("note: 2 open cases keep the zone");
    let said = shop.run("config set timezone Europe/London").ok();
    assert_eq!(said.stderr(), "");
    assert_eq!(
        Shop::new()
            .run("config set timezone Asia/Tokyo")
            .ok()
            .stderr(),
        ""
    );
}

#[test]
fn a_role_that_no_playbook_has_is_set_and_said() {
    let shop = Shop::new();
    let said = shop.run("config set people.ownr 'Ada Lind'").ok();
    said.says("note: no playbook has the role `ownr`; did you mean `people.owner`?");
    assert_eq!(
        shop.run("config get people.ownr").ok().stdout(),
        "Ada Lind\n"
    );
}

const MISTAKES: &[Mistake] = &[
    ("config", 2, "needs to know what", "`set`"),
    ("config lst", 2, "`lst`", "`list`"),
    ("config get", 2, "KEY", ""),
    (
        "config get nmae",
        2,
        "there is no setting `nmae`",
        "did you mean `name`?",
    ),
    (
        "config get hours.monday",
        2,
        "`hours.monday`",
        "did you mean `hours.mon`?",
    ),
    ("config get mon", 2, "`mon`", "did you mean `hours.mon`?"),
    (
        "config get hours",
        2,
        "`hours`",
        "did you mean `hours.mon`?",
    ),
    (
        "config get people",
        2,
        "`people`",
        "did you mean `people.owner`?",
    ),
    (
        "config get date-order",
        2,
        "`date-order`",
        "did you mean `date_order`?",
    ),
    (
        "config get people.",
        2,
        "does not name a role",
        "`people.owner`",
    ),
    (
        "config get colour",
        2,
        "there is no setting `colour`",
        "`amends config list`",
    ),
    (
        "config get hours.on.24-12-2026",
        2,
        "24-12-2026",
        "2026-12-24",
    ),
    ("config set name", 2, "", ""),
    ("config set name x --unset", 2, "--unset", ""),
    (
        "config set name ''",
        2,
        "an empty text is no value",
        "`amends config set name --unset`",
    ),
    (
        "config set folder /tmp/x",
        2,
        "`folder` is not kept in shop.toml",
        "--data-dir",
    ),
    (
        "config set timezone Europe/Lodnon",
        2,
        "line 2, column 12",
        "Europe/London",
    ),
    (
        "config set date_order sideways",
        2,
        "`sideways`",
        "day-first",
    ),
    (
        "config set playbook cornr",
        5,
        "there is no playbook `cornr`",
        "did you mean `corner`?",
    ),
    (
        "config set people.staff.until 18:00",
        2,
        "nobody is named behind `staff`",
        "config set people.staff",
    ),
    (
        "config set people.owner.until dusk",
        2,
        "`dusk`",
        "such as `18:00`",
    ),
    (
        "config set hours.sun ''",
        2,
        "never opens",
        "mon = [\"09:00-17:00\"]",
    ),
    (
        "config set hours.mon '09:00-12:00 11:00-17:00'",
        2,
        "`11:00-17:00` overlaps",
        "write `09:00-17:00`",
    ),
    (
        "config set hours.holidays 25-12",
        2,
        "`25-12`",
        "write `12-25`",
    ),
];

#[test]
fn mistakes_are_refused_and_change_nothing() {
    let shop = Shop::new();
    shop.refuses_each(MISTAKES);
    Shop::empty()
        .refuses("config set hours.mon dawn-dusk", 2)
        .says("such as `09:00-17:00`");
}

#[test]
fn every_problem_of_a_list_is_shown_with_its_place() {
    let shop = Shop::new();
    let said = shop.refuses("config set hours.mon '9-12 13:00–17:00 25:00-26:00'", 2);
    said.says("`hours.mon` cannot be set so; shop.toml would have")
        .says("line 8, column 8: `9-12`")
        .says("line 8, column 16: `13:00–17:00`")
        .says("line 8, column 31")
        .says("nothing was changed");
}

#[test]
fn a_file_that_is_broken_already_is_not_touched() {
    let shop = Shop::with_settings("timezone = \"Nowhere\"\n");
    shop.refuses("config set name Corner", 2)
        .says("line 1, column 12");
}

#[test]
fn a_path_that_would_lead_elsewhere_from_another_folder_is_refused() {
    let shop = Shop::new();
    let path = shop.write("elsewhere.toml", CORNER);
    shop.refuses("config set playbook elsewhere.toml", 2)
        .says("whatever folder you are in")
        .says("write the whole path");
    shop.run(&format!("config set playbook {}", path.display()))
        .ok();
}
