//! The words by which people find their way, in both languages. They stand here once more
//! on purpose: a test that asked the pages for them would not notice a wrong one.

/// Labels and buttons.
pub(crate) struct Words {
    pub(crate) address: &'static str,
    pub(crate) send: &'static str,
    /// What the same button says on a browser that was here before.
    pub(crate) go_on: &'static str,
    pub(crate) code: &'static str,
    pub(crate) sign_in: &'static str,
    pub(crate) again: &'static str,
    pub(crate) new_code: &'static str,
    pub(crate) create: &'static str,
    pub(crate) sign_out: &'static str,
}

const ENGLISH: Words = Words {
    address: "Mail address",
    send: "Send the code",
    go_on: "Continue",
    code: "6-digit code",
    sign_in: "Sign in",
    again: "Send the code again",
    new_code: "Send a new code",
    create: "Make an account",
    sign_out: "Sign out",
};

const JAPANESE: Words = Words {
    address: "メールアドレス",
    send: "コードを送る",
    go_on: "次へ",
    code: "6桁の確認コード",
    sign_in: "サインイン",
    again: "コードをもう一度送る",
    new_code: "新しいコードを送る",
    create: "アカウントを作る",
    sign_out: "サインアウト",
};

impl Words {
    /// The words of a language.
    pub(crate) fn of(language: &str) -> &'static Self {
        match language {
            "en" => &ENGLISH,
            "ja" => &JAPANESE,
            other => panic!("a page in {other:?}"),
        }
    }
}
