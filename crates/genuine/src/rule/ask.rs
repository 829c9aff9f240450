//! What it asks for and what it says, to make one act.
//!
//! A text proves little: honest mails warn, remind and ask, too. What is asked for weighs
//! heavily only where a brand is claimed by somebody else, or where no honest mail asks for it:
//! to pass on a code, to answer with a password, to type the words that open a wallet.

use super::{
    Scene, approve,
    denial::tells_of_loss,
    money::{asks_payment, asks_to_call},
    said::{Said, Sentence},
    tell::{Teller, Tone, first},
    words::Notion,
};
use crate::{
    name,
    report::{Finding, Kind, Place, Weight},
};

/// Looks at what is asked and said.
pub(super) fn find(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let said = Said::of(scene);
    let mut teller = Teller {
        scene,
        tone: Tone::of(scene, &said),
        found,
    };
    asks_for_code(&said, &mut teller);
    asks_secrets(&said, &mut teller);
    approve::find(scene, &said, teller.found);
    asks_to_reply(&said, &mut teller);
    asks_to_call(&said, &mut teller);
    asks_payment(&said, &mut teller);
    threatens(&said, &mut teller);
    lures(&said, &mut teller);
    promises(&said, &mut teller);
    scans(&said, &mut teller);
    help_desk(&said, &mut teller);
    super::lure::find(scene, &said, is_colleague(scene), found);
}

/// It wants the code passed on: by answer, by telephone, to "our staff".
fn asks_for_code(said: &Said<'_>, teller: &mut Teller<'_, '_>) {
    let mut before: Option<&Sentence<'_>> = None;
    for sentence in &said.sentences {
        let last = before.replace(sentence);
        let after = |notions: &[Notion]| last.is_some_and(|it| it.has_one(notions));
        let code = sentence.has_one(&[Notion::Code, Notion::SignInCode]);
        let staff = sentence.has(&[Notion::Staff]) || after(&[Notion::Staff]);
        let reply = sentence.affirms(Notion::Reply) && wants_it(sentence);
        let told = sentence.affirms(Notion::Tell) && staff;
        let asked = sentence.affirms(Notion::WillAsk) && staff;
        let sent = sentence.has(&[Notion::SignInCode]) && sentence.affirms(Notion::ReplyWith);
        let here = code && (reply || told || asked || sent);
        // "It arrives in a minute. Reply with the number."
        let next =
            after(&[Notion::Code, Notion::SignInCode]) && sentence.affirms(Notion::ReplyWith);
        if here || next {
            let to_sign_in = sentence.has(&[Notion::SignInCode])
                || (next && after(&[Notion::SignInCode]))
                || (teller.scene.claim.code && said.has_one(&[Notion::SignInCode]));
            let weight = match teller.tone {
                // Whoever is responsible for it shows colleagues what frauds say.
                Tone::Calm if teaches(said, teller.scene) => Weight::Weak,
                Tone::Calm if to_sign_in => Weight::Strong,
                Tone::Calm => Weight::Neutral,
                Tone::Unknown if !to_sign_in => Weight::Weak,
                tone @ (Tone::Posing | Tone::Doubtful | Tone::Unknown) => tone.heavy(),
            };
            teller.tell_against(Kind::AsksForCode, weight, sentence);
            return;
        }
    }
}

/// Whether it tells colleagues of frauds, and is proved to come from their own organisation.
fn teaches(said: &Said<'_>, scene: &Scene<'_>) -> bool {
    // What the receiver's own server wrote on top can't be forged, as `To` can.
    let put = scene.mail.put_into();
    said.count(Notion::Fraud) >= 2
        && is_colleague(scene)
        && put.is_none_or(|domain| scene.is_senders(domain))
}

/// Whether the answer that is asked for is the code, and not a question about it.
fn wants_it(sentence: &Sentence<'_>) -> bool {
    let question = [
        "question",
        "trouble",
        "concern",
        "ご質問",
        "ご不明",
        "お困り",
    ];
    let asks = question.iter().any(|it| sentence.read.contains(it));
    !asks && sentence.has_one(&[Notion::Tell, Notion::ReplyWith, Notion::Provide])
}

