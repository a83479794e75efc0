"""In any order of part invoices, credits, voids and write-offs nothing is lost."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.work.conftest import ACCOUNTS

from ledgerkit.api import load
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.credit_note import CreditNoteDraft
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.entries.documents.void import VoidNumber
from ledgerkit.entries.request import plan_request
from ledgerkit.entries.work.invoice import WorkChoice, plan_work_invoice
from ledgerkit.entries.work.write_off import WorkWriteOff
from ledgerkit.errors import LedgerkitError
from ledgerkit.open_items.side import Side
from ledgerkit.work.proposal import GroupBy

FIRST = date(2026, 3, 1)
RECORDS = """
1970-01-01 open Liabilities:VAT
1970-01-01 custom "tax-code" "vat" 0.22
  kind: "sales"
  account: Liabilities:VAT
2026-01-01 custom "client" "rossi" "Rossi"
  hourly-rate: 83.35 EUR
2026-01-01 custom "manager" "gv" "Giulia"
2026-01-01 custom "manager" "lm" "Luca"
"""

hours = st.lists(
    st.tuples(
        st.sampled_from(["gv", "lm"]),
        st.integers(1, 500).map(lambda n: Decimal(n) / 100),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=6,
)
KINDS = ("invoice", "part", "give-back", "credit", "void", "write-off", "invoice")
steps = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 5), st.booleans()),
    min_size=1,
    max_size=7,
)


def ledger(worked):
    lines = [ACCOUNTS, RECORDS]
    for number, (who, how_long, day) in enumerate(worked):
        when = date(2026, 1, 1) + timedelta(days=day)
        lines.append(
            f'{when} custom "time" "h-{number}" "{who}" "rossi" {how_long} "x"'
        )
    lines.append(
        '2026-01-20 * "Trenitalia" "Train"\n  Expenses:Travel  33.33 EUR\n'
        '    bill-to: "rossi"\n    mark-up: 7\n    expense: "e-1"\n  Assets:Bank\n'
    )
    return "\n".join(lines)


def numbers(books):
    return [d.number for d in books.subledger(Side.RECEIVABLE, date.max).documents
            if not d.is_credit]  # fmt: skip


def invoice(books, day, which, flag):
    choice = WorkChoice(
        group=list(GroupBy)[which % 4],
        account="Income:Sales",
        tax="vat",
        agreed=Decimal("100.01") if flag and which > 3 else None,
        left_out=frozenset({f"h-{which}"}) if flag else frozenset(),
    )
    draft = InvoiceDraft(party="rossi", issued=day, lines=())
    return plan_work_invoice(books, draft, choice)


def planned(books, step, day):
    kind, which, flag = step
    if kind == "invoice":
        return invoice(books, day, which, flag)
    if kind == "write-off":
        return plan_request(
            books, WorkWriteOff(ids=("h-0" if flag else "e-1",), reason="x", day=day)
        )
    number = numbers(books)[which % len(numbers(books))]
    if kind == "void":
        return plan_request(books, VoidNumber(number=number, reason="x", day=day))
    draft = CreditNoteDraft(invoice=number, issued=day)
    if kind == "part":
        draft = replace(draft, amount=Decimal("12.34"))
    if kind == "give-back":
        states = sorted(books.work_read.states(day).items())
        mine = [each for each in states if number in each[1].numbers] or states
        id_, state = mine[which % len(mine)]
        line = NewLine(
            account="Income:Sales", amount=state.charged, tax="vat", bills=(id_,)
        )
        if number not in state.numbers or state.charged <= 0:
            raise LedgerkitError("it isn't of this invoice")
        draft = replace(draft, lines=(line,))
    return plan_request(books, draft)


def check(books, day):
    """Worth = charged + unbilled + written off; charged is what the ledger says."""
    work = books.work_read
    for id_, state in work.states(day).items():
        assert len(state.numbers) <= 1
        worth = state.charged + state.unbilled + state.written_off
        assert worth == work.items[id_].worth
        if not state.numbers:
            assert state.charged == 0
    charged = sum(state.charged for state in work.states(day).values())
    assert charged == -sum(
        posting.units.number
        for directive in books.directives
        for posting in getattr(directive, "postings", ())
        if posting.account == "Income:Sales" and directive.date <= day
    )


@given(hours, st.integers(0, 5), st.booleans(), steps)
@settings(max_examples=25, deadline=None)
def test_no_hour_or_expense_is_charged_twice_or_lost(
    tmp_path_factory, worked, which, flag, todo
):
    path = tmp_path_factory.mktemp("work") / "main.beancount"
    path.write_text(ledger(worked), encoding="utf-8")
    for number, step in enumerate([("invoice", which, flag), *todo]):
        books, day = load(path), FIRST + timedelta(days=number)
        try:
            entries = planned(books, step, day).directives
        except (LedgerkitError, ZeroDivisionError):
            continue  # Nothing waits, or it is settled.
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + ledger_text(entries))
        books = load(path)
        assert [e.message for e in books.errors] == []
        check(books, day)
