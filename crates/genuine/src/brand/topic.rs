//! Whether a text is about an account, and whether it shows a code.

use std::sync::LazyLock;

use regex::Regex;

use super::text::pattern;

/// Words of accounts, sign-ins and codes, in the languages that such mails are written in.
/// They are matched in lower case; each is a phrase, not a word that any letter may have.
const ACCOUNT: &[&str] = &[
    // English
    r"\b(?:your|this|my|user|e-?mail) (?:\w+ ){0,2}(?:account|user ?id|mailbox|wallet|subscription|membership)s?\b",
    r"\baccounts? (?:is|was|has|will|security|verification|update|team|activity|access|suspen|lock|restrict|limit|on hold|notice|notification|alert|information|details|review|disabled|closed|recovery)",
    r"\b(?:sign(?:ed|ing)?[- ]?(?:in|on)|[il]og(?:ged|ging)?[- ]?(?:in|on)) (?:attempt|activity|activities|alert|to|code|request|from|was|detected|notification|details|location|page|with)\b",
    r"\b(?:unusual|suspicious|unauthori[sz]ed|unrecogni[sz]ed|new|recent|failed) (?:\w+ )?(?:sign|log)[- ]?(?:in|on)",
    r"\b(?:unusual|suspicious|unauthori[sz]ed)[ _](?:\w+[ _])?(?:activity|activities|access|transaction|device|payment|charge)",
    r"\b(?:single[- ]use|one[- ]time|verification|security|sign[- ]?in|log[- ]?in|confirmation|authentication|access|launch|2fa|two[- ]factor|recovery) (?:code|passcode|pin|password)",
    r"\b(?:verify|confirm|validate|update|restore|secure|re-?activate|unlock) (?:your|you|it|the) ",
    r"\b(?:verif(?:y|ication)|confirmation) (?:required|needed|pending)|\bplease (?:verify|confirm)\b|\b(?:restore|upgrade|expand) (?:[^ \n]+ ){0,3}storage|\b(?:i?cloud|drive|photo)[- ](?:storage|speicher|opslag)",
    r"\bpasswords? (?:reset|change|expir|will|has|was|is|for|of|update|notification)|\b(?:reset|change|new|current|forgot|your|update|e-?mail) (?:\w+ )?password",
    r"\b(?:two|2)[- ](?:step|factor)|\b(?:tried|trying|attempted) to [il]og ?[- ]?in|\bsomeone (?:tried|just|is|has|else|logged|signed)",
    r"\b(?:payment|billing) (?:method|information|details|problem|issue|declined|failed|update)|\b(?:payment|card) (?:was|has been|is|could not be) \w*(?:declined|reject|fail|process|expir|suspend)",
    r"\b(?:storage|mailbox|quota) (?:is |almost |nearly |has )*(?:full|limit|exceed|quota)|\b(?:secret |seed |recovery )phrase\b|\bwallet (?:is|has|will|verif|valid|connect|suspen|review|update)",
    r"\b(?:your|a|the) (?:package|parcel|shipment|delivery) (?:is|was|has|could|cannot|can't|will)|\b(?:pending|failed|missed) (?:delivery|shipment|package|parcel)|\bsecurity (?:alert|notice|notification|update|warning|info|check)\b",
    r"\b(?:verify|authenticator|mfa|2fa|sso|multi-?factor|two-?factor|second factor|single sign-on|passkeys?)\b ?(?:[^ \n]+ ){0,3}(?:re-?)?(?:enrol|expir|regist|renew|deactivat)|\bre-?enrol(?:l|ment)",
    // 日本語
    r"アカウント|あかうんと|サインイン|ログイン|パスワード|暗証番号|(?:認証|確認|検証|一時使用|ワンタイム|セキュリティ|本人確認) ?(?:コード|番号|パスワード|キー|パスコード)",
    r"本人確認|ご本人様|不正(?:利用|アクセス|ログイン)|ご利用(?:を|の|が)?(?:一時)?(?:停止|制限|確認)|(?:お)?支払い?(?:い)?(?:方法|情報|が|に)|会員(?:情報|資格|登録|id)|カード(?:の)?(?:利用|情報|番号|有効|ご利用)|口座|二段階|2段階|2要素|多要素|異常な|再設定|[0-9]桁の(?:コード|番号|数字)|お荷物|再配達|未払い|滞納|還付",
    // Português
    r"\b(?:sua|minha|da|de|na|tua) conta\b|\bcontas?\b ?(?:[^ \n]+ ){0,3}(?:bloque|suspen|verific|acess|atualiz)|\bsenha\b|\bacesso\b ?(?:[^ \n]+ ){0,3}\b(?:conta|novo|bloque|suspeit)|\b(?:novo|detectamos um) (?:novo )?acesso|c[óo]digo de (?:verifica|seguran|acesso|confirma)|\b(?:verifi|confirm|atuali[sz])(?:que|car|ca[çc][aã]o|e|ar|ze|a[çc][aã]o)\b ?(?:[^ \n]+ ){0,3}\b(?:dados|cadastro|conta|identidade|pagamento|endereço)|\bcadastr|\bcpf\b|\b(?:seu|sua) (?:pedido|encomenda|entrega|fatura|assinatura)|pontos? (?:[^ \n]+ ){0,3}expir|expir ?(?:[^ \n]+ ){0,3}pontos|\bresgat|pagamento (?:pendente|recusado|n[aã]o)|taxa",
    // Español
    r"\b(?:su|tu|la|mi) cuenta\b|\bcontraseña|inici(?:o|ar) (?:de )?sesi[óo]n|c[óo]digo de (?:verifica|seguridad|acceso|confirma)|\b(?:verifi|confirm|actuali)(?:que|car|caci[óo]n|ques|ar|maci[óo]n|za|ce|zar)\b ?(?:[^ \n]+ ){0,3}\b(?:datos|cuenta|identidad|pago|contacto)|\b(?:su|tu) (?:paquete|pedido|env[íi]o|suscripci[óo]n)|sin espacio|almacenamiento",
    // Deutsch
    r"\b(?:ihr|dein|mein|kunden|benutzer)(?:e[mnrs]?)? ?-?(?:\w+-)?konto|\bkontos?\b ?(?:[^ \n]+ ){0,3}(?:gesperrt|sperr|best[äa]tig|verifiz|aktualis|eingeschr)|\b(?:kenn|pass)w(?:ort|örter)|\banmeldung|\banmelde|sicherheits(?:-|code|pin|pr[üu]f|warn|hinweis|update)|best[äa]tigungs ?-?code|\bpin\b ?(?:[^ \n]+ ){0,3}(?:best|abgelauf|neu)|\b(?:ihr|dein)e? (?:paket|sendung|mitgliedschaft|abo|guthaben|zahlung)|zustellung|auszahlung|(?:best[äa]tigen|verifizieren|aktualisieren) sie",
    // Français
    r"\b(?:votre|vos|mon|le|ton) (?:\w+ )?(?:compte|identifiant|espace client|abonnement|colis|livraison|paiement|carte)s?\b|mot de passe|\bconnexion\b|code de (?:v[ée]rif|s[ée]curit|confirm)|\b(?:v[ée]rifi|confirm|actualis)(?:ez|er|cation|ation)\b|remboursement",
    // Italiano, Nederlands, Polski
    r"\b(?:il tuo|suo|tuo|vostro) (?:account|conto|profilo|pacco|ordine|abbonamento|pagamento)|\baccesso (?:al|non|sospetto|da)|codice (?:di )?(?:verifica|sicurezza|conferma|otp)|\bverific(?:a|are|hi) |\b(?:uw|je|jouw) (?:\w+ )?(?:account|rekening|pakket|betaling|abonnement|wachtwoord|bestelling|zending|wallet)|wachtwoord|inlog|beveiligings|bevestig|\b(?:twoj[ae]|pa[ńn]stwa) (?:konto|paczk)|has[łl]o\b|zalog|potwierd[źz]",
];

