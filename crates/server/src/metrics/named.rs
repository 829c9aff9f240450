//! Which domains and countries have a name among the labels: those that many messages went to.
//! All others are one, so that nobody can fill a monitor with domains they make up.

use std::collections::{HashMap, HashSet};

/// So many have a name.
const MOST: usize = 50;
/// After so many messages one gets it, while there are names left.
const ENOUGH: u32 = 20;
/// So many are counted on the way there; then the counts begin anew.
const COUNTED: usize = 5000;
/// The name of all others.
const OTHER: &str = "other";

/// The named, and the counts of those that aren't yet.
#[derive(Debug, Default)]
pub(super) struct Named {
    named: HashSet<String>,
    counts: HashMap<String, u32>,
}

impl Named {
    /// The label of an area to which one more message goes.
    pub(super) fn name(&mut self, area: &str) -> String {
        if self.named.contains(area) {
            return area.to_owned();
        }
        if self.named.len() >= MOST {
            return OTHER.to_owned();
        }
        if self.counts.len() >= COUNTED && !self.counts.contains_key(area) {
            self.counts.clear();
        }
        let count = self.counts.entry(area.to_owned()).or_default();
        *count = count.saturating_add(1);
        if *count < ENOUGH {
            return OTHER.to_owned();
        }
        self.counts.remove(area);
        self.named.insert(area.to_owned());
        area.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_that_many_mails_go_to_gets_a_name() {
        let mut named = Named::default();
        let labels: Vec<_> = (0..25).map(|_| named.name("example.jp")).collect();
        let own = labels.iter().filter(|label| *label == "example.jp");
        assert_eq!(own.count(), 6);
        assert_eq!(named.name("example.com"), "other");
    }

    #[test]
    fn made_up_domains_fill_nothing() {
        let mut named = Named::default();
        for number in 0..20_000 {
            assert_eq!(named.name(&format!("{number}.example")), "other");
        }
        assert!(named.counts.len() <= COUNTED);
        for number in 0..100 {
            for _ in 0..ENOUGH {
                named.name(&format!("{number}.example"));
            }
        }
        assert_eq!(named.named.len(), MOST);
        assert!(named.counts.len() <= COUNTED);
    }
}
