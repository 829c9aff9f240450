//! What surrounds every page: the name above it, the language below it.

use std::borrow::Cow;

use kadomori_domain::locale::Locale;

use crate::{
    asset,
    rich::Rich,
    text::{self, Value},
};

/// The surroundings of a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The reader's language.
    pub locale: Locale,
    /// The organisation's name for this door.
    pub site_name: String,
    /// What every form carries, so that no other site can send it. Not secret by itself.
    pub csrf: String,
    /// The address of this page, to come back to after the language was chosen.
    pub path: String,
    /// Who is signed in here, as an address to show.
    pub signed_in_as: Option<String>,
    /// Whether this is a trial, with an inbox page instead of a mail server.
    pub trial: bool,
}

/// A page that could not be written out.
#[derive(Debug, thiserror::Error)]
#[error("a page could not be written out")]
pub struct RenderError(#[from] askama::Error);

/// Gives pages their `render`.
macro_rules! renders {
    ($($page:ty),+ $(,)?) => {$(
        impl $page {
            /// The page.
            pub fn render(&self) -> Result<String, $crate::frame::RenderError> {
                Ok(askama::Template::render(self)?)
            }
        }
    )+};
}
pub(crate) use renders;

/// A language to choose.
pub(crate) struct Choice {
    pub(crate) locale: Locale,
    /// Its name, in itself.
    pub(crate) name: &'static str,
    pub(crate) is_chosen: bool,
}

impl Frame {
    /// The text with this id.
    pub(crate) fn t(&self, id: &str) -> Cow<'static, str> {
        text::text(self.locale, id)
    }

    /// The text with this id and these values.
    pub(crate) fn say(&self, id: &str, values: &[(&'static str, Value<'_>)]) -> Cow<'static, str> {
        text::say(self.locale, id, values)
    }

    /// The text with this id and these values, some of which stand out.
    pub(crate) fn rich(&self, id: &str, values: &[(&'static str, Value<'_>)]) -> Rich {
        Rich::say(self.locale, id, values)
    }

    pub(crate) fn trouble_contact(&self) -> Cow<'static, str> {
        self.say(
            "trouble-general-2",
            &[("site", self.site_name.as_str().into())],
        )
    }

    pub(crate) fn choices(&self) -> impl Iterator<Item = Choice> + use<> {
        let chosen = self.locale;
        Locale::ALL.into_iter().map(move |locale| {
            let name = match locale {
                Locale::En => "English",
                Locale::Ja => "日本語",
            };
            Choice {
                locale,
                name,
                is_chosen: locale == chosen,
            }
        })
    }

    // Templates see fields and methods of their context, not statics.

    #[allow(
        clippy::unused_self,
        reason = "called from templates as `frame.style()`"
    )]
    pub(crate) fn style(&self) -> &'static str {
        &asset::STYLE_ADDRESS
    }

    #[allow(
        clippy::unused_self,
        reason = "called from templates as `frame.script()`"
    )]
    pub(crate) fn script(&self) -> &'static str {
        &asset::SCRIPT_ADDRESS
    }

    #[allow(
        clippy::unused_self,
        reason = "called from templates as `frame.passkey_script()`"
    )]
    pub(crate) fn passkey_script(&self) -> &'static str {
        &asset::PASSKEY_SCRIPT_ADDRESS
    }

    #[allow(
        clippy::unused_self,
        reason = "called from templates as `frame.mail_check_style()`"
    )]
    pub(crate) fn mail_check_style(&self) -> &'static str {
        &asset::MAIL_CHECK_STYLE_ADDRESS
    }

    #[allow(
        clippy::unused_self,
        reason = "called from templates as `frame.icon()`"
    )]
    pub(crate) fn icon(&self) -> &'static str {
        &asset::ICON_ADDRESS
    }
}
