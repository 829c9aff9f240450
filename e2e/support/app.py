"""An authenticator app: it scans with `zbarimg` and makes its codes with `oathtool`."""

import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import Page

# How long a code is shown (RFC 6238).
STEP = 30

# A code that is to count has this long to reach the server.
MARGIN = 6


class App:
    """An app that has scanned a QR code. Like its person, it gives no code twice."""

    def __init__(self, secret: str, issuer: str, account: str) -> None:
        self.secret = secret
        self.issuer = issuer
        self.account = account
        self._given = 0

    @classmethod
    def scan(cls, page: Page) -> "App":
        """Holds the camera before the page."""
        with tempfile.TemporaryDirectory() as folder:
            picture = Path(folder) / "page.png"
            page.screenshot(path=picture, full_page=True)
            seen = subprocess.run(
                ["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True, check=True
            )
        (uri,) = seen.stdout.splitlines()
        return cls.of(uri)

    @classmethod
    def of(cls, uri: str) -> "App":
        """Reads an `otpauth` address as apps do."""
        parts = urlsplit(uri)
        assert (parts.scheme, parts.netloc) == ("otpauth", "totp"), uri
        told = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert (told["algorithm"], told["digits"], told["period"]) == ("SHA1", "6", "30"), uri
        issuer, account = unquote(parts.path.removeprefix("/")).split(":", 1)
        assert told["issuer"] == issuer, uri
        return cls(told["secret"], issuer, account)

    def code(self) -> str:
        """The code that is shown now; if that was given already, waits for the next one."""
        step = max(_present_step(), self._given + 1)
        _wait_for(step)
        return self._give(step)

    def earlier_code(self) -> str:
        """The code that was shown before the present one: it counts for another moment.

        Whoever gives this one first can give the present one next, without waiting.
        """
        step = _present_step() - 1
        assert step > self._given
        return self._give(step)

    def last_code(self) -> str:
        """The code that was given last."""
        return self._code_of(self._given)

    def code_of_a_clock(self, minutes_fast: int) -> str:
        """The code that is shown where the clock is wrong."""
        return self._code_of(_present_step() + minutes_fast * 60 // STEP)

    def wrong_code(self) -> str:
        """Six digits that the app shows at no time near now."""
        present = int(time.time()) // STEP
        shown = {self._code_of(step) for step in range(present - 25, present + 26)}
        return next(code for code in (f"{number:06}" for number in range(100)) if code not in shown)

    def _give(self, step: int) -> str:
        self._given = step
        return self._code_of(step)

    def _code_of(self, step: int) -> str:
        command = ["oathtool", "--totp", "--base32", f"--now=@{step * STEP}", self.secret]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _present_step() -> int:
    """The present step; the next one where this is nearly over."""
    step = int(time.time() + MARGIN) // STEP
    _wait_for(step)
    return step


def _wait_for(step: int) -> None:
    time.sleep(max(0.0, step * STEP + 0.1 - time.time()))
