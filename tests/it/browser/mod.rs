//! Pages in a real browser, against the real service.

mod axe;
mod driver;
mod form;
mod journey;
mod keeping;
mod keyboard;
mod looks;
mod page;
mod plainly;
mod weight;
