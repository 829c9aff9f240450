//! Whether a mail that one of our own people sent us is really theirs. Here, and nowhere else,
//! the DNS is asked about a sender's own domain: it is our person's, and no attacker's.

use std::sync::Arc;

use kadomori_genuine::{
    Limits, Offline, Options, Resolver,
    auth::{self, Authentication, Outcome, Signature, SignatureState},
    mail::Mail,
};
use tokio::runtime::Handle;

use super::{Asked, Genuine, NotChecked, TURN};
use crate::app::App;

/// Whose a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    /// That of the address in `From`.
    Proved,
    /// Nobody knows whose.
    Unproved,
    /// Who could tell didn't answer just now.
    Unknown,
}

/// Whether the address in `From` sent exactly this mail to exactly those in `To`: by a signature
/// that we verify, or by the word of a receiver that is trusted (`genuine.trusted`).
pub(crate) async fn of(app: &App, mail: Mail) -> Result<Sender, NotChecked> {
    let turn = Arc::clone(&app.genuine.places).acquire_owned();
    let Ok(Ok(turn)) = tokio::time::timeout(TURN, turn).await else {
        return Err(NotChecked::Busy);
    };
    let app = Arc::clone(app);
    let (runtime, now) = (Handle::current(), app.clock.now());
    let looked = tokio::task::spawn_blocking(move || {
        let at = now.micros() / 1_000_000;
        let known = app.genuine.authenticate(&mail, at, runtime);
        drop((mail, turn));
        judge(&known)
    });
    looked.await.map_err(|error| {
        tracing::error!(
            panicked = error.is_panic(),
            "a mail's sender couldn't be verified"
        );
        NotChecked::Broken
    })
}

impl Genuine {
    /// Who sent a mail; on this thread, which must be one that may wait.
    fn authenticate(&self, mail: &Mail, at: i64, runtime: Handle) -> Authentication {
        let options = Options {
            limits: Limits::default(),
            brands: self.brands(),
            trusted: &self.trusted,
            at,
            reader: None,
        };
        let ask = |resolver: &dyn Resolver| auth::authenticate(mail, &options, resolver);
        match self.names() {
            Some(names) => ask(&Asked::new(names, runtime)),
            None => ask(&Offline),
        }
    }
}

fn judge(known: &Authentication) -> Sender {
    let results = known.results.as_ref();
    if results.is_some_and(|it| it.trusted && it.dmarc == Some(Outcome::Pass)) {
        return Sender::Proved;
    }
    let states: Vec<_> = known.signatures.iter().filter_map(state).collect();
    if states.contains(&SignatureState::Holds) {
        Sender::Proved
    } else if states.contains(&SignatureState::Temporary) {
        Sender::Unknown
    } else {
        Sender::Unproved
    }
}

/// What came of a signature that could prove it: of the sender's domain, over the whole text,
/// and over whom it is to, so that a mail to somebody else can't be handed in to us.
fn state(signature: &Signature) -> Option<SignatureState> {
    let counts = signature.aligned && signature.covers && signature.covers_to && !signature.length;
    counts.then_some(signature.state)
}

#[cfg(test)]
mod tests {
    use kadomori_genuine::auth::Results;

    use super::*;

    fn signed(state: SignatureState) -> Signature {
        Signature {
            domain: "example.jp".to_owned(),
            selector: "s".to_owned(),
            state,
            aligned: true,
            partial: false,
            length: false,
            covers: true,
            covers_to: true,
        }
    }

    fn of(signatures: Vec<Signature>) -> Sender {
        judge(&Authentication {
            signatures,
            ..Authentication::default()
        })
    }

    #[test]
    fn a_signature_of_the_senders_domain_over_all_of_it_proves_it() {
        let holds = || signed(SignatureState::Holds);
        assert_eq!(
            of(vec![signed(SignatureState::BodyChanged), holds()]),
            Sender::Proved
        );
        let foreign = Signature {
            aligned: false,
            ..holds()
        };
        let of_a_part = Signature {
            length: true,
            ..holds()
        };
        let to_anybody = Signature {
            covers_to: false,
            ..holds()
        };
        let of_little = Signature {
            covers: false,
            ..holds()
        };
        assert_eq!(
            of(vec![foreign, of_a_part, to_anybody, of_little]),
            Sender::Unproved
        );
        assert_eq!(of(vec![signed(SignatureState::Temporary)]), Sender::Unknown);
        assert_eq!(of(Vec::new()), Sender::Unproved);
    }

    #[test]
    fn only_a_trusted_receivers_word_counts() {
        let told = |trusted, dmarc| {
            let results = Results {
                trusted,
                dmarc: Some(dmarc),
                ..Results::default()
            };
            judge(&Authentication {
                results: Some(results),
                ..Authentication::default()
            })
        };
        assert_eq!(told(true, Outcome::Pass), Sender::Proved);
        assert_eq!(told(false, Outcome::Pass), Sender::Unproved);
        assert_eq!(told(true, Outcome::Fail), Sender::Unproved);
    }
}
