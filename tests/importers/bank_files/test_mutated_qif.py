"""No change to a QIF file brings down its reader, or keeps it busy."""

from tests.importers.bank_files.mutations import survive
from tests.importers.bank_files.qif_files import BANK, QUICKEN

from ledgerkit.importers.bank_files.qif.qif import read_qif


def test_mutated_files_are_read_or_refused():
    assert survive(read_qif, [QUICKEN, BANK]).read


def test_mutated_published_files_are_read_or_refused(shared_data):
    files = [p.read_bytes() for p in sorted(shared_data.rglob("bank-qif/**/*.qif"))]
    assert survive(read_qif, files, seed=2).read
