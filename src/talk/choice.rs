//! One of a short list: by number, by id, or by a part of the name that fits only one.

use super::refusal::{AnswerRefusal, brief};
use crate::domain::suggest::nearest;

/// Something on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice<'a> {
    /// What the flag takes.
    pub id: &'a str,
    /// What people call it.
    pub name: &'a str,
}

/// Finds the one that was meant, by its position.
///
/// An id or a whole name comes before a number, a number before a part of a name. Letter case does not matter.
pub(crate) fn one(typed: &str, list: &[Choice<'_>]) -> Result<usize, AnswerRefusal> {
    let wanted = typed.trim().to_lowercase();
    let whole = fitting(list, |text| text == wanted);
    if !whole.is_empty() {
        return single(typed, list, &whole);
    }
    if wanted.bytes().all(|byte| byte.is_ascii_digit()) {
        return numbered(typed, 1, list.len()).map(|number| number - 1);
    }
    single(typed, list, &fitting(list, |text| text.contains(&wanted)))
}

/// Finds several, in the order in which they were typed: `2, 5` or `2 5`.
pub(super) fn several(typed: &str, list: &[Choice<'_>]) -> Result<Vec<usize>, AnswerRefusal> {
    if let Ok(only) = one(typed, list) {
        return Ok(vec![only]);
    }
    let numbers = |c: char| c.is_ascii_digit() || c.is_whitespace();
    let parts: Vec<&str> = if typed.chars().all(numbers) {
        typed.split_whitespace().collect()
    } else {
        typed
            .split(',')
            .filter(|part| !part.trim().is_empty())
            .collect()
    };
    if parts.is_empty() {
        return Err(AnswerRefusal::NoType);
    }
    let mut found = Vec::new();
    for part in parts {
        let position = one(part.trim(), list)?;
        if !found.contains(&position) {
            found.push(position);
        }
    }
    Ok(found)
}

/// Reads a number between two bounds, both allowed.
pub(super) fn numbered(typed: &str, least: usize, most: usize) -> Result<usize, AnswerRefusal> {
    let number = typed.trim().parse().ok();
    let number = number.filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| AnswerRefusal::NoNumber {
        found: brief(typed),
        least,
        most,
    })
}

/// Reads yes or no; nothing is no.
pub(super) fn yes(typed: &str) -> Result<bool, AnswerRefusal> {
    match typed.to_lowercase().as_str() {
        "y" | "yes" => Ok(true),
        "" | "n" | "no" => Ok(false),
        _ => Err(AnswerRefusal::NotYesNo {
            found: brief(typed),
        }),
    }
}

fn fitting(list: &[Choice<'_>], fits: impl Fn(&str) -> bool) -> Vec<usize> {
    let either =
        |choice: &Choice<'_>| fits(&choice.id.to_lowercase()) || fits(&choice.name.to_lowercase());
    (0..list.len()).filter(|at| either(&list[*at])).collect()
}

fn single(typed: &str, list: &[Choice<'_>], fits: &[usize]) -> Result<usize, AnswerRefusal> {
    match fits {
        [only] => Ok(*only),
        [] => Err(AnswerRefusal::NoSuch {
            found: brief(typed),
            nearest: near(typed, list),
            most: list.len(),
        }),
        _ => Err(AnswerRefusal::Several {
            found: brief(typed),
            fits: fits.iter().map(|at| list[*at].name.to_owned()).collect(),
        }),
    }
}

fn near(typed: &str, list: &[Choice<'_>]) -> Option<String> {
    let known = list.iter().flat_map(|choice| [choice.name, choice.id]);
    nearest(typed, known).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [Choice<'_>; 4] = [
        Choice {
            id: "late-delivery",
            name: "Late delivery",
        },
        Choice {
            id: "lost-order",
            name: "Lost order",
        },
        Choice {
            id: "wrong-order",
            name: "Wrong or missing item, late",
        },
        Choice {
            id: "2",
            name: "The second way",
        },
    ];

    #[test]
    fn a_number_an_id_or_a_part_of_a_name_is_enough() {
        let table = [
            ("1", 0),
            ("Late Delivery", 0),
            ("LOST", 1),
            ("missing", 2),
            ("wrong-order", 2),
            ("3", 2),
            ("2", 3),
        ];
        for (typed, position) in table {
            assert_eq!(one(typed, &LIST), Ok(position), "{typed}");
        }
    }

    #[test]
    fn what_fits_none_or_several_is_refused_with_one_thing_to_do() {
        let table = [
            (
                "order",
                "`order` fits `Lost order` or `Wrong or missing item, late`",
                "write more of it, or the number",
            ),
            (
                "lots order",
                "`lots order` is not on the list",
                "did you mean `Lost order`?",
            ),
            (
                "zebra",
                "`zebra` is not on the list",
                "write a number from 1 to 4, or a part of a name",
            ),
            (
                "5",
                "`5` is not a number from 1 to 4",
                "write the number in front of the line",
            ),
            (
                "0",
                "`0` is not a number from 1 to 4",
                "write the number in front of the line",
            ),
        ];
        for (typed, message, hint) in table {
            let refusal = one(typed, &LIST).unwrap_err();
            assert_eq!(
                (refusal.to_string().as_str(), refusal.hint().as_str()),
                (message, hint)
            );
        }
    }

    #[test]
    fn several_come_in_the_order_typed_and_once_each() {
        let table = [
            ("3, 1", vec![2, 0]),
            ("3 1 3", vec![2, 0]),
            ("lost, 1,", vec![1, 0]),
            ("wrong or missing item, late", vec![2]),
        ];
        for (typed, positions) in table {
            assert_eq!(several(typed, &LIST), Ok(positions), "{typed}");
        }
        assert_eq!(several(", ,", &LIST), Err(AnswerRefusal::NoType));
        assert!(several("1, zebra", &LIST).is_err());
    }

    #[test]
    fn only_yes_and_no_are_understood_as_yes_and_no() {
        assert_eq!(
            [yes("Y"), yes("yes"), yes(""), yes("No")],
            [Ok(true), Ok(true), Ok(false), Ok(false)]
        );
        assert!(yes("maybe").is_err());
    }
}
