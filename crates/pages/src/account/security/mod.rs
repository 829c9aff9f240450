//! "Security": what protects the account, and every page on which it is changed.

mod address;
mod app;
mod label;
mod name;
mod overview;
mod passkey;
mod password;
mod phone;
mod phrase;
mod prove;
mod recovery;
mod remove;
mod two_step;
mod user_name;

pub use crate::task::Guide;
pub use address::{AddressError, AddressNewPage};
pub use app::{AppConfirmPage, AppMessage, AppNewPage};
pub use label::app_name;
pub use name::{NamePage, Named};
pub use overview::{
    AddressItem, AppItem, PasskeyItem, PhoneItem, SecurityNotice, SecurityPage, UserNameItem,
};
pub use passkey::{PasskeyMessage, PasskeyNewPage};
pub use password::SetPasswordPage;
pub use phone::{PhoneError, PhoneNewPage};
pub use phrase::{CurrentPhrase, PhraseError, PhrasePage};
pub use prove::ProvePage;
pub use recovery::{RecoveryCodesMessage, RecoveryCodesPage, RecoveryOverviewPage};
pub use remove::{Removal, RemovePage};
pub use two_step::{TwoStepOffPage, TwoStepPage};
pub use user_name::{UserNameError, UserNamePage};
