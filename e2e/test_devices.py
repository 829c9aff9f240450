"""Where somebody is signed in, and which devices they trust: ended one by one, or all at once."""

import pytest

from conftest import NewAccount, NewPerson
from support.account import Account
from support.authenticator import PLATFORM, Authenticator
from support.browser import BOTH_LANGUAGES, SYSTEMS, Visitor
from support.person import Person
from support.server import Kadomori


def lines(person: Person) -> list[str]:
    """Each sign-in on the page."""
    return person.page.locator(".sessions > li").all_inner_texts()


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_one_sign_in_or_all_can_be_ended(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    others = [account.at(new_person(kadomori, visitor)).sign_in().person for _ in range(2)]
    person.follow("sessions-title")
    assert len(lines(person)) == 3
    assert sum(person.says("sessions-here") in line for line in lines(person)) == 1
    named = person.says("agent", browser="Chrome", system=SYSTEMS[visitor.size])
    assert all(named in line for line in lines(person))
    assert person.reads("sessions-level-single")
    assert person.reads("sessions-ways", ways=person.says("way-used-mail-code"))

    with person.page.expect_navigation():
        person.page.get_by_text(person.says("sessions-end"), exact=True).first.click()
    assert person.reads("sessions-notice-ended")
    assert len(lines(person)) == 2
    left = [other.go("/account").path == "/account" for other in others]
    assert sorted(left) == [False, True]

    person.press("sessions-everywhere")
    assert person.reads("notice-signed-out-everywhere")
    assert not any(other.go("/account").path == "/account" for other in others)


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_trust_in_one_device_can_be_ended_from_another(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    authenticator = Authenticator.plug_in(account.person.page, PLATFORM)
    account.switch_on_two_steps()
    assert account.person.go("/account/sessions").reads("trusted-none")

    trusted = trusting(account.at(new_person(kadomori, visitor)), authenticator)
    trusted.sign_out().sign_in()
    assert trusted.person.path == "/account"

    person = account.person.go("/account/sessions")
    assert person.reads_of("trusted-until", "day")
    with person.page.expect_navigation():
        person.page.get_by_text(person.says("trusted-end"), exact=True).first.click()
    assert person.reads("sessions-notice-untrusted")
    assert person.reads("trusted-none")
    person.go("/account")
    assert person.reads("event-devices-untrusted", count=1)
    trusted.sign_out().sign_in()
    assert trusted.person.reads("way-step-second")


def trusting(account: Account, authenticator: Authenticator) -> Account:
    """Signs in at another browser, with a copy of the passkey, and trusts it."""
    person = account.person
    Authenticator.plug_in(person.page, PLATFORM).put_in(authenticator.passkeys[0])
    account.sign_in()
    person.tick("way-trust", days=30).press("way-passkey-submit")
    assert person.path == "/account"
    return account


def test_trust_is_not_offered_before_there_are_two_steps(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    account = new_account(kadomori)
    person = account.sign_out().person.ask_for_code(account.address)
    assert not person.reads("way-trust", days=30)
    assert person.reads("code-keep")
