//! What is attached: its name, its type, and what its first octets are. It is never opened.

/// Something attached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, decoded; empty when there is none.
    pub name: String,
    /// The type it says it has, in lower case (`text/html`).
    pub kind: String,
    /// The type that its first octets show, where they do: `"html"`, `"svg"`, `"pdf"`, `"rtf"`,
    /// `"ole"`, `"zip"`, `"rar"`, `"7z"`, `"gzip"`, `"exe"`, `"png"`, `"jpeg"`, `"gif"`, `"webp"`,
    /// `"bmp"`.
    pub really: Option<&'static str>,
    /// Octets, decoded; 0 where it wasn't decoded.
    pub octets: usize,
    /// Whether it is shown within the text.
    pub inline: bool,
    /// Whether it is a mail (`message/rfc822`).
    pub mail: bool,
}

/// A mail that is attached to a mail, or enclosed in it (RFC 2046 §5.2.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enclosed {
    /// Its name as a file; empty when there is none.
    pub name: String,
    /// It, decoded and whole.
    pub octets: Vec<u8>,
}

/// Octets that are looked at to tell what something is.
pub(crate) const SAMPLE: usize = 1_024;

/// What the first octets show, where they do.
pub(crate) fn really(octets: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\x89PNG\r\n", "png"),
        (b"\xFF\xD8\xFF", "jpeg"),
        (b"GIF87a", "gif"),
        (b"GIF89a", "gif"),
        (b"%PDF-", "pdf"),
        (b"{\\rtf", "rtf"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "ole"),
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"Rar!\x1A\x07", "rar"),
        (b"7z\xBC\xAF\x27\x1C", "7z"),
        (b"\x1F\x8B\x08", "gzip"),
        (b"\x7FELF", "exe"),
        (b"BM", "bmp"),
    ];
    if octets.starts_with(b"MZ") && octets.contains(&0) {
        return Some("exe");
    }
    if octets.starts_with(b"RIFF") && octets.get(8..12) == Some(b"WEBP".as_slice()) {
        return Some("webp");
    }
    let magic = MAGIC.iter().find(|(magic, _)| octets.starts_with(magic));
    // Two letters alone say little.
    let magic = magic.filter(|(magic, _)| magic.len() > 2 || octets.contains(&0));
    magic.map(|(_, name)| *name).or_else(|| markup(octets))
}

/// A page or a drawing.
fn markup(octets: &[u8]) -> Option<&'static str> {
    let sample = octets.get(..SAMPLE).unwrap_or(octets);
    let sample = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(sample);
    let lower = sample.trim_ascii_start().to_ascii_lowercase();
    let has = |word: &[u8]| lower.windows(word.len()).any(|it| it == word);
    if !lower.starts_with(b"<") {
        return None;
    }
    let page = [
        b"<!doctype html".as_slice(),
        b"<html",
        b"<head",
        b"<body",
        b"<script",
        b"<iframe",
        b"<form",
    ];
    if page.iter().any(|it| has(it)) {
        return Some("html");
    }
    if has(b"<svg") {
        return Some("svg");
    }
    let beginning = [
        b"<div".as_slice(),
        b"<table",
        b"<meta",
        b"<style",
        b"<p>",
        b"<a ",
        b"<center",
        b"<img",
    ];
    beginning
        .iter()
        .any(|it| lower.starts_with(it))
        .then_some("html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_octets_tell_what_it_is() {
        for (octets, expected) in [
            (b"%PDF-1.7".as_slice(), Some("pdf")),
            (b"PK\x03\x04...", Some("zip")),
            (b"MZ\x90\0\x03", Some("exe")),
            (b"MZ is a text", None),
            (b"BM is a text", None),
            (b"\n <!DOCTYPE html><html>", Some("html")),
            (b"<?xml version='1.0'?><svg onload=x>", Some("svg")),
            (b"<?xml version='1.0'?><a>", None),
            (b"text <html>", None),
            (b"", None),
        ] {
            assert_eq!(really(octets), expected, "{octets:?}");
        }
    }
}
