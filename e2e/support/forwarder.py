"""A mail program and the mail server behind it: they write a mail, sign it, and hand it to Postfix."""

import smtplib
import subprocess
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

import dkim

from support.part import Postfix

SELECTOR = "forwarder"


@dataclass
class Forwarder:
    """The mail service of everybody at one domain, with a key of its own."""

    postfix: Postfix
    folder: Path
    domain: str = "example.test"
    key: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Makes the key."""
        path = self.folder / "forwarder.key"
        _openssl("genrsa", "-traditional", "-out", str(path), "2048")
        self.key = path.read_bytes()

    @property
    def record(self) -> str:
        """What is published of the key, as a line of a zone."""
        pem = _openssl("rsa", "-in", str(self.folder / "forwarder.key"), "-pubout")
        public = "".join(line for line in pem.splitlines() if not line.startswith("-"))
        texts = " ".join(f'"{public[at : at + 200]}"' for at in range(0, len(public), 200))
        return f'{SELECTOR}._domainkey.{self.domain}. IN TXT ( "v=DKIM1; k=rsa; p=" {texts} )'

    def send(self, mail: EmailMessage, *, signed: bool = True) -> None:
        """Hands a mail over, from whom it says to whom it says."""
        raw = mail.as_bytes(policy=policy.SMTP)
        if signed:
            raw = dkim.sign(raw, SELECTOR.encode(), self.domain.encode(), self.key) + raw
        with smtplib.SMTP("127.0.0.1", self.postfix.starttls_port) as server:
            server.sendmail(str(mail["From"]), [str(mail["To"])], raw)


def written(sender: str, to: str, text: str) -> EmailMessage:
    """A mail as a mail program writes it."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = "Fwd: is this real?"
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(domain="mail.example.test")
    mail.set_content(text, charset="utf-8")
    return mail


def attached(mail: EmailMessage, original: bytes) -> EmailMessage:
    """The same, with another mail attached as it came."""
    mail.add_attachment(message_from_bytes(original, policy=policy.SMTP))
    return mail


def _openssl(*words: str) -> str:
    return subprocess.run(
        ["openssl", *words], check=True, capture_output=True, text=True
    ).stdout
