//! `amends draft`: fill in a prepared message. The tool never sends it.

use chrono::Datelike;
use clap::Args;

use crate::desk::changing::{detail, store_with_cases};
use crate::desk::library::of_case;
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::count::times;
use crate::domain::event::Outcome;
use crate::domain::playbook::draft::ANSWER;
use crate::domain::playbook::{Draft, Part, Playbook, Recipient, Rules};
use crate::domain::suggest::{choices, did_you_mean, joined};
use crate::domain::time::when::spelled;
use crate::domain::words::{Words, visible};
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::case::{CaseDetail, DraftView, PromiseItem, StepItem, StepState};
use crate::typed::{CaseWord, step_number};

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
    let about = which(&playbook, &case, typed)?;
    let draft = about.draft;
    let values = Values::of(shop, &case, playbook.rules(), about.step);
    let (subject, mut missing) = draft.subject.fill(|name| values.get(name));
    let (body, more) = draft.body.fill(|name| values.get(name));
    for name in more {
        if !missing.contains(&name) {
            missing.push(name);
        }
    }
    let others = playbook.rules().drafts.iter().map(|other| other.id.clone());
    if case.item.closed_at.is_some() {
        shop.say(format!("#{number} is closed"));
    }
    if let Some(reach) = where_they_were(&case) {
        let reach = reach.on_terminal();
        shop.warn(format!(
            "they have left, and \"{reach}\" may not reach them any more: find a number or an address, and write it \
             down with `amends note {number}`"
        ));
    }
    let view = DraftView {
        case: number,
        step: about.step.map(|step| step.number),
        kind: draft.id.clone(),
        to: case
            .reach
            .clone()
            .filter(|_| draft.to == Recipient::Customer),
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

/// A draft, and the step it is about.
struct ChosenDraft<'a> {
    draft: &'a Draft,
    step: Option<&'a StepItem>,
}

/// Chooses the draft: the one named, else that of the step named, else that of the first step that can be done now and
/// has a draft or lets the customer choose.
fn which<'a>(
    playbook: &'a Playbook,
    case: &'a CaseDetail,
    typed: &DraftArgs,
) -> Result<ChosenDraft<'a>> {
    let drafts = &playbook.rules().drafts;
    let named = typed.kind.as_deref().map(|kind| of_kind(drafts, kind));
    let named = named.transpose()?;
    let step = typed.step.map(|number| the_step(case, number));
    let step = step.transpose()?;
    let of_step = |step: &StepItem| playbook.rules().draft(step.draft.as_deref()?);
    // The choices of a surprise say nothing without the surprise, and a letter does not give that away.
    let asks = |step: &StepItem| step.part != Part::Dazzle && !step.choices.is_empty();
    let for_step = |step: &StepItem| of_step(step).or(drafts.first().filter(|_| asks(step)));
    match (step, named) {
        (Some(step), None) => {
            let draft = for_step(step).ok_or_else(|| no_draft_for(case, step, drafts))?;
            let step = Some(step);
            Ok(ChosenDraft { draft, step })
        }
        (step, Some(draft)) => {
            let open = case.steps.iter().filter(|step| is_open(step));
            let mut its_own = open.filter(|step| step.draft.as_ref() == Some(&draft.id));
            let step = step.or_else(|| its_own.next());
            Ok(ChosenDraft { draft, step })
        }
        (None, None) => {
            let now = case.steps.iter().filter(|step| can_be_written(case, step));
            let mut now = now.filter_map(|step| Some((for_step(step)?, step)));
            match now.next() {
                Some((draft, step)) => {
                    let step = Some(step);
                    Ok(ChosenDraft { draft, step })
                }
                None => last_message(playbook, case),
            }
        }
    }
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
fn last_message<'a>(playbook: &'a Playbook, case: &'a CaseDetail) -> Result<ChosenDraft<'a>> {
    let drafts = &playbook.rules().drafts;
    if case.item.outcome == Some(Outcome::Lost) {
        let number = case.item.case;
        let message = format!("#{number} is closed: they have left, and no letter is due");
        return Err(Error::usage(message, by_kind(case, drafts)));
    }
    if case.item.outcome.is_none() {
        return Err(no_letter_now(playbook, case));
    }
    let of_step = |step: &StepItem| playbook.rules().draft(step.draft.as_deref()?);
    let last = case.steps.iter().rev().find_map(of_step);
    let draft = last.or(drafts.first());
    let draft = draft.ok_or_else(|| no_drafts(case.item.case))?;
    Ok(ChosenDraft { draft, step: None })
}

