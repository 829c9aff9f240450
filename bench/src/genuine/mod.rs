//! How well mails are judged, and how fast: on collections that lie outside the project, since
//! other people's mails are never a part of it.

mod collection;
mod judged;
mod speed;
mod table;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use kadomori_genuine::brand::Brands;

use self::{
    collection::{Collection, Truth},
    judged::Judged,
};
use crate::{option::Collections, outcome::Outcome};

/// How deep beside the project collections are looked for.
const DEPTH: u8 = 3;

/// Judges all collections and prints the tables.
pub(crate) fn run(plan: &Collections) -> Outcome {
    let folders = if plan.folders.is_empty() {
        beside_the_project()
    } else {
        plan.folders.clone()
    };
    if folders.is_empty() {
        return Err(
            "there is no collection of mails here. Name its folder with --mails DIR: one \
             with a `truth.tsv` and the mails in `eml/`."
                .into(),
        );
    }
    let brands = Brands::with(None)?;
    let mut printed = String::new();
    for folder in &folders {
        let collection = Collection::read(folder)?;
        let judged = judged::all(&collection, &brands, plan.rounds)?;
        let _ = writeln!(printed, "{}", heading(&collection, &judged));
        let _ = writeln!(printed, "{}", table::of(&judged));
        if plan.misses {
            let _ = writeln!(printed, "{}", table::misses(&judged));
        }
        let _ = writeln!(printed, "{}", speed::table(&collection, &judged, &brands)?);
    }
    print!("{printed}");
    match &plan.results {
        Some(results) => keep(results, &printed),
        None => Ok(()),
    }
}

fn heading(collection: &Collection, judged: &[Judged]) -> String {
    let name = collection.folder.file_name().unwrap_or_default();
    let kind = match judged.first().map(|one| &one.truth) {
        Some(Truth::Recorded { .. }) => "recorded mails, without DNS",
        Some(Truth::Crafted { .. }) => "crafted mails, with their DNS",
        None => "no mails",
    };
    format!("== {}: {} {kind}", name.to_string_lossy(), judged.len())
}

fn keep(results: &Path, printed: &str) -> Outcome {
    let day = jiff::Zoned::now().strftime("%Y%m%d");
    fs::create_dir_all(results)?;
    fs::write(results.join(format!("genuine-{day}.txt")), printed)?;
    Ok(())
}

/// The collections in folders beside the project's.
fn beside_the_project() -> Vec<PathBuf> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let Some(around) = project.and_then(Path::parent) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut open = vec![(around.to_owned(), DEPTH)];
    while let Some((folder, depth)) = open.pop() {
        if folder.join("truth.tsv").is_file() && folder.join("eml").is_dir() {
            found.push(folder);
            continue;
        }
        let Some(deeper) = depth.checked_sub(1) else {
            continue;
        };
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        open.extend(entries.map(|entry| entry.path()).filter_map(|path| {
            let hidden = path.file_name()?.to_string_lossy().starts_with('.');
            (path.is_dir() && !hidden && Some(path.as_path()) != project).then_some((path, deeper))
        }));
    }
    found.sort();
    found
}
