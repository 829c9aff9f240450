"""Mails that are under way when the server is killed: each arrives once."""

from conftest import NewPerson, StartKadomori
from support.account import new_address
from support.database import Engine
from support.gate import Gate, Manner
from support.mailbox import Mailbox
from support.server import Settings

# What a killed worker had taken up is another's after three minutes.
LEASE = 180


def test_a_killed_worker_sends_nothing_twice_and_loses_nothing(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    new_person: NewPerson,
    mailbox: Mailbox,
    gate: Gate,
) -> None:
    settings = {"mail": mail_settings["mail"] | {"port": gate.port}}
    servers = [start_kadomori(engine, settings) for engine in Engine]
    addresses = []
    for manner in (Manner.OPEN, Manner.SILENT):
        gate.set(manner)
        for kadomori in servers * 3:
            addresses.append(new_address())
            new_person(kadomori).ask_for_code(addresses[-1])
        if manner is Manner.OPEN:
            assert all(mailbox.wait_for(address) for address in addresses)
    for kadomori in servers:
        kadomori.kill()
    gate.set(Manner.OPEN)
    for kadomori in servers:
        kadomori.start()
    for address in addresses:
        assert mailbox.wait_for(address, patience=LEASE + 60)
    assert [len(mailbox.mails_to(address)) for address in addresses] == [1] * len(addresses)
