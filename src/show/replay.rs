//! A replay as it is shown: the cases that differ, why they do, and months and tiers added up.

use std::collections::HashMap;
use std::rc::Rc;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::domain::money::{Currency, Money};
use crate::domain::playbook::cell::Severity;
use crate::domain::playbook::effort::Measure;
use crate::domain::playbook::replay::{
    Amount, CaseKind, Comparison, Goes, MeasureChange, PastCase, ReplayOutcome, ReplayTally,
    Replayed, Totals, Verdict, What,
};
use crate::domain::playbook::{ClockName, Rules};
use crate::show::schemas::marks::{CaseNumber, LineNumber, PlaybookId};
use crate::show::{Moment, Viewpoint};

mod lacks;

pub use lacks::{HoleItem, LackWord, PlaybookName, PlaybookNames};

use lacks::{because, holes};

pub(in crate::show) mod page;

/// Something by both playbooks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct Both<T> {
    /// By the one compared with.
    pub before: T,
    /// By the changed one.
    pub after: T,
}

/// What only one of the playbooks does: ids of actions, those of a pick joined by the word or.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "replayed-actions")]
pub struct ActionsItem {
    /// Only the changed one.
    #[schemars(inner(regex(pattern = r"^[a-z0-9-]+( or [a-z0-9-]+)*$")))]
    pub added: Vec<String>,
    /// Only the one compared with.
    #[schemars(inner(regex(pattern = r"^[a-z0-9-]+( or [a-z0-9-]+)*$")))]
    pub removed: Vec<String>,
}

/// Money; a number of actions; the highest role that surely acts, `null` for anybody; the length of a clock.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "replayed-amount")]
pub enum AmountItem {
    /// Money.
    Money(Money),
    /// A number of actions.
    Count(i64),
    /// A role; none when it may be anybody.
    Role(Option<String>),
    /// A length of time, as a playbook writes it.
    Length(String),
}

impl AmountItem {
    fn of(amount: &Amount) -> Self {
        match amount {
            Amount::Money(money) => Self::Money(*money),
            Amount::Count(count) => Self::Count(*count),
            Amount::Role(role) => Self::Role(role.clone()),
            Amount::Length(span) => Self::Length(span.to_string()),
        }
    }
}

/// A measure that differs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[schemars(rename = "replayed-change")]
pub struct ChangeItem {
    /// Which measure: of a part, of the whole plan, or a clock, such as `fix.spend`, `plan.actions` or
    /// `clock.recover`.
    #[schemars(regex(
        pattern = r"^(ceiling|(acknowledge|fix|dazzle|late|follow_up)\.(spend|actions|authority)|plan\.(spend|actions)|clock\.(first_response|recover|follow_up|stayed))$"
    ))]
    pub measure: String,
    /// By the playbook compared with.
    pub before: AmountItem,
    /// By the changed one.
    pub after: AmountItem,
    /// The lines of the changed playbook that decide it.
    #[schemars(with = "Vec<LineNumber>")]
    pub lines: Vec<u32>,
    /// Which measure it is.
    #[serde(skip)]
    pub what: What,
}

impl ChangeItem {
    fn of(change: &MeasureChange) -> Self {
        Self {
            measure: change.what.key(),
            before: AmountItem::of(&change.before),
            after: AmountItem::of(&change.after),
            lines: change.lines.clone(),
            what: change.what,
        }
    }

    /// Gives by how much two sums or numbers differ.
    fn difference(&self) -> Option<AmountItem> {
        match (&self.before, &self.after) {
            (AmountItem::Money(before), AmountItem::Money(after)) => {
                Some(AmountItem::Money(Money {
                    minor: (after.minor - before.minor).abs(),
                    ..*before
                }))
            }
            (AmountItem::Count(before), AmountItem::Count(after)) => {
                Some(AmountItem::Count((after - before).abs()))
            }
            (
                AmountItem::Money(_)
                | AmountItem::Count(_)
                | AmountItem::Role(_)
                | AmountItem::Length(_),
                _,
            ) => None,
        }
    }
}

