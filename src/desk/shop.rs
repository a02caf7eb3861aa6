//! The shop a command works in: its folder, its settings, its zone, and the moment.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::money::{Currency, Money};
use crate::domain::playbook::finding::Finding;
use crate::domain::printable::Printable;
use crate::domain::time::calendar::Calendar;
use crate::domain::time::when::{DateAlone, Note, Reading, ReferenceTime};
use crate::domain::time::zone::{Instant, Zone};
use crate::domain::words::visible;
use crate::error::{Error, Kind, Result};
use crate::files;
use crate::files::shop::Settings;
use crate::shell::zones::{BadTz, ComputerZone, ZoneBy, ZoneRules};
use crate::shell::{Shell, Stream, disk};
use crate::show::{Screen, Show, Viewpoint};
use crate::store::{self, IdSource, Progress, Store, StoreError};
use crate::typed::Everywhere;

mod asking;
mod clock;
mod dates;
mod ending;
mod ids;
mod presence;
mod request;
mod typed;

pub use ending::{Wish, not_saved};
pub use ids::with_ids;
pub use request::{SaveOutcome, save_outcome, saved_before};

/// Everything a command may ask about its surroundings.
#[derive(Debug)]
pub struct Shop<'s> {
    /// The door to the world outside.
    pub shell: &'s Shell,
    /// What was typed that holds for every command.
    pub everywhere: &'s Everywhere,
    /// The shop folder.
    pub folder: PathBuf,
    /// What `shop.toml` says.
    pub settings: Settings,
    /// Whether there is a `shop.toml`.
    has_settings: bool,
    /// Whether somebody agreed that a shop begins anew at #1 where one was before.
    begins: Cell<bool>,
    /// Whether another data file lies beside the own one, so what is shown may not be all there is.
    doubted: Cell<bool>,
    /// Whether the data file has been opened, or tried.
    opened: Cell<bool>,
    /// "intake NAME", the name of the unfinished intake that is to become a case: stands for `--request`.
    intake: RefCell<Option<String>>,
    /// What has been saved, such as "saved as #41"; `None` until something was.
    saved: RefCell<Option<String>>,
    /// The flag that standard input was read for, and the text; `None` until it was read.
    input: RefCell<Option<(String, String)>>,
    /// Whether a lone `-` is a text like any other, because somebody answered with it.
    dash_is_text: Cell<bool>,
    /// The shop's zone, and the version of its rules.
    pub home: ZoneRules,
    /// What the computer says of its zone; `None` where the settings name one.
    computer: RefCell<Option<ComputerZone>>,
    /// The moment everything is seen from, and the zone it is printed in.
    pub viewpoint: Viewpoint,
    now_from: NowSource,
    talk: RefCell<Vec<Printable>>,
    warnings: RefCell<Vec<Printable>>,
}

/// The present, and how it came to be known.
struct Present {
    now: Instant,
    from: NowSource,
    note: Option<Note>,
}

/// Where the moment of a command comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NowSource {
    /// `--now` or `AMENDS_NOW`.
    Typed,
    /// The machine's clock.
    Clock,
}

impl<'s> Shop<'s> {
    /// Looks at the shop folder; writes nothing.
    ///
    /// # Errors
    /// When the settings cannot be read or make no sense, a zone or the given moment is
    /// not understood.
    pub fn look(shell: &'s Shell, everywhere: &'s Everywhere) -> Result<Self> {
        let folder = folder(shell, everywhere)?;
        let found = settings(&folder.join("shop.toml"))?;
        let has_settings = found.is_some();
        let settings = found.unwrap_or_default();
        let computer = match settings.timezone {
            Some(_) => None,
            None => Some(shell.computer_zone()),
        };
        let computers = computer.as_ref().map(|computer| computer.name.as_str());
        let named = settings.timezone.as_deref().or(computers);
        let home = shell.zone(named.unwrap_or("UTC"))?;
        let present = present(shell, everywhere, &home.zone)?;
        let zone = zone_of_printing(shell, everywhere, &home.zone)?;
        let viewpoint = viewpoint(&settings, zone, present.now);
        let doubled = present.note.map(|note| format!("now: {note}"));
        let shop = Self {
            shell,
            everywhere,
            folder,
            settings,
            has_settings,
            begins: Cell::new(false),
            doubted: Cell::new(false),
            opened: Cell::new(false),
            intake: RefCell::new(None),
            saved: RefCell::new(None),
            input: RefCell::new(None),
            dash_is_text: Cell::new(false),
            home,
            computer: RefCell::new(computer),
            viewpoint,
            now_from: present.from,
            talk: RefCell::new(Vec::new()),
            warnings: RefCell::new(doubled.into_iter().map(Printable::from).collect()),
        };
        shop.look_around()?;
        Ok(shop)
    }

