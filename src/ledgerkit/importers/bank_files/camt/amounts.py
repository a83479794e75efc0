"""Amounts, directions, currencies, balances and days of a CAMT message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ledgerkit.money import without_needless_zeros
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.xml.part import XmlPart

_CURRENCY = re.compile(r"[A-Z]{3}")
_SIGNS = {"CRDT": 1, "DBIT": -1}
#: Booked balances only: available ones include a credit line or pending items.
_OPENING = ("OPBD", "PRCD")
_END_OF_DAY, _WITHIN_DAY = "CLBD", "ITBD"
_CLOSING = (_END_OF_DAY, _WITHIN_DAY)
_MIDNIGHT = re.compile(r".*T00:00(?::00(?:\.0*)?)?(?:Z|[+-][0-9:]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAndBalances:
    """The days and balances of a statement; None if not stated."""

    since: date | None
    until: date | None
    opening: Decimal | None
    closing: Decimal | None
    closing_day: date | None
    interim: bool


@dataclass(frozen=True, slots=True)
class _Balance:
    amount: Decimal
    day: date | None


def checked_currency(part: XmlPart, code: str) -> str:
    """A currency's code.

    Raises:
        UnreadableFileError: If it is not valid.
    """
    if not _CURRENCY.fullmatch(code):
        raise unreadable(
            part.file,
            f"{part.name} is in {excerpt(code)}, which is no currency of ISO 4217",
            part.place.lineno,
        )
    return code


def amount_and_currency(part: XmlPart, usual: str) -> tuple[Decimal, str]:
    """The amount and currency of an ``Amt`` element.

    Args:
        part: The element.
        usual: The currency if it names none.

    Raises:
        UnreadableFileError: If there is no number in it, or no currency.
    """
    code = part.attribute("Ccy")
    currency = checked_currency(part, code) if code else usual
    return without_needless_zeros(part.as_number("amount"), currency), currency


def sign(part: XmlPart) -> int:
    """1 for money in, -1 for money out.

    A reversal (``RvslInd``) isn't inverted: its direction is that of the reversal
    itself, not of the reversed entry.

    Raises:
        UnreadableFileError: If it states no direction.
    """
    direction = part.first("CdtDbtInd")
    if direction is None:
        raise part.missing("CdtDbtInd", "direction")
    if direction.content not in _SIGNS:
        raise direction.wrong("direction", "neither CRDT nor DBIT")
    return _SIGNS[direction.content]


def stated_day(part: XmlPart, *paths: str) -> date | None:
    """The first of these days, each given as a date or a time."""
    for path in paths:
        for form in ("Dt", "DtTm"):
            day = part.day(f"{path}/{form}", "day")
            if day is not None:
                return day
    return None


def days_and_balances(
    part: XmlPart, currency: str, lines: Sequence[StatementLine], *, balances: bool
) -> DaysAndBalances:
    """The days that a statement covers, and its booked balances.

    Args:
        part: The statement.
        currency: Balances in another are ignored.
        lines: Its lines, for the days if it doesn't state them.
        balances: Whether its balances belong to these lines.
    """
    by_kind = _balances(part, currency) if balances else {}
    opening = next((by_kind[kind] for kind in _OPENING if kind in by_kind), None)
    closing = next((by_kind[kind] for kind in _CLOSING if kind in by_kind), None)
    days = [line.day for line in lines]
    since = part.day("FrToDt/FrDtTm", "from") or part.day("FrToDt/FrDt", "from")
    until = _until(part, closing)
    last = until or max(days, default=None)
    balance_day = closing.day if closing else None
    return DaysAndBalances(
        since=since or min(days, default=None),
        until=last,
        opening=opening.amount if opening else None,
        closing=closing.amount if closing else None,
        closing_day=balance_day if balance_day != last else None,
        interim=closing is not None and _END_OF_DAY not in by_kind,
    )


def booked_within(part: XmlPart) -> tuple[date | None, date | None]:
    """The first and last day on which a statement's entries are booked.

    As its balances are dated, else as it says itself; None if unknown.
    """
    days = {
        balance.text("Tp/CdOrPrtry/Cd", "Tp/Cd"): stated_day(balance, "Dt")
        for balance in part.all("Bal")
    }
    first = days.get("OPBD")
    if first is None and (before := days.get("PRCD")) is not None:
        first = before + timedelta(days=1)
    first = (
        first or part.day("FrToDt/FrDtTm", "from") or part.day("FrToDt/FrDt", "from")
    )
    last = days.get(_END_OF_DAY)
    last = (
        last or part.day("FrToDt/ToDtTm", "until") or part.day("FrToDt/ToDt", "until")
    )
    return first, last


def _until(part: XmlPart, closing: _Balance | None) -> date | None:
    """The last day; an end at midnight belongs to the day before."""
    end = part.day("FrToDt/ToDtTm", "until") or part.day("FrToDt/ToDt", "until")
    day = closing.day if closing else None
    if end is None or day is None:
        return end or day
    at_midnight = _MIDNIGHT.fullmatch(part.text("FrToDt/ToDtTm"))
    return min(end, day) if at_midnight else end


def _balances(part: XmlPart, currency: str) -> dict[str, _Balance]:
    """By kind, the first opening and the last closing of several."""
    balances: dict[str, _Balance] = {}
    for balance in part.all("Bal"):
        kind = balance.text("Tp/CdOrPrtry/Cd", "Tp/Cd")
        # A balance without a direction proves nothing.
        if kind not in (*_OPENING, *_CLOSING) or "CdtDbtInd" not in balance:
            continue
        stated = balance.first("Amt")
        if stated is None:
            raise balance.missing("Amt", "balance")
        amount, code = amount_and_currency(stated, currency)
        if code == currency and not (kind in _OPENING and kind in balances):
            balances[kind] = _Balance(sign(balance) * amount, stated_day(balance, "Dt"))
    return balances
