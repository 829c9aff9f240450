//! Authenticator apps: TOTP (RFC 6238) over HOTP (RFC 4226), SHA-1, 30 seconds, 6 digits,
//! which every app understands.

use core::fmt;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    chance::Chance,
    code::{Code, CodeLength},
    factor::checked::{Checked, FactorUse, NotRight, Right},
    id::AppId,
    proof::{Proof, Shown},
    time::Time,
};

/// Octets of a seed: the 160 bits that RFC 4226 §4 (R6) recommends.
const SEED: usize = 20;
/// How long a step lasts, in microseconds (RFC 6238 §4.1: 30 seconds).
const STEP: i64 = 30_000_000;
/// Steps to either side in which a code still tells how far a clock is off: ten minutes.
const REACH: i64 = 20;
/// Everything but the unreserved characters of RFC 3986 §2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What an app and the server both know, 160 bits. It never prints itself.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TotpSeed([u8; SEED]);

/// Bytes that are no seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a seed has 20 bytes")]
pub struct NotASeed;

/// Which steps before the current one are accepted. None after it ever is: each would be
/// one more code that a guess may hit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tolerance {
    /// None: a code counts for its 30 seconds (ASVS 5.0 V6.5.5).
    CurrentStep,
    /// One, as RFC 6238 §5.2 recommends at most.
    #[default]
    OnePast,
}

impl Tolerance {
    const fn steps(self) -> i64 {
        match self {
            Self::CurrentStep => 0,
            Self::OnePast => 1,
        }
    }
}

/// What came of comparing a typed code with an app's.
///
/// All but `Right` count as a wrong try. `Ahead` may be told only where a guess is worth
/// nothing, as while an app is being added or on a device that the account knows: such a
/// code can be waited for, so a guesser who is told has twenty more steps to hit. A first
/// proof doesn't change that, since the code may be all that a thief of it lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotpCheck {
    /// The code of this step, which is from now on the last one.
    Right {
        /// Seconds since 1970 over 30.
        step: i64,
    },
    /// A code that was right, but this step or a later one was accepted already.
    Used {
        /// Seconds since 1970 over 30.
        step: i64,
    },
    /// A code for a moment to come: the app's clock is fast.
    Ahead {
        /// By so many steps.
        steps: u32,
    },
    /// A code of a moment past: the app's clock is slow, or it was typed late.
    Behind {
        /// By so many steps.
        steps: u32,
    },
    /// None of these.
    Wrong,
}

impl TotpSeed {
    /// A new seed.
    #[must_use]
    pub fn draw(chance: &mut Chance) -> Self {
        Self(chance.bytes())
    }

    /// The seed with these bytes, as they were sealed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotASeed> {
        bytes.try_into().map(Self).map_err(|_| NotASeed)
    }

    /// Its bytes, for sealing.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; SEED] {
        &self.0
    }

    /// The key that is typed where no camera is: base 32 (RFC 4648 §6) in groups of four.
    #[must_use]
    pub fn grouped(&self) -> Zeroizing<String> {
        let key = Zeroizing::new(BASE32_NOPAD.encode(&self.0));
        // Room for all of it at once, so that no copy of a part stays behind.
        let mut grouped = Zeroizing::new(String::with_capacity(key.len() * 5 / 4));
        for (place, sign) in key.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                grouped.push(' ');
            }
            grouped.push(sign);
        }
        grouped
    }

    /// The text of the QR code: an `otpauth` URI in Google Authenticator's *Key URI Format*.
    ///
    /// A colon divides issuer and account there and can stand in neither, encoded or not,
    /// so those within become spaces.
    #[must_use]
    pub fn uri(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let encoded = |text: &str| {
            let text = text.replace([':', '：'], " ");
            utf8_percent_encode(text.trim(), RESERVED).to_string()
        };
        let (issuer, account) = (encoded(issuer), encoded(account));
        let secret = Zeroizing::new(BASE32_NOPAD.encode(&self.0));
        Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}\
             &algorithm=SHA1&digits=6&period=30",
            secret.as_str()
        ))
    }

    /// Compares `typed` with the codes around `now`: all of them each time, each in
    /// constant time. `last_step` is the last one that was accepted from this app.
    #[must_use]
    pub fn verify(
        &self,
        typed: &Code,
        now: Time,
        last_step: Option<i64>,
        tolerance: Tolerance,
    ) -> TotpCheck {
        let typed = six_digits(typed);
        let current = now.micros().div_euclid(STEP);
        let [mut right, mut used, mut ahead, mut behind] = [Hit::default(); 4];
        for step in current - REACH..=current + REACH {
            let hit = if last_step.is_some_and(|last| step <= last) {
                &mut used
            } else if step > current {
                &mut ahead
            } else if step >= current - tolerance.steps() {
                &mut right
            } else {
                &mut behind
            };
            hit.note(step, self.code(step).ct_eq(&typed));
        }
        let steps = |hit: Hit| u32::try_from(hit.step.abs_diff(current)).unwrap_or(u32::MAX);
        if right.is_there() {
            TotpCheck::Right { step: right.step }
        } else if used.is_there() {
            TotpCheck::Used { step: used.step }
        } else if ahead.is_there() {
            TotpCheck::Ahead {
                steps: steps(ahead),
            }
        } else if behind.is_there() {
            TotpCheck::Behind {
                steps: steps(behind),
            }
        } else {
            TotpCheck::Wrong
        }
    }

    /// The code of a step, as a number of six digits.
    fn code(&self, step: i64) -> u32 {
        self.truncated(step) % 1_000_000
    }

    /// HMAC-SHA-1 over the step, cut to 31 bits by the dynamic truncation of RFC 4226 §5.3.
    fn truncated(&self, step: i64) -> u32 {
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else {
            unreachable!("HMAC takes keys of any length");
        };
        mac.update(&step.to_be_bytes());
        let mac = Zeroizing::new(<[u8; SEED]>::from(mac.finalize().into_bytes()));
        let [.., last] = *mac;
        let four = mac
            .get(usize::from(last & 0xf)..)
            .and_then(<[u8]>::first_chunk);
        // The offset is 15 at most, and 15 + 4 octets are within 20.
        u32::from_be_bytes(four.copied().unwrap_or_default()) & 0x7fff_ffff
    }
}

