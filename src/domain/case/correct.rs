//! What may be put right about a case that was typed wrongly.

use crate::domain::case::Case;
use crate::domain::case::refusal::Refusal;
use crate::domain::time::zone::Instant;

impl Case {
    /// Decides whether the customer can have told us then.
    ///
    /// # Errors
    /// When the case is closed, was entered before that moment, or something was done about it or said before that.
    pub fn decide_told(&self, told: Instant) -> Result<(), Refusal> {
        self.must_be_open()?;
        let contacts = self.contacts.iter().map(|contact| contact.at);
        let cycles = self.cycles.iter();
        let done = cycles
            .clone()
            .flat_map(|cycle| cycle.done.values())
            .map(|entered| entered.done.at);
        let promises = cycles
            .flat_map(|cycle| &cycle.promises)
            .map(|promise| promise.made.made);
        // Nobody enters what they have not been told yet.
        let known = contacts.chain(done).chain(promises).chain([self.entered]);
        let first = known.min();
        match first.filter(|first| *first < told) {
            Some(_) => Err(Refusal::ToldAfter {
                case: self.number(),
            }),
            None => Ok(()),
        }
    }
}
