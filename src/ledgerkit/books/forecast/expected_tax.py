"""The tax that a forecast's payments, invoices and what-ifs will make due.

What is posted already is in its return without us; here is what is to come: of open
documents whose tax falls due by payment, of invoices that templates will make, and of
what a scenario sells or buys.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.banking.forecast.scenario import ScenarioChange
from ledgerkit.books.taxes.due_amounts import scheme_label, tax_point, tax_scheme_of
from ledgerkit.books.taxes.schemes import scheme_on
from ledgerkit.calendars import months_after
from ledgerkit.invoices.tax_code import TaxKind, TaxPoint
from ledgerkit.money import rounded
from ledgerkit.open_items.document import Document
from ledgerkit.taxes.due_amount import DueAmount, TaxedPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ledgerkit.banking.forecast.item import ForecastItem
    from ledgerkit.books.books import Books
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.taxes.form import TaxForm

_MONTHS_OF_YEAR = 12


class ExpectedTax:
    """What expected items make due, for any form."""

    def __init__(
        self, books: Books, items: Iterable[ForecastItem], as_of: date, until: date
    ) -> None:
        """Take the items, the last day that is known and that of the forecast."""
        self._books = books
        self._items = list(items)
        self._as_of = as_of
        self.until = until

    def amounts(self, form: TaxForm) -> Iterator[DueAmount]:
        """What falls due later than the last day that is known."""
        for item in self._items:
            for amount in self._of(form, item):
                if amount.due > self._as_of:
                    yield amount

    def _of(self, form: TaxForm, item: ForecastItem) -> Iterator[DueAmount]:
        source = item.source
        if isinstance(source, Document):
            yield from self._of_document(form, item, source)
        elif isinstance(source, Transaction):
            taxed = self._books.taxes_read.transactions.read(source)
            whole = source.postings[0].units
            if whole is not None and whole.number:
                share = Fraction(item.amount) / Fraction(whole.number)
                yield from self._shared(form, taxed, share, item.middle)
        elif isinstance(source, ScenarioChange) and source.tax:
            yield from self._of_what_if(item, source)

    def _of_document(
        self, form: TaxForm, item: ForecastItem, document: Document
    ) -> Iterator[DueAmount]:
        """The share of an open document that a payment makes due."""
        transactions = self._books.taxes_read.transactions
        for place in {
            place
            for posting in document.postings
            for place in transactions.made_by(posting)
        }:
            taxed = transactions.at(place)
            if taxed is None:
                continue
            whole = sum((abs(each.amount) for each in taxed.controls), taxed.cash)
            if whole:
                share = Fraction(abs(item.amount)) / Fraction(whole)
                yield from self._shared(form, taxed, share, item.middle, is_posted=True)

    def _shared(
        self,
        form: TaxForm,
        taxed: TaxedTransaction,
        share: Fraction,
        paid: date | None,
        *,
        is_posted: bool = False,
    ) -> Iterator[DueAmount]:
        """A share of a transaction's amounts, each on the day on which it falls due.

        Args:
            form: The form.
            taxed: The transaction.
            share: Of it.
            paid: The day on which it is paid; None for never.
            is_posted: Whether what is due with the document is in a return already.
        """
        reading = self._books.taxes_read
        scheme = tax_scheme_of(form, scheme_on(reading.schemes, taxed.day))
        for amount in taxed.amounts:
            point = tax_point(amount, scheme)
            day = _due_day(point, taxed.tax_date or taxed.day, paid)
            if day is None or (is_posted and point in _BY_DOCUMENT):
                continue
            part = amount.amount * share.numerator / share.denominator
            yield replace(
                amount,
                due=day,
                scheme=scheme_label(scheme),
                amount=rounded(part, reading.currency),
            )

    def _of_what_if(
        self, item: ForecastItem, change: ScenarioChange
    ) -> Iterator[DueAmount]:
        """What a scenario sells or buys, tax included, and pays at once."""
        code = self._books.tax_codes.on(change.tax, change.day)
        if code is None or item.currency != self._books.taxes_read.currency:
            return
        gross = abs(item.amount)
        is_sale = item.amount > 0
        owes_both = code.is_reverse_charge and not is_sale
        base = gross
        if not owes_both:
            base = rounded(gross / (1 + code.rate), item.currency)
        tax = gross - base
        if owes_both:
            tax = rounded(base * code.rate, item.currency)
        parts = [(TaxedPart.BASE, base), (TaxedPart.TAX, tax)]
        if owes_both:
            parts.append((TaxedPart.OWED, tax))
        for part, amount in parts:
            yield DueAmount(
                due=change.day,
                day=change.day,
                kind=TaxKind.SALES if is_sale else TaxKind.PURCHASE,
                code=code,
                part=part,
                amount=amount,
                account=str(code.account or ""),
                party="",
                number="",
                text=item.label,
                place=change.place,
            )


_BY_DOCUMENT = {TaxPoint.DOCUMENT, TaxPoint.EARLIER}


def _due_day(point: TaxPoint, issued: date, paid: date | None) -> date | None:
    """When an amount falls due; None for never, as far as is known."""
    if point is TaxPoint.DOCUMENT:
        return issued
    if point is TaxPoint.EARLIER:
        return issued if paid is None else min(issued, paid)
    if point is TaxPoint.PAYMENT_WITHIN_YEAR:
        end = months_after(issued, _MONTHS_OF_YEAR)
        return end if paid is None else min(paid, end)
    return paid
