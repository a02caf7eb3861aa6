//! Keeps the map of the crate true: who may use whom, and how files are named.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use house::House;

#[path = "tidy/house.rs"]
mod house;

/// Each module at the top of the crate, and the modules of ours it may name.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("main", &["shell"]),
    (
        "lib",
        &[
            "cli", "commands", "desk", "domain", "error", "paper", "shell", "show", "typed",
        ],
    ),
    ("cli", &["commands", "domain", "error", "typed"]),
    (
        "commands",
        &[
            "desk", "domain", "error", "files", "shell", "show", "store", "talk", "typed",
        ],
    ),
    (
        "desk",
        &[
            "domain", "error", "files", "shell", "show", "store", "talk", "typed",
        ],
    ),
    ("domain", &[]),
    ("error", &["domain"]),
    ("files", &["domain"]),
    ("talk", &["domain", "error", "files", "shell", "typed"]),
    ("paper", &["domain"]),
    ("shell", &["domain", "error"]),
    ("show", &["domain", "error", "paper"]),
    ("store", &["domain"]),
    ("typed", &["shell"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The module at the top of the crate that a file belongs to.
fn top_of(path: &Path) -> String {
    let relative = path.strip_prefix(src()).unwrap();
    let first = relative.components().next().unwrap();
    let first = first.as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The code of a file up to its unit tests, without comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| {
        let part = part.as_os_str();
        part == "tests" || part == "tests.rs"
    })
}

/// The modules of ours that code names through `crate::`, `amends::` or a group behind it.
fn named(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if rest.starts_with('{') {
            panic!("`crate::{{…}}` hides what is used; write one `use` a module");
        }
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        named.insert(rest[..end.unwrap_or(rest.len())].to_owned());
    }
    named
}

#[test]
fn modules_use_only_what_the_map_allows() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    let mut wrong = Vec::new();
    for path in sources(&src()).into_iter().filter(|path| !is_test(path)) {
        let top = top_of(&path);
        let may = allowed.get(top.as_str());
        let may = may.unwrap_or_else(|| panic!("{top} is not on the map in tests/tidy.rs"));
        for other in named(&code(&path)) {
            let is_module = allowed.contains_key(other.as_str());
            if is_module && other != top && !may.contains(&other.as_str()) {
                wrong.push(format!("{} uses {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_map_names_no_module_that_is_gone() {
    for (module, _) in MAY_USE {
        assert!(
            src().join(format!("{module}.rs")).try_exists().unwrap(),
            "{module}"
        );
    }
}

#[test]
fn only_the_store_speaks_sql_and_only_the_shell_touches_the_world() {
    let outside = [
        ("rusqlite", &["store"][..]),
        ("dialoguer", &["shell"]),
        ("console::", &["shell"]),
        ("comfy_table", &["paper"]),
        ("std::env::", &["shell"]),
        ("std::fs", &["shell", "store"]),
        ("std::io::stdout", &["shell"]),
        ("std::process::Command", &[]),
        ("std::net", &[]),
        ("Printable::written_out", &["show"]),
    ];
    for path in sources(&src()).into_iter().filter(|path| !is_test(path)) {
        let (top, code) = (top_of(&path), code(&path));
        for (word, homes) in outside {
            let here = code.contains(word) && !homes.contains(&top.as_str());
            assert!(!here, "{} names {word}", path.display());
        }
    }
}

#[test]
fn no_module_is_named_for_nothing() {
    let vague = [
        "utils", "helpers", "models", "services", "manager", "common", "misc", "mod",
    ];
    for path in sources(&src()) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(!vague.contains(&name), "{}", path.display());
    }
}

#[test]
fn every_file_says_in_its_first_line_what_it_is_for() {
    for path in sources(&src()) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}

#[test]
fn the_walks_through_the_house_lead_to_files_that_are_there() {
    let map = fs::read_to_string(src().join("lib.rs")).unwrap();
    let docs = map.lines().filter_map(|line| line.strip_prefix("//! "));
    let docs: String = docs.collect::<Vec<_>>().join("\n");
    let places = docs.split('`').filter(|word| word.ends_with(".rs"));
    let places: Vec<&str> = places.filter(|word| !word.contains('<')).collect();
    assert!(places.len() > 10, "the map names files: {places:?}");
    for place in places {
        let found = ["src", "."].map(|from| src().parent().unwrap().join(from).join(place));
        assert!(
            found.iter().any(|path| path.try_exists().unwrap()),
            "{place}"
        );
    }
}

#[test]
fn main_is_the_edge_and_nothing_more() {
    let main = fs::read_to_string(src().join("main.rs")).unwrap();
    assert!(main.lines().count() < 20);
}

fn house() -> House {
    let files: Vec<PathBuf> = sources(&src());
    let files: Vec<PathBuf> = files.into_iter().filter(|path| !is_test(path)).collect();
    House::read(&src(), &files)
}

#[test]
fn no_function_takes_several_things_as_one() {
    let house = house();
    let found = house.0.iter().flat_map(|(module, room)| {
        room.bundled
            .iter()
            .map(move |name| format!("{}: {name}", module.join("/")))
    });
    let found: Vec<String> = found.collect();
    assert!(
        found.is_empty(),
        "give what belongs together a small struct with names:\n{}",
        found.join("\n")
    );
}

#[test]
fn a_bundle_is_seen_by_value_and_behind_a_reference() {
    let room = |text| house::Room::of(text).bundled;
    assert_eq!(room("fn f(a: (u8, u8)) {}"), ["f"]);
    assert_eq!(room("impl X { fn g(&self, (a, b): &(u8, u8)) {} }"), ["g"]);
    assert_eq!(room("type Two = (u8, u8); fn n(a: &Two) {}"), ["n"]);
    assert!(room("fn h(a: u8, b: ()) -> (u8, u8) { (a, a) }").is_empty());
    assert!(room("#[cfg(test)] mod tests { fn f(a: (u8, u8)) {} }").is_empty());
}

/// Files that use each other in a circle, by their places below `src`. No other circle is taken; one that is gone is
/// struck out here.
const CIRCLES: [&[&str]; 1] = [&["domain/time/calendar/frozen", "domain/time/calendar/hours"]];

#[test]
fn files_use_each_other_in_no_new_circle() {
    let found: BTreeSet<Vec<String>> = house()
        .circles()
        .iter()
        .map(|circle| circle.iter().map(|module| module.join("/")).collect())
        .collect();
    let known: BTreeSet<Vec<String>> = CIRCLES
        .iter()
        .map(|circle| circle.iter().map(ToString::to_string).collect())
        .collect();
    assert_eq!(found, known);
}

#[test]
fn a_circle_is_seen_through_groups_and_neighbours() {
    let rooms = [
        ("one", "use crate::{two::Two, other};"),
        ("two", "fn f() { super::three::g(); }"),
        ("three", "use crate::one;"),
        ("three/part", "use super::Three;"),
    ];
    let rooms = rooms.map(|(place, text)| {
        let module = place.split('/').map(str::to_owned).collect();
        (module, house::Room::of(text))
    });
    let circles = House(rooms.into_iter().collect()).circles();
    assert_eq!(
        circles,
        [[["one"], ["three"], ["two"]]
            .map(|one| one.map(str::to_owned).to_vec())
            .to_vec()]
    );
}

#[test]
fn no_name_stands_for_two_types() {
    let house = house();
    let mut homes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (module, room) in &house.0 {
        for name in &room.types {
            homes.entry(name).or_default().push(module.join("/"));
        }
    }
    homes.retain(|_, homes| homes.len() > 1);
    assert!(homes.is_empty(), "one name, one thing: {homes:?}");
}
