//! What receivers wrote of a mail (`Authentication-Results`, RFC 8601; `Received-SPF`, RFC 7208
//! §9.1). Anybody can write such headers; only the topmost can be the receiver's own.

use super::{
    Outcome, Results,
    comment::{self, Piece},
    policy::Author,
    received::{self, Hop},
};
use crate::mail::Mail;

/// Headers that are looked at.
const HEADERS: usize = 20;
/// Results of one header that are looked at.
const METHODS: usize = 50;

/// What the topmost says, and whether one below it says the opposite.
pub(super) fn read(
    mail: &Mail,
    author: &Author,
    hops: &[Hop],
    trusted: &[String],
) -> (Option<Results>, bool) {
    let mut headers = mail
        .headers
        .iter()
        .enumerate()
        .filter(|(_, header)| header.name == "authentication-results")
        .take(HEADERS);
    let Some((at, top)) = headers.next() else {
        return (received_spf(mail, author), false);
    };
    let mut results = parse(&top.value, author);
    results.trusted = is_believed(&results.server, hops, trusted) && is_on_top(mail, at, hops);
    // Some write a header for each method, one directly below another.
    let mut headers = headers.peekable();
    let mut last = at;
    while let Some((at, header)) = headers.next_if(|(at, header)| {
        let below = parse(&header.value, author);
        let believed = !results.trusted || is_believed(&below.server, hops, trusted);
        *at == last + 1 && believed && results.goes_on_in(&below)
    }) {
        results.join(&parse(&header.value, author));
        last = at;
    }
    let contradicted = headers.any(|(at, header)| {
        let below = parse(&header.value, author);
        opposes(&below, &results) && !is_of_an_earlier_receiver(mail, at, &below.server, hops)
    });
    (Some(results), contradicted)
}

/// Whether the server is named as trusted, and wrote the topmost line of the way.
fn is_believed(server: &str, hops: &[Hop], trusted: &[String]) -> bool {
    let named = trusted.iter().any(|it| it.eq_ignore_ascii_case(server));
    let receiver = received::receiver(hops);
    !server.is_empty() && named && receiver.is_some_and(|by| received::is_of_one_owner(by, server))
}

/// Whether nothing above the header was written by somebody else than the receiver.
fn is_on_top(mail: &Mail, at: usize, hops: &[Hop]) -> bool {
    let Some(receiver) = received::receiver(hops) else {
        return false;
    };
    let above = mail.headers.iter().take(at);
    let lines = above.filter(|header| header.name == "received").count();
    hops.iter()
        .take(lines)
        .all(|hop| !hop.by.contains('.') || received::is_of_one_owner(&hop.by, receiver))
}

fn opposes(below: &Results, top: &Results) -> bool {
    let pass = |outcome| outcome == Some(Outcome::Pass);
    let fails = |outcome| matches!(outcome, Some(Outcome::Fail | Outcome::SoftFail));
    (pass(below.dmarc) && fails(top.dmarc))
        || (pass(below.dkim) && fails(top.dkim))
        || (pass(below.spf) && fails(top.spf) && fails(top.dmarc))
}

/// Whether a server further down the way can have written this, before it sent the mail on: it
/// wrote a line of the way, too, and isn't the one on top.
fn is_of_an_earlier_receiver(mail: &Mail, at: usize, server: &str, hops: &[Hop]) -> bool {
    let of_top = received::receiver(hops).is_some_and(|by| received::is_of_one_owner(by, server));
    let above = mail.headers.iter().take(at);
    let lines = above.filter(|header| header.name == "received").count();
    let own = |hop: &Hop| received::is_of_one_owner(&hop.by, server);
    !of_top && hops.iter().skip(lines.saturating_sub(1)).any(own)
}

/// Reads a header's value.
pub(super) fn parse(value: &str, author: &Author) -> Results {
    let mut results = Results::default();
    let parts = comment::split(value, ';');
    let mut parts = parts.into_iter().take(METHODS);
    if let Some(first) = parts.next() {
        match Method::parse(first) {
            // Outlook.com leaves out who it is.
            Some(method) => results.take(&method, author),
            None => results.server = server(first),
        }
    }
    for method in parts.filter_map(Method::parse) {
        results.take(&method, author);
    }
    results
}

/// The name of the server; a version may follow.
fn server(part: &str) -> String {
    let mut words = comment::pieces(part).filter_map(|piece| match piece {
        Piece::Word(word) => Some(word),
        Piece::Comment(_) => None,
    });
    let word = words.next().unwrap_or_default();
    word.chars().take(255).collect::<String>().to_lowercase()
}

impl Results {
    /// Whether another header of the same receiver tells of methods that this one leaves out.
    fn goes_on_in(&self, below: &Self) -> bool {
        let apart = |own: Option<Outcome>, other: Option<Outcome>| own.is_none() || other.is_none();
        received::is_of_one_owner(&self.server, &below.server)
            && apart(self.dmarc, below.dmarc)
            && apart(self.dkim, below.dkim)
            && apart(self.spf, below.spf)
            && apart(self.arc, below.arc)
    }

