//! A page as Markdown: for a wiki, a chat or whatever makes something handsome of it.
//!
//! What a person or a playbook wrote stands there as text: nothing in it becomes a heading, a link
//! or markup (CommonMark 0.31, "backslash escapes").

use crate::domain::words::{visible, visible_block};
use crate::paper::page::{Block, ListItem, Mark, Page, RosterRow, Table, Text, TextRun};

/// Writes a page; the first heading is the title.
#[must_use]
pub fn write(page: &Page) -> String {
    let mut out = String::new();
    let mut heading = "#";
    for block in page.blocks() {
        let text = match block {
            Block::Heading(text) => {
                // A heading stands out by itself.
                let text = text.runs().iter().map(|run| visible(&run.text));
                let line = format!("{heading} {}", escaped(&text.collect::<String>()));
                heading = "##";
                line
            }
            Block::Paragraph(text) => begun(&inline(text)),
            Block::Fields(fields) => written_fields(fields),
            Block::Table(table) => written_table(table),
            Block::Roster(roster) => lines(roster.rows.iter().map(roster_row)),
            Block::List(items) => lines(items.iter().map(item)),
            Block::Quote(text) => lines(visible_block(text).lines().map(quoted)),
            Block::Verbatim(text) => fenced(text),
            Block::Gap => String::new(),
        };
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&text);
        out.push('\n');
    }
    out
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// Text within a line: what stands out is bold, what is to be typed is code.
fn inline(text: &Text) -> String {
    text.runs().iter().map(run).collect()
}

fn run(run: &TextRun) -> String {
    let text = visible(&run.text);
    match run.mark {
        Mark::Plain | Mark::Dim | Mark::Fine => escaped(&text),
        Mark::Strong | Mark::Late | Mark::Soon => around(&text, |inner| {
            let inner = escaped(inner);
            format!("**{inner}**")
        }),
        Mark::Code => around(&text, code),
    }
}

/// Marks a text without the blanks at its ends, which would undo the mark.
fn around(text: &str, mark: impl Fn(&str) -> String) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let (before, after) = text.split_once(inner).unwrap_or(("", ""));
    format!("{before}{}{after}", mark(inner))
}

/// Between more backticks than stand anywhere within.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let gap = if longest > 0 { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

/// Takes its meaning from every sign that would have one.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>&|~$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Escapes what would begin a heading, a list or a quote at the beginning of a line.
fn begun(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let after = line[digits..].chars().next();
    match after {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some('#' | '+' | '-' | '=') if digits == 0 => format!("\\{line}"),
        Some(_) | None => line.to_owned(),
    }
}

fn written_fields(fields: &[(String, Text)]) -> String {
    let fields = fields.iter().filter(|(_, value)| !value.is_empty());
    lines(fields.map(|(label, value)| {
        let label = escaped(&visible(label));
        match label.is_empty() {
            true => format!("- {}", begun(&inline(value))),
            false => format!("- {label}: {}", inline(value)),
        }
    }))
}

/// A row as an entry: its cells one after the other, nothing cut.
fn roster_row(row: &RosterRow) -> String {
    let cells = row.cells.iter().chain([&row.below]);
    let cells = cells.filter(|cell| !cell.is_empty()).map(inline);
    format!("- {}", cells.collect::<Vec<_>>().join("; "))
}

/// An entry with the lines under it; numbers stay numbers, all else is a bullet.
fn item(item: &ListItem) -> String {
    let marker = inline(&item.marker);
    let body = inline(&item.body);
    let is_bullet = matches!(marker.as_str(), "-" | "•");
    let digits = marker.trim_end_matches('.');
    let is_number = marker.ends_with('.') && digits.chars().all(|c| c.is_ascii_digit());
    let (lead, first) = match (is_bullet, is_number) {
        (true, _) => ("- ".to_owned(), begun(&body)),
        (false, true) => (format!("{marker} "), begun(&body)),
        (false, false) => ("- ".to_owned(), format!("{} {body}", begun(&marker))),
    };
    let indent = " ".repeat(lead.chars().count());
    let notes = item.notes.iter();
    let notes = notes.map(|note| format!("  \n{indent}{}", begun(&inline(note))));
    format!("{lead}{first}{}", notes.collect::<String>())
}

fn quoted(line: &str) -> String {
    format!("> {}", begun(&escaped(line))).trim_end().to_owned()
}

fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n'))
}

fn written_table(table: &Table) -> String {
    if table.rows().is_empty() {
        return String::new();
    }
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let titles = table.columns().iter();
    let titles = row(titles.map(|column| escaped(&column.title)).collect());
    let rule = row(table.columns().iter().map(|_| "---".to_owned()).collect());
    let rows = table.rows().iter();
    let rows = rows.map(|cells| row(cells.iter().map(inline).collect()));
    lines([titles, rule].into_iter().chain(rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::page::Column;

    #[test]
    fn each_block_has_its_form() {
        let mut table = Table::new([Column::whole("case"), Column::text("customer")]);
        table.push(["#1", "a|b"]);
        let page = Page::new()
            .heading(Text::strong("Title"))
            .paragraph(Text::strong("Late: ").then("call"))
            .fields([("to", Text::plain("Ada")), ("empty", Text::new())])
            .heading("More")
            .table(table)
            .list([
                ListItem::new("-", "one").note("below"),
                ListItem::new("2.", "two"),
                ListItem::new("+1", "three"),
            ])
            .gap()
            .block(Block::Verbatim("amends new\n".to_owned()))
            .block(Block::Quote("so\nit was".to_owned()));
        let expected = "\
# Title

**Late:** call

- to: Ada

## More

| case | customer |
| --- | --- |
| #1 | a\\|b |

- one  \n  below
2. two
- \\+1 three

```
amends new
```

> so
> it was
";
        assert_eq!(write(&page), expected);
    }

    #[test]
    fn what_somebody_wrote_stays_text() {
        let table = [
            ("# no title", "\\# no title\n"),
            ("1. no list", "1\\. no list\n"),
            ("- no list", "\\- no list\n"),
            ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`\n"),
            ("[x](http://y) <b>", "\\[x\\](http://y) \\<b\\>\n"),
            ("a\u{1b}[31m", "a␛\\[31m\n"),
            ("25 guests", "25 guests\n"),
        ];
        for (text, expected) in table {
            assert_eq!(write(&Page::new().paragraph(text)), expected, "{text}");
        }
    }

    #[test]
    fn code_keeps_its_backticks() {
        let page = |code: &str| write(&Page::new().paragraph(Text::code(code)));
        assert_eq!(page("amends done 1"), "`amends done 1`\n");
        assert_eq!(page("a `b`"), "`` a `b` ``\n");
    }
}
