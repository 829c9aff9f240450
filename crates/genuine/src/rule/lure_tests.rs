//! Lures without a brand, in both languages; and honest mails that say nearly the same.

use super::sample::{mail, report, weight};
use crate::report::{Kind, Report, Verdict, Weight};

fn of_html(from: &str, subject: &str, body: &str) -> Report {
    let body = format!("<p>{body}</p>");
    let to = "mika@kita-koumuten.example.jp";
    report(&mail(from, to, subject, "text/html", &body))
}

#[test]
fn whoever_wants_a_code_handed_on_is_suspected_without_any_brand() {
    for (from, body) in [
        (
            "Tom Berg <tomb.1981@gmail.com>",
            "I changed phones and gave your number as a backup. You'll get a text with a \
             passcode. Just forward it to me, I'm on the train.",
        ),
        (
            "Dana Ruiz <dana@northwick.example>",
            "A verification code will arrive on your phone shortly. Text it to my new number.",
        ),
        (
            "Board office <board@mail-77.example>",
            "Amazon sends a one-time passcode to your inbox now, tell it to our desk.",
        ),
        (
            "田中 一郎 <tanaka.ichiro77@gmail.com>",
            "携帯を替えて設定中です。そちらに6桁のコードが届くので、届いたら私に転送してください。",
        ),
        (
            "社長 <shacho.office@outlook.jp>",
            "会議中で電話に出られません。このあと届く確認コードを、すぐに教えてもらえますか。",
        ),
        (
            "佐藤 <sato@kaisei.example>",
            "認証番号がSMSで送られてくるはずです。その番号をこのメールに返信してください。",
        ),
    ] {
        let found = of_html(from, "quick one", body);
        let weight = weight(&found, Kind::AsksForCode);
        assert!(
            weight >= Some(Weight::Strong),
            "{body}: {:#?}",
            found.findings
        );
        assert!(found.verdict >= Verdict::Suspicious, "{body}");
    }
}

#[test]
fn codes_that_open_no_account_may_be_handed_on_and_warnings_may_speak_of_it() {
    for (from, body) in [
        (
            "Tom Berg <tomb.1981@gmail.com>",
            "The hotel mails you a booking code tonight. Forward it to me, please.",
        ),
        (
            "Harbour Credit Union <alerts@harbourcu.example>",
            "If you receive a code that you did not ask for, never send it to us or to anybody.",
        ),
        (
            "田中 一郎 <tanaka@kita.example.jp>",
            "ホテルから予約コードが届いたら、私に転送してください。",
        ),
        (
            "みどり銀行 <info@midori-bank.example.jp>",
            "届いた確認コードを、誰にも教えないでください。私どもに転送していただく必要もありません。",
        ),
    ] {
        let found = of_html(from, "quick one", body);
        let weight = weight(&found, Kind::AsksForCode);
        assert!(
            weight < Some(Weight::Strong),
            "{body}: {:#?}",
            found.findings
        );
    }
}

#[test]
fn a_strangers_code_for_another_device_is_found() {
    for (from, body) in [
        (
            "Henrik <henrik@legal-salmi.example>",
            "Open <a href='https://microsoft.com/devicelogin'>the room</a>. Enter this code: \
             QX7LXV2KD. Sign in with your work account.",
        ),
        (
            "Jobs <jobs@shipyard.example>",
            "Go to https://github.com/login/device and type the code 8F43-6FCF to see the test.",
        ),
        (
            "採用担当 <saiyo@kaisei.example>",
            "https://www.google.com/device を開き、コード GQVQ-JKEC を入力してください。",
        ),
    ] {
        let found = of_html(from, "Meeting", body);
        let weight = weight(&found, Kind::HandsOutCode);
        assert_eq!(
            weight,
            Some(Weight::Strong),
            "{body}: {:#?}",
            found.findings
        );
        assert!(found.verdict >= Verdict::Suspicious, "{body}");
    }
    let warning = "Never enter a code at https://microsoft.com/devicelogin that came by mail, \
                   such as QX7LXV2KD.";
    let found = of_html("IT <it@kita.example.jp>", "Careful", warning);
    assert_eq!(weight(&found, Kind::HandsOutCode), None);
}

