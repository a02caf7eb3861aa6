//! Whether the shop that was here is still here: a data file that is gone is no empty shop.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use super::Shop;
use crate::domain::count::Count;
use crate::domain::printable::Printable;
use crate::error::{Error, Kind, Result};
use crate::shell::disk;
use crate::store::{Forgotten, REMEMBERED, Store};

impl Shop<'_> {
    /// Looks at what lies in the shop folder, and says what cannot be as it should.
    ///
    /// # Errors
    /// When the folder cannot be looked at.
    pub(super) fn look_around(&self) -> Result<()> {
        if !disk::is_there(&self.data_file())? {
            let traces = self.traces()?;
            if !traces.is_empty() {
                self.warn(gone(self, &traces).message);
            }
        }
        for sentence in disk::loose(&[
            &self.folder,
            &self.settings_file(),
            &self.data_file(),
            &self.playbook_folder(),
            &self.folder.join("unfinished"),
        ]) {
            self.warn(sentence);
        }
        let copies = self.copies()?;
        if !copies.is_empty() {
            self.warn(doubled(&copies).message);
        }
        Ok(())
    }

    /// Names what shows that there was a shop in this folder, besides its data file; empty for a new folder.
    fn traces(&self) -> Result<Vec<String>> {
        let mut traces = Vec::new();
        if self.has_settings {
            traces.push("`shop.toml`".to_owned());
        }
        if disk::is_there(&self.folder.join(REMEMBERED))? {
            traces.push(format!("`{REMEMBERED}`"));
        }
        let backups = disk::listed(&self.folder.join("backups"), "db")?.len();
        if let Ok(count @ 1..) = u64::try_from(backups) {
            traces.push(Count::of(count, "backup").to_string());
        }
        Ok(traces)
    }

    /// Other data files beside the shop's own: a sync program makes one where two computers saved at once. Where the data
    /// file is a link, that may be in the folder it leads to.
    fn copies(&self) -> Result<Vec<String>> {
        let mut places = vec![self.data_file()];
        places.extend(disk::behind(&self.data_file()));
        let mut copies = BTreeSet::new();
        for place in &places {
            let Some((folder, own)) = place.parent().zip(place.file_name()) else {
                continue;
            };
            let own = own.to_string_lossy().to_lowercase();
            for path in disk::named(folder, |name| is_copy_of(&own, name))? {
                if !places.contains(&path) && Store::could_be_a_shop(&path) {
                    copies.insert(disk::shown(&path));
                }
            }
        }
        Ok(copies.into_iter().collect())
    }

    /// Takes a data file that is not there for that of a shop that never had a case; refuses where there was one.
    pub(super) fn expected(&self, store: Option<Store>) -> Result<Option<Store>> {
        if let Some(store) = &store {
            self.warn_of_forgetting(store);
        } else if !self.begins.get() {
            let traces = self.traces()?;
            if !traces.is_empty() {
                return Err(gone(self, &traces));
            }
        }
        if !self.copies()?.is_empty() {
            self.doubted.set(true);
        }
        Ok(store)
    }

    /// Says so when an older copy in place of the data file would not be noticed.
    pub(super) fn warn_of_forgetting(&self, store: &Store) {
        let Some(forgotten) = store.forgotten() else {
            return;
        };
        let place = disk::shown(&self.folder.join(REMEMBERED));
        let why = match forgotten {
            Forgotten::Unreadable => "cannot be read",
            Forgotten::Garbled => "cannot be understood; the next save writes it anew",
            Forgotten::Unwritable => "cannot be written",
        };
        self.warn(format!(
            "{place} {why}, so an older copy in place of the data file would not be noticed"
        ));
    }

    /// Opens the data file for what runs while nobody looks: "nothing" is told apart from "nothing here".
    ///
    /// # Errors
    /// As [`Shop::store`]; when there is no data file at all, or another one beside it.
    pub fn must_be_whole(&self, store: Option<Store>) -> Result<Store> {
        let copies = self.copies()?;
        if !copies.is_empty() {
            return Err(doubled(&copies));
        }
        store.ok_or_else(|| {
            let message = format!(
                "there is no shop in {}: nothing was ever saved there",
                disk::shown(&self.folder)
            );
            let hint = "name the shop's folder with `--data-dir` or AMENDS_DATA_DIR; a new shop begins with `amends new`";
            Error::new(Kind::DataFile, message, hint)
        })
    }

    /// Says whether this shop never had a data file.
    ///
    /// # Errors
    /// When it had one, and it is gone.
    pub fn is_fresh(&self) -> Result<bool> {
        if disk::is_there(&self.data_file())? {
            return Ok(false);
        }
        let traces = self.traces()?;
        match traces.is_empty() {
            true => Ok(true),
            false => Err(gone(self, &traces)),
        }
    }

    /// Lets a shop begin anew at #1 where one was before, if somebody says so.
    ///
    /// # Errors
    /// When there was one, its data file is gone, and nobody agrees.
    pub fn may_begin_again(&self) -> Result<()> {
        if self.begins.get() || disk::is_there(&self.data_file())? {
            return Ok(());
        }
        let traces = self.traces()?;
        if traces.is_empty() {
            return Ok(());
        }
        let gone = gone(self, &traces);
        if !self.everywhere.yes {
            if !self.may_ask() {
                return Err(gone);
            }
            self.ask_to_agree(
                &format!(
                    "{}.\nBegin again at #1, without what was saved before? yes or no",
                    gone.message
                ),
                "put the data file back, then do it again",
            )?;
        }
        self.begins.set(true);
        Ok(())
    }

    /// Refuses to save beside another data file, unless somebody says that this is the right one.
    pub(super) fn must_be_the_only_one(&self) -> Result<()> {
        let copies = self.copies()?;
        if copies.is_empty() || self.everywhere.yes {
            return Ok(());
        }
        let doubled = doubled(&copies);
        if !self.may_ask() {
            return Err(doubled);
        }
        let question = format!(
            "{}.\nSave in `amends.db` all the same? yes or no",
            doubled.message
        );
        self.ask_to_agree(&question, &doubled.hint)
    }

    /// Says what is wrong with the data file after a command that had no need of it: nobody should go on in the belief
    /// that all is well.
    #[must_use]
    pub fn unopened_and_exchanged(&self) -> Option<Printable> {
        if self.opened.get() {
            return None;
        }
        let error = Store::has_been_exchanged(&self.data_file())?;
        Some(Error::from(error).message)
    }

    /// Says whether what was shown may not be all there is: then the command does not end well.
    #[must_use]
    pub fn is_doubted(&self) -> bool {
        self.doubted.get()
    }
}

