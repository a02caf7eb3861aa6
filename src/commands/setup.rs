//! `amends setup`: what the shop is called, who works there, when it is open, which playbook it goes by.

use clap::Args;

use crate::commands::config::set::{hours_wishes, say_whose_zone, warn_of_role, week_of};
use crate::commands::playbook;
use crate::desk::library::BUILT_IN;
use crate::desk::settings::{self, SettingWish};
use crate::desk::shop::{Shop, settings_text};
use crate::domain::money::Currency;
use crate::domain::suggest::{choices, did_you_mean};
use crate::domain::words::visible;
use crate::error::{Error, Kind, Result};
use crate::files::playbook::rules;
use crate::files::playbook::starter::Starter;
use crate::files::shop::{SettingKey, WeekHours, written};
use crate::shell::disk;
use crate::show::Screen;
use crate::show::settings::{SettingItem, SettingOrigin, ShopSetUp};
use crate::talk::choice::{Choice, one};
use crate::typed::NewPlaybookArgs;

/// `amends setup`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = "\
Examples:
  amends setup                      asked one by one; Enter skips
  amends setup --name \"Rosa's Bakery\" --owner \"Rosa Marin\" --hours \"mon-fri 9-5, sat 10-14\"
  amends setup --trade cafe --currency EUR --with \"staff=Sam Osei\" --with \"manager=Jo Lind\"
  amends setup --trade repair --owner \"Ada Fox\" --alone")]
pub struct SetupArgs {
    /// What the shop is called, as letters sign it
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// What you are called
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// When you are open, as people say it
    #[arg(long, value_name = "WEEK")]
    pub hours: Option<String>,
    /// The trade that is nearest to yours, whose playbook you begin with
    #[arg(long)]
    pub trade: Option<String>,
    /// The currency of every amount, such as EUR; where the playbook has another, yours is made of it
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// You do everything yourself
    #[arg(long, conflicts_with = "with")]
    pub alone: bool,
    /// Who stands behind a role of the playbook; may be repeated
    #[arg(long, value_name = "ROLE=NAME")]
    pub with: Vec<String>,
}

impl SetupArgs {
    fn says_nothing(&self) -> bool {
        let texts = [
            &self.name,
            &self.owner,
            &self.hours,
            &self.trade,
            &self.currency,
        ];
        texts.iter().all(|text| text.is_none()) && !self.alone && self.with.is_empty()
    }
}

pub(super) fn run(shop: &Shop<'_>, typed: &SetupArgs) -> Result<Screen> {
    let trades = trades()?;
    let typed = match shop.may_ask() {
        true => asked(shop, &trades, typed)?,
        false => typed.clone(),
    };
    if typed.says_nothing() {
        return nothing_said(shop);
    }
    let trade = typed.trade.as_deref();
    let trade = trade.map(|trade| of_trade(&trades, trade)).transpose()?;
    let wishes = wishes(shop, &typed, trade)?;
    let own = own_playbook(shop, &typed, trade)?;
    let playbook = own
        .clone()
        .or_else(|| trade.map(|trade| trade.id.to_owned()));
    let mut all = wishes;
    all.extend(playbook.map(|playbook| (SettingKey::Playbook, Some(playbook))));
    let changed = settings::write(shop, &all, "setup", |_| Ok(()))?;
    if changed.found.is_none() {
        say_whose_zone(shop);
    }
    let known = written(&changed.text);
    let item = |(key, _): &SettingWish| {
        let written = known.get(key)?;
        Some(SettingItem {
            key: key.to_string(),
            value: Some(written.text.clone()),
            origin: SettingOrigin::ShopFile,
            line: Some(written.line),
            by: None,
        })
    };
    Ok(shop.screen(ShopSetUp {
        items: all.iter().filter_map(item).collect(),
        file: shop.settings_file().to_string_lossy().into_owned(),
        made: own,
        changed: changed.is_new(),
    }))
}

/// Whoever skipped every question has changed nothing; a script that says nothing made a mistake.
fn nothing_said(shop: &Shop<'_>) -> Result<Screen> {
    if shop.may_ask() {
        return Ok(shop.screen(ShopSetUp {
            items: Vec::new(),
            file: shop.settings_file().to_string_lossy().into_owned(),
            made: None,
            changed: false,
        }));
    }
    let message = "nothing was said about the shop";
    let hint = "for example: `amends setup --name \"Rosa's Bakery\" --owner \"Rosa Marin\" \
                --hours \"mon-fri 9-5\" --trade cafe`";
    Err(Error::usage(message, hint))
}

