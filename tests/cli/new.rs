//! `amends new` without a person at a terminal: everything comes from flags.

use serde_json::json;

use super::shop::{ADA, BEN, SETTINGS, Shop, deadline, flat, open_steps, step, steps_of};

#[test]
fn a_complaint_becomes_a_case_with_a_plan_and_deadlines() {
    let shop = Shop::with_ada();
    let case = shop.case(1);
    assert_eq!(case["customer"], "Ada Okafor");
    assert_eq!(
        (&case["type"], &case["tier"]),
        (&json!("late-delivery"), &json!("regular"))
    );
    assert_eq!(
        (&case["severity"], &case["state"]),
        (&json!("major"), &json!("on-track"))
    );
    assert_eq!(case["words"], "The cake came at nine");
    let parts = ["acknowledge", "fix", "dazzle", "follow_up"];
    assert_eq!(parts.map(|part| steps_of(&case, part).len()), [1, 1, 1, 1]);
    assert_eq!(
        deadline(&case, "first-response")["due_at"],
        "2026-11-22T11:05:00+00:00"
    );
    assert_eq!(
        deadline(&case, "recover")["due_at"],
        "2026-11-23T10:05:00+00:00"
    );
    assert_eq!(deadline(&case, "follow-up")["provisional"], true);
}

#[test]
fn it_says_what_was_saved_how_to_undo_it_and_the_same_as_a_command_line() {
    let new = Shop::new().item(ADA);
    assert_eq!(
        (&new["changed"], &new["undo"]),
        (&json!("saved as #1"), &json!("amends undo --case 1"))
    );
    let line = new["command_line"].as_str().unwrap();
    let again = Shop::new();
    again.paste(line).ok();
    let case = again.case(1);
    assert_eq!(
        (&case["customer"], &case["words"]),
        (&new["customer"], &new["words"])
    );
    assert_eq!(
        (&case["steps"], &case["deadlines"]),
        (&new["steps"], &new["deadlines"])
    );
}

#[test]
fn the_command_line_it_gives_back_carries_quotes_line_ends_and_dollars() {
    let words = "She said: 'it's $5, \"ruined\"!'\nand `left` \\ so";
    let shop = Shop::new();
    let mut args = vec![
        "new",
        "--customer",
        "D'Arcy",
        "--type",
        "wrong-order",
        "--tier",
        "new",
    ];
    args.extend(["--severity", "minor", "--words", words, "--json"]);
    let new = shop.run_args(args).ok().item();
    assert_eq!(new["words"], words);
    let again = Shop::new();
    again.paste(new["command_line"].as_str().unwrap()).ok();
    assert_eq!(again.case(1)["words"], words);
    assert_eq!(again.case(1)["customer"], "D'Arcy");
}

#[test]
fn numbers_count_up_and_an_undone_case_keeps_its_number() {
    let shop = Shop::with_ada();
    shop.run("undo").ok();
    shop.run(BEN).ok();
    assert_eq!(shop.case(2)["customer"], "Ben Sato");
    shop.refuses("show 1", 5).says("there is no case #1");
}

#[test]
fn every_answer_is_kept() {
    let shop = Shop::new();
    shop.run(&format!(
        "{ADA} --reach ada@example.org --need 'a birthday' --feels 'let down' --order 77 \
         --answer 'occasion=a birthday' --told 09:00 --happened 'yesterday 9pm' \
         --value 1200 --holder 'Sam Osei' --public"
    ))
    .ok();
    let case = shop.case(1);
    let kept = [
        "reach",
        "need",
        "feels",
        "order",
        "holder",
        "told_at",
        "happened_at",
    ];
    let kept = kept.map(|key| case[key].as_str().unwrap().to_owned());
    assert_eq!(
        kept,
        [
            "ada@example.org",
            "a birthday",
            "let down",
            "77",
            "Sam Osei",
            "2026-11-22T09:00:00+00:00",
            "2026-11-21T21:00:00+00:00",
        ]
    );
    assert_eq!(
        case["answers"],
        json!([{"id": "occasion", "answer": "a birthday"}])
    );
    assert_eq!(case["value"], json!({"minor": 120_000, "currency": "GBP"}));
    assert_eq!(case["public"], true);
    assert_eq!(
        deadline(&case, "recover")["due_at"],
        "2026-11-23T09:00:00+00:00"
    );
}

