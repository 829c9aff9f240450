"""The texts of the pages, read from the same files as the server reads them."""

import re
from functools import cache

from support import part

# A choice by number, as in `{ $left -> [one] 1 try *[other] { $left } tries }`.
CHOICE = re.compile(r"\{ \$(\w+) ->\n((?:\*?\[\w+\] .*\n)+)\}")


def text(language: str, name: str, /, **values: object) -> str:
    """The text by its id, with its placeholders filled in."""
    found = CHOICE.sub(lambda choice: _chosen(choice, values), _texts(language)[name])
    for placeholder, value in values.items():
        found = re.sub(r"\{\s*\$" + placeholder + r"\s*\}", str(value), found)
    assert "{" not in found, f"{name} has more placeholders than were filled in: {found}"
    return found


def _chosen(choice: re.Match[str], values: dict[str, object]) -> str:
    variants = dict(re.findall(r"\[(\w+)\] (.*)\n", choice.group(2)))
    number = values[choice.group(1)]
    singular = variants.get("one") if number == 1 else None
    return variants.get(str(number), singular or variants["other"])


@cache
def _texts(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted((part.workspace() / "locales" / language).glob("*.ftl")):
        name = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            begun = re.match(r"([a-z][\w-]*) =\s?(.*)", line)
            if begun:
                name = begun.group(1)
                texts[name] = begun.group(2)
            elif line.startswith((" ", "}")) and name:
                texts[name] = f"{texts[name]}\n{line.strip()}".strip()
    return texts
