//! `amends due --metrics`: a file for Prometheus.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::PermissionsExt;

use super::shop::{ADA, BEN, Shop};

/// Each series of a file with its value, as Prometheus reads it.
type Series = BTreeMap<String, u64>;

/// The labels of a series are the shop's name and one state at most.
#[track_caller]
fn must_be_well_labelled(labels: &str, line: &str) {
    let labels = labels.strip_suffix('}').unwrap();
    let labels = labels.strip_prefix(SHOP).unwrap_or(labels);
    let labels = labels.strip_prefix(',').unwrap_or(labels);
    if let Some(label) = labels.strip_prefix("state=\"") {
        let state = label.strip_suffix('"').unwrap();
        let small = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        assert!(state.bytes().all(small), "{line}");
    } else {
        assert_eq!(labels, "", "{line}");
    }
}

/// Reads the text format, strictly: help, type and values of a metric stand together, no
/// series stands twice, and the last line ends too.
#[track_caller]
fn series(text: &str) -> Series {
    assert!(text.ends_with('\n'), "{text}");
    let mut known = BTreeSet::new();
    let mut running = String::new();
    let mut lines = text.lines();
    let mut series = Series::new();
    while let Some(line) = lines.next() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, help) = help.split_once(' ').unwrap();
            assert!(!help.is_empty() && !help.contains('\\'), "{line}");
            assert_eq!(lines.next(), Some(&*format!("# TYPE {name} gauge")));
            assert!(
                known.insert(name.to_owned()),
                "{name} stands apart from itself"
            );
            name.clone_into(&mut running);
            continue;
        }
        let (name, value) = line.rsplit_once(' ').unwrap();
        let (metric, labels) = name.split_once('{').unwrap_or((name, "}"));
        assert_eq!(metric, running);
        assert!(
            metric
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        );
        must_be_well_labelled(labels, line);
        let bare = name.replace(&format!("{SHOP},"), "");
        let bare = bare.replace(&format!("{{{SHOP}}}"), "");
        let before = series.insert(bare, value.parse().unwrap());
        assert_eq!(before, None, "{name} stands twice");
    }
    series
}

/// The label that names the shop.
const SHOP: &str = "shop=\"Rosa's Bakery\"";

const NEXT: &str = "amends_next_due_timestamp_seconds";
const SINCE: &str = "amends_late_since_timestamp_seconds";

/// Ada is late, Ben has just told us.
fn one_late() -> Shop {
    let shop = Shop::new();
    shop.at("2026-11-21 09:00").run(ADA).ok();
    shop.at("2026-11-22 10:05").run(BEN).ok();
    shop
}

fn written(shop: &Shop) -> Series {
    series(&std::fs::read_to_string(shop.path("amends.prom")).unwrap())
}

fn states(series: &Series) -> [u64; 4] {
    ["late", "due-soon", "on-track", "recovered"]
        .map(|state| series[&format!("amends_cases{{state=\"{state}\"}}")])
}

