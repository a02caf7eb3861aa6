//! What each file declares and uses, read by a parser: for the rules that words alone cannot hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};

/// A module of the crate by its names from the top: `["domain", "case", "fit"]`.
pub type Module = Vec<String>;

/// What stands in one file, its tests left out.
#[derive(Default)]
pub struct Room {
    /// The names of the types that it declares.
    pub types: BTreeSet<String>,
    /// The functions that take several things as one, to get round the limit of four.
    pub bundled: Vec<String>,
    /// The names that it gives to tuples.
    tuples: BTreeSet<String>,
    /// Every path that it names, with `super` and `self` as they are written.
    paths: BTreeSet<Vec<String>>,
}

/// Every file of the crate but those of tests.
pub struct House(pub BTreeMap<Module, Room>);

impl House {
    /// Reads these files below `src`.
    pub fn read(src: &Path, files: &[std::path::PathBuf]) -> Self {
        let rooms = files.iter().map(|path| {
            let text = fs::read_to_string(path).unwrap();
            (module(src, path), Room::of(&text))
        });
        Self(rooms.collect())
    }

    /// The files that use each other in a circle, each circle for itself. A module and what it is made of are one thing:
    /// between them there is none.
    pub fn circles(&self) -> Vec<Vec<Module>> {
        let uses: BTreeMap<&Module, BTreeSet<Module>> = self
            .0
            .iter()
            .map(|(from, room)| (from, self.used(from, room)))
            .collect();
        let reached: BTreeMap<&Module, BTreeSet<&Module>> = self
            .0
            .keys()
            .map(|from| (from, reached(from, &uses)))
            .collect();
        let mut circles = BTreeSet::new();
        for (from, far) in &reached {
            let mut circle: Vec<Module> = far
                .iter()
                .copied()
                .filter(|other| reached[other].contains(from))
                .cloned()
                .collect();
            circle.sort();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }

    fn used(&self, from: &Module, room: &Room) -> BTreeSet<Module> {
        let used = room.paths.iter().filter_map(|path| self.meant(from, path));
        used.filter(|to| !to.starts_with(from) && !from.starts_with(to))
            .collect()
    }

    /// The file that a path leads into.
    fn meant(&self, from: &Module, path: &[String]) -> Option<Module> {
        let mut at = match path.first()?.as_str() {
            "crate" => Module::new(),
            "self" | "super" => from.clone(),
            _ => return None,
        };
        for word in path {
            match word.as_str() {
                "crate" | "self" => {}
                "super" => drop(at.pop()),
                name => at.push(name.to_owned()),
            }
        }
        while !at.is_empty() && !self.0.contains_key(&at) {
            at.pop();
        }
        (!at.is_empty()).then_some(at)
    }
}

/// Everything that can be reached from a file by what is used.
fn reached<'h>(
    from: &'h Module,
    uses: &'h BTreeMap<&'h Module, BTreeSet<Module>>,
) -> BTreeSet<&'h Module> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        for to in &uses[next] {
            if found.insert(to) {
                open.push(to);
            }
        }
    }
    found
}

fn module(src: &Path, path: &Path) -> Module {
    let relative = path.strip_prefix(src).unwrap().with_extension("");
    let parts = relative.components();
    parts
        .map(|part| part.as_os_str().to_str().unwrap().to_owned())
        .collect()
}

impl Room {
    /// Reads the text of a file.
    pub fn of(text: &str) -> Self {
        let file = syn::parse_file(text).unwrap();
        let mut room = Self::default();
        let tuples = file.items.iter().filter_map(|item| {
            let syn::Item::Type(alias) = item else {
                return None;
            };
            is_tuple(&alias.ty).then(|| alias.ident.to_string())
        });
        room.tuples = tuples.collect();
        room.visit_file(&file);
        room
    }

    /// Whether a type is several things as one, under whatever name this file gives it.
    fn is_bundle(&self, kind: &syn::Type) -> bool {
        let syn::Type::Path(path) = kind else {
            return is_tuple(kind);
        };
        let named = path.path.get_ident().map(ToString::to_string);
        named.is_some_and(|name| self.tuples.contains(&name))
    }

    fn declare(&mut self, name: &syn::Ident) {
        self.types.insert(name.to_string());
    }
}

/// Whether an item is there for tests only.
fn is_of_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|what| what == "test")
    })
}

fn is_tuple(kind: &syn::Type) -> bool {
    matches!(kind, syn::Type::Tuple(tuple) if !tuple.elems.is_empty())
}

/// The type behind all its references.
fn behind(mut kind: &syn::Type) -> &syn::Type {
    while let syn::Type::Reference(reference) = kind {
        kind = &reference.elem;
    }
    kind
}

impl<'f> Visit<'f> for Room {
    fn visit_item_mod(&mut self, item: &'f syn::ItemMod) {
        if !is_of_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_struct(&mut self, item: &'f syn::ItemStruct) {
        self.declare(&item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'f syn::ItemEnum) {
        self.declare(&item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'f syn::ItemTrait) {
        self.declare(&item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'f syn::ItemType) {
        self.declare(&item.ident);
        visit::visit_item_type(self, item);
    }

    fn visit_signature(&mut self, signature: &'f syn::Signature) {
        let is_bundle = |input: &syn::FnArg| match input {
            syn::FnArg::Typed(input) => self.is_bundle(behind(&input.ty)),
            syn::FnArg::Receiver(_) => false,
        };
        if signature.inputs.iter().any(is_bundle) {
            self.bundled.push(signature.ident.to_string());
        }
        visit::visit_signature(self, signature);
    }

    fn visit_item_use(&mut self, item: &'f syn::ItemUse) {
        flatten(&item.tree, &mut Vec::new(), &mut self.paths);
    }

    fn visit_path(&mut self, path: &'f syn::Path) {
        let words = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string());
        self.paths.insert(words.collect());
        visit::visit_path(self, path);
    }
}

fn flatten(tree: &syn::UseTree, before: &mut Vec<String>, found: &mut BTreeSet<Vec<String>>) {
    let whole = match tree {
        syn::UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, found);
            before.pop();
            return;
        }
        syn::UseTree::Group(group) => {
            for one in &group.items {
                flatten(one, before, found);
            }
            return;
        }
        syn::UseTree::Name(name) => joined(before, &name.ident),
        syn::UseTree::Rename(name) => joined(before, &name.ident),
        syn::UseTree::Glob(_) => before.clone(),
    };
    found.insert(whole);
}

fn joined(before: &[String], last: &syn::Ident) -> Vec<String> {
    let mut path = before.to_vec();
    path.push(last.to_string());
    path
}
