//! `amends report nightly --out`: deadlines for a calendar, read back by a parser that is not ours.

use std::collections::BTreeMap;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use icalendar::parser::{Component, read_calendar, unfold};
use serde_json::json;

use super::shop::{ADA, BEN, CORNER, Mistake, Shop};

/// What a calendar makes of one event.
#[derive(Clone, Debug, PartialEq)]
struct Event {
    title: String,
    description: String,
    start: String,
    end: String,
    status: String,
    sequence: u32,
    alarm: Option<String>,
}

impl Event {
    fn of(component: &Component<'_>) -> (String, Self) {
        assert_eq!(component.name, "VEVENT");
        let alarm = component.components.first();
        if let Some(alarm) = alarm {
            assert_eq!(
                (&*alarm.name.to_string(), value(alarm, "ACTION")),
                ("VALARM", "DISPLAY".to_owned())
            );
        }
        let event = Self {
            title: value(component, "SUMMARY"),
            description: value(component, "DESCRIPTION"),
            start: value(component, "DTSTART"),
            end: value(component, "DTEND"),
            status: value(component, "STATUS"),
            sequence: value(component, "SEQUENCE").parse().unwrap(),
            alarm: alarm.map(|alarm| value(alarm, "TRIGGER")),
        };
        assert_eq!(
            event.alarm.is_some(),
            event.status == "CONFIRMED",
            "{event:?}"
        );
        (value(component, "UID"), event)
    }
}

fn value(component: &Component<'_>, name: &str) -> String {
    component.find_prop(name).unwrap().val.to_string()
}

/// The events of a calendar file by their UID, its lines held to the letter.
fn events_in(path: &Path) -> BTreeMap<String, Event> {
    let bytes = std::fs::read(path).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.ends_with("\r\n"), "{text}");
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.is_empty(), "{line:?}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    let unfolded = unfold(&text);
    let calendar = read_calendar(&unfolded).unwrap();
    let names: Vec<String> = calendar
        .properties
        .iter()
        .map(|one| one.name.to_string())
        .collect();
    assert_eq!(names, ["VERSION", "PRODID", "X-WR-CALNAME"]);
    let events: Vec<(String, Event)> = calendar.components.iter().map(Event::of).collect();
    let by_uid: BTreeMap<String, Event> = events.iter().cloned().collect();
    assert_eq!(by_uid.len(), events.len(), "a UID stands twice:\n{text}");
    by_uid
}

/// Writes the file as a night script does, and reads it.
#[track_caller]
fn export_with(shop: &Shop, flags: &str) -> BTreeMap<String, Event> {
    let answer = shop
        .run(&format!("report nightly --out due.ics {flags} --json"))
        .ok();
    let events = events_in(&shop.path("due.ics"));
    let written = answer.item();
    let count = |status: &str| events.values().filter(|one| one.status == status).count();
    assert_eq!(written["deadlines"], count("CONFIRMED"), "{answer}");
    assert_eq!(written["cancelled"], count("CANCELLED"), "{answer}");
    events
}

#[track_caller]
fn export(shop: &Shop) -> BTreeMap<String, Event> {
    export_with(shop, "")
}

/// The only event whose UID says this.
#[track_caller]
fn event<'e>(events: &'e BTreeMap<String, Event>, name: &str) -> &'e Event {
    let named = |uid: &&String| uid.ends_with(&format!("-{name}@amends"));
    let found: Vec<&String> = events.keys().filter(named).collect();
    assert_eq!(found.len(), 1, "{name}: {events:#?}");
    &events[found[0]]
}

fn titles(events: &BTreeMap<String, Event>) -> Vec<&str> {
    let mut titles: Vec<&str> = events.values().map(|one| one.title.as_str()).collect();
    titles.sort_unstable();
    titles
}

/// Sees to it that each of these events is cancelled now, with a higher number than it had.
#[track_caller]
fn all_cancelled(before: &BTreeMap<String, Event>, after: &BTreeMap<String, Event>) {
    for (uid, old) in before {
        let new = after
            .get(uid)
            .unwrap_or_else(|| panic!("{uid} rings on\n{after:#?}"));
        assert_eq!(new.status, "CANCELLED", "{uid}");
        assert!(new.sequence > old.sequence, "{uid}: {old:?} {new:?}");
        assert_eq!(new.start, old.start, "{uid}");
    }
}

