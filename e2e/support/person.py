"""A person at a browser, who does what one does at a sign-in: type, press a button, read.

Fields and buttons are found by what they say, in the person's language.
"""

import re
from typing import Self

from playwright.sync_api import ConsoleMessage, Locator, Page, Request

from support.browser import Visitor, photograph
from support.mailbox import code_in
from support.text import text

DIGITS = 6

# A mail is on the inbox page within moments; this many are waited for.
MOMENTS = 100
MOMENT_MS = 50


class Person:
    """One browser profile before one server."""

    def __init__(self, page: Page, url: str, visitor: Visitor) -> None:
        self.page = page
        self.visitor = visitor
        self.complaints: list[str] = []
        self._url = url
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._watch)

    def go(self, path: str) -> Self:
        """Types an address of the server into the browser."""
        self.page.goto(self._url + path)
        return self

    def another_window(self) -> "Person":
        """Opens another window of the same browser."""
        other = Person(self.page.context.new_page(), self._url, self.visitor)
        other.complaints = self.complaints
        return other

    def ask_for_code(self, address: str) -> Self:
        """Opens the door and types a mail address there."""
        return self.go("/sign-in").type_address(address)

    def type_address(self, address: str) -> Self:
        """Types a mail address where one is asked for, and sends it off."""
        return self._submit(self.address_field, address)

    def type_code(self, code: str) -> Self:
        """Types a code where one is asked for, and sends it off."""
        return self._submit(self.field("code-label", digits=DIGITS), code)

    def type(self, label: str, typed: str, /, **values: object) -> Self:
        """Types something into the field under this label, and sends it off."""
        return self._submit(self.field(label, **values), typed)

    def tick(self, name: str, /, **values: object) -> Self:
        """Ticks the box whose label begins with this text."""
        begun = re.compile(f"^{re.escape(self.says(name, **values))}")
        self.page.get_by_role("checkbox", name=begun).check()
        return self

    def press(self, name: str, /, **values: object) -> Self:
        """Presses the button that carries this text."""
        with self.page.expect_navigation():
            self.button(name, **values).click()
        return self

    def follow(self, name: str, /, **values: object) -> Self:
        """Follows the link that carries this text."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=self.says(name, **values), exact=True).click()
        return self

    def choose(self, way: str) -> Self:
        """Presses the button, or follows the link, of a way in a list of ways."""
        named = self.page.locator(".choices").get_by_text(self.says(f"way-name-{way}"), exact=True)
        with self.page.expect_navigation():
            named.click()
        return self

    def read_trial_mail(self) -> str:
        """Opens the newest mail on the trial's inbox page and returns the code in it."""
        mails = self.page.locator("main").get_by_role("link")
        for _ in range(MOMENTS):
            if self.go("/inbox").page.locator("main li").count():
                break
            self.page.wait_for_timeout(MOMENT_MS)
        with self.page.expect_navigation():
            mails.first.click()
        return code_in(self.page.locator("main pre").inner_text())

    def says(self, name: str, /, **values: object) -> str:
        """A text of the pages in this person's language."""
        return text(self.visitor.language, name, **values)

    def field(self, name: str, /, **values: object) -> Locator:
        """The input under this label."""
        return self.page.get_by_label(self.says(name, **values), exact=True)

    def button(self, name: str, /, **values: object) -> Locator:
        """The button that carries this text."""
        return self.page.get_by_role("button", name=self.says(name, **values), exact=True)

    @property
    def address_field(self) -> Locator:
        """The input for a mail address, whether a phone number will do there too or not."""
        return self.field("address-label").or_(self.field("address-label-texts"))

    def reads(self, name: str, /, **values: object) -> bool:
        """Whether the page says this."""
        return self.says(name, **values) in self.main

    def reads_of(self, name: str, unknown: str, /, **values: object) -> bool:
        """Whether the page says this, whatever stands in it for one unknown value."""
        before, _, after = self.says(name, **values, **{unknown: "⟦⟧"}).partition("⟦⟧")
        return re.search(re.escape(before) + ".+" + re.escape(after), self.main) is not None

    def waits_to_read(self, name: str, /, **values: object) -> Self:
        """Waits until the page says this, where its script is at work."""
        sentence = self.page.locator("main").get_by_text(self.says(name, **values), exact=True)
        sentence.wait_for(state="visible")
        return self

    @property
    def ways(self) -> list[str]:
        """What there is to choose from, in a list of ways."""
        return self.page.locator(".choices b").all_inner_texts()

    @property
    def alert(self) -> str:
        """What the page says is wrong."""
        return self.page.locator("main").get_by_role("alert").inner_text()

    @property
    def path(self) -> str:
        """Where the person is."""
        return self.page.url.removeprefix(self._url)

    @property
    def heading(self) -> str:
        """What the page is about."""
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def main(self) -> str:
        """What the page says, without its head and foot."""
        return self.page.locator("main").inner_text()

    @property
    def reference(self) -> str:
        """The mark by which this page and its mail belong together."""
        found = re.search(r"(?<![A-Z\d])[A-Z]\d[A-Z](?![A-Z\d])", self.main)
        assert found, f"no reference on the page:\n{self.main}"
        return found.group()

    def photograph(self, name: str) -> Self:
        """Keeps a picture of the page."""
        photograph(self.page, name, self.visitor)
        return self

    def _submit(self, field: Locator, typed: str) -> Self:
        field.fill(typed)
        with self.page.expect_navigation():
            field.press("Enter")
        return self

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium mentions every answer of 400 and above; those are for the journeys to judge.
        is_status = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not is_status:
            self.complaints.append(message.text)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self._url, "about:", "data:")):
            self.complaints.append(f"a request to somebody else: {request.url}")