    /// The shop's zone and hours, as they are today.
    #[must_use]
    pub const fn calendar(&self) -> Calendar<'_> {
        Calendar::new(&self.home.zone, self.settings.hours.as_ref())
    }

    /// Names a role with the person behind it: "owner (Rosa Marin)".
    #[must_use]
    pub fn role(&self, role: &str) -> String {
        match self.settings.name_of(role) {
            Some(person) => format!("{role} ({person})"),
            None => role.to_owned(),
        }
    }

    /// The moment everything is seen from.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.viewpoint.now
    }

    /// Says something that must not be missed, wherever the result goes.
    pub fn warn(&self, sentence: impl Into<Printable>) {
        self.warnings.borrow_mut().push(sentence.into());
    }

    /// Says something beside the result, to a person who is there.
    pub fn say(&self, sentence: impl Into<Printable>) {
        self.talk.borrow_mut().push(sentence.into());
    }

    /// Gives what must not be missed and has not been said yet, for a command that ends with a failure.
    #[must_use]
    pub fn left_to_warn_of(&self) -> Vec<Printable> {
        self.warnings.take()
    }

    /// Says who names the zone of the shop; `None` where the settings do.
    #[must_use]
    pub fn zone_by(&self) -> Option<ZoneBy> {
        self.computer.borrow().as_ref().map(|computer| computer.by)
    }

    /// Takes it that the settings name the zone from now on.
    pub fn zone_is_set(&self) {
        self.computer.replace(None);
    }

    /// Says where the zone of the shop comes from: "Europe/London, from this computer".
    #[must_use]
    pub fn whence_the_zone(&self) -> String {
        let name = self.home.zone.name();
        let by = self.zone_by().unwrap_or(ZoneBy::Computer);
        by.whence(name)
    }

    /// Refuses to save by a zone that was guessed, because `TZ` names another that there is not.
    ///
    /// # Errors
    /// When neither the settings nor the computer name the zone of the shop without doubt.
    pub fn must_know_its_zone(&self) -> Result<()> {
        match self.doubt_about_zone() {
            Some(bad) => Err(Error::usage(bad.to_string(), bad.hint())),
            None => Ok(()),
        }
    }

    fn doubt_about_zone(&self) -> Option<BadTz> {
        let computer = self.computer.borrow();
        computer
            .as_ref()
            .and_then(|computer| computer.doubt.clone())
    }

    /// Writes the first settings of a shop that has none.
    ///
    /// # Errors
    /// As [`Shop::must_know_its_zone`].
    pub fn settings_to_begin_with(&self) -> Result<String> {
        self.must_know_its_zone()?;
        Ok(files::shop::first(self.home.zone.name()))
    }

    /// Wraps a view up with the moment it was made at.
    #[must_use]
    pub fn screen(&self, view: impl Show + 'static) -> Screen {
        if let Some(bad) = self.doubt_about_zone() {
            let zone = self.home.zone.name();
            self.warn(format!("{bad}, so times are in {zone}; {}", bad.hint()));
        }
        Screen {
            view: Box::new(view),
            now: self.viewpoint.moment(self.now()),
            zone: self.viewpoint.zone.name().to_owned(),
            talk: self.talk.take(),
            warnings: self.warnings.take(),
            exit: 0,
            if_any: false,
            after: Vec::new(),
        }
    }

    /// As many rows as are wanted: what was typed, else what a screen has room for, and all of them in a pipe.
    #[must_use]
    pub fn limit(&self, typed: Option<usize>, on_a_screen: u32) -> u32 {
        let is_read_by_a_program = self.shell.stdout == Stream::Elsewhere || self.everywhere.jsonl;
        match typed {
            Some(typed) => u32::try_from(typed).unwrap_or(u32::MAX - 1),
            None if is_read_by_a_program => u32::MAX - 1,
            None => on_a_screen,
        }
    }

    /// The place of the data file.
    #[must_use]
    pub fn data_file(&self) -> PathBuf {
        self.folder.join("amends.db")
    }

    /// The place of the settings.
    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.folder.join("shop.toml")
    }

    /// The folder of the shop's own playbooks.
    #[must_use]
    pub fn playbook_folder(&self) -> PathBuf {
        self.folder.join("playbooks")
    }

    /// Opens the data file for reading; `None` in a shop that never had a case.
    ///
    /// # Errors
    /// When the file is not ours, newer, damaged, busy or cannot be read.
    pub fn store(&self) -> Result<Option<Store>> {
        self.store_within(Store::LONGEST_WAIT)
    }

    /// Opens the data file for reading, and waits for whoever is saving no longer than this.
    ///
    /// # Errors
    /// As [`Shop::store`].
    pub fn store_within(&self, longest: Duration) -> Result<Option<Store>> {
        self.opened.set(true);
        let tell = |progress| self.tell(progress);
        let store = Store::open_to_read_telling(&self.data_file(), longest, &tell)?;
        self.trusted(self.expected(store)?)
    }

    /// Opens the data file for saving, and makes the shop folder when there is none.
    ///
    /// # Errors
    /// As [`Shop::store`]; when the folder cannot be written to; when the computer's clock
    /// cannot be right and nobody says that it is; as [`Shop::must_know_its_zone`].
    pub fn store_to_write(&self, ids: &mut IdSource<'_>) -> Result<Store> {
        let mut store = self.begun(ids)?;
        self.first_settings()?;
        if store.made_by() != env!("CARGO_PKG_VERSION") {
            store.renew()?;
        }
        Ok(store)
    }

    /// Opens the data file for saving, as [`Shop::store_to_write`] does, and leaves the settings alone.
    ///
    /// # Errors
    /// As [`Shop::store_to_write`].
    pub fn begun(&self, ids: &mut IdSource<'_>) -> Result<Store> {
        self.opened.set(true);
        self.must_know_its_zone()?;
        self.must_be_the_only_one()?;
        self.may_begin_again()?;
        let begins = !disk::is_there(&self.data_file())?;
        if begins {
            self.trust_clock(None)?;
            disk::make_folder(&self.folder)?;
            if self.begins.get() {
                Store::begin_again(&self.data_file())?;
            }
        }
        disk::tighten(&[
            &self.folder,
            &self.settings_file(),
            &self.playbook_folder(),
            &self.folder.join("unfinished"),
        ]);
        disk::sweep(&[
            &self.folder,
            &self.folder.join("backups"),
            &self.folder.join("unfinished"),
            &self.playbook_folder(),
        ]);
        let tell = |progress| self.tell(progress);
        let store = Store::open_to_write_telling(&self.data_file(), ids, &tell)?;
        self.warn_of_forgetting(&store);
        if !begins {
            self.trust_clock(store.newest_clock())?;
        }
        Ok(store)
    }

    /// Tells somebody who is there why it takes long.
    fn tell(&self, progress: Progress) {
        if self.everywhere.quiet || self.shell.stderr != Stream::Terminal {
            return;
        }
        let sentence = match progress {
            Progress::Begins => {
                "The data file is of an older version: it is copied into `backups` and brought up to date.\n"
            }
            Progress::Waits => {
                "Another program is bringing the data file up to date; waiting for it.\n"
            }
        };
        self.shell.talk(&sentence.into());
    }

    fn first_settings(&self) -> Result<()> {
        let place = self.settings_file();
        if disk::is_there(&place)? {
            return Ok(());
        }
        let _held = disk::lock(&place)?;
        if disk::is_there(&place)? {
            return Ok(());
        }
        disk::create(&place, self.settings_to_begin_with()?.as_bytes())?.lasting()?;
        self.say(format!(
            "times in {}; to change it: {}",
            self.whence_the_zone(),
            disk::shown(&place)
        ));
        Ok(())
    }

    /// Reads an amount that somebody typed.
    ///
    /// # Errors
    /// When it is not one.
    pub fn money(&self, text: &str, flag: &str, currency: Currency) -> Result<Money> {
        Money::parse(text, currency).map_err(|bad| {
            Error::usage(format!("{flag}: {}", visible(&bad.to_string())), bad.hint())
        })
    }
}

