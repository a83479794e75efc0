"""What is disputed is told in one place, and every report and letter says the same."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS

from ledgerkit.api import load
from ledgerkit.open_items.dispute import Dispute, disputed_of
from ledgerkit.open_items.document import Document, DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection.statement import StatementKind

D = Decimal
DURING, AFTER = date(2026, 3, 1), date(2026, 3, 20)


def disputed(table):
    """The column's cells that aren't empty, and its total."""
    cells = [row.cells["disputed"] for row in table.rows]
    total = [cells["disputed"] for cells in table.totals]
    return [cell for cell in cells if cell is not None], total


@pytest.mark.parametrize(
    ("stated", "amount"),
    [
        ([], None),
        (["0"], None),
        (["30"], "30"),
        (["30", "40"], "70"),
        # Never more than is open, and all of it where nobody says how much.
        (["30", "90"], "100"),
        ([None], "100"),
        ([None, "30"], "100"),
        (["-5"], None),
    ],
)
def test_disputes_add_up_to_at_most_what_is_open(stated, amount):
    invoice = Document(
        side=Side.RECEIVABLE,
        kind=DocumentKind.INVOICE,
        number="INV-1",
        party="acme",
        issued=DURING,
        currency="EUR",
        amount=D(150),
        settled=D(50),
        due_parts=(),
        due_is_stated=True,
        postings=(),
        settlements=(),
    )
    disputes = [
        Dispute(since=DURING, reason="why", stated=None if n is None else D(n))
        for n in stated
    ]
    found = disputed_of(invoice, disputes)
    assert (found and found.amount) == (None if amount is None else D(amount))
    # A credit, or what is paid too much, can't be disputed.
    assert disputed_of(replace(invoice, settled=D(151)), disputes) is None
    assert disputed_of(replace(invoice, settled=D(150)), disputes) is None


def told(books, number, day, side=Side.RECEIVABLE):
    found = books.disputes.of(books.find_document(number, side=side, as_of=day), day)
    return found and (found.amount, found.since.isoformat(), found.why)


def test_every_report_marks_the_disputed_part_of_what_is_open(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
    2026-01-15 * "Acme" "Brochure" ^INV-1
      due: 2026-01-31
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-01-20 * "Acme" "Poster" ^INV-2
      due: 2026-01-31
      Assets:Receivable   120.00 EUR
      Income:Services
    2026-01-25 * "Acme" "Cards" ^INV-3
      due: 2026-03-31
      Assets:Receivable    80.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Two pages are missing"
      client: "acme"
      kind: "dispute"
      invoice: "INV-1"
      disputed: 200.00 EUR
    2026-03-20 custom "case" "case-7"
      status: "resolved"
    2026-02-12 note Assets:Receivable "They called" ^INV-2
      dispute: "too small"
    2026-02-15 * "Acme" "Part" ^INV-2
      Assets:Bank          50.00 EUR
      Assets:Receivable
    """
    reports = [
        lambda day: books.open_items(as_of=day),
        lambda day: books.documents(as_of=day),
        lambda day: books.statement("acme", as_of=day),
    ]
    for report in reports:
        # All that is left of 120 less 50, and the stated 200 of 500.
        assert sorted(disputed(report(DURING))[0]) == [D("70.00"), D("200.00")]
        assert disputed(report(DURING))[1] == [D("270.00")]
        assert disputed(report(AFTER)) == ([D("70.00")], [D("70.00")])
        before = report(date(2026, 2, 9))
        assert "disputed" not in [column.key for column in before.shown_columns]
    aged = books.aging(as_of=DURING)
    assert disputed(aged) == ([D("270.00")], [D("270.00")])
    # "Of which": the ages sum to the balance as they do without it.
    [cells] = [row.cells for row in aged.rows]
    assert (cells["not_due"], cells["1_30"], cells["balance"]) == (80, 570, 650)


def test_a_part_that_falls_due_first_is_disputed_first(books):
    """
    2026-01-15 * "Acme" "Brochure" ^INV-1
      terms: "40% 0, 60% 30"
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Two pages are missing"
      invoice: "INV-1"
      disputed: 250.00 EUR
    """
    table = books.open_items(as_of=DURING, by_part=True)
    cells = [(row.cells["open"], row.cells["disputed"]) for row in table.rows]
    assert cells == [(200, 200), (300, 50)]


