//! A computer whose clock runs backwards between two commands.

use amends::domain::event::{Event, NightReported};
use amends::store::{EventSubject, IdSource, Operation, Store, StoreError, Undoable};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use super::shop::{ADA, Shop};
use super::terminal::{answer, at_terminal};

/// A shop with Ada's case, logged by a clock that was two days ahead, as was the night report after it.
fn ahead() -> Shop {
    let shop = Shop::new();
    let then: DateTime<Utc> = Utc::now().trunc_subsecs(0) + TimeDelta::days(2);
    shop.at(&then.to_rfc3339()).run(ADA).ok();
    let mut count = 0_u8;
    let mut random = || {
        count += 1;
        [count; 16]
    };
    let ids = &mut IdSource::new(then, &mut random);
    let mut store = Store::open_to_write(&shop.path("amends.db"), ids).unwrap();
    let operation = Operation {
        id: ids.id(),
        named: false,
        at: then,
        clock_at: then,
        verb: "report",
        undoable: Undoable::No,
    };
    let report = Event::NightReported(NightReported { announced: 0 });
    let saved = store.write(&operation, |writing| {
        writing.append(EventSubject::Shop, report)?;
        Ok::<(), StoreError>(())
    });
    saved.unwrap();
    drop(store);
    shop.by_its_own_clock();
    shop
}

const BEHIND: &str = "this computer's clock is behind the last thing it recorded: it says";

#[test]
fn reading_warns_and_shows_everything() {
    let shop = ahead();
    for line in ["show 1", "list", "due", "history", "data check"] {
        shop.run(line).ok().says("note: ").says(BEHIND);
    }
    assert_eq!(shop.case(1)["customer"], "Ada Okafor");
}

#[test]
fn writing_without_a_person_is_refused_and_leaves_no_trace() {
    let shop = ahead();
    for line in ["note 1 'Rang back'", "done 1", "undo", ADA] {
        let before = shop.items("history");
        let said = shop.run(line).fails(1);
        said.says(BEHIND).says("if it is right, add `--yes`");
        assert_eq!(shop.items("history"), before, "{line}");
    }
}

#[test]
fn with_yes_events_keep_their_order_by_number() {
    let shop = ahead();
    shop.run("note 1 'First of them' --yes").ok();
    // The clock has been believed: the next one needs no `--yes`.
    shop.run("note 1 'Second of them'").ok();
    let commands: Vec<_> = shop
        .items("history")
        .iter()
        .map(|item| item["command"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(commands, ["note", "note", "report", "new"]);
    let case = shop.case(1);
    let events = case["events"].as_array().unwrap();
    let said: Vec<_> = events
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    let tail = said.len() - 2;
    assert_eq!(said[tail..], ["noted", "noted"], "{said:?}");
    assert_eq!(events[tail]["words"], "First of them");
    assert!(events[tail]["at"].as_str() < events[0]["at"].as_str());
    assert_eq!(shop.item("data check")["sound"], true);
    shop.run("undo").ok();
    assert_eq!(
        shop.case(1)["events"].as_array().unwrap().len(),
        events.len() - 1
    );
    assert_eq!(shop.item("data check")["sound"], true);
}

/// What is heard, and how the process ended: `Exited(Pid(9), 0)`.
fn answered(shop: &Shop, line: &str, word: &str) -> (String, String) {
    let mut talk = at_terminal(shop, line);
    answer(&mut talk, &[("yes or no", word)]);
    let heard = talk.exp_eof().unwrap();
    let ended = format!("{:?}", talk.process().wait().unwrap());
    (heard, ended)
}

#[test]
fn a_person_is_asked_and_no_changes_nothing() {
    let shop = ahead();
    let before = shop.items("history").len();
    let (heard, ended) = answered(&shop, "note 1 'Rang back'", "no");
    assert!(heard.contains("nothing was changed"), "{heard}");
    assert!(ended.ends_with(", 8)"), "{ended}");
    assert_eq!(shop.items("history").len(), before);
    let (_, ended) = answered(&shop, "note 1 'Rang back'", "yes");
    assert!(ended.ends_with(", 0)"), "{ended}");
    assert_eq!(shop.items("history").len(), before + 1);
}
