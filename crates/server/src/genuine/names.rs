//! The DNS, as a check asks it: one question after another, from a thread that may wait.

use core::{future::Future, net::IpAddr, time::Duration};

use kadomori_genuine::{Lookup, Resolver};
use tokio::{runtime::Handle, time::Instant};

use crate::mail_domain::{Answer, Names};

/// How long one question may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long all questions about one mail may take.
const ALL: Duration = Duration::from_secs(8);

/// Names that are asked from a thread that may wait. Answers are remembered as long as their
/// owners say, by what is below.
pub(crate) struct Asked<'a> {
    names: &'a Names,
    runtime: Handle,
    until: Instant,
}

impl<'a> Asked<'a> {
    /// Questions about one mail, on this runtime.
    pub(crate) fn new(names: &'a Names, runtime: Handle) -> Self {
        Self {
            names,
            runtime,
            until: Instant::now() + ALL,
        }
    }

    fn ask<T>(&self, question: impl Future<Output = Answer<T>>) -> Lookup<Vec<T>> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Lookup::Temporary;
        }
        let asked = async { tokio::time::timeout(left.min(PATIENCE), question).await };
        match self.runtime.block_on(asked) {
            Ok(Answer::Found(found)) => Lookup::Found(found),
            Ok(Answer::Nothing) => Lookup::Absent,
            Ok(Answer::Silence(_)) | Err(_) => Lookup::Temporary,
        }
    }
}

impl Resolver for Asked<'_> {
    fn texts(&self, name: &str) -> Lookup<Vec<String>> {
        self.ask(self.names.texts(name))
    }

    fn addresses(&self, name: &str) -> Lookup<Vec<IpAddr>> {
        self.ask(self.names.hosts(name))
    }

    fn mail_servers(&self, name: &str) -> Lookup<Vec<String>> {
        self.ask(self.names.mail_servers(name))
    }

    fn names(&self, address: IpAddr) -> Lookup<Vec<String>> {
        self.ask(self.names.names(address))
    }
}
