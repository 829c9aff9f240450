"""Is this mail genuine: pasted and uploaded, of our own and of others, on a phone and on a desk."""

from pathlib import Path

import pytest

from conftest import NewAccount, StartKadomori
from support.account import Account
from support.browser import Visitor
from support.mailbox import Mail
from support.person import Person
from support.server import Kadomori, Settings
from test_accessibility import faults_of

VISITORS = [Visitor("ja", "phone"), Visitor("en", "desktop")]

POSING = """Return-Path: <x@kadom0ri.example>
Received: from kadom0ri.example by mx.example.net; Sun, 22 Nov 2026 03:03:01 +0000
From: "Kadomori" <id@kadom0ri.example>
To: <hana@example.test>
Subject: Your Kadomori code is 771204
Date: Sun, 22 Nov 2026 03:03:00 +0000
Message-ID: <1@kadom0ri.example>

Confirm at https://login.kadom0ri.example/a or lose your account.
"""


@pytest.fixture
def kadomori(start_kadomori: StartKadomori, mail_settings: Settings) -> Kadomori:
    """A server that sends mails, and asks the DNS nothing."""
    return start_kadomori(settings=mail_settings | {"genuine": {"dns": "off"}})


@pytest.fixture(params=VISITORS, ids=str)
def owner(
    request: pytest.FixtureRequest, kadomori: Kadomori, new_account: NewAccount
) -> Account:
    """Somebody who is signed in, in each language."""
    return new_account(kadomori, request.param)


@pytest.fixture
def mail(owner: Account) -> Mail:
    """A real mail of ours, as it lies in the mailbox behind Postfix."""
    owner.sign_out()
    owner.person.ask_for_code(owner.address)
    mail = owner.mail
    owner.person.type_code(mail.code)
    assert owner.person.path == "/account"
    return mail


def paste(person: Person, text: str) -> None:
    person.go("/mail-check").field("check-text").fill(text)
    person.press("check-submit")


def upload(person: Person, path: Path) -> None:
    person.go("/mail-check").field("check-file").set_input_files(path)
    person.press("check-submit")


def test_a_mail_from_the_mailbox_is_known_as_a_file_and_as_a_text(
    owner: Account, mail: Mail, tmp_path: Path
) -> None:
    person = owner.person
    person.go("/mail-check").photograph("mail-check")
    assert faults_of(person.page) == []
    file = tmp_path / "mail.eml"
    file.write_bytes(mail.raw)
    upload(person, file)
    assert person.heading == person.says("result-ours")
    assert person.reads("own-unchanged")
    assert person.reads("own-reference", reference=mail.reference)
    assert mail.code not in person.main
    person.photograph("mail-check-ours")
    assert faults_of(person.page) == []
    paste(person, mail.raw.decode())
    assert person.heading == person.says("result-ours")


def test_a_tampered_copy_and_a_replay_are_told_apart(
    owner: Account, mail: Mail, kadomori: Kadomori, new_account: NewAccount
) -> None:
    person = owner.person
    paste(person, mail.raw.decode().replace("Content-Language", "Reply-To: a@b.example\nX", 1))
    assert person.heading == person.says("result-ours-changed")
    person.photograph("mail-check-changed")
    assert faults_of(person.page) == []
    other = new_account(kadomori, person.visitor).person
    paste(other, mail.raw.decode())
    assert other.heading == other.says("result-ours-else")


def test_the_signs_of_a_mail_are_answered_to_its_owner(owner: Account, mail: Mail) -> None:
    person = owner.person
    person.go("/mail-check").type("check-reference", mail.reference)
    assert person.heading == person.says("reference-title")
    person.photograph("mail-check-reference")
    assert faults_of(person.page) == []


def test_a_fake_is_told_and_reported(owner: Account) -> None:
    person = owner.person
    paste(person, POSING)
    assert person.heading == person.says("result-fake-of-ours")
    assert "771204" not in person.page.content()
    assert person.page.locator("main a[href*='kadom0ri']").count() == 0
    person.photograph("mail-check-fake")
    assert faults_of(person.page) == []
    person.press("result-report")
    assert person.heading == person.says("reported-title")


def test_what_is_no_mail_is_told_on_the_page(owner: Account, tmp_path: Path) -> None:
    person = owner.person
    file = tmp_path / "mail.msg"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    upload(person, file)
    assert ".msg" in person.alert
    person.photograph("mail-check-msg")
    assert faults_of(person.page) == []
    file.write_bytes(b"x" * (11 * 1024 * 1024))
    upload(person, file)
    assert person.alert == person.says("check-too-large", most=10)
