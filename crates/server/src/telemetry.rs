//! Logs: where they go, how a line looks, and how much is said. What may stand in
//! them is told in `docs/logging.md`; figures are in [`crate::metrics`].

use std::io::{self, IsTerminal as _};

use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing::subscriber::SetGlobalDefaultError;
use tracing_subscriber::field::MakeExt as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::debug_fn;
use tracing_subscriber::fmt::{self, FormatFields, MakeWriter};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry;

use crate::config::{LogConfig, LogFormat, LogLevel};

/// What the names of Kadomori's own crates begin with.
const OWN: &str = "kadomori";

/// Sends this process's log lines to standard error.
pub fn install(log: &LogConfig) -> Result<(), SetGlobalDefaultError> {
    let colour = if io::stderr().is_terminal() {
        Colour::Ansi
    } else {
        Colour::None
    };
    tracing::subscriber::set_global_default(subscriber(log, colour, io::stderr))
}

/// Whether text lines are coloured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Colour {
    Ansi,
    None,
}

fn subscriber<W>(log: &LogConfig, colour: Colour, writer: W) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let registry = registry().with(filter(log.level));
    let lines = fmt::layer()
        .with_writer(writer)
        .with_ansi(colour == Colour::Ansi);
    match log.format {
        LogFormat::Text => Box::new(registry.with(lines.fmt_fields(one_line()))),
        LogFormat::Json => {
            Box::new(registry.with(lines.json().flatten_event(true).with_span_list(false)))
        }
    }
}

/// Fields as `name=value`. Whatever a value brings along, it stays on its line.
fn one_line() -> impl for<'writer> FormatFields<'writer> + Send + Sync + 'static {
    debug_fn(|writer, field, value| {
        let value = format!("{value:?}").replace(char::is_control, "�");
        match field.name() {
            "message" => writer.write_str(&value),
            name => write!(writer, "{name}={value}"),
        }
    })
    .delimited(" ")
}

/// Kadomori's own lines by the chosen level. The libraries stay at warnings: their
/// finer lines print what they carry, such as headers and statements.
fn filter(level: LogLevel) -> Targets {
    let level = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_target(OWN, level)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::config::{Config, Secret};

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(format: LogFormat, level: LogLevel, speak: impl FnOnce()) -> String {
        let page = Page::default();
        let to = page.clone();
        let log = LogConfig { format, level };
        let subscriber = subscriber(&log, Colour::None, move || to.clone());
        tracing::subscriber::with_default(subscriber, speak);
        String::from_utf8(page.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn a_line_of_json_holds_its_fields_beside_the_message() {
        let line = written(LogFormat::Json, LogLevel::Info, || {
            tracing::info!(outbox = 3, "mail sent");
        });
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(line["message"], "mail sent");
        assert_eq!(line["outbox"], 3);
        assert_eq!(line["level"], "INFO");
        assert!(line["timestamp"].as_str().unwrap().ends_with('Z'));
    }

    #[test]
    fn libraries_say_no_more_than_warnings() {
        let lines = written(LogFormat::Text, LogLevel::Trace, || {
            tracing::trace!("own step");
            tracing::info!(target: "hyper::proto", "cookie: 1234");
            tracing::warn!(target: "hyper::proto", "connection lost");
        });
        assert!(
            lines.contains("own step") && lines.contains("connection lost"),
            "{lines}"
        );
        assert!(!lines.contains("1234"), "{lines}");
    }

    #[test]
    fn a_level_keeps_the_finer_lines_out() {
        let lines = written(LogFormat::Text, LogLevel::Error, || {
            tracing::warn!("own");
            tracing::warn!(target: "hyper", "theirs");
            tracing::error!("broken");
        });
        assert!(
            lines.contains("broken") && lines.lines().count() == 1,
            "{lines}"
        );
    }

    #[test]
    fn settings_in_a_line_show_no_secret() {
        let mut config = Config::for_trial();
        config.mail.password = Some(Secret::new("hunter2"));
        let lines = written(LogFormat::Text, LogLevel::Info, || {
            tracing::info!(?config, "starting");
        });
        assert!(
            lines.contains("Secret(…)") && !lines.contains("hunter2"),
            "{lines}"
        );
    }

    #[test]
    fn a_field_can_not_begin_a_line_of_its_own() {
        for format in [LogFormat::Text, LogFormat::Json] {
            let lines = written(format, LogLevel::Info, || {
                let agent = "Firefox\n2026-01-01T00:00:00Z  INFO kadomori: signed in \u{1b}[2J";
                tracing::info!(agent, shown = %agent, "signed in");
            });
            assert_eq!(lines.lines().count(), 1, "{lines}");
            assert!(!lines.contains('\u{1b}'), "{lines}");
        }
    }
}
