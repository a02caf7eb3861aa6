//! What can be typed about cases.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::{CaseWord, promise_number, step_number, whole_number};

/// `amends new`, and so everything the guided intake asks for.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[command(after_help = "\
Examples:
  amends new                                    guided: their words first
  amends new --customer \"Ada Okafor\" --type late-delivery --tier regular \\
             --severity major --channel phone --words \"The cake came at nine\"
  amends new --continue                         go on where you stopped")]
pub struct New {
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
    /// Others can read the complaint
    #[arg(long)]
    pub public: bool,
    /// Which playbook
    #[arg(long, value_name = "NAME")]
    pub playbook: Option<String>,
    /// Go on with the unfinished intake
    #[arg(long = "continue")]
    #[serde(skip)]
    pub resume: bool,
}

/// `amends due`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = "\
Examples:
  amends due                        every open case, most urgent first
  amends due --within 4h            due in the next four hours, or late
  amends due --late --exit-code     exit 3 when something is late
  amends due --for owner --json     the owner's next steps, for a program
  amends due --monitor              one line for Nagios or Icinga, exit 0, 1, 2 or 3
  amends due --metrics /var/lib/node_exporter/amends.prom")]
pub struct Due {
    /// What is taken in.
    #[command(flatten)]
    pub urgency: Urgency,
    /// Print one line for Nagios or Icinga, and end with the codes of their plugins
    #[arg(long)]
    pub monitor: bool,
    /// Write how many cases stand how into a file for Prometheus, and print nothing
    #[arg(long, value_name = "FILE.prom")]
    pub metrics: Option<PathBuf>,
}

/// Which open cases a list or the night report takes in, and how it ends.
#[derive(Args, Clone, Debug, Default)]
pub struct Urgency {
    /// Only what is due within this time, and what is late
    #[arg(long, value_name = "DURATION")]
    pub within: Option<String>,
    /// Only what is late
    #[arg(long)]
    pub late: bool,
    /// Only where the next step is for this role
    #[arg(long = "for", value_name = "ROLE")]
    pub role: Option<String>,
    /// Print nothing at all when there is nothing
    #[arg(long)]
    pub if_any: bool,
    /// Exit with 3 when something is late
    #[arg(long)]
    pub exit_code: bool,
}

/// How a list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// The most urgent first.
    #[default]
    Due,
    /// The latest complaint first.
    Told,
    /// The highest number first.
    Number,
}

/// `amends list`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = "\
Examples:
  amends list                       open cases
  amends list cake --all            every case in which somebody said \"cake\"
  amends list --customer ada --since 2026-10-01 --sort told")]
pub struct List {
    /// Text to look for in words, notes and names
    pub text: Option<String>,
    /// Only open cases (the default)
    #[arg(long, group = "which")]
    pub open: bool,
    /// Only closed cases
    #[arg(long, group = "which")]
    pub closed: bool,
    /// Open and closed cases
    #[arg(long, group = "which")]
    pub all: bool,
    /// Only this complaint type
    #[arg(long = "type", value_name = "TYPE")]
    pub complaint: Option<String>,
    /// Only this tier
    #[arg(long)]
    pub tier: Option<String>,
    /// Only customers whose name has this in it
    #[arg(long, value_name = "NAME")]
    pub customer: Option<String>,
    /// Only cases this person holds
    #[arg(long, value_name = "NAME")]
    pub holder: Option<String>,
    /// Only what was told at or after this time
    #[arg(long, value_name = "WHEN")]
    pub since: Option<String>,
    /// Only what was told up to this time
    #[arg(long, value_name = "WHEN")]
    pub until: Option<String>,
    /// Order: due, told or number
    #[arg(long, value_enum, default_value = "due", hide_possible_values = true)]
    pub sort: Sort,
    /// At most this many: 100 on a terminal, all in a pipe
    #[arg(long, value_name = "N", value_parser = whole_number::<usize>)]
    pub limit: Option<usize>,
}

/// A command that takes nothing but a case.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  amends why 41")]
pub struct Number {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
}

/// `amends show`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends show 41
  amends show ada okafor            by name; a part of it will do")]
pub struct Show {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
}

/// `amends brief`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends brief 41                   before you pick up the phone
  amends brief 41 --for owner       with the owner's steps only")]
pub struct Brief {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Only this role's steps
    #[arg(long = "for", value_name = "ROLE")]
    pub role: Option<String>,
}

/// `amends plan`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends plan 41                    who does what by when
  amends plan 41 --for staff        one person's part")]
