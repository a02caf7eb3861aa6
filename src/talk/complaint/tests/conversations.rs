//! Whole conversations: a new customer, a known one, back and forth, a change.

use crate::typed::CaseWord;

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

fn fresh() -> NewArgs {
    NewArgs {
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
        ..NewArgs::default()
    }
}

/// Compares all that was said and asked; space at the end of a line does not count.
fn assert_heard(typist: &Typist, expected: &str) {
    let lines = |text: &str| -> Vec<String> {
        let text = text.trim().lines();
        text.map(|line| line.trim_end().to_owned()).collect()
    };
    assert_eq!(lines(typist.heard()), lines(expected));
}

fn fresh_but(change: impl FnOnce(&mut NewArgs)) -> NewArgs {
    let mut new = fresh();
    change(&mut new);
    new
}

fn said(answers: &[&str]) -> (Typist, ConversationEnd) {
    said_after(answers, NewArgs::default())
}

fn said_after(answers: &[&str], flags: NewArgs) -> (Typist, ConversationEnd) {
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
    assert_heard(&typist, HEARD_BY_SOMEBODY_NEW);
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
    assert_heard(&typist, HEARD_BY_ADA);
}

#[test]
fn a_part_of_a_name_offers_who_is_known() {
    let start = NewArgs {
        words: text("x"),
        ..NewArgs::default()
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
        assert!(
            so_far.settled.contains(&ComplaintQuestion::Customer),
            "{answers:?}"
        );
        assert_eq!(so_far.answers.customer.as_deref(), customer, "{answers:?}");
        assert_eq!(so_far.answers.reach.as_deref(), reach, "{answers:?}");
    }
}

