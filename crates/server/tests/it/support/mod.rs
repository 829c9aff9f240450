//! A whole Kadomori without a network, and the people in front of it: what every story uses.

mod app;
mod browser;
mod census;
mod chance;
mod form;
mod handset;
mod jar;
mod letter;
mod log;
mod page;
mod person;
mod phone;
mod postmaster;
mod span;
mod steps;
mod words;

pub(crate) use app::{REAL, Setup, TestApp};
pub(crate) use browser::Browser;
pub(crate) use chance::{TestClock, TestEntropy};
pub(crate) use jar::Held;
pub(crate) use kadomori_store::Engine;
pub(crate) use letter::{Letter, wrong};
pub(crate) use log::{listen, logged};
pub(crate) use page::Page;
pub(crate) use person::{LONG, Person, SHORT, asked_code, come_by, newest_code};
pub(crate) use phone::Phone;
pub(crate) use postmaster::Postmaster;
pub(crate) use span::Span;

/// Makes two tests of each story, one per engine. A story that isn't listed is unused code,
/// which the compiler says.
macro_rules! stories {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name($crate::support::Engine::Sqlite).await;
            })+
        }

        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name($crate::support::Engine::Postgres).await;
            })+
        }
    };
}
