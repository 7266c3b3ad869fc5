//! The staff's side as people, programs and guessers meet it.

mod accounts;
mod audit;
mod board;
mod factor;
mod guessing;
mod matrix;
mod own;
mod rights;
mod sign_in;
pub mod support;
mod tasks;
mod tokens;
mod wave_pages;
mod waves;
