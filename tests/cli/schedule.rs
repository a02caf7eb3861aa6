//! `amends schedule`: text to paste, read here as its scheduler reads it, and then carried out.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::shop::{ADA, Answer, CORNER, PROGRAM, SETTINGS, Shop, finish, split};

/// Folders that each scheduler has its own trouble with.
const ODD: [&str; 12] = [
    "Rosa's 100% \"shop\"",
    "plain",
    " a  b ",
    "50%% off %PATH %h",
    "back\\slash\\\\twice\\%",
    "ends in a backslash\\",
    "$HOME $$ ${HOME} `id` $(id)",
    "a=b;c&d|e>f<g#h*i?j",
    "''quotes\"'\\'",
    "-dash !bang ~tilde {brace}",
    "Rosa\u{2019}s Caf\u{e9} \u{5c71}",
    "@:+|first",
];

/// A program and a shop with one case, both in a folder of this name.
struct Odd {
    shop: Shop,
    folder: PathBuf,
}

impl Odd {
    fn named(name: &str) -> Self {
        let shop = Shop::new();
        let folder = shop.path(name);
        let mut begin = shop.command();
        begin.env("AMENDS_DATA_DIR", &folder);
        begin.args(["config", "set", "timezone", "UTC"]);
        finish(begin, b"").ok();
        let settings = shop.write(&format!("{name}/shop.toml"), SETTINGS);
        shop.write(&format!("{name}/playbooks/corner.toml"), CORNER);
        assert_eq!(settings.parent(), Some(&*folder));
        let program = folder.join("amends");
        // A copy that has just been written may not be started yet; a link may.
        if std::fs::hard_link(PROGRAM, &program).is_err() {
            std::fs::copy(PROGRAM, &program).unwrap();
        }
        let odd = Self { shop, folder };
        odd.run(ADA).ok();
        odd
    }

    /// Runs the program that lies in the folder, on the shop that lies there.
    fn run(&self, line: &str) -> super::shop::Output {
        let mut command = Command::new(self.folder.join("amends"));
        command.env_clear().env("AMENDS_DATA_DIR", &self.folder);
        command.env("AMENDS_NOW", "2026-11-22 10:05");
        command.args(split(line)).stdin(Stdio::null());
        finish(command, b"")
    }

    fn schedule(&self, line: &str) -> String {
        self.run(&format!("schedule {line}")).ok().stdout()
    }

    /// Sees to it that a command, as its scheduler starts it, finds the shop and its case.
    #[track_caller]
    fn finds_the_case(&self, mut command: Command, line: &str) {
        // Hours later, so that there is something to report.
        command.env_clear().env("AMENDS_NOW", "2026-11-23 10:30");
        command.env("PATH", "/usr/bin:/bin").env("HOME", "/nowhere");
        command.current_dir("/").stdin(Stdio::null());
        let found = finish(command, b"").ok();
        let expected = self.later(line);
        assert_eq!(found.stdout(), expected.stdout(), "{found}");
        assert_eq!(found.stderr(), "", "{found}");
    }

    fn later(&self, line: &str) -> Answer {
        let mut command = Command::new(PROGRAM);
        command.env_clear().env("AMENDS_DATA_DIR", &self.folder);
        command.env("AMENDS_NOW", "2026-11-23 10:30");
        command.args(split(line)).stdin(Stdio::null());
        finish(command, b"").ok()
    }
}

const REPORT: &str = "report nightly --if-any --pretty";
const CHECK: &str = "data check --if-any --pretty";

/// The lines that are not remarks.
fn lines(text: &str) -> Vec<&str> {
    let lines = text.lines();
    let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.collect()
}

/// How a cron goes through a command: `%` ends it, `\%` is `%`; in some `\\` is `\` as well.
#[derive(Clone, Copy, PartialEq)]
enum Cron {
    Cronie,
    Vixie,
}

fn as_cron_reads(command: &str, cron: Cron) -> String {
    let mut read = String::new();
    let mut escaped = false;
    for c in command.chars() {
        if escaped && (c == '%' || (c == '\\' && cron == Cron::Vixie)) {
            read.pop();
        } else if c == '%' && !escaped {
            break;
        }
        read.push(c);
        escaped = c == '\\' && !escaped;
    }
    read
}

