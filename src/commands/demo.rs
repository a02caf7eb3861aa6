//! `amends demo`: a throw-away shop with a fortnight of cases, to try things in.
//!
//! It is made by the commands that anybody types, each at its own moment of the past fortnight.

mod stories;

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use clap::{Args, FromArgMatches};

use crate::commands::Command;
use crate::desk::changing::{detail, store_with_cases};
use crate::desk::library::{find, load};
use crate::desk::shop::Shop;
use crate::domain::playbook::{Part, Rules};
use crate::domain::suggest::{choices, did_you_mean};
use crate::domain::time::zone::Instant;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::shell::disk::{self, shown};
use crate::show::Screen;
use crate::show::case::{StepItem, StepState};
use crate::show::demo::Demo;
use crate::talk::complaint::quoted;
use crate::typed::Everywhere;

use self::stories::{DemoAct, DemoShop, FORTNIGHT, SHOPS};

/// `amends demo`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends demo                       a café, in a new folder that you may throw away
  amends demo --trade hotel")]
pub struct DemoArgs {
    /// Which trade: cafe, delivery, hotel, online-shop, repair or services
    #[arg(long, default_value = "cafe")]
    pub trade: String,
}

/// Who works there, the owner first.
const PEOPLE: [&str; 5] = ["Rosa Marin", "Jo Lind", "Sam Osei", "Mia Costa", "Tom Reed"];

/// The case whose plan is shown: the one that has only just come in.
const NEWEST: &str = "11";

pub(super) fn run(
    shop: &Shop<'_>,
    typed: &DemoArgs,
    program: fn() -> clap::Command,
) -> Result<Screen> {
    let story = of_trade(&typed.trade)?;
    let folder = folder(shop)?;
    // By the one that comes with the program, whatever the own shop calls by that name.
    let everywhere = everywhere(&folder, shop.now());
    let playbook = load(find(&Shop::look(shop.shell, &everywhere)?, story.trade)?)?.playbook;
    let stage = DemoStage {
        shop,
        story,
        rules: playbook.rules(),
        folder: &folder,
        program,
    };
    stage.furnish()?;
    for scene in &FORTNIGHT {
        stage.play(&scene.act, shop.now() - TimeDelta::minutes(scene.ago))?;
    }
    shop.has_saved(format!(
        "a shop to try things in lies in {}",
        shown(&folder)
    ));
    let look = |words: &[&str]| stage.type_in(words, shop.now());
    let demo = Demo {
        folder: quoted(&folder.to_string_lossy()),
        shop: story.name.to_owned(),
        cases: FORTNIGHT
            .iter()
            .filter(|one| matches!(one.act, DemoAct::Complaint { .. }))
            .count(),
        enter: enter(shop, &folder)?,
        board: look(&[])?.view,
        plan: look(&["plan", NEWEST])?.view,
        night: look(&["report", "nightly"])?.view,
        now: shop.viewpoint.moment(shop.now()),
    };
    Ok(shop.screen(demo))
}

fn of_trade(trade: &str) -> Result<&'static DemoShop> {
    let mut shops = SHOPS.iter();
    shops.find(|shop| shop.trade == trade).ok_or_else(|| {
        let known: Vec<&str> = SHOPS.iter().map(|shop| shop.trade).collect();
        let message = format!("--trade: there is no `{}`", visible(trade));
        let near = did_you_mean(trade, &known);
        let hint = if near.is_empty() {
            format!("use {}", choices(&known))
        } else {
            near
        };
        Error::usage(message, hint)
    })
}

/// The folder that was named for it, or a new one among what the computer throws away; never the usual shop.
fn folder(shop: &Shop<'_>) -> Result<PathBuf> {
    if shop.everywhere.data_dir.is_none() {
        return shop.shell.throw_away("amends-demo");
    }
    for file in ["shop.toml", "amends.db", "playbooks"] {
        let path = shop.folder.join(file);
        if disk::is_there(&path)? {
            let message = format!("--data-dir: there is a shop in {}", shown(&shop.folder));
            let hint = "name a folder that does not exist yet, or leave `--data-dir` out";
            return Err(Error::usage(message, hint));
        }
    }
    Ok(shop.folder.clone())
}

