//! The answers about a playbook of one's own: what each must be like, and what holds when it is left out.

use chrono::NaiveDate;

use crate::domain::playbook::ClockName;
use crate::domain::slug::{free, is_id, slug};
use crate::domain::suggest::did_you_mean;
use crate::domain::time::span::Span;
use crate::domain::words::visible;
use crate::files::playbook::own::{self, BadAnswer, Own};
use crate::files::playbook::starter::Starter;
use crate::talk::complaint::quoted;
use crate::talk::refusal::AnswerRefusal;
use crate::typed::NewPlaybookArgs;

/// The longest name of a file, in characters.
const LONGEST_FILE: usize = 64;

/// What the answers are held against.
pub(crate) struct PlaybookSetting<'a> {
    /// The playbooks to begin with.
    pub starters: &'a [Starter<'a>],
    /// What the shop is called.
    pub shop: Option<&'a str>,
    /// The day, by the shop's clock.
    pub today: NaiveDate,
    /// Says why a name on the command line cannot be had; nothing when it can.
    pub taken: &'a dyn Fn(&str) -> Option<String>,
}

/// One thing to say; each has a flag, or is the name behind the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlaybookQuestion {
    /// Which starter.
    Trade,
    /// What the playbook calls itself.
    Name,
    /// What it is called on the command line.
    File,
    /// The tiers.
    Tiers,
    /// The currency.
    Currency,
    /// Within which both halves are done.
    Recover,
    /// Within which a person answers.
    FirstResponse,
    /// The roles.
    Roles,
}

/// Why an answer is not taken, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RefusedAnswer {
    /// What was found.
    pub message: String,
    /// One thing to do.
    pub hint: String,
}

/// Answers that hold.
pub(crate) struct PlaybookWish<'a> {
    /// What to begin with.
    pub starter: &'a Starter<'a>,
    /// What is otherwise.
    pub own: Own,
    /// The name in the shop folder.
    pub file: String,
}

impl PlaybookQuestion {
    /// All of them, in the order in which they are asked.
    pub(crate) const ALL: [Self; 8] = [
        Self::Trade,
        Self::Name,
        Self::File,
        Self::Tiers,
        Self::Currency,
        Self::Recover,
        Self::FirstResponse,
        Self::Roles,
    ];

    /// Names what was typed for it.
    pub(crate) const fn flag(self) -> &'static str {
        match self {
            Self::Trade => "--trade",
            Self::Name => "--name",
            Self::File => "NAME",
            Self::Tiers => "--tier",
            Self::Currency => "--currency",
            Self::Recover => "--recover",
            Self::FirstResponse => "--first-response",
            Self::Roles => "--role",
        }
    }

    /// Says whether it has been answered.
    pub(crate) const fn is_answered(self, typed: &NewPlaybookArgs) -> bool {
        match self {
            Self::Trade => typed.trade.is_some(),
            Self::Name => typed.name.is_some(),
            Self::File => typed.file.is_some(),
            Self::Tiers => !typed.tiers.is_empty(),
            Self::Currency => typed.currency.is_some(),
            Self::Recover => typed.recover.is_some(),
            Self::FirstResponse => typed.first_response.is_some(),
            Self::Roles => !typed.roles.is_empty(),
        }
    }

    /// Gives the answer as one line.
    pub(crate) fn text(self, typed: &NewPlaybookArgs) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Trade => text(&typed.trade),
            Self::Name => text(&typed.name),
            Self::File => text(&typed.file),
            Self::Tiers => typed.tiers.join(", "),
            Self::Currency => text(&typed.currency),
            Self::Recover => text(&typed.recover),
            Self::FirstResponse => text(&typed.first_response),
            Self::Roles => typed.roles.join(", "),
        }
    }

    /// Notes an answer; an empty line is none, and commas part a list.
    pub(crate) fn put(self, line: &str, typed: &mut NewPlaybookArgs) {
        let line = line.trim();
        let one = (!line.is_empty()).then(|| line.to_owned());
        let parts = line.split(',').map(str::trim);
        let list = parts.filter(|part| !part.is_empty()).map(str::to_owned);
        match self {
            Self::Trade => typed.trade = one,
            Self::Name => typed.name = one,
            Self::File => typed.file = one,
            Self::Tiers => typed.tiers = list.collect(),
            Self::Currency => typed.currency = one,
            Self::Recover => typed.recover = one,
            Self::FirstResponse => typed.first_response = one,
            Self::Roles => typed.roles = list.collect(),
        }
    }
}

impl<'a> PlaybookSetting<'a> {
    /// Finds everything that is wrong with the answers, one by one.
    pub(crate) fn wrong(&self, typed: &NewPlaybookArgs) -> Vec<(PlaybookQuestion, RefusedAnswer)> {
        let wrong =
            |question: PlaybookQuestion| Some((question, self.check(question, typed).err()?));
        PlaybookQuestion::ALL
            .into_iter()
            .filter_map(wrong)
            .collect()
    }