/// Whether a sync program calls a copy so: "amends (conflicted copy).db", "amends.sync-conflict-20261121.db",
/// "Copy of amends (1).db", "amends.db (1)", "amends.db.sync-conflict-20261121". The name has to stand there as a word:
/// beside `shop.db`, `bakeshop.db` is another shop's.
fn is_copy_of(own: &str, name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    let (stem, ending) = own.rsplit_once('.').unwrap_or((own, ""));
    let is_part = |c: char| c.is_alphanumeric();
    let is_word = |(at, _): (usize, &str)| {
        !name[..at].ends_with(is_part) && !name[at + stem.len()..].starts_with(is_part)
    };
    let before_the_ending = name != own
        && name.ends_with(&format!(".{ending}"))
        && name.match_indices(stem).any(is_word);
    let behind = name.split_once(own).map(|(_, behind)| behind);
    let behind_it = behind.is_some_and(|behind| {
        [" (", ".sync-conflict", ".conflict"]
            .iter()
            .any(|sign| behind.starts_with(sign))
    });
    before_the_ending || behind_it
}

fn gone(shop: &Shop<'_>, traces: &[String]) -> Error {
    let message = format!(
        "the data file {} is gone: there was a shop here ({})",
        disk::shown(&shop.data_file()),
        traces.join(", ")
    );
    let hint = "put it back (from `backups`, the trash or the sync program); to begin again at #1: `amends new --yes`";
    Error::new(Kind::DataFile, message, hint)
}

fn doubled(copies: &[String]) -> Error {
    let message = format!(
        "there is another data file beside `amends.db`: {}; a sync program keeps both when two computers save at once",
        copies.join(", ")
    );
    let hint =
        "keep the one with your latest cases as `amends.db`, and move the other out of the folder";
    Error::new(Kind::DataFile, message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_name_of_the_data_file_as_a_word() {
        let copies = [
            ("amends.db", "amends (conflicted copy).db"),
            ("amends.db", "Copy of amends.db"),
            ("amends.db", "amends-LAPTOP.db"),
            ("amends.db", "amends.db (1)"),
            ("shop.db", "shop 2.db"),
        ];
        for (own, name) in copies {
            assert!(is_copy_of(own, OsStr::new(name)), "{name}");
        }
        let others = [
            ("amends.db", "amends.db"),
            ("amends.db", "amends.db-journal"),
            ("shop.db", "bakeshop.db"),
            ("a.db", "cafe.db"),
        ];
        for (own, name) in others {
            assert!(!is_copy_of(own, OsStr::new(name)), "{name}");
        }
    }
}
