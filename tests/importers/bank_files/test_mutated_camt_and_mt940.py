"""No change to a CAMT or MT940 file brings down its reader, or keeps it busy."""

import pytest
from tests.importers.bank_files.camt_files import STATEMENT
from tests.importers.bank_files.mt940_files import DUTCH, GERMAN
from tests.importers.bank_files.mutations import survive

from ledgerkit.importers.bank_files.camt.message import read_camt
from ledgerkit.importers.bank_files.choices import NO_CHOICES
from ledgerkit.importers.bank_files.mt940.mt940 import read_mt940


def camt(data, file):
    return read_camt(data, file, NO_CHOICES)


def mt940(data, file):
    return read_mt940(data, file, NO_CHOICES)


@pytest.mark.parametrize(
    ("read", "files"),
    [
        pytest.param(camt, [STATEMENT], id="CAMT"),
        pytest.param(mt940, [GERMAN.encode(), DUTCH.encode()], id="MT940"),
    ],
)
def test_mutated_files_are_read_or_refused(read, files):
    assert survive(read, files, seed=3).read


@pytest.mark.parametrize(
    ("read", "pattern"),
    [
        pytest.param(camt, "bank-camt/**/*.xml", id="CAMT"),
        pytest.param(mt940, "bank-mt940/**/*.sta", id="MT940"),
    ],
)
def test_mutated_published_files_are_read_or_refused(read, pattern, shared_data):
    files = [path.read_bytes() for path in sorted(shared_data.rglob(pattern))]
    assert survive(read, files, seed=4).read
