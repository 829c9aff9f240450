//! Many requests at the same instant, over several connections and two servers: what may
//! happen once happens once.

use kadomori_domain::event::{CodeRefusal, Facts};
use tokio::task::JoinSet;

use crate::support::{Browser, Engine, Letter, Page, Span as _, TestApp, wrong};

stories![
    of_64_right_codes_exactly_one_opens_a_session,
    of_64_wrong_codes_no_more_than_five_are_looked_at,
    between_right_and_wrong_codes_one_gets_in_or_five_were_looked_at,
    of_64_wishes_for_an_account_one_is_granted,
    of_64_wishes_for_the_code_again_one_sends_a_mail,
    of_64_strangers_who_ask_for_one_address_five_send_a_mail,
    of_64_that_begin_in_one_network_thirty_go_on,
    a_wrong_code_counts_even_when_the_browser_goes_away,
];

const MANY: usize = 64;

/// Two servers on one database, so that connections differ in every way.
pub(crate) async fn two_servers(engine: Engine) -> [TestApp; 2] {
    let app = TestApp::real(engine).await;
    let other = app.another_server();
    [app, other]
}

/// Lets each window, which stands on the same page, press the same button at once; the
/// even ones at one server and the odd ones at the other.
pub(crate) async fn all_at_once(
    servers: &[TestApp; 2],
    windows: Vec<Browser>,
    button: &str,
) -> Vec<Page> {
    let mut racing = JoinSet::new();
    for (number, window) in windows.into_iter().enumerate() {
        let mut window = window.at_server(&servers[number % 2]);
        let button = button.to_owned();
        racing.spawn(async move { window.press(&button).await.clone() });
    }
    racing.join_all().await
}

/// As many windows as codes, each with its code typed in.
fn typed(mika: &Browser, codes: impl IntoIterator<Item = String>) -> Vec<Browser> {
    let window = |code: String| {
        let mut window = mika.clone();
        window.fill("6-digit code", &code);
        window
    };
    codes.into_iter().map(window).collect()
}

/// Someone with an account on the code page, and the mail.
async fn waiting(servers: &[TestApp; 2]) -> (Browser, Letter) {
    servers[0].make_account("mika@example.jp").await;
    let mut mika = servers[0].browser();
    let mail = mika.get_code("mika@example.jp").await;
    (mika, mail)
}

pub(crate) fn count(pages: &[Page], title: &str) -> usize {
    pages.iter().filter(|page| page.title() == title).count()
}

/// How many codes were compared and found wrong.
async fn looks(app: &TestApp) -> usize {
    let is_look = |facts: &Facts| {
        matches!(
            facts,
            Facts::CodeRefused {
                why: CodeRefusal::Wrong | CodeRefusal::LastTry,
                ..
            }
        )
    };
    app.facts()
        .await
        .iter()
        .filter(|facts| is_look(facts))
        .count()
}

async fn of_64_right_codes_exactly_one_opens_a_session(engine: Engine) {
    let servers = two_servers(engine).await;
    let (mika, mail) = waiting(&servers).await;
    let windows = typed(&mika, vec![mail.code(); MANY]);
    let pages = all_at_once(&servers, windows, "Sign in").await;
    assert_eq!(count(&pages, "My activity"), 1);
    assert_eq!(count(&pages, "This has already done its work"), MANY - 1);
    assert_eq!(servers[0].count("session").await, 1);
    assert_eq!(servers[0].count("device").await, 1);
}

async fn of_64_wrong_codes_no_more_than_five_are_looked_at(engine: Engine) {
    let servers = two_servers(engine).await;
    let (mika, mail) = waiting(&servers).await;
    let codes = (0..MANY).map(|number| wrong(&mail.code(), 1 + u32::try_from(number % 9).unwrap()));
    let pages = all_at_once(&servers, typed(&mika, codes), "Sign in").await;
    // Who was told how many are left, and who found the flow over, depends on who was first.
    let told = |page: &&Page| {
        let alert = page.alert().unwrap_or_default();
        alert.starts_with("That code doesn't match.")
    };
    let told = pages.iter().filter(told).count();
    let over = count(&pages, "That was the last try");
    assert!(told <= 4, "{told} were told of tries left");
    assert_eq!(told + over, MANY);
    assert_eq!(looks(&servers[0]).await, 5);
    let mut late = typed(&mika, [mail.code()]).remove(0);
    late.press("Sign in").await;
    assert_eq!(late.page().title(), "That was the last try");
}

