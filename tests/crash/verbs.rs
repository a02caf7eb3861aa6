//! Every verb that writes, the shop it is typed in, and what it makes of that.

use crate::calls::{self, Call};
use crate::folder::Folder;
use crate::state::{Place, State};

/// A data file that the second version of the tables wrote.
pub const OLDER: &[u8] = include_bytes!("../data/schema-2.db");

/// The settings that belong to it.
pub const SETTINGS: &str = "name = \"Rosa's Bakery\"\ntimezone = \"Europe/London\"\n\
    playbook = \"cafe\"\n[people]\nowner = \"Rosa Marin\"\n";

/// How the three rows of an import are to be read.
const MAPPING: &str = "format = 1\nplaybook = \"cafe\"\ndate_order = \"day-first\"\n\
    [columns]\ntold = \"received\"\nwords = \"what\"\ncustomer = \"who\"\nreference = \"ref\"\n\
    [state]\nvalue = \"open\"\n[type]\nvalue = \"late-delivery\"\n[tier]\nvalue = \"regular\"\n\
    [severity]\nvalue = \"minor\"\n";

const ROWS: &str = "received,what,who,ref\n20/11/2026,The cake was late,Cy One,A1\n\
    20/11/2026,The cake was later,Di Two,A2\n21/11/2026,The cake was latest,Ed Three,A3\n";

/// What an import of three rows is typed as.
pub const IMPORT: &str = "data import rows.csv --mapping map.toml";

/// A shop in which a verb is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Start {
    /// An empty folder.
    Fresh,
    /// A shop with two open cases.
    Open,
    /// The same, one of them closed.
    Closed,
    /// A data file of an older program.
    Older,
}

/// A verb, as it is typed.
pub struct Verb {
    start: Start,
    /// Where it saves.
    pub place: Place,
    /// What is typed.
    pub line: &'static str,
}

impl Verb {
    /// Says whether somebody who types it wants something saved, and not shown.
    pub fn asks_to_save(&self) -> bool {
        !self.line.starts_with("list") && !self.line.starts_with("report")
    }
}

const fn verb(start: Start, line: &'static str) -> Verb {
    let place = Place::History;
    Verb { start, place, line }
}

const fn file(line: &'static str, name: &'static str) -> Verb {
    let (start, place) = (Start::Open, Place::File(name));
    Verb { start, place, line }
}

const VERBS: [Verb; 18] = [
    verb(
        Start::Fresh,
        "new --customer Ada --type late-delivery --tier regular --severity major --words 'It came at nine' --playbook cafe",
    ),
    verb(
        Start::Open,
        "new --customer Cy --type wrong-order --tier new --severity minor --words 'No fork'",
    ),
    verb(Start::Open, "done 1"),
    verb(Start::Open, "note 1 'She called'"),
    verb(Start::Open, "contact 1"),
    verb(Start::Open, "promise 1 'a call' --by 20:00"),
    verb(
        Start::Open,
        "pause 1 --until 'tomorrow 09:00' --why away --asked-by customer",
    ),
    verb(
        Start::Open,
        "close 1 --outcome lost --cause process --why gone",
    ),
    verb(Start::Closed, "reopen 2 --why back"),
    verb(Start::Closed, "undo"),
    verb(
        Start::Open,
        "playbook drill --done --cell late-delivery,new,minor",
    ),
    verb(Start::Open, IMPORT),
    verb(Start::Older, "note 1 'after the upgrade'"),
    verb(Start::Older, "list --all"),
    file("config set name 'The Corner'", "shop.toml"),
    file(
        "playbook new mine --trade cafe --currency GBP --yes",
        "playbooks/mine.toml",
    ),
    file("report nightly --out due.txt", "due.txt"),
    Verb {
        start: Start::Fresh,
        place: Place::File("shop.toml"),
        line: "config set name 'The Corner'",
    },
];

fn shop(start: Start) -> Folder {
    let folder = Folder::empty();
    if start == Start::Fresh {
        return folder;
    }
    folder.write("shop.toml", SETTINGS);
    folder.write("rows.csv", ROWS);
    folder.write("map.toml", MAPPING);
    if start == Start::Older {
        folder.write("amends.db", OLDER);
        return folder;
    }
    std::fs::remove_file(folder.path("shop.toml")).unwrap();
    folder.run_well("config set playbook cafe");
    folder.write("shop.toml", SETTINGS);
    for line in [
        "new --customer 'Ada Okafor' --type late-delivery --tier regular --severity major --words 'The cake came at nine'",
        "new --customer 'Ben Sato' --type wrong-order --tier new --severity minor --words 'No spoon in the bag'",
        "note 1 'He waits'",
    ] {
        folder.run_well(line);
    }
    if start == Start::Closed {
        folder.run_well("close 2 --outcome lost --cause process --why gone");
    }
    folder
}

/// A shop with a little of everything in it.
pub fn furnished() -> Folder {
    let folder = shop(Start::Closed);
    for line in [
        "contact 1",
        "promise 1 'a call' --by 20:00",
        "done 1",
        "reopen 2 --why back",
        "undo",
        "playbook drill --done --cell late-delivery,new,minor",
        IMPORT,
        "pause 1 --until 'tomorrow 09:00' --why away --asked-by customer",
    ] {
        folder.run_well(line);
    }
    folder
}

/// A shop that an older program wrote, with three rows to import.
pub fn older() -> Folder {
    shop(Start::Older)
}

/// What is known of a verb before anything is tried on it.
pub struct Known {
    /// What is typed, and where it saves.
    pub verb: &'static Verb,
    /// The shop it is typed in.
    pub shop: Folder,
    /// The state of that shop.
    pub before: State,
    /// The state in which the verb leaves it.
    pub after: State,
    /// Its system calls, as they come.
    pub calls: Vec<Call>,
}

impl Known {
    /// Types every verb once and looks.
    pub fn all(kinds: &str) -> Vec<Self> {
        let verbs: &'static [Verb] = &VERBS;
        verbs.iter().map(|verb| Self::of(verb, kinds)).collect()
    }

    /// Types some verbs once and looks: of each of these beginnings the first.
    pub fn some(begin: &[&str], kinds: &str) -> Vec<Self> {
        let verbs: &'static [Verb] = &VERBS;
        let first = |begin: &&str| verbs.iter().find(|verb| verb.line.starts_with(begin));
        let found = begin.iter().map(|begin| first(begin).unwrap());
        found.map(|verb| Self::of(verb, kinds)).collect()
    }

    fn of(verb: &'static Verb, kinds: &str) -> Self {
        let shop = shop(verb.start);
        let before = State::of(&shop.copy()).unwrap();
        let tried = shop.copy();
        let calls = calls::of(&tried, verb.line, kinds);
        let after = State::of(&tried).unwrap();
        let reads = verb.line.starts_with("list");
        assert_ne!(before.is(&after, verb.place), !reads, "{}", verb.line);
        Self {
            verb,
            shop,
            before,
            after,
            calls,
        }
    }
}
