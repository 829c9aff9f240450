//! What a browser shows: an answer, read as a person reads it.

use axum::http::{HeaderMap, StatusCode};
use scraper::{ElementRef, Html, Selector};

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Where it is: path and query.
    pub(crate) at: String,
    /// What it tells programs.
    pub(crate) status: StatusCode,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// Its text, as it came.
    pub(crate) body: String,
}

impl Page {
    /// A header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// All headers of a name.
    pub(crate) fn headers(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get_all(name).iter();
        values.map(|value| value.to_str().unwrap()).collect()
    }

    /// The words in the window's title, before the site's name.
    pub(crate) fn title(&self) -> String {
        let title = self.first("title").expect("the page has a title");
        let (title, _site) = title.rsplit_once(" · ").expect("the site's name follows");
        title.to_owned()
    }

    /// The page's language.
    pub(crate) fn language(&self) -> String {
        let html = Html::parse_document(&self.body);
        html.root_element().attr("lang").unwrap_or("").to_owned()
    }

    /// All that can be read in the page's middle.
    pub(crate) fn text(&self) -> String {
        self.first("main").unwrap_or_default()
    }

    /// What went wrong, where something did.
    pub(crate) fn alert(&self) -> Option<String> {
        self.first("[role=alert]")
    }

    /// Whether this went wrong.
    pub(crate) fn has_alert(&self, sentence: &str) -> bool {
        self.alert().as_deref() == Some(sentence)
    }

    /// What was done, where something was.
    pub(crate) fn news(&self) -> Option<String> {
        self.first("main [role=status]")
    }

    /// Whether these words stand in the page's middle.
    pub(crate) fn shows(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Whether there is a button with these words.
    pub(crate) fn has_button(&self, words: &str) -> bool {
        self.all("button").iter().any(|button| button == words)
    }

    /// The reference beside the field.
    pub(crate) fn reference(&self) -> String {
        self.first(".label .reference").expect("a reference")
    }

    /// The texts of all elements that match.
    pub(crate) fn all(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let html = Html::parse_document(&self.body);
        html.select(&selector).map(words).collect()
    }

    /// An attribute of the first element that matches.
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let selector = Selector::parse(selector).unwrap();
        let html = Html::parse_document(&self.body);
        let found = html.select(&selector).next()?;
        found.attr(name).map(str::to_owned)
    }

    fn first(&self, selector: &str) -> Option<String> {
        self.all(selector).into_iter().next()
    }
}

/// The words of an element, spaces and line ends as one space each.
pub(crate) fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
