//! A bit of the data file flips, or its end is cut off: `data check` ends soon, and finds what changes what is shown.

use std::fs;

use crate::Extent;
use crate::chance::Chance;
use crate::folder::Folder;
use crate::outcome::{conclude, try_all};
use crate::verbs;

/// What becomes of the data file.
#[derive(Clone, Copy, Debug)]
enum Damage {
    /// Another bit: which byte, which bit of it.
    Flip(usize, usize),
    /// Only so many bytes are left.
    Cut(usize),
}

/// Damages a shop with a little of everything in it.
pub fn everything(extent: Extent) {
    let shop = verbs::furnished();
    let whole = fs::read(shop.path("amends.db")).unwrap();
    let (flips, cuts) = match extent {
        Extent::Part => (300, 30),
        Extent::Whole => (2_000, 200),
    };
    let damages = draw(&whole, (flips, cuts));
    let shown = Shown::by(&shop).unwrap();
    let faults = try_all(&damages, |damage| {
        one((&shop, &whole), (damage, &shown)).map_err(|fault| format!("{damage:?}: {fault}"))
    });
    conclude(
        &format!("{flips} flipped bits and {cuts} cut files"),
        &faults,
    );
}

/// Draws damages: of the flips half anywhere, half where something is written; of the cuts half at the end of a page.
fn draw(whole: &[u8], (flips, cuts): (usize, usize)) -> Vec<Damage> {
    const PAGE: usize = 4_096;
    let mut chance = Chance::new(1_122);
    let mut damages = Vec::new();
    while damages.len() < flips {
        let at = chance.below(whole.len());
        if damages.len() % 2 == 0 || whole[at] != 0 {
            damages.push(Damage::Flip(at, chance.below(8)));
        }
    }
    for number in 0..cuts {
        damages.push(Damage::Cut(match number % 2 {
            0 => chance.below(whole.len()),
            _ => chance.below(whole.len() / PAGE) * PAGE,
        }));
    }
    damages
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
}

fn one((shop, whole): (&Folder, &[u8]), (damage, shown): (&Damage, &Shown)) -> Result<(), String> {
    let folder = shop.copy();
    let mut bytes = whole.to_vec();
    match *damage {
        Damage::Flip(at, bit) => bytes[at] ^= 1 << bit,
        Damage::Cut(left) => bytes.truncate(left),
    }
    folder.write("amends.db", &bytes);
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
