"""The first journey: an account, a code by mail, a sign-in, a history."""

from itertools import product
from uuid import uuid4

import pytest

from conftest import NewPerson, StartKadomori
from support.browser import Visitor
from support.database import Engine
from support.mailbox import Mailbox
from support.person import Person
from support.server import Kadomori, Settings
from support.text import text

EVERYBODY = [
    Visitor(language=language, size=size, javascript=javascript)
    for language, size, javascript in product(("ja", "en"), ("phone", "desktop"), (True, False))
]


@pytest.fixture
def address() -> str:
    """An address that no other test uses."""
    return f"{uuid4().hex}@example.test"


@pytest.fixture
def kadomori(start_kadomori: StartKadomori, mail_settings: Settings) -> Kadomori:
    """A server with a mail server, on SQLite."""
    return start_kadomori(settings=mail_settings)


def sign_up(person: Person, mailbox: Mailbox, address: str) -> None:
    """From the door to a new account's activity."""
    person.ask_for_code(address)
    person.type_code(mailbox.wait_for(address).code)
    person.press("create-submit")
    assert person.path == "/account"


@pytest.mark.parametrize("visitor", EVERYBODY, ids=str)
def test_a_newcomer_makes_an_account_with_a_real_mail(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox, address: str, visitor: Visitor
) -> None:
    walk_through(new_person(kadomori, visitor), mailbox, address)


@pytest.mark.parametrize("visitor", [Visitor("ja", "phone"), Visitor("en", "desktop")], ids=str)
def test_the_same_journey_on_postgresql(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    new_person: NewPerson,
    mailbox: Mailbox,
    address: str,
    visitor: Visitor,
) -> None:
    kadomori = start_kadomori(Engine.POSTGRES, mail_settings)
    walk_through(new_person(kadomori, visitor), mailbox, address)


def walk_through(person: Person, mailbox: Mailbox, address: str) -> None:
    """A new account, its history, out, and in again on a device that is known by now."""
    person.go("/")
    assert person.path == "/sign-in"
    assert person.page.locator("html").get_attribute("lang") == person.visitor.language

    person.type_address(address)
    assert person.says("code-title") == person.heading
    mail = mailbox.wait_for(address)
    assert mail.reference == person.reference
    assert mail.subject == person.says(
        "mail-code-subject", site="Kadomori", reference=mail.reference
    )

    person.type_code(mail.code)
    assert person.says("create-lead", address=address) in person.main
    person.press("create-submit")
    assert person.path == "/account"
    assert person.says("event-account-created") in person.main
    assert signed_in_by_mail(person) in person.main
    assert mail.reference in person.main

    person.press("sign-out")
    assert person.says("notice-signed-out") in person.main

    person.ask_for_code(address)
    person.type_code(mailbox.wait_for(address, count=2).code)
    assert person.path == "/account"
    assert signed_in_by_mail(person) in person.main


@pytest.mark.parametrize("visitor", EVERYBODY, ids=str)
def test_a_newcomer_tries_it_out_without_any_mail_server(
    start_kadomori: StartKadomori, new_person: NewPerson, address: str, visitor: Visitor
) -> None:
    kadomori = start_kadomori()
    person = new_person(kadomori, visitor).go("/")
    assert person.heading == person.says("welcome-title")
    person.follow("welcome-1-go").type_address(address)
    code_page = person.path
    code = person.read_trial_mail()
    person.go(code_page).type_code(code).press("create-submit")
    assert person.path == "/account"
    assert signed_in_by_mail(person) in person.main


def test_a_code_is_read_the_way_people_type_it(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox, address: str
) -> None:
    person = new_person(kadomori, Visitor("ja"))
    person.ask_for_code(address)
    code = mailbox.wait_for(address).code
    full_width = code.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    person.type_code(f"{full_width[:3]}　{full_width[3:]}")
    assert person.heading == person.says("create-title")


def test_the_whole_mail_can_be_pasted(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox, address: str
) -> None:
    person = new_person(kadomori)
    person.ask_for_code(address)
    person.type_code(mailbox.wait_for(address).text)
    assert person.heading == person.says("create-title")


def test_five_wrong_codes_end_the_flow_and_a_question_costs_none(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox, address: str
) -> None:
    person = new_person(kadomori)
    person.ask_for_code(address)
    right = mailbox.wait_for(address).code
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    person.type_code(f"{wrong} or {right}")
    assert person.says("code-ambiguous", digits=6) in person.main
    for left in (4, 3, 2, 1):
        person.type_code(wrong)
        assert f"{left} " in person.page.get_by_role("alert").inner_text()
    person.type_code(wrong)
    assert person.heading == person.says("ending-too-many-tries")


def test_a_code_works_only_in_the_browser_that_asked(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox, address: str
) -> None:
    asking, other = new_person(kadomori), new_person(kadomori)
    asking.ask_for_code(address)
    other.go("/sign-in").go(asking.path)
    assert other.heading == other.says("ending-other-browser")
    asking.type_code(mailbox.wait_for(address).code)
    assert asking.heading == asking.says("create-title")


def test_the_back_button_leads_to_a_page_that_explains_itself(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox, address: str
) -> None:
    person = new_person(kadomori)
    person.ask_for_code(address)
    code_page = person.path
    person.type_code(mailbox.wait_for(address).code).press("create-submit")
    person.go(code_page)
    assert person.heading in {
        person.says("ending-already-used-signed-in"),
        person.says("ending-flow-gone"),
    }


def test_signing_out_everywhere_ends_the_other_browser_too(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox, address: str
) -> None:
    one, other = new_person(kadomori), new_person(kadomori, Visitor("ja", "phone"))
    sign_up(one, mailbox, address)
    other.ask_for_code(address).type_code(mailbox.wait_for(address, count=2).code)
    assert other.path == "/account"
    one.go("/account/sessions").press("sessions-everywhere")
    assert one.says("notice-signed-out-everywhere") in one.main
    other.go("/account")
    assert other.path.startswith("/sign-in")


def test_a_chosen_language_is_remembered(kadomori: Kadomori, new_person: NewPerson) -> None:
    person = new_person(kadomori, Visitor("en")).go("/sign-in")
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="日本語").click()
    assert person.heading == text("ja", "address-title")
    person.go("/sign-in")
    assert person.page.locator("html").get_attribute("lang") == "ja"


def test_a_session_survives_a_restart(
    kadomori: Kadomori, new_person: NewPerson, mailbox: Mailbox, address: str
) -> None:
    person = new_person(kadomori)
    sign_up(person, mailbox, address)
    kadomori.stop()
    kadomori.start()
    person.go("/account")
    assert person.path == "/account"


def signed_in_by_mail(person: Person) -> str:
    """The history's sentence about a sign-in with a mailed code."""
    return person.says("event-signed-in", ways=person.says("way-used-mail-code"))
