"""When the tax of each transaction falls due: with its document, or with payments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.books.taxes.schemes import STANDARD, scheme_end, scheme_on
from ledgerkit.books.taxes.taxed_transactions import control_key
from ledgerkit.invoices.tax_code import TaxCategory, TaxPoint
from ledgerkit.money import ZERO
from ledgerkit.open_items.document import Basis
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.taxes.form import Scheme
from ledgerkit.taxes.paid_shares import PaidShare, due_amounts, due_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.schemes import SchemeStart
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.parts import SettledPart
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm

#: What is no payment, and makes no tax due.
_UNPAID = {Purpose.WRITE_OFF, Purpose.MOVE}
_WHOLE = Fraction(1)
#: Supplies whose tax point the scheme doesn't move.
_AT_ONCE = {TaxCategory.INTRA_COMMUNITY, TaxCategory.EXPORT}


class DueReader:
    """Gives each amount the days on which it falls due, and how much of it then."""

    def __init__(  # noqa: PLR0913 - what a return depends on
        self,
        source: Source,
        form: TaxForm,
        starts: Sequence[SchemeStart],
        currency: str,
        *,
        last: date,
        txns: Sequence[TaxedTransaction],
    ) -> None:
        """Take the book, its form and schemes, and the last day that is known.

        Also the transactions that it will be asked to read, to find their documents.
        """
        self._source = source
        self._form = form
        self._starts = starts
        self._currency = currency
        self._last = last
        self._txns = txns

    def read(self, txn: TaxedTransaction) -> Iterator[DueAmount]:
        """A transaction's amounts, each with the day on which it falls due."""
        day = txn.tax_date or txn.day
        start = scheme_on(self._starts, txn.day)
        scheme = self._scheme(start)
        # The usual scheme has no name here: most amounts stay the values they are.
        name = "" if scheme.name == STANDARD else scheme.name
        by_point: dict[TaxPoint, list[PaidShare]] = {}
        for posted in txn.amounts:
            is_same = posted.due == day and posted.scheme == name
            amount = posted if is_same else replace(posted, due=day, scheme=name)
            point = _point(amount, scheme)
            if point is TaxPoint.DOCUMENT:
                yield amount
                continue
            if txn.is_bad_debt:
                # Nothing of it has fallen due: giving it up takes nothing back.
                continue
            if point not in by_point:
                by_point[point] = list(self._shares(txn, point, scheme, start))
            for share, part in due_amounts(
                amount.amount, self._currency, by_point[point]
            ):
                yield replace(amount, due=share.day, amount=part, why=share.why)

    def _scheme(self, start: SchemeStart | None) -> Scheme:
        usual = self._form.schemes.get(STANDARD) or Scheme(name=STANDARD)
        return self._form.schemes.get(start.name, usual) if start else usual

    def _shares(
        self,
        txn: TaxedTransaction,
        point: TaxPoint,
        scheme: Scheme,
        start: SchemeStart | None,
    ) -> Iterator[PaidShare]:
        left = scheme_end(self._starts, start) if start is not None else None
        paid = list(self._paid(txn))
        end = left if scheme.due_on_leaving else None
        for share in due_shares(txn.tax_date or txn.day, paid, point, end):
            if share.day <= self._last:
                yield share

    def _paid(self, txn: TaxedTransaction) -> Iterator[PaidShare]:
        """Which share of a transaction was paid by which day, in order of days."""
        owed = sum((abs(c.amount) for c in txn.controls), txn.cash)
        if not owed:
            yield PaidShare(txn.day, _WHOLE, "paid at once")
            return
        steps: list[tuple[date, Fraction, str]] = []
        if txn.cash:
            steps.append((txn.day, Fraction(txn.cash) / Fraction(owed), "paid at once"))
        for control in txn.controls:
            weight = Fraction(abs(control.amount)) / Fraction(owed)
            for item in self._items_of(control):
                amount = sum((posting.amount for posting in item.postings), ZERO)
                for part in item.settled_by_day() if amount else ():
                    if _pays(part):
                        share = weight * Fraction(part[1]) / Fraction(amount)
                        steps.append((max(part[0].day, txn.day), share, _why(part)))
        so_far = Fraction(0)
        for day, share, why in sorted(steps, key=lambda step: step[0]):
            so_far += share
            yield PaidShare(day, min(max(so_far, Fraction(0)), _WHOLE), why)

    def _items_of(self, control: ControlPosting) -> Iterator[SubledgerItem]:
        """The documents that a posting makes, or adds to."""
        key = control_key(control)
        for item in self._items.get(control.lineno, ()):
            if any(control_key(posting) == key for posting in item.postings):
                yield item

    @cached_property
    def _items(self) -> Mapping[int, Sequence[SubledgerItem]]:
        """The documents of the transactions that are looked at, by line."""
        lines = {control.lineno for txn in self._txns for control in txn.controls}
        found: dict[int, list[SubledgerItem]] = defaultdict(list)
        for side in Side:
            for item in self._source.subledger(side, self._last).items:
                if item.more is None and item.first.lineno not in lines:
                    continue
                for posting in item.postings:
                    found[posting.lineno].append(item)
        return found


def _point(amount: DueAmount, scheme: Scheme) -> TaxPoint:
    """When an amount falls due, by its code or else its scheme."""
    code = amount.code
    if code.tax_point is not None:
        return code.tax_point
    if code.is_reverse_charge or code.category in _AT_ONCE:
        return TaxPoint.DOCUMENT
    return scheme.point_of(amount.kind, code.supply)


def _pays(part: SettledPart) -> bool:
    posting, _amount, basis, _credit = part
    return posting.purpose not in _UNPAID and basis is not Basis.MOVED


def _why(part: SettledPart) -> str:
    posting, _amount, _basis, credit = part
    return f"set off against {credit}" if credit else f"paid {posting.day}"
