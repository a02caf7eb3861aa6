//! What can be typed about playbooks.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::whole_number;

/// `amends playbook`.
#[derive(Args, Debug)]
pub struct Playbooks {
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
    Show(ShowPlaybook),
    /// Prove that a playbook has an answer for every customer
    Check(CheckPlaybook),
    /// Plan an imagined complaint, without writing anything
    Try(Try),
    /// Begin a playbook of your own, guided for what is missing
    New(NewPlaybook),
    /// Put a playbook on one page for the wall
    Card(CardOf),
    /// Rehearse a complaint before it happens
    Drill(DrillOf),
    /// Run every past case through a changed playbook, without writing anything
    Replay(ReplayPlaybook),
    /// Print the schema for editors, or of a command's JSON
    Schema(SchemaOf),
}

/// `amends playbook show`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook show cafe
  amends playbook show cafe --cell late-delivery,new,severe    what one gets
  amends playbook show cafe --source > my-cafe.toml     the file, to change it")]
pub struct ShowPlaybook {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// Print the file itself
    #[arg(long, conflicts_with = "cell")]
    pub source: bool,
    /// Show what one customer gets
    #[arg(long, value_name = "TYPE,TIER,SEVERITY")]
    pub cell: Option<String>,
}

/// `amends playbook check`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook check                         the shop's own
  amends playbook check my-cafe.toml --json     for an editor; exit 4 on an error
  amends playbook check cafe --matrix           who gets what, from which line")]
pub struct CheckPlaybook {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// Show who gets what, and which line says so
    #[arg(long)]
    pub matrix: bool,
}

/// `amends playbook try`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Example:
  amends playbook try cafe --type late-delivery --tier regular --severity severe --told 10:05")]
pub struct Try {
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
    /// When they told you; now, if left out
    #[arg(long, value_name = "WHEN")]
    pub told: Option<String>,
}

/// `amends playbook card`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook card
  amends playbook card cafe | lp                 to the printer
  amends playbook card --out card.md             .txt, .md or .json")]
pub struct CardOf {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// Write it to this file, over what is there: .txt or .md to read, or .json
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `amends playbook drill`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook drill                a customer to act out, then the plan
  amends playbook drill --unused       what had no case yet, and no drill
  amends playbook drill cafe --cell late-delivery,regular,severe
  amends playbook drill --done --cell late-delivery,regular,severe")]
pub struct DrillOf {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// Rehearse this one, and not one that was met least
    #[arg(long, value_name = "TYPE,TIER,SEVERITY")]
    pub cell: Option<String>,
    /// Draw the same again, as long as no other was used or rehearsed
    #[arg(long, value_name = "N", value_parser = whole_number::<u32>, conflicts_with = "done")]
    pub seed: Option<u32>,
    /// List what no case ever used, and what was never rehearsed
    #[arg(long, alias = "list", conflicts_with_all = ["cell", "seed", "done"])]
    pub unused: bool,
    /// Write down that it was rehearsed
    #[arg(long)]
    pub done: bool,
    /// What there is to say about it
    #[arg(long, value_name = "TEXT", requires = "done")]
    pub note: Option<String>,
}

/// `amends playbook replay`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Open, closed and imported cases alike get what each playbook gives their
types, tier and severity as they stand now. What is known of the customer and
what was really done play no part; a pick counts by its cheapest filling.
Less of a ceiling, a spend, a number of actions or a role, or a longer clock,
is less. Turnarounds, an action's own time, choices, escalations and texts are
not weighed, and the late branch adds nothing to what a case costs.

Examples:
  amends playbook replay --against my-cafe.toml
  amends playbook replay cafe --against my-cafe.toml --since 2026-01-01 --json")]
pub struct ReplayPlaybook {
    /// What to compare with, a name or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// The changed playbook: a name, or a path to a file
    #[arg(long, value_name = "NEW")]
    pub against: String,
    /// Only cases told at or after this time
    #[arg(long, value_name = "WHEN")]
    pub since: Option<String>,
    /// Only cases told up to this time
    #[arg(long, value_name = "WHEN")]
    pub until: Option<String>,
}

/// `amends playbook schema`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook schema > playbooks/playbook-1.schema.json
  amends playbook schema amends.due/1           what `amends due --json` prints")]
pub struct SchemaOf {
    /// The schema's name; that of playbooks if left out
    pub name: Option<String>,
}

/// `amends playbook new`.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
#[command(after_help = "\
What is left out is asked for; where nobody can be asked, all but the trade stays as
the starter has it. Nothing that is there is ever replaced.

Examples:
  amends playbook new
  amends playbook new --trade cafe --name \"Rosa's Bakery\" --tier \"New face\" --tier Regular
  amends playbook new my-shop --trade repair --currency EUR --recover 12h --role owner
  amends playbook new --trade hotel --out - | less      only look at it")]
pub struct NewPlaybook {
    /// What to call it on the command line; made of its name if left out
    #[arg(value_name = "NAME")]
    pub file: Option<String>,
    /// The trade that is nearest to yours: a playbook that comes with amends
    #[arg(long)]
    pub trade: Option<String>,
    /// What the playbook calls itself; the shop's name if left out
    #[arg(long, value_name = "TITLE")]
    pub name: Option<String>,
    /// Customers of one value, in your own words; once for each, lowest first
    #[arg(long = "tier", value_name = "WORDS")]
    pub tiers: Vec<String>,
    /// The currency of every amount, such as EUR
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// How long you take to put it right and surprise them, such as 24h
    #[arg(long, value_name = "TIME")]
    pub recover: Option<String>,
    /// How long until a person answers, such as 1h
    #[arg(long, value_name = "TIME")]
    pub first_response: Option<String>,
    /// Somebody's part in the shop; once for each, least authority first
    #[arg(long = "role", value_name = "ROLE")]
    pub roles: Vec<String>,
    /// Write it to this file instead of into the shop folder; `-` prints it
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub out: Option<PathBuf>,
}
