//! What is seen of HTML, what isn't, and where it leads.

use super::{Page, read};
use crate::mail::LinkKind;

fn page(markup: &str) -> Page {
    read(markup, 500)
}

#[track_caller]
fn shows(markup: &str, seen: &str, hidden: &str) {
    let page = page(markup);
    assert_eq!(
        (page.html.text.as_str(), page.html.hidden.as_str()),
        (seen, hidden),
        "{markup}"
    );
}

#[test]
fn blocks_end_lines_and_space_is_one_space() {
    shows("<p>a  b\n c<p>d<br>e<div>f</div>g", "a b c\nd\ne\nf\ng", "");
    shows("<table><tr><td>a<td>b<tr><td>c</table>d", "a b\nc\nd", "");
    shows(
        "a<b>b</b>&nbsp;&#12354;&amp;\u{200B}c",
        "ab あ&\u{200B}c",
        "",
    );
    shows("<pre>a\n  b</pre>", "a\nb", "");
    shows(
        "<title>t</title><style>p{}</style><script>x()</script>a<!-- b -->c",
        "ac",
        "",
    );
}

#[test]
fn text_that_cannot_be_seen_is_told_apart() {
    for style in [
        "display:none",
        "visibility:hidden",
        "font-size:0",
        "font-size:1px",
        "opacity:0",
        "color:#fff",
        "color:#fefefe",
        "color:transparent",
        "background:#123456;color:#123457",
        "max-height:0;overflow:hidden",
        "position:absolute;left:-9999px",
        "text-indent:-9999px",
    ] {
        shows(
            &format!("a<div style='{style}'>b<i>c</i></div>d"),
            "a\nd",
            "bc",
        );
        shows(
            &format!("<style>.x{{{style}}}</style>a<span class='y X'>b</span>c"),
            "ac",
            "b",
        );
    }
    shows("a<p hidden>b</p>c", "a\nc", "b");
    shows(
        "a<p style='color:#fff'><a href=x style='color:inherit'>b</a></p>c",
        "a\nc",
        "b",
    );
    shows("<p style='color:#fff'><a href=x>b</a></p>", "b", "");
    shows(
        "<body bgcolor=black>a<font color=#000000>b</font>",
        "",
        "ab",
    );
    shows(
        "<table bgcolor=navy><tr><td><font color=white>a</font><td>b",
        "a b",
        "",
    );
    shows("<body text=white bgcolor='#ffffff'>a", "", "a");
}

#[test]
fn what_only_looks_hidden_is_seen() {
    for markup in [
        "<td style='font-size:0'><span style='font-size:14px'>a</span></td>",
        "<div style='visibility:hidden'><p style='visibility:visible'>a</p></div>",
        "<style>@media (max-width:600px){.x{display:none}}</style><p class=x>a</p>",
        "<style>.x{display:none}</style><p class=x style='display:block'>a</p>",
        "<div style='background-image:url(x.png);color:#fff'>a</div>",
        "<td background=x.png><font color=white>a</font>",
        "<div style='background:linear-gradient(red,blue);color:white'>a</div>",
        "<style>.a .b{background:#000}</style><div class=a><p class=b style='color:#fff'>a",
        "<a href='https://a.example' style='mso-hide:all'>a</a>",
        "<div style='max-height:0'>a</div>",
    ] {
        shows(markup, "a", "");
    }
}

#[test]
fn an_end_ends_what_is_open_in_its_cell_only() {
    shows(
        "<div style='display:none'><table><tr><td>a</div>b</table>c</div>d",
        "d",
        "ab\nc",
    );
    shows("<p style='display:none'>a<div>b</div>", "b", "a");
    shows("<span style='display:none'>a</p>b</span>c", "c", "a\nb");
    shows(
        "<table><tr><td style='display:none'>a<td>b</table>",
        "b",
        "a",
    );
}

#[test]
fn links_have_their_text_and_say_whether_they_are_seen() {
    let page = page(
        "<a href='https://a.example/'>one <b>two</b><span style='display:none'>x</span></a>\
         <a href=https://b.example><img src=cid:x alt='Press here'></a>\
         <a href=https://c.example style=display:none>never</a>\
         <a href=https://d.example><div>three<a href=https://e.example>four</a>five</div>",
    );
    let links: Vec<_> = page
        .links
        .iter()
        .map(|it| (it.host.as_str(), it.text.as_str(), it.hidden))
        .collect();
    assert_eq!(
        links,
        [
            ("a.example", "one two", false),
            ("b.example", "Press here", false),
            ("c.example", "never", true),
            ("d.example", "three", false),
            ("e.example", "four", false),
        ]
    );
    assert!(page.html.pictures[0].linked);
    assert_eq!(page.loose, "five");
}

