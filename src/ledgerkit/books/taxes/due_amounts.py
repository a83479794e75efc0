"""When the tax of each transaction falls due: with its document, or with payments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.books.documents.paid_shares import PaidShares
from ledgerkit.books.taxes.schemes import scheme_end, scheme_on
from ledgerkit.calendars import months_after
from ledgerkit.invoices.tax_code import TaxCategory, TaxKind, TaxPoint
from ledgerkit.open_items.paid_share import WHOLE, PaidShare, parts_by_share
from ledgerkit.open_items.side import Side
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.form import Scheme
from ledgerkit.taxes.paid_shares import due_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.schemes import SchemeStart
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm

#: Where a control posting stands, and its currency: what tells it from others.
_Key: TypeAlias = tuple[str, int, str]
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
        last: date,
    ) -> None:
        """Take the book, its form and schemes, and the last day that is known."""
        self._source = source
        self._form = form
        self._starts = starts
        self._currency = currency
        self._last = last
        self._made: dict[_Key, list[Document]] | None = None
        self._settled: dict[_Key, list[Document]] = defaultdict(list)
        self._payments = PaidShares(source, last)

    def read(self, txn: TaxedTransaction) -> Iterator[DueAmount]:
        """A transaction's amounts, each with the day on which it falls due."""
        given_up = self._given_up(txn) if txn.is_bad_debt else ()
        begun = min((document.issued for document in given_up), default=txn.day)
        start = scheme_on(self._starts, begun)
        scheme = self._scheme(start)
        day = self._day(txn, given_up)
        by_point: dict[TaxPoint, list[PaidShare]] = {}
        for posted in txn.amounts:
            point = _point(posted, scheme)
            if point is TaxPoint.DOCUMENT:
                amount = replace(posted, scheme=scheme.name, due=day)
                yield amount
                yield from self._repaid(txn, amount)
                continue
            amount = replace(posted, scheme=scheme.name)
            if txn.is_bad_debt:
                # Nothing of it has fallen due: giving it up takes nothing back.
                continue
            if point not in by_point:
                by_point[point] = list(self._shares(txn, point, scheme, start))
            for share, part in parts_by_share(
                amount.amount, self._currency, by_point[point]
            ):
                yield replace(amount, due=share.day, amount=part, why=share.why)

    def _given_up(self, txn: TaxedTransaction) -> Sequence[Document]:
        """The documents that a transaction gives up."""
        return [d for control in txn.controls for d in self._settled_by(control)]

    def _day(self, txn: TaxedTransaction, given_up: Sequence[Document]) -> date:
        """The day on which what is due with its document is due.

        Of a debt given up it may be later: some countries make one wait.
        """
        day = txn.tax_date or txn.day
        months = self._form.bad_debt_months
        if not months or not given_up:
            return day
        waited = max(self._wait_until(document, months) for document in given_up)
        return max(day, waited)

    @staticmethod
    def _wait_until(document: Document, months: int) -> date:
        last_due = max(part.due for part in document.due_parts)
        return months_after(max(last_due, document.issued), months)

    def _repaid(self, txn: TaxedTransaction, amount: DueAmount) -> Iterator[DueAmount]:
        """Input tax given back while a bill is unpaid, and what is paid later.

        The buyer's side of a debt given up: VAT Notice 700/18 section 4.
        """
        months = self._form.bad_debt_months
        if not months or not self._may_be_repaid(amount):
            return
        makes = [c for c in txn.controls if self._made_by(c)]
        if not makes:
            return
        documents = [d for control in makes for d in self._made_by(control)]
        end = max(self._wait_until(document, months) for document in documents)
        paid = list(self._paid(txn))
        by_then = [share.share for share in paid if share.day <= end]
        unpaid = PaidShare(end, by_then[-1] if by_then else Fraction(0), "not paid")
        shares = [PaidShare(txn.day, WHOLE, ""), unpaid]
        shares += [share for share in paid if share.day > end]
        parts = list(parts_by_share(amount.amount, self._currency, shares))
        for share, part in parts[1:]:
            if share.day <= self._last:
                yield replace(amount, due=share.day, amount=part, why=share.why)

    def _may_be_repaid(self, amount: DueAmount) -> bool:
        is_input = amount.kind is TaxKind.PURCHASE and amount.part is TaxedPart.TAX
        is_ours = is_input and not amount.code.is_reverse_charge
        return is_ours and self._form.buyer_repays

    def is_due_at_once(self, txn: TaxedTransaction) -> bool:
        """Whether all of a transaction falls due on its own day, whoever pays when."""
        scheme = self._scheme(scheme_on(self._starts, txn.day))
        return not txn.is_bad_debt and all(
            _point(amount, scheme) is TaxPoint.DOCUMENT
            and not self._may_be_repaid(amount)
            for amount in txn.amounts
        )

    def _scheme(self, start: SchemeStart | None) -> Scheme:
        usual = self._form.schemes.get("standard") or Scheme(name="standard")
        return self._form.schemes.get(start.name, usual) if start else usual

    def _shares(
        self,
        txn: TaxedTransaction,
        point: TaxPoint,
        scheme: Scheme,
        start: SchemeStart | None,
    ) -> Iterator[PaidShare]:
        left = scheme_end(self._starts, start) if start is not None else None
        paid = list(self._payments.paid(txn.day, txn.controls, txn.cash))
        end = left if scheme.due_on_leaving else None
        for share in due_shares(txn.tax_date or txn.day, paid, point, end):
            if share.day <= self._last:
                yield share

    def _paid(self, txn: TaxedTransaction) -> Iterator[PaidShare]:
        """Which share of a transaction was paid by which day, in order of days."""
        return self._payments.paid(txn.day, txn.controls, txn.cash)

    def _made_by(self, control: ControlPosting) -> Sequence[Document]:
        """The documents that a control posting makes, or adds to."""
        if self._made is None:
            self._made = defaultdict(list)
            for side in Side:
                for document in self._source.subledger(side, self._last).documents:
                    self._add(document)
        return self._made.get(_key(control), ())

    def _add(self, document: Document) -> None:
        assert self._made is not None
        for posting in document.postings:
            self._made[_key(posting)].append(document)
        for settlement in document.settlements:
            self._settled[_key(settlement.posting)].append(document)

    def _settled_by(self, control: ControlPosting) -> Sequence[Document]:
        """The documents that a control posting settles."""
        self._made_by(control)
        return self._settled.get(_key(control), ())


def _key(posting: ControlPosting) -> _Key:
    return posting.filename, posting.lineno, posting.currency


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
