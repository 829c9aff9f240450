//! Texts by their ids, in each language: the Fluent files of `locales/`, read once.
//!
//! Not for deciding what is said, which is the pages' business.

use std::{borrow::Cow, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use kadomori_domain::locale::Locale;
use unic_langid::LanguageIdentifier;

use crate::rich;

type Texts = FluentBundle<FluentResource>;

macro_rules! areas {
    ($($name:literal),+ $(,)?) => {
        /// The areas, each a file in either language, and what the files say.
        const AREAS: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../../../locales/en/", $name, ".ftl")),
            include_str!(concat!("../../../locales/ja/", $name, ".ftl")),
        )),+];
    };
}

areas![
    "account",
    "change",
    "delivery",
    "ending",
    "event",
    "forwarded",
    "frame",
    "mail",
    "mail_check",
    "phrase",
    "reset",
    "security",
    "sign_in",
    "text_message",
    "time",
    "trial",
    "two_step",
    "way"
];

static EN: LazyLock<Texts> = LazyLock::new(|| read(Locale::En).0);
static JA: LazyLock<Texts> = LazyLock::new(|| read(Locale::Ja).0);

/// A value that a text has a place for.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    /// As it is.
    Plain(Cow<'a, str>),
    /// Chooses the plural, too.
    Number(u32),
    /// The reference, as a badge where there is markup.
    Badge(String),
    /// Stands out where there is markup.
    Strong(&'a str),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Plain(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Plain(Cow::Owned(text))
    }
}

impl From<Cow<'static, str>> for Value<'_> {
    fn from(text: Cow<'static, str>) -> Self {
        Self::Plain(text)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl Value<'_> {
    fn fluent(&self, markup: Markup) -> FluentValue<'_> {
        match (self, markup) {
            (Self::Plain(text), _) => FluentValue::from(text.as_ref()),
            (Self::Number(number), _) => FluentValue::from(*number),
            (Self::Badge(text), Markup::None) => FluentValue::from(text.as_str()),
            (Self::Strong(text), Markup::None) => FluentValue::from(*text),
            (Self::Badge(text), Markup::Marks) => rich::badge(text).into(),
            (Self::Strong(text), Markup::Marks) => rich::strong(text).into(),
        }
    }
}

/// Whether values may stand out.
#[derive(Clone, Copy)]
pub(crate) enum Markup {
    /// Letters only.
    None,
    /// With the marks that [`rich`] turns into elements.
    Marks,
}

/// The text with this id.
///
/// A text that is missing shows its id; the tests see to it that none is.
pub(crate) fn text(locale: Locale, id: &str) -> Cow<'static, str> {
    format(locale, id, &[], Markup::None)
}

/// The text with this id and these values.
pub(crate) fn say(
    locale: Locale,
    id: &str,
    values: &[(&'static str, Value<'_>)],
) -> Cow<'static, str> {
    format(locale, id, values, Markup::None)
}

/// The text with this id and these values, in which some may stand out.
pub(crate) fn format(
    locale: Locale,
    id: &str,
    values: &[(&'static str, Value<'_>)],
    markup: Markup,
) -> Cow<'static, str> {
    let texts: &'static Texts = match locale {
        Locale::En => &EN,
        Locale::Ja => &JA,
    };
    let Some(pattern) = texts.get_message(id).and_then(|message| message.value()) else {
        return Cow::Owned(missing(id));
    };
    if values.is_empty() {
        return texts.format_pattern(pattern, None, &mut Vec::new());
    }
    let args: FluentArgs<'_> = values
        .iter()
        .map(|(name, value)| (*name, value.fluent(markup)))
        .collect();
    Cow::Owned(
        texts
            .format_pattern(pattern, Some(&args), &mut Vec::new())
            .into_owned(),
    )
}

fn missing(id: &str) -> String {
    format!("⟦{id}⟧")
}

/// The texts of a language, and what is wrong with its files.
fn read(locale: Locale) -> (Texts, Vec<String>) {
    let tag: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut texts = Texts::new_concurrent(vec![tag]);
    let mut wrong = Vec::new();
    // The marks that isolate directions would be taken along when a code is copied.
    texts.set_use_isolating(false);
    for (area, en, ja) in AREAS {
        let source = match locale {
            Locale::En => en,
            Locale::Ja => ja,
        };
        let resource =
            FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, errors)| {
                wrong.extend(errors.iter().map(|error| format!("{area}: {error}")));
                resource
            });
        if let Err(errors) = texts.add_resource(resource) {
            wrong.extend(errors.iter().map(|error| format!("{area}: {error}")));
        }
    }
    (texts, wrong)
}

#[cfg(test)]
mod tests;