#[test]
fn the_owner_holds_a_case_when_nobody_is_named() {
    assert_eq!(Shop::with_ada().case(1)["holder"], "Rosa Marin");
}

#[test]
fn words_may_come_from_standard_input() {
    let shop = Shop::new();
    let line = BEN.replace("'No spoon in the bag'", "-");
    shop.run_with_input(&line, "No spoon,\nno napkin\n".as_bytes())
        .ok();
    assert_eq!(shop.case(1)["words"], "No spoon,\nno napkin");
}

#[test]
fn a_known_customer_needs_no_tier_the_second_time() {
    let shop = Shop::with_ada();
    let line = "new --customer 'ada  OKAFOR' --type wrong-order --severity minor --words again";
    let second = shop.item(line);
    assert_eq!(second["tier"], "regular");
    assert_eq!(second["earlier_cases"], json!([1]));
    assert!(
        second["remarks"][0]
            .as_str()
            .unwrap()
            .contains("1 earlier case")
    );
}

#[test]
fn a_tier_typed_once_holds_for_that_case_only() {
    let shop = Shop::with_ada();
    let again = "new --customer 'Ada Okafor' --type wrong-order --severity minor --words again";
    assert_eq!(shop.item(&format!("{again} --tier top"))["tier"], "top");
    assert_eq!(shop.item(again)["tier"], "regular");
}

#[test]
fn of_two_customers_of_one_name_the_address_decides() {
    let shop = Shop::new();
    shop.run(&format!("{ADA} --reach one@example.org")).ok();
    shop.run(&format!("{ADA} --reach two@example.org")).ok();
    let said = shop.refuses(ADA, 2);
    said.says("2 customers have that name")
        .says("--reach")
        .says("two@example.org");
    let third = shop.item(&format!("{ADA} --reach two@example.org"));
    assert_eq!(third["earlier_cases"], json!([2]));
}

#[test]
fn severity_is_worked_out_from_harm() {
    let table = [
        ("none", "minor"),
        ("cost", "major"),
        ("spoiled", "major"),
        ("person", "severe"),
    ];
    for (harm, severity) in table {
        let shop = Shop::new();
        let case = shop.item(&ADA.replace("--severity major", &format!("--harm {harm}")));
        assert_eq!(case["severity"], severity, "{harm}");
    }
}

#[test]
fn a_severe_case_gets_what_the_playbook_adds() {
    let case = Shop::new().item(&ADA.replace("major", "severe"));
    let fixes: Vec<_> = steps_of(&case, "fix")
        .iter()
        .map(|one| one["action"].clone())
        .collect();
    assert_eq!(fixes, ["refund-delivery", "offer-fresh-start"]);
}

#[test]
fn a_second_type_adds_its_repair_only() {
    let case = Shop::new().item(&format!("{ADA} --type wrong-order"));
    assert_eq!(case["type"], "late-delivery");
    assert_eq!(case["also_types"], json!(["wrong-order"]));
    let fixes: Vec<_> = steps_of(&case, "fix")
        .iter()
        .map(|one| one["action"].clone())
        .collect();
    assert_eq!(fixes, ["refund-delivery", "make-it-again"]);
    assert_eq!(steps_of(&case, "dazzle").len(), 1);
}

#[test]
fn where_nobody_live_answers_the_turnaround_is_the_first_response() {
    let case = Shop::new().item(&ADA.replace("phone", "voicemail"));
    assert_eq!(
        deadline(&case, "first-response")["due_at"],
        "2026-11-22T12:05:00+00:00"
    );
}

#[test]
fn the_clock_runs_from_when_they_told_us_even_if_entered_days_later() {
    let shop = Shop::new();
    let case = shop.item(&format!("{ADA} --told '2026-11-20 10:05'"));
    assert_eq!(case["state"], "late");
    assert_eq!(
        deadline(&case, "recover")["due_at"],
        "2026-11-21T10:05:00+00:00"
    );
    assert_eq!(case["entered_at"], "2026-11-22T10:05:00+00:00");
}

#[test]
fn everything_missing_is_named_at_once_with_what_is_allowed() {
    let shop = Shop::new();
    let said = shop.refuses("new", 2);
    for part in [
        "--customer:",
        "--type: `late-delivery` or `wrong-order`",
        "--tier: `new`, `regular` or `top`",
        "--severity: `minor`, `major` or `severe`",
        "--words:",
    ] {
        said.says(part);
    }
}

