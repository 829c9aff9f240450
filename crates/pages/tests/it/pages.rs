//! What holds for every page, and what each of them says.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use kadomori_domain::locale::Locale;
use kadomori_pages::sample::{self, Sample};
use scraper::{ElementRef, Html, Selector};

fn every_page(mut check: impl FnMut(Locale, &Sample, &Html)) {
    for locale in Locale::ALL {
        for sample in sample::pages(locale).expect("pages render") {
            check(locale, &sample, &Html::parse_document(&sample.html));
        }
    }
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector"))
        .collect()
}

fn text_of(element: &ElementRef<'_>) -> String {
    element
        .text()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// What differs from page to page, one tag a line, pictures left out.
fn essence(page: &Html) -> String {
    let title = select(page, "title")
        .first()
        .map(text_of)
        .unwrap_or_default();
    let main = select(page, "main")
        .first()
        .map(ElementRef::inner_html)
        .unwrap_or_default();
    let help = select(page, ".trouble")
        .first()
        .map(ElementRef::inner_html)
        .unwrap_or_default();
    let mut essence = format!("title: {title}\n");
    let mut is_picture = false;
    for line in format!("{main}\n{help}")
        .replace("<svg", "\n<svg")
        .replace("</svg>", "</svg>\n")
        .lines()
    {
        is_picture |= line.starts_with("<svg");
        if !is_picture && !line.trim().is_empty() {
            let _ = writeln!(essence, "{}", line.trim());
        }
        is_picture &= !line.ends_with("</svg>");
    }
    essence
}

#[test]
fn every_page_says_what_it_said_before() {
    for locale in Locale::ALL {
        let samples = sample::pages(locale).expect("pages render");
        for page in sample::PAGES {
            let said = samples.iter().filter(|sample| sample.page == *page).fold(
                String::new(),
                |said, sample| {
                    format!(
                        "{said}=== {}\n{}\n",
                        sample.name,
                        essence(&Html::parse_document(&sample.html))
                    )
                },
            );
            insta::assert_snapshot!(format!("{}.{}", page.replace('/', "-"), locale.tag()), said);
        }
    }
}

#[test]
fn the_surroundings_are_what_they_were() {
    for locale in Locale::ALL {
        let samples = sample::pages(locale).expect("pages render");
        for (page, name) in [
            ("sign_in/address", "trial"),
            ("account/sessions", "only_here"),
        ] {
            let sample = samples
                .iter()
                .find(|sample| sample.page == page && sample.name == name)
                .expect("a sample");
            let html: Vec<_> = sample
                .html
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(|line| line.split_once("?v=").map_or(line, |(address, _)| address))
                .collect();
            insta::assert_snapshot!(format!("whole.{name}.{}", locale.tag()), html.join("\n"));
        }
    }
}

#[test]
fn every_template_of_a_page_has_samples() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    let mut templates = BTreeSet::new();
    for area in fs::read_dir(&folder)
        .expect("the templates")
        .map(|entry| entry.expect("an entry").path())
    {
        let name = area
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if area.is_dir() && !["part", "icon", "mail"].contains(&name.as_str()) {
            for file in fs::read_dir(&area)
                .expect("an area")
                .map(|entry| entry.expect("an entry").path())
            {
                templates.insert(format!(
                    "{name}/{}",
                    file.file_stem().expect("a name").to_string_lossy()
                ));
            }
        }
    }
    assert_eq!(
        templates,
        sample::PAGES
            .iter()
            .map(|page| (*page).to_owned())
            .collect()
    );
}

#[test]
fn no_text_is_missing() {
    every_page(|locale, sample, _| {
        let Sample { page, name, html } = sample;
        assert!(
            !html.contains(['⟦', '\u{fdd0}', '\u{fdd1}', '\u{fdd2}', '\u{fdd3}']),
            "{page} {name} {locale:?}"
        );
        assert!(
            !html.contains("{$") && !html.contains("{ $"),
            "{page} {name} {locale:?}"
        );
    });
}

#[test]
fn every_page_tells_its_language_and_has_one_heading() {
    every_page(|locale, Sample { page, name, .. }, html| {
        let root = select(html, "html");
        assert_eq!(root[0].attr("lang"), Some(locale.tag()), "{page} {name}");
        assert_eq!(select(html, "h1").len(), 1, "{page} {name}");
        assert_eq!(select(html, "main").len(), 1, "{page} {name}");
        assert!(
            select(html, ".primary").len() <= 1,
            "{page} {name} has more than one main button"
        );
    });
}

