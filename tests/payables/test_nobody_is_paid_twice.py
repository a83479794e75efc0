"""Nothing is paid twice, and nothing above what is open, in any sequence of runs.

Between them are skips, part payments, edited plans, imported bills and what the bank
paid by itself. The reference counts in cents and imports nothing of ours.
"""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal

from beancount.core.data import Document, Transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS, SAMPLE_BOOKS
from tests.payables.shop import BANK

from ledgerkit.api import load
from ledgerkit.e_invoices.read import arrived_bills
from ledgerkit.entries.bills.arrived_bills import plan_arrived_bills
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.entries.bills.payment_run_entries import run_directives
from ledgerkit.entries.directives import ledger_text
from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.documents.payment_plan import read_payment_plan
from ledgerkit.open_items.side import Side

VENDORS = ("rossi", "verdi")
START = date(2026, 2, 2)
FILE = (SAMPLE_BOOKS / "shop" / "inbox" / "LT-51399.xml").read_text(encoding="utf-8")
FILE_IBAN, ROSSI_IBAN = "DE49999910200008077380", "DE89370400440532013000"

BILLS = st.lists(
    st.tuples(
        st.sampled_from(VENDORS),
        st.integers(1, 5000),
        st.sampled_from(["net 5", "net 20", "2/5 net 20", "50% 0, 50% 14"]),
    ),
    min_size=1,
    max_size=5,
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.integers(0, 12), st.sets(st.integers(0, 4))),
        st.tuples(st.just("part"), st.integers(0, 4), st.integers(1, 99)),
        st.tuples(st.just("bank"), st.integers(0, 4), st.integers(1, 99)),
        st.tuples(st.just("on account"), st.sampled_from(VENDORS), st.integers(1, 900)),
        st.tuples(st.just("credit"), st.sampled_from(VENDORS), st.integers(1, 900)),
        st.tuples(st.just("clear"), st.none(), st.none()),
        st.tuples(st.just("import"), st.integers(0, 1), st.none()),
        st.tuples(
            st.just("edit"),
            st.integers(0, 30),
            st.lists(st.sampled_from(["as it is", "skip", "pay", "half", "more"])),
        ),
        st.tuples(st.just("edited before"), st.none(), st.none()),
    ),
    min_size=2,
    max_size=7,
)


class Shop:
    """The ledger as text, and what a simple count says of it."""

    def __init__(self, path, bills):
        self.path = path
        self.day = START
        self.count = 0
        self.plan = b""
        self.bills = [
            (vendor, f"{vendor}-{i}") for i, (vendor, _cents, _t) in enumerate(bills)
        ]
        text = ACCOUNTS + BANK
        for (vendor, number), (_v, cents, terms) in zip(self.bills, bills, strict=True):
            text += entry(
                f'{START} * "Bill" ^{number}', vendor, terms, -Decimal(cents).scaleb(-2)
            )
        path.write_text(text, encoding="utf-8")

    def add(self, text):
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text)

    def books(self):
        books = load(self.path)
        assert [error.message for error in books.errors] == []
        return books

    def run(self, days, *, skip=(), pay=()):
        books = self.books()
        there = {d.number for d in books.subledger(Side.PAYABLE, date.max).documents
                 if d.open > 0}  # fmt: skip
        plan = books.payment_run_plan(
            RunRequest(
                until=self.day + timedelta(days),
                account="Main",
                made_on=self.day,
                skip=[number for number in skip if number in there],
                pay=[(number, amount) for number, amount in pay if number in there],
            )
        )
        net = owed(books)
        for payment in plan.proposal.payments:
            assert 0 < payment.amount <= net[payment.vendor]
        if plan.proposal.payments:
            self.add("\n" + ledger_text(run_directives(books, plan)))
        return plan

    def edit(self, days, edits):
        """Propose a run in a file, and do to its rows what was drawn."""
        books = self.books()
        plan = books.payment_run_plan(self.request(days))
        rows = list(csv.DictReader(io.StringIO(books.payment_plan(plan).to_csv())))
        for row, edit in zip(rows, edits, strict=False):
            if edit in {"skip", "pay"}:
                row["action"] = edit
            elif edit != "as it is" and row["pay"]:
                factor = Decimal("0.5") if edit == "half" else Decimal("1.01")
                pay = Decimal(row["pay"]) * factor
                row["pay"] = str(pay.quantize(Decimal("0.01")))
        out = io.StringIO()
        writer = csv.DictWriter(out, rows[0].keys() if rows else ["bill"])
        writer.writeheader()
        writer.writerows(rows)
        self.plan = out.getvalue().encode()

    def pay_plan(self):
        """Pay what the file says, or nothing; whether anything was paid."""
        books = self.books()
        try:
            edited = read_payment_plan(self.plan, "plan.csv")
            plan = books.payment_run_plan(self.request(0, plan=edited))
        except UnreadableFileError:
            return False
        for payment in plan.proposal.payments:
            assert payment.amount > 0
            for line in payment.lines:
                assert abs(line.settles) <= abs(line.document.open)
        if plan.proposal.payments:
            self.add("\n" + ledger_text(run_directives(books, plan)))
        return bool(plan.proposal.payments)

    def request(self, days, **asked):
        until = self.day + timedelta(days)
        return RunRequest(until=until, account="Main", made_on=self.day, **asked)

    def import_bill(self, number):
        """Import an e-invoice, for the first time or once more."""
        text = FILE.replace("LT-51399", number).replace(FILE_IBAN, ROSSI_IBAN)
        planned = plan_arrived_bills(self.books(), arrived_bills(text.encode(), number))
        assert not planned.refused
        directives = [d for d in planned.directives if not isinstance(d, Document)]
        assert bool(directives) is (("rossi", number) not in self.bills)
        if directives:
            self.bills.append(("rossi", number))
            self.add("\n" + ledger_text(directives))
        assert self.made_out(number) == Decimal("470.05")

    def made_out(self, number):
        documents = self.books().subledger(Side.PAYABLE, date.max).documents
        return next(d.amount for d in documents if d.number == number)

    def open_of(self, number):
        documents = self.books().subledger(Side.PAYABLE, date.max).documents
        return next(d.open for d in documents if d.number == number)


