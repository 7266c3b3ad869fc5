use std::time::Duration;

use diesel::Connection as _;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool as R2d2Pool};

use super::StoreError;

/// Connections shared by the threads that ask the database.
pub type Pool = R2d2Pool<ConnectionManager<PgConnection>>;

/// A connection, for rooms that do not know what makes it.
pub type Connection = PgConnection;

/// How long a thread waits for a free connection before it gives up and the visitor is told to come
/// back: longer than any query of a page, shorter than a visitor's patience.
const WAIT: Duration = Duration::from_secs(5);

/// Opens a pool of at most `size` connections to the database at `url`.
///
/// # Errors
/// When the database cannot be reached within five seconds.
pub fn pool(url: &str, size: u32) -> Result<Pool, StoreError> {
    let manager = ConnectionManager::new(url);
    Ok(R2d2Pool::builder().max_size(size).connection_timeout(WAIT).build(manager)?)
}

/// Does all of `work` or nothing of it, for rooms that do not know what makes the connection.
pub fn together<T>(
    conn: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    conn.transaction(work)
}
