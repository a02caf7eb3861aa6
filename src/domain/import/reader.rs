//! One record after the other, judged and turned into rows.

use super::header::{BadHeader, ColumnPositions};
use super::identity::{self, Identities};
use super::{
    Aspect, BadRow, CellSaid, Field, ImportTally, ListState, Lookup, Mapping, Precision, Reason,
    Record, Row, RowEnd, Shape,
};
use crate::domain::id::Hash;
use crate::domain::name::folded;
use crate::domain::time::when::{Layout, ReferenceTime};
use crate::domain::words::{BadText, Words};

mod dates;

use dates::{Dated, Shown};

/// Reads the records of one file, in their order.
///
/// Nothing but the identities of the rows grows with the file.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    mapping: &'a Mapping,
    moment: ReferenceTime<'a>,
    columns: ColumnPositions,
    identities: Identities,
    /// The orders that the dates of each field show, by [`Field::ALL`].
    shown: [Shown; 8],
    /// The line of a row with a bad quote, until another is a row beyond doubt.
    torn: Option<u64>,
    tally: ImportTally,
}

/// The cells of a row, as text, with what is to be counted about it once it is taken.
#[derive(Default)]
struct RowCells<'r> {
    line: u64,
    texts: Vec<&'r str>,
    /// Words that took a default.
    defaults: Vec<(Aspect, &'r str)>,
    /// How many of its dates happen twice.
    twice: u64,
}

impl<'a> Reader<'a> {
    /// Begins a file whose columns have these names.
    ///
    /// `moment` is the present and the shop's zone; its order of dates gives way to the mapping's.
    ///
    /// # Errors
    /// When a column the mapping names is missing, or is there twice.
    pub fn new(
        names: Vec<String>,
        mapping: &'a Mapping,
        moment: ReferenceTime<'a>,
    ) -> Result<Self, BadHeader> {
        Ok(Self {
            mapping,
            moment: ReferenceTime {
                order: match mapping.date_order.map(Layout::year_last) {
                    Some(Some(order)) => Some(order),
                    Some(None) | None => moment.order,
                },
                ..moment
            },
            columns: ColumnPositions::find(names, mapping)?,
            identities: Identities::default(),
            shown: Default::default(),
            torn: None,
            tally: ImportTally::default(),
        })
    }

    /// Gives the columns that nothing is read from.
    #[must_use]
    pub fn unused_columns(&self) -> Vec<String> {
        self.columns.unused()
    }

    /// Gives what a row of this list looks like.
    #[must_use]
    pub fn shape(&self) -> Shape {
        Shape {
            columns: self.columns.names.len(),
            told: self
                .columns
                .of(Field::Told)
                .first()
                .copied()
                .unwrap_or_default(),
        }
    }

    /// Gives what was counted so far.
    #[must_use]
    pub fn tally(&self) -> ImportTally {
        let mut orders = self.shown.iter().flat_map(Shown::layouts);
        let first = orders.next();
        let mut tally = self.tally.clone();
        tally.order_shown = first.filter(|first| orders.all(|order| order == *first));
        tally
    }

    /// Reads the next record; `None` when every cell of it is blank.
    ///
    /// # Errors
    /// When it cannot become a case. The reader can go on with the next one.
    pub fn row(&mut self, record: &Record<'_>) -> Option<Result<Row, BadRow>> {
        if record.is_blank() {
            self.tally.blank += 1;
            return None;
        }
        self.tally.read += 1;
        let line = record.line;
        Some(
            self.judged(record)
                .map_err(|reason| BadRow { line, reason }),
        )
    }

    fn judged(&mut self, record: &Record<'_>) -> Result<Row, Reason> {
        let mut cells = self.cells(record)?;
        let reference = self.reference(&cells)?;
        let identity = match &reference {
            Some((reference, _)) => *reference,
            None => self.identities.of_content(record),
        };
        let mut row = self.understood(&mut cells, identity)?;
        if let Some((reference, said)) = reference {
            self.identities.remember(reference, cells.line);
            row.reference = Some(said);
        }
        for (aspect, word) in cells.defaults {
            self.tally.default_used(aspect, word);
        }
        self.tally.twice += cells.twice.min(1);
        Ok(row)
    }

