//! What was typed about a complaint and has no place in a further contact: it is written down beside it.

use super::ComplaintQuestion;
use super::unfinished::id_of;
use crate::domain::event::Harm;
use crate::typed::{NewArgs, YesNo};

/// Writes down, line by line, what a further contact has no field for; `None` when there is nothing of the kind.
///
/// Their words, what failed, how and when they told us are the contact itself.
#[must_use]
pub fn aside(new: &NewArgs) -> Option<String> {
    let severity = new.severity.clone();
    let harm = || (!new.harm.is_empty()).then(|| new.harm.join(", "));
    let texts = [
        (ComplaintQuestion::Customer, new.customer.clone()),
        (ComplaintQuestion::Need, new.need.clone()),
        (ComplaintQuestion::Feels, new.feels.clone()),
        (ComplaintQuestion::Reach, new.reach.clone()),
        (
            ComplaintQuestion::Harm(Harm::ALL[0]),
            severity.or_else(harm),
        ),
        (ComplaintQuestion::Tier, new.tier.clone()),
        (
            ComplaintQuestion::Here,
            new.here.map(YesNo::word).map(str::to_owned),
        ),
        (ComplaintQuestion::Happened, new.happened.clone()),
        (ComplaintQuestion::Order, new.order.clone()),
        (
            ComplaintQuestion::Public,
            new.public.then(|| "yes".to_owned()),
        ),
        (ComplaintQuestion::Holder, new.holder.clone()),
        (ComplaintQuestion::Value, new.value.clone()),
    ];
    let said = texts.into_iter();
    let said = said.filter_map(|(question, text)| Some((question.label().to_owned(), text?)));
    let answers = new.answers.iter().map(|answer| {
        let id = id_of(answer);
        let text = answer.get(id.len() + 1..).unwrap_or_default();
        (id.replace('-', " "), text.to_owned())
    });
    let lines = said.chain(answers);
    let lines: Vec<String> = lines
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(label, text)| format!("{label}: {text}"))
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