#[test]
fn nothing_on_a_page_is_written_inline_or_fetched_from_elsewhere() {
    every_page(|_, Sample { page, name, .. }, html| {
        assert!(
            select(
                html,
                "style, [style], base, object, embed, img, script:not([src])"
            )
            .is_empty(),
            "{page} {name}"
        );
        for element in select(html, "*") {
            for (attribute, value) in element.value().attrs() {
                assert!(!attribute.starts_with("on"), "{page} {name}: {attribute}");
                let is_address = ["href", "src", "action", "formaction"].contains(&attribute);
                // The key of an authenticator app is handed to an app on the same device.
                let is_app = attribute == "href" && value.starts_with("otpauth://totp/");
                let is_ours = is_app || value.starts_with('/') && !value.starts_with("//");
                assert!(!is_address || is_ours, "{page} {name}: {attribute}={value}");
            }
        }
    });
}

#[test]
fn every_form_is_ours_alone() {
    every_page(|_, Sample { page, name, .. }, html| {
        for form in select(html, "form") {
            assert_eq!(form.attr("method"), Some("post"), "{page} {name}");
            let csrf = Selector::parse("input[name=csrf]").expect("a selector");
            assert_eq!(form.select(&csrf).count(), 1, "{page} {name}");
        }
    });
}

#[test]
fn every_field_has_a_label_and_every_description_exists() {
    every_page(|_, Sample { page, name, .. }, html| {
        let ids: Vec<_> = select(html, "[id]")
            .into_iter()
            .filter_map(|element| element.attr("id"))
            .collect();
        assert_eq!(
            ids.len(),
            ids.iter().collect::<BTreeSet<_>>().len(),
            "{page} {name}: an id twice"
        );
        for described in select(html, "[aria-describedby]") {
            for id in described
                .attr("aria-describedby")
                .unwrap_or_default()
                .split(' ')
            {
                assert!(ids.contains(&id), "{page} {name}: nothing is #{id}");
            }
        }
        for field in select(html, "input:not([type=hidden])") {
            let id = field.attr("id").unwrap_or_default();
            let is_labelled = !select(html, &format!("label[for='{id}']")).is_empty();
            let in_label = field
                .parent()
                .and_then(ElementRef::wrap)
                .is_some_and(|parent| parent.value().name() == "label");
            assert!(is_labelled || in_label, "{page} {name}: #{id}");
        }
        for button in select(html, "button, a") {
            assert!(
                !text_of(&button).is_empty(),
                "{page} {name}: a button without words"
            );
        }
        for picture in select(html, "svg") {
            let is_named = picture.attr("role") == Some("img")
                && picture
                    .attr("aria-label")
                    .is_some_and(|name| !name.is_empty());
            let is_hidden = picture.attr("aria-hidden") == Some("true");
            assert!(is_named || is_hidden, "{page} {name}");
        }
    });
}

#[test]
fn a_page_with_an_error_begins_its_title_with_it() {
    every_page(|_, Sample { page, name, .. }, html| {
        if let Some(error) = select(html, "[role=alert]").first() {
            let title = select(html, "title")
                .first()
                .map(text_of)
                .unwrap_or_default();
            assert!(title.starts_with(&text_of(error)), "{page} {name}: {title}");
        }
        for field in select(html, "[aria-invalid]") {
            assert!(
                field.attr("autofocus").is_some(),
                "{page} {name}: the eye goes elsewhere"
            );
        }
    });
}

#[test]
fn secrets_that_are_typed_are_never_sent_back_and_managers_know_them() {
    every_page(|_, Sample { page, name, .. }, html| {
        for field in select(html, "input[type=password]") {
            assert_eq!(field.attr("value"), None, "{page} {name}");
            assert_eq!(
                field.attr("maxlength"),
                None,
                "{page} {name}: pasting is cut"
            );
            let purpose = field.attr("autocomplete").unwrap_or_default();
            assert!(
                ["current-password", "new-password"].contains(&purpose),
                "{page} {name}"
            );
            let account = select(html, "form input[autocomplete=username][value]");
            assert_eq!(account.len(), 1, "{page} {name}: whose password is it?");
        }
        for field in select(html, "input[name=recovery_code], input[name=group]") {
            assert_eq!(field.attr("value"), None, "{page} {name}");
        }
    });
}