/// What is told to a person of what differs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ToldChange<'c> {
    /// A measure, before and after.
    Change(&'c ChangeItem),
    /// By how much the whole plan differs: cells differ in what they have besides, and that is no other cause.
    PlanBy(AmountItem),
}

/// Leaves out what the whole plan has less or more of when a part says so already.
#[must_use]
pub fn told(changes: &[ChangeItem]) -> Vec<ToldChange<'_>> {
    let spend = |what| matches!(what, What::Measure(Measure::Spend(_)));
    let actions = |what| matches!(what, What::Measure(Measure::Actions(_)));
    let any = |of: fn(What) -> bool| changes.iter().any(|change| of(change.what));
    let (spent, done) = (any(spend), any(actions));
    let told = changes.iter().filter_map(|change| match change.what {
        What::PlanSpend if spent => None,
        What::PlanActions if done => None,
        What::PlanSpend | What::PlanActions => Some(ToldChange::PlanBy(change.difference()?)),
        What::Measure(_) | What::Clock(_) => Some(ToldChange::Change(change)),
    });
    told.collect()
}

/// Which way a clock differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "clock-goes")]
pub enum ClockGoes {
    /// It ends sooner.
    Shorter,
    /// It ends later.
    Longer,
    /// It ends later at some hours of the week, and sooner at others.
    Either,
}

/// A clock that differs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "replayed-clock")]
pub struct ClockChangeItem {
    /// Which.
    pub clock: ClockName,
    /// Its length by the playbook compared with.
    pub before: String,
    /// Its length by the changed one.
    pub after: String,
    /// Which way it differs; either is longer at some hours of the week, shorter at others.
    pub change: ClockGoes,
}

impl ClockChangeItem {
    fn of(change: &MeasureChange) -> Option<Self> {
        let (What::Clock(clock), Amount::Length(before), Amount::Length(after)) =
            (change.what, &change.before, &change.after)
        else {
            return None;
        };
        Some(Self {
            clock,
            before: before.to_string(),
            after: after.to_string(),
            change: match change.goes {
                Goes::Down => ClockGoes::Longer,
                Goes::Up => ClockGoes::Shorter,
                Goes::Either => ClockGoes::Either,
            },
        })
    }
}

/// What a customer would have got by the changed playbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "verdict")]
pub enum Fared {
    /// As much, if of something else.
    Same,
    /// More, and nothing less.
    More,
    /// Less of something.
    Less,
    /// There is no answer.
    Unanswered,
}

/// What became of all cases of one kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KindItem {
    /// The complaint type.
    #[serde(rename = "type")]
    #[schemars(with = "PlaybookId")]
    pub complaint: String,
    /// Further complaint types, which add to what the first one gives.
    #[schemars(with = "Vec<PlaybookId>")]
    pub also_types: Vec<String>,
    /// The tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// How much it hurt.
    pub severity: Severity,
    /// The customer would have got as much (of something else), more and nothing less, less of something; or there
    /// is no answer.
    pub verdict: Fared,
    /// What the plan costs; none where there is no answer.
    pub cost: Both<Option<Money>>,
    /// What is done by one of them only.
    pub actions: ActionsItem,
    /// The most the plan may cost; none where there is no answer.
    pub ceiling: Both<Option<Money>>,
    /// The clocks that differ.
    pub clocks: Vec<ClockChangeItem>,
    /// What the customer would have got less of, longer clocks included.
    pub falls: Vec<ChangeItem>,
    /// What they would have got more of, shorter clocks included.
    pub rises: Vec<ChangeItem>,
    /// Why there is no answer.
    pub reasons: Vec<String>,
}

