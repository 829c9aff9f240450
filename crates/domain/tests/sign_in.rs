//! Stories and properties of the sign-in flow, on a small world in memory that
//! applies steps as the store does.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::{collections::BTreeMap, net::IpAddr, time::Duration};

use kadomori_domain::{
    address::MailAddress,
    challenge::Challenge,
    chance::Chance,
    client::{Agent, Client},
    code::Code,
    device::Standing,
    flow::{
        Flow, SignIn,
        sign_in::{self, Arrival, CodeOutcome, CreateOutcome, ResendOutcome},
        turn::{Scene, Turn},
    },
    id::{AccountId, FlowId, TenantId},
    key::{KeyId, KeyRing, RootKey},
    locale::Locale,
    policy::{Policy, Registration},
    risk::Level,
    session::Keep,
    step::{ChallengeChange, Effects, Step},
    throttle::{Key, RateRow, Rows},
    time::Time,
    token::Token,
};
use proptest::prelude::*;

/// What a database would hold, and what a person would have received.
struct World {
    keys: KeyRing,
    policy: Policy,
    now: Time,
    chance: Chance,
    account: Option<AccountId>,
    standing: Standing,
    flow: Option<Flow>,
    challenges: Vec<Challenge>,
    rates: BTreeMap<Key, RateRow>,
    budgets: BTreeMap<(Key, i64), i64>,
    sent: Vec<Code>,
    withheld: usize,
    sessions: usize,
    looks: u32,
}

impl World {
    fn new(registration: Registration, account: bool) -> Self {
        let mut chance = Chance::new([8; 32]);
        let now = Time::from_micros(1_790_000_000_000_000);
        Self {
            keys: KeyRing::new(vec![RootKey::new(KeyId(1), [3; 32])]).expect("a key"),
            policy: Policy {
                registration,
                ..Policy::default()
            },
            now,
            account: account.then(|| AccountId::new(now, &mut chance)),
            chance,
            standing: Standing::New,
            flow: None,
            challenges: Vec::new(),
            rates: BTreeMap::new(),
            budgets: BTreeMap::new(),
            sent: Vec::new(),
            withheld: 0,
            sessions: 0,
            looks: 0,
        }
    }

    fn turn<O>(&mut self, play: impl FnOnce(&Scene<'_>, Turn<'_>, &Rows) -> Step<O>) -> O {
        let client = Client {
            ip: IpAddr::from([192, 0, 2, 7]),
            agent: Agent {
                browser: Some("Chrome".into()),
                system: Some("Windows".into()),
            },
        };
        let scene = Scene {
            tenant: TenantId::DEFAULT,
            now: self.now,
            keys: &self.keys,
            policy: &self.policy,
            client: &client,
            exempt: false,
            account: self.account,
            reader: None,
            standing: self.standing,
            device: None,
            level: Level::Ordinary,
        };
        let today = self.now.day();
        let spent = self.budgets.iter().filter(|((_, day), _)| *day == today);
        let rows = Rows {
            rates: self.rates.clone(),
            spent: spent.map(|((key, _), count)| (*key, *count)).collect(),
        };
        let challenges = self.challenges.clone();
        let turn = Turn::new(&scene, &rows, &challenges, &mut self.chance);
        let step = play(&scene, turn, &rows);
        let flow = step.flow.flow().clone();
        self.apply(step.effects);
        self.flow = Some(flow);
        step.outcome
    }

    fn apply(&mut self, effects: Effects) {
        self.rates.extend(effects.rates);
        for (key, uses) in effects.budgets {
            *self.budgets.entry((key, self.now.day())).or_default() += i64::from(uses);
        }
        for change in effects.challenges {
            match change {
                ChallengeChange::Insert(challenge) => self.challenges.push(challenge),
                ChallengeChange::SentAgain(next)
                | ChallengeChange::Supersede(next)
                | ChallengeChange::Consume(next) => {
                    let row = self.challenges.iter_mut().find(|one| one.id == next.id);
                    let row = row.expect("a challenge that exists");
                    assert!(
                        row.consumed_at.is_none(),
                        "consumed challenges don't change"
                    );
                    *row = next;
                }
            }
        }
        for message in effects.messages {
            let challenge = self
                .challenges
                .iter()
                .find(|one| one.id == message.challenge);
            match message.withheld {
                Some(_) => self.withheld += 1,
                None => self.sent.push(
                    challenge
                        .and_then(|one| one.code(&self.keys))
                        .expect("a code"),
                ),
            }
        }
        if let Some(account) = effects.account {
            self.account = Some(account.id);
        }
        self.sessions += usize::from(effects.session.is_some());
    }

    fn begin(&mut self) {
        let arrival = Arrival {
            flow: FlowId::new(self.now, &mut self.chance),
            visitor: Token::draw(&mut Chance::new([6; 32])).hash(),
            address: MailAddress::parse("mika@example.jp").expect("an address"),
            locale: Locale::Ja,
            zone: None,
        };
        self.challenges.clear();
        self.looks = 0;
        self.turn(|scene, turn, _| {
            let keys = scene.send_keys(&arrival.address, arrival.flow);
            sign_in::begin(arrival, &keys, turn)
        });
    }

