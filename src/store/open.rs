//! Finding, checking, making and opening the shop's file.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::store::busy_retry::BusyRetry;
use crate::store::chain::ShopOrigin;
use crate::store::error::{DbError, FilePart, StoreError};
use crate::store::id_source::IdSource;
use crate::store::projection;
use crate::store::schema::{self, APPLICATION_ID, Migration, STEPS, VERSION};
use crate::store::shop;

/// What a connection is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Only reading; the file is still opened for writing where that is allowed, because what an
    /// interrupted save left behind must be taken back before anybody can read.
    Read,
    /// Saving as well as reading.
    Write,
}

/// Whether there is a file at a path; what is neither is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FilePresence {
    /// There is nothing, not even a link that leads nowhere.
    Absent,
    /// An ordinary file, or a link to one.
    File,
}

/// Looks at what stands at `path` without opening it.
pub(super) fn place(path: &Path) -> Result<FilePresence, StoreError> {
    let at = || path.to_owned();
    if !path.is_absolute() {
        return Err(StoreError::NotAbsolute { path: at() });
    }
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(FilePresence::Absent),
        Err(error) => return Err(refused(path, &error, "found")),
        Ok(_) => {}
    }
    let found = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(StoreError::Dangling { path: at() });
        }
        found => found.map_err(|error| refused(path, &error, "found"))?,
    };
    if found.is_dir() {
        return Err(StoreError::Folder { path: at() });
    }
    if !found.is_file() {
        return Err(StoreError::NotAFile { path: at() });
    }
    Ok(FilePresence::File)
}

fn refused(path: &Path, error: &std::io::Error, doing: &'static str) -> StoreError {
    let (path, kind) = (path.to_owned(), error.kind());
    if kind == ErrorKind::PermissionDenied {
        return StoreError::Forbidden { path };
    }
    if kind == ErrorKind::ReadOnlyFilesystem {
        return StoreError::ReadOnly { path };
    }
    if matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
        return StoreError::Full { path };
    }
    StoreError::Io { path, doing }
}

const HEADER: u64 = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Reads the first bytes and gives the version of the tables.
///
/// The positions are those of the SQLite file format: `user_version` at byte 60,
/// `application_id` at byte 68, both four bytes, big-endian. A file that ends within a page is damaged.
pub(super) fn peek(path: &Path) -> Result<u32, StoreError> {
    let mut header = Vec::new();
    let length = File::open(path).and_then(|mut file| {
        Read::by_ref(&mut file)
            .take(HEADER)
            .read_to_end(&mut header)?;
        Ok(file.metadata()?.len())
    });
    let length = length.map_err(|error| refused(path, &error, "read"))?;
    let interrupted = with_ending(path, "-journal").try_exists().unwrap_or(true);
    let path = path.to_owned();
    if header.is_empty() {
        return Err(StoreError::Empty { path });
    }
    let ours = header.starts_with(MAGIC) && number(&header, 68) == Some(APPLICATION_ID);
    match number(&header, 60) {
        Some(0) if ours => Err(StoreError::Damaged {
            path,
            part: FilePart::Header,
        }),
        // The rest of a page that was cut off reads as zeros, which may be what was there. What an interrupted save
        // has left so is put right by its journal.
        Some(_) if ours && !interrupted && !length.is_multiple_of(page_size(&header)) => {
            Err(StoreError::Damaged {
                path,
                part: FilePart::Pages,
            })
        }
        Some(version) if ours => Ok(version),
        Some(_) | None => Err(StoreError::Foreign { path }),
    }
}

/// The size of a page in bytes: at byte 16, two bytes, big-endian; 1 stands for 65,536.
fn page_size(header: &[u8]) -> u64 {
    match header.get(16..18) {
        Some([0, 1]) | None => 65_536,
        Some(bytes) => bytes
            .iter()
            .fold(0, |size, byte| size * 256 + u64::from(*byte))
            .max(1),
    }
}

fn number(header: &[u8], at: usize) -> Option<u32> {
    let bytes = header.get(at..at + 4)?;
    bytes.try_into().ok().map(u32::from_be_bytes)
}

/// Asks a file of a newer version whether this program may still use it.
///
/// Nothing is written, not even what an interrupted save would need.
pub(super) fn ask_newer(path: &Path, found: u32, access: Access) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let origin = Connection::open_with_flags(path, flags)
        .map_err(DbError::from)
        .and_then(|db| shop::origin(&db))
        .ok();
    let least = origin.as_ref().map(|origin| match access {
        Access::Read => origin.min_reader,
        Access::Write => origin.min_writer,
    });
    if least.is_some_and(|least| least <= VERSION) {
        return Ok(());
    }
    let made_by = origin.map(|origin| origin.program);
    let path = path.to_owned();
    Err(StoreError::Newer {
        path,
        found,
        known: VERSION,
        made_by,
    })
}

