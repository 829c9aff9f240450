//! `kadomori doctor`: what lies around Kadomori, out of its own reach, and has to be right.

use clap::Subcommand;

use super::{Outcome, say};
use crate::{
    config::Config,
    mail_domain::{Grade, Names, Sender, report},
};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Hold what the sending domain has published against what receivers ask for
    Mail,
}

impl Command {
    pub(super) fn run(self, config: &Config) -> Outcome {
        match self {
            Self::Mail => mail(config),
        }
    }
}

fn mail(config: &Config) -> Outcome {
    let sender = Sender::new(config)?.ok_or(
        "Kadomori doesn't send mails yet, so there is no domain to look at.\n\
         Set `mail.from` and `mail.server` first.",
    )?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let findings = runtime.block_on(async {
        let names = Names::open(config.mail.name_server)?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(sender.look(&names).await)
    })?;
    say(&report(&sender, &findings))?;
    let wrong = findings.iter().filter(|one| one.grade == Grade::Wrong);
    match wrong.count() {
        0 => Ok(()),
        1 => Err("\nOne thing has to be mended.".into()),
        more => Err(format!("\n{more} things have to be mended.").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_being_tried_out_there_is_no_domain_to_look_at() {
        let refusal = mail(&Config::for_trial()).unwrap_err();
        assert!(
            refusal
                .to_string()
                .starts_with("Kadomori doesn't send mails yet")
        );
    }
}
