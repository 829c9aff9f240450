//! What comes out: the verdict, and what it rests on.

use crate::{
    brand::BrandId,
    wording::{Advice, Language, forward_to, sentence},
};

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is from the brand it claims to be from: proved.
    Genuine,
    /// Nothing speaks against it, and nothing proves it.
    Unproven,
    /// Something speaks against it.
    Suspicious,
    /// It is not from whom it claims to be from.
    Fake,
}

impl Verdict {
    /// Its word, which stays the same.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Unproven => "unproven",
            Self::Suspicious => "suspicious",
            Self::Fake => "fake",
        }
    }
}

/// What a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// It speaks for the mail, where the rest fits.
    For,
    /// It is told, and speaks neither for nor against.
    Neutral,
    /// It speaks against the mail a little: honest mails have it, too.
    Weak,
    /// It speaks against the mail: enough to be careful.
    Strong,
    /// No honest mail of that brand has it.
    Decisive,
}

impl Weight {
    /// As a number: below 0 for the mail, above 0 against it.
    #[must_use]
    pub const fn number(self) -> i8 {
        match self {
            Self::For => -1,
            Self::Neutral => 0,
            Self::Weak => 1,
            Self::Strong => 2,
            Self::Decisive => 3,
        }
    }
}

/// Where in the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the whole of it.
    Whole,
    /// `From`.
    From,
    /// `Reply-To`.
    ReplyTo,
    /// `Return-Path`.
    ReturnPath,
    /// `To`.
    To,
    /// `Subject`.
    Subject,
    /// The way it took (`Received`).
    Path,
    /// Its signatures.
    Signature,
    /// What a receiver wrote of it (`Authentication-Results`).
    Results,
    /// Other headers.
    Head,
    /// Its text.
    Text,
    /// A link.
    Link,
    /// A picture.
    Picture,
    /// An attachment.
    Attachment,
}

impl Place {
    /// Its word, which stays the same.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Whole => "mail",
            Self::From => "from",
            Self::ReplyTo => "reply-to",
            Self::ReturnPath => "return-path",
            Self::To => "to",
            Self::Subject => "subject",
            Self::Path => "received",
            Self::Signature => "dkim-signature",
            Self::Results => "authentication-results",
            Self::Head => "header",
            Self::Text => "text",
            Self::Link => "link",
            Self::Picture => "picture",
            Self::Attachment => "attachment",
        }
    }
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// What it weighs here.
    pub weight: Weight,
    /// Where.
    pub place: Place,
    /// What is there in the mail, made harmless (`shown`): no link in it can be followed, no
    /// code used, and it is short.
    pub seen: Option<String>,
    /// What it is held against: the brand, its domain, the real target.
    pub against: Option<String>,
}

impl Finding {
    /// One of these.
    #[must_use]
    pub const fn new(kind: Kind, weight: Weight, place: Place) -> Self {
        Self {
            kind,
            weight,
            place,
            seen: None,
            against: None,
        }
    }

    /// With what is there in the mail; made harmless here.
    #[must_use]
    pub fn seen(self, text: &str) -> Self {
        Self {
            seen: shown(text),
            ..self
        }
    }

    /// With what it is held against; made harmless here.
    #[must_use]
    pub fn against(self, text: &str) -> Self {
        Self {
            against: shown(text),
            ..self
        }
    }

    /// It in one plain sentence.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        sentence(self, language)
    }
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The answer.
    pub verdict: Verdict,
    /// The brand that the mail claims to be from.
    pub brand: Option<BrandId>,
    /// What that brand is called.
    pub brand_name: Option<String>,
    /// What was found, the weightiest against the mail first, what speaks for it last.
    pub findings: Vec<Finding>,
    /// What to do now, in this order.
    pub advice: Vec<Advice>,
    /// Where the claimed brand wants fakes to be forwarded to, if there is something to forward
    /// and it names an address.
    pub report_to: Option<String>,
}

