//! `amends draft`: fill in a prepared message. The tool never sends it.

mod values;

use clap::Args;

use crate::desk::changing::{detail, store_with_cases};
use crate::desk::library::of_case;
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::event::Outcome;
use crate::domain::playbook::{Draft, DraftOccasion, Part, Playbook, Recipient, Rules};
use crate::domain::suggest::{choices, did_you_mean};
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::case::{CaseDetail, DraftView, StepItem, StepState};
use crate::typed::{CaseWord, step_number};

use self::values::{Values, broken_promise};

/// `amends draft`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends draft 41                               the message for the next step
  amends draft 41 --step 3                      the message for that step
  amends draft 41 --kind apology > apology.txt")]
pub struct DraftArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// The step it is about; the first that can be done now and has a message, if left out
    #[arg(long, value_name = "K", value_parser = step_number)]
    pub step: Option<u32>,
    /// Which of the playbook's drafts
    #[arg(long, value_name = "DRAFT")]
    pub kind: Option<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &DraftArgs) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Look)?;
    let store = store_with_cases(shop, number)?;
    let case = detail(shop, &store, number)?;
    let playbook = of_case(&store, number)?.ok_or_else(|| no_drafts(number))?;
    let broken = broken_promise(shop, &case).is_some();
    let letters = Letters {
        rules: playbook.rules(),
        case: &case,
        broken,
    };
    let about = letters.which(typed)?;
    say_beside(shop, &case, &playbook, about.draft);
    let is_late_word = about.step.is_some_and(|step| step.part == Part::Fix);
    if is_late_word && was_put_right(&case) {
        shop.warn(format!(
            "what went wrong is put right: no letter need say that it takes longer; to leave the step out: \
             `amends skip {number} --step {} --why \"…\"`",
            about.step.map_or(1, |step| step.number)
        ));
    }
    Ok(shop.screen(filled(shop, &case, &playbook, &about)?))
}

/// Fills in a draft.
fn filled(
    shop: &Shop<'_>,
    case: &CaseDetail,
    playbook: &Playbook,
    about: &ChosenDraft<'_>,
) -> Result<DraftView> {
    let draft = about.draft;
    let values = Values::of(shop, case, playbook.rules(), about);
    let (subject, mut missing) = draft.subject.fill(|name| values.get(name));
    let (body, more) = draft.body.fill(|name| values.get(name));
    for name in more {
        if !missing.contains(&name) {
            missing.push(name);
        }
    }
    let others = playbook.rules().drafts.iter().map(|other| other.id.clone());
    Ok(DraftView {
        case: case.item.case,
        step: about.step.map(|step| step.number),
        task: about.step.map(|step| step.text.clone()),
        kind: draft.id.clone(),
        to: case
            .reach
            .clone()
            .filter(|_| draft.to == Recipient::Customer),
        subject: shop.words_as_typed(&subject, "the subject")?,
        body: shop.words_as_typed(&body, "the message")?,
        missing,
        names_a_time: values.time_to_keep(&draft.body),
        others: others.filter(|other| *other != draft.id).collect(),
    })
}

/// Says what whoever sends it should know and the letter cannot say.
fn say_beside(shop: &Shop<'_>, case: &CaseDetail, playbook: &Playbook, draft: &Draft) {
    let number = case.item.case;
    if case.item.closed_at.is_some() {
        shop.say(format!("#{number} is closed"));
    }
    if draft.to != Recipient::Customer {
        return;
    }
    if let Some(reach) = case.where_they_were() {
        let reach = reach.on_terminal();
        shop.warn(format!(
            "they have left, and \"{reach}\" may not reach them any more: find a number or an address, and write it \
             down with `amends change {number} --reach \"…\"`"
        ));
    }
    let now = shop.viewpoint.moment(shop.now());
    if case.item.outcome.is_none() && case.is_here(now) {
        shop.say(
            "they are still here: say it to them, and leave this with them at most".to_owned(),
        );
    }
    if draft.body.asks_for("changed") && case.lesson.is_none() {
        shop.say(format!(
            "nobody has written down what you changed: `amends change {number} --lesson \"…\"`"
        ));
    }
    let public = playbook.rules().public_answer();
    if let Some(public) = public.filter(|_| case.item.public) {
        shop.say(format!(
            "others can read this complaint; what all may read: `amends draft {number} --kind {}`",
            public.id
        ));
    }
}

