//! What a change sets off on top of itself, said beside it.

use crate::desk::shop::Shop;
use crate::domain::case::Case;
use crate::domain::event::Event;

/// Says what the events set off: the rung, who takes over, and what it does to the severity.
pub fn remarks(shop: &Shop<'_>, case: &Case, events: &[Event]) -> Vec<String> {
    let mut remarks = Vec::new();
    if events.is_empty() {
        return remarks;
    }
    let mut after = case.clone();
    for event in events {
        let before = after.severity();
        if after.apply(event.clone(), shop.now()).is_err() {
            return remarks;
        }
        let rungs = after.cycle().map(|cycle| &cycle.plan.rungs);
        if let (Event::Escalated(escalated), Some(rungs)) = (event, rungs)
            && let Some(rung) = rungs.get(escalated.rung)
        {
            let to = rung.to.as_deref().map(|role| shop.role(role));
            let to = to.map_or_else(String::new, |to| format!("; goes to {to}"));
            remarks.push(format!("escalated: {}{to}", escalated.on.in_words()));
        }
        let raises = matches!(event, Event::Escalated(_) | Event::Reopened(_));
        if raises && after.severity() > before {
            remarks.push(format!(
                "that makes it one level worse: {}",
                after.severity()
            ));
        }
        if matches!(event, Event::StoodDown(_)) && after.severity() < before {
            remarks.push(format!("so it counts as {} again", after.severity()));
        }
    }
    remarks
}
