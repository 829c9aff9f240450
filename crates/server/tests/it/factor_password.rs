//! The password: chosen, used, forgotten in a field, changed, removed, and no worse for being
//! tried by strangers.

use kadomori_domain::{
    chance::Chance,
    factor::password::{HashMemory, Password, PasswordCost, PasswordHash},
    holdings::PasswordHeld,
    id::{AccountId, TenantId},
    seal::{SealUse, Sealed, row_context},
    security::{Change, NewPassword},
};
use kadomori_store::{
    params,
    security::{self, Changed},
};

use crate::support::{
    Browser, Engine, LONG, Page, Person, SHORT, Setup, Span as _, TestApp, come_by,
};

stories![
    a_password_is_chosen_and_signs_in,
    what_will_not_do_is_said_with_what_would,
    the_words_are_said_in_japanese_too,
    a_new_password_ends_the_other_sessions_and_the_old_one,
    a_password_is_removed_when_another_strong_way_stays,
    a_wrong_password_costs_a_try_and_an_empty_field_none,
    after_ten_wrong_passwords_this_way_waits_and_others_go_on,
    a_password_is_the_same_from_every_keyboard,
    spaces_and_capitals_count,
    a_wrong_password_is_the_same_work_and_answer_for_everyone,
    a_hash_that_fell_behind_is_renewed_by_signing_in,
    where_hashing_has_no_room_no_try_is_spent,
    a_password_whose_key_is_elsewhere_says_so,
    all_addresses_are_told_of_a_change,
];

const MIKA: &str = "mika@example.jp";
const WRONG: &str = "red kettle on a hill";

/// Signs in by password on a browser that was never here.
async fn try_password(app: &TestApp, address: &str, password: &str) -> Browser {
    let mut browser = app.browser();
    come_by(&mut browser, address, "password").await;
    browser.fill_password("Password", password);
    browser.press("Sign in").await;
    browser
}

/// Tries a new password on the page that asks for one.
async fn offer<'a>(person: &'a mut Person, password: &str) -> &'a Page {
    person.browser.fill_password("New password", password);
    person.browser.press("Save the password").await
}

async fn a_password_is_chosen_and_signs_in(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.browser.visit("/account/security").await;
    assert!(mika.page().shows("None. You sign in without one."));
    mika.choose_password(LONG).await;
    assert_eq!(mika.page().news().as_deref(), Some("A password was set."));
    assert!(!mika.page().shows("None. You sign in without one."));

    let browser = try_password(&app, MIKA, LONG).await;
    assert_eq!(browser.page().at, "/account");
    let lines = browser.page().all("ol.lines .what");
    assert!(
        lines.iter().any(|line| line == "A password was set."),
        "{lines:?}"
    );

    // The field is a password's, and managers know whose.
    let mut browser = app.browser();
    let page = come_by(&mut browser, MIKA, "password").await;
    assert_eq!(page.title(), "Your password");
    let named = page.attribute("input[name=username]", "value");
    assert_eq!(named.as_deref(), Some(MIKA));
}

async fn what_will_not_do_is_said_with_what_would(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.open("/account/security/password").await;
    let too_long = "a b".repeat(86);
    for (typed, sentence) in [
        ("", "Type a new password to go on."),
        (
            SHORT,
            "That has fewer than 15 characters. A word or two more makes it long enough.",
        ),
        (
            &too_long,
            "That's longer than 256 characters. A shorter one will do.",
        ),
        (
            "blue kettle\non a hill",
            "There's a sign in there that no keyboard types, like a line break. Leave it out.",
        ),
        (
            "aaaaaaaaaaaaaaaaaaaa",
            "That repeats itself or follows a row, like aaaa or 1234. Choose something less \
             regular.",
        ),
        (
            "mika@example.jp",
            "That's made of your own name or address, and guessers begin with those. Choose \
             something else.",
        ),
        (
            "kadomori-mika-2026",
            "That's made of your own name or address, and guessers begin with those. Choose \
             something else.",
        ),
        (
            "Passw0rd!!!!!!!",
            "Very many people use that one, so guessers try it first. Choose something of your \
             own.",
        ),
    ] {
        offer(&mut mika, typed).await;
        assert!(
            mika.page().has_alert(sentence),
            "{typed:?}: {:?} {}",
            mika.page().alert(),
            mika.page().text()
        );
        assert_eq!(mika.page().status, 422);
    }
    assert_eq!(app.count("password").await, 0, "nothing half chosen stays");
}

