//! Reports of a Kannel gateway: `GET` of the address that it was given as `dlr-url`, with
//! the report's kind (`%d`) and the network's words (`%A`).

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
};
use kadomori_domain::delivery::{Permanence, Report};

use super::{opened, providers, tell};
use crate::{
    app::App,
    channel::text::{TextChannel, reply},
    extract::Path,
};

/// A number that can't be dialled (SMPP 3.4 §5.1.3, `ESME_RINVDSTADR`).
const BAD_NUMBER: u32 = 0x0b;

/// The bits of a report's kind, of which Kannel sets more than one for a text whose time ran
/// out (2 and 32).
const DELIVERED: u32 = 1;
const UNDELIVERED: u32 = 2;
const BUFFERED: u32 = 4;
const REJECTED: u32 = 16;

/// Takes a report.
pub(crate) async fn take(
    Path(tag): Path,
    RawQuery(query): RawQuery,
    State(app): State<App>,
) -> StatusCode {
    let mut kannels =
        providers(&app).filter(|provider| matches!(provider.channel(), TextChannel::Kannel(_)));
    let Some(provider) = kannels.next() else {
        return StatusCode::NO_CONTENT;
    };
    let query = query.unwrap_or_default();
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&query).unwrap_or_default();
    let field = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let answer = reply::report_words(field("answer"));
    let report = meaning(field("status"), field("answer"));
    tell(&app, provider.name(), opened(&app, &tag), (report, answer)).await
}

/// What a kind of report says, by Kannel's user guide ("Delivery reports").
fn meaning(status: &str, answer: &str) -> Option<Report> {
    let bits: u32 = status.parse().ok()?;
    let says = |kind: u32| bits & kind != 0;
    if says(DELIVERED) {
        Some(Report::Delivered)
    } else if says(UNDELIVERED) {
        Some(Report::Failed(undelivered(answer)))
    } else if says(REJECTED) {
        Some(Report::Failed(rejected(answer)))
    } else {
        // 8: the network has it, which Kannel's own answer has said.
        says(BUFFERED).then_some(Report::Delayed)
    }
}

/// Why a text wasn't delivered, by the state in an SMPP receipt (SMPP 3.4, appendix B): its
/// time ran out while the phone was off, somebody took it back, or the network wouldn't have it.
fn undelivered(answer: &str) -> Permanence {
    let lower = answer.to_ascii_lowercase();
    let state = lower.split_once("stat:").map(|(_, rest)| rest);
    match state.and_then(|rest| rest.split_whitespace().next()) {
        Some("expired" | "deleted" | "unknown" | "rejectd") => Permanence::Soft,
        Some(_) | None => Permanence::Hard,
    }
}

/// Why the network refused a text: a matter of the number only where it says so, else of the
/// sender, the text or the moment.
fn rejected(answer: &str) -> Permanence {
    let code = answer
        .strip_prefix("NACK/")
        .and_then(|rest| rest.split('/').next());
    // Kannel writes it as `0x0000000b`.
    let code = code.and_then(|code| match code.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => code.parse().ok(),
    });
    match code {
        Some(BAD_NUMBER) => Permanence::Hard,
        Some(_) | None => Permanence::Soft,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_report_is_understood() {
        let hard = Some(Report::Failed(Permanence::Hard));
        let soft = Some(Report::Failed(Permanence::Soft));
        for (status, answer, report) in [
            ("1", "", Some(Report::Delivered)),
            ("2", "", hard),
            ("2", "sub:001 stat:UNDELIV err:001", hard),
            ("2", "sub:001 stat:EXPIRED err:000", soft),
            ("2", "sub:001 stat:REJECTD err:013", soft),
            ("34", "sub:001 stat:EXPIRED err:000", soft),
            ("4", "", Some(Report::Delayed)),
            ("8", "ACK/", None),
            ("16", "NACK/0x0000000b/Invalid Destination Address", hard),
            ("16", "NACK/11/Invalid Destination Address", hard),
            ("16", "NACK/0x00000058/Throttling error", soft),
            ("16", "", soft),
            ("", "", None),
            ("-1", "", None),
            ("%d", "%A", None),
        ] {
            assert_eq!(meaning(status, answer), report, "{status} {answer}");
        }
    }
}
