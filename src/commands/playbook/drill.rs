//! `amends playbook drill`: rehearse before it happens.
//!
//! Looking writes nothing. A drill is written down by `--done`, in one operation that `undo` takes
//! back like any other.

use std::collections::BTreeMap;

use clap::Args;

use super::cell::{command, understood, written};
use super::{located, trial};
use crate::desk::abort::Abort;
use crate::desk::library::{Loaded, load};
use crate::desk::planning::presence;
use crate::desk::shop::{SaveOutcome, Shop, save_outcome, with_ids};
use crate::domain::event::{Event, Rehearsed};
use crate::domain::plan::planning::{Occasion, Profile};
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::drill::{Practice, choose, draw, harm};
use crate::domain::playbook::{Presence, Rules};
use crate::domain::time::zone::Instant;
use crate::domain::verb::Verb;
use crate::domain::words::Words;
use crate::error::{Error, Result};
use crate::show::playbook::drill::{
    Before, DrillItem, DrillView, PracticeCounts, Scene, Unused, cell_item,
};
use crate::show::{Screen, playbook};
use crate::store::{DrillRecord, EventSubject, Store};
use crate::typed::{YesNo, whole_number};

/// `amends playbook drill`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends playbook drill                a customer to act out, then the plan
  amends playbook drill --unused       what had no case yet, and no drill
  amends playbook drill cafe --cell late-delivery,regular,severe --here no
  amends playbook drill --done --cell late-delivery,regular,severe")]
pub struct DrillArgs {
    /// A name, or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// Rehearse this one, and not one that was met least
    #[arg(long, value_name = "TYPE,TIER,SEVERITY")]
    pub cell: Option<String>,
    /// Rehearse somebody who is still here, or somebody who has left; drawn, if left out
    #[arg(long, conflicts_with = "done")]
    pub here: Option<YesNo>,
    /// Draw the same again, as long as no other was used or rehearsed
    #[arg(long, value_name = "N", value_parser = whole_number::<u32>, conflicts_with = "done")]
    pub seed: Option<u32>,
    /// List what no case ever used, and what was never rehearsed
    #[arg(long, alias = "list", conflicts_with_all = ["cell", "seed", "done"])]
    pub unused: bool,
    /// Write down that it was rehearsed
    #[arg(long)]
    pub done: bool,
    /// What there is to say about it
    #[arg(long, value_name = "TEXT", requires = "done")]
    pub note: Option<String>,
}

pub(crate) fn drill(shop: &Shop<'_>, typed: &DrillArgs) -> Result<Screen> {
    let file = typed.file.as_deref();
    let loaded = load(located(shop, file)?)?;
    let rules = loaded.playbook.rules();
    let cell = typed.cell.as_deref();
    let cell = cell.map(|cell| understood(rules, cell)).transpose()?;
    if typed.done {
        let cell = cell.ok_or_else(|| which(rules, file))?;
        return done(shop, typed, &loaded, cell);
    }
    let met = CellsMet::of(&loaded, shop.store()?.as_ref())?;
    if typed.unused {
        let unused = Unused::of(rules, &met.practice);
        return Ok(shop.screen(unused));
    }
    let seed = match typed.seed {
        Some(seed) => seed,
        None => u32::from_be_bytes(shop.shell.random()?),
    };
    let drawn = || choose(rules.space(), &met.practice, seed);
    let cell = cell.or_else(drawn).ok_or_else(|| which(rules, file))?;
    let channel = draw(seed, "channel", rules.channels.len());
    let scene = Scene {
        cell,
        harm: harm(cell.severity, seed),
        channel: rules.channels.get(channel),
        presence: typed.here.map(presence).or(drawn_presence(rules, seed)),
        seed,
    };
    met.shown(shop, file, &scene)
}

/// Draws whether they are still here, where something depends on it.
fn drawn_presence(rules: &Rules, seed: u32) -> Option<Presence> {
    let drawn = Presence::ALL[draw(seed, "presence", Presence::ALL.len())];
    rules.asks_presence().then_some(drawn)
}

/// " --here yes", so that the same is drawn again whatever the seed would draw.
fn here_flag(presence: Option<Presence>) -> &'static str {
    match presence {
        Some(Presence::Here) => " --here yes",
        Some(Presence::Gone) => " --here no",
        None => "",
    }
}

fn which(rules: &Rules, file: Option<&str>) -> Error {
    let first = rules.space().cells().next();
    let first = first.map_or_else(String::new, |first| written(rules, first));
    let hint = format!(
        "name it as the drill did: `{} --done --cell {first}`",
        command("drill", file)
    );
    Error::usage("`--done` does not say what was rehearsed", hint)
}

