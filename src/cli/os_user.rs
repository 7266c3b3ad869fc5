//! Who sits at the command line.

use std::env;

use crate::identity::Principal;

/// Longest name that is noted down, in characters.
const MOST: usize = 64;

/// The command line, with the name of the account of the operating system that uses it: of the person and not of root,
/// where they came by sudo. The name is noted down as the system says it; whoever may run the program beside its
/// database could also pretend, and could do more than that.
pub fn command_line() -> Principal {
    let named = |variable| env::var(variable).ok().filter(|name| !name.is_empty());
    let name = ["SUDO_USER", "USER", "LOGNAME", "USERNAME"].into_iter().find_map(named);
    let name: Option<String> =
        name.map(|name| name.chars().filter(|sign| !sign.is_control()).take(MOST).collect());
    Principal::command_line_of(name.as_deref())
}
