"""The list of clients: who is in it, and what a parent sums."""

from datetime import date

from ledgerkit.reports.clients.client_list import client_list

DAY = date(2025, 12, 31)


def test_a_parent_has_the_sums_of_its_group(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
      tags: "export steel"
      manager: "anna"
    2025-01-01 custom "client" "acme-usa" "Acme USA"
      parent: "acme"
      status: "active"
    2025-02-01 custom "activity" "acme-usa" "call" "Asked for a price"

    2025-11-01 * "Acme" "Invoice" ^i-1
      Assets:Receivable  100 USD
      Income:Services

    2025-12-01 * "Acme USA" "Invoice" ^i-2
      due: 2025-12-15
      Assets:Receivable  50 USD
      Income:Services
    """

    def listed(**choices):
        rows = client_list(books, as_of=DAY, **choices).to_dicts()
        keys = "party", "balance", "overdue", "revenue", "last_invoice", "last_contact"
        return [tuple(row[key] for key in keys) for row in rows]

    alone = ("acme", 100, 100, 100, date(2025, 11, 1), None)
    below = ("acme-usa", 50, 50, 50, date(2025, 12, 1), date(2025, 2, 1))
    assert listed() == [alone, below]
    assert listed(roll_up=True) == [
        ("acme", 150, 150, 150, date(2025, 12, 1), date(2025, 2, 1))
    ]
    assert listed(tag="steel") == listed(manager="anna") == [alone]
    assert listed(status="active") == [below]
    assert listed(tag="tin") == []


def test_what_is_owed_in_another_currency_has_a_line_of_its_own(books):
    """
    2025-11-01 * "Acme" "Invoice" ^i-1
      Assets:Receivable  100 USD
      Income:Services

    2025-11-02 * "Acme" "Invoice" ^i-2
      Assets:Receivable  70 USD
      Income:Services

    2025-12-01 * "Acme" "Invoice" ^i-3
      Assets:Receivable  50 EUR
      Income:Services
    """
    rows = client_list(books, as_of=DAY).to_dicts()
    assert [(r["currency"], r["balance"], r["revenue"]) for r in rows] == [
        ("EUR", 50, None),
        ("USD", 170, 170),
    ]
