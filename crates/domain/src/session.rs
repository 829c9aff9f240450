//! Sessions: a stay in one browser, kept on the server, ended on the server.

use crate::{
    assurance::Assurance,
    factor::FactorKind,
    gate::Pass,
    id::{AccountId, DeviceId, SessionId, TenantId},
    policy::{SessionPolicy, SessionSpan},
    proof::Proof,
    time::{Time, micros_of},
    token::{Token, TokenHash},
};
use core::time::Duration;

/// Whether the session outlives the browser window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// "Keep me signed in".
    Kept,
    /// Until the browser is closed, or the brief span ends.
    Brief,
}

/// A session as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its name; not its secret.
    pub id: SessionId,
    /// The organisation.
    pub tenant: TenantId,
    /// Whose it is.
    pub account: AccountId,
    /// The browser it was opened in.
    pub device: DeviceId,
    /// The hash of the secret that its cookie carries.
    pub token: TokenHash,
    /// When it was opened.
    pub created_at: Time,
    /// When it was last used, to within a fraction of its idle span.
    pub seen_at: Time,
    /// It ends after this without a request.
    pub idle_for: Duration,
    /// It ends here at the latest.
    pub ends_at: Time,
    /// Whether it outlives the browser window.
    pub keep: Keep,
    /// How sure the sign-in was.
    pub assurance: Assurance,
    /// How it was proven.
    pub ways: Vec<FactorKind>,
    /// What was proven in it, the latest last; sensitive changes ask for fresh proofs.
    pub proofs: Vec<Proof>,
}

/// A session that proves more than before.
#[derive(Clone, Debug)]
pub struct StepUp {
    /// Which session.
    pub session: SessionId,
    /// Whose.
    pub account: AccountId,
    /// The hash of its new secret.
    pub token: TokenHash,
    /// What was proven in it by now.
    pub proofs: Vec<Proof>,
    /// How sure it is by now.
    pub assurance: Assurance,
    /// How it was proven.
    pub ways: Vec<FactorKind>,
}

/// A session that is being opened, with the secret for its cookie.
#[derive(Debug)]
pub struct OpenedSession {
    /// The row.
    pub session: Session,
    /// The secret.
    pub token: Token,
}

/// What a session is opened for.
#[derive(Clone, Copy, Debug)]
pub struct Stay {
    /// The organisation.
    pub tenant: TenantId,
    /// Whose.
    pub account: AccountId,
    /// In which browser.
    pub device: DeviceId,
    /// For how long.
    pub keep: Keep,
}

impl Session {
    /// Opens a session. Only the gate gives out a [`Pass`].
    #[must_use]
    pub fn open(
        (pass, proofs): (&Pass, &[Proof]),
        stay: Stay,
        (id, token): (SessionId, Token),
        policy: &SessionPolicy,
        now: Time,
    ) -> OpenedSession {
        let SessionSpan { overall, idle } = match stay.keep {
            Keep::Kept => policy.kept,
            Keep::Brief => policy.brief,
        };
        let session = Self {
            id,
            tenant: stay.tenant,
            account: stay.account,
            device: stay.device,
            token: token.hash(),
            created_at: now,
            seen_at: now,
            idle_for: idle,
            ends_at: now.plus(overall),
            keep: stay.keep,
            assurance: pass.assurance(),
            ways: pass.ways().to_vec(),
            proofs: proofs.to_vec(),
        };
        OpenedSession { session, token }
    }

    /// Whether it still holds.
    #[must_use]
    pub fn is_alive(&self, now: Time) -> bool {
        now < self.ends_at && now < self.seen_at.plus(self.idle_for)
    }

    /// Whether a request is worth writing down: once in a tenth of the idle span.
    #[must_use]
    pub fn is_stale(&self, now: Time) -> bool {
        now.micros() - self.seen_at.micros() >= micros_of(self.idle_for / 10)
    }
}
