//! Who names a brand in their name besides their own: resellers, schools, shops in a brand's
//! market place. Forgers do so, too; so that alone excuses nothing.

use super::{
    claim::lower,
    look::{Look, NAMES, around},
    names::Hit,
    phrase::{self, Phrase},
    topic,
};
use crate::name;

impl Look<'_, '_> {
    /// Whether somebody else's name stands before the brand's.
    pub(super) fn is_beside(&self, name: &str, hit: Hit) -> bool {
        let before = name.get(..hit.start).unwrap_or_default();
        let others = self.brands.names.hits(before).is_empty();
        others && own_words(before).next().is_some()
    }

    /// Whether a sender who is called as their own domain is, and only then names the brand,
    /// writes of it and not as it: resellers, schools, agencies. Nothing in the subject and
    /// nothing beside the brand's name speaks of an account there.
    pub(super) fn is_partner(&self, name: &str, hit: Hit) -> bool {
        let Some(address) = self.mail.from.address() else {
            return false;
        };
        let organisation = name::organisation(&address.domain);
        let label = organisation.split('.').next().unwrap_or_default();
        let label: String = label.split('-').collect();
        let before = name.get(..hit.start).unwrap_or_default();
        let called = own_words(before).any(|it| it.len() >= 4 && label.starts_with(&it));
        let serious = topic::about_account(&self.view.subject_lower);
        let text = self.view.text.as_str();
        let mut hits = self.brands.names.hits(text).into_iter().take(NAMES);
        called
            && !serious
            && !hits
                .any(|it| it.row == hit.row && around(&self.view.text_lower, it) != Phrase::Mention)
    }
}

/// The words of a piece of a name, in lower case, that aren't roles.
fn own_words(piece: &str) -> impl Iterator<Item = String> {
    let piece = lower(piece);
    let words: Vec<String> = piece
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| it.chars().count() >= 2 && !phrase::is_role(it))
        .map(str::to_owned)
        .collect();
    words.into_iter()
}
