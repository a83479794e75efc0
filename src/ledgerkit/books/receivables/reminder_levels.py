"""``custom "reminder-level"`` and ``"interest-rate"`` -> levels and tables of rates."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.errors import Finding, finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import BAD_DECLARATION, BAD_VALUE
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of
from ledgerkit.receivables.reminders.interest import InterestRates, RateTables
from ledgerkit.receivables.reminders.level import (
    DEFAULT_LEVELS,
    Charge,
    ReminderLevel,
)
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Custom

_INTEREST_RATE = "interest-rate"
_RATE_MAX = 1


class ReminderLevels:
    """Every declared level, with its history."""

    def __init__(self, declared: Sequence[Custom], tables: RateTables) -> None:
        """Take the directives that can be read, in date order."""
        self._declared = declared
        self.tables = tables

    @property
    def are_declared(self) -> bool:
        """Whether the book declares any; else the default levels apply."""
        return bool(self._declared)

    def as_of(self, day: date) -> Sequence[ReminderLevel]:
        """The levels in force on a day, by number.

        Before its first directive a level counts as first declared, like a party's
        record.
        """
        if not self._declared:
            return DEFAULT_LEVELS
        facts: dict[int, dict[str, Any]] = {}
        for custom in self._declared:
            number = int(custom.values[0].value)
            if number not in facts or custom.date <= day:
                facts.setdefault(number, {}).update(custom.meta)
        return [
            _level(number, facts[number], self.tables)
            for number in sorted(facts)
            if _whole(facts[number].get("days"))
        ]


def read_reminder_levels(
    customs: Iterable[Custom],
) -> tuple[ReminderLevels, list[Finding]]:
    """Read every declared level and rate, and report those that can't be read."""
    rates: list[tuple[str, date, Decimal]] = []
    levels: list[Custom] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type not in {_INTEREST_RATE, On.REMINDER_LEVEL.value}:
            continue
        is_rate = custom.type == _INTEREST_RATE
        wrong = _unreadable_rate(custom) if is_rate else _unreadable_level(custom)
        if wrong:
            findings.append(finding(BAD_DECLARATION, place_of(custom), wrong))
        elif is_rate:
            name, rate = (value.value for value in custom.values)
            rates.append((name, custom.date, rate))
        else:
            levels.append(custom)
    read = ReminderLevels(levels, RateTables(rates))
    findings += _wrong_keys(levels, read.tables)
    return read, findings


def _unreadable_rate(custom: Custom) -> str | None:
    """Why a directive gives no rate, and what to write; None if it is valid."""
    values = [value.value for value in custom.values or ()]
    form = f'write {custom.date} custom "interest-rate" "eu-late-payment" 0.1015'
    if len(values) != 2 or not isinstance(values[0], str) or not values[0]:
        return f"an interest rate needs a table in quotes and a yearly rate; {form}"
    if not isinstance(values[1], Decimal):
        return f"the rate of {values[0]} is no number; {form}"
    if not 0 <= values[1] <= _RATE_MAX:
        return (
            f"the rate of {values[0]} is a fraction of the amount, and {values[1]} is"
            f" not between 0 and 1; {form} for 10.15 percent"
        )
    return None


def _unreadable_level(custom: Custom) -> str | None:
    values = [value.value for value in custom.values or ()]
    number = values[0] if len(values) == 1 else None
    if isinstance(number, Decimal) and number >= 1 and _whole(number):
        return None
    return (
        "a reminder level needs a number from 1 on, and nothing else; write"
        f' {custom.date} custom "reminder-level" 1'
    )


def _wrong_keys(levels: Sequence[Custom], tables: RateTables) -> Iterable[Finding]:
    days: dict[int, Decimal] = {}
    for custom in levels:
        number = int(custom.values[0].value)
        label = f"reminder level {number}"
        yield from check_keys(custom, On.REMINDER_LEVEL, label)
        for message in _wrong_values(custom.meta, tables, is_first=number not in days):
            about = f"value of {place_of(custom)}"
            message = f"{label}: {message}"  # noqa: PLW2901
            yield finding(BAD_VALUE, place_of(custom), message, about=about)
        if _whole(custom.meta.get("days")):
            days[number] = custom.meta["days"]
            wrong = _out_of_order(number, days)
            if wrong:
                yield finding(BAD_VALUE, place_of(custom), f"{label}: {wrong}")


def _wrong_values(
    meta: Mapping[str, Any], tables: RateTables, *, is_first: bool
) -> Iterable[str]:
    days, interest = meta.get("days"), meta.get("interest")
    for key in ("fee", "compensation"):
        charge = meta.get(key)
        if isinstance(charge, Amount) and (charge.number or 0) < 0:
            yield f"{key}: {charge} is less than nothing; write 0.00 for none"
    if days is None and is_first:
        yield "days are missing; write for instance days: 14"
    if isinstance(days, Decimal) and days != int(days):
        yield f"days: {days} are no whole days; write for instance days: 14"
    if isinstance(interest, str) and tables.get(interest) is None:
        remedy = suggestion(interest, tables.names) or (
            f"; the tables are {', '.join(tables.names)}"
        )
        yield f'interest: there is no table "{interest}"{remedy}'
    elif isinstance(interest, Decimal) and not 0 <= interest <= _RATE_MAX:
        yield (
            f"interest: a yearly rate is a fraction, and {interest} is not between 0"
            " and 1; write 0.08 for 8 percent"
        )
    elif interest is not None and not isinstance(interest, str | Decimal):
        yield (
            f"interest: {interest} is no rate; write 0.08 for 8 percent, or a table"
            ' such as "eu-late-payment"'
        )


def _out_of_order(number: int, days: Mapping[int, Decimal]) -> str | None:
    for other, other_days in days.items():
        if (other < number) != (other_days < days[number]) and other != number:
            later, earlier = max(number, other), min(number, other)
            return (
                f"level {later} must come later than level {earlier}, and"
                f" {days[later]} days are not more than {days[earlier]}"
            )
    return None


def _level(number: int, facts: Mapping[str, Any], tables: RateTables) -> ReminderLevel:
    return ReminderLevel(
        number=number,
        days=int(facts["days"]),
        fee=charge_in(facts, "fee"),
        compensation=charge_in(facts, "compensation"),
        rates=_rates(facts.get("interest"), tables),
        titles=_by_language(facts, "title"),
        texts=_by_language(facts, "text"),
    )


def _whole(value: object) -> bool:
    return isinstance(value, Decimal) and value == int(value)


def charge_in(facts: Mapping[str, Any], key: str) -> Charge | None:
    """The fixed sum under a key, which may be nothing; None if none can be read."""
    value = facts.get(key)
    # An Amount of zero is false.
    if not isinstance(value, Amount) or value.number is None or value.number < 0:
        return None
    return Charge(amount=value.number, currency=value.currency)


def _rates(value: object, tables: RateTables) -> InterestRates | None:
    if isinstance(value, str):
        return tables.get(value)
    if isinstance(value, Decimal) and 0 < value <= _RATE_MAX:
        return InterestRates.fixed(value)
    return None


def _by_language(facts: Mapping[str, Any], key: str) -> Mapping[str, str]:
    """The text of a key without a language (``""``), and for each one."""
    return {
        name.removeprefix(key).removeprefix("-"): value
        for name, value in facts.items()
        if isinstance(value, str) and (name == key or name.startswith(f"{key}-"))
    }
