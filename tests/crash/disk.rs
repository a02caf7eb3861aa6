//! A disk as it is while a command writes on it: what is surely there, and what a power cut may leave of the rest.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use crate::chance::Chance;

/// What a command does to the files of a shop, or says, in its order. A name is a path within the shop folder, which
/// itself is the empty one.
#[derive(Clone, Debug)]
pub enum Step {
    /// Something is written into a file.
    Change(usize, Change),
    /// A name comes or goes.
    Name(Name),
    /// A file is written out: what was written into it is surely there.
    Out(usize),
    /// A folder is written out: its names are surely as they are.
    NamesOut(String),
    /// The result was shown.
    Said,
}

/// What is done to what a file holds.
#[derive(Clone, Debug)]
pub enum Change {
    /// Bytes are written, from this one on.
    Bytes(usize, Vec<u8>),
    /// It is cut, or filled up with zeros, to this length.
    Length(usize),
}

/// A name in a folder appears, goes, or is moved.
#[derive(Clone, Debug)]
pub enum Name {
    /// It stands for this from now on.
    Gives(String, Thing),
    /// Nothing bears it any more.
    Goes(String),
    /// What bears the first bears the second from now on.
    Moves(String, String, Thing),
}

/// What a name in a folder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A file of this number.
    File(usize),
    /// A folder.
    Folder,
}

/// The names of a folder and of those in it.
pub type Names = BTreeMap<String, Thing>;

/// All files with their bytes, and each folder with none.
pub type Left = BTreeMap<String, Option<Vec<u8>>>;

/// How much is left of what was not written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Nothing of it.
    Nothing,
    /// All of it.
    Everything,
    /// Some of it, by chance.
    Some(u64),
}

/// A disk: what is surely on it, and what a power cut may take.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    names: Names,
    loose_names: Vec<Name>,
    files: Vec<File>,
}

#[derive(Clone, Debug, Default)]
struct File {
    sure: Vec<u8>,
    loose: Vec<Change>,
}

impl Disk {
    /// A disk on which this is sure.
    pub fn new(names: Names, files: Vec<Vec<u8>>) -> Self {
        let file = |sure| File {
            sure,
            loose: Vec::new(),
        };
        Self {
            names,
            loose_names: Vec::new(),
            files: files.into_iter().map(file).collect(),
        }
    }

    /// Takes the next step of a command.
    pub fn take(&mut self, step: &Step) {
        match step {
            Step::Change(file, change) => self.file(*file).loose.push(change.clone()),
            Step::Name(name) => self.loose_names.push(name.clone()),
            Step::Out(file) => {
                let file = self.file(*file);
                for change in std::mem::take(&mut file.loose) {
                    change.make(&mut file.sure);
                }
            }
            Step::NamesOut(folder) => {
                let names = std::mem::take(&mut self.loose_names);
                let (out, loose): (Vec<_>, Vec<_>) =
                    names.into_iter().partition(|name| name.lies_in(folder));
                self.loose_names = loose;
                for name in out {
                    name.make(&mut self.names);
                }
            }
            Step::Said => {}
        }
    }

    fn file(&mut self, number: usize) -> &mut File {
        let wanted = self.files.len().max(number + 1);
        self.files.resize_with(wanted, File::default);
        &mut self.files[number]
    }

    /// What a power cut leaves now.
    pub fn cut(&self, manner: Manner) -> Left {
        let mut chance = match manner {
            Manner::Nothing | Manner::Everything => Chance::new(0),
            Manner::Some(seed) => Chance::new(seed),
        };
        let mut names = self.names.clone();
        for name in &self.loose_names {
            let is_made = match manner {
                Manner::Nothing => false,
                Manner::Everything => true,
                Manner::Some(_) => chance.below(2) == 1,
            };
            if is_made {
                name.make(&mut names);
            }
        }
        let nowhere = |name: &String| names.get(folder_of(name)) != Some(&Thing::Folder);
        let lost = |name: &&String| !folder_of(name).is_empty() && nowhere(name);
        let lost: Vec<String> = names.keys().filter(lost).cloned().collect();
        names.retain(|name, _| !lost.contains(name));
        let mut bytes = |thing| match thing {
            Thing::Folder => None,
            Thing::File(number) => {
                let file = self.files.get(number).cloned().unwrap_or_default();
                Some(file.left((manner, &mut chance)))
            }
        };
        let held = names.into_iter().map(|(name, thing)| (name, bytes(thing)));
        held.collect()
    }
}

