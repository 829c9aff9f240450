//! Who the mail says it is from, and where answers go.

use unicode_normalization::UnicodeNormalization as _;

use super::{Scene, Standing, passed_on};
use crate::{
    auth::SignatureState,
    brand::Claimed,
    mail::{Form, Mailbox, Oddity},
    name,
    report::{Finding, Kind, Place, Weight},
};

/// Headers that people read, and of which there may be one.
const READ: [&str; 2] = ["subject", "reply-to"];
/// Headers that say how the rest is to be read, and of which there may be one.
const MIME: [&str; 3] = ["content-type", "content-transfer-encoding", "mime-version"];

/// Looks at how it came, `From`, `Reply-To`, `Return-Path` and `To`.
pub(super) fn find(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    form(scene, found);
    standing(scene, found);
    header(scene, found);
    answers(scene, found);
    envelope(scene, found);
    reader(scene, found);
}

fn form(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let mut tell = |kind| found.push(Finding::new(kind, Weight::Neutral, Place::Whole));
    match scene.mail.form {
        Form::Whole => {}
        Form::FewHeaders => tell(Kind::HeadersLost),
        Form::Text => tell(Kind::NoHeaders),
    }
    if scene.mail.oddities.contains(&Oddity::CutOff) {
        tell(Kind::CutOff);
    }
    if scene.mail.oddities.contains(&Oddity::OverLimits) {
        tell(Kind::OverLimits);
    }
    if scene.passed_on {
        tell(Kind::Forwarded);
    }
    if scene.claim.brand.is_none() {
        if scene.claim.account || scene.claim.code {
            tell(Kind::NoBrand);
        } else if scene.mail.enclosed.is_empty() {
            tell(Kind::NotAboutAccounts);
        }
    } else if scene.claim.brand.is_some_and(|it| !it.grade.is_confirmed()) {
        tell(Kind::RowUnconfirmed);
    }
}

/// How the sender stands to the brand.
fn standing(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let (Some(brand), Some(sender)) = (scene.claim.brand, scene.mail.from.address()) else {
        return;
    };
    let finding = |kind, weight| {
        Finding::new(kind, weight, Place::From)
            .seen(&sender.address())
            .against(&brand.name)
    };
    let serious = scene.claim.account || scene.claim.code;
    // Whoever writes a brand's name into his own poses as it, whatever he wants.
    let by_name = scene.claim.by.contains(&Claimed::Name);
    let posing = match (scene.plain, serious || by_name) {
        (true, true) if scene.only_speaks_of_it() => Weight::Weak,
        (true, true) => Weight::Strong,
        (true, false) => Weight::Weak,
        (false, _) => Weight::Neutral,
    };
    match scene.standing {
        Standing::NoClaim | Standing::Nobody => {}
        Standing::CodeSender => found.push(finding(Kind::CodeSender, Weight::For)),
        Standing::Official => found.push(finding(Kind::OfficialDomain, Weight::For)),
        Standing::Strangers => {
            found.push(finding(Kind::StrangersThroughBrand, Weight::Neutral));
        }
        Standing::Customer => found.push(finding(Kind::UserMailbox, posing)),
        Standing::Foreign if name::is_free_mailbox(&sender.domain) => {
            found.push(finding(Kind::FreeMailbox, posing));
        }
        Standing::Foreign => found.push(foreign(scene, sender, posing, &finding)),
    }
}

/// A sender of another domain: does that look like the brand's?
fn foreign(
    scene: &Scene<'_>,
    sender: &Mailbox,
    posing: Weight,
    finding: &dyn Fn(Kind, Weight) -> Finding,
) -> Finding {
    let alike = name::looks_like(&sender.domain, scene.options.brands);
    let alike = alike.filter(|it| Some(it.brand) == scene.claim.brand.map(|brand| &brand.id));
    match alike.map(|it| it.how) {
        Some(name::Likeness::Letters | name::Likeness::Script) => {
            finding(Kind::LookalikeSender, Weight::Decisive)
        }
        Some(name::Likeness::Typo) => finding(
            Kind::LookalikeSender,
            if scene.claim.account || scene.claim.code {
                Weight::Decisive
            } else {
                Weight::Strong
            },
        ),
        Some(name::Likeness::Subdomain) => finding(Kind::BrandAsSubdomain, Weight::Decisive),
        Some(name::Likeness::Within) => finding(Kind::BrandInSender, posing),
        None => finding(Kind::ForeignSender, posing),
    }
}

