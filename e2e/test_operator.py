"""An operator at the terminal, beside a running server, on both engines."""

import json
import re
import time
from uuid import uuid4

import pytest

from conftest import NewPerson, StartKadomori
from support.browser import Visitor
from support.database import Engine
from support.mailbox import Mailbox
from support.person import Person
from support.server import Kadomori, Settings

# Longer than any mail of these tests takes to arrive.
LONG_ENOUGH = 3.0


@pytest.fixture(params=list(Engine), ids=lambda engine: engine.value)
def kadomori(
    request: pytest.FixtureRequest, start_kadomori: StartKadomori, mail_settings: Settings
) -> Kadomori:
    """A server with a mail server where only an operator makes accounts."""
    return start_kadomori(request.param, mail_settings | {"registration": "closed"})


@pytest.fixture
def address(kadomori: Kadomori) -> str:
    """The address of an account that the operator has made."""
    address = f"{uuid4().hex}@example.test"
    kadomori.run("account", "create", address, "--locale", "ja", "--zone", "Asia/Tokyo")
    return address


def sign_in(person: Person, mailbox: Mailbox, address: str, count: int = 1) -> None:
    person.ask_for_code(address)
    person.type_code(mailbox.wait_for(address, count).code)
    assert person.path == "/account"


def test_whoever_the_operator_lets_in_signs_in(
    kadomori: Kadomori, address: str, new_person: NewPerson, mailbox: Mailbox
) -> None:
    person = new_person(kadomori, Visitor("ja"))
    sign_in(person, mailbox, address)
    assert person.says("event-account-created-operator") in person.main


def test_nobody_else_gets_a_mail_and_the_page_says_the_same(
    kadomori: Kadomori, address: str, new_person: NewPerson, mailbox: Mailbox
) -> None:
    stranger = f"{uuid4().hex}@example.test"
    pages = []
    for who in (stranger, address):
        person = new_person(kadomori).ask_for_code(who)
        page = person.main.replace(who, "").replace(person.reference, "")
        pages.append(re.sub(r"\d{1,2}:\d\d", "", page))
    assert pages[0] == pages[1]
    mailbox.wait_for(address)
    time.sleep(LONG_ENOUGH)
    assert mailbox.mails_to(stranger) == []


def test_the_operator_sees_what_happened(
    kadomori: Kadomori, address: str, new_person: NewPerson, mailbox: Mailbox
) -> None:
    sign_in(new_person(kadomori), mailbox, address)
    reference = mailbox.wait_for(address).reference
    assert address in kadomori.run("account", "list")
    assert address in kadomori.run("account", "find", address)
    assert reference in kadomori.run("account", "events", address)
    lines = kadomori.run("account", "events", address, "--json").splitlines()
    assert len([json.loads(line) for line in lines]) >= 3


def test_the_operator_signs_somebody_out(
    kadomori: Kadomori, address: str, new_person: NewPerson, mailbox: Mailbox
) -> None:
    person = new_person(kadomori)
    sign_in(person, mailbox, address)
    kadomori.run("account", "sign-out", address)
    person.go("/account")
    assert person.path.startswith("/sign-in")


def test_the_operator_ends_a_wait_after_wrong_codes(
    kadomori: Kadomori, address: str, new_person: NewPerson, mailbox: Mailbox
) -> None:
    for count in (1, 2):
        guesser = new_person(kadomori).ask_for_code(address)
        right = mailbox.wait_for(address, count).code
        for _ in range(5):
            guesser.type_code(f"{(int(right) + 1) % 1_000_000:06}")
        assert guesser.heading == guesser.says("ending-too-many-tries")
    assert "Nothing keeps" not in kadomori.run("account", "unlock", address)
    sign_in(new_person(kadomori), mailbox, address, count=3)


def test_a_deleted_account_is_gone_and_its_person_signed_out(
    kadomori: Kadomori, address: str, new_person: NewPerson, mailbox: Mailbox
) -> None:
    person = new_person(kadomori)
    sign_in(person, mailbox, address)
    kadomori.refuse("account", "delete", address)
    assert address in kadomori.run("account", "find", address)
    kadomori.run("account", "delete", address, "--yes")
    kadomori.refuse("account", "find", address)
    person.go("/account")
    assert person.path.startswith("/sign-in")
