//! The rules: each looks at one thing and finds.

use crate::{auth::Authentication, brand::Claim, mail::Mail, options::Options, report::Finding};

/// All that a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The mail.
    pub mail: &'a Mail,
    /// What it claims.
    pub claim: &'a Claim<'a>,
    /// Who sent it.
    pub authentication: &'a Authentication,
    /// What the check goes by.
    pub options: &'a Options<'a>,
}

/// What all rules find.
#[must_use]
pub fn all(scene: &Scene<'_>) -> Vec<Finding> {
    let _ = scene;
    Vec::new()
}
