//! What is known of a letter: a pure function of it, of what the ledger has, and of who asks.

use kadomori_domain::{
    address::MailAddress,
    id::{MessageId, TenantId},
    key::{IndexKey, KeyRing},
    mark::{Mark, Opened},
    own_mail::{Claim, CodeState, Ours, OwnMail, Text, Unknown},
    time::Time,
};
use kadomori_genuine::name::skeleton;
use kadomori_store::{own_mail::Sent, reach};

use super::letter::{Letter, Mail};

/// How far `Date` may be from what the mark has: programs round.
const ROUNDED: i64 = 1_000_000;

/// All that the judgement looks at.
pub(super) struct Scene<'a> {
    /// The organisation.
    pub(super) tenant: TenantId,
    /// The keys.
    pub(super) keys: &'a KeyRing,
    /// What our mails look like.
    pub(super) house: House<'a>,
    /// The time.
    pub(super) now: Time,
    /// How many days what was sent is remembered.
    pub(super) days: u32,
    /// Whether a signature of ours holds.
    pub(super) signed: bool,
    /// What was handed in.
    pub(super) letter: &'a Letter,
    /// The message that it names.
    pub(super) named: Option<&'a Sent>,
    /// The addresses of who asks; `None` for a stranger.
    pub(super) reader: Option<&'a [MailAddress]>,
    /// What was sent to who asks, with the signs that stand in it, the newest first.
    pub(super) alike: &'a [Told],
}

/// What our mails look like.
#[derive(Clone, Copy)]
pub(super) struct House<'a> {
    /// Our name.
    pub(super) name: &'a str,
    /// The address that mails come from.
    pub(super) from: &'a str,
    /// The domain in `Message-ID`s.
    pub(super) domain: &'a str,
}

/// A message to who asks, and what became of its code.
pub(super) struct Told {
    pub(super) sent: Sent,
    pub(super) code: CodeState,
    /// To which contact, masked; empty where the account has it no more.
    pub(super) to: String,
}

/// A mail that is proved to be ours.
struct Proved {
    /// What is kept of its recipient.
    recipient: [u8; 32],
    /// When it was written.
    at: Time,
    /// Whether it still says what it said.
    text: Text,
}

/// What its marks say.
enum Marks {
    /// It is ours.
    Proved(Proved),
    /// None of them fits it.
    Foreign,
    /// It is from so long ago that what would tell is gone.
    Old,
    /// The key isn't here.
    NoKey,
    /// There are none.
    None,
}

