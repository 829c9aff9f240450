"""Two-step verification: switched on step by step, asked for, skipped where trusted, switched off."""

import pytest

from conftest import PLENTY, NewAccount, NewPerson, StartKadomori
from support.account import (
    PASSWORD,
    SHORT_PASSWORD,
    Account,
    confirm_app,
    confirm_codes,
    shown_codes,
    type_app_code,
)
from support.app import App
from support.authenticator import PLATFORM, Authenticator
from support.browser import BOTH_LANGUAGES, Visitor
from support.database import Engine
from support.person import Person
from support.server import Kadomori, Settings


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_it_is_switched_on_used_and_switched_off(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    walk_through(new_account(kadomori, visitor), new_person(kadomori, visitor))


def test_the_same_journey_on_postgresql(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    new_account: NewAccount,
    new_person: NewPerson,
) -> None:
    kadomori = start_kadomori(Engine.POSTGRES, mail_settings | PLENTY)
    walk_through(new_account(kadomori), new_person(kadomori))


def walk_through(account: Account, newcomer: Person) -> None:
    """On with an app, a passkey and recovery codes; a sign-in on another device; off."""
    person = account.person
    Authenticator.plug_in(person.page, PLATFORM)
    app = go_through_the_guide(account)
    account.is_told("two-step-on")

    elsewhere = account.at(newcomer)
    elsewhere.sign_in()
    assert newcomer.path.startswith("/sign-in/"), "a code by mail is not enough any more"
    assert newcomer.reads("way-step-second")
    assert newcomer.reads("because-two-step")
    if newcomer.heading != newcomer.says("way-app-title"):
        newcomer.press("way-another").choose("totp")
    type_app_code(newcomer, app.wrong_code())
    assert newcomer.says("way-tries-left", left=4) in newcomer.alert
    assert newcomer.go("/account").path.startswith("/sign-in")
    elsewhere.sign_in()
    if newcomer.heading != newcomer.says("way-app-title"):
        newcomer.press("way-another").choose("totp")
    type_app_code(newcomer, app.code())
    assert newcomer.path == "/account"
    newcomer.go("/account/sessions")
    assert newcomer.reads("sessions-level-two-steps")

    person.go("/account/security").follow("two-step-switch-off")
    assert person.heading == person.says("off-title")
    assert person.press("off-submit").reads("change-two-step-off")
    account.is_told("two-step-off")
    account.sign_out().sign_in()
    assert person.path == "/account"


def go_through_the_guide(account: Account) -> App:
    """Every step in its order; it is left in the middle and gone on with."""
    person = account.person
    person.go("/account/security").follow("two-step-switch-on")
    assert person.heading == person.says("guide-explain-title")
    person.follow("guide-begin")
    assert person.heading == person.says("guide-first-title")
    person.choose("passkey")
    assert person.reads("guide-whole")
    person.field("name-label").fill("MacBook")
    person.press("passkey-new-submit")
    account.prove_by_passkey()
    assert person.heading == person.says("guide-second-title")

    person.follow("back-to-security").go("/account")
    person.follow("security-title").follow("two-step-switch-on").follow("guide-begin")
    assert person.heading == person.says("guide-second-title"), "it goes on where it was left"
    person.choose("totp").press("app-new-submit")
    app = App.scan(person.page)
    confirm_app(person, app.earlier_code())
    assert person.heading == person.says("guide-recovery-title")
    person.follow("guide-recovery-go").press("recovery-make")
    confirm_codes(person, shown_codes(person))
    assert person.heading == person.says("guide-on-title")
    person.press("guide-on-submit")
    assert person.heading == person.says("guide-done-title")
    return app


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_trusted_device_skips_the_second_step_and_no_more(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    Authenticator.plug_in(person.page, PLATFORM)
    account.switch_on_two_steps()

    account.sign_out().sign_in()
    person.tick("way-trust", days=30).press("way-passkey-submit")
    assert person.reads_of("event-device-trusted", "day")

    account.sign_out().sign_in()
    assert person.path == "/account"
    person.go("/account/sessions")
    assert person.reads("sessions-level-device")
    person.go("/account/security/recovery")
    assert person.heading == person.says("prove-title"), "trust opens no door to changes"

    person.go("/account/sessions").press("trusted-end-all")
    assert person.reads("sessions-notice-all-untrusted")
    account.sign_out().sign_in()
    assert person.reads("way-step-second")


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_short_password_has_to_be_lengthened_before(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    Authenticator.plug_in(person.page, PLATFORM)
    account.switch_on_two_steps()
    assert account.choose_password(SHORT_PASSWORD).reads("password-short")
    person.follow("two-step-switch-off")
    assert person.reads("refused-short-password")
    assert not person.button("off-submit").count()
    person.follow("off-longer").type("new-password-label", PASSWORD)
    assert person.reads("change-password-changed")
    person.follow("two-step-switch-off").press("off-submit")
    assert person.reads("change-two-step-off")


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_recovery_code_is_a_second_step_once(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    Authenticator.plug_in(account.person.page, PLATFORM)
    _, codes = account.switch_on_two_steps()
    account = account.at(new_person(kadomori, visitor)).sign_in()
    person = account.person
    person.press("way-another").choose("recovery-code").type("way-recovery-label", codes[0])
    assert person.path == "/account"
    assert person.reads("event-recovery-code-used", left=9)


def test_what_it_rests_on_stays(kadomori: Kadomori, new_account: NewAccount) -> None:
    account = new_account(kadomori)
    person = account.person
    Authenticator.plug_in(person.page, PLATFORM)
    account.switch_on_two_steps()
    person.go("/account/security").follow("security-remove-label", name="iPhone")
    assert person.press("remove-submit").reads("change-app-removed")
    person.follow("security-remove-label", name="MacBook")
    assert person.reads("refused-two-step-needs-it")
    assert not person.button("remove-submit").count()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_works_without_javascript(
    kadomori: Kadomori, new_account: NewAccount, language: str
) -> None:
    visitor = Visitor("ja" if language == "ja" else "en", "phone", javascript=False)
    account = new_account(kadomori, visitor)
    person = account.person
    person.go("/account/security").follow("two-step-switch-on").follow("guide-begin")
    person.choose("totp").press("app-new-submit")
    app = App.scan(person.page)
    confirm_app(person, app.earlier_code())
    account.prove_by_app(app.code())
    person.choose("password").type("new-password-label", PASSWORD)
    account.prove_by_password()
    assert person.heading == person.says("guide-recovery-title")
    person.follow("guide-recovery-go").press("recovery-make")
    codes = shown_codes(person)
    confirm_codes(person, codes).press("guide-on-submit")
    assert person.heading == person.says("guide-done-title")

    account.sign_out().at_the_door("password").type("way-password-label", PASSWORD)
    assert person.reads("way-step-second")
    person.press("way-another").choose("recovery-code").type("way-recovery-label", codes[4])
    assert person.path == "/account"
    person.go("/account/sessions")
    assert person.reads("sessions-level-two")
