//! Finds a bracket that is never closed, which a parser notices only where the file ends.

/// Gives the place of the bracket that is still open where a new key or table begins; nothing when all is in order.
///
/// Texts and remarks are skipped. Lines within a list begin with a quote, a bracket or a number, so one that begins
/// with `key =` or `[table]` was not meant to be in it.
pub(super) fn bracket(source: &str) -> Option<usize> {
    let mut scan = Scan {
        source,
        at: 0,
        open: Vec::new(),
    };
    loop {
        if !scan.open.is_empty() && begins_something(&source[scan.at..]) {
            return scan.open.first().copied();
        }
        if !scan.line() {
            return None;
        }
    }
}

/// Whether a line begins with `key =`, `[table]` or `[[table]]`.
fn begins_something(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    let bare = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    let name = line.trim_start_matches('[');
    let brackets = line.len() - name.len();
    let after = name.trim_start_matches(bare);
    let named = after.len() < name.len();
    match brackets {
        0 => {
            named
                && after.trim_start().starts_with('=')
                && !name.starts_with(|first: char| first.is_ascii_digit())
        }
        1 | 2 => named && after.starts_with(&"]]"[..brackets]),
        _ => false,
    }
}

struct Scan<'s> {
    source: &'s str,
    at: usize,
    /// Where the brackets stand that are open.
    open: Vec<usize>,
}

impl Scan<'_> {
    /// Goes to the beginning of the next line that is not within a text; says whether there is one.
    fn line(&mut self) -> bool {
        while let Some(letter) = self.source[self.at..].chars().next() {
            let length = letter.len_utf8();
            match letter {
                '\n' => {
                    self.at += length;
                    return true;
                }
                '#' => self.at += self.source[self.at..].find('\n').unwrap_or(self.rest()),
                '"' | '\'' => self.text(letter),
                '[' | '{' => {
                    self.open.push(self.at);
                    self.at += length;
                }
                ']' | '}' => {
                    self.open.pop();
                    self.at += length;
                }
                _ => self.at += length,
            }
        }
        false
    }

    fn rest(&self) -> usize {
        self.source.len() - self.at
    }

    /// Skips a text; one on a single line that has no end is left at the end of its line.
    fn text(&mut self, quote: char) {
        let triple = quote.to_string().repeat(3);
        let rest = &self.source[self.at..];
        if let Some(inner) = rest.strip_prefix(&triple) {
            self.at += inner.find(&triple).map_or(rest.len(), |end| end + 6);
            return;
        }
        let mut escaped = false;
        for (at, letter) in rest.char_indices().skip(1) {
            match letter {
                '\n' => {
                    self.at += at;
                    return;
                }
                '\\' if quote == '"' && !escaped => escaped = true,
                other if other == quote && !escaped => {
                    self.at += at + 1;
                    return;
                }
                _ => escaped = false,
            }
        }
        self.at = self.source.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Option<&str> {
        bracket(source).map(|at| source[..at].lines().last().unwrap_or_default())
    }

    #[test]
    fn the_bracket_that_was_forgotten_is_found_where_it_opens() {
        let cases = [
            ("roles = [\"a\", \"b\"\n[clock]\nx = 1\n", "roles = "),
            ("fix = [\"a\"\n\n[[recovery]]\n", "fix = "),
            ("when = { tier = \"a\"\nfix = [\"b\"]\n", "when = "),
            ("ask = [\n  { id = \"x\" },\nideal = [\"y\"]\n", "ask = "),
        ];
        for (source, before) in cases {
            assert_eq!(found(source), Some(before), "{source}");
        }
    }

    #[test]
    fn whole_files_have_none() {
        for source in [
            "a = [\n  \"x = 1\",\n  1,\n]\nb = 2\n",
            "a = \"\"\"\nb = [\n[c]\n\"\"\"\nd = 1 # [\n[e]\n",
            "a = 'it [ is'\n[b]\nc = \"\\\"[\"\n[d]\n",
            "[[a]]\nb = [[1], [2]]\n",
            "",
        ] {
            assert_eq!(bracket(source), None, "{source}");
        }
        for shipped in [
            include_str!("../../../playbooks/cafe.toml"),
            include_str!("../../../playbooks/services.toml"),
            include_str!("../../../examples/bank.toml"),
        ] {
            assert_eq!(bracket(shipped), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(source in "[\\[\\]{}\"'#=a-b1 \\\\\n\u{e9}]{0,80}") {
            let _ = bracket(&source);
        }
    }
}
