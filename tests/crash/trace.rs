//! What a command does to the files of its shop, step by step, as `strace` sees it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path};

use crate::disk::{Change, Disk, Left, Manner, Name, Names, Step, Thing};
use crate::folder::Folder;

/// The calls that are understood, and behind them those by which a file could change unseen.
const CALLS: &str = "openat,write,pwrite64,read,lseek,close,dup,fcntl,fsync,fdatasync,ftruncate,renameat2,linkat,\
    unlinkat,mkdirat,?open,?creat,?rename,?renameat,?link,?unlink,?mkdir,?dup2,dup3,\
    writev,pwritev,pwritev2,?truncate,fallocate,copy_file_range,sendfile,?symlink,symlinkat,sync_file_range";

/// The disk before a command, and the steps that it took.
pub struct Trace {
    /// The disk before the command.
    pub disk: Disk,
    /// What the command did to it, in the order of its system calls.
    pub steps: Vec<Step>,
}

impl Trace {
    /// Runs a line, which has to end well.
    pub fn of(folder: &Folder, line: &str) -> Self {
        let (names, files) = on_disk(folder.folder());
        let lengths = files.iter().map(Vec::len).collect();
        let mut reader = Reader {
            shop: folder.folder(),
            names: names.clone(),
            lengths,
            open: BTreeMap::new(),
            steps: Vec::new(),
        };
        let log = tempfile::NamedTempFile::new().unwrap();
        let place = log.path().to_str().unwrap();
        let calls = format!("trace={CALLS}");
        let strace = ["strace", "-f", "-qq", "-xx", "-s", "10000000", "-o", place];
        let ended = folder.run_under(&[&strace[..], &["-e", &calls]].concat(), line);
        assert_eq!(ended.code, Some(0), "{line}: {}", ended.said);
        for call in whole_lines(&fs::read_to_string(place).unwrap()) {
            reader.read(&call);
        }
        // What a command has to say without a result is its exit.
        reader.steps.push(Step::Said);
        let trace = Self {
            disk: Disk::new(names, files),
            steps: reader.steps,
        };
        assert_eq!(trace.end(), left(folder.folder()), "{line}");
        trace
    }

    /// What is there when nothing is lost.
    fn end(&self) -> Left {
        let mut disk = self.disk.clone();
        for step in &self.steps {
            disk.take(step);
        }
        disk.cut(Manner::Everything)
    }
}

fn left(place: &Path) -> Left {
    let (names, files) = on_disk(place);
    Disk::new(names, files).cut(Manner::Everything)
}

fn on_disk(place: &Path) -> (Names, Vec<Vec<u8>>) {
    let (mut names, mut files) = (Names::new(), Vec::new());
    let mut folders = vec![place.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(place).unwrap().to_str().unwrap();
            let thing = if fs::metadata(&path).unwrap().is_dir() {
                folders.push(path.clone());
                Thing::Folder
            } else {
                files.push(fs::read(&path).unwrap());
                Thing::File(files.len() - 1)
            };
            names.insert(name.to_owned(), thing);
        }
    }
    (names, files)
}

/// The calls without the number of their process. One that another came between is put together again.
fn whole_lines(log: &str) -> Vec<String> {
    let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
    let mut whole = Vec::new();
    for line in log.lines() {
        let Some((process, call)) = line.split_once(' ') else {
            continue;
        };
        let call = call.trim();
        if let Some(begin) = call.strip_suffix("<unfinished ...>") {
            begun.insert(process, begin);
        } else if let Some((_, end)) = call.split_once(" resumed>") {
            whole.push(format!("{}{end}", begun.remove(process).unwrap()));
        } else {
            whole.push(call.to_owned());
        }
    }
    whole
}

/// What a number stands for that the command reads and writes by.
#[derive(Clone, Debug)]
struct Open {
    name: String,
    thing: Thing,
    at: usize,
}

struct Reader<'a> {
    shop: &'a Path,
    names: Names,
    lengths: Vec<usize>,
    open: BTreeMap<usize, Open>,
    steps: Vec<Step>,
}

/// A call that was answered: its name, what it was given and the answer.
struct Call<'a> {
    name: &'a str,
    given: Vec<&'a str>,
    answer: usize,
}

impl<'a> Call<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (name, rest) = line.split_once('(')?;
        let (given, answer) = rest.rsplit_once(" = ")?;
        let given = given.trim_end().strip_suffix(')')?;
        let answer = answer.split(' ').next()?.parse().ok()?;
        let given = given.split(", ").collect();
        Some(Self {
            name,
            given,
            answer,
        })
    }

    fn number(&self, place: usize) -> Option<usize> {
        self.given.get(place)?.parse().ok()
    }
}

