//! From a cell to a dated plan: picks, ceilings, deadlines, several failures, planning again.

use std::collections::{BTreeMap, BTreeSet};

use amends::domain::case::replan::united;
use amends::domain::case::standing::StepStatus;
use amends::domain::case::{Case, Recorded};
use amends::domain::event::{Done, Event, Facts, Grounds, Harm, Logged, Named, Raise, Statement};
use amends::domain::id::{Hash, Id};
use amends::domain::plan::planning::{Occasion, Profile, plan};
use amends::domain::plan::{Due, Plan, Promised, Step};
use amends::domain::playbook::cell::{Cell, Severity};
use amends::domain::playbook::{Part, Playbook};
use amends::domain::time::calendar::Calendar;
use amends::domain::time::when::{DateAlone, Reading, ReferenceTime};
use amends::domain::time::zone::{Instant, Zone};
use amends::files::playbook::read;

fn example() -> Playbook {
    read(include_bytes!("../data/design-example.toml")).unwrap()
}

fn london() -> Zone {
    Zone::bundled("Europe/London").unwrap()
}

fn at(text: &str) -> Instant {
    let zone = london();
    let now = Instant::from_timestamp(1_795_000_000, 0).unwrap();
    let moment = ReferenceTime {
        now,
        zone: &zone,
        order: None,
    };
    moment
        .parse(text, Reading::Past, DateAlone::Refused)
        .unwrap()
        .instant
}

/// A late delivery of a regular customer, told at five past ten.
struct Setting {
    severity: Severity,
    now: &'static str,
    profile: Profile,
    channel: Option<&'static str>,
    /// Further complaint types, by position.
    more: &'static [usize],
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            severity: Severity::Major,
            now: "2026-11-22 10:05",
            profile: Profile::default(),
            channel: Some("phone"),
            more: &[],
        }
    }
}

impl Setting {
    fn plan(&self, playbook: &Playbook) -> Plan {
        let zone = london();
        let occasion = Occasion {
            cell: Cell {
                complaint: 0,
                tier: 1,
                severity: self.severity,
            },
            more: self.more,
            again: None,
            start: at("2026-11-22 10:05"),
            now: at(self.now),
            channel: self.channel.and_then(|id| playbook.rules().channel(id)),
            calendar: Calendar::new(&zone, None),
            profile: &self.profile,
            presence: None,
            first_number: 1,
        };
        plan(playbook, &occasion).unwrap()
    }
}

fn filled(plan: &Plan, part: Part) -> Vec<Option<&str>> {
    let steps = plan
        .steps
        .iter()
        .filter(|step| step.part == part && step.rung.is_none());
    steps
        .map(|step| step.task.as_ref().map(|task| task.action.as_str()))
        .collect()
}

fn due(step: &Step) -> Instant {
    match step.due {
        Due::At(promised) => promised.at,
        Due::SetOff(due) => due.by.at,
        Due::AfterRecovery(_) | Due::AfterSetOff(_) | Due::WithRecovery => {
            panic!("step {} has no time of its own", step.number)
        }
    }
}

#[test]
fn both_halves_are_due_24_hours_after_the_customer_told_us() {
    let plan = Setting::default().plan(&example());
    assert_eq!(plan.recover.at, at("2026-11-23 10:05"));
    assert_eq!(plan.first_response.at, at("2026-11-22 11:05"));
    assert_eq!(due(&plan.steps[1]), plan.recover.at);
}

#[test]
fn a_channel_without_a_person_sets_the_first_response() {
    let setting = Setting {
        channel: Some("voicemail"),
        ..Setting::default()
    };
    assert_eq!(
        setting.plan(&example()).first_response.at,
        at("2026-11-22 12:05")
    );
}

#[test]
fn an_action_keeps_its_own_time_within_its_part() {
    let plan = Setting::default().plan(&example());
    assert_eq!(
        due(&plan.steps[0]),
        at("2026-11-22 11:05"),
        "within 1h of told"
    );
}

#[test]
fn a_pick_takes_the_first_that_fits() {
    let plan = Setting::default().plan(&example());
    assert_eq!(filled(&plan, Part::Dazzle), [Some("handwritten-note")]);
}

