//! `amends done`: enter steps or a promise as done, in one case or in several.

use clap::Args;

use crate::commands::reopen::{Begin, next_round};
use crate::desk::abort::OrAbort;
use crate::desk::changing::{Decision, alter_each, learned, lesson, store_with_cases};
use crate::desk::replacing::{Replaced, task};
use crate::desk::shop::{Shop, no_such_case};
use crate::desk::whose::{self, Purpose};
use crate::domain::case::Case;
use crate::domain::case::next::{Todo, open_apology, predecessor};
use crate::domain::case::standing::Standing;
use crate::domain::event::{Done, PromiseKept, Reaction};
use crate::domain::playbook::Part;
use crate::domain::suggest::{did_you_mean, joined};
use crate::domain::time::lapse::late_by;
use crate::domain::time::zone::Instant;
use crate::domain::verb::Verb;
use crate::domain::words::{Words, visible};
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::store::{IdSource, Writing};
use crate::typed::{CaseWord, YesNo, promise_number, step_number};

/// What stands for the reason when the customer says that it is not right and nobody wrote down why.
const NOT_RIGHT: &str = "They say it is not right";

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
pub struct DoneArgs {
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
    /// What you change because of this case, for the thank-you
    #[arg(long, value_name = "TEXT")]
    pub lesson: Option<String>,
    /// What it really cost
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub spent: Option<String>,
    /// How it went down: delighted, satisfied, neutral, puzzled or upset
    #[arg(long)]
    pub reaction: Option<String>,
    /// Whether the customer says it is right now
    #[arg(long, value_enum, hide_possible_values = true, value_name = "YES|NO")]
    pub right: Option<YesNo>,
    /// What the customer chose: in words, or its number in the list
    #[arg(long, value_name = "OPTION")]
    pub choice: Option<String>,
    /// `yes` enters what this replaces as not needed any more, `no` leaves it open
    #[arg(long, value_enum, hide_possible_values = true, value_name = "YES|NO")]
    pub replace: Option<YesNo>,
    /// When it was done, if not now
    #[arg(long, value_name = "WHEN")]
    pub at: Option<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &DoneArgs) -> Result<Screen> {
    let mut completion = Completion {
        shop,
        typed,
        at: typed
            .at
            .as_deref()
            .map(|at| shop.when(at, "--at"))
            .transpose()?,
        reaction: typed.reaction.as_deref().map(reaction).transpose()?,
        replace: typed.replace,
    };
    let cases = whose::cases(shop, &typed.case, Purpose::Change)?;
    completion.must_be_one_at_a_time(&cases)?;
    if let [case] = cases[..] {
        completion.replace = completion.whether_to_replace(case)?;
    }
    let lesson = lesson(shop, typed.lesson.as_deref())?;
    alter_each(shop, Verb::Done, &cases, |case, writing, ids| {
        let mut decision = completion.decide(case, writing, ids)?;
        decision
            .events
            .extend(lesson.clone().map(|lesson| learned(lesson, ids)));
        Ok(decision)
    })
}

/// What is said to be done, as it was typed and understood.
struct Completion<'c> {
    shop: &'c Shop<'c>,
    typed: &'c DoneArgs,
    /// When, if not now.
    at: Option<Instant>,
    reaction: Option<Reaction>,
    /// Whether what a step replaces is not needed any more; `None` where nobody said.
    replace: Option<YesNo>,
}

/// What is entered as done in one case, by number.
enum DoneTarget {
    Steps(Vec<u32>),
    Promise(u32),
}

