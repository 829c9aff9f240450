//! What is attached. No code mail has anything attached, and no brand sends its sign-in page as
//! a file.

use super::{
    Scene,
    ground::{
        Best, Ground, Weights,
        weight::{DE, NO, ST, WK},
    },
};
use crate::{
    mail::Attachment,
    name::is_invisible,
    report::{Finding, Kind, Place, Weight},
};

/// Looks at what is attached.
pub(super) fn find(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let ground = Ground::of(scene);
    let mut best = Best::default();
    for attached in &scene.mail.attachments {
        let picture = attached.kind.starts_with("image/") && attached.kind != "image/svg+xml";
        let fits = matches!(attached.really, None | Some("png" | "jpeg" | "gif"));
        if attached.mail || (attached.inline && picture && fits) {
            continue;
        }
        // An invitation is the mail itself in another form, and its links were read. A code
        // mail is none.
        if is_invitation(attached) && ground != Ground::CodeMail {
            continue;
        }
        look(attached, ground, &mut best);
    }
    best.into(found);
}

/// Whether it is what calendars send each other beside the text: an invitation, an answer.
pub(super) fn is_invitation(attached: &Attachment) -> bool {
    attached.kind == "text/calendar" && attached.inline && attached.really.is_none()
}

/// What a file does when it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// It runs.
    Runs,
    /// It opens a page in the browser, with whatever it likes in it.
    OpensPage,
    /// It holds other files, out of sight of those who check mails.
    Holds,
    /// It is a document that runs.
    RunsWithin,
    /// It puts something into the calendar.
    Calendar,
    /// It is read.
    IsRead,
}

fn look(attached: &Attachment, ground: Ground, best: &mut Best) {
    let name = name_of(attached);
    let does = does(&name, attached);
    let shown = if name.is_empty() {
        &attached.kind
    } else {
        &attached.name
    };
    let mut tell = |kind: Kind, weights: Weights, against: Option<&str>| {
        if let Some(weight) = ground.weigh(weights) {
            let mut finding = Finding::new(kind, weight, Place::Attachment).seen(shown);
            if let Some(against) = against {
                finding = finding.against(against);
            }
            best.add(finding);
        }
    };
    match does {
        Does::Runs => tell(Kind::DangerousAttachment, [DE, ST, DE, ST, ST], None),
        Does::OpensPage => tell(Kind::DangerousAttachment, [DE, ST, DE, ST, NO], None),
        Does::RunsWithin => tell(Kind::DangerousAttachment, [DE, ST, DE, WK, WK], None),
        Does::Holds => tell(Kind::DangerousAttachment, [ST, WK, DE, NO, NO], None),
        Does::Calendar | Does::IsRead => {}
    }
    if let Some(really) = disguise(&name, attached, does) {
        tell(
            Kind::DisguisedAttachment,
            [DE, ST, DE, ST, ST],
            Some(really),
        );
    }
    tell(
        Kind::Attachment,
        [ST, WK, ST, Some(Weight::Neutral), NO],
        None,
    );
}

/// The name, in lower case, without what can't be seen.
fn name_of(attached: &Attachment) -> String {
    let visible = attached.name.chars().filter(|it| !is_invisible(*it));
    visible.collect::<String>().trim().to_lowercase()
}

/// What follows the last full stop.
fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |it| it.1.trim())
}

fn does(name: &str, attached: &Attachment) -> Does {
    match (by_ending(ending(name)), attached.really) {
        (_, Some("exe")) | (Does::Runs, _) => Does::Runs,
        (_, Some("html" | "svg")) => Does::OpensPage,
        (does @ (Does::OpensPage | Does::RunsWithin | Does::Holds | Does::Calendar), _) => does,
        (Does::IsRead, _) => by_kind(&attached.kind),
    }
}

fn by_ending(ending: &str) -> Does {
    match ending {
        "exe" | "scr" | "com" | "pif" | "bat" | "cmd" | "js" | "jse" | "vbs" | "vbe" | "wsf"
        | "wsh" | "hta" | "lnk" | "msi" | "msix" | "appx" | "ps1" | "jar" | "cpl" | "reg"
        | "scf" | "url" | "inf" | "chm" | "apk" | "dmg" | "pkg" | "application" | "appref-ms"
        | "settingcontent-ms" | "library-ms" | "searchconnector-ms" | "xll" | "msc" | "vhd"
        | "vhdx" | "iso" | "img" | "one" | "mobileconfig" | "rdp" => Does::Runs,
        "html" | "htm" | "shtml" | "xhtml" | "xht" | "mht" | "mhtml" | "svg" | "svgz" | "xml"
        | "webarchive" => Does::OpensPage,
        "docm" | "xlsm" | "pptm" | "dotm" | "xltm" | "xlam" | "ppam" | "ppsm" | "xlsb" | "slk"
        | "iqy" => Does::RunsWithin,
        "zip" | "rar" | "7z" | "gz" | "tgz" | "ace" | "arj" | "cab" | "lzh" | "xz" | "bz2"
        | "z" | "tar" | "uue" | "r00" => Does::Holds,
        "ics" | "ical" | "ifb" | "vcs" => Does::Calendar,
        _ => Does::IsRead,
    }
}

/// What a part without a telling name is.
fn by_kind(kind: &str) -> Does {
    match kind {
        "text/html" | "application/xhtml+xml" | "image/svg+xml" => Does::OpensPage,
        "application/x-msdownload" | "application/x-dosexec" | "application/hta" => Does::Runs,
        "application/zip"
        | "application/x-zip-compressed"
        | "application/x-rar-compressed"
        | "application/x-7z-compressed"
        | "application/vnd.rar" => Does::Holds,
        "text/calendar" => Does::Calendar,
        _ => Does::IsRead,
    }
}

/// Whether its name hides what it is, and what that is.
fn disguise(name: &str, attached: &Attachment, does: Does) -> Option<&'static str> {
    let turned = |sign: char| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if attached.name.chars().any(turned) {
        return Some("U+202E");
    }
    // `invoice.pdf.html`, and `invoice.pdf        .exe`
    let mut endings = name.rsplit('.').map(str::trim).skip(1);
    let second = endings.next().unwrap_or_default();
    let document = matches!(
        second,
        "pdf"
            | "doc"
            | "docx"
            | "xls"
            | "xlsx"
            | "ppt"
            | "pptx"
            | "txt"
            | "jpg"
            | "jpeg"
            | "png"
            | "mp3"
            | "mp4"
            | "wav"
            | "csv"
    );
    if document && matches!(does, Does::Runs | Does::OpensPage) {
        return attached.really.or(Some("html"));
    }
    let harmless = matches!(
        ending(name),
        "pdf" | "doc" | "docx" | "xls" | "xlsx" | "txt" | "jpg" | "jpeg" | "png" | "gif" | "mp3"
    );
    match attached.really {
        Some(really @ ("exe" | "html" | "svg")) if harmless && ending(name) != "txt" => {
            Some(really)
        }
        Some(really @ "exe") if by_ending(ending(name)) != Does::Runs => Some(really),
        Some(_) | None => None,
    }
}
