//! What Postfix is told: its listeners, one Maildir for all, and nobody else to send on to.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::failure::Outcome;
use crate::part::folder::Folder;
use crate::part::port;
use crate::process::{is_root, read, run_quietly};

/// Who owns the Maildir when root starts Postfix, which delivers nothing as root.
const NOBODY: &str = "nobody";

/// The file in which a test tells what becomes of mails to an address from now on.
pub(super) const FATES: &str = "fates";

/// How many servers can take mails by LMTP at the same time.
const LMTP_SERVERS: usize = 16;

/// The Maildirs: one for all, and one for a server that reads the reports on its mails there.
const MAILBOXES: &str = "\
/@maildir\\./  bounces/
/./            inbox/
";

/// A certificate for `localhost` that is its own root, as rustls and OpenSSL both take it.
const CERTIFICATE: &str = "\
[req]
distinguished_name = name
x509_extensions = extensions
prompt = no
[name]
CN = localhost
[extensions]
subjectAltName = DNS:localhost, IP:127.0.0.1
basicConstraints = critical, CA:FALSE
";

/// The daemons behind the listeners: name, type, rights, how many, program.
const SERVICES: &str = "\
cleanup unix n - n - 0 cleanup
qmgr unix n - n 5 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
";

/// Where Postfix listens, and what listens for it.
pub(super) struct Ports {
    pub(super) starttls: u16,
    pub(super) tls: u16,
    /// The second mail server on the way of some recipients.
    pub(super) hop: u16,
    /// The one that knows who is to be greylisted.
    pub(super) postgrey: u16,
    /// The one that knows what becomes of a mail, for either hop.
    pub(super) fates: [u16; 2],
    /// Where servers may listen that take mails by LMTP.
    pub(super) lmtp: Vec<u16>,
}

impl Ports {
    pub(super) fn free() -> Outcome<Self> {
        Ok(Self {
            starttls: port::free()?,
            tls: port::free()?,
            hop: port::free()?,
            postgrey: port::free()?,
            fates: [port::free()?, port::free()?],
            lmtp: port::set_aside(LMTP_SERVERS)?,
        })
    }
}

/// Writes everything that a Postfix listening on these ports needs into its folder.
pub(super) fn write(folder: &Folder, ports: &Ports) -> Outcome {
    let me = read(Command::new("id").arg("-un"))?;
    let reader = if is_root() { NOBODY } else { &me };
    folder.make_for("etc", &me)?;
    folder.make_for("queue", "root")?;
    folder.make_for("data", "postfix")?;
    folder.make_for("mail", reader)?;
    // Before a Kadomori that reads there makes them for itself alone.
    for part in ["", "/new", "/cur", "/tmp"] {
        folder.make_for(&format!("mail/bounces{part}"), reader)?;
    }
    folder.make_own("grey")?;
    folder.write(FATES, "")?;
    folder.write("etc/mailboxes", MAILBOXES)?;
    folder.write("etc/transport", &transports(ports))?;
    folder.write("etc/main.cf", &main(&folder.join(""), ports, reader)?)?;
    folder.write("etc/master.cf", &services(ports))?;
    certify(folder)
}

/// What doesn't go into a Maildir. Postfix doesn't fill in a port from the address, so there is
/// a line for each.
fn transports(ports: &Ports) -> String {
    let mut table = String::new();
    for port in &ports.lmtp {
        let _ = writeln!(table, "/@lmtp-{port}\\./  lmtp:inet:127.0.0.1:{port}");
    }
    table
}

fn main(folder: &Path, ports: &Ports, reader: &str) -> Outcome<String> {
    let user = read(Command::new("id").args(["-u", reader]))?;
    let group = read(Command::new("id").args(["-g", reader]))?;
    let folder = folder.display();
    let (postgrey, [fates, _]) = (ports.postgrey, ports.fates);
    Ok(format!(
        "\
compatibility_level = 3.6
queue_directory = {folder}queue
data_directory = {folder}data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = /dev/stdout
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination =
mynetworks =
alias_maps =
local_recipient_maps =
notify_classes =
virtual_mailbox_domains = static:all
virtual_mailbox_maps = regexp:{folder}etc/mailboxes
virtual_mailbox_base = {folder}mail
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
transport_maps = regexp:{folder}etc/transport
default_transport = error:nobody else is reached from here
smtpd_restriction_classes = greylist, hang, late
greylist = check_policy_service inet:127.0.0.1:{postgrey}
hang = sleep 60
late = sleep 6, check_recipient_access static:{{550 5.1.1 No such user here}}
smtpd_recipient_restrictions =
    check_policy_service inet:127.0.0.1:{fates}, reject_unauth_destination
smtpd_tls_cert_file = {folder}etc/tls.pem
smtpd_tls_key_file = {folder}etc/tls.key
smtpd_tls_security_level = may
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_peername_lookup = no
smtp_connection_cache_on_demand = no
lmtp_connection_cache_on_demand = no
delay_warning_time = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
maximal_queue_lifetime = 1m
bounce_queue_lifetime = 1m
"
    ))
}

fn services(ports: &Ports) -> String {
    let (
        Ports {
            starttls, tls, hop, ..
        },
        [_, fates],
    ) = (ports, ports.fates);
    format!(
        "\
127.0.0.1:{starttls} inet n - n - - smtpd
127.0.0.1:{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
127.0.0.1:{hop} inet n - n - - smtpd
    -o {{smtpd_recipient_restrictions=check_policy_service inet:127.0.0.1:{fates},
    reject_unauth_destination}}
{SERVICES}"
    )
}

fn certify(folder: &Folder) -> Outcome {
    let request = folder.write("etc/certificate.cnf", CERTIFICATE)?;
    let mut openssl = Command::new("openssl");
    openssl.args([
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
    ]);
    openssl.arg("-config").arg(request);
    openssl.arg("-keyout").arg(folder.join("etc/tls.key"));
    run_quietly(openssl.arg("-out").arg(folder.join("etc/tls.pem")))
}
