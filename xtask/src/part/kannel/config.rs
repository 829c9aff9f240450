//! What Kannel is told, and how it is asked whether its message centres have called in.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};

use crate::failure::Outcome;
use crate::part::folder::Folder;
use crate::part::port;

/// Who hands texts in.
pub(super) const USER: &str = "kadomori";

/// Guards the page on which Kannel tells how it is.
const STATUS_PASSWORD: &str = "status";

/// The numbers for our own message centre.
const OURS: &str = "+8180;8180";

/// Where the programs find each other.
pub(super) struct Ports {
    pub(super) admin: u16,
    pub(super) smsbox: u16,
    pub(super) sendsms: u16,
    pub(super) fake: u16,
    pub(super) smsc: u16,
}

impl Ports {
    pub(super) fn free() -> Outcome<Self> {
        Ok(Self {
            admin: port::free()?,
            smsbox: port::free()?,
            sendsms: port::free()?,
            fake: port::free()?,
            smsc: port::free()?,
        })
    }
}

/// Writes the configuration of both boxes into the part's folder.
pub(super) fn write(folder: &Folder, ports: &Ports, password: &str) -> Outcome {
    let Ports {
        admin,
        smsbox,
        sendsms,
        fake,
        smsc,
    } = ports;
    let store = folder.join("store");
    let config = format!(
        "\
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = {STATUS_PASSWORD}
smsbox-port = {smsbox}
smsbox-interface = 127.0.0.1
dlr-storage = internal
store-type = file
store-location = {store}
sms-resend-freq = 1

group = smsc
smsc = fake
smsc-id = fake
port = {fake}
connect-allow-ip = 127.0.0.1
denied-prefix = \"{OURS}\"

group = smsc
smsc = smpp
smsc-id = smpp
host = 127.0.0.1
port = {smsc}
transceiver-mode = true
smsc-username = kannel
smsc-password = kannel
system-type = \"\"
reconnect-delay = 1
allowed-prefix = \"{OURS}\"

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
global-sender = 5550000

group = sendsms-user
username = {USER}
password = {password}
max-messages = 6
concatenation = true

group = sms-service
keyword = default
text = none
max-messages = 0
",
        store = store.display()
    );
    folder.write("kannel.conf", &config).map(drop)
}

/// What Kannel says of itself and its message centres.
pub(super) fn status(admin: u16) -> io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, admin))?;
    write!(
        stream,
        "GET /status.txt?password={STATUS_PASSWORD} HTTP/1.0\r\n\r\n"
    )?;
    let mut page = Vec::new();
    // Kannel keeps the connection open; its page is short and comes at once.
    stream.set_read_timeout(Some(std::time::Duration::from_millis(500)))?;
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        page.extend(buffer.iter().take(count));
        if page.ends_with(b"\n\n") {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&page).into_owned())
}
