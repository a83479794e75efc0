"""What is typed, as commands write it: one amount in many forms is one entry."""

import shlex
from datetime import date

import pytest
from click.testing import CliRunner

from ledgerkit.cli import main

BOOK = """\
option "operating_currency" "EUR"
2025-01-01 open Assets:Bank:Checking
  role: "bank"
2025-01-01 open Assets:Bank:Savings
  role: "bank"
2025-01-01 open Assets:Cash:Till EUR
  role: "cash"
2025-01-01 open Assets:Receivable
2025-01-01 open Liabilities:Payable
2025-01-01 open Liabilities:Advances
  role: "client-advance"
2025-01-01 open Income:Services
2025-01-01 open Expenses:Rent
2025-01-01 open Expenses:Bad-Debt
  role: "bad-debt"
2025-01-01 open Expenses:Fees
  role: "bank-fees"
2025-01-01 open Expenses:Over-Short
  role: "cash-over-short"
2025-01-01 custom "client" "acme" "Acme"
2025-01-01 custom "client" "beta" "Beta"
  currency: "JPY"
2025-01-01 custom "vendor" "jones" "Jones"

2026-01-10 * "Acme" "Work" ^INV-1
  Assets:Receivable   5000.00 EUR
  Income:Services    -5000.00 EUR

2026-01-10 * "Beta" "Work" ^INV-2
  Assets:Receivable   5000 JPY
  Income:Services    -5000 JPY

2026-01-10 * "Jones" "Rent" ^F-1
  Liabilities:Payable  -5000.00 EUR
  Expenses:Rent         5000.00 EUR
"""

#: Where an amount in euro may be typed, `@` stands for it.
PLACES = {
    "receipt": "receipt --client acme --to Checking --amount @",
    "receipt part": "receipt --to Checking --amount 2000 --invoice INV-1=@",
    "receipt fee": "receipt --to Checking --invoice INV-1 --amount 2000 --fee @",
    "refund": "bill pay F-1=@ --pay-from Checking",
    "bill pay": "bill pay F-1 --amount @ --pay-from Checking",
    "write-off": "write-off INV-1 --amount @",
    "credit note": "credit-note new INV-1 --amount @",
    "deposit": "deposit --client acme --to Checking --amount @",
    "cash count": "cash-count Till --amount @",
    "line": "invoice new --client acme --line 'Services; Work; @'",
    "priced line": "invoice new --client acme --line 'Services; Work; 2 x @'",
    "discount": "invoice new --client acme"
    " --line 'Services; Work; 5000.00; discount=@'",
    "charge": "invoice new --client acme --line 'Services; Work; 10.00'"
    " --charge 'Services; Work; @'",
    "stamp duty": "invoice new --client acme --line 'Services; Work; 10.00'"
    " --stamp-duty @",
    "credit limit": "client edit acme --credit-limit @",
    "worth": "opportunity new Website --client acme --amount @",
    "target": "target client acme revenue yearly @",
}
FORMS = ["1220.00", "1220", "1,220.00", "1.220,00", "€1220", "1220 EUR", "EUR 1,220.00"]
DAY = ["--date", "2026-01-20"]


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(BOOK)
    return path


def run(book, place, typed):
    words = [word.replace("@", typed) for word in shlex.split(place)]
    return CliRunner().invoke(main, [*words, "-f", str(book), *DAY, "--dry-run"])


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_an_amount_typed_in_many_forms_is_one_entry(book, place):
    first = run(book, place, FORMS[0])
    assert first.exit_code == 0, first.stderr
    assert "1220.00 EUR" in first.stdout
    for form in FORMS[1:]:
        again = run(book, place, form)
        assert (again.exit_code, again.stdout) == (0, first.stdout), form


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.220", "may be 1220"),
        ("1,220", "may be 1220"),
        ("12.505 USD", "USD"),
        ("ten", '"ten" is no amount'),
    ],
)
def test_what_reads_two_ways_or_none_is_written_nowhere(book, place, typed, said):
    refused = run(book, place, typed)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert refused.stdout == ""


@pytest.mark.parametrize("place", [v for k, v in PLACES.items() if k != "priced line"])
def test_an_amount_has_no_more_decimals_than_its_currency(book, place):
    refused = run(book, place, "1220.505")
    assert refused.exit_code == 2
    assert "1220.505 EUR: EUR has 2 decimals" in refused.stderr


#: Where the amount is of something in euro, or stays with the books' currency.
IN_EURO = [
    place
    for name, place in PLACES.items()
    if name not in {"receipt", "deposit", "credit limit", "worth", "target"}
]


@pytest.mark.parametrize("place", IN_EURO)
def test_an_amount_in_another_currency_than_what_it_is_of_is_refused(book, place):
    refused = run(book, place, "12.00 USD")
    assert refused.exit_code == 2
    assert "USD" in refused.stderr
    assert "EUR" in refused.stderr
    assert refused.stdout == ""


@pytest.mark.parametrize(
    "place",
    [
        "receipt --to Checking --invoice INV-2 --amount @",
        "receipt --to Checking --amount 5000 --invoice INV-2=@",
        "write-off INV-2 --amount @",
        "credit-note new INV-2 --amount @",
        "deposit --client beta --to Checking --amount @",
        "invoice new --client beta --line 'Services; Work; @'",
        "invoice new --client beta --line 'Services; Work; 5000; discount=@'",
    ],
)
def test_yen_have_no_decimals(book, place):
    refused = run(book, place, "12.50")
    assert refused.exit_code == 2
    assert "12.50 JPY: JPY has no decimals" in refused.stderr
    assert run(book, place, "1,220 JPY").exit_code == 0


