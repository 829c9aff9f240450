//! The documents stay true: paths that they name exist; the map has every crate, and names no library.
//!
//! A map that names libraries is out of date with the next upgrade; the manifests name them.

use crate::manifest;

/// The documents that tell where things are.
const DOCUMENTS: [&str; 4] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "docs/how-sign-in-fails.md",
];

/// The heading of the rooms that are kept free; what it names is not there yet.
const LATER: &str = "\n## Rooms that are kept free";

/// What a path in a document begins with.
const ROOTS: [&str; 15] = [
    "assets",
    "bench",
    "crates",
    "docs",
    "domain",
    "e2e",
    "genuine",
    "locales",
    "migrations",
    "pages",
    "server",
    "store",
    "templates",
    "xtask",
    ".config",
];

/// Library names that are words of the trade as well.
const ALSO_WORDS: [&str; 5] = ["cookie", "idna", "tower", "toml", "url"];

#[test]
fn every_crate_is_on_the_map() {
    let map = manifest::read("ARCHITECTURE.md");
    for krate in manifest::members() {
        assert!(
            words(&map).any(|word| word == krate.name),
            "{} is missing from ARCHITECTURE.md",
            krate.name
        );
    }
}

#[test]
fn every_crate_that_the_map_names_exists() {
    let map = manifest::read("ARCHITECTURE.md");
    let members = manifest::members();
    for word in words(&map).filter(|word| word.starts_with("kadomori-")) {
        let known = members.iter().any(|krate| krate.name == word);
        assert!(
            known,
            "ARCHITECTURE.md names {word}, which is no crate of ours"
        );
    }
}

#[test]
fn every_path_that_a_document_names_exists() {
    for document in DOCUMENTS {
        let text = manifest::read(document);
        let today = text.split(LATER).next().unwrap_or_default();
        for path in today
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|span| is_path(span))
        {
            assert!(exists(path), "{document} names {path}, which isn't there");
        }
    }
}

#[test]
fn the_map_names_no_library() {
    let map = manifest::read("ARCHITECTURE.md");
    let libraries = libraries();
    for word in words(&map) {
        assert!(
            !libraries.iter().any(|library| library == word),
            "ARCHITECTURE.md names the library {word}"
        );
    }
}

/// A code span that holds nothing but a path from the root of the workspace, or of `crates/`.
fn is_path(span: &str) -> bool {
    let root = span.split('/').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    span.contains('/') && ROOTS.contains(&root) && span.chars().all(plain)
}

fn exists(path: &str) -> bool {
    let workspace = manifest::workspace();
    workspace.join(path).exists() || workspace.join("crates").join(path).exists()
}

/// What the workspace's manifest lists for all members, less our own crates and ordinary words.
fn libraries() -> Vec<String> {
    let root = manifest::read("Cargo.toml");
    let table = root
        .split("[workspace.dependencies]")
        .nth(1)
        .and_then(|rest| rest.split("\n[").next());
    let keys = table
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, _)| key);
    let library = |key: &&str| {
        !key.starts_with(['#', ' ']) && !key.starts_with("kadomori-") && !ALSO_WORDS.contains(key)
    };
    keys.filter(library).map(str::to_owned).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .filter(|word| !word.is_empty())
}
