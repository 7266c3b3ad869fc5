//! The table of results: a publication, possibly compared with an earlier one, in one language.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use super::batch::{Hash, hex};
use super::compare::{Change, Comparison, Obstacle};
use super::instrument::{Instrument, Text};
use super::lowest::{Low, NAMED, lowest};
use super::publication::{
    Disclosure, Figure, Publication, PublishedBreakdown, PublishedCategory, PublishedNode, PublishedUnit,
    compared_hash,
};
use super::standing::{group_set, rank_set};
use super::table::{
    BrokenDown, Head, LowestNodes, PartialUnit, PooledFrom, PooledWave, Row, Rows, Standing, Table,
};

/// What a table is made from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The publication.
    pub publication: &'a Publication,
    /// Its hash.
    pub hash: &'a Hash,
    /// The instrument version it was computed with.
    pub instrument: &'a Instrument,
    /// An earlier publication, its hash, and the comparison with it.
    pub earlier: Option<(&'a Publication, &'a Hash, &'a Comparison)>,
}

/// Which rows are wanted; absent: all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Code of a unit: it and all units below it.
    pub unit: Option<String>,
    /// Id of a node: it and all nodes below it.
    pub node: Option<String>,
    /// A breakdown of the wave: figures by category, of the units that have them.
    pub breakdown: Option<String>,
}

/// Texts that the caller knows.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// Why two waves are not compared.
    pub obstacle: &'a dyn Fn(&Obstacle) -> String,
    /// Name of a breakdown or category that has no text in the instrument, by its id.
    pub name: &'a dyn Fn(&str) -> String,
}

/// A selection that names something the publication does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotInPublication {
    /// No such unit.
    #[error("unit {0:?} is not in this publication")]
    Unit(String),
    /// No such node.
    #[error("node {0:?} is not in this publication")]
    Node(String),
    /// No such breakdown.
    #[error("the wave has no breakdown {0:?}")]
    Breakdown(String),
}

/// Figures that are read unit by unit: of a large publication no more than those of one unit are in memory.
pub trait FigureReader: fmt::Debug {
    /// The figures of these units, by ascending position, each with its position; one figure per node.
    fn figures_of<'s>(&'s self, units: &'s [usize]) -> Box<dyn Iterator<Item = (usize, Vec<Figure>)> + 's>;
}

/// The table of these units and nodes alone, by their positions in the publication.
pub fn part(
    sources: Sources,
    (units, nodes): (&[usize], &[usize]),
    language: &str,
    say: &dyn Fn(&Obstacle) -> String,
) -> Table {
    let (units, nodes, head) = (units.to_vec(), nodes.to_vec(), head(sources, units, language, say));
    Selected { sources, head, units, nodes, by: None, reader: None }.whole().into_owned()
}

/// The rows of a selection, made when they are wanted.
#[derive(Debug, Clone)]
pub struct Selected<'a> {
    sources: Sources<'a>,
    head: Head,
    units: Vec<usize>,
    nodes: Vec<usize>,
    by: Option<Categories<'a>>,
    /// Where the figures are, if not in the publication.
    reader: Option<&'a dyn FigureReader>,
}

/// What the rows are broken down by, with the names of its categories.
#[derive(Debug, Clone)]
struct Categories<'a> {
    breakdown: &'a PublishedBreakdown,
    names: Vec<String>,
}

