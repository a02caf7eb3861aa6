//! Words that make things worse: what a message to a customer had better not say.
//!
//! The kinds are those of the source texts (seed 003: proving oneself right, showing that it is their fault, dodging
//! responsibility, saying that nothing can be done; over-promising). The phrases are ours, English, and few: each of
//! them does harm wherever it stands, so that a warning is worth reading.

use std::ops::Range;

/// What a phrase does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harm {
    /// Says that it is their fault.
    Blames,
    /// Says that it is somebody else's, or nobody's.
    Dodges,
    /// Says that nothing can be done.
    Refuses,
    /// Says that it was not so bad.
    Minimises,
    /// Says more than anybody can keep.
    OverPromises,
}

impl Harm {
    /// Gives the word: "blames".
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Blames => "blames",
            Self::Dodges => "dodges",
            Self::Refuses => "refuses",
            Self::Minimises => "minimises",
            Self::OverPromises => "over-promises",
        }
    }

    /// Gives one thing to write instead.
    #[must_use]
    pub const fn instead(self) -> &'static str {
        match self {
            Self::Blames => "say what we did, not what they did",
            Self::Dodges => "say that it was ours, and what you do about it",
            Self::Refuses => "say what you can do",
            Self::Minimises => "say what it meant for them",
            Self::OverPromises => "say what will be done, by whom and by when",
        }
    }
}

const PHRASES: [(Harm, &[&str]); 5] = [
    (
        Harm::Blames,
        &[
            "you should have",
            "you could have",
            "you ought to have",
            "you must have",
            "you failed to",
            "you forgot",
            "you misunderstood",
            "you misread",
            "you neglected",
            "your mistake",
            "your error",
            "your fault",
            "your confusion",
            "your misunderstanding",
            "as you were told",
            "if you had read",
            "if you had told",
            "if you had asked",
            "had you told",
            "had you read",
        ],
    ),
    (
        Harm::Dodges,
        &[
            "our policy",
            "company policy",
            "store policy",
            "mistakes were made",
            "an error occurred",
            "beyond our control",
            "outside our control",
            "out of our control",
            "unforeseen",
            "unfortunately",
            "our supplier",
            "the supplier",
            "third party",
            "not our fault",
            "not my fault",
            "due to high demand",
            "it was not our intention",
            "should not have happened",
            "should never have happened",
        ],
    ),
    (
        Harm::Refuses,
        &[
            "we cannot",
            "we can not",
            "we can't",
            "i cannot",
            "i can not",
            "i can't",
            "we are unable",
            "i am unable",
            "we're unable",
            "nothing we can do",
            "nothing i can do",
            "is not possible",
            "not entitled",
            "no refunds",
            "we do not offer",
            "we don't offer",
        ],
    ),
    (
        Harm::Minimises,
        &[
            "any inconvenience",
            "the inconvenience",
            "this inconvenience",
            "minor inconvenience",
            "slight inconvenience",
            "only a small",
            "just a small",
            "only a little",
            "just a little",
            "small mistake",
            "little mistake",
            "minor mistake",
            "if you feel",
            "sorry if",
            "sorry you feel",
            "sorry that you feel",
            "no big deal",
            "not a big deal",
            "to be fair",
        ],
    ),
    (
        Harm::OverPromises,
        &[
            "never again",
            "never happen again",
            "not happen again",
            "won't happen again",
            "always",
            "guarantee",
            "guaranteed",
            "i promise",
            "we promise",
            "immediately",
            "whatever it takes",
            "anything you want",
            "without fail",
        ],
    ),
];

/// A phrase that does harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What it does.
    pub harm: Harm,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// A word of a text, with its place in bytes.
struct Word {
    text: String,
    range: Range<usize>,
}

/// Finds every phrase that does harm, in the order of the text.
///
/// Letter case, line breaks and the kind of apostrophe do not matter; what stands between `{{ }}` or `{% %}` is no text.
#[must_use]
pub fn slips(text: &str) -> Vec<Slip> {
    let words = words(text);
    let mut slips = Vec::new();
    for (harm, phrase) in PHRASES
        .iter()
        .flat_map(|(harm, phrases)| phrases.iter().map(move |phrase| (*harm, *phrase)))
    {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        let found = words.windows(phrase.len()).filter(|some| {
            let mut pairs = some.iter().zip(&phrase);
            pairs.all(|(word, wanted)| word.text == **wanted)
        });
        slips.extend(found.filter_map(|some| {
            let range = some.first()?.range.start..some.last()?.range.end;
            Some(Slip { harm, range })
        }));
    }
    slips.sort_by_key(|slip| (slip.range.start, std::cmp::Reverse(slip.range.end)));
    // Of phrases within each other only the longest is told.
    let mut end = 0;
    slips.retain(|slip| {
        let new = slip.range.end > end;
        end = end.max(slip.range.end);
        new
    });
    slips
}

/// Divides a text into words; a tag is a word of its own that no phrase has.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        let tag = ["{{", "{%"].iter().any(|open| rest.starts_with(open));
        let length = if tag {
            let close = rest.find(['}']).map_or(rest.len(), |end| end + 1);
            close + usize::from(rest[close..].starts_with('}'))
        } else if in_word(letter) {
            rest.find(|letter| !in_word(letter)).unwrap_or(rest.len())
        } else {
            at += letter.len_utf8();
            continue;
        };
        let word = &rest[..length];
        words.push(Word {
            text: word.to_lowercase().replace('\u{2019}', "'"),
            range: at..at + length,
        });
        at += length;
    }
    words
}

fn in_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '\'' || letter == '\u{2019}'
}

