//! Doubting the clock of the machine, by what the store has recorded.

use super::asking::must_agree;
use super::{Given, Shop};
use crate::domain::zone::Instant;
use crate::error::{Error, Kind, Result};
use crate::shell::asker::{Asker, Person};
use crate::shell::interrupt::Interrupt;
use crate::store::Store;

impl Shop<'_> {
    /// Says so when the machine's clock cannot be right by what the store has recorded.
    pub(super) fn trusted(&self, store: Option<Store>) -> Result<Option<Store>> {
        if let (Some(store), Given::No) = (&store, self.moment_was_given)
            && let Some(doubt) = self.doubt_about_clock(store)?
        {
            self.warn(doubt);
        }
        Ok(store)
    }

    fn doubt_about_clock(&self, store: &Store) -> Result<Option<String>> {
        let newest = store.newest_clock()?;
        let doubt = newest.and_then(|newest| clock_doubt(self.shell.machine_now(), newest));
        Ok(doubt.map(|doubt| {
            let shown = |at| self.eyes.zone.wall(at).format("%a %-d %b %Y %H:%M");
            let (now, newest) = (self.shell.machine_now(), newest.unwrap_or(self.now()));
            format!(
                "{doubt}: it says {}, that was {}",
                shown(now),
                shown(newest)
            )
        }))
    }

    /// Saves by a clock that cannot be right only when somebody says that it is.
    pub(super) fn trust_clock(&self, store: &Store) -> Result<()> {
        if self.moment_was_given == Given::Yes || self.everywhere.yes {
            return Ok(());
        }
        let Some(doubt) = self.doubt_about_clock(store)? else {
            return Ok(());
        };
        if self.may_ask() {
            return agreed(&mut Person::new(Interrupt::listen()), &doubt);
        }
        let hint = "set the clock; if it is right, add `--yes`";
        Err(Error::new(Kind::Failed, doubt, hint))
    }
}

/// Says what is doubtful about the machine's clock, by the newest moment it has recorded.
///
/// Two minutes back are a correction; 400 days ahead are more than any shop is closed.
fn clock_doubt(now: Instant, newest: Instant) -> Option<&'static str> {
    let ahead = (now - newest).num_seconds();
    if ahead < -120 {
        return Some("this computer's clock is behind the last thing it recorded");
    }
    (ahead > 400 * 86_400)
        .then_some("this computer's clock is more than a year after the last thing it recorded")
}

/// Asks whether to save all the same.
fn agreed(asker: &mut dyn Asker, doubt: &str) -> Result<()> {
    asker.say(&format!("{doubt}.\n"));
    let question = "Save with this time all the same? yes or no";
    let hint = "set the clock of this computer, then do it again";
    must_agree(asker, question, hint)
}

#[cfg(test)]
mod tests;
