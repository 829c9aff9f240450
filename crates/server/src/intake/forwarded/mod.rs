//! Mails that people forward to have them checked.
//!
//! Whoever can't prove to be the person of an account gets no answer at all, nor a refusal: it
//! would go to whoever is named as the sender. So nothing here tells a stranger whether an
//! address has an account. `asker` says who asks, `inner` what they ask about; then the mail is
//! looked for among our own and judged (`found`), and answered, once (`answer`). Nothing of it
//! is kept, logged or repeated.

mod answer;
mod asker;
mod copied;
mod found;
mod inner;
#[cfg(test)]
mod tests;

use kadomori_domain::{
    chance::Chance,
    forwarded::{Forwarder, NoAnswer, OwnFact},
};
use kadomori_genuine::{Limits, mail::Mail};
use kadomori_store::StoreError;
use zeroize::Zeroizing;

use self::{asker::Asker, inner::Inner};
use crate::{
    app::App,
    genuine::{NotChecked, sender},
    own_mail,
};

/// What became of a forwarded mail, as far as the mail server is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dealt {
    /// It was answered, or never will be.
    Done,
    /// It can't be looked at now.
    Later,
}

/// Why a mail isn't answered. The log says so, without any address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Silence {
    /// It doesn't say in one way who it is from, or that isn't who sent it.
    NobodyInParticular,
    /// A program sent it, or a list, or we did.
    NoPerson,
    /// It isn't written to us, or is too old.
    NotToUs,
    /// Nobody has confirmed this address here.
    Stranger,
    /// Nothing proves that it is theirs.
    Unproved,
    /// It was answered already.
    Answered,
    /// There were too many.
    TooMany,
}

impl From<NoAnswer> for Silence {
    fn from(why: NoAnswer) -> Self {
        match why {
            NoAnswer::Answered => Self::Answered,
            NoAnswer::TooMany => Self::TooMany,
        }
    }
}

/// Whether an address is the one that mails are forwarded to. Its domain isn't looked at: mail
/// servers rewrite it on the way; what the mail itself says is looked at later.
pub(super) fn is_at(address: &str, check: &str) -> bool {
    let local = |address: &str| {
        address
            .rsplit_once('@')
            .map(|(local, _)| local.to_lowercase())
    };
    local(address).is_some_and(|found| Some(found) == local(check))
}

/// Answers a forwarded mail, which `sender` (by the envelope) handed in, if it is to be.
pub(super) async fn take(app: &App, mail: &[u8], sender: &str) -> Result<Dealt, StoreError> {
    let octets = Zeroizing::new(mail.to_vec());
    let (octets, mail) = match parse(octets).await {
        Ok(parsed) => parsed,
        Err(dealt) => return Ok(dealt),
    };
    let asker = match asker::of(&mail, sender, &app.site, app.clock.now()) {
        Ok(asker) => asker,
        Err(why) => return Ok(silent(why)),
    };
    let forwarder = match find(app, &asker).await? {
        Ok(forwarder) => forwarder,
        Err(why) => return Ok(silent(why)),
    };
    match sender::of(app, mail.clone()).await {
        Ok(sender::Sender::Proved) => {}
        Ok(sender::Sender::Unproved) => return Ok(silent(Silence::Unproved)),
        Ok(sender::Sender::Unknown) | Err(NotChecked::Busy) => return Ok(Dealt::Later),
        Err(NotChecked::Broken | NotChecked::Unreadable(_)) => return Ok(Dealt::Done),
    }
    let Some(inner) = cut(octets, mail).await else {
        return Ok(Dealt::Done);
    };
    let wave = own_mail::traits(app, &inner.octets, &mut Chance::new(seed(app)));
    let found = match found::of(app, &forwarder, inner).await? {
        Ok(found) => found,
        Err(dealt) => return Ok(dealt),
    };
    let is_fake_of_ours = matches!(found.own, Some(OwnFact::NotOurs { .. }));
    if let Err(why) = answer::write(app, forwarder, found).await? {
        return Ok(silent(why.into()));
    }
    // Whoever forwards a fake of our own mails reports it.
    if let Some(wave) = wave.filter(|_| is_fake_of_ours) {
        own_mail::keep(app, wave.as_str()).await?;
    }
    Ok(Dealt::Done)
}

/// Whose mail it is, if they may have an answer now.
async fn find(app: &App, asker: &Asker) -> Result<Result<Forwarder, Silence>, StoreError> {
    let Some(forwarder) = asker::find(app, asker).await? else {
        return Ok(Err(Silence::Stranger));
    };
    let hold = answer::hold(app, &forwarder).await?;
    Ok(hold.map_or(Ok(forwarder), |why| Err(why.into())))
}

fn silent(why: Silence) -> Dealt {
    tracing::debug!(?why, "a forwarded mail isn't answered");
    Dealt::Done
}

/// Cuts the mail, on a thread that may take its time.
async fn parse(octets: Zeroizing<Vec<u8>>) -> Result<(Zeroizing<Vec<u8>>, Mail), Dealt> {
    let parsing = tokio::task::spawn_blocking(move || {
        let mail = Mail::parse(&octets, &Limits::default());
        (octets, mail)
    });
    parsing.await.map_err(|error| broken(&error))
}

/// Takes out the mail that it is about, on a thread that may take its time.
async fn cut(octets: Zeroizing<Vec<u8>>, mail: Mail) -> Option<Inner> {
    let cutting = tokio::task::spawn_blocking(move || inner::of(&octets, &mail));
    cutting.await.map_err(|error| broken(&error)).ok()
}

/// A panic's words could hold some of the mail.
fn broken(error: &tokio::task::JoinError) -> Dealt {
    tracing::error!(
        panicked = error.is_panic(),
        "a forwarded mail couldn't be read"
    );
    Dealt::Done
}

fn seed(app: &App) -> [u8; 32] {
    app.entropy.seed().unwrap_or_default()
}
