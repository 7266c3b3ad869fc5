//! Publications piece by piece: what stands before the figures, and the figures unit by unit. So a file of many waves
//! needs no more memory than one packed publication.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read};

use diesel::prelude::*;
use flate2::read::GzDecoder;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::schema::publication;
use super::{StoreError, read};
use crate::domain::batch::{Hash, hex};
use crate::domain::publication::{Figure, Publication};
use crate::domain::results::FigureReader;

/// What the canonical text has before its figures. Nothing else can look so: in a text every quotation mark has a
/// stroke before it, and no field before the figures is a list of this name.
const FIGURES: &[u8] = b",\"figures\":[";

/// A publication of which the figures were not read yet.
#[derive(Debug)]
pub struct Outline {
    /// SHA-256 of the canonical text.
    pub hash: Hash,
    /// What stands before the figures; neither these nor breakdowns.
    pub publication: Publication,
    document: Vec<u8>,
    /// What went wrong with the figures.
    fault: RefCell<Option<io::Error>>,
}

/// The publication with this hash, without its figures.
pub fn by_hash(conn: &mut PgConnection, hash: &Hash) -> Result<Option<Outline>, StoreError> {
    let found = publication::table.find(hash.as_slice()).select(publication::document);
    let Some(document) = found.first::<Vec<u8>>(conn).optional()? else { return Ok(None) };
    let unreadable = |fault: io::Error| read::unreadable("publication", &hex(hash), fault);
    let (mut before, _) = opened(&document).map_err(unreadable)?;
    before.extend_from_slice(b"]}");
    let publication = serde_json::from_slice(&before).map_err(|fault| unreadable(fault.into()))?;
    Ok(Some(Outline { hash: *hash, publication, document, fault: RefCell::default() }))
}

impl Outline {
    /// The whole publication.
    pub fn whole(&self) -> io::Result<Publication> {
        Ok(serde_json::from_reader(unpacked(&self.document))?)
    }

    /// What went wrong while figures were read: then there are fewer than were asked for.
    pub fn fault(&self) -> io::Result<()> {
        self.fault.take().map_or(Ok(()), Err)
    }
}

impl FigureReader for Outline {
    fn figures_of<'s>(&'s self, units: &'s [usize]) -> Box<dyn Iterator<Item = (usize, Vec<Figure>)> + 's> {
        match opened(&self.document) {
            Ok((_, text)) => Box::new(Figures { outline: self, text, place: 0, units: units.iter() }),
            Err(fault) => {
                self.fault.replace(Some(fault));
                Box::new(std::iter::empty())
            }
        }
    }
}

type Unpacked<'a> = BufReader<GzDecoder<&'a [u8]>>;

fn unpacked(document: &[u8]) -> Unpacked<'_> {
    BufReader::new(GzDecoder::new(document))
}

/// The text up to the figures, and the rest.
fn opened(document: &[u8]) -> io::Result<(Vec<u8>, Unpacked<'_>)> {
    let mut text = unpacked(document);
    let mut before = Vec::new();
    while !before.ends_with(FIGURES) {
        if text.read_until(b'[', &mut before)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok((before, text))
}

struct Figures<'s> {
    outline: &'s Outline,
    text: Unpacked<'s>,
    /// Position of the unit that comes next in the text.
    place: usize,
    /// Positions of the units that are still wanted.
    units: std::slice::Iter<'s, usize>,
}

impl Figures<'_> {
    /// The figures of this unit; those of units before it are passed over.
    fn find(&mut self, unit: usize) -> io::Result<Vec<Figure>> {
        loop {
            if self.place > 0 {
                let mut comma = [0];
                self.text.read_exact(&mut comma)?;
            }
            let mut next = serde_json::Deserializer::from_reader(&mut self.text);
            self.place += 1;
            if self.place > unit {
                return Ok(Vec::deserialize(&mut next)?);
            }
            IgnoredAny::deserialize(&mut next)?;
        }
    }
}

impl Iterator for Figures<'_> {
    type Item = (usize, Vec<Figure>);

    fn next(&mut self) -> Option<Self::Item> {
        let unit = *self.units.next()?;
        match self.find(unit) {
            Ok(figures) => Some((unit, figures)),
            Err(fault) => {
                self.outline.fault.replace(Some(fault));
                self.units = [].iter();
                None
            }
        }
    }
}
