//! A case on one screen, for whoever talks to the customer next.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::count::Count;
use crate::domain::event::EventWord;
use crate::domain::playbook::Part;
use crate::domain::words::Words;
use crate::paper::page::{Mark, Page, Text};
use crate::show::case::detail::page::detail_rows;
use crate::show::case::detail::{CaseDetail, RoundItem};
use crate::show::case::known::known;
use crate::show::case::row::page::{heading, next_in_words};
use crate::show::case::step::page::{over_in_short, quoted_choices, when, who};
use crate::show::case::step::{StepItem, StepState};
use crate::show::case::timing::{PauseItem, PauseState, page as timing};
use crate::show::phrase::clock;
use crate::show::{JsonItem, Moment, Rows, Show, Sight};

/// A case on one screen, for whoever talks to the customer next.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "brief")]
pub struct Brief {
    /// The case.
    #[serde(flatten)]
    pub case: CaseDetail,
    /// How it should have gone, step by step.
    pub ideal: Vec<String>,
    /// The promise to all customers that was broken.
    pub breaks: Option<String>,
    /// The words of the questions of its complaint types, by id.
    #[serde(skip)]
    pub questions: Vec<(String, String)>,
    /// How many open steps are left out, because they are prepared silently and a brief may be read aloud.
    #[serde(skip)]
    pub hidden: u32,
    /// The numbers of the steps that wait for nothing, whoever does them.
    #[serde(skip)]
    pub ready: Vec<u32>,
}

/// How many of each kind of thing are shown; the others are in `show`.
const MOST: usize = 4;

/// How many steps are shown after the next one; the others are in `plan`.
const STEPS_AHEAD: usize = 3;

/// The most characters of one text; the whole of it is in `show`.
const LONGEST: usize = 480;