/// Which cells of a playbook the shop has met, in cases or in drills.
struct CellsMet<'l> {
    loaded: &'l Loaded,
    practice: Practice,
    /// The drills of each cell, oldest first: when, and what was said about it.
    drills: BTreeMap<Cell, Vec<(Instant, Option<Words>)>>,
}

impl<'l> CellsMet<'l> {
    /// Reads cases and drills; what the playbook no longer has is left aside.
    fn of(loaded: &'l Loaded, store: Option<&Store>) -> Result<Self> {
        let rules = loaded.playbook.rules();
        let mut met = Self {
            loaded,
            practice: Practice::default(),
            drills: BTreeMap::new(),
        };
        let Some(store) = store else { return Ok(met) };
        for used in store.used_cells(&loaded.name)? {
            let cell = cell(rules, &used.complaint, &used.tier, used.severity);
            met.practice.used.extend(cell);
        }
        for DrillRecord { at, rehearsed } in store.drills()? {
            let Rehearsed {
                complaint,
                tier,
                severity,
                ..
            } = &rehearsed;
            let cell = cell(rules, complaint, tier, *severity);
            let Some(cell) = cell.filter(|_| rehearsed.playbook == loaded.name) else {
                continue;
            };
            let note = rehearsed.note.and_then(|note| note.words().cloned());
            met.practice.rehearsed.insert(cell);
            met.drills.entry(cell).or_default().push((at, note));
        }
        Ok(met)
    }

    /// Shows a scene to act out, with its plan and what was done of it before.
    fn shown(&self, shop: &Shop<'_>, file: Option<&str>, scene: &Scene<'_>) -> Result<Screen> {
        let (loaded, cell) = (self.loaded, scene.cell);
        let rules = loaded.playbook.rules();
        let occasion = Occasion {
            cell,
            more: &[],
            again: None,
            start: shop.now(),
            now: shop.now(),
            channel: scene.channel,
            calendar: shop.calendar(),
            profile: &Profile::default(),
            presence: scene.presence,
            first_number: 1,
        };
        let types = vec![rules.complaints[cell.complaint].id.clone()];
        let plan = trial(shop, &loaded.playbook, &occasion, types)?;
        let drills = self.drills.get(&cell).into_iter().flatten().rev();
        let drills = drills.map(|(at, note)| DrillItem {
            at: shop.viewpoint.moment(*at),
            note: note.clone(),
        });
        let again = format!("{} --cell {}", command("drill", file), written(rules, cell));
        let before = Before {
            used: self.practice.used.contains(&cell),
            rehearsed: drills.collect(),
            done: format!(
                "{} --done --cell {}",
                command("drill", file),
                written(rules, cell)
            ),
            again: format!("{again} --seed {}{}", scene.seed, here_flag(scene.presence)),
        };
        let drill = DrillView::of(rules, scene, plan, before);
        Ok(shop.screen(drill))
    }
}

fn cell(rules: &Rules, complaint: &str, tier: &str, severity: Severity) -> Option<Cell> {
    Some(Cell {
        complaint: rules.complaint(complaint)?,
        tier: rules.tier(tier)?,
        severity,
    })
}

/// Writes down that a cell was rehearsed, and makes the shop when there is none.
fn done(shop: &Shop<'_>, typed: &DrillArgs, loaded: &Loaded, cell: Cell) -> Result<Screen> {
    let rules = loaded.playbook.rules();
    let note = typed.note.as_deref();
    let note = note.map(|note| shop.words(note, "--note")).transpose()?;
    let note = note.filter(|note| !note.is_blank());
    with_ids(shop, |ids| {
        let mut store = shop.store_to_write(ids)?;
        let operation = shop.operation(&store, Verb::Drill, ids);
        let rehearsed = Rehearsed {
            playbook: loaded.name.clone(),
            complaint: rules.complaints[cell.complaint].id.clone(),
            tier: rules.tiers[cell.tier].id.clone(),
            severity: cell.severity,
            note: note.clone().map(|note| ids.text(note)),
        };
        let saved = store.write(&operation, |writing| {
            writing.append(EventSubject::Drills, Event::Rehearsed(rehearsed))?;
            Ok::<(), Abort>(())
        });
        let already = match save_outcome(saved, &store, &operation)? {
            SaveOutcome::Saved(_) => false,
            SaveOutcome::SavedBefore(_) => true,
        };
        shop.has_saved("saved");
        let met = CellsMet::of(loaded, Some(&store))?;
        let shown = playbook::drill::RehearsedView {
            playbook: loaded.name.clone(),
            cell: cell_item(rules, cell),
            at: shop.viewpoint.moment(shop.now()),
            note,
            already,
            counts: PracticeCounts::of(rules, &met.practice),
            undo: "amends undo",
            next: command("drill", typed.file.as_deref()),
        };
        Ok(shop.screen(shown))
    })
}
