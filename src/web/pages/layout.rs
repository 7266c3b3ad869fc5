//! What all pages have in common.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::{accessibility, privacy};
use crate::locale;
use crate::web::assets;
use crate::web::html;
use crate::web::problem::Problem;

/// What stands around the content of every page.
pub(super) struct Page {
    /// Language of the page.
    pub language: String,
    /// Title, for the window and for whoever hears the page.
    pub title: String,
    /// The same page in other languages.
    pub languages: Vec<LanguageLink>,
    /// Whether the banner says that nothing here counts.
    pub demo: bool,
    /// Name of the wave, where the page only shows staff what citizens will see.
    pub preview: Option<String>,
}

/// The same page in one language.
pub(super) struct LanguageLink {
    /// Tag of the language.
    pub tag: String,
    /// Its name in itself.
    pub name: String,
    /// Address.
    pub href: String,
}

impl Page {
    /// A page in `language` with this title.
    pub(super) fn new(language: &str, title: String) -> Self {
        Self { language: language.to_owned(), title, languages: Vec::new(), demo: false, preview: None }
    }

    /// Offers the page at `path` with these parameters in other languages.
    pub(super) fn with_languages(mut self, available: &[&str], path: &str, query: &[(&str, &str)]) -> Self {
        let link = |tag: &&str| LanguageLink {
            tag: (*tag).to_owned(),
            name: language_name(tag),
            href: address(path, query, tag),
        };
        self.languages = available.iter().filter(|tag| **tag != self.language).map(link).collect();
        self
    }

    /// Offers the page under the same address in the other languages of the program. `query`: what stands behind
    /// its `?`.
    pub(super) fn with_languages_here(mut self, query: &str) -> Self {
        let others = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("lang="));
        let kept: String = others.flat_map(|part| [part, "&"]).collect();
        // Without a path before it the address is the same one, whatever stands there.
        let link = |tag: &str| LanguageLink {
            tag: tag.to_owned(),
            name: language_name(tag),
            href: format!("?{kept}lang={tag}"),
        };
        let tags = locale::languages().into_iter().filter(|tag| *tag != self.language);
        self.languages = tags.map(link).collect();
        self
    }

    /// Shows the banner of a wave that only serves to try the program.
    pub(super) fn with_demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// A text of the program.
    pub(super) fn text(&self, key: &str) -> String {
        locale::text(&self.language, key)
    }

    /// A text of the program with one variable.
    pub(super) fn text_with(&self, key: &str, name: &str, value: &str) -> String {
        locale::text_with(&self.language, key, &[(name, value.into())])
    }

    /// A text of the program for scripts, with `{1}`, `{2}` … where they put in the values of these names.
    pub(super) fn pattern(&self, key: &str, names: &[&str]) -> String {
        let values: Vec<_> =
            names.iter().zip(1..).map(|(name, place)| (*name, format!("{{{place}}}").into())).collect();
        locale::text_with(&self.language, key, &values)
    }

    /// Whether the page is written from right to left.
    pub(super) fn is_right_to_left(&self) -> bool {
        locale::is_right_to_left(&self.language)
    }

    /// Address of a file of the program.
    #[expect(clippy::unused_self, reason = "templates reach functions through the page")]
    pub(super) fn asset(&self, file: &str) -> String {
        assets::address(file)
    }

    /// Address of the page about accessibility in this language.
    pub(super) fn accessibility(&self) -> String {
        address(accessibility::PATH, &[], &self.language)
    }

    /// What is done with answers.
    pub(super) fn privacy(&self) -> String {
        address(privacy::PATH, &[], &self.language)
    }

    /// The picture beside the title of the window.
    #[expect(clippy::unused_self, reason = "templates reach functions through the page")]
    pub(super) fn icon(&self) -> &'static str {
        &assets::ICON
    }

    /// Address of the home page in this language.
    pub(super) fn home(&self) -> String {
        address("/", &[], &self.language)
    }
}

/// Name of a language in itself; its tag where it is not known here.
pub(super) fn language_name(tag: &str) -> String {
    let key = format!("language-{tag}");
    locale::text_or(tag, &key, tag)
}

/// An address with parameters and language. Names of waves and codes of units need no escapes.
pub(super) fn address(path: &str, query: &[(&str, &str)], language: &str) -> String {
    let mut address = format!("{path}?");
    for (name, value) in query {
        for part in [name, "=", value, "&"] {
            address.push_str(part);
        }
    }
    address + "lang=" + language
}

/// Sends a page.
pub(super) fn send(
    status: StatusCode,
    language: &str,
    page: &impl Template,
) -> Result<HttpResponse, Problem> {
    html::send(status, language, "Accept-Language", page)
}
