//! Tests of starters made one's own: every one that comes with the program, with whatever an owner may say.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use super::*;
use crate::domain::money::Currency;
use crate::domain::playbook::Part;
use crate::domain::playbook::check;
use crate::domain::playbook::finding::FindingKind;
use crate::domain::playbook::selection::Resolved;
use crate::files;
use crate::files::playbook::own;

/// The text of every starter, by name.
fn starters() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks");
    let files = std::fs::read_dir(folder).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let mut found: Vec<(String, String)> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

fn text_of(name: &str) -> String {
    let mut starters = starters().into_iter();
    starters.find(|(id, _)| id == name).unwrap().1
}

/// An owner who says nothing but the name.
fn nothing() -> Own {
    Own {
        name: "Rosa's".to_owned(),
        called: "rosas".to_owned(),
        reviewed: "2027-01-02".parse().unwrap(),
        currency: None,
        tiers: None,
        roles: None,
        recover: None,
        first_response: None,
    }
}

fn made(name: &str, own: &Own) -> String {
    let text = text_of(name);
    Starter::read(name, &text).unwrap().made_own(own).unwrap()
}

/// Everything that the check finds in a playbook by itself, on the day on which it is made.
fn found(text: &str) -> Vec<Finding> {
    let rules = match files::playbook::rules(text.as_bytes()) {
        Ok(rules) => rules,
        Err(found) => return found,
    };
    let setting = check::ProofBasis {
        today: nothing().reviewed,
        shop: None,
    };
    check::prove(rules, &setting).findings
}

fn findings(text: &str) -> Vec<String> {
    let line = |one: Finding| format!("{}:{} {}", one.place.line, one.kind.word(), one.message);
    found(text).into_iter().map(line).collect()
}

/// The lines that differ, each with the sign of its side.
fn difference(old: &str, new: &str) -> String {
    let old: Vec<&str> = old.lines().collect();
    let new: Vec<&str> = new.lines().collect();
    let gone = old
        .iter()
        .filter(|line| !new.contains(line))
        .map(|line| format!("-{line}\n"));
    let come = new
        .iter()
        .filter(|line| !old.contains(line))
        .map(|line| format!("+{line}\n"));
    gone.chain(come).collect()
}

#[test]
fn who_says_nothing_gets_the_starter_with_another_name() {
    let old = text_of("cafe");
    let new = made("cafe", &nothing());
    assert_eq!(
        difference(&old, &new),
        "\
-# Then run `amends playbook check cafe`. It tells you whom you have left with nothing.
-name     = \"Neighbourhood café\"
-reviewed = 2026-11-22
+# Then run `amends playbook check rosas`. It tells you whom you have left with nothing.
+name     = \"Rosa's\"
+reviewed = 2027-01-02
"
    );
}

#[test]
fn what_was_said_stands_there_and_the_rest_is_as_it_was() {
    let own = Own {
        currency: Some(Currency::parse("EUR").unwrap()),
        tiers: Some(own::tiers(&["Walks in", "Stammgast"]).unwrap()),
        roles: Some(own::roles(&["helper", "boss"]).unwrap()),
        recover: Some(own::length("12 hours").unwrap()),
        first_response: Some(own::length("30 min").unwrap()),
        ..nothing()
    };
    let new = made("cafe", &own);
    assert_eq!(findings(&new), Vec::<String>::new());
    for line in [
        "currency = \"EUR\"",
        "roles    = [\"helper\", \"boss\"]   # least say first",
        "first_response = \"30m\"     # somebody answers them",
        "recover        = \"12h\"    # put right AND surprised, from the moment they told you",
        "[[tier]]\nid = \"walks-in\"\nname = \"Walks in\"\n[[tier]]\nid = \"stammgast\"\nname = \"Stammgast\"\n\n# ---",
        "# Each must be done, or in their hands, within the 12 hours. `suits` is matched with what",
        "\"handling\"], tier = \"stammgast\" }\nalso.dazzle",
        "when = { tier = \"walks-in\", severity = \"severe\" }\nceiling = 90.00",
        "do = [\"clear-the-way\"]\nto = \"boss\"",
        "# The better we know them, the more personal the surprise.",
    ] {
        assert!(new.contains(line), "{line}\n---\n{new}");
    }
}