@pytest.mark.parametrize(
    "place",
    [
        "receipt --client acme --amount 10 --to @",
        "deposit --client acme --amount 10 --to @",
        "bill pay F-1 --pay-from @",
        "write-off INV-1 --account @",
        "receipt --client acme --amount 10 --to Savings --fee 1 --fee-account @",
        "cash-count Till --amount 10.00 --difference @",
        "invoice new --client acme --line '@; Work; 10.00'",
        "invoice new --client acme --control-account @ --line 'Services; Work; 10.00'",
        "receipt --client acme --amount 10 --to Savings --control-account @",
    ],
)
def test_an_account_is_known_by_the_end_of_its_name(book, place):
    is_control = "--control-account" in place
    end = "receivable" if is_control else "checking"
    found = run(book, place, end)
    whole = "Assets:Receivable" if is_control else "Assets:Bank:Checking"
    assert found.exit_code == 0, found.stderr
    assert whole in found.stdout
    assert run(book, place, whole).stdout == found.stdout
    book.write_text(BOOK + f"2025-01-01 open Expenses:{end.capitalize()}\n")
    several = run(book, place, end)
    assert several.exit_code == 2
    assert f"may be any of {whole}, Expenses:" in several.stderr
    nowhere = run(book, place, "nowhere")
    assert nowhere.exit_code == 2
    assert 'no account "nowhere" is opened' in nowhere.stderr


def test_a_currency_that_nobody_knows_is_refused_with_the_one_that_is_meant(book):
    for place in (
        "deposit --client acme --to Checking --amount @",
        "client edit acme --credit-limit @",
        "receipt --client acme --to Checking --amount @",
    ):
        refused = run(book, place, "700 ERU")
        assert refused.exit_code == 2
        assert '"ERU" is no currency; did you mean "EUR"?' in refused.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["write-off", "INV-1"],
        ["bill", "pay", "F-1", "--pay-from", "Checking"],
        ["bill", "approve", "F-1", "--by", "Jones"],
        ["cash-count", "Till", "--amount", "5.00"],
        ["target", "company", "revenue", "yearly", "5000", "EUR"],
        ["client", "rename", "acme", "acme-group"],
        ["receipt", "--client", "acme", "--amount", "5.00", "--to", "Checking"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_the_books_may_be_the_last_word_of_any_command(book, words):
    day = DAY if "rename" not in words else []
    by_file = CliRunner().invoke(main, [*words, "-f", str(book), *day, "--dry-run"])
    assert by_file.exit_code == 0, by_file.stderr
    for where in (book, book.parent):
        last = CliRunner().invoke(main, [*words, str(where), *day, "--dry-run"])
        assert (last.exit_code, last.stdout) == (0, by_file.stdout)


def test_what_is_to_be_written_off_or_approved_must_be_named(book):
    for words in (["write-off"], ["bill", "approve", "--by", "Jones"]):
        refused = CliRunner().invoke(main, [*words, str(book), *DAY, "--dry-run"])
        assert refused.exit_code == 2
        assert "the NUMBER of" in refused.stderr


@pytest.mark.parametrize(
    ("option", "typed", "said"),
    [
        ("--iban", "DE89370400440532013001", "its check digits are wrong"),
        ("--bic", "COBADE", "not the form of a BIC"),
        ("--vat-id", "DE136695977", "no VAT number of DE"),
        ("--country", "Germany", 'write "DE"'),
        ("--lang", "german", 'write "de"'),
        ("--email", "office.acme.example", "no e-mail address"),
        ("--credit-limit", "-5", "less than nothing"),
        ("--payment-terms", "soon", "no payment terms"),
    ],
)
def test_what_check_would_say_is_said_before_it_is_written(book, option, typed, said):
    words = ["client", "edit", "acme", f"{option}={typed}", "-f", str(book)]
    refused = CliRunner().invoke(main, [*words, "--dry-run"])
    assert refused.exit_code == 2
    assert said in refused.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("30/02/2026", "30/02/2026 is no day: February 2026 has 28 days"),
        ("2026-02-30", "2026-02-30 is no day: February 2026 has 28 days"),
        ("1/2/2026", "may be 2026-02-01 or 2026-01-02"),
        ("2026-16-02", "write 2026-02-16 if they are swapped"),
    ],
)
def test_a_day_that_is_none_is_refused_in_options_and_lines(book, typed, said):
    line = f"Services; Work; 10.00; from={typed}; to=2026-12-31"
    new = ["invoice", "new", "--client", "acme", "-f", str(book), "--dry-run"]
    for words in (
        ["aging", str(book), "--as-of", typed],
        [*new, "--line", line, *DAY],
        [*new, "--line", "Services; Work; 10.00", "--date", typed],
    ):
        refused = CliRunner().invoke(main, words)
        assert refused.exit_code == 2
        assert said in refused.stderr


def test_today_is_a_day_in_options_and_lines(book):
    line = "Services; Work; 10.00; from=today; to=2199-12-31"
    new = ["invoice", "new", "--client", "acme", "-f", str(book), "--dry-run"]
    words = [*new, "--line", line, "--date", "today"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.stderr
    assert f"{date.today()} *" in done.stdout
    assert f"period-from: {date.today()}" in done.stdout
