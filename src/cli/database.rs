//! Opening the database for a command: the given server, or the private cluster.

use std::collections::BTreeMap;
use std::ops::DerefMut;
use std::sync::Arc;

use super::Failure;
use super::arguments::Place;
use crate::embedded::{Cluster, DATABASE, Options, Purpose};
use crate::ingest::extras::Extras;
use crate::ingest::forms::{self, LoadedForm};
use crate::store::instruments::Saved;
use crate::store::{self, Connection, Pool};

/// Connections a one-off command may hold.
const COMMAND_CONNECTIONS: u32 = 2;

/// A database that is up to date.
pub struct Database {
    cluster: Option<Cluster>,
    url: String,
    pool: Pool,
    migrated: Vec<String>,
    outdated: Vec<String>,
    extras: Arc<Extras>,
}

/// Opens the database, migrates it, and brings in the shipped units and the survey forms.
pub fn open(place: &Place, purpose: Purpose) -> Result<Database, Failure> {
    open_with(place, purpose, COMMAND_CONNECTIONS)
}

/// [`open`] with a number of connections.
pub fn open_with(place: &Place, purpose: Purpose, connections: u32) -> Result<Database, Failure> {
    let forms = load_forms(place)?;
    let extras = Arc::new(load_extras(place, &forms)?);
    let cluster = match place.database_url {
        Some(_) => None,
        None => Some(Cluster::open(&cluster_options(place, purpose))?),
    };
    let url = match (&cluster, &place.database_url) {
        (Some(cluster), _) => cluster.url(DATABASE),
        (None, url) => url.clone().unwrap_or_default(),
    };
    let pool = store::pool(&url, connections)?;
    let mut conn = pool.get()?;
    let role = store::roles::own_role(&mut conn)?;
    let migrated =
        if role.may_migrate { store::migrate(&mut conn)? } else { up_to_date(&mut conn, &role.name)? };
    let mut outdated = Vec::new();
    if role.may_fill {
        store::units::seed_units(&mut conn)?;
        outdated = save_forms(&mut conn, &forms)?;
    }
    drop(conn);
    Ok(Database { cluster, url, pool, migrated, outdated, extras })
}

/// Nothing was migrated; an error when something ought to be and this role may not.
fn up_to_date(conn: &mut Connection, role: &str) -> Result<Vec<String>, Failure> {
    let pending = store::health::pending_migrations(conn)?;
    if pending.is_empty() {
        return Ok(Vec::new());
    }
    Err(format!(
        "the database lacks {} migrations, which {role} may not apply; run `hailong migrate` as the owner of the \
         tables (hailong_owner), then `hailong roles | psql` as administrator",
        pending.len()
    )
    .into())
}

/// How the private cluster is opened.
pub fn cluster_options(place: &Place, purpose: Purpose) -> Options {
    Options { data: place.data(), pg_bin_dir: place.pg_bin_dir.clone(), fetch: !place.no_fetch, purpose }
}

/// The shipped forms and those of the folder that was named. The same id twice is refused unless the
/// text is the same.
pub fn load_forms(place: &Place) -> Result<Vec<LoadedForm>, Failure> {
    let mut all: BTreeMap<String, LoadedForm> = BTreeMap::new();
    let own = place.forms.as_deref().map_or_else(|| Ok(Vec::new()), |folder| forms::load(Some(folder)))?;
    for form in forms::load(None)?.into_iter().chain(own) {
        let id = form.instrument.id.clone();
        match all.get(&id) {
            Some(known) if known.sha256 != form.sha256 => {
                let file = form.file;
                return Err(format!(
                    "{file}: /id: the program ships another text as {id}; give a new version a new id"
                )
                .into());
            }
            _ => all.insert(id, form),
        };
    }
    Ok(all.into_values().collect())
}

/// The translations and recordings of these forms.
pub fn load_extras(place: &Place, forms: &[LoadedForm]) -> Result<Extras, Failure> {
    let instruments = forms.iter().map(|form| &form.instrument);
    Ok(Extras::load(place.forms.as_deref(), instruments)?)
}

/// Stores the forms; names those that keep an older text because a wave uses it.
fn save_forms(conn: &mut Connection, forms: &[LoadedForm]) -> Result<Vec<String>, Failure> {
    let mut outdated = Vec::new();
    for form in forms {
        let saved = store::instruments::save(conn, &form.json, &form.sha256, &form.instrument)?;
        if saved == Saved::KeptOlder {
            outdated.push(form.instrument.id.clone());
        }
    }
    Ok(outdated)
}

impl Database {
    /// A connection.
    pub fn conn(&self) -> Result<impl DerefMut<Target = Connection>, Failure> {
        Ok(self.pool.get()?)
    }

    /// The pool, for the service.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Address of the database, for threads with a connection of their own.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The private cluster, if it is one.
    pub fn cluster(&self) -> Option<&Cluster> {
        self.cluster.as_ref()
    }

    /// Forms whose text differs from the one a wave uses.
    pub fn outdated_forms(&self) -> &[String] {
        &self.outdated
    }

    /// Translations and recordings of the forms.
    pub fn extras(&self) -> Arc<Extras> {
        Arc::clone(&self.extras)
    }

    /// Closes the connections and stops the private cluster if this process started it.
    pub fn close(self) -> Result<(), Failure> {
        drop(self.pool);
        self.cluster.map_or(Ok(()), Cluster::stop)?;
        Ok(())
    }
}

/// `hailong migrate`: opening has done the work.
#[expect(clippy::unnecessary_wraps, reason = "commands share one signature")]
pub fn report_migrations(database: &mut Database) -> Result<bool, Failure> {
    for version in &database.migrated {
        println!("applied {version}");
    }
    println!("the database is up to date");
    Ok(true)
}
