//! A playbook that was just made, for a person and for a pipe.

use crate::paper::page::{Block, Mark, Page, Text};
use crate::show::playbook::new::{GuessedByUs, NewPlaybookView, ToChange};
use crate::show::{JsonItem, Rows, Show, Sight};

/// What was written, what to change first, and how to go on.
pub(in crate::show) fn made(made: &NewPlaybookView) -> Page {
    let tiers: Vec<&str> = made.tiers.iter().map(|tier| tier.name.as_str()).collect();
    let mut page = Page::new()
        .heading(Text::strong(made.title.clone()))
        .fields([
            ("written to", Text::plain(made.file.clone())),
            ("made of", made.starter.clone().into()),
            ("customers", tiers.join(", ").into()),
            ("roles", made.roles.join(", ").into()),
            ("answered within", made.first_response.clone().into()),
            ("put right within", made.recover.clone().into()),
        ])
        .heading("Change these first: they are ours, and we have never seen your shop");
    page = page.fields(
        made.change_first
            .iter()
            .map(|one| (label(one.what), Text::plain(place(one)))),
    );
    page = page.heading("Then");
    page = page.paragraph(Text::plain("Prove it: ").add(Mark::Code, made.next.clone()));
    if let Some(command) = &made.make_usual {
        let why = match &made.usual {
            Some(usual) => format!("The usual one stays `{usual}`; to change that: "),
            None => "Make it the usual one: ".to_owned(),
        };
        page = page.paragraph(Text::plain(why).add(Mark::Code, command.clone()));
    }
    page.paragraph("To take it back, remove the file. The same as one command:")
        .block(Block::Verbatim(made.command_line.clone()))
}

const fn label(what: GuessedByUs) -> &'static str {
    match what {
        GuessedByUs::Costs => "what things cost",
        GuessedByUs::Ceilings => "the most a case may cost",
        GuessedByUs::Surprises => "what surprises people",
    }
}

fn place(one: &ToChange) -> String {
    match one.count {
        1 => format!("line {}", one.line),
        count => format!("from line {}, {count} in all", one.line),
    }
}

/// The file, the name, the next command: a label and a value each.
pub(in crate::show) fn rows(made: &NewPlaybookView) -> Vec<Vec<String>> {
    let row = |label: &str, value: &str| vec![label.to_owned(), value.to_owned()];
    let mut rows = vec![row("file", &made.file)];
    rows.extend(made.name.iter().map(|name| row("name", name)));
    rows.push(row("next", &made.next));
    rows.extend(
        made.make_usual
            .iter()
            .map(|command| row("make-usual", command)),
    );
    rows
}

impl Show for NewPlaybookView {
    fn name(&self) -> &'static str {
        "playbook-new"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        made(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(rows(self))
    }
}
