//! The settings as a whole: what an empty file means, what is written down about
//! them, and each refusal as an operator reads it.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::Duration;

use super::source::{ConfigFile, ReadFile};
use super::*;

fn load(text: &str) -> Config {
    Config::load(&Sources::given(text, &[])).unwrap()
}

fn refusal(text: &str, variables: &[(&str, &str)]) -> String {
    Config::load(&Sources::given(text, variables))
        .unwrap_err()
        .to_string()
}

/// Settings whose files for secrets are not on the disk.
fn with_files(text: &str, read_file: ReadFile) -> Sources {
    Sources {
        read_file,
        ..Sources::given(text, &[])
    }
}

const MAIL: &str = "[mail]\nfrom = \"no-reply@example.jp\"\nserver = \"smtp.example.jp\"\n";

#[test]
fn an_empty_file_is_for_trying_out() {
    let config = load("");
    assert!(config.is_trial());
    assert_eq!(config.public_url.origin(), "http://localhost:8080");
    assert_eq!(format!("{config:?}"), format!("{:?}", Config::for_trial()));
    assert_eq!(config.advice(), Vec::<String>::new());
}

#[test]
fn the_defaults_are_settings_that_can_be_written() {
    let written: String = render::example()
        .lines()
        .filter(|line| !line.starts_with("# "))
        .flat_map(|line| [line.trim_start_matches('#'), "\n"])
        .collect();
    assert_eq!(
        format!("{:?}", load(&written)),
        format!("{:?}", Config::for_trial())
    );
}

#[test]
fn the_documents_in_the_tree_are_those_of_the_code() {
    let hint = "run `cargo run -- config docs > docs/config.md` and \
                `cargo run -- config example > docs/kadomori.example.toml`";
    assert!(
        include_str!("../../../../docs/config.md") == render::docs(),
        "{hint}"
    );
    assert!(
        include_str!("../../../../docs/kadomori.example.toml") == render::example(),
        "{hint}"
    );
}

#[test]
fn the_local_address_follows_the_port_and_the_mail_port_the_protection() {
    assert_eq!(
        load("http.listen = \"127.0.0.1:9000\"").public_url.origin(),
        "http://localhost:9000"
    );
    let set = load("public_url = \"http://localhost:9001\"\nhttp.listen = \"[::1]:9000\"");
    assert_eq!(set.public_url.origin(), "http://localhost:9001");
    assert_eq!(load(MAIL).mail.port, 587);
    assert_eq!(load(&format!("{MAIL}security = \"tls\"")).mail.port, 465);
    assert_eq!(
        load(&format!("{MAIL}security = \"tls\"\nport = 2465"))
            .mail
            .port,
        2465
    );
}

#[test]
fn mails_are_signed_for_the_domain_they_come_from() {
    assert_eq!(load("").dkim.domain, None);
    assert_eq!(load(MAIL).dkim.domain.as_deref(), Some("example.jp"));
    let below = load(&format!("{MAIL}[dkim]\ndomain = \"mail.example.jp\""));
    assert_eq!(below.dkim.domain.as_deref(), Some("mail.example.jp"));
}

#[test]
fn a_variable_goes_before_the_file() {
    let sources = Sources::given(
        "name = \"File\"\n[code]\nlength = 8\n",
        &[
            ("KADOMORI_NAME", "Variable"),
            ("KADOMORI_CODE__LIFETIME", "5m"),
            ("KADOMORI_CODE__RESEND_AFTER", "30s"),
            (
                "KADOMORI_HTTP__EXEMPT_NETWORKS",
                "192.0.2.0/24, 2001:db8::/32",
            ),
            ("KADOMORI_CONFIG", "kadomori.toml"),
            ("HOME", "/root"),
        ],
    );
    let config = Config::load(&sources).unwrap();
    assert_eq!(config.name, "Variable");
    assert_eq!(config.code.length, 8);
    assert_eq!(config.code.lifetime, Duration::from_mins(5));
    assert_eq!(config.http.exempt_networks.len(), 2);
}

#[test]
fn what_kubernetes_and_the_tests_say_is_no_setting() {
    let sources = Sources::given(
        "",
        &[
            ("KADOMORI_PORT", "tcp://10.0.0.1:80"),
            ("KADOMORI_PORT_80_TCP_ADDR", "10.0.0.1"),
            ("KADOMORI_SERVICE_HOST", "10.0.0.1"),
            (
                "KADOMORI_TEST_POSTGRES",
                "postgres://127.0.0.1:17000/postgres",
            ),
            ("KADOMORI_SERVICE_PORT_HTTP", "80"),
        ],
    );
    assert!(Config::load(&sources).is_ok());
}

