//! The guided conversation in a real terminal.

use std::process::Stdio;

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};

use super::machine::Machine;
use crate::harness::shop::PROGRAM;
use crate::harness::terminal::PATIENCE;

/// A person at a terminal, taking in a complaint.
struct Desk {
    terminal: PtySession,
    /// Everything on the screen so far, escapes included.
    seen: String,
}

impl Desk {
    fn with(machine: &Machine, args: &[&str]) -> Self {
        let mut command = machine.program(PROGRAM);
        command.args(args).stdin(Stdio::inherit());
        Self {
            terminal: spawn_command(command, Some(PATIENCE.as_secs() * 1_000)).unwrap(),
            seen: String::new(),
        }
    }

    /// Waits for a question.
    fn hear(&mut self, question: &str) {
        let before = self.terminal.exp_string(question);
        let before = before.unwrap_or_else(|error| panic!("{error}\nseen: {}", self.seen));
        self.seen.push_str(&before);
        self.seen.push_str(question);
    }

    /// Waits for each question and answers it.
    fn answer(&mut self, answers: &[(&str, &str)]) {
        for (question, answer) in answers {
            self.hear(question);
            self.terminal.send_line(answer).unwrap();
        }
    }

    /// Waits for the end; gives the screen and the exit code.
    fn leave(mut self) -> (String, i32) {
        let rest = self.terminal.exp_eof().unwrap();
        self.seen.push_str(&rest);
        let ended = self.terminal.process().wait().unwrap();
        let WaitStatus::Exited(_, code) = ended else {
            panic!("ended with {ended:?}:\n{}", self.seen);
        };
        (self.seen.replace("\r\n", "\n"), code)
    }
}

/// Tells whether the cursor can be seen at the end.
fn cursor_is_back(screen: &str) -> bool {
    screen.rfind("\x1b[?25h") >= screen.rfind("\x1b[?25l")
}

/// The café's late cake, up to the first question about harm.
const STORY: [(&str, &str); 9] = [
    ("Playbook, by number or name: ", "cafe"),
    ("They said: ", "The cake came at nine. The guests had gone."),
    ("more: ", ""),
    (
        "They wanted to [skip]: ",
        "have a cake on the table at seven",
    ),
    ("How they feel [skip]: ", "let down"),
    ("Their name: ", "Ada Okafor"),
    ("How to reach them [skip]: ", "020 7946 0100"),
    ("What failed: ", "late"),
    ("What was it for? [skip]: ", "her mother's seventieth"),
];

/// The rest of it; then comes the page to look over. Enter alone is the moment the talk began.
const REST: [(&str, &str); 8] = [
    ("Did it spoil something", "y"),
    ("Was anybody hurt", "n"),
    ("Who they are to you", "regular"),
    ("How they told you", "phone"),
    ("Are they still here? [no]: ", "n"),
    ("When they told you", ""),
    ("Who holds the case", "Sam Osei"),
    ("Enter saves, a number changes a line: ", ""),
];

/// What stands between the story and the rest.
const BETWEEN: [(&str, &str); 2] = [
    ("Is it still of use to you now? [skip]: ", "no"),
    ("Did it cost them money", "n"),
];

/// A complaint taken in on a machine on which nothing is configured, and the screen after it.
fn taken_in() -> (Machine, String) {
    let machine = Machine::fresh();
    let mut desk = Desk::with(&machine, &["new"]);
    desk.answer(&STORY);
    desk.answer(&BETWEEN);
    desk.answer(&REST);
    let (screen, code) = desk.leave();
    assert_eq!(code, 0, "{screen}");
    (machine, screen)
}

