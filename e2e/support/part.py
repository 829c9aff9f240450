"""Where the real parts are, as `cargo xtask` tells it in the environment."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postfix:
    """A real Postfix that delivers what it takes into one Maildir.

    What becomes of a mail is told by the beginning of its recipient, or by a line in the file of
    fates: it refuses `reject-…@` for
    good and `defer-…@` for now, greylists `grey-…@`, and doesn't answer on `hang-…@`. It takes
    `bounce-…@`, `full-…@` and, after seconds, `late-…@` back with a report, and reports that
    `delay-…@` is late. Such reports go to a Maildir of their own when the envelope's sender is at
    `maildir.…`, and by LMTP to a server of ours when it is at `lmtp-PORT.…`.
    """

    starttls_port: int
    tls_port: int
    certificate: Path
    maildir: Path
    bounces: Path
    fates: Path
    lmtp_ports: tuple[int, ...]


@dataclass(frozen=True)
class Kannel:
    """A real Kannel, and where the texts that have arrived are written down.

    Its own fake message centre delivers everything; the other one decides by the number, or by a
    line in the file of fates.
    """

    url: str
    user: str
    password: str
    fake_log: Path
    smsc_log: Path
    fates: Path


def postfix() -> Postfix:
    """The Postfix of this run."""
    ports = _told("KADOMORI_TEST_LMTP_PORTS").split(",")
    return Postfix(
        starttls_port=int(_told("KADOMORI_TEST_SMTP_PORT")),
        tls_port=int(_told("KADOMORI_TEST_SMTPS_PORT")),
        certificate=Path(_told("KADOMORI_TEST_SMTP_CA")),
        maildir=Path(_told("KADOMORI_TEST_MAILDIR")),
        bounces=Path(_told("KADOMORI_TEST_BOUNCES")),
        fates=Path(_told("KADOMORI_TEST_MAIL_FATES")),
        lmtp_ports=tuple(int(port) for port in ports),
    )


def kannel() -> Kannel:
    """The Kannel of this run."""
    return Kannel(
        url=_told("KADOMORI_TEST_KANNEL_SENDSMS"),
        user=_told("KADOMORI_TEST_KANNEL_USER"),
        password=_told("KADOMORI_TEST_KANNEL_PASSWORD"),
        fake_log=Path(_told("KADOMORI_TEST_FAKESMSC_LOG")),
        smsc_log=Path(_told("KADOMORI_TEST_SMSC_LOG")),
        fates=Path(_told("KADOMORI_TEST_TEXT_FATES")),
    )


def postgres() -> str:
    """The address of the PostgreSQL of this run, as its superuser."""
    return _told("KADOMORI_TEST_POSTGRES")


def binary() -> Path:
    """The server, built as it is shipped."""
    return Path(os.environ.get("KADOMORI_TEST_BINARY", workspace() / "target/release/kadomori"))


def screenshots() -> Path:
    """Where screenshots go."""
    folder = os.environ.get("KADOMORI_TEST_SCREENSHOTS", workspace() / "target/screenshots")
    return Path(folder)


def workspace() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parents[2]


def _told(name: str) -> str:
    value = os.environ.get(name)
    if value is None:
        raise RuntimeError(
            f"{name} is not set: run the journeys by `cargo xtask e2e`, or run "
            '`cargo xtask parts start` and `eval "$(cargo xtask parts env)"` first'
        )
    return value
