//! How wide text is, well enough to break lines: a chart on a page is shown in whatever font the reader has.

/// Size of letters on every chart, in points.
pub(super) const SIZE: f64 = 9.0;
/// Distance of the lines of a text.
pub(super) const LEADING: f64 = 12.0;

/// Width of a text of this size in points. A little generous, so that a somewhat wider font still fits.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let sum: f64 = text.chars().map(advance).sum();
    sum * size * if bold { 1.08 } else { 1.0 }
}

/// Width of a sign in units of the size, after Noto Sans and rounded up.
fn advance(sign: char) -> f64 {
    match sign {
        // Marks stand over the letter before them.
        '\u{300}'..='\u{36f}' => 0.0,
        ' ' | '\u{a0}' | '\u{202f}' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.29,
        'i' | 'j' | 'l' | 'í' | 'ì' | 'ỉ' | 'ĩ' | 'ị' | 'I' | 'Í' | 'Ì' | 'Ỉ' | 'Ĩ' | 'Ị' => {
            0.31
        }
        '(' | ')' | '[' | ']' | '-' | '/' | 'f' | 't' | 'r' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' => 0.95,
        '0'..='9' | 's' | 'c' | 'z' | 'v' | 'x' | 'y' | 'k' => 0.58,
        _ if sign.is_uppercase() => 0.76,
        _ if sign.is_alphabetic() && (sign as u32) < 0x2000 => 0.63,
        _ if (sign as u32) < 0x2e80 => 0.66,
        // Signs of China, Japan and Korea are squares.
        _ => 1.0,
    }
}

/// The text in lines of at most this width, broken between words, never at a no-break
/// space; a longer word stands alone on its line.
pub(super) fn wrapped(text: &str, size: f64, bold: bool, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let breaks = |sign: char| sign.is_whitespace() && !matches!(sign, '\u{a0}' | '\u{202f}');
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line)
                if width(line, size, bold) + width(" ", size, bold) + width(word, size, bold) <= most =>
            {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_neither_lost_nor_cut() {
        let text = "Tổng thời gian giải quyết thủ tục hành chính so với thời gian quy định";
        for most in [1.0, 60.0, 150.0, 10_000.0] {
            let lines = wrapped(text, 9.0, false, most);
            assert_eq!(lines.join(" "), text);
            for line in lines {
                assert!(width(&line, 9.0, false) <= most || !line.contains(' '), "{line}");
            }
        }
        assert_eq!(wrapped(" ", 9.0, false, 10.0), Vec::<String>::new());
    }

    #[test]
    fn a_letter_is_as_wide_composed_as_decomposed() {
        let differ = width("e\u{302}\u{301}", 10.0, false) - width("ế", 10.0, false);
        assert!(differ.abs() < 1e-9);
    }
}
