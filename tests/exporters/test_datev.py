"""DATEV batches: figures worked out by hand, and the published samples read back."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SHARED_DATA
from tests.exporters.datev_reader import lines_of, postings_of, read_datev

from ledgerkit.cli import main
from ledgerkit.exporters.adviser.datev import (
    DatevHeader,
    DatevPosting,
    datev_batch,
    datev_reference,
)
from ledgerkit.exporters.adviser.datev_columns import COLUMN_NAMES, TEXT_COLUMNS
from ledgerkit.exporters.adviser.plain_text import FieldText
from ledgerkit.general_ledger.booked.entry import BookedLine, NumberedAccount
from ledgerkit.general_ledger.booked.pairs import paired_lines

BOOK = """
option "operating_currency" "EUR"
2025-01-01 custom "client" "acme" "Acme GmbH"
  account: "Assets:Receivable:Acme"
2025-01-01 open Assets:Receivable EUR
  number: "1400"
2025-01-01 open Assets:Receivable:Acme EUR
  number: "10001"
2025-01-01 open Assets:Bank EUR
  number: "1200"
2025-01-01 open Assets:VAT EUR
  number: "1576"
2025-01-01 open Liabilities:Payable EUR
  number: "1600"
2025-01-01 open Liabilities:VAT EUR
  number: "1776"
2025-01-01 open Income:Services EUR
  number: "8400"
2025-01-01 open Expenses:Wages EUR
  number: "4100"
2025-01-01 open Expenses:Machines EUR
  number: "0420"
2025-02-03 * "Acme GmbH" "Entwurf \\"Łódź\\" 東" ^RE_2025.001
  Assets:Receivable:Acme 1190.00 EUR
  Income:Services -1000.00 EUR
  Liabilities:VAT -190.00 EUR
2025-02-20 * "Acme GmbH" "Zahlung" ^RE_2025.001
  Assets:Bank 1190.00 EUR
  Assets:Receivable:Acme
2025-02-28 * "Löhne Februar"
  Expenses:Wages 100.00 EUR
  Expenses:Machines 20.00 EUR
  Assets:Bank -70.00 EUR
  Liabilities:Payable -50.00 EUR
    vendor: "Finanzamt"
