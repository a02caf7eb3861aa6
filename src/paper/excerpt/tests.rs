//! What a problem looks like, and what it never does.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::domain::words::is_hidden;
use crate::paper::layout::ink::advance;

const FILE: &str = "name = \"Bakery\"\n\n[[entry]]\ntype = \"late\"\nsteps = [\"refund\", \"call\"]\n\n[actions]\ncall = { text = \"Phone them\" }\n";

fn at(part: &str, label: &str) -> Spot {
    let start = FILE.find(part).unwrap();
    Spot::new(start..start + part.len(), label)
}

fn problem() -> Problem {
    Problem {
        level: ProblemLevel::Error,
        title: "the step `refund` is not among the actions of this playbook".to_owned(),
        spot: at("\"refund\"", "no such action"),
        others: vec![
            at("[actions]", "actions are declared here"),
            at("[[entry]]", "in this entry"),
        ],
        shown_by: Vec::new(),
        help: Some("declare it: `refund = { text = \"...\" }`, or use one of: call".to_owned()),
    }
}

/// A problem of one spot, without a word more than needed.
fn bare_problem(spot: Spot) -> Problem {
    Problem {
        level: ProblemLevel::Warning,
        title: "odd".to_owned(),
        spot,
        others: Vec::new(),
        shown_by: Vec::new(),
        help: None,
    }
}

fn drawn(problem: &Problem, sheet: Sheet) -> String {
    draw(
        &SourceText::new("playbooks/bakery.toml", FILE),
        problem,
        sheet,
    )
}

fn ascii(width: usize) -> Sheet {
    Sheet {
        glyphs: Glyphs::Ascii,
        ..Sheet::plain(width)
    }
}

