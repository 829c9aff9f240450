"""Says what becomes of a mail: asked by both of Postfix's hops about every recipient.

The fate is the beginning of the address, up to a hyphen, unless a line of the file tells another:
`mika@example.test bounce`. The last line about an address counts, and holds from the next mail
on, so that a mailbox which took mails can cease to. `ok` is the fate of all others.

It speaks Postfix's policy protocol (SMTPD_POLICY_README): attributes up to an empty line in, one
action out. `greylist`, `hang` and `late` are classes of restrictions in Postfix's own settings.
"""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

# What the first hop does; all others are taken.
FIRST = {
    "reject": "550 5.1.1 No such user here",
    "defer": "450 4.2.0 Try again later",
    "grey": "greylist",
    "hang": "hang",
}

# What the second hop does with what the first has taken and sends to it.
SECOND = {
    "bounce": "550 5.1.1 No such user here",
    "full": "552 5.2.2 Mailbox full",
    "late": "late",
    "delay": "greylist",
}


class Fates:
    """The fates of all recipients."""

    def __init__(self, file: Path, second_hop: int) -> None:
        self._file = file
        self._second_hop = second_hop

    def at_first(self, recipient: str) -> str:
        """What the first hop is to do."""
        fate = self._of(recipient)
        if fate in SECOND:
            return f"FILTER smtp:[127.0.0.1]:{self._second_hop}"
        return FIRST.get(fate, "DUNNO")

    def at_second(self, recipient: str) -> str:
        """What the second hop is to do."""
        return SECOND.get(self._of(recipient), "DUNNO")

    def _of(self, recipient: str) -> str:
        lines = self._file.read_text(encoding="utf-8").splitlines()
        told = dict(line.rsplit(" ", 1) for line in lines)
        plain = recipient.replace('"', "")
        return str(told.get(plain, plain.partition("-")[0]))


async def _listen(first: int, second: int, fates: Fates) -> None:
    ways = ((first, fates.at_first), (second, fates.at_second))
    servers = [await _answer(port, decide) for port, decide in ways]
    await asyncio.gather(*(server.serve_forever() for server in servers))


async def _answer(port: int, decide: Callable[[str], str]) -> asyncio.Server:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked: dict[str, str] = {}
        while line := await reader.readline():
            name, _, value = line.decode().rstrip("\n").partition("=")
            asked[name] = value
            if not name:
                writer.write(f"action={decide(asked['recipient'])}\n\n".encode())
                asked = {}
        writer.close()

    return await asyncio.start_server(talk, "127.0.0.1", port)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:4]]
    asyncio.run(_listen(numbers[0], numbers[1], Fates(Path(sys.argv[4]), numbers[2])))
