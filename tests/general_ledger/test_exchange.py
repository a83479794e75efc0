"""A document whose foreign units are settled leaves nothing in the books' currency."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from beancount.core.convert import get_weight
from beancount.core.data import Transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS

import ledgerkit
from ledgerkit.books.currencies.exchange import exchange_corrections
from ledgerkit.open_items.side import Side

D = Decimal
HEAD = f"""\
option "operating_currency" "EUR"
{ACCOUNTS}1970-01-01 open Income:Exchange
  role: "exchange-gain"
"""
CONTROLS = {
    Side.RECEIVABLE: "Assets:Receivable",
    Side.PAYABLE: "Liabilities:Payable",
}
KINDS = {"exchange-difference", "no-exchange-rate", "revaluation-on-control-account"}


def loaded(path, text):
    path.write_text(HEAD + text, encoding="utf-8")
    books = ledgerkit.load(path)
    assert [e.message for e in books.errors] == []
    return books


def found(books):
    return [f.message for f in books.findings() if f.kind.name in KINDS]


def corrections(books):
    return [
        correction
        for side in Side
        for correction in exchange_corrections(
            books.source, books.subledger(side, date.max)
        )
    ]


def base_of(books, account):
    """What the account weighs in euros: Beancount's own figures."""
    weights = [
        get_weight(posting)
        for txn in books.directives
        if isinstance(txn, Transaction)
        for posting in txn.postings
        if posting.account == account
    ]
    return sum((w.number for w in weights if w.currency == "EUR"), D(0))


def corrected(text, books):
    """The text with every posting written that is proposed."""
    lines = (HEAD + text).splitlines()
    for c in sorted(corrections(books), key=lambda c: -c.difference.posting.lineno):
        at, currency = c.difference.posting.lineno - 1, c.difference.posting.currency
        lines[at] = f"  {c.account}  {c.units:f} {currency} @@ {c.total:f} EUR"
        lines.insert(at + 1, f"  {c.gain_account}  {c.gain:f} EUR")
    return "\n".join(lines).removeprefix(HEAD.rstrip("\n")) + "\n"


def test_what_is_left_is_named_with_its_cause_and_the_posting_to_write(tmp_path):
    """900.00 booked, 460.00 and 475.00 settled: 35.00 gained, and nowhere booked."""
    text = (
        '2026-01-15 * "Acme" "Website" ^INV-1\n'
        "  Assets:Receivable  1000 USD @ 0.90 EUR\n  Income:Services  -900.00 EUR\n"
        '2026-02-15 * "Acme" "Half" ^INV-1\n'
        "  Assets:Bank  460.00 EUR\n  Assets:Receivable  -500 USD @ 0.92 EUR\n"
        '2026-03-15 * "Acme" "Half" ^INV-1\n'
        "  Assets:Bank  475.00 EUR\n  Assets:Receivable  -500 USD @ 0.95 EUR\n"
    )
    path = tmp_path / "main.beancount"
    books = loaded(path, text)
    assert base_of(books, "Assets:Receivable") == D("-35.00")
    assert [(c.units, c.total, c.gain) for c in corrections(books)] == [
        (D("-500"), D("450.00"), D("-10.00")),
        (D("-500"), D("450.00"), D("-25.00")),
    ]
    first, last = found(books)
    assert first.startswith("INV-1: -35.00 of 900.00 EUR are left")
    assert last.endswith(
        "500.00 USD are settled here at 0.95, and booked at 0.90; write"
        " Assets:Receivable -500.00 USD @@ 450.00 EUR, and add Income:Exchange"
        " -25.00 EUR"
    )
    mended = loaded(path, corrected(text, books))
    assert found(mended) == []
    assert base_of(mended, "Assets:Receivable") == 0
    assert base_of(mended, "Income:Exchange") == D("-35.00")


def test_a_document_that_is_open_in_part_is_not_judged_yet(tmp_path):
    text = (
        '2026-01-15 * "Rossi" "Goods" ^17\n'
        "  Liabilities:Payable  -1000 USD @ 0.90 EUR\n  Expenses:Purchases\n"
        '2026-02-15 * "Rossi" "Part" ^17\n'
        "  Assets:Bank  -368.00 EUR\n  Liabilities:Payable  400 USD @ 0.92 EUR\n"
    )
    path = tmp_path / "main.beancount"
    assert found(loaded(path, text)) == []
    text += (
        '2026-03-15 * "Rossi" "The rest" ^17\n'
        "  Assets:Bank  -540.00 EUR\n  Liabilities:Payable  600 USD @ 0.90 EUR\n"
    )
    [message] = found(loaded(path, text))
    assert "17: -8.00 of 900.00 EUR are left" in message
    assert "400.00 USD @@ 360.00 EUR, and add Income:Exchange 8.00 EUR" in message


