//! The answer: decided and written in one transaction, so that a mail that is handed in twice
//! is answered once.

use std::sync::Arc;

use kadomori_domain::{
    chance::Chance,
    event::OverallLimit,
    forwarded::{self, CheckKeys, Forwarder, Found, NoAnswer},
    step::Effects,
    throttle::Rows,
    time::Time,
};
use kadomori_store::{StoreError, Tx, event, outbox, throttle};

use crate::app::App;

struct Writing {
    app: App,
    seed: [u8; 32],
    now: Time,
    keys: CheckKeys,
    forwarder: Forwarder,
    found: Found,
}

/// What stands in the way of an answer, before anything else is asked or judged.
pub(super) async fn hold(app: &App, forwarder: &Forwarder) -> Result<Option<NoAnswer>, StoreError> {
    let index = app.keys.index_key(forwarder.tenant);
    let keys = CheckKeys::new(&index, forwarder);
    let (now, tenant) = (app.clock.now(), forwarder.tenant);
    let wanted = (keys.rates(), keys.budgets(&app.policy));
    let rows = app.db.read(wanted, move |tx, (rates, budgets)| {
        Box::pin(async move { throttle::list(tx, tenant, rates, budgets, now).await })
    });
    Ok(keys.hold(&rows.await?, &app.policy, now))
}

/// Answers, or says why not.
pub(super) async fn write(
    app: &App,
    forwarder: Forwarder,
    found: Found,
) -> Result<Result<(), NoAnswer>, StoreError> {
    let writing = Writing {
        seed: super::seed(app),
        now: app.clock.now(),
        keys: CheckKeys::new(&app.keys.index_key(forwarder.tenant), &forwarder),
        app: Arc::clone(app),
        forwarder,
        found,
    };
    let written = app
        .db
        .write(writing, |tx, writing| Box::pin(write_in(tx, writing)))
        .await?;
    Ok(written.map(|passed| {
        if passed.is_some() {
            app.metrics.overall_limit_passed();
        }
        app.bell.notify_one();
    }))
}

async fn write_in(
    tx: &mut Tx,
    writing: &Writing,
) -> Result<Result<Option<OverallLimit>, NoAnswer>, StoreError> {
    let Writing {
        app,
        seed,
        now,
        keys,
        forwarder,
        found,
    } = writing;
    let (tenant, policy) = (forwarder.tenant, &app.policy);
    let mut rows = Rows::default();
    throttle::find_rates(tx, tenant, &keys.rates(), *now, &mut rows).await?;
    throttle::find_budgets(tx, tenant, &keys.budgets(policy), *now, &mut rows).await?;
    let mut chance = Chance::new(*seed);
    let moment = (*now, &mut chance);
    let effects = match forwarded::answer(forwarder, found.clone(), keys, &rows, policy, moment) {
        Ok(effects) => effects,
        Err(why) => return Ok(Err(why)),
    };
    let passed = effects.limit_passed();
    let Effects {
        rates,
        budgets,
        events,
        messages,
        ..
    } = effects;
    throttle::update_rates(tx, tenant, &rates).await?;
    throttle::update_budgets(tx, tenant, &budgets, *now).await?;
    for line in &events {
        event::insert(tx, line).await?;
    }
    for message in &messages {
        outbox::insert(tx, message).await?;
    }
    Ok(Ok(passed))
}
