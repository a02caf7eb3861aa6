//! Text that a person or a file supplied: kept as given, let out only through named exits.
//!
//! A customer's message may hold anything, escape sequences and right-to-left overrides included. Nothing here
//! changes what is stored; each exit makes the text harmless for the place it goes to.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Text as somebody gave it, at most [`Words::LIMIT`] bytes and without NUL.
///
/// There is no `Display`, so it cannot reach a terminal by accident; `Debug` prints only the length, so it
/// cannot reach a log. Every way out is one of the methods below.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Words(String);

/// Why a text was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// The text holds U+0000, which SQLite and C programs take for the end of a text.
    #[error("the text holds a NUL character (character {at}), which cannot be kept")]
    Nul {
        /// Position of the first one, counted in characters from 1.
        at: usize,
    },
    /// The text is larger than [`Words::LIMIT`].
    #[error("the text is {found} bytes long; at most {limit} are kept")]
    TooLong {
        /// Its size in bytes of UTF-8.
        found: usize,
        /// The most that is taken, in bytes.
        limit: usize,
    },
}

impl BadText {
    /// Says what to do about it, as a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Nul { .. } => "type the text again, or save its source as plain UTF-8 text first",
            Self::TooLong { .. } => {
                "keep the part that matters, and note where the full text can be found"
            }
        }
    }
}

impl Words {
    /// The most a text may hold: 64 KiB, in bytes of UTF-8. The number is ours: far more than anybody writes, far less than a file.
    pub const LIMIT: usize = 65_536;

    /// Takes a text as it is.
    ///
    /// # Errors
    /// [`BadText::TooLong`] above [`Words::LIMIT`] bytes (the limit itself is allowed), [`BadText::Nul`]
    /// when it holds U+0000. An empty text is fine; see [`Words::is_blank`].
    pub fn new(text: impl Into<String>) -> Result<Self, BadText> {
        let text = text.into();
        if text.len() > Self::LIMIT {
            return Err(BadText::TooLong {
                found: text.len(),
                limit: Self::LIMIT,
            });
        }
        if !text.as_bytes().contains(&0) {
            return Ok(Self(text));
        }
        let before = text.chars().take_while(|c| *c != '\0').count();
        Err(BadText::Nul { at: before + 1 })
    }

    /// Tells whether nothing readable is in it: empty, or only white space and characters that draw nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0
            .chars()
            .all(|c| c.is_whitespace() || is_hidden(c) || is_joiner(c))
    }

    /// Shows the text on one line of a terminal; see [`visible`].
    #[must_use]
    pub fn on_terminal(&self) -> String {
        visible(&self.0)
    }

    /// Shows the text on a terminal with its line ends kept (CR LF becomes LF), all else as in [`visible`].
    #[must_use]
    pub fn on_terminal_block(&self) -> String {
        visible_block(&self.0)
    }

    /// Lends the text to the JSON writer, which escapes it (`paper::json`).
    #[must_use]
    pub fn in_json(&self) -> &str {
        &self.0
    }

    /// Shows the text as one field of a tab-separated line.
    ///
    /// Tab, newline, carriage return and backslash become `\t`, `\n`, `\r` and `\\`, so the field can be read
    /// back; every other character that is not drawn is shown as in [`visible`].
    #[must_use]
    pub fn in_line_format(&self) -> String {
        self.in_line().into_owned()
    }

    /// Lends the text by [`Words::in_line_format`], without a copy where nothing in it needs another form.
    #[must_use]
    pub fn in_line(&self) -> Cow<'_, str> {
        if is_plain(&self.0) && !self.0.contains('\\') {
            return Cow::Borrowed(&self.0);
        }
        let mut out = String::with_capacity(self.0.len());
        for c in self.0.chars() {
            match c {
                '\t' => out.push_str("\\t"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\\' => out.push_str("\\\\"),
                other => push_visible(&mut out, other),
            }
        }
        Cow::Owned(out)
    }

    /// Lends the bare text to the store, and to nothing that a person looks at.
    #[must_use]
    pub fn as_stored(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} bytes)", self.0.len())
    }
}

