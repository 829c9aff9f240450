//! The binary `kadomori`. All of it is in the library, where tests reach it.

use std::process::ExitCode;

fn main() -> ExitCode {
    kadomori_server::command::run()
}
