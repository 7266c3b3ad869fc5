//! Why nothing was imported.

use std::io;

use super::Done;
use crate::domain::access::Right;
use crate::domain::instrument::SwitchError;
use crate::domain::wave::WaveId;
use crate::ingest::csv::dossiers::ImportDossiersError;
use crate::ingest::csv::margins::ImportMarginsError;
use crate::ingest::csv::responses::ImportResponsesError;
use crate::ingest::csv::scores::ImportScoresError;
use crate::ingest::csv::units::UnitImportError;
use crate::ingest::csv::{Mistakes, OpenWaveError};
use crate::ingest::import::ImportError;
use crate::sealing::SealError;
use crate::store::StoreError;

/// Why nothing was imported, in the words of the command line.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is no such instrument.
    #[error("there is no instrument {0}")]
    UnknownInstrument(String),
    /// The wave is new, and nobody said by which instrument.
    #[error("there is no wave {0}; a new one needs an instrument")]
    NoInstrument(WaveId),
    /// Nothing says which period the file is about.
    #[error("the file names no period; add --period, e.g. --period 2026-Q4")]
    NoPeriod,
    /// The wave is none of those the principal has anything to do with.
    #[error("there is no wave {0}; `hailong wave list` shows all")]
    UnknownWave(WaveId),
    /// The right is missing at a unit of the wave.
    #[error("the right {0} is needed at every unit of the wave")]
    Right(Right),
    /// A switch, or its choice, is none of the instrument.
    #[error(transparent)]
    Switch(#[from] SwitchError),
    /// The file is wrong, or does not fit its wave.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The file of dossiers is wrong.
    #[error(transparent)]
    Dossiers(#[from] ImportDossiersError),
    /// The file of margins is wrong, or its wave takes none.
    #[error(transparent)]
    Margins(#[from] ImportMarginsError),
    /// The file of units is wrong.
    #[error(transparent)]
    Units(#[from] UnitImportError),
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The scores are stored, but the results could not be made anew; the next sealing does that.
    #[error("the scores are stored, but the results could not be made anew: {1}")]
    Publish(Box<Done>, SealError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for Fault {
    fn from(fault: diesel::result::Error) -> Self {
        Self::Store(fault.into())
    }
}

/// What can be told to whoever brought the file.
#[derive(Debug)]
pub enum Told<'a> {
    /// These mistakes; whether reading stopped before the end because there were too many.
    Mistakes(&'a Mistakes, bool),
    /// The problem of this code, with the variables of its message.
    Said(&'static str, Vec<(&'static str, String)>),
    /// The right is missing.
    Right(Right),
    /// There is no such wave.
    UnknownWave,
    /// The fault is ours.
    Ours,
}

impl Fault {
    /// What can be told to whoever brought the file.
    pub fn told(&self) -> Told<'_> {
        match self {
            Self::UnknownInstrument(id) => said("unknown_instrument", &[("instrument", id)]),
            Self::NoInstrument(wave) => said("import_no_instrument", &[("wave", wave)]),
            Self::NoPeriod => said("import_no_period", &[]),
            Self::UnknownWave(_) => Told::UnknownWave,
            Self::Right(right) => Told::Right(*right),
            Self::Switch(fault) => said("import_switch", &[("fault", fault)]),
            Self::Units(UnitImportError::File(mistakes))
            | Self::Dossiers(ImportDossiersError::File(mistakes))
            | Self::Margins(ImportMarginsError::File(mistakes)) => Told::Mistakes(mistakes, false),
            Self::Units(UnitImportError::Store(StoreError::Units(_))) => said("import_units_changed", &[]),
            Self::Margins(ImportMarginsError::NoMargins(wave)) => {
                said("import_margins_none", &[("wave", wave)])
            }
            Self::Margins(ImportMarginsError::Closed(wave)) => {
                said("import_margins_closed", &[("wave", wave)])
            }
            Self::Import(fault) => of_import(fault),
            Self::Dossiers(_)
            | Self::Margins(_)
            | Self::Units(UnitImportError::Store(_))
            | Self::Read(_)
            | Self::Publish(..)
            | Self::Store(_) => Told::Ours,
        }
    }
}

fn said(code: &'static str, values: &[(&'static str, &dyn ToString)]) -> Told<'static> {
    Told::Said(code, values.iter().map(|(name, value)| (*name, value.to_string())).collect())
}

fn of_import(fault: &ImportError) -> Told<'_> {
    match fault {
        ImportError::Wave(fault) => of_wave(fault),
        ImportError::Responses(fault) => match fault {
            ImportResponsesError::File { mistakes, stopped, .. } => Told::Mistakes(mistakes, *stopped),
            ImportResponsesError::ImportedBefore(wave) => said("import_before", &[("wave", wave)]),
            ImportResponsesError::Closed(wave) => said("import_closed", &[("wave", wave)]),
            ImportResponsesError::NoFiles(wave) => said("import_no_files", &[("wave", wave)]),
            ImportResponsesError::MixedWeights { wave, file_has: true } => {
                said("import_weights_here", &[("wave", wave)])
            }
            ImportResponsesError::MixedWeights { wave, .. } => {
                said("import_weights_there", &[("wave", wave)])
            }
            ImportResponsesError::Read(_) | ImportResponsesError::Store(_) => Told::Ours,
        },
        ImportError::Scores(fault) => match fault {
            ImportScoresError::File(mistakes) => Told::Mistakes(mistakes, false),
            ImportScoresError::OtherPeriod { wave, expected, found } => {
                said("import_other_period", &[("wave", wave), ("stored", expected), ("asked", found)])
            }
            ImportScoresError::Read(_) | ImportScoresError::Store(_) => Told::Ours,
        },
        ImportError::Store(_) => Told::Ours,
    }
}

fn of_wave(fault: &OpenWaveError) -> Told<'static> {
    match fault {
        OpenWaveError::OtherInstrument { wave, stored, asked } => {
            said("import_other_instrument", &[("wave", wave), ("stored", stored), ("asked", asked)])
        }
        OpenWaveError::OtherPeriod { wave, stored, asked } => {
            said("import_other_period", &[("wave", wave), ("stored", stored), ("asked", asked)])
        }
        OpenWaveError::OtherMode { wave, .. }
        | OpenWaveError::OtherK { wave, .. }
        | OpenWaveError::OtherSetting { wave, .. } => said("import_other_settings", &[("wave", wave)]),
        OpenWaveError::Store(_) => Told::Ours,
    }
}
