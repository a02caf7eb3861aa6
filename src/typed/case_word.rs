//! The words by which a case is named: its number, or its customer's name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The largest number a case can have: what a signed 64-bit column holds.
const MOST_CASES: u64 = i64::MAX as u64;

/// One word that names a case, or a part of a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CaseWord {
    /// `41` or `#41`.
    Number(u64),
    /// A customer's name, or one word of it.
    Name(String),
}

/// All the words by which a case was named, taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamedCases {
    /// All are numbers: these cases, in the order in which they were typed.
    Numbers(Vec<u64>),
    /// Otherwise they are one name.
    Name(String),
}

impl CaseWord {
    /// Reads one word.
    ///
    /// # Errors
    /// When nothing but digits, or what begins with `#`, is no number that a case can have.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number && digits.len() == text.len() && !text.trim().is_empty() {
            return Ok(Self::Name(text.to_owned()));
        }
        let number = digits.parse().ok().filter(|number| *number <= MOST_CASES);
        let number = number.filter(|number| is_number && *number > 0);
        number
            .map(Self::Number)
            .ok_or_else(|| "a case number such as `41`, or a customer's name".to_owned())
    }
}

impl TryFrom<String> for CaseWord {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::read(&text)
    }
}

impl From<CaseWord> for String {
    fn from(word: CaseWord) -> Self {
        word.to_string()
    }
}

impl fmt::Display for CaseWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl NamedCases {
    /// Takes words together.
    #[must_use]
    pub fn of(words: &[CaseWord]) -> Self {
        let number = |word: &CaseWord| match word {
            CaseWord::Number(number) => Some(*number),
            CaseWord::Name(_) => None,
        };
        if let Some(numbers) = words.iter().map(number).collect() {
            return Self::Numbers(numbers);
        }
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        Self::Name(words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(line: &str) -> NamedCases {
        let words: Vec<CaseWord> = line
            .split(' ')
            .map(|word| CaseWord::read(word).unwrap())
            .collect();
        NamedCases::of(&words)
    }

    #[test]
    fn all_digit_words_are_cases_and_others_are_one_name() {
        for (line, numbers) in [("41", &[41][..]), ("#41", &[41]), ("3 #1 2", &[3, 1, 2])] {
            assert_eq!(named(line), NamedCases::Numbers(numbers.to_vec()), "{line}");
        }
        for name in ["ada", "ada okafor", "room 7", "3M", "41x", "1.5", "Ä"] {
            assert_eq!(named(name), NamedCases::Name(name.to_owned()));
        }
    }

    #[test]
    fn a_number_that_no_case_can_have_is_refused() {
        for text in ["0", "#0", "#", "#x", "#41x", "", " ", "9223372036854775808"] {
            assert!(CaseWord::read(text).is_err(), "{text}");
        }
        assert!(CaseWord::read("9223372036854775807").is_ok());
    }
}
