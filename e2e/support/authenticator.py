"""Where passkeys live: virtual authenticators of Chromium, each like a kind that people have."""

import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page

Options = dict[str, Any]
Credential = dict[str, Any]

PATIENCE = 5.0

# In the device itself: it checks its owner by finger, face or PIN, and stays where it is.
PLATFORM: Options = {
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}

# The same, but copied between the devices of its owner.
SYNCED: Options = PLATFORM | {"defaultBackupEligibility": True, "defaultBackupState": True}

# A plain security key: a touch is all it knows of its owner, and it keeps no list.
KEY: Options = {
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "isUserVerified": False,
}

# One that keeps a list, and checks nobody.
UNCHECKED: Options = KEY | {"hasResidentKey": True}

# A browser that offers no passkeys where an address is filled in. One that does would ask the
# authenticator as soon as the door is shown, and these are touched whenever they ask.
WITHOUT_AUTOFILL = """
    if (window.PublicKeyCredential) {
        PublicKeyCredential.isConditionalMediationAvailable = async () => false;
    }
"""


@dataclass(frozen=True)
class Authenticator:
    """One of them, at one page for as long as that is open."""

    _chromium: CDPSession
    _id: str

    @classmethod
    def plug_in(cls, page: Page, kind: Options, *, autofill: bool = False) -> "Authenticator":
        """Gives the page one, whose owner touches it when it asks."""
        if not autofill:
            page.add_init_script(WITHOUT_AUTOFILL)
        chromium = page.context.new_cdp_session(page)
        chromium.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "automaticPresenceSimulation": True} | kind
        added = chromium.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return cls(chromium, added["authenticatorId"])

    @property
    def passkeys(self) -> list[Credential]:
        """What is in it."""
        return self._send("getCredentials")["credentials"]

    def put_in(self, passkey: Credential) -> None:
        """Puts a passkey in, as a copy of another one's."""
        self._send("addCredential", credential=passkey)

    def empty(self) -> None:
        """Takes everything out."""
        self._send("clearCredentials")

    def waits_until_empty(self) -> None:
        """Waits until the page has told the browser that nothing in it is of use any more."""
        end = time.monotonic() + PATIENCE
        while self.passkeys:
            assert time.monotonic() < end, "the browser wasn't told of what was removed"
            time.sleep(0.05)

    def knows_its_owner(self, knows: bool) -> None:
        """Whether finger, face or PIN are right when it asks."""
        self._send("setUserVerified", isUserVerified=knows)

    def _send(self, command: str, **words: object) -> Any:
        return self._chromium.send(f"WebAuthn.{command}", {"authenticatorId": self._id} | words)
