//! A browser: cookies, a language, an address on the network, and a person who reads labels
//! and presses buttons.

use core::net::{IpAddr, SocketAddr};

use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, Uri, header},
};
use tower::ServiceExt as _;

use super::{
    Held, Page, TestApp,
    form::{Filled, Sent},
    jar::Jar,
    words::Words,
};

/// Firefox on Linux.
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
/// How forms are sent, and how those with files are.
const FORM: &str = "application/x-www-form-urlencoded";
const FORM_WITH_FILES: &str = "multipart/form-data; boundary=xxx-a-boundary-xxx";
/// Redirects that are followed before a loop is assumed.
const FAR: usize = 8;

/// A browser and the person before it. A clone is a second window that shares nothing yet
/// has the same cookies.
#[derive(Clone)]
pub(crate) struct Browser {
    app: TestApp,
    jar: Jar,
    keeps_cookies: bool,
    peer: IpAddr,
    accept_language: String,
    headers: Vec<(String, Vec<u8>)>,
    fetch_site: Option<String>,
    origin: Option<String>,
    host: String,
    content_type: &'static str,
    filled: Filled,
    page: Option<Page>,
    replies: Vec<Page>,
}

impl Browser {
    pub(crate) fn new(app: TestApp) -> Self {
        let origin = app.app.site.origin.clone();
        let (_, host) = origin.split_once("://").unwrap();
        Self {
            host: host.to_owned(),
            jar: Jar::default(),
            keeps_cookies: true,
            peer: [203, 0, 113, 9].into(),
            accept_language: "en-GB,en;q=0.9".to_owned(),
            headers: vec![("user-agent".to_owned(), FIREFOX.into())],
            fetch_site: Some("same-origin".to_owned()),
            origin: Some(origin),
            content_type: FORM,
            filled: Filled::default(),
            page: None,
            replies: Vec::new(),
            app,
        }
    }

    /// A browser whose person reads Japanese.
    pub(crate) fn in_japanese(self) -> Self {
        self.speaking("ja,en-US;q=0.9,en;q=0.8")
    }

    /// With this `Accept-Language`.
    pub(crate) fn speaking(mut self, languages: &str) -> Self {
        languages.clone_into(&mut self.accept_language);
        self
    }

    /// At this address on the network.
    pub(crate) fn at(mut self, peer: &str) -> Self {
        self.peer = peer.parse().unwrap();
        self
    }

