//! A mail copied out of a program, with the head as the program shows it.

/// What programs call a header, in several languages.
const LABELS: &[(&str, &[&str])] = &[
    (
        "From",
        &[
            "from",
            "差出人",
            "送信者",
            "送信元",
            "von",
            "de",
            "da",
            "发件人",
            "보낸사람",
        ],
    ),
    (
        "Subject",
        &[
            "subject",
            "件名",
            "題名",
            "タイトル",
            "betreff",
            "objet",
            "asunto",
            "assunto",
            "oggetto",
        ],
    ),
    (
        "To",
        &[
            "to",
            "宛先",
            "あて先",
            "an",
            "à",
            "para",
            "收件人",
            "받는사람",
        ],
    ),
    (
        "Reply-To",
        &["reply-to", "返信先", "antwort an", "répondre à"],
    ),
    (
        "",
        &[
            "date",
            "sent",
            "日時",
            "送信日時",
            "日付",
            "受信日時",
            "datum",
            "gesendet",
            "envoyé",
            "fecha",
            "enviado",
            "cc",
        ],
    ),
];

/// Lines that are looked at.
const LINES: usize = 12;

/// The text as a mail with headers, where it begins with a sender and what else programs show
/// above a mail. A person who passes a mail on writes something before, and a program says so.
pub(super) fn with_head(text: &str) -> Option<String> {
    let text = text.trim_start();
    let mut head = String::new();
    let mut rest = text;
    let (mut sender, mut lines) = (false, 0);
    for line in text.lines().take(LINES) {
        let Some((name, value)) = labelled(line) else {
            break;
        };
        if !name.is_empty() {
            head.extend([name, ": ", value, "\r\n"]);
        }
        sender |= name == "From" && value.contains('@');
        lines += 1;
        rest = rest.split_once('\n').map_or("", |it| it.1);
    }
    (sender && lines > 1).then(|| format!("{head}\r\n{}", rest.trim_start_matches(['\r', '\n'])))
}

/// What a line of a head says, and of what.
fn labelled(line: &str) -> Option<(&'static str, &str)> {
    let (label, value) = line.split_once([':', '：'])?;
    let label = label.trim().trim_matches('*').trim().to_lowercase();
    let named = LABELS
        .iter()
        .find(|(_, names)| names.contains(&label.as_str()));
    named.map(|(name, _)| (*name, value.trim().trim_matches('*').trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_that_was_copied_is_a_head() {
        let text = "\n差出人：Apple サポート <no-reply@mart.example>\n件名: ロックされました\n\
                    日時: 2026年11月22日 12:03\n\n本日中に\n";
        assert_eq!(
            with_head(text).unwrap(),
            "From: Apple サポート <no-reply@mart.example>\r\nSubject: ロックされました\r\n\r\n本日中に\n"
        );
        let text = "From: Desk <desk@mart.example>\nSent: Sunday\nTo: mika@example.jp\nHello";
        assert_eq!(
            with_head(text).unwrap(),
            "From: Desk <desk@mart.example>\r\nTo: mika@example.jp\r\n\r\nHello"
        );
    }

    #[test]
    fn what_begins_otherwise_is_a_text() {
        for text in [
            "これは本物ですか。\n差出人: a@mart.example\n件名: ロック",
            "---------- Forwarded message ---------\nFrom: a@mart.example\nSubject: b",
            "From: everybody here\nSubject: greetings",
            "From: a@mart.example",
            "Note: hello",
            "",
        ] {
            assert_eq!(with_head(text), None, "{text}");
        }
    }
}
