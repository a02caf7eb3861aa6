//! One sheet for the wall: laid out with as many words as fit it in print.

use crate::domain::playbook::{ClockName, Presence, Trigger};
use crate::paper::layout::{Sheet, lay_out};
use crate::paper::page::{ListItem, Page, Text};
use crate::show::phrase::sentence;
use crate::show::playbook::card::{Card, CardCeiling, CardRung, CardTier, CardType};
use crate::show::playbook::spread::{CardGroup, CardStep, StepAction};
use crate::show::{JsonItem, Rows, Show, Sight};

mod crowds;

use crowds::{capital, whom};

/// How wide a printed page is, in columns.
const PRINTED_WIDTH: usize = 80;
/// How long it is, in lines: a sheet of A4 or Letter at six lines an inch, as plain text is
/// printed.
const SHEET_LINES: usize = 66;
/// How long a card may be: both sides of a sheet. What nobody reads on a wall is no help, and neither are names of
/// things instead of what to do.
const PRINTED_LINES: usize = 2 * SHEET_LINES;

/// Whether an action is told as the playbook words it, or by how that begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Telling {
    Whole,
    FirstClause,
    Beginning,
}

use Telling::{Beginning, FirstClause, Whole};

/// How a part of a card is set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListStyle {
    /// One under the other.
    Listed,
    /// One behind the other.
    Running,
}

/// Whether an empty line stands above a heading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gaps {
    Kept,
    Closed,
}

use ListStyle::{Listed, Running};

/// How much room a card takes.
#[derive(Clone, Copy)]
struct CardForm {
    sorry: (Telling, ListStyle),
    repairs: (Telling, ListStyle),
    surprises: (Telling, ListStyle),
    ladder: (Telling, ListStyle),
    gaps: Gaps,
}

impl CardForm {
    /// The roomiest.
    const WHOLE: Self = Self {
        sorry: (Whole, Listed),
        repairs: (Whole, Listed),
        surprises: (Whole, Listed),
        ladder: (Whole, Listed),
        gaps: Gaps::Kept,
    };

    /// One step after the other towards the tightest; what is needed first, with the customer
    /// still there, gives way last.
    const STEPS: [fn(&mut Self); 13] = [
        |form| form.surprises.0 = FirstClause,
        |form| form.ladder.0 = FirstClause,
        |form| form.repairs.0 = FirstClause,
        |form| form.sorry.0 = FirstClause,
        |form| form.surprises.0 = Beginning,
        |form| form.ladder.0 = Beginning,
        |form| form.ladder.1 = Running,
        |form| form.repairs.0 = Beginning,
        |form| form.gaps = Gaps::Closed,
        |form| form.surprises.1 = Running,
        |form| form.repairs.1 = Running,
        |form| form.sorry.1 = Running,
        |form| form.sorry.0 = Beginning,
    ];
}

/// The card with as many words as fit a sheet in print, both sides of it where it must be; with the fewest when none
/// does.
pub(in crate::show) fn card(card: &Card) -> Page {
    let mut form = CardForm::WHOLE;
    for tighten in CardForm::STEPS {
        let page = page(card, form);
        let printed = lay_out(&page, Sheet::plain(PRINTED_WIDTH));
        if printed.lines().count() <= PRINTED_LINES {
            return page;
        }
        tighten(&mut form);
    }
    page(card, form)
}

fn page(card: &Card, form: CardForm) -> Page {
    let shared = |groups: &[CardGroup], told| -> Vec<ListItem> {
        let items = groups.iter().map(|one| group(card, one, "Everybody", told));
        items.collect()
    };
    let mut apology: Vec<&CardGroup> = card.apology.iter().collect();
    apology.sort_by_key(|group| soonest(group));
    let sorry = apology.into_iter();
    let sorry = sorry.map(|one| group(card, one, "", form.sorry.0));
    let mut sorry: Vec<ListItem> = sorry.collect();
    sorry.push(ListItem::new("-", said("Say", &card.say)));
    sorry.push(ListItem::new("-", said("Do not say", &card.do_not_say)));
    let types = card.types.iter().zip(1..);
    let types = types.map(|(one, number)| card_type(one, number, form.repairs.0));
    let repairs = types.chain(shared(&card.fix_more, form.repairs.0));
    let with_own = card.tiers.iter().filter(|one| !one.surprise.is_empty());
    let tiers = with_own.map(|one| tier(one, form.surprises.0));
    let surprises = tiers.chain(shared(&card.surprise_more, form.surprises.0));
    let late = card.late.iter().map(|one| late(card, one, form.ladder.0));
    let rungs = card.rungs.iter().map(|one| rung(card, one, form.ladder.0));
    let page = head(card).list(floor(card));
    let page = titled(page, "Say sorry first", form);
    let page = set(page, sorry, form.sorry.1);
    let page = titled(page, HARM, form).paragraph(harm(card));
    let page = titled(page, "What we promise, and how we put it right", form);
    let page = set(page, repairs.collect(), form.repairs.1);
    let page = titled(
        page,
        "And something they do not expect, small and personal",
        form,
    );
    let page = set(page, surprises.collect(), form.surprises.1);
    let page = titled(page, "When it is not going well", form);
    let page = set(page, late.chain(rungs).collect(), form.ladder.1);
    let page = for_the_next(page, shared(&card.prevent, form.ladder.0), form);
    page.gap().paragraph(most(card))
}

