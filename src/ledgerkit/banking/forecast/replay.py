"""The receivables as they were at the end of past days, from one subledger.

A subledger for each of these days would take as many allocations, which in a large book
take longer than all the rest. Here each document is followed from its day to its
settlements once, and asked about day by day. Two things are known from later: which
document a payment settles, and that a payment came back, which then was none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.banking.forecast.delay import (
    FORGOTTEN_AFTER,
    ONE,
    ObservedPart,
    PaymentDelays,
)
from ledgerkit.banking.forecast.whole import WholeInvoices, is_whole
from ledgerkit.money import ZERO
from ledgerkit.open_items.building import oldest_first
from ledgerkit.open_items.overdue import credit_histories
from ledgerkit.open_items.purpose import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.document import DatedPart, Document
    from ledgerkit.open_items.subledger import Subledger


class FollowedPart(NamedTuple):
    """A part of a document, until something settles it.

    Attributes:
        issued: The day from which it is owed.
        due: Its due date.
        settled: The day on which it was settled; None if it is open.
        paid: Whether by money: what was credited or given up was not paid.
        given_up: Whether it was written off, so that it is never paid.
        share: Its share of the document; the shares of a document sum to 1.
    """

    issued: date
    due: date
    settled: date | None
    paid: bool
    given_up: bool
    share: Decimal

    def is_open(self, day: date) -> bool:
        """Whether it was open at the end of a day."""
        return self.issued <= day and (self.settled is None or self.settled > day)

    def seen_on(self, day: date) -> date:
        """The day on which it was paid, or the last on which it was seen unpaid."""
        if self.settled is None or self.settled > day or self.given_up:
            return day
        return self.settled


class PastReceivables:
    """The invoices of a book and how they were paid, as known on any day."""

    def __init__(self, subledger: Subledger) -> None:
        """Follow each invoice of a subledger, as at the last day asked about."""
        invoices = [i for i in subledger.items if i.first.credit is None]
        self._whole = WholeInvoices([i for i in invoices if is_whole(i)])
        self._invoices = [
            (item, list(_followed(item)) if item.first.amount > 0 else [])
            for item in invoices
            if not is_whole(item)
        ]
        self._unapplied = subledger.unapplied
        self._debts = credit_histories(subledger)
        #: Asked for on several days, and the same on most of them.
        self._documents: dict[int, Document] = {}
        #: Whole invoices, as they are while nothing is paid, with their place in order.
        self._unpaid: dict[int, tuple[tuple[object, ...], Document]] = {}

    def delays(self, day: date) -> PaymentDelays:
        """How late each client paid, as known on a day."""
        at_once = self._whole.paid_by(day, _oldest(day))
        return PaymentDelays(self._observed(day), day, at_once)

    def observed(self, day: date) -> Iterator[ObservedPart]:
        """Each invoice's parts by when they were paid, as known on a day.

        An amount credited was not paid, and was last known unpaid on that day. An
        amount written off is never paid: it counts as unpaid to this day, like an open
        amount. Open amounts of a party with money on account don't count: that may pay
        them, at an unknown date.
        """
        yield from self._observed(day)
        yield from self._whole.paid_parts(day, _oldest(day))

    def _observed(self, day: date) -> Iterator[ObservedPart]:
        """Without what was paid at once."""
        oldest = _oldest(day)
        unclear = {
            (unapplied.party, unapplied.posting.currency)
            for unapplied in self._unapplied
            if unapplied.amount < 0 and unapplied.posting.day <= day
        }
        for item, parts in self._invoices:
            if parts and parts[-1].due >= oldest:
                is_unclear = (item.party, item.first.currency) in unclear
                is_unclear = is_unclear and any(part.is_open(day) for part in parts)
                yield from _observed(item.party, parts, day, only_paid=is_unclear)
        for item in self._whole.open_on(day):
            first = item.first
            is_unclear = (item.party, first.currency) in unclear
            if first.due >= oldest and not is_unclear:
                days = (day - first.due).days
                yield ObservedPart(item.party, first.due, days, paid=False, share=ONE)

    def open_documents(self, day: date) -> Sequence[Document]:
        """The invoices open at the end of a day, the oldest due first."""
        followed = (
            item
            for item, parts in self._invoices
            if any(part.is_open(day) for part in parts)
        )
        found = [(oldest_first(i), self._document_on(i, day)) for i in followed]
        found += [self._unpaid_document(i, day) for i in self._whole.open_on(day)]
        found.sort(key=lambda one: one[0])
        return [document for _place, document in found if document.open > 0]

    def _unpaid_document(
        self, item: SubledgerItem, day: date
    ) -> tuple[tuple[object, ...], Document]:
        """A whole invoice on a day before it is paid: the same on each of them."""
        if id(item) not in self._unpaid:
            document = self._document_on(item, day)
            self._unpaid[id(item)] = oldest_first(item), document
        return self._unpaid[id(item)]

    def _document_on(self, item: SubledgerItem, day: date) -> Document:
        """An invoice with what had been added to it, and settled, by a day's end."""
        document = self._documents.get(id(item))
        if document is None:
            document = self._documents[id(item)] = item.finish()
        if all(p.day <= day for p in document.postings) and all(
            s.posting.day <= day for s in document.settlements
        ):
            return document
        settlements = [s for s in document.settlements if s.posting.day <= day]
        postings = [p for p in document.postings if p.day <= day]
        by_part = document.settled_by_part
        return replace(
            document,
            amount=sum((p.amount for p in postings), ZERO),
            settled=sum((s.amount for s in settlements), ZERO),
            due_parts=tuple(part for part in document.due_parts if part.issued <= day),
            postings=tuple(postings),
            settlements=tuple(settlements),
            settled_by_part=None if by_part is None else _by_part(item, day),
        )

    def credit(self, day: date) -> Mapping[tuple[str, str], Decimal]:
        """What each party had on account, in credit notes too, by its currency."""
        return {
            key: credit
            for key, debts in self._debts.items()
            for credit in [debts.credit(day)]
            if credit
        }


