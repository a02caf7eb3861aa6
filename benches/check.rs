//! How the cost of `playbook check` grows with the number of entries, and what it costs for the playbooks that come with
//! the program; both prove every pair of complaint types.
//!
//! Generated playbooks of 40 types, 6 tiers and 3 severities, 250 to 4,000 entries, are read and proved: one whose
//! overlapping entries agree, as in a file somebody uses, and one in which each says something else. Printed are the
//! times, and the exponent that fits them best over entries (cells stay the same): 1 is linear. Run with
//! `cargo bench --bench check`.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark measures time and prints what it measured"
)]

use std::fmt::Write as _;
use std::time::Instant;

use amends::domain::playbook::check::{ProofBasis, prove};
use amends::files::playbook::rules;
use chrono::NaiveDate;

const SIZES: [usize; 5] = [250, 500, 1_000, 2_000, 4_000];
const RUNS: usize = 5;
const TYPES: usize = 40;
const TIERS: usize = 6;
const SEVERITIES: [&str; 3] = ["minor", "major", "severe"];
const ACTIONS: usize = 60;

/// The playbooks that come with the program.
const SHIPPED: [(&str, &str); 6] = [
    ("cafe", include_str!("../playbooks/cafe.toml")),
    ("delivery", include_str!("../playbooks/delivery.toml")),
    ("hotel", include_str!("../playbooks/hotel.toml")),
    ("online-shop", include_str!("../playbooks/online-shop.toml")),
    ("repair", include_str!("../playbooks/repair.toml")),
    ("services", include_str!("../playbooks/services.toml")),
];

/// A small generator of numbers that are always the same (Knuth's constants for a linear congruence).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).map_or(0, |number| number % bound)
    }
}

/// Whether overlapping entries agree or add to each other, or each says something else.
#[derive(Clone, Copy)]
enum Manner {
    Agreeing,
    Disagreeing,
}

fn generated(entries: usize, manner: Manner) -> String {
    let mut text = String::from(
        "format = 1\nname = \"Generated\"\ncurrency = \"GBP\"\nroles = [\"staff\", \"owner\"]\n\
         [[channel]]\nid = \"phone\"\nlive = true\n",
    );
    let mut numbers = Numbers(41);
    for tier in 0..TIERS {
        let _ = writeln!(text, "[[tier]]\nid = \"tier-{tier}\"");
    }
    for complaint in 0..TYPES {
        let _ = writeln!(text, "[[complaint]]\nid = \"type-{complaint}\"");
    }
    for action in 0..ACTIONS {
        let by = ["staff", "owner"][action % 2];
        let _ = writeln!(
            text,
            "[action.do-{action}]\ndo = \"Do it\"\nby = \"{by}\"\ncost = {}\ntakes = \"5m\"\ndeed = true\nchoices = [\"a\", \"b\"]",
            action % 7
        );
    }
    text.push_str(
        "[[recovery]]\nacknowledge = [\"do-0\"]\nfix = [\"do-1\"]\nlate = [\"do-2\"]\nfollow_up = [\"do-3\"]\n\
         dazzle = { one_of = [\"do-4\", \"do-5\", \"do-6\"] }\nceiling = 900\n",
    );
    for _ in 1..entries {
        entry(&mut text, &mut numbers, manner);
    }
    text
}

fn entry(text: &mut String, numbers: &mut Numbers, manner: Manner) {
    let first = numbers.below(TYPES);
    let count = 1 + numbers.below(6);
    let types: Vec<String> = (first..(first + count).min(TYPES))
        .map(|at| format!("\"type-{at}\""))
        .collect();
    let severity = SEVERITIES[numbers.below(3)];
    let tier = numbers.below(TIERS);
    let (action, what) = (10 + numbers.below(ACTIONS - 10), numbers.below(4));
    let when = format!(
        "complaint = [{}], severity = \"{severity} and up\"",
        types.join(", ")
    );
    let tiers = format!("tier = \"tier-{tier} and up\"");
    let ceiling = match manner {
        Manner::Agreeing => 900,
        Manner::Disagreeing => 900 + numbers.below(1_000),
    };
    let _ = match what {
        0 => writeln!(
            text,
            "[[recovery]]\nwhen = {{ {when} }}\nalso.fix = [\"do-{action}\"]"
        ),
        1 => writeln!(
            text,
            "[[recovery]]\nwhen = {{ {when}, {tiers} }}\nalso.dazzle = [\"do-{action}\"]"
        ),
        2 => writeln!(
            text,
            "[[recovery]]\nwhen = {{ {when}, {tiers} }}\nceiling = {ceiling}"
        ),
        _ => writeln!(
            text,
            "[[recovery]]\nwhen = {{ {when}, {tiers} }}\nrecover = \"24h\""
        ),
    };
}

/// The least of several runs, in milliseconds, for reading and for proving.
fn measured(text: &str) -> (f64, f64, usize) {
    let setting = ProofBasis {
        today: NaiveDate::default(),
        shop: None,
    };
    let (mut reading, mut proving, mut found) = (f64::MAX, f64::MAX, 0);
    for _ in 0..RUNS {
        let begun = Instant::now();
        let Ok(rules) = rules(text.as_bytes()) else {
            return (0.0, 0.0, 0);
        };
        reading = reading.min(begun.elapsed().as_secs_f64() * 1_000.0);
        let begun = Instant::now();
        found = prove(rules, &setting).findings.len();
        proving = proving.min(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    (reading, proving, found)
}

/// The slope of the best line through the logarithms: the exponent of the growth.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let count = logs.iter().map(|_| 1.0).sum::<f64>();
    let (x, y) = logs
        .iter()
        .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let (x, y) = (x / count, y / count);
    let over: f64 = logs.iter().map(|one| (one.0 - x) * (one.1 - y)).sum();
    let under: f64 = logs.iter().map(|one| (one.0 - x).powi(2)).sum();
    over / under
}

/// What the playbooks cost that come with the program.
fn shipped() {
    println!("playbooks that come with the program");
    println!("cells  pairs  read ms  prove ms  found");
    for (name, text) in SHIPPED {
        let (reading, proving, found) = measured(text);
        let (cells, pairs) = rules(text.as_bytes()).map_or((0, 0), |rules| {
            let space = rules.space();
            let cells = space.cells().count();
            (cells, cells * (space.complaints - 1))
        });
        println!("{cells:>5}  {pairs:>5}  {reading:>7.2}  {proving:>8.2}  {found:>5}  {name}");
    }
    println!();
}

fn main() {
    shipped();
    for (name, manner) in [
        ("entries that agree", Manner::Agreeing),
        ("entries that disagree", Manner::Disagreeing),
    ] {
        println!("{name}");
        println!("entries    bytes  read ms  prove ms  found");
        let mut points = Vec::new();
        for entries in SIZES {
            let text = generated(entries, manner);
            let (reading, proving, found) = measured(&text);
            let size = text.len();
            println!("{entries:>7}  {size:>7}  {reading:>7.2}  {proving:>8.2}  {found:>5}");
            if let Ok(entries) = u32::try_from(entries) {
                points.push((f64::from(entries), reading + proving));
            }
        }
        println!("growth: entries to the power of {:.2}\n", exponent(&points));
    }
}
