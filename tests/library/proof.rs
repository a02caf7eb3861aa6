//! What `check` proves, against the rules read word for word, on tens of thousands of random playbooks.
//!
//! A random playbook is written down as text, read and proved by the program, and weighed by a reference that knows
//! nothing of boxes: it holds each entry as the set of its cells and tries every filling of every pick.

mod findings;
mod pairs;
mod random;
mod reference;
mod several;
mod timing;
