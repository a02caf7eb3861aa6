//! Each finding, each cell and each exception, on random playbooks.

use std::collections::BTreeSet;

use amends::domain::playbook::check::{Proof, ProofBasis, prove};
use amends::domain::playbook::finding::FindingKind;
use amends::files::playbook::rules;
use chrono::NaiveDate;
use proptest::prelude::*;

use super::random::{self, Sketch, sketch};
use super::reference::{Cells, Reference};

/// Enough for every pair of entries in every relation many times over.
const PLAYBOOKS: u32 = 8_000;
/// Every filling is tried many times for each pair.
const WITH_PAIRS: u32 = 1_000;
/// Each is proved sixteen times.
const WITH_EXCEPTIONS: u32 = 300;

fn proved(sketch: &Sketch) -> Proof {
    let setting = ProofBasis {
        today: NaiveDate::default(),
        shop: None,
    };
    match rules(sketch.text().as_bytes()) {
        Ok(rules) => prove(rules, &setting),
        Err(findings) => panic!("{}\n{findings:#?}", sketch.text()),
    }
}

/// The cells of all findings of a kind that are about one failure; each is told once for one cause only.
fn cells(proof: &Proof, kind: FindingKind) -> Cells {
    let space = proof.rules().space();
    let findings = proof.findings.iter();
    let findings = findings.filter(|one| one.kind == kind && one.also.is_empty());
    let cells = findings.flat_map(|one| &one.cells);
    cells.map(|cell| space.position(*cell)).collect()
}

/// The cells of all findings of a kind that are about two failures, each with the other complaint type.
fn pairs(proof: &Proof, kind: FindingKind) -> BTreeSet<(usize, usize)> {
    let space = proof.rules().space();
    let findings = proof.findings.iter().filter(|one| one.kind == kind);
    let hit = findings.flat_map(|one| one.cells.iter().zip(&one.also));
    hit.map(|(cell, also)| (space.position(*cell), *also))
        .collect()
}

fn findings_agree(
    sketch: &Sketch,
    (proof, reference): (&Proof, &Reference<'_>),
) -> Result<(), TestCaseError> {
    let text = || sketch.text();
    for (kind, expected) in [
        (FindingKind::Gap, reference.gaps()),
        (FindingKind::Ambiguous, reference.ambiguous()),
        (FindingKind::EffortFalls, reference.effort_falls()),
        (FindingKind::ClockLengthens, reference.clock_lengthens()),
        (FindingKind::FloorDiffers, reference.floor_differs()),
        (FindingKind::OverCeiling, reference.over_ceiling()),
    ] {
        prop_assert_eq!(cells(proof, kind), expected, "{}\n{}", kind.word(), text());
    }
    // A part can be left empty as well, by actions that the plan has before.
    let unreachable = proof
        .findings
        .iter()
        .filter(|one| one.kind == FindingKind::Unreachable && !one.message.contains("left empty"));
    let lines: BTreeSet<u32> = unreachable.map(|one| one.place.line).collect();
    let entries = proof.rules().entries.iter().map(|entry| entry.place.line);
    let found: Vec<bool> = entries.map(|line| lines.contains(&line)).collect();
    prop_assert_eq!(found, reference.unreachable(), "{}", text());
    Ok(())
}

/// What a cell gets, when it has one answer for everything.
fn selection_agrees(
    sketch: &Sketch,
    (proof, reference): (&Proof, &Reference<'_>),
) -> Result<(), TestCaseError> {
    let Ok(playbook) = &proof.outcome else {
        return Ok(());
    };
    for (at, cell) in playbook.rules().space().cells().enumerate() {
        let answer = reference.answer(at).expect("the program found one");
        let resolved = playbook.at(cell);
        prop_assert_eq!(
            resolved.ceiling.value.minor,
            answer.ceiling,
            "{}",
            sketch.text()
        );
        for part in amends::domain::playbook::Part::ALL {
            let items = resolved
                .part(part)
                .iter()
                .map(|item| random::item(&item.item));
            let items: BTreeSet<_> = items.collect();
            let expected: BTreeSet<_> = answer.parts[part as usize].iter().cloned().collect();
            prop_assert_eq!(items, expected, "{}", sketch.text());
        }
    }
    Ok(())
}

/// An exception silences its cells and no other.
fn allowing_is_exact(sketch: &Sketch, kind: FindingKind) -> Result<(), TestCaseError> {
    let proof = proved(sketch);
    let (before, pairs_before) = (cells(&proof, kind), pairs(&proof, kind));
    for severity in ["minor", "major", "severe"] {
        let allowed = sketch.allowing(kind.word(), severity);
        let rank = allowed.allowed_rank();
        let mut expected = before.clone();
        expected.retain(|cell| cell % 3 != rank);
        let proof = proved(&allowed);
        prop_assert_eq!(cells(&proof, kind), expected, "{}", allowed.text());
        let mut expected = pairs_before.clone();
        expected.retain(|(cell, _)| cell % 3 != rank);
        prop_assert_eq!(pairs(&proof, kind), expected, "{}", allowed.text());
        let stale = proof
            .findings
            .iter()
            .any(|one| one.kind == FindingKind::Stale);
        let mut hit = before
            .iter()
            .chain(pairs_before.iter().map(|(cell, _)| cell));
        let needed = hit.any(|cell| cell % 3 == rank);
        prop_assert_eq!(stale, !needed, "{}", allowed.text());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: PLAYBOOKS, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn every_cell_and_every_finding_is_as_the_rules_say(sketch in sketch()) {
        let proof = proved(&sketch);
        let reference = Reference::of(&sketch);
        selection_agrees(&sketch, (&proof, &reference))?;
        findings_agree(&sketch, (&proof, &reference))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: WITH_PAIRS, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn every_pair_of_types_is_as_the_rules_say(sketch in sketch()) {
        let proof = proved(&sketch);
        let reference = Reference::of(&sketch);
        for (kind, expected) in [
            (FindingKind::EffortFalls, reference.pairs_falling()),
            (FindingKind::OverCeiling, reference.pairs_over_ceiling()),
        ] {
            prop_assert_eq!(pairs(&proof, kind), expected, "{}\n{}", kind.word(), sketch.text());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: WITH_EXCEPTIONS, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn an_exception_silences_exactly_its_cells(sketch in sketch()) {
        for kind in [FindingKind::EffortFalls, FindingKind::ClockLengthens, FindingKind::FloorDiffers, FindingKind::OverCeiling] {
            allowing_is_exact(&sketch, kind)?;
        }
    }
}
