//! Words that make things worse: what a message to a customer had better not say.
//!
//! The kinds are those of the source texts (proving oneself right, showing that it is their fault, dodging
//! responsibility, saying that nothing can be done; over-promising). The phrases are ours, English, and few: each of
//! them does harm wherever it stands, so that a warning is worth reading.

use std::ops::Range;

/// What a phrase does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PhraseHarm {
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

impl PhraseHarm {
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

const PHRASES: [(PhraseHarm, &[&str]); 5] = [
    (
        PhraseHarm::Blames,
        &[
            "you should have",
            "you could have",
            "you ought to have",
            "you must have misread",
            "you must have forgotten",
            "you must have overlooked",
            "you should've",
            "you did not give",
            "you didn't give",
            "you did not tell",
            "you didn't tell",
            "you failed to",
            "you forgot",
            "you misunderstood",
            "you misread",
            "you neglected",
            "your mistake",
            "your error",
            "your fault",
            "your own fault",
            "your own mistake",
            "you did not say",
            "you didn't say",
            "calm down",
            "nobody else complained",
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
        PhraseHarm::Dodges,
        &[
            "our policy",
            "company policy",
            "our terms",
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
            "driver's fault",
            "courier's fault",
            "the courier was",
            "the driver was",
            "only human",
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
        PhraseHarm::Refuses,
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
            "nothing can be done",
            "we are not able",
            "i am not able",
            "we won't be able",
            "i won't be able",
            "are not possible",
            "cannot be",
            "can't be",
            "is not possible",
            "not entitled",
            "no refunds",
            "we do not offer",
            "we don't offer",
        ],
    ),
    (
        PhraseHarm::Minimises,
        &[
            "any inconvenience",
            "for inconvenience",
            "slight delay",
            "these things happen",
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
            "sorry you felt",
            "sorry that you felt",
            "no big deal",
            "not a big deal",
            "to be fair",
        ],
    ),
    (
        PhraseHarm::OverPromises,
        &[
            "never again",
            "never happen again",
            "will never happen",
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

/// Phrases that do none, though they have one of the others in them.
const HARMLESS: [&str; 5] = [
    "i cannot tell you how",
    "i can't tell you how",
    "we can not only",
    "i can not only",
    "as always",
];

/// A phrase that does harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What it does.
    pub harm: PhraseHarm,
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
    for (harm, phrases) in PHRASES {
        let found = phrases.iter().flat_map(|phrase| places(&words, phrase));
        slips.extend(found.map(|range| Slip { harm, range }));
    }
    let harmless = HARMLESS.iter().flat_map(|phrase| places(&words, phrase));
    let harmless: Vec<Range<usize>> = harmless.collect();
    let within = |slip: &Slip, other: &Range<usize>| {
        other.start <= slip.range.start && slip.range.end <= other.end
    };
    slips.retain(|slip| !harmless.iter().any(|other| within(slip, other)));
    slips.sort_by_key(|slip| (slip.range.start, std::cmp::Reverse(slip.range.end)));
    // Of phrases that overlap only the first is told, of those that begin together the longest.
    let mut end = 0;
    slips.retain(|slip| {
        let new = slip.range.start >= end;
        end = end.max(slip.range.end);
        new
    });
    slips
}

/// Finds a phrase among the words.
fn places(words: &[Word], phrase: &str) -> Vec<Range<usize>> {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    let found = words.windows(phrase.len()).filter(|some| {
        let mut pairs = some.iter().zip(&phrase);
        pairs.all(|(word, wanted)| word.text == **wanted)
    });
    let range = |some: &[Word]| Some(some.first()?.range.start..some.last()?.range.end);
    found.filter_map(range).collect()
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
    // "Please accept my apologies" asks for nothing and announces nothing.
    let joined = format!(" {} ", words.join(" ")).replace(" please accept ", " ");
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
    let ends: Vec<(&str, Range<usize>)> = lines.into_iter().rev().take(LINES).collect();
    if ends.iter().any(|(line, _)| has_name(line, "signed")) {
        return None;
    }
    let signs = |line: &str| {
        let words: Vec<Word> = words(line);
        let ended = line.ends_with(['.', '?', '!', ',']);
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
    let mut found = ends.into_iter().filter(|(line, _)| signs(line));
    found.next().map(|(_, range)| range)
}

/// Says whether a line has a name of the draft language: `{{ signed }}`, filtered or not.
fn has_name(line: &str, name: &str) -> bool {
    let inner = line.split("{{").skip(1);
    inner
        .filter_map(|rest| rest.trim_start().strip_prefix(name))
        .any(|rest| !rest.starts_with(|letter: char| letter.is_alphanumeric()))
}

/// What somebody who stands behind a role cannot be called; a surname can be Care or Crew.
const NOBODY: [&str; 9] = [
    "team",
    "teams",
    "department",
    "dept",
    "support",
    "management",
    "helpdesk",
    "desk",
    "office",
];

/// Gives the word that shows that a name is no person's, when one does.
#[must_use]
pub fn nobody(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let last = words.last()?;
    let together = words.first().is_some_and(|first| TOGETHER.contains(first));
    let customers = words.first() == Some(&"customer");
    let known: &[&str] = if together || customers {
        &DEPARTMENTS
    } else {
        &NOBODY
    };
    let word = known.iter().find(|known| *known == last)?;
    DEPARTMENTS.into_iter().find(|known| known == word)
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
                vec![("over-promises", "will never happen")],
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
            ("I can't tell you how sorry I am", vec![]),
            ("You must have been so disappointed", vec![]),
            ("as always", vec![]),
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
    fn a_surname_may_be_that_of_a_department() {
        for name in ["The kitchen team", "Customer Care", "Front Desk", "Support"] {
            assert!(nobody(name).is_some(), "{name}");
        }
        for name in ["Danny Care", "Jordan Crew", "Rosa Marin", "Jo"] {
            assert!(nobody(name).is_none(), "{name}");
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
        for closing in [
            "Take care,\n{{ signed }}",
            "At your service,\n{{ signed | upper }}",
            "{{ signed }}\nFront Office",
        ] {
            assert_eq!(signed(closing), None, "{closing}");
        }
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
