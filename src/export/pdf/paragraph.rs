//! Lines of text that fill a box and never leave it: long texts wrap, and shrink where wrapping is not enough.

use std::rc::Rc;

use super::font::{Fonts, Shaped, Weight};

/// How much smaller each try is.
const STEP: f32 = 0.96;
/// The size below which words are broken rather than made smaller still, as a share of the size wished for.
const BREAKING: f32 = 0.55;
/// Size in points at which a text stays even if it does not fit: the longest names are far from it.
const LEAST: f32 = 2.0;
/// Tries at evening out the lengths of lines.
const EVENING: u32 = 8;

/// What a text looks like and how much room it has.
#[derive(Debug, Clone, Copy)]
pub(in crate::export) struct Room {
    pub weight: Weight,
    /// Size wished for, in points.
    pub size: f32,
    /// Distance of lines in units of the size. Vietnamese capitals with two marks need 1.2.
    pub leading: f32,
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
}

/// Text broken into lines.
#[derive(Debug, Clone)]
pub(in crate::export) struct Paragraph {
    pub lines: Vec<Line>,
    /// Size of the letters, in points.
    pub size: f32,
    /// Distance of the lines, in points.
    pub distance: f32,
}

/// One line.
#[derive(Debug, Clone)]
pub(in crate::export) struct Line {
    pub shaped: Rc<Shaped>,
    /// Without the blank at the end, in points.
    pub width: f32,
}

impl Paragraph {
    /// Height of all lines, in points.
    pub(in crate::export) fn height(&self) -> f32 {
        self.lines.len() as f32 * self.distance
    }
}

/// A piece of text that is broken only where it is longer than a line.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    /// In units of the size.
    width: f32,
}

/// What is set, and how its pieces hang together.
struct Setter<'a> {
    fonts: &'a Fonts,
    weight: Weight,
    /// Between two pieces of a line.
    joint: &'static str,
    joint_width: f32,
    /// Whether all lines are made about equally long.
    even: bool,
}

/// Words for reading, broken between them.
pub(in crate::export) fn prose(fonts: &Fonts, text: &str, room: Room) -> Paragraph {
    Setter::new(fonts, room.weight, " ").fit(words(text), room)
}

/// Words of a longer text, in lines as full as they get.
pub(in crate::export) fn running(fonts: &Fonts, text: &str, room: Room) -> Paragraph {
    Setter { even: false, ..Setter::new(fonts, room.weight, " ") }.fit(words(text), room)
}

/// The words between which a line may break: not at a no-break space.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let breaks = |sign: char| sign.is_whitespace() && !matches!(sign, '\u{a0}' | '\u{202f}');
    text.split(breaks).filter(|word| !word.is_empty())
}

/// An address, broken where its parts begin.
pub(in crate::export) fn address(fonts: &Fonts, text: &str, room: Room) -> Paragraph {
    Setter::new(fonts, room.weight, "").fit(text.split_inclusive(['/', '?', '&']), room)
}

impl<'a> Setter<'a> {
    fn new(fonts: &'a Fonts, weight: Weight, joint: &'static str) -> Self {
        Self { fonts, weight, joint, joint_width: fonts.shape(joint, weight).width, even: true }
    }

    fn piece(&self, text: &str) -> Piece {
        Piece { text: text.to_owned(), width: self.fonts.shape(text, self.weight).width }
    }

    /// The text at the largest size at which it fits.
    fn fit<'t>(&self, texts: impl Iterator<Item = &'t str>, room: Room) -> Paragraph {
        let whole: Vec<Piece> = texts.map(|text| self.piece(text)).collect();
        let mut size = room.size;
        loop {
            let width = room.width / size;
            let is_least = size * STEP < LEAST;
            let pieces = if size < room.size * BREAKING || is_least {
                self.broken(&whole, width)
            } else {
                whole.clone()
            };
            let count = self.lines(&pieces, width).len();
            let fits = pieces.iter().all(|piece| piece.width <= width)
                && count as f32 * size * room.leading <= room.height;
            if fits || is_least {
                let width = if self.even { self.evened(&pieces, width, count) } else { width };
                let lines = self.lines(&pieces, width);
                return self.paragraph(&lines, size, size * room.leading);
            }
            size *= STEP;
        }
    }

    /// The pieces, those longer than a line cut to its length; marks stay with their letters.
    fn broken(&self, pieces: &[Piece], width: f32) -> Vec<Piece> {
        let mut parts = Vec::new();
        for piece in pieces {
            let mut part = String::new();
            for sign in piece.text.chars() {
                let is_mark = ('\u{300}'..='\u{36f}').contains(&sign);
                let longer = format!("{part}{sign}");
                if !part.is_empty() && !is_mark && self.piece(&longer).width > width {
                    parts.push(self.piece(&part));
                    part.clear();
                }
                part.push(sign);
            }
            parts.push(self.piece(&part));
        }
        parts
    }

    /// How many pieces stand on each line of this width.
    fn lines<'p>(&self, pieces: &'p [Piece], width: f32) -> Vec<&'p [Piece]> {
        let mut lines = Vec::new();
        let (mut begin, mut used) = (0, 0.0);
        for (place, piece) in pieces.iter().enumerate() {
            let longer = used + self.joint_width + piece.width;
            if place == begin {
                used = piece.width;
            } else if longer > width {
                lines.extend(pieces.get(begin..place));
                (begin, used) = (place, piece.width);
            } else {
                used = longer;
            }
        }
        lines.extend(pieces.get(begin..).filter(|rest| !rest.is_empty()));
        lines
    }

    /// The least width with as many lines, so that they are about equally long.
    fn evened(&self, pieces: &[Piece], width: f32, count: usize) -> f32 {
        let (mut short, mut long) = (0.0, width);
        for _ in 0..EVENING {
            let middle = f32::midpoint(short, long);
            let holds = pieces.iter().all(|piece| piece.width <= middle);
            if holds && self.lines(pieces, middle).len() <= count { long = middle } else { short = middle }
        }
        long
    }

    fn paragraph(&self, lines: &[&[Piece]], size: f32, distance: f32) -> Paragraph {
        let line = |(place, pieces): (usize, &&[Piece])| {
            let words: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
            let text = words.join(self.joint);
            let width = self.fonts.shape(&text, self.weight).width * size;
            // Who copies the text or has it read out gets a blank between two lines.
            let end = if place + 1 < lines.len() { self.joint } else { "" };
            Line { shaped: self.fonts.shape(&(text + end), self.weight), width }
        };
        Paragraph { lines: lines.iter().enumerate().map(line).collect(), size, distance }
    }
}
