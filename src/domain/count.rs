//! A number of things with the right form of their name.

use std::fmt;

/// How many of something there are, printed as "0 steps", "1 step", "2 steps".
///
/// The plural is the singular with an `s` unless given. Digits are not grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count<'a, N> {
    n: N,
    one: &'a str,
    many: Option<&'a str>,
}

impl<'a, N> Count<'a, N> {
    /// Counts things whose plural takes an `s`.
    pub const fn of(n: N, one: &'a str) -> Self {
        Self { n, one, many: None }
    }

    /// Counts things with a plural of their own: "1 reply", "2 replies".
    pub const fn irregular(n: N, one: &'a str, many: &'a str) -> Self {
        Self {
            n,
            one,
            many: Some(many),
        }
    }
}

impl<N: fmt::Display + PartialEq + From<u8>> fmt::Display for Count<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { n, one, many } = self;
        if *n == N::from(1) {
            return write!(f, "{n} {one}");
        }
        match many {
            Some(many) => write!(f, "{n} {many}"),
            None => write!(f, "{n} {one}s"),
        }
    }
}

/// Says how often: "once", "twice", "3 times".
#[must_use]
pub fn times<N: Copy + fmt::Display + PartialEq + From<u8>>(count: N) -> String {
    if count == N::from(1) {
        return "once".to_owned();
    }
    if count == N::from(2) {
        return "twice".to_owned();
    }
    format!("{count} times")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_takes_the_singular() {
        let table = [
            (0, "0 steps"),
            (1, "1 step"),
            (2, "2 steps"),
            (21, "21 steps"),
            (10_000, "10000 steps"),
        ];
        for (n, said) in table {
            assert_eq!(Count::of(n, "step").to_string(), said);
        }
    }

    #[test]
    fn a_plural_of_its_own_is_used() {
        assert_eq!(
            Count::irregular(1_usize, "reply", "replies").to_string(),
            "1 reply"
        );
        assert_eq!(
            Count::irregular(0_u64, "reply", "replies").to_string(),
            "0 replies"
        );
    }
}
