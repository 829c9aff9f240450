//! Where it leads: links of every kind, forms, and what bends them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Scene,
    ground::{
        Best, Ground, Weights, is_bare, names_foreign, shows_code_elsewhere, speaks_of_account,
        weight::{DE, NO, ST, WK},
    },
    target::{
        halves, host_in, is_disguised, is_gateway, is_private, is_sign_in, unicode, user_info,
    },
};
use crate::{
    brand::Brand,
    mail::{Link, LinkKind},
    name::{self, Likeness},
    report::{Finding, Kind, Place, Weight},
};

/// The most hosts that are held against all brands.
const COMPARED: usize = 100;

/// Looks at every link.
pub(super) fn find(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let mut looker = Looker {
        scene,
        ground: Ground::of(scene),
        best: Best::default(),
        hosts: BTreeMap::new(),
        halves: halves(&scene.mail.visible),
        official: 0,
        elsewhere: false,
    };
    for link in &scene.mail.links {
        looker.link(link);
    }
    looker.html();
    if looker.official > 0 && !looker.elsewhere && scene.claim.brand.is_some() {
        let brand = scene.claim.brand.map(|it| it.name.as_str());
        looker.best.add(
            Finding::new(Kind::LinksOfficial, Weight::For, Place::Link)
                .against(brand.unwrap_or_default()),
        );
    }
    looker.best.into(found);
}

/// Whose a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// The claimed brand's.
    Brands,
    /// Another known brand's.
    OtherBrands,
    /// Nobody's that is known.
    Nobodys,
}

struct Looker<'s> {
    scene: &'s Scene<'s>,
    ground: Ground,
    best: Best,
    /// What was found of hosts already.
    hosts: BTreeMap<&'s str, Whose>,
    /// What follows an `@` in the text.
    halves: BTreeSet<&'s str>,
    /// How many links lead to the brand.
    official: usize,
    /// Whether one leads elsewhere.
    elsewhere: bool,
}

impl<'s> Looker<'s> {
    fn tell(&mut self, kind: Kind, weights: Weights, seen: &str, against: Option<&str>) {
        let Some(weight) = self.ground.weigh(weights) else {
            return;
        };
        if !self.best.wants(kind, weight) {
            return;
        }
        let mut finding = Finding::new(kind, weight, Place::Link).seen(seen);
        if let Some(against) = against {
            finding = finding.against(against);
        }
        self.best.add(finding);
    }

