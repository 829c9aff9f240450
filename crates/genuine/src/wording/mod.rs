//! What is said of findings and verdicts, in Japanese and English.

mod english;
mod harmless;
mod japanese;

pub(crate) use self::harmless::harmless;
use crate::{
    report::{Finding, Verdict},
    source::Unreadable,
};

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Japanese.
    Japanese,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Advice {
    /// Genuine is not safe: pass the code on to nobody.
    KeepCodeToYourself,
    /// If you didn't ask for it, you may ignore it.
    MayBeIgnored,
    /// Follow nothing in it, answer nothing, open nothing.
    TouchNothing,
    /// Open the site by your own bookmark.
    UseYourBookmark,
    /// Hand in the original with its headers.
    SendTheOriginal,
    /// If you have given something away: change it, at the site itself.
    IfYouGaveSomething,
    /// Tell the brand or your administrator; forward it to the brand's address for that.
    TellSomebody,
    /// Ask again later.
    AskAgainLater,
    /// Ask who is said to have sent it, in another way.
    AskTheSender,
}

impl Advice {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::KeepCodeToYourself,
        Self::MayBeIgnored,
        Self::TouchNothing,
        Self::UseYourBookmark,
        Self::SendTheOriginal,
        Self::IfYouGaveSomething,
        Self::TellSomebody,
        Self::AskAgainLater,
        Self::AskTheSender,
    ];

    /// Its id, which stays the same.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::KeepCodeToYourself => "keep-code-to-yourself",
            Self::MayBeIgnored => "may-be-ignored",
            Self::TouchNothing => "touch-nothing",
            Self::UseYourBookmark => "use-your-bookmark",
            Self::SendTheOriginal => "send-the-original",
            Self::IfYouGaveSomething => "if-you-gave-something",
            Self::TellSomebody => "tell-somebody",
            Self::AskAgainLater => "ask-again-later",
            Self::AskTheSender => "ask-the-sender",
        }
    }

    /// It in a sentence or two.
    #[must_use]
    pub fn sentence(self, language: Language) -> String {
        let (english, japanese) = match self {
            Self::KeepCodeToYourself => (
                "Tell the code to nobody, whoever asks. Type it only on the page where you asked for it yourself.",
                "コードは、だれに聞かれても伝えないでください。入力するのは、自分でコードを求めたページだけです。",
            ),
            Self::MayBeIgnored => (
                "If you didn't ask for it, you need do nothing. Without the code nobody gets in.",
                "心当たりがなければ、そのままで大丈夫です。コードがなければ、だれも入れません。",
            ),
            Self::TouchNothing => (
                "Press no link, open no file, don't answer and don't call.",
                "リンクは押さず、ファイルも開かないのが安全です。返信も電話もいりません。",
            ),
            Self::UseYourBookmark => (
                "To see whether there's something to do, open the site your own way: by a bookmark, in the app, or by typing its address.",
                "何か必要な手続きがあるかどうかは、ブックマークやアプリなど、いつもの方法でサイトを開けばわかります。",
            ),
            Self::SendTheOriginal => (
                "The original tells more. Save the mail as an .eml file and hand that in.",
                "元のメールがあれば、もっとくわしく調べられます。.eml ファイルとして保存し、そのファイルを使います。",
            ),
            Self::IfYouGaveSomething => (
                "If you've already typed a password or passed something on, change it now, at the site that you open your own way. If it was a card, call the number on the card.",
                "もうパスワードを入力したり、何かを伝えたりした場合は、いつもの方法でサイトを開き、すぐに変更します。カードの場合は、カードの裏にある番号へ電話します。",
            ),
            Self::TellSomebody => (
                "Tell the people who look after the computers where you are, or the company that the mail names. Then delete it.",
                "職場や学校のパソコンの担当者か、名前を使われた会社に知らせます。そのあとは削除してかまいません。",
            ),
            Self::AskAgainLater => (
                "Check again in a while. Something that we need couldn't be reached just now.",
                "しばらくしてから、もう一度調べると、わかることが増えます。今は、必要な情報に届きませんでした。",
            ),
            Self::AskTheSender => (
                "If it matters, ask whoever is named as the sender, in a way that you already know.",
                "大事な内容なら、前から知っている連絡先で、差出人に直接たずねると確実です。",
            ),
        };
        pick(language, english, japanese).to_owned()
    }
}

