"""A walk past every page, for those who look at each: the accessibility judge and the photographer."""

from collections.abc import Iterator
from uuid import uuid4

from support.account import (
    SHORT_PASSWORD,
    Account,
    asked_number,
    confirm_app,
    confirm_codes,
    new_address,
    shown_codes,
    type_app_code,
)
from support.app import App
from support.authenticator import PLATFORM, SYNCED, Authenticator
from support.mailbox import Mailbox
from support.person import Person


def of_the_site(person: Person, mailbox: Mailbox) -> Iterator[str]:
    """Every page of a server that sends mails; yields a name while the person is there."""
    address = f"hana-{uuid4().hex[:6]}@example.test"
    person.go("/sign-in")
    yield "sign-in"
    person.type_address("hana.example.test")
    yield "sign-in-incomplete"
    person.type_address(address)
    yield "code"
    code = mailbox.wait_for(address).code
    person.type_code(f"{(int(code) + 1) % 1_000_000:06}")
    yield "code-wrong"
    code_page = person.path
    person.page.locator("summary").click()
    yield "code-trouble"
    person.type_code(code)
    yield "create"
    person.press("create-submit")
    yield "activity"
    person.go("/account/sessions")
    yield "sessions"
    person.go(code_page)
    yield "ending-used"
    person.go("/account").press("sign-out")
    yield "signed-out"
    person.ask_for_code(address)
    yield "code-known"
    person.press("code-other-address")
    yield "other-address"
    person.go("/nowhere")
    yield "ending-not-found"


def of_the_trial(person: Person) -> Iterator[str]:
    """The pages that are there only while no mail server is set."""
    person.go("/")
    yield "trial-welcome"
    person.go("/inbox")
    yield "trial-inbox-empty"
    person.ask_for_code("hana@example.test")
    yield "trial-code"
    person.read_trial_mail()
    yield "trial-mail"
    person.go("/inbox")
    yield "trial-inbox"


def of_the_account(person: Person, mailbox: Mailbox) -> Iterator[str]:
    """Every page on which something is done for the account's protection."""
    account = Account(person, mailbox, f"mika-{uuid4().hex[:6]}@example.test").sign_up()
    Authenticator.plug_in(person.page, SYNCED)
    person.go("/account/security")
    yield "security-bare"
    yield from _of_passwords(account)
    yield from _of_two_steps(account)
    yield from _of_names(account)
    yield from _of_removing(account)


def _of_passwords(account: Account) -> Iterator[str]:
    person = account.person.go("/account/security/password")
    yield "password-new"
    person.type("new-password-label", "too short")
    yield "password-too-short"


def _of_two_steps(account: Account) -> Iterator[str]:
    """The guide from its explanation to its end, with the pages it leads through."""
    person = account.person.go("/account/security/two-step")
    yield "guide-explain"
    person.follow("guide-begin")
    yield "guide-first"
    person.choose("totp")
    yield "app-new"
    person.press("app-new-submit")
    app = App.scan(person.page)
    yield "app-confirm"
    confirm_app(person, app.wrong_code())
    yield "app-confirm-wrong"
    confirm_app(person, app.earlier_code())
    yield "prove"
    person.choose("totp")
    yield "prove-app"
    type_app_code(person, app.code())
    yield "guide-second"
    person.choose("passkey")
    yield "passkey-new"
    person.field("name-label").fill("MacBook")
    person.press("passkey-new-submit").choose("passkey")
    yield "prove-passkey"
    person.press("way-passkey-submit")
    yield "guide-recovery"
    person.follow("guide-recovery-go")
    yield "recovery"
    person.press("recovery-make")
    yield "recovery-codes"
    codes = shown_codes(person)
    number = asked_number(person)
    person.type("recovery-codes-label", codes[number % 10][:5], number=number)
    yield "recovery-codes-wrong"
    confirm_codes(person, codes)
    yield "guide-on"
    person.press("guide-on-submit")
    yield "guide-done"
    account.choose_password(SHORT_PASSWORD)
    person.follow("two-step-switch-off")
    yield "two-step-off-kept"


def _of_names(account: Account) -> Iterator[str]:
    person, second = account.person, new_address()
    person.go("/account/security/address/new")
    yield "address-new"
    person.type_address(second)
    yield "address-confirm"
    person.type_code(account.mailbox.wait_for_marked(second, person.reference).code)
    yield "security-added"
    person.go("/account/security/user-name")
    yield "user-name"
    person.type("user-name-label", f"mika-{uuid4().hex[:6]}")
    yield "security-full"
    person.follow("security-rename-label", name="MacBook")
    yield "name"


def of_the_phrase(account: Account) -> Iterator[str]:
    """The page of the phrase in each of its states, and where it is told of."""
    person = account.person.go("/account/security/phrase")
    yield "phrase-none"
    person.type("phrase-own", "heron 482913")
    yield "phrase-wrong"
    person.page.locator(".choices button").first.click()
    person.page.wait_for_url("**/account/security?done=phrase_chosen")
    yield "phrase-chosen"
    person.go("/account/security/phrase")
    yield "phrase-there"


def _of_removing(account: Account) -> Iterator[str]:
    person = account.person.go("/account/security")
    person.follow("security-remove-label", name="MacBook")
    yield "remove-passkey"
    person.go("/account/security").follow("security-remove-label", name=account.address)
    yield "remove-address"
    person.go("/account/security/password")
    yield "password-change"
    person.go("/account/security/password/remove")
    yield "remove-password"
    person.go("/account/sessions")
    yield "sessions-two-steps"
    person.go("/account")
    yield "activity-full"


def of_the_ways(person: Person, owner: Account, recovery_code: str) -> Iterator[str]:
    """Every page of the other ways in, for an account that has them all, and of a reset."""
    account = owner.at(person)
    Authenticator.plug_in(person.page, PLATFORM)
    person.go("/ways")
    yield "ways"
    person.ask_for_code(account.address).press("way-another")
    yield "choose"
    person.choose("password")
    yield "password"
    person.type("way-password-label", "not the password")
    yield "password-wrong"
    person.press("way-another").choose("totp")
    yield "app"
    person.press("way-another").choose("recovery-code")
    yield "recovery-code"
    person.type("way-recovery-label", "ABCDE")
    yield "recovery-code-short"
    person.press("way-another").choose("passkey")
    yield "passkey"
    person.button("way-passkey-submit").click()
    person.waits_to_read("way-passkey-cancelled")
    yield "passkey-cancelled"
    person.press("way-another").choose("mail-code").type_code(account.code)
    yield "second-step"
    person.press("way-another")
    yield "second-step-choose"
    person.go("/reset")
    yield "reset"
    person.type_address(account.address)
    yield "reset-code"
    person.type_code(account.code)
    yield "reset-second"
    person.press("way-another").choose("recovery-code")
    person.type("way-recovery-label", recovery_code)
    yield "reset-password"
    person.type("new-password-label", SHORT_PASSWORD)
    yield "reset-done"
