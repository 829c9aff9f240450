//! A delivery status notification: the groups of fields in its machine-readable part
//! (RFC 3464, and RFC 6533 for addresses in any script).

use kadomori_domain::delivery::{Permanence, Report};

use super::{
    part::Part,
    status::{Status, permanence},
    words::{kept, server},
};

/// Octets of the part that are looked at.
const LONGEST: usize = 64 * 1024;
/// Recipients that are looked at. Our mails have one, who may be a list.
const GROUPS: usize = 50;

/// What is told of one recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Group {
    action: Option<Action>,
    status: Option<Status>,
    diagnostic: String,
    remote: Option<String>,
}

/// What became of the mail for one recipient (RFC 3464 §2.3.3), the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Action {
    Failed,
    Delayed,
    /// Passed on, or spread, to where no reports come from.
    PassedOn,
    Delivered,
}

/// What a notification says of our mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    /// What became of it; `None` when it was passed on to where no reports come from.
    pub(super) report: Option<Report>,
    /// The code, where there was one.
    pub(super) status: Option<Status>,
    /// Who says so.
    pub(super) server: Option<String>,
    /// In what words.
    pub(super) words: String,
}

/// The notice in a part of this type; `None` when it tells of no recipient.
pub(super) fn read(part: &Part<'_>) -> Option<Notice> {
    let is_status = part.is("message", "delivery-status");
    if !is_status && !part.is("message", "global-delivery-status") {
        return None;
    }
    let text = part.content(LONGEST);
    let mut reporting = None;
    let mut groups: Vec<Group> = Vec::new();
    let mut group = Group::default();
    for line in unfolded(&text) {
        if line.is_empty() {
            groups.extend(core::mem::take(&mut group).told());
        } else if let Some((name, value)) = line.split_once(':') {
            match name.trim() {
                name if name.eq_ignore_ascii_case("Reporting-MTA") => reporting = server(value),
                name => group.take(name, value.trim()),
            }
        }
        if groups.len() >= GROUPS {
            break;
        }
    }
    groups.extend(group.told());
    // Several groups mean that the one address we wrote to stands for several: what reached
    // one of them reached our person. The worst that is left counts only if all failed.
    let best = groups
        .into_iter()
        .max_by_key(|it| (it.became(), it.permanence() == Permanence::Soft))?;
    Some(Notice {
        report: best.report(),
        status: best.code(),
        words: best.words(),
        server: best.remote.or(reporting),
    })
}

/// Lines, each with those that go on from it (RFC 5322 §2.2.3); an empty one ends a group.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let goes_on = line.starts_with([' ', '\t']) && !line.trim().is_empty();
        match lines.last_mut() {
            Some(last) if goes_on && !last.is_empty() => {
                last.push(' ');
                last.push_str(line.trim());
            }
            Some(_) | None => lines.push(line.trim().to_owned()),
        }
    }
    lines
}

impl Group {
    fn take(&mut self, name: &str, value: &str) {
        if name.eq_ignore_ascii_case("Action") {
            self.action = Action::parse(value).or(self.action);
        } else if name.eq_ignore_ascii_case("Status") {
            self.status = Status::parse(value).or(self.status);
        } else if name.eq_ignore_ascii_case("Diagnostic-Code") {
            value.clone_into(&mut self.diagnostic);
        } else if name.eq_ignore_ascii_case("Remote-MTA") {
            self.remote = server(value);
        }
    }

    /// Itself, if it tells of a recipient.
    fn told(self) -> Option<Self> {
        (self.action.is_some() || self.status.is_some()).then_some(self)
    }

    /// What became of the mail; those who leave the field out still give a code.
    fn became(&self) -> Action {
        self.action.unwrap_or(match self.status.map(|it| it.class) {
            Some(2) => Action::Delivered,
            Some(4) => Action::Delayed,
            Some(_) | None => Action::Failed,
        })
    }

    fn report(&self) -> Option<Report> {
        match self.became() {
            Action::Delivered => Some(Report::Delivered),
            Action::PassedOn => None,
            Action::Delayed => Some(Report::Delayed),
            Action::Failed => Some(Report::Failed(self.permanence())),
        }
    }

    /// The code, or a better one among the receiving server's words: many gateways write
    /// `5.0.0` beside `550 5.1.1 …`.
    fn code(&self) -> Option<Status> {
        match self.status {
            Some(status) if !status.is_vague() => Some(status),
            vague => Status::list(&self.diagnostic)
                .find(|found| !found.is_vague())
                .or(vague),
        }
    }

    fn permanence(&self) -> Permanence {
        permanence(self.code(), &self.diagnostic)
    }

    fn words(&self) -> String {
        let said = self
            .diagnostic
            .split_once(';')
            .map_or(self.diagnostic.as_str(), |(_, said)| said);
        match (kept(said), self.status) {
            (said, Some(status)) if said.is_empty() => status.to_string(),
            (said, _) => said,
        }
    }
}

impl Action {
    fn parse(value: &str) -> Option<Self> {
        let word = value
            .split(|c: char| !c.is_ascii_alphabetic())
            .next()
            .unwrap_or_default();
        match word.to_ascii_lowercase().as_str() {
            "failed" => Some(Self::Failed),
            "delayed" => Some(Self::Delayed),
            "delivered" => Some(Self::Delivered),
            "relayed" | "expanded" => Some(Self::PassedOn),
            _ => None,
        }
    }
}
