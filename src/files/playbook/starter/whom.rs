//! Whom an entry is for, in tiers, as the language writes it.

use std::ops::Range;

use toml_edit::{InlineTable, Item, Table, TableLike};

use super::{Adaptation, Edits, UnfitStarter, place, quoted};
use crate::domain::playbook::Tier;

/// The tiers of the owner that something is for, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whom {
    tiers: u32,
    all: u32,
}

impl Whom {
    /// Finds those who stand for one of the starter's tiers in `mask`.
    pub(super) fn of(got: &[usize], mask: u32) -> Self {
        let bits = got.iter().enumerate();
        let tiers = bits.filter(|(_, tier)| mask >> **tier & 1 == 1);
        Self {
            tiers: tiers.fold(0, |bits, (at, _)| bits | 1 << at),
            all: (0..got.len()).fold(0, |bits, at| bits | 1 << at),
        }
    }

    /// Writes them as the value of `tier`, in the shortest form; `None` for everybody.
    pub(super) fn text(self, own: &[Tier]) -> Option<String> {
        if self.tiers == self.all {
            return None;
        }
        let id = |at: u32| own.get(at as usize).map_or("", |tier| tier.id.as_str());
        let (first, count) = (self.tiers.trailing_zeros(), self.tiers.count_ones());
        let last = u32::BITS - 1 - self.tiers.leading_zeros();
        let in_a_row = last - first + 1 == count;
        if count == 1 {
            Some(quoted(id(first)))
        } else if in_a_row && self.all >> last == 1 {
            Some(quoted(&format!("{} and up", id(first))))
        } else if in_a_row && first == 0 {
            Some(quoted(&format!("below {}", id(last + 1))))
        } else {
            let chosen = (first..=last).filter(|at| self.tiers >> at & 1 == 1);
            let ids: Vec<String> = chosen.map(|at| quoted(id(at))).collect();
            Some(format!("[{}]", ids.join(", ")))
        }
    }
}

/// Puts a new value in the place of `tier` in the `when` of a table; `None` takes it out, and a `when` that
/// is left empty with it.
pub(super) fn write(
    work: &Adaptation<'_>,
    table: &Table,
    tiers: Option<String>,
    edits: &mut Edits<'_>,
) -> Result<(), UnfitStarter> {
    let Some(when) = table.get("when").and_then(Item::as_table_like) else {
        return Ok(());
    };
    let Some(old) = when.get("tier") else {
        return Ok(());
    };
    let range = old.as_value().and_then(toml_edit::Value::span);
    match (tiers, range) {
        (Some(tiers), Some(range)) => edits.replace(range, tiers),
        (None, Some(range)) if when.len() == 1 => edits.drop_lines(&range),
        (None, Some(range)) => match table.get("when").and_then(Item::as_inline_table) {
            Some(inline) => without_tier(work, inline, edits)?,
            None => edits.drop_lines(&range),
        },
        (_, None) => return Err(UnfitStarter("when")),
    }
    Ok(())
}

/// Writes a `when` in braces without its tier.
fn without_tier(
    work: &Adaptation<'_>,
    when: &InlineTable,
    edits: &mut Edits<'_>,
) -> Result<(), UnfitStarter> {
    let whole: Range<usize> = when.span().ok_or(UnfitStarter("when"))?;
    let others = TableLike::iter(when).filter(|(key, _)| *key != "tier");
    let other = |(key, _): (&str, &Item)| {
        let value = place(when, key).ok_or(UnfitStarter("when"))?;
        Ok(format!("{key} = {}", work.source(value)))
    };
    let others: Vec<String> = others.map(other).collect::<Result<_, UnfitStarter>>()?;
    edits.replace(whole, format!("{{ {} }}", others.join(", ")));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::playbook::own::tiers;

    #[test]
    fn whom_it_is_for_is_said_in_the_shortest_way() {
        let own = tiers(&["a", "b", "c", "d"]).unwrap();
        for (mask, text) in [
            (0b1111, None),
            (0b0001, Some("\"a\"")),
            (0b1000, Some("\"d\"")),
            (0b1110, Some("\"b and up\"")),
            (0b0011, Some("\"below c\"")),
            (0b0110, Some("[\"b\", \"c\"]")),
            (0b1011, Some("[\"a\", \"b\", \"d\"]")),
        ] {
            let whom = Whom::of(&[0, 1, 2, 3], mask);
            assert_eq!(whom.text(&own).as_deref(), text, "{mask:b}");
        }
    }

    #[test]
    fn those_are_meant_who_stand_for_somebody_named() {
        let own = tiers(&["a", "b", "c"]).unwrap();
        let text = |mask| Whom::of(&[0, 2, 2], mask).text(&own);
        assert_eq!(text(0b100).as_deref(), Some("\"b and up\""));
        assert_eq!(text(0b011).as_deref(), Some("\"a\""));
        assert_eq!(text(0b101), None);
    }
}
