"""The subledger of one side: its documents, and the money on account."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ledgerkit.money import ZERO
from ledgerkit.open_items.building import SubledgerItem, oldest_first
from ledgerkit.open_items.purpose import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document, Unapplied
    from ledgerkit.open_items.side import Side

#: Documents, money on account, and what was on account.
_OfParty: TypeAlias = "tuple[list[SubledgerItem], list[Unapplied], list[Unapplied]]"


class MoneyOnAccount(NamedTuple):
    """What met no document: see `Subledger`."""

    unapplied: Sequence[Unapplied]
    unassigned: Sequence[Unapplied]
    used_up: Sequence[Unapplied]


class Undoings(NamedTuple):
    """Money that went out, where the books don't say which payment it gives back.

    Attributes:
        unexplained: What names a document for which no such money had come in.
        guessed: What names nothing, and the document whose payment it was taken to
            give back, as the amount is the same.
    """

    unexplained: Sequence[Unapplied]
    guessed: Sequence[tuple[ControlPosting, SubledgerItem]]


class Subledger:
    """Everything owed on one side as at a day.

    Documents are built in full only on request: most are settled, and most questions
    are about the rest.

    Attributes:
        side: Owed to us, or by us.
        as_of: The last day that counts; later postings are ignored.
        items: Every document as allocated, in no particular order.
        unapplied: Payments and credits on account, by date.
        unassigned: Postings that name nobody at all, by date.
        used_up: What was on account until it was paid back or moved, and what did so:
            they sum to zero for each party and currency.
        undoings: What was taken back or paid back without saying of what.
    """

    def __init__(
        self,
        *,
        side: Side,
        as_of: date,
        items: Sequence[SubledgerItem],
        on_account: MoneyOnAccount,
        undoings: Undoings,
    ) -> None:
        """Take the result of an allocation."""
        self.side = side
        self.as_of = as_of
        self.items = items
        self.unapplied = on_account.unapplied
        self.unassigned = on_account.unassigned
        self.used_up = on_account.used_up
        self.undoings = undoings

    @property
    def ever_on_account(self) -> Iterator[Unapplied]:
        """What is on account, and what was: every posting that met no document."""
        return chain(self.unapplied, self.used_up)

    @cached_property
    def documents(self) -> Sequence[Document]:
        """Every document issued by the day, settled or not, by due date."""
        return [item.finish() for item in sorted(self.items, key=oldest_first)]

    @cached_property
    def open_documents(self) -> Sequence[Document]:
        """The documents with an open amount, or over-allocated."""
        items = [item for item in self.items if item.open]
        return [item.finish() for item in sorted(items, key=oldest_first)]

    @cached_property
    def by_number(self) -> Mapping[str, Sequence[SubledgerItem]]:
        """The documents by number; two vendors may share one."""
        numbered: dict[str, list[SubledgerItem]] = {}
        for item in self.items:
            if item.number is not None:
                numbered.setdefault(item.number, []).append(item)
        return numbered

    def as_at(self, day: date) -> Subledger:
        """The same on a later day, if nothing is posted until then."""
        later = copy(self)
        later.as_of = day
        return later

    def of_party(self, party: str) -> Subledger:
        """The subledger of one client or vendor."""
        items, unapplied, used_up = self._by_party.get(party, ((), (), ()))
        return Subledger(
            side=self.side,
            as_of=self.as_of,
            items=items,
            on_account=MoneyOnAccount(unapplied, (), used_up),
            undoings=Undoings((), ()),
        )

    @cached_property
    def _by_party(self) -> Mapping[str, _OfParty]:
        """What each party's subledger consists of, grouped once."""
        by_party: dict[str, _OfParty] = {}
        for item in self.items:
            by_party.setdefault(item.party, ([], [], []))[0].append(item)
        for unapplied in self.unapplied:
            by_party.setdefault(unapplied.party, ([], [], []))[1].append(unapplied)
        for unapplied in self.used_up:
            by_party.setdefault(unapplied.party, ([], [], []))[2].append(unapplied)
        return by_party


class PartyMovement(NamedTuple):
    """One posting of a party: a document, a payment or a refund.

    Attributes:
        posting: The posting; its amount counts what is owed.
        kind: ``invoice``, ``bill``, ``credit note`` or ``vendor credit``; or else its
            purpose, ``payment`` or ``refund`` among others.
        number: The document's; None for a payment.
        settles: What it settles, in words; None where that does not apply.
        due: The document's last due date, where one is stated.
    """

    posting: ControlPosting
    kind: str
    number: str | None
    settles: str | None
    due: date | None


def movements(subledger: Subledger, party: str) -> Sequence[PartyMovement]:
    """A party's postings, by currency and day, debts before payments."""
    return sorted(
        _movements(subledger, party),
        key=lambda movement: (
            movement.posting.currency,
            movement.posting.day,
            -movement.posting.amount,
            movement.number or "",
        ),
    )


def _movements(subledger: Subledger, party: str) -> Iterator[PartyMovement]:
    credited = _credited(subledger, party)
    others = _Others()
    for document in subledger.documents:
        if document.party != party:
            continue
        for settlement in document.settlements:
            if settlement.posting.credit is None:
                others.add(settlement.posting, document.label, -settlement.amount)
        for posting in document.postings:
            settles = credited.get(document.number) if document.is_credit else None
            due = document.due_parts[-1].due if document.due_is_stated else None
            yield PartyMovement(
                posting, document.kind.value, document.number, settles, due
            )
    for unapplied in subledger.ever_on_account:
        if unapplied.party == party and unapplied.posting.credit is None:
            others.add(unapplied.posting, "on account", unapplied.amount)
    yield from others.movements()


class _Others:
    """The postings that make no document, each with all that it was set against."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[ControlPosting, list[str], list[Decimal]]] = {}

    def add(self, posting: ControlPosting, label: str, amount: Decimal) -> None:
        """Note that a part of a posting was set against something."""
        _posting, labels, amounts = self._found.setdefault(
            id(posting), (posting, [], [])
        )
        labels.append(label)
        amounts.append(amount)

    def movements(self) -> Iterator[PartyMovement]:
        """One movement for each."""
        for posting, labels, amounts in self._found.values():
            moved = posting._replace(amount=sum(amounts, ZERO))
            settles = ", ".join(dict.fromkeys(labels))
            yield PartyMovement(moved, movement_kind(posting), None, settles, None)


def movement_kind(posting: ControlPosting) -> str:
    """What a posting is called that makes no document."""
    if posting.purpose in _KINDS:
        return _KINDS[posting.purpose]
    return "payment" if posting.amount <= 0 else "refund"


_KINDS = {Purpose.MOVE: "move", Purpose.WRITE_OFF: "write-off"}


def _credited(subledger: Subledger, party: str) -> Mapping[str | None, str]:
    """The documents settled by each of the party's credit notes, by number."""
    labels: dict[str | None, str] = {}
    for document in subledger.documents:
        if document.party == party:
            for credit in sorted({s.credit for s in document.settlements if s.credit}):
                before = f"{labels[credit]}, " if credit in labels else ""
                labels[credit] = f"{before}{document.label}"
    return labels
