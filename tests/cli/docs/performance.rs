//! Carries out a page: every block is run, written or compared.

use std::path::PathBuf;

use super::machine::{Machine, project};
use super::page::{Block, Page, Part, commands, exchanges};
use crate::shop::Answer;

/// A page and the shop in which it is carried out.
pub struct Performance {
    place: PathBuf,
    page: Page,
    /// Where it is carried out.
    pub machine: Machine,
    /// What the last script printed.
    last: String,
    /// The marks of the blocks that were not run.
    pub left_out: Vec<String>,
    /// What failed, whatever the page says about it.
    failed: Vec<String>,
    /// What is not as the page says.
    different: Vec<String>,
}

impl Performance {
    /// Reads a page of the project.
    pub fn of(name: &str) -> Self {
        let place = project().join(name);
        let text = std::fs::read_to_string(&place).unwrap();
        let page = Page::read(&text);
        assert_eq!(page.to_string(), text, "{name}: a fence is not closed");
        Self {
            place,
            page,
            machine: Machine::fresh(),
            last: String::new(),
            left_out: Vec::new(),
            failed: Vec::new(),
            different: Vec::new(),
        }
    }

    /// Ends a page, and goes on with another in the same shop.
    pub fn goes_on_in(self, name: &str) -> Self {
        let next = Self::of(name);
        let machine = self.end();
        Self { machine, ..next }
    }

    /// Carries out every block, in order, and keeps what really came back.
    pub fn play(&mut self) {
        let mut parts = std::mem::take(&mut self.page.parts);
        for part in &mut parts {
            match part {
                Part::Block(block) => block.body = self.block(block),
                Part::Prose(line) => self.row(line),
            }
        }
        self.page.parts = parts;
    }

    /// Complains about every difference, or writes what came back when that is wished.
    pub fn end(self) -> Machine {
        let failed = self.failed.join("\n\n");
        assert!(failed.is_empty(), "{}\n{failed}", self.place.display());
        if updating() {
            std::fs::write(self.place, self.page.to_string()).unwrap();
            return self.machine;
        }
        let different = self.different.join("\n\n");
        assert!(
            different.is_empty(),
            "{}\n{different}",
            self.place.display()
        );
        self.machine
    }

    /// Runs the command that a row of a table begins with.
    fn row(&mut self, line: &str) {
        let Some(row) = line.strip_prefix("| `amends ") else {
            return;
        };
        let typed = format!("amends {}", row.split('`').next().unwrap());
        let said = self.machine.pipe(&typed);
        if said.exit() != 0 {
            self.failed.push(format!("`{typed}` failed:\n{said}"));
        }
    }

    /// Carries out one block and gives its body as it should be.
    fn block(&mut self, block: &Block) -> String {
        if let Some(mark) = block.mark("not-run") {
            self.left_out.push(mark.to_owned());
            return block.body.clone();
        }
        match block.language.as_str() {
            "console" => self.console(block),
            "sh" => self.script(block),
            "json" => self.printed(block),
            "toml" | "csv" => self.file(block),
            "cron" => self.cron(block),
            other => panic!("line {}: a block of `{other}` is not checked", block.line),
        }
    }

    /// Types each line at a terminal.
    fn console(&mut self, block: &Block) -> String {
        let mut body = String::new();
        for (typed, expected) in exchanges(&block.body) {
            let said = self.machine.terminal(&typed);
            self.demand_success(block, (&typed, &said));
            self.compare(block, (&typed, &expected, &said.stdout()));
            body.push_str(&format!("$ {typed}\n{}", said.stdout()));
        }
        body
    }

    /// Runs each line as a script does.
    fn script(&mut self, block: &Block) -> String {
        for typed in commands(&block.body) {
            let said = self.machine.pipe(&typed);
            self.demand_success(block, (&typed, &said));
            if said.exit() == 0 && typed.contains("--json") {
                self.demand_json(block, (&typed, &said));
            }
            self.last = said.stdout();
        }
        block.body.clone()
    }

    fn demand_success(&mut self, block: &Block, (typed, said): (&str, &Answer)) {
        if said.exit() != 0 {
            self.failed
                .push(format!("line {}: `{typed}` failed:\n{said}", block.line));
        }
    }

    fn demand_json(&mut self, block: &Block, (typed, said): (&str, &Answer)) {
        let out = said.stdout();
        let lines: Vec<&str> = if typed.contains("--jsonl") {
            out.lines().collect()
        } else {
            vec![&out]
        };
        let json = |text: &&str| serde_json::from_str::<serde_json::Value>(text).is_ok();
        if !lines.iter().all(json) || !said.stderr().is_empty() {
            let line = block.line;
            self.failed
                .push(format!("line {line}: `{typed}` is not only JSON:\n{said}"));
        }
    }

    /// Compares with what the script before it printed last.
    fn printed(&mut self, block: &Block) -> String {
        let last = std::mem::take(&mut self.last);
        self.compare(block, ("the script above", &block.body, &last));
        last
    }

    fn compare(&mut self, block: &Block, (typed, expected, found): (&str, &str, &str)) {
        if expected != found {
            let line = block.line;
            self.different.push(format!(
                "line {line}: `{typed}`\n--- the page says\n{expected}--- it is\n{found}"
            ));
        }
    }

    /// Writes a file that the commands below use, or adds to it.
    fn file(&mut self, block: &Block) -> String {
        if let Some(name) = block.mark("append") {
            let place = self.machine.desk().join(name);
            let before = std::fs::read_to_string(place).unwrap();
            self.machine
                .write(name, &format!("{before}\n{}", block.body));
        } else if let Some(name) = block.mark("file") {
            self.machine.write(name, &block.body);
        } else {
            panic!("line {}: say `file=` or `append=`", block.line);
        }
        block.body.clone()
    }

    /// Runs what cron would run; the five fields before it only have to be five.
    fn cron(&mut self, block: &Block) -> String {
        for line in commands(&block.body) {
            let fields: Vec<&str> = line.splitn(6, ' ').collect();
            let said = self.machine.cron(fields.get(5).unwrap());
            self.demand_success(block, (&line, &said));
            // Cron sends everything by mail that a command prints beside its result.
            assert_eq!(said.stderr(), "", "line {}: {line}", block.line);
        }
        block.body.clone()
    }
}

/// Tells whether the examples are to be written anew.
pub fn updating() -> bool {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test itself is told this, not the program"
    )]
    std::env::var_os("UPDATE_EXAMPLES").is_some()
}
