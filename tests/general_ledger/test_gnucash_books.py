"""Books that GnuCash keeps: our trial balance has the sums of their splits."""

import gzip
import re
import sqlite3
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from tests.conftest import SHARED_DATA

from ledgerkit.api import load

#: Version 1 of the XML is left out: its transactions have one side.
BOOKS = [
    path
    for path in sorted((SHARED_DATA / "company-gnucash").glob("*/*.gnucash"))
    if path.stem != "currency_tree_xml"
]
#: Where GnuCash itself puts what a transaction lacks of its balance.
IMBALANCE = "Equity:Imbalance"
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


def read_sqlite(path):
    """The accounts by id, and the transactions, of a book in SQLite."""
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    query = "SELECT guid, mnemonic FROM commodities"
    names = dict(database.execute(query).fetchall())
    query = "SELECT guid, name, account_type, commodity_guid FROM accounts"
    accounts = {
        guid: (name, kind, names.get(commodity, "XXX"))
        for guid, name, kind, commodity in database.execute(query)
    }
    splits = defaultdict(list)
    query = (
        "SELECT tx_guid, account_guid, value_num, value_denom, quantity_num,"
        " quantity_denom FROM splits"
    )
    for transaction, account, *numbers in database.execute(query):
        value, below, quantity, quantity_below = map(Decimal, numbers)
        splits[transaction].append((account, value / below, quantity / quantity_below))
    query = "SELECT guid, currency_guid, post_date FROM transactions"
    found = database.execute(query).fetchall()
    return accounts, [(str(day), names[of], splits[guid]) for guid, of, day in found]


def quotient(text):
    number, _, below = text.partition("/")
    return Decimal(number) / Decimal(below)


def read_xml(path):
    """The same of a book in XML, packed or not; names have no namespace here."""
    content = path.read_bytes()
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    root = etree.fromstring(content)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    accounts = {
        each.findtext("id"): (
            each.findtext("name"),
            each.findtext("type"),
            each.findtext("commodity/id") or "XXX",
        )
        for each in root.iterfind("book/account")
    }
    transactions = [
        (
            each.findtext("date-posted/date"),
            each.findtext("currency/id"),
            [
                (
                    split.findtext("account"),
                    quotient(split.findtext("value")),
                    quotient(split.findtext("quantity")),
                )
                for split in each.iterfind("splits/split")
            ],
        )
        for each in root.iterfind("book/transaction")
    ]
    return accounts, transactions


def converted(path):
    """A book as Beancount text, and the value of its splits by account."""
    is_sqlite = path.read_bytes().startswith(b"SQLite format 3")
    accounts, transactions = (read_sqlite if is_sqlite else read_xml)(path)
    names = {}
    for place, (guid, (name, kind, _commodity)) in enumerate(accounts.items()):
        bare = re.sub(r"[^A-Za-z0-9]", "", name).capitalize() or "Account"
        names[guid] = f"{ROOTS.get(kind, 'Assets')}:{bare}-{place}"
    lines, sums = [], defaultdict(Decimal)
    for posted, of, splits in transactions:
        currency, legs = code(of), []
        day = re.sub(r"^(\d{4})-?(\d{2})-?(\d{2}).*", r"\1-\2-\3", posted)
        for account, value, quantity in splits:
            if not value:
                continue
            sums[names[account], currency] += value
            commodity = code(accounts[account][2])
            if commodity == currency:
                legs.append(f"  {names[account]}  {value} {currency}")
            else:
                legs.append(
                    f"  {names[account]}  {quantity} {commodity}"
                    f" @@ {abs(value)} {currency}"
                )
        if missing := -sum(value for _account, value, _quantity in splits):
            sums[IMBALANCE, currency] += missing
            legs.append(f"  {IMBALANCE}  {missing} {currency}")
        if legs:
            lines += [f'{day} * "GnuCash"', *legs]
    opened = sorted([IMBALANCE, *names.values()])
    opens = [f"1900-01-01 open {name}" for name in opened]
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
    assert bool(sums) == bool(found)
    # Sums are shown to the smallest coin.
    for key in found.keys() | sums.keys():
        assert abs(found.get(key, 0) - sums.get(key, 0)) < Decimal("0.01"), key
