//! Time as people and clocks have it: moments in a zone, lengths, dates as they are typed, opening hours.

pub mod calendar;
pub mod lapse;
pub mod span;
pub mod when;
pub mod zone;
