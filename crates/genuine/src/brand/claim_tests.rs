//! Which brands small mails claim.

use super::*;
use crate::{
    mail::{From, Html, Link, Mail},
    rule::sample::BRANDS,
};

/// A mail from `name <address>`.
fn mail(name: &str, address: &str, subject: &str, visible: &str) -> Mail {
    let mailbox = address.split_once('@').map(|(local, domain)| Mailbox {
        local: local.to_owned(),
        domain: domain.to_owned(),
        name: name.to_owned(),
    });
    Mail {
        from: From {
            name: name.to_owned(),
            mailboxes: mailbox.into_iter().collect(),
            headers: 1,
            malformed: false,
        },
        subject: subject.to_owned(),
        visible: visible.to_owned(),
        ..Mail::default()
    }
}

fn claimed(mail: &Mail) -> (Option<String>, Vec<Claimed>) {
    let claim = claim(mail, &BRANDS);
    (claim.brand.map(|it| it.id.0.clone()), claim.by)
}

fn check(mail: &Mail, brand: &str, by: Claimed) {
    let (found, ways) = claimed(mail);
    let what = (&mail.from.name, &mail.subject, &mail.visible);
    assert_eq!(found.as_deref(), Some(brand), "{what:?}");
    assert!(ways.contains(&by), "{what:?}: {ways:?}");
}

#[test]
fn the_name_that_is_shown_claims_in_whatever_disguise() {
    for (name, brand) in [
        ("Microsoft account team", "microsoft"),
        ("Microsoft アカウント チーム", "microsoft"),
        ("MlCROSOFT Support", "microsoft"),
        ("M i c r o s o f t", "microsoft"),
        ("Micro\u{200B}soft アカ\u{200D}ウント", "microsoft"),
        ("\u{202E}tfosorciM\u{202C} account", "microsoft"),
        ("Miсrоsоft 365", "microsoft"),
        ("Micro soft Team", "microsoft"),
        ("ＡＭＡＺＯＮ", "amazon"),
        ("AmazonPrime", "amazon"),
        ("アマゾンジャパン", "amazon"),
        ("Аpple Support", "apple"),
        ("LINE", "line"),
        ("ドコモ dアカウント", "docomo"),
        ("au ID", "au"),
        ("三井住友カード", "smbc-card"),
        (
            "account-security-noreply@accountprotection.microsoft.com",
            "microsoft",
        ),
        ("amazon.co.jp", "amazon"),
        ("P.a.y.P.a.l Service", "paypal"),
        ("MetaМask", "metamask"),
        ("国税庁 e-Tax", "nta"),
    ] {
        let mail = mail(
            name,
            "desk@lure.test",
            "Your account has been limited",
            "Hello",
        );
        check(&mail, brand, Claimed::Name);
    }
}

#[test]
fn names_that_only_sound_like_a_brands_claim_nothing() {
    for (name, subject) in [
        ("Chase Williams", "Lunch on Thursday?"),
        ("Mika Norton", "Lunch on Thursday?"),
        ("Mika Online", "Notes"),
        ("Grandma June", "apple pie and the door code"),
        ("Au Bon Pain", "New menu"),
        ("Pineapple Club", "This month"),
        ("RevolutionCasino", "Hello"),
        ("Priya (Google)", "Re: [PATCH] fix the build"),
        ("メタル工房", "展示会のお知らせ"),
        ("アップルパイの店", "新作のご案内"),
        ("Kim at Slack", "Coffee?"),
        ("オンライン書店", "新刊のご案内"),
    ] {
        let mail = mail(name, "desk@example.jp", subject, "See you there.");
        assert_eq!(claimed(&mail), (None, vec![]), "{name}");
    }
}

