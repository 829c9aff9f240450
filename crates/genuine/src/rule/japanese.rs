//! Garbled Japanese: what people who don't write it, and programs that put it together, get
//! wrong. It can only add suspicion. Good Japanese proves nothing, and is common in fakes.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{Scene, ground::Ground, said};
use crate::report::{Finding, Kind, Place, Weight};

/// The most octets that are looked at.
const READ: usize = 32 * 1024;

/// So many kana make a text Japanese.
const KANA: usize = 12;

/// Looks at how its Japanese is written.
pub(super) fn find(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let mail = scene.mail;
    let text = said::cut(&mail.visible, READ);
    let Some(letters) = Letters::of(&mail.subject, text) else {
        return;
    };
    let mut marks = Marks::default();
    foreign_letters(&letters, &mut marks);
    lost_marks(&letters, &mut marks);
    neighbours(&letters, &mut marks);
    phrases(text, &mut marks);
    phrases(&mail.subject, &mut marks);
    fonts(scene, &mut marks);
    let Some(weight) = marks.weight(scene) else {
        return;
    };
    found.push(Finding::new(Kind::GarbledJapanese, weight, Place::Text).seen(&marks.seen));
}

/// What was found, in points: 1 happens to anybody who types fast.
#[derive(Debug, Default)]
struct Marks {
    points: u32,
    seen: String,
}

impl Marks {
    fn add(&mut self, points: u32, seen: &str) {
        self.points += points;
        if points > 0 && !seen.is_empty() && self.seen.chars().count() < 60 {
            if !self.seen.is_empty() {
                self.seen.push_str(" / ");
            }
            self.seen.push_str(seen);
        }
    }

    fn weight(&self, scene: &Scene<'_>) -> Option<Weight> {
        let ground = Ground::of(scene);
        let calm = matches!(ground, Ground::Calm | Ground::CodeMail);
        match self.points {
            0 | 1 => None,
            2 | 3 => Some(if calm { Weight::Neutral } else { Weight::Weak }),
            4.. => Some(if calm { Weight::Weak } else { Weight::Strong }),
        }
    }
}

/// The letters of a Japanese text, with the subject before it.
struct Letters(Vec<char>);

impl Letters {
    /// The letters of a text that is mainly Japanese; `None` for others, also for Chinese.
    fn of(subject: &str, text: &str) -> Option<Self> {
        let letters: Vec<char> = subject.chars().chain(['\n']).chain(text.chars()).collect();
        let kana = letters.iter().filter(|it| is_kana(**it)).count();
        let han = letters.iter().filter(|it| is_han(**it)).count();
        // A Chinese text with a Japanese name in it has few kana among its characters.
        (kana >= KANA && kana * 4 >= han).then_some(Self(letters))
    }

    /// A few letters around this one.
    fn around(&self, at: usize) -> String {
        let from = at.saturating_sub(3);
        let around = self.0.iter().skip(from).take(7);
        around
            .map(|it| if it.is_whitespace() { ' ' } else { *it })
            .collect::<String>()
            .trim()
            .to_owned()
    }
}

const fn is_kana(sign: char) -> bool {
    matches!(sign, '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}')
}

const fn is_katakana(sign: char) -> bool {
    matches!(sign, '\u{30a1}'..='\u{30fa}' | '\u{30fc}')
}

const fn is_hiragana(sign: char) -> bool {
    matches!(sign, '\u{3041}'..='\u{3096}')
}

