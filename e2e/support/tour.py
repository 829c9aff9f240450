"""A walk past every page, for those who look at each: the accessibility judge and the photographer."""

from collections.abc import Iterator
from uuid import uuid4

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