/// The playbook of the tests, with two hours of their own for the refund.
fn with_a_step_of_its_own_time() -> String {
    CORNER.replace(
        "do = \"Refund the delivery charge\"\n",
        "do = \"Refund the delivery charge\"\nwithin = \"2h\"\n",
    )
}

#[test]
fn every_deadline_still_to_be_met_is_in_it_and_rings_when_it_is_due_soon() {
    let shop = Shop::with_ada();
    let events = export(&shop);
    assert_eq!(
        titles(&events),
        ["#1 answer them by 11:05", "#1 both halves done by 10:05"],
        "the follow-up has no date before the recovery"
    );
    let first = event(&events, "1-first-response");
    assert_eq!(
        (
            first.start.as_str(),
            first.end.as_str(),
            first.alarm.as_deref()
        ),
        ("20261122T110500Z", "20261122T112000Z", Some("-PT15M"))
    );
    assert_eq!(
        first.description,
        "Late delivery\nDue Sun 22 Nov 2026 11:05, Europe/London\nWhose step: owner\namends show 1"
    );
    let both = event(&events, "1-recover");
    assert_eq!(both.start, "20261123T100500Z");
    assert_eq!(both.alarm.as_deref(), Some("-PT360M"));
}

#[test]
fn a_step_with_a_time_of_its_own_says_what_to_do() {
    let shop = Shop::new();
    shop.playbook("corner", with_a_step_of_its_own_time());
    shop.run(ADA).ok();
    let events = export(&shop);
    let step = event(&events, "1-step-2");
    assert_eq!(
        step.title,
        "#1 step 2: Refund the delivery charge, by 12:05"
    );
    assert!(step.description.contains("\nWhose step: staff\n"));
}

#[test]
fn what_is_done_is_cancelled_with_a_higher_number_and_the_same_uid() {
    let shop = Shop::with_ada();
    let before = export(&shop);
    shop.at("2026-11-22 10:20").run("done 1").ok();
    let after = export(&shop);
    let uids = |events: &BTreeMap<String, Event>| events.keys().cloned().collect::<Vec<_>>();
    assert_eq!(uids(&before), uids(&after));
    let first = event(&after, "1-first-response");
    assert_eq!(first.status, "CANCELLED");
    assert_eq!(first.title, "Done: #1 answer them by 11:05");
    assert!(first.sequence > event(&before, "1-first-response").sequence);
    assert_eq!(event(&after, "1-recover").status, "CONFIRMED");
}

#[test]
fn undo_and_redo_are_noticed_too() {
    let shop = Shop::with_ada();
    let mut last = export(&shop);
    for (line, status) in [
        ("done 1", "CANCELLED"),
        ("undo", "CONFIRMED"),
        ("redo", "CANCELLED"),
        ("undo", "CONFIRMED"),
    ] {
        shop.run(line).ok();
        let now = export(&shop);
        let (old, new) = (
            event(&last, "1-first-response"),
            event(&now, "1-first-response"),
        );
        assert_eq!(new.status, status, "{line}");
        assert!(new.sequence > old.sequence, "{line}");
        last = now;
    }
}

#[test]
fn numbers_never_go_down_whatever_is_done() {
    let shop = Shop::with_ada();
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    for line in [
        "note 1 x",
        "undo",
        "done 1",
        "change 1 --severity severe",
        "undo",
        "redo",
        "close 1 --outcome lost --cause process --why gone",
        "reopen 1 --why back",
        "undo",
        "redo",
        "contact 1",
        "undo",
        "undo",
        "undo",
    ] {
        shop.run(line).ok();
        for (uid, one) in export(&shop) {
            let before = known.insert(uid.clone(), one.sequence).unwrap_or_default();
            assert!(one.sequence >= before, "{uid} after `{line}`");
        }
    }
}

#[test]
fn a_closed_case_stops_ringing_and_is_forgotten_after_a_month() {
    let shop = Shop::with_ada();
    let before = export(&shop);
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    all_cancelled(&before, &export(&shop));
    all_cancelled(&before, &export(shop.at("2026-12-22 10:05")));
    let later = export(shop.at("2026-12-22 10:06"));
    assert_eq!(later, BTreeMap::new());
}

