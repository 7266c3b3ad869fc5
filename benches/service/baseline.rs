//! The baseline: pgbench, which ships with PostgreSQL, storing the same rows one by one.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{PgConnection, QueryableByName, RunQueryDsl};
use hailong::embedded::DATABASE;

use crate::service::Service;
use crate::{Failure, load};

/// Inserts one row per transaction into a table like the service's.
pub struct Baseline {
    program: PathBuf,
    url: String,
    script: PathBuf,
}

/// What pgbench says.
pub struct Outcome {
    /// Transactions, that is rows, per second.
    pub rate: f64,
    /// Mean time of one.
    pub mean: Duration,
}

#[derive(QueryableByName)]
struct Value {
    #[diesel(sql_type = Text)]
    value: String,
}

/// The one text that a statement gives as `value`.
pub fn text(conn: &mut PgConnection, statement: &str) -> Result<String, Failure> {
    Ok(diesel::sql_query(statement).get_result::<Value>(conn)?.value)
}

impl Baseline {
    /// A table with columns, checks and key of `response` but no reference to other tables, and a
    /// script that inserts rows into it as long as those that wait in `response`.
    pub fn prepare(service: &Service, script: &Path, units: usize) -> Result<Self, Failure> {
        let cluster = service.cluster()?;
        let beside = cluster.binaries().dir.join("pgbench");
        let program = if beside.is_file() { beside } else { PathBuf::from("pgbench") };
        let mut conn = service.database()?;
        conn.batch_execute(
            "DROP TABLE IF EXISTS baseline; CREATE TABLE baseline (LIKE response INCLUDING ALL)",
        )?;
        let answers = text(&mut conn, "SELECT encode(answers, 'hex') AS value FROM response LIMIT 1")?;
        let insert = format!(
            "\\set unit random(1, {units})\nINSERT INTO baseline (unit_id, id, wave, answers) \
             VALUES (:unit, gen_random_uuid(), 1, '\\x{answers}');\n"
        );
        std::fs::write(script, insert)?;
        Ok(Self { program, url: cluster.url(DATABASE), script: script.to_owned() })
    }

    /// Inserts over so many connections for `time`.
    pub fn run(&self, connections: usize, time: Duration) -> Result<Outcome, Failure> {
        let output = Command::new(&self.program)
            .args(["--no-vacuum", "--protocol=prepared", "--file"])
            .arg(&self.script)
            .arg(format!("--client={connections}"))
            .arg(format!("--jobs={}", load::threads(connections)))
            .arg(format!("--time={}", time.as_secs()))
            .arg(&self.url)
            .output()
            .map_err(|fault| format!("cannot run {}: {fault}", self.program.display()))?;
        if !output.status.success() {
            return Err(format!("pgbench: {}", String::from_utf8_lossy(&output.stderr).trim()).into());
        }
        let words = String::from_utf8(output.stdout)?;
        let mean = figure(&words, "latency average = ")?;
        Ok(Outcome { rate: figure(&words, "tps = ")?, mean: Duration::from_secs_f64(mean / 1000.0) })
    }
}

/// The number behind `name` in what pgbench prints.
fn figure(words: &str, name: &str) -> Result<f64, Failure> {
    let figure = words.lines().find_map(|line| line.strip_prefix(name)?.split(' ').next());
    Ok(figure.ok_or_else(|| format!("pgbench does not tell {name:?}: {words}"))?.parse()?)
}
