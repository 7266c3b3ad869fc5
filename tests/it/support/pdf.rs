//! Looking at a PDF as others see it: with poppler's programs, and a reader of QR codes.

use std::path::{Path, PathBuf};
use std::process::Command;

use rqrr::PreparedImage;

/// Dots per inch at which pages are looked at.
const DPI: f32 = 150.0;

/// A file to look at.
pub struct Pdf(PathBuf);

/// A word and the box around it: left, top, right, bottom, in points.
#[derive(Debug)]
pub struct Word {
    pub text: String,
    pub edges: [f32; 4],
}

/// A QR code on a page.
#[derive(Debug)]
pub struct Code {
    pub link: String,
    /// Side of its dark part, in millimetres.
    pub side: f32,
    /// Whether nothing stands in the four modules around it.
    pub is_free: bool,
}

impl Pdf {
    pub fn at(path: &Path) -> Self {
        assert!(path.is_file(), "{} was not written", path.display());
        Self(path.to_owned())
    }

    /// What one of poppler's programs says about the file.
    #[track_caller]
    pub fn ask(&self, program: &str, arguments: &[&str]) -> Vec<u8> {
        let mut command = Command::new(program);
        command.args(arguments).arg(&self.0);
        if program == "pdftotext" {
            command.arg("-");
        }
        let output = command
            .output()
            .unwrap_or_else(|fault| panic!("{program} does not start ({fault}); run .ci/setup --tests"));
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    fn told(&self, program: &str, arguments: &[&str]) -> String {
        String::from_utf8(self.ask(program, arguments)).unwrap()
    }

    /// What the file says about itself, by name.
    pub fn info(&self, name: &str) -> String {
        let all = self.told("pdfinfo", &["-enc", "UTF-8"]);
        let found = all.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        found.unwrap_or_else(|| panic!("no {name}: {all}")).trim().to_owned()
    }

    /// Number of pages.
    pub fn pages(&self) -> usize {
        self.info("Pages").parse().unwrap()
    }

    /// The text of a page in the order it was written, lines joined.
    pub fn text(&self, page: usize) -> String {
        let page = page.to_string();
        let text = self.told("pdftotext", &["-raw", "-enc", "UTF-8", "-f", &page, "-l", &page]);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words with their places, by page.
    pub fn words(&self) -> Vec<Vec<Word>> {
        let html = self.told("pdftotext", &["-bbox", "-enc", "UTF-8"]);
        let word = |line: &str| {
            let (head, rest) = line.trim().strip_prefix("<word ")?.split_once('>')?;
            let edge = |name: &str| {
                head.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
            };
            let edges = ["xMin", "yMin", "xMax", "yMax"].map(edge);
            Some(Word { text: rest.strip_suffix("</word>")?.to_owned(), edges })
        };
        html.split("<page ").skip(1).map(|page| page.lines().filter_map(word).collect()).collect()
    }

    /// The QR code of a page, read from its picture.
    pub fn code(&self, page: usize) -> Code {
        let picture = self.picture(page);
        let (width, height, _) = grey(&picture);
        read(&picture, [0, 0, width, height])
    }

    /// The QR codes of the four cards of a page.
    pub fn cards(&self, page: usize) -> [Code; 4] {
        self.grid(page, 2, 2).try_into().unwrap_or_else(|_| unreachable!("two times two"))
    }

    /// The QR codes of a page that is cut into equal parts, row by row.
    pub fn grid(&self, page: usize, columns: usize, rows: usize) -> Vec<Code> {
        let picture = self.picture(page);
        let (width, height, _) = grey(&picture);
        let (width, height) = (width / columns, height / rows);
        let parts = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
        parts.map(|(x, y)| read(&picture, [x * width, y * height, width, height])).collect()
    }

    fn picture(&self, page: usize) -> Vec<u8> {
        let (dpi, page) = (DPI.to_string(), page.to_string());
        self.ask("pdftoppm", &["-gray", "-r", &dpi, "-f", &page, "-l", &page])
    }
}

/// The one QR code in a part of the picture: left, top, width and height in pixels.
fn read(picture: &[u8], [left, top, width, height]: [usize; 4]) -> Code {
    let (whole, _, pixels) = grey(picture);
    let pixel = |x: usize, y: usize| pixels[(top + y) * whole + left + x];
    let mut image = PreparedImage::prepare_from_greyscale(width, height, pixel);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "codes on the sheet");
    let (meta, link) = grids[0].decode().unwrap();
    let [begin, _, end, _] = grids[0].bounds.map(|point| [point.x, point.y]);
    let side = end[0] - begin[0];
    let quiet = 4 * side / i32::try_from(meta.version.to_size()).unwrap();
    let dark = |x: i32, y: i32| pixel(usize::try_from(x).unwrap(), usize::try_from(y).unwrap()) < 128;
    // A pixel or two on each side belong to the edges.
    let is_free = [2, quiet / 2, quiet - 2].into_iter().all(|away| {
        let (from, to) = (begin.map(|at| at - away), end.map(|at| at + away));
        (from[0]..to[0]).all(|x| !dark(x, from[1]) && !dark(x, to[1]))
            && (from[1]..to[1]).all(|y| !dark(from[0], y) && !dark(to[0], y))
    });
    Code { link, side: side as f32 / DPI * 25.4, is_free }
}

/// Width, height and pixels of a binary PGM.
fn grey(file: &[u8]) -> (usize, usize, &[u8]) {
    let mut rest = file;
    let mut word = || {
        let end = rest.iter().position(u8::is_ascii_whitespace).unwrap();
        let word = std::str::from_utf8(&rest[..end]).unwrap();
        rest = &rest[end + 1..];
        word
    };
    assert_eq!(word(), "P5");
    let [width, height, most] = [(); 3].map(|()| word().parse::<usize>().unwrap());
    assert_eq!(most, 255);
    assert_eq!(rest.len(), width * height);
    (width, height, rest)
}
