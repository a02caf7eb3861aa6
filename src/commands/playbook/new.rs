//! `amends playbook new`: a playbook of one's own, made of the starter of a trade and proved before it is written.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::check::CheckedFile;
use crate::desk::library::{BUILT_IN, Located, is_path};
use crate::desk::shop::Shop;
use crate::domain::count::Count;
use crate::domain::playbook::check;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::{ClockName, Playbook};
use crate::domain::suggest::choices;
use crate::domain::time::calendar::Hours;
use crate::error::{Error, Kind, Result};
use crate::files;
use crate::files::playbook::starter::Starter;
use crate::shell::asker::TerminalPerson;
use crate::shell::disk;
use crate::shell::interrupt::Interrupt;
use crate::show::Screen;
use crate::show::playbook::NamedItem;
use crate::show::playbook::new::{NewPlaybookView, ToChange, clock};
use crate::show::verbatim::{TextOf, VerbatimText};
use crate::talk::complaint::quoted;
use crate::talk::own_playbook::PlaybookTalk;
use crate::talk::own_playbook::answers::{
    PlaybookQuestion, PlaybookSetting, PlaybookWish, RefusedAnswer, command_line,
};
use crate::typed::NewPlaybookArgs;

pub(crate) fn new(shop: &Shop<'_>, typed: &NewPlaybookArgs) -> Result<Screen> {
    let starters = starters()?;
    let taken = |name: &str| taken(shop, name);
    let setting = PlaybookSetting {
        starters: &starters,
        shop: shop.settings.name.as_deref(),
        today: shop.home.zone.wall(shop.now()).date(),
        taken: &taken,
    };
    let open = |question: &PlaybookQuestion| {
        !question.is_answered(typed) && *question != PlaybookQuestion::File
    };
    let ask = shop.may_ask()
        && !shop.everywhere.yes
        && (PlaybookQuestion::ALL.iter().any(open) || !setting.wrong(typed).is_empty());
    let made = if ask {
        asked(shop, &setting, typed)?
    } else {
        all_right(&setting, typed)?;
        Made::of(shop, &setting, typed)?
    };
    made.kept(shop)
}

/// Makes a playbook of what was said, without asking.
///
/// # Errors
/// When something does not hold, the check finds something, or it cannot be written.
pub(crate) fn made(shop: &Shop<'_>, typed: &NewPlaybookArgs) -> Result<()> {
    let starters = starters()?;
    let taken = |name: &str| taken(shop, name);
    let setting = PlaybookSetting {
        starters: &starters,
        shop: shop.settings.name.as_deref(),
        today: shop.home.zone.wall(shop.now()).date(),
        taken: &taken,
    };
    all_right(&setting, typed)?;
    Made::of(shop, &setting, typed)?.kept(shop).map(|_| ())
}

/// Reads the playbooks that come with the program.
fn starters() -> Result<Vec<Starter<'static>>> {
    let read = |(id, text)| {
        Starter::read(id, text).map_err(|_| {
            let message = format!("the playbook `{id}` that comes with amends cannot be read");
            Error::new(Kind::Failed, message, "take another with `--trade`")
        })
    };
    BUILT_IN.into_iter().map(read).collect()
}

/// Says why a name cannot be had.
fn taken(shop: &Shop<'_>, name: &str) -> Option<String> {
    if BUILT_IN.iter().any(|(known, _)| *known == name) {
        return Some("it comes with amends".to_owned());
    }
    let path = file_of(shop, name);
    // What cannot be looked at cannot be had either.
    let free = disk::look(&path).is_ok_and(|found| found == disk::AtPath::Nothing);
    (!free).then(|| disk::shown(&path))
}

fn file_of(shop: &Shop<'_>, name: &str) -> PathBuf {
    shop.playbook_folder().join(format!("{name}.toml"))
}

/// Holds the conversation until what was said makes a playbook.
fn asked(shop: &Shop<'_>, setting: &PlaybookSetting<'_>, typed: &NewPlaybookArgs) -> Result<Made> {
    let mut person = TerminalPerson::new(Interrupt::listen());
    let mut talk = PlaybookTalk::new(&mut person, setting, typed);
    loop {
        let answers = talk.hold()?;
        match Made::of(shop, setting, &answers) {
            Err(refused) if matches!(refused.kind, Kind::Usage | Kind::Findings) => {
                talk.mend(&refused);
            }
            made => return made,
        }
    }
}

