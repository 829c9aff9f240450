"""The harness itself: what the journeys rely on works before any of them is believed."""

import re
import smtplib
import ssl
import time
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen
from uuid import uuid4

import dns.resolver
import pytest
from playwright.sync_api import Browser

from support import report
from support.browser import Visitor
from support.fate import MailFate, MailFates
from support.gate import Gate, Manner
from support.mailbox import Mailbox
from support.nameserver import NameServer
from support.part import Kannel, Postfix
from support.phone import Fate, Phones, new_number, new_number_of_kannel


def a_mail(recipient: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "no-reply@id.example.jp"
    mail["To"] = recipient
    mail["Subject"] = "確認コード(K7P)"
    mail.set_content("確認コード\n  482 913\n")
    return mail


def trusting(postfix: Postfix) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=postfix.certificate)


def hand_over(postfix: Postfix, recipient: str, sender: str | None = None) -> None:
    with smtplib.SMTP("localhost", postfix.starttls_port) as smtp:
        smtp.starttls(context=trusting(postfix))
        smtp.send_message(a_mail(recipient), from_addr=sender, to_addrs=[recipient])


def test_postfix_delivers_what_comes_through_starttls(postfix: Postfix, mailbox: Mailbox) -> None:
    recipient = f"{uuid4().hex}@example.test"
    hand_over(postfix, recipient)
    mail = mailbox.wait_for(recipient)
    assert (mail.subject, mail.code, mail.reference) == ("確認コード(K7P)", "482913", "K7P")


def test_postfix_delivers_what_comes_through_tls_from_the_start(
    postfix: Postfix, mailbox: Mailbox
) -> None:
    recipient = f"{uuid4().hex}@example.test"
    with smtplib.SMTP_SSL("localhost", postfix.tls_port, context=trusting(postfix)) as smtp:
        smtp.send_message(a_mail(recipient), to_addrs=[recipient])
    assert mailbox.wait_for(recipient)


def test_addresses_as_japanese_carriers_once_gave_them_are_delivered(
    postfix: Postfix, mailbox: Mailbox
) -> None:
    for recipient in (f"ab..{uuid4().hex}@docomo.ne.jp", f"{uuid4().hex}.@ezweb.ne.jp"):
        hand_over(postfix, recipient)
        assert mailbox.wait_for(recipient)


@pytest.mark.parametrize(("who", "status"), [("reject", 550), ("defer", 450)])
def test_postfix_refuses_for_good_or_for_now(postfix: Postfix, who: str, status: int) -> None:
    recipient = f"{who}-{uuid4().hex}@example.test"
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        hand_over(postfix, recipient)
    assert refused.value.recipients[recipient][0] == status


def test_postfix_greylists_and_takes_the_same_mail_a_little_later(
    postfix: Postfix, mailbox: Mailbox
) -> None:
    recipient = f"grey-{uuid4().hex}@example.test"
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        hand_over(postfix, recipient)
    assert refused.value.recipients[recipient][0] == 450
    time.sleep(4)
    hand_over(postfix, recipient)
    assert "postgrey" in str(mailbox.wait_for(recipient).message["X-Greylist"])


def test_postfix_does_not_answer_where_it_is_told_to_hang(postfix: Postfix) -> None:
    recipient = f"hang-{uuid4().hex}@example.test"
    with smtplib.SMTP("localhost", postfix.starttls_port, timeout=2) as smtp:
        smtp.ehlo_or_helo_if_needed()
        smtp.mail("no-reply@id.example.jp")
        with pytest.raises(smtplib.SMTPServerDisconnected):
            smtp.rcpt(recipient)


@pytest.mark.parametrize(
    ("who", "action", "status"),
    [
        ("bounce", "failed", "5.1.1"),
        ("full", "failed", "5.2.2"),
        ("late", "failed", "5.1.1"),
        ("delay", "delayed", "4.2.0"),
    ],
)
def test_postfix_reports_to_the_sender_of_the_envelope(
    postfix: Postfix, mailbox: Mailbox, who: str, action: str, status: str
) -> None:
    name = uuid4().hex
    sender = f"bounces+{name}@maildir.example.test"
    hand_over(postfix, f"{who}-{name}@example.test", sender)
    told = str(Mailbox(postfix.bounces).wait_for(sender).message)
    assert re.findall(r"^(?:Action|Status): (\S+)", told, re.MULTILINE) == [action, status]
    if who == "delay":
        assert mailbox.wait_for(f"{who}-{name}@example.test")


def test_a_mailbox_that_took_mails_can_cease_to(
    postfix: Postfix, mailbox: Mailbox, mail_fates: MailFates
) -> None:
    recipient = f"{uuid4().hex}@example.test"
    hand_over(postfix, recipient)
    assert mailbox.wait_for(recipient)
    mail_fates.set(recipient, MailFate.REJECT)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        hand_over(postfix, recipient)
    mail_fates.set(recipient, MailFate.OK)
    hand_over(postfix, recipient)
    assert mailbox.wait_for(recipient, count=2)


