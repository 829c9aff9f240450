//! What the account is signed in with: each of its addresses and numbers, and its user name, switched
//! on and off.

use axum::http::StatusCode;
use kadomori_domain::{
    address::MailAddress,
    event::SecurityChange,
    identifier::Identifier,
    phone::PhoneNumber,
    security::{Refused, Switch},
    user_name::UserName,
};
use kadomori_pages::account::security::{AddressError, PhoneError, UserNameError};
use serde::Deserialize;

use super::{
    address,
    deed::{Carried, carry_out},
    phone, told, user_name,
};
use crate::{
    extract::{Form, FormFields, Fresh},
    reply::{Reply, see_other},
};

/// What is to be switched, and which way.
#[derive(Deserialize)]
pub(crate) struct SwitchForm {
    kind: Kind,
    value: String,
    signs_in: YesOrNo,
}

impl FormFields for SwitchForm {}

/// An identifier's kind, by its name.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Mail,
    Phone,
    UserName,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum YesOrNo {
    Yes,
    No,
}

impl SwitchForm {
    /// What is meant; `None` for what is no identifier of that kind.
    fn identifier(&self) -> Option<Identifier> {
        match self.kind {
            Kind::Mail => MailAddress::parse(&self.value).ok().map(Identifier::Mail),
            Kind::Phone => PhoneNumber::from_e164(&self.value)
                .ok()
                .map(Identifier::Phone),
            Kind::UserName => UserName::parse(&self.value).ok().map(Identifier::UserName),
        }
    }

    const fn switch(&self) -> Switch {
        match self.signs_in {
            YesOrNo::Yes => Switch::On,
            YesOrNo::No => Switch::Off,
        }
    }
}

/// Switches one on or off.
pub(crate) async fn submit(fresh: Fresh, Form(form): Form<SwitchForm>) -> Reply {
    let signed_in = fresh.signed_in;
    let Some(identifier) = form.identifier() else {
        return see_other(&told::not(&Refused::NotThere));
    };
    let switch = form.switch();
    let wanted = (identifier.clone(), switch);
    let carried = carry_out(&signed_in, wanted, |owner, (identifier, switch)| {
        owner.set_identifier(identifier, *switch)
    });
    let carried = carried.await?;
    if matches!(carried, Carried::Taken) {
        // The address or number was proven to be this person's: they may know that it is another's too.
        return match &identifier {
            Identifier::Mail(own) => {
                let (typed, taken) = (own.to_string(), AddressError::Taken);
                address::asks(&signed_in, StatusCode::CONFLICT, typed, Some(taken))
            }
            Identifier::Phone(own) => {
                let (typed, taken) = (own.to_string(), PhoneError::Taken);
                phone::asks(&signed_in, StatusCode::CONFLICT, typed, Some(taken))
            }
            Identifier::UserName(name) => {
                let (typed, taken) = (name.to_string(), UserNameError::Taken);
                user_name::asks(&signed_in, StatusCode::CONFLICT, typed, Some(taken)).await
            }
        };
    }
    let change = match switch {
        Switch::On => SecurityChange::IdentifierOn,
        Switch::Off => SecurityChange::IdentifierOff,
    };
    told::reply(&carried, change, "/account/security")
}
