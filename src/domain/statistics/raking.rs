//! Raking: weights that meet the known totals of several margins.

/// Relative distance from a margin's total at which the steps end.
const CLOSE: f64 = 1e-10;
/// Steps through all margins after which they are said to end nowhere. They go on geometrically, so a sample that is
/// still this far off then has margins that contradict each other.
const STEPS: usize = 20_000;

/// People who are alike in all margins.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Category in each margin, in the order of the margins.
    pub categories: Vec<usize>,
    /// Sum of their base weights, above 0.
    pub weight: f64,
}

/// Why no weights meet the margins. Margins and categories are named by their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmet {
    /// A total is negative or not a number.
    NoTotal {
        /// The margin.
        margin: usize,
        /// The category.
        category: usize,
    },
    /// The margin adds up to another total than the first one.
    OtherSum {
        /// The margin.
        margin: usize,
    },
    /// There should be people in the category, and the sample has none.
    Nobody {
        /// The margin.
        margin: usize,
        /// The category.
        category: usize,
    },
    /// The sample has people in the category, and there should be none.
    Somebody {
        /// The margin.
        margin: usize,
        /// The category.
        category: usize,
    },
    /// No weights meet all margins at once: the sample lacks people who are in this category and certain others.
    Apart {
        /// The margin that is missed most.
        margin: usize,
        /// The category.
        category: usize,
    },
}

/// The factors of raking: one per margin and category. The calibrated weight of somebody is the base weight times the
/// factor of the person's category in each margin. A category with neither people nor total has factor 1.
///
/// Iterative proportional fitting (Deming and Stephan 1940) until every total is met to a relative 1e-10; among all
/// weights that meet the margins these are nearest to the base weights in the sense of the multiplicative distance of
/// Deville and Särndal (1992), whatever the order of the margins. With one margin this is post-stratification.
///
/// # Errors
/// Why no weights meet the margins.
pub fn rake(cells: &[Cell], margins: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Unmet> {
    check_totals(margins)?;
    check_people(cells, margins)?;
    let mut factors: Vec<Vec<f64>> = margins.iter().map(|totals| vec![1.0; totals.len()]).collect();
    for _ in 0..STEPS {
        for (margin, totals) in margins.iter().enumerate() {
            let sums = sums(cells, &factors, margin, totals.len());
            for (factor, (sum, total)) in factors[margin].iter_mut().zip(sums.iter().zip(totals)) {
                if *total > 0.0 {
                    *factor *= total / sum;
                }
            }
        }
        if farthest(cells, &factors, margins).is_none_or(|(misfit, ..)| misfit < CLOSE) {
            return Ok(factors);
        }
    }
    let (_, margin, category) = farthest(cells, &factors, margins).unwrap_or_default();
    Err(Unmet::Apart { margin, category })
}

/// The factor of people in these categories.
pub fn factor(factors: &[Vec<f64>], categories: &[usize]) -> f64 {
    factors.iter().zip(categories).map(|(of_margin, category)| of_margin[*category]).product()
}

fn check_totals(margins: &[Vec<f64>]) -> Result<(), Unmet> {
    let first: f64 = margins.first().map_or(0.0, |totals| totals.iter().sum());
    for (margin, totals) in margins.iter().enumerate() {
        if let Some(category) = totals.iter().position(|total| !(total.is_finite() && *total >= 0.0)) {
            return Err(Unmet::NoTotal { margin, category });
        }
        let sum: f64 = totals.iter().sum();
        if (sum - first).abs() > CLOSE * first {
            return Err(Unmet::OtherSum { margin });
        }
    }
    Ok(())
}

/// In every category are people and a total, or neither.
fn check_people(cells: &[Cell], margins: &[Vec<f64>]) -> Result<(), Unmet> {
    for (margin, totals) in margins.iter().enumerate() {
        let none: Vec<Vec<f64>> = Vec::new();
        let sums = sums(cells, &none, margin, totals.len());
        for (category, (sum, total)) in sums.iter().zip(totals).enumerate() {
            match (*sum > 0.0, *total > 0.0) {
                (false, true) => return Err(Unmet::Nobody { margin, category }),
                (true, false) => return Err(Unmet::Somebody { margin, category }),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Sum of weights by category of one margin.
fn sums(cells: &[Cell], factors: &[Vec<f64>], margin: usize, categories: usize) -> Vec<f64> {
    let mut sums = vec![0.0; categories];
    for cell in cells {
        sums[cell.categories[margin]] += cell.weight * factor(factors, &cell.categories);
    }
    sums
}

/// The greatest relative distance from a total, and where it is.
fn farthest(cells: &[Cell], factors: &[Vec<f64>], margins: &[Vec<f64>]) -> Option<(f64, usize, usize)> {
    let of_margin = |(margin, totals): (usize, &Vec<f64>)| {
        let sums = sums(cells, factors, margin, totals.len());
        let off = sums.into_iter().zip(totals).enumerate().filter(|(_, (_, total))| **total > 0.0);
        let off = off.map(|(category, (sum, total))| ((sum - total).abs() / total, margin, category));
        off.collect::<Vec<_>>()
    };
    margins.iter().enumerate().flat_map(of_margin).max_by(|a, b| a.0.total_cmp(&b.0))
}
