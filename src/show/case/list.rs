//! Cases as lists: what is due, what was found.

use crate::paper::page::{ListItem, Mark, Page, Roster, Text};
use crate::show::case::row::CaseItem;
use crate::show::case::row::page::{cases_roster, rises, row, who_does_what};
use crate::show::case::timing::page as timing;
use crate::show::{JsonItem, Moment, Rows, Show, Sight, each};

/// Several cases, and how many more there are.
#[derive(Debug, Default)]
pub struct CaseList {
    /// The cases.
    pub items: Vec<CaseItem>,
    /// Whether some were left out.
    pub truncated: bool,
}

/// What is due, most urgent first.
#[derive(Debug)]
pub struct DueList(pub CaseList);

/// Cases that were looked for.
#[derive(Debug)]
pub struct FoundList(pub CaseList);

/// What is due, each with a second line: who does what, with the work against the time that is left.
fn due(list: &CaseList, now: Moment) -> Page {
    let below = |item: &CaseItem| {
        let what = who_does_what(item, now).then(rises(item));
        match timing::work(item) {
            Some(work) => what.then("; ").then(work),
            None => what,
        }
    };
    listed(list, cases_roster(&list.items, now, below)).then(swaps(&list.items))
}

/// Cases found, each with what its customer is worth, where that is known.
fn list(list: &CaseList, now: Moment) -> Page {
    let worth = |item: &CaseItem| match item.value {
        Some(worth) => who_does_what(item, now).then(Text::dim(format!("; worth {worth} a year"))),
        None => Text::new(),
    };
    listed(list, cases_roster(&list.items, now, worth))
}

/// What no longer fits, case by case, with the next best.
fn swaps(items: &[CaseItem]) -> Page {
    let of_case = |item: &CaseItem| {
        let case = item.case;
        let swap = move |swap| ListItem::new(format!("#{case}"), timing::swap(swap));
        item.timing
            .swaps
            .iter()
            .map(swap)
            .collect::<Vec<ListItem>>()
    };
    let swaps: Vec<ListItem> = items.iter().flat_map(of_case).collect();
    if swaps.is_empty() {
        return Page::new();
    }
    Page::new().heading("No longer fits").list(swaps)
}

fn listed(list: &CaseList, cases: Roster) -> Page {
    if list.items.is_empty() {
        return Page::new();
    }
    let page = Page::new().roster(cases);
    if list.truncated {
        return page.gap().paragraph(
            Text::soon("There are more: ")
                .then("narrow it down, or raise ")
                .add(Mark::Code, "--limit"),
        );
    }
    page
}

impl Show for DueList {
    fn name(&self) -> &'static str {
        "due"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.0.items)
    }

    fn page(&self, sight: Sight) -> Page {
        due(&self.0, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.0.items.iter().map(row).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.items.is_empty()
    }

    fn nothing(&self) -> &'static str {
        "Nothing is due. A complaint came in? amends new\n"
    }

    fn more(&self) -> Option<&'static str> {
        (self.0.truncated).then_some("`--limit N` shows more")
    }
}

impl Show for FoundList {
    fn name(&self) -> &'static str {
        "list"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.0.items)
    }

    fn page(&self, sight: Sight) -> Page {
        list(&self.0, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.0.items.iter().map(row).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.items.is_empty()
    }

    fn more(&self) -> Option<&'static str> {
        (self.0.truncated).then_some("`--limit N` shows more")
    }
}
