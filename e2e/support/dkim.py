"""The judge of our signatures: dkimpy, with the records that the operator is told to publish."""

import re
from collections.abc import Callable

from dkim import DKIM, ValidationError

Lookup = Callable[..., bytes | None]


def records(zone: str) -> dict[str, str]:
    """The TXT records of a zone file with one record a line, each text put together again."""
    found = re.findall(r"^(\S+)\. IN TXT \( (.+) \)$", zone, re.MULTILINE)
    return {name: "".join(re.findall(r'"([^"]*)"', strings)) for name, strings in found}


def verdicts(raw: bytes, zone: str) -> dict[str, bool]:
    """Each signature's algorithm, and whether it holds."""
    published = records(zone)

    def look_up(name: bytes, timeout: int = 5) -> bytes | None:
        value = published.get(name.decode().rstrip("."))
        return None if value is None else value.encode()

    signatures = len(re.findall(rb"^DKIM-Signature:", raw, re.MULTILINE | re.IGNORECASE))
    return dict(_verdict(raw, index, look_up) for index in range(signatures))


def _verdict(raw: bytes, index: int, look_up: Lookup) -> tuple[str, bool]:
    judge = DKIM(raw, minkey=2048)
    try:
        holds = bool(judge.verify(idx=index, dnsfunc=look_up))
    except ValidationError:
        holds = False
    return judge.signature_fields[b"a"].decode(), holds
