//! The file in which an intake is kept after each answer, so that a window that closes loses nothing.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};

use crate::desk::shop::Shop;
use crate::error::{Error, Kind, Result};
use crate::shell::disk::{self, Lock};
use crate::talk::complaint::{self, ConversationEnd, Unfinished};
use crate::typed::NewArgs;

/// What is typed, as it lies in the folder `unfinished` until the case is saved.
pub(super) struct Notebook<'s> {
    shop: &'s Shop<'s>,
    /// The file: that which the intake was gone on from, so that it is there only once, or a new one.
    place: PathBuf,
    /// Held while the talk goes on, so that nobody goes on with it elsewhere.
    held: RefCell<Option<Lock>>,
    /// What was written last.
    written: RefCell<Option<Unfinished>>,
    /// Whether somebody was told that nothing can be kept.
    told: Cell<bool>,
}

/// The hint that names the command which goes on.
const GO_ON: &str = "go on where you stopped: `amends new --continue`";

/// Gives the intake that was kept last and that nobody is at.
pub fn unfinished(shop: &Shop<'_>) -> Result<Option<PathBuf>> {
    let kept = disk::listed(&shop.folder.join("unfinished"), "json")?;
    Ok(kept.into_iter().rev().find(|place| !disk::is_locked(place)))
}

impl<'s> Notebook<'s> {
    /// Begins one, in the file that the intake was gone on from or in one of its own, in the order of time.
    ///
    /// # Errors
    /// When the computer has no random numbers.
    pub(super) fn open(shop: &'s Shop<'s>, kept: Option<&Path>) -> Result<Self> {
        let place = match kept {
            Some(kept) => kept.to_path_buf(),
            None => {
                let name = format!("{}.json", shop.shell.fresh_id()?);
                shop.folder.join("unfinished").join(name)
            }
        };
        shop.saves_the_intake(&place);
        Ok(Self {
            shop,
            place,
            held: RefCell::new(None),
            written: RefCell::new(None),
            told: Cell::new(false),
        })
    }

    /// Keeps the answers so far. Says once when that cannot be done, and lets the talk go on.
    pub(super) fn note(&self, so_far: &Unfinished) {
        if so_far.is_blank() || self.written.borrow().as_ref() == Some(so_far) {
            return;
        }
        match self.write(so_far) {
            Ok(()) => {
                self.written.replace(Some(so_far.clone()));
            }
            Err(error) if !self.told.replace(true) => {
                let line = format!("(not kept while you type: {})\n", error.message);
                self.shop.shell.talk(&line.into());
            }
            Err(_) => {}
        }
    }

    fn write(&self, so_far: &Unfinished) -> Result<()> {
        disk::make_folder(&self.shop.folder.join("unfinished"))?;
        if self.held.borrow().is_none() {
            self.held.replace(Some(disk::lock(&self.place)?));
        }
        disk::replace(&self.place, so_far.to_json().as_bytes())?.lasting()
    }

    /// Gives the whole answers, or says how to go on with those there are.
    ///
    /// # Errors
    /// When the talk was stopped.
    pub(super) fn ended(&self, end: ConversationEnd) -> Result<NewArgs> {
        let (so_far, kind) = match end {
            ConversationEnd::Complete(answers) => return Ok(answers),
            ConversationEnd::Stopped(so_far) => (so_far, Kind::Stopped),
            ConversationEnd::Interrupted(so_far) => (so_far, Kind::Interrupted),
        };
        if so_far.is_blank() {
            let hint = "begin anew: `amends new`";
            return Err(Error::new(kind, "stopped; nothing had been typed", hint));
        }
        let kept = self.write(&so_far);
        self.let_go();
        match kept {
            Ok(()) => Err(Error::new(kind, "stopped; what was typed is kept", GO_ON)),
            Err(error) => {
                let message = format!(
                    "stopped; what was typed could not be kept: {}",
                    error.message
                );
                let line = complaint::command_line(&so_far.answers);
                Err(Error::new(
                    kind,
                    message,
                    format!("copy it from here:\n{line}"),
                ))
            }
        }
    }

    /// Keeps what was typed when the case itself could not be saved: in the file, or at least on the screen.
    pub(super) fn rescue(&self, answers: &NewArgs, error: Error) -> Error {
        let kept = self.write(&Unfinished::from(answers.clone()));
        self.let_go();
        let hint = match kept {
            Ok(()) => format!("{}; what was typed is kept; {GO_ON}", error.hint),
            Err(_) => format!(
                "{}; then type what was typed again:\n{}",
                error.hint,
                complaint::command_line(answers)
            ),
        };
        Error {
            hint: hint.into(),
            ..error
        }
    }

    /// Removes the file, once the case is saved.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub(super) fn close(self) -> Result<()> {
        disk::remove(&self.place)?;
        self.let_go();
        Ok(())
    }

    fn let_go(&self) {
        if let Some(held) = self.held.take() {
            held.remove();
        }
    }
}
