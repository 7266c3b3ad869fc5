//! JSON for programs: `{"head": {…}, "rows": [{…}, …]}`, one row per unit and node.
//!
//! - `head` holds what is the same for every row, [`Head`] field by field. Of the columns of the CSV file these
//!   stand only here, under the same names: `wave`, `instrument`, `period`, `level`, `publication`. `settings` is a
//!   list of `{"switch", "choice", "verified"}`.
//! - Each row is a [`Row`](crate::domain::table::Row) field by field: the other 22 columns of the CSV file under
//!   the same names, and besides them `unit_level`, `group_name`, `se`, `change_percent`, `notable`, `rank_before`,
//!   `group_before`, `missing`, and how to show the value: `decimals`, `sign`, `of`.
//! - Every field is there in every row; `null` says that there is nothing (never zero). So
//!   `pandas.DataFrame(answer["rows"])` has all the columns.
//! - Numbers are not rounded and read back as the same double.
//!
//! Several waves are `{"waves": [{"head": {…}, "rows": […]}, …]}`, each as it is alone.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::table::{Head, Rows, Waves};

/// Writes the tables, row by row. Fails only when `out` does, or when a table cannot be had.
pub fn write_json(waves: &dyn Waves, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    if waves.count() == 1 {
        waves.each(&mut |table| write_table(table, &mut out))?;
    } else {
        let mut before: &[u8] = b"{\"waves\":[\n";
        waves.each(&mut |table| {
            out.write_all(std::mem::replace(&mut before, b",\n"))?;
            write_table(table, &mut out)
        })?;
        out.write_all(b"]}")?;
    }
    out.write_all(b"\n")?;
    out.flush()
}

fn write_table(table: &dyn Rows, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\"head\":")?;
    serde_json::to_writer(&mut *out, &head(table.head())?)?;
    out.write_all(b",\"rows\":[")?;
    for (position, row) in table.rows().enumerate() {
        // A line per row, so that text tools can look at the file.
        out.write_all(if position == 0 { b"\n" } else { b",\n" })?;
        row.serialize(&mut serde_json::Serializer::new(&mut *out))?;
    }
    out.write_all(b"\n]}")
}

/// The head with named instead of numbered parts in `settings`.
pub(super) fn head(head: &Head) -> io::Result<Value> {
    let mut value = serde_json::to_value(head)?;
    let named = head.settings.iter().map(
        |(switch, choice, verified)| json!({ "switch": switch, "choice": choice, "verified": verified }),
    );
    value["settings"] = named.collect();
    Ok(value)
}
