//! What one setting is, and the macro by which all of them are declared.
//!
//! [`settings!`] takes a section as a person would write it down (name, type,
//! default, kind, and the words that explain it) and makes three things of it:
//! the struct that the server reads, the [`Key`]s from which the documentation
//! and the messages are written, and the code that fills the one by the other.

use super::kind::Kind;

/// A group of settings under one heading of the file; the first group has none.
pub(super) struct Section {
    /// The heading, without brackets; empty for the settings at the top of the file, and
    /// with a dot for a section below another.
    pub(super) name: &'static str,
    /// What the group is for, in Markdown.
    pub(super) about: &'static str,
    /// Its settings, in the order of the documentation.
    pub(super) keys: Vec<Key>,
}

/// One setting.
pub(super) struct Key {
    /// The section it stands in.
    pub(super) section: &'static str,
    /// Its name in the section.
    pub(super) name: &'static str,
    /// What it does, in Markdown.
    pub(super) about: &'static str,
    /// What it takes.
    pub(super) expected: String,
    /// What it is when nobody sets it, as it would stand in the file.
    pub(super) default: String,
    /// Whether its value must never be printed.
    pub(super) is_secret: bool,
}

impl Key {
    pub(super) fn new<K: Kind>(
        (section, name): (&'static str, &'static str),
        about: &'static str,
        kind: &K,
        default: &K::Value,
    ) -> Self {
        Self {
            section,
            name,
            about,
            expected: kind.expected(),
            default: kind.show(default),
            is_secret: kind.is_secret(),
        }
    }

    /// The name by which messages call it: `http.listen`, or `public_url` at the top.
    pub(super) fn path(&self) -> String {
        path(self.section, self.name)
    }

    /// The environment variable that overrides it.
    pub(super) fn variable(&self) -> String {
        let path = if self.section.is_empty() {
            self.name.to_owned()
        } else {
            format!("{}__{}", self.section.replace('.', "__"), self.name)
        };
        format!("{VARIABLE_PREFIX}{}", path.to_uppercase())
    }
}

/// What the name of every environment variable of Kadomori begins with.
pub(super) const VARIABLE_PREFIX: &str = "KADOMORI_";

/// `section.name`, or `name` for a setting at the top of the file.
pub(super) fn path(section: &str, name: &str) -> String {
    if section.is_empty() {
        name.to_owned()
    } else {
        format!("{section}.{name}")
    }
}

/// Declares a section: `"name" => Struct { /// words  key: Type = default, kind; … }`.
/// The section at the top of the file also names the structs of all others, and a section
/// that has others below it, as `text` has `text.second`, names theirs.
macro_rules! settings {
    (
        $(#[doc = $about:literal])+
        $section:literal => $name:ident {
            $( $(#[doc = $key_about:literal])+ $key:ident: $type:ty = $default:expr, $kind:expr; )+
        }
        $( with { $( $part:ident: $part_type:ident, )+ } )?
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $name {
            $( $(#[doc = $key_about])+ pub $key: $type, )+
            $($(
                #[doc = concat!("The settings under `[", stringify!($part), "]`.")]
                pub $part: $part_type,
            )+)?
        }

        impl $name {
            /// This section and those it names, described.
            pub(super) fn sections() -> Vec<$crate::config::key::Section> {
                #[allow(unused_mut, reason = "only the section at the top names others")]
                let mut sections = vec![$crate::config::key::Section {
                    name: $section,
                    about: concat!($($about, "\n",)+),
                    keys: vec![$(
                        $crate::config::key::Key::new(
                            ($section, stringify!($key)),
                            concat!($($key_about, "\n",)+),
                            &$kind,
                            &$default,
                        ),
                    )+],
                }];
                $($( sections.extend($part_type::sections()); )+)?
                sections
            }

            /// Takes each setting from what was given, or its default.
            pub(super) fn take(given: &mut $crate::config::load::Given) -> Self {
                Self {
                    $( $key: given.take(($section, stringify!($key)), &$kind, $default), )+
                    $($( $part: $part_type::take(given), )+)?
                }
            }
        }
    };
}

pub(super) use settings;
