"""hledger, which shares no line with us, has the same figures for the sample books."""

import csv
import io
import os
import shutil
import subprocess
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

import pytest
from beancount.core.convert import get_weight
from beancount.core.data import Transaction
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.money import rounded

HLEDGER = shutil.which("hledger")
BOOKS = ("agency", "shop", "exporter", "existing_ledger", "joiner")
PERIODS = ("2024", "2025", "2025-Q3", "2025-02")
#: What transactions miss of their balance, within Beancount's tolerance.
ROUNDING = "Equity:Rounding-Within"
TYPES = {
    RootAccount.ASSETS: "A",
    RootAccount.LIABILITIES: "L",
    RootAccount.EQUITY: "E",
    RootAccount.INCOME: "R",
    RootAccount.EXPENSES: "X",
}


@pytest.fixture(scope="module", autouse=True)
def _needs_hledger():
    if HLEDGER is None:
        if "CI" in os.environ:
            pytest.fail("install hledger, so that there is something to compare with")
        pytest.skip("there is no hledger to compare with")


def amount(number, currency):
    return f'{number:f} "{currency}"'


def leg(posting):
    rate = posting.cost or posting.price
    price = f" @ {amount(rate.number, rate.currency)}" if rate else ""
    return f"  {posting.account}  {amount(*posting.units)}{price}"


def residual(transaction):
    """What the postings' weights miss of zero, by currency."""
    sums = defaultdict(Decimal)
    for posting in transaction.postings:
        number, currency = get_weight(posting)
        sums[currency] += number
    return {currency: -number for currency, number in sums.items() if number}


def journal(books):
    """The books as hledger reads them; all digits are shown."""
    reading = books.general_ledger
    roots = {name: TYPES[root] for root, name in reading.root_names.items()}
    lines, currencies = [], set()
    for account in [*reading.accounts, ROUNDING]:
        kind = "C" if reading.is_cash(account) else roots[account.split(":")[0]]
        lines.append(f"account {account}  ; type: {kind}")
    for entry in books.directives:
        if not isinstance(entry, Transaction):
            continue
        lines.append(f"{entry.date} x")
        for posting in entry.postings:
            currencies |= {posting.units.currency, get_weight(posting).currency}
            lines.append(leg(posting))
        for currency, number in residual(entry).items():
            lines.append(f"  {ROUNDING}  {amount(number, currency)}")
    styles = [f'commodity 1000.0000000000 "{name}"' for name in sorted(currencies)]
    return "\n".join([*styles, *lines]) + "\n"


class Oracle:
    """hledger, asked about one journal."""

    def __init__(self, path):
        self._path = path

    def ask(self, report, first, last, *query):
        """What a report says of some days: by account or section's sum, and currency.

        Names are in small letters: sums are called by their section, ``/assets``.
        """
        begin = ["-b", str(first)] if first else []
        end = ["-e", str(last + timedelta(days=1))]
        form = ["-B", "--flat", "--layout", "bare", "-O", "csv"]
        words = [HLEDGER, report, "-f", str(self._path), *begin, *end, *form, *query]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        found, section = {}, None
        for row in csv.reader(io.StringIO(done.stdout)):
            name, currency, number = [*(word.casefold() for word in row), ""][:3]
            if not currency or not number:
                section = name
            elif currency != "commodity":
                key = f"/{section}" if name == "total" else name
                if section is not None or name != "total":
                    found[key, currency.upper()] = Decimal(number)
        return found


@pytest.fixture(scope="module", params=BOOKS)
def both(request, tmp_path_factory):
    """A sample book, and hledger with the same in its own journal."""
    books = load(SAMPLE_BOOKS / request.param / "main.beancount")
    path = tmp_path_factory.mktemp("hledger") / "book.journal"
    path.write_text(journal(books), encoding="utf-8")
    return books, Oracle(path)


