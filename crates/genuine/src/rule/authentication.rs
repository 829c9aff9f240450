//! What is known of who really sent it.

use super::{Scene, Standing};
use crate::{
    auth::{Authentication, Outcome, PathState, Policy, Results, Signature, SignatureState},
    mail::Form,
    report::{Finding, Kind, Place, Weight},
};

/// Looks at signatures, the way, the domain's wish and what receivers wrote.
pub(super) fn find(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if scene.mail.form == Form::Text {
        return;
    }
    let known = scene.authentication;
    let holds = signatures(scene, found);
    path(scene, holds, found);
    if let Some(results) = &known.results {
        results_of(scene, results, holds, found);
    }
    if known.contradicted {
        found.push(Finding::new(
            Kind::ContradictingResults,
            against_official(scene, Weight::Strong, holds),
            Place::Results,
        ));
    }
    if !known.domain.is_empty() && holds && scene.poses() {
        found.push(
            Finding::new(
                Kind::StrangerAuthenticated,
                Weight::Neutral,
                Place::Signature,
            )
            .seen(&known.domain),
        );
    }
}

/// What a failure weighs: much where the address is a brand's that would have signed, little
/// where somebody sent it on (which breaks signatures), nothing where nobody is claimed.
fn against_official(scene: &Scene<'_>, weight: Weight, proved: bool) -> Weight {
    match scene.standing {
        _ if proved => Weight::Neutral,
        Standing::CodeSender | Standing::Official | Standing::Strangers => {
            if scene.authentication.forwarded {
                weight.min(Weight::Strong)
            } else {
                weight
            }
        }
        Standing::NoClaim | Standing::Customer | Standing::Foreign | Standing::Nobody => {
            Weight::Neutral
        }
    }
}

/// Tells of the signatures; whether one of the sender's holds for the whole.
fn signatures(scene: &Scene<'_>, found: &mut Vec<Finding>) -> bool {
    let signatures = &scene.authentication.signatures;
    let own = || signatures.iter().filter(|it| it.aligned);
    let whole = |it: &&Signature| it.state == SignatureState::Holds && it.covers && !it.length;
    if let Some(holding) = own().find(whole) {
        let weight = if scene.standing.is_official() {
            Weight::For
        } else {
            Weight::Neutral
        };
        found.push(
            Finding::new(Kind::SignatureHolds, weight, Place::Signature).seen(&holding.domain),
        );
        return true;
    }
    let Some(best) = own().min_by_key(|it| rank(it)) else {
        unsigned(scene, found);
        return false;
    };
    let (kind, weight) = of_one(scene, best);
    found.push(Finding::new(kind, weight, Place::Signature).seen(&best.domain));
    false
}

/// Which of several signatures tells the most.
fn rank(signature: &Signature) -> u8 {
    match signature.state {
        SignatureState::Holds => 0,
        SignatureState::Temporary => 1,
        SignatureState::KeyGone | SignatureState::KeyRevoked => 2,
        SignatureState::Expired => 3,
        SignatureState::BodyChanged | SignatureState::HeadChanged => 4,
        SignatureState::NotAsked => 5,
        SignatureState::Weak => 6,
        SignatureState::Unreadable => 7,
    }
}

fn of_one(scene: &Scene<'_>, signature: &Signature) -> (Kind, Weight) {
    let official = |weight| against_official(scene, weight, false);
    match signature.state {
        SignatureState::Holds if signature.partial => {
            (Kind::SignaturePartial, official(Weight::Strong))
        }
        SignatureState::Holds if signature.length => {
            (Kind::SignaturePartial, official(Weight::Weak))
        }
        // It holds and leaves out what it has to cover, or proves too little.
        SignatureState::Holds | SignatureState::Weak => {
            (Kind::SignatureWeak, official(Weight::Weak))
        }
        SignatureState::BodyChanged => {
            // Lists add a footer, gateways a warning; and what a text copied by hand changes
            // can't be told from what a forger changed. With the key at hand the head tells.
            (Kind::SignatureBroken, official(Weight::Weak))
        }
        SignatureState::HeadChanged => (Kind::SignatureBroken, official(Weight::Strong)),
        SignatureState::Expired => (Kind::SignatureExpired, Weight::Neutral),
        SignatureState::KeyGone | SignatureState::KeyRevoked => (Kind::KeyGone, Weight::Neutral),
        SignatureState::Temporary => (Kind::KeyUnreachable, Weight::Neutral),
        SignatureState::NotAsked => (Kind::KeysNotAsked, Weight::Neutral),
        SignatureState::Unreadable => (Kind::SignatureBroken, official(Weight::Weak)),
    }
}

