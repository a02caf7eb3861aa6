//! What lies around the data file: links, files of others, settings that several set at once.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::thread;

use super::shop::{ADA, Shop};

const NIGHT: &str = "report nightly --out";

/// A shop with a file in every place that is its own.
fn furnished() -> Shop {
    let shop = Shop::with_ada();
    shop.write("backups/amends-1.db", "a backup");
    shop
}

#[test]
fn nothing_is_written_over_the_shops_own_files_by_whatever_name() {
    let shop = furnished();
    for own in [
        "amends.db",
        "shop.toml",
        "playbooks/corner.toml",
        "backups/amends-1.db",
    ] {
        let own = shop.path(own);
        for (name, link) in [("soft.txt", true), ("hard.json", false)] {
            let out = shop.path(name);
            match link {
                true => symlink(&own, &out).unwrap(),
                false => fs::hard_link(&own, &out).unwrap(),
            }
            for agreed in ["", "--yes"] {
                shop.refuses(&format!("{NIGHT} {name} {agreed}"), 2)
                    .says("is a file of the shop itself");
            }
            fs::remove_file(out).unwrap();
        }
        symlink(&own, shop.path("due.prom")).unwrap();
        shop.refuses("due --metrics due.prom --yes", 2);
        fs::remove_file(shop.path("due.prom")).unwrap();
    }
    shop.run("data check").ok();
}

#[test]
fn a_file_that_somebody_else_made_is_only_replaced_with_a_yes() {
    let shop = Shop::with_ada();
    for name in ["due.txt", "due.md", "due.json", "due.ics"] {
        shop.write(name, "my own words\n");
        shop.refuses(&format!("{NIGHT} {name}"), 2)
            .says("was not made by amends")
            .says("--yes");
        shop.run(&format!("{NIGHT} {name} --yes")).ok();
        // What we have made ourselves we replace every night.
        shop.run(&format!("{NIGHT} {name}")).ok();
        shop.write(name, "");
        shop.run(&format!("{NIGHT} {name}")).ok();
    }
    shop.run("playbook card corner --out card.md").ok();
    shop.run("playbook card corner --out card.md").ok();
    shop.write("due.prom", "other_metric 1\n");
    shop.refuses("due --metrics due.prom", 2);
    shop.run("due --metrics due.prom --yes").ok();
    shop.run("due --metrics due.prom").ok();
}

#[test]
fn settings_that_cannot_be_looked_at_are_no_missing_settings() {
    let shop = Shop::with_ada();
    let place = shop.path("shop.toml");
    fs::rename(&place, shop.path("stick.toml")).unwrap();
    symlink(shop.path("not-plugged-in/shop.toml"), &place).unwrap();
    for line in [
        "due",
        "show 1",
        ADA,
        "config set name x",
        "note 1 x",
        "report nightly",
    ] {
        shop.run(line)
            .fails(1)
            .says("shop.toml")
            .says("is a link that leads nowhere");
    }
    // Plugged in again, the link stays and what it leads to is changed.
    fs::create_dir(shop.path("not-plugged-in")).unwrap();
    fs::rename(
        shop.path("stick.toml"),
        shop.path("not-plugged-in/shop.toml"),
    )
    .unwrap();
    shop.run("config set name 'The Corner'").ok();
    assert!(fs::symlink_metadata(&place).unwrap().is_symlink());
    let text = fs::read_to_string(shop.path("not-plugged-in/shop.toml")).unwrap();
    assert!(text.contains("The Corner"), "{text}");
}

#[test]
fn what_several_set_at_once_is_all_kept() {
    let shop = Shop::with_ada();
    let roles: Vec<String> = ["staff", "manager", "owner"].map(str::to_owned).to_vec();
    thread::scope(|scope| {
        for role in &roles {
            for word in ["first", "second"] {
                let mut command = shop.command();
                command.args(["config", "set", &format!("people.{role}"), word]);
                scope.spawn(move || assert!(command.output().unwrap().status.success()));
            }
        }
    });
    let text = fs::read_to_string(shop.path("shop.toml")).unwrap();
    for role in roles {
        assert!(text.contains(&format!("{role} = ")), "{role}: {text}");
    }
    let left: Vec<_> = shop.everything().into_keys().collect();
    let left = left
        .iter()
        .filter(|path| path.to_string_lossy().ends_with(".new"));
    assert_eq!(left.count(), 0);
    assert_eq!(
        fs::metadata(shop.path("shop.toml")).unwrap().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_playbook_is_there_whole_or_not_at_all_and_never_takes_anothers_place() {
    let shop = Shop::with_ada();
    shop.write("playbooks/mine.toml", "# mine\n");
    let new = "playbook new mine --trade cafe --currency GBP --yes";
    let before = shop.everything();
    shop.run(new).fails(1).says("the name `mine` is taken");
    assert_eq!(shop.everything(), before);
}
