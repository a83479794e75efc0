"""A kept file is read again as it was when it was imported."""

import pytest

import ledgerkit
from ledgerkit.errors import UnreadableFileError
from ledgerkit.statement_files import kept_lines

BOOK = """
1970-01-01 open Assets:Bank:Intesa EUR
2026-02-04 custom "statement" Assets:Bank:Intesa "2026-02-04" 37.50 EUR
  file: "february.csv"
  reading: "{reading}"
"""
CSV = "Date,Description,Amount\n03/02/2026,Repair,40.00\n"


@pytest.fixture
def lines(tmp_path):
    def lines_(reading):
        (tmp_path / "february.csv").write_text(CSV)
        path = tmp_path / "main.beancount"
        path.write_text(BOOK.format(reading=reading))
        books = ledgerkit.load(path)
        (statement,) = books.bank_read.statements
        return kept_lines(books, statement)

    return lines_


def test_what_was_said_at_the_import_says_how_to_read_the_kept_file(lines):
    found = lines("--date-format %d/%m/%Y --sign reversed")
    assert [(str(line.day), str(line.amount)) for line in found] == [
        ("2026-02-03", "-40.00")
    ]


def test_words_that_mean_nothing_are_named_with_their_line(lines, tmp_path):
    with pytest.raises(UnreadableFileError) as caught:
        lines("day first")
    assert str(caught.value) == (
        f"{tmp_path}/main.beancount:3: reading: 'day first' doesn't say how to read a"
        " file; write for instance --date-format %d/%m/%Y"
    )