impl<'a> Selected<'a> {
    /// The rows of `selection`, with names in `language`. By category there is no comparison with an earlier wave.
    pub fn new(
        sources: Sources<'a>,
        selection: &Selection,
        language: &str,
        words: Words<'_>,
    ) -> Result<Self, NotInPublication> {
        let mut units = selected_units(sources.publication, selection)?;
        let nodes = selected_nodes(sources.publication, selection)?;
        let Some(id) = &selection.breakdown else {
            return Ok(Self {
                nodes,
                head: head(sources, &units, language, words.obstacle),
                units,
                sources,
                by: None,
                reader: None,
            });
        };
        let sources = Sources { earlier: None, ..sources };
        let known = sources.publication.breakdowns.iter().find(|known| known.id == *id);
        let breakdown = known.ok_or_else(|| NotInPublication::Breakdown(id.clone()))?;
        // Thousands of communes that have none need no row each; one that was asked for by name gets its reason.
        if units.iter().any(|unit| breakdown.units.contains(unit)) {
            units.retain(|unit| breakdown.units.contains(unit));
        } else {
            units.truncate(1);
        }
        let name = |label: &Option<Text>, id: &str| match label {
            Some(label) => label.get(language).to_owned(),
            None => (words.name)(id),
        };
        let categories = breakdown.categories.iter();
        let names = categories.map(|category| name(&category.label, &category.id)).collect();
        let by = BrokenDown { id: id.clone(), name: name(&breakdown.label, id), batches: breakdown.batches };
        let head = Head { breakdown: Some(by), ..head(sources, &units, language, words.obstacle) };
        Ok(Self { units, nodes, head, sources, by: Some(Categories { breakdown, names }), reader: None })
    }

    /// The rows of this unit alone, by its position in the publication.
    #[must_use]
    pub fn of_unit(self, unit: usize) -> Self {
        Self { units: vec![unit], ..self }
    }

    /// The same rows, their figures read unit by unit: the publication holds what stands before them alone.
    #[must_use]
    pub fn read_from(self, reader: &'a dyn FigureReader) -> Self {
        Self { reader: Some(reader), ..self }
    }

    /// The head alone.
    #[must_use]
    pub fn without_rows(self) -> Self {
        Self { units: Vec::new(), ..self }
    }

    /// The rows of a unit by category.
    fn by_category<'s>(&'s self, unit: usize, by: &'s Categories<'a>) -> impl Iterator<Item = Row> + 's {
        let place = by.breakdown.units.iter().position(|known| *known == unit);
        let of_category = move |(category, name): (&'s PublishedCategory, &'s String)| {
            let figures = place.and_then(|place| category.figures.get(place));
            self.nodes.iter().map(move |node| {
                let blank = Figure::absent(Disclosure::NotAtLevel);
                let figure = figures.and_then(|figures| figures.get(*node)).unwrap_or(&blank);
                let publication = self.sources.publication;
                let place = (&publication.units[unit], &publication.nodes[*node]);
                let row = row(place, figure, &Change::default(), &self.head.language);
                Row { category: Some(category.id.clone()), category_name: Some(name.clone()), ..row }
            })
        };
        by.breakdown.categories.iter().zip(&by.names).flat_map(of_category)
    }

    fn row(&self, unit: usize, node: usize, figure: &Figure) -> Row {
        let publication = self.sources.publication;
        let blank = Change::default();
        // A comparison may have been made of a part alone.
        let change =
            self.sources.earlier.and_then(|(_, _, comparison)| comparison.changes.get(unit)?.get(node));
        let change = change.unwrap_or(&blank);
        let place = (&publication.units[unit], &publication.nodes[node]);
        row(place, figure, change, &self.head.language)
    }

    /// Position of the unit of a row; none where the rows are read unit by unit, or by category: nothing is known there of
    /// the unit as a whole.
    fn unit_of(&self, row: &Row) -> Option<usize> {
        if self.reader.is_some() || self.by.is_some() {
            return None;
        }
        // Codes are used again, so the name belongs to the key.
        let is_unit = |unit: &&usize| {
            let unit = &self.sources.publication.units[**unit];
            unit.code == row.unit && unit.name.get(&self.head.language) == row.unit_name
        };
        self.units.iter().find(is_unit).copied()
    }
}