#[test]
fn a_secret_lies_in_a_file_without_its_line_end() {
    let text = format!("{MAIL}username = \"kadomori\"\npassword_file = \"/run/secret\"\n");
    let sources = with_files(&text, |path| {
        assert_eq!(path, Path::new("/run/secret"));
        Ok(b"hunter2\r\n".to_vec())
    });
    let config = Config::load(&sources).unwrap();
    assert_eq!(config.mail.password.unwrap().reveal(), "hunter2");
}

#[test]
fn a_mail_server_on_this_computer_may_go_without_tls() {
    for server in ["localhost", "127.0.0.1", "::1"] {
        let text = format!(
            "[mail]\nfrom = \"a@example.jp\"\nserver = \"{server}\"\nsecurity = \"plain\"\n"
        );
        assert_eq!(load(&text).mail.port, 25);
    }
}

#[test]
fn with_a_mail_server_it_may_listen_to_everyone() {
    let config = load(&format!(
        "public_url = \"https://id.example.jp\"\n[http]\nlisten = \"[::]:8080\"\n\
         trusted_proxies = [\"10.0.0.0/8\", \"127.0.0.1\"]\n{MAIL}"
    ));
    assert!(!config.is_trial());
    assert_eq!(config.advice(), Vec::<String>::new());
}

#[test]
fn no_message_shows_a_secret() {
    let spoken = refusal(
        "[database]\nurl = \"mysql://kadomori:hunter2@db/kadomori\"\n\
         [mail]\npassword = { it = \"hunter2\" }\npasword_file = \"hunter2\"\n\
         from = 5\n[mial]\npassword = \"hunter2\"\n",
        &[
            ("KADOMORI_DATABASE__PASSWROD", "hunter2"),
            ("KADOMORI_MAIL__PASSWORD_FILE", ""),
        ],
    );
    assert!(!spoken.contains("hunter2"), "{spoken}");
    insta::assert_snapshot!(spoken);

    let cut_off = refusal("[mail]\npassword = \"hunter2\n", &[]);
    assert!(!cut_off.contains("hunter2"), "{cut_off}");

    let debug = format!(
        "{:?}",
        load(&format!("{MAIL}username = \"a\"\npassword = \"hunter2\"\n"))
    );
    assert!(!debug.contains("hunter2"), "{debug}");
}

#[test]
fn a_name_that_does_not_exist_is_answered_with_the_one_that_was_meant() {
    insta::assert_snapshot!(refusal(
        "regstration = \"closed\"\n\
         colour = \"green\"\n\
         tries = 4\n\
         \n\
         [http]\n  lisen = \"127.0.0.1:8080\"\ntrusted-proxies = []\n\
         public_url = \"https://id.example.jp\"\n\
         \n\
         [metrics]\nport = 9090\n\
         [sesion]\nkeep = \"30d\"\n\
         [weather]\nrain = true\n",
        &[]
    ));
}

#[test]
fn a_section_is_neither_a_value_nor_a_list() {
    insta::assert_snapshot!(refusal(
        "http = 8080\nname.first = \"K\"\n[[code]]\nlength = 6\n",
        &[]
    ));
}

#[test]
fn a_value_that_can_not_be_used_is_answered_with_what_is_expected() {
    insta::assert_snapshot!(refusal(
        "public_url = \"http://id.example.jp\"\n\
         name = \"\"\n\
         registration = \"maybe\"\n\
         time_zone = \"Asia/Tokio\"\n\
         data_dir = 5\n\
         [http]\n\
         listen = \"localhost:8080\"\n\
         trusted_proxies = [\"10.0.0.1/8\"]\n\
         exempt_networks = \"10.0.0.0/8\"\n\
         [database]\n\
         url = \"sqlite:kadomori.db\"\n\
         max_connections = 1_000_000_000_000_000_000_000\n\
         [mail]\n\
         from = \"Kadomori <no-reply@example.jp>\"\n\
         server = \"smtp.example.jp:465\"\n\
         port = 0\n\
         timeout = 20\n\
         [log]\n\
         level = 2026-01-01\n\
         [code]\n\
         length = \"8\"\n\
         lifetime = \"1h\"\n\
         tries = 2.5\n\
         [session]\n\
         keep = \"forever\"\n\
         [retention]\n\
         events = [\"180d\"]\n",
        &[]
    ));
}

