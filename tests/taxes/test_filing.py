"""Returns that are filed, their settlement, and what is changed afterwards."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.taxes.tax_books import (
    boxes,
    code,
    file_return,
    head,
    load,
    payment,
    purchase,
    sale,
)

import ledgerkit
from ledgerkit.entries.taxes.settlement_entry import SettlementAccounts
from ledgerkit.errors import UsageError

EURO = "EUR"
MAY = date(2026, 5, 16)
OFFICE = (
    '2020-01-01 open Liabilities:Tax-Payable\n  role: "tax-payable"\n'
    "2020-01-01 open Expenses:Interest\n"
    '2020-01-01 open Expenses:Rounding\n  role: "rounding"\n'
)
BOOK = (
    head("IT", EURO)
    + OFFICE
    + code("it22", "0.22", "sales", "S")
    + code("it-exempt", "0", "sales", "E", 'reason: "Art. 10"', 'nature: "N4"')
    + code("it22-in", "0.22", "purchase", "S")
    + code(
        "eu-services-in",
        "0.22",
        "purchase",
        "AE",
        'reason: "Art. 7-ter"',
        "reverse-charge-account: Liabilities:Tax",
    )
)
ADVICE = (
    '2026-02-02 * "Vendor" "Advice" ^B2\n'
    "  Liabilities:Payable  -1000 EUR\n"
    '  Expenses:Goods  1000 EUR\n    tax: "eu-services-in"\n'
    '  Assets:Input-Tax  220 EUR\n    tax: "eu-services-in"\n'
    '  Liabilities:Tax  -220 EUR\n    tax: "eu-services-in"\n'
)
QUARTER = (
    sale("2026-01-15", "1", [("10000", "2200", "it22")], currency=EURO),
    sale("2026-01-16", "2", [("500", "0", "it-exempt")], currency=EURO),
    purchase("2026-02-01", "B1", [("4000", "880", "it22-in")], currency=EURO),
    ADVICE,
)


def settled(books):
    """The postings of settlement entries: account and amount."""
    return [
        (posting.account, posting.units.number)
        for txn in books.directives
        if "tax-return" in txn.meta
        for posting in txn.postings
    ]


def balance(books, account):
    return sum(
        posting.units.number
        for txn in books.directives
        for posting in getattr(txn, "postings", ())
        if posting.account == account
    )


def test_filing_settles_the_tax_accounts_against_what_is_owed(tmp_path):
    books = file_return(load(tmp_path, BOOK, *QUARTER), "2026-Q1", MAY)
    assert settled(books) == [
        ("Liabilities:Tax", Decimal("2420.00")),
        ("Assets:Input-Tax", Decimal("-1100.00")),
        ("Expenses:Interest", Decimal("13.20")),
        ("Liabilities:Tax-Payable", Decimal("-1333.20")),
    ]
    assert balance(books, "Liabilities:Tax") == balance(books, "Assets:Input-Tax") == 0
    assert not books.trust_findings()
    [filing] = books.filed_returns.filings.all
    assert filing.amount == Decimal("1333.20")
    assert filing.due == date(2026, 5, 18)  # The 16th is a Saturday.


def test_a_form_that_cuts_cents_settles_the_rest_to_rounding(tmp_path):
    books = load(
        tmp_path,
        head("DE", EURO) + OFFICE + code("de19", "0.19", "sales", "S"),
        sale("2026-03-15", "1", [("10000.60", "1900.11", "de19")], currency=EURO),
    )
    books = file_return(books, "2026-03", date(2026, 4, 8))
    assert settled(books) == [
        ("Liabilities:Tax", Decimal("1900.11")),
        ("Expenses:Rounding", Decimal("-0.11")),
        ("Liabilities:Tax-Payable", Decimal("-1900.00")),
    ]


def test_a_period_is_filed_once_and_not_before_it_is_over(tmp_path):
    books = load(tmp_path, BOOK, *QUARTER)
    with pytest.raises(UsageError, match="is not over"):
        file_return(books, "2026-Q1", date(2026, 3, 31))
    books = file_return(books, "2026-Q1", MAY)
    with pytest.raises(UsageError, match="nothing that it counts was changed since"):
        file_return(books, "2026-Q1", MAY)
    with pytest.raises(UsageError, match="has days in common with it-lipe 2026-Q1"):
        file_return(books, "2026-02", MAY)


def test_without_an_account_of_what_is_owed_the_line_to_write_is_said(tmp_path):
    books = load(tmp_path, BOOK.replace('  role: "tax-payable"\n', ""), *QUARTER)
    books = file_return(books, "2026-Q1", MAY)
    assert ("Liabilities:Tax-Payable", Decimal("-1333.20")) in settled(books)
    other = BOOK.replace("Tax-Payable", "Fisc").replace('  role: "tax-payable"\n', "")
    with pytest.raises(UsageError, match=r'open Liabilities:Tax-Payable with role: "t'):
        file_return(load(tmp_path, other, *QUARTER), "2026-Q1", MAY)


def filed_changes_of(books):
    return [f for f in books.trust_findings() if f.kind.name == "filed-return"]


def edit(books, old, new):
    """The books with a piece of text replaced, loaded anew."""
    path = Path(books.filename)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return ledgerkit.load(books.filename)


def test_a_filed_posting_that_is_changed_is_named_once_with_its_route(tmp_path):
    books = file_return(load(tmp_path, BOOK, *QUARTER), "2026-Q1", MAY)
    books = edit(books, "Income:Sales  -500 EUR", "Income:Sales  -600 EUR")
    books = edit(books, "Receivable  500 EUR", "Receivable  600 EUR")
    [found] = filed_changes_of(books)
    assert found.place.lineno
    assert found.message == (
        "filed return it-lipe 2026-Q1: Income:Sales of 2 was changed: 500.00 under"
        " it-exempt on 2026-01-16 in VP2 was filed, now 600.00 under it-exempt on"
        " 2026-01-16 in VP2; put it back, or hand in a new communication, which takes"
        " the place of the one before, and run ledgerkit tax-return 2026-Q1 --file"
    )


def test_what_is_only_written_otherwise_raises_nothing(tmp_path):
    books = file_return(load(tmp_path, BOOK, *QUARTER), "2026-Q1", MAY)
    path = Path(books.filename)
    text = path.read_text(encoding="utf-8")
    moved = QUARTER[0]
    assert moved in text
    other = path.with_name("sales.beancount")
    other.write_text("; moved\n" + moved.replace("  Income", "     Income"))
    path.write_text(
        'include "sales.beancount"\n; a comment\n' + text.replace(moved, "")
    )
    assert not filed_changes_of(ledgerkit.load(books.filename))


def test_a_corrected_return_takes_the_place_and_settles_the_difference(tmp_path):
    books = file_return(load(tmp_path, BOOK, *QUARTER), "2026-Q1", MAY)
    late = purchase("2026-03-30", "B9", [("100", "22", "it22-in")], currency=EURO)
    path = Path(books.filename)
    path.write_text(path.read_text(encoding="utf-8") + late)
    books = ledgerkit.load(books.filename)
    assert len(filed_changes_of(books)) == 2
    books = file_return(books, "2026-Q1", date(2026, 6, 30))
    assert not filed_changes_of(books)
    assert settled(books)[-3:] == [
        ("Assets:Input-Tax", Decimal("-22.00")),
        ("Expenses:Interest", Decimal("-0.22")),
        ("Liabilities:Tax-Payable", Decimal("22.22")),
    ]
    assert balance(books, "Assets:Input-Tax") == 0
    with pytest.raises(UsageError, match="nothing that it counts was changed since"):
        file_return(books, "2026-Q1", date(2026, 6, 30))


POUNDS = "GBP"
BRITISH = (
    head("GB", POUNDS)
    + '2020-01-01 open Liabilities:Tax-Payable\n  role: "tax-payable"\n'
    + code("gb20", "0.20", "sales", "S")
    + code("gb20-in", "0.20", "purchase", "S")
)


def test_small_british_errors_count_in_the_next_return(tmp_path):
    books = load(
        tmp_path,
        BRITISH,
        sale("2026-01-15", "1", [("1000", "200", "gb20")], currency=POUNDS),
        sale("2026-04-15", "2", [("500", "100", "gb20")], currency=POUNDS),
    )
    books = file_return(books, "2026-Q1", date(2026, 5, 7))
    late = sale("2026-03-31", "3", [("50", "10", "gb20")], currency=POUNDS)
    path = Path(books.filename)
    path.write_text(path.read_text(encoding="utf-8") + late)
    books = ledgerkit.load(books.filename)
    assert len(filed_changes_of(books)) == 2
    found = boxes(books, "2026-Q2")
    assert (found["1"], found["6"]) == (Decimal("110.00"), Decimal(550))
    rows = {row["box"]: row for row in books.tax_return("2026-Q2").to_dicts()}
    assert rows["1"]["earlier"] == Decimal("10.00")
    with pytest.raises(UsageError, match="counts in the next return"):
        file_return(books, "2026-Q1", date(2026, 6, 1))
    books = file_return(books, "2026-Q2", date(2026, 8, 7))
    assert not filed_changes_of(books)
    assert balance(books, "Liabilities:Tax") == 0
    assert balance(books, "Liabilities:Tax-Payable") == Decimal("-310.00")
    assert boxes(books, "2026-Q3") == {}


def test_large_british_errors_are_told_in_a_notice(tmp_path):
    books = load(
        tmp_path,
        BRITISH,
        sale("2026-01-15", "1", [("1000", "200", "gb20")], currency=POUNDS),
    )
    books = file_return(books, "2026-Q1", date(2026, 5, 7))
    late = sale("2026-03-31", "3", [("60000", "12000", "gb20")], currency=POUNDS)
    path = Path(books.filename)
    path.write_text(path.read_text(encoding="utf-8") + late)
    books = ledgerkit.load(books.filename)
    assert "a separate notice to HMRC" in filed_changes_of(books)[0].message
    assert boxes(books, "2026-Q2") == {}
    rows = {row["box"]: row for row in books.tax_return("2026-Q1").to_dicts()}
    assert (rows["1"]["filed"], rows["1"]["amount"], rows["1"]["difference"]) == (
        Decimal("200.00"),
        Decimal("12200.00"),
        Decimal("12000.00"),
    )
    books = file_return(books, "2026-Q1", date(2026, 6, 1))
    assert not filed_changes_of(books)


def test_an_entry_that_no_longer_settles_its_return_is_named(tmp_path):
    books = file_return(load(tmp_path, BOOK, *QUARTER), "2026-Q1", MAY)
    text = Path(books.filename).read_text(encoding="utf-8")
    at = text.index('2026-03-31 * "Settlement')
    Path(books.filename).write_text(text[:at])
    found = [f.message for f in ledgerkit.load(books.filename).trust_findings()]
    assert [m for m in found if "2420.00 EUR of what it counts isn't settled" in m]


def test_tax_that_no_box_takes_is_named(tmp_path):
    flat = '2026-01-01 custom "tax-scheme" "flat-rate" 0.13\n'
    books = load(
        tmp_path,
        BRITISH,
        flat,
        "2020-01-01 open Income:Flat-Rate\n",
        sale("2026-01-15", "1", [("10000", "2000", "gb20")], currency=POUNDS),
        purchase("2026-02-01", "B1", [("300", "60", "gb20-in")], currency=POUNDS),
    )
    with pytest.raises(UsageError, match=r"440\.00 GBP more stands on accounts of tax"):
        file_return(books, "2026-Q1", date(2026, 5, 7))
    accounts = SettlementAccounts(difference="Income:Flat-Rate")
    books = file_return(books, "2026-Q1", date(2026, 5, 7), accounts=accounts)
    assert balance(books, "Income:Flat-Rate") == Decimal("-440.00")
    assert balance(books, "Liabilities:Tax") == 0
    [found] = [f for f in books.findings() if f.kind.name == "tax-in-no-box"]
    assert "60.00 GBP under gb20-in stands on Assets:Input-Tax" in found.message
    assert not books.trust_findings()


def test_what_is_not_due_yet_stays_on_its_account(tmp_path):
    books = load(
        tmp_path,
        BRITISH,
        '2026-01-01 custom "tax-scheme" "cash"\n',
        sale("2026-01-15", "1", [("49.95", "9.99", "gb20")], currency=POUNDS),
        payment("2026-02-10", "1", "29.97", currency=POUNDS),
        payment("2026-05-10", "1", "29.97", currency=POUNDS),
    )
    notes = books.tax_return("2026-Q1").notes
    moved = "Accounts of tax moved by 9.99 GBP: 5.00 GBP is in this return;"
    assert f"{moved} 4.99 GBP falls due later." in notes
    books = file_return(books, "2026-Q1", date(2026, 5, 7))
    assert balance(books, "Liabilities:Tax") == Decimal("-4.99")
    books = file_return(books, "2026-Q2", date(2026, 8, 7))
    assert balance(books, "Liabilities:Tax") == 0
    assert not books.trust_findings()


def test_what_is_carried_over_is_taken_from_the_filing_before(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        purchase("2025-10-10", "B0", [("500", "110", "it22-in")], currency=EURO),
        purchase("2026-01-10", "B1", [("500", "110", "it22-in")], currency=EURO),
        sale("2026-04-10", "1", [("1100", "242", "it22")], currency=EURO),
        sale("2026-07-10", "2", [("1000", "220", "it22")], currency=EURO),
    )
    books = file_return(books, "2025-Q4", date(2026, 1, 20))
    assert boxes(books, "2026-Q1")["VP9"] == Decimal("110.00")
    assert "VP8" not in boxes(books, "2026-Q1")
    books = file_return(books, "2026-Q1", MAY)
    second = boxes(books, "2026-Q2")
    assert (second["VP8"], second["VP14"]) == (Decimal("220.00"), Decimal("22.22"))
    third = books.tax_return("2026-Q3")
    assert [n for n in third.notes if "nothing is carried over" in n]
    books = file_return(books, "2026-Q2", date(2026, 8, 20))
    third = boxes(books, "2026-Q3")
    # 1 % of what is owed with the small debt of before.
    assert (third["VP7"], third["VP12"]) == (Decimal("22.22"), Decimal("2.42"))
    books = file_return(books, "2026-Q3", date(2026, 11, 16))
    assert balance(books, "Liabilities:Tax-Payable") == -third["VP14"]


def test_the_advance_is_by_what_was_owed_a_year_before(tmp_path):
    book = (
        BOOK,
        sale("2025-11-10", "1", [("1000", "220", "it22")], currency=EURO),
        sale("2026-11-10", "2", [("1000", "220", "it22")], currency=EURO),
    )
    notes = load(tmp_path, *book).tax_return("2026-Q4").notes
    assert [n for n in notes if "The advance by 2026-12-28 is 193.60 EUR, 88 %" in n]
    little = sale("2025-11-10", "1", [("500", "110", "it22")], currency=EURO)
    notes = load(tmp_path, BOOK, little).tax_return("2026-Q4").notes
    assert [n for n in notes if "No advance is due: 88 % of 110.00 EUR" in n]


def test_tax_of_a_document_without_a_code_is_named(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-01-15 * "Client" "Work" ^1\n'
        "  Assets:Receivable  322 EUR\n"
        '  Income:Sales  -100 EUR\n    tax: "it22"\n'
        "  Income:Sales  -200 EUR\n"
        "  Liabilities:Tax  -22 EUR\n"
        '2026-02-16 * "Office" "Paid"\n'
        "  Liabilities:Tax  22 EUR\n"
        "  Assets:Bank  -22 EUR\n",
    )
    kinds = [(f.kind.name, f.advice) for f in books.findings()]
    assert ("tax-without-code", False) in kinds
    assert ("line-without-code", True) in kinds
    assert len([k for k, _ in kinds if k == "tax-without-code"]) == 1


def test_a_stated_figure_that_is_changed_is_named_and_corrected(tmp_path):
    stated = '2026-05-01 custom "tax-figure" "it-lipe" "2026-Q1" "VP9" 320.00 EUR\n'
    books = file_return(load(tmp_path, BOOK, *QUARTER, stated), "2026-Q1", MAY)
    assert balance(books, "Liabilities:Tax-Payable") == Decimal("-1330.00")
    books = edit(books, "320.00 EUR", "120.00 EUR")
    [found] = filed_changes_of(books)
    assert "VP9 320.00 EUR, now 120.00 EUR" in found.message
    books = file_return(books, "2026-Q1", date(2026, 6, 1))
    assert not filed_changes_of(books)
    # Only the interest of 1 % on 200.00 more.
    assert settled(books)[-2:] == [
        ("Expenses:Interest", Decimal("2.00")),
        ("Liabilities:Tax-Payable", Decimal("-2.00")),
    ]


def test_a_correction_changes_what_the_next_filed_return_carries(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        purchase("2026-01-10", "B1", [("500", "110", "it22-in")], currency=EURO),
        sale("2026-04-10", "1", [("1100", "242", "it22")], currency=EURO),
    )
    books = file_return(books, "2026-Q1", MAY)
    books = file_return(books, "2026-Q2", date(2026, 8, 20))
    books = edit(books, "Expenses:Goods  500 EUR", "Expenses:Goods  600 EUR")
    books = edit(books, "Assets:Input-Tax  110 EUR", "Assets:Input-Tax  132 EUR")
    books = edit(books, "Payable  -610 EUR", "Payable  -732 EUR")
    books = file_return(books, "2026-Q1", date(2026, 9, 1))
    assert not filed_changes_of(books)
    [found] = [f for f in books.findings() if f.kind.name == "filed-return"]
    assert "filed return it-lipe 2026-Q2: it was filed with VP8 110.00" in found.message
    books = file_return(books, "2026-Q2", date(2026, 9, 1))
    assert not books.trust_findings()
    owed = boxes(books, "2026-Q2")["VP14"]
    assert balance(books, "Liabilities:Tax-Payable") == -owed


def test_a_list_that_is_gone_or_was_changed_is_named(tmp_path):
    books = file_return(load(tmp_path, BOOK, *QUARTER), "2026-Q1", MAY)
    path = tmp_path / "tax-returns" / "it-lipe-2026-Q1.filed"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert not filed_changes_of(ledgerkit.load(books.filename))
    path.write_text(text.replace("VP2 10500", "VP2 10400"), encoding="utf-8")
    [found] = filed_changes_of(ledgerkit.load(books.filename))
    assert "is not the one that was filed" in found.message
    path.unlink()
    [found] = filed_changes_of(ledgerkit.load(books.filename))
    assert "can't be read" in found.message


def test_an_entry_whose_filing_was_taken_out_is_named(tmp_path):
    books = file_return(load(tmp_path, BOOK, *QUARTER), "2026-Q1", MAY)
    path = Path(books.filename)
    text = path.read_text(encoding="utf-8")
    start, end = (
        text.index('2026-05-16 custom "tax-filing"'),
        text.index("2026-03-31 *"),
    )
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    found = [f.message for f in ledgerkit.load(books.filename).trust_findings()]
    assert [m for m in found if "the entry settles it-lipe 2026-Q1, and no" in m]


def test_a_filing_that_stands_twice_is_named(tmp_path):
    books = file_return(load(tmp_path, BOOK, *QUARTER), "2026-Q1", MAY)
    path = Path(books.filename)
    text = path.read_text(encoding="utf-8")
    start, end = (
        text.index('2026-05-16 custom "tax-filing"'),
        text.index("2026-03-31 *"),
    )
    path.write_text(text + text[start:end], encoding="utf-8")
    [found] = filed_changes_of(ledgerkit.load(books.filename))
    assert "has days in common with it-lipe 2026-Q1" in found.message


def test_tax_in_another_currency_is_settled_in_it(tmp_path):
    dollars = (
        '2026-01-05 * "Client" "Work" ^1\n'
        "  Assets:Receivable  122 USD @@ 110.01 EUR\n"
        '  Income:Sales  -100 USD @@ 90.17 EUR\n    tax: "it22"\n'
        '  Liabilities:Tax  -22 USD @@ 19.84 EUR\n    tax: "it22"\n'
    )
    home = sale("2026-01-15", "2", [("100", "22", "it22")], currency=EURO)
    books = file_return(load(tmp_path, BOOK, dollars, home), "2026-Q1", MAY)
    assert not books.trust_findings()
    held = {}
    for txn in books.directives:
        for posting in getattr(txn, "postings", ()):
            if posting.account == "Liabilities:Tax":
                key = posting.units.currency
                held[key] = held.get(key, 0) + posting.units.number
    assert held == {"USD": 0, "EUR": 0}
    assert ("Liabilities:Tax", Decimal("22.00")) in settled(books)
    assert [n for _, n in settled(books)][-1] == Decimal("-42.26")


def test_french_corrections_go_to_lines_of_their_own(tmp_path):
    books = load(
        tmp_path,
        head("FR", EURO) + OFFICE + code("fr20", "0.20", "sales", "S"),
        '2026-01-01 custom "tax-scheme" "debits"\n',
        sale("2026-01-15", "1", [("1000", "200", "fr20")], currency=EURO),
        sale("2026-02-15", "2", [("500", "100", "fr20")], currency=EURO),
    )
    books = file_return(books, "2026-01", date(2026, 2, 20))
    late = sale("2026-01-31", "3", [("50", "10", "fr20")], currency=EURO)
    path = Path(books.filename)
    path.write_text(path.read_text(encoding="utf-8") + late)
    found = boxes(ledgerkit.load(books.filename), "2026-02")
    assert (found["08"], found["15"], found["B5"], found["16"]) == (500, 10, 50, 110)
    books = file_return(ledgerkit.load(books.filename), "2026-02", date(2026, 3, 20))
    assert not books.trust_findings()
    assert balance(books, "Liabilities:Tax") == 0
    assert balance(books, "Liabilities:Tax-Payable") == -310
