//! What can be done with how to reach somebody, as it was written down: it may be a number, an address, a room or a name.

/// What somebody wrote down to reach a customer by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// One can write to it from anywhere.
    Mail,
    /// One can ring it from anywhere.
    Phone,
    /// A room, a street or a name: it reaches only who is there.
    Place,
}

/// With fewer digits, or more letters than digits, it is a room, an address or a name, and no telephone; ours.
const FEWEST_DIGITS: usize = 6;

impl Reach {
    /// Tells by its letters what it is.
    #[must_use]
    pub fn of(written: &str) -> Self {
        let letters = written.chars().filter(|letter| letter.is_alphanumeric());
        let (digits, rest): (Vec<char>, Vec<char>) = letters.partition(char::is_ascii_digit);
        if written.contains('@') {
            Self::Mail
        } else if digits.len() >= FEWEST_DIGITS && rest.len() < digits.len() {
            Self::Phone
        } else {
            Self::Place
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Reach;

    #[test]
    fn a_number_is_told_from_a_room_and_a_street() {
        for (written, is) in [
            ("ada@example.org", Reach::Mail),
            ("020 7946 0100", Reach::Phone),
            ("+44 20 7946 0018 (evenings)", Reach::Phone),
            ("room 214", Reach::Place),
            ("1234 Elm St, Springfield 62701", Reach::Place),
            ("Flat 3, 221B Baker St NW1 6XE", Reach::Place),
            ("", Reach::Place),
        ] {
            assert_eq!(Reach::of(written), is, "{written}");
        }
    }
}
