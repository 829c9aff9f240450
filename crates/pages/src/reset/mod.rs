//! Choosing a new password without the old one.

mod address;
mod done;
mod password;

pub use address::ResetPage;
pub use done::ResetDonePage;
pub use password::ResetPasswordPage;
