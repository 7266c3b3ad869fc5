//! The ground floor: what the words mean and how the figures are computed.
//!
//! Pure functions of their arguments: no database, no HTTP, no files, no clock, no randomness.

pub mod access;
pub mod batch;
pub mod breakdown;
pub mod coarse;
pub mod compare;
pub mod envelope;
pub mod instrument;
pub mod licence;
pub mod lowest;
pub mod participation;
pub mod period;
pub mod pooling;
pub mod public_url;
pub mod publication;
pub mod publish;
pub mod quality;
pub mod raking;
pub mod remark;
pub mod response;
pub mod results;
pub mod score;
pub mod standing;
pub mod statistics;
pub mod submission;
pub mod table;
pub mod tally;
pub mod task;
pub mod ticket;
pub mod unit;
pub mod unlock;
pub mod visits;
pub mod wave;
pub mod wave_change;