impl KindItem {
    fn of(kind: &CaseKind, outcome: &ReplayOutcome, about: ReplayTerms<'_>) -> Self {
        let blank = Self {
            complaint: kind.complaint.clone(),
            also_types: kind.also.clone(),
            tier: kind.tier.clone(),
            severity: kind.severity,
            verdict: Fared::Unanswered,
            cost: Both::default(),
            actions: ActionsItem::default(),
            ceiling: Both::default(),
            clocks: Vec::new(),
            falls: Vec::new(),
            rises: Vec::new(),
            reasons: Vec::new(),
        };
        match outcome {
            ReplayOutcome::Compared(compared) => blank.compared(compared, about.currency),
            ReplayOutcome::Unanswered { plans, lacks } => {
                let reasons = lacks.iter();
                let reasons = reasons.map(|(which, lack)| because(about.names.of(*which), lack));
                Self {
                    reasons: reasons.collect(),
                    ..blank.planned(*plans, about.currency)
                }
            }
        }
    }

    fn compared(self, compared: &Comparison, currency: Currency) -> Self {
        let mut changes: Vec<&MeasureChange> = compared.changes.iter().collect();
        changes.sort_by_key(|change| change.what);
        let changed = |goes: &dyn Fn(Goes) -> bool| -> Vec<ChangeItem> {
            let mine = changes.iter().filter(|change| goes(change.goes));
            mine.map(|change| ChangeItem::of(change)).collect()
        };
        let plans = [Some(compared.before), Some(compared.after)];
        Self {
            verdict: match compared.verdict() {
                Verdict::Less => Fared::Less,
                Verdict::More => Fared::More,
                Verdict::Same => Fared::Same,
            },
            actions: ActionsItem {
                added: compared.added.clone(),
                removed: compared.removed.clone(),
            },
            clocks: changes
                .iter()
                .filter_map(|one| ClockChangeItem::of(one))
                .collect(),
            falls: changed(&|goes| goes != Goes::Up),
            rises: changed(&|goes| goes == Goes::Up),
            ..self.planned(plans, currency)
        }
    }

    fn planned(self, [before, after]: [Option<Totals>; 2], currency: Currency) -> Self {
        let both = |of: fn(Totals) -> i64| {
            let money = |plan: Option<Totals>| {
                let minor = of(plan?);
                Some(Money { minor, currency })
            };
            Both {
                before: money(before),
                after: money(after),
            }
        };
        Self {
            cost: both(|plan| plan.cost),
            ceiling: both(|plan| plan.ceiling),
            ..self
        }
    }
}

/// A case that differs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "replayed-case")]
pub struct ReplayedCase {
    /// Its number.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// When the customer told us.
    pub told_at: Moment,
    /// What became of it, as of all cases of its kind.
    #[serde(flatten, serialize_with = "shared")]
    #[schemars(with = "KindItem")]
    pub kind: Rc<KindItem>,
}

fn shared<S: Serializer>(kind: &Rc<KindItem>, serializer: S) -> Result<S::Ok, S::Error> {
    kind.as_ref().serialize(serializer)
}

/// For how many cases a clock runs otherwise.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[schemars(rename = "replayed-clock-tally")]
pub struct ClockTallyItem {
    /// Which.
    pub clock: ClockName,
    /// For how many it ends sooner.
    pub shorter: u64,
    /// For how many it ends later, if only at some hours of the week.
    pub longer: u64,
}

/// Cases added up.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TallyItem {
    /// How many would have got as much.
    pub same: u64,
    /// How many of those would have got something else.
    pub swapped: u64,
    /// How many would have got more, and nothing less.
    pub more: u64,
    /// How many would have got less of something.
    pub less: u64,
    /// How many have no answer; they are in none of the sums.
    pub unanswered: u64,
    /// What all plans cost.
    pub cost: Both<Money>,
    /// How many things there are to do in all plans.
    #[schemars(with = "Both<u64>")]
    pub actions: Both<i64>,
    /// For how many cases each clock runs otherwise.
    #[schemars(length(min = 4, max = 4))]
    pub clocks: Vec<ClockTallyItem>,
}

impl TallyItem {
    fn of(tally: &ReplayTally, currency: Currency) -> Self {
        let money = |minor| Money { minor, currency };
        let clocks = ClockName::ALL.into_iter().map(|clock| ClockTallyItem {
            clock,
            shorter: tally.clock(clock).shorter,
            longer: tally.clock(clock).longer,
        });
        Self {
            same: tally.same,
            swapped: tally.swapped,
            more: tally.more,
            less: tally.less,
            unanswered: tally.unanswered,
            cost: Both {
                before: money(tally.before.cost),
                after: money(tally.after.cost),
            },
            actions: Both {
                before: tally.before.actions,
                after: tally.after.actions,
            },
            clocks: clocks.collect(),
        }
    }
}

