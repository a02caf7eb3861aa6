//! `amends playbook check --matrix`: who gets what, and which line says so.

use serde_json::{Value, json};

use super::shop::{CORNER, SETTINGS, Shop, flat};
use super::terminal::seen;

/// The line of the playbook `text` on which its only `[[recovery]]` with `part` in it begins.
fn line(text: &str, part: &str) -> usize {
    let at = text.find(part).unwrap();
    assert_eq!(text.rfind(part), Some(at), "{part} stands there twice");
    let entry = text[..at].rfind("[[recovery]]").unwrap();
    text[..entry].lines().count() + 1
}

/// A shop with somebody behind each role, so that its playbook has no error.
fn shop() -> Shop {
    let shop = Shop::with_settings(&format!(
        "{SETTINGS}staff = \"Jo Lind\"\nmanager = \"Sam Osei\"\n"
    ));
    shop.playbook("corner", CORNER);
    shop
}

fn cell<'m>(items: &'m [Value], complaint: &str, tier: &str, severity: &str) -> &'m Value {
    let wanted = [complaint, tier, severity];
    let is_it = |item: &&Value| ["type", "tier", "severity"].map(|key| &item[key]) == wanted;
    items.iter().find(is_it).unwrap()
}

fn edited(from: &str, to: &str) -> String {
    assert_eq!(CORNER.matches(from).count(), 1, "{from}");
    CORNER.replace(from, to)
}

#[test]
fn every_cell_stands_there_once_in_the_order_of_the_playbook() {
    let items = shop().speaks("playbook check --matrix", "amends.playbook-matrix/1");
    assert_eq!(items.len(), 2 * 3 * 3);
    let first: Vec<&Value> = ["type", "tier", "severity"]
        .map(|key| &items[0][key])
        .into();
    assert_eq!(first, ["late-delivery", "new", "minor"]);
    let last: Vec<&Value> = ["type", "tier", "severity"]
        .map(|key| &items[17][key])
        .into();
    assert_eq!(last, ["wrong-order", "top", "severe"]);
}

#[test]
fn each_part_names_its_actions_and_the_entries_that_give_them() {
    let items = shop().items("playbook check --matrix");
    let cell = cell(&items, "late-delivery", "top", "severe");
    let everybody = line(CORNER, "acknowledge = ");
    assert_eq!(
        cell["parts"]["fix"],
        json!([
            {"actions": ["refund-delivery"], "pick": null, "lines": [line(CORNER, "fix = [\"refund")]},
            {"actions": ["offer-fresh-start"], "pick": null, "lines": [line(CORNER, "also.fix")]},
        ])
    );
    assert_eq!(
        cell["parts"]["dazzle"],
        json!([{
            "actions": ["handwritten-note", "free-cake", "dinner-for-two"],
            "pick": 1,
            "lines": [everybody],
        }])
    );
    let ceiling = json!({
        "amount": {"minor": 1_200, "currency": "GBP"},
        "lines": [line(CORNER, "ceiling = 12.00")],
    });
    assert_eq!(cell["ceiling"], ceiling);
}

#[test]
fn a_clock_says_whether_an_entry_the_table_or_the_program_set_it() {
    let shop = shop();
    let severe = "also.fix = [\"offer-fresh-start\"]\n";
    let text = edited(severe, &format!("{severe}clock.recover = \"12h\"\n"));
    shop.playbook("corner", text.replace("stayed         = \"90d\"\n", ""));
    let items = shop.items("playbook check --matrix");
    let clocks = &cell(&items, "wrong-order", "new", "severe")["clocks"];
    let text = shop.run("playbook show --source").ok().stdout();
    let table = text
        .lines()
        .position(|line| line.starts_with("first_response"));
    assert_eq!(
        *clocks,
        json!({
            "first_response": {"span": "1h", "lines": [table.unwrap() + 1], "from": "clock-table"},
            "recover": {"span": "12h", "lines": [line(&text, "clock.recover")], "from": "entry"},
            "follow_up": {"span": "1d", "lines": [table.unwrap() + 3], "from": "clock-table"},
            "stayed": {"span": "90d", "lines": [], "from": "built-in"},
        })
    );
}

#[test]
fn entries_that_agree_are_all_named() {
    let shop = shop();
    let more = "[[recovery]]\nwhen = { tier = \"top\" }\nceiling = 15.00\n\
        [[recovery]]\nwhen = { complaint = \"wrong-order\", tier = \"regular and up\" }\nceiling = 15.00\n\n\
        [[escalate]]\non = \"contact 3\"";
    let text = edited("[[escalate]]\non = \"contact 3\"", more);
    shop.playbook("corner", &text);
    let items = shop.items("playbook check --matrix");
    let lines = cell(&items, "wrong-order", "top", "major")["ceiling"]["lines"].clone();
    let first = line(&text, "when = { tier = \"top\" }");
    assert_eq!(lines, json!([first, first + 3]));
    let shown = seen(&shop.wide(200), "playbook check --matrix");
    assert!(
        shown.contains(&format!("15.00 ({first}, {})", first + 3)),
        "{shown}"
    );
}

