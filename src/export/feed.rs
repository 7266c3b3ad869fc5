//! What is published as an Atom feed (RFC 4287).

use chrono::NaiveDate;

use super::xml::escaped;

/// A feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// What it is.
    pub title: String,
    /// Who publishes.
    pub author: String,
    /// Its language.
    pub language: String,
    /// Its own address, which names it.
    pub address: String,
    /// The page it belongs to.
    pub page: String,
    /// Under which licence the data are.
    pub rights: String,
    /// What is published.
    pub entries: Vec<Entry>,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: String,
    /// Its page.
    pub address: String,
    /// What names it.
    pub id: String,
    /// The day it is of. Times are never finer: midnight in Viet Nam stands for all of it.
    pub day: NaiveDate,
}

/// The feed as a document. A feed without entries is of the first day that can be written.
pub fn atom(feed: &Feed) -> String {
    let updated = feed.entries.iter().map(|entry| entry.day).max().unwrap_or_default();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{}</id>\n<updated>{}</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
         <author><name>{}</name></author>\n<rights>{}</rights>\n",
        escaped(&feed.language),
        escaped(&feed.title),
        escaped(&feed.address),
        written(updated),
        escaped(&feed.address),
        escaped(&feed.page),
        escaped(&feed.author),
        escaped(&feed.rights),
    );
    for entry in &feed.entries {
        let entry = format!(
            "<entry>\n<title>{}</title>\n<id>{}</id>\n<updated>{}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
            escaped(&entry.title),
            escaped(&entry.id),
            written(entry.day),
            escaped(&entry.address),
            escaped(&entry.summary),
        );
        text.push_str(&entry);
    }
    text.push_str("</feed>\n");
    text
}

fn written(day: NaiveDate) -> String {
    format!("{day}T00:00:00+07:00")
}
