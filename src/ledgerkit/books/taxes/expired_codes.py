"""Postings whose tax code had ended on their day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.errors import finding
from ledgerkit.language.tax_kinds import EXPIRED_TAX_CODE
from ledgerkit.ledger.place import place_in, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding


def find_expired_codes(source: Source) -> Iterator[Finding]:
    """The postings whose code had ended on their day, one of each transaction."""
    codes = source.reading.tax_codes
    if all(code.until is None for code in codes.declared):
        return
    for txn in source.directives:
        if not isinstance(txn, Transaction):
            continue
        stated = written(txn.meta, "tax-date")
        day = stated if isinstance(stated, date) else txn.date
        told: set[str] = set()
        for posting in txn.postings:
            id_ = written(posting.meta, "tax")
            code = codes.on(str(id_), day) if id_ is not None else None
            if code is None or code.until is None or day <= code.until:
                continue
            if code.id in told:
                continue
            told.add(code.id)
            message = (
                f"tax code {code.id} ended on {code.until}, and this is of {day}; write"
                f' the code in force, or a later custom "tax-code" "{code.id}"'
            )
            place = place_in(posting.meta)
            yield finding(EXPIRED_TAX_CODE, place, message, key="tax")
