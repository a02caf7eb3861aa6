//! What was typed, cut into words, and the numbers among them.

/// One word as typed, and in lower case.
pub(super) struct Token<'a> {
    pub(super) raw: &'a str,
    pub(super) low: String,
}

/// Cuts a text into words; a comma behind a word and the `T` of a timestamp end one.
pub(super) fn split(text: &str) -> Vec<Token<'_>> {
    text.split_whitespace()
        .flat_map(|word| {
            let word = word.strip_suffix(',').unwrap_or(word);
            let (date, time) = split_at_t(word).unwrap_or((word, ""));
            [date, time]
        })
        .filter(|word| !word.is_empty())
        .map(|raw| Token {
            raw,
            low: raw.to_lowercase(),
        })
        .collect()
}

fn split_at_t(word: &str) -> Option<(&str, &str)> {
    word.split_once(['T', 't'])
        .filter(|(date, time)| is_numeric(date) && time.contains(':'))
}

/// Gives the first words as they were typed.
pub(super) fn joined(words: &[Token<'_>], used: usize) -> String {
    words
        .iter()
        .take(used)
        .map(|word| word.raw)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Tells whether a word is digits with `-`, `/` or `.` between them.
pub(super) fn is_numeric(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.contains(['-', '/', '.'])
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))
}

/// Reads a number written in so many digits.
pub(super) fn digits(part: &str, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
    if !length.contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    part.parse().ok()
}
