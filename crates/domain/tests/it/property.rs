//! Whatever anyone does, in whatever order, in several windows at once.

use std::{collections::BTreeMap, time::Duration};

use kadomori_domain::{
    assurance::Assurance,
    delivery::Channel,
    factor::FactorKind,
    flow::{
        State,
        sign_in::{CreateOutcome, Outcome, ResetOutcome, Wanted},
    },
    id::FlowId,
    policy::Registration,
    proof::Shown,
    purpose::Purpose,
    risk::Level,
    throttle::{Key, Limit},
};
use proptest::prelude::*;

use crate::world::{BRIEF, Known, Once, PASSWORD, TRUSTING, Try, World};

/// One thing that someone does. A flow is meant by its place among those that there are.
#[derive(Clone, Debug)]
enum Act {
    Begin(usize, Option<FactorKind>),
    BeginReset(usize),
    BeginStepUp(usize),
    Door(usize, bool, bool),
    Choose(usize, Option<FactorKind>),
    Answer(usize, Option<FactorKind>, Try, bool),
    Resend(usize),
    Create,
    Reset(usize),
    Abandon(usize),
    Wait(u64),
    Unusual(bool),
}

fn way() -> impl Strategy<Value = FactorKind> {
    proptest::sample::select(FactorKind::ALL.to_vec())
}

fn attempt() -> impl Strategy<Value = Try> {
    prop_oneof![
        5 => Just(Try::Right),
        1 => Just(Try::Unchecked),
        3 => (0..1_000_000_u32).prop_map(Try::Wrong),
        2 => Just(Try::Again),
    ]
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let flow = 0..8_usize;
    let browser = 0..2_usize;
    let act = prop_oneof![
        3 => (browser.clone(), proptest::option::of(way())).prop_map(|(at, way)| Act::Begin(at, way)),
        1 => browser.clone().prop_map(Act::BeginReset),
        1 => browser.clone().prop_map(Act::BeginStepUp),
        1 => (browser, any::<bool>(), any::<bool>())
            .prop_map(|(at, verified, trust)| Act::Door(at, verified, trust)),
        6 => (flow.clone(), proptest::option::weighted(0.9, way()))
            .prop_map(|(at, way)| Act::Choose(at, way)),
        12 => (flow.clone(), proptest::option::weighted(0.2, way()), attempt(), any::<bool>())
            .prop_map(|(at, way, what, trust)| Act::Answer(at, way, what, trust)),
        2 => flow.clone().prop_map(Act::Resend),
        1 => Just(Act::Create),
        1 => flow.clone().prop_map(Act::Reset),
        1 => flow.prop_map(Act::Abandon),
        3 => prop_oneof![1..900_u64, 30_000..100_000_u64].prop_map(Act::Wait),
        1 => any::<bool>().prop_map(Act::Unusual),
    ];
    proptest::collection::vec(act, 1..70)
}

/// What the account holds, if there is one.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
struct Start {
    held: Vec<FactorKind>,
    two_step: bool,
    unchecked: bool,
    open: bool,
    account: bool,
}

fn starts() -> impl Strategy<Value = Start> {
    let held = proptest::collection::vec(
        prop_oneof![
            Just(FactorKind::Password),
            Just(FactorKind::Totp),
            Just(FactorKind::Passkey),
            Just(FactorKind::RecoveryCode),
        ],
        0..5,
    );
    let account = proptest::bool::weighted(0.9);
    let switches = (any::<bool>(), any::<bool>(), any::<bool>(), account);
    (held, switches).prop_map(|(held, (two_step, unchecked, open, account))| Start {
        held,
        two_step,
        unchecked,
        open,
        account,
    })
}

impl Start {
    fn world(&self) -> World {
        let registration = if self.open {
            Registration::Open
        } else {
            Registration::Closed
        };
        let mut world = World::new(registration, self.account);
        if self.account {
            self.held.iter().for_each(|way| world.hold(*way));
            if self.unchecked {
                world.hold_passkey(false);
            }
            if self.two_step && world.holdings().bears_two_steps() {
                world.hold_two_step();
            }
        }
        world.new_browser();
        world
    }
}

/// What there was before an act.
struct Before {
    opened: usize,
    tries: BTreeMap<FlowId, u32>,
    strikes: BTreeMap<Key, i64>,
    trusted: Vec<bool>,
    two_step: bool,
}

fn strikes(world: &World) -> BTreeMap<Key, i64> {
    let counted = FactorKind::ALL.map(Limit::wrong);
    let rows = world.rates.iter();
    rows.filter(|(key, _)| counted.contains(&key.limit))
        .map(|(key, row)| (*key, row.level))
        .collect()
}