    /// Looks whether the answer to a question holds; one that was not given always does.
    pub(crate) fn check(
        &self,
        question: PlaybookQuestion,
        typed: &NewPlaybookArgs,
    ) -> Result<(), RefusedAnswer> {
        if !question.is_answered(typed) && question != PlaybookQuestion::File {
            return Ok(());
        }
        match question {
            PlaybookQuestion::Trade => self.starter(typed).map(drop),
            PlaybookQuestion::File => self.check_file(typed),
            PlaybookQuestion::Name => holds(own::name(&question.text(typed), "its name")),
            PlaybookQuestion::Tiers => holds(own::tiers(&typed.tiers)),
            PlaybookQuestion::Currency => holds(own::currency(&question.text(typed))),
            PlaybookQuestion::Recover => holds(own::length(&question.text(typed))),
            PlaybookQuestion::FirstResponse => self.check_first_response(typed),
            PlaybookQuestion::Roles => holds(own::roles(&typed.roles)),
        }
    }

    /// Understands all answers.
    ///
    /// # Errors
    /// With the first that does not hold.
    pub(crate) fn understand(
        &self,
        typed: &NewPlaybookArgs,
    ) -> Result<PlaybookWish<'a>, RefusedAnswer> {
        let starter = self.starter(typed)?;
        let (recover, first_response) = self.clocks(typed)?;
        let own = Own {
            name: self.name(typed)?,
            called: String::new(),
            reviewed: self.today,
            currency: typed.currency.as_deref().map(own::currency).transpose()?,
            tiers: given(&typed.tiers).map(own::tiers).transpose()?,
            roles: given(&typed.roles).map(own::roles).transpose()?,
            recover,
            first_response,
        };
        Ok(PlaybookWish {
            starter,
            own,
            file: self.file(typed)?,
        })
    }

    /// Finds the starter of the trade.
    pub(crate) fn starter(
        &self,
        typed: &NewPlaybookArgs,
    ) -> Result<&'a Starter<'a>, RefusedAnswer> {
        let trade = typed.trade.as_deref().unwrap_or_default();
        let found = self.starters.iter().find(|starter| starter.id == trade);
        found.ok_or_else(|| RefusedAnswer {
            message: format!("no playbook `{}` comes with amends", visible(trade)),
            hint: did_you_mean(trade, &self.trades()),
        })
    }

    /// Names the trades there are.
    pub(crate) fn trades(&self) -> Vec<&'a str> {
        self.starters.iter().map(|starter| starter.id).collect()
    }

    /// Gives what the playbook calls itself: what was typed, what the shop is called, or what the starter is.
    pub(crate) fn name(&self, typed: &NewPlaybookArgs) -> Result<String, RefusedAnswer> {
        if let Some(name) = &typed.name {
            return Ok(own::name(name, "its name")?);
        }
        let shop = self.shop.and_then(|shop| own::name(shop, "its name").ok());
        match shop {
            Some(shop) => Ok(shop),
            None => Ok(self.starter(typed)?.rules().name.clone()),
        }
    }

    /// Gives what the playbook is called on the command line.
    pub(crate) fn file(&self, typed: &NewPlaybookArgs) -> Result<String, RefusedAnswer> {
        if let Some(file) = &typed.file {
            return Ok(file.clone());
        }
        let trade = typed.trade.as_deref().unwrap_or_default();
        let name = slug(&self.name(typed)?);
        Ok(if name.is_empty() {
            format!("my-{trade}")
        } else {
            name
        })
    }

    /// Gives a name that can be had, near to the one that was wanted.
    pub(crate) fn free(&self, wanted: &str) -> String {
        let wanted = slug(wanted);
        let base = if wanted.is_empty() || self.trades().contains(&wanted.as_str()) {
            format!("my-{wanted}")
        } else {
            wanted
        };
        let base = base.trim_end_matches('-');
        free(base, |id| (self.taken)(id).is_some())
    }

    fn check_file(&self, typed: &NewPlaybookArgs) -> Result<(), RefusedAnswer> {
        // Without a trade there is no name yet; that the trade is missing is said elsewhere.
        let Ok(file) = self.file(typed) else {
            return Ok(());
        };
        if typed.out.is_some() {
            return Ok(());
        }
        let free = self.free(&file);
        if !is_id(&file) || file.chars().count() > LONGEST_FILE {
            return Err(RefusedAnswer {
                message: format!("`{}` cannot be the name of a playbook here", visible(&file)),
                hint: format!("use small letters, digits and `-`, such as `{free}`"),
            });
        }
        match (self.taken)(&file) {
            None => Ok(()),
            Some(why) => Err(RefusedAnswer {
                message: format!("the name `{file}` is taken: {why}"),
                hint: format!("use another, such as `{free}`"),
            }),
        }
    }

    fn check_first_response(&self, typed: &NewPlaybookArgs) -> Result<(), RefusedAnswer> {
        let first = own::length(&PlaybookQuestion::FirstResponse.text(typed))?;
        let recover = typed.recover.as_deref().map(own::length);
        let usual = || Some(self.starter(typed).ok()?.clock(ClockName::Recover));
        match recover.map_or_else(usual, Result::ok) {
            Some(recover) => holds(own::in_order(first, recover)),
            // That something else is missing or wrong is told there.
            None => Ok(()),
        }
    }

    /// Gives both clocks as far as they are not the starter's.
    fn clocks(
        &self,
        typed: &NewPlaybookArgs,
    ) -> Result<(Option<Span>, Option<Span>), RefusedAnswer> {
        if typed.first_response.is_some() {
            self.check_first_response(typed)?;
        }
        let read = |text: &Option<String>| text.as_deref().map(own::length).transpose();
        let (recover, first) = (read(&typed.recover)?, read(&typed.first_response)?);
        let usual = self.starter(typed)?.clock(ClockName::FirstResponse);
        Ok((
            recover,
            first.or(recover.and_then(|recover| sooner(usual, recover))),
        ))
    }

    /// Gives what holds when a question is left unanswered, in words.
    pub(crate) fn usual(
        &self,
        question: PlaybookQuestion,
        typed: &NewPlaybookArgs,
    ) -> Option<String> {
        let file = || self.file(typed).ok();
        let starter = || self.starter(typed).ok();
        let names = |list: &mut dyn Iterator<Item = &str>| list.collect::<Vec<_>>().join(", ");
        match question {
            PlaybookQuestion::Trade => None,
            PlaybookQuestion::Name => self
                .name(&NewPlaybookArgs {
                    name: None,
                    ..typed.clone()
                })
                .ok(),
            PlaybookQuestion::File => Some(self.free(&file()?)),
            PlaybookQuestion::Tiers => {
                let tiers = &starter()?.rules().tiers;
                Some(names(&mut tiers.iter().map(|tier| tier.name.as_str())))
            }
            PlaybookQuestion::Currency => Some(starter()?.rules().currency.code().to_owned()),
            PlaybookQuestion::Recover => Some(starter()?.clock(ClockName::Recover).to_string()),
            PlaybookQuestion::FirstResponse => {
                let usual = starter()?.clock(ClockName::FirstResponse);
                let recover = typed
                    .recover
                    .as_deref()
                    .and_then(|text| own::length(text).ok());
                let sooner = recover.and_then(|recover| sooner(usual, recover));
                Some(sooner.unwrap_or(usual).to_string())
            }
            PlaybookQuestion::Roles => {
                let roles = &starter()?.rules().roles;
                Some(names(&mut roles.iter().map(String::as_str)))
            }
        }
    }
}

