"""A password: chosen, used, mistyped, forgotten for once, removed."""

import pytest

from conftest import NewAccount, NewPerson
from support.account import PASSWORD, Account, new_address
from support.browser import BOTH_LANGUAGES, Visitor
from support.mailbox import Mailbox
from support.person import Person
from support.server import Kadomori

WRONG = "seven quiet boats at night"


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_password_is_chosen_used_mistyped_and_removed(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    person.follow("security-title").follow("password-choose")
    refuse_weak_ones(account)
    person.type("new-password-label", PASSWORD)
    assert person.reads("change-password-set")
    account.is_told("password-set")

    account.sign_out().at_the_door("password")
    assert person.heading == person.says("way-password-title")
    person.type("way-password-label", WRONG)
    assert person.alert.startswith(person.says("way-password-wrong"))
    assert person.says("way-tries-left", left=4) in person.alert
    person.type("way-password-label", PASSWORD)
    assert person.path == "/account"
    assert person.reads("event-signed-in", ways=person.says("way-used-password"))

    account.sign_out()
    person.ask_for_code(account.address)
    assert person.heading == person.says("way-password-title"), "what worked is offered first"
    person.press("way-another").choose("mail-code").type_code(account.code)
    assert person.path == "/account", "a forgotten password keeps nobody out"

    person.follow("security-title").follow("password-remove-label")
    account.prove_by_password()
    assert person.reads("refused-no-other-strong-way")
    app = account.add_app()
    person.follow("password-remove-label")
    account.prove_by_app(app.code())
    assert person.heading == person.says("remove-password-title")
    person.press("remove-submit")
    assert person.reads("change-password-removed")
    assert person.reads("password-none")
    account.is_told("password-removed")


def refuse_weak_ones(account: Account) -> None:
    """Tries what guessers try first; each is refused with its sentence, and nothing is set."""
    person = account.person
    person.type("new-password-label", "short and sour")
    assert person.alert == person.says("password-too-short", least=15)
    person.type("new-password-label", "password123456789")
    assert person.alert == person.says("password-common")
    person.type("new-password-label", account.address)
    assert person.alert == person.says("password-own-word")
    person.type("new-password-label", "abababababababababab")
    assert person.alert == person.says("password-repetitive")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_password_works_without_javascript(
    kadomori: Kadomori, new_account: NewAccount, language: str
) -> None:
    visitor = Visitor("ja" if language == "ja" else "en", "phone", javascript=False)
    account = new_account(kadomori, visitor)
    assert account.choose_password().reads("change-password-set")
    account.sign_out().at_the_door("password").type("way-password-label", PASSWORD)
    assert account.person.path == "/account"


def test_a_manager_can_fill_it_in_and_a_person_can_look_at_it(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    account = new_account(kadomori)
    person = account.person.go("/account/security/password")
    field = person.field("new-password-label")
    assert field.get_attribute("autocomplete") == "new-password"
    assert person.page.locator("[autocomplete=username]").input_value() == account.address
    field.focus()
    person.page.keyboard.insert_text("four words")
    person.waits_to_read("new-password-few", count=10, least=15)
    person.page.keyboard.insert_text(" pasted")
    person.waits_to_read("new-password-enough", count=17)
    assert field.get_attribute("type") == "password"
    person.button("way-password-show").click()
    assert field.get_attribute("type") == "text"
    assert person.button("way-password-hide").is_visible()
    person.press("new-password-submit")
    account.sign_out().at_the_door("password")
    field = person.field("way-password-label")
    assert field.get_attribute("autocomplete") == "current-password"
    assert person.page.locator("[autocomplete=username]").input_value() == account.address


def test_managers_find_the_page_for_a_new_one(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    person = new_account(kadomori).person.go("/.well-known/change-password")
    assert person.path == "/account/security/password"


def test_a_password_is_the_same_however_it_is_typed(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    account = new_account(kadomori, Visitor("ja"))
    account.choose_password("がっこうのうらにわのさくらのき")
    account.sign_out().at_the_door("password")
    decomposed = "か\u3099っこうのうらにわのさくらのき"
    account.person.type("way-password-label", decomposed)
    assert account.person.path == "/account"


def test_another_password_ends_the_other_sign_ins(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account = new_account(kadomori)
    elsewhere = account.at(new_person(kadomori, Visitor("ja", "phone"))).sign_in().person
    assert elsewhere.path == "/account"
    assert account.choose_password().reads("change-password-set")
    assert elsewhere.go("/account").path.startswith("/sign-in")
    assert account.person.go("/account").path == "/account"


def test_nobody_learns_who_has_a_password(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, mailbox: Mailbox
) -> None:
    with_one, without = new_account(kadomori), new_account(kadomori)
    with_one.choose_password()
    pages = {
        told_after_a_guess(Account(new_person(kadomori), mailbox, address))
        for address in (with_one.address, without.address, new_address())
    }
    assert len(pages) == 1


def told_after_a_guess(account: Account) -> str:
    """What a stranger reads before and after a wrong password, without the address they typed."""
    asked = account.at_the_door("password").main
    answered = account.person.type("way-password-label", WRONG).main
    return (asked + answered).replace(account.address, "…")


def test_guessers_wait_and_the_owner_does_not(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account = new_account(kadomori)
    account.choose_password()
    guesser = account.at(new_person(kadomori))
    for _ in range(2):
        guesser.at_the_door("password")
        for _ in range(5):
            guesser.person.type("way-password-label", WRONG)
        assert guesser.person.heading == guesser.person.says("ending-too-many-tries")
    guesser.at_the_door("password").type("way-password-label", PASSWORD)
    assert guesser.person.reads_of("way-waiting", "time")
    account.sign_out().at_the_door("password").type("way-password-label", PASSWORD)
    assert account.person.path == "/account"


def test_it_can_be_done_with_the_keyboard_alone(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    account = new_account(kadomori)
    person = account.person
    tab_to(person, "security-title")
    tab_to(person, "password-choose")
    type_and_enter(person, PASSWORD)
    assert person.reads("change-password-set")
    account.sign_out()
    type_and_enter(person, account.address)
    tab_to(person, "way-another")
    tab_to(person, "way-name-password")
    type_and_enter(person, PASSWORD)
    assert person.path == "/account"


def tab_to(person: Person, name: str) -> None:
    """Goes from one thing to the next until the one that is called this, and presses Enter."""
    for _ in range(60):
        person.page.keyboard.press("Tab")
        called = person.page.evaluate("document.activeElement.innerText") or ""
        if called.startswith(person.says(name)):
            with person.page.expect_navigation():
                person.page.keyboard.press("Enter")
            return
    raise AssertionError(f"the Tab key doesn't lead to {name}")


def type_and_enter(person: Person, typed: str) -> None:
    """Types where the page has put the cursor."""
    person.page.keyboard.type(typed)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
