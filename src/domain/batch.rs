//! The batch (lô) and the rule by which a pool becomes one.
//!
//! Everything that is ever published is a sum of whole batches, so no two publications, levels or
//! breakdowns can be subtracted to fewer than k people.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::breakdown::Breakdowns;
use super::instrument::{Instrument, Item, ItemKind, Scale};
use super::raking::Calibration;
use super::response::{ItemShape, Unreadable};
use super::tally::{ItemTotals, Tally, WEIGHT_UNIT};
use super::wave::WaveId;

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// Lower-case hexadecimal text of a digest.
pub fn hex(hash: &Hash) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from(DIGITS[usize::from(digit)]));
    hash.iter().flat_map(digits).collect()
}

/// The digest that is written as these 64 hexadecimal digits, of either case; `None` for any other text.
pub fn parse_hash(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    if text.len() != 2 * hash.len() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(hash)
}

/// Why a pool is not sealed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hold {
    /// Fewer than k people have answered.
    TooFew,
    /// Everybody chose a dissatisfied option of this item: the batch would tell what each said.
    Unanimous {
        /// Code of the item.
        item: String,
    },
}

/// Decides whether a pool of responses may become a batch of a wave with this k.
pub fn may_seal(pool: &Tally, instrument: &Instrument, k: u32) -> Result<(), Hold> {
    if pool.n < i64::from(k) {
        return Err(Hold::TooFew);
    }
    match is_unanimous(pool, instrument) {
        Some(item) => Err(Hold::Unanimous { item: item.code.clone() }),
        None => Ok(()),
    }
}

/// The first item of which everybody chose a dissatisfied option.
pub fn is_unanimous<'a>(people: &Tally, instrument: &'a Instrument) -> Option<&'a Item> {
    let found = |(item, totals): &(&'a Item, &ItemTotals)| {
        instrument
            .questionnaire
            .scale_of(item)
            .is_some_and(|scale| all_unfavourable(item.kind, scale, totals, people.n))
    };
    instrument.items().zip(&people.items).find(found).map(|(item, _)| item)
}

/// Whether each of `people` chose a dissatisfied option.
pub fn all_unfavourable(kind: ItemKind, scale: &Scale, totals: &ItemTotals, people: i64) -> bool {
    let counts = scale.options.iter().zip(&totals.options);
    let unfavourable = counts.filter(|(option, _)| option.unfavourable).map(|(_, count)| *count);
    match kind {
        // One option each: together they are everybody.
        ItemKind::Single => unfavourable.sum::<i64>() == people,
        // Any number each: everybody ticked this one.
        ItemKind::Multiple => unfavourable.max() == Some(people),
    }
}

/// Totals of the same responses counted by weight (designed samples).
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedTally {
    /// Sums of weights, in parts of `WEIGHT_UNIT`.
    pub sums: Tally,
    /// Sum of squared weights, for Kish's effective sample size.
    pub squares: f64,
}

impl WeightedTally {
    /// Totals by weight; none unless a response has a weight. One without counts once.
    pub fn of<'r>(
        rows: impl Iterator<Item = (&'r [u8], Option<i64>)> + Clone,
        layout: &[ItemShape],
    ) -> Result<Option<Self>, Unreadable> {
        if rows.clone().all(|(_, weight)| weight.is_none()) {
            return Ok(None);
        }
        let rows = rows.map(|(answers, weight)| (answers, weight.unwrap_or(WEIGHT_UNIT)));
        // Whole numbers until the end, so that the sum does not depend on the random order of the rows.
        let squares: i128 = rows.clone().map(|(_, weight)| i128::from(weight) * i128::from(weight)).sum();
        let unit = WEIGHT_UNIT as f64;
        Ok(Some(Self { sums: Tally::of(rows, layout)?, squares: squares as f64 / (unit * unit) }))
    }
}

/// A sealed group of responses; never changes again.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Code of the unit whose pool it was; for a residual batch, of the parent that took the pools.
    pub unit: String,
    /// Position in the wave's chain, from 1.
    pub seq: i32,
    /// Day of the sealing epoch.
    pub epoch: NaiveDate,
    /// Whether it gathers leftovers of units below.
    pub residual: bool,
    /// Stratum of a designed sample.
    pub stratum: Option<String>,
    /// Numbers of responses.
    pub tally: Tally,
    /// Totals by weight, where the wave has weights.
    pub weighted: Option<WeightedTally>,
    /// What it keeps for breakdowns, where the wave has declared any.
    pub breakdowns: Option<Breakdowns>,
    /// What it keeps for standard errors, where its weights are raked to margins.
    pub calibration: Option<Calibration>,
}

