"""A walk past every page on which somebody is told of a delivery, and those about phone numbers."""

from collections.abc import Iterator

from support import waiting
from support.account import Account
from support.fate import MailFate, MailFates
from support.phone import Fate, Phones, new_number

# What each page says when it is looked at: one of each look.
OF_MAILS = {
    MailFate.OK: "delivery-taken",
    MailFate.DEFER: "delivery-put-off",
    MailFate.BOUNCE: "delivery-back-nobody",
    MailFate.REJECT: "delivery-back-nobody",
}
OF_TEXTS = {
    Fate.NEVER_HEARD_OF: "delivery-text-taken",
    Fate.ON_ITS_WAY: "delivery-text-arrived",
    Fate.SWITCHED_OFF: "delivery-text-back",
    Fate.NO_SUCH_NUMBER: "delivery-text-back-nobody",
}


def of_phones(account: Account, phones: Phones, number: str) -> Iterator[str]:
    """How a number is added and removed again."""
    person = account.person.go("/account/security/phone/new")
    yield "phone-new"
    person.type("phone-label", "090-1234")
    yield "phone-new-incomplete"
    person.type("phone-label", number)
    yield "phone-confirm"
    code = phones.wait_for(number).code
    person.type_code(f"{(int(code) + 1) % 1_000_000:06}")
    yield "phone-confirm-wrong"
    person.type_code(code)
    yield "security-phone"
    person.page.locator("#phones .do a.way").first.click()
    yield "remove-phone"


def of_waiting(account: Account, mail_fates: MailFates, phones: Phones) -> Iterator[str]:
    """What somebody is told who waits at a browser that is known, until nothing arrives any more."""
    number = new_number()
    account.add_phone(phones, number)
    person = account.sign_out().person
    for text_fate, said in OF_TEXTS.items():
        phones.set(number, text_fate, 1)
        waiting.waits_for(account.ask_for_text(), said)
        yield f"waiting-text-{text_fate.name.lower().replace('_', '-')}"
    for fate, said in OF_MAILS.items():
        mail_fates.set(account.address, fate)
        waiting.waits_for(person.ask_for_code(account.address), said)
        yield f"waiting-{fate.value}"
    mail_fates.set(account.address, MailFate.OK)
    person.ask_for_code(account.address)
    yield "waiting-broken"
    person.type_code(account.code)
    yield "activity-broken"
    person.go("/account/security")
    yield "security-broken"
