//! The limit on a network: sign-ins that were begun there and not finished.

use crate::support::{Browser, Engine, Setup, Span as _, TestApp};

stories![
    the_thirty_first_unfinished_sign_in_is_refused_openly,
    it_is_refused_in_japanese_too,
    neighbours_count_together_and_others_do_not,
    finished_sign_ins_are_given_back,
    an_exempt_network_is_not_counted,
    strangers_nearby_do_not_hold_up_a_known_device,
    a_refused_request_spends_nothing_of_the_address,
    anyone_may_claim_to_be_forwarded_and_only_proxies_are_believed,
];

impl TestApp {
    /// So many sign-ins are begun from a network and left there.
    async fn begin_and_leave(&self, peer: &str, count: usize) {
        for number in 0..count {
            let mut passer_by = self.browser().at(peer);
            let title = begin(&mut passer_by, &format!("passer-by-{peer}-{number}")).await;
            assert_eq!(title, "Check your mail", "{peer} {number}");
        }
    }
}

/// Begins a sign-in; tells the title of the page that comes.
async fn begin(browser: &mut Browser, name: &str) -> String {
    let name = name.replace([':', '.'], "-");
    browser.ask_for_code(&format!("{name}@example.jp")).await;
    browser.page().title()
}

const BUSY: &str = "This network has to wait a little";

async fn the_thirty_first_unfinished_sign_in_is_refused_openly(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.begin_and_leave("203.0.113.9", 30).await;
    let mut mika = app.browser();
    assert_eq!(begin(&mut mika, "mika").await, BUSY);
    assert_eq!(mika.page().status, 429);
    assert!(
        mika.page().shows("From 12:05 (Japan time), it goes on."),
        "{}",
        mika.page().text()
    );
    let figure = app.figure("kadomori_throttled_total{limit=\"sends_per_network_hour\"}");
    assert_eq!(figure.as_deref(), Some("1"));
    app.advance(2.minutes());
    assert_eq!(begin(&mut mika, "mika").await, "Check your mail");
    assert_eq!(begin(&mut mika, "rei").await, BUSY);
}

async fn it_is_refused_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.begin_and_leave("203.0.113.9", 30).await;
    let mut mika = app.browser().in_japanese();
    let title = begin(&mut mika, "mika").await;
    assert_eq!(title, "このネットワークからは、少しお待ちください");
    assert!(mika.page().shows("12:05（日本時間）から再開できます。"));
}

async fn neighbours_count_together_and_others_do_not(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.begin_and_leave("203.0.113.9", 30).await;
    app.begin_and_leave("2001:db8:1:200::1", 30).await;
    for (peer, title) in [
        ("203.0.113.200", BUSY),
        ("::ffff:203.0.113.7", BUSY),
        ("203.0.112.9", "Check your mail"),
        ("2001:db8:1:2ff::9", BUSY),
        ("2001:db8:1:300::1", "Check your mail"),
    ] {
        let mut mika = app.browser().at(peer);
        assert_eq!(begin(&mut mika, "mika").await, title, "{peer}");
    }
}

async fn finished_sign_ins_are_given_back(engine: Engine) {
    let app = TestApp::real(engine).await;
    for number in 0..40 {
        let mut person = app.browser();
        person.join(&format!("person{number}@example.jp")).await;
    }
    app.begin_and_leave("203.0.113.9", 30).await;
    let mut late = app.browser();
    assert_eq!(begin(&mut late, "late").await, BUSY);
}

async fn an_exempt_network_is_not_counted(engine: Engine) {
    let http = "[http]\nexempt_networks = [\"192.0.2.0/24\", \"2001:db8:5::/48\"]";
    let app = Setup::on(engine).section(http).open().await;
    app.begin_and_leave("192.0.2.7", 35).await;
    app.begin_and_leave("2001:db8:5::1", 35).await;
}

async fn strangers_nearby_do_not_hold_up_a_known_device(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser("mika@example.jp").await;
    app.begin_and_leave("203.0.113.9", 30).await;
    let mut stranger = app.browser();
    assert_eq!(begin(&mut stranger, "stranger").await, BUSY);
    mika.sign_in("mika@example.jp").await;
}

async fn a_refused_request_spends_nothing_of_the_address(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.begin_and_leave("203.0.113.9", 30).await;
    let before = app.census().await;
    for _ in 0..20 {
        let mut passer_by = app.browser();
        passer_by.ask_for_code("mika@example.jp").await;
        assert_eq!(passer_by.page().title(), BUSY);
    }
    let after = app.census().await;
    for table in ["flow", "challenge", "outbox", "event"] {
        assert_eq!(after[table], before[table], "{table}");
    }
    for number in 0..5 {
        let mut elsewhere = app.browser().at(&format!("198.51.{number}.1"));
        elsewhere.get_code("mika@example.jp").await;
    }
    assert_eq!(app.mails_to("mika@example.jp").len(), 5);
}

async fn anyone_may_claim_to_be_forwarded_and_only_proxies_are_believed(engine: Engine) {
    let http = "[http]\ntrusted_proxies = [\"10.0.0.0/8\"]";
    let app = Setup::on(engine).section(http).open().await;
    app.begin_and_leave("203.0.113.9", 30).await;

    let mut liar = app.browser().with("x-forwarded-for", "192.0.2.1");
    assert_eq!(begin(&mut liar, "liar").await, BUSY);
    let mut behind = app
        .browser()
        .at("10.0.0.2")
        .with("x-forwarded-for", "192.0.2.1");
    assert_eq!(begin(&mut behind, "behind").await, "Check your mail");
    let claims = "192.0.2.1, 203.0.113.77";
    let mut claiming = app.browser().at("10.0.0.2").with("x-forwarded-for", claims);
    assert_eq!(begin(&mut claiming, "claiming").await, BUSY);

    let untrusting = TestApp::real(engine).await;
    untrusting.begin_and_leave("10.0.0.2", 30).await;
    let mut other = untrusting
        .browser()
        .at("10.0.0.2")
        .with("x-forwarded-for", "192.0.2.1");
    assert_eq!(begin(&mut other, "other").await, BUSY);
}