impl Batch {
    /// Hash over the content and the previous batch's hash, so that no batch can be changed or left
    /// out unnoticed. Fields are joined by line feeds; numbers in decimal. What a batch keeps for breakdowns comes
    /// last, under another number of the form, and after it under a third one what it keeps of raking.
    pub fn chain_hash(&self, wave: &WaveId, previous: &Hash) -> Hash {
        let numbers = |flat: Vec<i64>| flat.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let weighted = self.weighted.as_ref().map_or(String::new(), |weighted| {
            format!("{};{}", numbers(weighted.sums.flat()), weighted.squares)
        });
        let broken_down = self.breakdowns.as_ref().map_or(String::new(), Breakdowns::canonical);
        let (form, more) = match (&self.breakdowns, &self.calibration) {
            (None, None) => (1, String::new()),
            (Some(_), None) => (2, format!("\n{broken_down}")),
            (_, Some(calibration)) => (3, format!("\n{broken_down}\nraked\n{}", calibration.canonical())),
        };
        let content = format!(
            "hailong batch {form}\n{wave}\n{}\n{}\n{}\n{}\n{}\n{}\n{weighted}\n{}{more}",
            self.unit,
            self.seq,
            self.epoch,
            self.residual,
            self.stratum.as_deref().unwrap_or_default(),
            numbers(self.tally.flat()),
            hex(previous),
        );
        Sha256::digest(content.as_bytes()).into()
    }
}

/// Splits the respondents of one unit of a designed sample into batches of at least k.
///
/// Batches are the sample's clusters (stratum, PSU), so that their totals carry the design's
/// variance. Clusters of fewer than k are joined with the next of their stratum, a stratum of fewer
/// than k with the next stratum. Without clusters, random groups of k to 2k-1 are made (random
/// group estimator, Wolter 2007, ch. 2): `respondents` must come in random order.
/// A cluster that reaches into several units is a cluster of its own in each of them.
///
/// Returns groups of positions; `None` if there are fewer than k respondents in all.
pub fn sample_batches(respondents: &[SampleCell], k: u32) -> Option<Vec<SampleBatch>> {
    let k = usize::try_from(k).unwrap_or(usize::MAX);
    if respondents.len() < k {
        return None;
    }
    let mut order: Vec<usize> = (0..respondents.len()).collect();
    order.sort_by(|a, b| respondents[*a].cmp(&respondents[*b]));
    let mut batches: Vec<SampleBatch> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (place, position) in order.iter().enumerate() {
        open.push(*position);
        let cell = &respondents[*position];
        let next = order.get(place + 1).map(|next| &respondents[*next]);
        let ends_stratum = next.is_none_or(|next| next.stratum != cell.stratum);
        let ends_cluster = ends_stratum || cell.psu.is_none() || next.is_none_or(|next| next.psu != cell.psu);
        if ends_cluster && open.len() >= k {
            let stratum = respondents[open[0]].stratum.clone();
            batches.push(SampleBatch { stratum, members: std::mem::take(&mut open) });
        } else if ends_stratum {
            // What is left of a stratum joins its last batch; a stratum of fewer than k has none and
            // goes on into the next.
            let own = batches.last_mut().filter(|last| last.stratum == cell.stratum);
            if let Some(own) = own {
                own.members.append(&mut open);
            }
        }
    }
    // Leftovers join the last batch: it exists, because there are at least k respondents.
    if let Some(last) = batches.last_mut() {
        last.members.append(&mut open);
    }
    Some(batches)
}

/// Where in the design a respondent belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct SampleCell {
    /// Stratum.
    pub stratum: Option<String>,
    /// Primary sampling unit.
    pub psu: Option<String>,
}

/// Members of one batch of a designed sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleBatch {
    /// Stratum of its first member.
    pub stratum: Option<String>,
    /// Positions in the list of respondents.
    pub members: Vec<usize>,
}