/// What has to be typed before the commands that are shown find this shop, and the program.
fn enter(shop: &Shop<'_>, folder: &Path) -> Result<Vec<String>> {
    let folder = quoted(&folder.to_string_lossy());
    let program = shop.shell.program()?;
    let is_found = shop.shell.finds(&program);
    let mut lines = vec![format!("export AMENDS_DATA_DIR={folder}")];
    if !is_found {
        let program = quoted(&program.to_string_lossy());
        lines.push(format!("alias amends={program}"));
    }
    Ok(lines)
}

/// What holds for every command of the throw-away shop.
fn everywhere(folder: &Path, now: Instant) -> Everywhere {
    Everywhere {
        data_dir: Some(folder.to_owned()),
        now: Some(now.to_rfc3339()),
        no_input: true,
        yes: true,
        quiet: true,
        ..Everywhere::default()
    }
}

/// Where the commands are carried out.
struct DemoStage<'s> {
    /// The shop of whoever tries it: its shell and its clock, nothing else of it.
    shop: &'s Shop<'s>,
    story: &'s DemoShop,
    /// Its playbook.
    rules: &'s Rules,
    folder: &'s Path,
    program: fn() -> clap::Command,
}

impl DemoStage<'_> {
    /// Carries out a command as if it had been typed at that moment.
    fn type_in(&self, words: &[&str], now: Instant) -> Result<Screen> {
        let everywhere = everywhere(self.folder, now);
        let shop = Shop::look(self.shop.shell, &everywhere)?;
        let typed = std::iter::once("amends").chain(words.iter().copied());
        let matches = (self.program)().try_get_matches_from(typed);
        let fault = |error: clap::Error| {
            Error::usage(error.to_string(), "tell us: this is a fault of ours")
        };
        let matches = matches.map_err(fault)?;
        let command = match matches.subcommand_name() {
            Some(_) => Some(Command::from_arg_matches(&matches).map_err(fault)?),
            None => None,
        };
        super::run(command.as_ref(), &shop, self.program)
    }

    /// Gives the shop a name, people and hours.
    fn furnish(&self) -> Result<()> {
        let then = self.shop.now() - TimeDelta::days(14);
        let set = |key: &str, value: &str| self.type_in(&["config", "set", key, value], then);
        set("timezone", self.shop.home.zone.name())?;
        set("name", self.story.name)?;
        set("playbook", self.story.trade)?;
        // The last role has most to say, and its name stands under the letters.
        for (role, person) in self.rules.roles.iter().rev().zip(PEOPLE) {
            set(&format!("people.{role}"), person)?;
        }
        for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] {
            set(&format!("hours.{day}"), "09:00-17:30")?;
        }
        Ok(())
    }

    fn play(&self, act: &DemoAct, then: Instant) -> Result<()> {
        match act {
            DemoAct::Complaint {
                customer: [name, reach],
                story,
                tier,
                severity,
            } => {
                let story = &self.story.stories[*story];
                let tier = self.rules.tiers[*tier].id.as_str();
                self.type_in(
                    &[
                        "new",
                        "--customer",
                        name,
                        "--reach",
                        reach,
                        "--type",
                        story.complaint,
                        "--tier",
                        tier,
                        "--severity",
                        severity,
                        "--words",
                        story.words,
                        "--new-case",
                    ],
                    then,
                )?;
                Ok(())
            }
            DemoAct::Sorry(case) => self.done(*case, then, &[Part::Acknowledge]),
            DemoAct::Repair(case) => self.done(*case, then, &[Part::Acknowledge, Part::Fix]),
            DemoAct::Everything(case) => {
                let parts = [Part::Acknowledge, Part::Fix, Part::Dazzle, Part::Prevent];
                self.done(*case, then, &parts)
            }
            DemoAct::Typed(words) => self.type_in(words, then).map(|_| ()),
        }
    }

    /// Enters every open step of these parts as done.
    fn done(&self, case: u64, then: Instant, parts: &[Part]) -> Result<()> {
        let everywhere = everywhere(self.folder, then);
        let shop = Shop::look(self.shop.shell, &everywhere)?;
        let steps = detail(&shop, &store_with_cases(&shop, case)?, case)?.steps;
        let open = |step: &&StepItem| step.state == StepState::Open && parts.contains(&step.part);
        let case = case.to_string();
        for step in steps.iter().filter(open) {
            let number = step.number.to_string();
            self.type_in(&["done", &case, "--step", &number], then)?;
        }
        Ok(())
    }
}
