"""An authenticator app: scanned and confirmed, used, off by its clock, lost, removed.

The judges aren't ours: `zbarimg` reads the picture, `oathtool` makes the codes.
"""

import pytest

from conftest import NewAccount, NewPerson
from support.account import Account, confirm_app, type_app_code
from support.app import App
from support.browser import BOTH_LANGUAGES, Visitor
from support.person import DIGITS
from support.server import Kadomori


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_an_app_is_scanned_used_mistyped_renamed_and_removed(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    person.follow("security-title").follow("apps-add")
    app = account.begin_app()
    assert (app.issuer, app.account) == ("Kadomori", account.address)
    refuse_other_codes(account, app)
    confirm_app(person, app.earlier_code(), "iPhone")
    assert person.reads("change-app-added")
    assert person.reads("security-unused")
    assert "iPhone" in account.is_told("app-added").text

    account.sign_out().at_the_door("totp")
    person.press("way-another").choose("mail-code").type_code(account.code)
    assert person.path == "/account", "a lost phone keeps nobody out"

    account.sign_out().at_the_door("totp")
    assert person.reads("way-app-names", apps="iPhone")
    type_app_code(person, app.last_code())
    assert person.alert.startswith(person.says("way-app-used"))
    type_app_code(person, app.wrong_code())
    assert person.alert.startswith(person.says("way-app-wrong"))
    assert person.says("way-tries-left", left=3) in person.alert
    type_app_code(person, app.code())
    assert person.path == "/account"
    assert person.reads("event-signed-in", ways=person.says("way-used-totp"))

    person.follow("security-title").follow("security-rename-label", name="iPhone")
    account.prove_by_mail().type("name-label", "Pixel")
    assert person.reads("change-app-renamed")
    person.follow("security-remove-label", name="Pixel").press("remove-submit")
    assert person.reads("change-app-removed")
    assert person.reads("apps-none")
    assert "Pixel" in account.is_told("app-removed").text


def refuse_other_codes(account: Account, app: App) -> None:
    """None of these adds the app, and each has its sentence."""
    person = account.person
    page = person.page
    key = page.locator(".key").text_content()
    type_app_code(person, "abc")
    assert person.alert == person.says("way-app-none", digits=DIGITS)
    type_app_code(person, app.wrong_code())
    assert person.alert == person.says("app-confirm-wrong", site="Kadomori")
    type_app_code(person, app.code_of_a_clock(minutes_fast=5))
    assert person.alert == person.says("way-clock-fast", minutes=5)
    type_app_code(person, app.code_of_a_clock(minutes_fast=-7))
    assert person.alert == person.says("way-clock-slow", minutes=7)
    person.go("/account/security")
    assert person.reads("apps-none")
    person.follow("apps-add")
    assert page.locator(".key").text_content() == key, "it can be left and come back to"


def test_the_key_on_the_page_is_the_one_in_the_picture(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    account = new_account(kadomori)
    app = account.begin_app()
    page = account.person.page
    page.locator("summary").get_by_text(account.person.says("app-confirm-key")).click()
    assert page.locator(".key").inner_text().replace(" ", "") == app.secret
    link = page.get_by_role("link", name=account.person.says("app-confirm-open"))
    assert f"secret={app.secret}" in str(link.get_attribute("href"))


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_wrong_clock_is_told_on_a_known_device_and_kept_from_a_stranger(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    app = account.add_app()
    person = account.sign_out().at_the_door("totp")
    type_app_code(person, app.code_of_a_clock(minutes_fast=4))
    assert person.says("way-clock-fast", minutes=4) in person.alert

    stranger = account.at(new_person(kadomori, visitor)).at_the_door("totp")
    type_app_code(stranger, app.code_of_a_clock(minutes_fast=4))
    assert stranger.alert.startswith(stranger.says("way-app-wrong"))
    assert not stranger.reads_of("way-app-names", "apps")


def test_each_of_several_apps_counts(kadomori: Kadomori, new_account: NewAccount) -> None:
    account = new_account(kadomori)
    first = account.add_app("iPhone")
    account.person.go("/account/security/app/new")
    account.prove_by_app(first.code())
    second = account.add_app("iPad")
    account.sign_out().at_the_door("totp")
    type_app_code(account.person, second.code())
    assert account.person.path == "/account"


def test_an_app_works_without_javascript(kadomori: Kadomori, new_account: NewAccount) -> None:
    account = new_account(kadomori, Visitor("ja", "phone", javascript=False))
    app = account.add_app()
    account.sign_out().at_the_door("totp")
    type_app_code(account.person, app.code())
    assert account.person.path == "/account"


def test_no_key_is_in_the_log(kadomori: Kadomori, new_account: NewAccount) -> None:
    account = new_account(kadomori)
    app = account.add_app()
    account.sign_out().at_the_door("totp")
    type_app_code(account.person, app.code())
    assert app.secret not in kadomori.log
