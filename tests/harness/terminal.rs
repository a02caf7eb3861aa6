//! A command at a terminal, with nobody who types.

use std::io::Read;
use std::process::Command;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use rexpect::process::{PtyProcess, WaitStatus};

use super::answer::{Answer, typed};

/// How long a command may take, or a question to come; only a hang is longer.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Runs a command to its end; its answer is what the terminal was sent, with line ends of two bytes.
pub fn watch(command: Command) -> Answer {
    let line = typed(&command);
    let process = PtyProcess::new(command).unwrap();
    let mut screen = process.get_file_handle().unwrap();
    let (hand_over, heard) = channel();
    thread::spawn(move || {
        let mut out = Vec::new();
        // Linux ends a closed terminal with an error, others with an end: both are the end.
        let _ = screen.read_to_end(&mut out);
        let _ = hand_over.send(out);
    });
    let out = heard.recv_timeout(PATIENCE);
    let out = out.unwrap_or_else(|_| panic!("it waits for somebody: {line}"));
    let mut code = None;
    if let WaitStatus::Exited(_, ended_with) = process.wait().unwrap() {
        code = Some(ended_with);
    }
    Answer {
        line,
        out,
        err: Vec::new(),
        code,
    }
}

impl Answer {
    /// What a person sees at a terminal.
    #[track_caller]
    pub fn screen(&self) -> String {
        self.stdout().replace("\r\n", "\n")
    }
}
