//! What two playbooks give one case, weighed against each other: measure by measure, clock by clock.

use super::CaseKind;
use super::side::{Lack, Side, SideAnswer, Totals, lines_of, thing};
use crate::domain::money::Money;
use crate::domain::playbook::check::places::{entries_of, place_of};
use crate::domain::playbook::check::week::Lengths;
use crate::domain::playbook::effort::Measure;
use crate::domain::playbook::role_rank::RoleRanks;
use crate::domain::playbook::selection::{Resolved, ResolvedItem, Subject, ValueSource};
use crate::domain::playbook::{Action, ClockName, Item, Part, Rules};
use crate::domain::time::calendar::Hours;
use crate::domain::time::span::Span;

/// One of the two playbooks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum WhichSide {
    /// The one that is compared with.
    Before,
    /// The changed one.
    After,
}

/// What became of a case.
#[derive(Clone, Debug)]
pub enum ReplayOutcome {
    /// Both playbooks have an answer.
    Compared(Box<Comparison>),
    /// One of them has none, or neither has.
    Unanswered {
        /// What each plans, where it has an answer.
        plans: [Option<Totals>; 2],
        /// Everything that is in the way.
        lacks: Vec<(WhichSide, Lack)>,
    },
}

/// Two answers side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What the playbook compared with plans.
    pub before: Totals,
    /// What the changed playbook plans.
    pub after: Totals,
    /// Every measure and clock that differs.
    pub changes: Vec<MeasureChange>,
    /// What is done only by the changed playbook: an action's id, or the ids of a pick.
    pub added: Vec<String>,
    /// What is done only by the playbook compared with.
    pub removed: Vec<String>,
}

/// Whether the customer would have got as much.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    /// Less of something, however much more of something else.
    Less,
    /// More of something, and nothing less.
    More,
    /// As much of everything.
    Same,
}

/// A measure or a clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum What {
    /// A measure of the cell.
    Measure(Measure),
    /// What the whole plan costs, each action once.
    PlanSpend,
    /// How many things are done in the whole plan, each action once.
    PlanActions,
    /// How long something may take.
    Clock(ClockName),
}

/// What a change means for the customer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Goes {
    /// They get less, or wait longer.
    Down,
    /// They get more, or wait shorter.
    Up,
    /// They wait longer at some hours of the week, and shorter at others.
    Either,
}

/// How much there is of something.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Amount {
    /// Money.
    Money(Money),
    /// A number of actions.
    Count(i64),
    /// A role that surely acts; none when it may be anybody.
    Role(Option<String>),
    /// A length of time.
    Length(Span),
}

/// One measure or clock that differs.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct MeasureChange {
    /// The measure or clock.
    pub what: What,
    /// What it means for the customer.
    pub goes: Goes,
    /// How much it is by the playbook compared with.
    pub before: Amount,
    /// How much it is by the changed playbook.
    pub after: Amount,
    /// The lines of the changed playbook that decide it; none when it follows from others, or from the program.
    pub lines: Vec<u32>,
}

impl ReplayOutcome {
    /// Says whether there is anything to tell about it.
    #[must_use]
    pub fn differs(&self) -> bool {
        match self {
            Self::Compared(compared) => compared.verdict() != Verdict::Same || compared.is_swap(),
            Self::Unanswered { .. } => true,
        }
    }
}

impl Comparison {
    /// Judges it: less of anything is less, whatever there is more of.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let mut changes = self.changes.iter();
        match changes.any(|change| change.goes != Goes::Up) {
            true => Verdict::Less,
            false if self.changes.is_empty() => Verdict::Same,
            false => Verdict::More,
        }
    }

    /// Says whether something else is done, as much of it or not.
    #[must_use]
    pub fn is_swap(&self) -> bool {
        !self.added.is_empty() || !self.removed.is_empty()
    }
}

impl What {
    /// Gives its name for a program: `ceiling`, `fix.spend`, `plan.actions`, `clock.recover`.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Measure(Measure::Ceiling) => "ceiling".to_owned(),
            Self::Measure(Measure::Spend(part)) => format!("{}.spend", part.key()),
            Self::Measure(Measure::Actions(part)) => format!("{}.actions", part.key()),
            Self::Measure(Measure::Authority(part)) => format!("{}.authority", part.key()),
            Self::PlanSpend => "plan.spend".to_owned(),
            Self::PlanActions => "plan.actions".to_owned(),
            Self::Clock(clock) => format!("clock.{}", clock.key()),
        }
    }
}