#[test]
fn a_crontab_line_runs_whatever_the_folder_is_called() {
    for name in ODD {
        let odd = Odd::named(name);
        let text = odd.schedule("cron");
        let lines = lines(&text);
        assert_eq!(lines.len(), 2, "{text}");
        for (line, command) in lines.into_iter().zip([REPORT, CHECK]) {
            let typed = line.strip_prefix("30 6 * * * ").unwrap();
            for cron in [Cron::Cronie, Cron::Vixie] {
                let mut shell = Command::new("/bin/sh");
                shell.args(["-c", &as_cron_reads(typed, cron)]);
                odd.finds_the_case(shell, command);
            }
        }
    }
}

#[test]
fn the_report_finds_something_and_the_check_is_silent() {
    let odd = Odd::named("plain");
    odd.later(REPORT).shows("Ada Okafor");
    odd.later(CHECK).is_silent();
}

#[test]
fn cron_reads_as_the_test_believes() {
    let table = [
        (r"a\%b%c", r"a%b", r"a%b"),
        (r"a\\%b", r"a\\", r"a\"),
        (r"a\'b\\c", r"a\'b\\c", r"a\'b\c"),
    ];
    for (line, cronie, vixie) in table {
        assert_eq!(as_cron_reads(line, Cron::Cronie), cronie, "{line}");
        assert_eq!(as_cron_reads(line, Cron::Vixie), vixie, "{line}");
    }
}

/// The words of an `ExecStart=`, by systemd.service(5): words of double quotes with the escapes
/// of C; then `%%`; then, in all but the program, `$$`. What is not one of these is refused.
fn as_systemd_reads(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let mut word = String::new();
        match c {
            ' ' => continue,
            '"' => loop {
                match chars.next().unwrap() {
                    '"' => break,
                    '\\' => word.push(chars.next().filter(|c| "\"\\".contains(*c)).unwrap()),
                    other => word.push(other),
                }
            },
            first => {
                word.push(first);
                word.extend(chars.by_ref().take_while(|c| *c != ' '));
            }
        }
        let word = halved(&word, '%');
        words.push(if words.is_empty() {
            word
        } else {
            halved(&word, '$')
        });
    }
    let refused = ['"', '\'', '\\'];
    assert!(!words[0].contains(refused), "systemd refuses it: {line}");
    words
}

/// Undoes the doubling of a sign: `%%` becomes `%`; one that stands alone is a failure.
fn halved(word: &str, sign: char) -> String {
    let mut out = String::new();
    let mut chars = word.chars();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == sign {
            assert_eq!(chars.next(), Some(sign), "`{sign}` alone in {word}");
        }
    }
    out
}

/// The two files in the text, by the names that stand above them.
fn units(text: &str) -> [(&str, String); 2] {
    ["amends-nightly.service", "amends-nightly.timer"].map(|name| {
        let above = format!("# ~/.config/systemd/user/{name}\n");
        let (_, rest) = text.split_once(&above).unwrap();
        let unit = rest.split("\n# ").next().unwrap();
        let unit = if unit.contains("[Timer]") { rest } else { unit };
        (name, format!("{unit}\n"))
    })
}

#[test]
fn a_systemd_service_runs_whatever_the_folder_is_called() {
    for name in ODD {
        let odd = Odd::named(name);
        let text = odd.schedule("systemd");
        let starts = text
            .lines()
            .filter_map(|line| line.strip_prefix("ExecStart="));
        let starts: Vec<&str> = starts.collect();
        assert_eq!(starts.len(), 2, "{text}");
        for (start, line) in starts.into_iter().zip([REPORT, CHECK]) {
            let words = as_systemd_reads(start);
            let mut command = Command::new(&words[0]);
            command.args(&words[1..]);
            odd.finds_the_case(command, line);
        }
    }
}

