//! *Is this mail genuine?*: people hand in a mail and are told what it is. What is known of our
//! own mails comes first (`own_mail`), then what the checker finds (`genuine`).
//!
//! The answer is the page itself and not a redirect to one: a page to come back to would have
//! to be kept, and neither the mail nor what was found in it is kept anywhere. Loading it again
//! hands the mail in again.

mod reference;
mod report;
mod submit;
mod upload;
mod verdict;

use axum::http::StatusCode;
use kadomori_domain::account::Account;
use kadomori_pages::{
    Frame,
    mail_check::{MailCheckPage, MailProblem},
};

pub(crate) use self::{
    reference::look_up,
    report::report,
    submit::submit,
    upload::LONGEST,
    verdict::{own_advice, with_own},
};
use crate::{
    extract::{SignedIn, Visit},
    reply::{PageError, Reply, page, with_cookies},
};

/// Someone at the page.
pub(super) struct Guest {
    pub(super) visit: Visit,
    /// Whose account they are signed in to.
    pub(super) account: Option<Account>,
}

impl Guest {
    /// Who visits.
    async fn of(visit: Visit) -> Result<Self, PageError> {
        let found = SignedIn::find(&visit).await?;
        Ok(Self {
            account: found.map(|(_, account)| account),
            visit,
        })
    }

    /// What their page shows around itself. A browser without a secret is given one.
    fn dress(&self, build: impl FnOnce(Frame) -> Reply) -> Reply {
        let visit = &self.visit;
        let Some(account) = &self.account else {
            let (secret, cookie) = visit.visitor_secret();
            return Ok(with_cookies(build(visit.frame(Some(&secret)))?, [cookie]));
        };
        build(Frame {
            signed_in_as: Some(account.address.to_string()),
            ..visit.frame(visit.cookies.session.as_ref())
        })
    }

    /// The page where a mail is handed in, saying why there is no verdict.
    fn ask(&self, status: StatusCode, problem: Option<MailProblem>) -> Reply {
        self.dress(|frame| {
            let blank = MailCheckPage {
                frame: Frame {
                    path: "/mail-check".to_owned(),
                    ..frame
                },
                forward_to: self.visit.app.site.check_address.clone(),
                problem,
                reference: String::new(),
                not_a_reference: None,
            };
            page(status, blank.render())
        })
    }
}

/// Shows the page.
pub(crate) async fn show(visit: Visit) -> Reply {
    Guest::of(visit).await?.ask(StatusCode::OK, None)
}