/// Both playbooks, ready to be asked case by case.
pub(super) struct Scales<'s> {
    before: &'s Side<'s>,
    after: &'s Side<'s>,
    ranks: &'s RoleRanks,
    lengths: Lengths,
}

impl<'s> Scales<'s> {
    pub(super) fn new(
        before: &'s Side<'s>,
        after: &'s Side<'s>,
        ranks: &'s RoleRanks,
        hours: Option<&Hours>,
    ) -> Self {
        Self {
            before,
            after,
            ranks,
            lengths: Lengths::new(hours),
        }
    }

    /// Weighs what both playbooks give a case.
    pub(super) fn weigh(&mut self, kind: &CaseKind) -> ReplayOutcome {
        let before = self.before.answer(kind, self.ranks, &mut self.lengths);
        let after = self.after.answer(kind, self.ranks, &mut self.lengths);
        match (before, after) {
            (Ok(before), Ok(after)) => {
                ReplayOutcome::Compared(Box::new(self.compared(&before, &after)))
            }
            (before, after) => ReplayOutcome::Unanswered {
                plans: [&before, &after].map(|one| one.as_ref().ok().map(|one| one.totals)),
                lacks: lacks(WhichSide::Before, before.err())
                    .chain(lacks(WhichSide::After, after.err()))
                    .collect(),
            },
        }
    }

    fn compared(&mut self, before: &SideAnswer, after: &SideAnswer) -> Comparison {
        let mut changes: Vec<MeasureChange> = self.measures(before, after);
        changes.extend(self.plan(before, after));
        changes.extend(self.clocks(before, after));
        Comparison {
            before: before.totals,
            after: after.totals,
            changes,
            added: beyond(&after.things, &before.things),
            removed: beyond(&before.things, &after.things),
        }
    }

    fn measures(&self, before: &SideAnswer, after: &SideAnswer) -> Vec<MeasureChange> {
        let (one, other) = (&before.effort, &after.effort);
        let down = one.falls_to(other).map(|measure| (measure, Goes::Down));
        let up = other.falls_to(one).map(|measure| (measure, Goes::Up));
        let mut found: Vec<(Measure, Goes)> = down.chain(up).collect();
        found.sort_unstable();
        let change = |(measure, goes): (Measure, Goes)| MeasureChange {
            what: What::Measure(measure),
            goes,
            before: self.amount(self.before.rules(), measure, one.measure(measure)),
            after: self.amount(self.after.rules(), measure, other.measure(measure)),
            lines: self.lines(measure, before, after),
        };
        found.into_iter().map(change).collect()
    }

    /// Weighs the plan as a whole, in which an action that stands in several parts is done once.
    fn plan(&self, before: &SideAnswer, after: &SideAnswer) -> impl Iterator<Item = MeasureChange> {
        let money = |rules, minor| Amount::Money(self::money(rules, minor));
        let (one, other) = (before.totals, after.totals);
        let (from, to) = (self.before.rules(), self.after.rules());
        let spend = (money(from, one.cost), money(to, other.cost));
        let actions = (Amount::Count(one.actions), Amount::Count(other.actions));
        let totals = [
            (What::PlanSpend, one.cost.cmp(&other.cost), spend),
            (What::PlanActions, one.actions.cmp(&other.actions), actions),
        ];
        let differing = totals.into_iter().filter(|(_, order, _)| order.is_ne());
        differing.map(|(what, order, (before, after))| MeasureChange {
            what,
            goes: if order.is_gt() { Goes::Down } else { Goes::Up },
            before,
            after,
            lines: Vec::new(),
        })
    }

    fn clocks(&mut self, before: &SideAnswer, after: &SideAnswer) -> Vec<MeasureChange> {
        let mut changes = Vec::new();
        for clock in ClockName::ALL {
            let (one, other) = (
                before.resolved.clock(clock).value,
                after.resolved.clock(clock).value,
            );
            if let Some(goes) = self.goes(one, other) {
                changes.push(MeasureChange {
                    what: What::Clock(clock),
                    goes,
                    before: Amount::Length(one),
                    after: Amount::Length(other),
                    lines: clock_lines(self.after.rules(), after, clock),
                });
            }
        }
        changes
    }

    fn goes(&mut self, one: Span, other: Span) -> Option<Goes> {
        let longer = self.lengths.outlasts(other, one).is_some();
        let shorter = self.lengths.outlasts(one, other).is_some();
        match (longer, shorter) {
            (false, false) => None,
            (true, false) => Some(Goes::Down),
            (false, true) => Some(Goes::Up),
            (true, true) => Some(Goes::Either),
        }
    }