    fn understood(&self, cells: &mut RowCells<'_>, identity: Hash) -> Result<Row, Reason> {
        let mapping = self.mapping;
        let dates = self.dates(cells)?;
        let closed = self.end(cells, dates.closed)?;
        let row = Row {
            line: cells.line,
            identity,
            reference: None,
            told: dates.told.at,
            told_to: dates.told.precision,
            happened: dates.happened,
            closed,
            customer: self.words(cells, Field::Customer)?,
            reach: self.words(cells, Field::Reach)?,
            order: self.words(cells, Field::Order)?,
            words: self.words(cells, Field::Words)?,
            complaint: self.ours(cells, Aspect::Type, &mapping.complaint)?,
            tier: self.ours(cells, Aspect::Tier, &mapping.tier)?,
            severity: self.ours(cells, Aspect::Severity, &mapping.severity)?,
            channel: self.ours(cells, Aspect::Channel, &mapping.channel)?,
        };
        Ok(row)
    }

    /// Takes the cells as text; one bad cell spoils the row, because nobody can say what else it spoils.
    fn cells<'r>(&mut self, record: &'r Record<'_>) -> Result<RowCells<'r>, Reason> {
        if let Some(bad) = &record.broken {
            self.torn = Some(record.line);
            return Err(bad.clone().into());
        }
        self.not_torn(record)?;
        let (found, columns) = (record.cells.len(), self.columns.names.len());
        if found != columns {
            return Err(Reason::Ragged { found, columns });
        }
        let cells = record.cells.iter().enumerate();
        let texts: Result<Vec<&str>, Reason> =
            cells.map(|(at, cell)| self.text(at, cell)).collect();
        Ok(RowCells {
            line: record.line,
            texts: texts?,
            ..RowCells::default()
        })
    }

    /// Sees to it that what stands behind a row with a bad quote is no part of that row.
    ///
    /// The end of its text is not known, so a line counts as a row again only when it has all columns
    /// and no quote as a letter; the first that has its date as well ends the doubt.
    fn not_torn(&mut self, record: &Record<'_>) -> Result<(), Reason> {
        let Some(line) = self.torn else {
            return Ok(());
        };
        if record.stray || record.cells.len() != self.columns.names.len() {
            return Err(Reason::BehindBadQuote { line });
        }
        if self.shape().is_row(&record.cells) {
            self.torn = None;
        }
        Ok(())
    }

