//! Where zone rules come from: the newer of the computer's own and the program's.

use std::io::{BufRead, Read};
use std::path::Path;

use crate::domain::suggest::choices;
use crate::domain::time::zone::{self, Zone};
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::shell::Shell;

/// Where Unix systems keep zone rules.
const SYSTEM: &str = "/usr/share/zoneinfo";

/// A zone and the version of the rules it was made from.
#[derive(Clone, Debug)]
pub struct ZoneRules {
    /// The zone.
    pub zone: Zone,
    /// The version of the IANA database, such as `2026f`.
    pub version: String,
}

impl Shell {
    /// Loads one zone by its IANA name.
    ///
    /// The computer's rules are used only when they say that they are newer than the
    /// program's own: an old computer with a new program should not be an hour wrong.
    ///
    /// # Errors
    /// When no such zone exists.
    pub fn zone(&self, name: &str) -> Result<ZoneRules> {
        let bundled = Zone::bundled(name).map_err(|unknown| {
            let hint = match unknown.suggestions.as_slice() {
                [] => "use an IANA name such as `Europe/London`".to_owned(),
                near => format!("did you mean {}?", choices(near)),
            };
            Error::usage(unknown.to_string(), hint)
        })?;
        Ok(newer_rules(bundled.name()).unwrap_or_else(|| ZoneRules {
            zone: bundled,
            version: zone::BUNDLED_VERSION.to_owned(),
        }))
    }

    /// Finds out which zone this computer is in: what `TZ` names, or else the computer's own settings.
    #[must_use]
    pub fn computer_zone(&self) -> ComputerZone {
        let typed = self.variable_as_written("TZ");
        let doubt = match typed.map(|typed| named_by_tz(&typed)) {
            Some(Ok(name)) => {
                return ComputerZone {
                    name,
                    by: ZoneBy::Variable,
                    doubt: None,
                };
            }
            Some(Err(bad)) => Some(bad),
            None => None,
        };
        let (name, by) = match system_zone() {
            Some(name) => (name, ZoneBy::Computer),
            None => ("UTC".to_owned(), ZoneBy::Nobody),
        };
        ComputerZone { name, by, doubt }
    }
}

/// The zone a computer is in, as far as it says.
#[derive(Clone, Debug)]
pub struct ComputerZone {
    /// Its IANA name.
    pub name: String,
    /// Who says so.
    pub by: ZoneBy,
    /// What `TZ` holds and cannot be used; `name` is then what the computer says without it.
    pub doubt: Option<BadTz>,
}

/// Who says which zone a computer is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneBy {
    /// The variable `TZ`.
    Variable,
    /// The settings of the computer.
    Computer,
    /// Nobody: UTC, as computers without a place are set.
    Nobody,
}

impl ZoneBy {
    /// Says where a zone comes from: "Europe/London, from this computer".
    #[must_use]
    pub fn whence(self, name: &str) -> String {
        match self {
            Self::Variable | Self::Computer => format!("{name}, from this computer"),
            Self::Nobody => format!("{name}, because this computer names no zone"),
        }
    }
}

/// What is wrong with the variable `TZ`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTz {
    /// A name that no zone has.
    #[error("TZ: there is no time zone called `{found}`")]
    Unknown {
        /// The value.
        found: String,
        /// Zones with a similar name, best first.
        near: Vec<&'static str>,
    },
    /// A rule such as `CET-1CEST`: it says how the clocks go, and not where.
    #[error("TZ: `{found}` is a rule for clocks and does not say which place's they are")]
    Rule {
        /// The value.
        found: String,
    },
    /// A path to a file that does not lie where zones do.
    #[error("TZ: `{found}` is a file and does not say which place's clocks are in it")]
    File {
        /// The value.
        found: String,
    },
}

impl BadTz {
    /// Gives the one thing to do.
    #[must_use]
    pub fn hint(&self) -> String {
        let set = "amends config set timezone";
        match self {
            Self::Unknown { near, .. } => match near.first() {
                Some(name) => format!("did you mean `{name}`? then `{set} {name}`"),
                None => format!("name the place: `{set} Europe/London`, for example"),
            },
            Self::Rule { .. } | Self::File { .. } => {
                format!("name the place: `{set} Europe/London`, for example")
            }
        }
    }
}

/// Reads the value of `TZ` as systems do: a name, with or without a colon in front, or a path.
fn named_by_tz(typed: &str) -> std::result::Result<String, BadTz> {
    let value = typed.strip_prefix(':').unwrap_or(typed);
    let found = visible(typed);
    match Zone::bundled(without_variant(value)) {
        Ok(zone) => Ok(zone.name().to_owned()),
        Err(_) if Path::new(value).is_absolute() => {
            named_by_file(Path::new(value)).ok_or(BadTz::File { found })
        }
        Err(_) if is_rule(value) => Err(BadTz::Rule { found }),
        Err(unknown) => Err(BadTz::Unknown {
            found,
            near: unknown.suggestions,
        }),
    }
}

/// Takes off the folder of the variants that some systems keep beside the zones themselves.
fn without_variant(name: &str) -> &str {
    let plain = name.strip_prefix("posix/");
    plain
        .or_else(|| name.strip_prefix("right/"))
        .unwrap_or(name)
}