const fn is_han(sign: char) -> bool {
    matches!(sign, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// Common characters of simplified Chinese. Those among them that Japanese writes, too, are left
/// out where the list is read.
const FOREIGN: &str = "们这么请您账户验认录邮络务单费连额须银钱员订购产业东车书长门问间闻关开发变实际现视觉观说话语读谁课调谢让识词试诚详误该误\
    续绝给继维纪约级红纸线练组细终结统经营贵买卖货质贸资赔赏输轻较转软载过还进远运达违选适迟递边远郑钟锁错钥铁镇\
    网页电脑机码险显点击帐号绑冻链联系时间权专属传优会议体价义为举乐习乡了亿仅从仓们仪众伤伦伟侧债倾储儿兑兰兴养兽冲决况冻净准减凤凭划创别刘则刚剑剧劝办动励劳势华协卫厅历厉压厌县参双叹听启员响哑唤团园围图圆圣场坏块坚坛坝坟坠垄埸够头夹夺奋奖妇妈娱孙学宁宝审宪宫宽宾导尔尘尝尽层岁岛峡币帅师帮带广庄庆庐库应庙张弃弹归总恋恶恼悬惊惧惩愿户扑执扩扫扬扰抚抛抢护报担拟拥拦拨择挂挡挤挥损捡换据";

/// Characters that Japanese computers know, and that no Japanese writes.
const UNUSED: &str = "么埸";

static IS_FOREIGN: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut all: Vec<char> = FOREIGN
        .chars()
        .filter(|it| is_han(*it) && !is_japanese(*it))
        .chain(UNUSED.chars())
        .collect();
    all.sort_unstable();
    all.dedup();
    all
});

/// Whether Japanese computers have always known the letter (JIS X 0208): then it is Japanese,
/// however rare.
fn is_japanese(sign: char) -> bool {
    let mut octets = [0; 4];
    let (_, _, lost) = encoding_rs::EUC_JP.encode(sign.encode_utf8(&mut octets));
    !lost
}

/// Characters that aren't Japanese.
fn foreign_letters(letters: &Letters, marks: &mut Marks) {
    let mut seen = 0;
    for (at, sign) in letters.0.iter().enumerate() {
        if is_han(*sign) && IS_FOREIGN.binary_search(sign).is_ok() {
            seen += 1;
            if seen <= 3 {
                marks.add(2, &letters.around(at));
            }
        }
    }
}

/// Words whose marks were lost (ございます → ごさいます).
const LOST: &[&str] = &[
    "ごさいま",
    "こさいます",
    "こざいま",
    "いたたき",
    "いたたく",
    "いただきありかとう",
    "ありかとう",
    "ありかと",
    "ありがとうこざ",
    "くたさい",
    "くだきい",
    "ください ませ",
    "てきません",
    "てきます。",
    "ますので、ごて",
    "おねかい",
    "ログイソ",
    "セキュリテイ",
    "メノバー",
    "メソバー",
    "アカウソト",
    "アカウン卜",
    "アカウント卜",
    "パスワー卜",
    "パスワー ド",
    "サ一ビス",
    "サ-ビス",
    "メ一ル",
    "メ-ル",
    "カ一ド",
    "カ-ド",
    "ユ一ザ",
    "ユ-ザ",
    "ポリシ-",
    "ポリシ一",
    "サ-バ",
    "サ一バ",
    "工ラー",
    "ク口",
    "夕イ",
    "ニュ一ス",
    "セキュリティ一",
    "ヘルプセソタ",
    "センタ一",
    "キャンペ一ン",
    "コ一ド",
    "コ-ド",
    "ペ一ジ",
    "ペ-ジ",
    "デ一タ",
    "デ-タ",
];

/// Phrases that were translated, not written.
const TRANSLATED: &[&str] = &[
    "親愛なる",
    "尊敬する",
    "尊敬なる",
    "敬愛なる",
    "親愛の",
    "貴方のアカウント",
    "貴方様の",
    "あなた様の",
    "親切なお客",
    "の顧客様",
    "顧客様",
    "お客様のために尽く",
    "ご注意下さいませ",
    "貴様",
    "尊敬のお客",
    "あなたのアカウントは制限",
    "あなたのアカウントを制限",
    "客服",
    "退订",
    "点击",
    "ご確認をしてもらい",
    "迅速にログイン",
    "不幸なことに",
    "残念なことにあなた",
    "誠意を持って",
    "心からあなた",
    "あなたの理解",
    "ご協力を感謝",
    "今すぐ検証",
    "アカウントを検証",
    "検証してください",
    "大切な顧客",
    "こんにちは、お客様",
    "こんにちはお客様",
    "ご清聴",
    "敬具、",
    "お客様は、あなた",
    "あなたの安全のため",
    "弊社は あなた",
    "我々は",
    "我々の",
];

