"""What becomes of a mail is said to whoever is known at the device, while they wait."""

import pytest

from conftest import PLENTY, NewAccount, StartKadomori
from support import waiting
from support.account import Account, new_address
from support.browser import BOTH_LANGUAGES, Visitor
from support.database import Engine
from support.fate import MailFate, MailFates
from support.gate import Gate, Manner
from support.part import Postfix
from support.server import Kadomori, Settings

ENGINES = list(Engine)

# A wait of a minute each: the manners, the engines and the languages in pairs.
MANNERS = [Manner.SHUT, Manner.SILENT]
OUTAGES = list(zip(ENGINES, BOTH_LANGUAGES, MANNERS))

# By then a mail server that is back has been tried again.
PROBED = 150

# What the page says in the end, and on the way there.
SAID = {
    MailFate.OK: ["delivery-taken"],
    MailFate.GREY: ["delivery-put-off-new", "delivery-taken"],
    MailFate.DEFER: ["delivery-put-off"],
    MailFate.HANG: ["delivery-stuck"],
    MailFate.REJECT: ["delivery-back-nobody"],
    MailFate.BOUNCE: ["delivery-back-nobody"],
    MailFate.FULL: ["delivery-back-full"],
    MailFate.LATE: ["delivery-taken", "delivery-back-nobody"],
    MailFate.DELAY: ["delivery-late"],
}


def with_intake(postfix: Postfix, mail_settings: Settings, number: int) -> Settings:
    """Settings of a server that learns what becomes of its mails."""
    port = postfix.lmtp_ports[number]
    intake = {"address": f"bounces@lmtp-{port}.example.test", "lmtp": f"127.0.0.1:{port}"}
    return PLENTY | {"mail": mail_settings["mail"] | {"timeout": "2s"}, "intake": intake}


@pytest.fixture(scope="module", params=ENGINES, ids=lambda engine: engine.value)
def kadomori(
    request: pytest.FixtureRequest,
    start_shared: StartKadomori,
    mail_settings: Settings,
    postfix: Postfix,
) -> Kadomori:
    """A server that learns what becomes of its mails, on each engine."""
    number = ENGINES.index(request.param)
    return start_shared(request.param, with_intake(postfix, mail_settings, number))


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
@pytest.mark.parametrize("fate", MailFate, ids=lambda fate: fate.value)
def test_what_becomes_of_the_mail_is_said_while_one_waits(
    kadomori: Kadomori,
    new_account: NewAccount,
    mail_fates: MailFates,
    visitor: Visitor,
    fate: MailFate,
) -> None:
    account = new_account(kadomori, visitor)
    person = account.sign_out().person
    mail_fates.set(account.address, fate)
    person.ask_for_code(account.address)
    for name in SAID[fate]:
        waiting.waits_for(person, name)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_javascript_a_plain_refresh_tells_as_much(
    kadomori: Kadomori, new_account: NewAccount, mail_fates: MailFates, language: str
) -> None:
    account = new_account(kadomori, Visitor(language, javascript=False))
    person = account.sign_out().person
    mail_fates.set(account.address, MailFate.LATE)
    person.ask_for_code(account.address)
    for name in SAID[MailFate.LATE]:
        waiting.waits_for(person, name)


def come_back(account: Account, mail_fates: MailFates) -> None:
    """Two mails to the account's address come back."""
    mail_fates.set(account.address, MailFate.BOUNCE)
    for _ in range(2):
        account.person.ask_for_code(account.address)
        waiting.waits_for(account.person, "delivery-back-nobody")
    mail_fates.set(account.address, MailFate.OK)


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_an_address_whose_mails_come_back_is_told_of_at_the_next_sign_in_and_left_alone(
    kadomori: Kadomori, new_account: NewAccount, mail_fates: MailFates, visitor: Visitor
) -> None:
    account, second = new_account(kadomori, visitor), new_address()
    person = account.person.go("/account/security/address/new").type_address(second)
    person.type_code(account.mailbox.wait_for_marked(second, person.reference).code)
    account.sign_out()
    come_back(account, mail_fates)
    # It would arrive again by now; yet the code goes where mails have always arrived.
    person.ask_for_code(account.address)
    mail = account.mailbox.wait_for_marked(second, person.reference)
    person.type_code(mail.code)
    assert person.reads("broken-title")
    assert waiting.sentence(person, "broken-mail", address=account.address).search(person.main)
    person.follow("broken-look")
    assert waiting.sentence(person, "broken-mark").search(person.main)


@pytest.mark.parametrize("visitor", BOTH_LANGUAGES, ids=str)
def test_an_only_address_is_tried_all_the_same_and_mended_by_its_code(
    kadomori: Kadomori, new_account: NewAccount, mail_fates: MailFates, visitor: Visitor
) -> None:
    account = new_account(kadomori, visitor)
    person = account.sign_out().person
    come_back(account, mail_fates)
    person.ask_for_code(account.address)
    assert waiting.sentence(person, "delivery-broken").search(waiting.told(person))
    person.type_code(account.code)
    assert person.path == "/account"
    person.go("/account/security")
    assert not waiting.sentence(person, "broken-mark").search(person.main), "its code was used"


@pytest.mark.parametrize(("engine", "visitor", "manner"), OUTAGES)
def test_while_no_mail_can_leave_the_page_says_so(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    new_account: NewAccount,
    gate: Gate,
    engine: Engine,
    visitor: Visitor,
    manner: Manner,
) -> None:
    mail = mail_settings["mail"] | {"port": gate.port, "timeout": "2s"}
    account = new_account(start_kadomori(engine, {"mail": mail}), visitor)
    person = account.sign_out().person
    gate.set(manner)
    person.ask_for_code(account.address)
    waiting.waits_for(person, "delivery-trouble")
    gate.set(Manner.OPEN)
    mail = account.mailbox.wait_for_marked(account.address, person.reference, PROBED)
    assert person.type_code(mail.code).path == "/account"


@pytest.mark.parametrize(("engine", "manner"), list(zip(ENGINES, MANNERS)))
def test_a_second_mail_server_takes_over(
    start_kadomori: StartKadomori,
    mail_settings: Settings,
    new_account: NewAccount,
    postfix: Postfix,
    gate: Gate,
    engine: Engine,
    manner: Manner,
) -> None:
    gate.set(manner)
    first = mail_settings["mail"] | {"port": gate.port, "timeout": "2s"}
    second = mail_settings["mail"] | {"port": postfix.starttls_port}
    del second["from"]
    kadomori = start_kadomori(engine, {"mail": first, "mail.second": second})
    account = new_account(kadomori, Visitor("ja", "phone"))
    person = account.sign_out().person.ask_for_code(account.address)
    waiting.waits_for(person, "delivery-taken")
    assert person.type_code(account.code).path == "/account"
