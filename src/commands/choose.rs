//! `amends choose`: fill a slot of the plan with another action.

use std::slice;

use clap::Args;

use crate::desk::changing::{Decision, alter, detail, store_with_cases};
use crate::desk::replacing::Replaced;
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::case::decide::{Beyond, SlotWish};
use crate::domain::event::Event;
use crate::domain::verb::Verb;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::case::{StepItem, StepState};
use crate::typed::{CaseWord, YesNo, step_number};

/// `amends choose`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends choose 41                              what there is to choose from
  amends choose 41 --step 3 free-cake
  amends choose 41 --step 3 2                   by its number in `amends show 41`")]
pub struct ChooseArgs {
    /// The case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: CaseWord,
    /// Which step; may be left out where only one can be filled otherwise
    #[arg(long, value_name = "K", value_parser = step_number)]
    pub step: Option<u32>,
    /// The action, or its number
    pub action: Option<String>,
    /// `yes` enters what this replaces as not needed any more, `no` leaves it open
    #[arg(long, value_enum, hide_possible_values = true, value_name = "YES|NO")]
    pub replace: Option<YesNo>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &ChooseArgs) -> Result<Screen> {
    let number = whose::case(shop, slice::from_ref(&typed.case), Purpose::Change)?;
    let (step, action) = match (typed.step, &typed.action) {
        (Some(step), Some(action)) => (step, action.clone()),
        (_, _) => asked(shop, number, typed)?,
    };
    let wish = SlotWish {
        step,
        action: &action,
        beyond: if shop.everywhere.yes {
            Beyond::Agreed
        } else {
            Beyond::Refused
        },
    };
    alter(shop, Verb::Choose, number, |case, _, ids| {
        let events = case.decide_choose(&wish, shop.now())?;
        let chosen = events.last().and_then(Event::chosen_text);
        let changed = format!(
            "step {step} of #{} is now: {}",
            case.number(),
            chosen.map(visible).unwrap_or_default()
        );
        let mut decision = Decision::new(events, changed);
        let after = case.with(&decision.events, shop.now());
        let replaced = Replaced {
            shop,
            case: &after,
            step,
            at: shop.now(),
            choice: None,
        };
        replaced.settle(typed.replace, &mut decision, ids)?;
        Ok(decision)
    })
}

/// Completes what was typed: by what is the only thing that can be meant, or by asking the person who is there.
fn asked(shop: &Shop<'_>, number: u64, typed: &ChooseArgs) -> Result<(u32, String)> {
    let store = store_with_cases(shop, number)?;
    let case = detail(shop, &store, number)?;
    let open = case.steps.iter();
    let open = open.filter(|step| step.state == StepState::Open && !step.over);
    let slots: Vec<&StepItem> = open.filter(|step| !step.options.is_empty()).collect();
    let named = slots.iter().find(|slot| Some(slot.number) == typed.step);
    let only = slots.first().filter(|_| slots.len() == 1);
    let slot = named.or(only.filter(|_| typed.step.is_none()));
    if slots.is_empty() || (typed.step.is_some() && named.is_none()) {
        return Err(nothing_to_choose(number, typed.step, &slots));
    }
    if let (Some(slot), Some(action)) = (slot, &typed.action) {
        return Ok((slot.number, action.clone()));
    }
    if !shop.may_ask() {
        return Err(which_of(
            number,
            slot.map_or(slots.as_slice(), slice::from_ref),
        ));
    }
    let step = match slot {
        Some(slot) => slot.number,
        None => {
            let all: Vec<String> = slots.iter().map(|slot| what_of(slot)).collect();
            shop.ask_number(&all.join("\n"), "Which step?")?
        }
    };
    let Some(slot) = slots.iter().find(|slot| slot.number == step) else {
        return Err(nothing_to_choose(number, Some(step), &slots));
    };
    let action = match &typed.action {
        Some(action) => action.clone(),
        None => {
            let number = shop.ask_number(&what_of(slot), "Which one? Its number")?;
            number.to_string()
        }
    };
    Ok((step, action))
}

/// "step 3, now \"hand them a voucher\": 1) a cake, 4.00 GBP; 2) …".
fn what_of(slot: &StepItem) -> String {
    let options = slot.options.iter().map(|option| {
        let cost = option.cost.map(|cost| format!(", {cost}"));
        let (number, text) = (option.number, visible(&option.text));
        format!("{number}) {text}{}", cost.unwrap_or_default())
    });
    let options: Vec<String> = options.collect();
    let now = visible(&slot.text);
    format!(
        "step {}, now \"{now}\"; instead:\n  {}",
        slot.number,
        options.join("\n  ")
    )
}

/// Lists what can be chosen, for whoever cannot be asked.
fn which_of(number: u64, slots: &[&StepItem]) -> Error {
    let lines: Vec<String> = slots.iter().map(|slot| what_of(slot)).collect();
    let message = format!("say which of these #{number} gets:\n{}", lines.join("\n"));
    let step = slots.first().map_or(1, |slot| slot.number);
    let hint = format!("for example `amends choose {number} --step {step} 1`");
    Error::usage(message, hint)
}

fn nothing_to_choose(number: u64, step: Option<u32>, slots: &[&StepItem]) -> Error {
    let message = match step {
        Some(step) => format!("step {step} of #{number} is open to no other choice"),
        None => format!("no open step of #{number} can be filled with anything else"),
    };
    let hint = match slots.first() {
        Some(slot) => format!(
            "one that is: `amends choose {number} --step {}`",
            slot.number
        ),
        None => format!("its steps: `amends plan {number}`"),
    };
    Error::usage(message, hint)
}
