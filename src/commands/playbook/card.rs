//! `amends playbook card`: one page for the wall.

use super::located;
use crate::cli::CardOf;
use crate::commands::playbooks::load;
use crate::commands::report::target::{Kind, Target};
use crate::commands::shop::Shop;
use crate::error::Result;
use crate::show::Screen;
use crate::show::file::{Format, ReportWord};
use crate::show::playbook::card::Card;

/// The card as a file.
const CARD: Kind = Kind {
    name: ReportWord::Card,
    called: "a card",
    formats: &[Format::Page, Format::Markdown, Format::Json],
    example: "amends playbook card --out card.txt",
};

pub(in crate::commands) fn card(shop: &Shop<'_>, typed: &CardOf) -> Result<Screen> {
    let target = Target::of(shop, typed.out.as_deref(), &CARD)?;
    let loaded = load(located(shop, typed.file.as_deref())?)?;
    let name = shop.settings.name.as_deref();
    let card = Card::of(&loaded.playbook, name, &shop.eyes);
    let screen = shop.screen(card);
    match target.and_then(Target::shown) {
        Some(out) => Ok(screen.into_file(out)?),
        None => Ok(screen),
    }
}
