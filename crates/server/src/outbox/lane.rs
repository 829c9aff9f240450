//! Lanes: no more than so many mails to one domain at once, so that a domain whose servers are
//! slow, or count connections, holds up its own mails and no others.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The lanes of a worker.
#[derive(Clone, Debug)]
pub(super) struct Lanes {
    most: usize,
    under_way: Arc<Mutex<HashMap<String, usize>>>,
}

/// A place on a lane, which is left when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    lanes: Lanes,
    lane: String,
}

/// How full the lanes were at a moment, and how full they are going to be.
#[derive(Clone, Debug)]
pub(super) struct Room {
    most: usize,
    taken: HashMap<String, usize>,
}

impl Lanes {
    /// Lanes with room for so many.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            under_way: Arc::default(),
        }
    }

    /// How full they are now.
    pub(super) fn room(&self) -> Room {
        Room {
            most: self.most,
            taken: self.taken().clone(),
        }
    }

    /// Takes a place on a lane.
    pub(super) fn enter(&self, lane: &str) -> Place {
        *self.taken().entry(lane.to_owned()).or_default() += 1;
        Place {
            lanes: self.clone(),
            lane: lane.to_owned(),
        }
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.lanes.taken();
        if let Some(count) = taken.get_mut(&self.lane) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.lane);
            }
        }
    }
}

impl Room {
    /// Lanes that never fill.
    pub(super) fn endless() -> Self {
        Self {
            most: usize::MAX,
            taken: HashMap::new(),
        }
    }

    /// The lanes without room.
    pub(super) fn full(&self) -> Vec<String> {
        let full = self.taken.iter().filter(|(_, taken)| **taken >= self.most);
        let mut full: Vec<_> = full.map(|(lane, _)| lane.clone()).collect();
        full.sort_unstable();
        full
    }

    /// Counts one more on a lane; `false` when there is no room. The lane without a name has
    /// always room.
    pub(super) fn take(&mut self, lane: &str) -> bool {
        if lane.is_empty() {
            return true;
        }
        let taken = self.taken.entry(lane.to_owned()).or_default();
        let has_room = *taken < self.most;
        if has_room {
            *taken += 1;
        }
        has_room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_lane_holds_up_its_own_alone() {
        let lanes = Lanes::new(2);
        let places = [lanes.enter("example.jp"), lanes.enter("example.jp")];
        let mut room = lanes.room();
        assert_eq!(room.full(), ["example.jp"]);
        assert!(!room.take("example.jp"));
        assert!(room.take("example.com"));
        assert!(room.take("example.com"));
        assert!(!room.take("example.com"), "what is claimed at once counts");
        drop(places);
        assert_eq!(lanes.room().full(), Vec::<String>::new());
        assert!(lanes.room().take("example.jp"));
    }

    #[test]
    fn what_crowds_nobody_has_always_room() {
        let mut room = Lanes::new(1).room();
        assert!((0..9).all(|_| room.take("")));
    }
}
