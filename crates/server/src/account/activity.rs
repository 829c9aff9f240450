//! *My activity*.

use axum::http::StatusCode;
use kadomori_domain::{id::EventId, phone::PhoneNumber};
use kadomori_pages::account::{ActivityItem, ActivityPage, BrokenItem};
use kadomori_store::{
    event,
    reach::{self, Reached},
};
use serde::Deserialize;

use crate::{
    extract::{Query, SignedIn},
    reply::{Reply, page},
};

/// Lines on a page.
const PAGE: u32 = 50;

/// Where to go on.
#[derive(Default, Deserialize)]
pub(crate) struct From {
    before: Option<String>,
}

/// Shows what happened, the newest first.
pub(crate) async fn show(signed_in: SignedIn, Query(from): Query<From>) -> Reply {
    let before = from.before.and_then(|id| id.parse::<EventId>().ok());
    let asked = (signed_in.account.id, before);
    let found = signed_in.visit.app.db.read(asked, |tx, (account, before)| {
        Box::pin(async move {
            let events = event::list(tx, *account, *before, PAGE + 1).await?;
            Ok((events, reach::list_broken(tx, *account).await?))
        })
    });
    let (events, broken) = found.await?;
    let shown = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let last = events
        .get(shown.saturating_sub(1))
        .map(|event| event.id.to_string());
    let older = last.filter(|_| events.len() > shown);
    let own = signed_in.visit.client();
    let items = events.into_iter().take(shown).map(|event| ActivityItem {
        at: event.at,
        facts: event.facts,
        here: event.personal.ip == Some(own.ip)
            && event.personal.agent.as_ref() == Some(&own.agent),
        agent: event.personal.agent,
        label: event.personal.label,
    });
    let activity = ActivityPage {
        frame: signed_in.frame(),
        address: signed_in.account.address.to_string(),
        zone: signed_in.visit.zone(signed_in.account.zone.as_deref()),
        now: signed_in.visit.now,
        broken: broken.into_iter().filter_map(broken_item).collect(),
        items: items.collect(),
        older,
    };
    page(StatusCode::OK, activity.render())
}

fn broken_item(contact: Reached) -> Option<BrokenItem> {
    Some(BrokenItem {
        channel: contact.channel,
        since: contact.reach.broken_at?,
        address: match PhoneNumber::from_e164(&contact.normal) {
            Ok(number) => number.to_string(),
            Err(_) => contact.address,
        },
    })
}
