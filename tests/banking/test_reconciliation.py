"""Reconciliation: the books beside a statement, for any past day, to the cent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit import load
from ledgerkit.banking.booked_statement import BankPosting, BookedStatement
from ledgerkit.banking.reconciliation.guess import is_transposed, misreading
from ledgerkit.banking.reconciliation.reconcile import reconcile_statement
from ledgerkit.banking.statement import StatementLine
from ledgerkit.errors import Place, UsageError

BANK = "Assets:Bank"
JANUARY = date(2026, 1, 1), date(2026, 1, 31)


def posting(day, amount, *, cleared=None, reference="", place=1, **facts):
    return BankPosting(
        day=date(2026, *day),
        amount=Decimal(amount),
        currency="EUR",
        cleared=date(2026, *cleared) if cleared else None,
        reference=reference,
        place=Place("main.beancount", place),
        **facts,
    )


def january(closing, opening="0.00"):
    return BookedStatement(
        account=BANK,
        id="2026-01",
        currency="EUR",
        since=JANUARY[0],
        day=JANUARY[1],
        opening=Decimal(opening),
        closing=Decimal(closing),
        place=Place("main.beancount", 99),
    )


def line(day, amount, reference=""):
    return StatementLine(
        day=date(2026, *day),
        amount=Decimal(amount),
        currency="EUR",
        reference=reference,
        place=Place("january.xml", 7),
    )


def sentences(found):
    return [(e.amount, e.sentence) for e in found.explanations]


def test_what_clears_later_was_outstanding_then(books):
    """
    2026-01-30 * "Bianchi" "Cheque"
      Assets:Bank        -300.00 EUR
        bank-ref: "7"
        bank-date: 2026-02-02
      Expenses:Purchases

    2026-01-31 custom "statement" Assets:Bank "2026-01" 0.00 EUR
    2026-02-28 custom "statement" Assets:Bank "2026-02" -300.00 EUR
      opening: 0.00 EUR
    """
    banks = books.statements_read
    found = banks.reconcile(banks.find(BANK, "2026-01", as_of=date.max))
    assert found.book_balance == found.outstanding_payments == -300
    assert (found.expected, found.difference) == (0, 0)
    found = banks.reconcile(banks.find(BANK, None, as_of=date(2026, 3, 1)))
    assert (found.outstanding, found.difference) == ([], 0)
    assert books.findings() == []


def test_what_the_bank_booked_before_we_did_is_added():
    movements = [posting((2, 1), "50.00", cleared=(1, 31))]
    found = reconcile_statement(january("50.00"), movements)
    assert found.book_balance == 0
    assert (found.expected, found.difference) == (50, 0)


def test_before_statements_were_kept_everything_has_cleared_on_its_date():
    before = BankPosting(
        day=date(2025, 6, 1),
        amount=Decimal(1000),
        currency="EUR",
        place=Place("main.beancount", 1),
    )
    unmarked = posting((1, 20), "10.00")
    marked = posting((1, 9), "5.00", cleared=(1, 9))
    found = reconcile_statement(
        january("1005.00", opening="1000.00"), [before, marked, unmarked]
    )
    assert found.outstanding == [unmarked]
    assert found.difference == 0


OPENED_ON_THE_FIRST_DAY = """
2026-01-01 * "Opening balances"
  Assets:Bank         100.00 EUR
  Equity:Opening-Balances
2026-01-09 * "Acme" "Fee"
  Assets:Bank          30.00 EUR
    bank-ref: "A-9"
  Income:Services