def send_text(kannel: Kannel, number: str, body: str, reports: str) -> None:
    told = {
        "user": kannel.user,
        "pass": kannel.password,
        "to": number.replace("-", ""),
        "text": body,
        "coding": 2,
        "charset": "UTF-8",
        "dlr-mask": 31,
        "dlr-url": f"{reports}/%d",
    }
    with urlopen(f"{kannel.url}?{urlencode(told)}", timeout=10) as answer:
        assert answer.status == 202


TEXT = "確認コード 482913\n\n@id.example.jp #482913"


def test_a_text_reaches_kannels_own_message_centre(kannel: Kannel, phones: Phones) -> None:
    number = new_number_of_kannel()
    with report.listening() as reports:
        send_text(kannel, "+81" + number[1:], TEXT, reports.url)
        text = phones.wait_for(number)
        reports.wait_until(lambda heard: {"/8", "/1"} <= set(heard))
    assert (text.body, text.code, text.last_line) == (TEXT, "482913", "@id.example.jp #482913")


@pytest.mark.parametrize(
    ("fate", "last"),
    [
        (Fate.DELIVERED, "/1"),
        (Fate.NO_SUCH_NUMBER, "/2"),
        (Fate.SWITCHED_OFF, "/34"),
        (Fate.REFUSED_BY_NETWORK, "/2"),
        (Fate.REFUSED_BY_CENTRE, "/16"),
        (Fate.ON_ITS_WAY, "/1"),
    ],
)
def test_what_becomes_of_a_text_is_told_by_its_number(
    kannel: Kannel, phones: Phones, fate: Fate, last: str
) -> None:
    number = new_number(fate)
    with report.listening() as reports:
        send_text(kannel, "+81" + number[1:], TEXT, reports.url)
        reports.wait_until(lambda heard: last in heard)
    assert phones.wait_for(number).body == TEXT


def test_a_phone_that_was_reached_can_be_switched_off(kannel: Kannel, phones: Phones) -> None:
    number = new_number()
    for fate, last in ((Fate.DELIVERED, "/1"), (Fate.SWITCHED_OFF, "/34")):
        phones.set(number, fate)
        with report.listening() as reports:
            send_text(kannel, "+81" + number[1:], TEXT, reports.url)
            reports.wait_until(lambda heard, last=last: last in heard)


def test_a_report_on_a_text_can_be_late(kannel: Kannel, phones: Phones) -> None:
    number = new_number(Fate.NO_SUCH_NUMBER, seconds=2)
    with report.listening() as reports:
        send_text(kannel, "+81" + number[1:], TEXT, reports.url)
        phones.wait_for(number)
        time.sleep(1)
        assert reports.heard == ["/8"]
        reports.wait_until(lambda heard: heard == ["/8", "/2"])


def test_a_long_text_is_put_together_again(kannel: Kannel, phones: Phones) -> None:
    number, body = new_number(), "あ" * 100
    with report.listening() as reports:
        send_text(kannel, "+81" + number[1:], body, reports.url)
        text = phones.wait_for(number)
        while text.body != body:
            text = phones.wait_for(number)
        reports.wait_until(lambda heard: "/1" in heard)
    assert text.parts == 2


def test_a_gate_is_open_silent_or_shut(postfix: Postfix) -> None:
    gate = Gate(postfix.starttls_port)
    with smtplib.SMTP("127.0.0.1", gate.port, timeout=5) as smtp:
        assert smtp.noop()[0] == 250
    gate.set(Manner.SILENT)
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        smtplib.SMTP("127.0.0.1", gate.port, timeout=1)
    gate.set(Manner.SHUT)
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", gate.port, timeout=1)
    gate.set(Manner.OPEN)
    with smtplib.SMTP("127.0.0.1", gate.port, timeout=5) as smtp:
        assert smtp.noop()[0] == 250
    gate.close()


def test_a_name_server_tells_what_the_test_wants(tmp_path: Path) -> None:
    server = NameServer(tmp_path, {"example.jp": 'id.example.jp. IN TXT ( "v=spf1 " "-all" )'})
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], server.port
    (found,) = resolver.resolve("id.example.jp", "TXT")
    server.stop()
    assert found.strings == (b"v=spf1 ", b"-all")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_chromium_starts_in_either_language(browser: Browser, language: str) -> None:
    context = Visitor(language="ja" if language == "ja" else "en").context(browser)
    page = context.new_page()
    page.set_content("<title>門守</title><h1>門守</h1>")
    assert page.title() == "門守"
    assert page.evaluate("navigator.language").startswith(language)
    context.close()
