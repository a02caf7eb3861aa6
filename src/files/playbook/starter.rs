//! A starter made one's own: the text of a playbook that comes with the program, changed where its owner
//! said something, and nowhere else.
//!
//! It lies here, beside the reader, as changing `shop.toml` lies beside the reader of `shop.toml`: it is text to
//! text in the one language that this module knows. It leaves the comments and the layout, so it works by byte
//! positions: the reader of playbooks says what a value means, `toml_edit` says where it stands.
//!
//! Three rules make what comes out as sound as what went in.
//!
//! - **Tiers.** Each tier of the owner gets exactly what one tier of the starter got, in the same order. So a cell
//!   has the same answers as a cell of the starter, and no gap, doubt or falling effort can arise. What then gives
//!   nobody anything is taken out, because it could stand in the way of what does.
//! - **Roles.** Each role of the starter becomes a role of the owner, none with less authority than one below it.
//! - **Clocks.** A clock of an entry that would be longer than the owner's own becomes the owner's. Order stays.
//!
//! What the starter could do in its time and what can be done in less are two things: that is for the check,
//! which whoever calls this has to ask.

use std::ops::Range;

use toml_edit::{Document, Item, Table, TableLike, Value};

use super::own::Own;
use crate::domain::money::Money;
use crate::domain::playbook::finding::Finding;
use crate::domain::playbook::{ClockName, Playbook, Rules};
use crate::domain::time::span::Span;

use edits::Edits;

mod clocks;
mod edits;
mod remarks;
mod roles;
mod tiers;
mod unused;
mod whom;

/// A playbook to begin with.
#[derive(Debug)]
pub struct Starter<'t> {
    /// What it is called on the command line.
    pub id: &'t str,
    text: &'t str,
    playbook: Playbook,
}

/// The starter has a form that cannot be changed here. Those that come with the program are tested not to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the starter has no {0} where it is looked for")]
pub struct UnfitStarter(pub &'static str);

/// What every part of the work looks at.
struct Adaptation<'w> {
    starter: &'w Starter<'w>,
    file: &'w Table,
    own: &'w Own,
}

impl<'t> Starter<'t> {
    /// Reads a starter.
    ///
    /// # Errors
    /// Gives every finding when it is no playbook.
    pub fn read(id: &'t str, text: &'t str) -> Result<Self, Vec<Finding>> {
        let playbook = super::read(text.as_bytes())?;
        Ok(Self { id, text, playbook })
    }

    /// Gives its rules.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        self.playbook.rules()
    }

    /// Gives the clock that holds where no entry says otherwise.
    #[must_use]
    pub fn clock(&self, clock: ClockName) -> Span {
        let set = self.rules().clocks[clock as usize].as_ref();
        set.map_or(clock.built_in(), |set| set.value)
    }

    /// Gives the text with everything in it that the owner has said.
    ///
    /// # Errors
    /// When the starter is not laid out as starters are.
    pub fn made_own(&self, own: &Own) -> Result<String, UnfitStarter> {
        let file = Document::parse(self.text).map_err(|_| UnfitStarter("TOML"))?;
        let file = file.as_table();
        let work = Adaptation {
            starter: self,
            file,
            own,
        };
        let mut edits = Edits::new(self.text);
        work.head(&mut edits)?;
        clocks::shorten(&work, &mut edits)?;
        roles::rename(&work, &mut edits)?;
        tiers::spread(&work, &mut edits)?;
        work.amounts(&mut edits)?;
        remarks::keep_true(&work, &mut edits);
        unused::taken_out(edits.applied())
    }
}

impl Adaptation<'_> {
    const fn rules(&self) -> &Rules {
        self.starter.rules()
    }

    fn source(&self, range: Range<usize>) -> &str {
        self.starter.text.get(range).unwrap_or_default()
    }

    fn head(&self, edits: &mut Edits<'_>) -> Result<(), UnfitStarter> {
        let name = place(self.file, "name").ok_or(UnfitStarter("name"))?;
        edits.replace(name, quoted(&self.own.name));
        if let Some(reviewed) = place(self.file, "reviewed") {
            edits.replace(reviewed, self.own.reviewed.to_string());
        }
        if let Some(currency) = self.own.currency {
            let code = place(self.file, "currency").ok_or(UnfitStarter("currency"))?;
            edits.replace(code, quoted(currency.code()));
        }
        Ok(())
    }

    /// Writes each amount in as many decimals as the owner's currency has.
    fn amounts(&self, edits: &mut Edits<'_>) -> Result<(), UnfitStarter> {
        let costs = self.tables("action").into_iter().flatten();
        let costs = costs.filter_map(|(_, action)| place(action, "cost"));
        let ceilings = self.rules().entries.iter();
        let ceilings = ceilings.filter_map(|entry| entry.ceiling.as_ref());
        let ceilings = ceilings.map(|set| set.place.start..set.place.end);
        for range in costs.chain(ceilings) {
            let found = self.source(range.clone());
            let amount =
                Money::parse(found, self.rules().currency).map_err(|_| UnfitStarter("amount"))?;
            if let Some(text) = self.coarser(amount) {
                edits.replace(range, text);
            }
        }
        Ok(())
    }

    /// Writes an amount anew where the owner's currency has fewer decimals than the starter's: as the same number
    /// of smallest units, which is nearest to what things cost (4.50 pounds, 450 yen). `None` where it can stay.
    fn coarser(&self, amount: Money) -> Option<String> {
        let currency = self.own.currency?;
        let coarser = currency.decimals() < self.rules().currency.decimals();
        let same = Money { currency, ..amount };
        coarser.then(|| same.plain())
    }

    /// Gives the tables below a header such as `[action.…]`, by name.
    fn tables(&self, key: &str) -> Option<impl Iterator<Item = (&str, &dyn TableLike)>> {
        let tables = self.file.get(key)?.as_table()?;
        Some(
            tables
                .iter()
                .filter_map(|(name, item)| Some((name, item.as_table_like()?))),
        )
    }

    /// Gives the tables that are listed under a header such as `[[recovery]]`.
    fn listed(&self, key: &str) -> Vec<&Table> {
        let listed = self.file.get(key).and_then(Item::as_array_of_tables);
        listed.map_or_else(Vec::new, |tables| tables.iter().collect())
    }
}

/// Gives where the value of a key stands.
fn place(table: &dyn TableLike, key: &str) -> Option<Range<usize>> {
    table.get(key)?.as_value()?.span()
}

/// Writes a text as TOML does.
fn quoted(text: &str) -> String {
    Value::from(text).to_string().trim().to_owned()
}

#[cfg(test)]
mod tests;