impl fmt::Debug for TotpSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSeed(…)")
    }
}

impl TotpCheck {
    /// How good it is, to choose among several apps.
    const fn rank(self) -> u8 {
        match self {
            Self::Right { .. } => 3,
            Self::Used { .. } => 2,
            Self::Ahead { .. } | Self::Behind { .. } => 1,
            Self::Wrong => 0,
        }
    }
}

/// The latest step in which a code was found, kept without a branch on whether it was.
#[derive(Clone, Copy)]
struct Hit {
    found: Choice,
    step: i64,
}

impl Default for Hit {
    fn default() -> Self {
        Self {
            found: Choice::from(0),
            step: 0,
        }
    }
}

impl Hit {
    fn note(&mut self, step: i64, is_equal: Choice) {
        self.step.conditional_assign(&step, is_equal);
        self.found |= is_equal;
    }

    fn is_there(self) -> bool {
        self.found.into()
    }
}

/// A typed code as a number; one of another length becomes a number that no code is.
fn six_digits(typed: &Code) -> u32 {
    let digits = typed.reveal();
    match digits.parse() {
        Ok(number) if digits.len() == CodeLength::SIX.digits() => number,
        _ => u32::MAX,
    }
}

/// One of an account's apps, its seed opened.
#[derive(Debug)]
pub struct OpenedApp {
    /// Which.
    pub id: AppId,
    /// What it knows.
    pub seed: TotpSeed,
    /// The last step that was accepted from it.
    pub last_step: Option<i64>,
}

/// Looks at a code in the light of all of an account's apps, and takes the best that it
/// comes to. An account without app costs the work of one.
#[must_use]
pub fn check(apps: &[OpenedApp], typed: &Code, now: Time, tolerance: Tolerance) -> Checked {
    if apps.is_empty() {
        let nobody = TotpSeed([0; SEED]);
        core::hint::black_box(nobody.verify(typed, now, None, tolerance));
    }
    let best = apps
        .iter()
        .map(|app| {
            let check = app.seed.verify(typed, now, app.last_step, tolerance);
            (app.id, check)
        })
        .max_by_key(|(_, check)| check.rank());
    let Some((id, check)) = best else {
        return Checked::Wrong(NotRight::Mismatch);
    };
    match check {
        TotpCheck::Right { step } => Checked::Right(Right::new(
            Proof::new(Shown::Totp, now),
            Some(FactorUse::App { id, step }),
        )),
        TotpCheck::Used { .. } => Checked::Wrong(NotRight::Used),
        TotpCheck::Ahead { steps } => Checked::Wrong(NotRight::ClockFast {
            minutes: minutes(steps),
        }),
        TotpCheck::Behind { steps } => Checked::Wrong(NotRight::ClockSlow {
            minutes: minutes(steps),
        }),
        TotpCheck::Wrong => Checked::Wrong(NotRight::Mismatch),
    }
}

