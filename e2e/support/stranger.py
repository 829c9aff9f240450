"""What a stranger is shown, byte by byte, with what is different for everybody made out."""

import re

from playwright.sync_api import APIResponse

from support.person import Person

# What differs from one flow to the next: its name, the guard of its forms, its mark, the time.
DIFFERENT = [
    (r"/sign-in/[\w-]{16,}", "/sign-in/FLOW"),
    (r'name="csrf" value="[^"]*"', 'name="csrf" value="GUARD"'),
    (r"(?<![A-Z\d])[A-Z]\d[A-Z](?![A-Z\d])", "REF"),
    (r"(?<!\d)\d{1,2}:\d\d(?!\d)", "TIME"),
    (r'data-wait="\d+"', 'data-wait="SECONDS"'),
]

# Headers that tell the time or hand out a secret; a length is compared through the body.
APART = {"content-length", "date", "set-cookie"}


def assert_alike(strangers: dict[str, tuple[Person, str]]) -> None:
    """All of these, by the address that each has typed, see the same."""
    pages = {who: sees(*stranger) for who, stranger in strangers.items()}
    assert len(set(pages.values())) == 1, _different(pages)


def sees(person: Person, address: str) -> str:
    """The page at which a stranger is, fetched once more: status, headers and bytes."""
    return _plain(person.page.context.request.get(person.page.url), address)


def _plain(response: APIResponse, address: str) -> str:
    headers = sorted(
        f"{header['name'].lower()}: {header['value']}"
        for header in response.headers_array
        if header["name"].lower() not in APART
    )
    text = "\n".join([str(response.status), *headers, "", response.body().decode()])
    text = text.replace(address, "?" * len(address))
    for pattern, plain in DIFFERENT:
        text = re.sub(pattern, plain, text)
    return text


def _different(pages: dict[str, str]) -> str:
    """Who sees something else than the first, and where that begins."""
    first, *others = pages.items()
    told = []
    for who, page in others:
        if page != first[1]:
            pairs = zip(first[1].splitlines(), page.splitlines(), strict=False)
            lines = next((pair for pair in pairs if pair[0] != pair[1]), ("", "its length"))
            told.append(f"{first[0]}: {lines[0]}\n{who}: {lines[1]}")
    return "\n".join(told)
