//! An operator looks after accounts while people use them.

use kadomori_domain::{
    address::MailAddress,
    event::{Actor, Event, Facts, Personal, SignOutScope},
    factor::FactorKind,
    gate::Refusal,
    id::{AccountId, TenantId},
    identifier::Identifier,
    locale::Locale,
    operator::Wanted,
    throttle::{Budget, Lane},
    wait::Wait,
};
use kadomori_server::operator::{self, Created, Overview, Whom};
use kadomori_store::Value;

use crate::support::{Engine, Setup, Span as _, TestApp};

stories![
    an_account_that_an_operator_made_is_signed_in_with_where_nobody_can_join,
    an_address_that_has_an_account_gets_no_second_one,
    an_account_is_found_by_address_and_by_id_with_how_it_stands,
    accounts_are_listed_in_the_order_in_which_they_were_made,
    unlocking_ends_the_wait_of_strangers_at_once,
    unlocking_gives_back_the_mails_of_the_day,
    unlocking_those_who_do_not_wait_changes_nothing,
    an_operator_signs_out_every_browser,
    a_deleted_account_leaves_nothing_personal_behind,
    nobody_of_another_tenant_is_found,
    what_is_done_to_nobody_changes_nothing,
];

const MIKA: &str = "mika@example.jp";

fn address(text: &str) -> MailAddress {
    MailAddress::parse(text).unwrap()
}

fn mika() -> Whom {
    Whom::Identifier(Identifier::Mail(address(MIKA)))
}

fn wanted(text: &str) -> Wanted {
    Wanted {
        address: address(text),
        locale: Locale::Ja,
        zone: Some("Asia/Tokyo".to_owned()),
    }
}

async fn created(app: &TestApp, text: &str) -> Created {
    operator::create(&app.app, wanted(text)).await.unwrap()
}

async fn overview(app: &TestApp, whom: &Whom) -> Option<Overview> {
    operator::overview(&app.app, whom).await.unwrap()
}

async fn lines(app: &TestApp, whom: &Whom) -> Vec<Event> {
    let found = operator::events(&app.app, whom, 50).await.unwrap();
    found.map(|(_, lines)| lines).unwrap_or_default()
}

async fn an_account_that_an_operator_made_is_signed_in_with_where_nobody_can_join(engine: Engine) {
    let setup = Setup::on(engine).top("registration = \"closed\"");
    let app = setup.open().await;
    let Created::Made(account) = created(&app, "Mika@example.jp").await else {
        panic!("the address was free");
    };
    assert_eq!(account.address.to_string(), "Mika@example.jp");
    assert_eq!(
        (account.locale, account.created_at),
        (Locale::Ja, app.now())
    );

    let mut browser = app.browser();
    browser.sign_in(MIKA).await;
    assert!(browser.page().shows("An administrator made this account."));
}

async fn an_address_that_has_an_account_gets_no_second_one(engine: Engine) {
    let app = TestApp::real(engine).await;
    let Created::Made(first) = created(&app, MIKA).await else {
        panic!("the address was free");
    };
    assert_eq!(
        created(&app, "MIKA@example.jp").await,
        Created::Taken(first)
    );
    assert_eq!(app.count("account").await, 1);
    assert_eq!(app.count("event").await, 1);
}

async fn an_account_is_found_by_address_and_by_id_with_how_it_stands(engine: Engine) {
    let app = TestApp::real(engine).await;
    created(&app, MIKA).await;
    let found = overview(&app, &mika()).await.unwrap();
    assert_eq!((found.sessions, found.last_sign_in), (0, None));

    app.advance(1.hours());
    app.browser().sign_in(MIKA).await;
    let mut gone = app.browser();
    gone.sign_in(MIKA).await;
    gone.sign_out().await;
    let found = overview(&app, &Whom::Account(found.account.id))
        .await
        .unwrap();
    assert_eq!((found.sessions, found.waits.len()), (1, 0));
    let last = found.last_sign_in.unwrap();
    assert_eq!(last.at, app.now());
    assert_eq!(last.agent.browser.as_deref(), Some("Firefox"));

    app.advance(2.hours());
    let found = overview(&app, &mika()).await.unwrap();
    assert_eq!(found.sessions, 0, "a session that is over isn't counted");
}

