"""Chromium as Debian ships it, and the kinds of visitor who use it."""

from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from support import part

CHROMIUM = "/usr/bin/chromium"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}

# What browsers of these sizes say of themselves, rather than that they have no window.
SYSTEMS = {"phone": "Android", "desktop": "Windows"}

AGENTS = {
    "phone": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Mobile Safari/537.36",
    "desktop": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36",
}

LOCALES = {"ja": "ja-JP", "en": "en-US"}

PATIENCE_MS = 15_000


@dataclass(frozen=True)
class Visitor:
    """How somebody looks at the pages."""

    language: Literal["ja", "en"] = "en"
    size: Literal["phone", "desktop"] = "desktop"
    scheme: Literal["light", "dark"] = "light"
    javascript: bool = True

    def __str__(self) -> str:
        script = "" if self.javascript else "-without-javascript"
        return f"{self.language}-{self.size}-{self.scheme}{script}"

    @property
    def width(self) -> int:
        """The width of the window, in CSS pixels."""
        return SIZES[self.size][0]

    def context(self, browser: Browser) -> BrowserContext:
        """A fresh browser profile of this visitor: no cookies, nothing cached."""
        width, height = SIZES[self.size]
        options: dict[str, Any] = {"is_mobile": True, "has_touch": True} if self.size == "phone" else {}
        context = browser.new_context(
            locale=LOCALES[self.language],
            user_agent=AGENTS[self.size],
            timezone_id="Asia/Tokyo",
            viewport={"width": width, "height": height},
            color_scheme=self.scheme,
            java_script_enabled=self.javascript,
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        return context


# Whom each journey is walked with: both languages, both widths.
BOTH_LANGUAGES = [Visitor("ja", "phone"), Visitor("en", "desktop")]


def launch(playwright: Playwright) -> Browser:
    """Starts Chromium without a window."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def photograph(page: Page, name: str, visitor: Visitor) -> None:
    """Keeps a picture of the whole page, for people to look at."""
    dark = "-dark" if visitor.scheme == "dark" else ""
    path = part.screenshots() / f"{name}-{visitor.language}-{visitor.width}{dark}.png"
    page.screenshot(path=path, full_page=True)