/// Names the zone whose file this is, by where it lies or where it leads.
fn named_by_file(path: &Path) -> Option<String> {
    let target = || std::fs::canonicalize(path).ok();
    let named = named_by_path(path).or_else(|| named_by_path(&target()?));
    // A copy of a file names nothing; the usual one is named elsewhere.
    named.or_else(|| (path == Path::new("/etc/localtime")).then(system_zone)?)
}

fn named_by_path(path: &Path) -> Option<String> {
    let (_, below) = path.to_str()?.rsplit_once("/zoneinfo")?;
    let (_, name) = below.split_once('/')?;
    let zone = Zone::bundled(without_variant(name)).ok()?;
    Some(zone.name().to_owned())
}

/// Tells a rule by its form: letters or `<…>`, then a number of hours, as in `CET-1CEST`.
fn is_rule(value: &str) -> bool {
    let after = match value.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>').map(|(_, after)| after),
        None => {
            let after = value.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            (value.len() - after.len() >= 3).then_some(after)
        }
    };
    let after = after.map(|after| after.strip_prefix(['+', '-']).unwrap_or(after));
    after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()))
}

/// Reads the settings of the computer itself.
fn system_zone() -> Option<String> {
    let name = iana_time_zone::get_timezone().ok()?;
    let zone = Zone::bundled(&name).ok()?;
    Some(zone.name().to_owned())
}

fn newer_rules(name: &str) -> Option<ZoneRules> {
    let version = system_version()?;
    if zone::newer(&version, zone::BUNDLED_VERSION) == zone::BUNDLED_VERSION {
        return None;
    }
    let file = std::fs::File::open(Path::new(SYSTEM).join(name)).ok()?;
    let mut bytes = Vec::new();
    file.take(1 << 20).read_to_end(&mut bytes).ok()?;
    let zone = Zone::from_tzif(name, &bytes).ok()?;
    Some(ZoneRules { zone, version })
}

/// Reads the version from the first line of `tzdata.zi`: `# version 2026f`.
fn system_version() -> Option<String> {
    let file = std::fs::File::open(Path::new(SYSTEM).join("tzdata.zi")).ok()?;
    let mut line = String::new();
    std::io::BufReader::with_capacity(64, file)
        .take(64)
        .read_line(&mut line)
        .ok()?;
    let version = line.trim().strip_prefix("# version ")?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_place_is_taken() {
        for (typed, name) in [
            ("Europe/London", "Europe/London"),
            (":Europe/London", "Europe/London"),
            ("europe/london", "Europe/London"),
            ("posix/Europe/Paris", "Europe/Paris"),
            ("EST5EDT", "EST5EDT"),
            ("UTC", "UTC"),
            ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
            (":/usr/share/zoneinfo/right/Asia/Tokyo", "Asia/Tokyo"),
            (
                "/var/db/timezone/zoneinfo/America/Argentina/Salta",
                "America/Argentina/Salta",
            ),
            ("/usr/share/zoneinfo.default/Asia/Tokyo", "Asia/Tokyo"),
        ] {
            assert_eq!(named_by_tz(typed).as_deref(), Ok(name), "{typed}");
        }
    }

    #[test]
    fn a_link_names_the_zone_it_leads_to() {
        let folder = tempfile::TempDir::new().unwrap();
        let zones = folder.path().join("zoneinfo/Europe");
        std::fs::create_dir_all(&zones).unwrap();
        std::fs::write(zones.join("Paris"), "").unwrap();
        let link = folder.path().join("localtime");
        std::os::unix::fs::symlink(zones.join("Paris"), &link).unwrap();
        let typed = format!(":{}", link.display());
        assert_eq!(named_by_tz(&typed).as_deref(), Ok("Europe/Paris"));
        let copy = folder.path().join("copy");
        std::fs::write(&copy, "").unwrap();
        let refused = named_by_tz(&copy.display().to_string()).unwrap_err();
        assert!(matches!(refused, BadTz::File { .. }), "{refused}");
    }

    #[test]
    fn everything_else_is_told_for_what_it_is() {
        for (typed, sentence, hint) in [
            (
                "Europe/Lodnon",
                "called `Europe/Lodnon`",
                "`Europe/London`? then `amends config set timezone Europe/London`",
            ),
            ("Mars/Olympus", "called `Mars/Olympus`", "name the place"),
            (" ", "no time zone called", "name the place"),
            ("Factory", "called `Factory`", ""),
            ("CET-1CEST", "`CET-1CEST` is a rule", "name the place"),
            (":CET-1CEST,M3.5.0,M10.5.0/3", "is a rule", "name the place"),
            ("<+0330>-3:30", "is a rule", "name the place"),
            ("UTC+1", "is a rule", "name the place"),
            (
                "/nowhere/zone",
                "`/nowhere/zone` is a file",
                "name the place",
            ),
            (
                "/usr/share/zoneinfo/Europe/Lodnon",
                "is a file",
                "name the place",
            ),
        ] {
            let bad = named_by_tz(typed).unwrap_err();
            assert!(bad.to_string().contains(sentence), "{typed}: {bad}");
            assert!(bad.hint().contains(hint), "{typed}: {}", bad.hint());
        }
    }
}
