"""Recovery codes: kept, used once each in the place of what is lost, replaced as a set."""

import re

import pytest

from conftest import NewAccount, NewPerson
from support.account import Account, asked_number, confirm_codes, shown_codes
from support.browser import BOTH_LANGUAGES, Visitor
from support.person import Person
from support.server import Kadomori


def type_recovery_code(person: Person, code: str) -> Person:
    """Types a code on the page that asks for one."""
    return person.type("way-recovery-label", code)


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_codes_are_kept_used_once_mistyped_and_replaced(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    person.follow("security-title").follow("recovery-make").press("recovery-make")
    codes = shown_codes(person)
    assert all(re.fullmatch(r"(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}", code) for code in codes)
    keep(account, codes)
    assert person.reads("recovery-left", left=10, most=10)
    account.is_told("recovery-codes-replaced")

    account.sign_out().at_the_door("recovery-code")
    refuse_other_codes(person)
    type_recovery_code(person, codes[0].replace("-", " ").lower())
    assert person.path == "/account"
    assert person.reads("event-recovery-code-used", left=9)

    account.sign_out().at_the_door("recovery-code")
    type_recovery_code(person, codes[0])
    assert person.alert.startswith(person.says("way-recovery-used"))
    type_recovery_code(person, codes[1])
    assert person.path == "/account"

    newer = account.make_recovery_codes()
    assert not set(codes) & set(newer)
    account.sign_out().at_the_door("recovery-code")
    type_recovery_code(person, codes[2])
    assert person.alert.startswith(person.says("way-recovery-wrong"))
    type_recovery_code(person, newer[9])
    assert person.path == "/account"


def keep(account: Account, codes: list[str]) -> None:
    """They don't count before a part of them was typed back; until then, the page can be left."""
    person = account.person
    number = asked_number(person)
    other = codes[number % 10][:5]
    person.type("recovery-codes-label", other, number=number)
    assert person.alert == person.says("recovery-codes-wrong", number=number)
    person.go("/account/security")
    assert person.reads("recovery-none")
    person.follow("recovery-make")
    assert shown_codes(person) == codes, "whoever lost the connection finds the same ones"
    assert confirm_codes(person, codes).reads("change-recovery-codes-replaced")


def refuse_other_codes(person: Person) -> None:
    """None of these is a code, and each has its sentence."""
    type_recovery_code(person, "ABCDE-FGHJK")
    assert person.alert == person.says("way-recovery-short")
    type_recovery_code(person, "ABCDE-FGHJK-MNPQR-STVWX-YZ01!")
    assert person.alert == person.says("way-recovery-sign", sign="!")
    type_recovery_code(person, "ABCDE-FGHJK-MNPQR-STVWX-YZ012")
    assert person.says("way-recovery-wrong") in person.alert
    assert person.says("way-tries-left", left=4) in person.alert


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_code_stands_in_for_an_app_that_is_lost(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    app = account.add_app("iPhone")
    account.person.go("/account/security/recovery")
    account.prove_by_app(app.code())
    codes = account.make_recovery_codes()

    account = account.at(new_person(kadomori, visitor)).sign_in()
    person = account.person
    person.go("/account/security").follow("security-remove-label", name="iPhone")
    assert person.heading == person.says("prove-title")
    assert person.reads("prove-lost")
    type_recovery_code(person.choose("recovery-code"), codes[3])
    assert person.heading == person.says("remove-app-title")
    assert person.press("remove-submit").reads("change-app-removed")
    assert person.reads("recovery-left", left=9, most=10)


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_few_codes_left_are_a_warning(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    codes = account.make_recovery_codes()
    for code in codes[:7]:
        assert not person.go("/account/security").reads("recovery-few")
        account.sign_out().at_the_door("recovery-code")
        type_recovery_code(person, code)
    assert person.go("/account/security").reads("recovery-few")
    person.go("/account/security/recovery")
    assert person.reads("recovery-few")


def test_they_can_be_printed_and_saved(kadomori: Kadomori, new_account: NewAccount) -> None:
    account = new_account(kadomori)
    person = account.person.go("/account/security/recovery").press("recovery-make")
    codes = shown_codes(person)
    with person.page.expect_download() as download:
        person.button("recovery-codes-save").click()
    saved = download.value.path().read_text(encoding="utf-8")
    assert all(code in saved for code in codes)
    assert account.address in saved
    person.page.emulate_media(media="print")
    person.photograph("recovery-codes-print")
    assert person.page.get_by_text(codes[9]).is_visible()
    assert not person.button("recovery-codes-submit").is_visible()


def test_they_work_without_javascript(kadomori: Kadomori, new_account: NewAccount) -> None:
    account = new_account(kadomori, Visitor("ja", "phone", javascript=False))
    codes = account.make_recovery_codes()
    account.sign_out().at_the_door("recovery-code")
    assert type_recovery_code(account.person, codes[5]).path == "/account"


def test_no_code_is_in_the_log_or_in_the_database(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    account = new_account(kadomori)
    codes = account.make_recovery_codes()
    account.sign_out().at_the_door("recovery-code")
    type_recovery_code(account.person, codes[0])
    stored = b"".join(path.read_bytes() for path in (kadomori.folder / "kadomori-data").glob("*.db*"))
    for code in codes:
        for written in (code, code.replace("-", "")):
            assert written not in kadomori.log
            assert written.encode() not in stored
