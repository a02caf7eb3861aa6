//! Ids made of somebody's own words: small letters, digits and `-`.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest id that is made, in characters: still easy to type.
pub const LONGEST: usize = 40;

/// Letters that do not come apart into a Latin letter and a mark, and what people write for them.
const SPELLED: [(char, &str); 13] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ł', "l"),
    ('ı', "i"),
    ('ħ', "h"),
    ('ŋ', "n"),
    ('ŧ', "t"),
    ('ĸ', "k"),
];

/// Makes an id of a text: "One of our best regulars" gives `one-of-our-best-regulars`, "Café" gives `cafe`.
///
/// Marks are left out, apostrophes too, and everything else that is no Latin letter or digit parts
/// two words. The id is empty when nothing is left, as of a name in another script.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut id = String::new();
    for letter in text.to_lowercase().nfkd().flat_map(char::to_lowercase) {
        let spelled = SPELLED.iter().find(|(known, _)| *known == letter);
        match spelled {
            Some((_, letters)) => id.push_str(letters),
            None if letter.is_ascii_alphanumeric() => id.push(letter),
            None if is_combining_mark(letter) || is_apostrophe(letter) => {}
            None if id.is_empty() || id.ends_with('-') => {}
            None => id.push('-'),
        }
    }
    id.truncate(LONGEST);
    id.truncate(id.trim_end_matches('-').len());
    id
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{2bc}')
}

/// Says whether a text is an id already.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    !text.is_empty() && !text.starts_with('-') && text.chars().all(plain)
}

/// Gives the first of `id`, `id-2`, `id-3`... that is not taken.
#[must_use]
pub fn free(id: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut free = id.to_owned();
    let mut number = 2_u32;
    while taken(&free) {
        free = format!("{id}-{number}");
        number += 1;
    }
    free
}

/// Makes every id of a list one of its own; the first of several keeps its form.
#[must_use]
pub fn distinct(ids: Vec<String>) -> Vec<String> {
    let typed: BTreeSet<String> = ids.iter().cloned().collect();
    let mut seen = BTreeSet::new();
    let mut distinct = Vec::new();
    for id in ids {
        let id = if seen.contains(&id) {
            free(&id, |other| seen.contains(other) || typed.contains(other))
        } else {
            id
        };
        seen.insert(id.clone());
        distinct.push(id);
    }
    distinct
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_is_the_words_without_what_cannot_be_typed_everywhere() {
        for (text, id) in [
            ("New face", "new-face"),
            ("One of our best regulars", "one-of-our-best-regulars"),
            ("Stammgäste & Freunde", "stammgaste-freunde"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("Çay içen", "cay-icen"),
            ("İyi", "iyi"),
            ("Ærlig Øl", "aerlig-ol"),
            ("Rosa's", "rosas"),
            ("Rosa\u{2019}s -- Bakery!", "rosas-bakery"),
            ("ＶＩＰ ①", "vip-1"),
            ("常連さん", ""),
            ("🥐", ""),
            ("常連 A", "a"),
        ] {
            assert_eq!(slug(text), id, "{text}");
        }
    }

    #[test]
    fn a_taken_id_gets_the_next_number() {
        let taken = ["a", "a-2"];
        assert_eq!(free("a", |id| taken.contains(&id)), "a-3");
        assert_eq!(free("b", |id| taken.contains(&id)), "b");
    }

    #[test]
    fn the_first_of_several_keeps_its_form() {
        let ids = ["a", "a", "a-2", "a"].map(str::to_owned).to_vec();
        assert_eq!(distinct(ids), ["a", "a-3", "a-2", "a-4"]);
    }

    proptest! {
        #[test]
        fn an_id_is_empty_or_an_id_and_makes_itself(text in "\\PC*") {
            let id = slug(&text);
            prop_assert!(id.is_empty() || is_id(&id), "{id}");
            prop_assert!(id.len() <= LONGEST);
            prop_assert_eq!(slug(&id), id);
        }

        #[test]
        fn distinct_ids_are_distinct(ids in prop::collection::vec("[ab](-[23])?", 0..9)) {
            let distinct: BTreeSet<String> = distinct(ids.clone()).into_iter().collect();
            prop_assert_eq!(distinct.len(), ids.len());
        }
    }
}
