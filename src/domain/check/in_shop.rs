//! What a playbook asks of the shop it is used in: opening times, and people behind its roles.

use std::collections::BTreeSet;

use crate::domain::finding::{Finding, Kind};
use crate::domain::playbook::{Answer, Place, Rules};
use crate::domain::span::Span;

use super::closed::People;

/// Finds every length that counts open time, for a shop that has not said when it is open.
///
/// Each is an error: no case that needs it can be given a deadline.
#[must_use]
pub fn open_lengths(rules: &Rules) -> Vec<Finding> {
    let mut findings: Vec<Finding> = lengths(rules)
        .into_iter()
        .filter(|(span, _)| span.counts_open_time())
        .map(|(span, place)| Finding {
            kind: Kind::Unknown,
            place,
            message: format!(
                "`{span}` counts the time you are open, and shop.toml has no `[hours]`"
            ),
            hint:
                "write your opening times below `[hours]` in shop.toml, or a length without `open`"
                    .to_owned(),
            cells: Vec::new(),
            entries: Vec::new(),
        })
        .collect();
    findings.sort_by_key(|finding| finding.place);
    findings
}

fn lengths(rules: &Rules) -> Vec<(Span, Place)> {
    let entries = rules.entries.iter().flat_map(|entry| &entry.clocks);
    let clocks = rules.clocks.iter().chain(entries).flatten();
    let own = rules.actions.iter().filter_map(|one| one.within.as_ref());
    let set = clocks.chain(own).map(|set| (set.value, set.place));
    let answered = rules
        .channels
        .iter()
        .filter_map(|channel| match channel.answer {
            Answer::Live => None,
            Answer::Within(span, place) => Some((span, place)),
        });
    set.chain(answered).collect()
}

/// Gives the roles that have something to do and nobody behind them, least authority first.
#[must_use]
pub fn unnamed_roles<'r>(rules: &'r Rules, people: &People<'_>) -> Vec<&'r str> {
    let acting = rules.actions.iter().map(|action| action.by.as_str());
    let taking_over = rules.rungs.iter().filter_map(|rung| rung.to.as_deref());
    let used: BTreeSet<&str> = acting.chain(taking_over).collect();
    let roles = rules.roles.iter().map(String::as_str);
    roles
        .filter(|role| used.contains(role) && !people.contains_key(role))
        .collect()
}