/// The advice to tell somebody, with the address where the brand takes such mails.
pub(crate) fn forward_to(said: &str, brand: &str, to: &str, language: Language) -> String {
    match language {
        Language::English => format!("{brand} takes such mails at {to}: forward it there. {said}"),
        Language::Japanese => {
            format!(
                "{brand} は、このようなメールを {to} で受け付けています。そこへ転送できます。{said}"
            )
        }
    }
}

impl Verdict {
    /// What it is called, in a word or two.
    #[must_use]
    pub const fn title(self, language: Language) -> &'static str {
        let (english, japanese) = match self {
            Self::Genuine => ("Genuine", "本物です"),
            Self::Unproven => ("Not proved", "確かめられません"),
            Self::Suspicious => ("Suspicious", "あやしいメールです"),
            Self::Fake => ("Fake", "にせものです"),
        };
        pick(language, english, japanese)
    }

    /// What it means, in a sentence or two; `brand` is what the claimed brand is called.
    #[must_use]
    pub fn sentence(self, brand: Option<&str>, language: Language) -> String {
        let (english, japanese) = match self {
            Self::Genuine => (
                "This mail really is from [{s}|the company that it names]. Genuine isn't the same as safe: somebody else may have asked for the code.",
                "[{s} |名乗っている会社]から届いた、本物のメールです。ただし、本物でも安全とはかぎりません。だれかが、あなたになりすましてコードを求めたのかもしれません。",
            ),
            Self::Unproven => (
                "Nothing shows clearly that this mail is a fake, and nothing proves that it's from [{s}|whom it says].",
                "にせものだという、はっきりした証拠はありません。[{s} |名乗っている相手]から届いたという証拠もありません。",
            ),
            Self::Suspicious => (
                "Something speaks against this mail. Don't do what it says before you've checked in another way.",
                "このメールには、あやしいところがあります。別の方法で確かめるまで、書かれているとおりにしないのが安全です。",
            ),
            Self::Fake => (
                "This mail isn't from [{s}|whom it says].",
                "このメールは、[{s} |名乗っている相手]から届いたものではありません。",
            ),
        };
        filled(pick(language, english, japanese), brand, None)
    }
}

impl Unreadable {
    /// What it is and what to do, for people.
    #[must_use]
    pub fn sentence(self, language: Language) -> String {
        let (english, japanese) = match self {
            Self::Empty => (
                "There's nothing in it. Paste the text of the mail, or hand in the mail as a file.",
                "中身がありません。メールの文章を貼り付けるか、メールをファイルで選ぶと調べられます。",
            ),
            Self::OutlookMessage => (
                "This is a message in Outlook's own form (.msg). What proves the sender isn't kept in it as it was sent. Save the mail as .eml and hand that in.",
                "Outlook 独自の形式（.msg）のファイルです。差出人の証拠が、届いたときの形では残っていません。メールを .eml 形式で保存し、そのファイルを使います。",
            ),
            Self::NotAMail => (
                "This is a picture, a document, an archive or a program, not a mail. Save the mail itself as .eml and hand that in.",
                "画像や文書、圧縮ファイル、プログラムで、メールではありません。メールそのものを .eml 形式で保存し、そのファイルを使います。",
            ),
            Self::TooLarge => (
                "This is longer than what we look at. If the mail has large files attached, save it without them.",
                "調べられる大きさを超えています。大きなファイルが付いている場合は、それを外して保存すると調べられます。",
            ),
        };
        pick(language, english, japanese).to_owned()
    }
}

const fn pick(language: Language, english: &'static str, japanese: &'static str) -> &'static str {
    match language {
        Language::English => english,
        Language::Japanese => japanese,
    }
}

/// A finding in a sentence or two.
pub(crate) fn sentence(finding: &Finding, language: Language) -> String {
    let pattern = match language {
        Language::English => english::sentence(finding.kind),
        Language::Japanese => japanese::sentence(finding.kind),
    };
    filled(pattern, finding.seen.as_deref(), finding.against.as_deref())
}