#[test]
fn every_page_of_a_flow_has_another_way_first_among_the_others() {
    every_page(|_, Sample { page, name, .. }, html| {
        let ways = [
            "sign_in/password",
            "sign_in/app",
            "sign_in/passkey",
            "sign_in/recovery",
        ];
        if ways.contains(page) {
            let first = select(html, ".others > :first-child button[name=way]");
            let value = first.first().and_then(|button| button.attr("value"));
            assert_eq!(value, Some("choose"), "{page} {name}");
        }
    });
}

#[test]
fn only_passkeys_need_a_script_and_they_say_so() {
    every_page(|_, Sample { page, name, .. }, html| {
        for form in select(html, "form[data-passkey-get], form[data-passkey-create]") {
            let button = Selector::parse("button").expect("a selector");
            let is_hidden = form.attr("hidden").is_some()
                || form
                    .select(&button)
                    .all(|button| button.attr("hidden").is_some());
            assert!(is_hidden, "{page} {name}: it does nothing without a script");
            let has_other_way = *page == "sign_in/address";
            let says_so = !select(html, "noscript").is_empty();
            assert!(has_other_way || says_so, "{page} {name}");
        }
    });
}

#[test]
fn the_code_field_takes_whatever_is_pasted() {
    every_page(|_, Sample { page, name, .. }, html| {
        for field in select(html, "input[name=code]") {
            assert_eq!(field.attr("type"), Some("text"), "{page} {name}");
            assert_eq!(field.attr("inputmode"), Some("numeric"), "{page} {name}");
            assert_eq!(
                field.attr("autocomplete"),
                Some("one-time-code"),
                "{page} {name}"
            );
            assert_eq!(
                field.attr("maxlength").or(field.attr("pattern")),
                None,
                "{page} {name}"
            );
            assert_eq!(
                field.attr("value"),
                None,
                "{page} {name}: a code is never sent back"
            );
        }
    });
}

#[test]
fn a_page_is_light() {
    every_page(|_, Sample { page, name, html }, _| {
        assert!(
            html.len() <= 32 * 1024,
            "{page} {name}: {} octets",
            html.len()
        );
    });
}

#[test]
fn the_sentences_of_the_house_are_said_word_for_word() {
    let said = |locale, name: &str, selector: &str| {
        let samples = sample::pages(locale).expect("pages render");
        let sample = samples
            .iter()
            .find(|sample| sample.page == "sign_in/code" && sample.name == name);
        let page = Html::parse_document(&sample.expect("a sample").html);
        select(&page, selector)
            .first()
            .map(text_of)
            .unwrap_or_default()
    };
    let lead = "h1 + p";
    let alert = "[role=alert]";
    for (name, selector, en, ja) in [
        (
            "stranger",
            lead,
            "If this address can sign in here, a 6-digit code is on its way. Look for the mail marked K7P.",
            "このアドレスでサインインできる場合は、6桁の確認コードが届きます。件名に K7P とあるメールです。",
        ),
        (
            "known",
            lead,
            "We sent a 6-digit code to m…@example.jp. It's in the mail marked K7P and works until 12:13.",
            "m…@example.jp に6桁の確認コードを送りました。件名に K7P とあるメールです。12:13まで使えます。",
        ),
        (
            "wrong",
            alert,
            "That code doesn't match. 3 tries left.",
            "コードが違うようです。あと3回入力できます。",
        ),
        (
            "superseded",
            alert,
            "That code is from an earlier mail. Use the one marked K7P, sent at 12:06.",
            "それは前のメールのコードです。12:06に送った K7P のコードを入力してください。",
        ),
        (
            "ambiguous",
            alert,
            "There's more than one number in there. Type just the 6 digits.",
            "数字が2つ以上あります。6桁のコードだけを入力してください。",
        ),
        (
            "waiting",
            alert,
            "To keep guessers out, this address waits until 12:40 on new devices. Devices you've used before still work.",
            "総当たりを防ぐため、新しい端末からは12:40までお待ちください。いつもの端末は使えます。",
        ),
        (
            "stranger",
            ".because p",
            "You're signing in on a device we haven't seen before.",
            "初めて使う端末からのサインインです。",
        ),
    ] {
        assert_eq!(said(Locale::En, name, selector), en);
        assert_eq!(said(Locale::Ja, name, selector), ja);
    }
}
