"""An account, and what its person does with it: sign in by any way, prove it again, change it."""

from dataclasses import dataclass, field
from uuid import uuid4

from support.app import App
from support.mailbox import Mail, Mailbox
from support.person import DIGITS, Person
from support.phone import Phones

# Long enough to stand alone, and of no list.
PASSWORD = "seven quiet boats at noon"

# Long enough beside a second step.
SHORT_PASSWORD = "moss&fern9"


def new_address() -> str:
    """An address that nothing else uses."""
    return f"{uuid4().hex[:12]}@example.test"


@dataclass
class Account:
    """Somebody's account, at the browser they sit at."""

    person: Person
    mailbox: Mailbox
    address: str = field(default_factory=new_address)

    def sign_up(self) -> "Account":
        """From the door to a new account's activity."""
        self.person.ask_for_code(self.address).type_code(self.code)
        self.person.press("create-submit")
        assert self.person.path == "/account"
        return self

    def sign_in(self) -> "Account":
        """With a code by mail, on a browser that expects no other way."""
        self.person.ask_for_code(self.address).type_code(self.code)
        return self

    def sign_out(self) -> "Account":
        """From any page."""
        self.person.press("sign-out")
        assert self.person.reads("notice-signed-out")
        return self

    def at(self, person: Person) -> "Account":
        """The same account, at another browser."""
        return Account(person, self.mailbox, self.address)

    def at_the_door(self, way: str) -> Person:
        """At the door: types the address and asks for a way."""
        person = self.person.go("/sign-in")
        person.address_field.fill(self.address)
        if way == "password":
            return person.press("address-password")
        return person.press("way-another").choose(way)

    @property
    def mail(self) -> Mail:
        """The mail that the page waits for."""
        return self.mailbox.wait_for_marked(self.address, self.person.reference)

    @property
    def code(self) -> str:
        """The code in the mail that the page waits for."""
        return self.mail.code

    def is_told(self, change: str) -> Mail:
        """Waits for the notice of a change."""
        return self.mailbox.wait_for_telling(self.address, self.person.says(f"change-{change}"))

    def prove_by_mail(self) -> Person:
        """On the page that asks to check that it's you: a code by mail."""
        assert self.person.heading == self.person.says("prove-title")
        self.person.choose("mail-code")
        return self.person.type_code(self.code)

    def prove_by_app(self, code: str) -> Person:
        """On the same page: a code of the app."""
        assert self.person.heading == self.person.says("prove-title")
        return type_app_code(self.person.choose("totp"), code)

    def prove_by_password(self, password: str = PASSWORD) -> Person:
        """On the same page: the password."""
        assert self.person.heading == self.person.says("prove-title")
        return self.person.choose("password").type("way-password-label", password)

    def prove_by_passkey(self) -> Person:
        """On the same page: a passkey, from the authenticator that is plugged in."""
        assert self.person.heading == self.person.says("prove-title")
        return self.person.choose("passkey").press("way-passkey-submit")

    def choose_password(self, password: str = PASSWORD) -> Person:
        """Sets a password, or another one."""
        person = self.person.go("/account/security/password")
        return person.type("new-password-label", password)

    def add_phone(self, phones: Phones, number: str) -> Person:
        """Adds a number, with the code that is sent there by text message."""
        person = self.person.go("/account/security/phone/new").type("phone-label", number)
        return person.type_code(phones.wait_for(number).code)

    def ask_for_text(self) -> Person:
        """At the door: types the address and asks for a code by text message."""
        return self.person.ask_for_code(self.address).press("way-another").choose("sms-code")

    def begin_app(self) -> App:
        """Has the QR code shown, and scans it."""
        person = self.person.go("/account/security/app/new").press("app-new-submit")
        return App.scan(person.page)

    def add_app(self, name: str = "iPhone") -> App:
        """Adds an app; the code that it shows at present is still unused."""
        app = self.begin_app()
        confirm_app(self.person, app.earlier_code(), name)
        assert self.person.reads("change-app-added"), self.person.main
        return app

    def add_passkey(self, name: str) -> Person:
        """Adds a passkey, in the authenticator that is plugged in."""
        person = self.person.go("/account/security/passkey/new")
        person.field("name-label").fill(name)
        return person.press("passkey-new-submit")

    def make_recovery_codes(self) -> list[str]:
        """Makes a set, and confirms it."""
        begin = "recovery-make"
        person = self.person.go("/account/security/recovery")
        if not person.button(begin).count():
            begin = "recovery-renew"
        person.press(begin)
        codes = shown_codes(person)
        confirm_codes(person, codes)
        return codes

    def switch_on_two_steps(self) -> tuple[App, list[str]]:
        """Adds a passkey, an app and recovery codes, and switches two-step verification on.

        An authenticator that checks its owner has to be plugged in. The app's present code is
        still unused.
        """
        self.add_passkey("MacBook")
        self.person.go("/account/security/app/new")
        self.prove_by_passkey()
        app, codes = self.add_app(), self.make_recovery_codes()
        self.person.go("/account/security/two-step?go=on").press("guide-on-submit")
        assert self.person.heading == self.person.says("guide-done-title")
        return app, codes


def type_app_code(person: Person, code: str) -> Person:
    """Types an app's code on the page that asks for it."""
    return person.type("way-app-label", code, digits=DIGITS)


def confirm_app(person: Person, code: str, name: str = "iPhone") -> Person:
    """Types a name and the first code of a new app."""
    person.field("app-confirm-name").fill(name)
    return type_app_code(person, code)


def shown_codes(person: Person) -> list[str]:
    """The recovery codes on the page."""
    codes = person.page.locator("#codes code").all_inner_texts()
    assert len(set(codes)) == 10
    return codes


def asked_number(person: Person) -> int:
    """Which of the codes the page asks back."""
    for number in range(1, 11):
        if person.field("recovery-codes-label", number=number).count():
            return number
    raise AssertionError(f"no code is asked back:\n{person.main}")


def confirm_codes(person: Person, codes: list[str]) -> Person:
    """Types back the part that the page asks for."""
    number = asked_number(person)
    return person.type("recovery-codes-label", codes[number - 1][:5], number=number)
