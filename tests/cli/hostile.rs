//! Text that means harm: kept as given, and never let out raw.

use super::shop::{Shop, finish};

/// Escapes, controls, C1, reading direction, line ends, tags: what a terminal or a reader would obey.
const HOSTILE: [&str; 8] = [
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "a\rb\u{8}c\u{7f}",
    "\u{9b}31m\u{85}x",
    "\u{202e}gpj.exe\u{2066}x\u{2069}",
    "one\ntwo\tthree",
    "x\u{2028}y\u{2029}z\u{feff}\u{200b}",
    "a\u{e0041}\u{e0042}b",
];

/// What must never be in an output, besides the line ends and tabs that are its own form.
fn obeyed(c: char) -> bool {
    let code = u32::from(c);
    (c.is_control() && c != '\n' && c != '\t')
        || (0x2028..=0x202e).contains(&code)
        || (0x2066..=0x2069).contains(&code)
        || (0xe0000..=0xe007f).contains(&code)
        || [0x61c, 0x200e, 0x200f, 0xfeff].contains(&code)
}

#[track_caller]
fn is_clean(shop: &Shop, args: &[&str]) {
    for face in [&[][..], &["--json"], &["--jsonl"], &["--plain"]] {
        let mut command = shop.command();
        command.args(args).args(face);
        let out = command.output().unwrap();
        for stream in [out.stdout, out.stderr] {
            let text = String::from_utf8(stream).unwrap();
            let found = text.chars().find(|c| obeyed(*c));
            assert_eq!(found, None, "{args:?} {face:?}\n{}", text.escape_debug());
        }
        assert_ne!(out.status.code(), None, "{args:?}");
        assert_ne!(out.status.code(), Some(101), "{args:?}");
    }
}

