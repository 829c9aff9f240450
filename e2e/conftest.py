"""The fixtures: the real parts of this run, servers to start, people to sit at a browser."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from support import browser as chromium
from support import database, part
from support.account import Account
from support.database import Engine
from support.fate import MailFates
from support.gate import Gate
from support.mailbox import Mailbox
from support.part import Kannel, Postfix
from support.person import Person
from support.phone import Phones
from support.server import Kadomori, Settings

StartKadomori = Callable[..., Kadomori]
NewPerson = Callable[..., Person]
NewAccount = Callable[..., Account]

FAILED = pytest.StashKey[bool]()

# Tests share a network, and go on faster than people do.
PLENTY: Settings = {
    "limits": {
        "sends_per_recipient_hour": 20,
        "sends_per_recipient_day": 20,
        "sends_per_account_day": 100,
        "sends_per_network_hour": 100_000,
    },
}


@pytest.fixture(scope="session")
def postfix() -> Postfix:
    """The real mail server of this run."""
    return part.postfix()


@pytest.fixture(scope="session")
def mailbox(postfix: Postfix) -> Mailbox:
    """Where everybody's mail arrives."""
    return Mailbox(postfix.maildir)


@pytest.fixture(scope="session")
def mail_fates(postfix: Postfix) -> MailFates:
    """What becomes of mails to an address from some moment on."""
    return MailFates(postfix.fates)


@pytest.fixture(scope="session")
def kannel() -> Kannel:
    """The real gateway to phones of this run."""
    return part.kannel()


@pytest.fixture(scope="session")
def phones(kannel: Kannel) -> Phones:
    """Where everybody's texts arrive."""
    return Phones(kannel)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; each person has a profile of their own."""
    with sync_playwright() as playwright:
        running = chromium.launch(playwright)
        yield running
        running.close()


@pytest.fixture
def start_kadomori(tmp_path: Path) -> Iterator[StartKadomori]:
    """Starts a server on an empty folder and an empty database; each stops in good order at the end."""
    with starting(tmp_path) as start:
        yield start


@pytest.fixture(scope="module")
def start_shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartKadomori]:
    """The same, for servers that all tests of a file share."""
    with starting(tmp_path_factory.mktemp("servers")) as start:
        yield start


@contextmanager
def starting(parent: Path) -> Iterator[StartKadomori]:
    """Starts servers, each in a folder of its own, and stops them."""
    with ExitStack() as stack:

        def start(engine: Engine = Engine.SQLITE, settings: Settings | None = None) -> Kadomori:
            folder = parent / f"server-{len(list(parent.iterdir()))}"
            folder.mkdir()
            url = stack.enter_context(database.fresh(engine))
            storage: Settings = {"database": {"url": url}} if url else {}
            kadomori = Kadomori(folder, storage | (settings or {}))
            stack.callback(kadomori.stop)
            kadomori.start()
            return kadomori

        yield start


@pytest.fixture(scope="session")
def kadomori(
    tmp_path_factory: pytest.TempPathFactory, mail_settings: Settings
) -> Iterator[Kadomori]:
    """A server with a mail server, on SQLite, for all tests that bring accounts of their own."""
    folder = tmp_path_factory.mktemp("server")
    shared = Kadomori(folder, mail_settings | PLENTY | {"dkim": {"signing": "off"}})
    shared.start()
    yield shared
    shared.stop()


@pytest.fixture(scope="session")
def mail_settings(postfix: Postfix) -> Settings:
    """The settings of a server that sends through the real Postfix."""
    return {
        "mail": {
            "from": "no-reply@id.example.jp",
            "server": "localhost",
            "port": postfix.starttls_port,
            "security": "starttls",
            "ca_file": str(postfix.certificate),
        },
    }


@pytest.fixture(scope="session")
def text_settings(kannel: Kannel, mail_settings: Settings) -> Settings:
    """The same, of a server that sends text messages through the real Kannel too."""
    text = {
        "provider": "kannel",
        "url": kannel.url,
        "username": kannel.user,
        "password": kannel.password,
        "timeout": "2s",
    }
    return mail_settings | {"text": text}


@pytest.fixture
def gate(postfix: Postfix) -> Iterator[Gate]:
    """A gate before Postfix, which a test can shut."""
    gate = Gate(postfix.starttls_port)
    yield gate
    gate.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remembers how a test ended, for those who clear up after it."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def new_person(browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewPerson]:
    """Seats a person at a browser of their own, before a server.

    At the end no browser may have complained, of a broken script or of something that the page's own
    policy forbids, nor asked anybody else for anything. Of a test that failed, it is told what stood
    on each screen.
    """
    people: list[Person] = []
    with ExitStack() as stack:

        def seat(
            kadomori: Kadomori, visitor: chromium.Visitor | None = None, url: str | None = None
        ) -> Person:
            visitor = visitor or chromium.Visitor()
            context = visitor.context(browser)
            stack.callback(context.close)
            people.append(Person(context.new_page(), url or kadomori.url, visitor))
            return people[-1]

        yield seat
        if request.node.stash.get(FAILED, False):
            for person in people:
                print(f"\n{person.path}\n\n{person.main}\n")
    assert [complaint for person in people for complaint in person.complaints] == []


@pytest.fixture
def new_account(new_person: NewPerson, mailbox: Mailbox) -> NewAccount:
    """Seats a person, who makes an account."""

    def make(kadomori: Kadomori, visitor: chromium.Visitor | None = None) -> Account:
        return Account(new_person(kadomori, visitor), mailbox).sign_up()

    return make
