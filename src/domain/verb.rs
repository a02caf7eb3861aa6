//! The commands that save something in the history.

/// A command that saves an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// A complaint was taken in.
    New,
    /// Steps or a promise were entered as done.
    Done,
    /// A step was entered as not needed.
    Skip,
    /// A slot was filled with another action.
    Choose,
    /// Something was written down.
    Note,
    /// The customer got in touch again.
    Contact,
    /// The customer was told something with a time.
    Promise,
    /// Clocks wait.
    Pause,
    /// Clocks go on.
    Resume,
    /// The customer came back.
    Stayed,
    /// The customer has left.
    Gone,
    /// A case was given to somebody.
    Assign,
    /// The facts of a case were corrected.
    Change,
    /// A case was closed.
    Close,
    /// A case was opened again.
    Reopen,
    /// The last operation was taken back.
    Undo,
    /// What was taken back was put back.
    Redo,
    /// Complaints of a list were taken in.
    Import,
    /// A rehearsal was written down.
    Drill,
    /// The night report ran.
    Report,
}

impl Verb {
    /// Gives the word that is stored with the operation; of a command that changes cases also the name of its schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Done => "done",
            Self::Skip => "skip",
            Self::Choose => "choose",
            Self::Note => "note",
            Self::Contact => "contact",
            Self::Promise => "promise",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Stayed => "stayed",
            Self::Gone => "gone",
            Self::Assign => "assign",
            Self::Change => "change",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Import => "import",
            Self::Drill => "drill",
            Self::Report => "report",
        }
    }
}
