//! What is read as hours, and what is said about all else.

use proptest::prelude::*;

use super::*;
use crate::domain::time::calendar::{BadDate, BadOpenRange};

fn monday(ranges: &[&str]) -> Parts<String> {
    of_days(&[("mon", ranges)])
}

/// Parts whose place is their own text.
fn of_days(days: &[(&str, &[&str])]) -> Parts<String> {
    let mut parts = Parts::default();
    for (name, ranges) in days {
        let index = WEEKDAYS.iter().position(|day| day == name).unwrap();
        let read = |text: &&str| (OpenRange::parse(text).unwrap(), (*text).to_owned());
        parts.week[index] = ranges.iter().map(read).collect();
    }
    parts
}

#[test]
fn a_range_reads_as_it_is_written() {
    for (text, opens, closes, written) in [
        ("09:00-17:00", 540, 1_020, "09:00-17:00"),
        ("00:00-24:00", 0, 1_440, "00:00-24:00"),
        ("00:00-23:59", 0, 1_439, "00:00-23:59"),
        ("18:00-02:00", 1_080, 1_560, "18:00-02:00"),
        ("18:00-00:00", 1_080, 1_440, "18:00-24:00"),
        ("23:59-23:58", 1_439, 2_878, "23:59-23:58"),
    ] {
        let range = OpenRange::parse(text).unwrap();
        assert_eq!((range.opens(), range.closes()), (opens, closes), "{text}");
        assert_eq!(range.to_string(), written);
        assert_eq!(OpenRange::parse(written), Ok(range));
    }
}

/// A text that is no range, a part of what is said, and what to write.
const NO_RANGES: &[(&str, &str, &str)] = &[
    ("9-17", "`9-17` is not an opening", "write `09:00-17:00`"),
    ("9:00-17:00", "is not an opening", "write `09:00-17:00`"),
    ("09:00 - 17:00", "is not an opening", "write `09:00-17:00`"),
    ("09:00–17:00", "is not an opening", "write `09:00-17:00`"),
    ("09:00—17:00", "is not an opening", "write `09:00-17:00`"),
    ("09.00-17.30", "is not an opening", "write `09:00-17:30`"),
    ("0900-1730", "is not an opening", "write `09:00-17:30`"),
    ("9h-17h30", "is not an opening", "write `09:00-17:30`"),
    ("9 Uhr - 17 Uhr", "is not an opening", "write `09:00-17:00`"),
    ("9am-5pm", "is not an opening", "write `09:00-17:00`"),
    (
        "9 a.m. to 5.30 p.m.",
        "is not an opening",
        "write `09:00-17:30`",
    ),
    ("12am-12pm", "is not an opening", "write `00:00-12:00`"),
    ("9 till noon", "is not an opening", "write `09:00-12:00`"),
    ("6pm-midnight", "is not an opening", "write `18:00-24:00`"),
    ("9-5", "is not an opening", "write `09:00-17:00`"),
    ("10-2", "is not an opening", "write `10:00-14:00`"),
    ("18-2", "is not an opening", "write `18:00-02:00`"),
    (
        "09:00:00-17:00:00",
        "is not an opening",
        "write `09:00-17:00`",
    ),
    ("24/7", "is not an opening", "write `00:00-24:00`"),
    ("all day", "is not an opening", "write `00:00-24:00`"),
    ("closed", "is not an opening", "write `[]`"),
    ("", "are missing", "such as `09:00-17:00`"),
    ("  ", "are missing", "such as `09:00-17:00`"),
    ("09:00", "says only one time", "such as `09:00-17:00`"),
    ("18:00-", "says only one time", "such as `18:00-24:00`"),
    ("9", "says only one time", "such as `09:00-17:00`"),
    ("nine to five", "is not an opening", "such as `09:00-17:00`"),
    (
        "09:00-17:00-18:00",
        "is not an opening",
        "such as `09:00-17:00`",
    ),
    ("٠٩:٠٠-١٧:٠٠", "is not an opening", "such as `09:00-17:00`"),
    (
        "09:00-12:30, 13:30-17:00",
        "several ranges between the same quotes",
        "write `[\"09:00-12:30\", \"13:30-17:00\"]`",
    ),
    (
        "9-12 and 2-5",
        "several ranges",
        "write `[\"09:00-12:00\", \"14:00-17:00\"]`",
    ),
    (
        "25:00-26:00",
        "no `25:00` on the clock",
        "such as `09:00-17:00`",
    ),
    (
        "18:00-26:00",
        "no `26:00` on the clock",
        "write `18:00-02:00`",
    ),
    (
        "18:00-24:30",
        "no `24:30` on the clock",
        "write `18:00-00:30`",
    ),
    (
        "09:60-17:00",
        "no `09:60` on the clock",
        "such as `09:00-17:00`",
    ),
    (
        "99:99-99:99",
        "no `99:99` on the clock",
        "such as `09:00-17:00`",
    ),
    ("24:00-02:00", "`24:00` is the end of a day", "from `00:00`"),
    (
        "09:00-09:00",
        "opens and closes at the same time",
        "`00:00-24:00`",
    ),
    (
        "00:00-00:00",
        "opens and closes at the same time",
        "`00:00-24:00`",
    ),
    ("24:00-24:00", "`24:00` is the end of a day", "from `00:00`"),
];

