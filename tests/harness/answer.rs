//! What a command answered: how it has to end, and what it has to say.

use std::ffi::OsStr;
use std::fmt;
use std::io::Write;
use std::ops::Deref;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::line::flat;

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
        out: done.stdout,
        err: done.stderr,
        code: done.status.code(),
    })
}

/// A program and its arguments, as they stand in the complaint about a failure.
pub fn typed(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap();
    let args = command.get_args().map(OsStr::to_string_lossy);
    let shown = args.map(|arg| format!(" {:.200}", format!("{arg:?}")));
    program.to_string_lossy().into_owned() + &shown.collect::<String>()
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
    /// What was typed.
    pub line: String,
    /// The bytes of its result; at a terminal everything.
    pub out: Vec<u8>,
    /// The bytes of what it said beside it.
    pub err: Vec<u8>,
    /// The code it ended with; `None` after a signal.
    pub code: Option<i32>,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self
            .code
            .map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        let (out, err) = (self.stdout(), self.stderr());
        write!(f, "$ {}\n{out}{err}exit {code}", self.line)
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
        String::from_utf8(self.out.clone()).unwrap()
    }

    /// What it said beside it.
    #[track_caller]
    pub fn stderr(&self) -> String {
        String::from_utf8(self.err.clone()).unwrap()
    }

    /// The lines of the result, each as its tab-separated cells.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
        self.stdout().lines().map(cells).collect()
    }

    /// The same answer on every run and machine: puts examples over the head of the history, which is made of random
    /// ids, and over the version of the zone rules.
    pub fn steady(mut self) -> Self {
        let text = after(&self.stdout(), "history ", "5a1e0b7c");
        self.out = after(&text, "zone rules ", "2026f").into_bytes();
        self
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

/// Puts `example` over what looks like it behind every `before`.
fn after(text: &str, before: &str, example: &str) -> String {
    let mut pieces = text.split(before);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(before);
        let like = piece.get(..example.len()).is_some_and(|found| {
            let hex = |c: char| c.is_ascii_hexdigit();
            found.chars().all(hex) && found.chars().any(|c| c.is_ascii_digit())
        });
        out.push_str(if like { example } else { "" });
        out.push_str(if like { &piece[example.len()..] } else { piece });
    }
    out
}