fn no_drafts(case: u64) -> Error {
    Error::not_found(
        format!("the playbook of #{case} has no drafts"),
        "add `[draft.apology]` to it",
    )
}

/// A draft, and the step it is about.
struct ChosenDraft<'a> {
    draft: &'a Draft,
    step: Option<&'a StepItem>,
}

/// The letters that there are about a case.
#[derive(Clone, Copy)]
struct Letters<'a> {
    rules: &'a Rules,
    case: &'a CaseDetail,
    /// Whether a promise was broken and nobody has owned up to it yet.
    broken: bool,
}

impl<'a> Letters<'a> {
    /// Chooses the draft: the one named, else that of the step named, else the one that is due now.
    fn which(self, typed: &DraftArgs) -> Result<ChosenDraft<'a>> {
        let Self { rules, case, .. } = self;
        let named = typed.kind.as_deref();
        let named = named.map(|kind| of_kind(&rules.drafts, kind)).transpose()?;
        let step = typed
            .step
            .map(|number| the_step(case, number))
            .transpose()?;
        match (step, named) {
            (Some(step), None) => {
                let none = || no_draft_for(case, step, &rules.drafts);
                let draft = of_step(rules, step).ok_or_else(none)?;
                let step = Some(step);
                Ok(ChosenDraft { draft, step })
            }
            (step, Some(draft)) => {
                let open = case.steps.iter().filter(|step| is_open(step));
                let mut its_own = open.filter(|step| step.draft.as_ref() == Some(&draft.id));
                let step = step.or_else(|| its_own.next());
                Ok(ChosenDraft { draft, step })
            }
            (None, None) => match self.due_now() {
                Some(about) if case.only_in_public() && about.draft.to == Recipient::Customer => {
                    Err(nowhere_to_send(case))
                }
                Some(about) => Ok(about),
                None => last_message(rules, case),
            },
        }
    }

    /// The letter of the first step that can be done now and has one; of those that are no apology the one that owns up
    /// to a broken promise, where one was. Who complained in public and left nothing to write to is answered where they
    /// complained.
    fn due_now(self) -> Option<ChosenDraft<'a>> {
        let Self {
            rules,
            case,
            broken,
        } = self;
        let now = case.steps.iter().filter(|step| can_be_written(case, step));
        let was_put_right = was_put_right(case);
        let letters: Vec<(&Draft, &StepItem)> = now
            .filter(|step| !(was_put_right && step.part == Part::Fix))
            .filter_map(|step| Some((of_step(rules, step)?, step)))
            .collect();
        let speaks = |(draft, step): &&(&Draft, &StepItem)| {
            let owns_up = step.draft.is_some() && draft.body.asks_for("broken");
            step.part == Part::Acknowledge || owns_up
        };
        let first = letters.iter().find(speaks).filter(|_| broken);
        let (draft, step) = *first.or(letters.first())?;
        let public = rules.public_answer();
        let public = public.filter(|_| step.part == Part::Acknowledge && case.only_in_public());
        Some(ChosenDraft {
            draft: public.unwrap_or(draft),
            step: Some(step),
        })
    }
}

/// Whether everything that puts it right is done: what is said while it takes long, such as the steps of rungs, no longer
/// fits.
fn was_put_right(case: &CaseDetail) -> bool {
    let only_says = |step: &StepItem| step.draft.is_some() && step.choices.is_empty();
    let repairs = case.steps.iter();
    let repairs = repairs.filter(|step| step.part == Part::Fix && !only_says(step));
    let (open, over): (Vec<&StepItem>, Vec<&StepItem>) = repairs.partition(|step| is_open(step));
    open.is_empty() && over.iter().any(|step| step.done_at.is_some())
}

/// The letter of a step: its own, or the one for its occasion. The choices of a surprise say nothing without the surprise,
/// and a letter does not give that away.
fn of_step<'a>(rules: &'a Rules, step: &StepItem) -> Option<&'a Draft> {
    if let Some(own) = step.draft.as_deref().and_then(|id| rules.draft(id)) {
        return Some(own);
    }
    if step.answers_contact {
        return rules.draft_for(DraftOccasion::FurtherContact);
    }
    let asks = step.part != Part::Dazzle && !step.choices.is_empty();
    asks.then(|| rules.draft_for(DraftOccasion::Choices))
        .flatten()
}

