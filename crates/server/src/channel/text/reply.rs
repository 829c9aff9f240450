//! What providers say, fit to be kept: one line, not long, and nothing of the text in it.

use super::OutgoingText;
use crate::{
    channel::{SendError, one_line},
    http_client::HttpReply,
};

/// Runs of figures shorter than this are no secret: a status, a count.
const SHORT: usize = 4;
/// The fewest figures of a code.
const CODE: usize = 6;
/// What stands for what was taken out.
const GONE: &str = "…";

/// The status and the beginning of the body, without what was sent: some providers repeat the
/// number, and a broken one may repeat anything.
pub(super) fn words(reply: &HttpReply, text: &OutgoingText) -> String {
    let body = String::from_utf8_lossy(&reply.body);
    one_line(&format!("{} {}", reply.status, without(&body, text)))
}

/// What came isn't an answer to a text: the provider, or what stands in its place, is in
/// trouble, and another provider may take the text.
pub(super) fn unusable(answer: &str) -> SendError {
    SendError::Unreachable {
        why: format!("it answered {answer}"),
    }
}

/// `said` without the text's number, its lines, and the figures in them.
pub(super) fn without(said: &str, text: &OutgoingText) -> String {
    let mut said = said.to_owned();
    for line in text
        .body
        .lines()
        .filter(|line| line.chars().count() > SHORT)
    {
        said = said.replace(line, GONE);
    }
    let packed: String = text.body.split_whitespace().collect();
    let number = text.to.as_e164();
    // As it is dialled at home: without the country, which has up to three figures.
    let tail = number.len().saturating_sub(8);
    let secret = number.get(tail..).unwrap_or(number);
    hide(&said, |run| {
        run.contains(secret) || packed.contains(run) || text.body.contains(run)
    })
}

/// `said` without what may be part of the text: for words that come when the text isn't at
/// hand any more. Networks repeat its beginning after `text:` (SMPP 3.4, appendix B).
pub(crate) fn report_words(said: &str) -> String {
    let lower = said.to_ascii_lowercase();
    let end = lower.find("text:").unwrap_or(said.len());
    let said = said.get(..end).unwrap_or_default();
    one_line(&hide(said, |run| run.len() >= CODE))
}

/// `said` without the runs of figures that `is_secret`.
fn hide(said: &str, is_secret: impl Fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(said.len());
    let mut run = String::new();
    for sign in said.chars().map(Some).chain([None]) {
        if let Some(figure) = sign.filter(char::is_ascii_digit) {
            run.push(figure);
            continue;
        }
        // Kannel writes the codes of networks so.
        let is_hexadecimal = kept.ends_with("0x");
        let is_gone = run.len() >= SHORT && !is_hexadecimal && is_secret(&run);
        kept.push_str(if is_gone { GONE } else { &run });
        run.clear();
        kept.extend(sign);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{super::samples::english, *};

    fn heard(said: &str) -> String {
        without(said, &english())
    }

    #[test]
    fn neither_the_number_nor_the_code_is_kept() {
        for said in [
            "The 'To' number +819012345678 is not valid",
            "no route to 09012345678",
            "to=%2B819012345678",
            "Your Kadomori code is 482913.",
            "you sent #482913",
            "<p>@id.example.jp #482913</p>",
        ] {
            let kept = heard(said);
            for secret in ["12345678", "482913"] {
                assert!(!kept.contains(secret), "{kept}");
            }
        }
    }

    #[test]
    fn what_says_something_is_kept() {
        for said in [
            "0: Accepted for delivery",
            "queued as SM0f1e2d3c4b5a, code 21211",
            "503 Temporal failure, try again later.",
        ] {
            assert_eq!(heard(said), said);
        }
    }

    #[test]
    fn a_report_keeps_the_networks_words_and_nothing_of_the_text() {
        let receipt = "id:0123456789 sub:001 dlvrd:000 submit date:2611221203 \
             done date:2611221204 stat:UNDELIV err:001 Text:code 482913";
        let kept = report_words(receipt);
        assert!(kept.ends_with("stat:UNDELIV err:001"), "{kept}");
        assert!(!kept.contains("0123456789"), "{kept}");
        assert_eq!(
            report_words("NACK/11/Invalid\r\nDest"),
            "NACK/11/Invalid  Dest"
        );
        let refused = "NACK/0x0000000b/Invalid Destination Address";
        assert_eq!(report_words(refused), refused);
        assert_eq!(report_words("コード 482913"), "コード …");
    }

    #[test]
    fn an_answer_becomes_one_short_line() {
        let body = format!("two\r\nlines \u{1b}[2J{}", "x".repeat(2_000));
        let reply = HttpReply {
            status: 500,
            body: body.into_bytes(),
        };
        let words = words(&reply, &english());
        assert!(words.starts_with("500 two  lines  [2J"), "{words}");
        assert_eq!(words.chars().count(), 300);
    }
}
