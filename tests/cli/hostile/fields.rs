//! Each harm in every field that a person fills in, through every verb that takes it, on every face.

use std::ops::Range;

use super::super::shop::Shop;
use super::faces::{Face, Trial};

/// The flags of `new` that take any text, each with the key under which it is given back.
const FLAGS: [&str; 7] = [
    "customer", "reach", "words", "need", "feels", "order", "holder",
];

/// A complaint in which every text is this one.
pub fn complaint(text: &str) -> Vec<String> {
    let fixed = [
        "new",
        "--type=late-delivery",
        "--tier=regular",
        "--severity=major",
        "--channel=phone",
    ];
    let mut args = fixed.map(str::to_owned).to_vec();
    args.extend(FLAGS.map(|flag| format!("--{flag}={text}")));
    args.push(format!("--answer=occasion={text}"));
    args
}

/// Every other verb that takes a text, for case 1, in an order in which each is allowed.
fn verbs(text: &str) -> Vec<Vec<String>> {
    let lines: [&[&str]; 12] = [
        &["note", "1", "--", "TEXT"],
        &["done", "1", "--note=TEXT"],
        &["contact", "1", "--words=TEXT"],
        &["promise", "1", "--by=18:00", "--", "TEXT"],
        &["skip", "1", "--step=4", "--why=TEXT"],
        &["pause", "1", "--until=tomorrow 10:00", "--why=TEXT"],
        &["assign", "1", "--", "TEXT"],
        &[
            "close",
            "1",
            "--outcome=lost",
            "--cause=process",
            "--why=TEXT",
            "--lesson=TEXT",
        ],
        &["reopen", "1", "--why=TEXT"],
        &["note", "1", "--request=TEXT", "--", "TEXT"],
        &["note", "1", "--request=TEXT", "--", "TEXT"],
        &["contact", "1", "--answered", "--words=TEXT"],
    ];
    let filled = |line: &&[&str]| line.iter().map(|word| word.replace("TEXT", text)).collect();
    lines.iter().map(filled).collect()
}

/// Puts a text into every field through every verb, and reads it back.
#[track_caller]
pub fn keep(trial: &Trial, shop: &Shop, text: &str) {
    let any = || trial.any(&Face::ALL);
    trial.look(shop, any(), &complaint(text)).ok();
    let case = shop.case(1);
    for key in FLAGS {
        // White space around a name is no part of it.
        let kept = if key == "customer" { text.trim() } else { text };
        assert_eq!(case[key], kept, "{key}");
    }
    assert_eq!(case["answers"][0]["answer"], text);
    for args in verbs(text) {
        trial.look(shop, any(), &args).ok();
        let last = shop.item("history --limit 1");
        let words = last["words"].as_array().unwrap();
        assert!(!words.is_empty(), "{args:?}: {last}");
        let kept = if args[0] == "assign" {
            text.trim()
        } else {
            text
        };
        assert!(words.iter().all(|word| word == kept), "{args:?}: {last}");
    }
    trial.look(shop, any(), &["undo"]).ok();
    trial.look(shop, any(), &["redo"]).ok();
}

/// Every command that shows what somebody wrote.
const SCREENS: &[&str] = &[
    "",
    "due",
    "due --late --for=owner",
    "list --all",
    "list --all --sort=told",
    "show 1",
    "brief 1",
    "plan 1",
    "why 1",
    "draft 1",
    "draft 1 --kind=follow-up",
    "history",
    "history 1",
    "report nightly",
    "undo --dry-run",
    "data check",
    "playbook drill --unused",
    "playbook replay --against=corner",
    "config list --origin",
    "config get name",
    "config get people.owner",
    "data path",
    "playbook show",
];

/// Looks at every screen that shows a text, and for it in every way.
#[track_caller]
pub fn show(trial: &Trial, (shop, face): (&Shop, Face), text: &str) {
    for line in SCREENS {
        let words: Vec<&str> = line.split_whitespace().collect();
        let heard = trial.look(shop, face, &words);
        // A draft is a text of many lines, in a pipe too.
        if !line.starts_with("draft") {
            trial.note(line, heard.forged(face));
        }
    }
    for line in [
        &["list", "--all", "--", text][..],
        &["list", "--all", &format!("--customer={text}")],
        &["list", "--all", &format!("--holder={text}")],
        &["show", "--", text],
        &["brief", "--", text],
        &["note", "--", text, text],
    ] {
        trial.look(shop, face, line).ok();
    }
}

/// Writes a text into every setting that takes any, reads it back, and puts it back by the line that is shown for that.
#[track_caller]
pub fn set(trial: &Trial, shop: &Shop, text: &str) {
    for key in ["name", "people.owner", "people.staff"] {
        for value in ["before", text, "after"] {
            let face = trial.any(&Face::ALL);
            trial
                .look(shop, face, &["config", "set", key, "--", value])
                .ok();
            assert_eq!(
                shop.item(&format!("config get {key}"))["value"],
                value,
                "{key}"
            );
            trial.look_in_turn(shop, &["config", "get", key]);
            trial.look_in_turn(shop, &["config", "list"]);
        }
        let back = shop.item(&format!("config set {key} once-more"));
        assert_eq!(back["before"], "after", "{key}");
    }
}

