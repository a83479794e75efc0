"""Italian stamp duty, with figures that a person worked out."""

from decimal import Decimal

from tests.taxes.tax_books import code, head, load, sale

EURO = "EUR"
BOOK = (
    head("IT", EURO)
    + code("it22", "0.22", "sales", "S")
    + code("exempt", "0", "sales", "E", 'reason: "Art. 10"', 'nature: "N4"')
    + code("flat", "0", "sales", "E", 'reason: "Forfettario"', 'nature: "N2.2"')
    + code("export", "0", "sales", "G", 'reason: "Art. 8"', 'nature: "N3.1"')
)


def test_more_than_77_47_without_vat_bears_it_also_on_a_mixed_invoice(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        sale("2026-01-10", "1", [("77.47", "0", "exempt")], currency=EURO),
        sale("2026-01-11", "2", [("77.48", "0", "exempt")], currency=EURO),
        sale(
            "2026-01-12",
            "3",
            [("1000", "220", "it22"), ("50", "0", "exempt"), ("50", "0", "flat")],
            currency=EURO,
        ),
        sale("2026-01-13", "4", [("5000", "0", "export")], currency=EURO),
        sale("2026-04-01", "5", [("100", "0", "flat")], currency=EURO),
    )
    table = books.stamp_duties("2026-Q1")
    assert [(r["number"], r["duty"]) for r in table.to_dicts()] == [
        ("2", Decimal("2.00")),
        ("3", Decimal("2.00")),
    ]
    assert table.totals[0]["duty"] == Decimal("4.00")
