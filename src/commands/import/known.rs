//! Rows that an earlier import took in: held against the cases they became, and named.

use std::collections::BTreeSet;

use crate::desk::shop::Shop;
use crate::domain::case::{Case, Recorded};
use crate::domain::event::Event;
use crate::domain::id::Hash;
use crate::domain::import::{ListState, OtherContent, Row, TakenIn};
use crate::domain::text::ErasableText;
use crate::error::Result;
use crate::files::complaints::ComplaintsFile;
use crate::show::import::{ImportView, KnownRow, RefusedRow, StateChanged};
use crate::store::Store;

/// How many known rows are named one by one; a second import of a long list has nothing else to say.
const MOST_NAMED: usize = 100;

/// The rows that an earlier import took in: those that are the same, those whose complaint was closed or opened since,
/// and those whose reference belongs to another complaint.
#[derive(Default)]
pub(super) struct KnownRows {
    rows: Vec<KnownRow>,
    changed: Vec<StateChanged>,
    refused: Vec<RefusedRow>,
}

impl KnownRows {
    /// Finds the case of each known row.
    ///
    /// A row without a reference is known by all it says, so it equals its case. One with a reference is
    /// held against the case: the reference may be somebody else's by now.
    ///
    /// Known rows of a list are read once more from the file; each with a reference costs the reading of
    /// a case.
    pub(super) fn of(
        shop: &Shop<'_>,
        file: &ComplaintsFile<'_>,
        known: &BTreeSet<Hash>,
    ) -> Result<Self> {
        let mut found = Self::default();
        let Some(store) = shop.store()?.filter(|_| !known.is_empty()) else {
            return Ok(found);
        };
        let rows: Vec<Hash> = known.iter().copied().collect();
        let cases = store.cases_of_rows(&rows)?;
        for row in file.rows().flatten() {
            let (line, Some(number)) = (row.line, cases.get(&row.identity).copied()) else {
                continue;
            };
            if row.reference.is_some()
                && let Some((case, events)) = store.case(number)?
            {
                if let Some(other) = other_content(shop, &store, &row, &case)? {
                    let reason = format!("{other}; {}", other.hint());
                    found.refused.push(RefusedRow { line, reason });
                    continue;
                }
                found.changed.extend(state_changed(&row, &case, &events));
            }
            if found.rows.len() < MOST_NAMED {
                found.rows.push(KnownRow { line, case: number });
            }
        }
        Ok(found)
    }

    /// Puts what was found into what is said about the import, the refused rows by their lines.
    pub(super) fn tell(self, imported: &mut ImportView) {
        let refused = u64::try_from(self.refused.len()).unwrap_or(u64::MAX);
        imported.already_known = imported.already_known.saturating_sub(refused);
        imported.refused.extend(self.refused);
        imported.refused.sort_by_key(|row| row.line);
        imported.known = self.rows;
        imported.state_changed = self.changed;
    }
}

fn other_content(
    shop: &Shop<'_>,
    store: &Store,
    row: &Row,
    case: &Case,
) -> Result<Option<OtherContent>> {
    let Some(reference) = &row.reference else {
        return Ok(None);
    };
    let (logged, customer) = (&case.logged, store.customer(case.logged.customer)?);
    let taken_in = TakenIn {
        customer: customer.as_ref().and_then(|known| known.name.as_ref()),
        told: logged.told,
        happened: logged.happened,
        words: logged.said.words.as_ref().and_then(ErasableText::words),
        order: logged.said.order.as_ref().and_then(ErasableText::words),
    };
    let differences = row.differs(&taken_in, &shop.home.zone);
    Ok((!differences.is_empty()).then(|| OtherContent {
        reference: reference.clone(),
        case: logged.number,
        differences,
    }))
}

/// Says whether the list sees the complaint otherwise than when it was taken in, and otherwise than the
/// shop does today.
fn state_changed(row: &Row, case: &Case, events: &[Recorded]) -> Option<StateChanged> {
    let was_over = events
        .iter()
        .any(|recorded| matches!(&recorded.event, Event::Logged(logged) if logged.plan.is_none()));
    let (is_over, over_here) = (row.closed.is_some(), case.closed.is_some());
    (is_over != was_over && is_over != over_here).then_some(StateChanged {
        line: row.line,
        case: case.logged.number,
        state: if is_over {
            ListState::Closed
        } else {
            ListState::Open
        },
    })
}
