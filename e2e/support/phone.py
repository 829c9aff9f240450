"""Phones: numbers whose fate is known, and the texts that have reached the message centres."""

import json
import re
import time
from dataclasses import dataclass, replace
from enum import Enum
from itertools import count
from pathlib import Path
from random import randrange
from urllib.parse import unquote_to_bytes

from support.part import Kannel

PATIENCE = 20.0

# Beginning anywhere, so that the phones of two runs at one Kannel are different ones.
_numbers = count(randrange(50_000))


class Fate(Enum):
    """What becomes of texts to a number, as `xtask/src/part/kannel/smsc.py` has it."""

    DELIVERED = 1
    NO_SUCH_NUMBER = 2
    SWITCHED_OFF = 3
    REFUSED_BY_NETWORK = 4
    REFUSED_BY_CENTRE = 5
    NEVER_HEARD_OF = 6
    ON_ITS_WAY = 7


def new_number(fate: Fate = Fate.DELIVERED, seconds: int = 0) -> str:
    """A number of its own, as people write it; the fate is reported after so many seconds."""
    end = next(_numbers) % 100_000
    return f"080-{fate.value}{seconds:02}{end // 10_000}-{end % 10_000:04}"


def new_number_of_kannel() -> str:
    """A number behind Kannel's own fake message centre, which reports it as delivered."""
    return f"090-1234-{next(_numbers) % 10_000:04}"


def international(number: str) -> str:
    """A Japanese number as the world dials it."""
    return "+81" + number.replace("-", "").removeprefix("0")


@dataclass(frozen=True)
class Text:
    """One text message as it reached a message centre."""

    recipient: str
    body: str
    parts: int = 1

    @property
    def code(self) -> str:
        """The code, as six digits."""
        found = set(re.findall(r"(?<!\d)(\d{3}) ?(\d{3})(?!\d)", self.body))
        assert len(found) == 1, f"expected one code in:\n{self.body}"
        return "".join(found.pop())

    @property
    def last_line(self) -> str:
        """The line by which browsers fill in the code, and for whom they do."""
        return self.body.splitlines()[-1]


class Phones:
    """All phones behind the message centres of a Kannel."""

    def __init__(self, kannel: Kannel) -> None:
        self._kannel = kannel

    def set(self, number: str, fate: Fate, seconds: int = 0) -> None:
        """Texts to this number have this fate from now on, reported after so many seconds."""
        with self._kannel.fates.open("a", encoding="utf-8") as lines:
            print(international(number), fate.value, seconds, file=lines)

    def texts_to(self, number: str) -> list[Text]:
        """What has come for a number, in the order in which it came."""
        wanted = international(number)
        texts = _read_fake(self._kannel.fake_log) + _read_smsc(self._kannel.smsc_log)
        return [text for text in texts if text.recipient == wanted]

    def wait_for(self, number: str, count: int = 1, patience: float = PATIENCE) -> Text:
        """Waits until so many texts have come for a number, and returns the last of them."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if len(texts := self.texts_to(number)) >= count:
                return texts[count - 1]
            time.sleep(0.05)
        raise AssertionError(f"no text number {count} for {number} within {patience:.0f} s")


def _read_fake(log: Path) -> list[Text]:
    """The lines of Kannel's fake centre: sender, recipient, kind, and the text as in a URL.

    It takes each line of a text in the alphabet of phones for a message, and drops empty ones.
    """
    texts: list[Text] = []
    lines = log.read_text(encoding="utf-8", errors="replace")
    for line in re.findall(r"Got message \d+: <(.*)>$", lines, re.MULTILINE):
        if begun := re.match(r"\S+ (\+?\d+) (text|ucs-2|data) (.*)", line):
            number, kind, body = begun.groups()
            texts.append(Text(number, _spelled(kind, body)))
        elif texts:
            texts[-1] = replace(texts[-1], body=f"{texts[-1].body}\n{line}")
    return texts


def _spelled(kind: str, body: str) -> str:
    if kind == "text":
        return body
    octets = unquote_to_bytes(body.replace("+", " "))
    return octets.decode("utf-16-be" if kind == "ucs-2" else "utf-8")


def _read_smsc(log: Path) -> list[Text]:
    """The lines of the other centre; the parts of a long text come one after the other."""
    texts: list[Text] = []
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else []:
        told = json.loads(line)
        number, parts = told["part"]
        before = texts.pop().body if number > 1 else ""
        recipient = "+" + told["to"].removeprefix("+")
        texts.append(Text(recipient, before + told["text"], parts))
    return texts
