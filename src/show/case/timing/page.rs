//! What runs on a clock: deadlines side by side, promises, pauses, the work against the time left.

use chrono::TimeDelta;

use crate::domain::case::deadline::DeadlineState;
use crate::domain::event::AskedBy;
use crate::domain::time::lapse::{Rounding, in_words};
use crate::domain::time::span::Span;
use crate::paper::page::{Column, ListItem, Page, Table, Text};
use crate::show::case::row::CaseItem;
use crate::show::case::timing::{DeadlineItem, PauseItem, PauseState, PromiseItem, SwapItem};
use crate::show::phrase::{by, clock};
use crate::show::{Moment, phrase};

/// "1 hour 10 minutes", whole minutes upwards: what takes 20 seconds is not "0 minutes".
fn length(seconds: u64) -> String {
    let seconds = seconds.div_ceil(60) * 60;
    Span::Elapsed { seconds }.phrase()
}

/// "time for it: 40 min left, the rest takes 1 hour 10 minutes".
fn time_left(item: &CaseItem, now: Moment) -> Option<Text> {
    let (left, work) = (
        item.timing.time_left_seconds?,
        item.timing.work_left_seconds?,
    );
    let now = now.at;
    let left = phrase::countdown(now, now + TimeDelta::seconds(left));
    let left = left.trim_start_matches("in ");
    let work = length(work);
    Some(match item.timing.fits {
        Some(false) => Text::plain(format!("{left} left, ")).then(Text::late(format!(
            "TOO LITTLE: the rest takes {work}, even with everybody at work"
        ))),
        Some(true) | None => format!("{left} left, the rest takes {work}").into(),
    })
}

/// What a case says of its clocks: the work against the time, what no longer fits, a pause.
pub(in crate::show) fn facts(item: &CaseItem, now: Moment) -> Vec<(&'static str, Text)> {
    let timing = &item.timing;
    let left = time_left(item, now).map(|left| ("time", left));
    let swaps = timing.swaps.iter();
    let swaps = swaps.map(|one| ("instead", Text::late(swap(one))));
    let paused = timing.paused_until;
    let paused = paused.map(|until| ("paused until", Text::soon(clock(now, until))));
    left.into_iter().chain(swaps).chain(paused).collect()
}

/// The same for the cell of a list.
pub(in crate::show) fn work(item: &CaseItem) -> Option<Text> {
    let work = length(item.timing.work_left_seconds?);
    Some(match item.timing.fits {
        Some(false) => Text::late(format!("NO TIME: needs {work}")),
        Some(true) | None => Text::dim(format!("needs {work}")),
    })
}

/// "step 3, free-cake, no longer fits: choose handwritten-note".
pub(in crate::show) fn swap(swap: &SwapItem) -> String {
    let (step, action) = (swap.step, &swap.action);
    match &swap.next_best {
        Some(best) => format!("step {step}, {action}, no longer fits; the next best is {best}"),
        None => {
            format!("step {step}, {action}, no longer fits, nor does anything else on its list")
        }
    }
}

/// The word for a state: colour is never the only signal.
fn state_text(state: DeadlineState) -> Text {
    match state {
        DeadlineState::Late => Text::late("LATE"),
        DeadlineState::DueSoon => Text::soon("DUE SOON"),
        DeadlineState::OnTrack => Text::fine("ON TRACK"),
        DeadlineState::Met => Text::fine("MET"),
        DeadlineState::MetLate => Text::late("MET LATE"),
        DeadlineState::Replaced => Text::dim("REPLACED"),
        DeadlineState::Closed => Text::dim("CLOSED"),
    }
}

