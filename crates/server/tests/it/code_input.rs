//! What people type and paste into the one field for the code.

use crate::support::{Browser, Engine, Letter, Span as _, TestApp};

stories![
    nothing_typed_costs_no_try,
    what_holds_no_code_costs_no_try,
    what_could_be_two_codes_costs_no_try,
    a_code_is_read_however_it_is_typed,
    the_whole_mail_can_be_pasted,
    the_whole_japanese_mail_can_be_pasted,
    a_very_long_text_is_no_code,
];

/// A browser on the code page, and the mail.
async fn waiting(app: &TestApp) -> (Browser, Letter) {
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    (mika, mail)
}

/// That typing this answers with a sentence, and that all five tries remain.
async fn costs_nothing(engine: Engine, typed: &[&str], sentence: &str) {
    let app = TestApp::real(engine).await;
    let (mut mika, mail) = waiting(&app).await;
    let sentence = sentence.replace("K7P", &mail.reference());
    for text in typed {
        mika.enter(text).await;
        assert!(
            mika.page().has_alert(&sentence),
            "{text:?}: {}",
            mika.page().text()
        );
        assert_eq!(mika.page().status, 422);
    }
    mika.enter(&mail.wrong_code()).await;
    assert!(
        mika.page()
            .has_alert("That code doesn't match. 4 tries left.")
    );
}

async fn nothing_typed_costs_no_try(engine: Engine) {
    let sentence = "Type the 6 digits from the mail marked K7P.";
    costs_nothing(engine, &["", "   ", "\u{200b}\u{3000}", "\n"], sentence).await;
}

async fn what_holds_no_code_costs_no_try(engine: Engine) {
    let sentence = "There's no 6-digit code in there. Type the digits from the mail marked K7P.";
    let typed = [
        "12345",
        "1234567",
        "hello",
        "123 45",
        "12:34:56",
        "\0",
        "4829\u{0}13",
    ];
    costs_nothing(engine, &typed, sentence).await;
}

async fn what_could_be_two_codes_costs_no_try(engine: Engine) {
    let sentence = "There's more than one number in there. Type just the 6 digits.";
    let typed = ["482913 or 482914", "code 482 913, order 771204"];
    costs_nothing(engine, &typed, sentence).await;
}

/// How a code is typed.
type Way<'a> = &'a dyn Fn(&str) -> String;

async fn a_code_is_read_however_it_is_typed(engine: Engine) {
    let app = TestApp::real(engine).await;
    let wide = |code: &str| -> String {
        let widen = |c: char| match c {
            ' ' => '\u{3000}',
            digit => char::from_u32(u32::from(digit) + 0xFEE0).unwrap(),
        };
        code.chars().map(widen).collect()
    };
    let ways: [(&str, Way<'_>); 9] = [
        ("as it stands", &str::to_owned),
        ("without space", &|code| code.replace(' ', "")),
        ("with a hyphen", &|code| code.replace(' ', "-")),
        ("with a Japanese long mark", &|code| {
            wide(code).replace('\u{3000}', "ー")
        }),
        ("full width", &wide),
        ("with an invisible space", &|code| {
            code.replace(' ', "\u{200b}")
        }),
        ("digit by digit", &|code| {
            let digits: Vec<_> = code.split("").filter(|digit| *digit != " ").collect();
            digits.join(" ")
        }),
        ("in a sentence", &|code| format!("Your code is {code}.")),
        ("in a Japanese sentence", &|code| {
            format!("確認コードは{code}です（12:13まで）")
        }),
    ];
    for (way, write) in ways {
        let (mut mika, mail) = waiting(&app).await;
        mika.enter(&write(&mail.code())).await;
        assert_eq!(mika.page().title(), "Make an account?", "{way}");
        // A limit on mails to one address is another story.
        app.advance(1.hours());
    }
}

async fn the_whole_mail_can_be_pasted(engine: Engine) {
    let app = TestApp::real(engine).await;
    for line_end in ["\n", "\r\n", " ", ""] {
        let (mut mika, mail) = waiting(&app).await;
        let pasted = format!("{}\n{}", mail.subject(), mail.text()).replace('\n', line_end);
        mika.enter(&pasted).await;
        assert_eq!(
            mika.page().title(),
            "Make an account?",
            "{line_end:?}: {pasted}"
        );
        app.advance(1.hours());
    }
}

async fn the_whole_japanese_mail_can_be_pasted(engine: Engine) {
    let app = TestApp::real(engine).await;
    for line_end in ["\n", "\r\n", " ", ""] {
        let mut mika = app.browser().in_japanese();
        let mail = mika.get_code("mika@example.jp").await;
        let pasted = format!("{}\n{}", mail.subject(), mail.text()).replace('\n', line_end);
        mika.enter(&pasted).await;
        assert_eq!(
            mika.page().title(),
            "アカウントを作りますか",
            "{line_end:?}: {pasted}"
        );
        app.advance(1.hours());
    }
}

async fn a_very_long_text_is_no_code(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut mika, mail) = waiting(&app).await;
    mika.enter(&"あ".repeat(10_000)).await;
    assert!(
        mika.page()
            .alert()
            .unwrap()
            .starts_with("There's no 6-digit code in there.")
    );
    mika.enter(&mail.code()).await;
    assert_eq!(mika.page().title(), "Make an account?");
}
