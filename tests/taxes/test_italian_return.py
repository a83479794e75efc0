"""The Italian communication of periods, with figures that a person worked out."""

from decimal import Decimal

from tests.taxes.tax_books import boxes, code, head, load, payment, purchase, sale

EURO = "EUR"
BOOK = (
    head("IT", EURO)
    + code("it22", "0.22", "sales", "S")
    + code("it-exempt", "0", "sales", "E", 'reason: "Art. 10"', 'nature: "N4"')
    + code("it22-split", "0.22", "sales", "S", "split-payment: TRUE")
    + code("it22-in", "0.22", "purchase", "S")
    + code("eu-services-in", "0.22", "purchase", "AE", 'reason: "Art. 7-ter"')
)
QUARTER = (
    sale("2026-01-15", "1", [("10000", "2200", "it22")], currency=EURO),
    sale("2026-01-16", "2", [("500", "0", "it-exempt")], currency=EURO),
    purchase("2026-02-01", "B1", [("4000", "880", "it22-in")], currency=EURO),
    purchase("2026-02-02", "B2", [("1000", "0", "eu-services-in")], currency=EURO),
)


def test_a_quarter_with_a_reverse_charge_and_interest(tmp_path):
    books = load(tmp_path, BOOK, *QUARTER)
    expected = {
        "VP2": "10500",
        "VP3": "5000",
        "VP4": "2420.00",
        "VP5": "1100.00",
        "VP6": "1320.00",
        "VP12": "13.20",
        "VP14": "1333.20",
    }
    found = boxes(books, "2026-Q1")
    assert found == {key: Decimal(value) for key, value in expected.items()}


def test_a_month_bears_no_interest(tmp_path):
    books = load(tmp_path, BOOK, *QUARTER)
    assert boxes(books, "2026-01")["VP14"] == Decimal("2200.00")


def test_figures_that_no_posting_tells_are_stated(tmp_path):
    stated = '2026-05-01 custom "tax-figure" "it-lipe" "2026-Q1" "VP9" 320.00 EUR\n'
    found = boxes(load(tmp_path, BOOK, *QUARTER, stated), "2026-Q1")
    # 1 % of 1,320.00 less 320.00.
    assert (found["VP9"], found["VP12"]) == (Decimal("320.00"), Decimal("10.00"))
    assert found["VP14"] == Decimal("1010.00")


def test_a_split_payment_is_a_sale_whose_tax_we_never_owe(tmp_path):
    split = (
        '2026-01-20 * "Comune" "Work" ^3\n'
        "  Assets:Receivable  1000 EUR\n"
        "  Income:Sales  -1000 EUR\n"
        '    tax: "it22-split"\n'
    )
    books = load(tmp_path, BOOK, split)
    assert boxes(books, "2026-01") == {"VP2": Decimal(1000)}


def test_by_payment_tax_is_due_after_a_year_at_the_latest(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2025-01-01 custom "tax-scheme" "cash"\n',
        sale("2025-02-10", "1", [("1000", "220", "it22")], currency=EURO),
        payment("2025-06-10", "1", "610", currency=EURO),
        payment("2026-06-10", "1", "610", currency=EURO),
    )
    due = {
        period: boxes(books, period).get("VP4")
        for period in ("2025-02", "2025-06", "2026-02", "2026-06")
    }
    half = Decimal("110.00")
    assert due == {"2025-02": None, "2025-06": half, "2026-02": half, "2026-06": None}
