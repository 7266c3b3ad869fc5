//! The staff's side as people, programs and guessers meet it.

mod accounts;
mod audit;
mod board;
mod dossiers;
mod factor;
mod guessing;
pub mod imports;
mod margins;
mod matrix;
mod oidc;
mod own;
pub mod provider;
mod rights;
mod sign_in;
pub mod support;
mod tasks;
mod tokens;
mod wave_pages;
mod wave_pool;
mod waves;
