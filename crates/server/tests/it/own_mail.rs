//! Our own mails are known: to whom they were sent, and whether they still say what they said.
//! A fake of them is told, and can be reported.

use kadomori_domain::{event::Facts, id::TenantId, wave::Wave};
use kadomori_store::account;
use serde_json::Value;

use crate::support::{Browser, Engine, Letter, Page, Span as _, TestApp};

stories![
    a_mail_of_ours_is_known_to_who_got_it,
    a_mail_of_ours_is_known_in_japanese_too,
    a_mail_to_somebody_else_is_told_apart,
    a_stranger_learns_only_what_stands_in_the_mail,
    a_changed_mail_is_told_from_ours_and_from_a_fake,
    a_mail_that_was_passed_on_and_refolded_is_still_ours,
    the_head_alone_is_known_without_its_text,
    a_copied_text_is_held_against_what_was_sent,
    a_copied_text_with_a_link_is_not_ours,
    a_fake_of_our_mails_is_told_and_reported_once,
    a_name_alone_proves_nothing,
    typed_signs_are_answered_to_their_owner_alone,
    a_used_code_is_told_as_over,
    programs_are_told_as_strangers,
    after_the_account_its_mails_keep_their_names_alone,
];

const OURS: &str = "It's from us";
const CHANGED: &str = "It was changed since we sent it";
const FAKE: &str = "It isn't from us";
const ELSE: &str = "It wasn't sent to you";

/// Hands in a text or a mail.
pub(crate) async fn hand_in<'a>(browser: &'a mut Browser, mail: &str) -> &'a Page {
    browser.visit("/mail-check").await;
    let csrf = browser.page().attribute("input[name=csrf]", "value");
    let csrf = csrf.unwrap_or_default();
    let fields = [
        ("csrf", "", csrf.as_bytes()),
        ("zone", "", b"Asia/Tokyo".as_slice()),
        ("text", "", mail.as_bytes()),
        ("file", "", b""),
    ];
    browser.upload("/mail-check", &fields).await
}

async fn signed_in(app: &TestApp, address: &str) -> Browser {
    let mut browser = app.browser();
    browser.join(address).await;
    browser
}

/// A code that was asked for by somebody with Firefox on Linux.
async fn a_code(app: &TestApp, address: &str) -> Letter {
    let mut other = app.browser();
    other.get_code(address).await
}

/// All the sentences about what is known.
fn known(page: &Page) -> String {
    page.all(".known li").join(" ")
}

fn heading(page: &Page) -> String {
    page.all("h1").join(" ")
}

/// Whether the page says in its alert what begins like this.
pub(crate) fn is_told(page: &Page, sentence: &str) -> bool {
    page.alert().is_some_and(|said| said.starts_with(sentence))
}

async fn fakes(app: &TestApp) -> Vec<Wave> {
    let facts = app.facts().await.into_iter();
    facts
        .filter_map(|facts| match facts {
            Facts::FakeReported { wave } => Some(wave),
            _ => None,
        })
        .collect()
}

async fn a_mail_of_ours_is_known_to_who_got_it(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = signed_in(&app, "mika@example.jp").await;
    let mail = a_code(&app, "mika@example.jp").await;
    let page = hand_in(&mut mika, &mail.source()).await;
    assert_eq!(heading(page), OURS, "{}", page.text());
    let known = known(page);
    for fact in [
        "it still says what we wrote",
        "Sent to m…@example.jp, today ",
        "It brought a code, to sign in.",
        &format!("Its subject has the signs {}.", mail.reference()),
        "It was asked for with Firefox on Linux.",
        "The code works until ",
    ] {
        assert!(known.contains(fact), "{fact}: {known}");
    }
    app.advance(11.minutes());
    let page = hand_in(&mut mika, &mail.source()).await;
    assert!(page.shows("Its code no longer works."));
    assert!(fakes(&app).await.is_empty());
}

async fn a_mail_of_ours_is_known_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_japanese();
    mika.join("mika@example.jp").await;
    let mut other = app.browser().in_japanese();
    let mail = other.get_code("mika@example.jp").await;
    let page = hand_in(&mut mika, &mail.source()).await;
    assert_eq!(heading(page), "こちらから送ったメールです");
    let known = known(page);
    for fact in [
        "内容も送ったときのままです",
        "m…@example.jp へ送りました",
        "サインインのためのコードのメールです。",
        "求めた端末は Linux の Firefox です。",
    ] {
        assert!(known.contains(fact), "{fact}: {known}");
    }
}

