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
        report_to: brand
            .and_then(|brand| brand.report_to.clone())
            .filter(|_| verdict >= Verdict::Suspicious),
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
    // Who passes a warning or a question on says what somebody else said.
    let theft = theft && !scene.passed_on;
    !proved && (decisive || (posing && theft))
}

/// Something speaks against it, or many small things do.
fn is_suspicious(scene: &Scene<'_>, findings: &[Finding]) -> bool {
    let strong = findings.iter().any(|it| it.weight >= Weight::Strong);
    let weak = findings.iter().filter(|it| it.weight == Weight::Weak);
    // What strangers write through a brand's own address is as good as the stranger; and what
    // a person passes on with a question is asked about, not the person.
    let asked_about = scene.passed_on && scene.claim.brand.is_some() && scene.claim.account;
    let mut theft = findings
        .iter()
        .filter(|it| it.weight >= Weight::Weak && is_of_theft(it.kind));
    let only_said = |it: &Finding| it.weight == Weight::Weak && is_only_said(it.kind);
    // Where every link stays with the brand, one such word is what people write of: a lure has
    // a place to lead to, or says more.
    let hurried = has(findings, Kind::Hurries)
        && (has(findings, Kind::Lures) || has(findings, Kind::Threatens));
    let talk = has(findings, Kind::LinksOfficial)
        && !hurried
        && theft.clone().all(only_said)
        && theft.clone().count() < 2;
    let through =
        (scene.standing == Standing::Strangers || asked_about) && !talk && theft.next().is_some();
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
            | Kind::AsksToApprove
            | Kind::HandsOutCode
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
            | Kind::EnclosedFake
    )
}

