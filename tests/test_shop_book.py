"""The shop's year: what its README says of it, reckoned without ledgerkit's reports."""

import re
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Document, Transaction

from ledgerkit.api import load
from ledgerkit.e_invoices.read import read_e_invoice
from ledgerkit.open_items.side import Side
from tests.conftest import SAMPLE_BOOKS

SHOP = SAMPLE_BOOKS / "shop"
YEAR_END = date(2025, 12, 31)
README = (SHOP / "README.md").read_text(encoding="utf-8")
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def shop():
    """Loaded once: no test here changes it."""
    return load(SHOP / "main.beancount")


@pytest.fixture(scope="module")
def transactions():
    """The year as Beancount alone reads it."""
    entries, errors, _options = loader.load_file(str(SHOP / "main.beancount"))
    assert errors == []
    txns = [e for e in entries if isinstance(e, Transaction)]
    return [txn for txn in txns if txn.date <= YEAR_END]


@pytest.fixture(scope="module")
def balances(transactions):
    sums = defaultdict(Decimal)
    for txn in transactions:
        for posting in txn.postings:
            sums[posting.account] += posting.units.number
    return sums


def rows(first):
    """The README's table rows whose first cell is like this, as numbers."""
    lines = [line.strip("| ") for line in README.splitlines() if line.startswith("|")]
    cells = [re.split(r"\s*\|\s*", line) for line in lines]
    return {
        row[0].strip("*"): [number(cell) for cell in row[1:]]
        for row in cells
        if re.fullmatch(first, row[0].strip("*"))
    }


def number(cell):
    return Decimal(cell.strip("*").replace(",", "") or 0)


def test_the_check_says_what_the_readme_explains(shop):
    (advice,) = shop.check(as_of=YEAR_END).to_dicts()
    assert advice["kind"] == "possible-duplicate"
    assert "SH-25-O502 of hock" in advice["message"]


#: Columns of the ageing that sum to nothing; what is disputed is a part of the balance.
_WORDS = {"party", "name", "currency", "disputed"}


def test_the_ageing_is_that_of_the_readme(shop):
    table = shop.aging(side=Side.PAYABLE, as_of=YEAR_END).to_dicts()
    ours = {row["party"]: [row[c] for c in row if c not in _WORDS] for row in table}
    told = rows(r"[a-z]+")
    assert told.keys() == ours.keys()
    for party, amounts in ours.items():
        *buckets, unapplied, balance = amounts
        assert unapplied == 0
        assert told[party] == [*buckets, balance]


def test_the_totals_of_both_sides_are_the_control_accounts(balances):
    (payable,) = rows("Payable").values()
    assert payable[-1] == sum(payable[:-1]) == -balances["Liabilities:Payable"]
    told = [sum(column) for column in zip(*rows(r"[a-z]+").values(), strict=True)]
    assert payable == told
    (owed,) = rows(r"Receivable\*\* .*").values()
    assert owed[-1] == sum(owed[:-1]) == balances["Assets:Receivable"]


def test_the_years_figures_are_those_of_the_postings(balances):
    def under(*starts):
        return sum(
            (sum_ for name, sum_ in balances.items() if name.startswith(starts)),
            Decimal(0),
        )

    cost = balances["Expenses:Cost-of-Goods-Sold"]
    sales = -under("Income") + balances["Income:Discounts-Taken"]
    figures = (
        balances["Assets:Bank:Volksbank"],
        under("Assets:Cash"),
        balances["Assets:Clearing:Cards"],
        under("Assets:Stock"),
        balances["Assets:Vendor-Advances"],
        sales,
        cost,
        -under("Income", "Expenses"),
    )
    told = README.partition("| On 31 December 2025 | EUR |")[2]
    shown = re.findall(r"\| ([\d,.]+) \|$", told, flags=re.MULTILINE)
    assert [number(cell) for cell in shown] == list(figures)


def test_the_readme_counts_right(shop, transactions):
    documents = shop.subledger(Side.PAYABLE, YEAR_END).documents
    credits_ = [d for d in documents if d.is_credit]
    invoices = shop.subledger(Side.RECEIVABLE, YEAR_END).documents
    reports = [txn for txn in transactions if "takings" in txn.tags]
    bills = len(documents) - len(credits_)
    assert (
        f"{len(reports)} till reports, {bills} bills, {len(credits_)} vendor credits"
        f" and {len(invoices)} invoices"
    ) in README.replace("\n", " ")


def test_every_till_report_charges_what_is_in_the_prices(transactions):
    """19 % of 119.00 is 19.00; each kind of sale is rounded by itself."""
    rates = {"de19": Decimal("0.19"), "de7": Decimal("0.07")}
    for txn in transactions:
        if "takings" not in txn.tags:
            continue
        for code, rate in rates.items():
            parts = [p for p in txn.postings if p.meta.get("tax") == code]
            net = [-p.units.number for p in parts if p.account.startswith("Income")]
            tax = [-p.units.number for p in parts if p.account == "Liabilities:VAT"]
            gross = sum(net) + sum(tax)
            assert abs(sum(net) - gross / (1 + rate)) <= CENT * len(net)