def test_several_disputes_add_up_to_what_is_open_at_most(books):
    """
    2026-01-15 * "Acme" "Brochure" ^INV-1
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Too dark"
      invoice: "INV-1"
      disputed: 200.00 EUR
    2026-02-09 custom "case" "case-8" "Too late"
      invoice: "INV-1"
      disputed: 250.00 EUR
    2026-02-20 custom "case" "case-9" "Too small"
      invoice: "INV-1"
      disputed: 60.00 EUR
    2026-02-05 note Assets:Receivable "They called" ^INV-1
      dispute: "odd"
    """
    why = "Too late (case-8); Too dark (case-7)"
    # A note says that something is wrong, and the cases how much of it.
    assert told(books, "INV-1", date(2026, 2, 8)) == (D(500), "2026-02-05", "odd")
    assert told(books, "INV-1", date(2026, 2, 19)) == (D(450), "2026-02-09", why)
    why += "; Too small (case-9)"
    assert told(books, "INV-1", DURING) == (D(500), "2026-02-09", why)


def test_nothing_is_disputed_of_what_is_paid_or_credited(books):
    """
    2026-01-15 * "Acme" "Brochure" ^INV-1
      dispute: "too dark"
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-15 * "Acme" "Transfer" ^INV-1
      Assets:Bank         600.00 EUR
      Assets:Receivable  -600.00 EUR
        invoice: "INV-1"
    2026-01-15 * "Acme" "Poster" ^INV-2
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Nothing, after all"
      invoice: "INV-2"
      disputed: 0.00 EUR
    """
    assert told(books, "INV-1", date(2026, 2, 14)) == (D(500), "2026-01-15", "too dark")
    assert told(books, "INV-1", DURING) is None
    assert told(books, "INV-2", DURING) is None