/// The cases told in one month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "replayed-month")]
pub struct MonthItem {
    /// The month, in the zone of the times, such as 2026-11.
    #[schemars(regex(pattern = r"^[0-9]{4,}-[0-9]{2}$"))]
    pub month: String,
    /// How many cases.
    #[schemars(range(min = 1))]
    pub cases: u64,
    /// What they add up to.
    #[serde(flatten)]
    pub tally: TallyItem,
}

/// The cases of one tier.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "replayed-tier")]
pub struct TierItem {
    /// The tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// How many cases.
    #[schemars(range(min = 1))]
    pub cases: u64,
    /// What they add up to.
    #[serde(flatten)]
    pub tally: TallyItem,
}

/// Cases that differ for the same cause.
#[derive(Clone, Debug, Default)]
pub struct CauseGroup {
    /// Every kind of them, with how many there are.
    pub kinds: Vec<(Rc<KindItem>, u64)>,
    /// How many cases.
    pub cases: u64,
    /// The first of their numbers.
    pub numbers: Vec<u64>,
}

/// Of the cases of a group, so many are named.
const NAMED: usize = 5;

/// Past cases run through a changed playbook, and through the one it is compared with.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "replay")]
pub struct Replay {
    /// The changed playbook: its file, or the name of one that comes with the program.
    pub against: String,
    /// The playbook it is compared with.
    pub compared_with: String,
    /// When the first of the cases was told.
    pub first_told_at: Option<Moment>,
    /// When the last of the cases was told.
    pub last_told_at: Option<Moment>,
    /// How many cases there were; same, more, less and unanswered add up to it.
    pub read: u64,
    /// What they add up to.
    #[serde(flatten)]
    pub tally: TallyItem,
    /// The cases that differ, by number.
    pub cases: Vec<ReplayedCase>,
    /// The same by the month in which the customer told us.
    pub months: Vec<MonthItem>,
    /// The same by tier, lowest first.
    pub tiers: Vec<TierItem>,
    /// Why cases have no answer.
    pub holes: Vec<HoleItem>,
    /// What both are called in a sentence.
    #[serde(skip)]
    pub names: Both<String>,
    /// Those who would have got less, by cause.
    #[serde(skip)]
    pub less: Vec<CauseGroup>,
    /// Those without an answer, by cause.
    #[serde(skip)]
    pub unanswered: Vec<CauseGroup>,
}

/// The two playbooks of a replay.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'p> {
    /// What they are called.
    pub names: &'p PlaybookNames,
    /// The rules of the one compared with.
    pub before: &'p Rules,
    /// The rules of the changed one.
    pub after: &'p Rules,
}

/// What is said of both playbooks.
#[derive(Clone, Copy)]
struct ReplayTerms<'a> {
    names: &'a PlaybookNames,
    currency: Currency,
}

impl Replay {
    /// Shows a replay of two playbooks.
    #[must_use]
    pub fn of(replayed: &Replayed, compared: Compared<'_>, viewpoint: &Viewpoint) -> Self {
        let Compared {
            names,
            before,
            after,
        } = compared;
        let currency = before.currency;
        let about = ReplayTerms { names, currency };
        let kinds = replayed.past.kinds.iter().zip(&replayed.outcomes);
        let kinds = kinds.map(|(kind, outcome)| Rc::new(KindItem::of(kind, outcome, about)));
        let kinds: Vec<Rc<KindItem>> = kinds.collect();
        let cases = &replayed.past.cases;
        let told = || cases.iter().map(|case| case.told_at);
        let whole = replayed.whole();
        Self {
            against: names.after.label.clone(),
            compared_with: names.before.label.clone(),
            first_told_at: told().min().map(|at| viewpoint.moment(at)),
            last_told_at: told().max().map(|at| viewpoint.moment(at)),
            read: whole.cases,
            tally: TallyItem::of(&whole, currency),
            cases: differing(replayed, &kinds, viewpoint),
            months: months(replayed, currency, viewpoint),
            tiers: tiers(replayed, [before, after], currency),
            holes: holes(replayed, names),
            names: Both {
                before: names.before.short.clone(),
                after: names.after.short.clone(),
            },
            less: groups(replayed, &kinds, Fared::Less),
            unanswered: groups(replayed, &kinds, Fared::Unanswered),
        }
    }
}

