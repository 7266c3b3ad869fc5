//! The files of results: what is in them, and that all of them say the same.

mod agreement;
mod as_csv;
mod as_json;
mod as_jsonstat;
mod as_ods;
mod as_parquet;
mod as_pdf;
mod as_sdmx;
mod as_stat;
mod as_xlsx;
mod as_xlsx_charts;
mod as_zip;
mod charts;
mod codebook;
mod formats;
mod sample;
pub mod support;
mod syntax;
