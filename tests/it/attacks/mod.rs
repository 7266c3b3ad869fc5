//! What an attacker tries, and what comes of it.

mod crash;
mod dump;
mod erase;
mod ground;
mod logs;
mod roles;
mod service;
mod stuffing;