async fn the_words_are_said_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.browser = mika.browser.clone().in_japanese();
    mika.open("/account/security/password").await;
    mika.browser.fill_password("新しいパスワード", SHORT);
    let save = mika.page().all("button.primary").remove(0);
    mika.browser.press(&save).await;
    let alert = mika.page().alert().expect("a sentence");
    assert!(alert.contains("15文字"), "{alert}");
}

async fn a_new_password_ends_the_other_sessions_and_the_old_one(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    let mut elsewhere = try_password(&app, MIKA, LONG).await;
    assert_eq!(elsewhere.page().at, "/account");

    mika.choose_password("green ladder by the lake").await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("The password was changed.")
    );
    assert!(mika.browser.is_signed_in().await);
    assert!(!elsewhere.is_signed_in().await);
    let old = try_password(&app, MIKA, LONG).await;
    assert!(
        old.page()
            .has_alert("That password doesn't match. 4 tries left.")
    );
    let new = try_password(&app, MIKA, "green ladder by the lake").await;
    assert_eq!(new.page().at, "/account");
}

async fn a_password_is_removed_when_another_strong_way_stays(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    mika.open("/account/security/password/remove").await;
    let sentence = "Without the password, only codes that we send you would be left. Add a \
                    passkey or an app first.";
    assert_eq!(mika.page().news().as_deref(), Some(sentence));
    assert!(!mika.page().has_button("Remove it"));

    mika.add_app("My phone").await;
    mika.open("/account/security/password/remove").await;
    assert_eq!(mika.page().title(), "Remove the password?");
    mika.browser.press("Remove it").await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("The password was removed.")
    );
    assert_eq!(app.count("password").await, 0);
    let tried = try_password(&app, MIKA, LONG).await;
    assert!(
        tried
            .page()
            .has_alert("That password doesn't match. 4 tries left.")
    );

    // In another window, the question still stood.
    mika.password = None;
    mika.open("/account/security/password/remove").await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("It isn't there any more. It may have been removed in another window.")
    );
}

async fn a_wrong_password_costs_a_try_and_an_empty_field_none(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    let mut browser = try_password(&app, MIKA, WRONG).await;
    for left in ["3 tries", "2 tries", "1 try"] {
        browser.press("Sign in").await;
        assert!(browser.page().has_alert("Type your password to go on."));
        browser.fill_password("Password", WRONG);
        browser.press("Sign in").await;
        let sentence = format!("That password doesn't match. {left} left.");
        assert!(
            browser.page().has_alert(&sentence),
            "{}",
            browser.page().text()
        );
        assert_eq!(browser.page().status, 422);
        let typed = browser.page().attribute("#password", "value");
        assert_eq!(typed, None, "what was typed isn't shown again");
    }
    browser.fill_password("Password", WRONG);
    browser.press("Sign in").await;
    assert_eq!(browser.page().title(), "That was the last try");
    let browser = try_password(&app, MIKA, LONG).await;
    assert_eq!(browser.page().at, "/account", "a new sign-in is free");
}

async fn after_ten_wrong_passwords_this_way_waits_and_others_go_on(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    for _ in 0..2 {
        let mut guesser = try_password(&app, MIKA, WRONG).await;
        for _ in 0..4 {
            guesser.fill_password("Password", WRONG);
            guesser.press("Sign in").await;
        }
    }
    let right = try_password(&app, MIKA, LONG).await;
    let alert = right.page().alert().expect("it waits");
    assert!(
        alert.starts_with("Many answers didn't match. To keep guessers out, this way waits until"),
        "{alert}"
    );
    // A device that the account knows isn't held up by strangers, and neither is another way.
    mika.browser.sign_out().await;
    mika.come_by("password").await;
    mika.answer().await;
    assert_eq!(mika.page().at, "/account", "{}", mika.page().text());
    let mut other = app.browser();
    other.sign_in(MIKA).await;

    app.advance(1.minutes());
    let right = try_password(&app, MIKA, LONG).await;
    assert_eq!(right.page().at, "/account");
}