impl JsonSchema for Words {
    fn schema_name() -> Cow<'static, str> {
        "words".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What somebody said or wrote, as they did; nobody did, or it is erased, where null stands instead.",
            "type": "string",
        })
    }
}

/// The `in_json` exit: the JSON writer in `paper::json` escapes what a terminal would act upon.
impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.in_json())
    }
}

/// Checks like [`Words::new`]; the refusal carries the same sentence.
impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(text).map_err(serde::de::Error::custom)
    }
}

/// Makes any text fit for one line of a terminal, and for libraries that print what they are given (paths,
/// arguments, messages of a parser).
///
/// A line end is shown as `⏎` (CR LF as one), a tab as `⇥`, another control character as its picture (`␛`),
/// and whatever else is not drawn or turns the reading direction as `<U+202E>`. Applying it twice changes
/// nothing more. Letters, combining marks, emoji, joiners and variation selectors pass through.
#[must_use]
pub fn visible(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\r' && rest.peek() == Some(&'\n') {
            continue;
        }
        push_visible(&mut out, c);
    }
    out
}

/// Makes any text fit for a terminal with its line ends kept: CR LF becomes LF, all else as in [`visible`].
#[must_use]
pub fn visible_block(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        out.push_str(&visible(line.strip_suffix('\r').unwrap_or(line)));
    }
    out
}

/// Tells whether a text is of printable ASCII alone, as most are: then there is nothing to look at letter by letter.
pub(crate) fn is_plain(text: &str) -> bool {
    // Without an early end, so that many letters are looked at at once.
    let plain = |so_far: bool, byte: u8| so_far & matches!(byte, b' '..=b'~');
    text.bytes().fold(true, plain)
}

/// Appends the visible form of one character, which is the character itself for all that is drawn.
pub(crate) fn push_visible(out: &mut String, c: char) {
    match c {
        '\n' => out.push('⏎'),
        '\t' => out.push('⇥'),
        // The block "Control Pictures" mirrors C0 from U+2400 on; DEL has its own at U+2421.
        '\0'..='\u{1F}' => out.extend(char::from_u32(0x2400 + u32::from(c))),
        '\u{7F}' => out.push('␡'),
        hidden if is_hidden(hidden) => out.push_str(&format!("<U+{:04X}>", u32::from(hidden))),
        drawn => out.push(drawn),
    }
}

/// Tells whether a character is obeyed by a terminal or draws nothing of its own.
///
/// C0, DEL, C1; bidi controls (U+061C, 200E-200F, 202A-202E, 2066-2069); line and paragraph separator
/// (U+2028/9); tags (U+E0000-E007F); and the other default-ignorable characters of Unicode, which hide text
/// from a reader. `char::is_control` knows only the first three groups. Joiners and variation selectors are
/// not hidden: Persian, the Indic scripts, Japanese names and emoji need them.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    match c {
        ' '..='~' => false,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => true,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' => {
            true
        }
        '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' => true,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' => true,
        '\u{2060}'..='\u{206F}' | '\u{FFF0}'..='\u{FFFB}' => true,
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' => true,
        '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}' => true,
        _ => false,
    }
}

