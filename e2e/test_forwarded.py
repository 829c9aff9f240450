"""Mails that people forward to have them checked, through a real Postfix, in both languages."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import NewAccount, NewPerson, StartKadomori
from support.account import new_address
from support.browser import BOTH_LANGUAGES, Visitor
from support.database import Engine
from support.forwarder import Forwarder, attached, written
from support.mailbox import Mail, Mailbox
from support.nameserver import NameServer
from support.part import Postfix
from support.person import Person
from support.server import Kadomori, Settings
from test_bounces import free_port

# With words that nobody else uses, and that no signature or base64 holds by chance.
FAKE = b"""\
Return-Path: <bounce@zyzzyvatrade.example>\r
Received: from zyzzyvatrade.example (zyzzyvatrade.example [192.0.2.66])\r
 by mx.example.test with ESMTP id 4F1; Sun, 22 Nov 2026 02:58:00 +0000\r
From: Amazon.co.jp <account-update@zyzzyvatrade.example>\r
To: mika@example.test\r
Subject: Xylophonic notice: your Amazon account is locked\r
Date: Sun, 22 Nov 2026 02:57:58 +0000\r
Message-ID: <zyzzyva.1@zyzzyvatrade.example>\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
\r
Dear zebrafish customer, your Amazon account is locked. Sign in within 24 hours at\r
http://amazon.co.jp.zyzzyvalogin.example/quagga to confirm your password and card.\r
Your code is 739201.\r
"""

PIECES = ["zyzzyva", "xylophonic", "zebrafish", "quagga", "739201", "739 201", "account-update"]

COPIED = """\
---------- Forwarded message ---------
From: Amazon.co.jp <account-update@zyzzyvatrade.example>
Date: Sun, Nov 22, 2026 at 11:58
Subject: Xylophonic notice: your Amazon account is locked
To: <mika@example.test>

Dear zebrafish customer, your Amazon account is locked. Sign in at
http://amazon.co.jp.zyzzyvalogin.example/quagga to confirm your password.
"""

# So long, an answer that comes would have come.
SILENCE = 4.0

Serve = Callable[[Engine], tuple[Kadomori, str]]


@pytest.fixture
def forwarder(postfix: Postfix, tmp_path: Path) -> Forwarder:
    """The mail service of everybody at `example.test`."""
    return Forwarder(postfix, tmp_path)


@pytest.fixture
def serve(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    postfix: Postfix,
    forwarder: Forwarder,
    tmp_path: Path,
) -> Iterator[Serve]:
    """Starts a server that checks what is forwarded, and tells its address for that."""
    folder = tmp_path / "dns"
    folder.mkdir()
    names = NameServer(folder, {"test": forwarder.record})

    def start(engine: Engine = Engine.SQLITE) -> tuple[Kadomori, str]:
        port = free_port(postfix)
        check = f"check@lmtp-{port}.example.test"
        mail = mail_settings["mail"] | {"name_server": names.address}
        settings = {
            "mail": mail,
            "intake": {"lmtp": f"127.0.0.1:{port}"},
            "genuine": {"address": check},
            "log": {"level": "debug"},
        }
        return start_kadomori(engine, mail_settings | settings), check

    yield start
    names.stop()


def answers_to(mailbox: Mailbox, person: Person, address: str) -> list[Mail]:
    """The answers that came to an address."""
    heading = person.says("mail-verdict-heading-plain")
    return [mail for mail in mailbox.mails_to(address) if heading in mail.text]


def repeats_nothing(answer: Mail) -> bool:
    """Whether nothing of the fake stands in an answer, in its headers or parts."""
    whole = f"{answer.raw.decode()}\n{answer.subject}\n{answer.text}\n{answer.html}".lower()
    return not [piece for piece in PIECES if piece in whole]


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_fake_and_our_own_mail_are_told_apart(
    serve: Serve,
    forwarder: Forwarder,
    mailbox: Mailbox,
    new_account: NewAccount,
    engine: Engine,
    visitor: Visitor,
) -> None:
    kadomori, check = serve(engine)
    account = new_account(kadomori, visitor)
    person, address = account.person, account.address
    code = mailbox.mails_to(address)[-1]

    asked = attached(written(address, check, "?"), FAKE)
    forwarder.send(asked)
    answer = mailbox.wait_for_telling(address, person.says("mail-verdict-now"))
    assert answer.message["Auto-Submitted"] == "auto-replied"
    assert answer.message["In-Reply-To"] == asked["Message-ID"]
    assert answer.message["From"].addresses[0].addr_spec == "no-reply@id.example.jp"
    assert repeats_nothing(answer)
    assert "Amazon" in answer.text, "the brand of our own table"
    assert person.says("mail-verdict-copied")[:8] not in answer.text

    forwarder.send(attached(written(address, check, "?"), code.raw))
    # As far as its first mark: the time is the mail's.
    ours = person.says("mail-verdict-own-unmarked", time="|").split("|")[0]
    own = mailbox.wait_for_telling(address, ours)
    assert own.reference != code.reference
    assert code.reference in own.text
    assert code.code not in own.text.replace(" ", "")

    person.go("/account")
    assert person.reads("event-mail-checked-genuine")
    assert person.reads("event-mail-checked-fake") or person.reads("event-mail-checked-suspicious")
    assert address not in kadomori.log


def test_a_copied_mail_gets_less_of_an_answer(
    serve: Serve, forwarder: Forwarder, mailbox: Mailbox, new_account: NewAccount
) -> None:
    kadomori, check = serve(Engine.SQLITE)
    account = new_account(kadomori)
    forwarder.send(written(account.address, check, COPIED))
    answer = mailbox.wait_for_telling(account.address, "We only see what was copied")
    assert repeats_nothing(answer)


def test_who_proves_nothing_hears_nothing_and_no_answer_is_answered(
    serve: Serve,
    forwarder: Forwarder,
    mailbox: Mailbox,
    new_account: NewAccount,
    new_person: NewPerson,
) -> None:
    kadomori, check = serve(Engine.SQLITE)
    account = new_account(kadomori)
    address, stranger = account.address, new_address()
    forwarder.send(attached(written(address, check, "?"), FAKE), signed=False)
    forwarder.send(attached(written(stranger, check, "?"), FAKE))
    vacation = attached(written(address, check, "?"), FAKE)
    vacation["Auto-Submitted"] = "auto-replied"
    forwarder.send(vacation)
    for why in ["Unproved", "Stranger", "NoPerson"]:
        kadomori.wait_for_log(f"why={why}")
    time.sleep(SILENCE)
    person = new_person(kadomori)
    assert answers_to(mailbox, person, address) == []
    assert mailbox.mails_to(stranger) == []

    # Whoever answers an answer, as a program may, starts nothing.
    forwarder.send(attached(written(address, check, "?"), FAKE))
    answer = mailbox.wait_for_telling(address, "What to do now:")
    reply = written(address, str(answer.message["From"].addresses[0].addr_spec), "thanks")
    reply["In-Reply-To"] = answer.message["Message-ID"]
    forwarder.send(reply)
    time.sleep(SILENCE)
    assert len(answers_to(mailbox, person, address)) == 1
