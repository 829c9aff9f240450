//! Whether it looks like the brand's code mails.

use super::{
    Scene, Standing,
    ground::{fits, is_named_notice},
};
use crate::report::{Finding, Kind, Place, Weight};

/// Looks at subject, code and form.
pub(super) fn find(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let Some(brand) = scene.claim.brand else {
        return;
    };
    if scene.standing != Standing::CodeSender {
        return;
    }
    let (kind, weight) = if brand.formats.is_empty() {
        (Kind::FormatUnknown, Weight::Neutral)
    } else if fits(scene) {
        (Kind::FormatFits, Weight::For)
    } else if scene.claim.code && !is_named_notice(scene) {
        (Kind::FormatDiffers, Weight::Neutral)
    } else {
        (Kind::NoCode, Weight::Neutral)
    };
    found.push(Finding::new(kind, weight, Place::Whole).against(&brand.name));
}