/// Every deadline, none hiding another.
pub(in crate::show) fn deadlines(deadlines: &[DeadlineItem], now: Moment) -> Page {
    if deadlines.is_empty() {
        return Page::new();
    }
    let mut table = Table::new([
        Column::text("deadline"),
        Column::text("due"),
        Column::whole("state"),
        Column::text("met"),
    ])
    .titled_by(0);
    let several = deadlines.iter().any(|deadline| deadline.cycle > 1);
    for deadline in deadlines {
        let mut name = deadline.name.word();
        if let Some(failure) = &deadline.failure {
            name.push_str(&format!(" for {failure}"));
        }
        if several {
            name.push_str(&format!(", round {}", deadline.cycle));
        }
        let due = match (deadline.state, deadline.provisional) {
            (DeadlineState::Late | DeadlineState::DueSoon | DeadlineState::OnTrack, false)
                if !deadline.over =>
            {
                by(now, deadline.due_at)
            }
            (_, true) => format!("about {}", clock(now, deadline.due_at)),
            (_, false) => clock(now, deadline.due_at),
        };
        table.push([
            name.into(),
            due.into(),
            state_text(deadline.state),
            Text::plain(met(deadline, now)),
        ]);
    }
    Page::new().heading("Deadlines").table(table)
}

/// When a deadline was met, and by how much it was missed.
fn met(deadline: &DeadlineItem, now: Moment) -> String {
    let late = deadline.late_by_seconds;
    let late = late.map(|seconds| in_words(seconds, Rounding::Up));
    match (deadline.met_at, late) {
        (Some(met), Some(late)) => format!("{}, {late} late", clock(now, met)),
        (Some(met), None) => clock(now, met),
        (None, Some(late)) if deadline.over => format!("never, {late} late at the end"),
        (None, _) => String::new(),
    }
}

/// "\"a call by noon\", by 12:00, in 2 h; told them 10:05  ON TRACK", in one line.
pub(in crate::show) fn promise(promise: &PromiseItem, now: Moment) -> Text {
    let words = promise.text.as_ref();
    let words = words.map_or_else(|| Text::dim("words we no longer have"), Text::from);
    let when = match (promise.kept_at, promise.replaced_at) {
        (Some(kept), _) => format!("kept {}", clock(now, kept)),
        (None, Some(told)) => format!("told of the delay {}", clock(now, told)),
        (None, None) => by(now, promise.due_at),
    };
    let told = format!(", {when}; told them {}  ", clock(now, promise.made_at));
    words.then(Text::dim(told)).then(state_text(promise.state))
}

/// What the customer was told with a time.
pub(in crate::show) fn promises(promises: &[PromiseItem], now: Moment) -> Page {
    if promises.is_empty() {
        return Page::new();
    }
    let item = |promise: &PromiseItem| {
        let text = promise.text.as_ref().map_or_else(Text::new, Text::from);
        let text = text.then("  ").then(state_text(promise.state));
        let when = match (promise.kept_at, promise.replaced_at) {
            (Some(kept), _) => format!("kept {}", clock(now, kept)),
            (None, Some(told)) => format!("told of the delay {}", clock(now, told)),
            (None, None) => by(now, promise.due_at),
        };
        let told = format!("told them {}, {when}", clock(now, promise.made_at));
        ListItem::new(format!("{}.", promise.number), text).note(Text::dim(told))
    };
    let items = promises.iter().map(item);
    Page::new().heading("Promises").list(items)
}

/// Stretches during which clocks waited.
pub(in crate::show) fn pauses(pauses: &[PauseItem], now: Moment) -> Page {
    if pauses.is_empty() {
        return Page::new();
    }
    let item = |pause: &PauseItem| {
        let (from, until) = (clock(now, pause.from), clock(now, pause.until));
        let whose = if pause.asked_by == AskedBy::Customer {
            ", as the customer asked"
        } else {
            ""
        };
        let text = Text::plain(format!("{from} to {until}{whose}"));
        let text = if pause.state == PauseState::Running {
            text.then("  ").then(Text::soon("RUNNING"))
        } else {
            text
        };
        let item = ListItem::new("-", text);
        match &pause.why {
            Some(why) => item.note(Text::from(why)),
            None => item,
        }
    };
    let items = pauses.iter().map(item);
    Page::new().heading("Pauses").list(items)
}
