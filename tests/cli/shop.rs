//! One shop for one test: an empty folder, a cleared environment, a moment that stands still.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::Write;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_amends");

/// The playbook of the tests, which stands in the shop's own folder as `corner`.
pub const CORNER: &str = include_str!("corner.toml");

/// The settings of a shop that has been set up.
pub const SETTINGS: &str = "\
name = \"Rosa's Bakery\"
timezone = \"Europe/London\"
playbook = \"corner\"
[people]
owner = \"Rosa Marin\"
";

/// A complaint of a regular: severity typed, told now.
pub const ADA: &str = "new --customer 'Ada Okafor' --type late-delivery --tier regular \
     --severity major --channel phone --words 'The cake came at nine'";

/// A complaint of somebody else.
pub const BEN: &str = "new --customer 'Ben Sato' --type wrong-order --tier new \
     --severity minor --words 'No spoon in the bag'";

/// A command line that must be refused: its exit code, a part of what is said, a part of what to do.
pub type Mistake = (&'static str, i32, &'static str, &'static str);

/// A shop folder that is also the working directory.
pub struct Shop {
    folder: TempDir,
    now: RefCell<Option<String>>,
    columns: u16,
}

impl Shop {
    /// A shop in London that works by the playbook `corner`; 22 November 2026, 10:05, 80 columns.
    pub fn new() -> Self {
        let shop = Self::with_settings(SETTINGS);
        shop.playbook("corner", CORNER);
        shop
    }

    /// A shop with these settings that never had a case.
    pub fn with_settings(settings: &str) -> Self {
        let shop = Self::empty();
        shop.run("config set timezone UTC").ok();
        shop.write("shop.toml", settings);
        shop
    }

    /// A shop whose data file is this one, as if it had been made by an older program.
    pub fn holding(data_file: &[u8]) -> Self {
        let shop = Self::empty();
        shop.write("amends.db", data_file);
        shop.write("shop.toml", SETTINGS);
        shop.playbook("corner", CORNER);
        shop
    }

    /// An empty folder: a fresh machine.
    pub fn empty() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            now: RefCell::new(Some("2026-11-22 10:05".to_owned())),
            columns: 80,
        }
    }

    /// A shop that has taken in Ada's complaint as #1.
    pub fn with_ada() -> Self {
        let shop = Self::new();
        shop.run(ADA).ok();
        shop
    }

    /// Writes for lines of this many columns from now on.
    pub fn wide(mut self, columns: u16) -> Self {
        self.columns = columns;
        self
    }

    /// Moves the moment, in the shop's own time or by RFC 3339.
    pub fn at(&self, moment: &str) -> &Self {
        self.now.replace(Some(moment.to_owned()));
        self
    }

    /// Lets the machine's own clock run.
    pub fn by_its_own_clock(&self) -> &Self {
        self.now.replace(None);
        self
    }

    /// The shop folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A path in the shop folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Writes one of the shop's own playbooks.
    pub fn playbook(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        self.write(&format!("playbooks/{name}.toml"), content)
    }

    /// The data file as it is.
    pub fn data_file(&self) -> Vec<u8> {
        std::fs::read(self.path("amends.db")).unwrap()
    }

    /// Everything in the folder: each file with its bytes, each folder with none.
    pub fn everything(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        gather(self.folder(), &mut found);
        found
    }

    /// The program in this shop, for what [`Shop::run`] cannot do.
    pub fn command(&self) -> Command {
        self.set_up(Command::new(PROGRAM))
    }

    fn set_up(&self, mut command: Command) -> Command {
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("AMENDS_DATA_DIR", self.folder())
            .env("COLUMNS", self.columns.to_string())
            .env("LANG", "C.UTF-8")
            .current_dir(self.folder())
            .stdin(Stdio::null());
        if let Some(now) = &*self.now.borrow() {
            command.env("AMENDS_NOW", now);
        }
        command
    }

    /// Runs a command line as it would be typed after `amends`.
    pub fn run(&self, line: &str) -> Output {
        self.run_args(split(line))
    }

    /// Runs the program with these arguments.
    pub fn run_args<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Output {
        let mut command = self.command();
        command.args(args);
        finish(command, b"")
    }

    /// Runs a command line with something on standard input.
    pub fn run_with_input(&self, line: &str, input: &[u8]) -> Output {
        let mut command = self.command();
        command.args(split(line)).stdin(Stdio::piped());
        finish(command, input)
    }

    /// Pastes a whole line into a shell, as a person would do with what the program printed.
    pub fn paste(&self, line: &str) -> Output {
        let mut command = self.set_up(Command::new("/bin/sh"));
        let programs = Path::new(PROGRAM).parent().unwrap().display();
        command.env("PATH", format!("{programs}:/usr/bin:/bin"));
        command.args(["-c", line]);
        finish(command, b"")
    }

    /// Runs a command that only reads, and sees to it that nothing was written.
    #[track_caller]
    pub fn only_reads(&self, line: &str) -> Answer {
        let before = self.everything();
        let answer = self.run(line).ok();
        assert_eq!(changes(&before, &self.everything()), "", "{line}\n{answer}");
        answer
    }

    /// Runs a command that must be refused, and sees to it that it left no trace.
    #[track_caller]
    pub fn refuses(&self, line: &str, code: i32) -> Answer {
        let before = self.everything();
        let answer = self.run(line).fails(code);
        assert_eq!(changes(&before, &self.everything()), "", "{line}\n{answer}");
        answer
    }

    /// Refuses each of these and leaves no trace of any.
    #[track_caller]
    pub fn refuses_each(&self, mistakes: &[Mistake]) {
        for (line, code, message, hint) in mistakes {
            self.refuses(line, *code).says(message).says(hint);
        }
    }

    /// The one item of a command's JSON.
    #[track_caller]
    pub fn item(&self, line: &str) -> Value {
        self.run(&format!("{line} --json")).ok().item()
    }

    /// The items of a command's JSON.
    #[track_caller]
    pub fn items(&self, line: &str) -> Vec<Value> {
        self.run(&format!("{line} --json")).ok().items()
    }

    /// A case as `show` gives it.
    #[track_caller]
    pub fn case(&self, number: u32) -> Value {
        self.item(&format!("show {number}"))
    }

    /// Sees to it that a command prints JSON of this schema, and gives its items.
    #[track_caller]
    pub fn speaks(&self, line: &str, schema: &str) -> Vec<Value> {
        let answer = self.run(&format!("{line} --json")).ok();
        assert_eq!(answer.json()["schema"], schema, "{line}\n{answer}");
        answer.items()
    }
}

