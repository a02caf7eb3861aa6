//! `amends done`: enter steps or a promise as done, in one case or in several.

use clap::Args;

use crate::commands::reopen::{Begin, next_round};
use crate::desk::abort::Abort;
use crate::desk::changing::{Decision, alter_each, store_with_cases};
use crate::desk::replacing::{Replaced, task};
use crate::desk::shop::{Shop, no_such_case};
use crate::desk::whose::{self, Purpose};
use crate::domain::case::Case;
use crate::domain::case::next::{Todo, predecessor};
use crate::domain::case::standing::Standing;
use crate::domain::event::{Done, Event, PromiseKept, Reaction};
use crate::domain::lapse::late_by;
use crate::domain::playbook::Part;
use crate::domain::suggest::{did_you_mean, joined};
use crate::domain::words::{Words, visible};
use crate::domain::zone::Instant;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::store::{Fresh, Writing};
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

pub(super) fn run(shop: &Shop<'_>, typed: &DoneArgs) -> Result<Screen> {
    let mut entry = Entry {
        typed,
        at: typed.at.as_deref().map(|at| when(shop, at)).transpose()?,
        reaction: typed.reaction.as_deref().map(reaction).transpose()?,
        replace: typed.replace,
    };
    let cases = whose::cases(shop, &typed.case, Purpose::Change)?;
    entry.one_at_a_time(&cases)?;
    if let [case] = cases[..] {
        entry.replace = entry.whether_to_replace(shop, case)?;
    }
    alter_each(shop, "done", &cases, |case, writing, fresh| {
        entry.decide(shop, case, (writing, fresh))
    })
}

/// What was typed, understood.
struct Entry<'t> {
    typed: &'t DoneArgs,
    at: Option<Instant>,
    reaction: Option<Reaction>,
    replace: Option<YesNo>,
}

