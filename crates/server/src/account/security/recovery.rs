//! Recovery codes: how many are left, and a new set. The older set counts until a part of
//! the new one was typed back.

use axum::http::StatusCode;
use kadomori_domain::{
    event::SecurityChange,
    factor::recovery_code::{NotARecoveryCode, Position, RecoverySet},
};
use kadomori_pages::account::security::{
    RecoveryCodesMessage, RecoveryCodesPage, RecoveryOverviewPage,
};
use kadomori_store::{
    StoreError, Tx,
    enrolment::{Enrolment, EnrolmentKind},
    recovery_code,
};
use serde::Deserialize;

use super::{
    deed::{Asking, Carried},
    guide::Guided,
    pending::{self, Found, Pending},
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, Query},
    reply::{PageError, Reply, page, see_other},
};

const PAGE: &str = "/account/security/recovery";
const KIND: EnrolmentKind = EnrolmentKind::RecoveryCodes;

/// Shows the set that is being added, or how many codes are left.
pub(crate) async fn show(fresh: Fresh, Query(guided): Query<Guided>) -> Reply {
    if let Some(drawn) = waiting(&fresh).await? {
        return codes(&fresh, StatusCode::OK, &drawn, None, guided);
    }
    let Fresh { signed_in, met } = fresh;
    let visit = &signed_in.visit;
    let db = &visit.app.db;
    let made_at = db.read(signed_in.account.id, |tx, account| {
        Box::pin(recovery_code::find_made_at(tx, *account))
    });
    let overview = RecoveryOverviewPage {
        frame: signed_in.frame(),
        left: met.holdings.recovery_codes,
        made_at: made_at.await?,
        now: visit.now,
        zone: visit.zone(signed_in.account.zone.as_deref()),
        guide: guided.guide(),
    };
    page(StatusCode::OK, overview.render())
}

/// Nothing is typed to begin.
#[derive(Deserialize)]
pub(crate) struct BeginForm {}

impl FormFields for BeginForm {}

/// Draws a set; one that waits stays.
pub(crate) async fn begin(fresh: Fresh, Query(guided): Query<Guided>, _: Form<BeginForm>) -> Reply {
    let db = &fresh.signed_in.visit.app.db;
    let begun = db.write(Asking::of(&fresh.signed_in), |tx, asking| {
        Box::pin(async move {
            let found = pending::find(tx, asking, KIND).await?;
            if !matches!(found, Found::Waiting(_)) {
                draw(tx, asking).await?;
            }
            Ok(())
        })
    });
    begun.await?;
    see_other(&guided.page(PAGE))
}

/// What is typed to confirm.
#[derive(Deserialize)]
pub(crate) struct ConfirmForm {
    #[serde(default)]
    group: String,
}

impl FormFields for ConfirmForm {}

/// Puts the set in place of the older one.
pub(crate) async fn confirm(
    fresh: Fresh,
    Query(guided): Query<Guided>,
    Form(form): Form<ConfirmForm>,
) -> Reply {
    let app = fresh.signed_in.visit.app.clone();
    let typed = (Asking::of(&fresh.signed_in), form.group);
    let came = app.db.write(typed, |tx, (asking, group)| {
        Box::pin(replace(tx, asking, group))
    });
    let message = match came.await? {
        Came::Carried(Carried::Out) => {
            app.bell.notify_one();
            return see_other(&guided.done(SecurityChange::RecoveryCodesReplaced));
        }
        Came::Carried(carried) => {
            return told::reply(&carried, SecurityChange::RecoveryCodesReplaced, PAGE);
        }
        Came::Confirmed => return see_other(guided.back()),
        Came::Unlike(message) => message,
    };
    match waiting(&fresh).await? {
        Some(drawn) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            codes(&fresh, status, &drawn, Some(message), guided)
        }
        None => see_other(&guided.page(PAGE)),
    }
}

