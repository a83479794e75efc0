"""The French CA3, on a month whose every box was worked out by others."""

from decimal import Decimal

import pytest
from click.testing import CliRunner
from tests.taxes.tax_books import boxes, code, head, load, payment, purchase, sale

import ledgerkit
from ledgerkit.cli import main

EURO = "EUR"
OWED = "reverse-charge-account: Liabilities:Tax"
RATES = {"20": "0.20", "10": "0.10", "5": "0.055", "2": "0.021"}
#: Net amounts by rate, as the invoices of the month have them.
BY_RATE = ("20", "10", "5", "2")


def codes(supply):
    """Codes of every kind and rate; those for sales are of goods or services."""
    text = [
        code("exempt", "0", "sales", "E", 'reason: "Art. 261"'),
        code("eu-out", "0", "sales", "K", 'reason: "Art. 262 ter"', 'supply: "goods"'),
        code("export", "0", "sales", "G", 'reason: "Art. 262"', 'supply: "goods"'),
    ]
    for key, rate in RATES.items():
        box = {"20": "08", "10": "9B", "5": "09", "2": "T6"}[key]
        text += [
            code(f"fr{key}", rate, "sales", "S", f'supply: "{supply}"'),
            code(
                f"mc{key}",
                rate,
                "sales",
                "S",
                f'supply: "{supply}"',
                f'base-box: "A1, {box}"',
                f'tax-box: "{box}-tax, 18"',
            ),
            code(f"in{key}", rate, "purchase", "S", 'supply: "goods"'),
            code(f"asset{key}", rate, "purchase", "S", 'tax-box: "19"'),
            code(f"paid{key}", rate, "purchase", "S", 'supply: "services"'),
            code(f"eu-goods{key}", rate, "purchase", "K", 'reason: "EU"'),
            code(f"eu-services{key}", rate, "purchase", "AE", 'reason: "283-2"'),
            code(
                f"non-eu{key}",
                rate,
                "purchase",
                "G",
                'reason: "283-1"',
                'supply: "services"',
                OWED,
            ),
            code(
                f"import{key}",
                rate,
                "purchase",
                "G",
                'reason: "Import"',
                'supply: "goods"',
                OWED,
            ),
        ]
    return "".join(text)


def lines(prefix, nets, *, sign=1, taxed=True, exempt=None):
    """Lines of one net amount a rate, with their tax."""
    found = []
    for key, net in zip(BY_RATE, nets, strict=False):
        base = sign * Decimal(net)
        tax = base * Decimal(RATES[key]) if taxed else Decimal(0)
        found.append((base, tax, f"{prefix}{key}"))
    if exempt is not None:
        found.append((sign * Decimal(exempt), Decimal(0), "exempt"))
    return found


def one_code(name, net, *, sign=1):
    return [(sign * Decimal(net), Decimal(0), name)]


def total(items):
    return sum(net + tax for net, tax, _ in items)


def paid_bill(number, items, percent):
    """A bill of services, and a payment of a percentage of it."""
    amount = (total(items) * percent / 100).quantize(Decimal("0.01"))
    return purchase("2026-01-01", number, items, currency=EURO) + (
        f'2026-01-02 * "Vendor" "Payment" ^{number}\n'
        f"  Liabilities:Payable  {amount} EUR\n"
        f"  Assets:Bank  {-amount} EUR\n"
    )


