//! Lures that work without any brand: whoever says these things is after the account, and the
//! sender's being who he is doesn't help. A code handed on, a code handed out, a code or a
//! password that a platform's customer asks for, and a mailbox that is to be proved.
//!
//! What a brand's own texts ask for is looked at in `ask`.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    Scene, Standing,
    said::{Said, Sentence},
    words::Notion,
};
use crate::{
    brand::{Brand, pattern},
    name,
    report::{Finding, Kind, Weight},
};

/// The most octets of a text that a code is looked for in.
const READ: usize = 16 * 1024;

/// Looks for each of them; `colleague` is somebody of the reader's own house who proves it.
pub(super) fn find(scene: &Scene<'_>, said: &Said<'_>, colleague: bool, found: &mut Vec<Finding>) {
    // The brand itself may write what it likes; and who warns of frauds quotes them.
    if scene.standing.is_official() && !is_platform(scene) {
        return;
    }
    if colleague || said.count(Notion::Fraud) >= 2 {
        return;
    }
    let mut tell = |kind: Kind, sentence: &Sentence<'_>| {
        // Who passes it on asks about it.
        let weight = if scene.passed_on {
            Weight::Weak
        } else {
            Weight::Strong
        };
        if !found
            .iter()
            .any(|it| it.kind == kind && it.weight >= weight)
        {
            found.retain(|it| it.kind != kind);
            found.push(Finding::new(kind, weight, sentence.place).seen(sentence.text));
        }
    };
    if let Some(sentence) = hands_on(said) {
        tell(Kind::AsksForCode, sentence);
    }
    if let Some(sentence) = hands_out(scene, said) {
        tell(Kind::HandsOutCode, sentence);
    }
    if let Some((kind, sentence)) = through_platform(scene, said) {
        tell(kind, sentence);
    }
    if let Some(sentence) = guards_mailbox(scene, said) {
        tell(Kind::PosesAsHelpDesk, sentence);
    }
}

/// A code that comes to the reader.
static COMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:get|got|gets|receive[ds]?|sent|sends|texted|see|arrives?|arrive|coming|comes|pops? up|emailed)\b[^.]{0,60}\b(?:codes?|otp|passcode|digits)\b",
        r"|\b(?:codes?|otp|passcode|digits)\b[^.]{0,60}\b(?:get|got|receive[ds]?|sent|sends|texted|arrives?|arrived|coming|comes|came|pops? up|on its way|on (?:your|the) (?:phone|screen)|emailed)\b",
        r"|(?:コード|番号|数字|ワンタイムパスワード)[^。]{0,30}(?:届|送られ|送信され|来た|来る|来ます|きます|行く|行きます|受信|着信|表示)",
        r"|(?:届|送られ|送信され|受け取|受信|着信|表示され)[^。]{0,16}(?:コード|番号|数字|ワンタイムパスワード)",
    )).ok()
});

/// That it is to be given to whoever writes.
static WANTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:send|forward|text|tell|give|pass|read|share|provide|quote|hand|message|whatsapp|dictate|relay|reply|email|show)\b[^.!?]{0,50}\b(?:to|with) (?:me|us|him|her|my|our|the (?:agent|desk|caller|technician|support|operator|specialist))\b",
        r"|\b(?:send|forward|text|tell|give|pass|read|show|message) me (?:it|that|this|the|what|those|them|back)\b",
        r"|\blet me (?:have|know) (?:it|the (?:\w+ ){0,3}(?:code|otp|number|digits))",
        r"|(?:私|わたし|僕|俺|こちら|ここ|このメール|本メール|このアドレス|line|折り返し|返信で|至急|すぐ)[^。]{0,20}(?:転送して|転送を|転送願|送って|教えて|知らせて|お知らせ|伝えて|お伝え|送信して|返信して|ご返信|共有して)",
        r"|(?:コード|番号|数字|それ|内容|メール)(?:を|も|だけ)[^。]{0,14}(?:転送して|転送を|転送願|教えて|送って|知らせて|伝えて|返信して|共有して|読み上げて)",
    )).ok()
});