def test_a_reminder_asks_for_the_rest_with_interest_on_the_rest(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
    2026-01-15 * "Acme" "Brochure" ^INV-1
      due: 2026-01-31
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Two pages are missing"
      client: "acme"
      invoice: "INV-1"
      disputed: 200.00 EUR
    2026-01-15 * "Acme" "Poster" ^INV-2
      due: 2026-01-31
      Assets:Receivable    90.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-8" "Too dark"
      client: "acme"
      invoice: "INV-2"
    2026-01-01 custom "reminder-level" 1
      days: 7
      interest: 0.10
    """
    table = books.reminders(as_of=DURING)
    rows = {row.cells["number"]: row.cells for row in table.rows}
    # 300 at 10 % for 29 of 365 days: 2.3835…; on the whole 500 it would be 3.97.
    keys = ("action", "amount", "disputed", "interest")
    assert [rows["INV-1"][key] for key in keys] == ["send", 300, 200, D("2.38")]
    assert [rows["INV-2"][key] for key in keys] == ["hold", 0, 90, 0]
    assert rows["INV-2"]["why"] == (
        "29 days late, but disputed since 2026-02-10: Too dark (case-8)"
    )
    [total] = table.totals
    assert (total["amount"], total["interest"]) == (300, D("2.38"))
    [letter] = books.reminder_plan(DURING).letters
    assert letter.to_pay == D("302.38")
    page = books.reminder_page(letter, day=DURING)
    assert (
        "INV-1: €200.00 has been disputed since 10 February 2026; we do not ask for"
        " it here."
    ) in page
    assert "INV-2" not in page


def test_a_rest_below_the_minimum_is_not_worth_a_letter(books):
    """
    2026-01-01 custom "ledgerkit" "reminder-minimum" 10
    2026-01-15 * "Acme" "Brochure" ^INV-1
      due: 2026-01-31
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Two pages are missing"
      invoice: "INV-1"
      disputed: 490.01 EUR
    """
    [reminder] = books.reminder_plan(DURING).reminders
    assert reminder.decision.value == "hold"
    assert reminder.why.endswith("but the rest is below the minimum of 10")


def test_a_statement_says_what_is_disputed_and_asks_for_the_rest(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
    2026-01-15 * "Acme" "Brochure" ^INV-1
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "They are whining about two pages"
      client: "acme"
      invoice: "INV-1"
      disputed: 200.00 EUR
    """
    for kind in StatementKind:
        [found] = books.statements_of("acme", as_of=DURING, kind=kind)
        page = re.sub(r"\s+", " ", books.statement_page(found))
        assert "INV-1: of €500.00, €200.00 has been disputed since" in page
        assert "10 February 2026." in page
        assert (
            '<th scope="row">Of which disputed</th> <td class="number">€200.00</td>'
        ) in page
        assert (
            '<th scope="row">Amount to pay</th> <td class="number">€300.00</td>'
        ) in page
        # Our words about it are for us.
        assert "whining" not in page
    [found] = books.statements_of("acme", as_of=date(2026, 2, 9))
    assert "disputed" not in books.statement_page(found)


def test_bills_are_disputed_by_their_key_or_a_note_on_what_we_owe(books):
    """
    2026-01-15 * "Werk" "Tools" ^R-1
      dispute: "rusty"
      Liabilities:Payable  -70.00 EUR
      Expenses:Purchases
    2026-01-16 * "Werk" "Nails" ^R-2
      Liabilities:Payable  -30.00 EUR
      Expenses:Purchases
    2026-01-16 * "Acme" "An invoice of ours with the same number" ^R-2
      Assets:Receivable     30.00 EUR
      Income:Services
    2026-02-01 note Liabilities:Payable "On the telephone" ^R-2
      dispute: "bent"
    2026-02-20 note Liabilities:Payable "New ones came" ^R-2
      dispute-ended: "replaced"
    """
    payable = Side.PAYABLE
    day = date(2026, 2, 10)
    assert told(books, "R-1", day, payable) == (D(70), "2026-01-15", "rusty")
    assert told(books, "R-2", day, payable) == (D(30), "2026-02-01", "bent")
    assert told(books, "R-2", DURING, payable) is None
    assert told(books, "R-2", day) is None
    assert disputed(books.aging(as_of=day, side=payable)) == ([D(100)], [D(100)])


_CENTS = st.integers(1, 50_000).map(lambda cents: D(cents) / 100)
_DAY = date(2026, 1, 31)


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(_CENTS, _CENTS, st.lists(_CENTS, max_size=2), st.booleans()),
        max_size=4,
    )
)
def test_no_more_is_disputed_than_is_open_and_the_columns_sum(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("disputes") / "main.beancount"
    text = [ACCOUNTS]
    for number, (amount, paid, cases, has_key) in enumerate(lines):
        key = '  dispute: "colour"\n' if has_key else ""
        text.append(
            f'2026-01-01 * "P{number % 2}" "" ^N-{number}\n{key}'
            f"  Assets:Receivable  {amount} EUR\n  Income:Services\n"
            f'2026-01-02 * "P{number % 2}" "" ^N-{number}\n'
            f"  Assets:Bank  {min(paid, amount)} EUR\n  Assets:Receivable\n"
        )
        text += [
            f'2026-01-03 custom "case" "c-{number}-{place}" "Dark"\n'
            f'  invoice: "N-{number}"\n  disputed: {stated} EUR\n'
            for place, stated in enumerate(cases)
        ]
    path.write_text("\n".join(text))
    books = load(path)
    items = books.open_items(as_of=_DAY)
    for row in items.rows:
        assert (row.cells["disputed"] or 0) <= row.cells["open"]
    sums = {sum(disputed(table)[0]) for table in (items, books.aging(as_of=_DAY))}
    totals = [disputed(table)[1] for table in (items, books.aging(as_of=_DAY))]
    assert len(sums) == 1
    assert all(sum(total) in sums for total in totals)
    # Nothing was disputed the day before anybody said so.
    if not any(has_key for *_, has_key in lines):
        assert not disputed(books.aging(as_of=date(2026, 1, 2)))[0]
    # The forecast counts on all but that.
    forecast = books.forecast_items(as_of=_DAY).to_dicts()
    assert {
        sum(row["amount"] for row in forecast if "disputed" in row["reason"])
    } == sums