/// How `From` is written.
fn header(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let from = &scene.mail.from;
    if scene.mail.form == Form::Text {
        return;
    }
    let shown = from.address().map(Mailbox::address).unwrap_or_default();
    let careful = if scene.claim.brand.is_some() {
        Weight::Strong
    } else {
        Weight::Weak
    };
    if from.mailboxes.is_empty() {
        found.push(Finding::new(Kind::NoFrom, Weight::Weak, Place::From).seen(&from.name));
    } else if from.headers > 1 || different(&from.mailboxes) {
        let other = from.mailboxes.last().map(Mailbox::address);
        found.push(
            Finding::new(Kind::SeveralFrom, careful, Place::From)
                .seen(&shown)
                .against(&other.unwrap_or_default()),
        );
    } else if from.malformed {
        let weight = if scene.poses() {
            Weight::Strong
        } else {
            Weight::Weak
        };
        found.push(Finding::new(Kind::MalformedFrom, weight, Place::From).seen(&from.name));
    }
    name(scene, &shown, found);
    oddities(scene, found);
}

/// What the name shown says of an address, or hides.
fn name(scene: &Scene<'_>, shown: &str, found: &mut Vec<Finding>) {
    let from = &scene.mail.from;
    if let Some(named) = domain_in(&from.name)
        && let Some(sender) = from.address()
        && name::organisation(&named) != name::organisation(&sender.domain)
    {
        let brands = scene.options.brands.owner(&named);
        let alias = passed_on::is_alias(scene.mail, scene.authentication);
        let weight = if alias {
            Weight::Neutral
        } else if brands.is_some() && from.name.contains(['@', '＠', '﹫']) {
            Weight::Decisive
        } else if brands.is_some() && scene.poses() {
            Weight::Strong
        } else {
            Weight::Neutral
        };
        found.push(
            Finding::new(Kind::AddressInName, weight, Place::From)
                .seen(&from.name)
                .against(shown),
        );
    }
    if scene.claim.disguised {
        let weight = if scene.standing.is_official() {
            Weight::Weak
        } else {
            Weight::Strong
        };
        found.push(Finding::new(Kind::TrickInName, weight, Place::From).seen(&from.name));
    }
}

/// What is odd about the headers that people see.
fn oddities(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let from = &scene.mail.from;
    for oddity in &scene.mail.oddities {
        let (kind, place) = match oddity {
            Oddity::Controls(header) | Oddity::EncodedTrick(header) if header == "subject" => {
                (Kind::TrickInSubject, Place::Subject)
            }
            Oddity::Controls(header) | Oddity::EncodedTrick(header) if header == "from" => {
                (Kind::TrickInName, Place::From)
            }
            // Signatures cover the one, and programs may show the other.
            Oddity::Doubled(header) if READ.iter().chain(&MIME).any(|it| it == header) => {
                (Kind::Malformed, Place::Head)
            }
            Oddity::Controls(_)
            | Oddity::EncodedTrick(_)
            | Oddity::Doubled(_)
            | Oddity::OverLimits
            | Oddity::CutOff
            | Oddity::BrokenCharset => continue,
        };
        // Programs that save mails write a second type now and then.
        let saved = matches!(oddity, Oddity::Doubled(header) if MIME.contains(&header.as_str()));
        let weight = if !saved && (scene.poses() || scene.claim.account) {
            Weight::Strong
        } else {
            Weight::Weak
        };
        let seen = match place {
            Place::Subject => &scene.mail.subject,
            _ => &from.name,
        };
        found.push(Finding::new(kind, weight, place).seen(seen));
    }
}

/// Whether they are of different organisations.
fn different(mailboxes: &[Mailbox]) -> bool {
    let mut organisations = mailboxes.iter().map(|it| name::organisation(&it.domain));
    let first = organisations.next();
    organisations.any(|other| Some(other) != first)
}

/// The domain of an address, or a whole domain, that a shown name holds.
fn domain_in(text: &str) -> Option<String> {
    let words = text.split(|sign: char| {
        sign.is_whitespace() || matches!(sign, '<' | '>' | '(' | ')' | '"' | '[' | ']' | ',' | ';')
    });
    for word in words {
        // Full-width signs are read like the others (`＠`, `．`).
        let word: String = word.nfkc().collect();
        let word = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        if let Some((before, domain)) = word.rsplit_once('@') {
            if !before.is_empty() && name::is_registered(domain) {
                return Some(domain.to_ascii_lowercase());
            }
        } else if word.contains('.') && name::is_registered(word) {
            return Some(word.to_ascii_lowercase());
        }
    }
    None
}

