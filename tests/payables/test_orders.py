"""Bills are held against the orders that they name, and no order loses a cent."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS
from tests.payables.shop import BANK

from ledgerkit.api import load
from ledgerkit.books.general_ledger.close_checklist import close_checklist
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.general_ledger.period import Period
from ledgerkit.open_items.side import Side

D = Decimal
ORDER = """
2026-01-10 custom "vendor" "rossi" "Rossi"
  iban: "DE89370400440532013000"
  payment-terms: "net 30"
2026-01-10 custom "order" "PO-7" "rossi"
  expected: 2026-02-10
2026-01-10 custom "order-line" "PO-7" "paper"
  account: Expenses:Purchases
  quantity: 60
  unit-price: 4.00 EUR
"""
BILL = """
2026-02-11 * "Rossi" "Paper" ^R-1
  order: "PO-7"
  due: 2026-03-01
  Liabilities:Payable  -240.00 EUR
  Expenses:Purchases
    quantity: 60
"""
CAME = '\n2026-02-10 custom "goods-received" "PO-7" "paper" 60\n'
MARCH = date(2026, 3, 1)


def loaded(tmp_path, text):
    path = tmp_path / "main.beancount"
    path.write_text(ACCOUNTS + BANK + text, encoding="utf-8")
    books = load(path)
    assert [error.message for error in books.errors] == []
    return books


def paid(books):
    request = RunRequest(made_on=MARCH, account="Main", until=MARCH)
    return [p.amount for p in books.payment_run_plan(request).proposal.payments]


def test_a_bill_is_paid_once_it_is_as_ordered_or_somebody_agrees(tmp_path):
    assert paid(loaded(tmp_path, ORDER + BILL)) == []
    assert paid(loaded(tmp_path, ORDER + BILL + CAME)) == [D("240.00")]
    dear = BILL.replace("240.00", "240.01")
    assert paid(loaded(tmp_path, ORDER + dear + CAME)) == []
    agreed = dear.replace(
        "  due:", '  approved-by: "anna"\n  approved-on: 2026-02-20\n  due:'
    )
    assert paid(loaded(tmp_path, ORDER + agreed + CAME)) == [D("240.01")]
    # Edited after it was approved, it has to be approved anew.
    lapsed = agreed.replace("  due:", "  approved-amount: 240.00 EUR\n  due:")
    assert paid(loaded(tmp_path, ORDER + lapsed + CAME)) == []


def test_what_is_open_is_committed_until_its_bill_comes(tmp_path):
    budget = '\n2026-01-01 custom "budget" Expenses:Purchases "yearly" 365.00 EUR\n'
    day = date(2026, 2, 1)

    def committed(text):
        table = loaded(tmp_path, text + budget).budget(as_of=day, period="2026")
        return next(row.cells["committed"] for row in table.rows)

    assert committed(ORDER) == D("240.00")
    assert committed(ORDER + CAME + BILL) == D("240.00")
    assert committed(ORDER.replace("2026-02-10", "2027-02-10")) == D("0.00")


def test_the_forecast_pays_an_order_with_tax_by_terms_after_it_comes(tmp_path):
    books = loaded(tmp_path, ORDER)
    table = books.forecast_items(as_of=date(2026, 2, 1), weeks=13)
    [item] = [row.cells for row in table.rows if row.cells["kind"] == "order"]
    # Expected on 10 February, and 30 days to pay.
    assert (item["day"], item["amount"]) == (date(2026, 3, 12), D("-240.00"))


def test_a_close_names_what_came_and_is_not_billed(tmp_path):
    period = Period(date(2026, 2, 1), date(2026, 2, 28))

    def goods(text):
        items = close_checklist(loaded(tmp_path, text), period, {})
        return [list(item.problems) for item in items if item.name == "goods"]

    said = "PO-7 paper: 240.00 EUR came and are not billed; accrue them"
    assert goods(ORDER + CAME) == [[said]]
    assert goods(ORDER + CAME + BILL) == [[]]


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["bill", "plain bill", "credit", "back", "came"]),
        st.integers(1, 70),
        st.integers(350, 450),
        st.integers(1, 28),
    ),
    max_size=7,
)


def written(events):
    """The entries of these events, and what they bill at the order's price and not."""
    texts, value, billed, bills = [], D(0), D(0), []
    for index, (kind, units, cents, day) in enumerate(events):
        net = D(units * cents) / 100
        quantity = f"    quantity: {units}\n"
        head = f'2026-03-{day:02} * "Rossi" "{index}" ^'
        if kind == "came":
            texts.append(
                f'2026-02-{day:02} custom "goods-received" "PO-7" "paper" {units}\n'
            )
        elif kind == "back" and bills:
            number, net, worth = bills.pop()
            value, billed = value - worth, billed - net
            texts.append(
                f"{head}{number}\n  Liabilities:Payable  {net} EUR\n"
                f"  Expenses:Purchases  -{net} EUR\n"
            )
        elif kind == "credit" and bills:
            number = bills[-1][0]
            value, billed = value - 4 * units, billed - net
            texts.append(
                f'{head}{number}\n  vendor-credit: "C-{index}"\n'
                f"  Liabilities:Payable  {net} EUR\n"
                f"  Expenses:Purchases  -{net} EUR\n{quantity}"
            )
            # A bill that was credited in part isn't taken back in whole.
            bills.pop()
        elif "bill" in kind:
            worth = D(4 * units) if kind == "bill" else net
            value, billed = value + worth, billed + net
            bills.append((f"R-{index}", net, worth))
            texts.append(
                f'{head}R-{index}\n  order: "PO-7"\n  Liabilities:Payable  -{net} EUR\n'
                f"  Expenses:Purchases  {net} EUR\n" + quantity * (kind == "bill")
            )
    return texts, value, billed


@settings(max_examples=30, deadline=None)
@given(events=EVENTS, data=st.data())
def test_ordered_is_billed_and_open_in_any_order(tmp_path_factory, events, data):
    texts, value, billed = written(events)
    shuffled = data.draw(st.permutations(texts))
    books = loaded(tmp_path_factory.mktemp("order"), ORDER + "\n".join(shuffled))
    [row] = books.orders(as_of=date.max, everything=True).to_dicts()
    assert (row["billed"], row["open"]) == (billed, D(240) - value)
    above = row["price_difference"]
    assert row["ordered"] == D(240) == row["billed"] - above + row["open"]
    held = [
        each
        for d in books.subledger(Side.PAYABLE, date.max).documents
        for each in books.payables_read.orders.why_held(d, date.max)
        if "more than was ordered" in each
    ]
    # No more is complained of than there is, and all of it is.
    assert bool(held) == (value > D(240))