#[test]
fn a_case_that_was_taken_back_stops_ringing() {
    let shop = Shop::with_ada();
    let before = export(&shop);
    shop.run("undo").ok();
    let after = export(&shop);
    all_cancelled(&before, &after);
    assert!(titles(&after)[0].starts_with("No longer due: #1 "));
}

#[test]
fn a_case_that_is_taken_back_long_after_it_was_taken_in_stops_ringing() {
    let shop = Shop::with_ada();
    let before = export(&shop);
    shop.at("2027-02-01 10:00").run("undo").ok();
    all_cancelled(&before, &export(&shop));
}

#[test]
fn an_import_that_was_taken_back_stops_ringing() {
    let shop = Shop::new();
    shop.write(
        "till.csv",
        "Who,What,When\nCem,No cake,2026-11-22 09:00\nDora,No spoon,2026-11-22 09:30\n",
    );
    shop.write(
        "till.toml",
        "format = 1\nplaybook = \"corner\"\n[columns]\ncustomer = \"Who\"\nwords = \"What\"\n\
         told = \"When\"\n[state]\nvalue = \"open\"\n\
         [type]\nvalue = \"wrong-order\"\n[tier]\nvalue = \"new\"\n[severity]\nvalue = \"minor\"\n",
    );
    shop.run("data import till.csv --mapping till.toml").ok();
    let before = export(&shop);
    assert_eq!(before.len(), 4);
    shop.run("undo").ok();
    all_cancelled(&before, &export(&shop));
}

#[test]
fn a_reopened_case_has_events_of_its_own() {
    let shop = Shop::with_ada();
    let first_round = export(&shop);
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.at("2026-11-24 09:00").run("reopen 1 --why back").ok();
    let reopened = export(&shop);
    all_cancelled(&first_round, &reopened);
    let second = event(&reopened, "2-recover");
    assert_eq!(
        (second.status.as_str(), second.start.as_str()),
        ("CONFIRMED", "20261125T090000Z")
    );
    assert!(second.description.contains("\nOpened again, round 2\n"));
    let second_round: BTreeMap<String, Event> = reopened
        .into_iter()
        .filter(|(_, one)| one.status == "CONFIRMED")
        .collect();
    shop.run("undo").ok();
    all_cancelled(&second_round, &export(&shop));
}

#[test]
fn the_question_whether_it_is_right_comes_with_the_recovery_and_goes_with_it() {
    let shop = Shop::with_ada();
    for step in 1..=3 {
        shop.run(&format!("done 1 --step {step}")).ok();
    }
    let recovered = export(&shop);
    let asked = event(&recovered, "1-follow-up");
    assert_eq!(asked.title, "#1 ask whether it is right now, by 10:05");
    assert_eq!(
        (asked.status.as_str(), asked.start.as_str()),
        ("CONFIRMED", "20261123T100500Z")
    );
    shop.run("undo").ok();
    let undone = export(&shop);
    assert_eq!(event(&undone, "1-follow-up").status, "CANCELLED");
    assert_eq!(event(&undone, "1-recover").status, "CONFIRMED");
}

#[test]
fn a_step_that_a_new_plan_does_not_have_stops_ringing() {
    let shop = Shop::new();
    shop.playbook("corner", with_a_step_of_its_own_time());
    shop.run(ADA).ok();
    let before = export(&shop);
    assert_eq!(event(&before, "1-step-2").status, "CONFIRMED");
    shop.run("change 1 --type wrong-order").ok();
    let after = export(&shop);
    let gone = event(&after, "1-step-2");
    assert_eq!(gone.status, "CANCELLED");
    assert_eq!(
        gone.title,
        "No longer due: #1 step 2: Refund the delivery charge, by 12:05"
    );
    assert_eq!(event(&after, "1-recover").status, "CONFIRMED");
}

