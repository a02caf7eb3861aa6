//! A case is named by its number or by its customer's name, in every command that takes one.

use super::shop::{ADA, BEN, Shop};
use super::terminal::{answer, at_terminal};

/// #1 Ada Okafor, #2 Ben Sato, #3 Ben Osei, closed; all about late or wrong deliveries.
fn three() -> Shop {
    let shop = Shop::with_ada();
    shop.run(BEN).ok();
    shop.run(&BEN.replace("Ben Sato", "Ben Osei")).ok();
    shop.run("close 3 --outcome satisfied --cause one-off --why 'wanted nothing else'")
        .ok();
    shop
}

/// Every command that looks at a case.
const LOOKS: [&str; 6] = ["show", "brief", "plan", "why", "draft", "history"];

#[test]
fn whoever_looks_needs_a_part_of_the_name() {
    let shop = three();
    let draft = "[draft.apology]\nsubject = \"Sorry\"\nbody = \"Sorry, {{ customer }}\"\n";
    shop.playbook("corner", format!("{}\n{draft}", super::shop::CORNER));
    shop.run(&ADA.replace("Ada Okafor", "Cy Twist")).ok();
    for verb in LOOKS {
        for (words, number) in [
            ("4", 4),
            ("#4", 4),
            ("cy", 4),
            ("'CY  twist'", 4),
            ("cy twist", 4),
            ("Cy Twist", 4),
            ("twist", 4),
        ] {
            let by_number = shop.run(&format!("{verb} {number}")).ok().stdout();
            let answer = shop.only_reads(&format!("{verb} {words}"));
            assert_eq!(answer.stdout(), by_number, "{verb} {words}");
        }
    }
    assert_eq!(shop.item("show osei")["case"], 3, "no open one has it");
    assert_eq!(shop.item("plan cy twist --for owner")["case"], 4);
}

#[test]
fn of_several_open_ones_come_first_and_more_than_one_is_listed() {
    let shop = three();
    assert_eq!(shop.item("show ben")["case"], 2, "the other is closed");
    shop.run("close 2 --outcome satisfied --cause one-off --why x")
        .ok();
    for verb in LOOKS {
        shop.refuses(&format!("{verb} ben"), 5)
            .says("several cases can be meant by `ben`:")
            .says("#2 Ben Sato: wrong-order, closed")
            .says("#3 Ben Osei: wrong-order, closed")
            .says("give the number of the one you mean");
    }
    shop.run(ADA).ok();
    let error = shop.refuses("show Ada Okafor --json", 5).error();
    assert_eq!(error["code"], "not-found");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("#4 Ada Okafor: late-delivery, on-track")
    );
}

#[test]
fn many_are_counted() {
    let shop = Shop::new();
    for _ in 0..12 {
        shop.run(ADA).ok();
    }
    let said = shop.refuses("show ada", 5);
    said.says("and 2 more");
    assert_eq!(said.stderr().matches("Ada Okafor").count(), 10);
}

#[test]
fn who_is_called_exactly_so_comes_first() {
    let shop = three();
    shop.run(&BEN.replace("Ben Sato", "Ben")).ok();
    assert_eq!(shop.item("show ben")["case"], 4);
    shop.run("close 4 --outcome satisfied --cause one-off --why x")
        .ok();
    assert_eq!(shop.item("show ben")["case"], 4);
}

#[test]
fn nobody_of_that_name_is_5() {
    let shop = three();
    for verb in LOOKS.iter().chain(&["done", "resume", "gone", "contact"]) {
        shop.refuses(&format!("{verb} zoe"), 5)
            .says("there is no case of a customer whose name has `zoe`")
            .says("amends list --all");
    }
    Shop::empty().refuses("show zoe", 5);
    shop.refuses("note zoe x", 5).says("`zoe`");
    shop.refuses("show 100%", 2)
        .says("`100%` is no case number");
    shop.refuses("show _", 5);
}

/// Every command that changes a case, with a place for its name.
const CHANGES: [&str; 14] = [
    "note CASE 'She likes lemon'",
    "contact CASE --words 'Still nothing'",
    "promise CASE 'A new cake' --by 18:00",
    "choose CASE --step 3 handwritten-note --yes",
    "assign CASE 'Sam Osei'",
    "change CASE --severity severe",
    "pause CASE --until 'in 2h' --why x",
    "resume CASE",
    "done CASE",
    "done CASE --step 2",
    "close CASE --outcome satisfied --cause one-off --why x",
    "reopen CASE --why x",
    "stayed CASE --on today",
    "gone CASE",
];

