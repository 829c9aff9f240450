use proptest::prelude::*;

use super::*;

fn read(typed: &str) -> Result<String, NotAPhoneNumber> {
    PhoneNumber::parse(typed, Country::JAPAN).map(String::from)
}

fn at(home: &str, typed: &str) -> Result<String, NotAPhoneNumber> {
    let home = Country::parse(home).expect("a country");
    PhoneNumber::parse(typed, home).map(String::from)
}

fn number(e164: &str) -> PhoneNumber {
    PhoneNumber::from_e164(e164).expect("a number")
}

#[test]
fn whatever_way_a_number_is_typed_in_japan_it_is_the_same() {
    for typed in [
        "090-1234-5678",
        "09012345678",
        " 090 1234 5678 ",
        "０９０ー１２３４ー５６７８",
        "０９０－１２３４－５６７８",
        "０９０―１２３４―５６７８",
        "０９０‐１２３４‐５６７８",
        "０９０−１２３４−５６７８",
        "090─1234─5678",
        "090ｰ1234ｰ5678",
        "０９０　１２３４　５６７８",
        "090・1234・5678",
        "090･1234･5678",
        "090.1234.5678",
        "090(1234)5678",
        "（090）1234−5678",
        "\u{202a}090-1234-5678\u{202c}",
        "090\u{200b}1234\u{ad}5678",
        "+819012345678",
        "+81 90 1234 5678",
        "＋８１−９０−１２３４−５６７８",
        "+81 (0)90-1234-5678",
        "+81(0) 90 1234 5678",
        "0081 90 1234 5678",
        "010 81 90 1234 5678",
        "tel:+81-90-1234-5678",
        "TEL：090-1234-5678",
        "Tel. 090-1234-5678",
        "81 90 1234 5678",
    ] {
        assert_eq!(read(typed).as_deref(), Ok("+819012345678"), "{typed:?}");
    }
}

#[test]
fn all_numbers_that_phones_in_japan_have_receive_texts() {
    for typed in [
        "060-1234-5678",
        "070-1234-5678",
        "080-1234-5678",
        "090-1234-5678",
    ] {
        let number = PhoneNumber::parse(typed, Country::JAPAN).expect("a number");
        assert_eq!(number.receives_texts(), Ok(()), "{typed}");
        assert_eq!(number.country(), Some(Country::JAPAN));
        assert_eq!(number.national(), typed);
    }
}

#[test]
fn a_number_of_another_country_is_dialled_as_from_home() {
    for (home, typed, e164) in [
        ("JP", "+1 202-555-0173", "+12025550173"),
        ("JP", "001 202 555 0173", "+12025550173"),
        ("JP", "010 1 202 555 0173", "+12025550173"),
        ("JP", "010 65 8123 4567", "+6581234567"),
        ("JP", "0065 8123 4567", "+6581234567"),
        ("JP", "+44 (0)7911 123456", "+447911123456"),
        ("US", "(202) 555-0173", "+12025550173"),
        ("US", "011 81 90 1234 5678", "+819012345678"),
        ("GB", "07911 123456", "+447911123456"),
        ("GB", "0081 90 1234 5678", "+819012345678"),
        ("IT", "06 1234 5678", "+390612345678"),
        ("IT", "347 123 4567", "+393471234567"),
        ("CI", "07 12 34 56 78", "+2250712345678"),
        ("KR", "010-1234-5678", "+821012345678"),
    ] {
        assert_eq!(at(home, typed).as_deref(), Ok(e164), "{typed:?} at {home}");
    }
}

#[test]
fn what_is_no_number_says_why() {
    use NotAPhoneNumber::{Character, Empty, Form};
    for (typed, why) in [
        ("", Empty),
        (" \u{3000}\u{200b}", Empty),
        ("-", Form),
        ("+", Form),
        ("tel:", Form),
        ("110", Form),
        ("090-1234-567", Form),
        ("090-1234-56789", Form),
        ("0090-1234-5678", Form),
        ("1234-5678", Form),
        ("+99 90 1234 5678", Form),
        ("090-1234-567a", Character),
        ("mika@example.jp", Character),
        ("090+12345678", Character),
        ("++819012345678", Character),
        ("090-1234-5678;ext=1", Character),
        ("٠٩٠١٢٣٤٥٦٧٨", Character),
        ("090-1234-5678, 080-1234-5678", Character),
    ] {
        assert_eq!(read(typed), Err(why), "{typed:?}");
    }
}

#[test]
fn what_is_longer_than_anything_typed_is_not_read() {
    let spaces = " ".repeat(LONGEST_INPUT);
    assert_eq!(
        read(&format!("{}090 1234 5678", &spaces[13..])).as_deref(),
        Ok("+819012345678")
    );
    assert_eq!(
        read(&format!("{}090 1234 5678", &spaces[12..])),
        Err(NotAPhoneNumber::Form)
    );
}

