"""The book's hours and expenses to be charged, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ledgerkit.books.work.charges import BILLS, read_charges
from ledgerkit.books.work.hours import FORM, TIME, read_hours, whose_is
from ledgerkit.books.work.rates import HourlyRates
from ledgerkit.errors import finding
from ledgerkit.language.finding_kinds import BAD_DECLARATION
from ledgerkit.language.work_kinds import UNNAMED_WORK
from ledgerkit.ledger.place import place_in, place_of, short_place, written
from ledgerkit.money import ZERO, rounded
from ledgerkit.work.charged import states
from ledgerkit.work.item import WorkItem, WorkKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from beancount.core.amount import Amount
    from beancount.core.data import Custom, Posting, Transaction

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding
    from ledgerkit.work.charged import Charges, WorkState

BILL_TO = "bill-to"
_DAYS_KEPT = 8
_HUNDRED = Decimal(100)


class WorkReading:
    """Hours and expenses to be charged, for one day after another.

    Attributes:
        items: The hours and expenses by id, in ledger order. What has no id of its own
            stands under its place, and no invoice can name it.
        unnamed: The ids in ``items`` that are places.
        findings: On what can't be read, or named.
    """

    def __init__(self, source: Source) -> None:
        """Read from this book."""
        self._source = source
        self.items: dict[str, WorkItem] = {}
        self.unnamed: set[str] = set()
        self.findings: list[Finding] = []
        self.rates = HourlyRates(source.relations, source.directory)
        for custom in source.reading.customs:
            if custom.type == TIME:
                self._read_time(custom)
        self._charging: list[Transaction] = []
        for txn in source.reading.keyed:
            self._read_transaction(txn)
        self.states = lru_cache(maxsize=_DAYS_KEPT)(self._states)

    @cached_property
    def charges(self) -> Charges:
        """What invoices charge, credits take off, and was given up."""
        return read_charges(self._source, self._charging)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither work nor anything that names any."""
        source = self._source
        return not (self.items or self.findings or self._charging) and not source.has(
            "write-off", "project"
        )

    def _states(self, as_of: date) -> Mapping[str, WorkState]:
        """What became of each by a day: see `ledgerkit.work.charged.states`."""
        return states(self.items, self.charges, as_of)

    def unbilled(self, as_of: date) -> Sequence[WorkItem]:
        """What is to be charged on a day, by day, also what has no rate."""
        found = self.states(as_of)
        waiting = [
            item
            for id_, item in self.items.items()
            if id_ in found
            and item.billable
            and not found[id_].numbers
            and not found[id_].given_up
        ]
        return sorted(waiting, key=lambda item: (item.day, item.id))

    def cost_apart(self, item: WorkItem) -> Amount | None:
        """What an hour of it costs, if in another currency, and so not counted."""
        if item.kind is not WorkKind.TIME or not item.currency:
            return None
        cost = self.rates.cost(item.person, item.day)
        is_apart = cost is not None and cost.number and cost.currency != item.currency
        return cost if is_apart else None

    def _read_time(self, custom: Custom) -> None:
        try:
            item = read_hours(custom, self._source.relations, self.rates)
        except ValueError as error:
            first = custom.values[0].value if custom.values else ""
            text = f"time {first}: {error}"
            if "write" not in text:
                text += f"; write {custom.date} custom {FORM}"
            self.findings.append(finding(BAD_DECLARATION, place_of(custom), text))
            return
        self._add(item)

    def _read_transaction(self, txn: Transaction) -> None:
        is_charging = False
        for posting in txn.postings:
            meta = posting.meta
            if not meta:
                continue
            is_charging |= BILLS in meta
            if isinstance(written(meta, BILL_TO), str) and posting.units is not None:
                self._add(self._expense(txn, posting))
        if is_charging:
            self._charging.append(txn)

    def _expense(self, txn: Transaction, posting: Posting) -> WorkItem:
        assert posting.units is not None
        meta = posting.meta or {}
        whose = whose_is(self._source.relations, meta[BILL_TO])
        currency, cost = posting.units.currency, posting.units.number or ZERO
        mark_up = written(meta, "mark-up")
        added = mark_up if isinstance(mark_up, Decimal) else ZERO
        return WorkItem(
            id=_expense_id(txn, posting),
            kind=WorkKind.EXPENSE,
            day=txn.date,
            person="",
            client=whose.client,
            project=whose.project,
            text=written(meta, "description") or txn.narration or txn.payee or "",
            hours=ZERO,
            rate=None,
            worth=rounded(cost * (1 + added / _HUNDRED), currency),
            cost=cost,
            currency=currency,
            billable=True,
            place=place_in(meta),
        )

    def _add(self, item: WorkItem) -> None:
        other = self.items.get(item.id)
        if item.id and other is None:
            self.items[item.id] = item
            return
        self.findings.append(_unnamed(item, other))
        own = replace(item, id=short_place(item.place))
        self.items[own.id] = own
        self.unnamed.add(own.id)


def _expense_id(txn: Transaction, posting: Posting) -> str:
    """An expense's own id; else its document's number, if it is the only one there."""
    own = written(posting.meta, "expense")
    if isinstance(own, str) and own.strip():
        return "-".join(own.split())
    several = sum(1 for p in txn.postings if written(p.meta, BILL_TO)) > 1
    links = txn.links or ()
    return next(iter(links)) if len(links) == 1 and not several else ""


def _unnamed(item: WorkItem, other: WorkItem | None) -> Finding:
    what = "hours" if item.kind is WorkKind.TIME else "expense"
    if other is None:
        text = (
            f'{what} "{item.text}" of {item.day} has no id, so no invoice can charge'
            ' it; write expense: "e-1" below its bill-to:'
        )
    else:
        text = (
            f'{item.id}: the {what} "{item.text}" of {item.day} have the id of'
            f" {short_place(other.place)}; write another"
        )
    return finding(UNNAMED_WORK, item.place, text, about=item.place)
