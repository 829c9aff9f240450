//! Someone with an account, a browser, and what they hold to prove who they are.

use super::{Browser, Letter, Page, Phone, TestApp};

/// Someone with an account.
pub(crate) struct Person {
    pub(crate) browser: Browser,
    pub(crate) address: &'static str,
    pub(crate) password: Option<&'static str>,
    pub(crate) phone: Option<Phone>,
    /// Recovery codes that weren't used yet.
    pub(crate) codes: Vec<String>,
}

/// A password that may stand alone.
pub(crate) const LONG: &str = "blue kettle on a hill";
/// One that may not.
pub(crate) const SHORT: &str = "kettle9x";

/// Pages that may be led through before it is known who it is.
const FAR: usize = 8;

impl Person {
    /// Someone who made an account a moment ago, with nothing but their mailbox.
    pub(crate) async fn joins(app: &TestApp, address: &'static str) -> Self {
        let mut browser = app.browser();
        browser.join(address).await;
        Self {
            browser,
            address,
            password: None,
            phone: None,
            codes: Vec::new(),
        }
    }

    /// The server.
    pub(crate) fn app(&self) -> TestApp {
        self.browser.app().clone()
    }

    /// The page that their browser shows.
    pub(crate) fn page(&self) -> &Page {
        self.browser.page()
    }

    /// Opens a page of what protects the account, and proves who they are as often as that
    /// is asked.
    pub(crate) async fn open(&mut self, path: &str) -> &Page {
        self.browser.visit(path).await;
        self.prove().await;
        assert_eq!(self.page().at, path, "{}", self.page().text());
        self.page()
    }

    /// Answers whatever is asked, until nothing is.
    pub(crate) async fn prove(&mut self) -> &Page {
        for _ in 0..FAR {
            let page = self.page();
            let asks = page.at.starts_with("/account/prove") || page.at.starts_with("/sign-in/");
            if !asks {
                return self.browser.page();
            }
            self.answer().await;
        }
        panic!("asked without end: {}", self.page().text());
    }

    /// Answers once, by the way that is asked for, or by the best that they have.
    pub(crate) async fn answer(&mut self) -> &Page {
        let app = self.app();
        let page = self.page();
        let field = |name: &str| {
            page.attribute(&format!("input[name={name}]"), "name")
                .is_some()
        };
        if !page.all("ul.choices button[name=way]").is_empty() {
            let way = self.best_way();
            return self.browser.press_way(way).await;
        }
        if field("password") {
            let password = self.password.expect("they have a password");
            self.browser.fill_password("Password", password);
        } else if field("recovery_code") {
            let code = self.codes.pop().expect("a recovery code is left");
            self.browser.fill("Recovery code", &code);
        } else if page.attribute("form[action$='/app']", "action").is_some() {
            let phone = self.phone.as_mut().expect("they have an app");
            let code = phone.next(&app);
            self.browser.fill("6-digit code", &code);
        } else if page.title().starts_with("Check your phone") {
            let code = app.newest_text().await.code();
            self.browser.fill("6-digit code", &code);
        } else {
            let code = newest_code(&app, self.address).await;
            self.browser.fill("6-digit code", &code);
        }
        self.go_on().await
    }

    /// Presses the one primary button.
    pub(crate) async fn go_on(&mut self) -> &Page {
        let button = self.page().all("button.primary").remove(0);
        self.browser.press(&button).await
    }

