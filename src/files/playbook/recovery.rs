//! The part of a playbook that decides: `[[recovery]]`, `[[escalate]]`, `[[allow]]`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::domain::place::PlacedValue;
use crate::domain::playbook::cell::{Region, Severity};
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::{Allow, ClockName, Entry, Item, Part, Rules, Rung, Trigger};
use crate::domain::suggest::choices;
use crate::domain::time::span::Span;
use crate::files::table::{Problems, TomlTable, Worded, in_words};

/// Reads what decides, into rules that already know every name.
pub(super) fn read(top: TomlTable<'_>, rules: &mut Rules, problems: &mut Problems<'_>) {
    let names = KnownIds::of(rules);
    rules.entries = entries(top, rules, &names, problems);
    rules.rungs = rungs(top, rules, &names, problems);
    rules.allows = allows(top, &names, problems);
}

/// The names a `when` or a part may use.
struct KnownIds {
    complaints: Vec<String>,
    tiers: Vec<String>,
    severities: Vec<String>,
    actions: Vec<String>,
    everything: Region,
}

impl KnownIds {
    fn of(rules: &Rules) -> Self {
        Self {
            complaints: rules
                .complaints
                .iter()
                .map(|known| known.id.clone())
                .collect(),
            tiers: rules.tiers.iter().map(|known| known.id.clone()).collect(),
            severities: Severity::WORDS.map(str::to_owned).to_vec(),
            actions: rules.actions.iter().map(|known| known.id.clone()).collect(),
            everything: rules.space().everything(),
        }
    }
}

fn entries(
    top: TomlTable<'_>,
    rules: &Rules,
    names: &KnownIds,
    problems: &mut Problems<'_>,
) -> Vec<Entry> {
    let tables = top.tables("recovery", "the recovery entry", problems);
    if tables.is_empty() {
        let message =
            "the playbook has no `[[recovery]]`, so it says nothing about anybody".to_owned();
        problems.wrong(
            &(0..0),
            message,
            "add one without `when`: it is for everybody",
        );
    }
    tables
        .into_iter()
        .map(|table| entry(table, rules, names, problems))
        .collect()
}

/// Notes what is a deed for this customer and stands where only the next one is thought of.
fn no_deed_in_prevent(
    key: &str,
    set: &PlacedValue<Vec<Item>>,
    rules: &Rules,
    problems: &mut Problems<'_>,
) {
    let actions = set.value.iter().flat_map(Item::actions);
    let mut deeds: Vec<usize> = actions.copied().collect();
    deeds.retain(|at| rules.actions[*at].deed);
    deeds.dedup();
    for at in deeds {
        let id = &rules.actions[at].id;
        let message =
            format!("`{id}` is a `deed` for this customer, and `{key}` is for the next one");
        let hint = format!("move `{id}` to `fix`, or take `deed` off it");
        problems.note(Finding::new(FindingKind::Syntax, set.place, message, hint));
    }
}

fn entry(
    table: TomlTable<'_>,
    rules: &Rules,
    names: &KnownIds,
    problems: &mut Problems<'_>,
) -> Entry {
    let parts = Part::ALL.map(Part::key);
    let clocks = ClockName::ALL.map(ClockName::key);
    let known: Vec<&str> = ["when", "also", "ceiling", "clock"]
        .into_iter()
        .chain(parts)
        .chain(clocks)
        .collect();
    table.only(&known, problems);
    let also = table.table("also", "`also`", problems);
    if let Some(also) = also {
        also.only(&parts, problems);
    }
    let parts = Part::ALL.map(|part| items(table, part, names, problems));
    let added = Part::ALL.map(|part| also.and_then(|also| items(also, part, names, problems)));
    for (key, parts) in [("prevent", &parts), ("also.prevent", &added)] {
        if let Some(set) = &parts[Part::Prevent as usize] {
            no_deed_in_prevent(key, set, rules, problems);
        }
    }
    Entry {
        place: problems.place(&table.range()),
        region: region(table, names, problems),
        parts,
        also: added,
        ceiling: table.money("ceiling", Some(rules.currency), problems),
        clocks: entry_clocks(table, problems),
    }
}