fn new_with<'t>(text: &'t str, flags: &[&'t str]) -> Vec<&'t str> {
    let mut args = vec![
        "new",
        "--type",
        "late-delivery",
        "--tier",
        "regular",
        "--severity",
        "major",
    ];
    for flag in flags {
        args.extend([*flag, text]);
    }
    args
}

const TEXT_FLAGS: [&str; 7] = [
    "--customer",
    "--reach",
    "--words",
    "--need",
    "--feels",
    "--order",
    "--holder",
];

#[test]
fn hostile_text_is_kept_as_given() {
    for text in HOSTILE {
        let shop = Shop::new();
        shop.run_args(new_with(text, &TEXT_FLAGS)).ok();
        let case = shop.case(1);
        for key in [
            "customer", "reach", "words", "need", "feels", "order", "holder",
        ] {
            assert_eq!(case[key].as_str().unwrap(), text, "{key}");
        }
    }
}

/// Every command that shows what somebody wrote.
const SHOWING: &[&str] = &[
    "",
    "due",
    "list --all",
    "show 1",
    "show 2",
    "brief 1",
    "plan 1",
    "why 1",
    "draft 1",
    "history",
    "history 1",
    "history 2",
    "report nightly",
];

/// Writes a text into every place that takes one, through every command that does.
fn write_everywhere(shop: &Shop, text: &str) {
    shop.run_args(new_with(text, &TEXT_FLAGS)).ok();
    let answer = format!("occasion={text}");
    let mut more = new_with(text, &["--words"]);
    more.extend(["--customer", "Eve", "--answer", &answer]);
    shop.run_args(more).ok();
    shop.run_args(["note", "1", text]).ok();
    shop.run_args(["done", "1", "--note", text]).ok();
    shop.run_args(["contact", "1", "--words", text]).ok();
    let close = ["close", "2", "--outcome", "lost", "--cause", "process"];
    let words = ["--why", text, "--lesson", text];
    shop.run_args(close.into_iter().chain(words)).ok();
    shop.run_args(["reopen", "2", "--why", text]).ok();
}

#[test]
fn hostile_text_reaches_no_output_raw() {
    for text in HOSTILE {
        let shop = Shop::new();
        write_everywhere(&shop, text);
        for line in SHOWING {
            let args: Vec<&str> = line.split_whitespace().collect();
            is_clean(&shop, &args);
        }
        shop.run("data check").ok();
    }
}

#[test]
fn hostile_text_in_an_acknowledgement_is_not_raw() {
    for text in HOSTILE {
        let shop = Shop::new();
        is_clean(&shop, &new_with(text, &TEXT_FLAGS));
        is_clean(&shop, &["assign", "1", text]);
        is_clean(&shop, &["note", "1", text]);
        is_clean(&shop, &["undo"]);
        is_clean(&shop, &["redo"]);
    }
}

#[test]
fn a_tab_or_a_line_end_in_a_text_never_adds_a_cell_or_a_row() {
    let shop = Shop::new();
    shop.run_args(new_with("one\ntwo\tthree", &TEXT_FLAGS)).ok();
    let rows = shop.run("list").ok().rows();
    assert_eq!((rows.len(), rows[0].len()), (1, 9));
    assert_eq!(rows[0][3], "one\\ntwo\\tthree");
    let rows = shop
        .run("list --fields case,customer,words_")
        .fails_somehow();
    rows.says("words_");
    let rows = shop.run("list --fields customer,holder").ok().rows();
    assert_eq!(rows, [["one\\ntwo\\tthree", "one\\ntwo\\tthree"]]);
}

#[test]
fn hostile_text_in_a_mistake_is_not_raw() {
    for text in HOSTILE {
        let shop = Shop::with_ada();
        let flag = format!("--{text}");
        let path = format!("{text}.toml");
        let mistakes: [&[&str]; 24] = [
            &[text],
            &[&flag],
            &["due", &flag],
            &["due", "--within", text],
            &["due", "--tz", text],
            &["due", "--now", text],
            &["due", "--color", text],
            &["show", text],
            &["plan", "1", "--for", text],
            &["done", "1", "--step", text],
            &["done", "1", "--at", text],
            &["done", "1", "--spent", text],
            &["done", "1", "--reaction", text],
            &["done", "1", "--choice", text],
            &["choose", "1", "--step", "3", text],
            &["change", "1", "--type", text],
            &["change", "1", "--tier", text, "--channel", text],
            &["draft", "1", "--kind", text],
            &["list", "--fields", text],
            &["list", "--since", text, "--sort", text],
            &["help", text],
            &["playbook", "check", text],
            &["playbook", "show", &path],
            &["note", "1", "x", text],
        ];
        for args in mistakes {
            is_clean(&shop, args);
        }
        is_clean(&shop, &["new", "--customer", text, "--told", text]);
        is_clean(&shop, &["new", "--customer", text]);
        is_clean(&shop, &["playbook", "schema", text]);
        is_clean(&shop, &["close", "1", "--outcome", text, "--cause", text]);
    }
}

#[test]
fn hostile_text_in_the_environment_is_not_raw() {
    for text in HOSTILE {
        let shop = Shop::new();
        shop.at(text);
        is_clean(&shop, &["due"]);
        let shop = Shop::new();
        for variable in ["AMENDS_DATA_DIR", "TZ", "COLUMNS", "LANG"] {
            let mut command = shop.command();
            command.env(variable, text).args(["data", "path"]);
            let printed = finish(command, b"");
            let shown = format!("{}", printed.into_answer());
            let (_, shown) = shown.split_once('\n').unwrap();
            assert_eq!(
                shown.chars().find(|c| obeyed(*c)),
                None,
                "{variable}\n{}",
                shown.escape_debug()
            );
        }
    }
}

#[test]
fn hostile_text_in_files_is_not_raw() {
    for text in HOSTILE {
        let escaped: String = text
            .chars()
            .map(|c| format!("\\U{:08x}", u32::from(c)))
            .collect();
        let shop = Shop::new();
        shop.write(
            "bad.toml",
            format!("format = 1\nname = \"{escaped}\"\n\"{escaped}\" = 1\n"),
        );
        shop.write(
            "raw.toml",
            format!("format = 1\nname = \"{text}\"\n{text} = 1\n"),
        );
        is_clean(&shop, &["playbook", "check", "bad.toml"]);
        is_clean(&shop, &["playbook", "check", "raw.toml"]);
        let good = super::shop::CORNER
            .replace("Corner café", &escaped)
            .replace("Refund the", &escaped);
        shop.playbook("corner", good);
        is_clean(&shop, &["playbook", "show"]);
        is_clean(&shop, &["playbook", "list"]);
        is_clean(&shop, &new_with("x", &["--customer", "--words"]));
        is_clean(&shop, &["plan", "1"]);
        is_clean(&shop, &["draft", "1"]);
        shop.write(
            "shop.toml",
            format!("timezone = \"{escaped}\"\n\"{escaped}\" = 1\n"),
        );
        is_clean(&shop, &["due"]);
        shop.write("shop.toml", format!("timezone = \"{text}\"\n"));
        is_clean(&shop, &["due"]);
    }
}

#[test]
fn hostile_text_in_what_a_playbook_gives_is_not_raw() {
    for text in HOSTILE {
        let escaped = text.chars().map(|c| format!("\\U{:08x}", u32::from(c)));
        let escaped: String = escaped.collect();
        let shop = Shop::new();
        let good = super::shop::CORNER
            .replace("Corner café", &escaped)
            .replace("It arrives when we said", &escaped)
            .replace("New face", &escaped)
            .replace("Refund the", &escaped);
        shop.playbook("corner", good);
        let cell = "--cell=late-delivery,new,severe";
        is_clean(&shop, &["playbook", "check", "--matrix"]);
        is_clean(&shop, &["playbook", "show", cell]);
        is_clean(&shop, &["playbook", "card"]);
        let done = ["playbook", "drill", "--done", cell, "--note", text];
        is_clean(&shop, &done);
        is_clean(&shop, &["playbook", "drill", cell]);
        for file in ["card.md", "card.txt"] {
            is_clean(&shop, &["playbook", "card", "--out", file]);
            let card = std::fs::read_to_string(shop.path(file)).unwrap();
            assert!(!card.chars().any(obeyed), "{}", card.escape_debug());
        }
    }
}

#[test]
fn a_hostile_file_name_is_not_raw() {
    let shop = Shop::new();
    let name = "\u{1b}[31m\u{202e}x";
    shop.playbook(name, "format = 1\n");
    is_clean(&shop, &["playbook", "list"]);
    is_clean(&shop, &["playbook", "check", name]);
    is_clean(&shop, &["new", "--playbook", name]);
    let folder = shop.path(name);
    let args = ["data", "path", "--data-dir", folder.to_str().unwrap()];
    is_clean(&shop, &args);
}
