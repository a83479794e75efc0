"""Files for advisers from Python: the same bytes as the commands write."""

from datetime import date

import pytest
from click.testing import CliRunner
from tests.conftest import SAMPLE_BOOKS

import ledgerkit
from ledgerkit.cli import main
from ledgerkit.errors import LedgerkitError, UsageError

NUMBERED = """\
option "operating_currency" "EUR"
2025-01-01 custom "company" "Atelier"
  tax-id: "954506077"
2025-01-01 open Assets:Bank
  number: "512000"
2025-01-01 open Income:Services
  number: "706000"
2025-03-01 * "Work"
  Assets:Bank       100.00 EUR
  Income:Services
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(NUMBERED)
    return path


def written(path, folder, *words):
    done = CliRunner().invoke(
        main, ["export", *words, str(path), "--output", str(folder)]
    )
    assert done.exit_code == 0, done.output
    [file] = folder.iterdir()
    return file.name, file.read_bytes()


@pytest.mark.parametrize(
    ("format_", "options", "words"),
    [
        ("fec", {"encoding": "iso-8859-15"}, ["--encoding", "iso-8859-15"]),
        (
            "datev",
            {"adviser_number": 1001, "client_number": 1, "automatic": ["8400-8499"]},
            [
                "--adviser-number",
                "1001",
                "--client-number",
                "1",
                "--automatic",
                "8400-8499",
            ],
        ),
    ],
)
def test_a_file_is_the_one_that_the_command_writes(
    path, tmp_path, format_, options, words
):
    books = ledgerkit.load(path)
    made = getattr(books, f"export_{format_}")("2025", **options)
    found = written(path, tmp_path / "out", format_, "2025", *words)
    assert (made.name, made.content) == found


def test_the_workbook_is_the_one_that_the_command_writes(tmp_path):
    path = SAMPLE_BOOKS / "agency" / "main.beancount"
    made = ledgerkit.load(path).export_workbook("2025", compare="2024")
    words = ["workbook", "2025", "--compare", "2024"]
    assert (made.name, made.content) == written(path, tmp_path / "out", *words)
    assert made.name == "statements-2025.xlsx"


def test_what_a_reader_must_know_is_in_the_notes(path):
    text = NUMBERED.replace('"Work"', f'"{"W" * 90}"')
    path.write_text(text)
    made = ledgerkit.load(path).export_datev(
        "2025", adviser_number=1001, client_number=1
    )
    assert any("cut" in note for note in made.notes)


def test_books_that_lack_entries_are_exported_only_if_somebody_says_so(path):
    path.write_text(NUMBERED + '2025-04-01 * "Half\n')
    books = ledgerkit.load(path)
    with pytest.raises(UsageError, match="despite_errors=True"):
        books.export_fec("2025")
    assert books.export_fec("2025", despite_errors=True).content


def test_what_is_missing_is_said_as_the_command_says_it(path):
    path.write_text(NUMBERED.replace('  number: "706000"\n', ""))
    with pytest.raises(LedgerkitError, match="Income:Services"):
        ledgerkit.load(path).export_fec("2025")
    with pytest.raises(UsageError, match="is before the last day of 2025"):
        ledgerkit.load(path).export_fec("2025", settled_until=date(2025, 6, 30))