/// A pattern with what was seen and what it is held against: `[… {s} …|otherwise]` is said as
/// the first where all that it names is there, and as the second where it isn't.
fn filled(pattern: &str, seen: Option<&str>, against: Option<&str>) -> String {
    let known = |it: Option<&'_ str>| {
        it.map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
    };
    let (seen, against) = (known(seen), known(against));
    let mut out = String::with_capacity(pattern.len() + 80);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let (choice, behind) = after.split_once(']').unwrap_or((after, ""));
        let (told, otherwise) = choice.split_once('|').unwrap_or((choice, ""));
        let lacks =
            (told.contains("{s}") && seen.is_none()) || (told.contains("{a}") && against.is_none());
        if lacks {
            out.push_str(otherwise);
        } else {
            push(&mut out, told, seen.as_deref(), against.as_deref());
        }
        rest = behind;
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// Adds a choice. What comes from the mail is put in last, so that nothing in it is taken for a
/// pattern.
fn push(out: &mut String, told: &str, seen: Option<&str>, against: Option<&str>) {
    let mut rest = told;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        let value = match name {
            "s" => seen,
            _ => against,
        };
        out.push_str(value.unwrap_or_default());
        rest = behind;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Kind, Place, Weight};

    const VERDICTS: [Verdict; 4] = [
        Verdict::Genuine,
        Verdict::Unproven,
        Verdict::Suspicious,
        Verdict::Fake,
    ];

    /// Everything that can be said in a language, to be read aloud.
    fn all(language: Language) -> String {
        let mut out = Vec::new();
        for verdict in VERDICTS {
            out.push(format!("{}: {}", verdict.word(), verdict.title(language)));
            out.push(format!(
                "  {}",
                verdict.sentence(Some("Microsoft"), language)
            ));
            out.push(format!("  {}", verdict.sentence(None, language)));
        }
        for kind in Kind::ALL {
            let bare = Finding::new(*kind, Weight::Weak, Place::Whole);
            let (seen, against) = sample(*kind);
            let full = bare.clone().seen(seen).against(against);
            out.push(kind.id().to_owned());
            out.push(format!("  {}", full.sentence(language)));
            if full.sentence(language) != bare.sentence(language) {
                out.push(format!("  {}", bare.sentence(language)));
            }
        }
        for advice in Advice::ALL {
            out.push(format!("{}: {}", advice.id(), advice.sentence(language)));
        }
        for unreadable in [
            Unreadable::Empty,
            Unreadable::OutlookMessage,
            Unreadable::NotAMail,
            Unreadable::TooLarge,
        ] {
            out.push(format!("{unreadable:?}: {}", unreadable.sentence(language)));
        }
        out.join("\n")
    }

    /// What the rules hand over for a kind.
    fn sample(kind: Kind) -> (&'static str, &'static str) {
        match kind.id().split('-').next().unwrap_or_default() {
            "from" => ("desk@notice.example", "Microsoft"),
            "reply" | "return" => ("desk@gmail.com", "news@notice.example"),
            "dkim" | "spf" | "auth" => ("microsoft.com", "notice.example"),
            "dmarc" | "results" => ("mx.example.jp", "microsoft.com"),
            "link" => ("login.notice.example", "Microsoft"),
            "attachment" => ("report.pdf.html", "html"),
            "subject" | "asks" | "says" | "text" | "picture" => {
                ("Reply with the code 482 913 within 24 hours", "")
            }
            _ => ("", "Microsoft"),
        }
    }

    #[test]
    fn all_sentences_in_english() {
        insta::assert_snapshot!(all(Language::English));
    }

    #[test]
    fn all_sentences_in_japanese() {
        insta::assert_snapshot!(all(Language::Japanese));
    }

    #[test]
    fn they_speak_as_the_house_speaks() {
        let english = all(Language::English).to_lowercase();
        for word in [
            "invalid",
            "failed",
            "please",
            "token",
            "credential",
            "mfa",
            "otp",
            "dkim ",
            "spf ",
            "dmarc ",
            "session",
            "!",
        ] {
            let said = english.lines().filter(|it| it.starts_with(' '));
            let found: Vec<&str> = said.filter(|it| it.contains(word)).collect();
            assert!(found.is_empty(), "{word}: {found:?}");
        }
        let japanese = all(Language::Japanese);
        for line in japanese.lines().filter(|it| it.starts_with(' ')) {
            assert!(line.ends_with('。'), "{line}");
            assert!(!line.contains("失敗") && !line.contains("無効"), "{line}");
            assert!(line.matches("ください").count() <= 1, "{line}");
        }
    }

    #[test]
    fn what_stands_in_the_mail_is_never_taken_for_a_pattern() {
        let finding = Finding::new(Kind::AsksSecrets, Weight::Weak, Place::Text)
            .seen("[{a}|{s}] {s}")
            .against("x");
        assert!(
            finding
                .sentence(Language::English)
                .contains("[{a}|{s}] {s}")
        );
    }
}
