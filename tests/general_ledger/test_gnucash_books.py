"""Books that GnuCash keeps: our trial balance has the sums of their splits."""

import re
import sqlite3
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.conftest import SHARED_DATA

from ledgerkit.api import load

FOLDER = SHARED_DATA / "company-gnucash" / "pypi__piecash-1.2.1"
BOOKS = sorted(FOLDER.glob("*.gnucash")) if FOLDER.is_dir() else []
ROOTS = {
    **dict.fromkeys(["LIABILITY", "PAYABLE", "CREDIT"], "Liabilities"),
    "EQUITY": "Equity",
    "INCOME": "Income",
    "EXPENSE": "Expenses",
}
pytestmark = pytest.mark.skipif(
    not BOOKS, reason="the published data files are not beside this checkout"
)


def code(mnemonic):
    letters = re.sub(r"[^A-Z0-9]", "", mnemonic.upper())
    return f"X{letters}X" if len(letters) < 3 or not letters[0].isalpha() else letters


def converted(path):
    """A book as Beancount text, and the value of its splits by account."""
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    currencies = {
        guid: code(name)
        for guid, name in database.execute("SELECT guid, mnemonic FROM commodities")
    }
    names, commodities = {}, {}
    query = "SELECT guid, name, account_type, commodity_guid FROM accounts"
    for place, (guid, name, kind, commodity) in enumerate(database.execute(query)):
        bare = re.sub(r"[^A-Za-z0-9]", "", name).capitalize() or "Account"
        names[guid] = f"{ROOTS.get(kind, 'Assets')}:{bare}-{place}"
        commodities[guid] = currencies.get(commodity, "XXX")
    lines, sums = [], defaultdict(Decimal)
    query = "SELECT guid, currency_guid, post_date FROM transactions"
    for guid, currency_guid, posted in database.execute(query).fetchall():
        currency = currencies[currency_guid]
        day = re.sub(r"^(\d{4})-?(\d{2})-?(\d{2}).*", r"\1-\2-\3", str(posted))
        legs = []
        splits = database.execute(
            "SELECT account_guid, value_num, value_denom, quantity_num, quantity_denom"
            " FROM splits WHERE tx_guid = ?",
            (guid,),
        )
        for account, *numbers in splits:
            value_num, value_denom, quantity_num, quantity_denom = map(Decimal, numbers)
            value, quantity = value_num / value_denom, quantity_num / quantity_denom
            if not value:
                continue
            sums[names[account], currency] += value
            commodity = commodities[account]
            if commodity == currency:
                legs.append(f"  {names[account]}  {value} {currency}")
            else:
                legs.append(
                    f"  {names[account]}  {quantity} {commodity}"
                    f" @@ {abs(value)} {currency}"
                )
        if legs:
            lines += [f'{day} * "GnuCash"', *legs]
    opens = [f"1900-01-01 open {name}" for name in sorted(names.values())]
    return "\n".join([*opens, *lines]) + "\n", sums


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: Path(path).stem)
def test_the_trial_balance_has_the_sums_of_the_splits(path, tmp_path):
    text, sums = converted(path)
    main = tmp_path / "main.beancount"
    main.write_text(text)
    books = load(main)
    # Beancount's quotient of 28 digits may miss the total by the last of them.
    errors = [e.message for e in books.errors if "0.0000000000" not in e.message]
    assert errors == []
    found = {}
    table = books.trial_balance(period=f"1900-01-01..{date(2200, 12, 31)}")
    for row in table.rows:
        if ":" in row.cells["account"]:
            key = row.cells["account"], row.cells["currency"]
            found[key] = (row.cells["closing_debit"] or 0) - (
                row.cells["closing_credit"] or 0
            )
    # Sums are shown to the smallest coin.
    for key in found.keys() | sums.keys():
        assert abs(found.get(key, 0) - sums.get(key, 0)) < Decimal("0.01"), key
