//! What an attacker finds out. Each test plays the attacker and asserts the attacker's result, and where a rule is
//! what stops the attack, a weaker rule is shown not to.

mod downloads;
pub mod ground;
mod linear;
mod observer;
mod overlapping;
mod samples;
mod solving;
