"""The ECB's files of rates: both forms, whole, or refused in a sentence."""

import io
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner

from ledgerkit.api import load
from ledgerkit.cli.group import main
from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.rates.read import read_rate_file

D = Decimal
CSV = (
    "Date,USD,JPY,BGN,\n"
    "2025-01-02,1.0321,162.5,N/A,\n"
    "2024-12-31,1.0389,163.06,1.9558,\n"
    "1999-01-04,1.1789,133.73,N/A,\n"
)
DAILY = "Date, USD, JPY, \n31 December 2024, 1.0389, 163.06, \n"
XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
 <gesmes:subject>Reference rates</gesmes:subject>
 <Cube><Cube time="2024-12-31">
  <Cube currency="USD" rate="1.0389"/><Cube currency="JPY" rate="163.06"/>
 </Cube></Cube>
</gesmes:Envelope>
"""
BOOK = """\
option "operating_currency" "EUR"
2024-12-01 open Assets:Bank:USD USD
2024-12-01 open Equity:Capital
2024-12-31 * "Capital"
  Assets:Bank:USD  100.00 USD @ 0.96 EUR
  Equity:Capital
"""


def read(text, name="ecb.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    quotes = read_rate_file(data, name)
    return {(str(q.day), q.currency): q.number for q in quotes}


def zipped(*texts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number, text in enumerate(texts):
            archive.writestr(zipfile.ZipInfo(f"{number}.csv"), text)
    return data.getvalue()


def test_what_has_no_rate_that_day_is_left_out():
    assert read(CSV) == {
        ("1999-01-04", "JPY"): D("133.73"),
        ("1999-01-04", "USD"): D("1.1789"),
        ("2024-12-31", "BGN"): D("1.9558"),
        ("2024-12-31", "JPY"): D("163.06"),
        ("2024-12-31", "USD"): D("1.0389"),
        ("2025-01-02", "JPY"): D("162.5"),
        ("2025-01-02", "USD"): D("1.0321"),
    }


@pytest.mark.parametrize(
    "data", [DAILY, XML, zipped(DAILY), zipped(XML), "\ufeff" + DAILY], ids=range(5)
)
def test_each_form_says_the_same(data):
    expected = {("2024-12-31", "JPY"): D("163.06"), ("2024-12-31", "USD"): D("1.0389")}
    assert read(data) == expected


@pytest.mark.parametrize("size", range(1, len(CSV)))
def test_a_csv_cut_off_anywhere_is_whole_rows_or_refused(size):
    cut = CSV[:size]
    if size > 4 and cut.rstrip("\n").endswith(",") and cut.count("\n"):
        with suppress(UnreadableFileError):
            assert read(cut).items() <= read(CSV).items()
    else:
        with pytest.raises(UnreadableFileError, match=r"^ecb\.csv[^\n]*$"):
            read(cut)


@pytest.mark.parametrize("size", range(1, len(XML.rstrip())))
def test_an_xml_cut_off_anywhere_is_refused(size):
    with pytest.raises(UnreadableFileError):
        read(XML[:size], "ecb.xml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "ecb.csv: it is empty"),
        ("Name;Amount\nAcme;1\n", "it is no file of rates of the ECB"),
        (
            "Date,USD,\n2025-01-02,0,\n",
            'ecb.csv:2: the rate of USD on 2025-01-02 is "0"',
        ),
        ("Date,USD,\n2025-01-02,1,0321,\n", "the row has 4 of 3 cells"),
        ("Date,USD,\n02/01/2025,1.1,\n", '"02/01/2025" is no day'),
        ("Date,Dollar,\n2025-01-02,1.1,\n", '"Dollar" is no currency'),
        ("Date,USD\n2025-01-02,1.1", "its last line has no end"),
        ("Date,USD,\n2025-01-02,1.1,\n2025-01-02,1.2,\n", "2025-01-02 has two rates"),
        ("Date,USD,\n", "it has no rates"),
        (zipped(CSV, CSV), "it holds 2 files"),
        (zipped(CSV)[:80], "it is no whole archive"),
        ("<html><body>Not found</body></html>", "it has no Cube with a time"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(text, message):
    with pytest.raises(UnreadableFileError, match=r"^ecb\.csv") as caught:
        read(text)
    assert message in str(caught.value)


@pytest.fixture
def run(tmp_path):
    (tmp_path / "main.beancount").write_text(BOOK)
    (tmp_path / "ecb.csv").write_text(CSV)

    def run(*options):
        words = ["prices", "import", str(tmp_path / "ecb.csv"), "--file"]
        words += [str(tmp_path / "main.beancount"), *options]
        return CliRunner().invoke(main, words)

    return run


def prices(tmp_path):
    text = (tmp_path / "main.beancount").read_text().splitlines()
    return [line.split() for line in text if " price " in line]


def test_what_the_books_use_is_imported_once(run, tmp_path):
    """From a week before the first transaction; yen nobody has."""
    assert run("--yes").exit_code == 0
    assert prices(tmp_path) == [
        ["2024-12-31", "price", "EUR", "1.0389", "USD"],
        ["2025-01-02", "price", "EUR", "1.0321", "USD"],
    ]
    again = run("--yes")
    assert "nothing was written" in again.output
    assert len(prices(tmp_path)) == 2
    books = load(tmp_path / "main.beancount")
    rate = books.general_ledger.rates.rate("USD", "EUR", date(2024, 12, 31))
    assert round(rate.of(D(100)), 4) == D("96.2557")


def test_all_or_another_currency_is_imported_on_request(run, tmp_path):
    run("--yes", "--currency", "JPY", "--from", "2025-01-01")
    assert prices(tmp_path) == [["2025-01-02", "price", "EUR", "162.5", "JPY"]]
    run("--yes", "--all", "--from", "1999-01-01")
    assert len(prices(tmp_path)) == 7
    refused = run("--currency", "CHF")
    assert "the file has no rate of CHF; it has BGN, JPY, USD" in refused.output
    assert refused.exit_code == 2


def test_what_the_books_say_stays_and_the_difference_is_named(run, tmp_path):
    own = "2025-01-02 price EUR 1.05 USD\n"
    (tmp_path / "main.beancount").write_text(BOOK + own)
    done = run("--yes")
    assert (
        "2025-01-02: the books have 1 EUR = 1.05 USD (main.beancount:7), and the file"
        " 1.0321; the books' stays"
    ) in done.output
    assert len(prices(tmp_path)) == 2


def test_prices_go_where_prices_are(run, tmp_path):
    (tmp_path / "prices.beancount").write_text("")
    (tmp_path / "main.beancount").write_text(BOOK + 'include "prices.beancount"\n')
    assert run("--yes").exit_code == 0
    assert prices(tmp_path) == []
    assert "1.0321 USD" in (tmp_path / "prices.beancount").read_text()
