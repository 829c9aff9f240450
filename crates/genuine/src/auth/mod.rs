//! Who really sent it: signatures (DKIM, RFC 6376 and 8463), the way (SPF, RFC 7208), the
//! domain's wish (DMARC, RFC 9989), and what a trusted receiver wrote down (RFC 8601).
//!
//! Three things are kept apart: it *failed*, it *can't be known*, it is *temporary*.

mod comment;
mod dkim;
mod file;
mod forward;
mod head;
mod only;
mod policy;
mod question;
mod received;
mod results;
mod spf;
mod tag;

use std::net::IpAddr;

pub use self::{
    file::{FileError, FileResolver},
    only::Only,
};
use self::{head::Head, policy::Author, question::Questions};
use crate::{
    mail::{Form, Mail},
    options::Options,
};

/// What is asked of the DNS. Names are without a dot at the end.
pub trait Resolver {
    /// The texts under a name (TXT), each in one piece.
    fn texts(&self, name: &str) -> Lookup<Vec<String>>;
    /// The addresses of a name (A and AAAA).
    fn addresses(&self, name: &str) -> Lookup<Vec<IpAddr>>;
    /// The mail servers of a domain (MX), the preferred first.
    fn mail_servers(&self, name: &str) -> Lookup<Vec<String>>;
    /// The names of an address (PTR).
    fn names(&self, address: IpAddr) -> Lookup<Vec<String>>;
    /// How far it asks.
    fn kind(&self) -> ResolverKind {
        ResolverKind::Everything
    }
}

/// How far a resolver asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResolverKind {
    /// It doesn't.
    Offline,
    /// For names of known brands alone.
    Brands,
    /// For whatever a mail names.
    Everything,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// This.
    Found(T),
    /// There is no such name, or nothing of the kind under it.
    Absent,
    /// Nobody answered just now.
    Temporary,
    /// It wasn't asked: there is no DNS here, or asking would tell the sender something.
    NotAsked,
}

/// No DNS.
#[derive(Clone, Copy, Debug)]
pub struct Offline;

impl Resolver for Offline {
    fn texts(&self, _: &str) -> Lookup<Vec<String>> {
        Lookup::NotAsked
    }

    fn addresses(&self, _: &str) -> Lookup<Vec<IpAddr>> {
        Lookup::NotAsked
    }

    fn mail_servers(&self, _: &str) -> Lookup<Vec<String>> {
        Lookup::NotAsked
    }

    fn names(&self, _: IpAddr) -> Lookup<Vec<String>> {
        Lookup::NotAsked
    }

    fn kind(&self) -> ResolverKind {
        ResolverKind::Offline
    }
}

/// What is known of who sent a mail.
#[derive(Clone, Debug, Default)]
pub struct Authentication {
    /// The domain of `From` that all is held against; empty where `From` names none or several.
    pub domain: String,
    /// Whether its organisation was found by walking the DNS (RFC 9989 §4.10), and not in the
    /// public suffix list.
    pub walked: bool,
    /// The signatures, as they were verified.
    pub signatures: Vec<Signature>,
    /// Whether the way allows for the envelope's domain; `None` when nothing honest is recorded.
    pub path: Option<Path>,
    /// What the domain of `From` wants.
    pub policy: Policy,
    /// What the topmost receiver wrote, where it did.
    pub results: Option<Results>,
    /// Whether results below it say the opposite.
    pub contradicted: bool,
    /// Whether somebody sent it on (several hops of different owners, SRS, a list, ARC).
    pub forwarded: bool,
}

/// A signature.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells something of its own, in all combinations"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// `d=`, in lower case.
    pub domain: String,
    /// `s=`.
    pub selector: String,
    /// What came of it.
    pub state: SignatureState,
    /// Whether its domain is that of `From`, or shares its organisation (RFC 9989 §4.4).
    pub aligned: bool,
    /// Whether the body that is signed is only a part of what is there (`l=`).
    pub partial: bool,
    /// Whether it has an `l=` at all.
    pub length: bool,
    /// Whether it covers `From`, `Subject` and `Date`.
    pub covers: bool,
    /// Whether it covers `To`: if not, the mail may have been somebody else's.
    pub covers_to: bool,
}

/// What came of verifying one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureState {
    /// It holds.
    Holds,
    /// The text was changed since.
    BodyChanged,
    /// The headers were changed since, or it was never the domain's.
    HeadChanged,
    /// It has run out (`x=`), or was made after the check.
    Expired,
    /// Its key is no longer, or was never, published.
    KeyGone,
    /// Its key was revoked (`p=` is empty).
    KeyRevoked,
    /// Its key is too short to prove anything (RSA below 1024 bits), or the algorithm is `rsa-sha1`.
    Weak,
    /// Nobody answered.
    Temporary,
    /// The key wasn't asked for.
    NotAsked,
    /// It can't be read.
    Unreadable,
}