#[test]
fn a_surprise_that_came_too_late_stops_ringing_by_the_clock_alone() {
    let shop = Shop::new();
    let note = "do = \"Handwritten note with the next order\"\n";
    shop.playbook(
        "corner",
        CORNER.replace(note, &format!("{note}within = \"12h\"\n")),
    );
    shop.run(ADA).ok();
    shop.run("choose 1 --step 2 handwritten-note").ok();
    let before = export(shop.at("2026-11-22 23:00"));
    assert_eq!(
        event(&before, "1-step-2").status,
        "CONFIRMED",
        "late, and still to be done"
    );
    let after = export(shop.at("2026-11-23 10:06"));
    assert_eq!(event(&after, "1-step-2").status, "CANCELLED");
}

#[test]
fn what_the_clock_brought_up_and_took_away_stops_ringing() {
    let shop = Shop::new();
    let warning = "\n[action.warn-them]\ndo = \"Warn them\"\nby = \"manager\"\nwithin = \"12h\"\n\
         [[escalate]]\non = \"75%\"\ndo = [\"warn-them\"]\nto = \"manager\"\n";
    shop.playbook("corner", format!("{CORNER}{warning}"));
    shop.run(ADA).ok();
    let title = "step 5: Warn them, by 16:05";
    assert!(!titles(&export(&shop)).join(" ").contains(title));
    let warned = export(shop.at("2026-11-23 04:10"));
    assert_eq!(event(&warned, "1-step-5").title, format!("#1 {title}"));
    let overtaken = export(shop.at("2026-11-23 10:06"));
    assert_eq!(event(&overtaken, "1-step-5").status, "CANCELLED");
}

#[test]
fn a_closing_that_was_put_back_long_after_stops_the_ringing() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.run("undo").ok();
    let before = export(shop.at("2027-02-01 10:00"));
    assert_eq!(event(&before, "1-recover").status, "CONFIRMED");
    shop.run("redo").ok();
    all_cancelled(&before, &export(&shop));
}

#[test]
fn same_moment_same_bytes() {
    let shop = Shop::with_ada();
    export(&shop);
    let first = std::fs::read(shop.path("due.ics")).unwrap();
    export(&shop);
    assert_eq!(std::fs::read(shop.path("due.ics")).unwrap(), first);
}

#[test]
fn within_and_late_choose_what_rings_and_never_what_stops() {
    let shop = Shop::with_ada();
    shop.run(BEN).ok();
    shop.at("2026-11-22 10:20").run("done 2").ok();
    let soon = export_with(&shop, "--within 2h");
    let (done, standing): (Vec<&str>, Vec<&str>) = titles(&soon)
        .into_iter()
        .partition(|title| title.starts_with("Done: "));
    assert_eq!(standing, ["#1 answer them by 11:05"]);
    assert_eq!(done, ["Done: #2 answer them by 11:05"]);
    let late = export_with(shop.at("2026-11-22 11:30"), "--late");
    assert_eq!(titles(&late)[0], "#1 answer them by 11:05");
    assert_eq!(late.len(), 2);
}

#[test]
fn a_role_has_what_waits_for_a_step_of_its_own() {
    let shop = Shop::with_ada();
    let staff = export_with(&shop, "--for staff");
    assert_eq!(titles(&staff), ["#1 both halves done by 10:05"]);
    let owner = export_with(&shop, "--for owner");
    assert_eq!(owner.len(), 2);
    for step in [1, 2] {
        shop.run(&format!("done 1 --step {step}")).ok();
    }
    let owner = export_with(&shop, "--for owner");
    assert_eq!(
        event(&owner, "1-recover").status,
        "CONFIRMED",
        "the surprise is the owner's"
    );
    all_cancelled(&staff, &export_with(&shop, "--for staff"));
    assert_eq!(export_with(&shop, "--for manager"), BTreeMap::new());
    shop.refuses("report nightly --out due.ics --for cashier", 5)
        .says("`cashier`");
}

