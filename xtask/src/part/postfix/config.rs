//! What Postfix is told: two listeners, one Maildir for all, and nobody to send on to.

use std::path::Path;
use std::process::Command;

use crate::failure::Outcome;
use crate::part::folder::Folder;
use crate::process::{is_root, read, run_quietly};

/// Who owns the Maildir when root starts Postfix, which delivers nothing as root.
const NOBODY: &str = "nobody";

/// Which answer a recipient gets at once, by the beginning of the address.
const RECIPIENTS: &str = "\
/^\"?reject-/  550 5.1.1 No such user here
/^\"?defer-/   450 4.2.0 Try again later
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

/// The daemons behind the two listeners: name, type, rights, how many, program.
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
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
";

/// Writes everything that a Postfix listening on these two ports needs into its folder.
pub(super) fn write(folder: &Folder, starttls: u16, tls: u16) -> Outcome {
    let me = read(Command::new("id").arg("-un"))?;
    let reader = if is_root() { NOBODY } else { &me };
    folder.make_for("etc", &me)?;
    folder.make_for("queue", "root")?;
    folder.make_for("data", "postfix")?;
    folder.make_for("mail", reader)?;
    folder.write("etc/recipients", RECIPIENTS)?;
    folder.write("etc/main.cf", &main(&folder.join(""), reader)?)?;
    folder.write("etc/master.cf", &services(starttls, tls))?;
    certify(folder)
}

fn main(folder: &Path, reader: &str) -> Outcome<String> {
    let user = read(Command::new("id").args(["-u", reader]))?;
    let group = read(Command::new("id").args(["-g", reader]))?;
    let folder = folder.display();
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
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:inbox/
virtual_mailbox_base = {folder}mail
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
smtpd_recipient_restrictions =
    check_recipient_access regexp:{folder}etc/recipients, reject_unauth_destination
smtpd_tls_cert_file = {folder}etc/tls.pem
smtpd_tls_key_file = {folder}etc/tls.key
smtpd_tls_security_level = may
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_peername_lookup = no
"
    ))
}

fn services(starttls: u16, tls: u16) -> String {
    format!(
        "\
127.0.0.1:{starttls} inet n - n - - smtpd
127.0.0.1:{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
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
