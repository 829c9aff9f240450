//! `kadomori dkim`: the signature on Kadomori's mails, from the operator's side.

use clap::Subcommand;

use super::{Outcome, say};
use crate::config::Config;
use crate::dkim::DkimSigner;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Print the DNS records to publish; makes the keys if there are none
    Records,
}

impl Command {
    pub(super) fn run(self, config: &Config) -> Outcome {
        let text = match self {
            Self::Records => records(config)?,
        };
        say(&text)
    }
}

fn records(config: &Config) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let domain = config.dkim.domain.as_deref().ok_or(
        "Kadomori doesn't send mails yet, so there is nothing to sign.\n\
         Set `mail.from` and `mail.server` first.",
    )?;
    Ok(DkimSigner::open(&config.data_dir, domain, &config.dkim.selector)?.zone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_being_tried_out_there_is_nothing_to_publish() {
        let refusal = records(&Config::for_trial()).unwrap_err();
        assert!(
            refusal
                .to_string()
                .ends_with("Set `mail.from` and `mail.server` first.")
        );
    }
}
