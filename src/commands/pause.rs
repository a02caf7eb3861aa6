//! `amends pause` and `amends resume`: clocks that may wait do so, and go on.

use clap::{Args, ValueEnum};

use crate::desk::changing::{Decision, alter};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::case::Case;
use crate::domain::event::{AskedBy, Paused};
use crate::domain::plan::Promised;
use crate::domain::time::when::Reading;
use crate::domain::verb::Verb;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::typed::CaseWord;

/// Whose wish a pause is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PauseFor {
    /// The customer asked to wait.
    Customer,
    /// The shop waits for something.
    #[default]
    Shop,
}

/// `amends pause`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends pause 41 --until \"fri 17:00\" --why \"The part comes on Friday\"
  amends pause 41 --until \"1 dec\" --why \"Away until December\" --asked-by customer")]
pub struct PauseArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Until when at the latest; the clocks then go on by themselves
    #[arg(long, value_name = "WHEN")]
    pub until: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// Who wants it: shop, or customer, and then the recovery deadline waits too
    #[arg(
        long,
        value_name = "WHO",
        default_value = "shop",
        hide_possible_values = true
    )]
    pub asked_by: PauseFor,
}

/// `amends resume`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  amends resume 41")]
pub struct ResumeArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
}

pub(super) fn pause(shop: &Shop<'_>, typed: &PauseArgs) -> Result<Screen> {
    let (until, why) = bounds(typed)?;
    let until = shop.when_or_day(until, "--until", Reading::Future)?;
    let why = shop.words(why, "--why")?;
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    alter(shop, Verb::Pause, number, |case, _, ids| {
        let paused = Paused {
            from: shop.now(),
            until: Promised::new(until, &shop.home.zone),
            why: ids.text(why),
            asked_by: match typed.asked_by {
                PauseFor::Customer => AskedBy::Customer,
                PauseFor::Shop => AskedBy::Shop,
            },
        };
        let end = shop.moment().in_full(until);
        let changed = format!("#{} is paused until {end}", case.number());
        let remark = what_waits(shop, case, paused.asked_by);
        let events = case.decide_pause(paused, shop.now())?;
        Ok(Decision {
            events,
            changed,
            remarks: vec![remark.to_owned()],
        })
    })
}

/// Takes the end and the reason; whatever is missing is named at once.
fn bounds(typed: &PauseArgs) -> Result<(&str, &str)> {
    let blank = |text: &&str| !text.trim().is_empty();
    let until = typed.until.as_deref().filter(blank);
    let why = typed.why.as_deref().filter(blank);
    if let (Some(until), Some(why)) = (until, why) {
        return Ok((until, why));
    }
    let missing = [
        until.is_none().then_some("an end (`--until`)"),
        why.is_none().then_some("a reason (`--why`)"),
    ];
    let missing: Vec<&str> = missing.into_iter().flatten().collect();
    let message = format!("a pause needs {}", missing.join(" and "));
    let hint = format!(
        "for example: `amends pause {} --until \"fri 17:00\" --why \"She is away until Friday\"`",
        whose::again(&typed.case)
    );
    Err(Error::usage(message, hint))
}

fn what_waits(shop: &Shop<'_>, case: &Case, asked_by: AskedBy) -> &'static str {
    let recovered = case.recovered_at(shop.now()).is_some();
    let over = case
        .cycle()
        .is_some_and(|cycle| cycle.recover_at() < shop.now());
    match asked_by {
        AskedBy::Customer | AskedBy::Shop if recovered => {
            "the follow-up waits; promises and the question whether they stayed do not"
        }
        AskedBy::Customer | AskedBy::Shop if over => {
            "the recovery deadline had passed and stays where it was; the follow-up waits"
        }
        AskedBy::Customer => {
            "the customer asked for it, so the recovery deadline waits as well; the first answer and promises do not"
        }
        AskedBy::Shop => {
            "steps with a time of their own and the follow-up wait; the recovery deadline, the first answer and promises do not"
        }
    }
}

pub(super) fn resume(shop: &Shop<'_>, typed: &ResumeArgs) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    alter(shop, Verb::Resume, number, |case, _, _| {
        let events = case.decide_resume(shop.now())?;
        let pause = case.cycle().and_then(|cycle| cycle.paused(shop.now()));
        let waited = pause.map_or(0, |pause| {
            (shop.now() - pause.paused.from)
                .num_seconds()
                .unsigned_abs()
        });
        let waited = crate::domain::time::span::Span::Elapsed {
            seconds: waited / 60 * 60,
        };
        let changed = format!(
            "the clocks of #{} go on, after {}",
            case.number(),
            waited.phrase()
        );
        Ok(Decision::new(events, changed))
    })
}