/// Codes that open no account.
static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:booking|tracking|discount|promo\w*|coupon|gift|voucher|door|gate|entry|entrance|building|alarm|locker|wi-?fi|meeting|conference|dial-in|zip|postal|order|reference|qr|error|source|dress|area|invite|referral|product|part|case|ticket)(?: card)?[ -](?:codes?|numbers?|pin|digits)\b|(?:予約|クーポン|割引|招待|追跡|注文|会議|整理|受付|伝票|郵便|ソース|エラー|商品|入館|玄関|ロッカー|問い合わせ)(?:の|用)?(?:コード|番号|数字)",
    ).ok()
});

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|it| it.is_match(text))
}

/// Whether a pattern is in it that no "not" before it and no Japanese "ない" after it denies.
fn affirms(sentence: &Sentence<'_>, regex: &LazyLock<Option<Regex>>) -> bool {
    let Some(found) = regex.as_ref().and_then(|it| it.find(&sentence.read)) else {
        return false;
    };
    let denied = sentence.words.iter().any(|word| match word.notion {
        Notion::Not => word.start < found.end() && word.end + 80 >= found.start(),
        Notion::NotAfter => word.start + 3 >= found.start() && word.start <= found.end() + 60,
        _ => false,
    });
    !denied && !sentence.has(&[Notion::Fraud])
}

/// "You will get a code; send it to me": nobody needs a code that another signs in with.
fn hands_on<'s, 'a>(said: &'s Said<'a>) -> Option<&'s Sentence<'a>> {
    let mut before: Option<&Sentence<'_>> = None;
    let told = |it: &Sentence<'_>| {
        let signs_in = it.has(&[Notion::SignInCode]);
        (signs_in || it.has(&[Notion::Code]))
            && matches(&COMES, &it.read)
            && !matches(&OTHER, &it.read)
    };
    said.sentences.iter().find(|sentence| {
        let last = before.replace(sentence);
        // Few sentences speak of a code, so that is asked first.
        (told(sentence) || last.is_some_and(told)) && affirms(sentence, &WANTED)
    })
}

/// Pages where a code lets another device in: host and beginning of the path.
const DOORS: &[(&str, &str)] = &[
    ("microsoft.com", "/devicelogin"),
    ("microsoft.com", "/link"),
    ("aka.ms", "/devicelogin"),
    ("login.microsoftonline.com", "/common/oauth2/deviceauth"),
    ("login.live.com", "/oauth20_remoteconnect"),
    ("github.com", "/login/device"),
    ("google.com", "/device"),
    ("accounts.google.com", "/o/oauth2/device"),
    ("accounts.google.com", "/device"),
    ("youtube.com", "/activate"),
    ("amazon.com", "/code"),
    ("amazon.co.jp", "/code"),
    ("awsapps.com", "/start/"),
    ("netflix.com", "/tv"),
    ("facebook.com", "/device"),
    ("okta.com", "/activate"),
    ("auth0.com", "/activate"),
    ("twitch.tv", "/activate"),
    ("spotify.com", "/pair"),
    ("docker.com", "/activate"),
    ("salesforce.com", "/setup/connect"),
    ("atlassian.com", "/device"),
    ("gitlab.com", "/oauth/device"),
];

/// Whether a link leads to such a page.
fn is_door(target: &str) -> bool {
    let Ok(url) = url::Url::parse(target) else {
        return false;
    };
    url.host_str().is_some_and(|host| {
        let mut doors = DOORS.iter();
        doors.any(|(door, path)| name::is_within(host, door) && url.path().starts_with(path))
    })
}

/// The codes that are typed there.
static DEVICE_CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"\b(?:[A-Z0-9]{4}-[A-Z0-9]{4}|[A-Z]{3}-[A-Z]{3}-[A-Z]{3}|[A-Z0-9]{8,9}|[0-9]{6})\b")
        .ok()
});

