//! Which files are opened, and in what state each is left.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use rusqlite::{Connection, OpenFlags};

use super::kit::{self, Pen, Shop};
use crate::store::error::{DbError, StoreErrorKind};
use crate::store::schema::{self, Migration, STEPS, VERSION};
use crate::store::{FilePart, Store, StoreError, shop};

#[test]
fn a_fresh_shop_has_no_file_and_reading_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("not").join("yet").join("shop.db");
    assert!(Store::open_to_read(&path).unwrap().is_none());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let names = fs::read_dir(folder).unwrap().map(name);
    names.map(|name| name.into_string().unwrap()).collect()
}

#[test]
fn the_first_save_makes_the_file_and_what_remembers_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new").join("shop.db");
    let store = kit::open(&path, &mut Pen::default());
    assert_eq!(store.path(), path);
    assert_eq!(
        names(&folder.path().join("new")),
        ["amends.head", "shop.db"]
    );
    let found = store.shop().unwrap();
    assert_eq!((found.events, found.created_at), (0, kit::moment(0)));
    assert_ne!(found.id, found.replica);
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new").join("shop.db");
    let mut pen = Pen::default();
    drop(kit::open(&path, &mut pen));
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
    drop(kit::open(&path, &mut pen));
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn the_journal_is_for_its_owner_only_too() {
    let mut shop = Shop::new();
    let (operation, journal) = (
        shop.operation("new"),
        shop.folder.path().join("shop.db-journal"),
    );
    shop.save(&operation, |writing, pen| {
        kit::log(writing, pen, ("Ana", None))?;
        #[cfg(unix)]
        assert_eq!(mode(&journal), 0o600);
        assert!(journal.try_exists().unwrap());
        Ok(())
    })
    .unwrap();
    assert!(!journal.try_exists().unwrap());
}