/// Opens the file, which must be there, and sets what every connection needs.
///
/// The path is absolute, so it cannot be taken for an URI, which SQLite would otherwise read in
/// a name that begins with `file:`.
pub(super) fn connect(
    path: &Path,
    access: Access,
    retry: BusyRetry,
) -> Result<Connection, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)?;
    db.busy_handler(Some(retry.handler()))?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // Without this a statement is planned anew whenever another value is bound to it.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    match access {
        Access::Read => db.execute_batch(READING)?,
        Access::Write => prepare_to_write(&db)?,
    }
    Ok(db)
}

/// More than the statements of the largest command, an import.
const STATEMENTS: usize = 64;

// `mmap_size` is 0 as SQLite is built here; a test reads it back. `cell_size_check` costs a tenth of
// what a list of 20 rows costs, so readers leave it to `data check`, which sets it.
const READING: &str = "
PRAGMA query_only = ON;
PRAGMA temp_store = MEMORY;
";

const WRITING: &str = "
PRAGMA cell_size_check = ON;
PRAGMA temp_store = MEMORY;
PRAGMA recursive_triggers = ON;
PRAGMA secure_delete = ON;
PRAGMA synchronous = EXTRA;
";

const EXTRA: i64 = 3;

/// Sets the rules for saving, and reads back the two on which "saved" rests.
fn prepare_to_write(db: &Connection) -> Result<(), DbError> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    db.execute_batch(WRITING)?;
    let journal: String = db.query_row("PRAGMA journal_mode = DELETE", [], |row| {
        row.get("journal_mode")
    })?;
    let synchronous: i64 = db.query_row("PRAGMA synchronous", [], |row| row.get("synchronous"))?;
    if journal != "delete" || synchronous != EXTRA {
        return Err(DbError::Misplaced(
            "it cannot be saved safely in this place",
        ));
    }
    Ok(())
}

/// How bringing an older file up to date stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It begins; a copy is made first.
    Begins,
    /// Another program is at it.
    Waits,
}

/// Brings an older file up to date, also for somebody who only reads: this program reads no other
/// version. A copy is made and proved first.
///
/// One program does it, the others wait for it. Where a disk knows no locks several may: each has a copy of its own
/// name, and the version is read again within the transaction.
pub(super) fn upgrade(
    path: &Path,
    found: u32,
    retry: BusyRetry,
    tell: &dyn Fn(Progress),
) -> Result<(), DbError> {
    let turn = Turn::wait(path, tell);
    let mut db = connect(path, Access::Write, retry)?;
    if schema::current(&db)? > found {
        turn.end();
        return close(db);
    }
    tell(Progress::Begins);
    copy_before(&db, path, found)?;
    schema::advance(&mut db, &STEPS, found, &mut renewed)?;
    close(db)?;
    turn.end();
    Ok(())
}

fn close(db: Connection) -> Result<(), DbError> {
    db.close().map_err(|(_, error)| DbError::from(error))
}

/// The turn of one program among several that want to bring a file up to date.
struct Turn {
    place: PathBuf,
    held: Option<File>,
}

impl Turn {
    fn wait(path: &Path, tell: &dyn Fn(Progress)) -> Self {
        let place = with_ending(path, ".upgrade");
        // It may stand there already.
        let _ = private_file(&place);
        let held = OpenOptions::new().write(true).open(&place);
        let held = held.ok().filter(|file| match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => {
                tell(Progress::Waits);
                file.lock().is_ok()
            }
            Err(TryLockError::Error(_)) => false,
        });
        Self { place, held }
    }

    /// Removes what the turn was held by: it is needed once for each version.
    fn end(self) {
        let _ = fs::remove_file(&self.place);
        drop(self.held);
    }
}

/// Ends a step: the row about the shop, and with the last one every row that is worked out from events,
/// which only then has all its columns.
fn renewed(db: &Connection, step: &Migration) -> Result<(), DbError> {
    shop::renew(db, step)?;
    let last = STEPS.last();
    if last.is_some_and(|last| std::ptr::eq(last, step)) {
        return projection::renew_all(db);
    }
    Ok(())
}

