//! The verdict: gates, not one sum.
//!
//! A sum would let ten weak marks outweigh one proof, and one proof hide a theft. So each
//! verdict has conditions of its own, and what is asked for is the same however much else was
//! found (`docs/decisions/0022-the-verdict-has-gates.md`).

use crate::{
    report::{Finding, Kind, Report, Verdict, Weight},
    rule::{Scene, Standing},
    wording::Advice,
};

/// So many weak marks together are enough to be careful.
const WEAK_ONES: usize = 3;

/// Weighs what was found.
#[must_use]
pub fn weigh(scene: &Scene<'_>, mut findings: Vec<Finding>) -> Report {
    findings.sort_by(|one, other| {
        let key = |it: &Finding| (core::cmp::Reverse(it.weight), it.place, it.kind);
        key(one).cmp(&key(other))
    });
    findings.dedup_by(|one, other| one == other);
    let verdict = verdict(scene, &findings);
    let brand = scene.claim.brand;
    Report {
        verdict,
        brand: brand.map(|brand| brand.id.clone()),
        brand_name: brand.map(|brand| brand.name.clone()),
        advice: advice(verdict, scene, &findings),
        findings,
    }
}

/// Which gate it comes through.
fn verdict(scene: &Scene<'_>, findings: &[Finding]) -> Verdict {
    if is_fake(scene, findings) {
        Verdict::Fake
    } else if is_suspicious(scene, findings) {
        Verdict::Suspicious
    } else if is_genuine(scene, findings) {
        Verdict::Genuine
    } else {
        Verdict::Unproven
    }
}

/// Proved to be from the exact address of a confirmed brand's codes, in the form of its code
/// mails, and nothing at all against it.
fn is_genuine(scene: &Scene<'_>, findings: &[Finding]) -> bool {
    let confirmed = scene
        .claim
        .brand
        .is_some_and(|brand| brand.grade.is_confirmed());
    confirmed
        && scene.standing == Standing::CodeSender
        && scene.authentication.is_proved()
        && has(findings, Kind::FormatFits)
        && !findings.iter().any(|it| it.weight > Weight::Neutral)
}

/// It says it is from a brand and isn't: something no honest mail of that brand has, or a
/// stranger's address together with what a theft needs.
fn is_fake(scene: &Scene<'_>, findings: &[Finding]) -> bool {
    if scene.standing == Standing::NoClaim {
        return false;
    }
    // Whoever proves the brand's own address isn't a stranger, whatever the rest looks like.
    let proved = scene.standing.is_official() && scene.authentication.is_proved();
    let decisive = findings.iter().any(|it| it.weight == Weight::Decisive);
    let theft = findings
        .iter()
        .any(|it| it.weight >= Weight::Strong && is_of_theft(it.kind));
    let posing = scene.poses()
        && findings
            .iter()
            .any(|it| it.weight >= Weight::Strong && is_of_sender(it.kind));
    !proved && (decisive || (posing && theft))
}

/// Something speaks against it, or many small things do.
fn is_suspicious(scene: &Scene<'_>, findings: &[Finding]) -> bool {
    let strong = findings.iter().any(|it| it.weight >= Weight::Strong);
    let weak = findings.iter().filter(|it| it.weight == Weight::Weak);
    // What strangers write through a brand's own address is as good as the stranger.
    let through = scene.standing == Standing::Strangers
        && findings
            .iter()
            .any(|it| it.weight >= Weight::Weak && is_of_theft(it.kind));
    strong || through || weak.count() >= WEAK_ONES
}

/// Whether it is about who sent it.
const fn is_of_sender(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::ForeignSender
            | Kind::FreeMailbox
            | Kind::UserMailbox
            | Kind::LookalikeSender
            | Kind::BrandInSender
            | Kind::BrandAsSubdomain
            | Kind::AddressInName
            | Kind::TrickInName
    )
}

/// Whether it is what a theft needs: a place to lead to, something to ask for.
const fn is_of_theft(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::ForeignReplyTo
            | Kind::FreeReplyTo
            | Kind::LinkForeign
            | Kind::LinkLookalike
            | Kind::LinkBrandInHost
            | Kind::LinkTextDiffers
            | Kind::LinkAddress
            | Kind::LinkUserInfo
            | Kind::LinkPort
            | Kind::LinkPunycode
            | Kind::LinkShortened
            | Kind::LinkRedirect
            | Kind::LinkUserContent
            | Kind::LinkData
            | Kind::MailtoForeign
            | Kind::FormInMail
            | Kind::Rebased
            | Kind::AsksSecrets
            | Kind::AsksForCode
            | Kind::AsksToCall
            | Kind::AsksToReply
            | Kind::AsksPayment
            | Kind::Threatens
            | Kind::Lures
            | Kind::PosesAsHelpDesk
            | Kind::QrCode
            | Kind::ImageOnly
            | Kind::DangerousAttachment
            | Kind::DisguisedAttachment
    )
}

fn has(findings: &[Finding], kind: Kind) -> bool {
    findings.iter().any(|it| it.kind == kind)
}

/// What to do now.
fn advice(verdict: Verdict, scene: &Scene<'_>, findings: &[Finding]) -> Vec<Advice> {
    let about_account = scene.claim.account || scene.claim.code;
    let mut advice = Vec::new();
    match verdict {
        Verdict::Genuine => {
            advice.extend([Advice::KeepCodeToYourself, Advice::MayBeIgnored]);
            advice.push(Advice::UseYourBookmark);
        }
        Verdict::Unproven => {
            if scene.claim.code {
                advice.push(Advice::KeepCodeToYourself);
            }
            if has(findings, Kind::NoHeaders) || has(findings, Kind::HeadersLost) {
                advice.push(Advice::SendTheOriginal);
            }
            if has(findings, Kind::KeyUnreachable) {
                advice.push(Advice::AskAgainLater);
            }
            advice.push(if about_account || scene.claim.brand.is_some() {
                Advice::UseYourBookmark
            } else {
                Advice::AskTheSender
            });
        }
        Verdict::Suspicious | Verdict::Fake => {
            advice.push(Advice::TouchNothing);
            if scene.claim.code {
                advice.push(Advice::KeepCodeToYourself);
            }
            advice.push(if scene.claim.brand.is_some() {
                Advice::UseYourBookmark
            } else {
                Advice::AskTheSender
            });
            advice.extend([Advice::IfYouGaveSomething, Advice::TellSomebody]);
        }
    }
    advice
}