#[test]
fn what_costs_or_carries_no_text_gets_none() {
    use NoTexts::{FixedLine, Premium, Unreachable};
    for (e164, why) in [
        // Japan: 03, 0990, 0570, 0600, 050, 020 (pagers and machines), 0120, 0800
        ("+81312345678", FixedLine),
        ("+81990123456", Premium),
        ("+81570123456", Premium),
        ("+81600123456", Premium),
        ("+815012345678", Unreachable),
        ("+812012345678", Unreachable),
        ("+81120123456", Unreachable),
        ("+818001234567", Unreachable),
        // elsewhere
        ("+442079460958", FixedLine),
        ("+449012345678", Premium),
        ("+447012345678", Premium),
        ("+19002345678", Premium),
        ("+18002345678", Unreachable),
        // of no country: freephone, satellites, premium rate, machines
        ("+80012345678", Unreachable),
        ("+870773111632", Unreachable),
        ("+881612345678", Unreachable),
        ("+88213123456", Unreachable),
        ("+883510012345", Unreachable),
        ("+979123456789", Premium),
        // no country at all
        ("+99999999999", Unreachable),
    ] {
        assert_eq!(number(e164).receives_texts(), Err(why), "{e164}");
    }
}

#[test]
fn the_phones_of_every_country_receive_texts_and_nothing_that_costs_extra_does() {
    let mut kinds = [0, 0];
    for line in include_str!("examples.txt").lines() {
        let mut words = line.split(' ');
        match (words.next(), words.next(), words.next()) {
            (Some(country), Some("mobile"), Some(e164)) => {
                kinds[0] += 1;
                assert_eq!(number(e164).receives_texts(), Ok(()), "{country} {e164}");
                assert_eq!(at(country, e164).as_deref(), Ok(e164), "{country}");
            }
            (Some(country), Some("premium"), Some(e164)) => {
                kinds[1] += 1;
                assert!(number(e164).receives_texts().is_err(), "{country} {e164}");
            }
            _ => assert!(line.starts_with('#'), "{line}"),
        }
    }
    assert!(kinds[0] > 240 && kinds[1] > 190, "{kinds:?}");
}

#[test]
fn a_number_reads_well_and_keeps_to_itself() {
    let ours = number("+819012345678");
    assert_eq!(ours.to_string(), "+81 90-1234-5678");
    assert_eq!(ours.national(), "090-1234-5678");
    assert_eq!(ours.masked(), "…5678");
    assert_eq!(format!("{ours:?}"), "PhoneNumber(…5678)");
    let far = number("+12025550173");
    assert_eq!(far.to_string(), "+1 202 555 0173");
    assert_eq!(far.country().map(Country::as_str), Some("US"));
    // groups that the tables don't know aren't guessed at
    assert_eq!(number("+81312345678").to_string(), "+81312345678");
    assert_eq!(number("+99999999999").to_string(), "+99999999999");
    assert_eq!(number("+99999999999").national(), "+99999999999");
    assert_eq!(number("+80012345678").country(), None);
}

#[test]
fn a_number_is_kept_in_its_international_form() {
    let json = serde_json::to_string(&number("+819012345678")).expect("JSON");
    assert_eq!(json, "\"+819012345678\"");
    for wrong in [
        "819012345678",
        "+0901234567",
        "+81 90",
        "+1234",
        "+1234567890123456",
    ] {
        assert!(PhoneNumber::from_e164(wrong).is_err(), "{wrong}");
    }
}

/// Digits as they come, and as they come with what people put between them.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        "[+0-9０-９ー・() -]{0,24}",
        "(\\+|00|010|0)[0-9 -]{4,16}",
        "\\PC{0,40}",
        any::<String>(),
    ]
}

fn home() -> impl Strategy<Value = Country> {
    proptest::sample::select(vec![
        "JP", "US", "GB", "IT", "RU", "KR", "CI", "HU", "MX", "AG",
    ])
    .prop_map(|code| Country::parse(code).expect("a country"))
}

proptest! {
    #[test]
    fn no_text_is_too_much_and_every_number_is_read_back(typed in typed(), home in home()) {
        if let Ok(number) = PhoneNumber::parse(&typed, home) {
            let shown = number.to_string();
            prop_assert_eq!(PhoneNumber::parse(&shown, home), Ok(number.clone()), "{}", shown);
            prop_assert_eq!(PhoneNumber::parse(number.as_e164(), home), Ok(number.clone()));
            if let Some(country) = number.country() {
                let national = number.national();
                prop_assert_eq!(PhoneNumber::parse(&national, country), Ok(number.clone()), "{}", national);
            }
            let json = serde_json::to_string(&number).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<PhoneNumber>(&json).ok(), Some(number));
        }
    }

    #[test]
    fn every_row_can_be_shown(digits in "[1-9][0-9]{4,14}") {
        let number = number(&format!("+{digits}"));
        let shown: String = number.to_string().chars().filter(char::is_ascii_digit).collect();
        prop_assert!(shown == digits);
        prop_assert!(number.masked().ends_with(&digits[digits.len() - 4..]));
        prop_assert!(!number.national().is_empty());
        if number.receives_texts().is_ok() {
            prop_assert!(number.country().is_some());
        }
    }
}