/// Steps as minutes: at least one.
#[must_use]
pub const fn minutes(steps: u32) -> u32 {
    match steps.div_ceil(2) {
        0 => 1,
        minutes => minutes,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The seed of the vectors in both RFCs.
    const RFC: &[u8; SEED] = b"12345678901234567890";
    /// The step that all of these tests happen in.
    const NOW: i64 = 58_000_000;

    fn seed() -> TotpSeed {
        TotpSeed(*RFC)
    }

    fn at(step: i64) -> Time {
        Time::from_micros(step * STEP + 7)
    }

    fn typed(step: i64) -> Code {
        Code::parse(&format!("{:06}", seed().code(step)), CodeLength::SIX).expect("six digits")
    }

    fn verify(typed_step: i64, last_step: Option<i64>) -> TotpCheck {
        seed().verify(&typed(typed_step), at(NOW), last_step, Tolerance::default())
    }

    #[test]
    fn hotp_gives_the_values_of_rfc_4226_appendix_d() {
        let truncated = [
            1_284_755_224,
            1_094_287_082,
            137_359_152,
            1_726_969_429,
            1_640_338_314,
            868_254_676,
            1_918_287_922,
            82_162_583,
            673_399_871,
            645_520_489,
        ];
        let codes = [
            755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871,
            520_489,
        ];
        for (step, (whole, code)) in (0..).zip(truncated.into_iter().zip(codes)) {
            assert_eq!(seed().truncated(step), whole);
            assert_eq!(seed().code(step), code);
        }
    }

    #[test]
    fn totp_gives_the_values_of_rfc_6238_appendix_b() {
        for (seconds, eight_digits) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            let now = Time::from_micros(seconds * 1_000_000);
            let step = now.micros().div_euclid(STEP);
            assert_eq!(seed().truncated(step) % 100_000_000, eight_digits);
            let code = Code::parse(&format!("{:06}", eight_digits % 1_000_000), CodeLength::SIX);
            assert_eq!(
                seed().verify(
                    &code.expect("six digits"),
                    now,
                    None,
                    Tolerance::CurrentStep
                ),
                TotpCheck::Right { step },
            );
        }
    }

    #[test]
    fn the_current_and_one_past_step_are_right_and_no_coming_one() {
        assert_eq!(verify(NOW, None), TotpCheck::Right { step: NOW });
        assert_eq!(verify(NOW - 1, None), TotpCheck::Right { step: NOW - 1 });
        assert_eq!(verify(NOW - 2, None), TotpCheck::Behind { steps: 2 });
        assert_eq!(verify(NOW + 1, None), TotpCheck::Ahead { steps: 1 });
        let strict = |step| seed().verify(&typed(step), at(NOW), None, Tolerance::CurrentStep);
        assert_eq!(strict(NOW), TotpCheck::Right { step: NOW });
        assert_eq!(strict(NOW - 1), TotpCheck::Behind { steps: 1 });
    }

    #[test]
    fn a_step_is_accepted_once_and_none_before_it_any_more() {
        assert_eq!(verify(NOW, Some(NOW)), TotpCheck::Used { step: NOW });
        assert_eq!(
            verify(NOW - 1, Some(NOW)),
            TotpCheck::Used { step: NOW - 1 }
        );
        assert_eq!(verify(NOW, Some(NOW - 1)), TotpCheck::Right { step: NOW });
        // Typed once more a minute later, it is a used code and no slow clock.
        assert_eq!(
            verify(NOW - 3, Some(NOW - 3)),
            TotpCheck::Used { step: NOW - 3 }
        );
        // The server's clock was put back: what was accepted stays used.
        assert_eq!(
            verify(NOW + 2, Some(NOW + 3)),
            TotpCheck::Used { step: NOW + 2 }
        );
    }

    #[test]
    fn a_clock_that_is_off_by_ten_minutes_is_recognised_and_no_more() {
        assert_eq!(verify(NOW + 20, None), TotpCheck::Ahead { steps: 20 });
        assert_eq!(verify(NOW - 20, None), TotpCheck::Behind { steps: 20 });
        assert_eq!(verify(NOW + 21, None), TotpCheck::Wrong);
        assert_eq!(verify(NOW - 21, None), TotpCheck::Wrong);
        assert_eq!([1, 2, 3, 20].map(minutes), [1, 1, 2, 10]);
    }

    #[test]
    fn a_code_of_another_length_is_wrong() {
        let eight = Code::parse(
            &format!("00{}", typed(NOW).reveal()),
            CodeLength::try_from(8).expect("a length"),
        );
        let check = seed().verify(
            &eight.expect("eight digits"),
            at(NOW),
            None,
            Tolerance::default(),
        );
        assert_eq!(check, TotpCheck::Wrong);
    }

    #[test]
    fn among_several_apps_the_right_one_is_found_and_its_step_used() {
        let other = TotpSeed::draw(&mut Chance::new([1; 32]));
        let app = |id, seed, last_step| OpenedApp {
            id: AppId::from_bytes([id; 16]),
            seed,
            last_step,
        };
        let check = |apps: &[OpenedApp], step| {
            super::check(apps, &typed(step), at(NOW), Tolerance::default())
        };
        let apps = [
            app(1, other.clone(), None),
            app(2, seed(), None),
            app(3, other.clone(), None),
        ];
        let Checked::Right(right) = check(&apps, NOW) else {
            panic!("one app's code is right");
        };
        assert_eq!(right.proof.shown(), Shown::Totp);
        assert_eq!(right.proof.at(), at(NOW));
        let Some(FactorUse::App { id, step }) = right.used else {
            panic!("an app was used");
        };
        assert_eq!((id, step), (AppId::from_bytes([2; 16]), NOW));

        let used = [app(2, seed(), Some(NOW)), app(1, other, None)];
        let why = |checked| match checked {
            Checked::Right(_) => panic!("it is wrong"),
            Checked::Wrong(why) => why,
        };
        assert_eq!(why(check(&used, NOW)), NotRight::Used);
        assert_eq!(
            why(check(&apps, NOW + 4)),
            NotRight::ClockFast { minutes: 2 }
        );
        assert_eq!(
            why(check(&apps, NOW - 5)),
            NotRight::ClockSlow { minutes: 3 }
        );
        assert_eq!(why(check(&apps, NOW + 50)), NotRight::Mismatch);
        assert_eq!(why(check(&[], NOW)), NotRight::Mismatch);
    }

    #[test]
    fn the_key_is_shown_in_groups_of_four() {
        assert_eq!(
            seed().grouped().as_str(),
            "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
        );
    }

    #[test]
    fn the_uri_carries_names_of_every_script_and_no_second_colon() {
        assert_eq!(
            seed().uri("角森 & 友", "mika+app@example.jp").as_str(),
            "otpauth://totp/%E8%A7%92%E6%A3%AE%20%26%20%E5%8F%8B:mika%2Bapp%40example.jp\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=%E8%A7%92%E6%A3%AE%20%26%20%E5%8F%8B&algorithm=SHA1&digits=6&period=30"
        );
        let uri = seed().uri(" Shop: Tokyo：", "a:b");
        assert!(uri.starts_with("otpauth://totp/Shop%20%20Tokyo:a%20b?"));
    }

    #[test]
    fn a_seed_survives_sealing_and_never_prints_itself() {
        let drawn = TotpSeed::draw(&mut Chance::new([1; 32]));
        let back = TotpSeed::from_bytes(drawn.as_bytes()).expect("a seed");
        assert_eq!(back.as_bytes(), drawn.as_bytes());
        assert_eq!(TotpSeed::from_bytes(&[0; 16]).err(), Some(NotASeed));
        assert_eq!(format!("{drawn:?}"), "TotpSeed(…)");
    }

    proptest! {
        /// Whatever is typed, and whatever was accepted before: what is right is a step
        /// of the window that is later than all that were, and so is right only once.
        #[test]
        fn what_is_right_is_in_the_window_and_later_than_all_before(
            bytes: [u8; SEED],
            offset in -25_i64..=25,
            last in proptest::option::of(-25_i64..=25),
            tolerance in prop_oneof![Just(Tolerance::CurrentStep), Just(Tolerance::OnePast)],
        ) {
            let seed = TotpSeed(bytes);
            let code = format!("{:06}", seed.code(NOW + offset));
            let code = Code::parse(&code, CodeLength::SIX).expect("six digits");
            let last = last.map(|last| NOW + last);
            match seed.verify(&code, at(NOW), last, tolerance) {
                TotpCheck::Right { step } => {
                    prop_assert!((NOW - tolerance.steps()..=NOW).contains(&step));
                    prop_assert!(last.is_none_or(|last| step > last));
                    let again = seed.verify(&code, at(NOW), Some(step), tolerance);
                    prop_assert_eq!(again, TotpCheck::Used { step });
                }
                TotpCheck::Used { step } => {
                    prop_assert!(last.is_some_and(|last| step <= last));
                }
                TotpCheck::Ahead { steps } | TotpCheck::Behind { steps } => {
                    prop_assert!((1..=20).contains(&steps));
                }
                // Beyond ten minutes.
                TotpCheck::Wrong => prop_assert!(offset.abs() > REACH),
            }
        }
    }
}
