//! A report for every commune of a province, in a folder of the archive: what the province passes on to each of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

use super::archive::Archive;
use super::{Edition, Format, file_name, render};
use crate::domain::public_url;
use crate::domain::publication::PublishedKind;
use crate::domain::publish::Evidence;
use crate::domain::table::{Head, LowestNodes, Row, Rows, Standing, Table};
use crate::locale::text;

/// Levels of units that have an archive with reports. A whole country would take too long.
const ABOVE: [&str; 2] = ["province", "district"];
const COMMUNE: &str = "commune";

/// The communes of a table whose first unit is a province or a district, each with the codes of the units below it;
/// none of other tables, or where it is not known which unit stands under which.
pub(super) struct Communes<'a> {
    edition: &'a Edition<'a>,
    /// Code of the commune, and of itself and all units below it.
    below: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Communes<'a> {
    pub(super) fn of(edition: &'a Edition<'a>) -> Self {
        let mut rows = edition.table.rows();
        let top = rows.next().filter(|row| ABOVE.contains(&row.unit_level.as_str()));
        let known = top.and(edition.evidence).map(communes);
        let mut below = known.unwrap_or_default();
        let there: BTreeSet<String> =
            rows.filter(|row| row.unit_level == COMMUNE).map(|row| row.into_owned().unit).collect();
        below.retain(|code, _| there.contains(*code));
        Self { edition, below }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.below.is_empty()
    }

    /// Name of the folder, with the stroke behind it.
    pub(super) fn folder(&self) -> String {
        format!("{}/", text(&self.edition.table.head().language, "export-reports-folder"))
    }

    /// Adds a report per commune, one after the other.
    pub(super) fn write(&self, archive: &mut Archive<impl Write + Send>) -> io::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let Edition { table, address, .. } = self.edition;
        let head = table.head();
        // Of the units below a commune a report shows the overall index alone.
        let is_shown =
            |row: &Cow<'_, Row>| row.unit_level == COMMUNE || row.node_kind == PublishedKind::Index;
        let mut rows: HashMap<String, Vec<Row>> = HashMap::new();
        for row in table.rows().filter(is_shown) {
            rows.entry(row.unit.clone()).or_default().push(row.into_owned());
        }
        for (commune, below) in &self.below {
            // The commune first: the report is about the first unit.
            let units = std::iter::once(commune).chain(below.iter().filter(|code| *code != commune));
            let own = units.filter_map(|code| rows.remove(*code)).flatten();
            let own = Own { table: Table { head: head.clone(), rows: own.collect() }, all: *table };
            let address = address.as_deref().map(|address| public_url::about(address, commune));
            let name = format!("{}{}", self.folder(), file_name(&head.wave, Some(commune), Format::Pdf));
            let table: &dyn Rows = &own;
            let edition = Edition { table, address, evidence: None, tasks: &[] };
            render(edition, Format::Pdf, archive.stored(&name)?)?;
        }
        Ok(())
    }
}

/// The rows of a commune, whose standing among others all rows together know.
struct Own<'a> {
    table: Table,
    all: &'a dyn Rows,
}

impl Rows for Own<'_> {
    fn head(&self) -> &Head {
        &self.table.head
    }

    fn rows(&self) -> Box<dyn Iterator<Item = Cow<'_, Row>> + '_> {
        self.table.rows()
    }

    fn count(&self) -> usize {
        self.table.count()
    }

    fn standing(&self, row: &Row) -> Option<Standing> {
        self.all.standing(row)
    }

    fn lowest(&self, row: &Row) -> Option<LowestNodes> {
        self.all.lowest(row)
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
