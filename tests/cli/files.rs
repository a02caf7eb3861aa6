//! Files that are not what they should be: settings, playbooks, the data file, folders, closed pipes.

use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use super::shop::{ADA, BEN, CORNER, SETTINGS, Shop, finish, split};

#[test]
fn every_problem_of_the_settings_is_named_at_once_with_its_line() {
    let broken = "timezone = \"Europe/Lodnon\"\ndate_order = \"us\"\nplybook = \"cafe\"\n[people]\nowner = 3\n";
    let shop = Shop::with_settings(broken);
    let said = shop.refuses("due", 2);
    said.says("shop.toml")
        .says("line 1")
        .says("line 2")
        .says("line 3")
        .says("line 5");
    said.says("`Europe/London`")
        .says("`day-first`")
        .says("`playbook`");
}

#[test]
fn settings_that_are_no_toml_no_text_or_too_large_are_refused() {
    let shop = Shop::with_settings("timezone = = 3\n[[[\n");
    shop.refuses("due", 2).says("shop.toml").says("line 1");
    shop.write("shop.toml", b"name = \"\xff\xfe\"\n");
    shop.refuses("due", 2).says("shop.toml").says("UTF-8");
    shop.write("shop.toml", "# \n".repeat(100_000));
    shop.refuses("due", 1)
        .says("shop.toml")
        .says("larger than 262144 bytes");
    std::fs::remove_file(shop.path("shop.toml")).unwrap();
    std::fs::create_dir(shop.path("shop.toml")).unwrap();
    shop.refuses("due", 1).says("shop.toml");
}

#[test]
fn a_playbook_that_breaks_while_a_customer_waits_is_replaced_by_the_last_that_worked() {
    let shop = Shop::with_ada();
    shop.playbook(
        "corner",
        CORNER
            .replace("ceiling     = 11.00\n", "")
            .replace("Refund", "Never"),
    );
    let answer = shop.run(BEN).ok();
    answer
        .says("the last version that worked is used instead")
        .says("amends playbook check corner");
    let case = shop.case(2);
    assert_eq!(
        case["ceiling"],
        serde_json::json!({"minor": 1100, "currency": "GBP"})
    );
}

#[test]
fn a_program_that_reads_json_is_told_too_when_an_older_playbook_was_used() {
    let shop = Shop::with_ada();
    shop.playbook("corner", "format = 1\n");
    let answer = shop.run(&format!("{BEN} --json")).ok();
    let told = format!("{} {}", answer.stdout(), answer.stderr());
    assert!(told.contains("last version that worked"), "{answer}");
}

#[test]
fn a_broken_playbook_with_no_valid_version_stored_is_refused_before_the_first_question() {
    let shop = Shop::new();
    shop.playbook("corner", CORNER.replace("ceiling     = 11.00\n", ""));
    for line in ["new", ADA] {
        let said = shop.refuses(line, 4);
        said.says("corner.toml")
            .says("amends playbook check corner")
            .never_mentions("--customer:");
    }
}

#[test]
fn playbooks_that_are_hardly_files_are_refused_in_plain_words() {
    let deep = format!("a = {}{}\n", "[".repeat(5_000), "]".repeat(5_000));
    let table: [(&str, Vec<u8>, i32); 7] = [
        ("empty", Vec::new(), 4),
        ("blank", b"\n\n\n".to_vec(), 4),
        ("binary", b"format = 1\nname = \"\xff\xfe\"\n".to_vec(), 4),
        ("nul", b"format = 1\0\n".to_vec(), 4),
        ("deep", deep.into_bytes(), 4),
        (
            "wide",
            format!("x = \"{}\"\n", "y".repeat(900_000)).into_bytes(),
            4,
        ),
        ("huge", vec![b'#'; 2 * 1024 * 1024], 1),
    ];
    for (name, content, code) in table {
        let shop = Shop::new();
        shop.playbook(name, content);
        let check = shop.run(&format!("playbook check {name}")).ends(code);
        let text = format!("{check}");
        for phrase in [
            "invalid digit",
            "io error",
            "stack overflow",
            "TOML parse error",
            "recursion",
        ] {
            assert!(!text.contains(phrase), "{name}: {phrase}\n{text:.2000}");
        }
        shop.refuses(&format!("{ADA} --playbook {name}"), code);
    }
}