fn unsigned(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if let Some(other) = scene
        .authentication
        .signatures
        .iter()
        .find(|it| it.state == SignatureState::Holds)
    {
        found.push(
            Finding::new(Kind::SignatureOfOthers, Weight::Neutral, Place::Signature)
                .seen(&other.domain)
                .against(&scene.authentication.domain),
        );
    }
    if scene.mail.form != Form::Whole || scene.standing == Standing::NoClaim {
        return;
    }
    found.push(
        Finding::new(
            Kind::Unsigned,
            against_official(scene, Weight::Weak, scene.authentication.is_proved()),
            Place::Signature,
        )
        .against(&scene.authentication.domain),
    );
}

/// The way, and what the domain wants done with what can't be proved.
fn path(scene: &Scene<'_>, holds: bool, found: &mut Vec<Finding>) {
    let known = scene.authentication;
    let Some(path) = &known.path else { return };
    let aligned = path.aligned && path.state == PathState::Pass;
    if aligned {
        let weight = if scene.standing.is_official() {
            Weight::For
        } else {
            Weight::Neutral
        };
        found.push(Finding::new(Kind::PathHolds, weight, Place::Path).seen(&path.domain));
    }
    let refused = matches!(path.state, PathState::Fail | PathState::SoftFail);
    if path.aligned && refused {
        found.push(
            Finding::new(
                Kind::PathRefused,
                against_official(scene, Weight::Strong, holds),
                Place::Path,
            )
            .seen(&path.address.to_string())
            .against(&path.domain),
        );
    }
    if !holds && !aligned && fails_policy(known) {
        found.push(
            Finding::new(
                Kind::PolicyRefuses,
                against_official(scene, Weight::Decisive, holds),
                Place::From,
            )
            .against(&known.domain),
        );
    }
}

/// Whether it fails what the domain demands (RFC 9989 §5.3.4), and that for certain: nothing
/// about it was unknown or only temporary.
fn fails_policy(known: &Authentication) -> bool {
    let demands = matches!(known.policy, Policy::Quarantine | Policy::Reject);
    let certain = |it: &Signature| match it.state {
        SignatureState::BodyChanged
        | SignatureState::HeadChanged
        | SignatureState::Weak
        | SignatureState::Unreadable => true,
        SignatureState::Holds
        | SignatureState::Expired
        | SignatureState::KeyGone
        | SignatureState::KeyRevoked
        | SignatureState::Temporary
        | SignatureState::NotAsked => false,
    };
    let own = known.signatures.iter().filter(|it| it.aligned);
    let way = known.path.as_ref().is_some_and(|path| {
        matches!(path.state, PathState::Fail | PathState::SoftFail)
            || (!path.aligned && path.state != PathState::Temporary)
    });
    demands && own.into_iter().all(certain) && way
}

/// What the topmost receiver wrote.
fn results_of(scene: &Scene<'_>, results: &Results, holds: bool, found: &mut Vec<Finding>) {
    let Some((said, place)) = said(results) else {
        return;
    };
    let (kind, weight) = match (said, results.trusted) {
        (Outcome::Pass, true) => (
            Kind::TrustedPass,
            if scene.standing.is_official() {
                Weight::For
            } else {
                Weight::Neutral
            },
        ),
        (Outcome::Pass, false) => (Kind::UntrustedPass, Weight::Neutral),
        (Outcome::Fail, true) => (
            Kind::TrustedFail,
            against_official(scene, Weight::Decisive, holds),
        ),
        // Nobody who wants to deceive writes that his mail failed. What strangers write
        // through a brand is sent on by lists, which breaks it.
        (Outcome::Fail, false) => {
            let sent_on = scene.authentication.forwarded
                && (scene.standing == Standing::Strangers || !scene.claim.code);
            let foreign = !scene.standing.is_official() && scene.standing != Standing::Strangers;
            // The whole of it failed, or only a part: agencies send without the one or the other.
            let whole = results.dmarc == Some(Outcome::Fail) && !scene.passed_on;
            let weight = match (sent_on || holds, foreign && !whole) {
                (true, _) => Weight::Neutral,
                (false, true) => Weight::Weak,
                (false, false) => Weight::Strong,
            };
            (Kind::UntrustedFail, weight)
        }
        (Outcome::SoftFail | Outcome::None | Outcome::Temporary, _) => return,
    };
    found.push(Finding::new(kind, weight, place).seen(&results.server));
}

/// The word that counts: DMARC's, else the aligned signature's and the way's together.
fn said(results: &Results) -> Option<(Outcome, Place)> {
    let place = Place::Results;
    match results.dmarc {
        Some(outcome @ (Outcome::Pass | Outcome::Fail)) => return Some((outcome, place)),
        Some(Outcome::SoftFail | Outcome::None | Outcome::Temporary) | None => {}
    }
    match (results.dkim, results.spf) {
        (Some(Outcome::Pass), _) | (_, Some(Outcome::Pass)) => Some((Outcome::Pass, place)),
        (Some(Outcome::Fail), Some(Outcome::Fail | Outcome::SoftFail) | None)
        | (None | Some(Outcome::None), Some(Outcome::Fail)) => Some((Outcome::Fail, place)),
        _ => None,
    }
}