impl Before {
    fn of(world: &World) -> Self {
        let trusts = |known: &Known| known.trusted_until > Some(world.now);
        let browsers = world.browsers.iter();
        Self {
            opened: world.opened,
            tries: world
                .flows
                .iter()
                .map(|(id, flow)| (*id, flow.tries.used))
                .collect(),
            strikes: strikes(world),
            trusted: browsers
                .map(|one| one.known.as_ref().is_some_and(trusts))
                .collect(),
            two_step: world.holdings().is_two_step(),
        }
    }

    /// Nothing is forgiven but by a right answer, and that only for its way.
    fn forgives_nothing(&self, world: &World, but: Option<FactorKind>) {
        for (key, level) in strikes(world) {
            let before = self.strikes.get(&key).copied().unwrap_or_default();
            let is_forgiven = but.is_some_and(|way| Limit::wrong(way) == key.limit);
            assert!(level >= before || is_forgiven, "{key:?} fell");
        }
        if but.is_none() {
            for (id, used) in &self.tries {
                assert!(world.flows[id].tries.used >= *used, "tries came back");
            }
        }
    }

    /// A session that was opened is as sure as the policy asks, and says how sure it is.
    fn opens_rightly(&self, world: &World, id: FlowId, browser: usize) {
        assert!(world.opened <= self.opened + 1);
        if world.opened == self.opened {
            return;
        }
        let session = world.sessions.last().expect("a session");
        let shown = world.shown.get(&id).cloned().unwrap_or_default();
        let level = Assurance::of(&shown).expect("something was shown");
        if session.assurance == Assurance::Device {
            assert!(self.two_step && self.trusted[browser] && world.level == Level::Ordinary);
            assert!(!level.has_two_steps());
        } else {
            assert_eq!(session.assurance, level, "{shown:?}");
            assert!(level.has_two_steps() || !self.two_step, "{shown:?}");
        }
        let mut ways: Vec<_> = shown.iter().map(|one| one.kind()).collect();
        ways.sort_unstable();
        ways.dedup();
        assert_eq!(session.ways, ways);
    }
}

/// Does one thing, and tells which way was proven by it, in which flow.
fn act(world: &mut World, act: &Act) -> Option<(FlowId, FactorKind)> {
    let flows: Vec<FlowId> = world.flows.keys().rev().take(8).copied().collect();
    let pick = |at: usize| flows.get(at % flows.len().max(1)).copied();
    let wanted = |way: Option<FactorKind>| way.map_or(Wanted::Best, Wanted::Way);
    match act {
        Act::Begin(browser, way) => {
            world.begin_in(*browser, wanted(*way));
        }
        Act::BeginReset(browser) => {
            world.begin_reset(*browser);
        }
        Act::BeginStepUp(browser) => {
            if world.browsers[*browser].session.is_some() {
                world.begin_step_up(*browser);
            }
        }
        Act::Door(browser, verified, trust) => {
            if world.holdings().passkeys > 0 {
                let wishes = if *trust { TRUSTING } else { BRIEF };
                world.begin_with_passkey(*browser, *verified, wishes);
                return Some((world.flow().id, FactorKind::Passkey));
            }
        }
        Act::Choose(at, way) => {
            if let Some(id) = pick(*at) {
                world.choose(id, *way);
            }
        }
        Act::Answer(at, way, what, trust) => return answer(world, pick(*at)?, *way, *what, *trust),
        Act::Resend(at) => {
            if let Some(id) = pick(*at) {
                world.resend_in(id);
            }
        }
        Act::Create => {
            let (id, _) = world.current?;
            let came = world.create();
            if matches!(came, CreateOutcome::SignedIn(_)) {
                assert_eq!(world.shown[&id], [Shown::MailCode]);
            }
        }
        Act::Reset(at) => return reset(world, pick(*at)?),
        Act::Abandon(at) => {
            if let Some(id) = pick(*at) {
                world.abandon(id);
            }
        }
        Act::Wait(seconds) => world.wait(Duration::from_secs(*seconds)),
        Act::Unusual(is_so) => {
            world.level = if *is_so {
                Level::Unusual
            } else {
                Level::Ordinary
            }
        }
    }
    None
}

fn reset(world: &mut World, id: FlowId) -> Option<(FlowId, FactorKind)> {
    if world.reset(id, PASSWORD) != ResetOutcome::Reset {
        return None;
    }
    let shown = &world.shown[&id];
    assert!(shown.contains(&Shown::MailCode) || shown.contains(&Shown::SmsCode));
    let level = Assurance::of(shown).expect("a mail at least");
    assert!(level.has_two_steps() || !world.holdings().is_two_step());
    assert!(world.sessions.is_empty());
    Some((id, FactorKind::Password))
}

