//! Money: whole minor units of one currency, judged on the text it was written in.

use std::borrow::Cow;
use std::fmt;
use std::iter::Sum;

use iso_currency::Currency as Iso;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// An ISO 4217 currency that has minor units.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Currency(Iso);

/// Why a currency code was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a currency code")]
pub struct UnknownCurrency(pub String);

impl Currency {
    /// Reads a three-letter code such as `GBP`.
    ///
    /// # Errors
    /// Refuses anything ISO 4217 does not list, and lower case.
    pub fn parse(code: &str) -> Result<Self, UnknownCurrency> {
        Iso::from_code(code)
            .map(Self)
            .ok_or_else(|| UnknownCurrency(code.to_owned()))
    }

    /// Gives the three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Gives the number of decimal places: 2 for GBP, 0 for JPY, 3 for KWD.
    #[must_use]
    pub fn decimals(self) -> usize {
        self.0.exponent().map_or(0, usize::from)
    }
}

impl JsonSchema for Currency {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "currency".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[A-Z]{3}$"})
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&code).map_err(de::Error::custom)
    }
}

/// An amount, not below zero, in whole minor units of its currency: 450 GBP are 4.50 pounds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "money")]
pub struct Money {
    /// Whole minor units, such as pence.
    #[schemars(range(min = 0))]
    pub minor: i64,
    /// The ISO 4217 code of the currency that gives the minor unit its size.
    pub currency: Currency,
}

/// Why an amount was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadMoney {
    /// More decimals than the currency has.
    #[error("`{found}` has more decimals than {code} has ({allowed})")]
    TooFine {
        /// The text as written.
        found: String,
        /// The currency's code.
        code: &'static str,
        /// How many decimals it has.
        allowed: usize,
    },
    /// A comma where a point belongs.
    #[error("`{found}` has a comma")]
    Comma {
        /// The text as written.
        found: String,
        /// The same amount in the right form.
        right: String,
    },
    /// Below zero.
    #[error("`{found}` is below zero")]
    Negative {
        /// The text as written.
        found: String,
    },
    /// Too large to be meant.
    #[error("`{found}` is too large")]
    TooLarge {
        /// The text as written.
        found: String,
    },
    /// An amount in another currency.
    #[error("`{found}` is in {other}, and here everything is in {code}")]
    OtherCurrency {
        /// The text as written.
        found: String,
        /// The code of its currency.
        other: &'static str,
        /// The code of the currency that is wanted.
        code: &'static str,
    },
    /// Not a number at all.
    #[error("`{found}` is not an amount")]
    NotANumber {
        /// The text as written.
        found: String,
        /// An amount in the right form.
        right: String,
    },
}

impl BadMoney {
    /// Gives the one thing to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::TooFine { allowed: 0, .. } => "write a whole number".to_owned(),
            Self::TooFine { allowed, .. } => {
                format!("write at most {allowed} digits after the point")
            }
            Self::Comma { right, .. } | Self::NotANumber { right, .. } => {
                format!("write `{right}`")
            }
            Self::OtherCurrency { code, .. } => {
                format!("write what it is in {code}, as a number alone")
            }
            Self::Negative { .. } => "write what it costs, as an amount from 0 up".to_owned(),
            Self::TooLarge { .. } => "write an amount below 1000000000".to_owned(),
        }
    }
}

/// The most major units that are taken for an amount: a slip of the keyboard beyond it.
const MOST_MAJOR: i64 = 1_000_000_000;

impl Money {
    /// Nothing, in this currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Reads an amount from its source text, so that `4.505` is not rounded silently.
    ///
    /// # Errors
    /// Refuses more decimals than the currency has, commas, signs, exponents and
    /// amounts of a thousand million units or more.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, BadMoney> {
        let found = || text.to_owned();
        if text.starts_with('-') {
            return Err(BadMoney::Negative { found: found() });
        }
        if let Some(other) = named_currency(text).filter(|other| *other != currency) {
            return Err(BadMoney::OtherCurrency {
                found: found(),
                other: other.code(),
                code: currency.code(),
            });
        }
        if text.contains(',') {
            let right = comma_corrected(text, currency);
            return Err(BadMoney::Comma {
                found: found(),
                right,
            });
        }
        let (major, fraction) = text.split_once('.').unwrap_or((text, "0"));
        if !all_digits(major) || !all_digits(fraction) {
            let right = example(currency);
            return Err(BadMoney::NotANumber {
                found: found(),
                right,
            });
        }
        let allowed = currency.decimals();
        if text.contains('.') && fraction.len() > allowed {
            let code = currency.code();
            return Err(BadMoney::TooFine {
                found: found(),
                code,
                allowed,
            });
        }
        let minor = minor_units(major, fraction, allowed);
        minor
            .map(|minor| Self { minor, currency })
            .ok_or_else(|| BadMoney::TooLarge { found: found() })
    }

    /// Adds another amount of the same currency.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            minor: self.minor.saturating_add(other.minor),
            currency: self.currency,
        }
    }

    /// Writes the amount without its currency, as a playbook would: `4.50`.
    #[must_use]
    pub fn plain(self) -> String {
        let decimals = self.currency.decimals();
        let digits = format!("{:0width$}", self.minor, width = decimals + 1);
        let (major, fraction) = digits.split_at(digits.len() - decimals);
        if decimals == 0 {
            major.to_owned()
        } else {
            format!("{major}.{fraction}")
        }
    }
}

