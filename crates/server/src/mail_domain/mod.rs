//! The domain that mails come from: what it has published, held against what receivers ask
//! of senders today. Not for judging mails that come in.
//!
//! What is asked for: that the envelope's domain names the sending server (SPF, RFC 7208), that
//! our keys can be found (DKIM, RFC 6376), that the domain says what to do with the rest
//! (DMARC, RFC 9989), that both names are its own (alignment), that somebody can answer, and
//! that the sending address has a name that leads back to it (PTR).

mod judge;
mod names;
mod published;
#[cfg(test)]
mod tests;

use core::fmt::Write as _;

pub use judge::{Finding, Grade, judge};
pub(crate) use names::reverse;
pub use names::{Names, NamesError};
pub use published::{Answer, Published, Reach, Reverse};

use crate::{
    config::Config,
    dkim::{DkimError, DkimSigner, DnsRecord},
};

/// Who sends, as the settings have it.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The domain of `From`.
    pub domain: String,
    /// The domain of the envelope, where mails come back to.
    pub envelope: String,
    /// The domain that signs.
    pub signer: String,
    /// The keys to publish.
    pub keys: Vec<DnsRecord>,
    /// The mail server that our mails are handed to.
    pub server: String,
}

impl Sender {
    /// The sender of these settings; `None` while no mails are sent.
    pub fn new(config: &Config) -> Result<Option<Self>, DkimError> {
        let (Some(from), Some(server)) = (&config.mail.from, &config.mail.server) else {
            return Ok(None);
        };
        let domain = domain_of(from);
        let envelope = config.intake.address.as_deref().unwrap_or(from);
        let signer = config.dkim.domain.clone().unwrap_or_else(|| domain.clone());
        let keys = if config.dkim.signing == crate::config::DkimSigning::On {
            DkimSigner::open(&config.data_dir, &signer, &config.dkim.selector)?.keys()
        } else {
            Vec::new()
        };
        Ok(Some(Self {
            envelope: domain_of(envelope),
            domain,
            signer,
            keys,
            server: server.clone(),
        }))
    }

    /// What is to be said of its domains, the worst first.
    pub async fn look(&self, names: &Names) -> Vec<Finding> {
        judge(self, &Published::ask(self, names).await)
    }
}

/// What `kadomori doctor mail` prints.
#[must_use]
pub fn report(sender: &Sender, findings: &[Finding]) -> String {
    let mut text = format!("Mail from {}, by way of {}\n", sender.domain, sender.server);
    if findings.is_empty() {
        text.push_str("Everything that receivers ask for is there.\n");
    }
    for finding in findings {
        let _ = write!(text, "\n{}: {}\n", finding.grade.word(), finding.said);
        if let Some(record) = &finding.record {
            let _ = writeln!(text, "  {}", record.zone_line());
        }
    }
    text
}

/// Looks once, and says in the log what receivers will mind. Mails go out whatever is found.
pub(crate) async fn warn_at_start(config: Config) {
    let sender = match Sender::new(&config) {
        Ok(Some(sender)) => sender,
        Ok(None) => return,
        Err(error) => {
            tracing::warn!(%error, "the keys of the sending domain can't be read");
            return;
        }
    };
    let names = match Names::open(config.mail.name_server) {
        Ok(names) => names,
        Err(error) => {
            tracing::warn!(%error, "the sending domain can't be looked at");
            return;
        }
    };
    for Finding {
        grade,
        said,
        record,
    } in sender.look(&names).await
    {
        let record = record.map(|record| record.zone_line());
        match grade {
            Grade::Wrong => tracing::warn!(record, "the sending domain: {said}"),
            Grade::Advice | Grade::Unknown => {
                tracing::info!(record, "the sending domain: {said}");
            }
        }
    }
}

fn domain_of(address: &str) -> String {
    let domain = address
        .rsplit_once('@')
        .map_or(address, |(_, domain)| domain);
    domain.to_ascii_lowercase()
}
