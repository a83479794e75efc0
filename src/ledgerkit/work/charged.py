"""What became of hours and expenses: charged, to be charged, or written off.

For each item, in its currency, to the cent::

    worth = charged + unbilled + written off
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO, quantum, rounded, split_by_shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ledgerkit.errors import Place
    from ledgerkit.work.item import WorkItem


class ChargedLine(NamedTuple):
    """A line of a document that names what it charges.

    Attributes:
        number: The invoice's number; of a credit note's line, of what it credits.
        client: Id of its client.
        day: The document's date.
        amount: Net of tax; negative on a credit note, which gives back what it names.
        currency: Of the amount.
        ids: What it names.
        place: Where the line stands.
    """

    number: str
    client: str
    day: date
    amount: Decimal
    currency: str
    ids: tuple[str, ...]
    place: Place


class Credited(NamedTuple):
    """What one credit takes off an invoice that charges work.

    Attributes:
        number: The invoice's number.
        client: Id of its client.
        day: The credit's date.
        part: What it takes off, with tax.
        whole: What the invoice is over, with tax.
        amount: What it takes off without naming hours or expenses, net of tax.
        net: What the invoice is over, net of tax.
    """

    number: str
    client: str
    day: date
    part: Decimal
    whole: Decimal
    amount: Decimal
    net: Decimal


class GivenUp(NamedTuple):
    """Hours and expenses that are not to be charged any more.

    Attributes:
        ids: Theirs.
        day: From which day on.
        reason: Why.
        place: Where it is said.
    """

    ids: tuple[str, ...]
    day: date
    reason: str
    place: Place


@dataclass(slots=True)
class WorkState:
    """What became of one item by a day.

    Attributes:
        charged: What invoices charge for it, less credits; net of tax.
        unbilled: What is still to be charged.
        written_off: What never will be; negative if more was charged than it is worth.
        numbers: The documents that charge it; several are a mistake.
        given_up: Whether somebody wrote it off.
    """

    charged: Decimal = ZERO
    unbilled: Decimal = ZERO
    written_off: Decimal = ZERO
    numbers: tuple[str, ...] = ()
    given_up: bool = False


class Charges(NamedTuple):
    """Everything that charges, credits or gives up work.

    Attributes:
        lines: The lines of invoices and credit notes that name work, by day.
        credited: Credits that name none, by day.
        given_up: What was written off.
        voided: The day on which each number was voided.
    """

    lines: Sequence[ChargedLine]
    credited: Sequence[Credited]
    given_up: Sequence[GivenUp]
    voided: Mapping[str, date]


def states(
    items: Mapping[str, WorkItem], charges: Charges, as_of: date
) -> Mapping[str, WorkState]:
    """What became of each item by the end of a day; later ones are left out.

    A void invoice charges nothing, and what a credit note names, or an invoice that is
    credited as a whole, is to be charged again. Any other credit is a lower price.

    Args:
        items: The hours and expenses, by id.
        charges: What was charged, credited and given up.
        as_of: The last day that counts.
    """
    found = {id_: WorkState() for id_, item in items.items() if item.day <= as_of}
    for document in _documents(items, charges, as_of):
        for id_, amount in document.amounts.items():
            if id_ in found and (amount or id_ in document.ids):
                state = found[id_]
                state.charged += amount
                if id_ in document.ids:
                    state.numbers += (document.number,)
    for id_ in _given_up(charges, as_of):
        if id_ in found:
            found[id_].given_up = True
    for id_, state in found.items():
        item = items[id_]
        is_open = item.billable and not state.numbers and not state.given_up
        state.unbilled = item.worth if is_open else ZERO
        state.written_off = item.worth - state.charged - state.unbilled
    return found


def _given_up(charges: Charges, as_of: date) -> Iterable[str]:
    return (id_ for each in charges.given_up if each.day <= as_of for id_ in each.ids)


class _Document:
    """An invoice with what it charges for each item, less what was given back."""

    def __init__(self, number: str, currency: str) -> None:
        self.number, self.currency = number, currency
        self.ids: set[str] = set()
        self.amounts: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self.given_back = ZERO
        self.credited = ZERO

    def add(self, line: ChargedLine, items: Mapping[str, WorkItem]) -> None:
        for id_, amount in zip(line.ids, _parts(line, items), strict=True):
            self.amounts[id_] += amount
        if line.amount < 0:
            self.given_back -= line.amount
            self.ids.difference_update(line.ids)
        else:
            self.ids.update(line.ids)

    def credit(self, credited: Credited) -> None:
        """Take off what a credit takes off: everything, or in proportion."""
        self.credited += credited.part
        if self.credited >= credited.whole:
            self.ids.clear()
            self.amounts.clear()
            return
        kept = [(id_, part) for id_, part in self.amounts.items() if part > 0]
        here = sum((part for _id, part in kept), ZERO)
        left = credited.net - self.given_back
        self.given_back += credited.amount
        if here <= 0 or left <= 0 or not credited.amount:
            return
        off = rounded(credited.amount * here / left, self.currency)
        unit = quantum(self.currency)
        parts = split_by_shares(off, [part for _id, part in kept], quantum=unit)
        for (id_, _part), less in zip(kept, parts, strict=True):
            self.amounts[id_] -= less


def _documents(
    items: Mapping[str, WorkItem], charges: Charges, as_of: date
) -> Iterable[_Document]:
    """Each invoice that charges work, as it stands on a day."""
    found: dict[tuple[str, str], _Document] = {}
    events: list[ChargedLine | Credited] = [*charges.lines, *charges.credited]
    for event in sorted(events, key=lambda each: each.day):
        voided = charges.voided.get(event.number)
        if event.day > as_of or (voided is not None and voided <= as_of):
            continue
        key = event.number, event.client
        if isinstance(event, ChargedLine):
            if key not in found:
                found[key] = _Document(event.number, event.currency)
            found[key].add(event, items)
        elif key in found:
            found[key].credit(event)
    return found.values()


def _parts(line: ChargedLine, items: Mapping[str, WorkItem]) -> Sequence[Decimal]:
    """A line's amount for each item that it names, in proportion to their worth."""
    worth = [items[id_].worth if id_ in items else ZERO for id_ in line.ids]
    if not any(worth):
        worth = [items[id_].hours if id_ in items else ZERO for id_ in line.ids]
    if not any(worth) or min(worth) < 0:
        worth = [Decimal(1)] * len(line.ids)
    return split_by_shares(line.amount, worth, quantum=quantum(line.currency))
