"""The British flat rate scheme: what it is of, and what is dealt with outside of it."""

from decimal import Decimal

import pytest
from tests.taxes.tax_books import boxes, code, head, load, payment, purchase, sale

POUNDS = "GBP"
OWED = "reverse-charge-account: Liabilities:Tax"
BOOK = (
    head("GB", POUNDS)
    + code("gb20", "0.20", "sales", "S")
    + code("gb20-in", "0.20", "purchase", "S")
)
FLAT = '2026-01-01 custom "tax-scheme" "flat-rate" 0.12\n'
SOLD = sale("2026-01-15", "1", [("1000", "200", "gb20")], currency=POUNDS)


@pytest.mark.parametrize(
    ("kind", "keys", "expected"),
    [
        # Outside the scope, and so outside the scheme: Notice 733, 6.4.
        ("sales", ["O", "0", 'supply: "services"'], {"6": 1300, "outside": 100}),
        ("sales", ["O", "0"], {}),
        ("sales", ["AE", "0"], {"6": 1300, "outside": 100}),
        ("sales", ["G", "0", 'supply: "goods"'], {"1": 156, "6": 1300}),
        (
            "sales",
            ["K", "0", 'supply: "goods"'],
            {"1": 156, "6": 1300, "8": 100},
        ),
        # A reverse charge is due, reclaimed and sold to oneself as ever.
        (
            "purchase",
            ["AE", "0.20", 'supply: "services"', OWED],
            {"1": 164, "4": 20, "6": 1300, "7": 100, "outside": 100},
        ),
        # Import VAT that is accounted for later is due whole, and not reclaimed.
        ("purchase", ["G", "0.20", 'supply: "goods"', OWED], {"1": 164, "7": 100}),
        (
            "purchase",
            ["K", "0.20", 'supply: "goods"', OWED],
            {"2": 20, "7": 100, "9": 100},
        ),
        # Capital goods of 2,000 and more, by a code that names the box.
        (
            "purchase",
            ["S", "0.20", 'tax-box: "4"', 'base-box: "7"'],
            {"4": 20, "7": 100},
        ),
        ("purchase", ["S", "0.20"], {}),
    ],
)
def test_what_is_outside_the_flat_rate(tmp_path, kind, keys, expected):
    category, rate, *more = keys
    reason = () if category == "S" else ('reason: "§"',)
    tax = Decimal(20) if category == "S" else Decimal(0)
    document = sale if kind == "sales" else purchase
    books = load(
        tmp_path,
        BOOK + code("other", rate, kind, category, *reason, *more),
        FLAT + SOLD,
        document("2026-01-16", "2", [("100", tax, "other")], currency=POUNDS),
    )
    found = boxes(books, "2026-Q1")
    usual = {"1": 144, "6": 1200} | expected
    assert {id_: found.get(id_) for id_ in usual} == usual
    assert set(found) <= {*usual, "3", "5", "net"}


def test_each_day_has_its_own_rate(tmp_path):
    # A year after registration the point that is taken off comes back: 14.5 %.
    books = load(
        tmp_path,
        BOOK,
        '2025-02-10 custom "tax-scheme" "flat-rate" 0.135\n',
        '2026-02-10 custom "tax-scheme" "flat-rate" 0.145\n',
        SOLD,
        sale("2026-02-10", "2", [("1000", "200", "gb20")], currency=POUNDS),
    )
    assert boxes(books, "2026-Q1")["1"] == Decimal("336.00")


def test_turnover_by_payment_has_the_rate_of_the_payment(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-01-01 custom "tax-scheme" "flat-rate-cash" 0.12\n',
        '2026-04-01 custom "tax-scheme" "flat-rate-cash" 0.10\n',
        SOLD,
        payment("2026-03-10", "1", "600", currency=POUNDS),
        payment("2026-05-10", "1", "600", currency=POUNDS),
    )
    due = [boxes(books, quarter)["1"] for quarter in ("2026-Q1", "2026-Q2")]
    assert due == [Decimal("72.00"), Decimal("60.00")]


def test_what_leaving_the_scheme_makes_due_has_its_last_rate(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-01-01 custom "tax-scheme" "flat-rate-cash" 0.12\n',
        '2026-04-01 custom "tax-scheme" "standard"\n',
        SOLD,
        payment("2026-05-10", "1", "1200", currency=POUNDS),
    )
    assert boxes(books, "2026-Q2")["1"] == Decimal("144.00")


@pytest.mark.parametrize(
    ("turnover", "goods", "supply", "said"),
    [
        # The examples of Notice 733, 4.5: per quarter, with VAT.
        ("10000", "260", "goods", None),
        ("20000", "325", "goods", "needs 400.00 (Notice 733, 4.4): a business of"),
        ("10000", "240", "goods", "needs 250.00 (Notice 733, 4.4): a business of"),
        ("10000", "260", "services", "Goods bought come to 0 GBP"),
        ("10000", "260", "", "of 260.00 no code says whether they are goods"),
    ],
)
def test_a_business_of_limited_cost_is_told(tmp_path, turnover, goods, supply, said):
    def parts(gross):
        net = (Decimal(gross) / 6 * 5).quantize(Decimal("0.01"))
        return net, Decimal(gross) - net

    stated = [f'supply: "{supply}"'] if supply else []
    books = load(
        tmp_path,
        BOOK + code("bought", "0.20", "purchase", "S", *stated) + FLAT,
        sale("2026-01-15", "1", [(*parts(turnover), "gb20")], currency=POUNDS),
        purchase("2026-02-15", "B1", [(*parts(goods), "bought")], currency=POUNDS),
    )
    notes = [n for n in books.tax_return("2026-Q1").notes if "Notice 733, 4.4" in n]
    assert len(notes) == (said is not None)
    assert said is None or said in notes[0]
