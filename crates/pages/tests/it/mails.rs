//! What holds for every mail, and what each of them says.

use kadomori_domain::{
    code::{Code, CodeLength},
    locale::Locale,
};
use kadomori_pages::sample::{self, MailSample};
use scraper::{Html, Selector};

fn every_mail(mut check: impl FnMut(Locale, &MailSample)) {
    for locale in Locale::ALL {
        for sample in sample::mails(locale).expect("mails render") {
            check(locale, &sample);
        }
    }
}

/// The mails that bring a code, with it.
fn every_code(mut check: impl FnMut(Locale, &MailSample, &str)) {
    every_mail(|locale, sample| {
        if let Some(code) = sample.code {
            check(locale, sample, code);
        }
    });
}

fn words_of_html(html: &str) -> String {
    let page = Html::parse_document(html);
    let body = Selector::parse("body").expect("a selector");
    page.select(&body).flat_map(|body| body.text()).collect()
}

fn columns(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[test]
fn every_mail_says_what_it_said_before() {
    every_mail(|locale, sample| {
        let MailSample {
            kind, name, mail, ..
        } = sample;
        let whole = format!("Subject: {}\n\n{}\n{}", mail.subject, mail.text, mail.html);
        insta::assert_snapshot!(format!("mail-{kind}.{name}.{}", locale.tag()), whole);
    });
}

#[test]
fn the_whole_mail_can_be_pasted_into_the_field() {
    every_code(|locale, MailSample { name, mail, .. }, code| {
        let both = format!("{}\n{}", mail.subject, mail.text);
        let html = words_of_html(&mail.html);
        for text in [&mail.text, &both, &html] {
            for pasted in [
                text.clone(),
                text.replace('\n', " "),
                text.replace('\n', ""),
                text.replace('\n', "\r\n"),
            ] {
                let read =
                    Code::parse(&pasted, CodeLength::SIX).map(|code| code.reveal().to_owned());
                assert_eq!(read.as_deref(), Ok(code), "{name} {locale:?}: {pasted:?}");
            }
        }
    });
}

#[test]
fn no_other_number_in_a_mail_looks_like_a_code() {
    every_code(|locale, MailSample { name, mail, .. }, code| {
        let grouped = format!("{} {}", &code[..3], &code[3..]);
        let rest = mail.text.replace(&grouped, "");
        let longest = rest
            .split(|c: char| !c.is_ascii_digit())
            .map(str::len)
            .max();
        assert!(longest < Some(6), "{name} {locale:?}");
        assert!(
            !mail.subject.contains(code) && !mail.subject.contains(&grouped),
            "{name} {locale:?}"
        );
    });
}

#[test]
fn nothing_in_a_mail_can_be_clicked_or_fetched() {
    every_mail(|locale, MailSample { name, mail, .. }| {
        let page = Html::parse_document(&mail.html);
        let live = Selector::parse(
            "a, img, link, script, form, iframe, style, table, [href], [src], [background]",
        );
        assert_eq!(
            page.select(&live.expect("a selector")).count(),
            0,
            "{name} {locale:?}"
        );
        for part in [&mail.text, &words_of_html(&mail.html), &mail.subject] {
            assert!(
                !part.contains("://") && !part.contains("www.") && !part.contains('@'),
                "{name} {locale:?}"
            );
            // A dot between two letters is what clients take for a host.
            let letters: Vec<char> = part.chars().collect();
            let hosts = letters.windows(3).filter(|three| {
                three[1] == '.'
                    && three[0].is_ascii_alphanumeric()
                    && three[2].is_ascii_alphanumeric()
            });
            assert_eq!(hosts.count(), 0, "{name} {locale:?}");
        }
    });
}

#[test]
fn both_parts_of_a_mail_say_the_same() {
    every_mail(|locale, MailSample { name, mail, .. }| {
        let bare = |text: &str| -> String {
            text.chars()
                .filter(|c| !c.is_whitespace() && !"()（）".contains(*c))
                .collect()
        };
        let html = words_of_html(&mail.html);
        // The reference stands in brackets in the one, in a badge in the other.
        let marked = |text: &str| text.lines().next().unwrap_or_default().to_owned();
        let reference = marked(&mail.text)
            .chars()
            .filter(|c| "()（）".contains(*c))
            .count();
        assert_eq!(reference, 2, "{name} {locale:?}");
        let mut words: [Vec<char>; 2] = [
            bare(&mail.text).chars().collect(),
            bare(&html).chars().collect(),
        ];
        for letters in &mut words {
            letters.sort_unstable();
        }
        assert_eq!(words[0], words[1], "{name} {locale:?}");
    });
}

#[test]
fn the_lines_of_a_mail_fit_old_clients() {
    every_mail(|locale, MailSample { name, mail, .. }| {
        for line in mail.text.lines() {
            assert!(columns(line) <= 72, "{name} {locale:?}: {line}");
            assert_eq!(line.trim_end(), line, "{name} {locale:?}");
        }
        assert!(
            mail.text.ends_with('\n') && !mail.text.ends_with("\n\n"),
            "{name} {locale:?}"
        );
        assert!(
            mail.html.lines().all(|line| line.len() < 998),
            "RFC 5322 §2.1.1"
        );
    });
}

#[test]
fn no_line_beside_the_code_begins_or_ends_with_a_digit() {
    every_code(|locale, MailSample { name, mail, .. }, code| {
        let lines: Vec<&str> = mail.text.lines().collect();
        let at = lines
            .iter()
            .position(|line| line.replace(' ', "") == code)
            .expect("the code has its own line");
        assert!(
            !lines[at - 1].ends_with(|c: char| c.is_numeric()),
            "{name} {locale:?}"
        );
        assert!(
            !lines[at + 1].starts_with(|c: char| c.is_numeric()),
            "{name} {locale:?}"
        );
    });
}
