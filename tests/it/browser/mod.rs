//! Pages in a real browser, against the real service.

mod axe;
mod conformance;
mod driver;
mod form;
mod ways;