#[test]
fn one_tier_leaves_nothing_of_the_others() {
    let own = Own {
        tiers: Some(own::tiers(&["Everybody"]).unwrap()),
        ..nothing()
    };
    let new = made("cafe", &own);
    assert_eq!(findings(&new), Vec::<String>::new());
    assert!(!new.contains("tier ="), "{new}");
    assert!(!new.contains("The better we know them"), "{new}");
    let ceilings = "\
# The most one case may cost, all its steps together. An upper bound, not a target.
[[recovery]]
when = { severity = \"below severe\" }
ceiling = 50.00
[[recovery]]
when = { severity = \"severe\" }
ceiling = 90.00

# --- When it is not going well";
    assert!(new.contains(ceilings), "{new}");
}

#[test]
fn a_currency_without_decimals_gets_whole_amounts() {
    let own = Own {
        currency: Some(Currency::parse("JPY").unwrap()),
        ..nothing()
    };
    let new = made("hotel", &own);
    assert_eq!(findings(&new), Vec::<String>::new());
    for line in ["cost = 800\n", "cost = 0  ", "ceiling = 19000\n"] {
        assert!(new.contains(line), "{line}\n---\n{new}");
    }
}

#[test]
fn amounts_in_remarks_become_whole_too() {
    let text = text_of("cafe").replace(
        "# theirs already",
        "# theirs already; 4.50 GBP at most, 3 of 10 ask",
    );
    let starter = Starter::read("cafe", &text).unwrap();
    let own = Own {
        currency: Some(Currency::parse("JPY").unwrap()),
        ..nothing()
    };
    let new = starter.made_own(&own).unwrap();
    assert!(
        new.contains("# theirs already; 450 JPY at most, 3 of 10 ask\n"),
        "{new}"
    );
}

#[test]
fn remarks_about_own_deadlines_that_are_closer_stay_true() {
    let text = text_of("repair").replace(
        "# --- What goes wrong",
        "# 20 hours, as today's post\n# --- What goes wrong",
    );
    let starter = Starter::read("repair", &text).unwrap();
    let recover = Some(own::length("10h").unwrap());
    let own = Own {
        recover,
        ..nothing()
    };
    let new = starter.made_own(&own).unwrap();
    assert!(new.contains("# 10 hours, as today's post\n"), "{new}");
}

#[test]
fn no_clock_and_no_own_deadline_is_longer_than_what_was_promised() {
    let own = Own {
        recover: Some(own::length("8h").unwrap()),
        first_response: Some(own::length("10m").unwrap()),
        ..nothing()
    };
    let new = made("hotel", &own);
    assert!(new.contains("clock.recover = \"8h\" "), "{new}");
    assert!(new.contains("clock.first_response = \"10m\"\n"), "{new}");
    let new = made("repair", &own);
    assert!(!new.contains("within = \"20h\""), "{new}");
    assert!(new.contains("within = \"8h\"\n"), "{new}");
    let longer = Own {
        recover: Some(own::length("2d").unwrap()),
        ..nothing()
    };
    let new = made("hotel", &longer);
    assert!(new.contains("recover        = \"2d\" "), "{new}");
    assert!(new.contains("clock.recover = \"12h\" "), "{new}");
}

#[test]
fn an_entry_that_was_narrower_only_by_a_tier_that_is_gone_does_not_get_in_the_way() {
    let text = text_of("cafe").replace(
        "# The most one case may cost",
        "[[recovery]]\nwhen = { tier = \"new\" }\nlate = [\"owner-goes-there\"]\nclock.stayed = \"80d\"\n\n# The most one case may cost",
    );
    let starter = Starter::read("cafe", &text).unwrap();
    let own = Own {
        tiers: Some(own::tiers(&["Everybody"]).unwrap()),
        ..nothing()
    };
    let new = starter.made_own(&own).unwrap();
    assert_eq!(findings(&new), Vec::<String>::new());
    assert!(
        new.contains("[[recovery]]\nlate = [\"owner-goes-there\"]\nclock.stayed"),
        "{new}"
    );
    assert!(
        !new.contains("late        = [\"owner-owns-the-delay\"]"),
        "{new}"
    );
}

#[test]
fn a_when_without_braces_is_understood_too() {
    let text = text_of("cafe").replace(
        "when = { tier = \"below best\", severity = \"below severe\" }",
        "when.tier = \"below best\"\nwhen.severity = \"below severe\"",
    );
    let starter = Starter::read("cafe", &text).unwrap();
    let made = |tiers: &[&str]| {
        let tiers = Some(own::tiers(tiers).unwrap());
        let own = Own { tiers, ..nothing() };
        let new = starter.made_own(&own).unwrap();
        assert_eq!(findings(&new), Vec::<String>::new());
        new
    };
    assert!(made(&["a", "b"]).contains("when.tier = \"a\"\nwhen.severity = \"below severe\"\n"));
    assert!(made(&["a"]).contains("[[recovery]]\nwhen.severity = \"below severe\"\n"));
}

/// What a starter may not say beside its values, because it would not stay true when they change.
#[test]
fn starters_say_nothing_that_could_not_be_kept_true() {
    for (name, text) in starters() {
        let starter = Starter::read(&name, &text).unwrap();
        let first = starter.clock(ClockName::FirstResponse).phrase();
        for line in text.lines() {
            let (before, remark) = line.split_once('#').unwrap_or((line, ""));
            let clock = before.starts_with("recover") || before.starts_with("first_response");
            let shares = clock && (remark.contains("half") || remark.contains("double"));
            assert!(!shares && !remark.contains(&first), "{name}: {line}");
            assert!(!line.contains(['£', '€', '$']), "{name}: {line}");
            let said = before.contains("24 hours") || before.contains(" 24h");
            assert!(!said, "{name}: {line}");
        }
    }
}

fn span() -> impl Strategy<Value = Option<Span>> {
    let texts = [
        "20m", "45m", "1h", "90 min", "6h", "12h", "1d", "24h", "30h", "2d", "2 weeks",
    ];
    prop::option::of(
        prop::sample::select(texts.to_vec()).prop_map(|text| Span::parse(text).unwrap()),
    )
}

fn currency() -> impl Strategy<Value = Option<Currency>> {
    let codes = ["EUR", "JPY", "HUF", "KWD", "CLF", "KRW", "USD"];
    prop::option::of(
        prop::sample::select(codes.to_vec()).prop_map(|code| Currency::parse(code).unwrap()),
    )
}

prop_compose! {
    fn somebody()(
        name in "\\PC{1,40}",
        currency in currency(),
        tiers in prop::option::of(prop::collection::vec("\\PC{1,20}", 1..=8)),
        roles in prop::option::of(prop::sample::subsequence(vec!["helper", "staff", "receptionist", "technician", "manager", "owner"], 1..=4)),
        recover in span(),
        first_response in span(),
    ) -> Own {
        Own {
            name: own::name(&name, "its name").unwrap_or_else(|_| "x".to_owned()),
            currency,
            tiers: tiers.and_then(|tiers| own::tiers(&tiers).ok()),
            roles: roles.map(|roles| own::roles(&roles).unwrap()),
            recover,
            first_response,
            ..nothing()
        }
    }
}

/// Whether the owner takes less time than the starter, so that what has to be done may not fit in.
fn shortens(starter: &Starter<'_>, own: &Own) -> bool {
    let both = [
        (ClockName::FirstResponse, own.first_response),
        (ClockName::Recover, own.recover),
    ];
    both.into_iter().any(|(clock, said)| {
        let usual = starter.clock(clock).nominal_seconds();
        said.is_some_and(|said| said.nominal_seconds() < usual)
    })
}

/// What a cell gets, by the ids of actions, so that two playbooks can be compared.
fn gets(rules: &Rules, resolved: &Resolved) -> Vec<String> {
    let item = |item: &crate::domain::playbook::Item| match item {
        crate::domain::playbook::Item::Action(at) => rules.actions[*at].id.clone(),
        crate::domain::playbook::Item::Pick { pick, from } => {
            let from: Vec<&str> = from
                .iter()
                .map(|at| rules.actions[*at].id.as_str())
                .collect();
            format!("{pick} of {}", from.join(" "))
        }
    };
    let parts = Part::ALL.into_iter().map(|part| {
        let items: Vec<String> = resolved
            .part(part)
            .iter()
            .map(|one| item(&one.item))
            .collect();
        items.join(", ")
    });
    parts
        .chain([resolved.ceiling.value.minor.to_string()])
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        // Seeds lie with the tests, not in a folder of their own beside them.
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/proptest-regressions/starter.txt",
        ))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_an_owner_says_every_tier_gets_what_its_tier_of_the_starter_got(own in somebody()) {
        for (name, text) in starters() {
            let starter = Starter::read(&name, &text).unwrap();
            let new = starter.made_own(&own).unwrap();
            // Whoever answers only after it should all be done is told so before it comes to this.
            let answer = own.first_response.unwrap_or(starter.clock(ClockName::FirstResponse));
            let recover = own.recover.unwrap_or(starter.clock(ClockName::Recover));
            let may_be_late = shortens(&starter, &own) || answer.nominal_seconds() > recover.nominal_seconds();
            let others = found(&new).into_iter().filter(|one| !(may_be_late && one.kind == FindingKind::TooLate));
            let others: Vec<String> = others.map(|one| one.message).collect();
            prop_assert_eq!(others, Vec::<String>::new(), "{}", name);
            let playbook = files::playbook::read(new.as_bytes()).unwrap();
            let rules = playbook.rules();
            prop_assert_eq!(&rules.name, &own.name);
            let tiers = own.tiers.clone().unwrap_or_else(|| starter.rules().tiers.clone());
            prop_assert_eq!(&rules.tiers, &tiers);
            let scale = own.currency.map_or(0, |currency| currency.decimals().saturating_sub(2));
            for cell in rules.space().cells() {
                let old = super::tiers::stands_for(cell.tier, tiers.len(), starter.rules().tiers.len());
                let old = if own.tiers.is_some() { old } else { cell.tier };
                let old = crate::domain::playbook::cell::Cell { tier: old, ..cell };
                let mut before = gets(starter.rules(), starter.playbook.at(old));
                if let Some(ceiling) = before.last_mut() {
                    *ceiling += &"0".repeat(scale);
                }
                prop_assert_eq!(gets(rules, playbook.at(cell)), before, "{} {:?}", name, cell);
            }
        }
    }
}