/// That something is to be typed.
static TYPES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:enter|type|paste|input|use|fill in|put in|copy)\b[^.!?]{0,60}\b(?:code|id|pin|number|key)\b|\b(?:code|id|pin|key)\b[^.!?]{0,40}\b(?:enter|type|paste|below|:)|(?:コード|番号|id|キー)[^。]{0,30}(?:入力|貼り付け|打ち込)|(?:入力|貼り付け)[^。]{0,12}(?:コード|番号|id)",
    ).ok()
});

/// A stranger's code for the page that lets another device in: who types it there lets him in.
fn hands_out<'s, 'a>(scene: &Scene<'_>, said: &'s Said<'a>) -> Option<&'s Sentence<'a>> {
    let mail = scene.mail;
    if !mail.links.iter().any(|link| is_door(&link.target)) || is_listed(scene) {
        return None;
    }
    let text = super::said::cut(&mail.visible, READ);
    let mut codes = DEVICE_CODE.as_ref()?.find_iter(text);
    codes
        .any(|it| {
            let shape = it.as_str();
            let joined = text
                .get(it.end()..)
                .is_some_and(|rest| rest.starts_with(['-', '/', '@']));
            !joined && (shape.bytes().any(|it| it.is_ascii_uppercase()) || shape.len() == 6)
        })
        .then_some(())?;
    said.sentences.iter().find(|it| affirms(it, &TYPES))
}

/// Whether it came through a list.
fn is_listed(scene: &Scene<'_>) -> bool {
    ["list-id", "list-post"]
        .iter()
        .any(|it| scene.mail.header(it).next().is_some())
}

/// Whether the sender's address is one that anybody may have mails sent from.
fn is_platform(scene: &Scene<'_>) -> bool {
    let sender = scene.mail.from.address();
    scene.standing == Standing::Strangers
        || sender.is_some_and(|it| name::is_platform(&it.local, &it.domain))
}

/// A platform's customer asks for what no platform needs: another company's code, a password
/// and a code at once, a call about money that another company is said to have taken.
fn through_platform<'s, 'a>(
    scene: &Scene<'_>,
    said: &'s Said<'a>,
) -> Option<(Kind, &'s Sentence<'a>)> {
    if !is_platform(scene) {
        return None;
    }
    let others = others(scene);
    let names_one = |it: &Sentence<'_>| {
        let mut names = others.iter();
        names.any(|name| it.read.contains(name.as_str()))
    };
    let mut last: Option<&Sentence<'_>> = None;
    for sentence in &said.sentences {
        let before = last.replace(sentence);
        let code = |it: &Sentence<'_>| it.has(&[Notion::SignInCode]);
        let typed = affirms(sentence, &TYPED) && !sentence.has(&[Notion::NotAfter]);
        // "You receive a code of theirs. Type it in the field."
        let theirs = |it: &Sentence<'_>| code(it) && names_one(it);
        if typed && (theirs(sentence) || before.is_some_and(theirs)) {
            return Some((Kind::AsksForCode, sentence));
        }
        let both = code(sentence) && sentence.has(&[Notion::Secret]);
        if both && sentence.affirms(Notion::Provide) {
            return Some((Kind::AsksSecrets, sentence));
        }
    }
    let alarm =
        said.has_one(&[Notion::NotYou]) || said.sentences.iter().any(|it| affirms(it, &STOPS));
    let money = said.count(Notion::Charge) >= 2;
    let theirs = said.sentences.iter().any(names_one);
    if !(alarm && money && theirs) {
        return None;
    }
    let calls = |it: &&Sentence<'_>| it.has(&[Notion::Call]) && super::money::has_number(it);
    let sentence = said.sentences.iter().find(calls)?;
    Some((Kind::AsksToCall, sentence))
}

/// That a code is to be typed or told.
static TYPED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:enter|type|tell|give|provide|submit|paste|fill|write|add|put|share|forward|send|read)\b|入力|記入|貼り付け|お知らせ|お伝え|教えて|送って|お送り|転送|返信",
    ).ok()
});

