//! Colours, as far as is needed to see that a text has that of its background.

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colour {
    /// Red, green, blue.
    Of([u8; 3]),
    /// None: what lies behind is seen.
    Clear,
    /// That of what is around it.
    Around,
    /// One that isn't known: a picture, a gradient, a name of the system.
    Unknown,
}

/// White.
pub(super) const WHITE: Colour = Colour::Of([255, 255, 255]);
/// Black.
pub(super) const BLACK: Colour = Colour::Of([0, 0, 0]);
/// Links, where nothing else is said.
pub(super) const LINK: Colour = Colour::Of([0, 0, 238]);

/// How near two are that can't be told apart on a screen.
const NEAR: u8 = 12;

impl Colour {
    /// Reads one of a style or, without its `#`, of an attribute.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > 60 {
            return None;
        }
        let lower = text.to_ascii_lowercase();
        if let Some(digits) = lower.strip_prefix('#') {
            return hex(digits);
        }
        if let Some(inner) = lower
            .strip_prefix("rgba(")
            .or_else(|| lower.strip_prefix("rgb("))
        {
            return Some(numbers(inner.trim_end_matches(')')));
        }
        let digits = (lower.len() == 6).then(|| hex(&lower)).flatten();
        digits.or_else(|| named(&lower))
    }

    /// Whether a text of this colour can't be seen on `ground`.
    pub(super) fn vanishes_on(self, ground: Self) -> bool {
        match (self, ground) {
            (Self::Clear, _) => true,
            (Self::Of(mine), Self::Of(behind)) => {
                let mut pairs = mine.into_iter().zip(behind);
                pairs.all(|(mine, behind)| mine.abs_diff(behind) <= NEAR)
            }
            (Self::Unknown | Self::Around, _)
            | (Self::Of(_), Self::Clear | Self::Unknown | Self::Around) => false,
        }
    }
}

fn hex(digits: &str) -> Option<Colour> {
    let digit = |it: char| it.to_digit(16).and_then(|it| u8::try_from(it).ok());
    let digits: Vec<u8> = digits.chars().map(digit).collect::<Option<_>>()?;
    // Three or four digits stand for twice as many.
    let octets: Vec<u8> = match digits.len() {
        3 | 4 => digits.iter().map(|it| it * 17).collect(),
        6 | 8 => digits
            .chunks(2)
            .map(|it| it.iter().fold(0, |all, it| all << 4 | it))
            .collect(),
        _ => return None,
    };
    match octets.as_slice() {
        [_, _, _, 0] => Some(Colour::Clear),
        [red, green, blue] | [red, green, blue, _] => Some(Colour::Of([*red, *green, *blue])),
        _ => None,
    }
}

fn numbers(inner: &str) -> Colour {
    let parts = inner
        .split([',', ' ', '/'])
        .map(str::trim)
        .filter(|it| !it.is_empty());
    let mut values = parts.map(|it| match it.strip_suffix('%') {
        Some(part) => part.parse::<f32>().map(|it| it / 100.0),
        None => it.parse::<f32>(),
    });
    let mut next = || values.next().and_then(Result::ok);
    let (Some(red), Some(green), Some(blue)) = (next(), next(), next()) else {
        return Colour::Unknown;
    };
    if next().is_some_and(|alpha| alpha <= 0.05) {
        return Colour::Clear;
    }
    Colour::Of([octet(red), octet(green), octet(blue)])
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is between 0 and 255"
)]
fn octet(value: f32) -> u8 {
    value.clamp(0.0, 255.0) as u8
}

fn named(name: &str) -> Option<Colour> {
    Some(match name {
        "white" | "window" => WHITE,
        "black" | "windowtext" => BLACK,
        "transparent" => Colour::Clear,
        "inherit" | "currentcolor" | "unset" | "initial" | "revert" | "none" => Colour::Around,
        "red" => Colour::Of([255, 0, 0]),
        "green" => Colour::Of([0, 128, 0]),
        "lime" => Colour::Of([0, 255, 0]),
        "blue" => Colour::Of([0, 0, 255]),
        "yellow" => Colour::Of([255, 255, 0]),
        "aqua" | "cyan" => Colour::Of([0, 255, 255]),
        "fuchsia" | "magenta" => Colour::Of([255, 0, 255]),
        "gray" | "grey" => Colour::Of([128, 128, 128]),
        "silver" => Colour::Of([192, 192, 192]),
        "maroon" => Colour::Of([128, 0, 0]),
        "olive" => Colour::Of([128, 128, 0]),
        "navy" => Colour::Of([0, 0, 128]),
        "purple" => Colour::Of([128, 0, 128]),
        "teal" => Colour::Of([0, 128, 128]),
        "orange" => Colour::Of([255, 165, 0]),
        "snow" => Colour::Of([255, 250, 250]),
        "ivory" => Colour::Of([255, 255, 240]),
        "azure" => Colour::Of([240, 255, 255]),
        "whitesmoke" => Colour::Of([245, 245, 245]),
        "ghostwhite" => Colour::Of([248, 248, 255]),
        "floralwhite" => Colour::Of([255, 250, 240]),
        "mintcream" => Colour::Of([245, 255, 250]),
        "lightgray" | "lightgrey" => Colour::Of([211, 211, 211]),
        "gainsboro" => Colour::Of([220, 220, 220]),
        "darkgray" | "darkgrey" => Colour::Of([169, 169, 169]),
        _ if name.chars().all(|it| it.is_ascii_alphabetic()) => Colour::Unknown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read() {
        for (text, colour) in [
            ("#fff", WHITE),
            ("#FFFFFF", WHITE),
            ("ffffff", WHITE),
            ("rgb(255, 255,255)", WHITE),
            ("rgba(0,0,0,0)", Colour::Clear),
            ("rgb(0 0 0 / 0%)", Colour::Clear),
            ("#0000", Colour::Clear),
            ("rebeccapurple", Colour::Unknown),
            ("Black", BLACK),
        ] {
            assert_eq!(Colour::read(text), Some(colour), "{text}");
        }
        assert_eq!(Colour::read("#ggg"), None);
        assert!(Colour::Of([250, 250, 250]).vanishes_on(WHITE));
        assert!(!LINK.vanishes_on(WHITE));
    }
}
