//! The commands that save something in the history.

/// Makes the list of verbs: the word that is stored, and what the operation has done.
macro_rules! verbs {
    ($($verb:ident = $word:literal, $done:literal;)+) => {
        /// A command that saves an operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Verb {
            $(#[doc = concat!("After it, ", $done, ".")] $verb,)+
        }

        impl Verb {
            /// Every verb.
            pub const ALL: &[Self] = &[$(Self::$verb),+];

            /// Gives the word that is stored with the operation; of a command that changes a case also the name of its
            /// schema.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$verb => $word,)+
                }
            }

            /// Says what it has done, for its schema.
            #[must_use]
            pub const fn has_done(self) -> &'static str {
                match self {
                    $(Self::$verb => $done,)+
                }
            }
        }
    };
}

verbs! {
    New = "new", "a case was saved";
    Done = "done", "steps were done, case by case";
    Skip = "skip", "a step is not needed";
    Choose = "choose", "a slot was filled";
    Note = "note", "a note was written";
    Contact = "contact", "they got in touch";
    Promise = "promise", "a promise was made";
    Pause = "pause", "its clocks wait";
    Resume = "resume", "its clocks go on";
    Stayed = "stayed", "the customer came back";
    Gone = "gone", "the customer has left";
    Assign = "assign", "somebody else holds it";
    Change = "change", "a case was corrected";
    Close = "close", "a case was closed";
    Reopen = "reopen", "a case is open again";
    Undo = "undo", "taken back";
    Redo = "redo", "put back";
    Import = "import", "complaints were taken in";
    Drill = "drill", "a drill was written down";
    Report = "report", "the night report ran";
}

impl Verb {
    /// Says whether it changes a case that is there, and answers with it; most do.
    #[must_use]
    pub const fn changes_a_case(self) -> bool {
        !matches!(
            self,
            Self::New | Self::Undo | Self::Redo | Self::Import | Self::Drill | Self::Report
        )
    }
}
