//! A playbook of one's own as it is typed: by flags, or line by line in a conversation.

use std::path::PathBuf;

use clap::Args;

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
pub struct NewPlaybookArgs {
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