impl Rows for Selected<'_> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn count(&self) -> usize {
        let categories = self.by.as_ref().map_or(1, |by| by.names.len());
        self.units.len() * self.nodes.len() * categories
    }

    fn standing(&self, row: &Row) -> Option<Standing> {
        let Sources { publication, instrument, .. } = self.sources;
        let unit = self.unit_of(row)?;
        let language = self.head.language.as_str();
        let node = publication.nodes.iter().position(|node| node.id == row.node)?;
        let groups = &publication.nodes[node].groups;
        let name = |place: usize| Some(groups.get(place)?.1.get(language).to_owned());
        let ranks = rank_set(publication, unit, node);
        Some(Standing {
            ranks,
            groups: group_set(publication, instrument, (unit, node), ranks)
                .and_then(|[low, high]| Some([name(low)?, name(high)?])),
        })
    }

    fn lowest(&self, row: &Row) -> Option<LowestNodes> {
        let publication = self.sources.publication;
        let found = lowest(publication, self.unit_of(row)?, NAMED)?;
        let low = |low: &Low| (publication.nodes[low.node].id.clone(), found.is_clear(low));
        Some(LowestNodes {
            nodes: found.nodes.iter().map(low).collect(),
            compared: found.compared,
            left_out: found.left_out,
        })
    }

    fn rows(&self) -> Box<dyn Iterator<Item = Cow<'_, Row>> + '_> {
        if let Some(by) = &self.by {
            let of_unit = move |unit: &usize| self.by_category(*unit, by).map(Cow::Owned);
            return Box::new(self.units.iter().flat_map(of_unit));
        }
        if let Some(reader) = self.reader {
            let of_unit = |(unit, figures): (usize, Vec<Figure>)| {
                let row = |node: &usize| Some(Cow::Owned(self.row(unit, *node, figures.get(*node)?)));
                self.nodes.iter().filter_map(row).collect::<Vec<_>>()
            };
            return Box::new(reader.figures_of(&self.units).flat_map(of_unit));
        }
        let figures = &self.sources.publication.figures;
        let of_unit = move |unit: &usize| {
            let unit = *unit;
            self.nodes.iter().map(move |node| Cow::Owned(self.row(unit, *node, &figures[unit][*node])))
        };
        Box::new(self.units.iter().flat_map(of_unit))
    }
}

fn selected_units(publication: &Publication, selection: &Selection) -> Result<Vec<usize>, NotInPublication> {
    let Some(code) = &selection.unit else { return Ok((0..publication.units.len()).collect()) };
    let units = &publication.units;
    let top = units.iter().position(|unit| unit.code == *code);
    let top = top.ok_or_else(|| NotInPublication::Unit(code.clone()))?;
    let below = |place: &usize| {
        std::iter::successors(Some(*place), |place| units[*place].parent).any(|place| place == top)
    };
    Ok((0..units.len()).filter(below).collect())
}

fn selected_nodes(publication: &Publication, selection: &Selection) -> Result<Vec<usize>, NotInPublication> {
    let Some(id) = &selection.node else { return Ok((0..publication.nodes.len()).collect()) };
    let nodes = &publication.nodes;
    if !nodes.iter().any(|node| node.id == *id) {
        return Err(NotInPublication::Node(id.clone()));
    }
    let parent = |id: &str| nodes.iter().find(|node| node.id == id)?.parent.as_deref();
    let below = |place: &usize| {
        std::iter::successors(Some(nodes[*place].id.as_str()), |id| parent(id)).any(|above| above == id)
    };
    Ok((0..nodes.len()).filter(below).collect())
}

fn head(sources: Sources, units: &[usize], language: &str, say: &dyn Fn(&Obstacle) -> String) -> Head {
    let publication = sources.publication;
    let instrument = sources.instrument;
    let wave = &publication.wave;
    let obstacles = sources.earlier.map_or(&[][..], |(_, _, comparison)| &comparison.obstacles);
    let table_hash =
        sources.earlier.map_or(*sources.hash, |(_, earlier, _)| compared_hash(sources.hash, earlier));
    Head {
        publication: hex(&table_hash),
        wave_publication: hex(sources.hash),
        compared_with: sources.earlier.map(|(_, hash, _)| hex(hash)),
        wave: wave.id.clone(),
        title: wave.title.get(language).to_owned(),
        compared_wave: sources.earlier.map(|(earlier, _, _)| earlier.wave.id.clone()),
        compared_period: sources.earlier.map(|(earlier, _, _)| earlier.wave.period.clone()),
        compare_notes: obstacles.iter().map(say).collect(),
        instrument: wave.instrument.clone(),
        instrument_sha256: wave.instrument_sha256.clone(),
        instrument_title: instrument.title.get(language).to_owned(),
        period: wave.period.clone(),
        mode: wave.mode.clone(),
        k: wave.k,
        demo: wave.demo,
        method: publication.method.clone(),
        level: publication.level,
        batches: publication.basis.batches,
        chain: publication.basis.chain.clone(),
        withheld: publication.basis.withheld.clone(),
        raking: publication.basis.raking.clone(),
        scores: publication.basis.scores,
        settings: settings(publication, instrument, language),
        sources: instrument.sources.iter().map(|source| source.title.clone()).collect(),
        unverified: instrument.unverified.iter().map(|text| text.get(language).to_owned()).collect(),
        language: language.to_owned(),
        breakdown: None,
        pooled: pooled_from(publication, units, language),
    }
}