/// Reads the clocks of an entry.
///
/// Three of them stand as keys of the entry. `follow_up` is also the name of a part, so
/// that clock stands in `clock = { follow_up = … }`, where the others may stand too.
fn entry_clocks(
    table: TomlTable<'_>,
    problems: &mut Problems<'_>,
) -> [Option<PlacedValue<Span>>; 4] {
    let inner = table.table("clock", "`clock`", problems);
    if let Some(inner) = inner {
        inner.only(&ClockName::ALL.map(ClockName::key), problems);
    }
    ClockName::ALL.map(|clock| {
        let key = clock.key();
        let apart = inner.and_then(|inner| inner.span(key, problems));
        if clock == ClockName::FollowUp {
            return apart;
        }
        let own = table.span(key, problems);
        if let (Some(own), Some(_)) = (&own, &apart) {
            let message = format!("`{key}` is set twice in this entry");
            let hint = "keep one of the two".to_owned();
            problems.note(Finding::new(FindingKind::Syntax, own.place, message, hint));
        }
        own.or(apart)
    })
}

fn region(table: TomlTable<'_>, names: &KnownIds, problems: &mut Problems<'_>) -> Region {
    let Some(when) = table.table("when", "`when`", problems) else {
        return names.everything;
    };
    when.only(&["complaint", "tier", "severity"], problems);
    let mut mask = |key, ids| WhenKey { key, ids }.mask(when, problems);
    let complaints = mask("complaint", &names.complaints);
    let tiers = mask("tier", &names.tiers);
    let severities = mask("severity", &names.severities);
    Region {
        complaints: complaints.unwrap_or(names.everything.complaints),
        tiers: tiers.map_or(names.everything.tiers, |mask| {
            u32::try_from(mask).unwrap_or(u32::MAX)
        }),
        severities: severities.map_or(names.everything.severities, |mask| {
            u8::try_from(mask).unwrap_or(u8::MAX)
        }),
    }
}

/// A key of `when`, with the ids that it may name.
struct WhenKey<'n> {
    key: &'static str,
    ids: &'n [String],
}

impl WhenKey<'_> {
    /// Reads whom it is for, a bit for each id by position; `None` when it is for all, or cannot be read.
    fn mask(&self, when: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<u128> {
        let value = when.get(self.key)?;
        if let Some(word) = Worded::of(value) {
            return self.of_word(&word, problems);
        }
        let key = self.key;
        let Some(list) = value.get_ref().as_array() else {
            let kind = in_words(value.get_ref());
            let message = format!("`{key}` is {kind}, not an id or a list of ids");
            problems.wrong(&value.span(), message, "write one id, or several in `[…]`");
            return None;
        };
        if list.is_empty() {
            let message = format!("`{key} = []` is for nobody");
            let hint = "name at least one, or leave the key out for all";
            problems.wrong(&value.span(), message, hint);
            return None;
        }
        self.of_list(list, problems)
    }

    fn of_list(&self, list: &DeArray<'_>, problems: &mut Problems<'_>) -> Option<u128> {
        let mut all = Some(0);
        for item in list.iter() {
            let one = match Worded::of(item) {
                Some(id) => self.of_id(&id, problems),
                None => {
                    let kind = in_words(item.get_ref());
                    let message = format!("`{}` lists {kind}, not an id", self.key);
                    problems.wrong(&item.span(), message, "put ids between quotes");
                    None
                }
            };
            all = all.zip(one).map(|(all, one)| all | one);
        }
        all
    }

    fn of_id(&self, id: &Worded<'_>, problems: &mut Problems<'_>) -> Option<u128> {
        let at = self.ids.iter().position(|known| known == id.text);
        if at.is_none() {
            problems.unknown(id, &format!("a {} of this playbook", self.key), self.ids);
        }
        at.filter(|at| *at < 128).map(|at| 1 << at)
    }

    /// Reads an id, or a comparison with one, such as "regular and up".
    fn of_word(&self, word: &Worded<'_>, problems: &mut Problems<'_>) -> Option<u128> {
        let Worded { text, range } = word;
        let Some((towards, id)) = comparison(text.trim()) else {
            return self.of_id(word, problems);
        };
        if self.key == "complaint" {
            let message = "complaint types have no order, so none is above another".to_owned();
            problems.wrong(range, message, "list the ids in `[…]`");
            return None;
        }
        let range = range.clone();
        let one = self.of_id(&Worded { text: id, range }, problems)?;
        let all = mask_of(self.ids.len());
        let mask = match towards {
            Towards::AndUp => all & !(one - 1),
            Towards::AndDown => all & (one | (one - 1)),
            Towards::Above => all & !(one | (one - 1)),
            Towards::Below => all & (one - 1),
        };
        if mask == 0 {
            let hint = "choose another bound, or remove the entry";
            problems.wrong(&word.range, format!("`{text}` is nobody"), hint);
            return None;
        }
        Some(mask)
    }
}