    fn submit(&mut self, code: &Code) -> CodeOutcome {
        let mut flow = self.flow.clone().expect("a flow");
        if flow.tries.left() == 0 {
            return CodeOutcome::TooManyTries;
        }
        flow.tries.used += 1;
        let before = flow.tries.used;
        let outcome = self.turn(|_, turn, _| flow.submit_code(code, Keep::Brief, turn));
        if self
            .flow
            .as_ref()
            .is_some_and(|flow| flow.tries.used == before)
        {
            self.looks += 1;
        }
        outcome
    }

    fn resend(&mut self) -> ResendOutcome {
        let flow = self.flow.clone().expect("a flow");
        self.turn(|scene, turn, _| {
            let keys = scene.send_keys(&flow.address, flow.id);
            flow.resend(&keys, turn)
        })
    }

    fn create(&mut self) -> CreateOutcome {
        let flow = self.flow.clone().expect("a flow");
        self.turn(|_, turn, _| flow.create_account(Keep::Kept, turn))
    }

    fn wait(&mut self, span: Duration) {
        self.now = self.now.plus(span);
    }

    fn mailed(&self) -> Code {
        self.sent.last().cloned().expect("a mail")
    }

    /// A code that is not the one mailed last.
    fn wrong(&self) -> Code {
        let last = self
            .sent
            .last()
            .map_or(0, |code| code.reveal().parse().expect("digits"));
        self.code(last + 1)
    }

    fn code(&self, number: u32) -> Code {
        let text = format!("{:06}", number % 1_000_000);
        Code::parse(&text, self.policy.code.length).expect("six digits")
    }

    fn tries_used(&self) -> u32 {
        self.flow.as_ref().map_or(0, |flow| flow.tries.used)
    }
}

const MINUTE: Duration = Duration::from_mins(1);

#[test]
fn the_mailed_code_opens_a_session_once() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    let code = world.mailed();
    assert!(matches!(world.submit(&code), CodeOutcome::SignedIn(_)));
    assert!(matches!(world.submit(&code), CodeOutcome::AlreadyUsed));
    assert_eq!(world.sessions, 1);
}

#[test]
fn no_account_is_made_before_the_person_asks_for_it() {
    let mut world = World::new(Registration::Open, false);
    world.begin();
    assert!(matches!(world.create(), CreateOutcome::NotProven));
    let code = world.mailed();
    assert!(matches!(world.submit(&code), CodeOutcome::AddressProven));
    assert_eq!((world.account, world.sessions), (None, 0));
    assert!(matches!(world.create(), CreateOutcome::SignedIn(_)));
    assert!(world.account.is_some());
    assert!(matches!(world.create(), CreateOutcome::AlreadyUsed));
    assert_eq!(world.sessions, 1);
}

#[test]
fn a_closed_door_makes_a_flow_and_sends_nothing() {
    let mut world = World::new(Registration::Closed, false);
    world.begin();
    assert_eq!((world.sent.len(), world.withheld), (0, 1));
    let kept = world
        .challenges
        .first()
        .and_then(|one| one.code(&world.keys))
        .expect("a code");
    assert!(matches!(
        world.submit(&kept),
        CodeOutcome::Wrong { left: 4 }
    ));
}

#[test]
fn the_fifth_wrong_code_is_the_last() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    for left in (1..=4).rev() {
        let wrong = world.wrong();
        assert!(matches!(world.submit(&wrong), CodeOutcome::Wrong { left: n } if n == left));
    }
    let wrong = world.wrong();
    assert!(matches!(world.submit(&wrong), CodeOutcome::TooManyTries));
    let right = world.mailed();
    assert!(matches!(world.submit(&right), CodeOutcome::TooManyTries));
    assert_eq!(world.sessions, 0);
}

#[test]
fn a_code_sent_again_is_the_same_code_until_half_its_life_is_over() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    assert!(matches!(world.resend(), ResendOutcome::TooSoon { .. }));
    world.wait(MINUTE);
    assert_eq!(world.resend(), ResendOutcome::SentSame);
    let [first, second] = [0, 1].map(|at: usize| world.sent[at].reveal().to_owned());
    assert_eq!(first, second);
    world.wait(MINUTE * 5);
    assert_eq!(world.resend(), ResendOutcome::SentNew);
    let older = world.sent[0].clone();
    assert!(matches!(world.submit(&older), CodeOutcome::Superseded));
    assert_eq!(
        world.tries_used(),
        0,
        "a code of an earlier mail costs no try"
    );
    let newest = world.mailed();
    assert!(matches!(world.submit(&newest), CodeOutcome::SignedIn(_)));
}

#[test]
fn a_code_ends_after_ten_minutes_and_says_so() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    world.wait(MINUTE * 10);
    let code = world.mailed();
    assert!(matches!(world.submit(&code), CodeOutcome::Expired));
    assert_eq!(world.resend(), ResendOutcome::SentNew);
    let code = world.mailed();
    assert!(matches!(world.submit(&code), CodeOutcome::SignedIn(_)));
}

