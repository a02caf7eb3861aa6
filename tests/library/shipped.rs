//! The playbooks that come with the project: the check finds nothing in them, whatever the shop, and finds what would
//! spoil them.

mod edits;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use amends::domain::playbook::Rules;
use amends::domain::playbook::check::{
    People, Proof, ProofBasis, RoleHolder, ShopFacts, cell_name, prove,
};
use amends::domain::playbook::finding::FindingKind;
use amends::files::playbook::rules;
use amends::files::shop::Settings;
use chrono::NaiveDate;

use edits::{ALL, Edit};

/// Ordinary opening times: shut in the evening and on Sunday.
const HOURS: &str = r#"[hours]
mon = ["09:00-12:30", "13:30-18:00"]
tue = ["09:00-12:30", "13:30-18:00"]
wed = ["09:00-12:30", "13:30-18:00"]
thu = ["09:00-12:30", "13:30-18:00"]
fri = ["09:00-12:30", "13:30-18:00"]
sat = ["09:00-13:00"]
"#;

/// The playbooks that come with the program, by name, and the bank among the examples.
fn shipped() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = std::fs::read_dir(folder.join("playbooks")).unwrap();
    let listed = listed.map(|entry| entry.unwrap().path());
    let toml = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml");
    let files = listed
        .filter(toml)
        .chain([folder.join("examples/bank.toml")]);
    let named = files.map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    });
    named.collect()
}

/// Who stands behind the roles of a shop.
#[derive(Clone, Copy, Debug)]
enum Behind {
    /// Somebody else behind each.
    Several,
    /// One person behind all of them, who does one thing at a time.
    OneForAll,
}

/// Settings of a shop with those hours, and people behind every role.
fn settings(rules: &Rules, behind: Behind) -> Settings {
    let person = |(at, role): (usize, &String)| match behind {
        Behind::Several => format!("{role} = \"Person {at}\"\n"),
        Behind::OneForAll => format!("{role} = \"Rosa Marin\"\n"),
    };
    let people: String = rules.roles.iter().enumerate().map(person).collect();
    amends::files::shop::read(&format!("{HOURS}[people]\n{people}")).unwrap()
}

fn people(settings: &Settings) -> People<'_> {
    let named = settings.people.iter().map(|(role, person)| {
        let (name, until) = (person.name.as_str(), person.until);
        (role.as_str(), RoleHolder { name, until })
    });
    named.collect::<BTreeMap<_, _>>()
}

/// Proves a text in a shop, or without one.
fn proved(text: &str, behind: Option<Behind>) -> Proof {
    let rules = rules(text.as_bytes()).unwrap();
    let settings = behind.map(|behind| settings(&rules, behind));
    let people = settings.as_ref().map(people);
    let shop = settings.as_ref().zip(people.as_ref());
    let setting = ProofBasis {
        today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        shop: shop.map(|(settings, people)| ShopFacts {
            hours: settings.hours.as_ref(),
            people,
        }),
    };
    prove(rules, &setting)
}

/// Everything that is found, each with the smallest customer it hits: "gap: billing, new, minor".
fn found(proof: &Proof) -> Vec<String> {
    // An action that stood only where something was taken out is used nowhere then.
    let hits = proof.findings.iter();
    let hits = hits
        .filter(|finding| finding.kind != FindingKind::Unreachable || !finding.cells.is_empty());
    let told = hits.map(|finding| {
        let witness = finding.cells.first();
        let witness = witness.map_or("nobody".to_owned(), |cell| cell_name(proof.rules(), *cell));
        format!("{}: {witness}", finding.kind.word())
    });
    told.collect()
}

#[test]
fn the_check_finds_nothing_in_them_whatever_the_shop() {
    for (name, text) in shipped() {
        for behind in [None, Some(Behind::Several), Some(Behind::OneForAll)] {
            let proof = proved(&text, behind);
            assert_eq!(proof.findings, [], "{name}, {behind:?}");
            assert!(proof.outcome.is_ok(), "{name}");
        }
    }
}

#[test]
fn what_would_spoil_them_is_found_with_the_customer_it_would_hit() {
    let texts = shipped();
    let mut wrong = Vec::new();
    for (name, edits) in ALL {
        let text = &texts[name];
        for edit in edits {
            let found = found(&proved(&spoiled(text, edit), None));
            if found != edit.found {
                wrong.push(format!("{name} {}: {found:#?}", edit.what));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ten minutes more of the owner are nothing where others do their part meanwhile; alone, the owner is late.
#[test]
fn one_person_behind_all_roles_has_to_do_it_all_one_after_the_other() {
    let edit = Edit {
        what: "lets the owner's apology take longer",
        from: "by = \"owner\"\ntakes = \"15m\"\ncovers",
        to: "by = \"owner\"\ntakes = \"25m\"\ncovers",
        // Not of two failures at once: there only one of the two apologies is made.
        found: &["too-late: allergy, new, severe"],
    };
    let text = spoiled(&shipped()["cafe"], &edit);
    for behind in [None, Some(Behind::Several)] {
        assert_eq!(found(&proved(&text, behind)), [""; 0], "{behind:?}");
    }
    assert_eq!(found(&proved(&text, Some(Behind::OneForAll))), edit.found);
}

/// The text with the edit made in the only place where it can be made.
fn spoiled(text: &str, edit: &Edit) -> String {
    assert_eq!(
        text.matches(edit.from).count(),
        1,
        "{}: {}",
        edit.what,
        edit.from
    );
    text.replace(edit.from, edit.to)
}

/// A table that lacks a playbook, or one of the four edits it must have, would prove less than it says.
#[test]
fn each_of_them_is_spoiled_in_the_same_four_ways_at_least() {
    let spoiled: Vec<String> = ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    let shipped: Vec<String> = shipped().into_keys().collect();
    assert_eq!(spoiled, shipped);
    for (name, edits) in ALL {
        let begins = |word: &str| edits.iter().any(|edit| edit.what.starts_with(word));
        for word in ["lowers", "widens", "removes", "lengthens"] {
            assert!(begins(word), "{name}: no edit {word} anything");
        }
    }
}
