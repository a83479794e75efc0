"""Where the keys of transactions are read, and what to say where they are not."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import On
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from ledgerkit.errors import FindingKind

ON_HEAD, ON_LINES = keys_on(On.TRANSACTION), keys_on(On.POSTING)
#: Written below a transaction, and mostly with two blanks more than is meant.
_OF_THE_HEAD = (ON_HEAD - ON_LINES) - {"document", "name"}
#: What says which document it is, and when it is due.
OF_THE_DEBT = frozenset(
    {"invoice", "bill", "credit-note", "vendor-credit", "due", "terms"}
)
OF_THE_PARTY = frozenset({"client", "vendor"})
_OF_A_SIDE: Mapping[str, Side] = {
    "invoice": Side.RECEIVABLE,
    "credit-note": Side.RECEIVABLE,
    "bill": Side.PAYABLE,
    "vendor": Side.PAYABLE,
    "vendor-credit": Side.PAYABLE,
}
#: What is written there on the other side.
_MIRRORED = {
    "invoice": "bill",
    "bill": "invoice",
    "credit-note": "vendor-credit",
    "vendor-credit": "credit-note",
    "vendor": "client",
    "client": "vendor",
}
#: Of a line, and no word of everyday life.
OF_A_LINE = frozenset({"quantity", "unit-price", "discount-percent", "tax"})
_OF_THE_BANK = frozenset({"bank-ref", "bank-date"})


class Where(StrEnum):
    """The place of a key, as far as it decides what is read there."""

    HEAD = "transaction"
    RECEIVABLE = "receivable"
    PAYABLE = "payable"
    MONEY = "money"
    SPECIAL = "special"
    """An account of another role, whose readers have rules of their own."""
    LINE = "line"


CONTROLS = {Where.RECEIVABLE: Side.RECEIVABLE, Where.PAYABLE: Side.PAYABLE}
#: Where what is said of a debt is read.
OF_DEBTS = frozenset({Where.HEAD, *CONTROLS})


class KeySlip(NamedTuple):
    """Something wrong with a key.

    Attributes:
        kind: Of the finding.
        key: The key.
        message: What is wrong, and what to write.
        meant: The key that is meant; empty if nothing follows from it.
        number: The number that it was read as; empty if it isn't one.
    """

    kind: FindingKind
    key: str
    message: str
    meant: str = ""
    number: str = ""


def misplaced_on_head(key: str, sides: AbstractSet[Side]) -> str | None:
    """Why a key has no effect below a transaction; None if it has, or is none of ours.

    Args:
        key: The key.
        sides: The sides on which the transaction moves a debt.
    """
    side = _OF_A_SIDE.get(key)
    if side is not None and side not in sides:
        return _of_the_other_side(key, min(sides))
    if key in _OF_THE_BANK:
        return f"{key}: is read below the posting on the bank's account; move it there"
    if key in OF_A_LINE:
        return f"{key}: is read below the posting that it describes; move it there"
    return None


def misplaced_on_control(key: str, account: str, side: Side) -> str | None:
    """Why a key has no effect below a posting of what is owed."""
    own = _OF_A_SIDE.get(key, Side.RECEIVABLE if key == "client" else side)
    if own is not side:
        return _of_the_other_side(key, side, account)
    if key in _OF_THE_HEAD:
        return _belongs_to_head(key, account)
    if key in OF_A_LINE:
        return (
            f"{key}: has no effect below {account}; move it below the posting that it"
            " describes"
        )
    return None


def misplaced_elsewhere(
    key: str, account: str, where: Where, *, is_stated: bool
) -> str | None:
    """Why a key has no effect below any other posting.

    Args:
        key: The key.
        account: The posting's.
        where: What it is for.
        is_stated: Whether the debt itself says the same: then nothing is missing.
    """
    if key in _OF_THE_HEAD:
        return _belongs_to_head(key, account)
    of_the_debt = where is not Where.SPECIAL and key in OF_THE_DEBT
    of_the_party = where is Where.MONEY and key in OF_THE_PARTY
    if (of_the_debt or of_the_party) and not is_stated:
        return (
            f"{key}: has no effect below {account}; move it below the posting of what"
            " is owed, or below the transaction's first line"
        )
    return None


def _of_the_other_side(key: str, side: Side, account: str = "") -> str:
    what = "what clients owe" if side is Side.RECEIVABLE else "what we owe"
    where = f"below {account}" if account else f"on {what}"
    return f"{key}: has no effect {where}; write {_MIRRORED[key]}:"


def _belongs_to_head(key: str, account: str) -> str:
    return (
        f"{key}: has no effect below {account}; move it above the postings, below the"
        " transaction's first line"
    )