/// Labels and values of the page.
type Lines = Vec<(&'static str, Text)>;

/// One screen for whoever talks to the customer next.
fn brief(brief: &Brief, now: Moment) -> Page {
    let case = &brief.case;
    let mut lines = listed("they said", they_said(case, now), case);
    lines.extend(known(case, now));
    lines.extend(listed("they answered", answered(brief), case));
    lines.extend(listed("written down", noted(case, now), case));
    let breaks = brief.breaks.as_deref().unwrap_or_default();
    lines.push(("we promise", breaks.into()));
    lines.push(("it should go", brief.ideal.join("; ").into()));
    lines.extend(listed("we told them", promised(case, now), case));
    lines.extend(pauses(case, now));
    lines.extend(so_far(case, now));
    lines.extend(what_to_do(brief, now));
    heading(&case.item).fields(lines)
}

/// Texts one under the other behind one label, the newest first; beyond a few they are folded.
fn listed(label: &'static str, mut texts: Vec<Text>, case: &CaseDetail) -> Lines {
    let more = texts.len().saturating_sub(MOST);
    texts.truncate(MOST);
    if more > 0 {
        let show = format!("amends show {}", case.item.case);
        texts.push(Text::dim(format!("and {more} earlier: ")).add(Mark::Code, show));
    }
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    labels.zip(texts).collect()
}

/// Everything the customer said, the newest first.
fn they_said(case: &CaseDetail, now: Moment) -> Vec<Text> {
    let again = case.events.iter().rev();
    let again = again.filter(|event| event.event == EventWord::Contacted);
    let again = again.filter_map(|event| Some((event.words.as_ref()?, event.at)));
    let first = case.words.iter().map(|words| (words, case.item.told_at));
    let said = again.chain(first);
    said.map(|(words, at)| quoted(words).then(Text::dim(format!("  {}", clock(now, at)))))
        .collect()
}

/// "\"The cake came at nine\"", cut where it is very long.
fn quoted(words: &Words) -> Text {
    let all = words.on_terminal().to_string();
    match all.char_indices().nth(LONGEST) {
        None => Text::plain(format!("\"{all}\"")),
        Some((end, _)) => Text::plain(format!("\"{}…\"", all[..end].trim_end())),
    }
}

/// What they answered to the questions of the complaint type.
fn answered(brief: &Brief) -> Vec<Text> {
    let answers = brief.case.answers.iter();
    let answers = answers.filter_map(|answer| {
        let words = answer.answer.as_ref()?;
        let asked = brief.questions.iter().find(|(id, _)| *id == answer.id);
        let asked = asked.map_or(answer.id.as_str(), |(_, text)| text.as_str());
        Some(Text::dim(format!("{asked} ")).then(words))
    });
    answers.collect()
}

/// What was written down, the newest first.
fn noted(case: &CaseDetail, now: Moment) -> Vec<Text> {
    let notes = case.events.iter().rev();
    let notes = notes.filter(|event| event.event == EventWord::Noted);
    let notes = notes.filter_map(|event| {
        let when = Text::dim(format!("  {}", clock(now, event.at)));
        Some(quoted(event.words.as_ref()?).then(when))
    });
    notes.collect()
}

/// What they were told with a time, the newest first.
fn promised(case: &CaseDetail, now: Moment) -> Vec<Text> {
    let newest_first = case.commitments.promises.iter().rev();
    newest_first
        .map(|promise| timing::promise(promise, now))
        .collect()
}

/// What is over of the plan, the latest first, and what they chose in it.
fn so_far(case: &CaseDetail, now: Moment) -> Lines {
    let mut done: Vec<&StepItem> = case
        .steps
        .iter()
        .filter(|step| step.done_at.is_some())
        .collect();
    done.sort_by_key(|step| std::cmp::Reverse(step.done_at.map(|done| done.at)));
    let done = done.into_iter().map(|step| over_in_short(step, now));
    let rounds = case
        .rounds
        .iter()
        .rev()
        .map(|round| earlier_round(round, now));
    listed("so far", done.chain(rounds).collect(), case)
}

/// "4 of 5 steps were done before that, and it was not right: \"He has not said sorry\"  13:41".
fn earlier_round(round: &RoundItem, now: Moment) -> Text {
    let done = format!(
        "{} of {} steps were done before that, and it was not over",
        round.done, round.steps
    );
    let why = round.why.as_ref();
    let why = why.map_or_else(Text::new, |why| Text::plain(": ").then(quoted(why)));
    let when = Text::dim(format!("  {}", clock(now, round.until)));
    Text::soon(done).then(why).then(when)
}

/// What comes next, what after that, and the words for it.
fn what_to_do(brief: &Brief, now: Moment) -> Lines {
    let case = &brief.case;
    let item = &case.item;
    let open = case.steps.iter();
    let mut open: Vec<&StepItem> = open
        .filter(|step| step.state == StepState::Open && !step.over)
        .collect();
    let next = item.next_step_number;
    let at = open.iter().position(|step| Some(step.number) == next);
    let first = match (at, item.next_promise_number) {
        (Some(at), _) => Some(open.remove(at)),
        // A promise comes first: it stands among what we told them, and here in its own words.
        (None, Some(_)) if next.is_none() => None,
        // The next one is done quietly: what else can be done now.
        (None, _) => {
            let ready = |step: &&StepItem| brief.ready.contains(&step.number);
            open.iter().position(ready).map(|at| open.remove(at))
        }
    };
    let mut lines = Lines::new();
    match first {
        Some(step) => lines.extend(next_step(step, now)),
        None if item.outcome.is_none() && next.is_none() => {
            lines.push(("next", next_in_words(item, now)))
        }
        None => {}
    }
    let then = steps_after(brief, &open, now);
    lines.extend(
        std::iter::once("then")
            .chain(std::iter::repeat(""))
            .zip(then),
    );
    let kept = item.next_promise_number.filter(|_| next.is_none());
    lines.extend(kept.map(|number| {
        let line = format!("amends done {} --promise {number}", item.case);
        ("once it is kept", Text::code(line))
    }));
    lines.extend(words_for(brief, first, &open));
    lines
}

/// How to get the words for what comes next, or for the first thing after it that has any and can be done now.
fn words_for(
    brief: &Brief,
    first: Option<&StepItem>,
    open: &[&StepItem],
) -> Option<(&'static str, Text)> {
    let case = &brief.case;
    let number = case.item.case;
    let ready = |step: &StepItem| brief.ready.contains(&step.number) && !step.hidden;
    let after = open.iter().copied().filter(|step| ready(step));
    let mut with_words = first
        .into_iter()
        .chain(after)
        .filter(|step| has_words(step));
    let step = with_words.next()?;
    let line = match (case.only_in_public(), step.part) {
        (false, _) => format!("amends draft {number} --step {}", step.number),
        (true, Part::Acknowledge) => format!("amends draft {number}"),
        (true, _) => return None,
    };
    Some(("words for it", Text::code(line)))
}

/// Whether there is a letter for a step: its own, or the one for its occasion. No letter gives a surprise away.
fn has_words(step: &StepItem) -> bool {
    let asks = step.part != Part::Dazzle && !step.choices.is_empty();
    step.draft.is_some() || step.answers_contact || asks
}

/// The steps after the next one, and how many more there are.
fn steps_after(brief: &Brief, open: &[&StepItem], now: Moment) -> Vec<Text> {
    let case = brief.case.item.case;
    // What is to be done several times in the same words, such as an answer to each call, is one thing.
    let mut different: Vec<&StepItem> = Vec::new();
    for step in open {
        if !different
            .iter()
            .any(|other| (&other.text, &other.by) == (&step.text, &step.by))
        {
            different.push(step);
        }
    }
    let then = different.iter().take(STEPS_AHEAD);
    let mut then: Vec<Text> = then.map(|step| step_line(Mark::Plain, step, now)).collect();
    let more = different.len().saturating_sub(STEPS_AHEAD);
    if more > 0 {
        let plan = format!("amends plan {case}");
        then.push(Text::dim(format!("and {more} more: ")).add(Mark::Code, plan));
    }
    if brief.hidden > 0 {
        let quietly = Count::of(brief.hidden, "thing");
        let show = format!("amends show {case}");
        then.push(Text::dim(format!("and {quietly} quietly: ")).add(Mark::Code, show));
    }
    then
}

/// The next step, with what they may choose and what must be at hand.
fn next_step(step: &StepItem, now: Moment) -> Lines {
    let mut lines = vec![("next", step_line(Mark::Strong, step, now))];
    if !step.choices.is_empty() {
        let choices = quoted_choices(&step.choices);
        lines.push(("", Text::plain(format!("they choose: {choices}"))));
    }
    if !step.needs.is_empty() {
        lines.push((
            "",
            Text::plain(format!("have ready: {}", step.needs.join(", "))),
        ));
    }
    lines
}

/// "2 Ring her now, own the delay (Rosa Marin, by 10:40, in 40 min)".
fn step_line(mark: Mark, step: &StepItem, now: Moment) -> Text {
    let mut about = vec![who(step)];
    about.extend(when(step, now));
    about.extend(step.after.map(|before| format!("after step {before}")));
    let about = format!(" ({})", about.join(", "));
    let about = match step.late {
        true => Text::late(format!(" LATE{about}")),
        false => Text::dim(about),
    };
    Text::marked(mark, format!("{} {}", step.number, step.text)).then(about)
}

/// A pause that runs now.
fn pauses(case: &CaseDetail, now: Moment) -> Lines {
    let running = case.commitments.pauses.iter();
    let running = running.filter(|pause| pause.state == PauseState::Running);
    let line = |pause: &PauseItem| {
        let why = pause.why.as_ref();
        let why = why.map_or_else(Text::new, |why| Text::plain(": ").then(why));
        (
            "waits",
            Text::soon(format!("until {}", clock(now, pause.until))).then(why),
        )
    };
    running.map(line).collect()
}

impl Show for Brief {
    fn name(&self) -> &'static str {
        "brief"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        brief(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(detail_rows(&self.case))
    }
}