/// It wants a password, a card or the words of a wallet.
fn asks_secrets(said: &Said<'_>, teller: &mut Teller<'_, '_>) {
    let given = |it: &Sentence<'_>| it.affirms(Notion::Provide) || it.affirms(Notion::Reply);
    if let Some(sentence) = first(said, |it| it.has(&[Notion::Seed]) && given(it)) {
        teller.tell_against(Kind::AsksSecrets, teller.tone.heavy(), sentence);
        return;
    }
    let by_reply = |it: &Sentence<'_>| {
        it.has(&[Notion::Secret]) && it.affirms(Notion::Reply) && it.affirms(Notion::Provide)
            || it.has(&[Notion::Secret]) && it.affirms(Notion::ReplyWith)
    };
    if let Some(sentence) = first(said, by_reply) {
        teller.tell_against(Kind::AsksSecrets, teller.tone.heavy(), sentence);
        return;
    }
    let several = |it: &Sentence<'_>| it.count(Notion::Secret) >= 2 && it.affirms(Notion::Provide);
    if let Some(sentence) = first(said, several) {
        let weight = match teller.tone {
            // Nobody who is honest has them typed in together by way of a mail.
            Tone::Unknown => Weight::Strong,
            tone @ (Tone::Posing | Tone::Doubtful | Tone::Calm) => tone.weight(),
        };
        teller.tell_against(Kind::AsksSecrets, weight, sentence);
        return;
    }
    let one = |it: &Sentence<'_>| it.has(&[Notion::Secret]) && it.affirms(Notion::Provide);
    if let Some(sentence) = first(said, one) {
        let weight = match teller.tone {
            Tone::Posing => Weight::Strong,
            Tone::Doubtful => Weight::Weak,
            Tone::Unknown | Tone::Calm => Weight::Neutral,
        };
        teller.tell_against(Kind::AsksSecrets, weight, sentence);
    }
}

/// It wants to be answered with who one is.
fn asks_to_reply(said: &Said<'_>, teller: &mut Teller<'_, '_>) {
    let answers = said.has_one(&[Notion::Reply, Notion::ReplyWith]);
    let personal =
        |it: &Sentence<'_>| it.count(Notion::Personal) >= 3 && it.affirms(Notion::Provide);
    if answers && let Some(sentence) = first(said, personal) {
        let weight = match teller.tone {
            Tone::Posing => Weight::Strong,
            Tone::Doubtful | Tone::Unknown => Weight::Weak,
            Tone::Calm => Weight::Neutral,
        };
        teller.tell(Kind::AsksToReply, weight, sentence);
    }
}

/// It threatens with a loss, and hurries.
fn threatens(said: &Said<'_>, teller: &mut Teller<'_, '_>) {
    let loses = |it: &Sentence<'_>| {
        let threat = it.has(&[Notion::Account, Notion::Loss]) && !it.has(&[Notion::Fraud]);
        threat && tells_of_loss(it)
    };
    if let Some(sentence) = first(said, loses) {
        let weight = if teller.scene.only_speaks_of_it() {
            teller.tone.weight().min(Weight::Weak)
        } else {
            teller.tone.weight()
        };
        teller.tell_against(Kind::Threatens, weight, sentence);
    }
    let hurries =
        |it: &Sentence<'_>| it.has(&[Notion::Deadline]) && it.has_one(&[Notion::Act, Notion::Loss]);
    if let Some(sentence) = first(said, hurries) {
        let weight = teller.tone.weight().min(Weight::Weak);
        teller.tell_against(Kind::Hurries, weight, sentence);
    }
}

/// What lures tell of: pairs of notions that meet in a sentence.
const LURES: &[[Notion; 2]] = &[
    [Notion::Odd, Notion::SignIn],
    [Notion::Odd, Notion::SignInCode],
    [Notion::Payment, Notion::Trouble],
    [Notion::Parcel, Notion::Trouble],
    [Notion::Parcel, Notion::Fee],
    [Notion::Mailbox, Notion::Full],
    [Notion::Password, Notion::Expires],
];

