//! Whether work can be done in time: several people, each doing one thing at a time.
//!
//! Every piece of work belongs to one person, may wait for one other piece, takes its time and has its own due time;
//! nothing that is begun is interrupted. For one person without waits, taking what is due first is best (Jackson, 1955). With
//! waits across people the question is a job shop, so what that order cannot settle is searched through, within a
//! fixed number of steps: a search that runs out of them proves nothing and says so.

/// One piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Work {
    /// Who does it.
    pub who: usize,
    /// How long it takes, in seconds.
    pub takes: u64,
    /// When it must have ended, in seconds from the beginning.
    pub due: u64,
    /// What must have ended before it begins, by position.
    pub after: Option<usize>,
}

/// What a list of work comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feasibility {
    /// All of it can be done in time; gives when each piece begins.
    InTime(Vec<u64>),
    /// Whatever the order, something is late; gives when each piece begins when what is due first is done first.
    Late(Vec<u64>),
    /// These wait for each other in a circle.
    Circle(Vec<usize>),
    /// The search ended before it was sure.
    NotProved,
}

/// Steps of the search; more than this is not worth anybody's waiting. Sixteen pieces of one person are settled in
/// far fewer.
const MOST_STEPS: u32 = 200_000;

/// Finds out whether all the work can be done in time, when everybody begins at 0.
///
/// `steps` is what may be spent on searching in all; it is lessened by what was.
#[must_use]
pub fn schedule(work: &[Work], steps: &mut u32) -> Feasibility {
    if let Some(circle) = circle(work) {
        return Feasibility::Circle(circle);
    }
    let search = ScheduleSearch::new(work);
    let by_due = search.by_due();
    if search.in_time(&by_due) {
        return Feasibility::InTime(by_due);
    }
    if search.hopeless() {
        return Feasibility::Late(by_due);
    }
    let mut partial = Partial::new(work);
    let given = MOST_STEPS.min(*steps);
    let mut left = given;
    let found = search.dive(&mut partial, &mut left);
    *steps -= given - left;
    match found {
        Some(true) => Feasibility::InTime(partial.begins()),
        Some(false) => Feasibility::Late(by_due),
        None => Feasibility::NotProved,
    }
}

/// Finds work that waits for itself, over others.
fn circle(work: &[Work]) -> Option<Vec<usize>> {
    for start in 0..work.len() {
        let mut seen = vec![start];
        let mut at = start;
        while let Some(before) = work[at].after {
            if before == start {
                return Some(seen);
            }
            if seen.contains(&before) {
                break;
            }
            seen.push(before);
            at = before;
        }
    }
    None
}

/// The work with what follows from its waits.
struct ScheduleSearch<'w> {
    work: &'w [Work],
    /// When each piece must have ended for what waits for it to be in time.
    latest: Vec<u64>,
    /// When each piece can begin at the earliest, for what it waits for.
    earliest: Vec<u64>,
}

/// Work that has been given out so far.
struct Partial {
    ends: Vec<Option<u64>>,
    busy: Vec<u64>,
    takes: Vec<u64>,
}

impl Partial {
    fn new(work: &[Work]) -> Self {
        let people = work.iter().map(|one| one.who + 1).max().unwrap_or(0);
        Self {
            ends: vec![None; work.len()],
            busy: vec![0; people],
            takes: work.iter().map(|one| one.takes).collect(),
        }
    }

    fn begins(&self) -> Vec<u64> {
        let pieces = self.ends.iter().zip(&self.takes);
        pieces
            .map(|(ends, takes)| ends.unwrap_or(0).saturating_sub(*takes))
            .collect()
    }
}

impl<'w> ScheduleSearch<'w> {
    fn new(work: &'w [Work]) -> Self {
        let mut latest: Vec<u64> = work.iter().map(|one| one.due).collect();
        let mut earliest: Vec<u64> = vec![0; work.len()];
        // Every chain of waits is shorter than the list, so that many rounds settle it.
        for _ in 0..work.len() {
            for (at, one) in work.iter().enumerate() {
                if let Some(before) = one.after {
                    earliest[at] = earliest[before].saturating_add(work[before].takes);
                    latest[before] = latest[before].min(latest[at].saturating_sub(one.takes));
                }
            }
        }
        Self {
            work,
            latest,
            earliest,
        }
    }

