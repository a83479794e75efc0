"""The types of options: what a person types as a day, an amount, a share, an account.

Each hands the text to the one reader of such texts, so that every command understands
the same and refuses the same.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.text.currencies import currency_code, possible_currencies
from ledgerkit.text.typed_amounts import (
    TypedAmount,
    read_amount,
    read_number,
    read_percent,
    read_share,
)
from ledgerkit.text.typed_days import read_day
from ledgerkit.text.typed_parts import PartOfDocument, read_part

if TYPE_CHECKING:
    from collections.abc import Callable


def read_day_typed(text: str) -> date:
    """The day in a text, or today's.

    Raises:
        ValueError: If it is no such text, or no day; the message says what to write.
    """
    return date.today() if text.strip().casefold() == "today" else read_day(text)


class Day(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A day, as ``2026-01-31`` or ``today``."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the day, or say what a day looks like."""
        if isinstance(value, date):
            return value
        try:
            return read_day_typed(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class AmountText(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """An amount, and perhaps its currency: ``700.00 USD``."""

    name = "amount"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> TypedAmount:
        """Read it, or say what an amount looks like."""
        if isinstance(value, TypedAmount):
            return value
        try:
            return read_amount(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class PartText(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A document's number and perhaps how much of it: ``F-12=100.00``."""

    def __init__(self, *, needs_amount: bool = False) -> None:
        """Read numbers, with an amount or also without."""
        self.name = "number=amount" if needs_amount else "number[=amount]"
        self._needs_amount = needs_amount

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> PartOfDocument:
        """Read it, or say what it looks like."""
        if isinstance(value, PartOfDocument):
            return value
        try:
            return read_part(str(value), needs_amount=self._needs_amount)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class _NumberText(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A number that is no money, by its one reader.

    Attributes:
        read: Reads it, or says what to write.
    """

    read: Callable[[str], Decimal]

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        """Read it, or say what it looks like."""
        if isinstance(value, Decimal):
            return value
        try:
            return self.read(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class NumberText(_NumberText):
    """A number of something that is no money: ``9`` or ``0.5``."""

    name = "number"
    read = staticmethod(read_number)


class PercentText(_NumberText):
    """A percentage, as ``40`` or ``40%``."""

    name = "percent"
    read = staticmethod(read_percent)


class ShareText(_NumberText):
    """A part of the whole, as ``0.9`` or ``90%``."""

    name = "share"
    read = staticmethod(read_share)


class CurrencyText(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A currency by its code in any case, its sign or its name: ``EUR``, ``€``."""

    name = "currency"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The code; what ISO 4217 doesn't know may be a code of the book's own."""
        text = str(value).strip()
        codes = possible_currencies(text)
        if len(codes) > 1:
            usual = currency_code(text) or min(codes)
            self.fail(
                f'"{text}" may be several; write the code, as {usual}', param, ctx
            )
        return min(codes) if codes else text.upper()
