//! A tried plan for a person, and as rows.

use crate::paper::page::{Column, Page, Table, Text};
use crate::show::case::{cost, plan_of, step_row};
use crate::show::phrase::{by, clock};
use crate::show::playbook::tried::Tried;
use crate::show::{JsonItem, Moment, Rows, Show, Sight};

/// A plan that was only tried.
fn tried(tried: &Tried, now: Moment) -> Page {
    let types = tried.types.join(" and ");
    let mut page = Page::new().heading(Text::strong(format!(
        "{types}, {}, {}",
        tried.tier, tried.severity
    )));
    page = page.paragraph(Text::dim("Only tried: nothing was written."));
    page.then(plan_of_trial(tried, now))
}

/// The steps of such a plan, its deadlines, and what it costs.
pub(in crate::show) fn plan_of_trial(tried: &Tried, now: Moment) -> Page {
    let page = plan_of(&tried.steps, now)
        .heading("If the deadline passes, instead of the surprise")
        .then(steps_only(tried, now));
    let mut table = Table::new([Column::text("deadline"), Column::text("due")]).titled_by(0);
    for deadline in &tried.deadlines {
        let due = if deadline.provisional {
            format!("about {}", clock(now, deadline.due_at))
        } else {
            by(now, deadline.due_at)
        };
        table.push([Text::plain(deadline.name.word()), due.into()]);
    }
    page.heading("Deadlines").table(table).gap().fields([
        (
            "planned cost",
            cost(tried.planned_cost, tried.least_cost, "suggested").into(),
        ),
        ("ceiling", Text::plain(tried.ceiling.to_string())),
    ])
}

fn steps_only(tried: &Tried, now: Moment) -> Page {
    let items = tried
        .late_steps
        .iter()
        .map(|step| crate::show::case::step_item(step, now));
    Page::new().list(items)
}

impl Show for Tried {
    fn name(&self) -> &'static str {
        "playbook-try"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        tried(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.steps.iter().map(step_row).collect())
    }
}