/// Whether it is only said, as people say it in every conversation about accounts.
const fn is_only_said(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Threatens | Kind::Lures | Kind::AsksSecrets | Kind::AsksToCall
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Place,
        auth::{Authentication, Signature, SignatureState},
        brand::{Brand, Claim, Claimed, Grade},
        mail::Mail,
        rule::sample::{options, row},
    };

    /// Everything that a genuine mail has.
    struct Case {
        brand: Brand,
        standing: Standing,
        authentication: Authentication,
        findings: Vec<Finding>,
        plain: bool,
        passed_on: bool,
    }

    impl Case {
        fn genuine() -> Self {
            let signature = Signature {
                domain: "kumo.example".to_owned(),
                selector: "a".to_owned(),
                state: SignatureState::Holds,
                aligned: true,
                partial: false,
                length: false,
                covers: true,
                covers_to: true,
            };
            Self {
                brand: row("kumo", Grade::B),
                standing: Standing::CodeSender,
                authentication: Authentication {
                    signatures: vec![signature],
                    ..Authentication::default()
                },
                findings: vec![
                    Finding::new(Kind::CodeSender, Weight::For, Place::From),
                    Finding::new(Kind::SignatureHolds, Weight::For, Place::Signature),
                    Finding::new(Kind::FormatFits, Weight::For, Place::Whole),
                ],
                plain: true,
                passed_on: false,
            }
        }

        fn posing() -> Self {
            Self {
                standing: Standing::Foreign,
                authentication: Authentication::default(),
                findings: vec![Finding::new(
                    Kind::ForeignSender,
                    Weight::Strong,
                    Place::From,
                )],
                ..Self::genuine()
            }
        }

        fn with(mut self, kind: Kind, weight: Weight) -> Self {
            self.findings.push(Finding::new(kind, weight, Place::Whole));
            self
        }

        fn verdict(&self) -> Verdict {
            let mail = Mail::default();
            let options = options(&[]);
            let claim = Claim {
                brand: Some(&self.brand),
                by: vec![Claimed::Name],
                ..Claim::default()
            };
            let scene = Scene {
                mail: &mail,
                claim: &claim,
                authentication: &self.authentication,
                options: &options,
                standing: self.standing,
                plain: self.plain,
                passed_on: self.passed_on,
            };
            weigh(&scene, self.findings.clone()).verdict
        }
    }

    #[test]
    fn genuine_takes_every_condition() {
        assert_eq!(Case::genuine().verdict(), Verdict::Genuine);
        let without: [fn(&mut Case); 6] = [
            |it| it.brand.grade = Grade::C,
            |it| it.standing = Standing::Official,
            |it| it.authentication.signatures.clear(),
            |it| it.authentication.signatures[0].length = true,
            |it| it.authentication.signatures[0].covers = false,
            |it| it.findings.retain(|one| one.kind != Kind::FormatFits),
        ];
        for (number, take) in without.iter().enumerate() {
            let mut case = Case::genuine();
            take(&mut case);
            assert_eq!(case.verdict(), Verdict::Unproven, "{number}");
        }
    }

    #[test]
    fn anything_against_it_keeps_a_mail_from_being_genuine() {
        for &kind in Kind::ALL {
            let weak = Case::genuine().with(kind, Weight::Weak).verdict();
            assert_eq!(weak, Verdict::Unproven, "{kind:?}");
            let strong = Case::genuine().with(kind, Weight::Strong).verdict();
            assert_eq!(strong, Verdict::Suspicious, "{kind:?}");
            let decisive = Case::genuine().with(kind, Weight::Decisive).verdict();
            assert_eq!(decisive, Verdict::Suspicious, "{kind:?}");
        }
    }

    #[test]
    fn what_is_proved_to_be_the_brands_is_never_fake() {
        let mut case = Case::genuine().with(Kind::LinkLookalike, Weight::Decisive);
        assert_eq!(case.verdict(), Verdict::Suspicious);
        case.authentication.signatures.clear();
        assert_eq!(case.verdict(), Verdict::Fake);
    }

    #[test]
    fn a_stranger_who_poses_is_fake_with_what_a_theft_needs() {
        assert_eq!(Case::posing().verdict(), Verdict::Suspicious);
        let theft = Case::posing().with(Kind::FreeReplyTo, Weight::Strong);
        assert_eq!(theft.verdict(), Verdict::Fake);
        let not_theft = Case::posing().with(Kind::GarbledJapanese, Weight::Strong);
        assert_eq!(not_theft.verdict(), Verdict::Suspicious);
        let in_the_text = Case {
            plain: false,
            ..Case::posing().with(Kind::FreeReplyTo, Weight::Strong)
        };
        assert_eq!(in_the_text.verdict(), Verdict::Suspicious);
    }

    #[test]
    fn one_word_in_a_conversation_that_leads_nowhere_else_is_talk() {
        let stranger = || Case {
            standing: Standing::Strangers,
            findings: vec![Finding::new(Kind::LinksOfficial, Weight::For, Place::Link)],
            ..Case::genuine()
        };
        let said = stranger().with(Kind::AsksSecrets, Weight::Weak);
        assert_eq!(said.verdict(), Verdict::Unproven);
        let twice = said.with(Kind::Lures, Weight::Weak);
        assert_eq!(twice.verdict(), Verdict::Suspicious);
        let hurried = stranger()
            .with(Kind::Lures, Weight::Weak)
            .with(Kind::Hurries, Weight::Weak);
        assert_eq!(hurried.verdict(), Verdict::Suspicious);
        let elsewhere = stranger().with(Kind::LinkForeign, Weight::Weak);
        assert_eq!(elsewhere.verdict(), Verdict::Suspicious);
    }

    #[test]
    fn what_is_passed_on_is_suspected_at_most() {
        let passed_on = Case {
            passed_on: true,
            ..Case::posing().with(Kind::FreeReplyTo, Weight::Strong)
        };
        assert_eq!(passed_on.verdict(), Verdict::Suspicious);
        let imitated = passed_on.with(Kind::LookalikeSender, Weight::Decisive);
        assert_eq!(imitated.verdict(), Verdict::Fake);
    }

    #[test]
    fn a_mail_that_claims_nobody_is_never_fake() {
        let mut case = Case::posing().with(Kind::AsksSecrets, Weight::Decisive);
        case.standing = Standing::NoClaim;
        assert_eq!(case.verdict(), Verdict::Suspicious);
    }

    #[test]
    fn three_small_things_are_enough_to_be_careful() {
        let mut case = Case {
            findings: Vec::new(),
            ..Case::genuine()
        };
        for (kind, expected) in [
            (Kind::LinkShortened, Verdict::Unproven),
            (Kind::Hurries, Verdict::Unproven),
            (Kind::Attachment, Verdict::Suspicious),
        ] {
            case = case.with(kind, Weight::Weak);
            assert_eq!(case.verdict(), expected, "{kind:?}");
        }
    }

    #[test]
    fn every_verdict_says_what_to_do() {
        let cases = [
            Case::genuine(),
            Case::posing(),
            Case::posing().with(Kind::FreeReplyTo, Weight::Strong),
            Case {
                findings: Vec::new(),
                ..Case::genuine()
            },
        ];
        let verdicts: Vec<Verdict> = cases.iter().map(Case::verdict).collect();
        assert_eq!(
            verdicts,
            [
                Verdict::Genuine,
                Verdict::Suspicious,
                Verdict::Fake,
                Verdict::Unproven
            ]
        );
    }
}