/// One by one they are searched for much faster than as one: each has its own first letters.
static ABOUT_ACCOUNT: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = ACCOUNT.iter().map(|it| pattern(it));
    patterns.filter_map(Result::ok).collect()
});

/// Whether a clean text in lower case is about an account, a sign-in, a payment or a delivery
/// of the reader's.
pub(super) fn about_account(text: &str) -> bool {
    ABOUT_ACCOUNT.iter().any(|it| it.is_match(text))
}

/// Words beside which a number is a code.
static CODE_WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:pass)?codes?\b|\bpin\b|\botp\b|one[- ]time|コード|(?:認証|確認|検証|暗証)番号|ワンタイム|パスコード|\bc[óo]digos?\b|\bkode?\b|\bcodice\b|\bcode\b|(?:sicherheits|best[äa]tigungs|einmal)code|[验驗][证證][码碼]|(?:一次性|安全)代[码碼]|(?:인증|확인) ?번호|(?:인증|보안|확인|일회용) ?코드",
    )
    .ok()
});

/// Words that such a word may be part of without there being a code to sign in with.
static OTHER_CODES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:zip|postal|post|promo|promotion|coupon|discount|error|status|source|country|area|exit|qr|dress|bar|voucher|referral|gift|invite|sort|swift|tracking|reference|product|meeting|クーポン|qr|エラー|バー|ソース|国|郵便|割引|優待|招待|キャンペーン|シリアル|商品) ?-?$",
    )
    .ok()
});

/// What a code looks like: digits, perhaps in two groups, or two groups of letters and digits.
static CODES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?:[A-Z]{1,2}-)?[0-9]{3}[ -][0-9]{3,4}|(?:[A-Z]{1,2}-)?[0-9]{4,8}|[A-Z0-9]{3}-[A-Z0-9]{3}").ok()
});

