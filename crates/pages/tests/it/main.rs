//! Every page and mail, rendered with every sample in every language.

#[cfg(test)]
mod assets;
#[cfg(test)]
mod mails;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod text_messages;