/// A playbook that comes with the program.
struct Trade {
    id: &'static str,
    title: String,
    currency: Currency,
    roles: Vec<String>,
}

fn trades() -> Result<Vec<Trade>> {
    let read = |(id, text)| {
        let starter = Starter::read(id, text).map_err(|_| {
            let message = format!("the playbook `{id}` that comes with amends cannot be read");
            Error::new(Kind::Failed, message, "take another with `--trade`")
        })?;
        let rules = starter.rules();
        Ok(Trade {
            id,
            title: rules.name.clone(),
            currency: rules.currency,
            roles: rules.roles.clone(),
        })
    };
    BUILT_IN.into_iter().map(read).collect()
}

/// Finds a trade by its id, its title or a part of it.
fn of_trade<'t>(trades: &'t [Trade], typed: &str) -> Result<&'t Trade> {
    let list: Vec<Choice<'_>> = trades
        .iter()
        .map(|trade| Choice {
            id: trade.id,
            name: &trade.title,
        })
        .collect();
    let at = one(typed, &list).map_err(|_| {
        let ids: Vec<&str> = trades.iter().map(|trade| trade.id).collect();
        let message = format!(
            "--trade: `{}` is not a trade that comes with amends",
            visible(typed)
        );
        Error::usage(message, did_you_mean(typed, &ids))
    })?;
    Ok(&trades[at])
}

/// The settings that follow from what was said, but for the playbook.
fn wishes(shop: &Shop<'_>, typed: &SetupArgs, trade: Option<&Trade>) -> Result<Vec<SettingWish>> {
    let text = |value: &str, flag: &str| -> Result<String> {
        let words = shop.words(value.trim(), flag)?;
        match words.is_blank() {
            true => Err(Error::usage(format!("{flag}: it is empty"), "leave it out")),
            false => Ok(words.as_stored().to_owned()),
        }
    };
    let mut wishes: Vec<SettingWish> = Vec::new();
    if let Some(name) = &typed.name {
        wishes.push((SettingKey::Name, Some(text(name, "--name")?)));
    }
    let mut people: Vec<(String, String)> = Vec::new();
    if let Some(owner) = &typed.owner {
        people.push(("owner".to_owned(), text(owner, "--owner")?));
    }
    for with in &typed.with {
        let Some((role, name)) = with.split_once('=') else {
            let message = format!("--with: `{}` has no `=`", visible(with));
            return Err(Error::usage(message, "write `--with \"staff=Sam Osei\"`"));
        };
        warn_of_role(shop, role.trim())?;
        people.push((role.trim().to_owned(), text(name, "--with")?));
    }
    if typed.alone {
        people.extend(everything_alone(shop, typed, trade)?);
    }
    for (role, name) in people {
        let key = SettingKey::parse(&format!("people.{role}"));
        let key = key.map_err(|bad| Error::usage(bad.to_string(), bad.hint()))?;
        if !wishes.iter().any(|(known, _)| *known == key) {
            wishes.push((key, Some(name)));
        }
    }
    if let Some(hours) = &typed.hours {
        let week: WeekHours = week_of(shop, hours)?;
        wishes.extend(hours_wishes(Some(&week)));
    }
    Ok(wishes)
}

/// Puts the owner behind every role of the playbook.
fn everything_alone(
    shop: &Shop<'_>,
    typed: &SetupArgs,
    trade: Option<&Trade>,
) -> Result<Vec<(String, String)>> {
    let known = shop.settings.name_of("owner").map(str::to_owned);
    let Some(owner) = typed.owner.clone().or(known) else {
        let message = "--alone: nobody knows what you are called";
        return Err(Error::usage(message, "add `--owner \"Rosa Marin\"`"));
    };
    let Some(trade) = trade else {
        let ids: Vec<&str> = BUILT_IN.iter().map(|(id, _)| *id).collect();
        let message = "--alone: it is not known which roles there are";
        return Err(Error::usage(
            message,
            format!("add `--trade`: {}", choices(&ids)),
        ));
    };
    let roles = trade.roles.iter();
    Ok(roles.map(|role| (role.clone(), owner.clone())).collect())
}