impl Scene<'_> {
    /// What is known.
    pub(super) fn judge(&self) -> OwnMail {
        match self.letter {
            Letter::Mail(mail) => self.mail(mail),
            Letter::Copy(copy) => self.lost(self.speaks_of_us(&copy.text)),
        }
    }

    fn mail(&self, mail: &Mail) -> OwnMail {
        let marks = self.marks(mail);
        let proved = match marks {
            Marks::Proved(proved) => Some(proved),
            Marks::Foreign | Marks::Old | Marks::NoKey | Marks::None => self.signature(mail),
        };
        if let Some(proved) = proved {
            return self.ours(mail, &proved);
        }
        let claims = self.claims(mail);
        match self.marks(mail) {
            Marks::NoKey => return OwnMail::CannotKnow(Unknown::Key),
            Marks::Old => return OwnMail::CannotKnow(Unknown::TooOld),
            Marks::Foreign => return OwnMail::ClaimsToBeOurs { claims },
            Marks::Proved(_) | Marks::None => {}
        }
        if claims.is_empty() {
            return OwnMail::NotOurs { days: self.days };
        }
        // What would tell lies in headers that the program left out.
        if !mail.has_way {
            return self.lost(true);
        }
        if self.named.is_some_and(|sent| !sent.marked) {
            return OwnMail::CannotKnow(Unknown::Before);
        }
        if mail.date.is_some_and(|date| self.is_forgotten(date)) {
            return OwnMail::CannotKnow(Unknown::TooOld);
        }
        OwnMail::ClaimsToBeOurs { claims }
    }

    /// What is left to say where marks can't be seen: whether the signs in it are those of a
    /// message to who asks.
    fn lost(&self, speaks_of_us: bool) -> OwnMail {
        match self.alike.first() {
            Some(told) if speaks_of_us => OwnMail::Copied {
                sent: Self::told(told),
                leads: self.letter.leads_anywhere(),
            },
            Some(_) | None if speaks_of_us => OwnMail::CannotKnow(Unknown::Lost),
            Some(_) | None => OwnMail::NotOurs { days: self.days },
        }
    }

    /// A message that is known from the ledger alone.
    pub(super) fn told(told: &Told) -> Ours {
        Ours {
            to: told.to.clone(),
            to_you: true,
            at: told.sent.at,
            about: told.sent.about,
            reference: Some(told.sent.reference),
            agent: told.sent.agent.clone(),
            text: Text::Unseen,
            code: told.code,
        }
    }

    fn ours(&self, mail: &Mail, proved: &Proved) -> OwnMail {
        let to = match self.reader {
            Some(own) => own.iter().find(|it| self.is(it, &proved.recipient)),
            None => mail.to.iter().find(|it| self.is(it, &proved.recipient)),
        };
        let Some(to) = to else {
            return OwnMail::OursToSomebodyElse;
        };
        let sent = self.named.filter(|it| it.recipient == proved.recipient);
        let code = match self
            .alike
            .iter()
            .find(|it| Some(it.sent.id) == sent.map(|it| it.id))
        {
            Some(told) => told.code,
            None => CodeState::by_time(sent.and_then(|it| it.ends_at), self.now),
        };
        OwnMail::Ours(Ours {
            to: to.masked(),
            to_you: self.reader.is_some(),
            at: proved.at,
            about: sent.and_then(|it| it.about),
            reference: sent.map(|it| it.reference),
            agent: sent.and_then(|it| it.agent.clone()),
            text: proved.text,
            code,
        })
    }

    /// What its marks say, the first that fits before others.
    fn marks(&self, mail: &Mail) -> Marks {
        let mut said = Marks::None;
        for value in &mail.marks {
            let Some(mark) = Mark::parse(value) else {
                said = Marks::Foreign;
                continue;
            };
            let Some(opened) = mark.open(self.keys, self.tenant) else {
                said = Marks::NoKey;
                continue;
            };
            if let Some(recipient) = self.bound(mail, &mark, &opened) {
                let text = Self::text(mail, &mark, &opened, &recipient);
                return Marks::Proved(Proved {
                    recipient,
                    at: mark.at(),
                    text,
                });
            }
            // Where the ledger has forgotten and `To` was changed, nobody can tell any more.
            said = if self.is_forgotten(mark.at()) {
                Marks::Old
            } else {
                Marks::Foreign
            };
        }
        said
    }

    /// The recipient that a mark binds, of all who come into question.
    fn bound(&self, mail: &Mail, mark: &Mark, opened: &Opened<'_>) -> Option<[u8; 32]> {
        let own = self.reader.into_iter().flatten().chain(&mail.to);
        let own = own.map(|address| self.recipient(address));
        let sent = self.named.filter(|sent| sent.id == mark.id());
        own.chain(sent.map(|sent| sent.recipient))
            .find(|recipient| opened.was_to(recipient))
    }

    fn text(mail: &Mail, mark: &Mark, opened: &Opened<'_>, to: &[u8; 32]) -> Text {
        let Mail { from, subject, .. } = mail;
        let same_date = mail.date.is_none_or(|date| {
            let apart = date.micros().saturating_sub(mark.at().micros());
            apart.abs() <= ROUNDED
        });
        let says_something = |text: &String| !text.trim().is_empty();
        if !mail.has_more && !mail.texts.iter().chain(&mail.htmls).any(says_something) {
            return Text::Unseen;
        }
        let same_texts = mail
            .texts
            .iter()
            .all(|it| opened.said(to, from, subject, it));
        // The HTML alone doesn't say by whom it is and about what.
        let same_htmls = mail.htmls.iter().all(|it| opened.showed(to, it));
        let is_whole = !mail.texts.is_empty() && !mail.has_more && !mail.is_odd;
        if is_whole && same_date && same_texts && same_htmls {
            Text::Unchanged
        } else {
            Text::Changed
        }
    }

    /// A mail whose marks were taken off on the way, and whose signature holds: over the whole
    /// text, the date, and whom it is to.
    fn signature(&self, mail: &Mail) -> Option<Proved> {
        let to = mail.to.first().filter(|_| self.signed)?;
        Some(Proved {
            recipient: self.recipient(to),
            at: mail.date?,
            text: if mail.is_odd {
                Text::Changed
            } else {
                Text::Unchanged
            },
        })
    }

    /// By what it poses as ours.
    fn claims(&self, mail: &Mail) -> Vec<Claim> {
        let House { name, from, domain } = self.house;
        let is_ours = |id: &str| named(id, domain).is_some();
        let has_reference = !self.letter.references().is_empty();
        let claims = [
            (Claim::Address, mail.from.eq_ignore_ascii_case(from)),
            (Claim::Name, mail.message_id.as_deref().is_some_and(is_ours)),
            (Claim::Sender, contains(&mail.from_name, name)),
            (
                Claim::Subject,
                has_reference && contains(&mail.subject, name),
            ),
            (Claim::Mark, !mail.marks.is_empty()),
        ];
        let claims = claims.into_iter().filter(|(_, is_so)| *is_so);
        claims.map(|(claim, _)| claim).collect()
    }

    fn speaks_of_us(&self, text: &str) -> bool {
        contains(text, self.house.name) || text.contains(self.house.from)
    }

    fn is_forgotten(&self, at: Time) -> bool {
        let days = core::time::Duration::from_hours(24 * u64::from(self.days));
        at < self.now.minus(days)
    }

    fn recipient(&self, address: &MailAddress) -> [u8; 32] {
        reach::recipient(&self.index(), &address.normal())
    }

    fn is(&self, address: &MailAddress, recipient: &[u8; 32]) -> bool {
        self.recipient(address) == *recipient
    }

    fn index(&self) -> IndexKey {
        self.keys.index_key(self.tenant)
    }
}

