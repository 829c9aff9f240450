//! What a sending domain has published.

use std::net::IpAddr;

use mail_auth::SpfResult;

use super::{Names, Sender};

/// The most names that are asked for one policy (RFC 9989 §4.10: eight).
const LONGEST_WALK: usize = 8;

/// The most addresses of a server, and names of an address, that are looked at.
const MOST_ADDRESSES: usize = 4;

/// What a name server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T = String> {
    /// These records.
    Found(Vec<T>),
    /// That there are none.
    Nothing,
    /// Nothing that could be used; this is what the machine saw.
    Silence(String),
}

/// Whether the domain names the server that sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It does.
    Named,
    /// It doesn't name this address; mail may leave from another one.
    NotNamed(IpAddr),
    /// Its record can't be read, or asks for too many others (RFC 7208 §4.6).
    Broken,
    /// That isn't known: no answer, or a server whose address says nothing.
    Unknown,
}

/// What a sending domain has published.
#[derive(Clone, Debug)]
pub struct Published {
    /// The texts of the envelope's domain.
    pub envelope: Answer,
    /// Whether they name the server that sends.
    pub reach: Reach,
    /// The texts under the names of our keys, in their order.
    pub keys: Vec<Answer>,
    /// The first name with a policy, and the texts there; or what the last one said.
    pub policy: (String, Answer),
    /// Who takes the mail of the domain in `From`.
    pub servers: Answer,
    /// What the addresses of the server that sends are called; none where they say nothing.
    pub reverse: Vec<(IpAddr, Reverse)>,
}

/// What an address is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reverse {
    /// By a name that leads back to it.
    Confirmed,
    /// By this name, which doesn't.
    Unconfirmed(String),
    /// By none.
    Missing,
    /// Nobody answered; this is what the machine saw.
    Unknown(String),
}

impl Published {
    /// Asks for all of it.
    pub async fn ask(sender: &Sender, names: &Names) -> Self {
        // All at once: a name server that is silent is waited for once.
        let (envelope, reach, keys, policy, servers, reverse) = tokio::join!(
            names.texts(&sender.envelope),
            reach(sender, names),
            keys(sender, names),
            policy(&sender.domain, names),
            names.mail_servers(&sender.domain),
            reverse_names(sender, names),
        );
        Self {
            envelope,
            reach,
            keys,
            policy,
            servers,
            reverse,
        }
    }
}

async fn keys(sender: &Sender, names: &Names) -> Vec<Answer> {
    let mut answers = Vec::new();
    for key in &sender.keys {
        answers.push(names.texts(&key.name).await);
    }
    answers
}

async fn reach(sender: &Sender, names: &Names) -> Reach {
    let mut left_out = None;
    for address in names.addresses(&sender.server).await {
        match names.may_send(&sender.envelope, address).await {
            SpfResult::Pass => return Reach::Named,
            SpfResult::PermError => return Reach::Broken,
            SpfResult::Fail | SpfResult::SoftFail | SpfResult::Neutral => {
                left_out = Some(address);
            }
            SpfResult::None | SpfResult::TempError => {}
        }
    }
    // A server on this machine sends on from an address that isn't known here.
    let left_out = left_out.filter(|address| !address.is_loopback());
    left_out.map_or(Reach::Unknown, Reach::NotNamed)
}

/// What the addresses of the server are called. Those of this machine and of private networks
/// are nobody's in the Internet: mails leave from another one.
async fn reverse_names(sender: &Sender, names: &Names) -> Vec<(IpAddr, Reverse)> {
    let mut found = Vec::new();
    let addresses = names.addresses(&sender.server).await.into_iter();
    for address in addresses.filter(is_public).take(MOST_ADDRESSES) {
        let reverse = match names.names(address).await {
            Answer::Found(called) => confirmed(&called, address, names).await,
            Answer::Nothing => Reverse::Missing,
            Answer::Silence(why) => Reverse::Unknown(why),
        };
        found.push((address, reverse));
    }
    found
}

async fn confirmed(called: &[String], address: IpAddr, names: &Names) -> Reverse {
    let mut silence = None;
    for name in called.iter().take(MOST_ADDRESSES) {
        match names.hosts(name).await {
            Answer::Found(hosts) if hosts.contains(&address) => return Reverse::Confirmed,
            Answer::Found(_) | Answer::Nothing => {}
            Answer::Silence(why) => silence = Some(why),
        }
    }
    match (silence, called.first()) {
        (Some(why), _) => Reverse::Unknown(why),
        (None, Some(name)) => Reverse::Unconfirmed(name.clone()),
        (None, None) => Reverse::Missing,
    }
}

fn is_public(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(ip) => {
            !(ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified())
        }
        IpAddr::V6(ip) => {
            !(ip.is_loopback()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || ip.is_unspecified())
        }
    }
}

/// Walks up the tree until a policy is found (RFC 9989 §4.10).
async fn policy(domain: &str, names: &Names) -> (String, Answer) {
    let mut rest = domain;
    let mut last = Answer::Nothing;
    for _ in 0..LONGEST_WALK {
        let name = format!("_dmarc.{rest}");
        match names.texts(&name).await {
            Answer::Found(texts) if texts.iter().any(|text| is_policy(text)) => {
                let policies = texts.into_iter().filter(|text| is_policy(text));
                return (name, Answer::Found(policies.collect()));
            }
            Answer::Found(_) | Answer::Nothing => {}
            silence @ Answer::Silence(_) => {
                last = silence;
                break;
            }
        }
        match rest.split_once('.') {
            Some((_, parent)) if parent.contains('.') => rest = parent,
            _ => break,
        }
    }
    (format!("_dmarc.{domain}"), last)
}

fn is_policy(text: &str) -> bool {
    text.trim_start().starts_with("v=DMARC1")
}
