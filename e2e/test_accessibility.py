"""Every page, in both languages, both schemes and both widths: judged by axe, photographed for people."""

from collections.abc import Iterable
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from conftest import NewPerson, StartKadomori
from support import tour
from support.browser import Visitor
from support.mailbox import Mailbox
from support.person import Person
from support.server import Settings

LOOKS = [
    Visitor(language=language, size=size, scheme=scheme)
    for language, size, scheme in product(("ja", "en"), ("phone", "desktop"), ("light", "dark"))
]

# What WCAG 2.2 asks for at levels A and AA, and what is good practice besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# A page is light enough for a bad line.
HEAVIEST_PAGE = 50_000


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


def look_at(pages: Iterable[str], person: Person) -> None:
    """Judges and photographs each page of a walk, and tells of all faults at the end."""
    faults = []
    for name in pages:
        person.photograph(name)
        faults += [f"{name}: {fault}" for fault in faults_of(person.page)]
    assert faults == []


def faults_of(page: Page) -> list[str]:
    """What axe finds, and whether a person would have to scroll sideways."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    faults = [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
    if page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth"):
        faults.append("wider than the window")
    if len(page.content()) > HEAVIEST_PAGE:
        faults.append("heavier than 50 kB")
    return faults