/// What is done so that it does not happen again, where the playbook says so.
fn for_the_next(page: Page, prevent: Vec<ListItem>, form: CardForm) -> Page {
    if prevent.is_empty() {
        return page;
    }
    let page = titled(page, "For the next customer", form);
    set(page, prevent, form.ladder.1)
}

/// Seed 001: a calm customer can be hurt badly.
const HARM: &str = "How bad is it? What it did to them decides, not how loud they are";

fn set(page: Page, items: Vec<ListItem>, setting: ListStyle) -> Page {
    match setting {
        Listed => page.list(items),
        Running => {
            let text = items.into_iter().fold(Text::new(), |text, item| {
                let gap = if text.is_empty() { "" } else { " " };
                let is_number = item.marker != Text::plain("-");
                let text = text.then(gap);
                let text = if is_number {
                    text.then(item.marker).then(" ")
                } else {
                    text
                };
                text.then(item.body)
            });
            page.paragraph(text)
        }
    }
}

fn titled(page: Page, title: &str, form: CardForm) -> Page {
    match form.gaps {
        Gaps::Kept => page.heading(title),
        Gaps::Closed => page.paragraph(Text::strong(title)),
    }
}

fn head(card: &Card) -> Page {
    let title = match &card.shop {
        Some(shop) => format!("{shop}: when we have let a customer down"),
        None => "When we have let a customer down".to_owned(),
    };
    let people = card.roles.iter().filter_map(|one| {
        let person = one.person.as_ref()?;
        Some(format!("; {}: {person}", one.role))
    });
    let reviewed = card.reviewed.as_ref();
    let reviewed = reviewed.map(|date| format!(", read through on {date}"));
    let from = format!(
        "{}{}{}",
        card.playbook,
        reviewed.unwrap_or_default(),
        people.collect::<String>()
    );
    Page::new()
        .heading(Text::strong(title))
        .paragraph(Text::dim(from))
        .heading("To every customer, whoever they are")
}

/// What everybody is promised.
fn floor(card: &Card) -> Vec<ListItem> {
    let floor = &card.floor;
    let turnarounds = floor.turnarounds.iter();
    let turnarounds: Vec<String> = turnarounds
        .map(|one| format!("{}: {}", plain(&one.name), one.span))
        .collect();
    let turnarounds = match turnarounds.as_slice() {
        [] => String::new(),
        some => format!(" ({})", some.join(", ")),
    };
    let answer = format!(
        "Somebody answers, says sorry and gives their name, within {}{turnarounds}{}.",
        floor.first_response.join(" or "),
        match sooner(card, ClockName::FirstResponse) {
            some if some.is_empty() => some,
            some => format!("; {some}"),
        },
    );
    let clock = if floor.runs_on {
        " on the clock, nights and Sundays too,"
    } else {
        ""
    };
    let sooner = match sooner(card, ClockName::Recover) {
        some if some.is_empty() => some,
        some => format!(" ({some})"),
    };
    let clock = match (clock.strip_suffix(','), sooner.as_str()) {
        (Some(clock), sooner) if !sooner.is_empty() => format!("{clock}{sooner},"),
        _ => format!("{clock}{sooner}"),
    };
    let halves = format!(
        "Within {}{clock} it is put right, and they get something they did not expect.",
        floor.recover.join(" or ")
    );
    let holder = format!(
        "One of us sees it through and can be reached; they never have to tell it twice; within {} of that we ask: have we put it right?",
        floor.follow_up.join(" or ")
    );
    let lines = [answer, halves, holder];
    lines.map(|line| ListItem::new("-", line)).into()
}

