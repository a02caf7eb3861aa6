use super::*;

/// Every answer of somebody the shop has never seen, up to the review page.
const FRESH: &[&str] = &[
    "The cake came at nine.",
    "It was for her birthday.",
    "", // their words
    "a birthday without worry",
    "let down", // need, feels
    "Cy Young",
    "cy@example.org", // who, how to reach them
    "late",
    "a birthday",
    "no", // what failed, its own two questions
    "y",
    "y",
    "", // harm
    "2",
    "phone",
    "10:05", // tier, channel, told
];

fn fresh() -> New {
    New {
        customer: text("Cy Young"),
        reach: text("cy@example.org"),
        types: texts(&["late-delivery"]),
        tier: text("regular"),
        harm: texts(&["cost", "spoiled"]),
        channel: text("phone"),
        words: text("The cake came at nine.\nIt was for her birthday."),
        need: text("a birthday without worry"),
        feels: text("let down"),
        answers: texts(&["occasion=a birthday", "still-wanted=no"]),
        told: text("2026-11-20 10:05"),
        holder: text("Maria"),
        ..New::default()
    }
}

fn said(answers: &[&str]) -> (Typist, End) {
    said_after(answers, New::default())
}

fn said_after(answers: &[&str], flags: New) -> (Typist, End) {
    let mut typist = Typist::new(answers);
    let end = talk(&mut typist, flags.into());
    (typist, end)
}

fn then<'a>(more: &[&'a str]) -> Vec<&'a str> {
    FRESH.iter().chain(more).copied().collect()
}

#[test]
fn somebody_new_is_asked_for_everything_once() {
    let (typist, end) = said(&then(&[""]));
    assert_eq!(complete(end), fresh());
    insta::assert_snapshot!(typist.heard(), @"");
}

#[test]
fn a_known_customer_needs_four_answers_other_than_enter() {
    let (typist, end) = said(&[
        "The cake came at nine",
        "",
        "",
        "",
        "ada okafor",
        "",
        "late",
        "",
        "",
        "y",
        "",
        "",
        "",
        "",
        "",
    ]);
    let new = complete(end);
    assert_eq!(typist.answers, 4);
    assert_eq!(new.customer, text("Ada Okafor"));
    assert_eq!((new.tier, new.reach), (text("regular"), None));
    assert_eq!(
        (new.channel, new.told),
        (text("counter"), text("2026-11-20 12:00"))
    );
    assert_eq!((new.harm, new.holder), (texts(&["cost"]), text("Maria")));
    insta::assert_snapshot!(typist.heard(), @"");
}

#[test]
fn a_part_of_a_name_offers_who_is_known() {
    let start = New {
        words: text("x"),
        ..New::default()
    };
    let table: [(&[&str], Option<&str>, Option<&str>); 6] = [
        (&["", "", "ada", ""], Some("Ada Okafor"), None),
        (&["", "", "ada", "0"], Some("ada"), None),
        (&["", "", "ada", "no"], Some("ada"), None),
        (
            &["", "", "sam lee", "2"],
            Some("Sam Lee"),
            Some("sam@two.example"),
        ),
        (
            &["", "", "sam", "zebra", "3", "1"],
            Some("Sam Lee"),
            Some("sam@one.example"),
        ),
        (
            &["", "", "sam lee", "0", "Sam Lee, Mill Lane"],
            Some("Sam Lee, Mill Lane"),
            None,
        ),
    ];
    for (answers, customer, reach) in table {
        let (_, end) = said_after(answers, start.clone());
        let so_far = stopped(end);
        assert!(so_far.settled.contains(&Question::Customer), "{answers:?}");
        assert_eq!(so_far.answers.customer.as_deref(), customer, "{answers:?}");
        assert_eq!(so_far.answers.reach.as_deref(), reach, "{answers:?}");
    }
}

