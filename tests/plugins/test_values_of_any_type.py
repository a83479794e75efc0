"""No value of any setting or key, of whatever type, ends a report in a traceback."""

import os

import pytest
from tests.any_type import BOOK, answer, books, filled

import ledgerkit

#: One in so many for the suite, and all for ``make safe``.
STEP = int(os.environ.get("LEDGERKIT_TYPES_STEP", "449"))
SAMPLE = [said_and_text for n, said_and_text in enumerate(books()) if n % STEP == 0]
CLIENT = (
    'plugin "ledgerkit.plugins.all"\n'
    "2026-01-01 open Assets:Receivable\n"
    '2026-01-01 custom "client" "acme" "Acme"\n'
)


@pytest.mark.parametrize(
    "text", [text for _, text in SAMPLE], ids=[said for said, _ in SAMPLE]
)
def test_every_report_answers(text, tmp_path):
    answer(text, tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            '2026-01-05 custom "activity" "acme" "call" "x"\n  reports-to: "y"\n',
            "it belongs on a manager or contact",
        ),
        (
            '2026-01-05 custom "client" "acme"\n  status: 1 EUR\n',
            'status: 1 EUR is not in quotes; write "1 EUR"',
        ),
        (
            '2026-01-05 custom "client" "acme"\n  reminders: 1 EUR\n',
            'reminders: 1 EUR is not in quotes; write "1 EUR"',
        ),
        (
            '2026-01-05 custom "ledgerkit" "aging-by" 1 EUR\n',
            'setting "aging-by" is "due" or "document"',
        ),
    ],
)
def test_a_value_of_another_type_is_one_finding(line, said, tmp_path):
    (finding,) = answer(CLIENT + line, tmp_path)
    assert said in finding.message
    assert finding.place.lineno >= 4


def test_a_survey_with_an_empty_scale_has_the_usual_one(tmp_path):
    line = '2026-01-05 custom "survey" "acme" "nps" 9\n  scale:\n'
    assert not answer(CLIENT + line, tmp_path)


def test_a_directive_without_values_is_a_finding(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(CLIENT + '2026-01-05 custom "mine"\n')
    said = [f.message for f in ledgerkit.load(path).findings()]
    assert any('custom "mine" has no value, and Fava can\'t open' in m for m in said)


DIRECTIVES = [
    line[10:] for line in BOOK.splitlines() if line[10:].startswith(" custom")
]
LONG_AGO_AND_FAR_AHEAD = ("0001-01-01", "9999-12-31")
ENTRIES = (
    ' * "Acme" "x" ^INV-7\n  Assets:Receivable  5.00 EUR\n  Income:Sales\n',
    (
        ' * "Acme" "x" ^INV-7\n  terms: "net 30"\n  Assets:Receivable  5.00 EUR\n'
        "  Income:Sales\n"
    ),
    ' * "Acme" "x" ^INV-1\n  Assets:Bank  5.00 EUR\n  Assets:Receivable\n',
    (
        ' * "Hock" "x" ^B-7\n  terms: "2/10 net 30"\n  Liabilities:Payable  -5.00 EUR\n'
        "  Expenses:X\n"
    ),
    " price USD 2.00 EUR\n",
)


@pytest.mark.parametrize("day", LONG_AGO_AND_FAR_AHEAD)
def test_entries_at_the_ends_of_the_calendar_end_no_report(day, tmp_path):
    for entry in ENTRIES:
        answer(f"{filled()}{day}{entry}", tmp_path)


@pytest.mark.parametrize("day", LONG_AGO_AND_FAR_AHEAD)
def test_records_at_the_ends_of_the_calendar_end_no_report(day, tmp_path):
    for number, line in enumerate(DIRECTIVES):
        if STEP == 1 or number % 4 == 0:
            answer(f"{filled()}{day}{line}\n", tmp_path)


@pytest.mark.parametrize("number", [f"{10**20}", f"{10**27}", "9" * 28])
def test_amounts_of_any_size_end_no_report(number, tmp_path):
    for text in (
        (
            f'2026-01-07 * "Acme" "x" ^INV-9\n  Assets:Receivable  {number} EUR\n'
            "  Income:Sales\n"
        ),
        f'2026-02-01 custom "target" "client" "acme" "revenue" "yearly" {number} EUR\n',
        f'2026-01-31 custom "statement" Assets:Bank "2026-02" {number} EUR\n',
    ):
        answer(filled() + text, tmp_path)


def test_a_number_of_four_hundred_digits_is_named_at_its_line(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(f"{CLIENT}2026-01-05 price USD {10**400} EUR\n")
    found = [f for f in ledgerkit.load(path).findings() if not f.advice]
    assert [finding.place.lineno for finding in found] == [4]