def test_one_payment_of_three_documents_is_right_at_the_sum_of_what_they_carry(
    tmp_path,
):
    """400 at 0.90, 300 at 0.93 and 300 at 0.95 are 924.00; 940.00 came in."""
    text = "".join(
        f'2026-01-0{n} * "Acme" "Work" ^INV-{n}\n'
        f"  Assets:Receivable  {units} USD @ {rate} EUR\n  Income:Services\n"
        for n, units, rate in [(1, 400, "0.90"), (2, 300, "0.93"), (3, 300, "0.95")]
    )
    payment = '2026-02-15 * "Acme" "All three" ^INV-1 ^INV-2 ^INV-3\n'
    right = (
        f"{payment}  Assets:Bank  940.00 EUR\n"
        "  Assets:Receivable  -1000 USD @@ 924.00 EUR\n  Income:Exchange  -16.00 EUR\n"
    )
    wrong = (
        f"{payment}  Assets:Bank  940.00 EUR\n"
        "  Assets:Receivable  -1000 USD @@ 940.00 EUR\n"
    )
    path = tmp_path / "main.beancount"
    assert found(loaded(path, text + right)) == []
    books = loaded(path, text + wrong)
    [only] = corrections(books)
    assert (only.total, only.gain) == (D("924.00"), D("-16.00"))
    [message] = found(books)
    assert message.startswith("INV-1, INV-2, INV-3: -16.00 of 924.00 EUR are left")
    assert found(loaded(path, corrected(text + wrong, books))) == []


def test_a_credit_note_takes_its_invoices_own_rate(tmp_path):
    """200 of an invoice at 0.90 are credited at the day's 0.95: 10.00 too much."""
    text = (
        '2026-01-15 * "Acme" "Website" ^INV-1\n'
        "  Assets:Receivable  1000 USD @ 0.90 EUR\n  Income:Services  -900.00 EUR\n"
        '2026-02-01 * "Acme" "Less" ^INV-1\n  credit-note: "CN-1"\n'
        "  Assets:Receivable  -200 USD @ 0.95 EUR\n  Income:Services  190.00 EUR\n"
        '2026-03-15 * "Acme" "The rest" ^INV-1\n'
        "  Assets:Bank  720.00 EUR\n  Assets:Receivable  -800 USD @ 0.90 EUR\n"
    )
    path = tmp_path / "main.beancount"
    books = loaded(path, text)
    [only] = corrections(books)
    assert (only.units, only.total, only.gain) == (-200, D("180.00"), D("-10.00"))
    mended = loaded(path, corrected(text, books))
    assert found(mended) == []
    assert base_of(mended, "Assets:Receivable") == 0


def test_a_refund_of_a_credit_note_takes_the_credits_own_rate(tmp_path):
    text = (
        '2026-01-15 * "Acme" "Rebate"\n  credit-note: "CN-1"\n'
        "  Assets:Receivable  -200 USD @ 0.95 EUR\n  Income:Services  190.00 EUR\n"
        '2026-02-15 * "Acme" "Paid back" ^CN-1\n'
        "  Assets:Bank  -186.00 EUR\n  Assets:Receivable  200 USD @ 0.93 EUR\n"
    )
    books = loaded(tmp_path / "main.beancount", text)
    [only] = corrections(books)
    assert (only.units, only.total, only.gain) == (200, D("190.00"), D("-4.00"))
    assert found(loaded(tmp_path / "main.beancount", corrected(text, books))) == []


def test_a_payment_that_came_back_is_carried_at_its_own_rate_again(tmp_path):
    text = (
        '2026-01-15 * "Acme" "Website" ^INV-1\n'
        "  Assets:Receivable  1000 USD @ 0.90 EUR\n  Income:Services  -900.00 EUR\n"
        '2026-02-15 * "Acme" "Transfer" ^INV-1\n'
        "  Assets:Bank  900.00 EUR\n  Assets:Receivable  -1000 USD @ 0.90 EUR\n"
        '2026-02-18 * "Acme" "It came back" ^INV-1\n'
        "  Assets:Bank  -900.00 EUR\n  Assets:Receivable  1000 USD @ 0.90 EUR\n"
        '2026-03-15 * "Acme" "Transfer" ^INV-1\n'
        "  Assets:Bank  950.00 EUR\n  Assets:Receivable  -1000 USD @ 0.95 EUR\n"
    )
    books = loaded(tmp_path / "main.beancount", text)
    [only] = corrections(books)
    assert (only.difference.posting.day, only.gain) == (date(2026, 3, 15), D("-50.00"))


@pytest.mark.parametrize(
    ("settling", "count"),
    [
        ("-1000 USD {0.90 EUR} @ 0.95 EUR\n  Income:Exchange  -50.00 EUR", 0),
        ("-1000 USD @ 0.95 EUR", 1),
    ],
)
def test_what_is_held_at_cost_is_carried_at_its_cost(tmp_path, settling, count):
    text = (
        '2026-01-15 * "Acme" "Website" ^INV-1\n'
        "  Assets:Receivable  1000 USD {0.90 EUR}\n  Income:Services  -900.00 EUR\n"
        '2026-02-15 * "Acme" "Transfer" ^INV-1\n'
        f"  Assets:Bank  950.00 EUR\n  Assets:Receivable  {settling}\n"
    )
    assert len(found(loaded(tmp_path / "main.beancount", text))) == count


