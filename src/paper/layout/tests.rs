//! What a laid-out page looks like, and what it never does.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::domain::words::{Words, is_hidden};
use crate::paper::page::{Column, Table};

const ESC: char = '\u{1b}';

fn words(text: &str) -> Words {
    Words::new(text).unwrap()
}

fn due() -> Table {
    Table::new([
        Column::number("case"),
        Column::text("customer"),
        Column::text("next step"),
        Column::whole("due"),
        Column::whole("state"),
    ])
    .row([
        Text::strong("#41"),
        Text::from(&words("Ana Kovač")),
        "Phone her, apologise without a `but`, and offer a new cake for Saturday".into(),
        "was due 05:52, 3 h 20 min ago".into(),
        Text::late("LATE"),
    ])
    .row([
        Text::strong("#7"),
        Text::from(&words("山田 太郎\u{1b}[2J")),
        "Refund".into(),
        "by 10:05, in 53 min".into(),
        Text::soon("DUE SOON"),
    ])
}

/// A page with every kind of block on it.
fn sample() -> Page {
    let said = "The cake was\r\n\tlate – and it was my mother's eightieth birthday, which does not come twice, does it…";
    let candles = "Send a new cake → before Saturday noon, with the candles she asked for";
    let next = Text::plain("Next: ").then(Text::code("amends done 41 --step 1"));
    Page::new()
        .heading("Due")
        .table(due())
        .heading("Case #41")
        .fields([
            ("customer", Text::from(&words("Ana Kovač"))),
            ("told", "yesterday 14:52, 19 h ago".into()),
            ("secret", Text::new()),
            ("holder", Text::dim("nobody yet")),
        ])
        .gap()
        .quote(&words(said))
        .gap()
        .list([
            ListItem::new("1.", "Apologise in person").note(Text::late("LATE, was due 05:52")),
            ListItem::new("10.", candles),
        ])
        .gap()
        .paragraph(
            next.then(". To take it back: ")
                .then(Text::code("amends undo")),
        )
        .gap()
}

