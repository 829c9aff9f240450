"""Passkeys of every kind, in Chromium's virtual authenticators: made, used, copied, removed."""

import json
from typing import Any

import pytest

from conftest import NewAccount, NewPerson, StartKadomori
from support.account import Account, confirm_codes, new_address, shown_codes
from support.authenticator import KEY, PLATFORM, SYNCED, UNCHECKED, Authenticator
from support.browser import BOTH_LANGUAGES, Visitor
from support.mailbox import Mailbox
from support.person import Person
from support.server import Kadomori


def show_passkey(person: Person) -> Person:
    """At the door, without an address."""
    return person.go("/sign-in").press("address-passkey")


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_passkey_is_made_used_refused_renamed_and_removed(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    authenticator = Authenticator.plug_in(person.page, PLATFORM)
    person.follow("security-title").follow("passkeys-add")
    person.field("name-label").fill("MacBook")
    person.press("passkey-new-submit")
    assert person.reads("change-passkey-added")
    assert person.reads("passkey-bound")
    assert "MacBook" in account.is_told("passkey-added").text

    account.sign_out()
    show_passkey(person)
    assert person.path == "/account"
    assert person.reads("event-signed-in", ways=person.says("way-used-passkey"))

    account.sign_out()
    refuse_another_finger(person, authenticator)
    account.at_the_door("mail-code").type_code(account.code)
    assert person.path == "/account", "a lost device keeps nobody out"

    person.follow("security-title").follow("security-rename-label", name="MacBook")
    account.prove_by_passkey().type("name-label", "会社の鍵")
    assert person.reads("change-passkey-renamed")
    passkey = authenticator.passkeys[0]
    person.follow("security-remove-label", name="会社の鍵").press("remove-submit")
    assert person.reads("change-passkey-removed")
    assert person.reads("passkeys-none")
    assert "会社の鍵" in account.is_told("passkey-removed").text
    authenticator.waits_until_empty()

    authenticator.put_in(passkey)
    account.sign_out()
    show_passkey(person)
    assert person.reads("notice-unknown-passkey")
    authenticator.waits_until_empty()
    account.sign_in()
    assert person.path == "/account"


def refuse_another_finger(person: Person, authenticator: Authenticator) -> None:
    """The device doesn't know who touches it: nothing is sent, and the page says what to do."""
    authenticator.knows_its_owner(False)
    person.go("/sign-in").button("address-passkey").click()
    person.waits_to_read("way-passkey-cancelled")
    authenticator.knows_its_owner(True)


def test_a_passkey_is_offered_where_the_address_is_filled_in(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account = new_account(kadomori)
    authenticator = Authenticator.plug_in(account.person.page, SYNCED)
    assert account.add_passkey("iCloud").reads("passkey-synced")

    newer = new_person(kadomori, Visitor("ja", "phone"))
    copy = Authenticator.plug_in(newer.page, SYNCED, autofill=True)
    copy.put_in(authenticator.passkeys[0])
    newer.go("/sign-in").page.wait_for_url("**/account")
    assert newer.reads("event-signed-in", ways=newer.says("way-used-passkey"))


def test_a_security_key_is_a_second_step(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    account = new_account(kadomori)
    person = account.person
    Authenticator.plug_in(person.page, KEY)
    account.choose_password()
    person.go("/account/security/passkey/new")
    account.prove_by_password().field("name-label").fill("Key ring")
    assert person.press("passkey-new-submit").reads("passkey-unverified")
    person.go("/account/security/recovery")
    account.prove_by_passkey().press("recovery-make")
    confirm_codes(person, shown_codes(person))
    person.go("/account/security/two-step?go=on").press("guide-on-submit")

    account.sign_out().sign_in()
    assert person.heading == person.says("way-passkey-title")
    assert person.reads("way-step-second")
    person.press("way-passkey-submit")
    assert person.path == "/account"
    person.go("/account/sessions")
    assert person.reads("sessions-level-two-steps")


def test_a_passkey_that_checks_its_owner_is_both_steps(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    account = new_account(kadomori)
    Authenticator.plug_in(account.person.page, PLATFORM)
    account.switch_on_two_steps()
    account.sign_out()
    show_passkey(account.person)
    assert account.person.path == "/account"
    account.person.go("/account/sessions")
    assert account.person.reads("sessions-level-resistant")


def test_a_passkey_that_checked_nobody_this_time_is_one_step(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account = new_account(kadomori)
    authenticator = Authenticator.plug_in(account.person.page, PLATFORM)
    account.switch_on_two_steps()
    account = account.at(new_person(kadomori))
    person = account.at_the_door("passkey")
    passkey = authenticator.passkeys[0]
    Authenticator.plug_in(person.page, UNCHECKED).put_in(passkey)
    options = person.page.evaluate(FETCH_OPTIONS)
    # Chromium answers without such a check only where the passkey is named.
    named = {"type": "public-key", "id": in_url(passkey["credentialId"])}
    answer = person.page.evaluate(
        ASK_FOR_PASSKEY, options["publicKey"] | {"allowCredentials": [named]}
    )
    send_answer(person, options, answer)
    assert person.reads("way-further")
    assert person.go("/account").path.startswith("/sign-in")


def test_a_copied_passkey_is_noticed(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson
) -> None:
    account = new_account(kadomori)
    authenticator = Authenticator.plug_in(account.person.page, PLATFORM)
    account.add_passkey("MacBook")
    for _ in range(2):
        account.sign_out()
        show_passkey(account.person)
    assert not account.person.reads("event-passkey-went-back")

    other = new_person(kadomori)
    copy = Authenticator.plug_in(other.page, PLATFORM)
    copy.put_in(authenticator.passkeys[0] | {"signCount": 0})
    show_passkey(other)
    assert other.path == "/account"
    assert other.reads("event-passkey-went-back")


def test_what_a_passkey_told_another_site_opens_nothing(
    kadomori: Kadomori,
    start_kadomori: StartKadomori,
    new_account: NewAccount,
    new_person: NewPerson,
) -> None:
    account = new_account(kadomori)
    authenticator = Authenticator.plug_in(account.person.page, PLATFORM)
    account.add_passkey("MacBook")
    account.sign_out()

    thief = account.at(new_person(kadomori)).at_the_door("passkey")
    options = thief.page.evaluate(FETCH_OPTIONS)
    victim = new_person(start_kadomori()).go("/ways")
    Authenticator.plug_in(victim.page, PLATFORM).put_in(authenticator.passkeys[0])
    answer = victim.page.evaluate(ASK_FOR_PASSKEY, options["publicKey"])
    send_answer(thief, options, answer)
    assert thief.alert.startswith(thief.says("way-passkey-other-site"))
    assert thief.go("/account").path.startswith("/sign-in")


# What a page that isn't ours can do with our options, and how it hands over what it got.
FETCH_OPTIONS = """async () => {
    const form = document.querySelector("form[data-passkey-get]");
    const body = new URLSearchParams(new FormData(form));
    return (await fetch(form.dataset.passkeyGet, { method: "POST", body })).json();
}"""
ASK_FOR_PASSKEY = """async (json) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(json);
    return JSON.stringify(await navigator.credentials.get({ publicKey }));
}"""
SEND_ANSWER = """({ ceremony, answer }) => {
    const form = document.querySelector("form[data-passkey-get]");
    for (const [name, value] of Object.entries({ ceremony, answer })) {
        form.querySelector(`[name=${name}]`)?.remove();
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    form.submit();
}"""


def in_url(base64: str) -> str:
    """Base 64 as it is written in addresses, and in these options."""
    return base64.replace("+", "-").replace("/", "_").rstrip("=")


def send_answer(person: Person, options: dict[str, Any], answer: str) -> None:
    """Sends the form with an answer that came from elsewhere."""
    with person.page.expect_navigation():
        person.page.evaluate(SEND_ANSWER, {"ceremony": options["ceremony"], "answer": answer})


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_an_answer_that_was_altered_or_sent_twice_opens_nothing(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    authenticator = Authenticator.plug_in(account.person.page, PLATFORM)
    account.add_passkey("MacBook")
    passkey = authenticator.passkeys[0]

    thief = account.at(new_person(kadomori, visitor)).at_the_door("passkey")
    Authenticator.plug_in(thief.page, PLATFORM).put_in(passkey)
    options = thief.page.evaluate(FETCH_OPTIONS)
    answer = thief.page.evaluate(ASK_FOR_PASSKEY, options["publicKey"])
    altered = json.loads(answer)
    signature = altered["response"]["signature"]
    altered["response"]["signature"] = signature[:20] + "AAAA" + signature[24:]
    send_answer(thief, options, json.dumps(altered))
    assert thief.alert.startswith(thief.says("way-passkey-wrong"))
    send_answer(thief, options, answer)
    assert thief.alert.startswith(thief.says("way-passkey-late")), "its question was used up"
    assert thief.go("/account").path.startswith("/sign-in")


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_passkey_of_another_account_is_told_apart(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, visitor: Visitor
) -> None:
    account, other = new_account(kadomori, visitor), new_account(kadomori, visitor)
    authenticator = Authenticator.plug_in(other.person.page, PLATFORM)
    other.add_passkey("MacBook")
    stranger = account.at(new_person(kadomori, visitor)).at_the_door("passkey")
    Authenticator.plug_in(stranger.page, PLATFORM).put_in(authenticator.passkeys[0])
    stranger.press("way-passkey-submit")
    assert stranger.alert.startswith(stranger.says("way-passkey-unknown"))


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_device_without_passkey_is_told_what_to_do(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    authenticator = Authenticator.plug_in(person.page, PLATFORM)
    account.add_passkey("MacBook")
    authenticator.empty()
    account.sign_out().at_the_door("passkey")
    person.button("way-passkey-submit").click()
    person.waits_to_read("way-passkey-cancelled")
    person.press("way-another").choose("mail-code").type_code(account.code)
    assert person.path == "/account"


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_a_device_makes_one_passkey_for_an_account(
    kadomori: Kadomori, new_account: NewAccount, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.person
    Authenticator.plug_in(person.page, PLATFORM)
    account.add_passkey("MacBook")
    person.go("/account/security/passkey/new")
    account.prove_by_passkey().field("name-label").fill("MacBook")
    person.button("passkey-new-submit").click()
    person.waits_to_read("passkey-new-already")


def test_a_passkey_needs_a_name_before_it_is_made(
    kadomori: Kadomori, new_account: NewAccount
) -> None:
    account = new_account(kadomori)
    authenticator = Authenticator.plug_in(account.person.page, PLATFORM)
    account.add_passkey("")
    assert account.person.alert == account.person.says("name-empty")
    assert authenticator.passkeys == [], "nothing half-made is left on the device"


def test_under_another_name_of_the_computer_the_page_says_so(
    kadomori: Kadomori, new_person: NewPerson
) -> None:
    person = new_person(kadomori, url=f"http://127.0.0.1:{kadomori.port}")
    Authenticator.plug_in(person.page, PLATFORM)
    person.go("/sign-in").button("address-passkey").click()
    person.waits_to_read("way-passkey-origin")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_javascript_the_page_says_what_to_do(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, language: str
) -> None:
    visitor = Visitor("ja" if language == "ja" else "en", "phone", javascript=False)
    account = new_account(kadomori, visitor)
    person = account.person.go("/account/security/passkey/new")
    assert person.reads("passkey-new-noscript")
    assert not person.button("passkey-new-submit").is_visible()

    account.sign_out().at_the_door("passkey")
    assert person.reads("way-passkey-noscript")
    assert not person.button("way-passkey-submit").is_visible()
    person.press("way-another").choose("mail-code").type_code(account.code)
    assert person.path == "/account"


def test_nobody_learns_who_has_a_passkey(
    kadomori: Kadomori, new_account: NewAccount, new_person: NewPerson, mailbox: Mailbox
) -> None:
    with_one = new_account(kadomori)
    Authenticator.plug_in(with_one.person.page, PLATFORM)
    with_one.add_passkey("MacBook")
    asked = set()
    for address in (with_one.address, new_address()):
        stranger = Account(new_person(kadomori), mailbox, address).at_the_door("passkey")
        options = stranger.page.evaluate(FETCH_OPTIONS)["publicKey"]
        asked.add(json.dumps(options | {"challenge": "…"}) + stranger.main.replace(address, "…"))
    assert len(asked) == 1


def test_managers_find_where_passkeys_are_made_and_managed(
    kadomori: Kadomori, new_person: NewPerson
) -> None:
    person = new_person(kadomori)
    reply = person.page.request.get(f"{kadomori.url}/.well-known/passkey-endpoints")
    assert reply.headers["content-type"].startswith("application/json")
    assert reply.json() == {
        "enroll": f"{kadomori.url}/account/security/passkey/new",
        "manage": f"{kadomori.url}/account/security",
    }
