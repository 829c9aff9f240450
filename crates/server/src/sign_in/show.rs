//! The page of a flow: what it asks for now, and what came of the last answer.

use axum::http::StatusCode;
use kadomori_domain::{delivery::Channel, factor::FactorKind, time::Time};
use kadomori_pages::{
    Frame, RenderError,
    sign_in::{
        AppPage, Asked, ChooseMessage, ChoosePage, CodeMessage, CodePage, PasskeyPage,
        PasswordPage, RecoveryPage, WayChoice, WayMessage,
    },
};
use serde::Deserialize;

use super::{
    answer::elsewhere,
    attempt::Ticks,
    flow_view::{FlowView, flow_id},
    said::Said,
};
use crate::{
    extract::{Path, Query, Visit},
    reply::{Reply, page},
};

/// What the page's own address may say: what came of a wish.
#[derive(Default, Deserialize)]
pub(crate) struct Came {
    note: Option<Note>,
    until: Option<i64>,
}

/// What came of a wish.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Note {
    SentAgain,
    SentNew,
    TooSoon,
    Held,
    NoMoreTexts,
    Waiting,
}

/// Shows where the flow stands.
pub(crate) async fn show(visit: Visit, Path(id): Path, Query(came): Query<Came>) -> Reply {
    let view = FlowView::open(&visit, flow_id(&id)?).await?;
    let said = came.said(visit.now);
    match view.rendered(&visit, said, &Ticks::default()) {
        Some(rendered) => page(StatusCode::OK, rendered),
        None => elsewhere(&visit, &view.flow).await,
    }
}

impl Came {
    fn said(&self, now: Time) -> Option<Said> {
        let until = self.until.map(Time::from_micros);
        let until = until.filter(|until| now < *until);
        match self.note? {
            Note::SentAgain => Some(Said::SentAgain),
            Note::SentNew => Some(Said::SentNew),
            Note::TooSoon => Some(Said::TooSoon),
            Note::Held => Some(Said::Held { until: until? }),
            Note::NoMoreTexts => until.map(|_| Said::NoMoreTexts),
            Note::Waiting => Some(Said::Waiting { until: until? }),
        }
    }
}

