//! Harm in what lies around the program: variables, its own name, names of files and folders.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use super::super::shop::{CORNER, SETTINGS, Shop, finish};
use super::faces::{Face, Trial};
use super::oracle::Stream;
use super::strings::{NAME, NO_TEXT};

/// How a list of two columns is read.
pub const MAPPING: &str = "format = 1\n[columns]\ntold = \"When\"\ncustomer = \"Who\"\n[type]\nvalue = \"wrong-order\"\n\
     [tier]\nvalue = \"new\"\n[severity]\nvalue = \"minor\"\n";

/// Commands that meet everything a shop consists of.
const LOOKS: &[&str] = &[
    "due",
    "due --monitor",
    "today",
    "show 1",
    "history",
    "report nightly",
    "data check",
    "data path",
    "config list --origin",
    "playbook list",
    "playbook check",
    "playbook show",
];

pub fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// Looks at a shop with every command that could mention what is wrong with it.
pub fn look_around(trial: &Trial, shop: &Shop, more: &[&str]) {
    for line in LOOKS.iter().chain(more) {
        trial.look_in_turn(shop, &words(line));
    }
}

/// Every variable that is read.
const VARIABLES: &[&str] = &[
    "AMENDS_DATA_DIR",
    "AMENDS_NOW",
    "TZ",
    "COLUMNS",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TERM",
    "NO_COLOR",
    "HOME",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "PATH",
];

/// Puts a value into each variable in turn; where the shop lies and its zone are told by variables too.
pub fn environment(trial: &Trial, value: &OsStr) {
    let shop = Shop::with_ada();
    shop.write("shop.toml", "playbook = \"corner\"\n");
    let below = [b"~/".as_slice(), value.as_bytes()].concat();
    let in_home = |name| (name, OsStr::from_bytes(&below));
    let values = VARIABLES.iter().map(|name| (*name, value));
    for (variable, value) in values.chain(["AMENDS_DATA_DIR", "HOME"].map(in_home)) {
        for line in ["", "data path", "config list --origin", "note 1 x"] {
            for face in trial.faces(&Face::FEW) {
                let mut command = shop.command();
                if ["HOME", "XDG_DATA_HOME"].contains(&variable) {
                    command.env_remove("AMENDS_DATA_DIR");
                }
                command
                    .env(variable, value)
                    .args(face.flags())
                    .args(words(line));
                let heard = trial.look_at(*face, command);
                trial.note(&format!("{variable} {line}"), heard.forged(*face));
            }
        }
    }
}

/// Calls the program by another name, which the help begins with.
pub fn program(trial: &Trial, name: &OsStr) {
    use std::os::unix::process::CommandExt;
    let shop = Shop::with_ada();
    for line in [
        "--help",
        "--version",
        "due --help",
        "nothing",
        "help done",
        "new",
        "schedule cron",
    ] {
        for face in trial.faces(&[Face::Screen, Face::Pipe]) {
            let mut command = shop.command();
            command.arg0(name).args(words(line));
            trial.look_at(*face, command);
        }
    }
}

/// Puts what is no text where a text is expected on the command line.
pub fn no_text(trial: &Trial, shop: &Shop) {
    let bad = OsStr::from_bytes(NO_TEXT);
    let flag = |name: &str| {
        let mut flag = OsString::from(format!("--{name}="));
        flag.push(bad);
        flag
    };
    let lines: [Vec<OsString>; 14] = [
        vec![bad.into()],
        vec![flag("")],
        vec!["note".into(), "1".into(), bad.into()],
        vec!["show".into(), bad.into()],
        vec!["new".into(), flag("customer"), flag("words")],
        vec!["due".into(), flag("tz")],
        vec!["due".into(), flag("within")],
        vec!["due".into(), flag("data-dir")],
        vec!["due".into(), flag("metrics")],
        vec!["due".into(), "--monitor".into(), flag("data-dir")],
        vec!["report".into(), "nightly".into(), flag("out")],
        vec!["playbook".into(), "check".into(), bad.into()],
        vec!["playbook".into(), "card".into(), flag("out")],
        vec!["data".into(), "import".into(), bad.into(), flag("mapping")],
    ];
    for args in &lines {
        for face in trial.faces(&Face::FEW) {
            trial.look(shop, *face, args);
        }
    }
}

/// A shop in a folder with a hostile name, which lies in the folder of another.
struct Named {
    outer: Shop,
    folder: PathBuf,
    flag: OsString,
}

/// Commands that write a file or read one: the end of each name is what stands behind `:`.
const WITH_FILES: &[&str] = &[
    "playbook check :.broken.toml",
    "playbook show :.broken.toml",
    "playbook show :.link",
    "playbook try --type late-delivery --tier new --severity minor :.none.toml",
    "playbook replay corner --against :.broken.toml",
    "playbook card --out :.md",
    "playbook card --out :.foreign",
    "playbook new --trade cafe --role owner --out :.new.toml",
    "playbook new --trade cafe --role owner --out :.new.toml",
    "config set playbook :.map.toml",
    "report nightly --out :.ics",
    "report nightly --out :.txt",
    "report nightly --out :.md",
    "report nightly --out :.json",
    "report nightly --out :.link",
    "due --metrics :.prom",
    "data import --playbook corner --dry-run --mapping :.map.toml :.csv",
    "data import --playbook corner --mapping :.csv :.map.toml",
    "data import --playbook corner --mapping :.map.toml :.csv",
    "data import --playbook corner --mapping :.map.toml :.folder",
];

