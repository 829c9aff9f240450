//! Lines, as mails are made of them.

/// The lines of some octets, each with its end (LF); the last may have none.
pub(crate) fn lines(octets: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = octets;
    core::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let (line, left) = rest.split_at_checked(end)?;
        rest = left;
        (!line.is_empty()).then_some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn they_are_those_of_the_standard_library(octets: Vec<u8>) {
            let ours: Vec<_> = lines(&octets).collect();
            let theirs: Vec<_> = octets.split_inclusive(|it| *it == b'\n').collect();
            proptest::prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn short_lines_are_the_same(text in "[a\r\n]{0,40}") {
            let ours: Vec<_> = lines(text.as_bytes()).collect();
            let theirs: Vec<_> = text.as_bytes().split_inclusive(|it| *it == b'\n').collect();
            proptest::prop_assert_eq!(ours, theirs);
        }
    }
}
