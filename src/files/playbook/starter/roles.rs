//! The roles: each of the starter's becomes one of the owner's.

use super::{Adaptation, Edits, UnfitStarter, place, quoted};

/// Puts the owner's roles in, and behind every step and rung the one that took the place of the starter's.
pub(super) fn rename(work: &Adaptation<'_>, edits: &mut Edits<'_>) -> Result<(), UnfitStarter> {
    let Some(own) = &work.own.roles else {
        return Ok(());
    };
    let list = place(work.file, "roles").ok_or(UnfitStarter("roles"))?;
    let quotes: Vec<String> = own.iter().map(|role| quoted(role)).collect();
    edits.replace(list, format!("[{}]", quotes.join(", ")));
    let old = &work.rules().roles;
    let becomes = becomes(old, own);
    let new = |role: &str| {
        let at = old.iter().position(|known| known == role)?;
        own.get(*becomes.get(at)?)
    };
    let actions = work.tables("action").into_iter().flatten();
    let acting = actions.map(|(_, action)| (action, "by"));
    let rungs = work.listed("escalate").into_iter();
    let taking_over = rungs.map(|rung| (rung as &dyn toml_edit::TableLike, "to"));
    for (table, key) in acting.chain(taking_over) {
        let role = table.get(key).and_then(toml_edit::Item::as_str);
        if let (Some(range), Some(role)) = (place(table, key), role.and_then(new)) {
            edits.replace(range, quoted(role));
        }
    }
    Ok(())
}

/// Says for each role of the starter which of the owner's takes its place; never one with less authority than a
/// role below it has.
///
/// A role that the owner names too stays itself. The lowest becomes the lowest and the highest the highest, and
/// those between lie in proportion; of two that are equally near, the one with more authority does the work,
/// because it may decide what the other may not.
pub(super) fn becomes(old: &[String], own: &[String]) -> Vec<usize> {
    let mut fixed = same(old, own);
    let (last, highest) = (old.len().saturating_sub(1), own.len().saturating_sub(1));
    if fixed.first().is_none_or(|(at, _)| *at > 0) && last > 0 {
        fixed.insert(0, (0, 0));
    }
    if fixed.last().is_none_or(|(at, _)| *at < last) || fixed.is_empty() {
        fixed.push((last, highest));
    }
    let between = |at: usize| {
        let after = fixed.iter().position(|(fixed, _)| *fixed >= at);
        let after = after.unwrap_or(fixed.len().saturating_sub(1));
        let ((low, from), (high, to)) = (fixed[after.saturating_sub(1)], fixed[after]);
        if high <= low {
            return to;
        }
        from + ((at - low) * (to - from)).div_ceil(high - low)
    };
    (0..old.len()).map(between).collect()
}

/// Finds the roles that both name, as long as their order is the same.
fn same(old: &[String], own: &[String]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, role) in old.iter().enumerate() {
        let position = own.iter().position(|other| other == role);
        let behind = |position: &usize| found.last().is_none_or(|(_, last)| position > last);
        found.extend(position.filter(behind).map(|position| (at, position)));
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_ends_stay_the_ends_and_the_rest_lies_between() {
        let three = "staff manager owner";
        let five = "housekeeping maintenance reception duty-manager owner";
        for (old, own, becomes_own) in [
            (three, "boss", "boss boss boss"),
            (three, "helper boss", "helper boss boss"),
            (three, "helper chef boss", "helper chef boss"),
            (three, "a b c d", "a c d"),
            (three, "helper staff owner", "staff owner owner"),
            (
                five,
                "reception owner",
                "reception reception reception owner owner",
            ),
            (five, "a b c", "a b b c c"),
            (
                five,
                "reception housekeeping",
                "housekeeping housekeeping housekeeping housekeeping housekeeping",
            ),
            ("owner", "a b", "b"),
        ] {
            let own = words(own);
            let found = becomes(&words(old), &own);
            let found: Vec<String> = found.iter().map(|at| own[*at].clone()).collect();
            assert_eq!(found, words(becomes_own), "{old} / {own:?}");
        }
    }

    proptest! {
        #[test]
        fn authority_never_falls(
            old in prop::sample::subsequence(words("a b c d e f"), 1..=6),
            own in prop::sample::subsequence(words("a b c d x y z"), 1..=7).prop_shuffle(),
        ) {
            let found = becomes(&old, &own);
            prop_assert_eq!(found.len(), old.len());
            prop_assert!(found.is_sorted() && found.iter().all(|at| *at < own.len()), "{found:?}");
        }
    }
}
