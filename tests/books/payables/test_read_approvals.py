"""What books say of approval, and the report on it."""

from datetime import date

from ledgerkit.open_items.side import Side

DAY = date(2026, 6, 1)


def missing(books):
    return {
        row["number"]: row["missing"]
        for row in books.approvals(as_of=DAY, everything=True).to_dicts()
    }


def test_a_bill_is_on_file_by_link_by_key_or_by_number(books):
    """
    2026-01-01 custom "ledgerkit" "document-above" 50.00 EUR

    2026-01-10 * "Rossi" "By its link" ^R-1
      Liabilities:Payable   -90.00 EUR
      Expenses:Purchases     90.00 EUR

    2026-01-10 * "Rossi" "By a key of its own" ^R-2
      document: "r-2.pdf"
      Liabilities:Payable   -90.00 EUR
      Expenses:Purchases     90.00 EUR

    2026-01-10 * "Rossi" "By number and vendor"
      bill: "R 3"
      Liabilities:Payable   -90.00 EUR
      Expenses:Purchases     90.00 EUR

    2026-01-10 * "Rossi" "The document of this link is another vendor's" ^R-4
      Liabilities:Payable   -90.00 EUR
      Expenses:Purchases     90.00 EUR

    2026-01-10 document Liabilities:Payable "main.beancount" ^R-1
    2026-01-10 document Liabilities:Payable "main.beancount"
      vendor: "Rossi"
      bill: "R 3"
    2026-01-10 document Liabilities:Payable "main.beancount" ^R-4
      vendor: "bianchi"
    """
    assert missing(books) == {
        "R-1": None,
        "R-2": None,
        "R 3": None,
        "R-4": "the bill is not on file, as more than 50.00 EUR must be",
    }


def test_the_second_approval_is_of_the_first_ones_day_unless_it_says_otherwise(books):
    """
    2026-01-01 custom "ledgerkit" "four-eyes-above" 50.00 EUR

    2026-01-10 * "Rossi" "" ^R-1
      approved-by: "anna"
      approved-on: 2026-01-12
      approved-also-by: "bruno"
      Liabilities:Payable   -90.00 EUR
      Expenses:Purchases     90.00 EUR

    2026-01-10 * "Rossi" "" ^R-2
      approved-by: "anna"
      approved-on: 2026-01-12
      approved-also-by: "bruno"
      approved-also-on: 2026-06-02
      Liabilities:Payable   -90.00 EUR
      Expenses:Purchases     90.00 EUR
    """
    found = missing(books)
    assert found["R-1"] is None
    assert found["R-2"].startswith("bruno approves it only on 2026-06-02")


def test_books_without_rules_ask_nobody_and_say_how_to_ask(books):
    """
    2026-01-10 * "Rossi" "" ^R-1
      Liabilities:Payable   -90.00 EUR
      Expenses:Purchases     90.00 EUR
    """
    bill = books.find_document("R-1", side=Side.PAYABLE)
    assert books.approval_state(bill, DAY).may_be_paid
    assert "approval-rule" in books.approvals(as_of=DAY).notes[0]
