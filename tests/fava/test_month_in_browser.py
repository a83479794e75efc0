"""A freelancer's month, in the browser only and in the terminal only: one book.

The books are those that ``ledgerkit init`` begins. Each step is what a person does
then, with what is typed into the form and the command that does the same.
"""

import shlex
from datetime import date

import pytest
from click.testing import CliRunner

from ledgerkit.cli import main
from ledgerkit.cli.starting_book import starting_book

pytestmark = pytest.mark.browser

BANK = """\
Date,Payee,Description,Amount,Currency,Account,Balance
2026-04-15,HARBOUR STUDIO LTD,INV-2026-001 balance,520.00,EUR,Assets:Bank:Main,4696.00
2026-04-16,FERN AND CO,INV-2026-004,732.00,EUR,Assets:Bank:Main,5428.00
"""
BEFORE_THE_BANK = [
    (
        "Add a client",
        {
            "name": "Fern & Co", "id": "fern", "email": "ada@fern.example",
            "payment-terms": "net 14", "day": "2026-04-01",
        },
        """client new fern 'Fern & Co' --email ada@fern.example
        --payment-terms 'net 14' --on 2026-04-01""",
    ),
    (
        "Write an invoice",
        {
            "client": "fern", "lines": "Sales; Logo; 10 h x 60.00", "tax": "sales",
            "day": "2026-04-02",
        },
        """invoice new --client fern --line 'Sales; Logo; 10 h x 60.00' --tax sales
        --date 2026-04-02""",
    ),
    (
        "Enter a bill",
        {
            "vendor": "quill", "number": "QP-1201", "lines": "Supplies; Ink; 40.00",
            "tax": "purchases", "day": "2026-04-07",
        },
        """bill new --vendor quill --number QP-1201 --line 'Supplies; Ink; 40.00'
        --tax purchases --date 2026-04-07""",
    ),
    (
        "Log a call or meeting",
        {
            "client": "fern", "kind": "call", "summary": "Pays on Friday",
            "day": "2026-04-10",
        },
        "log fern call 'Pays on Friday' --on 2026-04-10",
    ),
    (
        "Send reminders",
        {"client": "harbour", "day": "2026-04-14"},
        "reminders --client harbour --as-of 2026-04-14 --write {folder}/letters",
    ),
]  # fmt: skip
AFTER_THE_BANK = [
    (
        "Record the payment of a bill",
        {"vendor": "quill", "bill": "QP-1187", "also": "QP-1201", "day": "2026-04-21"},
        "bill pay QP-1187 QP-1201 --date 2026-04-21",
    ),
    (
        "Close a period",
        {"period": "2026-04", "by": "ada", "day": "2026-05-02"},
        "close 2026-04 --by ada --date 2026-05-02",
    ),
]  # fmt: skip


@pytest.fixture
def books(tmp_path):
    """Two folders with the same beginning."""
    text = starting_book(name="Fern Studio", currency="EUR", day=date(2026, 4, 1))
    for name in ("browser", "terminal"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.beancount").write_text(text)
    return tmp_path / "browser", tmp_path / "terminal"


def whole(folder):
    """All files with their bytes; ours and those of the books alike."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".ledgerkit" not in path.parts
    }


def do(page, records, title, values):
    """Go to what can be done, do it, and look at what is written before it is."""
    page.goto(records)
    page.get_by_role("link", name=title, exact=True).click()
    page.locator(".ledgerkit h2", has_text=title).wait_for()
    assert page.locator(".act [hidden]:visible").count() == 0
    preview = page.get_by_role("button", name="Show what would be written")
    for name, value in values.items():
        if name != "also":
            page.locator(f"[name={name}]").fill(value)
    preview.click()
    page.locator(".result pre .added").first.wait_for()
    if "also" in values:
        page.get_by_role("checkbox", name=values["also"]).check()
        preview.click()
        page.locator(".result pre .added", has_text=values["also"]).wait_for()
    page.get_by_role("button", name="Write it").click()
    page.locator(".result .said", has_text="Wrote").wait_for()


def upload_and_import(page, address, file):
    page.goto(f"{address}BankAndCash/?view=import")
    page.get_by_label("A bank's file or an e-invoice").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    # The bank's name of the account is not known to the books: a person says it.
    page.locator("select[name=bank_account]").select_option("Assets:Bank:Main")
    page.get_by_role("button", name="Read it so").click()
    page.locator("select[data-line]").first.wait_for()
    page.get_by_role("button", name="Import", exact=True).click()
    page.locator(".result .said", has_text="Imported 2 of 2 lines").wait_for()


def run(folder, command):
    typed = shlex.split(command.format(folder=folder))
    book = str(folder / "main.beancount")
    result = CliRunner().invoke(main, [*typed, "--yes", "-f", book])
    assert result.exit_code == 0, result.output


def test_a_month_of_a_freelancer_is_the_same_book_in_browser_and_terminal(
    visit, serve, books, tmp_path
):
    ours, theirs = books
    address = f"{serve(ours)}fern-studio/extension/"
    page = visit(f"{address}Record/")
    for title, values, _ in BEFORE_THE_BANK:
        do(page, f"{address}Record/", title, values)
    (given := tmp_path / "april.csv").write_text(BANK)
    upload_and_import(page, address, given)
    for title, values, _ in AFTER_THE_BANK:
        do(page, f"{address}Record/", title, values)

    for _, _, command in BEFORE_THE_BANK:
        run(theirs, command)
    (theirs / "inbox").mkdir()
    (theirs / "inbox" / "april.csv").write_text(BANK)
    run(theirs, "bank import {folder}/inbox/april.csv --account Assets:Bank:Main")
    for _, _, command in AFTER_THE_BANK:
        run(theirs, command)
    assert list(whole(ours)) == list(whole(theirs))
    assert whole(ours) == whole(theirs)
    assert any(name.startswith("letters/") for name in whole(ours))
    assert "closes/2026-04.digests" in whole(ours)