#[test]
fn a_systemd_timer_makes_up_for_missed_starts_in_the_time_of_the_shop() {
    let text = Shop::new().run("schedule systemd --at 21:05").ok().stdout();
    let [(_, service), (_, timer)] = units(&text);
    assert_eq!(lines(&service)[0], "[Unit]");
    assert!(lines(&service).contains(&"Type=oneshot"), "{service}");
    for line in [
        "OnCalendar=*-*-* 21:05:00 Europe/London",
        "Persistent=true",
        "WantedBy=timers.target",
    ] {
        assert!(lines(&timer).contains(&line), "{line}\n{timer}");
    }
    assert!(text.contains("systemctl --user enable --now amends-nightly.timer"));
}

/// Where systemd is installed, it looks at the units itself.
#[test]
fn systemd_itself_finds_nothing_wrong() {
    for name in ODD {
        let odd = Odd::named(name);
        let folder = odd.shop.path("units");
        std::fs::create_dir(&folder).unwrap();
        for (unit, text) in units(&odd.schedule("systemd")) {
            std::fs::write(folder.join(unit), text).unwrap();
        }
        let files = ["amends-nightly.service", "amends-nightly.timer"];
        let files = files.map(|file| folder.join(file));
        let analyze = Command::new("systemd-analyze")
            .args(["--user", "verify"])
            .args(files)
            .env("XDG_RUNTIME_DIR", odd.shop.folder())
            .output();
        let Ok(looked) = analyze else { return };
        let said = String::from_utf8_lossy(&looked.stderr);
        assert!(!said.contains("amends-nightly"), "{name}\n{said}");
    }
}

/// Goes through XML strictly; gives each text with the name of its element.
fn texts(xml: &str) -> Vec<(String, String)> {
    let mut open: Vec<&str> = Vec::new();
    let mut texts = Vec::new();
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\"?>\n").unwrap();
    while let Some((text, after)) = rest.split_once('<') {
        if !text.trim().is_empty() {
            texts.push(((*open.last().unwrap()).to_owned(), unescaped(text)));
        }
        if let Some(comment) = after.strip_prefix("!--") {
            let (comment, after) = comment.split_once("--").unwrap();
            assert!(!comment.contains("--"), "{comment}");
            rest = after.strip_prefix('>').unwrap();
            continue;
        }
        let (tag, after) = after.split_once('>').unwrap();
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{xml}"),
            None => open.push(tag.split(' ').next().unwrap()),
        }
        rest = after;
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest}");
    texts
}

fn unescaped(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';').unwrap();
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            number => {
                let code = number.strip_prefix('#').unwrap().parse().unwrap();
                char::from_u32(code).unwrap()
            }
        });
        out.push_str(rest);
    }
    assert!(!text.contains(['>', '"']), "{text}");
    out
}