/// What SPF says of the recorded way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The address that handed it in, by the topmost `Received`.
    pub address: IpAddr,
    /// The envelope's domain.
    pub domain: String,
    /// Whether that is the domain of `From`, or shares its organisation.
    pub aligned: bool,
    /// What came of it.
    pub state: PathState,
}

/// What came of SPF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathState {
    /// The address may send for the domain.
    Pass,
    /// It may not.
    Fail,
    /// It rather may not.
    SoftFail,
    /// The domain says nothing about it.
    Neutral,
    /// The domain publishes nothing, or something broken.
    Unknown,
    /// Nobody answered.
    Temporary,
    /// It wasn't asked for.
    NotAsked,
}

/// What a domain wants done with mails that aren't proved to be its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// It wasn't asked for, or nobody answered.
    #[default]
    Unknown,
    /// It publishes none.
    Missing,
    /// `p=none`, or `p=quarantine` in testing (`t=y`).
    None,
    /// `p=quarantine`.
    Quarantine,
    /// `p=reject`.
    Reject,
}

/// What a receiver wrote (RFC 8601).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// Who wrote it (`authserv-id`), in lower case; may be empty, as Outlook.com leaves it out.
    pub server: String,
    /// Whether it is named as trusted, and the topmost `Received` is its own.
    pub trusted: bool,
    /// `dmarc=`.
    pub dmarc: Option<Outcome>,
    /// `dkim=` of the domain of `From` (or sharing its organisation).
    pub dkim: Option<Outcome>,
    /// `spf=` of the domain of `From` (or sharing its organisation).
    pub spf: Option<Outcome>,
    /// `arc=`.
    pub arc: Option<Outcome>,
}

/// A word of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// `pass`
    Pass,
    /// `fail`, `hardfail`, `permerror`
    Fail,
    /// `softfail`
    SoftFail,
    /// `none`, `neutral`, `bestguesspass`, `policy`
    None,
    /// `temperror`
    Temporary,
}

impl Authentication {
    /// Whether we have verified ourselves, or a trusted receiver has, that the domain of `From`
    /// sent exactly this: an aligned signature that holds, covers what it has to, the whole text.
    ///
    /// A receiver passes signatures with `l=`, too, and can't be asked which of several it meant:
    /// beside such a one its word isn't enough.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        let aligned = || self.signatures.iter().filter(|it| it.aligned);
        let verified =
            aligned().any(|it| it.state == SignatureState::Holds && it.covers && !it.length);
        let told = self
            .results
            .as_ref()
            .is_some_and(|it| it.trusted && it.dmarc == Some(Outcome::Pass));
        verified || (told && !aligned().any(|it| it.length))
    }
}

/// Finds out who sent it. Asks at most `options.limits.questions` questions.
#[must_use]
pub fn authenticate(mail: &Mail, options: &Options<'_>, resolver: &dyn Resolver) -> Authentication {
    if mail.form == Form::Text {
        return Authentication::default();
    }
    let questions = Questions::new(resolver, options.limits.questions);
    let author = Author::of(author_of(mail), &questions);
    let head = Head::of(&mail.raw, options.limits.headers);
    let mut signatures = dkim::verify(&head, options.at, options.limits.signatures, &questions);
    for signature in &mut signatures {
        signature.aligned = if signature.state == SignatureState::Holds {
            author.is_signed_by(&signature.domain, &questions)
        } else {
            author.would_be_signed_by(&signature.domain)
        };
    }
    let hops = received::hops(mail);
    let (results, contradicted) = results::read(mail, &author, &hops, options.trusted);
    Authentication {
        path: path(mail, &author, &hops, &questions),
        forwarded: forward::is_forwarded(mail, &author, &signatures, &hops),
        walked: author.walked,
        policy: author.policy,
        domain: author.domain,
        signatures,
        results,
        contradicted,
    }
}

/// The domain that stands for the mail; none where `From` could be read as another's, too.
fn author_of(mail: &Mail) -> &str {
    match (mail.from.headers, mail.from.mailboxes.as_slice()) {
        (1, [mailbox]) => &mailbox.domain,
        _ => "",
    }
}

fn path(
    mail: &Mail,
    author: &Author,
    hops: &[received::Hop],
    resolver: &dyn Resolver,
) -> Option<Path> {
    let hop = received::entry(hops)?;
    let address = hop.address?;
    let envelope = mail.return_path.as_ref()?;
    Some(Path {
        address,
        domain: envelope.domain.clone(),
        aligned: author.is_sent_by(&envelope.domain, resolver),
        state: spf::evaluate(
            (address, &envelope.domain),
            &envelope.address(),
            &hop.greeting,
            resolver,
        ),
    })
}