"""


@pytest.mark.parametrize(
    "statement",
    [
        "from: 2026-01-01\n  opening: 100.00 EUR",
        "from: 2026-01-01",
        "from: 2025-06-01",
        "opening: 100.00 EUR",
        "",
    ],
)
@pytest.mark.parametrize(
    "opened",
    [
        OPENED_ON_THE_FIRST_DAY,
        OPENED_ON_THE_FIRST_DAY.replace("Opening-Balances", "Saldi-Iniziali"),
        OPENED_ON_THE_FIRST_DAY.replace("2026-01-01 *", "2026-01-01 !"),
        OPENED_ON_THE_FIRST_DAY.replace(
            '2026-01-01 * "Opening balances"\n  Assets:Bank         100.00 EUR\n'
            "  Equity:Opening-Balances",
            "2026-01-01 pad Assets:Bank Equity:Opening-Balances\n"
            "2026-01-09 balance Assets:Bank 100.00 EUR",
        ),
    ],
)
def test_an_opening_balance_is_never_outstanding(tmp_path, opened, statement):
    file = tmp_path / "main.beancount"
    file.write_text(
        "1970-01-01 open Assets:Bank\n1970-01-01 open Income:Services\n"
        "1970-01-01 open Equity:Opening-Balances\n1970-01-01 open Equity:Saldi-Iniziali"
        f'{opened}2026-01-31 custom "statement" Assets:Bank "1" 130.00 EUR\n'
        f"  {statement}\n"
    )
    books = load(file)
    assert not books.errors
    banks = books.statements_read
    found = banks.reconcile(banks.find(BANK, None, as_of=date(2026, 1, 31)))
    assert found.outstanding == []
    assert (found.expected, found.difference) == (130, 0)
    assert [f.message for f in books.findings()] == []


def test_the_statement_before_the_books_agrees_with_their_opening_balance(books):
    """
    2026-01-01 * "Opening balances"
      Assets:Bank         100.00 EUR
      Equity:Opening-Balances
    2025-12-31 custom "statement" Assets:Bank "2025-12" 100.00 EUR
    """
    banks = books.statements_read
    assert banks.reconcile(banks.find(BANK, None, as_of=date.max)).difference == 0
    assert books.findings() == []


def test_an_owner_who_pays_in_is_outstanding_until_the_bank_has_it(books):
    """
    2026-01-02 * "Fee"
      Assets:Bank         30.00 EUR
        bank-ref: "A-2"
      Income:Services
    1970-01-01 open Equity:Capital
    2026-01-31 * "Owner" "Paid in"
      Assets:Bank         40.00 EUR
      Equity:Capital
    2026-01-31 custom "statement" Assets:Bank "1" 30.00 EUR
    """
    banks = books.statements_read
    found = banks.reconcile(banks.find(BANK, None, as_of=date.max))
    assert found.outstanding_deposits == 40
    assert found.difference == 0


def test_where_nothing_says_that_it_cleared_only_what_is_flagged_is_outstanding(books):
    """
    2026-01-10 * "Sale"
      Assets:Bank         500.00 EUR
      Income:Services
    2026-01-30 ! "Bianchi" "Bill"
      Assets:Bank        -300.00 EUR
      Expenses:Purchases
    2026-01-31 custom "statement" Assets:Bank "2026-01" 500.00 EUR
    """
    banks = books.statements_read
    found = banks.reconcile(banks.find(BANK, None, as_of=date(2026, 1, 31)))
    assert found.difference == 0
    notes = books.reconciliation(found).notes
    assert notes[0].startswith("No posting to the account has a bank-ref:")


def test_what_moves_within_the_account_the_bank_never_sees(books):
    """
    1970-01-01 open Assets:Bank:Reserved
    2026-01-05 * "Sale"
      Assets:Bank         500.00 EUR
        bank-ref: "1"
      Income:Services
    2026-01-10 * "For the tax"
      Assets:Bank        -100.00 EUR
      Assets:Bank:Reserved
    2026-01-31 custom "statement" Assets:Bank "2026-01" 500.00 EUR
    """
    banks = books.statements_read
    found = banks.reconcile(banks.find(BANK, None, as_of=date(2026, 1, 31)))
    assert (found.book_balance, found.outstanding) == (500, [])


def test_the_column_adds_up(books):
    """
    1970-01-01 open Assets:Savings
      role: "bank"
    2025-12-01 * "Old" "Cheque"
      Assets:Bank          -5.00 EUR
        bank-date: 2026-02-05
      Expenses:Purchases
    2025-12-10 * "Sale"
      Assets:Bank         500.00 EUR
        bank-ref: "1"
      Income:Services
    2026-01-30 * "To savings"
      Assets:Bank        -300.00 EUR
      Assets:Savings
    2026-01-31 custom "statement" Assets:Bank "2026-01" 490.00 EUR
      from: 2025-12-01
    """
    banks = books.statements_read
    table = books.reconciliation(
        banks.reconcile(banks.find(BANK, None, as_of=date(2026, 1, 31)))
    )
    rows = table.to_dicts()
    assert [(r["item"], r["days"], r["amount"], r["balance"]) for r in rows[:6]] == [
        ("In the books", None, None, Decimal("195.00")),
        ("Outstanding payment", 61, Decimal("5.00"), None),
        ("Outstanding payment", 1, Decimal("300.00"), None),
        ("The bank should have", None, None, Decimal("500.00")),
        ("The bank has", None, None, Decimal("490.00")),
        ("Difference", None, Decimal("-10.00"), None),
    ]
    assert rows[1]["why"] == "cleared on 2026-02-05; stale"
    assert rows[2]["why"] == "in transit to Assets:Savings"
    assert rows[5]["why"] == "-10.00 is not explained"


SOUND = [
    posting((1, 5), "500.00", cleared=(1, 5), reference="A", place=1),
    posting((1, 9), "-121.00", cleared=(1, 9), reference="B", place=2),
]


def test_without_lines_a_single_slip_that_would_make_the_difference_is_named():
    guesses = reconcile_statement(january("388.00"), SOUND)
    assert sentences(guesses) == [
        (9, "may be -112.00: two digits changed places"),
    ]
    assert guesses.unexplained == 9
    guesses = reconcile_statement(january("-621.00"), SOUND)
    assert sentences(guesses) == [(-1000, "may have its sign reversed")]
    guesses = reconcile_statement(january("-121.00"), SOUND)
    assert sentences(guesses) == [(-500, "may not be on it")]
    guesses = reconcile_statement(january("4879.00"), SOUND)
    assert sentences(guesses) == [
        (4500, "may be 5000.00: the decimal point is elsewhere")
    ]


def test_without_lines_twins_and_what_is_not_marked_are_named():
    twice = [*SOUND, posting((1, 10), "-121.00", cleared=(1, 10))]
    assert sentences(reconcile_statement(january("379.00"), twice)) == [
        (121, "may be booked twice"),
        (121, "may be booked twice"),
    ]
    open_one = [*SOUND, posting((2, 3), "40.00")]
    assert sentences(reconcile_statement(january("419.00"), open_one)) == [
        (40, "may be on it: is dated after it and not marked as cleared"),
    ]


@pytest.mark.parametrize(
    ("lines", "movements", "expected"),
    [
        (
            [line((1, 5), "500.00", "A"), line((1, 9), "-112.00", "B")],
            SOUND,
            [
                (
                    Decimal("9.00"),
                    (
                        "is booked as -121.00, and the bank has -112.00:"
                        " two digits changed places"
                    ),
                )
            ],
        ),
        (
            [line((1, 5), "500.00", "A"), line((1, 9), "121.00")],
            SOUND,
            [
                (
                    Decimal("242.00"),
                    (
                        "is booked as -121.00, and the bank has 121.00:"
                        " the sign is reversed"
                    ),
                )
            ],
        ),
        (
            [
                line((1, 5), "500.00", "A"),
                line((1, 9), "-121.00"),
                line((1, 31), "-3.50"),
            ],
            SOUND,
            [(Decimal("-3.50"), "is on the statement, and not in the books")],
        ),
        (
            [line((1, 5), "500.00", "A"), line((1, 9), "-121.00")],
            [*SOUND, posting((1, 10), "-121.00", cleared=(1, 10))],
            [(Decimal("121.00"), "is booked twice, and not on the statement")],
        ),
        (
            [
                line((1, 5), "500.00", "A"),
                line((1, 9), "-121.00"),
                line((1, 31), "40.00"),
            ],
            [*SOUND, posting((2, 3), "40.00")],
            [
                (
                    Decimal("40.00"),
                    (
                        "is in the books on 2026-02-03, not marked as cleared;"
                        " the bank booked it on 2026-01-31"
                    ),
                )
            ],
        ),
    ],
)
def test_with_lines_every_cent_is_explained(lines, movements, expected):
    closing = sum(one.amount for one in lines)
    found = reconcile_statement(january(closing), movements, lines=lines)
    assert sentences(found) == expected
    assert found.unexplained == 0


def test_a_difference_from_before_is_told_apart():
    old = posting((1, 1), "100.00", cleared=(1, 1))
    february = BookedStatement(
        account=BANK,
        id="2026-02",
        currency="EUR",
        day=date(2026, 2, 28),
        closing=Decimal(90),
        place=Place("main.beancount", 100),
    )
    found = reconcile_statement(
        february, [old], statements=[january("90.00"), february]
    )
    assert sentences(found) == [
        (-10, "the opening balance differs: reconcile the statement before")
    ]


AMOUNTS = st.integers(-2000, 2000).map(lambda cents: Decimal(cents) / 100)
DAYS = st.integers(0, 45).map(lambda days: date(2025, 12, 25) + timedelta(days))


@st.composite
def movements(draw):
    facts = draw(
        st.lists(st.tuples(DAYS, AMOUNTS, st.none() | DAYS, st.booleans()), max_size=12)
    )
    return [
        BankPosting(
            day=day,
            amount=amount,
            currency="EUR",
            cleared=cleared,
            pending=pending,
            place=Place("main.beancount", number),
        )
        for number, (day, amount, cleared, pending) in enumerate(facts)
    ]


@st.composite
def statement_lines(draw):
    days = st.integers(1, 31).map(lambda day: date(2026, 1, day))
    return [
        StatementLine(
            day=day, amount=amount, currency="EUR", place=Place("january.xml", 1)
        )
        for day, amount in draw(st.lists(st.tuples(days, AMOUNTS), max_size=8))
    ]


@given(movements(), statement_lines(), AMOUNTS, AMOUNTS)
def test_with_lines_the_explanations_sum_to_the_difference(
    booked, lines, opening, closing
):
    found = reconcile_statement(january(closing, opening), booked, lines=lines)
    assert found.unexplained == 0


@given(movements(), AMOUNTS)
def test_the_bank_should_have_what_has_cleared(booked, closing):
    kept = [m for m in booked if m.cleared]
    found = reconcile_statement(january(closing), kept)
    cleared = sum(m.amount for m in kept if m.cleared <= JANUARY[1])
    assert found.expected == cleared


@given(st.integers(0, 10**9), st.integers(0, 8))
def test_two_neighbouring_digits_that_changed_places_are_seen(number, place):
    digits = str(number).zfill(10)
    swapped = int(
        digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    )
    is_other = swapped != number
    assert is_transposed(Decimal(number), Decimal(swapped)) == is_other


def test_digits_that_are_otherwise_different_are_no_transposition():
    assert misreading(Decimal("118.00"), Decimal("100.00")) is None
    assert misreading(Decimal("0.00"), Decimal("9.00")) is None


def test_a_statement_that_isnt_there_is_named(books):
    """
    2026-01-31 custom "statement" Assets:Bank "2026-01" 0.00 EUR
    2026-01-31 custom "statement" Assets:Bank "2026-01" 0.00 USD
    """
    find = books.statements_read.find
    with pytest.raises(UsageError, match='no statement "2026-1"; did you mean'):
        find(BANK, "2026-1", as_of=date.max)
    with pytest.raises(UsageError, match="the first closes on 2026-01-31"):
        find(BANK, None, as_of=date(2026, 1, 1))
    with pytest.raises(UsageError, match=r"in EUR and USD; write .* --currency EUR"):
        find(BANK, None, as_of=date.max)
    assert find(BANK, None, as_of=date.max, currency="USD").currency == "USD"
