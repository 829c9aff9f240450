//! Where a mail claims a brand: in its sender, its subject, its text, its pictures and links.

use super::{
    Brands, Sender,
    claim::{Claimed, Found, HEADER, View, lower},
    names::{Hit, Kind},
    phrase::{self, AROUND, Phrase},
    text::{clean, head, tail},
};
use crate::mail::{Form, Mail};

/// How many names in a text are looked at.
pub(super) const NAMES: usize = 200;

/// How many links and pictures are looked at.
const SOME: usize = 60;

/// How strong claims are, against one another.
mod strength {
    pub(super) const CODE_SENDER: u8 = 104;
    /// A name and nothing else, but the address is another brand's: readers see the name.
    pub(super) const NAME_ALONE: u8 = 102;
    pub(super) const OWN_DOMAIN: u8 = 100;
    pub(super) const NAME_FIRST: u8 = 96;
    pub(super) const STRANGERS_DOMAIN: u8 = 94;
    pub(super) const NAME: u8 = 90;
    pub(super) const LOOKALIKE: u8 = 80;
    pub(super) const SUBJECT_FIRST: u8 = 70;
    pub(super) const SUBJECT: u8 = 64;
    pub(super) const WORDING: u8 = 60;
    pub(super) const SPEAKS: u8 = 50;
    pub(super) const LOCAL: u8 = 40;
    pub(super) const LINK: u8 = 30;
    pub(super) const PICTURE: u8 = 26;
    pub(super) const ACCOUNT: u8 = 24;
}

/// All that is looked at.
pub(super) struct Look<'l, 'a> {
    pub(super) mail: &'l Mail,
    pub(super) brands: &'a Brands,
    pub(super) view: &'l View,
    /// Whether it is about an account or shows a code.
    pub(super) about: bool,
    /// Whether it shows what fakes say.
    pub(super) lecture: bool,
}

impl Look<'_, '_> {
    pub(super) fn sender(&self, found: &mut Found) {
        self.name(found);
        self.address(found);
    }

    /// The name that is shown.
    fn name(&self, found: &mut Found) {
        let name = self.view.name.as_str();
        let hits = self.brands.names.hits(name);
        for hit in &hits {
            found.names(hit.row);
            let alone = is_alone(name, *hit, &hits);
            let aside = is_aside(name, *hit);
            let counts = match hit.kind {
                Kind::Name | Kind::Mark => !aside || self.about,
                Kind::Word => alone || (self.about && !aside && starts(name, *hit)),
            };
            if counts && hit.kind == Kind::Name && self.is_beside(name, *hit) {
                if self.is_partner(name, *hit) {
                    continue;
                }
                found.beside.push(hit.row);
            }
            if counts {
                let first = alone || self.is_of_platform() && starts(name, *hit);
                let strength = if first && hit.kind == Kind::Name {
                    strength::NAME_ALONE
                } else if alone || starts(name, *hit) {
                    strength::NAME_FIRST
                } else {
                    strength::NAME
                };
                found.claims(hit.row, Claimed::Name, strength);
            }
        }
        if hits.is_empty()
            && let Some(row) = self
                .brands
                .names
                .disguised(head(&self.mail.from.name, HEADER))
        {
            found.claims(row, Claimed::Name, strength::NAME);
            found.disguised.push(row);
        }
        self.across(found);
        let words = name.split(|it: char| {
            it.is_whitespace() || matches!(it, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '|')
        });
        for word in words.take(20) {
            let host = word.rsplit('@').next().unwrap_or(word);
            if let Some(row) = host_in(host).and_then(|it| self.brands.hosts.owner(&it)) {
                found.claims(row, Claimed::Name, strength::NAME_FIRST);
            }
        }
    }

    /// Whether a platform's customer writes, in a name that he chose; where the platform says so
    /// itself (`… via …`), nobody is deceived.
    fn is_of_platform(&self) -> bool {
        let address = self.mail.from.address();
        let name = lower(&self.view.name);
        address.is_some_and(|it| crate::name::is_platform(&it.local, &it.domain))
            && !name.contains(" via ")
            && !name.contains("経由")
    }

