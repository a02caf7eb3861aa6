//! New ids and salts for one command, drawn before anything is saved: a computer without random numbers must not be
//! noticed in the middle of a save.

use super::Shop;
use crate::domain::id::Hash;
use crate::error::Result;
use crate::store::IdSource;

/// Gives new ids and salts for one command.
///
/// # Errors
/// When the computer has no random numbers: nothing has been done then.
pub fn with_ids<T>(
    shop: &Shop<'_>,
    work: impl FnOnce(&mut IdSource<'_>) -> Result<T>,
) -> Result<T> {
    let mut drawn = Drawn::new(shop.shell.random()?, shop.shell.random()?);
    work(&mut IdSource::new(shop.shell.machine_now(), &mut || {
        drawn.sixteen()
    }))
}

/// How many random bytes are drawn at once: 64 ids or salts, enough for every command but an import.
const POOL: usize = 1024;

/// Random bytes that have been drawn, and what follows from a seed once these are used up.
struct Drawn {
    pool: [u8; POOL],
    used: usize,
    /// Never given out.
    seed: [u8; 32],
    turns: u64,
}

impl Drawn {
    const fn new(pool: [u8; POOL], seed: [u8; 32]) -> Self {
        Self {
            pool,
            used: 0,
            seed,
            turns: 0,
        }
    }

    /// Gives sixteen bytes that nobody was given before.
    fn sixteen(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        if let Some(next) = self.pool.get(self.used..self.used + 16) {
            bytes.copy_from_slice(next);
            self.used += 16;
            return bytes;
        }
        self.turns += 1;
        let hash = Hash::of(&[&self.seed, &self.turns.to_le_bytes()]);
        let (half, _) = hash.bytes().split_at(16);
        bytes.copy_from_slice(half);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn nothing_is_given_twice_also_when_the_pool_is_used_up() {
        let mut pool = [0; POOL];
        for (at, chunk) in pool.chunks_mut(16).enumerate() {
            chunk.fill(u8::try_from(at).unwrap());
        }
        let mut drawn = Drawn::new(pool, [7; 32]);
        let given: BTreeSet<[u8; 16]> = (0..10_000).map(|_| drawn.sixteen()).collect();
        assert_eq!(given.len(), 10_000);
        let mut other = Drawn::new(pool, [8; 32]);
        let others = (0..10_000).map(|_| other.sixteen());
        assert_eq!(
            others.filter(|bytes| given.contains(bytes)).count(),
            POOL / 16
        );
    }
}
