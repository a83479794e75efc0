"""The entries that revalue open foreign items at the end of a day, and their reversal.

Nothing is ever posted to a control account, where it would be a debt that nobody owes,
nor to an account of money, which a statement of the bank has to equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.accounts_by_role import account_of, accounts_of
from ledgerkit.books.currencies.revaluations import (
    REVALUED,
    REVALUES,
    written_gains,
)
from ledgerkit.books.general_ledger.foreign_items import read_foreign_items
from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.entries.directives import posting_of
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO, rounded, without_needless_zeros

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books
    from ledgerkit.books.currencies.revaluations import Gains
    from ledgerkit.general_ledger.currencies.rates import Rate
    from ledgerkit.general_ledger.currencies.revaluation import ForeignItem

_DAY = timedelta(days=1)
_RATE_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class RevaluationAsked:
    """A revaluation to write.

    Attributes:
        day: The day at whose end the items are valued.
        gain_account: Of unrealised gains; None for the only one of the role.
    """

    day: date
    gain_account: str | None = None


def plan_revaluation(books: Books, asked: RevaluationAsked) -> PlannedEntries:
    """Plan what the books lack of a revaluation and of its reversal the day after.

    Raises:
        UsageError: If a rate or an account is missing, or an earlier revaluation was
            never reversed.
    """
    day, own = asked.day, books.general_ledger.currency
    if own is None:
        raise UsageError(
            'the books say no currency of their own; write option "operating_currency"'
            ' "EUR"'
        )
    found = read_foreign_items(books.source, own, day)
    rates = _rates(books, found.items, day)
    wanted = dict(_wanted(books, found.items, rates))
    _check_reversed(books, day, own)
    there, back = written_gains(books.directives, day)
    missing = _less(wanted, there)
    to_reverse = {key: -number for key, number in wanted.items()}
    missing_back = _less(to_reverse, back)
    text = f"Revaluation: {_in_words(rates)}" if rates else "Revaluation"
    entries = [
        _entry(books, asked, day, text, missing, own),
        _entry(books, asked, day + _DAY, f"Reversal of {day}", missing_back, own),
    ]
    total = sum(missing.values(), ZERO)
    return PlannedEntries(
        done=f"revaluation of {day}: {as_money(total, own)}",
        directives=[entry for entry in entries if entry is not None],
        notes=[*_notes(found.items, rates), *found.notes],
    )


def _rates(books: Books, items: Sequence[ForeignItem], day: date) -> Mapping[str, Rate]:
    own = books.general_ledger.currency
    assert own is not None
    office = books.general_ledger.exchange_office(own)
    currencies = sorted({item.currency for item in items})
    rates = {currency: office.closing(currency, day) for currency in currencies}
    for missing in office.missing:
        raise UsageError(f"{missing.why(own)}; write {missing.remedy(own)}")
    return {currency: rate for currency, rate in rates.items() if rate is not None}


def _wanted(
    books: Books, items: Sequence[ForeignItem], rates: Mapping[str, Rate]
) -> Iterator[tuple[tuple[str, str], Decimal]]:
    """What each valuation account has to have, by what it revalues."""
    gains: dict[tuple[str, str], Decimal] = {}
    for item in items:
        gain = item.gain(rates[item.currency])
        if gain:
            key = valuation_account(books, item.account), item.name
            gains[key] = gains.get(key, ZERO) + gain
    yield from gains.items()


def valuation_account(books: Books, account: str) -> str:
    """The account that takes what another's foreign items are worth more or less.

    Raises:
        UsageError: If there is none, or several and none is called after it.
    """
    role = books.chart.role(account)
    above = role.root if role is not None else account
    root = books.chart.root(account)
    candidates = [
        name
        for name in accounts_of(books, Role.FX_VALUATION)
        if books.chart.root(name) is root
    ]
    own = [name for name in candidates if name.startswith(account)]
    fitting = own or [n for n in candidates if n.startswith(above)] or candidates
    proposal = f"{above}-Revaluation"
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise UsageError(
            f"nothing takes what {above} is worth more or less; write open {proposal}"
            ' with role: "fx-valuation" below it'
        )
    raise UsageError(
        f"{', '.join(fitting)} could take what {above} is worth more or less; open one"
        f" that is called after it, as {proposal}"
    )


def _less(wanted: Gains, there: Gains) -> Gains:
    keys = dict.fromkeys([*wanted, *there])
    differences = {key: wanted.get(key, ZERO) - there.get(key, ZERO) for key in keys}
    return {key: number for key, number in differences.items() if number}


def _check_reversed(books: Books, day: date, own: str) -> None:
    """Refuse to value what an earlier revaluation still counts.

    Raises:
        UsageError: If a valuation account has a balance besides that of the day.
    """
    accounts = set(accounts_of(books, Role.FX_VALUATION))
    balances = dict.fromkeys(accounts, ZERO)
    for txn in books.directives:
        if txn.date > day:
            break
        if isinstance(txn, Transaction):
            if txn.date == day and txn.meta.get(REVALUED) == day:
                continue
            for posting in txn.postings:
                if posting.account in accounts:
                    balances[posting.account] += weight_of(posting)[0]
    for account, balance in sorted(balances.items()):
        if rounded(balance, own):
            raise UsageError(
                f"{account} still holds {as_money(balance, own)} of before {day};"
                " reverse it first"
            )


def _entry(  # noqa: PLR0913, PLR0917 - each is a part of the entry
    books: Books,
    asked: RevaluationAsked,
    day: date,
    text: str,
    gains: Gains,
    own: str,
) -> Directive | None:
    if not gains:
        return None
    postings = [
        posting_of(account, number, own, {REVALUES: name})
        for (account, name), number in gains.items()
    ]
    total = sum(gains.values(), ZERO)
    if total:
        gained = account_of(
            books, Role.UNREALISED_GAIN, asked.gain_account, "--gain-account"
        )
        postings.append(posting_of(gained, -total, own))
    meta = {REVALUED: asked.day}
    return Transaction(meta, day, "*", None, text, frozenset(), frozenset(), postings)


def _in_words(rates: Mapping[str, Rate]) -> str:
    return ", ".join(f"{name} at {_number(rate)}" for name, rate in rates.items())


def _number(rate: Rate) -> str:
    number = rate.number
    if rate.below != 1 or len(rate.quotes) > 1:
        number = round(number, _RATE_DECIMALS)
    return f"{without_needless_zeros(number, rate.currency):f} {rate.currency}"


def _notes(items: Sequence[ForeignItem], rates: Mapping[str, Rate]) -> Iterator[str]:
    for currency, rate in rates.items():
        places = ", ".join(short_place(quote.place) for quote in rate.quotes)
        yield f"{currency} at {_number(rate)}, of {rate.day} ({places})"
    for item in items:
        rate = rates[item.currency]
        worth = rounded(rate.of(item.units), rate.currency)
        yield (
            f"{item.name}: {as_money(item.units, item.currency)} carried at"
            f" {as_money(rounded(item.base, rate.currency), rate.currency)} are worth"
            f" {as_money(worth, rate.currency)}"
        )
