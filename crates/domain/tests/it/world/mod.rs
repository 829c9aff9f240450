//! What a database would hold, and what a person would have received.

mod act;
mod answer;
mod apply;
mod belonging;
mod drawing;
mod own;

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    time::Duration,
};

use kadomori_domain::{
    account::Reader,
    address::MailAddress,
    challenge::Challenge,
    chance::Chance,
    client::{Agent, Client},
    code::Code,
    device::Standing,
    event::Event,
    factor::FactorKind,
    flow::{
        Flow,
        turn::{Demand, Scene, Turn},
    },
    gate::Reason,
    holdings::Holdings,
    id::{AccountId, ChallengeId, DeviceId, FlowId, SessionId, TenantId},
    identifier::Identifier,
    key::{KeyId, KeyRing, RootKey},
    locale::Locale,
    message::NoticeMail,
    phone::PhoneNumber,
    policy::{Policy, Registration, TextPolicy, Texts},
    proof::Shown,
    risk::Level,
    session::Session,
    step::Step,
    throttle::{Key, RateRow, Rows},
    time::Time,
    token::{Token, TokenHash},
};

pub(crate) use answer::{BRIEF, TRUSTING, Try};
pub(crate) use belonging::{Owned, PASSWORD, SHORT, sealed};

pub(crate) const ADDRESS: &str = "mika@example.jp";
pub(crate) const MINUTE: Duration = Duration::from_mins(1);

/// A browser: its cookies, and what the account knows of it.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) visitor: TokenHash,
    pub(crate) device: Option<DeviceId>,
    pub(crate) known: Option<Known>,
    pub(crate) session: Option<SessionId>,
}

/// What the account knows of a browser.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    pub(crate) trusted_until: Option<Time>,
    pub(crate) way: Option<FactorKind>,
}

/// Something that counts once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Once {
    Code(ChallengeId),
    AppStep(String, i64),
    RecoveryCode([u8; 32]),
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) keys: KeyRing,
    pub(crate) policy: Policy,
    pub(crate) now: Time,
    pub(crate) level: Level,
    drawn: u64,
    pub(crate) owned: Option<Owned>,
    pub(crate) browsers: Vec<Browser>,
    pub(crate) flows: BTreeMap<FlowId, Flow>,
    /// The flow that was begun last, and in which browser.
    pub(crate) current: Option<(FlowId, usize)>,
    pub(crate) challenges: Vec<Challenge>,
    pub(crate) rates: BTreeMap<Key, RateRow>,
    pub(crate) budgets: BTreeMap<(Key, i64), i64>,
    pub(crate) sent: Vec<Code>,
    pub(crate) withheld: usize,
    pub(crate) notices: Vec<NoticeMail>,
    pub(crate) events: Vec<Event>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) opened: usize,
    /// What was accepted already.
    pub(crate) used: BTreeSet<Once>,
    /// What was really shown in each flow, by the count of the test.
    pub(crate) shown: BTreeMap<FlowId, Vec<Shown>>,
}

impl World {
    /// A browser that nobody knows, in front of a door.
    pub(crate) fn new(registration: Registration, account: bool) -> Self {
        let now = Time::from_micros(1_790_000_000_000_000);
        let mut world = Self {
            keys: KeyRing::new(vec![RootKey::new(KeyId(1), [3; 32])]).expect("a key"),
            policy: Policy {
                texts: TextPolicy {
                    texts: Texts::On,
                    ..TextPolicy::default()
                },
                registration,
                ..Policy::default()
            },
            now,
            level: Level::Ordinary,
            drawn: 0,
            owned: None,
            browsers: Vec::new(),
            flows: BTreeMap::new(),
            current: None,
            challenges: Vec::new(),
            rates: BTreeMap::new(),
            budgets: BTreeMap::new(),
            sent: Vec::new(),
            withheld: 0,
            notices: Vec::new(),
            events: Vec::new(),
            sessions: Vec::new(),
            opened: 0,
            used: BTreeSet::new(),
            shown: BTreeMap::new(),
        };
        world.new_browser();
        if account {
            let id = AccountId::new(now, &mut world.chance());
            world.owned = Some(Owned::new(id, ADDRESS, now, &mut world.chance()));
        }
        world
    }