/// Refuses what is missing and what does not hold, all at once.
fn all_right(setting: &PlaybookSetting<'_>, typed: &NewPlaybookArgs) -> Result<()> {
    if typed.trade.is_none() {
        let whole = NewPlaybookArgs {
            trade: setting.trades().first().map(|trade| (*trade).to_owned()),
            ..typed.clone()
        };
        let trades = choices(&setting.trades());
        return Err(Error::usage(
            format!("a playbook needs a trade to begin with:\n  --trade: {trades}"),
            format!("for example:\n  {}", command_line(&whole)),
        ));
    }
    let wrong = setting.wrong(typed);
    match wrong.as_slice() {
        [] => Ok(()),
        [(question, refused)] => Err(refusal(setting, *question, refused, typed)),
        several => {
            let line = |(question, refused): &(PlaybookQuestion, RefusedAnswer)| {
                format!(
                    "  {}: {}; {}",
                    question.flag(),
                    refused.message,
                    refused.hint
                )
            };
            let lines: Vec<String> = several.iter().map(line).collect();
            let message = format!("this cannot be taken:\n{}", lines.join("\n"));
            Err(Error::usage(message, "correct it and try again"))
        }
    }
}

/// Words the one thing that is wrong; for a name that is taken, with the command line that has another.
fn refusal(
    setting: &PlaybookSetting<'_>,
    question: PlaybookQuestion,
    refused: &RefusedAnswer,
    typed: &NewPlaybookArgs,
) -> Error {
    if question != PlaybookQuestion::File {
        let message = format!("{}: {}", question.flag(), refused.message);
        return Error::usage(message, refused.hint.clone());
    }
    let wanted = setting.file(typed).unwrap_or_default();
    let file = Some(setting.free(&wanted));
    let line = command_line(&NewPlaybookArgs {
        file,
        ..typed.clone()
    });
    let kind = match (setting.taken)(&wanted) {
        Some(_) => Kind::Failed,
        None => Kind::Usage,
    };
    let hint = format!("{}:\n  {line}", refused.hint);
    Error::new(kind, refused.message.clone(), hint)
}

/// Where a playbook is to go.
enum Destination {
    /// Into the shop folder, under this name.
    Shop(String, PathBuf),
    /// To a path of the owner's choice, as it was typed.
    Elsewhere(String, PathBuf),
    /// Nowhere: it is printed.
    Printed(String),
}

impl Destination {
    fn of(shop: &Shop<'_>, typed: &NewPlaybookArgs, file: &str) -> Result<Self> {
        let Some(out) = &typed.out else {
            return Ok(Self::Shop(file.to_owned(), file_of(shop, file)));
        };
        if out.as_os_str() == "-" {
            return Ok(Self::Printed(format!("{file}.toml")));
        }
        let text = out.to_string_lossy();
        let is_path = is_path(&text);
        let typed = if is_path {
            text.into_owned()
        } else {
            format!("./{text}")
        };
        Ok(Self::Elsewhere(typed, shop.shell.absolute(out)?))
    }

    /// Gives what a command calls it.
    fn called(&self) -> String {
        match self {
            Self::Shop(called, _) | Self::Elsewhere(called, _) | Self::Printed(called) => {
                quoted(called)
            }
        }
    }
}

/// A playbook that was made and proved, and is written nowhere yet.
struct Made {
    destination: Destination,
    starter: String,
    text: String,
    playbook: Playbook,
    answers: NewPlaybookArgs,
}

impl Made {
    fn of(shop: &Shop<'_>, setting: &PlaybookSetting<'_>, typed: &NewPlaybookArgs) -> Result<Self> {
        let told = |refused: RefusedAnswer| Error::usage(refused.message, refused.hint);
        let PlaybookWish {
            starter,
            mut own,
            file,
        } = setting.understand(typed).map_err(told)?;
        let destination = Destination::of(shop, typed, &file)?;
        own.called = destination.called();
        let text = starter.made_own(&own).map_err(|unfit| {
            Error::new(
                Kind::Failed,
                unfit.to_string(),
                "take another with `--trade`",
            )
        })?;
        let hours = shop.settings.hours.as_ref();
        let playbook = proved(&text, own.reviewed, hours).map_err(|found| unproved(&found))?;
        Ok(Self {
            destination,
            starter: starter.id.to_owned(),
            text,
            playbook,
            answers: typed.clone(),
        })
    }

    /// Writes it where it is to go, and says how to go on.
    fn kept(self, shop: &Shop<'_>) -> Result<Screen> {
        let path = match &self.destination {
            Destination::Shop(_, path) => {
                disk::make_folder(&shop.playbook_folder())?;
                path
            }
            Destination::Elsewhere(_, path) => {
                disk::must_not_be_the_shops(path, &shop.folder)?;
                path
            }
            Destination::Printed(name) => {
                return Ok(shop.screen(VerbatimText {
                    of: TextOf::PlaybookSource,
                    name: name.clone(),
                    text: self.text,
                }));
            }
        };
        let placed = disk::create(path, self.text.as_bytes())?;
        shop.has_saved(format!("written to {}", disk::shown(path)));
        placed.lasting()?;
        self.say_what_the_shop_lacks(shop, path);
        let view = self.view(shop, path);
        Ok(shop.screen(view))
    }