impl Completion<'_> {
    /// Decides about one case: what is meant is done, and if the customer says that it is not right, the next round
    /// begins.
    fn decide(
        &self,
        case: &Case,
        writing: &mut Writing<'_>,
        ids: &mut IdSource<'_>,
    ) -> OrAbort<Decision> {
        let steps = match self.target(case)? {
            DoneTarget::Promise(promise) => return self.kept(case, promise, ids),
            DoneTarget::Steps(steps) => steps,
        };
        let mut decision = self.steps(case, &steps, ids)?;
        if self.typed.right == Some(YesNo::No) {
            let after = case.with(&decision.events, self.shop.now());
            let begin = self.not_right(&after, ids)?;
            let round = next_round(self.shop, &after, begin, writing)?;
            decision.events.extend(round);
            let remark =
                "it is not right, so the next round begins, with a recovery clock of its own";
            decision.remarks.push(remark.to_owned());
        }
        Ok(decision)
    }

    /// What is meant: what was named, else the step that an answer of the customer belongs to, else what comes next.
    fn target(&self, case: &Case) -> OrAbort<DoneTarget> {
        let (typed, now) = (self.typed, self.shop.now());
        if let Some(promise) = typed.promise {
            return Ok(DoneTarget::Promise(promise));
        }
        if !typed.steps.is_empty() {
            return Ok(DoneTarget::Steps(typed.steps.clone()));
        }
        if typed.right.is_some() {
            let asks = case.open_follow_up(now);
            let asks = asks.ok_or_else(|| nothing_asks(case.number()))?;
            return Ok(DoneTarget::Steps(vec![asks]));
        }
        Ok(match case.what_to_do(now)? {
            Todo::Step(next, _) => DoneTarget::Steps(vec![next.number]),
            Todo::Promise(promise) => DoneTarget::Promise(promise.made.promise),
        })
    }

    /// Enters steps as done, one after the other, each once.
    fn steps(&self, case: &Case, steps: &[u32], ids: &mut IdSource<'_>) -> OrAbort<Decision> {
        let now = self.shop.now();
        let mut whole = Decision::new(Vec::new(), String::new());
        let mut after = case.clone();
        let mut entered: Vec<u32> = Vec::new();
        for step in steps {
            if entered.contains(step) {
                continue;
            }
            let decision = self.step(&after, *step, ids)?;
            after = after.with(&decision.events, now);
            whole.events.extend(decision.events);
            whole.remarks.extend(decision.remarks);
            entered.push(*step);
        }
        whole.remarks.extend(overspent(case, &after));
        whole.changed = changed(&after, &entered, now);
        Ok(whole)
    }

    /// Enters one step as done, with what loses its point by it.
    fn step(&self, case: &Case, step: u32, ids: &mut IdSource<'_>) -> OrAbort<Decision> {
        let (shop, now) = (self.shop, self.shop.now());
        self.must_be_where_it_is_asked(case, step)?;
        let done = self.done(case, step, ids)?;
        let choice = done.choice.clone();
        let replaced = Replaced {
            shop,
            case,
            step,
            at: done.at,
            choice: choice.as_deref(),
        };
        let remarks = remarks(shop, case, &done);
        let events = case.decide_done(done, now)?;
        let mut decision = Decision {
            remarks,
            ..Decision::new(events, String::new())
        };
        replaced.settle(self.replace, &mut decision, ids)?;
        Ok(decision)
    }

    fn done(&self, case: &Case, step: u32, ids: &mut IdSource<'_>) -> Result<Done> {
        let typed = self.typed;
        let spent = match (&typed.spent, case.cycle()) {
            (Some(spent), Some(cycle)) => {
                let currency = cycle.plan.ceiling.amount.currency;
                Some(self.shop.money(spent, "--spent", currency)?)
            }
            (Some(_) | None, _) => None,
        };
        Ok(Done {
            step,
            at: self.at.unwrap_or(self.shop.now()),
            note: self.note()?.map(|note| ids.text(note)),
            spent,
            reaction: self.reaction,
            right: typed.right.map(|right| right == YesNo::Yes),
            choice: self.chosen(case, step),
        })
    }

    /// What they chose: as it was typed, or by the number it has among the choices of the step.
    fn chosen(&self, case: &Case, step: u32) -> Option<String> {
        let typed = self.typed.choice.as_ref()?;
        let steps = case.steps(self.shop.now());
        let one = steps.iter().find(|one| one.number == step);
        let choices = one.and_then(|one| Some(&one.step.task.as_ref()?.choices));
        let at = typed.trim().parse::<usize>().ok();
        let by_number = choices.and_then(|choices| choices.get(at?.checked_sub(1)?));
        Some(by_number.unwrap_or(typed).clone())
    }

    fn note(&self) -> Result<Option<Words>> {
        let note = self.typed.note.as_deref();
        note.map(|note| self.shop.words(note, "--note")).transpose()
    }

    /// Enters a promise as kept.
    fn kept(&self, case: &Case, promise: u32, ids: &mut IdSource<'_>) -> OrAbort<Decision> {
        if let Some(flag) = self.of_one_step().next() {
            let message = format!("{flag} belongs to a step, and promise {promise} comes first");
            let hint = "name the step with `--step`, or leave the flag out";
            return Err(Error::usage(message, hint).into());
        }
        let now = self.shop.now();
        let at = self.at.unwrap_or(now);
        let note = self.note()?.map(|note| ids.text(note));
        let events = case.decide_kept(PromiseKept { promise, at, note }, now)?;
        let mut promises = case.cycle().into_iter().flat_map(|cycle| &cycle.promises);
        let made = promises.find(|one| one.made.promise == promise);
        let late = made.and_then(|one| late_by(one.made.by.at, at));
        let late = late.map_or_else(String::new, |late| format!(", {late} late"));
        let changed = format!("promise {promise} of #{} is kept{late}", case.number());
        Ok(Decision::new(events, changed))
    }

    /// How the next round begins, because the customer says that it is not right.
    fn not_right(&self, after: &Case, ids: &mut IdSource<'_>) -> Result<Begin> {
        let at = self.at.unwrap_or(self.shop.now());
        let why = match self.note()? {
            Some(note) => note,
            None => self.shop.words(NOT_RIGHT, "--note")?,
        };
        let why = ids.text(why);
        must_answer_what_was_done(self.shop, after, at)?;
        Ok(Begin {
            at,
            answered_at: Some(at),
            why,
        })
    }

    /// Whether what a step replaces is not needed any more: as it was typed, or as a person says who is
    /// asked before anything is opened for saving.
    fn whether_to_replace(&self, number: u64) -> Result<Option<YesNo>> {
        let (shop, now) = (self.shop, self.shop.now());
        if self.replace.is_some() || !shop.may_ask() || self.typed.promise.is_some() {
            return Ok(self.replace);
        }
        let store = store_with_cases(shop, number)?;
        let found = store.case(number)?;
        let (case, _) = found.ok_or_else(|| no_such_case(number))?;
        let step = match (self.typed.steps.first(), case.next_todo(now)) {
            (Some(step), _) => *step,
            (None, Some(Todo::Step(next, _))) => next.number,
            (None, Some(Todo::Promise(_)) | None) => return Ok(None),
        };
        let pointless = case.replaced_by(step, now);
        if pointless.is_empty() {
            return Ok(None);
        }
        let question = format!("{} needed? yes or no", still(&pointless, &case, now));
        let needed = shop.ask_yes(&question)?;
        Ok(Some(if needed { YesNo::No } else { YesNo::Yes }))
    }

    /// Refuses what is about one step beside several steps or cases.
    fn must_be_one_at_a_time(&self, cases: &[u64]) -> Result<()> {
        let typed = self.typed;
        if cases.len() > 1 && (!typed.steps.is_empty() || typed.promise.is_some()) {
            let message = "a step or a promise belongs to one case, and several were named";
            return Err(Error::usage(
                message,
                "name one case, or leave out `--step`",
            ));
        }
        let several = cases.len() > 1 || typed.steps.len() > 1;
        let Some(flag) = self.of_one_step().next().filter(|_| several) else {
            return Ok(());
        };
        let message = format!("{flag} belongs to one step, and several are entered");
        let hint = "enter that step by itself; several take only `--at` and `--note`";
        Err(Error::usage(message, hint))
    }

    /// The flags that were typed and are about one step.
    fn of_one_step(&self) -> impl Iterator<Item = &'static str> {
        let typed = self.typed;
        let flags = [
            ("--spent", typed.spent.is_some()),
            ("--reaction", typed.reaction.is_some()),
            ("--right", typed.right.is_some()),
            ("--choice", typed.choice.is_some()),
            ("--replace", typed.replace.is_some()),
        ];
        flags
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(flag, _)| flag)
    }

    /// Refuses the customer's answer on a step that does not ask for it.
    fn must_be_where_it_is_asked(&self, case: &Case, step: u32) -> Result<()> {
        if self.typed.right.is_none() || case.closed.is_some() {
            return Ok(());
        }
        let steps = case.steps(self.shop.now());
        let one = steps.iter().find(|one| one.number == step);
        if one.is_none_or(Standing::asks_whether_right) {
            return Ok(());
        }
        let message = format!("--right: step {step} does not ask whether it is right now");
        let hint = format!(
            "leave out `--step`: `amends done {} --right …` takes the step that asks",
            case.number()
        );
        Err(Error::usage(message, hint))
    }
}

