//! `amends playbook card`: one sheet for the wall.

use std::path::PathBuf;

use clap::Args;

use super::located;
use crate::desk::library::load;
use crate::desk::outgoing::{ExportFile, Exportable};
use crate::desk::shop::Shop;
use crate::error::Result;
use crate::show::Screen;
use crate::show::file::{Format, ReportWord};
use crate::show::playbook::card::Card;

/// The card as a file.
const CARD: Exportable = Exportable {
    name: ReportWord::Card,
    called: "a card",
    formats: &[Format::Page, Format::Markdown, Format::Json],
    example: "amends playbook card --out card.txt",
};

/// `amends playbook card`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook card
  amends playbook card cafe | lp                 to the printer
  amends playbook card --out card.md             .txt, .md or .json")]
pub struct CardArgs {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// Write it to this file, over what is there: .txt or .md to read, or .json
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

pub(crate) fn card(shop: &Shop<'_>, typed: &CardArgs) -> Result<Screen> {
    let target = ExportFile::of(shop, typed.out.as_deref(), &CARD)?;
    let loaded = load(located(shop, typed.file.as_deref())?)?;
    let name = shop.settings.name.as_deref();
    let card = Card::of(&loaded.playbook, name, &shop.viewpoint);
    let screen = shop.screen(card);
    match target.and_then(ExportFile::shown) {
        Some(out) => Ok(screen.into_file(out)?),
        None => Ok(screen),
    }
}
