//! Numbers and texts that JSON Schema knows more of than their types say. A field names one with
//! `#[schemars(with = "PlaybookId")]`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// A type that is only ever named: what it is called, what it is, and the rules it keeps.
macro_rules! mark {
    ($(#[$doc:meta])* $mark:ident, $name:literal, $rules:tt) => {
        $(#[$doc])*
        pub enum $mark {}

        impl JsonSchema for $mark {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($rules)
            }
        }
    };
}

mark!(
    /// An id of the playbook.
    PlaybookId, "id",
    {"description": "An id of the playbook.", "type": "string", "pattern": "^[a-z0-9-]+$"}
);
mark!(
    /// The number of a case.
    CaseNumber, "case-number",
    {"description": "The number of a case.", "type": "integer", "minimum": 1}
);
mark!(
    /// A line of a file, from 1.
    LineNumber, "line-number",
    {"description": "A line of a file, from 1.", "type": "integer", "minimum": 1}
);
mark!(
    /// A day of the calendar: `2026-11-23`.
    DayWord, "day",
    {
        "description": "A day of the calendar.",
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    }
);
