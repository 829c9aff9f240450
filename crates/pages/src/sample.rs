//! Every page and mail there is, with values for each of its variants: what the tests
//! render, and what `cargo run -p kadomori-pages --example gallery` writes out to look at.

use kadomori_domain::{
    chance::Chance, client::Agent, locale::Locale, phrase::Phrase, reference::Reference, time::Time,
};

use crate::{
    account::{
        ActivityPage, SessionsPage,
        security::{
            AddressNewPage, AppConfirmPage, AppNewPage, NamePage, PasskeyNewPage, PhoneNewPage,
            PhrasePage, ProvePage, RecoveryCodesPage, RecoveryOverviewPage, RemovePage,
            SecurityPage, SetPasswordPage, TwoStepOffPage, TwoStepPage, UserNamePage,
        },
    },
    ending::EndingPage,
    frame::{Frame, RenderError},
    mail::{CodeMail, Mail, NoticeMail, VerdictMail},
    mail_check::{MailCheckPage, MailReferencePage, MailReportedPage, MailResultPage},
    reset::{ResetDonePage, ResetPage, ResetPasswordPage},
    sign_in::{
        AddressPage, AppPage, ChoosePage, CodePage, CreatePage, PasskeyPage, PasswordPage,
        RecoveryPage, WaysPage,
    },
    trial::{InboxMailPage, InboxPage, InboxTextPage, WelcomePage},
    when::Zone,
};

/// A rendered sample.
#[derive(Debug)]
pub struct Sample {
    /// The page, as its template is called: `sign_in/code`.
    pub page: &'static str,
    /// The variant: `wrong`.
    pub name: &'static str,
    /// What came of it.
    pub html: String,
}

/// A rendered sample of a mail.
#[derive(Debug)]
pub struct MailSample {
    /// What it brings: `code`, `notice` or `verdict`.
    pub kind: &'static str,
    /// The variant.
    pub name: &'static str,
    /// What came of it.
    pub mail: Mail,
    /// The code that it brings, if it brings one.
    pub code: Option<&'static str>,
}

macro_rules! pages {
    ($($page:ident = $name:literal;)+) => {
        /// The names of all pages.
        pub const PAGES: &[&str] = &[$($name),+];

        /// Every sample of every page in a language.
        pub fn pages(locale: Locale) -> Result<Vec<Sample>, RenderError> {
            let mut rendered = Vec::new();
            $(for (name, mut page) in $page::samples() {
                page.frame.locale = locale;
                rendered.push(Sample { page: $name, name, html: page.render()? });
            })+
            Ok(rendered)
        }
    };
}

pages! {
    AddressPage = "sign_in/address";
    CodePage = "sign_in/code";
    ChoosePage = "sign_in/choose";
    PasswordPage = "sign_in/password";
    AppPage = "sign_in/app";
    PasskeyPage = "sign_in/passkey";
    RecoveryPage = "sign_in/recovery";
    CreatePage = "sign_in/create";
    WaysPage = "sign_in/ways";
    ResetPage = "reset/address";
    ResetPasswordPage = "reset/password";
    ResetDonePage = "reset/done";
    EndingPage = "ending/ending";
    ActivityPage = "account/activity";
    SessionsPage = "account/sessions";
    SecurityPage = "account/security";
    ProvePage = "account/prove";
    SetPasswordPage = "account/password";
    AppNewPage = "account/app_new";
    AppConfirmPage = "account/app_confirm";
    PasskeyNewPage = "account/passkey_new";
    NamePage = "account/name";
    RemovePage = "account/remove";
    RecoveryOverviewPage = "account/recovery";
    RecoveryCodesPage = "account/recovery_codes";
    AddressNewPage = "account/address_new";
    PhoneNewPage = "account/phone_new";
    UserNamePage = "account/user_name";
    PhrasePage = "account/phrase";
    TwoStepPage = "account/two_step";
    TwoStepOffPage = "account/two_step_off";
    MailCheckPage = "mail_check/form";
    MailResultPage = "mail_check/result";
    MailReferencePage = "mail_check/reference";
    MailReportedPage = "mail_check/reported";
    WelcomePage = "trial/welcome";
    InboxPage = "trial/inbox";
    InboxMailPage = "trial/mail";
    InboxTextPage = "trial/text";
}

/// Every sample of every mail in a language.
pub fn mails(locale: Locale) -> Result<Vec<MailSample>, RenderError> {
    let mut rendered = Vec::new();
    for (name, code, mut mail) in CodeMail::samples() {
        mail.locale = locale;
        rendered.push(MailSample {
            kind: "code",
            name,
            mail: mail.render()?,
            code: Some(code),
        });
    }
    for (name, mut mail) in NoticeMail::samples() {
        mail.locale = locale;
        rendered.push(MailSample {
            kind: "notice",
            name,
            mail: mail.render()?,
            code: None,
        });
    }
    for (name, mut mail) in VerdictMail::samples() {
        mail.locale = locale;
        rendered.push(MailSample {
            kind: "verdict",
            name,
            mail: mail.render()?,
            code: None,
        });
    }
    Ok(rendered)
}

/// A frame for samples.
pub(crate) fn frame(path: &str) -> Frame {
    Frame {
        locale: Locale::default(),
        site_name: "Kadomori".to_owned(),
        csrf: "c2FtcGxl".to_owned(),
        path: path.to_owned(),
        signed_in_as: None,
        trial: false,
    }
}

/// A frame for samples of someone who is signed in.
pub(crate) fn account_frame(path: &str) -> Frame {
    Frame {
        signed_in_as: Some("mika@example.jp".to_owned()),
        ..frame(path)
    }
}

/// Monday, 6 April 2026, 21:15 in Japan.
pub(crate) const LONG_AGO: Time = Time::from_micros(1_775_477_700_000_000);

/// Sunday, 22 November 2026, 12:03:00 in Japan.
pub(crate) const NOON: Time = Time::from_micros(1_795_316_580_000_000);

/// A phrase that somebody chose.
pub(crate) fn phrase() -> Option<Phrase> {
    Phrase::parse("blue heron at dawn").ok()
}

/// The zone of most samples.
pub(crate) fn zone() -> Zone {
    Zone::parse("Asia/Tokyo")
}

/// `K7P`.
pub(crate) fn reference() -> Reference {
    sample_reference("K7P")
}

/// The reference that `text` spells.
pub(crate) fn sample_reference(text: &str) -> Reference {
    Reference::parse(text).unwrap_or_else(|_| Reference::draw(&mut Chance::new([7; 32]), &[]))
}

/// A browser on a system.
pub(crate) fn agent(browser: &str, system: &str) -> Agent {
    Agent {
        browser: Some(browser.to_owned()),
        system: Some(system.to_owned()),
    }
}
