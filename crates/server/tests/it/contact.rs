//! Further addresses: added by a code that was mailed there, told what they receive, removed.

use crate::support::{Engine, Page, Person, Span as _, TestApp, come_by};

stories![
    a_further_address_is_confirmed_by_a_code_and_the_others_are_told,
    a_slow_mail_costs_nobody_the_way,
    a_code_that_comes_after_signing_out_adds_nothing,
    whose_address_it_is_is_told_to_nobody_who_has_not_proven_it,
    an_address_that_is_there_already_or_can_be_none_is_not_sent_to,
    there_can_be_ten_addresses,
    nobody_uses_up_the_mails_of_an_address_by_adding_it,
    codes_go_where_they_are_ticked,
    the_last_address_for_codes_or_notices_stays,
    an_address_that_is_removed_is_told_and_signs_in_no_more,
    the_only_address_can_not_be_removed,
    every_change_of_an_address_asks_for_a_fresh_proof,
    nobody_changes_the_address_of_another,
];

const MIKA: &str = "mika@example.jp";
const SECOND: &str = "mika@post.example.com";
const NEW: &str = "/account/security/address/new";

/// Asks for an address to be added; the code is on its way where it is let.
async fn ask_to_add<'a>(person: &'a mut Person, address: &str) -> &'a Page {
    person.app().advance(1.seconds());
    person.open(NEW).await;
    person.browser.fill("Mail address", address);
    person.browser.press("Send the code").await
}

/// Adds an address.
async fn add(person: &mut Person, address: &str) {
    ask_to_add(person, address).await;
    let app = person.app();
    let mail = app.newest_mail_to(address).await;
    confirm(person, &mail.code()).await;
    assert_eq!(person.page().at, "/account/security?done=contact_added");
}

async fn confirm<'a>(person: &'a mut Person, code: &str) -> &'a Page {
    person.browser.fill("6-digit code", code);
    person.browser.press("Confirm").await
}

/// The subjects of the notices that an address got.
fn notices(app: &TestApp, address: &str) -> Vec<String> {
    let mails = app.mails_to(address).into_iter();
    mails
        .filter(|mail| mail.subject().starts_with("A change to your"))
        .map(|mail| mail.text().to_owned())
        .collect()
}

/// The form of an address on the overview: its path.
fn form_of(page: &Page, address: &str) -> String {
    let place = page
        .all("#addresses .things li > .what")
        .iter()
        .position(|shown| shown == address)
        .unwrap_or_else(|| panic!("{address} in {}", page.text()));
    let button = format!("#addresses .things li:nth-child({}) form.ticks", place + 1);
    page.attribute(&button, "action").unwrap()
}

/// Says on the overview what an address receives.
async fn receive<'a>(person: &'a mut Person, address: &str, ticked: &[&str]) -> &'a Page {
    person.browser.visit("/account/security").await;
    let path = form_of(person.page(), address);
    let csrf = person
        .page()
        .attribute("input[name=csrf]", "value")
        .unwrap();
    let mut fields = vec![("csrf", csrf.as_str())];
    fields.extend(ticked.iter().map(|name| (*name, "yes")));
    let body = serde_urlencoded::to_string(fields).unwrap();
    person.browser.post(&path, body).await
}

