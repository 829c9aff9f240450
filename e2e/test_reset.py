"""A forgotten password: a new one by a code, and by two proofs where there are two steps."""

import re

import pytest

from conftest import NewAccount, NewPerson
from support.account import PASSWORD, Account, new_address, type_app_code
from support.authenticator import PLATFORM, Authenticator
from support.browser import BOTH_LANGUAGES, Visitor
from support.mailbox import Mailbox
from support.person import Person
from support.server import Kadomori

NEWER = "nine patient herons wait"


def ask_for_reset(account: Account) -> Person:
    """Says at the door that the password is forgotten, and types the address."""
    return account.person.go("/reset").type_address(account.address)


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_new_password_takes_the_place_of_a_forgotten_one(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    signed_in = new_account(kadomori, visitor)
    assert signed_in.choose_password().reads("change-password-set")

    account = signed_in.at(new_person(kadomori, visitor))
    person = account.at_the_door("password").follow("way-password-forgot")
    assert person.heading == person.says("reset-title")
    assert person.field("address-label").input_value() in ("", account.address)
    person.type_address(account.address)
    assert person.reads("way-step-reset")
    wrong = f"{(int(account.code) + 1) % 1_000_000:06}"
    person.type_code(wrong)
    assert person.says("code-wrong", left=4) in person.alert
    person.type_code(account.code)
    assert person.heading == person.says("reset-password-title")
    person.type("new-password-label", "too short")
    assert person.alert == person.says("password-too-short", least=15)
    person.type("new-password-label", NEWER)
    assert person.heading == person.says("reset-done-title")
    account.is_told("password-reset")

    assert person.go("/account").path.startswith("/sign-in"), "nobody is signed in by it"
    assert signed_in.person.go("/account").path.startswith("/sign-in"), "nor stays so"
    account.at_the_door("password").type("way-password-label", PASSWORD)
    assert person.alert.startswith(person.says("way-password-wrong"))
    assert person.type("way-password-label", NEWER).path == "/account"
    assert person.reads("change-password-reset")


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_two_steps_ask_for_two_proofs(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    owner = new_account(kadomori, visitor)
    Authenticator.plug_in(owner.person.page, PLATFORM)
    app, _ = owner.switch_on_two_steps()
    assert owner.choose_password().reads("change-password-set")

    account = owner.at(new_person(kadomori, visitor))
    person = ask_for_reset(account).type_code(account.code)
    assert person.reads("way-step-reset-second")
    if person.heading != person.says("way-app-title"):
        person.press("way-another").choose("totp")
    type_app_code(person, app.code()).type("new-password-label", NEWER)
    assert person.heading == person.says("reset-done-title")
    assert person.reads("reset-done-two-step")
    assert owner.person.go("/account").path.startswith("/sign-in")
    account.at_the_door("password").type("way-password-label", NEWER)
    assert person.reads("way-step-second")


def test_no_device_is_trusted_after_it(kadomori: Kadomori, new_account: NewAccount) -> None:
    account = new_account(kadomori)
    person = account.person
    Authenticator.plug_in(person.page, PLATFORM)
    account.switch_on_two_steps()
    account.choose_password()
    account.sign_out().sign_in()
    person.tick("way-trust", days=30).press("way-passkey-submit")
    account.sign_out()
    ask_for_reset(account).type_code(account.code).press("way-passkey-submit")
    person.type("new-password-label", NEWER)
    assert person.heading == person.says("reset-done-title")
    account.at_the_door("password").type("way-password-label", NEWER)
    assert person.reads("way-step-second")


def test_nobody_learns_who_has_an_account_or_a_password(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, mailbox: Mailbox
) -> None:
    with_password, without = new_account(kadomori), new_account(kadomori)
    with_password.choose_password()
    pages = set()
    for address in (with_password.address, without.address, new_address()):
        person = ask_for_reset(Account(new_person(kadomori), mailbox, address))
        page = person.main.replace(address, "…").replace(person.reference, "…")
        pages.add(re.sub(r"\d{1,2}:\d\d", "…", page))
    assert len(pages) == 1


def test_a_code_to_sign_in_resets_nothing(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account = new_account(kadomori)
    account.choose_password()
    account = account.at(new_person(kadomori))
    code = account.person.ask_for_code(account.address) and account.code
    ask_for_reset(account).type_code(code)
    assert account.person.heading == account.person.says("code-title")
    assert account.person.page.locator("main").get_by_role("alert").is_visible()


def test_a_new_password_can_be_chosen_without_javascript(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account = new_account(kadomori)
    account.choose_password()
    account = account.at(new_person(kadomori, Visitor("ja", "phone", javascript=False)))
    ask_for_reset(account).type_code(account.code).type("new-password-label", NEWER)
    assert account.person.heading == account.person.says("reset-done-title")
