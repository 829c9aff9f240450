//! Just enough reading of the workspace's manifests: members, names, direct dependencies.

use std::fs;
use std::path::{Path, PathBuf};

/// A member of the workspace, as its manifest tells it.
#[derive(Debug)]
pub(crate) struct Crate {
    /// The package's name.
    pub(crate) name: String,
    /// The packages that its code (not its tests) names.
    pub(crate) dependencies: Vec<String>,
}

/// The workspace's folder.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the workspace")
        .to_owned()
}

/// Every member of the workspace.
pub(crate) fn members() -> Vec<Crate> {
    let root = read("Cargo.toml");
    let list = lines_of(&root, "[workspace]").find_map(|line| line.strip_prefix("members = "));
    let list = list.expect("the workspace lists its members on one line");
    let folders = list.split('"').skip(1).step_by(2);
    folders
        .map(|folder| member(&read(&format!("{folder}/Cargo.toml"))))
        .collect()
}

/// A file of the workspace.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(workspace().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The paths of all Rust files of the members, from the workspace's folder on.
pub(crate) fn sources() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![workspace().join("crates"), workspace().join("bench")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let path = path.strip_prefix(workspace()).unwrap_or(&path);
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found
}

fn member(manifest: &str) -> Crate {
    let name = lines_of(manifest, "[package]").find_map(|line| line.strip_prefix("name = "));
    let name = name
        .expect("a package has a name")
        .trim_matches('"')
        .to_owned();
    Crate {
        name,
        dependencies: dependencies(manifest),
    }
}

/// The names in every table of dependencies but the one for tests, in each way TOML can write them.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut table = "";
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            table = line.trim_matches(['[', ']']);
            names.extend(named_by_header(table));
        } else if is_code(table) && line.contains('=') && !line.starts_with('#') {
            names.push(renamed(line).unwrap_or_else(|| key(line)));
        }
    }
    names
}

/// `[dependencies]`, `[build-dependencies]` and their `target.…` forms.
fn is_code(table: &str) -> bool {
    table
        .rsplit('.')
        .next()
        .is_some_and(|last| last == "dependencies" || last == "build-dependencies")
}

/// `[dependencies.name]`
fn named_by_header(table: &str) -> Option<String> {
    let (before, name) = table.rsplit_once('.')?;
    is_code(before).then(|| name.to_owned())
}

/// `alias = { package = "name", … }`
fn renamed(line: &str) -> Option<String> {
    let (_, after) = line.split_once("package = \"")?;
    after.split('"').next().map(str::to_owned)
}

/// `name = …` or `name.workspace = true`
fn key(line: &str) -> String {
    line.split(['.', '=', ' '])
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn lines_of<'a>(manifest: &'a str, table: &'a str) -> impl Iterator<Item = &'a str> {
    manifest
        .lines()
        .map(str::trim)
        .skip_while(move |line| *line != table)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
}

#[test]
fn every_way_to_name_a_dependency_is_seen() {
    let manifest = "\
[package]\nname = \"x\"\n[dependencies]\na = \"1\"\nb.workspace = true\nc = { package = \"d\", version = \"1\" }\n\
[dev-dependencies]\ne = \"1\"\n[build-dependencies]\nf = \"1\"\n[dependencies.g]\nversion = \"1\"\n\
[target.'cfg(unix)'.dependencies]\nh = \"1\"\n[lints]\nworkspace = true\n";
    assert_eq!(
        member(manifest).dependencies,
        ["a", "b", "d", "f", "g", "h"]
    );
}
