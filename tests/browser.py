"""A real browser and a real server, once for all tests of a process that ask for them.

Fixtures of the whole suite: one process can drive one browser of this kind only.
"""

import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERVE = "from ledgerkit.cli import main; main()"


@pytest.fixture(scope="session")
def chromium():
    """A browser; where there is none, a reason to skip, and a failure in CI."""
    missing = [
        *(["the package chromium"] if CHROMIUM is None else []),
        *(["playwright"] if find_spec("playwright") is None else []),
    ]
    if missing:
        reason = f"there is no browser to drive; install {' and '.join(missing)}"
        pytest.fail(reason) if "CI" in os.environ else pytest.skip(reason)
    sync_api = import_module("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def serve():
    """Starts ``ledgerkit serve`` on a free port; gives the address of its ledger."""
    started = []

    def start(books):
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", str(books), "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        line = process.stdout.readline()
        [(address, token)] = re.findall(r"(http://[0-9.]+:[0-9]+/)(\?token=\S+)", line)
        start.opened_first[address] = f"{address}{token}"
        return address

    start.opened_first = {}
    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture
def visit(chromium, serve):
    """Opens pages, with the token, and holds at the end that nothing went wrong on any.

    It asks for ``serve`` so that pages close before their server stops: a page that
    asks whether the books have changed would report the broken connection.
    """
    wrong, contexts = [], []

    def open_(address, expected=wrong, **options):
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.on(
            "console", lambda m: expected.append(m.text) if m.type == "error" else 0
        )
        page.on("pageerror", lambda error: expected.append(str(error)))
        page.on(
            "dialog", lambda dialog: (wrong.append(dialog.message), dialog.accept())
        )
        page.goto(serve.opened_first[re.match(r"http://[^/]*/", address)[0]])
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
