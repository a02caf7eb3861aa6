//! Tests of the store as a whole, on real files.

mod checking;
mod drilling;
mod kit;
mod listing;
mod opening;
mod undoing;
mod writing;
