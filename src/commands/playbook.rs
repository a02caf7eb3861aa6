//! `amends playbook`: look at playbooks, check them, try them out.

use clap::{Args, Subcommand};

use crate::desk::library::severity;
use crate::desk::library::{
    self, Located, asked_for, known_channel, known_complaints, known_tier, load,
};
use crate::desk::planning::{first_and_more, planned, presence};
use crate::desk::shop::Shop;
use crate::domain::plan::planning::{Occasion, Profile};
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::finding::FindingLevel;
use crate::domain::playbook::{Playbook, Rules};
use crate::domain::suggest::{choices, did_you_mean};
use crate::domain::time::zone::Instant;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::playbook::{
    PlaybookDetail, PlaybookItem, PlaybookList, PlaybookState, Trial, Tried, TriedPlan,
};
use crate::show::verbatim::{TextOf, VerbatimText};
use crate::typed::{NewPlaybookArgs, YesNo};

mod card;
mod cell;
mod check;
mod drill;
mod matrix;
mod new;
mod replay;

pub(super) use card::card;
pub(super) use check::check;
pub(super) use drill::drill;
pub(super) use new::{made, new};
pub(super) use replay::replay;

/// `amends playbook`.
#[derive(Args, Debug)]
pub struct PlaybookArgs {
    /// What to do with playbooks.
    #[command(subcommand)]
    pub verb: PlaybookVerb,
}

/// The verbs of `amends playbook`.
#[derive(Debug, Subcommand)]
pub enum PlaybookVerb {
    /// List the playbooks of this shop and those that come with the program
    #[command(after_help = "Example:\n  amends playbook list")]
    List,
    /// Show a playbook: tiers, complaint types, actions, entries
    Show(ShowPlaybookArgs),
    /// Prove that a playbook has an answer for every customer
    Check(check::CheckPlaybookArgs),
    /// Plan an imagined complaint, without writing anything
    Try(TryArgs),
    /// Begin a playbook of your own, guided for what is missing
    New(NewPlaybookArgs),
    /// Put a playbook on one sheet for the wall
    Card(card::CardArgs),
    /// Rehearse a complaint before it happens
    Drill(drill::DrillArgs),
    /// Run every past case through a changed playbook, without writing anything
    Replay(replay::ReplayArgs),
    /// Print the schema for editors, or of a command's JSON
    Schema(SchemaArgs),
}

/// `amends playbook show`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook show cafe
  amends playbook show cafe --cell late-delivery,new,severe    what one gets
  amends playbook show cafe --source > my-cafe.toml     the file, to change it")]
pub struct ShowPlaybookArgs {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// Print the file itself
    #[arg(long, conflicts_with = "cell")]
    pub source: bool,
    /// Show what one customer gets
    #[arg(long, value_name = "TYPE,TIER,SEVERITY")]
    pub cell: Option<String>,
    /// Show it for somebody who is still here, or for somebody who has left
    #[arg(long, requires = "cell")]
    pub here: Option<YesNo>,
}

/// `amends playbook try`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Example:
  amends playbook try cafe --type late-delivery --tier regular --severity severe --told 10:05")]
pub struct TryArgs {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// What failed; may be repeated, the first decides the plan
    #[arg(long = "type", value_name = "TYPE")]
    pub types: Vec<String>,
    /// How valuable the customer is
    #[arg(long)]
    pub tier: Option<String>,
    /// How much it hurt: minor, major or severe
    #[arg(long)]
    pub severity: Option<String>,
    /// How they told you
    #[arg(long)]
    pub channel: Option<String>,
    /// Whether they are still here, for what can only be done then
    #[arg(long)]
    pub here: Option<YesNo>,
    /// When they told you; now, if left out
    #[arg(long, value_name = "WHEN")]
    pub told: Option<String>,
}

/// `amends playbook schema`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook schema > playbooks/playbook-1.schema.json
  amends playbook schema amends.due/1           what `amends due --json` prints")]
pub struct SchemaArgs {
    /// The schema's name; that of playbooks if left out
    pub name: Option<String>,
}

pub(super) fn list(shop: &Shop<'_>) -> Result<Screen> {
    let mut items = Vec::new();
    for (name, file) in library::all(shop)? {
        let located = library::find(shop, &name)?;
        let found = check::CheckedFile::about(shop, &located);
        items.push(PlaybookItem {
            default: shop.settings.playbook.as_ref() == Some(&name),
            name,
            state: if found.usable() {
                PlaybookState::Ok
            } else {
                PlaybookState::Refused
            },
            title: found.rules().map(|rules| rules.name.clone()),
            file: file.map(|path| path.to_string_lossy().into_owned()),
            errors: found.count(FindingLevel::Error),
            warnings: found.count(FindingLevel::Warning),
        });
    }
    Ok(shop.screen(PlaybookList { items }))
}

