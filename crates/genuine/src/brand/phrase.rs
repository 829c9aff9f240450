//! What stands around a brand's name where the mail speaks as the brand.

use std::sync::LazyLock;

use regex::Regex;

/// How much of the text around a name is looked at, in octets.
pub(super) const AROUND: usize = 72;

/// What a name and the words around it make of the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phrase {
    /// It only names the brand.
    Mention,
    /// It is about the reader's account there.
    Account,
    /// It speaks as the brand: greets, signs, thanks, owns the rights.
    Speaks,
}

fn regex(pattern: &str) -> Option<Regex> {
    super::text::pattern(pattern).ok()
}

static OWNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?:©|\(c\)|copyright)[\s,]*(?:[0-9]{4}(?:\s*[-–]\s*[0-9]{4})?)?[\s,]*(?:by )?$|(?:発行元|送信元|配信元|運営会社|発信元)[\s::]*(?:株式会社)?$|(?:^|\n)株式会社\s?$|thanks? (?:you )?for (?:using|choosing|being with|joining|shopping (?:at|with|on)|trusting|signing up (?:for|with))\s$|welcome to\s$|(?:willkommen bei|bienvenue (?:sur|chez)|bienvenido a|bem-vindo (?:ao|à|a))\s$|vielen dank,? dass sie\s$",
    )
});

/// Ends of a letter: a name right after it has signed.
static SIGNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?:thanks|thank you|regards|sincerely(?: yours)?|yours truly|best|cheers|respectfully|cordialement|atenciosamente|saludos|atentamente|gr[üu](?:ß|ss)(?:en?)?|gru(?:ß|ss)|groet(?:en)?|distinti saluti|cordiali saluti|敬具|以上)[,.!、。]?\s(?:(?:your|the|from|ihr|ihre|l['’]|el|le|o|a) ?)?$",
    )
});

static BESIDE_ACCOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?:\byour|\byou|\bvotre|\bihr(?:e[mnrs]?)?|\bdein(?:e[mnrs]?)?|\btu|\bsu|\bseu|\bsua|\btuo|\bsuo|\buw|\bjouw|お客様の|ご利用の|あなたの|ご登録の|当社の|弊社の)\s?$|(?:cuentas?|conta|compte|accounts?|konto|senha|contraseña|acesso|sign(?:ed)?[- ]?in|log(?:ged)?[- ]?in|equipo|equipe|équipe|restore|almacenamiento|speicher|stockage|opslag|armazenamento|espace)\s?(?:to |with |at |de |da |do |d['’]|di |bei |para |no |na |en )?(?:your |votre |ihrem? |tu |su )?$",
    )
});

/// Words that make a brand's name at the beginning of a line the name of who writes.
static WRITES_AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"^[\s\-]?(?:accounts? |security |support |customer |online |mail |billing |id |account and security |アカウント ?|セキュリティ ?|カスタマー ?)*(?:team\b|support\b|チーム|サポート|カスタマー|お客[様さ]ま?(?:センター|サポート|窓口|係|専用)|事務局|運営|コールセンター|ヘルプ|customer (?:service|care)|kundenservice|kundendienst|service ?client)|^[\s,]*(?:株式会社|合同会社|inc\b|llc\b|ltd\b|limited\b|corporation\b|corp\b|gmbh\b|s\.a\.|s\.?a\.? ?r\.?l\b|k\.?k\.?\b|pte\b|b\.v\.)(?:\.?\s*[^0-9\s.]|\.?\s*$)|^\s?(?:customer|user|member|client|kunde|kundin|cliente|utilisateur|subscriber)\b",
    )
});

/// Where a line or a greeting begins.
static BEGINS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?:^|\n|[.!?。、] )\W{0,4}(?:dear |hi |hello |the |your |from |geachte |liebe[rs]? |sehr geehrte[rs]? |cher |chère |estimado |querido |prezado |caro |el equipo de |l['’]équipe )*(?:株式会社)?\s?$",
    )
});

