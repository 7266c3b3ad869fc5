//! The HTTP room: a JSON interface for programs and plain pages for people, both over the same functions.
//!
//! Handlers reach the database through one door, [`state`]'s `db`, which runs the work on a thread for blocking
//! work; they never see a connection otherwise. A submission goes one way only, [`record`]. Everything that is
//! not as asked becomes a [`problem`].
//!
//! Nothing about a visitor is logged or kept: no access log, no address, no agent, no cookie. Only the [`staff`]
//! pages have cookies, which are not sent to any other page.
//!
//! Every address stands in one list with its door, [`routes`]: who gets through. One more address of the interface: a
//! handler with its description in `api/`, a line in `api::ROUTES` and one in `api/openapi.rs`; then
//! `hailong openapi > openapi.json`.

mod admission;
mod api;
mod assets;
pub mod audit_file;
mod device;
mod etag;
mod guesses;
mod headers;
mod html;
mod imports;
mod input;
mod language;
mod metrics;
mod open_wave;
mod outgoing;
mod pages;
mod principal;
mod problem;
mod publication_cache;
mod quarantine;
mod record;
mod registry;
mod remarks;
mod results;
mod routes;
pub mod server;
mod settings;
mod staff;
mod state;
mod tasks;
mod tickets;
mod unlock;
mod unlocked;
mod waves;
mod wording;

pub use api::openapi_json;
pub use routes::{Door, Entry, Method, routes};
pub use settings::{KioskTimes, Settings};
pub use state::{AppState, Tally};