    /// An account with these ways, and a browser that nobody knows.
    pub(crate) fn holding(ways: &[FactorKind]) -> Self {
        let mut world = Self::new(Registration::Open, true);
        for way in ways {
            world.hold(*way);
        }
        world
    }

    pub(crate) fn new_browser(&mut self) -> usize {
        let visitor = Token::draw(&mut self.chance()).hash();
        self.browsers.push(Browser {
            visitor,
            device: None,
            known: None,
            session: None,
        });
        self.browsers.len() - 1
    }

    /// Chance of its own for each request, as the server draws it.
    pub(crate) fn chance(&mut self) -> Chance {
        self.drawn += 1;
        let mut seed = [7; 32];
        seed[..8].copy_from_slice(&self.drawn.to_be_bytes());
        Chance::new(seed)
    }

    pub(crate) fn wait(&mut self, span: Duration) {
        self.now = self.now.plus(span);
    }

    pub(crate) fn owned(&self) -> &Owned {
        self.owned.as_ref().expect("an account")
    }

    pub(crate) fn owned_mut(&mut self) -> &mut Owned {
        self.owned.as_mut().expect("an account")
    }

    pub(crate) fn account(&self) -> Option<AccountId> {
        self.owned.as_ref().map(|owned| owned.id)
    }

    pub(crate) fn holdings(&self) -> Holdings {
        self.owned.as_ref().map(Owned::holdings).unwrap_or_default()
    }

    /// The flow that was begun last.
    pub(crate) fn flow(&self) -> &Flow {
        let (id, _) = self.current.expect("a flow");
        &self.flows[&id]
    }

    /// Who a flow or an arrival belongs to, as the store looks it up, and what that
    /// account knows of the browser.
    fn meet(&self, whose: &Whose<'_>, browser: usize) -> Met {
        let named = |identifier: &Identifier| {
            let owned = self.owned.as_ref()?;
            owned.identifiers.iter().find(|one| {
                one.identifier.kind() == identifier.kind()
                    && one.identifier.normal() == identifier.normal()
            })
        };
        let (found, barred, preferred) = match whose {
            Whose::Account => (self.owned.is_some(), false, None),
            Whose::Typed(identifier) => match named(identifier) {
                Some(held) => (held.signs_in, !held.signs_in, Some(identifier.normal())),
                None => (false, false, None),
            },
            Whose::Flow(flow) => {
                let (found, barred) = match (flow.bound, named(&flow.identifier)) {
                    (Some(_), _) => (true, false),
                    (None, Some(held)) => (held.signs_in, !held.signs_in),
                    (None, None) => (false, false),
                };
                (found, barred, Some(flow.destination.normal()))
            }
        };
        let owned = self.owned.as_ref().filter(|_| found);
        let browser = &self.browsers[browser];
        let known = browser.known.filter(|_| owned.is_some());
        Met {
            account: owned.map(|owned| owned.id),
            barred,
            holdings: owned.map(Owned::holdings).unwrap_or_default(),
            mailbox: owned.and_then(|owned| owned.mailbox(preferred.as_deref())),
            phone: owned.and_then(|owned| owned.phone(preferred.as_deref())),
            reader: owned.map(|_| reader()),
            device: browser.device,
            standing: match known {
                Some(_) => Standing::Familiar,
                None => Standing::New,
            },
            trusted: known.is_some_and(|known| known.trusted_until > Some(self.now)),
            habit: known.and_then(|known| known.way),
        }
    }