async fn a_further_address_is_confirmed_by_a_code_and_the_others_are_told(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    ask_to_add(&mut mika, SECOND).await;
    assert!(mika.page().shows(SECOND), "they have just typed it");
    assert!(
        mika.page()
            .shows("A new address is to be added to your account.")
    );
    let mail = app.newest_mail_to(SECOND).await;
    assert!(
        mail.subject()
            .starts_with("Your Kadomori code to confirm this address (")
    );
    confirm(&mut mika, &mail.wrong_code()).await;
    assert!(
        mika.page()
            .has_alert("That code doesn't match. 4 tries left.")
    );
    assert_eq!(app.count("contact").await, 1, "nothing counts before");

    app.advance(1.seconds());
    let done = confirm(&mut mika, &mail.code()).await;
    assert_eq!(done.at, "/account/security?done=contact_added");
    assert!(done.shows("A mail address was added."), "{}", done.text());
    assert_eq!(
        done.all("#addresses .things li > .what"),
        [MIKA, SECOND],
        "{}",
        done.text()
    );
    app.deliver_mail().await;
    let [told] = &notices(&app, MIKA)[..] else {
        panic!("one notice");
    };
    assert!(told.contains("m…＠post．example．com"), "{told}");
    assert_eq!(notices(&app, SECOND).len(), 0, "it was only just added");
    let lines = mika.browser.visit("/account").await.all("ol.lines li");
    assert!(
        lines[0].contains("A mail address was added."),
        "{}",
        lines[0]
    );
    assert_eq!(
        app.count("identifier").await,
        1,
        "signing in with it is switched on apart"
    );
}

async fn a_slow_mail_costs_nobody_the_way(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.advance(9.minutes());
    ask_to_add(&mut mika, SECOND).await;
    let mail = app.newest_mail_to(SECOND).await;
    app.advance(9.minutes());
    let done = confirm(&mut mika, &mail.code()).await;
    assert_eq!(done.at, "/account/security?done=contact_added");

    mika.browser.visit(NEW).await;
    assert!(
        mika.page().at.starts_with("/account/prove?to="),
        "the next one asks again"
    );
}

async fn a_code_that_comes_after_signing_out_adds_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    ask_to_add(&mut mika, SECOND).await;
    let mail = app.newest_mail_to(SECOND).await;
    let mut elsewhere = app.browser();
    elsewhere.sign_in(MIKA).await;
    elsewhere.visit("/account/sessions").await;
    elsewhere.press("Sign out everywhere").await;

    confirm(&mut mika, &mail.code()).await;
    assert_eq!(mika.page().title(), "You've been signed out meanwhile");
    assert_eq!(app.count("contact").await, 1);
}

/// What adding an address looks like, reply by reply, to someone who doesn't get its mails.
async fn adding(engine: Engine, address: &'static str) -> Vec<String> {
    let app = TestApp::real(engine).await;
    Person::joins(&app, "rei1@example.jp").await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.entropy.begin(1_000);
    let before = mika.browser.replies().len();
    ask_to_add(&mut mika, address).await;
    assert_eq!(app.deliver_mail().await, 1, "it is sent to whoever has it");
    confirm(&mut mika, "000000").await;
    app.advance(61.seconds());
    mika.browser.press("Send the code again").await;
    let path = mika.page().at.clone();
    mika.browser.visit(&path).await;
    mika.browser.visit("/account/security").await;
    let replies = mika.browser.replies().iter().skip(before);
    replies
        .map(|reply| {
            let headers: Vec<_> = reply
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
                .collect();
            let whole = format!("{} {} {headers:?} {}", reply.status, reply.at, reply.body);
            whole.replace(address, "????@example.jp")
        })
        .collect()
}

async fn whose_address_it_is_is_told_to_nobody_who_has_not_proven_it(engine: Engine) {
    let others = adding(engine, "rei1@example.jp").await;
    let nobodys = adding(engine, "sora@example.jp").await;
    assert_eq!(others.len(), nobodys.len());
    for (one, other) in others.iter().zip(&nobodys) {
        assert!(one == other, "{one}\ninstead of\n{other}");
    }
}

async fn an_address_that_is_there_already_or_can_be_none_is_not_sent_to(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.deliver_mail().await;
    for (typed, sentence) in [
        ("MIKA@Example.jp", "Your account has that address already."),
        (
            "mika@example",
            "The part after the @ looks unfinished. It's like example.jp.",
        ),
        ("", "Type your mail address to go on."),
    ] {
        ask_to_add(&mut mika, typed).await;
        assert!(mika.page().has_alert(sentence), "{}", mika.page().text());
        assert_eq!(mika.page().status, 422);
        let shown = mika.page().attribute("#address", "value");
        assert_eq!(shown.as_deref(), Some(typed));
    }
    assert_eq!(app.deliver_mail().await, 0);
}