#[test]
fn variables_are_looked_at_like_the_file() {
    let mut sources = Sources::given(
        "",
        &[
            ("KADOMORI_HTTP_LISTEN", "127.0.0.1:8080"),
            ("KADOMORI_PUBLIC_UIRL", "https://id.example.jp"),
            ("KADOMORI_WEATHER", "rain"),
            ("KADOMORI_CODE__LENGTH", "five"),
            ("KADOMORI_CODE__TRIES", "9"),
            ("KADOMORI_HTTP__TRUSTED_PROXIES", "10.0.0.0/8,nginx"),
            ("KADOMORI_REGISTRATION", ""),
        ],
    );
    sources
        .variables
        .push(("KADOMORI_NAME".to_owned(), not_text()));
    insta::assert_snapshot!(Config::load(&sources).unwrap_err());
}

fn not_text() -> OsString {
    use std::os::unix::ffi::OsStringExt as _;
    OsString::from_vec(vec![0xff])
}

#[test]
fn a_file_that_is_not_toml_is_answered_with_the_place() {
    insta::assert_snapshot!(refusal(
        "name = Kadomori\n[http\nlisten = \"127.0.0.1:8080\"\n[code]\nlength = 6\nlength = 7\n",
        &[("KADOMORI_CODE__TRIES", "9")]
    ));
}

#[test]
fn a_file_that_is_named_and_missing_is_a_refusal() {
    let error = io::Error::from(io::ErrorKind::NotFound);
    let file = ConfigFile::Unreadable {
        name: "/etc/kadomori/kadomori.toml".to_owned(),
        error,
    };
    insta::assert_snapshot!(
        Config::load(&Sources {
            file,
            ..Sources::given("", &[])
        })
        .unwrap_err()
    );

    let named = Some(Path::new("/nonexistent/kadomori.toml"));
    assert!(Config::load(&Sources::from_process(named)).is_err());
}

#[test]
fn a_file_that_is_not_text_is_a_refusal() {
    let file = ConfigFile::Found {
        name: "kadomori.toml".to_owned(),
        content: vec![0xff],
    };
    insta::assert_snapshot!(
        Config::load(&Sources {
            file,
            ..Sources::given("", &[])
        })
        .unwrap_err()
    );
}

#[test]
fn trying_out_beyond_this_computer_is_refused() {
    insta::assert_snapshot!(refusal(
        "public_url = \"https://id.example.jp\"\n\
         [http]\nlisten = \"0.0.0.0:80\"\ntrusted_proxies = [\"127.0.0.1\"]\n",
        &[]
    ));
}

#[test]
fn half_a_mail_server_is_refused() {
    insta::assert_snapshot!(
        "address_alone",
        refusal("mail.from = \"no-reply@example.jp\"", &[])
    );
    insta::assert_snapshot!(
        "server_alone",
        refusal("mail.server = \"smtp.example.jp\"", &[])
    );
    insta::assert_snapshot!(
        "user_alone",
        refusal(&format!("{MAIL}username = \"a\""), &[])
    );
    insta::assert_snapshot!(
        "password_alone",
        refusal(&format!("{MAIL}password = \"a\""), &[])
    );
}

#[test]
fn codes_go_over_no_network_in_the_clear() {
    insta::assert_snapshot!(refusal(&format!("{MAIL}security = \"plain\""), &[]));
}

#[test]
fn a_signature_by_another_domain_is_refused() {
    insta::assert_snapshot!(
        "other_domain",
        refusal(&format!("{MAIL}[dkim]\ndomain = \"example.com\""), &[])
    );
    insta::assert_snapshot!("no_mail", refusal("dkim.domain = \"example.jp\"", &[]));
}

#[test]
fn mails_come_back_only_where_they_left_and_are_read() {
    insta::assert_snapshot!(
        "intake_without_door",
        refusal(
            &format!("{MAIL}[intake]\naddress = \"bounces@example.jp\""),
            &[]
        )
    );
    insta::assert_snapshot!(
        "intake_without_address",
        refusal(&format!("{MAIL}[intake]\nmaildir = \"/var/mail/b\""), &[])
    );
    insta::assert_snapshot!(
        "intake_without_mail_server",
        refusal(
            "[intake]\naddress = \"bounces@example.jp\"\nlmtp = \"127.0.0.1:2424\"",
            &[]
        )
    );
    insta::assert_snapshot!(
        "intake_out_of_bounds",
        refusal(
            &format!(
                "{MAIL}[intake]\naddress = \"mails-that-come-back-to-us@example.jp\"\n\
                 maildir = \"/var/mail/b\"\n"
            ),
            &[
                ("KADOMORI_INTAKE__LMTP", "203.0.113.1:24"),
                ("KADOMORI_INTAKE__DELIMITER", "."),
                ("KADOMORI_INTAKE__LARGEST", "0"),
            ]
        )
    );
}