/// Says which step comes next without a letter, and which letter comes after that.
fn no_letter_now(playbook: &Playbook, case: &CaseDetail) -> Error {
    let number = case.item.case;
    let drafts = &playbook.rules().drafts;
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
        Some(step) => format!(
            "the next letter is that of step {}, `amends draft {number} --step {}`: {}",
            step.number, step.number, step.text
        ),
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

/// What the names of a draft stand for: each name with its text.
struct Values(Vec<(String, String)>);

impl Values {
    fn of(shop: &Shop<'_>, case: &CaseDetail, rules: &Rules, step: Option<&StepItem>) -> Self {
        let mut values = Self(Vec::new());
        let holder = case.item.holder.as_ref().map(stored);
        let owner = shop.settings.name_of("owner").map(str::to_owned);
        let said = |words: &Option<Words>| words.as_ref().map(stored);
        values.put("case", Some(format!("#{}", case.item.case)));
        values.put("type", Some(case.item.type_name.clone()));
        values.put("sorry", Some(sorry_for(case, rules)));
        values.put("customer", said(&case.item.customer));
        values.put("order", said(&case.order));
        values.put("words", said(&case.words));
        values.put("need", said(&case.need));
        values.put("feels", said(&case.feels));
        values.put("shop", shop.settings.name.clone());
        values.put("holder", holder.clone());
        values.put("signed", holder.or(owner));
        values.put("changed", said(&case.lesson));
        for answer in &case.answers {
            values.put(&format!("{ANSWER}{}", answer.id), said(&answer.answer));
        }
        values.put("choices", choices_of(case, step));
        let broken = broken_promise(shop, case);
        values.put("broken", broken.and_then(|promise| said(&promise.text)));
        values.put(
            "again",
            (case.item.contacts > 1).then(|| times(case.item.contacts)),
        );
        values.put("get_back", Some(get_back(case).to_owned()));
        let promise = next_promise(shop, case);
        let ahead = case.item.recover_at.filter(|due| due.at > shop.now());
        let ahead = ahead.filter(|_| case.item.outcome.is_none());
        let by = promise.map(|promise| promise.due_at).or(ahead);
        values.put("deadline", by.map(|due| spelled(this_year(shop), due.wall)));
        if let Some(promise) = promise {
            values.put("promise", said(&promise.text));
            values.put(
                "promised",
                Some(spelled(this_year(shop), promise.due_at.wall)),
            );
        }
        values
    }

    fn put(&mut self, name: &str, value: Option<String>) {
        self.0.extend(value.map(|value| (name.to_owned(), value)));
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What we are sorry for: every failure by what its type says of it, else by a name that is no choice of two.
fn sorry_for(case: &CaseDetail, rules: &Rules) -> String {
    let ids = std::iter::once(&case.item.complaint).chain(&case.also_types);
    let mut named: Vec<String> = Vec::new();
    for id in ids {
        let complaint = rules.complaint(id).map(|at| &rules.complaints[at]);
        let own = complaint.and_then(|complaint| complaint.sorry.clone());
        let name = complaint.map(|complaint| format!("the {}", lowered(&complaint.name)));
        let name = name.filter(|name| !name.contains(" or "));
        let sorry = own.or(name).unwrap_or_else(|| "what went wrong".to_owned());
        if !named.contains(&sorry) {
            named.push(sorry);
        }
    }
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    joined(&named, "and")
}

/// A name within a sentence: with a small first letter, unless it is an abbreviation.
fn lowered(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(char::to_lowercase);
    let second_is_small = letters
        .clone()
        .next()
        .is_none_or(|letter| !letter.is_uppercase());
    match first {
        Some(first) if second_is_small => first.chain(letters).collect(),
        Some(_) | None => name.to_owned(),
    }
}

/// What the customer may decide, a line each: of the step, else of the next that asks them. A letter does not give a
/// surprise away.
fn choices_of(case: &CaseDetail, step: Option<&StepItem>) -> Option<String> {
    let asks =
        |step: &&StepItem| is_open(step) && step.part != Part::Dazzle && !step.choices.is_empty();
    let own = step.filter(|step| is_open(step) && !step.choices.is_empty());
    let step = own.or_else(|| case.steps.iter().find(asks))?;
    let lines = step.choices.iter().map(|choice| format!("- {choice}"));
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// What was promised and has to be kept next; nothing whose time has passed.
fn next_promise<'c>(shop: &Shop<'_>, case: &'c CaseDetail) -> Option<&'c PromiseItem> {
    let promises = case.commitments.promises.iter();
    let open = promises.filter(|one| one.kept_at.is_none() && one.replaced_at.is_none());
    let ahead = open.filter(|one| one.due_at.at > shop.now());
    ahead.min_by_key(|one| one.due_at.at)
}

/// The promise whose time passed last and that is not kept yet; none once a later one was made instead.
fn broken_promise<'c>(shop: &Shop<'_>, case: &'c CaseDetail) -> Option<&'c PromiseItem> {
    let promises = case.commitments.promises.iter();
    let open = promises.filter(|one| one.kept_at.is_none() && one.replaced_at.is_none());
    let past = open.filter(|one| one.due_at.at < shop.now());
    past.max_by_key(|one| one.due_at.at)
}

/// How somebody gets back to them: by what is known of how to reach them.
fn get_back(case: &CaseDetail) -> &'static str {
    let reach = case.reach.as_ref().map_or("", Words::as_stored);
    let (digits, rest): (Vec<char>, Vec<char>) = (reach.chars())
        .filter(|letter| letter.is_alphanumeric())
        .partition(char::is_ascii_digit);
    let is_number = digits.len() >= FEWEST_DIGITS && rest.len() < digits.len();
    if reach.contains('@') {
        "write to you"
    } else if is_number {
        "ring you"
    } else if case.here == Some(true) {
        "come to you"
    } else {
        "get back to you"
    }
}

/// Where somebody who has left was to be found, when nobody can ring or write to them there.
fn where_they_were(case: &CaseDetail) -> Option<&Words> {
    let nowhere = case.here == Some(false) && get_back(case) == "get back to you";
    case.reach.as_ref().filter(|_| nowhere)
}

/// With fewer digits, or more letters than digits, it is a room, an address or a name, and no telephone; ours.
const FEWEST_DIGITS: usize = 6;

fn this_year(shop: &Shop<'_>) -> i32 {
    shop.viewpoint.moment(shop.now()).wall.year()
}

fn stored(words: &Words) -> String {
    words.as_stored().to_owned()
}
