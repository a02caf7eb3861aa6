//! Prints what it costs to add open time: `cargo bench --bench calendar`.
//!
//! A shop in London with a break at noon, eight holidays and two special days, from a fixed Monday. A
//! year of open time is worked out in leaps, so it must cost microseconds, whatever the length.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant as Stopwatch;

use amends::domain::time::calendar::{Calendar, Hours};
use amends::domain::time::zone::{Instant, Zone};
use amends::shell::Shell;
use chrono::DateTime;

const HOURS: &str = r#"{
    "week": {
        "mon": ["09:00-12:30", "13:30-17:00"], "tue": ["09:00-12:30", "13:30-17:00"],
        "wed": ["09:00-12:30", "13:30-17:00"], "thu": ["09:00-12:30", "13:30-17:00"],
        "fri": ["09:00-12:30", "18:00-02:00"]
    },
    "holidays": ["2027-03-26", "2027-03-29", "05-03", "05-31", "08-30", "12-25", "12-26", "01-01"],
    "on": {"2026-12-24": ["09:00-12:00"], "2026-12-31": ["09:00-12:00"]}
}"#;
/// 23 November 2026, 10:05: a Monday.
const START: i64 = 1_795_428_300;
const HOUR: u64 = 3_600;
/// About what the shop is open in a year.
const YEAR: u64 = 2_000 * HOUR;
const TIMES: u32 = 100_000;

fn main() -> ExitCode {
    match measure() {
        Ok(text) => match Shell::of_process().result(&text.into()) {
            Ok(_) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Err(_) => ExitCode::FAILURE,
    }
}

fn measure() -> Result<String, Box<dyn std::error::Error>> {
    let zone = Zone::bundled("Europe/London")?;
    let hours: Hours = serde_json::from_str(HOURS)?;
    let calendar = Calendar::new(&zone, Some(&hours));
    let start = DateTime::from_timestamp(START, 0).ok_or("no such moment")?;
    let add = |seconds| nanoseconds(|| calendar.add_open(black_box(start), seconds).is_ok());
    let hour = add(HOUR);
    let mut text = format!("add_open, 1 hour     {hour:>9.0} ns\n");
    let rows = [
        ("add_open, 1 year", add(YEAR)),
        ("add_open, 10 years", add(10 * YEAR)),
        (
            "250 open days",
            nanoseconds(|| calendar.add_open_days(black_box(start), 250).is_ok()),
        ),
        ("count 1 year", count(&calendar, start)),
        ("explain 1 year", explain(&calendar, start)),
    ];
    for (name, nanoseconds) in rows {
        let ratio = nanoseconds / hour;
        text += &format!("{name:<21}{nanoseconds:>9.0} ns  {ratio:>6.1} times the hour\n");
    }
    Ok(text)
}

fn count(calendar: &Calendar<'_>, start: Instant) -> f64 {
    let end = start + chrono::TimeDelta::days(365);
    nanoseconds(|| calendar.open_between(black_box(start), end).is_ok())
}

fn explain(calendar: &Calendar<'_>, start: Instant) -> f64 {
    let end = start + chrono::TimeDelta::days(365);
    nanoseconds(|| calendar.days(black_box(start), end).is_ok())
}

/// Gives the time one run takes, as the mean of many.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn nanoseconds(work: impl Fn() -> bool) -> f64 {
    let watch = Stopwatch::now();
    for _ in 0..TIMES {
        black_box(work());
    }
    watch.elapsed().as_secs_f64() * 1e9 / f64::from(TIMES)
}
