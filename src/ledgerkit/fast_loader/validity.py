"""Whether directives are valid: Beancount's seven checks, on what may fail them.

One pass over the postings tells which accounts are used in which currency from when to
when, and which transactions come to nothing by plain addition. Where that proves that a
check finds nothing in transactions, it is given the other directives only; else all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.data import Close, Open, Transaction
from beancount.core.interpolate import AUTOMATIC_RESIDUAL
from beancount.core.number import ZERO
from beancount.ops import validation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

#: Those that are known here, in their order.
_KNOWN: list[Any] = [
    validation.validate_open_close,
    validation.validate_active_accounts,
    validation.validate_currency_constraints,
    validation.validate_duplicate_balances,
    validation.validate_duplicate_commodities,
    validation.validate_documents_paths,
    validation.validate_check_transaction_balances,
]


class _Use(NamedTuple):
    """What transactions do.

    Attributes:
        first: The first day that a currency is used in an account.
        last: The last.
        unsure: The transactions that may not balance.
        others: All directives but transactions.
    """

    first: Mapping[tuple[str, str], date]
    last: Mapping[str, date]
    unsure: Sequence[Any]
    others: Sequence[Any]


def validate(directives: list[Any], options: Mapping[str, Any]) -> list[Any]:
    """The errors that Beancount's validation finds, in its order."""
    if validation.VALIDATIONS != _KNOWN:
        return _by_beancount(directives, options)
    known = _known(directives)
    if known is None:
        return _by_beancount(directives, options)
    use, active, allowed = known
    errors: list[Any] = []
    for check in _KNOWN:
        looked_at = use.others
        if check is validation.validate_check_transaction_balances:
            looked_at = use.unsure
        elif (check is validation.validate_active_accounts and not active) or (
            check is validation.validate_currency_constraints and not allowed
        ):
            looked_at = directives
        errors += check(looked_at, options)
    return errors


def _known(directives: Iterable[Any]) -> tuple[_Use, bool, bool] | None:
    """What is known of transactions; None if a plugin's are odd."""
    try:
        use = _use(directives)
        return use, _are_active(use), _are_allowed(use)
    except Exception:  # noqa: BLE001 - whatever a plugin has put there
        return None


def _by_beancount(directives: list[Any], options: Mapping[str, Any]) -> list[Any]:
    errors: list[Any] = validation.validate(directives, options)
    return errors


def _use(directives: Iterable[Any]) -> _Use:
    first: dict[tuple[str, str], date] = {}
    last: dict[str, date] = {}
    unsure, others = [], []
    each: Any

    for each in directives:
        if type(each) is not Transaction:
            others.append(each)
            if isinstance(each, Transaction):
                unsure.append(each)
            continue
        day = each.date
        total, only = ZERO, None
        is_plain = True
        postings: Any = each.postings
        for account, units, cost, price, _flag, meta in postings:
            number, currency = units
            pair = account, currency
            if pair not in first:
                first[pair] = day
            last[account] = day
            if only is None:
                only = currency
            total += number
            if (
                currency != only
                or cost is not None
                or price is not None
                or (meta and AUTOMATIC_RESIDUAL in meta)
            ):
                is_plain = False
        if total or not is_plain:
            unsure.append(each)
    return _Use(first, last, unsure, others)


def _are_active(use: _Use) -> bool:
    """Whether each account is open on every day that a transaction uses it."""
    opened: dict[str, date] = {}
    closed: dict[str, date] = {}
    for each in use.others:
        if isinstance(each, Open | Close):
            days = opened if isinstance(each, Open) else closed
            if each.account in days:
                return False  # It is for Beancount to say what twice means.
            days[each.account] = each.date
    return all(
        account in opened and opened[account] <= day
        for (account, _currency), day in use.first.items()
    ) and all(
        account not in closed or day <= closed[account]
        for account, day in use.last.items()
    )


def _are_allowed(use: _Use) -> bool:
    """Whether each account has only currencies that it is open for."""
    allowed = {
        each.account: each.currencies
        for each in use.others
        if isinstance(each, Open) and each.currencies
    }
    return all(
        account not in allowed or currency in allowed[account]
        for account, currency in use.first
    )
