//! What an owner says about a playbook of their own, as values.
//!
//! Everything is typed by a person who is no programmer, so words are taken as they come: white
//! space and what cannot be seen go, ids are made of what is left.

use chrono::NaiveDate;

use crate::domain::money::{Currency, UnknownCurrency};
use crate::domain::name::folded;
use crate::domain::playbook::Tier;
use crate::domain::slug::{distinct, slug};
use crate::domain::time::span::{BadSpan, Span};
use crate::domain::words::is_hidden;

/// The most tiers that are asked for. Ours: more cannot be told apart while a customer is waiting.
pub const MOST_TIERS: usize = 8;
/// The most roles that are asked for. Ours: a small business has fewer.
pub const MOST_ROLES: usize = 8;
/// The most characters of a name.
const LONGEST_NAME: usize = 100;

/// What is the owner's own about a playbook; `None` keeps what the starter has.
#[derive(Clone, Debug)]
pub struct Own {
    /// What the playbook calls itself.
    pub name: String,
    /// What it is called on the command line: a name, or a path.
    pub called: String,
    /// The day it is made.
    pub reviewed: NaiveDate,
    /// The currency of every amount.
    pub currency: Option<Currency>,
    /// The tiers, lowest value first; at least one.
    pub tiers: Option<Vec<Tier>>,
    /// The roles, least authority first; at least one.
    pub roles: Option<Vec<String>>,
    /// Within which both halves are to be done.
    pub recover: Option<Span>,
    /// Within which a person answers.
    pub first_response: Option<Span>,
}

/// Why an answer was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAnswer {
    /// There is nothing to read in it.
    #[error("{what} is missing")]
    Nothing {
        /// What was asked for.
        what: &'static str,
    },
    /// Longer than anybody would read.
    #[error("the name is {found} characters long; at most {LONGEST_NAME} are taken")]
    TooLong {
        /// How long it is, in characters.
        found: usize,
    },
    /// More than anybody can keep apart.
    #[error("{found} {what} are too many; at most {most} are taken")]
    TooMany {
        /// What there are too many of, as in "tiers".
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are taken.
        most: usize,
    },
    /// The same twice.
    #[error("`{word}` stands twice")]
    Twice {
        /// The word, as it was typed the second time.
        word: String,
    },
    /// A role whose word leaves nothing to type.
    #[error("`{word}` has no letter from a to z")]
    NoLetters {
        /// The word.
        word: String,
    },
    /// The word that the language keeps for whoever holds a case.
    #[error("`holder` is whoever holds a case, so it cannot be a role")]
    Holder,
    /// Not a length of time.
    #[error("{0}")]
    Span(#[from] BadSpan),
    /// No time at all.
    #[error("`{found}` leaves no time at all")]
    NoTime {
        /// What was typed.
        found: String,
    },
    /// An answer that comes after everything is over.
    #[error(
        "a first answer within {first_response} comes after everything is put right, within {recover}"
    )]
    AnswerAfterAll {
        /// The first.
        first_response: String,
        /// The second.
        recover: String,
    },
    /// Not a currency.
    #[error("{0}")]
    Currency(#[from] UnknownCurrency),
}

impl BadAnswer {
    /// Gives one thing to do.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Nothing { what } => format!("write {what} in your own words"),
            Self::TooLong { .. } => "write it shorter".to_owned(),
            Self::TooMany { .. } => "put some of them together".to_owned(),
            Self::Twice { .. } => "name each of them once".to_owned(),
            Self::NoLetters { .. } => {
                "write the role with such letters, as it is to be typed".to_owned()
            }
            Self::Holder => "name the role otherwise, such as `staff`".to_owned(),
            Self::Span(bad) => bad.hint(),
            Self::NoTime { .. } => "write a length of time such as `1h`".to_owned(),
            Self::AnswerAfterAll { .. } => {
                "answer sooner, or take more time for the rest".to_owned()
            }
            Self::Currency(_) => "use a three-letter code such as `GBP`, `EUR` or `USD`".to_owned(),
        }
    }
}

