use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::*;

/// What a file says: each id with its text.
fn texts_of(source: &str) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut last = None;
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, text)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            assert!(
                texts.insert(id.to_owned(), text.to_owned()).is_none(),
                "{id} is there twice"
            );
            last = Some(id.to_owned());
        } else if let Some(text) = last.as_ref().and_then(|id| texts.get_mut(id)) {
            text.push('\n');
            text.push_str(line);
        }
    }
    texts
}

fn places_of(text: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| is_name(*c)).collect())
        .collect()
}

fn all(
    choose: fn(&(&'static str, &'static str, &'static str)) -> &'static str,
) -> BTreeMap<String, String> {
    AREAS
        .iter()
        .flat_map(|area| texts_of(choose(area)))
        .collect()
}

fn english() -> BTreeMap<String, String> {
    all(|(_, en, _)| en)
}

fn japanese() -> BTreeMap<String, String> {
    all(|(_, _, ja)| ja)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_files_can_be_read() {
    for locale in Locale::ALL {
        assert_eq!(read(locale).1, Vec::<String>::new(), "{locale:?}");
    }
}

#[test]
fn every_file_of_texts_is_an_area() {
    for locale in Locale::ALL {
        let files: BTreeSet<_> = files_below(&root().join("locales").join(locale.tag()))
            .iter()
            .map(|path| {
                path.file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        let areas: BTreeSet<_> = AREAS
            .iter()
            .map(|(area, _, _)| (*area).to_owned())
            .collect();
        assert_eq!(files, areas);
    }
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_places() {
    for (area, en, ja) in AREAS {
        let (en, ja) = (texts_of(en), texts_of(ja));
        assert_eq!(
            en.keys().collect::<Vec<_>>(),
            ja.keys().collect::<Vec<_>>(),
            "{area}: ids in the same order"
        );
        for (id, text) in &en {
            assert_eq!(places_of(text), places_of(&ja[id]), "{id}");
        }
    }
}

#[test]
fn every_text_is_used() {
    let folders = [root().join("templates"), root().join("crates/pages/src")];
    let sources: String = folders
        .iter()
        .flat_map(|folder| files_below(folder))
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| fs::read_to_string(path).expect("a text file"))
        .collect();
    let texts: String = english().into_values().collect();
    for id in english().keys() {
        // An ending's meaning is asked for by the ending's own id.
        let asked = id.strip_suffix("-means").unwrap_or(id);
        let is_named = |id: &str| sources.contains(&format!("\"{id}\""));
        let is_used = is_named(id) || is_named(asked) || texts.contains(&format!("{{ {id} }}"));
        assert!(is_used, "nobody says {id}");
    }
}

#[test]
fn people_are_spoken_to_in_plain_words() {
    let words = [
        "!",
        "invalid",
        "failed",
        "error",
        "please",
        "sorry",
        "oops",
        "otp",
        "mfa",
        "token",
        "credential",
        "session",
        "factor",
        "authenticat",
        "successful",
    ];
    for (id, text) in english() {
        // What app stores and phones call it is a plain word.
        let text = text.to_lowercase().replace("authenticator app", "");
        for word in words {
            assert!(!text.contains(word), "{id} says {word:?}");
        }
    }
}

#[test]
fn japanese_is_written_as_the_house_writes_it() {
    let words = [
        "！",
        "!",
        "エラー",
        "無効",
        "失敗",
        "トークン",
        "セッション",
        "ワンタイム",
        "認証",
        "(",
        ")",
    ];
    for (id, text) in japanese() {
        // What banks, app stores and phones call them are plain words.
        let plain = text.replace("認証アプリ", "").replace("2段階認証", "");
        for word in words {
            assert!(!plain.contains(word), "{id} says {word:?}");
        }
        assert!(
            !text.contains(|c| ('０'..='９').contains(&c)),
            "{id} has full-width digits"
        );
        assert!(
            text.matches("ください").count() <= 1,
            "{id} asks twice in a row"
        );
    }
}

#[test]
fn a_text_that_is_missing_shows_its_id() {
    assert_eq!(text(Locale::Ja, "no-such-text"), "⟦no-such-text⟧");
}

#[test]
fn a_plural_follows_its_number() {
    let left = |left: u32| say(Locale::En, "code-wrong", &[("left", left.into())]);
    assert_eq!(left(3), "That code doesn't match. 3 tries left.");
    assert_eq!(left(1), "That code doesn't match. 1 try left.");
}
