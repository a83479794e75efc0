"""When the tax of each transaction falls due: with its document, or with payments."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ledgerkit.books.documents.paid_shares import PaidShares
from ledgerkit.books.taxes.schemes import STANDARD, scheme_end, scheme_on
from ledgerkit.books.taxes.taxed_documents import TaxedDocuments, wait_until
from ledgerkit.invoices.tax_code import TaxCategory, TaxKind, TaxPoint
from ledgerkit.open_items.paid_share import WHOLE, PaidShare, parts_by_share
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.form import Scheme
from ledgerkit.taxes.paid_shares import due_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.schemes import SchemeStart
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm

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
        period: Period,
        txns: Sequence[TaxedTransaction],
    ) -> None:
        """Take the book, its form and schemes, and a period, whose end is known.

        Also the transactions that it will be asked to read, to find their documents.
        """
        self._form = form
        self._starts = starts
        self._currency = currency
        self._first, self._last = period.first, period.last
        controls = (control for txn in txns for control in txn.controls)
        items = source.items_around(controls, period.last)
        self._documents = TaxedDocuments(items, txns)
        self._payments = PaidShares(source, period.last, items)

    def read(self, txn: TaxedTransaction) -> Iterator[DueAmount]:
        """A transaction's amounts, each with the day on which it falls due.

        Of what falls due by payment, that of the period alone.
        """
        given_up = self._given_up(txn) if txn.is_bad_debt else ()
        begun = min((item.first.day for item in given_up), default=txn.day)
        start = scheme_on(self._starts, begun)
        scheme = tax_scheme_of(self._form, start)
        day = self._day(txn, given_up)
        name = scheme_label(scheme)
        by_point: dict[TaxPoint, list[PaidShare]] = {}
        for posted in txn.amounts:
            is_same = posted.due == day and posted.scheme == name
            amount = posted if is_same else replace(posted, due=day, scheme=name)
            point = tax_point(amount, scheme)
            if point is TaxPoint.DOCUMENT:
                yield amount
                yield from self._repaid(txn, amount)
                continue
            if txn.is_bad_debt:
                # Nothing of it has fallen due: giving it up takes nothing back.
                continue
            if point not in by_point:
                by_point[point] = list(self._shares(txn, point, scheme, start))
            for share, part in parts_by_share(
                amount.amount, self._currency, by_point[point]
            ):
                if share.day < self._first:
                    continue
                yield replace(amount, due=share.day, amount=part, why=share.why)

    def _given_up(self, txn: TaxedTransaction) -> Sequence[SubledgerItem]:
        """The documents that a transaction gives up."""
        return [
            item
            for control in txn.controls
            for item in self._documents.settled_by(control)
        ]

    def _day(self, txn: TaxedTransaction, given_up: Sequence[SubledgerItem]) -> date:
        """The day on which what is due with its document is due.

        Of a debt given up it may be later: some countries make one wait.
        """
        day = txn.tax_date or txn.day
        months = self._form.bad_debt_months
        if not months or not given_up:
            return day
        return max(day, *(wait_until(item, months) for item in given_up))

    def _repaid(self, txn: TaxedTransaction, amount: DueAmount) -> Iterator[DueAmount]:
        """Input tax given back while a bill is unpaid, and what is paid later.

        The buyer's side of a debt given up: VAT Notice 700/18 section 4.
        """
        months = self._form.bad_debt_months
        is_input = amount.kind is TaxKind.PURCHASE and amount.part is TaxedPart.TAX
        if not (is_input and self._form.buyer_repays and months):
            return
        items = [
            i for control in txn.controls for i in self._documents.made_by(control)
        ]
        if not items or amount.code.is_reverse_charge:
            return
        end = max(wait_until(item, months) for item in items)
        paid = list(self._paid(txn))
        by_then = [share.share for share in paid if share.day <= end]
        unpaid = PaidShare(end, by_then[-1] if by_then else Fraction(0), "not paid")
        shares = [PaidShare(txn.day, WHOLE, ""), unpaid]
        shares += [share for share in paid if share.day > end]
        parts = list(parts_by_share(amount.amount, self._currency, shares))
        for share, part in parts[1:]:
            if share.day <= self._last:
                yield replace(amount, due=share.day, amount=part, why=share.why)

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
        return self._payments.paid(txn.day, txn.controls, txn.cash)


def tax_scheme_of(form: TaxForm, start: SchemeStart | None) -> Scheme:
    """The way of accounting that begins somewhere; the usual one if a form has none."""
    usual = form.schemes.get(STANDARD) or Scheme(name=STANDARD)
    return form.schemes.get(start.name, usual) if start else usual


def scheme_label(scheme: Scheme) -> str:
    """What amounts call a scheme: the usual one is empty, as most stay as they are."""
    return "" if scheme.name == STANDARD else scheme.name


def tax_point(amount: DueAmount, scheme: Scheme) -> TaxPoint:
    """When an amount falls due, by its code or else its scheme."""
    code = amount.code
    if code.tax_point is not None:
        return code.tax_point
    if code.is_reverse_charge or code.category in _AT_ONCE:
        return TaxPoint.DOCUMENT
    return scheme.point_of(amount.kind, code.supply)
