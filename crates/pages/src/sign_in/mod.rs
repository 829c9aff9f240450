//! The way in: the address, the code, the account that isn't there yet.

mod address;
mod code;
mod create;

pub use address::{AddressPage, Notice};
pub use code::{CodeMessage, CodePage, Viewer};
pub use create::CreatePage;