#[test]
fn what_suits_the_customer_goes_before_the_order_of_the_list() {
    let setting = Setting {
        profile: Profile {
            likes: BTreeSet::from(["sweet".to_owned()]),
            given: BTreeMap::new(),
        },
        ..Setting::default()
    };
    assert_eq!(
        filled(&setting.plan(&example()), Part::Dazzle),
        [Some("free-cake")]
    );
}

#[test]
fn what_was_given_before_comes_last_and_longest_ago_first() {
    let given = |pairs: &[(&str, &str)]| {
        let given = pairs
            .iter()
            .map(|(action, when)| ((*action).to_owned(), at(when)));
        let setting = Setting {
            profile: Profile {
                likes: BTreeSet::new(),
                given: given.collect(),
            },
            ..Setting::default()
        };
        setting.plan(&example())
    };
    let once = given(&[("handwritten-note", "2026-05-01 10:00")]);
    assert_eq!(filled(&once, Part::Dazzle), [Some("free-cake")]);
    let both = given(&[
        ("handwritten-note", "2026-05-01 10:00"),
        ("free-cake", "2026-06-01 10:00"),
    ]);
    assert_eq!(filled(&both, Part::Dazzle), [Some("handwritten-note")]);
}

#[test]
fn a_slot_nothing_fits_is_an_open_step_without_an_action() {
    let text = include_str!("../data/design-example.toml")
        .replace("ceiling     = 12.00", "ceiling     = 5.00");
    let text = text.replace("ceiling = 25.00", "ceiling = 5.00");
    let playbook = read(text.as_bytes()).unwrap();
    let plan = Setting::default().plan(&playbook);
    assert_eq!(
        filled(&plan, Part::Dazzle),
        [None],
        "4.50 of 5.00 are spent on the fix"
    );
    let slot = plan.steps.iter().find(|step| step.task.is_none()).unwrap();
    assert_eq!(slot.options.len(), 2, "it can still be chosen by hand");
}

#[test]
fn what_can_no_longer_be_done_in_time_is_not_suggested() {
    let setting = Setting {
        now: "2026-11-23 09:45",
        profile: Profile {
            likes: BTreeSet::from(["sweet".to_owned()]),
            given: BTreeMap::new(),
        },
        ..Setting::default()
    };
    let plan = setting.plan(&example());
    assert_eq!(
        filled(&plan, Part::Dazzle),
        [Some("handwritten-note")],
        "a cake takes 40 minutes"
    );
}

#[test]
fn the_late_branch_and_the_rungs_wait_in_reserve_without_numbers() {
    let plan = Setting::default().plan(&example());
    let numbers: Vec<u32> = plan.steps.iter().map(|step| step.number).collect();
    assert_eq!(
        numbers,
        [1, 2, 3, 4, 0, 0],
        "the reserve takes the next numbers when it is set off"
    );
    assert_eq!(filled(&plan, Part::Late), [Some("owner-calls-late")]);
    let rungs = plan.steps.iter().filter(|step| step.rung.is_some()).count();
    assert_eq!(rungs, 1, "contact 3 offers a fresh start");
}

/// The example with work for the next customer: one step with a time of its own, and one without.
fn with_prevention() -> Playbook {
    let text = include_str!("../data/design-example.toml").to_owned();
    let more = "[action.tell-the-driver]\ndo = \"Tell the driver\"\nby = \"staff\"\nwithin = \"2h\"\ncost = 100\n\
                [action.look-at-the-route]\ndo = \"Look at the route\"\nby = \"staff\"\n\
                [[recovery]]\nprevent = [\"tell-the-driver\", \"look-at-the-route\"]\n";
    read((text + more).as_bytes()).unwrap()
}