fn nothing_asks(case: u64) -> Error {
    let message = format!("#{case} has no open step that asks whether it is right now");
    let hint = format!("name the step: `amends done {case} --step … --right yes`");
    Error::usage(message, hint)
}

/// Refuses an answer that came before all of it was done: the verdict on that stays.
fn must_answer_what_was_done(shop: &Shop<'_>, case: &Case, at: Instant) -> Result<()> {
    let Some(done) = case.recovered_at(shop.now()).filter(|done| at < *done) else {
        return Ok(());
    };
    let message = format!(
        "--at: they cannot have said before {} what became of it, when the last of it was done",
        shop.in_full(done)
    );
    Err(Error::usage(
        message,
        "write when they said it, or leave out `--at`",
    ))
}

/// Says which steps of a case are done now, and by how much each was late.
fn changed(case: &Case, entered: &[u32], now: Instant) -> String {
    let number = case.number();
    let steps = case.steps(now);
    let late = |step: u32| {
        let one = steps.iter().find(|one| one.number == step);
        let late = one.and_then(|one| late_by(one.due_at, one.done_at()?));
        late.map_or_else(String::new, |late| format!(", {late} late"))
    };
    match entered {
        [step] => {
            let (late, text) = (late(*step), task(case, *step, now));
            format!("step {step} of #{number} is done{late}: {text}")
        }
        steps => {
            let words: Vec<String> = steps
                .iter()
                .map(|step| match late(*step).strip_prefix(", ") {
                    Some(late) => format!("{step} ({late})"),
                    None => step.to_string(),
                })
                .collect();
            format!("steps {} of #{number} are done", joined(&words, "and"))
        }
    }
}