async fn a_mail_to_somebody_else_is_told_apart(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut rei = signed_in(&app, "rei@example.jp").await;
    let mail = a_code(&app, "mika@example.jp").await;
    let page = hand_in(&mut rei, &mail.source()).await;
    assert_eq!(heading(page), ELSE);
    assert!(
        !page.shows("m…@example.jp") && !page.shows("Firefox"),
        "{}",
        page.text()
    );
    // A replay that names its new reader is told as well.
    let replayed = mail.source().replace("mika@example.jp", "rei@example.jp");
    let page = hand_in(&mut rei, &replayed).await;
    assert_eq!(heading(page), ELSE);
    assert!(!page.shows("Firefox"));
}

async fn a_stranger_learns_only_what_stands_in_the_mail(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mail = a_code(&app, "mika@example.jp").await;
    let mut stranger = app.browser();
    let page = hand_in(&mut stranger, &mail.source()).await;
    assert_eq!(heading(page), OURS);
    assert!(page.shows("If that isn't your address, the mail was taken from somebody else."));
    // Without the recipient that it was sent to, nothing is told.
    let replayed = mail.source().replace("mika@example.jp", "rei@example.jp");
    let page = hand_in(&mut stranger, &replayed).await;
    assert_eq!(heading(page), ELSE);
    assert!(!page.shows("Firefox") && !page.shows("today"));
    // The words are the same whether an address has an account or not.
    let copied = "Your Kadomori sign-in code (K7P)";
    let one = hand_in(&mut stranger, copied).await.text();
    signed_in(&app, "mika@example.jp").await;
    let other = hand_in(&mut stranger, copied).await.text();
    assert_eq!(one, other);
    assert!(other.contains("what would show whether we sent it is missing"));
}

async fn a_changed_mail_is_told_from_ours_and_from_a_fake(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = signed_in(&app, "mika@example.jp").await;
    let mail = a_code(&app, "mika@example.jp").await;
    let source = mail.source();
    for changed in [
        source.replace("Never tell", "Always tell"),
        source.replace("Subject: Your", "Subject: Urgent: your"),
        source.replace(
            "<body",
            "<a href=3D\"https://kadomori.example.net\">x</a><body",
        ),
        source.replace("\r\nDate:", "\r\nReply-To: <help@example.net>\r\nDate:"),
        source.replace("\r\nDate: Sun, 22", "\r\nDate: Sun, 15"),
        source.replace(
            "From: \"Kadomori\"",
            "From: \"x\" <a@example.net>, \"Kadomori\"",
        ),
    ] {
        assert_ne!(changed, source, "something is changed");
        let page = hand_in(&mut mika, &changed).await;
        assert_eq!(heading(page), CHANGED, "{}", page.text());
        assert!(page.has_button("Report this fake"));
    }
}

async fn a_mail_that_was_passed_on_and_refolded_is_still_ours(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = signed_in(&app, "mika@example.jp").await;
    let mail = a_code(&app, "mika@example.jp").await;
    let source = mail.source();
    for same in [
        source.replace("\r\n", "\n"),
        format!("From no-reply@example.jp Sun Nov 22\r\n{source}"),
        format!("Delivered-To: mika@example.net\r\nX-Spam: no\r\n{source}"),
        source.replace("X-Kadomori-Mark: v=1; ", "x-kadomori-mark:\r\n v=1;\r\n\t"),
        source.replace("Message-ID: <", "Message-ID: <relay-"),
    ] {
        assert_ne!(same, source, "something is refolded");
        assert_eq!(heading(hand_in(&mut mika, &same).await), OURS);
    }
}

async fn the_head_alone_is_known_without_its_text(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = signed_in(&app, "mika@example.jp").await;
    let mail = a_code(&app, "mika@example.jp").await;
    let source = mail.source();
    let (head, _) = source.split_once("\r\nMIME-Version").unwrap();
    let page = hand_in(&mut mika, &format!("{head}\r\n\r\n")).await;
    assert_eq!(
        heading(page),
        "It began as a mail from us",
        "{}",
        page.text()
    );
    assert!(page.shows("Its text wasn't handed in"));
}

