//! `amends playbook check --matrix`: who gets what, and which line says so.

use super::cell;
use crate::desk::library::Located;
use crate::domain::playbook::Playbook;
use crate::show::playbook::matrix::Matrix;

/// Gives every cell of a playbook, and the command that shows one of them; `file` is how the playbook was named, if it was.
pub(super) fn matrix(located: &Located, file: Option<&str>, playbook: &Playbook) -> Matrix {
    let (rules, show) = (playbook.rules(), cell::command("show", file));
    let first = rules.space().cells().next();
    let first = first.map_or_else(String::new, |first| cell::written(rules, first));
    let command = format!("{show} --cell {first}");
    Matrix::of(playbook, located.label(), command)
}