/// "Is step 2 (Clean the room) still".
fn still(steps: &[u32], case: &Case, now: Instant) -> String {
    let named: Vec<String> = steps
        .iter()
        .map(|step| format!("{step} ({})", task(case, *step, now)))
        .collect();
    match steps {
        [_] => format!("Is step {} still", named.join("")),
        _ => format!("Are steps {} still", joined(&named, "and")),
    }
}

/// What the owner may want to know: a choice nobody has written down, an entry made later, something that
/// should have come before.
fn remarks(shop: &Shop<'_>, case: &Case, done: &Done) -> Vec<String> {
    let mut remarks = Vec::new();
    let hours = (shop.now() - done.at).num_hours();
    if hours > 0 {
        remarks.push(format!("entered {hours} h later"));
    }
    let steps = case.steps(shop.now());
    let Some(one) = steps.iter().find(|one| one.number == done.step) else {
        return remarks;
    };
    remarks.extend(out_of_order(one, &steps));
    let choices = one.step.task.as_ref().map(|task| &task.choices);
    if let Some(choices) = choices
        && !choices.is_empty()
        && done.choice.is_none()
    {
        remarks.push(format!(
            "what did they choose? {}; to write it down: `amends undo --case {}`, then add `--choice`",
            crate::domain::suggest::choices(choices),
            case.number()
        ));
    }
    remarks
}

/// Says that more is spent now than the plan may cost.
fn overspent(before: &Case, after: &Case) -> Option<String> {
    let over = after.overspending()?;
    let (spent, ceiling) = (over.spent, over.ceiling);
    (before.overspending() != Some(over)).then(|| {
        format!(
            "{spent} are spent on this customer now, and the plan may cost {ceiling} at most; \
             if the amount is wrong, `amends undo --case {}` takes it back",
            after.number()
        )
    })
}

/// Says what is open that should have been done before.
fn out_of_order(one: &Standing<'_>, steps: &[Standing<'_>]) -> Option<String> {
    let step = one.number;
    if let Some(before) = predecessor(one, steps) {
        let before = before.number;
        return Some(format!(
            "out of order: step {step} comes after step {before}, which is still open"
        ));
    }
    let owed = open_apology(steps).filter(|_| one.step.part != Part::Acknowledge)?;
    Some(format!(
        "out of order: sorry comes first, and step {} is still open",
        owed.number
    ))
}

fn reaction(text: &str) -> Result<Reaction> {
    let mut known = Reaction::ALL.into_iter();
    known
        .find(|reaction| reaction.word() == text)
        .ok_or_else(|| {
            let message = format!("`{}` is not a reaction", visible(text));
            Error::usage(
                message,
                did_you_mean(text, &Reaction::ALL.map(Reaction::word)),
            )
        })
}