impl Reader<'_> {
    fn read(&mut self, line: &str) {
        // One that failed changed nothing.
        let Some(call) = Call::parse(line) else {
            return;
        };
        match call.name {
            "openat" => self.opened((&call, 1)),
            "open" => self.opened((&call, 0)),
            "renameat2" | "renameat" => self.moved(&call, (1, 3)),
            "rename" => self.moved(&call, (0, 1)),
            "linkat" => self.linked(&call, (1, 3)),
            "link" => self.linked(&call, (0, 1)),
            "unlinkat" => self.gone((&call, 1)),
            "unlink" => self.gone((&call, 0)),
            "mkdirat" => self.folder_made((&call, 1)),
            "mkdir" => self.folder_made((&call, 0)),
            _ => self.used(&call),
        }
    }

    /// The name within the shop of a path that was given.
    fn name(&self, call: &Call<'_>, place: usize) -> Option<String> {
        let given = call.given[place];
        let path = String::from_utf8(bytes(given)).unwrap();
        let above = place.checked_sub(1).and_then(|place| call.number(place));
        let above = above.map(|number| self.open.get(&number).map(|open| open.name.clone()));
        let path = match above {
            // By the number of a folder elsewhere.
            Some(None) if Path::new(&path).is_relative() => return None,
            Some(Some(folder)) => Path::new(&folder).join(path),
            Some(None) | None => path.into(),
        };
        let path = match path.strip_prefix(self.shop) {
            Ok(within) => within,
            Err(_) if path.is_relative() => &path,
            Err(_) => return None,
        };
        let parts = path.components().filter(|part| *part != Component::CurDir);
        let name: std::path::PathBuf = parts.collect();
        assert!(!name.starts_with(".."), "{given}");
        Some(name.to_str().unwrap().to_owned())
    }

    fn step(&mut self, name: Name) {
        name.make(&mut self.names);
        self.steps.push(Step::Name(name));
    }

    fn change(&mut self, file: usize, change: Change) {
        self.lengths[file] = change.length(self.lengths[file]);
        self.steps.push(Step::Change(file, change));
    }

    fn opened(&mut self, (call, place): (&Call<'_>, usize)) {
        self.open.remove(&call.answer);
        let Some(name) = self.name(call, place) else {
            return;
        };
        let flags = call.given[place + 1];
        let thing = match self.names.get(&name) {
            Some(thing) => *thing,
            None if name.is_empty() => Thing::Folder,
            None => {
                assert!(flags.contains("O_CREAT"), "{name}: {flags}");
                self.lengths.push(0);
                let file = Thing::File(self.lengths.len() - 1);
                self.step(Name::Gives(name.clone(), file));
                file
            }
        };
        assert!(!flags.contains("O_APPEND"), "{name}: {flags}");
        if let Thing::File(file) = thing
            && flags.contains("O_TRUNC")
        {
            self.change(file, Change::Length(0));
        }
        let at = 0;
        self.open.insert(call.answer, Open { name, thing, at });
    }

    fn moved(&mut self, call: &Call<'_>, (from, to): (usize, usize)) {
        if let (Some(from), Some(to)) = (self.name(call, from), self.name(call, to)) {
            let thing = self.names[&from];
            self.step(Name::Moves(from, to, thing));
        }
    }

    fn linked(&mut self, call: &Call<'_>, (from, to): (usize, usize)) {
        if let (Some(from), Some(to)) = (self.name(call, from), self.name(call, to)) {
            let thing = self.names[&from];
            self.step(Name::Gives(to, thing));
        }
    }

    fn gone(&mut self, (call, place): (&Call<'_>, usize)) {
        if let Some(name) = self.name(call, place) {
            self.step(Name::Goes(name));
        }
    }

    fn folder_made(&mut self, (call, place): (&Call<'_>, usize)) {
        if let Some(name) = self.name(call, place) {
            self.step(Name::Gives(name, Thing::Folder));
        }
    }

    /// Takes a call that names what it means by its number.
    fn used(&mut self, call: &Call<'_>) {
        let number = call.number(0).unwrap_or(usize::MAX);
        if call.name == "write" && number == 1 {
            self.steps.push(Step::Said);
        }
        let Some(open) = self.open.get_mut(&number) else {
            return;
        };
        let (at, answer) = (open.at, call.answer);
        match (call.name, open.thing) {
            ("close", _) => drop(self.open.remove(&number)),
            ("lseek", _) => open.at = answer,
            ("read", _) => open.at += answer,
            ("fcntl", _) if !call.given[1].starts_with("F_DUPFD") => {}
            ("dup" | "dup2" | "dup3" | "fcntl", _) => {
                let same = open.clone();
                self.open.insert(answer, same);
            }
            ("write", Thing::File(file)) => {
                open.at += answer;
                let written = bytes(call.given[1])[..answer].to_vec();
                self.change(file, Change::Bytes(at, written));
            }
            ("pwrite64", Thing::File(file)) => {
                let written = bytes(call.given[1])[..answer].to_vec();
                let at = call.number(3).unwrap();
                self.change(file, Change::Bytes(at, written));
            }
            ("ftruncate", Thing::File(file)) => {
                let length = call.number(1).unwrap();
                self.change(file, Change::Length(length));
            }
            ("fsync" | "fdatasync", Thing::File(file)) => self.steps.push(Step::Out(file)),
            ("fsync" | "fdatasync", Thing::Folder) => {
                let folder = open.name.clone();
                self.steps.push(Step::NamesOut(folder));
            }
            (name, _) => panic!("{name} on {} is not understood", open.name),
        }
    }
}

/// What `"\x41\x42"` stands for.
fn bytes(written: &str) -> Vec<u8> {
    let inner = written.trim_matches('"');
    let digits = inner.split("\\x").filter(|digits| !digits.is_empty());
    let byte = |digits| u8::from_str_radix(digits, 16).unwrap();
    digits.map(byte).collect()
}