#[test]
fn eighty_columns() {
    insta::assert_snapshot!(drawn(&problem(), Sheet::plain(80)), @r#"
    error: the step `refund` is not among the actions of this playbook
      ╭▸ playbooks/bakery.toml:5:10
      │
    3 │ [[entry]]
      │ ───────── in this entry
      │
      ⸬
    5 │ steps = ["refund", "call"]
      │          ━━━━━━━━ no such action
      │
      ⸬
    7 │ [actions]
      │ ───────── actions are declared here
      │
      ╰ help: declare it: `refund = { text = "..." }`, or use one of: call
    "#);
}

#[test]
fn eighty_columns_of_ascii() {
    insta::assert_snapshot!(drawn(&problem(), ascii(80)), @r#"
    error: the step `refund` is not among the actions of this playbook
     --> playbooks/bakery.toml:5:10
      |
    3 | [[entry]]
      | --------- in this entry
      |
     :::
    5 | steps = ["refund", "call"]
      |          ^^^^^^^^ no such action
      |
     :::
    7 | [actions]
      | --------- actions are declared here
      |
      = help: declare it: `refund = { text = "..." }`, or use one of: call
    "#);
}

#[test]
fn thirty_columns_put_long_labels_below() {
    insta::assert_snapshot!(drawn(&problem(), ascii(30)), @r#"
    error: the step `refund` is
           not among the actions
           of this playbook
     --> playbooks/
    bakery.toml:5:10
      |
    3 | [[entry]]
      | --------- in this entry
      |
     :::
    5 | steps = ["refund", "call"]
      |          ^^^^^^^^
      |
     :::
    7 | [actions]
      | ---------
      |
      = note: line 5: no such
              action
      = note: line 7: actions are
              declared here
      = help: declare it: `refund
              = { text = "..."
              }`, or use one of:
              call
    "#);
}

#[test]
fn a_long_line_is_clipped_around_the_mark() {
    let text = format!("{}BAD{}\n", "a".repeat(500), "z".repeat(500));
    let problem = Problem {
        others: vec![Spot::new(900..910, "and that")],
        ..bare_problem(Spot::new(500..503, "this"))
    };
    insta::assert_snapshot!(draw(&SourceText::new("x.toml", &text), &problem, ascii(60)), @r"
    warning: odd
     --> x.toml:1:501
      |
    1 | ...aaaaaaaaaaaaaaaaBADzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz...
      |                    ^^^ this                          ---
      |
      = note: line 1: and that
    ");
}

#[test]
fn the_place_is_that_of_the_file_not_of_the_cleaned_line() {
    let text = "\u{1b}\u{1b}\u{1b}é = 1\r\nb";
    let source = SourceText::new("x.toml", text);
    assert_eq!(source.place(3), LineColumn { line: 1, column: 4 });
    assert_eq!(source.place(4), LineColumn { line: 1, column: 4 });
    assert_eq!(source.place(text.len()), LineColumn { line: 2, column: 2 });
    assert_eq!(source.place(usize::MAX), LineColumn { line: 2, column: 2 });
    let problem = Problem {
        title: "odd\u{1b}[2J".to_owned(),
        ..bare_problem(Spot::new(3..5, "this \u{202e}"))
    };
    insta::assert_snapshot!(draw(&source, &problem, ascii(60)), @r"
    warning: odd<U+001B>[2J
     --> x.toml:1:4
      |
    1 | <U+001B><U+001B><U+001B>é = 1
      |                         ^ this <U+202E>
    ");
}

#[test]
fn a_curly_quote_stays_what_it_is_without_unicode() {
    let problem = bare_problem(Spot::new(4..7, ""));
    let text = draw(&SourceText::new("x.toml", "a = “x”"), &problem, ascii(60));
    assert!(text.contains("a = “x”"), "{text}");
}

#[test]
fn a_title_that_looks_like_a_jump_is_kept() {
    let problem = Problem {
        title: "a title of two lines :::".to_owned(),
        ..bare_problem(Spot::new(0..1, ""))
    };
    let text = draw(&SourceText::new("x.toml", "a"), &problem, ascii(31));
    assert_eq!(text.matches(":::").count(), 1, "{text}");
}

#[test]
fn a_megabyte_is_shown_by_its_marked_lines_only() {
    let text = "a = 1\n".repeat(170_000);
    let source = SourceText::new("x.toml", &text);
    let problem = Problem {
        others: vec![Spot::new(0..1, "there")],
        ..bare_problem(Spot::new(text.len() - 6..text.len() - 5, "here"))
    };
    assert_eq!(
        draw(&source, &problem, ascii(80)).matches("a = 1").count(),
        2
    );
}

#[test]
fn colour_changes_no_character() {
    let sheet = Sheet {
        colour: Colour::On,
        ..Sheet::plain(30)
    };
    let coloured = drawn(&problem(), sheet);
    assert!(coloured.contains("\u{1b}["));
    let bare: String = coloured
        .lines()
        .map(|line| window::bare(line) + "\n")
        .collect();
    assert_eq!(bare, drawn(&problem(), Sheet::plain(30)));
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "(?s).{0,12}",
        "[a-z =]{1,60}\n",
        "[山田家ケ]{1,40}",
        "(👩\u{200d}🍳|❤\u{fe0f}|e\u{301}|\u{94d}|ा){1,20}",
        "\u{1b}\\[[0-9;]{0,4}[mJH]",
        "[\u{202e}\u{2066}\u{200b}\u{feff}\r\n\t\u{9b}]{1,6}",
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn spot() -> impl Strategy<Value = Spot> {
    (0..400_usize, 0..60_usize, hostile())
        .prop_map(|(start, length, label)| Spot::new(start..start + length, label))
}

fn any_problem() -> impl Strategy<Value = Problem> {
    let help = proptest::option::of(hostile());
    let spots = (spot(), proptest::collection::vec(spot(), 0..4));
    (hostile(), spots, help).prop_map(|(title, (spot, others), help)| Problem {
        level: ProblemLevel::Warning,
        title,
        spot,
        others,
        shown_by: Vec::new(),
        help,
    })
}

fn any_sheet() -> impl Strategy<Value = Sheet> {
    let colour = prop_oneof![Just(Colour::On), Just(Colour::Off)];
    let glyphs = prop_oneof![Just(Glyphs::Unicode), Just(Glyphs::Ascii)];
    (20..=200_usize, colour, glyphs).prop_map(|(width, colour, glyphs)| Sheet {
        width,
        colour,
        glyphs,
    })
}

proptest! {
    #[test]
    fn no_line_is_too_wide_or_ends_in_a_space_or_holds_a_control(
        (name, text) in (hostile(), hostile()),
        problem in any_problem(),
        sheet in any_sheet(),
    ) {
        let drawn = draw(&SourceText::new(&name, &text), &problem, sheet);
        prop_assert!(drawn.ends_with('\n'));
        for line in drawn.split_terminator('\n') {
            let bare = window::bare(line);
            prop_assert!(bare.width() <= sheet.width, "{bare:?}");
            prop_assert!(bare.chars().map(advance).sum::<usize>() <= sheet.width, "{bare:?}");
            prop_assert_eq!(bare.trim_end(), &bare);
            prop_assert!(!bare.chars().any(is_hidden), "{bare:?}");
        }
    }

    #[test]
    fn the_mark_lies_under_what_is_marked(
        before in "[a-zé山\t\u{1b}\u{202e}]{0,120}",
        after in "[a-z]{0,120}",
        width in 30..120_usize,
    ) {
        let text = format!("{before}BAD{after}\n");
        let problem = bare_problem(Spot::new(before.len()..before.len() + 3, ""));
        let drawn = draw(&SourceText::new("x", &text), &problem, ascii(width));
        let line = drawn.lines().find(|line| line.contains("BAD")).unwrap();
        let mark = drawn.lines().find(|line| line.contains('^')).unwrap();
        let left = line.split("BAD").next().unwrap();
        prop_assert_eq!(left.width(), mark.find('^').unwrap());
        prop_assert_eq!(mark.matches('^').count(), 3);
    }
}
