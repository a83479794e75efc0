"""A document's number and perhaps how much of it, as a person types them.

The terminal's options, the forms of pages and programs read them here alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import UsageError
from ledgerkit.text.typed_amounts import TypedAmount, read_amount

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


class PartOfDocument(NamedTuple):
    """A document, and how much of it.

    Attributes:
        number: The document's number.
        amount: How much of it; None for all that is open.
    """

    number: str
    amount: TypedAmount | None


def read_part(text: str, *, needs_amount: bool = False) -> PartOfDocument:
    """The document and the amount in a text such as ``F-12`` or ``F-12=100.00``.

    Raises:
        ValueError: If there is no number, or the amount can't be read.
    """
    number, equals, amount = (piece.strip() for piece in text.rpartition("="))
    if not equals and not needs_amount:
        return PartOfDocument(text.strip(), None)
    if not number:
        raise ValueError(f'"{text}" is no number and amount; write F-12=100.00')
    try:
        return PartOfDocument(number, read_amount(amount))
    except ValueError as error:
        raise ValueError(f'"{text}": {error}') from None


def settled_parts(
    parts: Sequence[PartOfDocument],
) -> tuple[tuple[str, Decimal | None], ...]:
    """The numbers of documents and how much of each.

    Raises:
        UsageError: If a part is nothing or less.
    """
    for number, amount in parts:
        if amount is not None and amount.number <= 0:
            raise UsageError(
                f"{number}={amount.number:f} is nothing to settle; write a positive"
                f" amount, as {number}=500.00"
            )
    return tuple((number, amount and amount.number) for number, amount in parts)
