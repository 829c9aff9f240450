//! What a mail leads to, asks for and is written like: small mails, each with what is found in
//! it; and honest ones, in which nothing may be found.

use super::sample::{find, mail, report, weight};
use crate::report::{Kind, Report, Weight};

/// Who poses as Microsoft in these tests.
const POSER: &str = "Microsoft account team <notice@kaisei.example>";
/// Who reads them.
const READER: &str = "mika@example.jp";

fn of_text(from: &str, subject: &str, body: &str) -> Report {
    report(&mail(from, READER, subject, "text/plain", body))
}

fn of_html(from: &str, subject: &str, body: &str) -> Report {
    report(&mail(from, READER, subject, "text/html", body))
}

/// What weighs against it, from where it leads on.
fn against(report: &Report) -> Vec<(Kind, Weight)> {
    let findings = report.findings.iter();
    findings
        .filter(|it| it.weight > Weight::Neutral && it.kind > Kind::StrangerAuthenticated)
        .map(|it| (it.kind, it.weight))
        .collect()
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a table, one line for each kind of link"
)]
fn links_of_a_mail_that_poses_are_told_apart() {
    use Kind::{
        FormInMail, LinkAddress, LinkBrandInHost, LinkData, LinkForeign, LinkLookalike,
        LinkShortened, LinkTextDiffers, LinkUserContent, LinkUserInfo, MailtoForeign,
    };
    for (kind, link) in [
        (
            LinkForeign,
            r#"<a href="https://kaisei.example/a">Review</a>"#,
        ),
        (
            LinkLookalike,
            r#"<a href="https://rnicrosoft.com/a">Review</a>"#,
        ),
        (
            LinkLookalike,
            r#"<a href="https://xn--mirsoft-cjgz.com/">Review</a>"#,
        ),
        (
            LinkBrandInHost,
            r#"<a href="https://login.microsoft.com.evil.example/">Go</a>"#,
        ),
        (
            LinkBrandInHost,
            r#"<a href="https://microsoft-account.example/">Go</a>"#,
        ),
        (
            LinkTextDiffers,
            r#"<a href="https://evil.example/">https://account.live.com/</a>"#,
        ),
        (LinkAddress, r#"<a href="http://203.0.113.9/ms">Go</a>"#),
        (LinkAddress, r#"<a href="http://0xCB007109/ms">Go</a>"#),
        (
            LinkUserInfo,
            r#"<a href="https://login.live.com@evil.example/">Go</a>"#,
        ),
        (LinkShortened, r#"<a href="https://bit.ly/3xyz">Go</a>"#),
        (
            LinkUserContent,
            r#"<a href="https://signin-7.web.app/">Go</a>"#,
        ),
        (
            LinkUserContent,
            r#"<a href="https://docs.google.com/forms/d/e/x">Go</a>"#,
        ),
        (LinkData, r#"<a href="data:text/html;base64,PGI+">Go</a>"#),
        (
            MailtoForeign,
            r#"<a href="mailto:desk77@gmail.com?subject=Not%20me">Report</a>"#,
        ),
        (
            MailtoForeign,
            r#"<a href="mailto:desk@kaisei.example?subject=x">Report</a>"#,
        ),
        (
            FormInMail,
            r#"<form action="https://evil.example/x"><input type="password"></form>"#,
        ),
    ] {
        let body = format!("<p>Unusual sign-in activity in your Microsoft account.</p>{link}");
        let found = of_html(POSER, "Microsoft account unusual sign-in activity", &body);
        let weight = weight(&found, kind);
        assert!(
            weight >= Some(Weight::Strong),
            "{kind:?} {link}: {:#?}",
            found.findings
        );
    }
}

#[test]
fn the_brands_own_links_speak_for_a_mail() {
    let body = "Your single-use code is: 482913\n\nhttps://account.live.com/activity\n\
                https://go.microsoft.com/fwlink/?LinkID=1\n\nHi mi***@example.jp";
    let found = of_text(
        "Microsoft account team <account-security-noreply@accountprotection.microsoft.com>",
        "Your single-use code",
        body,
    );
    assert_eq!(weight(&found, Kind::LinksOfficial), Some(Weight::For));
    assert_eq!(
        weight(&found, Kind::LinkForeign),
        None,
        "{:#?}",
        found.findings
    );
}

#[test]
fn a_link_added_to_a_code_mail_is_found() {
    let body = "We received your request for a single-use code to use with your Microsoft \
                account.\n\nYour single-use code is: 482913\n\nIMPORTANT: cancel it within 24 \
                hours: https://safe.kaisei.example/x";
    let found = of_text(
        "Microsoft account team <account-security-noreply@accountprotection.microsoft.com>",
        "Your single-use code",
        body,
    );
    assert!(
        weight(&found, Kind::LinkForeign) >= Some(Weight::Weak),
        "{:#?}",
        found.findings
    );
}

#[test]
fn asking_for_the_code_is_found_in_other_words_too() {
    for (subject, body) in [
        (
            "Call from support",
            "Our agent will call you. Read out the six-digit code to them.",
        ),
        (
            "Verification",
            "A 6-digit code is on its way. Reply with the number, and we're done.",
        ),
        (
            "Support",
            "Send us the verification code you received by replying to this mail.",
        ),
        (
            "Hold",
            "If you do not send us the security code by reply, your account is closed.",
        ),
        (
            "確認",
            "このあと届く6桁のコードを、本メールへご返信ください。",
        ),
        (
            "お電話",
            "担当者からお電話します。届いた認証コードを係員にお伝えください。",
        ),
        (
            "確認コード",
            "折り返し、SMSで届いた番号をこのメールに返信してください。確認コードは6桁です。",
        ),
    ] {
        let found = of_text("Desk <desk@kaisei.example>", subject, body);
        let weight = weight(&found, Kind::AsksForCode);
        assert!(
            weight >= Some(Weight::Strong),
            "{body}: {:#?}",
            found.findings
        );
    }
}

#[test]
fn asking_for_secrets_is_found() {
    for body in [
        "Reply with your current password and the card number, expiry date and CVC.",
        "Enter your 12-word recovery phrase to verify your wallet.",
        "ご本人確認のため、パスワードとカード番号をご記入のうえ、ご返信ください。",
        "Informe sua senha e o numero do cartao respondendo a este e-mail.",
    ] {
        let found = of_text(POSER, "Microsoft account: verify", body);
        let weight = weight(&found, Kind::AsksSecrets);
        assert!(
            weight >= Some(Weight::Strong),
            "{body}: {:#?}",
            found.findings
        );
    }
}

#[test]
fn a_number_to_call_beside_a_charge_is_found() {
    let body = "Thank you for your order. $349.99 will be charged today for your subscription.\n\n\
                If you did not place this order, call our desk at +1 (888) 555-0142.";
    let found = of_text("Billing <daud@gmail.com>", "Order confirmation", body);
    assert_eq!(
        weight(&found, Kind::AsksToCall),
        Some(Weight::Strong),
        "{:#?}",
        found.findings
    );
    let found = of_text("Larkfield <shop@larkfield.example>", "Your receipt", body);
    assert!(weight(&found, Kind::AsksToCall) < Some(Weight::Strong));
}

#[test]
fn what_honest_mails_say_weighs_nothing() {
    for (from, subject, body) in [
        (
            "Harbour Credit Union <alerts@harbourcu.example>",
            "Your one-time passcode",
            "Your one-time passcode is 730 114.\n\nIt works for five minutes. Never tell it to \
             anyone: our staff will never call or ask you to read out the code.",
        ),
        (
            "あおば図書館 <no-reply@aoba-library.example.jp>",
            "利用者ページの確認コード",
            "確認コード: 418207\n\n15分以内に入力してください。係員がコードをおたずねすることは\
             ありません。だれにも教えないでください。",
        ),
        (
            "Priya Nair <priya@northwick.example>",
            "Re: code review before Thursday",
            "I left comments on the pull request. The six-digit field should accept spaces. \
             Could you send me the code by reply?",
        ),
        (
            "The Patch Letter <letter@patchletter.example>",
            "How phishing works",
            "Scams look alike: they say that your account was suspended, ask for your password \
             and card number and want you to act within 24 hours. Phishing mails like these are \
             best deleted.",
        ),
        (
            "Kiosk <shop@kiosk.example>",
            "Your order is on its way",
            "Thank you for your order. Track your parcel: https://track.carrier.example/7730\n\n\
             Questions? Reply to this mail or call us at +44 20 7946 0123.",
        ),
        (
            "総務課 <soumu@kita-koumuten.example.jp>",
            "パスワードの変更について",
            "各位\n\n来月からパスワードは12文字以上になります。次にサインインしたときに変更できます。",
        ),
    ] {
        let found = of_text(from, subject, body);
        let strong: Vec<(Kind, Weight)> = against(&found)
            .into_iter()
            .filter(|it| it.1 > Weight::Weak)
            .collect();
        assert!(strong.is_empty(), "{subject}: {strong:?}");
        assert!(
            against(&found).len() <= 1,
            "{subject}: {:?}",
            against(&found)
        );
    }
}

#[test]
fn letters_in_disguise_are_found() {
    for (kind, from, subject) in [
        (
            Kind::InvisibleLetters,
            "Micro\u{200b}soft <a@kaisei.example>",
            "Sign-in to your account",
        ),
        (
            Kind::MixedLetters,
            POSER,
            "Unusual sign-in: vеrify your Microsoft аccount",
        ),
        (
            Kind::MisspeltBrand,
            POSER,
            "Your MlCROSOFT account: unusual sign-in",
        ),
    ] {
        let found = of_text(from, subject, "See your account.");
        assert!(
            find(&found, kind).is_some(),
            "{kind:?}: {:#?}",
            found.findings
        );
    }
}

#[test]
fn letters_of_honest_mails_are_no_disguise() {
    for body in [
        "Über die Größe µm und Δt, α-Tests, 5 kΩ; naïve café.",
        "Привет! Это письмо о Linux и о том, как мы его любим.",
        "👩\u{200d}💻 Hello 👍\u{fe0f} every\u{ad}one",
        "辻\u{e0100}さん、ＡＢＣとαのβ版をお送りします。よろしくお願いいたします。",
    ] {
        let found = of_text("Mika <mika@kita.example>", "Your account", body);
        for kind in [
            Kind::InvisibleLetters,
            Kind::MixedLetters,
            Kind::MisspeltBrand,
        ] {
            assert!(
                find(&found, kind).is_none(),
                "{body}: {:#?}",
                found.findings
            );
        }
    }
}

#[test]
fn garbled_japanese_is_found_and_good_japanese_isn_t() {
    let garbled = "尊敬なる お客 様\n\nMicrosoft アカウントをご利用いたたき ありがとうこさいます 。\n\
                   弊社は お客様のアカウントに 異常な登录を 検出しました ,セキュリテイ コ-ドを确认して下さい。";
    let found = of_text(POSER, "Microsoft アカウントの确认", garbled);
    let garbled = find(&found, Kind::GarbledJapanese);
    assert_eq!(
        garbled.map(|it| it.weight),
        Some(Weight::Strong),
        "{:#?}",
        found.findings
    );

    for body in [
        "平素より格別のご愛顧を賜り、厚く御礼申し上げます。Microsoft アカウントのセキュリティ コードの送信を保留しております。",
        "髙橋さん、﨑山さん、吉田さん\n\nお疲れさまです。大野です。A-B テストの件、15 時からお願いします。ご確認ください。",
        "コード 482913 を、サインインの画面に入力してください。心当たりがない場合は、このメールを無視してください。",
    ] {
        let found = of_text(POSER, "Microsoft アカウントのお知らせ", body);
        assert!(find(&found, Kind::GarbledJapanese).is_none(), "{body}");
    }
    // Chinese is a language of its own.
    let chinese = "您好，请验证您的账户。点击以下链接登录，以确认您的账户信息。谢谢您的配合。";
    assert!(find(&of_text(POSER, "账户验证", chinese), Kind::GarbledJapanese).is_none());
}

/// A mail with a file.
fn with_file(from: &str, name: &str, kind: &str, content: &str) -> Report {
    report(&format!(
        "From: {from}\r\nTo: mika@example.jp\r\nSubject: Microsoft account sign-in report\r\n\
         Date: Mon, 1 Jun 2026 10:00:00 +0900\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nSee the file about your account.\r\n--b\r\n\
         Content-Type: {kind}; name=\"{name}\"\r\n\
         Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n{content}\r\n--b--\r\n"
    ))
}

#[test]
fn files_that_open_pages_or_run_are_found() {
    let page = "<!DOCTYPE html><html><body><form></form></body></html>";
    for (kind, name, mime, content) in [
        (Kind::DangerousAttachment, "signin.html", "text/html", page),
        (
            Kind::DangerousAttachment,
            "report.svg",
            "image/svg+xml",
            "<svg></svg>",
        ),
        (
            Kind::DangerousAttachment,
            "report.zip",
            "application/zip",
            "PK\u{3}\u{4}",
        ),
        (
            Kind::DangerousAttachment,
            "report.pdf.js",
            "application/octet-stream",
            "x",
        ),
        (
            Kind::DisguisedAttachment,
            "report.pdf.html",
            "text/html",
            page,
        ),
        (
            Kind::DisguisedAttachment,
            "report.pdf",
            "application/octet-stream",
            page,
        ),
    ] {
        let found = with_file(POSER, name, mime, content);
        let weight = weight(&found, kind);
        assert!(
            weight >= Some(Weight::Strong),
            "{name}: {:#?}",
            found.findings
        );
    }
}

#[test]
fn files_of_colleagues_are_theirs() {
    for (name, mime) in [
        ("minutes.pdf", "application/pdf"),
        ("invite.ics", "text/calendar"),
        ("photo.jpg", "image/jpeg"),
    ] {
        let found = with_file("Olu <olu@northwick.example>", name, mime, "x");
        let kinds = [Kind::DangerousAttachment, Kind::DisguisedAttachment];
        let told = kinds.iter().filter_map(|it| weight(&found, *it)).max();
        assert!(told < Some(Weight::Weak), "{name}: {:#?}", found.findings);
    }
}

#[test]
fn a_mail_that_is_a_picture_is_found() {
    let body = r#"<a href="https://kaisei.example"><img src="cid:a" width="420" height="180"></a>"#;
    let found = of_html(POSER, "Microsoft account unusual sign-in activity", body);
    assert_eq!(weight(&found, Kind::ImageOnly), Some(Weight::Strong));
    let body = r#"<p>Scan the QR code with your phone's camera to keep your account.</p>
        <img src="cid:a" width="240" height="240">"#;
    let found = of_html(POSER, "Microsoft account unusual sign-in activity", body);
    assert_eq!(
        weight(&found, Kind::QrCode),
        Some(Weight::Strong),
        "{:#?}",
        found.findings
    );
}

#[test]
fn text_that_is_hidden_is_found_and_a_preheader_isn_t() {
    let hidden =
        "the quick autumn harvest festival brings pumpkins cider and long walks by rivers ";
    let body = format!(
        "<p>Unusual sign-in activity in your Microsoft account.</p>\
         <div style=\"font-size:0\">{}</div>",
        hidden.repeat(4)
    );
    let found = of_html(POSER, "Microsoft account unusual sign-in activity", &body);
    assert!(
        weight(&found, Kind::HiddenText) >= Some(Weight::Weak),
        "{:#?}",
        found.findings
    );
    let body = "<div style=\"display:none\">Your order 7730 has left our house today</div>\
                <p>Your order 7730 has left our house today and reaches you tomorrow.</p>";
    let found = of_html("Kiosk <shop@kiosk.example>", "Your order", body);
    assert!(find(&found, Kind::HiddenText).is_none());
}

#[test]
fn who_names_themselves_and_leads_nowhere_only_speaks_of_the_brand() {
    let shop = "森の店 Amazon係 <info@mori-no-mise.example>";
    let text = "明日はポイント5倍です。アカウントの連携は不要です。\r\n停止は stop@mori-no-mise.example へ";
    let calm = of_text(shop, "【Amazon】5倍の日", text);
    assert_eq!(weight(&calm, Kind::ForeignSender), Some(Weight::Weak));
    let text = format!("{text}\r\nhttps://mori-no-mise.example/login");
    let leads = of_text(shop, "【Amazon】5倍の日", &text);
    assert_eq!(weight(&leads, Kind::ForeignSender), Some(Weight::Strong));
}
