//! A command line as it is typed, and text as it is read.

use std::ffi::OsString;

/// Splits a line into words as a POSIX shell does, with quotes and backslashes but no `$`.
pub fn split(line: &str) -> Vec<OsString> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' => word.get_or_insert_default().extend(single(&mut chars)),
            '"' => word.get_or_insert_default().push_str(&double(&mut chars)),
            '\\' => word.get_or_insert_default().extend(chars.next()),
            blank if blank.is_whitespace() => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words.into_iter().map(OsString::from).collect()
}

fn single<'c>(chars: &'c mut impl Iterator<Item = char>) -> impl Iterator<Item = char> + 'c {
    chars.take_while(|c| *c != '\'')
}

fn double(chars: &mut impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some(escaped @ ('"' | '\\')) => text.push(escaped),
                other => text.extend(['\\'].into_iter().chain(other)),
            },
            other => text.push(other),
        }
    }
    text
}

/// Makes every stretch of white space one blank, because lines are broken where they are full.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
