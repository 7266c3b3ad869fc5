//! A report for every commune of a province, in a folder of the archive: what the province passes on to each of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

use super::archive::Archive;
use super::{Edition, Format, file_name, render_whole};
use crate::domain::public_url;
use crate::domain::publish::Evidence;
use crate::domain::table::{Row, Table};
use crate::locale::text;

/// Levels of units that have an archive with reports. A whole country would take too long.
const ABOVE: [&str; 2] = ["province", "district"];
const COMMUNE: &str = "commune";

/// The communes of a table whose first unit is a province or a district, each with the codes of the units below it;
/// none of other tables, or where it is not known which unit stands under which.
pub(super) struct Communes<'a> {
    edition: &'a Edition<'a, Table>,
    /// Code of the commune, and of itself and all units below it.
    below: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Communes<'a> {
    pub(super) fn of(edition: &'a Edition<'a, Table>) -> Self {
        let top = edition.table.rows.first().filter(|row| ABOVE.contains(&row.unit_level.as_str()));
        let known = top.and(edition.evidence).map(communes);
        let mut below = known.unwrap_or_default();
        let there: BTreeSet<&str> = edition.table.rows.iter().map(|row| row.unit.as_str()).collect();
        below.retain(|code, _| there.contains(code));
        Self { edition, below }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.below.is_empty()
    }

    /// Name of the folder, with the stroke behind it.
    pub(super) fn folder(&self) -> String {
        format!("{}/", text(&self.edition.table.head.language, "export-reports-folder"))
    }

    /// Adds a report per commune, one after the other.
    pub(super) fn write(&self, archive: &mut Archive<impl Write>) -> io::Result<()> {
        let Edition { table, address, .. } = self.edition;
        let mut rows: HashMap<&str, Vec<&Row>> = HashMap::new();
        for row in &table.rows {
            rows.entry(row.unit.as_str()).or_default().push(row);
        }
        for (commune, below) in &self.below {
            // The commune first: the report is about the first unit.
            let units = std::iter::once(commune).chain(below.iter().filter(|code| *code != commune));
            let own = units.filter_map(|code| rows.get(code)).flatten().map(|row| (*row).clone());
            let own = Table { head: table.head.clone(), rows: own.collect() };
            let address = address.as_deref().map(|address| public_url::about(address, commune));
            let name =
                format!("{}{}", self.folder(), file_name(&table.head.wave, Some(commune), Format::Pdf));
            let edition = Edition { table: &own, address, evidence: None, tasks: &[] };
            render_whole(&edition, Format::Pdf, archive.stored(&name)?)?;
        }
        Ok(())
    }
}

/// Every commune with itself and the units below it.
fn communes(evidence: &Evidence) -> BTreeMap<&str, BTreeSet<&str>> {
    let units = &evidence.units;
    let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for unit in units {
        let mut above = std::iter::successors(Some(unit), |unit| units.get(unit.parent?));
        if let Some(commune) = above.find(|unit| unit.level == COMMUNE) {
            below.entry(&commune.code).or_default().insert(&unit.code);
        }
    }
    below
}