/// Where everything is seen from: the moment, the zone of printing, and who is behind each role.
fn viewpoint(settings: &Settings, zone: Zone, now: Instant) -> Viewpoint {
    let people = settings.people.iter();
    let names = people.clone();
    let people = people.map(|(role, person)| (role.clone(), person.phrase()));
    let names = names.map(|(role, person)| (role.clone(), person.name.clone()));
    Viewpoint {
        now,
        zone,
        people: people.collect(),
        names: names.collect(),
    }
}

/// The zone that times are printed in: that of `--tz`, else the shop's.
fn zone_of_printing(shell: &Shell, everywhere: &Everywhere, home: &Zone) -> Result<Zone> {
    let Some(name) = &everywhere.tz else {
        return Ok(home.clone());
    };
    let rules = shell.zone(name).map_err(|error| in_flag("--tz", error))?;
    Ok(rules.zone)
}

fn in_flag(flag: &str, error: Error) -> Error {
    Error {
        message: format!("{flag}: {}", error.message).into(),
        ..error
    }
}

fn folder(shell: &Shell, everywhere: &Everywhere) -> Result<PathBuf> {
    if let Some(typed) = &everywhere.data_dir {
        not_of_a_shell(shell, "--data-dir", typed)?;
        return shell.absolute(typed);
    }
    let name = "AMENDS_DATA_DIR";
    let Some(set) = shell.path_variable(name)? else {
        return shell.usual_folder();
    };
    not_of_a_shell(shell, name, &set)?;
    if set.is_absolute() {
        return Ok(set);
    }
    // From another folder it would be another shop.
    let message = format!("{name}: {} is not a full path", disk::shown(&set));
    let whole = shell.absolute(&set)?;
    let hint = format!("write it whole: {}", disk::shown(&whole));
    Err(Error::usage(message, hint))
}

