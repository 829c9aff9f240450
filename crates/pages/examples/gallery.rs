//! Writes every sample of every page, mail and text message into `target/gallery/`, to be looked at:
//! `cargo run -p kadomori-pages --example gallery`, then serve that folder.

use std::{error::Error, fmt::Write as _, fs, io, path::Path};

use kadomori_domain::locale::Locale;
use kadomori_pages::{asset, sample, text_message::CodeText};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/gallery");
    let mut index = String::from("<!doctype html><meta charset=utf-8><title>Gallery</title>\n");
    fs::create_dir_all(root.join("assets"))?;
    for asset in asset::ALL {
        fs::write(root.join("assets").join(asset.name), asset.content)?;
    }
    for locale in Locale::ALL {
        let mut write = |name: String, content: &str| {
            writeln!(index, "<li><a href=\"{name}\">{name}</a>").map_err(io::Error::other)?;
            fs::write(root.join(name), content)
        };
        for sample in sample::pages(locale)? {
            let page = sample.page.replace('/', "-");
            write(
                format!("{page}.{}.{}.html", sample.name, locale.tag()),
                &sample.html,
            )?;
        }
        for sample in sample::mails(locale)? {
            write(
                format!("mail-{}.{}.{}.html", sample.kind, sample.name, locale.tag()),
                &sample.mail.html,
            )?;
            write(
                format!("mail-{}.{}.{}.txt", sample.kind, sample.name, locale.tag()),
                &sample.mail.text,
            )?;
        }
        for (name, text) in CodeText::samples() {
            let text = CodeText { locale, ..text };
            write(
                format!("text-code.{name}.{}.txt", locale.tag()),
                &text.render(),
            )?;
        }
    }
    fs::write(root.join("index.html"), index)?;
    Ok(())
}