/// What came of a confirmation.
enum Came {
    Carried(Carried),
    /// It isn't the group that was asked for; or there is a new set by now.
    Unlike(RecoveryCodesMessage),
    /// There is nothing to confirm any more: it was, in another window.
    Confirmed,
}

async fn replace(tx: &mut Tx, asking: &Asking, group: &str) -> Result<Came, StoreError> {
    let drawn = match pending::find(tx, asking, KIND).await? {
        Found::Waiting(pending) => Drawn::open(pending),
        Found::Over => None,
        Found::Nothing => return Ok(Came::Confirmed),
    };
    let Some(Drawn { row, set, asked }) = drawn else {
        draw(tx, asking).await?;
        return Ok(Came::Unlike(RecoveryCodesMessage::Renewed));
    };
    if let Err(why) = is_kept(&set, asked, group) {
        return Ok(Came::Unlike(why));
    }
    let visit = &asking.visit;
    let index = visit.app.keys.index_key(visit.tenant());
    let hashes = set.hashes(&index, asking.account()).to_vec();
    let mut chance = visit.chance();
    let deed = |owner: kadomori_domain::security::Owner<'_>| owner.replace_recovery_codes(hashes);
    let carried = pending::confirm(tx, asking, row.id, &mut chance, deed).await?;
    Ok(carried.map_or(Came::Confirmed, Came::Carried))
}

fn is_kept(set: &RecoverySet, asked: Position, group: &str) -> Result<(), RecoveryCodesMessage> {
    match set.confirms(asked, group) {
        Ok(true) => Ok(()),
        Ok(false) => Err(RecoveryCodesMessage::Wrong),
        Err(
            why @ (NotARecoveryCode::TooShort
            | NotARecoveryCode::TooLong
            | NotARecoveryCode::BadSign(_)),
        ) => Err(RecoveryCodesMessage::Unreadable(why)),
    }
}

/// A set that waits, and which of its codes is asked back.
struct Drawn {
    row: Enrolment,
    set: RecoverySet,
    asked: Position,
}

impl Drawn {
    fn open(pending: Pending) -> Option<Self> {
        let Pending { row, plain } = pending;
        let (asked, set) = plain.split_first()?;
        Some(Self {
            row,
            set: RecoverySet::from_bytes(set).ok()?,
            asked: Position::try_from(*asked).ok()?,
        })
    }
}

/// Draws a set, and which of its codes is asked back: position (1) ‖ set.
async fn draw(tx: &mut Tx, asking: &Asking) -> Result<(), StoreError> {
    let mut chance = asking.visit.chance();
    let set = RecoverySet::draw(&mut chance);
    let asked = RecoverySet::probe(&mut chance);
    let mut plain = set.to_bytes();
    plain.insert(0, asked.number());
    pending::begin(tx, asking, KIND, &plain, &mut chance).await
}

async fn waiting(fresh: &Fresh) -> Result<Option<Drawn>, PageError> {
    Ok(match pending::look(&fresh.signed_in, KIND).await? {
        Found::Waiting(pending) => Drawn::open(pending),
        Found::Over | Found::Nothing => None,
    })
}

fn codes(
    fresh: &Fresh,
    status: StatusCode,
    drawn: &Drawn,
    message: Option<RecoveryCodesMessage>,
    guided: Guided,
) -> Reply {
    let signed_in = &fresh.signed_in;
    let visit = &signed_in.visit;
    let shown = drawn.set.codes().iter();
    let set = RecoveryCodesPage {
        frame: kadomori_pages::Frame {
            path: PAGE.to_owned(),
            ..signed_in.frame()
        },
        account: signed_in.account.address.to_string(),
        codes: shown.map(|code| code.grouped().to_string()).collect(),
        asked: drawn.asked,
        made_at: drawn.row.created_at,
        now: visit.now,
        zone: visit.zone(signed_in.account.zone.as_deref()),
        replaces: fresh.met.holdings.recovery_codes > 0,
        message,
        guide: guided.guide(),
    };
    page(status, set.render())
}