def to_the_cent(amounts):
    """Amounts of accounts and sums, rounded, without those that come to nothing."""
    return {
        key: number
        for key, exact in amounts.items()
        if (number := rounded(exact, key[1]))
        and ("/" in key[0] or ":" in key[0])
        and key[0] not in {"net:", ROUNDING.casefold()}
    }


def results_only(amounts, *, wanted):
    """The amounts of income and expenses, or all the others."""
    return {
        key: number
        for key, number in amounts.items()
        if key[0].startswith(("income:", "expenses:")) == wanted
    }


def in_columns(table, *keys):
    """The accounts of a trial balance: one column less another."""
    found = {}
    for row in table.rows:
        amounts = [row.cells[key] or Decimal() for key in keys]
        name = row.cells["account"].casefold(), row.cells["currency"]
        found[name] = sum([-each for each in amounts[1:]], amounts[0])
    return found


@pytest.mark.parametrize("word", PERIODS)
def test_the_trial_balance_is_hledgers(both, word):
    books, oracle = both
    fiscal = books.general_ledger.fiscal
    period = parse_period(word, fiscal)
    table = books.trial_balance(period=word)
    year = fiscal.year_of(period.first)

    for key, sign in (("debit", 1), ("credit", -1)):
        query = "amt:>0" if sign == 1 else "amt:<0"
        turnover = oracle.ask("bal", period.first, period.last, query)
        wanted = {name: sign * number for name, number in turnover.items()}
        assert to_the_cent(in_columns(table, key)) == to_the_cent(wanted)
    for key, last in (("opening", period.before), ("closing", period.last)):
        found = in_columns(table, f"{key}_debit", f"{key}_credit")
        wanted = results_only(oracle.ask("bal", None, last), wanted=False)
        if year.first <= last:
            of_year = oracle.ask("bal", year.first, last)
            wanted |= results_only(of_year, wanted=True)
        assert to_the_cent(found) == to_the_cent(wanted)


def in_lines(table, word, sums):
    """A statement's lines that are accounts, and its sums as hledger calls them."""
    found = {}
    for row in table.rows:
        line, amount = str(row.cells["line"]), row.cells[word]
        is_part = ":" in line and not row.cells["total"]
        if amount is not None and (is_part or line in sums):
            found[sums.get(line, line.casefold()), row.cells["currency"]] = amount
    return found


@pytest.mark.parametrize("word", PERIODS)
def test_balance_sheet_and_income_statement_are_hledgers(both, word):
    books, oracle = both
    period = parse_period(word, books.general_ledger.fiscal)

    sums = {"total-assets": "/assets", "total-liabilities": "/liabilities"}
    found = in_lines(books.balance_sheet(period=word), word, sums)
    owned = {key: n for key, n in found.items() if not key[0].startswith("equity:")}
    assert to_the_cent(owned) == to_the_cent(oracle.ask("bs", None, period.last))

    sums = {"total-income": "/revenues", "total-expenses": "/expenses"}
    found = in_lines(books.income_statement(period=word), word, sums)
    wanted = oracle.ask("is", period.first, period.last)
    assert to_the_cent(found) == to_the_cent(wanted)


@pytest.mark.parametrize("method", ["direct", "indirect"])
@pytest.mark.parametrize("word", PERIODS)
def test_cash_moves_by_what_hledger_says(both, word, method):
    """It counts as a flow what is brought forward from before the books; we don't."""
    books, oracle = both
    period = parse_period(word, books.general_ledger.fiscal)
    moved = {}
    for row in books.cash_flow(period=word, method=method).rows:
        if row.cells["line"] in {"change", "brought-forward"}:
            key = "/cash flows", row.cells["currency"]
            moved[key] = moved.get(key, 0) + row.cells[word]
    flows = oracle.ask("cf", period.first, period.last)
    wanted = {key: n for key, n in flows.items() if key[0].startswith("/")}
    assert to_the_cent(moved) == to_the_cent(wanted)
