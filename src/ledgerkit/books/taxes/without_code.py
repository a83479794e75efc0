"""Postings of documents that no tax return counts, as they have no tax code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.errors import effect, finding
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.language.document_kinds import (
    LINE_WITHOUT_CODE,
    TAX_DIFFERS,
    TAX_WITHOUT_CODE,
)
from ledgerkit.ledger.place import place_in, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beancount.core.data import Posting

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding, Place

_LINES = {RootAccount.INCOME, RootAccount.EXPENSES}


def find_without_code(source: Source, *, advice: bool) -> Iterator[Finding]:
    """Tax and lines of documents that have no code.

    What settles a return has none, nor what is paid to the office: neither is of a
    document, or has a posting with a code.

    Args:
        source: The book.
        advice: Whether lines beside others with a code are named as well.
    """
    reading = source.reading
    documents: dict[int, list[Place]] = {}
    for owed, index in zip(reading.control_postings, reading.origins, strict=True):
        if owed.purpose.adds_a_document:
            documents.setdefault(index, []).append(owed.place)
    directives = source.directives
    of_documents = {id(directives[i]): places for i, places in documents.items()}
    coded = {id(txn) for txn in reading.keyed if _is_coded(txn.postings)}
    others = (directives[i] for i in documents if id(directives[i]) not in coded)
    for txn in (*(t for t in reading.keyed if id(t) in coded), *others):
        if isinstance(txn, Transaction) and "tax-return" not in txn.meta:
            places = of_documents.get(id(txn), ())
            yield from _of(source, txn, places, is_coded=advice and id(txn) in coded)


def _of(
    source: Source, txn: Transaction, places: Sequence[Place], *, is_coded: bool
) -> Iterator[Finding]:
    """What has no code in a document, or in a transaction that has others."""
    accounts = source.reading.tax_codes.accounts()
    bare = [posting for posting in txn.postings if not _has_code(posting)]
    taxes = [posting for posting in bare if posting.account in accounts]
    for posting in taxes:
        yield _tax(txn, posting, places)
    for posting in bare:
        if is_coded and posting not in taxes and _is_line(source, posting):
            # That its tax differs may be why; but not where that has a cause itself.
            yield _line(txn, posting, () if taxes else places)


def _is_coded(postings: Sequence[Posting]) -> bool:
    return any(_has_code(posting) for posting in postings)


def _has_code(posting: Posting) -> bool:
    return bool(posting.meta) and written(posting.meta, "tax") is not None


def _is_line(source: Source, posting: Posting) -> bool:
    """Whether it is income or an expense, and nothing that has a use of its own."""
    chart = source.chart
    return chart.root(posting.account) in _LINES and chart.role(posting.account) is None


def _tax(txn: Transaction, posting: Posting, places: Sequence[Place]) -> Finding:
    used = {str(written(p.meta, "tax")) for p in txn.postings if _has_code(p)}
    code = used.pop() if len(used) == 1 else "CODE"
    message = (
        f"{posting.account} {posting.units} on {txn.date} has no tax code, so that no"
        f' tax return counts it; write tax: "{code}" below it'
    )
    return finding(
        TAX_WITHOUT_CODE,
        place_in(posting.meta),
        message,
        unfinished=txn.flag == "!",
        # That the document's tax isn't its code's follows from it.
        explains=[effect(TAX_DIFFERS, place) for place in places],
    )


def _line(txn: Transaction, posting: Posting, places: Sequence[Place]) -> Finding:
    message = (
        f"{posting.account} {posting.units} on {txn.date} has no tax code, and another"
        ' line has; write tax: "CODE" below it, of category O if it is outside tax'
    )
    about = places[0] if places else ""
    return finding(LINE_WITHOUT_CODE, place_in(posting.meta), message, about=about)
