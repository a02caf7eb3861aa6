//! Finding a playbook by name or path, and reading it.

use std::path::{Path, PathBuf};

use crate::desk::abort::OrAbort;
use crate::desk::shop::Shop;
use crate::domain::count::Count;
use crate::domain::event::Facts;
use crate::domain::id::Hash;
use crate::domain::playbook::cell::Severity;
use crate::domain::playbook::finding::{Finding, FindingLevel};
use crate::domain::playbook::{Channel, Playbook, Rules};
use crate::domain::suggest::did_you_mean;
use crate::domain::words::visible;
use crate::error::{Error, Kind, Result};
use crate::files;
use crate::shell::disk;
use crate::store::{KeptPlaybook, Store, Writing};
use crate::talk::complaint::quoted;

/// The playbooks that come with the program.
pub const BUILT_IN: [(&str, &str); 6] = [
    ("cafe", include_str!("../../playbooks/cafe.toml")),
    ("delivery", include_str!("../../playbooks/delivery.toml")),
    ("hotel", include_str!("../../playbooks/hotel.toml")),
    (
        "online-shop",
        include_str!("../../playbooks/online-shop.toml"),
    ),
    ("repair", include_str!("../../playbooks/repair.toml")),
    ("services", include_str!("../../playbooks/services.toml")),
];

/// The text of a playbook, and where it came from.
#[derive(Clone, Debug)]
pub struct Located {
    /// The name cases remember it by.
    pub name: String,
    /// The absolute path, when it was asked for by its path and that is UTF-8.
    pub by_path: Option<String>,
    /// That path as it was typed.
    pub typed: Option<String>,
    /// The file; `None` for one that comes with the program.
    pub file: Option<PathBuf>,
    /// Its bytes, not yet read as a playbook.
    pub bytes: Vec<u8>,
}

impl Located {
    /// What to call it in messages: the path, as it was typed if it was, or the name of one that comes with the program.
    pub fn label(&self) -> String {
        match (&self.typed, &self.file) {
            (Some(typed), _) => visible(typed),
            (None, Some(path)) => visible(&path.to_string_lossy()),
            (None, None) => format!("{} (comes with amends)", self.name),
        }
    }
}

/// A playbook that was read without an error, so cases can be planned by it.
#[derive(Debug)]
pub struct Loaded {
    /// The name cases remember it by.
    pub name: String,
    /// The absolute path, when it was asked for by its path and that is UTF-8.
    pub by_path: Option<String>,
    /// Its text, which a case keeps.
    pub kept: KeptPlaybook,
    /// The playbook.
    pub playbook: Playbook,
}