    fn brand(&self) -> Option<&'s str> {
        self.scene.claim.brand.map(|it| it.name.as_str())
    }

    fn link(&mut self, link: &'s Link) {
        match link.kind {
            LinkKind::Web | LinkKind::Area if self.is_half_an_address(link) => {}
            LinkKind::Web | LinkKind::Area => {
                self.web(link);
                self.text(link);
            }
            LinkKind::Form => {
                self.web(link);
                self.tell(Kind::FormInMail, [DE, ST, DE, NO, NO], &link.host, None);
            }
            LinkKind::Mail => self.mail(link),
            LinkKind::Code => self.code(link),
            LinkKind::Phone => {}
            LinkKind::Other => {
                if link.target.contains("://") {
                    self.tell(
                        Kind::LinkUnreadable,
                        [WK, NO, WK, NO, NO],
                        &link.target,
                        None,
                    );
                }
            }
        }
    }

    /// A link to a page.
    fn web(&mut self, link: &'s Link) {
        if link.host.is_empty() {
            self.tell(
                Kind::LinkUnreadable,
                [WK, NO, WK, NO, NO],
                &link.target,
                None,
            );
            return;
        }
        self.form(link);
        let whose = match self.hosts.get(link.host.as_str()) {
            Some(whose) => *whose,
            None => self.host(&link.host, &link.target),
        };
        let pages = name::is_user_content(&link.host);
        let redirects = name::is_redirect(&link.target);
        let onward = redirects.then(|| name::onward_host(&link.target)).flatten();
        if redirects && !leads_back(self.scene, onward.as_deref()) {
            self.redirect(link, whose, onward.as_deref());
        }
        if pages {
            let owned = whose != Whose::Nobodys;
            let unknown = if owned { NO } else { WK };
            self.elsewhere = true;
            self.tell(
                Kind::LinkUserContent,
                [ST, ST, ST, unknown, NO],
                &link.host,
                self.brand(),
            );
        } else if whose == Whose::Brands {
            self.official += 1;
        } else {
            self.elsewhere = true;
            self.foreign(link, whose);
        }
    }

    /// How the link is written.
    fn form(&mut self, link: &Link) {
        if link.user_info {
            let disguise = user_info(&link.target).is_some_and(|it| it.contains('.'));
            let weights = if disguise {
                [DE, ST, DE, ST, WK]
            } else {
                [ST, WK, WK, NO, NO]
            };
            self.tell(Kind::LinkUserInfo, weights, &link.target, Some(&link.host));
        }
        if let Some(port) = link.port {
            let seen = format!("{}:{port}", link.host);
            self.tell(Kind::LinkPort, [WK, WK, WK, WK, NO], &seen, None);
        }
    }

    /// A host that wasn't seen before.
    fn host(&mut self, host: &'s str, target: &str) -> Whose {
        let owner = self.scene.options.brands.owner(host);
        let whose = if self.scene.is_brands(host) {
            Whose::Brands
        } else if owner.is_some() {
            Whose::OtherBrands
        } else {
            Whose::Nobodys
        };
        let compared = self.hosts.len() < COMPARED;
        self.hosts.insert(host, whose);
        if whose != Whose::Nobodys {
            return whose;
        }
        if name::is_address(host) {
            if !is_private(host) {
                self.tell(Kind::LinkAddress, [ST, ST, ST, WK, NO], target, None);
            }
        } else if name::is_shortener(host) {
            self.tell(Kind::LinkShortened, [ST, WK, ST, WK, NO], target, None);
        } else if compared {
            self.alike(host);
        }
        whose
    }

    /// Whether a stranger's host looks like a brand's.
    fn alike(&mut self, host: &str) {
        let brands = self.scene.options.brands;
        let alike = name::looks_like(host, brands);
        let shown = unicode(host);
        if let Some(alike) = alike {
            let brand: Option<&Brand> = brands.find(alike.brand);
            let name = brand.map(|it| it.name.as_str());
            let claimed = self
                .scene
                .claim
                .brand
                .is_some_and(|it| it.id == *alike.brand);
            let (kind, weights) = match alike.how {
                Likeness::Letters | Likeness::Script => (Kind::LinkLookalike, [DE, ST, DE, ST, WK]),
                Likeness::Typo if claimed => (Kind::LinkLookalike, [DE, ST, ST, WK, NO]),
                Likeness::Typo => (Kind::LinkLookalike, [WK, NO, WK, NO, NO]),
                // The brand itself never puts its name before a stranger's: its host was taken.
                Likeness::Subdomain if claimed && speaks_of_account(self.scene) => {
                    (Kind::LinkBrandInHost, [DE, ST, DE, ST, ST])
                }
                Likeness::Subdomain => (Kind::LinkBrandInHost, [DE, ST, DE, ST, WK]),
                Likeness::Within if claimed => (Kind::LinkBrandInHost, [ST, WK, ST, WK, NO]),
                Likeness::Within => (Kind::LinkBrandInHost, [WK, NO, WK, NO, NO]),
            };
            // A sender's own domain was looked at where it stands in `From`; a brand's domain
            // before it doesn't stand there.
            let inner = alike.how == Likeness::Subdomain && !self.scene.is_from(host);
            if !self.scene.is_senders(host) || self.scene.poses() || inner {
                self.tell(kind, weights, &shown, name);
            }
        }
        if is_disguised(&shown) {
            self.tell(Kind::LinkPunycode, [ST, WK, ST, WK, NO], &shown, Some(host));
        }
    }

    /// A page that leads anywhere.
    fn redirect(&mut self, link: &Link, whose: Whose, onward: Option<&str>) {
        if let Some(host) = onward {
            self.elsewhere = true;
            if let Some(Likeness::Letters | Likeness::Script | Likeness::Subdomain) =
                name::looks_like(host, self.scene.options.brands).map(|it| it.how)
            {
                self.tell(
                    Kind::LinkLookalike,
                    [DE, ST, DE, ST, WK],
                    host,
                    self.brand(),
                );
            }
        }
        // Counting clicks is what senders pay agencies for; only the pages of well-known hosts
        // are taken to hide where it leads.
        if whose != Whose::Nobodys && !is_gateway(&link.host) {
            let weights = match (onward, self.scene.mail.from.address()) {
                // Who writes the target in a secret way, and twice over, has something to hide.
                (Some(_), _) if name::hides_target(&link.target) => [ST, ST, ST, ST, NO],
                (Some(host), Some(_)) if self.scene.is_senders(host) => [WK, NO, WK, NO, NO],
                (Some(_) | None, _) => [ST, WK, ST, WK, NO],
            };
            self.tell(Kind::LinkRedirect, weights, &link.target, onward);
        }
    }

    /// Whether a proved code mail has it as a link of its page, with words to press. What
    /// others may have put there, as the name of an account, is only a text in it.
    fn is_of_the_page(&self, link: &Link) -> bool {
        let host = link.host.as_str();
        let pressed =
            |it: &&Link| it.host == host && !it.text.is_empty() && !it.text.contains(host);
        self.ground == Ground::CodeMail
            && self.scene.authentication.is_proved()
            && self.scene.mail.links.iter().any(|it| pressed(&it))
    }

    /// A link to somebody else's page.
    fn foreign(&mut self, link: &Link, whose: Whose) {
        let weights = match whose {
            // What its signature covers the brand has put there: its agencies and communities.
            _ if self.is_of_the_page(link) => [NO; 5],
            // Application shops and social networks, at the foot of many an honest mail.
            Whose::OtherBrands | Whose::Brands => [NO, NO, WK, NO, NO],
            Whose::Nobodys if name::is_click_counter(&link.host) => [ST, NO, ST, NO, NO],
            // Another address of the brand's, that shows a code and leads there, was taken over.
            Whose::Nobodys if shows_code_elsewhere(self.scene) => [ST, ST, ST, NO, ST],
            // It only speaks as the brand, and leads to somebody else.
            Whose::Nobodys if names_foreign(self.scene) => [ST, WK, ST, WK, NO],
            Whose::Nobodys => [ST, WK, ST, NO, NO],
        };
        self.tell(Kind::LinkForeign, weights, &link.host, self.brand());
    }

    /// Whether the text of a link names another host.
    fn text(&mut self, link: &Link) {
        let Some(named) = host_in(&link.text) else {
            return;
        };
        let onward = name::onward_host(&link.target);
        let target = onward.as_deref().unwrap_or(&link.host);
        let same = |one: &str, other: &str| name::organisation(one) == name::organisation(other);
        if target.is_empty() || same(&named, target) {
            return;
        }
        let brands = self.scene.options.brands;
        let owner = brands.owner(&named);
        if let (Some(one), Some(other)) = (owner, brands.owner(target))
            && one.id == other.id
            && !name::is_user_content(target)
        {
            return;
        }
        // Agencies count clicks in the sender's name: then the text names the sender.
        let counted = self.scene.is_senders(&named)
            || self.scene.is_senders(target)
            || name::is_click_counter(target)
            || name::is_shortener(target);
        let weights = match (owner.is_some(), counted) {
            // Nobody but a thief names a brand's page to sign in, and leads to another.
            (true, false) if !self.scene.passed_on && is_sign_in(&link.text) => {
                [DE, ST, DE, ST, ST]
            }
            (true, true) if !self.scene.passed_on && is_sign_in(&link.text) => [DE, ST, DE, ST, WK],
            (true, false) => [DE, ST, DE, WK, NO],
            (true, true) => [DE, WK, ST, NO, NO],
            (false, false) => [WK, WK, ST, NO, NO],
            (false, true) => [NO; 5],
        };
        self.tell(Kind::LinkTextDiffers, weights, &named, Some(target));
    }

    /// A button that writes a mail.
    fn mail(&mut self, link: &Link) {
        let domain = &link.host;
        if domain.is_empty() || link.address.contains('*') || self.is_readers(&link.address) {
            return;
        }
        let free = name::is_free_mailbox(domain);
        if !free && self.scene.is_brands(domain) {
            return;
        }
        // A mere address in a text is named; a button is to be pressed.
        let button = link
            .target
            .get(..7)
            .is_some_and(|it| it.eq_ignore_ascii_case("mailto:"))
            && (!link.text.contains('@') || link.target.contains('?'));
        let own = self.scene.is_senders(domain);
        let named = names_foreign(self.scene) && !own;
        let weights = match (free, button) {
            (true, true) if named => [DE, ST, DE, ST, NO],
            (true, true) => [DE, ST, DE, WK, NO],
            (false, true) if named => [ST, WK, ST, WK, NO],
            // A code mail names the account that it is about.
            (true, false) if self.scene.authentication.is_proved() => [ST, WK, NO, NO, NO],
            (true, false) if !is_bare(self.scene) => [ST, WK, WK, NO, NO],
            (true, false) | (false, true) => [ST, WK, ST, NO, NO],
            (false, false) => [NO; 5],
        };
        self.elsewhere |= button;
        self.tell(Kind::MailtoForeign, weights, &link.address, self.brand());
    }

    /// Whether it is no link but the end of a masked address (`mi***@example.jp`).
    fn is_half_an_address(&self, link: &Link) -> bool {
        link.text.is_empty()
            && link.target.eq_ignore_ascii_case(&link.host)
            && self.halves.contains(link.host.as_str())
    }

    /// Whether this is the address that the mail was written to.
    fn is_readers(&self, address: &str) -> bool {
        let mut to = self.scene.mail.to.iter();
        let reader = self.scene.options.reader;
        reader.is_some_and(|it| it.eq_ignore_ascii_case(address))
            || to.any(|it| it.address().eq_ignore_ascii_case(address))
    }

    /// A link that is a page or a script itself.
    fn code(&mut self, link: &Link) {
        let target = link.target.trim_start().get(..5).unwrap_or_default();
        self.elsewhere = true;
        let weights = if target.eq_ignore_ascii_case("data:") {
            [DE, ST, DE, ST, WK]
        } else {
            [ST, WK, ST, WK, NO]
        };
        self.tell(Kind::LinkData, weights, &link.target, None);
    }

    /// Forms and bases, which stand beside the links.
    fn html(&mut self) {
        let Some(html) = &self.scene.mail.html else {
            return;
        };
        if html.password_field {
            self.tell(Kind::FormInMail, [DE, ST, DE, ST, ST], "password", None);
        }
        for form in &html.forms {
            self.elsewhere = true;
            self.tell(Kind::FormInMail, [DE, ST, DE, NO, NO], form, None);
        }
        for base in &html.bases {
            let host = url::Url::parse(base)
                .ok()
                .and_then(|it| it.host_str().map(str::to_owned));
            let own = host
                .as_deref()
                .is_some_and(|host| self.scene.is_brands(host) || self.scene.is_senders(host));
            if !own {
                self.elsewhere = true;
                self.tell(Kind::Rebased, [ST, WK, ST, WK, NO], base, None);
            }
        }
    }
}

/// Whether a redirect leads back to the brand or to a host that is known.
fn leads_back(scene: &Scene<'_>, onward: Option<&str>) -> bool {
    onward.is_some_and(|host| scene.is_brands(host) && !name::is_user_content(host))
}
