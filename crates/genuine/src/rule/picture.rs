//! Pictures that say what the text doesn't, so that no program reads it. They are told of, not
//! read.

use super::{
    Scene,
    ground::{
        Best, Ground,
        weight::{NO, ST, WK},
    },
    said,
};
use crate::{
    mail::Picture,
    report::{Finding, Kind, Place, Weight},
};

/// A text with fewer letters than this is no text.
const FEW: usize = 60;

/// Beside a text with more letters than this a square picture is a logo.
const SOME: usize = 700;

/// Looks at the pictures.
pub(super) fn find(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let mail = scene.mail;
    let ground = Ground::of(scene);
    let mut best = Best::default();
    let letters = mail.visible.chars().filter(|it| it.is_alphanumeric());
    // A Japanese letter says as much as two or three Latin ones.
    let letters = letters.map(|it| if said::is_japanese(it) { 2 } else { 1 });
    let letters: usize = letters.take(SOME + 1).sum();
    let attached = mail
        .attachments
        .iter()
        .filter(|it| matches!(it.really, Some("png" | "jpeg" | "gif")))
        .map(|it| it.octets)
        .max();
    let shown = mail.html.iter().flat_map(|html| html.pictures.iter());
    let shown: Vec<&Picture> = shown.take(200).collect();
    let large = shown.iter().any(|it| is_large(it)) || attached.is_some_and(|it| it > 8_000);
    if letters < FEW && large {
        let weight = ground.weigh([ST, ST, ST, WK, NO]);
        let weight = weight.unwrap_or(Weight::Neutral);
        best.add(Finding::new(Kind::ImageOnly, weight, Place::Picture));
    }
    let square = shown.iter().find(|it| is_square(it));
    let named = shown.iter().find(|it| {
        let words = [&it.alternative, &it.source];
        words.iter().any(|text| names_qr(text))
    });
    let file = mail
        .attachments
        .iter()
        .find(|it| it.kind.starts_with("image/") && names_qr(&it.name));
    let seen = match (named, file) {
        (Some(picture), _) => Some(if picture.alternative.is_empty() {
            picture.source.as_str()
        } else {
            picture.alternative.as_str()
        }),
        (None, Some(file)) => Some(file.name.as_str()),
        (None, None) => None,
    };
    // The text may have told of it already.
    let told = found.iter().find(|it| it.kind == Kind::QrCode);
    let told = told.map(|it| it.weight);
    if let Some(seen) = seen
        && told != Some(Weight::Strong)
        && let Some(weight) = ground.weigh([ST, WK, ST, WK, NO])
    {
        best.add(Finding::new(Kind::QrCode, weight, Place::Picture).seen(seen));
    } else if square.is_some()
        && told.is_none()
        && letters <= SOME
        && let Some(weight) = ground.weigh([WK, NO, WK, NO, NO])
    {
        best.add(Finding::new(Kind::QrCode, weight, Place::Picture));
    }
    best.into(found);
}

/// Whether it may hold a text: not a dot that counts readers, not a logo.
fn is_large(picture: &Picture) -> bool {
    match picture.size {
        (Some(width), Some(height)) => width >= 150 && height >= 60,
        (Some(one), None) | (None, Some(one)) => one >= 150,
        (None, None) => !picture.source.is_empty(),
    }
}

/// Whether it has the form of a code for cameras, lies in the mail itself and is no button.
fn is_square(picture: &Picture) -> bool {
    let (Some(width), Some(height)) = picture.size else {
        return false;
    };
    let inside = picture.source.starts_with("cid:") || picture.source.starts_with("data:");
    let near = width.abs_diff(height) * 20 <= width.max(height);
    inside && near && !picture.linked && (120..=700).contains(&width)
}

/// Whether a name says that it is one.
fn names_qr(text: &str) -> bool {
    let lower = said::cut(text, 300).to_lowercase();
    let words = lower.split(|it: char| !it.is_alphanumeric());
    lower.contains("qrcode")
        || lower.contains("qr-code")
        || lower.contains("二次元コード")
        || words.into_iter().any(|it| it == "qr" || it == "qrコード")
}
