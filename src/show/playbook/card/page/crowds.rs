//! Who is meant, in as few words as say exactly who.

use crate::domain::playbook::cell::Severity;
use crate::domain::suggest::joined;
use crate::show::playbook::card::Card;
use crate::show::playbook::spread::Crowd;

/// Names customers in as few words as say exactly who.
pub(super) fn whom(card: &Card, crowds: &[Crowd]) -> String {
    let crowds: Vec<String> = crowds
        .iter()
        .map(|crowd| crowd_words(card, crowd))
        .collect();
    crowds.join("; or ")
}

fn crowd_words(card: &Card, crowd: &Crowd) -> String {
    let [types, tiers, severities] = &crowd.places;
    let type_names: Vec<&str> = card.types.iter().map(|one| &*one.name).collect();
    let tier_names: Vec<&str> = card.tiers.iter().map(|one| &*one.name).collect();
    let words = [
        kinds(&type_names, types),
        upwards(&tier_names, tiers),
        upwards(&Severity::WORDS, severities),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Names types, the few that are left out, or the numbers under which they stand on the card.
fn kinds(names: &[&str], chosen: &[usize]) -> Option<String> {
    let left_out: Vec<usize> = (0..names.len()).filter(|at| !chosen.contains(at)).collect();
    match (chosen.len(), left_out.len()) {
        (_, 0) => None,
        (..=2, _) => Some(listed(names, chosen)),
        (4.., 1) => Some(format!("all but {}", listed(names, &left_out))),
        _ => Some(format!("numbers {}", numbers(chosen))),
    }
}

/// Names what is ordered: "regular and up" where everything above is meant as well.
fn upwards(names: &[&str], chosen: &[usize]) -> Option<String> {
    let first = *chosen.first()?;
    if chosen.len() == names.len() {
        return None;
    }
    if chosen.len() > 1 && chosen.len() == names.len() - first {
        return Some(format!("{} and up", names[first]));
    }
    Some(listed(names, chosen))
}

fn listed(names: &[&str], positions: &[usize]) -> String {
    let names: Vec<&str> = positions.iter().map(|at| names[*at]).collect();
    joined(&names, "or")
}

/// "1 to 8 and 11".
fn numbers(positions: &[usize]) -> String {
    let runs = positions.chunk_by(|at, next| at + 1 == *next);
    let runs: Vec<String> = runs
        .flat_map(|run| match run {
            [first, _, .., last] => vec![format!("{} to {}", first + 1, last + 1)],
            few => few.iter().map(|at| (at + 1).to_string()).collect(),
        })
        .collect();
    joined(&runs, "and")
}

/// Makes the first letter a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_while_they_are_few_and_numbered_when_they_are_many() {
        let names = ["a", "b", "c", "d", "e"];
        let table: [(&[usize], Option<&str>); 7] = [
            (&[0, 1, 2, 3, 4], None),
            (&[1], Some("b")),
            (&[1, 4], Some("b or e")),
            (&[0, 1, 3, 4], Some("all but c")),
            (&[0, 1, 2], Some("numbers 1 to 3")),
            (&[0, 1, 4], Some("numbers 1, 2 and 5")),
            (&[0, 2, 4], Some("numbers 1, 3 and 5")),
        ];
        for (chosen, words) in table {
            assert_eq!(kinds(&names, chosen).as_deref(), words, "{chosen:?}");
        }
    }

    #[test]
    fn what_is_ordered_goes_upwards() {
        let names = ["new", "regular", "best"];
        let table: [(&[usize], Option<&str>); 5] = [
            (&[0, 1, 2], None),
            (&[1, 2], Some("regular and up")),
            (&[2], Some("best")),
            (&[0, 1], Some("new or regular")),
            (&[0, 2], Some("new or best")),
        ];
        for (chosen, words) in table {
            assert_eq!(upwards(&names, chosen).as_deref(), words, "{chosen:?}");
        }
    }
}
