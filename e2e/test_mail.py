"""The mail as it arrives: signed, in two plain forms, with nothing to click."""

import re
from email.utils import parsedate_to_datetime
from uuid import uuid4

import pytest

from conftest import NewPerson, StartKadomori
from support import dkim
from support.browser import Visitor
from support.mailbox import Mail, Mailbox
from support.part import Postfix
from support.server import Kadomori, Settings

DOMAIN = "id.example.jp"


@pytest.fixture
def kadomori(start_kadomori: StartKadomori, mail_settings: Settings) -> Kadomori:
    """A server with a mail server, on SQLite."""
    return start_kadomori(settings=mail_settings)


@pytest.fixture(params=["ja", "en"])
def mail(
    request: pytest.FixtureRequest, kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox
) -> Mail:
    """A code mail, in each language."""
    address = f"{uuid4().hex}@example.test"
    new_person(kadomori, Visitor(request.param)).ask_for_code(address)
    return mailbox.wait_for(address)


def test_both_signatures_hold_for_a_stranger_with_the_published_records(
    kadomori: Kadomori, mail: Mail
) -> None:
    zone = kadomori.run("dkim", "records")
    assert dkim.verdicts(mail.raw, zone) == {"ed25519-sha256": True, "rsa-sha256": True}


@pytest.mark.parametrize("what", [b"Subject: ", b"To: ", b"From: ", b"Date: ", b"Message-ID: "])
def test_the_signatures_break_when_a_header_is_altered(
    kadomori: Kadomori, mail: Mail, what: bytes
) -> None:
    altered = re.sub(rb"^" + what, what + b"x", mail.raw, count=1, flags=re.MULTILINE)
    assert altered != mail.raw
    assert not any(dkim.verdicts(altered, kadomori.run("dkim", "records")).values())


def test_the_signatures_break_when_the_body_is_altered(kadomori: Kadomori, mail: Mail) -> None:
    altered = mail.raw.rstrip() + b"\nAnd one more line.\n"
    assert not any(dkim.verdicts(altered, kadomori.run("dkim", "records")).values())


def test_a_second_sender_put_in_front_breaks_the_signatures(
    kadomori: Kadomori, mail: Mail
) -> None:
    altered = b"From: somebody@example.net\n" + mail.raw
    assert not any(dkim.verdicts(altered, kadomori.run("dkim", "records")).values())


def test_there_is_nothing_to_click_and_nothing_to_fetch(mail: Mail) -> None:
    for form in (mail.text, mail.html):
        assert not re.search(r"https?:|www\.|mailto:|\bhref\b|\bsrc\b|url\(|@import", form)
    assert not re.search(r"<(a|img|link|script|form|iframe|object|svg)\b", mail.html)


def test_there_is_no_bare_host_name_that_a_client_would_turn_into_a_link(mail: Mail) -> None:
    assert not re.search(r"[a-z0-9-]+\.[a-z]{2,}\b", mail.text, re.IGNORECASE)


def test_there_are_two_forms_and_no_attachment(mail: Mail) -> None:
    message = mail.message
    assert message.get_content_type() == "multipart/alternative"
    parts = list(message.iter_parts())
    kinds = [(part.get_content_type(), part.get_content_charset()) for part in parts]
    assert kinds == [("text/plain", "utf-8"), ("text/html", "utf-8")]
    assert [part.get_filename() for part in parts] == [None, None]


def test_both_forms_carry_the_code_and_the_reference(mail: Mail) -> None:
    spaced = f"{mail.code[:3]} {mail.code[3:]}"
    assert spaced in mail.text
    assert spaced in mail.html
    assert mail.reference in mail.html
    assert mail.code not in mail.subject.replace(" ", "")


def test_the_headers_are_those_of_a_machine_that_expects_no_answer(mail: Mail) -> None:
    message = mail.message
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["Message-ID"]).endswith(f"@{DOMAIN}>")
    assert parsedate_to_datetime(str(message["Date"])).tzinfo is not None
    unwanted = [name for name in message if name.lower().startswith(("list-", "x-mailer"))]
    assert unwanted == []


def test_every_line_is_ascii_and_short_enough_for_any_server(mail: Mail) -> None:
    assert mail.raw.isascii()
    assert max(len(line) for line in mail.raw.splitlines()) <= 998


@pytest.mark.parametrize("local", ["ab..{}@docomo.ne.jp", "{}.@ezweb.ne.jp"])
def test_addresses_as_japanese_carriers_once_gave_them_work(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox, local: str
) -> None:
    address = local.format(uuid4().hex[:12])
    person = new_person(kadomori, Visitor("ja"))
    person.ask_for_code(address)
    person.type_code(mailbox.wait_for(address).code)
    assert person.heading == person.says("create-title")


def test_a_refusal_by_the_mail_server_changes_nothing_on_the_page(
    kadomori: Kadomori, new_person: NewPerson
) -> None:
    pages = []
    for who in ("reject", "defer"):
        person = new_person(kadomori)
        person.ask_for_code(f"{who}-{uuid4().hex}@example.test")
        pages.append(person.heading)
    assert pages == [person.says("code-title")] * 2


def test_tls_from_the_first_byte_works_as_well(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    new_person: NewPerson,
    mailbox: Mailbox,
    postfix: Postfix,
) -> None:
    tls = {"security": "tls", "port": postfix.tls_port}
    kadomori = start_kadomori(settings={"mail": mail_settings["mail"] | tls})
    address = f"{uuid4().hex}@example.test"
    new_person(kadomori).ask_for_code(address)
    assert mailbox.wait_for(address).code


def test_no_code_is_in_the_log(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox
) -> None:
    address = f"{uuid4().hex}@example.test"
    person = new_person(kadomori)
    person.ask_for_code(address)
    code = mailbox.wait_for(address).code
    person.type_code(code)
    kadomori.stop()
    assert code not in kadomori.log
    stored = b"".join(path.read_bytes() for path in (kadomori.folder / "kadomori-data").glob("*.db*"))
    assert code.encode() not in stored
