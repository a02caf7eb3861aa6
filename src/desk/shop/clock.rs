//! Doubting the clock of the machine, by what the store has recorded.

use super::asking::must_agree;
use super::{NowSource, Shop};
use crate::domain::time::zone::Instant;
use crate::error::{Error, Kind, Result};
use crate::shell::asker::{Asker, TerminalPerson};
use crate::shell::interrupt::Interrupt;
use crate::store::Store;

impl Shop<'_> {
    /// Gives the store back, and warns when the machine's clock cannot be right by what the store has recorded. A moment
    /// that was typed is not doubted.
    pub(super) fn trusted(&self, store: Option<Store>) -> Result<Option<Store>> {
        if let (Some(store), NowSource::Clock) = (&store, self.now_from)
            && let Some(doubt) = self.doubt_about_clock(store.newest_clock())
        {
            self.warn(doubt);
        }
        Ok(store)
    }

    fn doubt_about_clock(&self, newest: Option<Instant>) -> Option<String> {
        let now = self.shell.machine_now();
        let doubt = clock_doubt(now, newest)?;
        let shown = |at| self.viewpoint.zone.wall(at).format("%a %-d %b %Y %H:%M");
        let that = newest.map(|newest| format!(", that was {}", shown(newest)));
        let that = that.unwrap_or_default();
        Some(format!("{doubt}: it says {}{that}", shown(now)))
    }

    /// Saves by a clock that cannot be right, by the newest moment that was recorded, only when somebody says that
    /// it is.
    pub(super) fn trust_clock(&self, newest: Option<Instant>) -> Result<()> {
        if self.now_from == NowSource::Typed || self.everywhere.yes {
            return Ok(());
        }
        let Some(doubt) = self.doubt_about_clock(newest) else {
            return Ok(());
        };
        if self.may_ask() {
            return agreed(&mut TerminalPerson::new(Interrupt::listen()), &doubt);
        }
        let hint = "set the clock; if it is right, add `--yes`";
        Err(Error::new(Kind::Failed, doubt, hint))
    }
}

/// When the first program that looks at the clock was made, in Unix seconds: 1 November 2026, 00:00 UTC. No clock
/// of a computer on which it runs can rightly say less.
const MADE: i64 = 1_793_491_200;

/// Says what is doubtful about the machine's clock, by the newest moment that was recorded.
///
/// Two minutes back are a correction; 400 days ahead are more than any shop is closed.
fn clock_doubt(now: Instant, newest: Option<Instant>) -> Option<&'static str> {
    if now.timestamp() < MADE {
        return Some("this computer's clock is behind the making of this program");
    }
    let ahead = (now - newest?).num_seconds();
    if ahead < -120 {
        return Some("this computer's clock is behind the last thing it recorded");
    }
    (ahead > 400 * 86_400)
        .then_some("this computer's clock is more than a year after the last thing it recorded")
}

/// Asks whether to save although the clock is in doubt; "no" is a failure.
fn agreed(asker: &mut dyn Asker, doubt: &str) -> Result<()> {
    asker.say(&format!("{doubt}.\n").into());
    let question = "Save with this time all the same? yes or no";
    let hint = "set the clock of this computer, then do it again";
    must_agree(asker, question, hint)
}

#[cfg(test)]
mod tests;