/// Which way a comparison looks along an ordered dimension.
#[derive(Clone, Copy)]
enum Towards {
    AndUp,
    AndDown,
    Above,
    Below,
}

/// Splits "regular and up", "below severe", ">= regular", "< severe" into a direction and an id.
fn comparison(text: &str) -> Option<(Towards, &str)> {
    let suffixes = [
        (" and up", Towards::AndUp),
        (" and above", Towards::AndUp),
        (" and down", Towards::AndDown),
        (" and below", Towards::AndDown),
    ];
    for (suffix, towards) in suffixes {
        if let Some(id) = text.strip_suffix(suffix) {
            return Some((towards, id.trim()));
        }
    }
    let prefixes = [
        (">=", Towards::AndUp),
        ("<=", Towards::AndDown),
        (">", Towards::Above),
        ("<", Towards::Below),
        ("above ", Towards::Above),
        ("below ", Towards::Below),
    ];
    prefixes
        .into_iter()
        .find_map(|(prefix, towards)| text.strip_prefix(prefix).map(|id| (towards, id.trim())))
}

const fn mask_of(count: usize) -> u128 {
    if count >= 128 {
        u128::MAX
    } else {
        (1 << count) - 1
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "TOML's types are not ours; what is not named here is refused alike"
)]
fn items(
    table: TomlTable<'_>,
    part: Part,
    names: &KnownIds,
    problems: &mut Problems<'_>,
) -> Option<PlacedValue<Vec<Item>>> {
    let value = table.get(part.key())?;
    let place = problems.place(&value.span());
    let items = match value.get_ref() {
        DeValue::Array(array) => array
            .iter()
            .filter_map(|item| one_item(item, names, problems))
            .collect(),
        DeValue::Table(_) => one_item(value, names, problems).into_iter().collect(),
        other => {
            let message = format!(
                "`{}` is {}, not a list of actions",
                part.key(),
                in_words(other)
            );
            let hint = format!(
                "write `{} = [\"…\"]`, or `{{ one_of = [\"…\", \"…\"] }}`",
                part.key()
            );
            problems.wrong(&value.span(), message, &hint);
            return None;
        }
    };
    Some(PlacedValue {
        value: items,
        place,
    })
}

fn one_item(
    value: &Spanned<DeValue<'_>>,
    names: &KnownIds,
    problems: &mut Problems<'_>,
) -> Option<Item> {
    if let Some(id) = Worded::of(value) {
        return action(&id, names, problems).map(Item::Action);
    }
    let Some(table) = value.get_ref().as_table() else {
        let message = format!("this is {}, not an action", in_words(value.get_ref()));
        let hint = "write the id of an action between quotes";
        problems.wrong(&value.span(), message, hint);
        return None;
    };
    pick(table, &value.span(), names, problems)
}