#[test]
fn what_is_for_the_next_customer_has_a_date_and_costs_the_plan_nothing() {
    let plan = Setting::default().plan(&with_prevention());
    let parts: Vec<Part> = plan.steps.iter().map(|step| step.part).collect();
    let first = parts
        .iter()
        .position(|part| *part == Part::Prevent)
        .unwrap();
    assert_eq!(parts[first - 1], Part::FollowUp);
    assert_eq!(parts[first + 2], Part::Late);
    assert_eq!(
        due(&plan.steps[first]),
        at("2026-11-22 12:05"),
        "its own two hours, from told"
    );
    assert_eq!(
        due(&plan.steps[first + 1]),
        at("2026-11-23 10:05"),
        "the follow-up's day, from told"
    );
    assert_eq!(
        filled(&plan, Part::Dazzle),
        [Some("handwritten-note")],
        "the ceiling is not theirs"
    );
}

/// The example with a second type: an apology of its own that is paid for, work for the next customer, less time.
fn two_types() -> Playbook {
    let text = include_str!("../data/design-example.toml").replace(
        "[[channel]]\nid = \"phone\"",
        "[[complaint]]\nid = \"rude\"\n[[channel]]\nid = \"phone\"",
    );
    let more = "[action.bring-flowers]\ndo = \"Bring flowers\"\nby = \"owner\"\nwithin = \"20h\"\ncost = 8.00\n\
                [action.owner-takes-over]\ndo = \"Take over\"\nby = \"owner\"\ndeed = true\n\
                [action.talk-it-through]\ndo = \"Talk it through\"\nby = \"owner\"\n\
                [[recovery]]\nwhen = { complaint = \"rude\" }\n\
                acknowledge = [\"call-and-apologise\", \"bring-flowers\"]\nfix = [\"owner-takes-over\"]\n\
                prevent = [\"talk-it-through\"]\nfirst_response = \"30m\"\nrecover = \"12h\"\n\
                [[recovery]]\nwhen = { complaint = \"rude\", tier = \"regular and up\" }\nceiling = 40.00\n";
    read((text + more).as_bytes()).unwrap()
}

/// Late delivery and rudeness.
fn both() -> Plan {
    let both = Setting {
        more: &[1],
        ..Setting::default()
    };
    both.plan(&two_types())
}

#[test]
fn a_further_failure_adds_its_apology_its_repair_and_what_is_for_the_next_customer() {
    let plan = both();
    assert_eq!(
        filled(&plan, Part::Acknowledge),
        [Some("call-and-apologise"), Some("bring-flowers")]
    );
    assert_eq!(
        filled(&plan, Part::Fix),
        [Some("refund-delivery"), Some("owner-takes-over")]
    );
    assert_eq!(filled(&plan, Part::Dazzle), [Some("handwritten-note")]);
    assert_eq!(filled(&plan, Part::Prevent), [Some("talk-it-through")]);
    let numbers = plan.steps.iter().map(|step| step.number);
    let numbers: Vec<u32> = numbers.filter(|number| *number != 0).collect();
    assert_eq!(numbers, (1..=plan.last_number()).collect::<Vec<_>>());
}

#[test]
fn of_each_clock_that_counts_which_ends_first_and_it_ends_a_longer_time_of_an_action() {
    let plan = both();
    assert_eq!(plan.recover.at, at("2026-11-22 22:05"));
    assert_eq!(plan.first_response.at, at("2026-11-22 10:35"));
    let from = plan.clocks.iter().map(|clock| clock.complaint.as_deref());
    let from: Vec<Option<&str>> = from.collect();
    assert_eq!(from, [Some("rude"), Some("rude"), None, None]);
    assert_eq!(
        due(&plan.steps[0]),
        at("2026-11-22 10:35"),
        "its own hour is longer than the other type's clock"
    );
    assert_eq!(
        due(&plan.steps[1]),
        at("2026-11-23 06:05"),
        "a time beyond its own type's clock stays as it is"
    );
    let voicemail = Setting {
        more: &[1],
        channel: Some("voicemail"),
        ..Setting::default()
    };
    let plan = voicemail.plan(&two_types());
    assert_eq!(plan.first_response.at, at("2026-11-22 12:05"));
}

