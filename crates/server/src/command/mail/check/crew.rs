//! Several pairs of hands at one row of work: what comes first is told first, whoever was faster.

use core::num::NonZeroUsize;
use std::{
    io,
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

/// How many there are: one for each core, as far as is known.
pub(super) fn hands() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// How far a row of pieces goes, for each pair of hands.
const AHEAD: usize = 4;

/// Does the work on every piece, and tells the answers in the order of the pieces, each as soon
/// as it and all before it are there. About [`AHEAD`] pieces a pair of hands are held at once: where
/// one takes long, the other hands go on with what comes after it.
///
/// # Errors
///
/// The first of `tell`; no further piece is taken then.
pub(super) fn in_order<P: Send, A: Send>(
    hands: NonZeroUsize,
    pieces: impl Iterator<Item = P>,
    work: impl Fn(P) -> A + Sync,
    mut tell: impl FnMut(A) -> io::Result<()> + Send,
) -> io::Result<()> {
    let hands = hands.get();
    let (jobs, taken) = sync_channel::<(P, SyncSender<A>)>(hands);
    let (row, turns) = sync_channel::<Receiver<A>>(hands * AHEAD);
    let taken = Mutex::new(taken);
    thread::scope(|scope| {
        for _ in 0..hands {
            scope.spawn(|| {
                while let Some((piece, reply)) = next(&taken) {
                    // Nobody waits for it any more when the answers can't be told.
                    let _ = reply.send(work(piece));
                }
            });
        }
        let teller = scope.spawn(move || {
            // A turn without an answer is that of hands that broke off, which the scope tells.
            let mut answers = turns.into_iter().filter_map(|turn| turn.recv().ok());
            answers.try_for_each(&mut tell)
        });
        for piece in pieces {
            let (reply, turn) = sync_channel(1);
            if row.send(turn).is_err() || jobs.send((piece, reply)).is_err() {
                break;
            }
        }
        drop((row, jobs));
        teller.join().unwrap_or(Ok(()))
    })
}

/// The next piece; `None` when there will be none.
fn next<P>(taken: &Mutex<Receiver<P>>) -> Option<P> {
    let taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
    taken.recv().ok()
}

#[cfg(test)]
mod tests {
    use core::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();

    #[test]
    fn answers_come_in_the_order_of_the_pieces() {
        let mut told = Vec::new();
        let work = |number: u64| {
            // The earlier one is asked, the longer it takes.
            thread::sleep(Duration::from_millis((7 - number % 7) * 2));
            number
        };
        in_order(FOUR, 0..50, work, |number| {
            told.push(number);
            Ok(())
        })
        .unwrap();
        assert_eq!(told, (0..50).collect::<Vec<u64>>());
    }

    #[test]
    fn no_more_is_taken_than_can_be_worked_on() {
        let (taken, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let pieces = (0..200).inspect(|_| {
            let held = taken.fetch_add(1, Ordering::SeqCst) + 1 - done.load(Ordering::SeqCst);
            assert!(held <= AHEAD * FOUR.get() + 2, "{held}");
        });
        let tell = |_| {
            done.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        in_order(FOUR, pieces, |piece| piece, tell).unwrap();
        assert_eq!(done.into_inner(), 200);
    }

    #[test]
    fn an_output_that_ends_ends_the_work() {
        let taken = AtomicUsize::new(0);
        let pieces = (0..1_000).inspect(|_| {
            taken.fetch_add(1, Ordering::SeqCst);
        });
        let ended = in_order(
            FOUR,
            pieces,
            |piece| piece,
            |piece| {
                if piece == 3 {
                    Err(io::ErrorKind::BrokenPipe.into())
                } else {
                    Ok(())
                }
            },
        );
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert!(taken.into_inner() < 100);
    }

    #[test]
    fn nothing_to_do_is_done() {
        in_order(FOUR, 0..0, |piece| piece, |_: i32| unreachable!()).unwrap();
    }
}
