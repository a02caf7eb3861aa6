//! The night's commands where nobody is: what a crontab, a service or a container leaves around them, or leaves out.

use super::shop::{ADA, Answer, Shop};

/// What a crontab holds, and how each ends in a shop with one late case.
const NIGHT: [(&str, i32); 4] = [
    ("report nightly --out \"$AMENDS_DATA_DIR/mail.txt\"", 0),
    ("report nightly | cat", 0),
    ("due --monitor", 2),
    ("data check", 0),
];

/// A shop with one late case, whose customer needs more than ASCII.
fn one_late() -> Shop {
    let shop = Shop::new();
    shop.run(&ADA.replace("Ada Okafor", "Zoë Ødegård")).ok();
    shop.at("2026-11-22 22:00");
    shop
}

/// The same in the evening after the first report, which alone is written down.
fn one_reported() -> Shop {
    let shop = one_late();
    shop.run("report nightly").ok();
    shop
}

/// Runs a command as a shell does after it has made these surroundings, and ends it after ten seconds.
fn run(shop: &Shop, surroundings: &str, typed: &str) -> super::shop::Output {
    shop.paste(&format!("{surroundings}\ntimeout 10 amends {typed}"))
}

/// The same, and sees to it that it ends with this code and changes nothing.
#[track_caller]
fn changes_nothing(shop: &Shop, (surroundings, typed): (&str, &str), code: i32) -> Answer {
    let before = shop.everything();
    let answer = run(shop, surroundings, typed).ends(code);
    assert!(
        shop.everything() == before,
        "{surroundings}: {typed}\n{answer}"
    );
    answer
}

#[test]
fn the_night_needs_nothing_around_it() {
    let shop = one_reported();
    let usual: Vec<String> = NIGHT
        .iter()
        .map(|(typed, code)| run(&shop, "", typed).ends(*code).stdout())
        .collect();
    let mail = std::fs::read(shop.path("mail.txt")).unwrap();
    let data_file = shop.data_file();
    shop.write("never.sh", "mkfifo never; exec 3<>never; exec <&3");
    for surroundings in [
        "unset COLUMNS LANG TERM HOME PWD USER",
        "export HOME=/nowhere TERM=dumb LANG=C",
        "export LC_ALL=POSIX LANG=tr_TR.UTF-8 TERM=",
        "export TZ=Nowhere/None COLUMNS=0 LINES=x",
        "exec <&-",
        "exec 2>&-",
        "exec 2>/dev/full",
        ". ./never.sh",
        "cd /",
        "mkdir gone; cd gone; rmdir ../gone",
        "umask 000",
        "umask 077",
        "ulimit -n 10",
        "trap '' HUP PIPE TERM INT XFSZ",
    ] {
        std::fs::remove_file(shop.path("mail.txt")).unwrap();
        let _ = std::fs::remove_file(shop.path("never"));
        for ((typed, code), usual) in NIGHT.iter().zip(&usual) {
            let answer = run(&shop, surroundings, typed).ends(*code);
            assert_eq!(answer.stderr(), "", "{surroundings}\n{answer}");
            assert_eq!(&answer.stdout(), usual, "{surroundings}\n{answer}");
            let _ = std::fs::remove_file(shop.path("never"));
        }
        let same = std::fs::read(shop.path("mail.txt")).unwrap();
        assert_eq!(same, mail, "{surroundings}");
        // That a report ran is written down once a day, and nothing else ever.
        assert!(shop.data_file() == data_file, "{surroundings}");
    }
}

#[test]
fn what_the_night_makes_is_for_the_owner_alone_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    for umask in ["000", "077", "777"] {
        let shop = one_late();
        for (typed, code) in NIGHT {
            let _ = run(&shop, &format!("umask {umask}"), typed).ends(code);
        }
        for name in ["amends.db", "amends.head", "mail.txt"] {
            let mode = std::fs::metadata(shop.path(name)).unwrap().permissions();
            assert_eq!(mode.mode() & 0o777, 0o600, "{name}, umask {umask}");
        }
    }
}

#[test]
fn a_limit_on_file_sizes_is_said_and_leaves_the_data_as_it_was() {
    let shop = one_late();
    let small = "ulimit -f 1";
    let long = "report nightly --out \"$AMENDS_DATA_DIR/mail.json\"";
    changes_nothing(&shop, (small, long), 1).says("a limit on file sizes forbids it");
    changes_nothing(&shop, (small, "report nightly"), 0)
        .says("that this report ran could not be written down");
    changes_nothing(&shop, (small, "due --monitor"), 2).never_mentions("error");
    changes_nothing(&shop, (small, "data check"), 0).never_mentions("error");
    changes_nothing(&shop, (small, "note 1 called"), 1).says("not saved, nothing changed");
    let playbook = "playbook new mine --trade cafe --currency GBP --yes";
    changes_nothing(&shop, (small, playbook), 1).says("not saved, nothing changed");
    shop.run("note 1 called").ok();
}

/// The same without a pipe, behind which the exit would be that of the last program; and how each ends that failed.
fn failing() -> impl Iterator<Item = (&'static str, i32)> {
    NIGHT.into_iter().map(|(typed, _)| {
        let code = if typed.ends_with("--monitor") { 3 } else { 1 };
        (typed.trim_end_matches(" | cat"), code)
    })
}

#[test]
fn too_few_open_files_are_said_and_leave_the_data_as_it_was() {
    let shop = one_late();
    for (typed, code) in failing() {
        let answer = changes_nothing(&shop, ("ulimit -n 4", typed), code);
        assert!(format!("{answer}").contains("cannot be"), "{answer}");
    }
}

#[test]
fn a_result_that_finds_no_room_is_said() {
    let shop = one_late();
    for (typed, code) in failing() {
        let before = shop.data_file();
        let answer = run(&shop, "exec >/dev/full", typed).ends(code);
        answer.says("look at where the output goes");
        assert!(shop.data_file() == before, "{answer}");
    }
}

#[test]
fn a_folder_that_is_gone_takes_no_relative_name() {
    let shop = one_late();
    let gone = "mkdir gone; cd gone; rmdir ../gone";
    changes_nothing(&shop, (gone, "report nightly --out mail.txt"), 1)
        .says("the current folder cannot be used");
}

#[test]
fn nobody_who_hears_the_answer_is_no_reason_to_fail() {
    let shop = one_late();
    for surroundings in ["exec >&-", "exec <&- >&- 2>&-"] {
        for (typed, code) in NIGHT {
            let typed = typed.trim_end_matches(" | cat");
            run(&shop, surroundings, typed).ends(code).is_silent();
        }
    }
}
