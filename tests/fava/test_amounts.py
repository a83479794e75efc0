"""Amounts are written as the rest of Fava writes them, and lose no digit."""

LEDGER = """
2024-01-10 * "Acme" "In euros" ^INV-1
  Assets:Receivable   1234567.50 EUR
  Income:Services

2024-01-11 * "Bolt" "In yen" ^INV-2
  Assets:Receivable   5000 JPY
  Income:Services
"""


def balances(reader):
    table = reader.receivables(time="2024").tables[0]
    return [line[-1] for line in table[1:]]


def test_a_currency_has_the_precision_of_the_ledger(reader_of):
    assert balances(reader_of(LEDGER)) == ["1234567.50", "5000", "1234567.50", "5000"]


def test_thousands_are_set_apart_as_favas_locale_says(reader_of):
    option = '1970-01-01 custom "fava-option" "locale" "de"\n'
    assert balances(reader_of(option + LEDGER))[:2] == ["1.234.567,50", "5.000"]


def test_a_fraction_of_a_cent_that_is_open_shows(reader_of):
    option = '1970-01-01 custom "fava-option" "locale" "de"\n'
    settled = """
    2024-02-10 * "Acme" "Less a fraction" ^INV-1
      Assets:Bank   1234567.496 EUR
      Assets:Receivable
    """
    assert balances(reader_of(LEDGER + settled))[0] == "0.004"
    assert balances(reader_of(option + LEDGER + settled))[0] == "0,004"


def test_an_amount_of_nothing_is_an_empty_cell_and_no_minus(reader_of):
    paid = """
    2024-02-10 * "Acme" "Unnamed" #unnamed
      Assets:Bank   1234567.50 EUR
      Assets:Receivable
    """
    acme = reader_of(LEDGER + paid).receivables(time="2024").tables[0][1]
    assert acme == [
        "Acme", "EUR", "", "", "", "", "1234567.50", "-1234567.50", "0.00",
    ]  # fmt: skip
