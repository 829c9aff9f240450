//! `kadomori account create`.

use clap::Args;
use jiff::tz::TimeZone;
use kadomori_domain::{address::MailAddress, locale::Locale, operator::Wanted};

use super::{find::AccountLine, json_line};
use crate::{
    command::desk::{Answer, Desk},
    config,
    operator::{self, Created},
};

#[derive(Args)]
pub(in crate::command) struct Create {
    /// The mail address
    #[arg(value_parser = MailAddress::parse)]
    address: MailAddress,
    /// The language of the mails: en or ja
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = locale)]
    locale: Locale,
    /// The time zone of the mails, as Asia/Tokyo [default: that of the settings]
    #[arg(long, value_parser = config::parse_time_zone)]
    zone: Option<TimeZone>,
    /// Print the account as JSON
    #[arg(long)]
    json: bool,
}

impl Create {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        let zone = self.zone.as_ref().and_then(TimeZone::iana_name);
        let wanted = Wanted {
            address: self.address,
            locale: self.locale,
            zone: zone.map(str::to_owned),
        };
        match operator::create(&desk.app, wanted).await? {
            Created::Made(account) if self.json => json_line(&AccountLine::from(&account)),
            Created::Made(account) => Ok(format!(
                "Made the account {} for {}.\nIts person signs in at {} with a code by mail.\n",
                account.id, account.address, desk.door
            )),
            Created::Taken(account) => Err(format!(
                "{} has an account already: {}.\n\
                 `kadomori account find {}` shows it.",
                account.address, account.id, account.id
            )
            .into()),
        }
    }
}

fn locale(text: &str) -> Result<Locale, String> {
    Locale::tagged(text).ok_or_else(|| "the languages are en and ja".to_owned())
}
