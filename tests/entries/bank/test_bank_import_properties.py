"""For all statements: each line once, and nothing paid above what is open."""

import tempfile
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS
from tests.entries.bank.bank_statements import bank_file, line, statement
from tests.payables.shop import BANK

from ledgerkit.api import load
from ledgerkit.banking.line_identity import identified
from ledgerkit.entries.bank.import_statements import (
    BankImportChange,
    choices_above,
    plan_bank_import,
)
from ledgerkit.entries.bank.prepare import prepare_bank_import
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.entries.bills.payment_run_entries import run_directives
from ledgerkit.entries.directives import ledger_text
from ledgerkit.ledger.writing.writer import LoadedFiles
from ledgerkit.open_items.side import Side

MAIN = "Assets:Bank:Main"
START = date(2026, 1, 1)


def imported(path, *files, above="0.95"):
    """Write an import; what was planned."""
    books = load(path)
    assert [error.message for error in books.errors] == []
    prepared = prepare_bank_import(books, files)
    planned = plan_bank_import(books, prepared, choices_above(prepared, Decimal(above)))
    change = BankImportChange(books, planned, known=LoadedFiles.of(books))
    if not change.is_empty:
        change.write()
    return planned


def cleared(path):
    """Reference and amount of every line that is in the ledger, as often as it is."""
    movements = load(path).bank_read.movements.get(MAIN, ())
    return Counter((m.reference, m.amount) for m in movements if m.reference)


LINES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["5.00", "-5.00", "7.10"]),
        st.sampled_from(["", "", "R"]),
        st.sampled_from(["Coffee", "Rent"]),
    ),
    min_size=1,
    max_size=9,
)


def drawn_lines(drawn):
    """Lines by day; where the bank gives references, each has its own."""
    return [
        line(
            str(START + timedelta(day)),
            amount,
            name=name,
            reference=f"{reference}{number}" if reference else "",
        )
        for number, (day, amount, reference, name) in enumerate(sorted(drawn))
    ]


def statement_of(lines, first, last):
    """What the bank says of some days, as it would: with every line and balance."""
    since, until = START + timedelta(first), START + timedelta(last)
    before = sum((one.amount for one in lines if one.day < since), Decimal(0))
    return bank_file(
        statement(
            [one for one in lines if since <= one.day <= until],
            opening=str(before),
            since=str(since),
            until=str(until),
        ),
        name=f"{first}-{last}.ofx",
    )


PERIODS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5)).map(sorted), max_size=3
)


@settings(max_examples=15)
@given(LINES, PERIODS, st.booleans())
def test_however_statements_overlap_each_line_is_there_once(drawn, periods, at_once):
    lines = drawn_lines(drawn)
    files = [statement_of(lines, *period) for period in [*periods, (0, 5), (0, 5)]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "main.beancount"
        path.write_text(ACCOUNTS + BANK, encoding="utf-8")
        for batch in [files] if at_once else [[file] for file in files]:
            planned = imported(path, *batch)
            assert planned.left_out == []
        wanted = Counter((one.reference, one.line.amount) for one in identified(lines))
        assert cleared(path) == wanted
        before = path.read_bytes()
        imported(path, *files)
        assert path.read_bytes() == before
        closed = {one.day: one.closing for one in load(path).bank_read.statements}
        for day, closing in closed.items():
            assert closing == sum(one.amount for one in lines if one.day <= day)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.integers(0, 12)),
        st.tuples(st.just("executed"), st.booleans()),
        st.tuples(st.just("paid"), st.integers(0, 2), st.integers(1, 130)),
        st.tuples(st.just("again"), st.none()),
    ),
    min_size=2,
    max_size=6,
)


class Shop:
    """A ledger with bills, and a bank that pays what it is told, or something else."""

    def __init__(self, path, cents):
        self.path = path
        self.day = START
        self.lines = []
        self.executed = set()
        self.numbers = []
        text = ACCOUNTS + BANK
        for number, amount in enumerate(cents):
            vendor = ("Rossi", "Verdi")[number % 2]
            self.numbers.append((vendor, f"BILL-2026-{number:03}"))
            text += (
                f'{START} * "{vendor}" "Bill" ^BILL-2026-{number:03}\n'
                '  terms: "net 5"\n'
                f"  Liabilities:Payable  -{Decimal(amount).scaleb(-2)} EUR\n"
                "  Expenses:Purchases\n"
            )
        path.write_text(text, encoding="utf-8")

    def run(self, days):
        books = load(self.path)
        plan = books.payment_run_plan(
            RunRequest(
                until=self.day + timedelta(days), account="Main", made_on=self.day
            )
        )
        if plan.proposal.payments:
            with self.path.open("a", encoding="utf-8") as file:
                file.write("\n" + ledger_text(run_directives(books, plan)))

    def execute(self, *, quotes):
        """The bank pays what runs have told it, with their id or without."""
        for movement in load(self.path).bank_read.movements.get(MAIN, ()):
            meta = movement.transaction.meta
            if "end-to-end" in meta and meta["end-to-end"] not in self.executed:
                self.executed.add(meta["end-to-end"])
                self.book(
                    movement.amount,
                    movement.transaction.payee,
                    movement.transaction.narration,
                    end_to_end=meta["end-to-end"] if quotes else "",
                )

    def pay(self, which, percent):
        """Somebody pays a bill at the bank, by hand; too much too, or once more."""
        vendor, number = self.numbers[which % len(self.numbers)]
        books = load(self.path)
        whole = books.find_document(number, side=Side.PAYABLE).amount
        amount = (whole * percent / 100).quantize(Decimal("0.01"))
        if amount:
            self.book(-amount, vendor, number)

    def book(self, amount, name, text, **facts):
        reference = f"B-{len(self.lines)}"
        self.lines.append(
            line(
                str(self.day), str(amount), name=name, text=text, reference=reference,
                **facts,
            )
        )  # fmt: skip

    def file(self):
        return bank_file(statement(self.lines))

    def check(self, left_out):
        books = load(self.path)
        assert [error.message for error in books.errors] == []
        for document in books.subledger(Side.PAYABLE, date.max).documents:
            assert document.open >= 0, document.number
        there = cleared(self.path)
        assert set(there.values()) <= {1} or len(there) < there.total()
        by_reference = {reference for reference, _amount in there}
        assert len(by_reference) + len(left_out) == len(self.lines)


@settings(max_examples=12)
@given(
    st.lists(st.integers(100, 9000), min_size=1, max_size=3),
    STEPS,
    st.sampled_from(["0", "0.5", "0.95"]),
)
def test_runs_and_imports_pay_nothing_above_what_is_open(cents, steps, above):
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder) / "main.beancount", cents)
        for what, *choices in steps:
            shop.day += timedelta(2)
            if what == "run":
                shop.run(*choices)
            elif what == "executed":
                shop.execute(quotes=choices[0])
            elif what == "paid":
                shop.pay(*choices)
            if shop.lines:
                planned = imported(shop.path, shop.file(), above=above)
                shop.check(planned.left_out)
