//! Every page and mail, rendered with every sample in every language.

mod assets;
mod mails;
mod pages;
