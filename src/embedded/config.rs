//! How the private server is set up. Three kinds of settings: those that protect the respondents
//! and are given at every start, so that no file can undo them; starting values for a small
//! machine, written once into `postgresql.conf`, where the operator may change them; and what makes
//! a throw-away cluster fast.

use std::ffi::OsString;
use std::path::Path;

use super::Purpose;
use super::privileges::{Folder, Identity, data_argument};

/// Fixed, because the socket's file name and the address contain it; nothing listens on TCP.
pub(super) const PORT: u16 = 5432;

/// Nobody may learn from the server's files which answer arrived when, or what a statement held.
const PROTECTION: &[(&str, &str)] = &[
    ("listen_addresses", ""),
    ("unix_socket_permissions", "0700"),
    // Commit times.
    ("track_commit_timestamp", "off"),
    // The write-ahead log holds rows with commit times: no more of it than recovery needs, and
    // used segments are removed instead of being kept for reuse.
    ("wal_level", "minimal"),
    ("max_wal_senders", "0"),
    ("max_logical_replication_workers", "0"),
    ("archive_mode", "off"),
    ("wal_recycle", "off"),
    // Statements, their parameters, their duration.
    ("log_statement", "none"),
    ("log_duration", "off"),
    ("log_min_duration_statement", "-1"),
    ("log_min_duration_sample", "-1"),
    ("log_transaction_sample_rate", "0"),
    ("log_parameter_max_length", "0"),
    ("log_parameter_max_length_on_error", "0"),
    ("log_min_error_statement", "panic"),
    // Errors of statements reach the client, who knows how to tell them. In the log they could
    // quote a value; DETAIL lines quote whole rows, and the statement of a crashed process.
    ("log_min_messages", "log"),
    ("log_error_verbosity", "terse"),
    // When somebody connected, waited or spilled.
    ("log_connections", "off"),
    ("log_disconnections", "off"),
    ("log_lock_waits", "off"),
    ("log_temp_files", "-1"),
    ("log_checkpoints", "off"),
    ("log_autovacuum_min_duration", "-1"),
    // One log in one place, and no module such as pg_stat_statements that keeps statements.
    ("logging_collector", "off"),
    ("log_destination", "stderr"),
    ("shared_preload_libraries", ""),
    ("session_preload_libraries", ""),
];

/// A crash may lose everything: the data of a test is made anew anyway.
const THROW_AWAY: &[(&str, &str)] = &[
    ("fsync", "off"),
    ("synchronous_commit", "off"),
    ("full_page_writes", "off"),
    ("autovacuum", "off"),
    ("max_wal_size", "1GB"),
    ("max_connections", "200"),
];

/// Appended to `postgresql.conf` of a new cluster; sized for two cores and 2 GB of memory.
pub(super) const STARTING_VALUES: &str = "
# Starting values of hailong; change them here. What protects the respondents is set at every
# start and cannot be changed in this file.
shared_buffers = 128MB
max_connections = 40
work_mem = 16MB
maintenance_work_mem = 64MB
max_wal_size = 512MB
min_wal_size = 64MB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
";

/// The arguments of `postgres` for this cluster.
pub(super) fn server_arguments(
    identity: &Identity,
    cluster: &Folder,
    sockets: &Folder,
    purpose: Purpose,
) -> Vec<OsString> {
    let mut arguments = Vec::from(data_argument(identity, cluster));
    let mut set = |name: &str, value: OsString| {
        let mut setting = OsString::from(format!("{name}="));
        setting.push(value);
        arguments.extend([OsString::from("-c"), setting]);
    };
    set("unix_socket_directories", quoted(&identity.name_of(sockets)));
    set("port", PORT.to_string().into());
    let extra = if purpose == Purpose::Test { THROW_AWAY } else { &[] };
    for (name, value) in PROTECTION.iter().chain(extra) {
        set(name, OsString::from(value));
    }
    arguments
}

/// The setting is a list, in which quotes protect blanks and commas.
fn quoted(folder: &Path) -> OsString {
    use std::os::unix::ffi::{OsStrExt, OsStringExt};

    let mut quoted = vec![b'"'];
    for byte in folder.as_os_str().as_bytes() {
        if *byte == b'"' {
            quoted.push(b'"');
        }
        quoted.push(*byte);
    }
    quoted.push(b'"');
    OsString::from_vec(quoted)
}

/// The address for libpq. Whatever is not plain is percent-encoded, slashes included.
pub(super) fn url(sockets: &Path, user: &str, database: &str) -> String {
    use std::os::unix::ffi::OsStrExt;

    let folder = percent_encoded(sockets.as_os_str().as_bytes());
    let database = percent_encoded(database.as_bytes());
    format!("postgresql:///{database}?host={folder}&port={PORT}&user={user}")
}

fn percent_encoded(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            encoded.push(char::from(*byte));
        } else {
            encoded.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 15)]);
        }
    }
    encoded
}

fn hex_digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16).unwrap_or('0').to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_only_plain_letters() {
        assert_eq!(
            url(Path::new("/srv/dữ liệu/s"), "hailong", "hailong"),
            "postgresql:///hailong?host=%2Fsrv%2Fd%E1%BB%AF%20li%E1%BB%87u%2Fs&port=5432&user=hailong"
        );
    }

    #[test]
    fn a_quote_in_a_folder_name_does_not_end_the_list_entry() {
        assert_eq!(quoted(Path::new("/srv/a\" b")), "\"/srv/a\"\" b\"");
    }
}