#[test]
fn the_command_line_offered_for_what_is_missing_works_when_pasted() {
    for typed in [
        "new",
        "new --customer \"D'Arcy, 'Jo'\"",
        "new --severity severe --words 'a b'",
    ] {
        let shop = Shop::new();
        let said = shop.refuses(typed, 2).stderr();
        let line = said.lines().last().unwrap().trim().to_owned();
        shop.paste(&line).ok();
        assert_eq!(shop.case(1)["case"], 1, "{line}");
    }
}

#[test]
fn the_three_questions_about_harm_are_all_named_as_answers() {
    let said = flat(&Shop::new().refuses("new", 2).stderr());
    for harm in ["`cost`", "`spoiled`", "`person`", "`none`"] {
        assert!(said.contains(harm), "{harm} is missing\n{said}");
    }
}

#[test]
fn no_input_and_a_missing_answer_never_hang() {
    let shop = Shop::new();
    shop.run_with_input("new --no-input", b"Ada\nx\n")
        .fails(2)
        .says("--customer");
}

#[test]
fn answers_that_the_playbook_does_not_know_are_refused_with_what_it_knows() {
    let table = [
        (
            "late-delivery",
            "late-delvery",
            "did you mean `late-delivery`?",
        ),
        ("regular", "regualr", "did you mean `regular`?"),
        ("major", "majr", "did you mean `major`?"),
        ("phone", "phoen", "did you mean `phone`?"),
        (
            "late-delivery",
            "zzz",
            "use `late-delivery` or `wrong-order`",
        ),
        ("regular", "gold", "use `new`, `regular` or `top`"),
        ("phone", "pigeon", "use `phone` or `voicemail`"),
    ];
    for (right, wrong, hint) in table {
        let said = Shop::new().refuses(&ADA.replace(right, wrong), 2);
        said.says(&format!("`{wrong}`")).says(hint);
    }
}

#[test]
fn mistakes_in_the_other_answers_are_refused() {
    let table = [
        ("--told tomorrow", "--told", "no time of day"),
        (
            "--told 'in 2h'",
            "--told: it lies ahead",
            "leave out `--told`",
        ),
        (
            "--told 2026-11-21",
            "has no time of day",
            "2026-11-21 10:05",
        ),
        ("--told 1/4/2026", "could be", "date_order"),
        (
            "--told someday",
            "--told: `someday` is not understood",
            "yesterday 3pm",
        ),
        ("--happened 'in 1h'", "--happened", "check `--happened`"),
        ("--value lots", "--value", ""),
        ("--value 4,50", "--value", "4.50"),
        ("--value 4.505", "--value", ""),
        ("--answer birthday", "`birthday` has no `=`", "ID=TEXT"),
        ("--answer weather=wet", "`weather`", "occasion"),
        ("--harm cost", "`--severity`", "leave one of them out"),
    ];
    for (flags, message, hint) in table {
        let said = Shop::new().refuses(&format!("{ADA} {flags}"), 2);
        said.says(message).says(hint);
    }
}

#[test]
fn an_unknown_harm_is_refused() {
    let line = ADA.replace("--severity major", "--harm peson");
    Shop::new()
        .refuses(&line, 2)
        .says("`peson`")
        .says("did you mean `person`?");
}

#[test]
fn blank_words_and_a_blank_name_count_as_missing() {
    let shop = Shop::new();
    shop.refuses(&ADA.replace("'Ada Okafor'", "' '"), 2)
        .says("--customer");
    shop.refuses(&ADA.replace("'The cake came at nine'", "''"), 2)
        .says("--words");
}

#[test]
fn without_a_playbook_the_choice_is_named() {
    let shop = Shop::with_settings("timezone = \"Europe/London\"\n");
    let said = shop.refuses(ADA, 2);
    said.says("no playbook is named")
        .says("`cafe`")
        .says("shop.toml");
    let with_one = ADA.replace("new --", "new --playbook cafe --");
    assert_eq!(shop.item(&with_one)["playbook"], "cafe");
}

#[test]
fn an_unknown_playbook_is_not_found() {
    let line = format!("{ADA} --playbook crner");
    Shop::new()
        .refuses(&line, 5)
        .says("`crner`")
        .says("did you mean `corner`?");
}

#[test]
fn there_is_nothing_to_continue_in_a_shop_without_an_unfinished_intake() {
    Shop::new()
        .refuses("new --continue", 5)
        .says("there is no unfinished intake");
}