async fn a_copied_text_is_held_against_what_was_sent(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = signed_in(&app, "mika@example.jp").await;
    let mail = a_code(&app, "mika@example.jp").await;
    let copied = format!("{}\n\n{}", mail.subject(), mail.text());
    let page = hand_in(&mut mika, &copied).await;
    assert_eq!(heading(page), "It can't be proved", "{}", page.text());
    let known = known(page);
    assert!(known.contains("Sent to m…@example.jp, today "), "{known}");
    assert!(
        known.contains("A copied text can't show whether it's this mail."),
        "{known}"
    );
    let mut rei = signed_in(&app, "rei@example.jp").await;
    let page = hand_in(&mut rei, &copied).await;
    assert!(!page.shows("m…@example.jp"), "{}", page.text());
}

async fn a_copied_text_with_a_link_is_not_ours(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = signed_in(&app, "mika@example.jp").await;
    let mail = a_code(&app, "mika@example.jp").await;
    let copied = format!(
        "{}\nOpen https://kadomori.example.net/in now",
        mail.subject()
    );
    let page = hand_in(&mut mika, &copied).await;
    assert!(page.shows("our mails never have any"), "{}", page.text());
    assert_ne!(heading(page), "It can't be proved");
    assert!(page.has_button("Report this fake"));
}

/// A mail that poses as ours.
const POSING: &str = "Return-Path: <x@kadom0ri.example>\r\n\
    Received: from kadom0ri.example by mx.example.net; Sun, 22 Nov 2026 03:03:01 +0000\r\n\
    From: \"Kadomori\" <id@kadom0ri.example>\r\nTo: Mika Sato <mika@example.jp>\r\n\
    Subject: Mika, your Kadomori code (K7P) is 482913\r\nDate: Sun, 22 Nov 2026 03:03:00 +0000\r\n\
    Message-ID: <1@kadom0ri.example>\r\n\r\n\
    Confirm at https://mika.login.kadom0ri.example/a?c=482913 or lose your account.\r\n";

async fn a_fake_of_our_mails_is_told_and_reported_once(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let page = hand_in(&mut mika, POSING).await;
    assert_eq!(heading(page), FAKE, "{}", page.text());
    assert!(page.shows("Kadomori never sent this mail."));
    assert!(page.shows("Its sender goes by the name Kadomori."));
    assert!(
        fakes(&app).await.is_empty(),
        "nothing is kept before it is reported"
    );
    let form = mika.form("Report this fake");
    for _ in 0..2 {
        let page = mika.send(&form).await;
        assert_eq!(heading(page), "Thank you, it's reported");
    }
    let told = fakes(&app).await;
    let [wave] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(wave.sender.as_deref(), Some("kadom0ri.example"));
    assert_eq!(wave.subject, "…, your Kadomori code (#) is #");
    assert_eq!(wave.hosts, ["….login.kadom0ri.example"]);
    // What the form carries is ours alone to write, and doesn't keep for ever.
    let mut altered = form.clone();
    for (name, value) in &mut altered.fields {
        if name == "traits" {
            value.insert(3, 'x');
        }
    }
    let page = mika.send(&altered).await;
    assert_eq!(heading(page), "That page has waited too long");
    app.advance(3.hours());
    let page = mika.send(&form).await;
    assert_eq!(heading(page), "That page has waited too long");
    assert_eq!(fakes(&app).await.len(), 1);
}

async fn a_name_alone_proves_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mail = a_code(&app, "mika@example.jp").await;
    let source = mail.source();
    let start = source.find("X-Kadomori-Mark:").unwrap();
    let end = source.find("Content-Language:").unwrap();
    let unmarked = format!("{}{}", &source[..start], &source[end..]);
    let mut stranger = app.browser();
    let page = hand_in(&mut stranger, &unmarked).await;
    assert_eq!(heading(page), FAKE);
    assert!(page.shows("It's numbered like our mails. Anybody can copy that."));
    // The mark of one mail on another is none.
    let other = a_code(&app, "rei@example.jp").await.source();
    let (start, end) = (
        other.find("X-Kadomori-Mark:").unwrap(),
        other.find("Content-Language:").unwrap(),
    );
    let moved = unmarked.replace(
        "Content-Language:",
        &format!("{}Content-Language:", &other[start..end]),
    );
    let page = hand_in(&mut stranger, &moved).await;
    assert_eq!(heading(page), ELSE, "{}", page.text());
    let forged = source.replace("r=", "r=A");
    let page = hand_in(&mut stranger, &forged).await;
    assert_eq!(heading(page), FAKE);
    assert!(page.shows("It carries a mark of ours that doesn't belong to it."));
}

