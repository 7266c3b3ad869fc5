//! What an attacker tries, and what comes of it. Each test plays the attacker and asserts the attacker's result, and
//! where a rule is what stops the attack, a weaker rule is shown not to.

mod channels;
mod crash;
mod downloads;
mod dump;
mod erase;
mod ground;
mod linear;
mod logs;
mod observer;
mod overlapping;
pub mod paper;
mod pooled;
mod regrouped;
mod remainder;
mod roles;
mod samples;
mod service;
mod solving;
mod stuffing;