/// Lists every playbook by name: the shop's own, then those of the program it does not replace.
///
/// # Errors
/// When the shop's own cannot be listed.
pub fn all(shop: &Shop<'_>) -> Result<Vec<(String, Option<PathBuf>)>> {
    let own = disk::listed(&shop.playbook_folder(), "toml")?;
    let mut all: Vec<(String, Option<PathBuf>)> = own
        .into_iter()
        .map(|path| (stem(&path), Some(path)))
        .collect();
    for (name, _) in BUILT_IN {
        if !all.iter().any(|(known, _)| known == name) {
            all.push((name.to_owned(), None));
        }
    }
    Ok(all)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Finds a playbook by name or by path.
///
/// # Errors
/// When there is none of that name, or the file cannot be read.
pub fn find(shop: &Shop<'_>, wish: &str) -> Result<Located> {
    if is_path(wish) {
        let path = shop.shell.absolute(Path::new(wish))?;
        let by_path = path.to_str().map(str::to_owned);
        return Ok(Located {
            by_path,
            typed: Some(wish.to_owned()),
            ..from_file(path)?
        });
    }
    let own = shop.playbook_folder().join(format!("{wish}.toml"));
    let known = all(shop)?;
    match known.iter().find(|(name, _)| name == wish) {
        Some((_, Some(_))) => from_file(own),
        Some((name, None)) => Ok(built_in(name)),
        None => {
            let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
            let message = format!("there is no playbook `{}`", visible(wish));
            Err(Error::not_found(message, did_you_mean(wish, &names)))
        }
    }
}

/// Says whether a wish is a path: it ends in `.toml` or has a slash or backslash. A name has neither, so it cannot lead
/// out of the playbook folder.
pub fn is_path(wish: &str) -> bool {
    let ending = Path::new(wish)
        .extension()
        .is_some_and(|ending| ending == "toml");
    ending || wish.contains(['/', '\\'])
}

fn from_file(path: PathBuf) -> Result<Located> {
    let bytes = disk::read(&path, files::playbook::LARGEST)?;
    Ok(Located {
        name: stem(&path),
        by_path: None,
        typed: None,
        file: Some(path),
        bytes,
    })
}

fn built_in(name: &str) -> Located {
    let text = BUILT_IN.iter().find(|(known, _)| *known == name);
    Located {
        name: name.to_owned(),
        by_path: None,
        typed: None,
        file: None,
        bytes: text
            .map(|(_, text)| text.as_bytes().to_vec())
            .unwrap_or_default(),
    }
}

/// Says which playbook is meant: the one that was typed behind `--playbook`, or the shop's usual one.
///
/// # Errors
/// When neither names one; the message lists those there are.
pub fn wished(shop: &Shop<'_>, typed: Option<&str>) -> Result<String> {
    named(shop, typed, "with `--playbook`")
}

/// Says which playbook is meant: the one that was typed behind the command, or the shop's usual one.
///
/// # Errors
/// When neither names one; the message lists those there are.
pub fn asked_for(shop: &Shop<'_>, typed: Option<&str>) -> Result<String> {
    named(shop, typed, "behind the command")
}

fn named(shop: &Shop<'_>, typed: Option<&str>, how: &str) -> Result<String> {
    if let Some(name) = typed.or(shop.settings.playbook.as_deref()) {
        return Ok(name.to_owned());
    }
    let names: Vec<String> = all(shop)?.into_iter().map(|(name, _)| name).collect();
    Err(Error::usage(
        "no playbook is named, and the shop has no usual one",
        format!(
            "name one {how}: {}; or write `playbook = \"{}\"` in shop.toml",
            crate::domain::suggest::choices(&names),
            visible(names.first().map_or("cafe", String::as_str))
        ),
    ))
}

/// Reads a playbook that is to be used.
///
/// # Errors
/// When it has an error: it is never half-used.
pub fn load(located: Located) -> Result<Loaded> {
    match files::playbook::read(&located.bytes) {
        Ok(playbook) => Ok(loaded(located, playbook)),
        Err(findings) => Err(unusable(&located, &findings)),
    }
}

/// Reads the rules of a playbook that is only looked at: they may leave cells without an answer.
///
/// # Errors
/// When it is not a playbook at all, or names something that is not in it.
pub fn rules(located: &Located) -> Result<Rules> {
    files::playbook::rules(&located.bytes).map_err(|findings| unusable(located, &findings))
}

fn loaded(located: Located, playbook: Playbook) -> Loaded {
    let text = String::from_utf8_lossy(&located.bytes).into_owned();
    let hash = Hash::of(&[text.as_bytes()]);
    let name = located.name;
    Loaded {
        by_path: located.by_path,
        kept: KeptPlaybook {
            hash,
            name: name.clone(),
            text,
        },
        name,
        playbook,
    }
}

/// Finds a playbook for a customer who is waiting: when the file is gone, the last version that a case was planned by
/// is used, and that is said.
///
/// # Errors
/// When there is none of that name, neither as a file nor stored.
pub fn found_or_last(shop: &Shop<'_>, wish: &str) -> Result<Loaded> {
    let gone = match find(shop, wish) {
        Ok(located) => return load_or_last(shop, located),
        Err(gone) => gone,
    };
    let name = if is_path(wish) {
        stem(Path::new(wish))
    } else {
        wish.to_owned()
    };
    let last = last_that_worked(shop, name, None, gone.message.as_str())?;
    last.ok_or(gone)
}

/// Reads a playbook for a customer who is waiting: when the file has broken, the last valid
/// version that a case was planned by is used, and that is said.
///
/// # Errors
/// When it has an error and no valid version is stored.
fn load_or_last(shop: &Shop<'_>, located: Located) -> Result<Loaded> {
    let findings = match files::playbook::read(&located.bytes) {
        Ok(playbook) => return Ok(loaded(located, playbook)),
        Err(findings) => findings,
    };
    let broken = unusable(&located, &findings);
    let said = format!("{}; to mend the file: {}", broken.message, broken.hint);
    let last = last_that_worked(shop, located.name, located.by_path, &said)?;
    last.ok_or(broken)
}

/// Takes the last version of a playbook that a case was planned by, and says so with what is wrong with today's; `None`
/// when no valid version is stored.
fn last_that_worked(
    shop: &Shop<'_>,
    name: String,
    by_path: Option<String>,
    wrong: &str,
) -> Result<Option<Loaded>> {
    let last = match shop.store()? {
        Some(store) => store.last_playbook(&name)?,
        None => None,
    };
    let Some(kept) = last else { return Ok(None) };
    let Ok(playbook) = files::playbook::read(kept.text.as_bytes()) else {
        return Ok(None);
    };
    shop.warn(format!(
        "the last version that worked is used instead: {wrong}"
    ));
    Ok(Some(Loaded {
        name,
        by_path,
        kept,
        playbook,
    }))
}

fn unusable(located: &Located, findings: &[Finding]) -> Error {
    let errors: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.level == FindingLevel::Error)
        .collect();
    let first = errors.first().map_or_else(String::new, |finding| {
        format!("; line {}: {}", finding.place.line, finding.message)
    });
    let count = Count::of(u32::try_from(errors.len()).unwrap_or(u32::MAX), "error");
    let message = format!("the playbook {} has {count}{first}", located.label());
    let file = quoted(located.by_path.as_ref().unwrap_or(&located.name));
    Error::new(
        Kind::Findings,
        message,
        format!("see all of them: `amends playbook check {file}`"),
    )
}

