//! Which name somebody most likely meant.

/// The candidate nearest to what was typed, when it is near enough to be worth asking about.
pub(super) fn likely<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let plain = |name: &str| name.to_lowercase().replace('-', "_");
    let typed = plain(typed);
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&typed, &plain(candidate)),
                candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= slips(candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many slips of the finger still point at this name.
fn slips(candidate: &str) -> usize {
    (candidate.chars().count() / 3).clamp(1, 4)
}

#[cfg(test)]
mod tests {
    use super::likely;

    #[test]
    fn a_slip_of_the_finger_finds_its_name_and_a_stranger_none() {
        let names = ["listen", "trusted_proxies", "port"];
        for (typed, meant) in [
            ("lisen", Some("listen")),
            ("Listen", Some("listen")),
            ("trusted-proxy", Some("trusted_proxies")),
            ("prot", Some("port")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(likely(typed, names), meant, "{typed}");
        }
    }
}