def _oldest(day: date) -> date:
    """The earliest due date that still counts; the day may be one of the first."""
    return date.fromordinal(max(day.toordinal() - FORGOTTEN_AFTER, 1))


def observed_parts(subledger: Subledger) -> Iterator[ObservedPart]:
    """Each invoice's parts by when they were paid, as known on the subledger's day."""
    return PastReceivables(subledger).observed(subledger.as_of)


def _followed(item: SubledgerItem) -> Iterator[FollowedPart]:
    """The parts of an invoice, the one that falls due last at the end."""
    parts = item.parts()
    total = sum((part.amount for part in parts[1:]), parts[0].amount)
    room = [part.amount for part in parts]
    followed = []
    for posting, _credit, position, part, amount, kept in item.portions():
        if amount <= 0 and not item.undone:
            continue
        # What went back later is open, or was paid by another payment.
        counted = kept if posting.pays else max(amount, ZERO)
        room[position] -= counted
        if counted:
            # A payment before the invoice counts as made on its day.
            day = max(posting.day, part.issued) if posting.pays else posting.day
            followed.append(
                FollowedPart(
                    issued=part.issued,
                    due=part.due,
                    settled=day,
                    paid=posting.pays,
                    given_up=posting.purpose is Purpose.WRITE_OFF,
                    share=_share(counted, total),
                )
            )
    followed += [
        _open_part(part, _share(open_, total))
        for part, open_ in zip(parts, room, strict=True)
        if open_ > 0
    ]
    return iter(sorted(followed, key=lambda part: part.due))


def _open_part(part: DatedPart, share: Decimal) -> FollowedPart:
    return FollowedPart(
        issued=part.issued,
        due=part.due,
        settled=None,
        paid=False,
        given_up=False,
        share=share,
    )


def _observed(
    party: str, parts: Iterable[FollowedPart], day: date, *, only_paid: bool
) -> Iterator[ObservedPart]:
    for part in parts:
        if part.issued > day:
            continue
        paid = part.paid and not part.is_open(day)
        if paid or not only_paid:
            days = (part.seen_on(day) - part.due).days
            yield ObservedPart(party, part.due, days, paid, part.share)


def _by_part(item: SubledgerItem, day: date) -> tuple[Decimal, ...]:
    """How much of each part that was owed on a day was settled by its end."""
    settled = [ZERO] * len(item.parts())
    for portion in item.portions():
        if portion.posting.day <= day:
            settled[portion.position] += portion.amount
    return tuple(
        amount
        for part, amount in zip(item.parts(), settled, strict=True)
        if part.issued <= day
    )


def _share(part: Decimal, total: Decimal) -> Decimal:
    return ONE if part == total else part / total
