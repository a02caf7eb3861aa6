//! What the program may write, byte by byte; everything else that a terminal would obey is a fault.

/// Where bytes are written to; what may be among them differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// A terminal that knows no colour.
    Dumb,
    /// A terminal with colour that is written what a pipe gets.
    Bare,
    /// A terminal with colour.
    Coloured,
    /// A terminal at which questions are asked.
    Dialog,
    /// A pipe or a file.
    Pipe,
    /// A file in which lines end with CR LF: a calendar.
    Calendar,
}

/// The colours: bold, dim, red, green, yellow, cyan and the bright ones of an excerpt, and the end of each.
const COLOURS: [&str; 12] = [
    "\u{1b}[1m",
    "\u{1b}[2m",
    "\u{1b}[31m",
    "\u{1b}[32m",
    "\u{1b}[33m",
    "\u{1b}[36m",
    "\u{1b}[91m",
    "\u{1b}[92m",
    "\u{1b}[93m",
    "\u{1b}[94m",
    "\u{1b}[96m",
    "\u{1b}[0m",
];

/// What a dialog does to the line it is on: wipe it, wipe what is right of the cursor, show the cursor.
const WIPES: [&str; 3] = ["\r\u{1b}[2K", "\u{1b}[0K", "\u{1b}[?25h"];

/// Finds what had no right to be written, and says what stands around it.
pub fn let_through(bytes: &[u8], stream: Stream) -> Option<String> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some(format!("not UTF-8: {}", bytes.escape_ascii()));
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = own(rest, stream).unwrap_or(c.len_utf8());
        if length == c.len_utf8() && is_obeyed(c) && !is_layout(rest, stream) {
            let at = text.len() - rest.len();
            let before = text[..at].chars().rev().take(60).collect::<Vec<_>>();
            let before: String = before.into_iter().rev().collect();
            let after: String = rest.chars().take(40).collect();
            let place = format!("{}>>>{}", before.escape_debug(), after.escape_debug());
            return Some(format!("U+{:04X}: {place}", u32::from(c)));
        }
        rest = &rest[length..];
    }
    None
}

/// The length of a sequence that the program may write here, in bytes.
fn own(rest: &str, stream: Stream) -> Option<usize> {
    let among = |known: &'static [&'static str]| known.iter().find(|own| rest.starts_with(**own));
    let found = match stream {
        Stream::Pipe | Stream::Dumb | Stream::Calendar => None,
        Stream::Coloured | Stream::Bare => among(&COLOURS),
        Stream::Dialog => among(&WIPES),
    };
    match (found, stream) {
        (Some(own), _) => Some(own.len()),
        (None, Stream::Dialog) => cursor(rest),
        (None, _) => None,
    }
}

/// The length of a movement of the cursor: `ESC [ 12 D`, also up, down and right.
fn cursor(rest: &str) -> Option<usize> {
    let behind = rest.strip_prefix("\u{1b}[")?;
    let last = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = behind.len() - last.len();
    let moves = last.starts_with(['A', 'B', 'C', 'D']) && (1..=4).contains(&digits);
    moves.then_some(2 + digits + 1)
}

/// Tells whether a character at the start of a text is one that gives an output its form.
fn is_layout(rest: &str, stream: Stream) -> bool {
    match stream {
        Stream::Pipe => rest.starts_with(['\n', '\t']),
        Stream::Bare => rest.starts_with(['\n', '\t']) || rest.starts_with("\r\n"),
        Stream::Dumb | Stream::Coloured | Stream::Dialog | Stream::Calendar => {
            rest.starts_with('\n') || rest.starts_with("\r\n")
        }
    }
}

/// Tells whether a terminal obeys a character, or it draws nothing; written out from Unicode, not from the program.
///
/// Joiners and variation selectors are not among them: Persian, the Indic scripts and emoji need them.
pub fn is_obeyed(c: char) -> bool {
    let code = u32::from(c);
    c.is_control()
        || (0x2028..=0x202e).contains(&code)
        || (0x2060..=0x206f).contains(&code)
        || (0xfff9..=0xfffb).contains(&code)
        || (0xe0000..=0xe007f).contains(&code)
        || [0xad, 0x34f, 0x61c, 0x180e, 0x200b, 0x200e, 0x200f, 0xfeff].contains(&code)
}

#[test]
fn it_finds_every_kind_wherever_it_is_written() {
    use super::strings;
    let all = [
        Stream::Dumb,
        Stream::Bare,
        Stream::Coloured,
        Stream::Dialog,
        Stream::Pipe,
        Stream::Calendar,
    ];
    let harmless = |text: &String| !text.contains(|c| is_obeyed(c) && c != '\n');
    for text in strings::each() {
        for stream in all {
            let found = let_through(format!("> {text} <").as_bytes(), stream);
            // `ESC [ 5 A` is a movement that a dialog makes too, and a tab parts the cells of a pipe.
            let known = stream == Stream::Dialog || text.contains(['\t', '\r', '\n']);
            assert!(
                found.is_some() || harmless(&text) || known,
                "{stream:?} {}",
                text.escape_debug()
            );
        }
    }
    assert!(let_through(b"a\xffb", Stream::Pipe).is_some());
}

#[test]
fn it_leaves_alone_what_is_the_programs_own() {
    let table = [
        ("a\tb\nc", Stream::Pipe),
        ("\u{1b}[1m\u{1b}[31mLATE\u{1b}[0m\r\n", Stream::Coloured),
        ("a\r\nb", Stream::Dumb),
        (
            "Name: \u{1b}[3D\r\u{1b}[2KName: x\r\n\u{1b}[?25h",
            Stream::Dialog,
        ),
        ("BEGIN:VCALENDAR\r\n x\r\n", Stream::Calendar),
        ("山田 e\u{301} 👩\u{200d}🍳", Stream::Pipe),
    ];
    for (text, stream) in table {
        assert_eq!(let_through(text.as_bytes(), stream), None);
    }
    for (text, stream) in [
        ("a\tb", Stream::Dumb),
        ("a\r\n", Stream::Pipe),
        ("a\rb", Stream::Coloured),
        ("\u{1b}[31m", Stream::Dumb),
        ("\u{1b}[1;31m", Stream::Coloured),
        ("\u{1b}[12345D", Stream::Dialog),
        ("\u{1b}[2J", Stream::Dialog),
    ] {
        assert!(let_through(text.as_bytes(), stream).is_some(), "{text:?}");
    }
}