#[test]
fn a_partner_writes_of_the_brand_until_an_account_there_is_spoken_of() {
    let from = |subject, text| {
        let name = "Kiyose Microsoft Training";
        claimed(&mail(name, "hello@kiyose-school.example", subject, text)).0
    };
    let course = "Two seats are left. Microsoft is a trademark of Microsoft Corporation.";
    assert_eq!(from("Courses in May", course), None);
    for (subject, text) in [
        ("Your account is locked", course),
        ("Courses in May", "Your Microsoft password expires."),
        ("Courses in May", "Thanks,\nMicrosoft account team"),
    ] {
        assert_eq!(from(subject, text).as_deref(), Some("microsoft"), "{text}");
    }
    let stranger = mail("Kiyose Microsoft Training", "a@lure.test", "Hello", course);
    assert_eq!(claimed(&stranger).0.as_deref(), Some("microsoft"));
}

#[test]
fn who_shows_what_fakes_say_does_not_say_it() {
    let text =
        "A fake says: Microsoft アカウントで使う一時使用コードが要求されました hxxps://a[.]example";
    let column = mail("Kiyose Column", "a@kiyose.example", "No. 7", text);
    let claim = claim(&column, &BRANDS);
    assert!(claim.lecture && claim.brand.is_none());
    let nobody = mail("Support", "a@kiyose.example", "No. 7", text);
    assert!(!super::claim(&nobody, &BRANDS).lecture);
}

#[test]
fn a_patch_claims_nothing() {
    let text = "--- a/pay.py\n+++ b/pay.py\n@@ -1 +1 @@\n-your account\n+log in to it\n";
    let patch = mail("Mika", "mika@example.jp", "[PATCH] paypal: say less", text);
    assert_eq!(claimed(&patch), (None, vec![]));
}

#[test]
fn a_domain_claims_when_it_is_the_brands_or_looks_like_it() {
    let text = "Your code is 123456";
    for (address, brand, by) in [
        ("no-reply@accounts.google.com", "google", Claimed::Domain),
        ("notifications@github.com", "github", Claimed::Domain),
        ("desk@rnicrosoft.com", "microsoft", Claimed::Lookalike),
        (
            "desk@microsoft-account.example",
            "microsoft",
            Claimed::Lookalike,
        ),
        (
            "desk@accounts.google.com.lure.test",
            "google",
            Claimed::Lookalike,
        ),
    ] {
        check(&mail("Desk", address, "Your code", text), brand, by);
    }
    for address in [
        "mika@gmail.com",
        "mika@outlook.com",
        "mika@google.com",
        "mika@docomo.ne.jp",
    ] {
        let mail = mail("Mika Sato", address, "Re: patches", "Looks good to me.");
        assert_eq!(claimed(&mail).0, None, "{address}");
    }
}

#[test]
fn a_subject_claims_where_it_speaks_of_the_readers_account() {
    for (subject, brand) in [
        ("Microsoft account unusual sign-in activity", "microsoft"),
        ("[GitHub] Please verify your device", "github"),
        ("【Amazon】お支払い方法に問題があります", "amazon"),
        (
            "【重要】【えきねっと】アカウントの自動退会処理について",
            "jr",
        ),
        ("Action required: your PayPal account is limited", "paypal"),
        ("Ihr Amazon-Konto wurde gesperrt", "amazon"),
        ("お客様のApple IDのご利用を制限しました", "apple"),
        (
            "Your Netflix membership is on hold: update your payment",
            "netflix",
        ),
    ] {
        let mail = mail(
            "Notice",
            "notice@lure.test",
            subject,
            "Open the page below.",
        );
        check(&mail, brand, Claimed::Subject);
    }
}

