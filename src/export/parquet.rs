//! Parquet for data frames: the columns of the CSV file with their types, so that codes stay texts and no reader has
//! to guess. The head of the JSON file is the metadata `head`; of several waves they are
//! the list `heads`.
//!
//! Rows go out in groups, so that memory holds one of them.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use parquet::basic::{Compression, ConvertedType, GzipLevel, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use serde_json::Value;

use super::cell::{Cell, ColumnType, column_type, columns, line};
use super::json;
use crate::domain::table::{Head, Row, Waves};

/// Rows of a group.
const GROUP: usize = 16_384;

/// Writes the rows. Fails only when `out` does, or when a table cannot be had.
pub fn write_parquet(waves: &dyn Waves, mut out: impl Write) -> io::Result<()> {
    let relay = Relay::default();
    let mut writer = None;
    let mut heads = Vec::new();
    waves.each(&mut |table| {
        let head = table.head();
        heads.push(json::head(head)?);
        let writer = match &mut writer {
            Some(writer) => writer,
            none => none.insert(begun(head, &relay).map_err(io::Error::other)?),
        };
        let mut rows = table.rows();
        loop {
            let next: Vec<Cow<'_, Row>> = rows.by_ref().take(GROUP).collect();
            if next.is_empty() {
                return Ok(());
            }
            let group = writer.next_row_group().map_err(io::Error::other)?;
            write_group(head, &next, group).map_err(io::Error::other)?;
            relay.pass_on(&mut out)?;
        }
    })?;
    if let Some(mut writer) = writer {
        let (key, value) = match heads.as_slice() {
            [head] => ("head", head.to_string()),
            heads => ("heads", Value::from(heads).to_string()),
        };
        writer.append_key_value_metadata(KeyValue::new(key.to_owned(), value));
        writer.close().map_err(io::Error::other)?;
    }
    relay.pass_on(&mut out)?;
    out.flush()
}

fn begun(head: &Head, relay: &Relay) -> Result<SerializedFileWriter<Relay>, ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::GZIP(GzipLevel::default()))
        .set_created_by(concat!("hailong ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    SerializedFileWriter::new(relay.clone(), Arc::new(schema(head)?), Arc::new(properties))
}

/// One optional field per column.
fn schema(head: &Head) -> Result<Type, ParquetError> {
    let mut fields = Vec::new();
    for name in columns(head) {
        let (physical, text) = match column_type(name) {
            ColumnType::Text => (Physical::BYTE_ARRAY, true),
            ColumnType::Whole => (Physical::INT64, false),
            ColumnType::Number => (Physical::DOUBLE, false),
            ColumnType::Flag => (Physical::BOOLEAN, false),
        };
        let mut field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        if text {
            field =
                field.with_logical_type(Some(LogicalType::String)).with_converted_type(ConvertedType::UTF8);
        }
        fields.push(Arc::new(field.build()?));
    }
    Type::group_type_builder("results").with_fields(fields).build()
}

fn write_group(
    head: &Head,
    rows: &[Cow<'_, Row>],
    mut group: SerializedRowGroupWriter<'_, Relay>,
) -> Result<(), ParquetError> {
    for (place, name) in columns(head).into_iter().enumerate() {
        let cells = rows.iter().map(|row| line(head, row).nth(place).unwrap_or(Cell::Absent));
        match column_type(name) {
            ColumnType::Text => write_column::<ByteArrayType>(&mut group, cells, text)?,
            ColumnType::Whole => write_column::<Int64Type>(&mut group, cells, whole)?,
            ColumnType::Number => write_column::<DoubleType>(&mut group, cells, number)?,
            ColumnType::Flag => write_column::<BoolType>(&mut group, cells, flag)?,
        }
    }
    group.close()?;
    Ok(())
}

/// Writes the next column: the values that are there, and for each row whether it has one.
fn write_column<'c, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Relay>,
    cells: impl Iterator<Item = Cell<'c>>,
    read: fn(Cell<'c>) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let mut values = Vec::new();
    let mut there: Vec<i16> = Vec::new();
    for value in cells.map(read) {
        there.push(i16::from(value.is_some()));
        values.extend(value);
    }
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("the schema has fewer columns than the table".to_owned()));
    };
    column.typed::<T>().write_batch(&values, Some(&there), None)?;
    column.close()
}

fn text(cell: Cell<'_>) -> Option<ByteArray> {
    if let Cell::Text(text) = cell { Some(ByteArray::from(text)) } else { None }
}

fn number(cell: Cell<'_>) -> Option<f64> {
    if let Cell::Number(value) = cell { Some(value) } else { None }
}

/// Counts are far below 2^53, where numbers are exact.
#[expect(clippy::cast_possible_truncation, reason = "whole numbers far below 2^53")]
fn whole(cell: Cell<'_>) -> Option<i64> {
    number(cell).map(|value| value as i64)
}

fn flag(cell: Cell<'_>) -> Option<bool> {
    if let Cell::Flag(flag) = cell { Some(flag) } else { None }
}

/// Takes what the library writes, which wants to be the only owner of something that can go to another thread, and
/// passes it on from time to time.
#[derive(Clone, Default)]
struct Relay(Arc<Mutex<Vec<u8>>>);

impl Relay {
    fn pass_on(&self, out: &mut impl Write) -> io::Result<()> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        out.write_all(&bytes)
    }
}

impl Write for Relay {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
