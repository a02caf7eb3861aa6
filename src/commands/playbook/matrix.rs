//! `amends playbook check --matrix`: who gets what, and which line says so.

use super::cell;
use crate::desk::library::Located;
use crate::desk::shop::Shop;
use crate::domain::count::Count;
use crate::domain::playbook::Playbook;
use crate::show::Screen;
use crate::show::playbook::matrix::Matrix;

/// Shows every cell of a playbook that has an answer for each; whatever else was found is only
/// counted.
pub(super) fn matrix(
    shop: &Shop<'_>,
    (located, file): (&Located, Option<&str>),
    (playbook, [errors, warnings]): (&Playbook, [usize; 2]),
) -> Screen {
    if errors + warnings > 0 {
        let errors = Count::of(errors as u64, "error");
        let warnings = Count::of(warnings as u64, "warning");
        shop.warn(format!(
            "the check found {errors}, {warnings}: look without `--matrix`"
        ));
    }
    let (rules, show) = (playbook.rules(), cell::command("show", file));
    let first = rules.space().cells().next();
    let first = first.map_or_else(String::new, |first| cell::written(rules, first));
    let command = format!("{show} --cell {first}");
    shop.screen(Matrix::of(playbook, located.label(), command))
}
