"""When one document is due, part by part, and the parts among the open items."""

from datetime import date

import pytest

from ledgerkit.errors import UsageError
from ledgerkit.notes import in_terminal
from ledgerkit.open_items.side import Side

AS_OF = date(2026, 4, 3)


def parts(table):
    keys = ("due", "amount", "settled", "open", "days_late")
    return [tuple(str(row[k]) for k in keys) for row in table.to_dicts()]


def test_a_document_in_instalments_shows_each_part_and_why_it_is_due(books):
    """
    1970-01-01 custom "ledgerkit" "business-days" "following"
    2026-01-01 custom "client" "acme" "Acme"
      country: "IT"
      payment-terms: "30% 0, 30% 30, 40% eom"
    2026-03-06 * "Acme" "In parts" ^A
      Assets:Receivable  100.01 EUR
      Income:Services   -100.01 EUR
    2026-03-07 * "Acme" "Some of it" ^A
      Assets:Receivable  -40.00 EUR
      Assets:Bank         40.00 EUR
    """
    table = books.due("A", as_of=AS_OF)
    # 30 % is 30.003 and 40 % is 40.004: the cent left goes to what lost most.
    assert parts(table) == [
        ("2026-03-06", "30.00", "30.00", "0.00", "None"),
        ("2026-03-31", "40.01", "10.00", "30.01", "3"),
        ("2026-04-07", "30.00", "0.00", "30.00", "-4"),
    ]
    moved = "Sunday 2026-04-05 (Easter Sunday); the next business day in IT"
    assert [row["why"] for row in table.to_dicts()] == [
        "30 %: on receipt, 2026-03-06",
        "40 %: end of the month of 2026-03-06",
        f"30 %: 30 days after 2026-03-06 is {moved}",
    ]
    assert parts(books.open_items(as_of=AS_OF, by_part=True)) == [
        ("2026-03-31", "40.01", "10.00", "30.01", "3"),
        ("2026-04-07", "30.00", "0.00", "30.00", "-4"),
    ]
    note = books.open_items(as_of=AS_OF).notes[-1]
    said = "More than one part is open of A: the due date is the first part's."
    assert in_terminal(note) == (
        f"{said} To see each part: ledgerkit open-items --parts"
    )
    assert str(note) == f"{said} To see each part: books.open_items(by_part=True)"
    assert len(books.open_items(as_of=AS_OF, by_part=True).notes) == 1


def test_a_discount_says_until_when_and_how_much_is_then_to_be_paid(books):
    """
    2026-03-06 * "Acme" "Less 2 %" ^A
      terms: "2/10 net 30"
      Assets:Receivable  100.00 EUR
      Income:Services   -100.00 EUR
    """
    table = books.due("A", as_of=AS_OF)
    assert table.notes[:2] == [
        "Terms: 2/10 net 30; issued 2026-03-06.",
        "2 % off until 2026-03-16; 98.00 EUR are then to be paid.",
    ]


def test_a_written_date_stays_whatever_day_it_is(books):
    """
    1970-01-01 custom "ledgerkit" "business-days" "following"
    2026-01-01 custom "vendor" "acme" "Acme"
      country: "IT"
    2026-03-06 * "Acme" "A bill" ^B-1
      due: 2026-04-05
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases    100.00 EUR
    2026-03-06 * "Acme" "Another" ^B-2
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases    100.00 EUR
    """
    [stated] = books.due("B-1", as_of=AS_OF, side=Side.PAYABLE).to_dicts()
    assert (stated["due"], stated["why"]) == (
        date(2026, 4, 5),
        "as the document says",
    )
    [unstated] = books.due("B-2", as_of=AS_OF, side=Side.PAYABLE).to_dicts()
    assert unstated["why"] == "nothing says when, so on its own date"
    with pytest.raises(UsageError, match='there is no bill "B-3"'):
        books.due("B-3", as_of=AS_OF, side=Side.PAYABLE)


def test_a_partys_rule_and_country_go_before_the_books(books):
    """
    1970-01-01 custom "ledgerkit" "business-days" "following"
    1970-01-01 custom "ledgerkit" "payment-terms" "net 30"
    2026-01-01 custom "company" "Studio"
      country: "IT"
    2026-01-01 custom "client" "back" "Back"
      business-days: "preceding"
    2026-01-01 custom "client" "stay" "Stay"
      business-days: "none"
    2026-01-01 custom "client" "usa" "Usa"
      country: "us"
    2026-03-06 * "Back" "Friday before Easter" ^A
      Assets:Receivable  1.00 EUR
      Income:Services   -1.00 EUR
    2026-03-06 * "Stay" "Easter Sunday itself" ^B
      Assets:Receivable  1.00 EUR
      Income:Services   -1.00 EUR
    2026-03-06 * "Usa" "No Easter Monday there" ^C
      Assets:Receivable  1.00 EUR
      Income:Services   -1.00 EUR
    2026-03-06 * "Nobody declared" "Where we are" ^D
      Assets:Receivable  1.00 EUR
      Income:Services   -1.00 EUR
    """
    due = {d.number: d.due for d in books.subledger(Side.RECEIVABLE, AS_OF).documents}
    assert due == {
        "A": date(2026, 4, 3),
        "B": date(2026, 4, 5),
        "C": date(2026, 4, 6),
        "D": date(2026, 4, 7),
    }
