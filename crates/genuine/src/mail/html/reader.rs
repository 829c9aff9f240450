//! Goes through the tokens.

use core::convert::Infallible;

use html5gum::{
    Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};
use url::Url;

use super::{
    Page,
    colour::Colour,
    element::{Name, Stack},
    sheet::Sheet,
    style::{self, Style},
    tag::Tag,
    text::Text,
};
use crate::mail::link::{self, Link};

/// Pictures, forms, fonts and texts that are kept of each.
pub(super) const MOST: usize = 500;
/// Letters of a link's text that are kept.
pub(super) const TEXT: usize = 2_000;

/// Reads HTML, with at most so many links.
pub(super) fn read(markup: &str, links: usize) -> Page {
    go(markup, links, false)
}

/// Goes through it. `inner`: it stood in a comment or in something that isn't run.
fn go(markup: &str, links: usize, inner: bool) -> Page {
    let mut reader = Reader::new(links, inner);
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| {
        reader.event(&event);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(markup, emitter).finish();
    reader.finish()
}

/// A link whose end hasn't come.
pub(super) struct OpenLink {
    /// The links that it makes: a `mailto:` may be several.
    links: Vec<Link>,
    depth: usize,
    seen: Text,
    unseen: Text,
    /// The text of its pictures; `Some` where there is one that can be seen.
    pub(super) picture: Option<String>,
}

pub(super) struct Reader {
    pub(super) page: Page,
    most: usize,
    inner: bool,
    tag: Option<Tag>,
    stack: Stack,
    sheet: Sheet,
    seen: Text,
    unseen: Text,
    loose: Text,
    pub(super) link: Option<OpenLink>,
    pub(super) base: Option<Url>,
    /// What the text that comes is in, where it isn't to be read.
    within: Option<Name>,
}

impl Reader {
    fn new(most: usize, inner: bool) -> Self {
        Self {
            page: Page::default(),
            most,
            inner,
            tag: None,
            stack: Stack::new(),
            sheet: Sheet::default(),
            seen: Text::default(),
            unseen: Text::default(),
            loose: Text::default(),
            link: None,
            base: None,
            within: None,
        }
    }

    fn finish(mut self) -> Page {
        self.end_link();
        let mut page = self.page;
        page.html.text = self.seen.finish();
        page.html.hidden = self.unseen.finish();
        page.loose = self.loose.finish();
        page.over |= self.stack.over;
        for font in self.sheet.fonts {
            if !page.html.fonts.contains(&font) && page.html.fonts.len() < MOST {
                page.html.fonts.push(font);
            }
        }
        page
    }

    fn event(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag = Some(Tag::new(name)),
            CallbackEvent::AttributeName { name } => {
                if let Some(tag) = &mut self.tag {
                    tag.name_attribute(name);
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(tag) = &mut self.tag {
                    tag.value_attribute(value);
                }
            }
            CallbackEvent::CloseStartTag { .. } => {
                if let Some(tag) = self.tag.take() {
                    self.begin(&tag);
                }
            }
            CallbackEvent::EndTag { name } => {
                self.tag = None;
                self.end(Name::of(name));
            }
            CallbackEvent::String { value } => self.string(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { value } => self.comment(&String::from_utf8_lossy(value)),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn begin(&mut self, tag: &Tag) {
        self.within = matches!(
            tag.name,
            Name::Style | Name::Script | Name::Title | Name::NoScript | Name::TextArea
        )
        .then_some(tag.name);
        if tag.word == "iframe" || tag.word == "noembed" || tag.word == "noframes" {
            self.within = Some(Name::NoScript);
        }
        self.page.html.scripts |= tag.runs || matches!(tag.name, Name::Script | Name::Frame);
        self.stack.make_way(tag.name);
        self.close_what_ended();
        if tag.name.is_block() {
            self.line();
        } else if tag.name == Name::Td {
            self.space();
        }
        let style = self.style(tag);
        let look = self.stack.look_of(tag.name, &style);
        self.keep_fonts(tag, &style);
        let unseen = look.hides(self.sheet.unsure);
        self.pictures(tag, &style, look.hides_pictures());
        self.alternative(tag.get("title"));
        self.leads(tag, unseen);
        let depth = self.stack.depth();
        let open = self.stack.begin(tag.name, look);
        if is_pressed(tag) {
            self.open_link(tag, depth, open);
        }
    }

    fn open_link(&mut self, tag: &Tag, depth: usize, open: bool) {
        self.end_link();
        let target = tag
            .get("href")
            .or_else(|| tag.get("xlink:href"))
            .unwrap_or_default();
        let links = link::read(target, self.base.as_ref());
        self.link = Some(OpenLink {
            links,
            depth,
            seen: Text::default(),
            unseen: Text::default(),
            picture: None,
        });
        if !open {
            self.end_link();
        }
    }

    fn end(&mut self, name: Name) {
        self.within = None;
        let ended = self.stack.end(name);
        self.close_what_ended();
        // An end of a paragraph or line makes one where there is none.
        if name.is_block() && (ended || matches!(name, Name::P | Name::Br)) {
            self.line();
        } else if name == Name::Td {
            self.space();
        }
    }

    /// Ends the link when its element isn't open any more.
    fn close_what_ended(&mut self) {
        let depth = self.stack.depth();
        if self.link.as_ref().is_some_and(|it| it.depth >= depth) {
            self.end_link();
        }
    }

    fn end_link(&mut self) {
        let Some(open) = self.link.take() else { return };
        let shown = !open.seen.is_empty() || open.picture.is_some();
        let text = match open.picture {
            _ if !open.seen.is_empty() => open.seen.finish(),
            Some(alternative) => alternative,
            None => open.unseen.finish(),
        };
        for link in open.links {
            self.add(Link {
                text: text.clone(),
                hidden: !shown,
                ..link
            });
        }
        // Bare links aren't made of what stands before and after one.
        self.loose.space();
    }

    pub(super) fn add(&mut self, link: Link) {
        if self.page.links.len() < self.most {
            self.page.links.push(link);
        } else {
            self.page.over = true;
        }
    }

    pub(super) fn alternative(&mut self, text: Option<&str>) {
        let text = text.map(str::trim).filter(|it| !it.is_empty());
        if let Some(text) = text {
            keep(&mut self.page.html.alternatives, text);
        }
    }

    /// What is declared for it: by sheets, by its attributes, by its own style.
    fn style(&self, tag: &Tag) -> Style {
        let mut style = self.sheet.of(&tag.word, tag.get("class"), tag.get("id"));
        let colour = tag.get("color").filter(|_| tag.name == Name::Font);
        let colour = colour.or_else(|| tag.get("text").filter(|_| tag.name == Name::Body));
        if let Some(colour) = colour.and_then(Colour::read) {
            style.colour = Some(colour);
        }
        if let Some(ground) = tag.get("bgcolor").and_then(Colour::read) {
            style.ground = Some(ground);
        }
        if tag
            .get("background")
            .is_some_and(|it| !it.trim().is_empty())
        {
            style.ground = Some(Colour::Unknown);
        }
        if tag.get("hidden").is_some() {
            style.gone = Some(true);
        }
        if let Some(own) = tag.get("style") {
            style.read(own);
        }
        style
    }

    fn keep_fonts(&mut self, tag: &Tag, style: &Style) {
        let face = tag.get("face").map(style::fonts).into_iter().flatten();
        for font in face.chain(style.fonts.iter().cloned()) {
            let fonts = &mut self.page.html.fonts;
            if fonts.len() < MOST && !fonts.contains(&font) {
                fonts.push(font);
            }
        }
    }

    fn string(&mut self, text: &str) {
        if self.within == Some(Name::Style) {
            self.sheet.read(text);
        } else if self.within == Some(Name::Title) {
            self.alternative(Some(text));
        } else if self.within == Some(Name::NoScript) {
            self.inner(text);
        } else if self.within != Some(Name::Script) {
            self.show(text);
        }
    }

    fn show(&mut self, text: &str) {
        let look = self.stack.look();
        let unseen = look.hides(self.sheet.unsure);
        let main = if unseen {
            &mut self.unseen
        } else {
            &mut self.seen
        };
        if look.lines {
            main.push_lines(text);
        } else {
            main.push(text);
        }
        match &mut self.link {
            Some(link) => {
                let part = if unseen {
                    &mut link.unseen
                } else {
                    &mut link.seen
                };
                if part.len() < TEXT {
                    part.push(&text.chars().take(TEXT).collect::<String>());
                }
            }
            None if unseen => {}
            None => self.loose.push(text),
        }
    }

    /// What only some programs read: its links count, its text is the same again.
    fn comment(&mut self, text: &str) {
        let Some((condition, rest)) = text.split_once("]>") else {
            return;
        };
        if condition.trim_start().starts_with("[if") && !condition.contains("!mso") {
            let before = self.page.links.len();
            self.inner(rest);
            // Such buttons are drawn on a ground that we don't see.
            for link in self.page.links.iter_mut().skip(before) {
                link.hidden &= link.text.is_empty();
            }
        }
    }

    fn inner(&mut self, markup: &str) {
        if self.inner {
            return;
        }
        let room = self.most.saturating_sub(self.page.links.len());
        let page = go(markup, room, true);
        self.page.over |= page.over;
        self.page.links.extend(page.links);
        self.page.html.password_field |= page.html.password_field;
        let html = page.html;
        let room = MOST.saturating_sub(self.page.html.pictures.len());
        self.page
            .html
            .pictures
            .extend(html.pictures.into_iter().take(room));
    }

    fn line(&mut self) {
        for text in [&mut self.seen, &mut self.unseen, &mut self.loose] {
            text.line();
        }
        if let Some(link) = &mut self.link {
            link.seen.space();
        }
    }

    fn space(&mut self) {
        for text in [&mut self.seen, &mut self.unseen, &mut self.loose] {
            text.space();
        }
    }
}

/// Whether it is something that one presses on.
fn is_pressed(tag: &Tag) -> bool {
    let target = tag.get("href").or_else(|| tag.get("xlink:href"));
    let nowhere = matches!(tag.name, Name::Area | Name::Base | Name::Void | Name::Img);
    target.is_some() && !nowhere && tag.word != "use"
}

/// Keeps a text among others, within bounds.
pub(super) fn keep(list: &mut Vec<String>, text: &str) {
    if list.len() < MOST {
        list.push(text.trim().chars().take(TEXT).collect());
    }
}
