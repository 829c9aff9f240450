"""The code page of somebody who may know what becomes of the message that they wait for."""

import re
import time

from support.person import Person

PATIENCE = 30.0
PAUSE_MS = 200

# Where the newest fact stands, and where all of them do once there are several.
TOLD = "#delivery-now, #delivery-past li"


def told(person: Person) -> str:
    """What the page says of the message at this moment, and of what went before."""
    return "\n".join(person.page.locator(TOLD).all_inner_texts())


def waits_for(person: Person, name: str, /, **values: object) -> str:
    """Waits until the page says this of the message, whatever stands for values that aren't given.

    Where scripts run, the page changes by itself; where they don't, the person looks again.
    """
    wanted = sentence(person, name, **values)
    seen: list[str] = []
    end = time.monotonic() + PATIENCE
    while not wanted.search(said := told(person)):
        if said not in seen:
            seen.append(said)
        assert time.monotonic() < end, f"waited for {wanted.pattern}, and saw {seen}"
        person.page.wait_for_timeout(PAUSE_MS)
        if not person.visitor.javascript:
            person.go(person.path)
    return said


def sentence(person: Person, name: str, /, **values: object) -> re.Pattern[str]:
    """A text of the pages, with anything in the place of the values that aren't given."""
    unknown = {name: "⟦⟧" for name in ("time", "host", "what", "address")}
    parts = person.says(name, **(unknown | values)).split("⟦⟧")
    return re.compile(".+?".join(re.escape(part) for part in parts))
