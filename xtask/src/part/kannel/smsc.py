"""A message centre with phones behind it: the side of SMPP 3.4 that Kannel talks to.

Kannel's own fake centre reports everything as delivered, at once. Here the number decides what
becomes of a message. After +81 80 comes one digit for its fate, then two for the seconds until
that is reported; the rest is whose it is:

    1  delivered                        5  refused by the centre, before it is taken
    2  no such number                   6  taken, and never heard of again
    3  switched off for too long        7  on its way at once, delivered after the seconds
    4  refused by the phone's network

So +81 80 1 00 … is delivered at once, and +81 80 2 05 … has come back after five seconds. No
fate is 0, since 0800 is no phone's. A line of the file of fates tells another from now on, as in
`+8180100… 2 5`: a phone can be switched off. What reaches a phone, or would have, is a line of JSON in
the log. It listens on loopback only and knows no passwords. Not a model of SMPP: what Kannel
doesn't use is not here.
"""

import asyncio
import json
import re
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

# Commands (SMPP 3.4, 5.1.2.1); an answer has the highest bit set.
BINDS = {0x1, 0x2, 0x9}
SUBMIT, DELIVER, UNBIND, ENQUIRE, NACK = 0x4, 0x5, 0x6, 0x15, 0x80000000
ANSWER = 0x80000000

# Statuses (5.1.3): fine, no such destination, no such command.
OK, BAD_DESTINATION, BAD_COMMAND = 0x0, 0xB, 0x3

# Bits of esm_class (5.2.12): a receipt, and a user data header before the text.
RECEIPT, HEADED = 0x04, 0x40

# Optional parameters (5.3.2).
PAYLOAD, RECEIPTED, STATE = 0x0424, 0x001E, 0x0427

UCS2 = 8

# The default alphabet of phones, and what an escape makes of some of its letters (3GPP TS 23.038).
ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = dict(zip("Λ()/<=>¡e", "^{}\\[~]|€", strict=True))


@dataclass(frozen=True)
class Report:
    """What is told of a message: the receipt's word, its number (5.2.28), the network's reason."""

    word: str
    state: int
    reason: str


DELIVERED = Report("DELIVRD", 2, "000")
ON_ITS_WAY = Report("ENROUTE", 1, "000")
FATES: dict[str, Report | None] = {
    "1": DELIVERED,
    "2": Report("UNDELIV", 5, "001"),
    "3": Report("EXPIRED", 3, "000"),
    "4": Report("REJECTD", 8, "013"),
    "6": None,
    "7": DELIVERED,
}
REFUSED = "5"
ANNOUNCED = "7"


@dataclass(frozen=True)
class Message:
    """A message as it was handed in."""

    sender: str
    to: str
    text: str
    part: tuple[int, int]
    wants_report: bool

    @classmethod
    def read(cls, body: bytes) -> "Message":
        """The body of a `submit_sm` (4.4.1)."""
        fields = Fields(body)
        fields.text()
        fields.octets(2)
        sender = fields.text()
        fields.octets(2)
        to = fields.text()
        esm_class, _, _ = fields.octets(3)
        fields.text()
        fields.text()
        wanted, _, coding, _, length = fields.octets(5)
        octets = fields.octets(length) or fields.option(PAYLOAD)
        part = (1, 1)
        if esm_class & HEADED:
            header, octets = octets[: octets[0] + 1], octets[octets[0] + 1 :]
            part = header[-1], header[-2]
        text = octets.decode("utf-16-be") if coding == UCS2 else _spelled(octets)
        return cls(sender, to, text, part, wanted & 3 != 0)

    def fate(self, told: list[str]) -> tuple[str, int]:
        """What becomes of it, and after how many seconds; the last that is told counts."""
        for number, fate, seconds in reversed([line.split() for line in told]):
            if number.removeprefix("+") == self.to.removeprefix("+"):
                return fate, int(seconds)
        spelled = re.match(r"\+?8180(\d)(\d\d)", self.to)
        return (spelled.group(1), int(spelled.group(2))) if spelled else ("1", 0)


