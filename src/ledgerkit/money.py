"""Exact money: quanta, splits that sum, and amounts read from text.

A ``float`` never holds money. Sums of amounts are exact because Decimal's
precision is far above any amount that `amount_is_readable` lets through.
"""

from __future__ import annotations

import re
from decimal import MAX_PREC, ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.numbers import get_currency_precision

if TYPE_CHECKING:
    from collections.abc import Sequence

ZERO = Decimal(0)

#: Amounts of more digits before the decimal mark are typing errors, and would lose
#: cents in sums: Decimal keeps 28.
AMOUNT_DIGITS = 15
AMOUNT_LIMIT = Decimal(10) ** AMOUNT_DIGITS

#: An amount beyond the limit is reported, but shown all the same.
_ANY_SIZE = Context(prec=MAX_PREC)


@lru_cache(maxsize=1024)
def quantum(currency: str) -> Decimal:
    """The smallest unit of a currency, by ISO 4217; 0.01 if it is unknown.

    >>> quantum("EUR"), quantum("JPY"), quantum("KWD")
    (Decimal('0.01'), Decimal('1'), Decimal('0.001'))
    """
    return Decimal(1).scaleb(-get_currency_precision(currency))


def with_cents(number: Decimal, currency: str) -> Decimal:
    """The same amount with at least its currency's decimals; none are removed.

    >>> with_cents(Decimal("5"), "EUR"), with_cents(Decimal("0.125"), "EUR")
    (Decimal('5.00'), Decimal('0.125'))
    """
    smallest = quantum(currency)
    if number.same_quantum(smallest):
        return number
    exponent, least_exponent = number.as_tuple().exponent, smallest.as_tuple().exponent
    assert isinstance(exponent, int)
    assert isinstance(least_exponent, int)
    return (
        number.quantize(smallest, context=_ANY_SIZE)
        if exponent > least_exponent
        else number
    )


def rounded(number: Decimal, currency: str) -> Decimal:
    """An amount rounded to the currency's smallest unit, half up and once.

    Half up means away from zero, so that a reversal equals the original.

    >>> rounded(Decimal("1.005"), "EUR"), rounded(Decimal("-1.005"), "EUR")
    (Decimal('1.01'), Decimal('-1.01'))
    """
    return rounded_to(number, quantum(currency))


def rounded_to(number: Decimal, step: Decimal) -> Decimal:
    """A number of any size rounded to as many decimals as another, half up.

    >>> rounded_to(Decimal("1E+30"), Decimal("0.1")) == Decimal("1E+30")
    True
    """
    return number.quantize(step, rounding=ROUND_HALF_UP, context=_ANY_SIZE)


def without_needless_zeros(number: Decimal, currency: str) -> Decimal:
    """The same amount with its currency's decimals, or as many more as it needs.

    >>> without_needless_zeros(Decimal("5442.09000"), "EUR")
    Decimal('5442.09')
    >>> without_needless_zeros(Decimal("3.1"), "CHF")
    Decimal('3.10')
    >>> without_needless_zeros(Decimal("0.125"), "EUR")
    Decimal('0.125')
    """
    trimmed = number.quantize(quantum(currency), context=_ANY_SIZE)
    return trimmed if trimmed == number else with_cents(number, currency)


