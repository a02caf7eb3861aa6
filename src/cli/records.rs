//! What can be typed about records: history, reports, the data file.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{CaseWord, Urgency, whole_number};

/// `amends history`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends history                    the last things done
  amends history 41                 everything that happened to a case")]
pub struct History {
    /// Only this case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// At most this many: 20 on a terminal, all in a pipe
    #[arg(long, value_name = "N", value_parser = whole_number::<usize>)]
    pub limit: Option<usize>,
}

/// `amends undo`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends undo                       the last change of all; on a terminal it asks first
  amends undo --case 41             the last change of #41, if nothing came later
  amends undo --dry-run             only say what would be taken back")]
pub struct Undo {
    /// The last change of this case
    #[arg(long, value_name = "N", value_parser = CaseWord::read)]
    pub case: Option<CaseWord>,
    /// Only say what would be taken back
    #[arg(long)]
    pub dry_run: bool,
}

/// `amends report`.
#[derive(Args, Debug)]
pub struct Report {
    /// Which report.
    #[command(subcommand)]
    pub verb: ReportVerb,
}

/// The reports.
#[derive(Debug, Subcommand)]
pub enum ReportVerb {
    /// Print tomorrow's to-do
    Nightly(NightlyReport),
}

/// `amends report nightly`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends report nightly
  amends report nightly --if-any    for cron: no mail when there is nothing
  amends report nightly --late --exit-code      exit 3 when something is late
  amends report nightly --out due.ics           every open deadline, for your calendar")]
pub struct NightlyReport {
    /// What is taken in.
    #[command(flatten)]
    pub urgency: Urgency,
    /// Where it goes.
    #[command(flatten)]
    pub to: ToFile,
}

/// Where a report goes, if not to the screen.
#[derive(Args, Clone, Debug, Default)]
pub struct ToFile {
    /// Write it to this file: .ics for a calendar, .json, .txt or .md to read
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `amends schedule`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  amends schedule cron              lines for `crontab -e`
  amends schedule systemd --at 21:00
  amends schedule windows > amends-nightly.xml")]
pub struct Schedule {
    /// For which scheduler.
    #[command(subcommand)]
    pub verb: ScheduleVerb,
}

/// The schedulers.
#[derive(Debug, Subcommand)]
pub enum ScheduleVerb {
    /// Print lines for a crontab
    #[command(after_help = "Example:\n  amends schedule cron --at 21:00")]
    Cron(EachNight),
    /// Print a service and a timer for systemd
    #[command(after_help = "Example:\n  amends schedule systemd --at 21:00")]
    Systemd(EachNight),
    /// Print a task for the Task Scheduler of Windows
    #[command(after_help = "Example:\n  amends schedule windows > amends-nightly.xml")]
    Windows(EachNight),
}

/// When a scheduler is to run the night report and the check of the data file.
#[derive(Args, Clone, Debug)]
pub struct EachNight {
    /// At which time of day
    #[arg(long, value_name = "HH:MM", default_value = "06:30")]
    pub at: String,
}

/// `amends data`.
#[derive(Args, Debug)]
pub struct Data {
    /// What to do with the data file.
    #[command(subcommand)]
    pub verb: DataVerb,
}

/// The verbs of `amends data`.
#[derive(Debug, Subcommand)]
pub enum DataVerb {
    /// Say where everything is kept
    #[command(after_help = "Example:\n  amends data path")]
    Path,
    /// Check that the data file is whole and that nobody has tampered with it
    Check(CheckData),
    /// Take in complaints from a CSV file
    Import(ImportFile),
}

/// `amends data check`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends data check
  amends data check --if-any        for cron: no mail while it is whole
  amends data check --head 047e9aff is it the file that the night report was made of?")]
pub struct CheckData {
    /// Also check that this history is in it: the first 8 digits or more, from a night report or a backup's name
    #[arg(long, value_name = "DIGITS")]
    pub head: Option<String>,
    /// Print nothing at all when it is whole
    #[arg(long)]
    pub if_any: bool,
}

/// `amends data import`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends data import complaints.csv --mapping bank-import.toml --playbook bank.toml --dry-run
  amends data import complaints.csv --mapping bank-import.toml --skip-bad")]
pub struct ImportFile {
    /// The CSV file
    pub file: PathBuf,
    /// How its columns are to be read
    #[arg(long, value_name = "FILE.toml")]
    pub mapping: PathBuf,
    /// Which playbook, if the mapping does not say or says otherwise
    #[arg(long, value_name = "NAME")]
    pub playbook: Option<String>,
    /// The order of its dates: day-first, month-first, year-month-day or year-day-month
    #[arg(long, value_name = "ORDER")]
    pub date_order: Option<String>,
    /// Say what would be taken in, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Leave out the rows that cannot be read, and take in the others
    #[arg(long)]
    pub skip_bad: bool,
}
