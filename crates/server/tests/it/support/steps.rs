//! What people do over and over, in one word each.

use super::{Browser, Letter, Page, TestApp};

impl Browser {
    /// Opens the door, types the address (or user name) and sends it.
    pub(crate) async fn ask_for_code(&mut self, address: &str) -> &Page {
        self.visit("/sign-in").await;
        let words = self.words();
        self.fill(words.address, address);
        let is_known = self.page().has_button(words.go_on);
        self.press(if is_known { words.go_on } else { words.send })
            .await
    }

    /// Types a code and sends it.
    pub(crate) async fn enter(&mut self, code: &str) -> &Page {
        let words = self.words();
        self.fill(words.code, code);
        self.press(words.sign_in).await
    }

    /// Asks for a code and opens the mail that brings it.
    pub(crate) async fn get_code(&mut self, address: &str) -> Letter {
        self.ask_for_code(address).await;
        self.app().newest_mail_to(address).await
    }

    /// Signs in where there is an account.
    pub(crate) async fn sign_in(&mut self, address: &str) -> &Page {
        let mail = self.get_code(address).await;
        self.enter(&mail.code()).await;
        assert_eq!(self.page().at, "/account", "{}", self.page().text());
        self.page()
    }

    /// Makes an account, and so signs in.
    pub(crate) async fn join(&mut self, address: &str) -> &Page {
        let mail = self.get_code(address).await;
        self.enter(&mail.code()).await;
        let words = self.words();
        self.press(words.create).await;
        assert_eq!(self.page().at, "/account", "{}", self.page().text());
        self.page()
    }

    /// Presses "sign out" at the top of the page.
    pub(crate) async fn sign_out(&mut self) -> &Page {
        let words = self.words();
        self.press(words.sign_out).await
    }

    /// Whether the account's page opens.
    pub(crate) async fn is_signed_in(&mut self) -> bool {
        self.visit("/account").await.at == "/account"
    }
}

impl TestApp {
    /// A browser on which the person has signed in before and signed out again. The account
    /// is made if there is none.
    pub(crate) async fn familiar_browser(&self, address: &str) -> Browser {
        let mut browser = self.browser();
        let mail = browser.get_code(address).await;
        browser.enter(&mail.code()).await;
        if browser.page().at != "/account" {
            browser.press(browser.words().create).await;
        }
        browser.sign_out().await;
        browser
    }

    /// Spends the tries of one flow of a browser that was never here.
    pub(crate) async fn type_wrong_codes(&self, address: &str, count: usize) {
        let mut stranger = self.browser();
        let mail = stranger.get_code(address).await;
        for _ in 0..count {
            stranger.enter(&mail.wrong_code()).await;
        }
    }
}
