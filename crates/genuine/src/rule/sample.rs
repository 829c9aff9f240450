//! A row to test with.

use crate::brand::{Brand, BrandId, Grade};

/// A row without domains; a test names its own.
pub(crate) fn row(id: &str, grade: Grade) -> Brand {
    Brand {
        id: BrandId(id.to_owned()),
        name: id.to_owned(),
        grade,
        source: "a test".to_owned(),
        checked: "2026-11-22".to_owned(),
        domains: Vec::new(),
        strangers: Vec::new(),
        mailboxes: Vec::new(),
        senders: Vec::new(),
        formats: Vec::new(),
        ..Brand::default()
    }
}
