"""What became of hours and expenses: charged, to be charged, written off."""

from datetime import date
from decimal import Decimal

END = date(2026, 12, 31)


def state(books, id_, day=END):
    found = books.work_read.states(day)[id_]
    return found.charged, found.unbilled, found.written_off


def test_hours_are_worth_the_projects_rate_then_the_clients_then_the_persons(books):
    """
    2026-01-01 custom "client" "rossi" "Rossi"
      hourly-rate: 80.00 EUR
    2026-01-01 custom "client" "bianchi" "Bianchi"
    2026-01-01 custom "manager" "gv" "Giulia"
      hourly-rate: 60.00 EUR
    2026-02-01 custom "manager" "gv"
      hourly-rate: 70.00 EUR
    2026-01-01 custom "project" "dash" "Dashboard"
      client: "rossi"
      hourly-rate: 100.00 EUR
    2026-01-05 custom "time" "h-1" "gv" "dash" 1.5 "Design"
    2026-01-05 custom "time" "h-2" "gv" "rossi" 2 "Support"
    2026-01-05 custom "time" "h-3" "gv" "bianchi" 1 "Support"
    2026-02-05 custom "time" "h-4" "gv" "bianchi" 1 "Support"
    2026-02-05 custom "time" "h-5" "gv" "bianchi" 1 "Support"
      hourly-rate: 90.00 EUR
    2026-02-05 custom "time" "h-6" "gv" "bianchi" 1 "Trip"
      billable: FALSE
    """
    worth = {id_: item.worth for id_, item in books.work_read.items.items()}
    assert worth == {
        "h-1": Decimal("150.00"),
        "h-2": Decimal("160.00"),
        "h-3": Decimal("60.00"),
        "h-4": Decimal("70.00"),
        "h-5": Decimal("90.00"),
        "h-6": Decimal(0),
    }
    assert books.work_read.items["h-1"].client == "rossi"


HOURS = """
2026-01-01 custom "client" "rossi" "Rossi"
  hourly-rate: 100.00 EUR
2026-01-01 custom "manager" "gv" "Giulia"
2026-01-05 custom "time" "h-1" "gv" "rossi" 1 "Design"
2026-01-06 custom "time" "h-2" "gv" "rossi" 2 "Design"
2026-01-31 * "Rossi" "January" ^INV-1
  Assets:Receivable   330.00 EUR
  Income:Sales       -280.00 EUR
    bills: "h-1 h-2"
  Income:Other        -50.00 EUR
"""


def test_what_an_invoice_charges_less_is_written_off(load):
    books = load(HOURS)
    assert state(books, "h-1") == (Decimal("93.33"), 0, Decimal("6.67"))
    assert state(books, "h-2") == (Decimal("186.67"), 0, Decimal("13.33"))
    assert state(books, "h-1", date(2026, 1, 30)) == (0, 100, 0)


def test_a_void_invoice_gives_everything_back(load):
    books = load(
        HOURS
        + """
2026-02-01 * "Rossi" "Reversal of INV-1" ^INV-1
  Assets:Receivable  -330.00 EUR
  Income:Sales        280.00 EUR
    bills: "h-1 h-2"
  Income:Other         50.00 EUR
2026-02-01 custom "void" "INV-1" "Wrong client"
"""
    )
    assert state(books, "h-2") == (0, 200, 0)
    assert state(books, "h-2", date(2026, 1, 31))[0] == Decimal("186.67")


def test_a_credit_of_the_whole_gives_everything_back(load):
    books = load(
        HOURS
        + """
2026-02-01 * "Rossi" "Taken back" ^INV-1
  credit-note: "CN-1"
  Assets:Receivable  -330.00 EUR
  Income:Sales        330.00 EUR
"""
    )
    assert state(books, "h-2") == (0, 200, 0)


def test_a_credit_of_a_part_is_a_lower_price_in_proportion(load):
    """66.00 of 330.00 are a fifth: of 280.00 for hours, 56.00 are taken off."""
    books = load(
        HOURS
        + """
2026-02-01 * "Rossi" "Late" ^INV-1
  credit-note: "CN-1"
  Assets:Receivable   -66.00 EUR
  Income:Sales         66.00 EUR
"""
    )
    first, second = state(books, "h-1"), state(books, "h-2")
    assert first[0] + second[0] == Decimal("224.00")
    assert first[1] == second[1] == 0
    assert first[2] + second[2] == Decimal("76.00")


def test_a_credit_that_names_hours_gives_those_back(load):
    books = load(
        HOURS
        + """
2026-02-01 * "Rossi" "Not done" ^INV-1
  credit-note: "CN-1"
  Assets:Receivable   -93.33 EUR
  Income:Sales         93.33 EUR
    bills: "h-1"
"""
    )
    assert state(books, "h-1") == (0, 100, 0)
    assert state(books, "h-2") == (Decimal("186.67"), 0, Decimal("13.33"))


def test_expenses_are_passed_on_with_their_mark_up(load):
    books = load("""
2026-01-01 custom "client" "rossi" "Rossi"
2026-01-07 * "Trenitalia" "Train to Rome" ^T-1
  Expenses:Travel      80.00 EUR
    bill-to: "rossi"
    mark-up: 10
  Assets:Bank
2026-01-08 custom "write-off" "T-1" "Our mistake"
""")
    assert state(books, "T-1", date(2026, 1, 7)) == (0, Decimal("88.00"), 0)
    assert state(books, "T-1") == (0, 0, Decimal("88.00"))
