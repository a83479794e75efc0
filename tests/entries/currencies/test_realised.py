"""What settling a document in a foreign currency gains or loses, entry by entry.

Each command takes the document off at what it is carried at, and posts the rest to the
account of exchange gains. The figures are worked out by hand.
"""

from datetime import date
from decimal import Decimal

import pytest
from beancount.core.amount import Amount
from beancount.core.convert import get_weight
from beancount.core.data import Transaction
from click.testing import CliRunner
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

import ledgerkit
from ledgerkit.cli.group import main
from ledgerkit.entries.bills.payment_run import RunRequest, plan_payment_run
from ledgerkit.entries.bills.payment_run_entries import run_directives
from ledgerkit.entries.directives import ledger_text
from ledgerkit.open_items.side import Side

D = Decimal
DAY = date(2026, 3, 2)
HEAD = """\
option "operating_currency" "EUR"
1970-01-01 open Assets:Bank EUR
1970-01-01 open Assets:Dollars USD
  role: "bank"
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Advances
  role: "vendor-advance"
1970-01-01 open Liabilities:Payable
1970-01-01 open Liabilities:Advances
  role: "client-advance"
1970-01-01 open Income:Services
1970-01-01 open Expenses:Goods
1970-01-01 open Expenses:Fees
  role: "bank-fees"
1970-01-01 open Income:Exchange
  role: "exchange-gain"
1970-01-01 open Equity:Opening-Balances
1970-01-01 custom "client" "acme" "Acme"
1970-01-01 custom "vendor" "rossi" "Rossi"
"""


def invoice(number, units, rate, day="2026-01-15"):
    return (
        f'{day} * "Acme" "Work" ^{number}\n'
        f"  Assets:Receivable  {units} USD @ {rate} EUR\n  Income:Services\n"
    )


def bill(number, units, rate, day="2026-01-15"):
    return (
        f'{day} * "Rossi" "Goods" ^{number}\n'
        f"  Liabilities:Payable  -{units} USD @ {rate} EUR\n  Expenses:Goods\n"
    )


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "main.beancount"

    def write(*texts):
        path.write_text(HEAD + "".join(texts), encoding="utf-8")
        return path

    return write


def received(path, units, euros, *numbers, fee="0", day=DAY):
    ledgerkit.load(path).record(
        ledgerkit.Receipt(
            day=day,
            amount=D(units),
            settles=tuple((number, None) for number in numbers),
            account="Assets:Bank",
            received=Amount(D(euros), "EUR"),
            fee=D(fee),
        )
    )


def weighed(path, account):
    """What an account weighs in euros: Beancount's own figures."""
    books = ledgerkit.load(path)
    assert [e.message for e in books.errors] == []
    return sum(
        (
            get_weight(posting).number
            for txn in books.directives
            if isinstance(txn, Transaction)
            for posting in txn.postings
            if posting.account == account and get_weight(posting).currency == "EUR"
        ),
        D(0),
    )


def exchange_findings(path):
    kinds = (f.kind.name for f in ledgerkit.load(path).findings())
    return [name for name in kinds if "exchange" in name or "rate" in name]


def results(path):
    """Realised gains by document, of the report."""
    table = ledgerkit.load(path).exchange_results(period="2026")
    gains = {}
    for row in table.rows:
        cells = row.cells
        gains[cells["number"]] = gains.get(cells["number"], D(0)) + cells["gain"]
        assert cells["gain"] == cells["booked"]
    return gains


def test_two_parts_of_an_invoice_with_a_fee(book):
    """500 for 460.00 gain 10.00; 500 for 470.00 and a fee of 5.00 gain 25.00."""
    path = book(invoice("INV-1", 1000, "0.90"))
    received(path, 500, "460.00", "INV-1")
    assert results(path) == {"INV-1": D("10.00")}
    received(path, 500, "470.00", "INV-1", fee="5.00", day=date(2026, 3, 3))
    assert weighed(path, "Income:Exchange") == D("-35.00")
    assert weighed(path, "Assets:Receivable") == 0
    assert exchange_findings(path) == []
    table = ledgerkit.load(path).exchange_results(period="2026")
    assert [row.cells["gain"] for row in table.rows] == [D("10.00"), D("25.00")]
    assert table.totals[0]["gain"] == D("35.00")


def test_one_payment_of_three_invoices(book):
    """1,000 USD bring 940.00: 16.00, 3.00 and -3.00."""
    path = book(
        invoice("INV-1", 400, "0.90"),
        invoice("INV-2", 300, "0.93"),
        invoice("INV-3", 300, "0.95"),
    )
    received(path, 1000, "940.00", "INV-1", "INV-2", "INV-3")
    expected = {"INV-1": D("16.00"), "INV-2": D("3.00"), "INV-3": D("-3.00")}
    assert results(path) == expected
    assert weighed(path, "Income:Exchange") == D("-16.00")
    assert exchange_findings(path) == []


