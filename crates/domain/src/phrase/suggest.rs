//! Phrases to take: calm pictures, easy to keep in mind and to know again.
//!
//! They are put together of three lists a language, written so that every combination
//! reads naturally: the English creatures live where the scenes are, and the Japanese
//! pictures stand side by side (「夜明けの橋と青鷺」).
//!
//! How many are enough? Whoever fakes a mail has one guess a mail, and a wrong guess warns
//! its reader. Should everybody take a suggestion and the faker know these lists, then one
//! mail in some forty thousand has the right one by chance: a wave of fakes is noticed long
//! before. More words would be rarer words, which nobody knows again.

use super::Phrase;
use crate::{chance::Chance, locale::Locale};

/// How many are offered at once.
const OFFERED: usize = 3;

/// Three lists, of each of which a picture has one word.
type Lists = [&'static str; 3];

/// 36 × 36 × 32 = 41,472 pictures.
const ENGLISH: Lists = [
    "blue, brave, bright, brown, calm, cheerful, clever, curious, drowsy, friendly, \
     gentle, golden, graceful, grey, happy, kind, lone, lucky, merry, nimble, patient, \
     peaceful, playful, proud, quiet, red, shy, silver, sleepy, small, tired, watchful, \
     white, wild, wise, young",
    "badger, beaver, blackbird, cat, crane, crow, dove, duck, egret, finch, fox, goose, \
     hare, hedgehog, heron, kingfisher, lark, magpie, marten, mole, mouse, otter, owl, \
     plover, rabbit, raven, robin, sparrow, squirrel, starling, swallow, swan, thrush, \
     toad, wagtail, wren",
    "after the rain, at dawn, at dusk, at first light, at nightfall, at sunrise, \
     at sunset, before the storm, behind the barn, beside the well, by the brook, \
     by the garden gate, by the old bridge, by the pond, by the river, \
     by the stone wall, by the water mill, in April, in autumn, in early spring, \
     in the garden, in late summer, in the meadow, in the mist, in the moonlight, \
     in the orchard, in the reeds, in the shade, in the snow, in the tall grass, \
     near the lake, under the stars",
];

/// 34 × 36 × 34 = 41,616 pictures.
const JAPANESE: Lists = [
    "夜明け, 朝焼け, 夕焼け, 夕暮れ, 遠足の日, 昼下がり, 真昼, 早朝, 真夜中, 月夜, 満月, \
     三日月, 星空, 朝もや, 霧, 霧雨, 小雨, 雨上がり, にわか雨, 曇り空, 青空, 晴れた日, \
     風の日, 静かな朝, 静かな夜, 日曜, 休みの日, 春先, 秋, 秋晴れ, 初夏, 夏休み, 旅先, \
     ふるさと",
    "橋, 石橋, 川辺, 土手, 岸辺, 湖, 池, 港, 浜辺, 岬, 灯台, 丘, 野原, 草原, 牧場, 森, \
     竹林, 松林, 谷, 峠, 山道, 並木道, 坂道, 石段, 路地, 庭, 縁側, 茶畑, 麦畑, 果樹園, \
     水車小屋, 時計台, 駅, 公園, 温室, 図書館",
    "青鷺, 白鷺, かわせみ, せきれい, すずめ, かもめ, ふくろう, はと, あひる, 白鳥, \
     三毛猫, 黒猫, 白猫, 子猫, 柴犬, 子犬, うさぎ, りす, きつね, たぬき, 子鹿, 子馬, \
     やぎ, 羊, 赤い傘, 白い帽子, 青い自転車, 小さな舟, 古いラジオ, 紙飛行機, 赤い手袋, \
     木のベンチ, 手紙, ギター",
];

impl Phrase {
    /// Phrases to take, of which no two share a word that matters.
    #[must_use]
    pub fn suggest(locale: Locale, chance: &mut Chance) -> Vec<Self> {
        let mut free = lists(locale);
        let pictures = (0..OFFERED).map(|_| {
            let parts = free.each_mut().map(|words| draw(words, chance));
            Self(picture(locale, parts))
        });
        pictures.collect()
    }
}

fn lists(locale: Locale) -> [Vec<&'static str>; 3] {
    let lists = match locale {
        Locale::En => ENGLISH,
        Locale::Ja => JAPANESE,
    };
    lists.map(|words| words.split(", ").collect())
}

fn picture(locale: Locale, [first, second, third]: [&str; 3]) -> String {
    match locale {
        Locale::En => format!("{first} {second} {third}"),
        Locale::Ja => format!("{first}の{second}と{third}"),
    }
}

/// One of the words, which isn't drawn again.
fn draw(words: &mut Vec<&'static str>, chance: &mut Chance) -> &'static str {
    // The lists are longer than what is drawn of them.
    let word = chance.pick(words).unwrap_or_default();
    words.retain(|one| *one != word);
    word
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn every_picture(locale: Locale) -> BTreeSet<String> {
        let [first, second, third] = lists(locale);
        let mut pictures = BTreeSet::new();
        for one in &first {
            for two in &second {
                for three in &third {
                    pictures.insert(picture(locale, [one, two, three]));
                }
            }
        }
        pictures
    }

    #[test]
    fn there_are_as_many_as_is_said_and_each_is_a_phrase() {
        for (locale, count) in [(Locale::En, 41_472), (Locale::Ja, 41_616)] {
            let pictures = every_picture(locale);
            assert_eq!(pictures.len(), count, "{locale:?}: none is there twice");
            for picture in pictures {
                let kept = Phrase::parse(&picture).map(|one| one.reveal().to_owned());
                assert_eq!(kept.as_deref(), Ok(picture.as_str()));
            }
        }
    }

    #[test]
    fn three_are_offered_that_share_nothing() {
        for locale in Locale::ALL {
            let pictures = every_picture(locale);
            for seed in 0..50 {
                let offered = Phrase::suggest(locale, &mut Chance::new([seed; 32]));
                assert_eq!(offered.len(), 3);
                for (at, one) in offered.iter().enumerate() {
                    assert!(pictures.contains(one.reveal()), "{}", one.reveal());
                    assert!(
                        offered
                            .iter()
                            .skip(at + 1)
                            .all(|other| !one.is_same_as(other))
                    );
                }
            }
        }
    }

    #[test]
    fn another_chance_offers_others() {
        let offered = |seed| {
            let phrases = Phrase::suggest(Locale::Ja, &mut Chance::new([seed; 32]));
            let texts = phrases.iter().map(|one| one.reveal().to_owned());
            texts.collect::<Vec<_>>()
        };
        assert_eq!(offered(1), offered(1));
        assert_ne!(offered(1), offered(2));
    }
}
