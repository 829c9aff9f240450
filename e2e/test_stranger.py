"""What a stranger is told of a delivery: nothing. Whatever becomes of the mail, and whether there
is an account at all, the page has the same bytes, at once and when everything has been reported."""

import time
from itertools import product

import pytest

from conftest import NewPerson, StartKadomori
from support.account import new_address
from support.browser import Visitor
from support.database import Engine
from support.fate import MailFate, MailFates
from support.part import Postfix
from support.server import Kadomori, Settings
from support.stranger import assert_alike

# By then every report has come, the late one too.
REPORTED = 8


@pytest.fixture
def kadomori(
    request: pytest.FixtureRequest,
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    postfix: Postfix,
) -> Kadomori:
    """A server that learns what becomes of its mails."""
    port = postfix.lmtp_ports[0]
    intake = {"address": f"bounces@lmtp-{port}.example.test", "lmtp": f"127.0.0.1:{port}"}
    settings = {
        "mail": mail_settings["mail"] | {"timeout": "3s"},
        "intake": intake,
        # Whoever asked first may not send again while the last still asks.
        "code": {"resend_after": "5m"},
    }
    return start_kadomori(request.param, settings)


@pytest.mark.parametrize(
    ("kadomori", "language"),
    [(Engine.SQLITE, "en"), (Engine.POSTGRES, "ja")],
    indirect=["kadomori"],
    ids=["sqlite-en", "postgres-ja"],
)
def test_a_strangers_page_is_the_same_whatever_becomes_of_the_mail(
    kadomori: Kadomori, new_person: NewPerson, mail_fates: MailFates, language: str
) -> None:
    strangers = {}
    for fate, has_account in product(MailFate, (True, False)):
        address = new_address()
        mail_fates.set(address, fate)
        if has_account:
            kadomori.run("account", "create", address)
        person = new_person(kadomori, Visitor(language)).ask_for_code(address)
        strangers[f"{fate.value}, {'an' if has_account else 'no'} account"] = person, address
    assert_alike(strangers)
    time.sleep(REPORTED)
    assert_alike(strangers)