#[test]
fn what_is_no_range_is_answered_with_the_right_form() {
    for (text, said, to_do) in NO_RANGES {
        let bad = OpenRange::parse(text).unwrap_err();
        assert!(bad.to_string().contains(said), "{text}: {bad}");
        assert!(bad.hint().contains(to_do), "{text}: {}", bad.hint());
    }
}

/// A text that is no date of a holiday, a part of what is said, and what to write.
const NO_DATES: &[(&str, &str, &str)] = &[
    ("25-12", "`25-12` names month 25", "write `12-25`"),
    ("2026-25-12", "names month 25", "write `2026-12-25`"),
    (
        "2026-02-30",
        "there is no `2026-02-30`: February 2026 has 28 days",
        "from `01` to `28`",
    ),
    (
        "2026-02-29",
        "February 2026 has 28 days",
        "from `01` to `28`",
    ),
    (
        "02-30",
        "February in a leap year has 29 days",
        "from `01` to `29`",
    ),
    ("04-31", "April has 30 days", "from `01` to `30`"),
    ("2026-13-32", "is not a date", "such as `2026-12-25`"),
    ("2026-12-00", "is not a date", "such as `2026-12-25`"),
    ("0000-12-25", "is not a date", "such as `2026-12-25`"),
    ("2026-1-5", "is not a date", "write `2026-01-05`"),
    ("1-5", "is not a date", "write `01-05`"),
    ("25/12", "is not a date", "write `12-25`"),
    ("25.12.", "is not a date", "write `12-25`"),
    ("1/4", "could be two dates", "write `04-01` or `01-04`"),
    (
        "1/4/2026",
        "could be two dates",
        "write `2026-04-01` or `2026-01-04`",
    ),
    (
        "01-04-2026",
        "could be two dates",
        "write `2026-04-01` or `2026-01-04`",
    ),
    ("4/4/2026", "is not a date", "write `2026-04-04`"),
    ("25.12.2026", "is not a date", "write `2026-12-25`"),
    ("12/25/2026", "is not a date", "write `2026-12-25`"),
    ("20261225", "is not a date", "write `2026-12-25`"),
    ("2026–12–25", "is not a date", "write `2026-12-25`"),
    ("25 Dec", "is not a date", "write `12-25`"),
    ("December 24th, 2026", "is not a date", "write `2026-12-24`"),
    ("christmas", "is not a date", "such as `2026-12-25`"),
    ("26-12-25", "is not a date", "such as `2026-12-25`"),
    ("", "a date is missing", "such as `2026-12-25`"),
    ("1234-1234", "is not a date", "such as `2026-12-25`"),
];