    /// Says so when the check finds something in this shop that it does not find in the file.
    fn say_what_the_shop_lacks(&self, shop: &Shop<'_>, path: &Path) {
        let located = Located {
            name: self.destination.called(),
            by_path: None,
            typed: None,
            file: Some(path.to_path_buf()),
            bytes: self.text.as_bytes().to_vec(),
        };
        let found = CheckedFile::about(shop, &located);
        let found = found.findings();
        if let Some(first) = found.first() {
            shop.warn(format!(
                "in this shop the check finds {}: {}; {}",
                counted(found.len(), "thing"),
                first.message,
                first.hint
            ));
        }
    }

    fn view(&self, shop: &Shop<'_>, path: &Path) -> NewPlaybookView {
        let rules = self.playbook.rules();
        let called = self.destination.called();
        let (name, usual_name) = match &self.destination {
            Destination::Shop(name, _) => (Some(name.clone()), name.clone()),
            Destination::Elsewhere(..) | Destination::Printed(_) => {
                (None, path.to_string_lossy().into_owned())
            }
        };
        let usual = shop.settings.playbook.clone();
        let is_usual = usual.as_ref() == Some(&usual_name);
        let tiers = rules.tiers.iter().map(|tier| NamedItem {
            id: tier.id.clone(),
            name: tier.name.clone(),
        });
        NewPlaybookView {
            name,
            title: rules.name.clone(),
            file: path.to_string_lossy().into_owned(),
            starter: self.starter.clone(),
            currency: rules.currency,
            tiers: tiers.collect(),
            roles: rules.roles.clone(),
            recover: clock(rules, ClockName::Recover),
            first_response: clock(rules, ClockName::FirstResponse),
            change_first: ToChange::all(rules),
            usual,
            next: format!("amends playbook check {called}"),
            make_usual: (!is_usual)
                .then(|| format!("amends config set playbook {}", quoted(&usual_name))),
            command_line: command_line(&self.answers),
        }
    }
}

/// Proves a playbook as `playbook check` does, warnings included, its times by the shop's hours; what else concerns the
/// shop and not the file is told when it is written.
fn proved(
    text: &str,
    today: NaiveDate,
    hours: Option<&Hours>,
) -> std::result::Result<Playbook, Vec<Finding>> {
    let rules = files::playbook::rules(text.as_bytes())?;
    let people = check::People::new();
    let shop = hours.map(|hours| check::ShopFacts {
        hours: Some(hours),
        people: &people,
    });
    let mut proof = check::prove(rules, &check::ProofBasis { today, shop });
    proof
        .findings
        .retain(|finding| finding.kind != crate::domain::playbook::finding::FindingKind::Closed);
    match proof.outcome {
        Ok(playbook) if proof.findings.is_empty() => Ok(playbook),
        Ok(_) | Err(_) => Err(proof.findings),
    }
}

/// The most findings that a refusal names.
const MOST_NAMED: usize = 3;

/// Refuses to write what does not pass, with what shows it: the steps that take the time.
fn unproved(found: &[Finding]) -> Error {
    let lines = found.iter().take(MOST_NAMED).flat_map(|finding| {
        let first = format!("  {}: {}", finding.kind.word(), finding.message);
        let notes = finding.notes.iter().map(|note| format!("    {note}"));
        std::iter::once(first).chain(notes)
    });
    let mut lines: Vec<String> = lines.collect();
    if found.len() > MOST_NAMED {
        lines.push(format!("  and {} more", found.len() - MOST_NAMED));
    }
    let message = format!(
        "this makes no playbook that passes its check; nothing was written\n{}",
        lines.join("\n")
    );
    let first = found
        .first()
        .map(|finding| (finding.kind, finding.hint.clone()));
    let hint = match first {
        Some((FindingKind::TooLate, _)) => {
            "take more time with `--recover` or `--first-response`, or let more people do it with `--role`"
                .to_owned()
        }
        Some((_, hint)) => hint,
        None => String::new(),
    };
    Error::new(Kind::Findings, message, hint)
}

fn counted(count: usize, what: &str) -> String {
    Count::of(u32::try_from(count).unwrap_or(u32::MAX), what).to_string()
}

#[cfg(test)]
mod tests;
