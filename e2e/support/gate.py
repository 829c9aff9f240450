"""A gate before a real server: it lets through, is shut, or lets in and never answers.

So one server can be down or slow for one test while the others go on using it.
"""

import select
import socket
import threading
from enum import Enum
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from support import port

BITE = 65_536


class Manner(Enum):
    """How a gate treats those who come."""

    OPEN = "open"
    # Connections are taken and nothing is ever said.
    SILENT = "silent"
    # Nobody listens.
    SHUT = "shut"


class Gate:
    """A port on loopback, before another one."""

    def __init__(self, behind: int, manner: Manner = Manner.OPEN) -> None:
        self._behind = behind
        self._listener: socket.socket | None = None
        self._kept: list[socket.socket] = []
        self.manner = Manner.SHUT
        self.visits = 0
        self.port = port.free()
        self.set(manner)

    @classmethod
    def before(cls, url: str, manner: Manner = Manner.OPEN) -> tuple[Self, str]:
        """A gate before the server of an address, and the address that leads through it."""
        parts = urlsplit(url)
        assert parts.port, url
        gate = cls(parts.port, manner)
        return gate, urlunsplit(parts._replace(netloc=f"127.0.0.1:{gate.port}"))

    def set(self, manner: Manner) -> None:
        """Treats those who come from now on like this, and lets go of those who are there."""
        self._let_go()
        self.manner = manner
        if manner is Manner.SHUT:
            self._stop_listening()
        elif self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            threading.Thread(target=self._meet, args=[self._listener], daemon=True).start()

    def close(self) -> None:
        """Leaves nothing behind."""
        self.set(Manner.SHUT)

    def _stop_listening(self) -> None:
        if self._listener:
            # A thread that waits in accept() is not woken by close() alone.
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None

    def _meet(self, listener: socket.socket) -> None:
        while True:
            try:
                visitor, _ = listener.accept()
            except OSError:
                return
            self.visits += 1
            self._kept.append(visitor)
            if self.manner is Manner.OPEN:
                threading.Thread(target=self._pass_on, args=[visitor], daemon=True).start()

    def _pass_on(self, visitor: socket.socket) -> None:
        try:
            with socket.create_connection(("127.0.0.1", self._behind)) as server:
                _carry(visitor, server)
        except (OSError, ValueError):
            # Somebody has left, or the gate has let go of them.
            pass
        finally:
            visitor.close()

    def _let_go(self) -> None:
        for visitor in self._kept:
            try:
                visitor.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            visitor.close()
        self._kept.clear()


def _carry(one: socket.socket, other: socket.socket) -> None:
    """Brings everything from either to the other, until one of them has left."""
    while True:
        readable, _, _ = select.select([one, other], [], [])
        for source in readable:
            octets = source.recv(BITE)
            if not octets:
                return
            (other if source is one else one).sendall(octets)