/// Who is to have it sooner: "30 minutes for: severe".
fn sooner(card: &Card, clock: ClockName) -> String {
    let groups = card.floor.sooner.iter().filter(|one| one.clock == clock);
    let words = groups.map(|one| {
        let who = one.whom.as_ref().map(|crowds| whom(card, crowds));
        format!("{} for: {}", one.span, who.unwrap_or_default())
    });
    words.collect::<Vec<String>>().join("; ")
}

/// The three questions, and what their answers add up to.
fn harm(card: &Card) -> Text {
    let questions = card.questions.iter();
    let text = questions.fold(Text::new(), |text, one| {
        let levels = Text::strong(format!("+{} ", one.levels));
        text.then(levels).then(format!("{} ", one.text))
    });
    let sum = format!(
        "0 is minor, 1 major, 2 and more severe. Failed again within {}: +1.",
        card.second_failure
    );
    text.then(sum)
}

fn card_type(one: &CardType, number: usize, told: Telling) -> ListItem {
    let promise = one.breaks.as_ref();
    let promise = promise.map(|breaks| format!(", \"{breaks}\""));
    let title = Text::strong(one.name.clone()).then(promise.unwrap_or_default());
    let fix = steps(&one.fix, told);
    let title = if fix.is_empty() {
        title
    } else {
        title.then(": ").then(fix)
    };
    ListItem::new(format!("{number}."), title)
}

fn tier(one: &CardTier, told: Telling) -> ListItem {
    let title = Text::strong(format!("{}: ", one.name));
    ListItem::new("-", title.then(steps(&one.surprise, told)))
}

/// The most a whole case may cost: the limit for everything, and no price of a present.
fn most(card: &Card) -> Text {
    let tiers = card.tiers.iter();
    let tiers = tiers.map(|one| format!("{} {}", one.name, ceilings(&one.ceilings)));
    let tiers: Vec<String> = tiers.collect();
    Text::dim(format!(
        "All that one case may cost, at most: {}.",
        tiers.join("; ")
    ))
}

/// "20.00 GBP, severe 45.00": a severity is named where its ceiling is another than before.
fn ceilings(ceilings: &[CardCeiling]) -> String {
    let same = |a: &CardCeiling, b: &CardCeiling| a.lowest == b.lowest && a.highest == b.highest;
    let groups = ceilings.chunk_by(same).enumerate();
    let amounts = groups.map(|(at, group)| {
        let (severity, lowest, highest) = (group[0].severity, group[0].lowest, group[0].highest);
        let amount = if lowest == highest {
            highest.plain()
        } else {
            format!("{} to {}", lowest.plain(), highest.plain())
        };
        match at {
            0 => format!("{amount} {}", highest.currency.code()),
            _ => format!("{severity} {amount}"),
        }
    });
    amounts.collect::<Vec<_>>().join(", ")
}

/// The shortest time that one of its actions has for itself, in seconds; what presses most is said first.
fn soonest(group: &CardGroup) -> u64 {
    let actions = group.steps.iter().flat_map(|step| &step.actions);
    actions
        .filter_map(|one| one.within)
        .min()
        .unwrap_or(u64::MAX)
}

/// What some customers get, or everybody, who may go without saying.
fn group(card: &Card, group: &CardGroup, everybody: &str, told: Telling) -> ListItem {
    let whom = group.whom.as_ref().map(|crowds| whom(card, crowds));
    let whom = whom.unwrap_or_else(|| everybody.to_owned());
    let title = if whom.is_empty() {
        Text::new()
    } else {
        Text::strong(format!("{}: ", capital(&whom)))
    };
    ListItem::new("-", title.then(steps(&group.steps, told)))
}

fn late(card: &Card, late: &CardGroup, told: Telling) -> ListItem {
    let title = match &late.whom {
        None => "Late, so no surprise: ".to_owned(),
        Some(crowds) => format!("Late, {}: ", whom(card, crowds)),
    };
    ListItem::new("-", Text::strong(title).then(steps(&late.steps, told)))
}