#[test]
fn the_ceiling_is_what_all_must_cost_and_the_most_that_one_type_leaves() {
    let plan = both();
    let beside = plan.ceiling.beside.clone().unwrap();
    // Refund 4.50 and flowers 8.00; rudeness alone leaves 32.00 of its 40.00.
    assert_eq!(beside.sure.minor, 450 + 800);
    assert_eq!(plan.ceiling.amount.minor, 450 + 800 + 3_200);
    assert_eq!(beside.complaint.as_deref(), Some("rude"));
    assert_eq!(plan.chosen_cost(), 450 + 800 + 100);
    let alone = Setting::default().plan(&two_types());
    assert_eq!(alone.ceiling.beside, None);
}

#[test]
fn the_plan_costs_the_surprise_or_the_late_branch_whichever_is_dearer() {
    let text = include_str!("../data/design-example.toml").replace(
        "do = \"The owner calls, owns the delay, asks what would help now\"",
        "do = \"The owner calls\"\ncost = 3.00",
    );
    let plan = Setting::default().plan(&read(text.as_bytes()).unwrap());
    assert_eq!(plan.chosen_cost(), 450 + 300);
    assert_eq!(plan.least_cost(), 450 + 300);
    let slot = plan
        .steps
        .iter()
        .find(|step| step.part == Part::Dazzle)
        .unwrap();
    let cake = slot
        .options
        .iter()
        .find(|task| task.action == "free-cake")
        .unwrap();
    assert_eq!(plan.chosen_cost_with(slot, cake), 450 + 600);
}

#[test]
fn an_early_slot_does_not_starve_a_later_one() {
    let text = include_str!("../data/design-example.toml")
        .replace(
            "fix = [\"refund-delivery\"]",
            "fix = [{ one_of = [\"free-cake\", \"refund-delivery\"] }]",
        )
        .replace(
            "one_of = [\"handwritten-note\", \"free-cake\"]",
            "one_of = [\"free-cake\"]",
        )
        .replace("ceiling = 25.00", "ceiling = 12.00");
    let plan = Setting::default().plan(&read(text.as_bytes()).unwrap());
    assert_eq!(filled(&plan, Part::Fix), [Some("refund-delivery")]);
    assert_eq!(filled(&plan, Part::Dazzle), [Some("free-cake")]);
}

#[test]
fn severity_is_added_up_and_capped() {
    let grounds = |harm: &[Harm], raises: usize, typed| Grounds {
        typed,
        harm: harm.to_vec(),
        raises: vec![Raise::SecondFailure(1); raises],
    };
    let table = [
        (grounds(&[], 0, None), Severity::Minor),
        (grounds(&[Harm::Cost], 0, None), Severity::Major),
        (
            grounds(&[Harm::Cost, Harm::Spoiled], 0, None),
            Severity::Severe,
        ),
        (grounds(&[Harm::Person], 0, None), Severity::Severe),
        (grounds(&[Harm::Cost], 1, None), Severity::Severe),
        (grounds(&[Harm::Person], 2, None), Severity::Severe),
        (grounds(&[], 0, Some(Severity::Major)), Severity::Major),
        (grounds(&[], 1, Some(Severity::Minor)), Severity::Major),
    ];
    for (grounds, severity) in table {
        assert_eq!(grounds.severity(), severity, "{grounds:?}");
    }
}

fn facts() -> Facts {
    let named = |id: &str| Named {
        id: id.to_owned(),
        name: id.to_owned(),
    };
    Facts {
        playbook: "example".to_owned(),
        file: None,
        text: Hash::EMPTY,
        complaints: vec![named("late-delivery")],
        later: Vec::new(),
        tier: named("regular"),
        grounds: Grounds::default(),
        channel: None,
        presence: None,
        short: None,
    }
}

/// A logged case with this plan.
fn case(plan: Plan) -> Case {
    let told = plan.start;
    let logged = Logged {
        number: 1,
        customer: Id::new(1, [1; 10]),
        facts: facts(),
        told,
        happened: None,
        zone: "Europe/London".to_owned(),
        zone_rules: "2026f".to_owned(),
        public: false,
        value: None,
        failed_before: None,
        said: Statement::default(),
        answers: Vec::new(),
        holder: None,
        plan: Some(plan),
        origin: None,
    };
    let recorded = Recorded {
        operation: 1,
        at: told.at,
        event: Event::Logged(Box::new(logged)),
    };
    Case::fold(Id::new(1, [2; 10]), [recorded])
        .unwrap()
        .unwrap()
}