#[test]
fn what_a_platforms_customer_asks_for_is_a_strangers_wish() {
    for (from, kind, body) in [
        (
            "Adobe Acrobat Sign <adobesign@adobesign.com>",
            Kind::AsksForCode,
            "Service Desk requests your signature. After signing you receive a six-digit \
             Microsoft code. Type it in the field of the agreement.",
        ),
        (
            "Adobe Acrobat Sign <adobesign@adobesign.com>",
            Kind::AsksForCode,
            "署名の依頼です。署名すると、Microsoftから6桁の確認コードが届きます。書類の欄に入力してください。",
        ),
        (
            "Survey <desk@mail.surveymonkey.com>",
            Kind::AsksSecrets,
            "Your account is reviewed. Enter your password and the login code in the form.",
        ),
        (
            "Larkspur <support@larkspur.zendesk.com>",
            Kind::AsksToCall,
            "Your PayPal account is charged: your order of $699.99, invoice 2201. To stop the \
             payment call +1 (877) 555-0119.",
        ),
    ] {
        let found = of_html(from, "Your account", body);
        let weight = weight(&found, kind);
        assert!(
            weight >= Some(Weight::Strong),
            "{body}: {:#?}",
            found.findings
        );
    }
}

#[test]
fn a_platforms_honest_mails_are_left_alone() {
    for (from, body) in [
        (
            "Larkspur <support@larkspur.zendesk.com>",
            "You will receive a verification code by mail. Enter it in our app, then your \
             account is open again. Call us at +44 20 7946 0123 if it isn't.",
        ),
        (
            "Docusign <dse_na3@docusign.net>",
            "Visit Docusign.com, click Access Documents and enter the security code: 6DF1A0B2C4.",
        ),
        (
            "みどり自転車 <support@midori.zendesk.com>",
            "確認コードがメールで届きます。アプリに入力すると、アカウントをまたご利用いただけます。",
        ),
    ] {
        let found = of_html(from, "Your request", body);
        for kind in [Kind::AsksForCode, Kind::AsksSecrets, Kind::AsksToCall] {
            let weight = weight(&found, kind);
            assert!(
                weight < Some(Weight::Strong),
                "{body}: {:#?}",
                found.findings
            );
        }
    }
}

#[test]
fn a_mailbox_that_is_to_be_proved_is_found() {
    let link = "<a href='https://gate.kaisei.example/r'>Release</a>";
    for (name, body) in [
        (
            "Mail Quarantine",
            "3 messages of your mailbox are held. Validate with your e-mail password to get them.",
        ),
        (
            "kita-koumuten.example.jp mail",
            "Incoming messages are on hold. Confirm the ownership of your mailbox.",
        ),
        (
            "メール管理",
            "受信メール3通が隔離されています。メールのパスワードで認証すると届きます。",
        ),
    ] {
        let from = format!("\"{name}\" <q@gate.kaisei.example>");
        let found = of_html(&from, "Digest", &format!("{body} {link}"));
        let weight = weight(&found, Kind::PosesAsHelpDesk);
        assert_eq!(
            weight,
            Some(Weight::Strong),
            "{body}: {:#?}",
            found.findings
        );
    }
    let honest = format!("Your mailbox is almost full. Delete old messages. {link}");
    let found = of_html("Mail <q@gate.kaisei.example>", "Digest", &honest);
    assert_eq!(weight(&found, Kind::PosesAsHelpDesk), None);
}

#[test]
fn a_taken_host_of_the_brand_is_told_by_where_it_leads() {
    let from = "Microsoft account team <noreply@old-fair.events.microsoft.com>";
    for link in [
        "https://login.microsoft.com.unlock.example/a",
        "https://unlock.example/a",
    ] {
        let body = format!(
            "Your Microsoft account is limited. Your security code is 4410982. \
             <a href='{link}'>Enter it</a>"
        );
        let found = of_html(from, "Microsoft account security code", &body);
        assert!(
            found.verdict >= Verdict::Suspicious,
            "{link}: {:#?}",
            found.findings
        );
    }
}

#[test]
fn a_name_set_letter_by_letter_claims_its_brand() {
    let cells = ["G", "o", "o", "g", "l", "e"].join("</td><td>");
    let body = format!(
        "</p><table><tr><td>{cells}</td></tr></table><p>Use this code to open your account again: 551820"
    );
    let found = of_html("Account <a@kaisei.example>", "Your account", &body);
    assert_eq!(found.brand_name.as_deref(), Some("Google"));
    assert!(
        weight(&found, Kind::MisspeltBrand).is_some(),
        "{:#?}",
        found.findings
    );
}

#[test]
fn a_groups_name_is_shown_and_may_look_like_an_address() {
    let from = "Amazon account-update@amazon.com: otp@parcel.example;";
    let found = of_html(from, "Sign-in attempt", "Your verification code is: 604871");
    let weight = weight(&found, Kind::AddressInName);
    assert_eq!(weight, Some(Weight::Decisive), "{:#?}", found.findings);
}
