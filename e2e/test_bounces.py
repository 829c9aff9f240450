"""Mails that come back: a real Postfix brings its reports to the real server."""

import re
import socket
import time
from uuid import uuid4

import pytest

from conftest import NewPerson, StartKadomori
from support.database import Engine
from support.part import Postfix
from support.server import Kadomori, Settings

PATIENCE = 20.0

# What the log says of a report: which, and with what code.
TOLD = r"a mail server told of a mail.*report=(\w+(?:\(\w+\))?) status=\"?([\d.]+)"


def free_port(postfix: Postfix) -> int:
    """One of the ports that Postfix brings reports to, if no other test listens there."""
    for port in postfix.lmtp_ports:
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("all ports for LMTP are taken")


def wait_for_report(kadomori: Kadomori) -> tuple[str, str]:
    """What the server was told of the first mail that it was told of."""
    end = time.monotonic() + PATIENCE
    while not (told := re.search(TOLD, kadomori.log)):
        assert time.monotonic() < end, f"nothing was told:\n{kadomori.log}"
        time.sleep(0.05)
    return told[1], told[2]


def by_lmtp(postfix: Postfix) -> Settings:
    """Settings by which reports come by LMTP."""
    port = free_port(postfix)
    address = f"bounces@lmtp-{port}.example.test"
    return {"intake": {"address": address, "lmtp": f"127.0.0.1:{port}"}}


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("bounce", ("Failed(Hard)", "5.1.1")),
        ("full", ("Failed(Soft)", "5.2.2")),
        ("late", ("Failed(Hard)", "5.1.1")),
        ("delay", ("Delayed", "4.2.0")),
    ],
)
def test_what_becomes_of_a_mail_is_told_by_lmtp(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    postfix: Postfix,
    new_person: NewPerson,
    engine: Engine,
    who: str,
    told: tuple[str, str],
) -> None:
    kadomori = start_kadomori(engine, mail_settings | by_lmtp(postfix))
    name = uuid4().hex
    new_person(kadomori).ask_for_code(f"{who}-{name}@example.test")
    assert wait_for_report(kadomori) == told
    assert name not in kadomori.log


def test_a_report_waits_for_a_server_that_is_down(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    postfix: Postfix,
    new_person: NewPerson,
) -> None:
    kadomori = start_kadomori(settings=mail_settings | by_lmtp(postfix))
    new_person(kadomori).ask_for_code(f"late-{uuid4().hex}@example.test")
    time.sleep(1)
    kadomori.stop()
    time.sleep(4)
    kadomori.start()
    assert wait_for_report(kadomori) == ("Failed(Hard)", "5.1.1")


def test_what_becomes_of_a_mail_is_told_in_a_maildir(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    postfix: Postfix,
    new_person: NewPerson,
) -> None:
    maildir: Settings = {
        "intake": {
            "address": "bounces@maildir.example.test",
            "maildir": str(postfix.bounces),
        }
    }
    kadomori = start_kadomori(settings=mail_settings | maildir)
    new_person(kadomori).ask_for_code(f"bounce-{uuid4().hex}@example.test")
    assert wait_for_report(kadomori) == ("Failed(Hard)", "5.1.1")