def split_by_shares(
    number: Decimal, shares: Sequence[Decimal], *, quantum: Decimal
) -> list[Decimal]:
    """Split an amount in proportion; the parts sum to it exactly.

    Each part is rounded towards zero and the remaining cents go to the parts that lost
    most, the earlier first (largest remainder).

    Raises:
        ValueError: If there is no share, or a share is negative, or all are zero.

    >>> split_by_shares(Decimal("100.00"), [Decimal(1)] * 3, quantum=Decimal("0.01"))
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    total = sum(shares, ZERO)
    if total <= 0 or min(shares) < 0:
        raise ValueError(f"shares must be positive, not {list(shares)}")
    exact = [number * share / total for share in shares]
    parts = [
        part.quantize(quantum, rounding=ROUND_DOWN, context=_ANY_SIZE) for part in exact
    ]
    remainder = number - sum(parts, ZERO)
    step = quantum if remainder > 0 else -quantum
    by_loss = sorted(range(len(parts)), key=lambda i: -abs(exact[i] - parts[i]))
    for i in by_loss[: int(remainder / step)]:
        parts[i] += step
    # An amount finer than the quantum keeps its last fraction on the first part.
    parts[0] += number - sum(parts, ZERO)
    return parts


def part_between(
    number: Decimal, start: Fraction, end: Fraction, *, quantum: Decimal
) -> Decimal:
    """The part of an amount for a part of its period.

    The amount up to a moment is rounded half up, and a part is the difference of two of
    these, so that adjoining parts sum to the whole exactly, however it is divided.

    Args:
        number: The whole amount.
        start: The share of the period before the part; 0 to 1.
        end: The share up to its end.
        quantum: The smallest unit of a part.

    >>> third, whole = Fraction(1, 3), Fraction(1)
    >>> part_between(Decimal("100.00"), third, whole, quantum=Decimal("0.01"))
    Decimal('66.67')
    """
    return _up_to(number, end, quantum) - _up_to(number, start, quantum)


def _up_to(number: Decimal, share: Fraction, quantum: Decimal) -> Decimal:
    if share >= 1:
        return number
    if not share:
        return ZERO
    exact = Fraction(number) * share / Fraction(quantum)
    # Half up means away from zero, so that a credit reverses exactly what was given.
    units = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return (units if exact >= 0 else -units) * quantum


def amount_is_readable(number: Decimal) -> bool:
    """Whether sums with this amount keep every cent."""
    return number.is_finite() and abs(number) < AMOUNT_LIMIT


def change_in_percent(now: Decimal, before: Decimal) -> Decimal | None:
    """The change from one amount to another, in percent of the first.

    Returns:
        Negative for a fall; None if the first is nothing or less, of which nothing is a
        percentage.

    >>> change_in_percent(Decimal(60), Decimal(80))
    Decimal('-25')
    """
    return (now - before) * 100 / before if before > 0 else None


#: Thousands separators of people and programs, besides the other mark.
_SPACES = str.maketrans(
    dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " ")
)
_APOSTROPHES = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'"})
_MINUSES = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})

#: By decimal mark: a plain amount, with or without groups before the mark.
_PLAIN_AMOUNT = {
    mark: re.compile(
        rf"(?P<sign>[-+]?)(?P<whole>[0-9]{{1,15}})(?:[{mark}](?P<part>[0-9]{{1,9}}))?"
    )
    for mark in ".,"
}
_GROUPED_AMOUNT = {
    mark: re.compile(
        rf"(?P<whole>[1-9][0-9]{{0,2}}(?:(?P<mark>[{thousands}' ])[0-9]{{3}}"
        rf"(?:(?P=mark)[0-9]{{3}})*)|[0-9]*)(?:[{mark}](?P<part>[0-9]+))?"
    )
    for mark, thousands in (".,", ",.")
}


def parse_amount(text: str, *, decimal_mark: str) -> Decimal:
    """Read an amount written with a known decimal mark.

    Thousands may be separated by the other mark, an apostrophe or a space, always the
    same one, and only in groups of three. A minus sign may lead or follow; parentheses
    mean minus. Currency symbols are the caller's business.

    Args:
        text: As it stands in the file.
        decimal_mark: ``"."`` or ``","``.

    Raises:
        ValueError: If it is not an amount, or has more than 15 digits before the
            decimal mark or 9 after it; the message says what was read.

    >>> parse_amount("1.234,50", decimal_mark=",")
    Decimal('1234.50')
    """
    plain = _PLAIN_AMOUNT[decimal_mark].fullmatch(text)
    if plain is not None:  # Like nearly all in a file of thousands.
        number = Decimal(f"{plain['whole']}.{plain['part'] or ''}")
        return -number if plain["sign"] == "-" else number
    bare = text.strip().translate(_SPACES).translate(_APOSTROPHES).translate(_MINUSES)
    negative = bare.startswith("(") and bare.endswith(")")
    digits = bare[1:-1].strip() if negative else bare
    if not negative and digits.endswith("-"):
        negative, digits = True, digits[:-1].strip()
    elif not negative and digits[:1] in {"-", "+"}:
        negative, digits = digits[0] == "-", digits[1:].strip()
    match = _GROUPED_AMOUNT[decimal_mark].fullmatch(digits)
    if match is None:
        raise ValueError(
            f"{text!r} is not an amount with decimal mark {decimal_mark!r}"
        )
    digits_before, part = re.sub("[^0-9]", "", match["whole"]), match["part"] or ""
    if not digits_before + part or len(digits_before) > 15 or len(part) > 9:
        raise ValueError(f"{text!r} is not an amount that books can hold")
    number = Decimal(f"{digits_before}.{part}")
    return -number if negative else number
