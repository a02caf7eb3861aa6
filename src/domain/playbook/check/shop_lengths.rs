//! That a shop whose playbook counts open time has said when it is open.

use crate::domain::place::Place;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::{Answer, Rules};
use crate::domain::time::span::Span;

use super::ProofBasis;

/// Finds every length that counts open time, for a shop that has not said when it is open.
///
/// Each is an error: no case that needs it can be given a deadline.
pub(super) fn without_hours(rules: &Rules, setting: &ProofBasis<'_>) -> Vec<Finding> {
    if setting.shop.is_none_or(|shop| shop.hours.is_some()) {
        return Vec::new();
    }
    let open = lengths(rules).into_iter();
    let open = open.filter(|(span, _)| span.counts_open_time());
    open.map(|(span, place)| {
        let message =
            format!("`{span}` counts the time you are open, and shop.toml has no `[hours]`");
        let hint =
            "write your opening times below `[hours]` in shop.toml, or a length without `open`";
        Finding::new(FindingKind::Unknown, place, message, hint.to_owned())
    })
    .collect()
}

/// Says whether any length of the playbook counts open time.
#[must_use]
pub fn counts_open_time(rules: &Rules) -> bool {
    let mut lengths = lengths(rules).into_iter();
    lengths.any(|(span, _)| span.counts_open_time())
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
