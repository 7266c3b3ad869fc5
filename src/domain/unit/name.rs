/// The type words of Vietnamese unit names and their English counterparts.
const TYPES: [(&str, &str); 9] = [
    ("Thành phố ", "city"),
    ("Thị trấn ", "town"),
    ("Thị xã ", "town-level district"),
    ("Đặc khu ", "special zone"),
    ("Tỉnh ", "province"),
    ("Huyện ", "district"),
    ("Quận ", "urban district"),
    ("Phường ", "ward"),
    ("Xã ", "commune"),
];

/// English name of a Vietnamese unit, made mechanically: the proper name without diacritics, then
/// the translated type word ("Xã Chợ Đồn" is "Cho Don commune"). A proper name that begins with
/// a number follows its type, as it does in Vietnamese ("Phường 2 Bảo Lộc" is "Ward 2 Bao Loc").
///
/// `None` when the name does not begin with a known type word: nothing is invented.
pub fn english_name(name: &str) -> Option<String> {
    let (proper, kind) =
        TYPES.iter().find_map(|(vietnamese, english)| Some((name.strip_prefix(vietnamese)?, *english)))?;
    let proper = without_diacritics(proper.trim());
    if proper.is_empty() {
        return None;
    }
    if proper.starts_with(|c: char| c.is_ascii_digit()) {
        let (first, rest) = kind.split_at(1);
        return Some(format!("{}{rest} {proper}", first.to_ascii_uppercase()));
    }
    Some(format!("{proper} {kind}"))
}

/// The text with Vietnamese letters replaced by their Latin base letters: đ becomes d, tone marks,
/// breves, circumflexes and horns go. Works on composed letters and on combining marks; anything
/// else stays.
pub fn without_diacritics(text: &str) -> String {
    text.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).map(base_letter).collect()
}

fn base_letter(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let mut lower = letter.to_lowercase();
    let (Some(first), None) = (lower.next(), lower.next()) else { return letter };
    let Some(base) = base_of_lower(first) else { return letter };
    if first == letter { base } else { base.to_ascii_uppercase() }
}

/// The 67 lower-case letters of the Vietnamese alphabet outside ASCII, and č ĕ ĭ ŏ ŭ of the Ê Đê and
/// Jrai alphabets, met in names of the Central Highlands.
fn base_of_lower(letter: char) -> Option<char> {
    Some(match letter {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' | 'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ'
        | 'ậ' => 'a',
        'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' | 'ĕ' => 'e',
        'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' | 'ĭ' => 'i',
        'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ'
        | 'ợ' | 'ŏ' => 'o',
        'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' | 'ŭ' => 'u',
        'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 'y',
        'đ' => 'd',
        'č' => 'c',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translates_every_type_word() {
        for (vietnamese, english) in [
            ("Xã Chợ Đồn", "Cho Don commune"),
            ("Phường Ba Đình", "Ba Dinh ward"),
            ("Đặc khu Phú Quốc", "Phu Quoc special zone"),
            ("Thị trấn Bằng Lũng", "Bang Lung town"),
            ("Huyện Chợ Đồn", "Cho Don district"),
            ("Quận Ba Đình", "Ba Dinh urban district"),
            ("Thị xã Sơn Tây", "Son Tay town-level district"),
            ("Thành phố Hồ Chí Minh", "Ho Chi Minh city"),
            ("Tỉnh Bà Rịa - Vũng Tàu", "Ba Ria - Vung Tau province"),
            ("Xã Ea H'Leo", "Ea H'Leo commune"),
        ] {
            assert_eq!(english_name(vietnamese).as_deref(), Some(english));
        }
    }

    #[test]
    fn a_number_follows_its_type() {
        assert_eq!(english_name("Phường 1").as_deref(), Some("Ward 1"));
        assert_eq!(english_name("Quận 10").as_deref(), Some("Urban district 10"));
        assert_eq!(english_name("Phường 2 Bảo Lộc").as_deref(), Some("Ward 2 Bao Loc"));
        assert_eq!(english_name("Xã Đam Rông 4").as_deref(), Some("Dam Rong 4 commune"));
    }

    #[test]
    fn invents_nothing_without_a_type_word() {
        for name in ["Việt Nam", "Bộ phận Một cửa", "Xã", "Xã ", "Xãlạ", ""] {
            assert_eq!(english_name(name), None, "{name:?}");
        }
    }

    #[test]
    fn strips_composed_and_combining_marks_in_both_cases() {
        let composed = "ĂẮẰẲẴẶÂẤẦẨẪẬÁÀẢÃẠĐÊẾỀỂỄỆÉÈẺẼẸÍÌỈĨỊÔỐỒỔỖỘƠỚỜỞỠỢÓÒỎÕỌƯỨỪỬỮỰÚÙỦŨỤÝỲỶỸỴ";
        let expected = "AAAAAAAAAAAAAAAAADEEEEEEEEEEEIIIIIOOOOOOOOOOOOOOOOOUUUUUUUUUUUYYYYY";
        assert_eq!(without_diacritics(composed), expected);
        assert_eq!(without_diacritics(&composed.to_lowercase()), expected.to_lowercase());
        assert_eq!(without_diacritics("Cho\u{323}\u{302} D\u{1a1}\u{300}n"), "Cho Don");
        assert_eq!(without_diacritics("Kraków ß Ω"), "Krakow ß Ω");
    }
}
