//! The program `hailong`: see `hailong::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    hailong::cli::main()
}