def test_cards_come_in_less_their_fee_and_nothing_of_the_rest_is_lost(transactions):
    for txn in transactions:
        if txn.payee == "KARTENHAUS ZAHLUNGEN":
            sums = {p.account: p.units.number for p in txn.postings}
            taken = -sums["Assets:Clearing:Cards"]
            fee = (taken * Decimal("0.011")).quantize(CENT, ROUND_HALF_UP)
            assert sums["Expenses:Card-Fees"] == fee
            assert sums["Assets:Bank:Volksbank"] == taken - fee


def test_seventeen_discounts_are_earned_and_one_is_missed(shop, transactions):
    table = shop.discounts(side=Side.PAYABLE, as_of=YEAR_END).to_dicts()
    taken = [row for row in table if row["taken"]]
    assert len(taken) == 17
    assert {row["state"] for row in taken} == {"earned and taken"}
    postings = [
        p
        for txn in transactions
        for p in txn.postings
        if any(q.account == "Income:Discounts-Taken" for q in txn.postings)
    ]
    off = {"Income:Discounts-Taken", "Assets:VAT"}
    assert sum(-p.units.number for p in postings if p.account in off) == Decimal(
        "1850.40"
    )
    (missed,) = [row for row in table if row["number"] == "FW-25-1345"]
    assert missed["state"] == "lapsed"
    assert missed["offered"] == Decimal("267.75") == 7500 * 3 * Decimal("0.0119")


@pytest.mark.parametrize(
    ("number", "shows"),
    [
        ("CO-F-0456", lambda i: i.prepaid == 2700 and i.payable == 6150),
        ("CV/2025/114", lambda i: i.taxes[0].code.category == "K" and i.gross == 2670),
        ("TW-88412", lambda i: i.taxes[0].code.category == "AE" and i.gross == 468),
        ("SK-1402", lambda i: i.taxes[0].code.rate == Decimal("0.07")),
        ("TB-2025-1", lambda i: {t.code.category for t in i.taxes} == {"S", "O"}),
        ("WH-7741", lambda i: len(i.due_parts) == 2),
        ("FW-G-0212", lambda i: i.gross == Decimal("728.28")),
    ],
)
def test_the_readme_points_at_bills_that_show_it(shop, number, shows):
    assert number in README
    assert shows(shop.invoice(number, side=Side.PAYABLE))


def test_what_the_bank_was_sent_is_what_the_runs_say_and_the_payments_come_to(
    shop, transactions
):
    runs = [d for d in shop.directives if getattr(d, "type", "") == "payment-run"]
    assert len(runs) == 3
    for run in runs:
        id_, amount = (value.value for value in run.values)
        content = (SHOP / "payments" / run.meta["file"]).read_bytes()
        assert sha256(content).hexdigest() == run.meta["digest"]
        sent = re.findall(rb"<InstdAmt Ccy=\"EUR\">([\d.]+)<", content)
        paid = [
            -p.units.number
            for txn in transactions
            if txn.meta.get("payment-run") == id_
            for p in txn.postings
            if p.account == "Assets:Bank:Volksbank"
        ]
        assert [Decimal(one.decode()) for one in sent] == paid
        assert sum(paid) == amount.number == run.meta["control-sum"].number


def test_only_what_the_bank_has_not_confirmed_is_unfinished(transactions):
    (pending,) = [txn for txn in transactions if txn.flag == "!"]
    assert pending.meta["payment-run"] == "PR-2025-12-30-1"


def test_the_bill_on_file_says_what_is_booked(shop):
    (filed,) = [d for d in shop.directives if isinstance(d, Document)]
    content = Path(filed.filename).read_bytes()
    assert sha256(content).hexdigest() == filed.meta["digest"]
    (read,) = read_e_invoice(content, filed.filename)
    received, booked = read.invoice, shop.invoice("LT-50871", side=Side.PAYABLE)
    assert (received.number, received.issued) == (booked.number, booked.issued)
    assert received.payable == booked.payable
    assert [line.net for line in received.lines] == [line.net for line in booked.lines]


def test_the_bill_to_be_read_is_not_booked_yet(shop):
    path = SHOP / "inbox" / "LT-51399.xml"
    (read,) = read_e_invoice(path.read_bytes(), path.name)
    assert read.invoice.payable == Decimal("470.05")
    documents = shop.subledger(Side.PAYABLE, date(2026, 12, 31)).documents
    assert read.invoice.number not in {d.number for d in documents}