#[test]
fn ten_wrong_codes_make_strangers_wait_and_not_the_known_device() {
    let mut world = World::new(Registration::Open, true);
    for _ in 0..2 {
        world.begin();
        for _ in 0..5 {
            let wrong = world.wrong();
            world.submit(&wrong);
        }
    }
    world.begin();
    assert_eq!(
        world.withheld, 1,
        "a code that would not be accepted is not sent"
    );
    let code = world.mailed();
    assert!(matches!(world.submit(&code), CodeOutcome::Waiting { .. }));
    world.standing = Standing::Familiar;
    world.begin();
    let code = world.mailed();
    assert!(matches!(world.submit(&code), CodeOutcome::SignedIn(_)));
}

#[test]
fn strangers_use_up_their_own_sends_and_not_the_owners() {
    let mut world = World::new(Registration::Open, true);
    for _ in 0..6 {
        world.begin();
    }
    assert_eq!((world.sent.len(), world.withheld), (5, 1));
    world.standing = Standing::Familiar;
    world.begin();
    assert_eq!(world.sent.len(), 6);
}

#[test]
fn a_server_without_the_codes_key_looks_at_nothing_and_costs_no_try() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    let code = world.mailed();
    let whole = world.keys.clone();
    world.keys = KeyRing::new(vec![RootKey::new(KeyId(2), [4; 32])]).expect("a key");
    assert!(matches!(world.submit(&code), CodeOutcome::KeyMissing));
    assert_eq!(world.tries_used(), 0);
    world.keys = whole;
    assert!(matches!(world.submit(&code), CodeOutcome::SignedIn(_)));
}

#[test]
fn an_abandoned_flow_takes_no_code() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    let flow = world.flow.clone().expect("a flow");
    world.turn(|_, turn, _| flow.abandon(turn));
    assert_eq!(
        world.flow.as_ref().map(|flow| &flow.state),
        Some(&SignIn::Abandoned)
    );
    let code = world.mailed();
    assert!(matches!(world.submit(&code), CodeOutcome::Abandoned));
}

/// One thing that someone does.
#[derive(Clone, Debug)]
enum Act {
    Begin,
    SubmitRight,
    SubmitEarlier,
    SubmitWrong(u32),
    Resend,
    Create,
    Wait(u64),
    KnownDevice(bool),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        1 => Just(Act::Begin),
        2 => Just(Act::SubmitRight),
        2 => Just(Act::SubmitEarlier),
        4 => (0..1_000_000_u32).prop_map(Act::SubmitWrong),
        3 => Just(Act::Resend),
        1 => Just(Act::Create),
        3 => (1..900_u64).prop_map(Act::Wait),
        1 => any::<bool>().prop_map(Act::KnownDevice),
    ];
    proptest::collection::vec(act, 1..80)
}

proptest! {
    #[test]
    fn no_sequence_opens_a_session_without_the_mailed_code(
        acts in acts(),
        account: bool,
        open: bool,
    ) {
        let registration = if open { Registration::Open } else { Registration::Closed };
        let mut world = World::new(registration, account);
        world.begin();
        let mut proven = false;
        for act in acts {
            let sessions = world.sessions;
            let used = world.tries_used();
            match act {
                Act::Begin => {
                    world.begin();
                    proven = false;
                }
                Act::SubmitRight => {
                    let live = world.challenges.last().and_then(|one| one.code(&world.keys));
                    if let Some(code) = live {
                        let came = world.submit(&code);
                        let accepted = matches!(came, CodeOutcome::SignedIn(_));
                        proven |= accepted || matches!(came, CodeOutcome::AddressProven);
                        prop_assert!(!accepted || world.account.is_some());
                        prop_assert!(!proven || account || open);
                    }
                }
                Act::SubmitEarlier => {
                    let older = world.challenges.first().filter(|_| world.challenges.len() > 1);
                    if let Some(code) = older.and_then(|one| one.code(&world.keys)) {
                        world.submit(&code);
                        prop_assert_eq!(world.sessions, sessions, "a void code opens nothing");
                    }
                }
                Act::SubmitWrong(number) => {
                    let wrong = world.code(number);
                    let is_real = world.challenges.iter().any(|one| {
                        one.code(&world.keys).is_some_and(|code| code.matches(&wrong))
                    });
                    if !is_real {
                        world.submit(&wrong);
                        prop_assert_eq!(world.sessions, sessions);
                    }
                }
                Act::Resend => {
                    world.resend();
                    prop_assert!(world.tries_used() >= used, "a new code gives no try back");
                }
                Act::Create => {
                    let came = world.create();
                    prop_assert!(proven || !matches!(came, CreateOutcome::SignedIn(_)));
                }
                Act::Wait(seconds) => world.wait(Duration::from_secs(seconds)),
                Act::KnownDevice(known) => {
                    world.standing = if known { Standing::Familiar } else { Standing::New };
                }
            }
            prop_assert!(world.sessions <= sessions + 1);
            prop_assert!(world.looks <= world.policy.code.tries, "never more looks than tries");
            let consumed = world.challenges.iter().filter(|one| one.consumed_at.is_some()).count();
            prop_assert!(consumed <= 1, "a flow accepts one code");
        }
    }
}