#[test]
fn mails_are_forwarded_only_to_an_address_of_their_own_that_is_read() {
    let forwarded = |rest: &str| format!("{MAIL}[genuine]\naddress = \"check@example.jp\"\n{rest}");
    insta::assert_snapshot!("forwarded_without_door", refusal(&forwarded(""), &[]));
    insta::assert_snapshot!(
        "forwarded_without_mail_server",
        refusal(
            "[genuine]\naddress = \"check@example.jp\"\n[intake]\nlmtp = \"127.0.0.1:2424\"",
            &[]
        )
    );
    insta::assert_snapshot!(
        "forwarded_to_bounces",
        refusal(
            &forwarded("[intake]\naddress = \"Check@example.jp\"\nlmtp = \"127.0.0.1:2424\""),
            &[]
        )
    );
    let config = load(&forwarded("[intake]\nlmtp = \"127.0.0.1:2424\""));
    assert_eq!(config.genuine.address.as_deref(), Some("check@example.jp"));
}

const KANNEL: &str = "[text]\nprovider = \"kannel\"\n\
     url = \"http://localhost:13013/cgi-bin/sendsms\"\nusername = \"app\"\n";

#[test]
fn texts_are_off_until_a_provider_is_set() {
    let config = load(MAIL);
    assert!(config.text.providers().is_empty());
    assert_eq!(config.text.countries, [config.text.country]);
    let config = load(&format!(
        "{MAIL}{KANNEL}password = \"a\"\ncountries = [\"JP\", \"kr\"]\n\
         [text.second]\nprovider = \"twilio\"\naccount = \"AC01\"\npassword = \"b\"\n\
         from = \"+15005550006\"\n"
    ));
    let providers = config.text.providers();
    let kinds: Vec<_> = providers.iter().map(|one| one.provider).collect();
    assert_eq!(kinds, [TextProvider::Kannel, TextProvider::Twilio]);
    assert_eq!(providers[1].url.as_str(), "https://api.twilio.com/");
    assert_eq!(config.text.countries.len(), 2);
}

#[test]
fn a_section_below_another_is_set_by_variables_too() {
    let text = format!("{MAIL}{KANNEL}password = \"a\"\n[text.second]\nfrom = \"Kadomori\"\n");
    let variables = [
        ("KADOMORI_TEXT__SECOND__PROVIDER", "webhook"),
        ("KADOMORI_TEXT__SECOND__URL", "https://texts.example.jp/"),
        (
            "KADOMORI_TEXT__SECOND__SECRET",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ),
    ];
    let config = Config::load(&Sources::given(&text, &variables)).unwrap();
    assert_eq!(config.text.providers().len(), 2);
    insta::assert_snapshot!(
        "second_is_a_section",
        refusal(&format!("{MAIL}[text]\nsecond = \"kannel\"\n"), &[])
    );
}

#[test]
fn a_provider_of_texts_has_what_it_needs_and_no_more() {
    insta::assert_snapshot!(
        "text_needs",
        refusal(
            &format!("{MAIL}[text]\nprovider = \"kannel\"\naccount = \"AC01\"\n"),
            &[]
        )
    );
    insta::assert_snapshot!(
        "text_twilio_key",
        refusal(
            &format!(
                "{MAIL}[text]\nprovider = \"twilio\"\naccount = \"AC01\"\n\
                 username = \"SK01\"\npassword = \"a\"\nfrom = \"Kadomori\"\n"
            ),
            &[]
        )
    );
    insta::assert_snapshot!(
        "text_webhook_secret",
        refusal(
            &format!(
                "{MAIL}[text]\nprovider = \"webhook\"\nurl = \"https://texts.example.jp\"\n\
                 secret = \"hunter2\"\n"
            ),
            &[]
        )
    );
    insta::assert_snapshot!(
        "text_without_provider",
        refusal(&format!("{MAIL}[text]\nfrom = \"Kadomori\"\n"), &[])
    );
    insta::assert_snapshot!(
        "text_in_a_trial",
        refusal(&format!("{KANNEL}password = \"a\"\n"), &[])
    );
    insta::assert_snapshot!(
        "text_second_alone",
        refusal(
            &format!(
                "{MAIL}[text.second]\nprovider = \"webhook\"\nurl = \"http://a.example.jp\"\n"
            ),
            &[("KADOMORI_TEXT__COUNTRIES", "JP, ZZ")]
        )
    );
}

