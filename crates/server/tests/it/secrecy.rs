//! What lies readable nowhere: codes and the secrets of cookies. Not in the database, not in
//! its files, not in the log at its finest, not in figures, not in addresses of pages.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kadomori_store::{DbOptions, Value};

use crate::support::{Browser, Engine, Span as _, TestApp, listen, logged};

stories![
    no_secret_lies_in_the_database,
    no_secret_is_logged_counted_or_in_an_address,
    no_secret_lies_in_the_files_of_the_database,
];

/// Everything that must not be found, and what it is.
struct Secrets(Vec<(String, Vec<u8>)>);

impl Secrets {
    /// A journey with slips and detours; all that it used is a secret.
    async fn of_a_journey(app: &TestApp) -> (Self, Browser) {
        let mut secrets = Self(Vec::new());
        let mut mika = app.browser();
        let mut mail = mika.get_code("mika@example.jp").await;
        secrets.code(&mail.code());
        mika.enter(&mail.wrong_code()).await;
        secrets.code(&mail.wrong_code());
        app.advance(6.minutes());
        mika.press("Send the code again").await;
        mika.enter(&mail.code()).await;
        mail = app.newest_mail_to("mika@example.jp").await;
        secrets.code(&mail.code());
        mika.enter(&format!("My code is {}", mail.code())).await;
        mika.tick("Keep me signed in");
        mika.press("Make an account").await;
        for kind in ["visitor", "session", "device"] {
            secrets.token(&mika, kind);
        }
        mika.sign_out().await;
        mail = mika.get_code("mika@example.jp").await;
        secrets.code(&mail.code());
        mika.enter(&mail.code()).await;
        secrets.token(&mika, "session");
        // One that is pending, in the outbox and as a challenge.
        let mut pending = app.browser();
        pending.ask_for_code("rei@example.jp").await;
        secrets.token(&pending, "visitor");
        (secrets, mika)
    }

    fn code(&mut self, code: &str) {
        let digits = code.replace(' ', "");
        for way in [code, &digits] {
            self.0.push((format!("the code {way}"), way.into()));
        }
    }

    fn token(&mut self, browser: &Browser, kind: &str) {
        let spelled = browser.cookie(kind).unwrap().value.clone();
        let bytes = URL_SAFE_NO_PAD.decode(&spelled).unwrap();
        self.0.push((format!("the {kind} secret"), spelled.into()));
        self.0.push((format!("the {kind} secret's bytes"), bytes));
    }

    /// The first that stands in `text` by itself, not as part of a longer number or word.
    fn found_in(&self, text: &[u8]) -> Option<&str> {
        let stands_in = |secret: &[u8]| {
            let places = text.windows(secret.len()).enumerate();
            places.filter(|(_, part)| *part == secret).any(|(at, _)| {
                let before = at.checked_sub(1).and_then(|at| text.get(at));
                let after = text.get(at + secret.len());
                let is_part = |sign: Option<&u8>| sign.is_some_and(u8::is_ascii_alphanumeric);
                !(is_part(before) || is_part(after))
            })
        };
        let found = self.0.iter().find(|(_, secret)| stands_in(secret));
        found.map(|(name, _)| name.as_str())
    }
}

#[test]
fn what_is_searched_for_would_be_found() {
    let mut secrets = Secrets(Vec::new());
    secrets.code("482 913");
    for found in ["{\"code\":\"482913\"}", "482 913", "code=482913&keep=yes"] {
        assert!(secrets.found_in(found.as_bytes()).is_some(), "{found}");
    }
    assert_eq!(secrets.found_in(b"1795482913000"), None);
}

async fn no_secret_lies_in_the_database(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (secrets, _) = Secrets::of_a_journey(&app).await;
    let fields = app.everything().await;
    assert!(fields.len() > 200, "a journey leaves traces");
    for (table, value) in fields {
        let found = match &value {
            Value::Text(text) => secrets.found_in(text.as_bytes()),
            Value::Blob(bytes) => secrets.found_in(bytes),
            Value::Int(number) => secrets.found_in(number.to_string().as_bytes()),
            Value::Null(_) => None,
        };
        assert_eq!(found, None, "in {table}: {value:?}");
    }
}

async fn no_secret_is_logged_counted_or_in_an_address(engine: Engine) {
    listen();
    let app = TestApp::real(engine).await;
    let (secrets, mika) = Secrets::of_a_journey(&app).await;
    let logged = logged();
    assert!(
        logged.contains("a message was handed over"),
        "something is logged"
    );
    assert_eq!(secrets.found_in(logged.as_bytes()), None);
    let figures = app.app.metrics.encode().unwrap();
    assert_eq!(secrets.found_in(figures.as_bytes()), None);
    for reply in mika.replies() {
        assert_eq!(secrets.found_in(reply.at.as_bytes()), None, "{}", reply.at);
        assert_eq!(secrets.found_in(reply.header("location").as_bytes()), None);
    }
}

async fn no_secret_lies_in_the_files_of_the_database(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (secrets, _) = Secrets::of_a_journey(&app).await;
    let DbOptions::Sqlite(options) = app.db.options() else {
        // PostgreSQL's files are the server's, and what is in them was looked at above.
        return;
    };
    let folder = options.path.parent().unwrap();
    let mut size = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        size += bytes.len();
        for (name, secret) in &secrets.0 {
            let is_there = bytes.windows(secret.len()).any(|part| part == secret);
            // Six digits by chance are likely enough in a file of this size.
            let tells = secret.len() > 7;
            assert!(!(tells && is_there), "{name} is in {}", path.display());
        }
    }
    assert!(size > 10_000, "the files were read");
}