#[test]
fn who_only_writes_of_a_brand_claims_nothing() {
    for (name, subject, text) in [
        (
            "The Patch Letter",
            "Microsoft fixes 61 bugs, and why codes by mail stay",
            "This month Microsoft closed 61 holes. Our long read looks at single-use codes.",
        ),
        (
            "くらしの防犯だより",
            "「楽天」を名乗る偽メールにご注意ください",
            "アカウントを停止したと不安をあおるメールが増えています。",
        ),
        (
            "大野 亮",
            "Re: Microsoft 365 への移行日程",
            "サインインで困ったら内線 214 までどうぞ。",
        ),
        (
            "Olu Adeyemi",
            "Invitation: Microsoft licence renewal",
            "The seats for next year.",
        ),
        (
            "Little Owl Books",
            "Your order and receipt",
            "Thanks for your order. Paid with PayPal. Your account: see our site.",
        ),
        (
            "Larkfield",
            "Your account statement",
            "Follow us on Facebook and Instagram.\nDownload on the App Store\nGet it on Google Play",
        ),
        (
            "Notes App",
            "Welcome",
            "Sign in with Google, or with your password.",
        ),
        (
            "Market News",
            "Shares today",
            "Your account of the day.\nAPPLE INC 51.25 -1.06%\n",
        ),
    ] {
        let mail = mail(name, "desk@example.jp", subject, text);
        assert_eq!(claimed(&mail), (None, vec![]), "{subject}");
    }
}

#[test]
fn a_text_claims_where_it_speaks_as_the_brand() {
    for (text, brand) in [
        (
            "Your account was limited.\nThanks,\nThe PayPal Team",
            "paypal",
        ),
        (
            "Verify your account.\n© 2026 Netflix. All rights reserved.",
            "netflix",
        ),
        (
            "いつもメルカリをご利用いただきありがとうございます。アカウントの確認が必要です。",
            "mercari",
        ),
        (
            "パスワードの変更が必要です。\n発行元：三井住友カード株式会社",
            "smbc-card",
        ),
        (
            "Dear Amazon customer,\nplease verify your account.",
            "amazon",
        ),
        (
            "We detected a sign-in to your Microsoft account.",
            "microsoft",
        ),
    ] {
        let mail = mail("Account Security", "desk@lure.test", "Notice", text);
        check(&mail, brand, Claimed::Text);
    }
}

#[test]
fn a_copied_text_claims_by_its_wording() {
    let mail = Mail {
        form: crate::mail::Form::Text,
        visible: "We received your request for a single-use code to use with your Microsoft \
                  account.\nYour single-use code is: 123456"
            .to_owned(),
        ..Mail::default()
    };
    check(&mail, "microsoft", Claimed::Format);
    let claim = claim(&mail, &BRANDS);
    assert!(claim.code && claim.account);
}

#[test]
fn pictures_and_link_texts_claim_where_nobody_else_is_named() {
    let mut pictured = mail("Support", "desk@lure.test", "Verify your account", " ");
    pictured.html = Some(Html {
        alternatives: vec!["Netflix logo".to_owned()],
        ..Html::default()
    });
    check(&pictured, "netflix", Claimed::Picture);
    let mut linked = mail("Support", "desk@lure.test", "Verify your account", " ");
    linked.links = vec![Link {
        host: "lure.test".to_owned(),
        text: "https://account.live.com/activity".to_owned(),
        ..Link::default()
    }];
    check(&linked, "microsoft", Claimed::LinkText);
}

#[test]
fn the_plainest_claim_decides_and_the_others_are_named() {
    let posing = mail(
        "Amazon",
        "desk@lure.test",
        "Your PayPal account is limited",
        "Hello",
    );
    let claim = claim(&posing, &BRANDS);
    assert_eq!(claim.brand.map(|it| &it.id.0[..]), Some("amazon"));
    assert_eq!(claim.by.first(), Some(&Claimed::Name));
    assert!(claim.named.iter().any(|it| it.id.0 == "paypal"));
}

proptest::proptest! {
    #[test]
    fn any_mail_can_be_asked(
        name in "\\p{any}{0,40}|[A-Za-z .@_-]{0,40}",
        address in "\\PC{0,10}@\\PC{0,20}",
        subject in "\\p{any}{0,60}|(Microsoft|Amazon|【|】|:| |account){0,12}",
        visible in "\\p{any}{0,200}|(Google|code|123456|\n|© |your | account){0,40}",
    ) {
        let _ = claim(&mail(&name, &address, &subject, &visible), &BRANDS);
    }
}