/// Reads a name: of a playbook, of a tier.
///
/// # Errors
/// When there is nothing to read in it, or it is longer than 100 characters.
pub fn name(typed: &str, what: &'static str) -> Result<String, BadAnswer> {
    let seen: String = typed
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|letter| !is_hidden(*letter))
        .collect();
    let words: Vec<&str> = seen.split(' ').filter(|word| !word.is_empty()).collect();
    let name = words.join(" ");
    if !name
        .chars()
        .any(|letter| !letter.is_whitespace() && draws(letter))
    {
        return Err(BadAnswer::Nothing { what });
    }
    let found = name.chars().count();
    if found > LONGEST_NAME {
        return Err(BadAnswer::TooLong { found });
    }
    Ok(name)
}

/// Whether a character is drawn by itself, and does not only shape its neighbour.
fn draws(letter: char) -> bool {
    !matches!(letter, '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}')
}

/// Makes tiers of the owner's words, lowest value first.
///
/// # Errors
/// When there is none or there are more than [`MOST_TIERS`], a word is empty or stands twice.
pub fn tiers<S: AsRef<str>>(typed: &[S]) -> Result<Vec<Tier>, BadAnswer> {
    let typed = typed
        .iter()
        .map(|word| name(word.as_ref(), "the name of a tier"));
    let names: Vec<String> = typed.collect::<Result<_, _>>()?;
    counted(&names, "tiers", "at least one tier", MOST_TIERS)?;
    each_once(&names)?;
    let ids = names
        .iter()
        .zip(1..)
        .map(|(name, number)| tier_id(name, number));
    let ids = distinct(ids.collect());
    let tier = |(id, name)| Tier { id, name };
    Ok(ids.into_iter().zip(names).map(tier).collect())
}

/// Digits alone would be taken for the number of a line where tiers are picked from a list.
fn tier_id(name: &str, number: usize) -> String {
    let id = slug(name);
    if id.is_empty() {
        return format!("tier-{number}");
    }
    if id.bytes().any(|byte| byte.is_ascii_lowercase()) {
        id
    } else {
        format!("tier-{id}")
    }
}

/// Makes roles of the owner's words, least authority first: "Front desk" gives `front-desk`.
///
/// # Errors
/// When there is none or there are more than [`MOST_ROLES`], one stands twice, has no letter that can be typed, or
/// is the word `holder`.
pub fn roles<S: AsRef<str>>(typed: &[S]) -> Result<Vec<String>, BadAnswer> {
    let typed = typed.iter().map(|word| role(word.as_ref()));
    let roles: Vec<String> = typed.collect::<Result<_, _>>()?;
    counted(&roles, "roles", "at least one role", MOST_ROLES)?;
    each_once(&roles)?;
    Ok(roles)
}

fn role(typed: &str) -> Result<String, BadAnswer> {
    let word = name(typed, "the name of a role")?;
    match slug(&word) {
        id if id.is_empty() => Err(BadAnswer::NoLetters { word }),
        id if id == "holder" => Err(BadAnswer::Holder),
        id => Ok(id),
    }
}

fn counted(
    words: &[String],
    what: &'static str,
    least: &'static str,
    most: usize,
) -> Result<(), BadAnswer> {
    let found = words.len();
    if found == 0 {
        return Err(BadAnswer::Nothing { what: least });
    }
    if found > most {
        return Err(BadAnswer::TooMany { what, found, most });
    }
    Ok(())
}

fn each_once(words: &[String]) -> Result<(), BadAnswer> {
    for (at, word) in words.iter().enumerate() {
        let same = |other: &String| folded(other) == folded(word);
        if words[..at].iter().any(same) {
            let word = word.clone();
            return Err(BadAnswer::Twice { word });
        }
    }
    Ok(())
}

/// Reads a length of time that is not nothing.
///
/// # Errors
/// As [`Span::parse`]; when it is zero.
pub fn length(typed: &str) -> Result<Span, BadAnswer> {
    let span = Span::parse(typed)?;
    if span.nominal_seconds() == 0 {
        let found = typed.trim().to_owned();
        return Err(BadAnswer::NoTime { found });
    }
    Ok(span)
}

/// Reads a currency code, in small letters too.
///
/// # Errors
/// When ISO 4217 does not list it.
pub fn currency(typed: &str) -> Result<Currency, BadAnswer> {
    let code = typed.trim().to_uppercase();
    Currency::parse(&code).map_err(|_| UnknownCurrency(typed.trim().to_owned()).into())
}

