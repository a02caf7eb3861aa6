//! Values of the data file that somebody changes by hand, past the triggers that would refuse it.

use std::path::Path;

use rusqlite::Connection;

/// One value: its table and column, and whether in the first row or the last.
#[derive(Debug)]
pub struct Edit {
    table: String,
    column: String,
    row: &'static str,
}

/// A value of each column of each table.
pub fn all(data_file: &Path) -> Vec<Edit> {
    let db = Connection::open(data_file).unwrap();
    let columns = "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'";
    let mut statement = db.prepare(columns).unwrap();
    let named = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let named: Vec<(String, String)> = named.unwrap().map(Result::unwrap).collect();
    let edit = |(table, column): &(String, String), row| Edit {
        table: table.clone(),
        column: column.clone(),
        row,
    };
    let both = named
        .iter()
        .map(|named| [edit(named, "min"), edit(named, "max")]);
    both.flatten().collect()
}

impl Edit {
    /// Changes the value; where a rule of the table refuses that, nothing is changed.
    pub fn make(&self, data_file: &Path) {
        let Self { table, column, row } = self;
        let db = Connection::open(data_file).unwrap();
        let triggers = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'";
        let mut statement = db.prepare(triggers).unwrap();
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let found: Vec<(String, String)> = found.unwrap().map(Result::unwrap).collect();
        drop(statement);
        for (name, _) in &found {
            db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        let _ = db.execute_batch(&format!(
            "UPDATE {table} SET {column} = CASE typeof({column}) WHEN 'integer' THEN {column} + 1 \
             WHEN 'text' THEN {column} || 'x' WHEN 'blob' THEN {column} || x'78' ELSE 1 END \
             WHERE {column} IS (SELECT {row}({column}) FROM {table})"
        ));
        for (_, sql) in &found {
            db.execute_batch(sql).unwrap();
        }
    }
}