    /// When a piece can begin after what has been given out; `None` while what it waits for has not been.
    fn begin(&self, partial: &Partial, at: usize) -> Option<u64> {
        let ready = match self.work[at].after {
            Some(before) => partial.ends[before]?,
            None => 0,
        };
        Some(ready.max(partial.busy[self.work[at].who]))
    }

    /// Gives out what can begin first, and of what can begin together what must end first.
    fn by_due(&self) -> Vec<u64> {
        let mut partial = Partial::new(self.work);
        for _ in self.work {
            let open = (0..self.work.len()).filter(|at| partial.ends[*at].is_none());
            let ready =
                open.filter_map(|at| Some((self.begin(&partial, at)?, self.latest[at], at)));
            let Some((begin, _, at)) = ready.min() else {
                break;
            };
            self.give(&mut partial, at, begin);
        }
        partial.begins()
    }

    fn give(&self, partial: &mut Partial, at: usize, begin: u64) {
        let end = begin.saturating_add(self.work[at].takes);
        partial.ends[at] = Some(end);
        partial.busy[self.work[at].who] = end;
    }

    fn in_time(&self, begins: &[u64]) -> bool {
        let pieces = self.work.iter().zip(begins);
        let mut ends = pieces.map(|(one, begin)| (begin.saturating_add(one.takes), one.due));
        ends.all(|(end, due)| end <= due)
    }

    /// Says whether no order can be in time: some person has more to do within some window than it is long.
    fn hopeless(&self) -> bool {
        let pieces = 0..self.work.len();
        pieces.clone().any(|from| {
            pieces
                .clone()
                .any(|to| self.too_much(self.earliest[from], self.latest[to], self.work[to].who))
        })
    }

    fn too_much(&self, from: u64, until: u64, who: usize) -> bool {
        let within = |at: &usize| {
            self.work[*at].who == who && self.earliest[*at] >= from && self.latest[*at] <= until
        };
        let pieces = (0..self.work.len()).filter(within);
        let mut all = pieces.map(|at| self.work[at].takes).peekable();
        let some = all.peek().is_some();
        let sum = all.fold(0, u64::saturating_add);
        some && from.saturating_add(sum) > until
    }

