//! A replay for a person, and as rows.

use crate::show::rows::word;
use std::collections::HashMap;
use std::rc::Rc;

use crate::domain::count::Count;
use crate::domain::money::Money;
use crate::domain::playbook::effort::Measure;
use crate::domain::playbook::replay::What;
use crate::domain::suggest::joined;
use crate::paper::page::{Column, ListItem, Page, Table, Text, Wrap};
use crate::paper::plain;
use crate::show::replay::{
    AmountItem, Both, CauseGroup, ChangeItem, ClockTallyItem, KindItem, Replay, TallyItem,
    ToldChange, told,
};
use crate::show::{JsonItem, Rows, Show, Sight};

/// So many causes are told on the page; all cases stand in the JSON.
const MOST_GROUPS: usize = 12;
/// Of the cells of a cause so many are named.
const MOST_CELLS: usize = 3;

/// A replay; nothing when there were no cases.
pub(in crate::show) fn page(replay: &Replay) -> Page {
    if replay.read == 0 {
        return Page::new();
    }
    let page = Page::new()
        .paragraph(headline(replay))
        .paragraph(Text::dim(only_replayed(replay)));
    let page = groups(page, "Who would have got less", &replay.less);
    let page = groups(page, "Without an answer", &replay.unanswered);
    let months = replay
        .months
        .iter()
        .map(|one| (&one.month, one.cases, &one.tally));
    let tiers = replay
        .tiers
        .iter()
        .map(|one| (&one.tier, one.cases, &one.tally));
    let page = page
        .heading("By month")
        .table(table("month", &months.collect::<Vec<_>>()))
        .heading("By tier")
        .table(table("tier", &tiers.collect::<Vec<_>>()));
    if replay.tally.unanswered == 0 {
        return page;
    }
    page.gap().paragraph(Text::dim(
        "Cost, actions and clocks are those of the cases that both playbooks answer.",
    ))
}

fn only_replayed(replay: &Replay) -> String {
    let Both { before, after } = &replay.names;
    format!("With {after} instead of {before}; nothing was written.")
}

fn headline(replay: &Replay) -> Text {
    let tally = &replay.tally;
    let day = |moment: Option<crate::show::Moment>| {
        moment.map(|moment| moment.wall.format("%Y-%m-%d").to_string())
    };
    let (first, last) = (day(replay.first_told_at), day(replay.last_told_at));
    let days = match (first, last) {
        (Some(first), Some(last)) if first != last => format!(" from {first} to {last}"),
        (Some(day), _) | (None, Some(day)) => format!(" of {day}"),
        (None, None) => String::new(),
    };
    let swapped = match tally.swapped {
        0 => String::new(),
        some => format!(" ({some} with other things to do)"),
    };
    let less = format!("{} less", tally.less);
    let none = format!("{} without an answer", tally.unanswered);
    Text::strong(Count::of(replay.read, "case").to_string())
        .then(format!(
            "{days}: {} the same{swapped}, {} more, ",
            tally.same, tally.more
        ))
        .then(if tally.less == 0 {
            Text::plain(less)
        } else {
            Text::soon(less)
        })
        .then(", ")
        .then(if tally.unanswered == 0 {
            Text::plain(none)
        } else {
            Text::late(none)
        })
        .then(".")
}

fn groups(page: Page, title: &str, groups: &[CauseGroup]) -> Page {
    if groups.is_empty() {
        return page;
    }
    let page = page
        .heading(title)
        .list(groups.iter().take(MOST_GROUPS).map(group));
    let rest = groups.get(MOST_GROUPS..).unwrap_or_default();
    if rest.is_empty() {
        return page;
    }
    let cases: u64 = rest.iter().map(|group| group.cases).sum();
    let causes = Count::of(rest.len() as u64, "more cause");
    let cases = Count::of(cases, "case");
    page.gap()
        .paragraph(format!("… and {causes}, {cases}; all of them: --json"))
}

fn group(group: &CauseGroup) -> ListItem {
    let mut item = ListItem::new(
        Text::strong(Count::of(group.cases, "case").to_string()),
        who(&group.kinds),
    );
    if let Some((kind, _)) = group.kinds.first() {
        for change in &told(&kind.falls) {
            item = item.note(Text::soon("less: ").then(words(change)));
        }
        for change in &told(&kind.rises) {
            item = item.note(Text::fine("more: ").then(words(change)));
        }
        for reason in &kind.reasons {
            item = item.note(reason.clone());
        }
    }
    item.note(Text::dim(numbers(group)))
}

/// PlaybookNames the cells, the most frequent first.
fn who(kinds: &[(Rc<KindItem>, u64)]) -> String {
    let alone = kinds.len() == 1;
    let named = kinds.iter().take(MOST_CELLS).map(|(kind, cases)| {
        let cell = cell(kind);
        if alone {
            cell
        } else {
            format!("{cell} ({cases})")
        }
    });
    let mut named = named.collect::<Vec<_>>().join("; ");
    if let Some(more @ 1..) = kinds.len().checked_sub(MOST_CELLS) {
        named += &format!("; {}", Count::of(more as u64, "more cell"));
    }
    named
}

fn cell(kind: &KindItem) -> String {
    let also = kind.also_types.iter().map(|id| format!(" + {id}"));
    let also: String = also.collect();
    format!("{}{also}, {}, {}", kind.complaint, kind.tier, kind.severity)
}