def month(refunded, *, imports):
    """The invoices and bills of January, paid in part."""
    sold = [
        ("F1", lines("fr", (10, 20, 1000, 2000), exempt=100), None, None),
        ("F2", lines("fr", (30, 40, 3000, 4000), exempt=200), "2026-01-01", 25),
        ("F3", lines("fr", (50, 60, 5000, 6000), exempt=300), "2026-02-01", 40),
        ("F4", lines("fr", (70, 80, 7000, 8000), exempt=400), "2026-01-13", 100),
        ("F5", lines("fr", (90, 100, 9000, 10000), exempt=500), "2026-02-01", 100),
        ("F6", lines("mc", (110, 120, 11000, 12000), exempt=600), "2026-01-01", 100),
    ]
    text = []
    for number, items, day, percent in sold:
        text.append(sale("2026-01-01", number, items, currency=EURO))
        if day is not None:
            amount = (total(items) * percent / 100).quantize(Decimal("0.01"))
            text.append(payment(day, number, amount, currency=EURO))
    taken_back = lines("fr", (130, 140, 13000, 14000), sign=-1, exempt=700)
    text += [
        sale("2026-01-01", "C1", taken_back, currency=EURO),
        sale("2026-01-01", "F7", one_code("eu-out", 150), currency=EURO, paid=True),
        sale("2026-01-01", "F8", one_code("export", 1500), currency=EURO, paid=True),
        sale(
            "2026-01-01",
            "C2",
            one_code("export", 1500 * refunded, sign=-1),
            currency=EURO,
            paid=True,
        ),
        purchase("2026-01-01", "B1", lines("in", [110] * 4), currency=EURO),
        purchase("2026-01-01", "B2", lines("in", [10] * 4, sign=-1), currency=EURO),
        purchase("2026-01-01", "B3", lines("asset", (5000, 100, 1000)), currency=EURO),
        purchase("2026-01-01", "B4", lines("paid", [10000]), currency=EURO),
        paid_bill("B5", lines("paid", [1000]), 25),
        paid_bill("B6", [(Decimal(100), Decimal(10), "paid10")], 70),
        bought("B7", "eu-goods", (150, 160, 1500, 600)),
        bought("B8", "eu-services", (50, 60, 500, 1600)),
    ]
    if imports:
        text.append(bought("B9", "import", (200, 110, 500, 2000)))
        text.append(bought("B10", "non-eu", (100, 200, 2500, 1100)))
    else:
        text.append(bought("B9", "non-eu", (300, 310, 3000, 3100)))
    return "".join(text)


def bought(number, prefix, nets):
    items = lines(prefix, nets, taxed=False)
    return purchase("2026-01-01", number, items, currency=EURO)


def carried(amount):
    return f'2026-02-20 custom "tax-figure" "fr-ca3" "2026-01" "22" {amount}.00 EUR\n'


def expected(text):
    pairs = (pair.split("=") for pair in text.split())
    return {box: Decimal(amount) for box, amount in pairs}


ON_INVOICE = """
    A1=51510 A3=2210 B2=2410 B4=6710 E1=750 E2=1400 F2=150
    08=730 08-tax=146 9B=810 9B-tax=81 09=28000 09-tax=1540 T6=33300 T6-tax=699
    16=2466 17=141 18=891 19=1065 20=634 22=3333 23=5032 25=2566 27=2566 net=-2566
"""
ON_PAYMENT = """
    A1=40148 A3=2210 B2=2410 B4=6710 E2=1400 F2=150 F8=1500
    08=688 08-tax=138 9B=740 9B-tax=74 09=23750 09-tax=1306 T6=26300 T6-tax=552
    16=2070 17=141 18=891 19=1065 20=634 22=22 23=1721 TD=349 28=349 32=349 net=349
"""
#: The office's own rule: half up, so 1,512.50 is 1,513.
IMPORTS_ON_INVOICE = """
    A1=51510 A3=2210 A4=2810 B2=2410 B4=3900 E1=750 E2=1400 F2=150
    08=530 08-tax=106 9B=700 9B-tax=70 09=27500 09-tax=1513 T6=31300 T6-tax=657
    I1=200 I1-tax=40 I2=110 I2-tax=11 I4=500 I4-tax=28 I5=2000 I5-tax=42
    16=2467 17=141 18=891 19=1065 20=634 22=3333 23=5032 24=121 25=2565 27=2565
    net=-2565
"""
IMPORTS_ON_PAYMENT = """
    A1=40148 A3=2210 A4=2810 B2=2410 B4=3900 E2=1400 F2=150 F8=1500
    08=488 08-tax=98 9B=630 9B-tax=63 09=23250 09-tax=1279 T6=24300 T6-tax=510
    I1=200 I1-tax=40 I2=110 I2-tax=11 I4=500 I4-tax=28 I5=2000 I5-tax=42
    16=2071 17=141 18=891 19=1065 20=634 22=22 23=1721 24=121 TD=350 28=350 32=350
    net=350
"""


@pytest.mark.parametrize(
    ("supply", "refunded", "credit", "imports", "figures"),
    [
        ("goods", Decimal("0.5"), 3333, False, ON_INVOICE),
        ("services", 2, 22, False, ON_PAYMENT),
        ("goods", Decimal("0.5"), 3333, True, IMPORTS_ON_INVOICE),
        ("services", 2, 22, True, IMPORTS_ON_PAYMENT),
    ],
)
def test_a_month_of_everything(tmp_path, supply, refunded, credit, *, imports, figures):
    books = load(
        tmp_path,
        head("FR", EURO),
        codes(supply),
        month(refunded, imports=imports),
        carried(credit),
    )
    assert boxes(books, "2026-01") == expected(figures)


