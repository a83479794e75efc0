"""``ledgerkit bank import`` on a terminal: it shows, asks, and asks before writing."""

from __future__ import annotations

import os
import pty
import re
import sys
from pathlib import Path

import pytest
from tests.cli.test_ask_invoice import _talk
from tests.importers.bank_files.ofx_files import SGML
from tests.importers.test_beangulp_importer import LEDGER

LEDGERKIT = Path(sys.executable).parent / "ledgerkit"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.beancount").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "bank.ofx").write_bytes(SGML)
    return tmp_path


def conversation(folder: Path, answers: list[tuple[str, str]]) -> tuple[str, str]:
    """What the terminal shows, and the ledger afterwards."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="dumb", COLUMNS="300", LANG="C.UTF-8")
        os.chdir(folder)
        os.execv(LEDGERKIT, [str(LEDGERKIT), "bank", "import", "bank.ofx"])
    shown = _talk(terminal, answers)
    os.close(terminal)
    _process, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0, shown
    return shown, (folder / "main.beancount").read_text(encoding="utf-8")


def test_what_is_sure_is_taken_at_once_and_the_rest_is_asked_for(folder: Path) -> None:
    shown, text = conversation(folder, [("[a]ccept", "a"), ("Write this?", "y")])
    assert "2 of 2 are sure." in shown
    assert "1 booked, 1 cleared what was in the books" in shown
    assert "^2026-001\n Assets:Bank:Intesa 1220.00 EUR" in re.sub(" +", " ", text)
    assert '2026-01-06 * "Lumen" "Light"\n' in text


def test_each_line_can_be_something_else_or_nothing(folder: Path) -> None:
    shown, text = conversation(
        folder,
        [("[a]ccept", "e"), ("Which?", "s"), ("Which?", "l"), ("Write this?", "y")],
    )
    assert re.search(r"1  2026-001 \(\d+ %\)", shown)
    assert "2026-01-06 over -80.50 EUR is left out" in shown
    assert "1 on suspense, flagged !, 1 left out" in shown
    assert '2026-01-05 ! "Café Acme & Co" "Invoice 2026-001"' in text
    assert '2026-01-06 ! "Lumen" "Light"\n' in text


def test_a_line_goes_where_a_person_says_and_the_next_such_is_known(
    folder: Path,
) -> None:
    shown, text = conversation(
        folder,
        [
            ("[a]ccept", "e"), ("Which?", "b"), ("Account, inv", "2026-001 20; Bnk"),
            ("Account, inv", "2026-001 1000; Income:Services"),
            ("Which?", "b"), ("Account, inv", "Purchases"), ("Remember", "y"),
            ("Write this?", "y"),
        ],
    )  # fmt: skip
    assert 'no account "Bnk" is opened' in shown
    assert "2 booked" in shown
    plain = re.sub(" +", " ", text)
    assert " Assets:Receivable -1000.00 EUR\n" in plain
    assert " Income:Services -220.00 EUR\n" in plain
    assert 'custom "bank-rule" "lumen" Expenses:Purchases\n  name: "Lumen"\n' in text


def test_who_gives_up_writes_nothing(folder: Path) -> None:
    shown, text = conversation(folder, [("[a]ccept", "q")])
    assert "Nothing was written." in shown
    assert text == LEDGER
    assert not (folder / "documents").exists()
