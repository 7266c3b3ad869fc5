//! What of a page people read: the text between tags, and attributes that are read aloud or shown. Codes and
//! commands, which are the same in every language, stand in `code`.

/// Attributes that are for people.
const SPOKEN: [&str; 7] = [
    "title",
    "alt",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-valuetext",
    "aria-roledescription",
];

/// Every text on the page with what stands around it, unescaped.
pub fn texts(html: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = html;
    let mut code = false;
    while let Some(start) = rest.find('<') {
        if !code {
            texts.push(rest[..start].to_owned());
        }
        code = rest[start..].starts_with("<code>");
        let end = rest[start..].find('>').expect("a tag ends") + start;
        texts.extend(
            attributes(&rest[start + 1..end])
                .into_iter()
                .filter(|(name, value)| is_spoken(name, value))
                .map(|(_, value)| value),
        );
        rest = &rest[end + 1..];
    }
    texts.push(rest.to_owned());
    texts.iter().map(|text| unescaped(text.trim())).filter(|text| !text.is_empty()).collect()
}

/// Data of scripts are for people where they are sentences: several words, and no JSON.
fn is_spoken(name: &str, value: &str) -> bool {
    SPOKEN.contains(&name) || (name.starts_with("data-") && value.contains(' ') && !value.contains('{'))
}

/// Names and values of a tag whose values stand in double quotes.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some(equals) = rest.find("=\"") {
        let name = rest[..equals].rsplit(char::is_whitespace).next().unwrap().to_owned();
        let value = &rest[equals + 2..];
        let end = value.find('"').expect("a value ends");
        found.push((name, value[..end].to_owned()));
        rest = &value[end + 1..];
    }
    found
}

fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (escape, sign)| text.replace(escape, sign))
}

#[test]
fn texts_and_spoken_attributes_are_found_and_others_are_not() {
    let page = "<!doctype html><p class=\"a b\" aria-label=\"Nói &#38; nghe\">Một <b>hai</b></p><code>a1</code><i data-x=\"{&#34;a b\" data-y=\"ba bốn\"></i>";
    assert_eq!(texts(page), ["Nói & nghe", "Một", "hai", "ba bốn"]);
}
