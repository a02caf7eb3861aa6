//! The one line that Nagios, Icinga and their kin read.
//!
//! `AMENDS STATUS - text | performance data`, by the Monitoring Plugins Development Guidelines.
//! Behind `|` each value is `label=value;warn;crit`, where a threshold is a range: `0` alerts at
//! everything outside 0 to 0.

use crate::domain::printable::Printable;
use crate::domain::report::tally::CaseTally;
use crate::error::Error;
use crate::paper::page::{Block, Page};
use crate::show::tally::{MonitorLine, Status};
use crate::show::{JsonItem, Rows, Show, Sight};

/// The longest text, in characters: some agents carry a single kilobyte.
const LONGEST: usize = 500;

/// Words how the open cases stand.
fn line(tally: &CaseTally) -> String {
    let CaseTally {
        late,
        due_soon,
        on_track,
        recovered,
        ..
    } = tally;
    let status = Status::of(tally);
    let first = tally.first.filter(|_| status != Status::Ok);
    let first = first.map_or_else(String::new, |case| format!("; first #{case}"));
    format!(
        "AMENDS {} - {late} late, {due_soon} due soon, {on_track} on track, \
         {recovered} recovered{first} | late={late};;0 due_soon={due_soon};0 \
         on_track={on_track} recovered={recovered}\n",
        status.word()
    )
}

/// Words a failure as a monitor's line.
#[must_use]
pub fn unknown(error: &Error) -> Printable {
    let status = Status::Unknown.word();
    format!("AMENDS {status} - {}\n", harmless(&error.message)).into()
}

/// Words what is said beside the line. Icinga takes both streams for one, so the same
/// characters have to stay away.
#[must_use]
pub fn beside(text: &str) -> Printable {
    (harmless(text) + "\n").into()
}

/// Makes one line of a text, with nothing in it that a monitor, or a command it hands the line
/// to, would obey: printable ASCII, no `|` and no backtick.
fn harmless(text: &str) -> String {
    let mut line = String::new();
    for part in text.lines().map(str::trim).filter(|part| !part.is_empty()) {
        match line.chars().last() {
            None => {}
            Some(':') => line.push(' '),
            Some(_) => line.push_str("; "),
        }
        line.extend(part.chars().map(tame));
    }
    if line.len() <= LONGEST {
        return line;
    }
    line.truncate(LONGEST - 3);
    line + "..."
}

/// Gives the character that may stand for one.
const fn tame(c: char) -> char {
    match c {
        '`' => '\'',
        '|' => '/',
        ' '..='~' => c,
        _ => '?',
    }
}

impl Show for MonitorLine {
    fn name(&self) -> &'static str {
        "monitor"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        Vec::new()
    }

    fn page(&self, _: Sight) -> Page {
        Page::new().block(Block::Verbatim(line(&self.0)))
    }

    fn rows(&self) -> Rows {
        Rows::Text(line(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(late: u64, due_soon: u64) -> String {
        line(&CaseTally {
            late,
            due_soon,
            on_track: 5,
            recovered: 3,
            first: Some(41),
            ..CaseTally::default()
        })
    }

    #[test]
    fn the_worst_case_decides_the_status() {
        assert_eq!(
            shown(1, 2),
            "AMENDS CRITICAL - 1 late, 2 due soon, 5 on track, 3 recovered; first #41 \
             | late=1;;0 due_soon=2;0 on_track=5 recovered=3\n"
        );
        assert!(shown(0, 2).starts_with("AMENDS WARNING - 0 late, 2 due soon, "));
        assert_eq!(
            shown(0, 0),
            "AMENDS OK - 0 late, 0 due soon, 5 on track, 3 recovered \
             | late=0;;0 due_soon=0;0 on_track=5 recovered=3\n"
        );
    }

    #[test]
    fn several_lines_become_one() {
        let message = "`shop.toml` cannot be used:\n  line 1: a\n  line 2: b";
        assert_eq!(
            unknown(&Error::usage(message, "")),
            "AMENDS UNKNOWN - 'shop.toml' cannot be used: line 1: a; line 2: b\n"
        );
    }

    proptest! {
        #[test]
        fn whatever_went_wrong_is_one_short_line_of_ascii_without_a_pipe(text in "(?s).{0,900}") {
            let line = unknown(&Error::usage(text, ""));
            let body = line.strip_suffix('\n').unwrap();
            prop_assert!(body.chars().all(|c| (' '..='~').contains(&c)));
            prop_assert!(!body.contains(['|', '`']));
            prop_assert!(body.len() < 600);
        }
    }
}