fn gather(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            gather(&path, found);
            found.insert(path, Vec::new());
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
}

/// Words what differs between two looks at a folder; empty when nothing does.
fn changes(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> String {
    let mut lines = Vec::new();
    for path in before.keys().chain(after.keys()) {
        let line = match (before.get(path), after.get(path)) {
            (None, _) => format!("new: {}", path.display()),
            (_, None) => format!("gone: {}", path.display()),
            (Some(old), Some(new)) if old != new => format!("other bytes: {}", path.display()),
            (Some(_), Some(_)) => continue,
        };
        lines.push(line);
    }
    lines.sort();
    lines.dedup();
    lines.join("\n")
}

/// Starts a command, feeds it and waits for its end.
pub fn finish(mut command: Command, input: &[u8]) -> Output {
    let line = typed(&command);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    if let Some(mut stdin) = child.stdin.take() {
        // A program that has heard enough may stop listening.
        let _ = stdin.write_all(input);
    }
    let done = child.wait_with_output().unwrap();
    Output(Answer {
        line,
        stdout: done.stdout,
        stderr: done.stderr,
        code: done.status.code(),
    })
}

fn typed(command: &Command) -> String {
    let args = command.get_args().map(OsStr::to_string_lossy);
    let shown = args.map(|arg| format!("{:.200}", format!("{arg:?}")));
    shown.collect::<Vec<_>>().join(" ")
}

/// Splits a line into words as a POSIX shell does, with quotes and backslashes but no `$`.
pub fn split(line: &str) -> Vec<OsString> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' => word.get_or_insert_default().extend(single(&mut chars)),
            '"' => word.get_or_insert_default().push_str(&double(&mut chars)),
            '\\' => word.get_or_insert_default().extend(chars.next()),
            blank if blank.is_whitespace() => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words.into_iter().map(OsString::from).collect()
}