/// That something is to be stopped.
static STOPS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:stop|cancel|dispute|block|reverse|refund)\b[^.!?]{0,30}\b(?:it|payment|charge|order|transaction|transfer|debit|renewal|subscription|purchase)\b|(?:支払い?|決済|引き落とし|注文|取引|請求|購入)[^。]{0,12}(?:停止|止め|キャンセル|取り消|取消|解約)",
    ).ok()
});

/// What other brands are called that the mail names: not the platform itself.
fn others(scene: &Scene<'_>) -> Vec<String> {
    let sender = scene.mail.from.address();
    let own = sender.and_then(|it| scene.options.brands.owner(&it.domain));
    let is_other = |it: &&&Brand| own.is_none_or(|own| own.id != it.id);
    let claim = scene.claim;
    let named = claim.named.iter().chain(claim.brand.iter());
    named
        .filter(is_other)
        .flat_map(|it| it.names.iter().chain([&it.name]))
        .map(|it| super::said::folded(it).trim().to_owned())
        .filter(|it| it.chars().count() >= 4)
        .collect()
}

/// That a mailbox is to be proved with its password.
static PROVES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:verify|validate|confirm|authenticate|sign in|log in|login|re-?enter|release)\b[^.!?]{0,40}\b(?:with|using|by) (?:your |the )?(?:\S+ ){0,2}password|\b(?:verify|validate|confirm|authenticate|re-?enter) (?:your )?(?:\S+ ){0,2}password|パスワード(?:で|にて|を)(?:[^。]{0,10})(?:認証|確認|検証|ログイン|サインイン|再入力)",
    ).ok()
});

/// That a mailbox is to be proved.
static AGAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:verify|validate|confirm|authenticate|re-?activate|upgrade|keep)\b[^.!?]{0,40}\b(?:mailbox|account|e-?mail|password|identity|ownership)|(?:メール|アカウント|パスワード|ご本人)[^。]{0,16}(?:認証|検証|再確認|本人確認|継続|更新)",
    ).ok()
});

/// It holds mails back and wants the mailbox proved: by its password, or in the name of the
/// reader's own domain, which isn't the sender's.
fn guards_mailbox<'s, 'a>(scene: &Scene<'_>, said: &'s Said<'a>) -> Option<&'s Sentence<'a>> {
    let holds = |it: &Sentence<'_>| {
        it.has(&[Notion::Mailbox, Notion::Full]) || it.has(&[Notion::Password, Notion::Expires])
    };
    if !said.sentences.iter().any(holds) {
        return None;
    }
    let leads = scene.mail.links.iter().any(|link| {
        !link.host.is_empty() && !is_readers(scene, &link.host) && link.address.is_empty()
    });
    if !leads {
        return None;
    }
    let proves = said.sentences.iter().find(|it| affirms(it, &PROVES));
    // Gateways tell of what they hold, too, and only want to know what to do with it.
    let again = || said.sentences.iter().find(|it| affirms(it, &AGAIN));
    let in_name = names_readers(scene).then(again).flatten();
    proves.or(in_name)
}

/// Whether a host is of the reader's own organisation.
fn is_readers(scene: &Scene<'_>, host: &str) -> bool {
    let mut to = scene.mail.to.iter();
    to.any(|it| name::organisation(&it.domain) == name::organisation(host))
}

/// Whether the shown name is that of the reader's own domain, and the sender's isn't.
fn names_readers(scene: &Scene<'_>) -> bool {
    let from = &scene.mail.from;
    let Some(sender) = from.address() else {
        return false;
    };
    let shown = from.name.to_lowercase();
    !is_readers(scene, &sender.domain)
        && scene.mail.to.iter().any(|it| {
            !name::is_free_mailbox(&it.domain)
                && it.domain.contains('.')
                && shown.contains(&it.domain)
        })
}
