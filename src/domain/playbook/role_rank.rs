//! Who stands above whom, by the roles of two playbooks at once.
//!
//! A role's place in one list says nothing beside another list: with a trainee put below everybody, each role moves up
//! by one and nobody has gained any authority. Here both lists are laid side by side.

use std::collections::{HashMap, HashSet};

/// Roles by how high they stand, from 0 for the lowest.
#[derive(Clone, Debug, Default)]
pub struct RoleRanks {
    levels: HashMap<String, i64>,
}

impl RoleRanks {
    /// Lays two lists of roles side by side, each least authority first.
    ///
    /// A role stands above another where the lists that name both say so. Roles about which the two disagree stand
    /// level, and so do those that only one of them has, at the same place.
    #[must_use]
    pub fn of(one: &[String], other: &[String]) -> Self {
        let (named, known) = (names(one), names(other));
        let (one, other) = (runs(one, &known), runs(other, &named));
        let mut ranks = Self::default();
        let mut disputed = HashSet::new();
        let mut level = 0;
        for (one, other) in one.iter().zip(&other) {
            // Within a dispute nobody rises.
            let step = i64::from(disputed.is_empty());
            let ends = [one, other].map(|run| ranks.put(run.own, level, step));
            level = ends.into_iter().fold(level, i64::max);
            for role in [one.shared, other.shared].into_iter().flatten() {
                ranks.put(&[role], level, 0);
                if !disputed.remove(role) {
                    disputed.insert(role);
                }
            }
            level += i64::from(disputed.is_empty());
        }
        ranks
    }

    /// Puts roles one `step` above the other, and gives the level above the last.
    fn put<R: AsRef<str>>(&mut self, roles: &[R], mut level: i64, step: i64) -> i64 {
        for role in roles {
            let role = role.as_ref().to_owned();
            self.levels.entry(role).or_insert(level);
            level += step;
        }
        level
    }

    /// Gives how high a role stands; whoever is in neither list, such as `holder`, may be anybody and stands lowest.
    #[must_use]
    pub fn level(&self, role: &str) -> i64 {
        self.levels.get(role).copied().unwrap_or(0)
    }
}

/// Roles that only one list has, up to the next that both have.
struct RoleRun<'r> {
    own: &'r [String],
    shared: Option<&'r str>,
}

/// Cuts a list behind each role that the other has as well; both lists give as many runs.
fn runs<'r>(roles: &'r [String], others: &HashSet<&str>) -> Vec<RoleRun<'r>> {
    let cut = roles.split_inclusive(|role| others.contains(role.as_str()));
    let mut runs: Vec<RoleRun<'r>> = cut
        .map(|run| match run.split_last() {
            Some((last, own)) if others.contains(last.as_str()) => RoleRun {
                own,
                shared: Some(last),
            },
            Some(_) | None => RoleRun {
                own: run,
                shared: None,
            },
        })
        .collect();
    if runs.last().is_none_or(|last| last.shared.is_some()) {
        let (own, shared) = (&[][..], None);
        runs.push(RoleRun { own, shared });
    }
    runs
}

fn names(roles: &[String]) -> HashSet<&str> {
    roles.iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(roles: &str) -> Vec<String> {
        roles.split_whitespace().map(str::to_owned).collect()
    }

    /// The levels of the named roles.
    fn levels(one: &str, other: &str, asked: &str) -> Vec<i64> {
        let ranks = RoleRanks::of(&list(one), &list(other));
        list(asked).iter().map(|role| ranks.level(role)).collect()
    }

    #[test]
    fn two_lists_are_laid_side_by_side() {
        let table = [
            (
                "staff owner",
                "staff owner",
                "holder staff owner",
                vec![0, 0, 1],
            ),
            (
                "staff owner",
                "trainee staff owner",
                "trainee staff owner",
                vec![0, 1, 2],
            ),
            (
                "staff manager owner",
                "staff owner",
                "staff manager owner",
                vec![0, 1, 2],
            ),
            (
                "staff manager owner",
                "staff chef owner",
                "manager chef owner",
                vec![1, 1, 2],
            ),
            ("a b c z", "a x z", "a b c x z", vec![0, 1, 2, 1, 3]),
            (
                "staff manager owner",
                "manager staff owner",
                "staff manager owner",
                vec![0, 0, 1],
            ),
            ("p x q r", "q p r", "p x q r", vec![0, 0, 0, 1]),
            ("", "staff owner", "staff owner", vec![0, 1]),
        ];
        for (one, other, asked, expected) in table {
            assert_eq!(levels(one, other, asked), expected, "{one} | {other}");
        }
    }

    fn roles() -> impl Strategy<Value = Vec<String>> {
        prop::sample::subsequence(vec!["a", "b", "c", "d", "e"], 0..=5)
            .prop_shuffle()
            .prop_map(|roles| roles.into_iter().map(str::to_owned).collect())
    }

    proptest! {
        #[test]
        fn it_does_not_matter_which_list_comes_first(one in roles(), other in roles()) {
            let (there, back) = (RoleRanks::of(&one, &other), RoleRanks::of(&other, &one));
            prop_assert_eq!(there.levels, back.levels);
        }

        #[test]
        fn no_list_is_turned_round(one in roles(), other in roles()) {
            let ranks = RoleRanks::of(&one, &other);
            for list in [&one, &other] {
                prop_assert!(list.is_sorted_by_key(|role| ranks.level(role)));
            }
        }

        #[test]
        fn a_list_beside_itself_or_a_part_of_it_stays_as_it_is(one in roles(), keep in any::<[bool; 5]>()) {
            let part = one.iter().zip(keep).filter(|(_, keep)| *keep);
            let part: Vec<String> = part.map(|(role, _)| role.clone()).collect();
            let ranks = RoleRanks::of(&one, &part);
            for (level, role) in (0..).zip(&one) {
                prop_assert_eq!(ranks.level(role), level);
            }
        }
    }
}
