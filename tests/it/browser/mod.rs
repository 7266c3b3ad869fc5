//! Pages in a real browser, against the real service.

mod axe;
mod desk;
mod driver;
mod form;
mod kiosk;
mod offline;
mod person;
mod proxy;
mod releases;
mod setup;
