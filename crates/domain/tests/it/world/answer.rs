//! Answering, by every way, right or wrong, as handlers do it.

use hmac::{Hmac, KeyInit as _, Mac as _};
use kadomori_domain::{
    code::{Code, CodeLength},
    factor::{
        FactorKind,
        checked::{Checked, NotRight, Right},
        passkey::{self, Asserted, Backup},
        password::{self, HashMemory, PasswordCost},
        recovery_code::{self, Left, RecoveryCode, RecoverySet},
        totp::{self, OpenedApp, Tolerance, TotpSeed},
    },
    flow::{
        State,
        sign_in::{Outcome, Strike, Trust, Wishes},
    },
    id::{FlowId, TenantId},
    proof::Shown,
    session::Keep,
    time::Time,
};
use sha1::Sha1;

use super::{
    Owned, World,
    belonging::{password as typed, text_of},
};

/// What someone answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Try {
    /// What is right, the passkey's device checking its owner if it does that.
    Right,
    /// What is right, the passkey's device checking nobody.
    Unchecked,
    /// Something else.
    Wrong(u32),
    /// What was right before: an older code, the step used last, a used recovery code.
    Again,
}

pub(crate) const BRIEF: Wishes = Wishes {
    keep: Keep::Brief,
    trust: Trust::Untrusted,
};

pub(crate) const TRUSTING: Wishes = Wishes {
    keep: Keep::Kept,
    trust: Trust::Trusted,
};

impl World {
    /// Answers the flow that was begun last, by the way that it asks for.
    pub(crate) fn answer(&mut self, what: Try) -> Outcome {
        let (id, _) = self.current.expect("a flow");
        let way = self.flows[&id].state.way().unwrap_or(FactorKind::MailCode);
        self.answer_in(id, way, what, BRIEF)
    }

    /// Answers a flow by a way, whatever it asks for.
    pub(crate) fn answer_in(
        &mut self,
        id: FlowId,
        way: FactorKind,
        what: Try,
        wishes: Wishes,
    ) -> Outcome {
        if !self.still_signed_in(id) {
            return Outcome::Expired;
        }
        // The statement that counts a try loads the flow.
        let flow = self.flows.get_mut(&id).expect("a flow");
        if self.now >= flow.expires_at {
            return Outcome::Expired;
        }
        if flow.tries.left() == 0 {
            return Outcome::TooManyTries;
        }
        flow.tries.used += 1;
        let shown = self.would_show(id, way, what);
        let outcome = match way {
            FactorKind::MailCode | FactorKind::SmsCode => {
                let code = self.mailed_code(id, what);
                self.in_flow(id, |flow, _, turn| flow.submit_code(&code, wishes, turn))
            }
            FactorKind::Password => return self.answer_password(id, what, wishes),
            FactorKind::Totp | FactorKind::Passkey | FactorKind::RecoveryCode => {
                let checked = self.check(way, what);
                self.in_flow(id, |flow, _, turn| {
                    flow.settle(way, checked, Strike::Due, wishes, turn)
                })
            }
        };
        self.note_shown(id, shown, &outcome);
        outcome
    }

    /// Whether the stay that a flow began in, if it began in one, still holds.
    fn still_signed_in(&self, id: FlowId) -> bool {
        let began_in = self.flows[&id].bound.and_then(|bound| bound.session);
        began_in.is_none_or(|began_in| self.sessions.iter().any(|one| one.id == began_in))
    }

    /// Two transactions, with the hash computed between them.
    fn answer_password(&mut self, id: FlowId, what: Try, wishes: Wishes) -> Outcome {
        let way = FactorKind::Password;
        if let Some(outcome) = self.in_flow(id, |flow, _, turn| flow.take_try(way, turn)) {
            return outcome;
        }
        let shown = self.would_show(id, way, what);
        let checked = self.check(way, what);
        let outcome = self.in_flow(id, |flow, _, turn| {
            flow.settle(way, checked, Strike::Taken, wishes, turn)
        });
        self.note_shown(id, shown, &outcome);
        outcome
    }

    /// What a factor's module makes of an answer.
    fn check(&mut self, way: FactorKind, what: Try) -> Checked {
        if self.owned.is_none() {
            return Checked::Wrong(NotRight::Mismatch);
        }
        match way {
            FactorKind::MailCode | FactorKind::SmsCode => Checked::Wrong(NotRight::Mismatch),
            FactorKind::Password => self.check_password(what),
            FactorKind::Totp => self.check_app(what),
            FactorKind::Passkey => match what {
                Try::Right | Try::Again => self.passkey_checked(true),
                Try::Unchecked => self.passkey_checked(false),
                Try::Wrong(_) => Checked::Wrong(NotRight::UnknownPasskey),
            },
            FactorKind::RecoveryCode => self.check_recovery_code(what),
        }
    }

