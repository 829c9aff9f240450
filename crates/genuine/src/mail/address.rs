//! Addresses in headers (RFC 5322 §3.4), also where they break the grammar: a fifth of the
//! forged mails that were recorded does, and mail programs show a sender all the same.

use super::{
    token::{self, Token},
    word,
};

/// Addresses of a header that are looked at.
const MOST: usize = 200;

/// `From`, read as kindly as mail programs read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct From {
    /// The name that is shown, decoded; empty when there is none.
    pub name: String,
    /// The addresses, the one that mail programs show first.
    pub mailboxes: Vec<Mailbox>,
    /// How many such headers there are.
    pub headers: usize,
    /// Whether it breaks the grammar (RFC 5322 §3.4), so that programs may read it differently.
    pub malformed: bool,
}

impl From {
    /// The address that counts.
    #[must_use]
    pub fn address(&self) -> Option<&Mailbox> {
        self.mailboxes.first()
    }

    /// Of the headers of this name, the topmost first.
    pub(super) fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let mut from = Self::default();
        for value in values {
            from.headers += 1;
            let list = List::of(value);
            from.malformed |= list.malformed;
            if from.headers == 1 {
                from.name = list.name();
            }
            from.mailboxes.extend(list.mailboxes);
            from.mailboxes.truncate(MOST);
        }
        from
    }
}

/// An address: what stands before and after the `@`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// Before it, as written.
    pub local: String,
    /// After it: in lower case, in ASCII (`xn--…`) where it is international.
    pub domain: String,
    /// The name beside it, decoded; empty when there is none.
    pub name: String,
}

impl Mailbox {
    /// `local@domain`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    fn new(local: &str, domain: &str, name: String) -> Self {
        Self {
            local: local.trim().to_owned(),
            domain: ascii(domain),
            name,
        }
    }

    /// One that is cut at its last `@`; `None` where a side is missing.
    pub(super) fn loose(text: &str) -> Option<Self> {
        let text = text
            .trim()
            .trim_matches(['<', '>', '"', '\'', ';', ','])
            .trim();
        let inner = text.strip_prefix('[');
        let text = inner.map_or(text, |it| it.trim_end_matches(']'));
        let (local, domain) = text.rsplit_once('@')?;
        // RFC 5322 §4.4: a route, which nobody takes any more.
        let local = local
            .rsplit_once(':')
            .map_or(local, |(_, local)| local)
            .trim();
        let domain = domain.trim();
        let good = !local.is_empty() && !domain.is_empty() && local.len() + domain.len() <= 2_000;
        let plain = !domain.contains(|it: char| it.is_whitespace() || matches!(it, '<' | '>'));
        (good && plain).then(|| Self::new(local, domain, String::new()))
    }
}

/// A domain in lower case and ASCII, without a dot at its end.
pub(super) fn ascii(domain: &str) -> String {
    let domain = domain.trim().trim_end_matches('.');
    if domain.is_ascii() {
        return domain.to_ascii_lowercase();
    }
    idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase())
}

/// The addresses of one header.
#[derive(Default)]
pub(super) struct List {
    pub(super) mailboxes: Vec<Mailbox>,
    pub(super) malformed: bool,
    /// A name without an address.
    stray: String,
}

impl List {
    /// By the grammar, else as kindly as can be.
    pub(super) fn of(value: &str) -> Self {
        let (tokens, sound) = token::cut(value);
        let mut list = Self {
            malformed: !sound,
            ..Self::default()
        };
        let kept = list.read(&tokens);
        if kept && (!list.mailboxes.is_empty() || !word::decode(value).contains('@')) {
            if !list.stray.is_empty() {
                list.malformed = true;
            }
            return list;
        }
        let mut list = Self::by_brackets(value);
        if list.mailboxes.is_empty() {
            list = Self::bare(value);
        }
        list.malformed = true;
        list
    }

    fn name(&self) -> String {
        self.mailboxes
            .first()
            .map_or_else(|| self.stray.clone(), |it| it.name.clone())
    }

