//! QR codes (ISO/IEC 18004) as inline SVG: no file, no request, nothing to be kept.

use std::fmt::{self, Write as _};

use askama::filters::HtmlSafe;
use qrcodegen::{QrCode, QrCodeEcc};

/// Modules of white around a code (ISO/IEC 18004 §5.3.8).
const QUIET: i32 = 4;
/// Pixels for a module where the style sheet says nothing; a whole number keeps edges crisp.
const PIXELS: i32 = 4;

/// A QR code, black on white whatever the colour scheme: many scanners read no other.
///
/// What it says may be a secret, so it never prints itself but into its page.
#[derive(Clone)]
pub struct Qr {
    size: i32,
    path: String,
    name: String,
}

/// A text that fits into no QR code of medium error correction: more than 2,331 octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long for a QR code")]
pub struct TooLong;

impl Qr {
    /// The code that says `text`. `name` is what it is, for those who don't see it.
    pub fn draw(text: &str, name: &str) -> Result<Self, TooLong> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| TooLong)?;
        Ok(Self {
            size: code.size() + 2 * QUIET,
            path: path(&code),
            name: name.to_owned(),
        })
    }
}

/// Each row as strokes of one module's height.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        // Where the pen is; a row begins with an absolute move.
        let mut pen = None;
        while x < code.size() {
            let dark = (x..code.size())
                .take_while(|x| code.get_module(*x, y))
                .count();
            let length = i32::try_from(dark).unwrap_or(0);
            if length == 0 {
                x += 1;
                continue;
            }
            // Writing into a string can't fail.
            let _ = match pen {
                None => write!(path, "M{} {}.5h{length}", x + QUIET, y + QUIET),
                Some(pen) => write!(path, "m{} 0h{length}", x - pen),
            };
            x += length;
            pen = Some(x);
        }
    }
    path
}

impl fmt::Display for Qr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { size, path, name } = self;
        let pixels = size * PIXELS;
        write!(
            f,
            "<svg class=\"qr\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {size} {size}\" \
             width=\"{pixels}\" height=\"{pixels}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/>\
             <path stroke=\"#000\" d=\"{path}\"/></svg>",
            Escaped(name)
        )
    }
}

impl HtmlSafe for Qr {}

impl fmt::Debug for Qr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Qr({})", self.name)
    }
}

/// A text within an attribute in double quotes.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    const URI: &str = "otpauth://totp/Kadomori:mika%40example.jp?secret=\
        GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kadomori&algorithm=SHA1&digits=6&period=30";

    /// The modules that a path's strokes cover.
    fn painted(path: &str) -> Vec<(i32, i32)> {
        let mut modules = Vec::new();
        let (mut x, mut y) = (0, 0);
        for step in path.split_inclusive(|c: char| c.is_ascii_digit()).fold(
            Vec::<String>::new(),
            |mut steps, part| {
                if part.starts_with(['M', 'm', 'h']) {
                    steps.push(part.to_owned());
                } else if let Some(step) = steps.last_mut() {
                    step.push_str(part);
                }
                steps
            },
        ) {
            let (verb, numbers) = step.split_at(1);
            let mut numbers = numbers.split(' ');
            let first: i32 = numbers.next().unwrap().parse().unwrap();
            match verb {
                "M" => {
                    x = first;
                    let row = numbers.next().unwrap().strip_suffix(".5");
                    y = row.unwrap().parse().unwrap();
                }
                "m" => x += first,
                _ => {
                    modules.extend((x..x + first).map(|x| (x, y)));
                    x += first;
                }
            }
        }
        modules
    }

    #[test]
    fn the_strokes_cover_the_dark_modules_within_the_quiet_zone_and_no_others() {
        let code = QrCode::encode_text(URI, QrCodeEcc::Medium).unwrap();
        let dark: Vec<(i32, i32)> = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .map(|(x, y)| (x + QUIET, y + QUIET))
            .collect();
        assert_eq!(painted(&path(&code)), dark);
    }

    #[test]
    fn a_code_is_a_picture_with_a_name_and_light() {
        let svg = Qr::draw(URI, "A \"code\" for <apps> & 友")
            .unwrap()
            .to_string();
        let page = Html::parse_fragment(&svg);
        let found: Vec<_> = page.select(&Selector::parse("svg").unwrap()).collect();
        let [svg_element] = found.as_slice() else {
            panic!("one picture: {svg}");
        };
        assert_eq!(svg_element.attr("role"), Some("img"));
        assert_eq!(
            svg_element.attr("aria-label"),
            Some("A \"code\" for <apps> & 友")
        );
        let size = QrCode::encode_text(URI, QrCodeEcc::Medium).unwrap().size() + 8;
        assert_eq!(
            svg_element.attr("viewBox"),
            Some(format!("0 0 {size} {size}").as_str())
        );
        assert!(svg.len() < 8_000, "{} octets", svg.len());
        assert!(!svg.contains("style="), "a strict policy refuses styles");
    }

    #[test]
    fn what_is_too_long_is_refused_and_nothing_prints_itself() {
        assert_eq!(Qr::draw(&"x".repeat(2_332), "").err(), Some(TooLong));
        assert!(Qr::draw(&"x".repeat(2_331), "").is_ok());
        let qr = Qr::draw(URI, "For your app").unwrap();
        assert_eq!(format!("{qr:?}"), "Qr(For your app)");
    }
}
