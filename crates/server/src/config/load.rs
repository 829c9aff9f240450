//! From sources to settings: what was given is collected from the file and the
//! environment, then each setting takes its own. Names that nothing takes, and
//! values that can't be taken, are kept as problems; all of them are reported.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::key::{Key, Section, VARIABLE_PREFIX, path};
use super::kind::Kind;
use super::place::{Page, Place};
use super::problem::{Cause, Meant, Problem};
use super::raw::{Mismatch, Raw};
use super::source::{ConfigFile, FILE_VARIABLE, Sources};
use super::suggest;

/// What was written, by the names of the settings, and what is wrong with it so far.
#[derive(Default)]
pub(super) struct Given {
    values: BTreeMap<String, Entry>,
    refused: BTreeSet<String>,
    problems: Vec<Problem>,
    is_readable: bool,
}

struct Entry {
    raw: Raw,
    place: Place,
}

type Name<'a, 'i> = &'a Spanned<std::borrow::Cow<'i, str>>;

impl Given {
    /// Collects what the sources hold.
    pub(super) fn collect(sources: &Sources, sections: &[Section]) -> Self {
        let mut given = Self {
            is_readable: true,
            ..Self::default()
        };
        given.read_file(&sources.file, sections);
        for (name, value) in &sources.variables {
            given.variable(name, value, sections);
        }
        given
    }

    /// The value of one setting: what was written, or its default. One that can't be used
    /// becomes a problem, and its default goes on in its stead.
    pub(super) fn take<K: Kind>(
        &mut self,
        (section, name): (&str, &str),
        kind: &K,
        default: K::Value,
    ) -> K::Value {
        let path = path(section, name);
        let Some(entry) = self.values.get(&path) else {
            return default;
        };
        match kind.read(&entry.raw) {
            Ok(value) => value,
            Err(mismatch) => {
                let place = entry.place.clone();
                let cause = wrong_value(&path, kind, &entry.raw, mismatch);
                self.refused.insert(path);
                self.report(place, cause);
                default
            }
        }
    }

    /// Whether somebody wrote the setting, in the file or in the environment.
    pub(super) fn is_set(&self, path: &str) -> bool {
        self.values.contains_key(path)
    }

    /// Where the setting was written.
    pub(super) fn place_of(&self, path: &str) -> Place {
        match self.values.get(path) {
            Some(entry) => entry.place.clone(),
            None => Place::Unset(path.to_owned()),
        }
    }

    /// Whether what these settings hold is what somebody meant, so that it can be compared.
    pub(super) fn is_sure(&self, paths: &[&str]) -> bool {
        self.is_readable && paths.iter().all(|path| !self.refused.contains(*path))
    }

