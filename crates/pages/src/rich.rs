//! Texts in which a value stands out: the reference as a badge, an address in bold.
//!
//! A value is marked before it goes into its sentence, and the marks become
//! elements after everything has been escaped; no file of texts holds markup.

use std::fmt::{self, Write as _};

use askama::filters::HtmlSafe;
use kadomori_domain::locale::Locale;

use crate::text::{self, Markup, Value};

// Noncharacters: no keyboard, mail or setting brings them, and they look like nothing if one did.
const BADGE: char = '\u{fdd0}';
const STRONG: char = '\u{fdd1}';
const END_BADGE: char = '\u{fdd2}';
const END_STRONG: char = '\u{fdd3}';

/// A sentence that is safe to stand in HTML.
#[derive(Clone, Debug)]
pub(crate) struct Rich(String);

impl Rich {
    /// The text with this id and these values.
    pub(crate) fn say(locale: Locale, id: &str, values: &[(&'static str, Value<'_>)]) -> Self {
        Self(text::format(locale, id, values, Markup::Marks).into_owned())
    }
}

impl fmt::Display for Rich {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                BADGE => f.write_str("<b class=\"reference\">")?,
                STRONG => f.write_str("<strong>")?,
                END_BADGE => f.write_str("</b>")?,
                END_STRONG => f.write_str("</strong>")?,
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

impl HtmlSafe for Rich {}

/// `text`, marked to become the badge.
pub(crate) fn badge(text: &str) -> String {
    format!("{BADGE}{text}{END_BADGE}")
}

/// `text`, marked to stand out.
pub(crate) fn strong(text: &str) -> String {
    format!("{STRONG}{text}{END_STRONG}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_value_brings_is_escaped_and_only_the_marks_become_elements() {
        let rich = Rich(format!("<i> & {} {}", badge("K7P"), strong("a\"'b")));
        assert_eq!(
            rich.to_string(),
            "&lt;i&gt; &amp; <b class=\"reference\">K7P</b> <strong>a&quot;&#39;b</strong>"
        );
    }
}
