//! The files of results: what is in them, and that all of them say the same.

mod agreement;
mod as_csv;
mod as_json;
mod as_jsonstat;
mod as_ods;
mod as_pdf;
mod as_xlsx;
mod as_zip;
mod charts;
mod formats;
pub mod support;