/// Where answers go.
fn answers(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let Some(sender) = scene.mail.from.address() else {
        return;
    };
    let elsewhere = scene.mail.reply_to.iter().find(|reply| {
        let same = name::organisation(&reply.domain) == name::organisation(&sender.domain);
        // A customer's mailbox is nobody's of the brand, whatever its domain is called.
        if is_mailbox(scene, &reply.domain) {
            !same || scene.standing.is_official()
        } else {
            !same && !scene.is_brands(&reply.domain)
        }
    });
    let Some(reply) = elsewhere else { return };
    let free = is_mailbox(scene, &reply.domain);
    let serious = scene.claim.account || scene.claim.code;
    let weight = match (scene.plain && scene.claim.brand.is_some(), free) {
        // Who has signing, meeting and lists done by a brand is answered, not the brand: it
        // says so itself, under its signature.
        (true, false) if relays(scene) => Weight::Neutral,
        // A brand has no answers sent to a free mailbox, and nobody else's domain.
        (true, true) => Weight::Strong,
        (true, false) if serious => Weight::Strong,
        (true, false) => Weight::Weak,
        (false, true) if serious && !name::is_free_mailbox(&sender.domain) => Weight::Weak,
        (false, _) => Weight::Neutral,
    };
    let kind = if free {
        Kind::FreeReplyTo
    } else {
        Kind::ForeignReplyTo
    };
    found.push(
        Finding::new(kind, weight, Place::ReplyTo)
            .seen(&reply.address())
            .against(&sender.address()),
    );
}

/// Whether the brand itself wrote where answers go: it proved the mail, `Reply-To` and all, and
/// it isn't the address that its codes come from.
fn relays(scene: &Scene<'_>) -> bool {
    let may = matches!(scene.standing, Standing::Official | Standing::Strangers);
    let mut holding = (scene.authentication.signatures.iter())
        .filter(|it| it.aligned && it.state == SignatureState::Holds && it.covers && !it.length);
    may && holding.any(|signature| {
        let mut written = scene.mail.header("dkim-signature");
        written.any(|value| signs_answers(value, &signature.domain, &signature.selector))
    })
}

/// Whether this is that signature, and `Reply-To` is under it.
fn signs_answers(value: &str, domain: &str, selector: &str) -> bool {
    let tag = |wanted: &str| {
        let mut tags = value.split(';').filter_map(|it| it.split_once('='));
        tags.find(|(name, _)| name.trim() == wanted)
            .map(|(_, it)| it.trim())
    };
    let is = |name, wanted: &str| tag(name).is_some_and(|it| it.eq_ignore_ascii_case(wanted));
    let headers = tag("h").unwrap_or_default();
    let mut headers = headers.split(':').map(str::trim);
    is("d", domain) && is("s", selector) && headers.any(|it| it.eq_ignore_ascii_case("reply-to"))
}

/// Whether people have their mailboxes there.
fn is_mailbox(scene: &Scene<'_>, domain: &str) -> bool {
    let brand = scene.claim.brand;
    let customers = brand.is_some_and(|brand| brand.mailboxes.iter().any(|it| it == domain));
    customers || name::is_free_mailbox(domain)
}

/// Who handed it in. Honest mails are sent by agencies in the brand's name, so that alone says
/// little.
fn envelope(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let (Some(sender), Some(returns)) = (scene.mail.from.address(), &scene.mail.return_path) else {
        return;
    };
    let foreign = name::organisation(&returns.domain) != name::organisation(&sender.domain)
        && !scene.is_brands(&returns.domain);
    if foreign && scene.plain && !scene.authentication.forwarded {
        found.push(
            Finding::new(Kind::ForeignReturnPath, Weight::Neutral, Place::ReturnPath)
                .seen(&returns.domain)
                .against(&sender.domain),
        );
    }
}

/// Whether it was written to whoever asks; or, where that isn't known, to the mailbox that it
/// was put into. A mail that was really sent to somebody else can be sent again to anybody, if
/// its signature leaves `To` out.
fn reader(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let mail = scene.mail;
    let is_named = |address: &str| {
        let mut to = mail.to.iter();
        to.any(|it| it.address().eq_ignore_ascii_case(address))
    };
    let stranger = if let Some(reader) = scene.options.reader {
        !is_named(reader)
    } else {
        let mut signatures = scene.authentication.signatures.iter();
        let open =
            signatures.any(|it| it.aligned && it.state == SignatureState::Holds && !it.covers_to);
        let mut put = mail
            .header("delivered-to")
            .chain(mail.header("x-original-to"));
        open && put
            .next()
            .is_some_and(|address| !is_named(address.trim().trim_matches(['<', '>'])))
    };
    if stranger && !mail.to.is_empty() {
        found.push(Finding::new(Kind::NotToYou, Weight::Weak, Place::To));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_under_a_signature_that_names_them() {
        let signature = "v=1; d=kumo.example; s=a; h=From:Reply-To : Subject; b=AA==";
        assert!(signs_answers(signature, "kumo.example", "a"));
        assert!(!signs_answers(signature, "kumo.example", "b"));
        let without = "v=1; d=kumo.example; s=a; h=From:Subject; b=AA==";
        assert!(!signs_answers(without, "kumo.example", "a"));
    }
}
