//! The service as visitors and programs meet it.

mod answers;
mod board;
pub mod board_ground;
pub mod breakdowns;
mod button;
pub mod every_page;
pub mod kiosk;
mod kiosk_pages;
pub mod log;
mod manners;
pub mod maps;
mod memory;
mod open_data;
mod operations;
mod pages;
mod privacy;
mod reading;
mod refusals;
mod remarks;
pub mod results;
mod several;
mod stopping;
mod streaming;
pub mod support;
mod ways;