async fn accounts_are_listed_in_the_order_in_which_they_were_made(engine: Engine) {
    let app = TestApp::real(engine).await;
    for name in ["rei@example.jp", "mika@example.jp", "aoi@example.jp"] {
        created(&app, name).await;
        app.advance(1.seconds());
    }
    let listed = |after, most| {
        let app = app.app.clone();
        async move {
            let accounts = operator::list(&app, after, most).await.unwrap();
            let names = accounts.iter().map(|account| account.address.to_string());
            (
                names.collect::<Vec<_>>(),
                accounts.last().map(|last| last.id),
            )
        }
    };
    let (first, last) = listed(None, 2).await;
    assert_eq!(first, ["rei@example.jp", "mika@example.jp"]);
    assert_eq!(listed(last, 2).await.0, ["aoi@example.jp"]);
}

async fn unlocking_ends_the_wait_of_strangers_at_once(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut known = app.familiar_browser(MIKA).await;
    app.type_wrong_codes(MIKA, 5).await;
    app.advance(5.minutes());
    app.type_wrong_codes(MIKA, 5).await;
    let wait = Wait {
        lane: Lane::Stranger,
        because: Refusal::TooManyWrongCodes,
        way: Some(FactorKind::MailCode),
        until: app.now().plus(1.minutes()),
    };
    assert_eq!(overview(&app, &mika()).await.unwrap().waits, [wait]);

    app.advance(1.seconds());
    let (account, ended) = operator::unlock(&app.app, &mika()).await.unwrap().unwrap();
    assert_eq!(ended, [wait]);
    assert_eq!(overview(&app, &mika()).await.unwrap().waits, []);
    assert_eq!(lines(&app, &mika()).await[0].facts, Facts::Unlocked);
    assert_eq!(lines(&app, &mika()).await[0].account, Some(account.id));

    app.browser().sign_in(MIKA).await;
    known.sign_in(MIKA).await;
    let history = "An administrator ended the wait after wrong codes.";
    assert!(known.page().shows(history));
}

async fn unlocking_gives_back_the_mails_of_the_day(engine: Engine) {
    let app = TestApp::real(engine).await;
    created(&app, MIKA).await;
    for _ in 0..11 {
        app.browser().ask_for_code(MIKA).await;
        app.advance(15.minutes());
    }
    let waits = overview(&app, &mika()).await.unwrap().waits;
    let tomorrow = Budget::renews(app.now());
    assert!(
        matches!(waits[..], [Wait { lane: Lane::Stranger, because: Refusal::TooManySends, way: None, until }] if until == tomorrow),
        "{waits:?}"
    );
    let before = app.mails_to(MIKA).len();
    operator::unlock(&app.app, &mika()).await.unwrap().unwrap();
    app.browser().sign_in(MIKA).await;
    assert!(app.mails_to(MIKA).len() > before);
}

async fn unlocking_those_who_do_not_wait_changes_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    created(&app, MIKA).await;
    app.type_wrong_codes(MIKA, 3).await;
    let (_, ended) = operator::unlock(&app.app, &mika()).await.unwrap().unwrap();
    assert_eq!(ended, []);
    let told = lines(&app, &mika()).await;
    assert!(told.iter().all(|line| line.facts != Facts::Unlocked));
    let sql = "SELECT level FROM throttle WHERE kind = 'wrong_codes'";
    let strikes = app.rows(sql, &[]).await;
    assert_eq!(strikes[0].get::<i64>(0).unwrap(), 3);
}