fn single<'c>(chars: &'c mut impl Iterator<Item = char>) -> impl Iterator<Item = char> + 'c {
    chars.take_while(|c| *c != '\'')
}

fn double(chars: &mut impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some(escaped @ ('"' | '\\')) => text.push(escaped),
                other => text.extend(['\\'].into_iter().chain(other)),
            },
            other => text.push(other),
        }
    }
    text
}

/// How a command ended; nothing may be made of it before its ending was looked at.
#[must_use = "say how it has to end: `ok()`, `fails(2)` or `ends(3)`"]
pub struct Output(Answer);

impl Output {
    /// Sees to it that it ended well and complained about nothing.
    #[track_caller]
    pub fn ok(self) -> Answer {
        let answer = self.ends(0);
        assert!(!answer.stderr().contains("error:"), "{answer}");
        answer
    }

    /// Sees to it that it failed like this: nothing on stdout, one complaint on stderr that says what to do.
    #[track_caller]
    pub fn fails(self, code: i32) -> Answer {
        let answer = self.ends(code);
        let said = answer.stderr();
        assert_eq!(answer.stdout(), "", "a failure has no result\n{answer}");
        let json = said.starts_with("{\"error\":");
        assert!(json || said.starts_with("error: "), "{answer}");
        assert!(json || said.contains("\nto do: "), "{answer}");
        answer
    }

    /// What it printed, however it ended.
    pub fn into_answer(self) -> Answer {
        self.0
    }

    /// Sees to it that it failed as a failure has to look, with whichever code.
    #[track_caller]
    pub fn fails_somehow(self) -> Answer {
        let code = self.0.code;
        assert!(code.is_some_and(|code| code != 0), "{}", self.0);
        self.fails(code.unwrap_or(1))
    }

    /// Sees to it that it ended with one of these codes and without a panic.
    #[track_caller]
    pub fn ends_with_one_of(self, codes: &[i32]) {
        let code = self.0.code;
        assert!(code.is_some_and(|code| codes.contains(&code)), "{}", self.0);
        assert!(!format!("{}", self.0).contains("panicked"), "{}", self.0);
    }

    /// Sees to it that it either ended well or failed with this in what it said.
    #[track_caller]
    pub fn ends_well_or_says(self, text: &str) -> Answer {
        let Some(code @ 1..) = self.0.code else {
            return self.ok();
        };
        let answer = self.fails(code);
        answer.says(text);
        answer
    }

    /// Sees to it that it ended with this code and without a panic.
    #[track_caller]
    pub fn ends(self, code: i32) -> Answer {
        let answer = self.0;
        assert_eq!(answer.code, Some(code), "{answer}");
        assert!(!answer.stderr().contains("panicked"), "{answer}");
        answer
    }
}

/// What a command printed.
pub struct Answer {
    line: String,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    code: Option<i32>,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self
            .code
            .map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        let (out, err) = (self.stdout(), self.stderr());
        write!(f, "$ amends {}\n{out}{err}exit {code}", self.line)
    }
}

impl Answer {
    /// The code it ended with.
    #[track_caller]
    pub fn exit(&self) -> i32 {
        self.code.unwrap()
    }

    /// What it printed as its result.
    #[track_caller]
    pub fn stdout(&self) -> String {
        String::from_utf8(self.stdout.clone()).unwrap()
    }

    /// What it said beside it.
    #[track_caller]
    pub fn stderr(&self) -> String {
        String::from_utf8(self.stderr.clone()).unwrap()
    }

