//! Where a page leads beside its links, and its pictures.

use url::Url;

use super::{
    Picture,
    element::Name,
    reader::{MOST, Reader, TEXT, keep},
    style::Style,
    tag::Tag,
};
use crate::mail::link::{self, Link, LinkKind};

impl Reader {
    /// Links that nothing stands in, forms, and what turns the page elsewhere.
    pub(super) fn leads(&mut self, tag: &Tag, unseen: bool) {
        if tag.name == Name::Area {
            let text = tag.get("alt").unwrap_or_default();
            self.target(tag.get("href"), LinkKind::Area, text, unseen);
        } else if tag.name == Name::Base {
            self.base(tag);
        } else if tag.name == Name::Meta {
            self.refresh(tag);
        } else if tag.name == Name::Form {
            self.form(tag.get("action").unwrap_or_default(), "", unseen);
        } else if matches!(tag.name, Name::Input | Name::Button) {
            let kind = tag.get("type").unwrap_or_default().trim();
            self.page.html.password_field |= kind.eq_ignore_ascii_case("password");
            if let Some(target) = tag.get("formaction") {
                self.form(target, tag.get("value").unwrap_or_default(), unseen);
            }
        } else if tag.name == Name::Frame {
            let target = tag.get("src").or_else(|| tag.get("data"));
            self.target(target, LinkKind::Web, "", true);
        }
    }

    fn form(&mut self, target: &str, text: &str, unseen: bool) {
        keep(&mut self.page.html.forms, target);
        self.target(Some(target), LinkKind::Form, text, unseen);
    }

    fn base(&mut self, tag: &Tag) {
        let target = tag.get("href").map(str::trim).unwrap_or_default();
        if !target.is_empty() {
            keep(&mut self.page.html.bases, target);
            self.base = self.base.take().or_else(|| Url::parse(target).ok());
        }
    }

    fn refresh(&mut self, tag: &Tag) {
        let refreshes = tag
            .get("http-equiv")
            .is_some_and(|it| it.trim().eq_ignore_ascii_case("refresh"));
        let content = tag.get("content").filter(|_| refreshes).unwrap_or_default();
        let at = content.to_ascii_lowercase().find("url");
        let target = at.and_then(|at| content.get(at + 3..)).map(str::trim_start);
        let target = target.and_then(|it| it.strip_prefix('=')).map(str::trim);
        if let Some(target) = target.map(|it| it.trim_matches(['"', '\''])) {
            keep(&mut self.page.html.bases, target);
            self.target(Some(target), LinkKind::Web, "", true);
        }
    }

    /// A link of this kind; what isn't of the web stays what it is.
    fn target(&mut self, target: Option<&str>, kind: LinkKind, text: &str, hidden: bool) {
        for link in link::read(target.unwrap_or_default(), self.base.as_ref()) {
            let kind = if link.kind == LinkKind::Web || kind == LinkKind::Form {
                kind
            } else {
                link.kind
            };
            let text = text.chars().take(TEXT).collect();
            self.add(Link {
                kind,
                text,
                hidden,
                ..link
            });
        }
    }

    pub(super) fn pictures(&mut self, tag: &Tag, style: &Style, unseen: bool) {
        let behind = style.picture.as_deref().or_else(|| tag.get("background"));
        let source = match tag.name {
            Name::Img => tag
                .get("src")
                .or_else(|| tag.get("xlink:href"))
                .or_else(|| tag.get("href"))
                .or(Some("")),
            Name::Input
                if tag
                    .get("type")
                    .is_some_and(|it| it.eq_ignore_ascii_case("image")) =>
            {
                tag.get("src")
            }
            _ => None,
        };
        let Some(source) = source
            .or(behind)
            .filter(|_| self.page.html.pictures.len() < MOST)
        else {
            return;
        };
        let alternative = tag.get("alt").unwrap_or_default().trim().to_owned();
        let size = (tag.pixels("width"), tag.pixels("height"));
        let dot = matches!(size, (Some(0 | 1), _) | (_, Some(0 | 1)));
        if let Some(link) = self.link.as_mut().filter(|_| !unseen && !dot) {
            let before = link.picture.get_or_insert_default();
            if before.is_empty() {
                before.push_str(&alternative.chars().take(TEXT).collect::<String>());
            }
        }
        self.alternative(Some(&alternative));
        self.page.html.pictures.push(Picture {
            source: short(source),
            alternative,
            linked: self.link.is_some(),
            size,
        });
    }
}

/// Where a picture lies; of one that lies in its own address, only what kind it is.
fn short(source: &str) -> String {
    let source = source.trim();
    let start: String = source.chars().take(TEXT).collect();
    if start
        .get(..5)
        .is_some_and(|it| it.eq_ignore_ascii_case("data:"))
    {
        let end = start.find([';', ',']).unwrap_or(start.len().min(100));
        return start.get(..end).unwrap_or("data:").to_owned();
    }
    start
}