#[test]
fn several_first_saves_at_once_make_one_shop() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let path = &path;
    let ids: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..6_u64)
            .map(|n| {
                scope.spawn(move || {
                    let store = kit::open(path, &mut Pen::starting(n * 1_000));
                    store.shop().unwrap().id
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
    assert_eq!(names(folder.path()), ["amends.head", "shop.db"]);
}

fn assert_pragmas(store: &Store, expected: &[(&str, i64)]) {
    for (pragma, expected) in expected {
        let found: i64 = store
            .db
            .pragma_query_value(None, pragma, |row| row.get(0))
            .unwrap();
        assert_eq!(found, *expected, "{pragma}");
    }
}

#[test]
fn every_connection_keeps_the_rules() {
    let shop = Shop::new();
    let reader = Store::open_to_read(&shop.path).unwrap().unwrap();
    let both = [("mmap_size", 0), ("temp_store", 2)];
    assert_pragmas(&shop.store, &both);
    assert_pragmas(&reader, &both);
    let writing = [
        ("synchronous", 3),
        ("cell_size_check", 1),
        ("secure_delete", 1),
        ("recursive_triggers", 1),
        ("foreign_keys", 1),
        ("application_id", 0x616d_656e),
        ("user_version", VERSION.into()),
        ("trusted_schema", 0),
    ];
    assert_pragmas(&shop.store, &writing);
    let pragma = |name| -> String {
        shop.store
            .db
            .pragma_query_value(None, name, |row| row.get(0))
            .unwrap()
    };
    assert_eq!(
        (pragma("journal_mode"), pragma("encoding")),
        ("delete".into(), "UTF-8".into())
    );
    assert_pragmas(&reader, &[("query_only", 1), ("trusted_schema", 0)]);
    assert!(reader.db.execute("DELETE FROM undone", []).is_err());
    shop.store
        .db
        .execute_batch("PRAGMA writable_schema = ON")
        .unwrap();
    assert!(
        shop.store
            .db
            .execute("DELETE FROM sqlite_schema", [])
            .is_err()
    );
}

fn refusal(path: &Path) -> StoreError {
    let reading = Store::open_to_read(path).unwrap_err();
    let writing = Pen::default()
        .ids(|ids| Store::open_to_write(path, ids))
        .unwrap_err();
    assert_eq!(reading, writing);
    for said in [reading.to_string(), reading.hint()] {
        let lower = said.to_lowercase();
        for phrase in ["sqlite", "os error", "errno", "sql"] {
            assert!(!lower.contains(phrase), "{said}");
        }
    }
    reading
}

/// Refuses a file of these bytes, for reading and for writing, and leaves it alone.
fn refused(bytes: &[u8]) -> StoreError {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    fs::write(&path, bytes).unwrap();
    let error = refusal(&path);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(names(folder.path()), ["shop.db"]);
    error
}

fn made_by(sql: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    fs::read(path).unwrap()
}

fn ours_with(sql: &str) -> Vec<u8> {
    let mut shop = Shop::new();
    shop.log("Ana");
    drop(shop.store);
    Connection::open(&shop.path)
        .unwrap()
        .execute_batch(sql)
        .unwrap();
    fs::read(shop.path).unwrap()
}

#[test]
fn files_of_others_are_refused_and_left_alone() {
    assert!(matches!(refused(b""), StoreError::Empty { .. }));
    let foreign: [&[u8]; 4] = [
        b"SQLite format 3\0",
        b"a letter to Ana, long enough to be more than one hundred bytes of text, which is what a header takes up at least.",
        &made_by("CREATE TABLE tasks (id)"),
        &made_by("PRAGMA application_id = 252006673; PRAGMA journal_mode = WAL; CREATE TABLE x (y)"),
    ];
    for bytes in foreign {
        let error = refused(bytes);
        assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
        assert_eq!(error.kind(), StoreErrorKind::Foreign);
    }
}

#[test]
fn a_newer_file_names_the_program_that_can_read_it() {
    let (newer, reader) = (VERSION + 2, VERSION + 1);
    let error = refused(&ours_with(&format!(
        "PRAGMA user_version = {newer};
        UPDATE shop SET min_reader = {reader}, min_writer = {newer}, program = '2.1.0'"
    )));
    assert_eq!(error.kind(), StoreErrorKind::Newer);
    assert!(
        error.to_string().ends_with(&format!(
            "has format {newer}; this program knows format {VERSION}"
        )),
        "{error}"
    );
    assert_eq!(
        error.hint(),
        "install amends 2.1.0 or newer; the file is untouched"
    );
    let error = refused(&ours_with(&format!(
        "PRAGMA user_version = {newer}; ALTER TABLE shop RENAME TO stores"
    )));
    assert_eq!(
        error.hint(),
        "install the newest amends; the file is untouched"
    );
}

#[test]
fn a_newer_file_is_read_where_it_allows_that() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let newer = VERSION + 1;
    let sql = format!(
        "PRAGMA user_version = {newer}; UPDATE shop SET min_reader = {VERSION}, min_writer = {newer}"
    );
    fs::write(&path, ours_with(&sql)).unwrap();
    let store = Store::open_to_read(&path).unwrap().unwrap();
    assert_eq!(store.open_cases(9).unwrap().len(), 1);
    drop(store);
    let refused = Pen::default().ids(|ids| Store::open_to_write(&path, ids));
    assert_eq!(refused.unwrap_err().kind(), StoreErrorKind::Newer);
}

#[test]
fn damaged_files_are_told_from_foreign_ones() {
    let error = refused(&ours_with("PRAGMA user_version = 0"));
    assert_eq!(error.kind(), StoreErrorKind::Damaged);
    let mut shop = Shop::new();
    shop.log("Ana");
    drop(shop.store);
    let whole = fs::read(&shop.path).unwrap();
    for length in [100, 4_000, 4_096, 20_000, whole.len() - 1] {
        fs::write(&shop.path, &whole[..length]).unwrap();
        let kind = match Store::open_to_read(&shop.path) {
            Ok(store) => match store.unwrap().check() {
                Ok(report) if !report.is_clean() => StoreErrorKind::Damaged,
                Ok(_) => StoreErrorKind::Io,
                Err(error) => error.kind(),
            },
            Err(error) => error.kind(),
        };
        assert_eq!(kind, StoreErrorKind::Damaged, "{length}");
        assert_eq!(fs::read(&shop.path).unwrap(), &whole[..length]);
    }
}

#[test]
fn doubtful_paths_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| -> PathBuf { folder.path().join(name) };
    assert!(matches!(
        refusal(Path::new("shop.db")),
        StoreError::NotAbsolute { .. }
    ));
    assert!(matches!(
        refusal(Path::new("file:/tmp/x")),
        StoreError::NotAbsolute { .. }
    ));
    assert!(matches!(refusal(folder.path()), StoreError::Folder { .. }));
    fs::write(at("plain"), "x").unwrap();
    assert!(matches!(
        refusal(&at("plain").join("shop.db")),
        StoreError::Io { .. }
    ));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(at("nowhere"), at("link")).unwrap();
        assert!(matches!(refusal(&at("link")), StoreError::Dangling { .. }));
        assert!(matches!(
            refusal(Path::new("/dev/null")),
            StoreError::NotAFile { .. }
        ));
        let made = std::process::Command::new("mkfifo")
            .arg(at("pipe"))
            .status()
            .unwrap();
        assert!(made.success());
        assert!(matches!(refusal(&at("pipe")), StoreError::NotAFile { .. }));
    }
    let said = StoreError::Folder {
        path: PathBuf::from("/tmp/\u{1b}[31m"),
    }
    .to_string();
    assert!(!said.contains('\u{1b}'), "{said}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_can_be_read_from() {
    use std::os::unix::fs::PermissionsExt;
    let mut shop = Shop::new();
    shop.log("Ana");
    drop(shop.store);
    let rights = |mode| fs::Permissions::from_mode(mode);
    fs::set_permissions(&shop.path, rights(0o400)).unwrap();
    fs::set_permissions(shop.folder.path(), rights(0o500)).unwrap();
    let store = Store::open_to_read(&shop.path).unwrap().unwrap();
    assert_eq!(store.open_cases(9).unwrap().len(), 1);
    assert!(store.check().unwrap().is_clean());
    drop(store);
    // Root may write everywhere.
    let allowed = fs::write(shop.folder.path().join("probe"), "").is_ok();
    let operation = crate::store::Operation {
        id: shop.pen.id(),
        named: false,
        at: kit::moment(9),
        clock_at: kit::moment(9),
        verb: "new",
        undoable: crate::store::Undoable::Yes,
    };
    let outcome = shop
        .pen
        .ids(|ids| Store::open_to_write(&shop.path, ids))
        .and_then(|mut store| {
            store.write(&operation, |writing| {
                kit::log(writing, &mut shop.pen, ("Ben", None))
            })
        });
    fs::set_permissions(shop.folder.path(), rights(0o700)).unwrap();
    match outcome {
        Ok(_) => assert!(allowed),
        Err(error) => assert!(
            !allowed && error.kind() == StoreErrorKind::ReadOnly,
            "{error:?}"
        ),
    }
}

#[test]
fn bodies_of_every_older_file_are_written_as_they_stand() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let file = |version| data.join(format!("schema-{version}.db"));
    for version in (1..).take_while(|version| file(*version).try_exists().unwrap()) {
        let file = file(version);
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let mut bodies = db.prepare("SELECT kind, body FROM events").unwrap();
        let mut rows = bodies.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let (kind, body): (String, String) = (row.get(0).unwrap(), row.get(1).unwrap());
            let event = crate::store::events::parse(&body).unwrap();
            assert_eq!(event.kind(), kind);
            let written = serde_json::to_string(&event).unwrap();
            assert_eq!(written, body, "schema-{version}");
        }
    }
}

