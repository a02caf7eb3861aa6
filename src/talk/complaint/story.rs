//! Their words: as many lines as they take, ended by an empty one.

use super::question::ComplaintQuestion;
use super::take::clean;
use super::talk::ComplaintTalk;
use crate::domain::words::{BadText, Words};
use crate::talk::refusal::AnswerRefusal;
use crate::talk::voice::{Ask, Halt, Move, StoryLine};

/// The most lines that are shown back.
const MOST_SHOWN: usize = 20;

/// A text while it is typed line by line.
struct Story {
    /// What was there before and is kept unless something new is typed.
    before: Option<String>,
    lines: Vec<String>,
    /// What the next line begins with.
    start: String,
    /// Whether lines have been refused for want of room.
    full: Full,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Full {
    Yes,
    No,
}

/// What a line did to the story.
enum StoryStep {
    More,
    End,
    Left,
}

impl Story {
    /// A finished story is kept, or replaced by what is typed.
    fn again(text: String) -> Self {
        Self {
            before: Some(text),
            ..Self::going_on(None)
        }
    }

    /// A story that was not finished, or not begun, goes on.
    fn going_on(text: Option<String>) -> Self {
        let lines = text.map(|text| text.split('\n').map(str::to_owned).collect());
        Self {
            before: None,
            lines: lines.unwrap_or_default(),
            start: String::new(),
            full: Full::No,
        }
    }

    fn prompt(&self) -> &'static str {
        match (self.lines.is_empty(), self.before.is_some()) {
            (true, true) => "They said [keep]",
            (true, false) => ComplaintQuestion::Words.prompt(),
            (false, _) => "     more",
        }
    }

    fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// Gives all there is, so that stopping in the middle of a new text loses neither.
    fn everything(&self) -> String {
        let before = self.before.iter().map(String::as_str);
        let lines = self.lines.iter().map(String::as_str);
        before.chain(lines).collect::<Vec<_>>().join("\n")
    }
}

impl ComplaintTalk<'_> {
    /// Asks for their words, then says the one thing that matters while they speak.
    pub(super) fn ask_words(&mut self) -> Result<Move, Halt> {
        let settled = self.form.is_settled(&ComplaintQuestion::Words);
        let words = self.form.answers().words.clone();
        self.quote(words.as_deref().unwrap_or_default());
        if words.is_none() {
            self.voice
                .say("What happened? Their words; an empty line ends them.");
        }
        let mut story = match words {
            Some(words) if settled => Story::again(words),
            words => Story::going_on(words),
        };
        loop {
            self.form.keep();
            match self.part(&mut story)? {
                StoryStep::More => {}
                StoryStep::Left => return Ok(Move::Back),
                StoryStep::End => break,
            }
        }
        self.finish(&story);
        Ok(Move::On)
    }

    fn part(&mut self, story: &mut Story) -> Result<StoryStep, Halt> {
        let start = std::mem::take(&mut story.start);
        let ask = Ask {
            prompt: story.prompt(),
            start: &start,
            help: ComplaintQuestion::Words.help(),
        };
        match self.voice.ask_part(ask)? {
            StoryLine::Back => Ok(self.line_back(story)),
            StoryLine::Pasted(line) => {
                self.add(story, &line);
                Ok(StoryStep::More)
            }
            StoryLine::Typed(line) if line.trim().is_empty() => Ok(StoryStep::End),
            StoryLine::Typed(line) => {
                self.add(story, &line);
                Ok(StoryStep::More)
            }
        }
    }

    /// Takes the last line back to be changed; before the first one, leaves the question.
    fn line_back(&mut self, story: &mut Story) -> StoryStep {
        let Some(line) = story.lines.pop() else {
            return StoryStep::Left;
        };
        story.start = line;
        self.keep(story);
        StoryStep::More
    }

    fn add(&mut self, story: &mut Story, line: &str) {
        story.lines.push(line.trim_end().to_owned());
        let Err(refused) = Words::new(story.everything()) else {
            return self.keep(story);
        };
        let _ = story.lines.pop();
        match refused {
            BadText::TooLong { .. } if story.full == Full::Yes => {}
            BadText::TooLong { .. } => {
                story.full = Full::Yes;
                self.refuse(&AnswerRefusal::NotWords(refused));
            }
            BadText::Nul { .. } => {
                self.refuse(&AnswerRefusal::NotWords(refused));
                story.start = line.replace('\0', "");
            }
        }
    }

    /// Keeps what there is after every line, as a story that is not finished.
    fn keep(&mut self, story: &Story) {
        if story.lines.is_empty() && story.before.is_some() {
            self.form.so_far.answers.words.clone_from(&story.before);
            return self.form.settle(ComplaintQuestion::Words);
        }
        let text = story.everything();
        self.form.so_far.answers.words = (!text.is_empty()).then_some(text);
        self.form.reopen(&ComplaintQuestion::Words);
    }

    fn finish(&mut self, story: &Story) {
        let kept = story.lines.is_empty() && story.before.is_some();
        if !kept {
            // A lone `-` would make the command line read standard input.
            let text = clean(&story.text()).unwrap_or_default();
            let words = (!text.is_empty() && text != "-").then_some(text);
            self.form.so_far.answers.words = words;
            self.voice
                .say("Say sorry in your own name, and hear them out.");
        }
        self.form.settle(ComplaintQuestion::Words);
    }

    /// Shows their words back.
    fn quote(&mut self, words: &str) {
        for line in words.lines().take(MOST_SHOWN) {
            self.voice.say(&format!("> {line}"));
        }
        let more = words.lines().count().saturating_sub(MOST_SHOWN);
        if more > 0 {
            self.voice.say(&format!("> ... and {more} more"));
        }
    }
}
