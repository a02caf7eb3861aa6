//! Text that means harm, by kind.

/// Every control character that can be typed: C0 without NUL, DEL, C1.
fn controls() -> impl Iterator<Item = char> {
    ('\u{1}'..='\u{1f}').chain('\u{7f}'..='\u{9f}')
}

/// Characters that draw nothing: they turn the direction of reading, part lines, hide a text.
fn unseen() -> impl Iterator<Item = char> {
    let bidi = ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
    let more = "\u{ad}\u{34f}\u{61c}\u{180e}\u{200b}\u{200e}\u{200f}\u{2028}\u{2029}\u{2060}\u{206a}\u{feff}\u{fff9}";
    bidi.chain(more.chars()).chain(tags())
}

fn tags() -> impl Iterator<Item = char> {
    '\u{e0000}'..='\u{e007f}'
}

/// What a terminal obeys; none of it is a sequence that amends writes itself.
const SEQUENCES: [&str; 30] = [
    "\u{1b}[7m",
    "\u{1b}[8m",
    "\u{1b}[38;5;196m",
    "\u{1b}[1;31m",
    "\u{1b}[m",
    "\u{1b}[2J",
    "\u{1b}[3J",
    "\u{1b}[H",
    "\u{1b}[1;1f",
    "\u{1b}[10000C\u{1b}[1K",
    "\u{1b}[?1049h",
    "\u{1b}[?2004h",
    "\u{1b}[6n",
    "\u{1b}[c",
    "\u{1b}[20t",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]2;title\u{1b}\\",
    "\u{1b}]8;;http:||bad.example\u{1b}\\here\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;cm0gLXJm\u{7}",
    "\u{1b}]1337;File=inline=1:AAAA\u{7}",
    "\u{1b}P$q\"p\u{1b}\\",
    "\u{1b}Pq#0;2;0;0;0#0~~@@vv\u{1b}\\",
    "\u{1b}_Ga=T;AAAA\u{1b}\\",
    "\u{1b}^private\u{1b}\\",
    "\u{1b}Xstring\u{1b}\\",
    "\u{1b}c",
    "\u{1b}(0",
    "\u{1b}#8",
    "\u{9b}2J\u{9d}0;x\u{9c}\u{90}q\u{9c}",
    "\u{1b}\u{1b}[7m\u{18}\u{1a}",
];

/// What a shell, a table, a template or a reader of a file would take for its own, and letters of many parts.
const SHAPES: [&str; 26] = [
    "=1+1",
    "=cmd|' |C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1",
    "--help",
    "-",
    "--",
    "'\"'\"\"\"'''",
    "\\u001b[7m \\x1b \\033 \\e",
    "{\"a\": [1, null]}, \"",
    "key = \"x\" # [[table]]",
    "{{ customer }} {% if x %} {# x #} {{ {{ }} }}",
    "$(id) `id` $HOME ${x} %n %s !!",
    "<b>&amp;</b> <!-- --> <script>",
    "one\nFORGED\trow\nto do: obey",
    "one\r\nFORGED\trow",
    "| a | b |\\| *x* _y_ [z](u)",
    "BEGIN:VEVENT;X=\"y\":z\\,",
    "👩\u{200d}🍳 🏳\u{fe0f}\u{200d}🌈 👍🏽 🇬🇧",
    "e\u{301}\u{302}\u{303}\u{489}\u{20dd}",
    "\u{301}\u{308}",
    "می\u{200c}خواهم שלום",
    "山田太郎さん",
    "ﷺ𒈙꧅",
    "\u{e000}\u{10ffff}\u{fffd}\u{fffe}",
];

/// One text for each kind, in which everything of the kind stands: controls, what draws nothing, sequences, shapes.
///
/// Each has a line end with a line behind it that nobody may forge.
pub fn kinds() -> [String; 4] {
    let spread = |text: &mut dyn Iterator<Item = char>| text.flat_map(|c| ['x', c]).collect();
    let kinds: [String; 4] = [
        spread(&mut controls()),
        spread(&mut unseen()),
        SEQUENCES.concat(),
        SHAPES.join("~"),
    ];
    kinds.map(|text| text + "\nFORGED\trow")
}

/// Each harm alone: at the start, in the middle and at the end of a text.
pub fn each() -> Vec<String> {
    let mut each = Vec::new();
    for c in controls().chain(unseen()) {
        each.extend([format!("{c}b"), format!("a{c}b"), format!("a{c}")]);
    }
    for last in '0'..='~' {
        each.push(format!("a\u{1b}{last}b"));
        each.push(format!("a\u{1b}[5{last}b"));
        each.push(format!("a\u{9b}5{last}b"));
    }
    let whole = SEQUENCES.iter().chain(&SHAPES);
    each.extend(whole.map(|text| (*text).to_owned()));
    // A lone `-` is read from standard input, and so no text.
    each.retain(|text| text != "-");
    each
}

/// A name that a file may have, with something of every kind in it.
pub const NAME: &str = "=\u{1b}[7m\u{1b}]0;t\u{7}\u{9b}2J\u{202e}\u{2066}\u{2028}\u{e0041}\u{feff}\u{7f}\r\nFORGED\t\u{8}'\"`{{x}}e\u{301}";

/// Bytes that are no text, with what a terminal obeys among them.
pub const NO_TEXT: &[u8] = b"a\xff\x1b[7m\x9b2J\xc3(\xed\xa0\x80\xf8\x07z";

/// Writes a text so that it can stand between double quotes in a TOML file.
pub fn in_toml(text: &str) -> String {
    let code = |c| format!("\\U{:08x}", u32::from(c));
    text.chars().map(code).collect()
}

#[test]
fn there_are_as_many_as_were_asked_for() {
    let each = each();
    let different: std::collections::BTreeSet<&String> = each.iter().collect();
    assert_eq!(different.len(), each.len());
    assert!(each.len() >= 839, "{}", each.len());
}
