//! Any octets as a mail: judged with a name server that answers anything, told in both
//! languages. Nothing may crash, hang, or leave what is told able to be followed or used.

#![no_main]

use std::{net::IpAddr, sync::LazyLock};

use kadomori_genuine::{
    Language, Limits, Lookup, Offline, Options, Resolver, brand::Brands, check, source,
};
use libfuzzer_sys::fuzz_target;

static BRANDS: LazyLock<Brands> = LazyLock::new(|| Brands::with(None).unwrap());

/// A name server whose answers are pieces of the mail itself.
struct Echo<'a>(&'a [u8]);

impl Echo<'_> {
    fn piece(&self, name: &str) -> Lookup<&[u8]> {
        let sum = name.bytes().fold(7_usize, |sum, octet| {
            sum.wrapping_mul(31).wrapping_add(octet.into())
        });
        match sum % 5 {
            0 => Lookup::Absent,
            1 => Lookup::Temporary,
            _ => {
                let from = sum % self.0.len().max(1);
                Lookup::Found(self.0.get(from..).unwrap_or_default())
            }
        }
    }

    fn lines(&self, name: &str) -> Lookup<Vec<String>> {
        match self.piece(name) {
            Lookup::Found(piece) => Lookup::Found(
                piece
                    .split(|octet| *octet == b'\n')
                    .take(3)
                    .map(|line| String::from_utf8_lossy(line).into_owned())
                    .collect(),
            ),
            Lookup::Absent => Lookup::Absent,
            Lookup::Temporary => Lookup::Temporary,
            Lookup::NotAsked => Lookup::NotAsked,
        }
    }
}

impl Resolver for Echo<'_> {
    fn texts(&self, name: &str) -> Lookup<Vec<String>> {
        self.lines(name)
    }

    fn addresses(&self, name: &str) -> Lookup<Vec<IpAddr>> {
        match self.piece(name) {
            Lookup::Found([a, b, c, d, ..]) => Lookup::Found(vec![[*a, *b, *c, *d].into()]),
            _ => Lookup::Absent,
        }
    }

    fn mail_servers(&self, name: &str) -> Lookup<Vec<String>> {
        self.lines(name)
    }

    fn names(&self, address: IpAddr) -> Lookup<Vec<String>> {
        self.lines(&address.to_string())
    }
}

fuzz_target!(|octets: &[u8]| {
    let options = Options {
        limits: Limits::default(),
        brands: &BRANDS,
        trusted: &["mx.example.org".to_owned()],
        at: 1_790_000_000,
        reader: Some("mika@example.jp"),
    };
    let resolvers: [&dyn Resolver; 2] = [&Offline, &Echo(octets)];
    for mail in source::split(octets).take(4) {
        for resolver in resolvers {
            let Ok(report) = check(&mail, &options, resolver) else {
                continue;
            };
            for finding in &report.findings {
                for language in [Language::English, Language::Japanese] {
                    let said = finding.sentence(language);
                    assert!(!said.is_empty(), "{finding:?} has no sentence");
                    assert!(
                        !said.contains("http://") && !said.contains("https://"),
                        "{said}"
                    );
                    assert!(!said.chars().any(char::is_control), "{said:?}");
                }
            }
        }
    }
});
