"""The EC sales list, and that it has what the boxes have."""

from decimal import Decimal

from tests.taxes.tax_books import code, head, load, sale

EURO = "EUR"
CLIENTS = """
2020-01-01 custom "client" "lyon" "Lyon SARL"
  vat-id: "FR40303265045"
2020-01-01 custom "client" "roma" "Roma Srl"
  vat-id: "IT00743110157"
2020-01-01 custom "client" "nobody" "Nobody"
"""


def book(country):
    reason = 'reason: "EU"'
    return (
        head(country, EURO)
        + CLIENTS
        + code("goods", "0", "sales", "K", reason, 'supply: "goods"')
        + code("services", "0", "sales", "AE", reason, 'supply: "services"')
        + code("triangle", "0", "sales", "K", reason, 'supply: "triangular"')
    )


def sold(client, number, net, name):
    text = sale("2026-01-15", number, [(net, "0", name)], currency=EURO)
    return text.replace('"Client"', f'"{client}"')


def test_each_vat_number_has_its_goods_services_and_triangular_trades(tmp_path):
    books = load(
        tmp_path,
        book("DE"),
        sold("Lyon SARL", "1", "100.60", "goods"),
        sold("Lyon SARL", "2", "-20", "goods"),
        sold("Lyon SARL", "3", "30", "services"),
        sold("Roma Srl", "4", "40", "triangle"),
        sold("Roma Srl", "5", "-50", "services"),
    )
    table = books.tax_return("2026-01", form="ec-sales")
    assert table.is_whole
    found = [
        tuple(row[key] for key in ("box", "goods", "services", "triangular", "amount"))
        for row in table.to_dicts()
    ]
    assert found == [
        ("FR40303265045", Decimal("80.60"), 30, 0, Decimal("110.60")),
        ("IT00743110157", 0, -50, 40, -10),
    ]
    assert "Box 41 of de-ustva has the same 80.60 EUR of goods." in table.notes
    assert "Box 21 of de-ustva has the same -20 EUR of services." in table.notes
    assert "Box 42 of de-ustva has the same 40 EUR of triangular." in table.notes


def test_a_client_without_a_number_is_on_no_list_and_the_boxes_show_it(tmp_path):
    books = load(
        tmp_path,
        book("FR"),
        sold("Roma Srl", "1", "100", "goods"),
        sold("Nobody", "2", "30", "goods"),
    )
    table = books.tax_return("2026-01", form="ec-sales")
    assert not table.is_whole
    [row] = table.to_dicts()
    assert (row["box"], row["amount"]) == ("IT00743110157", 100)
    assert any('write vat-id: on custom "client" "nobody"' in n for n in table.notes)
    assert any(
        "F2 of fr-ca3 has 130 EUR of goods, and the list 100" in n for n in table.notes
    )