def test_of_a_bill_a_higher_rate_is_a_loss(book):
    path = book(bill("R-1", 1000, "0.90"))
    ledgerkit.load(path).record(
        ledgerkit.BillPayment(
            day=DAY,
            settles=(("R-1", None),),
            account="Assets:Bank",
            paid=Amount(D("935.00"), "EUR"),
        )
    )
    assert results(path) == {"R-1": D("-35.00")}
    assert weighed(path, "Liabilities:Payable") == 0


def test_an_advance_that_is_taken_off_in_the_invoice_keeps_its_rate(book):
    """455.00 + 700 x 0.93 = 1,106.00 of revenue, 651.00 owed, and no exchange."""
    path = book(
        '2026-01-10 * "Acme" "In advance"\n'
        "  Assets:Dollars  500 USD @ 0.91 EUR\n  Liabilities:Advances  -500 USD"
        " @ 0.91 EUR\n",
        '2026-02-10 * "Acme" "Work" ^INV-1\n'
        "  Assets:Receivable  700 USD @ 0.93 EUR\n"
        "  Liabilities:Advances  500 USD @ 0.91 EUR\n  Income:Services\n",
    )
    assert weighed(path, "Income:Services") == D("-1106.00")
    assert weighed(path, "Assets:Receivable") == D("651.00")
    assert weighed(path, "Liabilities:Advances") == 0
    assert results(path) == {}
    assert exchange_findings(path) == []


def test_an_advance_that_is_set_against_an_invoice_later_corrects_its_revenue(book):
    """1,200 at 0.93 are 1,116.00; the 500 paid at 0.91 make them 1,106.00."""
    path = book(
        '2026-01-10 * "Acme" "In advance"\n  client: "acme"\n'
        "  Assets:Dollars  500 USD @ 0.91 EUR\n  Liabilities:Advances  -500 USD"
        " @ 0.91 EUR\n",
        invoice("INV-1", 1200, "0.93", "2026-02-10"),
    )
    ledgerkit.load(path).record(ledgerkit.DepositUse(number="INV-1", day=DAY))
    assert weighed(path, "Income:Services") == D("-1106.00")
    assert weighed(path, "Assets:Receivable") == D("651.00")
    assert weighed(path, "Liabilities:Advances") == 0
    assert weighed(path, "Income:Exchange") == 0
    assert exchange_findings(path) == []
    assert ledgerkit.load(path).find_document("INV-1").open == 700


@pytest.mark.parametrize(("rate", "gain"), [("0.90", None), ("0.95", "10.00")])
def test_a_credit_note_at_its_invoices_rate_or_a_rebate_at_the_days(book, rate, gain):
    """200 USD off: -180.00 and no exchange, or -190.00 and 10.00 when matched."""
    total = D(200) * D(rate)
    path = book(
        invoice("INV-1", 1000, "0.90"),
        '2026-02-10 * "Acme" "Less"\n  credit-note: "CN-1"\n  invoice: "INV-1"\n'
        f"  Assets:Receivable  -200 USD @@ 180.00 EUR\n"
        f"  Income:Services  {total} EUR\n",
        f"  Income:Exchange  {D('180.00') - total} EUR\n" if gain else "",
    )
    assert exchange_findings(path) == []
    booked = {"CN-1": D(gain)} if gain else {}
    assert weighed(path, "Income:Exchange") == -sum(booked.values(), D(0))
    received(path, 800, "736.00", "INV-1")
    assert weighed(path, "Assets:Receivable") == 0
    assert exchange_findings(path) == []


def test_dollars_on_a_day_with_a_rate_are_worth_what_it_says(book):
    """1,000 at 0.90 are paid in dollars, at 0.94: 40.00 are realised."""
    path = book(invoice("INV-1", 1000, "0.90"), "2026-03-02 price USD 0.94 EUR\n")
    ledgerkit.load(path).record(
        ledgerkit.Receipt(
            day=DAY,
            amount=D(1000),
            settles=(("INV-1", None),),
            account="Assets:Dollars",
            fee=D(10),
        )
    )
    assert weighed(path, "Assets:Dollars") == D("930.60")
    assert weighed(path, "Expenses:Fees") == D("9.40")
    assert results(path) == {"INV-1": D("40.00")}
    assert exchange_findings(path) == []


def test_more_dollars_than_are_owed_are_on_account_at_the_days_rate(book):
    """1,000 carried at 900.00, and 100 more: 1,100 at 0.94 are 1,034.00."""
    path = book(invoice("INV-1", 1000, "0.90"), "2026-03-02 price USD 0.94 EUR\n")
    ledgerkit.load(path).record(
        ledgerkit.Receipt(
            day=DAY,
            amount=D(1100),
            settles=(("INV-1", None),),
            account="Assets:Dollars",
        )
    )
    assert weighed(path, "Assets:Dollars") == D("1034.00")
    assert weighed(path, "Assets:Receivable") == D("-94.00")
    assert results(path) == {"INV-1": D("40.00")}