    /// Tries every order that could matter; `None` when it runs out of steps.
    ///
    /// The piece that can end first decides whose turn it is: one of that person's pieces that could begin before then
    /// must come next (Giffler and Thompson, 1960).
    fn dive(&self, partial: &mut Partial, steps: &mut u32) -> Option<bool> {
        *steps = steps.checked_sub(1)?;
        let open = (0..self.work.len()).filter(|at| partial.ends[*at].is_none());
        let ready: Vec<(usize, u64)> = open
            .filter_map(|at| Some((at, self.begin(partial, at)?)))
            .collect();
        let end = |(at, begin): &(usize, u64)| begin.saturating_add(self.work[*at].takes);
        let Some(first) = ready.iter().min_by_key(|one| end(one)) else {
            return Some(true);
        };
        if ready.iter().any(|one| end(one) > self.latest[one.0]) {
            return Some(false);
        }
        let (turn, before) = (self.work[first.0].who, end(first));
        let rivals = ready.iter().filter(|(at, begin)| {
            self.work[*at].who == turn && (*begin < before || *at == first.0)
        });
        let mut rivals: Vec<(usize, u64)> = rivals.copied().collect();
        rivals.sort_by_key(|(at, _)| self.latest[*at]);
        for (at, begin) in rivals {
            let (ends, busy) = (partial.ends[at], partial.busy[turn]);
            self.give(partial, at, begin);
            if self.dive(partial, steps)? {
                return Some(true);
            }
            partial.ends[at] = ends;
            partial.busy[turn] = busy;
        }
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn work() -> impl Strategy<Value = Vec<Work>> {
        let one = (
            0..3_usize,
            0..5_u64,
            0..14_u64,
            prop::option::of(0..6_usize),
        );
        prop::collection::vec(one, 0..6).prop_map(|list| {
            let count = list.len();
            let work =
                |(at, (who, takes, due, after)): (usize, (usize, u64, u64, Option<usize>))| Work {
                    who,
                    takes,
                    due,
                    after: after.filter(|after| *after < count && *after != at),
                };
            list.into_iter().enumerate().map(work).collect()
        })
    }

    /// Every order of giving the work out, each piece as early as it then can.
    fn some_order_is_in_time(work: &[Work], ends: &mut Vec<Option<u64>>) -> bool {
        if ends.iter().all(Option::is_some) {
            return work
                .iter()
                .zip(ends.iter())
                .all(|(one, end)| end.unwrap() <= one.due);
        }
        for at in 0..work.len() {
            if ends[at].is_some() {
                continue;
            }
            let ready = match work[at].after {
                Some(before) => match ends[before] {
                    Some(end) => end,
                    None => continue,
                },
                None => 0,
            };
            let mine = (0..work.len()).filter(|other| work[*other].who == work[at].who);
            let busy = mine.filter_map(|other| ends[other]).max().unwrap_or(0);
            ends[at] = Some(ready.max(busy) + work[at].takes);
            if some_order_is_in_time(work, ends) {
                return true;
            }
            ends[at] = None;
        }
        false
    }

    fn holds(work: &[Work], begins: &[u64]) -> bool {
        let end = |at: usize| begins[at] + work[at].takes;
        let apart = |one: usize, other: usize| {
            work[one].who != work[other].who
                || end(one) <= begins[other]
                || end(other) <= begins[one]
        };
        (0..work.len()).all(|at| {
            work[at]
                .after
                .is_none_or(|before| begins[at] >= end(before))
                && (0..at).all(|other| apart(at, other))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn the_verdict_agrees_with_every_order(work in work()) {
            let possible = some_order_is_in_time(&work, &mut vec![None; work.len()]);
            match schedule(&work, &mut MOST_STEPS.clone()) {
                Feasibility::InTime(begins) => {
                    prop_assert!(possible);
                    prop_assert!(holds(&work, &begins));
                    prop_assert!((0..work.len()).all(|at| begins[at] + work[at].takes <= work[at].due));
                }
                Feasibility::Late(begins) => {
                    prop_assert!(!possible);
                    prop_assert!(holds(&work, &begins), "what is shown is a schedule");
                }
                Feasibility::Circle(circle) => {
                    for (at, piece) in circle.iter().enumerate() {
                        prop_assert_eq!(work[*piece].after, Some(circle[(at + 1) % circle.len()]));
                    }
                }
                Feasibility::NotProved => prop_assert!(false, "six pieces are few"),
            }
        }
    }

    #[test]
    fn sixteen_pieces_of_one_person_are_settled() {
        let piece = |at: u64| Work {
            who: 0,
            takes: 60,
            due: 60 * (at + 1),
            after: None,
        };
        let mut work: Vec<Work> = (0..16).map(piece).collect();
        assert!(matches!(
            schedule(&work, &mut MOST_STEPS.clone()),
            Feasibility::InTime(_)
        ));
        work[15].takes += 1;
        assert!(matches!(
            schedule(&work, &mut MOST_STEPS.clone()),
            Feasibility::Late(_)
        ));
    }

    #[test]
    fn what_cannot_be_settled_is_not_called_fine() {
        // Two people whose work waits for the other's, with hardly any room: too many orders to try.
        let piece = |at: usize| Work {
            who: at % 2,
            takes: 60 + (at as u64 * 37) % 91,
            due: 2_020,
            after: (at % 3 == 2).then(|| at - 2),
        };
        let work: Vec<Work> = (0..40).map(piece).collect();
        assert!(matches!(
            schedule(&work, &mut MOST_STEPS.clone()),
            Feasibility::NotProved | Feasibility::Late(_)
        ));
    }
}
