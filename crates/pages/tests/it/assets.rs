//! The style sheet keeps its promises: enough contrast, no foreign requests.

use std::collections::BTreeMap;

use kadomori_pages::asset;

fn style() -> &'static str {
    let style = asset::find("kadomori.css").expect("the style sheet");
    str::from_utf8(style.content).expect("a text")
}

/// The colours of the light and of the dark scheme.
fn schemes() -> [BTreeMap<&'static str, [f64; 3]>; 2] {
    let colours = |from: &'static str| {
        let block = &from[..from.find('}').expect("an end")];
        let declarations = block
            .lines()
            .filter_map(|line| line.trim().trim_end_matches(';').split_once(": "));
        declarations
            .filter_map(|(name, value)| Some((name, rgb(value)?)))
            .collect::<BTreeMap<_, _>>()
    };
    let mut roots = style()
        .match_indices(":root {")
        .map(|(at, _)| colours(&style()[at..]));
    [
        roots.next().expect("the light scheme"),
        roots.next().expect("the dark scheme"),
    ]
}

fn rgb(hex: &str) -> Option<[f64; 3]> {
    let digits: Vec<u32> = hex
        .strip_prefix('#')?
        .chars()
        .map_while(|c| c.to_digit(16))
        .collect();
    let parts: Vec<u32> = match digits.len() {
        3 => digits.iter().map(|digit| digit * 17).collect(),
        6 => digits
            .chunks(2)
            .map(|pair| pair[0] * 16 + pair[1])
            .collect(),
        _ => return None,
    };
    Some([0, 1, 2].map(|part| f64::from(parts[part]) / 255.0))
}

/// WCAG 2.2, "relative luminance".
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[test]
fn words_and_edges_stand_out_in_both_schemes() {
    let words = ["--ink", "--soft", "--accent"].map(|word| (word, ["--paper", "--sheet"], 4.5));
    let edges = ["--edge", "--lamp"].map(|edge| (edge, ["--paper", "--sheet"], 3.0));
    let on_coloured = [
        ("--on-accent", ["--accent"; 2], 4.5),
        ("--alarm", ["--alarm-sheet", "--sheet"], 4.5),
        ("--ink", ["--news-sheet"; 2], 4.5),
        ("--accent", ["--news-sheet"; 2], 4.5),
    ];
    for scheme in schemes() {
        for (front, backs, least) in words.iter().chain(&edges).chain(&on_coloured) {
            for back in backs {
                let (one, other) = (luminance(scheme[front]), luminance(scheme[back]));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= *least, "{front} on {back}: {contrast:.2}");
            }
        }
    }
}

#[test]
fn what_is_hidden_stays_hidden_whatever_else_it_is() {
    assert!(style().contains("[hidden] { display: none !important; }"));
}

#[test]
fn assets_ask_for_nothing_elsewhere() {
    for asset in asset::ALL {
        let content = str::from_utf8(asset.content).expect("a text");
        let foreign = content.replace("http://www.w3.org/2000/svg", "");
        assert!(
            !foreign.contains("://") && !foreign.contains("@import") && !foreign.contains("url("),
            "{}",
            asset.name
        );
    }
}
