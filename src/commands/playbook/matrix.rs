//! `amends playbook check --matrix`: who gets what, and which line says so.

use crate::commands::playbooks::Located;
use crate::commands::shop::Shop;
use crate::domain::count::Count;
use crate::domain::finding::{Finding, Level};
use crate::domain::playbook::Playbook;
use crate::error::Kind;
use crate::view::playbooks::matrix::Matrix;
use crate::view::{Screen, View};

/// Shows every cell of a playbook that has an answer for each.
///
/// Whatever else the check found is only counted: it ends as the check does.
pub(super) fn matrix(
    shop: &Shop<'_>,
    located: &Located,
    (playbook, findings): (&Playbook, &[Finding]),
) -> Screen {
    if !findings.is_empty() {
        let count = Count::of(findings.len() as u64, "thing");
        shop.warn(format!(
            "the check found {count} beside this: look without `--matrix`"
        ));
    }
    let mut screen = shop.screen(View::Matrix(Matrix::of(playbook, located.label())));
    let is_error = |finding: &Finding| finding.level == Level::Error;
    if findings.iter().any(is_error) {
        screen.exit = Kind::Findings.exit();
    }
    screen
}