async fn between_right_and_wrong_codes_one_gets_in_or_five_were_looked_at(engine: Engine) {
    let servers = two_servers(engine).await;
    for round in 0..4 {
        // Wrong codes are counted by address, and their waits are another story.
        let address = format!("mika{round}@example.jp");
        servers[0].make_account(&address).await;
        let mut mika = servers[0].browser();
        let mail = mika.get_code(&address).await;
        let before = looks(&servers[0]).await;
        let code = |number| match number % (round + 2) {
            0 => mail.code(),
            _ => mail.wrong_code(),
        };
        let pages = all_at_once(&servers, typed(&mika, (1..=MANY).map(code)), "Sign in").await;
        let (entered, wrong) = (
            count(&pages, "My activity"),
            looks(&servers[0]).await - before,
        );
        assert!(entered <= 1, "{entered} got in");
        assert!(wrong <= 5, "{wrong} were looked at");
        assert!(
            entered == 1 || wrong == 5,
            "{entered} got in, {wrong} were wrong"
        );
    }
}

async fn of_64_wishes_for_an_account_one_is_granted(engine: Engine) {
    let servers = two_servers(engine).await;
    let mut mika = servers[0].browser();
    let mail = mika.get_code("mika@example.jp").await;
    mika.enter(&mail.code()).await;
    let pages = all_at_once(&servers, vec![mika; MANY], "Make an account").await;
    assert_eq!(count(&pages, "My activity"), 1);
    for table in ["account", "identifier", "contact", "session", "device"] {
        assert_eq!(servers[0].count(table).await, 1, "{table}");
    }
}

async fn of_64_wishes_for_the_code_again_one_sends_a_mail(engine: Engine) {
    let servers = two_servers(engine).await;
    for wait in [1.minutes(), 6.minutes()] {
        let mut mika = servers[0].browser();
        mika.get_code("mika@example.jp").await;
        servers[0].advance(wait);
        all_at_once(&servers, vec![mika; MANY], "Send the code again").await;
        assert_eq!(servers[0].deliver_mail().await, 1, "after {wait:?}");
    }
}

async fn of_64_strangers_who_ask_for_one_address_five_send_a_mail(engine: Engine) {
    let servers = two_servers(engine).await;
    let mut windows = Vec::new();
    for number in 0..MANY {
        let mut stranger = servers[0].browser().at(&format!("198.51.{number}.1"));
        stranger.visit("/sign-in").await;
        stranger.fill("Mail address", "mika@example.jp");
        windows.push(stranger);
    }
    let pages = all_at_once(&servers, windows, "Send the code").await;
    assert_eq!(count(&pages, "Check your mail"), MANY);
    assert_eq!(servers[0].deliver_mail().await, MANY);
    assert_eq!(servers[0].mails_to("mika@example.jp").len(), 5);
}

async fn of_64_that_begin_in_one_network_thirty_go_on(engine: Engine) {
    let servers = two_servers(engine).await;
    let mut windows = Vec::new();
    for number in 0..MANY {
        let mut stranger = servers[0].browser();
        stranger.visit("/sign-in").await;
        stranger.fill("Mail address", &format!("person{number}@example.jp"));
        windows.push(stranger);
    }
    let pages = all_at_once(&servers, windows, "Send the code").await;
    assert_eq!(count(&pages, "Check your mail"), 30);
    assert_eq!(
        count(&pages, "This network has to wait a little"),
        MANY - 30
    );
    assert_eq!(servers[0].count("flow").await, 30);
}

async fn a_wrong_code_counts_even_when_the_browser_goes_away(engine: Engine) {
    let servers = two_servers(engine).await;
    let (mika, mail) = waiting(&servers).await;
    let gone = typed(&mika, [mail.wrong_code()]).remove(0);
    let mut gone = gone.at_server(&servers[1]);
    let mut leaving = JoinSet::new();
    leaving.spawn(async move { gone.press("Sign in").await.clone() });
    // The connection breaks off as soon as the write was handed over, or before: then there
    // was no try. What was handed over is written all the same.
    tokio::task::yield_now().await;
    leaving.shutdown().await;
    servers[1].app.db.close().await;

    let mut mika = mika;
    mika.enter(&mail.wrong_code()).await;
    let told = mika.page().alert().unwrap();
    let counted = looks(&servers[0]).await;
    assert_eq!(
        told.contains("3 tries left"),
        counted == 2,
        "{told}, {counted} counted"
    );
}