    fn best_way(&self) -> &'static str {
        let offers = |way: &str| {
            let button = format!("button[name=way][value={way}]");
            self.page().attribute(&button, "name").is_some()
        };
        if self.password.is_some() && offers("password") {
            "password"
        } else if self.phone.is_some() && offers("totp") {
            "totp"
        } else if offers("mail_code") {
            "mail_code"
        } else if offers("sms_code") {
            "sms_code"
        } else {
            "recovery_code"
        }
    }

    /// Chooses a password.
    pub(crate) async fn choose_password(&mut self, password: &'static str) -> &Page {
        self.open("/account/security/password").await;
        self.browser.fill_password("New password", password);
        self.browser.press("Save the password").await;
        assert!(
            self.page()
                .at
                .starts_with("/account/security?done=password_"),
            "{}",
            self.page().text()
        );
        self.password = Some(password);
        self.page()
    }

    /// Adds an authenticator app, which becomes theirs to use.
    pub(crate) async fn add_app(&mut self, name: &str) -> &Page {
        self.open("/account/security/app/new").await;
        self.browser.press("Show the QR code").await;
        let mut phone = Phone::scan(self.page());
        let code = phone.next(&self.app());
        self.browser
            .fill("Name it.", name)
            .fill("6-digit code", &code);
        self.browser.press("Add the app").await;
        assert_eq!(
            self.page().at,
            "/account/security?done=app_added",
            "{}",
            self.page().text()
        );
        self.phone = Some(phone);
        self.page()
    }

    /// Makes recovery codes and keeps them.
    pub(crate) async fn make_recovery_codes(&mut self) -> &Page {
        self.open("/account/security/recovery").await;
        let make = self.page().all("button.primary").remove(0);
        self.browser.press(&make).await;
        let codes = self.page().all(".codes code");
        self.confirm_codes(&codes).await;
        assert_eq!(
            self.page().at,
            "/account/security?done=recovery_codes_replaced",
            "{}",
            self.page().text()
        );
        self.page()
    }

    /// Types back what the page of a new set asks for, and keeps the codes.
    pub(crate) async fn confirm_codes(&mut self, codes: &[String]) -> &Page {
        let asked = asked_code(self.page());
        let group = codes[asked - 1][..5].to_owned();
        self.browser.fill("First 5 signs", &group);
        self.browser.press("I've kept them").await;
        codes.clone_into(&mut self.codes);
        self.page()
    }

    /// Adds an address, by the code that goes there.
    pub(crate) async fn add_address(&mut self, address: &str) -> &Page {
        self.open("/account/security/address/new").await;
        self.browser.fill("Mail address", address);
        self.go_on().await;
        let code = newest_code(&self.app(), address).await;
        self.browser.fill("6-digit code", &code);
        self.go_on().await;
        assert!(
            self.page().at.starts_with("/account/security?done="),
            "{}",
            self.page().text()
        );
        self.page()
    }

    /// Has a password, an app and recovery codes, and two-step verification on.
    pub(crate) async fn with_two_steps(app: &TestApp, address: &'static str) -> Self {
        let mut person = Self::joins(app, address).await;
        person.choose_password(LONG).await;
        person.add_app("My phone").await;
        person.make_recovery_codes().await;
        person.open("/account/security/two-step?go=on").await;
        person.browser.press("Switch it on").await;
        assert!(
            person.page().shows("All your addresses were told"),
            "{}",
            person.page().text()
        );
        person
    }

    /// Signs in at the door by the way that is offered or asked for; proves until nothing
    /// more is asked.
    pub(crate) async fn sign_in(&mut self) -> &Page {
        self.browser.ask_for_code(self.address).await;
        self.prove().await;
        assert_eq!(self.page().at, "/account", "{}", self.page().text());
        self.page()
    }

    /// Goes to the door and chooses a way there.
    pub(crate) async fn come_by(&mut self, way: &str) -> &Page {
        come_by(&mut self.browser, self.address, way).await
    }

    /// The same, where the field for the address has this label.
    pub(crate) async fn come_by_in(&mut self, label: &str, way: &str) -> &Page {
        come_by_in(&mut self.browser, (label, self.address), way).await
    }
}

/// The code in the newest mail that brings one: notices may have come after it.
pub(crate) async fn newest_code(app: &TestApp, address: &str) -> String {
    app.deliver_mail().await;
    let mut mails = app.mails_to(address).into_iter().rev();
    let newest = mails.find(Letter::brings_a_code);
    newest.expect("a code came").code()
}

/// Goes to the door with an address and chooses a way there.
pub(crate) async fn come_by<'a>(browser: &'a mut Browser, address: &str, way: &str) -> &'a Page {
    come_by_in(browser, ("Mail address", address), way).await
}

async fn come_by_in<'a>(
    browser: &'a mut Browser,
    (label, address): (&str, &str),
    way: &str,
) -> &'a Page {
    browser.visit("/sign-in").await;
    browser.fill(label, address);
    browser.press_way("choose").await;
    browser.press_way(way).await
}

/// The number of the code whose first signs the page asks for.
pub(crate) fn asked_code(page: &Page) -> usize {
    let labels = page.all("label");
    let label = labels
        .iter()
        .find(|label| label.starts_with("First 5 signs of code "));
    let number = label
        .expect("a code is asked back")
        .rsplit(' ')
        .next()
        .unwrap();
    number.parse().unwrap()
}