    pub(super) fn report(&mut self, place: Place, cause: Cause) {
        self.problems.push(Problem::new(place, cause));
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    fn read_file(&mut self, file: &ConfigFile, sections: &[Section]) {
        match file {
            ConfigFile::Absent => {}
            ConfigFile::Unreadable { name, error } => {
                self.give_up(
                    name,
                    Cause::Unreadable {
                        why: why_unreadable(error),
                    },
                );
            }
            ConfigFile::Found { name, content } => {
                if let Ok(text) = std::str::from_utf8(content) {
                    self.read_text(Page { name, text }, sections);
                } else {
                    self.give_up(name, Cause::NotText);
                }
            }
        }
    }

    fn give_up(&mut self, file: &str, cause: Cause) {
        self.is_readable = false;
        self.report(Place::File(file.to_owned()), cause);
    }

    fn read_text(&mut self, page: Page<'_>, sections: &[Section]) {
        let (table, errors) = DeTable::parse_recoverable(page.text);
        if errors.is_empty() {
            self.read_top(page, table.get_ref(), sections);
        }
        for error in errors {
            self.is_readable = false;
            let place = page.position(error.span().map_or(page.text.len(), |span| span.start));
            let why = match error.message() {
                "duplicate key" => "this name already stands in the file".to_owned(),
                why => why.to_owned(),
            };
            self.report(place, Cause::NotToml { why });
        }
    }

    fn read_top(&mut self, page: Page<'_>, table: &DeTable<'_>, sections: &[Section]) {
        for (name, value) in table {
            let section = sections
                .iter()
                .find(|it| !it.name.is_empty() && it.name == name.get_ref());
            match (section, value.get_ref()) {
                (Some(section), value) => self.read_section(page, section, (name, value), sections),
                (None, DeValue::Table(_)) if find(sections, "", name.get_ref()).is_none() => {
                    let meant = likely_section(name.get_ref(), sections);
                    let cause = Cause::UnknownSection {
                        section: name.get_ref().to_string(),
                        meant,
                    };
                    self.report(page.heading_at(&name.span()), cause);
                }
                (None, _) => self.setting(page, "", (name, value), sections),
            }
        }
    }

    /// Reads a section, and those whose names begin with its own: `[text]`, `[text.second]`.
    fn read_section(
        &mut self,
        page: Page<'_>,
        section: &Section,
        (name, value): (Name<'_, '_>, &DeValue<'_>),
        sections: &[Section],
    ) {
        let table = match value {
            DeValue::Table(table) => table,
            other => {
                let place = match other {
                    DeValue::Array(_) => page.heading_at(&name.span()),
                    _ => page.name_at(&name.span()),
                };
                let section = section.name.to_owned();
                self.report(place, Cause::NotASection { section });
                return;
            }
        };
        for (name, value) in table {
            let below = path(section.name, name.get_ref());
            match sections.iter().find(|it| it.name == below) {
                Some(below) => self.read_section(page, below, (name, value.get_ref()), sections),
                None => self.setting(page, section.name, (name, value), sections),
            }
        }
    }

    fn setting(
        &mut self,
        page: Page<'_>,
        section: &str,
        (name, value): (Name<'_, '_>, &Spanned<DeValue<'_>>),
        sections: &[Section],
    ) {
        let path = path(section, name.get_ref());
        let Some(key) = find(sections, section, name.get_ref()) else {
            let meant = likely_key(section, name.get_ref(), sections);
            self.report(
                page.name_at(&name.span()),
                Cause::UnknownKey { path, meant },
            );
            return;
        };
        let place = if key.is_secret || value.get_ref().is_table() {
            page.name_at(&name.span())
        } else {
            page.value_at(&name.span(), &value.span())
        };
        self.values.insert(
            path,
            Entry {
                raw: Raw::of(value.get_ref()),
                place,
            },
        );
    }

    fn variable(&mut self, name: &str, value: &OsStr, sections: &[Section]) {
        let Some(rest) = name.strip_prefix(VARIABLE_PREFIX) else {
            return;
        };
        if name == FILE_VARIABLE || rest.starts_with(TEST_VARIABLES) || is_service_link(rest) {
            return;
        }
        let place = Place::Variable(name.to_owned());
        let mut keys = sections.iter().flat_map(|section| &section.keys);
        match (keys.find(|key| key.variable() == name), value.to_str()) {
            (None, _) => {
                let meant = likely_variable(rest, sections);
                self.report(place, Cause::UnknownVariable { meant });
            }
            (Some(key), None) => {
                self.refused.insert(key.path());
                self.report(place, Cause::NotText);
            }
            (Some(key), Some(text)) => {
                let entry = Entry {
                    raw: Raw::Variable(text.to_owned()),
                    place,
                };
                self.values.insert(key.path(), entry);
            }
        }
    }
}

fn wrong_value<K: Kind>(path: &str, kind: &K, raw: &Raw, mismatch: Mismatch) -> Cause {
    Cause::WrongValue {
        path: path.to_owned(),
        found: if kind.is_secret() {
            raw.shape().to_owned()
        } else {
            raw.in_words()
        },
        why: match mismatch {
            Mismatch::Kind => None,
            Mismatch::Because(why) => Some(why),
        },
        expected: kind.expected(),
    }
}

/// The system's reason in small words, without its number.
pub(super) fn why_unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "this user isn't allowed to".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// What the project's own tests are told by `cargo xtask parts env`, in a shell from which
/// somebody may start Kadomori too.
const TEST_VARIABLES: &str = "TEST_";

/// Kubernetes tells every container about a service named `kadomori` in variables of
/// these forms; they are no settings.
fn is_service_link(rest: &str) -> bool {
    let is_port_form = |rest: &str| {
        rest.strip_prefix("PORT_")
            .is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()))
    };
    rest == "PORT"
        || rest == "SERVICE_HOST"
        || rest == "SERVICE_PORT"
        || rest.starts_with("SERVICE_PORT_")
        || is_port_form(rest)
}

fn find<'a>(sections: &'a [Section], section: &str, name: &str) -> Option<&'a Key> {
    sections
        .iter()
        .find(|candidate| candidate.name == section)?
        .keys
        .iter()
        .find(|key| key.name == name)
}

fn likely_section(name: &str, sections: &[Section]) -> Option<String> {
    let names = sections
        .iter()
        .map(|section| section.name)
        .filter(|name| !name.is_empty());
    suggest::likely(name, names).map(str::to_owned)
}

/// A similar name in the section; or else one that belongs at the top; or else, for what
/// was written at the top, one in any section.
fn likely_key(section: &str, name: &str, sections: &[Section]) -> Option<Meant> {
    let here: Vec<&'static str> = names_in(section, sections).collect();
    if let Some(near) = suggest::likely(name, here.iter().copied()) {
        return Some(Meant::Name(near.to_owned()));
    }
    if find(sections, "", name).is_some() {
        return Some(Meant::AtTheTop(name.to_owned()));
    }
    if !section.is_empty() {
        return Some(Meant::OneOf {
            section: section.to_owned(),
            names: here,
        });
    }
    let all = sections.iter().flat_map(|section| &section.keys);
    let near = suggest::likely(name, all.map(|key| key.name))?;
    let of = sections
        .iter()
        .find(|section| names_in(section.name, sections).any(|it| it == near))?;
    Some(Meant::InSection {
        name: near.to_owned(),
        section: of.name.to_owned(),
    })
}

fn names_in<'a>(section: &'a str, sections: &'a [Section]) -> impl Iterator<Item = &'static str> {
    let keys = sections
        .iter()
        .filter(move |it| it.name == section)
        .flat_map(|it| &it.keys);
    keys.map(|key| key.name)
}

fn likely_variable(rest: &str, sections: &[Section]) -> Option<String> {
    let variables: Vec<String> = sections
        .iter()
        .flat_map(|section| &section.keys)
        .map(Key::variable)
        .collect();
    let names = variables
        .iter()
        .filter_map(|name| name.strip_prefix(VARIABLE_PREFIX));
    suggest::likely(rest, names).map(|name| format!("{VARIABLE_PREFIX}{name}"))
}
