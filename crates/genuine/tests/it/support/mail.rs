//! Mails for tests of the authentication alone: only what it looks at is cut.

use kadomori_genuine::mail::{From, Header, Mail, Mailbox};

use super::sign::with_crlf;

/// Cuts a mail, kindly and simply.
pub fn mail(octets: &[u8]) -> Mail {
    let raw = with_crlf(octets);
    let text = String::from_utf8_lossy(&raw).into_owned();
    let head = text.split_once("\r\n\r\n").map_or(&*text, |(head, _)| head);
    let unfolded = head.replace("\r\n\t", " ").replace("\r\n ", " ");
    let headers: Vec<Header> = unfolded
        .split("\r\n")
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| Header {
            name: name.trim().to_lowercase(),
            value: value.trim().to_owned(),
        })
        .collect();
    let all = |name: &str| {
        let named = headers.iter().filter(|header| header.name == name);
        named.map(|header| header.value.clone()).collect::<Vec<_>>()
    };
    let from = all("from");
    Mail {
        from: From {
            name: String::new(),
            mailboxes: from.iter().flat_map(|value| mailboxes(value)).collect(),
            headers: from.len(),
            malformed: false,
        },
        return_path: all("return-path")
            .first()
            .and_then(|it| mailboxes(it).pop()),
        raw,
        headers,
        ..Mail::default()
    }
}

fn mailboxes(value: &str) -> Vec<Mailbox> {
    let boxes = value.split(", ").filter_map(|one| {
        let inside = one.rsplit_once('<').map_or(one, |(_, it)| it);
        let (local, domain) = inside.trim_end_matches('>').rsplit_once('@')?;
        Some(Mailbox {
            local: local.to_owned(),
            domain: domain.to_lowercase(),
            name: String::new(),
        })
    });
    boxes.collect()
}