/// Whoever promises the whole in less time than the starter takes to answer answers within that time.
fn sooner(first_response: Span, recover: Span) -> Option<Span> {
    own::in_order(first_response, recover)
        .is_err()
        .then_some(recover)
}

fn holds<T>(answer: Result<T, BadAnswer>) -> Result<(), RefusedAnswer> {
    answer.map(drop).map_err(RefusedAnswer::from)
}

fn given(list: &[String]) -> Option<&[String]> {
    (!list.is_empty()).then_some(list)
}

/// Writes answers as the command line that gives them.
pub(crate) fn command_line(typed: &NewPlaybookArgs) -> String {
    let mut line = "amends playbook new".to_owned();
    if let Some(file) = &typed.file {
        line.push_str(&format!(" {}", quoted(file)));
    }
    let one = |flag, text: &Option<String>| Some((flag, text.clone()?));
    let singles = [one("trade", &typed.trade), one("name", &typed.name)];
    let tiers = typed.tiers.iter().map(|tier| ("tier", tier.clone()));
    let middle = [
        one("currency", &typed.currency),
        one("recover", &typed.recover),
        one("first-response", &typed.first_response),
    ];
    let roles = typed.roles.iter().map(|role| ("role", role.clone()));
    let out = typed.out.as_ref();
    let out = out.map(|out| ("out", out.to_string_lossy().into_owned()));
    let singles = singles.into_iter().flatten();
    let flags = singles.chain(tiers).chain(middle.into_iter().flatten());
    for (flag, text) in flags.chain(roles).chain(out) {
        // A text that begins with a hyphen would be taken for a flag if it stood alone.
        let joint = if text.starts_with('-') { '=' } else { ' ' };
        line.push_str(&format!(" --{flag}{joint}{}", quoted(&text)));
    }
    line
}

impl From<BadAnswer> for RefusedAnswer {
    fn from(bad: BadAnswer) -> Self {
        Self {
            message: visible(&bad.to_string()),
            hint: bad.hint(),
        }
    }
}

impl From<AnswerRefusal> for RefusedAnswer {
    fn from(refusal: AnswerRefusal) -> Self {
        Self {
            message: visible(&refusal.to_string()),
            hint: refusal.hint(),
        }
    }
}