impl Entry<'_> {
    /// The flags that are about one step.
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

    /// Refuses what is about one step beside several steps or cases.
    fn one_at_a_time(&self, cases: &[u64]) -> Result<()> {
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

    /// Whether what a step replaces is not needed any more: as it was typed, or as a person says who is
    /// asked before anything is opened for saving.
    fn whether_to_replace(&self, shop: &Shop<'_>, number: u64) -> Result<Option<YesNo>> {
        if self.replace.is_some() || !shop.may_ask() || self.typed.promise.is_some() {
            return Ok(self.replace);
        }
        let store = store_with_cases(shop, number)?;
        let found = store.case(number)?;
        let (case, _) = found.ok_or_else(|| no_such_case(number))?;
        let step = match (self.typed.steps.first(), case.next_todo(shop.now())) {
            (Some(step), _) => *step,
            (None, Some(Todo::Step(next, _))) => next.number,
            (None, Some(Todo::Promise(_)) | None) => return Ok(None),
        };
        let pointless = case.replaced_by(step, shop.now());
        if pointless.is_empty() {
            return Ok(None);
        }
        let question = format!("{} needed? yes or no", still(&pointless, &case, shop.now()));
        let needed = shop.ask_yes(&question)?;
        Ok(Some(if needed { YesNo::No } else { YesNo::Yes }))
    }

    fn decide(
        &self,
        shop: &Shop<'_>,
        case: &Case,
        (writing, fresh): (&mut Writing<'_>, &mut Fresh<'_>),
    ) -> std::result::Result<Decision, Abort> {
        if let Some(promise) = self.typed.promise {
            return self.kept(shop, case, (promise, fresh));
        }
        if !self.typed.steps.is_empty() {
            return self.steps(shop, (case, &self.typed.steps), (writing, fresh));
        }
        if self.typed.right.is_some() {
            let asked = follow_up(case, shop.now())?;
            return self.steps(shop, (case, &[asked]), (writing, fresh));
        }
        match case.what_to_do(shop.now())? {
            Todo::Step(next, _) => self.steps(shop, (case, &[next.number]), (writing, fresh)),
            Todo::Promise(promise) => self.kept(shop, case, (promise.made.promise, fresh)),
        }
    }

    /// Enters steps as done, one after the other.
    fn steps(
        &self,
        shop: &Shop<'_>,
        (case, steps): (&Case, &[u32]),
        (writing, fresh): (&mut Writing<'_>, &mut Fresh<'_>),
    ) -> std::result::Result<Decision, Abort> {
        let mut decision = Decision::new(Vec::new(), String::new());
        let mut after = case.clone();
        let mut entered: Vec<u32> = Vec::new();
        for step in steps {
            if entered.contains(step) {
                continue;
            }
            let events = self.step(shop, (&after, *step), (&mut decision, fresh))?;
            after = after.with(&events, shop.now());
            decision.events.extend(events);
            entered.push(*step);
        }
        decision.changed = changed((case, &after), &entered, shop.now());
        if self.typed.right == Some(YesNo::No) {
            let begin = self.not_right(shop, fresh)?;
            answers_what_was_done(shop, &after, begin.at)?;
            let round = next_round(shop, &after, begin, writing)?;
            decision.events.extend(round);
            let remark =
                "it is not right, so the next round begins, with a recovery clock of its own";
            decision.remarks.push(remark.to_owned());
        }
        Ok(decision)
    }

    fn not_right(&self, shop: &Shop<'_>, fresh: &mut Fresh<'_>) -> Result<Begin> {
        let at = self.at.unwrap_or(shop.now());
        let why = match self.note(shop)? {
            Some(note) => note,
            None => shop.words(NOT_RIGHT, "--note")?,
        };
        Ok(Begin {
            at,
            answered_at: Some(at),
            why: fresh.text(why),
        })
    }

    fn note(&self, shop: &Shop<'_>) -> Result<Option<Words>> {
        let note = self.typed.note.as_deref();
        note.map(|note| shop.words(note, "--note")).transpose()
    }

    /// Enters one step as done, with what loses its point by it.
    fn step(
        &self,
        shop: &Shop<'_>,
        (case, step): (&Case, u32),
        (decision, fresh): (&mut Decision, &mut Fresh<'_>),
    ) -> std::result::Result<Vec<Event>, Abort> {
        self.answers_a_question(case, (step, shop.now()))?;
        let done = self.done(shop, case, (step, fresh))?;
        decision.remarks.extend(remarks(shop, case, &done));
        let (at, choice) = (done.at, done.choice.clone());
        let events = case.decide_done(done, shop.now())?;
        let mut entered = Decision::new(events, String::new());
        let replaced = Replaced {
            shop,
            case,
            step,
            at,
        };
        replaced.because(choice, self.replace, (&mut entered, fresh))?;
        decision.remarks.append(&mut entered.remarks);
        Ok(entered.events)
    }

    /// Refuses the customer's answer on a step that does not ask for it.
    fn answers_a_question(&self, case: &Case, (step, now): (u32, Instant)) -> Result<()> {
        let steps = case.steps(now);
        let one = steps.iter().find(|one| one.number == step);
        let other = one.is_some_and(|one| one.step.part != Part::FollowUp);
        if self.typed.right.is_none() || case.closed.is_some() || !other {
            return Ok(());
        }
        let message = format!("--right: step {step} does not ask whether it is right now");
        let hint = format!(
            "leave out `--step`: `amends done {} --right …` takes the step that asks",
            case.number()
        );
        Err(Error::usage(message, hint))
    }

    fn done(
        &self,
        shop: &Shop<'_>,
        case: &Case,
        (step, fresh): (u32, &mut Fresh<'_>),
    ) -> std::result::Result<Done, Abort> {
        let spent = match (&self.typed.spent, case.cycle()) {
            (Some(spent), Some(cycle)) => {
                Some(shop.money(spent, "--spent", cycle.plan.ceiling.amount.currency)?)
            }
            (Some(_) | None, _) => None,
        };
        Ok(Done {
            step,
            at: self.at.unwrap_or(shop.now()),
            note: self.note(shop)?.map(|note| fresh.text(note)),
            spent,
            reaction: self.reaction,
            right: self.typed.right.map(|right| right == YesNo::Yes),
            choice: self.typed.choice.clone(),
        })
    }

    /// Enters a promise as kept.
    fn kept(
        &self,
        shop: &Shop<'_>,
        case: &Case,
        (promise, fresh): (u32, &mut Fresh<'_>),
    ) -> std::result::Result<Decision, Abort> {
        if let Some(flag) = self.of_one_step().next() {
            let message = format!("{flag} belongs to a step, and promise {promise} comes first");
            let hint = "name the step with `--step`, or leave the flag out";
            return Err(Error::usage(message, hint).into());
        }
        let note = self.note(shop)?;
        let kept = PromiseKept {
            promise,
            at: self.at.unwrap_or(shop.now()),
            note: note.map(|note| fresh.text(note)),
        };
        let at = kept.at;
        let events = case.decide_kept(kept, shop.now())?;
        let mut promises = case.cycle().into_iter().flat_map(|cycle| &cycle.promises);
        let made = promises.find(|one| one.made.promise == promise);
        let late = made.and_then(|one| late_by(one.made.by.at, at));
        let late = late.map_or_else(String::new, |late| format!(", {late} late"));
        let changed = format!("promise {promise} of #{} is kept{late}", case.number());
        Ok(Decision::new(events, changed))
    }
}

fn when(shop: &Shop<'_>, at: &str) -> Result<Instant> {
    shop.when(at, "--at")
}

/// Finds the step that asks whether it is right now: the answer belongs there, whatever comes next.
fn follow_up(case: &Case, now: Instant) -> Result<u32> {
    let steps = case.steps(now);
    let mut asks = steps.iter().filter(|one| one.step.part == Part::FollowUp);
    let open = asks.find(|one| one.is_open()).map(|one| one.number);
    let number = case.number();
    open.ok_or_else(|| {
        let message = format!("#{number} has no open step that asks whether it is right now");
        Error::usage(
            message,
            format!("name the step: `amends done {number} --step … --right yes`"),
        )
    })
}

/// Refuses an answer that came before all of it was done: the verdict on that stays.
fn answers_what_was_done(shop: &Shop<'_>, case: &Case, at: Instant) -> Result<()> {
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

/// Says what is done, and by how much it was late.
fn changed((case, after): (&Case, &Case), entered: &[u32], now: Instant) -> String {
    let number = case.number();
    let steps = after.steps(now);
    let one = |step: u32| steps.iter().find(|one| one.number == step);
    let late = |step: u32| {
        let late = one(step).and_then(|one| late_by(one.due_at, one.done_at()?));
        late.map_or_else(String::new, |late| format!(", {late} late"))
    };
    match entered {
        [step] => {
            let (late, text) = (late(*step), task(after, *step, now));
            format!("step {step} of #{number} is done{late}: {text}")
        }
        steps => {
            let words: Vec<String> = steps
                .iter()
                .map(|step| format!("{step}{}", late(*step)))
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
            "what did they choose? {}; to write it down: `amends undo`, then add `--choice`",
            crate::domain::suggest::choices(choices)
        ));
    }
    remarks
}

/// Says what is open that should have been done before.
fn out_of_order(one: &Standing<'_>, steps: &[Standing<'_>]) -> Option<String> {
    if let Some(before) = predecessor(one, steps) {
        let (step, before) = (one.number, before.number);
        return Some(format!(
            "out of order: step {step} comes after step {before}, which is still open"
        ));
    }
    let mut sorry = steps
        .iter()
        .filter(|other| other.step.part == Part::Acknowledge);
    let owed = sorry.find(|other| other.is_open() && one.step.part != Part::Acknowledge)?;
    Some(format!(
        "out of order: sorry comes first, and step {} is still open",
        owed.number
    ))
}

const REACTIONS: [(&str, Reaction); 5] = [
    ("delighted", Reaction::Delighted),
    ("satisfied", Reaction::Satisfied),
    ("neutral", Reaction::Neutral),
    ("puzzled", Reaction::Puzzled),
    ("upset", Reaction::Upset),
];

fn reaction(text: &str) -> Result<Reaction> {
    let known = REACTIONS.iter().find(|(word, _)| *word == text);
    known.map(|(_, reaction)| *reaction).ok_or_else(|| {
        let message = format!("`{}` is not a reaction", visible(text));
        Error::usage(
            message,
            did_you_mean(text, &REACTIONS.map(|(word, _)| word)),
        )
    })
}
