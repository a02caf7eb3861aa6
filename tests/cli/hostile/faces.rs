//! Every face the program shows, heard to the last byte.

use std::cell::{Cell, RefCell};
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::super::shop::{Answer, Shop, finish};
use super::oracle::{Stream, is_obeyed, let_through};
use crate::harness::terminal::watch;

/// One way to look at a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// A terminal of 40 columns without colour.
    Narrow,
    /// A terminal of 80 columns with colour.
    Screen,
    /// A terminal of 200 columns with colour.
    Wide,
    /// A terminal that is asked for what a pipe gets.
    Bare,
    /// A pipe.
    Pipe,
    /// A pipe, for a program.
    Json,
    /// A pipe, for a program that reads lines.
    JsonLines,
}

impl Face {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Narrow,
        Self::Screen,
        Self::Wide,
        Self::Bare,
        Self::Pipe,
        Self::Json,
        Self::JsonLines,
    ];
    /// One of each way of writing.
    pub const FEW: [Self; 3] = [Self::Screen, Self::Pipe, Self::Json];

    /// What is typed to see it.
    pub const fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Narrow | Self::Screen | Self::Wide | Self::Pipe => &[],
            Self::Bare => &["--plain"],
            Self::Json => &["--json"],
            Self::JsonLines => &["--jsonl"],
        }
    }

    const fn columns(self) -> &'static str {
        match self {
            Self::Narrow => "40",
            Self::Screen | Self::Bare | Self::Pipe | Self::Json | Self::JsonLines => "80",
            Self::Wide => "200",
        }
    }

    /// The kind of terminal, and where its bytes go; `None` for a pipe.
    const fn terminal(self) -> Option<(&'static str, Stream)> {
        match self {
            Self::Narrow => Some(("dumb", Stream::Dumb)),
            Self::Screen | Self::Wide => Some(("xterm-256color", Stream::Coloured)),
            Self::Bare => Some(("xterm-256color", Stream::Bare)),
            Self::Pipe | Self::Json | Self::JsonLines => None,
        }
    }
}

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Each command on one face, the next one on the next.
    Part,
    /// Each command on every face.
    Whole,
}

/// What was tried, and what got through.
pub struct Trial {
    extent: Extent,
    turn: Cell<usize>,
    tried: Cell<usize>,
    faults: RefCell<Vec<String>>,
}

impl Trial {
    /// Begins to try as much as this.
    pub fn of(extent: Extent) -> Self {
        Self {
            extent,
            turn: Cell::new(0),
            tried: Cell::new(0),
            faults: RefCell::default(),
        }
    }