fn differing(
    replayed: &Replayed,
    kinds: &[Rc<KindItem>],
    viewpoint: &Viewpoint,
) -> Vec<ReplayedCase> {
    let cases = replayed.past.cases.iter();
    let differing = cases.filter(|case| replayed.outcome(case).differs());
    let shown = |case: &PastCase| ReplayedCase {
        case: case.number,
        told_at: viewpoint.moment(case.told_at),
        kind: Rc::clone(&kinds[case.kind]),
    };
    differing.map(shown).collect()
}

fn months(replayed: &Replayed, currency: Currency, viewpoint: &Viewpoint) -> Vec<MonthItem> {
    let months = replayed.by_month(&viewpoint.zone).into_iter();
    let month = |((year, month), tally): ((i32, u32), ReplayTally)| MonthItem {
        month: format!("{year:04}-{month:02}"),
        cases: tally.cases,
        tally: TallyItem::of(&tally, currency),
    };
    months.map(month).collect()
}

/// The tiers in the order of the playbooks, the one compared with first; then those that neither knows.
fn tiers(replayed: &Replayed, rules: [&Rules; 2], currency: Currency) -> Vec<TierItem> {
    let known = rules.into_iter().flat_map(|rules| &rules.tiers);
    let known: Vec<&str> = known.map(|tier| tier.id.as_str()).collect();
    let place = |tier: &str| known.iter().position(|known| *known == tier);
    let mut tiers: Vec<(&str, ReplayTally)> = replayed.by_tier().into_iter().collect();
    tiers.sort_by_key(|(tier, _)| place(tier).unwrap_or(usize::MAX));
    let tier = |(tier, tally): (&str, ReplayTally)| TierItem {
        tier: tier.to_owned(),
        cases: tally.cases,
        tally: TallyItem::of(&tally, currency),
    };
    tiers.into_iter().map(tier).collect()
}

/// Gathers the cases of one verdict by what differs; the largest group first.
fn groups(replayed: &Replayed, kinds: &[Rc<KindItem>], verdict: Fared) -> Vec<CauseGroup> {
    let mut known: HashMap<GroupKey<'_>, usize> = HashMap::new();
    let mut groups: Vec<CauseGroup> = Vec::new();
    let mut of_kind: Vec<Option<(usize, usize)>> = vec![None; kinds.len()];
    for case in &replayed.past.cases {
        let kind = &kinds[case.kind];
        if kind.verdict != verdict {
            continue;
        }
        let (group, at) = *of_kind[case.kind].get_or_insert_with(|| {
            let group = *known.entry(cause(kind)).or_insert(groups.len());
            if group == groups.len() {
                groups.push(CauseGroup::default());
            }
            groups[group].kinds.push((Rc::clone(kind), 0));
            (group, groups[group].kinds.len() - 1)
        });
        groups[group].take_in(at, case.number);
    }
    for group in &mut groups {
        group
            .kinds
            .sort_by_key(|(_, cases)| std::cmp::Reverse(*cases));
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.cases));
    groups
}

/// Everything that differs, and why there is no answer.
type GroupKey<'k> = (Vec<ToldChange<'k>>, Vec<ToldChange<'k>>, &'k [String]);

fn cause(kind: &KindItem) -> GroupKey<'_> {
    (told(&kind.falls), told(&kind.rises), &kind.reasons)
}

impl CauseGroup {
    fn take_in(&mut self, kind: usize, number: u64) {
        self.cases += 1;
        self.kinds[kind].1 += 1;
        if self.numbers.len() < NAMED {
            self.numbers.push(number);
        }
    }
}