/// The words of a command line, as programs of Windows take it apart: a backslash counts only
/// before a quote, and `\"` is a quote.
fn as_windows_reads(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    let mut backslashes: usize = 0;
    for c in line.chars() {
        let word = words.last_mut().unwrap();
        if c == '"' {
            word.truncate(word.len() - backslashes.div_ceil(2));
            if backslashes % 2 == 1 {
                word.push('"');
            } else {
                quoted = !quoted;
            }
        } else if c == ' ' && !quoted {
            words.push(String::new());
        } else {
            word.push(c);
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
    }
    assert!(!quoted, "{line}");
    words
}

#[test]
fn a_windows_task_names_the_program_and_the_folder_whatever_they_are_called() {
    let names = ODD.into_iter();
    let names = names.filter(|name| !name.contains('"') && name.matches('%').count() < 2);
    let names: Vec<&str> = names.collect();
    assert!(names.len() >= 7, "{names:?}");
    for name in names {
        let odd = Odd::named(name);
        let text = odd.schedule("windows");
        assert!(text.is_ascii(), "{text}");
        let texts = texts(&text);
        let lines = texts.iter().filter(|(name, _)| name == "Arguments");
        let folder = odd.folder.to_str().unwrap();
        let into = [">", ">>"].map(|into| format!("{into} \"{folder}/nightly.txt\" 2>&1"));
        let expected = [REPORT, CHECK].into_iter().zip(into);
        for ((_, line), (command, into)) in lines.zip(expected) {
            let line = line.strip_prefix("/d /s /c \"").unwrap();
            let line = line.strip_suffix('"').unwrap();
            let typed = line.strip_suffix(&*into).unwrap().trim_end();
            let words = as_windows_reads(typed);
            let mut wanted = vec![format!("{folder}/amends")];
            wanted.extend(command.split(' ').map(str::to_owned));
            wanted.extend(["--data-dir".to_owned(), folder.to_owned()]);
            assert_eq!(words, wanted, "{line}");
        }
    }
}

#[test]
fn a_windows_task_makes_up_for_missed_starts() {
    let text = Shop::new().run("schedule windows --at 21:05").ok().stdout();
    let texts = texts(&text);
    let value = |name: &str| {
        let found = texts.iter().filter(|(element, _)| element == name);
        found.map(|(_, text)| text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(value("StartWhenAvailable"), ["true"]);
    assert_eq!(value("StartBoundary"), ["2026-11-22T21:05:00"]);
    assert_eq!(value("DaysInterval"), ["1"]);
    assert_eq!(value("Command"), ["cmd.exe", "cmd.exe"]);
    assert!(text.contains("schtasks /Create /TN \"amends nightly\" /XML amends-nightly.xml"));
}

/// The values of a property list, in order; each key is followed by its value.
fn property_list(text: &str) -> Vec<(String, String)> {
    let (head, rest) = text.split_once("<!DOCTYPE").unwrap();
    assert_eq!(head, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (_, rest) = rest.split_once(">\n").unwrap();
    texts(&format!("<?xml version=\"1.0\"?>\n{rest}"))
}

#[test]
fn a_launchd_agent_runs_whatever_the_folder_is_called() {
    for name in ODD {
        let odd = Odd::named(name);
        let list = property_list(&odd.schedule("launchd --at 21:05"));
        let of = |element: &str| {
            let values = list.iter().filter(|(name, _)| name == element);
            values.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of("integer"), ["21", "5"], "{name}");
        let [label, shell, flag, script] = of("string")[..] else {
            panic!("{list:?}")
        };
        assert_eq!([label, shell, flag], ["amends.nightly", "/bin/sh", "-c"]);
        let mut command = Command::new(shell);
        command.args([flag, script]).env_clear();
        command.env("AMENDS_NOW", "2026-11-23 10:30");
        command.current_dir("/").stdin(Stdio::null());
        finish(command, b"").ok().is_silent();
        let printed = std::fs::read_to_string(odd.folder.join("nightly.txt")).unwrap();
        assert_eq!(printed, odd.later(REPORT).stdout(), "{name}");
        assert!(
            printed.starts_with("1 late: first #1 Ada Okafor\n"),
            "{printed}"
        );
    }
}

#[test]
fn what_windows_cannot_have_is_refused() {
    for name in ["Rosa's 100% \"shop\"", "50%% off"] {
        let odd = Odd::named(name);
        let said = odd.run("schedule windows").fails(1);
        said.says("cannot stand in a schedule: Windows")
            .says("give it another name");
    }
}

#[test]
fn a_folder_that_cannot_be_shown_is_refused() {
    let shop = Shop::new();
    let names: [&[u8]; 4] = [b"a\nb", b"a\x1b[31mb", "a\u{202e}b".as_bytes(), b"caf\xe9"];
    for name in names {
        for kind in ["cron", "systemd", "launchd", "windows"] {
            let folder = shop.folder().join(Path::new(OsStr::from_bytes(name)));
            let args = ["schedule".as_ref(), kind.as_ref(), "--data-dir".as_ref()];
            let args = args.into_iter().chain([folder.as_os_str()]);
            let said = shop.run_args(args).fails(1);
            said.says("cannot stand in a schedule")
                .says("give it another name");
        }
    }
}

#[test]
fn the_time_is_half_past_six_or_what_was_said() {
    let shop = Shop::new();
    for (flag, fields) in [
        ("", "30 6 * * * "),
        ("--at 21:00", "0 21 * * * "),
        ("--at 7:05", "5 7 * * * "),
        ("--at 00:00", "0 0 * * * "),
        ("--at 23:59", "59 23 * * * "),
    ] {
        let text = shop.run(&format!("schedule cron {flag}")).ok().stdout();
        let lines = lines(&text);
        assert!(lines.iter().all(|line| line.starts_with(fields)), "{text}");
    }
    let text = shop.run("schedule cron --at 7:05").ok().stdout();
    assert!(text.starts_with("# amends, every day at 07:05 by this computer's clock"));
}

#[test]
fn a_time_that_is_none_is_refused() {
    let shop = Shop::new();
    for time in [
        "25:00", "24:00", "6", "6:5", "6:60", "06:30:00", "+6:30", "noon", "''", "6.30",
    ] {
        for kind in ["cron", "systemd", "launchd", "windows"] {
            let said = shop.refuses(&format!("schedule {kind} --at {time}"), 2);
            said.says("is not a time of day").says("`06:30`");
        }
    }
    shop.refuses("schedule cron --at", 2)
        .says("`--at` needs a value");
}

/// Runs it with a home and nothing else, and gives the first line to paste.
fn with(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(PROGRAM);
    command.env_clear().env("HOME", "/home/rosa");
    command.envs(variables.iter().copied());
    command.args(["schedule", "cron"]).stdin(Stdio::null());
    let text = finish(command, b"").ok().stdout();
    lines(&text)[0].to_owned()
}

#[test]
fn the_usual_folder_is_not_named_and_any_other_is() {
    let usual = with(&[]);
    assert!(
        usual.ends_with(" report nightly --if-any --pretty"),
        "{usual}"
    );
    let table = [
        ("AMENDS_DATA_DIR", "/shops/one", "/shops/one"),
        // What is set for the person who types is not set for cron.
        ("XDG_DATA_HOME", "/elsewhere", "/elsewhere/amends"),
    ];
    for (variable, value, folder) in table {
        let line = with(&[(variable, value)]);
        assert!(line.ends_with(&format!(" --data-dir {folder}")), "{line}");
    }
    let shop = Shop::new();
    let text = shop.run("schedule cron --data-dir here").ok().stdout();
    let folder = shop.path("here");
    assert!(
        text.contains(&format!(" --data-dir {}\n", folder.display())),
        "{text}"
    );
}

#[test]
fn a_program_gets_the_kind_and_the_same_text() {
    let shop = Shop::new();
    for kind in ["cron", "systemd", "launchd", "windows"] {
        let line = format!("schedule {kind}");
        let item = shop.speaks(&line, "amends.schedule/1").remove(0);
        assert_eq!(item["kind"], kind);
        assert_eq!(item["text"], shop.run(&line).ok().stdout());
    }
}

#[test]
fn it_only_prints_also_on_a_fresh_machine() {
    for kind in ["cron", "systemd", "launchd", "windows"] {
        Shop::empty().only_reads(&format!("schedule {kind}"));
        Shop::with_ada().only_reads(&format!("schedule {kind}"));
    }
}

#[test]
fn a_person_sees_the_same_text_as_a_pipe() {
    let shop = Shop::new().wide(40);
    for kind in ["cron", "systemd", "launchd", "windows"] {
        let line = format!("schedule {kind}");
        let piped = shop.run(&line).ok().stdout();
        assert_eq!(super::terminal::seen(&shop, &line), piped);
    }
}

#[test]
fn mistakes_are_answered_with_what_there_is() {
    Shop::new().refuses_each(&[
        (
            "schedule",
            2,
            "`amends schedule` needs to know what",
            "`cron`, `systemd`, `launchd` or `windows`",
        ),
        (
            "schedule crno",
            2,
            "knows no `crno`",
            "did you mean `cron`?",
        ),
        (
            "schedule cron --att 6:30",
            2,
            "has no flag `--att`",
            "did you mean `--at`?",
        ),
        (
            "crontab",
            2,
            "there is no command `crontab`",
            "use `amends schedule cron`",
        ),
        (
            "shcedule",
            2,
            "there is no command",
            "did you mean `amends schedule`?",
        ),
    ]);
}
