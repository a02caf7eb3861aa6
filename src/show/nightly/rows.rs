//! The night report as rows for another program.

use crate::domain::report::night::SectionWord;
use crate::domain::report::tag::TagWord;
use crate::show::case::{CaseItem, row};
use crate::show::nightly::{Announcement, Nightly, TagItem};
use crate::show::rows::{self, optional, safe};

/// The night report as rows, each with the word of its section first.
pub(super) fn nightly(nightly: &Nightly) -> Vec<Vec<String>> {
    let sections = nightly
        .sections
        .iter()
        .filter(|one| one.section != SectionWord::Escalated);
    let rows = sections.flat_map(|section| {
        section.cases.iter().map(|reported| {
            std::iter::once(rows::word(section.section))
                .chain(row(&reported.item))
                .collect()
        })
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let mut all: Vec<Vec<String>> = nightly.announced.iter().map(announced_row).collect();
    let still = nightly
        .tags()
        .filter(|(_, tag)| !(tag.new && tag.tag == TagWord::Escalated));
    all.extend(still.map(|(reported, tag)| held_row(&reported.item, tag)));
    if let (Some(previous), 1..) = (nightly.previous_run_at, nightly.nights_missing) {
        all.push(vec![
            "nights missing".to_owned(),
            nightly.nights_missing.to_string(),
            previous.rfc3339(),
        ]);
    }
    all.extend(rows);
    all
}

/// The word, the case, what set it off, when, the role, the customer.
fn announced_row(one: &Announcement) -> Vec<String> {
    vec![
        "escalated".to_owned(),
        one.case.to_string(),
        one.on.clone(),
        one.at.rfc3339(),
        optional(one.to.as_ref()),
        safe(one.customer.as_ref()),
    ]
}

/// Whether it is new, the case, what it is, since when, the role, the customer.
fn held_row(item: &CaseItem, tag: &TagItem) -> Vec<String> {
    let on = match tag.tag {
        TagWord::Escalated => tag.on.clone(),
        TagWord::PromiseBroken | TagWord::SecondFailure => {
            format!("{} {}", rows::word(tag.tag), tag.on)
        }
    };
    vec![
        if tag.new { "escalated" } else { "still holds" }.to_owned(),
        item.case.to_string(),
        on,
        tag.at.rfc3339(),
        optional(tag.to.as_ref()),
        safe(item.customer.as_ref()),
    ]
}
