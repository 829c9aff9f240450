"""What an account is reached and signed in with: addresses, what each receives, a user name."""

from uuid import uuid4

import pytest
from playwright.sync_api import Locator

from conftest import NewAccount, NewPerson
from support.account import Account, new_address
from support.browser import BOTH_LANGUAGES, Visitor
from support.person import Person
from support.server import Kadomori


def add_address(account: Account, address: str) -> Person:
    """Adds an address, with the code that is mailed there."""
    person = account.person.go("/account/security/address/new").type_address(address)
    mail = account.mailbox.wait_for_marked(address, person.reference)
    return person.type_code(mail.code)


def is_ticked(person: Person, address: str, what: str) -> bool:
    """Whether an address receives something."""
    return tick_box(person, address, what).is_checked()


def tick(person: Person, address: str, what: str, *, ticked: bool) -> Person:
    """Lets an address receive something, or not any more."""
    tick_box(person, address, what).set_checked(ticked)
    return person.press("address-save-label", address=address)


def tick_box(person: Person, address: str, what: str) -> Locator:
    """The box beside an address."""
    line = person.page.get_by_role("listitem").filter(has_text=address)
    return line.get_by_label(person.says(what), exact=True)


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_an_address_is_added_mistyped_used_and_removed(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account, second = new_account(kadomori, visitor), new_address()
    person = account.person
    person.follow("security-title").follow("address-add")
    person.type_address("mika.example.jp")
    assert person.alert == person.says("address-incomplete")
    person.type_address(account.address)
    assert person.alert == person.says("address-new-already")
    person.type_address(second)
    assert person.reads("way-step-confirm")
    code = account.mailbox.wait_for_marked(second, person.reference).code
    person.type_code(f"{(int(code) + 1) % 1_000_000:06}")
    assert person.says("code-wrong", left=4) in person.alert
    person.type_code(code)
    assert person.reads("change-contact-added")
    account.is_told("contact-added")
    for address in (account.address, second):
        assert is_ticked(person, address, "address-codes")
        assert is_ticked(person, address, "address-notices")

    person.press("identifier-switch-on-label", name=second)
    assert person.reads("change-identifier-on")
    by_second = Account(new_person(kadomori, visitor), account.mailbox, second).sign_in()
    assert by_second.person.path == "/account"
    assert by_second.person.reads("event-account-created"), "it is the same account"

    person.go("/account/security").follow("security-remove-label", name=second)
    assert person.press("remove-submit").reads("change-contact-removed")
    account.mailbox.wait_for_telling(second, person.says("change-contact-removed"))
    assert second not in person.main


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_somebody_is_always_told_and_can_always_get_in(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account, second = new_account(kadomori, visitor), new_address()
    person = account.person
    person.go("/account/security")
    tick(person, account.address, "address-codes", ticked=False)
    assert person.reads("refused-last-way-in")
    tick(person, account.address, "address-notices", ticked=False)
    assert person.reads("refused-last-notices")
    person.press("identifier-switch-off-label", name=account.address)
    assert person.reads("refused-last-way-in")
    person.follow("security-remove-label", name=account.address)
    assert person.reads("refused-last-notices")
    assert not person.button("remove-submit").count()

    assert add_address(account, second).reads("change-contact-added")
    tick(person, account.address, "address-notices", ticked=False)
    assert person.reads("change-contact-changed")
    account.is_told("contact-changed")
    assert not is_ticked(person, account.address, "address-notices")
    tick(person, second, "address-notices", ticked=False)
    assert person.reads("refused-last-notices")


def test_codes_go_where_they_are_wanted(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account, second = new_account(kadomori), new_address()
    add_address(account, second)
    tick(account.person, account.address, "address-codes", ticked=False)
    assert account.person.reads("change-contact-changed")
    person = new_person(kadomori).ask_for_code(account.address)
    mail = account.mailbox.wait_for_marked(second, person.reference)
    assert person.type_code(mail.code).path == "/account"


def test_the_address_of_another_account_stays_there(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account, other = new_account(kadomori), new_account(kadomori)
    person = add_address(account, other.address)
    if person.reads("change-contact-added"):
        person.press("identifier-switch-on-label", name=other.address)
    assert person.reads("address-new-taken")
    signed_in = other.at(new_person(kadomori)).sign_in().person
    assert other.address in signed_in.page.locator("header").inner_text()


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_user_name_is_chosen_used_switched_off_and_removed(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account, name = new_account(kadomori, visitor), f"mika-{uuid4().hex[:8]}"
    person = account.person
    person.follow("security-title").follow("user-name-choose")
    person.type("user-name-label", "m")
    assert person.alert == person.says("user-name-too-short", least=3)
    person.type("user-name-label", "12345")
    assert person.alert == person.says("user-name-only-digits")
    person.type("user-name-label", name.upper())
    assert person.reads("change-user-name-changed")
    account.is_told("user-name-changed")

    elsewhere = new_person(kadomori, visitor).ask_for_code(name)
    code = account.mailbox.wait_for_marked(account.address, elsewhere.reference).code
    assert elsewhere.type_code(code).path == "/account"

    other = new_account(kadomori, visitor).person.go("/account/security/user-name")
    other.type("user-name-label", name)
    assert other.alert == other.says("user-name-taken")

    person.press("identifier-switch-off-label", name=name)
    assert person.reads("change-identifier-off")
    stranger = new_person(kadomori, visitor).ask_for_code(name)
    assert stranger.heading == stranger.says("code-title"), "the page looks the same"
    person.go("/account/security/user-name").press("user-name-remove")
    assert person.reads("change-user-name-removed")
    assert person.reads("user-name-none")


def test_addresses_can_be_managed_without_javascript(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    account, second = new_account(kadomori, Visitor("ja", "phone", javascript=False)), new_address()
    assert add_address(account, second).reads("change-contact-added")
    tick(account.person, second, "address-notices", ticked=False)
    assert account.person.reads("change-contact-changed")