/// Refuses a path that begins with `~`, which only a shell would have written out.
fn not_of_a_shell(shell: &Shell, name: &str, path: &Path) -> Result<()> {
    let Ok(below) = path.strip_prefix("~") else {
        return Ok(());
    };
    let message = format!(
        "{name}: `~` in {} is not written out by anybody",
        disk::shown(path)
    );
    let whole = shell.home_folder()?.join(below);
    let hint = format!("write it whole: {}", disk::shown(&whole));
    Err(Error::usage(message, hint))
}

fn settings(place: &Path) -> Result<Option<Settings>> {
    let Some(text) = settings_text(place)? else {
        return Ok(None);
    };
    let read = files::shop::read(&text).map_err(|findings| in_file(place, &findings));
    read.map(Some)
}

/// Reads the text of the settings; `None` in a shop that has none.
///
/// # Errors
/// When it cannot be read, is too large or is not UTF-8.
pub fn settings_text(place: &Path) -> Result<Option<String>> {
    let Some(bytes) = disk::read_if_there(place, files::shop::LARGEST)? else {
        return Ok(None);
    };
    let text = String::from_utf8(bytes).map_err(|_| {
        let message = format!("{} is not UTF-8 text", disk::shown(place));
        Error::usage(message, "save it as UTF-8 in your editor")
    })?;
    Ok(Some(text))
}

/// Words every problem of a settings file as one failure.
pub fn in_file(place: &Path, findings: &[Finding]) -> Error {
    let message = format!(
        "{} cannot be used:\n{}",
        disk::shown(place),
        problems(findings)
    );
    Error::usage(message, "correct it in an editor")
}

/// Words problems, each on a line of its own with its place: "  line 3, column 1: …; hint".
#[must_use]
pub fn problems(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let place = finding.place;
        format!(
            "  line {}, column {}: {}; {}",
            place.line, place.column, finding.message, finding.hint
        )
    };
    let lines: Vec<String> = findings.iter().map(line).collect();
    lines.join("\n")
}

fn present(shell: &Shell, everywhere: &Everywhere, zone: &Zone) -> Result<Present> {
    let typed = everywhere.now.clone().map(|text| ("--now", text));
    let set = || {
        shell
            .variable("AMENDS_NOW")
            .map(|text| ("AMENDS_NOW", text))
    };
    let Some((source, text)) = typed.or_else(set) else {
        return Ok(Present {
            now: shell.machine_now(),
            from: NowSource::Clock,
            note: None,
        });
    };
    let moment = ReferenceTime {
        now: shell.machine_now(),
        zone,
        order: None,
    };
    let understood = moment.parse(&text, Reading::Past, DateAlone::Refused);
    let understood = understood.map_err(|bad| {
        let hint = "write it as `2026-11-23 10:05`";
        Error::usage(format!("{source}: {bad}"), hint)
    })?;
    Ok(Present {
        now: understood.instant,
        from: NowSource::Typed,
        note: understood.note,
    })
}

impl From<StoreError> for Error {
    /// Says what the store could not do, with the exit code that belongs to it.
    fn from(error: StoreError) -> Self {
        let kind = match error.kind() {
            store::StoreErrorKind::Foreign
            | store::StoreErrorKind::Newer
            | store::StoreErrorKind::Damaged
            | store::StoreErrorKind::Exchanged => Kind::DataFile,
            store::StoreErrorKind::Busy => Kind::Busy,
            store::StoreErrorKind::ReadOnly | store::StoreErrorKind::Io => Kind::Failed,
        };
        Self::new(kind, error.to_string(), error.hint())
    }
}

/// Says that there is no such case.
pub fn no_such_case(number: u64) -> Error {
    Error::not_found(
        format!("there is no case #{number}"),
        "look for it: `amends list --all`",
    )
}