    fn check_password(&self, what: Try) -> Checked {
        let stored = self.owned().password.as_ref();
        let text = match what {
            Try::Right | Try::Unchecked | Try::Again => {
                text_of(stored.map(|(_, held)| *held).unwrap_or_default())
            }
            Try::Wrong(_) => "red kettle on a hill",
        };
        let memory = &mut HashMemory::new();
        let verified =
            stored.and_then(|(hash, _)| hash.verify(&typed(text), PasswordCost::STANDARD, memory));
        let hash = stored.map(|(hash, _)| hash);
        password::check(verified.as_ref(), hash, None, self.now)
    }

    fn check_app(&self, what: Try) -> Checked {
        let owned = self.owned();
        let opened: Vec<OpenedApp> = owned
            .apps
            .iter()
            .map(|app| OpenedApp {
                id: app.id,
                seed: owned.seeds[&app.id].clone(),
                last_step: app.last_step,
            })
            .collect();
        let step = |app: &OpenedApp| match what {
            Try::Again => app.last_step.unwrap_or_else(|| step_at(self.now)),
            Try::Right | Try::Unchecked | Try::Wrong(_) => step_at(self.now),
        };
        let right = opened.first().map(|app| code_of(&app.seed, step(app)));
        let typed = match what {
            Try::Right | Try::Unchecked | Try::Again => right.unwrap_or(0),
            Try::Wrong(by) => (right.unwrap_or(0) + 1 + by % 999_999) % 1_000_000,
        };
        totp::check(&opened, &digits(typed), self.now, Tolerance::OnePast)
    }

    fn check_recovery_code(&mut self, what: Try) -> Checked {
        let other = RecoverySet::draw(&mut self.chance()).codes()[0].clone();
        let owned = self.owned();
        let index = self.keys.index_key(TenantId::DEFAULT);
        let is_left = |code: &&RecoveryCode| owned.codes.contains(&code.hash(&index, owned.id));
        let mut printed = owned.printed.iter();
        let typed = match what {
            Try::Right | Try::Unchecked => printed.find(is_left),
            Try::Again => printed.find(|code| !is_left(code)),
            Try::Wrong(_) => None,
        };
        let typed = typed.cloned().unwrap_or(other);
        let left = Left {
            index: &index,
            hashes: &owned.codes,
        };
        recovery_code::check(&typed, owned.id, &left, self.now)
    }

    pub(crate) fn passkey_right(&self, verified: bool) -> Option<Right> {
        let passkeys = &self.owned().passkeys;
        let checks = passkeys.iter().find(|one| one.verified);
        let passkey = checks.filter(|_| verified).or(passkeys.first())?;
        let is_checked = verified && passkey.verified;
        let next = passkey.counter + 1;
        let asserted = Asserted::new(passkey, is_checked, Backup::DeviceBound, next);
        Some(passkey::right(&asserted, self.now))
    }

    fn passkey_checked(&self, verified: bool) -> Checked {
        match self.passkey_right(verified) {
            Some(right) => Checked::Right(right),
            None => Checked::Wrong(NotRight::UnknownPasskey),
        }
    }

    /// The code that someone types for a mail of this flow.
    fn mailed_code(&self, id: FlowId, what: Try) -> Code {
        let of_flow = |one: &&kadomori_domain::challenge::Challenge| one.flow == id;
        let asked = match &self.flows[&id].state {
            State::AwaitingCode { challenge, .. } => Some(*challenge),
            _ => None,
        };
        let mut own = self.challenges.iter().filter(of_flow);
        let challenge = match what {
            Try::Right | Try::Unchecked => own.find(|one| Some(one.id) == asked),
            Try::Again => own.next(),
            Try::Wrong(_) => None,
        };
        let known = challenge.and_then(|one| one.code(&self.keys));
        known.unwrap_or_else(|| {
            let by = match what {
                Try::Wrong(by) => by,
                Try::Right | Try::Unchecked | Try::Again => 0,
            };
            self.wrong_code(by)
        })
    }