/// How far a code may stand from its word, in octets.
const NEAR: usize = 240;

/// Whether a clean text, as written, shows something that is a code: a number of a code's
/// shape after a code's word, or shortly before it.
pub(super) fn shows_code(text: &str, lower: &str) -> bool {
    let (Some(words), Some(others), Some(codes)) =
        (CODE_WORDS.as_ref(), OTHER_CODES.as_ref(), CODES.as_ref())
    else {
        return false;
    };
    let places = words.find_iter(lower).filter(|word| {
        let before = lower.get(..word.start()).unwrap_or_default();
        !others.is_match(super::text::tail(before, 24))
    });
    let mut places = places.map(|word| (word.start(), word.end())).peekable();
    if places.peek().is_none() {
        return false;
    }
    let found = codes
        .find_iter(text)
        .filter(|it| stands_as_code(text, it.start(), it.end()));
    let mut found = found.map(|it| (it.start(), it.end())).peekable();
    // Both run through the text once.
    while let (Some(word), Some(code)) = (places.peek(), found.peek()) {
        let after = code.0 >= word.1 && code.0 - word.1 <= NEAR;
        let before = code.1 <= word.0 && word.0 - code.1 <= NEAR / 6;
        if after || before {
            return true;
        }
        if word.0 < code.0 {
            places.next();
        } else {
            found.next();
        }
    }
    false
}

/// Whether a number isn't part of another, of a date, a price, a host or a year.
fn stands_as_code(text: &str, start: usize, end: usize) -> bool {
    let code = text.get(start..end).unwrap_or_default();
    let before = text.get(..start).and_then(|it| it.chars().next_back());
    let after = text.get(end..).and_then(|it| it.chars().next());
    let joins = |it: char| {
        it.is_ascii_alphanumeric()
            || matches!(
                it,
                '/' | '#' | '$' | '€' | '£' | '¥' | '+' | '&' | '=' | '_' | '@'
            )
    };
    let year = code.len() == 4 && (code.starts_with("19") || code.starts_with("20"));
    let letters_only = !code.bytes().any(|it| it.is_ascii_digit());
    let amount = after.is_some_and(|it| matches!(it, '円' | '年' | '%' | '件' | '万'));
    let decimal = |it: Option<char>| matches!(it, Some('.' | ',' | ':' | '-'));
    let rest = text.get(end..).unwrap_or_default();
    let goes_on = decimal(after)
        && rest
            .chars()
            .nth(1)
            .is_some_and(|it| it.is_ascii_alphanumeric());
    let came = decimal(before)
        && text
            .get(..start)
            .is_some_and(|it| it.chars().nth_back(1).is_some_and(|it| it.is_ascii_digit()));
    !(before.is_some_and(joins)
        || after.is_some_and(joins)
        || year
        || letters_only
        || amount
        || goes_on
        || came)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> bool {
        shows_code(text, &text.to_lowercase())
    }

    #[test]
    fn codes_are_told_from_other_numbers() {
        for text in [
            "Your single-use code is: 123456",
            "確認コードは次のとおりです。 410118",
            "認証番号： 983876",
            "FB-26947 is your Facebook confirmation code",
            "123456 is your code",
            "Your one-time passcode is 730 114. It works for five minutes.",
            "Your code is ABC-1D2",
            "ワンタイムパスワード:12345678です",
        ] {
            assert!(code(text), "{text}");
        }
        for text in [
            "Order #123456 has been shipped",
            "Enter the coupon code 123456 at the checkout",
            "Your zip code: 98052",
            "We call this the 2026 code of conduct",
            "code review on 2026-11-22 10:00, 1,234,567 lines",
            "クーポンコード 123456 をご利用ください",
            "no numbers, but a code",
        ] {
            assert!(!code(text), "{text}");
        }
    }

    #[test]
    fn every_pattern_can_be_read() {
        assert_eq!(ABOUT_ACCOUNT.len(), ACCOUNT.len());
        assert!(CODE_WORDS.is_some() && OTHER_CODES.is_some() && CODES.is_some());
    }

    #[test]
    fn accounts_are_told_in_many_languages() {
        for text in [
            "your account has been limited",
            "microsoft account unusual sign-in activity",
            "アカウントのご利用を一時停止しました",
            "sua conta foi bloqueada",
            "tu cuenta será suspendida",
            "ihr konto wurde gesperrt",
            "votre compte est suspendu",
            "uw rekening is geblokkeerd",
            "reset your password",
            "verify enrollment expires in 3 days",
            "someone tried to iog in to your account",
        ] {
            assert!(about_account(text), "{text}");
        }
        for text in [
            "code review before thursday",
            "microsoft fixes 61 bugs",
            "春の寄せ植え特集",
        ] {
            assert!(!about_account(text), "{text}");
        }
    }
}
