"""A person at a browser, who does what one does at a sign-in: type, press a button, read."""

import re
from typing import Self

from playwright.sync_api import Locator, Page

from support.browser import Visitor, photograph


class Person:
    """One browser profile before one server."""

    def __init__(self, page: Page, url: str, visitor: Visitor) -> None:
        self.page = page
        self.visitor = visitor
        self._url = url

    def go(self, path: str) -> Self:
        """Types an address of the server into the browser."""
        self.page.goto(self._url + path)
        return self

    def ask_for_code(self, address: str) -> Self:
        """Opens the door, and types a mail address there."""
        self.go("/sign-in")
        return self.type_address(address)

    def type_address(self, address: str) -> Self:
        """Types a mail address where one is asked for, in place of what is there."""
        return self._submit(self.page.locator("input[name=address]"), address)

    def type_code(self, code: str) -> Self:
        """Types a code where one is asked for."""
        return self._submit(self.page.locator("input[autocomplete=one-time-code]"), code)

    def press(self, name: str | re.Pattern[str]) -> Self:
        """Presses a button."""
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_load_state()
        return self

    @property
    def path(self) -> str:
        """Where the person is."""
        return self.page.url.removeprefix(self._url)

    @property
    def main(self) -> str:
        """What the page says, without its head and foot."""
        return self.page.locator("main").inner_text()

    @property
    def reference(self) -> str:
        """The mark by which this page and its mail belong together."""
        found = re.search(r"\b[A-Z]\d[A-Z]\b", self.main, re.ASCII)
        assert found, f"no reference on the page:\n{self.main}"
        return found.group()

    def photograph(self, name: str) -> Self:
        """Keeps a picture of the page."""
        photograph(self.page, name, self.visitor)
        return self

    def _submit(self, field: Locator, text: str) -> Self:
        field.fill(text)
        field.press("Enter")
        self.page.wait_for_load_state()
        return self