/// What a pooled wave is made from, as far as it is about these units, by their positions.
pub fn pooled_from(publication: &Publication, units: &[usize], language: &str) -> Option<PooledFrom> {
    let pooled = publication.basis.pooled.as_ref()?;
    let absent: Vec<BTreeSet<usize>> =
        pooled.sources.iter().map(|source| source.absent.iter().copied().collect()).collect();
    let partial = |unit: &usize| {
        let waves = pooled.sources.iter().zip(&absent).filter(|(_, absent)| absent.contains(unit));
        let missing: Vec<String> = waves.map(|(source, _)| source.period.clone()).collect();
        let PublishedUnit { code, name, .. } = &publication.units[*unit];
        let some = !missing.is_empty() && missing.len() < pooled.sources.len();
        some.then(|| PartialUnit { unit: code.clone(), unit_name: name.get(language).to_owned(), missing })
    };
    let waves = pooled.sources.iter().map(|source| PooledWave {
        wave: source.wave.clone(),
        period: source.period.clone(),
        publication: source.publication.clone(),
        batches: source.batches,
    });
    Some(PooledFrom {
        waves: waves.collect(),
        missing: pooled.missing.clone(),
        partial: units.iter().filter_map(partial).collect(),
    })
}

fn settings(
    publication: &Publication,
    instrument: &Instrument,
    language: &str,
) -> Vec<(String, String, bool)> {
    let mut settings = Vec::new();
    for switch in &instrument.switches {
        let Some(set) = publication.wave.switches.get(&switch.id) else { continue };
        let label = switch.choices.get(set).map_or(set.as_str(), |choice| choice.label().get(language));
        let verified = switch.verified && *set == switch.default;
        settings.push((switch.label.get(language).to_owned(), label.to_owned(), verified));
    }
    settings
}

fn row(
    (unit, node): (&PublishedUnit, &PublishedNode),
    figure: &Figure,
    change: &Change,
    language: &str,
) -> Row {
    let group_name = |id: &String| {
        let group = node.groups.iter().find(|(known, _)| known == id);
        group.map(|(_, label)| label.get(language).to_owned())
    };
    Row {
        category: None,
        category_name: None,
        unit: unit.code.clone(),
        unit_name: unit.name.get(language).to_owned(),
        unit_level: unit.level.clone(),
        node: node.id.clone(),
        node_kind: node.kind,
        node_name: node.label.get(language).to_owned(),
        value: figure.value,
        ci_low: figure.ci.map(|[low, _]| low),
        ci_high: figure.ci.map(|[_, high]| high),
        se: figure.se,
        n: figure.n,
        n_eff: figure.n_eff,
        df: figure.df,
        nonresponse: figure.nonresponse,
        precision: figure.precision,
        disclosure: figure.disclosure,
        rank: figure.rank,
        ranked: figure.ranked,
        group: figure.group.clone(),
        group_name: figure.group.as_ref().and_then(group_name),
        change: change.change,
        change_ci_low: change.ci.map(|[low, _]| low),
        change_ci_high: change.ci.map(|[_, high]| high),
        change_p: change.p,
        change_percent: change.percent,
        notable: change.notable,
        rank_before: change.rank_before,
        group_before: change.group_before.clone(),
        batches: figure.batches,
        missing: figure.missing,
        decimals: node.display.decimals,
        sign: node.display.unit.clone(),
        of: node.display.of,
    }
}
