//! How many messages a network makes of a text, and is paid for (3GPP TS 23.038 and 23.040).

/// Signs that take one septet (3GPP TS 23.038 §6.2.1).
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Signs that take two, the first of which is an escape (§6.2.1.1).
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// What one message of 140 octets holds alone, and with the six octets that join it to others.
const SEPTETS: Room = Room {
    alone: 160,
    joined: 153,
};
const UNITS: Room = Room {
    alone: 70,
    joined: 67,
};

/// How a text's letters are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// The GSM 7-bit default alphabet and its extension.
    Gsm7,
    /// Two octets a letter, as soon as one letter isn't in that alphabet.
    Ucs2,
}

/// What a text costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segments {
    /// How its letters are sent.
    pub encoding: Encoding,
    /// How many messages it takes: at least one.
    pub count: usize,
}

struct Room {
    alone: usize,
    joined: usize,
}

/// What it takes to send `text`.
#[must_use]
pub fn segments(text: &str) -> Segments {
    let septets: Option<Vec<usize>> = text.chars().map(septets).collect();
    match septets {
        Some(septets) => Segments {
            encoding: Encoding::Gsm7,
            count: SEPTETS.count(&septets),
        },
        None => Segments {
            encoding: Encoding::Ucs2,
            count: UNITS.count(&text.chars().map(char::len_utf16).collect::<Vec<_>>()),
        },
    }
}

fn septets(sign: char) -> Option<usize> {
    if BASIC.contains(sign) {
        Some(1)
    } else {
        EXTENDED.contains(sign).then_some(2)
    }
}

impl Room {
    /// How many messages signs of these sizes take. A sign of two parts stays whole.
    fn count(&self, sizes: &[usize]) -> usize {
        if sizes.iter().sum::<usize>() <= self.alone {
            return 1;
        }
        let (mut count, mut filled) = (1, 0);
        for size in sizes {
            if filled + size > self.joined {
                count += 1;
                filled = 0;
            }
            filled += size;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str) -> (Encoding, usize) {
        let segments = segments(text);
        (segments.encoding, segments.count)
    }

    #[test]
    fn the_alphabet_has_the_signs_of_the_standard() {
        // 128 less the escape
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENDED.chars().count(), 10);
        assert!(!EXTENDED.chars().any(|sign| BASIC.contains(sign)));
    }

    #[test]
    fn letters_of_the_alphabet_fit_160_times() {
        assert_eq!(counted(""), (Encoding::Gsm7, 1));
        assert_eq!(counted(&"a".repeat(160)), (Encoding::Gsm7, 1));
        assert_eq!(counted(&"é".repeat(160)), (Encoding::Gsm7, 1));
        assert_eq!(counted(&"a".repeat(161)), (Encoding::Gsm7, 2));
        assert_eq!(counted(&"a".repeat(306)), (Encoding::Gsm7, 2));
        assert_eq!(counted(&"a".repeat(307)), (Encoding::Gsm7, 3));
    }

    #[test]
    fn signs_of_the_extension_take_two_and_stay_whole() {
        assert_eq!(counted(&"€".repeat(80)), (Encoding::Gsm7, 1));
        assert_eq!(counted(&"€".repeat(81)), (Encoding::Gsm7, 2));
        // 76 of them fit into 153, with one septet left over
        assert_eq!(counted(&"€".repeat(152)), (Encoding::Gsm7, 2));
        assert_eq!(counted(&"€".repeat(153)), (Encoding::Gsm7, 3));
    }

    #[test]
    fn one_other_letter_leaves_room_for_70() {
        assert_eq!(counted(&"あ".repeat(70)), (Encoding::Ucs2, 1));
        assert_eq!(counted(&"あ".repeat(71)), (Encoding::Ucs2, 2));
        assert_eq!(counted(&"あ".repeat(134)), (Encoding::Ucs2, 2));
        assert_eq!(counted(&"あ".repeat(135)), (Encoding::Ucs2, 3));
        assert_eq!(
            counted(&format!("{}’", "a".repeat(70))),
            (Encoding::Ucs2, 2)
        );
        assert_eq!(counted("ç"), (Encoding::Ucs2, 1));
    }

    #[test]
    fn a_letter_of_two_units_stays_whole() {
        assert_eq!(counted(&"🦊".repeat(35)), (Encoding::Ucs2, 1));
        // 33 of them fit into 67, with one unit left over
        assert_eq!(counted(&"🦊".repeat(66)), (Encoding::Ucs2, 2));
        assert_eq!(counted(&"🦊".repeat(67)), (Encoding::Ucs2, 3));
    }
}