fn action(id: &Worded<'_>, names: &KnownIds, problems: &mut Problems<'_>) -> Option<usize> {
    let at = names.actions.iter().position(|known| known == id.text);
    if at.is_none() {
        problems.unknown(id, "an action of this playbook", &names.actions);
    }
    at
}

fn pick(
    values: &DeTable<'_>,
    range: &Range<usize>,
    names: &KnownIds,
    problems: &mut Problems<'_>,
) -> Option<Item> {
    let known = ["one_of", "pick", "from"];
    for key in values.keys().map(Worded::key) {
        if !known.contains(&key.text) {
            problems.unknown(&key, "a key of a pick", &known);
        }
    }
    let form =
        "write `{ one_of = [\"…\", \"…\"] }` or `{ pick = 2, from = [\"…\", \"…\", \"…\"] }`";
    let (count, list) = match (values.get("one_of"), values.get("pick"), values.get("from")) {
        (Some(list), None, None) => (Some(1), list),
        (None, Some(count), Some(list)) => (whole_number(count), list),
        _ => {
            problems.wrong(range, "this is no pick".to_owned(), form);
            return None;
        }
    };
    let from = picked_from(list, names, problems)?;
    let Some(pick) = count.filter(|count| *count > 0 && *count <= from.len()) else {
        let message = format!("`pick` must be a number from 1 to {}", from.len());
        problems.wrong(range, message, form);
        return None;
    };
    Some(Item::Pick { pick, from })
}

fn whole_number(value: &Spanned<DeValue<'_>>) -> Option<usize> {
    value.get_ref().as_integer()?.as_str().parse().ok()
}

fn picked_from(
    list: &Spanned<DeValue<'_>>,
    names: &KnownIds,
    problems: &mut Problems<'_>,
) -> Option<Vec<usize>> {
    let Some(array) = list.get_ref().as_array().filter(|array| !array.is_empty()) else {
        let message = "a pick needs a list of actions".to_owned();
        problems.wrong(&list.span(), message, "write the ids of actions in `[…]`");
        return None;
    };
    let mut from = Vec::new();
    for item in array.iter() {
        let Some(id) = Worded::of(item) else {
            let message = format!("this is {}, not an action", in_words(item.get_ref()));
            problems.wrong(
                &item.span(),
                message,
                "write the id of an action between quotes",
            );
            continue;
        };
        let Some(at) = action(&id, names, problems) else {
            continue;
        };
        if from.contains(&at) {
            let message = format!("`{}` stands twice in this pick", id.text);
            problems.wrong(&id.range, message, "remove one");
        }
        from.push(at);
    }
    Some(from)
}

const TRIGGERS: [&str; 7] = [
    "contact 3",
    "failures 3",
    "75%",
    "late",
    "broken-promise",
    "reopened",
    "second-failure",
];

/// Reads what sets off a rung, or says what is wrong with it and what to write.
fn trigger(text: &str) -> Result<Trigger, (String, String)> {
    match text {
        "late" => return Ok(Trigger::Late),
        "broken-promise" => return Ok(Trigger::BrokenPromise),
        "reopened" => return Ok(Trigger::Reopened),
        "second-failure" => return Ok(Trigger::SecondFailure),
        _ => {}
    }
    let unknown = || {
        let message = format!("`{text}` is nothing that sets off an escalation");
        (message, format!("use {}", choices(&TRIGGERS)))
    };
    if let Some(count) = text.strip_prefix("contact ") {
        return counted(text, count, "contact", Trigger::Contact);
    }
    if let Some(count) = text.strip_prefix("failures ") {
        return counted(text, count, "failures", Trigger::Failures);
    }
    let share = text.strip_suffix('%').ok_or_else(unknown)?;
    let share = share.trim().parse().map_err(|_| unknown())?;
    let share = Some(share).filter(|share| (1..=99).contains(share));
    share.map(Trigger::Share).ok_or_else(unknown)
}