#[test]
fn a_broken_playbook_does_not_hide_the_others() {
    let shop = Shop::new();
    let whole = shop.items("playbook list").len();
    shop.playbook("binary", b"\xff\xfe");
    assert_eq!(shop.items("playbook list").len(), whole + 1);
}

#[test]
fn a_data_file_that_is_not_ours_is_refused_and_left_as_it_is() {
    let table: [(&str, Vec<u8>); 4] = [
        ("zero bytes", Vec::new()),
        ("a letter", b"Dear Rosa, ...".to_vec()),
        (
            "somebody's database",
            [b"SQLite format 3\0".as_slice(), &[0; 4080]].concat(),
        ),
        (
            "noise",
            (0..5000_u32).map(|n| (n * 7 % 251) as u8).collect(),
        ),
    ];
    for (name, content) in table {
        let shop = Shop::new();
        shop.write("amends.db", &content);
        for line in [
            "",
            "due",
            "list",
            "show 1",
            "done 1",
            ADA,
            "undo",
            "history",
            "report nightly",
            "data check",
        ] {
            shop.refuses(line, 6);
        }
        assert_eq!(shop.data_file(), content, "{name}");
    }
}

/// Makes the data file one of a program that is newer by far.
fn from_the_future(shop: &Shop, least: &str) -> Vec<u8> {
    let db = rusqlite::Connection::open(shop.path("amends.db")).unwrap();
    db.execute_batch(&format!(
        "PRAGMA user_version = 999; UPDATE shop SET program = '7.0.0', {least};"
    ))
    .unwrap();
    drop(db);
    shop.data_file()
}

#[test]
fn a_newer_data_file_is_refused_with_what_can_read_it_and_left_as_it_is() {
    let shop = Shop::with_ada();
    let bytes = from_the_future(&shop, "min_reader = 999, min_writer = 999");
    for line in [
        "",
        "due",
        "show 1",
        "report nightly",
        "data check",
        BEN,
        "done 1",
        "undo",
    ] {
        let said = shop.refuses(line, 6);
        said.says("999").says("install amends 7.0.0 or newer");
    }
    let error = shop.run("due --json").fails(6).error();
    assert_eq!(error["code"], "data-file");
    assert_eq!(shop.data_file(), bytes);
}

#[test]
fn a_newer_data_file_that_allows_it_can_still_be_read_but_not_saved_in() {
    let shop = Shop::with_ada();
    let bytes = from_the_future(&shop, "min_reader = 1, min_writer = 999");
    shop.only_reads("show 1").shows("Ada Okafor");
    shop.refuses("done 1", 6).says("install amends 7.0.0");
    assert_eq!(shop.data_file(), bytes);
}

#[test]
fn a_damaged_data_file_is_6_and_never_a_panic() {
    let whole = Shop::with_ada().data_file();
    for at in (100..whole.len()).step_by(whole.len() / 23) {
        let shop = Shop::new();
        let mut bytes = whole.clone();
        bytes[at..]
            .iter_mut()
            .take(600)
            .for_each(|byte| *byte ^= 0x5a);
        shop.write("amends.db", &bytes);
        shop.run("show 1").ends_with_one_of(&[0, 5, 6]);
        shop.run("data check").ends_with_one_of(&[0, 6]);
        shop.run("done 1").ends_with_one_of(&[0, 2, 5, 6]);
    }
    let shop = Shop::new();
    shop.write("amends.db", &whole[..whole.len() / 2]);
    shop.run("data check").ends_with_one_of(&[6]);
}

