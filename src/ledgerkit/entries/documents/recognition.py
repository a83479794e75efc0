"""The entries that recognise deferred revenue as income."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.amount import Amount
from beancount.core.data import Posting, Transaction

from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.money import ZERO, with_cents
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.receivables.recurring.deferral import DeferredLine


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRecognition:
    """One entry to write.

    Attributes:
        number: The document whose revenue it recognises.
        amount: The amount recognised; negative for a reversal.
        currency: Of the amount.
        directive: Its transaction.
    """

    number: str
    amount: Decimal
    currency: str
    directive: Transaction


def plan_recognition(books: Books, *, until: date) -> Sequence[PlannedRecognition]:
    """The entries due at month ends by a day and not yet booked, in date order."""
    basis = books.settings.deferral_basis
    planned = [
        _plan(books, group.lines[0], day, amount)
        for group in books.deferred_groups
        for day, amount in group.due_entries(until, basis)
    ]
    return sorted(planned, key=lambda entry: entry.directive.date)


def recognition_record(books: Books, *, until: date) -> PlannedEntries:
    """`plan_recognition` as one set of entries; nothing if nothing is due."""
    planned = plan_recognition(books, until=until)
    sums: dict[str, Decimal] = {}
    for recognition in planned:
        sums[recognition.currency] = (
            sums.get(recognition.currency, ZERO) + recognition.amount
        )
    entries = "1 entry" if len(planned) == 1 else f"{len(planned)} entries"
    amounts = ", ".join(f"{amount:f} {currency}" for currency, amount in sums.items())
    return PlannedEntries(
        done=f"{entries} recognising {amounts}",
        directives=[entry.directive for entry in planned],
    )


def _plan(
    books: Books, line: DeferredLine, day: date, amount: Decimal
) -> PlannedRecognition:
    name = books.directory.as_of(PartyRole.CLIENT, line.party, day).name
    units = Amount(with_cents(amount, line.currency), line.currency)
    postings = [
        Posting(line.account, units, None, None, None, None),
        Posting(line.income, -units, None, None, None, None),
    ]
    directive = Transaction(
        {"recognises": line.number},
        day,
        "*",
        name,
        f"Recognised: {line.description}",
        frozenset(),
        frozenset({line.number}),
        postings,
    )
    return PlannedRecognition(
        number=line.number,
        amount=amount,
        currency=line.currency,
        directive=directive,
    )
