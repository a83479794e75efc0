"""Somebody does things where they look, in Chromium, by mouse and by keyboard."""

import shlex
import shutil

import pytest
from click.testing import CliRunner
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.cli import main

pytestmark = pytest.mark.browser
DAY = "2026-01-20"


def text_of(folder):
    return {p.name: p.read_text() for p in sorted(folder.glob("*.beancount"))}


def test_what_is_done_in_the_browser_is_what_the_terminal_writes(
    visit, serve, tmp_path
):
    """One visit, from button to button; at the end both books are the same."""
    ours, theirs = tmp_path / "a", tmp_path / "b"
    for folder in (ours, theirs):
        shutil.copytree(SAMPLE_BOOKS / "agency", folder)
    address = f"{serve(ours)}studio-aurora-srl/extension/"
    page = visit(f"{address}Receivables/?document=INV-2025-040&time=2026-01-20")

    def fill(**values):
        for name, value in values.items():
            page.locator(f"[name={name}]").fill(value)

    def write(done):
        page.get_by_role("button", name="Show what would be written").click()
        page.locator(".result pre .added").first.wait_for()
        # The button has the focus, so that Enter is enough.
        page.keyboard.press("Enter")
        page.locator(".result .said", has_text=done).wait_for()

    page.get_by_role("link", name="Record a payment").click()
    page.locator(".ledgerkit h2", has_text="Record a payment from a client").wait_for()
    assert page.get_by_label("Invoice").input_value() == "INV-2025-040"
    fill(amount="100.00 EUR")
    write("Wrote")
    page.get_by_role("button", name="Back").click()
    page.locator(".ledgerkit h2", has_text="INV-2025-040, invoice").wait_for()

    page.get_by_role("link", name="Open a dispute").click()
    page.locator(".ledgerkit h2", has_text="Open a dispute").wait_for()
    fill(title="Hours of <b>May</b>", disputed="50 EUR")
    write("Wrote case")
    page.goto(f"{address}Receivables/?party=zefiro&time=2026-01-20")
    page.get_by_role("link", name="Log a call").click()
    page.locator(".ledgerkit h2", has_text="Log a call").wait_for()
    fill(summary="Pays on Friday")
    page.get_by_label("What was said").press("Enter")
    page.locator(".result pre .added").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".result .said", has_text="Wrote call").wait_for()

    for command in (
        "receipt --client zefiro --invoice INV-2025-040 --amount '100 EUR' --date",
        (
            "case new 'Hours of <b>May</b>' --kind dispute --client zefiro --invoice"
            " INV-2025-040 --disputed 50EUR --on"
        ),
        "log zefiro call 'Pays on Friday' --on",
    ):
        typed = [*shlex.split(command), DAY, "--yes"]
        book = str(theirs / "main.beancount")
        result = CliRunner().invoke(main, [*typed, "-f", book])
        assert result.exit_code == 0, result.output
    assert text_of(ours) == text_of(theirs)


def test_two_tabs_and_the_terminal_at_once_lose_nothing(visit, serve, tmp_path):
    books = tmp_path / "books"
    shutil.copytree(SAMPLE_BOOKS / "agency", books)
    address = f"{serve(books)}studio-aurora-srl/extension/Record/?do=task&f-title="
    refusals = []
    pages = [visit(f"{address}{name}", expected=refusals) for name in ("one", "two")]
    for page in pages:
        page.get_by_role("button", name="Show what would be written").click()
        page.locator(".result pre .added").first.wait_for()
    result = CliRunner().invoke(
        main, ["task", "new", "three", "--yes", "-f", str(books / "main.beancount")]
    )
    assert result.exit_code == 0
    for page in pages:
        page.get_by_role("button", name="Write it").click()
        said = page.locator(".result.failed .said")
        said.wait_for()
        assert said.inner_text().startswith("The books have changed since")
    # The browser reports each refusal as a request that failed.
    assert len(refusals) == 2
    page = pages[0]
    page.get_by_role("button", name="Show what would be written").click()
    page.locator(".result pre .added").first.wait_for()
    page.get_by_role("button", name="Write it").click()
    page.locator(".result .said", has_text="Wrote task").wait_for()
    text = "".join(text_of(books).values())
    assert [text.count(f'"{name}"\n') for name in ("one", "two", "three")] == [1, 0, 1]