    /// A name that is begun as the sender's and goes on as the subject: readers see them in
    /// one line (`Trust`, `Wallet`).
    fn across(&self, found: &mut Found) {
        let name = head(&self.view.name, 40);
        if name.is_empty() || name.len() < self.view.name.len() {
            return;
        }
        let line = format!("{name} {}", head(&self.view.subject, 40));
        for hit in self.brands.names.hits(&line) {
            if hit.kind == Kind::Name && hit.start == 0 && hit.end > name.len() {
                found.claims(hit.row, Claimed::Name, strength::NAME);
            }
        }
    }

    /// The address.
    fn address(&self, found: &mut Found) {
        let Some(address) = self.mail.from.address() else {
            return;
        };
        let named = |row: usize, found: &Found| found.named.contains(&row);
        for (row, brand) in self.brands.rows.iter().enumerate() {
            match brand.sender(address) {
                Some(Sender::Code) => found.claims(row, Claimed::Domain, strength::CODE_SENDER),
                Some(Sender::Strangers) => {
                    found.claims(row, Claimed::Domain, strength::STRANGERS_DOMAIN);
                }
                Some(Sender::Official)
                    if named(row, found)
                        || phrase::is_role_local(&address.local)
                        || (self.about && !self.is_post()) =>
                {
                    found.claims(row, Claimed::Domain, strength::OWN_DOMAIN);
                }
                Some(Sender::Official | Sender::Customer) | None => {}
            }
        }
        if let Some(alike) = crate::name::looks_like(&address.domain, self.brands)
            && let Some(row) = self.brands.rows.iter().position(|it| it.id == *alike.brand)
        {
            found.claims(row, Claimed::Lookalike, strength::LOOKALIKE);
        }
        self.local(&address.local, &address.domain, found);
    }

    /// A brand's name before the `@`, where that is all that a reader sees, or where it is
    /// about an account.
    fn local(&self, local: &str, domain: &str, found: &mut Found) {
        if !self.about || !phrase::is_role(&lower(&self.view.name)) {
            return;
        }
        let local = clean(head(local, HEADER));
        let mut hits = self.brands.names.hits(&local).into_iter();
        if let Some(hit) = hits.find(|it| it.kind == Kind::Name)
            && self.brands.owner(domain).is_none()
        {
            found.claims(hit.row, Claimed::Name, strength::LOCAL);
        }
    }

    /// Whether it is an answer or went through a list: then people write, not brands.
    fn is_post(&self) -> bool {
        self.is_answer()
            || self.mail.holds_patch()
            || ["list-id", "list-post", "mailing-list", "x-mailing-list"]
                .iter()
                .any(|name| self.mail.header(name).next().is_some())
    }

    fn is_answer(&self) -> bool {
        const ANSWERS: &[&str] = &[
            "re:", "fw:", "fwd:", "aw:", "wg:", "sv:", "tr:", "rv:", "enc:", "返信:", "転送:",
        ];
        ANSWERS
            .iter()
            .any(|it| self.view.subject_lower.starts_with(it))
    }

    pub(super) fn subject(&self, found: &mut Found) {
        let (subject, lower) = (self.view.subject.as_str(), self.view.subject_lower.as_str());
        let hits = self.brands.names.hits(subject);
        let plain = !self.is_answer() && !phrase::warns(lower);
        let patch = self.mail.holds_patch() && lower.starts_with('[');
        let listed = patch || (self.is_post() && subject.starts_with('['));
        for hit in &hits {
            found.names(hit.row);
            let shown = self.lecture && is_quoted(subject, *hit);
            if !plain || shown || subject.get(..hit.start).is_some_and(|it| it.ends_with('@')) {
                continue;
            }
            let says = around(lower, *hit);
            let headed = !patch
                && is_headed(subject, *hit)
                && (hit.kind == Kind::Name || (hit.kind == Kind::Word && self.about));
            if headed {
                found.claims(hit.row, Claimed::Subject, strength::SUBJECT_FIRST);
            } else if listed {
                // `[list] Google verification codes`: what people there talk of.
            } else if says != Phrase::Mention && (self.about || says == Phrase::Speaks) {
                found.claims(hit.row, Claimed::Subject, strength::SUBJECT);
            }
        }
        if hits.is_empty()
            && plain
            && self.about
            && let Some(row) = self
                .brands
                .names
                .disguised(head(&self.mail.subject, HEADER))
        {
            found.claims(row, Claimed::Subject, strength::SUBJECT);
            found.disguised.push(row);
        }
    }