    /// The faces on which the next command is to be looked at.
    pub fn faces(&self, all: &'static [Face]) -> &'static [Face] {
        let turn = self.turn.get();
        self.turn.set(turn + 1);
        match self.extent {
            Extent::Whole => all,
            Extent::Part => std::slice::from_ref(&all[turn % all.len()]),
        }
    }

    /// The next one of these faces.
    pub fn any(&self, all: &[Face]) -> Face {
        let turn = self.turn.get();
        self.turn.set(turn + 1);
        all[turn % all.len()]
    }

    /// Looks at a command on the faces whose turn it is; nobody else may have written a line of what a pipe gets.
    pub fn look_in_turn(&self, shop: &Shop, args: &[impl AsRef<OsStr>]) {
        for face in self.faces(&Face::FEW) {
            let heard = self.look(shop, *face, args);
            self.note(&heard.answer.line, heard.forged(*face));
        }
    }

    /// Runs a command so that it shows this face, and notes whatever is raw in it.
    pub fn look(&self, shop: &Shop, face: Face, args: &[impl AsRef<OsStr>]) -> Heard {
        let mut command = shop.command();
        command.args(face.flags()).args(args);
        self.look_at(face, command)
    }

    /// As [`Trial::look`], for a command that is set up already.
    pub fn look_at(&self, face: Face, mut command: Command) -> Heard {
        command.env("COLUMNS", face.columns());
        let heard = match face.terminal() {
            Some((terminal, stream)) => {
                if !command.get_envs().any(|(name, _)| name == "TERM") {
                    command.env("TERM", terminal);
                }
                command.stdin(Stdio::null());
                let answer = watch(command);
                Heard { answer, stream }
            }
            None => Heard {
                answer: finish(command, b"").into_answer(),
                stream: Stream::Pipe,
            },
        };
        let found = heard.let_through().or_else(|| match face {
            Face::Json | Face::JsonLines => heard.no_json(),
            Face::Narrow | Face::Screen | Face::Wide | Face::Bare | Face::Pipe => None,
        });
        self.note(&format!("{face:?} {}", heard.answer.line), found);
        heard
    }

    /// Looks into a file that the program has written.
    #[track_caller]
    pub fn look_into(&self, place: &Path, stream: Stream) -> String {
        let bytes = std::fs::read(place).unwrap();
        let found = let_through(&bytes, stream);
        self.note(&place.display().to_string(), found);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Counts one thing that was tried, and what was found in it.
    pub fn note(&self, what: &str, found: Option<String>) {
        self.tried.set(self.tried.get() + 1);
        let fault = found.map(|found| format!("{found}\n    {what:.400}"));
        self.faults.borrow_mut().extend(fault);
    }

    /// Words how much was tried, and how much got through.
    pub fn so_far(&self) -> String {
        let faults = self.faults.borrow().len();
        format!("{} tried, {faults} got through", self.tried.get())
    }

    /// Sees to it that nothing got through.
    #[track_caller]
    pub fn end(self) {
        let so_far = self.so_far();
        let faults = self.faults.into_inner();
        assert!(faults.is_empty(), "{so_far}\n{}", faults.join("\n"));
    }
}

/// What a command wrote.
pub struct Heard {
    answer: Answer,
    /// Where its bytes went.
    stream: Stream,
}

impl Heard {
    fn let_through(&self) -> Option<String> {
        let raw = self.written().into_iter();
        let raw = raw.filter_map(|bytes| let_through(bytes, self.stream));
        let ended = match self.answer.code {
            None | Some(101) => Some(format!("ended badly: {:?}", self.answer.code)),
            Some(_) => None,
        };
        raw.chain(ended).next()
    }

    /// Says so when something is not JSON, or has a hidden character in it.
    fn no_json(&self) -> Option<String> {
        let text = self.text();
        // A monitor reads its line, whatever else was asked for.
        if text.starts_with("AMENDS ") {
            return None;
        }
        if text.contains(|c| is_obeyed(c) && c != '\n') {
            return Some("a hidden character in JSON".to_owned());
        }
        let is_json = |bytes: &[u8]| {
            let read = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
            read.into_iter().all(|value| value.is_ok())
        };
        let is_no_json = |bytes: &[u8]| {
            !is_json(bytes)
                && ![&b"note: "[..], b"AMENDS "]
                    .iter()
                    .any(|own| bytes.starts_with(own))
        };
        let wrong = self.written().into_iter().any(is_no_json);
        wrong.then(|| format!("no JSON: {text:.300}"))
    }

    /// Everything it wrote, as text.
    pub fn text(&self) -> String {
        self.written().map(String::from_utf8_lossy).concat()
    }

    fn written(&self) -> [&[u8]; 2] {
        [&self.answer.out, &self.answer.err]
    }

    /// Sees to it that it ended well.
    #[track_caller]
    pub fn ok(&self) -> &Self {
        let Answer { line, code, .. } = &self.answer;
        assert_eq!(*code, Some(0), "{line}\n{}", self.text());
        self
    }

    /// Whether it ended well.
    pub const fn ended_well(&self) -> bool {
        matches!(self.answer.code, Some(0))
    }

    /// Says so when a line of it was written by whoever wrote the text: a row of a pipe, a line of a complaint.
    pub fn forged(&self, face: Face) -> Option<String> {
        let has_rows = match face {
            Face::Pipe | Face::Bare => true,
            Face::Narrow | Face::Screen | Face::Wide => !self.ended_well(),
            Face::Json | Face::JsonLines => false,
        };
        if !has_rows {
            return None;
        }
        let text = self.text();
        let mut before = "";
        for line in text.lines() {
            // A line end that is shown as a sign may stand where a line is full.
            if line.starts_with("FORGED") && !before.ends_with('⏎') {
                return Some(format!("a forged line: {text}"));
            }
            before = line;
        }
        None
    }
}
