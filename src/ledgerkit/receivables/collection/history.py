"""What a control posting is for, where that isn't what its sign suggests.

As a rule what adds debt is a sale and what reduces it is a payment. The exceptions
show on the other accounts of the transaction.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


class Purpose(StrEnum):
    """Why a posting is neither a sale nor a payment."""

    WRITE_OFF = "write-off"
    """A debt given up, or one given up that is owed again."""
    MONEY_BACK = "money back"
    """A payment that the bank returned, or a refund."""
    TAKEN_BACK = "taken back"
    """A sale taken back without a credit note of its own: no money came."""


#: The exceptions, by the identity of the posting; all others are what they seem.
Purposes: TypeAlias = "Mapping[int, Purpose]"