pub(super) fn show(shop: &Shop<'_>, typed: &ShowPlaybookArgs) -> Result<Screen> {
    if let Some(cell) = &typed.cell {
        return cell::show(shop, typed, cell);
    }
    let located = located(shop, typed.file.as_deref())?;
    if typed.source {
        let text = String::from_utf8_lossy(&located.bytes).into_owned();
        return Ok(shop.screen(VerbatimText {
            of: TextOf::PlaybookSource,
            name: located.name,
            text,
        }));
    }
    let loaded = load(located)?;
    let detail = PlaybookDetail::of(loaded.playbook.rules());
    Ok(shop.screen(detail))
}

fn located(shop: &Shop<'_>, file: Option<&str>) -> Result<Located> {
    library::find(shop, &asked_for(shop, file)?)
}

pub(super) fn tried(shop: &Shop<'_>, typed: &TryArgs) -> Result<Screen> {
    let loaded = load(located(shop, typed.file.as_deref())?)?;
    let rules = loaded.playbook.rules();
    let (tier, severity) = asked(typed, rules)?;
    let complaints = known_complaints(rules, &typed.types)?;
    let (complaint, more) = first_and_more(&complaints);
    let tier = known_tier(rules, tier)?;
    let channel = typed.channel.as_deref();
    let channel = channel.map(|id| known_channel(&loaded.playbook, id));
    let told = told(shop, typed)?;
    let occasion = Occasion {
        cell: Cell {
            complaint,
            tier,
            severity,
        },
        more,
        again: None,
        start: told,
        now: told,
        channel: channel.transpose()?,
        calendar: shop.calendar(),
        profile: &Profile::default(),
        presence: typed.here.map(presence),
        first_number: 1,
    };
    let tried = trial(shop, &loaded.playbook, &occasion, typed.types.clone())?;
    Ok(shop.screen(tried))
}

/// Plans an imagined complaint of these types.
fn trial(
    shop: &Shop<'_>,
    playbook: &Playbook,
    occasion: &Occasion<'_>,
    types: Vec<String>,
) -> Result<Tried> {
    let plan = planned(playbook, occasion)?;
    let trial = Trial {
        types,
        tier: playbook.rules().tiers[occasion.cell.tier].id.clone(),
        severity: occasion.cell.severity,
    };
    let plan = TriedPlan {
        plan: &plan,
        calendar: shop.calendar(),
        viewpoint: &shop.viewpoint,
    };
    Ok(Tried::of(playbook, trial, plan))
}

fn told(shop: &Shop<'_>, typed: &TryArgs) -> Result<Instant> {
    let told = |told: &str| shop.when(told, "--told");
    let told = typed.told.as_deref().map(told).transpose()?;
    Ok(told.unwrap_or(shop.now()))
}

/// Reads what a trial needs; everything missing is named at once, with what is allowed.
fn asked<'t>(typed: &'t TryArgs, rules: &Rules) -> Result<(&'t str, Severity)> {
    let mut missing = Vec::new();
    let ids = |of: Vec<&str>| choices(&of);
    if typed.types.is_empty() {
        let known = rules
            .complaints
            .iter()
            .map(|complaint| complaint.id.as_str())
            .collect();
        missing.push(format!("--type: {}", ids(known)));
    }
    if typed.tier.is_none() {
        let known = rules.tiers.iter().map(|tier| tier.id.as_str()).collect();
        missing.push(format!("--tier: {}", ids(known)));
    }
    if typed.severity.is_none() {
        missing.push(format!("--severity: {}", choices(&Severity::WORDS)));
    }
    match (&typed.tier, &typed.severity) {
        (Some(tier), Some(word)) if missing.is_empty() => Ok((tier, severity(word)?)),
        _ => {
            let message = format!("trying needs more:\n  {}", missing.join("\n  "));
            let example = example(typed, rules);
            Err(Error::usage(
                message,
                format!("for example: `amends playbook try {example}`"),
            ))
        }
    }
}

fn example(typed: &TryArgs, rules: &Rules) -> String {
    let file = typed
        .file
        .as_deref()
        .map(|file| format!("{file} "))
        .unwrap_or_default();
    let complaint = rules
        .complaints
        .first()
        .map_or("TYPE", |complaint| complaint.id.as_str());
    let tier = rules.tiers.first().map_or("TIER", |tier| tier.id.as_str());
    format!("{file}--type {complaint} --tier {tier} --severity severe")
}

/// The schema of playbooks, for editors.
const PLAYBOOK_SCHEMA: &str = include_str!("../../playbooks/playbook-1.schema.json");

pub(super) fn schema(shop: &Shop<'_>, typed: &SchemaArgs) -> Result<Screen> {
    let name = typed.name.as_deref().unwrap_or("playbook/1");
    let text = match name {
        "playbook/1" => Some(PLAYBOOK_SCHEMA.to_owned()),
        other => crate::show::schemas::find(other),
    };
    let Some(text) = text else {
        let known: Vec<String> = crate::show::schemas::names().collect();
        let known: Vec<&str> = known
            .iter()
            .map(String::as_str)
            .chain(["playbook/1"])
            .collect();
        let message = format!("there is no schema `{}`", visible(name));
        return Err(Error::not_found(message, did_you_mean(name, &known)));
    };
    Ok(shop.screen(VerbatimText {
        of: TextOf::PlaybookSchema,
        name: name.to_owned(),
        text,
    }))
}
