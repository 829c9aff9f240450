//! The table as a whole, and what an operator lays over it.

use super::*;
use crate::rule::sample::BRANDS;

fn address(text: &str) -> Mailbox {
    let (local, domain) = text.split_once('@').unwrap();
    Mailbox {
        local: local.to_owned(),
        domain: domain.to_owned(),
        name: String::new(),
    }
}

fn find<'a>(brands: &'a Brands, id: &str) -> &'a Brand {
    brands.find(&BrandId(id.to_owned())).unwrap()
}

#[test]
fn the_shipped_table_can_be_read_and_has_nothing_against_it() {
    let remarks = BRANDS.check(Some("2026-11-23"));
    assert!(remarks.is_empty(), "{remarks:#?}");
    assert!(BRANDS.rows().len() > 100);
}

#[test]
fn only_rows_that_were_seen_may_prove_anything() {
    let confirmed = BRANDS.rows().iter().filter(|it| it.grade.is_confirmed());
    let confirmed: Vec<_> = confirmed.map(|it| it.id.0.as_str()).collect();
    let expected = [
        "microsoft",
        "google",
        "apple",
        "amazon",
        "github",
        "facebook",
        "docomo",
        "au",
        "slack",
    ];
    assert_eq!(confirmed, expected);
    for row in BRANDS.rows().iter().filter(|it| it.grade == Grade::D) {
        assert!(
            row.senders.is_empty(),
            "{} has senders, but nobody saw one",
            row.id
        );
    }
}

#[test]
fn who_an_address_is_to_its_brand_is_told() {
    for (id, written, expected) in [
        (
            "microsoft",
            "account-security-noreply@accountprotection.microsoft.com",
            Some(Sender::Code),
        ),
        (
            "microsoft",
            "no-reply@microsoft.com",
            Some(Sender::Official),
        ),
        (
            "microsoft",
            "no-reply@desk.onmicrosoft.com",
            Some(Sender::Strangers),
        ),
        ("microsoft", "mika@outlook.com", Some(Sender::Customer)),
        ("microsoft", "mika@microsoft.com.example.jp", None),
        (
            "google",
            "drive-shares-noreply@google.com",
            Some(Sender::Strangers),
        ),
        ("google", "mika@gmail.com", Some(Sender::Customer)),
        ("apple", "appleid@id.apple.com", Some(Sender::Code)),
        ("apple", "mika@icloud.com", Some(Sender::Customer)),
        (
            "github",
            "notifications@github.com",
            Some(Sender::Strangers),
        ),
        (
            "yahoojp",
            "login-master@mail.yahoo.co.jp",
            Some(Sender::Code),
        ),
        ("yahoojp", "mika@mail.yahoo.co.jp", Some(Sender::Official)),
        ("yahoojp", "mika@yahoo.co.jp", Some(Sender::Customer)),
        ("docomo", "mika@docomo.ne.jp", Some(Sender::Customer)),
        ("docomo", "spmodemsgr@wdy.docomo.ne.jp", Some(Sender::Code)),
        ("au", "mika@ezweb.ne.jp", Some(Sender::Customer)),
        ("slack", "no-reply@slack.com", Some(Sender::Code)),
        ("slack", "no-reply@mail.slack.com", Some(Sender::Official)),
    ] {
        let sender = find(&BRANDS, id).sender(&address(written));
        assert_eq!(sender, expected, "{written}");
    }
}

#[test]
fn hosts_have_owners_but_for_what_strangers_put_there() {
    let owner = |host| BRANDS.owner(host).map(|it| it.id.0.as_str());
    assert_eq!(owner("account.live.com"), Some("microsoft"));
    assert_eq!(owner("www.google.co.jp"), Some("google"));
    assert_eq!(owner("outlook.com"), Some("microsoft"));
    assert_eq!(owner("sites.google.com"), None);
    assert_eq!(owner("desk.onmicrosoft.com"), None);
    assert_eq!(owner("notgoogle.com"), None);
    assert_eq!(owner("google.com.example.jp"), None);
    assert_eq!(owner(""), None);
}