/// Says that nobody knows where the letter could go, and what to do once somebody does.
fn nowhere_to_send(case: &CaseDetail) -> Error {
    let number = case.item.case;
    let message = format!(
        "nobody knows how to reach the customer of #{number}, and what all may read is written: no letter can go out"
    );
    Error::usage(
        message,
        format!("once you know how: `amends change {number} --reach \"…\"`"),
    )
}

fn is_open(step: &StepItem) -> bool {
    step.state == StepState::Open && !step.over
}

/// Whether the letter of a step may go out now: nobody is asked whether it is right before it was put right.
fn can_be_written(case: &CaseDetail, step: &StepItem) -> bool {
    is_open(step) && !step.hidden && case.can_be_done(step)
}

/// Of a closed case the last message is left: that it is over, and what was changed. Nobody writes to whom we have lost,
/// and of an open case no letter is due.
fn last_message<'a>(rules: &'a Rules, case: &'a CaseDetail) -> Result<ChosenDraft<'a>> {
    let drafts = &rules.drafts;
    if case.item.outcome == Some(Outcome::Lost) {
        let number = case.item.case;
        let message = format!("#{number} is closed: they have left, and no letter is due");
        return Err(Error::usage(message, by_kind(case, drafts)));
    }
    if case.item.outcome.is_none() {
        return Err(no_letter_now(rules, case));
    }
    let of_step = |step: &StepItem| rules.draft(step.draft.as_deref()?);
    let last = case.steps.iter().rev().find_map(of_step);
    let draft = last.or(drafts.first());
    let draft = draft.ok_or_else(|| no_drafts(case.item.case))?;
    Ok(ChosenDraft { draft, step: None })
}

/// Says which step comes next without a letter, and which letter comes after that.
fn no_letter_now(rules: &Rules, case: &CaseDetail) -> Error {
    let number = case.item.case;
    let drafts = &rules.drafts;
    if drafts.is_empty() {
        return no_drafts(number);
    }
    let next = case.item.next_step.as_deref();
    let next = next.unwrap_or("nothing is left to do");
    let message = format!("no letter of #{number} is due now; what comes next: {next}");
    let open = case
        .steps
        .iter()
        .filter(|step| is_open(step) && !step.hidden);
    let mut later = open.filter(|step| step.draft.is_some());
    let hint = match later.next() {
        Some(step) => {
            let before = match step.provisional {
                true => ", once it is put right",
                false => "",
            };
            let (step, text) = (step.number, &step.text);
            format!(
                "the next letter is that of step {step}{before}, `amends draft {number} --step {step}`: {text}"
            )
        }
        None => by_kind(case, drafts),
    };
    Error::usage(message, hint)
}

fn of_kind<'p>(drafts: &'p [Draft], kind: &str) -> Result<&'p Draft> {
    let known: Vec<&str> = drafts.iter().map(|draft| draft.id.as_str()).collect();
    drafts.iter().find(|draft| draft.id == kind).ok_or_else(|| {
        let message = format!("--kind: the playbook has no draft `{}`", visible(kind));
        Error::not_found(message, did_you_mean(kind, &known))
    })
}

fn the_step(case: &CaseDetail, number: u32) -> Result<&StepItem> {
    let found = case.steps.iter().find(|step| step.number == number);
    found.ok_or_else(|| {
        let message = format!("#{} has no step {number}", case.item.case);
        let hint = format!("its steps: `amends plan {}`", case.item.case);
        Error::not_found(message, hint)
    })
}

fn no_draft_for(case: &CaseDetail, step: &StepItem, drafts: &[Draft]) -> Error {
    let message = format!("step {} of #{} has no draft", step.number, case.item.case);
    Error::usage(message, by_kind(case, drafts))
}

fn by_kind(case: &CaseDetail, drafts: &[Draft]) -> String {
    let ids: Vec<&str> = drafts.iter().map(|draft| draft.id.as_str()).collect();
    let example = ids.first().copied().unwrap_or("apology");
    let case = case.item.case;
    format!(
        "name one of {}: `amends draft {case} --kind {example}`",
        choices(&ids)
    )
}