/// Words that only the brand puts after its name, wherever it stands.
static SPEAKS_AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"^\s?(?:(?:アカウント|id|会員|サービス|カード)?(?:を|の|を?いつも|も)?ご(?:利用|愛顧)|会員(?:様|の皆)|のお客様|より(?:お知らせ|重要)|からの?(?:重要|お知らせ|緊急))|^ (?:account|security|accounts|customer service|customer care|customer support) team\b",
    )
});

static ACCOUNT_AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"^(?:[\s\-_:+]|の|365|one|\.com|\.co\.jp)*(?:accounts?\b|konto|kontos|ids?\b|passwor[dt]|subscription|membership|wallet\b|storage\b|speicher|stockage|drive\b|photos?\b|mail ?box|abo\b|mitgliedschaft|guthaben|security\b|unusual|sign[- ]?in|log[- ]?in|verification|confirmation|アカウント|パスワード|会員|カード|サービス|セキュリティ|ログイン|サインイン|認証|確認コード|ご登録|prime\b|premium\b|payment|delivery|parcel|package|shipment|device|order\b|password|app\b|profile|business)|^(?:からの|より|をご|への)",
    )
});

/// What the name between `before` and `after` (both in lower case) makes of the mail.
pub(super) fn phrase(before: &str, after: &str) -> Phrase {
    let is = |regex: &LazyLock<Option<Regex>>, text: &str| {
        regex.as_ref().is_some_and(|it| it.is_match(text))
    };
    // A name alone on its line after the end of a letter has signed it.
    let ends_line = after.is_empty() || after.starts_with(['\n', '.', ',', '!', '(', '|']);
    let signs =
        is(&SIGNS, before) && (ends_line || is(&WRITES_AFTER, after) || is(&ACCOUNT_AFTER, after));
    let writes = is(&WRITES_AFTER, after) && is(&BEGINS, before);
    if signs || writes || is(&OWNS, before) || is(&SPEAKS_AFTER, after) {
        Phrase::Speaks
    } else if is(&BESIDE_ACCOUNT, before) || is(&ACCOUNT_AFTER, after) {
        Phrase::Account
    } else {
        Phrase::Mention
    }
}

static WARNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"を名乗る|をかたる|を騙る|をよそおう|を装う|偽の?(?:メール|サイト|sms)|フィッシング|詐欺|なりすまし|注意喚起|ご注意ください|に注意|\bphishing\b|\bscams?\b|\bspoof|\bbeware\b|\bhoax\b|\bfake (?:e-?mails?|messages?)\b|\bwatch out\b",
    )
});

/// Whether a subject (in lower case) warns of mails instead of being one.
pub(super) fn warns(subject: &str) -> bool {
    WARNS.as_ref().is_some_and(|it| it.is_match(subject))
}

static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"\b(?:is|was|are) (?:this|these|it|they)(?: (?:e-?mail|mail|message|one)s?)? (?:really )?(?:real|genuine|legit|safe|ok|from)\b|\b(?:real|genuine) or (?:fake|not)\b|\b(?:suspicious|fraudulent) (?:e-?mails?|mails?|messages?)\b|本物(?:です|でしょう|なの)|(?:あやしい|怪しい|不審な)(?:メール|件名|連絡)",
    )
});

/// Whether a text (in lower case) asks whether a mail is real, or calls one suspicious.
pub(super) fn asks(text: &str) -> bool {
    ASKS.as_ref().is_some_and(|it| it.is_match(text))
}