impl File {
    fn left(mut self, (manner, chance): (Manner, &mut Chance)) -> Vec<u8> {
        let all_or_none = match manner {
            Manner::Nothing => Some(0),
            Manner::Everything => Some(1),
            // Half of the time a file is wholly there or not at all.
            Manner::Some(_) => [Some(0), Some(1), None, None][chance.below(4)],
        };
        match all_or_none {
            Some(0) => {}
            Some(_) => {
                for change in &self.loose {
                    change.make(&mut self.sure);
                }
            }
            None => self.tear(chance),
        }
        self.sure
    }

    /// Leaves each sector as it was after so many of its changes, and the length likewise.
    fn tear(&mut self, chance: &mut Chance) {
        let sector = [512, 4_096][chance.below(2)];
        let mut lengths = vec![self.sure.len()];
        let mut touched = Vec::new();
        let mut left: BTreeMap<usize, usize> = BTreeMap::new();
        for change in &self.loose {
            let before = lengths[lengths.len() - 1];
            let (from, to) = change.reach(before);
            for number in from / sector..to.div_ceil(sector) {
                *left.entry(number).or_default() += 1;
                touched.push((change, number, (from, to)));
            }
            lengths.push(change.length(before));
        }
        for made in left.values_mut() {
            *made = chance.below(*made + 1);
        }
        let longest = lengths.iter().max().copied();
        self.sure.resize(longest.unwrap_or(0), 0);
        for (change, number, (from, to)) in touched {
            let left = left.entry(number).or_default();
            if *left > 0 {
                *left -= 1;
                let part = from.max(number * sector)..to.min((number + 1) * sector);
                change.make_within(part, &mut self.sure);
            }
        }
        self.sure.resize(lengths[chance.below(lengths.len())], 0);
    }
}

impl Change {
    fn make(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Bytes(at, new) => {
                let end = at + new.len();
                bytes.resize(bytes.len().max(end), 0);
                bytes[*at..end].copy_from_slice(new);
            }
            Self::Length(length) => bytes.resize(*length, 0),
        }
    }

    /// Makes a part of what it reaches, in a file that is long enough.
    fn make_within(&self, part: Range<usize>, bytes: &mut [u8]) {
        match self {
            Self::Bytes(at, new) => {
                let from = part.start - at..part.end - at;
                bytes[part].copy_from_slice(&new[from]);
            }
            Self::Length(_) => bytes[part].fill(0),
        }
    }

    /// The bytes that are others afterwards.
    fn reach(&self, before: usize) -> (usize, usize) {
        match self {
            Self::Bytes(at, new) => (*at, at + new.len()),
            Self::Length(length) => (*length, before.max(*length)),
        }
    }

    /// How long the file is afterwards.
    pub fn length(&self, before: usize) -> usize {
        match self {
            Self::Bytes(at, new) => before.max(at + new.len()),
            Self::Length(length) => *length,
        }
    }
}

impl Name {
    /// Makes the change in these names.
    pub fn make(&self, names: &mut Names) {
        match self {
            Self::Gives(name, thing) => drop(names.insert(name.clone(), *thing)),
            Self::Goes(name) => drop(names.remove(name)),
            Self::Moves(from, to, thing) => {
                names.remove(from);
                names.insert(to.clone(), *thing);
            }
        }
    }

    fn lies_in(&self, folder: &str) -> bool {
        match self {
            Self::Gives(name, _) | Self::Goes(name) | Self::Moves(_, name, _) => {
                folder_of(name) == folder
            }
        }
    }
}

fn folder_of(name: &str) -> &str {
    let folder = Path::new(name).parent().and_then(Path::to_str);
    folder.unwrap_or_default()
}
