//! The table as a whole.

use super::*;

fn brands() -> Brands {
    Brands::with(None).unwrap()
}

#[test]
fn the_shipped_table_can_be_read_and_has_nothing_against_it() {
    let brands = brands();
    let remarks = brands.check(Some("2026-11-23"));
    assert!(remarks.is_empty(), "{remarks:#?}");
    assert!(brands.rows().len() > 100);
}
