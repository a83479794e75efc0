"""Real Fava, asked through its test client."""

import time
from pathlib import Path

import pytest
from fava.application import create_app
from tests.conftest import ACCOUNTS, SAMPLE_BOOKS
from tests.fava.shown_page import ShownPage

from ledgerkit.fava.guarding import cookie_name
from ledgerkit.fava.serving import build_app as build_guarded_app

AGENCY = SAMPLE_BOOKS / "agency" / "main.beancount"
EXISTING = SAMPLE_BOOKS / "existing_ledger" / "main.beancount"
DIRECTIVE = '1970-01-01 custom "fava-extension" "ledgerkit.fava"\n'

TOKEN = "the-token-of-this-start"
COOKIE = f"{cookie_name(TOKEN)}={TOKEN}"


def build_app(path, **options):
    """What ``ledgerkit serve`` serves, with a token that the readers know."""
    return build_guarded_app(path, token=TOKEN, **options)


class Reader:
    """Somebody who looks at one ledger in Fava, and has the token."""

    def __init__(self, app):
        self.app, self.client = app, app.test_client(use_cookies=False)
        self.client.environ_base["HTTP_COOKIE"] = COOKIE
        self.ledger = app.config["LEDGERS"].ledgers[0]
        self.slug = app.config["LEDGERS"].first_slug()

    def get(self, page, **args):
        """Open a page of Fava."""
        response = self.client.get(
            f"/{self.slug}/{page}", query_string={**args, "partial": "1"}
        )
        return ShownPage(response)

    def receivables(self, **args):
        return self.get("extension/Receivables/", **args)

    def payables(self, **args):
        return self.get("extension/Payables/", **args)


def stop_watching(readers):
    """Fava's watchers are threads, and the system has but so many of them."""
    for reader in readers:
        reader.ledger.watcher.__exit__(None, None, None)


@pytest.fixture
def open_app():
    """Opens an application of Fava until the test ends."""
    opened = []

    def open_(app):
        opened.append(Reader(app))
        return opened[-1]

    yield open_
    stop_watching(opened)


@pytest.fixture
def reader(ledger_file, open_app):
    """A reader of the test's docstring under ``ledgerkit serve``."""
    return open_app(build_app(ledger_file))


@pytest.fixture
def reader_of(tmp_path, open_app):
    """A reader of a text that several tests share."""

    def open_(text):
        path = tmp_path / "main.beancount"
        path.write_text(f"{ACCOUNTS}\n{text}\n", encoding="utf-8")
        return open_app(build_app(path))

    return open_


@pytest.fixture(scope="session")
def agency_reader():
    """A reader of the design studio's books in plain Fava: they name our pages."""
    yield (reader := Reader(create_app([AGENCY], load=True)))
    stop_watching([reader])


@pytest.fixture(scope="session")
def exporter_reader():
    """A reader of the tile painter's books, with schedules and a budget."""
    yield (reader := Reader(build_app(SAMPLE_BOOKS / "exporter" / "main.beancount")))
    stop_watching([reader])


@pytest.fixture(scope="session")
def existing_reader():
    """A reader of the translator's books, which never heard of ledgerkit."""
    yield (reader := Reader(build_app(EXISTING)))
    stop_watching([reader])


@pytest.fixture
def fava(ledger_file, open_app):
    """Plain Fava on the test's docstring, with our directive; takes its options."""

    def start(**options):
        path = Path(ledger_file)
        path.write_text(path.read_text() + DIRECTIVE)
        return open_app(create_app([path], load=True, **options))

    return start


@pytest.fixture
def wait_for():
    """Wait until something is so: Fava learns of new text from the file system."""

    def wait(condition):
        deadline = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < deadline, "it never came about"
            time.sleep(0.05)

    return wait
