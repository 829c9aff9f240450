//! Makes `data/common-passwords.bin` of a list of passwords, the most common first.
//!
//! ```text
//! cargo run -p kadomori-server --example common_passwords -- LIST crates/server/data/common-passwords.bin
//! ```
//!
//! Where the list comes from, and under which licence, stands in `NOTICE` and in
//! `docs/decisions/0011-passwords.md`. Of it, ours keeps what a password of eight or more
//! characters can be like: first what has fifteen, then the rest by rank, as far as it
//! fits into a mebibyte.

use std::{collections::HashSet, env, error::Error, fs};

use kadomori_domain::factor::password::likeness;
use kadomori_server::blocklist::shipped;

/// Entries that are kept.
const MOST: usize = 300_000;
/// The fewest characters of any password; a shorter word only counts with something
/// around it.
const SHORTEST_PASSWORD: usize = 8;
/// The fewest characters of a word that counts with something around it.
const SHORTEST_WORD: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = env::args().skip(1);
    let (Some(list), Some(made)) = (words.next(), words.next()) else {
        return Err("usage: common_passwords LIST MADE".into());
    };
    let list = fs::read(list)?;
    let list = String::from_utf8_lossy(&list);
    let long = list.lines().filter(|line| is_long(line));
    let short = list
        .lines()
        .filter(|line| !is_long(line) && is_of_use(line));
    let mut likenesses = HashSet::new();
    let mut read = 0;
    for password in long.chain(short) {
        if likenesses.len() == MOST {
            break;
        }
        read += 1;
        likenesses.insert(likeness(password).to_string());
    }
    let data = shipped::write(likenesses.iter().map(String::as_str)).ok_or("too many entries")?;
    fs::write(made, &data)?;
    println!(
        "{read} passwords of use, {} entries, {} octets",
        likenesses.len(),
        data.len()
    );
    Ok(())
}

/// Whether it is long enough to stand alone: where no second step is asked for, only these
/// and words to which much is added matter.
fn is_long(password: &str) -> bool {
    password.chars().count() >= 15
}

/// Whether a password can be like this one: it is long enough, or a word to which digits
/// and signs can be added.
fn is_of_use(password: &str) -> bool {
    let length = password.chars().count();
    let is_word =
        password.starts_with(char::is_alphabetic) && password.ends_with(char::is_alphabetic);
    length >= SHORTEST_PASSWORD || (length >= SHORTEST_WORD && is_word)
}