def test_services_on_invoice_by_option(tmp_path):
    """Of the option alone, what is sold falls due at once, what is bought doesn't."""
    option = '2026-01-01 custom "tax-scheme" "debits"\n'
    books = load(
        tmp_path,
        head("FR", EURO),
        codes("services"),
        option,
        month(Decimal("0.5"), imports=False),
        carried(3333),
    )
    assert boxes(books, "2026-01") == expected(ON_INVOICE)


def test_what_is_taken_back_goes_to_the_lines_for_it(tmp_path):
    books = load(
        tmp_path,
        head("FR", EURO),
        codes("goods"),
        sale("2026-01-01", "F1", lines("fr", (200, 100)), currency=EURO),
        sale("2026-01-02", "C1", lines("fr", (400, 200), sign=-1), currency=EURO),
        sale("2026-01-02", "C2", one_code("export", 650, sign=-1), currency=EURO),
        sale("2026-01-02", "C3", one_code("eu-out", 10, sign=-1), currency=EURO),
        purchase("2026-01-03", "B1", lines("in", (100, 10), sign=-1), currency=EURO),
        purchase(
            "2026-01-03",
            "B2",
            [(Decimal(-1000), Decimal(-55), "asset5")],
            currency=EURO,
        ),
        carried(44),
    )
    figures = "B5=300 F8=660 15=76 16=76 21=50 22=44 23=94 25=18 27=18 net=-18"
    assert boxes(books, "2026-01") == expected(figures)


def test_bases_add_up_as_the_office_demands(tmp_path):
    items = [
        (Decimal("100.40"), Decimal("20.08"), "fr20"),
        (Decimal("500.30"), Decimal("27.52"), "fr5"),
    ]
    books = load(
        tmp_path,
        head("FR", EURO),
        codes("goods"),
        sale("2026-01-01", "F1", items, currency=EURO),
    )
    found = boxes(books, "2026-01")
    # 600.70 would be 601, but the bases by rate are 100 and 500.
    assert (found["A1"], found["08"], found["09"]) == (600, 100, 500)
    note = "Box A1 has 1 EUR less than it rounds to"
    assert any(note in each for each in books.tax_return("2026-01").notes)


def test_a_code_that_names_half_of_its_boxes_is_said_and_not_balanced(tmp_path):
    named = code("half", "0.20", "sales", "S", 'base-box: "A1"', 'tax-box: "08-tax"')
    books = load(
        tmp_path,
        head("FR", EURO),
        named,
        sale("2026-01-01", "F1", [("100", "20", "half")], currency=EURO),
    )
    assert boxes(books, "2026-01")["A1"] == 100
    notes = books.tax_return("2026-01").notes
    assert any("which the office refuses" in note for note in notes)


@pytest.mark.parametrize("name", ["A", "A1", "ca"])
def test_a_box_is_found_by_the_offices_names(tmp_path, name):
    books = load(
        tmp_path,
        head("FR", EURO),
        codes("goods"),
        sale("2026-01-01", "F1", lines("fr", [100]), currency=EURO),
    )
    [row] = books.tax_return_box("2026-01", explain=name).to_dicts()
    assert row["amount"] == Decimal(100)


def test_a_refund_that_is_asked_for_is_not_carried(tmp_path):
    books = load(
        tmp_path,
        head("FR", EURO),
        codes("goods"),
        carried(2566),
        '2026-02-20 custom "tax-figure" "fr-ca3" "2026-01" "26" 2000.00 EUR\n',
    )
    found = boxes(books, "2026-01")
    assert (found["25"], found["26"], found["27"]) == (2566, 2000, 566)


def test_the_credit_of_a_filed_return_is_carried_less_what_is_asked_back(tmp_path):
    books = load(
        tmp_path,
        head("FR", EURO),
        codes("goods"),
        "2020-01-01 open Liabilities:Office\n",
        purchase("2026-01-03", "B1", lines("in", [1000]), currency=EURO),
        '2026-02-20 custom "tax-figure" "fr-ca3" "2026-01" "26" 50.00 EUR\n',
    )
    filed = [
        *("tax-return", "2026-01", "--file", "--date", "2026-02-20", "--yes"),
        *("--payable-account", "Liabilities:Office", "-f", books.filename),
    ]
    done = CliRunner().invoke(main, filed)
    assert done.exit_code == 0, done.output
    found = boxes(ledgerkit.load(books.filename), "2026-02")
    assert (found["22"], found["25"], found["27"]) == (150, 150, 150)