    /// The lines of the result, each as its tab-separated cells.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
        self.stdout().lines().map(cells).collect()
    }

    /// Sees to it that stderr says this, wherever its lines are broken.
    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        let said = flat(&self.stderr());
        assert!(said.contains(&flat(text)), "not said: {text}\n{self}");
        self
    }

    /// Sees to it that stdout shows this, wherever its lines are broken.
    #[track_caller]
    pub fn shows(&self, text: &str) -> &Self {
        let shown = flat(&self.stdout());
        assert!(shown.contains(&flat(text)), "not shown: {text}\n{self}");
        self
    }

    /// Sees to it that neither stream has this in it.
    #[track_caller]
    pub fn never_mentions(&self, text: &str) -> &Self {
        let all = flat(&format!("{} {}", self.stdout(), self.stderr()));
        assert!(!all.contains(text), "mentioned: {text}\n{self}");
        self
    }

    /// Sees to it that it printed nothing at all.
    #[track_caller]
    pub fn is_silent(&self) -> &Self {
        assert_eq!((self.stdout(), self.stderr()), Default::default(), "{self}");
        self
    }

    /// Sees to it that it printed no result.
    #[track_caller]
    pub fn has_no_result(&self) -> &Self {
        assert_eq!(self.stdout(), "", "{self}");
        self
    }

    /// The JSON object on stdout, its envelope looked at.
    #[track_caller]
    pub fn json(&self) -> Value {
        let json: Value =
            serde_json::from_str(&self.stdout()).unwrap_or_else(|bad| panic!("{bad}\n{self}"));
        let keys: Vec<&str> = json.as_object().unwrap().keys().map(Deref::deref).collect();
        let envelope = [
            "schema",
            "generated_at",
            "time_zone",
            "count",
            "truncated",
            "items",
        ];
        assert_eq!(keys, envelope, "{self}");
        let items = json["items"].as_array().unwrap().len();
        assert_eq!(json["count"], items, "{self}");
        json
    }

    /// The items of the JSON object on stdout.
    #[track_caller]
    pub fn items(&self) -> Vec<Value> {
        self.json()["items"].as_array().unwrap().clone()
    }

    /// The only item of the JSON object on stdout.
    #[track_caller]
    pub fn item(&self) -> Value {
        let items = self.items();
        assert_eq!(items.len(), 1, "{self}");
        items[0].clone()
    }

    /// The failure that stands on stderr under `--json`.
    #[track_caller]
    pub fn error(&self) -> Value {
        let json: Value =
            serde_json::from_str(&self.stderr()).unwrap_or_else(|bad| panic!("{bad}\n{self}"));
        let error = json["error"].clone();
        let keys: Vec<&str> = error
            .as_object()
            .unwrap()
            .keys()
            .map(Deref::deref)
            .collect();
        assert_eq!(keys, ["code", "exit", "message", "hint"], "{self}");
        assert_eq!(error["exit"].as_i64(), self.code.map(i64::from), "{self}");
        error
    }
}

/// Makes every stretch of white space one blank, because lines are broken where they are full.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The steps of a case or plan that are of this part.
pub fn steps_of<'c>(case: &'c Value, part: &str) -> Vec<&'c Value> {
    let steps = case["steps"].as_array().unwrap().iter();
    steps.filter(|step| step["part"] == part).collect()
}

/// The step of this number.
#[track_caller]
pub fn step(case: &Value, number: u32) -> &Value {
    let mut steps = case["steps"].as_array().unwrap().iter();
    steps.find(|step| step["number"] == number).unwrap()
}

/// The numbers of the steps that can still be done.
pub fn open_steps(case: &Value) -> Vec<u64> {
    let steps = case["steps"].as_array().unwrap().iter();
    let open = steps.filter(|step| step["state"] == "open");
    open.map(|step| step["number"].as_u64().unwrap()).collect()
}

/// The last deadline of this name, that of the running cycle.
#[track_caller]
pub fn deadline<'c>(case: &'c Value, name: &str) -> &'c Value {
    let deadlines = case["deadlines"].as_array().unwrap().iter();
    deadlines
        .rev()
        .find(|deadline| deadline["name"] == name)
        .unwrap()
}

/// The case numbers of a list, in its order.
pub fn numbers(items: &[Value]) -> Vec<u64> {
    let number = |item: &Value| item["case"].as_u64().unwrap();
    items.iter().map(number).collect()
}

#[test]
fn a_line_is_split_as_a_shell_would() {
    let table: [(&str, &[&str]); 5] = [
        ("done 1 --step 2", &["done", "1", "--step", "2"]),
        ("note 1 'She likes it'", &["note", "1", "She likes it"]),
        (r#"--why "say \"so\"" ''"#, &["--why", "say \"so\"", ""]),
        (r"it\'s a\ b", &["it's", "a b"]),
        ("  ", &[]),
    ];
    for (line, words) in table {
        assert_eq!(split(line), words, "{line}");
    }
}
