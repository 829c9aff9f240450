//! The way in: what is typed at the door, each way to prove, the account that isn't there yet.

mod address;
mod app;
mod asked;
mod choose;
mod code;
mod create;
mod delivery;
mod passkey;
mod password;
mod recovery;
mod ways;

pub use address::{AddressPage, Notice};
pub(crate) use address::{held, label};
pub use app::AppPage;
pub use asked::{Asked, Stage, Typed, WayMessage};
pub(crate) use asked::{not_a_recovery_code, not_right, unreadable};
pub(crate) use choose::{Choice, choices};
pub use choose::{ChooseMessage, ChoosePage, WayChoice};
pub use code::{CodeMessage, CodePage, Viewer};
pub use create::CreatePage;
pub use delivery::{Back, Delivery, DeliveryFact, DeliveryPart, DeliveryStep, Taker, Wait};
pub use passkey::PasskeyPage;
pub use password::PasswordPage;
pub use recovery::RecoveryPage;
pub use ways::WaysPage;