#[test]
fn the_file_has_counts_and_moments_and_nothing_is_printed() {
    let shop = one_late();
    shop.run("due --metrics amends.prom").ok().is_silent();
    let text = std::fs::read_to_string(shop.path("amends.prom")).unwrap();
    assert_eq!(
        text,
        "\
# HELP amends_cases Open cases by state.
# TYPE amends_cases gauge
amends_cases{shop=\"Rosa's Bakery\",state=\"late\"} 1
amends_cases{shop=\"Rosa's Bakery\",state=\"due-soon\"} 0
amends_cases{shop=\"Rosa's Bakery\",state=\"on-track\"} 1
amends_cases{shop=\"Rosa's Bakery\",state=\"recovered\"} 0
# HELP amends_next_due_timestamp_seconds The nearest deadline that can still be kept, in Unix time.
# TYPE amends_next_due_timestamp_seconds gauge
amends_next_due_timestamp_seconds{shop=\"Rosa's Bakery\"} 1795345500
# HELP amends_late_since_timestamp_seconds The oldest deadline that was missed and is still unmet, in Unix time.
# TYPE amends_late_since_timestamp_seconds gauge
amends_late_since_timestamp_seconds{shop=\"Rosa's Bakery\"} 1795255200
"
    );
    assert_eq!(series(&text).len(), 6);
}

#[test]
fn the_moments_are_those_that_due_shows() {
    let shop = one_late();
    shop.run("due --metrics amends.prom").ok();
    let series = written(&shop);
    let due = |item: usize| {
        let text = shop.items("due")[item]["due_at"].clone();
        let moment = chrono::DateTime::parse_from_rfc3339(text.as_str().unwrap());
        u64::try_from(moment.unwrap().timestamp()).unwrap()
    };
    assert_eq!((series[SINCE], series[NEXT]), (due(0), due(1)));
}

#[test]
fn it_is_valid_where_nothing_is_open() {
    let shop = Shop::new();
    shop.run("due --metrics amends.prom").ok().is_silent();
    let series = written(&shop);
    assert_eq!(states(&series), [0, 0, 0, 0]);
    assert_eq!(series.len(), 4, "a moment that there is not has no value");
}

#[test]
fn the_counts_are_those_of_the_states_that_due_shows() {
    let shop = one_late();
    for step in 1..=3 {
        shop.run(&format!("done 2 --step {step}")).ok();
    }
    for name in ["Cy", "Dan"] {
        shop.run(&ADA.replace("Ada", name)).ok();
    }
    for moment in ["2026-11-22 10:06", "2026-11-22 10:55", "2026-11-23 09:00"] {
        shop.at(moment).run("due --metrics amends.prom").ok();
        let items = shop.items("due");
        let shown = ["late", "due-soon", "on-track", "recovered"].map(|state| {
            let of_state = items.iter().filter(|item| item["state"] == state);
            of_state.count() as u64
        });
        assert_eq!(states(&written(&shop)), shown, "{moment}");
    }
}

#[test]
fn a_filter_counts_only_what_it_takes_in() {
    let shop = one_late();
    shop.run("due --late --metrics amends.prom").ok();
    assert_eq!(states(&written(&shop)), [1, 0, 0, 0]);
    shop.run("due --for staff --metrics amends.prom").ok();
    assert_eq!(states(&written(&shop)), [0, 0, 0, 0]);
    shop.refuses("due --for bozz --metrics amends.prom", 5)
        .says("`bozz`");
}

#[test]
fn a_program_is_told_where_it_was_written() {
    let shop = one_late();
    let item = shop
        .speaks("due --metrics amends.prom", "amends.due-metrics/1")
        .remove(0);
    assert_eq!(item["file"], shop.path("amends.prom").to_str().unwrap());
    assert_eq!((&item["late"], &item["on_track"]), (&1.into(), &1.into()));
    assert_eq!(item["late_since"], "2026-11-21T10:00:00+00:00");
    assert_eq!(item["next_due_at"], "2026-11-22T11:05:00+00:00");
}

#[test]
fn the_exit_code_is_3_only_when_asked_for() {
    let shop = one_late();
    shop.run("due --metrics amends.prom --exit-code").ends(3);
    shop.run("due --metrics amends.prom --if-any").ok();
    assert_eq!(states(&written(&shop))[0], 1);
}

#[test]
fn another_user_may_read_the_file_whatever_the_umask_and_nothing_else() {
    let shop = one_late();
    let line = format!(
        "umask 077; amends due --metrics amends.prom --data-dir '{}'",
        shop.folder().display()
    );
    shop.paste(&line).ok();
    let mode = |name: &str| {
        let found = std::fs::metadata(shop.path(name)).unwrap();
        found.permissions().mode() & 0o777
    };
    assert_eq!((mode("amends.prom"), mode("amends.db")), (0o644, 0o600));
}

#[test]
fn nothing_of_a_customer_is_in_the_file() {
    let shop = Shop::new();
    let hostile = "amends_cases{state=\"late\"} 9";
    shop.run_args([
        "new",
        "--customer",
        hostile,
        "--type",
        "late-delivery",
        "--tier",
        "regular",
        "--severity",
        "major",
        "--words",
        hostile,
        "--holder",
        hostile,
    ])
    .ok();
    shop.run("due --metrics amends.prom").ok();
    assert_eq!(states(&written(&shop)), [0, 0, 1, 0]);
}

#[test]
fn an_older_file_is_replaced_whole_and_nothing_is_left_beside_it() {
    let shop = one_late();
    shop.write(
        "metrics/amends.prom",
        format!("# HELP amends_old {}\n", "x".repeat(5_000)),
    );
    shop.run("due --metrics metrics/amends.prom").ok();
    let names: Vec<_> = std::fs::read_dir(shop.path("metrics"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["amends.prom"]);
    let text = std::fs::read_to_string(shop.path("metrics/amends.prom")).unwrap();
    assert_eq!(series(&text).len(), 6);
}

#[test]
fn the_collector_never_sees_half_a_file() {
    let shop = one_late();
    shop.run("due --metrics amends.prom").ok();
    let running: Vec<_> = (0..12)
        .map(|_| {
            let mut command = shop.command();
            command.args(["due", "--metrics", "amends.prom"]).spawn()
        })
        .collect();
    for child in running {
        assert_eq!(written(&shop).len(), 6);
        assert!(child.unwrap().wait().unwrap().success());
    }
    let left = shop.everything().into_keys();
    let left = left.filter(|path| path.extension().is_some_and(|end| end == "new"));
    assert_eq!(left.count(), 0);
}

#[test]
fn a_file_that_the_collector_would_not_read_is_refused() {
    let shop = one_late();
    for file in ["counts.txt", "-", "amends.prom.gz"] {
        let said = shop.refuses(&format!("due --metrics {file}"), 2);
        said.says("does not end in `.prom`").says("`amends.prom`");
    }
    for nothing in ["", " ''"] {
        shop.refuses(&format!("due --metrics{nothing}"), 2)
            .says("`--metrics` needs a value");
    }
    let error = shop.run("due --metrics x.txt --json").fails(2).error();
    assert_eq!(error["code"], "usage");
    let said = shop.refuses("due --metrics amends.prom --fields nonsense", 2);
    said.says("`nonsense`");
}

#[test]
fn a_place_that_does_not_do_is_said_so_and_nothing_is_left() {
    let shop = one_late();
    std::fs::create_dir(shop.path("a-folder.prom")).unwrap();
    shop.write("a-file", "x");
    for folder in ["nowhere", "a-file"] {
        let said = shop.refuses(&format!("due --metrics {folder}/amends.prom"), 1);
        said.says("there is no folder").says("somewhere else");
    }
    shop.refuses("due --metrics a-folder.prom", 1)
        .says("cannot be written: it is a folder")
        .says("somewhere else");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_to_is_said_so() {
    // Nobody may make a file there, not even root, who runs some of these tests.
    let answer = one_late().refuses("due --metrics /sys/amends.prom", 1);
    answer
        .says("`/sys/amends.prom` cannot be written")
        .says("somewhere else");
}

#[test]
fn a_data_file_that_cannot_be_read_leaves_the_old_counts() {
    let shop = one_late();
    shop.run("due --metrics amends.prom").ok();
    shop.write("amends.db", "Dear diary");
    shop.refuses("due --metrics amends.prom", 6);
    assert_eq!(states(&written(&shop)), [1, 0, 1, 0]);
}

#[test]
fn the_name_of_the_shop_is_a_label_whatever_is_in_it() {
    let shop = one_late();
    shop.run("config set name 'The \"Old\" \\ Mill'").ok();
    shop.run("due --metrics amends.prom").ok();
    let text = std::fs::read_to_string(shop.path("amends.prom")).unwrap();
    let line = r#"amends_cases{shop="The \"Old\" \\ Mill",state="late"} 1"#;
    assert!(text.contains(line), "{text}");
    // A shop without a name has no such label.
    shop.run("config set name --unset").ok();
    shop.run("due --metrics amends.prom").ok();
    let text = std::fs::read_to_string(shop.path("amends.prom")).unwrap();
    assert!(text.contains("amends_cases{state=\"late\"} 1"), "{text}");
}