#[test]
fn the_first_case_of_a_fresh_machine_makes_folder_and_settings() {
    let shop = Shop::empty();
    let folder = shop.path("deep/inside");
    let mut command = shop.command();
    command
        .env("AMENDS_DATA_DIR", &folder)
        .env("TZ", "Asia/Tokyo");
    let line = format!("{ADA} --playbook cafe");
    command.args(super::shop::split(&line));
    super::shop::finish(command, b"").ok();
    let settings = std::fs::read_to_string(folder.join("shop.toml")).unwrap();
    assert!(settings.contains("timezone = \"Asia/Tokyo\""), "{settings}");
    assert!(folder.join("amends.db").try_exists().unwrap());
}

#[test]
fn a_tier_outside_the_first_comes_with_a_dearer_ceiling() {
    let shop = Shop::new();
    let ceiling = |tier: &str| {
        shop.item(&ADA.replace("--tier regular", &format!("--tier {tier}")))["ceiling"].clone()
    };
    assert_eq!(ceiling("new"), json!({"minor": 1100, "currency": "GBP"}));
    assert_eq!(ceiling("top"), json!({"minor": 1200, "currency": "GBP"}));
}

#[test]
fn the_surprise_is_not_the_one_this_customer_had_last_time() {
    let shop = Shop::with_ada();
    let first = steps_of(&shop.case(1), "dazzle")[0]["action"].clone();
    shop.run("done 1 --step 3").ok();
    let second = shop.item(ADA);
    assert_ne!(steps_of(&second, "dazzle")[0]["action"], first);
}

#[test]
fn a_case_keeps_the_plan_it_was_given_when_the_playbook_changes() {
    let shop = Shop::with_ada();
    let before = shop.case(1);
    let changed = super::shop::CORNER
        .replace("Refund the delivery charge", "Nothing")
        .replace("\"24h\"", "\"2h\"");
    shop.playbook("corner", changed);
    let after = shop.case(1);
    assert_eq!(
        (&after["steps"], &after["deadlines"]),
        (&before["steps"], &before["deadlines"])
    );
    assert_eq!(step(&shop.item(BEN), 1)["number"], 1);
}

#[test]
fn dates_in_the_shops_order_are_understood() {
    let shop = Shop::with_settings(&format!("date_order = \"day-first\"\n{SETTINGS}"));
    shop.playbook("corner", super::shop::CORNER);
    let case = shop.item(&format!("{ADA} --told '1/4/2026 09:30'"));
    assert_eq!(case["told_at"], "2026-04-01T09:30:00+01:00");
}

#[test]
fn the_plan_begins_with_step_one_and_everything_open() {
    assert_eq!(open_steps(&Shop::with_ada().case(1)), [1, 2, 3, 4]);
}

#[test]
fn json_carries_the_schema_of_new() {
    Shop::new().speaks(ADA, "amends.new/1");
}

#[test]
fn eight_complaints_at_once_are_all_saved_under_numbers_of_their_own() {
    let shop = Shop::new();
    let start = |number: u32| {
        let mut command = shop.command();
        command.args(super::shop::split(
            &ADA.replace("Ada", &format!("Ada{number}")),
        ));
        command.stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    let running: Vec<_> = (1..=8).map(start).collect();
    for mut child in running {
        assert!(child.wait().unwrap().success());
    }
    let items = shop.items("list --all --sort number");
    assert_eq!(super::shop::numbers(&items), [8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(shop.item("data check")["sound"], true);
}

#[test]
fn every_moment_printed_is_rfc_3339_with_a_year_of_four_digits() {
    let shop = Shop::new();
    shop.at("9999-12-31 23:59");
    let text = match shop.run(&format!("{ADA} --json")).into_answer() {
        answer if answer.stdout().is_empty() => return,
        answer => answer.stdout(),
    };
    assert!(!text.contains("+10000"), "{text}");
}

#[test]
fn a_playbook_whose_file_is_gone_still_serves_who_is_waiting() {
    let shop = Shop::with_ada();
    std::fs::remove_file(shop.path("playbooks/corner.toml")).unwrap();
    shop.run(BEN)
        .ok()
        .says("the last version that worked is used instead");
    assert_eq!(shop.case(2)["type"], "wrong-order");
    let fresh = Shop::with_settings("playbook = \"gone\"\n");
    fresh.refuses(BEN, 5).says("there is no playbook `gone`");
}
