//! Every playbook that comes with the project passes its own check.

use super::machine::{Machine, project};

/// The playbooks of the project: those built in, that of a bank, and the example of the tests.
fn shipped() -> Vec<String> {
    let built_in = std::fs::read_dir(project().join("playbooks")).unwrap();
    let mut names: Vec<String> = built_in
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml"))
        .map(|name| format!("playbooks/{name}"))
        .collect();
    names.sort();
    names.push("examples/bank.toml".to_owned());
    names.push("tests/data/design-example.toml".to_owned());
    names
}

#[test]
fn every_playbook_passes_the_check_without_a_finding() {
    let machine = Machine::fresh();
    let names = shipped();
    assert!(names.len() >= 8, "{names:?}");
    for name in names {
        let said = machine.pipe(&format!("amends playbook check {name} --json"));
        let json: serde_json::Value = serde_json::from_str(&said.stdout()).unwrap();
        assert_eq!(
            (said.exit(), &json["count"]),
            (0, &0.into()),
            "{name}: {json}"
        );
    }
}

#[test]
fn no_playbook_makes_an_exception_for_itself() {
    for name in shipped() {
        let text = std::fs::read_to_string(project().join(&name)).unwrap();
        let allowed = |line: &str| line.trim_start().starts_with("[[allow]]");
        assert!(!text.lines().any(allowed), "{name}");
    }
}

#[test]
fn a_playbook_with_a_gap_does_not_pass() {
    let machine = Machine::fresh();
    let text = std::fs::read_to_string(project().join("playbooks/cafe.toml")).unwrap();
    let gap = text.replace("fix  = [\"refund-delivery\"]\n", "");
    assert_ne!(gap, text);
    machine.write("gap.toml", &gap);
    let said = machine.pipe("amends playbook check gap.toml --json");
    assert_eq!(said.exit(), 4, "{said}");
}