/// Refuses a first answer that comes after everything else.
///
/// # Errors
/// When the first response is longer than the recovery.
pub fn in_order(first_response: Span, recover: Span) -> Result<(), BadAnswer> {
    if first_response.nominal_seconds() <= recover.nominal_seconds() {
        return Ok(());
    }
    Err(BadAnswer::AnswerAfterAll {
        first_response: first_response.phrase(),
        recover: recover.phrase(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::slug::is_id;

    fn pairs(words: &[&str]) -> Vec<(String, String)> {
        let tiers = tiers(words).unwrap();
        tiers.into_iter().map(|tier| (tier.id, tier.name)).collect()
    }

    #[test]
    fn tiers_keep_the_owners_words_and_get_ids_of_them() {
        let table = [
            ("New  face", "new-face", "New face"),
            (" Stammgäste\n", "stammgaste", "Stammgäste"),
            ("Stammgaste!", "stammgaste-2", "Stammgaste!"),
            ("常連さん", "tier-4", "常連さん"),
            ("3", "tier-3", "3"),
            ("\u{202e}VIP\u{200b}", "vip", "VIP"),
        ];
        let words: Vec<&str> = table.iter().map(|(typed, ..)| *typed).collect();
        let expected = table.map(|(_, id, name)| (id.to_owned(), name.to_owned()));
        assert_eq!(pairs(&words), expected);
    }

    #[test]
    fn roles_are_ids_of_the_owners_words() {
        assert_eq!(
            roles(&["Front desk", "Küche", "OWNER"]).unwrap(),
            ["front-desk", "kuche", "owner"]
        );
    }

    fn refused<T: std::fmt::Debug>(answer: Result<T, BadAnswer>) -> String {
        let bad = answer.unwrap_err();
        format!("{bad} | {}", bad.hint())
    }

    #[test]
    fn what_is_no_name_says_why_and_what_to_do() {
        assert_eq!(
            refused(name(" \u{200b}\u{200d} ", "its name")),
            "its name is missing | write its name in your own words"
        );
        assert_eq!(
            refused(name(&"x".repeat(101), "its name")),
            "the name is 101 characters long; at most 100 are taken | write it shorter"
        );
    }

    #[test]
    fn what_is_no_list_says_why_and_what_to_do() {
        let eleven: Vec<String> = (0..11).map(|number| format!("t{number}")).collect();
        for (found, expected) in [
            (
                refused(tiers::<&str>(&[])),
                "at least one tier is missing | write at least one tier in your own words",
            ),
            (
                refused(tiers(&eleven)),
                "11 tiers are too many; at most 8 are taken | put some of them together",
            ),
            (
                refused(tiers(&["Regular", "regular"])),
                "`regular` stands twice | name each of them once",
            ),
            (
                refused(roles(&["Front desk", "front-desk"])),
                "`front-desk` stands twice | name each of them once",
            ),
            (
                refused(roles(&["老板"])),
                "`老板` has no letter from a to z | write the role with such letters, as it is to be typed",
            ),
            (
                refused(roles(&["Holder"])),
                "`holder` is whoever holds a case, so it cannot be a role | name the role otherwise, such as `staff`",
            ),
        ] {
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn what_is_no_length_or_currency_says_why_and_what_to_do() {
        assert_eq!(
            refused(length("0h")),
            "`0h` leaves no time at all | write a length of time such as `1h`"
        );
        assert_eq!(
            refused(currency("EURO")),
            "`EURO` is not a currency code | use a three-letter code such as `GBP`, `EUR` or `USD`"
        );
    }

    #[test]
    fn an_answer_comes_before_the_end() {
        let hour = length("1h").unwrap();
        let day = length("1d").unwrap();
        assert_eq!(in_order(hour, day), Ok(()));
        assert_eq!(in_order(hour, hour), Ok(()));
        assert_eq!(
            in_order(day, hour).unwrap_err().to_string(),
            "a first answer within 1 day comes after everything is put right, within 1 hour"
        );
    }

    #[test]
    fn a_currency_may_be_typed_in_small_letters() {
        assert_eq!(currency(" jpy ").unwrap().code(), "JPY");
    }

    proptest! {
        #[test]
        fn every_list_of_tiers_has_ids_of_its_own(words in prop::collection::vec("\\PC{1,12}", 1..9)) {
            if let Ok(tiers) = tiers(&words) {
                let ids: std::collections::BTreeSet<&str> = tiers.iter().map(|tier| tier.id.as_str()).collect();
                prop_assert_eq!(ids.len(), words.len());
                prop_assert!(ids.into_iter().all(is_id));
            }
        }
    }
}
