//! A text message, as the person who got it reads it, and how numbers become theirs.

use std::sync::Arc;

use kadomori_server::channel::{KeptText, text::TextChannel};

use super::{Page, Person, TestApp, letter::wrong};

/// A text message that came.
#[derive(Clone)]
pub(crate) struct Text {
    text: Arc<KeptText>,
}

impl Text {
    /// What it says.
    pub(crate) fn body(&self) -> &str {
        &self.text.body
    }

    /// The number that it came to.
    pub(crate) fn to(&self) -> &str {
        &self.text.to
    }

    /// The code, as the last line has it for the phone.
    pub(crate) fn code(&self) -> String {
        let (_, last) = self.body().rsplit_once('#').expect("a bound last line");
        last.trim().to_owned()
    }

    /// Another code, as far from the right one as a slip of one key.
    pub(crate) fn wrong_code(&self) -> String {
        wrong(&self.code(), 1)
    }
}

impl TestApp {
    /// All text messages that left, the oldest first.
    pub(crate) fn texts(&self) -> Vec<Text> {
        let route = self.app.text.as_ref().expect("a way for text messages");
        let TextChannel::Inbox(inbox) = route.first() else {
            panic!("this app's text messages go to a gateway");
        };
        let newest_first = inbox.texts().into_iter();
        newest_first.rev().map(|text| Text { text }).collect()
    }

    /// Delivers, and opens the newest text message to a number.
    pub(crate) async fn newest_text_to(&self, number: &str) -> Text {
        self.deliver_mail().await;
        let mut texts = self.texts();
        texts.retain(|text| text.to() == number);
        texts.pop().expect("a text message came")
    }

    /// Delivers, and opens the newest text message of all.
    pub(crate) async fn newest_text(&self) -> Text {
        self.deliver_mail().await;
        self.texts().pop().expect("a text message came")
    }
}

impl Person {
    /// Asks for a number to be added; the code is on its way where it is let.
    pub(crate) async fn ask_to_add_phone(&mut self, typed: &str) -> &Page {
        self.open("/account/security/phone/new").await;
        self.browser.fill_phone("Phone number", typed);
        self.browser.press("Send the code").await
    }

    /// Adds a number, by the code that goes there.
    pub(crate) async fn add_phone(&mut self, typed: &str) -> &Page {
        self.ask_to_add_phone(typed).await;
        let text = self.app().newest_text().await;
        self.browser.fill("6-digit code", &text.code());
        self.go_on().await;
        assert_eq!(
            self.page().at,
            "/account/security?done=phone_added",
            "{}",
            self.page().text()
        );
        self.page()
    }

    /// Lets the only number that they have be signed in with.
    pub(crate) async fn sign_in_with_phone(&mut self) -> &Page {
        self.switch_identifier("phone", "+819012345678", "yes")
            .await;
        assert_eq!(
            self.page().at,
            "/account/security?done=identifier_on",
            "{}",
            self.page().text()
        );
        self.page()
    }

    /// Switches a name to sign in with on or off.
    pub(crate) async fn switch_identifier(
        &mut self,
        kind: &str,
        value: &str,
        signs_in: &str,
    ) -> &Page {
        // The form's page asks for nothing by itself; its answer needs a fresh proof.
        self.open("/account/security/user-name").await;
        let csrf = self.page().attribute("input[name=csrf]", "value").unwrap();
        let fields = [
            ("csrf", csrf.as_str()),
            ("kind", kind),
            ("value", value),
            ("signs_in", signs_in),
        ];
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.browser
            .post("/account/security/identifier", body)
            .await
    }
}
