//! Hours of the week in as few words as they allow.

use super::{HoursOfWeek, WEEK};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// More times than these would fill the screen; the count says how many hours there are.
const MOST: usize = 3;

/// Hours in a row that are alike on several days.
struct HourRun {
    /// Hour of the day.
    starts: usize,
    hours: usize,
    /// The days on which it starts, Monday first.
    days: Vec<usize>,
}

/// Says which hours: "from Sat 17:00 to Sun 09:00, 16 of 168 hours of the week".
pub(super) fn hours(told: &HoursOfWeek) -> String {
    let count = told.iter().filter(|hour| **hour).count();
    if count == WEEK {
        return format!("at any of the {WEEK} hours of the week");
    }
    let runs = runs(told);
    let mut times: Vec<String> = runs.iter().take(MOST).map(in_words).collect();
    if runs.len() > MOST {
        times.push("at other times".to_owned());
    }
    let joined = match times.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    };
    format!("{joined}, {count} of {WEEK} hours of the week")
}

/// Finds the hours in a row, longest first; the week is a circle.
fn runs(told: &HoursOfWeek) -> Vec<HourRun> {
    let mut runs: Vec<HourRun> = Vec::new();
    for start in (0..WEEK).filter(|at| told[*at] && !told[(at + WEEK - 1) % WEEK]) {
        let hours = (0..WEEK).take_while(|more| told[(start + more) % WEEK]);
        let (hours, starts, day) = (hours.count(), start % 24, start / 24);
        let alike = |run: &&mut HourRun| run.starts == starts && run.hours == hours;
        match runs.iter_mut().find(alike) {
            Some(run) => run.days.push(day),
            None => runs.push(HourRun {
                starts,
                hours,
                days: vec![day],
            }),
        }
    }
    runs.sort_by_key(|run| std::cmp::Reverse(run.hours * run.days.len()));
    runs
}

fn in_words(run: &HourRun) -> String {
    let end = run.starts + run.hours;
    let (from, to) = (clock(run.starts), clock(end));
    if let [day] = run.days[..] {
        let last = (day + end / 24) % 7;
        return format!("from {} {from} to {} {to}", DAYS[day], DAYS[last]);
    }
    let days = days(&run.days);
    match end / 24 {
        0 => format!("{days} from {from} to {to}"),
        _ if end == 24 => format!("{days} from {from} to 24:00"),
        1 => format!("{days} from {from} to {to} the next day"),
        later => format!("{days} from {from} to {to} {later} days later"),
    }
}

fn clock(hour: usize) -> String {
    format!("{:02}:00", hour % 24)
}

/// Names days, neighbours from three on by the first and the last: "Mon to Thu and Sat".
fn days(days: &[usize]) -> String {
    if days.len() == 7 {
        return "every day".to_owned();
    }
    let rows = days.chunk_by(|day, next| day + 1 == *next);
    let named = rows.flat_map(|row| match row {
        [first, _, .., last] => vec![format!("{} to {}", DAYS[*first], DAYS[*last])],
        few => few.iter().map(|day| DAYS[*day].to_owned()).collect(),
    });
    let named: Vec<String> = named.collect();
    match named.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(hours: impl IntoIterator<Item = usize>) -> HoursOfWeek {
        let mut told = [false; WEEK];
        for hour in hours {
            told[hour % WEEK] = true;
        }
        told
    }

    #[test]
    fn hours_are_named_in_as_few_words_as_they_allow() {
        let every = |hours: std::ops::Range<usize>| {
            (0..7).flat_map(move |day| hours.clone().map(move |hour| day * 24 + hour))
        };
        let on = |days: [usize; 3], hours: std::ops::Range<usize>| {
            days.into_iter()
                .flat_map(move |day| hours.clone().map(move |hour| day * 24 + hour))
        };
        let table = [
            (told(137..153), "from Sat 17:00 to Sun 09:00, 16 of 168"),
            (told(144..168), "from Sun 00:00 to Mon 00:00, 24 of 168"),
            (told(160..178), "from Sun 16:00 to Mon 10:00, 18 of 168"),
            (told(5..6), "from Mon 05:00 to Mon 06:00, 1 of 168"),
            (
                told(every(0..3)),
                "every day from 00:00 to 03:00, 21 of 168",
            ),
            (
                told(every(18..26)),
                "every day from 18:00 to 02:00 the next day, 56 of 168",
            ),
            (
                told(on([0, 2, 5], 18..24)),
                "Mon, Wed and Sat from 18:00 to 24:00, 18 of 168",
            ),
            (
                told(on([1, 2, 3], 1..2).chain(130..140)),
                "from Sat 10:00 to Sat 20:00 and Tue to Thu from 01:00 to 02:00, 13 of 168",
            ),
            (
                told([1, 2, 3, 5, 6, 30, 60, 61, 62, 63]),
                "from Wed 12:00 to Wed 16:00, from Mon 01:00 to Mon 04:00, \
                 from Mon 05:00 to Mon 07:00 and at other times, 10 of 168",
            ),
        ];
        for (told, words) in table {
            assert_eq!(hours(&told), format!("{words} hours of the week"));
        }
        let all = hours(&told(0..WEEK));
        assert_eq!(all, "at any of the 168 hours of the week");
    }
}