    /// A code that no mail of the world brought.
    pub(crate) fn wrong_code(&self, from: u32) -> Code {
        let is_real = |code: &Code| {
            let mut real = self
                .challenges
                .iter()
                .filter_map(|one| one.code(&self.keys));
            real.any(|other| other.matches(code))
        };
        let mut codes = (from..).map(|number| digits(number % 1_000_000));
        codes.find(|code| !is_real(code)).expect("a wrong code")
    }

    /// Submits a mailed code to the flow that was begun last.
    pub(crate) fn submit(&mut self, code: &Code) -> Outcome {
        let (id, _) = self.current.expect("a flow");
        let flow = self.flows.get_mut(&id).expect("a flow");
        if flow.tries.left() == 0 {
            return Outcome::TooManyTries;
        }
        flow.tries.used += 1;
        let outcome = self.in_flow(id, |flow, _, turn| flow.submit_code(code, BRIEF, turn));
        self.note_shown(id, Some(Shown::MailCode), &outcome);
        outcome
    }

    /// The code that was mailed last.
    pub(crate) fn mailed(&self) -> Code {
        self.sent.last().cloned().expect("a mail")
    }

    /// What an answer shows if it is accepted; `None` when it must not be.
    fn would_show(&self, id: FlowId, way: FactorKind, what: Try) -> Option<Shown> {
        if self.flows[&id].state.way() != Some(way) {
            return None;
        }
        let owned = self.owned.as_ref();
        match (way, what) {
            (_, Try::Wrong(_)) | (FactorKind::RecoveryCode, Try::Again) => None,
            (sent @ (FactorKind::MailCode | FactorKind::SmsCode), _) => {
                // A message of this flow that has not been answered yet.
                let mut own = self.challenges.iter().filter(|one| one.flow == id);
                own.any(|one| one.consumed_at.is_none())
                    .then_some(match sent {
                        FactorKind::SmsCode => Shown::SmsCode,
                        _ => Shown::MailCode,
                    })
            }
            (FactorKind::Password, _) => owned?.password.as_ref().map(|_| Shown::Password),
            (FactorKind::Totp, Try::Again) => {
                let app = owned?.apps.first()?;
                app.last_step.is_none().then_some(Shown::Totp)
            }
            (FactorKind::Totp, _) => owned?.apps.first().map(|_| Shown::Totp),
            (FactorKind::Passkey, what) => owned?.passkeys.first().map(|_| Shown::Passkey {
                verified: what != Try::Unchecked && owned.is_some_and(checks_owner),
                synced: false,
            }),
            (FactorKind::RecoveryCode, _) => Some(Shown::RecoveryCode),
        }
    }

    /// What was really shown in a flow, counted apart from the flow.
    fn note_shown(&mut self, id: FlowId, shown: Option<Shown>, outcome: &Outcome) {
        let is_right = matches!(
            outcome,
            Outcome::SignedIn(_)
                | Outcome::MoreNeeded
                | Outcome::Proven
                | Outcome::SteppedUp { .. }
        );
        // A proven address is told of as often as one asks.
        let is_proven = matches!(outcome, Outcome::AddressProven) && shown.is_some();
        if is_right || is_proven {
            let shown = shown.expect("only what is right is accepted");
            let so_far = self.shown.entry(id).or_default();
            so_far.retain(|one| *one != shown);
            so_far.push(shown);
        }
        let so_far = self.shown.get(&id).cloned().unwrap_or_default();
        assert_eq!(self.flows[&id].shown(), so_far, "{outcome:?}");
    }
}

fn checks_owner(owned: &Owned) -> bool {
    owned.passkeys.iter().any(|one| one.verified)
}

/// The step of a moment (RFC 6238 §4.2).
fn step_at(now: Time) -> i64 {
    now.micros().div_euclid(30_000_000)
}

/// A code of HOTP (RFC 4226 §5.3), computed apart from the code under test.
fn code_of(seed: &TotpSeed, step: i64) -> u32 {
    let mut mac = Hmac::<Sha1>::new_from_slice(seed.as_bytes()).expect("any length");
    mac.update(&step.to_be_bytes());
    let mac = mac.finalize().into_bytes();
    let offset = usize::from(mac[19] & 0xf);
    let four: [u8; 4] = mac[offset..offset + 4].try_into().expect("four bytes");
    (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000
}

pub(crate) fn digits(number: u32) -> Code {
    Code::parse(&format!("{number:06}"), CodeLength::SIX).expect("six digits")
}