#[test]
fn what_is_no_holiday_is_answered_with_the_right_form() {
    for (text, said, to_do) in NO_DATES {
        let bad = Holiday::parse(text).unwrap_err();
        assert!(bad.to_string().contains(said), "{text}: {bad}");
        assert!(bad.hint().contains(to_do), "{text}: {}", bad.hint());
    }
}

#[test]
fn a_holiday_is_one_day_or_the_same_day_every_year() {
    assert_eq!(
        Holiday::parse("2026-12-25"),
        Ok(Holiday::Dated(day("2026-12-25")))
    );
    assert_eq!(
        Holiday::parse("02-29"),
        Ok(Holiday::Yearly { month: 2, day: 29 })
    );
    for text in ["2026-12-25", "12-26", "02-29", "0999-01-01"] {
        assert_eq!(Holiday::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn a_special_day_needs_its_year() {
    assert_eq!(date("2026-12-24"), Ok(day("2026-12-24")));
    let bad = date("12-24").unwrap_err();
    assert_eq!(
        bad,
        BadDate::NoYear {
            found: "12-24".to_owned()
        }
    );
    assert_eq!(bad.hint(), "write the year in front: `YYYY-12-24`");
    // A right form that would be refused again is no help.
    assert!(
        date("24 Dec")
            .unwrap_err()
            .hint()
            .contains("such as `2026-12-25`")
    );
    assert!(
        date("24 Dec 2026")
            .unwrap_err()
            .hint()
            .contains("`2026-12-24`")
    );
}

#[test]
fn a_time_of_day_is_hours_and_minutes() {
    assert_eq!(time_of_day("18:00").unwrap().to_string(), "18:00:00");
    assert_eq!(time_of_day("00:00").unwrap().to_string(), "00:00:00");
    for (text, said, to_do) in [
        ("6pm", "is not a time of day", "write `18:00`"),
        ("18", "is not a time of day", "write `18:00`"),
        ("8:00", "is not a time of day", "write `08:00`"),
        (
            "midnight",
            "is not a time of day",
            "from `00:00` to `23:59`",
        ),
        ("late", "is not a time of day", "such as `18:00`"),
        ("", "is not a time of day", "such as `18:00`"),
        (
            "24:00",
            "no `24:00` on the clock",
            "from `00:00` to `23:59`",
        ),
        (
            "18:60",
            "no `18:60` on the clock",
            "from `00:00` to `23:59`",
        ),
    ] {
        let bad = time_of_day(text).unwrap_err();
        assert!(bad.to_string().contains(said), "{text}: {bad}");
        assert!(bad.hint().contains(to_do), "{text}: {}", bad.hint());
    }
}

#[test]
fn touching_ranges_are_fine_in_any_order() {
    for parts in [
        monday(&["13:00-14:00", "12:00-13:00"]),
        monday(&["00:00-12:00", "12:00-24:00"]),
        of_days(&[("mon", &["18:00-09:00"]), ("tue", &["09:00-17:00"])]),
        of_days(&[("sun", &["18:00-09:00"]), ("mon", &["09:00-17:00"])]),
        of_days(&[("sun", &["18:00-24:00"]), ("mon", &["00:00-17:00"])]),
    ] {
        assert!(Hours::from_parts(parts).is_ok());
    }
}

/// Days with their ranges, the range that is to blame, a part of what is said, and what to do.
type Clashing = (
    &'static [(&'static str, &'static [&'static str])],
    &'static str,
    &'static str,
    &'static str,
);

