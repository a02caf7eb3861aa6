//! What lies around the data file: links, files of others, settings that several set at once.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::thread;

use super::shop::{ADA, Shop};

const NIGHT: &str = "report nightly --out";

/// A shop with a file in every place that is its own.
fn furnished() -> Shop {
    let shop = Shop::with_ada();
    shop.write("backups/amends-1.db", "a backup");
    shop
}

#[test]
fn nothing_is_written_over_the_shops_own_files_by_whatever_name() {
    let shop = furnished();
    for own in [
        "amends.db",
        "shop.toml",
        "playbooks/corner.toml",
        "backups/amends-1.db",
    ] {
        let own = shop.path(own);
        for (name, link) in [("soft.txt", true), ("hard.json", false)] {
            let out = shop.path(name);
            match link {
                true => symlink(&own, &out).unwrap(),
                false => fs::hard_link(&own, &out).unwrap(),
            }
            for agreed in ["", "--yes"] {
                shop.refuses(&format!("{NIGHT} {name} {agreed}"), 2)
                    .says("is a file of the shop itself");
            }
            fs::remove_file(out).unwrap();
        }
        symlink(&own, shop.path("due.prom")).unwrap();
        shop.refuses("due --metrics due.prom --yes", 2);
        fs::remove_file(shop.path("due.prom")).unwrap();
    }
    shop.run("data check").ok();
}

#[test]
fn a_file_that_somebody_else_made_is_only_replaced_with_a_yes() {
    let shop = Shop::with_ada();
    for name in ["due.txt", "due.md", "due.json", "due.ics"] {
        shop.write(name, "my own words\n");
        shop.refuses(&format!("{NIGHT} {name}"), 2)
            .says("was not made by amends")
            .says("--yes");
        shop.run(&format!("{NIGHT} {name} --yes")).ok();
        // What we have made ourselves we replace every night.
        shop.run(&format!("{NIGHT} {name}")).ok();
        shop.write(name, "");
        shop.run(&format!("{NIGHT} {name}")).ok();
    }
    shop.run("playbook card corner --out card.md").ok();
    shop.run("playbook card corner --out card.md").ok();
    shop.write("due.prom", "other_metric 1\n");
    shop.refuses("due --metrics due.prom", 2);
    shop.run("due --metrics due.prom --yes").ok();
    shop.run("due --metrics due.prom").ok();
}

#[test]
fn settings_that_cannot_be_looked_at_are_no_missing_settings() {
    let shop = Shop::with_ada();
    let place = shop.path("shop.toml");
    fs::rename(&place, shop.path("stick.toml")).unwrap();
    symlink(shop.path("not-plugged-in/shop.toml"), &place).unwrap();
    for line in [
        "due",
        "show 1",
        ADA,
        "config set name x",
        "note 1 x",
        "report nightly",
    ] {
        shop.run(line)
            .fails(1)
            .says("shop.toml")
            .says("is a link that leads nowhere");
    }
    // Plugged in again, the link stays and what it leads to is changed.
    fs::create_dir(shop.path("not-plugged-in")).unwrap();
    fs::rename(
        shop.path("stick.toml"),
        shop.path("not-plugged-in/shop.toml"),
    )
    .unwrap();
    shop.run("config set name 'The Corner'").ok();
    assert!(fs::symlink_metadata(&place).unwrap().is_symlink());
    let text = fs::read_to_string(shop.path("not-plugged-in/shop.toml")).unwrap();
    assert!(text.contains("The Corner"), "{text}");
}

