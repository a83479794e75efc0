"""What was received less what was paid, with tax as a part of both (EStG §4 Abs. 3)."""

from decimal import Decimal

from tests.taxes.tax_books import code, head, load, payment, purchase, sale

EURO = "EUR"
BOOK = (
    head("DE", EURO)
    + code("de19", "0.19", "sales", "S")
    + code("de19-in", "0.19", "purchase", "S")
    + code("eu-in", "0.19", "purchase", "K", 'reason: "EU"')
    + "2020-01-01 open Liabilities:Tax-Office\n"
    + "2020-01-01 open Assets:Stock\n"
    + '  role: "stock"\n'
    + "2020-01-01 open Expenses:Cost-of-Goods-Sold\n"
    + '  role: "cost-of-sales"\n'
)


def lines(books, period):
    table = books.income_statement(period=period, layout="german-eur-skr03")
    key = table.columns[-1].key
    return {row["line"]: row[key] for row in table.to_dicts() if row[key]}


def euros(**expected):
    """Lines by id; without taxes on income, the profit is what is left after them."""
    found = {k.replace("_", "-"): Decimal(v) for k, v in expected.items()}
    return {**found, "überschuss": found["gewinn"]}


RECEIVED = sale("2024-12-10", "1", [("100", "19", "de19")], currency=EURO, paid=True)
TO_OFFICE = (
    '2025-01-08 * "Finanzamt" "Umsatzsteuer Dezember"\n'
    "{keys}"
    "  Liabilities:Tax  19 EUR\n"
    "  Assets:Bank  -19 EUR\n"
)


def test_tax_is_income_when_it_is_received_and_spent_when_it_is_handed_over(tmp_path):
    books = load(tmp_path, BOOK, RECEIVED, TO_OFFICE.format(keys=""))
    assert lines(books, "2024") == euros(
        einnahmen="119", erlöse="100", umsatzsteuer_vereinnahmt="19", gewinn="119"
    )
    assert lines(books, "2025") == euros(
        ausgaben="19", umsatzsteuer_gezahlt="19", gewinn="-19"
    )


def test_tax_of_a_filed_return_is_handed_over_when_the_office_is_paid(tmp_path):
    settled = (
        '2020-01-01 open Liabilities:Tax-Payable\n  role: "tax-payable"\n'
        "2020-01-01 open Expenses:Rounding\n"
        '2024-12-31 * "Settlement of the return, whose form cuts a cent"\n'
        "  Liabilities:Tax  19 EUR\n"
        "  Expenses:Rounding  -0.01 EUR\n"
        "  Liabilities:Tax-Payable  -18.99 EUR\n"
        '2025-01-08 * "Finanzamt" "Umsatzsteuer Dezember"\n'
        "  Liabilities:Tax-Payable  18.99 EUR\n"
        "  Assets:Bank  -18.99 EUR\n"
    )
    books = load(tmp_path, BOOK, RECEIVED, settled)
    assert lines(books, "2025") == euros(
        ausgaben="18.99", umsatzsteuer_gezahlt="18.99", gewinn="-18.99"
    )


def test_within_ten_days_of_the_years_end_tax_date_says_the_year(tmp_path):
    dated = TO_OFFICE.format(keys="  tax-date: 2024-12-31\n")
    books = load(tmp_path, BOOK, RECEIVED, dated)
    assert lines(books, "2024") == euros(
        einnahmen="119",
        erlöse="100",
        umsatzsteuer_vereinnahmt="19",
        ausgaben="19",
        umsatzsteuer_gezahlt="19",
        gewinn="100",
    )
    assert lines(books, "2025") == {}
    late = dated.replace("2025-01-08", "2025-01-11")
    notes = load(tmp_path, BOOK, RECEIVED, late).income_statement(
        period="2024", layout="german-eur-skr03"
    )
    assert any("only what is paid within ten days" in str(note) for note in notes.notes)


def test_tax_goes_with_the_payments_of_its_document(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        sale("2024-11-10", "1", [("1000", "190", "de19")], currency=EURO),
        purchase("2024-11-20", "B1", [("500", "95", "de19-in")], currency=EURO),
        payment("2024-12-10", "1", "595", currency=EURO),
        '2025-02-10 * "Vendor" "Paid" ^B1\n'
        "  Liabilities:Payable  595 EUR\n"
        "  Assets:Bank  -595 EUR\n",
    )
    assert lines(books, "2024") == euros(
        einnahmen="595", erlöse="500", umsatzsteuer_vereinnahmt="95", gewinn="595"
    )
    assert lines(books, "2025") == euros(
        ausgaben="595", waren="500", vorsteuer="95", gewinn="-595"
    )


