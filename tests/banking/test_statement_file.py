"""The bank's file that a statement names: the very one, and from nowhere else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest

from ledgerkit.banking.booked_statement import BookedStatement
from ledgerkit.books.bank.statements import statement_content
from ledgerkit.errors import Place, UnreadableFileError

CONTENT = b"!Type:Bank\n"
NAMED = BookedStatement(
    account="Assets:Bank",
    id="2026-01",
    currency="EUR",
    day=date(2026, 1, 31),
    closing=Decimal(0),
    file="documents/january.qif",
    digest=sha256(CONTENT).hexdigest(),
    place=Place("main.beancount", 1),
)


@pytest.fixture
def ledger(tmp_path):
    folder = tmp_path / "books"
    (folder / "documents").mkdir(parents=True)
    (folder / NAMED.file).write_bytes(CONTENT)
    (tmp_path / "secret.txt").write_text("secret")
    return str(folder / "main.beancount")


def test_the_file_is_read_from_the_ledgers_folder(ledger):
    assert statement_content(ledger, NAMED) == CONTENT


@pytest.mark.parametrize("file", ["../secret.txt", "/etc/hostname", "documents/away"])
def test_a_file_elsewhere_is_not_read(ledger, tmp_path, file):
    (tmp_path / "books/documents/away").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(UnreadableFileError, match="outside the books' folder"):
        statement_content(ledger, replace(NAMED, file=file))


def test_another_file_of_the_same_name_is_not_taken_for_it(ledger, tmp_path):
    (tmp_path / "books" / NAMED.file).write_bytes(CONTENT + b"^\n")
    with pytest.raises(UnreadableFileError, match="its digest differs"):
        statement_content(ledger, NAMED)