    /// Who the text speaks as, and whose account it is about.
    pub(super) fn text(&self, found: &mut Found) {
        if !self.about || phrase::warns(&self.view.subject_lower) {
            return;
        }
        let text = self.view.text.as_str();
        let nobody = self.mail.form == Form::Text || self.is_nobody();
        let post = self.is_post() && !self.is_forwarded();
        let hits = self.brands.names.hits(text).into_iter();
        for (place, hit) in hits.take(NAMES).enumerate() {
            found.names(hit.row);
            if post || found.speaks.contains(&hit.row) {
                continue;
            }
            let badge = self.brands.rows.get(hit.row).is_some_and(|it| it.badge);
            let says = match hit.kind {
                Kind::Mark => Phrase::Speaks,
                // A name that was set letter by letter stands there as a sign of the house.
                Kind::Name if self.is_set_apart(hit) => Phrase::Speaks,
                Kind::Name | Kind::Word => around(&self.view.text_lower, hit),
            };
            match says {
                Phrase::Speaks if !badge || nobody || self.is_set_apart(hit) => {
                    found.claims(hit.row, Claimed::Text, strength::SPEAKS);
                    found.speaks.push(hit.row);
                }
                Phrase::Account if nobody && place < 12 => {
                    found.claims(hit.row, Claimed::Text, strength::ACCOUNT);
                }
                Phrase::Speaks | Phrase::Account | Phrase::Mention => {}
            }
        }
    }

    /// Whether a name is only there when letters that were set apart are put together.
    fn is_set_apart(&self, hit: Hit) -> bool {
        let name = self.view.text.get(hit.start..hit.end).unwrap_or_default();
        let apart = self.view.apart.as_ref();
        apart.is_some_and(|text| !name.is_empty() && !text.contains(name))
    }

    /// Whether the sender's name names nobody else: none, a role, or the address itself.
    pub(super) fn is_nobody(&self) -> bool {
        let name = lower(&self.view.name);
        let address = self.mail.from.address().map(crate::mail::Mailbox::address);
        phrase::is_role(&name)
            || (name.contains('@') && !name.contains(' '))
            || address.is_some_and(|it| name == it.to_ascii_lowercase())
            || self
                .mail
                .to
                .iter()
                .any(|it| name == it.address().to_ascii_lowercase())
    }

    fn is_forwarded(&self) -> bool {
        ["fw:", "fwd:", "wg:", "tr:", "rv:", "enc:", "転送:"]
            .iter()
            .any(|it| self.view.subject_lower.starts_with(it))
    }

    pub(super) fn pictures_and_links(&self, found: &mut Found) {
        if !self.about {
            return;
        }
        if let Some(html) = self.mail.html.as_ref().filter(|_| self.is_nobody()) {
            for text in html.alternatives.iter().take(2) {
                let text = clean(head(text, 80));
                let hits = self.brands.names.hits(&text);
                for hit in hits.iter().filter(|it| is_alone(&text, **it, &hits)) {
                    found.names(hit.row);
                    if self.brands.rows.get(hit.row).is_some_and(|it| !it.badge) {
                        found.claims(hit.row, Claimed::Picture, strength::PICTURE);
                    }
                }
            }
        }
        let nobody = self.mail.form == Form::Text || self.is_nobody();
        let links = self.mail.links.iter();
        let links = links.filter(|it| nobody && !it.text.is_empty());
        for link in links.take(SOME) {
            let Some(host) = host_in(&link.text) else {
                continue;
            };
            if let Some(row) = self.brands.hosts.owner(&host)
                && self.brands.hosts.owner(&link.host) != Some(row)
                && self.brands.rows.get(row).is_some_and(|it| !it.badge)
            {
                found.claims(row, Claimed::LinkText, strength::LINK);
            }
        }
    }

