//! "Did you mean": the nearest of the words that would have been understood.
//!
//! Such a word may be the name of a file or stand in a playbook, so whatever is worded here shows it on one line,
//! harmless ([`visible`]).

use crate::domain::words::visible;

/// Finds the candidate that is nearest to `word`, if any is near enough to be meant.
///
/// Distance is Damerau-Levenshtein, so two letters swapped (`nwe`) count as one slip.
/// One slip is allowed for every three letters, and at least one.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let slips = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&word, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= slips && *distance < candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Words a list of choices for a message: "`a`, `b` or `c`".
#[must_use]
pub fn choices<S: AsRef<str>>(words: &[S]) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|word| format!("`{}`", visible(word.as_ref())))
        .collect();
    if quoted.is_empty() {
        return "nothing".to_owned();
    }
    joined(&quoted, "or")
}

/// Gives each number with the flag it is typed behind: "--step 2".
#[must_use]
pub fn flagged(flag: &str, numbers: &[u32]) -> Vec<String> {
    let numbers = numbers.iter();
    numbers.map(|number| format!("{flag} {number}")).collect()
}

/// Joins words: "one, two and three".
#[must_use]
pub fn joined<S: AsRef<str>>(words: &[S], before_last: &str) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, others)) => format!("{} {before_last} {last}", others.join(", ")),
    }
}

/// Joins names as they stand in one sentence: "Cold food and rude or careless treatment". The first stays as it is; of the
/// others the first letter becomes small, unless the word has more capital letters ("WiFi down").
#[must_use]
pub fn joined_names<S: AsRef<str>>(names: &[S]) -> String {
    let names = names.iter().map(AsRef::as_ref).enumerate();
    let names = names.map(|(at, name)| match at {
        0 => name.to_owned(),
        _ => within_a_sentence(name),
    });
    joined(&names.collect::<Vec<_>>(), "and")
}

/// Makes the first letter of a name small, as it stands within a sentence, unless its first word has more capital letters.
#[must_use]
pub fn within_a_sentence(name: &str) -> String {
    let word = name.split_whitespace().next().unwrap_or_default();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let mut letters = name.chars();
    match letters.next().filter(|first| first.is_uppercase()) {
        Some(first) if capitals == 1 => first.to_lowercase().chain(letters).collect(),
        Some(_) | None => name.to_owned(),
    }
}

/// Words the one thing to do about an unknown word.
#[must_use]
pub fn did_you_mean<S: AsRef<str>>(word: &str, known: &[S]) -> String {
    match nearest(word, known.iter().map(AsRef::as_ref)) {
        Some(near) => format!("did you mean `{}`?", visible(near)),
        None if known.is_empty() => "there is none to name; leave it out".to_owned(),
        None => format!("use {}", choices(known)),
    }
}

/// Says how to take back what was entered about a case last, and nothing of another.
#[must_use]
pub fn take_back(case: u64) -> String {
    format!("if that was a mistake, take it back: `amends undo --case {case}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_somebody_else_chose_forges_no_line_of_a_hint() {
        let known = ["a\r\nerror: b", "corner"];
        assert_eq!(
            did_you_mean("zebra", &known),
            "use `a⏎error: b` or `corner`"
        );
        assert_eq!(
            did_you_mean("a\r\nerror: bb", &known),
            "did you mean `a⏎error: b`?"
        );
    }

    #[test]
    fn slips_are_recognised_and_guesses_are_not() {
        let verbs = ["new", "due", "done", "close"];
        let cases = [
            ("nwe", Some("new")),
            ("clsoe", Some("close")),
            ("DUE", Some("due")),
            ("finish", None),
            ("x", None),
        ];
        for (word, near) in cases {
            assert_eq!(nearest(word, verbs), near, "{word}");
        }
    }

    #[test]
    fn choices_read_as_a_sentence() {
        assert_eq!(choices(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(choices(&["a"]), "`a`");
    }

    #[test]
    fn names_stand_in_a_sentence_as_one_writes_them() {
        let joined = |names: &[&str]| joined_names(names);
        assert_eq!(joined(&["Cold food"]), "Cold food");
        let two = ["cold food", "Rude or careless treatment"];
        assert_eq!(joined(&two), "cold food and rude or careless treatment");
        assert_eq!(
            joined(&["Noise", "WiFi down", "USB"]),
            "Noise, WiFi down and USB"
        );
        assert_eq!(joined(&[]), "");
    }
}