async fn there_can_be_ten_addresses(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    for number in 2..=10 {
        // So many mails in a day are as many as an account has: they are spread over two.
        if number == 6 {
            app.advance(24.hours());
            mika.sign_in().await;
        }
        add(&mut mika, &format!("mika{number}@example.jp")).await;
    }
    ask_to_add(&mut mika, "mika11@example.jp").await;
    assert!(mika.page().has_alert(
        "There are as many addresses as there can be. Remove one that you don't use any more first."
    ));
    assert_eq!(app.count("contact").await, 10);
}

async fn nobody_uses_up_the_mails_of_an_address_by_adding_it(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut rei = app.familiar_browser("rei@example.jp").await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.advance(9.minutes());
    // One went there when she joined, and five is as many as go there in an hour.
    for _ in 0..4 {
        ask_to_add(&mut mika, "rei@example.jp").await;
        assert_eq!(
            mika.page().title().as_str(),
            "Check your mail · New address"
        );
    }
    ask_to_add(&mut mika, "rei@example.jp").await;
    assert_eq!(mika.page().status, 429);
    let alert = mika.page().alert().unwrap();
    assert!(
        alert.starts_with("Several mails went there in a short time."),
        "{alert}"
    );
    app.deliver_mail().await;
    let before = app.mails_to("rei@example.jp").len();
    rei.sign_in("rei@example.jp").await;
    assert_eq!(
        app.mails_to("rei@example.jp").len(),
        before + 1,
        "on a device of their own, its owner isn't kept waiting"
    );
}

async fn codes_go_where_they_are_ticked(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    add(&mut mika, SECOND).await;
    receive(&mut mika, MIKA, &["notices"]).await;
    assert_eq!(mika.page().at, "/account/security?done=contact_changed");
    app.deliver_mail().await;
    assert_eq!(notices(&app, MIKA).len(), 2, "one added, and one changed");
    assert_eq!(notices(&app, SECOND).len(), 1);

    app.advance(1.hours());
    let (first, second) = (app.mails_to(MIKA).len(), app.mails_to(SECOND).len());
    let mut elsewhere = app.browser();
    elsewhere.ask_for_code(MIKA).await;
    assert!(
        elsewhere.page().shows("If this address can sign in here"),
        "a stranger learns nothing of it"
    );
    let mail = app.newest_mail_to(SECOND).await;
    assert_eq!(app.mails_to(MIKA).len(), first);
    assert_eq!(app.mails_to(SECOND).len(), second + 1);
    elsewhere.enter(&mail.code()).await;
    assert_eq!(elsewhere.page().at, "/account");
}

async fn the_last_address_for_codes_or_notices_stays(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    receive(&mut mika, MIKA, &["notices"]).await;
    assert!(
        mika.page()
            .shows("It's your only way in. Add another one first.")
    );
    receive(&mut mika, MIKA, &["codes"]).await;
    assert!(
        mika.page()
            .shows("At least one address has to be told of changes")
    );
    assert_eq!(
        app.deliver_mail().await,
        0,
        "nothing changed, nobody is told"
    );

    add(&mut mika, SECOND).await;
    receive(&mut mika, MIKA, &["codes"]).await;
    assert_eq!(mika.page().at, "/account/security?done=contact_changed");
    app.deliver_mail().await;
    assert_eq!(
        notices(&app, MIKA).len(),
        2,
        "one whose notices are switched off is told of that"
    );
    add(&mut mika, "mika3@example.jp").await;
    app.deliver_mail().await;
    assert_eq!(notices(&app, MIKA).len(), 2, "and of nothing after");
    assert_eq!(notices(&app, SECOND).len(), 2);
}