#[test]
fn a_pipe_gets_a_row_for_each_part_of_each_cell() {
    let shop = shop();
    let pick = "{ pick = 2, from = [\"handwritten-note\", \"free-cake\", \"dinner-for-two\"] }";
    let one = "{ one_of = [\"handwritten-note\", \"free-cake\", \"dinner-for-two\"] }";
    let rows = shop.run("playbook check --matrix").ok().rows();
    assert_eq!(rows.len(), 18 * 5);
    assert!(rows.iter().all(|row| row.len() == 6), "{rows:?}");
    let fix = ["late-delivery", "new", "severe", "fix"];
    let fix = rows.iter().find(|row| row[..4] == fix).unwrap();
    let lines = [line(CORNER, "fix = [\"refund"), line(CORNER, "also.fix")];
    assert_eq!(fix[4], "refund-delivery,offer-fresh-start");
    assert_eq!(fix[5], format!("{},{}", lines[0], lines[1]));
    let dazzle = |rows: &[Vec<String>]| rows[2][4].clone();
    assert_eq!(dazzle(&rows), "handwritten-note|free-cake|dinner-for-two");
    shop.playbook(
        "corner",
        edited(one, pick)
            .replace("= 11.00", "= 30.00")
            .replace("= 12.00", "= 31.00"),
    );
    let rows = shop.run("playbook check --matrix").ok().rows();
    assert_eq!(
        dazzle(&rows),
        "2 of handwritten-note|free-cake|dinner-for-two"
    );
}

#[test]
fn a_playbook_with_holes_shows_what_the_check_found() {
    let shop = shop();
    shop.playbook(
        "corner",
        edited("fix = [\"make-it-again\"]", "clock.stayed = \"80d\""),
    );
    let check = shop.run("playbook check --json").ends(4);
    let matrix = shop.run("playbook check --matrix --json").ends(4);
    assert_eq!(matrix.json()["schema"], "amends.playbook-check/1");
    assert_eq!(matrix.items(), check.items());
    let found = shop.run("playbook check --matrix").ends(4);
    assert!(found.stdout().contains("gap"), "{found}");
}

#[test]
fn what_else_the_check_found_is_counted_beside_it() {
    let shop = shop();
    let twice = "[[recovery]]\nwhen = { tier = \"regular and up\" }\nceiling = 12.00\n";
    shop.playbook("corner", edited(twice, &twice.repeat(2)));
    let answer = shop.run("playbook check --matrix").ok();
    assert_eq!(answer.rows().len(), 18 * 5);
    let rows = shop.run("playbook check").ok().rows();
    assert!(rows.iter().all(|row| row[0] == "warning"), "{rows:?}");
    answer.says(&format!(
        "note: the check found 0 errors, {} warnings: look without `--matrix`",
        rows.len()
    ));
    assert_eq!(
        shop.run("playbook check --matrix --quiet").ok().stderr(),
        ""
    );
}

#[test]
fn with_errors_that_leave_nobody_out_it_is_shown_and_ends_as_the_check_does() {
    let shop = Shop::new();
    let answer = shop.run("playbook check --matrix").ends(4);
    assert_eq!(answer.rows().len(), 18 * 5);
    answer.says("note: the check found 1 error, 2 warnings: look without `--matrix`");
}

#[test]
fn a_person_sees_the_lines_and_below_them_what_stands_there() {
    let shop = shop().wide(120);
    shop.write("mine.toml", CORNER);
    let shown = seen(&shop, "playbook check mine.toml --matrix");
    insta::assert_snapshot!("matrix", shown);
}

#[test]
fn it_fits_every_terminal() {
    for columns in [40, 50, 80, 200] {
        let shop = shop().wide(columns);
        let text = seen(&shop, "playbook check cafe --matrix");
        let aside = |line: &&str| !line.starts_with("amends ") && !line.starts_with("note: ");
        let shown = text.lines().filter(aside);
        let widest = shown.map(|line| line.chars().count()).max();
        assert!(
            widest.is_some_and(|widest| widest <= usize::from(columns)),
            "{text}"
        );
        // A cell is a row or an entry of its own, never lost.
        let best = text.lines().filter(|line| line.contains("best"));
        assert!(best.count() >= 27, "{text}");
    }
}

#[test]
fn where_columns_find_no_room_a_cell_is_an_entry_of_a_list() {
    let shop = shop();
    let text = CORNER.replace("\"top\"", "\"with-us-for-many-years\"");
    shop.playbook(
        "corner",
        text.replace("\"regular", "\"with-us-for-one-year"),
    );
    let text = flat(&seen(&shop, "playbook check --matrix"));
    let entry = "- with-us-for-many-years, minor acknowledge 98; fix 104; dazzle 98; late 98;";
    assert!(text.contains(entry), "{text}");
}

#[test]
fn it_needs_no_shop_and_writes_nothing() {
    let shop = Shop::empty();
    shop.write("mine.toml", CORNER);
    shop.only_reads("playbook check mine.toml --matrix");
    shop.only_reads("playbook check cafe --matrix --json");
}
