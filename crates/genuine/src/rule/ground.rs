//! On what ground a finding is weighed: the same link means nothing in a newsletter and is the
//! theft itself in a mail that poses as somebody's bank.

use super::{Scene, Standing};
use crate::{
    auth::{PathState, SignatureState},
    brand::Format,
    mail::Form,
    report::{Finding, Kind, Weight},
};

/// The grounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// A brand is claimed by somebody else, and it is about an account.
    Posing,
    /// A brand is claimed by somebody else; a stranger writes through it, about an account; or
    /// one of its addresses says something unusual, or has nothing to show for itself.
    Doubtful,
    /// The address of the brand's codes, and a code: such mails lead nowhere else.
    CodeMail,
    /// Nobody known, about an account.
    Unknown,
    /// Everything else: most mails.
    Calm,
}

impl Ground {
    /// The ground of this mail.
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let serious = scene.claim.account || scene.claim.code;
        match scene.standing {
            // Nothing that may be called genuine is looked at less strictly.
            Standing::CodeSender if fits(scene) => Self::CodeMail,
            // Lockers and bookings have codes, too; and what was added to a code mail may be
            // why it doesn't look like one any more.
            Standing::CodeSender if scene.claim.code => Self::Doubtful,
            Standing::Strangers if serious => Self::Doubtful,
            // Who forges that address has a notice to show, if no code, and a page of his own.
            Standing::CodeSender if serious && is_unproved(scene) => {
                if is_named_notice(scene) {
                    Self::CodeMail
                } else {
                    Self::Doubtful
                }
            }
            Standing::CodeSender if is_named_notice(scene) => Self::Doubtful,
            Standing::Official if serious && is_bare(scene) => Self::Doubtful,
            Standing::CodeSender | Standing::Official | Standing::Strangers => Self::Calm,
            Standing::NoClaim | Standing::Customer | Standing::Foreign | Standing::Nobody => {
                Self::of_others(scene, serious)
            }
        }
    }

    /// The ground of a mail that isn't from an address of the brand.
    fn of_others(scene: &Scene<'_>, serious: bool) -> Self {
        let talk = is_talk(scene);
        match (scene.poses(), serious) {
            (true, true) => Self::Posing,
            (true, false) => Self::Doubtful,
            (false, true) if !talk => Self::Unknown,
            (false, true | false) => Self::Calm,
        }
    }

    /// The weight on this ground; none where it isn't worth telling.
    pub(super) fn weigh(self, weights: Weights) -> Option<Weight> {
        let [posing, doubtful, code_mail, unknown, calm] = weights;
        match self {
            Self::Posing => posing,
            Self::Doubtful => doubtful,
            Self::CodeMail => code_mail,
            Self::Unknown => unknown,
            Self::Calm => calm,
        }
    }
}

/// Whether nothing shows that a brand's address is its own: neither what was verified, nor a
/// server of the brand's.
fn is_unproved(scene: &Scene<'_>) -> bool {
    let known = scene.authentication;
    let server = known
        .path
        .as_ref()
        .is_some_and(|it| it.aligned && it.state == PathState::Pass);
    scene.standing.is_official() && !known.is_proved() && !server
}

/// Whether nothing can be had, besides, that would show it: a signature whose key is there to
/// be asked for. Forgers have none; nor has a mail that lost its headers, or was sent on.
pub(super) fn is_bare(scene: &Scene<'_>) -> bool {
    let mut own = scene.authentication.signatures.iter();
    is_unproved(scene)
        && scene.mail.form == Form::Whole
        && !scene.passed_on
        && !own.any(|it| it.aligned && may_hold(it.state))
}

/// Whether a signature in this state may be found to hold, or once may have.
const fn may_hold(state: SignatureState) -> bool {
    match state {
        SignatureState::Holds
        | SignatureState::Temporary
        | SignatureState::NotAsked
        | SignatureState::Expired
        | SignatureState::BodyChanged => true,
        SignatureState::KeyGone
        | SignatureState::KeyRevoked
        | SignatureState::HeadChanged
        | SignatureState::Weak
        | SignatureState::Unreadable => false,
    }
}

/// Whether it looks like one of the brand's code mails, or of the notices that prove as much.
pub(super) fn fits(scene: &Scene<'_>) -> bool {
    formats(scene).any(|format| !format.named && format.fits(scene.mail))
}

/// Whether it looks like one of the brand's notices in which names stand that others chose: of
/// an app, a device, an account. Such a name may be a lure as long as a letter.
pub(super) fn is_named_notice(scene: &Scene<'_>) -> bool {
    formats(scene).any(|format| format.named && format.fits(scene.mail))
}

fn formats<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a Format> {
    let brand = scene.claim.brand;
    brand.into_iter().flat_map(|brand| &brand.formats)
}

/// Whether it talks about what it says: what lists and people pass on, what columns on frauds
/// show, what programs are made of.
pub(super) fn is_talk(scene: &Scene<'_>) -> bool {
    let talk = scene.passed_on || scene.claim.lecture || scene.mail.holds_patch();
    talk && !names_foreign(scene)
}

/// Whether a brand is at least named, and somebody else is the sender.
pub(super) fn names_foreign(scene: &Scene<'_>) -> bool {
    scene.claim.brand.is_some() && scene.standing.is_foreign()
}

/// Whether an address of the brand's writes of an account.
pub(super) fn speaks_of_account(scene: &Scene<'_>) -> bool {
    scene.standing.is_official() && (scene.claim.account || scene.claim.code)
}

/// Whether a code is shown by an address of the brand's that isn't where its codes come from,
/// as far as that is known for certain. Only a host within a domain can be left to somebody
/// else; the domain itself stays the brand's.
pub(super) fn shows_code_elsewhere(scene: &Scene<'_>) -> bool {
    let (claim, sender) = (scene.claim, scene.mail.from.address());
    scene.standing == Standing::Official
        && claim.code
        && claim.account
        && claim.brand.is_some_and(|it| {
            let within = sender.is_some_and(|from| !it.domains.contains(&from.domain));
            within && it.grade.is_confirmed() && !it.senders.is_empty()
        })
}

/// What a finding weighs when posing, doubtful, in a code mail, unknown and calm.
pub(super) type Weights = [Option<Weight>; 5];

/// Short names for tables of weights.
pub(super) mod weight {
    use super::Weight;

    /// It isn't told.
    pub(in crate::rule) const NO: Option<Weight> = None;
    /// Weak.
    pub(in crate::rule) const WK: Option<Weight> = Some(Weight::Weak);
    /// Strong.
    pub(in crate::rule) const ST: Option<Weight> = Some(Weight::Strong);
    /// Decisive.
    pub(in crate::rule) const DE: Option<Weight> = Some(Weight::Decisive);
}

/// Keeps of each kind the weightiest finding, and of equals the first.
#[derive(Debug, Default)]
pub(super) struct Best {
    found: Vec<Finding>,
}

impl Best {
    /// Adds one, where it isn't less than what is there already.
    pub(super) fn add(&mut self, finding: Finding) {
        match self.found.iter_mut().find(|it| it.kind == finding.kind) {
            Some(there) if there.weight >= finding.weight => {}
            Some(there) => *there = finding,
            None => self.found.push(finding),
        }
    }

    /// Whether this weight would say something new.
    pub(super) fn wants(&self, kind: Kind, weight: Weight) -> bool {
        let there = self.found.iter().find(|it| it.kind == kind);
        there.is_none_or(|it| it.weight < weight)
    }

    /// Hands them over.
    pub(super) fn into(self, found: &mut Vec<Finding>) {
        found.extend(self.found);
    }
}
