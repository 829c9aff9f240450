"""Where the real parts are, as `cargo xtask` tells it in the environment."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postfix:
    """A real Postfix that delivers whatever it takes into one Maildir.

    It refuses mail for `reject-…@` for good and mail for `defer-…@` for now.
    """

    starttls_port: int
    tls_port: int
    certificate: Path
    maildir: Path


def postfix() -> Postfix:
    """The Postfix of this run."""
    return Postfix(
        starttls_port=int(_told("KADOMORI_TEST_SMTP_PORT")),
        tls_port=int(_told("KADOMORI_TEST_SMTPS_PORT")),
        certificate=Path(_told("KADOMORI_TEST_SMTP_CA")),
        maildir=Path(_told("KADOMORI_TEST_MAILDIR")),
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