#[test]
fn nothing_of_the_customer_is_in_it() {
    let shop = Shop::new();
    let secrets = [
        "Xaverine",
        "0207-9460",
        "nine-oclock",
        "birthday-cake",
        "furious",
        "A-17-order",
        "Quentin",
        "lemon-one",
        "grandfather",
        "came-again",
        "too-long-ago",
    ];
    let new = format!(
        "{} --reach 0207-9460 --need birthday-cake --feels furious --order A-17-order \
         --holder Quentin --answer occasion=grandfather",
        ADA.replace("Ada Okafor", "Xaverine")
            .replace("The cake came at nine", "nine-oclock"),
    );
    for line in [
        new.as_str(),
        "note 1 lemon-one",
        "contact 1 --words came-again",
        "done 1 --note lemon-one",
        "close 1 --outcome lost --cause process --why too-long-ago",
        "reopen 1 --why too-long-ago",
        "assign 1 Quentin",
    ] {
        shop.run(line).ok();
    }
    assert!(export(&shop).len() > 2);
    let text = unfold(&String::from_utf8(std::fs::read(shop.path("due.ics")).unwrap()).unwrap());
    for secret in secrets {
        assert!(!text.contains(secret), "{secret}\n{text}");
    }
}

#[test]
fn whatever_a_playbook_says_comes_through() {
    let odd = "Say: \\\"sorry\\\"; then, 🎂\u{200d}, wait\\n\\\\END:VEVENT\\nBEGIN:VALARM 山田 ";
    let kind = format!("{odd}{}", "日本語".repeat(40));
    let shop = Shop::new();
    let playbook = with_a_step_of_its_own_time()
        .replace(
            "do = \"Refund the delivery charge\"",
            &format!("do = \"{odd}\""),
        )
        .replace("name = \"Late delivery\"", &format!("name = \"{kind}\""));
    shop.playbook("corner", playbook);
    shop.run(ADA).ok();
    let events = export(&shop);
    let meant = odd
        .replace("\\\"", "\"")
        .replace("\\n", "\n")
        .replace("\\\\", "\\");
    let step = event(&events, "1-step-2");
    assert_eq!(step.title, format!("#1 step 2: {}, by 12:05", meant.trim()));
    assert!(step.description.starts_with(&meant), "{step:?}");
    assert!(step.description.contains(&"日本語".repeat(40)));
}

#[test]
fn the_answer_says_where_it_is_and_how_much_is_in_it() {
    let shop = Shop::with_ada();
    shop.run("done 1").ok();
    let rows = shop.run("report nightly --out due.ics").ok().rows();
    let file = shop.path("due.ics").display().to_string();
    assert_eq!(
        rows,
        [
            ["file", file.as_str()],
            ["deadlines", "1"],
            ["cancelled", "1"]
        ]
    );
    let items = shop.speaks("report nightly --out due.ics", "amends.report-file/1");
    let told = json!({
        "report": "nightly", "file": file, "format": "ics", "deadlines": 1, "cancelled": 1,
    });
    assert_eq!(items, [told]);
}

