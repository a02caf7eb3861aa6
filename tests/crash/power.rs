//! The power goes while a command writes, and of what was not written out any part is on the disk: what had been said
//! is there, nothing is there by half, and it can be typed again.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::Extent;
use crate::calls;
use crate::disk::{Left, Manner, Step};
use crate::folder::Folder;
use crate::outcome::{conclude, try_all};
use crate::state::State;
use crate::trace::Trace;
use crate::verbs::{IMPORT, Known};

/// What is tried every day: a first case, one more, an import, an upgrade, settings, a playbook.
const EVERY_DAY: [&str; 6] = [
    "new --customer Ada",
    "done",
    IMPORT,
    "note 1 'after",
    "config",
    "playbook new",
];

/// How many cuts of each of them.
const A_FEW: usize = 100;

/// How many cuts of each verb are drawn when all are tried; the same state of a disk is looked at once.
const MANY: usize = 6_000;

/// After how many cuts the line is typed again.
const AGAIN: usize = 8;

/// A power cut: when it comes, and what it leaves.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// How many steps of the command came before it.
    after: usize,
    manner: Manner,
}

/// A verb and what it did to the disk.
struct Traced<'a> {
    known: &'a Known,
    trace: Trace,
    /// The folder of its shop, within the one that was looked at.
    shop: &'static str,
}

/// Cuts the power in every verb that writes.
pub fn everything(extent: Extent) {
    if !calls::can_be_traced() {
        return;
    }
    let known = match extent {
        Extent::Part => Known::some(&EVERY_DAY, "write"),
        Extent::Whole => Known::all("write"),
    };
    let mut faults = Vec::new();
    let mut tried = 0;
    for known in &known {
        let traced = Traced::of(known);
        let cuts = traced.cuts(extent);
        tried += cuts.len();
        faults.extend(try_all(&cuts, |cut| {
            traced
                .one(*cut)
                .map_err(|fault| format!("{}, {cut:?}: {fault}", known.verb.line))
        }));
    }
    conclude(&format!("{tried} power cuts"), &faults);
}

/// Cuts the power in a first case whose shop has no folder yet, nor that folder one around it.
pub fn in_a_new_folder() {
    if !calls::can_be_traced() {
        return;
    }
    let known = Known::some(&["new --customer Ada"], "write");
    let traced = Traced::within(&known[0], "deep/shop");
    let cuts = traced.cuts(Extent::Part);
    let faults = try_all(&cuts, |cut| {
        let tried = traced.one(*cut);
        tried.map_err(|fault| format!("{cut:?}: {fault}"))
    });
    conclude(
        &format!("{} power cuts in a new folder", cuts.len()),
        &faults,
    );
}

/// Forgets that files were written out, each in its turn, and sees to it that this is noticed.
pub fn without_writing_out() {
    if !calls::can_be_traced() {
        return;
    }
    for (begin, forgets) in [
        ("done", "everything"),
        // The names after the journal has gone: without this `synchronous = EXTRA` would be no more than `FULL`.
        ("done", "the last names"),
        ("config", "everything"),
        ("config", "the first file"),
        ("config", "the last names"),
        ("new --customer Ada", "the last names"),
    ] {
        let known = Known::some(&[begin], "write");
        let mut traced = Traced::of(&known[0]);
        traced.forget(forgets);
        let mut cuts = traced.cuts(Extent::Part).into_iter();
        let noticed = cuts.any(|cut| traced.one(cut).is_err());
        assert!(noticed, "{begin}, without {forgets} written out");
    }
}

impl<'a> Traced<'a> {
    fn of(known: &'a Known) -> Self {
        let trace = Trace::of(&known.shop.copy(), known.verb.line);
        let shop = "";
        Self { known, trace, shop }
    }

    fn within(known: &'a Known, shop: &'static str) -> Self {
        let line = format!("{} --data-dir {shop}", known.verb.line);
        let trace = Trace::of(&known.shop.copy(), &line);
        Self { known, trace, shop }
    }