impl FlowView {
    /// The page once more, with what to know.
    pub(crate) async fn again(&self, visit: &Visit, said: Said, ticks: &Ticks) -> Reply {
        let status = match said {
            Said::Busy => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        match self.rendered(visit, Some(said), ticks) {
            Some(rendered) => page(status, rendered),
            None => elsewhere(visit, &self.flow).await,
        }
    }

    /// The page of what the flow asks for; `None` when it asks for nothing.
    fn rendered(
        &self,
        visit: &Visit,
        said: Option<Said>,
        ticks: &Ticks,
    ) -> Option<Result<String, RenderError>> {
        let mut asked = self.asked(visit)?;
        asked.keep |= ticks.keep.is_some();
        asked.trust = ticks.trust.is_some();
        let mut frame = visit.frame(visit.cookies.visitor.as_ref());
        frame.path = format!("/sign-in/{}", self.flow.id);
        let Some(way) = self.flow.state.way() else {
            let list = ChoosePage {
                frame,
                asked,
                ways: self.choices(),
                message: said.and_then(choose_message),
            };
            return Some(list.render());
        };
        let message = said.and_then(way_message);
        Some(match way {
            FactorKind::MailCode | FactorKind::SmsCode => {
                let code = self.code_page(visit, frame, asked, said)?;
                code.render()
            }
            FactorKind::Password => {
                let password = PasswordPage {
                    frame,
                    asked,
                    message,
                };
                password.render()
            }
            FactorKind::Totp => {
                let app = AppPage {
                    frame,
                    asked,
                    apps: self.apps.clone(),
                    message,
                };
                app.render()
            }
            FactorKind::Passkey => {
                let passkey = PasskeyPage {
                    frame,
                    asked,
                    message,
                };
                passkey.render()
            }
            FactorKind::RecoveryCode => {
                let recovery = RecoveryPage {
                    frame,
                    asked,
                    message,
                };
                recovery.render()
            }
        })
    }

    pub(super) fn code_page(
        &self,
        visit: &Visit,
        frame: Frame,
        asked: Asked,
        said: Option<Said>,
    ) -> Option<CodePage> {
        let pending = self.pending()?;
        Some(CodePage {
            frame,
            asked,
            channel: self.flow.destination.channel(),
            reference: pending.reference,
            length: pending.length,
            viewer: self.viewer(visit),
            expires_at: pending.expires_at,
            resend_at: self.resend_at(visit)?,
            message: said.and_then(|said| self.code_message(visit, said)),
        })
    }

    fn resend_at(&self, visit: &Visit) -> Option<Time> {
        let sent_at = self.pending()?.sent_at;
        Some(sent_at.plus(visit.app.policy.code.resend_after))
    }

    fn choices(&self) -> Vec<WayChoice> {
        let choice = |way: &FactorKind| WayChoice {
            way: *way,
            detail: self.detail(*way).filter(|_| self.may_tell()),
        };
        self.demand.ways.iter().map(choice).collect()
    }

    pub(super) fn detail(&self, way: FactorKind) -> Option<String> {
        match way {
            FactorKind::MailCode | FactorKind::SmsCode => {
                Channel::of(way).map(|channel| self.codes_go_to(channel))
            }
            FactorKind::Totp => Some(self.apps.join(", ")).filter(|apps| !apps.is_empty()),
            FactorKind::Password | FactorKind::Passkey | FactorKind::RecoveryCode => None,
        }
    }

    fn code_message(&self, visit: &Visit, said: Said) -> Option<CodeMessage> {
        let pending = self.pending()?;
        Some(match said {
            Said::Unreadable(unreadable) => CodeMessage::Unreadable(unreadable),
            Said::Wrong { left } => CodeMessage::Wrong { left },
            Said::Superseded => CodeMessage::Superseded {
                reference: pending.reference,
                sent_at: pending.sent_at,
            },
            Said::OtherPurpose(purpose) => CodeMessage::OtherPurpose { purpose },
            Said::OtherWay | Said::NotRight { .. } => CodeMessage::OtherWay,
            Said::Expired => CodeMessage::Expired,
            Said::Waiting { until } => CodeMessage::Waiting { until },
            Said::SentAgain => CodeMessage::SentAgain,
            Said::SentNew => CodeMessage::SentNew,
            Said::TooSoon => {
                let at = self.resend_at(visit)?;
                return (visit.now < at).then_some(CodeMessage::TooSoon { at });
            }
            Said::Held { until } => CodeMessage::Held { until },
            Said::NoMoreTexts => CodeMessage::NoMoreTexts,
            Said::Empty | Said::NotARecoveryCode(_) | Said::Busy => return None,
        })
    }
}

fn way_message(said: Said) -> Option<WayMessage> {
    Some(match said {
        Said::NotRight { why, left } => WayMessage::NotRight { why, left },
        Said::Unreadable(unreadable) => WayMessage::Unreadable(unreadable),
        Said::Empty => WayMessage::Empty,
        Said::NotARecoveryCode(why) => WayMessage::NotARecoveryCode(why),
        Said::Waiting { until } => WayMessage::Waiting { until },
        Said::Busy => WayMessage::Busy,
        Said::OtherWay
        | Said::Wrong { .. }
        | Said::Superseded
        | Said::OtherPurpose(_)
        | Said::Expired => WayMessage::OtherWay,
        Said::SentAgain | Said::SentNew | Said::TooSoon | Said::Held { .. } | Said::NoMoreTexts => {
            return None;
        }
    })
}

fn choose_message(said: Said) -> Option<ChooseMessage> {
    match said {
        Said::Held { until } | Said::Waiting { until } => Some(ChooseMessage::Held { until }),
        Said::NoMoreTexts => Some(ChooseMessage::NoMoreTexts),
        _ => None,
    }
}
