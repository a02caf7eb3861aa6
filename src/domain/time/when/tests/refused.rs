//! What is refused, with which sentence and which way out.

use super::*;

const REFUSED: &[(&str, &str, &str)] = &[
    ("", "missing", "yesterday 3pm"),
    (" , ", "missing", "in 2h"),
    (
        "soonish",
        "`soonish` is not understood",
        "`2026-11-23 10:05`, `yesterday 3pm` or `in 2h`",
    ),
    (
        "yesturday 3pm",
        "`yesturday` is not understood in `yesturday 3pm`",
        "did you mean `yesterday`?",
    ),
    ("23 novembre 2026", "could be an hour or a day", "`23 nov`"),
    (
        "yesterday 3pm please",
        "`please` is not understood in",
        "in 2h",
    ),
    (
        "yesterday 3",
        "`3` could be an hour or a day in `yesterday 3`",
        "`3pm`",
    ),
    ("15", "`15` could be an hour or a day", "`10:05`"),
    ("1790000000", "could be", "`10:05`"),
    ("yesterday at", "`at` does not fit", "yesterday 3pm"),
    ("at yesterday", "`at` does not fit", "yesterday 3pm"),
    ("on 3pm", "`on` does not fit", "yesterday 3pm"),
    ("at at 3pm", "`at` is not understood", "yesterday 3pm"),
    ("now 3pm", "`now` does not fit", "in 2h"),
    ("2 days ago 3pm", "`ago` does not fit", "in 2h"),
    ("tomorrow in 2h", "`in` does not fit", "in 2h"),
    ("2 Days", "ago or ahead", "`2 Days ago` or `in 2 Days`"),
    ("2h", "ago or ahead", "`2h ago` or `in 2h`"),
    ("yesterday ago", "not a unit", "the units"),
    ("3pm 4pm", "two times: `3pm` and `4pm`", "one time"),
    ("noon 3 pm", "two times: `noon` and `3 pm`", "one time"),
    ("fri sat", "two dates: `fri` and `sat`", "one date"),
    (
        "fri tomorrow",
        "two dates: `fri` and `tomorrow`",
        "one date",
    ),
    (
        "fri 27 nov sat",
        "two dates: `fri 27 nov` and `sat`",
        "one date",
    ),
    (
        "next fri 27 nov",
        "two dates: `next fri` and `27 nov`",
        "one date",
    ),
    (
        "Mon 27 Nov 2026 09:00",
        "`Mon 27 Nov 2026` is no date: 27 November 2026 is a Friday",
        "write `Fri 27 Nov 2026` or `Mon 30 Nov 2026`",
    ),
    (
        "2026-11-27 thu",
        "`2026-11-27 thu` is no date: 27 November 2026 is a Friday",
        "or `Thu 26 Nov 2026`",
    ),
    ("mon 31 feb", "`mon 31 feb` does not exist", "1 to 28"),
    ("tomorrow 01:30 +00:60", "offset in", "+01:00"),
    (
        "tomorrow 01:30 +01:00",
        "`+01:00` is not the offset of Europe/London then, which has +00:00",
        "leave the offset out",
    ),
    ("today tomorrow", "two dates", "one date"),
    ("25:00", "`25:00` is no time of day", "`15:30`"),
    ("10:60", "no time of day", "`15:30`"),
    ("10:05:60", "no time of day", "`15:30`"),
    ("24:00", "this day or the next", "`23:59`"),
    ("13pm", "hours run from 1 to 12", "`3:30 pm`"),
    ("0am", "hours run from 1 to 12", "`3:30 pm`"),
    ("13:00 pm", "hours run from 1 to 12", "`3:30 pm`"),
    ("10:5", "not written like a time", "`09:05`"),
    ("10:05:30:00", "not written like a time", "`09:05`"),
    ("123:00", "not written like a time", "`09:05`"),
    ("2026-11-23 10:05+0100", "offset in", "+01:00"),
    ("2026-11-23 10:05+25:00", "offset in", "+01:00"),
    ("10:05Z", "no date with a year", "+01:00"),
    ("fri 10:05Z", "no date with a year", "+01:00"),
    ("fri midnight", "start of that day or its end", "`00:00`"),
    ("31 feb", "`31 feb` does not exist: February", "1 to 28"),
    ("2026-02-29 10:00", "February 2026 has 28 days", "1 to 28"),
    (
        "2026-13-01 10:00",
        "13 is not between 1 and 12",
        "year first",
    ),
    (
        "2026-00-01 10:00",
        "0 is not between 1 and 12",
        "year first",
    ),
    ("0 nov", "`0 nov` does not exist: November", "1 to 30"),
    ("13/13/2026", "13 is not between", "year first"),
    ("november", "`november` has no day", "`23 november`"),
    ("nov 2026", "`nov` has no day", "`23 nov`"),
    (
        "next week",
        "`next` and `last` go with a weekday",
        "`next friday`",
    ),
    ("last", "go with a weekday", "`last friday`"),
    ("23/11 10:00", "the year is missing", "`2026-11-23`"),
    ("10.05", "no colon", "`10:05`"),
    ("23/11/26", "four digits", "`2026-11-23`"),
    ("23 nov 26", "four digits", "`2026-11-23`"),
    ("23 nov 20266", "four digits", "`2026-11-23`"),
    ("2026-11/23", "not written like a date", "year first"),
    ("1-2-3-4", "not written like a date", "year first"),
    (
        "1/4/2026",
        "could be 1 April 2026 or 4 January 2026",
        "`2026-04-01` or `2026-01-04`",
    ),
    ("23 nov 1030", "between 1900 and 9999", "`10:30`"),
    ("1899-12-31 10:00", "between 1900 and 9999", "four digits"),
    (
        "9999-12-31T23:59:59-01:00",
        "between 1900 and 9999",
        "four digits",
    ),
    ("in 2", "no unit", "`2h`"),
    ("in", "length of time is missing", "`30m`"),
    ("ago", "length of time is missing", "`30m`"),
    ("in 1.5h", "not a whole number", "`1h 30m`"),
    ("in 2 months", "no fixed length", "`60d`"),
    ("in -2h", "below zero", "minus"),
    ("in 8 open hours", "only the time you are open", "`in 2h`"),
    (
        "2026-03-29 01:30",
        "does not exist in Europe/London",
        "`2026-03-29 00:59` or `2026-03-29 02:00`",
    ),
];