#[test]
fn everything_that_leads_somewhere_is_found() {
    let page = page(
        "<base href='https://base.example/x/'><meta http-equiv=Refresh content='0; URL=\"https://meta.example\"'>\
         <map><area href=https://area.example alt=Sign></map>\
         <form action=https://form.example><input type=PASSWORD><button formaction='/b'>x</button></form><form></form>\
         <svg><a xlink:href='https://svg.example'><text>s</text></a></svg>\
         <a href=y>rel</a><iframe src=https://frame.example></iframe>\
         <!--[if mso]><v:roundrect href='https://vml.example'></v:roundrect><![endif]-->\
         <noscript><a href=https://noscript.example>n</a></noscript><a href=javascript:x()>j</a><a href='#x'>top</a>",
    );
    let links: Vec<_> = page
        .links
        .iter()
        .map(|it| (it.kind, it.host.as_str()))
        .collect();
    assert_eq!(
        links,
        [
            (LinkKind::Web, "meta.example"),
            (LinkKind::Area, "area.example"),
            (LinkKind::Form, "form.example"),
            (LinkKind::Form, "base.example"),
            (LinkKind::Web, "svg.example"),
            (LinkKind::Web, "base.example"),
            (LinkKind::Web, "frame.example"),
            (LinkKind::Web, "vml.example"),
            (LinkKind::Web, "noscript.example"),
            (LinkKind::Code, ""),
        ]
    );
    assert_eq!(
        page.html.bases,
        ["https://base.example/x/", "https://meta.example"]
    );
    assert_eq!(page.html.forms, ["https://form.example", "/b", ""]);
    assert!(page.html.password_field && page.html.scripts);
}

#[test]
fn pictures_fonts_and_titles_are_kept() {
    let page = page(
        "<title>T</title><style>p{font-family:'MS Gothic', X}</style>\
         <img src='data:image/png;base64,AAAA' alt=' Logo ' width=120px height=40 title=Tip>\
         <p style=\"font-family:微软雅黑\"><font face='Y, X' style='font:bold 12px/14px Z'><td background=https://p.example/x.png>",
    );
    assert_eq!(page.html.alternatives, ["T", "Logo", "Tip"]);
    assert_eq!(page.html.pictures[0].source, "data:image/png");
    assert_eq!(page.html.pictures[0].size, (Some(120), Some(40)));
    assert_eq!(page.html.pictures[1].source, "https://p.example/x.png");
    for font in ["ms gothic", "微软雅黑", "x", "y", "z"] {
        assert!(page.html.fonts.contains(&font.to_owned()), "{font}");
    }
}

#[test]
fn a_picture_behind_a_link_is_seen() {
    let page = page(
        "<a href=https://a.example><div style=\"text-indent:-9999px;background:url('https://p.example/x.png')\">x</div></a>",
    );
    assert!(!page.links[0].hidden);
    assert_eq!(page.html.pictures[0].source, "https://p.example/x.png");
    assert!(page.html.pictures[0].linked);
}

#[test]
fn only_so_many_links_are_kept() {
    let page = read(&"<a href=https://a.example>a</a>".repeat(100), 10);
    assert_eq!(page.links.len(), 10);
    assert!(page.over);
}

#[test]
fn nothing_makes_it_slow() {
    for piece in [
        "<div>",
        "<p>",
        "<td>",
        "<a href=x>",
        "</div>",
        "<",
        "<!--",
        "<!--[if x]>",
        "&",
        "&#",
        "&amp",
        "<div a=b",
        " a=b",
        "<table><tr><td>",
        "<style>a{b",
        "<li>",
        "<b><p></b>",
        "<noscript>",
        "<textarea>",
        "</a",
        "<svg><",
        "<x style='color:#fff'>",
        "<![CDATA[",
        "<?",
        "\0",
        "あ",
    ] {
        let _ = page(&piece.repeat(150_000 / piece.len()));
    }
}

#[test]
fn a_million_attributes_are_passed_over() {
    let page = page(&format!("<p {}>a", "x=y ".repeat(250_000)));
    assert_eq!(page.html.text, "a");
}
