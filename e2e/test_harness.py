"""The harness itself: what the journeys rely on works before any of them is believed."""

import smtplib
import ssl
from email.message import EmailMessage
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from support.browser import Visitor
from support.mailbox import Mailbox
from support.part import Postfix


def a_mail(recipient: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "no-reply@id.example.jp"
    mail["To"] = recipient
    mail["Subject"] = "確認コード(K7P)"
    mail.set_content("確認コード\n  482 913\n")
    return mail


def trusting(postfix: Postfix) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=postfix.certificate)


def hand_over(postfix: Postfix, recipient: str) -> None:
    with smtplib.SMTP("localhost", postfix.starttls_port) as smtp:
        smtp.starttls(context=trusting(postfix))
        smtp.send_message(a_mail(recipient), to_addrs=[recipient])


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


@pytest.mark.parametrize("language", ["ja", "en"])
def test_chromium_starts_in_either_language(browser: Browser, language: str) -> None:
    context = Visitor(language="ja" if language == "ja" else "en").context(browser)
    page = context.new_page()
    page.set_content("<title>門守</title><h1>門守</h1>")
    assert page.title() == "門守"
    assert page.evaluate("navigator.language").startswith(language)
    context.close()
