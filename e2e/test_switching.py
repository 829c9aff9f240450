"""Going over to another way midway, back and forth, in two windows: only the last one counts."""

import pytest

from conftest import NewAccount, NewPerson
from support.account import PASSWORD, Account, type_app_code
from support.authenticator import PLATFORM, Authenticator
from support.browser import BOTH_LANGUAGES, Visitor
from support.person import DIGITS, Person
from support.server import Kadomori


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_from_mail_to_app_to_passkey(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    authenticator = Authenticator.plug_in(account.person.page, PLATFORM)
    app = account.add_app()
    account.person.go("/account/security/passkey/new")
    account.prove_by_app(app.code())
    account.add_passkey("MacBook")

    account = account.at(new_person(kadomori, visitor))
    person = account.person
    Authenticator.plug_in(person.page, PLATFORM).put_in(authenticator.passkeys[0])
    person.ask_for_code(account.address)
    first = account.code
    person.press("way-another").choose("totp")
    assert person.heading == person.says("way-app-title")
    type_app_code(person, first)
    assert person.says("way-app-wrong") in person.alert, "the code of one way is none of another"
    person.press("way-another").choose("mail-code")
    assert account.code != first
    person.type_code(first)
    assert person.reads_of("code-superseded", "time", reference=person.reference)
    person.press("way-another").choose("passkey").press("way-passkey-submit")
    assert person.path == "/account"
    assert person.reads("event-signed-in", ways=person.says("way-used-passkey"))


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_in_two_windows_the_page_says_which_way_counts(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    account.choose_password()
    account = account.at(new_person(kadomori, visitor))
    one = account.person.ask_for_code(account.address)
    code = account.code
    two = one.another_window().go(one.path)
    two.press("way-another").choose("password")

    one.type_code(code)
    assert one.heading == one.says("way-password-title"), "the code ended in the other window"
    assert one.reads("way-other")
    two.press("way-another").choose("mail-code")
    newer = account.at(two).code
    one.type("way-password-label", PASSWORD)
    assert one.heading == one.says("code-title")
    assert one.reads("way-other-to-mail", reference=two.reference)
    assert one.type_code(newer).path == "/account"
    two.type_code(newer)
    assert two.heading == two.says("ending-already-used-signed-in")


def test_neither_tries_nor_waits_are_won_by_going_back_and_forth(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account = new_account(kadomori)
    app = account.add_app()
    person = account.at(new_person(kadomori)).at_the_door("totp")
    for left in (4, 3, 2, 1):
        type_app_code(person, app.wrong_code())
        assert person.says("way-tries-left", left=left) in person.alert
        person.press("way-another").choose("password").press("way-another").choose("totp")
    type_app_code(person, app.wrong_code())
    assert person.heading == person.says("ending-too-many-tries")


def test_the_list_is_the_same_for_everyone_until_a_first_proof(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    plain, rich = new_account(kadomori), new_account(kadomori)
    Authenticator.plug_in(rich.person.page, PLATFORM)
    rich.switch_on_two_steps()
    pages = set()
    for account in (plain, rich):
        person = account.at(new_person(kadomori)).person.ask_for_code(account.address)
        listed = person.press("way-another").main
        pages.add(listed.replace(account.address, "…"))
    assert len(pages) == 1


def test_two_sign_ins_at_once_do_not_mix(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    one, other = new_account(kadomori), new_account(kadomori)
    person = new_person(kadomori)
    one, other = one.at(person), other.at(person.another_window())
    one.person.ask_for_code(one.address)
    other.person.ask_for_code(other.address)
    code = other.code
    one.person.type_code(code)
    assert one.person.heading == one.person.says("code-title")
    other.person.type_code(code)
    assert other.address in header(other.person)


def header(person: Person) -> str:
    """Whom the page is shown to."""
    return person.page.locator("header").inner_text()


def test_what_worked_on_a_device_is_offered_there_first(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account = new_account(kadomori)
    app = account.add_app()
    account.sign_out().at_the_door("totp")
    type_app_code(account.person, app.code())
    account.sign_out().person.ask_for_code(account.address)
    assert account.person.field("way-app-label", digits=DIGITS).is_visible()
    stranger = new_person(kadomori).ask_for_code(account.address)
    assert stranger.heading == stranger.says("code-title")


def test_losing_the_connection_loses_nothing(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account = new_account(kadomori)
    account.choose_password()
    account = account.at(new_person(kadomori))
    person = account.at_the_door("password")
    person.field("way-password-label").fill(PASSWORD)
    person.page.context.set_offline(True)
    person.button("code-submit").click()
    person.page.context.set_offline(False)
    person.page.go_back()
    assert person.heading == person.says("way-password-title")
    assert person.type("way-password-label", PASSWORD).path == "/account"