    fn join(&mut self, below: &Self) {
        self.dmarc = self.dmarc.or(below.dmarc);
        self.dkim = self.dkim.or(below.dkim);
        self.spf = self.spf.or(below.spf);
        self.arc = self.arc.or(below.arc);
    }

    fn take(&mut self, method: &Method, author: &Author) {
        let Some(outcome) = method.outcome else {
            return;
        };
        let own = |names: &[&str]| match method.domain(names) {
            Some(domain) => author.is_akin(&domain),
            // `dkim=none` has nothing to name.
            None => method.name != "spf",
        };
        let slot = match method.name.as_str() {
            "dmarc" if own(&["header.from"]) => &mut self.dmarc,
            "dkim" if own(&["header.d", "header.i"]) => &mut self.dkim,
            "spf" if own(&["smtp.mailfrom", "smtp.mail", "smtp.from"]) => &mut self.spf,
            "arc" => &mut self.arc,
            _ => return,
        };
        // Of several signatures of its own, one that holds is enough.
        if slot.is_none() || outcome == Outcome::Pass && method.name == "dkim" {
            *slot = Some(outcome);
        }
    }
}

/// One `method=result (comment) property=value`.
struct Method {
    name: String,
    outcome: Option<Outcome>,
    properties: Vec<(String, String)>,
}

impl Method {
    fn parse(part: &str) -> Option<Self> {
        let plain = comment::without_comments(part);
        // Space around `=` is allowed.
        let mut pairs = Vec::new();
        let mut pieces = plain.split('=').peekable();
        let mut name = pieces.next()?.trim().to_owned();
        while let Some(piece) = pieces.next() {
            let piece = piece.trim();
            let (value, next) = if pieces.peek().is_none() {
                (piece, "")
            } else {
                piece.rsplit_once(char::is_whitespace)?
            };
            pairs.push((core::mem::take(&mut name), unquoted(value)));
            next.clone_into(&mut name);
        }
        let mut pairs = pairs.into_iter();
        let (method, result) = pairs.next()?;
        let (method, _) = method.split_once('/').unwrap_or((&method, ""));
        let method = method.trim().to_ascii_lowercase();
        let words = method
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'-');
        if method.is_empty() || !words {
            return None;
        }
        let result = result.split_ascii_whitespace().next().unwrap_or_default();
        Some(Self {
            name: method,
            outcome: outcome(result),
            properties: pairs
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_lowercase()))
                .collect(),
        })
    }

    /// The domain of the first of these properties.
    fn domain(&self, names: &[&str]) -> Option<String> {
        let value = names.iter().find_map(|wanted| {
            let mut properties = self.properties.iter();
            properties.find(|(name, _)| name == wanted)
        });
        let (_, value) = value?;
        let (_, domain) = value.rsplit_once('@').unwrap_or(("", value));
        let domain = domain.trim_matches(['<', '>', '.']);
        (domain != "none" && !domain.is_empty()).then(|| domain.to_owned())
    }
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inner.unwrap_or(value).to_owned()
}

fn outcome(word: &str) -> Option<Outcome> {
    Some(match word.to_ascii_lowercase().as_str() {
        "pass" => Outcome::Pass,
        "fail" | "hardfail" | "permerror" => Outcome::Fail,
        "softfail" => Outcome::SoftFail,
        "none" | "neutral" | "bestguesspass" | "policy" => Outcome::None,
        "temperror" => Outcome::Temporary,
        _ => return None,
    })
}

/// The topmost `Received-SPF`, where there is nothing better. Never trusted.
fn received_spf(mail: &Mail, author: &Author) -> Option<Results> {
    let value = mail.header("received-spf").next()?;
    let plain = comment::without_comments(value);
    let mut words = plain.split_ascii_whitespace();
    let outcome = match words.next()?.to_ascii_lowercase().as_str() {
        "error" => Outcome::Temporary,
        "unknown" => Outcome::Fail,
        word => outcome(word)?,
    };
    let of = |wanted: &str| {
        let mut pairs = plain
            .split([';', ' ', '\t'])
            .filter_map(|it| it.split_once('='));
        let found = pairs.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| unquoted(value).to_lowercase())
    };
    let sender = of("envelope-from").or_else(|| {
        let path = mail.return_path.as_ref();
        path.map(|path| path.domain.clone())
    })?;
    let (_, domain) = sender.rsplit_once('@').unwrap_or(("", &sender));
    Some(Results {
        server: of("receiver").unwrap_or_default(),
        spf: author
            .is_akin(domain.trim_matches(['<', '>']))
            .then_some(outcome),
        ..Results::default()
    })
}