async fn an_operator_signs_out_every_browser(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut desk, mut phone, mut other) = (app.browser(), app.browser(), app.browser());
    desk.join(MIKA).await;
    phone.sign_in(MIKA).await;
    other.join("rei@example.jp").await;
    app.advance(1.seconds());

    let (account, ended) = operator::sign_out(&app.app, &mika())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((account.address.to_string().as_str(), ended), (MIKA, 2));
    assert!(!desk.is_signed_in().await && !phone.is_signed_in().await);
    assert!(other.is_signed_in().await, "other people stay");
    let line = lines(&app, &mika()).await.remove(0);
    let (scope, by) = (SignOutScope::Everywhere, Actor::Operator);
    assert_eq!(line.facts, Facts::SignedOut { scope, by });
    assert_eq!(line.personal, Personal::default());

    let again = operator::sign_out(&app.app, &mika())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(again.1, 0);
    assert_eq!(
        lines(&app, &mika()).await[0],
        line,
        "nothing more is written"
    );
}

async fn a_deleted_account_leaves_nothing_personal_behind(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut browser = app.browser();
    browser.join(MIKA).await;
    app.browser().ask_for_code(MIKA).await;
    app.advance(1.seconds());
    let deleted = operator::delete(&app.app, &mika()).await.unwrap().unwrap();

    assert!(!browser.is_signed_in().await);
    assert_eq!(overview(&app, &mika()).await, None);
    for table in [
        "account",
        "contact",
        "identifier",
        "session",
        "account_device",
        "outbox",
    ] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    let sql = "SELECT account, kind, personal FROM event WHERE account IS NOT NULL \
               OR kind = 'account_deleted' ORDER BY id";
    let left = app.rows(sql, &[]).await;
    assert!(left.iter().all(|row| row.get::<String>(2).unwrap() == "{}"));
    let last = left.last().unwrap();
    assert_eq!(last.get::<String>(1).unwrap(), "account_deleted");
    assert_eq!(last.get::<Option<AccountId>>(0).unwrap(), None);
    assert!(left.len() > 1, "what happened stays, without whom");
    assert_eq!(deleted.address, address(MIKA));

    browser.join(MIKA).await;
    let anew = overview(&app, &mika()).await.unwrap();
    assert_ne!(anew.account.id, deleted.id, "the address is free again");
}

async fn nobody_of_another_tenant_is_found(engine: Engine) {
    let app = TestApp::real(engine).await;
    created(&app, MIKA).await;
    let id = overview(&app, &mika()).await.unwrap().account.id;
    let other = TenantId::from_bytes([9; 16]);
    let [other, account] = [other.as_bytes(), id.as_bytes()].map(|id| Value::Blob(id.to_vec()));
    let moved = app.db.write((other, account), |tx, (other, account)| {
        Box::pin(async move {
            let tenant = "INSERT INTO tenant (id, name, created_at) VALUES ($1, 'Other', $2)";
            tx.execute(tenant, &[other.clone(), Value::Int(0)]).await?;
            let moving = "UPDATE account SET tenant = $1 WHERE id = $2";
            tx.execute(moving, &[other.clone(), account.clone()]).await
        })
    });
    assert_eq!(moved.await.unwrap(), 1);
    let whom = Whom::Account(id);
    assert_eq!(overview(&app, &whom).await, None);
    assert_eq!(operator::delete(&app.app, &whom).await.unwrap(), None);
    assert_eq!(operator::list(&app.app, None, 9).await.unwrap(), []);
    assert_eq!(app.count("account").await, 1);
}

async fn what_is_done_to_nobody_changes_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    for whom in [mika(), Whom::Account(AccountId::from_bytes([7; 16]))] {
        assert_eq!(operator::unlock(&app.app, &whom).await.unwrap(), None);
        assert_eq!(operator::sign_out(&app.app, &whom).await.unwrap(), None);
        assert_eq!(operator::delete(&app.app, &whom).await.unwrap(), None);
        assert_eq!(operator::events(&app.app, &whom, 9).await.unwrap(), None);
    }
    assert_eq!(app.count("event").await, 0);
}
