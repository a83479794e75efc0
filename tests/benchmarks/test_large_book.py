"""A large book: right to the cent, and not slower by the day."""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.api import load
from ledgerkit.open_items.side import Side
from tests.benchmarks import large_book
from tests.benchmarks.trading_company import AS_OF, Company
from tests.conftest import ROOT

BUCKETS = ("not_due", "1_30", "31_60", "61_90", "over_90")
GENERATOR = ROOT.parent / "shared" / "reference" / "make_book.py"


def totals(books, side, as_of):
    [line] = books.aging(as_of=as_of, side=side).totals
    return [line[key] for key in BUCKETS], line["unapplied"]


@pytest.mark.parametrize("side", list(Side))
def test_ageing_of_a_generated_company_equals_a_count_without_accounting(
    side, tmp_path
):
    company = Company(2_000)
    company.write(tmp_path / "main.beancount", plugin="ledgerkit.plugins.all")
    books = load(tmp_path / "main.beancount")
    assert books.findings() == []
    amounts, unapplied = totals(books, side, AS_OF)
    assert amounts == company.aging(side.value)
    assert unapplied == 0


def test_ageing_of_the_reference_book_of_40_000_invoices_equals_its_truth(tmp_path):
    if not GENERATOR.exists():
        pytest.skip("the reference generator is not beside this checkout")
    subprocess.run(
        [sys.executable, str(GENERATOR), "40000", str(tmp_path)],
        check=True,
        capture_output=True,
    )
    truth = json.loads((tmp_path / "truth.json").read_text())
    books = load(tmp_path / "book.beancount")
    names = ("current", "1-30", "31-60", "61-90", "90+")
    for side, key in ((Side.RECEIVABLE, "ar"), (Side.PAYABLE, "ap")):
        amounts, unapplied = totals(books, side, date(2025, 12, 31))
        assert amounts == [Decimal(truth[key][name]) for name in names]
        assert unapplied == 0
        assert (
            len(books.open_items(as_of=AS_OF, side=side).rows) == truth[f"{key}_open"]
        )


def test_the_plugins_do_not_come_to_cost_as_much_as_the_load(tmp_path):
    """Guards against a slip; `make bench` measures, at three times the size.

    Large enough that importing the plugins, which happens once, matters little.
    """
    plain, annotated = tmp_path / "plain.beancount", tmp_path / "with.beancount"
    Company(12_000).write(plain)
    Company(12_000).write(annotated, plugin="ledgerkit.plugins.all")
    # By turns, so that what else the machine does strikes both.
    times = [
        [large_book.measure(large_book.LOAD, path)["seconds"] for path in pair]
        for pair in [(plain, annotated)] * 3
    ]
    own, ours = map(min, zip(*times, strict=True))
    assert ours / own < 1.35


def test_a_statement_costs_a_fraction_of_the_load_and_the_next_next_to_nothing(
    tmp_path,
):
    """Guards against a slip; `make bench` measures, at ten times the size."""
    path = tmp_path / "main.beancount"
    Company(4_000).write(path)
    own = min(large_book.measure(large_book.LOAD, path)["seconds"] for _ in range(2))
    runs = [large_book.measure(large_book.STATEMENTS, path) for _ in range(2)]
    seconds = {report: min(run[report] for run in runs) for report in runs[0]}
    print({report: f"{each / own:.1%}" for report, each in seconds.items()})
    first, again = list(seconds.values())[:3], list(seconds.values())[3:]
    assert max(first) < own / 5
    assert max(again) < own / 40


def test_what_the_books_say_of_many_clients_costs_a_fraction_of_the_load(tmp_path):
    """Guards against a slip; `make bench` measures, at ten times the size."""
    path = tmp_path / "main.beancount"
    Company(4_000, clients=200).write(path)
    own = min(large_book.measure(large_book.LOAD, path)["seconds"] for _ in range(2))
    runs = [large_book.measure(large_book.CLIENTS, path) for _ in range(2)]
    seconds = {report: min(run[report] for run in runs) for report in runs[0]}
    print({report: f"{each / own:.1%}" for report, each in seconds.items()})
    assert seconds["all measures of all clients"] < own / 4
    assert seconds["health of all clients, after that"] < own / 4