def test_what_is_carried_to_the_office_counts_when_it_is_paid(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        RECEIVED,
        '2024-12-31 * "Return of December"\n'
        "  Liabilities:Tax  19 EUR\n"
        "  Liabilities:Tax-Office  -19 EUR\n",
        '2025-02-10 * "Finanzamt" "Paid"\n'
        "  Liabilities:Tax-Office  19 EUR\n"
        "  Assets:Bank  -19 EUR\n",
        '2025-03-10 * "Finanzamt" "Back"\n'
        "  Assets:Bank  7 EUR\n"
        "  Liabilities:Tax-Office  -7 EUR\n",
    )
    assert lines(books, "2024")["gewinn"] == 119
    assert lines(books, "2025") == euros(
        einnahmen="7",
        umsatzsteuer_erstattet="7",
        ausgaben="19",
        umsatzsteuer_gezahlt="19",
        gewinn="-12",
    )


def test_a_reverse_charge_is_no_money_and_counts_for_nothing(tmp_path):
    books = load(
        tmp_path,
        BOOK.replace(
            '"eu-in" 0.19\n  kind: "purchase"\n  account: Assets:Input-Tax\n',
            '"eu-in" 0.19\n  kind: "purchase"\n  account: Assets:Input-Tax\n'
            "  reverse-charge-account: Liabilities:Tax\n",
        ),
        '2024-03-01 * "Vendor" "Goods" ^B1\n'
        "  Assets:Bank  -100 EUR\n"
        "  Expenses:Goods  100 EUR\n"
        '    tax: "eu-in"\n'
        "  Assets:Input-Tax  19 EUR\n"
        '    tax: "eu-in"\n'
        "  Liabilities:Tax  -19 EUR\n"
        '    tax: "eu-in"\n',
    )
    assert lines(books, "2024") == euros(ausgaben="100", waren="100", gewinn="-100")


def test_goods_count_when_they_are_paid_and_not_when_they_are_sold(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2024-03-01 * "Vendor" "Goods" ^B1\n'
        "  Liabilities:Payable  -119 EUR\n"
        "  Assets:Stock  100 EUR\n"
        '    tax: "de19-in"\n'
        "  Assets:Input-Tax  19 EUR\n"
        '    tax: "de19-in"\n',
        '2024-06-30 * "Sold"\n'
        "  Expenses:Cost-of-Goods-Sold  60 EUR\n"
        "  Assets:Stock  -60 EUR\n",
        '2025-02-10 * "Vendor" "Paid" ^B1\n'
        "  Liabilities:Payable  119 EUR\n"
        "  Assets:Bank  -119 EUR\n",
    )
    assert lines(books, "2024") == {}
    assert lines(books, "2025") == euros(
        ausgaben="119", waren="100", vorsteuer="19", gewinn="-119"
    )


def test_the_result_is_the_money_that_came_and_went(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        RECEIVED,
        sale("2024-11-10", "2", [("1000", "190", "de19")], currency=EURO),
        payment("2024-12-20", "2", "400", currency=EURO),
        purchase("2024-11-20", "B1", [("500", "95", "de19-in")], currency=EURO),
        '2024-12-21 * "Vendor" "Paid" ^B1\n'
        "  Liabilities:Payable  333 EUR\n"
        "  Assets:Bank  -333 EUR\n",
    )
    # 119 and 400 came, 333 went.
    assert lines(books, "2024")["gewinn"] == Decimal(186)


def test_what_the_owner_pays_for_is_bought_and_what_is_brought_in_is_not(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        "2020-01-01 open Equity:Owner\n"
        '2024-01-01 * "Opening balances"\n'
        "  Assets:Stock  500 EUR\n"
        "  Liabilities:Tax  -80 EUR\n"
        "  Equity:Owner  -420 EUR\n",
        '2024-03-01 * "Vendor" "Goods, paid by the owner"\n'
        "  Equity:Owner  -119 EUR\n"
        "  Expenses:Goods  100 EUR\n"
        '    tax: "de19-in"\n'
        "  Assets:Input-Tax  19 EUR\n"
        '    tax: "de19-in"\n',
    )
    assert lines(books, "2024") == euros(
        ausgaben="119", waren="100", vorsteuer="19", gewinn="-119"
    )
