use std::fmt;

use super::Why;

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Line of the file, the first being 1. A row with line breaks inside quotes counts where it begins.
    pub line: u64,
    /// Name of the column, where the mistake is in one.
    pub column: Option<String>,
    /// What is wrong.
    pub why: Why,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "line {}, column {column}: {}", self.line, self.why),
            None => write!(f, "line {}: {}", self.line, self.why),
        }
    }
}

/// The mistakes of one file, in the order they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mistakes {
    list: Vec<Mistake>,
    left_off: usize,
}

impl Mistakes {
    /// As many mistakes as are kept; a file with more is wrong as a whole.
    pub const MOST: usize = 100;

    /// Notes a mistake in a cell.
    pub fn cell(&mut self, line: u64, column: &str, why: Why) {
        self.push(Mistake { line, column: Some(column.to_owned()), why });
    }

    /// Notes a mistake of a whole line.
    pub fn line(&mut self, line: u64, why: Why) {
        self.push(Mistake { line, column: None, why });
    }

    fn push(&mut self, mistake: Mistake) {
        if self.list.len() < Self::MOST {
            self.list.push(mistake);
        } else {
            self.left_off += 1;
        }
    }

    /// The mistakes kept.
    pub fn list(&self) -> &[Mistake] {
        &self.list
    }

    /// How many more there are.
    pub fn left_off(&self) -> usize {
        self.left_off
    }

    /// How many there are in all.
    pub fn count(&self) -> usize {
        self.list.len() + self.left_off
    }

    /// Whether the file is right.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Puts the mistakes in order of the line; those of one line stay in the order found.
    pub fn sort(&mut self) {
        self.list.sort_by_key(|mistake| mistake.line);
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.list.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{mistake}")?;
        }
        if self.left_off > 0 {
            write!(f, "\nand {} more", self.left_off)?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_a_hundred_and_counts_the_rest() {
        let mut mistakes = Mistakes::default();
        assert!(mistakes.is_empty());
        for line in 0..103 {
            mistakes.line(103 - line, Why::new("empty"));
        }
        mistakes.sort();
        assert_eq!((mistakes.list().len(), mistakes.left_off()), (100, 3));
        let text = mistakes.to_string();
        assert!(text.starts_with("line 4: is empty\nline 5: is empty\n"), "{text}");
        assert!(text.ends_with("\nline 103: is empty\nand 3 more"), "{text}");
    }

    #[test]
    fn names_the_column() {
        let mut mistakes = Mistakes::default();
        mistakes.cell(2, "level", Why::new("empty"));
        assert_eq!(mistakes.to_string(), "line 2, column level: is empty");
    }
}
