"""Every page, in both languages, both schemes and both widths: judged by axe, photographed for people."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from conftest import PLENTY, NewAccount, NewPerson, StartKadomori
from support import tour, tour_of_delivery
from support.authenticator import PLATFORM, Authenticator
from support.browser import BOTH_LANGUAGES, Visitor, photograph
from support.fate import MailFates
from support.mailbox import Mailbox
from support.part import Postfix
from support.person import Person
from support.phone import Phones, new_number
from support.server import Kadomori, Settings

LOOKS = [
    Visitor(language=language, size=size, scheme=scheme)
    for language, size, scheme in product(("ja", "en"), ("phone", "desktop"), ("light", "dark"))
]

# For walks too long to be gone once for each scheme.
IN_BOTH_SCHEMES = [
    Visitor(language, size) for language, size in product(("ja", "en"), ("phone", "desktop"))
]

# What WCAG 2.2 asks for at levels A and AA, and what is good practice besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# A page is light enough for a bad line.
HEAVIEST_PAGE = 50_000

# Waits for colours that are on their way to others.
SETTLE = "Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))"


@pytest.mark.parametrize("visitor", LOOKS, ids=str)
def test_every_page_can_be_used_by_everybody(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    new_person: NewPerson,
    mailbox: Mailbox,
    visitor: Visitor,
) -> None:
    person = new_person(start_kadomori(settings=mail_settings), visitor)
    look_at(tour.of_the_site(person, mailbox), person)


@pytest.mark.parametrize("visitor", LOOKS, ids=str)
def test_the_trial_can_be_used_by_everybody(
    start_kadomori: StartKadomori, new_person: NewPerson, visitor: Visitor
) -> None:
    person = new_person(start_kadomori(), visitor)
    look_at(tour.of_the_trial(person), person)


@pytest.mark.parametrize("visitor", IN_BOTH_SCHEMES, ids=str)
def test_every_page_of_the_account_can_be_used_by_everybody(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox, visitor: Visitor
) -> None:
    person = new_person(kadomori, visitor)
    look_at_both_schemes(tour.of_the_account(person, mailbox), person)


@pytest.mark.parametrize("visitor", IN_BOTH_SCHEMES, ids=str)
def test_the_page_of_the_phrase_can_be_used_by_everybody(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    look_at_both_schemes(tour.of_the_phrase(account), account.person)


@pytest.mark.parametrize("visitor", IN_BOTH_SCHEMES, ids=str)
def test_every_way_in_can_be_used_by_everybody(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    owner = new_account(kadomori)
    Authenticator.plug_in(owner.person.page, PLATFORM)
    _, codes = owner.switch_on_two_steps()
    owner.choose_password()
    person = new_person(kadomori, visitor)
    look_at_both_schemes(tour.of_the_ways(person, owner, codes[0]), person)


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_every_page_about_deliveries_can_be_used_by_everybody(
    start_kadomori: StartKadomori,
    text_settings: Settings,
    postfix: Postfix,
    new_account: NewAccount,
    mail_fates: MailFates,
    phones: Phones,
    visitor: Visitor,
) -> None:
    port = postfix.lmtp_ports[2]
    intake = {"address": f"bounces@lmtp-{port}.example.test", "lmtp": f"127.0.0.1:{port}"}
    kadomori = start_kadomori(settings=PLENTY | text_settings | {"intake": intake})
    owner = new_account(kadomori, visitor)
    look_at_both_schemes(tour_of_delivery.of_phones(owner, phones, new_number()), owner.person)
    waiting = new_account(kadomori, visitor)
    walk = tour_of_delivery.of_waiting(waiting, mail_fates, phones)
    look_at_both_schemes(walk, waiting.person)


def look_at_both_schemes(pages: Iterable[str], person: Person) -> None:
    """Photographs each page of a walk, where there is room by night too, and judges it.

    One language for each width is enough for axe, which reads no words.
    """
    faults = []
    for name in pages:
        person.photograph(name)
        judge = faults_of if person.visitor in BOTH_LANGUAGES else faults_of_size
        faults += [f"{name}: {fault}" for fault in judge(person.page)]
        if judge is faults_of and person.visitor.size == "desktop":
            person.page.emulate_media(color_scheme="dark")
            photograph(person.page, name, replace(person.visitor, scheme="dark"))
            faults += [f"{name}, dark: {fault}" for fault in faults_of_colours(person.page)]
            person.page.emulate_media(color_scheme="light")
    assert faults == []


def look_at(pages: Iterable[str], person: Person) -> None:
    """Judges and photographs each page of a walk, and tells of all faults at the end."""
    faults = []
    for name in pages:
        person.photograph(name)
        faults += [f"{name}: {fault}" for fault in faults_of(person.page)]
    assert faults == []


def faults_of(page: Page) -> list[str]:
    """What axe finds, and whether a person would have to scroll sideways."""
    return said_of(Axe().run(page, options={"runOnly": RULES}).response) + faults_of_size(page)


def faults_of_size(page: Page) -> list[str]:
    """Whether a person would have to scroll sideways, or wait for a heavy page."""
    faults = []
    if page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth"):
        faults.append("wider than the window")
    if len(page.content()) > HEAVIEST_PAGE:
        faults.append("heavier than 50 kB")
    return faults


def faults_of_colours(page: Page) -> list[str]:
    """What axe, which is on the page already, finds where only the colours have changed.

    They change gently; axe looks when they have.
    """
    page.evaluate(SETTLE)
    return said_of(page.evaluate("axe.run({ runOnly: ['color-contrast'] })"))


def said_of(response: dict[str, Any]) -> list[str]:
    """What axe finds wrong, and where."""
    found = response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
