//! A bit of the data file flips, its end is cut off, or somebody changes a value in it by hand: `data check` ends soon,
//! and finds what changes what is shown.

use std::collections::BTreeSet;
use std::fs;

use crate::Extent;
use crate::chance::Chance;
use crate::edit::{self, Edit};
use crate::folder::Folder;
use crate::outcome::{conclude, try_all};
use crate::verbs;

/// What becomes of the data file.
#[derive(Debug)]
enum Damage {
    /// Another bit: which byte, which bit of it.
    Flip(usize, usize),
    /// Only so many bytes are left.
    Cut(usize),
    /// Another value in the first row or the last.
    Edit(Edit),
}

/// Damages a shop with a little of everything in it.
pub fn everything(extent: Extent) {
    let shop = verbs::furnished();
    let whole = fs::read(shop.path("amends.db")).unwrap();
    let (flips, cuts) = match extent {
        Extent::Part => (300, 30),
        Extent::Whole => (2_000, 200),
    };
    // Whoever finds something in a whole file finds it in every other.
    shop.run_well("data check");
    let shown = Shown::by(&shop).unwrap();
    let mut damages = flipped(&whole, (flips, &shown.places(&whole)));
    damages.extend(cut(&whole, cuts));
    let edits = edit::all(&shop.path("amends.db"));
    let edited = edits.len();
    damages.extend(edits.into_iter().map(Damage::Edit));
    let faults = try_all(&damages, |damage| {
        one((&shop, &whole), (damage, &shown)).map_err(|fault| format!("{damage:?}: {fault}"))
    });
    conclude(
        &format!("{flips} flipped bits, {cuts} cut files and {edited} values changed by hand"),
        &faults,
    );
}

/// Draws bits: a third of them anywhere, a third where something is written, a third in what is shown.
fn flipped(whole: &[u8], (flips, shown): (usize, &[usize])) -> Vec<Damage> {
    let mut chance = Chance::new(1_122);
    let written = |at: &usize| whole[*at] != 0;
    let written: Vec<usize> = (0..whole.len()).filter(written).collect();
    let anywhere: Vec<usize> = (0..whole.len()).collect();
    let places = [anywhere.as_slice(), written.as_slice(), shown];
    let draw = |number: usize| {
        let among = places[number % places.len()];
        Damage::Flip(among[chance.below(among.len())], chance.below(8))
    };
    (0..flips).map(draw).collect()
}

/// Draws cuts: half of them within a page, half at the end of one. The first two take the last byte and the last page.
fn cut(whole: &[u8], cuts: usize) -> impl Iterator<Item = Damage> {
    const PAGE: usize = 4_096;
    let mut chance = Chance::new(1_123);
    (0..cuts).map(move |number| {
        let left = match number {
            0 | 1 => whole.len() - 1,
            _ => chance.below(whole.len()),
        };
        Damage::Cut(if number % 2 == 0 {
            left
        } else {
            left / PAGE * PAGE
        })
    })
}

/// Everything that is shown of the cases.
#[derive(PartialEq, Eq)]
struct Shown(Vec<String>);

impl Shown {
    /// Looks; nothing when something is refused.
    fn by(folder: &Folder) -> Result<Self, String> {
        let mut lines = vec!["list --all --json".to_owned(), "history --json".to_owned()];
        lines.extend((1..=5).map(|number| format!("show {number} --json")));
        let mut shown = Vec::new();
        for line in lines {
            let ended = folder.run_briefly(&line);
            match ended.code {
                Some(0) => shown.push(ended.result),
                Some(124 | 101) | None => return Err(format!("{line}: {:?}", ended.code)),
                Some(_) => shown.push("refused".to_owned()),
            }
        }
        Ok(Self(shown))
    }

    /// Where in the data file the texts stand that are shown.
    fn places(&self, whole: &[u8]) -> Vec<usize> {
        let texts = self.0.iter().flat_map(|answer| answer.split('"'));
        let texts: BTreeSet<&str> = texts.filter(|text| text.len() >= 4).collect();
        let mut places = BTreeSet::new();
        for text in texts {
            let found = whole.windows(text.len()).enumerate();
            let found = found.filter(|(_, bytes)| *bytes == text.as_bytes());
            places.extend(found.flat_map(|(at, _)| at..at + text.len()));
        }
        places.into_iter().collect()
    }
}

/// Nothing is saved into a file whose end is cut off.
fn is_left_alone(folder: &Folder, bytes: &[u8]) -> Result<(), String> {
    let saving = folder.run_briefly("note 1 x");
    let same = fs::read(folder.path("amends.db")).unwrap() == bytes;
    if saving.code == Some(6) && same {
        return Ok(());
    }
    let said = (saving.code, &saving.said, same);
    Err(format!("a cut file is saved into: {said:?}"))
}

fn one((shop, whole): (&Folder, &[u8]), (damage, shown): (&Damage, &Shown)) -> Result<(), String> {
    let folder = shop.copy();
    let place = folder.path("amends.db");
    let mut bytes = whole.to_vec();
    match damage {
        Damage::Flip(at, bit) => bytes[*at] ^= 1 << bit,
        Damage::Cut(left) => bytes.truncate(*left),
        Damage::Edit(_) => {}
    }
    fs::write(&place, &bytes).unwrap();
    if let Damage::Edit(edit) = damage {
        edit.make(&place);
    }
    if let Damage::Cut(_) = damage {
        is_left_alone(&folder, &bytes)?;
    }
    let check = folder.run_briefly("data check");
    match check.code {
        Some(6) => Ok(()),
        Some(0) => {
            if matches!(damage, Damage::Cut(_)) {
                return Err("a cut file is said to be whole".to_owned());
            }
            let now = Shown::by(&folder)?;
            let differs = now.0.iter().zip(&shown.0).find(|(now, then)| now != then);
            differs.map_or(Ok(()), |(now, _)| {
                Err(format!("changes unnoticed what is shown: {now}"))
            })
        }
        code => Err(format!("the check ended with {code:?}: {}", check.said)),
    }
}