#[test]
fn with_nothing_configured_a_complaint_becomes_a_plan() {
    let (machine, screen) = taken_in();
    let end = &screen[screen.find("Saved as #1.").unwrap()..];
    insta::assert_snapshot!(end, @r#"
    Saved as #1.

    Plan
    1. Speak to them, say sorry by name, hear them out to the end, do not explain
       open
       acknowledge, manager, by 11:05, in 1 h
    2. Offer to start afresh instead of mending piece by piece; they decide  open
       fix, owner, by 12:05, in 2 h, 25.00 GBP
       they choose: "a fresh start, at a time you choose", "all your money back" or
       "something else you name"
    3. Give the delivery charge back before they ask; while it is still on its way,
       ring them with the minute it comes  open
       fix, staff, by tomorrow 10:05, in 24 h, 4.50 GBP
    4. Take them coffee and something warm the next morning, at the hour that suits
       them  open
       surprise, staff, by tomorrow 10:05, in 24 h, 3.00 GBP
       they choose: "before work", "mid-morning" or "no need, thank you"
       have ready: asked about allergies
    5. Ask: have we put it right, and what should we change? Thank them for telling
       us  open
       follow up, holder (Sam Osei), about Wed 25 Nov 10:05
    6. Write and tell them what we changed because of them  open
       follow up, manager, about Wed 25 Nov 10:05, after step 5

    state:            ON TRACK
    next:             step 1, manager: Speak to them, say sorry by name, hear them
                      out to the end, do not explain, by 11:05, in 1 h
    both halves:      by tomorrow 10:05, in 24 h
    what to say:      amends draft 1
    to take it back:  amends undo --case 1

    The same as one command:
    amends new --customer 'Ada Okafor' --reach '020 7946 0100' --type late-delivery --tier regular --harm spoiled --channel phone --told '2026-11-23 10:05' --holder 'Sam Osei' --words 'The cake came at nine. The guests had gone.' --need 'have a cake on the table at seven' --feels 'let down' --answer 'occasion=her mother'\''s seventieth' --answer 'still-wanted=no' --here no
    "#);
    assert!(cursor_is_back(&screen));
    let kept = machine.pipe("amends show 1 --json");
    kept.shows("The guests had gone.");
}

#[test]
fn the_command_line_at_the_end_makes_the_same_case() {
    let machine = Machine::fresh();
    let mut desk = Desk::with(&machine, &["new"]);
    desk.answer(&STORY);
    desk.answer(&BETWEEN);
    desk.answer(&REST);
    let (screen, _) = desk.leave();
    let line = screen
        .lines()
        .rfind(|line| line.starts_with("amends new "))
        .unwrap();
    // In the same shop it would be a second failure of the same customer, and planned as one.
    let other = Machine::fresh();
    let line = format!("{line} --playbook cafe");
    assert_eq!(other.pipe(&line).exit(), 0, "{line}");
    let shown = |machine: &Machine| machine.pipe("amends show 1 --json").stdout();
    assert_eq!(shown(&other), shown(&machine));
}

#[test]
fn ctrl_c_keeps_what_was_typed_and_continue_goes_on() {
    let machine = Machine::fresh();
    let mut desk = Desk::with(&machine, &["new"]);
    desk.answer(&STORY);
    desk.hear("Is it still of use to you now? [skip]: ");
    desk.terminal.send_control('c').unwrap();
    let (screen, code) = desk.leave();
    assert_eq!(code, 130, "{screen}");
    assert!(screen.contains("what was typed is kept"), "{screen}");
    assert!(screen.contains("amends new --continue"), "{screen}");
    assert!(cursor_is_back(&screen));
    machine.pipe("amends list --all").has_no_result();

    let mut desk = Desk::with(&machine, &["new", "--continue"]);
    desk.answer(&BETWEEN);
    desk.answer(&REST);
    let (screen, code) = desk.leave();
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains("Their name"), "asked again:\n{screen}");
    let kept = machine.pipe("amends show 1 --json");
    kept.shows("The guests had gone.");
    kept.shows("her mother's seventieth");
    let again = machine.pipe("amends new --continue");
    assert_eq!(again.exit(), 5, "{again}");
}
