//! A complaint as it is typed: by flags, or line by line in the guided intake.

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::typed::{CaseWord, YesNo};

/// `amends new`, and so everything the guided intake asks for.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[command(after_help = "\
Examples:
  amends new                                    guided: their words first
  amends new --customer \"Ada Okafor\" --type late-delivery --tier regular \\
             --severity major --channel phone --words \"The cake came at nine\"
  amends new --continue                         go on where you stopped")]
pub struct NewArgs {
    /// Who complained
    #[arg(long, value_name = "NAME")]
    pub customer: Option<String>,
    /// How to reach them: a number or an address
    #[arg(long, value_name = "ADDRESS")]
    pub reach: Option<String>,
    /// What failed, all of it; may be repeated, and what they told you first decides the plan
    #[arg(long = "type", value_name = "TYPE")]
    pub types: Vec<String>,
    /// How valuable the customer is, for this case
    #[arg(long)]
    pub tier: Option<String>,
    /// How much it hurt: minor, major or severe
    #[arg(long)]
    pub severity: Option<String>,
    /// What harm it did: cost, spoiled, person, or none; may be repeated
    #[arg(long, conflicts_with = "severity")]
    pub harm: Vec<String>,
    /// How they told you
    #[arg(long)]
    pub channel: Option<String>,
    /// What they said, in their words; `-` reads it from standard input
    #[arg(long, value_name = "TEXT")]
    pub words: Option<String>,
    /// What they were trying to get done
    #[arg(long, value_name = "TEXT")]
    pub need: Option<String>,
    /// How they feel
    #[arg(long, value_name = "TEXT")]
    pub feels: Option<String>,
    /// An answer to a question of the complaint type; may be repeated
    #[arg(long = "answer", value_name = "ID=TEXT")]
    pub answers: Vec<String>,
    /// When they told you; now, if left out
    #[arg(long, value_name = "WHEN")]
    pub told: Option<String>,
    /// When it went wrong
    #[arg(long, value_name = "WHEN")]
    pub happened: Option<String>,
    /// The order, booking or job it is about
    #[arg(long, value_name = "TEXT")]
    pub order: Option<String>,
    /// What the customer is worth a year
    #[arg(long, value_name = "PER-YEAR", allow_hyphen_values = true)]
    pub value: Option<String>,
    /// Who holds the case
    #[arg(long, value_name = "NAME")]
    pub holder: Option<String>,
    /// Others can read the complaint; they have left, unless `--here` says otherwise
    #[arg(long)]
    pub public: bool,
    /// Whether they are still here, for what can only be done then
    #[arg(long)]
    pub here: Option<YesNo>,
    /// Which playbook
    #[arg(long, value_name = "NAME")]
    pub playbook: Option<String>,
    /// It is the same matter as this open case: enter it as a further contact there
    #[arg(long, value_name = "CASE", value_parser = CaseWord::read, conflicts_with = "resume")]
    pub same_as: Option<CaseWord>,
    /// It is another matter than what is open of this customer
    #[arg(long, conflicts_with = "same_as")]
    pub new_case: bool,
    /// Go on with the unfinished intake
    #[arg(long = "continue")]
    #[serde(skip)]
    pub resume: bool,
}
