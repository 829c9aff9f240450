"""A database for one server: a file in its folder, or a fresh PostgreSQL database."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from uuid import uuid4

from support import part


class Engine(Enum):
    """Which database the server uses."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


@contextmanager
def fresh(engine: Engine) -> Iterator[str]:
    """The `database.url` of an empty database; empty for SQLite in the data folder."""
    if engine is Engine.SQLITE:
        yield ""
        return
    server = part.postgres()
    name = f"kadomori_{uuid4().hex}"
    subprocess.run(["createdb", f"--maintenance-db={server}", name], check=True)
    try:
        yield server.rsplit("/", 1)[0] + f"/{name}"
    finally:
        subprocess.run(["dropdb", "--force", f"--maintenance-db={server}", name], check=True)
