"""The check of tax: codes on documents, filed returns, and what has no code."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.documents.check_invoices import (
    check_invoices,
    find_codes_of_the_other_side,
    find_unknown_tax_codes,
)
from ledgerkit.books.taxes.own_currency import find_without_rate
from ledgerkit.books.taxes.without_code import find_without_code
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding


def check_taxes(source: Source, *, advice: bool) -> Iterator[Finding]:
    """What is wrong with tax in postings and in filed returns.

    Args:
        source: The book.
        advice: Whether to look for what affects no figure, too.
    """
    if source.has("tax-filing") or (source.speaks_to_us and source.marks("tax-return")):
        from ledgerkit.books.taxes.filing.findings import (  # noqa: PLC0415
            find_in_filed_returns,
        )

        yield from find_in_filed_returns(source)
    codes = source.reading.tax_codes
    if not codes:
        return
    yield from find_without_code(source, advice=advice)
    yield from find_without_rate(source)
    yield from find_unknown_tax_codes(source.directives, source.reading.customs, codes)
    documents = (
        p for p in source.reading.control_postings if p.purpose.adds_a_document
    )
    yield from find_codes_of_the_other_side(documents, source.transaction_of, codes)
    yield from check_invoices(
        source.invoices,
        (source.subledger(side, date.max) for side in Side),
        codes.ids,
        source.settings.discount_tax,
    )
