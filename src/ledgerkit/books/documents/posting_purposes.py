"""Control postings get their purposes while the transactions are read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.documents.purposes import (
    ControlAmount,
    PurposeOf,
    read_purposes,
    usual_purpose,
)
from ledgerkit.ledger.place import written
from ledgerkit.open_items.purpose import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beancount.core.data import Posting, Transaction

    from ledgerkit.books.control_account import ControlAccount
    from ledgerkit.open_items.control_posting import ControlPosting


class PurposeReader:
    """Tells purposes, and notes through which accounts payments came.

    An asset without a role may be a means of payment: a processor's account, say. It
    is one from the first day on which a payment passed through it; what adds debt
    through it afterwards, and sells nothing, is money that goes back. Likewise what
    puts back a debt from the account to which it was given up.
    """

    def __init__(self, classes: Mapping[str, object]) -> None:
        """Read with the class of each account that is no control account."""
        self._classes = classes
        self._paid_through: dict[str, date] = {}
        self._given_up_to: dict[tuple[str, str], date] = {}
        self._unclear: dict[int, tuple[str, ...]] = {}

    def usual(
        self, posting: Posting, control: ControlAccount, classes: int
    ) -> Purpose | None:
        """The purpose of a transaction's only control posting, if it is a usual one."""
        number = posting.units.number  # type: ignore[union-attr]
        # One number for both: this runs for every transaction of every load.
        is_debt = (number > 0) == (control.sign > 0)  # type: ignore[operator]
        key = classes if is_debt else -classes
        if key not in control.usual_purposes:
            purpose = usual_purpose(classes, control.side, is_debt=is_debt)
            control.usual_purposes[key] = purpose
        return control.usual_purposes[key] if number else None

    def read(
        self, txn: Transaction, found: Sequence[tuple[Posting, ControlAccount]]
    ) -> Sequence[PurposeOf]:
        """The purposes of a transaction's control postings, in their order."""
        controls = [
            ControlAmount(
                posting=posting,
                side=control.side,
                is_credit=bool(_stated(txn, posting, control.credit_key)),
                is_named=bool(txn.links or _stated(txn, posting, control.number_key)),
            )
            for posting, control in found
        ]
        return read_purposes(txn, controls, self._classes)  # type: ignore[arg-type]

    def complete(
        self, read: Sequence[ControlPosting], purposes: Sequence[PurposeOf]
    ) -> Sequence[ControlPosting]:
        """Add to a transaction's postings what concerns several of them."""
        source = next(
            (p for p in read if p.amount < 0 and p.purpose is Purpose.MOVE), None
        )
        completed = []
        for posting, purpose in zip(read, purposes, strict=True):
            parts = tuple(purpose.parts) if len(purpose.parts) > 1 else ()
            is_moved = posting.amount > 0 and posting.purpose is Purpose.MOVE
            moved_from = source if is_moved else None
            completed.append(
                posting._replace(parts=parts, moved_from=moved_from)
                if parts or is_moved
                else posting
            )
            if purpose.through:
                self._note(completed[-1], purpose.through)
        return completed

    def _note(self, posting: ControlPosting, through: tuple[str, ...]) -> None:
        if posting.amount > 0:
            self._unclear[id(posting)] = through
            # Identities hold only as long as the postings: the list keeps them.
            return
        for account in through:
            if posting.purpose is Purpose.WRITE_OFF:
                for name in _names(posting):
                    day = self._given_up_to.get((account, name), posting.day)
                    self._given_up_to[account, name] = min(day, posting.day)
            else:
                day = self._paid_through.get(account, posting.day)
                self._paid_through[account] = min(day, posting.day)

    def settled(self, postings: Sequence[ControlPosting]) -> Sequence[ControlPosting]:
        """The postings, with the purposes that only the whole book tells."""
        if not self._unclear or not (self._paid_through or self._given_up_to):
            return postings
        return [
            posting._replace(purpose=self._purpose(posting))
            if id(posting) in self._unclear
            else posting
            for posting in postings
        ]

    def _purpose(self, posting: ControlPosting) -> Purpose:
        """That of a debt which meets accounts that tell nothing by themselves."""
        for account in self._unclear[id(posting)]:
            if self._paid_through.get(account, date.max) <= posting.day:
                return Purpose.MONEY_BACK
            for name in _names(posting):
                if self._given_up_to.get((account, name), date.max) <= posting.day:
                    return Purpose.WRITE_OFF
        return posting.purpose


def _names(posting: ControlPosting) -> Iterable[str]:
    """What names the document that a posting concerns."""
    return posting.links if posting.number is None else (posting.number,)


def _stated(txn: Transaction, posting: Posting, key: str) -> object:
    value = written(posting.meta, key) if posting.meta else None
    return written(txn.meta, key) if value is None else value
