//! JSON in, with the place where reading stopped.

use std::pin::Pin;

use actix_web::web::{Json, Payload};
use actix_web::{FromRequest, HttpRequest, Responder, dev};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Deserializer;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

use crate::web::input;
use crate::web::problem::{Place, Problem};

/// Longest part of the reader's words that is given back.
const REASON_LENGTH: usize = 200;

/// A body of JSON, at most so many bytes.
pub(super) struct Body<T, const LIMIT: usize>(pub T);

impl<T: DeserializeOwned, const LIMIT: usize> FromRequest for Body<T, LIMIT> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let payload = Payload::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let payload = payload.await.map_err(|_| Problem::bad_request())?;
            read(&input::read(&request, payload, "application/json", LIMIT).await?).map(Self)
        })
    }
}

/// What concerns the one who asks alone: nobody keeps it.
pub(super) fn private(body: impl Serialize) -> impl Responder {
    Json(body).customize().insert_header(("Cache-Control", "no-store"))
}

/// Reads one value; anything behind it is an error.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    // Keeping track of the place costs as much again as reading; so only what is refused is read with it.
    serde_json::from_slice(body).or_else(|_refused| read_tracked(body))
}

fn read_tracked<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut reader = Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| refusal(&pointer(error.path()), error.inner()))?;
    reader.end().map_err(|error| refusal("", &error))?;
    Ok(value)
}

fn refusal(pointer: &str, error: &serde_json::Error) -> Problem {
    let code = match error.classify() {
        Category::Data => "invalid_shape",
        Category::Syntax | Category::Eof | Category::Io => "invalid_json",
    };
    let reason = error.to_string();
    // The key itself is the place, and not the object that has it twice.
    let twice = reason.strip_prefix("duplicate field `").and_then(|rest| rest.split_once('`'));
    let place = Place {
        pointer: pointer.to_owned()
            + &twice.map_or_else(String::new, |(key, _)| format!("/{}", escaped(key))),
        line: Some(error.line()),
        column: Some(error.column()),
        reason: reason.chars().take(REASON_LENGTH).collect(),
    };
    Problem::unreadable(code, place)
}

/// The path as a JSON pointer.
fn pointer(path: &Path) -> String {
    let segment = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escaped(key)),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    };
    path.iter().map(segment).collect()
}

/// The key as a segment of a JSON pointer (RFC 6901), cut to a length fit for a message.
pub(super) fn escaped(key: &str) -> String {
    let key: String = key.chars().take(REASON_LENGTH).collect();
    key.replace('~', "~0").replace('/', "~1")
}

/// The elements of a list, each as its own text, so that one that cannot be read leaves the others alone.
///
/// The elements must be objects or lists; `None` if there are more than `most`.
pub(super) fn elements(body: &[u8], most: usize) -> Result<Option<Vec<&[u8]>>, Problem> {
    let mut found = Vec::new();
    let mut rest = after(body, b'[').ok_or_else(|| not_a_list(body))?;
    if let Some(end) = after(rest, b']') {
        return closed(end, body).map(|()| Some(found));
    }
    loop {
        let mut reader = Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
        match reader.next() {
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return Err(not_a_list(body)),
        }
        let (element, later) = rest.split_at(reader.byte_offset());
        if found.len() == most {
            return Ok(None);
        }
        found.push(element);
        if let Some(next) = after(later, b',') {
            rest = next;
        } else {
            let end = after(later, b']').ok_or_else(|| not_a_list(body))?;
            return closed(end, body).map(|()| Some(found));
        }
    }
}

/// What follows `sign`, blanks before it skipped.
fn after(text: &[u8], sign: u8) -> Option<&[u8]> {
    text.trim_ascii_start().strip_prefix(&[sign])
}

fn closed(end: &[u8], body: &[u8]) -> Result<(), Problem> {
    if end.trim_ascii_start().is_empty() { Ok(()) } else { Err(not_a_list(body)) }
}

/// The reader's own complaint about the whole body, where it has one.
fn not_a_list(body: &[u8]) -> Problem {
    if let Err(problem) = read::<Vec<IgnoredAny>>(body) {
        return problem;
    }
    not("a list of objects")
}

/// The refusal of a body that is something else as a whole.
pub(super) fn not(expected: &str) -> Problem {
    let reason = format!("expected {expected}");
    Problem::unreadable("invalid_shape", Place { pointer: String::new(), line: None, column: None, reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Option<Vec<&str>> {
        let parts = elements(text.as_bytes(), 3).ok()??;
        Some(parts.iter().map(|part| std::str::from_utf8(part).unwrap().trim()).collect())
    }

    #[test]
    fn a_list_is_cut_into_the_texts_of_its_elements() {
        assert_eq!(split("[]"), Some(vec![]));
        assert_eq!(split(" [ ] "), Some(vec![]));
        assert_eq!(split(r#" [ {"a":"],["} , [1,[2]] ] "#), Some(vec![r#"{"a":"],["}"#, "[1,[2]]"]));
        assert_eq!(split("[{},{},{}]"), Some(vec!["{}", "{}", "{}"]));
    }

    #[test]
    fn what_is_no_list_of_objects_is_refused() {
        for text in ["", "{}", "[", "[{}", "[{},", "[{},]", "[{}]x", "[,{}]", "[{} {}]", "null", "[{}]]"] {
            assert!(elements(text.as_bytes(), 3).is_err(), "{text:?}");
        }
        assert!(matches!(elements(b"[{},{},{},{}]", 3), Ok(None)));
    }

    #[test]
    fn keys_become_pointer_segments() {
        assert_eq!(escaped("q9.01"), "q9.01");
        assert_eq!(escaped("a/b~c"), "a~1b~0c");
    }
}
