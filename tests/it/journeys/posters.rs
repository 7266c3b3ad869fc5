//! Posters and table cards, read as people and their telephones read them.

use std::fs;
use std::path::{Path, PathBuf};

use super::program::Program;
use crate::support::folder::TestFolder;
use crate::support::pdf::{Pdf, Word};

const PUBLIC: &str = "https://khaosat.example.gov.vn";
/// As long as a code may be.
const LONGEST: &str = "02020-quay-tiep-nhan-va-tra-ket-qua-so-1";
const DESKS: &str = "code,name,name_en,level,parent,valid_from,valid_to
02020-1,Bộ phận Một cửa xã Chợ Đồn,One-stop desk of Cho Don commune,desk,02020,,
02020-2,Quầy hộ tịch và chứng thực,,desk,02020,,
02020-quay-tiep-nhan-va-tra-ket-qua-so-1,\"Quầy tiếp nhận hồ sơ và trả kết quả giải quyết thủ tục hành chính về đất đai, xây dựng, môi trường, hộ tịch, chứng thực, bảo trợ xã hội, người có công và các lĩnh vực khác ở Nhà văn hóa trung tâm\",\"Counter for the reception of dossiers and return of results on land, construction, environment, civil status and certification in the centre\",desk,02020,,
02020-X,Quầyhướngdẫnmộttừdàikhôngcódấucáchđểxemchữcótrànrangoàilềhaykhôngvàđượcngắtởđâuchođúng,,desk,02020,,
";
/// The name of `02020-X`.
const LONG_WORD: &str =
    "Quầyhướngdẫnmộttừdàikhôngcódấucáchđểxemchữcótrànrangoàilềhaykhôngvàđượcngắtởđâuchođúng";
/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;

struct Office {
    program: Program,
    folder: TestFolder,
}

