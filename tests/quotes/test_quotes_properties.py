"""Nothing of a quote is invoiced twice, and nothing is lost, in any order."""

from datetime import date
from decimal import Decimal

from beancount import loader
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledgerkit.books.books import Books
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.credit_note import CreditNoteDraft, plan_credit_note
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.entries.documents.void import VoidNumber, plan_void
from ledgerkit.entries.quotes.invoice import QuoteInvoiceDraft, plan_quote_invoice
from ledgerkit.entries.quotes.quote import (
    QuoteAnswer,
    QuoteDraft,
    plan_answer,
    plan_quote,
)
from ledgerkit.errors import UsageError
from ledgerkit.quotes.quote import QuoteStatus

BOOK = """\
option "operating_currency" "EUR"
plugin "beancount.plugins.auto_accounts"
2026-01-01 open Assets:Receivable
2026-01-01 open Liabilities:VAT
2026-01-01 open Liabilities:Advances
  role: "client-advance"
2026-01-01 custom "tax-code" "it22" 0.22
  kind: "sales"
  account: "Liabilities:VAT"
2026-01-01 custom "tax-code" "it10" 0.10
  kind: "sales"
  account: "Liabilities:VAT"
2026-01-01 custom "client" "acme" "Acme S.r.l."
"""
DAY = date(2026, 3, 1)
QUOTES = ("Q-2026-001", "Q-2026-002")
CODES = ("it22", "it10", "none")
cents = st.integers(1, 99_999).map(lambda n: Decimal(n) / 100)
lines = st.lists(
    st.builds(
        NewLine,
        account=st.sampled_from(["Income:Services", "Income:Goods"]),
        amount=cents,
        description=st.sampled_from(["Design", "Texts", "Hosting"]),
        tax=st.sampled_from(CODES),
    ),
    min_size=1,
    max_size=4,
)
#: An even number is about the first quote, an odd one about the second.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("accept"), st.just(1)),
        st.tuples(st.just("share"), st.integers(1, 100)),
        st.tuples(st.just("part"), st.integers(0, 7)),
        st.tuples(st.just("rest"), st.integers(0, 1)),
        st.tuples(st.just("deposit"), st.integers(0, 1)),
        st.tuples(st.just("credit"), st.integers(0, 11)),
        st.tuples(st.just("credit part"), st.integers(7, 70)),
        st.tuples(st.just("void"), st.integers(0, 11)),
    ),
    max_size=6,
)


class Ledger:
    """Books as text, to which what is planned is added."""

    def __init__(self):
        self.text = BOOK.replace('plugin "beancount.plugins.auto_accounts"\n', "")
        self.text += "".join(
            f"2026-01-01 open Income:{name}\n" for name in ("Services", "Goods")
        )

    @property
    def books(self):
        return Books(*loader.load_string(self.text))

    def add(self, plan, request):
        self.text += "\n" + ledger_text(plan(self.books, request).directives)

    def invoiced(self):
        return self.books.quotes_read.invoiced(date.max)


def line_of(state, number):
    return state.quote.lines[number % len(state.quote.lines)].id


def request_of(ledger, step, number):
    """The plan and the request of a step; None if there is nothing for it."""
    quote = QUOTES[number % 2]
    state = ledger.invoiced()[quote]
    known = [x.number for x in state.invoices if x.number.startswith("INV")]
    if step == "accept":
        answer = QuoteAnswer(number=quote, day=DAY, status=QuoteStatus.ACCEPTED)
        return plan_answer, answer
    if step in {"share", "part", "rest", "deposit"}:
        chosen = {
            "share": {"share": Decimal(number) / 100},
            "part": {"lines": ((line_of(state, number // 2), None),)},
            "deposit": {"deposit": True},
        }.get(step, {})
        draft = QuoteInvoiceDraft(quote=quote, issued=DAY, **chosen)
        return plan_quote_invoice, draft
    if not known:
        return None
    of = known[number // 2 % len(known)]
    if step == "void":
        return plan_void, VoidNumber(number=of, reason="misprint", day=DAY)
    amount = Decimal(number) / 7 if step == "credit part" else None
    amount = amount and amount.quantize(Decimal("0.01"))
    return plan_credit_note, CreditNoteDraft(invoice=of, issued=DAY, amount=amount)


def check(state):
    quote = state.quote
    for line in quote.agreed:
        assert line.net == state.by_line.get(line.id, 0) + state.left_of(line)
        assert 0 <= state.by_line.get(line.id, 0) <= line.net
    assert not state.unknown
    assert not state.over
    assert quote.net == state.net + state.left_net
    assert quote.gross == state.gross + state.left_gross + state.rounding
    # Half a cent for each invoice, and each tax code of it.
    assert abs(state.rounding) <= Decimal("0.005") * 3 * (len(state.invoices) + 2)
    # What the clients are charged is what the quote says is invoiced.
    charged = sum(
        sum(p.net for p in x.parts) + sum(x.taxes.values()) for x in state.invoices
    )
    assert state.gross == charged
    # Each invoice and credit says which lines it is about.
    assert all(p.line or p.is_deposit for x in state.invoices for p in x.parts)


ONE_LINE = [
    NewLine(
        account="Income:Services",
        amount=Decimal("74.20"),
        description="Design",
        tax="it22",
    )
]


@settings(max_examples=12, deadline=None)
# The deposit is void after the last invoice took it off: it is charged again.
@example(ONE_LINE, 10, [("deposit", 0), ("rest", 0), ("void", 0)])
@example(ONE_LINE, 10, [("deposit", 0), ("rest", 0), ("void", 0), ("deposit", 0)])
@given(lines, st.integers(0, 50), steps)
def test_a_quote_is_what_is_invoiced_of_it_and_what_is_left(lines, deposit, steps):
    ledger = Ledger()
    net = sum(line.amount for line in lines)
    asked = (net * deposit / 100).quantize(Decimal("0.01")) or None
    for _quote in QUOTES:
        ledger.add(
            plan_quote,
            QuoteDraft(client="acme", issued=DAY, lines=tuple(lines), deposit=asked),
        )
    end = [(what, n) for what in ("accept", "rest") for n in (0, 1)]
    for step, number in [("accept", 0), *steps, *end]:
        request = request_of(ledger, step, number)
        if request is None:
            continue
        try:
            ledger.add(*request)
        except UsageError:
            continue  # Nothing of the sort is left, or it is not accepted.
        for state in ledger.invoiced().values():
            check(state)
    assert ledger.books.trust_findings() == []
    for state in ledger.invoiced().values():
        # The last steps invoiced whatever was left, so nothing is lost.
        assert state.is_whole
        assert state.left_net == 0
        assert state.net == net
