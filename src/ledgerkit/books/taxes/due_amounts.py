"""When the tax of each transaction falls due: with its document, or with payments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.books.documents.paid_shares import PaidShares
from ledgerkit.books.taxes.schemes import scheme_end, scheme_on
from ledgerkit.invoices.tax_code import TaxCategory, TaxKind, TaxPoint
from ledgerkit.open_items.paid_share import parts_by_share
from ledgerkit.taxes.form import Scheme
from ledgerkit.taxes.paid_shares import due_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.schemes import SchemeStart
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.open_items.paid_share import PaidShare
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm

#: Supplies whose tax point the scheme doesn't move.
_AT_ONCE = {TaxCategory.INTRA_COMMUNITY, TaxCategory.EXPORT}


class DueReader:
    """Gives each amount the days on which it falls due, and how much of it then."""

    def __init__(
        self,
        source: Source,
        form: TaxForm,
        starts: Sequence[SchemeStart],
        currency: str,
        of: Period,
    ) -> None:
        """Take the book, its form and schemes, and the days that are asked for.

        What is posted after the last of them isn't known.
        """
        self._form = form
        self._starts = starts
        self._currency = currency
        self._first, self._last = of.first, of.last
        self._payments = PaidShares(source, of.last)
        codes = source.reading.tax_codes
        self._codes_wait = any(
            code.tax_point not in {None, TaxPoint.DOCUMENT} for code in codes.every
        )

    def read(self, txn: TaxedTransaction) -> Iterator[DueAmount]:
        """A transaction's amounts that fall due in these days, each with its day."""
        day = txn.tax_date or txn.day
        start = scheme_on(self._starts, txn.day)
        scheme = self._scheme(start)
        is_in_time = self._first <= day <= self._last
        if not is_in_time and not self._waits(scheme):
            return
        by_point: dict[TaxPoint, list[PaidShare]] = {}
        for posted in txn.amounts:
            point = _point(posted, scheme)
            if point is TaxPoint.DOCUMENT:
                if is_in_time:
                    yield replace(posted, scheme=scheme.name, due=day)
                continue
            if txn.is_bad_debt:
                # Nothing of it has fallen due: giving it up takes nothing back.
                continue
            if point not in by_point:
                by_point[point] = self._shares(txn, point, scheme, start)
            shares = by_point[point]
            if any(share.day >= self._first for share in shares):
                yield from self._parts(replace(posted, scheme=scheme.name), shares)

    def _parts(
        self, amount: DueAmount, shares: Sequence[PaidShare]
    ) -> Iterator[DueAmount]:
        for share, part in parts_by_share(amount.amount, self._currency, shares):
            if share.day >= self._first:
                yield replace(amount, due=share.day, amount=part, why=share.why)

    def _waits(self, scheme: Scheme) -> bool:
        """Whether anything under a scheme may fall due on another day than its own."""
        points = {scheme.sales, scheme.purchases}
        return self._codes_wait or points != {TaxPoint.DOCUMENT}

    def _scheme(self, start: SchemeStart | None) -> Scheme:
        usual = self._form.schemes.get("standard") or Scheme(name="standard")
        return self._form.schemes.get(start.name, usual) if start else usual

    def _shares(
        self,
        txn: TaxedTransaction,
        point: TaxPoint,
        scheme: Scheme,
        start: SchemeStart | None,
    ) -> list[PaidShare]:
        left = scheme_end(self._starts, start) if start is not None else None
        paid = list(self._payments.paid(txn.day, txn.controls, txn.cash))
        end = left if scheme.due_on_leaving else None
        shares = due_shares(txn.tax_date or txn.day, paid, point, end)
        return [share for share in shares if share.day <= self._last]


def _point(amount: DueAmount, scheme: Scheme) -> TaxPoint:
    """When an amount falls due, by its code or else its scheme."""
    code = amount.code
    if code.tax_point is not None:
        return code.tax_point
    if code.is_reverse_charge or code.category in _AT_ONCE:
        return TaxPoint.DOCUMENT
    return scheme.sales if amount.kind is TaxKind.SALES else scheme.purchases


def schemes_unknown(
    form: TaxForm, starts: Sequence[SchemeStart]
) -> Mapping[str, SchemeStart]:
    """The schemes that a form doesn't know, by name."""
    known = {*form.schemes, "standard"}
    return {start.name: start for start in starts if start.name not in known}