#[test]
fn a_customer_known_by_name_only_is_asked_how_to_reach_them_and_who_they_are() {
    let flags = NewArgs {
        words: text("x"),
        need: text("x"),
        feels: text("x"),
        ..NewArgs::default()
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

/// Says that an answer was refused with this message, and stands there to be corrected.
fn assert_refused(flags: &NewArgs, answer: &str, message: &str) {
    assert_asked_again(flags, (answer, message), answer);
}

/// Says that a pick was refused with this message, and that its line is empty again.
fn assert_not_picked(flags: &NewArgs, answer: &str, message: &str) {
    assert_asked_again(flags, (answer, message), "");
}

fn assert_asked_again(flags: &NewArgs, (answer, message): (&str, &str), start: &str) {
    let (typist, end) = said_after(&[answer], flags.clone());
    assert!(typist.heard().contains(message), "{}", typist.heard());
    assert_eq!(typist.start, start);
    drop(stopped(end));
}

#[test]
fn a_wrong_answer_from_a_list_is_asked_again_on_an_empty_line() {
    let types = fresh_but(|new| new.types.clear());
    let zebra = "`zebra` is not on the list: write a number from 1 to 15, or a part of a name";
    assert_not_picked(&types, "zebra", zebra);
    assert_not_picked(&types, "late, zebra", zebra);
    let order = "`order` fits `Wrong or missing item`, `Cancelled order or booking` or `Lost order`: write more of it";
    assert_not_picked(&types, "order", order);
    let sixteen = "`16` is not a number from 1 to 15: write the number in front of the line";
    assert_not_picked(&types, "16", sixteen);
    assert_not_picked(
        &types,
        "",
        "what failed is missing: write the number that comes nearest",
    );
    let channel = fresh_but(|new| new.channel = None);
    assert_not_picked(
        &channel,
        "smoke signal",
        "`smoke signal` is not on the list: write a number from 1 to 5",
    );
}

#[test]
fn a_moment_that_cannot_be_is_asked_again_with_what_was_typed() {
    let told = fresh_but(|new| new.told = None);
    assert_refused(
        &told,
        "in 2h",
        "`in 2h` has not come yet: write when it was",
    );
    assert_refused(&told, "yesterday", "`yesterday` has no time of day");
    assert_refused(&told, "1/4/2026", "could be 1 April 2026 or 4 January 2026");
}

#[test]
fn a_given_answer_skips_its_question() {
    let all = fresh();
    let (typist, end) = said_after(&[""], all.clone());
    assert_eq!(complete(end), all);
    assert_eq!(typist.answers, 0);

    let severity = NewArgs {
        severity: text("severe"),
        harm: Vec::new(),
        ..all.clone()
    };
    let (typist, end) = said_after(&[""], severity.clone());
    assert_eq!(complete(end), severity);
    assert!(typist.heard().contains("How bad: severe, as you said"));

    let (typist, _) = said_after(
        &[],
        NewArgs {
            customer: text("ada okafor"),
            ..NewArgs::default()
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
        (
            fresh_but(|new| new.tier = text("gold")),
            "`gold` is not on the list",
        ),
        (
            fresh_but(|new| new.channel = text("fax")),
            "`fax` is not on the list",
        ),
        (
            fresh_but(|new| new.told = text("in 2h")),
            "`in 2h` has not come yet",
        ),
        (
            fresh_but(|new| new.types = texts(&["cake"])),
            "`cake` is not on the list",
        ),
        (
            fresh_but(|new| new.harm = texts(&["death"])),
            "`death` is not known",
        ),
        (
            fresh_but(|new| new.customer = text("  ")),
            "the name is missing",
        ),
    ];
    for (flags, message) in wrong {
        let (typist, end) = said_after(&[], flags.clone());
        assert!(!stopped(end).is_blank());
        assert!(!typist.heard().contains("Look it over"), "{message}");
        let (typist, _) = said_after(&["zebra"], flags);
        assert!(typist.heard().contains(message), "{}", typist.heard());
    }
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
        let flags = NewArgs {
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

/// Says that these answers on the review page make that case.
fn assert_changed(answers: &[&str], change: impl FnOnce(&mut NewArgs)) {
    let (typist, end) = said_after(answers, fresh());
    assert_eq!(
        complete(end),
        fresh_but(change),
        "{answers:?}: {}",
        typist.heard()
    );
}

#[test]
fn a_line_of_the_review_is_asked_again_and_comes_back_to_the_review() {
    assert_changed(&["2", "a quiet day", ""], |new| {
        new.need = text("a quiet day")
    });
    assert_changed(&["8", "yes", ""], |new| {
        new.answers = texts(&["occasion=a birthday", "still-wanted=yes"]);
    });
    assert_changed(&["9", "n", "", "y", ""], |new| {
        new.harm = texts(&["spoiled", "person"])
    });
    assert_changed(&["13", "9:30", ""], |new| {
        new.happened = text("2026-11-20 09:30")
    });
    assert_changed(&["14", "A-17", ""], |new| new.order = text("A-17"));
    assert_changed(&["15", "y", ""], |new| new.public = true);
    assert_changed(&["17", "4,50", "450.00", ""], |new| {
        new.value = text("450.00")
    });
}

#[test]
fn what_went_wrong_is_the_last_such_time_before_it_was_told() {
    assert_changed(&["12", "9:00", "13", "9:30", ""], |new| {
        new.told = text("2026-11-20 09:00");
        new.happened = text("2026-11-19 09:30");
    });
}

#[test]
fn the_review_is_left_unchanged_or_backwards_too() {
    assert_changed(&["2", "<", "99", "save"], |_| {});
    assert_changed(&["9", "<", ""], |_| {});
    assert_changed(&["<", "Mo", ""], |new| new.holder = text("Mo"));
    assert_changed(&["<", "<", "11:00", ""], |new| {
        new.told = text("2026-11-20 11:00")
    });
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
    let flags = NewArgs {
        reach: text("0123"),
        words: text("x"),
        need: text("x"),
        feels: text("x"),
        ..NewArgs::default()
    };
    let (_, end) = said_after(&["ada okafor", ""], flags);
    assert_eq!(stopped(end).answers.reach, text("0123"));
}

#[test]
fn a_moment_is_echoed_and_kept_as_what_it_was() {
    let flags = NewArgs {
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
        NewArgs {
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

const HEARD_BY_SOMEBODY_NEW: &str = r#"
< goes back, ? explains, . stops and keeps it.
What happened? Their words; an empty line ends them.
They said: The cake came at nine.
     more: It was for her birthday.
     more: 
Say sorry in your own name, and hear them out.
They wanted to [skip]: a birthday without worry
How they feel [skip]: let down
Their name: Cy Young
How to reach them [skip]: cy@example.org
   1 Late delivery
   2 Slow service
   3 Wrong or missing item
   4 Cold or poor food
   5 Sold out
   6 Cancelled order or booking
   7 Double-booked table
   8 Lost order
   9 Billing mistake
  10 Broken promise
  11 Confusion we caused
  12 Dirty table, dishes or toilet
  13 Rude or careless treatment
  14 Allergen we served
  15 Something in the food
What failed: late
What was it for? [skip]: a birthday
Is it still of use to you now? [skip]: no
Did it cost them money, or more than an hour? [no]: y
Did it spoil something that cannot be had again? [no]: y
Was anybody hurt, frightened or shamed? [no]: 
That makes it severe.
  1 New face
  2 Regular
  3 One of our best regulars
Who they are to you [1 New face]: 2
  1 counter
  2 phone
  3 voicemail
  4 email
  5 review-site
How they told you [1 counter]: phone
When they told you [now]: 10:05
That is Fri 20 Nov 2026 10:05.

Look it over:
   1 They said: "The cake came at nine.⏎It was for her birthday."
   2 They wanted to: a birthday without worry
   3 They feel: let down
   4 Customer: Cy Young (new)
   5 Reach them at: cy@example.org
   6 What failed: Late delivery
   7 What was it for: a birthday
   8 Is it still of use to you now: no
   9 How bad: severe (cost, spoiled)
  10 To you they are: Regular
  11 Told by: phone
  12 Told: Fri 20 Nov 2026 10:05
  13 Went wrong: -
  14 Order: -
  15 Others can read it: no
  16 Holder: Maria
  17 Worth a year: -
Preview of 1 types
< goes back, . stops and keeps it.
Enter saves, a number changes a line:
"#;

const HEARD_BY_ADA: &str = r#"
< goes back, ? explains, . stops and keeps it.
What happened? Their words; an empty line ends them.
They said: The cake came at nine
     more: 
Say sorry in your own name, and hear them out.
They wanted to [skip]: 
How they feel [skip]: 
Their name: ada okafor
Ada Okafor, Regular, 07700 900123, 2 earlier cases
  #12, 3 Nov: Late delivery, won-back
  #7, 3 Nov: Late delivery, won-back
  likes: lemon cake
Enter if it is them, 0 if not: 
   1 Late delivery
   2 Slow service
   3 Wrong or missing item
   4 Cold or poor food
   5 Sold out
   6 Cancelled order or booking
   7 Double-booked table
   8 Lost order
   9 Billing mistake
  10 Broken promise
  11 Confusion we caused
  12 Dirty table, dishes or toilet
  13 Rude or careless treatment
  14 Allergen we served
  15 Something in the food
What failed: late
What was it for? [skip]: 
Is it still of use to you now? [skip]: 
Did it cost them money, or more than an hour? [no]: y
Did it spoil something that cannot be had again? [no]: 
Was anybody hurt, frightened or shamed? [no]: 
That makes it major.
  1 counter
  2 phone
  3 voicemail
  4 email
  5 review-site
How they told you [1 counter]: 
When they told you [now]: 

Look it over:
   1 They said: "The cake came at nine"
   2 They wanted to: -
   3 They feel: -
   4 Customer: Ada Okafor (known)
   5 Reach them at: 07700 900123
   6 What failed: Late delivery
   7 What was it for: -
   8 Is it still of use to you now: -
   9 How bad: major (cost)
  10 To you they are: Regular
  11 Told by: counter
  12 Told: Fri 20 Nov 2026 12:00
  13 Went wrong: -
  14 Order: -
  15 Others can read it: no
  16 Holder: Maria
  17 Worth a year: -
Preview of 1 types
< goes back, . stops and keeps it.
Enter saves, a number changes a line:
"#;

/// Up to the name: what happened, what they needed, how they feel.
const WORDS: &[&str] = &["Still no candles.", "", "to celebrate", ""];

fn about(name: &str, more: &[&'static str]) -> Vec<String> {
    let all = WORDS
        .iter()
        .copied()
        .chain([name])
        .chain(more.iter().copied());
    all.map(str::to_owned).collect()
}

fn said_about(name: &str, more: &[&'static str]) -> (Typist, ConversationEnd) {
    let answers = about(name, more);
    let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
    said(&answers)
}

#[test]
fn the_same_matter_is_a_further_contact_and_needs_only_how_and_when() {
    for yes in ["y", "41", "#41"] {
        let (typist, end) = said_about("Una Solo", &["", yes, "phone", "", ""]);
        let contact = complete(end);
        assert_eq!(contact.same_as, Some(CaseWord::Number(41)), "{yes}");
        assert!(contact.types.is_empty() && contact.tier.is_none());
        assert_eq!(contact.need.as_deref(), Some("to celebrate"));
        assert_eq!(contact.told.as_deref(), Some("2026-11-20 12:00"));
        let heard = typist.heard();
        assert!(heard.contains("The same matter as #41? [no]"), "{heard}");
        assert!(heard.contains("#41, as a further contact of it"), "{heard}");
        assert!(!heard.contains("Who they are to you"), "{heard}");
    }
}

#[test]
fn of_several_open_cases_one_is_named() {
    let more = ["", "y", "41", "43", "phone", "", ""];
    let (typist, end) = said_about("Dua Peri", &more);
    assert_eq!(complete(end).same_as, Some(CaseWord::Number(43)));
    let heard = typist.heard();
    assert!(heard.contains("The same matter as #44 or #43?"), "{heard}");
    let refused = "`y` is none of their open cases: write 44 or 43, or `n` for a case of its own";
    assert!(heard.contains(refused), "{heard}");
    assert!(
        heard.contains("`41` is none of their open cases"),
        "{heard}"
    );
}

#[test]
fn enter_makes_a_case_of_its_own_and_everything_is_asked() {
    let rest = ["", "", "late", "", "", "n", "n", "n", "", "", "", ""];
    let (_, end) = said_about("Una Solo", &rest);
    let case = complete(end);
    assert_eq!((case.same_as, case.new_case), (None, true));
    assert_eq!(case.types, texts(&["late-delivery"]));
}

#[test]
fn nobody_is_asked_about_cases_that_are_closed() {
    let (typist, _) = said_about("Ada Okafor", &["", "."]);
    assert!(!typist.heard().contains("The same matter"));
}

#[test]
fn another_name_takes_the_same_matter_back() {
    // Back from the channel over the question to the name, which then is another.
    let more = ["", "y", "<", "<", "Bo Berg", "", "."];
    let (_, end) = said_about("Una Solo", &more);
    let kept = stopped(end);
    assert_eq!(kept.answers.customer.as_deref(), Some("Bo Berg"));
    assert_eq!((kept.answers.same_as, kept.answers.new_case), (None, false));
}

#[test]
fn what_was_said_of_the_same_matter_is_kept_for_the_next_day() {
    let (_, end) = said_about("Una Solo", &["", "y", "."]);
    let kept = Unfinished::from_json(&stopped(end).to_json()).unwrap();
    assert_eq!(kept.answers.same_as, Some(CaseWord::Number(41)));
    let (_, end) = {
        let mut typist = Typist::new(&["phone", "", ""]);
        let end = talk(&mut typist, kept);
        (typist, end)
    };
    assert_eq!(complete(end).same_as, Some(CaseWord::Number(41)));
}