#[test]
fn whoever_changes_a_case_gives_the_whole_name_or_a_yes() {
    let shop = three();
    for line in &CHANGES[..10] {
        let line = line.replace(" --yes", "");
        shop.refuses(&line.replace("CASE", "ada"), 2)
            .says("`ada` is only a part of: #1 Ada Okafor: late-delivery")
            .says("write the whole name or the number, or add `--yes`");
    }
    for name in ["'Ada Okafor'", "'ADA  okafor'", "ada --yes"] {
        let shop = Shop::with_ada();
        for line in CHANGES {
            // Stayed and gone are asked once it is over.
            if line.starts_with("stayed") || line.starts_with("gone") {
                continue;
            }
            let changed = shop.item(&line.replace("CASE", name));
            assert_eq!(changed["case"], 1, "{line} with {name}");
        }
    }
}

#[test]
fn a_name_of_two_words_needs_no_quotes_where_no_text_follows() {
    let shop = Shop::with_ada();
    for line in [
        "contact Ada Okafor --words x",
        "done Ada Okafor --step 2",
        "pause ada okafor --until 'in 2h' --why x",
    ] {
        assert_eq!(shop.item(line)["case"], 1, "{line}");
    }
    shop.refuses("note Ada Okafor x", 2).says("between quotes");
}

#[test]
fn what_is_opened_again_is_the_closed_one() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome satisfied --cause one-off --why x")
        .ok();
    shop.run(ADA).ok();
    assert_eq!(shop.item("show ada okafor")["case"], 2);
    assert_eq!(shop.item("reopen 'Ada Okafor' --why x")["case"], 1);
    shop.refuses("note 'Ada Okafor' x", 5)
        .says("several cases can be meant");
}

#[test]
fn one_case_at_a_time() {
    let shop = three();
    for line in ["show 1 2", "close 1 2 --outcome lost --cause one-off"] {
        shop.refuses(line, 2).says("#1 and #2 are several cases");
    }
}

#[test]
fn what_only_looks_like_a_number_is_told_so() {
    let shop = three();
    for word in ["41x", "1.5", "1 now"] {
        shop.refuses(&format!("show {word}"), 2)
            .says(&format!(
                "`{word}` is no case number, and no customer's name has it"
            ))
            .says("digits only, such as `41`");
    }
    for word in ["0", "#0", "#", "#ada", "99999999999999999999"] {
        shop.refuses(&format!("show {word}"), 2)
            .says(&format!("`{word}` is not a value for CASE"))
            .says("a case number such as `41`, or a customer's name");
    }
    shop.run(&BEN.replace("Ben Sato", "3M")).ok();
    assert_eq!(shop.item("show 3m")["case"], 4);
}

#[test]
fn a_hint_repeats_the_name_so_that_it_can_be_pasted() {
    let shop = three();
    shop.refuses("change Ada Okafor", 2)
        .says("`amends change 'Ada Okafor' --severity severe`");
    shop.refuses("note 'Ada Okafor' ''", 2)
        .says("amends note 'Ada Okafor'");
}

#[test]
fn a_person_is_asked_whether_a_part_of_a_name_is_meant() {
    let shop = three();
    let question = "Is #1 Ada Okafor: late-delivery, on-track the one? yes or no";
    let before = shop.everything();
    let mut talk = at_terminal(&shop, "note ada 'She likes lemon'");
    answer(&mut talk, &[(question, "no")]);
    let end = talk.exp_eof().unwrap();
    assert!(end.contains("stopped; nothing was changed"), "{end}");
    assert_eq!(shop.everything(), before);
    let mut talk = at_terminal(&shop, "note ada 'She likes lemon'");
    answer(&mut talk, &[(question, "yes")]);
    let end = talk.exp_eof().unwrap();
    assert!(end.contains("Written down in #1"), "{end}");
}

#[test]
fn a_number_alone_shows_its_case() {
    let shop = Shop::with_ada();
    let shown = shop.item("show 1");
    for line in ["1", "'#1'"] {
        assert_eq!(shop.item(line), shown, "{line}");
    }
    shop.refuses("7", 5).says("there is no case #7");
    // Behind a flag a number is its value.
    shop.run("--tz UTC due").ok();
}