impl Report {
    /// What to do now, each in a sentence or two.
    pub fn advice_in(&self, language: Language) -> impl Iterator<Item = (Advice, String)> {
        self.advice.iter().map(move |&advice| {
            let said = advice.sentence(language);
            let to = self.report_to.as_deref();
            match (advice, to, self.brand_name.as_deref()) {
                (Advice::TellSomebody, Some(to), Some(brand)) => {
                    (advice, forward_to(&said, brand, to, language))
                }
                _ => (advice, said),
            }
        })
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// What can be found. The ids stay the same; sentences may be written better.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its id, which stays the same.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

kinds! {
    // What was handed in.
    /// There are no headers: a text that was copied out of a mail.
    NoHeaders = "mail-no-headers",
    /// The headers that tell of the way are missing: a program kept only a few.
    HeadersLost = "mail-headers-lost",
    /// The mail ends before its end.
    CutOff = "mail-cut-off",
    /// It is longer, deeper or has more links than is looked at.
    OverLimits = "mail-over-limits",
    /// It was sent on, by a person, a list or a server.
    Forwarded = "mail-forwarded",
    /// It claims no brand and asks for no code: nothing to be judged.
    NotAboutAccounts = "mail-not-about-accounts",
    /// It is written like no honest program writes.
    Malformed = "mail-malformed",

    // Who it says it is from.
    /// The exact address that the brand's codes come from.
    CodeSender = "from-code-sender",
    /// Another address of the brand's domains.
    OfficialDomain = "from-official-domain",
    /// The brand's domain, but the address that strangers write through.
    StrangersThroughBrand = "from-strangers-through-brand",
    /// A domain where the brand's customers have their mailboxes.
    UserMailbox = "from-user-mailbox",
    /// A free mailbox.
    FreeMailbox = "from-free-mailbox",
    /// Claims a brand, from a domain that isn't the brand's.
    ForeignSender = "from-foreign-domain",
    /// The domain looks like the brand's, and isn't.
    LookalikeSender = "from-lookalike-domain",
    /// The brand's name within somebody else's domain.
    BrandInSender = "from-brand-in-domain",
    /// The brand's domain as the beginning of somebody else's.
    BrandAsSubdomain = "from-brand-as-subdomain",
    /// The name shown holds an address that isn't the sender's.
    AddressInName = "from-address-in-name",
    /// The name shown holds invisible, turning or mixed letters.
    TrickInName = "from-trick-in-name",
    /// The header can't be read as one address.
    MalformedFrom = "from-malformed",
    /// Several addresses.
    SeveralFrom = "from-several",
    /// Nobody is named.
    NoFrom = "from-missing",
    /// Answers go to another domain.
    ForeignReplyTo = "reply-to-foreign",
    /// Answers go to a free mailbox.
    FreeReplyTo = "reply-to-free-mailbox",
    /// It was handed in by another domain.
    ForeignReturnPath = "return-path-foreign",
    /// It was written to somebody else.
    NotToYou = "to-somebody-else",
    /// The subject holds invisible, turning or mixed letters.
    TrickInSubject = "subject-trick",

    // Who really sent it.
    /// A signature of the sender's domain holds.
    SignatureHolds = "dkim-aligned",
    /// A signature holds, of another domain.
    SignatureOfOthers = "dkim-other-domain",
    /// The sender's signature doesn't fit the mail.
    SignatureBroken = "dkim-broken",
    /// The sender's signature covers only a part.
    SignaturePartial = "dkim-partial",
    /// The sender's signature is too weak, or leaves out what it has to cover.
    SignatureWeak = "dkim-weak",
    /// The sender's signature has run out.
    SignatureExpired = "dkim-expired",
    /// The key of the signature isn't there any more.
    KeyGone = "dkim-key-gone",
    /// The key couldn't be asked for just now.
    KeyUnreachable = "dkim-key-temporary",
    /// Keys weren't asked for.
    KeysNotAsked = "dkim-not-asked",
    /// There is no signature of the sender's domain.
    Unsigned = "dkim-missing",
    /// The server that handed it in may send for the domain.
    PathHolds = "spf-aligned",
    /// The server that handed it in may not send for the domain.
    PathRefused = "spf-refused",
    /// The domain wants such mails refused.
    PolicyRefuses = "dmarc-fail",
    /// A receiver that is trusted says that it is the sender's.
    TrustedPass = "results-pass",
    /// A receiver that is trusted says that it isn't the sender's.
    TrustedFail = "results-fail",
    /// A receiver that nobody named as trusted says that it isn't.
    UntrustedFail = "results-fail-untrusted",
    /// A receiver that nobody named as trusted says that it is: proves nothing.
    UntrustedPass = "results-pass-untrusted",
    /// Results of others lie below the receiver's own and say the opposite.
    ContradictingResults = "results-contradict",
    /// A stranger's own domain is in order: proves only that.
    StrangerAuthenticated = "auth-stranger-pass",

    // Where it leads.
    /// All links lead to the brand's domains.
    LinksOfficial = "link-official",
    /// A link leads elsewhere.
    LinkForeign = "link-foreign",
    /// A link's host looks like the brand's.
    LinkLookalike = "link-lookalike",
    /// The brand's name within a link's host.
    LinkBrandInHost = "link-brand-in-host",
    /// The text of a link names another host.
    LinkTextDiffers = "link-text-differs",
    /// A link to a number instead of a name.
    LinkAddress = "link-ip-address",
    /// A link with a name before an `@`.
    LinkUserInfo = "link-user-info",
    /// A link with an unusual port.
    LinkPort = "link-port",
    /// A link in letters that look like others.
    LinkPunycode = "link-punycode",
    /// A link that is shortened.
    LinkShortened = "link-shortened",
    /// A link through a page that leads anywhere.
    LinkRedirect = "link-open-redirect",
    /// A link to a place where anyone may put pages.
    LinkUserContent = "link-user-content",
    /// A link that holds a page or script itself.
    LinkData = "link-data",
    /// A link that can't be read.
    LinkUnreadable = "link-unreadable",
    /// A button that writes a mail to a free mailbox or a stranger.
    MailtoForeign = "link-mailto-foreign",
    /// A form within the mail.
    FormInMail = "link-form",
    /// The page is led on or re-based by the mail.
    Rebased = "link-rebased",

    // What it asks and says.
    /// It asks for a password, card, account number or key.
    AsksSecrets = "asks-secrets",
    /// It asks to pass the code on: by reply, phone or to staff.
    AsksForCode = "asks-for-code",
    /// It asks to approve a sign-in in an app, and tells the number to choose there.
    AsksToApprove = "asks-to-approve",
    /// It hands out a code for the page that lets another device in.
    HandsOutCode = "hands-out-code",
    /// It asks to call a number.
    AsksToCall = "asks-to-call",
    /// It asks to answer with personal data.
    AsksToReply = "asks-to-reply",
    /// It wants a payment in a way that can't be taken back.
    AsksPayment = "asks-payment",
    /// It threatens with a loss.
    Threatens = "says-threat",
    /// It sets a deadline.
    Hurries = "says-deadline",
    /// It promises money or a prize.
    Promises = "says-prize",
    /// It tells of a sign-in or an order, to make one act.
    Lures = "says-lure",
    /// Poses as the own help desk.
    PosesAsHelpDesk = "says-own-help-desk",
    /// A text that can't be seen.
    HiddenText = "text-hidden",
    /// Letters that can't be seen split the words.
    InvisibleLetters = "text-invisible-letters",
    /// Letters of other scripts stand in for Latin ones.
    MixedLetters = "text-mixed-letters",
    /// The brand's name is misspelt.
    MisspeltBrand = "text-misspelt-brand",
    /// Its Japanese is garbled.
    GarbledJapanese = "text-garbled-japanese",
    /// It can't be read in the letters that it says it is in.
    BrokenCharset = "text-charset",
    /// Nothing but a picture.
    ImageOnly = "picture-only",
    /// A picture that holds a code for cameras, or is said to.
    QrCode = "picture-qr",
    /// An attachment that runs or opens a page.
    DangerousAttachment = "attachment-dangerous",
    /// An attachment with a name that hides what it is.
    DisguisedAttachment = "attachment-disguised",
    /// A mail is attached that isn't from whom it says.
    EnclosedFake = "attachment-fake-mail",
    /// A mail is attached that something speaks against.
    EnclosedSuspicious = "attachment-suspicious-mail",
    /// An attachment, which no code mail has.
    Attachment = "attachment-present",

    // Whether it looks like the brand's code mails.
    /// Subject, code and form fit.
    FormatFits = "format-fits",
    /// Something doesn't fit.
    FormatDiffers = "format-differs",
    /// No format is known for this brand.
    FormatUnknown = "format-unknown",
    /// It shows no code.
    NoCode = "format-no-code",
    /// The brand's row isn't confirmed: it may not prove anything.
    RowUnconfirmed = "brand-unconfirmed",
    /// No brand of the table is claimed.
    NoBrand = "brand-none",
}

/// A piece made harmless, where there is something to show.
fn shown(text: &str) -> Option<String> {
    Some(harmless(text)).filter(|it| !it.is_empty())
}

/// The most letters of the mail that are shown.
const SHOWN: usize = 120;

/// A piece of a mail that can be shown: short, of letters that can be seen, with nothing to
/// follow (`hxxps://evil[.]example`) and no code in it.
#[must_use]
pub fn harmless(text: &str) -> String {
    crate::wording::harmless(text, SHOWN)
}
