"""One word means one figure: each report that says it says the same."""

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.open_items.side import Side

D = Decimal
DAY = date(2025, 12, 31)
LATE = ("1_30", "31_60", "61_90", "over_90")


@pytest.fixture(
    scope="module", params=("agency", "shop", "exporter", "existing_ledger", "joiner")
)
def sample(request):
    return load(SAMPLE_BOOKS / request.param / "main.beancount")


def summed(rows, *keys, of="currency"):
    sums = defaultdict(D)
    for row in rows:
        sums[row[of]] += sum((row[key] or D(0) for key in keys), D(0))
    return {name: amount for name, amount in sums.items() if amount}


def overdue_tile(books, figure):
    found = {}
    for row in books.position(as_of=DAY).to_dicts():
        said = re.search(r"([\d,.]+) overdue", row["detail"])
        if row["figure"] == figure and said:
            found[row["currency"]] = D(said[1].replace(",", ""))
    return found


@pytest.mark.parametrize("side", Side, ids=lambda side: side.value)
def test_overdue(sample, side):
    ours = side is Side.RECEIVABLE
    items = sample.open_items(as_of=DAY, side=side).to_dicts()
    expected = summed([item for item in items if (item["days_late"] or 0) > 0], "open")
    assert summed(sample.aging(as_of=DAY, side=side).to_dicts(), *LATE) == expected
    assert overdue_tile(sample, "Owed to us" if ours else "We owe") == expected
    trend = sample.collection(as_of=DAY, side=side).to_dicts()
    assert summed([r for r in trend if r["last"] == DAY], "overdue") == expected
    balances = sample.client_balances if ours else sample.vendor_balances
    assert summed(balances(as_of=DAY).to_dicts(), "overdue") == expected
    listed = sample.documents(as_of=DAY, side=side).to_dicts()
    late = [row for row in listed if "overdue" in row["status"]]
    assert summed(late, "open") == expected
    if ours:
        clients = sample.client_list(as_of=DAY).to_dicts()
        assert summed(clients, "overdue") == expected
        most = sample.most_overdue(as_of=DAY, limit=1000).to_dicts()
        assert summed(most, "amount") == expected


def test_revenue_and_its_growth(sample):
    listed = sample.client_list(as_of=DAY).to_dicts()
    measured = sample.client_measures(as_of=DAY).to_dicts()
    expected = summed(listed, "revenue", of="party")
    assert summed(measured, "revenue", of="party") == expected
    for table in (sample.rfm(as_of=DAY), sample.concentration(as_of=DAY)):
        rows = [row for row in table.to_dicts() if row.get("party")]
        said = summed(rows, "revenue", of="party")
        assert said == {party: expected[party] for party in said}
    for party, revenue in expected.items():
        months = sample.client_revenue(party, as_of=DAY).to_dicts()
        assert sum(row["revenue"] for row in months) == revenue
    growth = {row["party"]: row["trend"] for row in listed if row["trend"] is not None}
    also = {row["party"]: row["trend"] for row in measured if row["trend"] is not None}
    assert {party: also.get(party) for party in growth} == growth


def test_the_lowest_forecast_balance(sample):
    lowest = defaultdict(list)
    for row in sample.forecast(as_of=DAY, by="day").to_dicts():
        lowest[row["group"], row["currency"]].append((row["closing"], row["from"]))
    expected = sorted((*min(days), key[1]) for key, days in lowest.items())
    said = sorted(
        (row["amount"], date.fromisoformat(row["detail"][3:]), row["currency"])
        for row in sample.position(as_of=DAY).to_dicts()
        if row["figure"] == "Lowest forecast balance"
    )
    assert said == expected
