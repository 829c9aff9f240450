use std::sync::mpsc;
use std::time::Duration;

use super::*;

const CHEAP: u32 = 8;

fn start(threads: usize, waiting: usize) -> Hashing {
    let options = HashingOptions::new(NonZeroUsize::new(threads), waiting);
    Hashing::start(options, HashingFigures::default()).expect("threads")
}

fn cheap() -> PasswordCost {
    PasswordCost::new(CHEAP, 1, 1).expect("a cost")
}

fn password(text: &str) -> Password {
    Password::parse(text).expect("a password")
}

/// A job that takes as long as the test wants.
struct Held {
    begun: mpsc::Receiver<()>,
    finish: mpsc::Sender<()>,
    answer: tokio::task::JoinHandle<Result<(), NotHashed>>,
}

fn hold(hashing: &Arc<Hashing>) -> Held {
    let (tell, begun) = mpsc::channel();
    let (finish, told) = mpsc::channel::<()>();
    let hashing = Arc::clone(hashing);
    let answer = tokio::spawn(async move {
        hashing
            .run(move |_| {
                let _ = tell.send(());
                let _ = told.recv();
            })
            .await
    });
    Held {
        begun,
        finish,
        answer,
    }
}

impl Held {
    /// Waits until a thread is at it.
    async fn begun(self) -> Self {
        tokio::task::spawn_blocking(move || {
            self.begun
                .recv_timeout(Duration::from_secs(10))
                .expect("a thread takes it");
            self
        })
        .await
        .expect("it waits")
    }
}

/// Lets other tasks run until `is_so`.
async fn until(is_so: impl Fn() -> bool) {
    for _ in 0..5000 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("it never came about");
}

#[tokio::test]
async fn a_password_is_hashed_and_known_again() {
    let hashing = start(2, 8);
    let text = "blue kettle on a hill";
    let hash = hashing.hash(password(text), cheap(), [3; 16]).await;
    let hash = hash.expect("hashed");
    let right = hashing.verify(Some(hash.clone()), password(text), cheap());
    assert!(
        right
            .await
            .expect("compared")
            .is_some_and(|it| it.is_of(&hash))
    );
    let wrong = hashing.verify(Some(hash), password("red kettle"), cheap());
    assert!(wrong.await.expect("compared").is_none());
    assert_eq!(hashing.figures().done.get(), 3);
    assert_eq!(hashing.figures().waiting.get(), 0);
}

#[tokio::test]
async fn an_account_without_a_password_costs_the_same_work() {
    let hashing = start(1, 8);
    let none = hashing.verify(None, password("blue kettle"), cheap()).await;
    assert!(none.expect("compared").is_none());
    assert_eq!(hashing.figures().done.get(), 1);
}

#[tokio::test]
async fn whoever_comes_beyond_the_queue_is_told_at_once() {
    let hashing = Arc::new(start(1, 2));
    let busy = hold(&hashing).begun().await;
    let waiting = [hold(&hashing), hold(&hashing)];
    until(|| hashing.figures().waiting.get() == 2).await;

    let refused = hashing
        .hash(password("blue kettle"), cheap(), [3; 16])
        .await;
    assert_eq!(refused.err(), Some(NotHashed::Busy));
    assert_eq!(hashing.figures().refused.get(), 1);

    busy.finish.send(()).expect("it waits");
    for held in waiting {
        held.finish.send(()).expect("it waits");
        assert_eq!(held.answer.await.expect("joined"), Ok(()));
    }
    let hash = hashing
        .hash(password("blue kettle"), cheap(), [3; 16])
        .await;
    assert!(hash.is_ok());
}

#[tokio::test]
async fn a_place_is_kept_for_who_took_it_and_given_back() {
    let hashing = Arc::new(start(1, 1));
    let busy = hold(&hashing).begun().await;
    let place = hashing.place().expect("one may wait");
    assert_eq!(hashing.place().err(), Some(NotHashed::Busy));
    drop(place);

    let place = hashing.place().expect("it was given back");
    busy.finish.send(()).expect("it waits");
    let verified = place.verify(None, password("blue kettle"), cheap()).await;
    assert!(verified.expect("compared").is_none());
    assert!(hashing.place().is_ok(), "it was used up and given back");
}

#[tokio::test]
async fn a_queue_of_none_still_serves_idle_threads() {
    let hashing = start(1, 0);
    until(|| hashing.queue.idle() == 1).await;
    let hash = hashing
        .hash(password("blue kettle"), cheap(), [3; 16])
        .await;
    assert!(hash.is_ok());
}

#[tokio::test]
async fn what_nobody_waits_for_is_not_computed() {
    let hashing = Arc::new(start(1, 2));
    let busy = hold(&hashing).begun().await;
    let gone = hold(&hashing);
    until(|| hashing.figures().waiting.get() == 1).await;
    gone.answer.abort();
    assert!(gone.answer.await.expect_err("it was ended").is_cancelled());

    busy.finish.send(()).expect("it waits");
    until(|| hashing.figures().abandoned.get() == 1).await;
    assert!(gone.begun.try_recv().is_err(), "it was computed");
    until(|| hashing.figures().done.get() == 1).await;
}

#[tokio::test]
async fn those_who_left_make_room_in_a_full_queue() {
    let hashing = Arc::new(start(1, 1));
    let busy = hold(&hashing).begun().await;
    let gone = hold(&hashing);
    until(|| hashing.figures().waiting.get() == 1).await;
    gone.answer.abort();
    let _ = gone.answer.await;

    let next = hold(&hashing);
    until(|| hashing.figures().abandoned.get() == 1).await;
    busy.finish.send(()).expect("it waits");
    next.finish.send(()).expect("it waits");
    assert_eq!(next.answer.await.expect("joined"), Ok(()));
    assert_eq!(hashing.figures().refused.get(), 0);
}

#[tokio::test]
async fn a_panic_costs_one_answer_and_no_thread() {
    let hashing = start(1, 4);
    let broken: Result<(), NotHashed> = hashing.run(|_| panic!("as the test wants it")).await;
    assert_eq!(broken, Err(NotHashed::Ended));
    let hash = hashing
        .hash(password("blue kettle"), cheap(), [3; 16])
        .await;
    assert!(hash.is_ok());
}

#[tokio::test]
async fn stopping_tells_those_who_wait() {
    let hashing = Arc::new(start(1, 2));
    let busy = hold(&hashing).begun().await;
    let waiting = hold(&hashing);
    until(|| hashing.figures().waiting.get() == 1).await;
    hashing.queue.close();
    assert_eq!(waiting.answer.await.expect("joined"), Err(NotHashed::Ended));
    let late = hashing
        .hash(password("blue kettle"), cheap(), [3; 16])
        .await;
    assert_eq!(late.err(), Some(NotHashed::Ended));
    // What a thread is at is finished.
    busy.finish.send(()).expect("it waits");
    assert_eq!(busy.answer.await.expect("joined"), Ok(()));
}

#[tokio::test]
async fn the_threads_end_with_the_pool() {
    let hashing = start(3, 4);
    let queue = Arc::clone(&hashing.queue);
    drop(hashing);
    until(|| Arc::strong_count(&queue) == 1).await;
}

#[test]
fn as_many_threads_as_cores_are_chosen_within_reason() {
    let chosen = HashingOptions::new(None, 8).threads.get();
    assert!((1..=MOST_THREADS).contains(&chosen), "{chosen}");
    let named = HashingOptions::new(NonZeroUsize::new(3), 8);
    assert_eq!(named.threads.get(), 3);
}
