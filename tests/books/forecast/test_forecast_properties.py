"""What holds of the forecasts of all books."""

import random
import re
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from beancount import loader
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS
from tests.reports.trading_books import DAYS, trading_books

from ledgerkit.api import LedgerBooks
from ledgerkit.banking.forecast.back_test import date_errors
from ledgerkit.fava.charts.band import band_chart
from ledgerkit.open_items.side import Side
from ledgerkit.reports.bank.forecast import ForecastChoices, forecasts

D = Decimal
START = date(2026, 1, 1)
AS_OF = date(2026, 4, 15)
few = settings(max_examples=settings.default.max_examples // 4)

RULES = """
2026-01-01 custom "client" "c0" "Client 0"
  payment-terms: "net 14"
2026-01-01 custom "recurring" "upkeep" "monthly"
  client: "c0"
  amount: 40.00 EUR
  account: Income:Services
2026-04-20 custom "forecast-item" "rent" -90.00 EUR
  every: "every 2 weeks"
2026-01-01 custom "scenario" "slow" "delay" 9
2026-01-01 custom "scenario" "slow" "revenue" -50
"""

#: Client, day issued, days to pay, days late or None for unpaid, amount in cents.
invoices = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 140),
        st.sampled_from([0, 14, 30]),
        st.none() | st.integers(-10, 50),
        st.integers(1, 99_999),
    ),
    max_size=14,
)


def transactions(documents):
    """Each transaction's day and text."""
    for number, (client, issued, terms, late, cents) in enumerate(documents):
        day, amount = START + timedelta(days=issued), D(cents) / 100
        due = day + timedelta(days=terms)
        side = "Income:Services" if number % 4 else "Expenses:Purchases"
        if side == "Income:Services":
            owed, sign, kind = "Assets:Receivable", 1, "Client"
        else:
            owed, sign, kind = "Liabilities:Payable", -1, "Vendor"
        head = f'"{kind} {client}" "Work" ^N{number}'
        owing = f"  {owed}  {sign * amount} EUR\n  {side}\n"
        yield day, f"{day} * {head}\n  due: {due}\n{owing}"
        if late is not None:
            paid = max(due + timedelta(days=late), day)
            yield (
                paid,
                (f"{paid} * {head}\n  Assets:Bank  {sign * amount} EUR\n  {owed}\n"),
            )
    for month in range(1, 6):
        day = date(2026, month, 3)
        yield day, f'{day} * "Telco" "Phone"\n  Assets:Bank  -30.00 EUR\n  {EXPENSE}\n'


EXPENSE = "Expenses:Purchases"


def books_of(texts):
    text = f"{ACCOUNTS}\n{RULES}\n" + "\n".join(texts)
    entries, errors, options = loader.load_string(text)
    assert errors == []
    return LedgerBooks(entries, errors, options)


def texts_of(documents):
    return [text for _day, text in transactions(documents)]


def told(books, **choices):
    return (
        books.forecast(as_of=AS_OF, **choices).to_dicts(),
        books.forecast_items(as_of=AS_OF, **choices).to_dicts(),
    )


@few
@given(invoices)
def test_a_forecast_knows_nothing_of_later_postings(documents):
    known = [text for day, text in transactions(documents) if day <= AS_OF]
    everything = [text for _day, text in transactions(documents)]
    assert told(books_of(everything)) == told(books_of(known))


@few
@given(invoices, st.integers(0, 1000))
def test_the_order_of_the_text_changes_nothing(documents, seed):
    texts = [text for _day, text in transactions(documents)]
    shuffled = list(texts)
    random.Random(seed).shuffle(shuffled)
    assert told(books_of(shuffled)) == told(books_of(texts))


@few
@given(invoices, st.sampled_from(["", "slow"]))
def test_items_sum_to_what_the_balance_moves_and_quantiles_rise(documents, scenario):
    books = books_of([text for _day, text in transactions(documents)])
    periods, items = told(books, scenario=scenario)
    for period in periods:
        moved = [i["amount"] for i in items if i["until"] == period["until"]]
        assert period["opening"] + sum(moved) == period["closing"]
        assert period["low"] <= period["closing"] <= period["high"]
    for before, after in pairwise(periods):
        assert before["closing"] == after["opening"]
    for item in items:
        days = [item[key] for key in ("early", "day", "late") if item[key]]
        assert days == sorted(days)
        assert all(day > AS_OF for day in days)


@few
@given(st.one_of(invoices.map(texts_of), st.none()), trading_books(), st.data())
def test_no_month_is_forecast_worse_than_by_due_dates(texts, books, data):
    """In its own back-test; and what is told of single invoices neither."""
    day = AS_OF if texts else data.draw(st.sampled_from(DAYS))
    books = books_of(texts) if texts else books
    table = books.forecast_back_test(as_of=day, months=18)
    for row in table.to_dicts():
        if row["unit"] != "days":
            assert row["forecast"] <= row["due_date"]
    checked = books.forecast_read.back_test(day, 18).invoices
    errors = date_errors([one for one in checked if one.expected is not None])
    assert errors is None or errors.forecast <= errors.by_due_date


@few
@given(trading_books(), st.sampled_from(DAYS))
def test_table_chart_and_items_tell_one_figure_and_what_is_not_counted_on_apart(
    books, day
):
    groups = forecasts(books, day, ForecastChoices())
    rows = books.forecast(as_of=day).to_dicts()
    items = books.forecast_items(as_of=day).to_dicts()
    for group in groups:
        unit = group.group.currency
        own = [row for row in rows if row["currency"] == unit]
        chart = band_chart(group, lambda number, _unit: f"{number:f}")
        for row, period, point in zip(own, group.periods, chart.points, strict=True):
            assert row["low"] <= row["closing"] <= row["high"]
            assert row["closing"] == period.closing
            said = re.match(rf"{period.days.last}: (\S+) {unit};", point.sentence)
            assert Decimal(said[1]) == row["closing"]
            moved = [
                item["amount"]
                for item in items
                if (item["until"], item["currency"]) == (row["until"], unit)
            ]
            assert row["opening"] + sum(moved) == row["closing"]
        balance = sum(
            r["balance"]
            for r in books.cash(as_of=day).to_dicts()
            if r["currency"] == unit
        )
        assert own[0]["opening"] == balance
    # All that is open, less what is on account, is in it once, counted on or not.
    for kind, side in (("invoice", Side.RECEIVABLE), ("bill", Side.PAYABLE)):
        found = defaultdict(Decimal)
        for item in items:
            if item["kind"] == kind:
                found[item["party"], item["currency"]] += abs(item["amount"])
        aged = books.aging(as_of=day, side=side).to_dicts()
        owed = {(r["party"], r["currency"]): r["balance"] for r in aged}
        discounts = side is Side.PAYABLE
        for key, amount in owed.items():
            if not discounts or key[0] != "delta":
                assert found.get(key, 0) == max(amount, 0)


@few
@given(invoices)
def test_days_and_weeks_agree_where_they_meet(documents):
    books = books_of([text for _day, text in transactions(documents)])
    weeks, days = (
        {
            row["until"]: [row[key] for key in ("closing", "low", "high")]
            for row in books.forecast(as_of=AS_OF, weeks=4, by=by).to_dicts()
        }
        for by in ("week", "day")
    )
    assert {until: days[until] for until in weeks} == weeks
