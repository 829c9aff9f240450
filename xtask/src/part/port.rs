//! A free port on loopback, and waiting until something answers there.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// The first port that may be set aside.
const SET_ASIDE: u16 = 20_000;
/// The first port that Linux gives to outgoing connections.
const EPHEMERAL: u16 = 32_768;
/// How many runs find ports of their own, so that two at once rarely look at the same.
const BLOCKS: usize = 500;

/// A port that nobody listens on at this moment.
pub(crate) fn free() -> Outcome<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Failure::new(format!("no free port on loopback: {error}")))
}

/// Ports for servers that are started much later, some of them or none. They lie below those that
/// outgoing connections are given, so that they stay free meanwhile.
pub(crate) fn set_aside(count: usize) -> Outcome<Vec<u16>> {
    let ports: Vec<u16> = std::iter::successors(Some(SET_ASIDE), |port| port.checked_add(1))
        .skip(usize::try_from(std::process::id()).unwrap_or_default() % BLOCKS * count)
        .take_while(|port| *port < EPHEMERAL)
        .filter(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .take(count)
        .collect();
    if ports.len() < count {
        return Err(Failure::new("too few free ports on loopback"));
    }
    Ok(ports)
}

/// Waits until the port takes a connection.
pub(crate) fn wait_for(name: &str, port: u16) -> Outcome {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    wait_until(name, || TcpStream::connect_timeout(&address, PAUSE).is_ok())
}

/// Waits until the part says that it is ready, for a limited time.
pub(crate) fn wait_until(name: &str, mut ready: impl FnMut() -> bool) -> Outcome {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if ready() {
            return Ok(());
        }
        sleep(PAUSE);
    }
    Err(Failure::new(format!(
        "{name} was not ready after {} s; target/parts has its log",
        PATIENCE.as_secs()
    )))
}
