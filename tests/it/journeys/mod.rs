//! Whole ways through the real binary, as a person at a keyboard would go them.

mod demo;
mod kansas_city;
mod kiosk;
mod margins;
mod official;
mod papi;
mod posters;
pub mod program;
mod staff;
mod waves;
mod year;
