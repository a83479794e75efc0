"""Postings to money accounts, and the day the bank booked each.

Postings to accounts with statements: which ones a bank line has cleared.

Ledger signs are the bank's here: money we have is positive on both sides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from beancount.core.data import Transaction
from beancount.core.flags import FLAG_PADDING

from ledgerkit.banking.booked_statement import BankPosting
from ledgerkit.books.bank.cash_accounts import cash_role
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.ledger.place import place_in, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beancount.core.data import Directive, Posting

    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts


#: The key of a cleared posting, and that of the bank's day if it differs.
BANK_REF, BANK_DATE = "bank-ref", "bank-date"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMovement:
    """A posting to a money account.

    Attributes:
        day: The transaction's date.
        amount: Positive for money in.
        currency: Of the amount.
        reference: The bank's id of the line that cleared it; empty if none has.
        bank_day: Day on which the bank booked it; the transaction's unless stated, and
            meaningless if nothing has cleared it.
        transaction: The transaction.
        posting: The posting.
        is_opening: Whether it brings in a balance from before the books.
    """

    day: date
    amount: Decimal
    currency: str
    reference: str
    bank_day: date
    transaction: Transaction
    posting: Posting
    is_opening: bool

    def is_opening_of(self, day: date) -> bool:
        """Whether it brings in the balance with which a day begins."""
        return self.is_opening and self.day == day

    @property
    def place(self) -> Place:
        """Its place; the transaction's, if the posting is not in the text."""
        meta = self.posting.meta
        return place_in(meta if meta and "lineno" in meta else self.transaction.meta)


def account_movements(
    directives: Iterable[Directive], accounts: Iterable[str], chart: ChartOfAccounts
) -> Mapping[str, Sequence[AccountMovement]]:
    """Every posting to each of these accounts, in the order of the directives."""
    movements: defaultdict[str, list[AccountMovement]] = defaultdict(list)
    chosen = frozenset(accounts)
    for txn in directives:
        if isinstance(txn, Transaction):
            for posting in txn.postings:
                if posting.account in chosen and posting.units is not None:
                    is_opening = is_opening_entry(txn, chart)
                    movements[posting.account].append(
                        _movement(txn, posting, is_opening=is_opening)
                    )
    return movements


#: Names of equity accounts that balances of before the books are brought in from.
_OPENING_NAMES = re.compile(
    r"opening|anfang|er(?:ö|oe)ffnung|vortrag|apertura|iniziali|ouverture|nouveau"
    r"|saldos?-?inicia|begin|abertura",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_opening_name(account: str) -> bool:
    """Whether an equity account of this name brings in balances of before the books."""
    return _OPENING_NAMES.search(account) is not None


def is_opening_entry(txn: Transaction, chart: ChartOfAccounts) -> bool:
    """Whether a transaction brings in balances from before the books.

    It posts to an equity account of such a name, or pads an account.
    """
    return txn.flag == FLAG_PADDING or any(
        is_opening_name(posting.account)
        and chart.root(posting.account) is RootAccount.EQUITY
        for posting in txn.postings
    )


def _movement(
    txn: Transaction, posting: Posting, *, is_opening: bool
) -> AccountMovement:
    units = posting.units
    assert units is not None
    assert units.number is not None
    reference = written(posting.meta, BANK_REF) if posting.meta else None
    stated = written(posting.meta, BANK_DATE) if posting.meta else None
    return AccountMovement(
        day=txn.date,
        amount=units.number,
        currency=units.currency,
        reference="" if reference is None else str(reference),
        bank_day=stated if isinstance(stated, date) else txn.date,
        transaction=txn,
        posting=posting,
        is_opening=is_opening,
    )


def read_bank_postings(
    directives: Iterable[Directive],
    accounts: Iterable[str],
    chart: ChartOfAccounts,
) -> Mapping[tuple[str, str], Sequence[BankPosting]]:
    """Every posting to these accounts, by account and currency, by date.

    As with ``balance``, postings to sub-accounts are included, unless those have
    statements of their own. Transfers within an account are left out: the bank never
    sees them.

    Args:
        directives: In Beancount's order.
        accounts: The accounts to read.
        chart: What each account is for.
    """
    homes = _Homes(frozenset(accounts))
    postings: defaultdict[tuple[str, str], list[BankPosting]] = defaultdict(list)
    for txn in directives:
        if not isinstance(txn, Transaction):
            continue
        moved = [p for p in txn.postings if homes[p.account] and p.units is not None]
        if len(moved) > 1 and _is_internal(txn, moved, homes):
            continue
        for posting in moved:
            home = homes[posting.account]
            assert home is not None
            assert posting.units is not None
            key = home, posting.units.currency
            postings[key].append(_bank_posting(txn, posting, home, chart))
    return postings


class _Homes(dict[str, "str | None"]):
    """The account that each sub-account belongs to; looked up on first use."""

    def __init__(self, accounts: frozenset[str]) -> None:
        super().__init__()
        self._accounts = accounts

    def __missing__(self, account: str) -> str | None:
        above = account
        while above and above not in self._accounts:
            above = above.rpartition(":")[0]
        self[account] = above or None
        return self[account]


def _is_internal(
    txn: Transaction, moved: Sequence[Posting], homes: Mapping[str, str | None]
) -> bool:
    """Whether a transaction moves money only within one account, unseen by the bank.

    A reversal by the bank itself has statement lines, and is cleared.
    """
    if any(cleared_on(txn, posting) for posting in moved):
        return False
    sums: defaultdict[tuple[str | None, str], Decimal] = defaultdict(Decimal)
    for posting in moved:
        assert posting.units is not None
        assert posting.units.number is not None
        sums[homes[posting.account], posting.units.currency] += posting.units.number
    return not any(sums.values())


def _bank_posting(
    txn: Transaction,
    posting: Posting,
    home: str,
    chart: ChartOfAccounts,
) -> BankPosting:
    units, reference = posting.units, written(posting.meta, BANK_REF)
    assert units is not None
    assert units.number is not None
    return BankPosting(
        day=txn.date,
        amount=units.number,
        currency=units.currency,
        cleared=cleared_on(txn, posting),
        reference="" if reference is None else str(reference),
        pending=txn.flag == "!",
        name=txn.payee or "",
        text=txn.narration or "",
        others=tuple(
            dict.fromkeys(
                p.account
                for p in txn.postings
                if p.account != home
                and not p.account.startswith(f"{home}:")
                and cash_role(chart, p.account) is not None
            )
        ),
        is_opening=is_opening_entry(txn, chart),
        place=place_in(posting.meta or txn.meta),
    )


def cleared_on(txn: Transaction, posting: Posting) -> date | None:
    """The day the bank booked a posting; None if that is not recorded.

    A posting with ``bank-ref:`` or ``bank-date:`` has cleared: on that day, else on its
    transaction's.
    """
    day = written(posting.meta, BANK_DATE)
    if isinstance(day, date):
        return day
    return txn.date if written(posting.meta, BANK_REF) is not None else None
