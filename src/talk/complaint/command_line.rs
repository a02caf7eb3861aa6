//! A case as one command line that can be typed again.

use crate::domain::words::is_hidden;
use crate::typed::NewArgs;

/// Writes answers as the command line that gives them: `amends new --customer 'Ada Okafor' ...`.
///
/// It is one line for a POSIX shell, safe to paste: what a shell would read as more than a text is quoted, and
/// whatever a terminal would obey stands as digits inside `"$(printf %b ...)"`. Empty answers are left out, and so
/// are line ends at the end of a text, which no shell can hand over that way.
#[must_use]
pub fn command_line(new: &NewArgs) -> String {
    let mut line = "amends new".to_owned();
    for (flag, text) in flags(new) {
        let text = text.trim_end_matches('\n');
        if text.is_empty() {
            continue;
        }
        // A text that begins with a hyphen would be taken for a flag if it stood alone.
        let joint = if text.starts_with('-') { '=' } else { ' ' };
        line.push_str(&format!(" --{flag}{joint}{}", quoted(text)));
    }
    if let Some(case) = &new.same_as {
        line.push_str(&format!(" --same-as {}", quoted(&case.to_string())));
    }
    if new.new_case {
        line.push_str(" --new-case");
    }
    if let Some(here) = new.here {
        line.push_str(&format!(" --here {}", here.word()));
    }
    if new.public {
        line.push_str(" --public");
    }
    line
}

/// The flags in the order in which people think of them: who, what, how bad, how and when; their words last.
fn flags(new: &NewArgs) -> Vec<(&'static str, &str)> {
    let mut flags: Vec<(&'static str, &str)> = Vec::new();
    let before = [("customer", &new.customer), ("reach", &new.reach)];
    flags.extend(
        before
            .into_iter()
            .filter_map(|(flag, text)| Some((flag, text.as_deref()?))),
    );
    flags.extend(new.types.iter().map(|text| ("type", text.as_str())));
    let how_bad = [("tier", &new.tier), ("severity", &new.severity)];
    flags.extend(
        how_bad
            .into_iter()
            .filter_map(|(flag, text)| Some((flag, text.as_deref()?))),
    );
    flags.extend(new.harm.iter().map(|text| ("harm", text.as_str())));
    let middle = [
        ("channel", &new.channel),
        ("told", &new.told),
        ("happened", &new.happened),
        ("order", &new.order),
        ("value", &new.value),
        ("holder", &new.holder),
        ("playbook", &new.playbook),
        ("words", &new.words),
        ("need", &new.need),
        ("feels", &new.feels),
    ];
    flags.extend(
        middle
            .into_iter()
            .filter_map(|(flag, text)| Some((flag, text.as_deref()?))),
    );
    flags.extend(new.answers.iter().map(|text| ("answer", text.as_str())));
    flags
}

/// Quotes a text for a POSIX shell, and leaves alone what needs no quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    if text.chars().any(is_hidden) {
        return printed(text);
    }
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Tells whether no shell makes anything of a character, wherever in a word it stands.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_./:@,+%".contains(c)
}

/// Has `printf` write the text, so that no control character is in the line.
///
/// `!` is digits as well: inside double quotes an interactive shell would look it up in its history.
fn printed(text: &str) -> String {
    let mut inner = String::new();
    for c in text.chars() {
        match c {
            '\n' => inner.push_str("\\n"),
            '\t' => inner.push_str("\\t"),
            '\\' => inner.push_str("\\\\"),
            '\'' => inner.push_str("\\0047"),
            '!' => inner.push_str("\\0041"),
            hidden if is_hidden(hidden) => push_bytes(&mut inner, hidden),
            drawn => inner.push(drawn),
        }
    }
    format!("\"$(printf %b '{inner}')\"")
}

/// Three digits always, so that a digit that follows is not taken for a fourth.
fn push_bytes(out: &mut String, c: char) {
    let mut buffer = [0; 4];
    for byte in c.encode_utf8(&mut buffer).bytes() {
        out.push_str(&format!("\\0{byte:03o}"));
    }
}
