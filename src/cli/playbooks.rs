//! What can be typed about playbooks.

use clap::{Args, Subcommand};

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
  amends playbook show cafe --source > my-cafe.toml     the file, to change it")]
pub struct ShowPlaybook {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// Print the file itself
    #[arg(long)]
    pub source: bool,
}

/// `amends playbook check`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook check                         the shop's own
  amends playbook check my-cafe.toml --json     for an editor; exit 4 on an error")]
pub struct CheckPlaybook {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
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

/// `amends playbook replay`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Open, closed and imported cases alike get what each playbook gives their
types, tier and severity as they stand now. What is known of the customer and
what was really done play no part; a pick counts by its cheapest filling.
Less of anything, or a longer clock, is less.

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
