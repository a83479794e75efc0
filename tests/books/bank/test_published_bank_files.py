"""Bank files that nobody here wrote, imported twice: each line is there once."""

import pytest
from tests.conftest import SHARED_DATA
from tests.entries.bank.test_bank_import import imported

from ledgerkit.api import load
from ledgerkit.banking.statement import compact_number
from ledgerkit.entries.bank.prepared import BankFile
from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.importers.bank_files.read import read_bank_file

#: Every so many of a folder: a few seconds' worth.
_STEPS = {
    "bank-camt": 2,
    "bank-csv": 6,
    "bank-mt940": 5,
    "bank-ofx": 3,
    "bank-qif": 1,
}
_BYTES_MAX = 60_000


def published(folder):
    """Some files of a folder, with what they say."""
    paths = sorted(p for p in (SHARED_DATA / folder).rglob("*") if p.is_file())
    for path in paths[:: _STEPS[folder]]:
        if path.stat().st_size > _BYTES_MAX:
            continue
        data = path.read_bytes()
        try:
            statements = (
                read_bank_file(data, path.name) if len(data) < _BYTES_MAX else ()
            )
        except UnreadableFileError:
            continue
        if statements:
            yield BankFile(name=path.name, content=data, statements=statements)


@pytest.mark.parametrize("folder", _STEPS)
def test_every_line_of_published_files_is_imported_once(folder, shared_data, tmp_path):
    assert shared_data
    tried = 0
    for count, file in enumerate(published(folder)):
        main = tmp_path / f"{count}" / "main.beancount"
        main.parent.mkdir()
        numbers = {compact_number(one.account) for one in file.statements} - {""}
        currencies = ", ".join({one.currency or "EUR" for one in file.statements})
        main.write_text(
            f"1950-01-01 open Assets:Bank:Other {currencies}\n"
            + "".join(
                f'1950-01-01 open Assets:Bank:N{place}\n  account-number: "{number}"\n'
                for place, number in enumerate(sorted(numbers))
            ),
            encoding="utf-8",
        )
        account = None if numbers else "Assets:Bank:Other"
        try:
            books, planned = imported(load(main), file, account=account)
        except UsageError:
            continue  # It doesn't say of which account or currency it is.
        booked = [line for one in file.statements for line in one.lines
                  if line.amount and not line.pending]  # fmt: skip
        assert planned.unknown + len(planned.left_out) == len(booked), file.name
        before = main.read_bytes()
        imported(books, file, account=account)
        assert planned.left_out or main.read_bytes() == before, file.name
        tried += 1
    assert tried
