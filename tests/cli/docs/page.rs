//! A Markdown page as the test sees it: prose, and blocks between fences.

use std::fmt;

/// A page, in order.
pub struct Page {
    pub parts: Vec<Part>,
}

/// A piece of a page.
pub enum Part {
    Prose(String),
    Block(Block),
}

/// What stands between two fences.
pub struct Block {
    /// The first word behind the fence.
    pub language: String,
    /// The other words behind the fence: `not-run=…`, `file=…`, `append=…`.
    pub marks: Vec<String>,
    /// Where the block begins, counted from one.
    pub line: usize,
    pub body: String,
}

impl Block {
    /// Gives what a mark is set to.
    pub fn mark(&self, name: &str) -> Option<&str> {
        self.marks
            .iter()
            .find_map(|mark| mark.strip_prefix(name)?.strip_prefix('='))
    }
}

impl Page {
    /// Takes a page apart; [`fmt::Display`] puts it together again.
    pub fn read(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut lines = text.lines().zip(1..);
        while let Some((line, number)) = lines.next() {
            let Some(info) = line.strip_prefix("```") else {
                parts.push(Part::Prose(line.to_owned()));
                continue;
            };
            let body: Vec<&str> = lines
                .by_ref()
                .map(|(line, _)| line)
                .take_while(|line| *line != "```")
                .collect();
            let mut words = info.split_whitespace().map(str::to_owned);
            parts.push(Part::Block(Block {
                language: words.next().unwrap_or_default(),
                marks: words.collect(),
                line: number,
                body: ended(&body.join("\n")),
            }));
        }
        Self { parts }
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Prose(line) => writeln!(f, "{line}")?,
                Part::Block(block) => {
                    let marks: String = block.marks.iter().map(|mark| format!(" {mark}")).collect();
                    writeln!(f, "```{}{marks}\n{}```", block.language, block.body)?;
                }
            }
        }
        Ok(())
    }
}

/// Ends a text with exactly one line end; an empty text stays empty.
pub fn ended(text: &str) -> String {
    match text.trim_end_matches('\n') {
        "" => String::new(),
        text => format!("{text}\n"),
    }
}

/// Joins lines that end in `\` with what follows them, and leaves out blank lines and remarks.
pub fn commands(body: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut open = String::new();
    for line in body.lines() {
        open.push_str(line);
        if line.ends_with('\\') {
            open.push('\n');
            continue;
        }
        let command = std::mem::take(&mut open);
        if !command.trim().is_empty() && !command.starts_with('#') {
            commands.push(command);
        }
    }
    commands
}

/// Takes a console apart into what was typed, after `$ `, and what came back.
pub fn exchanges(body: &str) -> Vec<(String, String)> {
    let mut exchanges: Vec<(String, String)> = Vec::new();
    let mut typing = false;
    for line in body.lines() {
        match (line.strip_prefix("$ "), exchanges.last_mut()) {
            (Some(typed), _) => exchanges.push((typed.to_owned(), String::new())),
            (None, Some((typed, _))) if typing => typed.push_str(&format!("\n{line}")),
            (None, Some((_, answer))) => answer.push_str(&format!("{line}\n")),
            (None, None) => panic!("a console begins with `$ `, found `{line}`"),
        }
        typing = line.ends_with('\\') && (typing || line.starts_with("$ "));
    }
    exchanges
}
