//! The same complaint taken in twice: typed again because nobody saw that it had been saved.

use super::CaseLogger;
use crate::desk::abort::{Abort, OrAbort, Twin};
use crate::domain::case::Case;
use crate::domain::id::Id;
use crate::domain::text::ErasableText;
use crate::shell::Stream;
use crate::store::{CustomerRecord, Writing};

/// For how many minutes the same complaint is taken for the same call, typed once more: our own choice.
const TWIN_FOR: i64 = 10;

impl CaseLogger<'_> {
    /// Finds a twin to tell of; where there is somebody to ask, and nobody did yet, that comes first.
    pub(super) fn twin_to_tell(
        &self,
        known: Option<&CustomerRecord>,
        writing: &mut Writing<'_>,
    ) -> OrAbort<Option<Twin>> {
        let Some(known) = known else {
            return Ok(None);
        };
        let twin = self.twin_of(known.id, writing)?;
        let asks = self.shop.may_ask() && !self.shop.everywhere.yes;
        match twin {
            Some(twin) if asks && self.twin != Some(twin.number) => Err(Abort::Twin(twin)),
            twin => Ok(twin),
        }
    }

    /// Tells of a twin of the case with this number, in a pipe on stderr as well.
    pub(super) fn told_of(&self, twin: &Twin, new: u64) -> String {
        let said = twin.in_words(new);
        if self.shop.shell.stdout == Stream::Elsewhere {
            self.shop.warn(said.clone());
        }
        said
    }

    fn twin_of(&self, customer: Id, writing: &mut Writing<'_>) -> OrAbort<Option<Twin>> {
        let now = self.shop.now();
        for told in writing.cases_told_by(customer)? {
            // What was told longer ago is not read; it was hardly taken in just now.
            if (now - told.told_at).num_days() > 1 {
                continue;
            }
            let Some(case) = writing.case(told.number)? else {
                continue;
            };
            let ago = (now - case.entered).num_seconds();
            if (0..TWIN_FOR * 60).contains(&ago) && self.says_the_same(&case) {
                return Ok(Some(Twin {
                    number: told.number,
                    ago: match ago / 60 {
                        0 => "less than a minute".to_owned(),
                        minutes => format!("{minutes} min"),
                    },
                }));
            }
        }
        Ok(None)
    }

    fn says_the_same(&self, case: &Case) -> bool {
        let words = case
            .logged
            .said
            .words
            .as_ref()
            .and_then(ErasableText::words);
        let types = self.intake.complaints.iter();
        let types = types.map(|at| self.rules().complaints[*at].id.as_str());
        words.is_some()
            && words == self.intake.words.as_ref()
            && types.eq(case.facts.complaints.iter().map(|named| named.id.as_str()))
    }
}
