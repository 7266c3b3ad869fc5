//! Pages in a real browser, against the real service.

mod axe;
mod board;
mod conformance;
mod desk;
mod driver;
mod envelopes;
mod form;
mod imports;
mod journey;
mod keeping;
mod keyboard;
mod kiosk;
mod looks;
mod offline;
mod oidc;
mod page;
mod person;
mod plainly;
mod proxy;
mod releases;
mod setup;
mod staff;
mod tickets;
mod ways;
mod weight;
mod whole;