/// Tells whether a character shapes its neighbours without being drawn (joiners, variation selectors).
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every character that must never reach a terminal, written out by number, not taken from `is_hidden`.
    fn forbidden(c: char) -> bool {
        let code = u32::from(c);
        code < 0x20
            || (0x7F..=0x9F).contains(&code)
            || code == 0x61C
            || [0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF].contains(&code)
            || (0x202A..=0x202E).contains(&code)
            || (0x2066..=0x2069).contains(&code)
            || (0xE0000..=0xE007F).contains(&code)
    }

    #[test]
    fn hostile_characters_get_a_visible_form() {
        let table = [
            ("one\ntwo", "one⏎two"),
            ("one\r\ntwo", "one⏎two"),
            ("one\rtwo", "one␍two"),
            ("a\tb", "a⇥b"),
            ("\u{1b}[31mred", "␛[31mred"),
            ("\u{7f}", "␡"),
            ("\u{9b}31m", "<U+009B>31m"),
            ("\u{202e}gpj.exe", "<U+202E>gpj.exe"),
            ("\u{61c}\u{2066}\u{2069}", "<U+061C><U+2066><U+2069>"),
            ("a\u{2028}b", "a<U+2028>b"),
            ("\u{e0041}", "<U+E0041>"),
            ("\u{feff}x\u{200b}", "<U+FEFF>x<U+200B>"),
            (
                "Müller, 山田, 👩\u{200d}🍳, می\u{200c}خواهم",
                "Müller, 山田, 👩\u{200d}🍳, می\u{200c}خواهم",
            ),
        ];
        for (given, shown) in table {
            assert_eq!(visible(given), shown);
        }
    }

    #[test]
    fn a_block_keeps_its_lines() {
        let words = Words::new("one\r\ntwo\n\tthree\u{1b}\r").unwrap();
        assert_eq!(words.on_terminal_block(), "one\ntwo\n⇥three␛");
        assert_eq!(Words::new("a\rb").unwrap().on_terminal_block(), "a␍b");
    }

    #[test]
    fn a_field_of_a_line_can_be_read_back() {
        let words = Words::new("a\tb\\n\r\nc\u{1b}").unwrap();
        assert_eq!(words.in_line_format(), "a\\tb\\\\n\\r\\nc␛");
    }

    #[test]
    fn debug_shows_the_length_only() {
        assert_eq!(
            format!("{:?}", Words::new("Ana's secret").unwrap()),
            "Words(12 bytes)"
        );
    }

    #[test]
    fn nul_is_refused_with_its_place() {
        let refused = Words::new("né\0t").unwrap_err();
        assert_eq!(refused, BadText::Nul { at: 3 });
        assert_eq!(
            refused.to_string(),
            "the text holds a NUL character (character 3), which cannot be kept"
        );
        assert!(refused.hint().starts_with("type the text again"));
    }

    #[test]
    fn the_limit_is_taken_and_one_byte_more_is_not() {
        assert!(Words::new("x".repeat(Words::LIMIT)).is_ok());
        let refused = Words::new("x".repeat(Words::LIMIT + 1)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the text is 65537 bytes long; at most 65536 are kept"
        );
    }

    #[test]
    fn blank_means_nothing_to_read() {
        for blank in ["", " \t\n", "\u{200b}\u{feff}", "\u{200d}", "\u{3000}"] {
            assert!(Words::new(blank).unwrap().is_blank(), "{blank:?}");
        }
        for said in [".", " x ", "\u{301}"] {
            assert!(!Words::new(said).unwrap().is_blank(), "{said:?}");
        }
    }

    #[test]
    fn reading_checks_like_typing() {
        let refused = serde_json::from_str::<Words>(r#""a\u0000""#).unwrap_err();
        assert!(refused.to_string().contains("NUL character (character 2)"));
        let words: Words = serde_json::from_str(r#""a\tb""#).unwrap();
        assert_eq!(words.as_stored(), "a\tb");
    }

    #[test]
    fn every_forbidden_character_of_unicode_is_shown() {
        for c in ('\0'..=char::MAX).filter(|c| forbidden(*c)) {
            let shown = visible(&c.to_string());
            assert!(
                !shown.is_empty() && !shown.chars().any(forbidden),
                "U+{:04X}",
                u32::from(c)
            );
        }
    }

    proptest! {
        #[test]
        fn no_exit_to_a_person_lets_a_control_through(text in "[^\\x00]*") {
            let words = Words::new(text).unwrap();
            prop_assert!(!words.on_terminal().chars().any(forbidden));
            prop_assert!(!words.in_line_format().chars().any(forbidden));
            prop_assert!(!words.on_terminal_block().chars().any(|c| c != '\n' && forbidden(c)));
        }

        #[test]
        fn showing_twice_changes_nothing_more(text in "(?s).*") {
            let once = visible(&text);
            prop_assert_eq!(visible(&once), once);
        }

        #[test]
        fn what_was_given_is_kept(text in "[^\\x00]*") {
            let words = Words::new(text.clone()).unwrap();
            prop_assert_eq!(words.as_stored(), &text);
            let read: Words = serde_json::from_str(&serde_json::to_string(&words).unwrap()).unwrap();
            prop_assert_eq!(read, words);
        }
    }
}
