//! Where zone rules come from: the newer of the computer's own and the program's.

use std::io::{BufRead, Read};
use std::path::Path;

use crate::domain::suggest::choices;
use crate::domain::zone::{self, Zone};
use crate::error::{Error, Result};
use crate::shell::Shell;

/// Where Unix systems keep zone rules.
const SYSTEM: &str = "/usr/share/zoneinfo";

/// A zone and the version of the rules it was made from.
#[derive(Clone, Debug)]
pub struct Rules {
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
    pub fn zone(&self, name: &str) -> Result<Rules> {
        let bundled = Zone::bundled(name).map_err(|unknown| {
            let hint = match unknown.suggestions.as_slice() {
                [] => "use an IANA name such as `Europe/London`".to_owned(),
                near => format!("did you mean {}?", choices(near)),
            };
            Error::usage(unknown.to_string(), hint)
        })?;
        Ok(newer_rules(bundled.name()).unwrap_or_else(|| Rules {
            zone: bundled,
            version: zone::BUNDLED_VERSION.to_owned(),
        }))
    }

    /// Gives the name of the zone this computer is in; `UTC` when it does not say.
    #[must_use]
    pub fn computer_zone(&self) -> String {
        let typed = self
            .variable("TZ")
            .map(|name| name.trim_start_matches(':').to_owned());
        let known = |name: &String| Zone::bundled(name).is_ok();
        let computers = || iana_time_zone::get_timezone().ok().filter(known);
        typed
            .filter(known)
            .or_else(computers)
            .unwrap_or_else(|| "UTC".to_owned())
    }
}

fn newer_rules(name: &str) -> Option<Rules> {
    let version = system_version()?;
    if zone::newer(&version, zone::BUNDLED_VERSION) == zone::BUNDLED_VERSION {
        return None;
    }
    let file = std::fs::File::open(Path::new(SYSTEM).join(name)).ok()?;
    let mut bytes = Vec::new();
    file.take(1 << 20).read_to_end(&mut bytes).ok()?;
    let zone = Zone::from_tzif(name, &bytes).ok()?;
    Some(Rules { zone, version })
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
