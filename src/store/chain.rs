//! The hash chain over the history, and the seals on what stands beside it.
//!
//! # Encoding, version 1
//! An event's hash is SHA-256 over, in this order:
//! 1. the 32 bytes of the hash before it; before the first event, the hash of the shop's origin;
//! 2. the ASCII letters `amends event 1` and a line feed;
//! 3. as 8 bytes each, big-endian two's complement: the event's number, its sequence in its
//!    replica, its encoding; the operation's number, its first event, `at`, `clock_at`, `undoable`;
//! 4. the 16 bytes of the operation's id and the 16 of its replica;
//! 5. one byte, 1 when the event is about a case, a customer or the drills and 0 otherwise, and 16 bytes
//!    with that id, or zeros;
//! 6. three texts in UTF-8, each after its length in bytes (8 bytes, big-endian): the operation's
//!    verb, the event's kind, the event's body.
//!
//! Fields of fixed width come first and every text carries its length, so no two different
//! events share an encoding, and each stored column of both rows is covered.

use crate::domain::id::{Hash, Id};

/// How bodies are encoded: the JSON that serde writes for `Event`.
pub(super) const ENCODING: i64 = 1;

/// The columns of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OperationRow {
    pub(super) number: u64,
    pub(super) id: Id,
    pub(super) replica: Id,
    pub(super) first_event: u64,
    pub(super) at: i64,
    pub(super) clock_at: i64,
    pub(super) verb: String,
    pub(super) undoable: i64,
}

/// The columns of an event, without its hash.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'a> {
    pub(super) number: u64,
    pub(super) sequence: u64,
    pub(super) about: Option<Id>,
    pub(super) encoding: i64,
    pub(super) kind: &'a str,
    pub(super) body: &'a str,
}

/// Hashes one event onto the hash before it.
pub(super) fn hash(previous: &Hash, operation: &OperationRow, link: &Link<'_>) -> Hash {
    let mut fixed = Vec::with_capacity(192 + operation.verb.len() + link.kind.len());
    fixed.extend_from_slice(b"amends event 1\n");
    for number in [link.number, link.sequence] {
        fixed.extend_from_slice(&number.to_be_bytes());
    }
    fixed.extend_from_slice(&link.encoding.to_be_bytes());
    for number in [operation.number, operation.first_event] {
        fixed.extend_from_slice(&number.to_be_bytes());
    }
    for number in [operation.at, operation.clock_at, operation.undoable] {
        fixed.extend_from_slice(&number.to_be_bytes());
    }
    fixed.extend_from_slice(operation.id.bytes());
    fixed.extend_from_slice(operation.replica.bytes());
    fixed.push(u8::from(link.about.is_some()));
    fixed.extend_from_slice(
        link.about
            .as_ref()
            .map_or([0; 16].as_slice(), |id| id.bytes().as_slice()),
    );
    text(&mut fixed, &operation.verb);
    text(&mut fixed, link.kind);
    fixed.extend_from_slice(&length(link.body));
    Hash::of(&[previous.bytes(), &fixed, link.body.as_bytes()])
}

fn text(buffer: &mut Vec<u8>, text: &str) {
    buffer.extend_from_slice(&length(text));
    buffer.extend_from_slice(text.as_bytes());
}

const fn length(text: &str) -> [u8; 8] {
    (text.len() as u64).to_be_bytes()
}

/// The unchanging columns of the row about the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShopOrigin {
    pub(super) id: Id,
    pub(super) replica: Id,
    pub(super) created_at: i64,
    pub(super) program: String,
    pub(super) min_reader: u32,
    pub(super) min_writer: u32,
}

impl ShopOrigin {
    /// Gives what the first event's hash is made onto; it never changes, not even in a migration.
    pub(super) fn root(&self) -> Hash {
        let created_at = self.created_at.to_be_bytes();
        Hash::of(&[
            b"amends shop 1\n",
            self.id.bytes(),
            self.replica.bytes(),
            &created_at,
        ])
    }

    /// Gives the seal over the whole row, which a migration renews.
    pub(super) fn seal(&self) -> Hash {
        Hash::of(&[
            self.root().bytes(),
            &self.min_reader.to_be_bytes(),
            &self.min_writer.to_be_bytes(),
            self.program.as_bytes(),
        ])
    }
}

/// Gives the seal over a stored playbook, which ties its name and place to its text.
pub(super) fn playbook_seal(number: u64, name: &str, hash: &Hash) -> Hash {
    Hash::of(&[
        b"amends playbook 1\n",
        &number.to_be_bytes(),
        hash.bytes(),
        name.as_bytes(),
    ])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn operation() -> OperationRow {
        OperationRow {
            number: 2,
            id: Id::new(1, [1; 10]),
            replica: Id::new(2, [2; 10]),
            first_event: 5,
            at: 1_795_000_000,
            clock_at: 1_795_000_001,
            verb: "done".to_owned(),
            undoable: 1,
        }
    }

    const LINK: Link<'_> = Link {
        number: 5,
        sequence: 5,
        about: None,
        encoding: 1,
        kind: "noted",
        body: "{}",
    };

    #[test]
    fn every_column_of_both_rows_changes_the_hash() {
        let changes: [fn(&mut OperationRow); 9] = [
            |row| row.number = 3,
            |row| row.id = Id::new(9, [1; 10]),
            |row| row.replica = Id::new(9, [2; 10]),
            |row| row.first_event = 4,
            |row| row.at = 0,
            |row| row.clock_at = 0,
            |row| row.verb = "donE".to_owned(),
            |row| row.verb = "donenoted".to_owned(),
            |row| row.undoable = 0,
        ];
        let mut hashes = BTreeSet::from([hash(&Hash::EMPTY, &operation(), &LINK)]);
        for change in changes {
            let mut other = operation();
            change(&mut other);
            assert!(
                hashes.insert(hash(&Hash::EMPTY, &other, &LINK)),
                "{other:?}"
            );
        }
        let changes: [fn(&mut Link<'_>); 6] = [
            |link| link.number = 6,
            |link| link.sequence = 6,
            |link| link.about = Some(Id::new(0, [0; 10])),
            |link| link.encoding = 2,
            |link| (link.kind, link.body) = ("note", "d{}"),
            |link| link.body = "{ }",
        ];
        for change in changes {
            let mut other = LINK;
            change(&mut other);
            assert!(
                hashes.insert(hash(&Hash::EMPTY, &operation(), &other)),
                "{other:?}"
            );
        }
        assert!(hashes.insert(hash(&Hash::of(&[]), &operation(), &LINK)));
    }

    #[test]
    fn the_encoding_of_version_1_stays_what_it_is() {
        let known = "5786c8b36e59246c1e89aed9543d8be8ad681d4c435e835739d9d610c32120b3";
        assert_eq!(hash(&Hash::EMPTY, &operation(), &LINK).to_string(), known);
    }
}