fn numbers(group: &CauseGroup) -> String {
    let numbers: Vec<String> = group
        .numbers
        .iter()
        .map(|case| format!("#{case}"))
        .collect();
    let named = numbers.join(", ");
    match group.cases.saturating_sub(group.numbers.len() as u64) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// A change in words: "fix 2 actions → 1 action, line 60".
fn words(told: &ToldChange<'_>) -> String {
    let change = match told {
        ToldChange::Change(change) => change,
        ToldChange::PlanBy(difference) => {
            return format!("{} in the whole plan", amount(difference));
        }
    };
    let (before, after) = (amount(&change.before), amount(&change.after));
    let what = match change.what {
        What::Measure(Measure::Ceiling) => "ceiling".to_owned(),
        What::Measure(Measure::Spend(part)) => format!("{} spends", part.key()),
        What::Measure(Measure::Actions(part) | Measure::Authority(part)) => part.key().to_owned(),
        What::PlanSpend | What::PlanActions => "the whole plan".to_owned(),
        What::Clock(clock) => clock.key().to_owned(),
    };
    format!("{what} {before} → {after}{}", lines(&change.lines))
}

fn amount(amount: &AmountItem) -> String {
    match amount {
        AmountItem::Money(money) => money.to_string(),
        AmountItem::Count(count) => Count::of(*count, "action").to_string(),
        AmountItem::Role(Some(role)) => format!("something by {role}"),
        AmountItem::Role(None) => "something by anybody".to_owned(),
        AmountItem::Length(length) => length.clone(),
    }
}

fn lines(lines: &[u32]) -> String {
    let words: Vec<String> = lines.iter().map(u32::to_string).collect();
    match words.len() {
        0 => String::new(),
        1 => format!(", line {}", words.concat()),
        _ => format!(", lines {}", joined(&words, "and")),
    }
}

/// A row for each month or tier; clocks are left out when none runs otherwise.
fn table(title: &str, rows: &[(&String, u64, &TallyItem)]) -> Table {
    let clocks = rows
        .iter()
        .any(|(.., tally)| !clocks(&tally.clocks).is_empty());
    let currency = rows
        .first()
        .map_or("", |(.., tally)| tally.cost.before.currency.code());
    let sum = |title: String| Column {
        wrap: Wrap::May,
        ..Column::number(title)
    };
    let mut columns = vec![
        Column::whole(title),
        Column::number("cases"),
        Column::number("less"),
        sum(format!("cost, {currency}")),
        sum("actions".to_owned()),
    ];
    columns.extend(clocks.then(|| Column::text("clocks")));
    let mut table = Table::new(columns).titled_by(0);
    for (name, cases, tally) in rows {
        table.push([
            (*name).clone(),
            cases.to_string(),
            tally.less.to_string(),
            both(tally.cost, |money| money.plain()),
            both(tally.actions, |count| count.to_string()),
            self::clocks(&tally.clocks),
        ]);
    }
    table
}

fn both<T: Copy>(both: Both<T>, shown: impl Fn(T) -> String) -> String {
    let (before, after) = (shown(both.before), shown(both.after));
    if before == after {
        return after;
    }
    format!("{before} → {after}")
}

/// Says for how many cases each clock runs otherwise: "recover 12 shorter, 3 longer".
fn clocks(clocks: &[ClockTallyItem]) -> String {
    let told = clocks.iter().filter_map(|clock| {
        let counts = [(clock.shorter, "shorter"), (clock.longer, "longer")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts
            .map(|(count, how)| format!("{count} {how}"))
            .collect();
        let name = clock.clock.key();
        (!counts.is_empty()).then(|| format!("{name} {}", counts.join(", ")))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// The rows of the cases that differ: case, verdict, told, types, tier, severity, cost before and after, what falls, what
/// rises, why there is no answer.
pub(in crate::show) fn rows(replay: &Replay) -> String {
    // What the cases of a kind share is written once: there may be a hundred thousand of them.
    let mut known: HashMap<*const KindItem, String> = HashMap::new();
    let mut rows = String::new();
    for case in &replay.cases {
        let shared = known.entry(Rc::as_ptr(&case.kind));
        let shared = shared.or_insert_with(|| plain::rows(&[shared_fields(&case.kind)]));
        let (number, told) = (case.case, case.told_at.rfc3339());
        rows += &format!("{number}\t{}\t{told}\t{shared}", word(case.kind.verdict));
    }
    rows
}

fn shared_fields(kind: &KindItem) -> Vec<String> {
    let also = kind.also_types.iter().map(|id| format!(",{id}"));
    let cost = |money: Option<Money>| money.map(|money| money.plain()).unwrap_or_default();
    vec![
        std::iter::once(kind.complaint.clone())
            .chain(also)
            .collect(),
        kind.tier.clone(),
        kind.severity.to_string(),
        cost(kind.cost.before),
        cost(kind.cost.after),
        changes(&kind.falls),
        changes(&kind.rises),
        kind.reasons.join("; "),
    ]
}

fn changes(changes: &[ChangeItem]) -> String {
    let told = changes.iter().map(|change| {
        let (before, after) = (bare(&change.before), bare(&change.after));
        format!("{} {before} -> {after}", change.measure)
    });
    told.collect::<Vec<_>>().join("; ")
}

fn bare(amount: &AmountItem) -> String {
    match amount {
        AmountItem::Money(money) => money.plain(),
        AmountItem::Count(count) => count.to_string(),
        AmountItem::Role(role) => role.clone().unwrap_or_else(|| "anybody".to_owned()),
        AmountItem::Length(length) => length.clone(),
    }
}

impl Show for Replay {
    fn name(&self) -> &'static str {
        "playbook-replay"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        page(self)
    }

    fn rows(&self) -> Rows {
        Rows::Text(rows(self))
    }

    fn is_empty(&self) -> bool {
        self.read == 0
    }
}
