"""The inbox of everybody: the Maildir into which Postfix delivers."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

PATIENCE = 20.0


@dataclass(frozen=True)
class Mail:
    """One mail as it arrived."""

    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        return message_from_bytes(self.raw, policy=policy.SMTP)

    @cached_property
    def recipient(self) -> str:
        """Whom the envelope named, without the quotes that an odd local part needs."""
        return str(self.message["X-Original-To"]).replace('"', "")

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """The plain text."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML."""
        return self._part("html")

    @property
    def code(self) -> str:
        """The code, as six digits."""
        return code_in(self.text)

    @property
    def reference(self) -> str:
        """The mark by which page and mail belong together."""
        return reference_in(self.subject)

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        assert part is not None, f"the mail has no {kind} part"
        return str(part.get_content())


def code_in(text: str) -> str:
    """The one line that is nothing but six digits, spaced as people read them."""
    lines = re.findall(r"^\s*(\d{3})\s?(\d{3})\s*$", text, re.MULTILINE)
    assert len(lines) == 1, f"expected one line with a code in:\n{text}"
    return "".join(lines[0])


def reference_in(text: str) -> str:
    """The letter, digit and letter in brackets, half- or full-width."""
    found = re.search(r"[(（]([A-Z]\d[A-Z])[)）]", text)
    assert found, f"no reference in: {text}"
    return found.group(1)


class Mailbox:
    """The Maildir, read by recipient, and each mail once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, Mail] = {}

    def mails_to(self, address: str) -> list[Mail]:
        """What has arrived for an address, in the order of arrival."""
        arrived = [path for path in self._folder.glob("new/*") if path not in self._read]
        for path in sorted(arrived, key=lambda path: path.stat().st_mtime_ns):
            self._read[path] = Mail(path.read_bytes())
        return [mail for mail in self._read.values() if mail.recipient == address]

    def wait_for(self, address: str, count: int = 1, patience: float = PATIENCE) -> Mail:
        """Waits until so many mails have arrived for an address, and returns the last of them."""
        return self._wait(
            address, f"number {count}", lambda mails: mails[count - 1 : count], patience
        )

    def wait_for_marked(
        self, address: str, reference: str, patience: float = PATIENCE
    ) -> Mail:
        """Waits for the mail that bears a reference."""
        marked = f"({reference})", f"（{reference}）"
        return self._wait(
            address,
            f"marked {reference}",
            lambda mails: [mail for mail in mails if mail.subject.endswith(marked)],
            patience,
        )

    def wait_for_telling(self, address: str, sentence: str) -> Mail:
        """Waits for a mail that says something."""
        return self._wait(
            address,
            f"that says “{sentence}”",
            lambda mails: [mail for mail in mails if sentence in mail.text],
        )

    def _wait(
        self,
        address: str,
        which: str,
        choose: Callable[[list[Mail]], list[Mail]],
        patience: float = PATIENCE,
    ) -> Mail:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if chosen := choose(self.mails_to(address)):
                return chosen[-1]
            time.sleep(0.05)
        raise AssertionError(f"no mail {which} for {address} within {patience:.0f} s")