    /// Reads what commas part. Gives up, with `false`, where it isn't clear what is the address.
    fn read(&mut self, tokens: &[Token<'_>]) -> bool {
        let mut carried: Option<String> = None;
        let grouped = tokens.contains(&Token::Semicolon);
        for piece in tokens.split(|it| matches!(it, Token::Comma | Token::Semicolon)) {
            if self.mailboxes.len() >= MOST {
                return true;
            }
            // The name of a group (§3.4) is nobody's address, if what readers see. Without the
            // sign that ends a group, the colon is part of a name.
            let whole = piece;
            let colon = piece.iter().position(|it| *it == Token::Colon);
            let piece = match colon.filter(|_| grouped) {
                Some(at) => piece.get(at + 1..).unwrap_or_default(),
                None => piece,
            };
            match Piece::of(piece) {
                Piece::Empty => {}
                Piece::Mailbox(mut mailbox, sound) => {
                    self.malformed |= !sound;
                    if let Some(before) = carried.take() {
                        // "Name, Inc <a@b>": the comma belongs to the name.
                        let comma = if mailbox.name.is_empty() { "" } else { ", " };
                        mailbox.name = format!("{before}{comma}{}", mailbox.name);
                        self.malformed = true;
                    }
                    if mailbox.name.is_empty()
                        && let Some(at) = colon.filter(|_| grouped)
                    {
                        mailbox.name = group(whole.get(..at).unwrap_or_default());
                    }
                    self.mailboxes.push(mailbox);
                }
                Piece::Name(name) => {
                    let carried = carried.get_or_insert_default();
                    if !carried.is_empty() {
                        carried.push_str(", ");
                    }
                    carried.push_str(&name);
                }
                Piece::Unclear => return false,
            }
        }
        self.stray = carried.unwrap_or_default();
        true
    }

    /// What stands in the last `<…>`, with what is before it as the name.
    fn by_brackets(value: &str) -> Self {
        let mut list = Self::default();
        let mut end = value.len();
        while let Some(at) = value.get(..end).and_then(|it| it.rfind('<')) {
            let inner = value.get(at + 1..end).unwrap_or_default();
            let inner = inner.split('>').next().unwrap_or_default();
            // Old grammar (§4.4) has spaces around dots.
            let close = || Mailbox::loose(&inner.split_whitespace().collect::<String>());
            let found = Mailbox::loose(inner)
                .or_else(close)
                .or_else(|| Mailbox::loose(&word::decode(inner)));
            if let Some(mut mailbox) = found {
                let before = value.get(..at).unwrap_or_default();
                let before = before.trim_end();
                if list.mailboxes.is_empty() {
                    mailbox.name = plain_name(before);
                }
                list.mailboxes.push(mailbox);
            }
            end = at;
            if list.mailboxes.len() >= MOST {
                break;
            }
        }
        list
    }

    /// What looks like an address, without brackets.
    fn bare(value: &str) -> Self {
        let mut list = Self::default();
        let decoded = word::decode(value);
        let pieces = decoded.split(|it: char| {
            it.is_whitespace() || matches!(it, '<' | '>' | '(' | ')' | ',' | ';' | '"')
        });
        for piece in pieces.filter(|it| it.contains('@')) {
            if list.mailboxes.len() >= MOST {
                break;
            }
            if let Some(mut mailbox) = Mailbox::loose(piece) {
                if list.mailboxes.is_empty() {
                    let before = decoded.find(piece).and_then(|at| decoded.get(..at));
                    mailbox.name = plain_name(before.unwrap_or_default());
                }
                list.mailboxes.push(mailbox);
            }
        }
        list
    }
}

/// The name of a group, as it is shown; one that is written like an address, too, which it
/// never is.
fn group(tokens: &[Token<'_>]) -> String {
    if let Piece::Name(name) = Piece::of(tokens) {
        return name;
    }
    let mut shown = String::new();
    let mut joins = true;
    for token in tokens {
        let (text, sign) = match token {
            Token::Word(text) | Token::Angle(text) => (word::decode(text), false),
            Token::Quoted(text) | Token::Comment(text) => (word::decode(text), false),
            Token::At => ("@".to_owned(), true),
            Token::Comma | Token::Colon | Token::Semicolon => continue,
        };
        if !joins && !sign {
            shown.push(' ');
        }
        shown.push_str(&text);
        joins = sign;
    }
    shown
}

/// What stands between two commas.
enum Piece {
    Empty,
    /// An address, and whether it is written as it should be.
    Mailbox(Mailbox, bool),
    /// A name without an address.
    Name(String),
    /// Several brackets, or none and more than an address.
    Unclear,
}

impl Piece {
    fn of(tokens: &[Token<'_>]) -> Self {
        let comment = tokens.iter().rev().find_map(|it| match it {
            Token::Comment(text) => Some(word::decode(text).trim().to_owned()),
            _ => None,
        });
        let tokens: Vec<_> = tokens
            .iter()
            .filter(|it| !matches!(it, Token::Comment(_)))
            .collect();
        let Some((last, before)) = tokens.split_last() else {
            return Self::Empty;
        };
        if let Token::Angle(inner) = last {
            if before.iter().any(|it| matches!(it, Token::Angle(_))) {
                return Self::Unclear;
            }
            return Self::bracketed(inner, before, comment);
        }
        if tokens.iter().any(|it| matches!(it, Token::Angle(_))) {
            return Self::Unclear;
        }
        match tokens.as_slice() {
            [Token::Word(local), Token::At, Token::Word(domain)] => {
                let mailbox = Mailbox::new(local, domain, comment.unwrap_or_default());
                Self::Mailbox(mailbox, is_dotted(domain))
            }
            [Token::Quoted(local), Token::At, Token::Word(domain)] => {
                let local = format!("\"{local}\"");
                Self::Mailbox(
                    Mailbox::new(&local, domain, comment.unwrap_or_default()),
                    true,
                )
            }
            _ if tokens.iter().any(|it| matches!(it, Token::At)) => Self::Unclear,
            _ => Self::Name(name(&tokens)),
        }
    }

    fn bracketed(inner: &str, before: &[&Token<'_>], comment: Option<String>) -> Self {
        let shown = name(before);
        let name = if shown.is_empty() {
            comment.unwrap_or_default()
        } else {
            shown
        };
        if inner.trim().is_empty() {
            return Self::Name(name);
        }
        let Some(mailbox) = Mailbox::loose(inner) else {
            return Self::Unclear;
        };
        let phrase = before
            .iter()
            .all(|it| matches!(it, Token::Word(_) | Token::Quoted(_)));
        let sound = phrase && is_address(inner.trim());
        Self::Mailbox(Mailbox { name, ..mailbox }, sound)
    }
}

/// Whether it is written as an address is to be: of letters without spaces, quoted where needed.
fn is_address(text: &str) -> bool {
    let route = text.strip_prefix('@').and_then(|it| it.split_once(':'));
    let Some((local, domain)) = route.map_or(text, |(_, it)| it).rsplit_once('@') else {
        return false;
    };
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let literal = domain.starts_with('[') && domain.ends_with(']');
    (quoted || is_plain(local)) && (literal || (is_plain(domain) && is_dotted(domain)))
}

/// Whether it is of letters that need no quotes.
fn is_plain(text: &str) -> bool {
    let sign = |it: char| it.is_whitespace() || it.is_control() || "()<>[]:;@\\,\"".contains(it);
    !text.is_empty() && !text.contains(sign)
}

/// Whether it is made of pieces between single dots (or is a literal, `[192.0.2.1]`).
fn is_dotted(text: &str) -> bool {
    text.starts_with('[') || text.split('.').all(|piece| !piece.is_empty())
}

/// The words of a name, decoded.
fn name(tokens: &[&Token<'_>]) -> String {
    let mut text = String::new();
    let mut close = false;
    for token in tokens {
        let (word, sign) = match token {
            Token::Word(word) => (*word, false),
            Token::Quoted(quoted) => (quoted.as_str(), false),
            Token::At => ("@", true),
            Token::Colon => (":", false),
            Token::Angle(_) | Token::Comment(_) | Token::Comma | Token::Semicolon => continue,
        };
        if !text.is_empty() && !close && !sign && word != ":" {
            text.push(' ');
        }
        close = sign;
        text.push_str(word);
    }
    word::decode(&text).trim().to_owned()
}

/// A name as it stands, with its quotes taken away.
fn plain_name(text: &str) -> String {
    let inner = text.replace("\\\"", "\"");
    word::decode(inner.trim().trim_matches(['"', '[', '<']))
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, addresses, malformed.
    fn read(value: &str) -> (String, Vec<String>, bool) {
        let from = From::of([value].into_iter());
        let addresses = from.mailboxes.iter().map(Mailbox::address).collect();
        (from.name, addresses, from.malformed)
    }

    #[track_caller]
    fn sound(value: &str, name: &str, address: &str) {
        assert_eq!(
            read(value),
            (name.to_owned(), vec![address.to_owned()], false),
            "{value}"
        );
    }

    #[track_caller]
    fn odd(value: &str, name: &str, addresses: &[&str]) {
        let addresses = addresses.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(read(value), (name.to_owned(), addresses, true), "{value}");
    }

    #[test]
    fn what_keeps_the_grammar_is_read_by_it() {
        sound("a@b.example", "", "a@b.example");
        sound("Mika <mika@Example.JP>", "Mika", "mika@example.jp");
        sound(
            "\"Doe, Mika\" <mika@example.jp>",
            "Doe, Mika",
            "mika@example.jp",
        );
        sound(
            "\"a@b.example\" <c@d.example>",
            "a@b.example",
            "c@d.example",
        );
        sound(
            "=?utf-8?B?44GC?= =?utf-8?B?44GE?=<a@b.example>",
            "あい",
            "a@b.example",
        );
        sound("\"=?utf-8?B?44GC?=\" <a@b.example>", "あ", "a@b.example");
        sound(
            "a@b.example (Mika (at home))",
            "Mika (at home)",
            "a@b.example",
        );
        sound("Mika (work) <a@b.example>", "Mika", "a@b.example");
        sound("\"a b\"@c.example", "", "\"a b\"@c.example");
        sound("<a@[192.0.2.1]>", "", "a@[192.0.2.1]");
        sound("Team: a@b.example;", "Team", "a@b.example");
        sound("X <@r.example,@s.example:a@b.example>", "X", "a@b.example");
        sound("x <a@例え.jp>", "x", "a@xn--r8jz45g.jp");
    }

    #[test]
    fn several_are_all_there_the_first_one_first() {
        let (name, addresses, malformed) = read("a@b.example, X <c@d.example>");
        assert_eq!((name.as_str(), malformed), ("", false));
        assert_eq!(addresses, ["a@b.example", "c@d.example"]);
    }

    #[test]
    fn what_breaks_the_grammar_is_read_as_mail_programs_show_it() {
        odd(
            "Microsoft, Inc <x@evil.example>",
            "Microsoft, Inc",
            &["x@evil.example"],
        );
        odd(
            "help@brand.example <x@evil.example>",
            "help@brand.example",
            &["x@evil.example"],
        );
        odd(
            "\"Brand\" <a@brand.example> <x@evil.example>",
            "Brand\" <a@brand.example>",
            &["x@evil.example", "a@brand.example"],
        );
        odd("Brand <x@evil.example", "Brand", &["x@evil.example"]);
        odd("Brand x@evil.example>", "Brand", &["x@evil.example"]);
        odd("\"Brand <x@evil.example>", "Brand", &["x@evil.example"]);
        odd("Brand [x@evil.example]", "Brand", &["x@evil.example"]);
        odd("<x@evil.example> Brand", "", &["x@evil.example"]);
        odd("Brand < x@evil .example >", "Brand", &["x@evil.example"]);
        odd(
            "=?utf-8?Q?a=40brand.example?= <>, b",
            "",
            &["a@brand.example"],
        );
        odd(
            "Brand: Security <x@evil.example>",
            "Brand: Security",
            &["x@evil.example"],
        );
        odd("Brand, <x@evil.example>", "Brand", &["x@evil.example"]);
        odd("Brand", "Brand", &[]);
        odd("Brand <x@evil,example>", "Brand", &["x@evil,example"]);
        odd("Brand <<x@evil.example>>", "Brand", &["x@evil.example"]);
    }

    #[test]
    fn several_headers_are_counted() {
        let from = From::of(["A <a@b.example>", "C <c@d.example>"].into_iter());
        assert_eq!(
            (from.headers, from.name.as_str(), from.mailboxes.len()),
            (2, "A", 2)
        );
    }

    #[test]
    fn nothing_makes_it_slow() {
        for piece in [
            "<",
            "a@",
            "=?",
            "(",
            "\"",
            ",",
            "<a@b>",
            "a@b ",
            "=?a?q?<?= ",
            "[",
        ] {
            let value = piece.repeat(20_000);
            let _ = From::of([value.as_str()].into_iter());
        }
    }
}