/// Reads the playbook text that a case was planned by; `None` when there is no such case, or the text cannot be read
/// any more.
///
/// # Errors
/// When the data file cannot be read.
pub fn of_case(store: &Store, number: u64) -> Result<Option<Playbook>> {
    let Some((case, _)) = store.case(number)? else {
        return Ok(None);
    };
    let kept = store.playbook(&case.facts.text)?;
    Ok(kept.and_then(|kept| files::playbook::read(kept.text.as_bytes()).ok()))
}

/// Reads the playbook text that facts were decided by, within a transaction; `None` when it cannot be read any more.
///
/// # Errors
/// When the data file cannot be read.
pub fn of_facts(writing: &mut Writing<'_>, facts: &Facts) -> OrAbort<Option<Playbook>> {
    let kept = writing.playbook(&facts.text)?;
    Ok(kept.and_then(|kept| files::playbook::read(kept.text.as_bytes()).ok()))
}

/// Finds a channel of a playbook.
///
/// # Errors
/// When the playbook has no such channel.
pub fn known_channel<'p>(playbook: &'p Playbook, id: &str) -> Result<&'p Channel> {
    let rules = playbook.rules();
    let known: Vec<&str> = rules
        .channels
        .iter()
        .map(|channel| channel.id.as_str())
        .collect();
    rules
        .channel(id)
        .ok_or_else(|| not_in_playbook("--channel", id, &known))
}

/// Finds complaint types of a playbook by their ids; gives their positions, in the order of the ids.
///
/// # Errors
/// When the playbook has no such type.
pub fn known_complaints(rules: &Rules, ids: &[String]) -> Result<Vec<usize>> {
    let known: Vec<&str> = rules
        .complaints
        .iter()
        .map(|complaint| complaint.id.as_str())
        .collect();
    ids.iter()
        .map(|id| {
            rules
                .complaint(id)
                .ok_or_else(|| not_in_playbook("--type", id, &known))
        })
        .collect()
}

/// Finds a tier of a playbook by its id; gives its position.
///
/// # Errors
/// When the playbook has no such tier.
pub fn known_tier(rules: &Rules, id: &str) -> Result<usize> {
    let known: Vec<&str> = rules.tiers.iter().map(|tier| tier.id.as_str()).collect();
    rules
        .tier(id)
        .ok_or_else(|| not_in_playbook("--tier", id, &known))
}

fn not_in_playbook(flag: &str, id: &str, known: &[&str]) -> Error {
    let message = format!("{flag}: the playbook has no `{}`", visible(id));
    Error::usage(message, did_you_mean(id, known))
}

/// The words of every usable playbook of the shop, for filters.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Ids of complaint types.
    pub types: Vec<String>,
    /// Ids of tiers.
    pub tiers: Vec<String>,
    /// Roles, `holder` included.
    pub roles: Vec<String>,
}

impl Vocabulary {
    /// Reads every playbook of the shop; one that cannot be used has no words.
    ///
    /// # Errors
    /// When the shop's own cannot be listed.
    pub fn of(shop: &Shop<'_>) -> Result<Self> {
        let mut words = Self {
            roles: vec!["holder".to_owned()],
            ..Self::default()
        };
        for (name, _) in all(shop)? {
            let read = find(shop, &name).ok();
            let playbook = read.and_then(|located| files::playbook::read(&located.bytes).ok());
            let Some(playbook) = playbook else { continue };
            let rules = playbook.rules();
            words
                .types
                .extend(rules.complaints.iter().map(|one| one.id.clone()));
            words
                .tiers
                .extend(rules.tiers.iter().map(|tier| tier.id.clone()));
            words.roles.extend(rules.roles.iter().cloned());
        }
        for list in [&mut words.types, &mut words.tiers, &mut words.roles] {
            list.sort();
            list.dedup();
        }
        Ok(words)
    }
}

/// Refuses a filter that found nothing and names nothing that any playbook knows: a slip in
/// a nightly script would otherwise stay silent for ever.
///
/// # Errors
/// When the word is in none of the playbooks.
pub fn known_in_some_playbook(flag: &str, word: Option<&str>, known: &[String]) -> Result<()> {
    let Some(word) = word.filter(|word| !known.iter().any(|other| other == word)) else {
        return Ok(());
    };
    let message = format!("{flag}: no playbook has `{}`", visible(word));
    let hint = match crate::domain::suggest::nearest(word, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "look at yours: `amends playbook show`".to_owned(),
    };
    Err(Error::not_found(message, hint))
}

/// Reads a severity that somebody typed.
pub(crate) fn severity(text: &str) -> Result<Severity> {
    Severity::parse(text).ok_or_else(|| {
        let message = format!("`{}` is not a severity", visible(text));
        Error::usage(message, did_you_mean(text, &Severity::WORDS))
    })
}
