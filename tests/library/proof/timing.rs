//! Whether plans can be done in time, against trying every filling in every order.

use amends::domain::playbook::check::{ProofBasis, prove};
use amends::domain::playbook::finding::{Finding, FindingKind, FindingLevel};
use amends::files::playbook::rules;
use chrono::NaiveDate;
use proptest::prelude::*;

/// One action: what it takes and within what, in minutes; whose it is; what it waits for.
#[derive(Clone, Debug)]
struct Action {
    takes: u64,
    within: Option<u64>,
    owner: bool,
    after: Option<usize>,
}

/// Two apologies, two repairs, one of two surprises; the clocks in minutes.
#[derive(Clone, Debug)]
struct Plan {
    actions: Vec<Action>,
    first_response: u64,
    recover: u64,
}

/// Actions by part; the last two are a pick of one.
const ACKNOWLEDGE: [usize; 2] = [0, 1];
const FIX: [usize; 2] = [2, 3];
const PICK: [usize; 2] = [4, 5];

impl Plan {
    fn text(&self) -> String {
        let mut text = format!(
            "format = 1\nname = \"Timed\"\ncurrency = \"EUR\"\nroles = [\"staff\", \"owner\"]\n\
             [clock]\nfirst_response = \"{}m\"\nrecover = \"{}m\"\n\
             [[tier]]\nid = \"all\"\n[[complaint]]\nid = \"late\"\n",
            self.first_response, self.recover
        );
        for (at, action) in self.actions.iter().enumerate() {
            let by = if action.owner { "owner" } else { "staff" };
            text += &format!(
                "[action.do-{at}]\ndo = \"It {at}\"\nby = \"{by}\"\ntakes = \"{}m\"\n",
                action.takes
            );
            if let Some(within) = action.within {
                text += &format!("within = \"{within}m\"\n");
            }
            if let Some(after) = action.after {
                text += &format!("after = \"do-{after}\"\n");
            }
        }
        text + "[action.late]\ndo = \"Late\"\nby = \"owner\"\n[action.ask]\ndo = \"Ask\"\nby = \"owner\"\n\
             [[recovery]]\nacknowledge = [\"do-0\", \"do-1\"]\nfix = [\"do-2\", \"do-3\"]\n\
             dazzle = { one_of = [\"do-4\", \"do-5\"] }\nlate = [\"late\"]\nfollow_up = [\"ask\"]\nceiling = 1\n"
    }

    fn clock(&self, action: usize) -> u64 {
        if ACKNOWLEDGE.contains(&action) {
            self.first_response
        } else {
            self.recover
        }
    }

    /// A time of its own that is longer than the clock of its part, of an option too.
    fn beyond(&self) -> bool {
        let actions = self.actions.iter().enumerate();
        let mut own = actions.filter_map(|(at, action)| Some((at, action.within?)));
        own.any(|(at, within)| within > self.clock(at))
    }

    /// The plans that can come out: one for each surprise.
    fn plans() -> [Vec<usize>; 2] {
        PICK.map(|picked| ACKNOWLEDGE.into_iter().chain(FIX).chain([picked]).collect())
    }

    fn can_be_done(&self) -> bool {
        Self::plans()
            .iter()
            .any(|plan| self.in_some_order(plan, &mut Vec::new()))
    }

    /// A plan that may come out and in which something waits for itself.
    fn may_wait_for_ever(&self) -> bool {
        Self::plans().iter().any(|plan| {
            let before = |at: usize| self.actions[at].after.filter(|after| plan.contains(after));
            let comes_back = |start: &usize| {
                let chain = std::iter::successors(before(*start), |at| before(*at));
                chain.take(plan.len()).any(|at| at == *start)
            };
            plan.iter().any(comes_back)
        })
    }

    /// Gives out what is left in every order, each as early as it then can be.
    fn in_some_order(&self, plan: &[usize], ends: &mut Vec<(usize, u64)>) -> bool {
        if ends.len() == plan.len() {
            return true;
        }
        let left: Vec<usize> = plan
            .iter()
            .copied()
            .filter(|at| !ends.iter().any(|(done, _)| done == at))
            .collect();
        for at in left {
            let action = &self.actions[at];
            let ready = match action.after.filter(|after| plan.contains(after)) {
                None => 0,
                Some(after) => match ends.iter().find(|(done, _)| *done == after) {
                    Some((_, end)) => *end,
                    None => continue,
                },
            };
            let mine = ends
                .iter()
                .filter(|(done, _)| self.actions[*done].owner == action.owner);
            let free = mine.map(|(_, end)| *end).max().unwrap_or(0);
            let end = ready.max(free) + action.takes;
            if end > action.within.unwrap_or(u64::MAX).min(self.clock(at)) {
                continue;
            }
            ends.push((at, end));
            if self.in_some_order(plan, ends) {
                return true;
            }
            ends.pop();
        }
        false
    }
}

fn plan() -> impl Strategy<Value = Plan> {
    let action = (
        1..40_u64,
        prop::option::weighted(0.2, 20..120_u64),
        any::<bool>(),
        prop::option::weighted(0.3, 0..6_usize),
    );
    let actions = prop::collection::vec(action, 6);
    (actions, 20..80_u64, 50..130_u64).prop_map(|(actions, first_response, recover)| Plan {
        actions: actions
            .into_iter()
            .enumerate()
            .map(|(at, (takes, within, owner, after))| Action {
                takes,
                within,
                owner,
                after: after.filter(|after| *after != at),
            })
            .collect(),
        first_response,
        recover,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_is_too_late_when_no_filling_in_any_order_is_in_time(plan in plan()) {
        let setting = ProofBasis { today: NaiveDate::default(), shop: None };
        let rules = rules(plan.text().as_bytes()).unwrap();
        let proof = prove(rules, &setting);
        let error = |one: &&Finding| one.kind == FindingKind::TooLate && one.level == FindingLevel::Error;
        let found: Vec<_> = proof.findings.iter().filter(error).collect();
        let expected = plan.first_response > plan.recover
            || plan.beyond()
            || plan.may_wait_for_ever()
            || !plan.can_be_done();
        prop_assert_eq!(!found.is_empty(), expected, "{}\n{:#?}", plan.text(), found);
        for finding in found {
            prop_assert_eq!(finding.cells.len(), 3, "every severity is alike");
        }
    }
}
