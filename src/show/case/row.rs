//! A case as one row: of lists, of the board, of the night report.

pub(in crate::show) mod page;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::deadline::CaseState;
use crate::domain::case::listed::ListedCase;
use crate::domain::case::summary::OpenPromise;
use crate::domain::event::Outcome;
use crate::domain::money::Money;
use crate::domain::playbook::cell::Severity;
use crate::domain::words::Words;
use crate::show::case::timing::Timing;
use crate::show::schemas::marks::{CaseNumber, PlaybookId};
use crate::show::{Moment, Viewpoint};

/// A case as one row.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "case")]
pub struct CaseItem {
    /// The case number.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// Whose complaint; `null` once they are forgotten or when nobody wrote it down.
    pub customer: Option<Words>,
    /// The id of the complaint type.
    #[serde(rename = "type")]
    #[schemars(with = "PlaybookId")]
    pub complaint: String,
    /// The name of the complaint type.
    pub type_name: String,
    /// What went wrong, in few words: the short name of the complaint type, or its name.
    pub about: String,
    /// The id of the tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// How much it hurt.
    pub severity: Severity,
    /// The severity that the case goes up to with its next change, because the clock has set off an escalation that
    /// raises it.
    #[schemars(extend("enum" = [Severity::Major, Severity::Severe, null]))]
    pub goes_up_to: Option<Severity>,
    /// How things stand; due-soon is the last quarter of the span to the deadline.
    pub state: CaseState,
    /// When the customer told us.
    pub told_at: Moment,
    /// The earliest deadline not met.
    pub due_at: Option<Moment>,
    /// Seconds until `due_at`; below zero when it has passed.
    pub due_in_seconds: Option<i64>,
    /// Who holds it.
    pub holder: Option<Words>,
    /// What to do next.
    pub next_step: Option<String>,
    /// The number of that step; `null` when a promise comes first.
    #[schemars(range(min = 1))]
    pub next_step_number: Option<u32>,
    /// The number of the promise that comes first, or that lapses before the apology which comes first is
    /// due.
    #[schemars(range(min = 1))]
    pub next_promise_number: Option<u32>,
    /// Whose step it is: a role, or `holder`.
    #[schemars(with = "Option<PlaybookId>")]
    pub next_step_by: Option<String>,
    /// Who does that, by the first name; the role where nobody stands behind it.
    #[serde(skip)]
    pub who: Option<String>,
    /// When both halves must be done, of the complaint as it was told first.
    pub recover_at: Option<Moment>,
    /// When the customer was recovered: both halves were done, and what was told later was put right.
    pub recovered_at: Option<Moment>,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// How it ended; unknown only after an import.
    pub outcome: Option<Outcome>,
    /// How often the customer has had to get in touch.
    #[schemars(range(min = 1))]
    pub contacts: u32,
    /// Whether others can read the complaint.
    pub public: bool,
    /// What the customer is worth a year.
    pub value: Option<Money>,
    /// The name of the playbook.
    pub playbook: String,
    /// What the customer was told with a time and has not got yet, the earliest first.
    pub open_promises: Vec<OpenPromiseItem>,
    /// What runs on a clock beside its deadline.
    #[serde(flatten)]
    pub timing: Timing,
}

/// Something the customer was told with a time and has not got yet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "open-promise")]
pub struct OpenPromiseItem {
    /// Its number.
    #[schemars(range(min = 1))]
    pub number: u32,
    /// What they were told; `null` once they are forgotten.
    pub text: Option<Words>,
    /// By when.
    pub due_at: Moment,
}

impl OpenPromiseItem {
    fn all(promises: Vec<OpenPromise>, viewpoint: &Viewpoint) -> Vec<Self> {
        let promises = promises.into_iter();
        promises.map(|one| Self::of(one, viewpoint)).collect()
    }

    fn of(promise: OpenPromise, viewpoint: &Viewpoint) -> Self {
        Self {
            number: promise.promise,
            text: promise.text,
            due_at: viewpoint.moment(promise.at),
        }
    }
}

impl CaseItem {
    /// Makes a row of a case as it stands now.
    #[must_use]
    pub fn of(case: ListedCase, viewpoint: &Viewpoint) -> Self {
        let timing = Timing::of(&case, viewpoint);
        let (due_at, holder) = (case.due_at(), case.holder().cloned());
        let (mut summary, next) = (case.summary, case.next);
        let promises = std::mem::take(&mut summary.outlook.promises);
        let who = next
            .as_ref()
            .map(|next| who(&next.by, holder.as_ref(), viewpoint));
        Self {
            case: summary.number,
            customer: case.customer,
            complaint: summary.complaint.id,
            about: summary
                .outlook
                .short
                .unwrap_or_else(|| summary.complaint.name.clone()),
            type_name: summary.complaint.name,
            tier: summary.tier.id,
            severity: summary.severity,
            goes_up_to: case.phase.and_then(|phase| phase.goes_up_to),
            state: case.state,
            told_at: viewpoint.moment(summary.told_at),
            due_at: viewpoint.see(due_at),
            due_in_seconds: due_at.map(|at| (at - viewpoint.now).num_seconds()),
            who,
            holder,
            next_step_number: next.as_ref().and_then(|next| next.step),
            next_promise_number: case.promise,
            next_step_by: next.as_ref().map(|next| next.by.clone()),
            next_step: next.map(|next| next.text),
            recover_at: viewpoint.see(summary.recover_at),
            recovered_at: viewpoint.see(summary.recovered_at),
            closed_at: viewpoint.see(summary.closed_at),
            outcome: summary.outcome,
            contacts: summary.contacts,
            public: summary.public,
            value: summary.value,
            playbook: summary.playbook,
            open_promises: OpenPromiseItem::all(promises, viewpoint),
            timing,
        }
    }
}

/// "Sam" for Sam Osei behind a role, or who holds the case; the role where nobody stands there.
fn who(by: &str, holder: Option<&Words>, viewpoint: &Viewpoint) -> String {
    let person = match by {
        "holder" => holder.map(|name| name.on_terminal().to_string()),
        role => viewpoint.names.get(role).cloned(),
    };
    match (person, by) {
        (Some(name), _) => first_name(&name).to_owned(),
        (None, "holder") => "nobody".to_owned(),
        (None, role) => role.to_owned(),
    }
}

fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
