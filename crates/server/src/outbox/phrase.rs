//! The phrase in a mail: looked up and opened at the moment when the mail is written, so that
//! it lies readable nowhere. It goes to confirmed addresses of the account alone.

use kadomori_domain::{
    destination::Destination,
    id::AccountId,
    message::{Message, Payload},
    phrase::Phrase,
    seal::Sealed,
};
use kadomori_store::{
    StoreError, Tx,
    phrase::{self, Addressee},
};

use crate::app::Shared;

/// The phrases that stand in a mail.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// The one of the person who receives it.
    pub(super) now: Option<Phrase>,
    /// The one that they had until the change that the mail tells of.
    pub(super) former: Option<Phrase>,
}

/// Whether the message goes to a confirmed address of the account it concerns, and what the
/// account's phrase is. Not asked of text messages, which have no room for one.
pub(super) async fn find(tx: &mut Tx, message: &Message) -> Result<Option<Addressee>, StoreError> {
    match (message.account, message.payload.to()) {
        (Some(account), Destination::Mail(to)) => phrase::find_for_mail(tx, account, &to).await,
        (None, Destination::Mail(_))
        | (_, Destination::Phone(_) | Destination::NoMailbox(_) | Destination::NoPhone(_)) => {
            Ok(None)
        }
    }
}

impl Phrases {
    /// Opens what may stand in the message.
    ///
    /// A phrase whose key isn't here holds no mail up: a code is waited for, and its own key
    /// may well be here. Nor does the mail say why it has none, for a false one could say the
    /// same; the page where phrases are chosen tells, and the log.
    pub(super) fn open(app: &Shared, message: &Message, addressee: Option<&Addressee>) -> Self {
        let (Some(account), Some(addressee)) = (message.account, addressee) else {
            return Self::default();
        };
        let open = |sealed| open(app, message, account, sealed);
        let mut phrases = Self {
            now: addressee.phrase.as_ref().and_then(open),
            former: None,
        };
        if let Payload::Notice(notice) = &message.payload {
            phrases.former = notice.former_phrase.as_ref().and_then(open);
        }
        phrases
    }
}

fn open(app: &Shared, message: &Message, account: AccountId, sealed: &Sealed) -> Option<Phrase> {
    match Phrase::open(&app.keys, message.tenant, account, sealed) {
        Ok(phrase) => Some(phrase),
        Err(error) => {
            tracing::error!(%error, id = %message.id, "a phrase can't be opened; its mail goes without");
            None
        }
    }
}