fn answer(
    world: &mut World,
    id: FlowId,
    way: Option<FactorKind>,
    what: Try,
    trust: bool,
) -> Option<(FlowId, FactorKind)> {
    let asked = world.flows[&id].state.way();
    // One form takes the codes that are sent, however they travel.
    let sent = |way: FactorKind| Channel::of(way).is_some();
    let way = match (way.or(asked)?, asked) {
        (way, Some(asked)) if sent(way) && sent(asked) => asked,
        (way, _) => way,
    };
    let wishes = if trust { TRUSTING } else { BRIEF };
    let was_done = world.flows[&id].state == State::Done;
    let outcome = world.answer_in(id, way, what, wishes);
    match outcome {
        Outcome::AddressProven => Some((id, way)).filter(|_| asked == Some(way)),
        Outcome::SignedIn(_) | Outcome::MoreNeeded | Outcome::Proven => {
            assert_eq!(asked, Some(way), "only the way that was asked for counts");
            Some((id, way))
        }
        Outcome::SteppedUp { .. } => {
            assert!(!was_done);
            let shown = &world.shown[&id];
            let level = Assurance::of(shown).expect("something was shown");
            let recovers = shown.contains(&Shown::RecoveryCode) && shown.len() > 1;
            assert!(level >= world.holdings().highest() || recovers, "{shown:?}");
            Some((id, way))
        }
        Outcome::Wrong { .. }
        | Outcome::NotRight { .. }
        | Outcome::TooManyTries
        | Outcome::Superseded
        | Outcome::OtherPurpose { .. }
        | Outcome::OtherWay
        | Outcome::Expired
        | Outcome::AlreadyUsed
        | Outcome::Abandoned
        | Outcome::KeyMissing
        | Outcome::Waiting { .. } => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_sequence_reaches_a_session_below_the_policy_or_uses_anything_twice(
        start in starts(),
        acts in acts(),
    ) {
        let mut world = start.world();
        for one in &acts {
            let before = Before::of(&world);
            let proven = act(&mut world, one);
            before.forgives_nothing(&world, proven.map(|(_, way)| way));
            if let Some((id, browser)) = opener(&world, one, proven) {
                before.opens_rightly(&world, id, browser);
            } else {
                prop_assert_eq!(world.opened, before.opened, "{:?} opens nothing", one);
            }
            for flow in world.flows.values() {
                prop_assert!(flow.tries.used <= flow.tries.most);
                let live = world.challenges.iter().filter(|one| {
                    one.flow == flow.id && one.superseded_at.is_none() && one.consumed_at.is_none()
                });
                prop_assert!(live.count() <= 1, "one live code for each flow");
            }
        }
        // Every mailed code that opened something did so once: the world asserts it.
        let codes = world.used.iter().filter(|one| matches!(one, Once::Code(_))).count();
        prop_assert!(codes <= world.challenges.len());
    }

    #[test]
    fn ten_wrong_answers_in_a_row_are_followed_by_waits_whatever_is_done_between(
        way in way().prop_filter("passkeys aren't guessed", |way| *way != FactorKind::Passkey),
        switches in proptest::collection::vec((0..3_usize, way()), 30),
    ) {
        let mut world = World::holding(&[
            FactorKind::Password,
            FactorKind::Totp,
            FactorKind::RecoveryCode,
        ]);
        let mut looked = 0;
        for (how, other) in switches {
            let id = world.begin_in(0, Wanted::Way(way));
            for place in 0..3 {
                if place > 0 && how == 1 {
                    world.choose(id, Some(other));
                    world.choose(id, Some(way));
                }
                if how == 2 {
                    world.resend_in(id);
                }
                let outcome = world.answer_in(id, way, Try::Wrong(place), BRIEF);
                looked += u32::from(matches!(
                    outcome,
                    Outcome::Wrong { .. } | Outcome::NotRight { .. } | Outcome::TooManyTries
                ));
            }
        }
        prop_assert!(looked <= 10, "{} answers were looked at", looked);
    }
}

/// The flow in which a session may have been opened by an act, and its browser.
fn opener(
    world: &World,
    act: &Act,
    proven: Option<(FlowId, FactorKind)>,
) -> Option<(FlowId, usize)> {
    let id = match act {
        Act::Create => world.current.map(|(id, _)| id),
        Act::Answer(..) | Act::Door(..) => proven.map(|(id, _)| id),
        Act::Begin(..)
        | Act::BeginReset(_)
        | Act::BeginStepUp(_)
        | Act::Choose(..)
        | Act::Resend(_)
        | Act::Reset(_)
        | Act::Abandon(_)
        | Act::Wait(_)
        | Act::Unusual(_) => None,
    }?;
    let flow = &world.flows[&id];
    if flow.purpose != Purpose::SignIn {
        return None;
    }
    let mut browsers = world.browsers.iter();
    let browser = browsers.position(|one| one.visitor == flow.visitor)?;
    Some((id, browser))
}