/// Reads a trigger that counts: one is what every case begins with, so it counts from two.
fn counted(
    text: &str,
    count: &str,
    word: &str,
    trigger: fn(u32) -> Trigger,
) -> Result<Trigger, (String, String)> {
    let count = count.trim();
    let hint = || format!("write a number from 2 to 99, such as `{word} 3`");
    if count.is_empty() || !count.chars().all(|digit| digit.is_ascii_digit()) {
        let message = format!("`{text}` says no number behind `{word}`");
        return Err((message, hint()));
    }
    let number: Option<u32> = count.parse().ok();
    match number {
        Some(0) => Err((
            format!("`{text}` never happens: every case has one"),
            hint(),
        )),
        Some(1) => Err((
            format!("`{text}` is every case: it begins with one"),
            hint(),
        )),
        Some(number @ 2..=99) => Ok(trigger(number)),
        Some(_) | None => Err((format!("`{text}` is more than is ever counted"), hint())),
    }
}

fn rungs(
    top: TomlTable<'_>,
    rules: &Rules,
    names: &KnownIds,
    problems: &mut Problems<'_>,
) -> Vec<Rung> {
    let mut rungs = Vec::new();
    for table in top.tables("escalate", "the escalation", problems) {
        table.only(&["on", "when", "do", "to", "raise"], problems);
        let place = problems.place(&table.range());
        let on = table.required("on", problems).and_then(|on| {
            let read = trigger(on.text);
            read.map_err(|(message, hint)| problems.wrong(&on.range, message, &hint))
                .ok()
        });
        let region = region(table, names, problems);
        let actions = rung_actions(table, names, problems);
        let to = rung_role(table, rules, problems);
        let raise = table.flag("raise", problems);
        if let Some(on) = on {
            rungs.push(Rung {
                place,
                on,
                region,
                actions,
                to,
                raise,
            });
        }
    }
    rungs
}

fn rung_actions(table: TomlTable<'_>, names: &KnownIds, problems: &mut Problems<'_>) -> Vec<usize> {
    let texts = table.texts("do", problems);
    let known = texts.iter();
    known.filter_map(|id| action(id, names, problems)).collect()
}

fn rung_role(table: TomlTable<'_>, rules: &Rules, problems: &mut Problems<'_>) -> Option<String> {
    let role = table.text("to", problems)?;
    if !rules.roles.iter().any(|known| known == role.text) {
        problems.unknown(&role, "one of the `roles`", &rules.roles);
    }
    Some(role.owned())
}

fn allows(top: TomlTable<'_>, names: &KnownIds, problems: &mut Problems<'_>) -> Vec<Allow> {
    let mut allows = Vec::new();
    for table in top.tables("allow", "the allow", problems) {
        table.only(&["finding", "when", "because"], problems);
        let finding = allowed(table, problems);
        let because = table.required("because", problems);
        let region = region(table, names, problems);
        if let (Some(finding), Some(because)) = (finding, because) {
            allows.push(Allow {
                place: problems.place(&table.range()),
                finding,
                region,
                because: because.owned(),
            });
        }
    }
    allows
}

/// Reads the finding an `[[allow]]` silences; what makes a playbook unusable cannot be allowed.
fn allowed(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<FindingKind> {
    let word = table.required("finding", problems)?;
    let kind = FindingKind::parse(word.text).filter(|kind| !kind.stops_use());
    if kind.is_none() {
        let kinds = FindingKind::ALL
            .into_iter()
            .filter(|kind| !kind.stops_use());
        let words: Vec<&str> = kinds.map(FindingKind::word).collect();
        problems.unknown(&word, "a finding that can be allowed", &words);
    }
    kind
}