fn rung(card: &Card, rung: &CardRung, told: Telling) -> ListItem {
    let crowds = rung.whom.as_ref();
    let crowds = crowds.map(|crowds| format!(", {}", whom(card, crowds)));
    let when = format!(
        "{}{}: ",
        when(card, rung.trigger),
        crowds.unwrap_or_default()
    );
    // Where every word counts, the names at the head have to do.
    let person = rung.person.as_ref().filter(|_| told == Whole);
    let to = rung.to.as_ref().map(|to| match person {
        Some(person) => format!("the {} ({person}) takes over", plain(to)),
        None => format!("the {} takes over", plain(to)),
    });
    let raise = rung.raise.then(|| "one level worse".to_owned());
    let first: Vec<String> = to.into_iter().chain(raise).collect();
    let steps = steps(&rung.steps, told);
    let what = match (first.is_empty(), steps.is_empty()) {
        (true, _) => steps,
        (false, true) => format!("{}.", first.join(", ")),
        (false, false) => {
            let gap = if told == Whole { ". " } else { "; " };
            format!("{}{gap}{steps}", first.join(", "))
        }
    };
    ListItem::new("-", Text::strong(when).then(what))
}

/// A role in words: "duty manager".
fn plain(role: &str) -> String {
    role.replace('-', " ")
}

/// What set it off, as a person sees it.
fn when(card: &Card, trigger: Trigger) -> String {
    match trigger {
        Trigger::Contact(3) => "Third contact".to_owned(),
        Trigger::Contact(count) => format!("Contact {count}"),
        Trigger::Failures(count) => format!("{count} failures in one case"),
        Trigger::Share(percent) => format!("{percent}% of the time gone"),
        Trigger::Late => "Late".to_owned(),
        Trigger::BrokenPromise => "A promise broken".to_owned(),
        Trigger::Reopened => "Opened again".to_owned(),
        Trigger::SecondFailure => format!("Failed again within {}", card.second_failure),
    }
}

/// A sentence for each.
fn steps(steps: &[CardStep], told: Telling) -> String {
    let each = steps.iter().map(|one| sentence(&step(one, told)));
    each.collect::<Vec<String>>().join(" ")
}

fn step(step: &CardStep, told: Telling) -> String {
    let actions = step.actions.iter().map(|one| action(one, told));
    let actions: Vec<String> = actions.collect();
    let many = match step.pick {
        None => return actions.join(", "),
        Some(1) => "one of these".to_owned(),
        Some(many) => format!("{many} of these"),
    };
    format!("{many}: {}", actions.join("; or "))
}

/// What to do and who does it; where there is little room only how it begins, which says it all.
fn action(action: &StepAction, told: Telling) -> String {
    // What is for whoever is still here stands first and goes without saying.
    let gone = match action.only {
        Some(Presence::Gone) => " (once they have left)",
        Some(Presence::Here) | None => "",
    };
    match told {
        Whole => format!("{}{gone} ({})", action.text, plain(&action.by)),
        FirstClause => format!("{}{gone}", first_clause(&action.text)),
        Beginning => format!("{}{gone}", beginning(&action.text)),
    }
}

/// How an instruction begins: up to its first `;`, or `:` behind a few words. A comma ends no sentence one could follow.
fn first_clause(text: &str) -> &str {
    let ends = text.match_indices([':', ';']);
    let starts = ends.map(|(at, _)| &text[..at]);
    let enough = |start: &&str| start.split_whitespace().count() >= FEW_WORDS;
    starts.into_iter().find(enough).unwrap_or(text).trim()
}

/// How its first clause begins: up to its first comma behind enough words for a sentence.
fn beginning(text: &str) -> &str {
    let clause = first_clause(text);
    let commas = clause.match_indices(',').map(|(at, _)| &clause[..at]);
    let enough = |start: &&str| start.split_whitespace().count() >= SENTENCE_WORDS;
    commas.into_iter().find(enough).unwrap_or(clause).trim()
}

/// With so many words an instruction is one that can be followed.
const FEW_WORDS: usize = 5;

/// With so many words what stands before a comma is a sentence of its own.
const SENTENCE_WORDS: usize = 6;

fn said(title: &str, sentences: &[&str]) -> Text {
    Text::strong(format!("{title}: ")).then(format!("{}.", sentences.join("; ")))
}

/// The card for a printer or a file.
pub(in crate::show) fn printed(shown: &Card) -> String {
    lay_out(&card(shown), Sheet::plain(PRINTED_WIDTH))
}

impl Show for Card {
    fn name(&self) -> &'static str {
        "playbook-card"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        card(self)
    }

    fn rows(&self) -> Rows {
        // Whoever sends it to a printer wants the page.
        Rows::Text(printed(self))
    }
}