class Fields:
    """Octets, read from the left."""

    def __init__(self, body: bytes) -> None:
        self._rest = body

    def octets(self, count: int) -> bytes:
        """The next so many."""
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken

    def text(self) -> str:
        """The next, up to a zero."""
        taken, _, self._rest = self._rest.partition(b"\0")
        return taken.decode("latin-1")

    def option(self, wanted: int) -> bytes:
        """The optional parameter with this tag, once everything before those was read."""
        while len(self._rest) >= 4:
            tag, length = struct.unpack(">HH", self.octets(4))
            value = self.octets(length)
            if tag == wanted:
                return value
        return b""


class Connection:
    """One Kannel that has called."""

    given: ClassVar[int] = 0

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, files: "Files"
    ) -> None:
        self._reader, self._writer, self._files = reader, writer, files
        self._sequence = 0
        self._reports: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        """Answers until the other side leaves."""
        try:
            while True:
                length, command, _, sequence = struct.unpack(
                    ">IIII", await self._reader.readexactly(16)
                )
                self._hear(command, sequence, await self._reader.readexactly(length - 16))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            for report in self._reports:
                report.cancel()
            self._writer.close()

    def _hear(self, command: int, sequence: int, body: bytes) -> None:
        if command in BINDS:
            self._send(command | ANSWER, OK, sequence, b"smsc\0")
        elif command == SUBMIT:
            self._take(sequence, Message.read(body))
        elif command in (ENQUIRE, UNBIND):
            self._send(command | ANSWER, OK, sequence)
        elif not command & ANSWER:
            self._send(NACK, BAD_COMMAND, sequence)

    def _take(self, sequence: int, message: Message) -> None:
        fate, seconds = message.fate(self._files.fates())
        Connection.given += 1
        name = f"{Connection.given:08}"
        line = {"to": message.to, "from": message.sender, "text": message.text}
        self._files.log(line | {"part": message.part, "fate": fate})
        if fate == REFUSED:
            self._send(SUBMIT | ANSWER, BAD_DESTINATION, sequence)
            return
        self._send(SUBMIT | ANSWER, OK, sequence, name.encode() + b"\0")
        if FATES.get(fate) and message.wants_report:
            task = asyncio.create_task(self._report(message, name, fate, seconds))
            self._reports.add(task)
            task.add_done_callback(self._reports.discard)

    async def _report(self, message: Message, name: str, fate: str, seconds: int) -> None:
        if fate == ANNOUNCED:
            self._tell(message, name, ON_ITS_WAY)
        await asyncio.sleep(seconds)
        if report := FATES.get(fate):
            self._tell(message, name, report)

    def _tell(self, message: Message, name: str, report: Report) -> None:
        """A receipt as message centres write it (appendix B)."""
        reached = int(report is DELIVERED)
        text = (
            f"id:{name} sub:001 dlvrd:00{reached} submit date:2601010000 done date:2601010000 "
            f"stat:{report.word} err:{report.reason} text:"
        ).encode()
        ends = b"".join(b"\1\1" + end.encode() + b"\0" for end in (message.to, message.sender))
        head = bytes([RECEIPT, 0, 0]) + b"\0\0" + bytes([0, 0, 0, 0, len(text)])
        options = _option(RECEIPTED, name.encode() + b"\0") + _option(STATE, bytes([report.state]))
        self._sequence += 1
        self._send(DELIVER, OK, self._sequence, b"\0" + ends + head + text + options)

    def _send(self, command: int, status: int, sequence: int, body: bytes = b"") -> None:
        self._writer.write(struct.pack(">IIII", 16 + len(body), command, status, sequence) + body)


def _spelled(octets: bytes) -> str:
    plain = "".join(ALPHABET[octet & 0x7F] for octet in octets)
    return re.sub("\x1b(.)", lambda escaped: ESCAPED.get(escaped.group(1), " "), plain)


def _option(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value


@dataclass(frozen=True)
class Files:
    """What has come, and what tests tell of fates."""

    texts: Path
    told: Path

    def log(self, line: dict[str, object]) -> None:
        """Writes down what has come."""
        with self.texts.open("a", encoding="utf-8") as texts:
            print(json.dumps(line, ensure_ascii=False), file=texts)

    def fates(self) -> list[str]:
        """The lines of the file of fates."""
        return self.told.read_text(encoding="utf-8").splitlines()


async def _listen(port: int, files: Files) -> None:
    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Connection(reader, writer, files).serve()

    server = await asyncio.start_server(meet, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_listen(int(sys.argv[1]), Files(Path(sys.argv[2]), Path(sys.argv[3]))))
