//! Lists of tags, `a=1; b=2` (RFC 6376 §3.2): signatures, keys and policies are written so.

/// The tags of a list, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tags<'a>(Vec<(&'a str, &'a str)>);

/// More than any honest list has.
const MOST: usize = 64;

impl<'a> Tags<'a> {
    /// Reads a list. `None` where it breaks the grammar: a tag without a name or `=`, or one that
    /// stands there twice (so that two readers can't take different ones).
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut tags: Vec<(&str, &str)> = Vec::new();
        let mut pieces = text.split(';').peekable();
        while let Some(piece) = pieces.next() {
            if piece.trim().is_empty() && pieces.peek().is_none() {
                break;
            }
            let (name, value) = piece.split_once('=')?;
            let name = name.trim();
            let known = tags.iter().any(|(other, _)| *other == name);
            if name.is_empty() || known || tags.len() == MOST {
                return None;
            }
            tags.push((name, value.trim()));
        }
        Some(Self(tags))
    }

    /// The value of a tag, without the space around it.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let mut tags = self.0.iter();
        tags.find(|(other, _)| *other == name)
            .map(|(_, value)| *value)
    }

    /// A number; `None` where the tag isn't there, `Some(None)` where it is no number.
    #[expect(
        clippy::option_option,
        reason = "a missing tag and an unreadable one are different things"
    )]
    pub(super) fn number(&self, name: &str) -> Option<Option<u64>> {
        let digits = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
        self.get(name)
            .map(|text| text.parse().ok().filter(|_| digits(text)))
    }

    /// The words of a value with colons between them, without the space around each.
    pub(super) fn words(&self, name: &str) -> Vec<&'a str> {
        let value = self.get(name).unwrap_or_default();
        let words = value.split(':').map(str::trim);
        words.filter(|word| !word.is_empty()).collect()
    }

    /// The name of the first tag.
    pub(super) fn first(&self) -> Option<&'a str> {
        self.0.first().map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_and_an_end_mark_do_not_matter() {
        let tags = Tags::parse(" a = 1 ;\r\n\tb=x = y ; ").unwrap();

        assert_eq!(tags.get("a"), Some("1"));
        assert_eq!(tags.get("b"), Some("x = y"));
        assert_eq!(tags.first(), Some("a"));
    }

    #[test]
    fn a_tag_that_stands_there_twice_makes_the_list_unreadable() {
        assert_eq!(Tags::parse("d=a.example; d=b.example"), None);
    }

    #[test]
    fn a_number_is_of_digits_alone() {
        let tags = Tags::parse("l=10; x=+5; t=99999999999999999999999").unwrap();

        assert_eq!(tags.number("l"), Some(Some(10)));
        assert_eq!(tags.number("x"), Some(None));
        assert_eq!(tags.number("t"), Some(None));
        assert_eq!(tags.number("q"), None);
    }
}
