//! Going over to another way.

use kadomori_domain::{
    delivery::Channel,
    event::OverallLimit,
    factor::FactorKind,
    flow::{
        sign_in::{ChooseOutcome, Wanted},
        turn::Turn,
    },
    gate::Refusal,
    id::FlowId,
    time::Time,
    token::TokenHash,
};
use kadomori_pages::ending::Ending;
use kadomori_store::{StoreError, Tx, challenge, flow, step, throttle};
use serde::Deserialize;

use super::{
    attempt::meet,
    flow_view::{FlowView, flow_id},
};
use crate::{
    extract::{Form, FormFields, Path, Visit},
    reply::{PageError, Reply, see_other},
};

/// A way, or the list of them, as forms name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WayWord {
    /// The list.
    Choose,
    /// A mailed code.
    MailCode,
    /// A code in a text message.
    SmsCode,
    /// The password.
    Password,
    /// An app's code.
    Totp,
    /// A passkey.
    Passkey,
    /// A recovery code.
    RecoveryCode,
}

impl WayWord {
    /// The way; `None` for the list.
    pub(crate) const fn kind(self) -> Option<FactorKind> {
        match self {
            Self::Choose => None,
            Self::MailCode => Some(FactorKind::MailCode),
            Self::SmsCode => Some(FactorKind::SmsCode),
            Self::Password => Some(FactorKind::Password),
            Self::Totp => Some(FactorKind::Totp),
            Self::Passkey => Some(FactorKind::Passkey),
            Self::RecoveryCode => Some(FactorKind::RecoveryCode),
        }
    }

    /// What the person wants who chose it at a door.
    pub(crate) fn wanted(self) -> Wanted {
        self.kind().map_or(Wanted::List, Wanted::Way)
    }
}

/// The way that is chosen.
#[derive(Deserialize)]
pub(crate) struct WayForm {
    way: WayWord,
}

impl FormFields for WayForm {}

/// Goes over to a way, or to the list.
pub(crate) async fn submit(visit: Visit, Path(id): Path, Form(form): Form<WayForm>) -> Reply {
    let id = flow_id(&id)?;
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::OtherBrowser))?;
    let asked = Asked {
        visit: visit.clone(),
        flow: id,
        visitor,
        way: form.way.kind(),
    };
    let chosen = visit
        .app
        .db
        .write(asked, |tx, asked| Box::pin(choose(tx, asked)))
        .await?;
    let Some((outcome, passed)) = chosen else {
        FlowView::open(&visit, id).await?;
        return Err(PageError::Ending(Ending::FlowGone));
    };
    let note = match outcome {
        ChooseOutcome::Chosen(Some(FactorKind::MailCode | FactorKind::SmsCode)) => {
            super::requested(&visit, passed);
            String::new()
        }
        ChooseOutcome::Held { because, until } => held_note(because, until),
        ChooseOutcome::NotOffered => {
            return Err(PageError::Ending(Ending::WayNotHere { flow: id }));
        }
        ChooseOutcome::Chosen(_)
        | ChooseOutcome::AlreadyUsed
        | ChooseOutcome::TooManyTries
        | ChooseOutcome::Abandoned => String::new(),
    };
    see_other(&format!("/sign-in/{id}{note}"))
}

/// What the flow's page says first where no mail can go now.
pub(crate) fn held_note(because: Refusal, until: Time) -> String {
    let note = match because {
        Refusal::TooManyWrongCodes => "waiting",
        Refusal::NoMoreTexts => "no-more-texts",
        Refusal::TooManySends | Refusal::NetworkBusy | Refusal::RegistrationClosed => "held",
    };
    format!("?note={note}&until={}", until.micros())
}

struct Asked {
    visit: Visit,
    flow: FlowId,
    visitor: TokenHash,
    way: Option<FactorKind>,
}

async fn choose(
    tx: &mut Tx,
    asked: &Asked,
) -> Result<Option<(ChooseOutcome, Option<OverallLimit>)>, StoreError> {
    let Asked { visit, visitor, .. } = asked;
    let (tenant, now) = (visit.tenant(), visit.now);
    let found = flow::find_for_update(tx, tenant, asked.flow, *visitor).await?;
    let Some(flow) = found.filter(|flow| now < flow.expires_at) else {
        return Ok(None);
    };
    let challenges = challenge::list_of_visitor(tx, tenant, *visitor).await?;
    let met = meet(tx, visit, &flow).await?;
    let scene = visit.scene(&met);
    let sent = asked.way.and_then(Channel::of);
    let channel = sent.unwrap_or_else(|| flow.destination.channel());
    let keys = scene.send_keys(&flow.destination_for(channel, &scene), flow.id);
    let rows = throttle::find_send_rows(tx, tenant, &keys, scene.policy, now).await?;
    let mut chance = visit.chance();
    let turn = Turn::new(&scene, &rows, &challenges, &mut chance);
    let chosen = flow.choose(asked.way, &keys, turn);
    step::write(tx, tenant, &chosen, now).await?;
    Ok(Some((chosen.outcome, chosen.effects.limit_passed())))
}