@pytest.mark.parametrize(("price", "gain"), [("0.94", "40.00"), (None, "0.00")])
def test_a_line_of_a_bank_account_in_dollars_realises_at_the_days_rate(
    book, price, gain
):
    """1,000 at 0.90, at 0.94: 40.00 are realised."""
    prices = f"2026-03-02 price USD {price} EUR\n" if price else ""
    path = book(invoice("INV-1", 1000, "0.90"), prices)
    file = path.parent / "usd.csv"
    file.write_text("Date,Amount,Currency,Text\n2026-03-02,1000.00,USD,Acme INV-1\n")
    words = ["bank", "import", str(file), "--file", str(path), "--yes", "--sign"]
    done = CliRunner().invoke(main, [*words, "as-is", "--account", "Assets:Dollars"])
    assert done.exit_code == 0, done.output
    assert weighed(path, "Assets:Receivable") == 0
    assert weighed(path, "Assets:Dollars") == D("900.00") + D(gain)
    assert results(path) == {"INV-1": D(gain)}
    assert exchange_findings(path) == []


def test_a_bill_at_other_rates_is_measured_from_its_booking(book):
    """388 USD booked at 94.39 and paid at 94.125: 102.82 are gained, once."""
    path = book(bill("R-1", 388, "94.39"))
    ledgerkit.load(path).record(
        ledgerkit.BillPayment(
            day=DAY,
            settles=(("R-1", None),),
            account="Assets:Bank",
            paid=Amount(D("36520.50"), "EUR"),
        )
    )
    assert results(path) == {"R-1": D("102.82")}


def test_a_payment_run_in_dollars_settles_bills_at_their_own_rates(book):
    """100 at 0.90 and 200 at 0.95 are 280.00; at 0.92 they are worth 276.00."""
    path = book(
        bill("R-1", 100, "0.90"),
        bill("R-2", 200, "0.95"),
        f"{DAY} price USD 0.92 EUR\n",
    )
    books = ledgerkit.load(path)
    request = RunRequest(until=DAY, made_on=DAY, account="Assets:Dollars")
    plan = plan_payment_run(books, request)
    directives = run_directives(books, plan)
    path.write_text(path.read_text() + ledger_text(directives), encoding="utf-8")
    assert results(path) == {"R-1": D("-2.00"), "R-2": D("6.00")}
    assert weighed(path, "Liabilities:Payable") == 0
    assert weighed(path, "Income:Exchange") == D("-4.00")
    assert exchange_findings(path) == []


UNITS = st.integers(100, 10**6).map(lambda cents: D(cents) / 100)
RATES = st.integers(5000, 20000).map(lambda number: D(number) / 10000)


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@example(D(1), D("0.5"), D("0.7"), [3], Side.RECEIVABLE)
@given(
    whole=UNITS,
    rate=RATES,
    paid_at=RATES,
    cuts=st.lists(st.integers(1, 99), max_size=2, unique=True),
    side=st.sampled_from(list(Side)),
)
def test_any_split_of_a_payment_leaves_the_sum_of_gains(  # noqa: PLR0917
    tmp_path_factory, whole, rate, paid_at, cuts, side
):
    bounds = [D(0), *(whole * cut / 100 for cut in sorted(cuts)), whole]
    bounds = sorted({bound.quantize(D("0.01")) for bound in bounds})
    euros = [(bound * paid_at).quantize(D("0.01")) for bound in bounds]
    if len(set(euros)) < len(euros):
        return
    make = invoice if side is Side.RECEIVABLE else bill
    path = tmp_path_factory.mktemp("book") / "main.beancount"
    path.write_text(HEAD + make("N-1", whole, rate))
    for place in range(1, len(bounds)):
        part = bounds[place] - bounds[place - 1]
        worth = Amount(euros[place] - euros[place - 1], "EUR")
        asked = {"day": DAY, "settles": (("N-1", part),), "account": "Assets:Bank"}
        record = (
            ledgerkit.Receipt(amount=part, received=worth, **asked)
            if side is Side.RECEIVABLE
            else ledgerkit.BillPayment(amount=part, paid=worth, **asked)
        )
        ledgerkit.load(path).record(record)
    base = weighed(
        path, "Income:Services" if side is Side.RECEIVABLE else "Expenses:Goods"
    )
    expected = side.sign * (euros[-1] - abs(base))
    control = "Assets:Receivable" if side is Side.RECEIVABLE else "Liabilities:Payable"
    # A booking at a rate comes to parts of a cent, and only money has whole ones.
    assert abs(weighed(path, control)) <= D("0.005")
    assert abs(-weighed(path, "Income:Exchange") - expected) <= D("0.005")
    assert exchange_findings(path) == []
    shown = sum(results(path).values(), D(0))
    assert abs(shown - expected) <= D("0.005")