#[test]
fn a_folder_in_the_place_of_the_data_file_is_refused() {
    let shop = Shop::empty();
    std::fs::create_dir(shop.path("amends.db")).unwrap();
    shop.refuses("due", 6).says("is a folder");
    shop.refuses(&format!("{ADA} --playbook cafe"), 6)
        .says("--data-dir");
}

#[test]
fn a_shop_folder_that_cannot_be_made_is_said_so() {
    let shop = Shop::new();
    shop.write("a-file", "x");
    let folder = shop.path("a-file/shop");
    let args = |line: &str| {
        let mut args = split(line);
        args.extend(["--data-dir".into(), folder.clone().into_os_string()]);
        args
    };
    let line = format!("{ADA} --playbook cafe");
    shop.run_args(args(&line))
        .fails(1)
        .says("a-file")
        .says("--data-dir");
    shop.run_args(args("due")).ends_well_or_says("a-file");
    assert_eq!(std::fs::read(shop.path("a-file")).unwrap(), b"x");
}

#[test]
fn where_nothing_can_be_written_it_says_that_nothing_was_saved() {
    let line = format!("{ADA} --playbook cafe --data-dir /proc/amends");
    let shop = Shop::new();
    shop.refuses(&line, 1)
        .says("/proc/amends")
        .says("--data-dir");
}

#[test]
fn what_it_makes_is_for_the_owner_alone_whatever_the_umask() {
    let shop = Shop::empty();
    let folder = shop.path("new");
    let line = format!(
        "umask 000; amends {ADA} --playbook cafe --data-dir '{}'",
        folder.display()
    );
    shop.paste(&line).ok();
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for file in ["amends.db", "shop.toml"] {
        assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
    }
}

#[test]
fn a_data_file_that_others_could_read_is_taken_back_at_the_next_save() {
    let shop = Shop::with_ada();
    let path = shop.path("amends.db");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
    shop.run("note 1 x").ok();
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn nothing_is_left_beside_the_data_file() {
    let shop = Shop::with_ada();
    shop.run("done 1").ok();
    shop.run("undo").ok();
    let names: Vec<String> = shop
        .everything()
        .into_keys()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        names,
        [
            ".shop.toml.lock",
            "amends.db",
            "amends.head",
            "playbooks",
            "corner.toml",
            "shop.toml"
        ]
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let shop = Shop::new();
    for number in 0..40 {
        shop.run(&ADA.replace("Ada", &format!("Ada{number}"))).ok();
    }
    for line in [
        "list --json",
        "list --jsonl",
        "list",
        "history",
        "playbook show cafe --source",
        "help",
        "--help",
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = shop.command();
        let out = command
            .args(split(line))
            .stdout(Stdio::from(writer))
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!((out.status.code(), said.as_str()), (Some(0), ""), "{line}");
    }
}

#[test]
fn a_save_whose_result_nobody_reads_is_saved_all_the_same() {
    let shop = Shop::with_ada();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = shop.command();
    let out = command
        .args(["done", "1"])
        .stdout(Stdio::from(writer))
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(out.code(), Some(0));
    assert_eq!(shop.case(1)["next_step_number"], 2);
}

#[test]
fn a_full_disk_behind_the_output_is_said() {
    let shop = Shop::with_ada();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = shop.command();
    let out = command
        .args(["list"])
        .stdout(Stdio::from(full))
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(said.contains("the disk is full"), "{said}");
}

#[test]
fn a_relative_shop_folder_is_meant_from_where_one_stands() {
    let shop = Shop::empty();
    let line = format!("{ADA} --playbook cafe --data-dir here");
    shop.run(&line).ok();
    assert!(shop.path("here/amends.db").try_exists().unwrap());
    let mut command = shop.command();
    command
        .current_dir(shop.path("here"))
        .args(["--data-dir", "."]);
    finish(command, b"").ok().shows("Ada Okafor");
}

#[test]
fn a_playbook_name_never_leads_out_of_its_folder() {
    let shop = Shop::with_settings(&SETTINGS.replace("corner", "../secret"));
    shop.write("secret.toml", CORNER);
    shop.refuses(ADA, 5);
}