def entry(head, vendor, terms, amount):
    return (
        f'{head}\n  vendor: "{vendor}"\n'
        + (f'  terms: "{terms}"\n' if terms else "")
        + f"  Liabilities:Payable  {amount:f} EUR\n  Expenses:Purchases\n"
    )


def take(shop, step):
    """One step, as far as it is possible."""
    kind, first, second = step
    shop.day += timedelta(1)
    if kind == "run":
        numbers = [n for i, (_v, n) in enumerate(shop.bills) if i in second]
        shop.run(first, skip=numbers)
        # The same command again has nothing more to pay.
        again = shop.run(first, skip=numbers)
        assert again.proposal.payments == []
    elif kind in {"part", "bank"}:
        vendor, number = shop.bills[first % len(shop.bills)]
        amount = (shop.open_of(number) * second / 100).quantize(Decimal("0.01"))
        if amount <= 0:
            return
        if kind == "part":
            shop.run(0, pay=[(number, amount)])
        else:
            bank = f'{shop.day} * "Bank" ^{number}'
            shop.add(
                entry(bank, vendor, "", amount).replace(
                    "Expenses:Purchases", "Assets:Bank:Main"
                )
            )
    elif kind == "import":
        shop.import_bill(f"E-{first}")
    elif kind in {"edit", "edited before"}:
        if kind == "edit":
            shop.edit(first, second)
        # Whoever sends the same file again is refused, or there was nothing in it.
        assert not (shop.pay_plan() and shop.pay_plan())
    elif kind == "clear":
        text = shop.path.read_text(encoding="utf-8")
        shop.path.write_text(re.sub(r"(?m)^(\S+) ! ", r"\1 * ", text), encoding="utf-8")
    else:
        shop.count += 1
        amount = Decimal(second).scaleb(-2)
        key = f'\n  vendor-credit: "NC-{shop.count}"' if kind == "credit" else ""
        text = entry(f'{shop.day} * "{kind}"{key}', first, "", amount)
        if kind == "on account":
            text = text.replace("Expenses:Purchases", "Assets:Bank:Main")
        shop.add(text)


def owed(books):
    """What each vendor's postings come to, later ones too, in the simplest way."""
    sums = dict.fromkeys(VENDORS, Decimal(0))
    for txn in books.directives:
        if isinstance(txn, Transaction):
            for posting in txn.postings:
                if posting.account == "Liabilities:Payable":
                    vendor = txn.meta.get("vendor") or txn.payee.lower()
                    sums[vendor] -= posting.units.number
    return sums


def check(shop):
    """What must hold after every step."""
    for document in shop.books().subledger(Side.PAYABLE, date.max).documents:
        open_ = -document.open if document.is_credit else document.open
        assert open_ >= 0, document.number


@settings(max_examples=20)
@given(bills=BILLS, steps=STEPS)
def test_nothing_is_paid_twice_or_above_what_is_open(tmp_path_factory, bills, steps):
    shop = Shop(tmp_path_factory.mktemp("shop") / "main.beancount", bills)
    for step in steps:
        take(shop, step)
    check(shop)
    # In the end everything is run: what is left open is what credits pay.
    shop.day += timedelta(60)
    shop.run(0)
    check(shop)
    assert shop.run(0).proposal.payments == []
