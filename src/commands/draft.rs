//! `amends draft`: fill in a prepared message. The tool never sends it.

use chrono::Datelike;
use clap::Args;

use crate::desk::changing::{detail, store_with_cases};
use crate::desk::library::of_case;
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::playbook::{Draft, Part, Playbook};
use crate::domain::suggest::did_you_mean;
use crate::domain::time::when::spelled;
use crate::domain::words::{Words, visible};
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::case::{CaseDetail, DraftView, StepState};
use crate::typed::CaseWord;

/// `amends draft`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends draft 41                               the message for the next step
  amends draft 41 --kind apology > apology.txt")]
pub struct DraftArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Which of the playbook's drafts
    #[arg(long, value_name = "DRAFT")]
    pub kind: Option<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &DraftArgs) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Look)?;
    let store = store_with_cases(shop, number)?;
    let case = detail(shop, &store, number)?;
    let playbook = of_case(&store, number)?.ok_or_else(|| no_drafts(number))?;
    let draft = which(&playbook, &case, typed.kind.as_deref())?;
    let values = Values::of(shop, &case);
    let (subject, mut missing) = draft.subject.fill(|name| values.get(name));
    let (body, more) = draft.body.fill(|name| values.get(name));
    missing.extend(more.into_iter().filter(|name| *name != "subject"));
    missing.dedup();
    let others = playbook.rules().drafts.iter().map(|other| other.id.clone());
    let view = DraftView {
        case: number,
        kind: draft.id.clone(),
        to: case.reach,
        subject: shop.words_as_typed(&subject, "the subject")?,
        body: shop.words_as_typed(&body, "the message")?,
        missing,
        others: others.filter(|other| *other != draft.id).collect(),
    };
    Ok(shop.screen(view))
}

fn no_drafts(case: u64) -> Error {
    Error::not_found(
        format!("the playbook of #{case} has no drafts"),
        "add `[draft.apology]` to it",
    )
}

/// Chooses the draft: the one named, else that of the next step, else the first.
fn which<'p>(playbook: &'p Playbook, case: &CaseDetail, kind: Option<&str>) -> Result<&'p Draft> {
    let drafts = &playbook.rules().drafts;
    if let Some(kind) = kind {
        let known: Vec<&str> = drafts.iter().map(|draft| draft.id.as_str()).collect();
        return playbook.rules().draft(kind).ok_or_else(|| {
            let message = format!("--kind: the playbook has no draft `{}`", visible(kind));
            Error::not_found(message, did_you_mean(kind, &known))
        });
    }
    let next = case.item.next_step_number;
    let step = case.steps.iter().find(|step| Some(step.number) == next);
    let named = step.and_then(|step| step.draft.as_deref());
    let named = named.and_then(|id| playbook.rules().draft(id));
    named
        .or(drafts.first())
        .ok_or_else(|| no_drafts(case.item.case))
}

/// What the names of a draft stand for: each name with its text.
struct Values(Vec<(&'static str, String)>);

impl Values {
    fn of(shop: &Shop<'_>, case: &CaseDetail) -> Self {
        let mut values = vec![
            ("case", format!("#{}", case.item.case)),
            ("type", case.item.type_name.clone()),
        ];
        let holder = case.item.holder.as_ref().map(stored);
        let owner = shop.settings.name_of("owner").map(str::to_owned);
        let said = [
            ("customer", case.item.customer.as_ref()),
            ("order", case.order.as_ref()),
            ("words", case.words.as_ref()),
            ("need", case.need.as_ref()),
            ("feels", case.feels.as_ref()),
        ];
        values.extend(
            said.into_iter()
                .filter_map(|(name, words)| words.map(|words| (name, stored(words)))),
        );
        values.extend(shop.settings.name.clone().map(|name| ("shop", name)));
        values.extend(holder.clone().map(|holder| ("holder", holder)));
        values.extend(holder.or(owner).map(|signed| ("signed", signed)));
        if let Some(due) = case.item.recover_at {
            values.push(("deadline", spelled(this_year(shop), due.wall)));
        }
        values.extend(next_promise(shop, case));
        let choices = choices(case);
        if !choices.is_empty() {
            values.push(("choices", choices.join(" or ")));
        }
        Self(values)
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What the customer may decide; a letter does not give the surprise away.
fn choices(case: &CaseDetail) -> Vec<String> {
    let steps = case.steps.iter();
    let told = steps.filter(|step| step.state == StepState::Open && step.part != Part::Dazzle);
    told.flat_map(|step| step.choices.clone()).collect()
}

/// What was promised and has to be kept next, and by when.
fn next_promise(shop: &Shop<'_>, case: &CaseDetail) -> Vec<(&'static str, String)> {
    let number = case.item.next_promise_number;
    let due = case.item.timing.promise_due_at;
    let mut promises = case.commitments.promises.iter();
    let next = promises.find(|one| number.map_or(due == Some(one.due_at), |it| it == one.number));
    let Some(promise) = next.filter(|one| one.kept_at.is_none() && one.replaced_at.is_none())
    else {
        return Vec::new();
    };
    let day = spelled(this_year(shop), promise.due_at.wall);
    let text = promise.text.as_ref().map(stored);
    let text = text.map(|text| ("promise", text));
    text.into_iter().chain([("promised", day)]).collect()
}

fn this_year(shop: &Shop<'_>) -> i32 {
    shop.viewpoint.moment(shop.now()).wall.year()
}

fn stored(words: &Words) -> String {
    words.as_stored().to_owned()
}
