//! What stands around the items of every command in its JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::show::Moment;

/// What stands around the items of every command.
#[derive(Serialize, JsonSchema)]
pub(in crate::show) struct Envelope<'s, T> {
    /// What this is, and the number of its form.
    pub(in crate::show) schema: String,
    /// When it was printed.
    pub(in crate::show) generated_at: Moment,
    /// The zone times are printed in, by its IANA name.
    #[schemars(length(min = 1))]
    pub(in crate::show) time_zone: &'s str,
    /// How many items follow.
    pub(in crate::show) count: usize,
    /// Whether there are more than the items that follow.
    pub(in crate::show) truncated: bool,
    /// What the command shows.
    pub(in crate::show) items: &'s [T],
}
