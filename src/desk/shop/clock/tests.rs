//! When a clock is doubted, and what the answer to the question about it does.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta};

use super::*;
use crate::domain::printable::Printable;
use crate::shell::asker::NoAnswer;

/// Somebody with answers ready; `None` is Ctrl-C.
struct Ready {
    answers: VecDeque<Option<&'static str>>,
    heard: String,
}

impl Asker for Ready {
    fn say(&mut self, text: &Printable) {
        self.heard.push_str(text);
    }

    fn line(&mut self, prompt: &Printable, _: &Printable) -> std::result::Result<String, NoAnswer> {
        self.heard.push_str(prompt);
        match self.answers.pop_front() {
            Some(Some(answer)) => Ok(answer.to_owned()),
            Some(None) => Err(NoAnswer::Interrupted),
            None => Err(NoAnswer::Ended),
        }
    }
}

fn ready(answers: &[Option<&'static str>]) -> Ready {
    Ready {
        answers: answers.iter().copied().collect(),
        heard: String::new(),
    }
}

#[test]
fn a_clock_is_doubted_from_two_minutes_behind_to_400_days_ahead() {
    let newest = DateTime::UNIX_EPOCH + TimeDelta::days(30_000);
    let doubted = |seconds| clock_doubt(newest + TimeDelta::seconds(seconds), Some(newest));
    for fine in [-120, -1, 0, 1, 400 * 86_400] {
        assert_eq!(doubted(fine), None, "{fine}");
    }
    for behind in [-121, -86_400, -4_000 * 86_400] {
        assert!(doubted(behind).is_some_and(|said| said.contains("behind")));
    }
    assert!(doubted(400 * 86_400 + 1).is_some_and(|said| said.contains("more than a year")));
}

#[test]
fn a_clock_before_the_program_was_made_is_doubted_even_where_nothing_is_recorded() {
    let made = DateTime::from_timestamp(MADE, 0).unwrap();
    let before = made - TimeDelta::seconds(1);
    assert!(clock_doubt(before, None).is_some_and(|said| said.contains("making")));
    assert!(clock_doubt(before, Some(before)).is_some_and(|said| said.contains("making")));
    assert_eq!(clock_doubt(made, None), None);
}

#[test]
fn only_yes_is_a_yes() {
    for yes in ["yes", " Y "] {
        let mut asker = ready(&[Some(yes)]);
        assert!(agreed(&mut asker, "the clock is behind").is_ok(), "{yes}");
        assert!(asker.heard.starts_with("the clock is behind.\n"));
    }
    let refused = |answers: &[Option<&'static str>]| {
        let error = agreed(&mut ready(answers), "doubt").unwrap_err();
        assert!(error.message.contains("nothing was changed"));
        error.kind.exit()
    };
    assert_eq!(refused(&[Some("no")]), 8);
    assert_eq!(refused(&[Some("."), Some("yes")]), 8);
    assert_eq!(refused(&[]), 8);
    assert_eq!(refused(&[None]), 130);
    let mut asker = ready(&[Some(""), Some("perhaps"), Some("yes")]);
    assert!(agreed(&mut asker, "doubt").is_ok());
    assert_eq!(asker.heard.matches("Type yes or no.").count(), 2);
}
