"""Codes by text message, through a real Kannel: from the number as it is typed to every state that
the page tells of."""

import time

import pytest

from conftest import PLENTY, NewAccount, NewPerson, StartKadomori
from support import waiting
from support.browser import BOTH_LANGUAGES, Visitor
from support.database import Engine
from support.gate import Gate, Manner
from support.part import Kannel
from support.phone import Fate, Phones, new_number, new_number_of_kannel
from support.server import Kadomori, Settings
from support.stranger import assert_alike

ENGINES = list(Engine)

# A wait of a minute each: the manners, the engines and the languages in pairs.
MANNERS = [Manner.SHUT, Manner.SILENT]
OUTAGES = list(zip(ENGINES, BOTH_LANGUAGES, MANNERS))

# What the page says in the end, and on the way there.
SAID = {
    Fate.DELIVERED: ["delivery-text-taken", "delivery-text-arrived"],
    Fate.NO_SUCH_NUMBER: ["delivery-text-back-nobody"],
    Fate.SWITCHED_OFF: ["delivery-text-back"],
    Fate.REFUSED_BY_NETWORK: ["delivery-text-back"],
    Fate.REFUSED_BY_CENTRE: ["delivery-text-back-nobody"],
    Fate.NEVER_HEARD_OF: ["delivery-text-taken"],
    Fate.ON_ITS_WAY: ["delivery-text-late", "delivery-text-arrived"],
}

# How long reports are on their way, so that the page is there before them.
SECONDS = 4

# By then a gateway that is back has been tried again.
PROBED = 150

# By then every report has come.
REPORTED = 3


@pytest.fixture(scope="module", params=ENGINES, ids=lambda engine: engine.value)
def kadomori(
    request: pytest.FixtureRequest, start_shared: StartKadomori, text_settings: Settings
) -> Kadomori:
    """A server that sends texts, on each engine."""
    # Strangers who are compared ask one after another: none may send again before the last asked.
    waits = {"code": {"resend_after": "5m"}}
    return start_shared(request.param, PLENTY | text_settings | waits)


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.value)
def test_a_number_is_added_as_it_is_typed_used_and_removed(
    start_kadomori: StartKadomori,
    text_settings: Settings,
    new_account: NewAccount,
    new_person: NewPerson,
    phones: Phones,
    engine: Engine,
    visitor: Visitor,
) -> None:
    kadomori = start_kadomori(engine, text_settings)
    account, number = new_account(kadomori, visitor), new_number_of_kannel()
    full_width = number.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "-0123456789"})
    person = account.person.follow("security-title").follow("phone-add")
    person.type("phone-label", "090-1234")
    assert person.alert == person.says("phone-form")
    person.type("phone-label", "0990-123-456")
    assert person.alert == person.says("phone-premium")
    person.type("phone-label", full_width)
    assert person.heading == person.says("code-text-title")
    text = phones.wait_for(number)
    assert f"({person.reference})" in text.body or f"（{person.reference}）" in text.body
    assert text.last_line == f"@localhost #{text.code}"
    assert text.parts == 1
    person.type_code(text.code)
    assert person.reads("change-phone-added")
    account.is_told("phone-added")

    elsewhere = account.at(new_person(kadomori, visitor)).ask_for_text()
    assert elsewhere.heading == elsewhere.says("code-text-title")
    elsewhere.type_code(phones.wait_for(number, count=2).code)
    assert elsewhere.path == "/account"
    assert elsewhere.reads("event-signed-in", ways=elsewhere.says("way-used-sms-code"))

    shown = person.go("/account/security").page.locator("#phones .what").inner_text()
    person.follow("security-remove-label", name=shown)
    assert person.heading == person.says("prove-title")
    person.choose("sms-code").type_code(phones.wait_for(number, count=3).code)
    assert person.press("remove-submit").reads("change-phone-removed")
    account.is_told("phone-removed")


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
@pytest.mark.parametrize("fate", Fate, ids=lambda fate: fate.name.lower())
def test_what_becomes_of_the_text_is_said_while_one_waits(
    kadomori: Kadomori,
    new_account: NewAccount,
    phones: Phones,
    visitor: Visitor,
    fate: Fate,
) -> None:
    account, number = new_account(kadomori, visitor), new_number()
    account.add_phone(phones, number)
    account.sign_out()
    phones.set(number, fate, SECONDS)
    person = account.ask_for_text()
    for name in SAID[fate]:
        waiting.waits_for(person, name)


@pytest.mark.parametrize(("engine", "visitor", "manner"), OUTAGES)
def test_while_the_gateway_is_down_the_page_says_so(
    start_kadomori: StartKadomori,
    text_settings: Settings,
    new_account: NewAccount,
    kannel: Kannel,
    phones: Phones,
    engine: Engine,
    visitor: Visitor,
    manner: Manner,
) -> None:
    gate, url = Gate.before(kannel.url)
    text = text_settings["text"] | {"url": url}
    kadomori = start_kadomori(engine, text_settings | {"text": text})
    account, number = new_account(kadomori, visitor), new_number()
    account.add_phone(phones, number)
    account.sign_out()
    gate.set(manner)
    person = account.ask_for_text()
    waiting.waits_for(person, "delivery-text-trouble")
    gate.set(Manner.OPEN)
    assert person.type_code(phones.wait_for(number, count=2, patience=PROBED).code).path == "/account"
    gate.close()


@pytest.mark.parametrize(("engine", "manner"), list(zip(ENGINES, MANNERS)))
def test_a_second_gateway_takes_over(
    start_kadomori: StartKadomori,
    text_settings: Settings,
    new_account: NewAccount,
    kannel: Kannel,
    phones: Phones,
    engine: Engine,
    manner: Manner,
) -> None:
    gate, url = Gate.before(kannel.url, manner)
    first = text_settings["text"] | {"url": url}
    settings = text_settings | {"text": first, "text.second": text_settings["text"]}
    account, number = new_account(start_kadomori(engine, settings)), new_number()
    assert account.add_phone(phones, number).reads("change-phone-added")
    gate.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_strangers_page_is_the_same_whatever_becomes_of_the_text(
    kadomori: Kadomori,
    new_account: NewAccount,
    new_person: NewPerson,
    phones: Phones,
    language: str,
) -> None:
    visitor = Visitor(language)
    accounts, strangers = {}, {}
    for fate in Fate:
        account, number = new_account(kadomori, visitor), new_number()
        account.add_phone(phones, number)
        phones.set(number, fate, 1)
        accounts[fate.name] = account
    for fate_name, account in accounts.items():
        stranger = account.at(new_person(kadomori, visitor)).ask_for_text()
        strangers[fate_name] = stranger, account.address
    assert_alike(strangers)
    time.sleep(REPORTED)
    assert_alike(strangers)