/// Makes a playbook of one's own where the trade's has another currency, and gives its name; one that is there already
/// stays as it is.
fn own_playbook(
    shop: &Shop<'_>,
    typed: &SetupArgs,
    trade: Option<&Trade>,
) -> Result<Option<String>> {
    let Some(code) = &typed.currency else {
        // Whoever has made one of this trade keeps it.
        let own = trade.map(|trade| format!("my-{}", trade.id));
        return Ok(own.filter(|own| shop.settings.playbook.as_ref() == Some(own)));
    };
    let currency = Currency::parse(&code.trim().to_uppercase()).map_err(|unknown| {
        Error::usage(format!("--currency: {unknown}"), "write `EUR` or `GBP`")
    })?;
    let Some(trade) = trade else {
        let message = "--currency: amounts stand in a playbook, and no trade is named";
        return Err(Error::usage(
            message,
            "add `--trade`, such as `--trade cafe`",
        ));
    };
    if trade.currency == currency {
        return Ok(None);
    }
    let name = format!("my-{}", trade.id);
    let file = shop.playbook_folder().join(format!("{name}.toml"));
    if let Some(text) = settings_text(&file)? {
        let known = rules(text.as_bytes()).map(|rules| rules.currency);
        if known.is_ok_and(|known| known != currency) {
            let message = format!("--currency: {name} is there already, in another currency");
            let hint = format!("change it in {}, or remove it", disk::shown(&file));
            return Err(Error::usage(message, hint));
        }
    } else {
        let wanted = NewPlaybookArgs {
            file: Some(name.clone()),
            trade: Some(trade.id.to_owned()),
            name: typed.name.clone().or_else(|| shop.settings.name.clone()),
            currency: Some(currency.code().to_owned()),
            ..NewPlaybookArgs::default()
        };
        playbook::made(shop, &wanted)?;
    }
    Ok(Some(name))
}

/// Asks for what was not typed; Enter skips a question.
fn asked(shop: &Shop<'_>, trades: &[Trade], typed: &SetupArgs) -> Result<SetupArgs> {
    let mut said = typed.clone();
    if shop.everywhere.yes || !typed.says_nothing() {
        return Ok(said);
    }
    shop.lay_before(
        "About the shop, one thing at a time. Enter skips, `.` stops and changes nothing.",
    );
    said.name = shop.ask_or_skip("What is the shop called?", |_| Ok(()))?;
    said.owner = shop.ask_or_skip("What are you called?", |_| Ok(()))?;
    let hours = "When are you open? Such as mon-fri 9-5, sat 10-14";
    said.hours = shop.ask_or_skip(hours, |text| week_of(shop, text).map(|_| ()))?;
    let lines = trades.iter().zip(1..);
    let lines: Vec<String> = lines
        .map(|(trade, number)| format!("  {number}) {}", trade.title))
        .collect();
    shop.lay_before(&lines.join("\n"));
    let which = "Which of these is nearest to your trade? Its number or a word of it";
    said.trade = shop.ask_or_skip(which, |text| of_trade(trades, text).map(|_| ()))?;
    if let Some(trade) = said.trade.clone() {
        asked_about(shop, of_trade(trades, &trade)?, &mut said)?;
    }
    Ok(said)
}

fn yes(text: &str) -> Result<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "y" => Ok(true),
        "no" | "n" => Ok(false),
        _ => Err(Error::usage("type yes or no", "Enter skips it")),
    }
}

/// Asks what depends on the trade: the currency of its amounts, and who stands behind its roles.
fn asked_about(shop: &Shop<'_>, trade: &Trade, said: &mut SetupArgs) -> Result<()> {
    let currency = format!(
        "Your currency, such as EUR? Enter keeps {}",
        trade.currency.code()
    );
    said.currency = shop.ask_or_skip(&currency, |text| {
        let known = Currency::parse(&text.to_uppercase());
        let known = known.map_err(|unknown| Error::usage(unknown.to_string(), "write `EUR`"));
        known.map(|_| ())
    })?;
    let owner = said.owner.is_some() || shop.settings.name_of("owner").is_some();
    if owner {
        let alone = "Do you do everything yourself? yes or no";
        let alone = shop.ask_or_skip(alone, |text| yes(text).map(|_| ()))?;
        said.alone = alone.is_some_and(|text| yes(&text).unwrap_or_default());
    }
    if !said.alone {
        for role in trade.roles.iter().filter(|role| *role != "owner") {
            let who = format!("Who is the {}?", role.replace('-', " "));
            let name = shop.ask_or_skip(&who, |_| Ok(()))?;
            said.with.extend(name.map(|name| format!("{role}={name}")));
        }
    }
    Ok(())
}
