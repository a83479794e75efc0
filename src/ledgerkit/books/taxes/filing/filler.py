"""Returns of any form, with what they count for earlier periods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.books.taxes.lists import ListReader
from ledgerkit.books.taxes.reading import ReturnOfPeriod
from ledgerkit.taxes.filing.changes import correction_shares
from ledgerkit.taxes.form import FormList
from ledgerkit.taxes.listed import as_return
from ledgerkit.taxes.one_stop_shop import StateSale, corrections_of
from ledgerkit.taxes.placing import BoxEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.filing.filings import FilingLists
    from ledgerkit.books.taxes.reading import TaxReading
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.filing.filed_posting import FiledPosting
    from ledgerkit.taxes.form import TaxForm
    from ledgerkit.taxes.listed import TaxList


class ReturnFiller:
    """Fills in a form of boxes, or one that is a list, for a period."""

    def __init__(self, source: Source, reading: TaxReading, lists: FilingLists) -> None:
        """Take the book, its tax, and what was filed."""
        self._reading = reading
        self._filed = lists
        self._lists = ListReader(source, reading)

    def filled(
        self,
        form: TaxForm,
        period: Period,
        carried: Mapping[str, Decimal],
        corrections: Sequence[FiledPosting] = (),
        expected: Sequence[DueAmount] = (),
    ) -> ReturnOfPeriod:
        """A return; a list as one with a box for each row.

        Args:
            form: The form.
            period: Its period.
            carried: By box, what is taken over from the return before.
            corrections: What was wrong in earlier returns.
            expected: What will fall due besides; of no list.
        """
        if form.lists is None:
            entries = list(self.entries(form, corrections))
            return self._reading.tax_return(form, period, carried, entries, expected)
        unreadable = [
            place for txn in self._reading.of_period(period) for place in txn.unreadable
        ]
        found = self.tax_list(form, period, corrections)
        return ReturnOfPeriod(period, as_return(form, found), unreadable)

    def tax_list(
        self, form: TaxForm, period: Period, corrections: Sequence[FiledPosting]
    ) -> TaxList:
        """A return that is a list, as its rows."""
        known: list[StateSale] = []
        if form.lists is FormList.STATES:
            known = [
                sale._replace(amount=replace(sale.amount, place=place))
                for sale in corrections_of(corrections)
                for place in [self._filed.whole(sale.amount.place)]
            ]
        return self._lists.tax_list(form, period, known)

    def entries(
        self, form: TaxForm, postings: Iterable[FiledPosting]
    ) -> Iterator[tuple[str, BoxEntry]]:
        """Corrections, by box."""
        for posting, shares in correction_shares(postings, form.filing.correction):
            place = self._filed.whole(posting.place)
            taxed = replace(posting.taxed(), place=place)
            for share in shares:
                yield share.box, BoxEntry(taxed, share.factor)