async fn an_address_that_is_removed_is_told_and_signs_in_no_more(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    add(&mut mika, SECOND).await;
    mika.browser.visit("/account/security").await;
    mika.browser.press("Sign in with it").await;
    assert_eq!(mika.page().at, "/account/security?done=identifier_on");
    let remove = form_of(mika.page(), MIKA) + "/remove";
    mika.open(&remove).await;
    assert!(mika.page().shows("Remove this address?"));
    assert!(mika.page().shows(MIKA));
    mika.browser.press("Remove it").await;
    assert_eq!(mika.page().at, "/account/security?done=contact_removed");
    assert_eq!(
        mika.page().all(".signed-in .whom"),
        [SECOND],
        "it is shown under what is left"
    );
    app.deliver_mail().await;
    let told = notices(&app, MIKA);
    assert!(
        told.iter().any(|text| {
            text.contains("A mail address was removed.") && text.contains("m…＠example．jp")
        }),
        "{told:?}"
    );
    assert_eq!(notices(&app, SECOND).len(), 2);

    // The address is free: whoever reads its mails may make an account of their own.
    let mut someone = app.browser();
    let mail = someone.get_code(MIKA).await;
    someone.enter(&mail.code()).await;
    assert_eq!(someone.page().title(), "Make an account?");
    app.browser().sign_in(SECOND).await;
    let mut late = app.browser();
    come_by(&mut late, SECOND, "mail_code").await;
    assert_eq!(late.page().title(), "Check your mail");

    let gone = mika.browser.visit(&remove).await;
    assert_eq!(gone.status, 404);
}

async fn the_only_address_can_not_be_removed(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.browser.visit("/account/security").await;
    let remove = form_of(mika.page(), MIKA) + "/remove";
    mika.open(&remove).await;
    assert!(!mika.page().has_button("Remove it"));
    assert!(
        mika.page()
            .shows("At least one address has to be told of changes")
    );
    let csrf = mika.page().attribute("input[name=csrf]", "value").unwrap();
    mika.browser.post(&remove, format!("csrf={csrf}")).await;
    assert_eq!(mika.page().at, "/account/security?not=last_notices");
    assert_eq!(app.count("contact").await, 1);
}

async fn every_change_of_an_address_asks_for_a_fresh_proof(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    add(&mut mika, SECOND).await;
    let path = form_of(mika.page(), SECOND);
    let csrf = mika.page().attribute("input[name=csrf]", "value").unwrap();
    app.advance(11.minutes());
    let before = (app.count("contact").await, app.count("flow").await);
    for (form, body, back) in [
        (path.clone(), "", "/account/security"),
        (format!("{path}/remove"), "", &*format!("{path}/remove")),
        (NEW.to_owned(), "&address=thief%40example.jp", NEW),
    ] {
        mika.browser.post(&form, format!("csrf={csrf}{body}")).await;
        assert_eq!(mika.page().at, format!("/account/prove?to={back}"));
    }
    let after = (app.count("contact").await, app.count("flow").await);
    assert_eq!(after, before, "a stolen session changes nothing");
    let sql = "SELECT codes, notices FROM contact";
    for row in app.rows(sql, &[]).await {
        assert!(row.get::<bool>(0).unwrap() && row.get::<bool>(1).unwrap());
    }
}

async fn nobody_changes_the_address_of_another(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut rei = Person::joins(&app, "rei@example.jp").await;
    add(&mut rei, "rei2@example.jp").await;
    let path = form_of(rei.page(), "rei2@example.jp");
    let mut mika = Person::joins(&app, MIKA).await;
    mika.browser.visit("/account/security").await;
    let csrf = mika.page().attribute("input[name=csrf]", "value").unwrap();
    mika.browser.post(&path, format!("csrf={csrf}")).await;
    assert_eq!(mika.page().at, "/account/security?not=not_there");
    mika.browser
        .post(&format!("{path}/remove"), format!("csrf={csrf}"))
        .await;
    assert_eq!(mika.page().at, "/account/security?not=not_there");
    assert_eq!(
        mika.browser.visit(&format!("{path}/remove")).await.status,
        404
    );
    assert_eq!(app.count("contact").await, 3);
}