impl Office {
    fn new(name: &str) -> Self {
        let office = Self { program: Program::new(), folder: TestFolder::new(name) };
        let desks = office.path("desks.csv");
        fs::write(&desks, DESKS).unwrap();
        office.program.done(&["import", "units", desks.to_str().unwrap()]);
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    #[track_caller]
    fn made(&self, name: &str, arguments: &[&str]) -> Pdf {
        self.made_for(PUBLIC, name, arguments)
    }

    /// Makes posters of a service at this address.
    #[track_caller]
    fn made_for(&self, url: &str, name: &str, arguments: &[&str]) -> Pdf {
        let path = self.path(name);
        let command = ["posters", "--public-url", url, "--out", path.to_str().unwrap()];
        self.program.done(&[&command, arguments].concat());
        Pdf::at(&path)
    }

    #[track_caller]
    fn refused(&self, arguments: &[&str]) -> String {
        let path = self.path("never.pdf");
        let said = self.program.refused(&[&["posters", "--out", path.to_str().unwrap()], arguments].concat());
        assert!(!path.exists(), "{arguments:?} left a file");
        said
    }
}

#[test]
fn a_poster_says_where_one_is_and_its_code_leads_there() {
    let office = Office::new("posters");
    let pdf = office.made("all.pdf", &["--under", "02020"]);
    assert_eq!(pdf.pages(), 8, "a poster and a page of cards for each of four desks");
    assert_eq!(pdf.info("Page size"), "595.276 x 841.89 pts (A4)");
    for (place, (code, name, above)) in [
        ("02020-1", "Bộ phận Một cửa xã Chợ Đồn", "Tỉnh Thái Nguyên"),
        ("02020-2", "Quầy hộ tịch và chứng thực", "Xã Chợ Đồn"),
        ("02020-X", "Quầyhướngdẫn", "Xã Chợ Đồn"),
        (
            LONGEST,
            "Quầy tiếp nhận hồ sơ và trả kết quả giải quyết thủ tục hành chính về đất đai,",
            "Xã Chợ Đồn",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let link = format!("{PUBLIC}/d/{code}");
        for page in [2 * place + 1, 2 * place + 2] {
            let text = pdf.text(page);
            for part in [
                "Ông/Bà được phục vụ thế nào? How were you served?",
                name,
                above,
                "Quét mã QR hoặc gõ địa chỉ bên trên",
                "Scan the QR code or type the address above",
                "Trả lời vài câu hỏi ngắn Answer a few short questions Bấm “Gửi phiếu” Press “Send”",
                "Phiếu ẩn danh: không hỏi tên, số điện thoại hay mã hồ sơ; không ai biết Ông/Bà đã trả lời thế nào.",
                "Anonymous: no name, telephone number or file number is asked; nobody can tell how you answered.",
            ] {
                assert!(text.contains(part), "page {page} lacks {part:?}: {text}");
            }
            let typed = format!("khaosat.example.gov.vn/d/{code}");
            assert!(text.replace("/ ", "/").contains(&typed), "page {page} lacks {typed}: {text}");
        }
        let poster = pdf.code(2 * place + 1);
        assert!(poster.side >= 60.0, "{code}: {} mm", poster.side);
        for found in pdf.cards(2 * place + 2).into_iter().chain([poster]) {
            assert_eq!(found.link, link);
            assert!(found.side >= 30.0, "{code}: {} mm", found.side);
            assert!(found.is_free, "{code}: something stands too close to the code");
        }
    }
    let text = pdf.text(1);
    assert!(text.contains("One-stop desk of Cho Don commune, Thai Nguyen province"), "{text}");
    // Without an English name nothing is said twice.
    let text = pdf.text(3);
    assert_eq!(text.matches("Quầy hộ tịch và chứng thực").count(), 1, "{text}");
}

#[test]
fn no_word_leaves_its_sheet_however_long_a_name_is() {
    let office = Office::new("poster-names");
    let far = "https://trung-tam-phuc-vu-hanh-chinh-cong-cap-tinh.thainguyen.gov.vn:8443";
    for language in ["vi", "en", "vi,en", "en,vi"] {
        let pdf = office.made_for(far, "long.pdf", &["--under", "02020", "--lang", language]);
        let pages = pdf.words();
        assert_eq!(pages.len(), 8);
        for (page, words) in pages.into_iter().enumerate() {
            assert!(words.len() > 30, "page {page}");
            let is_card = page % 2 == 1;
            for word in words {
                let sheet = sheet(&word, is_card);
                let inside = sheet[0] <= word.edges[0]
                    && sheet[1] <= word.edges[1]
                    && word.edges[2] <= sheet[2]
                    && word.edges[3] <= sheet[3];
                assert!(inside, "{language}, page {page}: {} leaves {sheet:?}: {word:?}", word.text);
            }
        }
        let letters = pdf.text(5).replace(' ', "");
        assert!(letters.contains(LONG_WORD), "a long word is broken, not cut off: {letters}");
    }
}

/// The part of the page that a word must stay on, away from the edges: the poster, or the card it begins on.
fn sheet(word: &Word, is_card: bool) -> [f32; 4] {
    let (mut width, mut height, mut margin) = (210.0 * MM, 297.0 * MM, 10.0 * MM);
    let (mut left, mut top) = (0.0, 0.0);
    if is_card {
        (width, height, margin) = (width / 2.0, height / 2.0, 5.0 * MM);
        left = if word.edges[0] < width { 0.0 } else { width };
        top = if word.edges[1] < height { 0.0 } else { height };
    }
    [left + margin, top + margin, left + width - margin, top + height - margin]
}

#[test]
fn the_file_can_be_read_out_and_searched() {
    let office = Office::new("poster-reading");
    let pdf = office.made("one.pdf", &["--unit", "02020-1"]);
    assert_eq!(pdf.info("Title"), "Áp phích mã QR – Bộ phận Một cửa xã Chợ Đồn");
    assert_eq!(pdf.info("Tagged"), "yes");
    let bytes = fs::read(office.path("one.pdf")).unwrap();
    let bytes = String::from_utf8_lossy(&bytes);
    assert!(bytes.contains("/Lang(vi)") && bytes.contains("/Lang(en)"), "languages are named");
    assert!(bytes.contains("pdfuaid:part>1<"), "PDF/UA-1");
    let fonts = String::from_utf8(pdf.ask("pdffonts", &[])).unwrap();
    let fonts: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(fonts.len(), 2, "{fonts:?}");
    for font in fonts {
        // Embedded, a subset, with a way back from glyphs to letters.
        assert!(font.contains("+NotoSans") && font.contains("yes yes yes"), "{font}");
    }
    let read_out = String::from_utf8_lossy(&pdf.ask("pdfinfo", &["-struct-text"])).into_owned();
    for part in ["H1 \"", "Figure", "L (block)", "\"Quét mã QR hoặc \"", "\"Trả lời vài câu hỏi ngắn\""]
    {
        assert!(read_out.contains(part), "{part}: {read_out}");
    }
    let first = read_out.lines().position(|line| line.contains("phục vụ thế nào")).unwrap();
    let last = read_out.lines().position(|line| line.contains("Phiếu ẩn danh")).unwrap();
    assert!(first < last, "{read_out}");
}

#[test]
fn the_same_places_give_the_same_file_and_a_folder_one_for_each() {
    let office = Office::new("poster-files");
    let folder = office.path("desks");
    let command =
        ["posters", "--public-url", PUBLIC, "--unit", "02020-1,02020-2", "--kind", "poster", "--out"];
    let said = office.program.done(&[&command[..], &[folder.to_str().unwrap()]].concat());
    assert!(said.contains("2 files"), "{said}");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["02020-1.pdf", "02020-2.pdf"]);
    let again = office.made("again.pdf", &["--unit", "02020-2", "--kind", "poster"]);
    assert_eq!(again.pages(), 1);
    assert_eq!(fs::read(folder.join("02020-2.pdf")).unwrap(), fs::read(office.path("again.pdf")).unwrap());

    let english = office.made("en.pdf", &["--unit", "02020-1", "--lang", "en", "--kind", "card"]);
    assert_eq!(english.pages(), 1);
    assert_eq!(english.text(1).matches("How were you served?").count(), 4);
    assert!(!english.text(1).contains("Ông/Bà"), "{}", english.text(1));
    assert_eq!(english.info("Title"), "QR poster – One-stop desk of Cho Don commune");
}

#[test]
fn posters_of_a_wave_lead_to_its_form_alone() {
    let office = Office::new("poster-wave");
    let open = ["wave", "open", "mot-cua-2026-q4", "--instrument", "one-stop-2018", "--period", "2026-Q4"];
    office.program.done(&[&open[..], &["--unit", "02020-1,02020-2"]].concat());
    let wave = ["--wave", "mot-cua-2026-q4", "--kind", "poster"];
    let pdf = office.made("wave.pdf", &wave);
    assert_eq!(pdf.pages(), 2);
    let link = format!("{PUBLIC}/khao-sat/mot-cua-2026-q4?unit=02020-2");
    assert_eq!(pdf.code(2).link, link);
    assert!(pdf.text(2).contains("khaosat.example.gov.vn/khao-sat/mot-cua-2026-q4?unit=02020-2"));
    let below = office.made("below.pdf", &[&wave[..], &["--under", "02020"]].concat());
    assert_eq!(below.pages(), 2, "only desks that take answers");

    let url = ["--public-url", PUBLIC];
    let refused = |arguments: &[&str]| office.refused(&[&url[..], &wave, arguments].concat());
    assert!(refused(&["--unit", "02020-X"]).contains("02020-X takes no answers in this wave"));
    assert!(refused(&["--under", "01"]).contains("no posters to make"));
    office.program.done(&["wave", "close", "mot-cua-2026-q4"]);
    assert!(refused(&[]).contains("leave --wave out for short links"));
    assert!(office.refused(&[&url[..], &["--wave", "x"]].concat()).contains("there is no wave x"));
}

#[test]
fn what_could_not_be_scanned_or_read_is_not_printed() {
    let office = Office::new("poster-refusals");
    let unit = ["--unit", "02020-1"];
    assert!(office.refused(&unit).contains("Give --public-url"), "nothing says where the service is");
    for (url, reason) in [
        ("khaosat.example.gov.vn", "begins with https://"),
        ("https://khảosát.vn", "no host"),
        ("https://example.gov.vn/khao-sat", "does not live under"),
    ] {
        let said = office.refused(&[&unit[..], &["--public-url", url]].concat());
        assert!(said.contains(reason), "{url}: {said}");
    }
    let with_environment = |url: &str, out: &Path| {
        let arguments =
            [&["posters", "--kind", "poster", "--out", out.to_str().unwrap()], &unit[..]].concat();
        office.program.command(&arguments).env("HAILONG_PUBLIC_URL", url).output().unwrap()
    };
    let out = office.path("local.pdf");
    let local = with_environment("http://127.0.0.1:8080", &out);
    let said = String::from_utf8_lossy(&local.stderr).into_owned();
    assert!(!local.status.success() && said.contains("no telephone reaches"), "{said}");
    assert!(with_environment(PUBLIC, &out).status.success());
    assert_eq!(Pdf::at(&out).code(1).link, format!("{PUBLIC}/d/02020-1"));
    let told = office.made_for("http://127.0.0.1:8080", "told.pdf", &unit);
    assert_eq!(told.code(1).link, "http://127.0.0.1:8080/d/02020-1");
    assert!(told.text(1).contains("http://127.0.0.1:8080/d/02020-1"), "without TLS the scheme is typed, too");

    let url = ["--public-url", PUBLIC];
    let refused = |arguments: &[&str]| office.refused(&[&url[..], arguments].concat());
    assert!(refused(&["--unit", "99999"]).contains("there is no unit 99999"));
    assert!(refused(&["--unit", "a b"]).contains("a unit code holds only"));
    assert!(refused(&["--unit", "02020-1", "--lang", "fr"]).contains("there are: vi, en"));
    assert!(refused(&["--unit", "02020-1", "--lang", "vi,en,vi"]).contains("one or two languages"));
    assert!(refused(&[]).contains("--wave, --unit or --under"));
    let strange = office.path("strange.csv");
    fs::write(&strange, "code,name,name_en,level,parent,valid_from,valid_to\nq,Quầy 字,,desk,02020,,\n")
        .unwrap();
    office.program.done(&["import", "units", strange.to_str().unwrap()]);
    assert!(refused(&["--unit", "q"]).contains("there is no '字', which stands in \"Quầy 字\""));
}
