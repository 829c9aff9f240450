//! Is this mail genuine: handing it in, and what came of it. The contexts hold what was found
//! as plain sentences, since what finds lies elsewhere; what is known of our own mails is put
//! into words here.

mod form;
mod own;
mod reference;
mod reported;
mod result;

pub use self::{
    form::{MailCheckPage, MailProblem},
    own::own_mail,
    reference::MailReferencePage,
    reported::MailReportedPage,
    result::{Evidence, MailResultPage, Side, Verdict},
};