#[test]
fn a_customer_known_by_name_only_is_asked_how_to_reach_them_and_who_they_are() {
    let flags = New {
        words: text("x"),
        need: text("x"),
        feels: text("x"),
        ..New::default()
    };
    let (typist, end) = said_after(
        &["bo berg", "", "", "1", "", "", "", "", "", "", "", "", ""],
        flags,
    );
    let new = complete(end);
    assert!(
        typist
            .heard()
            .contains("Then nobody can tell them when it is right again.")
    );
    // The tier `gold` is of another playbook; the holder is who knows them.
    assert_eq!(
        (new.reach, new.tier, new.holder),
        (None, text("new"), text("Mo"))
    );
}

#[test]
fn back_asks_the_question_before_with_its_answer_to_start_from() {
    let (typist, end) = said(&["It was cold", "", "lunch", "<"]);
    assert_eq!(typist.start, "lunch");
    assert_eq!(stopped(end).answers.need, text("lunch"));

    // Two steps back and one change; then it goes on where it was.
    let (typist, end) = said(&[
        "It was cold",
        "",
        "lunch",
        "cross",
        "<",
        "<",
        "dinner",
        "Cy",
        "<",
    ]);
    let so_far = stopped(end);
    assert_eq!(
        (so_far.answers.need, so_far.answers.feels),
        (text("dinner"), text("cross"))
    );
    assert_eq!(typist.start, "Cy");

    // A person types `<` behind the text that is there.
    let (_, end) = said(&["It was cold", "", "lunch", "<", "lunch<", "<", ""]);
    assert_eq!(stopped(end).answers.words, text("It was cold"));
}

#[test]
fn before_the_first_question_there_is_none() {
    let (typist, end) = said(&["<"]);
    assert!(typist.heard().contains("This is the first question."));
    assert!(stopped(end).is_blank());
}

#[test]
fn going_back_to_their_words_shows_them_and_enter_keeps_them() {
    let (typist, end) = said(&["It was cold", "and late", "", "<", "", "lunch"]);
    assert!(typist.heard().contains("> It was cold\n> and late\n"));
    let so_far = stopped(end);
    assert_eq!(so_far.answers.words, text("It was cold\nand late"));
    assert_eq!(so_far.answers.need, text("lunch"));

    let (_, end) = said(&["It was cold", "", "<", "It was ice", "", "lunch"]);
    assert_eq!(stopped(end).answers.words, text("It was ice"));
}

#[test]
fn back_within_their_words_takes_back_the_last_line() {
    let (typist, end) = said(&["It was cold", "and loud", "<", "and late", "", ""]);
    assert!(typist.heard().contains("more: and loud"));
    assert_eq!(stopped(end).answers.words, text("It was cold\nand late"));
}

#[test]
fn a_question_mark_explains_and_asks_again() {
    let (typist, end) = said(&["?", "It was cold", "", "?", "lunch"]);
    assert!(typist.heard().contains("an empty line ends it"));
    assert!(typist.heard().contains("What they were trying to get done"));
    assert_eq!(stopped(end).answers.need, text("lunch"));
}