/// Ways in which a message says what happens next.
const NEXT_STEPS: [&str; 8] = [
    "i will",
    "i'll",
    "we will",
    "we'll",
    "i am going",
    "please",
    "let me know",
    "tell me",
];

/// Says whether a text says what happens next, or asks something; one with an ellipsis is an outline that whoever
/// sends it completes.
#[must_use]
pub fn says_what_is_next(text: &str) -> bool {
    let words: Vec<String> = words(text).into_iter().map(|word| word.text).collect();
    let joined = format!(" {} ", words.join(" "));
    text.contains('?')
        || text.contains("...")
        || text.contains('…')
        || NEXT_STEPS
            .iter()
            .any(|step| joined.contains(&format!(" {step} ")))
}

/// Words that end the name of something that is no person.
const DEPARTMENTS: [&str; 17] = [
    "team",
    "teams",
    "department",
    "dept",
    "support",
    "service",
    "services",
    "care",
    "relations",
    "desk",
    "helpdesk",
    "office",
    "management",
    "administration",
    "crew",
    "reply",
    "noreply",
];

/// Gives the word that shows that a role or a signature is a department, when one does: the last word counts, so
/// a `service-manager` is a person and `customer-service` is none.
#[must_use]
pub fn department(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    let last = words.rfind(|word| !word.is_empty())?;
    DEPARTMENTS.into_iter().find(|known| *known == last)
}

/// Words a signature of a department begins with: "The Customer Care Team at Marin's".
const TOGETHER: [&str; 3] = ["the", "your", "our"];

/// Finds a line at the end of a message in which a department signs.
#[must_use]
pub fn signed_by_department(text: &str) -> Option<Range<usize>> {
    const LINES: usize = 2;
    const MOST_WORDS: usize = 8;
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim().trim_matches('"').trim();
        if !trimmed.is_empty() {
            let start = at + line.find(trimmed).unwrap_or(0);
            lines.push((trimmed, start..start + trimmed.len()));
        }
        at += line.len();
    }
    let ends = lines.into_iter().rev().take(LINES);
    let signs = |line: &str| {
        let words: Vec<Word> = words(line);
        let ended = line.ends_with(['.', '?', '!']);
        // "Partner Relations, {{ shop }}": what follows says only whose department it is.
        let line = line.split(['{', ',']).next().unwrap_or_default();
        let short = words.len() <= MOST_WORDS;
        let whole = department(line).is_some();
        let first = words
            .first()
            .is_some_and(|word| TOGETHER.contains(&word.text.as_str()));
        let inner = words
            .iter()
            .any(|word| DEPARTMENTS.contains(&word.text.as_str()));
        short && !ended && (whole || (first && inner))
    };
    let mut found = ends.filter(|(line, _)| signs(line));
    found.next().map(|(_, range)| range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, &str)> {
        let slips = slips(text).into_iter();
        slips
            .map(|slip| (slip.harm.word(), &text[slip.range]))
            .collect()
    }

    #[test]
    fn phrases_are_found_however_they_are_written() {
        let cases = [
            (
                "Sorry for any\ninconvenience.",
                vec![("minimises", "any\ninconvenience")],
            ),
            ("WE CANNOT help", vec![("refuses", "WE CANNOT")]),
            ("we can\u{2019}t", vec![("refuses", "we can\u{2019}t")]),
            (
                "It will never happen again",
                vec![("over-promises", "never happen again")],
            ),
            ("Sorry for the confusion we caused", vec![]),
            (
                "Sorry for your confusion",
                vec![("blames", "your confusion")],
            ),
            (
                "{{ customer }}, you should have asked",
                vec![("blames", "you should have")],
            ),
            ("we {{ always }} cannot", vec![]),
            ("the sideways sign", vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn every_phrase_finds_itself() {
        for (harm, phrases) in PHRASES {
            for phrase in phrases {
                assert_eq!(found(phrase), vec![(harm.word(), *phrase)]);
            }
        }
    }

    #[test]
    fn a_department_is_told_from_a_person() {
        for name in [
            "team",
            "customer-service",
            "Front Desk",
            "The Kitchen Team",
            "no-reply",
        ] {
            assert!(department(name).is_some(), "{name}");
        }
        for name in [
            "owner",
            "service-manager",
            "staff",
            "Rosa Marin",
            "team-lead",
            "",
        ] {
            assert!(department(name).is_none(), "{name}");
        }
    }

    #[test]
    fn a_signature_is_looked_for_at_the_end_only() {
        let signed = |text: &str| signed_by_department(text).map(|range| text[range].to_owned());
        let line = Some("The Customer Care Team at Marin".to_owned());
        assert_eq!(
            signed("Dear Rosa,\n\nSorry.\n\nThe Customer Care Team at Marin\n"),
            line
        );
        assert_eq!(signed("Dear team,\n\nSorry.\n\nI am here.\nRosa\n"), None);
        assert_eq!(signed("I thank the whole team.\n{{ signed }}\n"), None);
        assert_eq!(
            signed("Yours\nCustomer Relations"),
            Some("Customer Relations".to_owned())
        );
        let shop = "Partner Relations, {{ shop }}";
        assert_eq!(signed(&format!("Yours\n{shop}")), Some(shop.to_owned()));
    }

    #[test]
    fn a_next_step_is_a_question_or_something_somebody_does() {
        for text in [
            "Is it right now?",
            "I will ring you",
            "Please ring me",
            "Dear Rosa, ... Ada",
        ] {
            assert!(says_what_is_next(text), "{text}");
        }
        for text in ["I am sorry.", "We willingly say so", ""] {
            assert!(!says_what_is_next(text), "{text}");
        }
    }
}