#[test]
fn eighty_columns_hold_a_grid() {
    insta::assert_snapshot!(lay_out(&sample(), Sheet::plain(80)), @r"
    Due
    CASE  CUSTOMER       NEXT STEP           DUE                            STATE
     #41  Ana Kovač      Phone her,          was due 05:52, 3 h 20 min ago  LATE
                         apologise without
                         a `but`, and offer
                         a new cake for
                         Saturday
      #7  山田 太郎␛[2J  Refund              by 10:05, in 53 min            DUE SOON

    Case #41
    customer:  Ana Kovač
    told:      yesterday 14:52, 19 h ago
    holder:    nobody yet

    │ The cake was
    │ ⇥late – and it was my mother's eightieth birthday, which does not come twice,
    │ does it…

    1.  Apologise in person
        LATE, was due 05:52
    10. Send a new cake → before Saturday noon, with the candles she asked for

    Next: amends done 41 --step 1. To take it back: amends undo
    ");
}

#[test]
fn forty_columns_hold_records() {
    insta::assert_snapshot!(lay_out(&sample(), Sheet::plain(40)), @r"
    Due
    case: #41
      customer: Ana Kovač
      next step: Phone her, apologise
        without a `but`, and offer a new
        cake for Saturday
      due: was due 05:52, 3 h 20 min ago
      state: LATE

    case: #7
      customer: 山田 太郎␛[2J
      next step: Refund
      due: by 10:05, in 53 min
      state: DUE SOON

    Case #41
    customer: Ana Kovač
    told: yesterday 14:52, 19 h ago
    holder: nobody yet

    │ The cake was
    │ ⇥late – and it was my mother's
    │ eightieth birthday, which does not
    │ come twice, does it…

    1.  Apologise in person
        LATE, was due 05:52
    10. Send a new cake → before Saturday
        noon, with the candles she asked for

    Next: amends done 41 --step 1. To take
    it back: amends undo
    ");
}

#[test]
fn two_hundred_columns_leave_prose_readable() {
    insta::assert_snapshot!(lay_out(&sample(), Sheet::plain(200)), @r"
    Due
    CASE  CUSTOMER       NEXT STEP                                                                DUE                            STATE
     #41  Ana Kovač      Phone her, apologise without a `but`, and offer a new cake for Saturday  was due 05:52, 3 h 20 min ago  LATE
      #7  山田 太郎␛[2J  Refund                                                                   by 10:05, in 53 min            DUE SOON

    Case #41
    customer:  Ana Kovač
    told:      yesterday 14:52, 19 h ago
    holder:    nobody yet

    │ The cake was
    │ ⇥late – and it was my mother's eightieth birthday, which does not come twice, does it…

    1.  Apologise in person
        LATE, was due 05:52
    10. Send a new cake → before Saturday noon, with the candles she asked for

    Next: amends done 41 --step 1. To take it back: amends undo
    ");
}

#[test]
fn without_unicode_our_signs_are_ascii() {
    let sheet = Sheet {
        glyphs: Glyphs::Ascii,
        ..Sheet::plain(60)
    };
    let page = Page::new()
        .quote(&words("one\ntwo\u{1b}\n"))
        .paragraph("a → b … c – “d” — é 山\u{7f} x\ny\tz");
    insta::assert_snapshot!(lay_out(&page, sheet), @r#"
    | one
    | two<U+001B>
    a -> b ... c - "d" -- é 山<U+007F> x\ny\tz
    "#);
}

#[test]
fn colour_is_closed_at_every_line_end_and_leaves_the_text_alone() {
    for width in [20, 40, 50, 80, 200] {
        let coloured = Sheet {
            colour: Colour::On,
            ..Sheet::plain(width)
        };
        let coloured = lay_out(&sample(), coloured);
        assert!(coloured.contains("\u{1b}[1m\u{1b}[31mLATE\u{1b}[0m"));
        assert!(coloured.lines().all(is_closed));
        assert_eq!(
            without_colour(&coloured),
            lay_out(&sample(), Sheet::plain(width))
        );
    }
}

#[test]
fn gaps_are_single_and_never_at_the_edge() {
    let page = Page::new()
        .gap()
        .heading("A")
        .gap()
        .gap()
        .paragraph("b")
        .heading("C")
        .gap();
    assert_eq!(lay_out(&page, Sheet::plain(80)), "A\n\nb\n\nC\n");
    assert_eq!(lay_out(&Page::new().gap(), Sheet::plain(80)), "");
}

#[test]
fn a_long_word_is_broken_and_all_of_it_is_there() {
    let page = Page::new().paragraph("x".repeat(50));
    let text = lay_out(&page, Sheet::plain(20));
    assert_eq!(
        text,
        format!(
            "{}\n{}\n{}\n",
            "x".repeat(20),
            "x".repeat(20),
            "x".repeat(10)
        )
    );
}

#[test]
fn a_mark_stays_on_its_letter() {
    let page = Page::new().paragraph("e\u{301}".repeat(21));
    let text = lay_out(&page, Sheet::plain(20));
    assert_eq!(text, format!("{}\ne\u{301}\n", "e\u{301}".repeat(20)));
}

#[test]
fn wide_characters_wrap_without_spaces() {
    let page = Page::new().paragraph("対応 昨日お願いしたケーキが届きませんでした。");
    insta::assert_snapshot!(lay_out(&page, Sheet::plain(20)), @"
    対応 昨日お願いした
    ケーキが届きませんで
    した。
    ");
}

#[test]
fn a_column_kept_whole_turns_a_tight_table_into_records() {
    let table = Table::new([Column::text("customer"), Column::whole("due")])
        .row([
            "Ana",
            "Fri 27 Nov 10:05, in 3 days and some more words to fill it",
        ])
        .titled_by(1);
    insta::assert_snapshot!(lay_out(&Page::new().table(table), Sheet::plain(60)), @"
    due: Fri 27 Nov 10:05, in 3 days and some more words to fill
      it
      customer: Ana
    ");
}

#[test]
fn a_table_without_rows_or_columns_shows_nothing() {
    let empty = Table::new([Column::text("customer")]);
    assert_eq!(lay_out(&Page::new().table(empty), Sheet::plain(80)), "");
    let bare = Table::new([]).row(["lost"]);
    assert_eq!(lay_out(&Page::new().table(bare), Sheet::plain(80)), "");
}

#[test]
fn a_sheet_too_narrow_is_served_as_the_narrowest() {
    let page = sample();
    assert_eq!(
        lay_out(&page, Sheet::plain(0)),
        lay_out(&page, Sheet::plain(Sheet::NARROWEST))
    );
}

/// Takes out our own colour sequences, the only escapes there may be.
fn without_colour(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        out + part.split_once('m').unwrap_or_default().1
    })
}

/// Tells whether the last sequence on a line, if any, is the closing one.
fn is_closed(line: &str) -> bool {
    line.rsplit_once("\u{1b}[")
        .is_none_or(|(_, rest)| rest.starts_with("0m"))
}

/// Text as bad as it comes: any characters, long words, wide and joined ones, marks, escapes, many spaces.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "(?s).{0,12}",
        "[a-z]{1,9} ",
        "[a-z]{30,90}",
        "[山田家ケー。「」]{1,40}",
        "(👩\u{200d}🍳|❤\u{fe0f}|👍🏽|🇩🇪|e\u{301}|क्षि|\u{94d}|ा){1,20}",
        " {1,30}",
        "\u{1b}\\[[0-9;]{0,4}[mJH]",
        "[\u{202e}\u{2066}\u{200b}\u{feff}\u{a0}\u{3000}\r\n\t\u{1e}\u{1f}\u{9b}]{1,4}",
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = Text> {
    let mark = prop_oneof![
        Just(Mark::Plain),
        Just(Mark::Late),
        Just(Mark::Code),
        Just(Mark::Strong)
    ];
    proptest::collection::vec((mark, hostile()), 0..3).prop_map(|spans| {
        let start = Text::new();
        spans
            .into_iter()
            .fold(start, |text, (mark, more)| text.add(mark, more))
    })
}

fn any_table() -> impl Strategy<Value = Table> {
    let column = (hostile(), 0..3).prop_map(|(title, kind)| match kind {
        0 => Column::text(title),
        1 => Column::whole("w"),
        _ => Column::number("n"),
    });
    let columns = proptest::collection::vec(column, 1..6);
    let rows = proptest::collection::vec(proptest::collection::vec(any_text(), 0..6), 0..4);
    (columns, rows, 0..7_usize).prop_map(|(columns, rows, title)| {
        let start = Table::new(columns).titled_by(title);
        rows.into_iter().fold(start, Table::row)
    })
}

fn any_block() -> impl Strategy<Value = Block> {
    let item = (
        any_text(),
        any_text(),
        proptest::collection::vec(any_text(), 0..2),
    )
        .prop_map(|(marker, body, notes)| ListItem {
            marker,
            body,
            notes,
        });
    prop_oneof![
        any_text().prop_map(Block::Heading),
        any_text().prop_map(Block::Paragraph),
        proptest::collection::vec((hostile(), any_text()), 0..4).prop_map(Block::Fields),
        any_table().prop_map(Block::Table),
        proptest::collection::vec(item, 0..4).prop_map(Block::List),
        hostile().prop_map(Block::Quote),
        Just(Block::Gap),
    ]
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
        blocks in proptest::collection::vec(any_block(), 0..5),
        sheet in any_sheet(),
    ) {
        let page = blocks.into_iter().fold(Page::new(), Page::block);
        let text = lay_out(&page, sheet);
        prop_assert!(text.is_empty() || text.ends_with('\n'));
        prop_assert!(text.lines().all(is_closed));
        let escapes = text.matches(ESC).count();
        prop_assert!(sheet.colour == Colour::On || escapes == 0);
        for line in without_colour(&text).split_terminator('\n') {
            prop_assert!(line.width() <= sheet.width, "{} > {}: {line:?}", line.width(), sheet.width);
            prop_assert!(line.chars().map(ink::advance).sum::<usize>() <= sheet.width, "{line:?}");
            prop_assert_eq!(line, line.trim_end());
            prop_assert!(!line.chars().any(is_hidden), "{line:?}");
        }
    }

    #[test]
    fn nothing_is_cut_off(text in hostile(), sheet in any_sheet()) {
        let drawn = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let given = ink::ink_of(Mark::Plain, &text, sheet.glyphs).iter().map(|one| one.c).collect::<String>();
        let paragraph = lay_out(&Page::new().paragraph(text.as_str()), sheet);
        prop_assert_eq!(drawn(&paragraph), drawn(&given));
        let table = Table::new([Column::text("a"), Column::text("")]).row([Text::new(), Text::late(text)]);
        let table = without_colour(&lay_out(&Page::new().table(table), sheet));
        prop_assert!(drawn(&table).contains(&drawn(&given)), "{table}");
    }
}