/// Mistakes in which a text stands: `TEXT` is the text.
const MISTAKES: &[&[&str]] = &[
    &["TEXT"],
    &["--TEXT"],
    &["due", "--TEXT"],
    &["due", "--json=TEXT"],
    &["due", "--within=TEXT"],
    &["due", "--for=TEXT"],
    &["due", "--tz=TEXT"],
    &["due", "--now=TEXT"],
    &["due", "--color=TEXT"],
    &["due", "--fields=TEXT"],
    &["due", "--metrics=TEXT/x.prom"],
    &["due", "--monitor", "--within=TEXT"],
    &["due", "--monitor", "--TEXT"],
    &["due", "--monitor", "--data-dir=TEXT"],
    &["due", "--data-dir=TEXT"],
    &["show", "--", "TEXT"],
    &["show", "#TEXT"],
    &["show", "1", "TEXT"],
    &["plan", "1", "--for=TEXT"],
    &["brief", "1", "--for=TEXT"],
    &["done", "1", "--step=TEXT"],
    &["done", "1", "--promise=TEXT"],
    &["done", "1", "--at=TEXT"],
    &["done", "1", "--spent=TEXT"],
    &["done", "1", "--reaction=TEXT"],
    &["done", "1", "--choice=TEXT"],
    &["done", "1", "--right=TEXT"],
    &["choose", "1", "--step=3", "--", "TEXT"],
    &[
        "change",
        "1",
        "--type=TEXT",
        "--tier=TEXT",
        "--channel=TEXT",
    ],
    &["change", "1", "--severity=TEXT"],
    &["change", "1", "--severity=TEXT", "--severity=TEXT"],
    &["draft", "1", "--kind=TEXT"],
    &["list", "--since=TEXT"],
    &["list", "--until=TEXT"],
    &["list", "--sort=TEXT"],
    &["list", "--type=TEXT", "--tier=TEXT"],
    &["list", "--limit=TEXT"],
    &["history", "--", "TEXT"],
    &["contact", "1", "--channel=TEXT"],
    &["promise", "1", "x", "--by=TEXT"],
    &["pause", "1", "--until=TEXT", "--why=x"],
    &[
        "pause",
        "1",
        "--until=tomorrow",
        "--why=x",
        "--asked-by=TEXT",
    ],
    &["stayed", "1", "--on=TEXT"],
    &["close", "1", "--outcome=TEXT", "--cause=TEXT"],
    &["new", "--customer=TEXT"],
    &[
        "new",
        "--customer=TEXT",
        "--type=TEXT",
        "--tier=TEXT",
        "--harm=TEXT",
    ],
    &[
        "new",
        "--customer=TEXT",
        "--severity=TEXT",
        "--channel=TEXT",
        "--value=TEXT",
    ],
    &["new", "--customer=TEXT", "--told=TEXT", "--answer=TEXT"],
    &["new", "--customer=TEXT", "--playbook=TEXT"],
    &["help", "TEXT"],
    &["config", "get", "TEXT"],
    &["config", "set", "TEXT", "x"],
    &["config", "set", "timezone", "--", "TEXT"],
    &["config", "set", "playbook", "--", "TEXT"],
    &["config", "set", "hours.mon", "--", "TEXT"],
    &["config", "set", "people.owner.until", "--", "TEXT"],
    &["schedule", "cron", "--at=TEXT"],
    &["data", "check", "--head=TEXT"],
    &["data", "TEXT"],
    &["undo", "--case=TEXT"],
    &["report", "nightly", "--out=TEXT/x.txt"],
    &["report", "TEXT"],
];

/// Mistakes about playbooks in which a text stands.
const PLAYBOOK_MISTAKES: &[&[&str]] = &[
    &["playbook", "TEXT"],
    &["playbook", "show", "--", "TEXT"],
    &["playbook", "show", "--", "TEXT.toml"],
    &["playbook", "show", "--cell=TEXT"],
    &["playbook", "check", "--", "TEXT"],
    &["playbook", "card", "--out=TEXT/card.md"],
    &["playbook", "card", "--out=card.TEXT"],
    &["playbook", "drill", "--seed=TEXT"],
    &["playbook", "drill", "--cell=TEXT,TEXT,TEXT"],
    &["playbook", "schema", "--", "TEXT"],
    &[
        "playbook",
        "try",
        "corner",
        "--type=TEXT",
        "--tier=TEXT",
        "--severity=TEXT",
    ],
    &["playbook", "try", "corner", "--told=TEXT", "--channel=TEXT"],
    &["playbook", "replay", "--against=TEXT"],
    &["playbook", "replay", "--against=corner", "--since=TEXT"],
    &["playbook", "new", "--trade=TEXT"],
    &[
        "playbook",
        "new",
        "--trade=cafe",
        "--currency=TEXT",
        "--recover=TEXT",
    ],
    &["playbook", "new", "--trade=cafe", "--role=TEXT"],
    &["playbook", "new", "--trade=cafe", "--", "TEXT"],
    &[
        "playbook",
        "new",
        "--trade=cafe",
        "--tier=TEXT",
        "--tier=TEXT",
    ],
    &["data", "import", "--mapping=TEXT", "--", "TEXT"],
];

/// As many mistakes as there are.
pub fn mistakes() -> usize {
    MISTAKES.len() + PLAYBOOK_MISTAKES.len()
}

/// Makes some of the mistakes with a text, as a complaint about it may let it out.
pub fn mistake(trial: &Trial, (shop, text): (&Shop, &str), which: Range<usize>) {
    let all = MISTAKES.iter().chain(PLAYBOOK_MISTAKES);
    for line in all.skip(which.start).take(which.len()) {
        let words = line.iter().map(|word| word.replace("TEXT", text));
        trial.look_in_turn(shop, &words.collect::<Vec<_>>());
    }
}
