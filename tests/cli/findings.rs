//! The gallery of findings: for each the smallest playbook that has it, all that is said about it, and a near miss.
//!
//! `tests/findings/NAME/` holds `breaks.toml`, `near-miss.toml`, what is seen at a terminal of 100 columns in
//! `seen.txt`, and a `shop.toml` where the finding needs a shop. A name begins with the word of its finding.
//! `UPDATE_FINDINGS=1 cargo test --test cli findings` writes `seen.txt` anew.

use std::path::{Path, PathBuf};

use amends::domain::playbook::finding::{FindingKind, FindingLevel};
use serde_json::Value;

use super::shop::Shop;
use super::terminal::seen;

/// Findings of an error's kind that are only worth a look.
const WEAKER: [&str; 3] = ["over-ceiling-option", "too-late-option", "too-late-born"];

/// One folder of the gallery.
struct Picture {
    folder: PathBuf,
    name: String,
    kind: FindingKind,
}

fn pictures() -> Vec<Picture> {
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let folders = std::fs::read_dir(gallery).unwrap();
    let mut pictures: Vec<Picture> = folders
        .map(|folder| {
            let folder = folder.unwrap().path();
            let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
            let shown = |kind: &FindingKind| name.starts_with(kind.word());
            let kind = FindingKind::ALL.into_iter().find(shown).unwrap();
            Picture { folder, name, kind }
        })
        .collect();
    pictures.sort_by(|one, other| one.name.cmp(&other.name));
    pictures
}

impl Picture {
    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder.join(file)).unwrap()
    }

    /// A shop in which the file is the playbook `small`.
    fn shop(&self, file: &str) -> Shop {
        let shop = match self.folder.join("shop.toml").try_exists().unwrap() {
            true => Shop::with_settings(&self.read("shop.toml")),
            false => Shop::empty(),
        };
        shop.write("small.toml", self.read(file));
        shop.wide(100)
    }

    fn seen(&self, file: &str) -> String {
        seen(&self.shop(file), "playbook check small.toml")
    }

    fn found(&self, file: &str) -> (Vec<Value>, i32) {
        let answer = self
            .shop(file)
            .run("playbook check small.toml --json")
            .into_answer();
        (answer.items(), answer.exit())
    }
}

/// Whether the gallery is to be written anew.
#[expect(
    clippy::disallowed_methods,
    reason = "a test is told so by its environment, as insta does it"
)]
fn updating() -> bool {
    std::env::var_os("UPDATE_FINDINGS").is_some()
}

#[test]
fn every_finding_is_shown_with_its_witness_and_one_thing_to_do() {
    for picture in pictures() {
        let seen = picture.seen("breaks.toml");
        let file = picture.folder.join("seen.txt");
        if updating() {
            std::fs::write(&file, &seen).unwrap();
        }
        assert_eq!(seen, picture.read("seen.txt"), "{}", picture.name);
    }
}

#[test]
fn every_finding_stands_alone_in_its_smallest_playbook() {
    for picture in pictures() {
        let (found, code) = picture.found("breaks.toml");
        let [finding] = found.as_slice() else {
            panic!("{}: {found:#?}", picture.name)
        };
        assert_eq!(finding["finding"], picture.kind.word(), "{}", picture.name);
        assert_eq!(code == 4, finding["level"] == "error", "{}", picture.name);
        let usual = match picture.kind.level() {
            FindingLevel::Error => "error",
            FindingLevel::Warning => "warning",
        };
        let weaker = WEAKER.contains(&picture.name.as_str());
        assert_eq!(finding["level"] == usual, !weaker, "{}", picture.name);
        let cells = finding["cells"].as_array().unwrap();
        // What is about the text, or about an action that no cell has, hits no cell.
        let of_the_file = matches!(picture.kind, FindingKind::Syntax | FindingKind::Unknown)
            || picture.name == "unreachable-action";
        assert_eq!(cells.is_empty(), of_the_file, "{}", picture.name);
        assert!(
            !finding["hint"].as_str().unwrap().is_empty(),
            "{}",
            picture.name
        );
    }
}

#[test]
fn no_near_miss_has_anything_to_find() {
    for picture in pictures() {
        let (found, code) = picture.found("near-miss.toml");
        assert!(found.is_empty(), "{}: {found:#?}", picture.name);
        assert_eq!(code, 0, "{}", picture.name);
    }
}

#[test]
fn no_finding_is_missing_from_the_gallery() {
    let pictures = pictures();
    for kind in FindingKind::ALL {
        let shown = pictures.iter().any(|picture| picture.kind == kind);
        assert!(shown, "{}", kind.word());
    }
}