static PHRASES: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(LOST.iter().chain(TRANSLATED)).ok());

/// Words with lost marks, and phrases that were translated.
fn phrases(text: &str, marks: &mut Marks) {
    let Some(automaton) = PHRASES.as_ref() else {
        return;
    };
    let mut told: Vec<usize> = Vec::new();
    for found in automaton.find_iter(text) {
        let id = found.pattern().as_usize();
        if told.contains(&id) || told.len() >= 4 {
            continue;
        }
        told.push(id);
        let points = if id < LOST.len() { 2 } else { 1 };
        marks.add(points, text.get(found.range()).unwrap_or_default());
    }
}

/// A hyphen for the long sound, a kanji for a kana that looks like it.
fn lost_marks(letters: &Letters, marks: &mut Marks) {
    let mut told = 0;
    for (at, three) in letters.0.windows(3).enumerate() {
        let [before, sign, after] = three else {
            continue;
        };
        if !is_katakana(*before) || told >= 3 {
            continue;
        }
        let swapped = match sign {
            // Names of two words have a hyphen between them, too; most of them a middle dot.
            '-' | '‐' | '−' | '一' => is_katakana(*after) || is_hiragana(*after),
            '卜' | '夕' | '工' | '口' | '力' | '二' | '八' | '千' => is_katakana(*after),
            _ => false,
        };
        if swapped {
            told += 1;
            marks.add(2, &letters.around(at + 1));
        }
    }
}

/// Spaces and half-width commas between Japanese letters.
fn neighbours(letters: &Letters, marks: &mut Marks) {
    let mut spaces = 0;
    let mut commas = 0;
    let mut first_space = None;
    let mut first_comma = None;
    for (at, four) in letters.0.windows(3).enumerate() {
        let [before, sign, after] = four else {
            continue;
        };
        match sign {
            // "お客 様", "停止されます 。": nobody types these. Between a kana and a katakana
            // word ("セキュリティ コード", "下記の リンク") some do.
            ' ' if matches!(after, '。' | '、' | '様') && said::is_japanese(*before) => {
                spaces += 2;
                first_space = first_space.or(Some(at + 1));
            }
            ' ' if is_hiragana(*before) && (is_han(*after) || is_hiragana(*after)) => {
                spaces += 1;
                first_space = first_space.or(Some(at + 1));
            }
            ',' if said::is_japanese(*before) && (said::is_japanese(*after) || *after == ' ') => {
                commas += 1;
                first_comma = first_comma.or(Some(at + 1));
            }
            _ => {}
        }
    }
    if spaces >= 4 {
        marks.add(
            2,
            &first_space.map(|it| letters.around(it)).unwrap_or_default(),
        );
    }
    if commas >= 1 {
        marks.add(
            1,
            &first_comma.map(|it| letters.around(it)).unwrap_or_default(),
        );
    }
}

/// Fonts of Chinese computers, which Japanese mails don't name.
fn fonts(scene: &Scene<'_>, marks: &mut Marks) {
    const CHINESE: &[&str] = &[
        "微软雅黑",
        "microsoft yahei",
        "simsun",
        "宋体",
        "simhei",
        "黑体",
        "pingfang sc",
        "nsimsun",
        "dengxian",
        "等线",
        "fangsong",
        "仿宋",
        "kaiti",
        "楷体",
        "hiragino sans gb",
        "stheiti",
        "heiti sc",
        "source han sans cn",
        "noto sans sc",
        "lantinghei",
        "microsoft jhenghei",
        "pingfang tc",
    ];
    let Some(html) = &scene.mail.html else { return };
    let named = html.fonts.iter().take(200).find(|font| {
        CHINESE
            .iter()
            .any(|it| font.contains(it) || font.to_lowercase().contains(it))
    });
    if let Some(font) = named {
        marks.add(2, font);
    }
}
