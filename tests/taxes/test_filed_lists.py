"""Returns that are lists: filed, settled, and corrected where their office wants it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.taxes.tax_books import code, file_return, head, load, sale
from tests.taxes.test_filing import OFFICE, balance, settled

import ledgerkit
from ledgerkit.errors import UsageError

EURO, DOLLAR = "EUR", "USD"
OSS = (
    head("DE", EURO)
    + OFFICE
    + code("fr20", "0.20", "sales", "S", 'country: "FR"', 'supply: "goods"')
    + code("it22", "0.22", "sales", "S", 'country: "IT"', 'supply: "goods"')
    + code("de19", "0.19", "sales", "S")
)
APRIL, JULY = date(2026, 4, 20), date(2026, 7, 20)


def oss_sales():
    return (
        sale("2026-01-10", "1", [("300", "60", "fr20")], currency=EURO),
        sale("2026-02-10", "2", [("200", "44", "it22")], currency=EURO),
        sale("2026-02-12", "3", [("100", "19", "de19")], currency=EURO),
        sale("2026-05-10", "4", [("1000", "200", "fr20")], currency=EURO),
    )


def edited(books, old, new):
    """The same books with a text changed in them."""
    file = Path(books.filename)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return ledgerkit.load(books.filename)


def rows(books, period, form):
    table = books.tax_return(period, form=form)
    return {row["box"]: row for row in table.to_dicts()}


def messages(books):
    return [each.message for each in books.trust_findings()]


def test_a_filed_one_stop_shop_settles_its_own_tax_and_leaves_that_of_home(tmp_path):
    books = load(tmp_path, OSS, *oss_sales()[:3])
    books = file_return(books, "2026-Q1", APRIL, form="oss")
    assert settled(books) == [
        ("Liabilities:Tax", Decimal(104)),
        ("Liabilities:Tax-Payable", Decimal(-104)),
    ]
    assert balance(books, "Liabilities:Tax") == -19
    [filing] = books.filed_returns.filings.all
    assert (filing.amount, filing.due) == (104, date(2026, 4, 30))
    assert not messages(books)


def test_a_later_change_is_a_correction_of_its_state_and_quarter_next_time(tmp_path):
    books = load(tmp_path, OSS, *oss_sales())
    books = file_return(books, "2026-Q1", APRIL, form="oss")
    # 300.00 was declared with 60.00, and right are 250.00 with 50.00.
    books = edited(
        books, "360 EUR\n  Income:Sales  -300", "300 EUR\n  Income:Sales  -250"
    )
    books = edited(books, "Liabilities:Tax  -60 EUR", "Liabilities:Tax  -50 EUR")
    named = messages(books)
    assert len(named) == 2  # The base and the tax, each once.
    assert all("as a correction of the old period" in each for each in named)
    due = rows(books, "2026-Q2", "oss")
    assert due["FR 2026-Q1"]["amount"] == -10
    assert due["FR 20% goods from DE"]["amount"] == 200
    assert rows(books, "2026-Q1", "oss")["FR 20% goods from DE"]["difference"] == -10

    books = file_return(books, "2026-Q2", JULY, form="oss")
    assert books.filed_returns.filings.all[-1].amount == 190
    assert balance(books, "Liabilities:Tax") == -19
    assert not messages(books)


def test_a_base_that_changes_without_its_tax_is_named_too(tmp_path):
    books = load(tmp_path, OSS, *oss_sales())
    books = file_return(books, "2026-Q1", APRIL, form="oss")
    books = edited(
        books, "360 EUR\n  Income:Sales  -300", "350 EUR\n  Income:Sales  -290"
    )
    named = [each for each in messages(books) if "filed return" in each]
    assert len(named) == 1
    assert "300.00 under fr20" in named[0]
    assert "now 290.00 under fr20" in named[0]


US = (
    head("US", DOLLAR)
    + OFFICE
    + code("la", "0.095", "sales", "S", 'jurisdictions: "California 7.25%, LA 2.25%"')
    + code(
        "resale", "0", "sales", "E", 'reason: "Resale"', 'jurisdictions: "California"'
    )
)


def test_sales_tax_is_filed_and_a_later_sale_is_for_an_amended_return(tmp_path):
    books = load(
        tmp_path,
        US,
        sale("2026-01-10", "1", [("1000", "95", "la")], currency=DOLLAR),
        sale("2026-01-11", "2", [("500", "0", "resale")], currency=DOLLAR),
    )
    books = file_return(books, "2026-Q1", APRIL, form="us-sales")
    assert settled(books) == [
        ("Liabilities:Tax", Decimal(95)),
        ("Liabilities:Tax-Payable", Decimal(-95)),
    ]
    assert not messages(books)
    more = sale("2026-03-01", "9", [("200", "19", "la")], currency=DOLLAR)
    books = edited(books, '2026-01-11 * "Client"', more + '2026-01-11 * "Client"')
    named = messages(books)
    assert len(named) == 2
    assert all("an amended return of the same period" in each for each in named)

    books = file_return(books, "2026-Q1", JULY, form="us-sales")
    assert books.filed_returns.filings.all[-1].amount == 114
    assert balance(books, "Liabilities:Tax") == 0
    assert not messages(books)


def test_no_two_forms_settle_the_same_tax(tmp_path):
    books = load(
        tmp_path,
        US,
        sale("2026-01-10", "1", [("1000", "95", "la")], currency=DOLLAR),
    )
    books = file_return(books, "2026-Q1", APRIL, form="us-sales")
    with pytest.raises(UsageError, match="would settle it again; file one form") as no:
        file_return(books, "2026-Q1", APRIL, form="us-ca-401a")
    assert "this tax is in us-sales 2026-Q1, which was filed on" in str(no.value)


def test_a_client_renamed_changes_no_filed_return_and_another_client_does(tmp_path):
    clients = (
        '2020-01-01 custom "client" "client" "Client"\n'
        '2020-01-01 custom "client" "other" "Other"\n'
    )
    sold = sale("2026-01-10", "1", [("1000", "95", "la")], currency=DOLLAR)
    books = file_return(
        load(tmp_path, US, clients, sold), "2026-Q1", APRIL, form="us-sales"
    )
    other = edited(books, '2026-01-10 * "Client"', '2026-01-10 * "Other"')
    assert len(messages(other)) == 2
    books = edited(other, '2026-01-10 * "Other"', '2026-01-10 * "Client"')
    books = edited(books, '"client" "client" "Client"', '"client" "buyer" "Client"')
    assert messages(books) == []


def test_what_invoices_round_of_sales_tax_is_settled_to_rounding(tmp_path):
    # Two invoices of 10.05 have 0.95475 of tax each, 0.95 as rounded; 20.10 has 1.9095,
    # of which California's part is 1.46 and that of Los Angeles 0.45: together 1.91.
    books = load(
        tmp_path,
        US,
        *(
            sale("2026-01-10", number, [("10.05", "0.95", "la")], currency=DOLLAR)
            for number in ("1", "2")
        ),
    )
    books = file_return(books, "2026-Q1", APRIL, form="us-sales")
    assert settled(books) == [
        ("Liabilities:Tax", Decimal("1.90")),
        ("Expenses:Rounding", Decimal("0.01")),
        ("Liabilities:Tax-Payable", Decimal("-1.91")),
    ]


EC = (
    head("DE", EURO)
    + OFFICE
    + code("eu", "0", "sales", "K", 'reason: "Art. 138"')
    + '2020-01-01 custom "client" "client" "Client"\n'
    + '  vat-id: "FR40303265045"\n'
)


def test_an_ec_sales_list_is_filed_without_an_entry_and_corrected_by_a_list(tmp_path):
    books = load(
        tmp_path, EC, sale("2026-01-10", "1", [("300", "0", "eu")], currency=EURO)
    )
    books = file_return(books, "2026-Q1", APRIL, form="ec-sales")
    assert not settled(books)
    assert not messages(books)
    books = edited(
        books, "300 EUR\n  Income:Sales  -300", "250 EUR\n  Income:Sales  -250"
    )
    [named] = messages(books)
    assert "300.00 under eu" in named
    assert "a corrected list of the same period" in named
    row = rows(books, "2026-Q1", "ec-sales")["FR40303265045"]
    assert (row["amount"], row["filed"], row["difference"]) == (250, 300, -50)
    books = file_return(books, "2026-Q1", JULY, form="ec-sales")
    assert not messages(books)


def test_a_list_that_lacks_something_is_not_filed(tmp_path):
    books = load(
        tmp_path,
        EC.replace('  vat-id: "FR40303265045"\n', ""),
        sale("2026-01-10", "1", [("300", "0", "eu")], currency=EURO),
    )
    with pytest.raises(UsageError, match=r"can't be filed.*write vat-id:"):
        file_return(books, "2026-Q1", APRIL, form="ec-sales")


def test_a_row_of_which_nothing_is_left_is_shown_beside_what_was_filed(tmp_path):
    books = load(tmp_path, OSS, *oss_sales())
    books = file_return(books, "2026-Q1", APRIL, form="oss")
    it = oss_sales()[1]
    books = edited(books, it, "")
    row = rows(books, "2026-Q1", "oss")["IT 22% goods from DE"]
    assert (row["label"], row["filed"]) == ("No longer there", 44)
    assert rows(books, "2026-Q2", "oss")["IT 2026-Q1"]["amount"] == -44