    fn text<'r>(&self, at: usize, cell: &'r [u8]) -> Result<&'r str, Reason> {
        let column = || self.columns.name(at);
        let text = std::str::from_utf8(cell).map_err(|_| Reason::NotUtf8 {
            column: column(),
            windows: from_windows(cell),
        })?;
        match text.chars().position(|letter| letter == '\0') {
            None => Ok(text),
            Some(before) => Err(Reason::Text {
                column: column(),
                bad: BadText::Nul { at: before + 1 },
            }),
        }
    }

    /// Gives the first column of a field and its trimmed cell, if there is something in it.
    fn only<'r>(&self, cells: &RowCells<'r>, field: Field) -> Option<(usize, &'r str)> {
        let at = *self.columns.of(field).first()?;
        let text = cells.texts.get(at)?.trim();
        (!text.is_empty()).then_some((at, text))
    }

    fn reference(&self, cells: &RowCells<'_>) -> Result<Option<(Hash, CellSaid)>, Reason> {
        let Some((at, found)) = self.only(cells, Field::Reference) else {
            return Ok(None);
        };
        let said = CellSaid {
            column: self.columns.name(at),
            found: found.to_owned(),
        };
        if identity::is_cut_short(found) {
            return Err(Reason::ReferenceCutShort(said));
        }
        let reference = identity::of_reference(found);
        match self.identities.line_of(reference) {
            None => Ok(Some((reference, said))),
            Some(line) => Err(Reason::ReferenceTwice {
                column: said.column,
                found: said.found,
                line,
            }),
        }
    }

    fn column(&self, field: Field) -> String {
        let at = self.columns.of(field).first();
        at.map_or_else(|| field.key().to_owned(), |at| self.columns.name(*at))
    }

    /// Names all columns of a field, as in `Date + Time`.
    fn columns_of(&self, field: Field) -> String {
        let columns = self.columns.of(field).iter();
        let names: Vec<String> = columns.map(|at| self.columns.name(*at)).collect();
        names.join(" + ")
    }

    fn said(&self, field: Field, found: &str) -> CellSaid {
        CellSaid {
            column: self.columns_of(field),
            found: found.to_owned(),
        }
    }

    fn end(
        &self,
        cells: &mut RowCells<'_>,
        dated: Option<Dated>,
    ) -> Result<Option<RowEnd>, Reason> {
        let state = match &self.mapping.state {
            Some(lookup) => self.ours(cells, Aspect::State, lookup)?,
            None => dated
                .as_ref()
                .map_or(ListState::Open, |_| ListState::Closed),
        };
        match (state, dated) {
            (ListState::Open, None) => Ok(None),
            (ListState::Open, Some(dated)) => {
                let said = self.said(Field::Closed, &dated.found);
                Err(Reason::OpenWithEnd(said))
            }
            (ListState::Closed, dated) => {
                let lookup = &self.mapping.outcome;
                let outcome = self.ours(cells, Aspect::Outcome, lookup)?;
                Ok(Some(RowEnd {
                    at: dated.as_ref().map(|dated| dated.at),
                    to: dated.map_or(Precision::Second, |dated| dated.precision),
                    outcome,
                }))
            }
        }
    }

    /// Finds our word for what the row says.
    fn ours<T: Copy>(
        &self,
        cells: &mut RowCells<'_>,
        aspect: Aspect,
        lookup: &Lookup<T>,
    ) -> Result<T, Reason> {
        let by = match lookup {
            Lookup::Always(ours) | Lookup::Assumed(ours) => return Ok(*ours),
            Lookup::Column(by) => by,
        };
        let at = self.columns.looked_up_in(aspect);
        let cell = at.and_then(|at| cells.texts.get(at)).copied();
        let cell = cell.unwrap_or_default();
        if let Some(ours) = by.values.get(&folded(cell)) {
            return Ok(*ours);
        }
        let ours = by.default.ok_or_else(|| Reason::Unmatched {
            aspect,
            column: at.map_or_else(|| by.column.name.clone(), |at| self.columns.name(at)),
            found: cell.to_owned(),
        })?;
        cells.defaults.push((aspect, cell));
        Ok(ours)
    }

    /// Joins the columns of a field, empty ones left out; `None` when nothing is in them.
    fn joined(&self, cells: &RowCells<'_>, field: Field) -> Option<String> {
        let columns = self.columns.of(field).iter();
        let texts = columns.filter_map(|at| Some(cells.texts.get(*at)?.trim()));
        let said: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        (!said.is_empty()).then(|| said.join(field.joint().unwrap_or_default()))
    }

    /// Takes the text of a field: a lone column of words as it is, anything else without the spaces around it.
    fn words(&self, cells: &RowCells<'_>, field: Field) -> Result<Option<Words>, Reason> {
        let text = match self.columns.of(field) {
            [only] if field == Field::Words => {
                cells.texts.get(*only).map(|text| (*text).to_owned())
            }
            _ => self.joined(cells, field),
        };
        let Some(text) = text else {
            return Ok(None);
        };
        let words = Words::new(text).map_err(|bad| Reason::Text {
            column: self.column(field),
            bad,
        })?;
        Ok(Some(words).filter(|words| !words.is_blank()))
    }
}

/// What the bytes 0x80 to 0x9F are in Windows-1252 (<https://encoding.spec.whatwg.org/#windows-1252>);
/// a full stop stands for the five that are nothing there.
const WINDOWS: &str = "€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ";

/// Reads bytes as Windows-1252; `None` when they are no text there either.
fn from_windows(cell: &[u8]) -> Option<String> {
    let letter = |byte: &u8| match byte {
        0x80..=0x9F => WINDOWS
            .chars()
            .nth(usize::from(byte - 0x80))
            .filter(|letter| *letter != '.'),
        0 => None,
        other => Some(char::from(*other)),
    };
    cell.iter().map(letter).collect()
}