    fn forget(&mut self, what: &str) {
        let steps = &mut self.trace.steps;
        let is_out = |step: &Step| matches!(step, Step::Out(_));
        let is_names = |step: &Step| matches!(step, Step::NamesOut(_));
        match what {
            "everything" => steps.retain(|step| !is_out(step) && !is_names(step)),
            "the first file" => drop(steps.remove(steps.iter().position(is_out).unwrap())),
            "the last names" => drop(steps.remove(steps.iter().rposition(is_names).unwrap())),
            other => panic!("{other}"),
        }
    }

    /// The cuts that leave different disks: after every step with nothing else, with everything, and by chance.
    fn cuts(&self, extent: Extent) -> Vec<Cut> {
        let steps = &self.trace.steps;
        let each = match extent {
            Extent::Part => 5,
            Extent::Whole => MANY.div_ceil(steps.len()).max(4),
        };
        let mut disk = self.trace.disk.clone();
        let mut seen = BTreeSet::new();
        let mut cuts = Vec::new();
        for after in 0..=steps.len() {
            for drawn in 0..each {
                let manner = match drawn {
                    0 => Manner::Nothing,
                    1 => Manner::Everything,
                    _ => Manner::Some((after * MANY + drawn).try_into().unwrap()),
                };
                if seen.insert((self.is_said(after), mark(&disk.cut(manner)))) {
                    cuts.push(Cut { after, manner });
                }
            }
            if let Some(step) = steps.get(after) {
                disk.take(step);
            }
        }
        // From the end, where it is all said.
        cuts.reverse();
        let step = match extent {
            Extent::Part => cuts.len().div_ceil(A_FEW),
            Extent::Whole => 1,
        };
        cuts.into_iter().step_by(step).collect()
    }

    /// Says whether the command had said after so many steps that it is done.
    fn is_said(&self, after: usize) -> bool {
        let mut before = self.trace.steps[..after].iter();
        before.any(|step| matches!(step, Step::Said))
    }

    fn one(&self, cut: Cut) -> Result<(), String> {
        let Known {
            verb,
            before,
            after,
            ..
        } = self.known;
        let mut disk = self.trace.disk.clone();
        for step in &self.trace.steps[..cut.after] {
            disk.take(step);
        }
        let folder = laid_out(&disk.cut(cut.manner), self.shop);
        let left = State::of(&folder)?;
        if !left.is_either(before, after) {
            return Err(format!("half done: {}", left.summary()));
        }
        let stored = left.is(after, verb.place);
        if self.is_said(cut.after) && !stored {
            return Err(format!("said and lost: {}", left.summary()));
        }
        if !cut.after.is_multiple_of(AGAIN) {
            return Ok(());
        }
        let again = folder.run_briefly(verb.line);
        let refused = again.refuses_to_repeat() && stored;
        if again.code != Some(0) && !refused {
            return Err(format!("typed again: {:?} {}", again.code, again.said));
        }
        let done = State::of(&folder)?;
        if !stored && !done.is(after, verb.place) {
            return Err(format!("typed again, it is another: {}", done.summary()));
        }
        Ok(())
    }
}

fn mark(left: &Left) -> u64 {
    let mut hasher = DefaultHasher::new();
    left.hash(&mut hasher);
    hasher.finish()
}

/// The folder of a shop as the power cut left it.
fn laid_out(left: &Left, shop: &str) -> Folder {
    let folder = Folder::empty();
    for (name, held) in left {
        let Some(name) = name.strip_prefix(shop) else {
            continue;
        };
        let name = name.trim_start_matches('/');
        if name.is_empty() {
            continue;
        }
        match held {
            Some(bytes) => drop(folder.write(name, bytes)),
            None => fs::create_dir(folder.path(name)).unwrap(),
        }
    }
    folder
}