async fn a_password_is_the_same_from_every_keyboard(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password("がくせい にっき é の はなし").await;
    let mac = "か\u{3099}くせい にっき e\u{301} の はなし";
    let browser = try_password(&app, MIKA, mac).await;
    assert_eq!(browser.page().at, "/account", "{}", browser.page().text());
}

async fn spaces_and_capitals_count(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    for other in [
        "Blue kettle on a hill",
        "blue kettle on a hill ",
        "blue kettle on ahill",
    ] {
        let browser = try_password(&app, MIKA, other).await;
        let alert = browser.page().alert().unwrap_or_default();
        assert!(alert.starts_with("That password doesn't match."), "{alert}");
    }
}

/// Whose password is tried.
#[derive(Clone, Copy, Debug)]
enum Who {
    Has,
    HasNone,
    Unknown,
}

/// All that a stranger sees, and all that the database is asked, in two tries and an eleventh.
async fn tried(engine: Engine, who: Who) -> (Vec<String>, Vec<String>, Vec<i64>, Vec<u64>) {
    let app = TestApp::real(engine).await;
    match who {
        Who::Has => {
            let account = app.make_account(MIKA).await;
            give(&app, account).await;
        }
        Who::HasNone => {
            app.make_account(MIKA).await;
        }
        Who::Unknown => {}
    }
    app.entropy.begin(1_000);
    let before = app.census().await;
    let hashed = app.app.hashing.figures().done.get();
    app.db.listen();
    let mut stranger = try_password(&app, MIKA, WRONG).await;
    stranger.fill_password("Password", "");
    stranger.press("Sign in").await;
    stranger.fill_password("Password", &"long ".repeat(60));
    stranger.press("Sign in").await;
    stranger.fill_password("Password", "another wrong one");
    stranger.press("Sign in").await;
    let statements = app.db.heard();
    let told = |page: &Page| format!("{} {} {}", page.status, page.at, page.body);
    let replies = stranger.replies().iter().map(told).collect();
    let after = app.census().await;
    let written = after.iter().map(|(table, rows)| rows - before[table]);
    (
        replies,
        statements.into_iter().map(|one| one.sql).collect(),
        written.collect(),
        vec![app.app.hashing.figures().done.get() - hashed],
    )
}

async fn a_wrong_password_is_the_same_work_and_answer_for_everyone(engine: Engine) {
    let known = tried(engine, Who::Has).await;
    assert!(known.0.iter().any(|reply| reply.contains("3 tries left")));
    assert_eq!(known.3, [2], "what can be no password isn't hashed");
    for who in [Who::HasNone, Who::Unknown] {
        let other = tried(engine, who).await;
        assert_eq!(known.0, other.0, "{who:?} is told something else");
        assert_eq!(known.1, other.1, "{who:?} asks the database something else");
        assert_eq!(known.2, other.2, "{who:?} leaves other rows");
        assert_eq!(known.3, other.3, "{who:?} costs other hashes");
    }
}

fn sealed_at(app: &TestApp, account: AccountId, cost: PasswordCost) -> Sealed {
    let password = Password::parse(LONG).unwrap();
    let hash = PasswordHash::make(&password, cost, &[1; 16], &mut HashMemory::new());
    let context = row_context(account, &[0; 16]);
    let mut chance = Chance::new([9; 32]);
    let (keys, plain) = (&app.app.keys, hash.reveal().as_bytes());
    keys.seal(
        SealUse::PasswordHash,
        TenantId::DEFAULT,
        &context,
        plain,
        &mut chance,
    )
}

/// Gives an account a password without any browser.
async fn give(app: &TestApp, account: AccountId) {
    let new = NewPassword {
        sealed: sealed_at(app, account, app.app.policy.password.cost),
        held: PasswordHeld::Long,
        at: app.now(),
    };
    let given = (account, Change::SetPassword(new), app.now());
    let changed = app.db.write(given, |tx, (account, change, now)| {
        Box::pin(security::apply(
            tx,
            TenantId::DEFAULT,
            *account,
            change,
            *now,
        ))
    });
    assert_eq!(changed.await.unwrap(), Changed::Done);
}

async fn put(app: &TestApp, sealed: &Sealed) {
    app.db
        .write(sealed.clone(), |tx, sealed| {
            Box::pin(async move {
                tx.execute("UPDATE password SET sealed = $1", &params![sealed])
                    .await
            })
        })
        .await
        .unwrap();
}

