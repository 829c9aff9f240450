//! Who asks: the one who is named in `From` and in the envelope, a person, and one of ours.

use core::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use kadomori_domain::{
    account::Reader,
    address::MailAddress,
    forwarded::Forwarder,
    id::{AccountId, MessageId, TenantId},
    identifier::Identifier,
    time::Time,
};
use kadomori_genuine::mail::{Mail, Mailbox};
use kadomori_store::{StoreError, Tx, account, contact};

use super::Silence;
use crate::app::{App, Site};

/// How old a mail may be by its own date: mail servers try for five days (RFC 5321 §4.5.4.1).
const OLDEST: Duration = Duration::from_hours(24 * 6);
/// How far ahead the clock of who wrote it may be.
const AHEAD: Duration = Duration::from_hours(24);
/// Octets of a `Message-ID` that is repeated in the answer.
const LONGEST_ID: usize = 250;

/// Who seems to ask; nothing is proved yet.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Asker {
    /// The address in `From`.
    pub(super) from: MailAddress,
    /// The address in the envelope.
    pub(super) sender: MailAddress,
    /// A hash that the same mail has again.
    pub(super) mail: [u8; 32],
    /// Its name, if an answer can refer to it.
    pub(super) message_id: Option<String>,
}

/// Who seems to ask by this mail, handed in by `sender`; or why nobody is answered.
pub(super) fn of(mail: &Mail, sender: &str, site: &Site, now: Time) -> Result<Asker, Silence> {
    let (from, sender) = named(mail, sender).ok_or(Silence::NobodyInParticular)?;
    let is_ours = |address: &str| same(&from, address) || same(&sender, address);
    let check = site.check_address.as_deref().unwrap_or_default();
    if is_ours(&site.mail_from) || is_ours(check) || is_automatic(mail) {
        return Err(Silence::NoPerson);
    }
    let message_id = name_of(mail);
    if message_id.is_some_and(|id| is_our_name(id, site)) {
        return Err(Silence::NoPerson);
    }
    if !is_to(mail, check) || !is_recent(mail, now) {
        return Err(Silence::NotToUs);
    }
    let name = message_id.map_or(mail.raw.as_slice(), str::as_bytes);
    let mut hash = [0; 32];
    for (place, byte) in hash.iter_mut().zip(digest(&SHA256, name).as_ref()) {
        *place = *byte;
    }
    Ok(Asker {
        from,
        sender,
        mail: hash,
        message_id: message_id.map(str::to_owned),
    })
}

/// The one address in `From`, and the one in the envelope.
fn named(mail: &Mail, sender: &str) -> Option<(MailAddress, MailAddress)> {
    let from = &mail.from;
    let [mailbox] = from.mailboxes.as_slice() else {
        return None;
    };
    if from.headers != 1 || from.malformed {
        return None;
    }
    let from = MailAddress::parse(&mailbox.address()).ok()?;
    Some((from, MailAddress::parse(sender).ok()?))
}

fn same(address: &MailAddress, other: &str) -> bool {
    MailAddress::parse(other).is_ok_and(|other| other.normal() == address.normal())
}

/// Whether no person sent it: RFC 3834 §2 and what came before it, and our own mails.
fn is_automatic(mail: &Mail) -> bool {
    let says = |name: &str, words: &[&str]| {
        mail.header(name).any(|value| {
            let value = value.trim().to_ascii_lowercase();
            words.iter().any(|word| value.starts_with(word))
        })
    };
    let mut submitted = mail.header("auto-submitted");
    let mut names = mail.headers.iter().map(|header| header.name.as_str());
    submitted.any(|value| !value.trim().to_ascii_lowercase().starts_with("no"))
        || says("precedence", &["bulk", "list", "junk", "auto_reply"])
        || says("content-type", &["multipart/report"])
        || says("x-auto-response-suppress", &["all", "autoreply"])
        || names.any(|name| {
            let is_mark = matches!(
                name,
                "x-loop" | "x-autoreply" | "x-autorespond" | "x-kadomori-mark"
            );
            is_mark || name.starts_with("list-")
        })
}

/// Its `Message-ID` without the brackets, if it is of plain signs (RFC 5322 §3.6.4).
fn name_of(mail: &Mail) -> Option<&str> {
    let value = mail.header("message-id").next()?.trim();
    let id = value.strip_prefix('<')?.strip_suffix('>')?;
    let is_plain = |c: u8| c.is_ascii_graphic() && !matches!(c, b'<' | b'>');
    (id.len() <= LONGEST_ID && id.contains('@') && id.bytes().all(is_plain)).then_some(id)
}

/// Whether it is a name as we give.
fn is_our_name(id: &str, site: &Site) -> bool {
    id.split_once('@').is_some_and(|(name, domain)| {
        domain.eq_ignore_ascii_case(&site.mail_domain) && name.parse::<MessageId>().is_ok()
    })
}

/// Whether it is written to this address: a mail to others that somebody hands in anew isn't.
fn is_to(mail: &Mail, check: &str) -> bool {
    let mut to = mail.to.iter().map(Mailbox::address);
    let check = MailAddress::parse(check).map(|check| check.normal());
    to.any(|one| MailAddress::parse(&one).map(|one| one.normal()) == check)
}

/// Whether it was written lately: what was answered is forgotten after a while.
fn is_recent(mail: &Mail, now: Time) -> bool {
    mail.date.is_some_and(|seconds| {
        let at = Time::from_micros(seconds.saturating_mul(1_000_000));
        now.since(at) <= OLDEST && at.since(now) <= AHEAD
    })
}

/// The account that this one belongs to: its confirmed addresses are the one in `From` and the
/// one in the envelope.
pub(super) async fn find(app: &App, asker: &Asker) -> Result<Option<Forwarder>, StoreError> {
    let wanted = (asker.clone(), app.site.tenant);
    app.db
        .read(wanted, |tx, (asker, tenant)| {
            Box::pin(find_in(tx, asker, *tenant))
        })
        .await
}

async fn find_in(
    tx: &mut Tx,
    asker: &Asker,
    tenant: TenantId,
) -> Result<Option<Forwarder>, StoreError> {
    let mut found = contact::list_confirmed(tx, tenant, &asker.from).await?;
    if asker.from.normal() != asker.sender.normal() {
        let senders = contact::list_confirmed(tx, tenant, &asker.sender).await?;
        let is_theirs = |account: AccountId| senders.iter().any(|(other, _)| *other == account);
        found.retain(|(account, _)| is_theirs(*account));
    }
    let signs_in = match found.as_slice() {
        [_, _, ..] => {
            let identifier = Identifier::Mail(asker.from.clone());
            account::find_by_identifier(tx, tenant, &identifier).await?
        }
        [] | [_] => None,
    };
    // An address of several accounts stands for the one that is signed in to with it.
    let preferred = found
        .iter()
        .position(|(account, _)| signs_in.as_ref().is_some_and(|it| it.id == *account))
        .unwrap_or(0);
    if preferred >= found.len() {
        return Ok(None);
    }
    let (account, address) = found.swap_remove(preferred);
    let Some(account) = account::find(tx, tenant, account).await? else {
        return Ok(None);
    };
    Ok(Some(Forwarder {
        tenant,
        account: account.id,
        address,
        reader: Reader {
            locale: account.locale,
            zone: account.zone,
        },
        mail: asker.mail,
        message_id: asker.message_id.clone(),
    }))
}
