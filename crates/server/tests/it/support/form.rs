//! A form, filled in by the words on it.

use scraper::{ElementRef, Html, Selector};

use super::page::words;

/// What was filled in on a page: fields by their id or name, and what they hold now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled {
    texts: Vec<(String, String)>,
    ticks: Vec<(String, bool)>,
    /// What the script puts into the hidden field for the time zone.
    pub(crate) zone: Option<String>,
}

/// A form on its way.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// Where to.
    pub(crate) action: String,
    /// What it holds.
    pub(crate) fields: Vec<(String, String)>,
}

impl Filled {
    /// What another page does to it.
    pub(crate) fn clear(&mut self) {
        self.texts.clear();
        self.ticks.clear();
    }

    /// Types into the field with this label.
    pub(crate) fn fill(&mut self, page: &str, label: &str, text: &str) {
        self.fill_kind(page, label, text, "text");
    }

    /// Types into the field for a password with this label.
    pub(crate) fn fill_password(&mut self, page: &str, label: &str, text: &str) {
        self.fill_kind(page, label, text, "password");
    }

    /// Types into the field for a phone number with this label.
    pub(crate) fn fill_phone(&mut self, page: &str, label: &str, text: &str) {
        self.fill_kind(page, label, text, "tel");
    }

    fn fill_kind(&mut self, page: &str, label: &str, text: &str, kind: &str) {
        let name = labelled(page, label, kind);
        self.texts.retain(|(field, _)| *field != name);
        self.texts.push((name, text.to_owned()));
    }

    /// Ticks the box with this label, or takes the tick away.
    pub(crate) fn tick(&mut self, page: &str, label: &str, ticked: bool) {
        let name = labelled(page, label, "checkbox");
        self.ticks.retain(|(field, _)| *field != name);
        self.ticks.push((name, ticked));
    }

    /// The form that the button with these words sends. Where several have the same words,
    /// `place` tells which, from 0.
    pub(crate) fn press(&self, page: &str, text: &str, place: usize) -> Sent {
        self.press_where(page, |button| words(button) == text, place)
            .unwrap_or_else(|| panic!("no button {text:?} in {page}"))
    }

    /// The form that a way's button sends; the button says more than the way's name.
    pub(crate) fn press_way(&self, page: &str, way: &str) -> Sent {
        let is_it = |button: ElementRef<'_>| {
            (button.attr("name"), button.attr("value")) == (Some("way"), Some(way))
        };
        self.press_where(page, is_it, 0)
            .unwrap_or_else(|| panic!("no way {way:?} in {page}"))
    }

    fn press_where(
        &self,
        page: &str,
        is_it: impl Fn(ElementRef<'_>) -> bool,
        place: usize,
    ) -> Option<Sent> {
        let html = Html::parse_document(page);
        let forms = Selector::parse("form").unwrap();
        let buttons = Selector::parse("button").unwrap();
        // A button stands in its form, or names it.
        let form_of = |button: ElementRef<'_>| {
            html.select(&forms).find(|form| match button.attr("form") {
                Some(id) => form.attr("id") == Some(id),
                None => form.select(&buttons).any(|one| one == button),
            })
        };
        let pressed = html
            .select(&buttons)
            .filter(|button| is_it(*button))
            .filter_map(|button| Some((form_of(button)?, button)))
            .nth(place);
        let (form, button) = pressed?;
        assert_eq!(form.attr("method"), Some("post"), "every form is a POST");
        let mut fields = self.fields(form);
        if let Some(name) = button.attr("name") {
            let value = button.attr("value").unwrap_or_default();
            fields.push((name.to_owned(), value.to_owned()));
        }
        let action = form.attr("action").expect("the form has a target");
        Some(Sent {
            action: action.to_owned(),
            fields,
        })
    }

    fn fields(&self, form: ElementRef<'_>) -> Vec<(String, String)> {
        let inputs = Selector::parse("input").unwrap();
        form.select(&inputs)
            .filter_map(|input| self.field(input))
            .collect()
    }

    fn field(&self, input: ElementRef<'_>) -> Option<(String, String)> {
        let name = input.attr("name")?.to_owned();
        let shown = input.attr("value").unwrap_or_default().to_owned();
        if input.attr("type") == Some("checkbox") {
            let was = input.attr("checked").is_some();
            let now = self.ticks.iter().find(|(field, _)| *field == name);
            return now
                .map_or(was, |(_, ticked)| *ticked)
                .then_some((name, shown));
        }
        if input.attr("data-zone").is_some() {
            return Some((name, self.zone.clone().unwrap_or(shown)));
        }
        let typed = self.texts.iter().find(|(field, _)| *field == name);
        Some((name, typed.map_or(shown, |(_, text)| text.clone())))
    }
}

/// The name of the field with this label.
fn labelled(page: &str, label: &str, kind: &str) -> String {
    let html = Html::parse_document(page);
    let labels = Selector::parse("label").unwrap();
    let found = html
        .select(&labels)
        .find(|one| words(*one).starts_with(label))
        .unwrap_or_else(|| panic!("no label {label:?} in {page}"));
    let inputs = match found.attr("for") {
        Some(id) => Selector::parse(&format!("#{id}")).unwrap(),
        None => Selector::parse("label input").unwrap(),
    };
    let input = match found.attr("for") {
        Some(_) => html.select(&inputs).next(),
        None => found.select(&inputs).next(),
    };
    let input = input.expect("the label belongs to a field");
    assert_eq!(
        input.attr("type"),
        Some(kind),
        "the field labelled {label:?}"
    );
    input.attr("name").expect("the field has a name").to_owned()
}