    /// With a header, in place of any of the same name.
    pub(crate) fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.retain(|(known, _)| known != name);
        let value = value.as_ref().to_vec();
        self.headers.push((name.to_owned(), value));
        self
    }

    /// With another `Host`.
    pub(crate) fn reaching(mut self, host: &str) -> Self {
        host.clone_into(&mut self.host);
        self
    }

    /// With this in `Sec-Fetch-Site`; `None` for a browser that doesn't send it.
    pub(crate) fn saying_site(mut self, site: Option<&str>) -> Self {
        self.fetch_site = site.map(str::to_owned);
        self
    }

    /// With this in `Origin`; `None` for a browser that doesn't send it.
    pub(crate) fn saying_origin(mut self, origin: Option<&str>) -> Self {
        self.origin = origin.map(str::to_owned);
        self
    }

    /// In a time zone that the script tells.
    pub(crate) fn in_zone(mut self, zone: &str) -> Self {
        self.filled.zone = Some(zone.to_owned());
        self
    }

    /// One that sends things of this type.
    pub(crate) fn sending(mut self, content_type: &'static str) -> Self {
        self.content_type = content_type;
        self
    }

    /// A browser that keeps no cookies.
    pub(crate) fn without_cookies(mut self) -> Self {
        self.keeps_cookies = false;
        self
    }

    /// The same browser, at another server on the same database.
    pub(crate) fn at_server(mut self, app: &TestApp) -> Self {
        self.app = app.clone();
        self
    }

    /// The server it speaks to.
    pub(crate) fn app(&self) -> &TestApp {
        &self.app
    }

    /// The page it shows.
    pub(crate) fn page(&self) -> &Page {
        self.page.as_ref().expect("a page was opened")
    }

    /// Every reply it got, redirects among them, the oldest first.
    pub(crate) fn replies(&self) -> &[Page] {
        &self.replies
    }

    /// The cookie of this kind: `visitor`, `session`, `device` or `locale`.
    pub(crate) fn cookie(&self, kind: &str) -> Option<&Held> {
        self.jar.find(&format!("kadomori-{kind}"))
    }

    /// Takes a cookie away.
    pub(crate) fn lose_cookie(&mut self, kind: &str) {
        self.jar.remove(&format!("kadomori-{kind}"));
    }

    /// Puts a cookie in by hand.
    pub(crate) fn plant_cookie(&mut self, name: &str, value: &str) {
        self.jar.plant(name, value);
    }

    /// Closes the window and opens another.
    pub(crate) fn close_window(&mut self) {
        self.jar.close_window();
        self.page = None;
    }

    /// Words of the language that the page is in.
    pub(crate) fn words(&self) -> &'static Words {
        Words::of(&self.page().language())
    }

    /// Types an address into the bar.
    pub(crate) async fn visit(&mut self, path: &str) -> &Page {
        self.go(Method::GET, path, None).await
    }

    /// Loads the page again, as the back button does with what may not be stored.
    pub(crate) async fn reload(&mut self) -> &Page {
        let at = self.page().at.clone();
        self.visit(&at).await
    }

    /// Types into the field with this label.
    pub(crate) fn fill(&mut self, label: &str, text: &str) -> &mut Self {
        let page = self.page().body.clone();
        self.filled.fill(&page, label, text);
        self
    }

    /// Types into the field for a password with this label.
    pub(crate) fn fill_password(&mut self, label: &str, text: &str) -> &mut Self {
        let page = self.page().body.clone();
        self.filled.fill_password(&page, label, text);
        self
    }

    /// Types into the field for a phone number with this label.
    pub(crate) fn fill_phone(&mut self, label: &str, text: &str) -> &mut Self {
        let page = self.page().body.clone();
        self.filled.fill_phone(&page, label, text);
        self
    }

    /// Ticks the box with this label.
    pub(crate) fn tick(&mut self, label: &str) -> &mut Self {
        let page = self.page().body.clone();
        self.filled.tick(&page, label, true);
        self
    }

    /// Takes the tick out of the box with this label.
    pub(crate) fn untick(&mut self, label: &str) -> &mut Self {
        let page = self.page().body.clone();
        self.filled.tick(&page, label, false);
        self
    }

    /// Presses the button with these words.
    pub(crate) async fn press(&mut self, words: &str) -> &Page {
        self.press_nth(words, 0).await
    }

    /// Presses the button with these words, of several.
    pub(crate) async fn press_nth(&mut self, words: &str, place: usize) -> &Page {
        let sent = self.filled.press(&self.page().body, words, place);
        self.send(&sent).await
    }

    /// Presses the button that chooses a way.
    pub(crate) async fn press_way(&mut self, way: &str) -> &Page {
        let sent = self.filled.press_way(&self.page().body, way);
        self.send(&sent).await
    }

    /// The form that pressing the button would send.
    pub(crate) fn form(&self, words: &str) -> Sent {
        self.filled.press(&self.page().body, words, 0)
    }

    /// Sends a form.
    pub(crate) async fn send(&mut self, sent: &Sent) -> &Page {
        let body = serde_urlencoded::to_string(&sent.fields).unwrap();
        self.post(&sent.action, body).await
    }

    /// Sends this as a form's body.
    pub(crate) async fn post(&mut self, path: &str, body: impl Into<Vec<u8>>) -> &Page {
        self.go(Method::POST, path, Some(body.into())).await
    }

    /// Sends a form with a file or two, as a field's name, its file's name, and what it holds.
    pub(crate) async fn upload(&mut self, path: &str, fields: &[(&str, &str, &[u8])]) -> &Page {
        let mut body = Vec::new();
        for (name, file, content) in fields {
            let file = match *file {
                "" => String::new(),
                file => format!("; filename=\"{file}\""),
            };
            let head = format!(
                "--xxx-a-boundary-xxx\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--xxx-a-boundary-xxx--\r\n");
        self.content_type = FORM_WITH_FILES;
        self.go(Method::POST, path, Some(body)).await;
        self.content_type = FORM;
        self.page()
    }

    /// Any request, and the redirects after it.
    pub(crate) async fn go(&mut self, method: Method, path: &str, body: Option<Vec<u8>>) -> &Page {
        let mut reply = self.exchange(method, path, body).await;
        for _ in 0..FAR {
            if !reply.status.is_redirection() {
                self.filled.clear();
                return self.page.insert(reply);
            }
            let next = reply.header("location").to_owned();
            assert!(next.starts_with('/'), "we lead to our own pages: {next}");
            reply = self.exchange(Method::GET, &next, None).await;
        }
        panic!("redirects without end from {path}");
    }

    /// One request and its reply.
    pub(crate) async fn exchange(
        &mut self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> Page {
        let request = self.request(&method, path, body);
        let response = self.app.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let reply = Page {
            at: path.to_owned(),
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        };
        if self.keeps_cookies {
            for cookie in reply.headers("set-cookie") {
                self.jar
                    .take(cookie, self.app.app.site.secure, self.app.now());
            }
        }
        self.replies.push(reply.clone());
        reply
    }

    fn request(&mut self, method: &Method, path: &str, body: Option<Vec<u8>>) -> Request<Body> {
        let mut request = Request::builder()
            .method(method)
            .uri(path.parse::<Uri>().unwrap())
            .header(header::HOST, &self.host)
            .header(header::ACCEPT_LANGUAGE, &self.accept_language);
        for (name, value) in &self.headers {
            request = request.header(name, value.as_slice());
        }
        if let Some(cookies) = self.jar.header(self.app.now()) {
            request = request.header(header::COOKIE, cookies);
        }
        if let Some(site) = &self.fetch_site {
            request = request.header("sec-fetch-site", site);
        }
        if let Some(origin) = self.origin.as_ref().filter(|_| body.is_some()) {
            request = request.header(header::ORIGIN, origin);
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, self.content_type);
        }
        request
            .extension(ConnectInfo(SocketAddr::new(self.peer, 49_152)))
            .body(body.map_or_else(Body::empty, Body::from))
            .unwrap()
    }
}
