//! Text as it is shown: space is one space, and blocks end lines.

/// Text that grows.
#[derive(Debug, Default)]
pub(super) struct Text {
    out: String,
    gap: Gap,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
}

impl Text {
    /// Adds what stands in the markup.
    pub(super) fn push(&mut self, text: &str) {
        for letter in text.chars() {
            self.letter(letter, false);
        }
    }

    /// Adds what stands there with its lines as they are (`<pre>`).
    pub(super) fn push_lines(&mut self, text: &str) {
        for letter in text.chars() {
            self.letter(letter, true);
        }
    }

    fn letter(&mut self, letter: char, lines: bool) {
        match letter {
            '\n' if lines => self.line(),
            ' ' | '\t' | '\n' | '\r' | '\u{C}' | '\u{A0}' => self.space(),
            _ => {
                if !self.out.is_empty() {
                    match self.gap {
                        Gap::None => {}
                        Gap::Space => self.out.push(' '),
                        Gap::Line => self.out.push('\n'),
                    }
                }
                self.gap = Gap::None;
                self.out.push(letter);
            }
        }
    }

    /// Whatever follows is apart from what is there.
    pub(super) fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// Whatever follows is on another line.
    pub(super) fn line(&mut self) {
        self.gap = Gap::Line;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// How much there is.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// What was added.
    pub(super) fn finish(self) -> String {
        self.out
    }
}