    fn amount(&self, rules: &Rules, measure: Measure, value: i64) -> Amount {
        match measure {
            Measure::Ceiling | Measure::Spend(_) => Amount::Money(money(rules, value)),
            Measure::Actions(_) => Amount::Count(value),
            Measure::Authority(_) => {
                let mut roles = rules.roles.iter().filter(|_| value > 0);
                Amount::Role(roles.find(|role| self.ranks.level(role) == value).cloned())
            }
        }
    }

    /// Finds the lines that decide a measure: those of what says that things are done, and those of actions that have
    /// changed themselves; only the latter, when the same things are done.
    fn lines(&self, measure: Measure, before: &SideAnswer, after: &SideAnswer) -> Vec<u32> {
        let (part, changed): (Part, fn(&Action, &Action) -> bool) = match measure {
            Measure::Ceiling => {
                let entries = entries_of(&after.resolved, Subject::Ceiling);
                return lines_of(self.after.rules(), &entries, Subject::Ceiling);
            }
            Measure::Actions(part) => (part, |_, _| false),
            Measure::Spend(part) => (part, |one, other| one.cost != other.cost),
            Measure::Authority(part) => (part, |one, other| one.by != other.by),
        };
        let mut lines = self.action_lines(&after.resolved, part, changed);
        let rules = (self.before.rules(), self.after.rules());
        let done = before.things_of(rules.0, part);
        if lines.is_empty() || beyond_either(&done, &after.things_of(rules.1, part)) {
            lines.extend(part_lines(rules.1, &after.resolved, part, &done));
        }
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    /// Finds the lines of those actions of a part that both playbooks have, and have otherwise.
    fn action_lines(
        &self,
        after: &Resolved,
        part: Part,
        changed: fn(&Action, &Action) -> bool,
    ) -> Vec<u32> {
        let (from, to) = (self.before.rules(), self.after.rules());
        let actions = after.part(part).iter().flat_map(|item| match &item.item {
            Item::Action(action) => std::slice::from_ref(action),
            Item::Pick { from, .. } => from,
        });
        let changed = actions.filter_map(|at| {
            let action = &to.actions[*at];
            let old = from.actions.iter().find(|old| old.id == action.id)?;
            changed(old, action).then_some(action.place.line)
        });
        changed.collect()
    }
}

fn lacks(which: WhichSide, lacks: Option<Vec<Lack>>) -> impl Iterator<Item = (WhichSide, Lack)> {
    let lacks = lacks.into_iter().flatten();
    lacks.map(move |lack| (which, lack))
}

const fn money(rules: &Rules, minor: i64) -> Money {
    let currency = rules.currency;
    Money { minor, currency }
}

/// Gives what is in one list beyond the other, as often as it is.
fn beyond(these: &[String], others: &[String]) -> Vec<String> {
    let mut others: Vec<&String> = others.iter().collect();
    let only = these.iter().filter(|one| {
        let at = others.iter().position(|other| other == one);
        at.map(|at| others.swap_remove(at)).is_none()
    });
    only.cloned().collect()
}

fn beyond_either(these: &[String], others: &[String]) -> bool {
    !beyond(these, others).is_empty() || !beyond(others, these).is_empty()
}

/// The lines that give what is not `done` by the other playbook, or else everything of the part.
fn part_lines(rules: &Rules, resolved: &Resolved, part: Part, done: &[String]) -> Vec<u32> {
    let items = resolved.part(part);
    let is_new = |item: &&ResolvedItem| !done.contains(&thing(rules, &item.item));
    let entries = |items: &mut dyn Iterator<Item = &ResolvedItem>| -> Vec<usize> {
        items.flat_map(|item| item.entries.clone()).collect()
    };
    let mut deciding = entries(&mut items.iter().filter(is_new));
    if deciding.is_empty() {
        deciding = entries(&mut items.iter());
    }
    lines_of(rules, &deciding, Subject::Part(part))
}

fn clock_lines(rules: &Rules, answer: &SideAnswer, clock: ClockName) -> Vec<u32> {
    let subject = Subject::Clock(clock);
    match &answer.resolved.clock(clock).from {
        ValueSource::Entries(entries) => lines_of(rules, entries, subject),
        ValueSource::File(_) => vec![place_of(rules, &answer.resolved, subject).line],
        ValueSource::BuiltIn => Vec::new(),
    }
}