#[test]
fn a_password_without_a_use_is_refused() {
    insta::assert_snapshot!(refusal("", &[("KADOMORI_DATABASE__PASSWORD", "hunter2")]));
}

#[test]
fn a_password_given_twice_is_refused() {
    insta::assert_snapshot!(refusal(
        &format!("{MAIL}username = \"a\"\npassword = \"b\"\npassword_file = \"/run/secret\"\n"),
        &[]
    ));
}

#[test]
fn a_file_for_a_secret_holds_one_line() {
    let text = "[database]\nurl = \"postgres://db/kadomori\"\npassword_file = \"/run/secret\"\n";
    let answers: [(&str, ReadFile); 4] = [
        ("missing", |_| Err(io::ErrorKind::NotFound.into())),
        ("forbidden", |_| Err(io::ErrorKind::PermissionDenied.into())),
        ("empty", |_| Ok(b"\n".to_vec())),
        ("two_lines", |_| Ok(b"hunter2\nhunter3\n".to_vec())),
    ];
    for (name, read_file) in answers {
        let spoken = Config::load(&with_files(text, read_file))
            .unwrap_err()
            .to_string();
        insta::assert_snapshot!(format!("secret_file_{name}"), spoken);
    }
}

#[test]
fn durations_and_limits_that_cross_are_refused() {
    insta::assert_snapshot!(refusal(
        "[code]\nlifetime = \"1m\"\nresend_after = \"2m\"\n\
         [session]\nkeep_idle = \"30d\"\nkeep = \"1d\"\nbrief = \"30m\"\n\
         [limits]\nsends_per_recipient_hour = 6\nsends_per_recipient_day = 5\n\
         [password]\nminimum = 10\nminimum_with_second_step = 11\n\
         [metrics]\nlisten = \"127.0.0.1:8080\"\n",
        &[]
    ));
}

#[test]
fn two_settings_are_not_compared_when_one_is_unclear() {
    let spoken = refusal("mail.server = 5\n[http]\nlisten = \"0.0.0.0:80\"\n", &[]);
    assert!(spoken.starts_with("One thing"), "{spoken}");
}

#[test]
fn what_is_seldom_meant_is_advised_against() {
    let advice = |text: &str| load(text).advice().join("\n");
    insta::assert_snapshot!(
        "advice_proxy",
        advice(&format!("public_url = \"https://id.example.jp\"\n{MAIL}"))
    );
    insta::assert_snapshot!(
        "advice_local",
        advice(&format!("http.listen = \"0.0.0.0:80\"\n{MAIL}"))
    );
    insta::assert_snapshot!("advice_port", advice(&format!("{MAIL}port = 465\n")));
    insta::assert_snapshot!(
        "advice_intake",
        advice(&format!(
            "{MAIL}[intake]\naddress = \"b@example.com\"\nlmtp = \"/run/kadomori/lmtp\""
        ))
    );
}

#[test]
fn a_second_mail_server_takes_the_settings_of_the_first() {
    let text = format!(
        "{MAIL}connections = 3\n[mail.second]\nserver = \"mail.example.net\"\n\
         security = \"tls\"\nusername = \"app\"\npassword = \"a\"\n"
    );
    let config = load(&text);
    let second = config.mail.second.server().expect("a second");
    assert_eq!(
        (second.server.as_str(), second.port),
        ("mail.example.net", 465)
    );
    assert_eq!(config.mail.first().expect("a first").port, 587);
    assert_eq!(config.mail.per_domain, 2, "others keep a connection");
    assert_eq!(load(MAIL).mail.per_domain, 4);
    assert!(load(MAIL).mail.second.server().is_none());
}

#[test]
fn a_second_mail_server_has_the_rules_of_the_first() {
    insta::assert_snapshot!(
        "second_mail_server_plain",
        refusal(
            &format!(
                "{MAIL}[mail.second]\nserver = \"mail.example.net\"\nsecurity = \"plain\"\n\
                 username = \"app\"\n"
            ),
            &[]
        )
    );
    insta::assert_snapshot!(
        "second_mail_server_alone",
        refusal("[mail.second]\nserver = \"mail.example.net\"\n", &[])
    );
}
