//! Which unit is looked at, and the addresses of the page for others.

use crate::domain::publication::Publication;
use crate::web::pages::layout::address;
use crate::web::problem::Problem;

/// A link with its text.
pub(super) struct Link {
    pub name: String,
    pub href: String,
}

/// Position of the unit looked at: the one asked for, else the lowest that all others stand under.
pub(super) fn looked_at(publication: &Publication, unit: Option<&str>) -> Result<Option<usize>, Problem> {
    let units = &publication.units;
    if let Some(code) = unit {
        let found = units.iter().position(|unit| unit.code == code);
        return found.map(Some).ok_or_else(Problem::unknown_unit);
    }
    let mut tops = (0..units.len()).filter(|place| units[*place].parent.is_none());
    let first = tops.next();
    Ok(if tops.next().is_none() { first.map(|top| lowest_common(publication, top)) } else { None })
}

/// Goes down from `top` while there is one unit below: a survey of one province begins there.
fn lowest_common(publication: &Publication, top: usize) -> usize {
    let below = |unit: usize| {
        let mut found =
            (0..publication.units.len()).filter(|place| publication.units[*place].parent == Some(unit));
        found.next().filter(|_| found.next().is_none())
    };
    std::iter::successors(Some(top), |unit| below(*unit)).last().unwrap_or(top)
}

/// Makes addresses of this page.
pub(super) struct Address<'a> {
    /// The page.
    pub path: &'a str,
    /// What was asked to be compared, if anything was.
    pub compare: Option<&'a str>,
    pub language: &'a str,
}

impl Address<'_> {
    /// The page about another unit.
    pub(super) fn of(&self, publication: &Publication, unit: usize) -> Link {
        let unit = &publication.units[unit];
        Link {
            name: unit.name.get(self.language).to_owned(),
            href: self.with(&[("unit", Some(unit.code.as_str()))]),
        }
    }

    /// The page with these parameters, compared as it is now.
    pub(super) fn with(&self, query: &[(&str, Option<&str>)]) -> String {
        let named = query.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        let query: Vec<(&str, &str)> =
            named.chain(self.compare.map(|earlier| ("compare", earlier))).collect();
        address(self.path, &query, self.language)
    }
}

/// The units above, from the top.
pub(super) fn way_up(publication: &Publication, unit: usize, place: &Address) -> Vec<Link> {
    let parent = |unit: &usize| publication.units[*unit].parent;
    let mut above: Vec<usize> = std::iter::successors(parent(&unit), parent).collect();
    above.reverse();
    above.into_iter().map(|unit| place.of(publication, unit)).collect()
}
