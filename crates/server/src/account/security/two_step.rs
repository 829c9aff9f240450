//! Two-step verification: switched on step by step, switched off at once. Where a person
//! stands follows from what they hold, so that nothing is kept of an unfinished way.

use axum::http::StatusCode;
use kadomori_domain::{
    event::SecurityChange,
    holdings::Keeps,
    security::{Owner, Refused, two_step::next_step},
};
use kadomori_pages::account::security::{TwoStepOffPage, TwoStepPage};
use serde::Deserialize;

use super::{
    deed::{Carried, carry_out},
    guide::TWO_STEP,
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, Query, SignedIn},
    reply::{PageError, Reply, page, see_other},
};

/// What the page's own address may say.
#[derive(Default, Deserialize)]
pub(crate) struct Coming {
    /// The explanation was read.
    go: Option<String>,
}

/// Shows the step that comes next.
pub(crate) async fn show(fresh: Fresh, Query(coming): Query<Coming>) -> Reply {
    let Fresh { signed_in, met } = fresh;
    let texts = signed_in.visit.app.policy.texts.texts;
    let holdings = met.holdings.reached_by(texts);
    let steps = TwoStepPage {
        frame: signed_in.frame(),
        step: next_step(&holdings),
        explained: coming.go.is_some(),
        holdings,
    };
    page(StatusCode::OK, steps.render())
}

/// Nothing is typed to switch it.
#[derive(Deserialize)]
pub(crate) struct SwitchForm {}

impl FormFields for SwitchForm {}

/// Switches it on; where something is missing by now, shows what.
pub(crate) async fn switch_on(fresh: Fresh, _: Form<SwitchForm>) -> Reply {
    let on = |owner: Owner<'_>, (): &()| owner.switch_two_step_on();
    let carried = carry_out(&fresh.signed_in, (), on).await?;
    match carried {
        Carried::Out | Carried::Not(Refused::NotReady(_)) => see_other(TWO_STEP),
        Carried::Not(_) | Carried::Taken | Carried::NotFresh => told::reply(
            &carried,
            SecurityChange::TwoStepOn,
            "/account/security/two-step",
        ),
    }
}

/// Asks whether to switch it off.
pub(crate) async fn ask_off(fresh: Fresh) -> Reply {
    let Fresh { signed_in, met } = fresh;
    if !met.holdings.is_two_step() {
        return see_other("/account/security");
    }
    off(&signed_in, StatusCode::OK, met.holdings.keeps_two_step())
}

/// Switches it off.
pub(crate) async fn switch_off(fresh: Fresh, _: Form<SwitchForm>) -> Reply {
    let switch = |owner: Owner<'_>, (): &()| owner.switch_two_step_off();
    let carried = carry_out(&fresh.signed_in, (), switch).await?;
    match carried {
        Carried::Not(Refused::Keeps(keeps)) => off(
            &fresh.signed_in,
            StatusCode::UNPROCESSABLE_ENTITY,
            Some(keeps),
        ),
        Carried::NotFresh => Err(PageError::ProveFirst(
            "/account/security/two-step/off".to_owned(),
        )),
        Carried::Out | Carried::Not(_) | Carried::Taken => {
            told::reply(&carried, SecurityChange::TwoStepOff, "/account/security")
        }
    }
}

fn off(signed_in: &SignedIn, status: StatusCode, keeps: Option<Keeps>) -> Reply {
    let asks = TwoStepOffPage {
        frame: signed_in.frame(),
        keeps,
    };
    page(status, asks.render())
}
