//! Every path there is: listed once, answered, and counted under its pattern.

use std::collections::BTreeSet;

use axum::http::Method;
use kadomori_server::routes;

use crate::support::{Engine, TestApp};

stories![
    every_path_is_answered_and_counted_by_its_pattern,
    the_figures_are_not_among_the_pages,
];

/// What stands in `routes.rs`, where paths are told to the router.
const SOURCE: &str = include_str!("../../src/routes.rs");

/// The paths in the pages' router, as its source has them.
fn written() -> BTreeSet<&'static str> {
    let pages = SOURCE.split("pub fn figures").next().unwrap();
    let parts = pages.split(".route(").skip(1);
    parts.map(|part| part.split('"').nth(1).unwrap()).collect()
}

#[test]
fn the_patterns_that_figures_name_are_the_paths_that_are_answered() {
    let named: BTreeSet<_> = routes::PATTERNS.iter().copied().collect();
    assert_eq!(
        named.len(),
        routes::PATTERNS.len(),
        "each stands there once"
    );
    assert_eq!(named, written());
}

#[test]
fn the_paths_are_these() {
    insta::assert_snapshot!(routes::PATTERNS.join("\n"));
}

async fn every_path_is_answered_and_counted_by_its_pattern(engine: Engine) {
    let app = TestApp::trial(engine).await;
    let mut mika = app.browser().at("127.0.0.1");
    for pattern in routes::PATTERNS {
        let path = pattern
            .replace("{flow}", "0193f3a0000070008000000000000000")
            .replace("{session}", "0193f3a0000070008000000000000000")
            .replace("{device}", "0193f3a0000070008000000000000000")
            .replace("{id}", "0193f3a0000070008000000000000000")
            .replace("{mail}", "nothing")
            .replace("{tag}", "nothing")
            .replace("{name}", "nothing");
        let looked = mika.exchange(Method::GET, &path, None).await;
        let sent = mika.exchange(Method::POST, &path, Some(Vec::new())).await;
        let answered = |status: u16| status != 405;
        assert!(
            answered(looked.status.as_u16()) || answered(sent.status.as_u16()),
            "{pattern} takes nothing"
        );
        let counted = format!("route=\"{pattern}\"");
        let figures = app.app.metrics.encode().unwrap();
        assert!(figures.contains(&counted), "{pattern} isn't counted");
    }
    mika.visit("/nothing/like/this").await;
    let figures = app.app.metrics.encode().unwrap();
    let strays: Vec<_> = figures
        .lines()
        .filter(|line| line.contains("http_requests_total") && line.contains("\"other\""))
        .collect();
    assert_eq!(strays.len(), 1, "{strays:?}");
    assert!(strays[0].ends_with(" 1"), "{strays:?}");
}

async fn the_figures_are_not_among_the_pages(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.join("mika@example.jp").await;
    assert_eq!(mika.visit("/metrics").await.status, 404);
    for (figure, value) in [
        ("kadomori_sessions_opened_total", "1"),
        ("kadomori_codes_total{outcome=\"requested\"}", "1"),
        ("kadomori_codes_total{outcome=\"accepted\"}", "1"),
        ("kadomori_mails_total{outcome=\"sent\"}", "1"),
    ] {
        assert_eq!(app.figure(figure).as_deref(), Some(value), "{figure}");
    }
}
