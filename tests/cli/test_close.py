"""Closing on the terminal: what is refused, who changed a line, all or nothing."""

import shutil
import subprocess

import pytest
from click.testing import CliRunner

from ledgerkit.api import load
from ledgerkit.cli import main
from ledgerkit.entries.bank.prepared import BankFile
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.ledger.writing.disk import Disk

BOOK = """\
plugin "ledgerkit.plugins.periods"
2025-01-01 open Assets:Bank
2025-01-01 open Expenses:Rent
2025-04-03 * "Acme" "Rent"
  Expenses:Rent   700.00 EUR
  Assets:Bank
2025-07-01 balance Assets:Bank  -700.00 EUR
"""


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(BOOK)
    return path


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def close(ledger, *more):
    return run("close", "2025-Q2", ledger, "--date", "2025-07-05", *more)


def git(folder, *words, who="Jane Jones"):
    subprocess.run(
        ["git", "-c", f"user.name={who}", "-c", "user.email=a@b.example", *words],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_git_says_which_commit_changed_a_line_and_whose_it_is(ledger):
    folder = ledger.parent
    git(folder, "init", "-q")
    assert close(ledger, "--yes").exit_code == 0
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "closed")
    ledger.write_text(ledger.read_text().replace("700.00 EUR\n  A", "710.00 EUR\n  A"))
    uncommitted = run("close", "--verify", ledger)
    assert uncommitted.exit_code == 1
    assert "(not committed yet) [closed-period]" in uncommitted.output
    git(folder, "commit", "-qam", "late", who="Bob Brown")
    assert "by Bob Brown) [closed-period]" in run("close", "--verify", ledger).output
    # Lines above it may move without being committed.
    ledger.write_text(f"; a comment\n\n{ledger.read_text()}")
    assert "by Bob Brown) [closed-period]" in run("close", "--verify", ledger).output


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_git_says_who_took_a_line_out(ledger):
    folder = ledger.parent
    git(folder, "init", "-q")
    ledger.write_text(BOOK.replace('"Rent"\n', '"Rent"\n  note: "paid"\n'))
    assert close(ledger, "--yes").exit_code == 0
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "closed")
    ledger.write_text(ledger.read_text().replace('  note: "paid"\n', ""))
    assert "(not committed yet)" in run("close", "--verify", ledger).output
    git(folder, "commit", "-qam", "late", who="Bob Brown")
    done = run("close", "--verify", ledger)
    assert "keys are gone" in done.output
    assert "by Bob Brown) [closed-period]" in done.output


def test_without_git_nothing_is_said_of_it(ledger, monkeypatch):
    assert close(ledger, "--yes").exit_code == 0
    ledger.write_text(ledger.read_text().replace("Rent\n  E", "Rents\n  E"))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    ledger.write_text(ledger.read_text().replace('"Acme"', '"Beta"'))
    done = run("close", "--verify", ledger)
    assert "payee differs" in done.output
    assert "commit" not in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--verify", "--yes"], "--verify writes nothing; leave out --yes"),
        (["--verify", "--waive", "cash=x"], "--verify writes nothing"),
        (["2025-Q2", "--format", "json"], "only --verify prints a table"),
        (["2025-Q2", "2025-Q3", "x"], "'x' is one word too many"),
        ([], "name the period"),
    ],
)
def test_what_makes_no_sense_together_is_refused(ledger, words, said):
    done = run("close", *words, "--file", ledger)
    assert done.exit_code == 2
    assert said in done.output


def test_books_that_lack_entries_are_not_closed(ledger):
    ledger.write_text(f"{BOOK}2025-05-05 * nonsense\n")
    done = close(ledger, "--yes")
    assert done.exit_code == 2
    assert "not whole" in done.output
    assert not (ledger.parent / "closes").exists()


def test_no_terminal_and_no_yes_writes_nothing(ledger):
    assert close(ledger).exit_code == 2
    assert ledger.read_text() == BOOK
    assert not (ledger.parent / "closes").exists()


def test_a_disk_that_fails_leaves_neither_the_list_nor_the_line(ledger, monkeypatch):
    renamed = []

    def replace(_self, source, target):
        renamed.append(target)
        if str(target).endswith("main.beancount"):
            raise OSError(28, "No space left on device", str(target))
        source.replace(target)

    monkeypatch.setattr(Disk, "replace", replace)
    done = close(ledger, "--yes")
    assert done.exit_code == 2
    assert renamed
    assert ledger.read_text() == BOOK
    assert not list(ledger.parent.glob("closes/*"))


def test_a_list_that_no_close_names_is_told(ledger):
    assert close(ledger, "--yes").exit_code == 0
    ledger.write_text(BOOK)
    done = run("close", "--verify", ledger)
    assert "Note: no close names closes/2025-Q2.digests." in done.output


STATEMENT = """\
!Type:Bank
D04/25/2025
T-12.00
PCoffee
^
D07/29/2025
T-9.00
PLater
^
"""


def test_bank_files_in_the_inbox_wait_until_their_lines_are_imported(ledger):
    inbox = ledger.parent / "inbox"
    inbox.mkdir()
    (inbox / "april.qif").write_text(STATEMENT)
    (inbox / ".hidden").write_text("x")
    done = close(ledger, "--dry-run")
    assert done.exit_code == 2
    assert "finding  inbox" in done.output
    assert "inbox/april.qif: 1 line up to 2025-06-30 is not imported" in done.output
    assert "not ready to be closed: inbox" in done.output
    content = STATEMENT.encode()
    statements = read_bank_file(content, "april.qif", BankFileChoices())
    file = BankFile(name="april.qif", content=content, statements=statements)
    prepared = load(ledger).prepare_bank_import([file], account="Assets:Bank")
    reference = prepared.lines[0].line.reference
    ledger.write_text(
        ledger.read_text().replace("-700.00 EUR\n", "-712.00 EUR\n")
        + '2025-04-25 * "Coffee"\n  Expenses:Rent  12.00 EUR\n'
        + f'  Assets:Bank  -12.00 EUR\n    bank-ref: "{reference}"\n'
    )
    assert "ok       inbox" in close(ledger, "--dry-run").output


def test_what_cannot_be_read_waits_too(ledger):
    folder = ledger.parent / "from-the-bank"
    folder.mkdir()
    (folder / "bill.pdf").write_bytes(b"%PDF-1.4 nothing")
    option = '1970-01-01 custom "fava-option" "import-dirs" "from-the-bank"\n'
    ledger.write_text(ledger.read_text() + option)
    done = close(ledger, "--waive", "inbox=It is of July", "--dry-run")
    assert done.exit_code == 0
    assert "waived   inbox" in done.output
    assert "from-the-bank/bill.pdf: " in done.output