#[test]
fn everything_else_is_refused_with_its_own_sentence_and_a_way_out() {
    for (text, sentence, hint) in REFUSED {
        for reading in [Reading::Past, Reading::Future] {
            let error = read(text, reading, DateAlone::Start).unwrap_err();
            assert!(error.to_string().contains(sentence), "{text}: {error}");
            assert!(error.hint().contains(hint), "{text}: {}", error.hint());
        }
    }
}

#[test]
fn a_date_alone_is_refused_where_a_time_is_needed() {
    for text in [
        "today",
        "fri",
        "next fri",
        "2026-11-23",
        "23 nov",
        "23/11/2026",
    ] {
        let error = read(text, Reading::Past, DateAlone::Refused).unwrap_err();
        assert_eq!(
            error,
            BadWhen::NoTime {
                found: text.to_owned()
            }
        );
        assert!(error.hint().contains(&format!("`{text} 10:05`")));
    }
}

#[test]
fn a_weekday_that_is_not_that_of_its_date_is_refused_with_both_ways_out() {
    for (text, reading, sentence, hint) in [
        (
            "Mon 27 Nov",
            Reading::Future,
            "27 November 2026 is a Friday",
            "write `Fri 27 Nov 2026` or `Mon 30 Nov 2026`",
        ),
        // It is a Saturday next year, which is not what `by` looks to.
        (
            "sat 27 nov 10:00",
            Reading::Future,
            "27 November 2026 is a Friday",
            "or `Sat 28 Nov 2026`",
        ),
        (
            "mon 19 nov",
            Reading::Past,
            "19 November 2026 is a Thursday",
            "write `Thu 19 Nov 2026` or `Mon 16 Nov 2026`",
        ),
        (
            "wed 27 nov",
            Reading::Past,
            "27 November 2025 is a Thursday",
            "write `Thu 27 Nov 2025` or `Wed 26 Nov 2025`",
        ),
    ] {
        let error = read(text, reading, DateAlone::Start).unwrap_err();
        assert!(error.to_string().contains(sentence), "{text}: {error}");
        assert!(error.hint().contains(hint), "{text}: {}", error.hint());
    }
}