/// Commands that change something, or name the folder.
const MORE: &[&str] = &[
    "new --playbook nothing",
    "schedule cron",
    "schedule systemd",
    "schedule windows",
    "undo",
    "redo",
    "note 1 x",
    "new --continue",
];

/// Gives a hostile name to the folder of the shop, to its playbook and to every file that can be named.
pub fn names(trial: &Trial) {
    let named = Named::new();
    named.take_ada_in(trial);
    for line in WITH_FILES {
        // One after another, because a second run may find what the first has written.
        for face in Face::FEW {
            trial.look(&named.outer, face, &named.args(line));
        }
        named.look(trial, line);
    }
    for line in LOOKS.iter().chain(MORE) {
        named.look(trial, line);
    }
    for end in [".txt", ".md", ".json", ".prom", ".new.toml"] {
        trial.look_into(&named.file(end), Stream::Pipe);
    }
    trial.look_into(&named.file(".ics"), Stream::Calendar);
    named.is_told_as_it_is();
    named.copy_the_data_file();
    for line in LOOKS.iter().chain(MORE) {
        named.look(trial, line);
    }
    // Without a usual playbook every one is offered by its name.
    std::fs::write(named.folder.join("shop.toml"), "timezone = \"UTC\"\n").unwrap();
    for line in [
        "playbook check",
        "playbook card",
        "new --customer x",
        "playbook show x",
    ] {
        named.look(trial, line);
    }
}

impl Named {
    fn new() -> Self {
        let outer = Shop::new();
        let folder = outer.path(NAME);
        let mut flag = OsString::from("--data-dir=");
        flag.push(&folder);
        let named = Self {
            outer,
            folder,
            flag,
        };
        std::fs::create_dir_all(named.folder.join("playbooks")).unwrap();
        for (name, content) in [
            ("shop.toml", SETTINGS),
            ("playbooks/corner.toml", CORNER),
            (&format!("playbooks/{NAME}.toml"), CORNER),
            (&format!("{NAME}.csv"), "When,Who\n2026-11-21 10:00,Ada\n"),
            (&format!("{NAME}.map.toml"), MAPPING),
            (&format!("{NAME}.broken.toml"), "format = 1\nname = \""),
            (&format!("{NAME}.foreign"), "mine"),
        ] {
            std::fs::write(named.folder.join(name), content).unwrap();
        }
        std::os::unix::fs::symlink("nowhere", named.file(".link")).unwrap();
        std::fs::create_dir(named.file(".folder")).unwrap();
        named
    }

    fn file(&self, end: &str) -> PathBuf {
        self.folder.join(format!("{NAME}{end}"))
    }

    fn take_ada_in(&self, trial: &Trial) {
        let playbook = format!("--playbook={NAME}");
        let mut args = words(
            "new --customer=A --type=late-delivery --tier=regular --severity=major --words=x --yes",
        );
        args.push(&playbook);
        let args = args.into_iter().map(OsStr::new).chain([&*self.flag]);
        let args: Vec<&OsStr> = args.collect();
        trial.look(&self.outer, Face::Screen, &args).ok();
    }

    fn look(&self, trial: &Trial, line: &str) {
        trial.look_in_turn(&self.outer, &self.args(line));
    }

    /// A command line in which `:.csv` is the file with that end, in the shop of the hostile name.
    fn args(&self, line: &str) -> Vec<OsString> {
        let arg = |word: &str| match word.strip_prefix(':') {
            Some(end) => self.file(end).into_os_string(),
            None => OsString::from(word),
        };
        let args = words(line).into_iter().map(arg);
        args.chain([self.flag.clone()]).collect()
    }

    /// A program is told the names as they are.
    fn is_told_as_it_is(&self) {
        let folder = self.folder.to_str().unwrap();
        for (line, key, path) in [
            ("data path", "folder", folder),
            ("data path", "data_file", &format!("{folder}/amends.db")),
            ("data check", "data_file", &format!("{folder}/amends.db")),
            ("config get folder", "value", folder),
            ("config set name x", "file", &format!("{folder}/shop.toml")),
            (
                "report nightly --out :.json",
                "file",
                &format!("{folder}/{NAME}.json"),
            ),
        ] {
            let mut command = self.outer.command();
            command.arg("--json").arg(&self.flag);
            for word in words(line) {
                match word.strip_prefix(':') {
                    Some(end) => command.arg(self.file(end)),
                    None => command.arg(word),
                };
            }
            let told = finish(command, b"").ok().item();
            assert_eq!(told[key], path, "{line}");
        }
    }

    /// Puts copies and left-overs with hostile names beside the data file.
    fn copy_the_data_file(&self) {
        let data_file = std::fs::read(self.folder.join("amends.db")).unwrap();
        for name in [
            format!("amends {NAME}.db"),
            format!("amends (conflicted copy {NAME}).db"),
        ] {
            std::fs::write(self.folder.join(name), &data_file).unwrap();
        }
        let kept = self.folder.join("unfinished");
        std::fs::create_dir_all(&kept).unwrap();
        std::fs::write(kept.join(format!("{NAME}.json")), "x").unwrap();
    }
}
