"""No change to an OFX file brings down its reader, or keeps it busy."""

from tests.importers.bank_files.mutations import survive
from tests.importers.bank_files.ofx_files import SGML, XML

from ledgerkit.importers.bank_files.ofx.ofx import read_ofx


def test_mutated_files_are_read_or_refused():
    assert survive(read_ofx, [SGML, XML]).read


def test_mutated_published_files_are_read_or_refused(shared_data):
    files = [
        path.read_bytes() for path in sorted(shared_data.rglob("bank-ofx/**/*.ofx"))
    ]
    assert survive(read_ofx, files, seed=2).read
