//! The documentation of the settings, written from the table: `docs/config.md` and
//! the example file. Tests compare both with what lies in the tree.

use std::fmt::Write as _;

use super::key::Key;
use super::table::Config;

const INTRODUCTION: &str = "\
# Settings

<!-- Written by `kadomori config docs`. The words stand in crates/server/src/config/table.rs. -->

Kadomori needs no settings to be tried out: `kadomori` in an empty folder answers at
<http://localhost:8080> and shows its mails on a page of its own. For everything else there is one
file in [TOML](https://toml.io), `kadomori.toml` in the folder where Kadomori starts, or the one
that `--config` or the variable `KADOMORI_CONFIG` names.

- `kadomori config example > kadomori.toml` writes a file with every setting, its words and its
  default.
- `kadomori config check` says whether the settings can be used, and everything that has to change.
- Each setting can also be given by an environment variable, named below, which goes before the
  file. Lists are parted by commas there.
- Durations are a whole number and a unit: `90s`, `10m`, `24h`, `30d`.
- Passwords can stand in a file of their own (`password_file`), in a variable, or in the settings
  file. They are never printed.
- A name that doesn't exist, in the file or among the variables that begin with `KADOMORI_`, is
  refused, so that a slip of the finger doesn't go unnoticed.
";

const EXAMPLE_INTRODUCTION: &str = "\
# Kadomori's settings, all of them, each with its default. Take away the # before
# the ones to change. `kadomori config check` looks at the result.
";

/// `docs/config.md`.
#[must_use]
pub fn docs() -> String {
    let mut page = INTRODUCTION.to_owned();
    for section in Config::sections() {
        let heading = match section.name {
            "" => "At the top".to_owned(),
            name => format!("`[{name}]`"),
        };
        let _ = write!(page, "\n## {heading}\n\n{}", unindented(section.about));
        for key in &section.keys {
            page.push_str(&key_docs(key));
        }
    }
    page
}

fn key_docs(key: &Key) -> String {
    format!(
        "\n### `{}`\n\n{}\n- Takes {}.\n- Default: `{}`\n- Variable: `{}`\n",
        key.path(),
        unindented(key.about),
        key.expected,
        key.default,
        key.variable(),
    )
}

/// A settings file in which nothing is set and everything is explained.
#[must_use]
pub fn example() -> String {
    let mut file = EXAMPLE_INTRODUCTION.to_owned();
    for section in Config::sections() {
        if !section.name.is_empty() {
            let _ = write!(file, "\n\n{}[{}]\n", commented(section.about), section.name);
        }
        for key in &section.keys {
            let _ = write!(file, "\n{}", key_example(key));
        }
    }
    file
}

fn key_example(key: &Key) -> String {
    format!(
        "{}# Takes {}.\n#{} = {}\n",
        commented(key.about),
        key.expected,
        key.name,
        key.default
    )
}

/// The words of a doc comment without the space that each line begins with.
fn unindented(words: &str) -> String {
    after_each("", words)
}

fn commented(words: &str) -> String {
    after_each("# ", words)
}

fn after_each(mark: &str, words: &str) -> String {
    words
        .lines()
        .flat_map(|line| [mark, line.trim(), "\n"])
        .collect()
}