#[test]
fn it_is_for_the_owner_alone_whatever_the_umask_and_whatever_was_there() {
    let shop = Shop::with_ada();
    let mode = |name: &str| {
        std::fs::metadata(shop.path(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    let there = shop.write("there.ics", "");
    std::fs::set_permissions(there, std::fs::Permissions::from_mode(0o666)).unwrap();
    for name in ["new.ics", "there.ics", "new.json", "new.txt", "LOUD.ICS"] {
        shop.paste(&format!("umask 000; amends report nightly --out {name}"))
            .ok();
        assert_eq!(mode(name), 0o600, "{name}");
    }
    let names: Vec<String> = shop
        .everything()
        .into_keys()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .filter(|name| name.contains("new"))
        .collect();
    assert_eq!(
        names,
        ["new.ics", "new.json", "new.txt"],
        "nothing is left beside it"
    );
}

#[test]
fn the_other_endings_hold_what_the_screen_would() {
    let shop = Shop::with_ada();
    let shop = shop.at("2026-11-22 12:00");
    shop.run("report nightly --out due.json").ok();
    let file = std::fs::read_to_string(shop.path("due.json")).unwrap();
    let file: serde_json::Value = serde_json::from_str(&file).unwrap();
    // That the first was made is part of the second.
    let shown = shop.run("report nightly --json").ok().json();
    assert_eq!(file["schema"], shown["schema"]);
    assert_eq!(file["items"][0]["sections"], shown["items"][0]["sections"]);
    shop.run("report nightly --out due.txt --color always").ok();
    let page = std::fs::read_to_string(shop.path("due.txt")).unwrap();
    assert!(page.starts_with("1 late: first #1 Ada Okafor\n"), "{page}");
    assert!(
        page.contains("LATE") && page.contains("Ada Okafor"),
        "{page}"
    );
    let fits = |line: &str| line.chars().count() <= 80 && !line.chars().any(char::is_control);
    assert!(page.lines().all(fits), "{page}");
    let written = shop.item("report nightly --out due.txt");
    assert_eq!(
        (&written["deadlines"], &written["cancelled"]),
        (&json!(null), &json!(null))
    );
}

#[test]
fn if_any_leaves_no_file_when_there_is_nothing_and_one_when_something_stops() {
    for shop in [Shop::new(), Shop::with_settings("timezone = \"UTC\"\n")] {
        for ending in ["ics", "json", "txt"] {
            let line = format!("report nightly --if-any --out due.{ending}");
            shop.run(&line).ok().is_silent();
            let file = shop.path(&format!("due.{ending}"));
            assert!(!file.try_exists().unwrap(), "{ending}");
        }
        assert_eq!(
            export(&shop),
            BTreeMap::new(),
            "a calendar that follows the file empties"
        );
    }
    let shop = Shop::with_ada();
    shop.run("undo").ok();
    shop.run("report nightly --if-any --out due.ics").ok();
    assert_eq!(events_in(&shop.path("due.ics")).len(), 2);
}

#[test]
fn late_is_in_the_exit_code_also_with_a_file() {
    let shop = Shop::with_ada();
    shop.run("report nightly --out due.ics --exit-code").ok();
    shop.at("2026-11-22 12:00")
        .run("report nightly --out due.ics --exit-code")
        .ends(3);
    assert_eq!(
        event(&events_in(&shop.path("due.ics")), "1-first-response").status,
        "CONFIRMED"
    );
}

const MISTAKES: [Mistake; 9] = [
    (
        "report nightly --out due.pdf",
        2,
        "`.ics`, `.json`, `.txt` or `.md`, not as `due.pdf`",
        "--out due.ics",
    ),
    (
        "report nightly --out due",
        2,
        "not as `due`",
        "--out due.ics",
    ),
    (
        "report nightly --out .ics",
        2,
        "not as `.ics`",
        "--out due.ics",
    ),
    (
        "report nightly --out ''",
        2,
        "--out",
        "amends help report nightly",
    ),
    (
        "report nightly --out nowhere/due.ics",
        1,
        "there is no folder",
        "make the folder first",
    ),
    (
        "report nightly --out shop.toml/due.ics",
        1,
        "there is no folder",
        "make the folder first",
    ),
    (
        "report nightly --out folder.ics",
        1,
        "it is a folder",
        "somewhere else",
    ),
    (
        "report nightly --out /proc/due.ics",
        1,
        "`/proc/due.ics` cannot be written",
        "somewhere else",
    ),
    (
        "report nightly --out due.ics --fields nope",
        2,
        "no key `nope`",
        "format",
    ),
];

#[test]
fn a_file_that_cannot_be_is_refused_and_nothing_is_lost() {
    let shop = Shop::with_ada();
    std::fs::create_dir(shop.path("folder.ics")).unwrap();
    shop.write("due.ics", "what was there before");
    shop.refuses_each(&MISTAKES);
}

#[test]
fn a_link_stays_and_what_it_leads_to_is_replaced() {
    let shop = Shop::with_ada();
    shop.write("cloud/due.ics", "");
    symlink(shop.path("cloud/due.ics"), shop.path("due.ics")).unwrap();
    assert_eq!(export(&shop).len(), 2);
    assert!(
        std::fs::symlink_metadata(shop.path("due.ics"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(events_in(&shop.path("cloud/due.ics")).len(), 2);
    symlink(shop.path("gone/due.ics"), shop.path("lost.ics")).unwrap();
    let lost = shop.run("report nightly --out lost.ics").fails(1);
    lost.says("is a link that leads nowhere");
}

#[test]
fn a_shop_that_was_never_used_gives_an_empty_calendar_and_is_left_alone() {
    let shop = Shop::empty();
    assert_eq!(export(&shop), BTreeMap::new());
    assert!(!shop.path("amends.db").try_exists().unwrap());
}
