//! "Make an account?": the address is proven, and no account has it.

use askama::Template;
use kadomori_domain::{address::MailAddress, id::FlowId};

use crate::{
    frame::{Frame, RenderError},
    rich::Rich,
    sample,
    text::Value,
};

/// `GET /sign-in/{flow}/create`.
///
/// The form posts to the same address, with `csrf` and `keep` (present when ticked).
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in/create.html")]
pub struct CreatePage {
    /// The surroundings.
    pub frame: Frame,
    /// The journey.
    pub flow: FlowId,
    /// The proven address.
    pub address: String,
    /// Whether "keep me signed in" was ticked beside the code.
    pub keep: bool,
}

impl CreatePage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let flow = FlowId::from_bytes([1; 16]);
        let plain = |keep| Self {
            frame: sample::frame(&format!("/sign-in/{flow}/create")),
            flow,
            address: MailAddress::parse("mika@example.jp")
                .map(|address| address.to_string())
                .unwrap_or_default(),
            keep,
        };
        vec![("plain", plain(false)), ("kept", plain(true))]
    }

    fn lead(&self) -> Rich {
        self.frame
            .rich("create-lead", &[("address", Value::Strong(&self.address))])
    }
}
