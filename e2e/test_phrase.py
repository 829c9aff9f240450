"""The phrase: taken or made up, in every mail from then on, changed and removed."""

from dataclasses import replace

import pytest

from conftest import NewAccount, NewPerson
from support.account import Account, new_address
from support.browser import BOTH_LANGUAGES, Visitor
from support.mailbox import Mail
from support.person import Person
from support.server import Kadomori

PAGE = "/account/security/phrase"

OWN = {"ja": "祖母の家の柿の木", "en": "the pear tree behind our school"}


def suggested(person: Person) -> list[str]:
    """The phrases that there are to take."""
    return person.page.locator(".choices button").all_inner_texts()


def take(person: Person, phrase: str) -> Person:
    """Takes a phrase by pressing it."""
    with person.page.expect_navigation():
        person.page.get_by_role("button", name=phrase, exact=True).click()
    return person


def bears(mail: Mail, person: Person, phrase: str) -> bool:
    """Whether both parts of a mail have the phrase."""
    label = person.says("mail-phrase")
    return f"\n{label} {phrase}\n" in mail.text.replace("\r", "") and phrase in mail.html


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_phrase_is_taken_changed_and_removed(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    first = take_one(account)
    newcomer = new_person(kadomori, visitor)
    assert bears(asked_by(account, newcomer), person, first)

    own = OWN[visitor.language]
    person.go(PAGE).type("phrase-own", own)
    assert person.reads("change-phrase-changed")
    told = account.is_told("phrase-changed")
    assert bears(told, person, own)
    assert f"{person.says('mail-phrase-former')} {first}" in told.text
    person.go(PAGE).type("phrase-own", f" {own} ")
    assert person.alert == person.says("phrase-same")

    person.press("phrase-remove")
    assert person.reads("change-phrase-removed")
    told = account.is_told("phrase-removed")
    assert own in told.text, "the one that was known"
    assert person.says("mail-phrase") not in asked_by(account, newcomer).text


def take_one(account: Account) -> str:
    """From the overview to a phrase out of those that are suggested, the second time."""
    person = account.person.go("/account/security")
    assert person.reads("phrase-none")
    person.follow("phrase-choose")
    before = suggested(person)
    chosen = suggested(person.follow("phrase-others"))[2]
    assert chosen not in before
    take(person, chosen)
    assert person.reads("change-phrase-chosen")
    assert chosen not in person.main, "the overview is shown without a proof"
    assert bears(account.is_told("phrase-chosen"), person, chosen)
    assert chosen in person.go(PAGE).main
    return chosen


def asked_by(account: Account, newcomer: Person) -> Mail:
    """The mail with the code that somebody asks for with the account's address."""
    elsewhere = account.at(newcomer)
    newcomer.ask_for_code(account.address)
    return elsewhere.mail


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_an_address_that_is_being_added_has_no_phrase_yet(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account, second = new_account(kadomori, visitor), new_address()
    person = account.person
    phrase = take_one(account)
    person.go("/account/security/address/new").type_address(second)
    mail = account.mailbox.wait_for_marked(second, person.reference)
    assert phrase not in mail.text
    assert phrase not in mail.html
    person.type_code(mail.code)
    person.go(PAGE).press("phrase-remove")
    removed = account.mailbox.wait_for_telling(second, person.says("change-phrase-removed"))
    assert phrase in removed.text, "by now it is confirmed"


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_it_is_chosen_without_a_script(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    take_one(new_account(kadomori, replace(visitor, javascript=False)))
