//! The elements that are open: as much of the tree as is needed to know what is seen.

use super::{
    colour::{BLACK, Colour, LINK, WHITE},
    style::{Size, Style},
};

/// How many may be open at once, as in browsers.
const DEPTH: usize = 512;

/// The name of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    A,
    Area,
    Base,
    Body,
    Br,
    Button,
    Form,
    Font,
    Frame,
    Hr,
    Img,
    Input,
    Li,
    Meta,
    NoScript,
    Option,
    P,
    Pre,
    Script,
    Style,
    Table,
    Td,
    Template,
    TextArea,
    Title,
    Tr,
    /// `thead`, `tbody`, `tfoot`
    Rows,
    /// `ul`, `ol`, `dl`
    List,
    /// `h1` to `h6`
    Heading,
    /// `div`, `center`, `section` and the like: the number tells them apart.
    Block(u8),
    /// Without content and end, of no interest.
    Void,
    /// Any other: a number made of its name.
    Other(u32),
}

impl Name {
    /// Of a name in lower case.
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"a" => Self::A,
            b"area" => Self::Area,
            b"base" => Self::Base,
            b"body" => Self::Body,
            b"br" => Self::Br,
            b"button" => Self::Button,
            b"form" => Self::Form,
            b"font" => Self::Font,
            b"iframe" | b"frame" | b"object" | b"embed" | b"applet" => Self::Frame,
            b"hr" => Self::Hr,
            b"img" | b"image" => Self::Img,
            b"input" => Self::Input,
            b"li" | b"dt" | b"dd" => Self::Li,
            b"meta" => Self::Meta,
            b"noscript" => Self::NoScript,
            b"option" => Self::Option,
            b"p" => Self::P,
            b"pre" | b"xmp" | b"listing" | b"plaintext" => Self::Pre,
            b"script" => Self::Script,
            b"style" => Self::Style,
            b"table" => Self::Table,
            b"td" | b"th" | b"caption" => Self::Td,
            b"template" => Self::Template,
            b"textarea" => Self::TextArea,
            b"title" => Self::Title,
            b"tr" => Self::Tr,
            b"thead" | b"tbody" | b"tfoot" => Self::Rows,
            b"ul" | b"ol" | b"dl" => Self::List,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Heading,
            b"div" => Self::Block(0),
            b"center" => Self::Block(1),
            b"section" => Self::Block(2),
            b"blockquote" => Self::Block(3),
            b"article" | b"main" | b"header" | b"footer" | b"aside" | b"nav" => Self::Block(4),
            b"address" | b"fieldset" | b"figure" | b"details" | b"summary" => Self::Block(5),
            b"link" | b"col" | b"wbr" | b"source" | b"track" | b"param" | b"bgsound" => Self::Void,
            _ => Self::Other(number(name)),
        }
    }

    /// Whether nothing is in it, and no end follows.
    const fn is_void(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Br
                | Self::Hr
                | Self::Img
                | Self::Input
                | Self::Meta
                | Self::Void
        )
    }

    /// Whether it begins and ends a line.
    pub(super) const fn is_block(self) -> bool {
        matches!(
            self,
            Self::Block(_)
                | Self::Br
                | Self::Form
                | Self::Heading
                | Self::Hr
                | Self::Li
                | Self::List
                | Self::Option
                | Self::P
                | Self::Pre
                | Self::Rows
                | Self::Table
                | Self::Tr
                | Self::Body
        )
    }

    /// Whether a paragraph ends where it begins.
    const fn ends_paragraph(self) -> bool {
        self.is_block()
            && !matches!(
                self,
                Self::Br | Self::Option | Self::Rows | Self::Tr | Self::Body
            )
    }

    /// Whether what is outside can't be ended within.
    const fn is_wall(self) -> bool {
        matches!(self, Self::Td | Self::Table | Self::Template)
    }
}

/// FNV-1a, which is enough to tell names apart.
fn number(name: &[u8]) -> u32 {
    let name = name.iter().take(32);
    name.fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

/// How text looks at a place.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a way to hide that stands alone"
)]
pub(super) struct Look {
    gone: bool,
    invisible: bool,
    tiny: bool,
    indented: bool,
    colour: Colour,
    ground: Colour,
    /// Whether the ground was ever set, in a way that we see.
    grounded: bool,
    /// Whether lines are kept as they are.
    pub(super) lines: bool,
}

impl Look {
    const fn first() -> Self {
        Self {
            gone: false,
            invisible: false,
            tiny: false,
            indented: false,
            colour: BLACK,
            ground: WHITE,
            grounded: false,
            lines: false,
        }
    }