const CLASHES: &[Clashing] = &[
    (
        &[("mon", &["12:00-17:00", "09:00-12:30"])],
        "12:00-17:00",
        "`12:00-17:00` overlaps `09:00-12:30` of mon",
        "write `09:00-17:00` for both",
    ),
    (
        &[("mon", &["09:00-17:00", "09:00-17:00"])],
        "09:00-17:00",
        "overlaps `09:00-17:00` of mon",
        "write `09:00-17:00` for both",
    ),
    (
        &[("fri", &["18:00-02:00", "23:00-03:00"])],
        "23:00-03:00",
        "overlaps `18:00-02:00` of fri",
        "write `18:00-03:00` for both",
    ),
    (
        &[("fri", &["08:00-06:00", "09:00-08:30"])],
        "09:00-08:30",
        "overlaps",
        "let one end where the other begins",
    ),
    (
        &[("mon", &["18:00-09:30"]), ("tue", &["09:00-12:00"])],
        "18:00-09:30",
        "`18:00-09:30` of mon runs over midnight into `09:00-12:00` of tue",
        "`18:00-09:00`",
    ),
    (
        &[("sun", &["18:00-02:00"]), ("mon", &["00:00-12:00"])],
        "18:00-02:00",
        "`18:00-02:00` of sun runs over midnight into `00:00-12:00` of mon",
        "`18:00-24:00`",
    ),
];

#[test]
fn ranges_that_overlap_clash_within_a_day_and_over_midnight() {
    for (days, blamed, said, to_do) in CLASHES {
        let clashes = Hours::from_parts(of_days(days)).unwrap_err();
        let [(place, clash)] = clashes.as_slice() else {
            panic!("{clashes:?}");
        };
        assert_eq!(place, blamed);
        assert!(clash.to_string().contains(said), "{clash}");
        assert!(clash.hint().contains(to_do), "{}", clash.hint());
    }
}

#[test]
fn every_clash_is_told_at_once() {
    let mut parts = of_days(&[
        ("mon", &["09:00-12:00", "11:00-13:00", "12:30-14:00"]),
        ("wed", &["09:00-17:00", "10:00-11:00", "12:00-13:00"]),
        ("sun", &["20:00-10:00"]),
    ]);
    let read = |text: &str| vec![(OpenRange::parse(text).unwrap(), text.to_owned())];
    for (place, open) in [("first", "09:00-12:00"), ("second", "10:00-13:00")] {
        parts.on.push(SpecialDay {
            date: day("2026-12-24"),
            place: place.to_owned(),
            open: read(open),
        });
    }
    let clashes = Hours::from_parts(parts).unwrap_err();
    let places: Vec<&str> = clashes.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "11:00-13:00",
            "12:30-14:00",
            "10:00-11:00",
            "12:00-13:00",
            "20:00-10:00",
            "second"
        ]
    );
    let (_, twice) = clashes.last().unwrap();
    assert_eq!(twice.to_string(), "2026-12-24 has hours of its own twice");
}

proptest! {
    #[test]
    fn any_text_is_answered_and_a_right_form_that_is_offered_is_right(
        text in "[0-9 :.,;/–-]{0,14}|[0-9]{1,2}(am|pm|h|:[0-9]{2})? ?(-|to|–) ?[0-9]{1,4}(am|pm)?|\\PC{0,20}",
    ) {
        match OpenRange::parse(&text) {
            Ok(range) => prop_assert_eq!(OpenRange::parse(&range.to_string()), Ok(range)),
            Err(BadOpenRange::NotARange { nearest: Some(right), .. }) => {
                prop_assert_eq!(OpenRange::parse(&right.to_string()), Ok(right));
            }
            Err(bad) => prop_assert!(!bad.hint().is_empty()),
        }
        match Holiday::parse(&text) {
            Ok(holiday) => prop_assert_eq!(Holiday::parse(&holiday.to_string()), Ok(holiday)),
            Err(BadDate::NotADate { nearest: Some(right), .. }) => {
                prop_assert_eq!(Holiday::parse(&right.to_string()), Ok(right));
            }
            Err(bad) => prop_assert!(!bad.hint().is_empty()),
        }
        if let Err(bad) = time_of_day(&text) {
            prop_assert!(!bad.hint().is_empty());
        }
    }
}