/// Copies a file of an older version into the folder for backups, unless that was done before,
/// and opens the copy to prove it.
fn copy_before(db: &Connection, path: &Path, found: u32) -> Result<(), DbError> {
    let unwritable =
        |_| DbError::Misplaced("no copy of it could be made first, in the folder `backups`");
    let end = shop::end(db)?;
    let folder = path.parent().unwrap_or(path).join("backups");
    private_folder(&folder).map_err(unwritable)?;
    let name = format!("amends-version-{found}-{}.db", end.head.short());
    let copy = folder.join(name);
    if copy.try_exists().map_err(unwritable)? {
        return Ok(());
    }
    let beside = unfinished(&copy).map_err(unwritable)?;
    let place = beside
        .to_str()
        .ok_or(DbError::Misplaced("the name of its folder is not UTF-8"))?;
    db.execute("VACUUM INTO ?1", [place])?;
    File::open(&beside)
        .and_then(|file| file.sync_all())
        .map_err(unwritable)?;
    let proved = prove_copy(&beside, &end);
    if proved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    proved?;
    fs::rename(&beside, &copy)
        .and_then(|()| sync(&folder))
        .map_err(unwritable)
}

/// Makes an empty file beside a place, whatever else does so at the same time.
fn unfinished(place: &Path) -> std::io::Result<PathBuf> {
    let process = std::process::id();
    for number in 0_u32.. {
        let beside = with_ending(place, &format!(".{process}-{number}.new"));
        match private_file(&beside) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => return made.map(|()| beside),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn prove_copy(copy: &Path, end: &shop::ChainEnd) -> Result<(), DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(copy, flags)?;
    let said: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    let whole = said == "ok" && shop::end(&db)?.head == end.head;
    if whole {
        return Ok(());
    }
    Err(DbError::Misplaced(
        "a copy of it was made first, and is not whole",
    ))
}

/// Makes a new shop's file at `path`, where nothing may be.
///
/// The file is built beside and put in place in one step, so neither a crash nor another
/// program that does the same ever leaves half a file. When another was quicker, its file stays.
pub(super) fn create(path: &Path, ids: &mut IdSource<'_>) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(path);
    private_folder(folder).map_err(|error| refused(path, &error, "made"))?;
    let beside = with_ending(path, &format!(".new-{}", ids.id()));
    let made = build(&beside, ids)
        .map_err(|error| error.at(path, "made"))
        .and_then(|()| settle(&beside, path).map_err(|error| refused(path, &error, "made")));
    // Whether it was put in place or not, this name is no longer needed; nor is the journal, which
    // is there only when building failed.
    let removed = fs::remove_file(&beside);
    let _ = fs::remove_file(with_ending(&beside, "-journal"));
    made?;
    removed
        .and_then(|()| sync(folder))
        .map_err(|error| refused(path, &error, "made"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn build(path: &Path, ids: &mut IdSource<'_>) -> Result<(), DbError> {
    private_file(path).map_err(|error| refused(path, &error, "made"))?;
    let retry = BusyRetry {
        seed: ids.seed(),
        longest: Duration::ZERO,
    };
    let mut db = connect(path, Access::Write, retry)?;
    let mut origin = ShopOrigin {
        id: ids.id(),
        replica: ids.id(),
        created_at: ids.now().timestamp(),
        program: shop::PROGRAM.to_owned(),
        min_reader: VERSION,
        min_writer: VERSION,
    };
    let mut begin = |db: &Connection, step: &Migration| {
        origin.min_reader = step.min_reader;
        origin.min_writer = step.min_writer;
        shop::begin(db, &origin)
    };
    let (first, later) = STEPS.split_at(1);
    schema::advance(&mut db, first, 0, &mut begin)?;
    if !later.is_empty() {
        schema::advance(&mut db, &STEPS, 1, &mut renewed)?;
    }
    db.close().map_err(|(_, error)| DbError::from(error))
}

/// Gives the finished file its name, unless that name is taken.
fn settle(beside: &Path, path: &Path) -> std::io::Result<()> {
    match fs::hard_link(beside, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // Some disks (FAT) know no second name for a file; renaming could replace another's file.
        Err(_) if !path.try_exists()? => {
            fs::rename(beside, path)?;
            File::create_new(beside).map(drop)
        }
        settled => settled,
    }
}

/// Writes a folder out, so that the names in it outlast a power cut.
#[cfg(unix)]
fn sync(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be written out by itself.
#[cfg(not(unix))]
fn sync(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn private_folder(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

/// Makes a file that only its owner can read and write, whatever the umask.
#[cfg(unix)]
fn private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.set_permissions(fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> std::io::Result<()> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map(drop)
}

/// Takes others' rights to the file away, as far as that is ours to do.
#[cfg(unix)]
pub(super) fn tighten(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let Ok(found) = fs::metadata(path) else {
        return;
    };
    if found.permissions().mode() & 0o077 != 0 {
        // On a disk without rights, or in a shared file, saving must still be possible.
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
    }
}

#[cfg(not(unix))]
pub(super) fn tighten(_path: &Path) {}
