//! The JSON Schema of instrument files, for editors and for checking files elsewhere.

use super::Instrument;

/// The JSON Schema (draft 2020-12) of an instrument file, made from the types that read it, as
/// indented text with a line break at the end.
///
/// It knows the shape of a file only; `hailong check` finds the mistakes that need understanding.
pub fn json_schema() -> String {
    let mut schema = schemars::schema_for!(Instrument);
    schema.insert("title".to_owned(), "hailong survey instrument".into());
    format!("{:#}\n", schema.to_value())
}