    /// What the gate demands of a flow.
    pub(crate) fn demanded(&self, flow: &Flow) -> Demand {
        let mut browsers = self.browsers.iter();
        let browser = browsers.position(|one| one.visitor == flow.visitor);
        let browser = browser.expect("its browser");
        self.look(&Whose::Flow(flow), browser, |scene| scene.demand(flow))
    }

    /// All that a person sees of the flow that was begun last, in a browser that nobody knows.
    pub(crate) fn seen(&self) -> (String, Option<FactorKind>, Vec<Reason>, Demand) {
        let flow = self.flow();
        (
            flow.state.name().to_owned(),
            flow.state.way(),
            flow.state.because().unwrap_or_default().to_vec(),
            self.demanded(flow),
        )
    }

    /// Sets a scene and looks at it.
    pub(crate) fn look<T>(
        &self,
        whose: &Whose<'_>,
        browser: usize,
        look: impl FnOnce(&Scene<'_>) -> T,
    ) -> T {
        let (met, client) = (self.meet(whose, browser), client());
        let scene = Scene {
            tenant: TenantId::DEFAULT,
            now: self.now,
            keys: &self.keys,
            policy: &self.policy,
            client: &client,
            exempt: false,
            account: met.account,
            reader: met.reader.as_ref(),
            holdings: met.holdings,
            mailbox: met.mailbox.as_ref(),
            phone: met.phone.as_ref(),
            barred: met.barred,
            standing: met.standing,
            trusted: met.trusted,
            habit: met.habit,
            device: met.device,
            level: self.level,
        };
        look(&scene)
    }

    /// Plays one turn, and writes what came of it.
    pub(crate) fn turn<O>(
        &mut self,
        whose: &Whose<'_>,
        browser: usize,
        play: impl FnOnce(&Scene<'_>, Turn<'_>) -> Step<O>,
    ) -> O {
        let today = self.now.day();
        let spent = self.budgets.iter().filter(|((_, day), _)| *day == today);
        let rows = Rows {
            rates: self.rates.clone(),
            spent: spent.map(|((key, _), count)| (*key, *count)).collect(),
        };
        let visitor = self.browsers[browser].visitor;
        let own = |one: &&Challenge| {
            let flow = self.flows.get(&one.flow);
            flow.is_some_and(|flow| flow.visitor == visitor)
        };
        let challenges: Vec<Challenge> = self.challenges.iter().filter(own).cloned().collect();
        let mut chance = self.chance();
        let step = self.look(whose, browser, |scene| {
            play(scene, Turn::new(scene, &rows, &challenges, &mut chance))
        });
        let flow = step.flow.flow().clone();
        self.note_arrow(&flow);
        self.flows.insert(flow.id, flow);
        self.apply(step.effects, browser);
        step.outcome
    }
}

/// By what an account is looked up.
pub(crate) enum Whose<'a> {
    /// By what was typed.
    Typed(&'a Identifier),
    /// By a session or a passkey.
    Account,
    /// By a flow that goes on.
    Flow(&'a Flow),
}

struct Met {
    account: Option<AccountId>,
    barred: bool,
    holdings: Holdings,
    mailbox: Option<MailAddress>,
    phone: Option<PhoneNumber>,
    reader: Option<Reader>,
    device: Option<DeviceId>,
    standing: Standing,
    trusted: bool,
    habit: Option<FactorKind>,
}

pub(crate) fn client() -> Client {
    Client {
        ip: IpAddr::from([192, 0, 2, 7]),
        agent: Agent {
            browser: Some("Chrome".into()),
            system: Some("Windows".into()),
        },
    }
}

pub(crate) fn reader() -> Reader {
    Reader {
        locale: Locale::Ja,
        zone: Some("Asia/Tokyo".to_owned()),
    }
}

pub(crate) fn address(text: &str) -> MailAddress {
    MailAddress::parse(text).expect("an address")
}

pub(crate) fn identifier() -> Identifier {
    Identifier::Mail(address(ADDRESS))
}
