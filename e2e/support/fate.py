"""What becomes of mails to an address from some moment on; `xtask/src/part/postfix/fates.py` has
the words for it."""

from enum import Enum
from pathlib import Path


class MailFate(Enum):
    """What the mail servers do with a mail; addresses that begin so have that fate from the start."""

    OK = "ok"
    REJECT = "reject"
    DEFER = "defer"
    GREY = "grey"
    HANG = "hang"
    BOUNCE = "bounce"
    FULL = "full"
    LATE = "late"
    DELAY = "delay"


class MailFates:
    """The mail servers' say in it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def set(self, address: str, fate: MailFate) -> None:
        """Mails to this address have this fate from now on."""
        with self._file.open("a", encoding="utf-8") as lines:
            print(address, fate.value, file=lines)