    /// The wording of code mails that only one brand has.
    pub(super) fn wording(&self, found: &mut Found) {
        if self.is_post() && !self.is_forwarded() {
            return;
        }
        for (row, brand) in self.brands.rows.iter().enumerate() {
            let mut formats = brand
                .formats
                .iter()
                .filter(|it| it.telling && it.words.is_some());
            if formats.any(|it| it.says(&self.view.text_lower)) {
                found.claims(row, Claimed::Format, strength::WORDING);
            }
        }
    }
}

/// What the words around a name make of it.
pub(super) fn around(lower: &str, hit: Hit) -> Phrase {
    let before = lower.get(..hit.start).unwrap_or_default();
    let after = lower.get(hit.end..).unwrap_or_default();
    phrase::phrase(tail(before, AROUND), head(after, AROUND))
}

/// Whether nothing but roles, and the brand's names once more, stand beside the name.
fn is_alone(text: &str, hit: Hit, hits: &[Hit]) -> bool {
    let mut from = 0;
    let mut same = hits.iter().filter(|it| it.row == hit.row);
    let between = same.all(|it| {
        let piece = text.get(from..it.start).unwrap_or_default();
        from = it.end;
        phrase::is_role(&lower(piece))
    });
    between && phrase::is_role(&lower(text.get(from..).unwrap_or_default()))
}

/// Whether the name comes first, after nothing but signs and roles.
fn starts(text: &str, hit: Hit) -> bool {
    phrase::is_role(&lower(text.get(..hit.start).unwrap_or_default()))
}

/// Whether the name only says where a person is: `Jane (Google)`, `Jane at Google`.
fn is_aside(text: &str, hit: Hit) -> bool {
    let before = text.get(..hit.start).unwrap_or_default();
    let trimmed = lower(before.trim_end());
    let somebody = trimmed.trim_end_matches(['(', '[', '@']).trim_end();
    let aside = trimmed.ends_with(['(', '[', '@'])
        || trimmed.ends_with(" at")
        || trimmed.ends_with(" from")
        || trimmed.ends_with(" @");
    aside && !phrase::is_role(somebody)
}

/// Whether the name stands in what a subject quotes.
fn is_quoted(subject: &str, hit: Hit) -> bool {
    let before = subject.get(..hit.start).unwrap_or_default();
    before.rfind(['「', '『', '“']) > before.rfind(['」', '』', '”'])
}

/// Whether a subject begins with the name as a heading: `[Name] …`, `【Name】…`, `Name: …`.
fn is_headed(subject: &str, hit: Hit) -> bool {
    let before = subject.get(..hit.start).unwrap_or_default().trim_end();
    let after = subject.get(hit.end..).unwrap_or_default();
    let opened = before.ends_with(['[', '【', '「', '<', '〔', '［']);
    let ahead = before.trim_end_matches(['[', '【', '「', '<', '〔']);
    // Only other headings (`【重要】`) may come before it.
    let first = ahead.is_empty() || ahead.trim_end().ends_with([']', '】', '」', '>', '〕']);
    let brackets = after.find([']', '】', '」', '>', '〕']);
    let closes = brackets.is_some_and(|end| after.get(..end).is_some_and(|it| it.len() <= 48));
    let rest = after.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || it == '.');
    let colon =
        rest.len() + 12 >= after.len() && rest.trim_start().starts_with([':', '|', '-', '–', '—']);
    first && ((opened && closes) || colon)
}

/// The host that a link's text seems to lead to.
fn host_in(text: &str) -> Option<String> {
    let text = head(text.trim(), 300).to_ascii_lowercase();
    let bare = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let bare = bare.unwrap_or(&text);
    let host = bare.split(['/', '?', '#', ':', ' ', '\n']).next()?;
    (host.contains('.') && !host.contains('@') && crate::name::is_registered(host))
        .then(|| host.to_owned())
}
