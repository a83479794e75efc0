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
steps = st.lists(
    st.one_of(
        st.tuples(st.just("share"), st.integers(1, 100)),
        st.tuples(st.just("part"), st.integers(0, 3)),
        st.tuples(st.just("rest"), st.just(0)),
        st.tuples(st.just("deposit"), st.just(0)),
        st.tuples(st.just("credit"), st.integers(0, 5)),
        st.tuples(st.just("credit part"), st.integers(1, 9)),
        st.tuples(st.just("void"), st.integers(0, 5)),
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
        return self.books.quotes_read.invoiced(date.max)["Q-2026-001"]


def request_of(ledger, step, number):
    """The plan and the request of a step; None if there is nothing for it."""
    state = ledger.invoiced()
    known = [x.number for x in state.invoices if x.number.startswith("INV")]
    if step == "share":
        share = Decimal(number) / 100
        draft = QuoteInvoiceDraft(quote="Q-2026-001", issued=DAY, share=share)
        return plan_quote_invoice, draft
    if step == "part":
        line = state.quote.lines[number % len(state.quote.lines)].id
        draft = QuoteInvoiceDraft(quote="Q-2026-001", issued=DAY, lines=((line, None),))
        return plan_quote_invoice, draft
    if step in {"rest", "deposit"}:
        draft = QuoteInvoiceDraft(
            quote="Q-2026-001", issued=DAY, deposit=step == "deposit"
        )
        return plan_quote_invoice, draft
    if not known:
        return None
    of = known[number % len(known)]
    if step == "void":
        return plan_void, VoidNumber(number=of, reason="misprint", day=DAY)
    amount = Decimal(number) if step == "credit part" else None
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
    ledger.add(
        plan_quote,
        QuoteDraft(client="acme", issued=DAY, lines=tuple(lines), deposit=asked),
    )
    answer = QuoteAnswer(number="Q-2026-001", day=DAY, status=QuoteStatus.ACCEPTED)
    ledger.add(plan_answer, answer)
    for step, number in [*steps, ("rest", 0)]:
        request = request_of(ledger, step, number)
        if request is None:
            continue
        try:
            ledger.add(*request)
        except UsageError:
            continue  # Nothing of the sort is left.
        check(ledger.invoiced())
    assert ledger.books.trust_findings() == []
    state = ledger.invoiced()
    # The last step invoiced whatever was left, so nothing is lost.
    assert state.is_whole
    assert state.left_net == 0
    assert state.net == net