#[test]
fn a_wrong_answer_is_asked_again_with_what_was_typed() {
    let start = New {
        words: text("x"),
        need: text("x"),
        feels: text("x"),
        customer: text("Cy"),
        reach: text("x"),
        ..New::default()
    };
    let typed = New {
        types: texts(&["billing"]),
        answers: texts(&["paid=3"]),
        harm: texts(&["none"]),
        tier: text("new"),
        ..start.clone()
    };
    let told = New {
        channel: text("phone"),
        ..typed.clone()
    };
    let table = [
        (
            &start,
            "zebra",
            "`zebra` is not on the list: write a number from 1 to 9, or a part of a name",
        ),
        (
            &start,
            "order",
            "fits `Cancelled order or booking` or `Lost order`",
        ),
        (
            &start,
            "12",
            "`12` is not a number from 1 to 9: write the number in front of the line",
        ),
        (&start, "late, zebra", "`zebra` is not on the list"),
        (
            &typed,
            "smoke signal",
            "`smoke signal` is not on the list: write a number from 1 to 5",
        ),
        (
            &told,
            "in 2h",
            "`in 2h` has not come yet: write when it was",
        ),
        (&told, "yesterday", "`yesterday` has no time of day"),
        (&told, "1/4/2026", "could be 1 April 2026 or 4 January 2026"),
    ];
    for (flags, answer, message) in table {
        let mut typist = Typist::new(&[answer]);
        let end = talk(&mut typist, flags.clone().into());
        assert!(
            typist.heard().contains(message),
            "{answer}: {}",
            typist.heard()
        );
        assert_eq!(typist.start, answer);
        drop(stopped(end));
    }
    let empty = said_after(&[""], start).0;
    assert!(
        empty
            .heard()
            .contains("what failed is missing: write the number that comes nearest")
    );
}

#[test]
fn a_given_answer_skips_its_question() {
    let all = fresh();
    let (typist, end) = said_after(&[""], all.clone());
    assert_eq!(complete(end), all);
    assert_eq!(typist.answers, 0);

    let severity = New {
        severity: text("severe"),
        harm: Vec::new(),
        ..all.clone()
    };
    let (typist, end) = said_after(&[""], severity.clone());
    assert_eq!(complete(end), severity);
    assert!(typist.heard().contains("How bad: severe, as you said"));

    let (typist, _) = said_after(
        &[],
        New {
            customer: text("ada okafor"),
            ..New::default()
        },
    );
    assert!(
        typist
            .heard()
            .contains("Ada Okafor, Regular, 07700 900123, 2 earlier cases")
    );
}

#[test]
fn what_was_given_wrongly_is_asked_with_the_reason() {
    let wrong = [
        New {
            tier: text("gold"),
            ..fresh()
        },
        New {
            channel: text("pigeon"),
            ..fresh()
        },
        New {
            told: text("in 2h"),
            ..fresh()
        },
        New {
            types: texts(&["cake"]),
            ..fresh()
        },
        New {
            harm: texts(&["death"]),
            ..fresh()
        },
        New {
            customer: text("  "),
            ..fresh()
        },
    ];
    for flags in wrong {
        let (typist, end) = said_after(&[], flags.clone());
        let so_far = stopped(end);
        assert_ne!(so_far.settled, Unfinished::from(flags).settled);
        assert!(
            !typist.heard().contains("Look it over"),
            "{}",
            typist.heard()
        );
    }
    let (typist, _) = said_after(
        &[],
        New {
            tier: text("gold"),
            ..fresh()
        },
    );
    assert!(typist.heard().contains("`gold` is not on the list"));
    assert_eq!(typist.start, "gold");
}

#[test]
fn the_three_harms_make_the_severity() {
    let table = [
        (["", "", ""], "minor, no harm done", &["none"][..]),
        (["y", "", ""], "major (cost)", &["cost"]),
        (["", "yes", "n"], "major (spoiled)", &["spoiled"]),
        (
            ["y", "y", ""],
            "severe (cost, spoiled)",
            &["cost", "spoiled"],
        ),
        (["", "", "Y"], "severe (person)", &["person"]),
        (
            ["y", "y", "y"],
            "severe (cost, spoiled, person)",
            &["cost", "spoiled", "person"],
        ),
    ];
    for (answers, shown, harm) in table {
        let flags = New {
            harm: Vec::new(),
            ..fresh()
        };
        let [one, two, three] = answers;
        let (typist, end) = said_after(&[one, two, three, ""], flags);
        assert!(
            typist.heard().contains(&format!("How bad: {shown}\n")),
            "{}",
            typist.heard()
        );
        assert_eq!(complete(end).harm, texts(harm));
    }
}