static ROLES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"^(?:[\s\W_0-9]|the\b|from\b|by\b|of\b|via\b|your\b|von\b|de[lr]?\b|da\b|do\b|la\b|le\b|accounts?|team|support|security|services?|customers?|care|alerts?|notices?|notif\w*|cent(?:er|re)|help|desk|no|reply|noreply|mail(?:er|box)?|e-?mail|info\w*|admin\w*|verif\w*|confirm\w*|online|ids?|codes?|messages?|billing|payments?|pay|updates?|inc|llc|ltd|co|com|jp|corp|corporation|store|shop|prime|live|wallet|app|apps|bank|card|member\w*|news|system|server|web|portal|user\w*|access|office|department|dept|it|delivery|express|tracking|shipment|parcel|order\w*|password|sign|log|in|important|urgent|official|global|international|japan|usa?|uk|deutschland|france|brasil|italia|españa|equipo|equipe|équipe|cuentas?|contas?|kunden\w*|konto|kontos?|client\w*|assistance|soporte|seguridad|sicherheit\w*|atendimento|segurança|banco|banque|service|dienst\w*|benachrichtigung\w*|mitgliedschaft|guthaben|storage|cloud|staff|manager|management|program\w*|rewards?|logos?|icons?|ロゴ|チーム|アカウント|サポート|事務局|カスタマー|センター|サービス|お客様?|お知らせ|株式会社|セキュリティ|窓口|運営|自動配信|専用|重要|公式|会員|管理|通知|情報|保護|ジャパン|カード|銀行|係|より|から|の|・|ー)*$",
    )
});

/// Whether a name that is shown (clean, in lower case) names nobody but a role: nothing
/// beside words such as *account*, *team*, *no-reply*.
pub(super) fn is_role(name: &str) -> bool {
    ROLES.as_ref().is_some_and(|it| it.is_match(name))
}

static ROLE_LOCAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"no[-_.]?repl|do[-_.]?not[-_.]?repl|account|secur|service|support|info|notif|notice|alert|update|team|order|ship|track|bill|pay|admin|mail|master|customer|care|verif|confirm|auto|system|help|news|member|contact|invoice|prime|regist|password|login|signin|^id$",
    )
});

/// Whether the local part of an address is a role's, not a person's.
pub(super) fn is_role_local(local: &str) -> bool {
    let local = local.to_ascii_lowercase();
    ROLE_LOCAL.as_ref().is_some_and(|it| it.is_match(&local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_can_be_read() {
        for it in [
            &OWNS,
            &SIGNS,
            &BESIDE_ACCOUNT,
            &WRITES_AFTER,
            &BEGINS,
            &SPEAKS_AFTER,
            &ACCOUNT_AFTER,
            &WARNS,
            &ROLES,
            &ROLE_LOCAL,
        ] {
            assert!(it.is_some());
        }
    }

    #[test]
    fn speaking_as_a_brand_is_told_from_naming_it() {
        for (before, after, expected) in [
            ("© 2026 ", ". all rights reserved", Phrase::Speaks),
            ("thanks,\nthe ", " account team", Phrase::Speaks),
            ("thanks,\n", "", Phrase::Speaks),
            ("dear ", " customer,", Phrase::Speaks),
            ("いつも", "をご利用いただき", Phrase::Speaks),
            ("株式会社", "", Phrase::Speaks),
            ("we noticed a sign-in to your ", " account", Phrase::Account),
            ("お客様の", " アカウント", Phrase::Account),
            ("paid with ", " on monday", Phrase::Mention),
            ("follow us on ", " and ", Phrase::Mention),
            ("the bugs that ", " fixed", Phrase::Mention),
            ("shares of ", " corp. fell", Phrase::Mention),
            ("for the mac.\n", " corp 51.80 -0.12%", Phrase::Mention),
            ("as ", " customers know", Phrase::Mention),
        ] {
            assert_eq!(phrase(before, after), expected, "{before}…{after}");
        }
    }

    #[test]
    fn roles_are_told_from_people() {
        for name in [
            "",
            "account team",
            "no-reply",
            "セキュリティ通知",
            "it support desk",
        ] {
            assert!(is_role(name), "{name}");
        }
        for name in [
            "priya nair",
            "大野 亮",
            "harbour credit union",
            "the patch letter",
        ] {
            assert!(!is_role(name), "{name}");
        }
    }
}