/// The steps of a later version, which has one more: this.
fn and_later(sql: &'static str) -> Vec<Migration> {
    let step = |version| Migration {
        version,
        sql: if version > VERSION { sql } else { "" },
        min_reader: version,
        min_writer: version,
    };
    (1..=VERSION + 1).map(step).collect()
}

#[test]
fn a_later_step_leaves_every_event_as_it_was() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let before = kit::look(&shop.store, 1).unwrap();
    let steps = and_later("CREATE TABLE tags (name TEXT NOT NULL) STRICT");
    schema::advance(&mut shop.store.db, &steps, VERSION, &mut shop::renew).unwrap();
    let version: u32 = shop
        .store
        .db
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(version, VERSION + 1);
    assert!(kit::look(&shop.store, 1).unwrap() == before);
    assert!(shop.store.check().unwrap().is_clean());
    let origin = shop::origin(&shop.store.db).unwrap();
    assert_eq!(origin.min_writer, VERSION + 1);
    shop.log("Ben");
    assert!(shop.store.check().unwrap().is_clean());
}

#[test]
fn a_step_that_fails_changes_nothing() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let bytes = fs::read(&shop.path).unwrap();
    let broken = "CREATE TABLE tags (x) STRICT";
    let orphaning = "PRAGMA defer_foreign_keys = ON; DROP TRIGGER operations_kept;
        PRAGMA foreign_keys = OFF; DELETE FROM operations";
    for sql in [broken, orphaning] {
        let steps = and_later(sql);
        assert!(schema::advance(&mut shop.store.db, &steps, VERSION, &mut shop::renew).is_err());
        assert_eq!(fs::read(&shop.path).unwrap(), bytes);
    }
    shop.assert_clean();
}

#[test]
fn the_version_counts_the_steps() {
    let versions = STEPS.iter().map(|step| step.version);
    assert!(versions.eq(1..=VERSION));
}

#[test]
fn damage_found_while_reading_names_the_part() {
    let path = Path::new("/shop.db");
    let error = DbError::Damaged(FilePart::History).at(path, "read");
    assert_eq!(
        error.to_string(),
        "`/shop.db` is damaged: the history cannot be read"
    );
    assert!(error.hint().starts_with("run `amends data check`"));
}
