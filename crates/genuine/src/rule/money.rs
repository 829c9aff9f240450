//! Whether it wants to be called about money, or to be paid.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    Standing,
    said::{Said, Sentence},
    tell::{Teller, Tone, first},
    words::Notion,
};
use crate::{
    mail::LinkKind,
    name,
    report::{Kind, Weight},
};

/// A telephone number, as people write them; not a date, an amount or a part of a longer one.
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[^0-9a-z$€£¥.,/-])(?:\+?[0-9]{1,3}[ .\-]{0,3})?(?:\([0-9]{2,5}\)|[0-9]{2,5})[ .\-)(]{1,3}[0-9]{2,4}[ .\-]{1,3}[0-9]{3,4}(?:[^0-9]|$)",
    )
    .ok()
});

/// Whether a telephone number is in it.
pub(super) fn has_number(sentence: &Sentence<'_>) -> bool {
    // Most sentences have no figure at all, and need no pattern.
    let figures = sentence.read.bytes().filter(u8::is_ascii_digit).count();
    figures >= 8
        && PHONE
            .as_ref()
            .is_some_and(|phone| phone.is_match(&sentence.read))
}

/// It wants to be called, about money or an account that one never touched.
pub(super) fn asks_to_call(said: &Said<'_>, teller: &mut Teller<'_, '_>) {
    let dials = teller
        .scene
        .mail
        .links
        .iter()
        .any(|link| link.kind == LinkKind::Phone);
    let alarm = said.has_one(&[Notion::NotYou]);
    let mut last: Option<&Sentence<'_>> = None;
    let mut number = None;
    for sentence in &said.sentences {
        let before = last.replace(sentence);
        let calls = |it: &Sentence<'_>| it.has(&[Notion::Call]) && !it.has(&[Notion::Fraud]);
        if calls(sentence) && (has_number(sentence) || dials)
            || before.is_some_and(calls) && has_number(sentence)
        {
            number = Some((before, sentence));
            break;
        }
    }
    let Some((before, sentence)) = number else {
        return;
    };
    if teller.tone == Tone::Calm && teller.scene.standing == Standing::CodeSender {
        // Who sends codes writes of no purchase that one could take back by telephone: that is
        // the name of an account, which its owner chose.
        let bought = |it: &Sentence<'_>| it.has(&[Notion::Charge]);
        if bought(sentence) || before.is_some_and(bought) {
            teller.tell(Kind::AsksToCall, Weight::Strong, sentence);
        }
        return;
    }
    let charged = said.count(Notion::Charge) >= 2;
    // Anyone may write from there, or have it written in a brand's name.
    let anyone = teller.scene.standing == Standing::Strangers
        || teller
            .scene
            .mail
            .from
            .address()
            .is_some_and(|it| name::is_free_mailbox(&it.domain));
    let weight = match teller.tone {
        Tone::Posing if alarm || charged => Weight::Decisive,
        Tone::Posing => Weight::Strong,
        Tone::Doubtful if alarm || charged => Weight::Strong,
        // An order that nobody made, with a number to call.
        Tone::Unknown | Tone::Calm if alarm && charged && anyone => Weight::Strong,
        Tone::Doubtful => Weight::Weak,
        Tone::Unknown if alarm && charged => Weight::Weak,
        Tone::Unknown | Tone::Calm => Weight::Neutral,
    };
    // That a shop tells its number is nothing to be told.
    if weight > Weight::Neutral {
        teller.tell(Kind::AsksToCall, weight, sentence);
    }
}

/// An address that bitcoins are sent to.
static WALLET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?-u:\b)(?:bc1[a-z0-9]{30,60}|[13][a-zA-HJ-NP-Z0-9]{26,34}|0x[0-9a-fA-F]{40})(?-u:\b)",
    )
    .ok()
});

/// It wants to be paid in a way that can't be taken back.
pub(super) fn asks_payment(said: &Said<'_>, teller: &mut Teller<'_, '_>) {
    let pays = |it: &Sentence<'_>| it.has(&[Notion::Irrevocable]) && it.affirms(Notion::Pay);
    let Some(sentence) = first(said, pays) else {
        return;
    };
    let wallet = WALLET
        .as_ref()
        .is_some_and(|it| said.sentences.iter().any(|one| it.is_match(one.text)));
    let pressed = said.has_one(&[Notion::Deadline]);
    let weight = match teller.tone {
        Tone::Posing => Weight::Strong,
        Tone::Doubtful | Tone::Unknown | Tone::Calm if wallet && pressed => Weight::Strong,
        Tone::Doubtful | Tone::Unknown => Weight::Weak,
        Tone::Calm => Weight::Neutral,
    };
    if weight > Weight::Neutral {
        teller.tell(Kind::AsksPayment, weight, sentence);
    }
}