#[test]
fn a_line_of_the_review_is_asked_again_and_comes_back_to_the_review() {
    let table: [(&[&str], New); 9] = [
        (
            &["2", "a calm day", ""],
            New {
                need: text("a calm day"),
                ..fresh()
            },
        ),
        (
            &["8", "yes", ""],
            New {
                answers: texts(&["occasion=a birthday", "still-wanted=yes"]),
                ..fresh()
            },
        ),
        (
            &["9", "n", "", "y", ""],
            New {
                harm: texts(&["spoiled", "person"]),
                ..fresh()
            },
        ),
        (
            &["13", "9:30", ""],
            New {
                happened: text("2026-11-20 09:30"),
                ..fresh()
            },
        ),
        (
            &["14", "A-17", ""],
            New {
                order: text("A-17"),
                ..fresh()
            },
        ),
        (
            &["15", "y", ""],
            New {
                public: true,
                ..fresh()
            },
        ),
        (
            &["17", "4,50", "450.00", ""],
            New {
                value: text("450.00"),
                ..fresh()
            },
        ),
        (&["2", "<", "99", "save"], fresh()),
        (
            &["<", "11:00", ""],
            New {
                told: text("2026-11-20 11:00"),
                ..fresh()
            },
        ),
    ];
    for (answers, new) in table {
        let (typist, end) = said_after(answers, fresh());
        assert_eq!(complete(end), new, "{answers:?}: {}", typist.heard());
    }
}

#[test]
fn another_type_brings_its_own_questions_and_says_what_is_left_out() {
    let (typist, end) = said_after(&["6", "billing", "7, not 5", ""], fresh());
    let new = complete(end);
    assert_eq!(new.types, texts(&["billing"]));
    assert_eq!(new.answers, texts(&["paid=7, not 5"]));
    assert!(
        typist
            .heard()
            .contains("Not kept, another type asks it: occasion=a birthday")
    );
}

#[test]
fn another_customer_does_not_inherit_the_address_of_the_one_before() {
    let (_, end) = said_after(&["4", "ada okafor", "", ""], fresh());
    let new = complete(end);
    assert_eq!(
        (new.customer, new.reach, new.tier),
        (text("Ada Okafor"), None, text("regular"))
    );

    let (typist, end) = said_after(&["4", "Dee", "dee@example.org", "1", ""], fresh());
    let new = complete(end);
    assert_eq!(
        (new.reach, new.tier),
        (text("dee@example.org"), text("new")),
        "{}",
        typist.heard()
    );
}

#[test]
fn a_new_address_given_with_a_known_customer_stands() {
    let flags = New {
        reach: text("0123"),
        words: text("x"),
        need: text("x"),
        feels: text("x"),
        ..New::default()
    };
    let (_, end) = said_after(&["ada okafor", ""], flags);
    assert_eq!(stopped(end).answers.reach, text("0123"));
}

#[test]
fn a_moment_is_echoed_and_kept_as_what_it_was() {
    let flags = New {
        told: None,
        ..fresh()
    };
    let (typist, end) = said_after(&["2h ago", ""], flags.clone());
    assert!(typist.heard().contains("That is Fri 20 Nov 2026 10:00."));
    assert_eq!(complete(end).told, text("2026-11-20 10:00"));

    let (typist, end) = said_after(&["2026-10-25 01:30", ""], flags);
    assert!(
        typist
            .heard()
            .contains("happens twice because the clocks go back")
    );
    assert_eq!(complete(end).told, text("2026-10-25T01:30:00+01:00"));

    let (_, end) = said_after(
        &[""],
        New {
            told: text("2h ago"),
            ..fresh()
        },
    );
    assert_eq!(complete(end).told, text("2026-11-20 10:00"));
}

#[test]
fn a_script_without_a_start_text_clears_an_answer() {
    let mut script = Script::new(["2", "", ""]);
    let end = talk(&mut script, fresh().into());
    assert_eq!(complete(end).need, None);
}