fn done(case: &mut Case, step: u32, when: &str, entered: &str) {
    let done = Done {
        step,
        at: at(when),
        note: None,
        spent: None,
        reaction: None,
        right: None,
        choice: None,
    };
    case.apply(Event::Done(done), at(entered)).unwrap();
}

#[test]
fn a_deadline_is_met_at_its_very_instant_and_not_a_second_later() {
    let mut in_time = case(Setting::default().plan(&example()));
    done(&mut in_time, 2, "2026-11-22 12:00", "2026-11-22 12:00");
    done(&mut in_time, 3, "2026-11-23 10:05:00", "2026-11-23 10:06");
    assert_eq!(
        in_time.recovered_at(at("2026-11-24 10:00")),
        Some(at("2026-11-23 10:05:00"))
    );
    let mut late = case(Setting::default().plan(&example()));
    done(&mut late, 2, "2026-11-22 12:00", "2026-11-22 12:00");
    assert!(late.recovered_at(at("2026-11-24 10:00")).is_none());
    let steps = late.steps(at("2026-11-23 10:05:01"));
    let replaced = steps
        .iter()
        .filter(|one| one.status == StepStatus::Replaced);
    assert_eq!(
        replaced.count(),
        1,
        "the late branch has replaced the surprise"
    );
}

#[test]
fn a_case_imported_as_history_has_nothing_to_do() {
    let mut history = case(Setting::default().plan(&example()));
    history.cycles.clear();
    assert!(history.next_step(at("2026-11-22 12:00")).is_none());
    assert!(history.deadlines(at("2026-11-22 12:00")).is_empty());
}

#[test]
fn planning_again_keeps_numbers_and_moves_no_deadline_later() {
    let playbook = example();
    let mut old = case(Setting::default().plan(&playbook));
    done(&mut old, 1, "2026-11-22 10:30", "2026-11-22 10:30");
    let severe = Setting {
        severity: Severity::Severe,
        ..Setting::default()
    };
    let now = at("2026-11-22 13:00");
    let cycle = old.cycle().unwrap();
    let new = united(cycle, severe.plan(&playbook), now);
    for before in &cycle.plan.steps {
        if let Some(after) = new.step(before.number) {
            assert_eq!(after.part, before.part, "step {}", before.number);
            if let (Due::At(before), Due::At(after)) = (before.due, after.due) {
                assert!(after.at <= before.at);
            }
        }
    }
    let added: Vec<u32> = new
        .steps
        .iter()
        .filter(|step| step.number != 0 && cycle.plan.step(step.number).is_none())
        .map(|step| step.number)
        .collect();
    assert!(
        added
            .iter()
            .all(|number| *number > cycle.plan.last_number()),
        "{added:?}"
    );
    assert!(new.recover.at <= cycle.plan.recover.at);
}

#[test]
fn a_shorter_clock_that_has_passed_already_does_not_make_a_case_late() {
    let text = include_str!("../data/design-example.toml");
    let text = text.replace(
        "when = { severity = \"severe\" }",
        "when = { severity = \"severe\" }\nrecover = \"2h\"",
    );
    let playbook = read(text.as_bytes()).unwrap();
    let old = case(Setting::default().plan(&playbook));
    let severe = Setting {
        severity: Severity::Severe,
        ..Setting::default()
    };
    let cycle = old.cycle().unwrap();
    let afternoon = at("2026-11-22 15:00");
    let after = united(cycle, severe.plan(&playbook), afternoon);
    assert_eq!(
        after.recover.at, cycle.plan.recover.at,
        "12:05 is over: it stays"
    );
    let morning = at("2026-11-22 10:30");
    let before = united(cycle, severe.plan(&playbook), morning);
    assert_eq!(before.recover.at, at("2026-11-22 12:05"));
}

#[test]
fn what_was_promised_keeps_its_wall_time() {
    let zone = london();
    let promised = Promised::new(at("2026-11-23 10:05"), &zone);
    assert_eq!(promised.wall.to_string(), "2026-11-23 10:05:00");
}