"""
MOVED = '  Assets:Receivable:Acme 1190.00 EUR\n    client: "beta"\n'
ADVISER = ("--adviser-number", "29098", "--client-number", "55003")


@pytest.fixture
def run(tmp_path):
    def run(text=BOOK, *options, period="2025"):
        path = tmp_path / "main.beancount"
        path.write_text(text, encoding="utf-8")
        arguments = ["export", "datev", period, str(path), "-o", str(tmp_path / "out")]
        return CliRunner().invoke(main, [*arguments, *ADVISER, *options])

    return run


def batch(tmp_path, name="EXTF_Buchungsstapel_55003_2025.csv"):
    return read_datev((tmp_path / "out" / name).read_bytes())


def test_each_line_is_an_amount_between_two_accounts(run, tmp_path):
    result = run()
    assert result.exit_code == 0, result.output
    header, postings = batch(tmp_path)
    assert (header.account_length, header.year_start) == (4, date(2025, 1, 1))
    assert [
        (f"{p.amount} {'S' if p.is_debit else 'H'}", p.account, p.other_account)
        for p in postings
    ] == [
        ("1000.00 S", "10001", "8400"),
        ("190.00 S", "10001", "1776"),
        ("1190.00 H", "10001", "1200"),
        ("70.00 S", "4100", "1200"),
        ("30.00 H", "1600", "4100"),
        ("20.00 H", "1600", "420"),
    ]
    assert {p.reference for p in postings[:3]} == {"RE-2025-001"}
    assert postings[0].text == 'Acme GmbH Entwurf "Lódz" ?'
    assert 'e.g. "Acme GmbH Entwurf' in result.output
    assert "--automatic" in result.output


def test_what_takes_tax_by_itself_is_told_not_to(run, tmp_path):
    result = run(BOOK, "--automatic", "8400-8499")
    assert "--automatic" not in result.output
    _header, postings = batch(tmp_path)
    assert [p.key for p in postings] == ["40", "", "", "", "", ""]


def test_what_datev_takes_for_one_document_is_named(run, tmp_path):
    other = BOOK.replace("RE_2025.001", "RE-2025-001").partition("2025-02-03")
    result = run(BOOK + other[1] + other[2])
    assert '"RE_2025.001" and "RE-2025-001" are both RE-2025-001' in result.output
    assert "collective" in result.output
    assert "Liabilities:Payable has 1600" in result.output
    _header, postings = batch(tmp_path)
    assert {p.reference for p in postings} == {"RE-2025-001", ""}


@pytest.mark.parametrize("wrong", ["84OO", "8499-8400", "-5"])
def test_numbers_are_read_or_refused(run, wrong):
    result = run(BOOK, "--automatic", wrong)
    assert (result.exit_code, "write 8400" in result.output) == (2, True)


def test_a_month_has_its_own_batch(run, tmp_path):
    assert run(period="2025-02").exit_code == 0
    header, postings = batch(tmp_path, "EXTF_Buchungsstapel_55003_2025-02.csv")
    assert (header.first, header.last, len(postings)) == (
        date(2025, 2, 1), date(2025, 2, 28), 6,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"1200"', '"12OO"', 'Assets:Bank has the number "12OO"'),
        ('  number: "1200"\n', "", "Assets:Bank has no number"),
        ('"1200"', '"120000"', "equally long"),
        ("  Assets:Bank 1190.00 EUR\n", MOVED, "--clearing-account"),
    ],
)  # fmt: skip
def test_what_datev_refuses_we_never_write(run, tmp_path, old, new, said):
    result = run(BOOK.replace(old, new, 1))
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert len(result.output.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_an_account_with_itself_goes_through_another(run, tmp_path):
    text = BOOK.replace("  Assets:Bank 1190.00 EUR\n", MOVED)
    assert run(text, "--clearing-account", "1590").exit_code < 2
    _header, postings = batch(tmp_path)
    assert [
        (p.is_debit, p.account, p.other_account) for p in postings if p.day.day == 20
    ] == [(True, "10001", "1590"), (True, "1590", "10001")]


HEADER = DatevHeader(
    made=date(2025, 12, 31), adviser=1001, client=1, year_start=date(2025, 1, 1),
    account_length=4, first=date(2025, 1, 1), last=date(2025, 12, 31), title="x",
    currency="EUR",
)  # fmt: skip

SAMPLES = SHARED_DATA / "exports-datev"
published = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no published files here")


@published
def test_the_published_batch_reads_back_equal():
    content = (SAMPLES / "EXTF_Buchungsstapel.csv").read_bytes()
    header, postings = read_datev(content)
    ours = datev_batch(header, postings, FieldText("cp1252"))
    assert read_datev(ours) == (header, postings)
    theirs = [line.split(";") for line in content.decode("cp1252").split("\r\n")]
    written = [line.split(";") for line in ours.decode("cp1252").split("\r\n")]
    assert written[1][:120] == theirs[1]
    # Every field of every line, in the same quotation marks.
    assert [line[:120] for line in written[2:]] == theirs[2:]
    told = [4, 5, 7, 8]  # The version of the format, the time, and whose it is.
    assert [f for i, f in enumerate(written[0]) if i not in told] == [
        f for i, f in enumerate(theirs[0]) if i not in told
    ]


def sample(name):
    """With ends of lines as DATEV has them, and the quotation mark they forgot."""
    content = (SAMPLES / f"{name}.csv").read_bytes()
    content = re.sub(rb';([^";\n]+)"\n', rb';"\1"\n', content)
    return content.replace(b"\n", b"\r\n")


@published
@pytest.mark.parametrize(
    ("name", "encoding", "count"),
    [("valid_minimal_700", "utf-8", 10), ("encoding_windows1252", "cp1252", 2)],
)
def test_what_other_programs_write_reads_back_equal(name, encoding, count):
    lines = lines_of(sample(name), encoding)
    postings = postings_of(lines, 2025)
    assert len(postings) == count
    ours = datev_batch(HEADER, postings, FieldText("cp1252"))
    assert read_datev(ours) == (HEADER, postings)


@published
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("broken_quotes", "broken quotes"),
        ("embedded_newlines", "broken quotes"),
        ("encoding_utf8_bom", "a byte order mark"),
        ("invalid_fields", "neither S nor H: X"),
        ("leading_zero_konto", "no account: 0001200"),
    ],
)
def test_the_reader_of_these_tests_refuses_what_is_broken(name, wrong):
    with pytest.raises(ValueError, match=re.escape(wrong)):
        postings_of(lines_of(sample(name), "utf-8"), 2025)


def test_there_are_125_columns():
    assert (len(COLUMN_NAMES), len(set(COLUMN_NAMES))) == (125, 125)
    assert max(TEXT_COLUMNS) <= 125


@given(st.text(), st.text())
def test_no_text_breaks_a_line(text, reference):
    posting = DatevPosting(
        amount=Decimal("1.00"), is_debit=True, account="1200", other_account="8400",
        day=date(2025, 3, 1), reference=datev_reference(reference), text=text,
    )  # fmt: skip
    content = datev_batch(HEADER, [posting], FieldText("cp1252"))
    _header, (read,) = read_datev(content)
    assert read.amount == 1
    assert read.reference == posting.reference


AMOUNTS = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.integers(-500, 500).filter(bool)),
    min_size=1,
    max_size=8,
)


@given(AMOUNTS)
def test_pairs_have_the_whole_of_each_line(amounts):
    lines = [
        BookedLine(account=NumberedAccount(name, name, name), amount=Decimal(number))
        for name, number in [*amounts, ("E", -sum(n for _a, n in amounts))]
        if number
    ]
    found = Counter()
    for pair in paired_lines(lines):
        assert pair.amount > 0
        found[id(pair.debit)] += pair.amount
        found[id(pair.credit)] -= pair.amount
    assert found == {id(line): line.amount for line in lines}