/// It tells of something that makes one want to act at once.
fn lures(said: &Said<'_>, teller: &mut Teller<'_, '_>) {
    let tells =
        |it: &Sentence<'_>| LURES.iter().any(|pair| it.has(pair)) && !it.has(&[Notion::Fraud]);
    if let Some(sentence) = first(said, tells) {
        // Nobody is lured by a mail that leads nowhere and asks for nothing.
        let weight = if leads_somewhere(teller.found) {
            teller.tone.weight()
        } else {
            teller.tone.weight().min(Weight::Weak)
        };
        teller.tell_against(Kind::Lures, weight, sentence);
    }
}

/// Whether anything was found that it leads to: a link, an address for answers, a file.
fn leads_somewhere(found: &[Finding]) -> bool {
    found.iter().any(|it| {
        let place = matches!(it.place, Place::Link | Place::ReplyTo | Place::Attachment);
        place && it.weight > Weight::Neutral
    })
}

/// It promises money or a prize.
fn promises(said: &Said<'_>, teller: &mut Teller<'_, '_>) {
    if said.count(Notion::Prize) < 2 {
        return;
    }
    if let Some(sentence) = first(said, |it| it.has(&[Notion::Prize])) {
        let weight = match teller.tone {
            Tone::Posing | Tone::Doubtful => Weight::Weak,
            Tone::Unknown | Tone::Calm => Weight::Neutral,
        };
        teller.tell_against(Kind::Promises, weight, sentence);
    }
}

/// It wants a camera held over a code, which leads where nobody sees.
fn scans(said: &Said<'_>, teller: &mut Teller<'_, '_>) {
    let mail = teller.scene.mail;
    // Letters draw such codes, too.
    let drawn = mail.visible.contains(['█', '▀', '▄', '■', '▇', '⬛', '▓']);
    let shows = mail.html.is_some() || !mail.attachments.is_empty() || drawn;
    if !shows && teller.tone != Tone::Posing {
        return;
    }
    let scans = |it: &Sentence<'_>| it.has(&[Notion::Qr]) && it.affirms(Notion::Scan);
    if let Some(sentence) = first(said, scans) {
        let weight = teller.tone.weight();
        if weight > Weight::Neutral {
            teller.tell(Kind::QrCode, weight, sentence);
        }
    }
}

/// It speaks as the reader's own help desk, and wants something.
fn help_desk(said: &Said<'_>, teller: &mut Teller<'_, '_>) {
    let scene = teller.scene;
    let from = Said::of_name(&scene.mail.from.name);
    let in_name = from.has_one(&[Notion::HelpDesk]);
    let signed = said
        .sentences
        .iter()
        .find(|it| it.has(&[Notion::HelpDesk]) && !it.has(&[Notion::Fraud]));
    let Some(sentence) = signed.or_else(|| said.sentences.first()) else {
        return;
    };
    if (!in_name && signed.is_none()) || is_colleague(scene) {
        return;
    }
    let heaviest = |kinds: &[Kind]| {
        let those = teller.found.iter().filter(|it| kinds.contains(&it.kind));
        those.map(|it| it.weight).max()
    };
    let taken = heaviest(&[Kind::AsksForCode, Kind::AsksSecrets]);
    let told = heaviest(&[Kind::Lures, Kind::Threatens]);
    let weight = match (taken, told) {
        (Some(Weight::Strong | Weight::Decisive), _) => Weight::Strong,
        (_, Some(Weight::Strong | Weight::Decisive)) if in_name => Weight::Strong,
        (Some(_), _) | (_, Some(Weight::Weak)) if in_name => Weight::Weak,
        (Some(_) | None, _) => return,
    };
    teller.tell(Kind::PosesAsHelpDesk, weight, sentence);
}

/// Whether it comes from the reader's own organisation, and proves it.
fn is_colleague(scene: &Scene<'_>) -> bool {
    let Some(sender) = scene.mail.from.address() else {
        return false;
    };
    let own = |domain: &str| name::organisation(domain) == name::organisation(&sender.domain);
    let to = &scene.mail.to;
    !name::is_free_mailbox(&sender.domain)
        && to.iter().any(|it| own(&it.domain))
        && scene.authentication.is_proved()
}