    /// Whether text can't be seen. Where a ground may have been set unseen by us (`unsure`),
    /// white on nothing says nothing.
    pub(super) fn hides(&self, unsure: bool) -> bool {
        let vanishes = self.colour.vanishes_on(self.ground);
        self.hides_pictures()
            || self.tiny
            || self.indented
            || (vanishes && (self.grounded || !unsure || self.colour == Colour::Clear))
    }

    /// Whether pictures can't be seen either.
    pub(super) const fn hides_pictures(&self) -> bool {
        self.gone || self.invisible
    }

    fn with(mut self, name: Name, style: &Style) -> Self {
        self.gone |= style.removes() || matches!(name, Name::Template | Name::Script | Name::Style);
        self.invisible = style.invisible.unwrap_or(self.invisible);
        self.tiny = match style.size {
            Some(Size::None) => true,
            Some(Size::Some) => false,
            Some(Size::Relative) | None => self.tiny,
        };
        self.indented = style.indented.unwrap_or(self.indented);
        self.colour = match style.colour {
            Some(Colour::Around) => self.colour,
            Some(colour) => colour,
            None if name == Name::A => LINK,
            None => self.colour,
        };
        match style.ground {
            Some(Colour::Clear | Colour::Around) | None => {}
            Some(ground @ (Colour::Of(_) | Colour::Unknown)) => {
                (self.ground, self.grounded) = (ground, true);
            }
        }
        self.lines = style.lines.unwrap_or(self.lines || name == Name::Pre);
        self
    }
}

/// One that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    name: Name,
    look: Look,
}

/// Those that are open.
#[derive(Debug)]
pub(super) struct Stack {
    open: Vec<Open>,
    /// Those that were opened beyond the most.
    beyond: usize,
    /// Whether there were any.
    pub(super) over: bool,
}

impl Stack {
    pub(super) const fn new() -> Self {
        Self {
            open: Vec::new(),
            beyond: 0,
            over: false,
        }
    }

    /// How text looks here.
    pub(super) fn look(&self) -> Look {
        self.open.last().map_or(Look::first(), |it| it.look)
    }

    /// How an element that is opened here looks.
    pub(super) fn look_of(&self, name: Name, style: &Style) -> Look {
        self.look().with(name, style)
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Ends what `name` ends by beginning.
    pub(super) fn make_way(&mut self, name: Name) {
        if self.beyond > 0 {
            return;
        }
        if name.ends_paragraph() && name != Name::Table {
            self.end(Name::P);
        }
        let (ends, walls): (&[Name], &[Name]) = if matches!(name, Name::A | Name::Option) {
            self.end(name);
            return;
        } else if name == Name::Li {
            (&[Name::Li], &[Name::List, Name::Td, Name::Table])
        } else if name == Name::Td {
            (&[Name::Td], &[Name::Tr, Name::Table])
        } else if name == Name::Tr {
            (&[Name::Tr, Name::Td], &[Name::Rows, Name::Table])
        } else if name == Name::Rows {
            (&[Name::Rows, Name::Tr, Name::Td], &[Name::Table])
        } else {
            return;
        };
        self.end_within(ends, walls);
    }

    /// Opens one, unless nothing can be in it. Says whether it is open now.
    pub(super) fn begin(&mut self, name: Name, look: Look) -> bool {
        if name.is_void() {
            return false;
        }
        if self.open.len() >= DEPTH {
            self.beyond += 1;
            self.over = true;
            return false;
        }
        self.open.push(Open { name, look });
        true
    }

    /// Ends one, with all that is open in it. Says whether there was one to end.
    pub(super) fn end(&mut self, name: Name) -> bool {
        if self.beyond > 0 {
            self.beyond -= 1;
            return true;
        }
        for (at, it) in self.open.iter().enumerate().rev() {
            if it.name == name {
                self.open.truncate(at);
                return true;
            }
            let own = matches!(name, Name::Table | Name::Tr | Name::Rows | Name::Td)
                && it.name != Name::Table;
            if it.name.is_wall() && !own {
                return false;
            }
        }
        false
    }

    /// Ends the outermost of `names` that isn't beyond one of `walls`.
    fn end_within(&mut self, names: &[Name], walls: &[Name]) {
        let mut found = None;
        for (at, it) in self.open.iter().enumerate().rev() {
            if names.contains(&it.name) {
                found = Some(at);
            } else if walls.contains(&it.name) {
                break;
            }
        }
        if let Some(at) = found {
            self.open.truncate(at);
        }
    }
}
