//! What several rooms' tests need.

pub mod cluster;
pub mod folder;
pub mod mortal;
pub mod pdf;
pub mod survey;