async fn typed_signs_are_answered_to_their_owner_alone(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = signed_in(&app, "mika@example.jp").await;
    let mail = a_code(&app, "mika@example.jp").await;
    let ask = async |browser: &mut Browser, signs: &str| {
        browser.visit("/mail-check").await;
        browser.fill("The three signs in its subject", signs);
        browser.press("Look it up").await.clone()
    };
    let page = ask(
        &mut mika,
        &format!(" ({}) ", mail.reference().to_lowercase()),
    )
    .await;
    assert_eq!(heading(&page), "That's from us", "{}", page.text());
    assert!(page.shows("Sent to m…@example.jp, today "));
    assert!(page.shows("It was asked for with Firefox on Linux."));
    assert!(page.shows("The code works until "));

    let mut rei = signed_in(&app, "rei@example.jp").await;
    let page = ask(&mut rei, &mail.reference()).await;
    assert!(!page.shows("m…@example.jp"), "{}", page.text());
    let page = ask(&mut rei, "482913").await;
    assert!(
        is_told(&page, "Those aren't such signs."),
        "{}",
        page.text()
    );

    let mut stranger = app.browser();
    let page = stranger.visit("/mail-check").await;
    assert!(!page.has_button("Look it up"));
    let page = stranger
        .post("/mail-check/reference", "reference=K7P")
        .await;
    assert!(page.at.starts_with("/sign-in"), "{}", page.at);
}

async fn a_used_code_is_told_as_over(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = signed_in(&app, "mika@example.jp").await;
    let mut other = app.browser();
    let mail = other.get_code("mika@example.jp").await;
    other.enter(&mail.code()).await;
    let page = hand_in(&mut mika, &mail.source()).await;
    assert_eq!(heading(page), OURS);
    assert!(page.shows("Its code no longer works."), "{}", page.text());
}

async fn after_the_account_its_mails_keep_their_names_alone(engine: Engine) {
    let app = TestApp::real(engine).await;
    let id = app.make_account("mika@example.jp").await;
    let mail = a_code(&app, "mika@example.jp").await;
    let gone = app.app.db.write(id, |tx, id| {
        Box::pin(account::delete(tx, TenantId::DEFAULT, *id))
    });
    assert!(gone.await.unwrap());
    let mut stranger = app.browser();
    let page = hand_in(&mut stranger, &mail.source()).await;
    assert_eq!(heading(page), OURS);
    assert!(!page.shows("Firefox"), "{}", page.text());
}

async fn programs_are_told_as_strangers(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mail = a_code(&app, "mika@example.jp").await;
    let ask = async |mail: &str| -> Value {
        let mut program = app.browser().sending("message/rfc822");
        let page = program.post("/api/v1/mail/check", mail).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.body);
        serde_json::from_str(&page.body).unwrap()
    };
    let told = ask(&mail.source()).await;
    assert_eq!(told["own"]["is"], "ours", "{told}");
    assert_eq!(told["own"]["reference"], mail.reference());
    assert!(
        told["own"]["sent_at"].as_str().unwrap().ends_with('Z'),
        "{told}"
    );
    assert_eq!(told["verdict"], "genuine", "{told}");
    let told = ask(&mail.source().replace("mika@example.jp", "rei@example.jp")).await;
    assert_eq!(told["own"]["is"], "ours-to-somebody-else");
    assert_eq!(told["own"]["sent_at"], Value::Null);
    assert_eq!(told["verdict"], "suspicious", "{told}");
    let told = ask(POSING).await;
    assert_eq!(told["own"]["is"], "fake-of-ours");
    assert_eq!(told["verdict"], "fake", "{told}");
}
