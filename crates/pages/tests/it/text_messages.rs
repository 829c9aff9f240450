//! What holds for every text message, and what each of them says.

use std::{collections::BTreeSet, fmt::Write as _};

use kadomori_domain::{
    code::{Code, CodeLength},
    locale::Locale,
    purpose::Purpose,
};
use kadomori_pages::{
    Zone,
    text_message::{CodeText, Encoding, segments},
};

fn every_text(mut check: impl FnMut(&str, CodeText)) {
    for locale in Locale::ALL {
        for (name, text) in CodeText::samples() {
            check(name, CodeText { locale, ..text });
        }
    }
}

fn with_host(text: &CodeText, length: usize) -> CodeText {
    CodeText {
        host: "h".repeat(length),
        ..text.clone()
    }
}

#[test]
fn every_text_message_says_what_it_said_before() {
    every_text(|name, text| {
        let name = format!("text-code.{name}.{}", text.locale.tag());
        insta::assert_snapshot!(name, text.render());
    });
}

#[test]
fn the_longer_the_host_the_less_is_said() {
    for locale in Locale::ALL {
        let (_, text) = CodeText::samples().remove(0);
        let text = CodeText { locale, ..text };
        let (mut said, mut last) = (String::new(), String::new());
        for length in 1..=120 {
            let body = with_host(&text, length).render();
            let count = segments(&body).count;
            let (words, _) = body.rsplit_once('\n').expect("two lines");
            if words != last {
                writeln!(said, "host of {length}, in {count}:\n{words}\n").expect("room");
                words.clone_into(&mut last);
            }
        }
        insta::assert_snapshot!(format!("text-code.by_host.{}", locale.tag()), said);
    }
}

#[test]
fn with_a_host_of_25_letters_every_text_message_is_one_segment() {
    every_text(|name, text| {
        let encoding = match text.locale {
            Locale::En => Encoding::Gsm7,
            Locale::Ja => Encoding::Ucs2,
        };
        for length in 1..=25 {
            let body = with_host(&text, length).render();
            let segments = segments(&body);
            assert_eq!(
                (segments.encoding, segments.count),
                (encoding, 1),
                "{name}: {body}"
            );
            assert!(body.contains("K7P"), "{name}: {body}");
        }
    });
}

#[test]
fn the_last_line_binds_the_code_to_the_host_however_long_names_are() {
    every_text(|name, text| {
        for length in [1, 13, 25, 40, 63, 253] {
            for site_name in [
                "K",
                "株式会社門守サインインセンター",
                &"Kadomori ".repeat(30),
            ] {
                let text = CodeText {
                    site_name: site_name.to_owned(),
                    ..with_host(&text, length)
                };
                let body = text.render();
                let (words, last) = body.rsplit_once('\n').expect("two lines");
                assert_eq!(last, format!("@{} #482913", text.host), "{name}");
                assert!(words.contains("482913"), "{name}: {words}");
            }
        }
    });
}

#[test]
fn a_name_in_other_letters_does_not_double_the_price() {
    let (_, text) = CodeText::samples().remove(0);
    let text = CodeText {
        site_name: "門守".to_owned(),
        host: "h".repeat(25),
        ..text
    };
    assert_eq!(segments(&text.render()).encoding, Encoding::Gsm7);
    assert_eq!(segments(&text.render()).count, 1);
}

#[test]
fn a_time_in_a_zone_that_is_only_assumed_names_it() {
    let (_, text) = CodeText::samples().remove(0);
    let text = CodeText {
        zone: Zone::utc(),
        ..text
    };
    assert!(text.render().contains("03:13 (UTC)"), "{}", text.render());
}

#[test]
fn the_whole_message_can_be_pasted_into_the_field() {
    every_text(|name, text| {
        for host in ["id.example.jp", "10.0.0.12", "id2.example9", "localhost"] {
            for zone in [text.zone.clone(), Zone::utc()] {
                let text = CodeText {
                    host: host.to_owned(),
                    zone,
                    ..text.clone()
                };
                let body = text.render();
                for pasted in [
                    body.clone(),
                    body.replace('\n', " "),
                    body.replace('\n', ""),
                    body.replace('\n', "\r\n"),
                ] {
                    let read =
                        Code::parse(&pasted, CodeLength::SIX).map(|code| code.reveal().to_owned());
                    assert_eq!(read.as_deref(), Ok("482913"), "{name}: {pasted:?}");
                }
            }
        }
    });
}

#[test]
fn every_purpose_has_a_text_message_of_its_own() {
    for locale in Locale::ALL {
        let texts: BTreeSet<String> = CodeText::samples()
            .into_iter()
            .map(|(_, text)| CodeText { locale, ..text }.render())
            .collect();
        assert_eq!(texts.len(), Purpose::ALL.len());
    }
}

#[test]
fn a_text_message_in_a_log_has_no_code() {
    every_text(|_, text| assert!(!format!("{text:?}").contains("482913")));
}
