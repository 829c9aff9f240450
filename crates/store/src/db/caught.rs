//! Running somebody's closure so that its panic becomes an error.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::{Tx, Work};
use crate::error::StoreError;

/// Polls `work` once: on SQLite its statements run inside the poll, so that a second one
/// could only be needed for something that isn't the database.
pub(super) fn at_once<I, O>(
    tx: &mut Tx,
    input: &I,
    work: &impl for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O>,
) -> Result<O, StoreError> {
    let mut context = Context::from_waker(Waker::noop());
    // The connection is reset by ROLLBACK TO whatever state the panic left it in.
    let polled = catch_unwind(AssertUnwindSafe(|| {
        work(tx, input).as_mut().poll(&mut context)
    }));
    match polled {
        Ok(Poll::Ready(result)) => tx.settle(result),
        Ok(Poll::Pending) => {
            tx.failure = None;
            Err(StoreError::Awaited)
        }
        Err(_) => {
            tx.failure = None;
            Err(StoreError::Panicked)
        }
    }
}

/// Runs `work` to its end.
pub(super) async fn to_the_end<I: Sync, O>(
    tx: &mut Tx,
    input: &I,
    work: &(impl for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Sync),
) -> Result<O, StoreError> {
    Caught(Box::pin(async { work(tx, input).await })).await
}

/// A future whose panic is an error.
struct Caught<'t, O>(Work<'t, O>);

impl<O> Future for Caught<'_, O> {
    type Output = Result<O, StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context)))
            .unwrap_or(Poll::Ready(Err(StoreError::Panicked)))
    }
}