pub struct Plan {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Only this role's steps
    #[arg(long = "for", value_name = "ROLE")]
    pub role: Option<String>,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// `amends done`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends done 41                                the next step
  amends done 41 --step 3 --spent 5.80 --reaction delighted
  amends done 41 --step 2,3                     several steps at once
  amends done 41 42 43                          the next step of each
  amends done 41 --step 2 --at \"yesterday 3pm\"  done then, entered now
  amends done 41 --step 5 --right yes           the customer says it is right now
  amends done 41 --promise 1                    what you promised is done")]
pub struct Done {
    /// The case: its number, or its customer's name; several by number
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Which steps; what comes next if left out
    #[arg(long = "step", value_name = "K,K…", value_parser = step_number, value_delimiter = ',')]
    pub steps: Vec<u32>,
    /// Which promise was kept
    #[arg(long, value_name = "P", value_parser = promise_number, conflicts_with = "steps")]
    pub promise: Option<u32>,
    /// What there is to say about it
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// What it really cost
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub spent: Option<String>,
    /// How it went down: delighted, satisfied, neutral, puzzled or upset
    #[arg(long)]
    pub reaction: Option<String>,
    /// Whether the customer says it is right now
    #[arg(long, value_enum, hide_possible_values = true, value_name = "YES|NO")]
    pub right: Option<YesNo>,
    /// What the customer chose
    #[arg(long, value_name = "OPTION")]
    pub choice: Option<String>,
    /// `yes` enters what this replaces as not needed any more, `no` leaves it open
    #[arg(long, value_enum, hide_possible_values = true, value_name = "YES|NO")]
    pub replace: Option<YesNo>,
    /// When it was done, if not now
    #[arg(long, value_name = "WHEN")]
    pub at: Option<String>,
}

/// `amends choose`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends choose 41 --step 3 free-cake
  amends choose 41 --step 3 2                   by its number in `amends show 41`")]
pub struct Choose {
    /// The case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: CaseWord,
    /// Which step
    #[arg(long, value_name = "K", value_parser = step_number)]
    pub step: u32,
    /// The action, or its number
    pub action: String,
    /// `yes` enters what this replaces as not needed any more, `no` leaves it open
    #[arg(long, value_enum, hide_possible_values = true, value_name = "YES|NO")]
    pub replace: Option<YesNo>,
}

/// `amends note`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends note 41 \"She likes the lemon one\"
  amends note \"Ada Okafor\" \"She likes the lemon one\"   by her whole name")]
pub struct Note {
    /// The case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: CaseWord,
    /// What to write down
    pub text: String,
}

/// `amends contact`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends contact 41 --channel phone --words \"Still nothing here\"
  amends contact 41 --answered                  you put them at ease there and then
  amends contact 41 --type transport-late       they told you of a further failure")]
pub struct Contact {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// How they got in touch
    #[arg(long)]
    pub channel: Option<String>,
    /// What they said
    #[arg(long, value_name = "TEXT")]
    pub words: Option<String>,
    /// What else failed, as they told you now; may be repeated
    #[arg(long = "type", value_name = "TYPE")]
    pub types: Vec<String>,
    /// You answered them there and then, so nobody has to get back to them
    #[arg(long)]
    pub answered: bool,
    /// When, if not now
    #[arg(long, value_name = "WHEN")]
    pub at: Option<String>,
}

/// `amends skip`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends skip 41 --step 2 --why \"She took another room\"
  amends undo                                   it is needed after all")]
pub struct Skip {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Which step
    #[arg(long, value_name = "K", value_parser = step_number)]
    pub step: Option<u32>,
    /// Why it is not needed any more
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

/// `amends promise`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends promise 41 \"A new cake, at your door\" --by 18:00
  amends promise 41 \"The cake, an hour later\" --by 19:00 --instead-of 1   told in time
  amends done 41 --promise 2                    it is kept")]
pub struct Promise {
    /// The case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: CaseWord,
    /// What you told them
    pub text: String,
    /// By when
    #[arg(long, value_name = "WHEN")]
    pub by: Option<String>,
    /// When you told them, if not now
    #[arg(long, value_name = "WHEN")]
    pub told: Option<String>,
    /// The promise it takes the place of: you told them that it will be later
    #[arg(long, value_name = "P", value_parser = promise_number)]
    pub instead_of: Option<u32>,
}

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
pub struct Pause {
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
pub struct Resume {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
}

/// `amends stayed`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends stayed 41 --on yesterday               a purchase, a visit or a renewal
  amends stayed 41 --on \"23 nov\"")]
pub struct StayedTyped {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// The day on which they came back
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

/// `amends gone`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  amends gone 41")]
pub struct Gone {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
}

/// `amends assign`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  amends assign 41 \"Sam Osei\"")]
pub struct Assign {
    /// The case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: CaseWord,
    /// Who holds it from now on
    pub name: String,
}

/// `amends change`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends change 41 --severity severe            it hurt more than we thought
  amends change 41 --type wrong-order --tier best")]
pub struct Change {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// What failed, all of it; may be repeated, and what they told you first decides the plan
    #[arg(long = "type", value_name = "TYPE")]
    pub types: Vec<String>,
    /// How valuable the customer is, for this case
    #[arg(long)]
    pub tier: Option<String>,
    /// How much it hurt: minor, major or severe
    #[arg(long)]
    pub severity: Option<String>,
    /// How they told you
    #[arg(long)]
    pub channel: Option<String>,
}

/// `amends draft`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends draft 41                               the message for the next step
  amends draft 41 --kind apology > apology.txt")]
pub struct Draft {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Which of the playbook's drafts
    #[arg(long, value_name = "DRAFT")]
    pub kind: Option<String>,
}

/// `amends close`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends close 41 --outcome won-back --cause process --lesson \"Check the box before it leaves\"
  amends close 41 --outcome satisfied --cause one-off --why \"She wanted nothing else\"")]
pub struct Close {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// How it ended: won-back, satisfied, no-reply or lost
    #[arg(long)]
    pub outcome: Option<String>,
    /// What was behind it: process, technology, training, supplier, information, our-rule or one-off
    #[arg(long)]
    pub cause: Option<String>,
    /// What you change because of it
    #[arg(long, value_name = "TEXT")]
    pub lesson: Option<String>,
    /// Why it ends without both halves of the recovery, or with a promise still open
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

/// `amends reopen`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  amends reopen 41 --why \"The second cake was wrong too\"")]
pub struct Reopen {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Why it was not over
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}