fn minor_units(major: &str, fraction: &str, decimals: usize) -> Option<i64> {
    let major: i64 = major.parse().ok().filter(|major| *major < MOST_MAJOR)?;
    let scale = 10_i64.checked_pow(u32::try_from(decimals).ok()?)?;
    let padded = format!("{fraction:0<decimals$}");
    let fraction: i64 = padded[..decimals].parse().unwrap_or(0);
    major.checked_mul(scale)?.checked_add(fraction)
}

/// Signs that mean one currency, wherever they are used.
const SIGNS: [(&str, &str); 3] = [("\u{20ac}", "EUR"), ("\u{a3}", "GBP"), ("\u{20b9}", "INR")];

/// The currency that is written beside a number: its code, or a sign that no other has.
fn named_currency(text: &str) -> Option<Currency> {
    let words = text.split(|c: char| c.is_ascii_digit() || c.is_whitespace() || ",.".contains(c));
    let mut words = words.filter(|word| !word.is_empty());
    let (Some(word), None) = (words.next(), words.next()) else {
        return None;
    };
    let sign = SIGNS.iter().find(|(sign, _)| *sign == word);
    let code = sign.map_or_else(|| word.to_ascii_uppercase(), |(_, code)| (*code).to_owned());
    Currency::parse(&code).ok()
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn example(currency: Currency) -> String {
    Money {
        minor: 450,
        currency,
    }
    .plain()
}

fn comma_corrected(text: &str, currency: Currency) -> String {
    let corrected = text.replace(',', ".");
    match Money::parse(&corrected, currency) {
        Ok(money) if corrected.contains('.') => money.plain(),
        Ok(_) | Err(_) => example(currency),
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.plain(), self.currency.code())
    }
}

/// Adds amounts of one currency; an empty sum has no currency, so it is `None`.
impl Sum<Money> for Option<Money> {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Self {
        amounts.reduce(Money::plus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbp() -> Currency {
        Currency::parse("GBP").unwrap()
    }

    #[test]
    fn amounts_are_read_by_their_digits() {
        for (text, minor) in [
            ("4.50", 450),
            ("4.5", 450),
            ("12", 1200),
            ("0.05", 5),
            ("0", 0),
        ] {
            assert_eq!(Money::parse(text, gbp()).unwrap().minor, minor, "{text}");
        }
        let yen = Currency::parse("JPY").unwrap();
        assert_eq!(Money::parse("450", yen).unwrap().minor, 450);
        let dinar = Currency::parse("KWD").unwrap();
        assert_eq!(Money::parse("1.234", dinar).unwrap().minor, 1234);
    }

    #[test]
    fn what_is_not_an_amount_says_the_right_form() {
        let cases = [
            ("4.505", "write at most 2 digits after the point"),
            ("4,50", "write `4.50`"),
            ("-1", "write what it costs, as an amount from 0 up"),
            ("1e3", "write `4.50`"),
            ("5 GBP", "write `4.50`"),
            ("\u{a3}5", "write `4.50`"),
            ("5 EUR", "write what it is in GBP, as a number alone"),
            ("eur 4,50", "write what it is in GBP, as a number alone"),
            ("\u{20ac}5", "write what it is in GBP, as a number alone"),
            ("4.", "write `4.50`"),
            (".5", "write `4.50`"),
            ("1000000000", "write an amount below 1000000000"),
        ];
        for (text, hint) in cases {
            assert_eq!(
                Money::parse(text, gbp()).unwrap_err().hint(),
                hint,
                "{text}"
            );
        }
        let yen = Currency::parse("JPY").unwrap();
        assert_eq!(
            Money::parse("1.5", yen).unwrap_err().hint(),
            "write a whole number"
        );
    }

    #[test]
    fn plain_is_what_parse_reads() {
        for minor in [0, 5, 99, 100, 123_456] {
            let money = Money {
                minor,
                currency: gbp(),
            };
            assert_eq!(Money::parse(&money.plain(), gbp()).unwrap(), money);
        }
    }
}