async fn kept(app: &TestApp) -> (AccountId, Sealed) {
    let rows = app.rows("SELECT account, sealed FROM password", &[]).await;
    (rows[0].get(0).unwrap(), rows[0].get(1).unwrap())
}

fn opened(app: &TestApp, account: AccountId, sealed: &Sealed) -> String {
    let context = row_context(account, &[0; 16]);
    let keys = &app.app.keys;
    let plain = keys.open(SealUse::PasswordHash, TenantId::DEFAULT, &context, sealed);
    String::from_utf8(plain.unwrap().to_vec()).unwrap()
}

async fn a_hash_that_fell_behind_is_renewed_by_signing_in(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    let (account, sealed) = kept(&app).await;
    assert!(opened(&app, account, &sealed).contains("m=8,t=1,p=1"));

    // Made when hashes cost more than now: it stays, since it is the dearer one.
    let planted = sealed_at(&app, account, PasswordCost::new(16, 2, 1).unwrap());
    put(&app, &planted).await;
    assert_eq!(try_password(&app, MIKA, LONG).await.page().at, "/account");
    assert_eq!(kept(&app).await.1, planted);

    // From here on they cost more.
    let dearer = app.another_server_hashing_at(PasswordCost::new(32, 2, 1).unwrap());
    assert_eq!(
        try_password(&dearer, MIKA, LONG).await.page().at,
        "/account"
    );
    let (_, renewed) = kept(&app).await;
    assert!(opened(&app, account, &renewed).contains("m=32,t=2,p=1"));
    let wrong = try_password(&dearer, MIKA, WRONG).await;
    assert!(wrong.page().alert().is_some());
    assert_eq!(kept(&app).await.1, renewed);
    assert_eq!(try_password(&app, MIKA, LONG).await.page().at, "/account");
}

async fn where_hashing_has_no_room_no_try_is_spent(engine: Engine) {
    let setup = Setup::on(engine).section("[password]\nhash_threads = 1\nhash_queue = 1");
    let app = setup.open().await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    let mut browser = app.browser();
    come_by(&mut browser, MIKA, "password").await;
    {
        let mut places = Vec::new();
        while let Ok(place) = app.app.hashing.place() {
            places.push(place);
        }
        browser.fill_password("Password", LONG);
        browser.press("Sign in").await;
        let sentence = "Many people are signing in right now. It cost you no try. Wait a few \
                        seconds, then try again.";
        assert!(
            browser.page().has_alert(sentence),
            "{}",
            browser.page().text()
        );
    }
    browser.fill_password("Password", WRONG);
    browser.press("Sign in").await;
    assert!(
        browser
            .page()
            .has_alert("That password doesn't match. 4 tries left.")
    );
    browser.fill_password("Password", LONG);
    browser.press("Sign in").await;
    assert_eq!(browser.page().at, "/account");
}

async fn a_password_whose_key_is_elsewhere_says_so(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    let (_, sealed) = kept(&app).await;
    let mut bytes = sealed.to_bytes();
    bytes[4] = 77;
    put(&app, &Sealed::from_bytes(&bytes).unwrap()).await;
    let browser = try_password(&app, MIKA, LONG).await;
    let sentence = "We can't check that right now. It's on our side, and cost you no try. Try \
                    again in a minute.";
    assert!(
        browser.page().has_alert(sentence),
        "{}",
        browser.page().text()
    );
    mika.browser.sign_out().await;
    mika.password = None;
    let mut other = app.browser();
    other.sign_in(MIKA).await;
}

async fn all_addresses_are_told_of_a_change(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.deliver_mail().await;
    let before = app.mails_to(MIKA).len();
    mika.choose_password(LONG).await;
    app.deliver_mail().await;
    let mails = app.mails_to(MIKA);
    assert_eq!(mails.len(), before + 1);
    let notice = mails.last().unwrap();
    assert!(
        notice
            .subject()
            .starts_with("A change to your Kadomori account"),
        "{}",
        notice.subject()
    );
    assert!(
        notice.text().contains("A password was set."),
        "{}",
        notice.text()
    );
    assert!(!notice.text().contains(LONG));
}
