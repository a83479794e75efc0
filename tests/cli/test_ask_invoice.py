"""``ledgerkit invoice new`` on a terminal: it asks, shows a diff, and asks again."""

from __future__ import annotations

import os
import pty
import select
import shutil
import sys
from pathlib import Path

import pytest
from tests.conftest import SAMPLE_BOOKS

LEDGERKIT = Path(sys.executable).parent / "ledgerkit"


def conversation(book: Path, answers: list[tuple[str, str]], *options: str) -> str:
    """What the terminal shows when each question gets its answer."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="dumb", COLUMNS="200", LANG="C.UTF-8")
        os.chdir(book)
        os.execv(LEDGERKIT, [str(LEDGERKIT), "invoice", "new", *options])
    shown = _talk(terminal, answers)
    os.close(terminal)
    _process, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0, shown
    return shown


def _talk(terminal: int, answers: list[tuple[str, str]]) -> str:
    shown, waiting = "", list(answers)
    while True:
        ready, _write, _error = select.select([terminal], [], [], 30)
        assert ready, f"nothing more came after: {shown[-300:]}"
        try:
            read = os.read(terminal, 65536).decode(errors="replace")
        except OSError:  # The program has ended, and the terminal with it.
            return shown
        if not read:
            return shown
        shown += read
        if waiting and waiting[0][0] in shown.rpartition("\n")[2]:
            os.write(terminal, waiting.pop(0)[1].encode() + b"\n")


@pytest.fixture
def agency_book(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE_BOOKS / "agency", tmp_path / "agency"))


def test_it_asks_for_what_is_lacking_and_asks_again_what_it_cannot_read(agency_book):
    shown = conversation(
        agency_book,
        [
            ("Client", "zefro"),
            ("Client", "zefiro"),
            ("Date", ""),
            ("Account of line 1", "Web"),
            ("Description", "Upkeep; January"),
            ("Amount", "ten"),
            ("Amount", "10 h x 95.00"),
            ("Discount", "10%"),
            ("Tax code", "it22"),
            ("Account of line 2", ""),
            ("Due", ""),
            ("Write this?", "y"),
        ],
        "--date",
        "2026-01-12",
    )
    assert 'did you mean "zefiro"?' in shown
    assert '"ten" is no amount' in shown
    assert "Wrote invoice INV-2026-001 over 1043.10 EUR to 2025.beancount." in shown
    text = (agency_book / "2025.beancount").read_text()
    assert text.endswith(
        '\n2026-01-12 * "Zefiro Mobilità" "Upkeep; January" ^INV-2026-001\n'
        "  Assets:Receivable                                1043.10 EUR\n"
        "  Income:Web                                       -855.00 EUR\n"
        "    quantity: 10\n"
        '    unit: "HUR"\n'
        "    unit-price: 95.00 EUR\n"
        "    discount-percent: 10\n"
        '    tax: "it22"\n'
        "  Liabilities:VAT                                  -188.10 EUR\n"
        '    tax: "it22"\n'
    )


def test_a_no_writes_nothing(agency_book):
    before = (agency_book / "2025.beancount").read_bytes()
    shown = conversation(
        agency_book,
        [("Write this?", "n")],
        *("--client", "zefiro", "--date", "2026-01-12"),
        *("--line", "Web; Upkeep; 100; tax=it22"),
    )
    assert "Nothing was written." in shown
    assert (agency_book / "2025.beancount").read_bytes() == before
