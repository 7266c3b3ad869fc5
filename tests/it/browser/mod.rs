//! Pages in a real browser, against the real service.

mod axe;
mod driver;
mod form;
mod staff;