#[test]
fn what_several_set_at_once_is_all_kept() {
    let shop = Shop::with_ada();
    let roles: Vec<String> = ["staff", "manager", "owner"].map(str::to_owned).to_vec();
    thread::scope(|scope| {
        for role in &roles {
            for word in ["first", "second"] {
                let mut command = shop.command();
                command.args(["config", "set", &format!("people.{role}"), word]);
                scope.spawn(move || assert!(command.output().unwrap().status.success()));
            }
        }
    });
    let text = fs::read_to_string(shop.path("shop.toml")).unwrap();
    for role in roles {
        assert!(text.contains(&format!("{role} = ")), "{role}: {text}");
    }
    let left: Vec<_> = shop.everything().into_keys().collect();
    let left = left
        .iter()
        .filter(|path| path.to_string_lossy().ends_with(".new"));
    assert_eq!(left.count(), 0);
    assert_eq!(
        fs::metadata(shop.path("shop.toml")).unwrap().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_playbook_is_there_whole_or_not_at_all_and_never_takes_anothers_place() {
    let shop = Shop::with_ada();
    shop.write("playbooks/mine.toml", "# mine\n");
    let new = "playbook new mine --trade cafe --currency GBP --yes";
    let before = shop.everything();
    shop.run(new).fails(1).says("the name `mine` is taken");
    assert_eq!(shop.everything(), before);
}

/// Everything that a person or a schedule may type without saving anything.
const LOOKS: [&str; 8] = [
    "",
    "due",
    "list --all",
    "show 1",
    "history",
    "report nightly",
    "brief 1",
    "playbook drill corner --unused",
];

/// What runs while nobody looks.
const UNATTENDED: [&str; 6] = [
    "due --exit-code",
    "due --late --exit-code",
    "due --if-any",
    "report nightly --if-any",
    "data check",
    "data check --if-any",
];

/// Commands that save something.
const SAVES: [&str; 7] = [
    "note 1 x",
    "done 1",
    "undo",
    "close 1 --outcome won-back --cause process",
    "config set name x",
    "new --customer Cy --type late-delivery --tier new --severity minor --words x --playbook corner",
    "playbook drill corner --done --cell late-delivery,new,minor",
];

#[test]
fn a_shop_whose_data_file_is_gone_is_no_empty_shop() {
    for trace in ["shop.toml", "amends.head", "backups/amends-1.db"] {
        let shop = furnished();
        for other in [
            "amends.db",
            "shop.toml",
            "amends.head",
            "backups/amends-1.db",
        ] {
            if other != trace {
                fs::remove_file(shop.path(other)).unwrap();
            }
        }
        for line in LOOKS.iter().chain(&UNATTENDED).chain(&SAVES) {
            shop.refuses(line, 6).says("is gone").says("new --yes");
        }
        shop.run("due --monitor")
            .ends(3)
            .shows("UNKNOWN")
            .shows("is gone");
        shop.run("due --metrics due.prom").fails(6);
        // What does not rest on the data file answers, and says so beside.
        shop.run("data path").ok().says("is gone");
        shop.run("playbook list").ok().says("is gone");
    }
}

#[test]
fn a_new_case_begins_again_at_one_only_with_a_yes() {
    let shop = Shop::with_ada();
    fs::remove_file(shop.path("amends.db")).unwrap();
    shop.refuses(ADA, 6).says("is gone");
    shop.run(&format!("{ADA} --yes")).ok();
    assert_eq!(shop.items("list --all").len(), 1);
    shop.run("note 1 x").ok();
    shop.run("data check").ok();
}

#[test]
fn a_folder_that_was_never_used_is_a_fresh_shop_for_whoever_looks_and_nothing_for_whoever_does_not()
{
    let shop = Shop::empty();
    for line in ["", "due", "list"] {
        shop.only_reads(line);
    }
    for line in UNATTENDED {
        shop.refuses(line, 6).says("there is no shop in");
    }
    shop.run("due --monitor").ends(3).shows("UNKNOWN");
    shop.refuses("due --metrics due.prom", 6);
    shop.run(&format!("{ADA} --playbook cafe")).ok();
    for line in UNATTENDED {
        shop.run(line).ok();
    }
}

#[test]
fn settings_made_first_begin_the_shop() {
    let shop = Shop::empty();
    shop.run("config set name 'The Corner'").ok();
    for line in ["", "due", "due --exit-code", "data check"] {
        shop.run(line).ok();
    }
    shop.run("due --monitor").ok().shows("OK");
}

#[test]
fn an_older_copy_in_place_of_the_data_file_is_refused_by_everything() {
    let shop = Shop::with_ada();
    let older = shop.data_file();
    shop.run("note 1 later").ok();
    let newer = shop.data_file();
    shop.write("amends.db", &older);
    for line in LOOKS.iter().chain(&UNATTENDED).chain(&SAVES) {
        shop.refuses(line, 6).says("is an older copy");
    }
    shop.run("due --monitor").ends(3).shows("UNKNOWN");
    // Put back, all is well; and so it is once somebody has said that the older one counts.
    shop.write("amends.db", &newer);
    shop.run("note 1 again").ok();
    shop.write("amends.db", &older);
    fs::remove_file(shop.path("amends.head")).unwrap();
    shop.run("note 1 'from here on'").ok();
    shop.run("due --exit-code").ok();
}

#[test]
fn a_copy_that_went_its_own_way_and_another_shops_file_are_refused() {
    let shop = Shop::with_ada();
    let parted = shop.data_file();
    shop.run("note 1 here").ok();
    let here = shop.data_file();
    let head = fs::read(shop.path("amends.head")).unwrap();
    shop.write("amends.db", &parted);
    fs::remove_file(shop.path("amends.head")).unwrap();
    shop.run("note 1 there").ok();
    let there = shop.data_file();
    for (file, longer) in [(&there, false), (&there, true)] {
        shop.write("amends.db", file);
        if longer {
            fs::remove_file(shop.path("amends.head")).unwrap();
            shop.run("note 1 'there again'").ok();
        }
        shop.write("amends.head", &head);
        shop.refuses("due", 6)
            .says("is another copy than the one in use");
    }
    let other = Shop::with_ada();
    shop.write("amends.db", other.data_file());
    shop.refuses("due", 6).says("of another shop");
    shop.write("amends.db", here);
    shop.run("due").ok();
}

#[test]
fn a_second_data_file_beside_it_is_said_by_everything() {
    for name in [
        "amends (conflicted copy 2026-11-21).db",
        "amends.sync-conflict-20261121-101500-ABCDEF.db",
        "amends (1).db",
        "Copy of amends.db",
        "amends.db (1)",
        "amends.db.sync-conflict-20261121-101500-ABCDEF",
    ] {
        let shop = Shop::with_ada();
        shop.write(name, shop.data_file());
        for line in LOOKS {
            shop.run(line).ends(6).says("another data file").says(name);
        }
        for line in UNATTENDED.iter().chain(&SAVES) {
            shop.refuses(line, 6).says("another data file");
        }
        shop.run("due --monitor").ends(3).shows("UNKNOWN");
        shop.run("note 1 x --yes").ends(0);
        fs::rename(shop.path(name), shop.path("elsewhere.bin")).unwrap();
        shop.run("due").ok();
    }
    // Another program's file of that name is none.
    let shop = Shop::with_ada();
    shop.write("amends-notes.db", "my notes");
    shop.run("due --if-any").ok();
}

#[test]
fn a_second_data_file_is_said_beside_a_failure_too_and_where_a_link_leads() {
    let shop = Shop::with_ada();
    fs::create_dir(shop.path("synced")).unwrap();
    fs::rename(shop.path("amends.db"), shop.path("synced/corner.db")).unwrap();
    symlink(shop.path("synced/corner.db"), shop.path("amends.db")).unwrap();
    shop.run("show 1").ok();
    shop.write("synced/corner (1).db", shop.data_file());
    for (line, code) in [("show 1", 6), ("show 77", 5), ("config get nothing", 2)] {
        shop.run(line)
            .ends(code)
            .says("another data file")
            .says("corner (1).db");
    }
    let answer = shop.run("show 77 --json").fails(5);
    answer.never_mentions("note:");
}

/// What can be typed without a need of the data file.
const WITHOUT_THE_FILE: [&str; 4] = [
    "playbook list",
    "playbook show corner",
    "config list",
    "schedule cron",
];

#[test]
fn what_needs_nothing_from_the_data_file_says_too_that_it_is_an_older_one() {
    let shop = Shop::with_ada();
    let older = shop.data_file();
    shop.run("note 1 later").ok();
    for line in WITHOUT_THE_FILE {
        shop.run(line).ok().never_mentions("older copy");
    }
    shop.write("amends.db", &older);
    for line in WITHOUT_THE_FILE {
        shop.run(line).ok().says("is an older copy");
    }
    assert_eq!(shop.data_file(), older);
}

#[test]
fn what_is_remembered_is_for_the_owner_alone_and_never_in_the_way() {
    let shop = Shop::with_ada();
    let place = shop.path("amends.head");
    assert_eq!(fs::metadata(&place).unwrap().mode() & 0o777, 0o600);
    shop.write("amends.head", "nonsense");
    shop.run("due")
        .ok()
        .says("amends.head")
        .says("would not be noticed");
    shop.run("note 1 x").ok();
    let answer = shop.run("due").ok();
    answer.never_mentions("amends.head");
}

#[test]
fn a_check_says_whether_a_history_is_in_the_file() {
    let shop = Shop::with_ada();
    let head = shop.item("data check")["head"].as_str().unwrap().to_owned();
    let now = shop.item(&format!("data check --head {head}"));
    assert_eq!(now["since_head"], 0);
    shop.run("note 1 x").ok();
    let later = shop.item(&format!("data check --head {}", head.to_uppercase()));
    assert_eq!(
        (&later["sound"], &later["since_head"]),
        (&true.into(), &1.into())
    );
    shop.run("data check --head 00000000")
        .ends(6)
        .shows("older copy");
    for bad in ["047e", "zzzzzzzz", "''"] {
        shop.refuses(&format!("data check --head {bad}"), 2)
            .says("--head")
            .says("047e9aff");
    }
}

#[test]
fn a_file_that_ends_within_a_page_is_damaged_and_left_as_it_is() {
    let shop = Shop::with_ada();
    let whole = shop.data_file();
    for cut in [1, 100, 4095] {
        shop.write("amends.db", &whole[..whole.len() - cut]);
        for line in ["due", "note 1 x", "data check", "undo"] {
            shop.refuses(line, 6).says("is damaged");
        }
    }
    shop.write("amends.db", &whole[..whole.len() - 4096]);
    for line in ["due", "note 1 x", "undo"] {
        shop.refuses(line, 6);
    }
}

#[test]
fn the_shop_folder_in_the_environment_is_a_full_path() {
    use std::os::unix::ffi::OsStrExt;
    let shop = Shop::with_ada();
    let run = |folder: &std::ffi::OsStr| {
        let mut command = shop.command();
        command
            .env("AMENDS_DATA_DIR", folder)
            .env("HOME", "/home/rosa");
        command.args(["due"]);
        super::shop::finish(command, b"").fails(2)
    };
    run("my/shop".as_ref())
        .says("is not a full path")
        .says(&shop.path("my/shop").to_string_lossy());
    run("~/shop".as_ref()).says("`/home/rosa/shop`");
    run(std::ffi::OsStr::from_bytes(b"/tmp/\xff")).says("is not UTF-8");
    shop.refuses("due --data-dir '~/shop'", 2)
        .says("written out");
    assert!(!shop.path("my").try_exists().unwrap());
}

#[test]
fn a_folder_that_others_may_write_to_is_said_and_taken_back_by_the_next_save() {
    use std::os::unix::fs::PermissionsExt;
    let shop = Shop::with_ada();
    let set = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    set(shop.folder(), 0o777);
    set(&shop.path("shop.toml"), 0o666);
    set(&shop.path("playbooks"), 0o775);
    let answer = shop.run("due").ok();
    answer
        .says("others may write to")
        .says("shop.toml")
        .says("playbooks");
    shop.run("note 1 x").ok();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().mode() & 0o777;
    let folders = [shop.folder(), &shop.path("playbooks")].map(mode);
    assert_eq!(folders, [0o700, 0o700]);
    assert_eq!(mode(&shop.path("shop.toml")), 0o600);
    shop.run("due").ok().never_mentions("others may");
}

/// Writes a file that nobody has touched for two hours.
fn write_hours_ago(shop: &Shop, name: &str) {
    let data_file = fs::metadata(shop.path("amends.db")).unwrap();
    let hours_ago = data_file.modified().unwrap() - std::time::Duration::from_secs(2 * 3_600);
    let path = shop.write(name, "x");
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(hours_ago).unwrap();
}

#[test]
fn what_a_crash_left_behind_is_swept_once_nobody_writes_it_any_more() {
    let shop = furnished();
    let left = [
        ".amends-1-0.new",
        "amends.db.new-0192aa",
        "amends.db.new-0192aa-journal",
        "amends.db.upgrade",
        "backups/amends-version-3-047e9aff.db.1-0.new",
        "playbooks/.amends-1-0.new",
    ];
    let kept = [
        "amends.txt",
        "my.new",
        "playbooks/new.toml",
        ".amends-2-0.new",
    ];
    for name in left.iter().chain(&kept) {
        write_hours_ago(&shop, name);
    }
    shop.write(".amends-2-0.new", "x");
    shop.run("due").ok();
    assert!(
        shop.path(left[0]).try_exists().unwrap(),
        "looking changes nothing"
    );
    shop.run("note 1 x").ok();
    for name in left {
        assert!(!shop.path(name).try_exists().unwrap(), "{name}");
    }
    for name in kept {
        assert!(shop.path(name).try_exists().unwrap(), "{name}");
    }
}

#[test]
fn in_a_folder_of_others_only_what_is_surely_ours_is_swept() {
    let shop = Shop::with_ada();
    fs::create_dir(shop.path("reports")).unwrap();
    for name in ["reports/.amends-1-0.new", "reports/amends-my.new"] {
        write_hours_ago(&shop, name);
    }
    shop.run(&format!("{NIGHT} reports/night.txt")).ok();
    let mut reports: Vec<_> = fs::read_dir(shop.path("reports")).unwrap().collect();
    let mut reports: Vec<_> = reports
        .drain(..)
        .map(|entry| entry.unwrap().file_name())
        .collect();
    reports.sort();
    assert_eq!(reports, ["amends-my.new", "night.txt"]);
}

#[test]
fn of_many_first_commands_after_an_upgrade_one_does_it_and_none_fails() {
    let older = include_bytes!("../data/schema-2.db");
    for round in 0..4 {
        let shop = Shop::holding(older);
        let lines = [
            "due",
            "note 1 x",
            "show 1",
            "list --all",
            "report nightly",
            "due --monitor",
        ];
        thread::scope(|scope| {
            for at in 0..16 {
                let line = lines[at % lines.len()];
                let mut command = shop.command();
                command.args(super::shop::split(line));
                scope.spawn(move || {
                    let ended = command.output().unwrap();
                    let code = ended.status.code();
                    // A monitor says CRITICAL with 2 when something is late.
                    let fine = code == Some(0) || (line == "due --monitor" && code == Some(2));
                    assert!(fine, "round {round}, {line}: {ended:?}");
                });
            }
        });
        let copies = fs::read_dir(shop.path("backups")).unwrap().count();
        assert_eq!(copies, 1, "round {round}");
        assert!(!shop.path("amends.db.upgrade").try_exists().unwrap());
        shop.run("data check").ok();
    }
}

/// Takes in a list of open complaints by reference.
const MAPPING: &str = r#"
format = 1
playbook = "corner"
[columns]
told = "Told"
words = ["Words"]
customer = ["Name"]
reference = "No"
[state]
value = "open"
[tier]
value = "regular"
[severity]
value = "minor"
[type]
value = "late-delivery"
"#;

#[test]
fn two_imports_of_one_file_at_once_give_exactly_its_rows() {
    let shop = Shop::new();
    let rows: String = (0..300)
        .map(|row| format!("2026-11-21 10:00,C{row},T-{row},cold {row}\n"))
        .collect();
    shop.write("rows.csv", format!("Told,Name,No,Words\n{rows}"));
    shop.write("m.toml", MAPPING);
    let stored: u64 = thread::scope(|scope| {
        let running: Vec<_> = (0..4)
            .map(|_| {
                let mut command = shop.command();
                command.args([
                    "data",
                    "import",
                    "rows.csv",
                    "--mapping",
                    "m.toml",
                    "--json",
                ]);
                scope.spawn(move || command.output().unwrap())
            })
            .collect();
        let ended = running.into_iter().map(|one| one.join().unwrap());
        let stored = |out: std::process::Output| {
            assert!(out.status.success(), "{out:?}");
            let told: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
            let item = &told["items"][0];
            item["stored"].as_u64().unwrap()
        };
        ended.map(stored).sum()
    });
    assert_eq!(stored, 300);
    assert_eq!(shop.items("list --all --limit 1000").len(), 300);
    let again = shop.item("data import rows.csv --mapping m.toml");
    assert_eq!(
        (&again["stored"], &again["already_known"]),
        (&0.into(), &300.into())
    );
    shop.run("data check").ok();
}

#[test]
fn nothing_is_put_where_the_shop_keeps_its_own_files_also_where_none_is_yet() {
    let shop = furnished();
    fs::create_dir(shop.path("unfinished")).unwrap();
    for place in [
        "amends.db-journal",
        "amends (1).db",
        "AMENDS.DB",
        "backups/u.db",
        "unfinished/zz.json",
    ] {
        let line = format!("playbook new --trade cafe --name U --no-input --out '{place}'");
        shop.refuses(&line, 2).says("shop's own files");
    }
    shop.refuses("report nightly --out unfinished/x.json", 2)
        .says("shop's own files");
    shop.run("report nightly --out x.json").ok();
}

#[test]
fn what_is_remembered_is_never_written_through_a_link_nor_waited_for() {
    let names = ["amends.db", "shop.toml", "letters.txt"];
    for (name, soft) in names.iter().flat_map(|name| [(name, true), (name, false)]) {
        let shop = Shop::with_ada();
        shop.write("letters.txt", "my letters");
        let before = fs::read(shop.path(name)).unwrap();
        let place = shop.path("amends.head");
        fs::remove_file(&place).unwrap();
        match soft {
            true => symlink(shop.path(name), &place).unwrap(),
            false => fs::hard_link(shop.path(name), &place).unwrap(),
        }
        shop.run("due").ok().says("amends.head");
        shop.run("config set name x").ok();
        if *name != "shop.toml" {
            assert!(fs::read(shop.path(name)).unwrap() == before, "{name}");
        }
        shop.run("note 1 x").ok();
        shop.run("due").ok().never_mentions("amends.head");
        shop.run("data check").ok();
    }
    let shop = Shop::with_ada();
    fs::remove_file(shop.path("amends.head")).unwrap();
    shop.paste("mkfifo amends.head").ok();
    shop.run("due").ok().says("amends.head");
    shop.run("note 1 x").ok();
    shop.run("data check").ok().never_mentions("amends.head");
    fs::remove_file(shop.path("amends.head")).unwrap();
    fs::create_dir(shop.path("amends.head")).unwrap();
    shop.run("note 1 x")
        .ok()
        .says("amends.head")
        .says("would not be noticed");
}
