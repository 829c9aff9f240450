//! Which brand a mail claims to be from.
//!
//! A claim is what a reader takes the mail for, not what it names: a colleague who writes of
//! Microsoft, a newsletter about it, and a shop that was paid with `PayPal` claim nothing.

use super::{
    Brand, Brands, lecture,
    look::Look,
    phrase,
    text::{clean, head, of_cells, tail},
    topic,
};
use crate::mail::{Form, Mail};

/// What a mail claims.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own that a rule asks for"
)]
pub struct Claim<'a> {
    /// The brand that it claims to be from.
    pub brand: Option<&'a Brand>,
    /// How it claims that, the plainest first.
    pub by: Vec<Claimed>,
    /// Other brands that it names besides.
    pub named: Vec<&'a Brand>,
    /// Whether it is about an account, a sign-in, a code.
    pub account: bool,
    /// Whether it shows something that is a code.
    pub code: bool,
    /// Whether the brand's name is written in disguise in the sender's name or the subject.
    pub disguised: bool,
    /// Whether the text speaks as the brand: signs, greets, owns the rights; not only names it.
    pub speaks: bool,
    /// Whether the sender's name names somebody: not only a role, nor the address once more.
    pub own_name: bool,
    /// Whether the brand's name stands behind somebody else's in the sender's name.
    pub beside: bool,
    /// Whether it shows addresses that can't be followed (`hxxps://`, `[.]`) and leads only to
    /// its sender or to whom everybody knows, as those do who tell of frauds.
    pub lecture: bool,
    /// Whether it holds another mail, and warns of mails or asks whether one is real.
    pub doubts: bool,
}

/// How a brand is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claimed {
    /// It is from one of the brand's domains.
    Domain,
    /// By the name that is shown.
    Name,
    /// By a domain that looks like the brand's, or has its name within.
    Lookalike,
    /// By its subject.
    Subject,
    /// By how it begins or who signs it.
    Text,
    /// By pictures' texts.
    Picture,
    /// By a link's text.
    LinkText,
    /// By its code mails' wording.
    Format,
}

/// How much of the text is looked at, in octets: its beginning and its end.
const BEGINNING: usize = 6_000;
const END: usize = 2_400;

/// How much of the sender's name and of the subject is looked at.
pub(super) const HEADER: usize = 600;

/// Which brand this mail claims to be from.
#[must_use]
pub fn claim<'a>(mail: &Mail, brands: &'a Brands) -> Claim<'a> {
    let view = View::of(mail);
    let mut found = Found::default();
    let account =
        topic::about_account(&view.subject_lower) || topic::about_account(&view.text_lower);
    let code = topic::shows_code(&view.subject, &view.subject_lower)
        || topic::shows_code(&view.text, &view.text_lower);
    let mut look = Look {
        mail,
        brands,
        view: &view,
        about: account || code,
        lecture: false,
    };
    let own_name = mail.form != Form::Text && !look.is_nobody();
    let lecture = own_name && lecture::is_lecture(mail, brands, &view.text_lower);
    look.lecture = lecture;
    look.sender(&mut found);
    look.subject(&mut found);
    // Who shows what fakes say doesn't say it.
    if !lecture {
        look.text(&mut found);
        look.pictures_and_links(&mut found);
        look.wording(&mut found);
    }
    let best = found.best();
    Claim {
        brand: best.and_then(|row| brands.rows.get(row)),
        by: best.map(|row| found.by(row)).unwrap_or_default(),
        named: (found.named.iter().filter(|row| Some(**row) != best))
            .filter_map(|row| brands.rows.get(*row))
            .collect(),
        account,
        code,
        disguised: best.is_some_and(|row| found.disguised.contains(&row)),
        speaks: best.is_some_and(|row| found.speaks.contains(&row)),
        own_name,
        beside: best.is_some_and(|row| found.beside.contains(&row)),
        lecture,
        doubts: !mail.enclosed.is_empty()
            && [&view.subject_lower, &view.text_lower]
                .iter()
                .any(|it| phrase::warns(it) || phrase::asks(it)),
    }
}

/// The parts of a mail that claims stand in, clean.
pub(super) struct View {
    pub(super) name: String,
    pub(super) subject: String,
    pub(super) subject_lower: String,
    pub(super) text: String,
    pub(super) text_lower: String,
    /// The text before letters that were set apart, as in the cells of a table, were put
    /// together; `None` where none were.
    pub(super) apart: Option<String>,
}

impl View {
    fn of(mail: &Mail) -> Self {
        let visible = mail.visible.as_str();
        let text = if visible.len() <= BEGINNING + END {
            clean(visible)
        } else {
            let (first, last) = (clean(head(visible, BEGINNING)), clean(tail(visible, END)));
            format!("{first}\n{last}")
        };
        let (text, apart) = match of_cells(&text) {
            Some(joined) => (joined, Some(text)),
            None => (text, None),
        };
        let subject = clean(head(&mail.subject, HEADER));
        Self {
            name: clean(head(&mail.from.name, HEADER)),
            subject_lower: lower(&subject),
            subject,
            text_lower: lower(&text),
            text,
            apart,
        }
    }
}

/// In lower case, letter by letter, so that every letter keeps its place: those that would
/// become longer or shorter stay as they are.
pub(super) fn lower(text: &str) -> String {
    text.chars()
        .map(|letter| {
            let mut lower = letter.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) if one.len_utf8() == letter.len_utf8() => one,
                _ => letter,
            }
        })
        .collect()
}

/// What was found of the brands, by the number of their row.
#[derive(Default)]
pub(super) struct Found {
    pub(super) claims: Vec<(usize, Claimed, u8)>,
    pub(super) named: Vec<usize>,
    pub(super) disguised: Vec<usize>,
    pub(super) speaks: Vec<usize>,
    pub(super) beside: Vec<usize>,
}

impl Found {
    pub(super) fn claims(&mut self, row: usize, by: Claimed, strength: u8) {
        self.names(row);
        let same = |it: &&mut (usize, Claimed, u8)| it.0 == row && it.1 == by;
        match self.claims.iter_mut().find(same) {
            Some(claim) => claim.2 = claim.2.max(strength),
            None => self.claims.push((row, by, strength)),
        }
    }

    pub(super) fn names(&mut self, row: usize) {
        if !self.named.contains(&row) {
            self.named.push(row);
        }
    }

    /// The row that is claimed most plainly; of equals the one that more speaks for, then the
    /// one that came first.
    fn best(&self) -> Option<usize> {
        let sum = |row| -> u32 {
            let claims = self.claims.iter().filter(|it| it.0 == row);
            claims.map(|it| u32::from(it.2)).sum()
        };
        let most = self.claims.iter().map(|it| it.2).max()?;
        let mut rows = self.claims.iter().filter(|it| it.2 == most).map(|it| it.0);
        let first = rows.next()?;
        Some(rows.fold(
            first,
            |best, row| if sum(row) > sum(best) { row } else { best },
        ))
    }

    fn by(&self, row: usize) -> Vec<Claimed> {
        let mut claims: Vec<_> = self.claims.iter().filter(|it| it.0 == row).collect();
        claims.sort_by_key(|it| (core::cmp::Reverse(it.2), it.1));
        claims.into_iter().map(|it| it.1).collect()
    }
}