/// The message that a `Message-ID` of ours names.
pub(super) fn named(message_id: &str, domain: &str) -> Option<MessageId> {
    let (left, right) = message_id.split_once('@')?;
    let is_ours = !domain.is_empty() && right.eq_ignore_ascii_case(domain);
    is_ours.then(|| left.parse().ok()).flatten()
}

/// Whether a text holds a name as words of its own, in whatever letters that look like it.
fn contains(text: &str, name: &str) -> bool {
    let (text, name) = (skeleton(text), skeleton(name));
    let is_part = |sign: Option<char>| sign.is_some_and(|c| c.is_ascii_alphanumeric());
    !name.trim().is_empty()
        && text.match_indices(name.trim()).any(|(at, found)| {
            let before = text.get(..at).and_then(|it| it.chars().next_back());
            let after = text
                .get(at + found.len()..)
                .and_then(|it| it.chars().next());
            !(is_part(before) || is_part(after))
        })
}

/// The message that a letter says it is: by its mark, else by its name.
pub(super) fn name_of(letter: &Letter, domain: &str) -> Option<MessageId> {
    let Letter::Mail(mail) = letter else {
        return None;
    };
    let mut marks = mail.marks.iter().filter_map(|value| Mark::parse(value));
    let by_mark = marks.next().map(|mark| mark.id());
    by_mark.or_else(|| named(mail.message_id.as_deref()?, domain))
}
