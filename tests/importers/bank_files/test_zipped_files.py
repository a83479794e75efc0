"""Archives are read as the files in them, and none can do harm."""

import io
import zipfile

import pytest
from tests.importers.bank_files.camt_files import STATEMENT
from tests.importers.bank_files.mt940_files import GERMAN
from tests.importers.bank_files.mutations import survive
from xlsxwriter import Workbook

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.read import read_bank_file


def packed(*files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


SOUND = packed(("a.xml", STATEMENT), ("b.sta", GERMAN), ("__MACOSX/a.xml", b"x"))


def test_an_archive_is_read_as_the_files_in_it():
    first, second = read_bank_file(SOUND, "bank.zip")
    assert (first.place.filename, second.place.filename) == (
        "bank.zip/a.xml",
        "bank.zip/b.sta",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed(("../a.txt", b"x")), "bank.zip/../a.txt: it is no bank statement"),
        (packed(("in.zip", SOUND)), "bank.zip/in.zip: it is a ZIP archive within"),
        (packed(*[(f"{n}.xml", b"") for n in range(801)]), "more than 800 files"),
        (packed(("a.xml", b" " * 64_000_001)), "it packs more than 64 MB"),
        (SOUND[:300], "the ZIP archive can't be unpacked"),
        (packed(("[Content_Types].xml", b"")), "bank.zip: is no spreadsheet"),
    ],
)
def test_other_archives_are_refused_in_one_sentence(data, said):
    with pytest.raises(UnreadableFileError) as refused:
        read_bank_file(data, "bank.zip")
    assert said in str(refused.value)


def test_mutated_archives_are_read_or_refused():
    stored = packed(("a.xml", STATEMENT), method=zipfile.ZIP_STORED)
    assert survive(read_bank_file, [SOUND, stored], seed=5).read


def test_a_file_without_a_name_is_one_sentence():
    nameless = packed(("a", STATEMENT)).replace(b"a", b"\0", 0)
    head = nameless.index(b"PK\x01\x02") + 46
    nameless = nameless[:head] + b"\0" + nameless[head + 1 :]
    nameless = nameless[:30] + b"\0" + nameless[31:]
    with pytest.raises(UnreadableFileError, match="a file in it has no name"):
        read_bank_file(nameless, "bank.zip")


def test_a_cell_at_the_far_end_of_a_sheet_is_one_sentence():
    far = io.BytesIO()
    with Workbook(far) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 1)
    with pytest.raises(UnreadableFileError, match="a cell far away from the others"):
        read_bank_file(far.getvalue(), "far.xlsx")
