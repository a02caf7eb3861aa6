//! When two names may mean the same person, and two words the same thing.

use unicode_normalization::UnicodeNormalization;

use crate::domain::words::Words;

/// Gives the key under which a name is found: compatibility forms united (NFKC), letter case
/// folded, white space collapsed to single spaces.
///
/// Two names with one key are offered as perhaps the same person and never merged silently: two people may
/// have one name. Case is folded through upper case and back, so that `ß` meets
/// `SS` and every sigma is one.
#[must_use]
pub fn key(name: &Words) -> String {
    folded(name.as_stored())
}

/// Gives any text in the form in which [`key`] compares names.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return collapsed(&text.to_ascii_lowercase());
    }
    let folded: String = text
        .nfkc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfkc()
        .collect();
    collapsed(&folded)
}

/// Says whether somebody is meant by a name: the whole of it, or one word of it.
#[must_use]
pub fn is_called(person: &str, whom: &str) -> bool {
    let (person, whom) = (person.to_lowercase(), whom.trim().to_lowercase());
    person == whom || person.split_whitespace().any(|word| word == whom)
}

fn collapsed(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key_of(name: &str) -> String {
        key(&Words::new(name).unwrap())
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        let pairs = [
            ("Ana  Silva", "ana silva"),
            (" ANA\tSILVA\n", "ana silva"),
            ("Weiß", "WEISS"),
            ("Ｊｏｈｎ", "john"),
            ("Ana\u{a0}Silva", "ana silva"),
            ("Zoe\u{308}", "Zoë"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
            ("ﬁona", "Fiona"),
        ];
        for (one, other) in pairs {
            assert_eq!(key_of(one), key_of(other), "{one} / {other}");
        }
    }

    #[test]
    fn different_names_keep_different_keys() {
        assert_ne!(key_of("Ana Silva"), key_of("Anna Silva"));
        assert_ne!(key_of("José"), key_of("Jose"));
    }

    proptest! {
        #[test]
        fn the_key_of_a_key_is_itself(name in "[^\u{0}]*") {
            let once = key_of(&name);
            prop_assert_eq!(key_of(&once), once);
        }
    }
}
