//! What a commit waits for.

use diesel::prelude::*;

use super::StoreError;

/// Lets every later commit of this session wait until it is on disk, on a server that is set not to
/// wait. A server that waits for more, such as for a standby, keeps doing that.
pub fn wait_for_disk(conn: &mut PgConnection) -> Result<(), StoreError> {
    diesel::sql_query(
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
    )
    .execute(conn)?;
    Ok(())
}