#[test]
fn an_operators_rows_replace_add_and_remove() {
    let own = r#"
        [[brand]]
        id = "netflix"
        remove = true

        [[brand]]
        id = "mercari"
        name = "メルカリ"
        domains = ["mercari.jp"]
        senders = ["no-reply@mercari.jp"]
        code = "[0-9]{6}"
        grade = "A"
        source = "a mail of ours"
        checked = "2026-11-22"

        [[brand]]
        id = "example"
        name = "Example Bank"
        domains = ["bank.example.jp"]
        grade = "B"
        source = "its help page"
        checked = "2026-11-22"
    "#;
    let brands = Brands::with(Some(own)).unwrap();
    assert!(brands.find(&BrandId("netflix".to_owned())).is_none());
    let mercari = find(&brands, "mercari");
    assert!(mercari.grade.is_confirmed());
    assert_eq!(mercari.domains, ["mercari.jp"]);
    assert!(
        !mercari.formats.is_empty(),
        "what all code mails are like is kept"
    );
    assert_eq!(
        brands.owner("www.bank.example.jp").map(|it| &it.name[..]),
        Some("Example Bank")
    );
    assert_eq!(brands.rows().len(), BRANDS.rows().len());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of cases")]
fn a_table_that_cant_be_used_says_which_row_and_what_to_do() {
    let row = |rest: &str| format!("[[brand]]\nid = \"one\"\nname = \"One\"\n{rest}");
    let good = "domains = [\"one.example\"]\ngrade = \"D\"\n";
    for (text, says) in [
        (
            "[[brand]]\nname = \"One\"".to_owned(),
            "row 1: missing field `id`",
        ),
        ("[[brand]]\nid = \"One!\"".to_owned(), "small letters"),
        ("[[brand]]\nid = \"one\"".to_owned(), "row 1 (one): `name`"),
        ("[[brands]]\nid = \"one\"".to_owned(), "[[brand]]"),
        ("brand = 1".to_owned(), "[[brand]]"),
        ("not toml".to_owned(), "can't be read"),
        (row("grade = \"D\""), "`domains`: it is missing"),
        (
            row("domains = [\"https://one.example/\"]\ngrade = \"D\""),
            "isn't a domain",
        ),
        (
            row("domains = [\"One.example\"]\ngrade = \"D\""),
            "small letters",
        ),
        (row("domains = [\"one.example\"]"), "`grade`: it is missing"),
        (
            row("domains = [\"one.example\"]\ngrade = \"E\""),
            "\"E\" isn't a grade",
        ),
        (
            row(&format!("{good}checked = \"22.11.2026\"")),
            "isn't a day",
        ),
        (
            row(&format!("{good}senders = [\"one.example\"]")),
            "isn't an address",
        ),
        (
            row(&format!(
                "{good}senders = [\"a*b@one.example\"]\ncode = \"1\""
            )),
            "beginning",
        ),
        (
            row(&format!("{good}senders = [\"a@one.example\"]")),
            "`code`: it is missing",
        ),
        (
            row(&format!(
                "{good}senders = [\"a@one.example\"]\ncode = \"[\""
            )),
            "isn't a pattern",
        ),
        (
            row(&format!("{good}sender = [\"a@one.example\"]")),
            "unknown field `sender`",
        ),
        (
            row(&format!(
                "{good}[[brand.format]]\nkind = \"k\"\nsubjects = []"
            )),
            "at least one",
        ),
        (
            format!("{}{}", row(good), row(good)),
            "another row has it already",
        ),
        (
            "[[brand]]\nid = \"nobody\"\nremove = true".to_owned(),
            "no such row",
        ),
    ] {
        let error = Brands::with(Some(&text)).unwrap_err().to_string();
        assert!(error.contains(says), "{error:?} doesn't say {says:?}");
    }
}

#[test]
fn what_speaks_against_a_row_is_told() {
    let own = r#"
        [[brand]]
        id = "one"
        name = "Netflix"
        domains = ["co.jp", "gmail.com", "netflix.com"]
        mailboxes = ["one.example"]
        senders = ["*@one.example", "a@elsewhere.example"]
        code = "[0-9]{6}"
        grade = "A"
        checked = "2024-01-01"

        [[brand]]
        id = "two"
        name = "Two"
        domains = ["two.example"]
        grade = "B"
        source = "a page"
    "#;
    let brands = Brands::with(Some(own)).unwrap();
    let remarks = brands.check(Some("2026-11-22"));
    let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    for says in [
        "one: `domains`: co.jp is a public suffix",
        "one: `domains`: everybody has mailboxes at gmail.com",
        "one: `domains`: \"netflix.com\" is netflix's already",
        "one: `names`: \"netflix\" is netflix's already",
        "one: `senders`: *@one.example may be any customer's",
        "one: `senders`: a@elsewhere.example lies within none",
        "one: `source`: it is missing",
        "one: `checked`: 2024-01-01 is more than a year ago",
        "two: `checked`: it is missing",
        "two: `grade`: a confirmed row without `senders`",
    ] {
        assert!(
            told.iter().any(|it| it.starts_with(says)),
            "{says} isn't among {told:#?}"
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of cases")]
fn formats_fit_code_mails_of_other_wording() {
    let mail = |subject: &str, visible: &str| crate::mail::Mail {
        subject: subject.to_owned(),
        visible: visible.to_owned(),
        ..crate::mail::Mail::default()
    };
    let fits = |id: &str, subject, visible: &str| {
        let mail = mail(subject, visible);
        find(&BRANDS, id)
            .formats
            .iter()
            .any(|it| it.code.is_some() && it.fits(&mail))
    };
    for (id, subject, visible) in [
        (
            "microsoft",
            "Your verification code",
            "Use this code to sign in:\n284 does not, 284193 does",
        ),
        (
            "microsoft",
            "お客様の Microsoft アカウントの確認コード",
            "コードは7056623です。",
        ),
        (
            "google",
            "Your 2-Step Verification code",
            "G-123456 is your code",
        ),
        (
            "google",
            "メール アドレスを確認してください",
            "Google の確認コード: 482910",
        ),
        (
            "apple",
            "Your Apple Account verification code",
            "Code: 123456",
        ),
        ("apple", "Apple Accountの認証コード", "確認コード 482910"),
        (
            "amazon",
            "Amazon: One-time password",
            "Your OTP (code) is 482910.",
        ),
        (
            "amazon",
            "amazon.co.jp：パスワード再設定",
            "確認コード：482910",
        ),
        (
            "github",
            "[GitHub] Sudo email verification code",
            "Your code: 48291056",
        ),
        (
            "facebook",
            "482910 is your Instagram code",
            "Your code is 482910",
        ),
        (
            "slack",
            "Slack confirmation code: ABC-1D2",
            "Your confirmation code is ABC-1D2",
        ),
        (
            "au",
            "【au】ワンタイムパスワードのお知らせ",
            "ワンタイムパスワード 482910",
        ),
        ("line", "[LINE] 確認コード", "確認コードは4829です"),
    ] {
        assert!(fits(id, subject, visible), "{id}: {subject}");
    }
    for (id, subject, visible) in [
        (
            "microsoft",
            "Your single-use code",
            "There is none in here: code",
        ),
        ("microsoft", "Re: Your single-use code", "My code is 123456"),
        ("microsoft", "Your invoice", "Code 123456"),
        (
            "google",
            "Your verification code",
            "The code has 7 digits: 1234567",
        ),
        (
            "github",
            "[mika/notes] 123456: verify your device",
            "code 123456",
        ),
    ] {
        assert!(!fits(id, subject, visible), "{id}: {subject}");
    }
}