def test_rates_with_many_digits_and_totals_leave_no_cent(tmp_path):
    """A third each, by rate and by total: the sum is the invoice's to the cent."""
    text = (
        '2026-01-15 * "Acme" "Website" ^INV-1\n'
        "  Assets:Receivable  1000.00 USD @@ 912.35 EUR\n  Income:Services\n"
        '2026-02-15 * "Acme" "A third" ^INV-1\n'
        "  Assets:Bank  304.11 EUR\n  Assets:Receivable  -333.33 USD @@ 304.11 EUR\n"
        '2026-03-15 * "Acme" "A third" ^INV-1\n'
        "  Assets:Bank  304.11 EUR\n  Assets:Receivable  -333.33 USD @ 0.91235 EUR\n"
        '2026-04-15 * "Acme" "The rest" ^INV-1\n'
        "  Assets:Bank  304.13 EUR\n  Assets:Receivable  -333.34 USD @@ 304.13 EUR\n"
    )
    assert found(loaded(tmp_path / "main.beancount", text)) == []


PAID_AT_A_RATE = (
    '2026-02-15 * "Acme" "Transfer" ^INV-1\n  Assets:Bank  92.00 EUR\n'
    "  Assets:Receivable  -100 USD @ 0.92 EUR\n"
)


def test_what_is_in_the_books_currency_has_no_rate_to_be_judged(tmp_path):
    text = (
        '2026-01-15 * "Acme" "Work" ^INV-1\n'
        "  Assets:Receivable  90.00 EUR\n  Income:Services\n"
    )
    assert found(loaded(tmp_path / "main.beancount", text + PAID_AT_A_RATE)) == []


def test_a_document_without_a_rate_that_is_settled_at_one_is_named(tmp_path):
    text = (
        '2026-01-15 * "Acme" "Work" ^INV-1\n'
        "  Assets:Receivable  100 USD\n  Income:Services\n"
    )
    [said] = found(loaded(tmp_path / "main.beancount", text + PAID_AT_A_RATE))
    assert said.startswith("INV-1: 100.00 USD are settled here at a rate, as 92.00 EUR")


rates = st.integers(7000, 12_000).map(lambda n: n * D("0.0001"))
units = st.integers(1, 200_000).map(lambda n: n * D("0.01"))


class Book:
    """A book being drawn; money moves in euros at any rate."""

    def __init__(self, data):
        self.data = data
        self.day = date(2024, 1, 1)
        self.text = ""

    def post(self, side, amount, how, *, link="", credit="", links=()):
        """A posting of what is owed in dollars, against euros."""
        self.day += timedelta(days=1)
        rate = self.data.draw(rates)
        total = (amount * rate).copy_abs().quantize(D("0.01"))
        price = f"@ {rate} EUR" if how == "rate" else f"@@ {total} EUR"
        sign = side.sign if amount > 0 else -side.sign
        names = "".join(f" ^{name}" for name in links or [link] if name)
        self.text += f'{self.day} * "Acme" "Drawn"{names}\n'
        if credit:
            self.text += f'  {side.credit_key}: "{credit}"\n'
        self.text += f"  {CONTROLS[side]}  {side.sign * amount:f} USD {price}\n"
        self.text += f"  Equity:Opening-Balances:Drawn  {-sign * total:f} EUR\n"


@settings(max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_writing_what_is_proposed_settles_every_document(tmp_path_factory, data):
    book = Book(data)
    how = st.sampled_from(["rate", "total"])
    side = data.draw(st.sampled_from(list(Side)))
    together = []
    for number in range(data.draw(st.integers(1, 3))):
        link, whole = f"INV-{number}", data.draw(units)
        book.post(side, whole, data.draw(how), link=link)
        left = whole
        for part in range(data.draw(st.integers(0, 3))):
            amount = min(left, data.draw(units))
            if amount < left:
                credit = f"C-{number}-{part}" if data.draw(st.booleans()) else ""
                book.post(side, -amount, data.draw(how), link=link, credit=credit)
                left -= amount
        if data.draw(st.booleans()):
            together.append((link, left))
        else:
            book.post(side, -left, data.draw(how), link=link)
    if together:
        total = sum(left for _link, left in together)
        names = [link for link, _left in together]
        book.post(side, -total, data.draw(how), links=names)
    text = "1970-01-01 open Equity:Opening-Balances:Drawn\n" + book.text
    path = tmp_path_factory.mktemp("book") / "main.beancount"
    books = loaded(path, text)
    assert books.subledger(side, date.max).open_documents == []
    mended = loaded(path, corrected(text, books))
    assert found(mended) == []
    # A cent or so for each document, where its rates come to parts of cents.
    least = D("0.03") * len(books.subledger(side, date.max).items)
    assert abs(base_of(mended, CONTROLS[side])) <= least
    if not found(books):
        assert abs(base_of(books, CONTROLS[side])) <= least
