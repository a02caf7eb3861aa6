pub mod excerpt;
pub mod json;
pub mod layout;
pub mod moment;
pub mod page;
pub mod plain;
