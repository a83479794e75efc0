"""While a change is checked, what looks into the text finds the one to be written."""

import re

from click.testing import CliRunner
from tests.conftest import ACCOUNTS, ROOT

from ledgerkit.cli import main

#: Whatever stands so many lines further down: a key is there twice, on two postings.
PAID = "\n".join(
    f'  Liabilities:Payable  1.00 EUR\n    bill: "B-{n}"' for n in range(20)
)


def test_a_directive_that_moves_down_is_not_read_in_the_old_text(tmp_path):
    receipts = "".join(
        f'2026-01-0{n} * "Acme" "paid {n}"\n'
        f"  Assets:Bank  {n}0.00 EUR\n  Assets:Receivable\n"
        for n in range(1, 5)
    )
    book = tmp_path / "main.beancount"
    book.write_text(f"""\
plugin "ledgerkit.plugins.all"
option "operating_currency" "EUR"
{ACCOUNTS}
{receipts}
2026-01-05 custom "client" "acme" "Acme"
  country: "DE"
2026-01-06 * "Hock" "paid"
{PAID}
  Assets:Bank
""")
    statement = tmp_path / "statement.csv"
    statement.write_text(
        "Date,Description,Amount\n"
        + "".join(f"2026-01-0{n},Acme paid {n},{n}0.00\n" for n in range(1, 5))
    )
    arguments = ["--account", "Assets:Bank", "--sign", "as-is", "--yes"]
    done = CliRunner().invoke(
        main, ["bank", "import", str(statement), "-f", str(book), *arguments]
    )
    assert done.exit_code == 0, done.output
    assert book.read_text().count("bank-ref") == 4


def test_what_reads_the_books_text_reads_the_one_to_be_written():
    """Whoever looks into the text below the books takes `ledgerkit.ledger.loader`."""
    reads = re.compile(r"\.(read_text|read_bytes|open)\(")
    own = {
        "load.py",  # Of what was loaded, whether it is still so.
        "stationery.py",  # Templates and logos: no text of the books.
        "layouts.py",  # Tables of ours.
        "coefficients.py",
        "country_codes.py",
        "forms.py",
        "statements.py",  # What a bank sent, and was kept.
    }
    found = [
        path.name
        for path in sorted((ROOT / "src" / "ledgerkit" / "books").rglob("*.py"))
        if reads.search(path.read_text()) and path.name not in own
    ]
    assert found == []
